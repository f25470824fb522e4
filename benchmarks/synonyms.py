"""The same archive in other words: titles, labels, names of files and folders replaced by synonyms. Pure, but for `load_synonyms`.

What stands in a paper's running text is left as it is: the content is what the kind must be told by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from audit.recognition import load_recognition
from audit.types import Block, Document, State, Table
from benchmarks.scoring import Truth
from registry.text import squeeze

__all__ = ["Synonyms", "known_synonyms", "load_synonyms", "reword"]

_PLACE = "云岭镇"
_HEADING = 60
# A heading's own place is kept: 松柏村评议结果
_SPEAKER = re.compile(r"(?!关于)([一-龥]{1,8}?(?:县|区|市|镇|乡|街道|村|社区))")


@dataclass(frozen=True, slots=True)
class Synonyms:
    """One table of other words."""

    stages: Mapping[str, str]
    titles: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    folders: Mapping[str, str]

    def title(self, kind: str, number: int, place: str, stage: str) -> str:
        """One of the kind's titles, in turn."""
        every = self.titles[kind]
        words = self.stages.get(stage, "")
        return every[number % len(every)].replace("{p}", place).replace("{s}", words)


@cache
def load_synonyms(table: str) -> Synonyms:
    """The table `dev` or `held` of synonyms.yaml."""
    data = yaml.safe_load(Path(__file__).with_name("synonyms.yaml").read_text(encoding="utf-8"))
    return Synonyms(
        data["stages"][table],
        {kind: tuple(row[table]) for kind, row in data["titles"].items()},
        {label: row[table] for label, row in data["labels"].items()},
        {word: row[table] for word, row in data["folders"].items()},
    )


def known_synonyms(table: str) -> Iterator[str]:
    """Synonyms that the weights know after all: none must be."""
    words = load_synonyms(table)
    weights = load_recognition()
    for kind, titles in words.titles.items():
        signs = weights.by_kind.get(kind)
        for number, stage in ((n, s) for n in range(len(titles)) for s in ("", *words.stages)):
            title = words.title(kind, number, _PLACE, stage)
            for pattern in (signs.title, signs.name) if signs else ():
                if pattern and pattern.search(title):
                    yield f"{kind}: {title}"
    labels = {label for signs in weights.kinds for label in signs.labels}
    yield from (f"label: {word}" for word in words.labels.values() if word in labels)


def reword(documents: Sequence[Document], truth: Truth, table: str) -> tuple[tuple[Document, ...], Truth]:
    """Documents and truth in the words of a table. A file that could not be read keeps its own name."""
    words = load_synonyms(table)
    rows = {row["path"]: row for row in truth.files}
    renamed: dict[str, str] = {}
    found = []
    for number, document in enumerate(documents):
        row = rows.get(document.path)
        folder, _, name = document.path.rpartition("/")
        folder = "/".join(_other_folder(part, words) for part in folder.split("/"))
        if row and document.state is State.READ and row["kind"] != "unknown":
            kinds = [row["kind"]] if isinstance(row["kind"], str) else row["kind"]
            document = _other_words(document, kinds, row, words, number)
            ending = name.rpartition(".")[2]
            name = f"{words.title(kinds[0], number, '', row.get('stage') or '')}{number}.{ending}"
        path = f"{folder}/{name}" if folder else name
        renamed[document.path] = path
        found.append(replace(document, path=path, gist=None))
    files = tuple({**row, "path": renamed.get(row["path"], row["path"])} for row in truth.files)
    return tuple(found), replace(truth, files=files)


def _other_folder(name: str, words: Synonyms) -> str:
    for word in sorted(words.folders, key=len, reverse=True):
        if word in name:
            return name.replace(word, words.folders[word])
    return name


def _other_words(
    document: Document, kinds: Sequence[str], row: Mapping[str, Any], words: Synonyms, number: int
) -> Document:
    weights = load_recognition()
    stage = row.get("stage") or ""
    first = next((part for part in document.flow if squeeze(_text(part))), None)

    def title_of(text: str, top: bool) -> str | None:
        short = squeeze(text)
        speaker = _SPEAKER.match(short)
        place = speaker[1] if speaker else ""
        if len(short) > _HEADING or re.search(r"[。：:；，]", short):
            return None
        for kind in kinds:
            signs = weights.by_kind.get(kind)
            if signs and signs.title and signs.title.search(short):
                return words.title(kind, number, place, stage)
        return words.title(kinds[0], number, place, stage) if top else None

    flow: list[Block | Table] = []
    for part in document.flow:
        if isinstance(part, Table):
            flow.append(replace(part, rows=tuple(tuple(_cell(cell, words) for cell in r) for r in part.rows)))
            continue
        new = title_of(part.text, part is first)
        flow.append(replace(part, text=new if new is not None else _labels(part.text, words)))
    return replace(document, flow=tuple(flow))


def _text(part: Block | Table) -> str:
    return part.text if isinstance(part, Block) else "".join("".join(row) for row in part.rows)


def _cell(cell: str, words: Synonyms) -> str:
    bare = squeeze(cell)
    colon = bare[-1:] if bare[-1:] in ("：", ":") else ""
    other = words.labels.get(bare.removesuffix(colon) if colon else bare)
    return other + colon if other else _labels(cell, words)


def _labels(text: str, words: Synonyms) -> str:
    """Labels before a colon; in a PDF's line also those that stand as words of their own."""
    for label, other in words.labels.items():
        if label in text:
            text = re.sub(rf"(?<![一-龥]){re.escape(label)}(?=[（(：:]|\s|$)", other, text)
    return text
