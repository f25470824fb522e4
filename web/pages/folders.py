"""Choosing the folder to look through, on this computer; or a zip that is dropped. Paths go in forms, never in addresses."""

from __future__ import annotations

import os
import string
from pathlib import Path

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from checklists import Fault, UserError
from web.app import parts
from web.dropped import keep_dropped
from web.runner import add_task
from web.works import add_work

__all__ = ["pages"]

pages = Blueprint("folders", __name__)
_MOST = 300


@pages.get("/folder")
def choose() -> str:
    """The page to choose on."""
    return render_template("folder.html.j2", **_listing(Path.home()))


@pages.post("/folder/list")
def look() -> str:
    """The folders inside of one, as a part of the page."""
    return render_template(
        "folder_list.html.j2", **_listing(Path(request.form.get("path", "") or Path.home()))
    )


@pages.post("/folder")
def take() -> Response:
    """Begin a work with the folder. Raises UserError where there is none."""
    typed = request.form.get("path", "").strip().strip('"“”')
    folder = Path(typed).expanduser()
    if not typed or not folder.is_dir():
        raise UserError(Fault(typed or "文件夹", "没有这个文件夹", "请点选，或从资源管理器的地址栏复制过来"))
    folder = folder.resolve()
    work = add_work(parts().store, folder.name or str(folder), archive=str(folder))
    return redirect(url_for("audit.start", number=work.id))


@pages.post("/folder/zip")
def drop() -> Response:
    """Unpack a dropped zip into the data folder and begin a work with it. Raises UserError where it is no zip."""
    path = keep_dropped(parts().uploads, request.files.get("file"), endings=(".zip",))
    folder = path.with_suffix("")
    work = add_work(parts().store, folder.name, archive=str(folder))
    task = add_task(parts().store, "unpack", {"zip": str(path), "folder": str(folder)}, work.id)
    return redirect(url_for("tasks.task", number=task))


def _listing(folder: Path) -> dict[str, object]:
    """The folder, its parent, and the folders inside; what may not be looked into is said."""
    try:
        folder = folder.expanduser().resolve()
        inside = sorted(
            entry.name
            for entry in os.scandir(folder)
            if _is_folder(entry) and not entry.name.startswith((".", "$"))
        )
        trouble = ""
    except OSError as error:
        inside, trouble = [], f"打不开这个文件夹（{error.strerror or error}），请另选"
    return {
        "path": str(folder),
        "above": str(folder.parent) if folder.parent != folder else "",
        "inside": [(name, str(folder / name)) for name in inside[:_MOST]],
        "more": max(0, len(inside) - _MOST),
        "drives": _drives(),
        "trouble": trouble,
    }


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _drives() -> list[str]:
    letters = string.ascii_uppercase if os.name == "nt" else ""
    return [f"{letter}:\\" for letter in letters if Path(f"{letter}:\\").exists()]
