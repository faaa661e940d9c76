"""What every page's test needs: the application's service on a database of its own."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.logger import get_logger

from cjm.core.service import Service
from db.engine import Store
from pages.server import lifetime
from tests.conftest import complaints


@pytest.fixture(scope="session", autouse=True)
def scanned_once() -> Iterator[None]:
    """Each AppTest looks through all installed packages for components; they stay the same while the tests run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def service(sqlite_store: Store) -> Iterator[Service]:
    made = Service(sqlite_store)
    lifetime.install(made)
    yield made
    lifetime.install(None)


@pytest.fixture
def roles(monkeypatch: pytest.MonkeyPatch) -> None:
    """No open installation here."""
    monkeypatch.setenv("CJM_OPEN", "")


class Kept(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += f"{record.getMessage()}\n"


@pytest.fixture(autouse=True)
def no_callback_draws() -> Iterator[None]:
    """Streamlit warns where what is drawn takes the place of the page's style."""
    logger, kept = get_logger("root"), Kept()
    logger.addHandler(kept)
    yield
    logger.removeHandler(kept)
    assert not complaints(kept.text)
