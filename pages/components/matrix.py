"""The pictures of step 5, the ranked list beside them, and the key below."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from cjm.figures import matrix, paint, plans
from cjm.priorities import Priorities, Ranked
from pages.components.draw import Tree, draw, icon
from pages.components.palette import department_css

# How large the picture can be drawn; the server can't know. In steps, and rounded down, so that names never run into each other.
_MEASURE = """
export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const host = parentElement;
  host.__set = setStateValue;
  if (host.__watching) return;
  const find = () => document.querySelector(".st-key-prio_picture");
  let last = "", timer = null;
  const measure = () => {
    const area = find();
    if (!area || !area.clientWidth) return;
    const width = Math.max(280, Math.floor(area.clientWidth / 40) * 40);
    const top = area.getBoundingClientRect().top + (document.querySelector("[data-testid=stMain]")?.scrollTop || 0);
    const room = width < 560 ? 460 : Math.min(1000, Math.max(460, Math.floor((window.innerHeight - top - 104) / 20) * 20));
    const text = `${width}x${room}`;
    if (text !== last) { last = text; host.__set("size", [width, room]); }
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(measure, 120); };
  host.__watching = new ResizeObserver(later);
  const area = find();
  if (area) host.__watching.observe(area);
  window.addEventListener("resize", later);
  later();
  return () => { host.__watching?.disconnect(); host.__watching = null; window.removeEventListener("resize", later); clearTimeout(timer); };
}
"""
_measure = st.components.v2.component("cjm_room", js=_MEASURE, html="<span></span>")
USUAL = (1240, 760)

CSS = """
.ranked { overflow-y: auto; overflow-x: hidden; scrollbar-width: thin; }
.head { display: flex; justify-content: space-between; font-weight: 600; padding: 0 12px 2px; }
.field { display: flex; justify-content: space-between; align-items: baseline; gap: 8px; border-radius: 6px; padding: 4px 12px; font-weight: 600; }
.field + .hint { padding: 4px 12px; }
.field .small { color: inherit; font-weight: 400; white-space: nowrap; }
.action { display: grid; grid-template-columns: 34px minmax(0, 1fr) auto; gap: 0 12px; align-items: center; padding: 3px 12px; border-bottom: 1px solid var(--line); width: 100%; }
button.action.act { padding: 3px 12px; border-bottom: 1px solid var(--line); text-align: start; }
.action .what { overflow-wrap: anywhere; }
.action .name { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.action .small { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.action .scores { font-weight: 600; white-space: nowrap; font-variant-numeric: tabular-nums; }
.dot { width: 30px; height: 30px; border-radius: 50%; display: grid; place-items: center; font-weight: 600; font-size: 14px; flex: none; }
.mark { font-weight: 600; color: var(--ink); }
.mark .icon { font-size: 16px; vertical-align: -3px; }
.chosen { position: sticky; top: 0; bottom: 0; z-index: 1; background: var(--paper); border: 2px solid var(--primary); border-radius: 8px; margin: 3px 0; }
.chosen button.action.act { border-bottom: 0; }
.chosen .name { white-space: normal; font-weight: 600; }
.chosen .more { padding: 2px 12px 10px 58px; display: grid; gap: 6px; font-size: 16px; line-height: 20px; overflow-wrap: anywhere; }
.go { background: light-dark(#0f5c63, #237a82) !important; color: #fff !important; border-color: transparent !important; justify-self: start; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 14px; line-height: 20px; color: var(--muted); padding-inline-start: 8px; }
.legend > span { display: inline-flex; align-items: center; gap: 6px; max-width: 320px; }
.legend .cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.ring { width: 14px; height: 14px; border-radius: 50%; border: 3px solid var(--ink); }
.rule { width: 26px; height: 10px; border-inline: 2px solid var(--ink); background: linear-gradient(var(--ink), var(--ink)) center / 100% 2px no-repeat; }
.sums { display: flex; flex-wrap: wrap; gap: 8px 48px; padding: 10px 18px; }
.sums .big { font-size: 34px; line-height: 40px; font-weight: 600; white-space: nowrap; }
.from { display: flex; gap: 12px; align-items: center; padding: 8px 0; border-top: 1px solid var(--line); }
.from .what { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.empty { display: grid; gap: 14px; max-width: 900px; margin: 24px auto; padding: 24px 28px; }
.empty h2 { font-size: 22px; line-height: 28px; }
.deps { white-space: nowrap; }
"""


def _field_css(key: Any) -> dict[str, str]:
    (tint, name), (dark_tint, dark_name) = paint.TINTS[key]
    return {"background": f"light-dark({tint}, {dark_tint})", "color": f"light-dark({name}, {dark_name})"}


def room() -> tuple[int, int]:
    """Width and height for the picture in this browser, in pixels."""
    found = _measure(key="live_prio_room", default={"size": list(USUAL)}, on_size_change=lambda: None, height=1).size
    return (int(found[0]), int(found[1])) if isinstance(found, list | tuple) and len(found) == 2 else USUAL


def picture(view: Priorities, shown: str, colour_by: str, planned_by: str, selected: str | None, size: tuple[int, int]) -> None:
    """Matrix, roadmap or business case. A click on an action puts its id into the address."""
    dark = st.context.theme.type == "dark"
    width, height = size
    if shown == "roadmap":
        figure = plans.roadmap(view, by=planned_by, colour_by=colour_by, dark=dark, width=width, height=height, selected=selected)
        alt = "Actions by the time they are planned for. The list beside it says the same."
    elif shown == "case":
        figure = plans.business_case(view, dark=dark, width=width, height=height - 80, selected=selected)
        alt = "Value and cost of each action. The list beside it says the same."
    else:
        figure = matrix.figure(view, colour_by=colour_by, dark=dark, frame=matrix.Frame(width, height), selected=selected)
        alt = matrix.described(view)
    key = f"prio_{shown}"
    st.plotly_chart(
        figure, theme=None, key=key, on_select=partial(_clicked, key), selection_mode="points",
        config={"displayModeBar": False}, alt=alt[:2000],
    )  # fmt: skip


def _clicked(key: str) -> None:
    points = st.session_state[key].selection.points
    data = next((point.get("customdata") for point in points if point.get("customdata")), None)
    if data:
        st.query_params["action"] = str(data[0] if isinstance(data, list) else data)


def _dot(action: Ranked, view: Priorities, colour_by: str) -> Tree:
    choice = paint.choice_of(action, view, colour_by)
    style = department_css(choice.colour) if choice else {"border": "1.5px solid var(--edge)"}
    return ["span", {"class": "dot", "style": style}, str(action.number or "–")]


def _marks(action: Ranked) -> list[Tree]:
    made: list[Tree] = []
    if action.decided:
        made.append(["span", {"class": "mark"}, " ", icon("gavel"), " decided"])
    if action.disagreed:
        made.append(["span", {"class": "mark"}, " ", icon("forum"), " disagreement"])
    return made


def _scores(action: Ranked) -> str:
    places = (action.impact, action.effort)
    if places == (None, None):
        return ""
    whole = all(value is None or value == round(value) for value in places)
    return " / ".join("–" if value is None else f"{value:.0f}" if whole else f"{value:.1f}" for value in places)


def _row(action: Ranked, view: Priorities, colour_by: str, selected: str | None) -> Tree:
    small = f"{action.owner or 'nobody yet'}" + (f", {paint.when(action)}" if paint.when(action) else "")
    small += f"  ·  removes {action.pain} pain" if action.pain else ""
    line: Tree = [
        "button", {"class": "action", "act": f"pick:{action.id}", "aria-pressed": "true" if action.id == selected else "false"},
        _dot(action, view, colour_by),
        ["span", {"class": "what"}, ["span", {"class": "name", "dir": "auto"}, action.name], ["span", {"class": "small"}, small, *_marks(action)]],
        ["span", {"class": "scores", "title": "impact / effort"}, _scores(action)],
    ]  # fmt: skip
    if action.id != selected:
        return line
    return ["div", {"class": "chosen", "role": "group", "aria-label": f"Chosen: {action.name}"}, line,
            ["div", {"class": "more"}, *[["div", {}, text] for text in _told(action, view)],
             ["button", {"class": "button go", "act": f"open:{action.id}"}, icon("edit"), " Open this action"]]]  # fmt: skip


def _told(action: Ranked, view: Priorities) -> list[str]:
    objective = next((one.name for one in view.objectives if one.id == action.objective_id), "")
    asked = {"people and money": action.has_resources, "an owner": action.has_owner, "support": action.has_support}
    lacking = [what for what, answer in asked.items() if answer == "no"]
    unclear = [what for what, answer in asked.items() if answer == "unclear"]
    told = [f"Serves: {objective}"] if objective else []
    told += [f"Has no {' and no '.join(lacking).replace('no an ', 'no ')}".replace("no an ", "no ")] if lacking else []
    told += [f"Unclear: {', '.join(unclear)}"] if unclear else []
    if action.decided:
        told.append(f"Decided{f' by {action.decided_by}' if action.decided_by else ''}: {action.reason}")
    for axis, score in (("Impact", action.impact_score), ("Effort", action.effort_score)):
        if score and score.disagree:
            told.append(f"{axis}: scores from {score.low} to {score.high}, {score.count} people")
    return told


def ranked(view: Priorities, colour_by: str, selected: str | None, height: int) -> str | None:
    """The list: every action with its number, by quadrant; then what has no scores yet. Returns what was clicked."""
    tree: Tree = ["div", {"class": "ranked", "style": {"max-height": f"{max(height, 420) + 36}px"}}]
    tree.append(["div", {"class": "head"}, ["h2", {}, "Ranked"], ["span", {"class": "small"}, "impact / effort"]])
    for field in view.quadrants:
        tree.append(["div", {"class": "field", "style": _field_css(field.key)}, ["h3", {}, f"{field.name} ({len(field.actions)})"],
                     ["span", {"class": "small"}, field.advice]])  # fmt: skip
        tree += [_row(one, view, colour_by, selected) for one in field.actions]
    if view.unscored:
        grey = {"background": "var(--cell)"}
        tree.append(["div", {"class": "field", "style": grey}, ["h3", {}, f"Not scored yet ({len(view.unscored)})"],
                     ["span", {"class": "small"}, "open one to score it"]])  # fmt: skip
        tree += [_row(one, view, colour_by, selected) for one in view.unscored]
    return draw(tree, key="prio_ranked", css=CSS)


def legend(view: Priorities, shown: str, colour_by: str) -> None:
    """What colours and signs mean."""
    used = {choice.id for one in view.actions if (choice := paint.choice_of(one, view, colour_by))}
    tree: Tree = ["div", {"class": "legend"}]
    if shown != "case":
        tree += [
            [
                "span",
                {},
                ["span", {"class": "dept", "style": department_css(one.colour)}, one.letters],
                ["span", {"class": "cut", "title": one.name}, one.name],
            ]
            for one in paint.choices(view, colour_by)
            if one.id in used
        ]
    if shown == "matrix":
        if any(one.decided for one in view.ranked):
            tree.append(["span", {}, ["span", {"class": "ring"}], "decided, arrow from the score"])
        if any(one.disagreed for one in view.ranked):
            tree.append(["span", {}, ["span", {"class": "rule"}], "scores disagree: where most of them lie"])
        tree.append(["span", {}, "size: pain removed"])
    elif shown == "roadmap":
        tree.append(["span", {}, "◇ due date"])
    draw(tree, key="prio_legend", css=CSS)


def sums(view: Priorities) -> None:
    """The business case in three numbers."""
    case = view.case
    cells = [("value", case.value_minor), ("cost", case.cost_minor), ("what remains", case.net_minor)]
    tree: Tree = ["div", {"class": "sums"}]
    tree += [
        ["div", {}, ["div", {"class": "big"}, plans.money(minor, view.currency)], ["div", {"class": "small"}, name]]
        for name, minor in cells
    ]
    if case.missing:
        tree.append(
            [
                "div",
                {},
                ["div", {"class": "big"}, str(case.missing)],
                ["div", {"class": "small"}, "without value or cost: not counted"],
            ]
        )
    draw(tree, key="prio_sums", css=CSS)


def sources(view: Priorities, key: str, *, empty: bool = False) -> str | None:
    """Opportunities and moments that matter nobody carries out yet, each one click from being an action."""
    rows: list[Tree] = [
        ["div", {"class": "from"},
         ["div", {"class": "what"}, ["span", {"dir": "auto"}, paint.clipped(one.text, 160)],
          ["div", {"class": "small"}, f"{one.kind}, {one.stage}" + (f"  ·  removes {one.pain} pain" if one.pain else "")]],
         ["button", {"class": "button", "act": f"from:{one.id}", "aria-label": f"Make an action of {paint.clipped(one.text, 80)}"},
          icon("add"), " Make an action"]]
        for one in view.suggestions[:40]
    ]  # fmt: skip
    if not empty:
        none: Tree = ["p", {"class": "small"}, "Every opportunity and every moment that matters is carried out by an action."]
        # a popover hangs outside of what tells its content the theme
        scheme = f".drawn {{ color-scheme: {'dark' if st.context.theme.type == 'dark' else 'light'}; }}"
        return draw(["div", {}, *(rows or [none])], key=key, css=CSS + scheme)
    told = (
        "Add one with the button above, or make one of these with one click. Then give it impact and effort, and it finds its place."
        if rows
        else "Add one with the button above. Opportunities of step 3 and moments that matter of step 4 will wait here to become actions."
    )
    return draw(["div", {"class": "panel empty"}, ["h2", {}, "No action yet"], ["p", {}, told], *rows], key=key, css=CSS)
