"""Tasks in words: what to do, where, and how many papers, in one line. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from audit.next_steps_jobs import Job, Way
from audit.wording import join, unit_name

__all__ = ["place_name", "too_late", "words_for"]

_KINDS = 4


def words_for(way: Way, unit: str, jobs: Sequence[Job], days: int) -> str:
    """The line of a task. `days`: those that a posting takes."""
    return _WORDS[way](unit, jobs, days)


def too_late(way: Way, what: str, wait: int) -> str:
    """The line of a task whose outcome cannot be there on the day of the inspection."""
    if way is Way.REPEAT:
        return f"检查前公示不满 {wait} 天，来不及：写情况说明。（{what}）"
    return f"通常要等 {wait} 天，检查前怕来不及：马上联系，同时写情况说明。（{what}）"


def place_name(unit: str) -> str:
    """A unit for the head of a line; what lies under several counties has no name."""
    return unit_name(unit) if unit else "各单位"


def _copy(unit: str, jobs: Sequence[Job], days: int) -> str:
    files = len({job.source for job in jobs})
    return f"复印{_kinds(jobs)}：{place_name(jobs[0].office)}的档案里有，共 {files} 个文件，归入{place_name(unit)} {len(jobs)} 处"


def _reprint(unit: str, jobs: Sequence[Job], days: int) -> str:
    return f"从系统导出、打印{_kinds(jobs)}，按要求盖章后归入{place_name(unit)} {len(jobs)} 处"


def _request(unit: str, jobs: Sequence[Job], days: int) -> str:
    return f"{place_name(unit)}：向{jobs[0].office}索取{_kinds(jobs)}，共 {len(jobs)} 处"


def _sign(unit: str, jobs: Sequence[Job], days: int) -> str:
    if unit.count("/") == 3:
        return f"到{place_name(unit)}，找签过字的原件，没有的请本人补填、补签：{_kinds(jobs)}"
    return (
        f"{place_name(unit)}：找签过字的原件，没有的请有关人员补填、补签：{_kinds(jobs)}，共 {len(jobs)} 处"
    )


def _correct(unit: str, jobs: Sequence[Job], days: int) -> str:
    return f"{place_name(unit)}：核对更正 {len(jobs)} 处（{_kinds(jobs)}）"


def _explain(unit: str, jobs: Sequence[Job], days: int) -> str:
    return f"{place_name(unit)}：先找原件，当时没有形成的写情况说明，共 {len(jobs)} 处（{_kinds(jobs)}）"


def _make(unit: str, jobs: Sequence[Job], days: int) -> str:
    return f"{place_name(unit)}：按登记簿补制{_kinds(jobs)}，共 {len(jobs)} 处，注明补制和实际日期"


def _repeat(unit: str, jobs: Sequence[Job], days: int) -> str:
    return f"{place_name(unit)}：核对公示日期，确实不足的重新公示 {len(jobs)} 次，不少于 {days} 天，留存照片和情况说明"


_WORDS: Mapping[Way, Callable[[str, Sequence[Job], int], str]] = {
    Way.COPY: _copy,
    Way.REPRINT: _reprint,
    Way.REQUEST: _request,
    Way.SIGN: _sign,
    Way.CORRECT: _correct,
    Way.EXPLAIN: _explain,
    Way.MAKE: _make,
    Way.REPEAT: _repeat,
}


def _kinds(jobs: Sequence[Job]) -> str:
    """What the jobs are about, the commonest first."""
    counted = Counter(job.what for job in jobs)
    names = [what for what, _ in counted.most_common()]
    return join(names[:_KINDS]) + (f"等 {len(names)} 种" if len(names) > _KINDS else "")
