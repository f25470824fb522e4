"""What the papers of one household say of it must agree: identity, name, type, income, size, measures, helper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from audit.claims.types import Field, Source
from audit.household_stages import stage_of
from audit.rules.catalogue import rule
from audit.rules.compared import compared
from audit.rules.heads import is_later_head
from audit.rules.weighing import SURE, overlap, quote, within_a_yuan
from audit.stated import Original, originals, place_of, statements_by_household
from audit.types import Dossier, Problem, Severity
from audit.wording import join, kind_name, unit_name
from checklists import Stage
from registry.identity import same_person

_INCOME = (
    Field.PER_HEAD,
    Field.NET,
    Field.GROSS,
    Field.WAGE,
    Field.BUSINESS,
    Field.PROPERTY,
    Field.TRANSFER,
    Field.EXPENSE,
)
_MEASURE_KINDS = {
    "assistance-plan",
    "assistance-ledger",
    "measures-table",
    "dynamic-ledger",
    "elimination-assessment",
    "elimination-visit-form",
}
Same = Callable[[str, str], bool]


@rule("name-mismatch", Severity.ERROR, family="people")
def name_mismatch(dossier: Dossier) -> Iterator[Problem]:
    """同一个证件号码，在几份材料里写成了不同的姓名。

    为什么：姓名写错字、用同音字或小名，会被当作另一个人，批复、台账就对不上人。
    怎么办：以身份证、户口簿上的姓名为准，查明哪一份写错，由出具的单位更正；曾用名、改名的，附户口簿说明。
    依据：四级档案通知户档案各项所列户主、家庭成员姓名。
    """
    told: set[str] = set()
    for home, sides in _heads_written(dossier).items():
        own = home.rpartition("/")[2].partition("（")[0]
        others = {
            name: found
            for name, found in sides.items()
            if name != own and not is_later_head(dossier, home, name, found, sides.get(own, ()))
        }
        if others:
            told.update({own, *others})
            shown = [*sides.get(own, [])[:1], *(found[0] for found in others.values())]
            yield _named_otherwise(
                home, own, list(others), [each for found in others.values() for each in found], shown
            )
    people: dict[str, dict[str, list[tuple[Original, Source]]]] = defaultdict(lambda: defaultdict(list))
    for original in originals(dossier):
        for person in original.claims.persons:
            if len(person.id_number) == 18 and "*" not in person.id_number:
                people[same_person(person.id_number)][person.name].append((original, person.source))
    for names in people.values():
        if len(names) > 1 and not told >= set(names):
            usual, *rarer = sorted(names, key=lambda name: (-len(names[name]), name))
            unit = max(
                (each.unit for found in names.values() for each, _ in found),
                key=lambda unit: (unit.count("/"), unit),
            )
            odd = [each for name in rarer for each in names[name]]
            yield _named_otherwise(
                unit, usual, rarer, odd, [names[usual][0], *(names[name][0] for name in rarer)]
            )


def _heads_written(dossier: Dossier) -> Mapping[str, Mapping[str, list[tuple[Original, Source]]]]:
    """Household → each name that papers give its head → where."""
    found: dict[str, dict[str, list[tuple[Original, Source]]]] = defaultdict(lambda: defaultdict(list))
    for home, stated in statements_by_household(dossier).items():
        for each in stated:
            if not each.statement.head:
                continue
            places = found[home][each.statement.head]
            if all(known is not each.original for known, _ in places):
                places.append((each.original, each.statement.source))
    for original in originals(dossier):
        for roster in original.claims.rosters:
            for name in roster.names:
                home = place_of(dossier, original, name)
                if home and all(known is not original for known, _ in found[home][name]):
                    found[home][name].append((original, roster.source))
    return found


def _named_otherwise(
    unit: str,
    usual: str,
    others: Sequence[str],
    odd: Sequence[tuple[Original, Source]],
    shown: Sequence[tuple[Original, Source]],
) -> Problem:
    kinds = join(dict.fromkeys(kind_name(original.kind) for original, _ in odd))
    return Problem(
        unit=unit,
        item=odd[0][0].item,
        message=f"{unit_name(unit)}的“{usual}”，在{kinds}里写成了{join(f'“{name}”' for name in others)}。",
        files=tuple(sorted({path for original, _ in odd for path in original.paths})),
        expected=f"各份材料都写“{usual}”",
        actual=join(f"“{name}”" for name in others),
        fix="以身份证、户口簿为准，由出具单位更正写错的那一份；改过名的附户口簿复印件说明。",
        severity=Severity.WARNING if any(source.sure < SURE for _, source in odd) else None,
        quotes=tuple(dict.fromkeys(quote(original, source) for original, source in shown)),
        about=(usual,),
        of_unit=True,
    )


@rule("object-type-mismatch", Severity.ERROR, family="people")
def object_type_mismatch(dossier: Dossier) -> Iterator[Problem]:
    """同一户的监测对象类别或风险，在几份材料里不一样。

    为什么：类别和风险决定由谁认定、给什么帮扶，前后不一说明认定依据不清，或抄错了户。
    怎么办：对照入户核查表和评议记录，查明认定的类别、风险；抄错的由出具单位更正，确实调整过的补上调整的依据。
    依据：四级档案通知户档案第 3 至 7 项；中农组发〔2021〕7号 三类监测对象的划分（脱贫不稳定户、边缘易致贫户、突发严重困难户）。
    """
    for home, found in statements_by_household(dossier).items():
        for field in (Field.TYPE, Field.RISKS):
            stated = [each for each in found if each.statement.field is field]
            same = overlap if field is Field.RISKS else str.__eq__
            yield from compared(
                home, stated, field.zh, same, "对照核查表和评议记录，由出具单位更正抄错的那一份。"
            )


@rule("income-mismatch", Severity.ERROR, family="figures")
def income_mismatch(dossier: Dossier) -> Iterator[Problem]:
    """同一户同一环节的收入，在几份材料里不一样。

    为什么：人均纯收入是能不能纳入、能不能消除的依据，核查表、采集表、评议记录、评估表上同一环节的数应当一个样；相差不到 1 元的按四舍五入看。
    怎么办：对照入户核算的底稿查明正确的数，由出具单位更正写错的那一份；需要户主签认的，更正后请户主核对。
    依据：四级档案通知户档案第 3、4、9、10 项。
    """
    for home, found in statements_by_household(dossier).items():
        for stage in (Stage.IDENTIFICATION, Stage.ELIMINATION):
            problems: list[Problem] = []
            for field in _INCOME:
                stated = [each for each in found if each.statement.field is field and stage_of(each) is stage]
                what = f"{stage.zh}时的{field.zh}"
                problems += compared(
                    home, stated, what, within_a_yuan, "对照入户核算底稿，由出具单位更正写错的那一份。"
                )
            yield from _merged(problems, stage)


def _merged(problems: Sequence[Problem], stage: Stage) -> Iterator[Problem]:
    """One finding a stage: a wrong component makes the total and the income a head differ too."""
    if problems:
        first = problems[0]
        yield replace(
            first,
            message="".join(problem.message for problem in problems),
            files=tuple(sorted({path for problem in problems for path in problem.files})),
            actual="；".join(problem.actual for problem in problems),
            quotes=tuple(dict.fromkeys(quote for problem in problems for quote in problem.quotes)),
            about=(stage.value,),
        )


@rule("measure-mismatch", Severity.ERROR, family="figures")
def measure_mismatch(dossier: Dossier) -> Iterator[Problem]:
    """帮扶方案、台账、统计表上一户的措施或帮扶责任人不一样。

    为什么：方案写的、台账记的、统计表落实的应当是同一些措施、同一个责任人，对不上就说不清到底落实了什么。
    怎么办：逐项核对措施是否落实，落实了的补进台账和统计表，没有落实的在方案后注明原因；责任人调整过的，各处一并更新。
    依据：四级档案通知户档案第 8 项、村档案第 8 项。
    """
    for home, found in statements_by_household(dossier).items():
        helpers = [each for each in found if each.statement.field is Field.HELPER]
        yield from compared(home, helpers, "帮扶责任人", overlap, "核对现任帮扶责任人，各份材料一并更新。")
        stated = [
            each
            for each in found
            if each.statement.field is Field.MEASURES and each.original.kind in _MEASURE_KINDS
        ]
        yield from compared(
            home,
            stated,
            "帮扶措施",
            _same_measures,
            "逐项核对落实情况，各份材料写成一致；没有落实的写明原因。",
        )


def _same_measures(one: str, other: str) -> bool:
    """Whether each measure of either list is named in the other, in full or as part of a longer name."""
    first, second = set(one.split("、")), set(other.split("、"))
    return _named_in(first, second) and _named_in(second, first)


def _named_in(these: set[str], those: set[str]) -> bool:
    return all(any(a in b or b in a for b in those) for a in these)
