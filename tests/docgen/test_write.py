"""Nothing that staff have edited is overwritten; nothing of the program's own lies in the archive."""

from __future__ import annotations

import errno
import json
import os
import signal
from itertools import count
from multiprocessing import active_children
from pathlib import Path

import pytest

from checklists import UserError, load_checklist
from docgen.crew import ProcessLostError
from docgen.shelf import load_manifest_files
from docgen.write import BLANKS, Choice, Outcome, beside, generate, planned_places
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


def stop_after(number: int, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let so many papers be written, then none."""
    written, real = count(1), os.replace

    def replace(source: str, target: Path) -> None:
        if str(target).endswith(".docx") and next(written) > number:
            raise error
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)


def test_a_full_disk_is_one_line_and_what_was_written_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        stop_after(20, OSError(errno.ENOSPC, "No space left on device"), patch)
        with pytest.raises(UserError, match="磁盘已满") as told:
            write(tmp_path / "档案")
    assert len(told.value.faults) == 1
    on_disk = {p.relative_to(tmp_path / "档案").as_posix() for p in (tmp_path / "档案").rglob("*.docx")}
    assert on_disk == set(load_manifest_files(tmp_path / "档案"))
    assert len(on_disk) == 20
    registry = changed(sample(), "households", lambda h: h.village == "石桥村", situation="另有情况。")
    assert write(tmp_path / "档案", registry).edited == []


def test_room_for_the_manifest_is_kept_while_papers_are_written(tmp_path: Path) -> None:
    rooms: list[int] = []

    def look(number: int) -> None:
        rooms.append((beside(tmp_path / "档案") / "manifest.json.tmp").stat().st_size)

    generate(loaded(sample()), load_checklist(), tmp_path / "档案", SOME, advance=look)
    manifest = beside(tmp_path / "档案") / "manifest.json"
    assert min(rooms) >= manifest.stat().st_size
    assert not manifest.with_name("manifest.json.tmp").exists()


def test_a_file_that_cannot_be_read_is_not_taken_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "档案")
    real = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == APPLICATION.name:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UserError, match="关闭正在使用它的程序"):
        write(tmp_path / "档案")


def test_an_error_in_another_process_is_told_as_it_is_here(tmp_path: Path) -> None:
    choice = Choice(office=sample().find_unit("石桥村"))
    places, _ = planned_places(sample(), load_checklist(), choice)
    blocked = tmp_path / "档案" / places[0].path
    blocked.mkdir(parents=True)
    with pytest.raises(UserError, match="同名的文件夹") as told:
        generate(loaded(sample()), load_checklist(), tmp_path / "档案", choice, processes=2)
    assert len(told.value.faults) == 1
    on_disk = {p.relative_to(tmp_path / "档案").as_posix() for p in (tmp_path / "档案").rglob("*.docx")}
    assert on_disk - {places[0].path.as_posix()} == set(load_manifest_files(tmp_path / "档案"))


def test_a_process_that_is_killed_is_told_and_what_is_written_is_noted(tmp_path: Path) -> None:
    def kill(number: int) -> None:
        for child in active_children():
            child.kill()

    choice = Choice(office=sample().find_unit("石桥村"))
    with pytest.raises(ProcessLostError):
        generate(loaded(sample()), load_checklist(), tmp_path / "档案", choice, advance=kill, processes=2)
    on_disk = {p.relative_to(tmp_path / "档案").as_posix() for p in (tmp_path / "档案").rglob("*.docx")}
    noted = set(load_manifest_files(tmp_path / "档案"))
    assert noted
    assert noted <= on_disk


@pytest.mark.parametrize("processes", [1, 2])
def test_ctrl_c_stops_between_two_papers(tmp_path: Path, processes: int) -> None:
    advanced = count(1)

    def press(number: int) -> None:
        if next(advanced) == 3:
            signal.raise_signal(signal.SIGINT)

    choice = Choice(office=sample().find_unit("石桥村"))
    with pytest.raises(KeyboardInterrupt):
        generate(
            loaded(sample()), load_checklist(), tmp_path / "档案", choice, advance=press, processes=processes
        )
    on_disk = {p.relative_to(tmp_path / "档案").as_posix() for p in (tmp_path / "档案").rglob("*.docx")}
    assert on_disk
    assert on_disk == set(load_manifest_files(tmp_path / "档案"))
