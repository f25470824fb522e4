"""Papers checked before they are sent: dropped, told what is wrong, and gone after a day."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import docx
import pytest
from flask.testing import FlaskClient
from PIL import Image

from tests.web.builders import do_now, page_of, store_of
from web.checked import KEPT, find_drop, forget_old, list_drops

WRONG = "全村监测对象共12户，其中脱贫不稳定户5户、边缘易致贫户4户、突发严重困难户2户。"
NUMBER = "110101199003070015"


def paper(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def dropped(page: FlaskClient, *files: tuple[str, bytes], as_of: str = "2021-12-31") -> int:
    """The papers put in and checked; the number of the drop."""
    data = {"files": [(io.BytesIO(content), name) for name, content in files], "as_of": as_of}
    answer = page.post("/lint", data=data)
    assert answer.status_code == 302, answer.text
    number = int(answer.location.rsplit("/", 1)[1])
    assert "正在检查" in page.get(f"/lint/{number}").text
    do_now(page)
    return number


def test_each_paper_has_its_findings_with_place_line_and_what_to_do(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = dropped(page, ("报告.docx", paper("村级报告", WRONG)), ("好的.txt", "关于放假的通知".encode()))
    text = page.get(f"/lint/{number}").text
    fine, wrong = text.split("<h2>")[1:]
    assert "第 1 页" in wrong
    assert "原文：全村监测对象共12户" in wrong
    assert "怎么办：" in wrong
    assert "没有发现问题" in fine


def test_the_copy_with_comments_is_taken_along(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = dropped(page, ("报告.docx", paper("村级报告", WRONG)))
    answer = page.get(f"/lint/{number}/0")
    comments = list(docx.Document(io.BytesIO(answer.data)).comments)
    assert comments
    assert "怎么办" in comments[0].text
    assert page.get(f"/lint/{number}/1").status_code == 404


def test_numbers_of_persons_are_masked(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    notice = paper("公示", "现将拟纳入监测对象名单公示如下：", f"卓有田，{NUMBER}，4人。", WRONG)
    text = page.get(f"/lint/{dropped(page, ('公示.docx', notice))}").text
    assert "110101********0015" in text
    assert NUMBER not in text


def test_a_paper_that_cannot_be_read_is_told_beside_its_name_and_stops_no_other(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    scan = io.BytesIO()
    Image.new("RGB", (60, 60), "white").save(scan, "png")
    number = dropped(page, ("扫描.pdf", scan.getvalue()), ("报告.docx", paper(WRONG)))
    drop = find_drop(store_of(page), number)
    assert drop
    assert [(each.name, bool(each.trouble)) for each in drop.papers] == [
        ("扫描.pdf", True),
        ("报告.docx", False),
    ]
    assert "查不了" in page.get(f"/lint/{number}").text


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "没有选"),
        ([("照片.exe", b"x")], "这里不收这种文件"),
        ([(f"{n}.txt", b"x") for n in range(31)], "最多 30 个"),
    ],
)
def test_what_is_not_taken_is_said_and_not_kept(
    tmp_path: Path, files: list[tuple[str, bytes]], said: str
) -> None:
    page = page_of(tmp_path)
    data = {"files": [(io.BytesIO(content), name) for name, content in files]}
    answer = page.post("/lint", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert not list(tmp_path.glob("checked/*"))
    assert not list_drops(store_of(page))


def test_papers_go_when_their_user_says_so(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = dropped(page, ("报告.docx", paper(WRONG)))
    page.post(f"/lint/{number}/remove")
    assert not list(tmp_path.glob("checked/*"))
    assert page.get(f"/lint/{number}").status_code == 404


def test_papers_go_after_a_day(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    dropped(page, ("报告.docx", paper(WRONG)))
    store, now = store_of(page), datetime.now()
    (tmp_path / "checked" / "left behind").mkdir()
    forget_old(store, now + KEPT / 2)
    assert list_drops(store)
    assert len(list(tmp_path.glob("checked/*"))) == 2
    forget_old(store, now + 2 * KEPT)
    assert not list_drops(store)
    assert not list(tmp_path.glob("checked/*"))


def test_papers_that_are_still_waited_for_are_not_checked_once_they_are_removed(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    page.post("/lint", data={"files": [(io.BytesIO(paper(WRONG)), "报告.docx")]})
    (drop,) = list_drops(store_of(page))
    page.post(f"/lint/{drop.id}/remove")
    do_now(page)
    assert not list(tmp_path.glob("checked/*"))


def test_the_box_says_that_nothing_is_sent_anywhere(tmp_path: Path) -> None:
    assert "不发到任何地方" in page_of(tmp_path).get("/lint").text
