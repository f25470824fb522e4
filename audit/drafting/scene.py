"""The papers of an archive with their lines, and whom, which office and which round each speaks of. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from audit.chain import listings, round_of, timelines
from audit.claims.types import Source
from audit.drafting.types import Word
from audit.facts import is_name
from audit.lines import Line
from audit.papers import cut_document
from audit.stated import Original, originals, place_of
from audit.types import Dossier
from checklists import Level, Stage

__all__ = ["FORMS", "PaperHeld", "Scene"]

# Papers of the household itself, signed by it: they weigh more than lists where as many papers say one thing as another.
FORMS = frozenset(
    (
        "application", "authorisation", "verification-form", "collection-form", "elimination-visit-form",
        "elimination-assessment", "comparison-form", "measures-table", "natural-change-form", "assistance-plan",
    )
)  # fmt: skip
_ROUND_IN_NAME = re.compile(r"第[一二三四五六七八九十\d]{1,3}(?:批|期|轮)")
# 经评议，…未通过: what begins like a surname is no applicant
_NO_NAME = re.compile(r"评议|审核|核实|研究|研判|表决|讨论|会议|决定")
_LONGEST_NAME = 16
# Kinds that are in one stage whatever their words say.
_STAGES = {
    "application": Stage.IDENTIFICATION,
    "authorisation": Stage.IDENTIFICATION,
    "verification-form": Stage.IDENTIFICATION,
    "collection-form": Stage.IDENTIFICATION,
    "refusal-notice": Stage.IDENTIFICATION,
    "nomination-meeting": Stage.ELIMINATION,
    "nomination-list": Stage.ELIMINATION,
    "elimination-visit-form": Stage.ELIMINATION,
    "elimination-assessment": Stage.ELIMINATION,
}


@dataclass(frozen=True, slots=True, eq=False)
class PaperHeld:
    """One paper with its copies and its lines."""

    original: Original
    lines: Sequence[Line]

    @property
    def kind(self) -> str:
        return self.original.kind

    def word(self, at: Line | Source | None = None) -> Word:
        """Where something stands in the paper; without a place, its title."""
        file = self.original.file
        if at is None:
            return Word(
                file.path, self.original.paper.pages[0], self.original.paper.title, self.kind in FORMS
            )
        quote = at.raw.strip()[:120] if isinstance(at, Line) else at.quote
        return Word(file.path, at.page, quote, self.kind in FORMS)

    def last_line(self) -> Line | Source | None:
        """The line with the date that the paper bears, to be quoted for it."""
        signed = next((each.source for each in self.original.claims.dates if each.label == "落款"), None)
        return signed or (self.lines[-1] if self.lines else None)


class Scene:
    """All that the drafting of the sheets looks things up in."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier

    @cached_property
    def papers(self) -> tuple[PaperHeld, ...]:
        """Every paper that could be read and that is known, once with all its copies."""
        return tuple(PaperHeld(original, _lines(original)) for original in originals(self.dossier))

    def of_kinds(self, *kinds: str) -> Iterator[PaperHeld]:
        return (paper for paper in self.papers if paper.kind in kinds)

    # --- households --------------------------------------------------------------------------

    @cached_property
    def refused(self) -> Mapping[tuple[str, str], Sequence[PaperHeld]]:
        """Village and name → the papers that tell that the applicant was refused."""
        found: dict[tuple[str, str], list[PaperHeld]] = defaultdict(list)
        for paper in self.papers:
            for name in paper.original.paper.refused:
                village = "/".join(paper.original.unit.split("/")[:3])
                if _NO_NAME.search(name):
                    continue
                if village.count("/") == 2 and not place_of(self.dossier, paper.original, name):
                    found[village, name].append(paper)
        return found

    def home(self, paper: PaperHeld, head: str) -> str:
        """The id of the household meant, or village/name of a refused applicant; "" where it cannot be told."""
        home = place_of(self.dossier, paper.original, head) if head else ""
        if home:
            return home
        villages = {"/".join(file.unit.split("/")[:3]) for file, _ in paper.original.copies}
        known = {village for village, name in self.refused if name == head and village in villages}
        return f"{known.pop()}/{head}" if len(known) == 1 else ""

    def form_home(self, paper: PaperHeld) -> str:
        """The household whose form the paper is: by its head, else by the folder that it lies in."""
        head = paper.original.paper.head
        if head and is_name(head):
            return self.home(paper, head)
        homes = {file.unit for file, _ in paper.original.copies if file.level is Level.HOUSEHOLD}
        return homes.pop() if len(homes) == 1 else ""

    # --- offices -----------------------------------------------------------------------------

    @cached_property
    def offices(self) -> Sequence[str]:
        return [unit.id for unit in self.dossier.units if unit.level is not Level.HOUSEHOLD]

    def office(self, paper: PaperHeld) -> str:
        """Whose paper it is: the office that its title or signature names, else the one whose folder it lies in."""
        units = [file.unit for file, _ in paper.original.copies]
        title = re.sub(r"^附件\d*", "", paper.original.paper.title)
        issuer = paper.original.paper.issuer
        for text in (title, issuer.place if issuer else ""):
            for length in range(min(len(text), _LONGEST_NAME), 1, -1):
                for office in self._by_name.get(text[:length], ()):
                    if any(
                        f"{unit}/".startswith(f"{office}/") or office.startswith(f"{unit}/") for unit in units
                    ):
                        return office
        return "/".join(paper.original.unit.split("/")[:3])

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for office in self.offices:
            found[office.rpartition("/")[2]].append(office)
        return found

    @cached_property
    def first_papers(self) -> Mapping[str, PaperHeld]:
        """Each unit with the first paper that lies in it or below."""
        found: dict[str, PaperHeld] = {}
        for paper in self.papers:
            for file, _ in paper.original.copies:
                chain = file.unit.split("/")
                for length in range(1, len(chain) + 1):
                    found.setdefault("/".join(chain[:length]), paper)
        return found

    def name(self, office: str) -> str:
        """How the registry names an office: 镇/村 where names repeat."""
        return self._names[office]

    @cached_property
    def _names(self) -> Mapping[str, str]:
        counts = Counter(office.rpartition("/")[2] for office in self.offices)
        return {
            office: "/".join(office.split("/")[-2:])
            if counts[office.rpartition("/")[2]] > 1
            else office.rpartition("/")[2]
            for office in self.offices
        }

    # --- stages and rounds -------------------------------------------------------------------

    def stage(self, paper: PaperHeld) -> Stage | None:
        stage = _STAGES.get(paper.kind) or paper.original.stage
        return stage if stage in (Stage.IDENTIFICATION, Stage.ELIMINATION) else None

    @staticmethod
    def named_round(paper: PaperHeld) -> str:
        """第一批 as the title, a first line or the file's name says it."""
        named = round_of(paper.original)
        opening = "".join(line.text for line in paper.lines[:4] if not line.tabular and len(line.text) < 60)
        match = _ROUND_IN_NAME.search(opening)
        if named or match:
            return named or (match[0] if match else "")
        names = {
            match[0]
            for file, _ in paper.original.copies
            if (match := _ROUND_IN_NAME.search(file.path.rpartition("/")[2]))
        }
        return names.pop() if len(names) == 1 else ""

    @cached_property
    def listed(self) -> Mapping[Original, frozenset[str]]:
        """The households that a paper lists, and those that a paper without a list speaks of."""
        found: dict[Original, set[str]] = defaultdict(set)
        for listing in listings(self.dossier):
            found[listing.original] |= listing.households
        for (home, _), steps in timelines(self.dossier).items():
            for step in steps:
                found[step.original].add(home)
        return {original: frozenset(homes) for original, homes in found.items()}


def _lines(original: Original) -> Sequence[Line]:
    """The lines of the paper in the file that speaks for all copies."""
    file, part = original.copies[0]
    for _, lines in cut_document(file.document):
        text = "".join(line.text for line in lines)
        if part.paper and text.startswith(part.paper.text):
            return lines
    return ()
