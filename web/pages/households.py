"""The registry's households: found by name, village, type or state; one with all that the registry holds of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from werkzeug.datastructures import MultiDict

from checklists import Level, load_kinds
from docgen.layout import LEVEL_FOLDER
from registry import values
from registry.column import columns_of
from registry.history import history_of
from registry.records import Household
from registry.registry import Registry
from registry.sheets import sheet_of
from registry.text import squeeze
from web.app import parts, work_or_404
from web.made import made_office, made_place, number_of
from web.masking import shown_value
from web.registry_file import Asked, RegistryFile, registry_of
from web.works import Work

__all__ = ["pages"]

pages = Blueprint("households", __name__)
_EACH = 100
# Columns of sheets of several rows a household that tell nothing on its own page.
_KNOWN = ("household_id",)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is searched for; "" for everything."""

    name: str
    village: str
    kind: str
    state: str

    def meets(self, household: Household) -> bool:
        return (
            (not self.name or squeeze(self.name) in squeeze(household.head + household.household_id))
            and (not self.village or household.village == self.village)
            and (not self.kind or household.object_type == self.kind)
            and (not self.state or household.state == self.state)
        )


@pages.get("/works/<int:number>/households")
def listing(number: int) -> str:
    """All of them, the first hundred."""
    return _listing(number, MultiDict())


@pages.post("/works/<int:number>/households")
def search(number: int) -> str:
    """Those that are searched for; names stand in the form, never in the address."""
    return _listing(number, request.form)


@pages.get("/works/<int:number>/households/<int:row>")
def household(number: int, row: int) -> str:
    """One household, by its row in the sheet."""
    return _household(number, row, full=False)


@pages.post("/works/<int:number>/households/<int:row>")
def household_whole(number: int, row: int) -> str:
    """The same with whole numbers."""
    return _household(number, row, full=True)


@pages.get("/works/<int:number>/households/<int:row>/papers")
def household_papers(number: int, row: int) -> str:
    """Its papers, as a part of the page."""
    work = work_or_404(number)
    file = registry_of(work)
    found = _of_row(file.registry, row)
    return render_template("household_papers.html.j2", work=work, **_papers(work, file, found))


def _of_row(registry: Registry, row: int) -> Household:
    return next((each for each in registry.households if each.row == row), None) or abort(404)


def _listing(number: int, form: MultiDict[str, str]) -> str:
    work = work_or_404(number)
    file = registry_of(work)
    households = file.registry.households
    wanted = _Wanted(*(form.get(name, "").strip() for name in ("name", "village", "kind", "state")))
    found = [household for household in households if wanted.meets(household)]
    pages_in_all = max(1, -(-len(found) // _EACH))
    page = min(max(1, form.get("page", 1, int)), pages_in_all)
    return render_template(
        "household_rows.html.j2" if "HX-Request" in request.headers else "households.html.j2",
        work=work,
        wanted=wanted,
        villages=list(dict.fromkeys(h.village for h in households)),
        kinds=values.OBJECT_TYPES,
        states=values.STATES,
        rows=[(h, file.registry.size_now(h)) for h in found[(page - 1) * _EACH : page * _EACH]],
        found=len(found),
        total=len(households),
        page=page,
        pages=pages_in_all,
    )


def _household(number: int, row: int, *, full: bool) -> str:
    work = work_or_404(number)
    file = registry_of(work)
    registry = file.registry
    found = _of_row(registry, row)
    place = made_place(parts().store, work)
    ready = file.is_planned(Asked(made_office(place, file)), place)
    return render_template(
        "household.html.j2",
        work=work,
        household=found,
        size=registry.size_now(found),
        full=full,
        facts=_facts(found, full),
        tables=_tables(registry, found, full),
        history=[
            (cell.day, _step(registry, cell.record, cell.field), _place(cell.record))
            for cell in history_of(registry, found)
        ],
        **(_papers(work, file, found) if ready else {"papers": None}),
        faults=[fault for fault in file.faults if fault.household == found.household_id],
    )


def _facts(household: Household, full: bool) -> list[tuple[str, str]]:
    """Its row of the sheet: heading and value of every cell that is filled."""
    cells = [
        (column.heading, shown_value(getattr(household, field), column.heading, full))
        for field, column in columns_of(household).items()
    ]
    return [(heading, text) for heading, text in cells if text]


def _tables(
    registry: Registry, household: Household, full: bool
) -> list[tuple[str, list[str], list[list[str]]]]:
    """Members, income and the like: sheet, headings of columns that hold something, rows."""
    key = household.household_id
    every: list[tuple[object, ...]] = [
        registry.members_of(household),
        tuple(row for row in registry.incomes if row.household_id == key),
        tuple(row for row in registry.comparisons if row.household_id == key),
        registry.measures_of(household),
        registry.visits_of(household),
        registry.changes_of(household),
    ]
    return [_table(records, full) for records in every if records]


def _table(records: tuple[object, ...], full: bool) -> tuple[str, list[str], list[list[str]]]:
    columns = {
        field: column.heading
        for field, column in columns_of(records[0]).items()
        if field not in _KNOWN and any(getattr(record, field) is not None for record in records)
    }
    rows = [
        [shown_value(getattr(record, field), heading, full) for field, heading in columns.items()]
        for record in records
    ]
    return sheet_of(type(records[0])).name, list(columns.values()), rows


def _step(registry: Registry, record: object, field: str) -> str:
    """公示开始 of whose, 会议日期 of which meeting, 落实日期 of which measure."""
    heading = columns_of(record)[field].heading
    about = {
        "Meeting": lambda: f"{getattr(record, 'unit', '')}{getattr(record, 'kind', '')}",
        "Batch": lambda: f"{getattr(record, 'unit', '')}{getattr(record, 'stage', '')}{heading}",
        "Measure": lambda: f"{getattr(record, 'name', '')}{heading}",
        "Change": lambda: f"{getattr(record, 'change', '')}{getattr(record, 'name', '')}",
    }.get(type(record).__name__)
    return about() if about else heading


def _place(record: object) -> str:
    return f"〔{sheet_of(type(record)).name}〕第 {getattr(record, 'row', 0)} 行"


def _papers(work: Work, file: RegistryFile, household: Household) -> dict[str, object]:
    """The papers of its own folder: name, stage, folder, whether made; and those that lack their basis."""
    place = made_place(parts().store, work)
    planned = file.papers(Asked(made_office(place, file)), place)
    names = load_kinds()
    found = [
        (paper, path)
        for paper in planned.papers
        if [each.household_id for each in paper.due.households] == [household.household_id]
        for path in paper.paths
        if LEVEL_FOLDER[Level.HOUSEHOLD] in path.parts
    ]
    rows = [
        (
            names[paper.due.kind].name,
            "" if paper.due.stage == "-" else paper.due.stage,
            path.parent.name,
            place is not None and (place / path).is_file(),
        )
        for paper, path in found
    ]
    home = next((str(path.parent.parent) for _, path in found if place and (place / path).is_file()), "")
    lacking = [
        (names[skip.kind].name, skip.todo) for skip in planned.skipped if skip.subject == household.head
    ]
    return {
        "papers": sorted(rows, key=lambda row: row[2]),
        "lacking": lacking,
        "home": number_of(home) if home else 0,
    }
