"""One line of everything that hangs on a thing, from pain point to reading; each link goes to the place where it is edited.

``trace(context, "actions", action.id, key="prio_trace")`` draws it wherever it is called: as a line of columns where there is
room, as a list in a narrow panel.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from cjm.core.access import Right, may
from cjm.core.service import Context
from cjm.insights import trace as chain
from pages.frontend.source import source
from pages.shared.draw import Tree, draw, icon
from pages.shared.page import READABLE, go

CSS = source("shared/trace.css")
LISTED = 2
"""Things of a station that are listed; more unfold."""


def trace(context: Context, kind: str, id: str, key: str) -> None:
    """``kind`` is one of ``cjm.insights.trace.KINDS``. Nothing is drawn where nothing hangs on it."""
    found = chain.trace(context, kind, id)
    if not found.station and found.alone:
        return
    edits = may(context.actor, Right.EDIT)
    stations = [_station(found, one, edits) for one in found.stations]
    tree: Tree = ["nav", {"class": "trace", "aria-label": "What hangs on it"}, ["div", {"class": "chain"}, *stations]]
    act = draw(tree, key=key, css=CSS)
    if act:
        lead(context, act)


def act_of(page: str, query: chain.Query) -> str:
    """What a press on a link sends, to be given to ``lead``."""
    return f"lead:{page}?{urlencode(query)}"


def lead(context: Context, act: str) -> None:
    """Go where a press on a link leads."""
    page, _, query = act.removeprefix("lead:").partition("?")
    go(context, page, parse_qsl(query))


def _station(found: chain.Trace, one: chain.Station, edits: bool) -> Tree:
    rows = [_thing(thing, edits) for thing in one.things]
    many = len(rows) - LISTED
    listed = rows if many <= 1 else rows[:LISTED]
    body: list[Tree] = list(listed)
    if len(listed) < len(rows):
        more = [["div", {"class": "small"}, f"and {one.more} more"]] if one.more else []
        body.append(["details", {"id": f"more_{one.key}"}, ["summary", {}, f"{many + one.more} more"], *rows[LISTED:], *more])
    state = " here" if one.key == found.station else "" if one.things else " broken" if one.missing else " none"
    if one.missing:
        attributes = (
            {"class": "link missing", "act": act_of(one.page, one.query), "leaves": True} if edits else {"class": "missing"}
        )
        body.append(["button" if edits else "div", attributes, icon("link_off"), ["span", {}, one.missing]])
    elif not one.things:
        body.append(["div", {"class": "small"}, "–"])
    return [
        "section",
        {"class": f"station{state}", "aria-label": one.name},
        ["h3", {"class": "small"}, icon(one.icon), f" {one.name}"],
        ["div", {"class": "things"}, *body],
    ]


def _thing(one: chain.Thing, edits: bool) -> Tree:
    words: list[Tree | str] = [
        ["span", {"class": "name", "dir": "auto"}, one.name],
        " ",
        ["span", {"class": "small", "dir": "auto"}, one.note],
    ]
    if one.here:
        return ["div", {"class": "link this", "aria-current": "true"}, *words]
    if not edits and one.page not in READABLE:
        return ["div", {"class": "link"}, *words]
    return ["button", {"class": "link", "act": act_of(one.page, one.query), "leaves": True, "title": one.name}, *words]
