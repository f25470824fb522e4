"""The report as one HTML file, offline and printable: its data as JSON inside, shown in pages by a small script."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from audit.decisions.names import kind_as_decided
from audit.next_steps import Deadline, plan_of
from audit.pipeline import better_date
from audit.remedies import Remedy, advise, count_remedies
from audit.report.entries import People, entries_of
from audit.report.masking import Show, shown
from audit.report.not_read import unread_by_reason
from audit.report.page_data import page_data, target_of
from audit.report.plan_rows import plan_page, plan_rows, plan_title
from audit.report.progress import mended_rows, paper_said, progress_line
from audit.report.words import CAVEAT, MASKED
from audit.types import DUE, File, Quote, Report, Severity, Status
from audit.wording import unit_name
from registry.dates import format_date

__all__ = ["render_html"]

MARKS = {
    Status.COMPLETE: "✓",
    Status.PARTIAL: "△",
    Status.MISSING: "✗",
    Status.NOT_APPLICABLE: "—",
    Status.NOT_CHECKED: "·",
    Status.ON_PAPER: "纸",
}
_CLASSES = {status: status.value[0] for status in Status} | {Status.NOT_CHECKED: "x", Status.ON_PAPER: "o"}
# So many findings show where no script runs.
_WITHOUT_SCRIPT = 300
# What would end the data's element, or is no JSON to older browsers.
_IN_SCRIPT = (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


def render_html(
    report: Report,
    generated_at: str = "",
    *,
    full: bool = False,
    archive: str = "",
    people: People | None = None,
    deadline: Deadline | None = None,
    crops: Mapping[Quote, bytes] = MappingProxyType({}),
) -> str:
    """First what closes the findings, then what to do next, the matrix, the findings, the lists side by side, the files not read.

    `archive`: the way from the page's folder to the archive, with /; without it files are named and not linked.
    `full`: numbers of persons and illness are not masked. `people`: who answers for a unit. `deadline`: of the plan.
    `crops`: quote of a finding → JPEG of its line in the scan.
    """
    show = shown(full)
    entries = entries_of(report, full=full, people=people)
    base = quote(archive)
    later = better_date(report)
    counted = count_remedies(advise(report))
    plan = plan_of(report, deadline)
    shown_data = page_data(report, entries, show, base, crops)
    shown_data["crops"] = [base64.b64encode(crop).decode() for crop in crops.values()]
    shown_data["plan"] = plan_page(plan, plan_rows(plan, entries, show))
    data = json.dumps(shown_data, ensure_ascii=False, separators=(",", ":"))
    for sign, written in _IN_SCRIPT:
        data = data.replace(sign, written)
    page: str = _template().render(
        report=report,
        generated_at=generated_at,
        as_of=format_date(report.as_of),
        newest=format_date(report.newest_on) if report.newest_on else "",
        better=later.isoformat() if later else "",
        caveat=CAVEAT,
        masked="" if full else MASKED,
        remedies=list(counted.items()),
        plan=plan,
        plan_title=plan_title(plan),
        rest=len(entries) - sum(counted.values()),
        partly=_partly(report),
        counts=_counts(report),
        progress=progress_line(report),
        mended=sum(1 for _ in mended_rows(report, show)),
        on_paper=[cell for cell in report.cells if cell.papers],
        legend=[(MARKS[status], _CLASSES[status], status.zh) for status in Status],
        entries=entries,
        first=entries[:_WITHOUT_SCRIPT],
        base=base,
        unread=unread_by_reason(report.files),
        decided=_decided(report),
        css=_text("report.css"),
        script=_text("report.js"),
        data=data,
        show_text=show,
        link=lambda path: _link(path, base, show),
    )
    return page


def _text(name: str) -> str:
    return files("audit.report").joinpath(name).read_text(encoding="utf-8")


def _link(path: str, base: str, show: Show) -> str:
    return f"{base}/{quote(target_of(path, show).encode('utf-8', 'replace'))}"


@lru_cache(maxsize=1)
def _template() -> Any:
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "show": jinja2.pass_context(lambda context, text: context["show_text"](text)),
        "link": jinja2.pass_context(lambda context, path: context["link"](path)),
        "unit": unit_name,
        "decided_kind": kind_as_decided,
        "paper": paper_said,
    }
    return environment.from_string(_text("report.html.j2"))


def _partly(report: Report) -> int:
    """The findings of which a part, but not all, can be copied."""
    return sum(
        advice.remedy is not Remedy.COPY and any(step.remedy is Remedy.COPY for step in advice.steps)
        for advice in advise(report)
    )


def _counts(report: Report) -> list[tuple[str, str]]:
    due = [cell for cell in report.cells if cell.status in DUE]
    rows = [
        ("档案单位", f"{len(report.units)} 个"),
        ("文件", f"{len(report.files)} 个"),
        ("应有项目", f"{len(due)} 项"),
    ]
    for status in DUE:
        rows.append((status.zh, f"{sum(cell.status is status for cell in due)} 项"))
    for severity in Severity:
        rows.append((severity.zh, f"{sum(f.severity is severity for f in report.findings)} 条"))
    return rows


def _decided(report: Report) -> list[tuple[File, str]]:
    """The files that people decided, with who, when and why as far as they said."""
    said = {
        each.path: "，".join(filter(None, (each.by, each.on.isoformat() if each.on else "", each.note)))
        for each in report.corrections
    }
    return [(file, said.get(file.path, "")) for file in report.files if file.decided]
