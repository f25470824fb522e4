"""Walk an archive: every file gives an entry, also those inside zips. Reads only, and opens nothing but zips."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from audit.types import Entry, State
from audit.zip_members import MAX_FILE, members_of, read_member

__all__ = ["EntryError", "is_litter", "read_entry", "scan"]

# Left behind by Windows, macOS, Word, WPS, Excel: Thumbs.db .DS_Store desktop.ini ~$x.docx .~x.et ~WRL0001.tmp ._x
# .~lock.x# x.bak x.wbk x.asd x.lnk x.url; pictures' indexes; parts of pages saved from the web.
_LITTER = re.compile(
    r"(thumbs\.db.*|ehthumbs.*\.db|\.ds_store|desktop\.ini|autorun\.inf|folder\.htt|icon\r|~\$.*|\.~.*|\._.*|~wr[ldf].*"
    r"|.*\.(tmp|temp|bak|lnk|url|wbk|asd|xlk|swp|thmx)|\.picasa\.ini|zbthumbnail\.info|\.nomedia|\.localized"
    r"|filelist\.xml|colorschememapping\.xml|\.gitkeep|\.gitignore)",
    re.I | re.S,
)
_LITTER_FOLDERS = re.compile(
    r"\$recycle\.bin|recycler|system volume information|__macosx|\.git|\.svn|\.trash.*|\.trashes|\.spotlight-v100"
    r"|\.fseventsd|\.temporaryitems|lost\+found|@eadir|#recycle",
    re.I,
)


class EntryError(OSError):
    """The bytes of an entry cannot be had: why (Chinese), and the state in which that leaves the file."""

    def __init__(self, why: str, state: State = State.UNREADABLE) -> None:
        super().__init__(why)
        self.state = state


def is_litter(name: str) -> bool:
    """Whether a file of that name is office litter, which gives nothing and no finding."""
    return _LITTER.fullmatch(name) is not None


def scan(root: Path) -> Iterator[Entry]:
    """All files under `root` in a stable order, zips opened, zips in them too; links to folders are not followed."""
    # A stack and no recursion: folders may lie deeper than Python may call.
    folders = [(str(root), "")]
    while folders:
        folder, relative = folders.pop()
        try:
            with os.scandir(folder) as listing:
                found = sorted(listing, key=lambda each: each.name)
        except OSError as error:
            yield Entry(relative or ".", Path(folder), 0, fault=_cannot_open(error))
            continue
        inside = []
        for each in found:
            path = f"{relative}/{each.name}" if relative else each.name
            if _is_folder(each):
                if not _LITTER_FOLDERS.fullmatch(each.name) and not _is_own_output(each):
                    inside.append((each.path, path))
            elif not is_litter(each.name):
                yield from _entries(each, path)
        folders += reversed(inside)


def read_entry(entry: Entry) -> bytes:
    """The bytes of an entry. Raises EntryError (an OSError) where they cannot be had."""
    if entry.fault:
        raise EntryError(entry.fault, entry.state)
    if entry.size > MAX_FILE:
        raise EntryError(f"文件过大（{entry.size // 1024 // 1024} MB），没有读", State.NOT_READ)
    if entry.member is not None:
        try:
            return read_member(entry.source, entry.member)
        except OSError as error:
            raise EntryError(str(error)) from error
    try:
        with entry.source.open("rb") as stream:
            return stream.read(MAX_FILE)
    except PermissionError:
        raise EntryError("没有读取权限") from None
    except OSError as error:
        raise EntryError("读不出来，磁盘或网络可能有问题") from error


def _is_folder(each: os.DirEntry[str]) -> bool:
    try:
        return each.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _entries(each: os.DirEntry[str], path: str) -> Iterator[Entry]:
    source = Path(each.path)
    try:
        told = each.stat()
    except OSError as error:
        yield Entry(path, source, 0, fault=_cannot_open(error))
        return
    if stat.S_ISDIR(told.st_mode):
        yield Entry(path, source, 0, fault="指向别处文件夹的链接，没有查看", state=State.NOT_READ)
    elif not stat.S_ISREG(told.st_mode):
        # Opening a pipe or a device may wait for ever.
        yield Entry(path, source, 0, fault="不是普通文件", state=State.NOT_READ)
    else:
        stamp = _stamp(told)
        yield Entry(path, source, told.st_size, stamp=stamp)
        if each.name.lower().endswith(".zip"):
            yield from _inside(path, source, stamp)


def _inside(path: str, source: Path, stamp: str) -> Iterator[Entry]:
    for member in members_of(source):
        *folders, name = member.path.split("/")
        if is_litter(name) or any(_LITTER_FOLDERS.fullmatch(folder) for folder in folders):
            continue
        inner = f"{path}!/{member.path}"
        yield Entry(inner, source, member.size, member.key, member.fault, stamp, member.state)


def _stamp(told: os.stat_result) -> str:
    """Size and times; "" for what was changed just now, as it may be again within one tick of the disk's clock."""
    tick = 2.0 if told.st_mtime_ns % 1_000_000_000 == 0 else 0.05
    if abs(time.time() - max(told.st_mtime, told.st_ctime)) < tick:
        return ""
    return f"{told.st_size}-{told.st_mtime_ns}-{told.st_ctime_ns}"


def _cannot_open(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有读取权限"
    return f"打不开（{error.strerror or error}）"


def _is_own_output(each: os.DirEntry[str]) -> bool:
    return each.name.endswith("-fangpin") and os.path.exists(os.path.join(each.path, "report.json"))
