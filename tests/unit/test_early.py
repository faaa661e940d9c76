"""What is put into the page that a browser gets first."""

from __future__ import annotations

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from pages.components.early import SCRIPTS, Early, head

PAGE = '<html><script type="module" src="./static/js/index.js"></script>' + " " * 2000


async def page(request: Request) -> Response:
    return HTMLResponse(PAGE, headers={"etag": '"of the file"'})


async def text(request: Request) -> Response:
    return PlainTextResponse(PAGE)


def get(path: str, accept: str) -> tuple[dict[str, str], str]:
    """Headers and text of the answer to a browser that takes gzip."""
    app = Starlette(
        routes=[Route("/page", page), Route("/text", text)], middleware=[Middleware(Early), Middleware(GZipMiddleware)]
    )  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"accept", accept.encode()), (b"accept-encoding", b"gzip")]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}
    with ThreadPoolExecutor(1) as thread:  # a browser test before this one may have left its loop in the main thread
        thread.submit(lambda: asyncio.run(app(scope, receive, send))).result()
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(one.get("body", b"") for one in sent[1:])
    assert "content-length" not in told or int(told["content-length"]) == len(body)
    return told, (gzip.decompress(body) if told.get("content-encoding") == "gzip" else body).decode()


def test_a_page_begins_with_it_and_nothing_else_does() -> None:
    headers, got = get("/page", "text/html,*/*")
    assert got == PAGE.replace("<script", head().decode() + "<script", 1)
    assert "etag" not in headers
    assert get("/text", "text/plain")[1] == PAGE


def test_the_scripts_it_names_are_there() -> None:
    named = [line.split("./static/js/")[1].split('"')[0] for line in head().decode().splitlines() if "modulepreload" in line]
    assert any(name.startswith("BidiComponent.") for name in named)
    assert all((SCRIPTS / name).is_file() for name in named)
