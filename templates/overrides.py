"""A user's own templates: single .docx files that stand in for those of the program."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from checklists import Fault, UserError
from templates.load import load_kit, load_manifest, load_reports

__all__ = ["load_overrides", "template_named"]


def load_overrides(folder: Path) -> Mapping[str, bytes]:
    """Template id → bytes of every .docx in the folder, named by id or by the kind's Chinese name.

    Raises UserError that names each file which is no template, all at once.
    """
    if not folder.is_dir():
        raise UserError(Fault(str(folder), "没有这个文件夹", "请给出放模板的文件夹"))
    faults: list[Fault] = []
    found: dict[str, bytes] = {}
    for path in sorted(folder.glob("*.docx")):
        if path.name.startswith("~$"):
            continue
        template = template_named(path.stem)
        if template is None:
            todo = "文件名请用 fangpin list templates 里的编号或中文名，如 public-notice.docx、公示.docx"
            faults.append(Fault(path.name, "认不出是哪一种材料的模板", todo))
        elif template in found:
            faults.append(Fault(path.name, "同一种材料有两个模板", "请只留一个"))
        else:
            found[template] = path.read_bytes()
    if faults:
        raise UserError(faults)
    if not found:
        raise UserError(
            Fault(str(folder), "里面没有 .docx 模板", "先用 fangpin templates export 取出自带的模板再改")
        )
    return found


def template_named(name: str) -> str | None:
    """The id of the template of that id or Chinese name; None if there is none."""
    for template in load_manifest():
        if name in (template.id, template.name):
            return template.id
    papers = [(paper.id, paper.name) for paper in load_kit()] + [
        (paper.id, paper.name) for paper in load_reports()
    ]
    return next((names[0] for names in papers if name in names), None)
