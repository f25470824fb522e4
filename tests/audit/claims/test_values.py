"""Values in their normal forms: what is the same compares equal, and what is none claims nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.claims.types import Field
from audit.claims.values import AMOUNTS, normal_value, split_names
from registry.amounts import format_amount
from registry.identity import check_digit


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        (Field.PER_HEAD, "4200元", "4200"),
        (Field.PER_HEAD, "４，２００．５０元", "4200.50"),
        (Field.NET, "1.2万元", "12000"),
        (Field.WAGE, "0", "0"),
        (Field.SIZE, "共3人", "3"),
        (Field.SIZE, "４", "4"),
        (Field.TYPE, "边缘户", "边缘易致贫户"),
        (Field.TYPE, "脱贫不稳定（监测）户", "脱贫不稳定户"),
        (Field.RISKS, "因残、因病", "因残、因病"),
        (Field.RISKS, "因病和因残", "因残、因病"),
        (Field.RISKS, "生病", "因病"),
        (Field.ID, "99010719710914427x", "99010719710914427X"),
        (Field.ID, "990107＊＊＊＊＊＊＊＊427X", "990107********427X"),
        (Field.HELPER, "甘露（驻村干部）", "甘露"),
        (Field.MEASURES, "1.低保；2.雨露计划", "低保、雨露计划"),
        (Field.IDENTIFIED_ON, "2021年5月18日", "2021-05-18"),
        (Field.IDENTIFIED_ON, "202105", "2021-05"),
    ],
)
def test_a_value_is_kept_in_one_form(field: Field, written: str, value: str) -> None:
    assert normal_value(field, written) == value


@pytest.mark.parametrize(
    ("field", "written"),
    [
        (Field.SIZE, "约定"),
        (Field.SIZE, "120"),
        (Field.SIZE, "0"),
        (Field.TYPE, "脱贫不稳定户或边缘易致贫户"),
        (Field.RISKS, "无"),
        (Field.PER_HEAD, "/"),
        (Field.PER_HEAD, "〔待填〕"),
        (Field.ID, "123"),
        (Field.HELPER, "联系电话"[:1]),
        (Field.MEASURES, "落实单位"),
        (Field.ELIMINATED_ON, "/"),
    ],
)
def test_what_is_no_value_claims_nothing(field: Field, written: str) -> None:
    assert normal_value(field, written) is None


@given(st.sampled_from(list(Field)), st.text(max_size=40))
def test_a_normal_value_stays_as_it_is(field: Field, text: str) -> None:
    once = normal_value(field, text)
    if once is not None:
        assert normal_value(field, once) == once


@given(st.sampled_from(AMOUNTS), st.decimals(Decimal(0), Decimal(9_999_999), places=2))
def test_an_amount_comes_back_as_it_was_written(field: Field, amount: Decimal) -> None:
    assert normal_value(field, f"{format_amount(amount)}元") == format_amount(amount)


@given(st.from_regex(r"[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|1\d|2[0-8])\d{3}", fullmatch=True))
def test_an_identity_number_is_kept_whole(first: str) -> None:
    ascii_first = "".join(str(int(digit)) for digit in first)
    number = ascii_first + check_digit(ascii_first)
    assert normal_value(Field.ID, f" {number.lower()} ") == number


def test_names_of_an_enumeration_are_told_apart_once_each() -> None:
    assert split_names("产业奖补、临时救助；产业奖补，低保\n医疗救助。") == (
        "产业奖补",
        "临时救助",
        "低保",
        "医疗救助",
    )
