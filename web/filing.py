"""Filing on the page (归档): what its tasks are asked, and what lies in the folder beside the archive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklists import Fault, UserError
from fangpin.archive_volumes import FOLDER, Codes, FilingChoices, dossier_of, pick_units, volumes_in
from fangpin.cataloguing import labels_place, unit_place
from fangpin.reading import open_reading
from web.made import file_inside
from web.runs import Run
from web.task_process import Doing

if TYPE_CHECKING:
    from audit.filing.types import Volume
    from checklists import Checklist

__all__ = ["choices_of", "filed_files", "filed_folder", "volumes_for"]


def filed_folder(run: Run) -> Path:
    """Where the papers of the volumes lie."""
    return Path(run.target) / FOLDER


def filed_files(run: Run, unit: str) -> dict[str, Path]:
    """Name below the folder → file, of a unit and those below it, or of all (""); no link leads out of the folder."""
    folder = filed_folder(run)
    place = folder / unit_place(unit) if unit else folder
    found = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else []
    names = [path.relative_to(folder).as_posix() for path in found]
    if unit:
        names.append(labels_place([unit]).as_posix())
    return {name: path for name in names if (path := file_inside(folder, name))}


def choices_of(args: Mapping[str, Any]) -> FilingChoices:
    """What a filing task reads, and how."""
    return FilingChoices(
        Path(args["archive"]),
        args["checklist"],
        date.fromisoformat(args["as_of"]),
        args["root"],
        Path(args["folder"]),
        args["ocr"],
    )


def volumes_for(doing: Doing, *, below: bool) -> tuple[tuple[Volume, ...], Checklist]:
    """The volumes that a filing task is for, with the checklist they go by. `args["unit"]`: "" for all.

    Raises UserError where there is nothing to file.
    """
    args, choices = doing.args, choices_of(doing.args)

    def show(read: int, total: int, _path: str) -> None:
        doing.show(read, total, "正在读文件")

    with open_reading(show, ocr=choices.ocr) as how:
        dossier = dossier_of(choices, how)
    wanted = pick_units(dossier, [args["unit"]] if args["unit"] else [], below=below)
    codes = Codes(*((args[name],) if args[name] else () for name in ("fonds", "period")))
    volumes = volumes_in(dossier, wanted, codes)
    if not volumes:
        todo = "请换一个单位；要连它下面的一起装，请勾“连同下面的”"
        raise UserError(Fault(args["unit"] or str(choices.archive), "这个单位自己没有可以归档的文件", todo))
    return volumes, dossier.checklist
