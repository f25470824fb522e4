"""Pages drawn as an office prints, stamps and signs them, and what a scanner or a phone makes of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import ndarray
    from PIL.ImageFont import FreeTypeFont

DPI = 150
_FOLDERS = "/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts", "~/.fonts"
_FACES = "NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc", "simsun.ttc", "Songti.ttc"
RED, BLUE = (205, 28, 35), (25, 30, 110)


@cache
def chinese_font() -> Path | None:
    """A Chinese face of this machine."""
    for folder in _FOLDERS:
        for face in _FACES:
            for found in Path(folder).expanduser().rglob(face):
                return found
    return None


def face(points: float, dpi: int = DPI) -> FreeTypeFont:
    from PIL import ImageFont

    path = chinese_font()
    assert path
    return ImageFont.truetype(str(path), round(points * dpi / 72), index=2 if "CJK" in path.name else 0)


class Sheet:
    """A sheet of A4 that is written on from the top."""

    def __init__(self, dpi: int = DPI) -> None:
        from PIL import Image, ImageDraw

        self.dpi = dpi
        self.image = Image.new("RGB", (round(8.27 * dpi), round(11.69 * dpi)), "white")
        self.pen = ImageDraw.Draw(self.image)
        self.y = 0.08 * self.image.height
        self.left, self.right = self._mm(26), self.image.width - self._mm(26)

    def title(self, text: str, points: float = 20, fill: tuple[int, int, int] = (0, 0, 0)) -> Sheet:
        font = face(points, self.dpi)
        width = self.pen.textlength(text, font)
        self.pen.text(((self.image.width - width) / 2, self.y), text, fill, font, stroke_width=1)
        return self._down(points * 1.8)

    def paragraph(self, text: str, points: float = 15, indent: int = 2) -> Sheet:
        font = face(points, self.dpi)
        x = self.left + indent * font.size
        for character in text:
            if x + font.size > self.right:
                x = self.left
                self._down(points * 1.7)
            self.pen.text((x, self.y), character, "black", font)
            x += self.pen.textlength(character, font)
        return self._down(points * 1.7)

    def line(self, text: str, written: str = "", points: float = 14, at: float = 0.0) -> Sheet:
        """Print, and what is written behind it by hand, in blue."""
        font = face(points, self.dpi)
        x = self.left + at * (self.right - self.left)
        self.pen.text((x, self.y), text, "black", font)
        behind = x + self.pen.textlength(text, font) + self._mm(2)
        self.pen.text((behind, self.y - self._mm(1)), written, BLUE, face(points * 1.2, self.dpi))
        return self._down(points * 1.9)

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[float], points: float = 11) -> Sheet:
        font, high = face(points, self.dpi), points * 2.1 * self.dpi / 72
        edges = [self.left]
        for width in widths:
            edges.append(edges[-1] + (self.right - self.left) * width / sum(widths))
        for row in rows:
            for left, right, text in zip(edges, edges[1:], row, strict=False):
                self.pen.rectangle((left, self.y, right, self.y + high), outline="black", width=2)
                x = (left + right - self.pen.textlength(text, font)) / 2
                self.pen.text((x, self.y + high / 2 - 0.72 * font.size), text, "black", font)
            self.y += high
        return self._down(points)

    def seal(self, across: float, down: float, millimetres: float = 42, oval: float = 1.0) -> Sheet:
        """A round or oval seal with its middle at these shares of the sheet, its ink a little transparent."""
        from PIL import Image, ImageDraw

        radius = round(self._mm(millimetres / 2))
        stamp = Image.new("RGBA", (2 * radius + 8, 2 * radius + 8), (0, 0, 0, 0))
        pen, ink, middle = ImageDraw.Draw(stamp), (*RED, 215), radius + 4
        high = radius * oval
        pen.ellipse(
            (4, middle - high, 2 * radius + 4, middle + high), outline=ink, width=round(self._mm(1.2))
        )
        tips = [
            (middle + radius * share * math.sin(angle), middle - radius * share * math.cos(angle))
            for angle, share in ((k * math.pi / 5, (0.30, 0.12)[k % 2]) for k in range(10))
        ]
        pen.polygon(tips, fill=ink)
        pen.text((middle - radius * 0.55, middle + high * 0.4), "柳河镇专用", ink, face(9, self.dpi))
        place = round(across * self.image.width) - middle, round(down * self.image.height) - middle
        self.image.paste(stamp, place, stamp)
        return self

    def thumb(self, across: float, down: float) -> Sheet:
        from PIL import Image, ImageDraw

        wide, high = round(self._mm(13)), round(self._mm(18))
        print_ = Image.new("RGBA", (wide, high), (0, 0, 0, 0))
        pen = ImageDraw.Draw(print_)
        pen.ellipse((0, 0, wide - 1, high - 1), fill=(200, 40, 45, 170))
        for ridge in range(1, 8):
            inner = 0.06 * ridge
            box = (wide * inner, high * inner, wide * (1 - inner), high * (1.1 - inner))
            pen.arc(box, 180, 360, fill=(255, 255, 255, 150), width=2)
        self.image.paste(print_, (round(across * self.image.width), round(down * self.image.height)), print_)
        return self

    def pixels(self) -> ndarray:
        import numpy

        return numpy.ascontiguousarray(numpy.asarray(self.image)[:, :, ::-1])

    def _mm(self, millimetres: float) -> float:
        return millimetres / 25.4 * self.dpi

    def _down(self, points: float) -> Sheet:
        self.y += points * self.dpi / 72
        return self


def scanned(sheet: Sheet, slant: float = 1.0, noise: float = 7.0, grey: bool = False) -> ndarray:
    """What a scanner with a tinted lamp makes of it, as JPEG of quality 60."""
    import cv2
    import numpy

    pixels = sheet.pixels()
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), slant, 1.0)
    pixels = cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    pixels = cv2.GaussianBlur(pixels, (0, 0), 0.6) * numpy.array([0.94, 0.96, 0.97])
    pixels = _noisy(pixels, noise)
    if grey:
        pixels = cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    return _jpeg(pixels, 60)


def on_a_desk(sheet: Sheet) -> ndarray:
    """A shot by phone, aslant, half in shadow, on a dark desk."""
    import cv2
    import numpy

    pixels = sheet.pixels()
    height, width = pixels.shape[:2]
    high, wide = round(1.25 * height), round(1.35 * width)
    desk = _noisy(numpy.full((high, wide, 3), (60, 80, 100), numpy.float32), 10.0)
    lies = numpy.array([[0.12, 0.08], [0.87, 0.10], [0.94, 0.94], [0.06, 0.92]], numpy.float32) * (wide, high)
    was = numpy.array([[0, 0], [width, 0], [width, height], [0, height]], numpy.float32)
    view = cv2.getPerspectiveTransform(was, lies.astype(numpy.float32))
    covered = cv2.warpPerspective(numpy.full((height, width), 255, numpy.uint8), view, (wide, high)) > 127
    desk[covered] = cv2.warpPerspective(pixels, view, (wide, high))[covered]
    return _jpeg(_noisy(desk * numpy.linspace(0.6, 1.0, wide)[None, :, None], 5.0), 75)


def photo_of_a_yard(printed: str = "") -> ndarray:
    """Sky, a wall, a roof and two people, and what the phone has printed into the corner."""
    import numpy
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (1200, 900), (150, 185, 215))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 560, 1200, 900), fill=(120, 105, 80))
    pen.rectangle((250, 260, 950, 640), fill=(215, 205, 190))
    pen.polygon([(200, 270), (600, 90), (1000, 270)], fill=(110, 60, 50))
    for x, coat in ((420, (40, 60, 110)), (700, (130, 40, 50))):
        pen.ellipse((x, 400, x + 90, 500), fill=(205, 160, 130))
        pen.rectangle((x - 30, 495, x + 120, 780), fill=coat)
    pen.text((60, 830), printed, "white", face(16), stroke_width=2, stroke_fill=(40, 40, 40))
    pixels = numpy.asarray(picture)[:, :, ::-1].astype(numpy.float32)
    return _jpeg(_noisy(pixels, 9.0), 75)


def _noisy(pixels: ndarray, much: float) -> ndarray:
    import numpy

    grain = numpy.random.default_rng(7).normal(0, much, pixels.shape)
    return numpy.clip(pixels + grain, 0, 255).astype(numpy.uint8)


def _jpeg(pixels: ndarray, quality: int) -> ndarray:
    import cv2

    return cv2.imdecode(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 1)
