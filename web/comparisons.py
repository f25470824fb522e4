"""Two audits of a work held against each other by what their findings are known by."""

from __future__ import annotations

from web.findings import FindingRow, rows_of
from web.runs import Run
from web.store import Store

__all__ = ["gone", "new_since"]


def new_since(store: Store, run: Run, earlier: Run, page: int, size: int) -> tuple[list[FindingRow], int]:
    """What the run found and the earlier one did not."""
    return _only_in(store, run, earlier, page, size)


def gone(store: Store, run: Run, earlier: Run, page: int, size: int) -> tuple[list[FindingRow], int]:
    """What the earlier one found and the run no longer does: mended, or not looked at this time."""
    return _only_in(store, earlier, run, page, size)


def _only_in(store: Store, one: Run, other: Run, page: int, size: int) -> tuple[list[FindingRow], int]:
    where = (
        "from findings as f where f.run = ? and not exists "
        "(select 1 from findings as g where g.run = ? and g.identity = f.identity)"
    )
    with store.open() as base:
        (total,) = base.execute(f"select count(*) {where}", (one.id, other.id)).fetchone()
        rows = base.execute(
            f"select f.n {where} order by f.n limit ? offset ?",
            (one.id, other.id, size, (page - 1) * size),
        ).fetchall()
    return rows_of(store, one, [row["n"] for row in rows]), total
