"""`--print-file`: the papers of each household and each meeting in one file, and what is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checklists import load_checklist
from fangpin.console import progress

if TYPE_CHECKING:
    from docgen.write import Choice
    from registry.registry import Registry

__all__ = ["make_print_files"]

_SHOWN = 12


def make_print_files(registry: Registry, archive: Path, choice: Choice) -> None:
    """Join the chosen papers as they lie in the archive, and say where the print files are."""
    from docgen.print_files import PRINT_FOLDER, bundles, write_print_files
    from docgen.shelf import beside
    from docgen.write import placed_papers, planned_places

    places, _ = planned_places(registry, load_checklist(registry.settings.checklist), choice)
    found = list(bundles(placed_papers(places, len(str(archive.resolve())))))
    with progress("并成打印文件", len(found)) as advance:
        printed = write_print_files(archive, found, advance)
    click.echo(f"打印文件 {printed.files} 个：{beside(archive) / PRINT_FOLDER}")
    if printed.left_out:
        click.echo(f"人工改过的 {len(printed.left_out)} 个文件没有并入，请单独打印：")
        for name in printed.left_out[:_SHOWN]:
            click.echo(f"  {name}")
        if len(printed.left_out) > _SHOWN:
            click.echo(f"  ……共 {len(printed.left_out)} 个")
