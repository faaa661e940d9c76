"""Step 4: what the customer will experience instead, stage by stage, and what has to change for it."""

from cjm.future_state.columns import CHANGES, WORST, FutureColumn, Pain, short_lines
from cjm.future_state.handoffs_then import (
    FutureHandoff,
    HandoffCount,
    Handoffs,
    add_future_handoff,
    change_handoff_future,
    handoffs,
    take_out_future_handoff,
)
from cjm.future_state.side_by_side import Opening, Said, StageFuture, stage
from cjm.future_state.whole import Journey, Unanswered, journey
from cjm.future_state.writing import (
    FutureFields,
    remove_pain,
    remove_pains_elsewhere,
    use_opportunity,
    write_future_state,
    write_north_star,
)

__all__ = [
    "CHANGES",
    "WORST",
    "FutureColumn",
    "FutureFields",
    "FutureHandoff",
    "HandoffCount",
    "Handoffs",
    "Journey",
    "Opening",
    "Pain",
    "Said",
    "StageFuture",
    "Unanswered",
    "add_future_handoff",
    "change_handoff_future",
    "handoffs",
    "journey",
    "remove_pain",
    "remove_pains_elsewhere",
    "short_lines",
    "stage",
    "take_out_future_handoff",
    "use_opportunity",
    "write_future_state",
    "write_north_star",
]
