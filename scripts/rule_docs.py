"""docs/rules.md from the docstrings of the rules, for people to read.

python -m scripts.rule_docs            writes docs/rules.md
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from audit.rules import Rule, catalogue

__all__ = ["PAGE", "render"]

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"
_FAMILIES = {
    "completeness": "齐不齐",
    "files": "文件本身",
    "content": "填写",
    "people": "人",
    "figures": "数字",
    "chain": "名单和文件往来",
    "meetings": "会议",
    "timeline": "日期和步骤",
    "signing": "签字盖章",
    "photos": "照片",
    "words": "文字",
    "practice": "做法",
}
_HEAD = """# 检查规则

由 `python -m scripts.rule_docs` 从规则自带的说明生成，不要直接改本页。命令行里看一条：`fangpin explain 规则名`。
标“单份也查”的规则不用档案，`fangpin lint` 也按它查一份材料；标“清单要求才查”的，清单的 rules 里打开才查。
"""


def render(rules: Iterable[Rule]) -> str:
    """The page: a table of all, then one section a rule, family by family."""
    known = list(rules)
    families = [*_FAMILIES, *sorted({rule.family for rule in known} - set(_FAMILIES))]
    ordered = sorted(known, key=lambda rule: (families.index(rule.family), rule.name))
    return "\n".join([_HEAD, *_table(ordered), *(line for rule in ordered for line in _section(rule))]) + "\n"


def _table(rules: Iterable[Rule]) -> Iterator[str]:
    yield "| 规则 | 轻重 | 说什么 |"
    yield "|---|---|---|"
    for rule in rules:
        yield f"| [{rule.name}](#{rule.name}) | {rule.severity.zh} | {rule.summary.replace('|', '／')} |"


def _section(rule: Rule) -> Iterator[str]:
    notes = [rule.severity.zh, _FAMILIES.get(rule.family, rule.family)]
    notes += ["单份也查"] * rule.alone + ["清单要求才查"] * rule.optional
    yield f"\n## {rule.name}\n"
    yield f"**{rule.summary}**（{'；'.join(notes)}）\n"
    yield "\n\n".join(f"{name}：{text}" for name, text in rule.sections)


if __name__ == "__main__":
    PAGE.write_text(render(catalogue()), encoding="utf-8", newline="\n")
