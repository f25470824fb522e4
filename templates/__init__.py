"""The .docx templates that staff may open and edit, and their manifest."""

from templates.load import (
    Filing,
    KitPaper,
    ReportPaper,
    Template,
    load_kit,
    load_manifest,
    load_reports,
    template_bytes,
    template_ids,
)

__all__ = [
    "Filing", "KitPaper", "ReportPaper", "Template", "load_kit", "load_manifest", "load_reports", "template_bytes",
    "template_ids",
]  # fmt: skip
