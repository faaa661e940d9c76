"""What every page's test needs: the application's service on a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner

from cjm.service import Service
from db.engine import Store
from pages.components import runtime


@pytest.fixture(scope="session", autouse=True)
def scanned_once() -> Iterator[None]:
    """Each AppTest looks through all installed packages for components; they stay the same while the tests run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


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
