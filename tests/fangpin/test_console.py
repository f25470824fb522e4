"""Text laid out by the columns it takes, and progress that is silent without a terminal."""

from __future__ import annotations

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangpin.console import display_width, print_table, progress, wrap

words = st.text(alphabet="查档案，。（）abc 123", max_size=60)


def test_a_chinese_character_takes_two_columns() -> None:
    assert display_width("档案 a1") == 7


def test_a_combining_mark_takes_none() -> None:
    assert display_width("e\u0301") == 1


@given(words, st.integers(min_value=8, max_value=40))
def test_wrapping_loses_nothing_but_blanks(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


@given(st.text(alphabet="查档案县乡村户", max_size=60), st.integers(min_value=8, max_value=40))
def test_no_line_of_chinese_is_wider_than_asked(text: str, width: int) -> None:
    assert all(display_width(line) <= width for line in wrap(text, width))


def test_a_line_does_not_begin_with_a_closing_sign() -> None:
    assert wrap("一二三四，五六", 8) == ["一二三四，", "五六"]


def test_a_word_of_letters_stays_whole() -> None:
    assert wrap("请看 missing-month", 14) == ["请看", "missing-month"]


def test_columns_line_up_by_width(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([("县级", "a"), ("ab", "b")])
    assert capsys.readouterr().out == "县级  a\nab    b\n"


def test_progress_is_silent_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("生成", 3) as advance:
        advance(3)
    assert capsys.readouterr() == ("", "")


def test_progress_counts_to_the_end_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress("生成", 3) as advance:
        advance(1)
        advance(2)
    assert "生成" in terminal.getvalue()
    assert "3/3" in terminal.getvalue()
