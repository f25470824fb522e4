"""What the registry holds of a step whose papers lack: its meetings, postings and letters, in plain sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from docgen.due import LEVEL_OF
from registry.dates import format_date
from registry.records import Batch, Household, Unit
from registry.registry import Registry
from templates import load_manifest

__all__ = ["recorded"]

# Kinds of paper → the dates of a round that speak of them, in words.
_OF_ROUND: Mapping[str, tuple[tuple[str, str], ...]] = {
    "public-notice": (("notice_from", "公示开始"), ("notice_to", "公示结束")),
    "notice-outcome": (("outcome_on", "公示无异议说明"),),
    "village-report": (("sent_on", "上报"),),
    "township-request": (("sent_on", "请示"),),
    "comparison-result": (("compared_on", "信息比对"),),
    "county-reply": (("reply_on", "批复"),),
    "verification-form": (("rechecked_on", "入户复核"),),
}


def recorded(
    registry: Registry, unit: Unit, stage: str, kinds: frozenset[str], households: Sequence[Household]
) -> list[str]:
    """Sentences on the unit's meetings and rounds of that stage, and on when its plans were made; none where nothing is held."""
    lines = [*_meetings(registry, unit, stage, kinds), *_rounds(registry, unit, stage, kinds)]
    if "assistance-plan" in kinds:
        lines += _plans(households or registry.households_in(unit))
    return lines


def _meetings(registry: Registry, unit: Unit, stage: str, kinds: frozenset[str]) -> Iterator[str]:
    level = LEVEL_OF[unit.level]
    templates = [each for each in load_manifest() if each.kind in kinds and level in each.meetings]
    wanted = {name for each in templates for name in (each.meetings[level], *each.also)}
    for meeting in registry.of_unit(registry.meetings, unit):
        if meeting.kind in wanted and (not stage or meeting.stage in (None, stage)) and meeting.held_on:
            place = f"，地点{meeting.place}" if meeting.place else ""
            yield f"〔会议〕{format_date(meeting.held_on)}召开{meeting.batch or ''}{meeting.kind}{place}。"


def _rounds(registry: Registry, unit: Unit, stage: str, kinds: frozenset[str]) -> Iterator[str]:
    wanted = [pair for kind, pairs in _OF_ROUND.items() if kind in kinds for pair in pairs]
    for batch in registry.of_unit(registry.batches, unit):
        told = "，".join(_dated(batch, wanted)) if not stage or batch.stage == stage else ""
        if told:
            yield f"〔批次〕{batch.name}{batch.stage}：{told}。"


def _dated(batch: Batch, wanted: Sequence[tuple[str, str]]) -> Iterator[str]:
    for field, words in wanted:
        day: date | None = getattr(batch, field)
        if day is not None:
            yield f"{words}{format_date(day)}"


def _plans(households: Sequence[Household]) -> Iterator[str]:
    told = [f"{each.head}{format_date(each.planned_on)}" for each in households if each.planned_on]
    if told:
        yield f"〔监测对象户〕帮扶方案日期：{'、'.join(told)}。"
