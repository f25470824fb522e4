"""Files as evidence: shown by their numbers alone, from the work's folder alone, drawn apart from the server."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from audit.types import Document, Entry, Mark, State
from tests.audit.builders import make_pdf
from tests.web.audited import Audited, audited_page, copy_of
from web.drawing import Drawer, WantedPage, draw_page
from web.evidence import Line, around, boxes_of


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return audited_page(tmp_path_factory.mktemp("audited"))


def number_of(audited: Audited, ending: str) -> int:
    with audited.client.application.extensions["fangpin"].store.open() as base:
        query = "select n from files where run = ? and path like ? order by n limit 1"
        return int(base.execute(query, (audited.run.id, f"%{ending}")).fetchone()["n"])


def wanted(path: Path, **more: object) -> WantedPage:
    entry = Entry(path.name, path, path.stat().st_size)
    values: dict[str, object] = {"format": path.suffix[1:].replace("jpg", "jpeg"), "page": 1, "width": 800}
    return WantedPage(path.parent, entry, **(values | more))  # type: ignore[arg-type]


def dark(data: bytes) -> int:
    """How many pixels are black."""
    return sum(Image.open(io.BytesIO(data)).convert("L").point(lambda each: each < 60).histogram()[1:])


def test_a_file_is_given_out_as_it_is(audited: Audited) -> None:
    answer = audited.client.get(f"/runs/{audited.run.id}/files/{number_of(audited, '核实.docx')}/original")
    assert answer.data.startswith(b"PK")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_a_file_that_was_moved_away_is_told(audited: Audited, tmp_path: Path) -> None:
    own = copy_of(audited, tmp_path)
    number = number_of(own, "核实.docx")
    for path in own.folder.rglob("核实.docx"):
        path.unlink()
    assert "不在原来的地方" in own.text(f"/runs/{{run}}/files/{number}")
    assert own.client.get(f"/runs/{own.run.id}/files/{number}/original").status_code == 404


def test_a_file_that_was_changed_since_is_told(audited: Audited, tmp_path: Path) -> None:
    own = copy_of(audited, tmp_path)
    number = number_of(own, "核实.docx")
    for path in own.folder.rglob("核实.docx"):
        path.write_bytes(b"something else")
    assert "检查以后改过" in own.text(f"/runs/{{run}}/files/{number}")


def test_a_link_that_leads_out_of_the_folder_is_not_followed(audited: Audited, tmp_path: Path) -> None:
    own = copy_of(audited, tmp_path)
    number = number_of(own, "01-莫小棠/核实.docx")
    (path,) = own.folder.rglob("01-莫小棠/核实.docx")
    secret = tmp_path / "secret.docx"
    secret.write_bytes(b"secret")
    path.unlink()
    try:
        os.symlink(secret, path)
    except OSError:  # Windows without the right to make links
        return
    assert own.client.get(f"/runs/{own.run.id}/files/{number}/original").status_code == 404


def test_another_works_archive_is_not_shown(audited: Audited, tmp_path: Path) -> None:
    """A run remembers its folder; what is given out follows the work's."""
    own = copy_of(audited, tmp_path)
    with own.client.application.extensions["fangpin"].store.open() as base:
        base.execute("update works set archive = ?", (str(tmp_path / "elsewhere"),))
    number = number_of(own, "核实.docx")
    assert own.client.get(f"/runs/{own.run.id}/files/{number}/original").status_code == 404


def test_the_quoted_line_is_marked_with_those_around_it() -> None:
    lines = [Line(f"第{at}行", 1) for at in range(30)] + [Line("", 2, ("户主", "时雨", "4"))]
    shown = list(around(lines, ("户主 | 时雨 | 4",), 2))
    assert [line.cells for line in shown if line.marked] == [("户主", "时雨", "4")]
    assert len(shown) == 5
    assert not any(line.marked for line in around(lines, ("没有这一行",), 1))


def test_the_place_to_sign_is_framed_by_its_label() -> None:
    document = Document(
        "a.jpg", 1, "", "jpeg", State.READ, marks=(Mark("no-signature", 1, (0.1, 0.8, 0.3, 0.9), "户主签字"),)
    )
    assert boxes_of(document, ("户主签字",), 1) == ((0.1, 0.8, 0.3, 0.9),)
    assert boxes_of(document, ("户主签字",), 2) == ()


def test_numbers_on_a_page_of_text_are_blacked_out_until_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "登记.pdf"
    path.write_bytes(make_pdf(["户主 时雨 身份证号码 990101197203040014", "家庭人口 4"]))
    masked, whole = draw_page(wanted(path)), draw_page(wanted(path, full=True))
    assert dark(masked) > dark(whole) + 500


def test_words_on_a_page_of_text_are_framed(tmp_path: Path) -> None:
    path = tmp_path / "登记.pdf"
    path.write_bytes(make_pdf(["户主 时雨", "家庭人口 4"]))
    framed, plain = (
        Image.open(io.BytesIO(draw_page(wanted(path, words=words)))) for words in (("家庭人口",), ())
    )
    assert framed.tobytes() != plain.tobytes()


def test_a_drawing_that_fails_costs_itself_alone(tmp_path: Path) -> None:
    broken, good = tmp_path / "坏.pdf", tmp_path / "好.png"
    broken.write_bytes(b"%PDF-1.4 nothing")
    Image.new("RGB", (40, 30), "white").save(good)
    drawer = Drawer()
    try:
        with pytest.raises(OSError, match="画不出来"):
            drawer.draw(wanted(broken))
        assert drawer.draw(wanted(good, format="png")).startswith(b"\xff\xd8")
    finally:
        drawer.close()


def test_what_a_file_is_called_is_text_and_never_markup(audited: Audited, tmp_path: Path) -> None:
    own = copy_of(audited, tmp_path)
    with own.client.application.extensions["fangpin"].store.open() as base:
        base.execute("update files set path = '<img src=x>.docx'")
        base.execute(
            "update finding_texts set what = '<img src=y>', detail = replace(detail, '坏了', '<img src=z>')"
        )
    number = number_of(own, ".docx")
    for address in (
        f"/runs/{{run}}/files/{number}",
        "/runs/{run}/findings",
        "/runs/{run}/findings/1",
        "/runs/{run}/unread",
    ):
        text = own.text(address)
        assert "&lt;img src=" in text, address
        assert "<img src=x" not in text
        assert "<img src=y" not in text
        assert "<img src=z" not in text
