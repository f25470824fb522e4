"""Whether one planted change gives the finding that it must give, and nothing that it does not explain.

    python -m benchmarks.mutations [--cases N] [--seed S] [--base generated|sample|both] [--json]

N changes are drawn by chance, evenly over what is changed in which kind of paper, from the generated archive and from
archives/sample, which has other wordings. `recall` is the share that was found, `false_per_case` the findings besides the
planted one and its stated consequences. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from random import Random

from benchmarks.planted import plant
from benchmarks.planted.base import Base, Mutation, Verdict, verdict
from benchmarks.planted.bases import generated, sample

__all__ = ["drawn", "summary"]

_EXAMPLES = 3
_BASES = {"generated": generated, "sample": sample}


def main() -> None:
    """Plant, audit, and print recall and false findings by rule."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--cases", type=int, default=2000, help="how many changes in each archive")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--base", choices=(*_BASES, "both"), default="both")
    parser.add_argument("--json", action="store_true", help="print the last line alone")
    given = parser.parse_args()
    total: dict[str, object] = {"seed": given.seed}
    for name in _BASES if given.base == "both" else [given.base]:
        base = _BASES[name]()
        verdicts = [verdict(base, each) for each in drawn(base, given.cases, given.seed)]
        if not given.json:
            print(f"{name}: {len(verdicts)} changes")
            print("\n".join(_lines(verdicts)))
        total[name] = summary(verdicts)
    print(json.dumps(total))


def group_of(mutation: Mutation) -> str:
    """What is changed in which kind of paper: 类别·name-list."""
    return "·".join(piece for piece in mutation.name.split("·")[:2] if "/" not in piece)


def drawn(base: Base, cases: int, seed: int) -> list[Mutation]:
    """So many changes, every group as often as the others as far as it goes."""
    random = Random(seed)
    found: list[Mutation] = []
    while len(found) < cases:
        groups: dict[str, list[Mutation]] = defaultdict(list)
        for each in plant(base, random):
            groups[group_of(each)].append(each)
        for group in groups.values():
            random.shuffle(group)
        before = len(found)
        for turn in range(max(map(len, groups.values()))):
            found += [groups[name][turn] for name in _every_field_first(groups) if turn < len(groups[name])]
            if len(found) >= cases:
                return found[:cases]
        assert len(found) > before
    return found


def _every_field_first(groups: Iterable[str]) -> list[str]:
    """The groups in an order whose beginning has each field once, then each in a second kind of paper, and so on."""
    ranks: dict[str, int] = defaultdict(int)
    order = []
    for name in sorted(groups):
        field = name.split("·")[0]
        order.append((ranks[field], name))
        ranks[field] += 1
    return [name for _, name in sorted(order)]


def summary(verdicts: Sequence[Verdict]) -> dict[str, object]:
    """The figures of a run."""
    return {
        "cases": len(verdicts),
        "recall": round(sum(each.found for each in verdicts) / max(len(verdicts), 1), 4),
        "false_per_case": round(sum(len(each.false) for each in verdicts) / max(len(verdicts), 1), 4),
    }


def _lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    by_rule: dict[str, list[Verdict]] = defaultdict(list)
    for each in verdicts:
        by_rule[each.mutation.rules[0]].append(each)
    for rule, found in sorted(by_rule.items()):
        figures = summary(found)
        yield f"  {rule:26} {figures['cases']:5}  recall {figures['recall']}  false {figures['false_per_case']}"
        for each in [each for each in found if not each.found][:_EXAMPLES]:
            yield f"      missed  {each.mutation.name}  {list(each.told)}"
        for each in [each for each in found if each.false][:_EXAMPLES]:
            yield f"      false   {each.mutation.name}  {list(each.false)}"


if __name__ == "__main__":
    main()
