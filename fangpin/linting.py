"""Single papers read and checked before they are sent, and what was found in words. The command and the page call it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checklists import Fault

if TYPE_CHECKING:
    from audit.types import Document, Finding

__all__ = ["Remark", "may_be_annotated", "read_papers", "remark_of"]

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding as people read it, with personal numbers masked. `page` is 0 where it has no place."""

    severity: str
    severity_zh: str
    page: int
    message: str
    quote: str
    fix: str
    rule: str
    doubtful: bool


def read_papers(files: Sequence[Path]) -> tuple[dict[Path, Document], list[Fault]]:
    """The documents that can be looked at, in the order given, and why the others cannot."""
    from audit.lint import read_alone
    from audit.types import State

    documents: dict[Path, Document] = {}
    faults: list[Fault] = []
    for file in dict.fromkeys(files):
        if file.is_dir():
            faults.append(Fault(str(file), "是文件夹", "请写文件；整个档案用 fangpin audit 查"))
            continue
        try:
            document = read_alone(str(file), file.read_bytes())
        except FileNotFoundError:
            faults.append(Fault(str(file), "没有这个文件", "请核对路径和文件名"))
            continue
        except OSError as error:
            todo = "请核对权限；在别的程序里打开着的先关掉"
            faults.append(Fault(str(file), f"打不开（{error.strerror}）", todo))
            continue
        if document.state in (State.NOT_READ, State.CONTAINER):
            todo = (
                "请用有文字的原稿（docx、doc、pdf、txt）来查；扫描件归档后和整个档案一起查（fangpin audit）"
            )
            faults.append(Fault(str(file), document.problem, todo))
        else:
            documents[file] = document
    return documents, faults


def may_be_annotated(file: Path) -> bool:
    """Whether remarks can be written into a copy as comments."""
    return file.suffix.lower() in (".docx", ".docm")


def remark_of(finding: Finding, shown: int = _SHOWN) -> Remark:
    """What to tell of a finding; so many characters of the line that it quotes."""
    from audit.wording import mask_personal

    problem = finding.problem
    quote = problem.quotes[0] if problem.quotes else None
    return Remark(
        finding.severity.value,
        finding.severity.zh,
        quote.page if quote else 0,
        mask_personal(problem.message.rstrip("。")),
        mask_personal(_shortened(quote.text, shown)) if quote else "",
        mask_personal(problem.fix),
        finding.rule,
        bool(problem.judge),
    )


def _shortened(text: str, shown: int) -> str:
    words = " ".join(text.split())
    return words if len(words) <= shown else words[:shown] + "…"
