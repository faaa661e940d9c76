"""What is put into the page that a browser gets first."""

from __future__ import annotations

import asyncio
import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_cache import populate_hash_if_needed

from pages.frontend.served import SCRIPTS, served
from pages.server.assets import FOLDER, Assets
from pages.server.preload import COMPOSING, INLINE, Early, head, late

PAGE = '<html><head><script type="module" src="./static/js/index.js"></script></head>' + " " * 2000


async def page(request: Request) -> Response:
    return HTMLResponse(PAGE, headers={"etag": '"of the file"'})


async def text(request: Request) -> Response:
    return PlainTextResponse(PAGE)


def get(path: str, accept: str, client: str = "10.0.0.7") -> tuple[dict[str, str], str]:
    """Headers and text of the answer to a browser that takes gzip."""
    app = Starlette(
        routes=[Route("/page", page), Route("/text", text)],
        middleware=[Middleware(Assets), Middleware(Early), Middleware(GZipMiddleware)],
    )
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"accept", accept.encode()), (b"accept-encoding", b"gzip")]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers, "client": (client, 1)}
    with ThreadPoolExecutor(1) as thread:  # a browser test before this one may have left its loop in the main thread
        thread.submit(lambda: asyncio.run(app(scope, receive, send))).result()
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(one.get("body", b"") for one in sent[1:])
    assert "content-length" not in told or int(told["content-length"]) == len(body)
    return told, (gzip.decompress(body) if told.get("content-encoding") == "gzip" else body).decode()


def test_a_page_begins_with_it_and_nothing_else_does() -> None:
    headers, got = get("/page", "text/html,*/*")
    assert got == PAGE.replace("</head>", "".join(f"{part}\n    " for part in INLINE) + "</head>", 1)
    assert "etag" not in headers
    assert get("/text", "text/plain")[1] == PAGE


def test_no_listener_can_hear_a_key_that_belongs_to_an_input_method() -> None:
    """The guard is the first thing in every page, on the window and while the event is still on its way down, so that every
    listener has it; one that tells composing in its own way, or a page that comes without it, would not."""
    for query in (b"", b"w=ab"):
        for path in ("/", "/now", "/pain_points", "/join"):
            assert head({"path": path, "query_string": query}).startswith(COMPOSING.encode())
    assert all(f'"{kind}"' in COMPOSING for kind in ("keydown", "keypress", "keyup")) and "guard, true" in COMPOSING
    pages = Path("pages")
    sources = {file: file.read_text() for kind in ("js", "py") for file in pages.rglob(f"*.{kind}")}
    own = [str(file) for file, text in sources.items() if re.search(r"isComposing|keyCode|\b229\b|compositionend", text)]
    assert own == ["pages/frontend/kit/composing.js"], "one guard for all"
    html = [str(file) for file, text in sources.items() if re.search(r"<html|HTMLResponse", text)]
    assert not html, f"a page that comes without the guard: {html}"


def test_the_scripts_it_names_are_there() -> None:
    assert any(name.startswith("BidiComponent.") for name in late())
    assert all((FOLDER / "static" / "js" / name).is_file() for name in late())


def test_the_board_is_asked_for_where_it_will_be_shown() -> None:
    served("board", "export default 1;")

    def added(path: str, query: str) -> str:
        return head({"path": path, "query_string": query.encode()}).decode()

    board = added("/pain_points", "w=a%22b")
    assert 'href="./api/board/a%22b"' in board and SCRIPTS["board"].file in board
    assert "/api/board/" not in added("/frame", "w=ab") + added("/pain_points", "") + added("/workshops", "w=ab")
    assert "modulepreload" not in added("/now", "w=ab")


def test_streamlits_scripts_come_packed_over_a_network_and_as_they_are_on_this_machine() -> None:
    path = f"/static/js/{late()[0]}"
    text = (FOLDER / "static" / "js" / late()[0]).read_text()
    far, unpacked = get(path, "*/*")
    near, plain = get(path, "*/*", client="127.0.0.1")
    assert (far["content-encoding"], unpacked, plain) == ("gzip", text, text) and "content-encoding" not in near
    assert "immutable" in far["cache-control"] and far["content-type"].endswith("javascript")
    assert get("/static/../index.html", "*/*")[1] == "Not Found"


def test_no_message_is_kept_that_a_browser_could_be_told_to_have() -> None:
    message = ForwardMsg()
    message.delta.new_element.markdown.body = "x" * 5_000_000
    populate_hash_if_needed(message)
    assert message.hash and not message.metadata.cacheable
