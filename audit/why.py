"""Why one file was taken for what it is: the reasons of the audit's own functions, asked once more. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.context import Context, context_of
from audit.decisions.correction import Correction
from audit.folders import FolderPlace, folder_place
from audit.guess import Guess, guess_kind, place_reasons, stage_and_why
from audit.lines import Line
from audit.papers import cut_document, papers_of, reasons_of, stage_in
from audit.place import Placed, place_documents, starting_place
from audit.reasons import Reason, totals
from audit.types import Cell, File, Finding, Paper, Report, State
from audit.unread import guess_unread, name_reasons, photo_sign
from checklists import Level, Stage

__all__ = ["Candidate", "PaperWhy", "UnitStep", "Why", "explain_file"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A kind that a paper may be, with what speaks for and against it."""

    kind: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PaperWhy:
    """One paper of the file by itself: candidates, best first, the kind taken, and what told its stage.

    `paper` is None where the content was not read; `sure` is how surely its text was read off a picture.
    """

    paper: Paper | None
    candidates: tuple[Candidate, ...]
    guess: Guess
    stage: Stage | None
    stage_why: str
    sure: float


@dataclass(frozen=True, slots=True)
class UnitStep:
    """A folder of the path, or what else told of the unit, and the names that it gave."""

    source: str
    said: str


@dataclass(frozen=True, slots=True, eq=False)
class Why:
    """All that is to be said of one file; `photo_words`: those that tell what a photo shows."""

    file: File
    papers: tuple[PaperWhy, ...]
    unit: tuple[UnitStep, ...]
    folder_item: str
    cells: tuple[Cell, ...]
    findings: tuple[Finding, ...]
    correction: Correction | None
    photo_words: str


def explain_file(report: Report, path: str, *, root_name: str, unit: str | None = None) -> Why:
    """Explain a file of a report; `root_name` and `unit` are those that the audit was given. Raises KeyError."""
    documents = [file.document for file in report.files]
    placement = place_documents(documents, root_name, unit)
    placed = next((each for each in placement.placed if each.document.path == path), None)
    file = next((each for each in report.files if each.path == path), None)
    if file is None or placed is None:
        raise KeyError(path)
    context = context_of(path, file.unit, file.level, placed.below, placement.county, report.checklist)
    correction = next((each for each in report.corrections if each.path == path), None)
    known = [papers_of(document) for document in documents]
    start = starting_place(known, root_name, unit, (document.path for document in documents))
    return Why(
        file=file,
        papers=_papers(file, context),
        unit=tuple(_unit_steps(placed, start, root_name, correction)),
        folder_item=context.folder_item,
        cells=tuple(cell for cell in report.cells if cell.unit == file.unit and cell.item.id in file.items),
        findings=tuple(each for each in report.findings if path in each.problem.files),
        correction=correction,
        photo_words=photo_sign(context.name, context.below)[2] if file.kind == "photo" else "",
    )


def _papers(file: File, context: Context) -> tuple[PaperWhy, ...]:
    document = file.document
    if document.state is State.CONTAINER:
        return ()
    papers = papers_of(document)
    if not papers:
        guess = guess_unread(document, context)
        stage, why = stage_and_why(guess.kind, None, context, stage_in(context.name))
        return (PaperWhy(None, _candidates(tuple(name_reasons(context))), guess, stage, why, 1.0),)
    cuts = cut_document(document)
    return tuple(
        _paper(paper, title, lines, context, number == 0)
        for number, (paper, (title, lines)) in enumerate(zip(papers, cuts, strict=True))
    )


def _paper(paper: Paper, title: str, lines: Sequence[Line], context: Context, first: bool) -> PaperWhy:
    reasons = (*reasons_of(title, lines), *place_reasons(paper, context, first))
    guess = guess_kind(paper, context, first)
    stage, why = stage_and_why(guess.kind, paper, context, stage_in(context.name))
    sure = min((line.sure for line in lines), default=1.0)
    return PaperWhy(paper, _candidates(reasons), guess, stage, why, sure)


def _candidates(reasons: Sequence[Reason]) -> tuple[Candidate, ...]:
    """Kinds by their score, best first, as the audit ranks them."""
    scores = totals(reasons)
    ranked = sorted(scores, key=lambda kind: (-scores[kind], kind))
    return tuple(
        Candidate(kind, scores[kind], tuple(reason for reason in reasons if reason.kind == kind))
        for kind in ranked
    )


def _unit_steps(
    placed: Placed,
    start: tuple[tuple[str, ...], FolderPlace, frozenset[str]],
    root_name: str,
    correction: Correction | None,
) -> Iterator[UnitStep]:
    """What each folder of the path said, then whatever told the names that no folder gives."""
    given, place, heads = start
    root = place
    if names := _new_names(FolderPlace(), root):
        yield UnitStep("给定的单位" if given else f"档案文件夹“{root_name}”", names)
    folders = placed.document.path.split("/")[:-1]
    for depth, folder in enumerate(folders, 1):
        before, place = place, folder_place("/".join(folders[:depth]), heads, root)
        if names := _new_names(before, place):
            yield UnitStep(f"文件夹“{folder}”", names)
    yield from _without_folder(placed, place)
    if correction and correction.unit:
        yield UnitStep("人工更正", correction.unit)


def _new_names(before: FolderPlace, after: FolderPlace) -> str:
    """What a folder adds: 村 青松村; 户 张三; 乡级的材料. "" where it says nothing of units."""
    pairs = (
        ("县", before.county, after.county),
        ("乡", before.township, after.township),
        ("村", before.village, after.village),
        ("户", before.household, after.household),
    )
    names = [f"{label} {new}" for label, old, new in pairs if new and new != old]
    if not names and after.level is Level.HOUSEHOLD and before.level is not Level.HOUSEHOLD:
        names = [f"几户共用：{'、'.join(after.heads)}" if after.heads else "一户的，没有写户主"]
    if not names and after.in_households and not before.in_households:
        names = ["下面一户一个文件夹"]
    if not names and after.level and after.level is not before.level:
        names = [f"{after.level.zh}的材料"]
    return "，".join(names)


def _without_folder(placed: Placed, place: FolderPlace) -> Iterator[UnitStep]:
    """The names in the chain that no folder told, and the level where none did."""
    if place.level is None:
        yield UnitStep("不在任何单位的文件夹里", f"按{placed.level.zh}的材料看待")
    told = (place.county, place.township, place.village)
    for label, name, in_chain in zip(("县", "乡", "村"), told, placed.chain, strict=False):
        if not name:
            yield UnitStep("文件夹里没有写，看各材料的落款、抬头和地址", f"{label} {in_chain}")
    if placed.level is Level.HOUSEHOLD and not place.household:
        yield UnitStep("文件夹里没有写明，看材料里的户主和文件名", f"户 {placed.chain[-1]}")
