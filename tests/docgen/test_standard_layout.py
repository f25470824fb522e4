"""The papers as they are printed: measured on the PDF against GB/T 9704-2012."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from docgen.context import Writer
from docgen.kit import kit_sheets, meeting_due
from docgen.proofs import find_libreoffice, make_proofs
from docgen.render import render
from docgen.view import Desk
from registry.registry import Registry
from scripts.template_text import make
from templates import load_kit, load_manifest
from tests.docgen.builders import changed, made, sample, text_of

pytestmark = pytest.mark.needs_libreoffice
MM = 72 / 25.4
TOP, LEFT, WIDTH, HEIGHT = 37.0, 28.0, 156.0, 225.0
FIVE = ["verification-form", "collection-form", "elimination-assessment", "authorisation", "application"]
LONG = "云岭县防止返贫动态监测和帮扶工作领导小组办公室"
HEADS = (9, 10, 12, 13, 16, 17, 23, 24, 33)
OFFICE = "云岭县清水彝族苗族回族自治乡防止返贫动态监测和帮扶工作领导小组联合办公室"
_NAMES = ("欧阳堃", "阿卜杜热合曼·买买提艾力", "钮喆", "钮玥", "钮晓")


def family_of_five(size: int = 5) -> Registry:
    """嵇大川's family with five members (or more), one of a long name, and a long account of what befell them."""
    registry = sample()
    household = next(h for h in registry.households if h.head == "嵇大川")
    model = next(m for m in registry.members if m.household_id == household.household_id)
    others = tuple(m for m in registry.members if m.household_id != household.household_id)
    names = (household.head, *_NAMES[1:], *(f"钮{number}" for number in range(size - len(_NAMES))))
    five = tuple(replace(model, name=name, labour="弱劳动力或半劳动力") for name in names)
    trouble = "连续暴雨冲毁鱼塘两口、房屋一间，损失四万余元，户主摔伤住院二十天，自付医药费一万八千元；" * 2
    registry = changed(registry, "households", lambda h: h == household, size=size, situation=trouble)
    return replace(registry, members=others + five)


def _papers() -> Iterator[tuple[str, bytes]]:
    yield "grid", make("< " + "国" * 28 * 60)
    for kind in ("deployment-notice", "township-request", "dynamic-ledger", "county-reply"):
        yield kind, made(sample(), kind).data
    yield "village-notice", made(sample(), "deployment-notice", issuer="石桥村").data
    registry = changed(sample(), "units", lambda u: u.name == "云岭县", issuer=LONG)
    yield "long-issuer", made(registry, "county-reply").data
    for length in HEADS:
        registry = changed(sample(), "units", lambda u: u.name == "清水镇", issuer=OFFICE[-length:])
        yield f"head/{length}", made(registry, "township-request", issuer="清水镇").data
    for kind in FIVE:
        yield f"five/{kind}", made(family_of_five(), kind, head="嵇大川").data
    for kind in ("verification-form", "collection-form"):
        yield f"twelve/{kind}", made(family_of_five(12), kind, head="嵇大川").data
    for office in ("清水镇", "白杨街道"):
        yield f"record/{office}", made(sample(), "township-review-meeting", issuer=office).data


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = tmp_path_factory.mktemp("proofs") / "档案"
    names = []
    for name, data in _papers():
        path = archive / f"{name}.docx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        names.append(f"{name}.docx")
    program = find_libreoffice()
    assert program is not None
    proofs = make_proofs(archive, names, program)
    assert (proofs.made, proofs.failed) == (len(names), ())
    return proofs.folder


def pages(folder: Path, name: str) -> list[Any]:
    import pdfplumber

    with pdfplumber.open(folder / f"{name}.pdf") as pdf:
        for page in pdf.pages:
            page.chars  # noqa: B018 - read while the file is open
        return list(pdf.pages)


def rules(page: Any, red: bool = False) -> list[dict[str, float]]:
    """Lines across the block, from the top."""
    found = [line for line in page.rects + page.lines if line["width"] > 100 * MM]
    wanted = (1, 0, 0) if red else (0, 0, 0)
    return sorted(
        (r for r in found if tuple(map(round, r["stroking_color"])) == wanted), key=lambda r: r["top"]
    )


def foot(page: Any) -> list[Any]:
    return [c for c in page.chars if c["top"] > (TOP + HEIGHT) * MM and c["text"].strip()]


def test_a_page_holds_22_lines_of_28_characters_within_the_block(printed: Path) -> None:
    for page in pages(printed, "grid")[:2]:
        chars = [c for c in page.chars if c["text"] == "国"]
        lines = Counter(round(c["top"]) for c in chars)
        assert len(lines) == 22
        assert set(lines.values()) == {28}
        assert min(c["x0"] for c in chars) / MM == pytest.approx(LEFT, abs=1)
        assert max(c["x1"] for c in chars) / MM == pytest.approx(LEFT + WIDTH, abs=1)
        assert min(c["top"] for c in chars) / MM > TOP
        assert max(c["bottom"] for c in chars) / MM < TOP + HEIGHT


@pytest.mark.parametrize("name", ["deployment-notice", "township-request", "county-reply"])
def test_the_red_line_is_as_wide_as_the_block_and_4_mm_under_the_number(printed: Path, name: str) -> None:
    page = pages(printed, name)[0]
    line = rules(page, red=True)[0]
    assert (line["x0"] / MM, line["width"] / MM) == pytest.approx((LEFT, WIDTH), abs=1)
    number = max(c["top"] + c["size"] for c in page.chars if c["text"] == "〔" and c["top"] < line["top"])
    assert 2.5 < (line["top"] - number) / MM < 5.5


def test_the_red_head_begins_35_mm_under_the_edge_of_the_block(printed: Path) -> None:
    from pypdfium2 import PdfDocument

    picture = PdfDocument(printed / "township-request.pdf")[0].render(scale=2).to_pil().convert("RGB")
    red = [
        y
        for y in range(picture.height)
        if any(
            r > 180 and g < 90 for r, g, b in (picture.getpixel((x, y)) for x in range(0, picture.width, 2))
        )
    ]
    assert red[0] / 2 / MM - TOP == pytest.approx(35, abs=2)


def test_a_villages_notice_has_no_red_head_and_no_lines_at_the_foot(printed: Path) -> None:
    for page in pages(printed, "village-notice"):
        assert rules(page, red=True) == []
        assert rules(page) == []
        assert "文件" not in page.extract_text().split("\n")[0]


@pytest.mark.parametrize("name", ["deployment-notice", "township-request", "county-reply"])
def test_the_last_line_of_the_imprint_lies_on_the_edge_of_the_last_page(printed: Path, name: str) -> None:
    *_, last = pages(printed, name)
    line = rules(last)[-1]
    assert line["top"] / MM == pytest.approx(TOP + HEIGHT, abs=1)
    assert (line["x0"] / MM, line["width"] / MM) == pytest.approx((LEFT, WIDTH), abs=1)
    assert "印发" in last.extract_text().split("\n")[-2]


def test_a_long_name_of_an_office_keeps_within_the_block(printed: Path) -> None:
    found = pages(printed, "long-issuer")
    for page in found:
        words = [c for c in page.chars if c["text"] not in "，。、；：）" and c["text"].strip()]
        assert min(c["x0"] for c in words) / MM > LEFT - 1
        assert max(c["x1"] for c in words) / MM < LEFT + WIDTH + 1
    texts = [line["text"].replace(" ", "") for page in found for line in page.extract_text_lines()]
    assert f"{LONG}文件" in texts
    assert LONG in texts


@pytest.mark.parametrize("length", HEADS)
def test_a_red_head_of_any_length_keeps_within_the_block(printed: Path, length: int) -> None:
    page = pages(printed, f"head/{length}")[0]
    red = [c for c in page.chars if c["non_stroking_color"] == (1, 0, 0)]
    assert "".join(c["text"] for c in red) == f"{OFFICE[-length:]}文件"
    assert len({round(c["top"]) for c in red}) == (1 if length < 24 else 2)
    assert min(c["x0"] for c in red) / MM > LEFT - 1
    assert max(c["x1"] for c in red) / MM < LEFT + WIDTH + 1
    assert "我" in page.extract_text(), "the text begins on the first page"


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones(printed: Path) -> None:
    odd, even = pages(printed, "grid")[:2]
    for page, number in ((odd, "—1—"), (even, "—2—")):
        chars = foot(page)
        assert "".join(c["text"] for c in chars) == number
        assert chars[0]["size"] == pytest.approx(14, abs=0.2)
        middle = (chars[0]["top"] + chars[0]["bottom"]) / 2 / MM
        assert middle - TOP - HEIGHT == pytest.approx(7, abs=1.5)
    assert LEFT + WIDTH - foot(odd)[-1]["x1"] / MM == pytest.approx(5.6, abs=1)
    assert foot(even)[0]["x0"] / MM - LEFT == pytest.approx(5.6, abs=1)


def line_of(page: Any, text: str) -> dict[str, float]:
    """The line that says just this; its edges."""
    for line in page.extract_text_lines():
        if line["text"].replace(" ", "") == text:
            return {edge: line[edge] for edge in ("x0", "x1")}
    raise AssertionError(f"no line {text}: {page.extract_text()}")


def test_the_office_stands_over_the_middle_of_its_date(printed: Path) -> None:
    *_, last = pages(printed, "township-request")
    office, day = (line_of(last, text) for text in ("清水镇人民政府", "2021年5月10日"))
    centres = [(line["x0"] + line["x1"]) / 2 / MM for line in (office, day)]
    assert centres[0] == pytest.approx(centres[1], abs=2)
    assert LEFT + WIDTH - day["x1"] / MM == pytest.approx(4 * 5.6, abs=1)


@pytest.mark.parametrize("kind", FIVE)
def test_a_family_of_five_fits_one_sheet(printed: Path, kind: str) -> None:
    (page,) = pages(printed, f"five/{kind}")
    assert page.height > page.width


@pytest.mark.parametrize("kind", ["verification-form", "collection-form"])
def test_the_second_page_of_a_form_names_the_household(printed: Path, kind: str) -> None:
    first, second = pages(printed, f"twelve/{kind}")
    assert "嵇大川" in first.extract_text()
    assert "户主姓名：嵇大川" in second.extract_text()


@pytest.mark.parametrize("office", ["清水镇", "白杨街道"])
def test_no_record_is_signed_on_a_page_without_its_result(printed: Path, office: str) -> None:
    *_, last = pages(printed, f"record/{office}")
    assert "主持人签字" in last.extract_text()
    assert "审核结果" in last.extract_text()


@pytest.mark.parametrize("kind", ["verification-form", "collection-form", "authorisation"])
def test_an_id_number_stands_on_one_line(printed: Path, kind: str) -> None:
    (page,) = pages(printed, f"five/{kind}")
    assert (
        len(
            [
                word
                for word in page.extract_words()
                if len(word["text"]) == 18 and word["text"].startswith("9901")
            ]
        )
        >= 5
    )


def test_a_table_over_two_pages_repeats_its_heading(printed: Path) -> None:
    found = pages(printed, "dynamic-ledger")
    assert len(found) > 1
    for page in found:
        assert page.width > page.height
        assert "风险消除时间" in page.extract_text()


def kit_of(kind: str) -> dict[str, bytes]:
    """The kit for the sample's first meeting of that kind: template → its first paper."""
    registry = sample()
    meeting = next(m for m in registry.meetings if m.kind == kind)
    unit = registry.find_unit(meeting.unit)
    assert unit is not None
    found: dict[str, bytes] = {}
    for sheet in kit_sheets(Writer(registry, Desk({})), meeting_due(registry, meeting, unit)):
        if sheet.paper.id not in found:
            found[sheet.paper.id] = render(sheet.paper.id, {**sheet.context, "mark": ""}, sheet.name).data
    return found


def every_template() -> dict[str, bytes]:
    """A paper of each template: of the archive and of the kit for a meeting."""
    archive = {template.id: made(sample(), template.id).data for template in load_manifest()}
    return archive | kit_of("村级评议会")


@pytest.mark.parametrize("kind", [*(t.id for t in load_manifest()), *(paper.id for paper in load_kit())])
def test_a_paper_opened_and_saved_by_libreoffice_says_the_same(
    saved_again: dict[str, tuple[bytes, bytes]], kind: str
) -> None:
    before, after = saved_again[kind]
    assert text_of(after) == text_of(before) != ""


@pytest.fixture(scope="module")
def saved_again(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, bytes]]:
    """Template → its paper before and after."""
    folder, target = tmp_path_factory.mktemp("before"), tmp_path_factory.mktemp("after")
    before = every_template()
    for name, data in before.items():
        (folder / f"{name}.docx").write_bytes(data)
    program = find_libreoffice()
    assert program is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    papers = sorted(map(str, folder.glob("*.docx")))
    command = [program, profile, "--headless", "--convert-to", "docx", "--outdir", str(target), *papers]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: (data, (target / f"{name}.docx").read_bytes()) for name, data in before.items()}
