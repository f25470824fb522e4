"""A task on its way: how far it is, how long it will take, and a way to stop it."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.app import parts
from web.runner import Task, add_task, cancel_task, find_task

__all__ = ["pages"]

pages = Blueprint("tasks", __name__)

# What htmx takes for: no need to ask again.
_STOP_ASKING = 286
NAMES = {
    "audit": "检查档案",
    "unpack": "解压",
    "generate": "生成材料",
    "full": "写完整报告",
    "ledger": "写整改台账",
    "lists": "写清单",
    "copies": "复印",
    "remake": "补制",
    "catalogue": "编目录",
    "bind": "装订",
    "draft": "起草登记簿",
}


@pages.get("/tasks/<int:number>")
def task(number: int) -> Response:
    """The whole page, or the part that changes, asked for again every second; done, it leads on to the result."""
    found = _find(number)
    asked_for_part = "HX-Request" in request.headers
    onward = found.state == "done" and found.work is not None and found.result.get("next")
    if onward and not found.result.get("left"):
        address = url_for(str(onward), number=found.work)
        if not asked_for_part:
            return redirect(address)
        return Response("", headers={"HX-Redirect": address})
    page = render_template(
        "task_state.html.j2" if asked_for_part else "task.html.j2",
        task=found,
        name=NAMES.get(found.kind, found.kind),
        left=time_left(found),
        onward=url_for(str(onward), number=found.work) if onward else "",
    )
    return Response(page, _STOP_ASKING if asked_for_part and not found.is_open else 200, mimetype="text/html")


@pages.post("/tasks/<int:number>/cancel")
def cancel(number: int) -> Response:
    """Stop it; what was read stays read."""
    _find(number)
    cancel_task(parts().store, number)
    return redirect(url_for("tasks.task", number=number))


@pages.post("/tasks/<int:number>/again")
def again(number: int) -> Response:
    """Ask for the same once more."""
    found = _find(number)
    new = add_task(parts().store, found.kind, found.args, found.work)
    return redirect(url_for("tasks.task", number=new))


def time_left(task: Task) -> str:
    """In words a person would use; "" where nothing can be said yet."""
    seconds = task.seconds_left
    if seconds is None:
        return ""
    return (
        f"大约还要 {round(seconds / 60)} 分钟" if seconds >= 90 else f"大约还要 {max(1, round(seconds))} 秒"
    )


def _find(number: int) -> Task:
    return find_task(parts().store, number) or abort(404)
