"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["force_option", "templates_option"]

templates_option = click.option(
    "--templates",
    "own_templates",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="用这个文件夹里自己改过的模板代替自带的；见 fangpin templates。",
)
force_option = click.option("--force", is_flag=True, help="人工改过的文件也用新稿覆盖。")
