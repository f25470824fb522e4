"""A page of a file as a picture, the places that are spoken of framed in red. Drawn in a process of its own.

Files may be hostile: what hangs, eats memory or brings the reader down costs its own picture and nothing else.
"""

from __future__ import annotations

import io
import multiprocessing
import threading
from collections import OrderedDict
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

from audit.types import Box, Entry

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["Drawer", "WantedPage", "draw_page"]

_SECONDS, _MEMORY_MB = 40.0, 1500
_KEPT = 40
_DPI, _LONGEST_SIDE = 150, 3_400
_RED, _LINE, _ROOM = (200, 30, 30), 4, 7
_DRAWN, _FAILED = b"+", b"-"


@dataclass(frozen=True, slots=True)
class WantedPage:
    """A page of a file, the boxes to frame (fractions of it, upright), or the words to frame where it is a PDF with text.

    `width`: of the picture, in pixels, at most. `stamp` tells one content of the file from another.
    """

    entry: Entry
    format: str
    page: int
    width: int
    boxes: tuple[Box, ...] = ()
    words: str = ""
    stamp: str = ""


class Drawer:
    """Asks the process for one picture after another, and keeps the last ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._kept: OrderedDict[WantedPage, bytes] = OrderedDict()

    def draw(self, wanted: WantedPage) -> bytes:
        """The picture as JPEG. Raises OSError with a message in Chinese."""
        with self._lock:
            if wanted in self._kept:
                self._kept.move_to_end(wanted)
                return self._kept[wanted]
            told = self._ask(wanted)
            if told[:1] != _DRAWN:
                raise OSError(told[1:].decode("utf-8", "replace"))
            self._kept[wanted] = told[1:]
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return told[1:]

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._end()

    def _ask(self, wanted: WantedPage) -> bytes:
        if self._process is None or not self._process.is_alive():
            self._end()
            self._pipe, theirs = multiprocessing.Pipe()
            context = multiprocessing.get_context("spawn")
            self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()
        assert self._pipe is not None
        try:
            self._pipe.send(wanted)
            if self._pipe.poll(_SECONDS):
                return self._pipe.recv_bytes()
            why = "画它太久，已停止"
        except (EOFError, OSError):
            why = "画它时程序中断"
        self._end()
        return _FAILED + f"{why}，请下载后打开看".encode()

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.join()
            self._process = None
        if self._pipe:
            self._pipe.close()
            self._pipe = None


def _serve(pipe: Connection) -> None:
    """The process's life. What it tells is not pickled: a hostile file may have taken it over."""
    from audit.workers import limit_memory

    limit_memory(_MEMORY_MB)
    try:
        while True:
            wanted: WantedPage = pipe.recv()
            try:
                pipe.send_bytes(_DRAWN + draw_page(wanted))
            except OSError as error:
                pipe.send_bytes(_FAILED + str(error).encode("utf-8", "replace"))
            except MemoryError:
                return
    except EOFError:
        return


def draw_page(wanted: WantedPage) -> bytes:
    """The page as JPEG, framed. Raises OSError with a message in Chinese where there is none."""
    from audit.scan import read_entry

    data = read_entry(wanted.entry)
    if wanted.format == "pdf":
        image, boxes = _of_pdf(data, wanted)
    else:
        image, boxes = _of_picture(data, wanted), wanted.boxes
    if wanted.boxes:
        image = _as_read(image)
    image.thumbnail((wanted.width, wanted.width * 3))
    return _framed(image, boxes)


def _of_pdf(data: bytes, wanted: WantedPage) -> tuple[Image, tuple[Box, ...]]:
    import pypdfium2

    from web.words_on_page import boxes_of_words

    try:
        with pypdfium2.PdfDocument(data) as pdf:
            page = pdf[wanted.page - 1]
            scale = min(_DPI / 72, _LONGEST_SIDE / (max(page.get_size()) or 1))
            image: Image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
            found = boxes_of_words(page, wanted.words) if wanted.words and not wanted.boxes else ()
            return image, wanted.boxes or found
    except (pypdfium2.PdfiumError, ValueError, IndexError) as error:
        raise OSError("这一页画不出来，请下载后打开看") from error


def _of_picture(data: bytes, wanted: WantedPage) -> Image:
    """A picture, a frame of it, a sheet of a long one, or the picture in a document that is nothing but pictures."""
    from audit.readers.embedded import embedded_pictures
    from audit.readers.images import IMAGE_FORMATS, decoded_frames

    if wanted.format in IMAGE_FORMATS:
        for _, image, _ in decoded_frames(data, {wanted.page}, _LONGEST_SIDE):
            return image.convert("RGB")
        return _sheet_of(data, wanted.page)
    for page, picture in embedded_pictures(wanted.format, data):
        if page == wanted.page:
            for _, image, _ in decoded_frames(picture, {1}, _LONGEST_SIDE):
                return image.convert("RGB")
    raise OSError("这一页画不出来，请下载后打开看")


def _sheet_of(data: bytes, page: int) -> Image:
    """One of several sheets joined one below the other in one picture."""
    from audit.ocr import ocr_available
    from audit.readers.images import decoded_frames

    for _, image, _ in decoded_frames(data, {1}, _LONGEST_SIDE):
        if not ocr_available():
            return image.convert("RGB")
        import numpy
        import PIL.Image

        from audit.ocr.page import long_picture

        sheets = long_picture(numpy.ascontiguousarray(numpy.asarray(image.convert("RGB"))))
        return PIL.Image.fromarray(numpy.ascontiguousarray(sheets[min(page, len(sheets)) - 1]))
    raise OSError("这张图打不开，可能已损坏")


def _as_read(image: Image) -> Image:
    """Cut out and put upright as recognition of characters saw it, for boxes are fractions of that."""
    from audit.ocr import ocr_available

    if not ocr_available():
        return image
    import numpy
    import PIL.Image

    from audit.ocr.look import Shows, look_at
    from audit.ocr.upright import cut_out, put_upright

    colour = numpy.ascontiguousarray(numpy.asarray(image)[:, :, ::-1])
    look = look_at(colour)
    if look.shows is Shows.PHOTO:
        return image
    if look.corners is not None:
        colour = cut_out(colour, look.corners)
    upright = put_upright(colour).colour
    return PIL.Image.fromarray(numpy.ascontiguousarray(upright[:, :, ::-1]))


def _framed(image: Image, boxes: tuple[Box, ...]) -> bytes:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(image)
    width, height = image.size
    for left, top, right, bottom in boxes:
        corners = (left * width - _ROOM, top * height - _ROOM, right * width + _ROOM, bottom * height + _ROOM)
        pen.rectangle(corners, outline=_RED, width=_LINE)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()
