"""What holds on every page: readable by everybody, safe with hostile text, no incident."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from cjm.core.access import Actor, Role
from cjm.core.command import Tx, command
from cjm.core.service import Context, Service
from cjm.customer import add_candidate
from cjm.value_stream import edit_stage
from cjm.workshops import create_workshop
from db.tables import (
    Action,
    Department,
    Entry,
    Handoff,
    Kpi,
    KpiReading,
    Lane,
    ParkedThought,
    Project,
    ProjectUpdate,
    Review,
    ReviewFinding,
    Stage,
    Task,
    ValueStream,
)
from tests.browser.rooms import LAPTOP, PHONE, SCROLL, WALL, hospital, serious
from tests.conftest import Server

PAGES = [
    "workshops",
    "frame",
    "customer",
    "value_stream",
    "pain_points",
    "future_state",
    "priorities",
    "trash",
    "people",
    "join",
    "now",
    "homework",
    "matrix",
    "projects",
    "check_in",
    "versions",
    "side_by_side",
    "kpis",
    "reviews",
    "insights",
    "closing",
    "customers_turn",
    "customer_review",
]
HOSTILE = (
    "![x](https://evil.example/x.png) $\\frac12$ <script>window.hacked=1</script>"
    '<img src=x onerror="window.hacked=1">[go](https://evil.example) https://evil.example :fire: :material/home: :red[red]'
)


@pytest.fixture(scope="module")
def full(server: Server) -> str:
    return hospital(server)


@command("test_make_hostile")
def make_hostile(tx: Tx) -> None:
    names = (
        (Stage, "name"),
        (Department, "name"),
        (Lane, "name"),
        (Entry, "text"),
        (Action, "name"),
        (Handoff, "what"),
        (Project, "name"),
        (Project, "owner"),
        (Project, "help_needed"),
        (Task, "name"),
        (ProjectUpdate, "blocked"),
        (Kpi, "name"),
        (KpiReading, "source"),
        (ReviewFinding, "words"),
        (Review, "note"),
        (ValueStream, "name"),
        (ParkedThought, "text"),
        (ParkedThought, "owner"),
    )
    for model, field in names:
        for row in tx.image.all(model):
            tx.change(model, row.id, **{field: HOSTILE})
    tx.change_workshop(name=HOSTILE, north_star=HOSTILE)


@pytest.fixture(scope="module")
def hostile(server: Server, service: Service) -> str:
    """The hospital example with markup in every name that people type."""
    workshop_id = hospital(server)
    context = Context(service, Actor("Test", Role.FACILITATOR), workshop_id)
    make_hostile(context)
    add_candidate(context, name=HOSTILE)
    return workshop_id


@pytest.fixture(scope="module")
def empty(service: Service) -> str:
    return create_workshop(service, Actor("Test", Role.FACILITATOR), name="Nothing in it yet")


@pytest.fixture(scope="module")
def forbidden() -> list[str]:
    """What the browser would not do because of the policy in the page's headers."""
    return []


@pytest.fixture(scope="module")
def page(browser: Browser, forbidden: list[str]) -> Iterator[Page]:
    """One for all: a page that is opened from the browser's memory costs a third of one that is fetched."""
    context = browser.new_context(viewport=WALL["viewport"])
    made = context.new_page()
    made.on("console", lambda told: forbidden.append(told.text) if "Content Security Policy" in told.text else None)
    yield made
    context.close()


@pytest.fixture(autouse=True)
def nothing_forbidden(forbidden: list[str]) -> Iterator[None]:
    """No page needs more than the policy allows, and nothing in one tries to get it."""
    forbidden.clear()
    yield
    assert forbidden == []


def settled(page: Page, address: str) -> None:
    """Open and wait until the script has run and the components are drawn."""
    page.goto(address)
    page.wait_for_selector("[data-testid=stMainBlockContainer]")
    page.wait_for_selector(".drawn", state="attached", timeout=20_000)
    page.wait_for_selector("[data-testid=stStatusWidget]", state="detached", timeout=20_000)
    page.wait_for_timeout(300)


def address(server: Server, name: str, workshop_id: str) -> str:
    return f"{server.url}/{name if name != 'workshops' else ''}?w={workshop_id}"


@pytest.mark.parametrize("name", PAGES)
def test_readable_by_everybody_and_as_wide_as_the_window(page: Page, server: Server, full: str, empty: str, name: str) -> None:
    """Axe, light and dark; full and empty on a laptop and on a phone nothing scrolls sideways and nothing breaks."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WALL["viewport"])
    settled(page, address(server, name, full))
    assert serious(page) == []
    page.emulate_media(color_scheme="dark")
    settled(page, address(server, name, full))
    assert serious(page) == []
    whole(page, LAPTOP)
    for workshop_id in (full, empty):
        page.set_viewport_size(PHONE["viewport"])
        settled(page, address(server, name, workshop_id))
        whole(page, PHONE)
    whole(page, LAPTOP)


def whole(page: Page, device: dict[str, Any]) -> None:
    page.set_viewport_size(device["viewport"])
    page.wait_for_function(f"() => ({SCROLL})()[1] <= 1", timeout=5_000)
    assert page.get_by_text("incident").count() == 0


OVERLAPS = """() => {
  const shown = [...document.querySelectorAll(".st-key-bar :is(h1, button, input, [role=combobox])")]
    .map((el) => [el, el.getBoundingClientRect()]).filter(([, box]) => box.width > 2 && box.height > 2);
  const found = [];
  shown.forEach(([a, one], i) => {
    if (one.right > innerWidth + 1) found.push(`${a.innerText || a.tagName} leaves the window`);
    for (const [b, two] of shown.slice(i + 1)) {
      const wide = Math.min(one.right, two.right) - Math.max(one.left, two.left);
      const high = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
      if (wide > 2 && high > 2 && !a.contains(b) && !b.contains(a) && a.parentElement !== b.parentElement)
        found.push(`${a.innerText || a.tagName} | ${b.innerText || b.tagName}`);
    }
  });
  const main = document.querySelector("[data-testid=stMain]");
  if (main.scrollWidth > main.clientWidth + 1) found.push("scrolls sideways");
  return found;
}"""


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1280, 720)])
def test_nothing_lies_over_anything_in_the_bar_of_a_step_in_a_small_window(
    browser: Browser, server: Server, full: str, width: int, height: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    for name in ("customer", "value_stream", "pain_points", "future_state", "priorities"):
        settled(page, f"{server.url}/{name}?w={full}")
        assert page.evaluate(OVERLAPS) == [], name
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_hostile_text_stays_text(page: Page, server: Server, hostile: str, name: str) -> None:
    page.set_viewport_size(WALL["viewport"])
    settled(page, address(server, name, hostile))
    nothing_made_of_it(page)
    popovers = page.locator("[data-testid=stPopover] button")
    for number in range(popovers.count()):
        if not popovers.nth(number).is_visible() or popovers.nth(number).is_disabled():
            continue
        popovers.nth(number).click(delay=100)
        page.wait_for_selector("[data-testid=stPopoverBody]")
        nothing_made_of_it(page)
        page.keyboard.press("Escape")
    parts = page.locator("[data-testid=stButtonGroup]").first.locator("button[data-rac]:not([disabled])")
    for number in range(parts.count()):
        parts.nth(number).click(delay=100)
        page.locator("[data-testid=stButtonGroup]").first.locator("button[data-selected=true]").nth(0).wait_for()
        page.wait_for_selector("[data-testid=stStatusWidget]", state="detached", timeout=20_000)
        nothing_made_of_it(page)


def nothing_made_of_it(page: Page) -> None:
    """No markup, picture, formula, link or icon has come of what people typed."""
    assert page.evaluate("window.hacked") is None
    made = page.locator("img[src*=evil], img[src=x], .katex, a[href*=evil], .stMarkdownColoredText")
    assert [one.evaluate("e => e.outerHTML") for one in made.all()] == []
    assert page.get_by_text("\N{FIRE}").count() == 0
    assert page.get_by_text("incident").count() == 0


def test_hostile_text_stays_text_in_toasts(page: Page, server: Server, service: Service, hostile: str) -> None:
    context = Context(service, Actor("Facilitator", Role.FACILITATOR), hostile)
    stage = service.image(hostile).all(Stage)[0]
    edit_stage(context, id=stage.id, is_key=not stage.is_key)
    settled(page, f"{server.url}/value_stream?w={hostile}")
    page.get_by_role("button", name="Undo").click(delay=100)
    page.locator("[data-testid=stToast]").filter(has_text="Undone:").filter(has_text="![x]").first.wait_for()
    nothing_made_of_it(page)
