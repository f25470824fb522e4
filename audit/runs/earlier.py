"""A run as its report.json tells of it: what a later run is compared with. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from checklists import Fault, UserError

__all__ = ["Earlier", "Known", "parse_earlier"]

_SCHEMA = "fangpin-audit/"
_TODO = "请给出 fangpin audit 写的 report.json（历次的在报告文件夹的“历次”里）"


@dataclass(frozen=True, slots=True)
class Known:
    """A finding of an earlier run, as its report told it. `seen`: when that run, or the one that it took it from, was."""

    id: str
    rule: str
    severity: str
    unit: str
    item: str
    message: str
    files: tuple[str, ...]
    kinds: tuple[str, ...]
    about: tuple[str, ...]
    was: tuple[str, ...]
    seen: str

    @property
    def stem(self) -> str:
        """The id without the number that tells it from its likes."""
        return self.id.partition("-")[0]


@dataclass(frozen=True, slots=True, eq=False)
class Earlier:
    """A run: of what, by which rules (with those of the runs before it), what it found, and what it knew to be mended.

    `digests`: each file's content; `unread`: the files whose content it did not see; `mended`: id → when last seen.
    """

    name: str
    generated_at: str
    as_of: str
    checklist: str
    scope: str
    run: str
    rules: frozenset[str]
    findings: tuple[Known, ...]
    digests: Mapping[str, str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    mended: Mapping[str, str] = field(default_factory=dict)


def parse_earlier(text: str, name: str) -> Earlier:
    """Read a report.json. Raises UserError: no report, or one of a version whose findings have no ids."""
    try:
        data: Any = json.loads(text)
    except ValueError as error:
        raise UserError(Fault(name, "不是检查报告，读不下去", _TODO)) from error
    if not isinstance(data, dict) or not str(data.get("schema", "")).startswith(_SCHEMA):
        raise UserError(Fault(name, "不是检查报告", _TODO))
    run = data.get("run")
    if not isinstance(run, dict):
        raise UserError(
            Fault(name, "是旧版程序写的，里面的问题没有编号，不能比较", "请用新版写的 report.json")
        )
    try:
        return _earlier(data, run, name)
    except (KeyError, TypeError, AttributeError) as error:
        raise UserError(Fault(name, f"内容不全或改动过（{error}）", _TODO)) from error


def _earlier(data: Mapping[str, Any], run: Mapping[str, Any], name: str) -> Earlier:
    seen = str(data["generated_at"])
    rows = [*data["findings"], *data.get("waived", ()), *data.get("not_judged", ())]
    return Earlier(
        name=name,
        generated_at=seen,
        as_of=str(data["as_of"]),
        checklist=str(data["checklist"]),
        scope=str(run["scope"]),
        run=str(run["digest"]),
        rules=frozenset(map(str, run["known_rules"])),
        findings=tuple(_known(row, seen) for row in rows),
        digests={str(row["path"]): str(row.get("digest", "")) for row in data["files"]},
        unread=frozenset(_unread(data["files"])),
        mended={str(each): str(on) for each, on in data.get("closed", {}).items()}
        | {str(row["id"]): str(row.get("seen", seen)) for row in data.get("mended", ())},
    )


def _known(row: Mapping[str, Any], seen: str) -> Known:
    return Known(
        id=str(row["id"]),
        rule=str(row["rule"]),
        severity=str(row["severity"]),
        unit=str(row["unit"]),
        item=str(row["item"] or ""),
        message=str(row["message"]),
        files=tuple(map(str, row["files"])),
        kinds=tuple(map(str, row.get("kinds", ()))),
        about=tuple(map(str, row.get("about", ()))),
        was=tuple(map(str, row.get("was", ()))),
        seen=str(row.get("seen", seen)),
    )


def _unread(rows: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """Files in a state other than read, and not a container."""
    for row in rows:
        if row.get("state", "read") not in ("read", "container"):
            yield str(row["path"])
