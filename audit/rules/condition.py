"""The condition of single files: cannot be opened, empty, twice there, not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from audit.rules.catalogue import rule
from audit.types import Dossier, File, Problem, Severity, State
from audit.wording import join, unit_name


def _lost(dossier: Dossier, state: State, fix: str) -> Iterator[Problem]:
    for file in dossier.files:
        if file.document.state is state:
            yield Problem(
                unit=file.unit,
                item=file.items[0] if file.items else None,
                message=f"{unit_name(file.unit)}的《{_name(file)}》{file.document.problem}，里面的内容没有查。",
                files=(file.path,),
                expected="能打开、有内容的文件",
                actual=file.document.problem,
                fix=fix,
            )


@rule("unreadable-file", Severity.ERROR, family="files", alone=True)
def unreadable_file(dossier: Dossier) -> Iterator[Problem]:
    """文件打不开，或已损坏。

    为什么：打不开的文件等于没有归档，检查时不能作为依据。
    怎么办：用 WPS 或 Word 试开；打不开的，向经办人要原来的文件或重新扫描原件，换下这个文件。
    依据：DA/T 70-2018 文书类电子档案检测一般要求（内容可读性）。
    """
    return _lost(
        dossier,
        State.UNREADABLE,
        "用 WPS 或 Word 试开；打不开的，向经办人要原文件或重新扫描纸质原件，换下它。",
    )


@rule("encrypted-file", Severity.ERROR, family="files", alone=True)
def encrypted_file(dossier: Dossier) -> Iterator[Problem]:
    """文件设了密码，打不开。

    为什么：设了密码的文件时间一长没有人能打开，归档的电子文件不应加密。
    怎么办：请经办人打开后取消密码另存，再放回原处。
    依据：DA/T 70-2018 文书类电子档案检测一般要求（压缩、加密等影响可用性的因素）。
    """
    return _lost(dossier, State.ENCRYPTED, "请经办人打开后取消密码、另存，放回原处再查一次。")


@rule("empty-file", Severity.ERROR, family="files", alone=True)
def empty_file(dossier: Dossier) -> Iterator[Problem]:
    """文件里什么也没有。

    为什么：0 字节或没有内容的文件不能证明任何事项，常是复制中断或忘了填写。
    怎么办：找到有内容的原文件换下它；确实没有的，按缺失处理。
    依据：DA/T 70-2018 文书类电子档案检测一般要求（内容数据完整性）。
    """
    return _lost(dossier, State.EMPTY, "找到有内容的原文件换下它；确实没有的，按缺失补办。")


@rule("duplicate-file", Severity.INFO, family="files")
def duplicate_file(dossier: Dossier) -> Iterator[Problem]:
    """同一个文件在一个文件夹里放了两份。

    为什么：重复的文件容易在改动后只改一份，造成前后不一。不同文件夹里各存一份是正常的。
    怎么办：留一份，删去其余的。
    依据：DA/T 70-2018 文书类电子档案检测一般要求（内容数据重复性）。
    """
    groups: dict[tuple[str, str], list[File]] = defaultdict(list)
    for file in dossier.files:
        if not file.document.state.lost:
            groups[file.path.rpartition("/")[0], file.document.digest].append(file)
    for files in groups.values():
        if len(files) > 1:
            paths = tuple(sorted(file.path for file in files))
            yield Problem(
                unit=files[0].unit,
                item=files[0].items[0] if files[0].items else None,
                message=f"{unit_name(files[0].unit)}的同一文件夹里有 {len(files)} 个内容一样的文件：{join(map(_name, files))}。",
                files=paths,
                expected="一个文件夹里同一文件只放一份",
                actual=f"{len(files)} 份",
                fix="核对后留一份，删去其余的。",
            )


@rule("unrecognised-file", Severity.INFO, family="files")
def unrecognised_file(dossier: Dossier) -> Iterator[Problem]:
    """看不出是什么材料。

    为什么：内容、名称和所在位置都看不出它是清单里的哪一种，没有计入任何一项。
    怎么办：是清单里的材料的，按材料名称重新命名，放进对应的文件夹再查；不属于本档案的，移出去。
    依据：四级档案通知“据实规范归档”。
    """
    for file in dossier.files:
        state = file.document.state
        if file.kind != "unknown" or state.lost or state is State.CONTAINER or file.decided:
            continue
        why = f"（{file.document.problem}）" if state is State.NOT_READ else ""
        yield Problem(
            unit=file.unit,
            item=None,
            message=f"{unit_name(file.unit)}的《{_name(file)}》看不出是什么材料{why}，没有计入任何一项。",
            files=(file.path,),
            expected="能看出是清单里的哪一种材料",
            actual="看不出",
            fix="打开看一看：是清单里的材料的，按材料名称改名、放进对应的文件夹；不属于本档案的，移出去。",
        )


def _name(file: File) -> str:
    return file.path.rpartition("/")[2]


@rule("macro-in-document", Severity.WARNING, family="files")
def macro_in_document(dossier: Dossier) -> Iterator[Problem]:
    """文档里带有宏。

    为什么：宏是能自动运行的程序，可能带病毒，归档的文件不应带宏。
    怎么办：确认内容无误后另存为不带宏的 .docx 或 .xlsx，换下这个文件。
    依据：DA/T 70-2018 文书类电子档案检测一般要求（安全性）。
    """
    for file in dossier.files:
        if dict(file.document.metadata).get("macro"):
            yield Problem(
                unit=file.unit,
                item=file.items[0] if file.items else None,
                message=f"{unit_name(file.unit)}的《{_name(file)}》带有宏。",
                files=(file.path,),
                expected="不带宏的文档",
                actual="带有宏",
                fix="用 WPS 或 Word 打开，另存为不带宏的文档，换下它。",
            )


@rule("low-resolution-scan", Severity.WARNING, family="files")
def low_resolution_scan(dossier: Dossier) -> Iterator[Problem]:
    """扫描件太模糊，认不出字。

    为什么：认不出字的扫描件不能作为凭据，里面的内容也没有查。
    怎么办：找到原件，用 200 dpi 以上重新扫描；用手机拍的，放平、对正、光线均匀再拍。
    依据：DA/T 31-2017 纸质档案数字化规范（分辨率不低于 200 dpi）。
    """
    for file in dossier.files:
        poor = [mark for mark in file.document.marks if mark.kind == "low-resolution"]
        if poor and file.kind != "photo":
            pages = join(str(page) for page in sorted({mark.page for mark in poor}))
            yield Problem(
                unit=file.unit,
                item=file.items[0] if file.items else None,
                message=f"{unit_name(file.unit)}的《{_name(file)}》第 {pages} 页太模糊，认不出字。",
                files=(file.path,),
                expected="200 dpi 以上，字迹清楚",
                actual=f"约 {poor[0].label} dpi" if poor[0].label else "认不出字",
                fix="找到原件，用 200 dpi 以上重新扫描，换下它。",
            )
