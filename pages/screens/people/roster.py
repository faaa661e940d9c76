"""The roster: everybody as a list, and beside it the one who is chosen."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cjm.core.access import Role
from cjm.core.limits import LINE
from cjm.core.service import Context
from cjm.core.settings import link
from cjm.people import invitations, roster, seats
from cjm.people.presence import all_are_here
from cjm.people.roster import Person, Roster
from pages.shared import fields
from pages.shared.act import rerun, run
from pages.shared.copy import copy_button
from pages.shared.draw import Tree, draw, icon
from pages.shared.invitation import base_url, secret_text
from pages.shared.palette import department_css
from pages.shared.pasting import asked, line_input, one_line
from pages.shared.text import plain

CSS = """
.people { display: flex; flex-direction: column; }
.head { display: flex; gap: 10px; align-items: baseline; justify-content: space-between; padding-bottom: 8px; flex-wrap: wrap; }
.head h2 { font-size: 20px; line-height: 26px; } .head b { font-size: 34px; line-height: 40px; font-weight: 600; }
@media (min-width: 1200px) { .rows.many { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); column-gap: 28px } }
.someone { display: flex; gap: 12px; align-items: center; padding: 6px; border-top: 1px solid var(--line); min-height: 52px; }
.someone.chosen { background: var(--tint); border-radius: 6px; }
.someone .dept { font-size: 14px; line-height: 24px; min-width: 34px; } .someone .no { min-width: 34px; }
.someone .what { flex: 1; min-width: 0; overflow-wrap: anywhere; } .someone .what button { display: block; width: 100%; }
.someone .there { white-space: nowrap; padding: 8px 10px !important; min-width: 108px; flex: none; }
.someone .there[aria-pressed=true] { border-color: var(--green) !important; color: var(--green); }
.none { padding: 20px 0; color: var(--muted); }
.plain { padding: 4px 0; overflow-wrap: anywhere; }
"""
CHOSEN = "person"


def people_list(context: Context, view: Roster) -> None:
    """Everybody; the facilitator chooses one, and says who is there."""
    mine = context.actor.role is Role.FACILITATOR
    chosen = str(st.session_state.get(CHOSEN))
    rows = [_row(person, mine, person.id == chosen) for person in view.people]
    there: Tree = ["div", {"class": "small"}, ["b", {}, str(view.present)], f" of {len(view.people)} are here"]
    head: Tree = ["div", {"class": "head"}, ["h2", {}, "Roster"], there if rows else ""]
    none: Tree = ["div", {"class": "none"}, "Nobody yet. Let people in, or add who has no device."]
    listed: Tree = ["div", {"class": "rows many" if len(rows) > 10 else "rows"}, *(rows or [none])]
    act = draw(["div", {"class": "panel people"}, head, listed], key="roster", css=CSS)
    if not act:
        return
    verb, _, person_id = act.partition(":")
    if verb == "choose":
        st.session_state[CHOSEN] = None if chosen == person_id else person_id
    else:
        here = verb == "here"
        device = True if here else None  # they have none open
        run(context, act, lambda c: roster.edit_person(c, id=person_id, present=here, without_device=device))
    fields.again()


def _row(person: Person, mine: bool, chosen: bool) -> Tree:
    notes = [person.department, "without a device" if person.without_device else "", ", ".join(person.stages)]
    small: Tree = ["div", {"class": "small"}, " · ".join(note for note in notes if note)]
    badge: Tree = ["span", {"class": "no"}]
    if person.letters:
        badge = ["span", {"class": "dept", "style": department_css(person.colour), "title": person.department}, person.letters]
    words = [icon("check_circle"), " Here"] if person.present else [icon("radio_button_unchecked"), " Not here"]
    if not mine:
        return [
            "div",
            {"class": "someone"},
            badge,
            ["div", {"class": "what", "dir": "auto"}, person.name, small],
            ["span", {"class": "small"}, *words],
        ]
    words.append(icon("smartphone", title="A device is open") if person.online else "")
    if person.online:
        label = {
            "class": "button there",
            "aria-pressed": "true",
            "aria-label": f"{person.name} is here",
            "title": "Their device is open",
        }
        there: Tree = ["button", {**label, "disabled": True}, *words]
    press = {
        "class": "button there",
        "act": f"{'away' if person.present else 'here'}:{person.id}",
        "aria-pressed": "true" if person.present else "false",
        "aria-label": f"{person.name} is here",
    }
    return [
        "div",
        {"class": f"someone{' chosen' if chosen else ''}"},
        badge,
        [
            "div",
            {"class": "what", "dir": "auto"},
            [
                "button",
                {"act": f"choose:{person.id}", "aria-expanded": "true" if chosen else "false", "title": f"Edit {person.name}"},
                person.name,
                small,
            ],
        ],
        there if person.online else ["button", press, *words],
    ]


def all_here(context: Context, view: Roster) -> None:
    """One press instead of one for each."""
    missing = len(view.people) - view.present
    if missing and st.button(f"All are here ({missing} more)", icon=":material/done_all:", key="all_are_here"):
        run(context, "all_are_here", all_are_here)
        fields.again()


def add_person(context: Context, view: Roster) -> None:
    """Somebody without a device: there from now on, and the facilitator enters things for them."""

    def add(c: Context, people: list[str], given: dict[str, Any]) -> object:
        return roster.add_people(c, names=people, **given)

    if asked(context, "people", ("person", "people"), LINE, add):
        return
    names = dict(view.departments)
    form = st.form("add_person", border=False, clear_on_submit=True)
    with form, st.container(horizontal=True, vertical_alignment="bottom"):
        name = line_input("Somebody without a device", "new_person", placeholder="Name")
        department = st.selectbox(
            "Department", [None, *names], format_func=lambda id: names.get(id, "None"), key="new_person_department", width=180
        )
        added = st.form_submit_button("Add person", icon=":material/person_add:")
    if added:
        if one := one_line("people", name, LINE, department_id=department):
            run(context, "add_person", lambda c: roster.add_person(c, name=one, department_id=department))
        fields.again()


def chosen_person(context: Context, view: Roster) -> bool:
    """What can be done about the one who is chosen; False if nobody is."""
    person = next((one for one in view.people if one.id == st.session_state.get(CHOSEN)), None)
    if person is None:
        return False
    with st.container(border=True, key="chosen_person"):
        _fields(context, view, person)
        _link(context, person)
        _merge(context, view, person)
        with st.container(horizontal=True):
            if st.button("Make a facilitator too", icon=":material/group_add:", key=f"share:{person.id}"):
                run(context, f"share:{person.id}", lambda c: seats.share_facilitation(c, participant_id=person.id), done="Shared")
            if context.actor.seat_id and st.button("Hand my role on", icon=":material/swap_horiz:", key=f"hand:{person.id}"):
                run(context, f"hand:{person.id}", lambda c: seats.hand_on(c, person.id), done="Handed on")
                rerun()
            if st.button("Take off the roster", icon=":material/person_remove:", key=f"off:{person.id}"):
                run(
                    context,
                    f"off:{person.id}",
                    lambda c: roster.remove_person(c, id=person.id),
                    done="Taken off; Undo brings them back",
                )
                fields.again()
        if st.button("Done", icon=":material/check:", type="primary", key="person_done"):
            st.session_state[CHOSEN] = None
            fields.again()
    return True


def _fields(context: Context, view: Roster, person: Person) -> None:
    def rename(c: Context, value: str) -> object:
        return roster.edit_person(c, id=person.id, expected_version=c.based_on, name=value)

    def move(c: Context, value: str | None) -> object:
        return roster.edit_person(c, id=person.id, expected_version=c.based_on, department_id=value or "")

    def equip(c: Context, value: bool) -> object:
        return roster.edit_person(c, id=person.id, expected_version=c.based_on, without_device=value)

    def key(name: str) -> str:
        return f"person:{person.id}:{name}"

    fields.text(context, "Name", person.name, key("name"), rename, version=person.version, max_chars=200)
    fields.choose(
        context,
        "Department",
        dict(view.departments),
        person.department_id,
        key("department"),
        move,
        empty="None",
        version=person.version,
    )
    names = dict(view.stages)
    at = f"{key('stages')}:{'-'.join(person.stage_ids)[:200]}"

    def assigned() -> None:
        chosen: Any = st.session_state[at]
        run(context, at, lambda c: roster.assign_stages(c, participant_id=person.id, stage_ids=list(chosen)))

    st.multiselect(
        "Looks after",
        list(names),
        default=list(person.stage_ids),
        format_func=lambda id: names.get(id, "a stage"),
        key=at,
        on_change=assigned,
        placeholder="Every stage",
    )
    fields.tick(
        context,
        "Has no device: I enter things for them",
        person.without_device,
        key("device"),
        equip,
        version=person.version,
    )


def _link(context: Context, person: Person) -> None:
    shown = st.session_state.get(f"own_link:{person.id}")
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            "New personal link" if shown else "Personal link",
            icon=":material/phonelink_setup:",
            key=f"own:{person.id}",
            help="To go on with on another device, or when a phone has forgotten who it is. Replaces the one before.",
        ):
            made = run(context, f"own:{person.id}", lambda c: invitations.personal_link(c, person.id))
            if made is not None:
                st.session_state[f"own_link:{person.id}"] = made.token
                fields.again()
        if shown:
            with st.container(width=160):
                copy_button("Copy it", link(shown, base_url()), key=f"copy_own:{person.id}")
            seen = st.toggle("Show it here", key=f"see_own:{person.id}")
    if shown and seen:
        secret_text(link(shown, base_url()), key=f"text_own:{person.id}")


def _merge(context: Context, view: Roster, person: Person) -> None:
    others = {one.id: one.name for one in view.people if one.id != person.id}
    if not others:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        double = st.selectbox(
            "Is the same person as",
            [None, *others],
            format_func=lambda id: others.get(id, "nobody else"),
            key=f"double:{person.id}",
        )
        told = f"What both did goes on as {person.name}’s. Where both voted on the same, the vote of {person.name} counts; undo parts them again."
        if (
            st.button("Merge", icon=":material/merge:", disabled=double is None, key=f"merge:{person.id}", help=plain(told))
            and double
        ):
            run(
                context,
                f"merge:{person.id}",
                lambda c: roster.merge_people(c, keep=person.id, doubled=double),
                done="Merged; Undo parts them",
            )
            fields.again()
