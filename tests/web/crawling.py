"""Goes through the page as somebody would who follows every link: what it shows, kept to be judged."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

import lxml.html
from flask.testing import FlaskClient
from lxml.html import HtmlElement
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

__all__ = ["SLOW", "Seen", "addresses_of", "addresses_of_rules", "crawl", "looked_at", "parsed"]

# Where an element may lead to or take something from.
_ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "hx-get", "hx-post")
# Of one kind of page with one set of values in the address so many are looked at.
_EACH = 5
# Drawn or laid out by other programs: they have tests of their own.
SLOW = ("evidence.page_picture", "evidence.side_picture", "papers.look", "papers.picture", "static")


@dataclass(frozen=True)
class Seen:
    """One page, or what stands in its place."""

    address: str
    endpoint: str
    answer: TestResponse

    @property
    def is_page(self) -> bool:
        return self.answer.mimetype == "text/html"

    @property
    def text(self) -> str:
        return self.answer.get_data(as_text=True)

    @property
    def root(self) -> HtmlElement:
        return parsed(self.text)

    def __repr__(self) -> str:
        return f"{self.endpoint} {self.address}"


def parsed(text: str) -> HtmlElement:
    """A whole page, or a part of one."""
    return lxml.html.document_fromstring(text or "<p></p>")


def addresses_of(root: HtmlElement) -> list[str]:
    """All addresses that stand in a page."""
    return [str(element.get(name)) for element in root.iter() for name in _ADDRESSES if element.get(name)]


def _endpoint_of(client: FlaskClient, address: str, method: str = "GET") -> str:
    """Which page answers there; "" for none."""
    try:
        endpoint, _ = client.application.url_map.bind("127.0.0.1").match(urlsplit(address).path, method)
    except HTTPException:
        return ""
    return str(endpoint)


def looked_at(client: FlaskClient, address: str, form: dict[str, str] | None = None) -> Seen:
    """What answers there; with a form, to that."""
    answer = client.get(address) if form is None else client.post(address, data=form)
    return Seen(address, _endpoint_of(client, address, "GET" if form is None else "POST"), answer)


def addresses_of_rules(client: FlaskClient, method: str = "GET", number: int = 1) -> list[str]:
    """The address of every endpoint that hears that method, each number in it being that one."""
    rules = [rule for rule in client.application.url_map.iter_rules() if method in (rule.methods or ())]
    found = [re.sub(r"<int:\w+>", str(number), rule.rule) for rule in rules if rule.endpoint not in SLOW]
    return sorted(address for address in found if "<" not in address)


def crawl(client: FlaskClient, *starts: str) -> list[Seen]:
    """Every kind of page that can be reached from there by links, a few of each."""
    waiting, told, found = deque(starts), {*starts}, list[Seen]()
    looked: Counter[tuple[object, ...]] = Counter()
    while waiting:
        address = waiting.popleft()
        endpoint = _endpoint_of(client, address)
        kind = (endpoint, *sorted(name for name, _ in parse_qsl(urlsplit(address).query)))
        if endpoint in SLOW or looked[kind] >= _EACH:
            continue
        looked[kind] += 1
        seen = looked_at(client, address)
        answer = seen.answer
        found.append(seen)
        further = [answer.headers["Location"]] if "Location" in answer.headers else []
        if seen.is_page:
            further += [
                str(element.get(name))
                for element in seen.root.iter()
                for name in ("href", "src", "hx-get")
                if element.get(name) and not re.match(r"#|data:", str(element.get(name)))
            ]
        for each in further:
            bare = each.partition("#")[0]
            if bare not in told:
                told.add(bare)
                waiting.append(bare)
    return found
