"""What every page's test needs: the application's service on a database of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cjm.service import Service
from db.engine import Store
from pages.components import runtime


@pytest.fixture
def service(sqlite_store: Store) -> Iterator[Service]:
    made = Service(sqlite_store)
    runtime.install(made)
    yield made
    runtime.install(None)


@pytest.fixture
def roles(monkeypatch: pytest.MonkeyPatch) -> None:
    """No open installation here."""
    monkeypatch.setenv("CJM_OPEN", "")
