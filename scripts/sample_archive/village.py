"""Where the papers of the village and of its households lie."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.sample_archive import daily, household, rounds
from scripts.sample_archive.paper import ELIMINATED, IN, OUT, STREET, VILLAGE, Paper
from scripts.sample_archive.people import HOUSEHOLDS, VILLAGE_PRESENT, Household
from scripts.sample_archive.place import Place, guidance, photo_at
from scripts.sample_archive.planted import VILLAGE_UNIT
from scripts.sample_archive.rounds import ELIMINATING, TAKING_IN

_V = f"{STREET}/{VILLAGE}/村级卷"


def village_places() -> Iterator[Place]:
    """Every file of the village and of its households."""
    yield from _village_daily()
    yield from _village_taking_in()
    yield from _village_elimination()
    for number, each in enumerate(HOUSEHOLDS, 1):
        yield from _household(f"{STREET}/{VILLAGE}/农户卷/{number}{each.head}户", each)


def _village_daily() -> Iterator[Place]:
    unit = VILLAGE_UNIT
    made = (
        Paper(
            ("policy-document",),
            None,
            daily.notice(f"{STREET}办事处", "各村（社区）", "柳街办〔2021〕11号", "2021年3月5日").body,
        ),
        daily.notice(f"{VILLAGE}村民委员会", "各村民小组", "", "2021年3月9日"),
        daily.kickoff(VILLAGE, "2021年3月10日", VILLAGE_PRESENT, signed=True),
    )
    yield from guidance(f"{_V}/01学习贯彻", unit, "V01", made, ("IMG_20210310_0903", "2021-03-10"))
    rows = (("惠长根", "一组", "4"), ("鲁有仓", "五组", "4"), ("双喜旺", "三组", "2"))
    yield Place(
        f"{_V}/02日常排查/6月摸排登记.xls", unit, ("V02",), daily.inspection(VILLAGE, "2021年6月25日", rows)
    )
    yield photo_at(f"{_V}/02日常排查/IMG_20210625_1012.jpg", unit, "V02", "2021-06-25")
    found = (("符朝栋", "农户自主申报", "缺少劳动力"), ("莫怀远", "区医保局推送", "自付医药费较高"))
    yield Place(
        f"{_V}/02日常排查/3月预警信息.docx", unit, ("V03",), daily.clues(VILLAGE, 3, "2021年3月30日", found)
    )
    yield Place(f"{_V}/04帮扶/帮扶工作台账.xlsx", unit, ("V08",), daily.assistance_ledger())
    for h in HOUSEHOLDS:
        yield Place(f"{_V}/04帮扶/{h.head}帮扶计划.docx", unit, ("V08",), household.plan(h))
    yield Place(f"{_V}/06台账/三级台账.xls", unit, ("V14",), daily.dynamic_ledger(VILLAGE))


def _village_taking_in() -> Iterator[Place]:
    unit, folder = VILLAGE_UNIT, f"{_V}/03新增监测"
    for h in HOUSEHOLDS:
        yield Place(f"{folder}/入户核实/{h.head}核实认定表.docx", unit, ("V04",), household.verification(h))
        yield Place(
            f"{folder}/入户核实/{h.head}信息登记.{'pdf' if h.head == '阮青禾' else 'docx'}",
            unit,
            ("V04",),
            household.collection(h),
        )
        yield photo_at(f"{folder}/入户核实/{h.head}.jpg", unit, "V04", "2021-04-06", IN)
    yield Place(f"{folder}/线索研判.docx", unit, (), rounds.consultation_before_review())
    yield Place(f"{folder}/民主评议会会议纪要.docx", unit, ("V05",), rounds.village_meeting(TAKING_IN))
    yield Place(
        f"{folder}/民主评议会签到册.docx",
        unit,
        (),
        daily.sign_in("民主评议会（拟新增监测户）", TAKING_IN.met_on, VILLAGE_PRESENT, IN),
    )
    yield Place(f"{folder}/评议结果.pdf", unit, ("V05",), rounds.review_result(TAKING_IN))
    yield Place(f"{folder}/公示.docx", unit, ("V05",), rounds.public_notice(TAKING_IN, street=False))
    yield photo_at(f"{folder}/评议会现场.jpg", unit, "V05", "2021-04-09", IN)
    yield photo_at(f"{folder}/张贴公示.jpg", unit, "V05", "", IN)
    yield Place(f"{folder}/公示情况.docx", unit, (), rounds.notice_outcome(TAKING_IN))
    yield Place(f"{folder}/不予纳入告知书（鲁有仓）.docx", unit, (), rounds.refusal())
    yield Place(f"{folder}/上报街道的报告.docx", unit, ("V06",), rounds.village_report(TAKING_IN))
    yield Place(
        f"{folder}/花名册.xlsx", unit, ("V06",), rounds.name_list(TAKING_IN, VILLAGE, TAKING_IN.reported_on)
    )
    yield Place(f"{folder}/区里批复.pdf", unit, ("V07",), rounds.reply(TAKING_IN))


def _village_elimination() -> Iterator[Place]:
    unit, folder, h = VILLAGE_UNIT, f"{_V}/05消除风险", ELIMINATED[0]
    yield Place(f"{folder}/提名/提名会纪要.docx", unit, ("V09",), rounds.nomination_meeting())
    yield Place(f"{folder}/提名/提名花名册.xlsx", unit, ("V09",), rounds.nomination_list())
    yield photo_at(f"{folder}/提名/提名会.jpg", unit, "V09", "2021-10-12", OUT)
    yield Place(f"{folder}/核实评估/{h.head}入户核实表.docx", unit, ("V10",), household.elimination_visit(h))
    yield Place(f"{folder}/核实评估/{h.head}评估认定表.docx", unit, ("V10",), household.assessment(h))
    yield Place(f"{folder}/核实评估/{h.head}前后对照表.xls", unit, ("V10",), household.comparison(h))
    yield photo_at(f"{folder}/核实评估/入户核实.jpg", unit, "V10", "2021-10-14", OUT)
    yield Place(
        f"{folder}/评议公示/民主评议会会议纪要.docx", unit, ("V11",), rounds.village_meeting(ELIMINATING)
    )
    yield Place(f"{folder}/评议公示/评议结果.docx", unit, ("V11",), rounds.review_result(ELIMINATING))
    yield Place(
        f"{folder}/评议公示/公示.pdf", unit, ("V11",), rounds.public_notice(ELIMINATING, street=False)
    )
    yield photo_at(f"{folder}/评议公示/公示照片.jpg", unit, "V11", "2021-10-19", OUT)
    yield Place(f"{folder}/上报/报告.docx", unit, ("V12",), rounds.village_report(ELIMINATING))
    yield Place(
        f"{folder}/上报/花名册.docx",
        unit,
        ("V12",),
        rounds.name_list(ELIMINATING, VILLAGE, ELIMINATING.reported_on),
    )


def _household(folder: str, h: Household) -> Iterator[Place]:
    unit = f"{VILLAGE_UNIT}/{h.head}"
    yield Place(
        f"{folder}/申报书.{'doc' if h.head == '符朝栋' else 'docx'}", unit, ("H01",), household.application(h)
    )
    yield Place(f"{folder}/承诺授权.docx", unit, ("H02",), household.authorisation(h))
    yield Place(
        f"{folder}/核实认定表.docx", unit, ("H03",), household.verification(h, blank=h.head == "甘玉田")
    )
    yield Place(
        f"{folder}/信息登记.{'pdf' if h.head == '莫怀远' else 'docx'}",
        unit,
        ("H04",),
        household.collection(h),
    )
    yield Place(f"{folder}/民主评议纪要.docx", unit, ("H05",), rounds.village_meeting(TAKING_IN))
    yield Place(f"{folder}/民主评议结果.docx", unit, ("H05",), rounds.review_result(TAKING_IN))
    yield Place(f"{folder}/村公示.docx", unit, ("H05",), rounds.public_notice(TAKING_IN, street=False))
    yield photo_at(f"{folder}/公示照片.jpg", unit, "H05", "2021-04-10", IN)
    yield Place(f"{folder}/街道会议纪要.docx", unit, ("H06",), rounds.street_meeting(TAKING_IN))
    if h.head != "阮青禾":
        yield Place(f"{folder}/街道公示.docx", unit, ("H06",), rounds.public_notice(TAKING_IN, street=True))
    yield Place(f"{folder}/区批复.docx", unit, ("H07",), rounds.reply(TAKING_IN))
    yield Place(
        f"{folder}/帮扶/措施落实明细表.{'xls' if h.head == '甘玉田' else 'docx'}",
        unit,
        ("H08",),
        household.measures_table(h),
    )
    for number, measure in enumerate(h.measures):
        if measure.proof:
            yield Place(
                f"{folder}/帮扶/{measure.proof}.{'pdf' if number else 'docx'}",
                unit,
                ("H08",),
                household.proof(h, number),
            )
    yield Place(f"{folder}/帮扶/走访记录.docx", unit, (), household.visit(h, "2021年7月15日"))
    yield Place(f"{folder}/人口增减.docx", unit, ("H14",), household.natural_change(h))
    if h in ELIMINATED:
        yield from _household_elimination(f"{folder}/消除风险", unit, h)


def _household_elimination(folder: str, unit: str, h: Household) -> Iterator[Place]:
    yield Place(f"{folder}/评估认定表.docx", unit, ("H09",), household.assessment(h))
    yield Place(f"{folder}/前后对照表.xlsx", unit, ("H10",), household.comparison(h))
    yield Place(f"{folder}/民主评议纪要.docx", unit, ("H11",), rounds.village_meeting(ELIMINATING))
    yield Place(f"{folder}/村公示.docx", unit, ("H11",), rounds.public_notice(ELIMINATING, street=False))
    yield photo_at(f"{folder}/公示照片.jpg", unit, "H11", "2021-10-19", OUT)
    yield Place(f"{folder}/街道会议纪要.docx", unit, ("H12",), rounds.street_meeting(ELIMINATING))
    yield Place(f"{folder}/街道公示.docx", unit, ("H12",), rounds.public_notice(ELIMINATING, street=True))
    yield Place(f"{folder}/区批复.docx", unit, ("H13",), rounds.reply(ELIMINATING))
