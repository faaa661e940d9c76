"""First of all: what needs an answer, and what was answered."""

from __future__ import annotations

from cjm.leaders import Answered, Leaders, Waiting
from pages.screens.leaders import dot
from pages.shared.draw import Tree, icon

SHOWN = 3
SIGNS = {"approve": "check", "not_now": "schedule", "ask": "help"}


def need(view: Leaders, *, me: str | None, may_answer: bool) -> Tree:
    """What waits, each with its answers, then what was answered, folded."""
    replied = view.replied_to(me) if may_answer else ()
    number = len(view.waiting) + len(replied)
    count: Tree = ["span", {"class": "count"}, str(number)] if number else ["span", {}]
    tree: Tree = [
        "section",
        {"class": f"panel need{' some' if number else ''}", "aria-label": "We need from you"},
        ["div", {"class": "head"}, icon("gavel"), ["h2", {}, "We need from you"], count],
    ]
    if not number:
        tree.append(
            [
                "p",
                {"class": "calm"},
                icon("check_circle"),
                " Nothing waits for you." if view.priorities.actions else " Nothing yet.",
            ]
        )
    tree.append(
        ["ul", {}, *[_replied(view, one) for one in replied], *[_item(view, one, may_answer) for one in view.waiting[:SHOWN]]]
    )
    feet: Tree = ["div", {"class": "feet"}]
    if view.waiting[SHOWN:]:
        feet.append(
            [
                "details",
                {"id": "need_more"},
                ["summary", {}, f"{len(view.waiting) - SHOWN} more"],
                ["ul", {}, *[_item(view, one, may_answer) for one in view.waiting[SHOWN:]]],
            ]
        )
    if view.answers:
        feet.append(
            [
                "details",
                {"id": "need_answered", "class": "answered"},
                ["summary", {}, f"Answered ({len(view.answers)})"],
                ["ul", {}, *[_answer(view, one) for one in view.answers]],
            ]
        )
    return [*tree, feet] if len(feet) > 2 else tree


def _item(view: Leaders, one: Waiting, may_answer: bool) -> Tree:
    id, name = one.action.id, one.action.name
    what: Tree = [
        "button",
        {"class": "what", "act": f"show:{id}"},
        ["span", {"class": "name", "dir": "auto"}, name],
        ["span", {"class": "why", "dir": "auto"}, one.why],
    ]
    return [
        "li",
        {"class": "item"},
        dot(view, one.action),
        what,
        _buttons(id, name) if may_answer else ["span", {"class": "answers"}],
    ]


def _replied(view: Leaders, one: Answered) -> Tree:
    """A question of one's own with what was replied: it is one's turn again."""
    action = view.action(one.action_id)
    if action is None:
        return ["li", {}]
    what: Tree = [
        "button",
        {"class": "what", "act": f"show:{action.id}"},
        ["span", {"class": "name", "dir": "auto"}, action.name],
        ["span", {"class": "why", "dir": "auto"}, f"You asked: {one.words}"],
        ["span", {"class": "why reply", "dir": "auto"}, f"{one.replied_by} replies: {one.reply}"],
    ]
    return ["li", {"class": "item"}, dot(view, action), what, _buttons(action.id, action.name)]


def _buttons(id: str, name: str) -> Tree:
    answers: Tree = ["span", {"class": "answers"}]
    for act, words, style in (("approve", "Approve", " yes"), ("not_now", "Not now", ""), ("ask", "Ask", "")):
        answers.append(["button", {"class": f"answer{style}", "act": f"{act}:{id}", "aria-label": f"{words}: {name}"}, words])
    return answers


def _answer(view: Leaders, one: Answered) -> Tree:
    action = view.action(one.action_id)
    name = action.name if action else ""
    return [
        "li",
        {},
        [
            "button",
            {"class": "what", "act": f"show:{one.action_id}"},
            icon(SIGNS[one.answer]),
            ["span", {"class": "name", "dir": "auto"}, f" {name}  ·  {one.told}{_reply(one)}"],
        ],
    ]


def _reply(one: Answered) -> str:
    return f"  ·  {one.replied_by} replies: {one.reply}" if one.reply else ""
