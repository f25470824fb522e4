"""One meeting from what was typed to its papers: judged, put into a registry, written. The command and the page call it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from checklists.faults import Fault, UserError

if TYPE_CHECKING:
    from docgen.meeting_papers import MeetingOutcome
    from registry.meeting.enter import Entered
    from registry.meeting.typed import Place, Typed
    from registry.read_workbook import Loaded
    from registry.registry import Registry

__all__ = [
    "REGISTRY",
    "Judged",
    "Said",
    "digest",
    "judge_meeting",
    "make_papers",
    "read_base",
    "write_registry",
]

REGISTRY = "登记簿.xlsx"


@dataclass(frozen=True, slots=True)
class Said:
    """Something wrong. `place`: where it was typed; None for what stands elsewhere in the registry."""

    fault: Fault
    place: Place | None


@dataclass(frozen=True, slots=True)
class Judged:
    """The registry with the meeting, None where it cannot be told; what must be put right, and what to look at."""

    entered: Entered | None
    errors: tuple[Said, ...]
    reminders: tuple[Said, ...] = ()


def judge_meeting(typed: Typed, base: Registry | None) -> Judged:
    """What was typed as rows of the registry, with every fault at its question or cell."""
    from registry.meeting.enter import NotEnteredError, enter, faults_of

    try:
        entered = enter(typed, base)
    except NotEnteredError as error:
        return Judged(None, tuple(Said(fault, error.place) for fault in error.faults))
    own, rest = faults_of(typed, entered)
    said = [
        (fault.error, Said(Fault(typed.where(place), fault.what, fault.todo), place)) for fault, place in own
    ]
    serious = [fault for fault in rest if fault.error]
    touched = _kinds_touched(entered) if serious else ()
    elsewhere = tuple(
        Said(fault.as_fault(REGISTRY), None)
        for fault in serious
        if any(fault.touches(kind, household) for kind, household in touched)
    )
    errors = tuple(each for is_error, each in said if is_error)
    reminders = tuple(
        each
        for is_error, each in said
        if not is_error and each.place is not None and typed.value(each.place) is not None
    )
    return Judged(entered, _above(entered, base) or errors + elsewhere, reminders)


def _above(entered: Entered, base: Registry | None) -> tuple[Said, ...]:
    """An office prints for itself and for those below it, never for others."""
    registry = entered.registry
    own, unit = registry.own_unit, registry.find_unit(entered.meeting.unit)
    if base is None or own is None or unit is None or registry.lies_in(unit, own):
        return ()
    what = f"登记簿的本单位是{own.name}，不出上级和别的单位的材料"
    todo = "请核对开会单位；换单位用的，改〔单位〕表的“本单位”"
    return (Said(Fault(f"开会单位“{unit.name}”", what, todo), None),)


def _kinds_touched(entered: Entered) -> Sequence[tuple[str, str]]:
    from docgen.kit import meeting_due
    from docgen.meeting_papers import drafts_of

    unit = entered.registry.find_unit(entered.meeting.unit)
    assert unit is not None, entered.meeting.unit
    dues, _ = drafts_of(entered.registry, meeting_due(entered.registry, entered.meeting, unit))
    return [(due.kind, household.household_id) for due in dues for household in due.households]


def read_base(workbook: Path) -> Loaded:
    """The registry to add a meeting to. Raises UserError where it has cells that the copy would lose."""
    from registry.read_workbook import read_workbook

    loaded = read_workbook(workbook)
    lost = [fault for fault in loaded.faults if fault.error and fault.mended is None]
    if lost:
        todo = "；改好后再用，以免新的登记簿里丢掉这一格"
        raise UserError([Fault(f"{loaded.name} {f.where}", f.what, f.todo + todo) for f in lost])
    return loaded


def write_registry(entered: Entered, folder: Path, *, replaces: str = "") -> Path:
    """A registry that is there with the same content is left; no other is overwritten but one whose SHA-256 is `replaces`."""
    from registry.files import write_atomic
    from registry.read_workbook import read_workbook
    from registry.write_workbook import workbook_bytes

    path = folder / REGISTRY
    number = 2
    while path.exists() and digest(path) != replaces:
        try:
            if read_workbook(path).registry == entered.registry:
                return path
        except UserError:
            pass  # It cannot be read: it is somebody's all the same, and stays.
        path = folder / f"{Path(REGISTRY).stem}（{number}）.xlsx"
        number += 1
    write_atomic(path, workbook_bytes(entered.registry))
    return path


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def make_papers(
    workbook: Path,
    meeting_id: str,
    folder: Path,
    *,
    before: bool,
    after: bool,
    force: bool = False,
    templates: Mapping[str, bytes] = MappingProxyType({}),
) -> MeetingOutcome:
    """The papers of that meeting of the registry, as `docgen.meeting_papers.write_meeting` writes them."""
    from docgen.meeting_papers import write_meeting
    from registry.read_workbook import read_workbook

    loaded = read_workbook(workbook)
    meeting = next(each for each in loaded.registry.meetings if each.meeting_id == meeting_id)
    stamp = {
        "generated_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "registry": workbook.name,
        "registry_sha256": digest(workbook),
    }
    return write_meeting(
        loaded, meeting, folder, before=before, after=after, force=force, stamp=stamp, templates=templates
    )
