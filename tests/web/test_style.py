"""The one stylesheet: what is written in it can be read, and a browser of Chromium 86 understands it."""

from __future__ import annotations

import re
from pathlib import Path

import web

_SHEET = (Path(web.__file__).parent / "static" / "style.css").read_text(encoding="utf-8")
# White paper, and what is laid upon it.
_PAPER = "ffffff"
_LEAST = 4.5
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def _rules() -> list[tuple[str, dict[str, str]]]:
    """Selector and declarations of every rule, those of one selector in different places put together."""
    found: dict[str, dict[str, str]] = {}
    text = re.sub(r"/\*.*?\*/", "", _SHEET, flags=re.S)
    for selectors, body in _RULE.findall(re.sub(r"@media[^{]*\{", "", text)):
        told = dict(part.strip().split(":", 1) for part in body.split(";") if ":" in part)
        for selector in selectors.split(","):
            found.setdefault(selector.strip(), {}).update({k.strip(): v.strip() for k, v in told.items()})
    return list(found.items())


_ROOT = {name: value for selector, told in _rules() if selector == ":root" for name, value in told.items()}


def _colour(value: str) -> str:
    """Six digits; "" where the value has no colour."""
    value = re.sub(r"var\((--\w+)\)", lambda found: _ROOT[found[1]], value)
    if found := re.search(r"#([0-9a-f]{6})\b", value):
        return found[1]
    if found := re.search(r"#([0-9a-f]{3})\b", value):
        return "".join(each * 2 for each in found[1])
    return ""


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Source: WCAG 2.1, contrast ratio."""
    light, dark = sorted((_light(one), _light(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast_is_the_usual_one() -> None:
    assert contrast("ffffff", "000000") == 21
    assert round(contrast("777777", "ffffff"), 2) == 4.48


def test_every_text_stands_out_from_what_it_is_written_on() -> None:
    """Texts on their own ground, on white, and on every pale ground that a box may give them."""
    ink = _colour(_ROOT["--ink"])
    grounds, texts = {_PAPER}, {ink}
    for selector, told in _rules():
        ground = _colour(told.get("background", ""))
        text = _colour(told.get("color", ""))
        if ground and text:
            assert contrast(ground, text) >= _LEAST, selector
        elif ground and selector.endswith(":hover") and "button" in selector and ".plain" not in selector:
            assert contrast(ground, _PAPER) >= _LEAST, selector  # their text is white
        elif ground:
            grounds.add(ground)
        elif text:
            texts.add(text)
    assert len(grounds) > 5
    assert len(texts) > 3
    weak = [(text, ground) for text in texts for ground in grounds if contrast(text, ground) < _LEAST]
    assert weak == []


def test_what_is_focused_or_marked_wrong_can_be_seen() -> None:
    for selector, told in _rules():
        for name in ("outline", "border"):
            if name in told and (":focus" in selector or "aria-invalid" in selector):
                assert contrast(_colour(told[name]), _PAPER) >= 3, selector


def test_nothing_newer_than_chromium_86_is_used() -> None:
    newer = r":has\(|:is\(|:where\(|@container|@layer|aspect-ratio|color-mix|accent-color|\b(d|s|l)vh\b|(?<![-\w])inset\s*:|&\s*[.:{]"
    assert re.findall(newer, _SHEET) == []
