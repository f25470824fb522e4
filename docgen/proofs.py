"""Proofs: papers as PDF by LibreOffice, in batches, each face of the standard mapped to the nearest one installed.

They stand in `ARCHIVE-fangpin/校样/`, never in the archive. The .docx keep naming the real faces.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from docgen.shelf import beside
from registry.files import write_atomic

__all__ = ["FOLDER", "STAND_INS", "Proofs", "convert", "find_libreoffice", "make_proofs", "substitutes"]

FOLDER = "校样"
_BATCH = 100
_START, _EACH = 120.0, 5.0  # seconds: for a first start with an empty profile, and for each paper
# Face in the papers → what may stand in for it, the likest first.
STAND_INS: Mapping[str, tuple[str, ...]] = {
    "方正小标宋简体": (
        "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "华文中宋", "STZhongsong", "Noto Serif CJK SC", "Source Han Serif SC",
        "AR PL UMing CN",
    ),
    "仿宋_GB2312": (
        "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "华文仿宋", "STFangsong", "FandolFang", "FandolFang R",
        "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN",
    ),
    "楷体_GB2312": (
        "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "华文楷体", "STKaiti", "FandolKai", "LXGW WenKai", "AR PL UKai CN",
        "Noto Serif CJK SC",
    ),
    "黑体": ("SimHei", "方正黑体_GBK", "STHeiti", "FandolHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei"),
    "宋体": ("SimSun", "方正书宋_GBK", "STSong", "FandolSong", "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN"),
    "Times New Roman": ("Liberation Serif", "Tinos", "Nimbus Roman", "FreeSerif", "Noto Serif CJK SC"),
}  # fmt: skip
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)


@dataclass(frozen=True, slots=True)
class Proofs:
    """What was made: how many, how many were there already, which papers gave none.

    `substituted`: face → what was printed instead; None where nothing on this machine can tell.
    """

    folder: Path
    made: int
    current: int
    failed: tuple[str, ...]
    substituted: Mapping[str, str] | None


def find_libreoffice() -> str | None:
    """The program, on the path or where its installers put it."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def make_proofs(
    archive: Path, names: Sequence[str], program: str, advance: Callable[[int], object] = lambda number: None
) -> Proofs:
    """A PDF of each named paper of the archive, unless there is one that is newer than the paper.

    A paper that LibreOffice cannot convert is named in the result; the others are made all the same.
    """
    folder = beside(archive) / FOLDER
    due = [name for name in names if _is_due(archive / name, _target(folder, name))]
    failed: list[str] = []
    with TemporaryDirectory(prefix="fangpin-", ignore_cleanup_errors=True) as place:
        workshop = Path(place)
        fonts = workshop / "fonts.conf"
        substituted = substitutes(fonts)
        environment = (
            {**os.environ, "FONTCONFIG_FILE": str(fonts)} if substituted is not None else dict(os.environ)
        )
        for at in range(0, len(due), _BATCH):
            batch = due[at : at + _BATCH]
            papers = [archive / name for name in batch]
            for name, pdf in zip(batch, convert(program, papers, workshop, environment), strict=True):
                if pdf is None:
                    failed.append(name)
                else:
                    write_atomic(_target(folder, name), pdf)
            advance(len(batch))
    made = len(due) - len(failed)
    return Proofs(folder, made, len(names) - len(due), tuple(failed), substituted)


def _target(folder: Path, name: str) -> Path:
    return (folder / name).with_suffix(".pdf")


def _is_due(paper: Path, proof: Path) -> bool:
    return not proof.exists() or proof.stat().st_mtime < paper.stat().st_mtime


def convert(
    program: str, papers: Sequence[Path], workshop: Path, environment: Mapping[str, str], to: str = "pdf"
) -> list[bytes | None]:
    """The PDFs of one batch (or another form, by its ending); None for a paper that gave none.

    The papers get numbers for names: copies in several folders are called the same. `workshop` keeps the profile.
    """
    with TemporaryDirectory(dir=workshop) as place:
        folder = Path(place)
        sources = [folder / f"{number}{paper.suffix}" for number, paper in enumerate(papers)]
        for paper, source in zip(papers, sources, strict=True):
            shutil.copyfile(paper, source)
        # A profile of its own: one that is open elsewhere would take the job over and drop it.
        profile = f"-env:UserInstallation={(workshop / 'profile').as_uri()}"
        command = [
            program,
            profile,
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            place,
            *map(str, sources),
        ]
        _run(command, environment, _START + _EACH * len(papers))
        made = (source.with_suffix(f".{to}") for source in sources)
        return [each.read_bytes() if each.exists() else None for each in made]


def _run(command: Sequence[str], environment: Mapping[str, str], seconds: float) -> None:
    """Wait for the program, and no longer: it starts another one, so its whole group is ended."""
    with subprocess.Popen(  # noqa: S603 - the program that the user has installed
        command,
        env=dict(environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(seconds)
        except BaseException as error:
            if hasattr(os, "killpg"):
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise


def substitutes(target: Path) -> Mapping[str, str] | None:
    """Write a fontconfig file that maps each face to its stand-in; face → what fontconfig then gives.

    Faces that are installed are not in the result. None, and no file, where there is no fontconfig
    (Windows, macOS: LibreOffice asks the system there).
    """
    match, listing = shutil.which("fc-match"), shutil.which("fc-list")
    if match is None or listing is None:
        return None
    lines = _said([listing, ":", "family"]).splitlines()
    installed = {family.strip() for line in lines for family in line.split(",")}
    target.write_text(_configuration(installed), encoding="utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(target)}
    given = {}
    for face in STAND_INS:
        if face not in installed:
            given[face] = _said([match, "--format", "%{family[0]}", face], environment).strip()
    return given


def _said(command: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    result = subprocess.run(command, capture_output=True, check=False, env=environment)  # noqa: S603 - found on the path
    return result.stdout.decode("utf-8", "replace")


def _configuration(installed: set[str]) -> str:
    aliases = []
    for face, stand_ins in STAND_INS.items():
        stand_in = next((name for name in stand_ins if name in installed), None)
        if face not in installed and stand_in is not None:
            aliases.append(
                f'<alias binding="strong"><family>{face}</family><prefer><family>{stand_in}</family></prefer></alias>'
            )
    system = os.environ.get("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>'
        f'<include ignore_missing="yes">{system}</include>\n' + "\n".join(aliases) + "</fontconfig>\n"
    )
