"""The questions of `fangpin meeting` at the terminal: asked again on a wrong answer, which is kept as far as it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from registry.meeting.questions import Question
    from registry.meeting.typed import Typed
    from registry.records import Unit
    from registry.registry import Registry

__all__ = ["ask_meeting", "prefilled"]

_CLEAR = "-"
_UNITS = ("county", "township", "village")
_LEVEL_KEYS = dict(zip(("县级", "乡级", "村级"), _UNITS, strict=True))
_HELLO = "回答几个问题就出会前材料。直接回车：用方括号里的内容，没有就先空着；输入 - 清空。中途按 Ctrl-C，已输入的会存下来。"


def ask_meeting(typed: Typed, base: Registry | None) -> None:
    """Fill `typed` by asking; what is there already stands as default. Raises click.Abort where the user breaks off."""
    click.echo(_HELLO)
    desk = _Desk(typed, base)
    desk.kind_and_unit()
    desk.questions(after=False)
    desk.households()
    desk.attendees()
    desk.mend()
    if click.confirm("会开过了吗（开过了就接着填结果）", default=False, prompt_suffix="："):
        desk.results()
        desk.mend()


def prefilled(kind: str, base: Registry) -> Typed:
    """What the registry knows for a form of that kind: its own unit, the last round and its households."""
    from fangpin.meeting_start import own_units
    from registry.meeting.questions import ROUNDS, stages_of
    from registry.meeting.typed import Typed

    typed = Typed({"kind": kind, "stage": next(iter(stages_of(kind)), None)})
    units = own_units(kind, base)
    if not units:
        return typed
    typed.answers |= units
    rounds = base.rounds(typed["stage"]) if kind in ROUNDS else ()
    if rounds:
        typed.answers["batch"] = rounds[-1]
        typed.households = _registered_households(typed, base)
    return typed


class _Desk:
    """Asks, and knows what was answered so far."""

    def __init__(self, typed: Typed, base: Registry | None) -> None:
        self.typed, self.base = typed, base
        self.attendees_known = False

    # --- one question ------------------------------------------------------------------------

    def prompt(self, label: str, default: str, read: Callable[[str], Any]) -> Any:
        """The value of the answer; asked again, with what is wrong, until it can be read."""
        while True:
            text: str = click.prompt(
                label, default=default, show_default=bool(default), prompt_suffix="：", type=str
            )
            text = text.strip()
            try:
                return None if text in ("", _CLEAR) else read(text)
            except ValueError as error:
                click.echo(_masked(f"　　{error}"))

    def ask(self, question: Question, default: object = None) -> None:
        value = self.typed[question.id]
        shown = _shown(default if value is None else value)
        label = question.label + (f"（{question.note}）" if question.note else "")
        self.typed.answers[question.id] = self.prompt(label, shown, lambda text: _read(question, text))

    def questions(self, *, after: bool) -> None:
        from registry.meeting.questions import questions_for

        for question in questions_for(self.typed.kind, after=after):
            if question.id not in ("kind", "stage", *_UNITS) and self._applies(question.id):
                if question.lines:
                    self._paragraphs(question)
                else:
                    self.ask(question, self._default(question.id))
            if question.id == ("batch" if self.typed["batch"] else "held_on") and not after:
                self._take_known()

    def _take_known(self) -> None:
        """What the registry has of this meeting stands as default from here on."""
        from registry.meeting.enter import known_meeting
        from registry.meeting.questions import QUESTIONS
        from registry.records import Batch, Meeting

        base, typed = self.base, self.typed
        if base is None:
            return
        meeting = known_meeting(typed, self._unit_name(), base.meetings, base.votes)
        unit = base.find_unit(self._unit_name())
        batch = base.batch_of(unit, typed["batch"], typed["stage"]) if unit and typed["batch"] else None
        if meeting is not None:
            click.echo(f"登记簿里已有这次会议（{meeting.meeting_id}），接着填。")
            self.attendees_known = bool(base.attendees_of(meeting))
        for question in QUESTIONS:
            record = {Meeting: meeting, Batch: batch}.get(question.record)
            if record is not None and typed[question.id] is None:
                typed.answers[question.id] = getattr(record, question.field)

    def _applies(self, name: str) -> bool:
        """Whether the answers so far leave something to ask."""
        typed = self.typed
        waits = {
            "notice_to": "notice_from", "notice_place": "notice_from", "hotline": "notice_from",
            "objections": "notice_to", "outcome_on": "objections",
        }  # fmt: skip
        if name == "handling":
            return typed["objections"] not in (None, "无", "无异议")
        return name not in waits or typed[waits[name]] is not None

    def _default(self, name: str) -> object:
        from registry.meeting.usual import usual_agenda, usual_title

        if name == "batch":
            rounds = self.base.rounds(self.typed["stage"] or "认定") if self.base else ()
            return rounds[-1] if rounds else "第一批"
        if name == "title":
            return usual_title(self._unit_name(), self.typed.kind)
        return usual_agenda(self.typed.kind, self.typed["stage"]) if name == "agenda" else None

    def _unit_name(self) -> str:
        return str(next(self.typed[key] for key in reversed(_UNITS) if self.typed[key]))

    def _paragraphs(self, question: Question) -> None:
        click.echo(f"{question.label}（{question.note}；一行一条，空行结束）")
        lines = list(iter(lambda: self.line(), ""))
        self.typed.answers[question.id] = "\n".join(lines) or None

    def line(self) -> str:
        text: str = click.prompt("", default="", show_default=False, prompt_suffix="> ", type=str)
        return text.strip()

    # --- the meeting and its unit ------------------------------------------------------------

    def kind_and_unit(self) -> None:
        from registry.meeting.questions import QUESTIONS, stages_of
        from registry.values import MEETING_KINDS

        answers = self.typed.answers
        click.echo("　".join(f"{number} {kind}" for number, kind in enumerate(MEETING_KINDS, 1)))
        while not answers.get("kind"):
            answers["kind"] = self.prompt(
                "会议种类（编号或名称）", "", lambda text: _choice(text, MEETING_KINDS)
            )
        stages = stages_of(self.typed.kind)
        if len(stages) > 1:
            listed = "　".join(f"{number} {stage}" for number, stage in enumerate(stages, 1))
            answers["stage"] = self.prompt(f"阶段（{listed}）", stages[0], lambda text: _choice(text, stages))
        answers["stage"] = answers.get("stage") or (stages[0] if stages else None)
        if self.base is not None:
            self._registered_unit(self.base)
            return
        by_id = {question.id: question for question in QUESTIONS}
        for key in _UNITS:
            question = by_id[key]
            while not question.kinds or self.typed.kind in question.kinds:
                self.ask(question)
                if self.typed[key] is not None or not self._must(key):
                    break
                click.echo("　　这一项必须填")
            if self.typed[key] is None:
                break

    def _must(self, key: str) -> bool:
        from registry.meeting.questions import OPENS_AT

        return key == "county" or self.typed.kind in OPENS_AT

    def _registered_unit(self, base: Registry) -> None:
        """The unit by its name in the registry."""
        from registry.meeting.questions import OPENS_AT

        level = OPENS_AT.get(self.typed.kind)
        known = [unit for unit in base.units if level in (None, unit.level)]
        own = base.own_unit.name if base.own_unit in known and base.own_unit else ""
        unit = None
        while unit is None:
            unit = self.prompt("开会单位（登记簿里的名称）", own, lambda text: _unit(base, known, text))
        self.typed.answers |= {_LEVEL_KEYS[above.level]: above.name for above in base.chain(unit)}

    # --- tables ------------------------------------------------------------------------------

    def households(self) -> None:
        from registry.meeting.questions import household_cells

        if not household_cells(self.typed.kind):
            return
        rows = self.typed.households
        if self.base is not None and not rows:
            rows += _registered_households(self.typed, self.base)
            if rows:
                click.echo(
                    f"登记簿里这一批有 {len(rows)} 户：{'、'.join(row['head'] for row in rows)}。不用再输。"
                )
        village = "" if self.typed["village"] else "村（县级写 镇/村） "
        click.echo(
            f"各户情况，一户一行，可整段粘贴：{village}户主 人口 类别 风险 人均收入（户主以后次序不限，空行结束）"
        )
        while text := self.line():
            self._add(rows, text, self._household)

    def _household(self, text: str) -> dict[str, Any]:
        from registry.meeting.lines import LineError, read_household

        row = read_household(text, with_village=not self.typed["village"])
        known = self.base is not None and self.base.find_unit(str(row.get("village"))) is not None
        if not self.typed["township"] and not known and "/" not in str(row["village"]).replace("／", "/"):
            raise LineError(f"县级开会，“{row['village']}”请写成“镇/村”")
        return row

    def attendees(self) -> None:
        from registry.meeting.lines import read_attendee

        known = "登记簿里已有，不用再输；" if self.attendees_known else "还没定的"
        click.echo(f"参会人员，一人一行：姓名 职务（{known}直接回车，空行结束）")
        while text := self.line():
            self._add(self.typed.attendees, text, read_attendee)

    def _add(self, rows: list[dict[str, Any]], text: str, read: Callable[[str], dict[str, Any]]) -> None:
        try:
            rows.append(read(text))
        except ValueError as error:
            click.echo(_masked(f"　　{error}；这一行请重输"))

    def results(self) -> None:
        from registry.meeting.questions import QUESTIONS

        held_on = next(question for question in QUESTIONS if question.id == "held_on")
        while self.typed["held_on"] is None:
            self.ask(held_on)
        self.questions(after=True)
        if self.typed.households:
            click.echo("逐户结果：一致同意，或同意、反对、弃权的票数，如“27 1 2 通过”；后面可接理由")
        for row in self.typed.households:
            self._vote(row)

    def _vote(self, row: dict[str, Any]) -> None:
        from registry.meeting.lines import read_vote
        from registry.meeting.questions import HELD, VOTING

        counted = self.typed.kind in VOTING
        told = self.prompt(f"{row['head']}户", "", lambda text: read_vote(text, counted=counted)) or {}
        if counted and told and "result" not in told:
            told["result"] = self.prompt(
                "　　结果（通过、不通过）", "", lambda text: _choice(text, ("通过", "不通过"))
            )
        for name in HELD:
            row.pop(name, None)
        row |= {name: value for name, value in told.items() if value is not None}

    # --- what does not fit together ----------------------------------------------------------

    def mend(self) -> None:
        """Say what is wrong in all that was typed, and ask for just that again."""
        from registry.meeting.enter import enter, faults_of

        while True:
            own, _ = faults_of(self.typed, enter(self.typed, self.base))
            errors = [(fault, place) for fault, place in own if fault.error]
            for fault, place in errors:
                click.echo(_masked(f"　　{self.typed.where(place)}：{fault.what}；{fault.todo}"))
            again = dict.fromkeys(place for _, place in errors if place[2])
            if not again:
                return
            for part, row in dict.fromkeys((part, row) for part, row, _ in again):
                self._again(part, row, [name for p, r, name in again if (p, r) == (part, row)])

    def _again(self, part: str, row: int, names: list[str]) -> None:
        from registry.meeting.lines import read_attendee
        from registry.meeting.questions import HELD, QUESTIONS

        if part == "question":
            for question in QUESTIONS:
                if question.id in names:
                    self.ask(question)
        elif part == "attendee":
            told = self.prompt(self.typed.attendees[row]["name"], "", read_attendee)
            self.typed.attendees[row] = told or self.typed.attendees[row]
        elif HELD.intersection(names):
            self._vote(self.typed.households[row])
        else:
            told = self.prompt(f"{self.typed.households[row]['head']}户，请重输这一行", "", self._household)
            self.typed.households[row] |= told or {}


def _read(question: Question, text: str) -> Any:
    """The answer as a value; ValueError says what is wrong with it."""
    from registry.cells import read_cell

    reading = read_cell(text, question.column, question.type)
    if reading.what and reading.error:
        raise ValueError(f"{reading.what}；{reading.todo}")
    return reading.value


def _masked(text: str) -> str:
    from registry.identity import mask_numbers

    return mask_numbers(text)


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _choice(text: str, choices: tuple[str, ...]) -> str:
    if text.isdecimal() and 1 <= int(text) <= len(choices):
        return choices[int(text) - 1]
    if text in choices:
        return text
    raise ValueError(f"“{text}”不在其中；请写编号或名称：{'、'.join(choices)}")


def _unit(base: Registry, known: list[Unit], text: str) -> Unit:
    unit = base.find_unit(text)
    if unit is None or unit not in known:
        names = "、".join(unit.name for unit in known[:12])
        raise ValueError(f"“{text}”不是能开这种会的单位；请从登记簿里选：{names}（重名时写“镇/村”）")
    return unit


def _registered_households(typed: Typed, base: Registry) -> list[dict[str, Any]]:
    """The households that come before such a meeting, by the registry."""
    from docgen.kit import meeting_due
    from registry.meeting.enter import enter

    entered = enter(typed, base)
    unit = entered.registry.find_unit(entered.meeting.unit)
    assert unit is not None, entered.meeting.unit
    due = meeting_due(entered.registry, entered.meeting, unit)
    return [{"village": h.village, "head": h.head, "id_number": h.id_number} for h in due.households]
