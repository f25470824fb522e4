"""What a finding is known by from run to run: a short hash of what stays when it is worded otherwise. Pure.

It holds the rule, the unit, the kind that lacks, and what the rule says it is about (whose number, which step, which
annex); and the item and the files by their paths, unless it is known by the unit alone, whatever papers it is found in.
It holds no message, no figure, no date of the audit and no whole number of a person.
A file that is only renamed changes it; audit.runs.compare finds such a finding by its content.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from audit.rules.catalogue import Rule
from audit.system import System
from audit.types import Finding

__all__ = ["identify", "rules_run"]

_DIGITS = 12
# Which of its kinds a whole item lacks may change while it lacks as a whole.
_WHOLE_ITEM = "missing-item"
_AGAINST_SYSTEM = "system-mismatch"


def identify(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with their ids; those that nothing tells apart are numbered in their order: …, …-2, …-3."""
    seen: Counter[str] = Counter()
    found = []
    for finding in findings:
        known_by = _hash(finding)
        seen[known_by] += 1
        number = seen[known_by]
        found.append(replace(finding, id=known_by if number == 1 else f"{known_by}-{number}"))
    return tuple(found)


def rules_run(applied: Iterable[Rule], system: System | None) -> tuple[str, ...]:
    """The rules that could find something: without a registry or export nothing was held against one."""
    return tuple(each.name for each in applied if system is not None or each.name != _AGAINST_SYSTEM)


def _hash(finding: Finding) -> str:
    problem = finding.problem
    kinds = () if finding.rule == _WHOLE_ITEM else tuple(sorted(problem.kinds))
    where = [] if problem.of_unit else [problem.item or "", *sorted(problem.files)]
    told = [finding.rule, problem.unit, where, kinds, problem.about]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGITS // 2).hexdigest()
