"""The lobby: start a workshop, go on with one, or open the hospital example."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import streamlit as st

from cjm import workshops
from cjm.access import Actor, Role
from cjm.errors import CjmError
from cjm.examples import EXAMPLES, load_example
from cjm.invitations import my_workshops
from cjm.service import Context
from cjm.settings import anyone_may_start, check_operator_code, open_installation
from cjm.words import STEPS
from pages.components.act import request_id, run
from pages.components.draw import Tree, draw, icon
from pages.components.guard import actor, open_workshop, this_browser
from pages.components.page import STYLE
from pages.components.runtime import service

STARTER = Actor("Facilitator", Role.FACILITATOR)
CSS = (Path(__file__).parent / "components" / "workshops.css").read_text()
LAYOUT = """<style>
.st-key-lobby { max-width: 1500px; margin-inline: auto; }
.st-key-start { background: light-dark(#fff, #232b30); }
</style>"""


def _curve(points: list[tuple[int, int]]) -> str:
    parts = [f"M{points[0][0]},{points[0][1]}"]
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) // 2
        parts.append(f"C{middle},{y0} {middle},{y1} {x1},{y1}")
    return " ".join(parts)


_TODAY = [(14, 52), (96, 106), (178, 106), (260, 133), (342, 52), (424, 79), (506, 133), (588, 106)]
_THEN = [(14, 52), (96, 52), (178, 52), (260, 52), (342, 25), (424, 52), (506, 79), (588, 25)]


def _hero() -> Tree:
    dots = [["circle", {"cx": x, "cy": y, "r": 8, "class": "today-dot"}] for x, y in _TODAY[1:]]
    dots += [["circle", {"cx": x, "cy": y, "r": 8, "class": "then-dot"}] for x, y in _THEN]
    return [
        "div", {"class": "hero"},
        ["div", {}, ["h1", {}, "See the journey your customer takes, then mend it together"],
         ["p", {}, "Five steps on one shared screen. What you decide stays alive until it is done."]],
        ["svg", {"viewBox": "0 0 602 160", "role": "img", "aria-label": "How the customer feels today, and how she will feel"},
         ["line", {"x1": 0, "x2": 602, "y1": 79, "y2": 79, "class": "zero", "stroke-dasharray": "5 5"}],
         ["path", {"d": _curve(_TODAY), "fill": "none", "class": "today", "stroke-width": 4}],
         ["path", {"d": _curve(_THEN), "fill": "none", "class": "then", "stroke-width": 4}], *dots],
    ]  # fmt: skip


def _row(item: workshops.Listed, newest: bool, now: datetime) -> Tree:
    reached = STEPS[item.reached - 1][1].lower() if item.reached else ""
    bars = [
        ["span", {}, ["i", {"style": {"width": "100%" if index < item.reached else "50%" if index == item.reached else "0"}}]]
        for index in range(1, len(STEPS) + 1)
    ]
    when = [f"{item.starts_on:%-d %B %Y}"] if item.starts_on else []
    if item.people:
        when.insert(0, f"{item.people} {'person' if item.people == 1 else 'people'}")
    small = "  ·  ".join([*when, f"last change {workshops.ago(item.changed_at, now)}"])
    return [
        "li", {"class": f"panel shop{' last' if newest else ''}"},
        ["div", {}, ["h3", {"class": "name"}, item.name], ["div", {"class": "small"}, small]],
        ["div", {"class": "reached"}, f"Step {item.reached}, {reached}" if reached else "Not started",
         ["div", {"class": "reach", "aria-hidden": "true"}, *bars]],
        ["button", {"class": "open", "act": f"open:{item.id}", "aria-label": f"Open {item.name}"},
         ["span", {"class": "go"}, "Open "], icon("arrow_forward")],
        ["button", {"class": "bin", "act": f"trash:{item.id}", "title": f"Move {item.name} to the trash",
                    "aria-label": f"Move {item.name} to the trash"}, icon("delete")],
    ]  # fmt: skip


def _list(found: list[workshops.Listed], trashed: list[workshops.Listed], asked: str, now: datetime) -> Tree:
    tree: Tree = ["div", {}]
    gone = next((item for item in trashed if item.id == st.session_state.get("just_trashed")), None)
    if gone:
        tree.append(["div", {"class": "panel gone", "role": "status"},
                     ["span", {"class": "what"}, f"“{gone.name}” is in the trash."],
                     ["button", {"class": "button", "act": f"restore:{gone.id}"}, icon("undo"), " Undo"]])  # fmt: skip
    if found:
        tree.append(["ul", {}, *[_row(item, index == 0 and not asked, now) for index, item in enumerate(found)]])
    else:
        empty = f"No workshop is called “{asked}”." if asked else "No workshop yet. Start one, or look at the hospital example."
        tree.append(["div", {"class": "panel none small"}, empty])
    if trashed:
        shown = bool(st.session_state.get("lobby_trash"))
        label = " Hide the trash" if shown else f" Trash ({len(trashed)})"
        toggle = {"class": "linkish", "act": "toggle_trash", "aria-expanded": "true" if shown else "false"}
        tree.append(["button", toggle, icon("delete"), label])
        if shown:
            rows = [["div", {"class": "trashed"}, ["span", {"class": "what"}, item.name],
                     ["button", {"class": "button", "act": f"restore:{item.id}", "aria-label": f"Restore {item.name}"},
                      icon("restore_from_trash"), " Restore"]] for item in trashed[:100]]  # fmt: skip
            tree.append(["div", {"class": "panel bin-list"}, ["h3", {}, "Trash"], *rows])
    return tree


def _mine() -> set[str] | None:
    """The workshops this browser has seats in; None where there are no roles and all are everybody's."""
    return None if open_installation() else my_workshops(service(), this_browser())


def _carry_out(act: str) -> None:
    verb, _, workshop_id = act.partition(":")
    if verb == "open":
        open_workshop(workshop_id)
    elif verb == "trash":
        st.session_state["just_trashed"] = workshop_id
        run(Context(service(), actor(workshop_id), workshop_id), act, lambda c: workshops.trash_workshop(c))
    elif verb == "restore":
        st.session_state.pop("just_trashed", None)
        run(Context(service(), actor(workshop_id), workshop_id), act, lambda c: workshops.restore_workshop(c), done="Restored")
    elif verb == "toggle_trash":
        st.session_state["lobby_trash"] = not st.session_state.get("lobby_trash")
    st.rerun()


def _start() -> None:
    with st.container(border=True, key="start"):
        st.subheader("Start a workshop", anchor=False)
        free = anyone_may_start(st.get_option("server.address"))
        code = "" if free else st.text_input("Operator’s code", type="password", key="operator_code", help="Whoever runs this server has it.")
        with st.form("start_form", border=False, enter_to_submit=True):
            name = st.text_input("Name", placeholder="Riverside Hospital: maternity", key="new_name", max_chars=200)
            started = st.form_submit_button("Start workshop", icon=":material/add:", type="primary", width="stretch")
        example = st.button("Open the hospital example", icon=":material/local_hospital:", width="stretch", key="example")
    if not (started or example):
        return
    key = this_browser()
    try:
        if not free:
            check_operator_code(code, service().guesses, key or "")
        if started:
            made = workshops.create_workshop(service(), STARTER, name=name, request_id=request_id("start"), browser_key=key)
        else:
            known = workshops.copy_of(service(), STARTER, EXAMPLES["hospital"]()["workshop"]["id"], only=_mine())
            made = known or load_example(service(), STARTER, "hospital", request_id=request_id("example"), browser_key=key)
    except CjmError as error:
        st.warning(str(error) if name.strip() or example else "Give the workshop a name.", icon=":material/info:")
    else:
        st.session_state.pop("request:start", None)
        st.session_state.pop("request:example", None)
        open_workshop(made, "customer.py" if example else "frame.py")


def body() -> None:
    with st.container(key="lobby"):
        draw(_hero(), key="hero", css=CSS)
        left, right = st.columns([3, 1], gap="medium")
        with right:
            _start()
        with left:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.subheader("Go on", anchor=False, width="content")
                asked = st.text_input("Find a workshop", placeholder="Find a workshop", label_visibility="collapsed",
                                      key="find", icon=":material/search:", live=True, width=260)  # fmt: skip
            asked = (asked or "").strip()
            mine = _mine()
            listed = workshops.list_workshops(service(), STARTER, only=mine)
            found = [item for item in listed if asked.casefold() in item.name.casefold()]
            trashed = workshops.list_workshops(service(), STARTER, trashed=True, only=mine)
            act = draw(_list(found[:200], trashed, asked, datetime.now(UTC)), key="workshops", css=CSS)
        five = [["div", {"class": "one"}, ["span", {"class": "dot", "aria-hidden": "true"}, str(number)],
                 ["div", {}, ["div", {"class": "bold"}, name], ["div", {"class": "small"}, question]]]
                for number, (_, name, question) in enumerate(STEPS, start=1)]  # fmt: skip
        draw(["div", {"class": "five"}, *five], key="five", css=CSS)
    if act:
        _carry_out(act)


st.html(STYLE + LAYOUT)
body()
