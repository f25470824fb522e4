"""Which finding of this run is which of an earlier one: by id, else by the files' content. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from audit.runs.earlier import Known
from audit.types import Finding

__all__ = ["match_findings"]

# What masking changes in a message.
_MASKED = re.compile(r"[0-9xX*＊]")


def match_findings(
    findings: Sequence[Finding],
    known: Sequence[Known],
    digests: Mapping[str, str],
    earlier_digests: Mapping[str, str],
) -> dict[int, Known]:
    """The place of each finding that an earlier run had → the earlier one; none of them twice.

    `digests`: the content of the files now, `earlier_digests`: then.
    """
    found = dict(_by_id(findings, known))
    taken = {id(each) for each in found.values()}
    left = [each for each in known if id(each) not in taken and each.files]
    by_file: dict[tuple[object, ...], list[Known]] = defaultdict(list)
    for each in left:
        for key in _keys(each.rule, each.about, each.kinds, each.files, earlier_digests):
            by_file[key].append(each)
    for at, finding in enumerate(findings):
        if at in found or not finding.problem.files:
            continue
        problem = finding.problem
        shared: dict[int, list[Known]] = defaultdict(list)
        for key in _keys(finding.rule, problem.about, problem.kinds, problem.files, digests):
            for each in by_file.get(key, ()):
                if id(each) not in taken:
                    shared[id(each)].append(each)
        if shared:
            best = max(shared.values(), key=lambda hits: (len(hits), hits[0].unit == problem.unit))[0]
            found[at] = best
            taken.add(id(best))
    return found


def _by_id(findings: Sequence[Finding], known: Iterable[Known]) -> Iterator[tuple[int, Known]]:
    """Those of one id, those of one text before the rest: what only a number tells apart may have moved up."""
    groups: dict[str, list[Known]] = defaultdict(list)
    for each in known:
        groups[each.stem].append(each)
    own: dict[str, list[int]] = defaultdict(list)
    for at, finding in enumerate(findings):
        own[finding.id.partition("-")[0]].append(at)
    for stem, places in own.items():
        left = groups.get(stem, [])
        if len(left) == len(places) == 1:
            yield places[0], left[0]
            continue
        rest = []
        for at in places:
            said = _bare(findings[at].problem.message)
            same = next((each for each in left if _bare(each.message) == said), None)
            if same is None:
                rest.append(at)
                continue
            left = [each for each in left if each is not same]
            yield at, same
        yield from zip(rest, left, strict=False)


def _bare(message: str) -> str:
    return _MASKED.sub("", message)


def _keys(
    rule: str,
    about: Sequence[str],
    kinds: Sequence[str],
    files: Iterable[str],
    digests: Mapping[str, str],
) -> Iterator[tuple[object, ...]]:
    """A finding's files by content and by path, each with what else must be the same."""
    for path in files:
        yield rule, tuple(about), tuple(kinds), "path", path
        if digests.get(path):
            yield rule, tuple(about), tuple(kinds), "content", digests[path]
