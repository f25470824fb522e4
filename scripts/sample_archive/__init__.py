"""Makes archives/sample and archives/truth.json: a small archive with invented people and planted gaps.

Run from the project's folder: `python -m scripts.sample_archive`. It needs LibreOffice (for .doc, .xls and .pdf).
"""
