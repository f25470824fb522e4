"""`fangpin explain`: what a rule, an item or a kind is, why, from what source, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import click

from checklists import Checklist, Fault, Item, Kind, UserError, checklist_ids, load_checklist, load_kinds

__all__ = ["command"]


@click.command()
@click.argument("name", metavar="RULE|ITEM|KIND")
@click.option("--checklist", default="", help="只看这份清单的项目：编号，或清单文件。默认看所有自带的清单。")
def command(name: str, checklist: str) -> None:
    """说明一条规则、一个清单项目或一种材料。

    例如 fangpin explain missing-month，fangpin explain V05，fangpin explain 公示。
    有哪些，见 fangpin list。
    """
    lists = [load_checklist(checklist)] if checklist else [load_checklist(each) for each in checklist_ids()]
    texts = [*_rules(name), *_items(name, lists), *_kinds(name, lists)]
    if not texts:
        raise UserError(_unknown(name, lists))
    click.echo("\n\n".join(texts))


def _rules(name: str) -> Iterator[str]:
    from audit.rules import catalogue

    for rule in catalogue():
        if name == rule.name:
            lines = [f"{rule.name}（{rule.severity.zh}）", f"  {rule.summary}"]
            lines += [f"  {heading}：{text}" for heading, text in rule.sections]
            yield "\n".join(lines)


def _items(name: str, lists: list[Checklist]) -> Iterator[str]:
    for checklist in lists:
        for item in checklist.items:
            if name.upper() == item.id:
                yield _describe_item(item, checklist)


def _describe_item(item: Item, checklist: Checklist) -> str:
    kinds = load_kinds()
    lines = [
        f"{item.id} {item.title}（{item.level.zh}档案）",
        f"  清单：{checklist.name}",
        f"  依据：{checklist.source}，{item.clause}",
        f"  阶段：{item.stage.zh if item.stage else '不分阶段，一直适用'}",
        f"  放在：{item.folder}",
        "  要有的材料：",
    ]
    for part in item.parts:
        kind = kinds[part.kind]
        each = f"，{part.each.zh}" if part.each.zh else ""
        lines.append(f"  - {kind.name}（{kind.id}）{each}；{kind.origin.zh}")
    return "\n".join(lines)


def _kinds(name: str, lists: list[Checklist]) -> Iterator[str]:
    for kind in load_kinds().values():
        if name in (kind.id, kind.name):
            yield _describe_kind(kind, lists)


def _describe_kind(kind: Kind, lists: list[Checklist]) -> str:
    lines = [f"{kind.name}（{kind.id}）", f"  {kind.about}", f"  来源：{kind.origin.zh}"]
    if kind.staged:
        lines.append("  认定和风险消除两个阶段都有。")
    for checklist in lists:
        wanted = [item.id for item in checklist.items if any(part.kind == kind.id for part in item.parts)]
        where = "、".join(wanted) if wanted else "不单列为一项"
        lines.append(f"  用在：{where}（{checklist.name}）")
    return "\n".join(lines)


def _unknown(name: str, lists: list[Checklist]) -> Fault:
    from audit.rules import catalogue

    known = [rule.name for rule in catalogue()]
    known += [item.id for checklist in lists for item in checklist.items]
    for kind in load_kinds().values():
        known += [kind.id, kind.name]
    near = (
        difflib.get_close_matches(name, known, cutoff=0.5)
        or [each for each in known if name and name in each][:3]
    )
    todo = f"是不是 {'、'.join(near)}？" if near else "有哪些，请看 fangpin list rules、items 或 kinds"
    return Fault(f"“{name}”", "不是规则、清单项目或材料种类", todo)
