"""A room with real browsers: the facilitator's device, phones that join, a leader. Shared by the browser tests."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.people import invitations, roster, seats
from db.engine import Store
from db.tables import Department, SessionActivity
from tests.conftest import Server

STARTER = Actor("Facilitator", Role.FACILITATOR)
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}}
WALL: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}
SLOWEST = 30_000
LAPTOP_KEY, PHONE_KEY = (f"{device}-browser-key-0123456789abcdef" for device in ("laptop", "phone"))
SCROLL = """() => { const e = document.querySelector('[data-testid=stMain]');
    return [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth] }"""
"""How far the page scrolls down and sideways, in pixels."""
DO = """([workshop, name, args]) => new Promise((told) => {
  const act = window.__cjmLive.act(workshop, name, args);
  const leave = window.__cjmLive.subscribe(workshop, (event) => {
    const mine = event.type === "acks" && event.acks.find((one) => one.id === act.id);
    if (mine) { leave(); told(mine); }
  });
})"""


class Room:
    """A hospital workshop of its own, its facilitator's device at ``page`` and the phones in it."""

    def __init__(self, browser: Browser, server: Server, service: Service, page: str = "now", **how: Any) -> None:
        self.browser, self.server, self.service = browser, server, service
        self.contexts: list[BrowserContext] = []
        self.key = f"laptop-browser-key-{id(self)}-0123456789abcdef"
        self.workshop_id = load_example(service, STARTER, "hospital", browser_key=self.key)
        self.ctx = Context(service, seats.actor_at(service, self.key, self.workshop_id), self.workshop_id)
        self.token = invitations.invite(self.ctx).token
        self.laptop = self.come(self.key, page, **how)
        if page == "now":
            self.laptop.locator(".now .line[data-state=open]").wait_for()

    def come(self, key: str, page: str = "now", **how: Any) -> Page:
        """A browser of its own, open at a page of the workshop; without a key it is nobody's yet."""
        context = self.browser.new_context(**how)
        context.set_default_timeout(SLOWEST)
        if key:
            context.add_cookies([{"name": "cjm_browser", "value": key, "url": self.server.url}])
        self.contexts.append(context)
        made = context.new_page()
        if page:
            made.goto(f"{self.server.url}/{page}?w={self.workshop_id}")
        return made

    def phone(self, name: str, **how: Any) -> Page:
        """Somebody joins; their phone is open at Now."""
        key = f"phone-of-{name}-{id(self)}-0123456789abcdef"
        department = self.rows(Department)[0].id
        invitations.join(self.service, key, token=self.token, name=name, department_id=department)
        page = self.come(key, **{**PHONE, **how})
        page.locator(".now .line[data-state=open]").wait_for()
        return page

    def as_seen_by(self, name: str) -> Context:
        person = next(one for one in roster.roster(self.ctx).people if one.name == name)
        return Context(self.service, Actor(name, Role.CONTRIBUTOR, person.id, person.id), self.workshop_id)

    def do(self, name: str, **args: Any) -> Any:
        """The facilitator does something on their device."""
        told = self.laptop.evaluate(DO, [self.workshop_id, name, args])
        assert told["ok"], told
        return told["result"]

    def rows(self, model: Any) -> list[Any]:
        return list(self.service.image(self.workshop_id).all(model))

    def sealed(self, table: Any) -> list[Any]:
        here = [one.id for one in self.rows(SessionActivity)]
        with self.service.store.reading() as connection:
            query = table.select().where(table.c.session_activity_id.in_(here))
            return list(connection.execute(query).mappings())

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def soon(happened: Callable[[], bool], seconds: float = 40) -> None:
    """Wait for what no page shows."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def hospital(server: Server) -> str:
    """A new workshop with the hospital example, written by another process than the app's; returns its id."""
    store = Store(server.database_url)
    made = load_example(Service(store), STARTER, "hospital")
    store.close()
    return made


def settled(page: Page) -> None:
    """Everything on this phone has reached the server."""
    page.wait_for_function("(id) => window.__cjmLives[id].acts.length === 0", arg=page.url.partition("w=")[2])


def sideways(page: Page) -> bool:
    return bool(page.evaluate(SCROLL)[1] > 0)


def whole(page: Page) -> None:
    """Wait until the page is seen without scrolling: what stands on it is drawn one after the other."""
    page.wait_for_function(f"() => ({SCROLL})().every((by) => by <= 1)", timeout=8_000)


def darkened(page: Page) -> None:
    """The same page for who prefers dark, loaded anew: its pictures, too, are drawn for that."""
    page.emulate_media(color_scheme="dark")
    page.reload()


def serious(page: Page, **where: Any) -> list[str]:
    """What axe finds serious or critical."""
    found = Axe().run(page, **where).response["violations"]
    return [
        f"{one['id']}: {node['target']}" for one in found if one["impact"] in {"serious", "critical"} for node in one["nodes"]
    ]
