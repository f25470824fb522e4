"""What is to be done next in a work, as the home page says it: one line and one link."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from web.meetings import AFTER, BEFORE, list_meetings
from web.plan import first_task
from web.runner import last_task
from web.show import show
from web.store import Store
from web.works import Work

__all__ = ["NextStep", "next_step"]

_LONGEST = 36
# Tasks that are told while they are in hand.
_OTHERS = (
    ("draft", "起草登记簿"),
    ("copies", "复印"),
    ("remake", "补制"),
    ("catalogue", "编目录"),
    ("bind", "装订"),
)
# By the last papers of a meeting that were made.
_AFTER_PAPERS = {
    0: ("会议还没有出材料", "接着填", "meeting.show"),
    BEFORE: ("会前材料已出，开完会填结果", "填结果", "meeting.results"),
    AFTER: ("会后初稿已出，核对后签字盖章", "看会议", "meeting.results"),
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """`page`: the endpoint that does it; `number`: of the task, where a task is in hand."""

    what: str
    todo: str
    page: str
    number: int


def next_step(store: Store, work: Work) -> NextStep:
    """A task in hand first, then what was found, then what was never done."""
    for kind, name in (("unpack", "解压"), ("audit", "检查"), ("generate", "生成材料")):
        task = last_task(store, work.id, kind)
        if task and task.is_open:
            return NextStep(f"正在{name}", "看进度", "tasks.task", task.id)
        if task and task.state == "failed":
            return NextStep(f"上次{name}没有做完", "看原因", "tasks.task", task.id)
    for kind, name in _OTHERS:
        task = last_task(store, work.id, kind)
        if task and task.is_open:
            return NextStep(f"正在{name}", "看进度", "tasks.task", task.id)
    with store.open() as base:
        row = base.execute(
            "select id, at, summary from runs where work = ? order by id desc limit 1", (work.id,)
        ).fetchone()
    if row is not None:
        return _after_audit(store, work, row)
    made = last_task(store, work.id, "generate")
    if made and made.state == "done":
        what, blanks = f"生成了 {made.result['papers']} 份材料", made.result["blanks"]
        return NextStep(
            f"{what}，还有 {blanks} 处待填" if blanks else what, "看材料", "made.overview", work.id
        )
    if work.archive:
        return NextStep("还没有检查", "开始检查", "audit.start", work.id)
    if meetings := list_meetings(store, work.id, most=1):
        what, todo, page = _AFTER_PAPERS[max(meetings[0].papers, default=0)]
        return NextStep(what, todo, page, meetings[0].id)
    if work.registry:
        return NextStep("有登记簿，还没有材料", "生成材料", "documents.choose", work.id)
    return NextStep("还是空的", "放进登记簿或档案", "home.work", work.id)


def _after_audit(store: Store, work: Work, row: Any) -> NextStep:
    """The first thing to be done, where there are errors."""
    errors, day = json.loads(row["summary"])["findings"].get("error", 0), row["at"][:10]
    first = show(first_task(store, row["id"])) if errors else ""
    if first:
        first = first if len(first) <= _LONGEST else f"{first[:_LONGEST]}……"
        return NextStep(
            f"{day} 查过，有 {errors} 条错误。先办：{first}", "看先办什么", "plan.newest", work.id
        )
    what = f"{day} 查过，有 {errors} 条错误" if errors else f"{day} 查过，没有错误"
    return NextStep(what, "看结果", "audit.overview", work.id)
