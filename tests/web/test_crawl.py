"""Every page that links lead to, over an archive, a registry and a meeting full of hostile words: nothing breaks, leaks or lacks."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.web.audited import Audited
from tests.web.builders import store_of
from tests.web.crawling import Seen, addresses_of, addresses_of_rules, crawl, looked_at

_ROWS = 300
# /runs/3/findings?unit=4&page=2
_ADDRESS = re.compile(r"(/[a-z0-9/_.-]*)?(\?[a-z0-9=&-]*)?(#[a-z0-9-]*)?")


@pytest.fixture(scope="module")
def linked(peopled: Audited) -> list[Seen]:
    """What links lead to from the first page on."""
    return crawl(peopled.client, "/")


@pytest.fixture(scope="module")
def seen(peopled: Audited, linked: list[Seen]) -> list[Seen]:
    """That, and every room, whether there is something in it or not."""
    known = {each.address for each in linked}
    others = {address for number in (1, 2) for address in addresses_of_rules(peopled.client, number=number)}
    return [*linked, *(looked_at(peopled.client, address) for address in sorted(others - known))]


@pytest.fixture(scope="module")
def pages(peopled: Audited, seen: list[Seen]) -> list[Seen]:
    """The pages of links, and those that forms with words in them lead to."""
    run = peopled.run.id
    forms = {
        f"/runs/{run}/findings": {"words": "莫小棠"},
        "/works/2/households": {"name": "张"},
        "/works/2/households/2": {},
        "/works/2/registry/whole": {"page": "1"},
        "/works/2/documents/kinds": {"office": "0"},
        "/works/2/documents/paper?n=0": {},
        "/folder/list": {"path": str(peopled.folder)},
        "/folder": {"path": "<b>"},
        "/meeting": {"kind": "<b>"},
        "/meeting/1/save": {"half": "1", "q-place": "<b>"},
        "/meeting/1/households": {"half": "1", "do": "paste", "paste": "<b>\t<i>"},
        "/meeting/1": {"half": "2"},
    }
    told = [looked_at(peopled.client, address, data) for address, data in forms.items()]
    return [each for each in [*seen, *told] if each.is_page and each.answer.status_code != 302]


def test_every_link_leads_to_something(linked: list[Seen]) -> None:
    assert len(linked) > 100
    lost = [each for each in linked if each.answer.status_code not in (200, 302)]
    # The papers of a folder that were all edited by hand cannot be joined, and that is said.
    assert [each for each in lost if "都已人工改过" not in each.text] == []


def test_a_room_with_nothing_in_it_says_so(seen: list[Seen]) -> None:
    assert {each.answer.status_code for each in seen} <= {200, 302, 404, 422}


def test_addresses_hold_numbers_and_no_word_of_anybody(peopled: Audited, pages: list[Seen]) -> None:
    known = {
        word
        for rule in peopled.client.application.url_map.iter_rules()
        for word in re.findall(r"[a-z_-]+", rule.rule)
    }
    for page in pages:
        for address in addresses_of(page.root):
            assert _ADDRESS.fullmatch(address), (page, address)
            parts = urlsplit(address)
            if parts.path.startswith("/static/"):
                continue
            for word in re.split(r"[/.]", parts.path):
                assert word in known or re.fullmatch(r"\d{0,15}|jpg", word), (page, address)
            for _, value in parse_qsl(parts.query):
                assert re.fullmatch(r"-?\d{1,15}", value), (page, address)


def test_no_page_runs_what_it_was_given(pages: list[Seen]) -> None:
    for page in pages:
        for element in page.root.iter():
            assert not any(name.startswith(("on", "hx-on")) or name == "style" for name in element.attrib), (
                page
            )
        assert page.root.xpath("//style | //img[@src='x'] | //b[not(node())]") == [], page
        assert all(each.get("src", "").startswith("/static/") for each in page.root.iter("script")), page
    # The words are there, as words.
    assert sum("<script>alert(1)</script>" in page.root.text_content() for page in pages) > 10
    assert sum("{{7*7}}" in page.root.text_content() for page in pages) > 10


def test_each_page_has_a_title_one_heading_and_the_language(pages: list[Seen]) -> None:
    for page in pages:
        if "<!doctype" not in page.text:
            continue
        assert page.root.get("lang") == "zh-CN", page
        assert page.root.findtext(".//title"), page
        depths = [int(each.tag[1]) for each in page.root.iter("h1", "h2", "h3", "h4")]
        assert depths.count(1) == 1, page
        steps = pairwise(depths)
        assert all(after - before <= 1 for before, after in steps), (page, depths)


def test_whoever_hears_a_page_knows_what_each_thing_is(pages: list[Seen]) -> None:
    for page in pages:
        root = page.root
        labelled = set(root.xpath("//label/@for"))
        for field in root.xpath("//input[not(@type='hidden')] | //select | //textarea"):
            around = "".join(field.xpath("ancestor::label//text()[not(ancestor::option)]")).strip()
            assert field.get("aria-label") or field.get("id") in labelled or around, (page, field.get("name"))
        for each in root.xpath("//button | //a[@href]"):
            assert each.text_content().strip() or each.get("aria-label") or each.xpath(".//img[@alt!='']"), (
                page
            )
        assert root.xpath("//img[not(@alt) or @alt='']") == [], page
        assert root.xpath("//a[not(@href)]") == [], page
        ids = root.xpath("//@id")
        assert len(ids) == len(set(ids)), (page, [each for each in ids if ids.count(each) > 1])
        assert set(root.xpath("//label/@for")) <= set(ids), page


def test_columns_have_headings_that_say_so(pages: list[Seen]) -> None:
    for page in pages:
        for heading in page.root.xpath("//thead//th"):
            assert heading.get("scope") == "col", (page, heading.text_content())
        for heading in page.root.xpath("//tbody//th"):
            assert heading.get("scope") == "row", (page, heading.text_content())


def test_no_page_is_longer_than_somebody_reads(pages: list[Seen]) -> None:
    for page in pages:
        assert len(page.root.xpath("//tr")) <= _ROWS, page


def test_downloads_are_kept_and_not_shown(seen: list[Seen]) -> None:
    files = [each for each in seen if not each.is_page and each.answer.status_code == 200]
    assert len(files) > 10
    for each in files:
        told = each.answer.headers["Content-Disposition"]
        assert told.startswith("attachment"), each
        assert "\n" not in told, each
        assert each.answer.headers["Cache-Control"] == "no-store"


def test_looking_changes_nothing(peopled: Audited) -> None:
    def state() -> list[str]:
        with store_of(peopled.client).open() as base:
            # When a work was last looked at is for the order on the first page alone.
            return [line for line in base.iterdump() if not line.startswith('INSERT INTO "works"')]

    before = state()
    crawl(peopled.client, "/")
    assert state() == before
