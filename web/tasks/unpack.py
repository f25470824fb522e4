"""Unpack a dropped zip within limits; what was left packed is said."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from checklists import Fault, UserError
from web.task_process import Doing

__all__ = ["do"]


def do(doing: Doing) -> Mapping[str, Any]:
    """Write every member that may be read below the folder; zips inside stay zips, for the audit reads them.

    Raises UserError where nothing can be had from it.
    """
    from audit.zip_members import members_of, read_member
    from registry.files import write_atomic

    source, folder = Path(doing.args["zip"]), Path(doing.args["folder"]).resolve()
    members = [member for member in members_of(source) if "!/" not in member.path]
    left = []
    for number, member in enumerate(members):
        doing.show(number, len(members), "正在解压")
        target = (folder / member.path).resolve()
        if member.fault or folder not in target.parents:
            left.append(f"{member.path}：{member.fault or '路径指到了压缩包外面'}")
            continue
        try:
            write_atomic(target, read_member(source, member.key))
        except OSError as error:
            left.append(f"{member.path}：{error.strerror or error}")
    if not members or len(left) == len(members):
        raise UserError(Fault(source.name, "解不开，或里面没有文件", "请在电脑上解压后，直接选那个文件夹"))
    doing.show(len(members), len(members))
    return {"next": "audit.start", "files": len(members) - len(left), "left": left[:200]}
