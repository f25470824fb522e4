"""What some notices demand and others do not: off until a checklist, or `--select`, turns it on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import partial

from audit.chain import Timed, listings, timelines
from audit.claims.types import Field
from audit.rules.catalogue import rule
from audit.rules.weighing import quote
from audit.stated import Original, originals, statements_by_household
from audit.types import Dossier, Problem, Severity
from audit.wording import join, kind_name, unit_name
from checklists import Level, Stage
from registry.dates import format_date

_optional = partial(rule, optional=True)
_LETTERS = (
    "township-request",
    "county-reply",
    "village-report",
    "public-notice",
    "notice-outcome",
    "policy-document",
)
_VISITS = ("verification-form", "elimination-visit-form", "visit-record")
_PHONE = re.compile(r"\d{3,4}-\d{7,8}|(?<!\d)\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|12317|电话")
_SIX_MONTHS = 183
_FIFTEEN_DAYS = 15
# A risk and the words of measures that answer it (domain F, 53).
_ANSWERS = {
    "因病": r"医|病|健康|救助|低保|保险|慈善|社会",
    "因残": r"残|低保|救助|护理|特困|保险|社会|就业|公益",
    "因学": r"学|教育|雨露|资助",
    "因自然灾害": r"灾|救助|产业|住房|重建|保险",
    "因意外事故": r"救助|医|保险|低保|社会",
    "因产业项目失败": r"产业|奖补|信贷|金融|技术|培训|就业",
    "因务工就业不稳": r"就业|务工|公益|岗位|培训|交通补助|产业",
    "缺劳动力": r"低保|特困|救助|公益|产业|分红|养老|综合",
    "因安全住房": r"住房|危房|搬迁|改造",
    "因安全饮水": r"饮水|供水|水",
}


@_optional("letter-incomplete", Severity.WARNING, family="practice", alone=True)
def letter_incomplete(dossier: Dossier) -> Iterator[Problem]:
    """“三无”材料：没有落款、没有日期。

    为什么：没有落款、日期（和公章）的材料说不清是谁、什么时候出具的，不能作为凭据。
    怎么办：查明出具单位和实际日期，由出具单位重新出具或写情况说明。
    依据：GB/T 9704-2012 第 7.3.5 条。
    """
    for original in originals(dossier):
        lacking = [] if original.paper.issuer else ["落款"]
        lacking += [] if original.paper.day else ["日期"]
        if original.kind in _LETTERS and lacking:
            yield _of(
                dossier,
                original,
                f"没有{join(lacking)}",
                "有落款和日期",
                "查明出具单位和实际日期，由出具单位重新出具或写情况说明。",
            )


@_optional("one-investigator", Severity.WARNING, family="practice", alone=True)
def one_investigator(dossier: Dossier) -> Iterator[Problem]:
    """入户核查、核实只写了一个人。

    为什么：入户核查应由两人以上进行，一个人核查的结果缺少旁证。
    怎么办：对照走访记录查明参加核查的人，由本人说明；确实只有一人的，由两人重新入户核查。
    依据：入户核查由两人以上进行的通行要求（如各地防返贫监测核查表的两名核查人签字栏）。
    """
    for original in originals(dossier):
        if original.kind not in _VISITS:
            continue
        for signing in original.claims.signings:
            if (
                re.match(r"核查|核实|走访|调查|入户", signing.label)
                and signing.filled
                and len(signing.names) == 1
            ):
                yield _of(
                    dossier,
                    original,
                    f"“{signing.label}”只有{signing.names[0]}一人",
                    "两人以上",
                    "对照走访记录查明参加核查的人；确实只有一人的，重新入户核查。",
                )


@_optional("review-not-per-household", Severity.WARNING, family="practice", alone=True)
def review_not_per_household(dossier: Dossier) -> Iterator[Problem]:
    """评议会议记录没有逐户记表决情况。

    为什么：评议要一户一议、一户一票，笼统写“一致通过”的记录看不出每户怎么评的。
    怎么办：对照原始记录和计票单补充逐户的情况说明；没有逐户评议的，重新评议。
    依据：民主评议“一户一议、逐户表决”的通行要求；各地检查通报的常见问题。
    """
    for original in originals(dossier):
        heads = {row.head for row in original.paper.rows if row.passed}
        voted = {vote.head for vote in original.claims.votes if vote.head}
        if original.kind == "village-review-meeting" and len(heads) > 1 and heads - voted:
            yield _of(
                dossier,
                original,
                f"没有写明{join(sorted(heads - voted))}的表决情况",
                "逐户写明表决情况",
                "对照计票单补充说明；没有逐户评议的，重新评议。",
            )


@_optional("risk-without-measure", Severity.WARNING, family="practice")
def risk_without_measure(dossier: Dossier) -> Iterator[Problem]:
    """一种风险没有对应的帮扶措施。

    为什么：因学的要有教育帮扶，因病的要有健康帮扶或救助……措施不对应风险，就消除不了风险。
    怎么办：核对帮扶方案，补上针对这种风险的措施；已有措施只是名称看不出的，在方案里写明。
    依据：中农组发〔2021〕7号（按照缺什么补什么的原则，针对风险落实措施）。
    """
    for home, found in statements_by_household(dossier).items():
        risks = {
            risk
            for each in found
            if each.statement.field is Field.RISKS
            for risk in each.statement.value.split("、")
        }
        planned = [each for each in found if each.statement.field is Field.MEASURES]
        words = "、".join(each.statement.value for each in planned)
        words += "、".join(
            measure
            for original in originals(dossier)
            if original.unit == home
            for measure in original.paper.measures
        )
        lacking = sorted(
            risk for risk in risks if risk in _ANSWERS and words and not re.search(_ANSWERS[risk], words)
        )
        if lacking:
            yield Problem(home, "H08", f"{unit_name(home)}的风险有{join(lacking)}，帮扶措施里没有对应的。",
                          expected="每种风险都有对应的措施", actual=f"措施：{words[:60]}", fix="核对帮扶方案，补上针对性的措施。")  # fmt: skip


@_optional("eliminated-too-soon", Severity.WARNING, family="practice")
def eliminated_too_soon(dossier: Dossier) -> Iterator[Problem]:
    """纳入不满半年就消除了风险。

    为什么：风险消除要求收入持续稳定，原则上半年以上；过早消除的，检查时要看依据。
    怎么办：核对消除的依据是否充分，在评估表里写明；依据不足的，继续监测。
    依据：国家乡村振兴局《健全防止返贫动态监测和帮扶机制工作指南（试行）》关于收入持续稳定（原则上半年以上）的规定。
    """
    found = timelines(dossier)
    for (home, stage), steps in found.items():
        later = found.get((home, Stage.ELIMINATION), ())
        first = min((each for each in steps if each.step == "reply"), key=_on, default=None)
        last = max((each for each in later if each.step == "reply"), key=_on, default=None)
        if stage is Stage.IDENTIFICATION and first and last and 0 <= (last.on - first.on).days < _SIX_MONTHS:
            said = f"{format_date(first.on)}批复纳入，{format_date(last.on)}批复消除，不满半年"
            yield Problem(home, last.original.item, f"{unit_name(home)}{said}。", files=last.original.paths,
                          expected="纳入半年以后消除", actual=said, fix="核对消除的依据，在评估表里写明；依据不足的继续监测。",
                          quotes=(quote(first.original, first.source), quote(last.original, last.source)))  # fmt: skip


def _on(timed: Timed) -> date:
    return timed.on


@_optional("identified-too-slowly", Severity.WARNING, family="practice")
def identified_too_slowly(dossier: Dossier) -> Iterator[Problem]:
    """从申请到批复超过规定的天数。

    为什么：从发现线索到认定一般不超过 15 天，拖得久了帮扶跟不上。
    怎么办：查明拖延在哪一步，写明原因；今后按时限办理。
    依据：国家乡村振兴局《健全防止返贫动态监测和帮扶机制工作指南（试行）》关于识别时限（一般不超过 15 天）的规定。
    """
    for (home, stage), steps in timelines(dossier).items():
        asked = [each for each in steps if each.step == "application"]
        replied = [each for each in steps if each.step == "reply"]
        if stage is Stage.IDENTIFICATION and asked and replied:
            days = (min(each.on for each in replied) - min(each.on for each in asked)).days
            if days > _FIFTEEN_DAYS:
                yield Problem(home, replied[0].original.item, f"{unit_name(home)}从申请到批复用了{days}天，超过{_FIFTEEN_DAYS}天。",
                              files=replied[0].original.paths, expected=f"不超过{_FIFTEEN_DAYS}天", actual=f"{days}天",
                              fix="查明拖延在哪一步，写明原因。")  # fmt: skip


@_optional("request-two-matters", Severity.WARNING, family="practice", alone=True)
def request_two_matters(dossier: Dossier) -> Iterator[Problem]:
    """一份请示请求了两件事，或主送了两个机关。

    为什么：请示应当一文一事，只主送一个上级机关，否则批复无从答复。
    怎么办：由发文单位分成两份重新报送。
    依据：《党政机关公文处理工作条例》第十五条（一文一事、主送一个机关）。
    """
    for original in originals(dossier):
        title = original.paper.title
        two = "纳入" in title and "消除" in title
        if original.kind == "township-request" and two:
            yield _of(
                dossier,
                original,
                "同时请求纳入和消除两件事",
                "一份请示只请求一件事",
                "由发文单位分成两份重新报送。",
            )


@_optional("notice-incomplete", Severity.WARNING, family="practice", alone=True)
def notice_incomplete(dossier: Dossier) -> Iterator[Problem]:
    """公示没有写起止日期，或没有监督电话。

    为什么：群众要知道公示到哪一天、有意见打什么电话，缺了公示就不完整。
    怎么办：仍在公示的补全后重新张贴；已结束的写情况说明，今后补全。
    依据：村务公开、政务公开对公示内容的要求（依据、名单、期限、监督电话）。
    """
    for original in originals(dossier):
        if original.kind == "public-notice":
            lacking = [] if original.claims.periods else ["起止日期"]
            lacking += [] if _PHONE.search(original.paper.text) else ["监督电话"]
            if lacking:
                yield _of(
                    dossier,
                    original,
                    f"没有{join(lacking)}",
                    "写明起止日期和监督电话",
                    "仍在公示的补全后重新张贴；已结束的写情况说明。",
                )


@_optional("household-without-folder", Severity.WARNING, family="practice")
def household_without_folder(dossier: Dossier) -> Iterator[Problem]:
    """台账、批复里有的户，没有户档案。

    为什么：一户一档，台账上的每一户都应有自己的档案。
    怎么办：查找该户的材料，建立户档案。
    依据：四级档案通知“一户一档”。
    """
    having = {file.unit for file in dossier.files if file.level is Level.HOUSEHOLD}
    listed = sorted(
        {home for each in listings(dossier) if each.step in ("reply", "ledger") for home in each.households}
    )
    for home in listed:
        if home not in having:
            yield Problem(home, None, f"{unit_name(home)}在批复或台账里，没有户档案。", expected="有户档案", actual="没有找到",
                          fix="查找该户的材料，建立户档案。")  # fmt: skip


def _of(dossier: Dossier, original: Original, what: str, expected: str, fix: str) -> Problem:
    whose = (
        ""
        if dossier.alone
        else f"{unit_name(original.unit)}的{kind_name(original.kind)}《{original.paper.title}》"
    )
    return Problem(
        unit=original.unit,
        item=original.item,
        message=f"{whose}{what}。",
        files=original.paths,
        expected=expected,
        actual=what,
        fix=fix,
    )
