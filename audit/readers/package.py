"""Zip packages (docx, xlsx, ofd, odt): opened, their parts read within limits and parsed without entities."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from lxml import etree

from audit.readers.faults import UnreadableError
from audit.types import State

__all__ = ["LARGEST_XML", "Package", "open_package", "parse_xml"]

LARGEST_XML = 24 * 1024 * 1024
_LARGEST_MEDIA = 64 * 1024 * 1024
_MOST_PARTS = 20_000
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    KeyError,
    IndexError,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    AssertionError,
)


def parse_xml(data: bytes, *, forgiving: bool = False) -> etree._Element:
    """The root of a piece of XML, entities left alone, nothing fetched. Raises etree.XMLSyntaxError, ValueError.

    An office document has no entities, a hostile one may have a billion; depth and length are libxml2's limits.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
        recover=forgiving,
    )
    root = etree.fromstring(data, parser)
    if root is None:
        raise ValueError("no XML")
    return root


class Package:
    """The parts of one zip package by name. `cut` tells that a part was too long and read in part."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        # WPS on Linux and some converters write back slashes.
        self._infos: Mapping[str, zipfile.ZipInfo] = {
            info.filename.replace("\\", "/").lstrip("/"): info for info in archive.infolist()[:_MOST_PARTS]
        }
        self.names = tuple(self._infos)
        self.cut = False

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def size(self, name: str) -> int:
        return self._infos[name].file_size

    def read(self, name: str, limit: int = _LARGEST_MEDIA) -> bytes:
        """At most `limit` bytes of a part, whatever size its header claims."""
        info = self._infos[name]
        if info.flag_bits & 1:
            raise UnreadableError("文件有密码，打不开", State.ENCRYPTED)
        with self._archive.open(info) as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            self.cut = True
        return data[:limit]

    def xml(self, name: str) -> etree._Element:
        """A part parsed; of an overlong one, the beginning."""
        data = self.read(name, LARGEST_XML)
        return parse_xml(data, forgiving=len(data) == LARGEST_XML)

    def targets(self, part: str) -> dict[str, str]:
        """Relationship id → name of the part that it points to, as `part` has them."""
        folder, _, name = part.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels".lstrip("/")
        if relations not in self:
            return {}
        found = {}
        for node in self.xml(relations):
            target = node.get("Target", "")
            if node.get("TargetMode") != "External" and target:
                joined = target if target.startswith("/") else posixpath.join("/", folder, target)
                found[node.get("Id", "")] = posixpath.normpath(joined).lstrip("/")
        return found


@contextmanager
def open_package(data: bytes) -> Iterator[Package]:
    """Raises UnreadableError, also for what goes wrong while the package is open."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield Package(archive)
    except _DAMAGE as error:
        raise UnreadableError("文件已损坏，打不开") from error
