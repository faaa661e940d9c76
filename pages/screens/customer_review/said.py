"""What customers said, stage by stage, and what is made of it."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import get_args

import streamlit as st

from cjm import customer_review
from cjm.core.access import Right, may
from cjm.core.service import Context
from cjm.core.vocabulary import LETTERS, Certainty
from cjm.customer_review.taking_over import Came, Said, StageSaid
from pages.frontend.source import source
from pages.shared import fields
from pages.shared.act import run
from pages.shared.address import at, put
from pages.shared.draw import Tree, draw, icon
from pages.shared.parts import open_item, opened

CSS = source("screens/customer_review/look.css")
SIGNS = {"true": "check_circle", "wrong": "cancel", "missing": "add_comment"}
WORDS = {"true": "True", "wrong": "Wrong", "missing": "Missing"}


def said(context: Context) -> None:
    """The table of stages on the left, what was said on the right."""
    view = customer_review.what_came(context)
    if not view.total:
        _nothing(may(context.actor, Right.FACILITATE))
        return
    left, right = st.columns([1, 1.7], gap="medium")
    with left:
        _stages(view)
    with right:
        _list(context, view)


def _nothing(facilitates: bool) -> None:
    then = (
        "Choose under “What they see” what they are shown, and give them the link."
        if facilitates
        else "The facilitator gives them a link."
    )
    tree: Tree = [
        "div",
        {"class": "panel empty"},
        ["h2", {}, "No customer has said anything yet"],
        ["p", {}, "A few customers look at the map and say what is true, wrong or missing. They always find something."],
        ["p", {}, then],
    ]
    draw(tree, key="said_none", css=CSS)


def _stages(view: Came) -> None:
    here = at("stage", {stage.id for stage in view.stages})
    head = ["tr", {}, *(["th", {"scope": "col"}, words] for words in ("Stage", "Shown", "True", "Wrong", "Missing", "Open"))]
    rows: list[Tree] = []
    for stage in view.stages:
        numbers: list[Tree] = [
            ["td", {"class": "" if n else "zero"}, str(n)] for n in (stage.cards, stage.true, stage.wrong, stage.missing)
        ]
        numbers.append(["td", {"class": "waits" if stage.open else "zero"}, str(stage.open)])
        chosen = stage.id == here
        name: Tree = [
            "button",
            {"act": f"stage:{stage.id}", "dir": "auto", "aria-pressed": "true" if chosen else "false"},
            stage.name,
        ]
        rows.append(["tr", {"class": "here" if chosen else ""}, ["th", {"scope": "row"}, name], *numbers])
    people = f"{view.people} {'customer' if view.people == 1 else 'customers'}"
    waits = "Everything is settled." if not view.open else f"{view.open} {'is' if view.open == 1 else 'are'} open."
    tree: Tree = [
        "div",
        {"class": "panel"},
        ["p", {"class": "sum"}, ["b", {}, people], f" said {view.total} things. {waits}"],
        ["table", {"aria-label": "What customers said, by stage"}, ["thead", {}, head], ["tbody", {}, *rows]],
    ]
    act = draw(tree, key="said_stages", css=CSS)
    if act:
        id = act.removeprefix("stage:")
        put("stage", None if id == here else id)
        fields.again()


def _list(context: Context, view: Came) -> None:
    facilitates = may(context.actor, Right.FACILITATE)
    here = at("stage", {stage.id for stage in view.stages})
    every = {one.id: one for stage in view.stages for one in stage.said}
    chosen = every.get(opened() or "")
    if facilitates and chosen and chosen.state == "open":
        _closely(context, view, chosen)
    stages = [stage for stage in view.stages if stage.said and here in ("", stage.id)]
    usual = dict(view.lanes).get(view.usual_lane or "", "")
    settled = sum(one.state != "open" for stage in stages for one in stage.said)
    unfolded = bool(at("settled", {"shown"}) or here or not view.open)
    tree: Tree = ["div", {"class": "panel heard", "role": "region", "aria-label": "What they said", "tabindex": "0"}]
    for stage in stages:
        if unfolded or stage.open:
            tree += _stage(stage, usual, facilitates, unfolded)
    if not stages:
        tree.append(["div", {"class": "empty"}, "Nobody has said anything about this stage yet."])
    if settled and not here and view.open:
        words = f" Hide the {settled} that are settled" if unfolded else f" Show the {settled} that are settled"
        fold = {"class": "button", "act": "settled", "aria-expanded": "true" if unfolded else "false"}
        tree.append(["div", {"class": "fold"}, ["button", fold, icon("expand_less" if unfolded else "expand_more"), words]])
    act = draw(tree, key="said_list", css=CSS)
    if act == "settled":
        put("settled", None if unfolded else "shown")
        fields.again()
    elif act:
        _carry_out(context, view, act)


def _stage(stage: StageSaid, usual: str, facilitates: bool, unfolded: bool) -> list[Tree]:
    title: Tree = ["div", {"class": "stage"}, ["h2", {"dir": "auto"}, stage.name]]
    if facilitates and len(stage.open_true) > 1:
        words = f" Confirm all {len(stage.open_true)} that are true"
        title.append(["div", {"class": "do"}, ["button", {"class": "button", "act": f"all:{stage.id}"}, icon("done_all"), words]])
    rows = [title]
    still = [one for one in stage.said if one.state == "open"]
    for (card, mark, _), group in groupby(still, key=lambda one: (one.card_id, one.mark, "" if one.mark == "true" else one.id)):
        together = list(group)
        rows.append(_true(together, facilitates) if card and mark == "true" else _one(together[0], usual, facilitates))
    done = [one for one in stage.said if unfolded and one.state != "open"]
    for _, group in groupby(done, key=lambda one: (one.card_id, one.mark, one.state, "" if one.mark == "true" else one.id)):
        rows.append(_settled(list(group), facilitates))
    return rows


def _who(some: list[Said]) -> str:
    names = ", ".join(dict.fromkeys(one.by for one in some if one.by))
    unnamed = sum(not one.by for one in some)
    more = (
        f"{unnamed} without a name"
        if names and unnamed
        else f"{unnamed} customers"
        if unnamed > 1
        else "a customer"
        if unnamed
        else ""
    )
    return " · ".join([", ".join(part for part in (names, more) if part), _day(max(one.at for one in some))])


def _day(moment: datetime) -> str:
    return f"{moment:%-d %b %Y}"


def _row(one: Said, what: list[Tree], end: Tree, calm: bool = False) -> Tree:
    sign: Tree = ["icon", {"class": one.mark}, SIGNS[one.mark]]
    return ["div", {"class": "said settled" if calm else "said"}, sign, ["div", {"class": "what"}, *what], end]


def _about(one: Said) -> Tree:
    return [
        "div",
        {"class": "about", "dir": "auto"},
        f"{WORDS[one.mark]}: {one.card} ({one.lane}, {LETTERS.get(one.evidence, '')})",
    ]


def _button(act: str, words: str, label: str, main: bool = False) -> Tree:
    return ["button", {"class": "button main" if main else "button", "act": act, "aria-label": f"{words}: {label}"}, words]


def _true(some: list[Said], facilitates: bool) -> Tree:
    one = some[0]
    what: list[Tree] = [
        ["div", {"class": "words", "dir": "auto"}, one.card],
        ["div", {"class": "who"}, f"True: {_who(some)} · {one.lane}, {LETTERS.get(one.evidence, '')}"],
    ]
    do: Tree = ["div", {"class": "do"}]
    if facilitates:
        ids = ",".join(each.id for each in some)
        do += [_button(f"confirm:{ids}", "Confirm the card", one.card, main=True), _button(f"aside:{ids}", "Set aside", one.card)]
    return _row(one, what, do)


def _one(one: Said, usual: str, facilitates: bool) -> Tree:
    label = one.words or one.card
    words: list[Tree] = [["div", {"class": "words", "dir": "auto"}, f"“{one.words}”"]] if one.words else []
    who: Tree = ["div", {"class": "who"}, _who([one])]
    do: Tree = ["div", {"class": "do"}]
    if facilitates and one.mark == "wrong":
        do += [
            _button(f"assumed:{one.id}", "Back to assumed", label, main=True),
            _button(f"note:{one.id}", "Only note it", label),
            _button(f"closely:{one.id}", "Correct …", label),
            _button(f"aside:{one.id}", "Set aside", label),
        ]
    elif facilitates:
        do += [
            _button(f"add:{one.id}", f"Add to {usual}", label, main=True),
            _button(f"closely:{one.id}", "Add as …", label),
            _button(f"aside:{one.id}", "Set aside", label),
        ]
    return _row(one, [*words, _about(one), who] if one.mark == "wrong" else [*words, who], do)


def _settled(some: list[Said], facilitates: bool) -> Tree:
    one = some[0]
    if one.state == "set_aside":
        again = (
            [_button(f"again:{','.join(each.id for each in some)}", "Look again", one.words or one.card)] if facilitates else []
        )
        end: Tree = ["div", {"class": "do"}, ["span", {"class": "state"}, "set aside"], *again]
    else:
        made = {
            "true": "the card is confirmed",
            "wrong": "noted on the card",
            "missing": f"became “{one.became}”" if one.became else "became a card",
        }
        end = ["div", {"class": "state", "dir": "auto"}, made[one.mark]]
    what: list[Tree] = [["div", {"class": "words", "dir": "auto"}, f"“{one.words}”"]] if one.words else []
    return _row(one, [*what, *([_about(one)] if one.card else []), ["div", {"class": "who"}, _who(some)]], end, calm=True)


def _carry_out(context: Context, view: Came, act: str) -> None:
    verb, _, rest = act.partition(":")
    ids = rest.split(",")
    if verb == "closely":
        open_item(rest)
    elif verb == "all":
        at_once = next((list(stage.open_true) for stage in view.stages if stage.id == rest), [])
        run(context, act, lambda c: customer_review.take_over_true(c, ids=at_once), done="Confirmed by customers")
    elif verb == "confirm":
        run(context, act, lambda c: customer_review.take_over_true(c, ids=ids), done="Confirmed by customers")
    elif verb in {"assumed", "note"}:
        run(
            context,
            act,
            lambda c: customer_review.answer_wrong(c, id=rest, evidence="assumed" if verb == "assumed" else None),
            done="Noted on the card",
        )
    elif verb == "add" and view.usual_lane:
        run(
            context,
            act,
            lambda c: customer_review.take_over_missing(c, id=rest, lane_id=view.usual_lane or ""),
            done="It is a card now",
        )
    elif verb in {"aside", "again"}:
        run(context, act, lambda c: customer_review.set_aside_marks(c, ids=ids, aside=verb == "aside"))
    fields.again()


def _closely(context: Context, view: Came, one: Said) -> None:
    """One thing that a customer said, with a choice of what becomes of it."""
    wrong, lanes = one.mark == "wrong", dict(view.lanes)
    with st.container(border=True, key="closely"), st.form("closely_form", border=False):
        st.markdown("**Correct the card**" if wrong else "**Make a card of it**")
        if wrong and one.words:
            st.text(f"“{one.words}”")
        text = st.text_area(
            "What the card says", value=one.card if wrong else one.words, max_chars=400, key=f"closely_text:{one.id}", height=80
        )
        if wrong:
            evidence = st.segmented_control(
                "How sure we are now",
                get_args(Certainty),
                format_func=lambda key: LETTERS[key].capitalize(),
                default="confirmed",
                key=f"closely_evidence:{one.id}",
                required=True,
            )
        else:
            order = list(lanes)
            lane = st.selectbox(
                "Lane",
                order,
                index=order.index(view.usual_lane) if view.usual_lane in order else 0,
                format_func=lambda id: lanes.get(id, ""),
                key=f"closely_lane:{one.id}",
            )
        with st.container(horizontal=True):
            saved = st.form_submit_button("Save card" if wrong else "Add card", type="primary", icon=":material/check:")
            left = st.form_submit_button("Cancel")
    if saved:
        done: object
        if wrong:
            done = run(
                context,
                "closely",
                lambda c: (customer_review.answer_wrong(c, id=one.id, evidence=evidence, text=text), True)[1],
                done="Noted on the card",
            )
        else:
            done = run(
                context,
                "closely",
                lambda c: customer_review.take_over_missing(c, id=one.id, lane_id=lane, text=text),
                done="It is a card now",
            )
        if done:
            open_item(None)
            fields.again()
    elif left:
        open_item(None)
        fields.again()
