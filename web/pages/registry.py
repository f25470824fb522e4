"""The registry of a work: put in, put right, brought up to date; what is wrong in it, cell by cell."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from audit.ocr import ocr_available
from checklists import Fault, UserError
from web.app import parts, work_or_404
from web.drafted import drafted
from web.fault_grid import ROWS, faulty_rows, grids_of
from web.masking import shown_value
from web.registry_file import read_registry, registry_path
from web.sending import XLSX, send_bytes
from web.taking_in import IMPORT_NOTES, import_notes, keep_repaired, take_in, update_lines
from web.works import add_work, change_work

__all__ = ["pages"]

pages = Blueprint("registry", __name__)
_CHANGES = 200


@pages.get("/registry")
def begin() -> str:
    """Where a work begins with a registry or an export."""
    return render_template("registry_begin.html.j2")


@pages.post("/registry")
def take() -> Response:
    """Begin a work with what was dropped or named. Raises UserError."""
    taken = take_in(parts().uploads, request.files.get("file"), request.form.get("path", ""))
    work = add_work(parts().store, taken.name, registry=str(taken.path))
    return redirect(url_for("registry.show", number=work.id))


@pages.post("/registry/sample")
def begin_with_sample() -> Response:
    """Begin a work with the sample's invented people, to try everything."""
    path = _written_sample()
    work = add_work(parts().store, "示例（虚构的县）", registry=str(path))
    return redirect(url_for("registry.show", number=work.id))


@pages.get("/registry/workbook")
def empty_workbook() -> Response:
    """An empty registry to fill."""
    from registry.write_workbook import workbook_bytes

    return send_bytes(workbook_bytes(examples=True), "登记簿.xlsx", XLSX)


@pages.get("/registry/sample")
def sample_workbook() -> Response:
    """A registry filled with the sample."""
    from registry.sample import load_sample
    from registry.write_workbook import workbook_bytes

    return send_bytes(workbook_bytes(load_sample()), "登记簿（示例数据）.xlsx", XLSX)


@pages.get("/works/<int:number>/registry")
def show(number: int) -> str:
    """What stands in it and what is wrong; where there is none, a place to drop it."""
    return _page(number, request.args.get("page", 1, int), request.args.get("only", 0, int), full=False)


@pages.post("/works/<int:number>/registry/whole")
def show_whole(number: int) -> str:
    """The same with whole numbers."""
    return _page(number, request.form.get("page", 1, int), request.form.get("only", 0, int), full=True)


@pages.post("/works/<int:number>/registry")
def replace(number: int) -> Response:
    """Another workbook in its place, or an export that brings it up to date. Raises UserError."""
    work = work_or_404(number)
    update = work.registry_path if request.form.get("update") else None
    taken = take_in(parts().uploads, request.files.get("file"), request.form.get("path", ""), update)
    change_work(parts().store, number, registry=str(taken.path))
    return redirect(url_for("registry.show", number=number))


@pages.get("/works/<int:number>/registry/file")
def download(number: int) -> Response:
    """The workbook as it stands."""
    path = _path(number)
    if not path.is_file():
        raise UserError(Fault(path.name, "这份登记簿不在了", "请回到登记簿一页，重新放进来"))
    return send_file(path, as_attachment=True, download_name=path.name)


@pages.get("/works/<int:number>/registry/changes")
def changes(number: int) -> str:
    """What an export has changed: who joined, left, was eliminated, which cells; by pages."""
    work, path = work_or_404(number), _path(number)
    lines = update_lines(path)
    page = request.args.get("page", 1, int)
    return render_template(
        "registry_changes.html.j2",
        work=work,
        notes=import_notes(path),
        lines=lines[(page - 1) * _CHANGES : page * _CHANGES],
        pages=_pages(len(lines), _CHANGES),
        page=page,
        total=len(lines),
    )


@pages.get("/works/<int:number>/registry/repair")
def repair(number: int) -> str:
    """Which cells can be mended for sure, and from what to what. Raises UserError."""
    work = work_or_404(number)
    mended = read_registry(_path(number)).repair
    rows = [
        (
            each.sheet,
            each.cell,
            *(shown_value(text, "", full=False) for text in (each.old, each.new, each.why)),
        )
        for each in mended.mends[:_CHANGES]
    ]
    return render_template("registry_repair.html.j2", work=work, repair=mended, rows=rows)


@pages.post("/works/<int:number>/registry/repaired")
def repaired(number: int) -> Response:
    """The mended copy, to keep where the user likes."""
    path = _path(number)
    mended = read_registry(path).repair
    return send_bytes(mended.data, f"{path.stem}（改好的副本）{mended.suffix}", XLSX)


@pages.post("/works/<int:number>/registry/use-repaired")
def use_repaired(number: int) -> Response:
    """Go on with the mended copy; the original stays as it is."""
    path = _path(number)
    copy = keep_repaired(parts().uploads, path, read_registry(path).repair)
    change_work(parts().store, number, registry=str(copy))
    return redirect(url_for("registry.show", number=number))


def _page(number: int, page: int, only: int, *, full: bool) -> str:
    work = work_or_404(number)
    path = work.registry_path
    if path is None:
        draft = drafted(parts().store, number) if work.archive else None
        return render_template(
            "registry.html.j2", work=work, file=None, trouble=(), draft=draft, ocr=ocr_available()
        )
    try:
        file = read_registry(path)
    except UserError as error:
        return render_template("registry.html.j2", work=work, file=None, trouble=str(error).splitlines())
    rows = faulty_rows([fault for fault in file.faults if fault.error or not only])
    last = _pages(len(rows), ROWS)
    page = min(max(1, page), last)
    return render_template(
        "registry.html.j2",
        work=work,
        file=file,
        trouble=(),
        ours=parts().uploads.resolve() in path.resolve().parents,
        counts=_counts(number),
        errors=sum(fault.error for fault in file.faults),
        sure=sum(fault.mended is not None for fault in file.faults),
        grids=grids_of(file, rows[(page - 1) * ROWS : page * ROWS], full),
        page=page,
        pages=last,
        only=only,
        full=full,
        imported=(path.parent / IMPORT_NOTES).is_file(),
    )


def _counts(number: int) -> list[tuple[str, int]]:
    """How many rows each sheet has; empty sheets are left out."""
    from registry.read_workbook import records_of
    from registry.sheets import SHEETS

    registry = read_registry(_path(number)).registry
    counts = [(sheet.name, len(records_of(registry, sheet.record))) for sheet in SHEETS]
    return [(name, count) for name, count in counts if count]


def _path(number: int) -> Path:
    return registry_path(work_or_404(number))


def _pages(rows: int, each: int) -> int:
    return max(1, -(-rows // each))


def _written_sample() -> Path:
    import secrets

    from registry.files import write_atomic
    from registry.sample import load_sample
    from registry.write_workbook import workbook_bytes

    path = parts().uploads / secrets.token_hex(6) / "登记簿（示例数据）.xlsx"
    write_atomic(path, workbook_bytes(load_sample()))
    return path
