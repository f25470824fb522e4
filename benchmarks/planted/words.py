"""Words of one paper: placeholders, empty fields, empty places to sign, whole numbers on the notice board, numbering."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from benchmarks.planted.base import Base, Mutation
from benchmarks.planted.edits import everywhere, in_field, in_list, in_text, numbered_on, of_all

__all__ = ["plant_words"]

_PROSE = (
    "township-request", "county-reply", "village-report", "public-notice", "notice-outcome", "work-summary",
    "deployment-notice", "village-review-meeting",
)  # fmt: skip
_FORMS = ("verification-form", "collection-form", "elimination-assessment", "elimination-visit-form")
_SIGNED = (
    "application", "authorisation", "verification-form", "collection-form", "elimination-assessment", "measures-table",
)  # fmt: skip
_FOLLOW = (
    "headcount-mismatch", "total-mismatch", "blank-field", "step-order", "list-mismatch", "notice-too-short",
    "measure-mismatch", "quorum-not-met", "document-number-mismatch",
)  # fmt: skip
_MUST = r"监测(对象)?类别|(返贫致贫|纳入时|主要返贫致贫)风险|家庭人口|人均纯收入|(核查|评估)结论|认定意见"


def plant_words(base: Base, random: Random) -> Iterator[Mutation]:
    yield from _placeholders(base)
    yield from _blanks(base)
    yield from _signatures(base)
    yield from _exposed(base)
    yield from _numbering(base)


def _placeholders(base: Base) -> Iterator[Mutation]:
    for copies in base.papers(*_PROSE):
        unit = "/".join(copies[0].unit.split("/")[:2])
        where = f"{copies[0].kind}·{copies[0].stage}·{copies[0].path}"
        for what, pattern, new in (
            ("x户", r"\d+(?=户)", "x"),
            ("20xx年", r"20\d\d(?=年\d{1,2}月\d{1,2}日)", "20xx"),
            ("20__年", r"20\d\d(?=年\d{1,2}月\d{1,2}日)", "20__"),
            ("占比。", r"。$", "，占比。"),
            ("×××", r"。$", "。联系人：×××。"),
            ("模板标记", r"。$", "。{{ 说明 }}。"),
        ):
            done = of_all(copies, in_text(pattern, lambda _, new=new: new))  # type: ignore[misc]
            if done:
                yield Mutation(f"占位{what}·{where}", ("placeholder-left",), unit, done, _FOLLOW)


def _blanks(base: Base) -> Iterator[Mutation]:
    for copies in base.papers(*_FORMS):
        where = f"{copies[0].kind}·{copies[0].path}"
        labels = {
            label
            for table in copies[0].document.tables
            for row in table.rows
            for label in row
            if re.fullmatch(_MUST, re.sub(r"[（(].{1,3}[）)]$", "", label))
        }
        for label in sorted(labels):
            bare = re.sub(r"[（(].{1,3}[）)]$", "", label)
            done = of_all(copies, in_field(re.escape(bare), lambda _: ""))
            if done:
                home = _home_of(base, copies)
                yield Mutation(f"空着{bare}·{where}", ("blank-field",), home, done)


def _home_of(base: Base, copies: tuple[object, ...]) -> str:
    units = [getattr(held, "unit", "") for held in copies]
    return max(units, key=lambda unit: unit.count("/"))


def _signatures(base: Base) -> Iterator[Mutation]:
    for copies in base.papers(*_SIGNED):
        where = f"{copies[0].kind}·{copies[0].path}"
        head = next((name for home, name in base.homes.items() if any(h.unit == home for h in copies)), "")
        signed = rf"((?:户主|申请人|申报人|承诺授权人)(?:签字|（签名(?:认可)?）)(?:（手印）)?：)(?:已签|{head or '已签'})"
        edit = everywhere(lambda text, signed=signed: re.sub(signed, r"\1", text))  # type: ignore[misc]
        done = of_all(copies, edit)
        if done:
            yield Mutation(f"没有签字·{where}", ("unsigned",), _home_of(base, copies), done, ("blank-field",))
    for copies in base.papers("sign-in-sheet"):
        table = next(iter(copies[0].document.tables), None)
        if table is None or len(table.rows) < 2:
            continue
        name = table.rows[1][1]
        done = of_all(copies, in_list(name, "签字|签名|签到|本人签名|签字（手印）", lambda _: ""))
        if done:
            yield Mutation(f"没有签到·{copies[0].path}", ("unsigned",), copies[0].unit, done)


def _exposed(base: Base) -> Iterator[Mutation]:
    for copies in base.papers("public-notice"):
        where, unit = f"{copies[0].stage}·{copies[0].path}", "/".join(copies[0].unit.split("/")[:2])
        whole = in_text(r"(\d{6})\*{8}(\d{3}[\dX])", lambda text: text.replace("********", "19700101"))
        done = of_all(copies, whole)
        if done:
            yield Mutation(
                f"露出证件号码·{where}",
                ("personal-data-exposed",),
                unit,
                done,
                ("id-number-mismatch", "id-number-invalid"),
            )
        done = of_all(copies, in_text(r"。$", lambda _: "。户主电话13812345678。"))
        if done:
            yield Mutation(f"露出手机号·{where}", ("personal-data-exposed",), unit, done)


def _numbering(base: Base) -> Iterator[Mutation]:
    for copies in base.papers("work-summary", "deployment-notice", "township-review-meeting", "name-list"):
        where, unit = f"{copies[0].kind}·{copies[0].stage}·{copies[0].path}", copies[0].unit
        for what, pattern, new in (("三、", r"^三、", "四、"), ("二、", r"^二、", "一、")):
            done = of_all(copies, in_text(pattern, lambda _, new=new: new))  # type: ignore[misc]
            if done:
                yield Mutation(f"序号{what}·{where}", ("numbering-broken",), unit, done)
        done = of_all(copies, numbered_on("2", "5"))
        if done:
            yield Mutation(f"名单序号2·{where}", ("numbering-broken",), unit, done)
