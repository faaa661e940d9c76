"""A press that another run of the page overtakes counts all the same, once: spoken over Streamlit’s own line, at each moment."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from cjm.core.service import Context
from db.tables import Participant
from tests.conftest import Server

pytestmark = pytest.mark.browser
MOMENTS = [0.002 * step for step in range(24)]
"""Seconds between the press and what overtakes it: from before its run begins until after its end."""


class Screen:
    """A page as its browser knows it: which fields and buttons there are, in which fragment."""

    def __init__(self, line: ClientConnection, page: str, query: str) -> None:
        self.line, self.page, self.query, self.script = line, page, query, ""
        self.fields: dict[str, str] = {}
        self.buttons: dict[str, tuple[str, str]] = {}

    def ask(self, press: str = "", typed: dict[str, str] | None = None) -> None:
        """Send a rerun: of the fragment of the button ``press``, or of the whole page."""
        wish = BackMsg()
        wish.rerun_script.query_string = self.query
        wish.rerun_script.page_name = self.page
        wish.rerun_script.page_script_hash = self.script
        for label, text in (typed or {}).items():
            wish.rerun_script.widget_states.widgets.add(id=self.fields[label], string_value=text)
        if press:
            button, wish.rerun_script.fragment_id = self.buttons[press]
            wish.rerun_script.widget_states.widgets.add(id=button, trigger_value=True)
        self.line.send(wish.SerializeToString())

    def settle(self) -> None:
        """Hear everything until the page has been quiet for a moment."""
        running = True
        while True:
            try:
                raw = self.line.recv(timeout=30 if running else 0.15)
            except TimeoutError:
                assert not running, "the page did not come to an end"
                return
            assert isinstance(raw, bytes)
            message = ForwardMsg()
            message.ParseFromString(raw)
            kind = message.WhichOneof("type")
            running = (running or kind == "new_session") and kind != "script_finished"
            if kind == "navigation":
                self.script = message.navigation.page_script_hash
            elif kind == "delta":
                element, fragment = message.delta.new_element, message.delta.fragment_id
                if element.HasField("text_input"):
                    self.fields[element.text_input.label] = element.text_input.id
                elif element.HasField("button"):
                    self.buttons[element.button.label] = (element.button.id, fragment)


@pytest.fixture
def screen(server: Server, ctx: Context) -> Iterator[Any]:
    lines: list[ClientConnection] = []

    def opened(page: str, **query: str) -> Screen:
        address = server.url.replace("http", "ws") + "/_stcore/stream"
        line = connect(address, origin=server.url, subprotocols=["streamlit"], max_size=None)  # type: ignore[arg-type,list-item]
        lines.append(line)
        shown = Screen(line, page, "&".join(f"{name}={value}" for name, value in {"w": ctx.workshop_id, **query}.items()))
        shown.ask()
        shown.settle()
        return shown

    yield opened
    for line in lines:
        line.close()


def stored(ctx: Context, model: Any, mark: str) -> Counter[str]:
    return Counter(row.name for row in ctx.service.image(ctx.workshop_id).all(model) if row.name.startswith(mark))


def test_each_press_counts_once_whenever_it_is_overtaken(screen: Any, ctx: Context) -> None:
    people = screen("people")
    for number, moment in enumerate(MOMENTS):
        people.ask("Add person", {"Somebody without a device": f"Guest {number}"})
        time.sleep(moment)
        people.ask(typed={"Somebody without a device": ""})
        people.settle()
    assert stored(ctx, Participant, "Guest") == Counter(f"Guest {number}" for number in range(len(MOMENTS)))
