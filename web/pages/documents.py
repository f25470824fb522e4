"""The papers to make: whose, which, where to; what stops them; and the task that makes them."""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from checklists import Fault, Origin, UserError, load_kinds
from fangpin.generating import for_period, households_by_kind, spoiled_kinds, stopping
from registry.records import Unit
from web.app import parts, work_or_404
from web.asking import LEVELS, STAGES, numbers_of, read_asked
from web.made import made_place
from web.registry_file import Asked, RegistryFile, registry_of, registry_path
from web.runner import add_task
from web.typed_path import typed_path
from web.works import Work, change_work

__all__ = ["pages"]

pages = Blueprint("documents", __name__)
_SHOWN = 20
_LONGEST = 200
_DEPTHS = {"县级": 0, "乡级": 1, "村级": 2}


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of paper, how many there are, the first one's number, the errors that would spoil some of them."""

    id: str
    name: str
    origin: Origin
    papers: int
    first: int
    errors: int


@pages.get("/works/<int:number>/documents")
def choose(number: int) -> str:
    """What to make: all of the office's own papers, to be narrowed."""
    work = work_or_404(number)
    if not work.registry:
        return render_template("documents_none.html.j2", work=work, trouble=())
    try:
        file = registry_of(work)
    except UserError as error:
        return render_template("documents_none.html.j2", work=work, trouble=str(error).splitlines())
    asked = read_asked({}, file)
    place = made_place(parts().store, work)
    return render_template(
        "documents.html.j2",
        work=work,
        units=[(row, "　" * _DEPTHS.get(unit.level, 0) + unit.name) for row, unit in _in_order(file)],
        own=file.own_office,
        levels=[label for _, label in LEVELS],
        stages=[label for _, label in STAGES],
        span=file.registry.settings.span,
        place=place,
        in_archive=place is not None and place == work.archive_path,
        made=place is not None,
        foreign=work.archive_path is not None and place != work.archive_path,
        **(_kinds_part(work, file, asked) if file.is_planned(asked, place) else {"kinds": None}),
    )


@pages.post("/works/<int:number>/documents/kinds")
def kinds(number: int) -> str:
    """The kinds with their counts for what the form says now, as a part of the page."""
    work = work_or_404(number)
    file = registry_of(work)
    return render_template(
        "documents_kinds.html.j2", work=work, **_kinds_part(work, file, read_asked(request.form, file))
    )


@pages.post("/works/<int:number>/documents")
def make(number: int) -> Response:
    """Ask for the papers. Raises UserError where nothing is chosen, the period is none, or the folder cannot be."""
    work = work_or_404(number)
    file = registry_of(work)
    asked = read_asked(request.form, file)
    wanted = request.form.getlist("kind")
    place = made_place(parts().store, work)
    papers = file.papers(asked, place).papers
    known = {paper.due.kind for paper in papers}
    if not known & set(wanted):
        raise UserError(Fault("材料", "一种也没有选", "请返回上一页，至少勾一种"))
    dues = [paper.due for paper in papers if paper.due.kind in wanted]
    if errors := stopping(file.path.name, file.faults, dues):
        raise UserError(errors[:_SHOWN])
    period = request.form.get("period", "").strip()
    for_period(file.loaded, period or None, "总结的起止月份")
    archive = _target(work, request.form)
    args = asdict(asked) | {
        "registry": str(registry_path(work)),
        "archive": str(archive),
        "period": period,
        # All of them is no narrowing: then files that are no longer due can be told.
        "kinds": [] if known <= set(wanted) else sorted(known & set(wanted)),
        "prints": bool(request.form.get("prints")),
    }
    if not work.archive:
        change_work(parts().store, number, archive=str(archive), unit=work.unit or _chain(file, asked))
    return redirect(url_for("tasks.task", number=add_task(parts().store, "generate", args, number)))


def _kinds_part(work: Work, file: RegistryFile, asked: Asked) -> dict[str, object]:
    """Kinds with counts, the errors that stop some of them, what lacks its basis."""
    planned = file.papers(asked, made_place(parts().store, work))
    counts = Counter(paper.due.kind for paper in planned.papers)
    first: dict[str, int] = {}
    for place, paper in enumerate(planned.papers):
        first.setdefault(paper.due.kind, place)
    known = load_kinds()
    households = households_by_kind(paper.due for paper in planned.papers)
    spoiled = [(fault, kinds) for fault in file.faults if (kinds := spoiled_kinds(fault, households))]
    errors = [fault for fault, _ in spoiled]
    by_kind = Counter(kind for _, kinds in spoiled for kind in kinds)
    return {
        "kinds": [
            _Kind(kind, known[kind].name, known[kind].origin, counts[kind], first[kind], by_kind[kind])
            for kind in first
        ],
        "address": numbers_of(asked),
        "papers": len(planned.papers),
        "errors": errors[:_SHOWN],
        "more_errors": max(0, len(errors) - _SHOWN),
        "lacking": [(known[skip.kind].name, skip) for skip in planned.skipped[:_SHOWN]],
        "more_lacking": max(0, len(planned.skipped) - _SHOWN),
        "field": Origin.FIELD,
    }


def _in_order(file: RegistryFile) -> list[tuple[int, Unit]]:
    """Each office before those below it."""
    registry = file.registry
    return sorted(file.units.items(), key=lambda pair: [unit.row for unit in registry.chain(pair[1])])


def _target(work: Work, form: MultiDict[str, str]) -> Path:
    """The folder to make them into."""
    where = form.get("where", "")
    place = made_place(parts().store, work)
    if where == "made" and place is not None:
        return place
    if where == "archive" and work.archive_path is not None:
        return work.archive_path
    typed = form.get("folder", "").strip() if where == "folder" else ""
    if where == "folder" and not typed:
        raise UserError(Fault("存放的文件夹", "没有写", "请写完整的位置，如 D:\\四级档案；或选“由程序保管”"))
    if not typed:
        return parts().uploads.resolve() / secrets.token_hex(6) / "四级档案"
    folder = typed_path(typed)
    if folder is None or folder.is_file():
        raise UserError(Fault(typed[:_LONGEST], "不能用作存放的文件夹", "请写完整的位置，如 D:\\四级档案"))
    if work.archive_path is not None and work.archive_path in folder.parents:
        raise UserError(Fault(typed, "在档案文件夹里面", "新做的材料请另放一个文件夹，或直接放进档案文件夹"))
    return folder


def _chain(file: RegistryFile, asked: Asked) -> str:
    """Whose folder the new archive is, as the audit is told: 清水县/双河镇; "" for a county's."""
    unit = file.units.get(asked.office)
    if unit is None or unit.level == "县级":
        return ""
    return "/".join(each.name for each in file.registry.chain(unit))
