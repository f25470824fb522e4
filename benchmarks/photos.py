"""How surely a photo is told again, and how often two photos are taken for one.

    python -m benchmarks.photos [--places 30] [--crowd 300]

Places are drawn with people in them; each photo is changed in the ways of _WAYS and held against itself (recall), against
other moments at the same place seen by a camera that stood still or moved a little, and against a crowd of other places
(false pairs, and the time that takes).
"""

from __future__ import annotations

import argparse
import io
import random
import time
from collections.abc import Callable, Mapping, Sequence

from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps

from audit.fingerprints import Fingerprint, compare, proposals
from audit.readers.fingerprint import fingerprint_of

__all__ = ["main"]

_Picture = Image.Image
_Way = Callable[[_Picture, random.Random], _Picture]
_SIZE, _SHOT = (1500, 1100), (880, 660)


def _shot(place: str, moment: int, moves: float = 0.0) -> _Picture:
    """A photo of that place at that moment; `moves`: how far the camera stands and zooms otherwise."""
    rng = random.Random(f"{place}/{moment}")
    image, horizon = _place(random.Random(place))
    draw = ImageDraw.Draw(image)
    for _ in range(rng.randint(2, 6)):
        left, tall = rng.randint(100, _SIZE[0] - 100), rng.randint(160, 360)
        top = horizon + rng.randint(-80, 150)
        draw.rectangle((left, top, left + tall // 3, top + tall), fill=_colour(rng))
        draw.ellipse((left + tall // 20, top - tall // 4, left + tall // 3, top), fill=(200, 160, 130))
    wide, high = (0.8 * (1 + rng.uniform(-moves, moves)) * side for side in _SIZE)
    x = min(max(0.0, (_SIZE[0] - wide) / 2 + rng.uniform(-moves, moves) * _SIZE[0]), _SIZE[0] - wide)
    y = min(max(0.0, (_SIZE[1] - high) / 2 + rng.uniform(-moves, moves) * _SIZE[1] / 2), _SIZE[1] - high)
    image = image.resize(_SHOT, Image.Resampling.BICUBIC, (x, y, x + wide, y + high))
    grain = Image.effect_noise(_SHOT, 14)
    return Image.blend(image, Image.merge("RGB", [grain] * 3), 0.08)


def _place(rng: random.Random) -> tuple[_Picture, int]:
    wide, high = _SIZE
    horizon = rng.randint(high * 2 // 5, high * 2 // 3)
    image = Image.new("RGB", _SIZE, _colour(rng))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, horizon, wide, high), fill=_colour(rng))
    for _ in range(rng.randint(4, 12)):
        left, top = rng.randint(-100, wide), rng.randint(0, high - 200)
        box = (left, top, left + rng.randint(80, 500), top + rng.randint(60, 500))
        (draw.rectangle if rng.random() < 0.75 else draw.ellipse)(box, fill=_colour(rng))
    clouds = [_cloud(rng, rng.choice((6, 12, 40))) for _ in range(3)]
    return Image.blend(image, Image.merge("RGB", clouds), rng.uniform(0.1, 0.3)), horizon


def _colour(rng: random.Random) -> tuple[int, int, int]:
    return rng.randint(10, 245), rng.randint(10, 245), rng.randint(10, 245)


def _cloud(rng: random.Random, cells: int) -> _Picture:
    small = Image.frombytes("L", (cells, cells), bytes(rng.randrange(256) for _ in range(cells * cells)))
    return small.resize(_SIZE, Image.Resampling.BICUBIC)


def _saved(picture: _Picture, quality: int) -> _Picture:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return Image.open(stream)


def _resized(picture: _Picture, share: float) -> _Picture:
    return picture.resize((round(picture.width * share), round(picture.height * share)))


def _cropped(picture: _Picture, rng: random.Random, across: float, down: float = 0.0) -> _Picture:
    wide, high = across * picture.width, (down or across) * picture.height
    left, top = rng.uniform(0, picture.width - wide), rng.uniform(0, picture.height - high)
    return picture.crop((round(left), round(top), round(left + wide), round(top + high)))


def _stamped(picture: _Picture, _: random.Random) -> _Picture:
    picture = picture.copy()
    wide, high = picture.size
    draw = ImageDraw.Draw(picture)
    draw.rectangle((wide * 0.03, high * 0.78, wide * 0.5, high * 0.95), fill="white")
    font = ImageFont.load_default(high // 24)
    draw.text((wide * 0.05, high * 0.8), "2021-04-15 10:22", fill="blue", font=font)
    return picture


def _brighter(picture: _Picture, rng: random.Random) -> _Picture:
    picture = ImageEnhance.Brightness(picture).enhance(rng.choice((0.7, 0.8, 1.2, 1.35)))
    return ImageEnhance.Contrast(picture).enhance(rng.uniform(0.8, 1.3))


def _on_screen(picture: _Picture, rng: random.Random) -> _Picture:
    screen = Image.new("RGB", (1080, rng.choice((1920, 2340))), rng.choice(("black", "white", "#141414")))
    shown = _resized(picture, 1080 / picture.width)
    screen.paste(shown, (0, (screen.height - shown.height) // 2))
    draw = ImageDraw.Draw(screen)
    draw.text((40, 20), "10:24        5G 87%", fill="grey", font=ImageFont.load_default(40))
    for left in (150, 540, 900):
        draw.ellipse((left, screen.height - 90, left + 40, screen.height - 50), outline="grey", width=4)
    return screen


_WAYS: Mapping[str, _Way] = {
    "saved at 40": lambda picture, rng: _saved(picture, 40),
    "resized to 30 %": lambda picture, rng: _resized(picture, 0.3),
    "resized to 200 %": lambda picture, rng: _resized(picture, 2),
    "cropped to 90 %": lambda picture, rng: _cropped(picture, rng, 0.9),
    "cropped to 80 %": lambda picture, rng: _cropped(picture, rng, 0.8),
    "cropped to 70 %": lambda picture, rng: _cropped(picture, rng, 0.7),
    "cropped to 60 %": lambda picture, rng: _cropped(picture, rng, 0.6),
    "cropped unevenly": lambda picture, rng: _cropped(picture, rng, 0.6, rng.uniform(0.6, 1)),
    "cropped, resized, saved": lambda picture, rng: _saved(_resized(_cropped(picture, rng, 0.7), 0.5), 50),
    "framed": lambda picture, rng: ImageOps.expand(picture, 40, rng.choice(("white", "black", "red"))),
    "stamped": _stamped,
    "stamped and cropped": lambda picture, rng: _stamped(_cropped(picture, rng, 0.8), rng),
    "brightness and contrast": _brighter,
    "the same, cropped": lambda picture, rng: _brighter(_cropped(picture, rng, 0.8), rng),
    "on a screen": _on_screen,
    "cropped, on a screen": lambda picture, rng: _on_screen(_cropped(picture, rng, 0.8), rng),
    "mirrored": lambda picture, rng: ImageOps.mirror(picture),
}


def _prints(pictures: Sequence[_Picture]) -> list[Fingerprint]:
    return [found for picture in pictures if (found := fingerprint_of(picture))]


def _called(prints: Sequence[Fingerprint]) -> set[frozenset[int]]:
    """The pairs that are taken for one photo."""
    return {
        frozenset((one, other))
        for one, other, places in proposals(prints, windows=True)
        if compare(prints[one], prints[other], places).same
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--places", type=int, default=30)
    parser.add_argument("--crowd", type=int, default=300)
    given = parser.parse_args(arguments)
    photos = [_shot(f"place {number}", 0) for number in range(given.places)]
    for name, way in _WAYS.items():
        pairs = [
            _prints((photo, way(photo, random.Random(f"{name} {at}")))) for at, photo in enumerate(photos)
        ]
        print(f"{name:26} recall {sum(bool(_called(pair)) for pair in pairs) / len(pairs):.2f}")
    for moves in (0.0, 0.02, 0.05, 0.12):
        groups = [
            _prints([_shot(f"place {number}", moment, moves) for moment in range(1, 5)])
            for number in range(given.places // 2)
        ]
        false = sum(len(_called(group)) for group in groups)
        print(f"other moments, camera moved by {moves:.0%}: {false} of {6 * len(groups)} pairs called")
    crowd = _prints([_resized(_shot(f"other {number}", 0), 0.5) for number in range(given.crowd)])
    start = time.perf_counter()
    false = len(_called(crowd))
    pairs_of_all = len(crowd) * (len(crowd) - 1) // 2
    print(f"other places: {false} of {pairs_of_all} pairs called, {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
