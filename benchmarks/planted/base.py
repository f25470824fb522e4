"""An archive as it was read, and what its maker says of each file; and the verdict on one change planted in it. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import blake2b

from audit.gist import with_gist
from audit.pipeline import judge
from audit.types import Block, Document, Gist, Severity, State, Table
from checklists import Checklist

__all__ = ["Base", "Held", "Mutation", "Verdict", "changed", "verdict"]

Key = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True)
class Held:
    """One file by its maker's word: what it is, of which stage, in whose folder."""

    document: Document
    kind: str
    stage: str
    unit: str

    @property
    def path(self) -> str:
        return self.document.path


@dataclass(frozen=True, eq=False)
class Base:
    """An archive; `homes`: unit of each household → its head's name."""

    name: str
    held: tuple[Held, ...]
    homes: Mapping[str, str]
    checklist: Checklist
    as_of: date

    @property
    def villages(self) -> tuple[str, ...]:
        return tuple(sorted({home.rpartition("/")[0] for home in self.homes}))

    def papers(self, *kinds: str) -> tuple[tuple[Held, ...], ...]:
        """The papers of these kinds, each with all its copies: files of equal text, whatever their format."""
        groups: dict[tuple[str, str, str], list[Held]] = defaultdict(list)
        for held in self.held:
            if (held.kind in kinds or not kinds) and held.document.state is State.READ:
                assert held.document.gist is not None
                groups[held.kind, held.stage, held.document.gist.body].append(held)
        return tuple(map(tuple, groups.values()))


@dataclass(frozen=True)
class Mutation:
    """One change. One of `rules` must be found at a unit of `near`'s chain; those of `also` may be.

    `documents`: what takes the place of which path; None takes the file away, a new path adds one. `once`: each rule tells it
    by one finding alone.
    """

    name: str
    rules: tuple[str, ...]
    near: str
    documents: Mapping[str, Document | None]
    also: tuple[str, ...] = ()
    once: bool = False


@dataclass(frozen=True)
class Verdict:
    """What came of a change: whether it was found, the findings that nothing explains, and how often the rule spoke."""

    mutation: Mutation
    found: bool
    false: tuple[str, ...] = ()
    times: int = 0
    told: tuple[str, ...] = field(default=())


def verdict(base: Base, mutation: Mutation) -> Verdict:
    """Audit the archive with the change in it, and hold it against the archive without."""
    documents = [
        new for held in base.held if (new := mutation.documents.get(held.path, held.document)) is not None
    ]
    known = {held.path for held in base.held}
    documents += [new for path, new in mutation.documents.items() if new is not None and path not in known]
    before, after = _findings(base, tuple(held.document for held in base.held)), _audit(base, documents)
    fresh = Counter(after) - before
    told = [each for each in after if each in fresh]
    right = [key for key, _ in told if key[0] in mutation.rules and _related(key[1], mutation.near)]
    false = [said for key, said in told if not _explained(key, mutation)]
    if mutation.once:
        spoken = [key[0] for key, _ in told]
        false += [
            said for at, (key, said) in enumerate(told) if _explained(key, mutation) and key[0] in spoken[:at]
        ]
    return Verdict(mutation, bool(right), tuple(false), len(right), tuple(said for _, said in told))


def _explained(key: Key, mutation: Mutation) -> bool:
    return key[0] in (*mutation.rules, *mutation.also) and _related(key[1], mutation.near)


def _related(unit: str, near: str) -> bool:
    """On one chain of units; what a household's paper says may be told at its village's list."""
    return f"{unit}/".startswith(f"{near}/") or f"{near}/".startswith(f"{unit}/")


@lru_cache(maxsize=4)
def _findings(base: Base, documents: tuple[Document, ...]) -> Counter[tuple[Key, str]]:
    return Counter(_audit(base, documents))


def _audit(base: Base, documents: Sequence[Document]) -> list[tuple[Key, str]]:
    report = judge(documents, checklist=base.checklist, as_of=base.as_of, root_name=base.name)
    return [
        (
            (f.rule, f.problem.unit, f.problem.item),
            f"{f.rule} [{f.problem.unit} {f.problem.item}] {f.problem.message}",
        )
        for f in report.findings
        if f.severity is not Severity.INFO or f.rule == "duplicate-file"
    ]


def changed(document: Document, flow: Iterable[Block | Table]) -> Document:
    """The document with other text, worked out anew as if it had been read so."""
    parts = tuple(flow)
    digest = blake2b(f"{document.digest}{parts!r}".encode(), digest_size=16).hexdigest()
    fresh = replace(document, flow=parts, digest=digest, gist=None)
    return replace(fresh, gist=_gist(document.format, parts, document.pages, document.metadata))


@lru_cache(maxsize=256)
def _gist(
    form: str, flow: tuple[Block | Table, ...], pages: int, metadata: tuple[tuple[str, str], ...]
) -> Gist:
    """Copies of a paper are worked out once."""
    gist = with_gist(Document("", 0, "", form, State.READ, flow=flow, pages=pages, metadata=metadata)).gist
    assert gist is not None
    return gist
