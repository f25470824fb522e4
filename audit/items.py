"""Which item of the checklist a paper or a folder belongs to. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from audit.papers import stage_in
from audit.recognition import load_recognition
from audit.types import Paper
from checklists import Checklist, Level, Stage

__all__ = ["items_of", "match_item_folder", "notice_items", "photo_items"]

# An item's folder is told by its number and the pairs of characters it shares with the item's title.
_NUMBER_BONUS, _ENOUGH = 1.5, 2.5


def items_of(
    checklist: Checklist,
    kind: str,
    level: Level,
    stage: Stage | None,
    folder: str,
    paper: Paper | None,
    name: str,
) -> tuple[str, ...]:
    """The items that a paper of this kind serves at this level; `folder` is its folder's item, if any."""
    found = _serving(checklist, kind, level, stage)
    if len(found) < 2:
        return found
    if kind == "public-notice":
        by_township = _from_township(paper, name)
        if by_township is not None:
            wanted = "township-review-meeting" if by_township else "village-review-meeting"
            found = tuple(i for i in found if any(p.kind == wanted for p in checklist.item(i).parts)) or found
    if kind == "name-list" and level is Level.TOWNSHIP:
        of_village = _of_one_village(paper, name)
        if of_village is None and folder in found:
            return (folder,)
        wanted = "village-report" if of_village else "township-request"
        found = tuple(i for i in found if any(p.kind == wanted for p in checklist.item(i).parts)) or found
    if folder in found:
        return (folder,)
    return found[:1] if stage else ()


@lru_cache(maxsize=4096)
def _serving(checklist: Checklist, kind: str, level: Level, stage: Stage | None) -> tuple[str, ...]:
    return tuple(
        item.id
        for item in checklist.items
        if item.level is level
        and any(part.kind == kind for part in item.parts)
        and (item.stage in (None, stage) or stage is None or item.stage in (Stage.ASSISTANCE, Stage.DYNAMIC))
    )


def _from_township(paper: Paper | None, name: str) -> bool | None:
    """Whether a notice is the township's; None where nothing tells."""
    if paper is not None:
        if paper.issuer and paper.issuer.level in (Level.TOWNSHIP, Level.VILLAGE):
            return paper.issuer.level is Level.TOWNSHIP
        if re.search(r"党(工)?委(会|扩大|班子)?.{0,6}审|(镇|乡|街道)(审核|复核)", paper.text):
            return True
        if re.search(r"村民代表|村级评议|民主评议|村委会", paper.text):
            return False
    if re.search(r"(乡|镇|街道)(级)?.{0,4}公示", name):
        return True
    return False if re.search(r"(村|社区)(级)?.{0,4}公示", name) else None


def _of_one_village(paper: Paper | None, name: str) -> bool | None:
    """Whether a list is one village's, not the township's; None where neither title nor issuer tells."""
    for title in (paper.title if paper else "", name):
        if re.search(r"[一-龥](镇|乡|街道)(人民政府|办事处)?(第|关于|20|拟|防|监测|新|\d|$)", title):
            return False
        if re.search(r"[一-龥](村|社区|居委会|居)", title) and "行政村" not in title:
            return True
    return paper.issuer.level is Level.VILLAGE if paper and paper.issuer else None


@lru_cache(maxsize=1 << 14)
def match_item_folder(checklist: Checklist, folder: str, level: Level) -> str:
    """The item whose folder this is, or "": 05评议公示 at the village is V05. Number and words must agree."""
    number_match = re.match(r"\D{0,2}(\d{1,2})(?!\d)", folder)
    number = int(number_match[1]) if number_match else 0
    words = re.sub(r"^[\d、.．\-_\s]+", "", folder)
    stage = stage_in(words)
    best, best_score = "", 0.0
    for item in checklist.of_level(level):
        score = 0.5 * len(_pairs(words) & _pairs(item.title + item.folder))
        if int(item.id[1:]) == number:
            score += _NUMBER_BONUS
        if item.stage in (Stage.IDENTIFICATION, Stage.ELIMINATION) and stage is not None:
            score += 1.0 if item.stage is stage else -2.0
        if score > best_score:
            best, best_score = item.id, score
    return best if best_score >= _ENOUGH or (number and best_score > _NUMBER_BONUS) else ""


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    chars = "".join(re.findall(r"[一-龥]", text))
    return frozenset(chars[at : at + 2] for at in range(len(chars) - 1)) - {
        "资料",
        "档案",
        "材料",
        "监测",
        "对象",
    }


def photo_items(about: str, level: Level, stage: Stage | None) -> tuple[str, ...]:
    """The item that a photo of that event serves at that level."""
    table = load_recognition().photo_items.get(about, {}).get(level.value, {})
    found = table.get("any") or (table.get(stage.value) if stage else None)
    return (found,) if found else ()


@lru_cache(maxsize=8)
def notice_items(checklist: Checklist, stage: Stage | None) -> tuple[str, ...]:
    """The household's items with a notice of that stage: the village's first, then the township's."""
    found = [
        item
        for item in checklist.of_level(Level.HOUSEHOLD)
        if item.stage is stage and any(part.kind == "public-notice" for part in item.parts)
    ]
    found.sort(key=lambda item: any(part.kind == "township-review-meeting" for part in item.parts))
    return tuple(item.id for item in found)
