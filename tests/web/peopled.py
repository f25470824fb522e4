"""A page with something of everything on it: an archive audited twice, a registry with papers made, a meeting, a checked paper.

Wherever a user or a file may put words in, there are words that would break a page that trusts them.
"""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient

from registry.registry import Registry
from registry.sample import load_sample
from registry.write_workbook import workbook_bytes
from tests.web.audited import Audited, audited_page
from tests.web.builders import do_now, store_of
from tests.web.test_lint import WRONG, paper
from tests.web.test_meeting import FACTS, VILLAGE
from web.works import change_work

__all__ = ["HOSTILE", "HOSTILE_NAME", "peopled_page", "small_registry"]

HOSTILE = """'"></textarea></title><script>alert(1)</script><img src=x onerror=alert(2)> {{7*7}}"""
# What a file may be called: on Windows less than elsewhere.
HOSTILE_NAME = (
    "报告'&amp;#x27; onload=alert(1)" if os.name == "nt" else """报告'"><img src=x onerror=alert(1)>&amp;"""
)


def small_registry() -> Registry:
    """The sample's offices and first households, one with a hostile name, another with a wrong cell."""
    sample = load_sample()
    first, second, *_ = sample.households
    households = (replace(first, situation=HOSTILE), replace(second, object_type="边缘易致贫"))
    ids = {household.household_id for household in households}
    members = tuple(member for member in sample.members if member.household_id in ids)
    return replace(sample, households=households, members=members)


def peopled_page(place: Path) -> Audited:
    """The page; its client sends nothing amiss."""
    audited = audited_page(place)
    client = audited.client
    (audited.folder / f"{HOSTILE_NAME}.txt").write_text(
        f"{HOSTILE}\n监测对象3户，其中1户、1户。", encoding="utf-8"
    )
    _decide(audited)
    _registry(client, place)
    _meeting(client)
    said = {
        "files": [
            (io.BytesIO(paper("村级报告", WRONG, HOSTILE)), "报告'<img src=x onerror=alert(1)>&amp;.docx")
        ],
        "as_of": "2021-12-31",
    }
    client.post("/lint", data=said)
    client.post(f"/works/{audited.work}/audit/again")
    do_now(client)
    client.post(f"/runs/{audited.run.id}/reports/ledger")
    client.post(f"/runs/{audited.run.id}/plan/day", data={"inspection_on": "2099-12-31"})
    client.post(f"/runs/{audited.run.id}/plan/lists")
    do_now(client)
    # By now the store's newest run is a third one.
    change_work(store_of(client), audited.work, name=HOSTILE)
    return audited


def _decide(audited: Audited) -> None:
    """Hand a finding out, waive one, see a paper, put a file right."""
    client, run = audited.client, audited.run.id
    client.post(f"/runs/{run}/findings/1/handle", data={"person": HOSTILE, "done": "2", "note": HOSTILE})
    waived = {"reason": HOSTILE, "approver": HOSTILE, "until": "2099-01-01"}
    assert client.post(f"/runs/{run}/findings/2/waive", data=waived).status_code == 302
    seen = {"by": HOSTILE, "kept": HOSTILE, "on": "2021-11-02", "note": HOSTILE}
    assert client.post(f"/runs/{run}/units/2/cells/1/paper", data=seen).status_code == 302
    said = {"kind": "application", "note": HOSTILE, "by": HOSTILE}
    assert client.post(f"/runs/{run}/files/1/correct", data=said).status_code == 302


def _registry(client: FlaskClient, place: Path) -> None:
    """A work with the registry and papers of one kind, made twice: one was edited between."""
    data = {"file": (io.BytesIO(workbook_bytes(small_registry())), "登记簿' onload=alert(1).xlsx")}
    where = client.post("/registry", data=data).headers["Location"].removesuffix("/registry")
    asked = {
        "office": "0",
        "kind": "application",
        "where": "folder",
        "folder": str(place / "材料"),
        "prints": "1",
    }
    for _ in range(2):
        answer = client.post(f"{where}/documents", data=asked)
        assert answer.status_code == 302, answer.text
        do_now(client)
        next((place / "材料").rglob("*.docx")).write_bytes(b"edited")


def _meeting(client: FlaskClient) -> None:
    """A meeting with its first papers."""
    where = client.post("/meeting", data=VILLAGE).headers["Location"]
    said = {
        **FACTS,
        "half": "1",
        "q-place": HOSTILE,
        "h-0-situation": HOSTILE,
        "h-0-head": "卓有田",
        "attendees": HOSTILE,
    }
    answer = client.post(where, data=said)
    assert answer.status_code == 302, answer.text
