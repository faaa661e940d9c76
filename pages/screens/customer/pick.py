"""The pick: a show of hands, and what the group agrees on."""

from __future__ import annotations

import streamlit as st

from cjm import customer
from cjm.core.service import Context
from cjm.core.vocabulary import shortened
from cjm.customer import Candidate, CustomerView
from pages.screens.customer.marks import CSS, flag, reason, squares
from pages.shared import fields
from pages.shared.act import run
from pages.shared.draw import Tree, icon
from pages.shared.tally import tally
from pages.shared.text import plain

AGREEING = "agreeing"


def pick(context: Context, view: CustomerView) -> None:
    if not view.candidates:
        st.info("Nobody to pick from yet. Name the candidates first.", icon=":material/info:")
        return
    most = max(one.votes for one in view.candidates)
    ordered = sorted(view.candidates, key=lambda one: -one.votes) if view.agreed else view.candidates
    top = f"Show of hands, round {view.round_number}. Each square is one hand."
    leads = customer.agree_on_customer.open_to(context.actor)
    again: Tree | str = (
        ["button", {"class": "tool", "act": "again"}, icon("replay"), " Pick again"] if view.votes and leads else ""
    )
    tree: Tree = [
        "div",
        {"class": "picks"},
        ["div", {"class": "head"}, ["span", {"class": "small"}, top], again],
        ["ul", {"class": "picks"}, *[_row(one, view, bool(most) and one.votes == most, leads) for one in ordered]],
    ]
    wanted = next((one for one in view.candidates if one.id == st.session_state.get(AGREEING)), None)
    if wanted:
        left, right = st.columns([3, 1])
        with left:
            act = tally(context, tree, view.revision, key="picks", css=CSS)
        with right:
            _agree(context, wanted)
    else:
        act = tally(context, tree, view.revision, key="picks", css=CSS)
    if act:
        verb, _, id = act.partition(":")
        if verb == "agree":
            st.session_state[AGREEING] = id
        elif verb == "again":
            run(context, act, customer.pick_again, done="A new round, from zero. The earlier one is kept.")
        fields.again()


def _row(one: Candidate, view: CustomerView, leading: bool, leads: bool) -> Tree:
    kind = " agreed" if one.primary else " leading" if leading else ""
    decide: Tree = (
        ["span", {"class": "agree"}, flag("agreed") if one.primary else ""]
        if one.primary or not leads
        else [
            "button",
            {"class": "button agree", "act": f"agree:{one.id}"},
            icon("how_to_reg"),
            f" Agree on {shortened(one.name, 28)}",
        ]
    )
    less: Tree = ["button", {"act": f"hands:{one.id}:-1", "aria-label": f"One hand less for {one.name}"}, icon("remove")]
    more: Tree = ["button", {"act": f"hands:{one.id}:1", "aria-label": f"One hand more for {one.name}"}, icon("add")]
    return [
        "li",
        {"class": f"panel pick{kind}"},
        ["div", {}, ["h2", {"class": "name", "dir": "auto"}, one.name], ["div", {"class": "small", "dir": "auto"}, reason(one)]],
        squares(one, view.scale, counting=True),
        [
            "div",
            {"class": "count", "role": "group", "aria-label": f"Hands for {one.name}"},
            less if leads else "",
            ["b", {"data-votes": one.id, "data-stored": one.votes, "aria-live": "polite"}, str(one.votes)],
            more if leads else "",
        ],
        decide,
    ]


def _agree(context: Context, one: Candidate) -> None:
    with st.form(f"agree:{one.id}"):
        st.markdown(f"**{plain(one.name)}** is our customer")
        because = st.text_area(
            "because we create …",
            value=one.because,
            key=f"why:{one.id}",
            max_chars=4000,
            placeholder="value for them first; everybody else serves this",
        )
        agreed = st.form_submit_button(f"Agree on {plain(shortened(one.name, 28))}", type="primary", icon=":material/how_to_reg:")
        not_yet = st.form_submit_button("Not yet")
    if agreed:
        run(
            context,
            f"agree:{one.id}",
            lambda c: customer.agree_on_customer(c, id=one.id, because=because),
            done=f"{one.name} it is",
        )
    if agreed or not_yet:
        st.session_state.pop(AGREEING, None)
        fields.again()
