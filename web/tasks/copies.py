"""Copy what lies elsewhere in the archive into 补充 beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from checklists import load_kinds
from fangpin.supply.offer import copy_offered, offer_of, tally
from web.task_process import Doing

__all__ = ["do"]

_MOST = 200


def do(doing: Doing) -> Mapping[str, Any]:
    """`args`: archive, reports, checklist. The first rows of the list are in the result. Raises UserError."""
    args, done = doing.args, 0
    offer = offer_of(Path(args["reports"]), args["checklist"])

    def advance(more: int) -> None:
        nonlocal done
        done += more
        doing.show(done, len(offer.orders), "正在复印")

    copied = copy_offered(offer, Path(args["archive"]), advance) if offer.orders else []
    made, there, failed = tally(copied)
    kinds = load_kinds()
    # What could not be copied is seen first.
    rows = [
        [
            str(each.order.target),
            each.order.source,
            "、".join(dict.fromkeys(kinds[kind].name for _, _, kind in each.order.lacks)),
            f"没有复印：{each.trouble}" if each.trouble else each.note or "已复印",
        ]
        for each in sorted(copied, key=lambda each: not each.trouble)[:_MOST]
    ]
    return {
        "next": "supply.newest",
        "made": made,
        "there": there,
        "failed": len(failed),
        "rows": rows,
        "more": max(0, len(copied) - _MOST),
    }
