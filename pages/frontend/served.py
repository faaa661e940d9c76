"""Our own scripts: fetched by a browser once, instead of being sent to it with every page."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

ADDRESS = "api/script/"
"""Beneath where the application is: ``cjmAt`` knows, which stands in the page."""
_STANDS_FOR = """const at = cjmAt("{address}");
const part = await import(at).catch(() => new Promise((go) => setTimeout(go, 1000)).then(() => import(at + "?again")));
export default part.default;
"""


@dataclass(frozen=True)
class Script:
    """What a browser fetches: ``file`` changes with ``text``."""

    name: str
    text: bytes

    @cached_property
    def file(self) -> str:
        return f"{self.name}.{sha256(self.text).hexdigest()[:16]}.js"

    @cached_property
    def packed(self) -> bytes:
        return gzip.compress(self.text, 9, mtime=0)


SCRIPTS: dict[str, Script] = {}
"""By name; a component's are known from when its module is imported."""


def served(name: str, text: str) -> str:
    """Keep ``text``, a module with a default function, to be fetched; gives the lines that stand for it in a component."""
    SCRIPTS[name] = script = Script(name, text.encode())
    return _STANDS_FOR.format(address=ADDRESS + script.file)
