"""Whole numbers or masked ones: what the user chose holds until the browser is closed."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from web.show import WHOLE

__all__ = ["pages"]

pages = Blueprint("masking", __name__)
# Pages of ours, with numbers alone: /runs/3/findings?unit=4&page=2
_OURS = re.compile(r"/(?:runs|works)/[0-9a-z/-]*(?:\?[0-9a-z=&]*)?")


@pages.post("/masking")
def switch() -> Response:
    """Show the whole, or mask again, and go back to the page it was asked on."""
    back = request.form.get("back", "")
    response = redirect(back if _OURS.fullmatch(back) else url_for("home.home"))
    if request.form.get("whole"):
        response.set_cookie(WHOLE, "1", httponly=True, samesite="Strict")
    else:
        response.delete_cookie(WHOLE, httponly=True, samesite="Strict")
    return response
