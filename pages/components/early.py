"""What a browser can begin while it still loads Streamlit: put into the page that it gets first."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"
ALWAYS = ("BidiComponent", "Html")
"""Scripts that every page of a workshop needs and that Streamlit asks for only when the first element comes."""
_IMPORT = re.compile(r'(?:from|import)\s*["`\']\./([\w.-]+\.js)["`\']')
_PLACE = b'<script type="module"'
BEGIN = """<script>
(() => {
  const home = new URL("./", location.href);
  // else Streamlit asks for the server beneath the page's own address first, and waits for the answer that it is not there
  window.__streamlit = { BACKEND_BASE_URL: home.href };
  const page = new URL(location.href), workshop = page.searchParams.get("w");
  if (workshop && /\\/pain_points$/.test(page.pathname)) {
    const address = new URL("/api/board/" + encodeURIComponent(workshop), page).href;
    window.__cjmEarly = { address, at: Date.now(), answer: fetch(address, { cache: "no-cache" }).catch(() => null) };
  }
})();
</script>
"""


@cache
def head() -> bytes:
    """Goes before the page's own script."""
    wanted: dict[str, None] = {}
    left = [file.name for name in ALWAYS for file in SCRIPTS.glob(f"{name}.*.js")]
    known = (SCRIPTS.parents[1] / "index.html").read_text()
    while left:
        name = left.pop(0)
        file = SCRIPTS / name
        if name in wanted or name in known or not file.is_file():
            continue
        wanted[name] = None
        left += _IMPORT.findall(file.read_text())
    links = "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{name}">\n    ' for name in wanted)
    return (BEGIN + links).encode()


class Early:
    """Puts ``head`` into every page of Streamlit's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
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
                body = body.replace(_PLACE, head() + _PLACE, 1)
                headers["content-length"] = str(len(body))
                await send(start)
                message = {"type": "http.response.body", "body": body}
            await send(message)

        await self.app(scope, receive, with_head)
