"""Sheets are fitted to the page's width for print, unless somebody has set them."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from fangpin.print_sheets import fitted
from tests.audit.builders import make_xlsx


def reread(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(fitted(data))).worksheets[0]


def changed(rows: list[list[str]], **settings: Any) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(make_xlsx({"台账": rows})))
    for name, value in settings.items():
        setattr(book.worksheets[0].page_setup, name, value)
    lines = book.worksheets[0].oddFooter
    assert lines is not None
    footer = lines.center
    assert footer is not None
    footer.text = "第&P页 &F"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(("columns", "how"), [(5, "portrait"), (30, "landscape")])
def test_a_sheet_takes_the_width_of_one_page(columns: int, how: str) -> None:
    sheet = reread(changed([["栏"] * columns] * 3))
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.page_setup.orientation == how
    assert [cell.value for cell in sheet[3]] == ["栏"] * columns


def test_a_scale_that_somebody_chose_stays() -> None:
    sheet = reread(changed([["栏"] * 30], scale=60, orientation="portrait"))
    assert (sheet.page_setup.scale, sheet.page_setup.orientation) == (60, "portrait")
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_name_of_the_copy_is_not_printed() -> None:
    assert reread(changed([["栏"]])).oddFooter.center.text == "第&P页 "


def test_what_is_no_workbook_stays_as_it_is() -> None:
    assert fitted(b"PK\x03\x04 broken") == b"PK\x03\x04 broken"
