"""Records of the offices: units, papers in and out, clues, inspections, paragraphs of summaries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from registry import values
from registry.column import column
from registry.dates import Month

__all__ = ["Clue", "Inspection", "Paper", "Paragraph", "Unit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """An office of county, township or village level (县、区、市；乡、镇、街道；村、社区)."""

    row: int = 0
    name: str = column(
        "单位名称", "县（区、市）、乡（镇、街道）、村（社区）的全名", required=True, example="清水镇"
    )
    level: str = column("层级", "", choices=values.LEVELS, required=True, example="乡级")
    parent: str | None = column("上级单位", "县级不填；乡级填县名，村级填乡镇名", example="云岭县")
    own: str | None = column(
        "本单位", "使用本工作簿的单位填“是”，只填一个", choices=values.YES_NO, example="是"
    )
    code: str | None = column("行政区划代码", "县 6 位、乡 9 位、村 12 位，可不填")
    issuer: str | None = column("发文机关全称", "不填时按单位名称推出，如“清水镇人民政府”", width=30)
    number_prefix: str | None = column("发文机关代字", "如“清镇府呈”，没有文号的单位不填", example="清镇府呈")
    party_body: str | None = column(
        "党组织全称", "乡级必要时填，不填时按单位名称推出，如“清水镇党委”", width=24
    )
    bureau: str | None = column(
        "主管部门全称", "县级填，不填时按单位名称推出，如“云岭县乡村振兴局”", width=26
    )
    leader: str | None = column("主要负责人", "")
    signer: str | None = column("签发人", "请示、报告的签发人")
    printer: str | None = column("印发机关", "公文版记用，如“清水镇党政综合办公室”；不填的不印版记", width=26)
    contact: str | None = column("联系人", "")
    contact_phone: str | None = column("联系电话", "请示附注用")
    hotline: str | None = column("监督电话", "印在公示上")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper that a unit received or issued (收文、发文登记)."""

    row: int = 0
    unit: str = column("单位", "哪个单位收到或印发", required=True, example="清水镇")
    direction: str = column("收发", "", choices=values.DIRECTION, required=True, example="发文")
    kind: str = column("种类", "", choices=values.PAPER_KINDS, required=True, example="安排部署通知")
    title: str = column("标题", "不带书名号", required=True, width=46)
    number: str | None = column("文号", "还没有编号的不填", width=24)
    sender: str | None = column("来文机关", "收文填", width=28)
    dated_on: date | None = column("成文日期", "")
    addressee: str | None = column("主送机关", "发文填", width=30)
    copied_to: str | None = column("抄送机关", "发文填，印在版记上；没有的不填", width=30)
    printed_on: date | None = column("印发日期", "发文填，送去印制的日期")
    basis: str | None = column("依据", "发文填，依据哪些上级文件", width=40)
    period: str | None = column("所写时段", "总结填，如“2021”“2021-05:2021-06”；不填的按档案年度", width=18)
    item: str | None = column("归入哪一项", "情况说明填它所说明的清单编号，如“V05”；不填的归入第 1 项")
    body: str | None = column("正文内容", "发文填，一段一行（单元格内用 Alt+Enter 换行）", width=60)
    kept_at: str | None = column("原件存放处", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """An early-warning clue of a month, or the explicit nil report (零报告) of a unit."""

    row: int = 0
    month: Month = column("月份", "如 2021-03", required=True, example="2021-03")
    unit: str = column("填报单位", "哪一级汇总的清单；零报告由哪个单位报", required=True, example="清水镇")
    zero: str | None = column("零报告", "该单位本月没有线索填“是”，后面各列不填", choices=values.YES_NO)
    village: str | None = column("涉及村", "线索所在的村（社区）")
    name: str | None = column("姓名", "")
    source: str | None = column("线索来源", "反馈的部门或系统名称", example="县医保局")
    content: str | None = column("线索内容", "", width=30)
    finding: str | None = column("核实结果", "", width=30)
    checked_on: date | None = column("核实日期", "")
    reported_on: date | None = column("填报日期", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A household looked at in a village's own inspection (村级自主排查)."""

    row: int = 0
    unit: str = column("村（社区）", "", required=True)
    inspected_on: date = column("排查日期", "", required=True)
    name: str = column("户主姓名", "", required=True)
    group: str | None = column("村民小组", "", example="二组")
    persons: int | None = column("人口", "")
    inspector: str | None = column("排查人", "")
    finding: str | None = column("排查情况", "", width=34, example="无返贫致贫风险")
    at_risk: str | None = column("有无风险", "写集中排查总结时要数", choices=("有", "无"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph that staff write themselves for a summary."""

    row: int = 0
    unit: str = column("单位", "", required=True)
    section: str = column(
        "放在哪一部分",
        "",
        choices=values.SECTIONS,
        required=True,
        example="主要做法",
    )
    text: str = column("内容", "一段一行；想分段就多写几行记录", required=True, width=80)
    period: str | None = column("用于哪一期", "如“2021年上半年”；不填的各期都用", width=16)
    summary: str | None = column(
        "用于哪种总结", "不填的用于工作总结和年度监测帮扶总结", choices=values.SUMMARIES, width=20
    )
