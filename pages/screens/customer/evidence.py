"""What is known of the customer, and from where; what has no source is an assumption and dashed."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cjm.core.bounds import longest
from cjm.core.service import Context
from cjm.customer import Candidate, CustomerView, Fact, persona
from cjm.customer.persona import Evidence, EvidenceFields
from pages.screens.customer.marks import CSS, STATES, counted, fact_row
from pages.shared import fields
from pages.shared.act import run
from pages.shared.draw import Tree, draw
from pages.shared.parts import open_item, opened, toggle
from pages.shared.pasting import asked, line_input, one_line

ADDED = "facts_added"
FACT = longest(Evidence, "text")
EMPTY = "What do we know of them, and from where? What has no source is an assumption and gets a dashed border."


def evidence_part(context: Context, view: CustomerView, agreed: Candidate) -> None:
    chosen = next((fact for fact in view.evidence if fact.id == opened()), None)
    if chosen:
        with st.container(border=True):
            _edit(context, chosen)
    else:
        _add(context, agreed)
    rows = [fact_row(fact, tools=True, chosen=fact is chosen) for fact in view.evidence]
    empty: Tree = ["li", {"class": "fact assumed"}, ["span", {"class": "empty"}, EMPTY]]
    act = draw(
        [
            "div",
            {"class": "col"},
            ["div", {"class": "head"}, ["h2", {}, "Evidence"], ["span", {"class": "small"}, counted(view)]],
            ["ul", {"class": "col"}, *(rows or [empty])],
        ],
        key="evidence",
        css=CSS,
    )
    if act:
        toggle(act.partition(":")[2])
        fields.again()


def _add(context: Context, agreed: Candidate) -> None:
    def add(c: Context, texts: list[str], given: dict[str, Any]) -> object:
        return persona.add_facts(c, customer_id=agreed.id, texts=texts, **given)

    if asked(context, "facts", ("thing that is known", "things that are known"), FACT, add):
        return
    key = f"new{st.session_state.get(ADDED, 0)}"  # a new key empties the form, once it is stored
    with st.form(f"evidence:{key}"):
        text = line_input("What is known", f"fact:text:{key}", placeholder="212 of 380 mention repeated forms")
        one, two = st.columns([1.4, 1])
        source = one.text_input("Source", key=f"fact:source:{key}", max_chars=400, placeholder="Patient survey, March 2026")
        state = two.selectbox("State", list(STATES), key=f"fact:state:{key}", format_func=STATES.__getitem__)
        added = st.form_submit_button("Add evidence", type="primary", icon=":material/add:")
    if not added:
        return
    one_text = one_line("facts", text, FACT, source=source, state=state)
    if one_text:
        made = run(
            context, key, lambda c: persona.add_evidence(c, customer_id=agreed.id, text=one_text, source=source, state=state)
        )
        if made:
            st.session_state[ADDED] = st.session_state.get(ADDED, 0) + 1
            fields.again()
    elif text.strip():
        st.session_state[ADDED] = st.session_state.get(ADDED, 0) + 1
        fields.again()


def _edit(context: Context, fact: Fact) -> None:
    def save(field: str) -> fields.Save:
        def saved(c: Context, value: str) -> str:
            said = {field: value}
            if field == "state":  # the source may have been left by this very press, and be on its way
                said["source"] = st.session_state.get(key("source"), fact.source)
            given = EvidenceFields.model_validate(said)
            return persona.edit_evidence(c, id=fact.id, fields=given, expected_version=c.based_on)

        return saved

    def key(field: str) -> str:
        return f"fact:{field}:{fact.id}"

    at = fact.version
    fields.text(context, "What is known", fact.text, key("text"), save("text"), version=at, max_chars=400)
    fields.text(
        context,
        "Source",
        fact.source,
        key("source"),
        save("source"),
        version=at,
        max_chars=400,
        placeholder="Patient survey, March 2026",
    )
    fields.text(context, "Link", fact.link, key("link"), save("link"), version=at, max_chars=2000, placeholder="https://…")
    fields.segments(context, "How sure are we?", STATES, fact.state, key("state"), save("state"), version=at)
    with st.container(horizontal=True):
        done = st.button("Done", key=key("done"), icon=":material/check:", type="primary")
        away = st.button("Remove", key=key("remove"), icon=":material/delete:")
    if away:
        run(context, key("remove"), lambda c: persona.remove_evidence(c, id=fact.id), done="Removed. Undo brings it back.")
    if done or away:
        open_item(None)
        fields.again()
