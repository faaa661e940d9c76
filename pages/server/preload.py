"""What a browser can fetch while it still loads Streamlit: named in the page that it gets first."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import parse_qs, quote

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cjm.core.vocabulary import STEPS
from pages.frontend.served import ADDRESS, SCRIPTS
from pages.frontend.source import source
from pages.server.assets import FOLDER

ALWAYS = ("live", "draw", "drafts", "session")
PAGES = frozenset({"frame", *(key for key, _, _ in STEPS)})
"""Where who opens them needs all of ``ALWAYS``."""
BOARD = "board"
SERVER = """<script>window.__streamlit = { BACKEND_BASE_URL: new URL("./", location.href).href, HOST_CONFIG: { blockErrorDialogs: true }, ...window.__streamlit };
      window.cjmAt = (path) => new URL(path, window.__streamlit.BACKEND_BASE_URL).href;</script>"""
"""Streamlit looks for its server beneath the page's own address first, hears that it is not there, waits a tenth of a second
and looks one step up. It is told where instead: where its scripts are, which the page names from there too; ``cjmAt`` tells our own scripts. It shows no dialogs of
faults, which leave a dead page behind them: ``AGAIN`` hears of them."""
AGAIN = f"<script>{source('frontend/kit/again.js')}</script>"
"""After a fault of Streamlit's or of the line the page is opened again."""
COMPOSING = f"<script>{source('frontend/kit/composing.js')}</script>"
"""Before every other script: what it keeps from them is what an input method needs itself."""
KEYBOARD = f"<script>{source('frontend/kit/keyboard.js')}</script>"
"""No bar covers the field in which somebody types on a phone."""
INLINE = (COMPOSING, SERVER, AGAIN, KEYBOARD)
"""In this order; the policy in the page's headers names them, and allows no other."""
LATE = ("BidiComponent", "Html")
"""Scripts of Streamlit's that every page of a workshop needs and that are asked for only when the first element comes."""
_IMPORT = re.compile(r'(?:from|import)\s*["`\']\./([\w.-]+\.js)["`\']')
_PLACE = b"</head>"


@cache
def late() -> tuple[str, ...]:
    """``LATE`` and what they import, by the names of their files, as far as the page does not name them itself."""
    folder = FOLDER / "static" / "js"
    known = (FOLDER / "index.html").read_text()
    wanted: dict[str, None] = {}
    left = [file.name for name in LATE for file in folder.glob(f"{name}.*.js")]
    while left:
        name = left.pop(0)
        if name not in wanted and name not in known and (folder / name).is_file():
            wanted[name] = None
            left += _IMPORT.findall((folder / name).read_text())
    return tuple(wanted)


def head(scope: Scope) -> bytes:
    """Goes behind what the page names itself: that is needed first."""
    page = scope["path"].rsplit("/", 1)[-1]
    workshop = parse_qs(scope["query_string"].decode("latin-1")).get("w", [""])[0]
    parts = list(INLINE)
    if workshop and page in PAGES:
        names = [BOARD, *ALWAYS] if page == "pain_points" else ALWAYS
        if page == "pain_points":
            parts.append(f'<link rel="preload" as="fetch" crossorigin href="./api/board/{quote(workshop, safe="")}">')
        parts += [f'<link rel="modulepreload" href="./{ADDRESS}{SCRIPTS[name].file}">' for name in names if name in SCRIPTS]
        parts += [f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in late()]
    return "".join(f"{part}\n    " for part in parts).encode()


class Early:
    """Puts ``head`` into every page of Streamlit's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or "/component/" in scope["path"]:
            await self.app(scope, receive, send)
            return
        if any(name == b"accept" and b"text/html" in value for name, value in scope["headers"]):
            plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope = {**scope, "headers": plain}
        start: Message | None = None
        body = b""

        async def with_head(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and b"accept-encoding" not in dict(scope["headers"]):
                headers = MutableHeaders(scope=message)
                if message["status"] == 200 and headers.get("content-type", "").startswith("text/html"):
                    start = message
                    return
            elif start is not None:
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                headers = MutableHeaders(scope=start)
                for name in ("etag", "last-modified"):  # they tell of the file alone
                    if name in headers:
                        del headers[name]
                body = body.replace(_PLACE, head(scope) + _PLACE, 1)
                headers["content-length"] = str(len(body))
                await send(start)
                message = {"type": "http.response.body", "body": body}
            await send(message)

        await self.app(scope, receive, with_head)
