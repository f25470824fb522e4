"""How units, kinds and next steps are put into words for the people who read the report. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from checklists import Origin, load_kinds
from registry.identity import mask_id, mask_phone

__all__ = ["get_it", "join", "kind_name", "mask_personal", "unit_name"]

_GET = {
    Origin.DRAFTED: "在原件所在的单位找到{name}，复印一份归入本档；确实没有形成的，按程序补办并注明补办日期，不得倒填日期",
    Origin.FIELD: "先找已填写、签字的{name}原件归档；没有的，打印空白表到户核实，由户主本人签字或按手印",
    Origin.EXPORTED: "从系统导出{name}，打印、按要求盖章后归档；当月没有线索的，用零报告",
    Origin.RECEIVED: "向发文单位或责任单位索取{name}，复印归档",
    Origin.TAKEN: "找当时拍摄的{name}归档，写明时间、地点和事项；不得借用、补拍",
}
_ID = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def unit_name(unit: str) -> str:
    """双河镇太平村冉春梅户: the last names of the chain, without the county unless it is the county."""
    chain = unit.split("/")
    if len(chain) == 1:
        return chain[0]
    return "".join(chain[1:]) + ("户" if len(chain) == 4 else "")


def kind_name(kind: str) -> str:
    """A kind as users call it."""
    return "未识别" if kind == "unknown" else load_kinds()[kind].name


def get_it(kinds: Iterable[str]) -> str:
    """What a person does next to have papers of these kinds, by where each kind comes from."""
    by_origin: dict[Origin, list[str]] = {}
    for kind in dict.fromkeys(kinds):
        by_origin.setdefault(load_kinds()[kind].origin, []).append(kind_name(kind))
    return "；".join(_GET[origin].format(name=join(names)) for origin, names in by_origin.items()) + "。"


def join(names: Iterable[str]) -> str:
    """Names in a row, as Chinese writes them."""
    return "、".join(names)


def mask_personal(text: str) -> str:
    """The text with identity numbers and mobile numbers masked."""
    return _PHONE.sub(lambda match: mask_phone(match[0]), _ID.sub(lambda match: mask_id(match[0]), text))
