"""The routes beside Streamlit's, with hostile and unlucky browsers."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from cjm.core.access import Actor, Role
from cjm.core.errors import CjmError
from cjm.core.service import Context
from cjm.people.invitations import invite, join
from cjm.people.seats import actor_at, revoke_seat
from cjm.workshops import create_workshop
from db.engine import Store
from db.faults import DatabaseFault
from db.tables import Theme
from pages.server import lifetime
from pages.server.identity import COOKIE, BrowserKey, actor_of
from pages.server.routes import ROUTES, lifespan
from tests.conftest import serving

FACILITATOR, PHONE = (f"{who}-browser-key-0123456789abcdef" for who in ("facilitator", "phone"))


async def page(request: object) -> HTMLResponse:
    return HTMLResponse("<p>A page")


class Client:
    """A browser's requests to the application, served from a thread."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"

    def get(self, path: str, cookie: str = "") -> tuple[int, Message]:
        request = urllib.request.Request(f"http://{self.host}{path}", headers={"Cookie": cookie} if cookie else {})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.headers

    def line(self, workshop_id: str, key: str, query: str = "") -> ClientConnection:
        address = f"ws://{self.host}/api/live/{workshop_id}{query}"
        return connect(address, origin=f"http://{self.host}", additional_headers={"Cookie": f"{COOKIE}={key}"})  # type: ignore[arg-type]


@pytest.fixture
def client(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setenv("CJM_DATABASE_URL", store.url.render_as_string(hide_password=False))
    monkeypatch.setenv("CJM_OPEN", "0")
    app = Starlette(routes=[*ROUTES, Route("/page", page)], lifespan=lifespan, middleware=[Middleware(BrowserKey)])  # type: ignore[arg-type]
    with serving(app) as port:
        yield Client(port)


def heard(line: ClientConnection) -> dict[str, Any]:
    """The next message that is not about the session, which comes in between."""
    while "session" in (message := json.loads(line.recv(timeout=10))):
        pass
    return dict(message)


def closed_with(line: ClientConnection) -> int | None:
    """Whatever still comes, then the code with which the line is closed."""
    try:
        while True:
            assert "acks" not in heard(line)
    except ConnectionClosed as end:
        return end.rcvd.code if end.rcvd else None


def started() -> Context:
    service = lifetime.service()
    workshop_id = create_workshop(service, Actor("F", Role.FACILITATOR), name="Shop", browser_key=FACILITATOR)
    return Context(service, actor_at(service, FACILITATOR, workshop_id), workshop_id)


def theme(number: int) -> dict[str, object]:
    return {"id": f"act-1234-{number}", "do": "add_theme", "with": {"name": f"Theme {number}"}}


def test_a_seat_taken_away_ends_the_line(client: Client) -> None:
    first = started()
    join(first.service, PHONE, token=invite(first).token, name="Ann")
    seat = actor_at(first.service, PHONE, first.workshop_id).seat_id
    assert seat
    with client.line(first.workshop_id, PHONE) as line:
        assert "hello" in heard(line)
        line.send(json.dumps({"acts": [theme(1)]}))
        while "acks" not in (answer := heard(line)):
            pass
        assert answer["acks"][0]["ok"], answer
        revoke_seat(first, seat_id=seat)
        line.send(json.dumps({"acts": [theme(2)]}))
        assert closed_with(line) == 4403


def test_acts_that_wait_for_the_database_keep_their_order(client: Client) -> None:
    """The first is put off; what comes behind it is not tried before it, in whatever message it came."""
    first = started()
    messages: list[dict[str, Any]] = []
    with client.line(first.workshop_id, FACILITATOR, "?later") as line:

        def until(key: str) -> Any:
            while key not in (message := heard(line)):
                messages.append(message)
            return message[key]

        with Store(first.service.store.url.render_as_string(hide_password=False)).writing():
            line.send(json.dumps({"acts": [theme(1), theme(2)]}))
            line.send(json.dumps({"acts": [theme(3)]}))
            put_off = until("later")
            assert any("trying" in one for one in messages), "a screen that hears nothing thinks that the line is dead"
            assert put_off["ids"] == [theme(1)["id"], theme(2)["id"]] and "not stored yet" in put_off["why"]
        assert until("later")["ids"] == [theme(3)["id"]], "the database is back, and it still stands behind the others"
        line.send(json.dumps({"acts": [theme(1)]}))
        assert until("acks")[0]["ok"]
        line.send(json.dumps({"acts": [theme(2), theme(3)]}))
        assert [until("acks")[0]["id"] for _ in range(2)] == [theme(2)["id"], theme(3)["id"]]
    names = [one.name for one in first.service.image(first.workshop_id).all(Theme)]
    assert names == ["Theme 1", "Theme 2", "Theme 3"]


def test_a_page_of_before_this_message_gets_a_new_line_on_which_it_sends_all_again(client: Client) -> None:
    first = started()
    other = Store(first.service.store.url.render_as_string(hide_password=False))
    with other.writing(), client.line(first.workshop_id, FACILITATOR) as line:
        line.send(json.dumps({"acts": [theme(1)]}))
        assert closed_with(line) == 1013


UNREADABLE = [b"\x00\x01", "[" * 100_000, '{"acts": ' + "[" * 50_000, "{}", '{"acts": [' + "1," * 300 + "1]}"]


@pytest.mark.parametrize("frame", UNREADABLE, ids=["binary", "deep", "deep acts", "no acts", "too many"])
def test_what_cannot_be_read_is_refused_in_a_sentence(client: Client, frame: str | bytes) -> None:
    first = started()
    with client.line(first.workshop_id, FACILITATOR) as line:
        heard(line)
        line.send(frame)
        assert heard(line)["refused"].endswith(".")
        assert closed_with(line) == 4400


def test_half_a_letter_is_answered(client: Client) -> None:
    first = started()
    with client.line(first.workshop_id, FACILITATOR) as line:
        heard(line)
        line.send(r'{"acts": [{"id": "act-12345", "do": "add_theme", "with": {"\ud800": "x"}}]}')
        (answer,) = heard(line)["acks"]
        assert answer["id"] == "act-12345" and answer["ok"] is False


@pytest.mark.parametrize("odd", ["%00", "x" * 3000, "a%20b", "%F0%9F%8E%92"])
def test_what_cannot_be_a_workshop_never_reaches_the_database(client: Client, odd: str) -> None:
    assert client.get(f"/api/board/{odd}", f"{COOKIE}={FACILITATOR}")[0] == 404
    with client.line(odd, FACILITATOR) as line:
        assert "refused" in heard(line)
        assert closed_with(line) == 4404


def test_a_nul_in_a_workshops_id_is_a_kind_sentence(client: Client) -> None:
    with pytest.raises(CjmError, match="isn’t there"):
        actor_of(FACILITATOR, "\x00")


def test_every_page_says_no_referrer_and_odd_cookies_hide_nothing(client: Client) -> None:
    _, first = client.get("/page")
    assert first["referrer-policy"] == "no-referrer" and COOKIE in first["set-cookie"]
    for beside in ("a[]=1", 'prefs={"a": "b, c"}', "odd", 'q="unclosed'):
        _, again = client.get("/page", f"{beside}; {COOKIE}={PHONE}")
        assert again["referrer-policy"] == "no-referrer", beside
        assert f"~{PHONE};" in again["set-cookie"], f"a browser beside {beside!r} lost its key"


def test_the_trace_is_for_those_who_have_a_seat_and_says_what_is_gone(client: Client) -> None:
    first = started()
    asked = f"/api/trace/{first.workshop_id}?kind=entries&id=nothing"
    assert client.get(asked)[0] == 403
    assert client.get(asked, f"{COOKIE}={FACILITATOR}")[0] == 404
    assert client.get(f"/api/trace/{first.workshop_id}?kind=seats&id=1", f"{COOKIE}={FACILITATOR}")[0] == 404


def test_health_says_whether_something_can_be_stored(client: Client) -> None:
    first = started()

    def health() -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://{client.host}/healthz", timeout=10) as answer:
                return answer.status, json.load(answer)["status"]
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)["status"]

    assert health() == (200, "ok")
    with Store(first.service.store.url.render_as_string(hide_password=False)).writing():
        end = time.monotonic() + 10
        while health() != (200, "the database is busy"):
            assert time.monotonic() < end
    first.service.store._last_fault = time.monotonic(), DatabaseFault("full", "no room")
    end = time.monotonic() + 10
    while health() != (503, "the server’s disk is full"):
        assert time.monotonic() < end
