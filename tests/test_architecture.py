"""The house keeps its shape: imports point one way, modules stay small, the wheel is whole."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from checklists import load_checklist

ROOT = Path(__file__).resolve().parent.parent

# Room → the rooms it may import from.
MAY_IMPORT = {
    "checklists": set[str](),
    "templates": {"checklists"},
    "registry": {"checklists", "templates"},
    "docgen": {"checklists", "templates", "registry"},
    "audit": {"checklists", "templates", "registry"},
    "fangpin": {"checklists", "templates", "registry", "docgen", "audit"},
    # The table of commands names it; nothing imports it.
    "web": {"checklists", "templates", "registry", "docgen", "audit", "fangpin"},
}
# Import name → distribution, where they differ.
DISTRIBUTIONS = {
    "PIL": "pillow",
    "cv2": "opencv-python-headless",
    "docxtpl_lint": "docxtpl-lint",
    "docx": "python-docx",
    "pdfminer": "pdfminer.six",
    "pi_heif": "pi-heif",
    "python_calamine": "python-calamine",
    "yaml": "pyyaml",
}
MOST_LINES = 400


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def data_files(room: str) -> list[str]:
    return sorted(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc") and not path.name.startswith(("~$", "."))
    )


def imports(path: Path) -> Iterator[str]:
    """Every module that the file imports, inside functions too; relative imports made absolute."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(ROOT).parts[: -node.level] if node.level else ()
            yield ".".join((*package, node.module or "")).rstrip(".")


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_point_one_way(room: str) -> None:
    rooms = set(MAY_IMPORT)
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(room)
        for name in imports(path)
        if (name.partition(".")[0] in rooms - MAY_IMPORT[room] - {room})
        or name.partition(".")[0] in ("tests", "benchmarks", "scripts", "archives")
    ]
    assert not wrong


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_every_library_that_is_imported_is_declared(room: str) -> None:
    extra = declared("ocr") if room == "audit" else set[str]()
    assert foreign(modules(room)) <= declared("dependencies") | extra


def test_only_recognition_needs_the_libraries_of_its_extra() -> None:
    others = [path for path in modules("audit") if path.relative_to(ROOT).parts[:2] != ("audit", "ocr")]
    assert foreign(others) <= declared("dependencies")


def test_recognition_is_imported_without_its_libraries() -> None:
    heavy = "cv2", "numpy", "onnxruntime", "rapidocr", "PIL"
    rooms = "audit.pipeline", *(f"audit.ocr.{path.stem}" for path in (ROOT / "audit" / "ocr").glob("*.py"))
    code = (
        f"import sys, {', '.join(sorted(rooms))}; print(*(name for name in {heavy} if name in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True, text=True)
    assert run.stdout.split() == []


def declared(group: str) -> set[str]:
    """The distributions that pyproject.toml asks for, as `dependencies` or in an extra."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(rf"^{group} = \[(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    assert listed
    return {name.lower() for name in re.findall(r'"([\w.-]+)', listed[1])}


def foreign(paths: list[Path]) -> set[str]:
    """The distributions of the libraries that these modules import, inside functions too."""
    used = {name.partition(".")[0] for path in paths for name in imports(path)}
    return {DISTRIBUTIONS.get(name, name) for name in used - set(sys.stdlib_module_names) - set(MAY_IMPORT)}


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_no_module_is_longer_than_a_reader_can_hold(room: str) -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in modules(room)}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_the_import_walk_sees_lazy_and_relative_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    module = tmp_path / "docgen" / "deep" / "plan.py"
    module.parent.mkdir(parents=True)
    module.write_text(
        "from ..render import x\nfrom . import y\ndef lazy():\n    import audit.types\n", encoding="utf-8"
    )
    assert sorted(imports(module)) == ["audit.types", "docgen.deep", "docgen.render"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without network from a copy, so that nothing is left in the tree."""
    tree = tmp_path_factory.mktemp("tree")
    for room in MAY_IMPORT:
        shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE", "README.md"):
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, tree / name)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--wheel-dir", str(tree / "dist"), str(tree)], check=True, cwd=tree)
    return next((tree / "dist").glob("fangpin-*.whl"))


def test_the_wheel_holds_every_module_and_every_data_file_and_no_test(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    wanted = {path.relative_to(ROOT).as_posix() for room in MAY_IMPORT for path in modules(room)}
    wanted |= {name for room in MAY_IMPORT for name in data_files(room)}
    assert held == wanted


def test_the_wheel_works_outside_the_tree(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(target), str(wheel)], check=True, cwd=tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(target), "PYTHONIOENCODING": "utf-8"}
    where = [sys.executable, "-c", "import fangpin; print(fangpin.__file__)"]
    listing = [sys.executable, "-m", "fangpin", "list", "items"]
    outputs = [
        subprocess.run(
            command, cwd=tmp_path, env=environment, check=True, capture_output=True, encoding="utf-8"
        ).stdout
        for command in (where, listing)
    ]
    assert Path(outputs[0].strip()).is_relative_to(target)
    assert [line.split()[0] for line in outputs[1].splitlines()[1:]] == [
        item.id for item in load_checklist().items
    ]
