"""`fangpin web`: the page, opened in the browser of this computer."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["command"]


@click.command("web")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="用哪个端口；默认由电脑给一个空着的。")
@click.option("--no-browser", is_flag=True, help="不自动打开浏览器，只显示网址。")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="记录放在哪里；默认是本人的应用数据文件夹。",
)
def command(port: int, no_browser: bool, data: Path | None) -> None:
    """在浏览器里办全部的事：开会材料、登记簿、各级材料、检查档案。

    只在本机打开，不联网，别的电脑看不到。关掉网页不影响正在做的事；要结束，关掉这个窗口，下次打开接着做。
    """
    from web.data_folder import data_folder
    from web.serve import serve

    serve(data or data_folder(), port=port, browser=not no_browser)
