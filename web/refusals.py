"""Every error as a plain Chinese page: what, and what next; the inside of it alone where a part of a page was asked for."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, current_app, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from checklists import Fault, UserError
from registry.files import write_fault
from web.error_log import note_where

__all__ = ["install_refusals", "refusal"]

_HOME = "请回首页再进。"
_BY_CODE = {
    400: ("填的内容不全", "请返回上一页，补全后再试。"),
    404: ("没有这一页", f"可能已经删去，或网址不全。{_HOME}"),
    405: ("这里不能这样操作", _HOME),
    500: (
        "程序出了错",
        "没有改动档案里的任何文件。请回首页再试；总是这样的，请把 errors.log 交给维护程序的人。",
    ),
}
_OTHER = ("没有办成", "请回首页再试。")


def install_refusals(app: Flask) -> None:
    """What the user gave, what is not here, and what the program got wrong: each has its page."""

    @app.errorhandler(UserError)
    def told(error: UserError) -> tuple[str, int]:
        return refusal("没有办成", *str(error).splitlines()), 422

    @app.errorhandler(OSError)
    def not_written(error: OSError) -> tuple[str, int]:
        """The disk is full, a folder is gone or not to be written into."""
        folder: Path = current_app.extensions["fangpin"].store.folder
        note_where(folder, error)
        where = Path(str(error.filename)) if error.filename else folder
        if isinstance(error, FileNotFoundError):
            return told(UserError(Fault(str(where), "不在了，可能刚刚移走或改了名", "请返回刷新后再试")))
        return told(UserError(write_fault(where, error)))

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> tuple[str, int]:
        code = error.code or 500
        if code == 413:
            most = (current_app.config["MAX_CONTENT_LENGTH"] or 0) // 1024**2
            return refusal(
                "文件太大", f"一次最多传 {most} 兆。大的档案不要上传，直接选它所在的文件夹。"
            ), code
        return refusal(*_BY_CODE.get(code, _OTHER)), code

    @app.errorhandler(InternalServerError)
    def broken(_error: InternalServerError) -> tuple[str, int]:
        return refusal(*_BY_CODE[500]), 500


def refusal(what: str, *todo: str) -> str:
    """The error's page."""
    part = "HX-Request" in request.headers
    return render_template("error.html.j2", what=what, todo=todo, part=part, back=_back())


def _back() -> str:
    """The page that was left for this one; "" where it was none of ours, or this one itself."""
    came = urlsplit(request.referrer or "")
    here = request.method == "GET" and came.path == request.path
    if came.netloc != request.host or here or came.path.startswith(("//", "/enter/")):
        return ""
    return came._replace(scheme="", netloc="", fragment="").geturl()
