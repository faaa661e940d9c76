"""The whole frame in one picture to open the workshop with: why, for what, with whom, and when."""

from __future__ import annotations

import streamlit as st

from cjm.core.service import Context
from cjm.frame import FrameView
from cjm.frame import agenda as method
from cjm.frame.agenda import AgendaLine, AgendaView
from cjm.frame.writing import Department
from pages.screens.frame.agenda import start
from pages.screens.frame.lists import letters
from pages.screens.frame.look import CSS, PURPOSES
from pages.shared.draw import Tree, draw, icon
from pages.shared.palette import department_css
from pages.shared.parts import fold, folded, go_to_part

LONG = 150
"""Longer texts are set smaller."""


def whole(context: Context, view: FrameView) -> None:
    tree: Tree = ["div", {"class": "frame"}, _why(view), _towards(view), _who(view), _when(method.agenda(context))]
    css = CSS if method.lay_out_agenda.open_to(context.actor) else CSS + ".head h2 .tool { display: none }"
    act = draw(tree, key="frame_whole", css=css)
    if act and act.startswith("fold:"):
        fold(f"frame:{act.removeprefix('fold:')}")
        st.rerun(scope="fragment")
    elif act:
        go_to_part(act.removeprefix("go:"))


def _head(name: str, part: str, note: str = "", *, folds: bool = False) -> Tree:
    away = folded(f"frame:{name}")
    return [
        "div",
        {"class": "head"},
        [
            "h2",
            {},
            name,
            [
                "button",
                {"class": "tool", "act": f"go:{part}", "aria-label": f"Change: {name.lower()}", "title": "Change this"},
                icon("edit"),
            ],
        ],
        ["span", {"class": "small"}, note],
        [
            "button",
            {
                "class": "tool unfold",
                "act": f"fold:{name}",
                "aria-expanded": "false" if away else "true",
                "aria-label": f"{'Show all of' if away else 'Show less of'} {name.lower()}",
            },
            icon("expand_more" if away else "expand_less"),
        ]
        if folds
        else "",
    ]


def _said(label: str, symbol: str, text: str, ask: str, kind: str = "") -> Tree:
    """A labelled text in large type, or what to ask for."""
    kind += " long" if len(text) > LONG else ""
    return [
        "div",
        {"class": f"said {kind}"},
        ["h3", {}, icon(symbol), f" {label}"],
        ["div", {"class": "text" if text.strip() else "empty", "dir": "auto"}, text.strip() or ask],
    ]


def _why(view: FrameView) -> Tree:
    workshop = view.workshop
    day = f"{workshop.starts_on:%-d %B %Y}" if workshop.starts_on else ""
    return [
        "section",
        {"class": "col", "aria-label": "Why we meet"},
        _head("Why we meet", "why", day),
        [
            "div",
            {"class": "panel grow col"},
            [
                "div",
                {},
                [
                    "span",
                    {"class": "flag"},
                    icon("handshake" if workshop.purpose == "alignment" else "bolt"),
                    f" {PURPOSES[workshop.purpose]}",
                ],
            ],
            _said("Goal", "flag", workshop.goal, "What is different when we leave the room?", "large"),
            _said("Scope", "crop_free", workshop.scope, "Which customer, from where to where, and what is left out?"),
            _said("Sponsor", "person_raised_hand", workshop.sponsor, "Who opens doors, and carries it on?"),
        ],
    ]


def _towards(view: FrameView) -> Tree:
    workshop = view.workshop
    objectives = [
        ["li", {}, ["span", {"class": "dot", "aria-hidden": "true"}, str(number)], ["span", {"dir": "auto"}, one.text]]
        for number, one in enumerate(view.objectives, start=1)
    ]
    return [
        "section",
        {"class": "col", "aria-label": "What it serves"},
        _head("What it serves", "why"),
        [
            "div",
            {"class": "panel grow col"},
            _said("Vision", "landscape", workshop.vision, "What does the organisation want to be for its customers?", "quote"),
            [
                "div",
                {"class": "said"},
                ["h3", {}, icon("target"), " Strategic objectives"],
                ["ol", {"class": "objectives"}, *objectives]
                if objectives
                else ["div", {"class": "empty"}, "What does it want to reach?"],
            ],
            _said("North star", "star", workshop.north_star, "The future in one line: step 4 writes it."),
        ],
    ]


def _who(view: FrameView) -> Tree:
    people = len(view.participants)
    note = f"{people} {'participant' if people == 1 else 'participants'}" if people else ""
    groups: list[Tree] = []
    for organisation in (*view.organisations, None):
        id = organisation.id if organisation else None
        here = [one for one in view.departments if (one.organisation_id or None) == id]
        if organisation or here:
            groups.append(
                [
                    "div",
                    {"class": "org"},
                    ["h3", {"dir": "auto"}, organisation.name, ["span", {"class": "small"}, f"  {organisation.role}"]]
                    if organisation
                    else "",
                    ["div", {"class": "depts"}, *[_department(view, one) for one in here]],
                ]
            )
    promises = [
        [
            "li",
            {"dir": "auto"},
            letters(view, one.department_id) or ["span", {"class": "dept none"}, icon("person")],
            [
                "div",
                {"class": "promise"},
                ["span", {"class": "bold"}, one.name],
                ["div", {"class": "small", "title": one.signs_up_for}, one.signs_up_for or "has not signed up for anything yet"],
            ],
        ]
        for one in view.stakeholders[:6]
    ]
    empty: Tree = ["p", {"class": "empty"}, "Which departments and partners work for this customer, and who stands behind it?"]
    return [
        "section",
        {"class": f"col{' folded' if folded('frame:Who takes part') else ''}", "aria-label": "Who takes part"},
        _head("Who takes part", "who", note, folds=True),
        [
            "div",
            {"class": "panel grow col"},
            *(groups or [empty]),
            ["div", {"class": "promises more"}, ["h3", {}, icon("draw"), " Signed up for"], ["ul", {}, *promises]]
            if promises
            else "",
        ],
    ]


def _department(view: FrameView, one: Department) -> Tree:
    there = sum(1 for person in view.participants if person.department_id == one.id)
    faces: Tree | str = ["span", {"title": "faces the customer"}, icon("storefront")] if one.faces_customer else ""
    title = "; ".join(part for part in (one.role, f"needs: {one.needs}" if one.needs else "") if part)
    return [
        "div",
        {"class": "two", "title": title},
        ["span", {"class": "dept", "style": department_css(one.colour)}, one.letters],
        [
            "div",
            {"dir": "auto"},
            one.name,
            " ",
            [
                "span",
                {"class": "small", "title": f"{there} in the room"},
                icon("group") if there else "",
                f" {there} " if there else "",
                faces,
            ],
            ["div", {"class": "small role"}, one.role],
        ],
    ]


def _when(plan: AgendaView) -> Tree:
    work = f"{method.hours(plan.minutes - plan.breaks)} of work, {method.hours(plan.breaks)} of breaks" if plan.days else ""
    days = [
        [
            "div",
            {"class": "timeline"},
            ["b", {}, f"Day {day.day}"] if len(plan.days) > 1 else "",
            ["ol", {}, *[_slot(line) for line in day.lines]],
        ]
        for day in plan.days
    ]
    empty: Tree = ["div", {"class": "panel empty"}, "No agenda yet: lay out the usual one for half a day, one day or two days."]
    return [
        "section",
        {"class": f"when{' folded' if folded('frame:Agenda') else ''}", "aria-label": "Agenda"},
        _head("Agenda", "agenda", work, folds=bool(plan.days)),
        *(days or [empty]),
    ]


def _slot(line: AgendaLine) -> Tree:
    item = line.item
    return [
        "li",
        {
            "class": "slot break" if item.is_break else "slot",
            "style": {"flex-grow": str(max(item.minutes, 5))},
            "title": f"{item.title}, {item.minutes} minutes",
        },
        ["span", {"class": "small"}, start(line)],
        [
            "span",
            {"class": "what", "dir": "auto"},
            icon("local_cafe") if item.is_break else "",
            ["span", {"class": "words"}, item.title],
        ],
        ["span", {"class": "small min"}, f"{item.minutes} min"],
    ]
