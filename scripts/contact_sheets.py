"""Contact sheets of the papers by the sample registry, for people to look at.

    python -m scripts.contact_sheets            one paper of each kind and of a meeting's kit, to docs/papers
    python -m scripts.contact_sheets --all      every paper of the sample's archive, small, to docs/archive
    python -m scripts.contact_sheets --all DIR  the same to another folder

Needs LibreOffice; a machine without the faces of the standard shows their stand-ins, and the script says which.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from PIL import Image
from pypdfium2 import PdfDocument

from checklists import load_checklist
from docgen.context import Writer
from docgen.kit import kit_sheets, meeting_due
from docgen.plan import plan
from docgen.proofs import find_libreoffice, make_proofs
from docgen.render import render
from docgen.view import Desk
from docgen.write import Choice, generate
from registry.read_workbook import Loaded
from registry.registry import Registry
from registry.sample import load_sample
from templates import load_manifest

_ROOT = Path(__file__).parent.parent
_GAP = 8
_KIT_FOR = "村级评议会"


@dataclass(frozen=True, slots=True)
class _Grid:
    """How pages stand on a sheet."""

    dpi: int
    columns: int
    rows: int


_READABLE, _SMALL = _Grid(68, 6, 2), _Grid(50, 8, 5)


def main(everything: bool, target: Path) -> None:
    program = find_libreoffice()
    if program is None:
        raise SystemExit("找不到 LibreOffice，不能做样张。")
    with TemporaryDirectory() as place:
        archive = Path(place) / "样张"
        archive.mkdir()
        groups = _whole_archive(archive) if everything else {"": list(_one_of_each(archive))}
        names = [name for group in groups.values() for name in group]
        proofs = make_proofs(archive, names, program)
        if proofs.failed:
            raise SystemExit(f"没有转成 PDF：{'、'.join(proofs.failed)}")
        target.mkdir(parents=True, exist_ok=True)
        for old in target.glob("*.png"):
            old.unlink()
        grid, pages = _SMALL if everything else _READABLE, 0
        for group, papers in groups.items():
            found = list(_pages(((proofs.folder / name).with_suffix(".pdf") for name in papers), grid))
            _save(found, target, group, grid)
            pages += len(found)
    print(f"{len(names)} 份材料，{pages} 页：{target}")
    for face, given in (proofs.substituted or {}).items():
        print(f"  {face} 用 {given} 代替")


def _whole_archive(archive: Path) -> Mapping[str, Sequence[str]]:
    """The sample's archive, written; folder of a unit → its papers, each where it is filed first."""
    registry = load_sample()
    checklist = load_checklist(registry.settings.checklist)
    outcome = generate(Loaded(registry, (), {}, "登记簿.xlsx"), checklist, archive, Choice())
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(outcome.files):
        parts = PurePosixPath(name).parts
        level = next(at for at, part in enumerate(parts) if part.endswith("档案"))
        groups["-".join(parts[: level + 1])].append(name)
    return groups


def _one_of_each(archive: Path) -> Iterator[str]:
    """The first paper of each kind and level of issuer that the sample gives, then a kit."""
    registry = load_sample()
    writer = Writer(registry, Desk({}))
    dues = plan(registry)[0]
    for number, template in enumerate(load_manifest()):
        levels: set[str] = set()
        for due in dues:
            if due.template == template and due.issuer.level not in levels:
                levels.add(due.issuer.level)
                context = writer.context(due) | {"mark": ""}
                yield _written(archive, f"{number:02}-{len(levels)}.docx", template.id, context)
    yield from _kit(archive, registry, writer)


def _kit(archive: Path, registry: Registry, writer: Writer) -> Iterator[str]:
    """The papers before the sample's first review, of one household."""
    meeting = next(meeting for meeting in registry.meetings if meeting.kind == _KIT_FOR)
    unit = registry.find_unit(meeting.unit)
    assert unit is not None, meeting.unit
    seen: set[str] = set()
    for sheet in kit_sheets(writer, meeting_due(registry, meeting, unit)):
        if sheet.paper.id not in seen:
            seen.add(sheet.paper.id)
            name = f"会前-{len(seen)}.docx"
            yield _written(archive, name, sheet.paper.id, {**sheet.context, "mark": ""})


def _written(archive: Path, name: str, template: str, context: Mapping[str, object]) -> str:
    (archive / name).write_bytes(render(template, context, name).data)
    return name


def _pages(pdfs: Iterable[Path], grid: _Grid) -> Iterator[Image.Image]:
    for pdf in pdfs:
        document = PdfDocument(pdf)
        for page in document:
            yield page.render(scale=grid.dpi / 72).to_pil().convert("RGB")
        document.close()


def _save(pages: Sequence[Image.Image], target: Path, group: str, grid: _Grid) -> None:
    each = grid.columns * grid.rows
    for number, at in enumerate(range(0, len(pages), each), 1):
        sheet = _sheet(pages[at : at + each], grid)
        name = f"{group}-{number}.png" if group else f"{number}.png"
        sheet.quantize(palette=_palette(), dither=Image.Dither.NONE).save(target / name, optimize=True)


def _palette() -> Image.Image:
    """Greys and reds: there is nothing else on the papers, and so the files stay small."""
    steps = [round(255 * step / 11) for step in range(12)]
    colours = [(grey, grey, grey) for grey in steps] + [(255, pale, pale) for pale in (0, 70, 140, 210)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in colours for value in colour])
    return palette


def _sheet(pages: Sequence[Image.Image], grid: _Grid) -> Image.Image:
    """Upright pages stand in a grid; a ledger takes the room of its width."""
    width, height = min(page.width for page in pages), max(page.height for page in pages)
    rows: list[list[Image.Image]] = [[]]
    room = grid.columns * (width + _GAP)
    for page in pages:
        if sum(other.width + _GAP for other in rows[-1]) + page.width > room:
            rows.append([])
        rows[-1].append(page)
    across = max(sum(page.width + _GAP for page in row) for row in rows)
    sheet = Image.new("RGB", (across, len(rows) * (height + _GAP)), (128, 128, 128))
    for number, row in enumerate(rows):
        at = 0
        for page in row:
            sheet.paste(page, (at, number * (height + _GAP)))
            at += page.width + _GAP
    return sheet


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--all"]
    everything = "--all" in sys.argv
    folder = _ROOT / "docs" / ("archive" if everything else "papers")
    main(everything, Path(words[0]) if words else folder)
