"""One planted change gives the finding that it must give, and nothing that it does not explain.

The changes are drawn evenly over what is changed in which kind of paper, from the generated archive and from the sample in
other wordings; `benchmarks.mutations` draws thousands.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest

from audit.gist import with_gist
from audit.readers import read_document
from benchmarks.mutations import drawn, group_of
from benchmarks.planted.base import Base, Mutation, verdict
from benchmarks.planted.bases import generated, sample
from benchmarks.planted.edits import everywhere
from tests.audit.builders import make_docx

GENERATED, SAMPLE = 260, 160
SEED = 20211231


@lru_cache(maxsize=1)
def of_generated() -> tuple[Base, list[Mutation]]:
    """Changes in the papers of the households of two villages and of their offices."""
    whole = generated()
    some = dict(sorted(whole.homes.items())[:6])
    return whole, drawn(replace(whole, homes=some), GENERATED, SEED)


@lru_cache(maxsize=1)
def of_sample() -> tuple[Base, list[Mutation]]:
    base = sample()
    return base, drawn(base, SAMPLE, SEED)


def held_to(base: Base, mutation: Mutation) -> None:
    outcome = verdict(base, mutation)
    assert outcome.found, f"{mutation.name}: nothing of {mutation.rules} among {outcome.told}"
    assert outcome.false == (), f"{mutation.name}: {outcome.false}"


@pytest.mark.parametrize("number", range(GENERATED))
def test_a_change_in_the_generated_archive_gives_its_finding_alone(number: int) -> None:
    base, mutations = of_generated()
    held_to(base, mutations[number])


@pytest.mark.parametrize("number", range(SAMPLE))
def test_a_change_in_other_wordings_gives_its_finding_alone(number: int) -> None:
    base, mutations = of_sample()
    held_to(base, mutations[number])


def test_the_changes_reach_every_field_in_every_kind_of_paper() -> None:
    groups = {group_of(each) for each in of_generated()[1]}
    fields = {name.split("·")[0] for name in groups}
    assert fields >= {
        *("证件号码一位", "证件号码换一个", "遮号的证件号码", "姓名", "村", "类别", "风险", "人口", "人均"),
        *(
            "工资性收入",
            "生产经营性收入",
            "转移性收入",
            "生产经营性支出",
            "家庭纯收入",
            "帮扶责任人",
            "帮扶措施",
        ),
        *(
            "名单少一户",
            "名单多一户",
            "文中户数",
            "文中人数",
            "同意票",
            "反对票",
            "弃权票",
            "应到",
            "实到多于应到",
        ),
        *("所引文号", "所引标题", "文号重复", "请示文号", "附件", "公示4天", "不存在的日期", "将来的日期"),
        *(
            "没有签字",
            "没有签到",
            "露出证件号码",
            "露出手机号",
            "占位x户",
            "占比",
            "放错户",
            "抄别户",
            "宏",
            "两份",
        ),
    }
    assert len(groups) >= 150


def test_a_change_of_a_document_reads_as_if_the_file_had_been_changed() -> None:
    lines = ("关于拟纳入监测对象的公示", "现将拟纳入监测对象3户8人予以公示。", "2021年5月10日")
    changed = everywhere(lambda text: text.replace("3户", "4户"))(
        with_gist(read_document("公示.docx", make_docx(*lines)))
    )
    read = with_gist(read_document("公示.docx", make_docx(*(line.replace("3户", "4户") for line in lines))))
    assert changed is not None
    assert changed.gist is not None
    assert read.gist is not None
    assert changed.gist.papers[0].claims == read.gist.papers[0].claims
    assert changed.gist.body == read.gist.body
