"""Photos that serve twice, and photos of another day than what they are said to show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from audit.fingerprints import Fingerprint, Window, compare, proposals
from audit.photo_events import EventDay, days_of
from audit.photos import MEETINGS, Shot, far_apart, shots
from audit.rules.catalogue import rule
from audit.rules.weighing import quote
from audit.types import Dossier, Problem, Quote, Severity
from audit.wording import join, kind_name, unit_name
from checklists import Stage
from registry.dates import format_date

_STAGES = (Stage.IDENTIFICATION, Stage.ASSISTANCE, Stage.ELIMINATION)
# A township with more photos than this is looked at village by village for crops: the time grows with the square.
_MOST_TOGETHER = 150
# What is done over and over: of its first time on file there may have been another before.
_GOING_ON, _GOING_ON_DAYS = ("deployment", "inspection", "assistance", ""), 92


@rule("photo-reused", Severity.ERROR, family="photos")
def photo_reused(dossier: Dossier) -> Iterator[Problem]:
    """一张照片用在两户、两个阶段或两个日期；裁剪、缩放、另存、截屏、加水印的也算。

    为什么：入户照片证明当时到过这一户，一张照片不可能同时是两户、两次的现场；一次会议、一处公示栏的照片可以放在几个文件夹里，不算。
    怎么办：由人把两张照片并排看，对照原图的拍摄时间；确是一张的，找出另一次活动当时拍的照片换上，找不到的写情况说明，不得补拍、借用。
    依据：四级档案通知“据实规范归档”；照片应与所证明的事项一致。
    """
    seen = [shot for shot in shots(dossier) if shot.print_text]
    groups: list[list[tuple[Shot, Shot]]] = []
    for one, other in _same_photos(seen):
        known = [group for group in groups if any({one, other} & {*pair} for pair in group)]
        groups = [group for group in groups if group not in known]
        groups.append([(one, other), *(pair for group in known for pair in group)])
    for group in groups:
        yield _reused(group)


def _same_photos(seen: Sequence[Shot]) -> Iterator[tuple[Shot, Shot]]:
    """The pairs that tell different things of one photo."""
    by_print: dict[str, list[Shot]] = defaultdict(list)
    for shot in seen:
        by_print[shot.print_text].append(shot)
    for same in by_print.values():
        for at, one in enumerate(same):
            yield from ((one, other) for other in same[at + 1 :] if _conflicts(one, other))
    told: set[frozenset[int]] = set()
    for group, windows in _looked_at_together(by_print):
        prints = [same[0].print for same in group]
        for at, to, places in proposals([each for each in prints if each], windows=windows):
            pairs = [(one, other) for one in group[at] for other in group[to] if _conflicts(one, other)]
            key = frozenset((id(group[at]), id(group[to])))
            if pairs and key not in told and _is_same(prints[at], prints[to], places):
                told.add(key)
                yield from pairs


def _looked_at_together(by_print: dict[str, list[Shot]]) -> Iterator[tuple[list[list[Shot]], bool]]:
    """All photos of the archive for copies of the whole; those of one township for crops too."""
    readable = [same for same in by_print.values() if same[0].print]
    yield readable, False
    yield from ((group, True) for group in _by_place(readable, 2))


def _by_place(photos: Iterable[list[Shot]], length: int) -> Iterator[list[list[Shot]]]:
    found: dict[str, list[list[Shot]]] = defaultdict(list)
    for same in photos:
        for place in sorted({"/".join(shot.file.unit.split("/")[:length]) for shot in same}):
            found[place].append(same)
    for group in found.values():
        if len(group) > _MOST_TOGETHER and length < 4:
            yield from _by_place(group, length + 1)
        else:
            yield group


def _is_same(one: Fingerprint | None, other: Fingerprint | None, places: Sequence[Window]) -> bool:
    return one is not None and other is not None and compare(one, other, places).same


def _conflicts(one: Shot, other: Shot) -> str:
    """What the two say differently of the one photo; "" where it may well serve both (contract, decision 10)."""
    if far_apart(one.stated_on, other.stated_on, 1):
        return "日期不同"
    both = {one.about, other.about}
    personal = one.personal or other.personal
    if personal and one.household and other.household and one.household != other.household:
        return "户不同"
    if one.stage and other.stage and one.stage is not other.stage and not both & {"deployment", "inspection"}:
        return "阶段不同"
    if both & {"visit", "assistance"} and both & {*MEETINGS}:
        return "事项不同"
    if one.village and other.village and one.village != other.village and "deployment" not in both:
        return "村不同"
    if one.personal and other.personal and far_apart(one.saved_on, other.saved_on, 1):
        return "日期不同"
    return ""


def _reused(group: list[tuple[Shot, Shot]]) -> Problem:
    every = sorted({shot for pair in group for shot in pair}, key=_order)
    why = join(dict.fromkeys(_conflicts(*pair) for pair in group))
    said = "与".join(shot.words for shot in every[:3])
    last = every[-1]
    return Problem(
        unit=last.file.unit,
        item=last.item,
        message=f"{unit_name(last.file.unit)}有{len(every)}处照片看来是同一张（或它的裁剪、另存），{why}：{said}。待核实。",
        files=tuple(sorted(shot.file.path for shot in every)),
        expected="每户、每次活动是当时各自拍的照片",
        actual=f"同一张照片用在{len(every)}处：{said}",
        fix="由人并排看这几张照片，核对原图；确是一张的，换上另一次活动当时拍的照片，没有的写情况说明。",
        judge=True,
        quotes=tuple(Quote(shot.file.path, 1, shot.words) for shot in every),
    )


def _order(shot: Shot) -> tuple[int, str, str]:
    stage = _STAGES.index(shot.stage) if shot.stage in _STAGES else 0
    return stage, str(shot.stated_on or shot.saved_on or shot.taken_on or ""), shot.file.path


@rule("photo-date-mismatch", Severity.WARNING, family="photos")
def photo_date_mismatch(dossier: Dossier) -> Iterator[Problem]:
    """照片的拍摄日期离它所证明的活动太远。

    为什么：会议、公示、入户的照片应当是当时拍的；拍摄日期差得远，多半是拿别的照片顶替，或者放错了文件夹。
    怎么办：核对手机或相机里的原图和活动记录的日期；放错的移回去，确不是当时拍的写情况说明，不得改照片的日期。另存、转发的日期不作数。
    依据：四级档案通知“据实规范归档”；清单的 photo_days（会议、公示与入户各允许前后多少天）。
    """
    for shot in shots(dossier):
        yield from _far_from_its_name(shot, dossier) or _far_from_its_papers(shot, dossier)


def _far_from_its_name(shot: Shot, dossier: Dossier) -> list[Problem]:
    """The name tells the day of the event, the camera another."""
    days = _tolerance(shot, dossier)
    if not (shot.taken_on and shot.stated_on and far_apart(shot.taken_on, shot.stated_on, days)):
        return []
    return [
        _misdated(shot, shot.taken_on, shot.how, f"文件名写的是{format_date(shot.stated_on)}", days, None)
    ]


def _far_from_its_papers(shot: Shot, dossier: Dossier) -> list[Problem]:
    """The camera, else the name, tells a day on which, by the papers, nothing of the kind was done."""
    found = days_of(dossier, shot)
    if not found:
        return []
    days = timedelta(_tolerance(shot, dossier))
    first, last = found[0], found[-1]
    on, how = (shot.taken_on, shot.how) if shot.taken_on else (shot.stated_on, "文件名里的日期")
    early = next((day for day in (on, shot.saved_on) if day and day < first.on - days), None)
    # Work that goes on has a beginning and no end; so has WeChat's saving of a picture.
    late = on if on and on > last.on + days and shot.about not in _GOING_ON else None
    day = early or late
    if day is None:
        return []
    nearest = first if early else last
    how = how if day == on else "微信保存的日期"
    said = f"{kind_name(nearest.original.kind)}上的日期是{format_date(nearest.on)}"
    return [_misdated(shot, day, how, said, days.days, nearest)]


def _tolerance(shot: Shot, dossier: Dossier) -> int:
    meeting, visit = dossier.checklist.photo_days
    if shot.about in _GOING_ON:
        return max(visit, _GOING_ON_DAYS)
    return meeting if shot.about in ("review", "nomination") else visit


def _misdated(shot: Shot, day: date, how: str, said: str, days: int, event: EventDay | None) -> Problem:
    taken = f"{how}是{format_date(day)}"
    quotes = (Quote(shot.file.path, 1, taken),)
    return Problem(
        unit=shot.file.unit,
        item=shot.item,
        message=f"{shot.words}的照片日期对不上：{taken}，{said}。",
        files=(shot.file.path,),
        expected=f"与活动相差不超过{days}天（{said}）",
        actual=taken,
        fix="核对原图和活动记录的日期；放错的移回去，不是当时拍的写情况说明，不得改照片的日期。",
        quotes=(*quotes, quote(event.original, event.source)) if event else quotes,
    )
