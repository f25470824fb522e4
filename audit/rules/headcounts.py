"""Head counts: what a text counts against its list, and how many a household has against its other papers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from audit.chain import round_of
from audit.claims.figures import is_part
from audit.claims.types import Count, Field
from audit.household_stages import stage_of
from audit.rules.catalogue import rule
from audit.rules.weighing import quote, shaky, weigh
from audit.rules.within import Found, problems_within
from audit.stated import Original, Stated, originals, place_of, statements_by_household
from audit.types import Dossier, Problem, Severity
from audit.wording import join, kind_name, unit_name
from checklists import Level, Stage

# Papers that count what lies wider than their list.
_WIDER = ("work-summary", "work-plan", "policy-document", "deployment-notice", "inspection-ledger")
# Papers that send a list along, and those that report a posting.
_SENDING = ("township-request", "village-report")
_POSTED = ("notice-outcome", "village-report", "township-request")
# The present size, whatever it was when the household was taken in (contract, decision 12).
_PRESENT = ("dynamic-ledger", "natural-change-form", "visit-record", "measures-table")
_OTHERS = (
    "未通过", "不予", "不通过", "排查", "走访", "全村", "全镇", "全县", "全乡", "辖", "其中", "共有农",
)  # fmt: skip


@rule("headcount-mismatch", Severity.ERROR, family="figures", alone=True)
def headcount_mismatch(dossier: Dossier) -> Iterator[Problem]:
    """文中写的几户几人与名单不符，或一户几口人各份材料不一样。

    为什么：请示、批复、公示写的户数、人数要与所附、所列名单一致，不一致时分不清批的是哪些户；一户的人口是算人均的分母，同一环节的材料应当一个数，变动过的要有自然增减表。
    怎么办：按名单、户口簿点数，由出具单位更正写错的那一份，重新印发；人口确有变动的，补自然增减表。
    依据：四级档案通知各级“名单”项、户档案第 14 项；检查通报的账实不符。
    """
    wrong: set[int] = set()
    for original in originals(dossier):
        for problem in _against_list(dossier, original):
            wrong.add(id(original))
            yield problem
    if not dossier.alone:
        for home, stated in statements_by_household(dossier).items():
            for stage in (Stage.IDENTIFICATION, Stage.ELIMINATION):
                yield from _sizes(
                    home, [each for each in stated if _speaks(each, stage)], wrong, _changes(dossier, home)
                )


def _against_list(dossier: Dossier, original: Original) -> Iterator[Problem]:
    counts = [count for count in original.claims.counts if _is_whole(count)]
    listed = _list_of(dossier, original) if counts and original.kind not in _WIDER else None
    if listed is None:
        return
    households, persons = _listed(dossier, listed)
    written = households + _twice(dossier, listed)
    if not households or any(_agrees(count, households, persons, written) for count in counts):
        return
    count = counts[0]
    said = f"{count.households}户" + (f"{count.persons}人" if count.persons is not None else "")
    have = f"{households}户" + (f"{persons}人" if persons is not None else "")
    which = "名单" if listed is original else f"{kind_name(listed.kind)}的名单"
    yield from problems_within(
        dossier,
        original,
        "户数、人数与名单不符",
        [Found(f"文中写{said}，{which}上是{have}", count.source)],
        expected=f"文中的数与名单一致（名单{have}）",
        fix="按名单点数，由发文单位更正文中的数或名单。",
    )


def _is_whole(count: Count) -> bool:
    """A count of all that the paper is about: not of a type, a risk, those refused, or those looked at."""
    return not is_part(count.label) and not any(word in count.label for word in _OTHERS)


def _agrees(count: Count, households: int, persons: int | None, written: int) -> bool:
    """`written`: its rows, of which two may be of heads of one name that nothing tells apart."""
    if count.households == written != households:
        return True
    return count.households == households and (None in (count.persons, persons) or count.persons == persons)


def _list_of(dossier: Dossier, original: Original) -> Original | None:
    """The paper's own list; else the one that it sends along; else that of the posting that it reports."""
    if original.paper.rows or _named(original):
        return original
    return _sent_along(dossier).get(id(original)) or _reported(dossier).get(id(original))


def _twice(dossier: Dossier, listed: Original) -> int:
    """How many rows nothing tells apart from another, of heads of whose name the archive has two."""
    rows = [(row.township, row.village, row.head, row.id_number) for row in listed.paper.rows if row.passed]
    again = Counter(rows) - Counter(set(rows))
    names = Counter(unit.name.partition("（")[0] for unit in dossier.units if unit.level is Level.HOUSEHOLD)
    return sum(count for (_, _, head, _), count in again.items() if names[head] > 1)


def _named(original: Original) -> frozenset[str]:
    """Those whom a paper without a table names in its text, where it names all that it counts or goes through them."""
    rosters = [] if original.paper.rows else original.claims.rosters
    told = sum(each.households or 0 for each in rosters)
    counted = [count.households or 0 for count in original.claims.counts if _is_whole(count)]
    if any(each.households is None for each in rosters) or told >= max(counted, default=0) > 0:
        return frozenset(name for each in rosters for name in each.names)
    return frozenset()


def _listed(dossier: Dossier, original: Original) -> tuple[int, int | None]:
    """Households and persons of a list; sizes that it does not show are those of the other papers of its stage."""
    rows = {(row.township, row.village, row.head, row.id_number) for row in original.paper.rows if row.passed}
    rows |= {("", "", name, "") for name in _named(original)}
    heads = {head for _, _, head, _ in rows}
    sizes = {
        statement.head: int(statement.value)
        for statement in original.claims.statements
        if statement.field is Field.SIZE and statement.head in heads
    }
    if not dossier.alone and original.stage is not None:
        for head in heads - set(sizes):
            size = _usual_sizes(dossier).get((place_of(dossier, original, head), original.stage))
            if size is not None:
                sizes[head] = size
    return len(rows), sum(sizes.values()) if len(sizes) == len(heads) == len(rows) else None


@lru_cache(maxsize=4)
def _usual_sizes(dossier: Dossier) -> Mapping[tuple[str, Stage], int]:
    """Household and stage → its size, where all papers of the stage but one at most say the same."""
    found = {}
    for home, stated in statements_by_household(dossier).items():
        for stage in (Stage.IDENTIFICATION, Stage.ELIMINATION):
            sides = weigh([each for each in stated if _speaks(each, stage)], str.__eq__)
            one_odd = len(sides) == 2 and len(sides[1]) == 1 and not _changes(dossier, home)
            if len(sides) == 1 or one_odd:
                found[home, stage] = int(sides[0][0].statement.value)
    return found


@lru_cache(maxsize=4)
def _sent_along(dossier: Dossier) -> Mapping[int, Original]:
    """The list that a paper without one sends along: in the same file, or the only one of its round in the folder."""
    by_folder: dict[tuple[str, Stage | None], list[Original]] = defaultdict(list)
    for original in originals(dossier):
        if original.kind == "name-list":
            for file, _ in original.copies:
                by_folder[file.path.rpartition("/")[0], original.stage].append(original)
                by_folder[file.path, original.stage].append(original)
    found: dict[int, Original] = {}
    for original in originals(dossier):
        if original.kind not in _SENDING or original.paper.rows:
            continue
        for file, _ in original.copies:
            inside = by_folder.get((file.path, original.stage), [])
            folder = by_folder.get((file.path.rpartition("/")[0], original.stage), [])
            beside = [each for each in folder if _of_round(original, each)]
            near = inside or (beside if len({id(each) for each in beside}) == 1 else [])
            if near:
                found[id(original)] = near[0]
                break
    return found


def _of_round(original: Original, listed: Original) -> bool:
    """Whether the list is of the paper's round: the same 第几批, else the same day."""
    if round_of(original) and round_of(listed):
        return round_of(original) == round_of(listed)
    return original.paper.day is not None and original.paper.day == listed.paper.day


@lru_cache(maxsize=4)
def _reported(dossier: Dossier) -> Mapping[int, Original]:
    """The notice whose posting a paper reports: the only one of that office with the same first and last day."""
    notices: dict[tuple[object, ...], list[Original]] = defaultdict(list)
    for original in originals(dossier):
        if original.kind == "public-notice" and len(original.paper.rows):
            for period in original.claims.periods:
                notices[original.unit, original.stage, period.first, period.last].append(original)
    found: dict[int, Original] = {}
    for original in originals(dossier):
        if original.kind not in _POSTED or original.paper.rows:
            continue
        meant = [
            notice
            for period in original.claims.periods
            for notice in notices.get((original.unit, original.stage, period.first, period.last), ())
            if _is_whole_notice(notice)
        ]
        if len(meant) == 1:
            found[id(original)] = meant[0]
    return found


def _is_whole_notice(notice: Original) -> bool:
    """Not an extract for one household's folder (contract, decision 18)."""
    return any(file.unit == notice.unit for file, _ in notice.copies)


def _speaks(each: Stated, stage: Stage) -> bool:
    """Whether a size is that of the stage; the plan and the assistance ledger go by what was when it was taken in."""
    if each.statement.field is not Field.SIZE or each.original.kind in _PRESENT:
        return False
    plan = each.original.kind in ("assistance-plan", "assistance-ledger")
    return (Stage.IDENTIFICATION if plan else stage_of(each)) is stage


@lru_cache(maxsize=1 << 12)
def _changes(dossier: Dossier, home: str) -> int:
    """How many persons joined or left by the household's 自然增减表."""
    people = {
        (person.name, person.id_number)
        for original in originals(dossier)
        if original.kind == "natural-change-form" and original.unit == home
        for person in original.claims.persons
    }
    return len(people)


def _sizes(home: str, stated: list[Stated], wrong: set[int], changes: int) -> Iterator[Problem]:
    """A household whose papers of one stage count differently, unless the text beside tells it or a change explains it."""
    sides = weigh(stated, str.__eq__)
    if len(sides) < 2:
        return
    usual = int(sides[0][0].statement.value)
    odd = [
        side
        for side in sides[1:]
        if abs(int(side[0].statement.value) - usual) > changes
        and not all(id(each.original) in wrong or _adds_up_by_itself(each) for each in side)
    ]
    if not odd:
        return
    deviating = [each for side in odd for each in side]
    said = "；".join(
        f"{join(dict.fromkeys(kind_name(each.original.kind) for each in side))}为{side[0].statement.value}人"
        for side in (sides[0], *odd)
    )
    yield Problem(
        unit=home,
        item=deviating[0].original.item,
        message=f"{unit_name(home)}的家庭人口前后不一：{said}。",
        files=tuple(sorted({path for each in deviating for path in each.original.paths})),
        expected=f"各份材料的人口一致（多数写的是{usual}人），变动的有自然增减表",
        actual=said,
        fix="对照户口簿和自然增减表点数，由出具单位更正写错的那一份；确有变动的补自然增减表。",
        severity=Severity.WARNING if any(shaky(side) for side in (sides[0], *odd)) else None,
        quotes=tuple(quote(side[0].original, side[0].statement.source) for side in (sides[0], *odd)),
    )


def _adds_up_by_itself(each: Stated) -> bool:
    """Whether the paper gives total, size and income a head: a wrong size is told there, where it does not add up."""
    head = each.statement.head
    fields = {other.field for other in each.original.claims.statements if other.head == head}
    return {Field.NET, Field.SIZE, Field.PER_HEAD} <= fields
