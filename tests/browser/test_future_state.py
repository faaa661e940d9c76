"""Step 4 in a real browser: by the curve to a stage, ticking, writing, handoffs, and the columns of both pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from cjm import future_state
from cjm.core.service import Context
from tests.browser.rooms import soon
from tests.conftest import Server

pytestmark = pytest.mark.browser
DRAWN = "() => { const box = document.querySelector('.st-key-fs_curves'); const made = document.querySelector('.js-plotly-plot')?._fullLayout; return document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning' && made && Math.abs(box.clientHeight - made.height) < 2 }"  # noqa: E501
"""Nothing runs, and the curves have the height that the page gives them."""


@pytest.fixture
def page(server: Server, browser: Any, ctx: Context) -> Iterator[Any]:
    opened = browser.new_page(viewport={"width": 1920, "height": 1080})
    opened.set_default_timeout(30_000)
    opened.goto(f"{server.url}/future_state?w={ctx.workshop_id}")
    opened.locator(".js-plotly-plot .scatterlayer").wait_for()
    opened.get_by_role("button", name="Next: priorities").wait_for()
    opened.wait_for_function(DRAWN)
    yield opened
    opened.close()


def column(ctx: Context, name: str) -> future_state.FutureColumn:
    return next(one for one in future_state.journey(ctx).columns if one.name == name)


def test_the_curves_stand_under_their_columns_without_scrolling(page: Any) -> None:
    heads = page.evaluate(
        "() => { const found = []; const walk = (root) => { for (const el of root.querySelectorAll('*')) {"
        " if (el.matches('.head')) { const b = el.getBoundingClientRect(); found.push(b.left + b.width / 2); }"
        " if (el.shadowRoot) walk(el.shadowRoot); } }; walk(document); return found; }"
    )
    points = page.evaluate(
        "() => { const g = document.querySelector('.js-plotly-plot'); const left = g.getBoundingClientRect().left;"
        " const axis = g._fullLayout.xaxis; return g.data[0].x.map((x) => left + axis._offset + axis.d2p(x)); }"
    )
    assert len(heads) == len(points) >= 8
    assert max(abs(head - point) for head, point in zip(heads, points, strict=True)) < 3
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollHeight <= {main}.clientHeight")
    page.set_viewport_size({"width": 1366, "height": 768})
    drawn = "document.querySelector('.js-plotly-plot')._fullLayout"
    page.wait_for_function(f"() => {drawn}.height < 220 && {drawn}.height > 150 && {drawn}.width < 1330")
    assert page.evaluate(f"{main}.scrollHeight - {main}.clientHeight") <= 1
    low = page.evaluate("document.querySelector('.js-plotly-plot').getBoundingClientRect().bottom")
    foot = page.get_by_role("button", name="Next: priorities").bounding_box()
    assert low <= foot["y"] and foot["y"] + foot["height"] <= 768


def test_by_the_curve_to_a_stage_and_write_it(page: Any, ctx: Context) -> None:
    box = page.locator(".js-plotly-plot").bounding_box()
    visit = [one.name for one in future_state.journey(ctx).columns].index("Visit")
    width = (box["width"] - 107) / len(future_state.journey(ctx).columns)
    x, y = box["x"] + 107 + (visit + 0.5) * width, box["y"] + box["height"] * 0.8
    page.mouse.move(x - 9, y)
    page.mouse.move(x, y, steps=3)
    page.locator(".hoverlayer .hovertext").first.wait_for()
    page.mouse.click(x, y, delay=100)
    page.get_by_text("Visit today").wait_for()
    field = page.get_by_label("What the customer will experience")
    field.fill("Is greeted by name")
    page.get_by_label("Because").click(delay=100)
    soon(lambda: column(ctx, "Visit").experience == "Is greeted by name")
    open_pain = page.get_by_role("checkbox", name="Waits 40 minutes")
    before = column(ctx, "Visit").removed
    open_pain.click(delay=100)
    soon(lambda: column(ctx, "Visit").removed == before + 1)
    page.get_by_role("button", name="Undo").click(delay=100)
    soon(lambda: column(ctx, "Visit").removed == before)
    page.get_by_role("button", name="Whole journey").click(delay=100)
    page.get_by_role("button", name="Is greeted by name").wait_for()


def test_by_a_column_to_a_stage(page: Any) -> None:
    page.get_by_role("button", name="Checks what is known").click(delay=100)
    page.get_by_text("Intake today").wait_for()
    page.reload()
    page.get_by_text("Intake today").wait_for()


def test_what_is_unanswered_leads_to_its_stage(page: Any) -> None:
    page.get_by_role("button", name="unanswered").click(delay=100)
    page.locator(".unanswered").get_by_role("button", name="Medication list").click(delay=100)
    page.get_by_text("Treatment today").wait_for()


def test_handoffs_go_and_come(page: Any, ctx: Context) -> None:
    before = future_state.handoffs(ctx).count
    page.get_by_text("Handoffs", exact=True).click(delay=100)
    page.get_by_text("Handoffs today").wait_for()
    page.get_by_role("button", name="Removed").first.click(delay=100)
    soon(lambda: future_state.handoffs(ctx).count.then == before.then - 1)
    page.get_by_label("What is handed over").fill("Who she is")
    page.get_by_role("button", name="Add handoff").click(delay=100)
    soon(lambda: future_state.handoffs(ctx).count.then == before.then)
    page.get_by_role("button", name="Take out").wait_for()


def test_the_handoffs_are_counted_in_the_picture_and_opened_from_there(page: Any, ctx: Context) -> None:
    count = future_state.handoffs(ctx).count
    page.get_by_role("button", name=f"{count.today} → {count.then}").click(delay=100)
    page.get_by_text("Handoffs today").wait_for()
    page.locator(".handoff button.words").first.click(delay=100)
    note = page.get_by_role("textbox", name="What becomes of")
    note.fill("By app")
    note.press("Control+Enter")
    soon(lambda: future_state.handoffs(ctx).handoffs[0].note == "By app")
    page.reload()
    page.get_by_role("textbox", name="What becomes of").wait_for()


def test_the_north_star_is_one_line_and_stands_beside_the_vision(page: Any, ctx: Context) -> None:
    whole = future_state.journey(ctx)
    page.get_by_role("button", name=whole.north_star).click(delay=100)
    page.get_by_text(whole.objectives[0]).wait_for()
    field = page.get_by_label("North star")
    field.fill("Known everywhere")
    field.press("Enter")
    page.get_by_role("button", name="Known everywhere").wait_for()
    assert future_state.journey(ctx).north_star == "Known everywhere"


def test_another_tabs_change_is_drawn(page: Any, ctx: Context, server: Server, browser: Any) -> None:
    other = browser.new_page(viewport={"width": 1366, "height": 768})
    other.goto(f"{server.url}/future_state?w={ctx.workshop_id}&stage={column(ctx, 'Billing').id}")
    other.get_by_label("What the customer will experience").fill("Gets one bill")
    other.get_by_label("Because").click(delay=100)
    page.get_by_role("button", name="Gets one bill").wait_for(timeout=15_000)
    other.close()
