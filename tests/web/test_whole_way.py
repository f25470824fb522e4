"""The whole work in a real browser, as a clerk and as a manager of archives would do it.

A name that no page may put into an address, and no request to another host, is watched for on the way.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import ROOT, chromium
from tests.web.server import Server

pytestmark = [pytest.mark.needs_browser, pytest.mark.xdist_group("browser")]

_TIMEOUT = 60_000
NAMES = ("向满仓", "石大山", "吴桂香")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Root, as in a container, has no sandbox to put it into.
        found = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The opened page of a program of its own. At the end: no fault on its console, no name in an address, no other host."""
    server = Server(tmp_path / "data", tmp_path / "cache")
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    opened = context.new_page()
    opened.set_default_timeout(_TIMEOUT)
    expect.set_options(timeout=_TIMEOUT)
    told: list[str] = []
    asked: list[str] = []
    opened.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: told.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    try:
        opened.goto(server.address)
        yield opened
        assert told == []
        home = urlsplit(server.address).netloc
        assert {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))} == {home}
        assert [url for url in map(unquote, asked) for name in NAMES if name in url] == []
    finally:
        context.close()
        server.end()


def fetch(page: Page, name: str, *, exact: bool = False) -> Path:
    """The file that a link or button gives."""
    with page.expect_download() as waiting:
        page.get_by_text(name, exact=exact).first.click()
    return Path(waiting.value.path())


def test_a_clerk_holds_a_meeting_and_has_the_papers_of_both_halves(page: Page) -> None:
    page.get_by_role("link", name="开一次会").click()
    page.get_by_role("radio", name="村级评议会").check()
    page.get_by_label("县（区、市）").fill("清岭县")
    page.get_by_label("乡镇（街道）").fill("双河镇")
    page.get_by_label("村（社区）").fill("红旗村")
    page.get_by_role("button", name="下一步").click()

    page.get_by_label("会议日期").fill("2021-06-03")
    page.get_by_label("地点").fill("村委会会议室")
    page.get_by_label("主持人").fill("田国强")
    page.get_by_label("第1户户主").fill(NAMES[0])
    page.get_by_label("第1户人口").fill("3")
    page.get_by_text("从 Excel 粘贴").click()
    page.locator("#paste").fill(f"{NAMES[1]} 4 边缘易致贫户 因病 5120.5")
    page.get_by_role("button", name="加到表里").click()
    expect(page.get_by_text("加了 1 户")).to_be_visible()
    page.locator("#attendees").fill("田国强 村支书\n吴桂香 村民代表\n龙金花 村民代表")
    page.get_by_role("button", name="出会前材料").click()
    expect(page.get_by_role("heading", name=re.compile("会前材料"))).to_be_visible()
    kit = fetch(page, "下载全部（压缩包）")
    with zipfile.ZipFile(kit) as papers:
        assert len(papers.namelist()) >= 5

    page.get_by_role("link", name="填会议结果").click()
    expect(page.get_by_text(NAMES[1]).first).to_be_visible()
    page.get_by_label("实到人数").fill("3")
    page.get_by_role("button", name="出会后初稿").click()
    expect(page.get_by_role("heading", name=re.compile("会后初稿"))).to_be_visible()
    # Nobody typed votes: they are blanks, and told as such.
    expect(page.get_by_text("〔待填〕").first).to_be_visible()

    page.get_by_role("link", name="防贫档案").click()
    expect(page.get_by_text("红旗村评议会").first).to_be_visible()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive as a street office keeps it, which the program did not make; ten faults are planted in it."""
    return Path(shutil.copytree(ROOT / "archives" / "sample", tmp_path / "柳荫街道档案"))


def audit(page: Page, folder: Path, day: str) -> None:
    page.get_by_role("link", name="查一个文件夹").click()
    page.get_by_label("文件夹", exact=True).fill(str(folder))
    page.get_by_role("button", name="查这个文件夹").click()
    page.get_by_label("查到哪一天").fill(day)
    ocr = page.get_by_label("认出扫描件")
    if ocr.count():
        ocr.uncheck()
    page.get_by_role("button", name="开始检查").click()
    expect(page.get_by_role("heading", name="检查结果")).to_be_visible()


def test_a_manager_finds_what_is_wrong_decides_it_and_sees_what_was_mended(page: Page, archive: Path) -> None:
    before = fingerprint(archive)
    audit(page, archive, "2021-11-30")
    for way in ("复制即可", "系统重打", "去索取", "本人补签", "只能说明"):
        expect(page.get_by_role("link", name=re.compile(f"^{way}"))).to_be_visible()
    expect(page.get_by_text("一致不等于真实").first).to_be_visible()

    # From the matrix down to a cell and its evidence.
    page.get_by_role("link", name=re.compile("T04 不全$")).click()
    expect(page.get_by_role("heading", name=re.compile("T04"))).to_be_visible()
    page.get_by_text("有纸质件，没有电子件？记一笔").click()
    page.get_by_label("谁看到的").fill("向满仓")
    page.get_by_label("放在哪里").fill("档案室3号柜")
    page.get_by_role("button", name="记下并重新检查").click()
    expect(page.get_by_role("heading", name=re.compile("检查结果|T04"))).to_be_visible()

    # Findings: narrowed by a word that never stands in the address, handed to somebody, the next audit compared.
    page.get_by_role("link", name="总览", exact=True).click()
    page.get_by_role("link", name="问题", exact=True).click()
    total = page.locator(".finding").count()
    page.get_by_label("找文字").fill("公示")
    page.get_by_role("button", name="筛选").click()
    expect(page.locator(".finding")).not_to_have_count(total)
    page.get_by_role("link", name="看证据、交办").first.click()
    expect(page.get_by_role("heading", name="证据")).to_be_visible()
    page.get_by_label("责任人").fill("石大山")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_label("责任人")).to_have_value("石大山")

    page.get_by_role("link", name="与以前比较", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("不再查到的（1 条）"))).to_be_visible()
    for name in ("名单对照", "时间线", "没读到的文件", "人工认定"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_text("档案室3号柜").first).to_be_visible()

    page.get_by_role("link", name="下载报告", exact=True).click()
    report = fetch(page, "report.json", exact=True)
    assert '"schema": "fangpin-audit/1"' in report.read_text(encoding="utf-8")
    assert fingerprint(archive) == before


def fingerprint(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_clerk_goes_from_the_sample_registry_to_papers_and_their_audit(page: Page) -> None:
    page.get_by_role("link", name="从登记簿或系统导出表开始").click()
    page.get_by_role("button", name="用示例数据试一试").click()
    expect(page.get_by_role("link", name="材料", exact=True)).to_be_visible()
    page.get_by_role("link", name="材料", exact=True).click()
    page.get_by_role("button", name="全不选").click()
    page.get_by_role("checkbox", name="公示", exact=True).check()
    page.get_by_role("button", name="生成选中的材料").click()
    expect(page.get_by_role("heading", name="已生成的材料")).to_be_visible()
    papers = fetch(page, "下载全部")
    with zipfile.ZipFile(papers) as made:
        assert made.namelist()
        assert all(name.endswith(".docx") for name in made.namelist())

    page.get_by_role("main").get_by_role("link", name="检查", exact=True).click()
    page.get_by_role("button", name="开始检查").click()
    expect(page.get_by_role("heading", name="检查结果")).to_be_visible()


def test_a_paper_is_checked_before_it_is_sent(page: Page, tmp_path: Path) -> None:
    paper = tmp_path / "总结.txt"
    paper.write_text("2021年共识别监测对象8户20人，其中因病3户9人，因残4户11人。占比。\n", encoding="utf-8")
    page.get_by_role("link", name="发前检查").click()
    page.get_by_label("把文件拖到这里").set_input_files(paper)
    page.get_by_role("button", name="检查", exact=True).click()
    expect(page.locator(".finding").first).to_be_visible()
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_role("heading", name="发前检查")).to_be_visible()


def test_all_of_it_goes_by_the_keyboard(page: Page) -> None:
    """The first stop leads past the head; every stop shows where it is."""
    page.keyboard.press("Tab")
    expect(page.get_by_text("跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="开一次会")).to_be_focused()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline not in ("none", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="查一个文件夹")).to_be_visible()
