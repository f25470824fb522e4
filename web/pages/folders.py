"""Choosing the folder to look through, on this computer; or a zip that is dropped. Paths go in forms, never in addresses."""

from __future__ import annotations

import errno
import os
import string
from pathlib import Path

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from checklists import Fault, UserError
from web.app import parts
from web.dropped import keep_dropped
from web.runner import add_task
from web.typed_path import typed_path
from web.works import add_work

__all__ = ["pages"]

pages = Blueprint("folders", __name__)
_MOST = 300
_LONGEST = 200


@pages.get("/folder")
def choose() -> str:
    """The page to choose on."""
    return render_template("folder.html.j2", **_listing(Path.home()))


@pages.post("/folder/list")
def look() -> str:
    """The folders inside of one, as a part of the page."""
    typed = request.form.get("path", "")
    return render_template(
        "folder_list.html.j2", **_listing(typed_path(typed) if typed else Path.home(), typed)
    )


@pages.post("/folder")
def take() -> Response:
    """Begin a work with the folder. Raises UserError where there is none."""
    typed = request.form.get("path", "").strip()
    folder = typed_path(typed)
    if folder is None or not folder.is_dir():
        where = typed[:_LONGEST] or "文件夹"
        raise UserError(Fault(where, "没有这个文件夹", "请点选，或从资源管理器的地址栏复制过来"))
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


def _listing(folder: Path | None, typed: str = "") -> dict[str, object]:
    """The folder, its parent, and the folders inside; what may not be looked into is said."""
    names, trouble = [], ""
    try:
        if folder is None:
            raise FileNotFoundError(errno.ENOENT, "没有这个位置")
        names = [
            entry.name
            for entry in os.scandir(folder)
            if _is_folder(entry) and not entry.name.startswith((".", "$"))
        ]
    except OSError as error:
        trouble = f"打不开这个文件夹（{error.strerror or error}），请另选"
    inside = sorted(name for name in names if _is_text(name))
    if len(inside) < len(names):
        trouble = f"有 {len(names) - len(inside)} 个文件夹的名字是乱码，没有列出；请先改名，再点“打开”"
    path = folder or Path.home()
    return {
        "path": str(folder or typed[:_LONGEST]),
        "above": str(path.parent) if path.parent != path else "",
        "inside": [(name, str(path / name)) for name in inside[:_MOST]],
        "more": max(0, len(inside) - _MOST),
        "drives": _drives(),
        "trouble": trouble,
    }


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_text(name: str) -> bool:
    """Names in another encoding than the system's are none, and a form cannot send them back."""
    try:
        return bool(name.encode())
    except UnicodeEncodeError:
        return False


def _drives() -> list[str]:
    letters = string.ascii_uppercase if os.name == "nt" else ""
    return [f"{letter}:\\" for letter in letters if Path(f"{letter}:\\").exists()]
