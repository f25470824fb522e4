"""Draft a registry from the papers of an archive. Pure; the one entry that others call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from audit.drafting.choose import choose
from audit.drafting.forms import said_on_forms
from audit.drafting.meetings import said_of_meetings
from audit.drafting.offices import said_of_offices
from audit.drafting.rounds import coined_rounds, said_of_rounds
from audit.drafting.scene import Scene
from audit.drafting.statements import said_in_statements
from audit.drafting.types import Draft, Key, Sourced
from audit.types import Dossier, State
from checklists import Level
from registry import records
from registry.column import columns_of
from registry.read_workbook import with_records
from registry.registry import Registry, Settings
from registry.sheets import SHEETS

__all__ = ["draft_registry"]

_Row = dict[str, Sourced]
_Rows = Mapping[type[Any], Mapping[Key, Mapping[str, Sourced]]]
_NUMBERED = "程序编的号，材料里没有；有系统户编号的请改成系统的"
_BY_DAY = "材料里没有写批次，按批复先后编的"


def draft_registry(dossier: Dossier) -> Draft:
    """What the papers say, as the registry's rows; a value that no paper says is left out, but for keys and states.

    Rule: the value that most papers say; where as many say another, that of the household's own signed forms. All others are
    kept beside it.
    """
    scene = Scene(dossier)
    chosen = choose(
        chain(
            said_on_forms(scene),
            said_in_statements(scene),
            said_of_rounds(scene),
            said_of_meetings(scene),
            said_of_offices(scene),
        )
    )
    rows = dict(_Sheets(scene, chosen).rows())
    registry = replace(_registry(rows), settings=_settings(scene))
    sources = {
        (record, number, field): sourced
        for record, every in rows.items()
        for number, row in enumerate(every)
        for field, sourced in row.items()
    }
    unread = {
        file.path for file in dossier.files if file.document.state is State.NOT_READ and file.kind != "photo"
    }
    unread |= {file.path for file in dossier.files if file.document.state.lost}
    return Draft(registry, sources, tuple(sorted(unread)))


def _registry(rows: Mapping[type[Any], Sequence[_Row]]) -> Registry:
    made = {
        record: tuple(
            _record(record, {field: sourced.value for field, sourced in row.items()}) for row in every
        )
        for record, every in rows.items()
    }
    return with_records(Registry(), made)


def _record(record: type[Any], values: dict[str, Any]) -> Any:
    """A row; a required cell that no paper fills stays empty for a person to fill."""
    needed = {
        field: None for field, column in columns_of(record).items() if column.required and field not in values
    }
    return record(**{**needed, **values})


def _settings(scene: Scene) -> Settings:
    years = Counter(paper.original.paper.day.year for paper in scene.papers if paper.original.paper.day)
    year = max(years, key=lambda each: (years[each], each)) if years else scene.dossier.as_of.year
    return Settings(year, scene.dossier.checklist.id)


class _Sheets:
    """The rows of every sheet, with numbers for households and meetings."""

    def __init__(self, scene: Scene, chosen: _Rows) -> None:
        self.scene = scene
        self.chosen = chosen
        self.homes = self._number_homes()
        held = sorted(chosen.get(records.Meeting, {}), key=lambda key: (key[3], key[0], key[1], key[2]))
        self.meetings = {key: f"H{number:03}" for number, key in enumerate(held, 1)}

    def rows(self) -> Iterator[tuple[type[Any], Sequence[_Row]]]:
        """Each sheet's rows, in the order of the workbook."""
        for sheet in SHEETS:
            make = getattr(self, f"_{sheet.record.__name__.lower()}", None)
            every = [(key, dict(row)) for key, row in self.chosen.get(sheet.record, {}).items()]
            if make is None or not every:
                continue
            yield (
                sheet.record,
                [
                    row
                    for key, row in sorted(every, key=lambda each: self._order(sheet.record, each))
                    if make(key, row)
                ],
            )

    def _order(self, record: type[Any], each: tuple[Key, _Row]) -> tuple[Any, ...]:
        """As the papers name them within a household, meeting or day; the rest by what they are known by."""
        key = each[0]
        if record is records.Member:  # the head first, who came later last
            came = (key[0], "增加", key[1]) in self.chosen.get(records.Change, {})
            return (key[0], came, key[1] != key[0].rpartition("/")[2].partition("（")[0])
        if record is records.Measure:
            return (key[0],)
        if record is records.Attendee:
            return (self.meetings.get(key[:4], "~"),)
        if record is records.Meeting:
            return (self.meetings[key],)
        return key

    # --- households --------------------------------------------------------------------------

    def _number_homes(self) -> Mapping[str, str]:
        known = {unit.id for unit in self.scene.dossier.units if unit.level is Level.HOUSEHOLD}
        known |= {f"{village}/{name}" for village, name in self.scene.refused}
        return {home: f"{number:03}" for number, home in enumerate(sorted(known), 1)}

    def _of_home(self, key: Key, row: _Row) -> bool:
        """Put the household's number into a row; False for a row of nobody."""
        number = self.homes.get(key[0])
        if number is None:
            return False
        row["household_id"] = Sourced(number, (), coined=_NUMBERED)
        return True

    def _household(self, key: Key, row: _Row) -> bool:
        if not self._of_home(key, row):
            return False
        village, _, name = key[0].rpartition("/")
        any_words = next((sourced.words[:1] for sourced in row.values() if sourced.words), ())
        row["village"] = Sourced(self.scene.name(village), any_words)
        row["head"] = Sourced(name.partition("（")[0], any_words)
        risks = row.pop("risks", None)
        for number, risk in enumerate(risks.value[:5] if risks else (), 1):
            others = (
                tuple(("、".join(other), word) for other, word in risks.others)
                if risks and number == 1
                else ()
            )
            row[f"risk{number}"] = replace(risks, value=risk, others=others) if risks else Sourced(risk, ())
        for field, stage in (("batch", "认定"), ("elimination_batch", "风险消除")):
            coined = coined_rounds(self.scene).get((key[0], stage))
            if coined and field not in row and (_value(row, "state") != "不予纳入" or stage == "认定"):
                row[field] = Sourced(coined, (), coined=_BY_DAY)
        if _value(row, "helper_phone") == _value(row, "phone"):
            row.pop("helper_phone", None)  # the household's, beside the helper's name
        if "state" not in row:
            state, field = _state(row)
            row["state"] = Sourced(
                state, row[field].words[:1] if field else (), coined="按材料走到哪一步推定，请核对"
            )
        return True

    def _member(self, key: Key, row: _Row) -> bool:
        return self._of_home(key, row) and "name" in row

    def _income(self, key: Key, row: _Row) -> bool:
        if not self._of_home(key, row):
            return False
        row["stage"] = Sourced(key[1], _first(row))
        return True

    def _comparison(self, key: Key, row: _Row) -> bool:
        return self._income(key, row)

    def _measure(self, key: Key, row: _Row) -> bool:
        return "name" in row and self._of_home(key, row)

    def _visit(self, key: Key, row: _Row) -> bool:
        return self._of_home(key, row)

    def _change(self, key: Key, row: _Row) -> bool:
        return self._of_home(key, row)

    # --- the process -------------------------------------------------------------------------

    def _batch(self, key: Key, row: _Row) -> bool:
        words = _first(row)
        row["name"], row["stage"] = Sourced(key[0], words), Sourced(key[1], words)
        row["unit"] = Sourced(self.scene.name(key[2]), words)
        return True

    def _meeting(self, key: Key, row: _Row) -> bool:
        row["meeting_id"] = Sourced(self.meetings[key], (), coined="程序编的号，材料里没有")
        row["unit"] = Sourced(self.scene.name(key[0]), _first(row))
        return True

    def _of_meeting(self, key: Key, row: _Row) -> bool:
        if key[:4] not in self.meetings:
            return False
        row["meeting_id"] = Sourced(self.meetings[key[:4]], (), coined="程序编的号，材料里没有")
        return True

    def _attendee(self, key: Key, row: _Row) -> bool:
        return self._of_meeting(key, row)

    def _vote(self, key: Key, row: _Row) -> bool:
        return self._of_home((key[4],), row) and self._of_meeting(key, row)

    # --- offices -----------------------------------------------------------------------------

    def _unit(self, key: Key, row: _Row) -> bool:
        above, _, _ = key[0].rpartition("/")
        if above:
            row["parent"] = Sourced(self.scene.name(above), _first(row), coined="按档案的层级")
        if key[0] == self._own():
            row["own"] = Sourced("是", (), coined="档案里最高一级有材料的单位；登记簿由别的单位用的请改")
        return True

    def _own(self) -> str:
        """The office whose archive it is: the highest that has files of its own."""
        offices = {"/".join(file.unit.split("/")[:3]) for file in self.scene.dossier.files}
        return min(offices, key=lambda office: (office.count("/"), office), default="")

    def _paper(self, key: Key, row: _Row) -> bool:
        row["unit"] = Sourced(self.scene.name(key[0]), _first(row))
        return True

    def _clue(self, key: Key, row: _Row) -> bool:
        """The lowest office that reports it; a nil report of an office above stands for those below."""
        unit = row["unit"]
        row["unit"] = replace(unit, value=self.scene.name(unit.value), others=())
        if _value(row, "zero") != "是":
            return True
        nil = self.chosen[records.Clue]
        parts = key[1].split("/")
        return not any((key[0], "/".join(parts[:length]), "") in nil for length in range(1, len(parts)))

    def _inspection(self, _key: Key, _row: _Row) -> bool:
        return True


def _value(row: Mapping[str, Sourced], field: str) -> Any:
    return row[field].value if field in row else None


def _first(row: Mapping[str, Sourced]) -> Any:
    return next((sourced.words[:1] for sourced in row.values() if sourced.words), ())


_STATES: Sequence[tuple[str, str]] = (
    ("cleared_on", "已清退"),
    ("eliminated_on", "已消除"),
    ("elimination_batch", "拟消除"),
    ("identified_on", "监测中"),
    ("refused_on", "不予纳入"),
)


def _state(row: Mapping[str, Sourced]) -> tuple[str, str]:
    """How far the papers go with the household, and by which field that is seen."""
    return next(((state, field) for field, state in _STATES if field in row), ("拟纳入", ""))
