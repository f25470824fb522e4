"""A paper in the wrong household's folder counts for its owner; what cannot be read in a shared one is open for all."""

from __future__ import annotations

from audit.types import Report, Status
from tests.audit.builders import judge_archive, read_all
from tests.audit.sample_archive import MO, YOU, archive
from tests.audit.test_dossier import VILLAGE, H


def status(report: Report, head: str, item: str) -> Status:
    return next(c.status for c in report.cells if (c.unit, c.item.id) == (f"{VILLAGE}/{head}", item))


def test_a_misfiled_form_counts_for_its_true_owner() -> None:
    found = dict(archive())
    found[f"{H}/01-莫小棠/别户申报.docx"] = found.pop(f"{H}/02-游长林/申报.docx")
    report = judge_archive(found)
    assert status(report, YOU, "H01") is Status.COMPLETE
    moved = next(file for file in report.files if file.path.endswith("别户申报.docx"))
    assert moved.unit == f"{VILLAGE}/{MO}"


def test_it_does_not_count_where_it_lies() -> None:
    found = dict(archive())
    found.pop(f"{H}/01-莫小棠/申报.docx")
    found[f"{H}/01-莫小棠/别户申报.docx"] = found[f"{H}/02-游长林/申报.docx"]
    report = judge_archive(found)
    assert status(report, MO, "H01") is Status.MISSING
    assert status(report, YOU, "H01") is Status.COMPLETE


def test_what_cannot_be_read_in_a_shared_folder_may_be_either_households() -> None:
    found = {
        path.replace("01-莫小棠", f"{MO}、{YOU}")
        .replace("02-游长林", f"{MO}、{YOU}")
        .replace("/申报", f"/{1 + ('02-' in path)}申报"): data
        for path, data in archive().items()
        if not (path.startswith(H) and path.rpartition("/")[2] != "申报.docx")
    }
    found[f"{H}/{MO}、{YOU}/图1.jpg"] = next(
        data for path, data in archive().items() if path.endswith("纳入评议会.jpg")
    )
    report = judge_archive(read_all(found))
    for head in (MO, YOU):
        cell = next(c for c in report.cells if (c.unit, c.item.id) == (f"{VILLAGE}/{head}", "H03"))
        assert cell.uncertain_files
