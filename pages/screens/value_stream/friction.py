"""Beside the picture when nothing is open: the next proposed handoff, friction, where it clusters, what needs somebody."""

from __future__ import annotations

import streamlit as st

from cjm import value_stream as vs
from cjm.core.service import Context
from pages.screens.value_stream.handoff import RISKS, between
from pages.screens.value_stream.look import CSS, risk_mark
from pages.screens.value_stream.state import opened, press, show
from pages.shared import fields
from pages.shared.act import run
from pages.shared.draw import Tree, draw, icon
from pages.shared.palette import department_css
from pages.shared.text import plain


def friction(ctx: Context, view: vs.StreamView) -> None:
    """The figures, below a proposal if there is one."""
    proposals = {f"{one.from_id}:{one.to_id}": one for one in view.proposals}
    proposal = proposals.get(opened().id) or next(iter(view.proposals), None)
    if proposal:
        _quick_form(ctx, view, proposal)
    pressed = draw(_figures(view), key="vs_friction", css=CSS)
    if pressed == "invite":
        st.switch_page("frame.py", query_params={"w": ctx.workshop_id, "part": "who"})
    elif pressed:
        press(pressed)
        fields.again()


def _figures(view: vs.StreamView) -> Tree:
    f = view.friction

    def figure(number: str, words: str, kind: str = "") -> Tree:
        return [
            "div",
            {"class": kind},
            ["div", {"class": f"n{'' if number.isdigit() else ' words'}"}, number],
            ["div", {"class": "small"}, words],
        ]

    figures: Tree = [
        "div",
        {"class": "figures"},
        figure(str(f.handoffs), "handoffs"),
        figure(str(f.between_departments), "between departments"),
        figure(str(f.between_organisations), "between organisations"),
        figure(str(f.crucial), "crucial dependencies"),
        figure(str(f.unmitigated), "risks, no mitigation", "open" if f.unmitigated else ""),
        figure(f.waiting or "–", "waited in all"),
    ]
    tree: Tree = ["div", {}, ["section", {"class": "panel"}, ["h2", {}, "Friction"], figures]]
    tree.append(_clusters(view))
    risky = tuple(sorted((one for one in view.handoffs if one.needs_mitigation), key=lambda one: -(one.risk or 0)))
    if risky:
        lines: Tree = ["div", {"class": "lines"}]
        lines += [
            [
                "button",
                {"act": f"handoff:{one.id}"},
                risk_mark(one.risk),
                [
                    "span",
                    {"class": "what"},
                    ["div", {"dir": "auto"}, one.what or "Not named yet"],
                    ["div", {"class": "small"}, between(one)],
                ],
            ]
            for one in risky
        ]
        tree.append(["section", {"class": "panel"}, ["h2", {}, "Needs a mitigation"], lines])
    if view.unknown:
        tree.append(
            [
                "section",
                {"class": "panel"},
                ["h2", {}, "Nobody here knows"],
                ["p", {"dir": "auto"}, ", ".join(view.unknown)],
                ["button", {"class": "button", "act": "invite"}, icon("person_add"), " Invite somebody"],
            ]
        )
    return tree


def _clusters(view: vs.StreamView) -> Tree:
    """Stages by the number of handoffs, one bar each."""
    found = view.friction.clusters
    if not found:
        return ["div", {}]
    bars: Tree = ["div", {"class": "bars"}]
    for one in found[: 4 if view.proposals else 8]:
        fill = department_css(one.colour)["background"] if one.colour >= 0 else "var(--edge)"
        bars.append(
            [
                "button",
                {"act": f"stage:{one.stage_id}", "aria-label": f"{one.name}, {one.handoffs} handoffs"},
                ["span", {"class": "name", "dir": "auto"}, one.name],
                ["span", {"class": "bar", "style": {"background": fill, "width": f"{one.share}%"}}],
                ["span", {"class": "n"}, str(one.handoffs)],
            ]
        )
    return ["section", {"class": "panel"}, ["h2", {}, "Where handoffs cluster"], bars]


def _quick_form(ctx: Context, view: vs.StreamView, proposal: vs.Proposal) -> None:
    """What is handed over, and a tap on the risk: that saves it, and the next proposal stands here."""
    assert view.stream
    stream_id, form = view.stream.id, f"{proposal.from_id}:{proposal.to_id}"
    what_key, risk_key = f"vs_what:{form}", f"vs_risk:{form}"

    def accept() -> None:
        what, risk = st.session_state.get(what_key, ""), st.session_state.get(risk_key)
        run(
            ctx,
            f"accept:{form}",
            lambda c: vs.add_handoff(
                c, stream_id=stream_id, from_stage_id=proposal.from_id, to_stage_id=proposal.to_id, what=what, risk=risk
            ),
        )
        if opened().kind == "propose":
            show()

    with st.container(border=True):
        st.markdown(f"**{plain(proposal.from_department)} hands over to {plain(proposal.to_department)}**")
        st.markdown(f"{plain(proposal.from_name)} to {plain(proposal.to_name)}")
        st.text_input("What is handed over?", key=what_key, placeholder="Such as: referral letter", max_chars=200)
        st.segmented_control(
            "How risky is it? A tap saves the handoff.",
            list(RISKS),
            key=risk_key,
            format_func=RISKS.__getitem__,
            on_change=accept,
        )
        st.button("Add it without a risk", key=f"vs_accept:{form}", on_click=accept)
