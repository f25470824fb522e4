"""Whether a household's head has changed, so that its papers rightly bear two names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from audit.claims.types import Source
from audit.stated import Original, originals
from audit.types import Dossier
from audit.whose import members_of

__all__ = ["is_later_head"]

Places = Iterable[tuple[Original, Source]]
# A member signs these for the household; who signs is no head.
_BY_MEMBERS = ("application", "authorisation", "visit-record")
# They show the present state, whatever day they were begun.
_PRESENT = ("dynamic-ledger", "assistance-ledger", "natural-change-form", "measures-table")
# 户主变更 · 变更户主 · 户主由张三变更为李四 · 原户主
_CHANGED = re.compile(
    r"(?:变更|更换|更改|新任?|原|现)户主|户主(?:姓名)?(?:由|已|的)?[^，。；]{0,8}(?:变更|更换|更改)"
)


def is_later_head(dossier: Dossier, home: str, name: str, these: Places, own: Places) -> bool:
    """Whether a member of the household became its head, or was it before.

    A 自然增减表 tells it that says so or lists either of them as gone; else the days do: all papers under one name lie
    before all under the other. An application that a member signs names no other head.
    """
    if name not in members_of(dossier).get(home, {}):
        return False
    others = [original for original, _ in these if original.kind not in _BY_MEMBERS]
    return not others or _is_told(dossier, home, name) or _one_after_the_other(dossier.as_of, others, own)


def _is_told(dossier: Dossier, home: str, name: str) -> bool:
    own = home.rpartition("/")[2].partition("（")[0]
    return any(
        _CHANGED.search(original.paper.text)
        or any(person.name in (own, name) for person in original.claims.persons)
        for original in originals(dossier)
        if original.kind == "natural-change-form" and original.unit == home
    )


def _one_after_the_other(as_of: date, others: Iterable[Original], own: Places) -> bool:
    first = [day for original in others if (day := _day(original, as_of))]
    second = [
        day for original, _ in own if original.kind not in _BY_MEMBERS and (day := _day(original, as_of))
    ]
    if not first or not second:
        return False
    return max(first) <= min(second) or max(second) <= min(first)


def _day(original: Original, as_of: date) -> date | None:
    return as_of if original.kind in _PRESENT else original.paper.day
