"""A field of one household changed in one kind of paper, with all its copies or in one copy alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from benchmarks.planted.base import Base, Held, Mutation
from benchmarks.planted.edits import Edit, everywhere, in_bracket, in_field, in_list, in_text, of_all
from registry.identity import check_digit

__all__ = ["plant_fields"]

_TYPES = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
_RISKS = ("因病", "因残", "因学", "因自然灾害", "因意外事故")
_FORMS = (
    "verification-form", "collection-form", "elimination-visit-form", "elimination-assessment", "comparison-form",
    "assistance-plan", "measures-table",
)  # fmt: skip
_LISTS = (
    "name-list", "public-notice", "review-result", "township-review-meeting", "county-reply", "county-consultation",
    "dynamic-ledger", "assistance-ledger", "nomination-list",
)  # fmt: skip
# Lists on which the households of several villages stand.
_OF_SEVERAL = (
    "township-review-meeting", "county-reply", "name-list", "public-notice", "county-consultation", "dynamic-ledger",
)  # fmt: skip
_ID = r"(?:公民)?(?:证件|身份证?)(?:号码|号)"


@dataclass(frozen=True)
class _Field:
    """A field: the labels that its makers give it, how it is changed, and what must and may be found."""

    name: str
    label: str
    change: Callable[[str, Random], str]
    rules: tuple[str, ...]
    also: tuple[str, ...] = ()
    forms: tuple[str, ...] = _FORMS
    lists: tuple[str, ...] = _LISTS
    once: bool = False


def _digit(text: str, at: int) -> str:
    return f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"


def _one_digit(text: str, random: Random) -> str:
    """One of the first 17 digits, so that the check digit is wrong or the birth date is."""
    return _digit(text, random.choice([at for at, each in enumerate(text[:17]) if each.isdigit()]))


def _other_person(text: str, random: Random) -> str:
    """The sequence and the check digit, so that the number is another one that can be."""
    first = _digit(text[:17], random.choice((14, 15, 16)))
    return first + check_digit(first)


def _other_type(text: str, random: Random) -> str:
    old = next(each for each in _TYPES if each in text)
    return text.replace(old, random.choice([each for each in _TYPES if each != old]))


def _other_risk(text: str, random: Random) -> str:
    return random.choice([each for each in _RISKS if each not in text])


def _three_more(text: str, random: Random) -> str:
    return re.sub(r"\d+", lambda match: str(int(match[0]) + 3), text, count=1)


def _more(text: str, random: Random) -> str:
    """Two digits change places, or a thousand more."""
    return re.sub(
        r"\d+(\.\d+)?", lambda match: str(Decimal(match[0]) + random.choice((100, 1000, 9000))), text, count=1
    )


def _other_name(text: str, random: Random) -> str:
    return random.choice(("阳光明", "丛小雨", "年有余"))


def _one_less(text: str, random: Random) -> str:
    pieces = re.split(r"([；;、])", text)
    return "".join(pieces[:-2]) if len(pieces) > 2 else "光伏分红"


def _masked(text: str, random: Random) -> str:
    return _digit(text, random.choice([at for at, each in enumerate(text) if each.isdigit()]))


_MONEY = ("income-arithmetic", "income-mismatch")
_OVER = ("income-over-line",)
_FIELDS = (
    _Field("证件号码一位", _ID, _one_digit, ("id-number-mismatch", "id-number-invalid"), lists=("name-list",), once=True),
    _Field("证件号码换一个", _ID, _other_person, ("id-number-mismatch",), lists=("name-list",)),
    _Field("遮号的证件号码", _ID, _masked, ("id-number-mismatch",), forms=(), lists=("public-notice",)),
    _Field(
        "类别", r"(监测)?(对象)?类别", _other_type, ("object-type-mismatch",),
        (*_OVER, "headcount-mismatch", "total-mismatch"),
    ),
    _Field("风险", r".*风险", _other_risk, ("object-type-mismatch",)),
    _Field(
        "人口", r"(家庭)?(人口|人数)(数)?", _three_more, ("headcount-mismatch", "total-mismatch", "income-arithmetic"),
        ("income-mismatch",), lists=tuple(kind for kind in _LISTS if kind != "dynamic-ledger"),
    ),
    *(
        _Field(name, f"(年)?{name}", _more, _MONEY, _OVER)
        for name in ("工资性收入", "生产经营性收入", "转移性收入", "生产经营性支出", "家庭纯收入")
    ),
    _Field("人均", r"人均纯收入", _more, ("income-mismatch", "income-arithmetic"), _OVER),
    _Field("帮扶责任人", r"帮扶(责任人|联系人)", _other_name, ("measure-mismatch",)),
    _Field("帮扶措施", r"((享受|已落实)(帮扶)?|落实的?(帮扶)?|帮扶|已落实帮扶)措施", _one_less, ("measure-mismatch",)),
)  # fmt: skip
_PIECES = (
    ("人口", r"\d+(?=人)", _three_more, ("headcount-mismatch", "total-mismatch")),
    ("类别", "|".join(_TYPES), _other_type, ("object-type-mismatch",)),
    ("风险", r"(?:因|缺)[一-龥、]+", _other_risk, ("object-type-mismatch",)),
    ("人均", r"[\d.]+(?=元)", _more, ("income-mismatch",)),
)


def plant_fields(base: Base, random: Random) -> Iterator[Mutation]:
    """Every field in every paper that shows it: in a form, in a list's row, in a record's brackets, in an application."""
    for home, head in base.homes.items():
        for field in _FIELDS:
            for copies in _of_home(base, home, head, field.forms):
                edit = in_field(field.label, _with(field.change, random))
                yield from _planted(
                    field.name, copies, edit, home, field.rules, field.also, random, once=field.once
                )
            for copies in _with_row(base, home, head, field.lists):
                edit = in_list(head, field.label, _with(field.change, random))
                yield from _planted(
                    field.name, copies, edit, home, field.rules, field.also, random, once=field.once
                )
        yield from _names(base, home, head, random)
        for name, pattern, change, rules in _PIECES:
            for copies in base.papers("village-review-meeting", "nomination-meeting"):
                if _same_village(copies, home):
                    edit = in_bracket(head, pattern, _with(change, random))
                    also = (*_OVER, "headcount-mismatch")
                    yield from _planted(f"{name}（记录）", copies, edit, home, rules, also, random)
        for copies in _of_home(base, home, head, ("application",)):
            for name, pattern, change, rules in (
                ("人均", r"(?<=人均纯收入)[\d.]+|(?<=人均)[\d.]+(?=元)", _more, ("income-mismatch",)),
                ("人口", r"(?<=全家)\d+", _three_more, ("headcount-mismatch",)),
                ("证件号码", r"\d{17}[\dX]", _other_person, ("id-number-mismatch",)),
            ):
                edit = in_text(pattern, _with(change, random))
                yield from _planted(f"{name}（申请）", copies, edit, home, rules, _OVER, random)


def _names(base: Base, home: str, head: str, random: Random) -> Iterator[Mutation]:
    """The head written with another character, in every kind of paper; on a list under another village."""
    wrong = head[:-1] + random.choice([each for each in "祥昌峰芬" if each not in head])
    kinds = (*_LISTS, *_FORMS, "application", "authorisation", "village-review-meeting", "nomination-meeting")
    for kind in kinds:
        for copies in base.papers(kind):
            text = "".join(block.text for block in copies[0].document.blocks)
            if kind == "county-consultation" and head in text:
                continue  # names in running text are no list
            cells = {cell for table in copies[0].document.tables for row in table.rows for cell in row}
            if not _same_village(copies, home) or (
                head not in cells and f"{head}户" not in text and head not in text
            ):
                continue
            if kind in ("verification-form", "collection-form") and not any(
                held.unit == home for held in copies
            ):
                continue
            edit = everywhere(lambda text, old=head, new=wrong: text.replace(old, new))  # type: ignore[misc]
            yield from _planted("姓名", copies, edit, home, ("name-mismatch",), (), random)
    other = next((village for village in base.villages if village != home.rpartition("/")[0]), "")
    own = home.rpartition("/")[0]
    neighbours = {name for unit, name in base.homes.items() if unit.startswith(f"{own}/")} - {head}
    for copies in _with_row(base, home, head, _OF_SEVERAL):
        cells = {cell for table in copies[0].document.tables for row in table.rows for cell in row}
        if not other or not cells & neighbours or all(held.unit in base.homes for held in copies):
            continue
        done = of_all(copies, in_list(head, r"村(（社区）)?|所在村组", lambda _: other.rpartition("/")[2]))
        if done:
            near = own.rpartition("/")[0]
            yield Mutation(f"村·{copies[0].kind}·{head}", ("list-mismatch",), near, done, ("name-mismatch",))


def _with(change: Callable[[str, Random], str], random: Random) -> Callable[[str], str]:
    seed = random.random()
    return lambda text: change(text, Random(seed))


def _planted(
    what: str,
    copies: Sequence[Held],
    edit: Edit,
    home: str,
    rules: tuple[str, ...],
    also: tuple[str, ...],
    random: Random,
    *,
    once: bool = False,
) -> Iterator[Mutation]:
    for some in [copies] if len(copies) == 1 else [copies, [random.choice(copies)]]:
        done = of_all(some, edit)
        if done:
            extent = "全部副本" if len(some) == len(copies) > 1 else "一份"
            name = f"{what}·{copies[0].kind}·{home.rpartition('/')[2]}·{extent}"
            yield Mutation(name, rules, home, done, also, once)


def _of_home(base: Base, home: str, head: str, kinds: tuple[str, ...]) -> Iterator[tuple[Held, ...]]:
    """The household's own forms, whichever folder a copy lies in."""
    for copies in base.papers(*kinds) if kinds else ():
        named = any(head == cell for table in copies[0].document.tables for row in table.rows for cell in row)
        if any(held.unit == home for held in copies) or (named and _same_village(copies, home)):
            yield copies


def _with_row(base: Base, home: str, head: str, kinds: tuple[str, ...]) -> Iterator[tuple[Held, ...]]:
    for copies in base.papers(*kinds) if kinds else ():
        if _same_village(copies, home) and any(
            head in row for table in copies[0].document.tables for row in table.rows
        ):
            yield copies


def _same_village(copies: Sequence[Held], home: str) -> bool:
    """A copy lies with the household's village, or with an office above it."""
    village = home.rpartition("/")[0]
    return any(f"{village}/".startswith(f"{held.unit}/") or held.unit.startswith(village) for held in copies)
