"""A work's registry as it stands on the disk now: read anew when the file has changed, kept while it has not."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from checklists import Fault, UserError, load_checklist
from web.works import Work

if TYPE_CHECKING:
    from docgen.making import Workplace
    from docgen.write import Choice
    from registry.faults import CellFault
    from registry.read_workbook import Loaded
    from registry.records import Unit
    from registry.registry import Registry
    from registry.repair import Repair
    from registry.spreadsheet import Spreadsheet

__all__ = ["Asked", "RegistryFile", "read_registry", "registry_of", "registry_path"]

_KEPT = 4
_AT_ONCE = 100  # households
_Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which papers a page asks for. Units by their rows in the sheet; 0: each office its own, all units."""

    office: int = 0
    unit: int = 0
    level: str = ""
    stage: str = ""
    exported: bool = False
    kinds: tuple[str, ...] = ()


@dataclass
class RegistryFile:
    """The sheets, the registry in them, its faults; what follows from it is worked out once."""

    path: Path
    book: Spreadsheet
    loaded: Loaded
    faults: tuple[CellFault, ...]
    _plans: dict[tuple[Asked, int], Workplace] = field(default_factory=dict)

    @property
    def registry(self) -> Registry:
        return self.loaded.registry

    @cached_property
    def units(self) -> Mapping[int, Unit]:
        return {unit.row: unit for unit in self.registry.units}

    @cached_property
    def repair(self) -> Repair:
        """Raises UserError where the workbook is of a format that cannot be mended."""
        from registry.repair import repair_workbook

        return repair_workbook(self.path)

    @property
    def own_office(self) -> int:
        """The row of the office that uses the workbook; 0 where none is marked."""
        own = self.registry.own_unit
        return own.row if own else 0

    def choice(self, asked: Asked) -> Choice:
        """As the command would be told. Raises UserError where a unit is not there any more."""
        from docgen.write import Choice

        return Choice(
            office=self._unit(asked.office) if asked.office else None,
            levels=frozenset([asked.level] if asked.level else ()),
            units=(self._unit(asked.unit),) if asked.unit else (),
            kinds=frozenset(asked.kinds),
            stages=frozenset([asked.stage] if asked.stage else ()),
            with_exported=asked.exported,
        )

    def papers(self, asked: Asked, place: Path | None = None) -> Workplace:
        """The papers that are asked for, with their paths in the archive at that place, and a way to render each."""
        from docgen.making import Order, Workplace
        from docgen.shelf import Shelf

        key = _key(asked, place)
        if key not in self._plans:
            while len(self._plans) >= _KEPT:
                self._plans.pop(next(iter(self._plans)), None)
            checklist = load_checklist(self.registry.settings.checklist)
            nowhere = Shelf(Path(), {}, False)
            choice = self.choice(asked)
            self._plans[key] = Workplace(
                Order(self.registry, self.loaded.letters, checklist, choice, nowhere, key[1], {})
            )
        return self._plans[key]

    def is_planned(self, asked: Asked, place: Path | None = None) -> bool:
        """Whether `papers` answers at once: a county's take seconds the first time."""
        return len(self.registry.households) <= _AT_ONCE or _key(asked, place) in self._plans

    def _unit(self, row: int) -> Unit:
        if row not in self.units:
            raise UserError(
                Fault(f"〔单位〕第 {row} 行", "登记簿里现在没有这个单位", "请回到选择的一页重新选")
            )
        return self.units[row]


def _key(asked: Asked, place: Path | None) -> tuple[Asked, int]:
    """Long paths are cut to what the place leaves them."""
    return asked, len(str(place.resolve())) if place else 0


_kept: OrderedDict[_Key, RegistryFile] = OrderedDict()
_lock = threading.Lock()


def read_registry(path: Path, book: Spreadsheet | None = None) -> RegistryFile:
    """The registry in that file, `book` being its sheets where they are just read.

    Raises UserError where it is not there or is none.
    """
    from registry.checks import check
    from registry.read_workbook import load_spreadsheet
    from registry.spreadsheet import read_spreadsheet

    try:
        state = path.stat()
    except OSError as error:
        todo = "如果移动过或改了名，请在下面重新放进来，或写出它现在的位置"
        raise UserError(Fault(str(path), f"打不开这份登记簿（{error.strerror or error}）", todo)) from error
    key = (str(path), state.st_mtime_ns, state.st_size)
    with _lock:  # Two pages that ask at once must not both read it.
        if key not in _kept:
            book = book or read_spreadsheet(path)
            loaded = load_spreadsheet(book)
            for old in [old for old in _kept if old[0] == key[0]]:
                del _kept[old]
            _kept[key] = RegistryFile(path, book, loaded, check(loaded))
            while len(_kept) > _KEPT:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return _kept[key]


def registry_path(work: Work) -> Path:
    """Raises UserError where the work has no registry."""
    path = work.registry_path
    if path is None:
        raise UserError(Fault("登记簿", "这项工作还没有登记簿", "请先在“登记簿”一页放进来"))
    return path


def registry_of(work: Work) -> RegistryFile:
    """The work's registry as it is now. Raises UserError."""
    return read_registry(registry_path(work))
