"""Entries put into the text of decisions.yaml, taken out, and stamped; all else in it stays as people wrote it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from audit.decisions.correction import Correction
from audit.decisions.names import ELSEWHERE, kind_as_decided
from audit.decisions.parse import normal_path, parse_decisions
from audit.decisions.rows import FILE_NAME, Row, read_rows, section_of
from checklists import Fault, UserError, load_kinds

__all__ = ["Written", "add_entry", "decode", "remove_entry", "stamp", "template"]

_HEAD = """\
# 人工更正（decisions.yaml）：程序认错的文件，在这里写明，以后每次检查都照办。
# 程序不会覆盖这个文件；用记事本或 WPS 改好保存即可。行首的 # 是说明，不起作用。
#
# 也可以不改这个文件，用命令记一条：
#   fangpin decide 档案文件夹 文件 --kind 公示 --stage 认定 --unit 某县/某镇/某村
#
# 写法（左边对齐，用空格不用 Tab；冒号是半角的“:”，后面空一格）：
#   更正:
#     - 文件: 双河镇/红旗村/村级档案/扫描0012.pdf
#       种类: 公示
#       环节: 认定
#       单位: 思源县/双河镇/红旗村
#       说明: 打开看过，是 6 月的公示
#       谁: 李某
#       何时: 2021-12-03
#
# 文件  档案里的路径，与报告里写的一样；压缩包里的写成 a.zip!/b.docx。路径里有 # 或 : 的，用英文单引号括起来
# 种类  写名称或编号；一个文件里有几份材料的都写上，用逗号隔开；不是这里的材料，写“{elsewhere}”
# 环节  认定、帮扶、消除、动态
# 单位  从县写起，用 / 隔开；一户写到户主：思源县/双河镇/红旗村/张三
# 项目  计入清单的哪一项，如 V05；一般不用写，由种类、环节和单位推出；写“无”就不计入任何一项
# 说明、谁、何时  为什么这样更正，由谁、在哪天定的；可以不写
# 指纹  程序自己补记，文件改名、移动以后凭它还能找到；不用管它
# 除“文件”外都可以不写，不写的仍由程序判断。
#
# 种类的名称：
{kinds}
更正:
"""
_WIDTH = 50


@dataclass(frozen=True, slots=True)
class Written:
    """The file's text, and how its bytes spell it."""

    text: str
    encoding: str

    def with_text(self, text: str) -> Written:
        """Another text, spelt the same way."""
        return Written(text, self.encoding)

    def encode(self) -> bytes:
        """The bytes for the disk. Raises UnicodeEncodeError for names that no text can hold."""
        return self.text.encode(self.encoding)


def decode(data: bytes, name: str = FILE_NAME) -> Written:
    """UTF-8 with or without mark, UTF-16 with its mark, GB18030: what Notepad and WPS save. Raises UserError."""
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    marked = [encoding for mark, encoding in marks if data.startswith(mark)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            return Written(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    raise UserError(Fault(name, "不是能读的文本文件", "请用记事本打开，另存为 UTF-8 编码"))


def template() -> Written:
    """What the first run writes: how to write an entry, and none yet."""
    lines = [""]
    for kind in load_kinds().values():
        if len(lines[-1]) + len(kind.name) > _WIDTH:
            lines.append("")
        lines[-1] += kind.name + "；"
    kinds = "\n".join(f"#   {line}" for line in lines)
    text = _HEAD.format(elsewhere=ELSEWHERE, kinds=kinds)
    return Written(text.replace("\n", "\r\n"), "utf-8-sig")


def add_entry(text: str, correction: Correction, name: str = FILE_NAME) -> str:
    """The text with the entry in the place of the file's earlier one, or at the end of the list. Raises UserError."""
    parse_decisions(text, name)
    rows, _ = read_rows(text, name)
    lines = text.splitlines(keepends=True)
    old = next((row for row in rows if _path(row) == correction.path), None)
    section = section_of(text, name)
    if section is not None and section.flow_style and rows:
        what = "“更正:”写在一对方括号里，程序不便添加"
        raise UserError(Fault(name, what, "请改成一条一行，每条从“- 文件: ”写起"))
    if old and not old.inline:
        entry = _entry(correction, old.dash, _newline(text))
        return "".join([*lines[: old.first], *entry, *lines[old.last + 1 :]])
    at = rows[-1].last + 1 if rows else _heading(lines) + 1
    if rows and old:  # one that stands in braces on its own line
        lines[old.first : old.last + 1] = []
        at -= old.last + 1 - old.first
    if not rows and at == 0:
        lines += [_newline(text)] if lines and lines[-1].strip() else []
        lines.append(f"更正:{_newline(text)}")
        at = len(lines)
    elif not rows:
        lines[at - 1] = re.sub(r"(更正|corrections):.*?(\s*#.*)?$", r"\1:\2", lines[at - 1].rstrip())
    if at and not lines[at - 1].endswith(("\n", "\r")):
        lines[at - 1] += _newline(text)
    return "".join(
        [*lines[:at], *_entry(correction, rows[-1].dash if rows else 2, _newline(text)), *lines[at:]]
    )


def remove_entry(text: str, path: str, name: str = FILE_NAME) -> str | None:
    """The text without the entry of that file; None where there is none. Raises UserError."""
    parse_decisions(text, name)
    lines = text.splitlines(keepends=True)
    for row in read_rows(text, name)[0]:
        if _path(row) == path:
            return "".join([*lines[: row.first], *lines[row.last + 1 :]])
    return None


def stamp(text: str, digests: Mapping[str, str], name: str = FILE_NAME) -> str:
    """The text with a 指纹 under every entry that has none; `digests`: by the path that the entry names."""
    lines = text.splitlines(keepends=True)
    for row in reversed(read_rows(text, name)[0]):
        digest = digests.get(_path(row), "")
        if not digest or row.inline or "digest" in row.fields:
            continue
        if not lines[row.last].endswith(("\n", "\r")):
            lines[row.last] += _newline(text)
        lines.insert(row.last + 1, f"{' ' * row.column}指纹: {digest}{_newline(text)}")
    return "".join(lines)


def _entry(correction: Correction, dash: int, newline: str) -> list[str]:
    """The entry's lines; `dash`: the column of its dash."""
    kinds = "，".join(map(kind_as_decided, correction.kinds))
    items = None if correction.items is None else "、".join(correction.items) or "无"
    fields = (
        ("文件", correction.path),
        ("种类", kinds),
        ("环节", correction.stage.zh if correction.stage else ""),
        ("单位", correction.unit),
        ("项目", items or ""),
        ("说明", correction.note),
        ("谁", correction.by),
        ("何时", correction.on.isoformat() if correction.on else ""),
        ("指纹", correction.digest),
    )
    rows = [f"{key}: {_quoted(value)}{newline}" for key, value in fields if value]
    indent = " " * dash
    return [f"{indent}- {rows[0]}", *(f"{indent}  {row}" for row in rows[1:])]


def _quoted(value: str) -> str:
    """In single quotes where YAML would take it for something else."""
    value = re.sub(r"[\r\n\t]+", " ", value)
    safe = re.fullmatch(r"[\w\u2e80-\uffef./][^#:\x00-\x1f\"']*", value) and value == value.strip()
    return value if safe else "'" + value.replace("'", "''") + "'"


def _path(row: Row) -> str:
    return normal_path(row.fields["path"][0]) if "path" in row.fields else ""


def _heading(lines: list[str]) -> int:
    """The line of “更正:”, or -1."""
    found = (at for at, line in enumerate(lines) if re.match(r"(更正|corrections)\s*:", line))
    return next(found, -1)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
