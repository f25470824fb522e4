"""Photos are told again whatever was done to them, and are not taken for others."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from audit.fingerprints import WINDOWS, Fingerprint, compare, decode, encode, proposals
from audit.readers import read_document
from audit.readers.fingerprint import fingerprint_of
from tests.audit.drawn_photos import (
    Picture,
    bordered,
    brighter,
    cropped,
    on_a_screen,
    resized,
    saved,
    shot,
    stamped,
)

_PLACES = ("院坝", "灶房", "晒谷场", "村口")
_WAYS: dict[str, Callable[[Picture], Picture]] = {
    "另存": lambda picture: Image.open(io.BytesIO(saved(picture, quality=40))),
    "缩小": lambda picture: resized(picture, 0.3),
    "放大": lambda picture: resized(picture, 2),
    "裁剪九成": lambda picture: cropped(picture, 0.9, 1.0, 0.2),
    "裁剪八成": lambda picture: cropped(picture, 0.8, 0.3, 0.9),
    "裁剪七成": lambda picture: cropped(picture, 0.7, 0.0, 0.6),
    "裁剪六成": lambda picture: cropped(picture, 0.6, 0.8, 0.4),
    "裁剪后缩小": lambda picture: resized(cropped(picture, 0.75), 0.5),
    "加边框": bordered,
    "调亮": brighter,
    "盖上时间地点": stamped,
    "截屏": on_a_screen,
    "裁剪后截屏": lambda picture: on_a_screen(cropped(picture, 0.85, 0.2, 0.7)),
}


def _prints(*pictures: Picture) -> list[Fingerprint]:
    found = [fingerprint_of(picture) for picture in pictures]
    assert all(found)
    return [each for each in found if each]


def _are_same(one: Picture, other: Picture) -> bool:
    prints = _prints(one, other)
    return any(compare(prints[a], prints[b], places).same for a, b, places in proposals(prints, windows=True))


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("way", _WAYS)
def test_a_photo_is_told_again(way: str, place: str) -> None:
    assert _are_same(shot(place), _WAYS[way](shot(place)))


def test_photos_of_different_places_are_different() -> None:
    prints = _prints(*(shot(f"地点{number}") for number in range(30)))
    for one, other, places in proposals(prints, windows=True):
        assert not compare(prints[one], prints[other], places).same


def test_the_same_place_with_other_people_is_another_photo() -> None:
    for place in _PLACES:
        for one, other in combinations(("上午", "下午", "晚上"), 2):
            assert not _are_same(shot(place, one), cropped(shot(place, other), 0.97, 0.2, 0.8))


@pytest.mark.parametrize("colour", ["black", "white", "green"])
def test_a_blank_picture_has_no_fingerprint(colour: str) -> None:
    assert fingerprint_of(Image.new("RGB", (400, 300), colour)) is None


def test_a_very_small_picture_has_no_fingerprint() -> None:
    assert fingerprint_of(resized(shot("村口"), 0.04)) is None


def test_borders_and_bars_do_not_count() -> None:
    plain, framed = _prints(shot("村口"), bordered(shot("村口")))
    assert (plain.whole ^ framed.whole).bit_count() <= 4


def test_a_photo_turned_by_its_exif_is_the_same_photo() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    stream = io.BytesIO()
    shot("灶房").transpose(Image.Transpose.ROTATE_90).save(stream, "JPEG", exif=exif)
    text = dict(read_document("a.jpg", stream.getvalue()).metadata)["fingerprint"]
    found = decode(text)
    assert found
    assert compare(found, _prints(shot("灶房"))[0], [(0, 0, 1, 1)]).same


def test_a_photo_keeps_its_fingerprint_with_its_document() -> None:
    told = dict(read_document("a.jpg", saved(shot("院坝"))).metadata)
    found = decode(told["fingerprint"])
    assert found
    assert encode(found) == told["fingerprint"]


def test_a_picture_cut_off_in_the_middle_is_no_crash() -> None:
    data = saved(shot("院坝"))
    document = read_document("a.jpg", data[: len(data) // 2] + b"\xff\xd9")
    assert document.format == "jpg"


@given(st.integers(0, 2**60 - 1), st.lists(st.integers(0, 2**60 - 1), min_size=len(WINDOWS), max_size=len(WINDOWS)),
       st.binary(max_size=40))  # fmt: skip
@settings(max_examples=20)
def test_what_is_written_is_read_again(whole: int, parts: list[int], small: bytes) -> None:
    found = Fingerprint(whole, tuple(parts), small)
    assert decode(encode(found)) == found


@given(st.text(max_size=60))
@settings(max_examples=30)
def test_what_is_no_fingerprint_is_none(text: str) -> None:
    assert decode(text) is None
