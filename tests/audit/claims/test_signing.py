"""Places to sign, and whether something stands there."""

from __future__ import annotations

import pytest

from audit.claims.signing import find_signings
from tests.audit.claims.lines import lines_of


def signed(*parts: object) -> list[tuple[str, bool | None]]:
    return [(each.label, each.filled) for each in find_signings(lines_of(*parts))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "filled"),
    [
        ("户主签字：莫怀远", True),
        ("户主签字：", False),
        ("户主签字：　　　　年　月　日", False),
        ("户主签字：________", False),
        ("户主签字：　　2021年4月6日", False),
        ("户主（签名）：莫怀远", True),
        ("户主（签名认可）：", False),
        ("户主签名（手印）：（已按手印）", True),
        ("户主签字：莫怀远　　　　2021年4月6日", True),
    ],
)
def test_a_place_is_filled_by_words_and_not_by_lines_or_dates(line: str, filled: bool) -> None:
    assert [each for _, each in signed(line)] == [filled]


def test_each_place_of_a_line_has_its_own_signature() -> None:
    assert [each for _, each in signed("主持人签字：桂长林　　　　记录人签字：　　　")] == [True, False]


def test_a_sheet_has_a_place_for_each_person() -> None:
    rows = [("序号", "姓名", "签字"), ("1", "桂长林", "桂长林"), ("2", "苗雨", "")]
    assert signed(rows) == [("桂长林签字", True), ("苗雨签字", False)]


def test_words_about_signing_are_no_place() -> None:
    assert signed("户主本人签字后归档。") == []
