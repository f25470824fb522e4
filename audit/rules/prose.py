"""What is wrong with a paper's words: placeholders, numbering, dates that cannot be, data shown, annexes not there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePosixPath

from audit.claims.types import BadDate, Dated, Numbered
from audit.made_later import made_later_on
from audit.rules.catalogue import rule
from audit.rules.weighing import SURE
from audit.rules.within import Found, problems_within
from audit.stated import Original, originals
from audit.types import Dossier, File, Problem, Severity, State
from registry.dates import format_date
from registry.text import squeeze

_PUBLIC = ("public-notice", "result-announcement")
# Dates of things that happened when the paper was made; 到期、计划 and the like may lie ahead.
_HAPPENED = re.compile(
    r"落款|(会议|开会|走访|入户|核查|核实|评估|申请|申报|填表|填报|排查|评议|审核|研判|签到|公示|系统导出)?(时间|日期)"
)
_LIST = re.compile(r"名单|花名册|一览表")
_RANGE = re.compile(r"[至到—–~～]|\d[日号]?-\d+[月日号]")
_AHEAD = ("deployment-notice", "public-notice", "work-plan", "policy-document", "unknown")


@rule("placeholder-left", Severity.ERROR, family="words", alone=True)
def placeholder_left(dossier: Dossier) -> Iterator[Problem]:
    """成文的材料里还留着没有填的占位，或丢了数字。

    为什么：“x户x人”“20xx年”“×××”“占比。”这类地方是套用模板、复制粘贴留下的，说明材料没有写完就归了档。
    怎么办：由出具单位按原始情况填写完整，重新印发或打印；查不到的写明情况，不得凭空填数。
    依据：GB/T 9704-2012 对公文完整、准确的要求；四级档案通知“据实规范归档”。
    """
    for original in originals(dossier):
        yield from problems_within(
            dossier,
            original,
            "留有没有填写的占位，或丢了数字",
            [Found(f"“{each.text}”", each.source) for each in original.claims.placeholders],
            expected="内容填写完整",
            fix="由出具单位按原始情况填写完整后重新打印归档。",
            between="、",
        )


@rule("numbering-broken", Severity.WARNING, family="words", alone=True)
def numbering_broken(dossier: Dossier) -> Iterator[Problem]:
    """序号跳号，或同一个号用了两次。

    为什么：标题、条目、名单的序号断了，常是删了一段、漏了一户没有察觉。
    怎么办：对照底稿看是漏了内容还是只错了序号；漏了的补上，只错序号的改正。
    依据：GB/T 9704-2012 第 7.3.3 条（正文结构层次序数）。
    """
    for original in originals(dossier):
        yield from problems_within(
            dossier,
            original,
            "序号不连续",
            list(_broken(original.claims.numbering)),
            expected="序号连续",
            fix="对照底稿核对是否漏了内容，更正序号。",
        )


def _broken(numbering: Sequence[Numbered]) -> Iterator[Found]:
    last: dict[tuple[str, int], int] = {}
    for each in numbering:
        if each.source.sure < SURE:
            continue  # a figure read off a picture may be another one
        before = last.get((each.scheme, each.group))
        if before is not None and each.number != before + 1:
            how = "又是" if each.number == before else "是"
            said = f"“{each.scheme}”一类的序号，{before}后面{how}{each.number}"
            yield Found(said, each.source)
        last[each.scheme, each.group] = each.number


@rule("date-impossible", Severity.ERROR, family="timeline", alone=True)
def date_impossible(dossier: Dossier) -> Iterator[Problem]:
    """日期不存在，或者晚于审查的日期。

    为什么：2月30日这样的日期不存在；还没有到的日期不可能已经开过会、签过字，说明日期是写错或预先写好的。
    怎么办：对照会议记录、签到、收发文登记等原始材料查明实际日期，由出具单位写情况说明；不得凭回忆更动。
    依据：GB/T 7408 日期表示；DA/T 70-2018（元数据值域、合理性）。
    """
    for original in originals(dossier):
        bad = [Found(_bad_said(each), each.source) for each in original.claims.bad_dates]
        bad += [
            Found(f"{each.label}{format_date(each.on)}晚于审查日期{format_date(dossier.as_of)}", each.source)
            for each in original.claims.dates
            if _too_late(each, dossier.as_of)
            and not (dossier.alone and _lies_ahead(original, each))
            and each.on != made_later_on(original.file.document)
        ]
        yield from problems_within(
            dossier,
            original,
            "日期不可能",
            bad,
            expected="日期存在，不晚于审查日期",
            fix="对照原始材料查明实际日期，由出具单位写情况说明。",
        )


def _bad_said(each: BadDate) -> str:
    return f"“{each.text}”{'止在起前' if _RANGE.search(each.text) else '不存在'}"


def _lies_ahead(original: Original, dated: Dated) -> bool:
    """Whether a paper that is not yet sent may speak of it before the day: a notice of a meeting, a posting, a plan."""
    return original.kind in _AHEAD and dated.label != "落款"


def _too_late(each: Dated, as_of: date) -> bool:
    return each.on > as_of and _HAPPENED.fullmatch(each.label) is not None


@rule("personal-data-exposed", Severity.ERROR, family="words", alone=True)
def personal_data_exposed(dossier: Dossier) -> Iterator[Problem]:
    """公示、公告上露出了完整的证件号码、手机号或银行卡号。

    为什么：公示是给群众看的，露出完整号码会泄露个人信息；名单、台账、批复不对外张贴，不在此列。
    怎么办：今后公示时遮去中间几位；仍在张贴的立即换下；已归档的原件照存，另附遮号的版本和说明，不要涂改原件。
    依据：《个人信息保护法》第六条；政务公开个人信息去标识化的要求（国办 2018 年政务公开工作要点）。
    """
    for original in originals(dossier):
        if original.kind in _PUBLIC:
            yield from problems_within(
                dossier,
                original,
                "露出完整的个人号码",
                [Found(f"{each.what}{each.shown}", each.source) for each in original.claims.exposed],
                expected="证件号码、手机号、卡号遮去中间几位",
                fix="仍在张贴的换下；另附遮号的版本和说明，原件照存。",
                between="、",
            )


@rule("missing-attachment", Severity.ERROR, family="completeness")
def missing_attachment(dossier: Dossier) -> Iterator[Problem]:
    """文中写明有附件，文内和旁边都没有。

    为什么：附件是正文的组成部分，缺了附件的文件不完整，检查时按缺件处理。
    怎么办：向发文单位要附件归入同一文件夹；正文后已附的，检查是否漏扫了后面的页。
    依据：GB/T 9704-2012 第 7.3.4、7.3.7 条（附件说明、附件）；DA/T 70-2018（附件数据完整性）。
    """
    folders: dict[str, list[File]] = defaultdict(list)
    for file in dossier.files:
        folders[_folder(file.path)].append(file)
    for original in originals(dossier):
        for annex in original.claims.annexes:
            places = [(file, folders[_folder(file.path)]) for file, _ in original.copies]
            if any(_is_there(annex.title, file, original, beside) for file, beside in places):
                continue
            yield from problems_within(
                dossier,
                original,
                "写明有附件，文内和同一文件夹里都没有",
                [Found(f"“{annex.title}”", annex.source)],
                expected=f"附有“{annex.title}”",
                fix="向发文单位要附件，归入同一文件夹。",
                about=(annex.title,),
            )


def _folder(path: str) -> str:
    """The folder that a file lies in; what is in a zip lies in the zip's folder."""
    return path.partition("!/")[0].rpartition("/")[0]


def _is_there(title: str, file: File, original: Original, beside: Sequence[File]) -> bool:
    """Whether the annex is on a later page or in the text, in a file beside, or may be in one that was not read."""
    if original.paper.rows and _LIST.search(title):
        return True
    if any(_alike(title, part.paper.title) or (_LIST.search(title) and part.kind == "name-list") for part in file.parts if part.paper and part.paper is not original.paper):  # fmt: skip
        return True
    for other in beside:
        if other.path == file.path:
            continue
        name = squeeze(PurePosixPath(other.path).stem)
        titles = [part.paper.title for part in other.parts if part.paper]
        if any(_alike(title, each) for each in [name, *titles]):
            return True
        if _LIST.search(title) and any(part.kind == "name-list" for part in other.parts):
            return True
        unread = other.document.state not in (State.READ, State.CONTAINER)
        if unread and other.kind in ("unknown", "name-list"):
            return True
    return False


def _alike(title: str, other: str) -> bool:
    """Most of the title's pairs of characters stand in the other."""
    words = re.sub(r"[《》“”（）()\s\d.]|附件", "", title)
    pairs = {words[at : at + 2] for at in range(len(words) - 1)}
    return bool(pairs) and sum(pair in other for pair in pairs) >= 0.6 * len(pairs)
