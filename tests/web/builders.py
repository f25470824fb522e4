"""A page to ask, without a server and without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from web.app import create_app
from web.data_folder import prepare
from web.guard import COOKIE
from web.runner import Runner
from web.store import Store
from web.task_process import HANDLERS

TOKEN = "a-token-that-nobody-guesses"
PORT = 8000
HOME = f"http://127.0.0.1:{PORT}"


class _Client(FlaskClient):
    """Asks at the page's own address."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **{"base_url": HOME} | kwargs)


def page_of(folder: Path, *, entered: bool = True) -> FlaskClient:
    """A client of the page over that data folder; its requests come from the page itself, as a browser would say."""
    prepare(folder)
    app = create_app(folder, TOKEN, PORT, Runner(Store(folder)))
    app.test_client_class = _Client
    client = app.test_client()
    client.environ_base["HTTP_ORIGIN"] = HOME
    if entered:
        client.set_cookie(COOKIE, TOKEN, domain="127.0.0.1")
    return client


def store_of(client: FlaskClient) -> Store:
    """What the page of that client remembers."""
    found: Store = client.application.extensions["fangpin"].store
    return found


def do_now(client: FlaskClient) -> None:
    """Do all tasks that wait, in this process: what the runner would do in others."""
    from web.runner import find_task
    from web.task_process import do_task

    store = store_of(client)
    while True:
        with store.open() as base:
            row = base.execute("select id from tasks where state = 'waiting' order by id limit 1").fetchone()
        if row is None:
            return
        task = find_task(store, row["id"])
        assert task is not None
        assert task.kind in HANDLERS
        do_task(store, task)
