"""A test that cannot run says why; in CI it fails, unless it wants a folder that nobody can install."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = "import pytest\n\n\ndef test_it() -> None:\n    pytest.skip('没有打印机')\n"


def outcome(tmp_path: Path, test: str, **environment: str) -> str:
    (tmp_path / "test_it.py").write_text(test, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-rs", "-p", "tests.conftest", "-c", os.devnull, str(tmp_path)]
    kept = {name: value for name, value in os.environ.items() if name != "FANGPIN_SKIP_NOTHING"}
    kept["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    done = subprocess.run(
        command, cwd=ROOT, env={**kept, **environment, "PYTHONIOENCODING": "utf-8"}, capture_output=True
    )
    return done.stdout.decode("utf-8")


def test_a_skip_tells_its_reason(tmp_path: Path) -> None:
    said = outcome(tmp_path, SKIPPED)
    assert "1 skipped" in said
    assert "没有打印机" in said


def test_where_nothing_may_be_skipped_a_skip_is_a_failure(tmp_path: Path) -> None:
    assert "1 failed" in outcome(tmp_path, SKIPPED, FANGPIN_SKIP_NOTHING="1")


def test_libreoffice_that_is_not_there_is_told_or_fails(tmp_path: Path) -> None:
    test = "import pytest\n\n\n@pytest.mark.needs_libreoffice\ndef test_it() -> None: ...\n"
    nowhere = {"PATH": str(tmp_path)}
    assert "没有安装 LibreOffice" in outcome(tmp_path, test, **nowhere)
    assert "1 error" in outcome(tmp_path, test, FANGPIN_SKIP_NOTHING="1", **nowhere)


@pytest.mark.parametrize("strict", [{}, {"FANGPIN_SKIP_NOTHING": "1"}])
def test_samples_that_are_not_there_are_skipped_everywhere(tmp_path: Path, strict: dict[str, str]) -> None:
    test = (
        "import pytest\nfrom tests import conftest\n"
        "conftest.NEEDS['needs_samples'] = (lambda: False, '没有样本')\n\n\n"
        "@pytest.mark.needs_samples\ndef test_it() -> None: ...\n"
    )
    assert "1 skipped" in outcome(tmp_path, test, **strict)
