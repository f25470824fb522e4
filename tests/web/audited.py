"""A small archive audited on the page: a community's folder with gaps, a contradiction and a file that nobody can open."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from flask.testing import FlaskClient

from tests.audit.sample_archive import COMMUNITY, MO, archive, verification
from tests.web.builders import do_now, page_of, store_of
from web.runs import Run, newest_run
from web.works import add_work

__all__ = ["AS_OF", "UNIT", "Audited", "audited_page"]

UNIT = f"云溪区/望江街道/{COMMUNITY}"
AS_OF = "2021-12-31"
_HOME = "望江街道/临江社区/监测户档案/01-莫小棠"
# What is not in the archive: a plan, and a paper of one household.
_LEFT_OUT = ("8.帮扶/莫小棠.docx", "01-莫小棠/承诺.docx")


@dataclass(frozen=True)
class Audited:
    """The page of a finished audit."""

    client: FlaskClient
    work: int
    folder: Path

    @property
    def run(self) -> Run:
        run = newest_run(store_of(self.client), self.work)
        assert run is not None
        return run

    def text(self, address: str) -> str:
        """A page that is there."""
        answer = self.client.get(address.format(run=self.run.id, work=self.work))
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.text


def write_archive(folder: Path) -> None:
    """The community's papers below the folder."""
    papers = {
        path: data
        for path, data in archive().items()
        if path.startswith("望江街道/临江社区") and not path.endswith(_LEFT_OUT)
    }
    papers[f"{_HOME}/核实.docx"] = verification(MO, 家庭人口="9")
    papers[f"{_HOME}/坏了.pdf"] = b"%PDF-1.4 broken"
    for path, data in papers.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def audited_page(place: Path) -> Audited:
    """Write it, begin a work, audit it."""
    folder = place / "临江档案"
    write_archive(folder)
    client = page_of(place / "data")
    work = add_work(store_of(client), folder.name, archive=str(folder))
    asked = {"as_of": AS_OF, "checklist": "tongren-2021", "unit": ""}
    assert client.post(f"/works/{work.id}/audit", data=asked).status_code == 302
    do_now(client)
    return Audited(client, work.id, folder)


def copy_of(audited: Audited, place: Path) -> Audited:
    """The same to be changed, with an archive, reports and records of its own."""
    old = audited.folder.parent
    shutil.copytree(old, place, dirs_exist_ok=True)
    client = page_of(place / "data")
    with store_of(client).open() as base:
        for table, column in (("works", "archive"), ("runs", "target"), ("runs", "asked"), ("tasks", "args")):
            query = f"update {table} set {column} = replace({column}, ?, ?)"
            base.execute(query, (str(old), str(place)))
    return Audited(client, audited.work, place / audited.folder.name)
