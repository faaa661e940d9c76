"""The user's text where Streamlit would read Markdown: labels, titles, toasts."""

from __future__ import annotations

import re

_MARKS = "\\`*_{}[]()<>#+-.!|~$:&^="
_AFTERWARDS = re.compile(r":(?=[\w+-]+:|material/|//)|@(?=\w)|www(?=\.)|[-<](?=[->])|[<>~](?==)", re.IGNORECASE)
"""What is made an emoji, icon, link or arrow even when it is escaped: Streamlit looks for these after reading the Markdown."""
_JOINER = "\u2060"


def plain(text: str) -> str:
    """One line that shows exactly ``text``, whatever Markdown would make of it."""
    apart = _AFTERWARDS.sub(lambda found: found[0] + _JOINER, " ".join(text.split()))
    return "".join(f"\\{char}" if char in _MARKS else char for char in apart)
