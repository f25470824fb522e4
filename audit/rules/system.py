"""The archive held against the registry, or against an export of the national system."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from audit.chain import Timed, timelines
from audit.claims.types import Field
from audit.household_stages import stage_of
from audit.measures import proves
from audit.rules.catalogue import rule
from audit.rules.weighing import SURE, overlap, quote, same_id, shaky, within_a_yuan
from audit.stated import Stated, statements_by_household
from audit.system import System, SystemHousehold, bare_place
from audit.system_matching import match_households, unit_in_archive
from audit.types import Dossier, Problem, Quote, Severity, Status
from audit.whose import members_of
from audit.wording import join, kind_name, mask_personal, unit_name
from checklists import Level, Stage
from registry.dates import format_date, parse_date

_AMOUNTS = (
    Field.WAGE, Field.BUSINESS, Field.PROPERTY, Field.TRANSFER, Field.EXPENSE, Field.NET, Field.PER_HEAD,
)  # fmt: skip
_COMPARED = (Field.ID, Field.TYPE, Field.RISKS, Field.SIZE)
_FIX = "查明哪一边写对了：档案写错的由出具单位更正，{system}写错的按规定在{system}里更正，并留下更正的依据。"


@rule("system-mismatch", Severity.ERROR, family="people")
def system_mismatch(dossier: Dossier) -> Iterator[Problem]:
    """档案与登记簿（或全国系统导出表）对不上：户、证件号码、类别、风险、人口、收入、措施、日期。

    为什么：系统里的数据是上级看得到的档案，纸质档案与系统不一致，检查时两边都说不清；给了 --registry 才比对。导出表比材料新的，只提示核对。
    怎么办：逐条查明哪一边写对了：档案写错的由出具单位更正，系统写错的按规定在系统里更正；多出或缺少的户，查清是漏录、漏建档，还是已清退。
    依据：四级档案通知“据实规范归档”；全国防返贫监测信息系统录入要求“系统数据与实际一致”。
    """
    system = dossier.system
    if system is None:
        return
    matched = match_households(dossier, system)
    for known in system.households:
        home = matched.get(known)
        if home is None:
            yield from _without_papers(dossier, system, known)
        elif known.refused:
            yield from _refused_yet_listed(dossier, system, known, home)
        else:
            yield from _differing(dossier, system, known, home)
    yield from _not_in_system(dossier, system, set(matched.values()))


# --- who is who ----------------------------------------------------------------------------------


def _without_papers(dossier: Dossier, system: System, known: SystemHousehold) -> Iterator[Problem]:
    unit = unit_in_archive(dossier, known)
    if unit and known.monitored:
        yield Problem(
            unit=unit,
            item=None,
            message=f"{known.village}{known.head}户在{system.called}里是“{known.state}”，档案里没有这一户的文件夹，也没有材料写到。",
            expected=f"{system.called}里监测的户都有档案",
            actual="档案里没有这一户",
            fix=f"查清是没有建档，还是{system.called}里录错了户、录错了村；没有建档的按程序把材料归齐。",
            severity=_weight(system, None),
            quotes=(_side(system, f"{known.village} {known.head} {known.state}"),),
            about=("no papers", known.village, known.head),
        )


def _not_in_system(dossier: Dossier, system: System, matched: set[str]) -> Iterator[Problem]:
    """Households of the archive in places that the system covers."""
    townships = {bare_place(each.township) for each in system.households if each.township}
    villages = {bare_place(each.village) for each in system.households}
    for unit in dossier.units:
        if unit.level is not Level.HOUSEHOLD or unit.id in matched:
            continue
        _, township, village, name = unit.id.split("/")
        covered = bare_place(township) in townships if townships else bare_place(village) in villages
        if covered:
            yield Problem(
                unit=unit.id,
                item=None,
                message=f"{unit_name(unit.id)}有档案，{system.called}里没有这一户。",
                files=_papers_of(dossier, unit.id),
                expected=f"档案里的监测户在{system.called}里都有",
                actual=f"{system.called}里没有{name}",
                fix=f"查清是没有录入{system.called}，还是姓名、证件号码、村名写得不一样；没有录入的按规定补录。",
                severity=_weight(system, _newest(dossier, unit.id)),
                quotes=(_side(system, f"没有{village}{name}"),),
                about=("not in system",),
                of_unit=True,
            )


def _refused_yet_listed(
    dossier: Dossier, system: System, known: SystemHousehold, home: str
) -> Iterator[Problem]:
    """Taken in by the papers, refused or cleared out by the system."""
    replies = [
        each for each in timelines(dossier).get((home, Stage.IDENTIFICATION), ()) if each.step == "reply"
    ]
    if replies and known.state == "不予纳入":
        said = f"{system.called}里是“{known.state}”，批复却有这一户"
        yield _problem(system, home, replies[0].original.item, said, "", replies[0].original.paths, [
            quote(replies[0].original, replies[0].source), _side(system, f"{known.head} {known.state}"),
        ], replies[-1].on, about="refused")  # fmt: skip


# --- what is said of one household ---------------------------------------------------------------


def _differing(dossier: Dossier, system: System, known: SystemHousehold, home: str) -> Iterator[Problem]:
    stated = statements_by_household(dossier).get(home, ())
    names = [each for each in stated if each.statement.head and each.statement.head != known.head]
    if names and all(each.statement.head != known.head for each in stated if each.statement.head):
        yield _of_statements(
            system, home, "户主姓名", known.head, names, [each.statement.head for each in names]
        )
    changed = any(each.original.kind == "natural-change-form" for each in stated)
    others = {name for name, _ in known.members} | set(members_of(dossier).get(home, ()))
    others |= {home.rpartition("/")[2].partition("（")[0]}
    others -= {known.head}
    for field in _COMPARED:
        odd = [
            each
            for each in stated
            if each.statement.field is field
            and _differs(each, known, system)
            # who was the head before, or became it since, bears a number of his own
            and not (field is Field.ID and each.statement.head in others)
        ]
        if odd and not (field is Field.SIZE and system.exported and changed):
            yield _of_statements(system, home, field.zh, _value(known, field), odd)
    yield from _incomes(system, known, home, stated)
    yield from _measures(system, known, home, stated)
    for stage, field in (
        (Stage.IDENTIFICATION, Field.IDENTIFIED_ON),
        (Stage.ELIMINATION, Field.ELIMINATED_ON),
    ):
        yield from _dates(dossier, system, known, home, stated, stage, field)
    yield from _members(system, known, home, stated)
    yield from _elimination(dossier, system, known, home)


def _members(
    system: System, known: SystemHousehold, home: str, stated: Sequence[Stated]
) -> Iterator[Problem]:
    """The numbers of the members on the household's own forms."""
    forms = {each.original.paper: each.original for each in stated if each.original.paper.head == known.head}
    for name, number in known.members:
        for original in forms.values():
            for person in original.claims.persons:
                if person.name == name != known.head and not same_id(person.id_number or number, number):
                    said = f"家庭成员{name}的证件号码，{system.called}里是{number}，{kind_name(original.kind)}上是{person.id_number}"
                    sides = [quote(original, person.source), _side(system, mask_personal(f"{name} {number}"))]
                    paths = original.paths
                    yield _problem(
                        system, home, original.item, said, number, paths, sides, original.paper.day,
                        unsure=person.source.sure < SURE, about=f"member {name}",
                    )  # fmt: skip


def _elimination(dossier: Dossier, system: System, known: SystemHousehold, home: str) -> Iterator[Problem]:
    """Eliminated on one side, monitored on the other."""
    replies = _replies(dossier, home, Stage.ELIMINATION)
    if (
        known.state == "监测中"
        and replies
        and not any(each.field is Field.ELIMINATED_ON for each in known.known)
    ):
        first = replies[0]
        said = f"{system.called}里是“监测中”，{format_date(first.on)}的批复已同意风险消除"
        sides = [quote(first.original, first.source), _side(system, f"{known.head} {known.state}")]
        yield _problem(
            system,
            home,
            first.original.item,
            said,
            "",
            first.original.paths,
            sides,
            first.on,
            about="eliminated",
        )
    cells = [cell for cell in dossier.cells if cell.unit == home and cell.item.stage is Stage.ELIMINATION]
    if known.state == "已消除" and cells and all(cell.status is Status.NOT_APPLICABLE for cell in cells):
        said = f"{system.called}里是“已消除”，档案里没有风险消除的材料"
        side = _side(system, f"{known.head} {known.state}")
        yield _problem(
            system,
            home,
            None,
            said,
            "",
            _papers_of(dossier, home),
            [side],
            _newest(dossier, home),
            about="not eliminated",
        )


def _values(known: SystemHousehold, field: Field, stage: Stage | None) -> list[str]:
    """What the system says of that stage; of no stage, whatever it says."""
    found = [each for each in known.known if each.field is field]
    return [each.value for each in found if None in (each.stage, stage) or each.stage is stage]


def _value(known: SystemHousehold, field: Field) -> str:
    return join(dict.fromkeys(each.value for each in known.known if each.field is field))


def _differs(each: Stated, known: SystemHousehold, system: System) -> bool:
    field, said = each.statement.field, each.statement.value
    stage = stage_of(each)
    if field is Field.SIZE and stage is Stage.ELIMINATION:
        # Papers of the elimination show the size then, or that of now.
        values = _values(known, field, stage) + _values(known, field, Stage.DYNAMIC)
    elif field is Field.SIZE and stage is not Stage.IDENTIFICATION:
        values = _values(known, field, None)
    else:
        values = _values(known, field, stage)
    same = {Field.ID: same_id, Field.RISKS: overlap}.get(field, str.__eq__)
    return bool(values) and not any(same(value, said) for value in values)


def _incomes(
    system: System, known: SystemHousehold, home: str, stated: Sequence[Stated]
) -> Iterator[Problem]:
    """One finding a stage: a wrong component makes the total and the income a head differ too."""
    for stage in (Stage.IDENTIFICATION, Stage.ELIMINATION):
        odd = [
            each
            for each in stated
            if each.statement.field in _AMOUNTS
            and stage_of(each) is stage
            and (values := _values(known, each.statement.field, stage))
            and not any(within_a_yuan(value, each.statement.value) for value in values)
        ]
        if system.exported:
            # The system shows one year's income: that of either stage will do.
            fits = {
                each.statement.field for each in stated
                if any(within_a_yuan(value, each.statement.value) for value in _values(known, each.statement.field, None))
            }  # fmt: skip
            odd = [each for each in odd if each.statement.field not in fits]
        fields = list(dict.fromkeys(each.statement.field for each in odd))
        if fields:
            theirs = join(f"{field.zh}{join(_values(known, field, stage))}" for field in fields)
            ours = [f"{each.statement.field.zh}{each.statement.value}" for each in odd]
            yield _of_statements(system, home, f"{stage.zh}时的收入", theirs, odd, ours)


def _measures(
    system: System, known: SystemHousehold, home: str, stated: Sequence[Stated]
) -> Iterator[Problem]:
    """What was done by the measures' table, else by the ledger or the plan."""
    lists = [each for each in stated if each.statement.field is Field.MEASURES]
    order = ("measures-table", "assistance-ledger", "dynamic-ledger", "assistance-plan")
    told = next(([each for each in lists if each.original.kind == kind] for kind in order if any(
        each.original.kind == kind for each in lists)), [])  # fmt: skip
    # An export leaves out what was not entered; a registry that has measures has them for every household.
    if not told or not (known.measures or (system.with_measures and not system.exported)):
        return
    ours = [name for each in told for name in each.statement.value.split("、")]
    lacking = [name for name in known.measures if not any(_same_measure(name, other) for other in ours)]
    # The system names sorts of measures; what of a table is none of them cannot be told.
    over = [] if system.exported else [
        name for name in dict.fromkeys(ours) if not any(_same_measure(name, other) for other in known.measures)
    ]  # fmt: skip
    if lacking or over:
        said = [f"没有{join(lacking)}"] * bool(lacking) + [f"多出{join(over)}"] * bool(over)
        yield _of_statements(system, home, "帮扶措施", join(known.measures) or "没有措施", told, said)


def _same_measure(one: str, other: str) -> bool:
    return one in other or other in one or proves(one, other) or proves(other, one)


def _dates(
    dossier: Dossier,
    system: System,
    known: SystemHousehold,
    home: str,
    stated: Sequence[Stated],
    stage: Stage,
    field: Field,
) -> Iterator[Problem]:
    """The day of the reply, and what ledgers say of it."""
    day = next((parse_date(each.value) for each in known.known if each.field is field), None)
    if day is None:
        return
    replies = _replies(dossier, home, stage)
    what = "县级批复（认定）日期" if stage is Stage.IDENTIFICATION else "县级批复（风险消除）日期"
    if replies and all(each.on != day for each in replies):
        first = replies[0]
        said = f"{what}，{system.called}里是{format_date(day)}，批复是{format_date(first.on)}"
        sides = [quote(first.original, first.source), _side(system, f"{field.zh} {day.isoformat()}")]
        yield _problem(
            system,
            home,
            first.original.item,
            said,
            day.isoformat(),
            first.original.paths,
            sides,
            first.on,
            about=f"reply {stage.value}",
        )
        return
    odd = [
        each
        for each in stated
        if each.statement.field is field and not day.isoformat().startswith(each.statement.value)
    ]
    if odd:
        yield _of_statements(system, home, field.zh, day.isoformat(), odd)


def _replies(dossier: Dossier, home: str, stage: Stage) -> list[Timed]:
    return [each for each in timelines(dossier).get((home, stage), ()) if each.step == "reply"]


def _of_statements(
    system: System, home: str, what: str, theirs: str, odd: Sequence[Stated], ours: Sequence[str] = ()
) -> Problem:
    ours = ours or [each.statement.value for each in odd]
    kinds = join(dict.fromkeys(kind_name(each.original.kind) for each in odd))
    said = f"{what}，{system.called}里是{theirs}，{kinds}上是{'，'.join(dict.fromkeys(ours))}"
    sides = [quote(each.original, each.statement.source) for each in odd[:3]]
    days = [each.original.paper.day for each in odd if each.original.paper.day]
    paths = sorted({path for each in odd for path in each.original.paths})
    problem = _problem(
        system, home, odd[0].original.item, said, theirs, paths, [*sides, _side(system, f"{what} {theirs}")],
        max(days, default=None), unsure=shaky(odd), about=what,
    )  # fmt: skip
    return problem


def _problem(
    system: System, home: str, item: str | None, said: str, theirs: str, paths: Sequence[str], sides: Sequence[Quote],
    newest: date | None, *, about: str, unsure: bool = False,
) -> Problem:  # fmt: skip
    return Problem(
        unit=home,
        item=item,
        message=f"{unit_name(home)}的档案与{system.called}不一致：{mask_personal(said)}。",
        files=tuple(sorted(paths)),
        expected=f"与{system.called}一致" + (f"（{mask_personal(theirs)}）" if theirs else ""),
        actual=mask_personal(said),
        fix=_FIX.format(system=system.called),
        severity=Severity.WARNING if unsure else _weight(system, newest),
        quotes=tuple(dict.fromkeys(sides)),
        about=(about,),
        of_unit=True,
    )


def _side(system: System, text: str) -> Quote:
    return Quote(system.name, 1, text)


def _weight(system: System, newest: date | None) -> Severity | None:
    """A warning where the export is newer than the papers: what changed since is not in them."""
    newer = (
        system.exported and newest is not None and system.newest_on is not None and system.newest_on > newest
    )
    return Severity.WARNING if newer else None


def _papers_of(dossier: Dossier, home: str) -> tuple[str, ...]:
    stated = statements_by_household(dossier).get(home, ())
    return tuple(sorted({path for each in stated for path in each.original.paths}))


def _newest(dossier: Dossier, home: str) -> date | None:
    stated = statements_by_household(dossier).get(home, ())
    return max((each.original.paper.day for each in stated if each.original.paper.day), default=None)
