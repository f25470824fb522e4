"""Where the papers of the district, the street and the community lie."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.sample_archive import daily, household, rounds
from scripts.sample_archive.paper import (
    COMMUNITY,
    DISTRICT,
    DISTRICT_OFFICE,
    ELIMINATED,
    IN,
    OUT,
    STREET,
    VILLAGE,
    Paper,
)
from scripts.sample_archive.people import HOUSEHOLDS, STREET_PRESENT
from scripts.sample_archive.place import Place, guidance, photo_at
from scripts.sample_archive.planted import COMMUNITY_UNIT, STREET_UNIT
from scripts.sample_archive.rounds import ELIMINATING, TAKING_IN

_D, _S, _C = "区本级", f"{STREET}/街道本级", f"{STREET}/{COMMUNITY}"


def office_places() -> Iterator[Place]:
    """Every file of the district, the street and the community."""
    yield from _district()
    yield from _street()
    yield from _community()


def _district() -> Iterator[Place]:
    made = (
        daily.policy("沅浦市农业农村局", "沅农发〔2021〕9号", "2021年2月25日"),
        daily.notice(DISTRICT_OFFICE, "各街道办事处", "云农领办〔2021〕6号", "2021年3月3日"),
        daily.kickoff(DISTRICT, "2021年3月4日", ("沈砚秋", "邬小满", "时景明", "晏殊文"), signed=True),
    )
    yield from guidance(f"{_D}/01学习贯彻", DISTRICT, "C01", made, ("推进会现场", "2021-03-04"))
    found = {
        3: (
            ("莫怀远", "区医保局推送", "自付医药费较高"),
            ("阮青禾", "区教育局推送", "教育支出较大"),
            ("甘玉田", "区应急局推送", "房屋因灾受损"),
        ),
        6: (("解春来", "区残联推送", "新办残疾证"),),
    }
    folder = f"{_D}/02预警信息"
    spring = tuple(
        (f"{m}月", daily.clues(DISTRICT, m, f"2021年{m}月28日", found.get(m, ())).body) for m in range(3, 7)
    )
    yield Place(
        f"{folder}/3-6月预警信息.xlsx",
        DISTRICT,
        ("C02",),
        daily.clues(DISTRICT, 3, "", found[3]),
        sheets=spring,
    )
    for month, ending in ((8, "docx"), (9, "pdf"), (10, "docx"), (11, "doc")):
        yield Place(
            f"{folder}/{month}月.{ending}",
            DISTRICT,
            ("C02",),
            daily.clues(DISTRICT, month, f"2021年{month}月26日", ()),
        )
    yield Place(
        f"{_D}/03新增审批/柳荫街道请示（附花名册）.docx",
        DISTRICT,
        ("C03",),
        rounds.request(TAKING_IN, with_list=True),
    )
    yield Place(f"{_D}/03新增审批/部门反馈.xlsx", DISTRICT, ("C04",), rounds.comparison_result())
    yield Place(f"{_D}/03新增审批/会商纪要.docx", DISTRICT, ("C04",), rounds.county_consultation(TAKING_IN))
    yield Place(f"{_D}/03新增审批/批复.pdf", DISTRICT, ("C04",), rounds.reply(TAKING_IN))
    yield Place(
        f"{_D}/04消除审批/柳荫街道请示.docx", DISTRICT, ("C05",), rounds.request(ELIMINATING, with_list=False)
    )
    yield Place(
        f"{_D}/04消除审批/柳荫街道花名册.xls",
        DISTRICT,
        ("C05",),
        rounds.name_list(ELIMINATING, STREET, ELIMINATING.requested_on),
    )
    yield Place(f"{_D}/04消除审批/会商纪要.docx", DISTRICT, ("C06",), rounds.county_consultation(ELIMINATING))
    yield Place(f"{_D}/04消除审批/批复.docx", DISTRICT, ("C06",), rounds.reply(ELIMINATING))
    yield Place(f"{_D}/05台账/全区三级台账.xlsx", DISTRICT, ("C07",), daily.dynamic_ledger(DISTRICT))


def _street() -> Iterator[Place]:
    unit = STREET_UNIT
    made = (
        daily.notice(DISTRICT_OFFICE, "各街道办事处", "云农领办〔2021〕6号", "2021年3月3日"),
        daily.notice(f"{STREET}办事处", "各村（社区）", "柳街办〔2021〕11号", "2021年3月5日"),
        daily.kickoff(STREET, "2021年3月8日", STREET_PRESENT),
    )
    policy = Paper(("policy-document",), None, made[0].body)
    yield from guidance(f"{_S}/01学习贯彻", unit, "T01", (policy, *made[1:]), ("会议照片", "2021-03-08"))
    yield Place(f"{_S}/01学习贯彻/前三季度小结.docx", unit, (), daily.summary())
    found = (("符朝栋", "农户自主申报", "缺少劳动力"), ("鲁有仓", "农户自主申报", "自述收入下降"))
    yield Place(
        f"{_S}/02预警信息/3月预警信息清单.xls",
        unit,
        ("T02",),
        daily.clues(STREET, 3, "2021年3月29日", found),
    )
    folder = f"{_S}/03新增监测"
    yield Place(f"{folder}/松岗村报告.docx", unit, ("T03",), rounds.village_report(TAKING_IN))
    yield Place(
        f"{folder}/松岗村花名册.xlsx",
        unit,
        ("T03",),
        rounds.name_list(TAKING_IN, VILLAGE, TAKING_IN.reported_on),
    )
    for h in HOUSEHOLDS:
        yield Place(f"{folder}/复核资料/{h.head}核实认定表.docx", unit, ("T04",), household.verification(h))
        if h.head != "符朝栋":
            yield Place(f"{folder}/复核资料/{h.head}信息登记.docx", unit, ("T04",), household.collection(h))
    yield photo_at(f"{folder}/复核资料/入户复核照片.jpg", unit, "T04", "2021-04-22", IN)
    yield Place(f"{folder}/党工委会议纪要.doc", unit, ("T04",), rounds.street_meeting(TAKING_IN))
    yield Place(
        f"{folder}/签到册.docx",
        unit,
        (),
        daily.sign_in("党工委会议（审核拟新增监测户）", TAKING_IN.street_met_on, STREET_PRESENT, IN),
    )
    yield Place(f"{folder}/街道公示.docx", unit, ("T04",), rounds.public_notice(TAKING_IN, street=True))
    yield photo_at(f"{folder}/公示栏.jpg", unit, "T04", "2021-04-27", IN)
    yield Place(f"{folder}/请示（附花名册）.pdf", unit, ("T05",), rounds.request(TAKING_IN, with_list=True))
    yield Place(f"{folder}/区里批复.docx", unit, ("T05",), rounds.reply(TAKING_IN))
    yield from _street_elimination(f"{_S}/04消除风险")
    for name in ("三级台账.xlsx", "三级台账 - 副本.xlsx"):
        yield Place(f"{_S}/05台账/{name}", unit, ("T09",), daily.dynamic_ledger(STREET))


def _street_elimination(folder: str) -> Iterator[Place]:
    unit, h = STREET_UNIT, ELIMINATED[0]
    yield Place(
        f"{folder}/松岗村报告及花名册.docx",
        unit,
        ("T06",),
        _bound(
            rounds.village_report(ELIMINATING),
            rounds.name_list(ELIMINATING, VILLAGE, ELIMINATING.reported_on),
        ),
    )
    yield Place(f"{folder}/{h.head}评估认定表.pdf", unit, ("T07",), household.assessment(h))
    yield Place(f"{folder}/{h.head}前后对照表.xlsx", unit, ("T07",), household.comparison(h))
    yield photo_at(f"{folder}/复核现场.jpg", unit, "T07", "2021-10-28", OUT)
    yield Place(f"{folder}/党工委会议纪要.docx", unit, ("T07",), rounds.street_meeting(ELIMINATING))
    yield Place(f"{folder}/街道公示.docx", unit, ("T07",), rounds.public_notice(ELIMINATING, street=True))
    yield Place(f"{folder}/请示.docx", unit, ("T08",), rounds.request(ELIMINATING, with_list=False))
    yield Place(
        f"{folder}/花名册.xlsx",
        unit,
        ("T08",),
        rounds.name_list(ELIMINATING, STREET, ELIMINATING.requested_on),
    )
    yield Place(f"{folder}/区里批复.docx", unit, ("T08",), rounds.reply(ELIMINATING))


def _bound(first: Paper, second: Paper) -> Paper:
    return Paper((*first.kind, *second.kind), first.stage, (*first.body, "\f", *second.body))


def _community() -> Iterator[Place]:
    unit = COMMUNITY_UNIT
    made = (
        Paper(
            ("policy-document",),
            None,
            daily.notice(f"{STREET}办事处", "各村（社区）", "柳街办〔2021〕11号", "2021年3月5日").body,
        ),
        daily.notice(f"{COMMUNITY}居民委员会", "各居民小组", "", "2021年3月9日"),
        daily.kickoff(COMMUNITY, "2021年3月11日", ("简素心", "植文彬", "来小燕")),
    )
    yield from guidance(f"{_C}/学习贯彻", unit, "V01", made, ("学习现场", "2021-03-11"))
    rows = (("冼国强", "一组", "3"), ("麦少芬", "二组", "2"), ("古天佑", "二组", "5"))
    yield Place(
        f"{_C}/日常排查/6月摸排.xlsx", unit, ("V02",), daily.inspection(COMMUNITY, "2021年6月24日", rows)
    )
    yield photo_at(f"{_C}/日常排查/摸排照片.jpg", unit, "V02", "2021-06-24")
    yield Place(
        f"{_C}/预警信息/3月零报告.docx", unit, ("V03",), daily.clues(COMMUNITY, 3, "2021年3月29日", ())
    )
    yield Place(f"{_C}/防汛值班.docx", unit, (), daily.duty_roster())
