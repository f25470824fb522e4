"""What papers say of offices: who signs, numbers, telephones; papers in and out; clues by month; inspections. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from audit.drafting.layout import find_rows, is_nothing
from audit.drafting.scene import PaperHeld, Scene
from audit.drafting.types import Said
from audit.drafting.values import typed
from audit.facts import is_name
from checklists import Level
from registry.dates import Month, find_dates
from registry.records import Clue, Inspection, Paper, Unit

__all__ = ["said_of_offices"]

_LEVELS = {Level.COUNTY: "县级", Level.TOWNSHIP: "乡级", Level.VILLAGE: "村级"}
_SIGNED = ("village-report", "township-request", "county-reply", "public-notice", "notice-outcome")
_SIGNER = re.compile(r"签发人[：:]\s*([一-龥·]{2,8})")
_CONTACT = re.compile(r"联系人[：:]\s*([一-龥·]{2,8}?)[，,；; 　].{0,8}电话[：:]\s*([\d\-]{7,13})")
_HOTLINE = re.compile(r"监督(?:举报)?电话[：:]\s*([\d\-]{7,13})")
_PRINTER = re.compile(r"^(.{4,30}?)\s*(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*印发$")
_COPIED = re.compile(r"^抄送[：:]\s*(.+?)。?$")
_ADDRESSEE = re.compile(r"^[^。：:，]{2,40}[：:]$")
_SENT = {
    "deployment-notice": "安排部署通知",
    "work-plan": "工作方案",
    "situation-note": "情况说明",
}
_ZERO = re.compile(r"零报告|无(?:新增)?预警线索|没有.{0,12}(?:线索|预警信息)")


def said_of_offices(scene: Scene) -> Iterator[Said]:
    """Values of the sheets 单位, 收文发文, 预警线索 and 村级排查. An office is known by its id."""
    for unit in scene.dossier.units:
        paper = scene.first_papers.get(unit.id)
        if unit.level in _LEVELS and paper:
            yield Said(Unit, (unit.id,), "name", unit.name, paper.word())
            yield Said(Unit, (unit.id,), "level", _LEVELS[unit.level], paper.word())
    for paper in scene.papers:
        if paper.kind in _SIGNED:
            yield from _letterhead(scene, paper)
        if paper.kind in (*_SENT, "policy-document", "work-summary"):
            yield from _papers(scene, paper)
        if paper.kind == "clue-list":
            yield from _clues(scene, paper)
        if paper.kind == "inspection-ledger":
            yield from _inspected(scene, paper)


def _letterhead(scene: Scene, paper: PaperHeld) -> Iterator[Said]:
    office = scene.office(paper)
    depth = office.count("/")
    signature = _signature(paper)
    if signature and signature[0].startswith(office.rpartition("/")[2]):
        yield Said(Unit, (office,), "issuer", signature[0], paper.word(signature[1]))
    own = next((each for each in paper.original.claims.numbers if each.own), None)
    if own and paper.kind in ("township-request", "county-reply"):
        yield Said(Unit, (office,), "number_prefix", own.number.partition("〔")[0], paper.word(own.source))
    for line in paper.lines:
        signer, contact, hotline = (pattern.search(line.text) for pattern in (_SIGNER, _CONTACT, _HOTLINE))
        printer = _PRINTER.match(line.text)
        if signer:
            yield Said(Unit, (office,), "signer", signer[1], paper.word(line))
        if contact:
            yield Said(Unit, (office,), "contact", contact[1], paper.word(line))
            yield Said(Unit, (office,), "contact_phone", contact[2], paper.word(line))
        if hotline and paper.kind == "public-notice":
            yield Said(Unit, (office,), "hotline", hotline[1], paper.word(line))
        if printer and depth < 2:
            yield Said(Unit, (office,), "printer", printer[1], paper.word(line))


def _signature(paper: PaperHeld) -> tuple[str, Any] | None:
    """The line above the date that closes the paper."""
    for before, line in reversed(list(zip(paper.lines, paper.lines[1:], strict=False))):
        dated = find_dates(line.text)
        if dated and len(dated[0].text) == len(line.text) and not before.tabular:
            name = re.sub(r"（(?:盖章|章|公章)）$", "", before.text)
            return (name, before) if 4 <= len(name) <= 30 and not re.search(r"[，。：；]", name) else None
    return None


def _papers(scene: Scene, paper: PaperHeld) -> Iterator[Said]:
    received = paper.kind == "policy-document"
    holders = {file.unit for file, _ in paper.original.copies if file.level is not Level.HOUSEHOLD}
    for office in sorted(holders) if received else [scene.office(paper)]:
        key = (office, paper.original.paper.title, str(paper.original.paper.day or ""))

        def said(field: str, value: Any, at: Any = None, key: tuple[str, ...] = key) -> Said:
            return Said(Paper, key, field, value, paper.word(at))

        yield said("direction", "收文" if received else "发文")
        yield said("kind", "上级文件" if received else _SENT.get(paper.kind) or _summary(paper))
        yield said("title", paper.original.paper.title)
        if paper.original.paper.day:
            yield said("dated_on", paper.original.paper.day, paper.last_line())
        for number in paper.original.claims.numbers:
            if number.own:
                yield said("number", number.number, number.source)
        signature = _signature(paper)
        if received and signature:
            yield said("sender", signature[0], signature[1])
        if not received and paper.kind in _SENT:
            yield from (said(field, value, line) for field, value, line in _body(paper))


def _summary(paper: PaperHeld) -> str:
    title = paper.original.paper.title
    return "集中排查总结" if "排查" in title else "年度监测帮扶总结" if "年度" in title else "工作总结"


def _body(paper: PaperHeld) -> Iterator[tuple[str, Any, Any]]:
    """Addressee, text, who gets copies, and the day of printing, of a paper sent out."""
    opening = next((at for at, line in enumerate(paper.lines[:10]) if _ADDRESSEE.match(line.text)), None)
    if opening is not None:
        yield "addressee", paper.lines[opening].text.rstrip("：:"), paper.lines[opening]
    text = [
        line
        for line in paper.lines
        if not line.tabular and "。" in line.text and not _COPIED.match(line.text)
    ]
    text = [line for line in text if not re.match(r"^特此(?:通知|说明|报告)。?$", line.text)]
    if text:
        yield "body", "\n".join(line.text for line in text), text[0]
    for line in paper.lines[-4:]:
        copied, printed = _COPIED.match(line.text), _PRINTER.match(line.text)
        if copied:
            yield "copied_to", copied[1], line
        day = typed(Paper, "printed_on", line.text) if printed else None
        if day:
            yield "printed_on", day, line


def _clues(scene: Scene, paper: PaperHeld) -> Iterator[Said]:
    office, day = scene.office(paper), paper.original.paper.day
    months = [month for month in paper.original.paper.months if month.year] or (
        [Month.of(day)] if day else []
    )
    if len(months) != 1:
        return
    month = months[0]
    found = False
    for row, line in find_rows(paper.lines, "clue", frozenset(("name",))):
        if not is_name(row["name"]):
            continue
        found = True
        village = _village(scene, office, row.get("village", ""))
        key = (str(month), village or office, row["name"])
        yield Said(Clue, key, "month", month, paper.word(line))
        yield Said(Clue, key, "unit", office, paper.word(line))
        yield Said(Clue, key, "name", row["name"], paper.word(line))
        if village:
            yield Said(Clue, key, "village", scene.name(village), paper.word(line))
        for field in ("source", "content", "finding", "checked_on"):
            value = typed(Clue, field, row.get(field, ""))
            if value is not None:
                yield Said(Clue, key, field, value, paper.word(line))
        if day:
            yield Said(Clue, key, "reported_on", day, paper.word(paper.last_line()))
    zero = next((line for line in paper.lines if _ZERO.search(line.text)), None)
    if not found and zero:
        key = (str(month), office, "")
        yield Said(Clue, key, "month", month, paper.word(zero))
        yield Said(Clue, key, "unit", office, paper.word(zero))
        yield Said(Clue, key, "zero", "是", paper.word(zero))
        if day:
            yield Said(Clue, key, "reported_on", day, paper.word(paper.last_line()))


def _village(scene: Scene, office: str, name: str) -> str:
    if office.count("/") == 2:
        return office
    found = [each for each in scene.offices if each.startswith(f"{office}/") and each.endswith(f"/{name}")]
    return found[0] if len(found) == 1 and found[0].count("/") == 2 else ""


def _inspected(scene: Scene, paper: PaperHeld) -> Iterator[Said]:
    office = scene.office(paper)
    if office.count("/") != 2:
        return
    days = [
        typed(Inspection, "inspected_on", line.text)
        for line in paper.lines
        if re.search("排查(日期|时间)", line.text)
    ]
    day = next((each for each in days if each), paper.original.paper.day)
    if day is None:
        return
    for number, (row, line) in enumerate(find_rows(paper.lines, "inspection", frozenset(("name",)))):
        if not is_name(row["name"]) or is_nothing(row["name"]):
            continue
        key = (office, day.isoformat(), f"{number:04}", row["name"])
        yield Said(Inspection, key, "unit", scene.name(office), paper.word(line))
        yield Said(Inspection, key, "inspected_on", day, paper.word(line))
        yield Said(Inspection, key, "name", row["name"], paper.word(line))
        for field in ("group", "persons", "inspector", "finding", "at_risk"):
            text = row.get(field, "")
            text = {"是": "有", "否": "无"}.get(text, text) if field == "at_risk" else text
            value = text if field == "at_risk" and text in ("有", "无") else typed(Inspection, field, text)
            if value is not None:
                yield Said(Inspection, key, field, value, paper.word(line))
