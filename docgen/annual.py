"""The figures of a year's summary (年度监测帮扶总结): the whole year, its end, and the year before. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen import sentences
from docgen.tally import Figure, Tally
from registry.dates import Span
from registry.records import Unit
from registry.registry import Registry
from registry.values import ELIMINATION_MODES

__all__ = ["Annual", "Compared", "annual_of"]

_NOT_RECORDED = "—"


@dataclass(frozen=True, slots=True)
class Compared:
    """A row of the comparison: this year, the year before, and the difference."""

    name: str
    now: str
    before: str
    change: str


@dataclass(frozen=True, slots=True)
class Annual:
    """Sentences with the figures of a year, and its comparison with the year before."""

    identified: str
    by_type: str
    by_risk: str
    refused: str
    dynamic: str
    stock: str
    stock_by_type: str
    stock_by_risk: str
    measures: str
    eliminated: str
    by_mode: str
    clues: str
    meetings: str
    compared: tuple[Compared, ...]
    now: str
    before: str
    unrecorded: str
    figures: tuple[Figure, ...]


def annual_of(registry: Registry, unit: Unit, span: Span) -> Annual:
    """The year's summary of one unit; a span of other length is compared with the one before it as well."""
    tally = Tally(registry, unit, span)
    new, watched = tally.newly_identified(), tally.watched()
    return Annual(
        identified=sentences.identified(tally),
        by_type=sentences.by_type(tally, "新识别", new),
        by_risk=sentences.by_risk(tally, "新识别", new),
        refused=sentences.refused(tally),
        dynamic=sentences.dynamic(tally),
        stock=f"{span.words}末在册监测对象（含拟消除）{tally.people('年末在册', watched)}。",
        stock_by_type=sentences.by_type(tally, "年末在册", watched),
        stock_by_risk=sentences.by_risk(tally, "年末在册", watched),
        measures=sentences.measures(tally),
        eliminated=sentences.eliminated(tally),
        by_mode=_by_mode(tally),
        clues=sentences.clues(tally),
        meetings=sentences.meetings(tally) + sentences.inspections(tally) + sentences.visits(tally),
        compared=(compared := _compared(tally)),
        now=span.words,
        before=span.previous.words,
        unrecorded=_unrecorded(compared, span),
        figures=tuple(tally.figures),
    )


def _by_mode(tally: Tally) -> str:
    """How the risks were eliminated; '' where no risk was."""
    found = [h for h in tally.households if tally.within(h.eliminated_on)]
    groups = [(mode, [h for h in found if h.elimination_mode == mode]) for mode in ELIMINATION_MODES]
    parts = [
        f"{mode}{tally.people(f'风险消除·{mode}', group, '风险消除')}" for mode, group in groups if group
    ]
    return f"按消除方式分：{'、'.join(parts)}。" if parts else ""


_COMPARED: Mapping[str, Callable[[Tally], Sequence[Any]]] = {
    "新识别（户）": lambda tally: tally.newly_identified(),
    "风险消除（户）": lambda tally: [h for h in tally.households if tally.within(h.eliminated_on)],
    "重新识别（户）": lambda tally: [h for h in tally.households if tally.within(h.reidentified_on)],
    "清退（户）": lambda tally: [h for h in tally.households if tally.within(h.cleared_on)],
    "期末在册（户）": lambda tally: tally.watched(),
    "落实帮扶措施（条）": lambda tally: tally.measures(),
    "预警线索（条）": lambda tally: tally.clues(),
    "自主排查（户次）": lambda tally: tally.inspections(),
    "走访（户次）": lambda tally: tally.visits(),
}


def _compared(tally: Tally) -> tuple[Compared, ...]:
    earlier = Tally(tally.registry, tally.unit, tally.span.previous)
    return tuple(_row(tally, name, list(of(tally)), list(of(earlier))) for name, of in _COMPARED.items())


def _row(tally: Tally, name: str, now: Sequence[Any], before: Sequence[Any]) -> Compared:
    """A registry without a record of the year before does not say that nothing happened in it."""
    count = tally.count(f"本年·{name}", now)
    if not before:
        return Compared(name, count, _NOT_RECORDED, _NOT_RECORDED)
    more = len(now) - len(before)
    change = "持平" if not more else f"{'增加' if more > 0 else '减少'}{abs(more)}"
    earlier = tally.count(f"上年·{name}", before)
    return Compared(name, count, earlier, tally.note(f"增减·{name}", change, (*now, *before)))


def _unrecorded(rows: Sequence[Compared], span: Span) -> str:
    if all(row.before != _NOT_RECORDED for row in rows):
        return ""
    return f"标“{_NOT_RECORDED}”的，登记簿里没有{span.previous.words}的记录。"
