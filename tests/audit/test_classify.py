"""Kinds, stages and items, by content first. The wordings are not those of any weight file's examples."""

from __future__ import annotations

import pytest

from audit.types import File, Report
from checklists import Stage
from tests.audit.builders import Part, judge_archive, make_docx, make_pdf, make_xlsx, photo
from tests.audit.sample_archive import archive, kinds, request, verification

HOME = "山青县/白石镇/红旗村/户档案/游长林"
VILLAGE = "山青县/白石镇/红旗村/村级档案"
TOWN = "山青县/白石镇/乡级档案"
COUNTY = "山青县/县级档案"


@pytest.fixture(scope="module")
def report() -> Report:
    return judge_archive(archive())


def only(folder: str, *parts: Part, name: str = "新建文档.docx") -> File:
    return judge_archive({f"{folder}/{name}": make_docx(*parts)}).files[0]


@pytest.mark.parametrize("path", sorted(kinds()))
def test_every_paper_of_the_sample_is_known(path: str, report: Report) -> None:
    assert {file.path: file.kind for file in report.files}[path] == kinds()[path]


@pytest.mark.parametrize(
    ("folder", "kind", "parts"),
    [
        (HOME, "application", ("防返贫监测申请表", "申请人：游长林", "因务工不稳，自愿申请纳入。")),
        (HOME, "application", ("监测对象申报书", "本人游长林，申请识别为监测对象。")),
        (HOME, "authorisation", ("家庭资产查询授权委托书", "授权县乡有关部门查询本户存款。", "授权人：游长林")),
        (HOME, "authorisation", ("诚信承诺书", "承诺所述属实。承诺人：游长林")),
        (HOME, "verification-form", ("监测对象认定核实表", (("户主", "游长林"), ("核查结论", "符合")))),
        (HOME, "collection-form", ("三类人群基础信息采集表", (("户主", "游长林"), ("文化程度", "初中")))),
        (HOME, "natural-change-form", ("家庭人口增减情况登记表", "户主：游长林")),
        (HOME, "measures-table", ("享受帮扶政策情况统计表", "户主：游长林")),
        (HOME, "elimination-assessment", ("监测对象风险消除评估审核表", (("户主", "游长林"),))),
        (HOME, "comparison-form", ("识别与消除信息对照表", "户主：游长林")),
        (HOME, "visit-record", ("入户走访记录卡", "走访人：甘露")),
        (HOME, "measure-proof", ("公益性岗位聘用合同", "甲方：红旗村", "乙方：游长林")),
        (HOME, "measure-proof", ("雨露计划补助申请表", "学生姓名：游小雨")),
        (HOME, "measure-proof", ("农村最低生活保障金领取证明", "兹证明游长林户享受低保。")),
        (VILLAGE, "village-review-meeting", ("红旗村民主评议会会议纪要", "应到40人，实到35人。")),
        (VILLAGE, "village-review-meeting", ("红旗村村民代表大会记录", "议题：评议拟纳入户", "赞成30票，反对0票，弃权1票")),
        (VILLAGE, "review-result", ("红旗村评议结果统计表", "评议结果如下：")),
        (VILLAGE, "public-notice", ("红旗村关于拟认定监测户的公告", "公示期限：7天", "举报电话：12317")),
        (VILLAGE, "notice-outcome", ("公示期满无异议的证明", "公示期间未收到任何异议。")),
        (VILLAGE, "village-report", ("红旗村关于报送拟纳入监测户的请核报告", "现将名单上报，请予审核。")),
        (VILLAGE, "inspection-ledger", ("红旗村防返贫大排查台帐", (("户主", "排查人"), ("游长林", "甘露")))),
        (VILLAGE, "assistance-ledger", ("红旗村帮扶责任人台账", (("户主", "帮扶措施"), ("游长林", "低保")))),
        (VILLAGE, "nomination-meeting", ("风险消除对象提名会议纪要", "提名游长林拟消除风险。")),
        (VILLAGE, "assessment-meeting", ("线索研判会议记录", "对游长林户进行研判。")),
        (VILLAGE, "refusal-notice", ("不予纳入监测的告知书", "游长林：你户不符合条件。")),
        (TOWN, "township-review-meeting", ("白石镇党委会议纪要", "审议拟纳入监测对象。")),
        (TOWN, "township-review-meeting", ("白石镇防返贫监测联审会议记录", "应到8人，实到8人。")),
        (TOWN, "township-request", ("关于审定拟纳入监测对象的请示", "当否，请批示。")),
        (TOWN, "clue-list", ("白石镇9月份风险预警信息台账", (("线索来源", "预警内容"), ("医保", "大额支出")))),
        (COUNTY, "comparison-result", ("信息比对结果反馈单", (("户主", "车辆", "房产"), ("游长林", "无", "无")))),
        (COUNTY, "county-consultation", ("防返贫监测对象联席会议纪要", "参会单位：民政、医保")),
        (COUNTY, "county-reply", ("关于白石镇拟消除监测户的审定意见", "经研究，同意。")),
        (COUNTY, "dynamic-ledger", ("防止返贫监测对象三级管理台账", (("户主", "认定时间", "消除时间"), ("游长林", "", "")))),
        (COUNTY, "work-summary", ("2021年防返贫工作情况汇报", "现将全年工作汇报如下：")),
        (COUNTY, "work-plan", ("防返贫动态监测工作要点", "一、目标任务")),
        (COUNTY, "work-summary", ("山青县防返贫集中大排查工作总结", "现将排查情况总结如下：")),
        (VILLAGE, "grading-ledger", ("监测对象分级管理台账", (("户主", "级别"), ("游长林", "红")))),
        (TOWN, "grading-ledger", ("白石镇防返贫监测户红黄绿三色管理台账", (("户主", "帮扶责任人"), ("游长林", "甘露")))),
        (TOWN, "dynamic-ledger", ("白石镇监测对象三级动态管理台账", (("户主", "纳入时间"), ("游长林", "")))),
        (VILLAGE, "result-announcement", ("关于红旗村监测对象认定结果的公告", "经山青县审定，现予以公告。", "监督电话：12317")),
        (TOWN, "result-announcement", ("防止返贫监测对象名单审定结果公告", "县领导小组批复同意下列农户纳入。", "特此公告。")),
        (VILLAGE, "review-result", ("红旗村评议结果公告", "通过3户。")),
        (VILLAGE, "situation-note", ("关于评议会照片遗失的情况说明", "相机损坏，照片无法恢复。", "特此说明。")),
        (VILLAGE, "situation-note", ("关于第二批公示张贴照片缺失的情况说明", "当天没有拍照，不能补拍。")),
        (TOWN, "situation-note", ("情况说明", "签到表原件丢失。")),
        (VILLAGE, "notice-outcome", ("红旗村第一批公示情况说明", "公示期间未收到异议。")),
    ],
)  # fmt: skip
def test_titles_elsewhere_are_known_too(folder: str, kind: str, parts: tuple[Part, ...]) -> None:
    assert only(folder, *parts).kind == kind


@pytest.mark.parametrize(
    "parts", [("防汛值班表", (("日期", "值班人"), ("1日", "甘露"))), ("停电通告单", "明日检修线路。")]
)
def test_papers_that_do_not_belong_here_stay_unknown(parts: tuple[Part, ...]) -> None:
    file = only(TOWN, *parts)
    assert (file.kind, file.items) == ("unknown", ())


@pytest.mark.parametrize(
    ("folder", "parts"),
    [
        (VILLAGE, ("监测对象分级管理台账", (("户主", "级别"), ("游长林", "红")))),
        (VILLAGE, ("监测对象审定结果公告", "经山青县批复，现予以公告。")),
        (VILLAGE, ("关于公示照片缺失的情况说明", "照片无法恢复。")),
    ],
)
def test_ledgers_by_colour_announcements_and_notes_fill_no_item(folder: str, parts: tuple[Part, ...]) -> None:
    assert only(f"{folder}/05村级初选评议情况", *parts).items == ()


def test_content_wins_over_a_wrong_name() -> None:
    file = only(HOME, "防贫监测对象申请书", "申请人：游长林，特此申请。", name="承诺书.docx")
    assert (file.kind, file.items) == ("application", ("H01",))


def test_a_notice_from_above_is_received_and_ones_own_is_deployment() -> None:
    text = ("关于做好防返贫监测工作的通知", "请认真组织。")
    above = only(TOWN, *text, "山青县乡村振兴局", "2021年3月1日")
    own = only(TOWN, *text, "白石镇人民政府", "2021年3月1日")
    assert (above.kind, own.kind) == ("policy-document", "deployment-notice")


def test_a_households_notice_belongs_to_the_office_that_posted_it() -> None:
    text = ("拟纳入监测对象公示", "现予以公示。")
    by_village = only(HOME, *text, "红旗村村民委员会", "2021年4月1日")
    by_township = only(HOME, *text, "白石镇人民政府", "2021年4月9日")
    assert (by_village.items, by_township.items) == (("H05",), ("H06",))


def test_a_request_with_its_list_on_the_next_page_is_two_papers() -> None:
    file = judge_archive({f"{TOWN}/请示.docx": request("in", bound=True)}).files[0]
    assert [(part.kind, part.pages) for part in file.parts] == [
        ("township-request", (1, 1)),
        ("name-list", (2, 2)),
    ]
    assert file.items == ("T05",)


def test_a_record_with_its_sign_in_sheet_is_two_papers_of_one_stage() -> None:
    sheet = (("序号", "姓名", "签到"), ("1", "甘露", "甘露"))
    file = only(VILLAGE, "红旗村村民代表会议记录", "议题：评议拟纳入户", "会议签到册", sheet)
    assert [(part.kind, part.stage) for part in file.parts] == [
        ("village-review-meeting", Stage.IDENTIFICATION),
        ("sign-in-sheet", Stage.IDENTIFICATION),
    ]


def test_forms_of_several_households_in_one_file_are_told_apart() -> None:
    both = (
        "入户核实表",
        (("户主", "游长林"), ("核查结论", "符合")),
        "入户核实表",
        (("户主", "莫小棠"), ("核查结论", "符合")),
    )
    file = only(
        VILLAGE, "防贫监测对象认定" + str(both[0]), *both[1:2], "防贫监测对象认定入户核实表", *both[3:]
    )
    assert [part.paper.head for part in file.parts if part.paper] == ["游长林", "莫小棠"]


def test_names_in_a_reply_are_no_list() -> None:
    file = only(
        COUNTY,
        "关于白石镇拟纳入监测对象的批复",
        "经研究，同意。",
        (("序号", "户主"), ("1", "游长林")),
        "山青县乡村振兴局",
    )
    assert [part.kind for part in file.parts] == ["county-reply"]


def test_an_application_with_its_promise_on_one_sheet_serves_both_items() -> None:
    file = only(HOME, "纳入监测申请暨承诺授权书", "申请人：游长林", "授权查询家庭资产。")
    assert file.items == ("H01", "H02")


def test_a_sign_in_sheet_says_under_its_title_for_which_meeting() -> None:
    sheet = (("序号", "姓名", "签字"), ("1", "甘露", ""))
    for meeting in ("红旗村线索研判会", "红旗村风险消除提名会", "红旗村民主评议会"):
        assert only(VILLAGE, "会议签到表", meeting, sheet).kind == "sign-in-sheet"


def test_a_caption_inside_a_form_starts_no_paper() -> None:
    file = only(
        HOME,
        "家庭人口自然增减登记表",
        "户主：游长林",
        "自然增减情况",
        (("增减类型", "姓名"), ("增加", "游小雨")),
    )
    assert [part.kind for part in file.parts] == ["natural-change-form"]


def test_a_title_in_two_lines_is_one_title() -> None:
    file = only(TOWN, "白石镇人民政府关于上报拟纳入监测对象名单", "的请示", "妥否，请批示。")
    assert [part.kind for part in file.parts] == ["township-request"]


def test_a_surname_that_nobody_has_listed_is_a_name_where_a_name_is_expected() -> None:
    folder = "山青县/白石镇/红旗村/户档案/01 鿍长林"
    file = judge_archive(
        {f"{folder}/申请书.docx": make_docx("监测对象申请书", (("户主", "鿍长林"),), "特此申请。")}
    ).files[0]
    assert file.unit == "山青县/白石镇/红旗村/鿍长林"  # a rare character, outside of the common block
    folder = "山青县/白石镇/红旗村/户档案/01 袅长林"
    file = judge_archive(
        {f"{folder}/申请书.docx": make_docx("监测对象申请书", (("户主", "袅长林"),), "特此申请。")}
    ).files[0]
    assert file.unit == "山青县/白石镇/红旗村/袅长林"


def test_an_annex_note_starts_no_paper() -> None:
    file = only(
        TOWN,
        "关于拟纳入监测对象的请示",
        "妥否，请批示。",
        "附件：1.拟纳入监测对象名单",
        "2.认定核查表",
        "白石镇人民政府",
    )
    assert [part.kind for part in file.parts] == ["township-request"]


def test_a_pdf_is_known_by_its_content_as_a_docx_is() -> None:
    data = make_pdf(["防贫监测对象认定核查表", "户主 游长林 监测对象类别 边缘易致贫户", "核查结论 符合"])
    file = judge_archive({f"{HOME}/扫描0001.pdf": data}).files[0]
    assert (file.kind, file.items) == ("verification-form", ("H03",))


def test_a_sheet_a_month_is_a_series_of_months() -> None:
    data = make_xlsx({f"{month}月": [[f"{month}月预警线索零报告"], ["无预警线索"]] for month in (3, 4, 5)})
    file = judge_archive({f"{COUNTY}/线索/工作簿1.xlsx": data}).files[0]
    assert [month.month for part in file.parts if part.paper for month in part.paper.months] == [3, 4, 5]


@pytest.mark.parametrize(
    ("path", "items"),
    [
        (f"{VILLAGE}/09村级提名相关资料/提名会.jpg", ("V09",)),
        (f"{VILLAGE}/02村级自主排查/现场1.jpg", ("V02",)),
        (f"{VILLAGE}/05评议公示/村民代表会议照片.jpg", ("V05",)),
        (f"{VILLAGE}/11消除评议公示/公示张贴照片.jpg", ("V11",)),
        (f"{TOWN}/07乡级复核（风险消除）/入户复核照片.jpg", ("T07",)),
        (f"{HOME}/走访照片.jpg", ()),
    ],
)
def test_a_photo_is_placed_by_its_name_and_folder(path: str, items: tuple[str, ...]) -> None:
    file = judge_archive({path: photo("x")}).files[0]
    assert (file.kind, file.items) == ("photo", items)


def test_a_photo_without_a_word_is_placed_by_the_meeting_of_its_day() -> None:
    meeting = make_docx("防贫工作动员部署会议记录", "时间：2021年3月8日", "传达学习文件")
    found = judge_archive({f"{VILLAGE}/会议.docx": meeting, f"{VILLAGE}/IMG_20210308_101500.jpg": photo("x")})
    assert {file.path.rpartition("/")[2]: file.items for file in found.files}["IMG_20210308_101500.jpg"] == (
        "V01",
    )


def test_two_households_in_one_folder_are_told_apart_by_content() -> None:
    folder = "山青县/白石镇/红旗村/户档案/莫小棠、游长林"
    found = judge_archive(
        {f"{folder}/1.docx": verification("莫小棠"), f"{folder}/2.docx": verification("游长林")}
    )
    assert [file.unit.rpartition("/")[2] for file in found.files] == ["莫小棠", "游长林"]
