"""Write the archive: every paper to its places, nothing that staff have edited overwritten.

What the program writes for itself (its manifest, the list of blanks, new versions of edited files)
stands in `ARCHIVE-fangpin/` beside the archive, so that the archive holds papers only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from checklists import Checklist, load_kinds
from checklists.faults import Fault, UserError
from docgen.blank import Blank
from docgen.context import Writer
from docgen.due import Due, Skipped
from docgen.layout import Place, places_of, shorten
from docgen.lists import list_of_blanks
from docgen.plan import plan
from docgen.render import render
from docgen.view import Desk
from registry.files import write_atomic
from registry.read_workbook import Loaded
from registry.records import Unit
from registry.registry import Registry

__all__ = ["BLANKS", "Choice", "Outcome", "beside", "generate", "planned_places"]

_SCHEMA = "fangpin-manifest/1"
_EDITED = "改过文件的新稿"
DRAFT_MARK = "〔代拟稿〕"
BLANKS = "待填清单.xlsx"


@dataclass(frozen=True, slots=True)
class Choice:
    """What to print. `office` prints its own papers and drafts for those below; None: each its own."""

    office: Unit | None = None
    levels: frozenset[str] = frozenset()
    units: tuple[Unit, ...] = ()
    kinds: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()


@dataclass(slots=True)
class Outcome:
    """What was done: counts, files kept because staff have edited them, blanks, papers not made."""

    written: int = 0
    unchanged: int = 0
    edited: list[str] = field(default_factory=list)
    blanks: list[tuple[str, str, Blank]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    papers: int = 0


def beside(archive: Path) -> Path:
    """The folder for what the program writes for itself."""
    return archive.with_name(archive.name + "-fangpin")


def planned_places(
    registry: Registry, checklist: Checklist, choice: Choice
) -> tuple[list[Place], list[Skipped]]:
    """Every file that the choice asks for, and the papers for which the basis is lacking."""
    dues, skipped = plan(registry)
    places = [
        place
        for due in dues
        if _wanted(registry, due, choice)
        for place in places_of(registry, checklist, due, choice.office)
        if _level_wanted(place, choice)
    ]
    left = [
        skip
        for skip in skipped
        if (unit := registry.find_unit(skip.unit)) is not None
        and _prints(registry, unit, choice)
        and (not choice.kinds or skip.kind in choice.kinds)
        and (not choice.units or any(registry.lies_in(unit, u) for u in choice.units))
    ]
    return places, left


def generate(
    loaded: Loaded,
    checklist: Checklist,
    archive: Path,
    choice: Choice,
    *,
    force: bool = False,
    stamp: Mapping[str, str] = MappingProxyType({}),
    advance: Callable[[int], object] = lambda number: None,
) -> Outcome:
    """Write the chosen papers; `advance` is told of each file, `stamp` goes into the manifest as it is.

    A file that is not as the program last wrote it is kept, unless `force`; the new version goes
    to `ARCHIVE-fangpin/`. Raises UserError where nothing can be written.
    """
    registry = loaded.registry
    places, skipped = planned_places(registry, checklist, choice)
    outcome = Outcome(skipped=skipped)
    writer = Writer(registry, Desk(loaded.letters))
    shelf = _Shelf(archive, force, outcome)
    done: dict[tuple[object, ...], tuple[bytes, tuple[Blank, ...]]] = {}
    root_length = len(str(archive.resolve()))
    taken: set[str] = set()
    for place in places:
        key = (place.due.kind, place.due.issuer, place.due.about, place.due.stage, place.due.round,
               tuple(h.household_id for h in place.due.households), place.due.meeting, place.due.month,
               place.due.day, place.due.paper, place.due.extract)  # fmt: skip
        path = _free(shorten(place.path, root_length), taken)
        if key not in done:
            mark = _mark(place.due, choice)
            result = render(place.due.kind, writer.context(place.due) | {"mark": mark}, path.stem)
            done[key] = (result.data, result.blanks)
            kind = load_kinds()[place.due.kind].name
            outcome.blanks += [(kind, str(path), blank) for blank in result.blanks]
        shelf.put(path, done[key][0], place.due)
        advance(1)
    outcome.papers = len(done)
    shelf.close(choice, stamp)
    write_atomic(beside(archive) / BLANKS, list_of_blanks(outcome.blanks, outcome.skipped))
    return outcome


def _mark(due: Due, choice: Choice) -> str:
    return DRAFT_MARK if choice.office is not None and due.issuer != choice.office else ""


def _prints(registry: Registry, issuer: Unit, choice: Choice) -> bool:
    """An office prints its own papers and drafts for those below it, never those above."""
    return choice.office is None or registry.lies_in(issuer, choice.office)


def _wanted(registry: Registry, due: Due, choice: Choice) -> bool:
    stage = {"认定": "identification", "风险消除": "elimination"}.get(due.stage, "")
    return (
        _prints(registry, due.issuer, choice)
        and (not choice.kinds or due.kind in choice.kinds)
        and (not choice.stages or stage in choice.stages)
        and (not choice.units or any(registry.lies_in(due.issuer, unit) for unit in choice.units))
    )


def _level_wanted(place: Place, choice: Choice) -> bool:
    return not choice.levels or place.item.level.value in choice.levels


def _free(path: PurePosixPath, taken: set[str]) -> PurePosixPath:
    """A path that no other paper of this run has (Windows does not tell capitals apart)."""
    number, free = 2, path
    while str(free).lower() in taken:
        free = path.with_name(f"{path.stem}（{number}）{path.suffix}")
        number += 1
    taken.add(str(free).lower())
    return free


class _Shelf:
    """The archive on disk with the manifest of what the program has put there."""

    def __init__(self, archive: Path, force: bool, outcome: Outcome) -> None:
        self.archive, self.force, self.outcome = archive, force, outcome
        self.manifest = beside(archive) / "manifest.json"
        self.known: dict[str, dict[str, str]] = self._load()

    def _load(self) -> dict[str, dict[str, str]]:
        try:
            data = json.loads(self.manifest.read_text(encoding="utf-8"))
            files = data["files"]
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            todo = "请删去这个文件再运行；已有的材料会当作改过的保留"
            raise UserError(Fault(str(self.manifest), "清单文件读不出来", todo)) from error
        return dict(files)

    def put(self, path: PurePosixPath, data: bytes, due: Due) -> None:
        name, digest = str(path), _digest(data)
        target = self.archive / path
        entry = {"sha256": digest, "kind": due.kind, "unit": due.issuer.name}
        if target.exists():
            found = _digest(target.read_bytes())
            if found == digest:
                self.outcome.unchanged += 1
                self.known[name] = entry
                return
            if not self.force and found != self.known.get(name, {}).get("sha256"):
                write_atomic(beside(self.archive) / _EDITED / path, data)
                self.outcome.edited.append(name)
                return
        write_atomic(target, data)
        self.known[name] = entry
        self.outcome.written += 1

    def close(self, choice: Choice, stamp: Mapping[str, str]) -> None:
        self.archive.mkdir(parents=True, exist_ok=True)
        office = choice.office.name if choice.office else "each"
        content = {"schema": _SCHEMA, **stamp, "office": office, "files": dict(sorted(self.known.items()))}
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        write_atomic(self.manifest, text.encode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
