"""The text of decisions.yaml → its entries with their lines, and what Notepad and input methods do to YAML. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from audit.decisions.names import nearest
from audit.wording import join
from checklists import Fault, UserError

__all__ = [
    "CORRECTIONS",
    "EXAMPLE",
    "EXAMPLES",
    "FILE_NAME",
    "ON_PAPER",
    "TITLES",
    "WAIVERS",
    "Row",
    "normal_path",
    "read_rows",
    "section_of",
]

FILE_NAME = "decisions.yaml"
CORRECTIONS, ON_PAPER, WAIVERS = "corrections", "on-paper", "waivers"
EXAMPLE = "“- 文件: 红旗村/公示.docx”"
EXAMPLES = {
    CORRECTIONS: EXAMPLE,
    ON_PAPER: "“- 单位: 思源县/双河镇/红旗村”",
    WAIVERS: "“- 规则: photo-date-mismatch”",
}
# What a section and its fields may be called; the first name is the one that is written.
TITLES = {CORRECTIONS: "更正", ON_PAPER: "纸质件", WAIVERS: "豁免"}
_SECTIONS = {name: section for section, title in TITLES.items() for name in (title, section)}
_UNIT, _NOTE, _ON = ("单位", "unit"), ("说明", "备注", "note"), ("何时", "日期", "on")
_FIELDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    CORRECTIONS: {
        "path": ("文件", "file"),
        "kinds": ("种类", "kind"),
        "stage": ("环节", "阶段", "stage"),
        "unit": _UNIT,
        "items": ("项目", "items"),
        "note": _NOTE,
        "by": ("谁", "by"),
        "on": _ON,
        "digest": ("指纹", "digest"),
    },
    ON_PAPER: {
        "unit": _UNIT,
        "item": ("项目", "item"),
        "kind": ("材料", "种类", "kind"),
        "due_for": ("对应", "due-for"),
        "by": ("谁看过", "谁", "by"),
        "on": _ON,
        "kept": ("存放处", "存放", "kept"),
        "note": _NOTE,
    },
    WAIVERS: {
        "rule": ("规则", "rule"),
        "unit": _UNIT,
        "below": ("含下级", "below"),
        "item": ("项目", "item"),
        "path": ("文件", "file"),
        "id": ("编号", "id"),
        "reason": ("理由", "reason"),
        "approver": ("批准人", "approver"),
        "until": ("到期日", "until"),
    },
}
_FIELD_OF = {
    section: {name: field for field, names in fields.items() for name in names}
    for section, fields in _FIELDS.items()
}
_KEYS = "|".join(
    sorted({*_SECTIONS, *(name for names in _FIELD_OF.values() for name in names)}, key=len, reverse=True)
)


_UNCLEAR = {
    CORRECTIONS: ("这一条没有写清是哪个文件", f"写成 {EXAMPLE}，下面一行写“种类: 公示”"),
    ON_PAPER: ("这一条没有写清是哪个单位", f"写成 {EXAMPLES[ON_PAPER]}，下面各行写“项目: V05”等"),
    WAIVERS: ("这一条没有写清是哪条规则", f"写成 {EXAMPLES[WAIVERS]}，下面各行写“单位: 思源县”等"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: its fields as written with the line of each, where it stands (lines from 0), and the columns of its
    dash and keys; `inline`: it stands in braces.
    """

    fields: Mapping[str, tuple[str, int]]
    first: int
    last: int
    dash: int
    column: int
    inline: bool


def read_rows(
    text: str, name: str = FILE_NAME, section: str = CORRECTIONS
) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    """The entries of a section before their values are looked at, and what is wrong in others.

    Raises UserError where the text as a whole cannot be read.
    """
    slips = list(_slips(text, name))
    if slips:
        raise UserError(slips)
    listed = section_of(text, name, section)
    rows: list[Row] = []
    faults: list[Fault] = []
    for node in listed.value if listed else ():
        try:
            rows.append(_row(node, listed.start_mark.column, name, section))
        except UserError as error:
            faults += error.faults
    return tuple(rows), tuple(faults)


def section_of(text: str, name: str = FILE_NAME, section: str = CORRECTIONS) -> Any:
    """The YAML node of a section's list, or None where there is none or nothing in it. Raises UserError."""
    import yaml

    root = _composed(text, name)
    if root is None:
        return None
    if not isinstance(root, yaml.MappingNode):
        raise UserError(_fault(root, name, "最外面要写“更正:”", f"先写一行“更正:”，下面每条写成 {EXAMPLE}"))
    node = _sections(root, name).get(section)
    if node is None or (isinstance(node, yaml.ScalarNode) and node.value in ("", "~", "null")):
        return None
    if not isinstance(node, yaml.SequenceNode):
        what = f"“{TITLES[section]}:”下面没有一条一条写"
        raise UserError(_fault(node, name, what, f"每条从短横开始，写成 {EXAMPLES[section]}"))
    return node


@lru_cache(maxsize=4)  # every section is looked up in the same text
def _composed(text: str, name: str) -> Any:
    """The text as YAML nodes, which nobody changes. Raises UserError."""
    import yaml

    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        where = f"{name} 第 {mark.line + 1} 行" if mark else name
        todo = f"每一条从短横写起，下面各行左边对齐，写成 {EXAMPLE}；有 #、: 等符号的值用英文单引号括起来"
        raise UserError(Fault(where, "写法不对，读不下去", todo)) from error


def normal_path(path: str) -> str:
    """A path as the audit writes it: / between folders, no ./ before it, composed characters."""
    text = unicodedata.normalize("NFC", path.strip().replace("\\", "/"))
    return re.sub(r"^(\./)+", "", text)


def _sections(root: Any, name: str) -> dict[str, Any]:
    """The file's sections. Raises UserError for one that is not known, or there twice."""
    found: dict[str, Any] = {}
    for key, value in root.value:
        section = _SECTIONS.get(str(key.value))
        if section is None:
            known = join(word for word in _SECTIONS if not word.isascii())
            raise UserError(_fault(key, name, f"没有“{key.value}”这一栏", f"可以写的有：{known}"))
        if section in found:
            what = f"“{key.value}”写了两次"
            raise UserError(_fault(key, name, what, "各条都写在同一个下面"))
        found[section] = value
    return found


def _slips(text: str, name: str) -> Iterator[Fault]:
    """What Chinese input methods and Notepad do to YAML: full-width colons, tabs, full-width blanks, no blank."""
    for number, line in enumerate(text.splitlines(), 1):
        where = f"{name} 第 {number} 行"
        if line.lstrip().startswith("#"):
            continue
        indent = re.match(r"\s*(?:-\s*)?", line)
        if indent and "\t" in indent[0] and line.strip():
            yield Fault(where, "行首用了制表符（Tab）", f"请改成空格，写成 {EXAMPLE}")
        elif indent and "\u3000" in indent[0] and line.strip():
            yield Fault(where, "行首用了全角空格", f"请改成半角空格，写成 {EXAMPLE}")
        elif re.match(r"\s*[－–—]\s*\S", line):
            yield Fault(where, "行首的短横是全角的", f"请改成半角的“-”，写成 {EXAMPLE}")
        elif match := re.match(rf"\s*(?:-\s*)?({_KEYS})\s*：\s*(.*)", line):
            todo = f"请改成半角冒号加一个空格，写成“{f'{match[1]}: {match[2]}'.strip()}”"
            yield Fault(where, f"“{match[1]}”后面的冒号是全角的“：”", todo)
        elif match := re.match(rf"\s*(?:-\s*)?({_KEYS}):(?=\S)(.*)", line):
            todo = f"冒号后面加一个空格，写成“{match[1]}: {match[2]}”"
            yield Fault(where, f"“{match[1]}:”后面没有空格", todo)
        elif match := re.match(rf"\s*-({_KEYS}):", line):
            yield Fault(where, "短横后面没有空格", f"短横后面加一个空格，写成“- {match[1]}: …”")


def _row(node: Any, dash: int, name: str, section: str) -> Row:
    import yaml

    if not isinstance(node, yaml.MappingNode):
        raise UserError(_fault(node, name, *_UNCLEAR[section]))
    fields: dict[str, tuple[str, int]] = {}
    faults = []
    for key, value in node.value:
        word = str(key.value)
        field = _FIELD_OF[section].get(word)
        if field is None:
            known = [names[0] for names in _FIELDS[section].values()]
            near = nearest(word, known)
            todo = f"是不是“{near[0]}”？" if near else f"可以写的有：{'、'.join(known)}"
            faults.append(_fault(key, name, f"没有“{word}”这一格", todo))
        elif field in fields:
            faults.append(_fault(key, name, f"“{word}”在同一条里写了两次", "留一个"))
        elif isinstance(value, yaml.MappingNode) or not _plain(value):
            faults.append(_fault(value, name, f"“{word}”的值写得不对", f"写成“{word}: 内容”"))
        else:
            fields[field] = (_text_of(value), value.start_mark.line + 1)
    if faults:
        raise UserError(faults)
    mark = node.start_mark
    return Row(fields, mark.line, _last_line(node), dash, mark.column, bool(node.flow_style))


def _text_of(node: Any) -> str:
    """A value as text; a list [公示, 签到表] with commas."""
    if isinstance(node.value, str):
        return node.value.strip()
    return "，".join(each.value.strip() for each in node.value)


def _plain(node: Any) -> bool:
    """A text, or a list of texts; not lists in lists, nor one that holds itself."""
    return isinstance(node.value, str) or all(isinstance(each.value, str) for each in node.value)


def _last_line(node: Any) -> int:
    """The last line that a node's own text stands on: a block's end mark lies where the next thing begins."""
    if isinstance(node.value, str) or node.flow_style:
        end = node.end_mark
        return int(end.line - 1 if end.column == 0 and end.line > node.start_mark.line else end.line)
    children = [part for each in node.value for part in (each if isinstance(each, tuple) else (each,))]
    return max((_last_line(child) for child in children), default=int(node.start_mark.line))


def _fault(node: Any, name: str, what: str, todo: str) -> Fault:
    return Fault(f"{name} 第 {node.start_mark.line + 1} 行", what, todo)
