"""What a meeting is called and about where nobody has told it. Pure; no body is named that may not have met."""

from __future__ import annotations

__all__ = ["usual_agenda", "usual_title"]

_LEVELS = ("村级", "乡级", "县级")
_VERBS = {
    "村级评议会": "评议",
    "乡级审核会": "审核",
    "县级会商研判会": "会商",
    "风险消除提名会": "提名",
    "线索研判会": "研判",
}
_LISTED = {"认定": "拟纳入监测对象", "风险消除": "拟消除风险监测对象"}


def usual_title(unit: str, kind: str) -> str:
    """柏溪乡审核会: the unit's name tells the level already; whether the 党委 or another body met, only staff know."""
    return unit + (kind[2:] if kind.startswith(_LEVELS) else kind)


def usual_agenda(kind: str, stage: str | None) -> str | None:
    """The usual business of such a meeting: 审核拟纳入监测对象; None where it has none."""
    listed = _LISTED.get(stage or "")
    return f"{_VERBS[kind]}{listed}" if kind in _VERBS and listed else None
