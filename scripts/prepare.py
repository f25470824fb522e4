"""Set up .venv from a hashed lock: `prepare.py runtime` for the program, `prepare.py dev` for its tests too.

Needs nothing but a Python ≥ 3.10 with pip. A stamp in .venv holds what was installed, so a second run does nothing.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = {"runtime": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}


def main() -> int:
    """Exit status 0 when the environment is ready, 2 with a line in Chinese when it cannot be."""
    wanted = sys.argv[1] if sys.argv[1:] else "runtime"
    if wanted not in LOCKS:
        return _fail(f"不认识“{wanted}”，请用 {' 或 '.join(LOCKS)}")
    if sys.version_info < (3, 10):  # noqa: UP036 (this is the script that says so)
        return _fail(
            f"需要 Python 3.10 或更高版本，现在是 {sys.version.split()[0]}；可用 make PYTHON=路径 指定"
        )
    # What the tests need includes what the program needs.
    if any(_stamp(name).is_file() and _stamp(name).read_text() == _key(name) for name in (wanted, "dev")):
        return 0
    print(f"正在准备运行环境 {VENV}（只有第一次需要，约一两分钟）……", flush=True)
    try:
        _create()
        _install(LOCKS[wanted])
    except subprocess.CalledProcessError as error:
        print(error.stdout, file=sys.stderr)
        return _fail("运行环境没有装好；请看上面的提示，检查网络后再运行一次")
    _stamp(wanted).write_text(_key(wanted))
    return 0


def _create() -> None:
    """A fresh virtual environment with pip, also where the distribution leaves ensurepip out (Debian)."""
    has_ensurepip = (
        subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True).returncode == 0
    )
    if has_ensurepip:
        _run(sys.executable, "-m", "venv", "--clear", VENV)
        return
    _run(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV)
    where = [str(_python()), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site_packages = subprocess.run(where, check=True, capture_output=True, text=True).stdout.strip()
    pip_alone = VENV / "pip.lock"
    pip_alone.write_text(_lock_entry("pip"))
    _run(
        *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"),
        *("--target", site_packages, "--requirement", pip_alone),
    )


def _install(lock: Path) -> None:
    pip = (_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    _run(*pip, "--require-hashes", "--requirement", lock)
    _run(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT)


def _lock_entry(name: str) -> str:
    """The lines of one package in the lock: its name and version, then its hashes."""
    lines = LOCKS["runtime"].read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{name}=="))
    end = start + 1
    while end < len(lines) and lines[end].startswith(" "):
        end += 1
    return "\n".join(lines[start:end]) + "\n"


def _key(name: str) -> str:
    """Changes whenever the environment would come out differently."""
    digest = hashlib.sha256()
    for path in (LOCKS[name], ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes())
    packages = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))
    digest.update(repr((sys.version, str(ROOT), packages)).encode())
    return digest.hexdigest()


def _stamp(name: str) -> Path:
    return VENV / f"prepared-{name}"


def _python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _run(*command: str | Path) -> None:
    """Quiet where all goes well: what the command said comes out with its failure."""
    parts = [str(part) for part in command]
    subprocess.run(parts, check=True, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def _fail(message: str) -> int:
    print(f"错误：{message}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
