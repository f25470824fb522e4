"""`fangpin list`: what the program knows: rules, items, kinds, checklists, grading schemes, templates."""

from __future__ import annotations

import click

from checklists import checklist_ids, load_checklist, load_gradings, load_kinds
from fangpin.console import print_table

__all__ = ["command"]


@click.group()
def command() -> None:
    """列出程序里有的规则、清单项目、材料种类、清单、分级方案、模板。

    其中任何一条的详细说明，用 fangpin explain 加它的编号查看。
    """


@command.command()
def rules() -> None:
    """所有审核规则。"""
    from audit.rules import catalogue

    rows = [(rule.name, rule.severity.zh, rule.summary) for rule in catalogue()]
    print_table([("编号", "程度", "查什么"), *rows])


@command.command()
@click.option("--checklist", default="tongren-2021", show_default=True, help="哪份清单：编号，或清单文件。")
def items(checklist: str) -> None:
    """一份清单的所有项目。"""
    kinds = load_kinds()
    rows = []
    for item in load_checklist(checklist).items:
        stage = item.stage.zh if item.stage else "—"
        parts = "、".join(
            kinds[part.kind].name + (f"（{part.each.zh}）" if part.each.zh else "") for part in item.parts
        )
        rows.append((item.id, item.level.zh, stage, item.title, parts))
    print_table([("编号", "层级", "阶段", "项目", "要有的材料"), *rows])


@command.command()
def kinds() -> None:
    """所有材料种类。"""
    rows = [(kind.id, kind.name, kind.origin.zh) for kind in load_kinds().values()]
    print_table([("编号", "名称", "来源"), *rows])


@command.command()
def checklists() -> None:
    """自带的清单。"""
    loaded = [load_checklist(name) for name in checklist_ids()]
    print_table([("编号", "项数", "名称"), *((each.id, str(len(each.items)), each.name) for each in loaded)])


@command.command()
def gradings() -> None:
    """自带的分级方案：各级的标准，由哪一级登记。"""
    rows = []
    for scheme in load_gradings():
        way = "按登记簿算" if scheme.computed else "由人判定"
        for level in scheme.levels:
            kept = "、".join(office.zh for office in level.kept_by)
            rows.append((scheme.id, scheme.name, way, level.name, kept, level.about))
    print_table([("编号", "名称", "怎么定级", "级别", "由谁登记", "标准"), *rows])


@command.command()
def templates() -> None:
    """所有文书模板，可以用 Word 或 WPS 打开修改。"""
    from templates.load import load_kit, load_manifest, load_reports

    rows = [(each.id, each.name, "、".join(level.zh for level in each.issuers)) for each in load_manifest()]
    rows += [(each.id, each.name, "会前材料，见 fangpin meeting") for each in load_kit()]
    rows += [(each.id, each.name, f"整个档案的，见 fangpin {each.command}") for each in load_reports()]
    print_table([("编号", "名称", "由哪一级印制"), *rows])
