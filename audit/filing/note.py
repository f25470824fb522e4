"""What the 备考表 says of a volume: how much it holds, what lacks, what is damaged, what the program supplied. Pure.

Source: DA/T 22-2015 and GB/T 9705-2008 (缺页、缺件、复制件、破损等情况在备考表中说明).
"""

from __future__ import annotations

from collections.abc import Sequence

from audit.filing.types import FiledPaper, sum_of
from audit.types import Cell, Gap
from audit.wording import join, kind_name, unit_name
from registry.identity import mask_numbers

__all__ = ["note_of", "size_of"]

_SHOWN = 8


def note_of(
    papers: Sequence[FiledPaper], lacking: Sequence[Cell], left_out: Sequence[tuple[str, str]]
) -> tuple[str, ...]:
    """Sentences for 本卷情况说明. `lacking`: items with parts that are not there; `left_out`: files not filed, and why."""
    said = [size_of(papers)]
    said += [f"缺：{cell.item.id} {cell.item.title}——{join(_gaps(cell.gaps))}。" for cell in lacking]
    said += _lines(
        "电子文件打不开或有密码，以原件为准：", [p.title for p in papers if p.files[0].document.state.lost]
    )
    said += _lines("没有认出是什么材料，核对是否属于本卷：", [p.title for p in papers if p.kind == "unknown"])
    said += _lines("复制件：", [paper.title for paper in papers if "复印件" in paper.remark])
    said += _lines("没有列入：", [f"{mask_numbers(name)}（{why}）" for name, why in left_out])
    made = sum(paper.title.startswith("[") for paper in papers)
    guessed = sum((paper.on or "").startswith("[") for paper in papers)
    if made:
        said.append(f"题名自拟 {made} 件，加方括号。")
    if guessed:
        said.append(f"日期按文件名推定 {guessed} 件，加方括号。")
    return tuple(said)


def size_of(papers: Sequence[FiledPaper]) -> str:
    """How many papers and pages: the first sentence of the note."""
    pages = sum_of([paper.pages for paper in papers])
    uncounted = sum(paper.pages is None for paper in papers)
    many = f"{pages} 页" if pages is not None else f"其中 {uncounted} 件打印后才知道页数"
    return f"本卷共 {len(papers)} 件，{many}。"


def _gaps(gaps: Sequence[Gap]) -> list[str]:
    named = [kind_name(gap.kind) + (f"（{_due(gap.due_for)}）" if gap.due_for else "") for gap in gaps]
    return [*named[:_SHOWN], f"等 {len(named)} 份"] if len(named) > _SHOWN else named


def _due(text: str) -> str:
    return unit_name(text) if "/" in text else text


def _lines(before: str, names: Sequence[str]) -> list[str]:
    if not names:
        return []
    more = f"等 {len(names)} 件" if len(names) > _SHOWN else ""
    return [f"{before}{join(names[:_SHOWN])}{more}。"]
