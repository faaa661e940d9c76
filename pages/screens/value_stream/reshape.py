"""Taking stages apart and together: split, merge, and remove, which asks where the cards go."""

from __future__ import annotations

import streamlit as st

from cjm import value_stream as vs
from cjm.core.service import Context
from pages.screens.value_stream.state import Key, show
from pages.shared import fields
from pages.shared.act import run
from pages.shared.text import plain

CHANGES = {"split": "Split", "merge": "Merge", "remove": "Remove"}


def reshape(ctx: Context, view: vs.StreamView, stage: vs.StageCard) -> None:
    """One of the three at a time; dragging and inserting are done on the strip."""
    others = {one.id: f"{one.number} {one.name}" for one in view.stages if one.id != stage.id}
    if st.session_state.get(Key.CHANGE) not in CHANGES:
        st.session_state[Key.CHANGE] = "split"
    what = st.segmented_control(
        "What should change?",
        list(CHANGES),
        key=Key.CHANGE,
        format_func=CHANGES.__getitem__,
        label_visibility="collapsed",
        required=True,
    )
    if what == "split":
        _split(ctx, stage)
    elif what == "remove":
        _remove(ctx, view, stage, others)
    elif others:
        _merge(ctx, stage, others)
    else:
        st.info("There is no other stage to merge it with.")


def _split(ctx: Context, stage: vs.StageCard) -> None:
    held = vs.detail(ctx, stage_id=stage.id)
    movable = {**{one.id: one.text for one in held.steps}, **dict(held.cards)}
    with st.form(f"split:{stage.id}", border=False):
        first = st.text_input("First part", stage.name, key=f"vs_split1:{stage.id}", max_chars=200)
        second = st.text_input("Second part", key=f"vs_split2:{stage.id}", max_chars=200)
        moved = st.multiselect(
            "Goes to the second part",
            list(movable),
            format_func=movable.__getitem__,
            key=f"vs_split3:{stage.id}",
            placeholder="Steps and cards",
        )
        if st.form_submit_button("Split the stage", icon=":material/call_split:"):
            made = run(ctx, "split", lambda c: vs.split_stage(c, id=stage.id, name=first, second_name=second, moved=moved))
            if made:
                show("stage", made)
                fields.again()


def _merge(ctx: Context, stage: vs.StageCard, others: dict[str, str]) -> None:
    with st.form(f"merge:{stage.id}", border=False):
        st.caption(
            "Everything of both goes on in one stage, what is written or voted unseen too. Where both have an emotion or a duration, the one it goes into keeps its own."
        )
        into = st.selectbox("Into", list(others), format_func=others.__getitem__, key=f"vs_merge:{stage.id}")
        name = st.text_input("New name, if it gets one", key=f"vs_merge_name:{stage.id}", max_chars=200)
        if st.form_submit_button("Merge the two stages", icon=":material/call_merge:"):
            done = "Merged; undo takes them apart again"
            if run(ctx, "merge", lambda c: vs.merge_stages(c, id=stage.id, into=into, name=name) or True, done=done):
                show("stage", into)
                fields.again()


def _remove(ctx: Context, view: vs.StreamView, stage: vs.StageCard, others: dict[str, str]) -> None:
    assert view.stream
    stream_id = view.stream.id
    with st.form(f"remove:{stage.id}", border=False):
        to = None
        if stage.shared:
            st.markdown(f"It stays in {plain(', '.join(stage.shared))}, with its cards.")
        else:
            held = f"{stage.cards} cards, {stage.steps} steps, {stage.handoffs} handoffs"
            to = st.selectbox(
                f"Where should what it holds go? ({held})",
                [None, *others],
                key=f"vs_cards_to:{stage.id}",
                format_func=lambda one: others.get(one, "Into the trash, with the stage"),
            )
        if st.form_submit_button(f"Remove “{plain(stage.name)}”", icon=":material/delete:"):
            done = "Removed; undo brings it back"
            if run(
                ctx,
                "remove_stage",
                lambda c: vs.remove_stage(c, id=stage.id, stream_id=stream_id, cards_to=to) or True,
                done=done,
            ):
                show()
                fields.again()
