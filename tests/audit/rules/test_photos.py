"""photo-reused and photo-date-mismatch: what is called, and the near misses that are not."""

from __future__ import annotations

from audit.rules import pick_rules
from audit.types import Finding
from tests.audit.builders import judge_archive
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
