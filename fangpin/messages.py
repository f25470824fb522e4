"""click's own messages in Chinese: one table, put in the place of the gettext functions that click calls."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from fangpin.console import display_width, wrap

__all__ = ["MESSAGES", "ChineseContext", "speak_chinese", "translate"]

# English as it stands in click's source → Chinese. tests/fangpin/test_messages.py holds that none is left out.
MESSAGES = {
    # help
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示这份说明。",
    "Show the version and exit.": "显示版本号。",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s 版",
    "default: {default}": "默认：{default}",
    "required": "必填",
    "(dynamic)": "（运行时决定）",
    "env var: {var}": "环境变量：{var}",
    "deprecated": "已停用",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": "提示：命令“{name}”已停用。{extra_message}",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": "提示：“{name}”已停用。{extra_message}",
    # mistakes on the command line
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "用法说明见：{command} {option}",
    "Missing command.": "没有写命令；要做什么，请从上面用法说明里的命令中选一个。",
    "No such command {name!r}.": "没有“{name}”这个命令。",
    "No such option {name!r}.": "没有“{name}”这个选项。",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "是不是其中之一：{possibilities}？",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Missing {param_type}": "缺少 {param_type}",
    "Choose from:\n\t{choices}": "可以选：\n\t{choices}",
    "Choice({choices})": "选项（{choices}）",
    "Got unexpected extra argument ({args})": "多写了“{args}”，请去掉；名称中有空格的，请用引号括起来。",
    "Got unexpected extra arguments ({args})": "多写了“{args}”，请去掉；名称中有空格的，请用引号括起来。",
    "Option {name!r} does not take a value.": "选项“{name}”后面不用写值。",
    "Option {name!r} requires an argument.": "选项“{name}”后面要写一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项“{name}”后面要写 {nargs} 个值。",
    "Argument {name!r} takes {nargs} values.": "参数“{name}”要写 {nargs} 个值。",
    "Takes {nargs} values but 1 was given.": "要写 {nargs} 个值，只写了 1 个。",
    "Takes {nargs} values but {len} were given.": "要写 {nargs} 个值，写了 {len} 个。",
    "{len_type} values are required, but {len_value} was given.": "要写 {len_type} 个值，写了 {len_value} 个。",
    "{len_type} values are required, but {len_value} were given.": "要写 {len_type} 个值，写了 {len_value} 个。",
    # values
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "{value!r} is not {choice}.": "“{value}”不对，只能写 {choice}。",
    "{value!r} is not one of {choices}.": "“{value}”不对，请从 {choices} 中选一个。",
    "{value!r} does not match the format {format}.": "“{value}”不是要求的写法（{format}）。",
    "{value!r} does not match the formats {formats}.": "“{value}”不是要求的写法（{formats}）。",
    "{value!r} is not a valid {number_type}.": "“{value}”不是数字。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 之内。",
    "{value!r} is not a valid boolean. Recognized values: {states}": "“{value}”不对，可以写 {states}。",
    "{value!r} is not a valid UUID.": "“{value}”不是 UUID。",
    # files
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "{name} {filename!r} does not exist.": "{name}“{filename}”不存在，请核对路径和名称。",
    "{name} {filename!r} is a file.": "“{filename}”是文件，这里要写文件夹。",
    "{name} {filename!r} is a directory.": "“{filename}”是文件夹，这里要写文件。",
    "{name} {filename!r} is not readable.": "{name}“{filename}”读不了，请检查权限。",
    "{name} {filename!r} is not writable.": "{name}“{filename}”不能写入，请检查权限。",
    "{name} {filename!r} is not executable.": "{name}“{filename}”不能运行。",
    "Could not open file {filename!r}: {message}": "打不开文件“{filename}”：{message}",
    "unknown error": "原因不明",
    "Windows error: {error}": "Windows 错误：{error}",
    # prompts and the terminal
    "Aborted!": "已中断，没有做完；可以重新运行。",
    "Do you want to continue?": "要继续吗？",
    "Confirm the action without prompting.": "不再询问，直接执行。",
    "Repeat for confirmation": "再输入一次",
    "Error: The two entered values do not match.": "错误：两次输入的不一样。",
    "Error: invalid input": "错误：输入的内容不对。",
    "Press any key to continue...": "按任意键继续……",
    "{editor}: Editing failed": "{editor}：编辑没有成功",
    "{editor}: Editing failed: {e}": "{editor}：编辑没有成功：{e}",
    "d": "天",
}


def translate(message: str) -> str:
    """The Chinese of one of click's messages; any other text as it is."""
    return MESSAGES.get(message, message)


def speak_chinese() -> None:
    """Put the table in the place of gettext in every module of click. Twice is the same as once."""
    replacements: dict[str, Callable[..., str]] = {"_": translate, "ngettext": _translate_plural}
    for name, module in list(sys.modules.items()):
        if name.startswith("click."):
            for function in replacements.keys() & vars(module).keys():
                setattr(module, function, replacements[function])


def _translate_plural(singular: str, plural: str, number: int) -> str:
    return translate(singular if number == 1 else plural)


class _ChineseFormatter(click.HelpFormatter):
    """Lays out help by the columns that Chinese takes, and breaks it between characters."""

    def write_heading(self, heading: str) -> None:
        self.write(f"{' ' * self.current_indent}{heading}：\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for paragraph in text.replace("\b\n", "").split("\n"):
            for line in wrap(paragraph, self.width - self.current_indent):
                self.write(f"{indent}{line}".rstrip() + "\n")

    def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
        table = [(str(term), str(text)) for term, text in rows]
        column = min(max((display_width(term) for term, _ in table), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, text in table:
            lines = wrap(text, max(self.width - column - self.current_indent, 20))
            gap = column - display_width(term)
            self.write(f"{indent}{term}" + (" " * gap + lines.pop(0) if gap >= col_spacing else "") + "\n")
            for line in lines:
                self.write(f"{indent}{' ' * column}{line}\n")


class ChineseContext(click.Context):
    """A context whose help is laid out for Chinese."""

    formatter_class = _ChineseFormatter
