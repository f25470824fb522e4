"""Where a quoted line stands on a scan, and what of the page must not be seen: by the lines as they were read."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from audit.crops import crop_for, hidden_boxes, hidden_spans
from audit.report import render_html
from audit.types import Document, File, Finding, Problem, Quote, Report, Severity, Spot, State, View
from checklists import Level
from fangpin.report_crops import crops_of
from tests.audit.builders import judge_archive
from tests.audit.test_report import data_of

SAME = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
ID = "990107198205016673"


def spot(text: str, top: float, left: float = 0.1, confidence: float = 0.99) -> Spot:
    """A line of characters a fortieth of the page wide."""
    return Spot(text, (left, top, left + len(text) / 40, top + 0.02), confidence)


def page(*lines: Spot, path: str = "表.png") -> Document:
    view = View(1, 1, (800, 1000), SAME, lines)
    return Document(path, 1, "", "png", State.READ, pages=1, views=(view,))


def view(*lines: Spot) -> View:
    return page(*lines).views[0]


def test_of_two_places_the_one_that_gives_most_of_the_text_is_shown() -> None:
    document = page(
        spot("邱大山", 0.1),
        spot("冯玉兰", 0.3),
        spot("脱贫不稳定户", 0.3, 0.4),
        spot("邱大山", 0.5),
        spot("边缘易致贫户", 0.5, 0.4),
    )
    crop = crop_for(document, 1, "邱大山 边缘易致贫户")
    assert crop is not None
    assert {box[1] for box in crop.lines} == {0.5}
    assert crop.region[1] > 0.32


def test_a_text_over_several_lines_is_shown_whole() -> None:
    document = page(
        spot("经村民代表会议评议，拟将以下", 0.2),
        spot("农户纳入监测范围，现予以公示。", 0.23),
        spot("特此公示", 0.26),
    )
    crop = crop_for(document, 1, "经村民代表会议评议，拟将以下农户纳入监测范围，现予以公示。")
    assert crop is not None
    assert [box[1] for box in crop.lines] == [0.2, 0.23]


@pytest.mark.parametrize("text", ["", "户", "一句别处的话没有写在这里"])
def test_what_does_not_stand_there_is_not_shown(text: str) -> None:
    assert crop_for(page(spot("邱大山户主", 0.1)), 1, text) is None


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (f"身份证号{ID}，男", ID),
        ("电话13812345678", "13812345678"),
        ("卡号6228 4800 1234 5678", "6228 4800 1234 5678"),
        ("99O1O7l98205016673", "99O1O7l98205016673"),
        ("990107********6673", "990107********6673"),
        ("因尿毒症住院", "尿毒症"),
    ],
)
def test_a_number_or_an_illness_is_found_with_its_place(text: str, hidden: str) -> None:
    spans = hidden_spans(text)
    assert spans
    covered = {at for start, end in spans for at in range(start, end)}
    start = text.index(hidden)
    assert covered >= set(range(start, start + len(hidden)))
    assert len(covered) <= len(hidden) + 2


@pytest.mark.parametrize(
    "text", ["2021年5月6日", "20210506", "2021-05-06", "人均6300.50元", "〔2021〕15号", "因病"]
)
def test_days_amounts_and_numbers_of_papers_stay(text: str) -> None:
    assert hidden_spans(text) == ()


def test_a_number_broken_at_the_margin_is_hidden_in_both_lines() -> None:
    boxes = hidden_boxes(view(spot("号码9901071982", 0.2), spot("05016673", 0.225)))
    assert {round(box[1], 2) for box in boxes} == {0.2, 0.22}


def test_what_was_hardly_read_is_hidden_whole() -> None:
    line = spot("看不清的一行", 0.2, confidence=0.55)
    assert hidden_boxes(view(line)) == (line.box,)


def test_black_reaches_beyond_the_number_at_both_ends() -> None:
    line = Spot(f"身份证号{ID}，住柳河村", (0.1, 0.2, 0.9, 0.22), 0.99)
    (box,) = hidden_boxes(view(line))
    share = (0.9 - 0.1) / (4 + 18 * 0.55 + 5)
    assert box[0] <= 0.1 + 3.1 * share
    assert box[2] >= 0.1 + (4 + 18 * 0.55 + 0.9) * share


def of_scans(root: Path, *documents: Document) -> Report:
    """A report with a finding that quotes the first line of each."""
    files = tuple(File(each, "云岭县", Level.COUNTY, "unknown", None, (), 1.0, ()) for each in documents)
    stream = io.BytesIO()
    Image.new("RGB", (800, 1000), "white").save(stream, "PNG")
    for each in documents:
        (root / each.path).write_bytes(stream.getvalue())
    findings = tuple(
        Finding(
            "income-mismatch",
            Severity.ERROR,
            Problem("云岭县", None, each.path, quotes=(Quote(each.path, 1, each.views[0].lines[0].text),)),
        )
        for each in documents
    )
    return replace(judge_archive({}), files=files, findings=findings)


def test_the_page_shows_the_crop_beside_its_quote(tmp_path: Path) -> None:
    report = of_scans(tmp_path, page(spot("家庭年收入六千元", 0.2)))
    data = data_of(render_html(report, crops=crops_of(report, tmp_path)))
    quotes = [
        cell
        for row in data["findings"]
        for cell in row
        if isinstance(cell, list) and cell and isinstance(cell[0], list)
    ]
    assert [quote[3] for (quote,) in quotes] == [0]
    assert len(data["crops"]) == 1
    assert data["crops"][0].startswith("/9j/")  # a JPEG


def test_a_page_carries_so_many_crops_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fangpin.report_crops._MOST", 2)
    report = of_scans(tmp_path, *(page(spot("家庭年收入六千元", 0.2), path=f"{at}.png") for at in range(4)))
    assert sorted(quote.file for quote in crops_of(report, tmp_path)) == ["0.png", "1.png"]


def test_a_page_without_scans_has_no_crops(tmp_path: Path) -> None:
    report = judge_archive({})
    assert crops_of(report, tmp_path) == {}
    assert data_of(render_html(report))["crops"] == []


def test_two_photos_that_are_set_against_each_other_are_shown_in_small(tmp_path: Path) -> None:
    photo = Document("入户.png", 1, "", "png", State.NOT_READ, pages=1, unread_pages=(1,))
    report = of_scans(tmp_path, page(spot("家庭年收入六千元", 0.2)))
    told = Finding(
        "photo-reused",
        Severity.ERROR,
        Problem("云岭县", None, "。", quotes=(Quote(photo.path, 1, "入户核实"),)),
    )
    file = File(photo, "云岭县", Level.COUNTY, "photo", None, (), 1.0, ())
    Image.new("RGB", (1600, 1200), "green").save(tmp_path / photo.path, "PNG")
    (crop,) = crops_of(replace(report, files=(file,), findings=(told,)), tmp_path).values()
    with Image.open(io.BytesIO(crop)) as small:
        assert 200 < max(small.size) < 400
