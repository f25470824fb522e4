"""The three kinds of summary: when each is due, what each says, every figure traced."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from docgen.annual import annual_of
from docgen.plan import plan
from docgen.screening import screening_of
from docgen.trace import trace_of
from registry.dates import Month, Span
from registry.records import Paper, Paragraph
from registry.registry import Registry, Settings
from tests.docgen.builders import changed, made, sample, text_of

YEAR, HALF = Span(Month(2021, 1), Month(2021, 12)), Span(Month(2021, 1), Month(2021, 6))
JUNE = Span(Month(2021, 6), Month(2021, 6))


def bare(**settings: object) -> Registry:
    """The sample with no summary registered."""
    papers = tuple(p for p in sample().papers if "总结" not in p.kind)
    return replace(sample(), papers=papers, settings=Settings(**settings))  # type: ignore[arg-type]


def registered(registry: Registry, *papers: Paper) -> Registry:
    return replace(registry, papers=(*registry.papers, *papers))


def summary(kind: str, **more: object) -> Paper:
    paper = Paper(unit="清水镇", direction="发文", kind=kind, title=kind, dated_on=date(2021, 12, 28))
    return replace(paper, **more)  # type: ignore[arg-type]


def due_of(registry: Registry, unit: str = "清水镇") -> list[tuple[str, str]]:
    dues = [d for d in plan(registry)[0] if d.kind == "work-summary" and d.issuer.name == unit]
    return [(d.template.id, d.span.words) for d in dues if d.span]


def test_a_year_gets_the_years_summary_and_another_period_the_plain_one() -> None:
    assert due_of(bare(year=2021)) == [("annual-summary", "2021年")]
    assert due_of(bare(year=2021, period=HALF)) == [("work-summary", "2021年上半年")]


def test_what_is_registered_decides() -> None:
    year = bare(year=2021)
    assert due_of(registered(year, summary("工作总结"))) == [("work-summary", "2021年")]
    both = registered(year, summary("工作总结"), summary("年度监测帮扶总结"))
    assert due_of(both) == [("work-summary", "2021年"), ("annual-summary", "2021年")]


def test_a_summary_of_another_period_does_not_stand_for_the_years() -> None:
    registry = registered(bare(year=2021), summary("工作总结", period="2021-01:2021-06"))
    assert due_of(registry) == [("work-summary", "2021年上半年"), ("annual-summary", "2021年")]


def test_a_period_asked_for_leaves_out_the_others() -> None:
    registry = registered(
        bare(year=2021, period=JUNE), summary("年度监测帮扶总结"), summary("集中排查总结", period="2021-06")
    )
    assert ("screening-summary", "2021年6月") in due_of(registry)
    assert not [found for found in due_of(registry) if found[0] == "annual-summary"]


def test_a_screening_is_due_only_where_it_is_registered_and_wants_its_months() -> None:
    assert not [found for found in due_of(bare(year=2021)) if found[0] == "screening-summary"]
    registry = registered(bare(year=2021), summary("集中排查总结"))
    todo = [skip.todo for skip in plan(registry)[1] if skip.kind == "work-summary"]
    assert len(todo) == 1
    assert "所写时段" in todo[0]


def test_without_a_year_and_a_period_one_line_says_what_to_fill() -> None:
    skipped = [s for s in plan(bare())[1] if s.kind == "work-summary" and s.unit == "清水镇"]
    assert len(skipped) == 1
    assert "档案年度" in skipped[0].todo


def text(template: str, registry: Registry | None = None, **wanted: object) -> str:
    return text_of(made(registry or sample(), template, **wanted).data)  # type: ignore[arg-type]


def test_a_screening_says_who_was_looked_at_and_what_was_found() -> None:
    found = text("screening-summary", issuer="石桥村")
    assert "自主排查1轮、7户次" in found
    assert "有返贫致贫风险苗头1户次" in found
    assert "其中石桥村" not in found
    assert "梨园村6户次" in text("screening-summary", issuer="清水镇")


def test_households_whose_risk_nobody_noted_are_counted_as_such() -> None:
    registry = changed(sample(), "inspections", lambda row: row.unit == "石桥村", at_risk=None)
    assert "另有7户次没有登记有无风险" in text("screening-summary", registry, issuer="石桥村")


def test_a_screening_without_rows_says_so() -> None:
    registry = replace(sample(), inspections=())
    assert "登记簿里没有2021年6月的排查记录" in text("screening-summary", registry, issuer="石桥村")


def test_paragraphs_stand_in_the_summary_that_they_are_for() -> None:
    screening, annual = text("screening-summary", issuer="清水镇"), text("annual-summary", issuer="云岭县")
    assert "按月会商的工作制度" in annual
    assert "按月会商的工作制度" not in screening
    assert "每组不少于两人" in screening
    own = Paragraph(unit="云岭县", section="组织部署", text="县里成立专班。", summary="年度监测帮扶总结")
    registry = replace(sample(), paragraphs=(*sample().paragraphs, own))
    assert "六、主要做法\n县里成立专班。\n建立按月" in text("annual-summary", registry, issuer="云岭县")
    assert "县里成立专班" not in text("work-summary", registry, issuer="云岭县")


@pytest.mark.parametrize("period", ["2021年6月", "2021-06"])
def test_a_paragraph_names_its_period_as_people_write_it(period: str) -> None:
    own = Paragraph(unit="石桥村", section="主要做法", text="分三组。", period=period, summary="集中排查总结")
    registry = replace(sample(), paragraphs=(*sample().paragraphs, own))
    assert "分三组。" in text("screening-summary", registry, issuer="石桥村")


def test_an_organisation_that_nobody_described_is_a_blank() -> None:
    paper = made(replace(sample(), paragraphs=()), "screening-summary", issuer="石桥村")
    assert [blank.subject for blank in paper.blanks] == ["石桥村、开头", "石桥村、组织部署"]


def test_the_year_before_is_a_figure_only_where_the_registry_has_it() -> None:
    unit = sample().find_unit("云岭县")
    assert unit is not None
    rows = {row.name: row for row in annual_of(sample(), unit, YEAR).compared}
    assert (rows["风险消除（户）"].now, rows["风险消除（户）"].before) == ("6", "1")
    assert rows["风险消除（户）"].change == "增加5"
    assert (rows["新识别（户）"].before, rows["新识别（户）"].change) == ("—", "—")


def test_every_figure_of_the_text_is_traced_and_is_what_its_rows_give() -> None:
    unit = sample().find_unit("云岭县")
    assert unit is not None
    by_rows = re.compile(r"(\d+)(户|$)")
    for figures in (annual_of(sample(), unit, YEAR).figures, screening_of(sample(), unit, JUNE).figures):
        assert len({figure.name for figure in figures}) == len(figures)
        for figure in figures:
            if (
                figure.name in ("零报告月份", "自主排查轮次", "排查人次", "排查人员")
                or "增减·" in figure.name
            ):
                continue
            match = by_rows.match(figure.value)
            assert match, figure
            assert int(match[1]) == len(figure.records), figure.name


@pytest.mark.parametrize("template", ["work-summary", "annual-summary", "screening-summary"])
def test_no_number_of_the_sentences_is_untraced(template: str) -> None:
    """Every number that stands in a paragraph with figures is one of those that are traced."""
    dues = [d for d in plan(sample())[0] if d.template.id == template]
    for due in dues[:2]:
        rows = trace_of(sample(), [due])
        assert {label for label, _, _, _ in rows} == {
            f"{due.issuer.name}{due.span.words}{due.template.name}"  # type: ignore[union-attr]
        }
        traced = {number for _, _, value, _ in rows for number in re.findall(r"\d+", value)}
        body = text(template, issuer=due.issuer.name)
        body = re.sub(r"\d{4}年(\d+月)?(\d+日)?|(?<=\n)6月", "", body)
        assert set(re.findall(r"\d+", body)) <= traced, template


@pytest.mark.parametrize("words", ["<&>\"'{{ x }}{% y %}", "堃喆玥𠮷", "长" * 60])
def test_hostile_paragraphs_come_back(words: str) -> None:
    registry = changed(sample(), "paragraphs", lambda p: p.summary == "集中排查总结", text=words)
    assert text("screening-summary", registry, issuer="清水镇").count(words) == 4
