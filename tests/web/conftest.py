"""What several modules go through: made once, for it takes seconds."""

from __future__ import annotations

import pytest

from tests.web.audited import Audited
from tests.web.peopled import peopled_page


@pytest.fixture(scope="session")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """A page with something of everything on it, to be looked at; who changes it takes a copy."""
    return peopled_page(tmp_path_factory.mktemp("peopled"))
