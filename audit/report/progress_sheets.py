"""The workbook's sheets of what was mended since the run before, and of what people decided. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audit.report.entries import rule_summaries
from audit.report.masking import Show
from audit.report.progress import mended_rows, paper_said
from audit.report.sheets import Columns
from audit.types import Report
from audit.wording import unit_name

__all__ = ["DECIDED", "MENDED_COLUMNS", "decided_sheet", "mended_sheet"]

MENDED_COLUMNS: Columns = (
    ("单位", 26), ("项目", 7), ("规则", 26), ("规则代号", 18), ("问题", 70), ("上次见于", 18), ("文件", 60), ("编号", 15),
)  # fmt: skip
DECIDED: Columns = (("", 14), ("", 26), ("", 8), ("", 26), ("", 60), ("", 40), ("", 10), ("", 12), ("", 15))


def mended_sheet(report: Report, show: Show) -> Iterator[Sequence[object]]:
    """A row for each finding that is gone."""
    summaries = rule_summaries()
    for each in mended_rows(report, show):
        yield [
            each.unit_name, each.item, summaries.get(each.rule, each.rule), each.rule, each.what,
            each.seen[:16].replace("T", " "), "\n".join(each.files[:20]), each.id,
        ]  # fmt: skip


def decided_sheet(report: Report, show: Show) -> Iterator[Sequence[object]]:
    """What decisions.yaml says of this archive: waivers, papers that somebody saw, and what became of the other entries."""
    summaries = rule_summaries()
    yield [f"#豁免 {len(report.waived)} 条（另列，不计入其他各表）"]
    if report.waived:
        yield ["#", "单位", "项目", "规则", "问题", "理由", "批准人", "到期日", "编号"]
    for each in report.waived:
        finding, waiver = each.finding, each.waiver
        problem = finding.problem
        yield [
            "豁免", show(unit_name(problem.unit)), problem.item, summaries.get(finding.rule, finding.rule),
            show(problem.message), show(waiver.reason), waiver.approver, waiver.until.isoformat(), finding.id,
        ]  # fmt: skip
    cells = [cell for cell in report.cells if cell.papers]
    yield []
    yield [f"#有纸质件 {len(cells)} 项"]
    for cell in cells:
        for paper in cell.papers:
            name = f"{cell.item.id} {cell.item.title}"
            yield [
                "纸质件",
                show(unit_name(cell.unit)),
                cell.item.id,
                name,
                show(paper_said(paper)),
                show(paper.note),
            ]
    yield []
    yield [f"#decisions.yaml 里要处理的 {len(report.remarks)} 条"]
    for remark in report.remarks:
        yield [show(remark)]
