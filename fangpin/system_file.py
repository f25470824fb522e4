"""The registry, or the national system's export, that an archive is held against."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checklists import Fault, UserError
from registry.dates import find_dates

if TYPE_CHECKING:
    from audit.system import System

__all__ = ["load_system"]


def load_system(path: Path) -> System:
    """Read it, whichever of the two it is; an export is dated by its file's name, else by its newest entry.

    Raises UserError where the file cannot be read or is neither. Cells that are no values are told and not compared.
    """
    from audit.system import system_of
    from registry.national_export import import_export
    from registry.read_workbook import load_spreadsheet
    from registry.sheets import SHEETS
    from registry.spreadsheet import read_spreadsheet
    from registry.text import squeeze

    book = read_spreadsheet(path)
    names = {squeeze(name) for name in book.rows}
    if names & {squeeze(sheet.name) for sheet in SHEETS}:
        loaded = load_spreadsheet(book)
        if wrong := sum(fault.error for fault in loaded.faults):
            click.echo(
                f"{path.name} 有 {wrong} 处错误，这些格子没有比对；请运行 fangpin check {path} 查看", err=True
            )
        return system_of(loaded.registry, path.name, exported=False)
    day = next((found.day for found in find_dates(path.stem) if found.day), None)
    try:
        exported = import_export(path)
    except UserError as error:
        todo = "请给出 fangpin workbook 生成的登记簿，或系统导出的《（自定义）监测对象信息》，不要改工作表名和列名"
        raise UserError(Fault(path.name, "不是登记簿，也不是全国系统的导出表", todo)) from error
    return system_of(exported.registry, path.name, exported=True, on=day)
