"""The registry: every record of the workbook, and the questions that papers ask of it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Protocol, TypeVar

from registry.dates import Month, Span
from registry.records import (
    Attendee,
    Batch,
    Change,
    Clue,
    Comparison,
    Household,
    Income,
    Inspection,
    Measure,
    Meeting,
    Member,
    Paper,
    Paragraph,
    Unit,
    Visit,
    Vote,
)

__all__ = ["Registry", "Settings"]

_R = TypeVar("_R")
_U = TypeVar("_U", bound="_OfUnit")
_K = TypeVar("_K")


class _OfUnit(Protocol):
    """A record that names the unit it is of."""

    @property
    def unit(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Settings:
    """What stands on the guide sheet: year of the archive, checklist, grading scheme ('': the checklist's own)."""

    year: int | None = None
    checklist: str = "tongren-2021"
    period: Span | None = None
    grading: str = ""

    @property
    def span(self) -> Span | None:
        """The period of summaries: the one asked for, else the archive's year."""
        if self.period is not None or self.year is None:
            return self.period
        return Span(Month(self.year, 1), Month(self.year, 12))


@dataclass(frozen=True)
class Registry:
    """All records, in the order of the sheets. A unit is named by its name, or by 镇/村 where names repeat."""

    units: tuple[Unit, ...] = ()
    households: tuple[Household, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    votes: tuple[Vote, ...] = ()
    batches: tuple[Batch, ...] = ()
    members: tuple[Member, ...] = ()
    incomes: tuple[Income, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    measures: tuple[Measure, ...] = ()
    visits: tuple[Visit, ...] = ()
    changes: tuple[Change, ...] = ()
    clues: tuple[Clue, ...] = ()
    inspections: tuple[Inspection, ...] = ()
    papers: tuple[Paper, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    settings: Settings = field(default_factory=Settings)

    # --- units -------------------------------------------------------------------------------

    @cached_property
    def _units_by_name(self) -> Mapping[str, list[Unit]]:
        return _group(self.units, lambda unit: unit.name)

    def find_unit(self, reference: str | None) -> Unit | None:
        """The unit of that name; 镇/村 tells villages of one name apart. None if unknown or ambiguous."""
        if not reference:
            return None
        if reference not in self._found:
            self._found[reference] = self._find(reference)
        return self._found[reference]

    @cached_property
    def _found(self) -> dict[str, Unit | None]:
        return {}

    def _find(self, reference: str) -> Unit | None:
        *above, name = reference.replace("／", "/").split("/")
        found = self._units_by_name.get(name.strip(), [])
        if above:
            found = [
                unit for unit in found if unit.parent and unit.parent.split("/")[-1] == above[-1].strip()
            ]
        return found[0] if len(found) == 1 else None

    def parent(self, unit: Unit) -> Unit | None:
        return self.find_unit(unit.parent)

    def chain(self, unit: Unit) -> tuple[Unit, ...]:
        """From the county down to the unit. A circle of parents is cut."""
        key = (unit.name, unit.row)
        if key not in self._chains:
            chain = [unit]
            while (above := self.parent(chain[0])) is not None and above not in chain:
                chain.insert(0, above)
            self._chains[key] = tuple(chain)
        return self._chains[key]

    @cached_property
    def _chains(self) -> dict[tuple[str, int], tuple[Unit, ...]]:
        return {}

    def unit_of(self, unit: Unit, level: str) -> Unit | None:
        """The unit of that level (县级、乡级、村级) that the unit lies in, or is."""
        return next((above for above in self.chain(unit) if above.level == level), None)

    def lies_in(self, unit: Unit, above: Unit) -> bool:
        return above in self.chain(unit)

    def of_unit(self, records: Sequence[_U], unit: Unit) -> tuple[_U, ...]:
        """Those records of one sheet (meetings, batches, papers …) whose `unit` is that unit."""
        key = id(records)
        if key not in self._by_unit:
            groups: dict[tuple[str, int], list[Any]] = defaultdict(list)
            for record in records:
                owner = self.find_unit(record.unit)
                if owner is not None:
                    groups[(owner.name, owner.row)].append(record)
            self._by_unit[key] = groups
        return tuple(self._by_unit[key].get((unit.name, unit.row), ()))

    @cached_property
    def _by_unit(self) -> dict[int, dict[tuple[str, int], list[Any]]]:
        return {}

    @cached_property
    def own_unit(self) -> Unit | None:
        return next((unit for unit in self.units if unit.own == "是"), None)

    def under(self, records: Sequence[_U], unit: Unit) -> tuple[_U, ...]:
        """Those records of one sheet whose `unit` is that unit or lies in it."""
        key = id(records)
        if key not in self._by_unit_above:
            groups: dict[tuple[str, int], list[Any]] = defaultdict(list)
            for record in records:
                for above in self._chain_of(record.unit):
                    groups[(above.name, above.row)].append(record)
            self._by_unit_above[key] = groups
        return tuple(self._by_unit_above[key].get((unit.name, unit.row), ()))

    @cached_property
    def _by_unit_above(self) -> dict[int, dict[tuple[str, int], list[Any]]]:
        return {}

    def _chain_of(self, reference: str | None) -> tuple[Unit, ...]:
        unit = self.find_unit(reference)
        return self.chain(unit) if unit is not None else ()

    # --- clues -------------------------------------------------------------------------------

    def clues_of(self, unit: Unit) -> tuple[Clue, ...]:
        """The clues that the unit reported and those on villages in it; no nil reports."""
        return tuple(self._clues_by_unit.get((unit.name, unit.row), ()))

    @cached_property
    def _clues_by_unit(self) -> Mapping[tuple[str, int], list[Clue]]:
        groups: dict[tuple[str, int], list[Clue]] = defaultdict(list)
        for clue in self.clues:
            reporter = self.find_unit(clue.unit)
            units = (*self._chain_of(clue.village), *((reporter,) if reporter is not None else ()))
            for key in {(unit.name, unit.row) for unit in units if clue.zero != "是"}:
                groups[key].append(clue)
        return groups

    def nil_reports(self, unit: Unit) -> tuple[Clue, ...]:
        """The nil reports of the unit and of those above it."""
        return tuple(
            c for above in self.chain(unit) for c in self.of_unit(self.clues, above) if c.zero == "是"
        )

    @cached_property
    def clues_by_month(self) -> Mapping[Month, list[Clue]]:
        return _group(self.clues, lambda clue: clue.month)

    # --- households --------------------------------------------------------------------------

    @cached_property
    def households_by_id(self) -> Mapping[str, Household]:
        return {household.household_id: household for household in self.households}

    @cached_property
    def _households_by_unit(self) -> Mapping[tuple[str, int], list[Household]]:
        groups: dict[tuple[str, int], list[Household]] = defaultdict(list)
        for household in self.households:
            village = self.find_unit(household.village)
            for unit in self.chain(village) if village else ():
                groups[(unit.name, unit.row)].append(household)
        return groups

    def households_in(self, unit: Unit) -> tuple[Household, ...]:
        """The households of a village, township or county, refused and cleared ones too."""
        return tuple(self._households_by_unit.get((unit.name, unit.row), ()))

    @cached_property
    def _members(self) -> Mapping[str, list[Member]]:
        return _group(self.members, lambda member: member.household_id)

    @cached_property
    def _changes(self) -> Mapping[str, list[Change]]:
        return _group(self.changes, lambda change: change.household_id)

    @cached_property
    def _measures(self) -> Mapping[str, list[Measure]]:
        return _group(self.measures, lambda measure: measure.household_id)

    @cached_property
    def _incomes(self) -> Mapping[tuple[str, str], list[Income]]:
        return _group(self.incomes, lambda income: (income.household_id, income.stage))

    @cached_property
    def _comparisons(self) -> Mapping[tuple[str, str], list[Comparison]]:
        return _group(self.comparisons, lambda found: (found.household_id, found.stage))

    @cached_property
    def _visits(self) -> Mapping[str, list[Visit]]:
        return _group(self.visits, lambda visit: visit.household_id)

    def visits_of(self, household: Household) -> tuple[Visit, ...]:
        return tuple(self._visits.get(household.household_id, ()))

    def members_of(self, household: Household) -> tuple[Member, ...]:
        return tuple(self._members.get(household.household_id, ()))

    def changes_of(self, household: Household) -> tuple[Change, ...]:
        return tuple(self._changes.get(household.household_id, ()))

    def measures_of(self, household: Household) -> tuple[Measure, ...]:
        return tuple(self._measures.get(household.household_id, ()))

    def income_of(self, household: Household, stage: str) -> Income | None:
        return next(iter(self._incomes.get((household.household_id, stage), ())), None)

    def comparison_of(self, household: Household, stage: str) -> Comparison | None:
        return next(iter(self._comparisons.get((household.household_id, stage), ())), None)

    def members_on(self, household: Household, day: date | None) -> tuple[Member, ...]:
        """The members on that day: without those who came later or had left. None: as of now."""
        gone: set[str] = set()
        for change in self.changes_of(household):
            after = day is not None and change.changed_on is not None and change.changed_on > day
            if (change.change == "增加" and after) or (change.change == "减少" and not after):
                gone.add(change.name)
        return tuple(member for member in self.members_of(household) if member.name not in gone)

    def size_of(self, household: Household, stage: str) -> int | None:
        """Persons at identification (认定) or at elimination (风险消除), as far as recorded."""
        income = self.income_of(household, stage)
        if stage == "认定":
            return household.size or (income.persons if income else None)
        if income and income.persons:
            return income.persons
        return (
            len(self.members_on(household, household.assessed_on or household.eliminated_on))
            or household.size
        )

    def size_now(self, household: Household) -> int | None:
        """Persons at present: the size at identification with the natural changes since."""
        if self.members_of(household):
            return len(self.members_on(household, None))
        if household.size is None:
            return None
        came = sum(1 if change.change == "增加" else -1 for change in self.changes_of(household))
        return household.size + came

    def per_head_of(self, household: Household, stage: str) -> object | None:
        """Net income per head in yuan at that stage (Decimal), or None."""
        income = self.income_of(household, stage)
        if income and income.per_head is not None:
            return income.per_head
        return household.per_head if stage == "认定" else None

    # --- batches and meetings ----------------------------------------------------------------

    def batch_of(self, unit: Unit, name: str, stage: str) -> Batch | None:
        """What the unit did in that round, or None where nothing is recorded."""
        rows = self.of_unit(self.batches, unit)
        return next((row for row in rows if (row.name, row.stage) == (name, stage)), None)

    def rounds(self, stage: str) -> tuple[str, ...]:
        """The names of the rounds of a stage, in the order in which households name them."""
        names = (h.batch if stage == "认定" else h.elimination_batch for h in self.households)
        return tuple(dict.fromkeys(name for name in names if name))

    def in_round(self, unit: Unit, name: str, stage: str) -> tuple[Household, ...]:
        """The households of the unit that went into that round, refused ones too."""
        return tuple(
            household
            for household in self.households_in(unit)
            if (household.batch if stage == "认定" else household.elimination_batch) == name
        )

    def meetings_of(
        self, unit: Unit, kind: str, stage: str | None = None, batch: str | None = None
    ) -> tuple[Meeting, ...]:
        """The unit's meetings of a kind, of a stage and round where these are given."""
        return tuple(
            meeting
            for meeting in self.of_unit(self.meetings, unit)
            if meeting.kind == kind
            and (stage is None or meeting.stage == stage)
            and (batch is None or meeting.batch == batch)
        )

    @cached_property
    def _attendees(self) -> Mapping[str, list[Attendee]]:
        return _group(self.attendees, lambda attendee: attendee.meeting_id)

    @cached_property
    def _votes(self) -> Mapping[tuple[str, str], list[Vote]]:
        return _group(self.votes, lambda vote: (vote.meeting_id, vote.household_id))

    def attendees_of(self, meeting: Meeting) -> tuple[Attendee, ...]:
        return tuple(self._attendees.get(meeting.meeting_id, ()))

    def vote_on(self, meeting: Meeting, household: Household) -> Vote | None:
        return next(iter(self._votes.get((meeting.meeting_id, household.household_id), ())), None)


def _group(records: Iterable[_R], key: Callable[[_R], _K]) -> dict[_K, list[_R]]:
    groups: dict[_K, list[_R]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return groups
