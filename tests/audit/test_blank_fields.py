"""The mark 〔待填〕 anywhere, and empty must-fill fields on forms; signature places are not blank fields."""

from __future__ import annotations

import pytest

from audit.blank_fields import find_blanks
from audit.readers import read_document
from audit.types import Finding
from tests.audit.builders import Part, judge_archive, make_docx, make_pdf, make_xlsx

HOME = "山青县/白石镇/红旗村/户档案/游长林"


def blanks(data: bytes, form: bool = False) -> tuple[str, ...]:
    return find_blanks(read_document("a", data), form)


def in_docx(*parts: Part, form: bool = False) -> tuple[str, ...]:
    return blanks(make_docx(*parts), form)


def found_in(**files: bytes) -> list[Finding]:
    report = judge_archive({name.replace("__", "/"): data for name, data in files.items()})
    return [finding for finding in report.findings if finding.rule == "blank-field"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("会议时间：〔待填〕", "会议时间"),
        ("主持人：甘露　记录人：〔待填〕", "记录人"),
        ("应到〔待填〕人", "应到"),
        ("望街呈〔2021〕〔待填〕号", "望街呈〔2021〕"),
        ("〔待填〕", "正文"),
    ],
)
def test_a_mark_is_named_by_the_words_before_it(text: str, label: str) -> None:
    assert in_docx(text) == (label,)


def test_a_bare_mark_under_a_letters_title_is_its_number() -> None:
    assert in_docx("关于白石镇拟纳入监测对象的批复", "〔待填〕", "白石镇人民政府：", "同意。") == (
        "发文字号",
    )


def test_number_date_and_printing_of_a_letter_are_named_by_their_places() -> None:
    office = "山青县乡村振兴领导小组办公室"
    letter = (
        f"{office}文件",
        "〔待填〕",
        f"{office}关于白石镇名单的批复",
        "白石镇人民政府：",
        "同意。",
        "此复。",
    )
    assert in_docx(*letter, office, "〔待填〕", (("山青县乡村振兴局\t〔待填〕印发",),)) == (
        "发文字号",
        "成文日期",
        "印发日期",
    )


def test_several_marks_in_one_line_are_several_fields() -> None:
    assert in_docx("时间：〔待填〕，地点：〔待填〕") == ("时间", "地点")


def test_a_mark_in_a_form_is_named_by_the_cell_before_it() -> None:
    assert in_docx((("联系电话", "〔待填〕", "住址", "三组"),)) == ("联系电话",)


def test_a_mark_in_a_list_is_named_by_its_column_and_row() -> None:
    rows = (("序号", "户主", "身份证号码"), ("1", "游长林", "〔待填〕"))
    assert in_docx(rows) == ("身份证号码第1行",)


def test_a_mark_in_a_workbook_and_in_a_pdf_is_found() -> None:
    assert blanks(make_xlsx({"一": [["姓名", "游长林"], ["电话", "〔待填〕"]]})) == ("电话",)
    assert blanks(make_pdf(["会议地点：〔待填〕"])) == ("会议地点",)


def test_an_empty_must_field_of_a_form_is_blank() -> None:
    assert in_docx((("监测对象类别", "", "风险类型", "因病"),), form=True) == ("监测对象类别",)


def test_a_unit_alone_is_no_value() -> None:
    assert in_docx((("家庭人口", "人", "人均纯收入", "元"),), form=True) == ("家庭人口", "人均纯收入")


@pytest.mark.parametrize("value", ["0", "无", "因病", "4200.00元", "是"])
def test_a_filled_field_is_not_blank(value: str) -> None:
    assert in_docx((("风险类型", value),), form=True) == ()


def test_an_empty_field_that_need_not_be_filled_is_not_blank() -> None:
    assert in_docx((("备注", "", "联系电话", ""),), form=True) == ()


def test_the_heading_of_a_list_is_no_empty_field() -> None:
    assert in_docx((("户主", "类别", "风险"), ("游长林", "边缘易致贫户", "因病")), form=True) == ()


def test_a_line_of_a_form_with_nothing_after_its_label_is_blank() -> None:
    assert in_docx("监测对象类别：　　风险类型：因病", form=True) == ("监测对象类别",)


def test_in_a_pdf_a_label_followed_by_the_next_label_is_blank() -> None:
    assert blanks(make_pdf(["监测对象类别 风险类型 因病", "家庭人口 4 人均纯收入 4200"]), form=True) == (
        "监测对象类别",
    )


def test_a_full_pdf_form_has_no_blank() -> None:
    lines = [
        "户主 游长林 监测对象类别 边缘易致贫户",
        "风险类型 因病 联系电话 无",
        "家庭人口 4 人均纯收入 4200",
    ]
    assert blanks(make_pdf(lines), form=True) == ()


@pytest.mark.parametrize("text", ["户主签字：", "户主签字：　　　　", "核查人签名：____", "（盖章）"])
def test_a_signature_place_is_no_blank_field(text: str) -> None:
    assert in_docx(text, form=True) == ()


def test_equal_copies_in_several_folders_are_one_finding_of_the_household() -> None:
    paper = _form("")
    found = found_in(
        **{
            f"{HOME}__核查.docx": paper,
            "山青县/白石镇/红旗村/村级档案/04入户核实__游长林核查.docx": paper,
            "山青县/白石镇/乡级档案/04复核__游长林核查.docx": paper,
        }
    )
    assert len(found) == 1
    assert len(found[0].problem.files) == 3
    assert found[0].problem.unit == "山青县/白石镇/红旗村/游长林"


def test_a_paper_of_several_units_belongs_to_the_highest_that_keeps_it() -> None:
    reply = make_docx(
        "关于白石镇拟纳入监测对象的批复",
        "山振复〔2021〕〔待填〕号",
        "经研究，同意。",
        "山青县乡村振兴局",
        "2021年5月1日",
    )
    found = found_in(**{"山青县/县级档案__批复.docx": reply, "山青县/白石镇/乡级档案__批复.docx": reply})
    assert [(finding.problem.unit, len(finding.problem.files)) for finding in found] == [("山青县", 2)]


def test_one_paper_with_several_blanks_is_one_finding_that_names_them() -> None:
    found = found_in(**{f"{HOME}__核查.docx": _form("", risk="")})
    assert len(found) == 1
    assert "监测对象类别、致贫返贫风险" in found[0].problem.message


def _form(kind: str, risk: str = "因病") -> bytes:
    rows = (
        ("户主", "游长林", "家庭人口", "2"),
        ("监测对象类别", kind, "致贫返贫风险", risk),
        ("人均纯收入", "4200", "核查结论", "符合"),
    )
    return make_docx("防贫监测对象认定核查表", rows, "户主签字：")
