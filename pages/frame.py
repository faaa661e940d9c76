"""The frame: why the workshop is held, who takes part, and what happens when."""

from __future__ import annotations

from cjm import frame as method
from cjm.frame import FrameView
from pages.components.act import fragment
from pages.components.frame.agenda import agenda
from pages.components.frame.lists import who
from pages.components.frame.overview import whole
from pages.components.frame.why import why
from pages.components.guard import context
from pages.components.live import live
from pages.components.page import frame
from pages.components.parts import choose_part, part_of

PARTS = {"why": "Purpose and scope", "who": "Who takes part", "agenda": "Agenda", "whole": "Overview"}
DRAWN = {"why": why, "who": who, "agenda": agenda, "whole": whole}
QUESTION = "Why do we meet, who takes part, and how long do we have?"


def start_with(view: FrameView) -> str:
    """An empty frame is written first; one that says what for is shown."""
    return "whole" if view.workshop.goal.strip() else "why"


@fragment
def body() -> None:
    view = method.summary(here)
    live(here, view.revision, key="live_frame")
    DRAWN[part_of(here, "frame")](here, view)


here = context()
if not method.edit_frame.open_to(here.actor):
    PARTS = {"whole": PARTS["whole"]}
with frame(here, "frame", QUESTION) as bar:
    with bar:
        choose_part(here, "frame", "Part of the frame", PARTS, start_with(method.summary(here)) if len(PARTS) > 1 else "whole")
    body()
