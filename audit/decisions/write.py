"""Entries put into the text of decisions.yaml, taken out, and stamped; all else in it stays as people wrote it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from audit.decisions.allowed import parse_on_paper, parse_waiver, same_papers, same_waivers
from audit.decisions.correction import Correction
from audit.decisions.names import kind_as_decided
from audit.decisions.parse import normal_path, parse_decisions
from audit.decisions.rows import (
    CORRECTIONS,
    EXAMPLES,
    FILE_NAME,
    ON_PAPER,
    TITLES,
    WAIVERS,
    Row,
    read_rows,
    section_of,
)
from audit.decisions.text import Written, decode, template
from audit.decisions.waiver import OnPaper, Waiver
from checklists import Fault, UserError

__all__ = ["Written", "add_entry", "decode", "remove_allowed", "remove_entry", "stamp", "template"]


def add_entry(text: str, entry: Correction | OnPaper | Waiver, name: str = FILE_NAME) -> str:
    """The text with the entry in the place of an earlier one of the same thing, or at the end of its list.

    Raises UserError.
    """
    parse_decisions(text, name)
    section = _section(entry)
    rows, _ = read_rows(text, name, section)
    lines = text.splitlines(keepends=True)
    old = next((row for row in rows if _is_same(row, entry, name)), None)
    node = section_of(text, name, section)
    if node is not None and node.flow_style and rows:
        what = f"“{TITLES[section]}:”写在一对方括号里，程序不便添加"
        raise UserError(Fault(name, what, f"请改成一条一行，每条从{EXAMPLES[section]}那样的一行写起"))
    if old and not old.inline:
        written = _entry(entry, old.dash, _newline(text))
        return "".join([*lines[: old.first], *written, *lines[old.last + 1 :]])
    at = rows[-1].last + 1 if rows else _heading(lines, section) + 1
    if rows and old:  # one that stands in braces on its own line
        lines[old.first : old.last + 1] = []
        at -= old.last + 1 - old.first
    if not rows and at == 0:
        lines += [_newline(text)] if lines and lines[-1].strip() else []
        lines.append(f"{TITLES[section]}:{_newline(text)}")
        at = len(lines)
    elif not rows:
        lines[at - 1] = re.sub(rf"({_names(section)}):.*?(\s*#.*)?$", r"\1:\2", lines[at - 1].rstrip())
    if at and not lines[at - 1].endswith(("\n", "\r")):
        lines[at - 1] += _newline(text)
    written = _entry(entry, rows[-1].dash if rows else 2, _newline(text))
    return "".join([*lines[:at], *written, *lines[at:]])


def remove_entry(text: str, path: str, name: str = FILE_NAME) -> str | None:
    """The text without the correction of that file; None where there is none. Raises UserError."""
    rows = [row for row in read_rows(text, name)[0] if _path(row) == path]
    return _without(text, rows[:1], name)


def remove_allowed(text: str, entries: Sequence[OnPaper | Waiver], name: str = FILE_NAME) -> str | None:
    """The text without these entries of 纸质件 or 豁免, told by their lines; None where there are none. Raises UserError."""
    gone = {entry.line for entry in entries}
    sections = {_section(entry) for entry in entries}
    rows = [row for section in sections for row in read_rows(text, name, section)[0] if row.first + 1 in gone]
    return _without(text, rows, name)


def _without(text: str, rows: Sequence[Row], name: str) -> str | None:
    parse_decisions(text, name)
    lines = text.splitlines(keepends=True)
    for row in sorted(rows, key=lambda each: -each.first):
        del lines[row.first : row.last + 1]
    return "".join(lines) if rows else None


def _section(entry: Correction | OnPaper | Waiver) -> str:
    return {Correction: CORRECTIONS, OnPaper: ON_PAPER, Waiver: WAIVERS}[type(entry)]


def _is_same(row: Row, entry: Correction | OnPaper | Waiver, name: str) -> bool:
    """Whether the row is of the same file, paper or findings."""
    if isinstance(entry, Correction):
        return _path(row) == entry.path
    if isinstance(entry, OnPaper):
        return same_papers(parse_on_paper(row, name), entry)
    return same_waivers(parse_waiver(row, name), entry)


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


def _entry(entry: Correction | OnPaper | Waiver, dash: int, newline: str) -> list[str]:
    """The entry's lines; `dash`: the column of its dash."""
    fields = _of_correction(entry) if isinstance(entry, Correction) else _of_allowed(entry)
    rows = [f"{key}: {_quoted(value)}{newline}" for key, value in fields if value]
    indent = " " * dash
    return [f"{indent}- {rows[0]}", *(f"{indent}  {row}" for row in rows[1:])]


def _of_correction(correction: Correction) -> Sequence[tuple[str, str]]:
    kinds = "，".join(map(kind_as_decided, correction.kinds))
    items = None if correction.items is None else "、".join(correction.items) or "无"
    return (
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


def _of_allowed(entry: OnPaper | Waiver) -> Sequence[tuple[str, str]]:
    if isinstance(entry, OnPaper):
        return (
            ("单位", entry.unit),
            ("项目", entry.item),
            ("材料", kind_as_decided(entry.kind) if entry.kind else ""),
            ("对应", entry.due_for),
            ("谁看过", entry.by),
            ("何时", entry.on.isoformat()),
            ("存放处", entry.kept),
            ("说明", entry.note),
        )
    return (
        ("规则", entry.rule),
        ("单位", entry.unit),
        ("含下级", "是" if entry.below else ""),
        ("项目", entry.item),
        ("文件", entry.path),
        ("编号", entry.id),
        ("理由", entry.reason),
        ("批准人", entry.approver),
        ("到期日", entry.until.isoformat()),
    )


def _quoted(value: str) -> str:
    """In single quotes where YAML would take it for something else."""
    value = re.sub(r"[\r\n\t]+", " ", value)
    safe = re.fullmatch(r"[\w\u2e80-\uffef./][^#:\x00-\x1f\"']*", value) and value == value.strip()
    return value if safe else "'" + value.replace("'", "''") + "'"


def _path(row: Row) -> str:
    return normal_path(row.fields["path"][0]) if "path" in row.fields else ""


def _heading(lines: list[str], section: str) -> int:
    """The line of the section's heading, or -1."""
    found = (at for at, line in enumerate(lines) if re.match(rf"({_names(section)})\s*:", line))
    return next(found, -1)


def _names(section: str) -> str:
    return f"{TITLES[section]}|{section}"


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
