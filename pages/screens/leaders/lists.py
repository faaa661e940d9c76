"""Quick wins, what changed, the roadmap, and how sure the group is."""

from __future__ import annotations

from datetime import date

from cjm.core.history import local_day
from cjm.figures import paint
from cjm.leaders import Became, Leaders, Planned, Since, days_late, due_words
from cjm.priorities import Ranked
from cjm.priorities.quarters import quarter_of
from pages.screens.leaders import dot, named
from pages.shared.draw import Tree, icon

WINS = 5
CHANGES = 3
ALONE = 6
SIGNS = {"actions": "add_task", "owners": "person_add", "decisions": "gavel", "scores": "trending_up", "future": "landscape"}


def _panel(name: str, sign: str, title: str, *parts: Tree, note: str = "") -> Tree:
    return [
        "section",
        {"class": f"panel {name}", "aria-label": title},
        ["div", {"class": "head"}, icon(sign), ["h2", {}, title], ["span", {"class": "note"}, note]],
        *parts,
    ]


def _more(id: str, rows: list[Tree], shown: int) -> list[Tree]:
    """The first rows, and the others folded."""
    made: list[Tree] = [["ul", {}, *rows[:shown]]]
    if rows[shown:]:
        made.append(["details", {"id": id}, ["summary", {}, f"{len(rows) - shown} more"], ["ul", {}, *rows[shown:]]])
    return made


def quick_wins(view: Leaders, today: date) -> Tree:
    """Each with its owner and date; late ones first, in words and colour."""
    name = view.priorities.quadrants[0].name
    done = dict(view.carried_out)
    late = [one for one in view.quick_wins if one.id not in done and days_late(one, today)]
    rows = [_win(view, one, today) for one in [*late, *(one for one in view.quick_wins if one not in late)]]
    if not rows:
        what = "None: nothing has high impact for little effort." if view.priorities.ranked else "None yet: nothing is scored."
        return _panel("wins", "bolt", name, ["p", {"class": "calm"}, what])
    return _panel("wins", "bolt", name, *_more("wins_more", rows, WINS), note="owner, date")


def _win(view: Leaders, action: Ranked, today: date) -> Tree:
    done, owner = dict(view.carried_out), action.owner.strip() or "nobody yet"
    on = done.get(action.id)
    due = (f"done {on:%-d %b}" if on else "done") if action.id in done else due_words(action, today)
    late = action.id not in done and (bool(days_late(action, today)) or not action.owner.strip())
    return [
        "li",
        {},
        [
            "button",
            {"class": "win", "act": f"show:{action.id}"},
            dot(view, action),
            ["span", {"class": "name", "dir": "auto"}, action.name],
            ["span", {"class": f"who{' late' if late else ''}", "dir": "auto"}, owner + (f", {due}" if due else ", no date")],
        ],
    ]


def since(told: Since, zone: str) -> Tree:
    """What changed, in words, without who did it."""
    title = f"Since your last visit, {local_day(told.at, zone).rsplit(' ', 1)[0]}" if told.visited else "In the last two weeks"
    rows = [["li", {}, icon(SIGNS[one.group]), ["span", {"dir": "auto"}, one.told]] for one in told.changes]
    if not rows:
        return _panel("since", "update", title, ["p", {"class": "calm"}, "Nothing that matters here has changed."])
    return _panel("since", "update", title, *_more("since_more", rows, CHANGES))


def became(told: Became) -> Tree:
    """What became of the pain in one line; press to read what that is concluded from."""
    numbers = [
        [
            "span",
            {"class": f"number {way}"},
            icon("check_circle" if way == "better" else "warning"),
            ["span", {"dir": "auto"}, words],
        ]
        for way, words in told.numbers
    ]
    pain: Tree = ["span", {}, f"{told.pain}."] if told.pain else ["span", {}]
    return [
        "button",
        {"class": "became", "act": "go:kpis", "leaves": True, "title": "Read what that is concluded from"},
        ["b", {"class": "bold"}, "Since then: "],
        pain,
        *numbers,
    ]


def roadmap(view: Leaders, today: date) -> Tree:
    """A column a quarter; what has none stands last."""
    if not view.roadmap:
        return _panel("roadmap", "calendar_month", "Roadmap", ["p", {"class": "calm"}, "Nothing is planned yet."])
    present = quarter_of(today)
    columns = [_column(view, one, present) for one in view.roadmap]
    return _panel("roadmap", "calendar_month", "Roadmap", ["div", {"class": "columns"}, *columns])


def _column(view: Leaders, planned: Planned, present: str) -> Tree:
    name = paint.quarter(planned.quarter) if planned.quarter else "Not planned yet"
    told = " now" if planned.quarter == present else " past" if planned.quarter and planned.quarter < present else ""
    return [
        "div",
        {"class": f"column{told}"},
        ["h3", {}, name, ["span", {}, f" ·{told}" if told else ""]],
        ["div", {"class": "stack"}, *[named(view, one) for one in planned.actions]],
    ]


def sure(view: Leaders) -> Tree:
    """Bars with numbers, and which actions rest on assumptions alone."""
    known = view.sure
    if not known.total:
        return _panel(
            "sure",
            "verified",
            "How sure we are",
            ["p", {"class": "calm"}, "No pain points yet, so there is nothing to be sure of."],
        )
    rows = [
        [
            "li",
            {"class": "evidence"},
            ["span", {"class": "of"}, words],
            [
                "span",
                {"class": "track"},
                ["span", {"class": f"bar {state}", "style": {"width": f"{100 * count / known.total:.1f}%"}}],
            ],
            ["span", {"class": "figure"}, str(count)],
        ]
        for state, words, count in known.rows
    ]
    numbers = [str(one.number) if one.number else f"“{one.name}”" for one in known.alone[:ALONE]]
    if numbers:
        others = len(known.alone) - len(numbers)
        ends = [*numbers, f"{others} more"] if others else numbers
        what = ends[0] if len(ends) == 1 else f"{', '.join(ends[:-1])} and {ends[-1]}"
        last = f"Action {what} rests on assumptions alone." if len(ends) == 1 else f"Actions {what} rest on assumptions alone."
    else:
        last = "No action rests on assumptions alone." if view.priorities.actions else ""
    return _panel(
        "sure",
        "verified",
        "How sure we are",
        ["ul", {}, *rows],
        ["p", {"class": "alone", "dir": "auto"}, last],
        note=f"{known.total} pain points",
    )


def steps(view: Leaders, *, may_edit: bool) -> Tree:
    """Where the workshop stands, for as long as there is nothing to decide; who works on it goes on from here."""
    signs = {"done": "check_circle", "begun": "timelapse", "empty": "radio_button_unchecked"}
    rows = [
        ["li", {}, icon(signs[one.state]), ["span", {}, ["span", {"class": "bold"}, f"{number} {one.name}"], f"  {one.note}"]]
        for number, one in enumerate(view.steps, start=1)
    ]
    told = (
        "This workshop is for a shared picture; it asks you for no actions."
        if view.alignment
        else "The matrix, quick wins and roadmap stand here as soon as the group has actions and scores them, in step 5."
    )
    upcoming = next(((number, one) for number, one in enumerate(view.steps, start=1) if one.state != "done"), None)
    button: Tree = ["span", {}]
    if may_edit and upcoming:
        words = f"Go on with step {upcoming[0]}, {upcoming[1].name.lower()} "
        button = ["button", {"class": "button", "act": f"go:{upcoming[1].key}", "leaves": True}, words, icon("arrow_forward")]
    return _panel("begun", "map", "Where the group is", ["ul", {}, *rows], ["p", {"class": "calm"}, told], button)
