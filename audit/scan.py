"""Walk an archive: every file gives an entry, also those inside zips (one level). Reads only."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from audit.types import Entry

__all__ = ["is_litter", "read_entry", "scan"]

_MAX_FILE = 200 * 1024 * 1024
_MAX_MEMBERS = 5_000
_MAX_RATIO = 200
# Left behind by Windows, macOS, Word, WPS: Thumbs.db .DS_Store desktop.ini ~$x.docx ~WRL0001.tmp ._x __MACOSX
_LITTER = re.compile(
    r"(thumbs\.db|ehthumbs\.db|\.ds_store|desktop\.ini|~\$.*|\.~.*|\._.*|.*\.tmp|.*\.bak|.*\.lnk|~wrl.*)",
    re.I,
)
_ZIP_DAMAGE = (
    zipfile.BadZipFile,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    EOFError,
    IndexError,
)


def is_litter(name: str) -> bool:
    """Whether a file of that name is office litter, which gives nothing and no finding."""
    return _LITTER.fullmatch(name) is not None


def scan(root: Path) -> Iterator[Entry]:
    """All files under `root` in a stable order, zips opened one level deep; no links to folders."""
    for folder, subfolders, names in os.walk(root, followlinks=False):
        subfolders[:] = sorted(name for name in subfolders if not _is_own_output(Path(folder, name)))
        for name in sorted(names):
            if is_litter(name):
                continue
            source = Path(folder, name)
            relative = source.relative_to(root).as_posix()
            try:
                size = source.stat().st_size
            except OSError as error:
                yield Entry(relative, source, 0, fault=f"打不开（{error.strerror or error}）")
                continue
            if not source.is_file():
                yield Entry(relative, source, 0, fault="不是普通文件")
                continue
            yield Entry(relative, source, size)
            if name.lower().endswith(".zip"):
                yield from _members(relative, source)


def read_entry(entry: Entry) -> bytes:
    """The bytes of an entry. Raises OSError with a message in Chinese where they cannot be had."""
    if entry.fault:
        raise OSError(entry.fault)
    if entry.size > _MAX_FILE:
        raise OSError(f"文件过大（{entry.size // 1024 // 1024} MB），没有读")
    try:
        if entry.member is None:
            return entry.source.read_bytes()
        with zipfile.ZipFile(entry.source) as archive:
            return archive.read(entry.member)
    except PermissionError:
        raise OSError("没有读取权限") from None
    except _ZIP_DAMAGE as error:
        what = "压缩包里的这个文件有密码或已损坏" if entry.member else "读不出来，磁盘或网络可能有问题"
        raise OSError(what) from error


def _members(relative: str, source: Path) -> Iterator[Entry]:
    try:
        with zipfile.ZipFile(io.BytesIO(source.read_bytes())) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()][:_MAX_MEMBERS]
    except _ZIP_DAMAGE:
        return  # the zip's own entry tells that it cannot be opened
    for info in sorted(infos, key=lambda info: info.filename):
        name = _member_name(info)
        if is_litter(name.rpartition("/")[2]) or name.startswith("__MACOSX/") or ".." in name.split("/"):
            continue
        bomb = info.file_size > _MAX_RATIO * max(info.compress_size, 1) and info.file_size > 1024 * 1024
        fault = "压缩比异常，没有展开" if bomb else ""
        yield Entry(f"{relative}!/{name}", source, info.file_size, info.filename, fault)


def _member_name(info: zipfile.ZipInfo) -> str:
    """Without the UTF-8 flag, Chinese Windows writes names in GBK and Python reads them as code page 437."""
    name = info.filename.replace("\\", "/").lstrip("/")
    if info.flag_bits & 0x800:
        return name
    try:
        return name.encode("cp437").decode("gbk")
    except UnicodeError:
        return name


def _is_own_output(folder: Path) -> bool:
    return folder.name.endswith("-fangpin") and (folder / "report.json").exists()
