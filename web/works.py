"""Works: what a user has in hand, an archive folder, a registry, or both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from web.store import Store

__all__ = ["Work", "add_work", "change_work", "find_work", "list_works", "remove_work"]


@dataclass(frozen=True, slots=True)
class Work:
    """A row of the home page. `archive` and `registry` are paths on this computer, "" where there is none yet."""

    id: int
    name: str
    archive: str
    registry: str
    unit: str
    checklist: str
    inspection_on: str
    made_at: str
    opened_at: str

    @property
    def archive_path(self) -> Path | None:
        return Path(self.archive) if self.archive else None

    @property
    def registry_path(self) -> Path | None:
        return Path(self.registry) if self.registry else None

    def days_left(self, today: date) -> int | None:
        """Days to the inspection; negative once it is over."""
        return (date.fromisoformat(self.inspection_on) - today).days if self.inspection_on else None

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where files of this work may be shown from: the archive, what stands beside it, the registry's own file."""
        from fangpin.archive_paths import report_folder

        archive = self.archive_path
        return (archive, report_folder(archive, None)) if archive else ()


def list_works(store: Store) -> list[Work]:
    """Those opened last stand first."""
    with store.open() as base:
        return [Work(**row) for row in base.execute("select * from works order by opened_at desc, id desc")]


def find_work(store: Store, number: int) -> Work | None:
    """The work of that number."""
    with store.open() as base:
        row = base.execute("select * from works where id = ?", (number,)).fetchone()
    return Work(**row) if row else None


def add_work(store: Store, name: str, *, archive: str = "", registry: str = "") -> Work:
    """A new work; the same archive folder again is the same work."""
    now = datetime.now().isoformat(timespec="seconds")
    with store.open() as base:
        row = base.execute("select id from works where archive = ? and archive <> ''", (archive,)).fetchone()
        if row:
            number = row["id"]
            base.execute("update works set opened_at = ? where id = ?", (now, number))
        else:
            query = "insert into works (name, archive, registry, made_at, opened_at) values (?, ?, ?, ?, ?)"
            number = base.execute(query, (name, archive, registry, now, now)).lastrowid
    work = find_work(store, number)
    assert work is not None
    return work


_MAY_CHANGE = ("name", "archive", "registry", "unit", "checklist", "inspection_on", "opened_at")


def change_work(store: Store, number: int, **values: str) -> None:
    """Set some of its values."""
    wrong = set(values) - set(_MAY_CHANGE)
    if wrong:
        raise ValueError(f"no such values of a work: {sorted(wrong)}")
    columns = ", ".join(f"{name} = ?" for name in values)
    with store.open() as base:
        base.execute(f"update works set {columns} where id = ?", (*values.values(), number))  # noqa: S608 - names are checked above


def remove_work(store: Store, number: int) -> None:
    """Forget it; nothing on the disk is removed."""
    with store.open() as base:
        base.execute("delete from works where id = ?", (number,))
