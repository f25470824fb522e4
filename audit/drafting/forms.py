"""What the forms of a household say: of itself, its members, incomes, measures, visits and changes. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from audit.drafting.layout import find_pairs, find_rows, is_nothing
from audit.drafting.scene import PaperHeld, Scene
from audit.drafting.types import Key, Said
from audit.drafting.values import typed
from audit.facts import is_name
from audit.lines import Line
from registry.records import Change, Household, Measure, Member, Visit

__all__ = ["said_on_forms"]

# The day that a form bears is this day of the household, where no labelled date says it.
_DAY_OF = {
    "application": "applied_on",
    "authorisation": "authorised_on",
    "verification-form": "verified_on",
    "collection-form": "collected_on",
    "assistance-plan": "planned_on",
    "measures-table": "measures_on",
    "elimination-visit-form": "elimination_visit_on",
    "elimination-assessment": "assessed_on",
    "natural-change-form": "changes_on",
}
# Who filled a form in: 核查人（两人以上）：甲、乙 · 采集人：丙
_BY = {
    "verification-form": ("verifier", "核查人|核实人"),
    "collection-form": ("collector", "采集人"),
    "elimination-visit-form": ("elimination_visitor", "核实人|入户人"),
}
_WHO = r"(?:{})(?:[（(][^（()）]*[)）])*[：:][ 　]*((?:[一-龥·]{{2,8}}[、，, 　]{{1,2}})*[一-龥·]{{2,8}}?)(?=签字|签名|$|[ 　。；\d])"
# What each kind of form may say of the household; a plan's telephone is the helper's.
_FIELDS: dict[str, frozenset[str]] = {
    "application": frozenset(("group", "address", "phone", "situation")),
    "verification-form": frozenset(
        ("group", "address", "phone", "farm_type", "source", "situation", "verification", "verified_on")
    ),
    "collection-form": frozenset(
        ("group", "address", "phone", "collected_on", "house_area", "house_safe", "water_safe", "farmland", "road", "schooling")
    ),
    "assistance-plan": frozenset(("address", "helper_post", "situation")),
    "measures-table": frozenset(("measures_on",)),
    "natural-change-form": frozenset(("measures_on",)),
    "elimination-assessment": frozenset(("assessed_on", "assessment", "elimination_mode")),
    "elimination-visit-form": frozenset(("verified_on",)),
}  # fmt: skip
# The same label means another column on another form.
_RENAMED = {
    ("natural-change-form", "measures_on"): "changes_on",
    ("elimination-visit-form", "verified_on"): "elimination_visit_on",
}
_MEMBERS_ON = ("authorisation", "verification-form", "collection-form", "comparison-form")
_PHONE = re.compile(r"(?:联系)?电话(?:号码)?[：:为]?\s*(1\d{10})")
_OWN_ID = re.compile(r"(?:身份证|证件|公民身份)(?:号码|号|编号)?[：:]?\s*(\d{17}[\dXx])(?!\d)")
_GROUP = re.compile(
    r"(?:村|社区)((?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:村民小)?组|网格[一二三四五六七八九十\d]{1,2})"
)


def said_on_forms(scene: Scene) -> Iterator[Said]:
    """Every value on the households' own forms."""
    for paper in scene.of_kinds(*_DAY_OF, "comparison-form", "visit-record", "measure-proof"):
        home = scene.form_home(paper)
        if not home:
            continue
        if paper.kind in _DAY_OF:
            yield from _of_household(paper, home)
        if paper.kind in _MEMBERS_ON:
            yield from _members(paper, home)
        if paper.kind in ("measures-table", "assistance-plan"):
            yield from _measures(paper, home)
        if paper.kind == "natural-change-form":
            yield from _changes(paper, home)
        if paper.kind == "visit-record":
            yield from _visit(paper, home)
        if paper.kind == "measure-proof":
            yield from _proof(paper, home)


def _of_household(paper: PaperHeld, home: str) -> Iterator[Said]:
    dated = set()
    for name, text, line in find_pairs(paper.lines, "household"):
        if name not in _FIELDS.get(paper.kind, ()):
            if name == "phone" and paper.kind == "assistance-plan":
                yield from _value(Household, (home,), "helper_phone", text, paper, line)
            continue
        field = _RENAMED.get((paper.kind, name), name)
        if field == "address":
            yield from _value(Household, (home,), "group", text, paper, line)
        elif field == "verification":
            verdict = _verdict(text)
            if verdict:
                yield Said(Household, (home,), field, verdict, paper.word(line))
        elif field == "assessment":
            verdict = (
                "继续监测" if re.search("继续|未消除|不", text) else "风险消除" if "消除" in text else ""
            )
            if verdict:
                yield Said(Household, (home,), field, verdict, paper.word(line))
        else:
            for said in _value(Household, (home,), field, text, paper, line):
                dated.add(field)
                yield said
    day, field = paper.original.paper.day, _DAY_OF[paper.kind]
    if day and field not in dated:
        yield Said(Household, (home,), field, day, paper.word(paper.last_line()))
    yield from _in_prose(paper, home)
    yield from _filled_by(paper, home)


def _verdict(text: str) -> str:
    """纳入监测, 不纳入监测; "" where the words do not say it."""
    if re.search(r"不予?纳入|不符合|^否$|不同意", text):
        return "不纳入监测"
    return "纳入监测" if re.search(r"纳入|符合|^是$|同意", text) else ""


def _in_prose(paper: PaperHeld, home: str) -> Iterator[Said]:
    if paper.kind not in ("application", "authorisation"):
        return
    for line in paper.lines:
        if line.tabular:
            continue
        for field, pattern in (("phone", _PHONE), ("id_number", _OWN_ID), ("group", _GROUP)):
            match = pattern.search(line.text)
            if match:
                yield from _value(Household, (home,), field, match[1], paper, line)


def _filled_by(paper: PaperHeld, home: str) -> Iterator[Said]:
    if paper.kind not in _BY:
        return
    field, labels = _BY[paper.kind]
    pattern = re.compile(_WHO.format(labels))
    for line in paper.lines:
        beside = [
            value
            for label, value in zip(line.cells, line.cells[1:], strict=False)
            if re.fullmatch(labels, label)
        ]
        texts = [
            *beside,
            *(f"{labels.split('|')[0]}：{value}" for value in beside),
            line.raw.strip(),
            *line.cells,
        ]
        for text in texts:
            bare = re.sub(r"(签名|签字)[)）]", ")", text)
            match = pattern.search(bare)
            names = [name for name in re.split(r"[、，, 　]+", match[1]) if is_name(name)] if match else []
            if names:
                yield Said(Household, (home,), field, "、".join(names), paper.word(line))
                return


def _members(paper: PaperHeld, home: str) -> Iterator[Said]:
    for needed in ({"name", "relation"}, {"name", "id_number"}):
        found = list(find_rows(paper.lines, "member", frozenset(needed)))
        for row, line in found:
            if is_name(row["name"]):
                yield Said(Member, (home, row["name"]), "name", row["name"], paper.word(line))
                yield from _row(Member, (home, row["name"]), row, paper, line, skip=("name",))
        if found:
            return


def _measures(paper: PaperHeld, home: str) -> Iterator[Said]:
    seen: Counter[str] = Counter()
    for row, line in find_rows(paper.lines, "measure", frozenset(("name", "content"))):
        name = row["name"]
        if is_nothing(name):
            continue
        seen[name] += 1
        key = (home, name, str(seen[name]))
        yield Said(Measure, key, "name", name, paper.word(line))
        yield from _row(Measure, key, row, paper, line, skip=("name",))


def _proof(paper: PaperHeld, home: str) -> Iterator[Said]:
    """A proof names its measure beside 项目, or in brackets at the end of its file's name."""
    name = next(
        (
            text
            for field, text, _ in find_pairs(paper.lines, "measure")
            if field == "name" and "：" not in text
        ),
        "",
    )
    if name:
        yield Said(Measure, (home, name, "1"), "proof", paper.original.paper.title, paper.word())


def _changes(paper: PaperHeld, home: str) -> Iterator[Said]:
    for row, line in find_rows(paper.lines, "change", frozenset(("change", "name"))):
        change = typed(Change, "change", re.sub("新增", "增加", row["change"]))
        if change is None or not is_name(row["name"]):
            continue
        key = (home, change, row["name"])
        yield Said(Change, key, "change", change, paper.word(line))
        yield Said(Change, key, "name", row["name"], paper.word(line))
        yield from _row(Change, key, row, paper, line, skip=("name", "change"))
        if change == "增加":
            yield Said(Member, (home, row["name"]), "name", row["name"], paper.word(line))
            own = {field: text for field, text in row.items() if field in ("sex", "id_number", "relation")}
            yield from _row(Member, (home, row["name"]), own, paper, line)


def _visit(paper: PaperHeld, home: str) -> Iterator[Said]:
    found = [(field, text, line) for field, text, line in find_pairs(paper.lines, "visit")]
    day = next((typed(Visit, "visited_on", text) for field, text, _ in found if field == "visited_on"), None)
    day = day or paper.original.paper.day
    if day is None:
        return
    key = (home, day.isoformat())
    yield Said(Visit, key, "visited_on", day, paper.word(paper.last_line()))
    for field, text, line in found:
        if field == "visitors":
            names = [
                name for name in re.split(r"[、，, 　]+", re.sub("签[字名].*", "", text)) if is_name(name)
            ]
            text = "、".join(names)
        if field != "visited_on" and text:
            yield from _value(Visit, key, field, text, paper, line)


def _row(
    record: type[Any], key: Key, row: Any, paper: PaperHeld, line: Line, skip: tuple[str, ...] = ()
) -> Iterator[Said]:
    for field, text in row.items():
        if field not in skip:
            yield from _value(record, key, field, text, paper, line)


def _value(
    record: type[Any], key: Key, field: str, text: str, paper: PaperHeld, line: Line
) -> Iterator[Said]:
    value = typed(record, field, text)
    if value is not None:
        yield Said(record, key, field, value, paper.word(line))
