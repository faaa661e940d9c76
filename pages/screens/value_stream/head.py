"""The title of what is open beside the picture, and the way out of it."""

from __future__ import annotations

from pages.screens.value_stream.state import show
from pages.shared import fields
from pages.shared.draw import draw, icon


def head(words: str, mark: str = "") -> None:
    """A title with a button that closes the panel."""
    pressed = draw(
        [
            "div",
            {"class": "row"},
            icon(mark) if mark else "",
            ["h2", {"dir": "auto", "style": {"flex": "1", "overflow-wrap": "anywhere"}}, words],
            ["button", {"class": "button", "act": "close"}, "Close"],
        ],
        key="vs_head",
    )
    if pressed == "close":
        show()
        fields.again()
