"""Hold a meeting: choose its kind, type what is known, have the papers. What was typed is kept at every step."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from checklists import Fault, UserError
from fangpin.meeting_start import UNITS, started
from fangpin.meetings import read_base
from registry.meeting.paste import read_pasted
from registry.meeting.questions import household_cells, stages_of
from registry.meeting.texts import MeetingTexts, texts_of
from registry.registry import Registry
from registry.values import MEETING_KINDS, STAGES
from web.app import parts, work_or_404
from web.asking import whole_number
from web.dropped import keep_dropped
from web.meeting_form import ROWS, Looked, attendee_lines, fields_of, look, rows_of, taken
from web.meetings import (
    AFTER,
    BEFORE,
    Meeting,
    add_meeting,
    base_of,
    find_meeting,
    list_meetings,
    make,
    remove_meeting,
    save_texts,
)
from web.works import Work, list_works

__all__ = ["meeting_or_404", "pages"]

pages = Blueprint("meeting", __name__)
_ASKED = ("kind", "stage", "work", "batch", *UNITS)
_MOST_HOUSEHOLDS = 500
_EMPTY_ROWS = 3
_MOVED = "各户的行在别的窗口里改过，下面是现在的样子。请核对后再出材料"


@pages.get("/meeting")
def begin() -> str:
    """Which meeting, and whose; below, those begun before."""
    work = request.args.get("work", "")
    return _begin_page({**dict.fromkeys(_ASKED, ""), "stage": STAGES[0], "work": work}, ())


@pages.post("/meeting")
def add() -> Response | tuple[str, int]:
    """Begin one. What is lacking is said beside the form, which keeps what was chosen."""
    answers = {name: request.form.get(name, "").strip() for name in _ASKED}
    if answers["kind"] not in MEETING_KINDS:
        return _begin_page(answers, ("请先选会议种类",)), 422
    number = whole_number(answers["work"])
    work = work_or_404(number) if number else None
    stages = stages_of(answers["kind"])
    stage = answers["stage"] if answers["stage"] in stages else next(iter(stages), "")
    base = _registry_of(work)
    texts = _first_texts({**answers, "stage": stage}, base)
    wrong = [
        line
        for (part, _, name), lines in look(texts, base).faults.items()
        if part == "question" and name in UNITS
        for line in lines
    ]
    if wrong:
        return _begin_page(answers, (*wrong, "村级会议要写到村，乡级会议写到乡镇，县级会议只写县")), 422
    meeting = add_meeting(parts().store, texts, work)
    return redirect(url_for("meeting.show", number=meeting.id))


@pages.get("/meeting/<int:number>")
def show(number: int) -> str:
    """What is known before the meeting."""
    return _page(meeting_or_404(number), BEFORE)


@pages.get("/meeting/<int:number>/after")
def results(number: int) -> str:
    """What is known after it."""
    return _page(meeting_or_404(number), AFTER)


@pages.post("/meeting/<int:number>/save")
def save(number: int) -> str:
    """Keep what was typed and say what is wrong so far: parts of the page, each for its place."""
    meeting, current = _kept(number)
    after = _half() == AFTER
    looked = look(meeting.texts, base_of(parts().store, meeting))
    return render_template(
        "meeting_saved.html.j2",
        looked=looked,
        fields=fields_of(looked, after=after),
        rows=rows_of(looked, _first(), after=after) if current else (),
        current=current,
        at=datetime.now().strftime("%H:%M:%S"),
    )


@pages.post("/meeting/<int:number>/households")
def households(number: int) -> str:
    """A row more or less, rows pasted, or the next page of them: the table anew."""
    meeting, current = _kept(number)
    rows, first = list(meeting.texts.households), _first()
    do, _, which = request.form.get("do", "").partition("-") if current else ("", "", "")
    pasted = None
    if do == "add":
        rows.append({})
        first = len(rows)
    elif do == "remove" and 0 <= whole_number(which, -1) < len(rows):
        del rows[int(which)]
    elif do == "page":
        first = whole_number(which)
    elif do == "paste":
        in_village = bool(meeting.texts.answers.get("village"))
        pasted = read_pasted(request.form.get("paste", ""), meeting.texts.kind, with_village=not in_village)
        rows = [row for row in rows if any(row.values())] + list(pasted.rows)
        first = len(rows)
    if len(rows) > _MOST_HOUSEHOLDS:
        told = Fault("各户情况", f"一次会议最多 {_MOST_HOUSEHOLDS} 户", "请分几次会议，或核对粘贴的内容")
        raise UserError(told)
    if tuple(rows) != meeting.texts.households:
        texts = replace(meeting.texts, households=tuple(rows))
        meeting = save_texts(parts().store, meeting, texts, moved=True)
    looked = look(meeting.texts, base_of(parts().store, meeting))
    first = min(first, max(0, len(rows) - 1)) // ROWS * ROWS
    table = _table(meeting, looked, _half(), first)
    template = "meeting_households.html.j2" if _half() == BEFORE else "meeting_results.html.j2"
    return render_template(template, **table, pasted=pasted, focus=do)


@pages.post("/meeting/<int:number>")
def papers(number: int) -> Response | tuple[str, int]:
    """Make one half's papers; where something is wrong, the form with each fault at its field."""
    meeting, current = _kept(number)
    half, store = _half(), parts().store
    looked = look(meeting.texts, base_of(store, meeting))
    entered = looked.judged.entered
    if not current:
        return _page(meeting, half, looked, lacking=_MOVED), 409
    if looked.wrong or entered is None:
        return _page(meeting, half, looked, first=_first_wrong(looked), asked=True), 422
    if half == AFTER and not entered.held:
        lacking = "会后材料要有会议日期，和实到人数、决议、讨论发言、逐户结果中的至少一项"
        return _page(meeting, half, looked, lacking=lacking), 422
    make(store, meeting, entered, half)
    return redirect(url_for("meeting_papers.made", number=number, half=half))


@pages.post("/meeting/form")
def drop() -> Response:
    """A filled form begins a meeting, or fills the one whose page it was dropped on. Raises UserError with its cells."""
    from registry.meeting.read_form import read_form

    number = whole_number(request.form.get("meeting", ""))
    meeting = meeting_or_404(number) if number else None
    path = keep_dropped(parts().uploads, request.files.get("file"), endings=(".xlsx", ".xls", ".xlsm", ".et"))
    try:
        texts = texts_of(read_form(path))
    finally:
        path.unlink()
        path.parent.rmdir()
    if meeting is None:
        meeting = add_meeting(parts().store, texts, None)
    elif meeting.texts.kind != texts.kind:
        told = Fault(
            path.name, f"是{texts.kind}的表，这里是{meeting.texts.kind}", "请回“开一次会”页面放这张表"
        )
        raise UserError(told)
    else:
        save_texts(parts().store, meeting, texts, moved=True)
    return redirect(url_for("meeting.show", number=meeting.id))


@pages.post("/meeting/<int:number>/remove")
def remove(number: int) -> Response:
    """Away with what was typed and with its papers."""
    remove_meeting(parts().store, meeting_or_404(number))
    return redirect(url_for("meeting.begin"))


def meeting_or_404(number: int) -> Meeting:
    """The meeting of that number, or the page that says there is none."""
    return find_meeting(parts().store, number) or abort(404)


def _kept(number: int) -> tuple[Meeting, bool]:
    """The meeting with what the browser sent, which is saved; and whether the browser shows the households as they stand."""
    meeting = meeting_or_404(number)
    current = request.form.get("rows", "") in ("", str(meeting.rows))
    texts = taken(meeting.texts, request.form, same_rows=current)
    return (save_texts(parts().store, meeting, texts) if texts != meeting.texts else meeting), current


def _half() -> int:
    return AFTER if request.form.get("half") == str(AFTER) else BEFORE


def _first() -> int:
    return whole_number(request.form.get("first", "")) // ROWS * ROWS


def _first_wrong(looked: Looked) -> int:
    """The page of households with the first fault."""
    rows = [row for part, row, _ in looked.faults if part == "household"]
    return min(rows) // ROWS * ROWS if rows else 0


def _registry_of(work: Work | None) -> Registry | None:
    path = work.registry_path if work else None
    return read_base(path).registry if path else None


def _first_texts(answers: dict[str, str], base: Registry | None) -> MeetingTexts:
    """What the meeting begins with, and rows to type in where there are none."""
    told = {name: answers[name] for name in (*UNITS, "batch")}
    texts = texts_of(started(answers["kind"], answers["stage"], told, base))
    empty: tuple[dict[str, str], ...] = ({},) * _EMPTY_ROWS if household_cells(answers["kind"]) else ()
    return replace(texts, households=texts.households or empty)


def _begin_page(answers: dict[str, str], wrong: tuple[str, ...]) -> str:
    store = parts().store
    return render_template(
        "meeting_begin.html.j2",
        answers=answers,
        wrong=wrong,
        kinds=MEETING_KINDS,
        stages=STAGES,
        works=[work for work in list_works(store) if work.registry][:100],
        meetings=list_meetings(store),
    )


def _page(
    meeting: Meeting,
    half: int,
    looked: Looked | None = None,
    *,
    first: int = 0,
    asked: bool = False,
    lacking: str = "",
) -> str:
    looked = looked or look(meeting.texts, base_of(parts().store, meeting))
    return render_template(
        "meeting_form.html.j2",
        **_table(meeting, looked, half, first),
        fields=fields_of(looked, after=half == AFTER),
        attendees=attendee_lines(meeting.texts),
        looked=looked,
        asked=asked,
        lacking=lacking,
        pasted=None,
        focus="",
    )


def _table(meeting: Meeting, looked: Looked, half: int, first: int) -> dict[str, object]:
    return {
        "meeting": meeting,
        "half": half,
        "first": first,
        "about_households": bool(household_cells(meeting.texts.kind)),
        "rows": rows_of(looked, first, after=half == AFTER),
        "count": len(meeting.texts.households),
        "page_rows": ROWS,
    }
