"""Papers whose headings say nothing are told by their content."""

from __future__ import annotations

import inspect

import pytest

import audit.structure
from audit.evidence import load_evidence
from checklists import load_kinds
from tests.audit.builders import Part
from tests.audit.test_classify import COUNTY, HOME, TOWN, VILLAGE, only

NOTHING = "有关材料"


@pytest.mark.parametrize(
    ("folder", "kind", "parts"),
    [
        (HOME, "application", ("我是红旗村二组村民游长林，因妻子患病住院自付药费21000元，生活困难，恳请纳入监测。", "申请人：游长林")),
        (HOME, "authorisation", ("本人保证所述情况真实，如有不实愿担责任，同意查询本人及家人的车辆、房产和存款。", "游长林")),
        (VILLAGE, "village-review-meeting", ("时间：2021年4月2日", "主持：甘露　记录：安平", "应到12人，实到11人", "游长林户：同意11票，反对0票，弃权0票")),
        (TOWN, "township-review-meeting", ("主持：甘露　记录：安平", "应到9人，实到9人", "听取汇报，研究拟纳入对象名单3户9人，会议同意并报县审批。")),
        (COUNTY, "county-consultation", ("主持：甘露", "参加单位：民政局、医保局、教育局、住建局", "会商3户9人，各单位均无不同意见。")),
        (COUNTY, "comparison-result", ((("户主", "村", "小轿车", "门面房", "办企业"), ("游长林", "红旗村", "无", "无", "无"), ("莫小棠", "红旗村", "无", "有", "无")),)),
        (COUNTY, "dynamic-ledger", ((("户主", "类别", "何时列入", "扶助", "联系人", "何时销号"), ("游长林", "边缘易致贫户", "2021年5月3日", "医疗救助；技能培训", "方晓", "2021年11月2日")),)),
        (VILLAGE, "assistance-ledger", ((("户主", "人口", "扶助", "联系人"), ("游长林", "3", "医疗救助；技能培训", "方晓")),)),
        (VILLAGE, "review-result", ((("户主", "人口", "众人意思"), ("游长林", "3", "同意20票，反对1票"), ("莫小棠", "2", "同意21票，反对0票")),)),
        (HOME, "natural-change-form", ("户主：游长林　纳入时3人　现有3人", (("进出", "姓名", "性别", "与户主关系", "缘由"), ("无", "无", "无", "无", "无")))),
        (HOME, "comparison-form", ("系统导出时间：2021年10月1日　户主：游长林", (("指标", "当初", "眼下"), ("人口", "3", "3"), ("年纯收入", "15000", "36000")))),
        (TOWN, "notice-outcome", ("3户9人于2021年4月3日至2021年4月9日张榜，期间没有收到任何异议。", "白石镇人民政府")),
        (VILLAGE, "refusal-notice", ("甘露：", "经核实，你户人均收入较高，不符合条件，不予列入。", "红旗村村民委员会")),
    ],
)  # fmt: skip
def test_content_tells_the_kind_where_the_heading_does_not(
    folder: str, kind: str, parts: tuple[Part, ...]
) -> None:
    assert only(folder, NOTHING, *parts).kind == kind


def test_signs_speak_of_kinds_that_there_are() -> None:
    assert set(load_evidence().kinds) <= set(load_kinds())


def test_every_sign_that_a_kind_weighs_can_be_found() -> None:
    structure = inspect.getsource(audit.structure)
    words = {name for name, _ in load_evidence().words}
    weighed = {sign for weights in load_evidence().kinds.values() for sign in weights}
    unknown = {
        sign for sign in weighed - words if f'"{sign}"' not in structure and not sign.startswith("by-")
    }
    assert unknown == set()
