"""What is inside the zips of an archive, zips in zips too, within limits; what is not looked at is said. Reads only."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from audit.types import State

__all__ = ["MAX_FILE", "Member", "members_of", "read_member"]

MAX_FILE = 200 * 1024 * 1024
_MAX_NESTED = 100 * 1024 * 1024
_MAX_TOTAL = 2 * 1024 * 1024 * 1024
_MAX_MEMBERS = 5_000
_MAX_DEPTH = 4
_MAX_RATIO = 200
_SMALL = 1024 * 1024
# Between the names of a member of a zip in a zip: no name of a member can hold it.
_INSIDE = "\0"
# Packages of Office, OpenDocument and OFD are zips too and are read as one document.
_PACKAGE = re.compile(r"\[content_types\]\.xml|ofd\.xml|mimetype|meta-inf/manifest\.xml", re.IGNORECASE)
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    KeyError,
    RuntimeError,
    EOFError,
    IndexError,
    OverflowError,
)
_LOCKED = "压缩包里的这个文件有密码，请解压后再查"


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a zip: its path as people write it, how to find it, and why it is not read, if it is not."""

    path: str
    key: str
    size: int
    fault: str = ""
    state: State = State.UNREADABLE


@dataclass(slots=True)
class _Budget:
    """What is left for one zip on the disk and all that is inside of it."""

    members: int = _MAX_MEMBERS
    bytes: int = _MAX_TOTAL


def members_of(source: Path) -> Iterator[Member]:
    """The files inside, in a stable order; none of a zip that is damaged or that is a document itself."""
    try:
        with source.open("rb") as stream:
            yield from _members(stream, "", "", 1, _Budget())
    except OSError:
        return  # the zip's own entry tells that it cannot be opened


def read_member(source: Path, key: str) -> bytes:
    """Raises OSError with a message in Chinese."""
    outer, _, name = key.rpartition(_INSIDE)
    try:
        if outer:
            with zipfile.ZipFile(io.BytesIO(_nested(source, outer, source.stat().st_mtime_ns))) as archive:
                return _content(archive, name)
        with zipfile.ZipFile(source) as archive:
            return _content(archive, name)
    except NotImplementedError as error:
        raise OSError("压缩方式不能读，请解压后再查") from error
    except _DAMAGE as error:
        raise OSError("压缩包里的这个文件有密码或已损坏") from error


@lru_cache(maxsize=1)
def _nested(source: Path, key: str, changed: int) -> bytes:
    """A zip inside a zip, kept while its members are read one after another."""
    return read_member(source, key)


def _content(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        # Whatever size the directory claims, no more is unpacked.
        data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise ValueError("too large")
    return data


def _members(stream: BinaryIO, path: str, key: str, depth: int, budget: _Budget) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(stream) as archive:
            infos = {info.filename: info for info in archive.infolist() if not info.is_dir()}
            if any(_PACKAGE.fullmatch(name) for name in infos):
                return
            for name in sorted(infos):
                if budget.members <= 0:
                    yield Member(
                        f"{path}（其余文件）", key + name, 0, "压缩包里文件太多，没有看完，请解压后再查"
                    )
                    return
                budget.members -= 1
                yield from _member(archive, infos[name], path, key, depth, budget)
    except (NotImplementedError, *_DAMAGE):
        return


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, key: str, depth: int, budget: _Budget
) -> Iterator[Member]:
    member = Member(path + _shown(info), key + info.filename, info.file_size)
    fault = _fault(info, budget)
    budget.bytes -= info.file_size
    if fault:
        yield Member(member.path, member.key, member.size, *fault)
        return
    is_zip = member.path.lower().endswith(".zip")
    if is_zip and (depth == _MAX_DEPTH or info.file_size > _MAX_NESTED):
        why = (
            "压缩包套得太深，没有展开，请解压后再查"
            if depth == _MAX_DEPTH
            else "压缩包里的压缩包过大，请解压后再查"
        )
        yield Member(member.path, member.key, member.size, why, State.NOT_READ)
        return
    yield member
    if is_zip:
        try:
            inner = io.BytesIO(_content(archive, info.filename))
        except (NotImplementedError, *_DAMAGE):
            return  # reading it will tell
        yield from _members(inner, f"{member.path}!/", f"{member.key}{_INSIDE}", depth + 1, budget)


def _fault(info: zipfile.ZipInfo, budget: _Budget) -> tuple[str, State] | None:
    if info.flag_bits & 1:
        return _LOCKED, State.ENCRYPTED
    if info.file_size > _MAX_RATIO * max(info.compress_size, 1) and info.file_size > _SMALL:
        return "压缩比异常，没有展开", State.UNREADABLE
    if info.file_size > MAX_FILE:
        return f"文件过大（{info.file_size // _SMALL} MB），没有读", State.NOT_READ
    if info.file_size > budget.bytes:
        return "压缩包展开后过大，没有看完，请解压后再查", State.NOT_READ
    return None


def _shown(info: zipfile.ZipInfo) -> str:
    """Without the UTF-8 flag, Windows writes names in GBK and macOS in UTF-8; Python reads them as code page 437."""
    name = info.filename
    if not info.flag_bits & 0x800:
        for encoding in ("utf-8", "gb18030"):
            try:
                name = info.filename.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    # A name never leads out of the zip: it is no more than a label here.
    return "/".join(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))
