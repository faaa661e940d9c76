"""Nothing that is withheld from customers reaches their browser. Every text of a workshop is a word of its own, and every byte
that comes to a customer, in a browser or by hand, is searched for these words."""

from __future__ import annotations

import contextlib
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Response, expect
from starlette.routing import Route, WebSocketRoute
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from cjm import customer_review
from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.people import invitations, seats
from db.engine import Store
from db.tables import Emotion, Entry, Lane, Stage
from pages.server.routes import ROUTES
from pages.shared.address import SCRIPTS
from tests.canaries import caught, may_fly, release
from tests.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.seats]
LEAD, CUSTOMER = (f"{who}-browser-key-0123456789abcdef" for who in ("facilitator", "customer"))
NO_PAGES = {"__init__", "router"}
FILES = {path.stem for path in (Path(__file__).parents[2] / "pages").glob("*.py")} - NO_PAGES
PAGES = sorted({next((page for page, file in SCRIPTS.items() if file == name), name) for name in FILES})
"""By their addresses."""
FOR_ALL = {"customer_review", "join", "workshops"}
"""Pages that have something for a customer; every other one says that it is not for them."""


class Nest:
    """A workshop full of canaries, its facilitator, and a customer."""

    def __init__(self, server: Server) -> None:
        self.url, self.host = server.url, server.url.removeprefix("http://")
        self.service = Service(Store(server.database_url))
        self.workshop = load_example(self.service, Actor("Lead", Role.FACILITATOR), "hospital", browser_key=LEAD)
        self.lead = Context(self.service, seats.actor_at(self.service, LEAD, self.workshop), self.workshop)
        self.canaries = release(self.lead)
        self.allowed = may_fly(self.lead, self.canaries)
        invitations.join(self.service, CUSTOMER, token=invitations.invite(self.lead, Role.REVIEWER).token)
        self.customer = Context(self.service, seats.actor_at(self.service, CUSTOMER, self.workshop), self.workshop)
        self.late = 900_000

    def escaped(self, parts: list[bytes]) -> list[tuple[str, str]]:
        """What leaked: kind and field, so that one sees where to look."""
        return sorted({self.canaries.get(word, ("", "", "late"))[::2] for word in caught(parts) - self.allowed})

    def line(self, path: str, key: str, **how: Any) -> ClientConnection:
        headers = {"Cookie": f"cjm_browser={key}"}
        return connect(f"ws://{self.host}{path}", origin=self.url, additional_headers=headers, max_size=None, **how)  # type: ignore[arg-type]

    def asked(self, path: str, method: str = "GET", data: bytes | None = None, **headers: str) -> tuple[int, Any, bytes]:
        """Status, headers and all the bytes that a customer gets."""
        request = urllib.request.Request(self.url + path, data, {"Cookie": f"cjm_browser={CUSTOMER}", **headers}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.headers, bytes(answer.headers) + answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, bytes(error.headers) + error.read()

    def work_inside(self) -> None:
        """The facilitator's board writes withheld things, over their own live line."""
        image = self.service.image(self.workshop)
        lanes, stage = {lane.kind: lane.id for lane in image.all(Lane)}, image.all(Stage)[0].id
        shown = next(one for one in image.all(Entry) if one.text in self.allowed)
        felt = image.by(Emotion, "stage_id")[stage][0].value
        inside = {name: self.word() for name in ("note", "source", "blocks", "speaker")}
        pain = {"stage_id": stage, "lane_id": lanes["pain_point"], "text": self.word(), "fields": {"internal": True}}
        with self.line(f"/api/live/{self.workshop}", LEAD) as line:
            acts = [
                ("add_entry", {"stage_id": stage, "lane_id": lanes["system"], "text": self.word()}),
                ("add_entry", pain),
                ("edit_entry", {"id": shown.id, "fields": inside}),
                ("add_entry", {"stage_id": stage, "lane_id": lanes["touchpoint"], "text": self.word()}),
                ("edit_entry", {"id": shown.id, "fields": {"text": self.word()}}),
                ("set_emotion", {"stage_id": stage, "value": felt, "reason": self.word()}),
            ]
            sent = [{"id": f"act-{self.late}-{n}", "do": do, "with": args} for n, (do, args) in enumerate(acts)]
            line.send(json.dumps({"acts": sent}))
            acks = 0
            while acks < len(acts):
                told = json.loads(line.recv(timeout=20)).get("acks", [])
                assert all(ack["ok"] for ack in told), told
                acks += len(told)

    def word(self) -> str:
        self.late += 1
        return f"kanari{self.late:06}x"


@pytest.fixture(scope="module")
def nest(server: Server) -> Iterator[Nest]:
    made = Nest(server)
    yield made
    made.service.store.close()


def test_a_browser_gets_nothing_that_is_withheld(browser: Browser, nest: Nest) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": "cjm_browser", "value": CUSTOMER, "url": nest.url}])
    page = context.new_page()
    got: list[bytes] = []
    answers: list[Response] = []

    def frame(payload: str | bytes) -> None:
        got.append(payload.encode() if isinstance(payload, str) else payload)

    def read() -> None:
        """Streamlit's own files aside."""
        for answer in answers:
            if "/static/" not in answer.url and answer.status not in (204, 304) and not 300 <= answer.status < 400:
                got.append(answer.body() + json.dumps(answer.headers).encode())
        answers.clear()

    page.on("response", lambda answer: answers.append(answer))
    page.on("websocket", lambda line: line.on("framereceived", frame))
    page.goto(f"{nest.url}/customer_review?w={nest.workshop}")
    first = customer_review.picture(nest.customer).stages[0]
    expect(page.get_by_role("heading", name=first.name)).to_be_visible()
    page.get_by_role("button", name="True").first.click(delay=100)
    expect(page.get_by_text(re.compile("saved"))).to_be_visible()
    nest.work_inside()
    with page.expect_response(re.compile("/api/review/")):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    while page.get_by_role("button", name="Next: ").is_visible():
        page.get_by_role("button", name="Next: ").click(delay=100)
    page.get_by_role("button", name="Finish").click(delay=100)
    expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
    read()
    assert nest.allowed - caught(got) == set(), "the net would miss what does arrive"
    for path in ("", f"/pain_points?w={nest.workshop}", f"/customers_turn?w={nest.workshop}", f"/trash?w={nest.workshop}"):
        page.goto(nest.url + path)
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        expect(page.get_by_text("You are invited to look at this" if not path else "This page is for the team")).to_be_visible()
        nest.work_inside()
        read()
    context.close()
    assert any(part[:1] != b"{" for part in got), "Streamlit's frames are among it"
    assert nest.escaped(got) == []


def test_every_route_refuses_a_customer(nest: Nest) -> None:
    card = nest.service.image(nest.workshop).all(Entry)[0].id
    got: list[bytes] = []
    for route in ROUTES:
        assert isinstance(route, Route | WebSocketRoute)
        path = re.sub(r"\{workshop_id\}", nest.workshop, route.path)
        path = re.sub(r"\{[^}]+\}", card, path)
        if isinstance(route, WebSocketRoute):
            got += _listened(nest, path)
            continue
        acts = json.dumps({"acts": [{"id": "act-12345678", "do": "add_entry", "with": {"text": "x"}}]}).encode()
        for method in sorted(route.methods or ()):
            for query in ("", "?room=1", "?step=pain_points", "?format=pdf"):
                status, _, answer = nest.asked(path + query, method, acts if method == "POST" else None, Origin=nest.url)
                got.append(answer)
                if route.path not in {"/healthz", "/join/{token}", "/api/review/{workshop_id}", "/api/script/{file}"}:
                    assert status == 403, f"{method} {route.path} answers a customer"
        nest.work_inside()
    assert caught(got), "the net would miss what does arrive"
    assert nest.escaped(got) == []


def _listened(nest: Nest, path: str) -> list[bytes]:
    """Everything a live line says to a customer, who sends acts, while others work: it is refused, without a revision."""
    got: list[bytes] = []
    with nest.line(path, CUSTOMER) as line:
        with contextlib.suppress(ConnectionClosed):  # it may be closed before one has said anything
            line.send(json.dumps({"acts": [{"id": "act-87654321", "do": "undo", "with": {}}]}))
        nest.work_inside()
        with contextlib.suppress(ConnectionClosed):
            while True:
                message = line.recv(timeout=10)
                got.append(message if isinstance(message, bytes) else message.encode())
    assert [list(json.loads(one)) for one in got] == [["refused"]]
    return got


def test_every_page_refuses_a_customer(nest: Nest) -> None:
    """Streamlit's own line, by hand: each page is asked for with its address, whatever the menu shows."""
    got: list[bytes] = []
    for page in PAGES:
        with nest.line("/_stcore/stream", CUSTOMER, subprotocols=["streamlit"]) as line:
            wish = BackMsg()
            wish.rerun_script.query_string = f"w={nest.workshop}&part=see&open=1&card=1"
            wish.rerun_script.page_name = "" if page == "workshops" else page
            line.send(wish.SerializeToString())
            answers: list[bytes] = []
            while True:
                answer = ForwardMsg()
                raw = line.recv(timeout=60)
                assert isinstance(raw, bytes)
                answers.append(raw)
                answer.ParseFromString(raw)
                if answer.WhichOneof("type") == "script_finished":
                    break
        assert page in FOR_ALL or any(b"This page is for the team" in one for one in answers), page
        assert not any(b"incident" in one for one in answers), page
        got += answers
    assert nest.escaped(got) == []


def test_what_is_withheld_does_not_even_change_the_tag(nest: Nest) -> None:
    path = f"/api/review/{nest.workshop}"
    status, headers, answer = nest.asked(path)
    assert status == 200 and b"revision" not in answer
    tag = headers["etag"]
    nest.work_inside()
    assert nest.asked(path, **{"If-None-Match": tag})[0] == 304
    stage = customer_review.picture(nest.customer).stages[0]
    act = {"id": "act-missing-1", "do": "say_missing", "with": {"stage_id": stage.id, "words": "x"}}
    status, _, answer = nest.asked(path, "POST", json.dumps({"acts": [act]}).encode(), Origin=nest.url)
    assert status == 200 and b'{"acks":[{"id":"act-missing-1","ok":true}]}' in answer
    assert nest.asked(path, "POST", json.dumps({"acts": [act]}).encode(), Origin="https://evil.example")[0] == 403
    share = {"id": "act-share-1", "do": "share_entry", "with": {"id": act["id"], "shared": True}}
    _, _, answer = nest.asked(path, "POST", json.dumps({"acts": [share]}).encode(), Origin=nest.url)
    assert b"As a reviewer you can" in answer
