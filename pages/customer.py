"""Step 1: who is the customer? Candidates, the pick, and who exactly it is."""

from __future__ import annotations

from cjm import customer
from cjm.customer import CustomerView
from pages.screens.customer.candidates import candidates
from pages.screens.customer.overview import whole
from pages.screens.customer.persona import who
from pages.screens.customer.pick import pick
from pages.screens.customer.segment import choose_segment, chosen_segment
from pages.shared.act import fragment
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import frame
from pages.shared.parts import choose_part, part_of

PARTS = {"candidates": "Candidates", "pick": "Pick", "who": "Who exactly", "whole": "Overview"}
DRAWN = {"candidates": candidates, "pick": pick, "who": who, "whole": whole}


def start_with(view: CustomerView) -> str:
    """The part that the group would go on with."""
    if view.agreed:
        return "whole" if view.persona else "who"
    return "pick" if view.votes else "candidates"


@fragment
def body() -> None:
    view = customer.summary(here, segment_id=chosen_segment())
    live(here, view.revision, key="live_customer")
    DRAWN[part_of(here, "customer")](here, view)


here = context()
with frame(here, "customer") as bar:
    with bar:
        now = customer.summary(here, segment_id=chosen_segment())
        choose_part(here, "customer", "Part of this step", PARTS, start_with(now))
        if part_of(here, "customer") in ("who", "whole"):
            choose_segment(now)
    body()
