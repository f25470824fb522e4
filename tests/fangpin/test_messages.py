"""click speaks Chinese: every message it can show is in the table, and the usual mistakes read well."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from fangpin.cli import COMMANDS, cli
from fangpin.console import display_width
from fangpin.messages import MESSAGES, ChineseContext

# Shown to who writes a command, never to who runs one; shell completion is not offered.
FOR_PROGRAMMERS = {
    "Value must be an iterable.",
    "Could not determine name for option with declarations {decls!r}",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? "
    "Did you mean to pass '--{name}'?",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Name '{name}' defined twice",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Invalid start character for option ({option})",
    "Unknown color {colour!r}",
    "Unknown standard stream '{name}'",
}


def messages_of_click() -> Iterator[str]:
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        if path.name == "shell_completion.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("_", "ngettext")
            ):
                yield from (str(arg.value) for arg in node.args if isinstance(arg, ast.Constant))


def test_every_message_of_click_has_its_chinese() -> None:
    assert set(messages_of_click()) - set(MESSAGES) - FOR_PROGRAMMERS == set()


@pytest.mark.parametrize("english", sorted(MESSAGES))
def test_a_translation_names_only_what_click_fills_in(english: str) -> None:
    fields = re.compile(r"\{(\w+)|%\((\w+)\)")
    assert set(fields.findall(MESSAGES[english])) <= set(fields.findall(english))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "错误：没有“nonsense”这个命令。"),
        (["lst"], "是不是 'list'？"),
        (["--nonsense"], "错误：没有“--nonsense”这个选项。"),
        (["explain"], "错误：缺少参数"),
        (["explain", "V05", "V06"], "错误：多写了“V06”"),
        (["explain", "--checklist"], "错误：选项“--checklist”后面要写一个值。"),
        (["list", "rulez"], "错误：没有“rulez”这个命令。"),
    ],
)
def test_a_mistake_is_told_in_chinese_and_ends_with_two(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(cli, arguments)
    assert said in result.stderr
    assert result.exit_code == 2


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False))
@click.option("--level", type=click.Choice(["county", "township"]))
@click.option("--days", type=int)
@click.option("--share", type=click.IntRange(1, 100))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--out", type=click.File("w"))
def sample(**values: object) -> None:
    """样例。"""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["没有.xlsx"], "错误：'SOURCE' 的值不对：文件“没有.xlsx”不存在，请核对路径和名称。"),
        (["."], "“.”是文件夹，这里要写文件。"),
        (["{}", "--level", "town"], "'--level' 的值不对：“town”不对，请从 'county', 'township' 中选一个。"),
        (["{}", "--days", "五"], "'--days' 的值不对：“五”不是数字。"),
        (["{}", "--share", "0"], "0 不在范围 1<=x<=100 之内。"),
        (["{}", "--on", "2021年"], "“2021年”不是要求的写法（'%Y-%m-%d'）。"),
    ],
)
def test_a_wrong_value_is_told_in_chinese(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(sample, [argument.format(__file__) for argument in arguments])
    assert said in result.stderr
    assert result.exit_code == 2


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_leaves_no_english_behind(name: str) -> None:
    shown = CliRunner().invoke(cli, [*([name] if name else []), "--help"]).stdout
    assert shown.startswith("用法：")
    assert set(re.findall(r"[A-Z][a-z]+", shown)) <= {"Word", "Excel", "Libre", "Office"}


def test_long_help_breaks_between_characters_within_the_width() -> None:
    long = click.Command("long", help="查" * 200)
    with ChineseContext(long, info_name="long") as context:
        lines = context.get_help().splitlines()
    assert max(map(display_width, lines)) <= 80
    assert "".join(lines).count("查") == 200
