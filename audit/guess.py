"""The kind of a paper whose content could be read: content first, the file's name after it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audit.context import UNKNOWN, Context
from audit.recognition import load_recognition
from audit.types import Paper
from checklists import Level, Stage, load_kinds

__all__ = ["Guess", "decide_stage", "guess_kind", "mentions_a_measure"]

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
    """A kind and how sure it is (0 to 1)."""

    kind: str
    confidence: float


def guess_kind(paper: Paper, context: Context, first: bool) -> Guess:
    """The best kind for a paper where it stands; the file's name counts for its first paper only."""
    weights = load_recognition()
    figures = weights.weights
    scores = dict(paper.scores)
    titled = bool(paper.scores) and paper.scores[0][1] >= figures["title"]
    by_name = figures["name_beside_title"] if titled else figures["name"]
    for signs in weights.kinds:
        if first and signs.name and signs.name.search(context.name):
            scores[signs.kind] = scores.get(signs.kind, 0.0) + by_name
    for kind in scores:
        if context.level not in weights.by_kind[kind].levels:
            scores[kind] -= figures["wrong_level"]
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < figures["enough"]:
        proof = context.level is Level.HOUSEHOLD and mentions_a_measure(paper.text)
        return Guess("measure-proof", 0.6) if proof else Guess(UNKNOWN, 0.5)
    kind, score = ranked[0]
    if context.level is Level.HOUSEHOLD and _is_about_a_measure(kind, paper.title):
        return Guess("measure-proof", 0.8)
    if kind in _NOTICES:
        kind = _notice_kind(paper, context)
    second = max((other for name, other in ranked[1:] if name not in _NOTICES), default=0.0)
    confidence = 0.5 + 0.3 * min(score / 12, 1.0) + 0.2 * (1 - max(second, 0.0) / score)
    return Guess(kind, round(min(confidence, 0.99), 2))


def decide_stage(kind: str, paper: Paper | None, context: Context, by_name: Stage | None) -> Stage | None:
    """A kind's own stage, else what the paper says, else its name, else its folder; None where none tells."""
    if kind == UNKNOWN:
        return None
    signs = load_recognition().by_kind.get(kind)
    if signs and signs.stage:
        return signs.stage
    if not load_kinds()[kind].staged and kind not in _OF_A_STEP:
        return None
    folder = context.folder_stage
    if folder not in (Stage.IDENTIFICATION, Stage.ELIMINATION):
        folder = None
    return (paper.stage if paper else None) or by_name or folder


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


def _notice_kind(paper: Paper, context: Context) -> str:
    """A notice from above is received (上级文件), the unit's own is its deployment. The issuer tells."""
    issuer = paper.issuer
    if issuer is None:
        return "policy-document" if "上级" in context.name else "deployment-notice"
    if issuer.level is None or issuer.level.depth < context.level.depth:
        return "policy-document"
    if issuer.level is Level.COUNTY and issuer.place and issuer.place != context.county:
        return "policy-document"
    return "deployment-notice"
