"""What the wall and the facilitator's bar are told, on both databases: nothing personal, and where the read-out stands."""

from __future__ import annotations

import json
import re
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cjm.core.access import Actor, Role
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.now.now import now, session_stamp
from cjm.people.roster import edit_person
from cjm.session.activities import close_activity, reveal_activity, start_activity, vote_again
from cjm.session.break_outs import break_out
from cjm.session.pace import pace, shift_the_rest
from cjm.session.parking import park_entry, park_thought
from cjm.session.read_out import read_out
from cjm.session.sealed import cast, say_done, write_sealed_card
from db.engine import Store
from db.tables import AgendaItem, Lane, Participant, Stage

FACILITATOR = Actor("Facilitator", Role.FACILITATOR, str(uuid.uuid4()))


@pytest.fixture
def ctx(store: Store) -> Context:
    service = Service(store)
    made = Context(service, FACILITATOR, load_example(service, FACILITATOR, "hospital"))
    for one in service.image(made.workshop_id).all(Participant):
        edit_person(made, id=one.id, present=True)
    return made


def person(ctx: Context, number: int) -> Context:
    one = ctx.service.image(ctx.workshop_id).all(Participant)[number]
    return Context(ctx.service, Actor(one.name, Role.CONTRIBUTOR, one.id, one.id), ctx.workshop_id)


def write(ctx: Context, text: str, stage: int) -> None:
    image = ctx.service.image(ctx.workshop_id)
    lane = next(one for one in image.all(Lane) if one.kind == "pain_point")
    write_sealed_card(ctx, id=str(uuid.uuid4()), text=text, stage_id=image.all(Stage)[stage].id, lane_id=lane.id)


def test_the_wall_names_nobody_and_shows_nothing_sealed(ctx: Context) -> None:
    people = ctx.service.image(ctx.workshop_id).all(Participant)
    park_thought(person(ctx, 0), text="a parked thought")

    def told() -> str:
        shown = now(ctx, room=True)
        promised = json.dumps(shown.pop("promises", {}))  # there a name is the point
        assert not [one.name for one in people if one.id in promised]
        return json.dumps(shown, ensure_ascii=False)

    def nobody(text: str) -> None:
        assert not [one.name for one in people if one.name in text or one.id in text]
        assert "a parked thought" not in text and "roster" not in text and '"mine"' not in text

    nobody(told())
    activity = start_activity(ctx, kind="write", names_shown=False)
    write_sealed_card(
        person(ctx, 0),
        id=str(uuid.uuid4()),
        text="sealed words",
        key="a-key-that-is-long-enough",
        stage_id=ctx.service.image(ctx.workshop_id).all(Stage)[0].id,
        lane_id=next(one.id for one in ctx.service.image(ctx.workshop_id).all(Lane) if one.kind == "pain_point"),
    )
    say_done(person(ctx, 0))
    nobody(told())
    assert "sealed words" not in told()
    reveal_activity(ctx, id=activity)
    nobody(told())
    assert "sealed words" in told()
    close_activity(ctx, id=activity)

    activity = start_activity(ctx, kind="score")
    subject = now(ctx)["activity"]["options"][0]["id"]
    cast(ctx, subject_id=subject, axis="impact", value=5)
    assert "results" not in now(ctx, room=True) and now(ctx, room=True)["counts"]["voters"] == 1
    nobody(told())
    close_activity(ctx, id=activity)

    activity = start_activity(ctx, kind="break_out")
    groups = now(ctx)["proposed"][2]
    break_out(ctx, id=activity, groups=groups)
    nobody(told())
    assert [one["size"] for one in now(ctx, room=True)["activity"]["groups"]] == [len(one["people"]) for one in groups]


def test_every_screen_follows_the_read_out(ctx: Context) -> None:
    activity = start_activity(ctx, kind="write")
    with pytest.raises(CjmError, match="reveal the cards first"):
        read_out(ctx, place="all")
    write(person(ctx, 0), "late in the journey", 5)
    write(person(ctx, 1), "early in the journey", 0)
    reveal_activity(ctx, id=activity)
    shown = now(ctx, room=True)
    assert [one["text"] for one in shown["results"]["cards"]] == ["early in the journey", "late in the journey"]
    assert shown["place"] is None
    second = shown["results"]["cards"][1]["id"]
    revision = shown["revision"]
    with pytest.raises(NotAllowed):
        read_out(person(ctx, 0), place=second)
    read_out(ctx, place=second)
    assert session_stamp(ctx)["place"] == second == now(person(ctx, 0))["place"]
    assert now(ctx)["revision"] == revision, "turning a page changes nothing in the workshop"
    park_entry(ctx, id=second)
    assert [one["text"] for one in now(ctx, room=True)["results"]["cards"]] == ["early in the journey"]


def test_the_round_before_stays_beside_the_second(ctx: Context) -> None:
    activity = start_activity(ctx, kind="score")
    subject = now(ctx)["activity"]["options"][0]["id"]
    for number, value in enumerate((1, 1, 5, 5)):
        cast(person(ctx, number), subject_id=subject, axis="impact", value=value)
    reveal_activity(ctx, id=activity)
    again = vote_again(ctx, id=activity)
    for number in range(4):
        cast(person(ctx, number), subject_id=subject, axis="impact", value=4)
    reveal_activity(ctx, id=again)
    impact = now(ctx, room=True)["results"]["options"][0]["axes"]["impact"]
    assert impact["mean"] == 4 and [one["mean"] for one in impact["earlier"]][-1] == 3


def test_start_offers_what_fits_the_step(ctx: Context) -> None:
    steps = ("customer", "pain_points", "priorities", "")
    kinds = {step: [one["kind"] for one in now(ctx, step=step)["starts"]] for step in steps}
    assert kinds == {"customer": ["pick"], "pain_points": ["write", "dot_vote", "rate"], "priorities": ["score"], "": []}
    (future,) = now(ctx, step="future_state")["starts"]
    lanes = {one["id"]: one["kind"] for one in now(ctx)["lanes"]}
    assert [lanes[id] for id in future["lane_ids"]] == ["opportunity"]
    assert "starts" not in now(person(ctx, 0), step="customer")


def test_a_form_takes_what_is_stored_and_no_less(ctx: Context) -> None:
    limits = now(ctx)["limits"]
    (_, minutes), (_, dots) = limits["minutes"], limits["dots"]
    text = "x" * limits["question"]
    started = start_activity(ctx, kind="dot_vote", question=text, minutes=minutes, dots=dots)
    assert now(ctx)["activity"]["question"] == text
    for more in ({"minutes": minutes + 1}, {"dots": dots + 1}, {"question": text + "x"}):
        with pytest.raises(CjmError):
            start_activity(ctx, kind="dot_vote", **more)
    reveal_activity(ctx, id=started)
    park_thought(ctx, text="x" * limits["thought"])
    script = Path("pages/frontend/session/drawers.js").read_text()
    assert not re.findall(r"max(?:length)?: \d", script), "a limit that the columns don’t know"


def test_a_step_that_takes_longer_shifts_the_rest(ctx: Context) -> None:
    start_activity(ctx, kind="score")
    image = ctx.service.image(ctx.workshop_id)
    planned = sum(one.minutes for one in image.all(AgendaItem) if one.step == "priorities")
    later = pace(image, datetime.now(UTC) + timedelta(minutes=planned + 12))["priorities"]
    assert (later.planned, later.late, later.since is not None) == (planned, 12, True)
    shift_the_rest(ctx, step="priorities", minutes=12)
    image = ctx.service.image(ctx.workshop_id)
    assert pace(image, datetime.now(UTC) + timedelta(minutes=planned + 12))["priorities"].late == 0
    assert "pace" not in now(person(ctx, 0)) and "pace" not in now(ctx, room=True), "lateness is the facilitator's alone"
