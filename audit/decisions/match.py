"""Which document each decision is for: by its path, else by its content. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from audit.decisions.correction import Correction
from audit.decisions.parse import normal_path
from audit.decisions.rows import FILE_NAME
from audit.types import Document, State
from audit.wording import join

__all__ = ["line_of", "match_documents"]


def line_of(correction: Correction) -> str:
    """Where a person finds the entry."""
    return f"{FILE_NAME} 第 {correction.line} 行"


def match_documents(
    corrections: Iterable[Correction], documents: Sequence[Document]
) -> tuple[dict[str, Correction], list[str]]:
    """Each correction's document by path, else by content; and remarks on those that lack one or have changed."""
    by_path = {normal_path(document.path): document for document in documents}
    named = {each.path for each in corrections}
    by_digest: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        if document.state is not State.EMPTY and normal_path(document.path) not in named:
            by_digest[document.digest].append(document)
    matched: dict[str, Correction] = {}
    remarks = []
    for each in corrections:
        found = by_path.get(each.path)
        if found is None:
            same = [document for document in by_digest[each.digest] if document.path not in matched]
            if len(same) != 1:
                remarks.append(_lost(each, same))
                continue
            found = same[0]
            remarks.append(f"{line_of(each)}：“{each.path}”现在是“{found.path}”（内容一样），更正照样有效。")
        elif each.digest and found.digest != each.digest:
            remarks.append(
                f"{line_of(each)}：“{each.path}”在更正之后改动过，更正仍然有效；"
                "请打开核对，无误的删去那一条的“指纹”一行，程序会重新补记。"
            )
        if found.state is State.CONTAINER:
            remarks.append(
                f"{line_of(each)}：“{each.path}”是压缩包，本身不是材料；请更正里面的文件，写成“{each.path}!/…”。"
            )
            continue
        matched[found.path] = replace(each, path=found.path, digest=found.digest)
    return matched, remarks


def _lost(correction: Correction, same: Sequence[Document]) -> str:
    if same:
        paths = join(document.path for document in same[:5])
        return (
            f"{line_of(correction)}：“{correction.path}”找不到了，内容一样的有 {len(same)} 个：{paths}；"
            "请写明是哪一个。"
        )
    return f"{line_of(correction)}：“{correction.path}”在档案里找不到了；改过名的请改路径，不要了的请删去这一条。"
