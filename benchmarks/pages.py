"""Drawn scans: pages of text at 150 dots an inch, a little askew, with noise and a red seal, as JPEG."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Sequence
from pathlib import Path

__all__ = ["draw_pages"]

_WIDTH, _HEIGHT, _MARGIN, _SIZE = 1240, 1754, 150, 33
_A_LINE = 28


def draw_pages(folder: Path, pages: Sequence[str]) -> bool:
    """One picture for each text. False where no Chinese font is to be found."""
    font = _font()
    if not font:
        return False
    folder.mkdir(parents=True)
    chance = random.Random(20210512)
    for number, text in enumerate(pages, 1):
        _draw(text, font, chance, folder / f"扫描{number:03d}.jpg")
    return True


def _font() -> str:
    try:
        asked = ["fc-match", "-f", "%{file}", "Noto Serif CJK SC:lang=zh"]
        found = subprocess.run(asked, capture_output=True, check=True, encoding="utf-8").stdout
    except (OSError, subprocess.CalledProcessError):
        return ""
    return found if "CJK" in found else ""


def _draw(text: str, font_file: str, chance: random.Random, target: Path) -> None:
    from PIL import Image, ImageChops, ImageDraw, ImageFont

    page = Image.new("RGB", (_WIDTH, _HEIGHT), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(font_file, _SIZE)
    lines = [text[at : at + _A_LINE] for at in range(0, len(text), _A_LINE)]
    for row, line in enumerate(lines[: (_HEIGHT - 2 * _MARGIN) // 52]):
        pen.text((_MARGIN, _MARGIN + row * 52), line, font=font, fill=(25, 25, 25))
    seal = (_WIDTH - 480, _HEIGHT - 520, _WIDTH - 230, _HEIGHT - 270)
    pen.ellipse(seal, outline=(205, 40, 40), width=9)
    page = page.rotate(chance.uniform(-1.2, 1.2), fillcolor="white", resample=Image.Resampling.BICUBIC)
    noise = Image.effect_noise(page.size, 14).convert("RGB")
    page = ImageChops.add(page, noise, scale=1.0, offset=-128)
    page.save(target, quality=60, dpi=(150, 150))
