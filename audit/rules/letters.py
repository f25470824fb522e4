"""Numbers of official letters: a reply cites the request that was sent, and no number is used twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from audit.claims.types import DocumentNumber
from audit.rules.catalogue import rule
from audit.rules.weighing import SURE, quote
from audit.stated import Original, originals
from audit.types import Dossier, Problem, Severity
from audit.wording import join, kind_name, unit_name

_SAME_TEXT = 0.8


@rule("document-number-mismatch", Severity.ERROR, family="chain")
def document_number_mismatch(dossier: Dossier) -> Iterator[Problem]:
    """批复引用的请示文号、标题与请示不符，或一个文号用在两份文件上。

    为什么：批复要写明所答复请示的标题和文号，引错了就说不清批的是哪一份；一号两文说明发文登记有误。
    怎么办：对照收发文登记簿查明正确的文号，由发文单位更正重新印发或写情况说明。
    依据：《党政机关公文处理工作条例》第十九、二十四条（一文一号、引用公文先标题后文号）。
    """
    found = originals(dossier)
    requests = [each for each in found if each.kind == "township-request"]
    for reply in found:
        if reply.kind == "county-reply":
            yield from _cited_wrongly(reply, requests)
    yield from _used_twice(found)


def _cited_wrongly(reply: Original, requests: Sequence[Original]) -> Iterator[Problem]:
    """The reply cites, of the requests of its township and stage that are on file, none by that number or title."""
    township = _township(reply)
    known = [each for each in requests if each.stage is reply.stage and _township(each) == township]
    numbers = {each.number for request in known for each in _own(request)}
    for cited in reply.claims.numbers:
        if cited.own or not (cited.title.endswith("请示") or "呈" in cited.number or "请" in cited.number):
            continue
        same_number = [
            request for request in known if cited.number in {each.number for each in _own(request)}
        ]
        if cited.number and numbers and not same_number:
            told = f"引用的请示文号是{cited.number}，档案里这一乡镇的请示是{join(sorted(numbers))}"
        elif (
            cited.title
            and same_number
            and not any(_same_title(cited.title, each.paper.title) for each in same_number)
        ):
            told = f"引用的请示标题是《{cited.title}》，该文号的请示标题是《{same_number[0].paper.title}》"
        elif (
            cited.title
            and not cited.number
            and known
            and not any(_same_title(cited.title, each.paper.title) for each in known)
        ):
            told = f"引用的请示《{cited.title}》，档案里没有这个标题的请示"
        else:
            continue
        sides = [each.claims.numbers[0] for each in known if each.claims.numbers]
        shaky = cited.source.sure < SURE or any(each.source.sure < SURE for each in sides)
        yield Problem(
            unit=township or reply.unit,
            item=reply.item,
            message=f"{unit_name(reply.unit)}的{kind_name(reply.kind)}《{reply.paper.title}》{told}。",
            files=reply.paths,
            expected="批复引用的标题、文号与请示一致",
            actual=told,
            fix="对照收发文登记簿查明正确的文号和标题，由发文单位更正或写情况说明。",
            severity=Severity.WARNING if shaky else None,
            quotes=(
                quote(reply, cited.source),
                *(quote(each, each.claims.numbers[0].source) for each in known if each.claims.numbers),
            ),
        )


def _own(original: Original) -> list[DocumentNumber]:
    return [each for each in original.claims.numbers if each.own]


def _township(original: Original) -> str:
    """The township that the paper is of or for: of its folder, or the one that its list or copies lie in."""
    units = {"/".join(file.unit.split("/")[:2]) for file, _ in original.copies if "/" in file.unit}
    if len(units) == 1:
        return units.pop()
    place = (
        original.paper.issuer.place if original.paper.issuer and original.kind == "township-request" else ""
    )
    named = [unit for unit in units if place and unit.endswith(place)]
    return named[0] if named else ""


def _same_title(one: str, other: str) -> bool:
    first, second = (re.sub(r"[\s《》“”\"（）()、，]", "", title) for title in (one, other))
    return first == second or first in second or second in first


def _used_twice(found: Sequence[Original]) -> Iterator[Problem]:
    """One number on two different letters; copies of one letter, also as a scan beside its draft, are one."""
    by_number: dict[str, list[Original]] = defaultdict(list)
    for original in found:
        for number in _own(original):
            by_number[number.number].append(original)
    for text, letters in sorted(by_number.items()):
        different = [letters[0]]
        for letter in letters[1:]:
            if not any(_same_letter(letter, known) for known in different):
                different.append(letter)
        if len(different) < 2:
            continue
        titles = join(f"《{each.paper.title}》" for each in different)
        yield Problem(
            unit=_township(different[-1]) or different[-1].unit,
            item=different[-1].item,
            message=f"文号{text}用在了{len(different)}份不同的文件上：{titles}。",
            files=tuple(sorted({path for each in different for path in each.paths})),
            expected="一个文号只用于一份文件",
            actual=f"{text}：{titles}",
            fix="对照发文登记簿查明各自的文号，由发文单位更正或写情况说明。",
            severity=Severity.WARNING
            if any(_own(each)[0].source.sure < SURE for each in different)
            else None,
            quotes=tuple(quote(each, _own(each)[0].source) for each in different),
        )


def _issues(letter: Original, plan: Original) -> bool:
    """Whether the letter issues the other: 关于印发《…方案》的通知 and the plan bear one number."""
    return (
        "印发" in letter.paper.title
        and "印发" not in plan.paper.title
        and plan.kind in ("work-plan", "policy-document")
    )


def _same_letter(one: Original, other: Original) -> bool:
    if _same_title(one.paper.title, other.paper.title) and one.paper.day == other.paper.day:
        return True
    if _issues(one, other) or _issues(other, one):
        return True
    if one.kind != other.kind or one.stage is not other.stage:
        return False
    return (
        SequenceMatcher(None, one.paper.text[:800], other.paper.text[:800], autojunk=False).ratio()
        >= _SAME_TEXT
    )
