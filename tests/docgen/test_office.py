"""What an office program makes of the workbook. Of the papers: test_standard_layout."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from registry.read_workbook import read_workbook
from registry.write_workbook import workbook_bytes
from tests.docgen.builders import sample

pytestmark = pytest.mark.needs_libreoffice


def convert(folder: Path, to: str, files: list[Path]) -> Path:
    """Convert in one batch, with a profile of its own so that parallel tests do not meet."""
    target = folder / "converted"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        to,
        "--outdir",
        str(target),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return target


def test_the_workbook_comes_back_from_libreoffice_with_every_record(tmp_path: Path) -> None:
    path = tmp_path / "登记簿.xlsx"
    path.write_bytes(workbook_bytes(sample()))
    target = convert(tmp_path, "xlsx", [path])
    back = read_workbook(target / path.name)
    assert [str(fault) for fault in back.faults] == []
    assert back.registry.households == read_workbook(path).registry.households
    assert back.registry.votes == read_workbook(path).registry.votes
