"""Who may ask: this computer's own page, opened by the program itself. Everything else is refused.

A page of another site can make a browser send requests to 127.0.0.1, and a forged name can be made to lead there; so the
Host must be ours, what changes anything must come from our own page, and every request must hold the token that the
program put into the opened address.
"""

from __future__ import annotations

import hmac
import re

from flask import Flask, Response, current_app, redirect, request
from werkzeug.routing import IntegerConverter
from werkzeug.wrappers import Response as AnyResponse

from web.refusals import refusal

__all__ = ["COOKIE", "install_guard"]

COOKIE = "fangpin"
_HOSTS = ("127.0.0.1", "localhost")
# Browsers leave it out.
_USUAL_PORT = 80
_SAFE = ("GET", "HEAD")
# Words of anybody never stand in an address, so what is no number there is not from our pages.
_NUMBER = re.compile(r"-?[0-9]{0,15}")
_NOTHING_THERE = ("没有这一页", "网址里的数字不对。请回首页再进。")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": with it browsers send "Origin: null" with the page's own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}


class _Number(IntegerConverter):
    """Of a length that a number here can have; a longer one is no address."""

    regex = "[0-9]{1,15}"


def install_guard(app: Flask, token: str) -> None:
    """Put the checks before every request and the headers after it. To be called before pages are added."""

    @app.before_request
    def check() -> tuple[str, int] | None:
        if not _is_our_host():
            return refusal("网址不对", "请用程序窗口里显示的网址打开。"), 403
        if not _is_our_page():
            return refusal("这个请求不是从本页发出的", "为安全起见没有执行。请在本程序的网页里操作。"), 403
        if request.endpoint != "enter" and not _same(request.cookies.get(COOKIE, ""), token):
            what = "还没有进入，或程序已经重新打开过"
            return refusal(what, "请用程序窗口里显示的网址进入；做过的事都还在。"), 401
        return None

    @app.get("/enter/<given>")
    def enter(given: str) -> AnyResponse | tuple[str, int]:
        if not _same(given, token):
            return refusal("网址里的口令不对", "请用程序窗口里显示的网址打开。"), 401
        response = redirect("/")
        response.set_cookie(COOKIE, token, httponly=True, samesite="Strict")
        return response

    @app.get("/alive")
    def alive() -> str:
        return "fangpin"

    @app.after_request
    def head(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response

    _install_numbers(app)


def _install_numbers(app: Flask) -> None:
    """Where a number is to stand stands nothing else, and none that is longer than any number here."""
    app.url_map.converters["int"] = _Number

    @app.before_request
    def check_values() -> tuple[str, int] | None:
        if all(_NUMBER.fullmatch(value) for _, value in request.args.items(multi=True)):
            return None
        return refusal(*_NOTHING_THERE), 404

    @app.errorhandler(OverflowError)
    def too_large(_error: OverflowError) -> tuple[str, int]:
        """A number in a form that the store cannot hold."""
        return refusal(*_NOTHING_THERE), 404


def _is_our_host() -> bool:
    port = current_app.config["PORT"]
    names = {f"{host}:{port}" for host in _HOSTS} | ({*_HOSTS} if port == _USUAL_PORT else set())
    return request.host in names


def _is_our_page() -> bool:
    """Whether the request comes from our page, or from nowhere at all (the address typed or opened by the program)."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if request.method in _SAFE:
        return site in ("", "none", "same-origin")
    origin = request.headers.get("Origin", "")
    if origin:
        return origin == f"http://{request.host}"
    return site == "same-origin"


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())
