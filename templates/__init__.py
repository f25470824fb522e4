"""The .docx templates that staff may open and edit, and their manifest."""

from templates.load import Filing, KitPaper, Template, load_kit, load_manifest, template_bytes, template_ids

__all__ = ["Filing", "KitPaper", "Template", "load_kit", "load_manifest", "template_bytes", "template_ids"]
