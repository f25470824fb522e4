"""Which of several papers' values is taken: that of most papers; of as many, the household's own signed forms. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from audit.drafting.types import Key, Said, Sourced, Word
from audit.drafting.values import FREE, same
from registry.records import Clue

__all__ = ["choose"]


def choose(said: Iterable[Said]) -> Mapping[type[Any], Mapping[Key, Mapping[str, Sourced]]]:
    """Record → row → field → the value taken with its sources, in the order in which the papers said them.

    A paper counts once for a value, however often it says it. Of prose, the forms' own words are taken, else the longest;
    other words for it are no contradiction.
    """
    groups: dict[type[Any], dict[Key, dict[str, list[Said]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for each in said:
        groups[each.record][each.key][each.field].append(each)
    return {
        record: {
            key: {field: _chosen(field, every) for field, every in fields.items()}
            for key, fields in rows.items()
        }
        for record, rows in groups.items()
    }


def _chosen(field: str, every: list[Said]) -> Sourced:
    views: list[tuple[Any, list[Word]]] = []
    for each in every:
        words = next((words for value, words in views if same(field, value, each.value)), None)
        if words is None:
            views.append((each.value, [each.word]))
        elif all(word.file != each.word.file for word in words):
            words.append(each.word)
    if every[0].record is Clue and field == "unit":  # several levels list one clue: the lowest reports it
        lowest = max(every, key=lambda each: str(each.value).count("/"))
        return Sourced(lowest.value, (lowest.word,))
    if field in FREE:
        own = [view for view in views if any(word.own for word in view[1])]
        value, words = max(own or views, key=lambda view: (len(view[1]), len(str(view[0]))))
        return Sourced(value, tuple(words))
    views.sort(key=lambda view: (-len(view[1]), -sum(word.own for word in view[1])))
    value, words = views[0]
    others = tuple((other, word) for other, theirs in views[1:] for word in theirs)
    return Sourced(value, tuple(words), others)
