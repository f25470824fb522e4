"""The figures of summaries, each with the rows of the registry that it was counted from."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from docgen.making import PlacedPaper
from docgen.tally import Figure
from docgen.trace import figures_of
from registry.column import columns_of
from registry.sheets import sheet_of
from web.app import work_or_404
from web.asking import numbers_of, read_asked
from web.masking import shown_value
from web.registry_file import RegistryFile, registry_of

__all__ = ["pages"]

pages = Blueprint("figures", __name__)
_EACH = 100
_ROWS, _CELLS = 200, 6


@pages.get("/works/<int:number>/figures")
def summaries(number: int) -> str:
    """The summaries of the office, and of those below it."""
    work = work_or_404(number)
    if not work.registry:
        return render_template("documents_none.html.j2", work=work, trouble=())
    file = registry_of(work)
    asked = read_asked(request.args, file)
    found = _summaries(file)
    page = max(1, request.args.get("page", 1, int))
    return render_template(
        "figures.html.j2",
        work=work,
        address=numbers_of(asked),
        rows=[
            (
                n,
                paper.due.issuer.name,
                paper.due.span.words if paper.due.span else "",
                paper.due.template.name,
            )
            for n, paper in found[(page - 1) * _EACH : page * _EACH]
        ],
        page=page,
        pages=max(1, -(-len(found) // _EACH)),
    )


@pages.get("/works/<int:number>/figures/<int:n>")
def figures(number: int, n: int) -> str:
    """The figures of one summary."""
    work = work_or_404(number)
    file = registry_of(work)
    paper, found = _figures(file, n)
    return render_template(
        "figures_one.html.j2",
        work=work,
        n=n,
        title=paper.paths[0].stem,
        figures=[(at, figure.name, figure.value, len(figure.records)) for at, figure in enumerate(found)],
        address=numbers_of(read_asked(request.args, file)),
    )


@pages.get("/works/<int:number>/figures/<int:n>/<int:at>")
def rows(number: int, n: int, at: int) -> str:
    """The rows that one figure was counted from, as a part of the page."""
    work = work_or_404(number)
    file = registry_of(work)
    _, found = _figures(file, n)
    if at >= len(found):
        abort(404)
    records = found[at].records
    shown = [
        (
            sheet_of(type(record)).name,
            record.row,
            _cells(record),
            getattr(record, "household_id", "") and _home(file, record),
        )
        for record in records[:_ROWS]
    ]
    return render_template(
        "figures_rows.html.j2", work=work, figure=found[at], rows=shown, more=max(0, len(records) - _ROWS)
    )


def _summaries(file: RegistryFile) -> list[tuple[int, PlacedPaper]]:
    """The summaries among the papers, with their places among them."""
    papers = file.papers(read_asked(request.args, file)).papers
    return [(n, paper) for n, paper in enumerate(papers) if paper.due.span is not None]


def _figures(file: RegistryFile, n: int) -> tuple[PlacedPaper, list[Figure]]:
    paper = dict(_summaries(file)).get(n) or abort(404)
    return paper, list(figures_of(file.registry, paper.due))


def _cells(record: object) -> str:
    """The first filled cells of a row, as one line."""
    texts = [
        shown_value(getattr(record, field), column.heading, full=False)
        for field, column in columns_of(record).items()
    ]
    return "　".join([text for text in texts if text][:_CELLS])


def _home(file: RegistryFile, record: object) -> int:
    """The row of the household that the record is of; 0 where there is none."""
    household = file.registry.households_by_id.get(getattr(record, "household_id", ""))
    return household.row if household else 0
