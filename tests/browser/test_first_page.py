"""What a browser asks for on its first visit: everything once, and at the right place, beneath a path too."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from cjm.examples import load_example
from db.engine import Store
from tests.conftest import Server, start_server, stop_server

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("beneath", ["", "/workshops-of-ours"])
def test_the_board_is_there_and_nothing_was_asked_in_vain_or_twice(browser: Any, tmp_path: Path, beneath: str) -> None:
    server, process = start_server(tmp_path, beneath=beneath, STREAMLIT_SERVER_BASE_URL_PATH=beneath)
    store = Store(server.database_url)
    try:
        id = load_example(Service(store), Actor("Facilitator", Role.FACILITATOR), "hospital")
        for visit in range(2):  # the scripts are known from when a page has needed them
            page = browser.new_page(viewport={"width": 1600, "height": 900})
            asked: Counter[str] = Counter()
            failed: list[str] = []
            page.on("request", lambda one, asked=asked: asked.update([urlsplit(one.url).path]))
            page.on("response", lambda one, failed=failed: failed.append(one.url) if one.status >= 400 else None)
            page.goto(f"{server.url}{beneath}/pain_points?w={id}")
            page.locator(".card").first.wait_for(timeout=30_000)
            early = page.locator("head link[href*='/api/script/board.']").count()
            page.close()
            assert failed == [] and early == visit
            assert asked[f"{beneath}/api/board/{id}"] == 1 and asked[f"{beneath}/_stcore/health"] == 1
            assert [path for path, times in asked.items() if times > 1 and "/api/script/" in path] == []
    finally:
        store.close()
        stop_server(process)


def test_a_window_that_a_fault_has_emptied_opens_its_page_again(server: Server, browser: Any, ctx: Context) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{server.url}/customer?w={ctx.workshop_id}")
    page.get_by_role("heading", level=1).wait_for()
    fault = "() => { document.getElementById('root').replaceChildren(); setTimeout(() => { throw new Error('gone'); }); }"
    with page.expect_navigation():
        page.evaluate(fault)
    page.get_by_role("heading", level=1).wait_for()
    page.close()
