"""Long tasks: one after another, in processes of their own; cancelled, killed and gone on with."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.builders import page_of, store_of
from web import task_process
from web.data_folder import prepare
from web.runner import Runner, add_task, cancel_task, find_task
from web.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(prepare(tmp_path / "data"))


@pytest.fixture
def runner(store: Store) -> Iterator[Runner]:
    found = Runner(store)
    yield found
    found.stop()


def wait_for(store: Store, number: int, *states: str) -> str:
    until = time.monotonic() + 60
    while True:
        task = find_task(store, number)
        assert task is not None
        if task.state in states:
            return task.state
        assert time.monotonic() < until, f"still {task.state}"
        time.sleep(0.05)


def zip_task(store: Store, tmp_path: Path, name: str = "a.zip") -> int:
    import zipfile

    source = tmp_path / name
    with zipfile.ZipFile(source, "w") as package:
        package.writestr("公示.txt", "公示")
    return add_task(store, "unpack", {"zip": str(source), "folder": str(tmp_path / source.stem)})


def test_a_task_is_done_in_a_process_of_its_own(store: Store, runner: Runner, tmp_path: Path) -> None:
    number = zip_task(store, tmp_path)
    runner.start()
    assert wait_for(store, number, "done", "failed") == "done"
    assert (tmp_path / "a" / "公示.txt").read_text(encoding="utf-8") == "公示"


def test_the_same_asked_twice_is_done_once(store: Store, tmp_path: Path) -> None:
    assert zip_task(store, tmp_path) == zip_task(store, tmp_path)


def test_one_that_waits_is_cancelled_at_once(store: Store, tmp_path: Path) -> None:
    number = zip_task(store, tmp_path)
    cancel_task(store, number)
    assert wait_for(store, number, "cancelled") == "cancelled"


def test_one_that_runs_is_stopped_and_the_next_goes_on(store: Store, runner: Runner, tmp_path: Path) -> None:
    endless = add_task(store, "audit", audit_args(endless_folder(tmp_path)), None)
    after = zip_task(store, tmp_path)
    runner.start()
    wait_for(store, endless, "running")
    cancel_task(store, endless)
    assert wait_for(store, endless, "cancelled", "done", "failed") == "cancelled"
    assert wait_for(store, after, "done", "failed") == "done"


def endless_folder(tmp_path: Path) -> Path:
    """More than is read while a test looks on."""
    folder = tmp_path / "清岭县"
    for number in range(800):
        path = folder / f"{number % 20}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"第{number}号公示" * 200, encoding="utf-8")
    return folder


def audit_args(folder: Path) -> dict[str, object]:
    return {
        "archive": str(folder), "as_of": "2021-12-31", "checklist": "tongren-2021", "registry": "", "unit": "", "ocr": False,
    }  # fmt: skip


def test_what_a_killed_server_left_is_begun_anew(store: Store, tmp_path: Path) -> None:
    number = zip_task(store, tmp_path)
    with store.open() as base:
        base.execute("update tasks set state = 'running', done = 5, total = 9 where id = ?", (number,))
    runner = Runner(store)
    runner.start()
    assert wait_for(store, number, "done", "failed") == "done"
    runner.stop()


def test_what_the_user_gave_wrong_is_told_on_the_page(tmp_path: Path) -> None:
    client = page_of(tmp_path / "data")
    store = store_of(client)
    number = add_task(store, "unpack", {"zip": str(tmp_path / "no.zip"), "folder": str(tmp_path / "no")})
    task = find_task(store, number)
    assert task is not None
    task_process.do_task(store, task)
    page = client.get(f"/tasks/{number}").text
    assert "解不开" in page
    assert "再做一次" in page


def test_what_the_program_got_wrong_is_logged_without_what_it_held(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_doing: object) -> None:
        raise KeyError("张三 520000199001011234")

    monkeypatch.setattr("web.tasks.unpack.do", fail)
    number = add_task(store, "unpack", {})
    task = find_task(store, number)
    assert task is not None
    with pytest.raises(KeyError):
        task_process.do_task(store, task)
    log = (store.folder / "errors.log").read_text(encoding="utf-8")
    assert "KeyError" in log
    assert "张三" not in log
    ended = find_task(store, number)
    assert ended is not None
    assert ended.state == "failed"
    assert "张三" not in ended.error


def test_the_page_asks_again_until_it_is_done(tmp_path: Path) -> None:
    client = page_of(tmp_path / "data")
    store = store_of(client)
    number = zip_task(store, tmp_path)
    assert 'hx-trigger="every 1s"' in client.get(f"/tasks/{number}").text
    part = client.get(f"/tasks/{number}", headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "排队中" in part.text
    cancel_task(store, number)
    assert client.get(f"/tasks/{number}", headers={"HX-Request": "true"}).status_code == 286


_WAITS_FOR_A_PROGRAM = """
import subprocess, sys, threading
from web.task_process import _interrupt
threading.Timer(0.3, _interrupt).start()
try:
    subprocess.run([sys.executable, "-c", "import time; time.sleep(60)"])
except KeyboardInterrupt:
    print("tidied")
"""


def test_a_task_that_waits_for_libreoffice_hears_that_it_is_to_stop() -> None:
    found = subprocess.run(
        [sys.executable, "-c", _WAITS_FOR_A_PROGRAM], capture_output=True, text=True, timeout=30, check=False
    )
    assert found.stdout == "tidied\n", found.stderr


def test_a_store_that_cannot_be_used_for_a_moment_stops_no_later_task(
    store: Store, runner: Runner, tmp_path: Path
) -> None:
    moved = store.file.with_name("moved")
    number = zip_task(store, tmp_path)
    store.file.rename(moved)
    store.file.mkdir()  # neither to be opened nor made anew
    runner_started(runner, store)
    store.file.rmdir()
    moved.rename(store.file)
    assert wait_for(store, number, "done", "failed") == "done"


def runner_started(runner: Runner, store: Store) -> None:
    """Its threads, without what it first sets right in the store."""
    for short in (False, True):
        thread = threading.Thread(target=runner._run, args=(short,), daemon=True)
        thread.start()
        runner._threads.append(thread)
    time.sleep(0.3)


def test_what_a_task_held_when_it_broke_is_not_printed(tmp_path: Path) -> None:
    """A task of a kind that nobody does any more stands for any fault of the program."""
    prepare(tmp_path)
    store = Store(tmp_path)
    number = add_task(store, "张三", {})
    script = (
        "import multiprocessing, sys; from web.task_process import work_on; "
        "here, there = multiprocessing.Pipe(); work_on(sys.argv[1], int(sys.argv[2]), there)"
    )
    command = [sys.executable, "-c", script, str(tmp_path), str(number)]
    ended = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert ended.stderr == b""
