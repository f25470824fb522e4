"""An archive as volumes: read it, take the units that were asked for, apply the codes that were given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from checklists import Checklist, Fault, Level, UserError, load_checklist, load_filing
from fangpin.archive_paths import report_folder
from fangpin.decisions_file import load_decisions
from fangpin.reading import reading
from registry.dates import Month

if TYPE_CHECKING:
    from audit.filing.types import Volume
    from audit.types import Document, Dossier
    from fangpin.reading import Reading

__all__ = [
    "Codes",
    "FilingChoices",
    "dossier_of",
    "filing_folder",
    "load_dossier",
    "pick_units",
    "volumes_in",
]

FOLDER = "归档"
_STALE = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Codes:
    """全宗号 and 保管期限 as typed: a code, or 某县/某镇=code (某级=code)."""

    fonds: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilingChoices:
    """What archive is filed, and how it is read. `unit`: whose folder it is, "" to tell by itself.

    `as_of`: until when something may lack; None: today, or the end of the last month of papers that are much older.
    """

    archive: Path
    checklist: str
    as_of: date | None
    unit: str = ""
    output: Path | None = None
    ocr: bool = True
    cached: bool = True


def load_dossier(choices: FilingChoices) -> Dossier:
    """Read the archive and tell what its files are, with a progress bar. Nothing is written. Raises UserError."""
    with reading("读材料", cached=choices.cached, ocr=choices.ocr) as how:
        return dossier_of(choices, how)


def dossier_of(choices: FilingChoices, how: Reading) -> Dossier:
    """The same by an opened reading. Raises UserError."""
    from audit.pipeline import read_archive, weigh

    if choices.output is not None:
        _refuse_inside(choices.output, choices.archive)
    decisions = load_decisions(report_folder(choices.archive, None))
    profile = load_checklist(choices.checklist)
    documents = read_archive(choices.archive, how.progress, options=how.options, cache=how.cache)
    name = choices.archive.resolve().name
    dossier, _ = weigh(
        documents,
        checklist=profile,
        as_of=choices.as_of or _last_day(documents),
        root_name=name,
        unit=choices.unit or None,
        decisions=decisions,
    )
    return dossier


def pick_units(dossier: Dossier, wanted: Sequence[str], *, below: bool) -> frozenset[str]:
    """The units meant, by their chain or the end of it, with those below them if `below`; all where none is named.

    Raises UserError: no such unit, or several of that name, all faults at once.
    """
    from audit.decisions.units import find_unit

    held = frozenset(file.unit for file in dossier.files)
    known = frozenset(unit.id for unit in dossier.units) | held
    if not wanted:
        return known
    faults: list[Fault] = []
    found: set[str] = set()
    for text in wanted:
        try:
            unit = find_unit(text, known, text)
        except UserError as error:
            faults += error.faults
            continue
        if unit not in known:
            todo = "请从县写起，用 / 隔开，名称与检查报告里的一样"
            faults.append(Fault(text, "档案里没有这个单位", todo))
        found |= {unit} | {each for each in known if below and each.startswith(f"{unit}/")}
    if faults:
        raise UserError(faults)
    return frozenset(found)


def volumes_in(dossier: Dossier, units: Iterable[str], codes: Codes) -> tuple[Volume, ...]:
    """The volumes of these units, numbered as among all. Raises UserError: a code that is none."""
    from audit.filing.volumes import volumes_of

    wanted = frozenset(units)
    checklist = _coded(dossier, codes)
    volumes = volumes_of(dossier.files, dossier.cells, checklist)
    return tuple(volume for volume in volumes if volume.unit in wanted)


def filing_folder(choices: FilingChoices) -> Path:
    """Where the papers of the volumes go: the folder given, or 归档 beside the archive."""
    return choices.output or report_folder(choices.archive, None) / FOLDER


def _last_day(documents: Iterable[Document]) -> date:
    """Today; for papers of years ago, of which no later ones can be asked, the end of their last month."""
    from audit.papers import papers_of

    today = date.today()
    days = [
        paper.day
        for document in documents
        for paper in papers_of(document)
        if paper.day and paper.day <= today
    ]
    newest = max(days, default=today)
    return today if today - newest <= _STALE else Month.of(newest).last_day


def _coded(dossier: Dossier, codes: Codes) -> Checklist:
    from audit.decisions.units import find_unit

    scheme = dossier.checklist.filing or load_filing()
    known = frozenset(unit.id for unit in dossier.units)
    fonds, periods = list(scheme.fonds), dict(scheme.periods)
    names = dict(scheme.period_names)
    for text in codes.fonds:
        unit, _, code = text.rpartition("=")
        fonds.append((find_unit(unit, known, "--fonds") if unit else "", code.strip()))
    for text in codes.periods:
        level, _, code = text.rpartition("=")
        if code not in names:
            known_codes = "、".join(f"{each}（{name}）" for each, name in names.items())
            raise UserError(Fault(f"--period {text}", f"不认识保管期限“{code}”", f"请用 {known_codes}"))
        periods |= dict.fromkeys(_levels(level, text), code)
    filing = replace(scheme, fonds=tuple(fonds), periods=tuple(periods.items()))
    return replace(dossier.checklist, filing=filing)


def _levels(name: str, text: str) -> Sequence[Level]:
    if not name:
        return tuple(Level)
    found = [level for level in Level if name in (level.value, level.zh, level.zh[0])]
    if not found:
        todo = "请写成 --period D30，或 --period 户级=D30"
        raise UserError(Fault(f"--period {text}", f"不认识“{name}”这一级", todo))
    return found


def _refuse_inside(target: Path, archive: Path) -> None:
    root = archive.resolve()
    if target.resolve() == root or root in target.resolve().parents:
        todo = "档案里不写任何东西，请用 -o 另选一个档案外面的位置"
        raise UserError(Fault(str(target), "在档案里面", todo))
