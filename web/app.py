"""The page's application: guard, pages and what they share. No logic of its own."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import jinja2
from flask import Flask, abort, current_app

from registry.dates import format_date
from registry.identity import mask_numbers
from web.error_log import note_where
from web.guard import install_guard
from web.refusals import install_refusals
from web.runner import Runner
from web.store import Store
from web.works import Work, find_work

__all__ = ["MOST_BYTES", "Parts", "create_app", "parts", "work_or_404"]

# Each module has `pages`, a Blueprint: one more room of the page is one more line here.
PAGES = (
    "home", "folders", "tasks", "meeting", "meeting_papers", "registry", "drafting", "households", "documents", "papers", "made", "figures",
    "audit", "findings", "evidence", "decisions", "chains", "compare", "plan", "supply", "filing", "reports", "masking", "lint",
)  # fmt: skip
MOST_BYTES = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Parts:
    """What every page may use."""

    store: Store
    runner: Runner

    @property
    def uploads(self) -> Path:
        """Where what users drop is kept."""
        return self.store.folder / "uploads"


class _Application(Flask):
    """Flask, but for what it would print of an error: the values too."""

    def log_exception(self, exc_info: Any) -> None:
        with self.app_context():
            note_where(parts().store.folder, exc_info[1])


def create_app(folder: Path, token: str, port: int, runner: Runner | None = None) -> Flask:
    """The application over a prepared data folder. `runner`: who does the tasks; one of its own where none is given."""
    app = _Application("web", static_folder="static", template_folder="html", static_url_path="/static")
    store = Store(folder)
    app.extensions["fangpin"] = Parts(store, runner or Runner(store))
    app.config.update(PORT=port, MAX_CONTENT_LENGTH=MOST_BYTES, MAX_FORM_MEMORY_SIZE=8 * 1024**2)
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.autoescape = (
        True  # Flask would do it for names that end in .html alone; ours end in .html.j2.
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["day"] = lambda text: format_date(date.fromisoformat(text[:10])) if text else ""
    app.jinja_env.filters["masked"] = mask_numbers
    install_guard(app, token)
    install_refusals(app)
    for name in PAGES:
        app.register_blueprint(importlib.import_module(f"web.pages.{name}").pages)
    return app


def parts() -> Parts:
    """The parts of the application that answers."""
    found: Parts = current_app.extensions["fangpin"]
    return found


def work_or_404(number: int) -> Work:
    """The work of that number, or the page that says there is none."""
    return find_work(parts().store, number) or abort(404)
