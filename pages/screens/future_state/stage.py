"""One stage, today beside future, and between them what the future removes and uses."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cjm import future_state
from cjm.core.errors import CjmError
from cjm.core.service import Context
from cjm.figures import curves
from cjm.future_state import FutureColumn, FutureFields, Pain, StageFuture
from pages.screens.future_state import ASKED, CSS, ICONS, refused, severity, stream
from pages.shared import fields
from pages.shared.act import run
from pages.shared.draw import Tree, draw, icon
from pages.shared.trace import trace

FEELINGS = {-2: "−2 upset", -1: "−1", 0: "0", 1: "+1", 2: "+2 delighted"}
FACES = {
    -2: "sentiment_very_dissatisfied",
    -1: "sentiment_dissatisfied",
    0: "sentiment_neutral",
    1: "sentiment_satisfied",
    2: "sentiment_very_satisfied",
}
TOP = 3
"""Pains, quotes and bright spots that stand beside the future; the rest is on the board."""


def editor(ctx: Context, column: FutureColumn) -> None:
    """Everything about one stage, ready to be written."""
    try:
        one = future_state.stage(ctx, column.id, stream_id=stream())
    except CjmError as error:
        refused(error)
        return
    today, between, future = st.columns([10, 10, 22], gap="small")
    with today:
        draw(_today(one), key=f"fs_today_{column.id}", css=CSS)
    with between:
        act = draw(_ticks(one), key=f"fs_ticks_{column.id}", css=CSS)
        _elsewhere(ctx, one)
    with future:
        _future(ctx, one)
    if one.id:
        trace(ctx, "future_states", one.id, key=f"fs_trace_{column.id}")
    if act:
        _tick(ctx, one, act)
        fields.again()


def _today(one: StageFuture) -> Tree:
    column = one.column
    feels: list[Any] = []
    if column.today is not None:
        told = f" {curves.signed(column.today)} {column.today_reason}".rstrip()
        feels = [["p", {"class": "feels"}, icon(FACES[column.today]), told]]
    pains: list[Tree] = [
        ["li", {"class": "pain"}, severity(pain.severity), ["span", {"dir": "auto"}, pain.text, _drop_off(pain)]]
        for pain in one.pains[:TOP]
    ]
    quotes: list[Tree] = [
        [
            "li",
            {"class": "quote", "dir": "auto"},
            f"“{said.text}”",
            ["span", {"class": "small"}, f" {said.speaker}" if said.speaker else ""],
        ]
        for said in one.quotes[:TOP]
    ]
    bright: list[Tree] = [
        ["li", {"class": "pain"}, icon("light_mode", **{"class": "green"}), ["span", {"dir": "auto"}, said.text]]
        for said in one.bright_spots[:TOP]
    ]
    tree: Tree = ["div", {"class": "panel side"}, ["h2", {"dir": "auto"}, f"{column.name} today"], *feels]
    tree.append(["ul", {}, *pains] if pains else ["p", {"class": "small"}, "No pain point yet. They come from step 3."])
    if quotes:
        tree += [["h3", {"class": "small"}, "In their words"], ["ul", {}, *quotes]]
    if bright:
        tree += [["h3", {"class": "small"}, "Must not be lost"], ["ul", {}, *bright]]
    return tree


def _drop_off(pain: Pain) -> Tree | str:
    return ["span", {"class": "small"}, f"Drop-off: {pain.drop_off}"] if pain.drop_off else ""


def _ticks(one: StageFuture) -> Tree:
    pains: list[Tree] = [
        _tick_row(f"pain:{pain.id}", pain.removed, [severity(pain.severity), ["span", {"dir": "auto"}, pain.text]])
        for pain in one.pains
    ]
    openings: list[Tree] = [
        _tick_row(f"use:{opening.id}", opening.used, [["span", {"dir": "auto"}, opening.text]]) for opening in one.openings
    ]
    tree: Tree = [
        "div",
        {"class": "panel side ticked"},
        ["h2", {}, "Pains that are gone then", _of(one.column.removed, len(pains))],
    ]
    tree.append(["div", {"class": "ticks"}, *pains] if pains else ["p", {"class": "small"}, "No pain point to remove."])
    tree.append(["h2", {}, "Opportunities it uses", _of(one.used, len(openings))])
    tree.append(["div", {"class": "ticks"}, *openings] if openings else ["p", {"class": "small"}, "No opportunity here yet."])
    return tree


def _of(some: int, all_: int) -> Tree:
    return ["span", {"class": "small"}, f" {some} of {all_}" if all_ else ""]


def _tick_row(act: str, on: bool, words: list[Any]) -> Tree:
    box = icon("check_box" if on else "check_box_outline_blank", **{"class": "box"})
    return [
        "button",
        {
            "class": f"tick {'on' if on else ''}",
            "act": f"{act}:{0 if on else 1}",
            "role": "checkbox",
            "aria-checked": str(on).lower(),
        },
        box,
        *words,
    ]


def _tick(ctx: Context, one: StageFuture, act: str) -> None:
    verb, entry_id, on = act.split(":")
    if verb == "pain":
        run(ctx, "fs_tick", lambda c: future_state.remove_pain(c, stage_id=one.column.id, entry_id=entry_id, removed=on == "1"))
    else:
        run(ctx, "fs_tick", lambda c: future_state.use_opportunity(c, stage_id=one.column.id, entry_id=entry_id, used=on == "1"))


def _elsewhere(ctx: Context, one: StageFuture) -> None:
    if not one.elsewhere:
        return
    offered = {id: text for id, text, _ in one.elsewhere}
    fields.many(
        ctx,
        "Pains of other stages that are gone too",
        offered,
        [id for id, _, on in one.elsewhere if on],
        f"fs_elsewhere_{one.column.id}",
        lambda c, pains: future_state.remove_pains_elsewhere(c, stage_id=one.column.id, entry_ids=pains),
        placeholder="Choose pains",
    )


def _future(ctx: Context, one: StageFuture) -> None:
    id = one.column.id

    def save(name: str) -> fields.Save:
        return lambda c, value: future_state.write_future_state(
            c, stage_id=id, fields=FutureFields.model_validate({name: value}), expected_version=c.based_on
        )

    def text(name: str, label: str, stored: str, hint: str, height: int) -> None:
        fields.text(
            ctx,
            label,
            stored,
            f"fs_{name}_{id}",
            save(name),
            version=one.version,
            area=True,
            height=height,
            max_chars=4000,
            placeholder=hint,
        )

    with st.container(border=True, key="fs_future", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            fields.tick(
                ctx,
                ":material/star: Moment that matters",
                one.moment,
                f"fs_moment_that_matters_{id}",
                save("moment_that_matters"),
                version=one.version,
            )
            fields.tick(
                ctx,
                ":material/pause: Stays unchanged",
                one.unchanged,
                f"fs_unchanged_{id}",
                save("unchanged"),
                version=one.version,
            )
        text("experience", "What the customer will experience", one.experience, "In their words, one or two sentences", 76)
        if one.unchanged:
            st.caption("Nothing has to change here. What was written before is kept and comes back with the switch above.")
        else:
            for place, (name, (asked, hint)) in zip(st.columns(4, gap="xsmall"), ASKED.items(), strict=True):
                with place:
                    text(name, f":material/{ICONS[name]}: {asked}", getattr(one, name), f"{hint}. One short line each", 110)
        left, right = st.columns([3, 2], gap="small", vertical_alignment="bottom")
        with left:
            fields.segments(
                ctx,
                "How it will feel",
                FEELINGS,
                one.emotion,
                f"fs_emotion_{id}",
                save("emotion"),
                version=one.version,
                width="stretch",
                required=False,
            )
        with right:
            fields.text(
                ctx,
                "Because",
                one.emotion_reason,
                f"fs_emotion_reason_{id}",
                save("emotion_reason"),
                version=one.version,
                max_chars=400,
                placeholder="What makes it feel so",
            )
