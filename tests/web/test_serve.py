"""`fangpin web` as a program: on this computer alone, once for a data folder, gone on with after it was killed."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.web.server import Server
from tests.web.test_runner import audit_args, endless_folder
from web.runner import add_task
from web.store import FILE, Store


@pytest.fixture
def servers() -> Iterator[list[Server]]:
    begun: list[Server] = []
    yield begun
    for each in begun:
        each.end()


def test_it_listens_on_this_computer_alone_and_opens_one_page(tmp_path: Path, servers: list[Server]) -> None:
    servers.append(Server(tmp_path / "data", tmp_path / "cache"))
    assert "今天要做什么" in servers[0].ask()
    port = urlsplit(servers[0].address).port
    assert port
    with closing(socket.socket()) as other:
        other.settimeout(1)
        assert other.connect_ex((_outward(), port)) != 0
    # Begun a second time, it leads to the page that is open already and ends.
    servers.append(Server(tmp_path / "data", tmp_path / "cache"))
    assert servers[1].address == servers[0].address
    assert servers[1].process.wait(timeout=20) == 0


def test_begun_twice_at_once_there_is_one_page(tmp_path: Path, servers: list[Server]) -> None:
    with ThreadPoolExecutor(2) as both:
        servers += both.map(lambda _: Server(tmp_path / "data", tmp_path / "cache"), range(2))
    assert servers[0].address == servers[1].address
    ended = [each for each in servers if _ends(each)]
    assert len(ended) == 1


def _ends(server: Server) -> bool:
    with suppress(subprocess.TimeoutExpired):
        return server.process.wait(timeout=1) == 0
    return False


def _outward() -> str:
    """An address of this computer that others would use; where it has none, one that nobody listens on."""
    try:
        return next(
            address
            for *_, (address, *_rest) in socket.getaddrinfo(socket.gethostname(), 80, socket.AF_INET)
            if isinstance(address, str) and not address.startswith("127.")
        )
    except (OSError, StopIteration):
        return "127.0.0.2"


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX systems do")
def test_killed_in_the_middle_it_goes_on_when_it_is_opened_again(
    tmp_path: Path, servers: list[Server]
) -> None:
    data = tmp_path / "data"
    servers.append(Server(data, tmp_path / "cache"))
    store = Store(data)
    with store.open() as base:
        base.execute(
            "insert into works (name, archive, made_at, opened_at) values ('清岭县', ?, '', '')", ("x",)
        )
    task = add_task(store, "audit", audit_args(endless_folder(tmp_path)), 1)
    _wait(data, task, "done > 0")
    servers[0].process.send_signal(signal.SIGKILL)
    servers[0].process.wait()
    assert _is(data, task, "state = 'running'")
    servers.append(Server(data, tmp_path / "cache"))
    _wait(data, task, "state = 'done'")
    assert "清岭县" in servers[1].ask()


def _is(data: Path, task: int, condition: str) -> bool:
    with closing(sqlite3.connect(data / FILE, timeout=15)) as base:
        return (
            base.execute(f"select 1 from tasks where id = ? and {condition}", (task,)).fetchone() is not None
        )


def _wait(data: Path, task: int, condition: str) -> None:
    until = time.monotonic() + 90
    while not _is(data, task, condition):
        assert time.monotonic() < until, condition
        assert not _is(data, task, "state = 'failed'")
        time.sleep(0.1)
