"""Step 4: what the customer will experience instead, seen whole and stage by stage."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from cjm import curves, future_state
from cjm.errors import CjmError
from cjm.future_state import FutureColumn, FutureFields, FutureHandoff, Handoffs, Journey, Pain, StageFuture
from pages.components.act import request_id, run
from pages.components.draw import Tree, draw, icon
from pages.components.guard import context
from pages.components.live import live
from pages.components.page import frame
from pages.components.palette import DEPARTMENTS

STAGES, HANDOFFS = "Stages", "Handoffs"
ICONS = {"people": "groups", "process": "account_tree", "technology": "devices", "data": "database"}
ASKED = {
    "people": ("People", "Roles, skills, who is in charge"),
    "process": ("Process", "What is done differently"),
    "technology": ("Technology", "What systems can do then"),
    "data": ("Data", "What is known, and by whom"),
}
FEELINGS = {-2: "−2 upset", -1: "−1", 0: "0", 1: "+1", 2: "+2 delighted"}
FUTURES = {"kept": "Kept", "changed": "Changed", "removed": "Removed"}
WIDE = 10
"""Up to this many stages share the width of the window; more scroll sideways, as wide as ``NARROWEST`` each."""
NARROWEST = 170
SHOWN_ELSEWHERE = 100
"""Pains of other stages that are offered, worst first."""

ctx = context()


def _again() -> None:
    """Draw the fragment anew, or the page if it is being drawn whole."""
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:
        st.rerun()


def _chosen() -> str | None:
    return st.query_params.get("stage")


def _choose(stage_id: str | None) -> None:
    if stage_id:
        st.query_params["stage"] = stage_id
    else:
        st.query_params.pop("stage", None)
    st.session_state["fs_nonce"] = st.session_state.get("fs_nonce", 0) + 1


def _show() -> None:
    """Another stream or another view: the body is drawn anew as well."""
    st.session_state["fs_shown"] = True


def _stream() -> str | None:
    return st.session_state.get("fs_stream") or None


def _field(key: str, value: Any) -> str:
    """Keep a widget at the stored value: it follows when that changes, and keeps what is typed until then."""
    seen = f"{key}:seen"
    if key not in st.session_state or seen not in st.session_state or st.session_state[seen] != value:
        st.session_state[key] = value
        st.session_state[seen] = value
    return key


# The bar ------------------------------------------------------------------------------------------------------------------------


@st.fragment
def controls() -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="fs_controls"):
        _controls(future_state.journey(ctx, stream_id=_stream()))


def _controls(whole: Journey) -> None:
    live(ctx, whole.revision, key="live_controls")
    st.text_input(
        "North star",
        key=_field("fs_north_star", whole.north_star),
        label_visibility="collapsed",
        placeholder="North star: one line that every stage points to",
        icon=":material/explore:",
        help=f"The vision it serves: {whole.vision}" if whole.vision else None,
        max_chars=400,
        on_change=_save_north_star,
    )
    if len(whole.streams) > 1:
        names = dict(whole.streams)
        if st.session_state.get("fs_stream", "") not in ("", *names):
            del st.session_state["fs_stream"]
        st.selectbox(
            "Value stream", ["", *names], format_func=lambda id: names.get(id, "All streams"), key="fs_stream",
            label_visibility="collapsed", width=180, on_change=_show,
        )  # fmt: skip
    go_to = st.session_state.pop("fs_go", None)
    if go_to or "fs_view" not in st.session_state:
        st.session_state["fs_view"] = go_to or STAGES
    st.segmented_control(
        "What to look at", [STAGES, HANDOFFS], key="fs_view", label_visibility="collapsed", required=True, on_change=_show
    )
    if st.session_state.pop("fs_shown", False):
        st.rerun()
    left = len(whole.unanswered)
    with st.popover(f"{left} unanswered", icon=":material/checklist:", disabled=not left):
        act = draw(_unanswered(whole), key="fs_unanswered", css=CSS)
    after = _work_next(whole)
    if after is not None:
        label = f"Next: {after.name}" if _chosen() else f"Work on {after.name}"
        label = label if len(label) <= 28 else label[:27].rstrip() + "…"
        if st.button(_plain(label), type="primary", icon=":material/edit:", key="fs_next"):
            act = f"stage:{after.id}"
    if act:
        _choose(act.removeprefix("stage:"))
        st.session_state["fs_go"] = STAGES
        st.rerun()


def _plain(text: str) -> str:
    """A label that says exactly this: buttons read Markdown."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]()#+-.!:$<>~|" else char for char in text)


def _work_next(whole: Journey) -> FutureColumn | None:
    chosen = _chosen()
    if chosen and whole.column(chosen):
        found = whole.next_after(chosen)
        return found if found and found.id != chosen else None
    columns = [column for id in whole.order if (column := whole.column(id)) is not None]
    return next((column for column in columns if not column.answered), columns[0] if columns else None)


def _save_north_star() -> None:
    was = st.session_state.get("fs_north_star:seen")
    text = st.session_state["fs_north_star"]
    run(ctx, "fs_north_star", lambda c: future_state.write_north_star(c, text=text, was=was))


def _unanswered(whole: Journey) -> Tree:
    rows: list[Tree] = [
        ["button", {"class": "item", "act": f"stage:{one.stage_id}"}, _severity(one.severity),
         ["span", {"class": "what"}, one.text, ["span", {"class": "small"}, one.stage]]]
        for one in whole.unanswered[:60]
    ]  # fmt: skip
    told = "Pains that no future state removes yet" if whole.all_pains_unrated else "Severe pains that no future state removes yet"
    more: Tree = ["p", {"class": "small"}, f"and {len(whole.unanswered) - 60} more" if len(whole.unanswered) > 60 else ""]
    return ["div", {"class": "unanswered"}, ["h2", {}, told], *rows, more]


# The picture --------------------------------------------------------------------------------------------------------------------


@st.fragment
def body() -> None:
    if st.session_state.get("fs_view", STAGES) == HANDOFFS:
        _handoffs()
        return
    whole = future_state.journey(ctx, stream_id=_stream())
    live(ctx, whole.revision, key="live_future")
    if not whole.columns:
        draw(_no_stages(), key="fs_empty", css=CSS)
        return
    chosen = whole.column(_chosen())
    act = _picture(whole, chosen)
    if act == "whole":
        _choose(None)
        st.rerun()
    elif act:
        _choose(act.removeprefix("stage:"))
        st.rerun()
    if chosen is not None:
        _editor(chosen)


def _no_stages() -> Tree:
    return [
        "div", {"class": "panel"}, ["h2", {}, "There is no stage yet"],
        ["p", {}, "The future is told stage by stage. Lay out the stages in step 2, the value stream, and come back."],
    ]  # fmt: skip


def _picture(whole: Journey, chosen: FutureColumn | None) -> str | None:
    count = len(whole.columns)
    least = curves.GUTTER + count * NARROWEST if count > WIDE else 0
    phone = 112 + count * 40
    st.html(
        "<style>.st-key-fs_picture{overflow-x:auto;overflow-y:hidden;gap:6px}"
        f"@media(min-width:768px){{.st-key-fs_picture>*{{min-width:{least}px}}}}"
        f"@media(max-width:767px){{.st-key-fs_picture>:has([data-testid=stPlotlyChart]){{min-width:{phone}px}}}}</style>"
    )
    with st.container(key="fs_picture"):
        act = draw(_grid(whole, chosen), key="fs_grid", css=CSS)
        points = tuple(
            curves.Point(column.id, column.name, column.today, column.expected, column.reason, column.today_reason)
            for column in whole.columns
        )
        key = f"fs_curves_{st.session_state.get('fs_nonce', 0)}"
        st.plotly_chart(
            curves.figure(
                points, dark=st.context.theme.type == "dark", height=190 if chosen else 350, chosen=chosen.id if chosen else None
            ),
            theme=None,
            key=key,
            on_select=partial(_picked, key),
            selection_mode="points",
            config={"displayModeBar": False},
            alt=curves.described(points),
        )
    if st.session_state.pop("fs_picked", False):
        st.rerun()
    return act


def _picked(key: str) -> None:
    points = st.session_state[key].selection.points
    if points:
        data = points[0].get("customdata") or [""]
        stage_id = data[0] if isinstance(data, list) else data
        if stage_id:
            _choose(str(stage_id))
            st.session_state["fs_picked"] = True


def _severity(severity: int | None) -> Tree:
    if severity is None:
        return ["span", {"class": "sev none", "title": "Not rated yet"}, "–"]
    return ["span", {"class": f"sev heat{severity}", "title": f"Severity {severity} of 5"}, str(severity)]


def _border(colour: int) -> dict[str, str]:
    if colour < 0:
        return {"border-top-color": "var(--line)"}
    (light, _), (dark, _) = DEPARTMENTS[colour % len(DEPARTMENTS)]
    return {"border-top-color": f"light-dark({light}, {dark})"}


def _grid(whole: Journey, chosen: FutureColumn | None) -> Tree:
    who = whole.customer or "the customer"
    if chosen is None:
        labels: list[Tree] = [
            ["div", {"class": "label"}],
            _label("history", "Today", "worst pains"),
            _label("landscape", "Future", f"what {who} will experience"),
            _label("tune", "What changes", ""),
            ["div", {"class": "label low"}, icon("playlist_remove"), ["span", {"class": "bold"}, " Removes"]],
        ]
        columns = [_column(column) for column in whole.columns]
    else:
        back: Tree = ["button", {"class": "back", "act": "whole"}, icon("arrow_back"), " Whole journey"]
        labels = [["div", {"class": "label"}, back]]
        columns = [_short_column(column, chosen) for column in whole.columns]
    rows = {"--n": len(columns), "--rows": len(labels)}
    return ["div", {"class": "journey" if chosen is None else "journey strip", "style": rows},
            ["div", {"class": "column labels"}, *labels], *columns]  # fmt: skip


def _label(symbol: str, name: str, note: str) -> Tree:
    named: Tree = ["div", {"class": "bold"}, name]
    return ["div", {"class": "label"}, icon(symbol), named, ["div", {"class": "note"}, note] if note else ""]


def _head(column: FutureColumn, **more: Any) -> Tree:
    told = f"{column.name}, led by {column.department}" if column.department else column.name
    return [
        "button",
        {"class": f"head {more.pop('class_', '')}", "act": f"stage:{column.id}", "title": told, "style": _border(column.colour), **more},
        ["span", {"class": "name", "dir": "auto"}, column.name],
        ["span", {"class": "flags"}, ["span", {"class": "flag", "title": "Key stage"}, icon("flag")] if column.is_key else "",
         ["span", {"class": "letters", "title": column.department}, column.letters]],
    ]  # fmt: skip


def _column(column: FutureColumn) -> Tree:
    worst: list[Tree] = [
        ["li", {"title": pain.text}, _severity(pain.severity), ["span", {"dir": "auto"}, pain.text]]
        for pain in column.worst
    ]
    today: Tree = ["ul", {"class": "cell today"}, *worst] if worst else ["div", {"class": "cell none"}, "No pain point yet"]
    return [
        "section", {"class": "column", "aria-label": column.name}, _head(column), today, _future_cell(column), _changes(column),
        ["div", {"class": "cell removes"}, _squares(column)],
    ]  # fmt: skip


def _future_cell(column: FutureColumn) -> Tree:
    if column.unchanged and not column.experience.strip():
        kind, text = "unchanged", "Stays as it is"
    else:
        kind, text = ("" if column.experience.strip() else "missing"), column.experience.strip() or "What will it be like?"
    star: Tree = ["span", {"class": "moment"}, icon("star"), " moment that matters"]
    still: Tree = ["span", {"class": "moment"}, icon("pause"), " unchanged"]
    mark: Any = star if column.moment else still if column.unchanged and kind != "unchanged" else ""
    title = f"{column.name}: {text}"
    return ["button", {"class": f"future {kind}{' filled' if column.moment else ''}", "act": f"stage:{column.id}", "title": title},
            mark, ["span", {"class": "text", "dir": "auto"}, text]]  # fmt: skip


def _changes(column: FutureColumn) -> Tree:
    if not column.changes:
        return ["div", {"class": "cell changes none"}, "Nothing yet" if not column.unchanged else "Nothing"]
    rows: list[Tree] = []
    for name, lines in column.changes:
        more = f" +{len(lines) - 1}" if len(lines) > 1 else ""
        title = f"{ASKED[name][0]}: {'; '.join(lines)}"
        rows.append(["li", {"title": title}, icon(ICONS[name]), ["span", {"class": "hidden"}, ASKED[name][0]],
                     ["span", {"class": "one"}, lines[0]], ["span", {"class": "small"}, more]])  # fmt: skip
    return ["ul", {"class": "cell changes"}, *rows]


def _squares(column: FutureColumn) -> Tree:
    if not column.pains:
        return ["span", {"class": "small"}, "no pains"]
    shown = min(column.pains, 6)
    filled = column.removed if column.pains <= 6 else round(6 * column.removed / column.pains)
    squares: list[Tree] = [["i", {"class": "on" if index < filled else ""}] for index in range(shown)]
    noun = "pain" if column.pains == 1 else "pains"
    return ["span", {"class": "squares"}, ["span", {"class": "row", "aria-hidden": "true"}, *squares],
            ["span", {"class": "of"}, f"{column.removed} of {column.pains} {noun}"]]  # fmt: skip


def _short_column(column: FutureColumn, chosen: FutureColumn) -> Tree:
    here = column.id == chosen.id
    state = "star" if column.moment else "pause" if column.unchanged else "check" if column.answered else "more_horiz"
    words = "Moment that matters" if column.moment else "Unchanged" if column.unchanged else "Told" if column.answered else "Still open"
    gone = f" {column.removed} of {column.pains} gone" if column.pains else ""
    note: Tree = ["div", {"class": "state", "title": words}, icon(state), ["span", {"class": "hidden"}, words], gone]
    class_ = "here" if here else ""
    return ["section", {"class": f"column {class_}", "aria-label": column.name},
            ["div", {"class": "stacked"}, _head(column, class_=class_, **{"aria-current": "true" if here else None}), note]]  # fmt: skip


# One stage ----------------------------------------------------------------------------------------------------------------------


def _editor(column: FutureColumn) -> None:
    try:
        one = future_state.stage(ctx, column.id, stream_id=_stream())
    except CjmError as error:
        st.info(str(error), icon=":material/info:")
        return
    today, between, future = st.columns([10, 10, 19], gap="small")
    with today:
        draw(_today(one), key=f"fs_today_{column.id}", css=CSS)
    with between:
        act = draw(_ticks(one), key=f"fs_ticks_{column.id}", css=CSS)
        if one.elsewhere:
            _elsewhere(one)
    with future:
        _future(one)
    if act:
        _tick(one, act)
        _again()


def _today(one: StageFuture) -> Tree:
    column = one.column
    feels: list[Any] = []
    if column.today is not None:
        faces = {-2: "sentiment_very_dissatisfied", -1: "sentiment_dissatisfied", 0: "sentiment_neutral",
                 1: "sentiment_satisfied", 2: "sentiment_very_satisfied"}  # fmt: skip
        told = f" {curves.signed(column.today)} {column.today_reason}".rstrip()
        feels = [["p", {"class": "feels"}, icon(faces[column.today]), told]]
    pains: list[Tree] = [
        ["li", {"class": "pain"}, _severity(pain.severity), ["span", {"dir": "auto"}, pain.text, _drop_off(pain)]] for pain in one.pains[:3]
    ]
    quotes: list[Tree] = [
        ["li", {"class": "quote"}, f"“{said.text}”", ["span", {"class": "small"}, f" {said.speaker}" if said.speaker else ""]]
        for said in one.quotes[:3]
    ]
    bright: list[Tree] = [["li", {"class": "pain"}, icon("light_mode", **{"class": "green"}), ["span", {"dir": "auto"}, said.text]]
                          for said in one.bright_spots[:3]]  # fmt: skip
    tree: Tree = ["div", {"class": "panel side"}, ["h2", {}, f"{column.name} today"], *feels]
    tree.append(["ul", {}, *pains] if pains else ["p", {"class": "small"}, "No pain point yet. They come from step 3."])
    if quotes:
        tree += [["h3", {"class": "small"}, "In their words"], ["ul", {}, *quotes]]
    if bright:
        tree += [["h3", {"class": "small"}, "Must not be lost"], ["ul", {}, *bright]]
    return tree


def _drop_off(pain: Pain) -> Tree | str:
    return ["span", {"class": "small"}, f"Drop-off: {pain.drop_off}"] if pain.drop_off else ""


def _ticks(one: StageFuture) -> Tree:
    removed = sum(pain.removed for pain in one.pains)
    pains: list[Tree] = [
        _tick_row(f"pain:{pain.id}:{0 if pain.removed else 1}", pain.removed, [_severity(pain.severity), ["span", {"dir": "auto"}, pain.text]])
        for pain in one.pains
    ]
    openings: list[Tree] = [
        _tick_row(f"use:{opening.id}:{0 if opening.used else 1}", opening.used, [["span", {"dir": "auto"}, opening.text]])
        for opening in one.openings
    ]
    tree: Tree = ["div", {"class": "panel side"}, ["h2", {}, "Pains that are gone then", _of(removed, len(pains))]]
    tree.append(["div", {"class": "ticks"}, *pains] if pains else ["p", {"class": "small"}, "No pain point to remove."])
    tree.append(["h2", {}, "Opportunities it uses", _of(sum(opening.used for opening in one.openings), len(openings))])
    tree.append(["div", {"class": "ticks"}, *openings] if openings else ["p", {"class": "small"}, "No opportunity here yet."])
    return tree


def _of(some: int, all_: int) -> Tree:
    return ["span", {"class": "small"}, f" {some} of {all_}" if all_ else ""]


def _tick_row(act: str, on: bool, words: list[Any]) -> Tree:
    box = icon("check_box" if on else "check_box_outline_blank", **{"class": "box"})
    return ["button", {"class": f"tick {'on' if on else ''}", "act": act, "role": "checkbox", "aria-checked": str(on).lower()}, box, *words]


def _tick(one: StageFuture, act: str) -> None:
    verb, entry_id, on = act.split(":")
    if verb == "pain":
        run(ctx, "fs_tick", lambda c: future_state.remove_pain(c, stage_id=one.column.id, entry_id=entry_id, removed=on == "1"))
    else:
        run(ctx, "fs_tick", lambda c: future_state.use_opportunity(c, stage_id=one.column.id, entry_id=entry_id, used=on == "1"))


def _elsewhere(one: StageFuture) -> None:
    chosen = [id for id, _, on in one.elsewhere if on]
    offered = dict([(id, text) for id, text, on in one.elsewhere if on] + [(id, text) for id, text, _ in one.elsewhere][:SHOWN_ELSEWHERE])
    key = f"fs_elsewhere_{one.column.id}"
    st.multiselect(
        "Pains of other stages that are gone too",
        list(offered),
        key=_field(key, chosen),
        format_func=lambda id: offered.get(id, ""),
        placeholder="Choose pains",
        on_change=_save_elsewhere,
        args=(one.column.id, key),
    )


def _save_elsewhere(stage_id: str, key: str) -> None:
    ids = st.session_state[key]
    run(ctx, key, lambda c: future_state.remove_pains_elsewhere(c, stage_id=stage_id, entry_ids=ids))


def _future(one: StageFuture) -> None:
    stage_id = one.column.id
    with st.container(border=True, key="fs_future", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            _toggle(one, "moment_that_matters", ":material/star: Moment that matters", one.moment)
            _toggle(one, "unchanged", ":material/pause: Stays unchanged", one.unchanged)
        _text(stage_id, "experience", "What the customer will experience", one.experience, "In her words, one or two sentences", 90)
        if one.unchanged:
            st.caption("Nothing has to change here. What was written before is kept and comes back with the switch above.")
        else:
            for pair in (("people", "process"), ("technology", "data")):
                for place, name in zip(st.columns(2, gap="small"), pair, strict=True):
                    with place:
                        asked, hint = ASKED[name]
                        label = f":material/{ICONS[name]}: {asked}"
                        _text(stage_id, name, label, getattr(one, name), f"{hint}. One short line each", 84)
        left, right = st.columns(2, gap="small", vertical_alignment="bottom")
        with left:
            key = f"fs_emotion_{stage_id}"
            st.segmented_control(
                "How it will feel", list(FEELINGS), key=_field(key, one.emotion), format_func=lambda value: FEELINGS[value],
                on_change=_save, args=(stage_id, "emotion", key), width="stretch",
            )  # fmt: skip
        with right:
            key = f"fs_emotion_reason_{stage_id}"
            st.text_input(
                "Because", key=_field(key, one.emotion_reason), max_chars=400, placeholder="What makes it feel so",
                on_change=_save, args=(stage_id, "emotion_reason", key),
            )  # fmt: skip


def _toggle(one: StageFuture, name: str, label: str, value: bool) -> None:
    key = f"fs_{name}_{one.column.id}"
    st.toggle(label, key=_field(key, value), on_change=_save, args=(one.column.id, name, key))


def _text(stage_id: str, name: str, label: str, value: str, hint: str, height: int) -> None:
    key = f"fs_{name}_{stage_id}"
    st.text_area(
        label, key=_field(key, value), height=height, max_chars=4000, placeholder=hint, on_change=_save, args=(stage_id, name, key)
    )


def _save(stage_id: str, name: str, key: str) -> None:
    value = st.session_state[key]
    was = st.session_state.get(f"{key}:seen")
    fields = FutureFields.model_validate({name: value})
    seen = was if isinstance(was, str) else None
    run(ctx, key, lambda c: future_state.write_future_state(c, stage_id=stage_id, fields=fields, was=seen))


# Handoffs -----------------------------------------------------------------------------------------------------------------------


def _handoffs() -> None:
    found = future_state.handoffs(ctx, stream_id=_stream())
    live(ctx, found.revision, key="live_future_handoffs")
    listed, panel = st.columns([2, 1], gap="small")
    chosen = next((one for one in found.handoffs if one.id == st.session_state.get("fs_handoff")), None)
    with listed:
        act = draw(_handoff_list(found, chosen), key="fs_handoffs", css=CSS)
    with panel:
        draw(_handoff_count(found), key="fs_handoff_count", css=CSS)
        if chosen is not None:
            _handoff_note(chosen)
        if len(found.stages) > 1:
            _new_handoff(found)
    if act:
        _handoff_act(act)
        _again()


def _handoff_act(act: str) -> None:
    verb, handoff_id, *rest = act.split(":")
    if verb == "open":
        st.session_state["fs_handoff"] = handoff_id
    elif verb == "out":
        run(ctx, "fs_handoff_out", lambda c: future_state.take_out_future_handoff(c, handoff_id=handoff_id), done="Taken out")
    else:
        future: Any = rest[0]
        run(ctx, "fs_handoff_future", lambda c: future_state.change_handoff_future(c, handoff_id=handoff_id, future=future))


def _handoff_list(found: Handoffs, chosen: FutureHandoff | None) -> Tree:
    if not found.handoffs:
        return ["div", {"class": "panel"}, ["h2", {}, "There is no handoff yet"],
                ["p", {}, "Handoffs of today come from step 2, the value stream. New ones can be added here."]]  # fmt: skip
    return ["div", {"class": "panel"}, *(_handoff_row(one, one is chosen) for one in found.handoffs)]


def _handoff_row(one: FutureHandoff, here: bool) -> Tree:
    changes_hands = one.from_department and one.to_department and one.from_department != one.to_department
    passage = f"{one.from_department} to {one.to_department}" if changes_hands else one.from_department or one.to_department
    facts = [passage, f"risk {one.risk}" if one.risk else "", _waiting(one.waiting_minutes), one.note]
    words: Tree = [
        "button", {"class": "words", "act": f"open:{one.id}", "title": "Write what becomes of it"},
        ["span", {}, ["span", {"class": "bold"}, one.from_stage, " ", icon("arrow_forward"), " ", one.to_stage], f"  {one.what}"], ["span", {"class": "small"}, ", ".join(fact for fact in facts if fact)],
    ]  # fmt: skip
    if one.future == "new":
        choice: Tree = ["div", {"class": "choice"}, ["span", {"class": "new"}, icon("add"), " New"],
                        ["button", {"class": "option", "act": f"out:{one.id}"}, "Take out"]]  # fmt: skip
    else:
        choice = ["div", {"class": "choice", "role": "group", "aria-label": "What becomes of it"}, *(
            ["button", {"class": f"option {key} {'on' if one.future == key else ''}", "act": f"future:{one.id}:{key}",
                        "aria-pressed": str(one.future == key).lower()}, name]
            for key, name in FUTURES.items())]  # fmt: skip
    return ["div", {"class": f"handoff {one.future} {'here' if here else ''}"}, words, choice]


def _waiting(minutes: int | None) -> str:
    if not minutes:
        return ""
    if minutes >= 2880:
        return f"{round(minutes / 1440)} days’ wait"
    return f"{minutes} minutes’ wait" if minutes < 120 else f"{round(minutes / 60)} hours’ wait"


def _handoff_count(found: Handoffs) -> Tree:
    count = found.count

    def figure(when: str, all_: int, between: int) -> Tree:
        return ["div", {"class": "figure"}, ["div", {"class": "small"}, when], ["div", {"class": "number"}, str(all_)],
                ["div", {"class": "small"}, f"{between} between departments"]]  # fmt: skip

    return ["div", {"class": "panel counts"}, figure("Handoffs today", count.today, count.between_today), icon("arrow_forward"),
            figure("Then", count.then, count.between_then)]  # fmt: skip


def _handoff_note(one: FutureHandoff) -> None:
    key = f"fs_handoff_note_{one.id}"
    st.text_area(
        f"What becomes of {_plain(one.from_stage)} → {_plain(one.to_stage)}", key=_field(key, one.note), max_chars=400, height=90,
        placeholder="Who hands over what then, and how", on_change=_save_handoff_note, args=(one.id, key),
    )  # fmt: skip


def _save_handoff_note(handoff_id: str, key: str) -> None:
    note = st.session_state[key]
    run(ctx, key, lambda c: future_state.change_handoff_future(c, handoff_id=handoff_id, note=note))


def _new_handoff(found: Handoffs) -> None:
    names = dict(found.stages)
    ids = list(names)
    request_id("fs_new_handoff")
    with st.form("fs_new_handoff_form", clear_on_submit=True):
        left, right = st.columns(2, gap="small")
        start = left.selectbox("New handoff from", ids, format_func=lambda id: names.get(id, ""), key="fs_new_from")
        end = right.selectbox("To", ids, index=1, format_func=lambda id: names.get(id, ""), key="fs_new_to")
        what = st.text_input("What is handed over", max_chars=200, key="fs_new_what")
        sent = st.form_submit_button("Add handoff", icon=":material/add:")
    if sent:
        stream_id = _stream()
        made = run(
            ctx, "fs_new_handoff",
            lambda c: future_state.add_future_handoff(c, value_stream_id=stream_id, from_stage_id=start, to_stage_id=end, what=what),
            done="Handoff added",
        )  # fmt: skip
        if made:
            st.session_state["fs_handoff"] = made
            _again()


STYLE = """<style>
@media (max-width: 767px) { .st-key-fs_controls { min-width: 100% } }
.st-key-fs_north_star { min-width: min(340px, 100%) } .st-key-fs_future { background: light-dark(#fff, #232b30) }
.st-key-drafts, .st-key-live_controls, .st-key-live_future, .st-key-live_future_handoffs { position: absolute; width: 1px }
</style>"""
CSS = """
.journey { display: grid; grid-template-columns: 104px repeat(var(--n), minmax(0, 1fr)); grid-template-rows: repeat(var(--rows), auto); column-gap: 6px; row-gap: 6px; padding-right: 3px; }
.column { display: grid; grid-row: 1 / span var(--rows); grid-template-rows: subgrid; min-width: 0; }
.labels { position: sticky; left: 0; background: var(--page); z-index: 1; }
.label { font-size: 14px; line-height: 18px; padding-top: 6px; }
.label .bold { font-size: 16px; line-height: 20px; }.removes { display: flex; align-items: center; } .label .note { color: var(--muted); overflow-wrap: anywhere; }
button.head.act { display: flex; justify-content: space-between; align-items: center; gap: 6px; border-top: 5px solid; background: var(--paper); padding: 5px 8px; border-radius: 6px 6px 0 0; min-height: 44px; width: 100%; min-width: 0; }
.head .name { font-size: 20px; line-height: 23px; font-weight: 600; overflow-wrap: anywhere; min-width: 0; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; hyphens: auto; }
.flags { display: inline-flex; align-items: center; gap: 2px; flex: none; color: var(--muted); } .flags .icon { font-size: 17px; vertical-align: -2px; }
.letters { font-size: 14px; line-height: 18px; }
.drawn .cell { background: var(--cell); border-radius: 6px; padding: 6px 8px; min-width: 0; }
.drawn .cell.none { color: var(--muted); font-size: 16px; }
.today li { display: grid; grid-template-columns: 22px minmax(0, 1fr); gap: 8px; } .today li + li { margin-top: 4px; }
.today li > span:last-child { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; overflow-wrap: break-word; }
.sev { display: inline-grid; place-items: center; min-width: 22px; height: 20px; border-radius: 5px; font-size: 14px; line-height: 18px; font-weight: 600; margin-top: 1px; flex: none; }
.sev.none { border: 1px solid var(--edge); color: var(--muted); }
button.future.act { border: 2px solid light-dark(#0f5c63, #7fd0d6); border-radius: 6px; background: var(--paper); padding: 8px 10px; min-height: 116px; display: flex; flex-direction: column; gap: 3px; justify-content: flex-start; width: 100%; min-width: 0; }
.future .text { font-weight: 600; display: -webkit-box; -webkit-line-clamp: 4; -webkit-box-orient: vertical; overflow: hidden; overflow-wrap: break-word; }
button.future.filled { background: var(--primary); color: var(--on-primary); }
.moment { font-size: 14px; line-height: 18px; } .moment .icon { font-size: 18px; }
button.future.missing.act { border: 1.5px dashed var(--edge); } .missing .text { color: var(--muted); font-weight: 400; }
button.future.unchanged.act { border: 1.5px solid var(--line); } .unchanged .text { color: var(--muted); font-weight: 400; }
.changes li { display: flex; gap: 8px; align-items: baseline; font-size: 16px; line-height: 24px; min-width: 0; }
.changes .icon { font-size: 18px; color: var(--muted); align-self: center; flex: none; } .changes .one { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.squares { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; } .squares .row { gap: 4px; display: inline-flex; }
.squares i { width: 15px; height: 15px; border: 1.5px solid var(--edge); border-radius: 3px; } .squares i.on { background: var(--primary); border-color: var(--primary); }
.squares .of { font-size: 16px; line-height: 20px; }
.strip .stacked { display: flex; flex-direction: column; min-width: 0; } .strip .head .name { font-size: 18px; line-height: 20px; } .strip .state { background: var(--paper); border-radius: 0 0 6px 6px; padding: 0 8px 5px; font-size: 14px; line-height: 18px; color: var(--muted); flex: 1; }
.strip .state .icon { font-size: 17px; } .strip button.head.act { border-radius: 6px 6px 0 0; flex: none; min-height: 38px; }
.strip .here button.head.act, .strip .here .state { background: var(--primary); color: var(--on-primary); } .strip .here .flags, .strip .here .letters { color: inherit; }
button.back.act { font-size: 16px; line-height: 20px; color: var(--primary); font-weight: 600; min-height: 40px; }
.side { display: flex; flex-direction: column; gap: 8px; } .side h2 { font-size: 18px; } .side h2:not(:first-child) { margin-top: 8px; }
.drawn .side ul { display: flex; flex-direction: column; gap: 8px; } .drawn h3.small { margin-top: 4px; font-size: 14px; line-height: 18px; }
.pain { display: grid; grid-template-columns: 22px minmax(0, 1fr); gap: 8px; overflow-wrap: anywhere; } .pain .small { display: block; } .green { color: var(--green); }
.quote { border-left: 3px solid var(--line); padding-left: 10px; overflow-wrap: anywhere; font-size: 16px; } .feels { color: var(--muted); font-size: 16px; }
.ticks { display: flex; flex-direction: column; gap: 2px; max-height: 320px; overflow-y: auto; }
button.tick.act { display: flex; gap: 8px; align-items: flex-start; padding: 5px 4px; border-radius: 6px; width: 100%; overflow-wrap: anywhere; flex: none; } button.tick.on { background: var(--tint); }
.tick .box { font-size: 22px; flex: none; color: var(--muted); } .tick.on .box { color: var(--primary); }
.unanswered { min-width: 320px; max-height: 60vh; overflow-y: auto; } button.item.act { display: flex; gap: 10px; width: 100%; padding: 7px 2px; border-top: 1px solid var(--line); align-items: flex-start; }
.unanswered h2 { margin-bottom: 8px; font-size: 18px; } .item .what { min-width: 0; overflow-wrap: anywhere; } .item .small { display: block; }
.handoff { display: flex; gap: 12px; align-items: center; justify-content: space-between; padding: 5px 8px; border-top: 1px solid var(--line); border-radius: 0; }
.handoff:first-child { border-top: 0; } .handoff.here { background: var(--tint); } .handoff button.words.act { flex: 1; min-width: 0; display: flex; flex-direction: column; overflow-wrap: anywhere; }
.handoff.removed .bold { text-decoration: line-through; text-decoration-thickness: 2px; }
.choice { display: flex; flex: none; gap: 4px; align-items: center; } button.option.act { border: 1px solid var(--edge); border-radius: 6px; padding: 6px 10px; font-size: 16px; background: var(--paper); }
button.option.on.act { background: var(--primary); color: var(--on-primary); border-color: var(--primary); font-weight: 600; } .new { font-size: 16px; color: var(--green); font-weight: 600; }
.counts { display: flex; gap: 20px; align-items: center; } .number { font-size: 34px; line-height: 40px; font-weight: 600; }
@media (min-width: 768px) and (max-width: 1600px) {
  .journey .head .name { font-size: 18px; line-height: 20px; } .today li, .future .text { font-size: 16px; line-height: 19px; }
  .today li > span:last-child { -webkit-line-clamp: 3; } .squares .of { font-size: 14px; } .squares i { width: 12px; height: 12px; }
}
@media (max-width: 767px) {
  .journey { display: flex; flex-direction: column; padding: 0; gap: 14px; } .column.labels { display: none; } .column:not(.labels) { display: flex; flex-direction: column; gap: 6px; }
  button.future.act { min-height: 0; } .strip { flex-direction: row; overflow-x: auto; gap: 6px; padding-bottom: 4px; } .strip .column.labels { display: flex; position: static; flex: none; width: 84px; }
  .strip .column { flex: none; width: 150px; } .handoff { flex-direction: column; align-items: stretch; } .unanswered { min-width: 0; }
}
"""

asked = future_state.journey(ctx).customer
with frame(ctx, "future_state", f"What will {asked} experience instead?" if asked else "") as bar:
    with bar:
        controls()
    st.html(STYLE)
    body()
