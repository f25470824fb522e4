"""docs/rules.md says what the rules say of themselves."""

from __future__ import annotations

import pytest

from audit.rules import Rule, catalogue
from scripts.rule_docs import PAGE, render


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(catalogue()), "python -m scripts.rule_docs"


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: str(rule.name))
def test_each_rule_has_a_section_with_all_that_it_says(rule: Rule) -> None:
    section = render(catalogue()).partition(f"\n## {rule.name}\n")[2].partition("\n## ")[0]
    assert rule.summary in section
    assert rule.severity.zh in section
    assert all(f"{name}：{text}" in section for name, text in rule.sections)


def test_what_holds_for_one_paper_and_what_is_optional_is_told() -> None:
    page = render([each for each in catalogue() if each.name == "total-mismatch"])
    assert "单份也查" in page.partition("## total-mismatch")[2]
    assert "清单要求才查）" not in page
