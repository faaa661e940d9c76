"""On a busy machine a page may be drawn anew in the moment of a click: a browser test may try again, and the summary says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

HERE = Path(__file__).parent
expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=3, reruns_delay=2))
