"""How fast an archive is audited: cold, warm, and warm after one file changed, in one run on this machine.

    python -m benchmarks.audit [--json] [--households N] [--folder DIR]

readers  the same files by the readers alone, in as many processes as the audit uses, nothing judged or kept
walk     the tree walked with the size and times of every file; what no audit can do without
start    the same command on a folder with one file: what starting the program costs

`ratio_cold` is cold / readers, `ratio_warm` (warm - start) / walk. `--folder` keeps the generated county there and uses
it again. `ocr_s_per_page` is null where the extra `ocr` or a Chinese font is lacking.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from audit.ocr import ocr_available
from audit.readers import read_document
from audit.workers import cores
from benchmarks.county import make_county
from benchmarks.pages import draw_pages
from checklists import load_checklist
from docgen.write import Choice, generate
from registry.read_workbook import Loaded

AS_OF = "2021-12-31"
_PAGES = 24


def make_archive(folder: Path, households: int) -> Path:
    """A county's archive as the generator files it."""
    registry = make_county(-(-households // 16))
    loaded = Loaded(registry, (), {}, "登记簿.xlsx")
    generate(loaded, load_checklist(registry.settings.checklist), folder, Choice())
    return folder


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """The least of several runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def walk(folder: Path) -> list[str]:
    """Every file, its size and times looked at."""
    found = []
    for above, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(above, name)
            os.stat(path)
            found.append(path)
    return found


def read_bare(paths: list[str]) -> int:
    return sum(len(read_document(path, Path(path).read_bytes()).flow) for path in paths)


def read_all_bare(paths: list[str]) -> None:
    """In processes and chunks, which is the fastest way to have them read."""
    chunks = [paths[at : at + 50] for at in range(0, len(paths), 50)]
    with ProcessPoolExecutor(cores(), get_context("spawn")) as pool:
        assert sum(pool.map(read_bare, chunks)) > 0


def audit(folder: Path, output: Path, cache: Path) -> float:
    """`fangpin audit` as staff run it; the most memory that it and its workers had together, in MB."""
    command = [sys.executable, "-m", "fangpin", "audit", str(folder), "-o", str(output), "--as-of", AS_OF]
    environment = {**os.environ, "FANGPIN_CACHE": str(cache)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    most = 0.0
    while process.poll() is None:
        most = max(most, memory_of(process.pid))
        time.sleep(0.02)
    if process.returncode:
        raise SystemExit(f"fangpin audit ended with {process.returncode}")
    return most


def memory_of(pid: int) -> float:
    """The process and its children, shared memory counted once; 0 where the system does not tell (no Linux)."""
    total = 0.0
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                total = int(line.split()[1]) / 1024
    except OSError:
        return total
    return total + sum(memory_of(int(child)) for child in children)


def change_one(paths: list[str]) -> None:
    """One file gets the content of another."""
    path = sorted(paths)[len(paths) // 2]
    other = next(each for each in paths if os.path.getsize(each) != os.path.getsize(path))
    shutil.copyfile(other, path)
    time.sleep(2.5)  # what was changed just now is not yet relied on


def seconds_a_page(paths: list[str], folder: Path) -> float | None:
    """Drawn scans of the archive's own texts, by the command as a whole, without its start and its first page."""
    if not ocr_available():
        return None
    texts = [_text_of(path) for path in paths[:: len(paths) // _PAGES][:_PAGES]]
    if not draw_pages(folder / "几页", texts[: cores()]) or not draw_pages(folder / "扫描件", texts):
        return None
    few = seconds(lambda: audit(folder / "几页", folder / "报告一", folder / "缓存一"))
    every = seconds(lambda: audit(folder / "扫描件", folder / "报告二", folder / "缓存二"))
    return (every - few) / (len(texts) - cores())


def _text_of(path: str) -> str:
    blocks = read_document(path, Path(path).read_bytes()).blocks
    return "".join(block.text for block in blocks)


def measure(archive: Path, folder: Path) -> dict[str, float | None]:
    """All figures. `folder` is for what is left over."""
    output, cache, small = folder / "报告", folder / "缓存", folder / "一件"
    paths = walk(archive)
    small.mkdir()
    shutil.copy(paths[0], small)
    most: list[float] = []

    def run() -> None:
        most.append(audit(archive, output, cache))

    walked = seconds(lambda: walk(archive), 5)
    readers = seconds(lambda: read_all_bare(paths))
    start = seconds(lambda: audit(small, folder / "小报告", folder / "小缓存"), 3)
    cold = seconds(run)
    warm = seconds(run, 3)
    change_one(paths)
    changed = seconds(run)
    print(
        f"{len(paths)} files: walk {walked:.2f} s, readers {readers:.1f} s on {cores()} cores, start {start:.2f} s"
    )
    print(f"cold {cold:.1f} s, warm {warm:.2f} s, warm after one change {changed:.2f} s")
    return {
        "files_per_s": round(len(paths) / cold, 1),
        "ratio_cold": round(cold / readers, 2),
        "ratio_warm": round(max(0.0, warm - start) / walked, 2),
        "ratio_changed": round(max(0.0, changed - start) / walked, 2),
        "peak_mb": round(max(most)),
    }


@contextmanager
def county(asked: argparse.Namespace, temporary: Path) -> Iterator[Path]:
    """The archive to measure on."""
    archive = (asked.folder or temporary) / "县"
    if not archive.exists():
        make_archive(archive, asked.households)
    yield archive


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--households", type=int, default=600)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, county(asked, Path(temporary)) as archive:
        figures = measure(archive, Path(temporary))
        page = seconds_a_page(walk(archive), Path(temporary))
    figures["ocr_s_per_page"] = None if page is None else round(page, 2)
    if page is not None:
        print(f"a scanned page in {page:.2f} s")
    if asked.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
