"""Who could the customer be? Up to eight large tiles, one input below."""

from __future__ import annotations

import streamlit as st

from cjm import customer
from cjm.core.limits import LINE
from cjm.core.service import Context
from cjm.customer import Candidate, CandidateFields, CustomerView
from pages.screens.customer.marks import CSS, flag
from pages.shared import fields
from pages.shared.act import run
from pages.shared.draw import Tree, draw, icon
from pages.shared.parts import open_item, opened, toggle
from pages.shared.pasting import asked, line_input, one_line

HINT = "Who is there, inside and outside, that we could do all this for? Name everybody first, choose later."


def candidates(context: Context, view: CustomerView) -> None:
    chosen = next((one for one in view.candidates if one.id == opened()), None)
    leads = customer.remove_candidate.open_to(context.actor)
    tiles = [_tile(one, one is chosen, leads) for one in view.candidates] or [["li", {"class": "panel tile free"}, HINT]]
    tree: Tree = ["ul", {"class": f"tiles of{len(tiles)}"}, *tiles]
    if chosen:
        left, right = st.columns([3, 1])
        with left:
            act = draw(tree, key="candidates", css=CSS)
        with right, st.container(border=True):
            _edit(context, chosen)
    else:
        act = draw(tree, key="candidates", css=CSS)
    _add(context, view)
    if act:
        verb, _, id = act.partition(":")
        if verb == "choose":
            toggle(id)
        else:
            run(context, act, lambda c: customer.remove_candidate(c, id=id), done="Removed. Undo brings it back.")
        fields.again()


def _tile(one: Candidate, chosen: bool, leads: bool) -> Tree:
    top = flag("agreed") if one.primary else ["span", {"class": "small"}, "internal" if one.relation == "internal" else ""]
    remove: Tree = [
        "button",
        {"class": "tool", "act": f"remove:{one.id}", "aria-label": f"Remove {one.name}"},
        icon("delete"),
        " Remove",
    ]
    return [
        "li",
        {"class": f"panel tile{' agreed' if one.primary else ''}{' chosen' if chosen else ''}"},
        ["h2", {"class": "name", "dir": "auto"}, one.name],
        ["div", {"class": "note", "dir": "auto"}, one.note],
        [
            "div",
            {"class": "tools"},
            top,
            [
                "span",
                {},
                ["button", {"class": "tool", "act": f"choose:{one.id}", "aria-label": f"Edit {one.name}"}, icon("edit"), " Edit"],
                remove if leads else "",
            ],
        ],
    ]


def _add(context: Context, view: CustomerView) -> None:
    full = len(view.candidates) >= customer.MOST_CANDIDATES
    if asked(
        context, "candidates", ("candidate", "candidates"), LINE, lambda c, names, _: customer.add_candidates(c, names=names)
    ):
        return
    with st.form("add_candidate", clear_on_submit=True, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = line_input(
            "Who could the customer be?", "candidate_name", width=520, placeholder="Patient, family doctor, insurer …"
        )
        added = st.form_submit_button("Add candidate", icon=":material/add:", type="primary", disabled=full)
    if full:
        st.caption(f"{customer.MOST_CANDIDATES} candidates are enough to choose from.")
    if added:
        if name := one_line("candidates", name, LINE):
            run(context, "add_candidate", lambda c: customer.add_candidate(c, name=name))
        fields.again()


def _edit(context: Context, one: Candidate) -> None:
    def save(field: str) -> fields.Save:
        def saved(c: Context, value: str) -> str:
            given = CandidateFields.model_validate({field: value})
            return customer.edit_candidate(c, id=one.id, fields=given, expected_version=c.based_on)

        return saved

    at = one.version
    fields.text(context, "Name", one.name, f"name:{one.id}", save("name"), version=at, max_chars=200)
    fields.text(
        context, "What makes them a customer?", one.note, f"note:{one.id}", save("note"), version=at, area=True, max_chars=400
    )
    sides = {"external": "Outside", "internal": "Inside"}
    fields.segments(
        context, "Outside or inside the organisation", sides, one.relation, f"relation:{one.id}", save("relation"), version=at
    )
    if one.primary:
        fields.text(
            context,
            "Because we create …",
            one.because,
            f"because:{one.id}",
            save("because"),
            version=at,
            area=True,
            max_chars=4000,
        )
    if st.button("Done", key=f"done:{one.id}", icon=":material/check:"):
        open_item(None)
        fields.again()
