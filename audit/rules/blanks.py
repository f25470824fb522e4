"""Fields that must be filled and are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath

from audit.blank_fields import FORMS, body_key, find_blanks
from audit.rules.catalogue import rule
from audit.types import Dossier, File, Problem, Severity
from audit.wording import join, kind_name, mask_personal, unit_name
from checklists import Level, Origin, load_kinds


@rule("blank-field", Severity.ERROR, family="content", alone=True)
def blank_field(dossier: Dossier) -> Iterator[Problem]:
    """必须填写的地方空着。

    为什么：类别、风险、人口、人均收入、结论等是认定和消除的依据，空着的材料不能作为凭据；〔待填〕是留给经办人补填的记号。
    怎么办：经办人核对原始情况后补填；要由户主签认的表，补填后请户主本人核对。几个文件夹里的副本要一起换。
    依据：四级档案通知户档案第 3、4、9 项所列应采集的内容。
    """
    groups: dict[str, list[File]] = defaultdict(list)
    for file in dossier.files:
        form = any(part.kind in FORMS for part in file.parts)
        if find_blanks(file.document, form):
            groups[body_key(file.document)].append(file)
    for files in groups.values():
        owner = _owner(files)
        form = any(part.kind in FORMS for part in owner.parts)
        fields = [mask_personal(name) for name in find_blanks(owner.document, form)]
        copies = f"（{len(files)} 个文件夹里的副本都是）" if len(files) > 1 else ""
        yield Problem(
            unit=owner.unit,
            item=owner.items[0] if owner.items else None,
            message=f"{unit_name(owner.unit)}的{_what(owner)}有 {len(fields)} 处没有填写：{join(fields)}{copies}。",
            files=tuple(sorted(file.path for file in files)),
            expected="必须填写的地方都已填写",
            actual=f"空着：{join(fields)}",
            fix=_fix(owner),
        )


def _owner(files: list[File]) -> File:
    """A household's form belongs to the household; any other paper to the highest unit that keeps it."""
    if any(file.kind in FORMS for file in files):
        return min(files, key=lambda file: (-file.level.depth, file.path))
    return min(files, key=lambda file: (file.level.depth, file.path))


def _what(file: File) -> str:
    """The kind, and for a paper of which a unit has many the file's name."""
    if file.kind in FORMS or file.level is Level.HOUSEHOLD:
        return kind_name(file.kind)
    kind = kind_name(file.kind) if file.kind != "unknown" else ""
    return f"{kind}《{PurePosixPath(file.path).stem}》"


def _fix(file: File) -> str:
    origin = load_kinds()[file.kind].origin if file.kind != "unknown" else Origin.DRAFTED
    if origin is Origin.FIELD:
        return "核对入户时的记录后补填，并请户主核对；副本一起换。"
    return "由经办人核对原始材料后补填，重新打印归档；副本一起换。"
