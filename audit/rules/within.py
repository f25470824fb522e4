"""Problems that stand within one paper: in an archive one for the paper, of a paper by itself one for each line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.claims.types import Source
from audit.rules.weighing import SURE, quote
from audit.stated import Original
from audit.types import Dossier, Problem, Severity
from audit.wording import kind_name, unit_name

__all__ = ["Found", "problems_within"]

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is wrong, in words, with where it stands."""

    said: str
    source: Source


def problems_within(
    dossier: Dossier,
    original: Original,
    what: str,
    found: Sequence[Found],
    *,
    expected: str,
    fix: str,
    between: str = "；",
    judge: bool = False,
    about: tuple[str, ...] = (),
) -> Iterator[Problem]:
    """What was found, put together as `what`：甲；乙. Nothing where nothing was found. `about`: see Problem."""
    groups: dict[Source | None, list[Found]] = {}
    for each in found:
        groups.setdefault(each.source if dossier.alone else None, []).append(each)
    for group in groups.values():
        words = list(dict.fromkeys(each.said for each in group))
        said = between.join(words[:_SHOWN]) + (f"等{len(words)}处" if len(words) > _SHOWN else "")
        shaky = all(each.source.sure < SURE for each in group)
        sources = dict.fromkeys(each.source for each in group)
        yield Problem(
            unit=original.unit,
            item=original.item,
            message=f"{'' if dossier.alone else _name(original)}{what}：{said}。",
            files=original.paths,
            expected=expected,
            actual=said,
            fix=fix,
            severity=Severity.WARNING if shaky or judge else None,
            judge=judge,
            quotes=tuple(quote(original, source) for source in sources)[:_SHOWN],
            about=about,
        )


def _name(original: Original) -> str:
    return f"{unit_name(original.unit)}的{kind_name(original.kind)}《{original.paper.title}》"
