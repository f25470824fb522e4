"""Taking in and eliminating: the same offices review, post, report, request and reply, one stage each."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.sample_archive.paper import (
    DISTRICT_OFFICE,
    ELIMINATED,
    IN,
    OUT,
    STREET,
    TAKEN_IN,
    VILLAGE,
    Paper,
    by_type,
    counted,
    roll,
)
from scripts.sample_archive.people import REFUSED, STREET_PRESENT, VILLAGE_PRESENT, Household


@dataclass(frozen=True, slots=True)
class Round:
    """One round of one stage: who is in it, its dates, numbers and words."""

    stage: str
    households: tuple[Household, ...]
    what: str
    met_on: str
    village_notice: tuple[str, str]
    reported_on: str
    street_met_on: str
    street_notice: tuple[str, str]
    requested_on: str
    consulted_on: str
    replied_on: str
    request_number: str
    reply_number: str


TAKING_IN = Round(
    IN, TAKEN_IN, "拟新增监测户",
    "2021年4月9日", ("2021年4月10日", "2021年4月16日"), "2021年4月19日",
    "2021年4月26日", ("2021年4月27日", "2021年5月6日"), "2021年5月7日", "2021年5月14日", "2021年5月18日",
    "柳街呈〔2021〕18号", "云农领办函〔2021〕33号",
)  # fmt: skip
ELIMINATING = Round(
    OUT, ELIMINATED, "拟消除风险户",
    "2021年10月18日", ("2021年10月19日", "2021年10月25日"), "2021年10月26日",
    "2021年10月29日", ("2021年10月30日", "2021年11月8日"), "2021年11月9日", "2021年11月15日", "2021年11月18日",
    "柳街呈〔2021〕57号", "云农领办函〔2021〕96号",
)  # fmt: skip


def consultation_before_review() -> Paper:
    names = "、".join(each.head for each in TAKEN_IN)
    return Paper(
        ("assessment-meeting",),
        IN,
        (
            "风险线索分析研判会记录",
            "时间：2021年4月8日　　主持：桂长林　　记录：苗雨",
            f"对入户核实的{names}、{REFUSED[0]}五户逐户分析研判，一致同意提交民主评议会评议。",
        ),
    )


def village_meeting(r: Round) -> Paper:
    said = [
        f"{h.head}（{h.group}，{h.size}人，{h.type}，{h.risk}）：赞成13票，反对0票，弃权0票，{_passed(r)}。"
        for h in r.households
    ]
    if r.stage == IN:
        said.append(
            f"{REFUSED[0]}（{REFUSED[1]}）：赞成1票，反对12票，弃权0票，不同意纳入。理由：{REFUSED[2]}。"
        )
    return Paper(
        ("village-review-meeting",),
        r.stage,
        (
            f"{VILLAGE}民主评议会会议纪要",
            f"时间：{r.met_on}　　地点：{VILLAGE}党群服务中心　　主持：桂长林　　记录：苗雨",
            f"应到15人，实到13人：{'、'.join(VILLAGE_PRESENT)}。",
            f"会议内容：民主评议{r.what}。逐户评议并表决如下：",
            *said,
            f"会议决定：{counted(r.households)}列为{r.what}，在村务公开栏公示。",
            "记录人（签名）：苗雨　　主持人（签名）：桂长林",
        ),
    )


def _passed(r: Round) -> str:
    return "同意纳入监测" if r.stage == IN else "同意消除风险"


def review_result(r: Round) -> Paper:
    rows = tuple(
        (str(n), h.head, str(h.size), h.type, "赞成13票，通过") for n, h in enumerate(r.households, 1)
    )
    return Paper(
        ("review-result",),
        r.stage,
        (
            f"{VILLAGE}{r.what}民主评议结果",
            f"{r.met_on}民主评议会表决结果如下：",
            (("序号", "户主姓名", "家庭人数", "监测类别", "表决结果"), *rows),
            f"评议通过{counted(r.households)}。",
            f"{VILLAGE}村民委员会",
            r.met_on,
        ),
    )


def public_notice(r: Round, street: bool) -> Paper:
    begin, end = r.street_notice if street else r.village_notice
    how, office = (
        ("街道党工委会议审核", f"{STREET}办事处") if street else ("村民主评议", f"{VILLAGE}村民委员会")
    )
    return Paper(
        ("public-notice",),
        r.stage,
        (
            f"关于{r.what}的公示",
            f"经{how}，现将{counted(r.households)}{r.what}名单公示如下：",
            roll(r.households, masked=True),
            f"公示期：{begin}至{end}。对公示内容有异议的，请在公示期内向{office}反映，监督电话：0999-2233445。",
            office,
            begin,
        ),
    )


def notice_outcome(r: Round) -> Paper:
    begin, end = r.village_notice
    return Paper(
        ("notice-outcome",),
        r.stage,
        (
            "公示情况说明",
            f"{VILLAGE}{r.what}{counted(r.households)}于{begin}至{end}在村务公开栏公示，公示期内没有收到异议。",
            f"{VILLAGE}村民委员会",
            r.reported_on,
        ),
    )


def village_report(r: Round) -> Paper:
    begin, end = r.village_notice
    return Paper(
        ("village-report",),
        r.stage,
        (
            f"{VILLAGE}关于报送{r.what}审核的报告",
            f"{STREET}党工委：",
            f"我村{r.met_on}召开民主评议会，评议通过{counted(r.households)}，其中{by_type(r.households)}。{begin}至{end}公示无异议，现报请审核。",
            f"附件：{r.what}花名册",
            f"{VILLAGE}村民委员会",
            r.reported_on,
        ),
    )


def name_list(r: Round, place: str, day: str) -> Paper:
    people = sum(h.size for h in r.households)
    total_row = ("合计", "", f"{len(r.households)}户", "", str(people), "", "")
    return Paper(("name-list",), r.stage, (f"{place}{r.what}花名册", (*roll(r.households), total_row), day))


def street_meeting(r: Round) -> Paper:
    rows = tuple(
        (str(n), VILLAGE, h.head, str(h.size), h.type, "审核同意") for n, h in enumerate(r.households, 1)
    )
    return Paper(
        ("township-review-meeting",),
        r.stage,
        (
            f"{STREET}党工委会议纪要",
            f"时间：{r.street_met_on}　　主持：宫立轩　　记录：郝思齐",
            f"应到9人，实到7人：{'、'.join(STREET_PRESENT)}。",
            f"会议听取复核情况汇报，审核{VILLAGE}上报的{r.what}{counted(r.households)}：",
            (("序号", "村（社区）", "户主姓名", "家庭人数", "监测类别", "审核意见"), *rows),
            "会议同意以上名单，按程序公示后报区审定。",
            "记录人（签名）：郝思齐",
        ),
    )


def request(r: Round, with_list: bool) -> Paper:
    begin, end = r.street_notice
    body: list[str | tuple[tuple[str, ...], ...]] = [
        f"{STREET}办事处关于审定{r.what}的请示",
        r.request_number,
        f"{DISTRICT_OFFICE}：",
        f"经村级评议、街道审核，我街道{r.what}{counted(r.households)}，其中{by_type(r.households)}，{begin}至{end}公示期内无异议。现报请审定。",
        "妥否，请批示。",
        f"附件：{r.what}花名册",
        f"{STREET}办事处",
        r.requested_on,
    ]
    if with_list:
        body += ["\f", "附件", *name_list(r, STREET, r.requested_on).body]
    return Paper(("township-request", "name-list") if with_list else ("township-request",), r.stage, body)


def reply(r: Round) -> Paper:
    rows = tuple((str(n), VILLAGE, h.head, str(h.size), h.type) for n, h in enumerate(r.households, 1))
    decision = "纳入防返贫监测" if r.stage == IN else "消除风险"
    return Paper(
        ("county-reply",),
        r.stage,
        (
            f"{DISTRICT_OFFICE}关于{STREET}{r.what}的批复",
            r.reply_number,
            f"{STREET}办事处：",
            f"你街道《{STREET}办事处关于审定{r.what}的请示》（{r.request_number}）收悉。经会商审定，同意以下{counted(r.households)}{decision}：",
            (("序号", "村（社区）", "户主姓名", "家庭人数", "监测类别"), *rows),
            "特此批复。",
            DISTRICT_OFFICE,
            r.replied_on,
        ),
    )


def comparison_result() -> Paper:
    head = ("户主姓名", "村（社区）", "车辆信息", "不动产信息", "市场主体信息", "财政供养信息", "反馈意见")
    rows = tuple((h.head, VILLAGE, "无", "无", "无", "无", "未发现异常") for h in TAKEN_IN)
    return Paper(
        ("comparison-result",),
        IN,
        ("拟新增监测户部门信息比对反馈表", (head, *rows), "云岚区农业农村局", "2021年5月12日"),
    )


def county_consultation(r: Round) -> Paper:
    return Paper(
        ("county-consultation",),
        r.stage,
        (
            "云岚区监测对象部门会商纪要",
            f"时间：{r.consulted_on}　　主持：沈砚秋　　记录：邬小满",
            "参加单位：区农业农村局、区民政局、区医保局、区教育局、区住建局、区人社局",
            f"会商{STREET}上报的{r.what}{counted(r.households)}（{'、'.join(h.head for h in r.households)}），各单位均无不同意见。",
        ),
    )


def refusal() -> Paper:
    return Paper(
        ("refusal-notice",),
        IN,
        (
            "不予纳入监测告知书",
            f"{REFUSED[0]}：",
            f"你户提出的防返贫监测申报，经核实和民主评议，{REFUSED[2]}，决定不予纳入。如有异议，可向街道反映。",
            f"{VILLAGE}村民委员会",
            "2021年4月12日",
        ),
    )


def nomination_meeting() -> Paper:
    h = ELIMINATED[0]
    return Paper(
        ("nomination-meeting",),
        OUT,
        (
            f"{VILLAGE}风险消除提名会会议纪要",
            "时间：2021年10月12日　　主持：桂长林　　记录：苗雨",
            "参加人员：村两委、驻村工作队、帮扶联系人",
            f"会议对照标准逐户分析，{h.head}户（{h.size}人，{h.type}）收入稳定、风险因素已解除，一致同意提名为{ELIMINATING.what}。",
        ),
    )


def nomination_list() -> Paper:
    return Paper(
        ("nomination-list",), OUT, (f"{VILLAGE}风险消除提名花名册", roll(ELIMINATED), "2021年10月12日")
    )
