"""Rendering loses and invents nothing: the four defaults of docxtpl that would are overridden."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from checklists import UserError
from docgen.blank import Blank, phrase
from docgen.context import Writer
from docgen.render import environment, render
from docgen.view import Desk
from registry.text import find_control
from templates import load_manifest, template_bytes
from tests.docgen.builders import due, made, sample, text_of

BLANK = Blank("监测对象户", 5, "S", "联系电话", "")


def refusal(**changes: object) -> dict[str, object]:
    class Record:
        head, refused_at, refused_reason = "钮大有", "村级评议", "收入稳定"
        refused_on = date(2021, 4, 19)
        name = issuer = "石桥村村民委员会"
        hotline = "0990-6235521"

    household, office = Record(), Record()
    for name, value in changes.items():
        setattr(household, name, value)
    return {"h": household, "village": office, "township": office, "mark": ""}


def test_an_undefined_name_is_named_with_its_template() -> None:
    context = refusal()
    del context["township"]
    with pytest.raises(UserError, match=r"refusal-notice\.docx.*township"):
        render("refusal-notice", context, "告知")


def test_none_is_refused() -> None:
    with pytest.raises(UserError, match="None"):
        render("refusal-notice", refusal(refused_reason=None), "告知")


def test_signs_of_markup_stay_text() -> None:
    text = text_of(render("refusal-notice", refusal(refused_reason="收入<支出 & 有{{房}}产"), "告知").data)
    assert "收入<支出 & 有{{房}}产" in text


def test_a_blank_is_marked_and_remembered_once() -> None:
    result = render("refusal-notice", refusal(refused_reason=BLANK, refused_at=phrase("经", BLANK)), "告知")
    assert text_of(result.data).count("〔待填〕") == 2
    assert result.blanks == (BLANK,)


def test_a_line_break_in_a_cell_becomes_a_break() -> None:
    text = text_of(render("refusal-notice", refusal(refused_reason="一是有车\n二是有房"), "告知").data)
    assert "一是有车\n二是有房" in text


def test_a_control_character_is_refused() -> None:
    with pytest.raises(UserError, match="控制字符"):
        render("refusal-notice", refusal(refused_reason="收入\x0b高"), "告知")


def test_dates_and_amounts_are_written_as_the_standard_has_them() -> None:
    text = text_of(render("refusal-notice", refusal(refused_reason=Decimal("549.2")), "告知").data)
    assert "2021年4月19日" in text
    assert "549.20" in text


def test_the_same_input_gives_the_same_bytes_without_any_date() -> None:
    first, second = (render("refusal-notice", refusal(), "告知").data for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert "dcterms" not in core
    assert "refusal-notice" in core


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1).filter(lambda t: not find_control(t) and t.strip() == t and "\r" not in t))
def test_every_value_that_goes_in_can_be_read_back(value: str) -> None:
    data = render("refusal-notice", refusal(refused_reason=f"甲{value}乙"), "告知").data
    assert f"甲{value}乙" in text_of(data)


@pytest.mark.parametrize("template", load_manifest(), ids=lambda t: t.id)
def test_every_template_renders_well_formed_with_the_sample(template) -> None:  # type: ignore[no-untyped-def]
    data = made(sample(), template.id).data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            etree.fromstring(package.read(name))
    assert "{{" not in text_of(data)
    assert "{%" not in text_of(data)


@pytest.mark.parametrize("kind", [template.id for template in load_manifest()])
def test_the_text_is_what_docxtpl_itself_makes_of_the_template(kind: str) -> None:
    from docxtpl import DocxTemplate

    context = Writer(sample(), Desk({})).context(due(sample(), kind)) | {"mark": "〔代拟稿〕"}
    theirs = DocxTemplate(io.BytesIO(template_bytes(kind)))
    theirs.render(context, jinja_env=environment(), autoescape=True)
    buffer = io.BytesIO()
    theirs.save(buffer)
    assert text_of(render(kind, context, "").data) == text_of(buffer.getvalue())
