"""What lies in an archive, as volumes: who is in which, in what order, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from audit.filing.papers import Hands, blanks_of, contents_context, labels_context, note_context
from audit.filing.types import Volume, paging
from audit.filing.volumes import BLANK, volumes_of, with_pages
from checklists import load_checklist, load_filing
from tests.audit.builders import judge_archive, make_docx, make_pdf, photo

OFFICE = "檀溪县/桂岭镇"
FORM = "防返贫监测对象认定核查表"


def request(number: int = 7, day: str = "2021年5月20日") -> bytes:
    return make_docx(
        f"桂府呈〔2021〕{number}号",
        "桂岭镇人民政府关于第一批拟纳入监测对象的请示",
        "檀溪县乡村振兴领导小组办公室：",
        "现将我镇第一批拟纳入监测对象1户3人报请审定。妥否，请批示。",
        "附件：第一批拟纳入监测对象名单",
        "桂岭镇人民政府",
        day,
    )


def reply(cites: int = 7, day: str = "2021年5月28日") -> bytes:
    return make_docx(
        "檀乡振领办复〔2021〕12号",
        "檀溪县乡村振兴领导小组办公室关于桂岭镇第一批拟纳入监测对象的批复",
        "桂岭镇人民政府：",
        f"你镇《桂岭镇人民政府关于第一批拟纳入监测对象的请示》（桂府呈〔2021〕{cites}号）收悉。同意纳入1户3人。",
        "檀溪县乡村振兴领导小组办公室",
        day,
    )


def names(day: str = "2021年5月20日") -> bytes:
    rows = [["序号", "村", "户主姓名", "监测对象类别"], ["1", "松坪村", "阮长河", "边缘易致贫户"]]
    return make_docx("桂岭镇第一批拟纳入监测对象名单", rows, day)


def form(head: str, day: str = "2021年4月12日") -> bytes:
    rows = [["户主姓名", head, "家庭人口", "3"], ["监测对象类别", "边缘易致贫户", "风险", "因病"]]
    return make_docx(FORM, rows, f"核查日期：{day}")


def volumes(archive: Mapping[str, bytes]) -> tuple[Volume, ...]:
    report = judge_archive(archive, root_name="檀溪县")
    return volumes_of(report.files, report.cells, report.checklist)


def of_unit(found: tuple[Volume, ...], end: str) -> Volume:
    return next(volume for volume in found if volume.unit.endswith(end))


def titles(volume: Volume) -> list[str]:
    return [paper.title for paper in volume.papers]


TOWNSHIP = {
    "桂岭镇/乡级档案/05向县级的请示及批复/请示.docx": request(),
    "桂岭镇/乡级档案/05向县级的请示及批复/附件名单.docx": names(),
    "桂岭镇/乡级档案/05向县级的请示及批复/批复.docx": reply(),
}
HOUSEHOLD = {
    "桂岭镇/松坪村/户档案/阮长河/03认定核查表/核查表.docx": form("阮长河"),
    "桂岭镇/松坪村/户档案/阮长河/01申请书/申请书.docx": make_docx(
        "申请书", "松坪村村民委员会：", "本人阮长河，因病申请纳入监测。", "申请人：阮长河", "2021年4月8日"
    ),
    "桂岭镇/松坪村/户档案/阮长河/03认定核查表/入户照片20210412.jpg": photo("a"),
    "桂岭镇/松坪村/户档案/阮长河/03认定核查表/入户照片20210412(1).jpg": photo("b"),
}


def test_the_reply_stands_before_the_request_and_the_list_behind_it() -> None:
    volume = of_unit(volumes(TOWNSHIP), "桂岭镇")
    assert [paper.kind for paper in volume.papers] == ["county-reply", "township-request", "name-list"]
    assert [paper.remark for paper in volume.papers] == ["", "", "附件"]


def test_two_rounds_are_not_mixed() -> None:
    folder = "桂岭镇/乡级档案/05向县级的请示及批复/"
    second = {
        f"{folder}请示2.docx": request(19, "2021年9月20日"),
        f"{folder}批复2.docx": reply(19, "2021年9月28日"),
    }
    volume = of_unit(volumes({**TOWNSHIP, **second}), "桂岭镇")
    assert [paper.on for paper in volume.papers] == [
        "20210528",
        "20210520",
        "20210520",
        "20210928",
        "20210920",
    ]


def test_number_office_title_and_day_are_the_papers_own() -> None:
    answer = of_unit(volumes(TOWNSHIP), "桂岭镇").papers[0]
    assert answer.number == "檀乡振领办复〔2021〕12号"
    assert answer.issuer == "檀溪县乡村振兴领导小组办公室"
    assert answer.title == "檀溪县乡村振兴领导小组办公室关于桂岭镇第一批拟纳入监测对象的批复"
    assert answer.on == "20210528"


def test_one_household_is_one_volume_in_the_order_of_its_items() -> None:
    volume = of_unit(volumes(HOUSEHOLD), "阮长河")
    assert volume.title == "檀溪县桂岭镇松坪村阮长河户防返贫监测帮扶材料"
    assert [paper.item for paper in volume.papers][:2] == ["H01", "H03"]
    assert volume.papers[0].issuer == "阮长河"


def test_an_office_has_a_volume_for_each_year_and_stage() -> None:
    folder = "桂岭镇/乡级档案/01文件精神/"
    notice = {
        f"{folder}通知{year}.docx": make_docx(
            f"桂府发〔{year}〕3号",
            "关于开展防返贫动态监测和帮扶工作的通知",
            "桂岭镇人民政府",
            f"{year}年3月9日",
        )
        for year in (2021, 2022)
    }
    found = [volume for volume in volumes({**TOWNSHIP, **notice}) if volume.unit.endswith("桂岭镇")]
    assert [(volume.year, volume.category) for volume in found] == [
        ("2021", "综合管理"),
        ("2021", "监测对象认定"),
        ("2022", "综合管理"),
    ]
    assert [volume.number for volume in found] == ["0001", "0002", "0001"]


def test_photos_of_one_event_are_one_row_with_a_title_in_brackets() -> None:
    row = next(paper for paper in of_unit(volumes(HOUSEHOLD), "阮长河").papers if paper.kind == "photo")
    assert row.title == "[入户照片（2张）]"
    assert (row.on, row.pages) == ("[20210412]", 2)


def test_a_scan_that_was_not_read_has_a_title_made_for_it_and_open_places() -> None:
    scan = {**TOWNSHIP, "桂岭镇/乡级档案/05向县级的请示及批复/批复.docx": b""}
    scan["桂岭镇/乡级档案/05向县级的请示及批复/县级批复20210528.jpg"] = photo("scan")
    row = next(paper for paper in of_unit(volumes(scan), "桂岭镇").papers if paper.path.endswith("jpg"))
    assert row.title.startswith("[")
    assert row.number is None
    assert row.on == "[20210528]"


def test_a_form_in_an_offices_volume_says_whose_it_is() -> None:
    archive = {"桂岭镇/松坪村/村级档案/04入户核实/核查表.docx": form("阮长河")}
    assert f"{FORM}[阮长河]" in titles(of_unit(volumes(archive), "松坪村"))


@pytest.mark.parametrize(
    ("path", "data", "issuer"),
    [
        ("04入户核实/核查表.docx", make_docx(FORM, [["户主姓名", "阮长河"], ["核查人", "庄敏、李芳"]], "2021年4月12日"), "庄敏、李芳"),
        ("04入户核实/核查表.docx", make_docx(FORM, [["户主姓名", "阮长河"]], "核查人（签字）：庄敏", "2021年4月12日"), "庄敏"),
        ("04入户核实/核查表.docx", form("阮长河"), None),
        ("06上报名单/名单.docx", make_docx("松坪村第一批拟纳入监测对象名单", [["序号", "户主姓名", "村"], ["1", "阮长河", "松坪村"]]), "松坪村"),
    ],
)  # fmt: skip
def test_who_answers_for_a_paper_is_who_made_it_or_whose_it_says_it_is(
    path: str, data: bytes, issuer: str | None
) -> None:
    archive = {f"桂岭镇/松坪村/村级档案/{path}": data}
    assert [paper.issuer for paper in of_unit(volumes(archive), "松坪村").papers] == [issuer]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            ["檀溪县乡村振兴领导小组办公室", "关于桂岭镇", "第一批拟纳入监测对象的批复", "桂岭镇人民政府："],
            "檀溪县乡村振兴领导小组办公室关于桂岭镇第一批拟纳入监测对象的批复",
        ),
        (
            ["桂府呈〔2021〕7号", "桂岭镇人民政府", "关于第一批拟纳入监测对象的请示", "檀溪县人民政府："],
            "桂岭镇人民政府关于第一批拟纳入监测对象的请示",
        ),
        (["桂岭镇党委会议", "审核拟纳入监测对象会议记录", "时间：2021年4月29日"], "桂岭镇党委会议审核拟纳入监测对象会议记录"),
    ],
)  # fmt: skip
def test_a_title_of_several_lines_is_one(lines: list[str], title: str) -> None:
    folder = "桂岭镇/乡级档案/05向县级的请示及批复/"
    archive = {f"{folder}一.docx": make_docx(*lines, "同意纳入1户3人，名单见附件。", "2021年5月28日")}
    assert titles(of_unit(volumes(archive), "桂岭镇"))[0].partition("[")[0] == title


def test_the_word_for_an_annex_above_a_list_is_not_its_title() -> None:
    rows = [["序号", "村", "户主姓名", "监测对象类别"], ["1", "松坪村", "阮长河", "边缘易致贫户"]]
    sheet = make_docx("附件", "\f", "桂岭镇第一批拟纳入监测对象名单", rows, "2021年5月20日")
    archive = {**TOWNSHIP, "桂岭镇/乡级档案/05向县级的请示及批复/附件名单.docx": sheet}
    row = of_unit(volumes(archive), "桂岭镇").papers[2]
    assert (row.title, row.on, row.remark) == ("桂岭镇第一批拟纳入监测对象名单", "20210520", "附件")


def test_titles_hold_no_whole_identity_number() -> None:
    name = "阮长河11010519491231002X残疾证明材料扫描件.jpg"
    archive = {**HOUSEHOLD, f"桂岭镇/松坪村/户档案/阮长河/08帮扶措施/{name}": photo("card")}
    shown = " ".join(titles(of_unit(volumes(archive), "阮长河")))
    assert "阮长河110105" in shown
    assert "19491231" not in shown


def test_the_same_paper_twice_is_listed_once_and_said() -> None:
    folder = "桂岭镇/松坪村/户档案/阮长河/03认定核查表/"
    twice = {**HOUSEHOLD, f"{folder}核查表(1).docx": HOUSEHOLD[f"{folder}核查表.docx"]}
    volume = of_unit(volumes(twice), "阮长河")
    assert sum(title.startswith(FORM) for title in titles(volume)) == 1
    assert any("重份" in sentence for sentence in volume.note)


def test_the_note_says_what_lacks_and_what_cannot_be_opened() -> None:
    broken = {**HOUSEHOLD, "桂岭镇/松坪村/户档案/阮长河/02承诺书/承诺授权书.docx": b"PK\x03\x04 broken"}
    note = "".join(of_unit(volumes(broken), "阮长河").note)
    assert "电子文件打不开或有密码" in note
    assert "缺：H04" in note


def test_pages_run_on_until_a_paper_whose_pages_only_print_would_tell() -> None:
    folder = "桂岭镇/松坪村/户档案/阮长河/"
    archive = {
        f"{folder}01申请书/申请书.pdf": make_pdf(["申请书", "申请人：阮长河", "2021年4月8日"], ["续页"]),
        f"{folder}03认定核查表/核查表.pdf": make_pdf([FORM, "户主姓名 阮长河", "2021年4月12日"]),
        f"{folder}04信息采集表/采集表.docx": make_docx(
            "防返贫监测对象信息采集表", [["户主姓名", "阮长河"]], "2021年4月13日"
        ),
        f"{folder}07县级批复/批复.docx": reply(),
    }
    volume = of_unit(volumes(archive), "阮长河")
    assert paging(volume.papers) == ("1", "3", "4", None)
    assert "其中 2 件打印后才知道页数" in volume.note[0]
    counted = with_pages(volume, {path: 2 for path in archive if path.endswith("docx")})
    assert paging(counted.papers) == ("1", "3", "4", "6-7")
    assert counted.note[0] == "本卷共 4 件，7 页。"


def test_codes_that_are_known_stand_in_the_archive_number() -> None:
    profile = load_checklist()
    filing = load_filing(
        {"fonds": {"": "Z100", OFFICE: "Z201"}, "period": {"township": "D30", "household": "Y"}}
    )
    report = judge_archive({**TOWNSHIP, **HOUSEHOLD}, root_name="檀溪县")
    found = volumes_of(report.files, report.cells, replace(profile, filing=filing))
    assert of_unit(found, "桂岭镇").archive_number == "Z201-WS·2021·D30·桂岭镇-0001"
    assert of_unit(found, "阮长河").archive_number == "Z201-WS·2021·Y·桂岭镇松坪村-0001"


@pytest.mark.parametrize("style", ["dat-13-2022", "dat-22-2015"])
def test_codes_that_are_not_known_are_marked(style: str) -> None:
    report = judge_archive(TOWNSHIP, root_name="檀溪县")
    checklist = replace(load_checklist(), filing=load_filing({"style": style}))
    number = volumes_of(report.files, report.cells, checklist)[0].archive_number
    assert number.startswith(f"{BLANK}-WS·2021")
    assert (f"-{BLANK}-0001" in number) == (style == "dat-22-2015")


def test_the_papers_mark_what_nobody_knows_and_it_is_counted() -> None:
    found = volumes(HOUSEHOLD)
    volume = of_unit(found, "阮长河")
    rows = contents_context(volume)["rows"]
    assert isinstance(rows, list)
    assert [row["place"] for row in rows] == list(range(1, len(volume.papers) + 1))
    assert note_context(volume, Hands())["by"] == BLANK
    assert note_context(volume, Hands(by="庄敏"))["by"] == "庄敏"
    assert ("立卷人", len(found), "--by") in list(blanks_of(found, Hands()))
    assert "立卷人" not in [name for name, _, _ in blanks_of(found, Hands(by="庄敏"))]


def test_a_box_has_the_volumes_of_one_office_and_year_and_another_its_households() -> None:
    pages = labels_context(volumes({**TOWNSHIP, **HOUSEHOLD}))["pages"]
    assert isinstance(pages, list)
    labels = [label for label in pages[0] if label["office"]]
    assert [(label["office"], label["numbers"]) for label in labels] == [
        ("桂岭镇", "0001"),
        ("桂岭镇松坪村", "0001"),
    ]
