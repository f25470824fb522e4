"""Pictures (jpg, png, tif, heic, webp, bmp, gif): size, number of frames, date taken and camera; pixels on demand."""

from __future__ import annotations

import importlib
import io
import logging
import re
import struct
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from audit.readers.faults import UnreadableError
from audit.readers.reading import Reading
from audit.types import State

if TYPE_CHECKING:
    from PIL.Image import Exif, Image

__all__ = ["IMAGE_FORMATS", "decoded_frames", "pixel_size", "read_image"]

IMAGE_FORMATS = ("jpg", "png", "gif", "bmp", "tif", "heic", "webp")
# Only these of Pillow's many formats are let near an unknown file.
_PLUGINS = {
    "JPEG": "JpegImagePlugin",
    "PNG": "PngImagePlugin",
    "GIF": "GifImagePlugin",
    "BMP": "BmpImagePlugin",
    "TIFF": "TiffImagePlugin",
    "WEBP": "WebPImagePlugin",
    "AVIF": "AvifImagePlugin",
}
_MOST_PIXELS = 150_000_000
_MOST_FRAMES = 500
# A fingerprint needs no more than this of a JPEG, and no other picture that takes long to decode.
_DRAFT, _MOST_DECODED = (400, 400), 40_000_000
_TAKEN, _DIGITISED, _CHANGED = 0x9003, 0x9004, 0x0132
_MAKE, _MODEL, _SOFTWARE, _EXIF = 0x010F, 0x0110, 0x0131, 0x8769
# 2021:05:06 10:11:12, 2021-05-06T10:11:12, 2021/05/06
_MOMENT = re.compile(r"(\d{4})[:/.-](\d\d)[:/.-](\d\d)(?:[ T](\d\d:\d\d:\d\d))?")
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    ArithmeticError,
    EOFError,
    RuntimeError,
    struct.error,
)


def read_image(data: bytes) -> Reading:
    """Frames as pages without text, and what the picture tells of itself, not decoded. Raises UnreadableError.

    Keys: width, height, dpi, taken_on, taken_at, changed_on, camera, software, fingerprint (audit.fingerprints).
    """
    with _opened(data) as image:
        frames = min(int(getattr(image, "n_frames", 1)), _MOST_FRAMES) if image.format == "TIFF" else 1
        told = {"width": str(image.width), "height": str(image.height), **_told(image.getexif())}
        if _dpi(image):
            told["dpi"] = str(_dpi(image))
        ends = _ENDS.get(image.format or "")
        if ends and not ends(data):
            # Some programs leave the end out of whole pictures: the pixels decide.
            image.load()
        if frames == 1 and (fingerprint := _fingerprint(image)):
            told["fingerprint"] = fingerprint
    return Reading((), frames, tuple(told.items()), tuple(range(1, frames + 1)))


def _fingerprint(image: Image) -> str:
    """What tells the photo when it comes again; "" for a picture with nothing in it, too large, or damaged."""
    from PIL import ImageOps

    from audit.fingerprints import encode
    from audit.readers.fingerprint import fingerprint_of

    image.draft("L", _DRAFT)
    if image.width * image.height > _MOST_DECODED:
        return ""
    try:
        found = fingerprint_of(_on_white(ImageOps.exif_transpose(image)))
    except _DAMAGE:
        return ""
    return encode(found) if found else ""


def pixel_size(data: bytes) -> tuple[int, int]:
    """Width and height by the header; (0, 0) for what is no picture."""
    try:
        with _opened(data) as image:
            return image.size
    except UnreadableError:
        return 0, 0


def decoded_frames(data: bytes, wanted: set[int], longest: int) -> Iterator[tuple[int, Image, int]]:
    """Number (from 1), picture and dots an inch (0: unknown) of each frame wanted; damaged ones are left out.

    Pictures are upright by their EXIF, RGB or L, on white, with no side longer than `longest`.
    """
    from PIL import ImageOps

    try:
        with _opened(data) as image:
            dpi, widest = _dpi(image), max(image.size)
            for number in sorted(wanted):
                if number > 1:
                    image.seek(number - 1)
                image.draft("RGB", (longest, longest))
                picture = _on_white(ImageOps.exif_transpose(image))
                scale = min(1.0, longest / max(picture.size))
                if scale < 1:
                    picture = picture.resize((round(picture.width * scale), round(picture.height * scale)))
                yield number, picture, round(dpi * max(picture.size) / widest)
    except UnreadableError:
        return


@contextmanager
def _opened(data: bytes) -> Iterator[Image]:
    """The picture with its header read; whatever goes wrong while it is open is damage."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            # Of odd EXIF and of large pictures: the one is no matter, the other is measured below.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_formats(data[4:8] == b"ftyp")) as image:
                if image.width * image.height > _MOST_PIXELS:
                    raise UnreadableError("图片过大，没有打开")
                yield image
    except (Image.DecompressionBombError, *_DAMAGE) as error:
        raise UnreadableError("图片已损坏或不完整，打不开") from error


@cache
def _formats(heif: bool) -> tuple[str, ...]:
    """The formats that are known here. Where pi-heif has no wheel (32-bit Windows), a heic cannot be opened."""
    # What is wrong with a picture is told by its state, not on the terminal.
    logging.getLogger("PIL").setLevel(logging.CRITICAL)
    for plugin in _PLUGINS.values():
        importlib.import_module(f"PIL.{plugin}")
    if not heif:
        return tuple(_PLUGINS)
    try:
        import pi_heif
    except ImportError:
        raise UnreadableError("这台电脑上不能读 HEIC 图片，请另存为 JPG 后再查", State.NOT_READ) from None
    pi_heif.register_heif_opener(thumbnails=False)
    return ("HEIF", "AVIF")


def _told(exif: Exif) -> dict[str, str]:
    inner = exif.get_ifd(_EXIF)
    told: dict[str, str] = {}
    taken = _MOMENT.match(str(inner.get(_TAKEN) or inner.get(_DIGITISED) or ""))
    if taken and taken[1] > "1980":
        told["taken_on"] = f"{taken[1]}-{taken[2]}-{taken[3]}"
        if taken[4]:
            told["taken_at"] = taken[4]
    changed = _MOMENT.match(str(exif.get(_CHANGED) or ""))
    if changed and changed[1] > "1980":
        told["changed_on"] = f"{changed[1]}-{changed[2]}-{changed[3]}"
    camera = " ".join(str(exif.get(tag) or "").strip(" \0") for tag in (_MAKE, _MODEL)).strip()
    software = str(exif.get(_SOFTWARE) or "").strip(" \0")
    return told | ({"camera": camera} if camera else {}) | ({"software": software} if software else {})


def _dpi(image: Image) -> int:
    """As the header says; 72 and 96 are what programs write that know nothing."""
    given = image.info.get("dpi")
    dots = round(float(given[0])) if isinstance(given, tuple) and given else 0
    return dots if 97 <= dots <= 2400 else 0


def _on_white(image: Image) -> Image:
    import PIL.Image

    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = PIL.Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    return image.convert("RGB")


def _jpeg_ends(data: bytes) -> bool:
    scan = data.rfind(b"\xff\xda")
    return scan >= 0 and data.find(b"\xff\xd9", scan) >= 0


def _box_ends(data: bytes) -> bool:
    """HEIF is boxes one after another, each with its length first."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size == 0:
            return True
        if size < 8:
            return False
        at += size
    return at == len(data)


_ENDS: Mapping[str, Callable[[bytes], bool]] = {
    "JPEG": _jpeg_ends,
    "MPO": _jpeg_ends,
    "PNG": lambda data: b"IEND" in data[-64:],
    "GIF": lambda data: data.rstrip(b"\0").endswith(b"\x3b"),
    "BMP": lambda data: 0 < int.from_bytes(data[2:6], "little") <= len(data),
    "TIFF": lambda data: False,
    "WEBP": lambda data: int.from_bytes(data[4:8], "little") + 8 <= len(data),
    "HEIF": _box_ends,
    "AVIF": _box_ends,
}
