"""The catalogue of rules. A rule is one function: dossier → problems; its docstring is what users read."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from audit.types import Dossier, Finding, Problem, Severity
from checklists import Checklist, Fault, UserError

__all__ = ["Rule", "apply_rules", "catalogue", "pick_rules", "rule", "rule_summaries"]

_Check = Callable[[Dossier], Iterator[Problem]]
_RULES: dict[str, Rule] = {}
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and what it says of itself: `summary`, and the sections 为什么, 怎么办, 依据.

    `alone`: it also holds for one paper by itself, without the archive around it. `optional`: what some notices demand
    and others do not; it is looked at only where the checklist, or the user, asks for it.
    """

    name: str
    severity: Severity
    family: str
    check: _Check
    summary: str
    sections: tuple[tuple[str, str], ...]
    alone: bool = False
    optional: bool = False


def rule(
    name: str, severity: Severity, *, family: str, alone: bool = False, optional: bool = False
) -> Callable[[_Check], _Check]:
    """Enter a function into the catalogue under its slug."""

    def enter(check: _Check) -> _Check:
        summary, _, rest = inspect.cleandoc(check.__doc__ or "").partition("\n")
        pieces = re.split(r"(?m)^(为什么|怎么办|依据)：", rest)[1:]
        sections = tuple((pieces[at], pieces[at + 1].strip()) for at in range(0, len(pieces), 2))
        _RULES[name] = Rule(name, severity, family, check, summary, sections, alone, optional)
        return check

    return enter


@cache
def catalogue() -> tuple[Rule, ...]:
    """All rules, in a stable order."""
    import audit.rules

    for module in pkgutil.iter_modules(audit.rules.__path__):  # each enters its rules
        importlib.import_module(f"audit.rules.{module.name}")
    return tuple(_RULES[name] for name in sorted(_RULES))


@cache
def rule_summaries() -> Mapping[str, str]:
    """Rule → what it says, in a line."""
    return {each.name: each.summary.rstrip("。") for each in catalogue()}


def pick_rules(
    select: Iterable[str] = (), ignore: Iterable[str] = (), checklist: Checklist | None = None
) -> tuple[Rule, ...]:
    """The rules asked for, or without `select` all that the checklist has on, with the severities that it gives.

    Raises UserError for names that are no rules.
    """
    wanted, unwanted = set(select), set(ignore)
    settings = dict(checklist.rules) if checklist else {}
    known = {each.name for each in catalogue()}
    faults = [
        Fault(f"规则“{name}”", "没有这条规则", f"可用的规则有 {'、'.join(sorted(known))}")
        for name in sorted((wanted | unwanted | set(settings)) - known)
    ]
    if faults:
        raise UserError(faults)
    return tuple(
        _as_set(each, settings.get(each.name))
        for each in catalogue()
        if each.name not in unwanted
        and (each.name in wanted if wanted else _is_on(each, settings.get(each.name)))
    )


def _is_on(each: Rule, setting: str | None) -> bool:
    return setting is not None and setting != "off" if each.optional else setting != "off"


def _as_set(each: Rule, setting: str | None) -> Rule:
    return replace(each, severity=Severity(setting)) if setting not in (None, "on", "off") else each


def apply_rules(dossier: Dossier, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """The findings, by unit, then by weight."""
    found = [
        Finding(each.name, problem.severity or each.severity, problem)
        for each in rules
        for problem in each.check(dossier)
    ]
    return tuple(sorted(found, key=_sort_key))


def _sort_key(finding: Finding) -> tuple[object, ...]:
    problem = finding.problem
    chain = problem.unit.split("/")
    return (
        chain,
        _ORDER[finding.severity],
        problem.item or "~",
        finding.rule,
        problem.files,
        problem.message,
    )
