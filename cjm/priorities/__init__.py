"""Step 5: actions, their scores and decisions, and in which order they come."""

from cjm.priorities.parts import (
    HORIZONS,
    QUADRANTS,
    BusinessCase,
    Choice,
    Priorities,
    Quadrant,
    QuadrantView,
    Ranked,
    Suggestion,
    quadrant_of,
)
from cjm.priorities.quarters import quarter_of, quarters
from cjm.priorities.ranking import priorities
from cjm.priorities.scores import Axis, Score, scores_of
from cjm.priorities.writing import (
    ActionFields,
    add_action,
    add_action_from,
    add_actions,
    carry_out,
    change_matrix,
    decide_action,
    edit_action,
    minor,
    remove_action,
    score_action,
    withdraw_decision,
)

__all__ = [
    "HORIZONS",
    "QUADRANTS",
    "ActionFields",
    "Axis",
    "BusinessCase",
    "Choice",
    "Priorities",
    "Quadrant",
    "QuadrantView",
    "Ranked",
    "Score",
    "Suggestion",
    "add_action",
    "add_action_from",
    "add_actions",
    "carry_out",
    "change_matrix",
    "decide_action",
    "edit_action",
    "minor",
    "priorities",
    "quadrant_of",
    "quarter_of",
    "quarters",
    "remove_action",
    "score_action",
    "scores_of",
    "withdraw_decision",
]
