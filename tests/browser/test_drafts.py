"""What is being typed in a field outlives a reload, until the server has it."""

from __future__ import annotations

from typing import Any

import pytest

from cjm import future_state
from cjm.core.service import Context
from tests.browser.rooms import soon
from tests.conftest import Server

pytestmark = pytest.mark.browser
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('cjm-draft:')).length"


def shown(page: Any, label: str) -> Any:
    field = page.get_by_role("textbox", name=label, exact=True)
    field.wait_for()
    page.get_by_role("button", name="Next: priorities").wait_for()
    return field


def test_typed_text_outlives_a_reload_until_it_is_saved(server: Server, browser: Any, ctx: Context) -> None:
    label = "What the customer will experience"
    stage = future_state.journey(ctx).columns[1]
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(60_000)
    page.goto(f"{server.url}/future_state?w={ctx.workshop_id}&stage={stage.id}")
    field = shown(page, label)
    field.click()
    field.press("End")
    field.type(" – and more 🎒")
    typed = field.input_value()
    page.reload()
    field = shown(page, label)
    soon(lambda: field.input_value() == typed)
    assert future_state.stage(ctx, stage.id).experience == stage.experience, "nothing was saved behind the writer's back"

    page.get_by_label("Because").click()  # what was put back is left like any other field
    soon(lambda: future_state.stage(ctx, stage.id).experience == typed)
    soon(lambda: page.evaluate(KEPT) == 0)

    field.click()
    field.type("x")
    soon(lambda: page.evaluate(KEPT) == 1)
    future_state.write_future_state(ctx, stage_id=stage.id, fields=future_state.FutureFields(experience="From elsewhere"))
    page.reload()
    field = shown(page, label)
    soon(lambda: page.evaluate(KEPT) == 0)
    assert field.input_value() == "From elsewhere"
    page.close()


def test_a_form_that_was_sent_leaves_no_draft(server: Server, browser: Any, ctx: Context) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(60_000)
    page.goto(f"{server.url}/future_state?w={ctx.workshop_id}")
    page.get_by_role("button", name="Next: priorities").wait_for()
    page.get_by_text("Handoffs", exact=True).click(delay=100)
    what = page.get_by_label("What is handed over")
    what.fill("Who she is")
    what.blur()
    assert page.evaluate(KEPT) == 1, "leaving a field of a form does not send it"
    page.get_by_role("button", name="Add handoff").click(delay=100)
    soon(lambda: page.evaluate(KEPT) == 0)
    soon(lambda: what.input_value() == "")
    page.close()
