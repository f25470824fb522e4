"""Meetings in hand: what was typed so far, kept at every step, and the papers made of it. Each belongs to a work."""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from checklists import load_kinds
from docgen.blank import Blank
from fangpin.meetings import digest, make_papers, read_base, write_registry
from registry.meeting.enter import Entered
from registry.meeting.texts import MeetingTexts
from registry.meeting.usual import usual_title
from registry.records import Household
from registry.registry import Registry
from registry.sheets import SHEETS
from web.store import Store
from web.works import Work, add_work, change_work, find_work, remove_work

__all__ = [
    "AFTER", "BEFORE", "Meeting", "Paperwork", "add_meeting", "base_of", "find_meeting", "list_meetings", "make", "remove_meeting", "save_texts",
]  # fmt: skip

BEFORE, AFTER = 1, 2
_BASE, _PAPERS = "原登记簿.xlsx", "材料"
_HOUSEHOLDS = next(sheet.name for sheet in SHEETS if sheet.record is Household)
_TABLE = """create table if not exists meetings (
  id integer primary key autoincrement, work integer not null references works(id) on delete cascade, folder text not null,
  base text not null default '', written text not null default '', texts text not null, rows integer not null default 0,
  papers text not null default '{}', saved_at text not null)"""


@dataclass(frozen=True, slots=True)
class Paperwork:
    """What was made for one half of a meeting: files in its folder, blanks (paper, what, sheet, row, household), what is lacking."""

    at: str
    files: tuple[str, ...]
    blanks: tuple[tuple[str, str, str, int, str], ...]
    lacking: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """`folder` holds its papers and registry; `base` names the registry that it was added to, "" for none.

    `rows` counts how often households were added or taken away: a page that shows fewer does not know where they stand.
    """

    id: int
    work: int
    folder: Path
    base: str
    written: str
    texts: MeetingTexts
    rows: int
    papers: Mapping[int, Paperwork]
    saved_at: str

    @property
    def papers_folder(self) -> Path:
        return self.folder / _PAPERS

    @property
    def unit(self) -> str:
        answers = self.texts.answers
        return next((answers[key] for key in ("village", "township", "county") if answers.get(key)), "")

    @property
    def name(self) -> str:
        return self.texts.answers.get("title") or usual_title(self.unit, self.texts.kind)


@contextmanager
def _open(store: Store) -> Iterator[sqlite3.Connection]:
    with store.open() as base:
        base.execute(_TABLE)
        yield base


def add_meeting(store: Store, texts: MeetingTexts, work: Work | None) -> Meeting:
    """A new meeting, in the work given or in one of its own, which the home page shows from then on."""
    answers = texts.answers
    unit = next((answers[key] for key in ("village", "township", "county") if answers.get(key)), "")
    work = work or add_work(store, usual_title(unit, texts.kind))
    with _open(store) as base:
        query = "insert into meetings (work, folder, texts, saved_at) values (?, ?, ?, ?)"
        number = base.execute(query, (work.id, secrets.token_hex(6), _packed(texts), _now())).lastrowid or 0
    found = find_meeting(store, number)
    assert found is not None
    found.folder.mkdir(mode=0o700, parents=True)
    return found


def find_meeting(store: Store, number: int) -> Meeting | None:
    """The meeting of that number."""
    with _open(store) as base:
        row = base.execute("select * from meetings where id = ?", (number,)).fetchone()
    return _meeting(store, row) if row else None


def list_meetings(store: Store, work: int | None = None, most: int = 20) -> list[Meeting]:
    """Those of a work, or all; the one typed at last stands first."""
    with _open(store) as base:
        query = "select * from meetings where ? is null or work = ? order by saved_at desc, id desc limit ?"
        return [_meeting(store, row) for row in base.execute(query, (work, work, most))]


def save_texts(store: Store, meeting: Meeting, texts: MeetingTexts, *, moved: bool = False) -> Meeting:
    """Keep what was typed, right or wrong. `moved`: households do not stand where they stood."""
    rows = meeting.rows + moved
    with _open(store) as base:
        query = "update meetings set texts = ?, rows = ?, saved_at = ? where id = ?"
        base.execute(query, (_packed(texts), rows, _now(), meeting.id))
    return replace(meeting, texts=texts, rows=rows)


def base_of(store: Store, meeting: Meeting) -> Registry | None:
    """The registry that the meeting is added to.

    That of its work as it is now, unless it is just what this meeting has written: then what was there before, so that a
    name put right does not leave a second household. Raises UserError where it has cells that would be lost.
    """
    path = _base_path(store, meeting)
    return _read(str(path), path.stat().st_mtime_ns) if path else None


def make(store: Store, meeting: Meeting, entered: Entered, half: int) -> None:
    """Write the registry and one half's papers, and remember them. Raises UserError where nothing can be written."""
    folder, before = meeting.folder, _base_path(store, meeting)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = folder / _BASE
    if before and before != kept:
        kept.write_bytes(before.read_bytes())
    registry = write_registry(entered, folder, replaces=meeting.written)
    outcome = make_papers(
        registry,
        entered.meeting_id,
        meeting.papers_folder,
        before=half == BEFORE,
        after=half == AFTER,
        force=True,
    )
    kinds = load_kinds()
    made = Paperwork(
        _now(),
        (*outcome.written, *outcome.unchanged),
        tuple((name, b.heading, b.sheet, b.row, _whose(entered, b)) for name, _, b in outcome.blanks),
        tuple((f"{kinds[skip.kind].name}（{skip.subject}）", skip.todo) for skip in outcome.skipped),
    )
    papers = {str(key): asdict(value) for key, value in {**meeting.papers, half: made}.items()}
    with _open(store) as base:
        query = "update meetings set papers = ?, base = ?, written = ? where id = ?"
        packed = json.dumps(papers, ensure_ascii=False)
        base.execute(query, (packed, kept.name if before else "", digest(registry), meeting.id))
    change_work(store, meeting.work, registry=str(registry), opened_at=_now())


def remove_meeting(store: Store, meeting: Meeting) -> None:
    """Remove what was typed and the papers; the work too, with its registry, where it holds nothing but this meeting."""
    work = find_work(store, meeting.work)
    registry = work.registry_path if work else None
    inside = registry is not None and meeting.folder in registry.parents
    alone = work is not None and not work.archive and len(list_meetings(store, work.id, most=2)) == 1
    as_written = registry is None or not registry.is_file()
    if registry is not None and not as_written:
        as_written = inside and not meeting.base and digest(registry) == meeting.written
    with _open(store) as base:
        base.execute("delete from meetings where id = ?", (meeting.id,))
    if work is not None and alone and as_written:
        remove_work(store, work.id)
    elif inside:
        for each in (_PAPERS, f"{_PAPERS}-fangpin"):  # The registry stays: others rest on it.
            shutil.rmtree(meeting.folder / each, ignore_errors=True)
        return
    shutil.rmtree(meeting.folder, ignore_errors=True)


def _whose(entered: Entered, blank: Blank) -> str:
    """The head of the household that a blank is about, "" for none."""
    households = entered.registry.households
    if blank.sheet == _HOUSEHOLDS:
        return next((each.head for each in households if each.row == blank.row), "")
    told = blank.subject.split("、")  # 会议编号、户主: how a row that is still to be added is called
    return next((each.head for each in households if each.head in told), "")


def _base_path(store: Store, meeting: Meeting) -> Path | None:
    work = find_work(store, meeting.work)
    now = work.registry_path if work else None
    if now is not None and now.is_file() and digest(now) != meeting.written:
        return now
    return meeting.folder / meeting.base if meeting.base else None


@lru_cache(maxsize=2)
def _read(path: str, _changed: int) -> Registry:
    return read_base(Path(path)).registry


def _meeting(store: Store, row: sqlite3.Row) -> Meeting:
    values = dict(row)
    texts = json.loads(values.pop("texts"))
    papers = {int(half): Paperwork(**made) for half, made in json.loads(values.pop("papers")).items()}
    told = MeetingTexts(texts["answers"], tuple(texts["households"]), tuple(texts["attendees"]))
    folder = store.folder / "meetings" / values.pop("folder")
    return Meeting(**values, folder=folder, texts=told, papers=papers)


def _packed(texts: MeetingTexts) -> str:
    return json.dumps(asdict(texts), ensure_ascii=False)


def _now() -> str:
    return datetime.now().isoformat(timespec="seconds")
