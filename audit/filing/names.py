"""Titles and offices as a catalogue has them: the paper's own words, or words made for it in [ ] (DA/T 22-2015). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audit.context import stem_of
from audit.facts import office_of
from audit.folders import bare_name, repair_name
from audit.headings import heading_kinds
from audit.lines import Line
from audit.papers import cut_document, stage_in
from audit.types import File, Paper
from audit.wording import join, kind_name, unit_name
from checklists import Level, Origin, Stage, load_kinds
from registry.dates import find_dates
from registry.identity import mask_numbers
from registry.text import half_width

__all__ = ["issuer_of", "made_name", "title_of"]

_LONGEST = 70
_HEADS_NAMED = 3
_TITLE_ENDS = re.compile(
    r"(通知|报告|请示|批复|公示|公告|函|方案|计划|记录|纪要|表|册|名单|台账|清单|说明|总结|书|证明?|合同|协议|凭证|单|意见|办法|决定|简报|预案|名录|档案)(?:[（(].{1,12}[)）])?$"
)
# What cameras and telephones call a picture: IMG_20210412_150605 · mmexport1618558612000 · 微信图片_2021
_CAMERA = re.compile(
    r"(?:IMG|DSC|PXL|MVIMG|VID|mmexport|wx_camera|Screenshot|微信图片|QQ图片|扫描全能王|截图)[\d_\-. ]*",
    re.IGNORECASE,
)
# 最终版 · 定稿2 · 扫描件 · - 副本 · (1)
_SUFFIX = re.compile(
    r"最终[版稿]?|终[版稿]|定稿\d*|修改[版稿]\d*|扫描[件版]?|电子[版件]|复印件|[-—_ ]*副本|[（(]\d{1,2}[)）]|(?<=[一-龥])_\d{1,3}$"
)
# 2021-04-12 · 20210412 · 2021年4月12日 · 4月12日 · 4.12
_DAYS = re.compile(
    r"(?<!\d)(?:20\d\d[-.年/]?\d{1,2}[-.月/]?\d{1,2}[日号]?|\d{1,2}月\d{1,2}[日号]|(?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9]))(?!\d)"
)
_EDGES = " 　-—_、.．,，;；:："
_SEAL = re.compile(r"[（(](?:盖章|公章|印章|章|加盖公章)[)）]")
_OFFICE_ENDS = re.compile(
    r"(委员会|政府|办公室|村委会|居委会|委会|党委|支部|支委|工委|领导小组|小组|工作队|[会府办局处部组室队委站所]|中心|社区)$"
)
_LAST_LINES = 8
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
_STAGES = {Stage.IDENTIFICATION: "认定", Stage.ASSISTANCE: "帮扶", Stage.ELIMINATION: "风险消除", Stage.DYNAMIC: "动态管理"}  # fmt: skip


def title_of(file: File) -> str:
    """The paper's title; whose and which it is in [ ] where the title does not say; wholly in [ ] where it has none."""
    paper = _paper(file)
    if paper and _is_title(paper.title):
        more = _heads(file, paper) or _stage_words(file, paper.title)
        return _short(mask_numbers(paper.title) + (f"[{more}]" if more else ""))
    return f"[{_short(mask_numbers(_made(file)))}]"


def made_name(path: str) -> str:
    """What a file's name says of it: without number, date, camera's number and 最终版."""
    name = repair_name(path.rpartition("/")[2])
    text = half_width(name.rpartition(".")[0] or name)
    for pattern in (_CAMERA, _SUFFIX, _DAYS):
        text = pattern.sub(" ", text)
    text = bare_name(text.strip(_EDGES))
    return text.strip(_EDGES) if re.search(r"[一-龥]{2}", text) else ""


def issuer_of(file: File) -> str | None:
    """Who answers for the paper (责任者): who signs it, whose name heads it, whose its kind is; None: not known."""
    paper, chain = _paper(file), file.unit.split("/")
    if paper:
        named = _signed_by(_lines(file)) or _titled(paper.title)
        if named:
            return mask_numbers(named)
        if file.kind in _BY_HEAD:
            return paper.head or _head_of(chain)
        if paper.issuer and paper.issuer.place:
            return paper.issuer.place
    if file.kind in _BY_HEAD:
        return _head_of(chain)
    level = _LEVELS.get(file.kind) or (file.level if file.kind in _OWN else None)
    if level and level is not Level.HOUSEHOLD and level.depth < len(chain):
        return chain[level.depth]
    return None


def _paper(file: File) -> Paper | None:
    return file.parts[0].paper if file.parts else None


def _lines(file: File) -> Sequence[Line]:
    """The lines of the file's first paper."""
    papers = cut_document(file.document)
    return papers[0][1] if papers else ()


def _signed_by(lines: Sequence[Line]) -> str:
    """The office at a paper's end, above its date."""
    for line in reversed(lines[-_LAST_LINES:]):
        if line.tabular:
            continue
        text = _SEAL.sub("", line.text)
        for found in find_dates(text):
            text = text.replace(found.text, "")
        if (
            3 < len(text) <= 40
            and _OFFICE_ENDS.search(text)
            and office_of(text)
            and not re.search(r"[，。：:；]", text)
        ):
            return text
    return ""


def _titled(title: str) -> str:
    """某镇人民政府 of 某镇人民政府关于…的请示."""
    office = title.partition("关于")[0] if "关于" in title else ""
    return office if office and office_of(office) and _OFFICE_ENDS.search(office) else ""


def _head_of(chain: Sequence[str]) -> str | None:
    return chain[3].partition("（")[0] if len(chain) > 3 else None


def _is_title(title: str) -> bool:
    if not 2 <= len(title) <= 60 or re.search(r"[。；;]", title):
        return False
    return bool(heading_kinds(title)) or bool(len(title) >= 5 and _TITLE_ENDS.search(title))


def _heads(file: File, paper: Paper) -> str:
    """Whose forms these are, where neither the title nor the volume tells."""
    papers = [part.paper for part in file.parts if part.kind == file.kind and part.paper]
    heads = list(dict.fromkeys(each.head for each in papers if each.head))
    if len(heads) > _HEADS_NAMED:
        return f"{join(heads[:2])}等{len(heads)}户"
    if len(heads) > 1:
        return join(heads)
    if len(papers) > 1 and not heads:
        return f"等{len(papers)}份"
    if file.level is Level.HOUSEHOLD or not heads or heads[0] in paper.title or file.kind == "unknown":
        return ""
    return heads[0] if load_kinds()[file.kind].origin is not Origin.TAKEN else ""


def _stage_words(file: File, title: str) -> str:
    """认定 or 风险消除 for a paper that both stages have, where its title leaves that open."""
    if file.stage is None or file.kind == "unknown" or stage_in(title):
        return ""
    return _STAGES[file.stage] if load_kinds()[file.kind].staged else ""


def _made(file: File) -> str:
    """Words for a paper without a title: its name if that tells, else whose it is, of which stage and kind."""
    name = made_name(file.path)
    kind = kind_name(file.kind).partition("（")[0] if file.kind != "unknown" else ""
    if len(re.findall(r"[一-龥]", name)) > max(4, len(kind)) or not kind:
        return name or f"未识别：{stem_of(file.path)}"
    stage = _STAGES[file.stage] if file.stage and not stage_in(kind) else ""
    return f"{unit_name(file.unit)}{stage}{kind}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
