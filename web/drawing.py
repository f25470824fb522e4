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
from pathlib import Path
from typing import TYPE_CHECKING

from audit.types import Box, Document, Entry

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["Drawer", "WantedPage", "draw_page"]

_SECONDS, _MEMORY_MB, _WAITS = 40.0, 1500, 20.0
_KEPT = 40
_DPI, _LONGEST_SIDE = 150, 3_400
_RED, _BLACK, _LINE, _ROOM = (190, 60, 40), (30, 30, 30), 3, 6
_DRAWN, _FAILED = b"+", b"-"


@dataclass(frozen=True, slots=True, eq=False)
class WantedPage:
    """A page of a file, with the places to frame: boxes on a page that was read off a picture, else words of a PDF with text.

    `document`: what was read of the file, where anything was. `full`: numbers of persons and illness are not blacked out.
    `width`: of the picture in pixels, at most. `stamp` tells one content of the file from another.
    """

    root: Path
    entry: Entry
    format: str
    page: int
    width: int
    document: Document | None = None
    boxes: tuple[Box, ...] = ()
    words: tuple[str, ...] = ()
    full: bool = False
    stamp: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """What the picture is kept by."""
        return self.entry.path, self.stamp, self.page, self.width, self.boxes, self.words, self.full


class Drawer:
    """Asks the process for one picture after another, and keeps the last ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._kept: OrderedDict[tuple[object, ...], bytes] = OrderedDict()

    def draw(self, wanted: WantedPage) -> bytes:
        """The picture as JPEG. Raises OSError with a message in Chinese."""
        # Each request holds one of the server's few threads: they must not all wait for pictures of hostile files.
        if not self._lock.acquire(timeout=_WAITS):
            raise OSError("前面的图还没有画完，请过一会儿刷新")
        try:
            if wanted.key in self._kept:
                self._kept.move_to_end(wanted.key)
                return self._kept[wanted.key]
            told = self._ask(wanted)
            if told[:1] != _DRAWN:
                raise OSError(told[1:].decode("utf-8", "replace"))
            self._kept[wanted.key] = told[1:]
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return told[1:]
        finally:
            self._lock.release()

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
    image = _as_read(wanted) or _as_it_is(wanted)
    image.thumbnail((wanted.width, wanted.width * 3))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def _as_read(wanted: WantedPage) -> Image | None:
    """A page that was read off a picture, laid as it was read; None for others."""
    from audit.crop_pictures import page_picture

    document = wanted.document
    if document is None:
        return None
    return page_picture(wanted.root, document, wanted.page, wanted.boxes, full=wanted.full)


def _as_it_is(wanted: WantedPage) -> Image:
    from audit.readers.images import IMAGE_FORMATS, decoded_frames
    from audit.scan import read_entry

    data = read_entry(wanted.entry)
    if wanted.format == "pdf":
        return _of_pdf(data, wanted)
    if wanted.format in IMAGE_FORMATS:
        for _, image, _ in decoded_frames(data, {wanted.page}, _LONGEST_SIDE):
            return image.convert("RGB")
    raise OSError("这一页画不出来，请下载后打开看")


def _of_pdf(data: bytes, wanted: WantedPage) -> Image:
    import pypdfium2

    from web.words_on_page import boxes_of_words, boxes_to_hide

    try:
        with pypdfium2.PdfDocument(data) as pdf:
            page = pdf[wanted.page - 1]
            scale = min(_DPI / 72, _LONGEST_SIDE / (max(page.get_size()) or 1))
            image: Image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
            framed = tuple(box for words in wanted.words for box in boxes_of_words(page, words))
            _mark(image, framed, () if wanted.full else boxes_to_hide(page))
            return image
    except (pypdfium2.PdfiumError, ValueError, IndexError) as error:
        raise OSError("这一页画不出来，请下载后打开看") from error


def _mark(image: Image, framed: tuple[Box, ...], hidden: tuple[Box, ...]) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(image)
    width, height = image.size
    for left, top, right, bottom in framed:
        corners = (left * width - _ROOM, top * height - _ROOM, right * width + _ROOM, bottom * height + _ROOM)
        pen.rectangle(corners, outline=_RED, width=_LINE)
    for left, top, right, bottom in hidden:
        pen.rectangle(
            (left * width - 1, top * height - 1, right * width + 1, bottom * height + 1), fill=_BLACK
        )
