"""What follows from a document alone, worked out once when it is read. Pure.

Whatever later stages ask of every document belongs here: it is then kept from run to run with the document's text.
"""

from __future__ import annotations

from dataclasses import replace

from audit.blank_fields import body_key, find_blanks
from audit.classify import is_checking_copy
from audit.made_later import find_made_later
from audit.papers import papers_of
from audit.types import Document, Gist

__all__ = ["with_gist"]


def with_gist(document: Document) -> Document:
    """The document with its gist."""
    gist = Gist(
        papers=papers_of(document),
        body=body_key(document),
        open_fields=find_blanks(document, False),
        open_form_fields=find_blanks(document, True),
        checking_copy=is_checking_copy(document),
        made_later_on=find_made_later(document),
    )
    return replace(document, gist=gist)
