"""What the page has to say is seen, also where it is drawn anew right after."""

from __future__ import annotations

from typing import Any

import pytest

from cjm.core.service import Context
from tests.conftest import Server

pytestmark = pytest.mark.browser


def test_undo_says_what_it_undid_once_each_time(server: Server, browser: Any, ctx: Context) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(20_000)
    for _ in range(3):
        page.goto(f"{server.url}/customer?w={ctx.workshop_id}")
        page.get_by_role("radio", name="Pick", exact=True).click(delay=60)
        page.get_by_role("button", name="One hand more for").first.click(delay=100)
        page.locator("[data-saved][data-state=saved]").wait_for()
        page.get_by_role("button", name="Undo").click(delay=100)
        undone = page.get_by_test_id("stToast").filter(has_text="Undone: ", visible=True)
        undone.first.wait_for()
        page.wait_for_timeout(500)
        assert undone.count() == 1
    page.close()
