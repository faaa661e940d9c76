"""The app, its workshops and the browsers that all browser tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.people import seats
from db.engine import Store
from tests.browser.rooms import LAPTOP_KEY, SLOWEST
from tests.conftest import STARTED, Server, complaints, start_server, stop_server

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[bool], Server]]:
    """The app as a server of this test process: where people have seats, or open to whoever comes. Each is started once."""
    started: dict[bool, tuple[Server, Any]] = {}

    def one(seated: bool) -> Server:
        if seated not in started:
            how = {"CJM_OPEN": "", "CJM_PUBLIC_URL": ""} if seated else {"CJM_OPEN": "1"}
            started[seated] = start_server(tmp_path_factory.mktemp("server"), **how)
        return started[seated][0]

    yield one
    for _, process in started.values():
        stop_server(process)


@pytest.fixture(scope="session", autouse=True)
def told(browser: Browser) -> None:
    """A test that fails says what the page's own scripts complained of."""
    context, page = browser.new_context, browser.new_page

    def heard(where: Any) -> Any:
        where.on("weberror", lambda fault: print(f"in the page: {fault.error.stack or fault.error}"))
        return where

    def in_page(**how: Any) -> Page:
        made = page(**how)
        heard(made.context)
        return made

    browser.new_context = lambda **how: heard(context(**how))  # type: ignore[method-assign]
    browser.new_page = in_page  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """While a test goes on no server complains: of a fault that nobody sees, or of what breaks a page's style."""
    before = {one.log: one.log.stat().st_size for one in STARTED if one.log.exists()}
    yield
    for log in {one.log for one in STARTED if one.log.exists()}:
        with log.open(errors="replace") as text:
            text.seek(min(before.get(log, 0), log.stat().st_size))
            found = complaints(text.read())
        assert not found, f"the server complains:\n{found[0]}"


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, running: Callable[[bool], Server]) -> Server:
    """The app. It has workshops of other tests in it; in a module marked ``seats`` it asks who is there."""
    return running(request.node.get_closest_marker("seats") is not None)


@pytest.fixture(scope="module")
def service(server: Server) -> Iterator[Service]:
    """Another process beside the server, which hears of its writes."""
    store = Store(server.database_url)
    yield Service(store)
    store.close()


@pytest.fixture
def ctx(service: Service) -> Context:
    """A hospital of one's own, as its facilitator at ``LAPTOP_KEY`` sees it."""
    id = load_example(service, Actor("Facilitator", Role.FACILITATOR), "hospital", browser_key=LAPTOP_KEY)
    return Context(service, seats.actor_at(service, LAPTOP_KEY, id), id)


@pytest.fixture
def come(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Opens a browser that knows nothing of the others; with a key it has that browser's seats."""
    contexts: list[BrowserContext] = []

    def opened(key: str = "", **how: Any) -> Page:
        context = browser.new_context(**how)
        context.set_default_timeout(SLOWEST)
        if key:
            context.add_cookies([{"name": "cjm_browser", "value": key, "url": server.url}])
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
