"""A whole small archive in wordings of its own: a district, a street office, two communities, two households.

莫小棠 is identified and in elimination, 游长林 is identified, 房子安 was refused. Nobody in it exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from tests.audit.builders import make_docx, make_pdf, make_xlsx, photo

DISTRICT, STREET, COMMUNITY, EMPTY = "云溪区", "望江街道", "临江社区", "柳浪社区"
MO, YOU, REFUSED = "莫小棠", "游长林", "房子安"
IDS = {MO: "990101197203040014", YOU: "990101196805060026"}
SIZES = {MO: "4", YOU: "2"}
TYPES = {MO: "突发严重困难户", YOU: "边缘易致贫户"}
MEASURES = {MO: ("护林员岗位", "大病医疗救助"), YOU: ("最低生活保障金", "雨露计划资助")}

_C = "区级档案"
_T = "望江街道/街道级资料"
_V = "望江街道/临江社区/社区档案"
_E = "望江街道/柳浪社区"
_H = "望江街道/临江社区/监测户档案"

Row = tuple[str, str, bytes]


@lru_cache(maxsize=1)
def archive() -> dict[str, bytes]:
    """Path → bytes."""
    return {path: data for path, _, data in papers()}


@lru_cache(maxsize=1)
def kinds() -> dict[str, str]:
    """Path → main kind."""
    return {path: kind for path, kind, _ in papers()}


@lru_cache(maxsize=1)
def papers() -> tuple[Row, ...]:
    """Every file with its kind."""
    rows = [*_district(), *_street(), *_community(), *_empty_community()]
    rows += _household(MO, "01-莫小棠", True) + _household(YOU, "02-游长林", False)
    return tuple(rows)


def roster(title: str, heads: tuple[str, ...], signed: str) -> bytes:
    """A list of households with its title."""
    head = ("序号", "社区", "户主姓名", "身份证号码", "家庭人口", "监测对象类别")
    rows = [(str(n), COMMUNITY, name, IDS[name], SIZES[name], TYPES[name]) for n, name in enumerate(heads, 1)]
    return make_docx(title, (head, *rows), signed)


def _people(stage: str) -> tuple[str, ...]:
    return (MO, YOU) if stage == "in" else (MO,)


_WORD = {"in": "拟纳入防贫监测对象", "out": "拟解除风险监测户"}
_REQUEST = {"in": "望街呈〔2021〕8号", "out": "望街呈〔2021〕15号"}
_REPLY = {"in": "云振领办复〔2021〕5号", "out": "云振领办复〔2021〕11号"}
_DAY = {"in": "2021年6月", "out": "2021年11月"}


def _spirit(place: str, office: str, above: str, level: str) -> Iterator[Row]:
    """The first item of every level: the paper from above, the own notice, the meeting, the photo."""
    folder = {
        "C": f"{_C}/1.文件精神",
        "T": f"{_T}/1.文件精神",
        "V": f"{_V}/1.文件精神",
        "E": f"{_E}/1.文件精神",
    }[level]
    yield f"{folder}/收文.docx", "policy-document", make_docx(
        f"{above}关于建立防止返贫监测预警机制的指导意见", "各单位：", "请认真贯彻执行。", above, "2021年2月20日"
    )  # fmt: skip
    to = {"C": "各街道、镇：", "T": "各社区：", "V": "各居民小组：", "E": "各居民小组："}[level]
    yield f"{folder}/发文.docx", "deployment-notice", make_docx(
        f"{office}关于做好防贫监测对象摸底的通知", to, "请各单位迅速组织人员入户。", office, "2021年3月2日"
    )  # fmt: skip
    yield f"{folder}/会议.docx", "deployment-meeting", make_docx(
        f"{place}防贫监测工作动员会会议纪要", "时间：2021年3月3日", "主持：柏青", "会议传达了上级精神。"
    )  # fmt: skip
    yield f"{folder}/动员会现场.jpg", "photo", photo(f"spirit{level}")


def clue_sheet(month: int, place: str) -> list[list[str]]:
    """A month without clues."""
    return [
        [f"{place}{month}月防返贫线索零报告"],
        [f"2021年{month}月，未收到预警信息。"],
        [f"2021年{month}月28日"],
    ]


def _district() -> Iterator[Row]:
    office = "云溪区乡村振兴领导小组办公室"
    yield from _spirit(DISTRICT, office, "长河省乡村振兴局", "C")
    for month in range(3, 13):
        text = [row[0] for row in clue_sheet(month, DISTRICT)]
        yield f"{_C}/2.线索/{month}月.docx", "clue-list", make_docx(*text)
    for stage, first in (("in", 3), ("out", 5)):
        folder = f"{_C}/{first}.街道上报"
        yield f"{folder}/请示{stage}.docx", "township-request", request(stage, bound=True)
        folder = f"{_C}/{first + 1}.审定"
        if stage == "in":
            heading = ("户主", "社区", "车辆", "房产", "工商登记", "比对结果")
            rows = [(name, COMMUNITY, "无", "无", "无", "正常") for name in (MO, YOU)]
            yield f"{folder}/比对.docx", "comparison-result", make_docx(
                "行业部门数据比对情况反馈表", (heading, *rows), "云溪区乡村振兴局", "2021年6月20日"
            )  # fmt: skip
        yield f"{folder}/会商{stage}.docx", "county-consultation", make_docx(
            f"{_WORD[stage]}联席会商纪要", f"时间：{_DAY[stage]}22日", "参会单位：民政、医保、教育",
            f"会商{'、'.join(_people(stage))}，均同意。",
        )  # fmt: skip
        yield f"{folder}/批复{stage}.docx", "county-reply", reply(stage)
    yield f"{_C}/7.台账/台账.xlsx", "dynamic-ledger", ledger(DISTRICT)


def request(stage: str, *, bound: bool) -> bytes:
    """The street office's request; `bound`: its list follows on a new page."""
    heads = _people(stage)
    text = [
        f"望江街道办事处关于{_WORD[stage]}的请示", _REQUEST[stage], "云溪区乡村振兴领导小组办公室：",
        f"我街道审核{_WORD[stage]}{len(heads)}户，公示无异议。妥否，请批示。",
        "附件：花名册", "望江街道办事处", f"{_DAY[stage]}18日",
    ]  # fmt: skip
    if not bound:
        return make_docx(*text)
    rows = [(str(n), COMMUNITY, name, IDS[name], SIZES[name]) for n, name in enumerate(heads, 1)]
    table = (("序号", "社区", "户主姓名", "身份证号码", "家庭人口"), *rows)
    return make_docx(*text, "\f", f"望江街道{_WORD[stage]}花名册", table, f"{_DAY[stage]}18日")


def reply(stage: str) -> bytes:
    """The district's reply with its table."""
    rows = [(str(n), COMMUNITY, name, SIZES[name]) for n, name in enumerate(_people(stage), 1)]
    return make_docx(
        "云溪区乡村振兴领导小组办公室", f"关于望江街道{_WORD[stage]}的批复", _REPLY[stage], "望江街道办事处：",
        f"你街道的请示（{_REQUEST[stage]}）收悉，经研究，同意。", (("序号", "社区", "户主姓名", "家庭人口"), *rows),
        "云溪区乡村振兴领导小组办公室", f"{_DAY[stage]}25日",
    )  # fmt: skip


def ledger(place: str) -> bytes:
    """The dynamic ledger."""
    heading = ["序号", "街道", "社区", "户主姓名", "类别", "认定时间", "帮扶措施", "帮扶干部", "解除时间"]
    rows = [
        [1, STREET, COMMUNITY, MO, TYPES[MO], "2021-06-25", "、".join(MEASURES[MO]), "甘露", "2021-11-25"],
        [2, STREET, COMMUNITY, YOU, TYPES[YOU], "2021-06-25", "、".join(MEASURES[YOU]), "甘露", "/"],
    ]
    return make_xlsx({"台账": [[f"{place}防贫监测对象动态管理台帐"], heading, *rows]})


def report(stage: str) -> bytes:
    """The community's report to the street office."""
    return make_docx(
        f"临江社区居民委员会关于上报{_WORD[stage]}的报告", "望江街道党工委：",
        f"我社区召开居民代表会议，评议通过{len(_people(stage))}户，公示期间未收到异议，现予上报。",
        "附：花名册", "临江社区居民委员会", f"{_DAY[stage]}12日",
    )  # fmt: skip


def notice(stage: str, office: str, by: str, day: int) -> bytes:
    """A public notice with masked IDs."""
    rows = [
        (str(n), COMMUNITY, name, IDS[name][:6] + "********" + IDS[name][-4:])
        for n, name in enumerate(_people(stage), 1)
    ]
    return make_docx(
        f"关于{_WORD[stage]}的公示", f"经{by}，现将名单予以公示：", (("序号", "社区", "户主姓名", "身份证号码"), *rows),
        f"公示期：{_DAY[stage]}{day}日至{_DAY[stage]}{day + 5}日", "举报电话：0851-23456789", office, f"{_DAY[stage]}{day}日",
    )  # fmt: skip


def street_review(stage: str) -> bytes:
    """The party committee's review."""
    return make_docx(
        "望江街道党工委会议纪要", f"时间：{_DAY[stage]}12日", "应到9人，实到8人。",
        f"审议{_WORD[stage]}：{'、'.join(_people(stage))}，一致同意。",
    )  # fmt: skip


def verification(name: str, **changes: str) -> bytes:
    """The verification form, its must-fill fields as `changes` give them."""
    fields = {
        "监测对象类别": TYPES[name],
        "致贫返贫风险": "因病",
        "家庭人口": SIZES[name],
        "人均纯收入": "4200",
        "核查结论": "符合",
    }
    fields |= changes
    rows = [
        ("户主姓名", name, "身份证号码", IDS[name]),
        ("家庭住址", "云溪区望江街道临江社区三组", "联系电话", ""),
    ]
    pairs = list(fields.items())
    rows += [(*pairs[0], *pairs[1]), (*pairs[2], *pairs[3]), (*pairs[4], "备注", "")]
    return make_docx("防贫监测对象入户核实表", rows, "核实人：甘露", f"户主签字：{name}", "2021年6月3日")


def collection(name: str) -> bytes:
    """The collection form, as a PDF."""
    return make_pdf([
        "监测户家庭基本信息登记表", f"户主 {name} 监测对象类别 {TYPES[name]}", "风险类型 因病 联系电话 无",
        "序号 姓名 性别 与户主关系 文化程度 健康状况", f"1 {name} 女 户主 初中 健康",
        f"家庭人口 {SIZES[name]} 人均纯收入 4200", f"户主签字：{name}", "2021年6月4日",
    ])  # fmt: skip


def assessment(name: str) -> bytes:
    """The elimination assessment."""
    rows = [
        ("户主", name, "家庭人口", SIZES[name]),
        ("类别", TYPES[name], "人均纯收入", "9800"),
        ("评估结论", "风险已解除", "帮扶干部", "甘露"),
    ]
    return make_docx("监测户风险解除评估表", rows, f"户主签名：{name}", f"{_DAY['out']}3日")


def contrast(name: str) -> bytes:
    """The system's comparison form."""
    rows = [
        ["项目", "纳入时", "目前"],
        ["家庭人口", SIZES[name], SIZES[name]],
        ["人均纯收入", "4200", "9800"],
    ]
    return make_xlsx({"导出": [["监测对象信息对比表"], [f"户主：{name}　系统导出"], *rows]})


def _street() -> Iterator[Row]:
    yield from _spirit(STREET, "望江街道办事处", "云溪区乡村振兴领导小组办公室", "T")
    yield f"{_T}/2.线索/一季度至四季度.xlsx", "clue-list", make_xlsx(
        {f"{month}月": clue_sheet(month, STREET) for month in range(3, 13)}
    )  # fmt: skip
    for stage, first in (("in", 3), ("out", 6)):
        folder = f"{_T}/{first}.社区上报"
        yield f"{folder}/临江上报{stage}.docx", "village-report", report(stage)
        yield f"{folder}/临江花名册{stage}.docx", "name-list", roster(
            f"临江社区{_WORD[stage]}花名册", _people(stage), f"{_DAY[stage]}10日"
        )  # fmt: skip
        folder = f"{_T}/{first + 1}.复核公示{'' if stage == 'in' else '（解除）'}"
        yield f"{folder}/复核照片{stage}.jpg", "photo", photo(f"street{stage}")
        yield f"{folder}/纪要{stage}.docx", "township-review-meeting", street_review(stage)
        yield (
            f"{folder}/公示{stage}.docx",
            "public-notice",
            notice(stage, "望江街道办事处", "街道党工委审核", 12),
        )
        for name in _people(stage):
            if stage == "in":
                yield f"{folder}/{name}a.docx", "verification-form", verification(name)
                yield f"{folder}/{name}b.pdf", "collection-form", collection(name)
            else:
                yield f"{folder}/{name}a.docx", "elimination-assessment", assessment(name)
                yield f"{folder}/{name}b.xlsx", "comparison-form", contrast(name)
        folder = f"{_T}/{first + 2}.请示批复"
        yield f"{folder}/请示{stage}.docx", "township-request", request(stage, bound=False)
        yield f"{folder}/花名册{stage}.docx", "name-list", roster(
            f"望江街道{_WORD[stage]}花名册", _people(stage), f"{_DAY[stage]}18日"
        )  # fmt: skip
        yield f"{folder}/批复{stage}.docx", "county-reply", reply(stage)
    yield f"{_T}/9.台账/台账.xlsx", "dynamic-ledger", ledger(STREET)


def review(stage: str, heads: tuple[str, ...]) -> bytes:
    """The residents' meeting; the refused applicant stands in it too."""
    votes = [f"{name}户：赞成20票，反对1票，弃权0票，通过。" for name in heads]
    if stage == "in":
        votes.append(f"{REFUSED}户：赞成2票，反对19票，弃权0票，未通过。")
    return make_docx(
        "临江社区居民代表会议纪要", f"时间：{_DAY[stage]}5日", "应到30人，实到21人。", f"议题：评议{_WORD[stage]}", *votes
    )  # fmt: skip


def result(stage: str) -> bytes:
    """The outcome of the vote."""
    rows = [(name, SIZES[name], "赞成20票、反对1票") for name in _people(stage)]
    return make_docx(
        f"临江社区{_WORD[stage]}评议结果", (("户主姓名", "家庭人口", "表决结果"), *rows), "临江社区居委会", f"{_DAY[stage]}5日"
    )  # fmt: skip


def _community() -> Iterator[Row]:
    yield from _spirit(COMMUNITY, "临江社区居民委员会", "望江街道办事处", "V")
    heading = ["序号", "户主", "组别", "排查人", "有无风险"]
    yield f"{_V}/2.摸排/登记表.xlsx", "inspection-ledger", make_xlsx(
        {"6月": [["临江社区入户排查登记表"], heading, [1, "时雨", "二组", "柯南", "无"], [2, "米粒", "三组", "柯南", "无"]]}
    )  # fmt: skip
    yield f"{_V}/2.摸排/排查现场.jpg", "photo", photo("inspect")
    yield f"{_V}/3.线索/台账.xlsx", "clue-list", make_xlsx({"3月": clue_sheet(3, COMMUNITY)})
    for name in (MO, YOU):
        yield f"{_V}/4.入户核实/{name}核实表.docx", "verification-form", verification(name)
        yield f"{_V}/4.入户核实/{name}登记表.pdf", "collection-form", collection(name)
    yield f"{_V}/4.入户核实/入户.jpg", "photo", photo("visit")
    for stage, first in (("in", 5), ("out", 11)):
        folder = f"{_V}/{first}.评议公示{'' if stage == 'in' else '（解除）'}"
        yield f"{folder}/纪要{stage}.docx", "village-review-meeting", review(stage, _people(stage))
        yield f"{folder}/结果{stage}.docx", "review-result", result(stage)
        yield (
            f"{folder}/公示{stage}.docx",
            "public-notice",
            notice(stage, "临江社区居委会", "居民代表会议评议", 6),
        )
        yield f"{folder}/评议现场{stage}.jpg", "photo", photo(f"review{stage}")
        folder = f"{_V}/{first + 1}.上报"
        yield f"{folder}/上报{stage}.docx", "village-report", report(stage)
        yield (
            f"{folder}/花名册{stage}.docx",
            "name-list",
            roster(f"临江社区{_WORD[stage]}花名册", _people(stage), f"{_DAY[stage]}10日"),
        )
        yield f"{_V}/{first + 2}.批复/批复{stage}.docx", "county-reply", reply(stage)
    yield f"{_V}/5.评议公示/告知.docx", "refusal-notice", make_docx(
        "不予纳入监测对象告知书", f"{REFUSED}：", "经评议，你户不符合条件，不予纳入，特此告知。", "临江社区居委会", "2021年6月6日"
    )  # fmt: skip
    for name in (MO, YOU):
        yield f"{_V}/8.帮扶/{name}.docx", "assistance-plan", plan(name)
    rows = [[n, name, "、".join(MEASURES[name]), "甘露"] for n, name in enumerate((MO, YOU), 1)]
    yield f"{_V}/8.帮扶/汇总.xlsx", "assistance-ledger", make_xlsx(
        {"一": [["临江社区帮扶工作台帐"], ["序号", "户主", "帮扶措施", "帮扶干部"], *rows]}
    )  # fmt: skip
    yield f"{_V}/9.提名/纪要.docx", "nomination-meeting", make_docx(
        "风险解除提名会纪要", "时间：2021年11月1日", f"提名{MO}为拟解除风险户。"
    )  # fmt: skip
    yield f"{_V}/9.提名/名单.docx", "nomination-list", make_docx(
        "风险解除提名花名册", (("序号", "户主", "家庭人口"), ("1", MO, "4")), "2021年11月1日"
    )  # fmt: skip
    yield f"{_V}/9.提名/提名会.jpg", "photo", photo("nominate")
    rows2 = [
        ("户主", MO, "家庭人口", "4"),
        ("类别", TYPES[MO], "人均纯收入", "9800"),
        ("风险是否消除", "是", "核实人", "甘露"),
    ]
    yield (
        f"{_V}/10.提名核实/核实.docx",
        "elimination-visit-form",
        make_docx("提名对象入户核实表", rows2, "2021年11月2日"),
    )
    yield f"{_V}/10.提名核实/评估.docx", "elimination-assessment", assessment(MO)
    yield f"{_V}/10.提名核实/对比.xlsx", "comparison-form", contrast(MO)
    yield f"{_V}/10.提名核实/入户.jpg", "photo", photo("visit2")
    yield f"{_V}/14.台账/台账.xlsx", "dynamic-ledger", ledger(COMMUNITY)


def plan(name: str) -> bytes:
    """One household's plan."""
    rows = [
        ("措施类型", "措施", "责任单位"),
        *(("综合", measure, "区有关部门") for measure in MEASURES[name]),
    ]
    return make_docx("一户一策帮扶计划", (("户主", name, "帮扶干部", "甘露"),), rows, "2021年7月1日")


def _empty_community() -> Iterator[Row]:
    yield from _spirit(EMPTY, "柳浪社区居民委员会", "望江街道办事处", "E")
    yield f"{_E}/2.摸排/登记表.xlsx", "inspection-ledger", make_xlsx(
        {"6月": [["柳浪社区入户排查登记表"], ["序号", "户主", "排查人", "有无风险"], [1, "应如是", "宁静", "无"]]}
    )  # fmt: skip
    yield f"{_E}/2.摸排/排查现场.jpg", "photo", photo("inspect-e")
    yield f"{_E}/3.线索/台账.xlsx", "clue-list", make_xlsx({"3月": clue_sheet(3, EMPTY)})


def table_of_measures(name: str, measures: tuple[str, ...] = ()) -> bytes:
    """The table of measures carried out."""
    rows = [
        (str(n), measure, "已落实", "2021年8月1日") for n, measure in enumerate(measures or MEASURES[name], 1)
    ]
    return make_docx(
        "帮扶措施落实情况登记表",
        f"户主：{name}",
        (("序号", "措施名称", "内容", "时间"), *rows),
        f"户主签字：{name}",
    )


def proof(name: str, measure: str) -> bytes:
    """A voucher for one measure."""
    return make_docx(
        "资金发放凭证", (("姓名", name, "项目", measure), ("金额", "600元", "日期", "2021年8月3日"))
    )


def _household(name: str, folder: str, eliminated: bool) -> list[Row]:
    home = f"{_H}/{folder}"
    village = "居民代表会议评议"
    rows: list[Row] = [
        (f"{home}/申报.docx", "application", make_docx(
            "纳入防贫监测申报书", f"申请人：{name}", "因病支出较大，特此申请，请予核实。", "2021年6月1日")),
        (f"{home}/承诺.docx", "authorisation", make_docx(
            "诚信承诺与授权查询书", f"承诺人：{name}", "承诺内容属实，授权有关部门查询家庭财产。", "2021年6月1日")),
        (f"{home}/核实.docx", "verification-form", verification(name)),
        (f"{home}/登记.pdf", "collection-form", collection(name)),
        (f"{home}/评议in.docx", "village-review-meeting", review("in", (MO, YOU))),
        (f"{home}/结果in.docx", "review-result", result("in")),
        (f"{home}/社区in.docx", "public-notice", notice("in", "临江社区居委会", village, 6)),
        (f"{home}/纳入评议会.jpg", "photo", photo(f"review-in-{name}")),
        (f"{home}/街道纪要in.docx", "township-review-meeting", street_review("in")),
        (f"{home}/街道in.docx", "public-notice", notice("in", "望江街道办事处", "街道党工委审核", 12)),
        (f"{home}/批复in.docx", "county-reply", reply("in")),
        (f"{home}/帮扶.docx", "measures-table", table_of_measures(name)),
        (f"{home}/人口.docx", "natural-change-form", make_docx(
            "家庭成员自然变更登记表", f"户主：{name}", (("增减类型", "姓名", "时间"), ("无", "", "")))),
    ]  # fmt: skip
    for number, measure in enumerate(MEASURES[name], 1):
        rows.append((f"{home}/凭证{number}.docx", "measure-proof", proof(name, measure)))
    if eliminated:
        rows += [
            (f"{home}/评估.docx", "elimination-assessment", assessment(name)),
            (f"{home}/对比.xlsx", "comparison-form", contrast(name)),
            (f"{home}/评议out.docx", "village-review-meeting", review("out", (MO,))),
            (f"{home}/社区out.docx", "public-notice", notice("out", "临江社区居委会", village, 6)),
            (f"{home}/解除评议会.jpg", "photo", photo(f"review-out-{name}")),
            (f"{home}/街道纪要out.docx", "township-review-meeting", street_review("out")),
            (f"{home}/街道out.docx", "public-notice", notice("out", "望江街道办事处", "街道党工委审核", 12)),
            (f"{home}/批复out.docx", "county-reply", reply("out")),
        ]
    return rows
