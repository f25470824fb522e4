"""What records of meetings and attendance sheets say: when, where, who, and how they voted on each household. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from audit.claims.types import Vote as VoteClaim
from audit.drafting.layout import find_pairs, find_rows
from audit.drafting.rounds import round_of_paper, stage_word
from audit.drafting.scene import PaperHeld, Scene
from audit.drafting.types import Key, Said
from audit.drafting.values import typed
from audit.facts import is_name, is_person
from audit.lines import Line
from registry.records import Attendee, Meeting, Vote

__all__ = ["said_of_meetings"]

_KINDS = {
    "deployment-meeting": "安排部署会",
    "assessment-meeting": "线索研判会",
    "village-review-meeting": "村级评议会",
    "nomination-meeting": "风险消除提名会",
    "township-review-meeting": "乡级审核会",
    "county-consultation": "县级会商研判会",
}
_TITLE_END = re.compile(
    r"(?:审核)?拟(?:纳入|消除|新增|认定|风险消除).*$|(?<=会)会议(?:记录|纪要)(?:[（(].*[)）])?$|(?:记录|纪要)(?:[（(].*[)）])?$"
)
_TIME = re.compile(r"[日号]\s*((?:上午|下午|早上|晚上|中午)?\s*\d{1,2}[：:时]\d{0,2}.*)$")
# 二、会议决议。… · 审核结果。… · 会议决定：…
_DECISION = re.compile(
    r"^(?:[一二三四五六]、)?(?:会议决议|会议决定|会议议定|决议|(?:评议|审核|会商)结果)[。：:]\s*(.+)$"
)
# 经评议，同意3户9人列为… · 提名1户2人…: counted from the votes, not decided apart
_COUNTED = re.compile(r"^[^。]*\d+户[^。]*。|^[^。]*未(?:获)?通过[^。]*。")
_SPOKE = re.compile(r"^(?:讨论(?:发言)?[。：:])?(([一-龥·]{2,8})[：:](.+))$")
_GROUPS = re.compile(r"(出席|到会|列席|缺席|请假|回避)(?:人员|会议)?[：:]([^；;。：:]+)")
_STATES = {"出席": "出席", "到会": "出席", "列席": "列席", "缺席": "缺席", "请假": "缺席", "回避": "回避"}
_REASON = re.compile(r"(?:评议|研判|提名|审核|会商|核实)意见[：:]([^。]+。)")
_UNANIMOUS = re.compile(r"一致(?:同意|通过|赞成)|全票(?:同意|通过)")
_VERDICT = re.compile(r"不通过|未通过|不予通过|不同意纳入|通过|(?:同意|审核同意)(?!\d)")


def said_of_meetings(scene: Scene) -> Iterator[Said]:
    """Values of the sheets 会议, 参会人员 and 表决. A meeting is known by office, kind, stage and day."""
    days: dict[tuple[str, str], list[Key]] = {}
    for paper in scene.of_kinds(*_KINDS):
        day = _day(paper)
        if day is None:
            continue
        office, stage = scene.office(paper), _stage(scene, paper)
        key: Key = (office, _kind(paper), stage, day.isoformat())
        if key not in days.setdefault((office, day.isoformat()), []):
            days[office, day.isoformat()].append(key)
        yield from _meeting(scene, paper, key, day)
        yield from _attendees(paper, key)
        yield from _votes(scene, paper, key)
    for paper in scene.of_kinds("sign-in-sheet"):
        yield from _signed_in(scene, paper, days)
    for paper in scene.of_kinds("review-result"):
        day = next(
            (each.on for each in paper.original.claims.dates if each.label != "落款"),
            paper.original.paper.day,
        )
        stage = stage_word(scene.stage(paper))
        if day:
            found = days.get((scene.office(paper), day.isoformat()), [])
            for key in found:
                if key[1:3] == ("村级评议会", stage):
                    yield from _votes(scene, paper, key)


def _kind(paper: PaperHeld) -> str:
    period = re.match(r".*?([周月])(?:度)?(?:分析)?研判", paper.original.paper.title)
    return f"{period[1]}研判会" if period and paper.kind == "assessment-meeting" else _KINDS[paper.kind]


def _stage(scene: Scene, paper: PaperHeld) -> str:
    if paper.kind == "deployment-meeting":
        return ""
    return stage_word(scene.stage(paper))


def _day(paper: PaperHeld) -> date | None:
    held = (
        typed(Meeting, "held_on", text)
        for field, text, _ in find_pairs(paper.lines, "meeting")
        if field == "held_on"
    )
    return next((day for day in held if day), paper.original.paper.day)


def _meeting(scene: Scene, paper: PaperHeld, key: Key, day: date) -> Iterator[Said]:
    def said(field: str, value: object, line: Line | None) -> Said:
        return Said(Meeting, key, field, value, paper.word(line))

    yield said("kind", key[1], None)
    yield said("held_on", day, next((line for line in paper.lines if str(day.day) in line.text), None))
    if key[2]:
        yield said("stage", key[2], None)
        name = round_of_paper(scene, paper)
        if name:
            yield said("batch", name, None)
    title = _title(paper)
    if title:
        yield said("title", title, None)
    yield from _labelled(paper, key)
    for attendance in paper.original.claims.attendances:
        for field, number in (("due", attendance.due), ("present", attendance.present)):
            if number is not None:
                yield Said(Meeting, key, field, number, paper.word(attendance.source))
    yield from _spoken(paper, key)


def _labelled(paper: PaperHeld, key: Key) -> Iterator[Said]:
    for field, text, line in find_pairs(paper.lines, "meeting"):
        if field == "held_on":
            match = _TIME.search(text)
            if match:
                yield Said(Meeting, key, "time", match[1], paper.word(line))
        elif field in ("chair", "recorder"):
            name = re.split(r"[、，, 　（(]", text)[0]
            if is_name(name) and "签" not in name:
                yield Said(Meeting, key, field, name, paper.word(line))
        else:
            value = re.sub(r"^存放处[：:]", "", text)
            yield Said(Meeting, key, field, value, paper.word(line))


def _title(paper: PaperHeld) -> str:
    title = re.sub(r"（节录）$", "", paper.original.paper.title)
    while (shorter := _TITLE_END.sub("", title)) != title:
        title = shorter
    return title if title.endswith(("会", "会议")) else ""


def _spoken(paper: PaperHeld, key: Key) -> Iterator[Said]:
    remarks: list[tuple[str, Line]] = []
    present = {said.value for said in _attendees(paper, key) if said.field == "name"}
    for line in paper.lines:
        if line.tabular:
            continue
        match = _DECISION.match(line.text)
        if match:
            decision = match[1]
            while (rest := _COUNTED.sub("", decision, count=1)) != decision:
                decision = rest
            if decision:
                yield Said(Meeting, key, "decision", decision, paper.word(line))
        spoke = _SPOKE.match(line.text)
        if (
            spoke
            and (is_person(spoke[2]) or spoke[2] in present)
            and len(spoke[3]) > 6
            and "签" not in spoke[3]
        ):
            remarks.append((spoke[1], line))
    if remarks:
        yield Said(Meeting, key, "remarks", "\n".join(text for text, _ in remarks), paper.word(remarks[0][1]))


def _attendees(paper: PaperHeld, key: Key) -> Iterator[Said]:
    told = False
    for line in paper.lines:
        for state, names in _GROUPS.findall(
            "：".join(cell for cell in line.cells if cell) if line.tabular else line.text
        ):
            for piece in re.split(r"[、，,]", names):
                name, _, note = piece.rstrip("）)").replace("(", "（").partition("（")
                if is_name(name):
                    told = True
                    yield Said(Attendee, (*key, name), "name", name, paper.word(line))
                    yield Said(Attendee, (*key, name), "attendance", _STATES[state], paper.word(line))
                    if note and _STATES[state] == "缺席":
                        yield Said(Attendee, (*key, name), "reason", note, paper.word(line))
    for attendance in () if told else paper.original.claims.attendances:
        for names, state in ((attendance.names, "出席"), (attendance.without_vote, "列席")):
            for name in names:
                yield Said(Attendee, (*key, name), "name", name, paper.word(attendance.source))
                yield Said(Attendee, (*key, name), "attendance", state, paper.word(attendance.source))


def _signed_in(
    scene: Scene, paper: PaperHeld, days: Mapping[tuple[str, str], Sequence[Key]]
) -> Iterator[Said]:
    """The sheet of the one meeting that the office held that day; of two, of the one whose stage it names."""
    day = paper.original.paper.day
    keys = days.get((scene.office(paper), day.isoformat()), ()) if day else ()
    stage = stage_word(scene.stage(paper))
    fitting = [key for key in keys if len(keys) == 1 or key[2] == stage]
    if len(fitting) != 1:
        return
    for row, line in find_rows(paper.lines, "attendee", frozenset(("name",))):
        if is_name(row["name"]):
            key = (*fitting[0], row["name"])
            yield Said(Attendee, key, "name", row["name"], paper.word(line))
            if role := typed(Attendee, "role", row.get("role", "")):
                yield Said(Attendee, key, "role", role, paper.word(line))


def _votes(scene: Scene, paper: PaperHeld, key: Key) -> Iterator[Said]:
    claims: dict[str, VoteClaim] = {claim.head: claim for claim in paper.original.claims.votes if claim.head}
    for head, line in _opinions(paper):
        home = scene.home(paper, head)
        if not home:
            continue
        at = (*key, home)
        figures = claims.get(head)
        counted = figures is not None and figures.in_favour is not None
        if figures and counted:
            for field, number in (
                ("for_", figures.in_favour),
                ("against", figures.against),
                ("abstained", figures.abstained),
            ):
                if number is not None:
                    yield Said(Vote, at, field, number, paper.word(line))
        elif _UNANIMOUS.search(line.text):
            yield Said(Vote, at, "unanimous", "是", paper.word(line))
        text = _after_opinion(line)
        verdict = _VERDICT.findall(text)
        if verdict and (counted or "建议" not in text):
            down = any(word.startswith(("不", "未")) for word in verdict)
            yield Said(Vote, at, "result", "不通过" if down else "通过", paper.word(line))
        reason = _REASON.search(line.text)
        behind = re.search(r"通过[（(][^（()）]*[)）](.+)$", text) if line.tabular else None
        if reason or behind:
            yield Said(
                Vote, at, "reason", reason[1] if reason else behind[1] if behind else "", paper.word(line)
            )


def _opinions(paper: PaperHeld) -> Iterator[tuple[str, Line]]:
    """The lines that say what was thought of one household: 1.张三户（…）：同意… and rows with a verdict."""
    for line in paper.lines:
        if line.tabular:
            head = next((cell for cell in line.cells[:6] if is_person(cell)), "")
            if head and re.search("同意|通过|赞成", "".join(line.cells[2:])):
                yield head, line
        else:
            match = re.match(r"^(?:\d{1,2}[.、．])?\s*([一-龥·]{2,8}?)户?(?:（|\(|：)", line.text)
            if match and is_person(match[1]) and re.search("同意|通过|赞成|意见", line.text):
                yield match[1], line


def _after_opinion(line: Line) -> str:
    return (
        line.cells[-1]
        if line.tabular
        else line.text.rpartition("：")[2]
        if "结果：" in line.text
        else line.text
    )
