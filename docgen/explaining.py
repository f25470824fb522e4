"""情况说明 for what can no longer be made: only what the audit and the registry hold; the reasons stay to be filled in. Pure.

One note tells of all folders of one office that lack the same for the same step: what a village lacks, its households'
folders lack as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from checklists import Checklist, Item, Stage, load_kinds
from docgen.blank import MARK
from docgen.due import Due
from docgen.missing import Lack
from docgen.recorded import recorded
from docgen.remade import Remade
from docgen.unit_chains import Chains, Owner
from registry.dates import format_date
from registry.records import Paper, Unit
from registry.registry import Registry
from registry.text import safe_file_name
from templates import load_manifest

__all__ = ["Audited", "Fault", "Notes", "plan_notes"]

_KIND = "情况说明"
_STAGES = {Stage.IDENTIFICATION: "认定", Stage.ELIMINATION: "风险消除"}
_STAGE_WORDS = {"认定": "监测对象认定", "风险消除": "风险消除", "": ""}
_NAMES = 40
_FILE_LIMIT = 50
_Key = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Audited:
    """The audit behind the notes: by which checklist, until which day, and the files that each cell (unit, item) holds."""

    checklist: Checklist
    as_of: date
    files: Mapping[tuple[str, str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Fault:
    """What the audit found wrong and can only be explained: the rule in words, what was found, where (item may be "")."""

    title: str
    message: str
    unit: str
    item: str


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes, the units that the registry does not know, and the cells whose note stands in the registry already."""

    papers: tuple[Remade, ...]
    unknown: tuple[str, ...]
    written: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    """An item of a unit or household of the registry, and what it lacks."""

    chain: str
    owner: Owner
    item: Item
    lacks: tuple[Lack, ...]


def plan_notes(
    registry: Registry,
    office: Unit | None,
    audited: Audited,
    lacks: Iterable[Lack],
    faults: Iterable[Fault],
    today: date,
) -> Notes:
    """A note for every office and step; those of offices that `office` does not print for are left out."""
    desk = _Desk(registry, office, audited, today)
    papers = [*desk.of_lacks(lacks), *desk.of_faults(faults)]
    return Notes(tuple(papers), tuple(dict.fromkeys(desk.unknown)), tuple(dict.fromkeys(desk.written)))


class _Desk:
    def __init__(self, registry: Registry, office: Unit | None, audited: Audited, today: date) -> None:
        self.registry, self.office, self.audited, self.today = registry, office, audited, today
        self.chains = Chains(registry)
        self.template = next(template for template in load_manifest() if template.paper == _KIND)
        self.unknown: list[str] = []
        self.written: list[tuple[str, str]] = []

    def of_lacks(self, lacks: Iterable[Lack]) -> Iterator[Remade]:
        by_cell: dict[tuple[str, str], list[Lack]] = {}
        for lack in lacks:
            by_cell.setdefault((lack.unit, lack.item), []).append(lack)
        groups: dict[tuple[_Key, str, frozenset[str]], list[_Cell]] = {}
        for (chain, item_id), found in by_cell.items():
            owner = self._owner(chain)
            if owner is not None:
                item = self.audited.checklist.item(item_id)
                stage = _STAGES.get(item.stage, "") if item.stage else ""
                key = (Owner(owner.unit).key, stage, frozenset(lack.kind for lack in found))
                groups.setdefault(key, []).append(_Cell(chain, owner, item, tuple(found)))
        for (_, stage, kinds), cells in groups.items():
            if any(self._is_written(cell.owner, cell.item.id) for cell in cells):
                self.written += [(cell.chain, cell.item.id) for cell in cells]
            else:
                yield self._of_step(cells, stage, kinds)

    def of_faults(self, faults: Iterable[Fault]) -> Iterator[Remade]:
        groups: dict[tuple[_Key, str], list[tuple[Owner, Fault]]] = {}
        for fault in faults:
            owner = self._owner(fault.unit)
            if owner is not None and self._is_written(owner, fault.item):
                self.written.append((fault.unit, fault.item))
            elif owner is not None:
                groups.setdefault((Owner(owner.unit).key, fault.title), []).append((owner, fault))
        for (_, title), found in groups.items():
            body = (
                f"一、检查查出的情况。{self._basis()}，查出：",
                *(fault.message for _, fault in found),
                f"二、原因。{MARK}",
                f"三、已经采取的措施。{MARK}",
            )
            cells = tuple(dict.fromkeys((fault.unit, fault.item) for _, fault in found))
            about = _joined(dict.fromkeys(item for _, item in cells if item)) or title
            yield self._note(
                found[0][0].unit, f"关于{title}的情况说明", body, cells, f"检查时查出问题（{about}）"
            )

    def _of_step(self, cells: Sequence[_Cell], stage: str, kinds: frozenset[str]) -> Remade:
        unit = cells[0].owner.unit
        names = _names(kinds)
        said = "、".join(names) if len(names) <= 2 else f"{names[0]}等{len(names)}种材料"
        homes = [cell.owner.household for cell in cells if cell.owner.household is not None]
        body = (
            f"一、缺少的材料。{self._basis()}，下列档案缺少当时应有的材料：",
            *_what_lacks(cells),
            "二、登记簿里的有关记载",
            *(recorded(self.registry, unit, stage, kinds, homes) or ["登记簿里没有有关记载。"]),
            "三、档案里现有的同项材料",
            self._there(cells) or "同项里没有其他材料。",
            f"四、没有形成或者没有找到的原因。{MARK}",
            f"五、已经采取的措施。{MARK}",
        )
        own = [cell for cell in cells if cell.owner.household is None] or cells
        items = _joined(dict.fromkeys(cell.item.id for cell in cells))
        title = f"关于{_STAGE_WORDS[stage]}缺少{said}的情况说明"
        filed = tuple((cell.chain, cell.item.id) for cell in own)
        return self._note(unit, title, body, filed, f"检查时缺材料（{items}）")

    def _owner(self, chain: str) -> Owner | None:
        """Whose note it is; None where the registry does not know the unit, or another office writes it."""
        owner = self.chains.find(chain)
        if owner is None:
            self.unknown.append(chain)
            return None
        if self.office is not None and not self.registry.lies_in(owner.unit, self.office):
            return None
        return owner

    def _is_written(self, owner: Owner, item: str) -> bool:
        """Whether the registry holds the office's own words on that item (收文发文)."""
        papers = self.registry.of_unit(self.registry.papers, owner.unit)
        return owner.household is None and any(each.kind == _KIND and each.item == item for each in papers)

    def _basis(self) -> str:
        return f"按《{self.audited.checklist.name}》检查（截至{format_date(self.audited.as_of)}）"

    def _there(self, cells: Sequence[_Cell]) -> str:
        """The names of the files that lie where the papers lack."""
        paths = [path for cell in cells for path in self.audited.files.get((cell.chain, cell.item.id), ())]
        found = list(dict.fromkeys(path.rpartition("/")[2] for path in paths))
        if not found:
            return ""
        more = f"等{len(found)}个文件" if len(found) > _NAMES else ""
        return f"“{'”、“'.join(found[:_NAMES])}”{more}。"

    def _note(
        self, unit: Unit, title: str, body: Sequence[str], cells: tuple[tuple[str, str], ...], reason: str
    ) -> Remade:
        paper = Paper(
            unit=unit.name,
            direction="发文",
            kind=_KIND,
            title=title,
            dated_on=self.today,
            body="\n".join(body),
        )
        due = Due(self.template, unit, unit, "-", paper=paper)
        drafted = self.office is not None and unit != self.office
        return Remade(due, safe_file_name(unit.name + title, _FILE_LIMIT), reason, cells, drafted)


def _what_lacks(cells: Sequence[_Cell]) -> Iterator[str]:
    """A line for each item: what lacks, and in whose folders or for whom."""
    by_item: dict[str, list[_Cell]] = {}
    for cell in cells:
        by_item.setdefault(cell.item.id, []).append(cell)
    for number, found in enumerate(by_item.values(), 1):
        item = found[0].item
        homes = [cell.owner.household.head for cell in found if cell.owner.household is not None]
        for_whom = [name for cell in found for lack in cell.lacks for name in lack.due_for]
        names = list(dict.fromkeys(homes or for_whom))
        more = f"等{len(names)}户" if len(names) > _NAMES else ""
        told = f"（{'、'.join(names[:_NAMES])}{more}）" if names else ""
        kinds = "、".join(_names(lack.kind for cell in found for lack in cell.lacks))
        yield f"{number}. {item.level.zh}档案 {item.id}“{item.title}”{told}：{kinds}。"


def _names(kinds: Iterable[str]) -> list[str]:
    """Their names in the order of the list of kinds."""
    wanted = set(kinds)
    return [kind.name for kind in load_kinds().values() if kind.id in wanted]


def _joined(words: Iterable[str]) -> str:
    return "、".join(words)
