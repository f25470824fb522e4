"""Findings put into a copy of a Word document as comments, at the paragraphs that they are about."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from audit.wording import mask_personal
from checklists import Fault, UserError
from registry.text import squeeze

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from audit.types import Finding

__all__ = ["annotate"]

_AUTHOR, _INITIALS = "fangpin 检查", "查"
# So much of a line is enough to find its paragraph; numbers of lists are not in a paragraph's own text.
_ENOUGH = 6


def annotate(data: bytes, findings: Sequence[Finding], name: str) -> bytes:
    """A copy of the document with a comment for each finding. Raises UserError: it is no document of Word."""
    document = _open(data, name)
    paragraphs = [(squeeze(each.text), each) for each in _paragraphs(document)]
    for finding in findings:
        problem = finding.problem
        at = _place(paragraphs, [quote.text for quote in problem.quotes], problem.actual)
        text = f"[{finding.severity.zh}] {problem.message}\n怎么办：{problem.fix}（{finding.rule}）"
        if at is not None:
            runs = at.runs or [at.add_run()]
            document.add_comment(runs, mask_personal(text), author=_AUTHOR, initials=_INITIALS)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _open(data: bytes, name: str) -> Document:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        return docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        todo = "请用 WPS 或 Word 打开、另存为 .docx 后再试，或去掉 --annotate"
        raise UserError(Fault(name, "不能写批注：不是完整的 .docx 文件", todo)) from error


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    """All paragraphs of the body in reading order, those of tables too."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    for element in document.element.body.iter(qn("w:p")):
        yield Paragraph(element, document._body)


def _place(
    paragraphs: Sequence[tuple[str, Paragraph]], quotes: Sequence[str], actual: str
) -> Paragraph | None:
    """The paragraph that a quote stands in, whole or as a row's first cell; else the label or words found; else the first."""
    for quote in quotes:
        cells = {squeeze(word) for word in quote.split() if re.search(r"[一-龥]", word)}
        found = _first(paragraphs, partial(_is_of, squeeze(quote))) or _first(paragraphs, cells.__contains__)
        if found:
            return found
    labels = {squeeze(label) for label in re.split(r"[：、；]", actual)}  # 空着：主要风险、人口
    words = [squeeze(word) for word in [*re.findall(r"“([^”]{2,})”", actual), "待填"]]
    return (
        _first(paragraphs, lambda text: text.rstrip("：:") in labels)
        or _first(paragraphs, lambda text: any(word in text for word in words))
        or _first(paragraphs, bool)
    )


def _is_of(line: str, text: str) -> bool:
    """Whether a paragraph is what a line quotes; the number of a list is in the line alone, its rest in the text alone."""
    return len(text) >= _ENOUGH and (text.startswith(line) or text in line)


def _first(paragraphs: Sequence[tuple[str, Paragraph]], fits: Callable[[str], bool]) -> Paragraph | None:
    return next((paragraph for text, paragraph in paragraphs if text and fits(text)), None)
