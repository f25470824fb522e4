"""Templates as text: what a maintainer reviews is what the .docx says."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.template_text import dump, make
from templates import template_bytes, template_ids

GOLDEN = Path(__file__).parent / "golden" / "templates"
KINDS = template_ids()


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_reads_as_its_golden_text(kind: str) -> None:
    assert dump(template_bytes(kind)) == (GOLDEN / f"{kind}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_made_from_its_text_says_the_same(kind: str) -> None:
    text = (GOLDEN / f"{kind}.txt").read_text(encoding="utf-8")
    assert dump(make(text)) == text


def test_every_template_file_is_in_the_manifest_and_the_other_way_round() -> None:
    folder = Path(__file__).parent.parent / "templates"
    assert {path.stem for path in folder.glob("*.docx")} == set(KINDS)
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(KINDS)


def test_faces_of_the_standard_stand_in_every_template() -> None:
    import io
    import zipfile

    for kind in KINDS:
        with zipfile.ZipFile(io.BytesIO(template_bytes(kind))) as package:
            styles = package.read("word/styles.xml").decode()
        assert all(face in styles for face in ("仿宋_GB2312", "方正小标宋简体", "黑体")), kind
