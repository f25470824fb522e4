"""Guidance, meetings, clues, inspections, ledgers: what an office files whether or not anybody is taken in."""

from __future__ import annotations

from scripts.sample_archive.office import Body
from scripts.sample_archive.paper import ELIMINATED, STREET, TAKEN_IN, VILLAGE, Paper, by_type, counted
from scripts.sample_archive.people import HOUSEHOLDS
from scripts.sample_archive.rounds import ELIMINATING, TAKING_IN


def policy(office: str, number: str, day: str) -> Paper:
    return Paper(
        ("policy-document",),
        None,
        (
            "关于加强防止返贫致贫监测帮扶工作的实施意见",
            number,
            "各有关单位：",
            "为守住不发生规模性返贫的底线，对收入不稳、支出骤增的农户早发现、早干预、早帮扶，提出以下意见。",
            "一、明确监测范围。二、规范工作程序。三、落实帮扶责任。",
            office,
            day,
        ),
    )


def notice(office: str, to: str, number: str, day: str) -> Paper:
    return Paper(
        ("deployment-notice",),
        None,
        (
            "关于做好2021年防返贫动态监测帮扶工作的通知",
            *((number,) if number else ()),
            f"{to}：",
            "现就贯彻落实上级实施意见、做好本年度监测帮扶工作通知如下：请及时召开会议传达学习，逐户摸排，按月报送线索。",
            office,
            day,
        ),
    )


def kickoff(place: str, day: str, present: tuple[str, ...], signed: bool = False) -> Paper:
    names = "、".join(present)
    body: list[str | tuple[tuple[str, ...], ...]] = [
        f"{place}防返贫监测帮扶工作推进会会议纪要",
        f"会议时间：{day}",
        f"会议主持：{present[0]}　　记录：{present[1]}",
        f"出席人员：{names}",
        "会议传达学习了上级实施意见，对逐户摸排、线索报送、帮扶责任作了安排部署，明确了分工和时限。",
    ]
    if signed:
        body += ["\f", *_sign_in(f"{place}工作推进会", day, present)]
    return Paper(("deployment-meeting", "sign-in-sheet") if signed else ("deployment-meeting",), None, body)


def sign_in(meeting: str, day: str, present: tuple[str, ...], stage: str | None) -> Paper:
    return Paper(("sign-in-sheet",), stage, _sign_in(meeting, day, present))


def _sign_in(meeting: str, day: str, present: tuple[str, ...]) -> Body:
    rows = tuple((str(n), name, name) for n, name in enumerate(present, 1))
    return ("参会人员签到册", f"会议名称：{meeting}", f"日期：{day}", (("序号", "姓名", "本人签名"), *rows))


def clues(place: str, month: int, day: str, found: tuple[tuple[str, str, str], ...]) -> Paper:
    """A month's list: who, from where, what; a zero report where there are none."""
    title = f"{place}{month}月份返贫致贫风险预警信息"
    if not found:
        body: Body = (
            f"{title}零报告",
            f"经核对，{place}2021年{month}月没有新增风险预警信息，特此报告。",
            place,
            day,
        )
    else:
        rows = tuple((str(n), *row) for n, row in enumerate(found, 1))
        body = (
            f"{title}清单",
            (
                ("序号", "农户", "信息来源", "预警事由", "处理情况"),
                *((*row, "已派单入户核实") for row in rows),
            ),
            place,
            day,
        )
    return Paper(("clue-list",), None, body)


def inspection(place: str, day: str, rows: tuple[tuple[str, str, str], ...]) -> Paper:
    head = ("序号", "农户姓名", "村民小组", "家庭人数", "是否存在返贫致贫风险", "排查人签名")
    lines = tuple((str(n), *row, "否", "苗雨") for n, row in enumerate(rows, 1))
    return Paper(
        ("inspection-ledger",), None, (f"{place}常态化排查登记台账", f"排查日期：{day}", (head, *lines))
    )


def assistance_ledger() -> Paper:
    rows = tuple(
        (str(n), h.head, h.group, h.type, "；".join(m.name for m in h.measures), h.helper)
        for n, h in enumerate(HOUSEHOLDS, 1)
    )
    return Paper(
        ("assistance-ledger",),
        "assistance",
        (
            f"{VILLAGE}监测户帮扶工作台账",
            (("序号", "户主", "村民小组", "监测类别", "已落实帮扶措施", "帮扶联系人"), *rows),
            "2021年11月25日",
        ),
    )


def dynamic_ledger(place: str) -> Paper:
    head = (
        "序号",
        "街道",
        "村（社区）",
        "户主",
        "家庭人数",
        "监测类别",
        "主要风险",
        "纳入时间",
        "帮扶措施",
        "帮扶联系人",
        "风险消除时间",
    )
    rows = tuple(
        (
            *(str(n), STREET, VILLAGE, h.head, str(h.size_now), h.type, h.risk, TAKING_IN.replied_on),
            *(
                "；".join(m.name for m in h.measures),
                h.helper,
                ELIMINATING.replied_on if h in ELIMINATED else "/",
            ),
        )
        for n, h in enumerate(HOUSEHOLDS, 1)
    )
    return Paper(
        ("dynamic-ledger",), "dynamic", (f"{place}监测对象三级动态管理台账", (head, *rows), "2021年11月25日")
    )


def summary() -> Paper:
    return Paper(
        ("work-summary",),
        None,
        (
            f"{STREET}前三季度防返贫监测帮扶工作小结",
            f"今年以来，街道纳入监测{counted(TAKEN_IN)}，其中{by_type(TAKEN_IN)}。主要做法和存在问题如下。",
            f"{STREET}办事处",
            "2021年9月30日",
        ),
    )


def duty_roster() -> Paper:
    return Paper(
        ("unknown",),
        None,
        (
            "7月防汛值班安排",
            (("日期", "带班", "值班"), ("1日至10日", "敖向荣", "习小丽"), ("11日至20日", "乐东升", "蒲文")),
        ),
    )
