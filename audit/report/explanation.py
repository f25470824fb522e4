"""Why a file was taken for what it is, as lines of plain Chinese for the terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from audit.decisions.names import kind_as_decided
from audit.report.not_read import what_lacks
from audit.types import File, State
from audit.why import Candidate, PaperWhy, Why
from audit.wording import join, kind_name, mask_personal, unit_name

__all__ = ["render_why"]

_CANDIDATES = 4
_PAPERS = 8
_NAMES = 12
_WORDS = 40
_SURE = 0.995
_SOURCES = {
    "heading": "标题",
    "label": "栏目、表头",
    "phrase": "正文用语",
    "sign": "写法",
    "name": "文件名",
    "folder": "文件夹",
    "level": "所在层级",
}
_STATES = {
    State.READ: "已读",
    State.NOT_READ: "没有读到内容",
    State.CONTAINER: "压缩包，已展开",
    State.UNREADABLE: "打不开",
    State.ENCRYPTED: "有密码",
    State.EMPTY: "空的",
}


def render_why(why: Why) -> str:
    """The whole explanation. Identity and telephone numbers are masked."""
    lines = [why.file.path, "", *_outcome(why), "", *_state(why.file)]
    for number, paper in enumerate(why.papers[:_PAPERS], 1):
        lines += ["", *_paper(paper, number, len(why.papers), why)]
    if len(why.papers) > _PAPERS:
        lines.append(f"……还有 {len(why.papers) - _PAPERS} 份材料，不一一列出。")
    lines += ["", "单位："]
    lines += [f"  {step.source} → {step.said}" for step in why.unit]
    lines.append(f"  定为 {why.file.unit}（{why.file.level.zh}）")
    lines += ["", *_items(why), *_findings(why), "", *_todo(why)]
    return mask_personal("\n".join(lines))


def _outcome(why: Why) -> Iterator[str]:
    file = why.file
    stage = f"，{file.stage.zh}环节" if file.stage else ""
    said = kind_as_decided if file.decided else kind_name
    yield f"认定：{said(file.kind)}{stage}；{unit_name(file.unit)}"
    items = "、".join(file.items) if file.items else "不计入任何一项"
    yield f"计入：{items}　把握：{file.confidence:.2f}" + ("（人工更正）" if file.decided else "")
    if why.correction:
        each = why.correction
        told = [each.by, each.on.isoformat() if each.on else "", each.note]
        yield f"人工更正：decisions.yaml 第 {each.line} 行　" + "，".join(text for text in told if text)
    if len(file.parts) > 1:
        parts = (
            f"{kind_name(part.kind)}（第 {part.pages[0]}{f'–{part.pages[1]}' if part.pages[1] > part.pages[0] else ''} 页）"
            for part in file.parts
        )
        yield f"一个文件里的几份材料：{join(parts)}"


def _state(file: File) -> Iterator[str]:
    document = file.document
    pages = f"，{document.pages} 页" if document.pages else ""
    yield f"文件：按内容看是 {document.format}{pages}；{_STATES[document.state]}{what_lacks(file)}"


def _paper(paper: PaperWhy, number: int, of: int, why: Why) -> Iterator[str]:
    found = paper.paper
    if found is None:
        yield "种类：内容没有读到，只看文件名、文件夹和是不是图片"
    else:
        first, last = found.pages
        where = f"第 {first} 页" if first == last else f"第 {first}–{last} 页"
        yield (f"第 {number} 份材料（{where}）：" if of > 1 else "种类：") + f"标题“{found.title}”"
        if paper.sure < _SURE:
            yield f"  文字是从图片上认出来的，最没有把握的一行 {paper.sure:.2f}"
    for candidate in paper.candidates[:_CANDIDATES]:
        yield from _candidate(candidate)
    if not paper.candidates:
        yield "  没有找到任何一种材料的特征"
    guess = paper.guess
    yield f"  → {kind_name(guess.kind)}，把握 {guess.confidence:.2f}" + (
        f"；{guess.why}" if guess.why else ""
    )
    yield f"  环节：{paper.stage.zh if paper.stage else '没有定'}（{paper.stage_why}）"
    if number == 1 and why.file.kind != guess.kind and not why.file.decided:
        yield f"  种类最后定为：{kind_name(why.file.kind)}（看同一文件夹里的其他材料，或标题写明一纸两用）"
    if number == 1 and why.file.stage is not paper.stage and not why.file.decided:
        name = why.file.stage.zh if why.file.stage else "没有定"
        yield f"  环节最后定为：{name}（看同一单位、日期相近的材料，或同一文件里的主件）"
    if found is not None:
        people = [found.head] if found.head else list(dict.fromkeys(row.head for row in found.rows))
        if people:
            more = f"等 {len(people)} 户" if len(people) > _NAMES else ""
            yield f"  写到的户：{join(people[:_NAMES])}{more}"


def _candidate(candidate: Candidate) -> Iterator[str]:
    yield f"  {kind_name(candidate.kind)} {candidate.score:.1f}"
    for reason in sorted(candidate.reasons, key=lambda reason: -abs(reason.weight)):
        words = reason.words if len(reason.words) <= _WORDS else reason.words[:_WORDS] + "…"
        said = f"{words}，一般没有这种材料" if reason.source == "level" else f"“{' '.join(words.split())}”"
        yield f"    {reason.weight:+.1f} {_SOURCES[reason.source]}：{said}"


def _items(why: Why) -> Iterator[str]:
    if why.folder_item:
        yield f"所在文件夹是 {why.folder_item} 的。"
    if why.photo_words:
        yield f"照片拍的事，看文件名或文件夹里的“{why.photo_words}”。"
    if why.file.decided and not why.file.items:
        yield "按人工更正，不计入清单的任何一项。"
    elif why.file.kind == "unknown":
        yield "看不出是什么材料，所以不计入清单的任何一项。"
    elif not why.file.items:
        yield f"不计入清单的任何一项：{why.file.level.zh}的清单里不单列这种材料，或定不下是哪个环节的。"
    for cell in why.cells:
        yield f"计入 {cell.item.id} {cell.item.title}：这一项现在{cell.status.zh}。"


def _findings(why: Why) -> Iterable[str]:
    return [f"有关的问题：{found.problem.message}（{found.rule}）" for found in why.findings]


def _todo(why: Why) -> Iterator[str]:
    yield "认错了怎么办："
    yield f'  fangpin decide 档案文件夹 "{why.file.path}" --kind 种类 --stage 环节 --unit 某县/某镇/某村（只写要改的）'
    yield "  或用记事本打开报告文件夹里的 decisions.yaml，照开头的说明写一条；以后每次检查都照办。"
