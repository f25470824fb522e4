"""What a report shows of numbers and illness: masked, unless the reader asked for all (`--full`). Pure.

Masked: identity, disability-card and bank-card numbers, mobile numbers, and illness: what stands behind 健康状况 and its
like, what somebody suffers from (患…), names of diseases, grades of disability. Risks of the system (因病, 因残) and
words of policy (大病救助, 慢病签约) stay: findings cannot be understood without them, and they name no disease.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from registry.identity import mask_id, mask_numbers

__all__ = ["Show", "mask_all", "shown"]

Show = Callable[[str], str]
_HIDDEN = "＊＊"
# 6228 4800 1234 5678 910 · 529021 19820501 667X
_SPACED = re.compile(
    r"(?<!\d)(?:\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}(?:[ -]?\d{1,3})?|\d{6}[ -]\d{8}[ -]\d{3}[\dXx])(?!\d)"
)
# 健康状况：长期慢性病 · 病情 | 尿毒症 · 诊断意见为脑梗死
_LABELLED = re.compile(
    r"((?:健康|身体|患病)(?:状况|情况)|病情|病种|疾病(?:名称|种类)|诊断(?:结果|意见|结论)?)"
    r"([：:]\s*|\s+|为|是|\s*\|\s*)([^\s，,。；;、|）)]{1,24})"
)
# 患有高血压 · 身患重病 · 患上尿毒症, up to the end of the clause
_SUFFERS = re.compile(r"(?<![防])(患(?:有|了|上|过)?)(?!者|病|难|儿)([^\s，,。；;|）)（(、]{1,20})")
# 尿毒症 · 乳腺癌 · 二级肢体残疾 · 肢体残疾二级
_DISEASE = re.compile(
    r"(?:[一-龥]{1,2}癌|肿瘤|脑瘤|白血病|尿毒症|糖尿病|高血压|冠心病|心脏病|肝硬化|肝炎|肺结核|肺炎|肾炎|肾衰竭|肾病|脑梗死?|脑梗塞"
    r"|脑出血|脑溢血|脑瘫|中风|偏瘫|瘫痪|癫痫|精神分裂症?|抑郁症|艾滋病|尘肺病?|白内障|骨折|风湿病?|类风湿|关节炎|腰椎间盘突出)"
    r"|[一二三四]级(?:肢体|视力|听力|言语|智力|精神|多重)?残疾|(?:肢体|视力|听力|言语|智力|精神|多重)残疾(?:[（(]?[一二三四]级[）)]?)?"
)
# the value of a column whose heading does not stand in the quoted row
_VALUE = re.compile(r"(?<![^\s|，,；;])(?:长期慢性病|患有大病|重大疾病|残疾|慢性病|大病)(?![^\s|，,；;])")
_SIGNS = re.compile("[患病癌残瘤炎症诊梗风骨瘫痫肺障突健身血]")


def shown(full: bool) -> Show:
    """The function that every text of a report goes through."""
    return str if full else mask_all


@lru_cache(maxsize=1 << 15)
def mask_all(text: str) -> str:
    """The text without whole numbers of persons and without illness."""
    text = _SPACED.sub(lambda found: mask_id(found[0]), mask_numbers(text))
    if _SIGNS.search(text) is None:
        return text
    text = _LABELLED.sub(rf"\1\2{_HIDDEN}", text)
    text = _SUFFERS.sub(rf"\1{_HIDDEN}", text)
    return _VALUE.sub(_HIDDEN, _DISEASE.sub(_HIDDEN, text))
