"""The customers' turn: what they are shown of the map, and what they said of it."""

from __future__ import annotations

import streamlit as st

from cjm import customer_review
from cjm.core.access import Right, may
from pages.screens.customer_review.said import said
from pages.screens.customer_review.see import see
from pages.shared.act import fragment
from pages.shared.address import switch
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import frame

ctx = context(Right.READ)
LAYOUT = """<style>
@media (min-width: 768px) { .st-key-preview { max-height: calc(100vh - 250px); overflow-y: auto; } }
.st-key-preview { background: light-dark(#f3f5f2, #12171a); padding-bottom: 0; }
</style>"""


@fragment
def body(shown: str) -> None:
    came = customer_review.what_came(ctx)
    live(ctx, came.revision, key="live_customers_turn")
    if shown == "see":
        see(ctx)
    else:
        said(ctx)


def part() -> str:
    """Which part is open: what they said as soon as there is something. Only the facilitator decides what they see."""
    if not may(ctx.actor, Right.FACILITATE):
        return "said"
    total = customer_review.what_came(ctx).total
    waiting = len(customer_review.sharing(ctx).waiting)
    parts = {
        "said": f"What they said · {total}" if total else "What they said",
        "see": f"What they see · {waiting} new" if waiting else "What they see",
    }
    return switch(
        "Part", {key: parts[key] for key in (("said", "see") if total else ("see", "said"))}, "part", key="customers_turn_part"
    )


with frame(ctx, "customers_turn", "What do customers say about the map?") as bar:
    with bar:
        chosen = part()
    st.html(LAYOUT)
    body(chosen)
