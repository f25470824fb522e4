"""Draw the three main pages of `fangpin web` for the readmes: home, what an audit found, a finding beside its evidence.

    python -m scripts.page_shots

On the sample archive, in Chromium, 1366 × 768. The inspection day is set ahead of today, so that the page counts days.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.conftest import ROOT, chromium
from tests.web.server import Server

_DOCS = ROOT / "docs"
_AUDITED_FOR = "2021-11-30"
_NAME = "柳荫街道四级档案"


def main() -> None:
    """Write docs/page-*.png."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place)
        shutil.copytree(ROOT / "archives" / "sample", folder / _NAME)
        server = Server(folder / "data", folder / "cache")
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        try:
            page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
            page.set_default_timeout(300_000)
            page.goto(server.address)
            _draw(page, folder / _NAME)
        finally:
            browser.close()
            server.end()


def _draw(page: Page, archive: Path) -> None:
    page.get_by_role("link", name="查一个文件夹").click()
    page.get_by_label("文件夹", exact=True).fill(str(archive))
    page.get_by_role("button", name="查这个文件夹").click()
    page.get_by_label("查到哪一天").fill(_AUDITED_FOR)
    page.get_by_role("button", name="开始检查").click()
    page.get_by_role("heading", name="检查结果").wait_for()
    page.screenshot(path=_DOCS / "page-audit.png")
    page.get_by_role("link", name="问题", exact=True).click()
    page.get_by_text(re.compile("人均纯收入")).first.wait_for()
    page.locator(".finding", has_text=re.compile("人均纯收入")).first.get_by_role("link").first.click()
    page.get_by_role("heading", name="证据").wait_for()
    page.screenshot(path=_DOCS / "page-finding.png")
    page.get_by_role("navigation", name="这项工作").get_by_role("link", name=_NAME).click()
    page.get_by_label("检查日期").fill((date.today() + timedelta(days=21)).isoformat())
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="防贫档案").click()
    page.screenshot(path=_DOCS / "page-home.png")


if __name__ == "__main__":
    main()
