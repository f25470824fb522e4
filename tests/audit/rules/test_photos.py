"""photo-reused and photo-date-mismatch: what is called, and the near misses that are not."""

from __future__ import annotations

from dataclasses import replace

from audit.readers import read_document
from audit.rules import pick_rules
from audit.types import Block, Finding
from tests.audit.builders import judge_archive, read_all
from tests.audit.drawn_photos import cropped, resized, saved, shot, stamped
from tests.audit.sample_archive import MO, YOU, archive

_VISITS = "望江街道/临江社区/社区档案/04入户核实"
_LEAVING = "望江街道/临江社区/社区档案/10消除核实"
_REVIEWS = "望江街道/临江社区/社区档案/05评议公示"
_HOME = "望江街道/临江社区/监测户档案/01-莫小棠"
_OTHER_HOME = "望江街道/临江社区/监测户档案/02-游长林"
_COMMUNITY = "云溪区/望江街道/临江社区"


def _found(rule: str, photos: dict[str, bytes]) -> list[Finding]:
    report = judge_archive(archive() | photos, rules=pick_rules([rule], []))
    return list(report.findings)


def _reused(photos: dict[str, bytes]) -> list[tuple[str, ...]]:
    return [finding.problem.files for finding in _found("photo-reused", photos)]


def test_one_visit_photo_of_two_households_is_reused() -> None:
    one, other = f"{_VISITS}/{MO}入户核实照片.jpg", f"{_VISITS}/{YOU}入户核实照片.jpg"
    photos = {one: saved(shot("灶房")), other: saved(resized(shot("灶房"), 0.6), quality=60)}
    (finding,) = _found("photo-reused", photos)
    assert set(finding.problem.files) == {one, other}
    assert finding.problem.judge
    assert "待核实" in finding.problem.message
    assert finding.problem.unit == _COMMUNITY
    assert {quote.file for quote in finding.problem.quotes} == {one, other}


def test_a_crop_of_one_visit_photo_at_two_stages_is_reused() -> None:
    photos = {
        f"{_VISITS}/{MO}入户核实照片.jpg": saved(shot("院坝")),
        f"{_LEAVING}/{MO}消除入户核实照片.jpg": saved(cropped(shot("院坝"), 0.75, 0.9, 0.3)),
    }
    (finding,) = _found("photo-reused", photos)
    assert "阶段不同" in finding.problem.message


def test_one_photo_with_another_stamp_and_date_is_reused() -> None:
    photos = {
        f"{_VISITS}/{MO}入户核实照片2021-04-06.jpg": saved(shot("村口")),
        f"{_VISITS}/{MO}入户核实照片2021-04-20.jpg": saved(stamped(shot("村口"))),
    }
    assert len(_reused(photos)) == 1


def test_the_same_bytes_for_two_households_are_reused() -> None:
    data = saved(shot("灶房"))
    photos = {f"{_VISITS}/{MO}入户核实照片.jpg": data, f"{_VISITS}/{YOU}入户核实照片.jpg": data}
    assert len(_reused(photos)) == 1


def test_a_photo_of_one_meeting_may_stand_in_several_folders() -> None:
    data = saved(shot("会议室"))
    photos = {
        f"{_REVIEWS}/评议会照片20210412.jpg": data,
        f"{_HOME}/05评议公示/评议会照片.jpg": saved(resized(shot("会议室"), 0.5)),
        f"{_OTHER_HOME}/05评议公示/评议会照片.jpg": data,
    }
    assert _reused(photos) == []


def test_a_meeting_photo_of_two_dates_is_reused() -> None:
    photos = {
        f"{_REVIEWS}/评议会照片20210412.jpg": saved(shot("会议室")),
        f"{_REVIEWS}/评议会照片20210520.jpg": saved(cropped(shot("会议室"), 0.9)),
    }
    assert len(_reused(photos)) == 1


def test_a_copy_of_one_visit_photo_for_the_same_household_is_no_reuse() -> None:
    photos = {
        f"{_VISITS}/{MO}入户核实照片.jpg": saved(shot("院坝")),
        f"{_HOME}/{MO}入户核实照片.jpg": saved(resized(shot("院坝"), 0.5)),
    }
    assert _reused(photos) == []


def test_two_photos_of_one_room_are_two_photos() -> None:
    photos = {
        f"{_VISITS}/{MO}入户核实照片.jpg": saved(shot("灶房", "上午")),
        f"{_VISITS}/{YOU}入户核实照片.jpg": saved(shot("灶房", "下午")),
    }
    assert _reused(photos) == []


def test_blank_pictures_are_never_called() -> None:
    from PIL import Image

    data = saved(Image.new("RGB", (640, 480), "white"))
    photos = {f"{_VISITS}/{MO}入户核实照片.jpg": data, f"{_VISITS}/{YOU}入户核实照片.jpg": data}
    assert _reused(photos) == []


def test_three_uses_of_one_photo_are_one_finding() -> None:
    photos = {
        f"{_VISITS}/{MO}入户核实照片.jpg": saved(shot("灶房")),
        f"{_VISITS}/{YOU}入户核实照片.jpg": saved(resized(shot("灶房"), 0.6)),
        f"{_LEAVING}/{MO}消除入户核实照片.jpg": saved(cropped(shot("灶房"), 0.9)),
    }
    (files,) = _reused(photos)
    assert len(files) == 3


def _misdated(photos: dict[str, bytes]) -> list[tuple[str, ...]]:
    return [finding.problem.files for finding in _found("photo-date-mismatch", photos)]


_VISIT = f"{_VISITS}/{MO}入户核实照片.jpg"


def test_a_photo_of_the_year_before_the_visit_is_misdated() -> None:
    (finding,) = _found("photo-date-mismatch", {_VISIT: saved(shot("灶房"), taken="2020:09:21 10:00:00")})
    assert finding.severity.value == "warning"
    assert "2020年9月21日" in finding.problem.message
    assert "2021年6月1日" in finding.problem.message
    assert len(finding.problem.quotes) == 2


def test_a_photo_of_the_week_of_the_visit_is_well_dated() -> None:
    assert _misdated({_VISIT: saved(shot("灶房"), taken="2021:06:01 10:00:00")}) == []


def test_a_photo_of_three_weeks_before_the_visit_is_within_the_days_of_visits() -> None:
    assert _misdated({_VISIT: saved(shot("灶房"), taken="2021:05:13 10:00:00")}) == []


def test_a_meeting_photo_of_three_weeks_later_is_misdated() -> None:
    path = f"{_REVIEWS}/评议会照片.jpg"
    assert _misdated({path: saved(shot("会议室"), taken="2021:07:20 10:00:00")}) == [(path,)]


def test_the_camera_and_the_name_tell_two_days() -> None:
    path = f"{_VISITS}/{MO}入户核实照片2021-06-03.jpg"
    (finding,) = _found("photo-date-mismatch", {path: saved(shot("灶房"), taken="2021:01:03 10:00:00")})
    assert "文件名写的是2021年6月3日" in finding.problem.message


def test_the_date_in_the_name_is_held_against_the_papers() -> None:
    path = f"{_VISITS}/{MO}入户核实照片2021-01-03.jpg"
    assert _misdated({path: saved(shot("灶房"))}) == [(path,)]


def test_a_picture_saved_from_wechat_later_proves_nothing() -> None:
    assert _misdated({f"{_VISITS}/微信图片_20211105101112.jpg": saved(shot("灶房"))}) == []


def test_a_picture_saved_from_wechat_before_the_visit_is_misdated() -> None:
    path = f"{_VISITS}/微信图片_20210105101112.jpg"
    assert _misdated({path: saved(shot("灶房"))}) == [(path,)]


def test_a_camera_whose_clock_was_never_set_proves_nothing() -> None:
    assert _misdated({_VISIT: saved(shot("灶房"), taken="2000:01:01 00:00:00")}) == []


def test_a_photo_without_any_date_is_not_judged() -> None:
    assert _misdated({_VISIT: saved(shot("灶房"))}) == []


def test_a_later_inspection_is_no_mismatch() -> None:
    path = "望江街道/临江社区/社区档案/2.摸排/排查照片.jpg"
    assert _misdated({path: saved(shot("村口"), taken="2021:11:20 10:00:00")}) == []


def test_the_date_that_a_camera_printed_counts_where_it_was_read() -> None:
    read = read_document(_VISIT, saved(shot("灶房")))
    printed = replace(
        read, flow=(Block("2020年3月2日 10:31 望江街道", 1, "正文", 0.97, (0.0, 0.8, 0.5, 0.9)),)
    )
    doubtful = replace(
        read, flow=(Block("2020年3月2日 10:31 望江街道", 1, "正文", 0.6, (0.0, 0.8, 0.5, 0.9)),)
    )
    rest = read_all(archive())
    rules = pick_rules(["photo-date-mismatch"], [])
    assert len(judge_archive([*rest, printed], rules=rules).findings) == 1
    assert judge_archive([*rest, doubtful], rules=rules).findings == ()
