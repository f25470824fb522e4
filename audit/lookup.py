"""Which file of an archive a person means: a whole path, its end, or a piece of it. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from checklists import Fault, UserError

__all__ = ["find_file"]

_SHOWN = 10


def find_file(wanted: str, paths: Iterable[str]) -> str:
    """The one path meant by `wanted`: itself, else one that ends in it, else one that holds it.

    Raises UserError: none, with the nearest; or several, which are listed.
    """
    known = {_plain(path): path for path in paths}
    text = _plain(wanted)
    if text in known:
        return known[text]
    for fits in (_ends_in_whole_names, str.endswith, str.__contains__):
        found = [path for plain, path in known.items() if text and fits(plain, text)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UserError(_several(wanted, sorted(found)))
    near = get_close_matches(text.rpartition("/")[2], [plain.rpartition("/")[2] for plain in known], n=3)
    meant = [path for plain, path in known.items() if plain.rpartition("/")[2] in near][:3]
    todo = f"是不是 {'、'.join(meant)}？" if meant else "请照报告里的路径写，或只写文件名中特别的几个字"
    raise UserError(Fault(wanted, "档案里没有这个文件", todo))


def _several(wanted: str, found: list[str]) -> Fault:
    listed = "".join(f"\n  {path}" for path in found[:_SHOWN])
    more = f"\n  ……还有 {len(found) - _SHOWN} 个" if len(found) > _SHOWN else ""
    return Fault(wanted, f"有 {len(found)} 个文件符合", f"请多写几个字，或写全路径：{listed}{more}")


def _ends_in_whole_names(path: str, end: str) -> bool:
    return path.endswith(f"/{end}")


def _plain(path: str) -> str:
    text = unicodedata.normalize("NFC", path.strip().replace("\\", "/"))
    return text.removeprefix("./").strip("/").casefold()
