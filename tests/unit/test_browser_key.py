"""The key of a browser: renewed before somebody sits down, without losing what they had, and kept by a better name over https."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from cjm.core.access import Actor, Role
from cjm.core.service import Context
from cjm.people import seats
from cjm.people.invitations import invite, join
from cjm.people.seats import actor_at
from cjm.workshops import create_workshop
from db.engine import Store
from pages.server import lifetime
from pages.server.identity import COOKIE, FORMER, BrowserKey
from pages.server.routes import ROUTES, lifespan
from tests.conftest import serving

LEAD, PLANTED, OTHER = (f"{who}-browser-key-0123456789abcdef" for who in ("lead", "planted", "other"))


async def page(request: Request) -> Response:
    return HTMLResponse("<p>A page")


async def cookies(request: Request) -> Response:
    return JSONResponse(request.cookies)


class Jar:
    """A browser's cookies, and what it asks for with them."""

    def __init__(self, port: int, **cookies: str) -> None:
        self.port = port
        self.kept: dict[str, str] = {name.replace("HOST_", "__Host-"): value for name, value in cookies.items()}
        self.set: list[str] = []

    def header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.kept.items())

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        asked = {"Cookie": self.header(), "Accept": "text/html" if path in ("/page", "/join") else "*/*", **headers}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with closing(line):
            line.request("GET", path, headers=asked)
            answer = line.getresponse()
            self.set = answer.headers.get_all("set-cookie") or []
            for one in self.set:
                name, value = re.match(r"([^=]+)=([^;]*)", one).groups()  # type: ignore[union-attr]
                if "Max-Age=0" in one:
                    self.kept.pop(name, None)
                else:
                    self.kept[name] = value
            return answer.status, answer.read().decode()

    def line(self, workshop_id: str) -> ClientConnection:
        return connect(
            f"ws://127.0.0.1:{self.port}/api/live/{workshop_id}",
            origin=f"http://127.0.0.1:{self.port}",  # type: ignore[arg-type]
            additional_headers={"Cookie": self.header()},
        )

    @property
    def key(self) -> str:
        return self.kept[COOKIE].partition("~")[0]


@pytest.fixture
def port(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setenv("CJM_DATABASE_URL", sqlite_store.url.render_as_string(hide_password=False))
    monkeypatch.setenv("CJM_OPEN", "0")
    monkeypatch.delenv("CJM_PUBLIC_URL", raising=False)
    here = [Route("/page", page), Route("/join", page), Route("/cookies", cookies)]
    app = Starlette(routes=[*ROUTES, *here], lifespan=lifespan, middleware=[Middleware(BrowserKey)])  # type: ignore[arg-type]
    with serving(app) as found:
        yield found


def started(name: str = "Shop", key: str = LEAD) -> Context:
    service = lifetime.service()
    id = create_workshop(service, Actor("F", Role.FACILITATOR), name=name, browser_key=key)
    return Context(service, actor_at(service, key, id), id)


def sit_down(jar: Jar, ctx: Context) -> None:
    """As the page does it, with the key that the browser came with."""
    jar.get("/join")
    join(ctx.service, json.loads(jar.get("/cookies")[1])[COOKIE], token=invite(ctx).token, name="Ana")


def test_a_key_that_somebody_has_put_there_opens_nothing_after_one_sat_down(port: int) -> None:
    ctx = started()
    victim, thief = Jar(port, cjm_browser=PLANTED), Jar(port, cjm_browser=PLANTED)
    board = f"/api/board/{ctx.workshop_id}"
    sit_down(victim, ctx)
    assert victim.get(board)[0] == 200 and thief.get(board)[0] == 403
    thief.get("/join")  # nor has the thief got the same new one
    assert thief.get(board)[0] == 403 and victim.get(board)[0] == 200


def test_one_is_renewed_before_a_workshop_is_started_with_it_too(port: int) -> None:
    victim = Jar(port, cjm_browser=PLANTED)
    victim.get("/page")
    assert victim.key != PLANTED
    once = victim.kept[COOKIE]
    victim.get("/page")
    assert victim.kept[COOKIE] == once, "only once"


def test_other_workshops_and_tabs_go_on(port: int) -> None:
    first, second = started("First", OTHER), started("Second")
    mine = Jar(port, cjm_browser=OTHER)
    with mine.line(first.workshop_id) as tab:
        assert "hello" in json.loads(tab.recv(timeout=10))
        sit_down(mine, second)
        assert mine.key != OTHER
        with pytest.raises(ConnectionClosed) as end:
            while True:
                tab.recv(timeout=10)
        assert end.value.rcvd is not None and end.value.rcvd.code == 1012  # which a page answers by asking again
    with mine.line(first.workshop_id) as tab:
        assert "hello" in json.loads(tab.recv(timeout=10))
    assert [mine.get(f"/api/board/{one.workshop_id}")[0] for one in (first, second)] == [200, 200]
    assert seats.seats_at(first.service, OTHER, first.workshop_id) == []


def test_an_answer_that_never_arrives_costs_nothing(port: int) -> None:
    ctx = started(key=OTHER)
    mine = Jar(port, cjm_browser=OTHER)
    before = dict(mine.kept)
    for _ in range(3):
        mine.get("/join")
        mine.kept = dict(before)  # broken off: the browser keeps what it had
    assert mine.get(f"/api/board/{ctx.workshop_id}")[0] == 200
    mine.get("/join", **{"Sec-Purpose": "prefetch"})
    assert mine.set == []


def test_the_keys_kept_behind_the_present_one_have_an_end(port: int) -> None:
    ctx = started(key=OTHER)
    mine = Jar(port, cjm_browser=OTHER)
    for _ in range(20):
        mine.get("/join")
    assert mine.kept[COOKIE].count("~") == FORMER
    assert mine.get(f"/api/board/{ctx.workshop_id}")[0] == 200
    odd = Jar(port, cjm_browser="~".join(["x", OTHER, "<script>"] * 50))
    assert odd.get("/page")[0] == 200 and odd.get(f"/api/board/{ctx.workshop_id}")[0] == 403


def test_a_fault_of_the_database_is_no_answer(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    ctx = started(key=OTHER)
    mine = Jar(port, cjm_browser=OTHER)
    mine.get("/join")

    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as faulty:
        faulty.setattr("pages.server.identity.renew", broken)
        assert mine.get(f"/api/board/{ctx.workshop_id}")[0] == 503
        with pytest.raises(Exception, match="403"):  # no line, and none that was refused for good
            mine.line(ctx.workshop_id)
    assert mine.get(f"/api/board/{ctx.workshop_id}")[0] == 200


def test_over_https_the_cookie_has_a_name_that_no_neighbour_can_set(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    ctx = started(key=OTHER)
    board = f"/api/board/{ctx.workshop_id}"
    monkeypatch.setenv("CJM_PUBLIC_URL", "https://maps.example.org")
    new = Jar(port)
    new.get("/page")
    assert list(new.kept) == [f"__Host-{COOKIE}"]
    assert all(part in new.set[0] for part in ("; Secure", "; Path=/;", "; HttpOnly", "SameSite=Lax"))
    assert "Domain" not in new.set[0]
    new.get(f"/join/{invite(ctx).token}")
    assert "__Host-cjm_invitation" in new.kept and "cjm_invitation" in json.loads(new.get("/cookies")[1])

    old = Jar(port, cjm_browser=OTHER, other="stays")  # from before
    assert old.get(board)[0] == 200
    old.get("/page")
    assert set(old.kept) == {f"__Host-{COOKIE}", "other"} and old.kept[f"__Host-{COOKIE}"].endswith(f"~{OTHER}")
    assert old.get(board)[0] == 200
    assert Jar(port, cjm_browser=OTHER).get(board)[0] == 403, "the old one opens nothing any more"
    tossed = Jar(port, **{f"HOST_{COOKIE}": old.kept[f"__Host-{COOKIE}"], COOKIE: PLANTED})
    assert tossed.get(board)[0] == 200, "what a neighbour sets is not looked at"
