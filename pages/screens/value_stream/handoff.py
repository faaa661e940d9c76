"""A handoff's panel, a new one, and the list of all."""

from __future__ import annotations

import streamlit as st

from cjm import value_stream as vs
from cjm.core.service import Context
from pages.screens.value_stream.head import head
from pages.screens.value_stream.look import CSS, risk_mark
from pages.screens.value_stream.state import press, show
from pages.shared import fields
from pages.shared.act import run
from pages.shared.draw import Tree, draw

RISKS = {1: "1", 2: "2", 3: "3", 4: "4", 5: "5"}
UNITS = {unit: unit for unit in vs.UNITS}


def between(one: vs.HandoffCard) -> Tree:
    """From where to where; names of either direction of writing keep their place."""
    return ["span", {}, ["bdi", {}, one.from_name], " to ", ["bdi", {}, one.to_name]]


def handoff_lines(handoffs: tuple[vs.HandoffCard, ...]) -> Tree:
    """Each on a line, with all that is said about it in small."""
    tree: Tree = ["div", {"class": "lines"}]
    for one in handoffs:
        words = [f" · waits {one.waits}"] if one.waits else []
        words += [" · crucial"] if one.crucial else []
        words += [" · needs a mitigation"] if one.needs_mitigation else []
        tree.append(
            [
                "button",
                {"act": f"handoff:{one.id}"},
                risk_mark(one.risk),
                [
                    "span",
                    {"class": "what"},
                    ["div", {"dir": "auto"}, one.what or "Not named yet"],
                    ["div", {"class": "small"}, between(one), *words],
                ],
            ]
        )
    return tree


def handoff_list(view: vs.StreamView) -> None:
    """All handoffs instead of the picture."""
    if not view.handoffs:
        st.info("Nothing is handed over yet. Say who leads each stage, and handoffs are proposed between them.")
        return
    pressed = draw(["section", {"class": "panel tall"}, handoff_lines(view.handoffs)], key="vs_handoffs", css=CSS)
    if pressed:
        press(pressed)
        fields.again()


def new_handoff(ctx: Context, view: vs.StreamView) -> None:
    """From, to, what, and a risk if it is known."""
    assert view.stream
    stream_id = view.stream.id
    names = {stage.id: f"{stage.number} {stage.name}" for stage in view.stages}
    head("Add a handoff")
    if len(names) < 2:
        st.info("A handoff goes from one stage to another: add two stages first.")
        return
    with st.form("new_handoff", border=False):
        start = st.selectbox("From", list(names), format_func=names.__getitem__, key="vs_new_from")
        end = st.selectbox("To", list(names), format_func=names.__getitem__, key="vs_new_to", index=1)
        what = st.text_input("What is handed over?", key="vs_new_what", max_chars=200)
        risk = st.segmented_control("How risky is it?", list(RISKS), key="vs_new_risk", format_func=RISKS.__getitem__)
        if st.form_submit_button("Add this handoff", type="primary", icon=":material/add:"):
            added = run(
                ctx,
                "new_handoff",
                lambda c: vs.add_handoff(c, stream_id=stream_id, from_stage_id=start, to_stage_id=end, what=what, risk=risk),
            )
            if added:
                show("handoff", added)
                fields.again()


def handoff_panel(ctx: Context, view: vs.StreamView, one: vs.HandoffCard) -> None:
    """What is handed over, its risk and mitigation, what depends on it, how long one waits."""
    names = {stage.id: f"{stage.number} {stage.name}" for stage in view.stages}

    def save(name: str) -> fields.Save:
        return lambda c, value: vs.edit_handoff(c, id=one.id, expected_version=c.based_on, **{name: value})

    def key(name: str) -> str:
        return f"vs_h_{name}:{one.id}"

    def save_waiting(c: Context, _: object) -> None:
        amount: float | None = st.session_state.get(key("waiting"))
        unit: vs.Unit = st.session_state.get(key("unit")) or "days"
        vs.edit_handoff(c, id=one.id, waiting=amount, waiting_unit=unit, no_waiting=amount is None, expected_version=c.based_on)

    head(one.what or "Not named yet", "swap_horiz")
    fields.text(ctx, "What is handed over?", one.what, key("what"), save("what"), version=one.version, max_chars=200)
    _risk_taps(ctx, one, key("risk"))
    fields.text(
        ctx,
        "Mitigation",
        one.mitigation,
        key("mitigation"),
        save("mitigation"),
        version=one.version,
        max_chars=400,
        placeholder="What we do about it",
    )
    fields.text(ctx, "What can go wrong?", one.risk_note, key("note"), save("risk_note"), version=one.version, max_chars=400)
    fields.text(
        ctx,
        "What depends on it?",
        one.dependency,
        key("dependency"),
        save("dependency"),
        version=one.version,
        max_chars=400,
        placeholder="What cannot start without it",
    )
    fields.tick(ctx, "This dependency is crucial", one.crucial, key("crucial"), save("crucial"), version=one.version)
    with st.container(horizontal=True):
        fields.number(
            ctx,
            "The customer waits",
            one.waiting,
            key("waiting"),
            save_waiting,
            version=one.version,
            value=None,
            min_value=0.0,
            format="%g",
        )
        fields.choose(ctx, "Unit", UNITS, one.waiting_unit, key("unit"), save_waiting, version=one.version)
    with st.container(horizontal=True):
        fields.choose(ctx, "From", names, one.from_id, key("from"), save("from_stage_id"), version=one.version)
        fields.choose(ctx, "To", names, one.to_id, key("to"), save("to_stage_id"), version=one.version)
    if st.button("Remove this handoff", icon=":material/delete:", key=key("remove")):
        run(ctx, key("remove"), lambda c: vs.remove_handoff(c, id=one.id), done="Removed; undo brings it back")
        show()
        fields.again()


def _risk_taps(ctx: Context, one: vs.HandoffCard, key: str) -> None:
    def save(c: Context, risk: int | None) -> None:
        vs.edit_handoff(c, id=one.id, risk=risk, no_risk=risk is None, expected_version=c.based_on)

    fields.segments(ctx, "How risky is it?", RISKS, one.risk, key, save, version=one.version, required=False)
