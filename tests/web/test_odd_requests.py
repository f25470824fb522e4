"""Every endpoint there is: who may ask it, and what it answers to what no page of ours would send."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.audited import Audited, copy_of
from tests.web.builders import page_of, store_of
from tests.web.crawling import addresses_of_rules

# They take away what the others are asked about.
_REMOVING = ("/works/1/remove", "/meeting/1/remove", "/lint/1/remove")
# What no page of ours asks for in an address.
_ODD_VALUES = ("张三", "1e9", "²", "１２", "9" * 30, "9" * 5000, "%00", "--1", "'; drop table works; --")
_ODD_NUMBERS = ("", "-1", "0", "999999999999999")
# What no form of ours sends: neither numbers nor names nor paths.
_ODD_WORDS = ("", "²", "9" * 30, "-1", "~nobody/x", "/a\0b", "/" + "长" * 500, "<b>%s{{7*7}}", "1e309")
_FIELDS = (
    "a-0", "again", "approver", "as_of", "attendees", "back", "by", "checked_by", "checklist", "do", "done", "exported", "first",
    "folder", "full", "gap", "give", "h-0-size", "half", "inspection_on", "kept", "kind", "kind2", "level", "meeting", "name", "note",
    "office", "on", "only", "page", "paste", "path", "period", "person", "place", "q-due", "q-held_on", "reason", "registry",
    "remedy", "rows", "rule", "severity", "stage", "state", "to", "unit", "until", "update", "village", "waiver", "where", "words", "work",
)  # fmt: skip


@pytest.fixture
def own(peopled: Audited, tmp_path: Path) -> Audited:
    return copy_of(peopled, tmp_path)


def _kept(page: Audited) -> list[str]:
    """What the store holds, but for when a work was looked at."""
    with store_of(page.client).open() as base:
        return [line for line in base.iterdump() if not line.startswith('INSERT INTO "works"')]


def test_no_endpoint_answers_without_the_token(peopled: Audited) -> None:
    client = page_of(store_of(peopled.client).folder, entered=False)
    before = _kept(peopled)
    for method in ("GET", "POST"):
        for address in addresses_of_rules(client, method):
            answer = client.open(address, method=method)
            assert answer.status_code == 401, (method, address)
            assert "Set-Cookie" not in answer.headers
    assert _kept(peopled) == before


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": ""}])
def test_no_endpoint_does_what_another_site_sends(peopled: Audited, headers: dict[str, str]) -> None:
    before = _kept(peopled)
    for address in addresses_of_rules(peopled.client, "POST"):
        assert peopled.client.post(address, headers=headers).status_code == 403, address
        # Nor by another way to say the same.
        assert peopled.client.put(address, headers=headers).status_code in (403, 405), address
    assert _kept(peopled) == before


def test_no_endpoint_answers_to_a_forged_name(peopled: Audited) -> None:
    forged = (
        "evil.example:8000",
        "x@127.0.0.1:8000",
        "127.0.0.1:abc",
        "127.0.0.1:99999",
        "[::1]:8000",
        "127.0.0.1:8000.evil",
    )
    for host in forged:
        for address in ("/", "/works/1", "/static/page.js"):
            assert peopled.client.get(address, headers={"Host": host}).status_code in (400, 403), host


def test_words_in_an_address_are_nothing_here(peopled: Audited) -> None:
    for value in _ODD_VALUES:
        for address in ("/", "/runs/1/findings", "/works/2/figures", "/works/2/documents/paper"):
            answer = peopled.client.get(address, query_string={"page": value})
            assert answer.status_code == 404, (address, value)
        assert peopled.client.get(f"/works/{value[:4500]}").status_code == 404


@pytest.mark.parametrize("value", _ODD_NUMBERS)
def test_no_number_in_an_address_breaks_a_page(peopled: Audited, value: str) -> None:
    asked = dict.fromkeys(_FIELDS, value) | dict.fromkeys(("n", "with", "reason", "told", "folder"), value)
    for address in addresses_of_rules(peopled.client):
        assert peopled.client.get(address, query_string=asked).status_code < 500, address
    if value.isdigit():
        for address in addresses_of_rules(peopled.client, number=int(value)):
            assert peopled.client.get(address).status_code < 500, address


@pytest.mark.parametrize("turn", range(4))
def test_nothing_in_a_form_breaks_a_page(own: Audited, turn: int) -> None:
    """Each field has another odd word, and others in each turn."""
    for at, address in enumerate(addresses_of_rules(own.client, "POST")):
        form = {field: _ODD_WORDS[(at + turn * 2 + n) % len(_ODD_WORDS)] for n, field in enumerate(_FIELDS)}
        if address not in _REMOVING:
            assert own.client.post(address, data=form).status_code < 500, (address, form)
    # And what was kept of it does not break what is shown afterwards.
    for address in addresses_of_rules(own.client):
        assert own.client.get(address).status_code < 500, address
