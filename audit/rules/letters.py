"""Numbers of official letters: a reply cites the request that was sent, and no number is used twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from audit.chain import listings
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
            yield from _cited_wrongly(dossier, reply, requests)
    yield from _used_twice(found)


def _cited_wrongly(dossier: Dossier, reply: Original, requests: Sequence[Original]) -> Iterator[Problem]:
    """The request that a reply must mean (by title, number or households) bears another number or title.

    A request that is not on file at all is a missing part, and no contradiction.
    """
    known = [each for each in requests if each.stage is reply.stage]
    for cited in reply.claims.numbers:
        if cited.own or not (cited.title.endswith("请示") or re.search(r"[呈请]", cited.number)):
            continue
        titled = [each for each in known if cited.title and _same_title(cited.title, each.paper.title)]
        numbered = [
            each for each in known if cited.number and cited.number in map(_number, each.claims.numbers)
        ]
        meant = titled or numbered or _of_one_round(dossier, reply, known)
        told = _contradiction(cited, titled, numbered, meant)
        if told:
            yield _citation(reply, cited, told, meant)


def _contradiction(
    cited: DocumentNumber, titled: Sequence[Original], numbered: Sequence[Original], meant: Sequence[Original]
) -> str:
    numbers = sorted({each.number for request in meant for each in _own(request)})
    if cited.number and numbers and not numbered:
        return f"引用的请示文号是{cited.number}，请示上的文号是{join(numbers)}"
    if cited.title and numbered and not titled:
        return f"引用的请示标题是《{cited.title}》，该文号的请示标题是《{numbered[0].paper.title}》"
    if cited.title and meant and not titled and not cited.number:
        return f"引用的请示标题是《{cited.title}》，请示的标题是《{meant[0].paper.title}》"
    return ""


def _of_one_round(dossier: Dossier, reply: Original, requests: Sequence[Original]) -> list[Original]:
    """The requests whose lists share households with the reply's."""
    asked = {id(each.original): each.households for each in listings(dossier)}
    own = asked.get(id(reply), frozenset())
    return [each for each in requests if own & asked.get(id(each), frozenset())]


def _citation(reply: Original, cited: DocumentNumber, told: str, meant: Sequence[Original]) -> Problem:
    sides = [(each, number) for each in meant for number in _own(each)]
    shaky = cited.source.sure < SURE or any(number.source.sure < SURE for _, number in sides)
    return Problem(
        unit=reply.unit,
        item=reply.item,
        message=f"{unit_name(reply.unit)}的{kind_name(reply.kind)}《{reply.paper.title}》{told}。",
        files=reply.paths,
        expected="批复引用的标题、文号与请示一致",
        actual=told,
        fix="对照收发文登记簿查明正确的文号和标题，由发文单位更正或写情况说明。",
        severity=Severity.WARNING if shaky else None,
        quotes=(quote(reply, cited.source), *(quote(each, number.source) for each, number in sides)),
        about=(cited.number or cited.title,),
    )


def _number(claim: DocumentNumber) -> str:
    return claim.number if claim.own else ""


def _own(original: Original) -> list[DocumentNumber]:
    return [each for each in original.claims.numbers if each.own]


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
            unit=different[-1].unit,
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
            about=(text,),
            of_unit=True,
        )


def _issues(letter: Original, plan: Original) -> bool:
    """Whether the letter issues the other: 关于印发《…方案》的通知 and the plan bear one number."""
    return (
        "印发" in letter.paper.title
        and "印发" not in plan.paper.title
        and plan.kind in ("work-plan", "policy-document")
    )


def _heads(letter: Original) -> frozenset[str]:
    return frozenset(row.head for row in letter.paper.rows)


def _same_letter(one: Original, other: Original) -> bool:
    if _same_title(one.paper.title, other.paper.title) and one.paper.day == other.paper.day:
        return True
    if _issues(one, other) or _issues(other, one):
        return True
    if one.kind != other.kind or one.stage is not other.stage or _heads(one) != _heads(other):
        return False
    return (
        SequenceMatcher(None, one.paper.text[:800], other.paper.text[:800], autojunk=False).ratio()
        >= _SAME_TEXT
    )
