"""A household's own papers, from its application to the form that ends the monitoring."""

from __future__ import annotations

from scripts.sample_archive.paper import DISTRICT, IN, OUT, STREET, VILLAGE, Paper
from scripts.sample_archive.people import Household, per_head, total
from scripts.sample_archive.rounds import ELIMINATING


def application(h: Household) -> Paper:
    member = h.members[0]
    return Paper(
        ("application",),
        IN,
        (
            "防返贫监测帮扶申报书",
            f"{VILLAGE}村民委员会：",
            f"我是{VILLAGE}{h.group}村民{h.head}，{member.sex}，公民身份号码{h.id_number}，全家{h.size}口人。",
            f"{h.story}，生活遇到困难。近十二个月全家纯收入{total(h.income)}元，人均{per_head(h.income, h.size)}元。",
            "现自愿申报纳入防返贫监测帮扶，请村里调查核实。",
            f"申报人（签名）：{h.head}",
            f"联系电话：{h.phone}",
            "2021年4月2日",
        ),
    )


def authorisation(h: Household) -> Paper:
    rows = tuple((m.relation, m.name, m.id_number, m.name) for m in h.members)
    return Paper(
        ("authorisation",),
        IN,
        (
            "家庭情况承诺及信息核查授权书",
            "本人承诺：申报的家庭人口、收入、支出和困难情况全部属实，如有隐瞒愿退还所享受的帮扶。",
            "本人及共同生活的家庭成员同意并授权有关部门查询户籍、车辆、房产、工商登记、存款等信息，用于监测对象核查。",
            (("与户主关系", "姓名", "公民身份号码", "签名"), *rows),
            f"承诺授权人（签名）：{h.head}",
            "2021年4月2日",
        ),
    )


def _money(
    income: tuple[int, int, int, int, int], size: int, blank: bool = False
) -> tuple[tuple[str, ...], ...]:
    wages, business, property_, transfers, expenses = map(str, income)
    return (
        ("工资性收入（元）", wages, "生产经营性收入（元）", business),
        ("财产性收入（元）", property_, "转移性收入（元）", transfers),
        ("生产经营性支出（元）", expenses, "家庭纯收入（元）", str(total(income))),
        ("家庭人口（人）", str(size), "人均纯收入（元）", "" if blank else per_head(income, size)),
    )


def verification(h: Household, blank: bool = False) -> Paper:
    return Paper(
        ("verification-form",),
        IN,
        (
            "防止返贫致贫监测对象核实认定表",
            (
                ("户主", h.head, "公民身份号码", h.id_number),
                ("住址", f"沅浦市{DISTRICT}{STREET}{VILLAGE}{h.group}", "联系电话", h.phone),
                ("监测类别", h.type, "主要返贫致贫风险", h.risk),
                *_money(h.income, h.size, blank),
                ("入户核实情况", h.story, "认定意见", "符合监测条件，建议纳入"),
            ),
            (
                ("家庭成员", "关系", "公民身份号码", "健康状况"),
                *((m.name, m.relation, m.id_number, m.health) for m in h.members),
            ),
            "核实人（签名）：桂长林　危晓岚",
            f"户主（签名）：{h.head}",
            "2021年4月6日",
        ),
    )


def collection(h: Household) -> Paper:
    head = ("序号", "姓名", "性别", "公民身份号码", "与户主关系", "文化程度", "健康状况", "劳动技能")
    rows = (
        (str(n), m.name, m.sex, m.id_number, m.relation, m.schooling, m.health, m.labour)
        for n, m in enumerate(h.members, 1)
    )
    return Paper(
        ("collection-form",),
        IN,
        (
            "监测户家庭基础信息登记采集表",
            f"户主：{h.head}　　监测类别：{h.type}　　主要风险：{h.risk}　　电话：{h.phone}",
            (head, *rows),
            _money(h.income, h.size),
            (
                ("住房安全", "安全", "饮水安全", "已通自来水"),
                ("耕地面积（亩）", "3", "义务教育", "无失学辍学"),
            ),
            "信息采集人：苗雨",
            f"户主（签名）：{h.head}",
            "2021年4月7日",
        ),
    )


def plan(h: Household) -> Paper:
    rows = tuple((str(n), m.name, m.detail, m.office) for n, m in enumerate(h.measures, 1))
    return Paper(
        ("assistance-plan",),
        "assistance",
        (
            "监测户一户一策帮扶计划",
            (
                ("户主", h.head, "监测类别", h.type),
                ("家庭人口", f"{h.size}人", "主要风险", h.risk),
                ("帮扶联系人", h.helper, "电话", h.phone),
            ),
            f"困难原因：{h.story}。",
            (("序号", "帮扶措施", "具体内容", "责任单位"), *rows),
            f"户主（签名）：{h.head}　　帮扶联系人（签名）：{h.helper}",
            f"{VILLAGE}村民委员会",
            "2021年5月25日",
        ),
    )


def measures_table(h: Household) -> Paper:
    head = ("序号", "帮扶措施", "享受内容", "金额", "落实时间", "落实单位")
    rows = ((str(n), m.name, m.detail, m.amount, m.day, m.office) for n, m in enumerate(h.measures, 1))
    return Paper(
        ("measures-table",),
        "assistance",
        (
            "监测户帮扶措施落实情况明细表",
            f"户主：{h.head}　　{VILLAGE}{h.group}　　帮扶联系人：{h.helper}",
            (head, *rows),
            f"户主（签名）：{h.head}",
            "2021年11月22日",
        ),
    )


def proof(h: Household, number: int) -> Paper:
    measure = h.measures[number]
    return Paper(
        ("measure-proof",),
        "assistance",
        (
            measure.proof,
            measure.proof_text,
            f"户主：{h.head}　　证件号码：{h.id_number}",
            measure.office,
            measure.day,
        ),
    )


def visit(h: Household, day: str) -> Paper:
    return Paper(
        ("visit-record",),
        "assistance",
        (
            "结对帮扶入户走访记录",
            f"走访对象：{h.head}　　走访人：{h.helper}　　走访日期：{day}",
            "走访情况：了解近期收入和子女就学情况，宣传有关政策，暂无新的困难。",
            f"农户（签名）：{h.head}",
        ),
    )


def natural_change(h: Household) -> Paper:
    born = h.born
    row = (
        ("增加", born.name, born.sex, born.id_number, born.relation, "2021年7月6日", "出生")
        if born
        else ("无",) * 7
    )
    return Paper(
        ("natural-change-form",),
        "dynamic",
        (
            "监测户家庭人口自然增减登记表",
            f"户主：{h.head}　　纳入时家庭人口：{h.size}人　　现有家庭人口：{h.size_now}人",
            (("变动类型", "姓名", "性别", "公民身份号码", "与户主关系", "变动时间", "变动原因"), row),
            "登记人：苗雨",
            "2021年11月24日",
        ),
    )


def elimination_visit(h: Household) -> Paper:
    assert h.income_after
    return Paper(
        ("elimination-visit-form",),
        OUT,
        (
            f"{ELIMINATING.what}入户核实表",
            (
                ("户主", h.head, "公民身份号码", h.id_number),
                ("监测类别", h.type, "纳入时风险", h.risk),
                *_money(h.income_after, h.size),
                ("风险是否消除", "是", "核实意见", "收入稳定，同意提名"),
            ),
            "核实人（签名）：盛兆丰　桂长林",
            f"户主（签名）：{h.head}",
            "2021年10月14日",
        ),
    )


def assessment(h: Household) -> Paper:
    assert h.income_after
    return Paper(
        ("elimination-assessment",),
        OUT,
        (
            "监测户风险消除评估认定表",
            (
                ("户主", h.head, "公民身份号码", h.id_number),
                ("监测类别", h.type, "纳入时风险", h.risk),
                *_money(h.income_after, h.size),
                ("落实的帮扶措施", "、".join(m.name for m in h.measures), "三保障及饮水", "均有保障"),
                ("评估结论", "风险稳定消除", "帮扶联系人", h.helper),
            ),
            f"户主（签名认可）：{h.head}",
            "2021年10月14日",
        ),
    )


def comparison(h: Household) -> Paper:
    assert h.income_after
    return Paper(
        ("comparison-form",),
        OUT,
        (
            "监测户信息采集前后对照表",
            f"户主：{h.head}　　导出日期：2021年10月15日",
            (
                ("指标", "识别时", "目前"),
                ("家庭人口", str(h.size), str(h.size_now)),
                ("家庭纯收入", str(total(h.income)), str(total(h.income_after))),
                ("人均纯收入", per_head(h.income, h.size), per_head(h.income_after, h.size_now)),
                ("监测类别", h.type, h.type),
            ),
        ),
    )
