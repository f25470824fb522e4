"""Papers marked 补制 are told as made later than their event, and that is all that is said of them."""

from __future__ import annotations

import io
import json
from datetime import date
from functools import cache
from typing import Any

import docx
import pytest

from audit.made_later import find_made_later
from audit.readers import read_document
from audit.report import render_json
from audit.types import Block, Document, Finding, Report, State
from tests.audit.builders import judge_archive, make_docx, read_all
from tests.audit.sample_archive import archive

MARK = "〔补制：2026年11月22日，原因：档案检查查出缺少此件（V06）〕"


def with_header(data: bytes, words: str) -> bytes:
    """The .docx with the words in its page header, as the program prints its mark."""
    document = docx.Document(io.BytesIO(data))
    document.sections[0].header.paragraphs[0].text = words
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@cache
def documents() -> tuple[Document, ...]:
    return tuple(read_all(archive()))


@cache
def plain() -> Report:
    return judge_archive(documents())


PATH = next(
    file.path
    for file in plain().files
    if file.kind == "name-list" and file.level.value == "village" and file.path.endswith(".docx")
)


def judged(data: bytes | None = None, **changes: Any) -> Report:
    """The sample with that list put in place of the village's own."""
    if data is None:
        return judge_archive(documents(), **changes)
    others = [each for each in documents() if each.path != PATH]
    return judge_archive([*others, read_document(PATH, data)], **changes)


def marked(words: str) -> Report:
    return judged(with_header(archive()[PATH], words))


def told(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.rule == "made-later"]


def test_a_list_marked_as_made_later_is_told_with_its_day_and_counts_as_there() -> None:
    report = marked(MARK)
    [finding] = told(report)
    assert finding.severity.value == "info"
    assert finding.problem.files == (PATH,)
    assert "是2026年11月22日做的" in finding.problem.message
    assert [cell.status for cell in report.cells] == [cell.status for cell in plain().cells]
    others = [each for each in report.findings if each is not finding]
    assert [each.rule for each in others] == [each.rule for each in plain().findings]


def test_the_json_says_on_which_day_the_file_was_made() -> None:
    report = marked(MARK)
    files = {file["path"]: file for file in json.loads(render_json(report))["files"]}
    assert files[PATH]["made_later"] == "2026-11-22"
    assert sum("made_later" in file for file in files.values()) == 1


def test_words_about_making_papers_anew_are_no_mark() -> None:
    assert told(marked("关于补制档案材料的通知，请于2021年12月22日前完成")) == []


def test_the_day_of_making_may_lie_after_the_audit_and_makes_no_archive_newer() -> None:
    """As the program prints it: the paper's own date is the day of making."""
    rows = [["序号", "户主姓名"], ["1", "某某"]]
    body = make_docx("临江社区拟纳入监测对象名单", rows, "临江社区居民委员会", "2026年11月22日")
    with_mark, later = with_header(body, MARK), date(2027, 1, 31)
    assert "date-impossible" in {finding.rule for finding in judged(body).findings}
    assert "date-impossible" not in {finding.rule for finding in judged(with_mark).findings}
    assert judged(body, as_of=later).newest_on == date(2026, 11, 22)
    assert judged(with_mark, as_of=later).newest_on == judged(as_of=later).newest_on


@pytest.mark.parametrize(
    "words",
    [
        "〔补制：2026年11月22日，原因：缺失〕",
        "[补制 2026-11-22]",
        "（补制日期：2026.11.22）",
        "补制时间：2026年11月22日",
        "补制于2026年11月22日",
    ],
)
def test_the_mark_is_read_in_the_ways_that_people_write_it(words: str) -> None:
    document = Document("名单.docx", 1, "", "docx", State.READ, flow=(Block(words, 1, "页眉"),))
    assert find_made_later(document) == date(2026, 11, 22)


def test_a_document_that_was_read_says_it_too() -> None:
    document = read_document("名单.docx", with_header(make_docx("名单"), MARK))
    assert find_made_later(document) == date(2026, 11, 22)
