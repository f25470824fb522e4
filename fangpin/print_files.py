"""`--print-file`: the papers of each household and each meeting in one file, and what is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checklists import load_checklist
from fangpin.console import progress

if TYPE_CHECKING:
    from docgen.print_files import Bundle
    from docgen.write import Choice
    from registry.registry import Registry

__all__ = ["chosen_bundles", "make_print_files"]

_SHOWN = 12


def chosen_bundles(registry: Registry, archive: Path, choice: Choice) -> list[Bundle]:
    """The print files of the chosen papers: one a household, one a meeting."""
    from docgen.print_files import bundles
    from docgen.write import placed_papers, planned_places

    places, _ = planned_places(registry, load_checklist(registry.settings.checklist), choice)
    return list(bundles(placed_papers(places, len(str(archive.resolve())))))


def make_print_files(registry: Registry, archive: Path, choice: Choice) -> None:
    """Join the chosen papers as they lie in the archive, and say where the print files are."""
    from docgen.print_files import PRINT_FOLDER, write_print_files
    from docgen.shelf import beside

    found = chosen_bundles(registry, archive, choice)
    with progress("并成打印文件", len(found)) as advance:
        printed = write_print_files(archive, found, advance)
    click.echo(f"打印文件 {printed.files} 个：{beside(archive) / PRINT_FOLDER}")
    if printed.left_out:
        click.echo(f"人工改过的 {len(printed.left_out)} 个文件没有并入，请单独打印：")
        for name in printed.left_out[:_SHOWN]:
            click.echo(f"  {name}")
        if len(printed.left_out) > _SHOWN:
            click.echo(f"  ……共 {len(printed.left_out)} 个")
