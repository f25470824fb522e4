"""What codes of findings are called on pages: severities, remedies, rules, states; and the choices of the filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from audit.remedies import Remedy
from audit.report.entries import rule_summaries
from audit.types import Progress, Severity
from web.findings import CORRECT, STATES
from web.runs import Run

__all__ = ["NAMES", "REMEDIES", "Choices", "Names", "choices_of"]

Choice = tuple[int, str]

# In the order of their numbers in addresses, from 1; the last: the office that issued the paper corrects it.
REMEDIES = (
    *((remedy.value, remedy.zh, remedy.about) for remedy in Remedy),
    (CORRECT, "核对更正", "由出具单位核对后更正"),
)
SEVERITIES = tuple(severity.value for severity in Severity)
PROGRESS = tuple(state.value for state in Progress if state is not Progress.WAIVED)


@dataclass(frozen=True, slots=True)
class Names:
    """Code → what it is called. `waiting`: the state of what nobody has begun."""

    severity: Mapping[str, str]
    remedy: Mapping[str, str]
    rule: Mapping[str, str]
    state: Mapping[str, str]
    waiting: str = STATES[0]


NAMES = Names(
    {severity.value: severity.zh for severity in Severity},
    {value: name for value, name, _ in REMEDIES},
    rule_summaries(),
    {state.value: state.zh for state in Progress if state in (Progress.NEW, Progress.COME_BACK)},
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What each filter offers: numbers from 1, as they stand in addresses, and words."""

    severity: tuple[Choice, ...]
    remedy: tuple[Choice, ...]
    rule: tuple[Choice, ...]
    state: tuple[Choice, ...]
    done: tuple[Choice, ...]
    person: tuple[Choice, ...]


def choices_of(run: Run, people: list[str]) -> Choices:
    """The filters of a run: what was found in it, and who answers for it."""
    zh = {severity.value: severity.zh for severity in Severity}
    summaries = rule_summaries()
    states = [Progress(value).zh for value in PROGRESS] if run.summary["compared"] else []
    return Choices(
        tuple(enumerate((zh[value] for value in SEVERITIES), 1)),
        tuple(enumerate((name for _, name, _ in REMEDIES), 1)),
        tuple(
            (place, f"{summaries.get(rule, rule)}（{count}）")
            for place, (rule, count) in enumerate(sorted(run.summary["rules"].items()), 1)
        ),
        tuple(enumerate(states, 1)),
        tuple(enumerate(STATES, 1)),
        tuple(enumerate(people, 1)),
    )
