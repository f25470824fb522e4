"""The test that ties both halves: what is generated is recognised, and what is taken away is missed, exactly."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from audit.pipeline import judge, read_archive
from audit.types import Document, Report, Severity
from checklists import Each, Level, Origin, load_kinds
from docgen.write import Choice, generate
from tests.circle.builders import AS_OF, CHECKLIST, NAME, Filed, finished_registry, whole
from tests.docgen.builders import loaded, sample

Triple = tuple[str, str, str | None]
UNITS = [
    "/".join(unit.name for unit in finished_registry().chain(unit)) for unit in finished_registry().units
] + [
    "/".join([*(u.name for u in finished_registry().chain(village)), household.head])
    for household in finished_registry().households
    if household.state != "不予纳入"
    and (village := finished_registry().find_unit(household.village)) is not None
]


def audited(documents: tuple[Document, ...]) -> Report:
    return judge(documents, checklist=CHECKLIST, as_of=AS_OF, root_name=NAME)


def found(report: Report) -> Counter[Triple]:
    return Counter(
        (f.rule, f.problem.unit, f.problem.item) for f in report.findings if f.severity is not Severity.INFO
    )


def expected(gone: Filed, others: list[Filed]) -> Counter[Triple]:
    """What follows from the loss of one file, by the checklist alone."""
    part = gone.part
    if part is None:
        return Counter()
    left = [other for other in others if other.unit == gone.unit and other.item == gone.item]
    if any(o.kind == gone.kind and (part.each is Each.ONCE or o.subject == gone.subject) for o in left):
        return Counter()
    if not any(other.part for other in left):
        rule = "missing-item"
    else:
        rule = {Each.MONTH: "missing-month", Each.MEASURE: "missing-proof"}.get(part.each, "missing-part")
    return Counter([(rule, gone.unit, gone.item.id)])


def test_a_finished_archive_has_no_error_and_no_warning() -> None:
    report = audited(whole()[0])
    told = [f for f in report.findings if f.severity is not Severity.INFO]
    assert [f"{f.rule} {f.problem.unit} {f.problem.item} {f.problem.message}" for f in told] == []
    # A typed name is a draft: said once for each unit (contract, decision 8).
    assert {f.rule for f in report.findings} <= {"unsigned"}
    assert {cell.status.value for cell in report.cells} == {"complete", "not-applicable"}


def test_every_unit_and_every_kind_is_recognised() -> None:
    documents, filed = whole()
    report = audited(documents)
    assert {unit.id for unit in report.units} == set(UNITS)
    known = {file.path: file for file in report.files}
    wrong = [
        (file.path, known[file.path].kind, known[file.path].unit)
        for file in filed
        if (known[file.path].kind, known[file.path].unit) != (file.kind, file.unit)
    ]
    assert wrong == []


@pytest.mark.parametrize("unit", UNITS)
def test_deleting_any_one_file_gives_exactly_what_follows_from_it(unit: str) -> None:
    documents, filed = whole()
    mistakes = []
    for gone in filed:
        if gone.unit != unit:
            continue
        report = audited(tuple(document for document in documents if document.path != gone.path))
        wanted = expected(gone, [other for other in filed if other is not gone])
        if found(report) != wanted:
            mistakes.append((gone.path, dict(found(report) - wanted), dict(wanted - found(report))))
    assert mistakes == []


@pytest.mark.parametrize("unit", UNITS)
def test_deleting_all_of_an_item_gives_one_missing_item(unit: str) -> None:
    documents, filed = whole()
    level = list(Level)[unit.count("/")]
    mistakes = []
    for item in CHECKLIST.of_level(level):
        gone = {file.path for file in filed if file.unit == unit and file.item == item}
        if not gone:
            continue
        report = audited(tuple(document for document in documents if document.path not in gone))
        if found(report) != Counter([("missing-item", unit, item.id)]):
            mistakes.append((item.id, dict(found(report))))
    assert mistakes == []


def test_the_demo_reports_only_what_people_must_bring_each_once(tmp_path: Path) -> None:
    root = tmp_path / NAME
    outcome = generate(loaded(sample()), CHECKLIST, root, Choice())
    report = audited(read_archive(root))
    kinds = load_kinds()
    brought = {Origin.RECEIVED, Origin.TAKEN, Origin.EXPORTED}
    for finding in report.findings:
        assert finding.rule in ("missing-item", "missing-part", "missing-proof", "blank-field", "unsigned"), (
            finding
        )
        if finding.rule == "unsigned":
            continue
        place = (finding.problem.unit, finding.problem.item)
        cell = next((c for c in report.cells if (c.unit, c.item.id) == place), None)
        if finding.rule != "blank-field":
            assert cell is not None
            assert {kinds[kind].origin for kind in cell.missing_parts} <= brought, finding
    told = Counter((f.rule, f.problem) for f in report.findings)
    assert set(told.values()) == {1}
    papers = {path for _, path, _ in outcome.blanks}
    blanks = [f for f in report.findings if f.rule == "blank-field"]
    assert {path for f in blanks for path in f.problem.files} >= papers
    assert len(blanks) == len(papers)


def test_a_checking_copy_is_recognised_and_stands_for_nothing(tmp_path: Path) -> None:
    root = tmp_path / NAME
    choice = Choice(kinds=frozenset({"comparison-form", "elimination-assessment"}), with_exported=True)
    generate(loaded(finished_registry()), CHECKLIST, root, choice)
    report = audited(read_archive(root))
    copies = [file for file in report.files if "核对稿" in file.path]
    assert {file.kind for file in copies} == {"comparison-form"}
    assert {file.items for file in copies} == {()}
    h10 = {cell.status.value for cell in report.cells if cell.item.id == "H10"}
    assert h10 == {"missing"}
