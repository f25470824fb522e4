"""The kind of a paper whose content could be read: content first, the file's name after it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audit.context import UNKNOWN, Context
from audit.reasons import Reason
from audit.recognition import load_recognition
from audit.types import Paper
from checklists import Level, Stage, load_kinds

__all__ = ["Guess", "decide_stage", "guess_kind", "mentions_a_measure", "place_reasons", "stage_and_why"]

_NOTICES = ("policy-document", "deployment-notice")
_COULD_BE_PROOF = {
    "application",
    "name-list",
    "authorisation",
    "review-result",
    "visit-record",
    "public-notice",
}
# Of no stage by their kind, but filed with a step that has one.
_OF_A_STEP = ("sign-in-sheet", "photo", "refusal-notice")


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind and how sure it is (0 to 1); `why` tells users what decided besides the weights."""

    kind: str
    confidence: float
    why: str = ""


def guess_kind(paper: Paper, context: Context, first: bool) -> Guess:
    """The best kind for a paper where it stands; the file's name counts for its first paper only."""
    figures = load_recognition().weights
    scores = dict(paper.scores)
    for reason in place_reasons(paper, context, first):
        scores[reason.kind] = scores.get(reason.kind, 0.0) + reason.weight
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < figures["enough"]:
        proof = context.level is Level.HOUSEHOLD and mentions_a_measure(paper.text)
        if proof:
            return Guess("measure-proof", 0.6, "户档案里写有一项帮扶措施，别的都看不出")
        return Guess(UNKNOWN, 0.5, "没有一种的理由够分量")
    kind, score = ranked[0]
    if context.level is Level.HOUSEHOLD and _is_about_a_measure(kind, paper.title):
        return Guess("measure-proof", 0.8, "标题说的是一项帮扶措施，不是监测对象的识别")
    why = ""
    if kind in _NOTICES:
        kind, why = _notice_kind(paper, context)
    second = max((other for name, other in ranked[1:] if name not in _NOTICES), default=0.0)
    confidence = 0.5 + 0.3 * min(score / 12, 1.0) + 0.2 * (1 - max(second, 0.0) / score)
    return Guess(kind, round(min(confidence, 0.99), 2), why)


def place_reasons(paper: Paper, context: Context, first: bool) -> Iterator[Reason]:
    """What the file's name speaks for, and what its unit's level speaks against."""
    weights = load_recognition()
    figures = weights.weights
    titled = bool(paper.scores) and paper.scores[0][1] >= figures["title"]
    by_name = figures["name_beside_title"] if titled else figures["name"]
    kinds = {kind for kind, _ in paper.scores}
    for signs in weights.kinds:
        match = signs.name.search(context.name) if first and signs.name else None
        if match:
            yield Reason(signs.kind, "name", match[0], by_name)
        if (match or signs.kind in kinds) and context.level not in signs.levels:
            yield Reason(signs.kind, "level", context.level.zh, -figures["wrong_level"])


def decide_stage(kind: str, paper: Paper | None, context: Context, by_name: Stage | None) -> Stage | None:
    """A kind's own stage, else what the paper says, else its name, else its folder; None where none tells."""
    return stage_and_why(kind, paper, context, by_name)[0]


def stage_and_why(
    kind: str, paper: Paper | None, context: Context, by_name: Stage | None
) -> tuple[Stage | None, str]:
    """The same with what told it, for users."""
    if kind == UNKNOWN:
        return None, "看不出是什么材料，不判断环节"
    signs = load_recognition().by_kind.get(kind)
    if signs and signs.stage:
        return signs.stage, "这种材料只在这个环节有"
    if not load_kinds()[kind].staged and kind not in _OF_A_STEP:
        return None, "这种材料不分环节"
    folder = context.folder_stage
    if folder not in (Stage.IDENTIFICATION, Stage.ELIMINATION):
        folder = None
    told = (
        (paper.stage if paper else None, "标题或正文写明"),
        (by_name, "文件名写明"),
        (folder, "文件夹写明"),
    )
    return next(((stage, why) for stage, why in told if stage), (None, "标题、正文、文件名和文件夹都没有写"))


def mentions_a_measure(text: str) -> bool:
    """Whether a text has the name of a measure of assistance in it."""
    return any(word in text for words in load_recognition().measures.values() for word in words)


def _is_about_a_measure(kind: str, title: str) -> bool:
    """雨露计划申请表, 小额信贷花名册: applications and lists of a measure, not of the monitoring."""
    return (
        kind in _COULD_BE_PROOF
        and not re.search(r"监测|纳入|防贫|返贫|识别|三类|评议|消除", title)
        and mentions_a_measure(title)
    )


def _notice_kind(paper: Paper, context: Context) -> tuple[str, str]:
    """A notice from above is received (上级文件), the unit's own is its deployment. The issuer tells."""
    issuer = paper.issuer
    if issuer is None:
        above = "上级" in context.name
        why = "看不出发文单位，文件名有“上级”" if above else "看不出发文单位，按本级的看"
        return "policy-document" if above else "deployment-notice", why
    if issuer.level is None or issuer.level.depth < context.level.depth:
        return "policy-document", "发文单位在上级"
    if issuer.level is Level.COUNTY and issuer.place and issuer.place != context.county:
        return "policy-document", f"发文单位是外县的（{issuer.place}）"
    return "deployment-notice", "发文单位是本级或下级"
