"""Files of an archive → volumes: which papers are bound together, their numbers, and what the 备考表 says. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from audit.classify import is_checking_copy
from audit.context import UNKNOWN
from audit.filing.describe import counted_anew, describe, describe_photos, photo_key
from audit.filing.note import note_of, size_of
from audit.filing.order import in_order, placed
from audit.filing.types import FiledPaper, Volume
from audit.types import Cell, File, State
from audit.wording import unit_name
from checklists import Checklist, FilingScheme, Level, Stage, load_filing

__all__ = ["BLANK", "volumes_of", "with_pages"]

BLANK = "〔待填〕"
# No papers: programs and indexes that lie about.
_NO_PAPERS = frozenset({"exe", "db"})
_GENERAL, _HOUSEHOLDS = "综合管理", "监测对象（一户一卷）"
_Key = tuple[str, Stage | None, str]


def volumes_of(files: Sequence[File], cells: Sequence[Cell], checklist: Checklist) -> tuple[Volume, ...]:
    """The volumes of all units, the units by their names, households behind their village as their files lie."""
    by_unit: dict[str, list[File]] = defaultdict(list)
    for file in sorted(files, key=lambda file: file.path):
        if file.document.state is not State.CONTAINER:
            by_unit[file.unit].append(file)
    numbers: Counter[tuple[str, str]] = Counter()
    lacking = _lacking(cells)
    found: list[Volume] = []
    for unit in sorted(by_unit, key=lambda unit: _place(unit, by_unit)):
        found += _of_unit(by_unit[unit], lacking[unit], checklist, numbers)
    return tuple(found)


def with_pages(volume: Volume, counted: Mapping[str, int]) -> Volume:
    """The volume with the pages of files as they were counted in print, by path."""
    papers = tuple(counted_anew(paper, counted) for paper in volume.papers)
    return replace(volume, papers=papers, note=(size_of(papers), *volume.note[1:]))


def _place(unit: str, by_unit: Mapping[str, Sequence[File]]) -> tuple[str, ...]:
    """Below its village, a household stands where its files do."""
    chain = unit.split("/")
    return (*chain[:3], by_unit[unit][0].path) if len(chain) == 4 else tuple(chain)


def _lacking(cells: Sequence[Cell]) -> Mapping[str, list[Cell]]:
    found: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.gaps:
            found[cell.unit].append(cell)
    return found


def _of_unit(
    files: Sequence[File],
    lacking: Sequence[Cell],
    checklist: Checklist,
    numbers: Counter[tuple[str, str]],
) -> Iterator[Volume]:
    scheme = checklist.filing or load_filing()
    kept, left_out = _sifted(files)
    papers = list(_papers(kept, checklist))
    groups = _grouped(papers, scheme.parted_by(files[0].level))
    keys = sorted(groups, key=lambda key: _order(key, checklist))
    lacks = _lacks(lacking, keys, scheme.parted_by(files[0].level))
    for at, key in enumerate(keys, 1):
        volume = in_order(groups[key], checklist)
        note = note_of(volume, lacks[key], left_out if at == 1 else ())
        yield _volume(files[0], at, key, volume, note, scheme, checklist, numbers)


def _lacks(cells: Sequence[Cell], keys: Sequence[_Key], parted: Sequence[str]) -> Mapping[_Key, list[Cell]]:
    """What lacks, by the volume that it would have come into: the latest of its sort, else the first there is."""
    found: dict[_Key, list[Cell]] = defaultdict(list)
    for cell in cells:
        fits = [
            key
            for key in keys
            if ("stage" not in parted or key[1] is cell.item.stage)
            and ("item" not in parted or key[2] == cell.item.id)
        ]
        for key in (fits or keys[:1])[-1:]:
            found[key].append(cell)
    return found


def _sifted(files: Sequence[File]) -> tuple[list[File], list[tuple[str, str]]]:
    """The files that are filed; those that are not, each with why."""
    kept: list[File] = []
    left_out: list[tuple[str, str]] = []
    seen: dict[str, str] = {}
    for file in files:
        name = file.path.rpartition("/")[2]
        if file.document.format in _NO_PAPERS:
            left_out.append((name, "不是档案材料"))
        elif file.kind == UNKNOWN and file.decided:
            left_out.append((name, "经人工确认不属于本档案"))
        elif is_checking_copy(file.document):
            left_out.append((name, "核对稿，以系统导出件为准"))
        elif file.document.digest in seen and not file.document.state.lost:
            left_out.append((name, f"与“{seen[file.document.digest]}”重份"))
        else:
            seen[file.document.digest] = name
            kept.append(file)
    return kept, left_out


def _papers(files: Sequence[File], checklist: Checklist) -> Iterator[FiledPaper]:
    """The rows: one a file, and one for the photos of an event."""
    events: dict[tuple[str, Stage | None, tuple[str, str]], list[File]] = defaultdict(list)
    for file, item, stage in placed(files, checklist):
        if file.kind == "photo" and not file.document.state.lost:
            events[item, stage, photo_key(file)].append(file)
        else:
            yield describe(file, item, stage)
    for (item, stage, _), photos in events.items():
        event = checklist.item(item).title if item else unit_name(photos[0].unit)
        yield describe_photos(photos, item, stage, event)


def _grouped(papers: Sequence[FiledPaper], parted: Sequence[str]) -> Mapping[_Key, list[FiledPaper]]:
    years = _years(papers)
    groups: dict[_Key, list[FiledPaper]] = defaultdict(list)
    for paper in papers:
        stage = paper.stage if "stage" in parted else None
        item = paper.item if "item" in parted else ""
        groups[years[id(paper)] if "year" in parted else "", stage, item].append(paper)
    return groups


def _years(papers: Sequence[FiledPaper]) -> Mapping[int, str]:
    """The year of each paper; one without a date goes with most of its item, else of its stage, else of its unit."""
    counts: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
    for paper in papers:
        for key in _near(paper) if paper.day else ():
            counts[key][paper.day[:4]] += 1
    found = {}
    for paper in papers:
        known = next((counts[key] for key in _near(paper) if counts[key]), Counter[str]())
        found[id(paper)] = paper.day[:4] or min(known, key=lambda year: (-known[year], year), default="")
    return found


def _near(paper: FiledPaper) -> Sequence[tuple[object, ...]]:
    return ("item", paper.item), ("stage", paper.stage), ("unit",)


def _order(key: _Key, checklist: Checklist) -> tuple[str, int, int]:
    year, stage, item = key
    items = [each.id for each in checklist.items]
    return year, (None, *Stage).index(stage), items.index(item) if item else -1


def _volume(
    file: File,
    at: int,
    key: _Key,
    papers: tuple[FiledPaper, ...],
    note: tuple[str, ...],
    scheme: FilingScheme,
    checklist: Checklist,
    numbers: Counter[tuple[str, str]],
) -> Volume:
    days = sorted(paper.day for paper in papers if paper.day)
    year = key[0] or (days[-1][:4] if days else "")
    unit, level = file.unit, file.level
    office_unit = "/".join(unit.split("/")[:3])
    office, fonds, period = unit_name(office_unit), scheme.fonds_of(unit), scheme.period_of(level)
    numbers[office_unit, year] += 1
    number = f"{numbers[office_unit, year]:04d}"
    category = _category(level, key, scheme, checklist)
    codes = {
        "全宗号": fonds,
        "门类": scheme.category,
        "年度": year,
        "保管期限": period,
        "机构": office,
        "机构代码": scheme.office_code(office_unit),
        "案卷号": number,
    }
    return Volume(
        unit=unit,
        level=level,
        at=at,
        number=number,
        archive_number=scheme.number(codes, BLANK),
        fonds=fonds,
        office=office,
        year=year,
        period=scheme.period_name(period),
        category=category,
        title=_title(unit, level, year, key, category, scheme),
        span=(days[0], days[-1]) if days else ("", ""),
        papers=papers,
        note=note,
    )


def _category(level: Level, key: _Key, scheme: FilingScheme, checklist: Checklist) -> str:
    """The 类目: the item, or the stage; a household's volume holds all stages."""
    _, stage, item = key
    if item:
        return checklist.item(item).title
    if level is Level.HOUSEHOLD:
        return _HOUSEHOLDS
    parted = "stage" in scheme.parted_by(level)
    return (stage.zh if stage else _GENERAL) if parted else scheme.subject


def _title(unit: str, level: Level, year: str, key: _Key, category: str, scheme: FilingScheme) -> str:
    """清岭县双河镇红旗村2021年防返贫监测帮扶材料（监测对象认定）; of a household: …某某户防返贫监测帮扶材料."""
    whose = unit.replace("/", "") + ("户" if level is Level.HOUSEHOLD else "")
    of_year = f"{year}年" if key[0] else ""
    more = "" if category in (scheme.subject, _HOUSEHOLDS) else f"（{category}）"
    return f"{whose}{of_year}{scheme.subject}材料{more}"
