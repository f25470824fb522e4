"""Write cover, contents and note of each volume, and the labels of the boxes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from audit.wording import unit_name
from fangpin.cataloguing import filing_papers, write_filing
from registry.dates import parse_date
from web.filing import volumes_for
from web.task_process import Doing

__all__ = ["do"]

_MOST = 100


def do(doing: Doing) -> Mapping[str, Any]:
    """`args`: as `web.filing.choices_of`; unit, fonds, period, by, checked_by, on, count, force. Raises UserError."""
    from audit.filing.papers import Hands, blanks_of

    args, done = doing.args, 0
    volumes, _ = volumes_for(doing, below=True)
    if args["count"]:
        volumes = _counted(doing, volumes)
    hands = Hands(args["by"], args["checked_by"], parse_date(args["on"]) if args["on"] else None)
    papers = list(filing_papers(volumes, hands, [args["unit"]] if args["unit"] else []))

    def advance(more: int) -> None:
        nonlocal done
        done += more
        doing.show(done, len(papers), "正在写目录")

    kept = write_filing(papers, Path(args["folder"]), force=args["force"], templates={}, advance=advance)
    return {
        "next": "filing.newest",
        "unit": unit_name(args["unit"]) if args["unit"] else "",
        "volumes": len(volumes),
        "papers": sum(len(volume.papers) for volume in volumes),
        "kept": kept[:_MOST],
        "kept_in_all": len(kept),
        "blanks": [[name, count] for name, count, _ in blanks_of(volumes, hands)],
    }


def _counted(doing: Doing, volumes: tuple[Any, ...]) -> tuple[Any, ...]:
    """With the pages that LibreOffice counts; as they are where it is not there any more."""
    from fangpin.conversion import converter
    from fangpin.page_counts import count, to_print, with_counts

    files, done = to_print(volumes), 0

    def advance(more: int) -> None:
        nonlocal done
        done += more
        doing.show(done, len(files), "正在数页数")

    with converter() as made:
        return (
            with_counts(volumes, count(Path(doing.args["archive"]), files, made, advance))
            if made
            else volumes
        )
