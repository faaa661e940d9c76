"""Step 2: the stages of the journey, who leads them, and what is handed over between them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import streamlit as st

from cjm import value_stream as vs
from cjm.service import Context
from pages.components import fields
from pages.components.act import run
from pages.components.draw import Tree, draw, icon
from pages.components.graph import graph
from pages.components.guard import context
from pages.components.live import live
from pages.components.page import frame
from pages.components.palette import department_css


class Key(StrEnum):
    """Session state of this page; what belongs to one row has its id behind it."""

    STREAM = "vs_stream"
    MODE = "vs_mode"
    PART = "vs_part"
    OPEN = "vs_open"
    LEVEL = "vs_level"
    CLICKED = "vs_clicked"
    NONCE = "vs_nonce"
    TAB = "vs_tab"
    DETAIL = "vs_detail"
    PASTE = "vs_paste"


MODES = {"flow": "Flow", "departments": "Departments", "list": "Handoffs"}
UNITS = {unit: unit for unit in vs.UNITS}
RISKS = {1: "1", 2: "2", 3: "3", 4: "4", 5: "5"}
NEXT_PART = {"": "helps", "helps": "consulted", "consulted": "leads", "leads": "none"}

STYLE = """<style>
@media (max-width: 767px) { .st-key-vs_graph { display: none } }
</style>"""
CSS = """
.phone { display: none; }
@media (max-width: 767px) { .phone { display: block; } .drawn .legend { display: none; } }
.strip { display: flex; flex-wrap: wrap; gap: 4px 2px; align-items: center; min-height: 40px; }
.chip { display: inline-flex; align-items: center; gap: 6px; padding: 4px 8px !important; border-radius: 8px; background: var(--paper) !important; border: 1.5px solid var(--line) !important; font-size: 16px !important; line-height: 22px; max-width: 260px; }
.chip.open { border-color: var(--ink) !important; box-shadow: inset 0 0 0 1px var(--ink); }
.chip.unknown { border-style: dashed !important; border-color: var(--edge) !important; }
.chip .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.nobody { border: 1px dashed var(--edge); color: var(--muted); }
.strip.many .chip { font-size: 14px !important; line-height: 18px; max-width: 148px; padding: 2px 5px !important; gap: 4px; }
.to { color: var(--muted); font-size: 18px; }
.propose { display: inline-flex; align-items: center; border: 1.5px dashed var(--rust) !important; border-radius: 999px; color: var(--rust) !important; font-size: 14px !important; line-height: 18px; padding: 2px 7px !important; }
.panel + .panel { margin-top: 12px; }
.figures { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 8px 10px; margin-top: 6px; }
.figures .n { font-size: 28px; line-height: 32px; font-weight: 600; }
.figures .n.words { font-size: 20px; }
.figures .open .n { color: var(--rust); }
.bars { margin-top: 6px; }
.bars > .act { display: grid; grid-template-columns: minmax(70px, 38%) 1fr 22px; gap: 10px; align-items: center; width: 100%; line-height: 25px; }
.bars .bar { height: 12px; border-radius: 2px; }
.bars .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bars .n { font-weight: 600; text-align: right; }
.lines > * { display: flex; gap: 12px; align-items: center; width: 100%; padding: 6px 0 !important; border-top: 1px solid var(--line) !important; }
.lines > *:first-child { border-top: 0 !important; }
.lines .what { overflow-wrap: anywhere; }
.risk { width: 26px; height: 26px; border-radius: 5px; display: grid; place-items: center; font-weight: 600; font-size: 16px; flex: none; }
.risk.none { border: 1.5px dashed var(--edge); color: var(--muted); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; align-items: center; font-size: 14px; line-height: 18px; color: var(--muted); }
.legend span { display: inline-flex; gap: 6px; align-items: center; }
table { border-collapse: separate; border-spacing: 4px; width: 100%; }
.wide { overflow-x: auto; }
th { font-weight: 600; font-size: 16px; line-height: 19px; text-align: left; vertical-align: bottom; padding: 2px 4px; min-width: 76px; overflow-wrap: anywhere; }
th.dept-row { vertical-align: middle; white-space: nowrap; position: sticky; left: 0; background: var(--page); }
td { padding: 0; }
td button { width: 100%; min-height: 38px; border-radius: 6px; text-align: center !important; font-size: 14px !important; background: var(--cell) !important; color: var(--muted) !important; }
td button.helps { background: var(--tint) !important; color: var(--ink) !important; }
td button.consulted { background: var(--paper) !important; color: var(--ink) !important; border: 1.5px dashed var(--edge) !important; }
td button.leads { font-weight: 600 !important; }
.details > div { display: flex; gap: 6px; align-items: center; padding: 4px 0; border-top: 1px solid var(--line); }
.details > div:first-child { border-top: 0; }
.details .what { flex: 1; overflow-wrap: anywhere; font-size: 16px !important; }
.details .mini { padding: 3px !important; color: var(--muted); }
"""


# What is open --------------------------------------------------------------------------------------------------------


def show(what: str) -> None:
    """Open ``stage:ID``, ``handoff:ID``, ``new:``, ``propose:FROM:TO`` or nothing beside the picture."""
    if st.session_state.get(Key.OPEN, "") != what:
        st.session_state[Key.OPEN] = what
        st.session_state.pop(Key.LEVEL, None)
        st.session_state.pop(Key.DETAIL, None)
    if st.session_state.get(Key.CLICKED):
        st.session_state[Key.CLICKED] = None
        st.session_state[Key.NONCE] = st.session_state.get(Key.NONCE, 0) + 1


def badge(letters: str, colour: int) -> Tree:
    if colour < 0:
        return ["span", {"class": "dept nobody", "title": "Nobody leads this stage yet"}, "?"]
    return ["span", {"class": "dept", "style": department_css(colour)}, letters]


def risk_mark(risk: int | None) -> Tree:
    if risk is None:
        return ["span", {"class": "risk none", "title": "Risk not rated"}, "?"]
    return ["span", {"class": f"risk heat{risk}", "title": f"Risk {risk} of 5"}, str(risk)]


# The bar -------------------------------------------------------------------------------------------------------------


def controls(ctx: Context) -> None:
    """Which stream, which picture, and what is done rarely."""
    streams = vs.stream(ctx).streams
    names = {one.id: one.name for one in streams}
    if len(streams) > 1:
        st.segmented_control("Value stream", list(names), format_func=names.get, key=Key.STREAM, label_visibility="collapsed")
    st.segmented_control("Picture", list(MODES), format_func=MODES.get, key=Key.MODE, default="flow", label_visibility="collapsed")
    chosen = next((one for one in streams if one.id == st.session_state.get(Key.STREAM)), streams[0] if streams else None)
    with st.popover("Stream", icon=":material/route:"):
        if chosen:
            stream_form(ctx, chosen, len(streams))
        with st.form("new_stream", clear_on_submit=True, border=False):
            name = st.text_input("A further stream", placeholder="Such as: Emergency, B2B, New product line")
            if st.form_submit_button("Add stream", icon=":material/add:") and name.strip():
                added = run(ctx, "new_stream", lambda c: vs.add_stream(c, name=name))
                if added:
                    st.session_state["vs_next"] = added
                    st.rerun()
    if chosen:
        with st.popover("Paste stages", icon=":material/content_paste:"):
            paste_form(ctx, chosen.id, "bar")
        if st.button("Add handoff", icon=":material/add:", type="primary", key="vs_add_handoff"):
            show("new:")


def stream_form(ctx: Context, stream: vs.StreamTab, count: int) -> None:
    def save(name: str) -> fields.Save:
        return lambda c, value: vs.edit_stream(c, id=stream.id, **{name: value})

    customers = dict(vs.stream(ctx).customers)
    fields.text(ctx, "Name of this stream", stream.name, f"vs_name:{stream.id}", save("name"))
    fields.choose(
        ctx, "Customer", customers, stream.customer_id, f"vs_customer:{stream.id}",
        lambda c, value: vs.edit_stream(c, id=stream.id, customer_id=value, no_customer=value is None), empty="Not said yet",
    )  # fmt: skip
    fields.text(ctx, "What makes it start?", stream.trigger, f"vs_trigger:{stream.id}", save("trigger"))
    fields.text(ctx, "When is it over?", stream.end, f"vs_end:{stream.id}", save("end"))
    if count > 1 and st.button(f"Remove the stream “{stream.name}”", icon=":material/delete:", key=f"vs_remove:{stream.id}"):
        run(ctx, "remove_stream", lambda c: vs.remove_stream(c, id=stream.id), done="Removed; undo brings it back")
        st.rerun()


def paste_form(ctx: Context, stream_id: str, place: str) -> None:
    with st.form(f"paste:{place}", clear_on_submit=True, border=False):
        text = st.text_area(
            "Stages, one on each line", height=220, key=f"{Key.PASTE}:{place}",
            placeholder="Awareness | Outreach\nReferral | Contact centre\nScheduling",
            help="The department that leads may follow after a bar or a tab.",
        )  # fmt: skip
        if (st.form_submit_button("Add these stages", icon=":material/playlist_add:", type="primary") and text.strip()
                and run(ctx, f"paste:{place}", lambda c: vs.paste_stages(c, stream_id=stream_id, text=text))):  # fmt: skip
            st.rerun()


# The picture ---------------------------------------------------------------------------------------------------------


def strip(view: vs.StreamView, opened: str) -> Tree:
    """All stages in order, with what is proposed between them."""
    if not view.stages:
        return ["p", {}, "Write down the stages of the journey, in the customer’s order and in your own terms."]
    proposed = {(one.from_id, one.to_id): one for one in view.proposals}
    tree: Tree = ["div", {"class": "strip many" if len(view.stages) > 12 else "strip", "role": "list", "aria-label": "Stages"}]
    for index, stage in enumerate(view.stages):
        act = f"stage:{stage.id}"
        chip: Tree = [
            "button",
            {"class": f"chip{' open' if opened == act else ''}{' unknown' if stage.unknown_here else ''}", "act": act,
             "title": f"{stage.name}: {stage.department or 'nobody leads it yet'}" + (f", {stage.lasts}" if stage.lasts else "")},
            badge(stage.letters, stage.colour),
            ["span", {"class": "name"}, f"{stage.number} {stage.name}"],
        ]  # fmt: skip
        if stage.is_key:
            chip.append(icon("flag"))
        tree.append(["span", {"role": "listitem"}, chip])
        if index + 1 < len(view.stages):
            after = view.stages[index + 1]
            if (stage.id, after.id) in proposed:
                tree.append(
                    ["span", {"role": "listitem"}, [
                        "button", {"class": "propose", "act": f"propose:{stage.id}:{after.id}",
                                   "title": f"{stage.department} hands over to {after.department}: what?"},
                        "handoff?"]]
                )  # fmt: skip
            else:
                tree.append(["span", {"class": "to", "aria-hidden": "true"}, "›"])
    return tree


def legend(view: vs.StreamView) -> Tree:
    here = {stage.department_id for stage in view.stages}
    tree: Tree = ["div", {"class": "legend"}]
    tree += [["span", {}, badge(one.letters, one.colour), one.name] for one in view.departments if one.id in here]
    tree.append(["span", {}, "Risk of the handoff:"])
    lines = (("low", 1, "var(--edge)"), ("some", 2.5, "light-dark(#C96A34,#B55C24)"), ("high", 4, "var(--heat4)"), ("very high", 6, "var(--heat5)"))
    for words, width, colour in lines:
        tree.append(["span", {}, _line(width, colour, ""), words])
    tree.append(["span", {}, _line(3, "var(--heat4)", "7 5"), "no mitigation yet"])
    return tree


def _line(width: float, colour: str, dashes: str) -> Tree:
    return [
        "svg", {"width": 44, "height": 8, "viewBox": "0 0 44 8", "aria-hidden": "true"},
        ["line", {"x1": 0, "x2": 44, "y1": 4, "y2": 4, "stroke": "currentColor", "stroke-width": width,
                  "stroke-dasharray": dashes or None, "style": {"color": colour}}],
    ]  # fmt: skip


def picture(ctx: Context, view: vs.StreamView) -> None:
    """The graph of the stages, or of one stage's steps."""
    assert view.stream
    inside = view.stage(st.session_state.get(Key.LEVEL))
    nonce = f"{ctx.workshop_id}:{st.session_state.get(Key.NONCE, 0)}"
    if inside and inside.steps:
        if st.button(f"All stages, out of “{inside.name}”", icon=":material/zoom_out_map:", key="vs_up"):
            st.session_state.pop(Key.LEVEL, None)
            fields.again()
        graph(vs.steps_flow(ctx, stage_id=inside.id), nonce=f"{nonce}:{inside.id}")
        return
    part = 0
    if view.parts > 1:
        part = st.segmented_control(
            "Part of the stream", list(range(view.parts)), key=Key.PART, default=0, required=True,
            format_func=lambda one: f"Stages {one * 20 + 1} to {min(len(view.stages), one * 20 + 20)}",
        )  # fmt: skip
    clicked = graph(vs.flow(ctx, stream_id=view.stream.id, part=part or 0), nonce=f"{nonce}:{view.stream.id}")
    if clicked is None:
        st.session_state[Key.CLICKED] = None
    elif st.session_state.get(Key.CLICKED) != clicked:
        show(":".join(clicked))
        st.session_state[Key.CLICKED] = clicked


def matrix(view: vs.StreamView) -> Tree:
    """Departments down, stages across; a click goes from nothing to helps, consulted, leads."""
    head: Tree = ["tr", {}, ["th", {"scope": "col"}, "Department"]]
    head += [["th", {"scope": "col"}, f"{stage.number} {stage.name}"] for stage in view.stages]
    body: Tree = ["tbody", {}]
    for row in view.departments:
        line: Tree = ["tr", {}, ["th", {"scope": "row", "class": "dept-row"}, badge(row.letters, row.colour), f" {row.name}"]]
        for stage, part in zip(view.stages, row.parts, strict=True):
            line.append(
                ["td", {}, [
                    "button", {"class": part, "act": f"part:{stage.id}:{row.id}:{NEXT_PART[part]}",
                               "aria-label": f"{row.name} at {stage.name}: {part or 'no part'}"},
                    badge(f"{row.letters} leads", row.colour) if part == "leads" else part or "–"]]
            )  # fmt: skip
        body.append(line)
    return ["div", {"class": "wide"}, ["table", {}, ["thead", {}, head], body]]


def handoff_lines(handoffs: tuple[vs.HandoffCard, ...]) -> Tree:
    tree: Tree = ["div", {"class": "lines"}]
    for one in handoffs:
        words = [f"{one.from_name} to {one.to_name}"]
        words += [f"waits {one.waits}"] if one.waits else []
        words += ["crucial"] if one.crucial else []
        words += ["needs a mitigation"] if one.needs_mitigation else []
        tree.append(
            ["button", {"act": f"handoff:{one.id}"}, risk_mark(one.risk),
             ["span", {"class": "what"}, ["div", {}, one.what or "Not named yet"], ["div", {"class": "small"}, " · ".join(words)]]]
        )  # fmt: skip
    return tree


# Beside the picture --------------------------------------------------------------------------------------------------


def friction(view: vs.StreamView) -> Tree:
    """How much is handed over, where it clusters, what needs a mitigation."""
    f = view.friction

    def figure(number: str, words: str, kind: str = "") -> Tree:
        return ["div", {"class": kind}, ["div", {"class": f"n{'' if number.isdigit() else ' words'}"}, number], ["div", {"class": "small"}, words]]

    figures: Tree = ["div", {"class": "figures"},
        figure(str(f.handoffs), "handoffs"), figure(str(f.between_departments), "between departments"),
        figure(str(f.between_organisations), "between organisations"), figure(str(f.crucial), "crucial dependencies"),
        figure(str(f.unmitigated), "risks, no mitigation", "open" if f.unmitigated else ""),
        figure(f.waiting or "–", "waited in all"),
    ]  # fmt: skip
    tree: Tree = ["div", {}, ["section", {"class": "panel"}, ["h2", {}, "Friction"], figures]]
    if f.clusters:
        most = f.clusters[0].handoffs
        bars: Tree = ["div", {"class": "bars"}]
        for one in f.clusters[: 4 if view.proposals else 8]:
            fill = department_css(one.colour)["background"] if one.colour >= 0 else "var(--edge)"
            bars.append(
                ["button", {"act": f"stage:{one.stage_id}", "aria-label": f"{one.name}, {one.handoffs} handoffs"},
                 ["span", {"class": "name"}, one.name],
                 ["span", {"class": "bar", "style": {"background": fill, "width": f"{100 * one.handoffs // most}%"}}],
                 ["span", {"class": "n"}, str(one.handoffs)]]
            )  # fmt: skip
        tree.append(["section", {"class": "panel"}, ["h2", {}, "Where handoffs cluster"], bars])
    risky = tuple(sorted((one for one in view.handoffs if one.needs_mitigation), key=lambda one: -(one.risk or 0)))
    if risky:
        lines: Tree = ["div", {"class": "lines"}]
        lines += [
            ["button", {"act": f"handoff:{one.id}"}, risk_mark(one.risk),
             ["span", {"class": "what"}, ["div", {}, one.what or "Not named yet"], ["div", {"class": "small"}, f"{one.from_name} to {one.to_name}"]]]
            for one in risky[: 3 if view.proposals else 6]
        ]  # fmt: skip
        tree.append(["section", {"class": "panel"}, ["h2", {}, "Needs a mitigation"], lines])
    if view.unknown:
        tree.append(
            ["section", {"class": "panel"}, ["h2", {}, "Nobody here knows"],
             ["p", {}, ", ".join(view.unknown)], ["p", {"class": "small"}, "Invite somebody who does before step 3."]]
        )  # fmt: skip
    return tree


def quick_form(ctx: Context, view: vs.StreamView, proposal: vs.Proposal) -> None:
    """What is handed over, and a tap on the risk: that saves it, and the next proposal stands here."""
    assert view.stream
    stream_id, form = view.stream.id, f"{proposal.from_id}:{proposal.to_id}"
    what_key, risk_key = f"vs_what:{form}", f"vs_risk:{form}"

    def accept() -> None:
        what, risk = st.session_state.get(what_key, ""), st.session_state.get(risk_key)
        run(
            ctx, f"accept:{form}",
            lambda c: vs.add_handoff(
                c, stream_id=stream_id, from_stage_id=proposal.from_id, to_stage_id=proposal.to_id, what=what, risk=risk
            ),
        )  # fmt: skip
        if st.session_state.get(Key.OPEN, "").startswith("propose:"):
            show("")

    with st.container(border=True):
        st.markdown(f"**{_plain(proposal.from_department)} hands over to {_plain(proposal.to_department)}**")
        st.markdown(f"{_plain(proposal.from_name)} to {_plain(proposal.to_name)}")
        st.text_input("What is handed over?", key=what_key, placeholder="Such as: referral letter", max_chars=200)
        st.segmented_control(
            "How risky is it? A tap saves the handoff.", list(RISKS), key=risk_key, format_func=RISKS.get, on_change=accept
        )
        st.button("Add it without a risk", key=f"vs_accept:{form}", on_click=accept)


def _plain(text: str) -> str:
    """The user's text with nothing in it that Markdown would take for its own."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|~$:&^=" else char for char in text.replace("\n", " "))


def new_handoff(ctx: Context, view: vs.StreamView) -> None:
    assert view.stream
    stream_id = view.stream.id
    names = {stage.id: f"{stage.number} {stage.name}" for stage in view.stages}
    head("Add a handoff")
    if len(names) < 2:
        st.info("A handoff goes from one stage to another: add two stages first.")
        return
    with st.form("new_handoff", border=False):
        start = st.selectbox("From", list(names), format_func=names.get, key="vs_new_from")
        end = st.selectbox("To", list(names), format_func=names.get, key="vs_new_to", index=1)
        what = st.text_input("What is handed over?", key="vs_new_what", max_chars=200)
        risk = st.segmented_control("How risky is it?", list(RISKS), key="vs_new_risk", format_func=RISKS.get)
        if st.form_submit_button("Add this handoff", type="primary", icon=":material/add:"):
            added = run(
                ctx, "new_handoff",
                lambda c: vs.add_handoff(c, stream_id=stream_id, from_stage_id=start, to_stage_id=end, what=what, risk=risk),
            )  # fmt: skip
            if added:
                show(f"handoff:{added}")
                fields.again()


def head(words: str, mark: str = "") -> None:
    """A panel's title and the way out of it."""
    act = draw(
        ["div", {"class": "row"}, icon(mark) if mark else "", ["h2", {"style": {"flex": "1", "overflow-wrap": "anywhere"}}, words],
         ["button", {"class": "button", "act": "close"}, "Close"]],
        key="vs_head",
    )  # fmt: skip
    if act == "close":
        show("")
        fields.again()


def handoff_panel(ctx: Context, view: vs.StreamView, one: vs.HandoffCard) -> None:
    names = {stage.id: f"{stage.number} {stage.name}" for stage in view.stages}

    def save(name: str) -> fields.Save:
        return lambda c, value: vs.edit_handoff(c, id=one.id, **{name: value})

    def key(name: str) -> str:
        return f"vs_h_{name}:{one.id}"

    def save_waiting(c: Context, _: Any) -> None:
        amount, unit = st.session_state.get(key("waiting")), st.session_state.get(key("unit")) or "days"
        vs.edit_handoff(c, id=one.id, waiting=amount, waiting_unit=unit, no_waiting=amount is None)

    head(one.what or "Not named yet", "swap_horiz")
    fields.text(ctx, "What is handed over?", one.what, key("what"), save("what"), max_chars=200)
    risk_taps(ctx, one, key("risk"))
    with st.container(horizontal=True):
        fields.choose(ctx, "From", names, one.from_id, key("from"), save("from_stage_id"))
        fields.choose(ctx, "To", names, one.to_id, key("to"), save("to_stage_id"))
    fields.text(ctx, "What can go wrong?", one.risk_note, key("note"), save("risk_note"), max_chars=400)
    fields.text(
        ctx, "Mitigation", one.mitigation, key("mitigation"), save("mitigation"), max_chars=400, placeholder="What we do about it"
    )
    fields.text(
        ctx, "What depends on it?", one.dependency, key("dependency"), save("dependency"), max_chars=400,
        placeholder="What cannot start without it",
    )  # fmt: skip
    fields.tick(ctx, "This dependency is crucial", one.crucial, key("crucial"), save("crucial"))
    with st.container(horizontal=True):
        fields.number(ctx, "The customer waits", one.waiting, key("waiting"), save_waiting, value=None, min_value=0.0, format="%g")
        fields.choose(ctx, "Unit", UNITS, one.waiting_unit, key("unit"), save_waiting)
    if st.button("Remove this handoff", icon=":material/delete:", key=key("remove")):
        run(ctx, key("remove"), lambda c: vs.remove_handoff(c, id=one.id), done="Removed; undo brings it back")
        show("")
        fields.again()


def risk_taps(ctx: Context, one: vs.HandoffCard, key: str) -> None:
    fields._follow(key, one.risk)

    def tapped() -> None:
        risk = st.session_state[key]
        run(ctx, key, lambda c: vs.edit_handoff(c, id=one.id, risk=risk, no_risk=risk is None))

    st.segmented_control("How risky is it?", list(RISKS), key=key, format_func=RISKS.get, on_change=tapped)


def stage_panel(ctx: Context, view: vs.StreamView, stage: vs.StageCard) -> None:
    head(f"{stage.number} {stage.name}", "flag" if stage.is_key else "")
    tabs = {"about": "Stage", "steps": "Steps", "results": "Results", "order": "Order"}
    if not (stage.is_key or stage.milestones or stage.deliverables):
        tabs.pop("results")
    if st.session_state.get(Key.TAB) not in tabs:
        st.session_state[Key.TAB] = "about"
    tab = st.segmented_control(
        "About this stage", list(tabs), key=Key.TAB, format_func=lambda one: tabs.get(one, one), label_visibility="collapsed", required=True
    )
    if tab == "about":
        about(ctx, view, stage)
    elif tab == "order":
        order(ctx, view, stage)
    elif tab == "steps":
        details(ctx, view, stage, "steps")
    else:
        for kind in ("milestones", "deliverables"):
            st.markdown(f"**{kind.capitalize()}**")
            details(ctx, view, stage, kind)


def about(ctx: Context, view: vs.StreamView, stage: vs.StageCard) -> None:
    def save(name: str) -> fields.Save:
        return lambda c, value: vs.edit_stage(c, id=stage.id, **{name: value})

    def key(name: str) -> str:
        return f"vs_s_{name}:{stage.id}"

    def save_duration(c: Context, _: Any) -> None:
        amount, unit = st.session_state.get(key("duration")), st.session_state.get(key("unit")) or "days"
        vs.edit_stage(c, id=stage.id, duration=amount, duration_unit=unit, no_duration=amount is None)

    fields.text(ctx, "Name", stage.name, key("name"), save("name"), max_chars=200)
    lead_choice(ctx, view, stage, key("lead"))
    with st.container(horizontal=True):
        fields.number(ctx, "It lasts", stage.duration, key("duration"), save_duration, value=None, min_value=0.0, format="%g")
        fields.choose(ctx, "Unit", UNITS, stage.duration_unit, key("unit"), save_duration)
    fields.tick(ctx, "Key stage: the journey stands or falls here", stage.is_key, key("key"), save("is_key"))
    fields.tick(ctx, "Nobody here knows it: invite somebody", stage.unknown_here, key("unknown"), save("unknown_here"))
    fields.text(ctx, "What happens here", stage.description, key("description"), save("description"), area=True, max_chars=4000)
    if stage.shared:
        st.markdown("Also in: " + _plain(", ".join(stage.shared)))


def lead_choice(ctx: Context, view: vs.StreamView, stage: vs.StageCard, key: str) -> None:
    """The leading department, chosen by typing; a new name makes a department."""
    names = {one.name: one.id for one in view.departments}
    fields._follow(key, stage.department or None)

    def chosen() -> None:
        name = st.session_state[key]
        if not name:
            run(ctx, key, lambda c: vs.set_involvement(c, stage_id=stage.id, department_id=None, part="none"))
        else:
            run(ctx, key, lambda c: vs.name_leading_department(c, stage_id=stage.id, name=name))

    st.selectbox(
        "Leading department", list(names), key=key, index=None, accept_new_options=True, on_change=chosen,
        placeholder="Choose, or type a new one",
    )  # fmt: skip


def details(ctx: Context, view: vs.StreamView, stage: vs.StageCard, kind: str) -> None:
    """Steps, milestones or deliverables: a list, the chosen one's fields, and an input for the next."""
    found = vs.detail(ctx, stage_id=stage.id)
    rows: tuple[Any, ...] = getattr(found, kind)
    names = {one.id: one for one in view.departments}
    one_word = kind.removesuffix("s")
    tree: Tree = ["div", {"class": "details"}]
    for number, row in enumerate(rows, start=1):
        text = row.text if kind == "steps" else row.name
        department = names.get(row.department_id) if kind == "steps" else None
        tree.append(
            ["div", {}, badge(department.letters, department.colour) if department else "",
             ["button", {"class": "what", "act": f"edit:{row.id}", "title": "Change"}, f"{number} {text}"],
             ["button", {"class": "mini", "act": f"up:{row.id}", "aria-label": f"Move {text} up"}, icon("arrow_upward")],
             ["button", {"class": "mini", "act": f"down:{row.id}", "aria-label": f"Move {text} down"}, icon("arrow_downward")],
             ["button", {"class": "mini", "act": f"remove:{row.id}", "aria-label": f"Remove {text}"}, icon("delete")]]
        )  # fmt: skip
    if rows:
        act, _, id = (draw(tree, key=f"vs_list_{kind}", css=CSS) or "").partition(":")
        if act == "edit":
            st.session_state[Key.DETAIL] = id
        elif act:
            if act == "remove":
                run(ctx, f"detail:{id}", lambda c: vs.remove_detail(c, kind=kind, id=id))
            else:
                run(ctx, f"detail:{id}", lambda c: vs.move_detail(c, kind=kind, id=id, by=-1 if act == "up" else 1))
            fields.again()
    deeper = kind == "steps" and len(rows) > 1 and st.session_state.get(Key.LEVEL) != stage.id
    if deeper and st.button("Show the steps as a picture", icon=":material/zoom_in_map:", key="vs_down"):
        st.session_state[Key.LEVEL] = stage.id
        st.session_state[Key.CLICKED] = None
        fields.again()
    opened = next((row for row in rows if row.id == st.session_state.get(Key.DETAIL)), None)
    if opened is not None:
        detail_fields(ctx, view, kind, opened)
    with st.form(f"add_{kind}", clear_on_submit=True, border=False):
        text = st.text_input(f"Next {one_word}", key=f"vs_add_{kind}:{stage.id}", placeholder="Type and press Enter")
        if (st.form_submit_button(f"Add {one_word}", icon=":material/add:") and text.strip()
                and run(ctx, f"add_{kind}", lambda c: vs.add_detail(c, kind=kind, stage_id=stage.id, text=text))):  # fmt: skip
            fields.again()


def detail_fields(ctx: Context, view: vs.StreamView, kind: str, row: Any) -> None:
    def save(name: str) -> fields.Save:
        return lambda c, value: vs.edit_detail(c, kind=kind, id=row.id, **{name: value})

    def key(name: str) -> str:
        return f"vs_d_{name}:{row.id}"

    with st.container(border=True):
        fields.text(ctx, kind.removesuffix("s").capitalize(), row.text if kind == "steps" else row.name, key("text"), save("text"))
        if kind == "steps":
            fields.choose(
                ctx, "Who does it", {one.id: one.name for one in view.departments}, row.department_id, key("department"),
                lambda c, value: vs.edit_detail(c, kind="steps", id=row.id, department_id=value, no_department=value is None),
                empty="Whoever leads the stage",
            )  # fmt: skip
        if kind == "deliverables":
            fields.text(ctx, "Inputs from others", row.inputs, key("inputs"), save("inputs"), area=True)
            fields.text(
                ctx, "Complete when", row.completion_criteria, key("criteria"), save("completion_criteria"), area=True
            )
            fields.text(ctx, "Signed off by", row.signed_off_by, key("signed"), save("signed_off_by"))


def order(ctx: Context, view: vs.StreamView, stage: vs.StageCard) -> None:
    """Moving, inserting, splitting, merging and removing a stage."""
    assert view.stream
    stream_id = view.stream.id
    others = {one.id: f"{one.number} {one.name}" for one in view.stages if one.id != stage.id}
    with st.container(horizontal=True):
        for by, words, mark in ((-1, "Earlier", "arrow_back"), (1, "Later", "arrow_forward")):
            end = stage.number == (1 if by == -1 else len(view.stages))
            if st.button(words, icon=f":material/{mark}:", key=f"vs_by{by}:{stage.id}", disabled=end):
                run(ctx, f"by{by}:{stage.id}", lambda c, by=by: vs.move_stage(c, stream_id=stream_id, stage_id=stage.id, by=by))
                fields.again()
    what = st.segmented_control(
        "What else?", ["insert", "split", "merge", "remove"], key=f"vs_order:{stage.id}", format_func=str.capitalize,
        label_visibility="collapsed",
    )  # fmt: skip
    if what == "insert":
        with st.form(f"insert:{stage.id}", clear_on_submit=True, border=False):
            name = st.text_input("New stage right after this one", key=f"vs_insert:{stage.id}", max_chars=200)
            if st.form_submit_button("Insert stage", icon=":material/add:") and name.strip():
                added = run(ctx, "insert", lambda c: vs.add_stage(c, stream_id=stream_id, name=name, after=stage.id))
                if added:
                    show(f"stage:{added}")
                    fields.again()
    elif what == "split":
        inside = vs.detail(ctx, stage_id=stage.id)
        movable = {**{one.id: one.text for one in inside.steps}, **dict(inside.cards)}
        with st.form(f"split:{stage.id}", border=False):
            first = st.text_input("First part", stage.name, key=f"vs_split1:{stage.id}", max_chars=200)
            second = st.text_input("Second part", key=f"vs_split2:{stage.id}", max_chars=200)
            moved = st.multiselect(
                "Goes to the second part", list(movable), format_func=movable.get, key=f"vs_split3:{stage.id}",
                placeholder="Steps and cards",
            )  # fmt: skip
            if (st.form_submit_button("Split the stage", icon=":material/call_split:")
                    and run(ctx, "split", lambda c: vs.split_stage(c, id=stage.id, name=first, second_name=second, moved=moved))):  # fmt: skip
                fields.again()
    elif what == "merge" and others:
        with st.form(f"merge:{stage.id}", border=False):
            into = st.selectbox("Into", list(others), format_func=others.get, key=f"vs_merge:{stage.id}")
            name = st.text_input("New name, if it gets one", key=f"vs_merge_name:{stage.id}", max_chars=200)
            if st.form_submit_button("Merge the two stages", icon=":material/call_merge:"):
                run(ctx, "merge", lambda c: vs.merge_stages(c, id=stage.id, into=into, name=name))
                show(f"stage:{into}")
                fields.again()
    elif what == "remove":
        remove_form(ctx, view, stage, others)


def remove_form(ctx: Context, view: vs.StreamView, stage: vs.StageCard, others: dict[str, str]) -> None:
    assert view.stream
    stream_id = view.stream.id
    with st.form(f"remove:{stage.id}", border=False):
        to = None
        if stage.shared:
            st.markdown(f"It stays in {_plain(', '.join(stage.shared))}, with its cards.")
        else:
            held = f"{stage.cards} cards, {stage.steps} steps, {stage.handoffs} handoffs"
            to = st.selectbox(
                f"Where should what it holds go? ({held})", [None, *others], key=f"vs_cards_to:{stage.id}",
                format_func=lambda one: others.get(one, "Into the trash, with the stage"),
            )  # fmt: skip
        if st.form_submit_button(f"Remove “{stage.name}”", icon=":material/delete:"):
            run(ctx, "remove_stage", lambda c: vs.remove_stage(c, id=stage.id, stream_id=stream_id, cards_to=to), done="Removed; undo brings it back")
            show("")
            fields.again()


# The page ------------------------------------------------------------------------------------------------------------


def go_to(clicked: str | None, ctx: Context) -> None:
    """What a click in a drawn list or picture asks for."""
    if not clicked:
        return
    if clicked.startswith("part:"):
        _, stage_id, department_id, part = clicked.split(":")
        run(ctx, "part", lambda c: vs.set_involvement(c, stage_id=stage_id, department_id=department_id, part=part))
    else:
        show(clicked)
    fields.again()


def side(ctx: Context, view: vs.StreamView, opened: str) -> None:
    kind, _, id = opened.partition(":")
    stage = view.stage(id) if kind == "stage" else None
    handoff = view.handoff(id) if kind == "handoff" else None
    if stage:
        stage_panel(ctx, view, stage)
    elif handoff:
        handoff_panel(ctx, view, handoff)
    elif kind == "new":
        new_handoff(ctx, view)
    else:
        proposals = {f"{one.from_id}:{one.to_id}": one for one in view.proposals}
        proposal = proposals.get(id) or next(iter(view.proposals), None)
        if proposal:
            quick_form(ctx, view, proposal)
        go_to(draw(friction(view), key="vs_friction", css=CSS), ctx)


def beginning(ctx: Context, view: vs.StreamView) -> None:
    """What is shown before there is a stage."""
    assert view.stream
    st.markdown("Or paste a whole list:")
    paste_form(ctx, view.stream.id, "page")
    elsewhere(ctx, view)


def elsewhere(ctx: Context, view: vs.StreamView) -> None:
    """Stages of other streams that this one could share."""
    if view.stream and view.elsewhere:
        names, stream_id = dict(view.elsewhere), view.stream.id
        with st.form("use_stage", border=False):
            shared = st.selectbox("Or share a stage with another stream", list(names), format_func=names.get, key="vs_use")
            if st.form_submit_button("Share this stage", icon=":material/link:"):
                run(ctx, "use_stage", lambda c: vs.use_stage(c, stream_id=stream_id, stage_id=shared))
                fields.again()


def add_stage_form(ctx: Context, stream_id: str) -> None:
    with st.form("add_stage", clear_on_submit=True, border=False), st.container(horizontal=True, vertical_alignment="bottom", wrap=False):
        name = st.text_input("Next stage", key="vs_add_stage", placeholder="Next stage", max_chars=200, label_visibility="collapsed")
        if (st.form_submit_button("Add stage", icon=":material/add:") and name.strip()
                and run(ctx, "add_stage", lambda c: vs.add_stage(c, stream_id=stream_id, name=name))):  # fmt: skip
            fields.again()


@st.fragment
def body(ctx: Context) -> None:
    view = vs.stream(ctx, stream_id=st.session_state.get(Key.STREAM))
    live(ctx, view.revision, key="live_value_stream")
    if view.stream is None:
        st.info("There is no stream yet: add one under “Stream” above.")
        return
    mode = st.session_state.get(Key.MODE) or "flow"
    left, right = st.columns([3.3, 1], gap="medium")
    with left:
        top, adding = st.columns([4.6, 1.4], vertical_alignment="center")
        with adding:
            add_stage_form(ctx, view.stream.id)
        if not view.stages:
            beginning(ctx, view)
        elif mode == "flow":
            with st.container(key="vs_graph"):
                picture(ctx, view)
            inside = st.session_state.get(Key.LEVEL) is not None
            phone: Tree = ["section", {"class": "panel phone"}, handoff_lines(view.handoffs)]
            go_to(draw(["div", {}, "" if inside else legend(view), phone if view.handoffs else ""], key="vs_legend", css=CSS), ctx)
        elif mode == "departments":
            go_to(draw(matrix(view), key="vs_matrix", css=CSS), ctx)
            department_form(ctx)
            elsewhere(ctx, view)
        elif view.handoffs:
            go_to(draw(["section", {"class": "panel"}, handoff_lines(view.handoffs)], key="vs_handoffs", css=CSS), ctx)
        else:
            st.info("Nothing is handed over yet. Say who leads each stage, and handoffs are proposed between them.")
        opened = st.session_state.get(Key.OPEN, "")
        with top:
            go_to(draw(strip(view, opened), key="vs_strip", css=CSS), ctx)
    with right:
        side(ctx, view, opened)


def department_form(ctx: Context) -> None:
    with st.form("add_department", clear_on_submit=True, border=False), st.container(horizontal=True, vertical_alignment="bottom", wrap=False):
        name = st.text_input("Department", key="vs_department", placeholder="Next department", label_visibility="collapsed")
        if st.form_submit_button("Add department", icon=":material/add:") and name.strip():
            run(ctx, "add_department", lambda c: vs.add_department_here(c, name=name))
            fields.again()


def page() -> None:
    ctx = context()
    streams = [one.id for one in vs.stream(ctx).streams]
    chosen = st.session_state.pop("vs_next", None) or st.session_state.get(Key.STREAM)
    if streams:
        st.session_state[Key.STREAM] = chosen if chosen in streams else streams[0]
    with frame(ctx, "value_stream") as bar:
        st.html(STYLE)
        with bar:
            controls(ctx)
        body(ctx)


page()
