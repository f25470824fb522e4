"""Holding a meeting on the page: from its kind to the papers, with nothing lost on the way."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient

from registry.read_workbook import read_workbook
from registry.values import MEETING_KINDS
from registry.write_workbook import workbook_bytes
from tests.docgen.builders import sample, text_of
from tests.web.builders import page_of, store_of
from web.meetings import AFTER, BEFORE, find_meeting
from web.works import add_work, find_work, list_works

VILLAGE = {
    "kind": "村级评议会",
    "stage": "认定",
    "county": "云岭县",
    "township": "清水镇",
    "village": "柳湾村",
}
FACTS = {
    "q-held_on": "2021-04-20", "q-due": "30", "q-place": "村会议室", "attendees": "柏有年 村支书\n祁小满 文书",
    "h-0-head": "卓有田", "h-0-size": "4", "h-0-object_type": "边缘易致贫户", "h-0-risk1": "因病、因学", "h-0-per_head": "5200",
    "h-1-head": "晏三妹", "h-1-size": "2",
}  # fmt: skip
RESULTS = {
    "q-present": "28", "q-decision": "按评议结果公示。",
    "h-0-for_": "27", "h-0-against": "1", "h-0-abstained": "0", "h-0-result": "通过",
    "h-1-for_": "2", "h-1-against": "20", "h-1-abstained": "6", "h-1-result": "不通过", "h-1-reason": "收入稳定",
}  # fmt: skip


def begun(page: FlaskClient, **choices: str) -> int:
    """A meeting just begun; its number."""
    answer = page.post("/meeting", data={**VILLAGE, **choices})
    assert answer.status_code == 302, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def asked(page: FlaskClient, number: int, half: int, **fields: str) -> tuple[int, str]:
    answer = page.post(f"/meeting/{number}", data={**fields, "half": half}, follow_redirects=True)
    return answer.status_code, answer.text


def print_file(page: FlaskClient, number: int, half: int) -> str:
    data = page.get(f"/meeting/{number}/papers/{half}/all").data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        whole = next(name for name in package.namelist() if name.endswith("全部打印.docx"))
        return text_of(package.read(whole))


def test_a_few_fields_give_the_papers_before_the_meeting_and_a_registry(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    status, text = asked(page, number, BEFORE, **FACTS)
    assert status == 200, text
    for paper in ("会议通知", "签到表", "逐户情况表-卓有田", "逐户情况表-晏三妹", "表决票"):
        assert paper in text
    assert "定于2021年4月20日" in print_file(page, number, BEFORE)
    (work,) = list_works(store_of(page))
    assert work.name == "柳湾村评议会"
    registry = read_workbook(Path(work.registry)).registry
    assert [(h.head, h.size, h.risks) for h in registry.households] == [
        ("卓有田", 4, ("因病", "因学")),
        ("晏三妹", 2, ()),
    ]
    assert [a.name for a in registry.attendees] == ["柏有年", "祁小满"]


def test_what_is_not_typed_stays_blank_and_is_told_with_its_place(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    status, text = asked(page, number, BEFORE, **{"h-0-head": "卓有田"})
    assert status == 200
    assert "〔待填〕" in print_file(page, number, BEFORE)
    assert "“会议日期”" in text
    assert "各户情况的“监测对象类别”" in text


def test_the_same_meeting_opened_again_takes_the_results(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    asked(page, number, BEFORE, **FACTS)
    assert "卓有田" in page.get(f"/meeting/{number}/after").text
    status, text = asked(page, number, AFTER, **RESULTS, **{"a-0": "出席", "rest": "缺席"})
    assert status == 200, text
    assert "晏三妹-不予纳入书面告知" in text
    assert "同意27票、反对1票、弃权0票" in print_file(page, number, AFTER)
    (work,) = list_works(store_of(page))
    registry = read_workbook(Path(work.registry)).registry
    assert [a.attendance for a in registry.attendees] == ["出席", "缺席"]
    assert registry.households[1].state == "不予纳入"


def test_a_name_put_right_leaves_no_second_household(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    asked(page, number, BEFORE, **FACTS)
    status, text = asked(page, number, BEFORE, **FACTS | {"h-0-head": "卓有天"})
    assert status == 200
    assert "卓有田" not in text
    (work,) = list_works(store_of(page))
    assert [h.head for h in read_workbook(Path(work.registry)).registry.households] == ["卓有天", "晏三妹"]


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("q-held_on", "2021-02-30", "不是存在的日期"),
        ("q-due", "三十来个", "不是数字"),
        ("h-0-id_number", "110101199001011234", "校验"),
        ("h-0-risk1", "因懒", "不是系统里的风险"),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_kept(
    tmp_path: Path, field: str, wrong: str, said: str
) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    status, text = asked(page, number, BEFORE, **FACTS | {field: wrong})
    assert status == 422
    spot = f'id="f-{field}"' if field.startswith("q-") else 'id="r-0"'
    assert said in text.partition(spot)[2].partition("</div>")[0]
    assert f'value="{wrong}"' in text
    assert not list_works(store_of(page))[0].registry


def test_votes_that_do_not_add_up_are_said_at_their_household(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    asked(page, number, BEFORE, **FACTS)
    status, text = asked(page, number, AFTER, **RESULTS | {"h-0-against": "9"})
    assert status == 422
    assert "同意、反对、弃权" in text.partition('id="r-0"')[2].partition("</div>")[0]


def test_drafts_want_a_meeting_that_was_held(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    status, text = asked(page, number, AFTER)
    assert status == 422
    assert "会后材料要有会议日期" in text


def test_every_field_is_kept_when_it_changes(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    saved = page.post(
        f"/meeting/{number}/save", data={"half": BEFORE, "rows": 0, "q-place": "老村部", "h-2-head": "佟二"}
    ).text
    assert "已保存" in saved
    text = page.get(f"/meeting/{number}").text
    assert 'value="老村部"' in text
    assert 'value="佟二"' in text


def test_rows_are_added_and_taken_away(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    where = f"/meeting/{number}/households"
    more = page.post(where, data={**FACTS, "rows": 0, "do": "add"}).text
    assert 'name="h-3-head"' in more
    fewer = page.post(where, data={"rows": 1, "do": "remove-0"}).text
    assert 'name="h-0-head" class="of-head" value="晏三妹"' in fewer


def test_a_window_that_shows_rows_that_have_moved_changes_none(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    where = f"/meeting/{number}/households"
    page.post(where, data={**FACTS, "rows": 0, "do": "remove-0"})
    saved = page.post(f"/meeting/{number}/save", data={**FACTS, "rows": 0, "half": BEFORE}).text
    assert "请刷新" in saved
    meeting = find_meeting(store_of(page), number)
    assert meeting
    assert meeting.texts.households[0]["head"] == "晏三妹"


@pytest.mark.parametrize(
    "pasted",
    [
        "序号\t户主姓名\t家庭人口\t监测类别\t主要风险\t人均收入（元）\n1\t卓有田\t4\t边缘易致贫户\t因病\t5200",
        "1\t卓有田\t4\t边缘户\t因病\t5200",
        "卓有田 4人 边缘户 因病 5,200",
    ],
)
def test_rows_of_a_spreadsheet_are_pasted(tmp_path: Path, pasted: str) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    text = page.post(f"/meeting/{number}/households", data={"rows": 0, "do": "paste", "paste": pasted}).text
    assert "加了 1 户" in text
    meeting = find_meeting(store_of(page), number)
    assert meeting
    row = meeting.texts.households[0]
    assert {name: row[name] for name in ("head", "size", "risk1")} == {
        "head": "卓有田", "size": "4", "risk1": "因病",
    }  # fmt: skip
    assert asked(page, number, BEFORE)[0] == 200


def test_a_pasted_line_that_says_nothing_stays_in_the_box(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    paste = "卓有田 4 边缘户\n晏三妹 说不清"
    text = page.post(f"/meeting/{number}/households", data={"rows": 0, "do": "paste", "paste": paste}).text
    assert "看不懂“说不清”" in text
    assert "晏三妹 说不清" in text.partition("<textarea")[2]


@pytest.mark.parametrize("kind", MEETING_KINDS)
def test_every_kind_of_meeting_has_its_papers(tmp_path: Path, kind: str) -> None:
    page = page_of(tmp_path)
    number = begun(page, kind=kind)
    meeting = find_meeting(store_of(page), number)
    assert meeting
    village = {"h-0-village": "清水镇/柳湾村"} if not meeting.texts.answers.get("village") else {}
    status, text = asked(page, number, BEFORE, **{"q-held_on": "2021-04-20", "h-0-head": "卓有田"}, **village)
    assert status == 200, text
    assert "会议通知" in text


def test_a_village_meeting_wants_its_village(tmp_path: Path) -> None:
    answer = page_of(tmp_path).post("/meeting", data={**VILLAGE, "village": ""})
    assert answer.status_code == 422
    assert "请填开会单位的名称" in answer.text
    assert "清水镇" in answer.text


def test_what_is_typed_is_shown_as_text_and_never_as_markup(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = begun(page, village='柳湾"村<img src=x>')
    page.post(
        f"/meeting/{number}/save",
        data={"half": BEFORE, "rows": 0, "q-remarks": "</textarea><b>", "h-0-head": "<i>"},
    )
    for path in ("/", "/meeting", f"/meeting/{number}", f"/meeting/{number}/after"):
        text = page.get(path).text
        assert "<img" not in text
        assert "<i>" not in text
        assert "</textarea><b>" not in text
    assert "柳湾&#34;村&lt;img src=x&gt;" in text


def test_an_identity_number_is_shown_masked_and_kept_whole(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    whole = "990124197104251136"
    page.post(f"/meeting/{number}/save", data={**FACTS, "rows": 0, "half": BEFORE, "h-0-id_number": whole})
    text = page.get(f"/meeting/{number}").text
    assert whole not in text
    assert 'value="990124********1136"' in text
    asked(page, number, BEFORE, **{"h-0-id_number": "990124********1136"})
    meeting = find_meeting(store_of(page), number)
    assert meeting
    assert meeting.texts.households[0]["id_number"] == whole


def test_a_filled_form_is_taken_and_given(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    asked(page, number, BEFORE, **FACTS)
    form = page.get(f"/meeting/{number}/form").data
    taken = page.post("/meeting/form", data={"file": (io.BytesIO(form), "会议表.xlsx"), "meeting": ""})
    assert taken.status_code == 302
    other = find_meeting(store_of(page), int(taken.location.rsplit("/", 1)[1]))
    assert other
    assert [row["head"] for row in other.texts.households] == ["卓有田", "晏三妹"]
    assert other.texts.answers["held_on"] == "2021-04-20"
    assert not list((tmp_path / "uploads").iterdir())


def test_a_form_with_faults_says_every_cell(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    empty = page.post("/meeting/empty-form", data={"kind": "村级评议会"}).data
    book = openpyxl.load_workbook(io.BytesIO(empty))
    for row in book["会议"].iter_rows(max_col=2):
        if row[0].value in ("会议日期", "应到人数"):
            row[1].value = "改天"
    data = io.BytesIO()
    book.save(data)
    data.seek(0)
    answer = page.post("/meeting/form", data={"file": (data, "会议表.xlsx")})
    assert answer.status_code == 422
    assert "“会议日期”" in answer.text
    assert "“应到人数”" in answer.text


def test_a_meeting_is_added_to_the_registry_of_a_work(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    store = store_of(page)
    mine = tmp_path / "我的登记簿.xlsx"
    mine.write_bytes(workbook_bytes(sample()))
    before = mine.read_bytes()
    work = add_work(store, "青松县", registry=str(mine))
    own = sample().own_unit
    assert own
    kind = {"县级": "县级会商研判会", "乡级": "乡级审核会", "村级": "村级评议会"}[own.level]
    number = begun(page, kind=kind, county="", township="", village="", work=str(work.id))
    status, text = asked(page, number, BEFORE, **{"q-place": "二楼会议室"})
    assert status == 200, text
    changed = find_work(store, work.id)
    assert changed
    assert mine.read_bytes() == before
    assert changed.registry != str(mine)
    assert len(read_workbook(Path(changed.registry)).registry.households) == len(sample().households)
    page.post(f"/meeting/{number}/remove")
    left = find_work(store, work.id)
    assert left
    assert Path(left.registry).is_file()


def test_a_meeting_that_the_registry_knows_comes_with_all_that_is_held_of_it(tmp_path: Path) -> None:
    page, county = page_of(tmp_path), sample()
    store = store_of(page)
    mine = tmp_path / "我的登记簿.xlsx"
    mine.write_bytes(workbook_bytes(county))
    work = add_work(store, "县里", registry=str(mine))
    known = next(each for each in county.meetings if each.kind == "村级评议会" and each.stage == "认定")
    unit = county.find_unit(known.unit)
    assert unit
    keys = {"县级": "county", "乡级": "township", "村级": "village"}
    names = {keys[above.level]: above.name for above in county.chain(unit)}
    number = begun(page, work=str(work.id), batch=known.batch or "", **names)
    meeting = find_meeting(store, number)
    assert meeting
    assert meeting.texts.answers["chair"] == known.chair
    assert meeting.texts.answers["present"] == str(known.present)
    heads = {vote.household_id for vote in county.votes if vote.meeting_id == known.meeting_id}
    assert len(meeting.texts.households) == len(heads)
    assert all(row["size"] for row in meeting.texts.households)
    assert "登记簿里已有这次会议" in page.get(f"/meeting/{number}").text
    status, text = asked(page, number, AFTER)
    assert status == 200, text
    changed = find_work(store, work.id)
    assert changed
    now = read_workbook(Path(changed.registry)).registry
    assert len(now.meetings) == len(county.meetings)
    assert now.households == county.households


def test_papers_that_are_not_there_are_not_given(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    for path in ("/meeting/99", f"/meeting/{number}/papers/1", f"/meeting/{number}/papers/1/0",
                 f"/meeting/{number}/registry"):  # fmt: skip
        assert page.get(path).status_code == 404, path
    asked(page, number, BEFORE)
    assert page.get(f"/meeting/{number}/papers/1/99").status_code == 404


def test_a_meeting_is_removed_with_all_that_was_made_of_it(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    asked(page, number, BEFORE, **FACTS)
    page.post(f"/meeting/{number}/remove")
    assert page.get(f"/meeting/{number}").status_code == 404
    assert not list(tmp_path.glob("meetings/*"))
    assert not list_works(store_of(page))


def test_a_registry_that_another_meeting_rests_on_stays(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    first = begun(page)
    asked(page, first, BEFORE, **FACTS)
    (work,) = list_works(store_of(page))
    begun(page, kind="风险消除提名会", work=str(work.id))
    page.post(f"/meeting/{first}/remove")
    (left,) = list_works(store_of(page))
    assert Path(left.registry).is_file()
    assert not list(tmp_path.glob("meetings/*/材料/*"))


def test_no_name_stands_in_an_address(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    number = begun(page)
    asked(page, number, BEFORE, **FACTS)
    text = page.get(f"/meeting/{number}").text + page.get(f"/meeting/{number}/papers/1").text
    links = [part.partition('"')[0] for part in text.split('href="')[1:]]
    assert links
    assert all(link.isascii() and "%" not in link for link in links)
