"""The console command `fangpin`: a table of commands, each loaded when it is called."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import IO, Any

import click

from checklists.faults import UserError
from fangpin import __version__
from fangpin.console import INTERRUPTED, protect_streams
from fangpin.messages import ChineseContext, speak_chinese, translate

__all__ = ["COMMANDS", "cli", "main"]

# click's decorators take their texts when they run, in the commands' modules too: before any of them.
speak_chinese()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A command: the module whose `command` it is, and its line in `fangpin --help`."""

    module: str
    help: str


COMMANDS = {
    "demo": _Entry("fangpin.commands.demo", "用示范数据走一遍：登记簿 → 核对 → 生成档案 → 检查 → 报告。"),
    "meeting": _Entry(
        "fangpin.commands.meeting", "开一次会：答几个问题或填一张表，出会前材料和会后初稿，不用先有登记簿。"
    ),
    "workbook": _Entry("fangpin.commands.workbook", "生成登记簿：一份空的工作簿，或填好示例数据的。"),
    "import": _Entry("fangpin.commands.import_", "由全国系统导出的表生成或更新登记簿。"),
    "registry": _Entry("fangpin.commands.registry", "由已有的档案起草登记簿，每一格注明取自哪份材料。"),
    "check": _Entry("fangpin.commands.check", "核对登记簿，一次列出所有问题和改法；能肯定的可自动改好。"),
    "generate": _Entry("fangpin.commands.generate", "由登记簿生成各级各户的材料，放进四级档案的文件夹。"),
    "templates": _Entry("fangpin.commands.templates", "取出模板来改，检查改过的模板。"),
    "audit": _Entry("fangpin.commands.audit", "检查档案：缺什么、哪里不对、怎么办。"),
    "lint": _Entry(
        "fangpin.commands.lint", "发出以前查一份材料：数字、占比、日期、占位、序号、票数、露出的号码。"
    ),
    "decide": _Entry(
        "fangpin.commands.decide", "更正程序认错的文件：它是什么材料、属于谁；以后每次检查都照办。"
    ),
    "web": _Entry("web.command", "在浏览器里办全部的事：会议材料、登记簿、各级材料、检查档案。"),
    "catalogue": _Entry(
        "fangpin.commands.catalogue", "归档整理：编卷内文件目录、案卷封面、备考表和盒脊标签。"
    ),
    "bind": _Entry("fangpin.commands.bind", "装订：把一个村、一户的文件合成一个 PDF，有目录、页号和书签。"),
    "cache": _Entry("fangpin.commands.cache", "清空读取缓存：查过的文件读到的内容。"),
    "list": _Entry("fangpin.commands.list", "列出规则、清单项目、材料种类、清单、模板。"),
    "explain": _Entry(
        "fangpin.commands.explain", "说明一条规则、一个清单项目或一种材料：是什么、为什么、怎么办。"
    ),
}

# What click shows in help for a value whose option names none of its own.
_VALUE_NAMES = {"text": "文字", "integer": "整数", "float": "数字", "boolean": "是否"}


class _InputFaults(click.ClickException):
    """What is wrong in the user's input: each fault on a line of its own, exit status 2."""

    exit_code = 2

    def __init__(self, error: UserError) -> None:
        super().__init__(str(error))

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=file is None)


class _LazyGroup(click.Group):
    """Commands by the table; `--help` imports none of them."""

    context_class = ChineseContext

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = importlib.import_module(entry.module).command
        return _in_chinese(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if not args[0].startswith("-") and args[0] not in COMMANDS:
            raise click.NoSuchCommand(args[0], possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UserError as error:
            raise _InputFaults(error) from error
        except KeyboardInterrupt:  # Where a command has more to say of it, it has said so itself.
            click.echo(translate("Aborted!"), err=True)
            raise SystemExit(INTERRUPTED) from None


def _in_chinese(command: click.Command) -> click.Command:
    """The command with Chinese names for what it takes, and help laid out for Chinese."""
    command.context_class = ChineseContext
    command.options_metavar = "[选项]..."
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.metavar is None and not parameter.is_flag:
            parameter.metavar = _VALUE_NAMES.get(parameter.type.name)
    if isinstance(command, click.Group):
        command.subcommand_metavar = "命令 [参数]..."
        for name in command.commands:
            _in_chinese(command.commands[name])
    return command


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar="[选项]...",
    subcommand_metavar="命令 [参数]...",
)
@click.version_option(__version__, prog_name="fangpin")
def cli() -> None:
    """防返贫监测帮扶四级档案：由登记簿生成材料，查档案缺什么、哪里不对。"""


def main() -> None:
    """Entry point of the console command."""
    protect_streams()
    cli(prog_name="fangpin")
