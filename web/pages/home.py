"""The first page: hold a meeting, look through a folder, check a paper; below, what is in hand."""

from __future__ import annotations

from datetime import date, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from registry.dates import parse_date
from web.app import parts, work_or_404
from web.meetings import list_meetings
from web.next_step import next_step
from web.refusals import refusal
from web.works import change_work, list_works, remove_work

__all__ = ["pages"]

pages = Blueprint("home", __name__)


@pages.get("/")
def home() -> str:
    """Two things to begin with, then the works with what is to be done next."""
    store, today = parts().store, date.today()
    rows = [(work, work.days_left(today), next_step(store, work)) for work in list_works(store)]
    return render_template("home.html.j2", rows=rows)


@pages.post("/works/<int:number>")
def change(number: int) -> Response | tuple[str, int]:
    """The work's name, and the day of the inspection."""
    work = work_or_404(number)
    name = request.form.get("name", "").strip() or work.name
    typed = request.form.get("inspection_on", "").strip()
    day = parse_date(typed) if typed else None
    if typed and day is None:
        told = "请写成 2026-11-30 这样"
        return refusal(f"“{typed}”不是日期", told), 422
    change_work(parts().store, number, name=name, inspection_on=day.isoformat() if day else "")
    return redirect(url_for("home.work", number=number))


@pages.get("/works/<int:number>")
def work(number: int) -> str:
    """One work: what it holds, and what is to be done next."""
    found = work_or_404(number)
    store = parts().store
    change_work(store, number, opened_at=datetime.now().isoformat(timespec="seconds"))
    return render_template(
        "work.html.j2",
        work=found,
        left=found.days_left(date.today()),
        step=next_step(store, found),
        meetings=list_meetings(store, number),
    )


@pages.post("/works/<int:number>/remove")
def remove(number: int) -> Response:
    """Off the list; files stay."""
    work_or_404(number)
    remove_work(parts().store, number)
    return redirect(url_for("home.home"))
