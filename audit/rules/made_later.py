"""Papers that were made for the archive after the event: told for what they are, and no fault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from audit.made_later import made_later_on
from audit.rules.catalogue import rule
from audit.types import Dossier, File, Problem, Severity
from audit.wording import join, unit_name
from registry.dates import format_date

_SHOWN = 4


@rule("made-later", Severity.INFO, family="timeline")
def made_later(dossier: Dossier) -> Iterator[Problem]:
    """补制件：写明是事后补制的材料。

    为什么：补制的名单、台账、表格和情况说明只说明补制当天登记簿里记的情况，不是当时形成的凭据；检查的人应当一眼看出哪些是后来做的。
    怎么办：不算差错，照实保留补制的日期和原因；以后找到当时的原件，换下补制件。会议记录、公示、请示、批复、照片不能补制。
    依据：《档案法》第四十八条第四项（不得篡改、伪造档案）；四级档案通知“据实规范归档”。
    """
    last = _last_of_others(dossier)
    groups: dict[str, list[tuple[date, File]]] = defaultdict(list)
    for file in dossier.files:
        made_on = made_later_on(file.document)
        if made_on is not None:
            groups[file.unit].append((made_on, file))
    for unit, found in sorted(groups.items()):
        found.sort(key=lambda each: (each[0], each[1].path))
        days = join(format_date(day) for day in dict.fromkeys(made_on for made_on, _ in found))
        said = [_said(made_on, file, last) for made_on, file in found]
        more = f"等 {len(said)} 份" if len(said) > _SHOWN else ""
        items = sorted({item for _, file in found for item in file.items})
        yield Problem(
            unit=unit,
            item=items[0] if len(items) == 1 else None,
            message=f"{unit_name(unit)}有 {len(found)} 份补制件，是{days}做的：{join(said[:_SHOWN])}{more}。",
            files=tuple(sorted(file.path for _, file in found)),
            expected="当时形成的材料",
            actual=f"{len(found)} 份是事后补制的",
            fix="照实保留补制的日期和原因；找到当时的原件时换下补制件。",
        )


def _said(made_on: date, file: File, last: dict[tuple[str, str], date]) -> str:
    """The paper, and how late it is by the other papers of its item."""
    others = max((last[file.unit, item] for item in file.items if (file.unit, item) in last), default=None)
    later = f"（同项材料到{format_date(others)}）" if others and others < made_on else ""
    return f"《{PurePosixPath(file.path).stem}》{later}"


def _last_of_others(dossier: Dossier) -> dict[tuple[str, str], date]:
    """Unit and item → the latest day on a paper there that was made in its time."""
    found: dict[tuple[str, str], date] = {}
    for file in dossier.files:
        if made_later_on(file.document) is not None:
            continue
        for part in file.parts:
            if part.paper is None or part.paper.day is None:
                continue
            for item in part.items:
                found[file.unit, item] = max(found.get((file.unit, item), date.min), part.paper.day)
    return found
