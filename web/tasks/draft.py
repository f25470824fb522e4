"""Draft a registry from the papers of a work's archive."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fangpin.draft_workbook import count_values, draft_bytes, tell_conflicts
from fangpin.drafting import draft_from
from fangpin.reading import open_reading
from registry.files import write_atomic
from web.drafted import FILE
from web.task_process import Doing

__all__ = ["do"]

_SHOWN = 20


def do(doing: Doing) -> Mapping[str, Any]:
    """`args`: archive, checklist, unit, ocr. Raises UserError."""
    args = doing.args

    def show(read: int, total: int, _path: str) -> None:
        doing.show(read, total, "正在读文件" if read < total else "读完了，正在起草")

    with open_reading(show, ocr=args["ocr"]) as how:
        draft = draft_from(Path(args["archive"]), args["checklist"], args["unit"], how)
    place = secrets.token_hex(6)
    write_atomic(doing.store.folder / "uploads" / place / FILE, draft_bytes(draft))
    registry = draft.registry
    return {
        "next": "registry.show",
        "place": place,
        "counts": [
            f"{len(registry.units)} 个单位",
            f"{len(registry.households)} 户",
            f"{len(registry.members)} 个家庭成员",
            f"{len(registry.meetings)} 次会议",
        ],
        "values": count_values(draft),
        "conflicts": draft.conflicts,
        "told": list(tell_conflicts(draft, _SHOWN)),
        "unread": len(draft.unread),
    }
