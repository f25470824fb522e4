"""How well the auditor recognises an archive whose truth is known.

    python -m benchmarks.recognition SAMPLE [--no-ocr] [--json] [--no-lists]
    python -m benchmarks.recognition SAMPLE --synonyms dev|held    titles, labels and names replaced by other words
    python -m benchmarks.recognition --print-scan [--share 0.1]     the generator's sample printed, signed, scanned

SAMPLE is a folder with truth.json and the archive beside it. Printed are the shares of files whose kind and unit are
right, the mean F1 of the kinds, the share of cells whose status (and, where partial, missing parts) are right, and
what is wrong. For --print-scan the papers chosen (one of each kind at least; --share 1 for all, which takes long) are
held against what was printed, and the cells that they serve against the cells before.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from audit.ocr import ocr_available
from audit.pipeline import judge
from audit.reading import ReadOptions, read_archive
from benchmarks.print_scan import print_sign_scan
from benchmarks.scoring import Score, load_truth, score
from benchmarks.synonyms import reword
from checklists import load_checklist

__all__ = ["main", "measure"]


def measure(sample: Path, table: str | None = None, *, ocr: bool = False) -> Score:
    """Audit a sample and hold it against its truth, in the words of a table of synonyms where one is named."""
    truth = load_truth(sample)
    documents = read_archive(truth.archive, options=ReadOptions(ocr=ocr))
    if table:
        documents, truth = reword(documents, truth, table)
    report = judge(
        documents,
        checklist=load_checklist(truth.checklist),
        as_of=truth.as_of,
        root_name=truth.archive.name,
        rules=(),
    )
    return score(report, truth)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sample", type=Path, nargs="?")
    parser.add_argument("--print-scan", action="store_true")
    parser.add_argument("--share", type=float, default=0.1)
    parser.add_argument("--synonyms", choices=("dev", "held"))
    parser.add_argument(
        "--no-ocr", action="store_true", help="leave scans unread, as without the extra `ocr`"
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--no-lists", action="store_true", help="the figures only")
    given = parser.parse_args()
    if given.print_scan == bool(given.sample):
        parser.error("a SAMPLE or --print-scan")
    if given.print_scan:
        with tempfile.TemporaryDirectory() as folder:
            found, pages = print_sign_scan(Path(folder), given.share)
        name = f"print-scan, {pages} pages"
    else:
        name = str(given.sample)
        found = measure(given.sample, given.synonyms, ocr=ocr_available() and not given.no_ocr)
    if given.json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    else:
        print_score(name, found, lists=not given.no_lists)


def print_score(name: str, found: Score, *, lists: bool) -> None:
    """Figures first, then what is wrong."""
    print(
        f"{name}: kind {found.kind_accuracy} · macro-F1 {found.macro_f1} · unit {found.unit_accuracy}"
        f" ({found.files} files) · cells {found.cell_accuracy} ({found.cells})"
    )
    for heading, lines in (
        ("kinds", found.wrong_kinds),
        ("units", found.wrong_units),
        ("cells", found.wrong_cells),
    ):
        if lists and lines:
            print(f"wrong {heading}:", *lines, sep="\n  ")


if __name__ == "__main__":
    main()
