"""The frame: why the workshop is held, who takes part, and what happens when."""

from __future__ import annotations

from cjm import frame as method
from cjm.frame import FrameView
from pages.screens.frame.agenda import agenda
from pages.screens.frame.lists import who
from pages.screens.frame.overview import whole
from pages.screens.frame.why import why
from pages.shared.act import fragment
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import frame
from pages.shared.parts import choose_part, part_of

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
