"""`fangpin web` in a process of its own, as its user starts it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from contextlib import suppress
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit


class Server:
    """The program, its opened address, and somebody who asks it."""

    def __init__(self, data: Path, cache: Path) -> None:
        environment = os.environ | {"FANGPIN_CACHE": str(cache), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "fangpin", "web", "--no-browser", "--data", str(data)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
        assert self.process.stdout is not None
        found = re.search(r"http://\S+", self.process.stdout.readline())
        assert found
        self.address = found[0]
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def ask(self, path: str = "", **form: str) -> str:
        """The page at that path; "" for the opened address."""
        home = "{0.scheme}://{0.netloc}".format(urlsplit(self.address))
        asked = urllib.request.Request(home + path if path else self.address)
        if form:
            asked.data = urlencode(form).encode()
            asked.add_header("Origin", home)
        with self.opener.open(asked, timeout=30) as answer:
            return str(answer.read().decode())

    def end(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
