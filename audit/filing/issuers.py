"""Who answers for a paper (责任者): the office or person that the paper itself names, or whose its kind is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audit.facts import is_person, office_of
from audit.filing.headings import OFFICE_ENDS
from audit.lines import Line
from audit.types import File, Paper
from audit.wording import join
from checklists import Level, Origin, load_kinds
from registry.dates import find_dates
from registry.identity import mask_numbers

__all__ = ["issuer_of"]

_SEAL = re.compile(r"[（(](?:盖章|公章|印章|章|加盖公章)[)）]")
_LAST_LINES = 8
# 青松村 of 青松村第一批拟纳入监测对象名单, 柳林乡 of 柳林乡2021年动态管理台账
_PLACE_FIRST = re.compile(
    r"^(?:[一-龥]{1,8}?[县区市旗])?([一-龥]{1,6}?(?:社区|街道|[村镇乡县区]))(?=第|20\d\d|\d|拟|风险|监测|防|帮扶|脱贫|边缘|突发|消除|纳入)"
)
# 核查人：甲、乙 · 调查人员（签字）：甲 · 填表人 | 甲
_MAKER = re.compile(
    r"(?:入户)?(?:核查|核实|调查|走访|采集|填表|制表|填报|登记|评估)(?:人员?|员)(?:[（(].{1,8}[)）])?(?:签字|签名)?(?:[（(].{1,8}[)）])?"
)
_IN_TEXT = re.compile(_MAKER.pattern + r"\s*[：:]\s*([一-龥·、，,\s/]{2,40})")
# Who answers for a paper that bears no name, because its kind is of that level alone.
_LEVELS = {
    "village-review-meeting": Level.VILLAGE,
    "review-result": Level.VILLAGE,
    "nomination-meeting": Level.VILLAGE,
    "nomination-list": Level.VILLAGE,
    "village-report": Level.VILLAGE,
    "inspection-ledger": Level.VILLAGE,
    "township-review-meeting": Level.TOWNSHIP,
    "township-request": Level.TOWNSHIP,
    "county-consultation": Level.COUNTY,
    "comparison-result": Level.COUNTY,
    "county-reply": Level.COUNTY,
}
# Every office draws up its own.
_OWN = frozenset({
    "clue-list", "deployment-meeting", "deployment-notice", "dynamic-ledger", "assistance-ledger", "grading-ledger",
    "work-plan", "work-summary", "situation-note",
})  # fmt: skip
_BY_HEAD = ("application", "authorisation")


def issuer_of(file: File, paper: Paper | None, title: str, lines: Sequence[Line]) -> str | None:
    """The office or persons; None where neither the paper nor its kind tells. Whole numbers are masked.

    `title` and `lines` are those of `paper`, the main one of the file; None where nothing was read.
    """
    chain = file.unit.split("/")
    if file.kind in _BY_HEAD:
        return (paper.head if paper else "") or _head_of(chain)
    found = _by_paper(file, paper, title, lines) if paper else ""
    if found:
        return mask_numbers(found)
    level = _LEVELS.get(file.kind) or (file.level if file.kind in _OWN else None)
    if level and level is not Level.HOUSEHOLD and level.depth < len(chain):
        return chain[level.depth]
    return None


def _by_paper(file: File, paper: Paper, title: str, lines: Sequence[Line]) -> str:
    """Who signs the paper, whose name begins its title, who filled the form."""
    found = _signed_by(lines) or _titled(title)
    if found:
        return found
    if file.kind != "unknown" and load_kinds()[file.kind].origin is Origin.FIELD:
        return join(dict.fromkeys(_makers(lines)))
    if paper.issuer and paper.issuer.place:
        return paper.issuer.place
    own = next((name for name in reversed(file.unit.split("/")[:3]) if title.startswith(name)), "")
    place = _PLACE_FIRST.match(title)
    return own or (place[1] if place else "")


def _signed_by(lines: Sequence[Line]) -> str:
    """The office at a paper's end, above its date."""
    for line in reversed(lines[-_LAST_LINES:]):
        if line.tabular:
            continue
        text = _SEAL.sub("", line.text)
        for found in find_dates(text):
            text = text.replace(found.text, "")
        whole = 3 < len(text) <= 40 and not re.search(r"[，。：:；]", text)
        if whole and OFFICE_ENDS.search(text) and office_of(text):
            return text
    return ""


def _titled(title: str) -> str:
    """某镇人民政府 of 某镇人民政府关于…的请示."""
    office = title.partition("关于")[0] if "关于" in title else ""
    return office if office and office_of(office) and OFFICE_ENDS.search(office) else ""


def _makers(lines: Sequence[Line]) -> Iterator[str]:
    """The names behind 核查人, 填表人 and the like, in a cell or in the text."""
    for line in lines:
        if line.tabular:
            for label, value in zip(line.cells, line.cells[1:], strict=False):
                if _MAKER.fullmatch(label.rstrip("：:")):
                    yield from _people(value)
        for match in _IN_TEXT.finditer(line.raw):
            yield from _people(match[1])


def _people(text: str) -> Iterator[str]:
    for name in re.split(r"[、，,/\s]+", text):
        if is_person(name):
            yield name


def _head_of(chain: Sequence[str]) -> str | None:
    return chain[3].partition("（")[0] if len(chain) > 3 else None
