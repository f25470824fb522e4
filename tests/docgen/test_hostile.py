"""Values that nobody expects go onto paper without loss."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from checklists import load_checklist
from docgen.write import Choice, generate
from registry.read_workbook import read_workbook
from registry.registry import Registry
from registry.write_workbook import workbook_bytes
from tests.docgen.builders import sample, text_of

SIGNS = "<&>\"'{{ x }}{% y %}"
RARE = "堃喆玥𠮷"
LONG = "长" * 60


def hostile() -> Registry:
    """Every household with a name and an account of trouble that hurt, every other cell of it empty."""
    names = (SIGNS, RARE, LONG)
    households = tuple(
        replace(
            household,
            head=f"{names[number % 3]}{number}",
            situation=f"第一行{SIGNS}\n第二行{RARE}",
            phone=None,
            group=None,
            helper=None,
        )
        for number, household in enumerate(sample().households)
    )
    return replace(sample(), households=households, members=(), measures=())


def test_every_name_comes_back_from_the_papers(tmp_path: Path) -> None:
    book = tmp_path / "登记簿.xlsx"
    book.write_bytes(workbook_bytes(hostile()))
    loaded = read_workbook(book)
    assert [fault for fault in loaded.faults if fault.error] == []
    archive = tmp_path / "档案"
    kinds = frozenset({"application", "public-notice", "county-reply", "dynamic-ledger"})
    outcome = generate(loaded, load_checklist(), archive, Choice(kinds=kinds))
    texts = {path: text_of(path.read_bytes()) for path in archive.rglob("*.docx")}
    for household in loaded.registry.households:
        if household.state != "不予纳入":
            where = [path for path, text in texts.items() if household.head in text]
            assert any("申请书" in path.name for path in where), household.head
            assert any("台账" in path.name for path in where), household.head
    ledger = next(text for path, text in texts.items() if "云岭县三级动态管理台账" in path.name)
    assert "〔待填〕" in ledger
    application = next(text for path, text in texts.items() if "申请书" in path.name)
    assert f"第一行{SIGNS}\n第二行{RARE}" in application
    assert outcome.blanks
    assert max(len(str(path)) for path in texts) <= max(200, len(str(archive)) + 150)
