"""In which order the papers of a unit stand: by item and date, the reply before the request, the text before its annex.

Source: DA/T 22-2015 (复文在前，来文在后；正文在前，附件在后).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from audit.claims.types import DocumentNumber
from audit.filing.headings import main_paper
from audit.filing.types import FiledPaper
from audit.types import File
from checklists import Checklist, Stage
from registry.text import squeeze

__all__ = ["in_order", "placed"]

# What has no item of its own goes with the nearest in time of these.
_GOES_WITH: Mapping[str, tuple[str, ...]] = {
    "sign-in-sheet": (
        "deployment-meeting", "village-review-meeting", "township-review-meeting", "nomination-meeting",
        "county-consultation", "assessment-meeting",
    ),
    "notice-outcome": ("public-notice",),
    "result-announcement": ("county-reply",),
    "assessment-meeting": ("village-review-meeting",),
    "refusal-notice": ("village-review-meeting", "review-result"),
    "visit-record": ("verification-form", "application"),
    "name-list": ("township-request", "village-report"),
}  # fmt: skip
_STAGES = (None, *Stage)
_LISTS = ("name-list", "nomination-list", "review-result")
_LATEST = "99999999"


def placed(files: Sequence[File], checklist: Checklist) -> list[tuple[File, str, Stage | None]]:
    """Each file with its item in the unit that keeps it ("": none) and the stage that it belongs to."""
    firsts = {id(file): _own_item(file, checklist) for file in files}
    by_kind: dict[str, list[File]] = defaultdict(list)
    for file in files:
        if firsts[id(file)]:
            by_kind[file.kind].append(file)
    found = []
    for file in files:
        item = firsts[id(file)]
        if not item:
            near = _nearest(file, [each for kind in _GOES_WITH.get(file.kind, ()) for each in by_kind[kind]])
            item = firsts[id(near)] if near else ""
        stage = checklist.item(item).stage if item else file.stage
        found.append((file, item, stage))
    return found


def _own_item(file: File, checklist: Checklist) -> str:
    """The first of its items in the checklist's order; else that of its folder."""
    own = set(file.items) or {file.folder_item}
    return next((item.id for item in checklist.of_level(file.level) if item.id in own), "")


def _nearest(file: File, others: Iterable[File]) -> File | None:
    """The paper of the same stage, where both are known, and of the nearest day; one in the same folder first."""
    fits = [each for each in others if file.stage in (None, each.stage) or each.stage is None]
    folder = file.path.rpartition("/")[0]

    def away(other: File) -> tuple[bool, int, str]:
        mine, its = main_paper(file), main_paper(other)
        days = abs((mine.day - its.day).days) if mine and its and mine.day and its.day else 10_000
        return other.path.rpartition("/")[0] != folder, days, other.path

    return min(fits, key=away, default=None)


def in_order(papers: Sequence[FiledPaper], checklist: Checklist) -> tuple[FiledPaper, ...]:
    """The papers of one volume in their order; what is an annex of another is noted."""
    items = {item.id: place for place, item in enumerate(checklist.items)}
    by_item: dict[tuple[int, int], list[FiledPaper]] = defaultdict(list)
    for paper in papers:
        by_item[_STAGES.index(paper.stage), items.get(paper.item, len(items))].append(paper)
    return tuple(paper for _, group in sorted(by_item.items()) for paper in _in_item(group))


def _in_item(papers: Sequence[FiledPaper]) -> list[FiledPaper]:
    """Papers of one matter stay together: a reply, its annexes, the request, its annexes; matters by their day."""
    requests = _requests(papers)
    answered = {id(request) for request in requests.values()}
    annexes: dict[int, list[FiledPaper]] = defaultdict(list)
    for paper in papers:
        main = _main_of(paper, papers)
        if main:
            annexes[id(main)].append(paper)
    loose = {id(annex) for group in annexes.values() for annex in group}
    found: list[FiledPaper] = []
    for paper in sorted(papers, key=_key):
        if id(paper) in answered or id(paper) in loose:
            continue
        request = requests.get(id(paper))
        for main in (paper, request) if request else (paper,):
            found.append(main)
            found += [_noted(annex) for annex in sorted(annexes[id(main)], key=_key)]
    return found


def _key(paper: FiledPaper) -> tuple[str, bool, str]:
    return paper.day or _LATEST, paper.kind == "photo", paper.path


def _requests(papers: Sequence[FiledPaper]) -> Mapping[int, FiledPaper]:
    """By the id of each reply, the request that it answers; a request is answered once."""
    found: dict[int, FiledPaper] = {}
    left = [paper for paper in papers if paper.kind == "township-request"]
    replies = sorted((paper for paper in papers if paper.kind == "county-reply"), key=_key)
    for answers in (_by_number, _by_title, _unread):
        for reply in replies:
            fits = [request for request in left if answers(reply, request)] if id(reply) not in found else []
            if fits and (answers is not _unread or len(fits) == 1 == len(replies)):
                found[id(reply)] = fits[0]
                left.remove(fits[0])
    return found


def _by_number(reply: FiledPaper, request: FiledPaper) -> bool:
    return bool(request.number) and any(each.number == request.number for each in _cited(reply))


def _by_title(reply: FiledPaper, request: FiledPaper) -> bool:
    """The title cited, where the reply or the request has no number to compare."""
    title = squeeze(request.title.partition("[")[0])
    return bool(title) and any(
        squeeze(each.title) == title and not (each.number and request.number) for each in _cited(reply)
    )


def _unread(reply: FiledPaper, request: FiledPaper) -> bool:
    """Nothing can be compared: one of the two could not be read."""
    return not _cited(reply) or not request.number


def _cited(reply: FiledPaper) -> Sequence[DocumentNumber]:
    paper = main_paper(reply.files[0])
    return [each for each in paper.claims.numbers if not each.own] if paper else []


def _main_of(paper: FiledPaper, papers: Sequence[FiledPaper]) -> FiledPaper | None:
    """The paper of the same item whose note of annexes names this one: of the same day, or the only one.

    A list beside one single request or report that could not be read is that one's.
    """
    if paper.kind not in _LISTS and "附件" not in paper.path.rpartition("/")[2]:
        return None
    title = squeeze(paper.title)
    naming = [
        main for main in papers if main is not paper and any(_names(each, title) for each in _annexes(main))
    ]
    same_day = [main for main in naming if main.day and main.day == paper.day]
    fits = same_day or naming
    if not fits and paper.kind == "name-list":
        fits = [main for main in papers if main.kind in ("township-request", "village-report")]
        fits = fits if all(main_paper(main.files[0]) is None for main in fits) else []
    return fits[0] if len(fits) == 1 else None


def _annexes(paper: FiledPaper) -> tuple[str, ...]:
    read = main_paper(paper.files[0])
    bound = any(part.kind == "name-list" for part in paper.files[0].parts[1:])
    return () if read is None or bound else tuple(each.title for each in read.claims.annexes)


def _names(annex: str, title: str) -> bool:
    """Whether the words of the note (名单) are in the title (某乡第一批…名单), or the other way round."""
    bare = title.strip("[]")
    return annex in bare or bare in annex


def _noted(paper: FiledPaper) -> FiledPaper:
    return replace(paper, remark="；".join(filter(None, ("附件", paper.remark))))
