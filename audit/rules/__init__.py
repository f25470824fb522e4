"""The rules, a module a family."""

from audit.rules.catalogue import Rule, apply_rules, catalogue, pick_rules, rule_summaries

__all__ = ["Rule", "apply_rules", "catalogue", "pick_rules", "rule_summaries"]
