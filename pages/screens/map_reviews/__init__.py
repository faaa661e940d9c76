"""The parts of the page of reviews, and what they share."""

from __future__ import annotations

from pages.frontend.source import source

CSS = source("screens/map_reviews/drawn.css")
"""For what is drawn."""
STYLE = f"<style>{source('screens/map_reviews/page.css')}</style>"
"""For the page around it."""
STILL = {"yes": ("check_circle", "Still true"), "partly": ("contrast", "Partly"), "no": ("cancel", "No longer true")}
"""Sign and words of an answer."""
FACES = {
    -2: "sentiment_very_dissatisfied",
    -1: "sentiment_dissatisfied",
    0: "sentiment_neutral",
    1: "sentiment_satisfied",
    2: "sentiment_very_satisfied",
}
EVERY = {28: "Every four weeks", 42: "Every six weeks", 91: "Every quarter", 182: "Every half year", 364: "Every year"}
"""Days between two reviews, in words."""
EVIDENCE = {"assumed": "assumed", "observed": "observed by staff", "confirmed": "confirmed by customers"}


def every_words(days: int) -> str:
    return EVERY.get(days, f"Every {days} days")
