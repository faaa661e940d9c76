"""People's words where Streamlit reads Markdown: toasts, warnings, the labels of widgets."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-!|~$<>:&])")


def plain(text: str) -> str:
    """``text`` so that Markdown leaves it as it is: no picture is loaded, no link made."""
    return _SPECIAL.sub(r"\\\1", text)
