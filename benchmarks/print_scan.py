"""The sample's papers printed, signed by hand, stamped and scanned: pictures only, at 150 dots an inch, askew and noisy.

Touches the disk and runs LibreOffice. Faces are found by fontconfig; none comes with the program.
"""

from __future__ import annotations

import io
import json
import random
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.facts import is_person
from audit.ocr import ocr_available
from audit.pipeline import judge
from audit.reading import ReadOptions, read_archive
from audit.types import Report
from benchmarks.scoring import Score, Truth, score
from checklists import load_checklist
from docgen.proofs import find_libreoffice, make_proofs
from docgen.shelf import beside
from docgen.write import Choice, generate
from registry.read_workbook import Loaded
from registry.sample import load_sample

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["print_sign_scan"]

_DOTS = 150
_CHANCE = 20210512
_AS_OF = "2021-12-31"
_STAMPED = ("county-reply", "township-request", "village-report", "public-notice")
# Faces like handwriting, as far as they are installed.
_HANDS = ("LXGW WenKai", "Ma Shan Zheng", "ZCOOL XiaoWei", "AR PL UKai CN", "KaiTi", "STKaiti")
# 户主签字（手印）：　　　 · 签名：      : the place behind is to be signed
_PLACE_TO_SIGN = re.compile(r"(签[字名](?:[（(]手印[)）])?[：:](?:1[.．])?)([\u3000 _]{2,})")
_SIGN_COLUMN = re.compile(r"签到|签[字名](?:（.*）)?|本人签[字名]")


def print_sign_scan(folder: Path, share: float) -> tuple[Score, int]:
    """Generate the sample, scan a share of its papers, audit it, and hold it against the audit of what was printed.

    `folder` must be empty. Returns the score of the scanned files and of the cells that they serve, and the number
    of pages. Ends the program where LibreOffice or the extra `ocr` is lacking.
    """
    program = find_libreoffice()
    if program is None or not ocr_available():
        raise SystemExit("--print-scan needs LibreOffice and the extra `ocr`")
    archive = folder / "archive"
    registry = load_sample()
    checklist = load_checklist(registry.settings.checklist)
    generate(Loaded(registry, (), {}, "登记簿.xlsx"), checklist, archive, Choice())
    printed = _report(archive, ocr=False)
    kinds = _choose(archive, share)
    pages = _replace_by_scans(archive, kinds, program)
    scanned = _report(archive, ocr=True)
    return score(scanned, _truth(printed, kinds, archive)), pages


def _report(archive: Path, *, ocr: bool) -> Report:
    documents = read_archive(archive, options=ReadOptions(ocr=ocr))
    checklist = load_checklist(load_sample().settings.checklist)
    return judge(
        documents, checklist=checklist, as_of=date.fromisoformat(_AS_OF), root_name=archive.name, rules=()
    )


def _choose(archive: Path, share: float) -> dict[str, str]:
    """Path → kind of the papers to be scanned: each kind in its turn, by chance that is always the same."""
    manifest = json.loads((beside(archive) / "manifest.json").read_text(encoding="utf-8"))
    by_kind: dict[str, list[str]] = {}
    for path, entry in sorted(manifest["files"].items()):
        if path.endswith(".docx") and "kind" in entry:
            by_kind.setdefault(entry["kind"], []).append(path)
    chance = random.Random(_CHANCE)
    return {
        path: kind
        for kind, paths in by_kind.items()
        for path in chance.sample(paths, max(1, round(len(paths) * share)))
    }


def _truth(printed: Report, kinds: dict[str, str], archive: Path) -> Truth:
    """What was printed is the truth for what was scanned: files by the manifest, cells by their own audit."""
    units = {file.path: file.unit for file in printed.files}
    files = tuple({"path": _scan_of(path), "kind": kind, "unit": units[path]} for path, kind in kinds.items())
    cells = tuple(
        {
            "unit": cell.unit,
            "item": cell.item.id,
            "status": cell.status.value,
            "missing_parts": list(cell.missing_parts),
        }
        for cell in printed.cells
        if any(path in kinds for path in cell.files)
    )
    return Truth(archive, printed.as_of, printed.checklist.id, files, cells)


def _scan_of(path: str) -> str:
    return path.removesuffix(".docx") + ".pdf"


def _replace_by_scans(archive: Path, kinds: dict[str, str], program: str) -> int:
    """Sign, print and scan each chosen paper in its place; the number of pages."""
    chance = random.Random(_CHANCE)
    hand = _hand()
    desk = archive.with_name("desk")
    for path in kinds:
        (desk / path).parent.mkdir(parents=True, exist_ok=True)
        (desk / path).write_bytes(_signed((archive / path).read_bytes(), hand))
    proofs = make_proofs(desk, sorted(kinds), program)
    if proofs.failed:
        raise SystemExit(f"LibreOffice could not print {', '.join(proofs.failed)}")
    pages = 0
    for path, kind in kinds.items():
        scans = list(_scans((proofs.folder / _scan_of(path)).read_bytes(), kind, chance))
        pages += len(scans)
        scans[0].save(
            archive / _scan_of(path),
            "PDF",
            resolution=_DOTS,
            save_all=True,
            append_images=scans[1:],
            quality=70,
        )
        (archive / path).unlink()
    shutil.rmtree(desk)
    return pages


def _hand() -> str:
    """The name of a face like handwriting; the default face where none is installed."""
    for name in _HANDS:
        asked = ["fc-list", name, "family"]
        if subprocess.run(asked, capture_output=True, check=False).stdout.strip():
            return name
    return ""


def _signed(data: bytes, hand: str) -> bytes:
    """The paper with names written in the places to sign: the head's, or the one in the row."""
    from docx import Document

    document = Document(io.BytesIO(data))
    cells = [cell.text.strip() for table in document.tables for row in table.rows for cell in row.cells]
    name = next((cell for cell in cells if is_person(cell)), "安平")
    for paragraph in [*document.paragraphs, *_in_tables(document)]:
        for run in list(paragraph.runs):
            _sign_run(run, name, hand)
    for table in document.tables:
        _sign_rows([list(row.cells) for row in table.rows], hand)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _in_tables(document: Any) -> Iterator[Any]:
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def _sign_run(run: Any, name: str, hand: str) -> None:
    """Split a run at the place to sign and write the name there by hand."""
    match = _PLACE_TO_SIGN.search(run.text)
    if not match:
        return
    from copy import deepcopy

    before, after = run.text[: match.end(1)], run.text[match.end(2) :]
    written, rest = deepcopy(run._r), deepcopy(run._r)
    run._r.addnext(written)
    written.addnext(rest)
    following = [each for each in run._parent.runs if each._r in (written, rest)]
    run.text, following[0].text, following[1].text = before, name, "\u3000" + after
    _by_hand(following[0], hand)


def _sign_rows(rows: Sequence[Sequence[Any]], hand: str) -> None:
    """An attendance sheet: each name again in its empty cell."""
    if not rows:
        return
    column = next((at for at, cell in enumerate(rows[0]) if _SIGN_COLUMN.fullmatch(cell.text.strip())), None)
    for row in rows[1:]:
        name = next((cell.text.strip() for cell in row if is_person(cell.text.strip())), "")
        if column is not None and name and column < len(row) and not row[column].text.strip():
            _by_hand(row[column].paragraphs[0].add_run(name), hand)


def _by_hand(run: Any, hand: str) -> None:
    from docx.oxml.ns import qn

    if hand:
        run.font.name = hand
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), hand)


def _scans(pdf: bytes, kind: str, chance: random.Random) -> Iterator[Image]:
    """The pages as a flat-bed scanner in an office gives them."""
    from pypdfium2 import PdfDocument

    with PdfDocument(pdf) as printed:
        last = len(printed) - 1
        for number in range(len(printed)):
            page: Image = printed[number].render(scale=_DOTS / 72).to_pil().convert("RGB")
            if kind in _STAMPED and number == last:
                _stamp(page)
            yield _askew(page, chance)


def _stamp(page: Image) -> None:
    """A red seal over the last lines."""
    from PIL import ImageDraw

    width, height = page.size
    dark = page.convert("L").point(lambda value: 255 if value < 120 else 0)
    box = dark.crop((0, 0, width, int(height * 0.93))).getbbox()
    bottom = box[3] if box else height // 2
    across, down, size = int(width * 0.68), max(bottom - 60, 200), 122
    pen = ImageDraw.Draw(page)
    pen.ellipse((across - size, down - size, across + size, down + size), outline=(205, 40, 40), width=7)
    points = [(across, down - 34), (across + 32, down + 26), (across - 32, down + 26)]
    pen.polygon(points, fill=(205, 40, 40))


def _askew(page: Image, chance: random.Random) -> Image:
    from PIL import Image as Images
    from PIL import ImageChops

    turned = page.rotate(chance.uniform(-1.5, 1.5), fillcolor="white", resample=Images.Resampling.BICUBIC)
    noise = Images.effect_noise(turned.size, chance.uniform(10, 22)).convert("RGB")
    return ImageChops.add(turned, noise, scale=1.0, offset=-128)
