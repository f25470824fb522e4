"""The papers that were made: by folder, to download one by one, by folder, all, or as print files; and what is still blank."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from flask import Blueprint, abort, render_template, request, send_file
from werkzeug.wrappers import Response

from checklists import Fault, UserError, load_kinds
from docgen.print_files import PRINT_FOLDER, one_print_file
from docgen.shelf import EDITED, beside
from docgen.write import BLANKS
from web.app import parts, work_or_404
from web.made import Made, file_inside, load_made, made_place, number_of
from web.runner import last_task
from web.sending import DOCX, send_bytes, send_zip

__all__ = ["pages"]

pages = Blueprint("made", __name__)
_EACH = 100
_JOINED = 300
_BLANKS = ("待填", "还不能生成", "不再需要")


@pages.get("/works/<int:number>/papers")
def overview(number: int) -> str:
    """The folders and files in one folder, by its number; what the last run did."""
    work = work_or_404(number)
    place = made_place(parts().store, work)
    task = last_task(parts().store, number, "generate")
    if place is None:
        return render_template("made_none.html.j2", work=work, room="made", task=task)
    made = load_made(place)
    folder = made.folders.get(request.args.get("folder", 0, int)) if made.folders else ""
    if folder is None:
        abort(404)
    folders, files = made.inside(folder)
    page = max(1, request.args.get("page", 1, int))
    kinds = load_kinds()
    prints = [] if folder else _print_files(place)[0]
    return render_template(
        "made.html.j2",
        work=work,
        place=place,
        result=task.result if task and task.state == "done" else {},
        folder=number_of(folder) if folder else 0,
        trail=[
            (number_of(str(at)), at.name)
            for at in reversed([PurePosixPath(folder), *PurePosixPath(folder).parents])
            if at.name
        ],
        folders=[(number_of(name), PurePosixPath(name).name, count) for name, count in folders.items()],
        files=[
            (
                number_of(name),
                PurePosixPath(name).name,
                kinds[made.files[name]["kind"]].name,
                _state(made, name),
            )
            for name in files[(page - 1) * _EACH : page * _EACH]
        ],
        here=len(made.below(folder)),
        joined=_JOINED,
        page=page,
        pages=max(1, -(-len(files) // _EACH)),
        prints=[
            (number_of(name), " ".join(PurePosixPath(name).with_suffix("").parts)) for name in prints[:_EACH]
        ],
        more_prints=max(0, len(prints) - _EACH),
    )


@pages.get("/works/<int:number>/papers/<int:file>")
def one(number: int, file: int) -> Response:
    """One file as it stands now."""
    made = _made(number)
    name = made.by_number.get(file) or abort(404)
    path = made.path(name) or abort(404)
    return send_file(path, as_attachment=True, download_name=path.name)


@pages.get("/works/<int:number>/papers/<int:file>/draft")
def draft(number: int, file: int) -> Response:
    """The new version of a file that somebody has edited."""
    made = _made(number)
    name = made.by_number.get(file) or abort(404)
    path = file_inside(beside(made.archive) / EDITED, name) or abort(404)
    return send_file(path, as_attachment=True, download_name=f"{path.stem}（新稿）{path.suffix}")


@pages.get("/works/<int:number>/papers/zip/<int:folder>")
def packed(number: int, folder: int) -> Response:
    """A folder, or the whole archive (0), as a zip."""
    made = _made(number)
    name = made.folders.get(folder)
    if name is None:
        abort(404)
    title = PurePosixPath(name).name if name else made.archive.name
    start = len(name) + 1 if name else 0
    found = [(f"{title}/{each[start:]}", made.path(each)) for each in made.below(name)]
    return send_zip([(shown, path) for shown, path in found if path], f"{title}.zip")


@pages.get("/works/<int:number>/papers/joined/<int:folder>")
def joined(number: int, folder: int) -> Response:
    """A folder's papers as one file to print, without what staff have edited. Raises UserError where they are too many."""
    made = _made(number)
    name = made.folders.get(folder)
    if name is None:
        abort(404)
    names = [each for each in made.below(name) if made.path(each)]
    title = PurePosixPath(name).name if name else made.archive.name
    if len(names) > _JOINED:
        todo = "请进到下面的一个文件夹再打，或重新生成时勾“并成一个打印文件”"
        raise UserError(Fault(title, f"有 {len(names)} 个文件，并成一个太大", todo))
    data = one_print_file(made.archive, names, title)
    if not data:
        raise UserError(Fault(title, "没有可以并的文件，都已人工改过", "请逐个下载后打印"))
    return send_bytes(data, f"{title}（打印）.docx", DOCX)


@pages.get("/works/<int:number>/papers/prints/<int:file>")
def print_file(number: int, file: int) -> Response:
    """One print file, or all of them (0) as a zip."""
    place = made_place(parts().store, work_or_404(number)) or abort(404)
    names, folder = _print_files(place)
    if not file:
        return send_zip([(name, folder / name) for name in names], "打印文件.zip")
    name = next((name for name in names if number_of(name) == file), None) or abort(404)
    return send_file(folder / name, as_attachment=True, download_name=PurePosixPath(name).name)


@pages.get("/works/<int:number>/papers/blanks")
def blanks(number: int) -> str:
    """Which cells are still to be filled, each once with the papers that wait for it; what cannot be made yet."""
    work = work_or_404(number)
    place = made_place(parts().store, work)
    path = beside(place) / BLANKS if place else None
    if path is None or not path.is_file():
        return render_template("made_none.html.j2", work=work, room="blanks", task=None)
    from registry.spreadsheet import read_rows

    sheets = [[[str(cell) for cell in row] for row in read_rows(path).get(name, [])[1:]] for name in _BLANKS]
    cells: dict[tuple[str, str], list[str]] = {}
    for kind, _file, heading, where in sheets[0]:
        cells.setdefault((where, heading), []).append(kind)
    rows = [
        (where, heading, len(kinds), "、".join(dict.fromkeys(kinds)))
        for (where, heading), kinds in cells.items()
    ]
    page = max(1, request.args.get("page", 1, int))
    return render_template(
        "made_blanks.html.j2",
        work=work,
        rows=rows[(page - 1) * _EACH : page * _EACH],
        cells=len(rows),
        places=len(sheets[0]),
        page=page,
        pages=max(1, -(-len(rows) // _EACH)),
        lacking=sheets[1][:_EACH],
        more_lacking=max(0, len(sheets[1]) - _EACH),
        stale=[row[0] for row in sheets[2][:_EACH]],
        more_stale=max(0, len(sheets[2]) - _EACH),
    )


@pages.get("/works/<int:number>/papers/blanks/file")
def blanks_file(number: int) -> Response:
    """The list as a workbook."""
    place = made_place(parts().store, work_or_404(number)) or abort(404)
    path = beside(place) / BLANKS
    if not path.is_file():
        abort(404)
    return send_file(path, as_attachment=True, download_name=BLANKS)


def _made(number: int) -> Made:
    place = made_place(parts().store, work_or_404(number))
    return load_made(place or abort(404))


def _state(made: Made, name: str) -> str:
    """ "" as made, gone, edited, or edited with a new version beside it."""
    if made.path(name) is None:
        return "gone"
    if not made.is_edited(name):
        return ""
    return "draft" if (beside(made.archive) / EDITED / name).is_file() else "edited"


def _print_files(place: Path) -> tuple[list[str], Path]:
    """The print files beside the archive, by their paths in their folder."""
    folder = beside(place) / PRINT_FOLDER
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*.docx"))
    return sorted(name for name in names if file_inside(folder, name)), folder
