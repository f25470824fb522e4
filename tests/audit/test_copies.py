"""A part that is bound with others is copied by its pages."""

from __future__ import annotations

import json

from audit.report import render_json
from audit.types import Block
from tests.audit.builders import judge_archive, make_pdf, read_all
from tests.audit.sample_archive import archive, reply, request

_BOUND = "望江街道/街道本级/合订本.pdf"


def lines(data: bytes) -> list[str]:
    """What stands in a document, a line a paragraph or row of a table."""
    [document] = read_all({"材料.docx": data})
    found: list[str] = []
    for part in document.flow:
        found += [part.text] if isinstance(part, Block) else [" ".join(row) for row in part.rows]
    return found


def test_the_step_names_the_pages_of_a_bound_pdf() -> None:
    replies = {
        file.path
        for file in judge_archive(archive()).files
        if file.kind == "county-reply" and file.stage and file.stage.value == "identification"
    }
    held = {path: data for path, data in archive().items() if path not in replies}
    held[_BOUND] = make_pdf(lines(request("in", bound=False)), lines(reply("in")))
    findings = json.loads(render_json(judge_archive(held)))["findings"]
    steps = [step for finding in findings for step in finding.get("steps", ()) if step["remedy"] == "copy"]
    assert steps
    assert {(step["kind"], step["from"], tuple(step["pages"])) for step in steps} == {
        ("county-reply", _BOUND, (2, 2))
    }


def test_a_file_that_is_one_paper_is_copied_whole() -> None:
    own = [path for path in archive() if path.endswith("批复in.docx") and "监测户" in path]
    assert own
    held = {path: data for path, data in archive().items() if path not in own}
    findings = json.loads(render_json(judge_archive(held)))["findings"]
    steps = [step for finding in findings for step in finding.get("steps", ()) if step["remedy"] == "copy"]
    assert steps
    assert not any("pages" in step for step in steps)
