"""What tests may need of the machine: skipped aloud where it is not there, a failure where nothing may be skipped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from audit.ocr import ocr_available
from tests.audit.ocr.pages import chinese_font

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT.parent / "shared" / "samples"


def chromium() -> str | None:
    """The browser that the machine's own packages bring."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


# Marker → what must be there, and what to say where it is not.
NEEDS: dict[str, tuple[Callable[[], bool], str]] = {
    "needs_libreoffice": (
        lambda: shutil.which("soffice") is not None,
        "没有安装 LibreOffice（Debian：apt-get install libreoffice-writer libreoffice-calc）",
    ),
    "needs_browser": (
        lambda: chromium() is not None,
        "没有 Chromium（Debian：apt-get install chromium）",
    ),
    "needs_ocr": (
        lambda: ocr_available() and chinese_font() is not None,
        '没有文字识别（pip install "fangpin[ocr]"）或中文字体（Debian：apt-get install fonts-noto-cjk）',
    ),
    "needs_samples": (SAMPLES.is_dir, "没有 ../shared/samples 文件夹"),
}
# CI runs where the samples may not be laid out; nobody can install them there.
MAY_BE_ABSENT = {"needs_samples"}


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, (is_there, reason) in NEEDS.items():
        if item.get_closest_marker(marker) and not is_there():
            pytest.skip(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With FANGPIN_SKIP_NOTHING set (CI), a skipped test is a failed one, but for folders nobody can install."""
    report = yield
    excused = any(item.get_closest_marker(marker) and not NEEDS[marker][0]() for marker in MAY_BE_ABSENT)
    if (
        report.skipped
        and not hasattr(report, "wasxfail")
        and os.environ.get("FANGPIN_SKIP_NOTHING")
        and not excused
    ):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: skipped, but FANGPIN_SKIP_NOTHING is set: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def samples() -> Path:
    """../shared/samples; the test wants the marker `needs_samples` too."""
    return SAMPLES


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Generator[None, None, None]:
    """Tests leave nothing in the cache of whoever runs them, and find nothing there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FANGPIN_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
