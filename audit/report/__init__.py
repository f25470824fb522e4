"""The outcome in words and files: one module an output."""

from audit.report.as_json import render_json
from audit.report.html import render_html
from audit.report.terminal import render_summary
from audit.report.xlsx import render_xlsx

__all__ = ["render_html", "render_json", "render_summary", "render_xlsx"]
