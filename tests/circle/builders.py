"""A generated archive with what people bring put in: photos, received papers, proofs, the system's exports."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from lxml import etree

from audit.pipeline import read_archive
from audit.types import Document
from checklists import Each, Item, Level, Part, load_checklist
from docgen.due import LEVEL_OF, is_monitored
from docgen.layout import household_folder
from docgen.write import Choice, generate, planned_places
from registry.amounts import format_amount
from registry.dates import format_date
from registry.records import Household, Measure, Paper, Unit
from registry.registry import Registry
from tests.docgen.builders import changed, loaded, sample

CHECKLIST = load_checklist()
AS_OF = date(2021, 12, 31)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAME = "云岭县防返贫监测帮扶档案"
LEVEL_FOLDERS = {
    Level.COUNTY: "县级档案",
    Level.TOWNSHIP: "乡级档案",
    Level.VILLAGE: "村级档案",
    Level.HOUSEHOLD: "户档案",
}


@dataclass(frozen=True)
class Filed:
    """One file of the archive: for which unit, item and part it stands, and for which one of "each"."""

    path: str
    unit: str
    item: Item
    kind: str
    subject: str = ""

    @property
    def part(self) -> Part | None:
        return next((part for part in self.item.parts if part.kind == self.kind), None)


def finished_registry() -> Registry:
    """The sample with the cells filled that it leaves blank on purpose."""
    registry = changed(sample(), "households", lambda h: h.phone is None, phone="13900009999")
    number = iter(range(40, 50))
    batches = tuple(
        replace(
            b,
            reply_on=date(2021, 12, 30),
            reply_printed_on=date(2021, 12, 30),
            reply_number=f"云乡振领办复〔2021〕{next(number)}号",
        )
        if b.compared_on is None and b.reply_on is None and b.rechecked_on is not None
        else b
        for b in registry.batches
    )
    return replace(registry, batches=batches)


def build_archive(root: Path, registry: Registry | None = None) -> list[Filed]:
    """Generate the archive under `root` and put in what people bring; every file with its place."""
    registry = registry or finished_registry()
    generate(loaded(registry), CHECKLIST, root, Choice())
    filed = list(_generated(registry))
    for path in root.rglob("*.docx"):
        path.write_bytes(signed(path.read_bytes()))
    for file, data in _brought(registry):
        target = root / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        filed.append(file)
    assert {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()} == {f.path for f in filed}
    return filed


@lru_cache(maxsize=1)
def whole() -> tuple[tuple[Document, ...], tuple[Filed, ...]]:
    """The finished archive, read once."""
    with TemporaryDirectory() as folder:
        root = Path(folder) / NAME
        filed = build_archive(root)
        return read_archive(root), tuple(filed)


def signed(data: bytes) -> bytes:
    """The paper with a name typed at every place to sign, as a clerk does who keeps the signed original elsewhere."""
    source = zipfile.ZipFile(io.BytesIO(data))
    root = etree.fromstring(source.read("word/document.xml"))
    for text in root.iter(f"{W}t"):
        text.text = re.sub(r"(签字(?:（[^）]*）)?：)(?=[　 ]*(?:$|　))", r"\1已签", text.text or "")
    for table in root.iter(f"{W}tbl"):
        rows = [
            ["".join(map(str, cell.itertext())) for cell in row.iter(f"{W}tc")]
            for row in table.iter(f"{W}tr")
        ]
        column = next(
            (at for at, cell in enumerate(rows[0]) if re.fullmatch(r"签字（手印）|签字|签名|签到", cell)),
            None,
        )
        for row in list(table.iter(f"{W}tr"))[1:] if column is not None else []:
            cell = list(row.iter(f"{W}tc"))[column or 0]
            etree.SubElement(etree.SubElement(next(cell.iter(f"{W}p")), f"{W}r"), f"{W}t").text = "已签"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name in source.namelist():
            whole = etree.tostring(root) if name == "word/document.xml" else source.read(name)
            package.writestr(name, whole)
    return buffer.getvalue()


def _generated(registry: Registry) -> Iterator[Filed]:
    for place in planned_places(registry, CHECKLIST, Choice())[0]:
        due, item = place.due, place.item
        owner = _owner(registry, place.path, item.level)
        part = next((part for part in item.parts if part.kind == due.kind), None)
        subject = ""
        if part is not None and part.each is Each.MONTH:
            subject = str(due.month)
        elif part is not None and part.each is Each.HOUSEHOLD:
            subject = due.households[0].head
        elif part is not None and part.each in (Each.VILLAGE, Each.TOWNSHIP):
            subject = due.about.name
        yield Filed(str(place.path), owner, item, due.kind, subject)


def _owner(registry: Registry, path: PurePosixPath, level: Level) -> str:
    parts = path.parts[: path.parts.index(LEVEL_FOLDERS[level])]
    household = (path.parts[len(parts) + 1],) if level is Level.HOUSEHOLD else ()
    return "/".join(("云岭县", *parts, *household))


def _brought(registry: Registry) -> Iterator[tuple[Filed, bytes]]:
    """A photo wherever one is due, the papers received, a proof for every measure, the exported forms."""
    for unit in registry.units:
        level = LEVEL_OF[unit.level]
        chain = [above.name for above in registry.chain(unit)]
        households = [h for h in registry.households_in(unit) if is_monitored(h)]
        eliminated = [h for h in households if h.elimination_batch]
        for item in CHECKLIST.of_level(level):
            if _applies(item, households, eliminated):
                folder = "/".join((*chain[1:], LEVEL_FOLDERS[level], item.folder))
                yield from _for_office(registry, unit, "/".join(chain), item, folder, eliminated)
        if level is Level.VILLAGE:
            for household in households:
                yield from _for_household(registry, chain, household)


def _applies(item: Item, households: list[Household], eliminated: list[Household]) -> bool:
    if item.stage is None:
        return True
    return bool(eliminated if item.stage.value == "elimination" else households)


def _for_office(
    registry: Registry, unit: Unit, chain: str, item: Item, folder: str, eliminated: list[Household]
) -> Iterator[tuple[Filed, bytes]]:
    kinds = {part.kind for part in item.parts}
    if "photo" in kinds:
        yield Filed(f"{folder}/现场照片.jpg", chain, item, "photo"), photo(folder)
    if "policy-document" in kinds:
        for number, paper in enumerate(
            p for p in registry.papers if p.direction == "收文" and p.unit == unit.name
        ):
            yield (
                Filed(f"{folder}/来文{number + 1}.docx", chain, item, "policy-document"),
                received_paper(paper),
            )
    if "comparison-form" in kinds:
        for household in eliminated:
            path = f"{folder}/{household.head}-信息采集对照表.xlsx"
            yield (
                Filed(path, chain, item, "comparison-form", household.head),
                comparison_form(registry, household),
            )


def _for_household(
    registry: Registry, chain: list[str], household: Household
) -> Iterator[tuple[Filed, bytes]]:
    name = household_folder(registry, household)
    unit = "/".join((*chain, name))
    for item in CHECKLIST.of_level(Level.HOUSEHOLD):
        if not _applies(item, [household], [household] if household.elimination_batch else []):
            continue
        folder = "/".join((*chain[1:], LEVEL_FOLDERS[Level.HOUSEHOLD], name, item.folder))
        kinds = {part.kind for part in item.parts}
        if "photo" in kinds:
            yield Filed(f"{folder}/{household.head}评议会照片.jpg", unit, item, "photo"), photo(folder)
        if "comparison-form" in kinds:
            yield (
                Filed(f"{folder}/对照表.xlsx", unit, item, "comparison-form"),
                comparison_form(registry, household),
            )
        if "measure-proof" in kinds:
            for measure in registry.measures_of(household):
                path = f"{folder}/{household.head}-{measure.proof}（{measure.name}）.docx"
                yield Filed(path, unit, item, "measure-proof", measure.name), proof(household, measure)


def photo(seed: str) -> bytes:
    """A small picture unlike any other."""
    from PIL import Image

    source = random.Random(seed)
    picture = Image.new("RGB", (48, 36))
    picture.putdata([tuple(source.randrange(256) for _ in range(3)) for _ in range(48 * 36)])
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG")
    return buffer.getvalue()


def _docx(title: str, lines: list[str], rows: Sequence[tuple[str, ...]] = ()) -> bytes:
    import docx

    document = docx.Document()
    document.add_paragraph(title)
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def received_paper(paper: Paper) -> bytes:
    day = format_date(paper.dated_on) if paper.dated_on else ""
    body = f"现就有关工作通知如下，请遵照执行。本件由{paper.unit}收文归档。"
    return _docx(paper.title, [paper.number or "", "各有关单位：", body, paper.sender or "", day])


def proof(household: Household, measure: Measure) -> bytes:
    rows = [
        ("姓名", household.head, "项目", measure.name),
        ("金额", measure.amount or "", "经办单位", measure.office or ""),
    ]
    return _docx(measure.proof or "", [f"兹证明{household.head}户享受{measure.name}。"], rows)


def comparison_form(registry: Registry, household: Household) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    before, now = (registry.income_of(household, stage) for stage in ("认定", "风险消除"))
    assert before is not None
    assert now is not None
    for row in (
        ("监测对象信息采集对照表",),
        (f"户主：{household.head}　证件号码：{household.id_number}",),
        ("指标", "识别时", "消除时"),
        ("家庭人口", before.persons, now.persons),
        ("人均纯收入", format_amount(before.per_head or 0), format_amount(now.per_head or 0)),  # type: ignore[arg-type]
        ("监测对象类别", household.object_type, household.object_type),
    ):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
