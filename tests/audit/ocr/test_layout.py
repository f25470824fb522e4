"""Lines → paragraphs and tables, without any picture."""

from __future__ import annotations

from audit.ocr.layout import flow_of
from audit.ocr.lines import Line
from audit.ocr.rulings import Cell, Grid
from audit.types import Block, Table

SIZE = (1000, 1400)


def line(text: str, left: int, top: int, right: int, height: int = 40, sure: float = 1.0) -> Line:
    return Line((left, top, right, top + height), text, sure)


def texts(*lines: Line) -> list[str]:
    return [part.text for part in flow_of(lines, (), 1, SIZE) if isinstance(part, Block)]


def test_full_lines_run_on_and_an_indented_one_begins_anew() -> None:
    assert texts(
        line("经评议和公示，", 180, 100, 900),
        line("同意纳入监测。", 100, 150, 420),
        line("附件：名单", 180, 200, 400),
    ) == ["经评议和公示，同意纳入监测。", "附件：名单"]


def test_a_title_of_two_lines_is_one() -> None:
    assert texts(
        line("柳河镇人民政府关于拟纳入", 200, 100, 800, 60),
        line("监测对象的请示", 350, 170, 650, 60),
        line("县领导小组办公室：", 100, 260, 400),
        line("现将有关情况报告如下。", 180, 310, 500),
    ) == ["柳河镇人民政府关于拟纳入监测对象的请示", "县领导小组办公室：", "现将有关情况报告如下。"]


def test_what_stands_side_by_side_is_one_block_with_spaces() -> None:
    assert texts(line("联系电话：", 600, 103, 800), line("户主：温立秋", 100, 100, 300)) == [
        "户主：温立秋  联系电话："
    ]


def test_a_block_is_as_sure_as_its_characters() -> None:
    (block,) = flow_of([line("温立秋", 100, 100, 200, sure=0.6), line("户", 260, 100, 300)], (), 2, SIZE)
    assert (block.confidence, block.page) == (0.7, 2)
    assert block.box == (0.1, 0.0714, 0.3, 0.1)


def test_a_cell_that_spans_rows_has_its_text_in_the_first() -> None:
    tall = Cell((100, 100, 200, 300), (0, 1), (0, 0))
    upper, lower = Cell((200, 100, 400, 200), (0, 0), (1, 1)), Cell((200, 200, 400, 300), (1, 1), (1, 1))
    grid = Grid((100, 100, 400, 300), (tall, upper, lower))
    lines = [
        Line((110, 180, 190, 220), "家庭成员", 1.0, tall),
        Line((210, 130, 300, 170), "温立秋", 1.0, upper),
        Line((210, 230, 300, 270), "柏小满", 1.0, lower),
    ]
    (table,) = flow_of(lines, [grid], 1, SIZE)
    assert isinstance(table, Table)
    assert table.rows == (("家庭成员", "温立秋"), ("", "柏小满"))


def test_blocks_and_tables_come_from_top_to_bottom() -> None:
    cells = Cell((100, 200, 200, 300), (0, 0), (0, 0)), Cell((200, 200, 400, 300), (0, 0), (1, 1))
    grid = Grid((100, 200, 400, 300), cells)
    lines = [
        line("户主签字：", 100, 400, 300),
        line("登记表", 100, 100, 300),
        Line((110, 230, 190, 270), "户主", 1.0, cells[0]),
    ]
    flow = flow_of(lines, [grid], 1, SIZE)
    assert [part.text if isinstance(part, Block) else part.rows for part in flow] == [
        "登记表",
        (("户主", ""),),
        "户主签字：",
    ]
