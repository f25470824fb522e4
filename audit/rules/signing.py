"""Signatures and seals that must be there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from audit.claims.types import Signing
from audit.rules.catalogue import rule
from audit.rules.weighing import quote
from audit.stated import Original, originals
from audit.types import Document, Dossier, Mark, Problem, Quote, Severity
from audit.wording import join, kind_name, unit_name
from registry.dates import format_date

# Contract, decision 8: by the head or applicant on these.
_BY_HEAD = (
    "application",
    "authorisation",
    "verification-form",
    "collection-form",
    "elimination-assessment",
    "measures-table",
)
_HEADS_PLACE = re.compile(r"户主|申请人|申报人|承诺(授权)?人|授权人|农户|本人|被核查人|家庭成员")
_NOT_HEADS = re.compile(
    r"代写人|代办人|代理人|见证人|核查人|核实人|走访人|村级|乡级|镇级|县级|负责人|经办人|责任人|记录人|主持人|干部"
)
_BARE = re.compile(r"(签字|签名|签章|手印|捺印|按手印)([（(].{1,8}[)）])?")
_SOME = 10
_SEALED = ("township-request", "county-reply", "village-report", "public-notice")


@rule("unsigned", Severity.ERROR, family="signing")
def unsigned(dossier: Dossier) -> Iterator[Problem]:
    """必须签字的地方空着；电子稿上打印的名字，是没有签字的草稿。

    为什么：申请书、授权书、核查表、采集表、评估表、统计表要由户主本人签字或按手印，签到表要由到会人员本人签到；空着的不能证明本人认可。打印的姓名不是签字，签字原件没有扫描进来的，只提示一次。
    怎么办：请本人核对内容后签字或按手印，签字当天的日期照实写；本人不在或不会写字的，写明情况由代写人签名、本人按手印。签字件扫描后归档。
    依据：四级档案通知户档案第 1 至 4、8、9 项“户主签字”；会议签到的要求。
    """
    drafts: dict[str, list[Original]] = defaultdict(list)
    for original in originals(dossier):
        places = list(_places(original))
        empty = [each for each in places if each.filled is False]
        marks = _marks(original, "no-signature")
        if empty or (marks and original.kind in _BY_HEAD):
            yield _empty(original, empty, marks)
        elif places and original.file.document.format not in _PICTURES and not _marks(original, "signature"):
            drafts[original.unit].append(original)
    for unit, papers in sorted(drafts.items()):
        yield _draft(unit, papers)


_PICTURES = ("jpg", "png", "tif", "bmp", "webp", "heic", "gif")


def _places(original: Original) -> Iterator[Signing]:
    """The places that must be signed on this kind of paper."""
    for each in original.claims.signings:
        if original.kind == "sign-in-sheet":
            if each.label.endswith("签字"):
                yield each
        elif original.kind in _BY_HEAD and _is_heads(each.label, original):
            yield each


def _is_heads(label: str, original: Original) -> bool:
    if _NOT_HEADS.search(label):
        return False
    if label == f"{original.paper.head}签字":
        return True
    return bool(_HEADS_PLACE.search(label)) or (
        original.kind in ("application", "authorisation") and len(label) <= 8
    )


def _marks(original: Original, kind: str) -> list[Mark]:
    first, last = original.copies[0][1].pages
    return [
        mark
        for mark in original.file.document.marks
        if mark.kind == kind
        and first <= mark.page <= last
        and not _NOT_HEADS.search(mark.label)
        and (original.kind == "sign-in-sheet" or _HEADS_PLACE.search(mark.label))
    ]


def _empty(original: Original, empty: list[Signing], marks: list[Mark]) -> Problem:
    if original.kind == "sign-in-sheet":
        more = " 等" if len(empty) > _SOME else ""
        what = f"有 {len(empty)} 人没有签到：{join(each.label.removesuffix('签字') for each in empty[:_SOME])}{more}"
    else:
        what = f"{join(dict.fromkeys([each.label for each in empty] + [mark.label for mark in marks]))}处空着"
    quotes = tuple(dict.fromkeys(quote(original, each.source) for each in empty))[:5]
    return Problem(
        unit=original.unit,
        item=original.item,
        message=f"{unit_name(original.unit)}的{kind_name(original.kind)}{_of_day(original)}{what}。",
        files=original.paths,
        expected="本人签字或按手印",
        actual=what,
        fix="请本人核对内容后签字或按手印，日期写签字当天；扫描签字件归档。",
        severity=None if empty else Severity.WARNING,
        quotes=quotes or tuple(Quote(original.file.path, mark.page, mark.label) for mark in marks),
    )


def _of_day(original: Original) -> str:
    """Which of a unit's many sign-in sheets it is."""
    day = original.paper.day
    return f"（{format_date(day)}）" if original.kind == "sign-in-sheet" and day else ""


def _draft(unit: str, papers: list[Original]) -> Problem:
    kinds = join(dict.fromkeys(kind_name(each.kind) for each in papers))
    return Problem(
        unit=unit,
        item=None,
        message=f"{unit_name(unit)}的{kinds}是电子稿，名字是打印的，签字件未见。",
        files=tuple(sorted({path for each in papers for path in each.paths})),
        expected="有签字的原件或扫描件",
        actual="只有电子稿",
        fix="找到签字的纸质原件，扫描后放进同一文件夹；纸质件在别处的，记下存放处。",
        severity=Severity.INFO,
        about=("drafts",),
        of_unit=True,
    )


@rule("seal-missing", Severity.WARNING, family="signing")
def seal_missing(dossier: Dossier) -> Iterator[Problem]:
    """应当盖章的文件，扫描件上没有看到红色印章。

    为什么：请示、批复、村级报告、公示要盖公章才生效；黑白扫描、复印的看不出印章，由人对照原件。
    怎么办：看原件有没有盖章；盖了的用彩色重新扫描，没有盖的查明原因，写情况说明。
    依据：GB/T 9704-2012 第 7.3.5 条（印章）；四级档案通知“盖章”。
    """
    for original in originals(dossier):
        file = original.file
        if original.kind not in _SEALED or not _is_scan(file.document):
            continue
        first, last = original.copies[0][1].pages
        if any(mark.kind == "seal" and first <= mark.page <= last for mark in file.document.marks):
            continue
        yield Problem(
            unit=original.unit,
            item=original.item,
            message=f"{unit_name(original.unit)}的{kind_name(original.kind)}《{original.paper.title}》扫描件上没有看到印章。",
            files=(file.path,),
            expected="有红色印章",
            actual="没有看到",
            fix="看原件是否盖章；盖了的彩色重新扫描，没有盖的查明原因。",
            judge=True,
        )


def _is_scan(document: Document) -> bool:
    """Read off pictures: a drawn seal in an electronic file proves nothing and is not asked for."""
    return document.format in _PICTURES or any(block.confidence < 1 for block in document.blocks)
