"""Make a work's papers, and the print files where they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from checklists import Fault, UserError
from fangpin.generating import choose, for_period, make_archive
from web.registry_file import Asked, read_registry
from web.task_process import Doing

__all__ = ["do"]

_MOST = 100


def do(doing: Doing) -> Mapping[str, Any]:
    """`args`: registry, archive, period, prints, and the fields of `Asked`. Raises UserError.

    What was made in full stands in the archive's manifest; the result has counts, and names of the first edited files.
    """
    from docgen.crew import ProcessLostError

    args = doing.args
    workbook, archive = Path(args["registry"]), Path(args["archive"])
    file = read_registry(workbook)
    loaded = for_period(file.loaded, args["period"] or None, "总结的起止月份")
    choice = file.choice(_asked(args))
    total, done = len(choose(loaded, choice).places), 0

    def advance(more: int) -> None:
        nonlocal done
        done += more
        doing.show(done, total, "正在生成材料")

    try:
        outcome = make_archive(workbook, loaded, archive, choice, advance=advance)
    except ProcessLostError as error:
        what = "帮着生成的一个进程被系统结束了，多半是内存不够"
        todo = f"请先关掉别的程序再做一次；做好的 {done} 个文件都已记下"
        raise UserError(Fault("生成材料", what, todo)) from error
    prints = _print(doing, file.registry, archive, choice) if args["prints"] else {}
    return {
        "next": "made.overview",
        "papers": outcome.papers,
        "files": outcome.written + outcome.unchanged,
        "unchanged": outcome.unchanged,
        "edited": outcome.edited[:_MOST],
        "edited_in_all": len(outcome.edited),
        "blanks": len(outcome.blanks),
        "skipped": len(outcome.skipped),
        "stale": len(outcome.stale),
        **prints,
    }


def _asked(args: Mapping[str, Any]) -> Asked:
    names = ("office", "unit", "level", "stage", "exported")
    return Asked(**{name: args[name] for name in names}, kinds=tuple(args["kinds"]))


def _print(doing: Doing, registry: Any, archive: Path, choice: Any) -> Mapping[str, Any]:
    """One print file a household and a meeting."""
    from docgen.print_files import write_print_files
    from fangpin.print_files import chosen_bundles

    found, done = chosen_bundles(registry, archive, choice), 0

    def advance(more: int) -> None:
        nonlocal done
        done += more
        doing.show(done, len(found), "正在并成打印文件")

    printed = write_print_files(archive, found, advance)
    return {"prints": printed.files, "not_printed": printed.left_out[:_MOST]}
