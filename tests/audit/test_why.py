"""`--why`: the reasons told are the audit's own."""

from __future__ import annotations

import pytest

from audit.decisions.parse import Decisions, parse_decisions
from audit.lookup import find_file
from audit.report.explanation import render_why
from audit.why import Why, explain_file
from checklists import UserError
from tests.audit.builders import judge_archive, make_docx, make_pdf, make_zip, photo
from tests.audit.sample_archive import archive

VILLAGE = "望江街道/临江社区/社区档案"


def explained(path: str, files: dict[str, bytes] | None = None, text: str = "") -> Why:
    decisions = parse_decisions(text) if text else Decisions()
    report = judge_archive(files or archive(), decisions=decisions)
    return explain_file(report, path, root_name="档案")


def test_every_score_is_the_sum_of_its_reasons_and_the_kind_told_is_the_audits() -> None:
    report = judge_archive(archive())
    for file in report.files:
        why = explain_file(report, file.path, root_name="档案")
        for paper in why.papers:
            told = {
                each.kind: sum(
                    reason.weight for reason in each.reasons if reason.source not in ("name", "level")
                )
                for each in paper.candidates
            }
            for kind, score in paper.paper.scores if paper.paper else ():
                assert told[kind] == pytest.approx(score), (file.path, kind)
        assert why.papers[0].guess.kind in {part.kind for part in file.parts}
        assert why.papers[0].guess.confidence == file.confidence


def test_title_labels_name_and_level_are_told_with_their_words_and_weights() -> None:
    path = f"{VILLAGE}/杂/游长林申报.docx"
    page = make_docx("防贫监测对象入户核实表", [("户主姓名", "游长林"), ("核查人", "柏青")])
    text = render_why(explained(path, archive() | {path: page}))
    assert "标题“防贫监测对象入户核实表”" in text
    assert "栏目、表头：“核查人”" in text
    assert "文件名：“申报”" in text
    assert "→ 认定核查表" in text


def test_what_speaks_against_a_kind_is_told() -> None:
    path = "区级档案/杂/申请.docx"
    page = make_docx("申请书", "申请人：游长林", "自愿申请纳入。")
    assert "所在层级：县级，一般没有这种材料" in render_why(explained(path, archive() | {path: page}))


def test_a_file_that_was_not_read_is_explained_by_name_and_folder() -> None:
    path = "区级档案/4.审定/县级批复.jpg"
    why = explained(path, archive() | {path: photo("x")})
    text = render_why(why)
    assert "没有读到内容（图片" in text
    assert "内容没有读到，按文件名和文件夹" in text


def test_a_photo_is_explained_by_the_words_of_its_name() -> None:
    path = next(path for path in archive() if path.endswith("动员会现场.jpg"))
    assert "照片拍的事" in render_why(explained(path))


def test_the_unit_is_told_folder_by_folder() -> None:
    why = explained("望江街道/临江社区/监测户档案/01-莫小棠/" + _first_of("监测户档案/01-莫小棠/"))
    steps = {step.source: step.said for step in why.unit}
    assert steps["文件夹“望江街道”"] == "乡 望江街道"
    assert steps["文件夹“临江社区”"] == "村 临江社区"
    assert steps["文件夹“01-莫小棠”"] == "户 莫小棠"
    assert steps["文件夹里没有写，看各材料的落款、抬头和地址"] == "县 云溪区"


def _first_of(folder: str) -> str:
    path = next(path for path in archive() if folder in path)
    return path.split(folder, 1)[1]


def test_the_papers_of_a_bound_file_are_told_with_their_pages() -> None:
    path = next(path for path in archive() if path.startswith("区级档案") and path.endswith("请示in.docx"))
    text = render_why(explained(path))
    assert "第 1 份材料（第 1 页）" in text
    assert "名单（附件）（第 2 页）" in text
    assert "写到的户：莫小棠、游长林" in text


def test_items_and_findings_of_the_file_are_told() -> None:
    path = "区级档案/7.台账/台账.xlsx"
    assert "计入 C07 " in render_why(explained(path))
    empty = render_why(explained(path, archive() | {path: b""}))
    assert "（empty-file）" in empty


def test_a_correction_is_told_with_who_and_why() -> None:
    path = "区级档案/7.台账/台账.xlsx"
    text = render_why(
        explained(path, text=f"更正:\n  - 文件: {path}\n    项目: 无\n    谁: 李某\n    说明: 旧的\n")
    )
    assert "人工更正：decisions.yaml 第 2 行　李某，旧的" in text
    assert "按人工更正，不计入清单的任何一项" in text


def test_a_zip_and_what_is_in_it_are_explained() -> None:
    files = archive() | {"区级档案/包.zip": make_zip({"批复.docx": make_docx("关于同意的批复", "收悉。")})}
    paths = [*sorted(files), "区级档案/包.zip!/批复.docx"]
    assert find_file("包.zip!/批复.docx", paths) == "区级档案/包.zip!/批复.docx"
    assert "压缩包，已展开" in render_why(explained("区级档案/包.zip", files))


def test_what_to_do_names_the_file() -> None:
    path = f"{VILLAGE}/杂/a.pdf"
    text = render_why(explained(path, archive() | {path: make_pdf(["随手记", "没有别的字"])}))
    assert f'fangpin decide 档案文件夹 "{path}"' in text


def test_identity_numbers_are_masked() -> None:
    path = "区级档案/杂/a.docx"
    page = make_docx("990101197203040012 的公示", "现予以公示。")
    assert "990101197203040012" not in render_why(explained(path, archive() | {path: page}))


# Which file is meant


PATHS = ["甲村/公示.docx", "甲村/评议/公示.docx", "乙村/张三申请书.PDF", "a.zip!/名单.docx"]


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("甲村/公示.docx", "甲村/公示.docx"),
        ("评议/公示.docx", "甲村/评议/公示.docx"),
        ("甲村\\评议\\公示.docx", "甲村/评议/公示.docx"),
        ("张三", "乙村/张三申请书.PDF"),
        ("申请书.pdf", "乙村/张三申请书.PDF"),
        ("名单.docx", "a.zip!/名单.docx"),
    ],
)
def test_a_file_is_found_by_path_end_or_piece(wanted: str, path: str) -> None:
    assert find_file(wanted, PATHS) == path


def test_several_files_are_listed() -> None:
    with pytest.raises(UserError, match=r"有 2 个文件符合[\s\S]*甲村/公示.docx\n  甲村/评议/公示.docx"):
        find_file("公示.docx", PATHS)


def test_no_file_is_told_with_the_nearest() -> None:
    with pytest.raises(UserError, match=r"没有这个文件；是不是 乙村/张三申请书.PDF"):
        find_file("李四申请书.pdf", PATHS)
