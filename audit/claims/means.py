"""户均 and 人均 with the total and the count that they are said to come from. Pure.

Where some total and some count of the paragraph give the mean, nothing is wrong. Where none do, one pair is claimed only if it is
clear which is meant: the mean is of what the total is called, or there is but one of each right before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.claims.paragraphs import Paragraph, find_paragraphs
from audit.claims.types import Mean
from audit.lines import Line

__all__ = ["find_means", "mean_fits"]

# 户均2000元 · 人均纯收入4233.33元 · 户均增收0.6万元; not 户均约, 人均可支配收入增长
_MEAN = re.compile(
    r"(?P<of>[户人])均(?P<label>[^\d，。；;：:、（）()约近超逾余]{0,12}?)(?P<n>\d{1,9}(?:\.\d{1,4})?)(?P<u>万?元)(?![以左多余])"
)
_MONEY = re.compile(r"(?<![\d.])(?P<n>\d{1,9}(?:\.\d{1,4})?)(?P<u>亿元|万元|元)(?![/／每以左多余])")
_COUNT = re.compile(r"(?<![\d.第])(?P<n>\d{1,7})(?P<u>户|口?人)(?![均次主籍口用外型名])")
_SENTENCE = re.compile(r"[^。！？]+")
_VERBS = re.compile(r"达到?|为|是|可|获得?|享受|发放|补助|得到?|年|了|的|实现|安排|投入|收到|到")
# What is no total: a mean, a price, a line, a change.
_NO_TOTAL = re.compile(
    r"[户人]均|每[户人亩头只月年]|标准|单价|以上|以下|低于|高于|超过|线|约|近|余|增加|减少|增长|提高|比|较"
)
_NO_COUNT = re.compile(r"约|近|超过|余|比|较|增加|减少|每$")
_YUAN = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}


@dataclass(frozen=True, slots=True)
class _Figure:
    """An amount as written with its unit in yuan, or a count; the words before it; its place."""

    number: Decimal
    factor: Decimal
    label: str
    start: int

    @property
    def value(self) -> Decimal:
        return self.number * self.factor


def find_means(lines: Sequence[Line]) -> tuple[Mean, ...]:
    """Each mean whose total and count can be told."""
    found: dict[Mean, None] = {}
    for paragraph in find_paragraphs(lines):
        if "均" in paragraph.text:
            found.update(dict.fromkeys(_means(paragraph)))
    return tuple(found)


def _means(paragraph: Paragraph) -> Iterator[Mean]:
    text = paragraph.text
    sums, counts = list(_sums(text)), list(_counts(text))
    for sentence in _SENTENCE.finditer(text):
        for match in _MEAN.finditer(sentence[0]):
            at = sentence.start() + match.start()
            number, factor = Decimal(match["n"]), _YUAN[match["u"]]
            of = [
                each
                for each in counts
                if text[each.start :].lstrip("0123456789").startswith(_spelled(match["of"]))
            ]
            source = paragraph.source_at(at)
            pairs = [
                Mean(
                    total.value,
                    count.number,
                    number * factor,
                    *_steps(total, number, factor),
                    match["of"],
                    source,
                )
                for total in sums
                for count in of
                if count.number
            ]
            fitting = next((pair for pair in pairs if mean_fits(pair)), None)
            pair = fitting or _meant(pairs, sums, of, (sentence.start(), at), _VERBS.sub("", match["label"]))
            if pair:
                yield pair


def _spelled(of: str) -> tuple[str, ...]:
    return ("户",) if of == "户" else ("人", "口人")


def _steps(total: _Figure, number: Decimal, factor: Decimal) -> tuple[Decimal, Decimal]:
    """What the last place written is worth: of the total, where it is rounded to 万元, and of the mean."""
    rounded = _last(total.number) * total.factor if total.factor > 1 else Decimal(0)
    return rounded, _last(number) * factor


def _last(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    return Decimal(10) ** (exponent if isinstance(exponent, int) else 0)


def mean_fits(mean: Mean) -> bool:
    """Rounded or cut off at the last place written, the total rounded too."""
    if not mean.count:
        return True
    off = abs(mean.total / mean.count - mean.each)
    return off < mean.each_step or off <= mean.each_step / 2 + mean.total_step / 2 / mean.count


def _meant(
    pairs: Sequence[Mean],
    sums: Sequence[_Figure],
    counts: Sequence[_Figure],
    between: tuple[int, int],
    noun: str,
) -> Mean | None:
    """The pair of the sentence before the mean: of the total that is called as it is, else the only ones."""
    first, last = between
    totals = [each for each in sums if first <= each.start < last]
    near = [each for each in counts if first <= each.start < last]
    if noun:
        totals = [each for each in totals if _shares(noun, each.label)]
    elif len(totals) != 1 or len(near) != 1:
        return None
    if not totals or len({each.number for each in near}) != 1:
        return None
    total, count = totals[-1], near[-1]
    return next((each for each in pairs if (each.total, each.count) == (total.value, count.number)), None)


def _shares(noun: str, label: str) -> bool:
    """Whether both are called alike: 纯收入 is no 总收入, 增收 no 收入."""
    if any((word in noun) is not (word in label) for word in ("纯", "可支配", "总", "增", "支")):
        return False
    return any(noun[at : at + 2] in label for at in range(len(noun) - 1))


def _sums(text: str) -> Iterator[_Figure]:
    for match in _MONEY.finditer(text):
        label = re.split(r"[，。；;：:、]", text[max(0, match.start() - 20) : match.start()])[-1]
        if not _NO_TOTAL.search(label):
            yield _Figure(Decimal(match["n"]), _YUAN[match["u"]], label, match.start())


def _counts(text: str) -> Iterator[_Figure]:
    for match in _COUNT.finditer(text):
        label = re.split(r"[，。；;：:、]", text[max(0, match.start() - 12) : match.start()])[-1]
        if not _NO_COUNT.search(label):
            yield _Figure(Decimal(match["n"]), Decimal(1), label, match.start())
