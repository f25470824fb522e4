"""Forms that are copies of another household's, or lie in its folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from audit.claims.types import Field
from audit.rules.catalogue import rule
from audit.stated import Original, originals
from audit.types import Dossier, Problem, Severity
from audit.wording import join, kind_name, unit_name
from checklists import Level

_OWN_WORDS = {
    "application": 60,
    "verification-form": 120,
    "collection-form": 120,
    "elimination-visit-form": 120,
    "elimination-assessment": 120,
    "assistance-plan": 120,
    "visit-record": 60,
}
_COPIED = 0.985
_FIGURES = (Field.WAGE, Field.BUSINESS, Field.TRANSFER, Field.NET, Field.EXPENSE)


@rule("document-copied", Severity.WARNING, family="people")
def document_copied(dossier: Dossier) -> Iterator[Problem]:
    """两户的同一种材料，除了姓名几乎一样。

    为什么：两户的家庭情况、收入、走访内容不会一字不差，一样的材料多是抄一户改个名。
    怎么办：由人对照两份材料判断；确是照抄的，入户重新核实，按各户实际情况另做。
    依据：四级档案通知“据实规范归档”；检查中的材料雷同。
    """
    by_kind: dict[tuple[str, str], list[Original]] = defaultdict(list)
    for original in originals(dossier):
        if original.kind in _OWN_WORDS and original.paper.head and original.unit.count("/") == 3:
            by_kind[original.kind, original.unit.rpartition("/")[0]].append(original)
    for (kind, _), found in sorted(by_kind.items()):
        seen: set[frozenset[str]] = set()
        for at, one in enumerate(found):
            for other in found[at + 1 :]:
                pair = frozenset((one.unit, other.unit))
                if len(pair) == 2 and pair not in seen and _is_copy(one, other, _OWN_WORDS[kind]):
                    seen.add(pair)
                    yield _copied(one, other)


def _is_copy(one: Original, other: Original, least: int) -> bool:
    """Equal but for names and numbers of persons; forms with incomes must have the same incomes too."""
    first, second = _without_names(one), _without_names(other)
    if min(len(first), len(second)) < least or abs(len(first) - len(second)) > 0.02 * len(first):
        return False
    if any(_figures(one)) and _figures(one) != _figures(other):
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return (
        matcher.real_quick_ratio() >= _COPIED
        and matcher.quick_ratio() >= _COPIED
        and matcher.ratio() >= _COPIED
    )


def _figures(original: Original) -> Sequence[str]:
    return [each.value for each in original.claims.statements if each.field in _FIGURES]


def _without_names(original: Original) -> str:
    """The text without the names and numbers of its persons; a form that has no words of its own stays short."""
    text = original.paper.text
    people = {original.paper.head, *(person.name for person in original.claims.persons)}
    numbers = {person.id_number for person in original.claims.persons} | {original.paper.head_id}
    for word in sorted(people | numbers, key=len, reverse=True):
        if word:
            text = text.replace(word, "")
    return text


def _copied(one: Original, other: Original) -> Problem:
    names = join(sorted((unit_name(one.unit), unit_name(other.unit))))
    return Problem(
        unit=min(one.unit, other.unit),
        item=one.item,
        message=f"{names}的{kind_name(one.kind)}除了姓名、号码几乎一样。待核实。",
        files=tuple(sorted({*one.paths, *other.paths})),
        expected="各户材料写各户的情况",
        actual="两份材料雷同",
        fix="由人对照判断；确是照抄的，入户重新核实后另做。",
        judge=True,
    )


@rule("misfiled", Severity.ERROR, family="files")
def misfiled(dossier: Dossier) -> Iterator[Problem]:
    """材料放错了户、放错了单位。

    为什么：别户的表放在本户档案里，本户就缺这一份，两户都说不清；检查时按放错处理。
    怎么办：核对是谁家、哪个单位的材料，移到应放的文件夹。
    依据：四级档案通知“一户一档、据实规范归档”。
    """
    homes = {unit.id for unit in dossier.units if unit.level is Level.HOUSEHOLD}
    for file in dossier.files:
        main = file.parts[0].paper if file.parts else None
        if file.level is not Level.HOUSEHOLD or main is None or not main.head or file.kind == "unknown":
            continue
        own = file.unit.rpartition("/")[2].partition("（")[0]
        others = [f"{village}/{main.head}" for village in [file.unit.rpartition("/")[0]]]
        if (
            main.head == own
            or own in main.text
            or any(part.paper and own in part.paper.text for part in file.parts)
        ):
            continue
        if others[0] not in homes:
            continue
        yield Problem(
            unit=file.unit,
            item=file.items[0] if file.items else None,
            message=f"{unit_name(file.unit)}的文件夹里放着{main.head}户的{kind_name(file.kind)}。",
            files=(file.path,),
            expected=f"{own}户的文件夹里是{own}户的材料",
            actual=f"是{main.head}户的",
            fix=f"核对后移到{main.head}户的文件夹；{own}户自己的一份要另找。",
        )
