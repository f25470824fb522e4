"""Meetings: enough present, and votes that make up those who may vote."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.claims.types import Attendance, Vote
from audit.rules.catalogue import rule
from audit.rules.weighing import SURE, quote
from audit.stated import Original, originals
from audit.types import Dossier, Problem, Severity
from audit.wording import join, kind_name, unit_name

_REVIEWS = ("village-review-meeting", "township-review-meeting", "county-consultation", "review-result")
# 村民代表会议 and 村民代表大会 are bodies of the law; a 评议会 is not (domain D).
_BODY = re.compile(r"村民代表(?:会议|大会|会)|村民会议|居民代表(?:会议|大会)")


@rule("quorum-not-met", Severity.ERROR, family="meetings", alone=True)
def quorum_not_met(dossier: Dossier) -> Iterator[Problem]:
    """村民代表会议到会人数不够，或通过的户没有过半数同意。

    为什么：村民代表会议要有三分之二以上的组成人员参加，所作决定要经到会人员过半数同意；人数不够，评议结果就不作数。其他评议会只看应到、实到是否写明、是否矛盾。
    怎么办：对照签到表核实到会人数；确实不足的，重新召开会议评议，原记录照存并写情况说明。
    依据：《村民委员会组织法》第二十六条。
    """
    for original in originals(dossier):
        for attendance in original.claims.attendances:
            if original.kind not in _REVIEWS:
                continue
            said = _too_few(attendance, original)
            if said:
                yield _of_meeting(original, said, "到会三分之二以上，应到、实到不矛盾", attendance,
                                  "对照签到表核实人数；确实不足的，重新召开会议评议，原记录照存。")  # fmt: skip
        for vote, present in _votes(original):
            short = vote.in_favour is not None and present and vote.in_favour * 2 <= present
            if _is_body(original) and short and vote.passed is True:
                said = f"{vote.head or '表决'}同意{vote.in_favour}人，到会{present}人，没有过半数，却列为通过"
                yield _of_meeting(
                    original,
                    said,
                    "到会人员过半数同意才算通过",
                    vote,
                    "对照原始记录和签到表核实票数；确实没有过半数的，重新评议。",
                )


def _too_few(attendance: Attendance, original: Original) -> str:
    due, present = attendance.due, attendance.present
    if due is None or present is None:
        return ""
    if present > due:
        return f"实到{present}人，多于应到{due}人"
    if _is_body(original) and present * 3 < due * 2:
        return f"应到{due}人，实到{present}人，不足三分之二"
    return ""


def _is_body(original: Original) -> bool:
    return bool(_BODY.search(original.paper.title) or _BODY.search(original.paper.text[:200]))


def _votes(original: Original) -> Iterator[tuple[Vote, int | None]]:
    attendance = next(iter(original.claims.attendances), None)
    for vote in original.claims.votes:
        yield vote, attendance.present if attendance else None


@rule("vote-arithmetic", Severity.ERROR, family="meetings", alone=True)
def vote_arithmetic(dossier: Dossier) -> Iterator[Problem]:
    """同意、反对、弃权之和，不等于到会有表决权的人数。

    为什么：每个有表决权的到会人员都投一票（弃权也算），合起来应当等于实到人数减去列席、回避的人；不等说明票数或人数记错了。
    怎么办：对照计票单、签到表核实票数，由记录单位写情况说明；查不清的重新评议。
    依据：《村民委员会组织法》第二十六条；会议记录应写明到会人数和表决情况。
    """
    for original in originals(dossier):
        if original.kind not in _REVIEWS:
            continue
        wrong = [
            (vote, said)
            for vote, present in _votes(original)
            if (said := _miscounted(vote, present, original))
        ]
        if wrong:
            said = join(each for _, each in wrong)
            yield _of_meeting(original, f"票数与到会人数不等：{said}", "同意、反对、弃权之和等于有表决权的到会人数", wrong[0][0],
                              "对照计票单、签到表核实票数，由记录单位写情况说明；查不清的重新评议。")  # fmt: skip


def _miscounted(vote: Vote, present: int | None, original: Original) -> str:
    """What is wrong with the count, where those who may vote are known (contract, decision 9)."""
    if present is None or vote.in_favour is None or vote.against is None:
        return ""
    without = len(original.claims.attendances[0].without_vote)
    cast = vote.in_favour + vote.against + (vote.abstained or 0)
    if cast in (present, present - without) or (vote.abstained is None and cast < present):
        return ""
    figures = "＋".join(
        str(each) for each in (vote.in_favour, vote.against, vote.abstained) if each is not None
    )
    return f"{vote.head + '：' if vote.head else ''}{figures}＝{cast}，到会{present}人"


def _of_meeting(original: Original, said: str, expected: str, claim: Attendance | Vote, fix: str) -> Problem:
    return Problem(
        unit=original.unit,
        item=original.item,
        message=f"{unit_name(original.unit)}的{kind_name(original.kind)}《{original.paper.title}》{said}。",
        files=original.paths,
        expected=expected,
        actual=said,
        fix=fix,
        severity=Severity.WARNING if claim.source.sure < SURE else None,
        quotes=(quote(original, claim.source),),
        about=(claim.head,) if isinstance(claim, Vote) else ("attendance",),
    )
