"""Whole files: another household's form in the folder, copied forms, damaged, locked, empty, doubled, with a macro."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from audit.types import Document, State
from benchmarks.planted.base import Base, Held, Mutation, changed
from benchmarks.planted.edits import everywhere

__all__ = ["plant_files"]

_MISSING = ("missing-item", "missing-part", "missing-proof", "missing-month")
_OWN = ("application", "authorisation", "verification-form", "collection-form", "measures-table")


def plant_files(base: Base, random: Random) -> Iterator[Mutation]:
    yield from _misfiled(base, random)
    yield from _copied(base, random)
    yield from _condition(base, random)


def _misfiled(base: Base, random: Random) -> Iterator[Mutation]:
    for home in base.homes:
        village = home.rpartition("/")[0]
        for held in base.held:
            if held.unit != home or held.kind not in _OWN:
                continue
            others = [
                other
                for other in base.held
                if other.kind == held.kind and other.unit != home and other.unit.rpartition("/")[0] == village
                if other.document.gist and not other.document.gist.open_form_fields
            ]
            if others:
                other = random.choice(others)
                put = replace(other.document, path=held.path)
                yield Mutation(
                    f"放错户·{held.kind}·{held.path}", ("misfiled",), home, {held.path: put}, _MISSING
                )


def _copied(base: Base, random: Random) -> Iterator[Mutation]:
    """Another household's form with the name and number put in: the story and the figures are its own no more."""
    for home, head in base.homes.items():
        for kind in ("verification-form", "elimination-assessment"):
            for copies in base.papers(kind):
                if not any(held.unit == home for held in copies):
                    continue
                theirs = _other(base, copies[0], home)
                if theirs is None:
                    continue
                other, name = theirs
                number = _number(base, copies[0].document, head), _number(base, other.document, name)
                text = everywhere(
                    lambda text, new=head, old=name, number=number: text.replace(old, new).replace(  # type: ignore[misc]
                        number[1], number[0]
                    )
                )(other.document)
                if text is None:
                    continue
                done: dict[str, Document | None] = {
                    held.path: changed(replace(text, path=held.path), text.flow) for held in copies
                }
                also = (
                    "income-mismatch", "object-type-mismatch", "id-number-mismatch", "name-mismatch", "income-over-line",
                    "measure-mismatch", "headcount-mismatch",
                )  # fmt: skip
                near = home.rpartition("/")[0]
                yield Mutation(f"抄别户·{kind}·{head}", ("document-copied",), near, done, also)


def _other(base: Base, held: Held, home: str) -> tuple[Held, str] | None:
    village = home.rpartition("/")[0]
    for other in base.held:
        beside = other.unit in base.homes and other.unit != home and other.unit.rpartition("/")[0] == village
        if beside and other.kind == held.kind and other.document.format == held.document.format:
            return other, base.homes[other.unit]
    return None


def _number(base: Base, document: Document, head: str) -> str:
    for table in document.tables:
        for row in table.rows:
            if head in row:
                for cell in row:
                    if len(cell) == 18 and cell[:17].isdigit():
                        return cell
    return "\0"


def _condition(base: Base, random: Random) -> Iterator[Mutation]:
    papers = [
        held
        for held in base.held
        if held.kind not in ("photo", "unknown")
        and held.document.gist
        and not held.document.gist.open_form_fields
    ]
    for held in random.sample(papers, min(40, len(papers))):
        document = held.document
        for rule, state, problem in (
            ("unreadable-file", State.UNREADABLE, "打不开"),
            ("encrypted-file", State.ENCRYPTED, "有密码"),
            ("empty-file", State.EMPTY, "没有内容"),
        ):
            lost = Document(document.path, 0, f"{rule}{document.path}", document.format, state, problem)
            yield Mutation(f"{rule}·{held.path}", (rule,), held.unit, {held.path: lost}, ())
        macro = replace(
            document, metadata=(*document.metadata, ("macro", "yes")), digest=f"{document.digest}m"
        )
        yield Mutation(f"宏·{held.path}", ("macro-in-document",), held.unit, {held.path: macro})
        stem, dot, ending = held.path.rpartition(".")
        double = replace(document, path=f"{stem} - 副本{dot}{ending}")
        yield Mutation(f"两份·{held.path}", ("duplicate-file",), held.unit, {double.path: double})
