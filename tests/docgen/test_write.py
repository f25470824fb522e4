"""Nothing that staff have edited is overwritten; nothing of the program's own lies in the archive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checklists import UserError, load_checklist
from docgen.write import BLANKS, Choice, Outcome, beside, generate
from registry.read_workbook import read_rows
from registry.registry import Registry
from tests.docgen.builders import changed, loaded, sample, text_of

SOME = Choice(kinds=frozenset({"application", "village-report", "county-reply"}))
APPLICATION = Path("清水镇/石桥村/户档案/翟守田/01申请书/翟守田-申请书.docx")


def write(
    archive: Path, registry: Registry | None = None, choice: Choice = SOME, force: bool = False
) -> Outcome:
    return generate(loaded(registry or sample()), load_checklist(), archive, choice, force=force)


def test_a_second_run_writes_nothing_again(tmp_path: Path) -> None:
    first = write(tmp_path / "档案")
    second = write(tmp_path / "档案")
    assert (second.written, second.unchanged) == (0, first.written)


def test_a_corrected_cell_rewrites_just_the_papers_that_show_it(tmp_path: Path) -> None:
    write(tmp_path / "档案")
    registry = changed(sample(), "households", lambda h: h.head == "翟守田", phone="13911112222")
    assert write(tmp_path / "档案", registry).written == 1


def test_an_edited_file_is_kept_and_the_new_one_laid_beside(tmp_path: Path) -> None:
    archive = tmp_path / "档案"
    write(archive)
    (archive / APPLICATION).write_bytes(b"edited by hand")
    registry = changed(sample(), "households", lambda h: h.head == "翟守田", phone="13911112222")
    outcome = write(archive, registry)
    assert outcome.edited == [APPLICATION.as_posix()]
    assert (archive / APPLICATION).read_bytes() == b"edited by hand"
    new = next(beside(archive).rglob(APPLICATION.name))
    assert "13911112222" in text_of(new.read_bytes())
    assert write(archive, registry, force=True).edited == []
    assert "13911112222" in text_of((archive / APPLICATION).read_bytes())


def test_a_file_that_was_there_before_is_nobodys_to_overwrite(tmp_path: Path) -> None:
    archive = tmp_path / "档案"
    (archive / APPLICATION).parent.mkdir(parents=True)
    (archive / APPLICATION).write_bytes(b"older")
    assert write(archive).edited == [APPLICATION.as_posix()]
    assert (archive / APPLICATION).read_bytes() == b"older"


def test_the_archive_holds_papers_only(tmp_path: Path) -> None:
    write(tmp_path / "档案")
    assert {path.suffix for path in (tmp_path / "档案").rglob("*") if path.is_file()} == {".docx"}
    names = {path.name for path in beside(tmp_path / "档案").iterdir()}
    assert names == {"manifest.json", BLANKS}
    manifest = json.loads((beside(tmp_path / "档案") / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["files"][APPLICATION.as_posix()]["kind"] == "application"


def test_every_blank_is_listed_with_the_cell_that_fills_it(tmp_path: Path) -> None:
    outcome = write(tmp_path / "档案")
    rows = read_rows(beside(tmp_path / "档案") / BLANKS)["待填"]
    assert len(rows) == len(outcome.blanks) + 1
    assert any("批复文号" in str(row[3]) and "〔批次〕第" in str(row[3]) for row in rows)


def test_drafts_for_units_below_are_marked_and_own_papers_are_not(tmp_path: Path) -> None:
    office = sample().find_unit("清水镇")
    kinds = frozenset({"village-report", "township-request"})
    write(tmp_path / "档案", choice=Choice(office=office, kinds=kinds))
    texts = {path.name: text_of(path.read_bytes()) for path in (tmp_path / "档案").rglob("*.docx")}
    assert all(("〔代拟稿〕" in text) == ("村级审核报告" in name) for name, text in texts.items())
    assert texts


def test_a_damaged_manifest_is_said_not_guessed(tmp_path: Path) -> None:
    beside(tmp_path / "档案").mkdir()
    (beside(tmp_path / "档案") / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match=r"manifest\.json"):
        write(tmp_path / "档案")


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        write(tmp_path / name)
    first, second = (
        {p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*.docx")}
        for name in ("甲", "乙")
    )
    assert first == second


def test_a_file_that_is_no_longer_due_is_said_and_kept(tmp_path: Path) -> None:
    everything = Choice(office=sample().find_unit("望江村"))
    write(tmp_path / "档案", choice=everything)
    registry = changed(
        sample(), "papers", lambda p: p.unit == "望江村" and p.kind == "安排部署通知", title="通知"
    )
    outcome = write(tmp_path / "档案", registry, everything)
    assert len(outcome.stale) == 1
    assert (tmp_path / "档案" / outcome.stale[0]).exists()


def test_two_processes_write_the_same_archive_as_one(tmp_path: Path) -> None:
    choice = Choice(office=sample().find_unit("石桥村"))
    for name, processes in (("一", 1), ("二", 2)):
        generate(loaded(sample()), load_checklist(), tmp_path / name, choice, processes=processes)
    one, two = (
        {p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*.docx")}
        for name in ("一", "二")
    )
    assert one == two
    assert (beside(tmp_path / "一") / "manifest.json").read_text() == (
        beside(tmp_path / "二") / "manifest.json"
    ).read_text()


def test_an_interrupted_run_does_not_take_its_own_files_for_edited(tmp_path: Path) -> None:
    def stop(number: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(loaded(sample()), load_checklist(), tmp_path / "档案", SOME, advance=stop)
    registry = changed(sample(), "households", lambda h: h.village == "石桥村", situation="另有情况。")
    assert write(tmp_path / "档案", registry).edited == []
