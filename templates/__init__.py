"""The .docx templates that staff may open and edit, and their manifest."""

from templates.load import Template, load_manifest, template_bytes

__all__ = ["Template", "load_manifest", "template_bytes"]
