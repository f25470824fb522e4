"""The server on 127.0.0.1 alone: a free port, the browser opened, one at a time for a data folder."""

from __future__ import annotations

import errno
import json
import logging
import os
import secrets
import socket
import sqlite3
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from contextlib import suppress
from pathlib import Path

import click

from checklists import Fault, UserError
from registry.files import write_fault
from web.data_folder import prepare
from web.guard import COOKIE

__all__ = ["serve"]

_HOST = "127.0.0.1"
_RUNNING, _LOCK = "running.json", "running.lock"
# Seconds that a server may take to begin.
_PATIENCE = 20.0
_THREADS = 8
# So that a form that is a little too large is refused by a page, not by the server.
_SLACK = 64 * 1024**2


def serve(folder: Path, *, port: int = 0, browser: bool = True) -> None:
    """Serve until Ctrl-C. Where a server for this folder runs already, its page is opened and nothing is begun. Raises UserError."""
    prepare(folder)
    lock = _lock(folder)
    already = _running(folder) if lock else _wait_for_other(folder)
    if already:
        click.echo(f"程序已经开着：{already}")
        _open(already, browser)
        return
    from waitress.server import create_server

    from web.app import MOST_BYTES, create_app, parts

    # Its warnings are in English, and tell of what it was serving.
    logging.getLogger("waitress").setLevel(logging.CRITICAL)
    listening = _listen(port)
    port = listening.getsockname()[1]
    token = secrets.token_urlsafe(24)
    app = create_app(folder, token, port)
    url = f"http://{_HOST}:{port}/enter/{token}"
    with app.app_context():
        runner = parts().runner
    runner.start()
    _remember(folder, port, token)
    # Uploads go to the disk, not to memory; a slow disk or a long page must not end the connection.
    server = create_server(
        app,
        sockets=[listening],
        threads=_THREADS,
        ident=None,
        channel_timeout=600,
        max_request_body_size=MOST_BYTES + _SLACK,
    )
    click.echo(f"请在浏览器里打开：{url}")
    click.echo("用的时候不要关这个窗口；关掉它就结束了，没做完的事下次打开接着做。")
    threading.Timer(0.3, _open, (url, browser)).start()
    try:
        server.run()
    except KeyboardInterrupt:
        click.echo("正在结束……")
    finally:
        runner.stop()
        with suppress(OSError):
            (folder / _RUNNING).unlink()
        if lock:
            lock.close()


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # on Windows this would let another program listen there too
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_HOST, port))
    except OSError as error:
        listening.close()
        todo = "请换一个端口，或不写 --port，由电脑给一个"
        taken = error.errno in (errno.EADDRINUSE, errno.EACCES)
        what = "已有别的程序在用，或系统不让用" if taken else "用不了"
        raise UserError(Fault(f"--port {port}", what, todo)) from error
    listening.listen(64)
    return listening


def _remember(folder: Path, port: int, token: str) -> None:
    path = folder / _RUNNING
    try:
        path.unlink(missing_ok=True)
        # For its owner alone from the first moment on: who knows the token may enter.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            json.dump({"port": port, "token": token}, stream)
    except OSError as error:
        raise UserError(write_fault(path, error)) from error


def _lock(folder: Path) -> sqlite3.Connection | None:
    """Held until it is closed or the process ends, however that ends; None where another process holds it."""
    path = folder / _LOCK
    try:
        path.touch(mode=0o600)
        base = sqlite3.connect(path, timeout=0, isolation_level=None)
        base.execute("begin exclusive")
    except OSError as error:
        raise UserError(write_fault(path, error)) from error
    except sqlite3.Error as error:
        if "locked" in str(error):
            return None
        raise UserError(
            Fault(str(path), "打不开", "请检查磁盘和文件权限，或用 --data 另选一个文件夹")
        ) from error
    return base


def _wait_for_other(folder: Path) -> str:
    """The address of the server that holds the lock, which may be just beginning. Raises UserError where it does not answer."""
    until = time.monotonic() + _PATIENCE
    while not (address := _running(folder)):
        if time.monotonic() > until:
            todo = "请关掉它的窗口再打开；找不到窗口的，重新登录电脑后再试"
            raise UserError(Fault(str(folder), "程序已经开着，但没有应答", todo))
        time.sleep(0.2)
    return address


def _running(folder: Path) -> str:
    """The address of the server that already serves this folder, or ""."""
    try:
        known = json.loads((folder / _RUNNING).read_text(encoding="utf-8"))
        port, token = int(known["port"]), str(known["token"])
        asked = urllib.request.Request(
            f"http://{_HOST}:{port}/alive", headers={"Cookie": f"{COOKIE}={token}"}
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(asked, timeout=2) as answer:
            return f"http://{_HOST}:{port}/enter/{token}" if answer.read() == b"fangpin" else ""
    except (OSError, ValueError, KeyError, TypeError, urllib.error.URLError):
        return ""


def _open(url: str, browser: bool) -> None:
    if browser:
        with suppress(webbrowser.Error):
            webbrowser.open(url)
