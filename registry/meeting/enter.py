"""What was typed of a meeting → rows of a registry, new or added to one that is there. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from checklists.faults import Fault, UserError
from registry.checks import check
from registry.column import columns_of
from registry.faults import CellFault
from registry.meeting.lines import split_risks
from registry.meeting.questions import HELD, OPENS_AT, QUESTIONS, VOTING, stages_of
from registry.meeting.typed import Place, Typed
from registry.meeting.usual import usual_agenda, usual_title
from registry.read_workbook import Loaded, column_letter, records_of, with_records
from registry.records import Attendee, Batch, Household, Income, Meeting, Unit, Vote
from registry.registry import Registry
from registry.sheets import SHEETS

__all__ = ["Entered", "NotEnteredError", "enter", "faults_of", "known_meeting"]

_REFUSED_AT = {"村级评议会": "村级评议", "乡级审核会": "乡级审核", "县级会商研判会": "县级审定"}
_R = TypeVar("_R")
# 〔会议〕第 2 行“HY01” · 〔监测对象户〕第 5 行
_ROW = re.compile(r"〔([^〕]+)〕第 \d+ 行(“[^”]*”)?")
_LEVELS = (("county", "县级"), ("township", "乡级"), ("village", "村级"))
_OF_HOUSEHOLD = ("group", "size", "id_number", "object_type", "per_head", "situation", "helper")


class NotEnteredError(UserError):
    """The unit or a household cannot be told; `place` is where that was typed."""

    def __init__(self, typed: Typed, place: Place, what: str, todo: str) -> None:
        super().__init__(Fault(typed.where(place), what, todo))
        self.place = place


@dataclass(slots=True)
class Entered:
    """The registry with the meeting in it, its number, and where each row was typed."""

    registry: Registry
    meeting_id: str = ""
    origins: dict[tuple[str, int], tuple[str, int]] = field(default_factory=dict)

    @property
    def meeting(self) -> Meeting:
        return next(m for m in self.registry.meetings if m.meeting_id == self.meeting_id)

    @property
    def held(self) -> bool:
        """Whether the meeting has its date and something that is known only when it is over."""
        return self.meeting.held_on is not None and _is_over(self.meeting, self.registry.votes)

    def loaded(self, name: str) -> Loaded:
        """As read from a workbook that the program has just written: rows and columns in their order."""
        letters = {
            (sheet.name, name): column_letter(place)
            for sheet in SHEETS
            for place, name in enumerate(columns_of(sheet.record))
        }
        return Loaded(self.registry, (), letters, name)


def enter(typed: Typed, base: Registry | None = None) -> Entered:
    """Put the meeting into `base` (or a new registry); the rows of one that it already has are completed.

    Raises NotEnteredError where the unit or a household cannot be told. Every record's row is the one that it
    gets in a workbook written from the result.
    """
    desk = _Desk(typed, base or Registry())
    unit = desk.units()
    households = desk.households(unit)
    desk.meeting(unit)
    desk.attendees()
    desk.votes(households)
    desk.batches(unit, households)
    return desk.entered()


def known_meeting(
    typed: Typed, unit: str, meetings: Sequence[Meeting], votes: Sequence[Vote]
) -> Meeting | None:
    """The meeting, where it is there already: of that unit, kind, stage and round, on the same day.

    A meeting of a round that is still to be held may have moved to another day; a weekly one may not.
    """
    stage = typed["stage"] or next(iter(stages_of(typed.kind)), None)
    for meeting in meetings:
        if (meeting.unit, meeting.kind, meeting.stage, meeting.batch) != (
            unit,
            typed.kind,
            stage,
            typed["batch"],
        ):
            continue
        if meeting.held_on in (None, typed["held_on"]):
            return meeting
        if typed["batch"] and (typed["held_on"] is None or not _is_over(meeting, votes)):
            return meeting
    return None


def faults_of(typed: Typed, entered: Entered) -> tuple[list[tuple[CellFault, Place]], list[CellFault]]:
    """What is wrong in what was typed, each with its place, and what is wrong in the rest of the registry."""
    own: list[tuple[CellFault, Place]] = []
    rest: list[CellFault] = []
    for fault in check(entered.loaded("")):
        origin = entered.origins.get((fault.sheet, fault.row))
        if origin is None:
            rest.append(fault)
        else:
            part, row = origin
            fault = replace(fault, what=_plain(fault.what), todo=_plain(fault.todo))
            own.append((fault, (part, 0 if part == "question" else row, _typed_name(fault, origin))))
    return own, rest


def _plain(text: str) -> str:
    """A fault's words for one who has no workbook before him: the sheet by its name, without the row."""
    return _ROW.sub(r"“\1”", text)


def _is_over(meeting: Meeting, votes: Sequence[Vote]) -> bool:
    """Whether anything is recorded that is known only after the meeting."""
    own = [vote for vote in votes if vote.meeting_id == meeting.meeting_id]
    voted = any(getattr(vote, name) is not None for vote in own for name in HELD)
    return voted or any(value is not None for value in (meeting.present, meeting.decision, meeting.remarks))


def _typed_name(fault: CellFault, origin: tuple[str, int]) -> str:
    """The question or column in which the faulty field was typed; '' for one that follows from others."""
    record = next(sheet.record for sheet in SHEETS if sheet.name == fault.sheet)
    name = next((name for name, col in columns_of(record).items() if col.heading == fault.heading), "")
    if origin[0] != "question":
        return {"household_id": "head", "persons": "size"}.get(name, name)
    if record is Unit and name in ("name", "parent", "level"):
        return _LEVELS[max(origin[1] - (name == "parent"), 0)][0]
    return next((q.id for q in QUESTIONS if q.record is record and q.field == name), "")


class _Desk:
    """The sheets while rows are added; rows are numbered when all are there."""

    def __init__(self, typed: Typed, base: Registry) -> None:
        self.typed, self.base = typed, base
        self.sheets: dict[type[Any], list[Any]] = {s.record: list(records_of(base, s.record)) for s in SHEETS}
        self.told: list[tuple[Any, tuple[str, int]]] = []
        self.meeting_id = ""
        self.stage = typed["stage"] or next(iter(stages_of(typed.kind)), None)

    # --- units -------------------------------------------------------------------------------

    def units(self) -> Unit:
        """The unit that meets; those above it are added where they are not known yet."""
        wanted = OPENS_AT.get(self.typed.kind)
        depth = next((n for n, (_, level) in enumerate(_LEVELS, 1) if level == wanted), len(_LEVELS))
        chain = [
            (place, level, self.typed[key])
            for place, (key, level) in enumerate(_LEVELS[:depth])
            if self.typed[key]
        ]
        lacking = [key for key, level in _LEVELS if level == wanted and not self.typed[key]]
        if not chain or lacking:
            key = (lacking or ["county"])[0]
            raise NotEnteredError(self.typed, ("question", 0, key), "没有填", "请填开会单位的名称")
        for place, level, name in chain:
            self.told.append((self._unit(name, level, self._name_above(place)), ("question", place)))
        last, origin = self.told.pop()
        own = None if any(row.own == "是" for row in self.sheets[Unit]) else "是"
        unit: Unit = self._update(last, {"hotline": self.typed["hotline"], "own": own})
        self.told.append((unit, origin))
        return unit

    def _name_above(self, place: int) -> str | None:
        return next((self.typed[key] for key, _ in reversed(_LEVELS[:place]) if self.typed[key]), None)

    def _unit(self, name: str, level: str, above: str | None) -> Unit:
        same = [u for u in self.sheets[Unit] if u.name == name and u.level == level]
        if above is not None and any(u.parent for u in same):
            same = [u for u in same if u.parent and u.parent.split("/")[-1] == above] or same
        return same[0] if same else self._add(Unit(name=name, level=level, parent=above))

    def _reference(self, unit: Unit) -> str:
        """The unit's name, or 镇/村 where another bears it too."""
        same = sum(other.name == unit.name for other in self.sheets[Unit])
        return f"{unit.parent}/{unit.name}" if same > 1 and unit.parent else unit.name

    # --- households --------------------------------------------------------------------------

    def households(self, unit: Unit) -> list[Household]:
        return [self._household(unit, place, row) for place, row in enumerate(self.typed.households)]

    def _household(self, unit: Unit, place: int, row: dict[str, Any]) -> Household:
        village = self._village(unit, place, row.get("village"))
        reference = self._reference(village)
        batch_field = "elimination_batch" if self.stage == "风险消除" else "batch"
        told = {name: row.get(name) for name in _OF_HOUSEHOLD} | {batch_field: self.typed["batch"]}
        told |= {f"risk{n}": risk for n, risk in enumerate(split_risks(str(row.get("risk1") or "")), 1)}
        known = self._known(place, row, reference, village)
        if known is None:
            state = "拟消除" if self.stage == "风险消除" else "拟纳入"
            known = self._add(
                Household(household_id=self._free_id(), village=reference, head=row["head"], state=state)
            )
        other = getattr(known, batch_field)
        if other is not None and told[batch_field] not in (None, other):
            what = f"登记簿里这一户是“{other}”的，会议是“{told[batch_field]}”的"
            raise NotEnteredError(self.typed, ("household", place, "head"), what, "请核对批次和户主姓名")
        if self.stage == "风险消除":
            self._income(
                known.household_id, {"persons": told.pop("size"), "per_head": told.pop("per_head")}, place
            )
        told |= self._outcome(known, row)
        household: Household = self._update(known, told)
        self.told.append((household, ("household", place)))
        return household

    def _income(self, household_id: str, told: dict[str, Any], place: int) -> None:
        """Size and income at elimination have a row of their own; those at identification stay as they are."""
        if not any(told.values()):
            return
        own = (i for i in self.sheets[Income] if (i.household_id, i.stage) == (household_id, self.stage))
        income = next(own, None) or self._add(Income(household_id=household_id, stage=str(self.stage)))
        self.told.append((self._update(income, told), ("household", place)))

    def _village(self, unit: Unit, place: int, named: str | None) -> Unit:
        """The household's village: the meeting's, or the one named in its row (镇/村 or 村)."""
        if unit.level == "村级":
            return unit
        *above, name = (named or "").replace("／", "/").split("/")
        township = above[-1] if above else unit.name if unit.level == "乡级" else None
        known = self._find_village(name, township)
        if known is not None:
            return known
        if not name or township is None:
            what, todo = "没有写明在哪个村", "请写村名" if unit.level == "乡级" else "请写成“镇/村”"
            raise NotEnteredError(self.typed, ("household", place, "village"), what, todo)
        if township != unit.name:
            self._unit(township, "乡级", unit.name)
        return self._unit(name, "村级", township)

    def _find_village(self, name: str, township: str | None) -> Unit | None:
        found = [u for u in self.sheets[Unit] if u.level == "村级" and u.name == name]
        if township is not None:
            found = [u for u in found if u.parent and u.parent.split("/")[-1] == township]
        return found[0] if len(found) == 1 else None

    def _known(self, place: int, row: dict[str, Any], reference: str, village: Unit) -> Household | None:
        names = {reference, village.name, f"{village.parent}/{village.name}"}
        same = [h for h in self.sheets[Household] if h.head == row["head"] and h.village in names]
        if row.get("id_number"):
            same = [h for h in same if h.id_number in (None, row["id_number"])]
        taken = {told.household_id for told, origin in self.told if origin[0] == "household"}
        same = [h for h in same if h.household_id not in taken]
        if len(same) > 1:
            what = f"{reference}有 {len(same)} 户户主叫“{row['head']}”"
            raise NotEnteredError(self.typed, ("household", place, "head"), what, "请补上证件号码")
        return same[0] if same else None

    def _free_id(self) -> str:
        taken = {household.household_id for household in self.sheets[Household]}
        return next(name for n in range(1, 10**6) if (name := f"{n:03d}") not in taken)

    def _outcome(self, household: Household, row: dict[str, Any]) -> dict[str, Any]:
        """What the meeting makes of the household: a refusal ends its way, a nomination begins the other.

        A vote in favour changes nothing before the reply.
        """
        if self.typed.kind == "风险消除提名会" and household.state == "监测中":
            return {"state": "拟消除"}
        if row.get("result") != "不通过" or self.typed.kind not in VOTING:
            return {}
        if self.stage == "风险消除":
            return {"state": "监测中", "assessment": "继续监测"} if household.state == "拟消除" else {}
        reason = row.get("reason") or household.refused_reason
        if (household.household_id, reason) in {(vote.household_id, vote.reason) for vote in self.base.votes}:
            reason = household.refused_reason or reason  # Nothing new is told: staff's own wording stays.
        return {
            "state": "不予纳入",
            "refused_at": _REFUSED_AT[self.typed.kind],
            "refused_reason": reason,
        }

    # --- the meeting -------------------------------------------------------------------------

    def meeting(self, unit: Unit) -> None:
        told = {q.field: self.typed[q.id] for q in QUESTIONS if q.record is Meeting}
        told |= {"stage": self.stage, "unit": self._reference(unit)}
        known = known_meeting(self.typed, told["unit"], self.sheets[Meeting], self.sheets[Vote])
        if known is None:
            taken = {meeting.meeting_id for meeting in self.sheets[Meeting]}
            free = next(name for n in range(1, 10**6) if (name := f"HY{n:02d}") not in taken)
            known = self._add(Meeting(meeting_id=free, unit=told["unit"], kind=told["kind"]))
        self.meeting_id = known.meeting_id
        if (
            self.typed.cells
        ):  # A form cannot offer, as the questions do, what such a meeting is usually called.
            usual = {
                "title": usual_title(unit.name, known.kind),
                "agenda": usual_agenda(known.kind, self.stage),
            }
            told |= {name: value for name, value in usual.items() if not (told[name] or getattr(known, name))}
        self.told.append((self._update(known, told), ("question", 0)))

    def attendees(self) -> None:
        if self.typed.attendees:
            self.sheets[Attendee] = [a for a in self.sheets[Attendee] if a.meeting_id != self.meeting_id]
        for place, row in enumerate(self.typed.attendees):
            attendee = self._add(Attendee(meeting_id=self.meeting_id, **row))
            self.told.append((attendee, ("attendee", place)))

    def votes(self, households: Sequence[Household]) -> None:
        """A row for each household on which something was decided, or that nothing else ties to the meeting."""
        for place, (household, row) in enumerate(zip(households, self.typed.households, strict=True)):
            told = {name: row.get(name) for name in HELD}
            if self.typed["batch"] and not any(value is not None for value in told.values()):
                continue
            key = (self.meeting_id, household.household_id)
            known = next((v for v in self.sheets[Vote] if (v.meeting_id, v.household_id) == key), None)
            vote = known or self._add(Vote(meeting_id=key[0], household_id=key[1]))
            self.told.append((self._update(vote, told), ("household", place)))

    def batches(self, unit: Unit, households: Sequence[Household]) -> None:
        """What the round has of notice, report and reply; a reply stands in the row of each township."""
        told = {q.field: self.typed[q.id] for q in QUESTIONS if q.record is Batch}
        if not self.typed["batch"] or not self.stage or not any(told.values()):
            return
        for name in self._concerned(unit, households):
            key = (self.typed["batch"], self.stage, name)
            known = next((b for b in self.sheets[Batch] if (b.name, b.stage, b.unit) == key), None)
            batch = known or self._add(Batch(name=key[0], stage=key[1], unit=name))
            self.told.append((self._update(batch, told), ("question", 0)))

    def _concerned(self, unit: Unit, households: Sequence[Household]) -> Sequence[str]:
        if unit.level != "县级":
            return (self._reference(unit),)
        registry = Registry(units=tuple(self.sheets[Unit]))
        rows = households or self.sheets[Household]
        field_ = "elimination_batch" if self.stage == "风险消除" else "batch"
        rows = [h for h in rows if getattr(h, field_) == self.typed["batch"]]
        villages = (registry.find_unit(household.village) for household in rows)
        return tuple(dict.fromkeys(v.parent for v in villages if v and v.parent))

    # --- rows --------------------------------------------------------------------------------

    def _add(self, record: _R) -> _R:
        self.sheets[type(record)].append(record)
        return record

    def _update(self, record: Any, told: dict[str, Any]) -> Any:
        """The record with what was told; what was not stays. It keeps its place in the sheet."""
        given = {name: value for name, value in told.items() if value is not None}
        if all(getattr(record, name) == value for name, value in given.items()):
            return record
        rows = self.sheets[type(record)]
        place = next(number for number, row in enumerate(rows) if row is record)
        rows[place] = replace(record, **given)
        return rows[place]

    def entered(self) -> Entered:
        content: dict[type[Any], tuple[Any, ...]] = {}
        origins: dict[tuple[str, int], tuple[str, int]] = {}
        told = {id(record): origin for record, origin in self.told}
        for sheet in SHEETS:
            rows = self.sheets[sheet.record]
            content[sheet.record] = tuple(replace(row, row=number) for number, row in enumerate(rows, 2))
            for number, row in enumerate(rows, 2):
                if id(row) in told:
                    origins[(sheet.name, number)] = told[id(row)]
        return Entered(with_records(self.base, content), self.meeting_id, origins)
