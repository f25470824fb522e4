"""What every paper states of a household, form or list, as values of its row and of its incomes. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from audit.claims.types import Field
from audit.drafting.scene import FORMS, Scene
from audit.drafting.types import Said, Word
from audit.drafting.values import typed, written_risks
from audit.household_stages import stage_of
from audit.stated import Stated, statements_by_household
from checklists import Stage
from registry.dates import parse_date
from registry.records import Household, Income, Measure

__all__ = ["said_in_statements"]

_AMOUNTS = {
    Field.WAGE: "wages",
    Field.BUSINESS: "business",
    Field.PROPERTY: "property",
    Field.TRANSFER: "transfer",
    Field.EXPENSE: "expense",
    Field.NET: "net",
    Field.PER_HEAD: "per_head",
}
_DAYS = {Field.IDENTIFIED_ON: "identified_on", Field.ELIMINATED_ON: "eliminated_on"}
_STAGES = {Stage.IDENTIFICATION: "认定", Stage.ELIMINATION: "风险消除"}
# Papers on which the figures of a stage stand; elsewhere they may be those of another day.
_FIGURES = frozenset(
    (
        "village-review-meeting", "township-review-meeting", "county-consultation", "name-list", "county-reply", "review-result",
        "nomination-meeting", "nomination-list", "public-notice", "result-announcement",
    )
)  # fmt: skip


def said_in_statements(scene: Scene) -> Iterator[Said]:
    """Values by household; figures by the stage of the paper or of its column."""
    for home, every in statements_by_household(scene.dossier).items():
        for stated in every:
            yield from _of(home, stated)
    yield from _of_refused(scene)


def _of_refused(scene: Scene) -> Iterator[Said]:
    """Who was refused is no household of the archive; his own forms are read all the same."""
    heads = {name for _, name in scene.refused}
    for paper in scene.of_kinds(*FORMS, "village-review-meeting"):
        for statement in paper.original.claims.statements:
            if statement.head in heads and (home := scene.home(paper, statement.head)):
                village, _, name = home.rpartition("/")
                if (village, name) in scene.refused:
                    yield from _of(home, Stated(paper.original, statement))


def _of(home: str, stated: Stated) -> Iterator[Said]:
    original, statement = stated.original, stated.statement
    source = statement.source
    word = Word(original.file.path, source.page, source.quote, original.kind in FORMS)
    stage = stage_of(stated)
    field, value = statement.field, statement.value
    if field is Field.ID and "*" not in value:
        number = typed(Household, "id_number", value)
        if number:
            yield Said(Household, (home,), "id_number", number, word)
    elif field is Field.TYPE:
        yield Said(Household, (home,), "object_type", value, word)
    elif field is Field.RISKS and stage is not Stage.ELIMINATION:
        yield Said(Household, (home,), "risks", _in_order(value, source.quote), word)
    elif field is Field.HELPER:
        yield Said(Household, (home,), "helper", value, word)
    elif field in _DAYS:
        day = parse_date(value)
        if day:
            yield Said(Household, (home,), _DAYS[field], day, word)
    elif field is Field.MEASURES:
        for name in value.split("、"):
            yield Said(Measure, (home, name, "1"), "name", name, word)
    elif stage in _STAGES and original.kind in (*FORMS, *_FIGURES):
        yield from _figure(home, _STAGES[stage], field, value, word)


def _in_order(value: str, quote: str) -> tuple[str, ...]:
    """The claim has the risks sorted; the quoted line has them as written."""
    stated = written_risks(value)
    written = [risk for risk in written_risks(quote) if risk in stated]
    return tuple(written) if sorted(written) == sorted(stated) else stated


def _figure(home: str, stage: str, field: Field, value: str, word: Word) -> Iterator[Said]:
    """Size and income a head; the parts of the income only from the household's forms."""
    first = stage == "认定"
    if field is Field.SIZE:
        if first:
            yield Said(Household, (home,), "size", int(value), word)
        if word.own:
            yield Said(Income, (home, stage), "persons", int(value), word)
    elif field in _AMOUNTS and (word.own or field is Field.PER_HEAD):
        amount = Decimal(value)
        if first and field is Field.PER_HEAD:
            yield Said(Household, (home,), "per_head", amount, word)
        if word.own:
            yield Said(Income, (home, stage), _AMOUNTS[field], amount, word)
