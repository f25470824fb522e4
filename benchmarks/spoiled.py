"""A county's archive with many defects, to try the reports on: files deleted, altered, damaged, put into wrong folders.

    python -m benchmarks.spoiled FOLDER [--households N] [--defects N] [--seed S]

The county is that of benchmarks.audit; photos and signed papers, which people bring, lack throughout. What was done to
which file is written to FOLDER/改动.txt, the archive lies in FOLDER/档案.
"""

from __future__ import annotations

import argparse
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from benchmarks.audit import make_archive

__all__ = ["spoil"]

_BODY = "word/document.xml"
# A figure in the text of a run: 12 户, 6,500 元, 2021年5月6日
_FIGURE = re.compile(r"(?<=>)[^<]*?\d[^<]*(?=</w:t>)")


def spoil(archive: Path, defects: int, random: Random) -> list[str]:
    """Plant so many defects; a line for each: what was done, and to which file."""
    files = sorted(path for path in archive.rglob("*") if path.is_file())
    homes = sorted({path.parent for path in files})
    random.shuffle(files)
    ways: list[Callable[[Path], str]] = [_delete] * 5 + [lambda path: _alter(path, random)] * 9
    ways += [_damage, lambda path: _move(path, random.choice(homes))]
    done: list[str] = []
    for path in files:
        if len(done) == defects:
            break
        if said := random.choice(ways)(path):
            done.append(f"{said}\t{path.relative_to(archive).as_posix()}")
    return done


def _delete(path: Path) -> str:
    path.unlink()
    return "删除"


def _damage(path: Path) -> str:
    path.write_bytes(path.read_bytes()[:200])
    return "损坏"


def _move(path: Path, folder: Path) -> str:
    if folder == path.parent or (folder / path.name).exists():
        return ""
    path.rename(folder / path.name)
    return f"移到 {folder.name}"


def _alter(path: Path, random: Random) -> str:
    """One digit of one figure in the text becomes another."""
    if path.suffix != ".docx":
        return ""
    with zipfile.ZipFile(path) as old:
        parts = [(info, old.read(info)) for info in old.infolist()]
    body = next(data for info, data in parts if info.filename == _BODY).decode()
    figures = list(_FIGURE.finditer(body))
    if not figures:
        return ""
    figure = random.choice(figures)
    digits = [at for at in range(figure.start(), figure.end()) if body[at].isdigit()]
    at = random.choice(digits)
    other = random.choice([digit for digit in "123456789" if digit != body[at]])
    changed = body[:at] + other + body[at + 1 :]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info, data in parts:
            new.writestr(info, changed.encode() if info.filename == _BODY else data)
    path.write_bytes(buffer.getvalue())
    return f"“{figure[0][:20]}”改了一位数字"


def main() -> None:
    """Make the county and spoil it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--households", type=int, default=600)
    parser.add_argument("--defects", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    archive = make_archive(given.folder / "档案", given.households)
    done = spoil(archive, given.defects, Random(given.seed))
    (given.folder / "改动.txt").write_text("\n".join(done) + "\n", encoding="utf-8")
    print(f"{len(done)} 处改动，档案在 {archive}")


if __name__ == "__main__":
    main()
