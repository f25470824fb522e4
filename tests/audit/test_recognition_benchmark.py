"""The benchmark of recognition: its synonyms are honest and its figures say what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.recognition import load_recognition
from benchmarks.recognition import measure
from benchmarks.synonyms import known_synonyms, load_synonyms

SAMPLE = Path(__file__).parents[2] / "archives"


@pytest.mark.parametrize("table", ["dev", "held"])
def test_the_weights_know_none_of_the_synonyms(table: str) -> None:
    assert list(known_synonyms(table)) == []


def test_every_kind_that_is_written_has_six_other_titles() -> None:
    for signs in load_recognition().kinds:
        titles = {*load_synonyms("dev").titles[signs.kind], *load_synonyms("held").titles[signs.kind]}
        assert len(titles) == 6, signs.kind


def test_the_sample_is_recognised_whole() -> None:
    found = measure(SAMPLE)
    assert (found.kind_accuracy, found.unit_accuracy, found.cell_accuracy) == (1.0, 1.0, 1.0)
    assert not found.wrong_kinds


def test_other_words_are_scored_on_the_same_files() -> None:
    plain, other = measure(SAMPLE), measure(SAMPLE, "dev")
    assert (plain.files, plain.cells) == (other.files, other.cells)
    assert (other.kind_accuracy or 0) > 0.3
