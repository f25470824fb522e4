"""Titles as a catalogue has them: the paper's own words, or words made for it in [ ] (DA/T 22-2015). Pure."""

from __future__ import annotations

import re

from audit.context import stem_of
from audit.filing.headings import is_annex_sheet, is_title
from audit.folders import bare_name, repair_name
from audit.papers import stage_in
from audit.types import File
from audit.wording import join, kind_name, unit_name
from checklists import Level, Origin, Stage, load_kinds
from registry.identity import mask_numbers
from registry.text import half_width

__all__ = ["made_name", "title_of"]

_LONGEST = 70
_HEADS_NAMED = 3
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
_STAGES = {Stage.IDENTIFICATION: "认定", Stage.ASSISTANCE: "帮扶", Stage.ELIMINATION: "风险消除", Stage.DYNAMIC: "动态管理"}  # fmt: skip


def title_of(file: File, title: str, head: str) -> str:
    """The paper's title; whose and which it is in [ ] where the title does not say; wholly in [ ] where it has none.

    `title`: the words that stand over the paper, "" where none were read; `head`: the household that it is about.
    """
    if is_title(title):
        more = _heads(file, title, head) or _stage_words(file, title)
        return _short(mask_numbers(title) + (f"[{more}]" if more else ""))
    return f"[{_short(mask_numbers(_made(file)))}]"


def made_name(path: str) -> str:
    """What a file's name says of it: without number, date, camera's number and 最终版."""
    name = repair_name(path.rpartition("/")[2])
    text = half_width(name.rpartition(".")[0] or name)
    for pattern in (_CAMERA, _SUFFIX, _DAYS):
        text = pattern.sub(" ", text)
    text = bare_name(text.strip(_EDGES))
    return text.strip(_EDGES) if re.search(r"[一-龥]{2}", text) else ""


def _heads(file: File, title: str, head: str) -> str:
    """Whose forms these are, where neither the title nor the volume tells."""
    papers = [part.paper for part in file.parts if part.kind == file.kind and part.paper]
    papers = [paper for paper in papers if not is_annex_sheet(paper.title)]
    heads = list(dict.fromkeys(each.head for each in papers if each.head))
    if len(heads) > _HEADS_NAMED:
        return f"{join(heads[:2])}等{len(heads)}户"
    if len(heads) > 1:
        return join(heads)
    if len(papers) > 1 and not heads:
        return f"等{len(papers)}份"
    if file.level is Level.HOUSEHOLD or not head or head in title or file.kind == "unknown":
        return ""
    return head if load_kinds()[file.kind].origin is not Origin.TAKEN else ""


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
