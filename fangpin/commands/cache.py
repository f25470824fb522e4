"""`fangpin cache`: what the program keeps of the files it has read."""

from __future__ import annotations

import click

from checklists import Fault, UserError

__all__ = ["command"]


@click.group()
def command() -> None:
    """读取缓存：查过的文件读到的内容记在本机，下次只读有变动的。

    缓存里有档案中的个人信息，只有本人的账号能打开，半年不用的自动删去；换人用机、交还电脑前请清空。
    存放的位置可用环境变量 FANGPIN_CACHE 另定；不想留缓存，检查时加 --no-cache。
    """


@command.command()
def clear() -> None:
    """清空读取缓存。档案和报告都不受影响。"""
    from audit.cache import clear_cache, folder

    try:
        freed = clear_cache()
    except OSError as error:
        todo = "请先停下正在运行的 fangpin，再清空"
        raise UserError(Fault(str(folder()), f"删不掉（{error.strerror or error}）", todo)) from error
    if not freed:
        click.echo(f"缓存本来就是空的（{folder()}）。")
        return
    click.echo(f"已清空读取缓存，腾出 {freed / 1024 / 1024:.1f} MB（{folder()}）。")
