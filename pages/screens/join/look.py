"""How the door looks."""

from __future__ import annotations

from pages.shared.draw import Tree, draw

LAYOUT = """<style>
.st-key-join { max-width: 520px; margin-inline: auto; }
.st-key-join .stFormSubmitButton button, .st-key-join .st-key-go button, .st-key-join .stButton button[kind=primary] { min-height: 64px; font-size: 22px; }
.st-key-join .stFormSubmitButton button p, .st-key-join .st-key-go button p { font-size: 20px; }
.st-key-join .stTextInput input { font-size: 20px; min-height: 52px; }
</style>"""
CSS = """
.door { padding: 24px 0 8px; } .door .small { font-size: 18px; line-height: 24px; }
.door h1 { font-size: 32px; line-height: 38px; overflow-wrap: anywhere; padding-top: 4px; }
"""


def title(small: str, large: str) -> None:
    """What stands at the top: a line, and what people came for."""
    tree: Tree = ["div", {"class": "door"}, ["div", {"class": "small"}, small], ["h1", {"dir": "auto"}, large]]
    draw(tree, key="join_title", css=CSS)
