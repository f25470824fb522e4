"""Pages of one PDF copied into another that is being written: as they look, with seals and filled fields drawn in."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from fangpin.pdf_file import PAGES, PdfFile, Stamp, stamp_content

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

__all__ = ["DAMAGE", "PageCopier"]

# What a library may meet in a file that is not as it should be.
DAMAGE = (
    PyPdfError, OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError, AssertionError,
    RuntimeError, NotImplementedError, EOFError, zlib.error, struct.error, MemoryError,
)  # fmt: skip
# Ways out of a page, to its structure or to other pages; nothing of its look.
_DROPPED = frozenset({
    "/Parent", "/StructParents", "/StructParent", "/Metadata", "/PieceInfo", "/AF", "/OPI", "/Length",
})  # fmt: skip
_FOREIGN = frozenset({"/Page", "/Pages", "/Catalog", "/StructTreeRoot", "/StructElem"})
_UNSEEN = 2 | 32  # Hidden, NoView (12.5.3)
_DEEPEST = 60


class _Ours(NullObject):
    """A reference to an object that the file written has already."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class PageCopier:
    """Copies pages of one reader; what they share (fonts, letterheads) is written once."""

    def __init__(self, target: PdfFile, reader: PdfReader) -> None:
        self._target, self._reader = target, reader
        self._numbers: dict[tuple[int, int], int] = {}
        self._waiting: list[IndirectObject] = []
        self._take_layers()

    def copy(self, page: PageObject, stamp: Stamp | None) -> int:
        """Write a page, with its number on it if one is given; its object. Raises one of DAMAGE."""
        box = _box(page)
        rotation = int(page.rotation) % 360
        resources = _dictionary(page.get("/Resources"))
        drawn = b"".join(self._annotations(page, resources))
        if stamp:
            fonts = _dictionary(resources.get("/Font"))
            fonts[NameObject("/FpNo")] = _Ours(self._target.helvetica())
            resources[NameObject("/Font")] = fonts
            drawn += stamp_content(stamp, box, rotation)
        entries = b"/Resources " + self._written(resources)
        entries += b"/Contents[%b]" % self._contents(page, drawn)
        for key in ("/Group", "/UserUnit"):
            if key in page:
                entries += key.encode() + b" " + self._written(page.raw_get(key))
        self._write_waiting()
        sides = b" ".join(b"%.3f" % side for side in box)
        head = b"<</Type/Page/Parent %d 0 R/MediaBox[%b]/Rotate %d" % (PAGES, sides, rotation)
        return self._target.add(head + entries + b">>")

    def _take_layers(self) -> None:
        """Layers that do not show (8.11.4): without the list of them they would."""
        try:
            layers = _dictionary(_dictionary(self._reader.trailer.get("/Root")).get("/OCProperties"))
            usual = _dictionary(layers.get("/D"))
            every, off = _references(layers.get("/OCGs")), _references(usual.get("/OFF"))
            if usual.get("/BaseState") == "/OFF":
                on = {each.idnum for each in _references(usual.get("/ON"))}
                off = [each for each in every if each.idnum not in on]
        except DAMAGE:
            return
        self._target.layers += [self._number(each) for each in every]
        self._target.hidden_layers += [self._number(each) for each in off]

    def _contents(self, page: PageObject, drawn: bytes) -> bytes:
        """The page's own content between q and Q, so that what is drawn over it is not moved or coloured by it."""
        raw = page.raw_get("/Contents") if "/Contents" in page else ArrayObject()
        value = raw.get_object()
        parts = list(value) if isinstance(value, ArrayObject) else [raw]
        own = b" ".join(self._written(part) for part in parts if isinstance(part, IndirectObject))
        before = self._target.once(b"<</Length 2>>\nstream\nq\n\nendstream")
        return b"%d 0 R %b %d 0 R" % (before, own, self._target.add_stream(b"", b"\nQ\n" + drawn))

    def _annotations(self, page: PageObject, resources: DictionaryObject) -> Iterator[bytes]:
        """What draws stamps, notes and filled fields, which would be lost with the form they belong to (12.5.5)."""
        listed = page.get("/Annots")
        listed = listed.get_object() if listed is not None else None
        forms = _dictionary(resources.get("/XObject"))
        for at, each in enumerate(listed if isinstance(listed, ArrayObject) else ()):
            try:
                annotation = each.get_object()
                look = _look(annotation)
                place = _placed(annotation, look.get_object()) if look else None
            except DAMAGE:
                continue
            if look is None or place is None:
                continue
            forms[NameObject(f"/FpA{at}")] = look
            resources[NameObject("/XObject")] = forms
            yield b"q %.4f 0 0 %.4f %.3f %.3f cm /FpA%d Do Q\n" % (*place, at)

    def _written(self, value: PdfObject, depth: int = 0) -> bytes:
        """A value as it stands in the file; objects that it refers to wait to be written."""
        if depth > _DEEPEST:
            raise ValueError("nested too deep")
        if isinstance(value, _Ours):
            return b"%d 0 R" % value.number
        if isinstance(value, IndirectObject):
            return b"%d 0 R" % self._number(value)
        if isinstance(value, DictionaryObject):
            return b"<<" + self._entries(value, depth) + b">>"
        if isinstance(value, ArrayObject):
            return b"[" + b" ".join(self._written(each, depth + 1) for each in value) + b"]"
        if isinstance(value, (TextStringObject, ByteStringObject)):
            # As it stands there: the library would take a palette for words and write them anew.
            return b"<" + value.original_bytes.hex().encode() + b">"
        buffer = BytesIO()
        value.write_to_stream(buffer)
        return buffer.getvalue()

    def _entries(self, value: DictionaryObject, depth: int) -> bytes:
        return b"".join(
            NameObject(key).renumber() + b" " + self._written(value.raw_get(key), depth + 1)
            for key in value
            if key not in _DROPPED
        )

    def _number(self, reference: IndirectObject) -> int:
        key = reference.idnum, reference.generation
        if key not in self._numbers:
            self._numbers[key] = self._target.reserve()
            self._waiting.append(reference)
        return self._numbers[key]

    def _write_waiting(self) -> None:
        while self._waiting:
            reference = self._waiting.pop()
            value = self._reader.get_object(reference)
            number = self._numbers[reference.idnum, reference.generation]
            if isinstance(value, StreamObject):
                self._target.add_stream(self._entries(value, 0), value._data, number)
            elif value is None or (isinstance(value, DictionaryObject) and value.get("/Type") in _FOREIGN):
                self._target.add(b"null", number)
            else:
                self._target.add(self._written(value), number)


def _box(page: PageObject) -> tuple[float, float, float, float]:
    sides = [float(side) for side in page.cropbox]
    return min(sides[0], sides[2]), min(sides[1], sides[3]), max(sides[0], sides[2]), max(sides[1], sides[3])


def _dictionary(value: PdfObject | None) -> DictionaryObject:
    """A dictionary of one's own with the same entries; an empty one for what is none."""
    found = value.get_object() if value is not None else None
    own = DictionaryObject()
    if isinstance(found, DictionaryObject):
        for key in found:
            own[NameObject(key)] = found.raw_get(key)
    return own


def _references(value: PdfObject | None) -> list[IndirectObject]:
    found = value.get_object() if value is not None else None
    return (
        [each for each in found if isinstance(each, IndirectObject)] if isinstance(found, ArrayObject) else []
    )


def _look(annotation: DictionaryObject) -> PdfObject | None:
    """The reference to what shows an annotation; None where nothing does."""
    if annotation.get("/Subtype") in ("/Link", "/Popup") or int(annotation.get("/F", 0)) & _UNSEEN:
        return None
    looks = _dictionary(annotation.get("/AP"))
    if "/N" not in looks:
        return None
    normal: PdfObject = looks.raw_get("/N")
    found = normal.get_object()
    if isinstance(found, StreamObject):
        return normal
    state = annotation.get("/AS")
    if not isinstance(found, DictionaryObject) or state not in found:
        return None
    chosen: PdfObject = found.raw_get(state)
    return chosen


def _placed(annotation: DictionaryObject, form: PdfObject | None) -> tuple[float, float, float, float] | None:
    """Scales and shifts that bring a form's box, by its own matrix, onto the annotation's rectangle (12.5.5)."""
    if not isinstance(form, StreamObject):
        return None
    a, b, c, d, e, f = _numbers(form.get("/Matrix")) or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    x0, y0, x1, y1 = _numbers(form["/BBox"])
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)]
    left, bottom = min(x for x, _ in corners), min(y for _, y in corners)
    wide, high = max(x for x, _ in corners) - left, max(y for _, y in corners) - bottom
    r = _numbers(annotation["/Rect"])
    if not (wide and high):
        return None
    across, up = abs(r[2] - r[0]) / wide, abs(r[3] - r[1]) / high
    return across, up, min(r[0], r[2]) - left * across, min(r[1], r[3]) - bottom * up


def _numbers(value: PdfObject | None) -> Sequence[float]:
    found = value.get_object() if value is not None else None
    return [float(FloatObject(each.get_object())) for each in found] if isinstance(found, ArrayObject) else []
