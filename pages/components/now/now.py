"""Now, one component: it fetches the session, follows it live and sends its own acts, so that no rerun disturbs a phone."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from cjm.access import Role
from cjm.projects import owns_some
from cjm.service import Context
from cjm.settings import link
from pages.components.invite import base_url
from pages.components.people.mine import own_link

_HERE = Path(__file__).parent
_SHARED = _HERE.parent
_PARTS = ("kept", "fields", "write", "vote", "judge", "closing", "between", "now")
_INDENT = re.compile(r"^\s+(//.*$)?", re.MULTILINE)
_KEY = "now"


def _text(*paths: Path) -> str:
    """Files in a row, without indentation: Streamlit sends them with every run."""
    return _INDENT.sub("", "\n".join(path.read_text() for path in paths))


_now = st.components.v2.component(
    "cjm_now",
    js=_text(
        _SHARED / "ids.js", _SHARED / "echoes.js", _SHARED / "live.js", _SHARED / "people" / "forget.js", _SHARED / "board" / "elements.js",
        _SHARED / "session" / "reading.js", *(_HERE / f"{part}.js" for part in _PARTS),
    ),
    css=_text(_SHARED / "draw.css", _HERE / "now.css"),
)


def _places(context: Context) -> list[tuple[str, str, str]]:
    """Where the menu leads: key, icon, words."""
    found = [
        ("stage", "home_work", "My stage"), ("pain_points", "grid_view", "The map"),
        ("people", "group", "Who is here, and my own link"),
    ]  # fmt: skip
    if owns_some(context):
        found.insert(0, ("my_projects", "checklist", "My projects"))
    if context.actor.role is Role.CONTRIBUTOR:
        found.append(("next", "sync_alt", "Pass the phone on"))
    return found


def _pressed() -> None:
    """Remember where to before the run begins: a run that is cut short cannot lose it."""
    st.session_state["now:go"] = st.session_state[_KEY].go


def now(context: Context) -> str | None:
    """Show the session; returns where the person wants to go, once: a page's key, or ``link`` for their own link."""
    token = own_link(context)
    data = {"workshop": context.workshop_id, "me": context.actor.id, "places": _places(context),
            "link": link(token, base_url()) if token else ""}  # fmt: skip
    _now(key=_KEY, data=data, on_go_change=_pressed)
    where: str | None = st.session_state.pop("now:go", None)
    return where
