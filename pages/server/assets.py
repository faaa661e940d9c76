"""Streamlit's own scripts, styles and fonts, out of memory: a first visit asks for seventy of them."""

from __future__ import annotations

import asyncio
import gzip
import mimetypes
from functools import cache
from pathlib import Path

import streamlit
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.server.lifetime import base_path

FOLDER = Path(streamlit.__file__).parent / "static"
AT = "/static/"
HERE = frozenset({"127.0.0.1", "::1"})
"""Over no network nothing is gained by packing; a proxy on the same machine packs by itself."""
_PACKED = (".js", ".css", ".svg", ".json", ".map")
_MOST = 4_000_000
"""Bytes of a file that is kept; larger ones are for few pages."""


@cache
def _listed() -> dict[str, Path]:
    """Files by the path in their address. Their names change with what is in them."""
    return {
        AT + file.relative_to(FOLDER / "static").as_posix(): file for file in (FOLDER / "static").rglob("*") if file.is_file()
    }


@cache
def _read(path: str, packed: bool) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    body = _listed()[path].read_bytes()
    if packed:
        body = gzip.compress(body, 6, mtime=0)
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    headers = {
        "content-type": kind,
        "content-length": str(len(body)),
        "cache-control": "public, immutable, max-age=31536000",
        "vary": "Accept-Encoding",
        **({"content-encoding": "gzip"} if packed else {}),
    }
    return body, [(name.encode(), value.encode()) for name, value in headers.items()]


class Assets:
    """Answers for Streamlit's own files; all else goes on to the application, and so does what is not among them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.base = base_path()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "").removeprefix(self.base)
        if scope["type"] != "http" or scope["method"] != "GET" or not path.startswith(AT) or path not in _listed():
            await self.app(scope, receive, send)
            return
        asked = dict(scope["headers"])
        if b"range" in asked or b"if-none-match" in asked or _listed()[path].stat().st_size > _MOST:
            await self.app(scope, receive, send)
            return
        near = (scope.get("client") or ("", 0))[0] in HERE
        packed = not near and path.endswith(_PACKED) and b"gzip" in asked.get(b"accept-encoding", b"")
        body, headers = await asyncio.to_thread(_read, path, packed) if packed else _read(path, packed)
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})
