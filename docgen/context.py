"""What a template sees of one paper that is due. Pure: the same registry and paper give the same values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from docgen.blank import Blank, phrase
from docgen.clues import clues_of
from docgen.due import Due
from docgen.household_view import count_rows, household_rows, household_view
from docgen.ledger import ledger_of
from docgen.screening import Screening
from docgen.summaries import SUMMARY_KINDS
from docgen.view import Desk, View
from docgen.wording import STAGE_WORDS, Count, Line, body_of, clause, days_posted, issuer_of, leveled, we
from registry.dates import Span, parse_span
from registry.meeting.usual import usual_title
from registry.records import (
    Attendee,
    Batch,
    Change,
    Household,
    Income,
    Measure,
    Meeting,
    Member,
    Paper,
    Paragraph,
    Unit,
)
from registry.registry import Registry

__all__ = ["Writer"]

Context = dict[str, object]


@dataclass(frozen=True, slots=True)
class Writer:
    """Makes contexts from a registry; `desk` turns what is missing into blanks."""

    registry: Registry
    desk: Desk

    def context(self, due: Due) -> Context:
        """Every name that the paper's template may use."""
        context = self._common(due)
        context |= _OF_SUBJECT[due.template.due](self, due)
        if due.template.id in _OF_TEMPLATE:
            context |= _OF_TEMPLATE[due.template.id](self, due)
        return context

    def _common(self, due: Due) -> Context:
        registry = self.registry
        chain = {unit.level: unit for unit in registry.chain(due.about)}
        context: Context = {
            "unit": self.unit(due.issuer),
            "stage": STAGE_WORDS.get(due.stage),
            "round": due.round,
            "extract": "（节录）" if due.extract else "",
            "we": we(due.issuer),
            "numbered": bool(due.issuer.number_prefix) or due.issuer.level != "村级",
        }
        for name, level in (("county", "县级"), ("township", "乡级"), ("village", "村级")):
            if level in chain:
                context[name] = self.unit(chain[level])
        return context

    def unit(self, unit: Unit) -> View:
        words = {"issuer": issuer_of(unit), "party_body": body_of(unit)}
        return self.desk.view(unit, **words, bureau=unit.bureau or f"{unit.name}乡村振兴局")

    # --- what a paper is about ---------------------------------------------------------------

    def of_paper(self, due: Due) -> Context:
        paper = due.paper
        assert paper is not None
        body = tuple(map(leveled, self._lines(paper.body, Paper, "body", paper)))
        return {"paper": self.desk.view(paper), "body": body}

    def of_meeting(self, due: Due) -> Context:
        assert due.meeting is not None
        return self._meeting(due.meeting, due.issuer) | self._votes(due, due.meeting)

    def _meeting(self, meeting: Meeting, unit: Unit) -> Context:
        when = phrase(self._or_blank(meeting.held_on, Meeting, "held_on", meeting), meeting.time or "")
        return {
            "meeting": self.desk.view(meeting),
            "title": meeting.title or usual_title(unit.name, meeting.kind),
            "meeting_time": when,
            "attendees": self._attendees(meeting),
            "attending": self._attending(meeting),
            "remarks": self._lines(meeting.remarks, Meeting, "remarks", meeting),
        }

    def _attending(self, meeting: Meeting) -> tuple[View, ...]:
        present = [a for a in self.registry.attendees_of(meeting) if a.attendance not in ("缺席",)]
        return tuple(map(self.desk.view, present)) or (self.desk.missing(Attendee, meeting.meeting_id),)

    def _attendees(self, meeting: Meeting) -> object:
        """出席：…；列席：…；缺席：… as recorded."""
        groups: dict[str, list[str]] = {}
        for attendee in self.registry.attendees_of(meeting):
            reason = f"（{attendee.reason}）" if attendee.reason else ""
            groups.setdefault(attendee.attendance or "出席", []).append(attendee.name + reason)
        if not groups:
            return self.desk.blank(Attendee, "name", None, meeting.meeting_id)
        return "；".join(f"{kind}：{'、'.join(names)}" for kind, names in groups.items())

    def _votes(self, due: Due, meeting: Meeting) -> Context:
        rows = household_rows(self.registry, self.desk, due, meeting)
        passed = [row for row in rows if row.result == "通过"]
        refused = [str(row.head) for row in rows if row.result == "不通过"]
        undecided = next((row.result for row in rows if isinstance(row.result, Blank)), None)
        counted = count_rows(passed)
        if undecided is not None:
            counted = Count(0, undecided, phrase(undecided), phrase())
        refused_text = f"{'、'.join(refused)}{len(refused)}户未通过。" if refused else ""
        return {
            "rows": rows,
            "passed": counted,
            "listed": count_rows(rows),
            "refused_text": refused_text,
        }

    def of_round(self, due: Due) -> Context:
        rows = household_rows(self.registry, self.desk, due, due.meeting)
        batch = self._batch(due)
        context: Context = {
            "rows": rows,
            "listed": count_rows(rows),
            "batch": batch,
            "notice_days": days_posted(batch.notice_from, batch.notice_to),
            "outcome": self._outcome(batch),
            "basis": self._basis(due),
        }
        if due.meeting is not None:
            return context | self._meeting(due.meeting, due.issuer)
        subject = f"{due.about.name}{due.round}{due.stage}的会议"
        return context | {
            "meeting": self.desk.missing(Meeting, subject),
            "title": self.desk.blank(Meeting, "title", None, subject),
        }

    def _batch(self, due: Due) -> View:
        batch = self.registry.batch_of(due.about, due.round, due.stage)
        if batch is not None:
            return self.desk.view(batch)
        return self.desk.missing(Batch, f"{due.round}、{due.stage}、{due.about.name}")

    def _outcome(self, batch: View) -> object:
        if isinstance(batch.objections, Blank):
            return batch.objections
        if batch.objections in ("无", "无异议"):
            return "公示期间无异议"
        return phrase("公示期间有异议：", clause(batch.objections), "；处理情况：", clause(batch.handling))

    def _basis(self, due: Due) -> object:
        if due.meeting is None:
            subject = f"{due.about.name}{due.round}{due.stage}的会议"
            return phrase("经", self.desk.blank(Meeting, "title", None, subject))
        held = self._or_blank(due.meeting.held_on, Meeting, "held_on", due.meeting)
        verb = "评议" if due.issuer.level == "村级" else "审核"
        return phrase("经", held, due.meeting.title or usual_title(due.issuer.name, due.meeting.kind), verb)

    def of_household(self, due: Due) -> Context:
        household = due.households[0]
        registry, desk = self.registry, self.desk
        stage = "风险消除" if due.stage == "风险消除" else "认定"
        day = household.assessed_on if stage == "风险消除" else household.verified_on or household.applied_on
        members = registry.members_on(household, day or household.identified_on)
        return {
            "h": household_view(registry, desk, household, due.stage),
            "i": self._income(household, stage),
            "before": self._income(household, "认定"),
            "members": tuple(desk.view(m, work_months=m.work_months or "/") for m in members)
            or (desk.missing(Member, household.head),),
            "measures": tuple(map(desk.view, registry.measures_of(household)))
            or (desk.missing(Measure, household.head),),
            "changes": self._changes(household),
        }

    def _income(self, household: Household, stage: str) -> View:
        income = self.registry.income_of(household, stage)
        return self.desk.view(income) if income else self.desk.missing(Income, f"{household.head}、{stage}")

    def of_visit(self, due: Due) -> Context:
        assert due.visit is not None
        return self.of_household(due) | {"visit": self.desk.view(due.visit)}

    def _changes(self, household: Household) -> tuple[object, ...]:
        """The natural changes; 无 only where a dated form says that there were none."""
        changes = self.registry.changes_of(household)
        if changes:
            return tuple(map(self.desk.view, changes))
        if household.changes_on is None:
            return (self.desk.missing(Change, f"{household.head}；没有增减的在〔监测对象户〕填“增减表日期”"),)
        return (_NOTHING,)

    def of_month(self, due: Due) -> Context:
        assert due.month is not None
        clues, zero = clues_of(self.registry, due.issuer, due.month)
        month = self.registry.clues_by_month[due.month]
        own = [c for c in month if c in clues or c.zero == "是"]
        dates = [c.reported_on for c in own if c.reported_on and (not zero or c.zero == "是")]
        first = own[0] if own else None
        reporter = due.issuer.bureau or f"{due.issuer.name}乡村振兴局" if due.issuer.level == "县级" else ""
        return {
            "month": due.month,
            "zero": zero,
            "clues": tuple(map(self.desk.view, clues)),
            "reporter": reporter or issuer_of(due.issuer),
            "reported_on": max(dates) if dates else self._or_blank(None, type(first), "reported_on", first),
        }

    def of_day(self, due: Due) -> Context:
        every = self.registry.of_unit(self.registry.inspections, due.issuer)
        rows = [row for row in every if row.inspected_on == due.day]
        return {"day": due.day, "inspections": tuple(map(self.desk.view, rows))}

    def of_unit(self, due: Due) -> Context:
        rows = household_rows(self.registry, self.desk, due)
        again = [row for row in due.households if row.reidentified_on]
        cleared = [row for row in due.households if row.state == "已清退"]
        notes = []
        for words, found in (("风险消除后重新识别", again), ("已清退", cleared)):
            if found:
                notes.append(f"{words}：{'、'.join(h.head for h in found)}。")
        return {"rows": rows, "ledger_note": "".join(notes)}

    def of_grading(self, due: Due) -> Context:
        return ledger_of(self.registry, self.desk, due)

    def summary(self, due: Due) -> Context:
        assert due.span is not None
        kind = SUMMARY_KINDS[due.template.id]
        sections = self._sections(due, due.span)
        opening = sections.pop("opening") or (
            leveled(self.desk.blank(Paragraph, "text", None, f"{due.issuer.name}、开头")),
        )
        figures = kind.figures(self.registry, due.issuer, due.span)
        if not isinstance(figures, Screening):  # Only a screening has a section of its own for this.
            sections["practice"] = sections["organised"] + sections["practice"]
        elif not figures.meetings and not sections["organised"]:
            blank = self.desk.blank(Paragraph, "text", None, f"{due.issuer.name}、组织部署")
            sections["organised"] = (leveled(blank),)
        names = [name for name in ("practice", "problems", "plans") if sections[name]]
        headings = {name: "四五六七八九"[kind.sections - 3 + place] for place, name in enumerate(names)}
        paper = self.desk.view(due.paper) if due.paper else self.desk.missing(
            Paper, f"{due.issuer.name}、发文、{due.template.paper}"
        )  # fmt: skip
        return {
            "period": due.span.words,
            "year": f"{due.span.start.year}年度" if due.span.is_year else due.span.words,
            "s": figures,
            "opening": opening,
            "headings": headings,
            "paper": paper,
            **sections,
        }

    def _sections(self, due: Due, span: Span) -> dict[str, tuple[Line, ...]]:
        """Staff's own paragraphs for this kind of summary and this period, by their sections."""
        every = self.registry.of_unit(self.registry.paragraphs, due.issuer)
        usual = due.template.paper != "集中排查总结"
        own = [
            p
            for p in every
            if (p.period in (None, span.words) or parse_span(p.period or "") == span)
            and (p.summary == due.template.paper or (p.summary is None and usual))
        ]
        return {
            name: tuple(
                leveled(line.strip())
                for p in own
                if p.section == zh
                for line in p.text.splitlines()
                if line.strip()
            )
            for name, zh in _SECTIONS.items()
        }

    def _or_blank(self, value: object | None, kind: type, field: str, record: object) -> object:
        return self.desk.blank(kind, field, record) if value is None else value

    def _lines(self, text: str | None, kind: type, field: str, record: object) -> tuple[object, ...]:
        lines = tuple(line.strip() for line in (text or "").splitlines() if line.strip())
        return lines or (self.desk.blank(kind, field, record),)

    def announcement(self, due: Due) -> Context:
        """The county's reply on which the result rests: it stands in the township's row."""
        batch = self.registry.batch_of(due.issuer, due.round, due.stage)
        subject = f"{due.round}、{due.stage}、{due.issuer.name}"
        return {"reply": self.desk.view(batch) if batch else self.desk.missing(Batch, subject)}

    def request(self, due: Due) -> Context:
        unit = due.issuer
        if unit.contact and unit.contact_phone:
            return {"contact": f"（联系人：{unit.contact}，联系电话：{unit.contact_phone}）"}
        return {"contact": ""}


_SECTIONS = {
    "opening": "开头",
    "organised": "组织部署",
    "practice": "主要做法",
    "problems": "存在问题",
    "plans": "下一步打算",
}
_NOTHING: Mapping[str, str] = dict.fromkeys(
    ("change", "name", "sex", "id_number", "relation", "changed_on", "reason"), "无"
)
_OF_SUBJECT: Mapping[str, Callable[[Writer, Due], Context]] = {
    "paper": Writer.of_paper,
    "meeting": Writer.of_meeting,
    "round": Writer.of_round,
    "household": Writer.of_household,
    "refused": Writer.of_household,
    "visit": Writer.of_visit,
    "month": Writer.of_month,
    "day": Writer.of_day,
    "unit": Writer.of_unit,
    "grading": Writer.of_grading,
    "summary": Writer.summary,
}
_OF_TEMPLATE: Mapping[str, Callable[[Writer, Due], Context]] = {
    "township-request": Writer.request,
    "result-announcement": Writer.announcement,
}
