"""Contact sheets of the papers, for people to look at: one paper of each kind by the sample registry.

    python -m scripts.contact_sheets [DIR]

Writes DIR/1.png … (default docs/papers), twelve pages a sheet, in the order of the manifest. Needs LibreOffice; a
machine without the faces of the standard shows their stand-ins, and the script says which.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from pypdfium2 import PdfDocument

from docgen.context import Writer
from docgen.plan import plan
from docgen.proofs import find_libreoffice, make_proofs
from docgen.render import render
from docgen.view import Desk
from registry.sample import load_sample
from templates import load_manifest

_ROOT = Path(__file__).parent.parent
_DPI, _COLUMNS, _ROWS, _GAP = 68, 6, 2, 8


def main(target: Path) -> None:
    program = find_libreoffice()
    if program is None:
        raise SystemExit("找不到 LibreOffice，不能做样张。")
    with TemporaryDirectory() as place:
        archive = Path(place) / "样张"
        archive.mkdir()
        names = list(_write_papers(archive))
        proofs = make_proofs(archive, names, program)
        pages = [page for name in names for page in _pages((proofs.folder / name).with_suffix(".pdf"))]
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.png"):
        old.unlink()
    for number, at in enumerate(range(0, len(pages), _COLUMNS * _ROWS), 1):
        sheet = _sheet(pages[at : at + _COLUMNS * _ROWS])
        sheet.quantize(palette=_palette(), dither=Image.Dither.NONE).save(
            target / f"{number}.png", optimize=True
        )
    print(f"{len(names)} 份材料，{len(pages)} 页：{target}")
    for face, given in (proofs.substituted or {}).items():
        print(f"  {face} 用 {given} 代替")


def _write_papers(archive: Path) -> Iterator[str]:
    """The first paper of each kind and level of issuer that the sample gives."""
    registry = load_sample()
    writer = Writer(registry, Desk({}))
    dues = plan(registry)[0]
    for number, template in enumerate(load_manifest()):
        levels: set[str] = set()
        for due in dues:
            if due.kind == template.id and due.issuer.level not in levels:
                levels.add(due.issuer.level)
                name = f"{number:02}-{len(levels)}.docx"
                rendered = render(due.kind, writer.context(due) | {"mark": ""}, due.kind)
                (archive / name).write_bytes(rendered.data)
                yield name


def _pages(pdf: Path) -> Iterator[Image.Image]:
    document = PdfDocument(pdf)
    for page in document:
        yield page.render(scale=_DPI / 72).to_pil().convert("RGB")
    document.close()


def _palette() -> Image.Image:
    """Greys and reds: there is nothing else on the papers, and so the files stay small."""
    steps = [round(255 * step / 11) for step in range(12)]
    colours = [(grey, grey, grey) for grey in steps] + [(255, pale, pale) for pale in (0, 70, 140, 210)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in colours for value in colour])
    return palette


def _sheet(pages: list[Image.Image]) -> Image.Image:
    width, height = max(page.width for page in pages), max(page.height for page in pages)
    rows = -(-len(pages) // _COLUMNS)
    sheet = Image.new("RGB", (_COLUMNS * (width + _GAP), rows * (height + _GAP)), (128, 128, 128))
    for place, page in enumerate(pages):
        row, column = divmod(place, _COLUMNS)
        sheet.paste(page, (column * (width + _GAP), row * (height + _GAP)))
    return sheet


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else _ROOT / "docs" / "papers")
