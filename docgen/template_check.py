"""Whether a template will render: its syntax by docxtpl-lint, its names by rendering it with the sample.

docxtpl-lint is used because it knows docxtpl's own tags and says where in the document a fault stands.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklists import UserError
from docgen.context import Writer
from docgen.kit import kit_sheets, meeting_due
from docgen.plan import plan
from docgen.render import environment, render
from docgen.view import Desk
from registry.registry import Registry
from templates import load_kit

if TYPE_CHECKING:
    from docxtpl_lint.core import Location

__all__ = ["TemplateFault", "check_template"]


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """What is wrong in a template and where: paragraph, or table, row and column."""

    where: str
    what: str
    error: bool


def check_template(template_id: str, data: bytes, sample: Registry) -> list[TemplateFault]:
    """Every fault of the template; with none that docxtpl-lint finds, also what rendering runs into."""
    from docxtpl_lint.api import lint

    if not zipfile.is_zipfile(io.BytesIO(data)):
        return [TemplateFault("整个文件", "不是 .docx 文件，请在 WPS 或 Word 中另存为 .docx", True)]
    found = [
        TemplateFault(_place(issue.location), issue.message_for("zh"), issue.severity == "error")
        for issue in lint(data, jinja_env=environment(), autoescape=True).issues
    ]
    if any(fault.error for fault in found):
        return found
    return found + _rendering(template_id, data, sample)


def _rendering(template_id: str, data: bytes, sample: Registry) -> list[TemplateFault]:
    context = _context(template_id, sample)
    if context is None:
        return []
    try:
        render(template_id, {**context, "mark": ""}, "", data)
    except UserError as error:
        return [TemplateFault("变量", fault.what, True) for fault in error.faults]
    return []


def _context(template_id: str, sample: Registry) -> Mapping[str, object] | None:
    """What the sample gives the template: the first paper of its kind, or of the kit of the first review."""
    writer = Writer(sample, Desk({}))
    if any(paper.id == template_id for paper in load_kit()):
        meeting = next(m for m in sample.meetings if m.kind == "村级评议会")
        unit = sample.find_unit(meeting.unit)
        sheets = kit_sheets(writer, meeting_due(sample, meeting, unit)) if unit else ()
        return next((sheet.context for sheet in sheets if sheet.paper.id == template_id), None)
    due = next((due for due in plan(sample)[0] if due.template.id == template_id), None)
    return writer.context(due) if due is not None else None


def _place(location: Location) -> str:
    """正文第 3 段; 正文表 1 行 2 列 3."""
    part = "页眉" if "header" in location.part else "页脚" if "footer" in location.part else "正文"
    if not location.cells:
        return f"{part}第 {location.paragraph} 段"
    return part + "，".join(f"表 {cell.table} 行 {cell.row} 列 {cell.col}" for cell in location.cells)
