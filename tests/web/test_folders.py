"""Choosing a folder, or dropping a zip."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.web.builders import do_now, page_of, store_of
from web.works import list_works


def zip_of(**files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name.replace("__", "/"), content)
    return data.getvalue()


def test_the_folders_inside_are_offered(tmp_path: Path) -> None:
    (tmp_path / "清岭县" / "双河镇").mkdir(parents=True)
    (tmp_path / "清岭县" / ".hidden").mkdir()
    text = page_of(tmp_path / "data").post("/folder/list", data={"path": str(tmp_path / "清岭县")}).text
    assert "双河镇" in text
    assert ".hidden" not in text
    assert "上一层" in text


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    answer = page_of(tmp_path / "data").post("/folder", data={"path": str(tmp_path / "没有")})
    assert answer.status_code == 422
    assert "没有这个文件夹" in answer.text


def test_the_same_folder_again_is_the_same_work(tmp_path: Path) -> None:
    client = page_of(tmp_path / "data")
    for typed in (str(tmp_path), f'"{tmp_path}"', f" {tmp_path}/ "):
        assert client.post("/folder", data={"path": typed}).status_code == 302
    assert len(list_works(store_of(client))) == 1


def test_a_dropped_zip_is_unpacked_and_becomes_a_work(tmp_path: Path) -> None:
    client = page_of(tmp_path / "data")
    data = zip_of(**{"双河镇__红旗村__公示.txt": "公示".encode(), "说明.txt": b"x"})
    answer = client.post("/folder/zip", data={"file": (io.BytesIO(data), "清岭县.zip")})
    assert answer.status_code == 302
    do_now(client)
    (work,) = list_works(store_of(client))
    assert work.name == "清岭县"
    assert (Path(work.archive) / "双河镇" / "红旗村" / "公示.txt").read_text(encoding="utf-8") == "公示"


def test_a_zip_cannot_write_outside_of_its_folder(tmp_path: Path) -> None:
    client = page_of(tmp_path / "data")
    data = zip_of(**{"..__..__..__..__evil.txt": b"x", "__evil.txt": b"x", "好.txt": b"x"})
    client.post("/folder/zip", data={"file": (io.BytesIO(data), "a.zip")})
    do_now(client)
    (work,) = list_works(store_of(client))
    inside = Path(work.archive).resolve()
    written = [path.resolve() for path in tmp_path.rglob("*.txt")]
    assert written
    assert all(inside in path.parents for path in written)
    assert not list(Path("/").glob("evil.txt"))


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    client = page_of(tmp_path / "data")
    data = zip_of(**{"大.txt": b"0" * 300_000_000})
    assert len(data) < 1_000_000
    client.post("/folder/zip", data={"file": (io.BytesIO(data), "a.zip")})
    do_now(client)
    assert "解不开" in client.get("/tasks/1").text
    assert not list(tmp_path.rglob("大.txt"))


@pytest.mark.parametrize("name", ["公示.docx", "a.exe", "zip", "", "../../a.sh"])
def test_what_is_no_zip_is_refused(tmp_path: Path, name: str) -> None:
    client = page_of(tmp_path / "data")
    answer = client.post("/folder/zip", data={"file": (io.BytesIO(b"x"), name)})
    assert answer.status_code == 422
    assert list_works(store_of(client)) == []


def test_a_name_that_leads_elsewhere_stays_in_the_data_folder(tmp_path: Path) -> None:
    client = page_of(tmp_path / "data")
    client.post("/folder/zip", data={"file": (io.BytesIO(zip_of(a=b"x")), "..\\..\\C:evil.zip")})
    (path,) = tmp_path.rglob("*.zip")
    assert (tmp_path / "data" / "uploads").resolve() in path.resolve().parents
