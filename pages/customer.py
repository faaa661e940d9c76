"""Step 1: who is the customer? Candidates, the pick, and who exactly it is."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from cjm import customer
from cjm.customer import Candidate, CandidateFields, CustomerView, EvidenceFields, Fact, PersonaFields
from pages.components import fields
from pages.components.act import run
from pages.components.draw import Tree, draw, icon
from pages.components.guard import context
from pages.components.live import live
from pages.components.page import frame
from pages.components.palette import department_css
from pages.components.tally import tally

CSS = (Path(__file__).parent / "components" / "customer.css").read_text()
PARTS = {"candidates": "Candidates", "pick": "Pick", "who": "Who exactly", "whole": "Overview"}
ICONS = {"assumed": "help", "observed": "visibility", "confirmed": "verified"}
STATES = {"assumed": "Assumed", "observed": "Observed by staff", "confirmed": "Confirmed by customers"}

ctx = context()
PART = f"customer_part:{ctx.workshop_id}"
CHOSEN = f"customer_chosen:{ctx.workshop_id}"


def start_with(view: CustomerView) -> str:
    """The part that the group would go on with."""
    if view.agreed:
        return "whole" if view.persona else "who"
    return "pick" if view.votes else "candidates"


def badge(state: str) -> Tree:
    return ["span", {"class": f"badge {state}"}, icon(ICONS[state]), state]


def flag(words: str) -> Tree:
    return ["span", {"class": "flag"}, icon("check_circle"), words]


def squares(one: Candidate, scale: int, *, counting: bool = False) -> Tree:
    marks = {"data-squares": one.id, "data-stored": one.votes} if counting else {}
    some = [["i", {"class": "on" if index < one.votes else ""}] for index in range(min(scale, 60))]
    return ["div", {"class": "squares", "aria-hidden": "true", **marks}, *some]


# Candidates ----------------------------------------------------------------------------------------------------------


def candidates(view: CustomerView) -> None:
    chosen = next((one for one in view.candidates if one.id == st.session_state.get(CHOSEN)), None)
    tiles: list[Tree] = []
    for one in view.candidates:
        top = flag("agreed") if one.primary else ["span", {"class": "small"}, "internal" if one.relation == "internal" else ""]
        tiles.append(
            ["li", {"class": f"panel tile{' agreed' if one.primary else ''}{' chosen' if one is chosen else ''}"},
             ["h2", {"class": "name", "dir": "auto"}, one.name], ["div", {"class": "note", "dir": "auto"}, one.note],
             ["div", {"class": "tools"}, top, ["span", {},
              ["button", {"class": "tool", "act": f"choose:{one.id}", "aria-label": f"Edit {one.name}"}, icon("edit"), " Edit"],
              ["button", {"class": "tool", "act": f"remove:{one.id}", "aria-label": f"Remove {one.name}"}, icon("delete"),
               " Remove"]]]]
        )  # fmt: skip
    if not tiles:
        hint = "Who is there, inside and outside, that we could do all this for? Name everybody first, choose later."
        tiles = [["li", {"class": "panel tile free"}, hint]]
    tree: Tree = ["ul", {"class": "tiles"}, *tiles]
    if chosen:
        left, right = st.columns([3, 1])
        with left:
            act = draw(tree, key="candidates", css=CSS)
        with right, st.container(border=True):
            edit_candidate(chosen)
    else:
        act = draw(tree, key="candidates", css=CSS)
    with st.form("add_candidate", clear_on_submit=True, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        left_over = customer.MOST_CANDIDATES - len(view.candidates)
        name = st.text_input("Who could the customer be?", key="candidate_name", max_chars=200, width=520,
                             placeholder="Patient, family doctor, insurer …")  # fmt: skip
        added = st.form_submit_button("Add candidate", icon=":material/add:", type="primary", disabled=left_over <= 0)
    if added:
        if name.strip():
            run(ctx, "add_candidate", lambda c: customer.add_candidate(c, name=name))
        fields.again()
    if act:
        verb, _, id = act.partition(":")
        if verb == "choose":
            st.session_state[CHOSEN] = None if chosen and chosen.id == id else id
        else:
            run(ctx, act, lambda c: customer.remove_candidate(c, id=id), done="Removed. Undo brings it back.")
        fields.again()


def edit_candidate(one: Candidate) -> None:
    def save(field: str) -> fields.Save:
        return lambda c, value: customer.edit_candidate(c, id=one.id, fields=CandidateFields.model_validate({field: value}))

    fields.text(ctx, "Name", one.name, f"name:{one.id}", save("name"), max_chars=200)
    fields.text(ctx, "What makes them a customer?", one.note, f"note:{one.id}", save("note"), area=True, max_chars=400)
    sides = {"external": "Outside", "internal": "Inside"}
    fields.segments(ctx, "Outside or inside the organisation", sides, one.relation, f"relation:{one.id}", save("relation"))
    if one.primary:
        fields.text(ctx, "Because we create …", one.because, f"because:{one.id}", save("because"), area=True)
    if st.button("Done", key=f"done:{one.id}", icon=":material/check:"):
        st.session_state[CHOSEN] = None
        fields.again()


# Pick ----------------------------------------------------------------------------------------------------------------


def pick(view: CustomerView) -> None:
    if not view.candidates:
        st.info("Nobody to pick from yet. Name the candidates first.", icon=":material/info:")
        return
    rows: list[Tree] = []
    most = max(one.votes for one in view.candidates)
    for one in sorted(view.candidates, key=lambda one: -one.votes) if view.agreed else view.candidates:
        kind = " agreed" if one.primary else " leading" if most and one.votes == most else ""
        decide: Tree = ["span", {"class": "agree"}, flag("agreed")] if one.primary else [
            "button", {"class": "button agree", "act": f"agree:{one.id}"}, icon("how_to_reg"), f" Agree on {short(one.name)}"]  # fmt: skip
        rows.append(
            ["li", {"class": f"panel pick{kind}"},
             ["div", {}, ["h2", {"class": "name", "dir": "auto"}, one.name],
              ["div", {"class": "small", "dir": "auto"}, reason(one)]],
             squares(one, view.scale, counting=True),
             ["div", {"class": "count", "role": "group", "aria-label": f"Hands for {one.name}"},
              ["button", {"act": f"hands:{one.id}:-1", "aria-label": f"One hand less for {one.name}"}, icon("remove")],
              ["b", {"data-votes": one.id, "data-stored": one.votes, "aria-live": "polite"}, str(one.votes)],
              ["button", {"act": f"hands:{one.id}:1", "aria-label": f"One hand more for {one.name}"}, icon("add")]],
             decide]
        )  # fmt: skip
    top = f"Show of hands, round {view.round_number}. Each square is one hand."
    tree: Tree = ["div", {"class": "picks"}, ["div", {"class": "head"}, ["span", {"class": "small"}, top],
                  ["button", {"class": "tool", "act": "again"}, icon("replay"), " Pick again"] if view.votes else ""],
                  ["ul", {"class": "picks"}, *rows]]  # fmt: skip
    wanted = next((one for one in view.candidates if one.id == st.session_state.get("agreeing")), None)
    if wanted:
        left, right = st.columns([3, 1])
        with left:
            act = tally(ctx, tree, view.revision, key="picks", css=CSS)
        with right:
            agree(wanted)
    else:
        act = tally(ctx, tree, view.revision, key="picks", css=CSS)
    if act:
        verb, _, id = act.partition(":")
        if verb == "agree":
            st.session_state["agreeing"] = id
        elif verb == "again":
            run(ctx, act, customer.pick_again, done="A new round, from zero. The earlier one is kept.")
        fields.again()


def agree(one: Candidate) -> None:
    with st.form(f"agree:{one.id}"):
        st.markdown(f"**{escaped(one.name)}** is our customer")
        because = st.text_area("because we create …", value=one.because, key=f"why:{one.id}", max_chars=4000,
                               placeholder="value for them first; everybody else serves this")  # fmt: skip
        agreed = st.form_submit_button(f"Agree on {escaped(short(one.name))}", type="primary", icon=":material/how_to_reg:")
        not_yet = st.form_submit_button("Not yet")
    if agreed:
        run(ctx, f"agree:{one.id}", lambda c: customer.agree_on_customer(c, id=one.id, because=because), done=f"{one.name} it is")
    if agreed or not_yet:
        st.session_state.pop("agreeing", None)
        fields.again()


def reason(one: Candidate) -> str:
    """Why it is the customer, else what was noted."""
    return customer.because(one.because) if one.primary and one.because else one.note


def short(name: str) -> str:
    return name if len(name) <= 28 else name[:27].rstrip() + "…"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]()#+-.!|<>~$:^&" else char for char in text)


# Who exactly ---------------------------------------------------------------------------------------------------------


def who(view: CustomerView) -> None:
    agreed = view.agreed
    if agreed is None:
        st.info("First the group agrees on the customer: count hands and press “Agree on …”.", icon=":material/info:")
        return
    left, right = st.columns([1.35, 1], gap="medium")
    with left:
        criteria_part(view, agreed)
        persona_fields(view, agreed)
    with right:
        evidence_part(view, agreed)


def persona_fields(view: CustomerView, agreed: Candidate) -> None:
    segment = view.segment.id if view.segment else None
    here = segment or agreed.id

    def save(field: str) -> fields.Save:
        def saved(c: object, value: str) -> str:
            given = PersonaFields.model_validate({field: facts_of(value) if field == "facts" else value})
            return customer.describe_persona(c, customer_id=agreed.id, segment_id=segment, fields=given)

        return saved

    def stored(field: str) -> str:
        return str(getattr(view.persona, field)) if view.persona else ""

    one, two = st.columns(2)
    with one:
        fields.text(ctx, "Name and age of one typical person", stored("name"), f"persona:name:{here}", save("name"),
                    max_chars=200, placeholder="Elena Novak, 58")  # fmt: skip
    with two:
        fields.text(ctx, "In one line", stored("headline"), f"persona:headline:{here}", save("headline"), max_chars=200,
                    placeholder="School librarian, lives alone")  # fmt: skip
    fields.text(ctx, "What she says", stored("quote"), f"persona:quote:{here}", save("quote"), max_chars=400,
                placeholder="I just want one person who knows what comes next.")  # fmt: skip
    columns = st.columns(2)
    for index, (field, label, symbol, ask) in enumerate(customer.PERSONA_FIELDS):
        with columns[index % 2]:
            fields.text(ctx, f":material/{symbol}: {label}", stored(field), f"persona:{field}:{here}", save(field), area=True,
                        height=90, max_chars=4000, placeholder=ask)  # fmt: skip
    facts = "\n".join(" ".join(fact) for fact in view.persona.facts) if view.persona else ""
    fields.text(ctx, "Facts in numbers, one a line", facts, f"persona:facts:{here}", save("facts"), area=True, height=90,
                placeholder="14 contacts last year")  # fmt: skip


def facts_of(text: str) -> list[tuple[str, str]]:
    """Each line's first word is the number, the rest what it counts."""
    found = []
    for line in text.splitlines():
        number, _, what = line.strip().partition(" ")
        if number:
            found.append((number, what.strip()))
    return found


def criteria_part(view: CustomerView, agreed: Candidate) -> None:
    segment = view.segment
    with st.popover(f"Segment: {escaped(short(segment.name if segment else agreed.name))}", icon=":material/groups:"):
        if len(view.segments) > 1:
            st.selectbox("Show the segment", [one.id for one in view.segments], key="segment",
                         format_func={one.id: one.name for one in view.segments}.get, persist_state="session")  # fmt: skip
        id = segment.id if segment else None
        fields.text(ctx, "Name of the segment", segment.name if segment else agreed.name, f"segment:{id or agreed.id}",
                    lambda c, value: customer.rename_segment(c, customer_id=agreed.id, segment_id=id, name=value), max_chars=200)  # fmt: skip
        with st.form("add_segment", clear_on_submit=True, border=False):
            name = st.text_input("Another segment of the same customer", key="segment_name", max_chars=200)
            if st.form_submit_button("Add segment", icon=":material/add:") and name.strip():
                run(ctx, "add_segment", lambda c: customer.add_segment(c, customer_id=agreed.id, name=name))
                fields.again()
    chips = [["span", {"class": "chip", "dir": "auto", "title": one.kind or ""}, one.text,
              ["button", {"act": f"criterion:{one.id}", "aria-label": f"Remove {one.text}"}, icon("close")]]
             for one in view.criteria]  # fmt: skip
    empty: Tree = ["span", {"class": "empty"}, "What do its members share: needs, behaviour, age, product …?"]
    act = draw(["div", {}, ["h2", {}, "Segment criteria"], ["div", {"class": "chips"}, *(chips or [empty])]], key="criteria", css=CSS)
    with st.form("add_criterion", clear_on_submit=True, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input("What do they share?", key="criterion_text", label_visibility="collapsed", max_chars=200,
                             placeholder="Over 50, phones first …")  # fmt: skip
        kind = st.selectbox("Kind", customer.CRITERION_KINDS, key="criterion_kind", label_visibility="collapsed", width=170)
        added = st.form_submit_button("Add criterion", icon=":material/add:")
    if added and text.strip():
        run(ctx, "add_criterion", lambda c: customer.add_criterion(c, customer_id=agreed.id, text=text, kind=kind, segment_id=id))
        fields.again()
    if act:
        run(ctx, act, lambda c: customer.remove_criterion(c, id=act.partition(":")[2]), done="Removed. Undo brings it back.")
        fields.again()


def fact_row(fact: Fact, *, tools: bool, chosen: bool = False) -> Tree:
    change: Tree = ["button", {"class": "tool", "act": f"fact:{fact.id}", "aria-label": f"Edit {fact.text}"}, icon("edit")]
    return [
        "li", {"class": f"fact {fact.state}{' chosen' if chosen else ''}"},
        ["div", {"dir": "auto"}, ["div", {"class": "text"}, fact.text],
         ["div", {"class": "small"}, fact.source or fact.link or "no source yet"]],
        ["div", {"class": "tools"}, badge(fact.state), change if tools else ""],
    ]  # fmt: skip


def counted(view: CustomerView) -> str:
    return ", ".join(f"{number} {state}" for state, number in view.counts if number)


def evidence_part(view: CustomerView, agreed: Candidate) -> None:
    chosen = next((fact for fact in view.evidence if fact.id == st.session_state.get("fact")), None)
    rows = [fact_row(fact, tools=True, chosen=fact is chosen) for fact in view.evidence]
    empty: Tree = ["li", {"class": "fact assumed"}, ["span", {"class": "empty"}, "What do we know of them, and from where? "
                   "What has no source is an assumption and gets a dashed border."]]  # fmt: skip
    key = chosen.id if chosen else f"new{st.session_state.get('facts_added', 0)}"  # a new key empties the form, once it is stored
    with st.form(f"evidence:{key}"):
        text = st.text_input("What is known", value=chosen.text if chosen else "", key=f"fact:text:{key}", max_chars=400,
                             placeholder="212 of 380 mention repeated forms")  # fmt: skip
        one, two = st.columns([1.4, 1])
        source = one.text_input("Source", value=chosen.source if chosen else "", key=f"fact:source:{key}", max_chars=400,
                                placeholder="Patient survey, March 2026")  # fmt: skip
        state = two.selectbox("State", list(STATES), key=f"fact:state:{key}", format_func=STATES.get,
                              index=list(STATES).index(chosen.state) if chosen else 0)  # fmt: skip
        link = st.text_input("Link", value=chosen.link, key=f"fact:link:{key}", max_chars=2000) if chosen else ""
        with st.container(horizontal=True):
            saved = st.form_submit_button("Save evidence" if chosen else "Add evidence", type="primary",
                                          icon=":material/check:" if chosen else ":material/add:")  # fmt: skip
            away = st.form_submit_button("Remove", icon=":material/delete:") if chosen else False
            back = st.form_submit_button("Close") if chosen else False
    act = draw(["div", {"class": "col"}, ["div", {"class": "head"}, ["h2", {}, "Evidence"], ["span", {"class": "small"}, counted(view)]],
                ["ul", {"class": "col"}, *(rows or [empty])]], key="evidence", css=CSS)  # fmt: skip
    if saved and chosen:
        given = EvidenceFields(text=text, source=source, link=link, state=state)
        if run(ctx, key, lambda c: customer.edit_evidence(c, id=chosen.id, fields=given, expected_version=chosen.version), done="Saved"):
            st.session_state.pop("fact", None)
            fields.again()
    elif saved and text.strip():
        if run(ctx, key, lambda c: customer.add_evidence(c, customer_id=agreed.id, text=text, source=source, state=state)):
            st.session_state["facts_added"] = st.session_state.get("facts_added", 0) + 1
            fields.again()
    elif chosen and away:
        run(ctx, key, lambda c: customer.remove_evidence(c, id=chosen.id), done="Removed. Undo brings it back.")
    if away or back:
        st.session_state.pop("fact", None)
        fields.again()
    if act:
        id = act.partition(":")[2]
        st.session_state["fact"] = None if chosen and chosen.id == id else id
        fields.again()


# Overview ------------------------------------------------------------------------------------------------------------


def whole(view: CustomerView) -> None:
    act = draw(["div", {"class": "whole"}, _left(view), _middle(view), _right(view)], key="whole", css=CSS)
    if act:
        st.session_state[PART] = act.partition(":")[2]
        st.rerun()


def _edit(part: str, words: str) -> Tree:
    return ["button", {"class": "tool", "act": f"go:{part}", "aria-label": words, "title": words}, icon("edit")]


def _left(view: CustomerView) -> Tree:
    cards: list[Tree] = []
    for one in sorted(view.candidates, key=lambda one: (not one.primary, -one.votes)):
        cards.append(
            ["div", {"class": f"panel cand{' agreed' if one.primary else ''}"},
             ["div", {"class": "top"}, ["h3", {"class": "name", "dir": "auto"}, one.name, " " if one.primary else "",
                                        flag("agreed") if one.primary else ""], ["span", {"class": "votes"}, str(one.votes)]],
             ["div", {"class": "small", "dir": "auto"}, reason(one)], squares(one, view.scale) if len(view.candidates) < 6 else ""]
        )  # fmt: skip
    depts = [["div", {"class": "two"}, ["span", {"class": "dept", "style": department_css(one.colour)}, one.letters],
              ["div", {}, one.name, ["div", {"class": "small"}, one.role]]] for one in view.departments[:10]]  # fmt: skip
    people = ". ".join(f"{one.name}: {one.signs_up_for}".strip(": ") for one in view.stakeholders)
    return [
        "section", {"class": "col", "aria-label": "Candidates"},
        ["div", {"class": "head"}, ["h2", {}, "Candidates", _edit("pick", "Go to the pick")],
         ["span", {"class": "small"}, "each square is one raised hand"]],
        *cards,
        ["div", {"class": "panel grow"}, ["h3", {}, "Who touches this customer"],
         ["div", {"class": "depts"}, *depts] if depts else ["p", {"class": "empty"}, "No department is named in the frame yet."],
         ["h3", {}, "Stakeholders"] if people else "", ["div", {"class": "small", "dir": "auto"}, people]],
    ]  # fmt: skip


def _middle(view: CustomerView) -> Tree:
    one = view.persona
    head: Tree = ["div", {"class": "head"}, ["h2", {}, "Persona", _edit("who", "Describe the persona")],
                  ["span", {"class": "small", "dir": "auto"}, f"segment: {view.segment.name}" if view.segment else ""]]  # fmt: skip
    if one is None:
        return ["section", {"class": "col", "aria-label": "Persona"}, head,
                ["div", {"class": "panel grow"}, ["p", {"class": "empty"}, "Not described yet. Who is one typical person?"]]]  # fmt: skip
    said: list[Tree] = []
    for field, label, symbol, ask in customer.PERSONA_FIELDS:
        text = str(getattr(one, field)).strip()
        said.append(["div", {"class": "wide" if field in ("goal", "scenario") else ""}, ["h3", {}, icon(symbol), f" {label}"],
                     ["div", {"class": "text" if text else "empty", "dir": "auto"}, text or ask]])  # fmt: skip
    letters = "".join(word[0] for word in one.name.replace(",", " ").split()[:2] if word[0].isalpha()).upper()
    facts = [["div", {}, ["b", {}, str(number)], ["span", {"class": "small"}, what]] for number, what in one.facts[:6]]
    return [
        "section", {"class": "col", "aria-label": "Persona"}, head,
        ["div", {"class": "panel grow col"},
         ["div", {"class": "person"}, ["span", {"class": "face", "aria-hidden": "true"}, letters],
          ["div", {"dir": "auto"}, ["div", {"class": "name bold"}, one.name], ["div", {"class": "line"}, one.headline]]],
         ["div", {"class": "quote", "dir": "auto"}, f"“{one.quote}”"] if one.quote else "",
         ["div", {"class": "said"}, *said], ["div", {"class": "facts"}, *facts] if facts else ""],
    ]  # fmt: skip


def _right(view: CustomerView) -> Tree:
    rows = [fact_row(fact, tools=False) for fact in view.evidence]
    chips = [["span", {"class": "chip", "dir": "auto", "title": one.kind or ""}, one.text] for one in view.criteria]
    return [
        "section", {"class": "col", "aria-label": "Evidence"},
        ["div", {"class": "head"}, ["h2", {}, "Evidence", _edit("who", "Add evidence")], ["span", {"class": "small"}, counted(view)]],
        ["ul", {"class": "col"}, *(rows or [["li", {"class": "fact assumed empty"}, "Nothing known yet."]])],
        ["div", {"class": "panel grow"}, ["h3", {}, "Segment criteria"],
         ["div", {"class": "chips"}, *(chips or [["span", {"class": "empty"}, "Nothing yet says who belongs to it."]])]],
    ]  # fmt: skip


DRAWN = {"candidates": candidates, "pick": pick, "who": who, "whole": whole}


@st.fragment
def body() -> None:
    view = customer.summary(ctx, segment_id=st.session_state.get("segment"))
    live(ctx, view.revision, key="live_customer")
    DRAWN[st.session_state.get(PART) or "candidates"](view)


st.session_state.setdefault(PART, start_with(customer.summary(ctx)))
with frame(ctx, "customer") as bar:
    with bar:
        st.segmented_control("Part of this step", list(PARTS), key=PART, format_func=PARTS.get, required=True,
                             label_visibility="collapsed", persist_state="session")  # fmt: skip
    body()
