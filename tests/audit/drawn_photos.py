"""Photos drawn for tests: a place, people in it at a moment, and what is done to a photo that is filed twice."""

from __future__ import annotations

import io
import random
from functools import lru_cache

from PIL import Image, ImageDraw, ImageEnhance, ImageOps

Picture = Image.Image
_SIZE = (640, 480)


@lru_cache(maxsize=64)
def shot(place: str, moment: str = "") -> Picture:
    """A photo of that place at that moment: another moment has the same house and other people."""
    rng = random.Random(place)
    wide, high = _SIZE
    horizon = rng.randint(high * 2 // 5, high * 3 // 5)
    image = Image.new("RGB", _SIZE, _colour(rng))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, horizon, wide, high), fill=_colour(rng))
    for _ in range(9):
        left, top = rng.randint(-40, wide - 60), rng.randint(0, high - 90)
        box = (left, top, left + rng.randint(50, 240), top + rng.randint(40, 220))
        (draw.rectangle if rng.random() < 0.7 else draw.ellipse)(box, fill=_colour(rng))
    grain = [_cloud(rng) for _ in range(3)]
    image = Image.blend(image, Image.merge("RGB", grain), 0.25)
    draw, rng = ImageDraw.Draw(image), random.Random(f"{place}/{moment}")
    for _ in range(4):
        left, tall = rng.randint(40, wide - 90), rng.randint(110, 180)
        top = horizon + rng.randint(-90, 10)
        draw.rectangle((left, top, left + tall // 3, top + tall), fill=_colour(rng))
        draw.ellipse((left, top - tall // 4, left + tall // 3, top), fill=(200, 160, 130))
    return image


def _colour(rng: random.Random) -> tuple[int, int, int]:
    return rng.randint(10, 245), rng.randint(10, 245), rng.randint(10, 245)


def _cloud(rng: random.Random) -> Picture:
    small = Image.frombytes("L", (14, 10), bytes(rng.randrange(256) for _ in range(140)))
    return small.resize(_SIZE, Image.Resampling.BICUBIC)


def saved(picture: Picture, *, quality: int = 85, taken: str = "") -> bytes:
    """The picture as a JPEG; `taken` (2021:04:12 09:30:00) goes into its EXIF."""
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality, exif=exif)
    return stream.getvalue()


def cropped(picture: Picture, share: float, left: float = 0.5, top: float = 0.5) -> Picture:
    """That share of each side; `left` and `top`: where of the room that leaves."""
    wide, high = picture.size
    x, y = left * (1 - share) * wide, top * (1 - share) * high
    return picture.crop((round(x), round(y), round(x + share * wide), round(y + share * high)))


def resized(picture: Picture, share: float) -> Picture:
    return picture.resize((round(picture.width * share), round(picture.height * share)))


def stamped(picture: Picture) -> Picture:
    """With a white label in the lower left corner, as cameras that print place and time put it there."""
    picture = picture.copy()
    wide, high = picture.size
    draw = ImageDraw.Draw(picture)
    draw.rectangle((wide * 0.03, high * 0.8, wide * 0.45, high * 0.95), fill="white")
    draw.text((wide * 0.05, high * 0.84), "2021-04-15 10:22", fill="blue", font_size=high // 20)
    return picture


def bordered(picture: Picture) -> Picture:
    return ImageOps.expand(picture, 24, "white")


def brighter(picture: Picture) -> Picture:
    return ImageEnhance.Contrast(ImageEnhance.Brightness(picture).enhance(1.2)).enhance(0.9)


def on_a_screen(picture: Picture) -> Picture:
    """A telephone's screen that shows the photo between black bars, with clock and buttons."""
    screen = Image.new("RGB", (720, 1560), "black")
    shown = resized(picture, 720 / picture.width)
    screen.paste(shown, (0, (screen.height - shown.height) // 2))
    draw = ImageDraw.Draw(screen)
    draw.text((30, 16), "10:24", fill="grey", font_size=30)
    for left in (110, 350, 590):
        draw.ellipse((left, 1490, left + 28, 1518), outline="grey", width=3)
    return screen
