"""Values that nobody expects go onto paper without loss: 600 households, from the workbook to the .docx."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from checklists import load_checklist
from docgen.due import is_monitored
from docgen.layout import PATH_LIMIT, household_folders
from docgen.write import Choice, Outcome, beside, generate
from registry.read_workbook import Loaded, read_workbook
from registry.registry import Registry
from registry.text import strip_control
from registry.write_workbook import workbook_bytes
from tests.docgen.builders import text_of
from tests.docgen.hostile import SIGNS, hostile_county, texts_of

# The archive takes a while to make: one process of a parallel run does, not each.
pytestmark = pytest.mark.xdist_group("hostile county")
HOUSEHOLDS = 600
# Sheet → field → the household's own papers that are due to show it.
OWN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "households": {
        "head": ("application", "authorisation", "verification-form", "collection-form", "assistance-plan",
                 "measures-table", "natural-change-form", "visit-record"),
        "situation": ("application", "verification-form", "assistance-plan"),
        "group": ("application", "authorisation", "collection-form"),
        "verifier": ("verification-form",),
        "collector": ("collection-form",),
        "helper": ("assistance-plan", "measures-table"),
        "helper_post": ("assistance-plan",),
    },
    "members": {"name": ("authorisation", "collection-form", "verification-form")},
    "measures": {"name": ("assistance-plan", "measures-table"), "content": ("assistance-plan", "measures-table"),
                 "office": ("assistance-plan", "measures-table"), "amount": ("measures-table",)},
    "changes": {"name": ("natural-change-form",), "reason": ("natural-change-form",)},
    "visits": dict.fromkeys(("visitors", "post", "found", "wanted", "done"), ("visit-record",)),
}  # fmt: skip
# The same of lists and records of meetings, which name many households.
LISTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "households": {
        "head": ("dynamic-ledger", "assistance-ledger", "county-reply", "name-list", "public-notice", "review-result",
                 "village-review-meeting", "township-review-meeting", "county-consultation"),
        "situation": ("village-review-meeting",),
        "helper": ("dynamic-ledger", "assistance-ledger"),
    },
    "comparisons": dict.fromkeys(("car", "house", "company", "public_post", "result"), ("comparison-result",)),
    "measures": {"name": ("dynamic-ledger", "assistance-ledger")},
}  # fmt: skip

# Texts that papers end with a stop of their own, whatever stop or comma stood there.
ENDED = ("situation", "refused_reason")
STOPS = "。.；;，,、 \t\n\N{IDEOGRAPHIC SPACE}\N{NO-BREAK SPACE}\N{LINE SEPARATOR}"


@dataclass(frozen=True)
class County:
    """The archive of a hostile county: what was written into the workbook, what was read, what was generated."""

    written: Registry
    loaded: Loaded
    archive: Path
    outcome: Outcome
    kinds: Mapping[str, str]
    texts: Mapping[str, str]

    def homes(self) -> Mapping[tuple[str, str], str]:
        """(Village's folder, household's folder) and kind → the text of the household's papers of that kind."""
        found: dict[tuple[str, str], str] = defaultdict(str)
        for path, text in self.texts.items():
            parts = Path(path).parts
            if "户档案" in parts[:-2]:
                at = parts.index("户档案")
                found[("/".join(parts[: at + 2]), self.kinds[path])] += text + "\x00"
        return found

    def lists(self) -> Mapping[str, str]:
        """Kind → the text of every paper of that kind that lies with an office."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for path, text in self.texts.items():
            if "户档案" not in path:
                found[self.kinds[path]].setdefault(text)
        return {kind: "\x00".join(texts) for kind, texts in found.items()}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    folder = tmp_path_factory.mktemp("敌")
    written = hostile_county(HOUSEHOLDS)
    book = folder / "登记簿.xlsx"
    book.write_bytes(workbook_bytes(written))
    loaded = read_workbook(book)
    archive = folder / "档案"
    outcome = generate(loaded, load_checklist(), archive, Choice(), processes=1)
    entries = json.loads((beside(archive) / "manifest.json").read_text(encoding="utf-8"))["files"]
    texts: dict[str, str] = {}
    for path, entry in entries.items():  # Copies of one paper are read once.
        if entry["sha256"] not in texts:
            data = (archive / path).read_bytes()
            assert hashlib.sha256(data).hexdigest() == entry["sha256"], path
            texts[entry["sha256"]] = well_formed(data)
    return County(
        written,
        loaded,
        archive,
        outcome,
        {path: entry["kind"] for path, entry in entries.items()},
        {path: texts[entry["sha256"]] for path, entry in entries.items()},
    )


def well_formed(data: bytes) -> str:
    """The text of a .docx of which every part is sound. Raises where one is not."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            part = package.read(name)  # zipfile holds it against its checksum.
            if part not in SHARED:
                etree.fromstring(part)
                if name != "word/document.xml":
                    SHARED.add(part)
    return text_of(data)


SHARED: set[bytes] = set()


def as_read(text: str) -> str:
    """What the workbook keeps of a text: all that can be seen, with line breaks of one kind."""
    return strip_control(text.replace("\r\n", "\n").strip()).strip()


def test_the_workbook_gives_every_text_back(county: County) -> None:
    assert [fault for fault in county.loaded.faults if fault.error] == []
    for sheet in ("households", "members", "comparisons", "measures", "changes", "visits", "votes"):
        before, after = getattr(county.written, sheet), getattr(county.loaded.registry, sheet)
        assert len(before) == len(after)
        for one, other in zip(before, after, strict=True):
            assert dict(texts_of(other)) == {name: as_read(text) for name, text in texts_of(one)}


def test_no_file_takes_the_place_of_another(county: County) -> None:
    paths = [path.relative_to(county.archive).as_posix() for path in county.archive.rglob("*.docx")]
    assert len(paths) == county.outcome.written == len(county.texts)
    assert len({path.lower() for path in paths}) == len(paths)
    assert county.outcome.edited == []


def test_every_household_has_a_folder_to_itself(county: County) -> None:
    monitored = [h for h in county.loaded.registry.households if is_monitored(h)]
    assert len(monitored) > HOUSEHOLDS * 0.9
    folders = {home for home, _ in county.homes()}
    assert len({folder.lower() for folder in folders}) == len(monitored)


def test_no_path_is_longer_than_windows_takes(county: County) -> None:
    limit = max(PATH_LIMIT, len(str(county.archive)) + 150)
    for path in county.texts:
        assert len(str(county.archive / path)) <= limit
        assert all(len(part.encode()) <= 255 and part[-1] not in ". " for part in Path(path).parts)


def test_each_households_own_papers_show_its_values(county: County) -> None:
    homes, names = county.homes(), household_folders(county.loaded.registry)
    where = {home.rpartition("/")[2]: set[str]() for home, _ in homes}
    for home, _ in homes:
        where[home.rpartition("/")[2]].add(home)
    looked = 0
    for record, field, kind, value in expected(county.loaded.registry, OWN):
        found = [homes[(home, kind)] for home in where[names[record.household_id]] if (home, kind) in homes]
        assert any(value in text for text in found), (kind, field, value)
        looked += 1
    assert looked > HOUSEHOLDS * 20


def test_each_list_shows_its_households(county: County) -> None:
    lists = county.lists()
    looked = 0
    for _, field, kind, value in expected(county.loaded.registry, LISTS):
        assert value in lists[kind], (kind, field, value)
        looked += 1
    assert looked > HOUSEHOLDS * 10


def test_the_refused_are_told_their_reason(county: County) -> None:
    text = county.lists()["refusal-notice"]
    refused = [h for h in county.loaded.registry.households if not is_monitored(h)]
    assert refused
    assert all(h.head in text and (h.refused_reason or "〔待填〕").rstrip(STOPS) in text for h in refused)


def test_empty_cells_are_marked_and_told(county: County) -> None:
    blanks = {(blank.sheet, blank.row, blank.heading) for _, _, blank in county.outcome.blanks}
    for household in filter(is_monitored, county.loaded.registry.households):
        if household.verifier is None:
            assert ("监测对象户", household.row, "核查人") in blanks


def test_no_tag_of_a_template_is_left_and_none_of_a_value_is_run(county: County) -> None:
    shown = [text for text in county.texts.values() if "{{" in text]
    assert shown
    assert any(SIGNS in text for text in shown)
    assert not any("{{ h." in text or "{{ unit" in text for text in shown)


def expected(
    registry: Registry, table: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> list[tuple[Any, str, str, str]]:
    """(Record, field, kind, value) for all values of monitored households that the table's papers are due to show."""
    return [
        (record, field, kind, value.rstrip(STOPS) if field in ENDED else value)
        for sheet, by_field in table.items()
        for record in getattr(registry, sheet)
        if is_monitored(registry.households_by_id[record.household_id])
        for field, kinds in by_field.items()
        if (value := getattr(record, field)) is not None
        for kind in kinds
    ]
