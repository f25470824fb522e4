"""Proofs at the terminal: make them, and say which faces they do not show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fangpin.console import progress

if TYPE_CHECKING:
    from docgen.proofs import Proofs

__all__ = ["print_proofs"]

_SHOWN = 12


def print_proofs(archive: Path, names: Sequence[str]) -> None:
    """Make a proof of each named paper; where LibreOffice is absent, say so and what to do."""
    from docgen.proofs import find_libreoffice, make_proofs

    program = find_libreoffice()
    if program is None:
        click.echo(
            "没有做校样：这台电脑上找不到 LibreOffice。材料已照常生成；装好 LibreOffice 后加 --pdf 再运行一次，"
            "或直接用 WPS 打开看打印预览。",
            err=True,
        )
        return
    with progress("做校样", len(names)) as advance:
        _say(make_proofs(archive, names, program, advance))


def _say(proofs: Proofs) -> None:
    kept = f"，另有 {proofs.current} 份没有变，沿用上次的" if proofs.current else ""
    click.echo(f"校样（PDF）新做 {proofs.made} 份{kept}：{proofs.folder}")
    if proofs.failed:
        click.echo(f"有 {len(proofs.failed)} 份材料 LibreOffice 转换不了，请用 WPS 打开看一看：", err=True)
        for name in proofs.failed[:_SHOWN]:
            click.echo(f"  {name}", err=True)
    if proofs.substituted is None:
        click.echo(
            "校样里的字体由系统选配，没有核对；正式打印请在装有仿宋_GB2312、方正小标宋简体的电脑上进行。"
        )
    elif proofs.substituted:
        pairs = "，".join(f"{face} 用 {given} 代替" for face, given in proofs.substituted.items())
        click.echo(f"这台电脑缺少下列字体，校样里{pairs}。材料（.docx）里仍是正式字体，校样只看版面。")
