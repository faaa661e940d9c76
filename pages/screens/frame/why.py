"""Purpose and scope, in fields that are saved when left."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cjm import frame
from cjm.core.service import Context
from cjm.frame import FrameFields, FrameView
from pages.screens.frame.lists import part_list
from pages.screens.frame.look import PURPOSES
from pages.shared import fields


def why(context: Context, view: FrameView) -> None:
    workshop = view.workshop

    def save(name: str) -> fields.Save:
        def saved(c: Context, value: str) -> None:
            frame.edit_frame(c, fields=FrameFields.model_validate({name: value}), expected_version=c.based_on)

        return saved

    def text(name: str, label: str, *, most: int = 4000, **options: Any) -> None:
        stored, key = str(getattr(workshop, name)), f"frame:{name}:{workshop.id}"
        fields.text(context, label, stored, key, save(name), version=workshop.version, max_chars=most, **options)

    left, middle, right = st.columns([1.2, 1.2, 1], gap="medium")
    with left:
        text("name", "Name of the workshop", most=200)
        with st.container(horizontal=True):
            fields.segments(
                context,
                "Purpose",
                PURPOSES,
                workshop.purpose,
                f"frame:purpose:{workshop.id}",
                save("purpose"),
                version=workshop.version,
                help="Alignment alone is a good purpose too: nobody is asked for actions then.",
            )
            fields.day(
                context,
                "Date",
                workshop.starts_on,
                f"frame:starts_on:{workshop.id}",
                save("starts_on"),
                version=workshop.version,
                width=170,
            )
        text(
            "goal",
            "Goal: what is different when we leave the room?",
            area=True,
            height=120,
            placeholder="We agree what it feels like to buy from us twice, and what we change first.",
        )
        text(
            "scope",
            "Scope: how many customers and life cycles, and what is left out?",
            area=True,
            height=120,
            placeholder="One kind of customer, from the first visit to the second purchase. Wholesale is left out.",
        )
    with middle:
        text("sponsor", "Sponsor", most=200, placeholder="Who opens doors?")
        text("vision", "Vision of the organisation", area=True, height=120, placeholder="What it wants to be for its customers")
        text("north_star", "North star: the future in one line", most=400, placeholder="It is written in step 4 at the latest")
    with right:
        part_list(context, view, "objectives")
