"""The segment: which one is shown, what it is called, and what its members share."""

from __future__ import annotations

import streamlit as st

from cjm.core.service import Context
from cjm.customer import Candidate, CustomerView, persona
from cjm.customer.persona import Criterion, CriterionFields, CriterionKind
from pages.screens.customer.marks import CSS
from pages.shared import fields
from pages.shared.act import rerun, run
from pages.shared.draw import Tree, draw, icon
from pages.shared.parts import open_item, opened, toggle

KINDS = {kind: kind.capitalize() for kind in persona.CRITERION_KINDS}


def chosen_segment() -> str | None:
    """The segment in the address."""
    return st.query_params.get("segment")


def choose_segment(view: CustomerView) -> None:
    """The way from one segment to the other, where there are several."""
    if len(view.segments) < 2 or view.segment is None:
        return
    names = {one.id: one.name for one in view.segments}
    key = f"segment:{','.join(names)}"
    st.session_state[key] = view.segment.id

    def left() -> None:
        st.query_params["segment"] = st.session_state[key]
        open_item(None)

    st.selectbox(
        "Segment",
        list(names),
        key=key,
        format_func=lambda id: names.get(id, ""),
        on_change=left,
        width=300,
        label_visibility="collapsed",
    )


def segment_part(context: Context, view: CustomerView, agreed: Candidate) -> None:
    _name(context, view, agreed)
    _criteria(context, view, agreed)


def _name(context: Context, view: CustomerView, agreed: Candidate) -> None:
    segment = view.segment
    id, name, at = (segment.id, segment.name, segment.version) if segment else (None, agreed.name, None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        fields.text(
            context,
            "Segment: which kind of them?",
            name,
            f"segment:{id or agreed.id}",
            lambda c, value: persona.rename_segment(
                c, customer_id=agreed.id, segment_id=id, name=value, expected_version=c.based_on
            ),
            version=at,
            max_chars=200,
        )
        with st.popover("Segments", icon=":material/groups:"):
            with st.form("add_segment", clear_on_submit=True, border=False):
                another = st.text_input(
                    "Another segment of the same customer",
                    key="segment_name",
                    max_chars=200,
                    placeholder="Few, detailed ones beat many",
                )
                added = st.form_submit_button("Add segment", icon=":material/add:")
            gone = len(view.segments) > 1 and st.button("Remove this segment", icon=":material/delete:", key=f"drop:{id}")
    if added and another.strip():
        made = run(context, "add_segment", lambda c: persona.add_segment(c, customer_id=agreed.id, name=another))
        if made:
            st.query_params["segment"] = made
            rerun()
    if gone and id:
        run(
            context,
            f"drop:{id}",
            lambda c: persona.remove_segment(c, id=id),
            done="Removed with its persona. Undo brings it back.",
        )
        st.query_params.pop("segment", None)
        rerun()


def _criteria(context: Context, view: CustomerView, agreed: Candidate) -> None:
    chosen = next((one for one in view.criteria if one.id == opened()), None)
    chips = [_chip(one, one is chosen) for one in view.criteria]
    empty: Tree = ["span", {"class": "empty"}, "What do its members share: needs, behaviour, age, product …?"]
    act = draw(
        ["div", {}, ["h2", {}, "Segment criteria"], ["div", {"class": "chips"}, *(chips or [empty])]], key="criteria", css=CSS
    )
    if chosen:
        _edit(context, chosen)
    else:
        _add(context, view, agreed)
    if act:
        verb, _, id = act.partition(":")
        if verb == "choose":
            toggle(id)
        else:
            run(context, act, lambda c: persona.remove_criterion(c, id=id), done="Removed. Undo brings it back.")
        fields.again()


def _chip(one: Criterion, chosen: bool) -> Tree:
    return [
        "span",
        {"class": f"chip{' chosen' if chosen else ''}", "dir": "auto"},
        [
            "button",
            {"class": "name", "act": f"choose:{one.id}", "title": f"Edit {one.text}"},
            one.text,
            ["span", {"class": "small"}, f" {one.kind}" if one.kind else ""],
        ],
        ["button", {"act": f"criterion:{one.id}", "aria-label": f"Remove {one.text}"}, icon("close")],
    ]


def _add(context: Context, view: CustomerView, agreed: Candidate) -> None:
    of = view.segment.id if view.segment else agreed.id
    with (
        st.form(f"add_criterion:{of}", clear_on_submit=True, border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        text = st.text_input(
            "What do they share?",
            key=f"criterion_text:{of}",
            label_visibility="collapsed",
            max_chars=200,
            placeholder="Over 50, phones first …",
        )
        kind: CriterionKind = st.selectbox(
            "Kind",
            list(KINDS),
            key=f"criterion_kind:{of}",
            label_visibility="collapsed",
            width=170,
            format_func=KINDS.__getitem__,
        )
        added = st.form_submit_button("Add criterion", icon=":material/add:")
    if added and text.strip():
        id = view.segment.id if view.segment else None
        run(
            context,
            "add_criterion",
            lambda c: persona.add_criterion(c, customer_id=agreed.id, text=text, kind=kind, segment_id=id),
        )
        fields.again()


def _edit(context: Context, one: Criterion) -> None:
    def save(field: str) -> fields.Save:
        def saved(c: Context, value: str) -> str:
            given = CriterionFields.model_validate({field: value})
            return persona.edit_criterion(c, id=one.id, fields=given, expected_version=c.based_on)

        return saved

    with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
        fields.text(
            context, "What they share", one.text, f"criterion:text:{one.id}", save("text"), version=one.version, max_chars=200
        )
        fields.choose(
            context,
            "Kind",
            KINDS,
            one.kind,
            f"criterion:kind:{one.id}",
            save("kind"),
            version=one.version,
            empty="None",
            width=170,
        )
        if st.button("Done", key=f"done:{one.id}", icon=":material/check:"):
            open_item(None)
            fields.again()
