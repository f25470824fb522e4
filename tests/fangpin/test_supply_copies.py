"""Parts that lie elsewhere in the archive, copied beside it: the same bytes, with their origin in the name."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import openpyxl
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from audit.report import render_json
from checklists import load_checklist
from fangpin.cli import cli
from fangpin.supply.audit_report import AuditReport, load_audit_report
from fangpin.supply.copies import Copied, CopyOrder, copy_parts, listing_of, plan_copies
from tests.audit.builders import judge_archive, make_docx, make_pdf, make_zip, write_archive
from tests.audit.sample_archive import MO, archive

CHECKLIST = load_checklist()
MARK = "〔复印自 "


def reported(tmp_path: Path, held: Mapping[str, bytes]) -> AuditReport:
    path = tmp_path / "report.json"
    path.write_text(render_json(judge_archive(held)), encoding="utf-8")
    return load_audit_report(path)


def without_replies_of_mo() -> dict[str, bytes]:
    files = judge_archive(archive()).files
    gone = {
        f.path for f in files if f.kind == "county-reply" and f.level.value == "household" and MO in f.path
    }
    assert gone
    return {path: data for path, data in archive().items() if path not in gone}


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file()
    }


def copied(tmp_path: Path, held: Mapping[str, bytes]) -> list[Copied]:
    root = write_archive(tmp_path / "档案", held)
    before = snapshot(root)
    orders = plan_copies(reported(tmp_path, held), CHECKLIST, len(str(tmp_path)))
    done = list(copy_parts(orders, root, tmp_path / "补充"))
    assert snapshot(root) == before
    return done


def test_a_reply_is_copied_byte_by_byte_into_the_households_folder(tmp_path: Path) -> None:
    held = without_replies_of_mo()
    done = [
        each
        for each in copied(tmp_path, held)
        if any(kind == "county-reply" for *_, kind in each.order.lacks)
    ]
    assert done
    for each in done:
        target = tmp_path / "补充" / each.order.target
        assert target.read_bytes() == held[each.order.source]
        assert MO in str(each.order.target.parent)
        assert MARK in target.name
        assert target.suffix == PurePosixPath(each.order.source).suffix


def test_copied_into_the_archive_it_closes_the_gap(tmp_path: Path) -> None:
    held = without_replies_of_mo()
    orders = [each.order for each in copied(tmp_path, held)]
    mended = {**held, **{str(order.target): held[order.source] for order in orders}}
    left = {(c.unit, c.item.id, gap.kind) for c in judge_archive(mended).cells for gap in c.gaps}
    assert not left & {lack for order in orders for lack in order.lacks}


def test_a_second_run_leaves_what_is_there(tmp_path: Path) -> None:
    held = without_replies_of_mo()
    first = copied(tmp_path, held)[0]
    target = tmp_path / "补充" / first.order.target
    target.write_bytes(b"notes by hand")
    again = copied(tmp_path, held)
    assert target.read_bytes() == b"notes by hand"
    assert all(each.note.startswith("以前") for each in again)


def order(source: str, *pages: int, target: str = "村/份.pdf") -> CopyOrder:
    return CopyOrder(source, pages, PurePosixPath(target), (("县/镇/村", "V07", "county-reply"),))


def one(tmp_path: Path, held: Mapping[str, bytes], wanted: CopyOrder) -> Copied:
    root = write_archive(tmp_path / "档案", held)
    [done] = copy_parts([wanted], root, tmp_path / "补充")
    return done


def test_a_file_in_a_zip_is_taken_out_of_it(tmp_path: Path) -> None:
    inner = make_docx("批复")
    done = one(tmp_path, {"卷.zip": make_zip({"内/批复.docx": inner})}, order("卷.zip!/内/批复.docx"))
    assert not done.trouble
    assert (tmp_path / "补充" / done.order.target).read_bytes() == inner


def test_of_a_bound_pdf_only_its_pages_are_taken(tmp_path: Path) -> None:
    bound = make_pdf(["first"], ["second"], ["third"], ["fourth"])
    done = one(tmp_path, {"合订本.pdf": bound}, order("合订本.pdf", 2, 3))
    pages = PdfReader(io.BytesIO((tmp_path / "补充" / done.order.target).read_bytes())).pages
    assert len(pages) == 2
    assert not done.note


@pytest.mark.parametrize("data", [b"%PDF-1.4 broken", make_docx("合订本")])
def test_where_pages_cannot_be_taken_out_the_whole_is_copied_and_that_is_said(
    tmp_path: Path, data: bytes
) -> None:
    done = one(tmp_path, {"合订本.pdf": data}, order("合订本.pdf", 2, 3))
    assert (tmp_path / "补充" / done.order.target).read_bytes() == data
    assert "整份复印" in done.note
    assert "第2—3页" in done.note


@pytest.mark.parametrize("source", ["不在了.pdf", "不在了.zip!/批复.docx"])
def test_a_file_that_is_gone_is_told_and_stops_nothing(tmp_path: Path, source: str) -> None:
    root = write_archive(tmp_path / "档案", {"在.pdf": b"here"})
    gone, there = copy_parts([order(source), order("在.pdf", target="村/在.pdf")], root, tmp_path / "补充")
    assert gone.trouble
    assert not there.trouble
    assert (tmp_path / "补充" / "村" / "在.pdf").read_bytes() == b"here"


def test_a_long_name_is_cut_and_keeps_its_mark_within_windows_limit(tmp_path: Path) -> None:
    held = without_replies_of_mo()
    report = reported(tmp_path, held)
    for each in plan_copies(report, CHECKLIST, 130):
        assert 130 + 1 + len(str(each.target)) <= 200
        assert "〕" in each.target.name


def test_a_copy_of_a_copy_bears_one_mark(tmp_path: Path) -> None:
    held = {
        f"{path.rpartition('.')[0]}〔复印自 云溪区〕.{path.rpartition('.')[2]}"
        if "批复" in path
        else path: data
        for path, data in without_replies_of_mo().items()
    }
    orders = plan_copies(reported(tmp_path, held), CHECKLIST, len(str(tmp_path)))
    assert any("批复" in each.source for each in orders)
    assert all(each.target.name.count(MARK) == 1 for each in orders)


def test_the_list_says_where_each_came_from_and_where_it_belongs() -> None:
    book = openpyxl.load_workbook(io.BytesIO(listing_of([Copied(order("=甲/合订本.pdf", 2, 3))])))
    row = [str(cell.value) for cell in book["复印件"][2]]
    assert row[:3] == ["村/份.pdf", "=甲/合订本.pdf", "第2—3页"]
    assert row[3:5] == ["县/镇/村", "V07"]
    assert book["复印件"]["B2"].data_type == "s"


def test_the_command_copies_and_says_where_the_list_is(tmp_path: Path) -> None:
    root = write_archive(tmp_path / "档案", without_replies_of_mo())
    arguments = ["audit", str(root), "--as-of", "2021-12-31", "--no-ocr", "--no-cache", "--copies"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    assert "复印了" in result.output
    reports = tmp_path / "档案-fangpin"
    assert [path for path in (reports / "补充").rglob("*") if MARK in path.name]
    assert (reports / "补充-复印清单.xlsx").is_file()


def test_copies_are_no_part_of_the_json_on_the_screen(tmp_path: Path) -> None:
    root = write_archive(tmp_path / "档案", {"名单.docx": make_docx("名单")})
    result = CliRunner().invoke(cli, ["audit", str(root), "--copies", "--format", "json"])
    assert result.exit_code == 2
    assert "--copies" in result.output
