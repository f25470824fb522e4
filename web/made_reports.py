"""Reports that are made when somebody asks for them on the page; they lie in the data folder, not beside the archive."""

from __future__ import annotations

from pathlib import Path

from audit.report.masking import shown
from audit.report.sheets import Sheets
from audit.report.words import CAVEAT, MASKED
from web.findings import rows_of
from web.runs import Run
from web.store import Store
from web.words_of_findings import NAMES

__all__ = ["FULL", "LEDGER", "REPORTS", "made_folder", "make_folder", "render_ledger"]

REPORTS = (
    ("report.html", "给人看：能筛选、能打印的网页"),
    ("report.xlsx", "整改台账、纸质点验表"),
    ("report.docx", "检查报告，可以改了印发"),
    ("report.json", "给别的程序用"),
)
LEDGER, FULL = "整改台账.xlsx", "完整不遮盖"
_COLUMNS = (
    ("序号", 6), ("单位", 26), ("项目", 7), ("规则", 26), ("轻重", 8), ("问题", 56), ("应当", 30), ("现在", 30), ("怎么办", 56),
    ("怎么补", 10), ("责任人", 10), ("状态", 12), ("说明", 30), ("记于", 18), ("文件", 60),
)  # fmt: skip
_PAGE, _FILES = 2_000, 20


def made_folder(store: Store, work: int) -> Path:
    """The folder of a work's made reports."""
    return store.folder / "reports" / str(work)


def make_folder(store: Store, work: int, *inside: str) -> Path:
    """The same, or one inside of it, made for its owner alone."""
    folder = store.folder
    for name in ("reports", str(work), *inside):
        folder = folder / name
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def render_ledger(store: Store, run: Run, *, full: bool = False) -> bytes:
    """The .xlsx: a row a finding with who answers for it and how far it is, as people said on the page."""
    from openpyxl import Workbook

    show = shown(full)
    sheets = Sheets(Workbook(write_only=True))
    rows = (
        [
            row.n,
            row.detail["unit_name"],
            row.item,
            NAMES.rule.get(row.rule, row.rule),
            NAMES.severity[row.severity] + ("（待核实）" if row.judge else ""),
            show(row.what),
            show(row.detail["expected"]),
            show(row.detail["actual"]),
            show(row.detail["todo"]),
            NAMES.remedy.get(row.remedy, "核对更正"),
            row.person,
            row.done,
            show(row.note),
            row.handled_at[:16].replace("T", " "),
            "\n".join(show(path) for _, path in row.detail["files"][:_FILES]),
        ]
        for page in range(run.total // _PAGE + 1)
        for row in rows_of(store, run, range(page * _PAGE + 1, min(run.total, (page + 1) * _PAGE) + 1))
    )
    sheets.add("整改台账", _COLUMNS, rows, states=run.total)
    told = [
        [CAVEAT],
        *([] if full else [[MASKED]]),
        [f"{run.at[:16].replace('T', ' ')} 查的，截至 {run.as_of}"],
    ]
    sheets.add("说明", (("", 80),), told, head=0)
    return sheets.bytes()
