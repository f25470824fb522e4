"""Make anew what an audit found lacking and the registry can fill, into 补充 beside the archive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from checklists import load_kinds
from fangpin.supply.made import NOTE, Wanted
from fangpin.supply.made_list import count_left, left_rows, unknown_units
from fangpin.supply.remake import make_planned, plan_anew
from web.registry_file import read_registry
from web.task_process import Doing

__all__ = ["do"]

_MOST = 200


def do(doing: Doing) -> Mapping[str, Any]:
    """`args`: reports, registry. The first rows of its lists are in the result. Raises UserError."""
    args, done = doing.args, 0
    doing.show(0, 1, "正在对照登记簿")
    loaded = read_registry(Path(args["registry"])).loaded
    wanted = Wanted(office=loaded.registry.own_unit)
    anew = plan_anew(loaded, Path(args["reports"]) / "report.json", None, wanted, date.today())

    def advance(more: int) -> None:
        nonlocal done
        done += more
        doing.show(done, len(anew.plan.papers), "正在补制")

    made = make_planned(anew, {}, advance)
    kinds, left = load_kinds(), [list(row) for row in left_rows(anew.plan)]
    rows = [
        ["\n".join(paths), kinds[paper.due.kind].name, paper.due.issuer.name, paper.reason, blanks]
        for paper, paths, blanks in made.papers[:_MOST]
    ]
    return {
        "next": "supply.newest",
        "lists": sum(paper.due.kind != NOTE for paper, _, _ in made.papers),
        "notes": sum(paper.due.kind == NOTE for paper, _, _ in made.papers),
        "files": sum(len(paths) for _, paths, _ in made.papers),
        "there": len(made.there),
        "blanks": len(made.blanks),
        "to_sign": made.to_sign,
        "rows": rows,
        "more": max(0, len(made.papers) - _MOST),
        "why_left": count_left(anew.plan).most_common(),
        "left_rows": left[:_MOST],
        "more_left": max(0, len(left) - _MOST),
        "unknown": unknown_units(anew.plan)[:_MOST],
    }
