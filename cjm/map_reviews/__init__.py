"""Reviews: the map is walked again, and what was is kept beside what is."""

from cjm.map_reviews.parts import Found, Moment, OverTime, OwnFeeling, Past, RatedPain, Reviews, Walk, WalkStage
from cjm.map_reviews.reading import reviews, walk
from cjm.map_reviews.writing import close_review, edit_review, found_evidence, plan_reviews, re_rate, start_review, write_finding

__all__ = [
    "Found",
    "Moment",
    "OverTime",
    "OwnFeeling",
    "Past",
    "RatedPain",
    "Reviews",
    "Walk",
    "WalkStage",
    "close_review",
    "edit_review",
    "found_evidence",
    "plan_reviews",
    "re_rate",
    "reviews",
    "start_review",
    "walk",
    "write_finding",
]
