"""What the parts of step 1 draw alike."""

from __future__ import annotations

from cjm.core.vocabulary import Certainty
from cjm.customer import Candidate, CustomerView, Fact, because
from pages.frontend.source import source
from pages.shared.draw import Tree, icon

CSS = source("screens/customer/drawn.css")
ICONS = {"assumed": "help", "observed": "visibility", "confirmed": "verified"}
STATES: dict[Certainty, str] = {"assumed": "Assumed", "observed": "Observed by staff", "confirmed": "Confirmed by customers"}


def badge(state: str) -> Tree:
    return ["span", {"class": f"badge {state}"}, icon(ICONS[state]), ["span", {"class": "word"}, state]]


def flag(words: str) -> Tree:
    return ["span", {"class": "flag"}, icon("check_circle"), words]


def squares(one: Candidate, scale: int, *, counting: bool = False) -> Tree:
    """One square a raised hand."""
    marks = {"data-squares": one.id, "data-stored": one.votes} if counting else {}
    some = [["i", {"class": "on" if index < one.votes else ""}] for index in range(min(scale, 60))]
    return ["div", {"class": "squares", "aria-hidden": "true", **marks}, *some]


def fact_row(fact: Fact, *, tools: bool, chosen: bool = False) -> Tree:
    change: Tree = ["button", {"class": "tool", "act": f"fact:{fact.id}", "aria-label": f"Edit {fact.text}"}, icon("edit")]
    return [
        "li",
        {"class": f"fact {fact.state}{' chosen' if chosen else ''}"},
        [
            "div",
            {"dir": "auto"},
            ["div", {"class": "text"}, fact.text],
            [
                "div",
                {"class": "small"},
                fact.source or ("" if fact.link else "no source yet"),
                " " if fact.link else "",
                ["a", {"href": fact.link, "title": fact.link}, "open the link"] if fact.link else "",
            ],
        ],
        ["div", {"class": "tools"}, badge(fact.state), change if tools else ""],
    ]


def counted(view: CustomerView) -> str:
    """How sure it is: ``3 confirmed, 2 assumed``."""
    return ", ".join(f"{number} {state}" for state, number in view.counts if number)


def reason(one: Candidate) -> str:
    """Why it is the customer, else what was noted."""
    return because(one.because) if one.primary and one.because else one.note
