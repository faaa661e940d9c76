"""Step 5: scores, decisions, quadrants, pain removed, and what the pictures are drawn from."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm import priorities, workshops
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError, Conflict, NotAllowed
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.examples.hospital import TODAY
from cjm.figures import arrange, matrix, paint, plans
from cjm.priorities import ActionFields, Priorities, Ranked, quadrant_of
from db.engine import Store
from db.tables import Action, Ballot, Entry, FutureState, Lane, Participant, Round, Stage

ACTOR = Actor("Facilitator", Role.FACILITATOR)


@command("build_priorities_test")
def build(tx: Tx) -> dict[str, str]:
    """A stage with two pains; one opportunity answers both, the future removes one, which is a moment that matters."""
    stage = tx.add(Stage, name="Intake")
    pains = tx.add(Lane, name="Pain points", kind="pain_point")
    openings = tx.add(Lane, name="Opportunities", kind="opportunity")
    worse = tx.add(Entry, stage_id=stage, lane_id=pains, text="Same form again", severity=4, frequency=5)
    unrated = tx.add(Entry, stage_id=stage, lane_id=pains, text="Nobody answers")
    opening = tx.add(Entry, stage_id=stage, lane_id=openings, text="Fill in once")
    future = tx.add(FutureState, stage_id=stage, experience="She is known on arrival", moment_that_matters=True)
    tx.set_links("answers", opening, [worse, unrated])
    tx.set_links("removes", future, [worse])
    return {"opening": opening, "future": future, "worse": worse}


@command("vote_priorities_test")
def vote(tx: Tx, *, action: str, impact: list[int], effort: list[int], number: int, state: str = "closed") -> None:
    """A round in which everyone gave both scores."""
    one = tx.add(Round, kind="score", number=number, state=state)
    for index, pair in enumerate(zip(impact, effort, strict=True)):
        person = tx.add(Participant, name=f"Person {index}")
        for axis, value in zip(("impact", "effort"), pair, strict=True):
            tx.add(Ballot, round_id=one, participant_id=person, subject_id=action, axis=axis, value=value, source="own")


@pytest.fixture
def ctx(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    return Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A hospital"))


def _one(ctx: Context, id: str) -> Ranked:
    found = priorities.priorities(ctx).action(id)
    assert found is not None
    return found


@given(st.floats(1, 5), st.floats(1, 5), st.floats(1, 5), st.floats(1, 5))
def test_every_place_lies_in_one_quadrant(impact: float, effort: float, impact_line: float, effort_line: float) -> None:
    key = quadrant_of(impact, effort, impact_line, effort_line)
    assert (key in {"quick_wins", "strategic_investments"}) == (impact >= impact_line)
    assert (key in {"strategic_investments", "money_pit"}) == (effort >= effort_line)


def test_without_scores_an_action_is_listed_not_placed(ctx: Context) -> None:
    assert priorities.priorities(ctx).actions == ()
    id = priorities.add_action(ctx, name=" One view ")
    view = priorities.priorities(ctx)
    assert view.ranked == () and [one.id for one in view.unscored] == [id] and view.unscored[0].name == "One view"
    priorities.score_action(ctx, id=id, axis="impact", value=5)
    assert _one(ctx, id).quadrant is None
    priorities.score_action(ctx, id=id, axis="effort", value=1)
    assert _one(ctx, id).quadrant == "quick_wins" and _one(ctx, id).number == 1
    priorities.score_action(ctx, id=id, axis="effort", value=None)
    assert _one(ctx, id).effort is None and priorities.priorities(ctx).ranked == ()


def test_what_cannot_be_is_refused(ctx: Context) -> None:
    with pytest.raises(CjmError, match="needs a name"):
        priorities.add_action(ctx, name="  ")
    id = priorities.add_action(ctx, name="One view")
    with pytest.raises(CjmError, match="1 to 5"):
        priorities.score_action(ctx, id=id, axis="impact", value=6)
    with pytest.raises(CjmError, match="why"):
        priorities.decide_action(ctx, id=id, impact=4, effort=2, reason=" ")
    with pytest.raises(CjmError):
        priorities.decide_action(ctx, id=id, impact=7, effort=2, reason="So be it")
    seen = _one(ctx, id).version
    priorities.edit_action(ctx, id=id, fields=ActionFields(owner="P. Okafor"), expected_version=seen)
    priorities.edit_action(ctx, id=id, fields=ActionFields(note="Of another field"), expected_version=seen)
    with pytest.raises(Conflict):
        priorities.edit_action(ctx, id=id, fields=ActionFields(owner="J. Alvarez"), expected_version=seen)
    with pytest.raises(NotAllowed):
        contributor = Actor("C", Role.CONTRIBUTOR)
        priorities.score_action(Context(ctx.service, contributor, ctx.workshop_id), id=id, axis="impact", value=3)


def test_the_latest_round_counts_and_people_outweigh_the_facilitator(ctx: Context) -> None:
    id = priorities.add_action(ctx, name="One view", impact=1, effort=1)
    vote(ctx, action=id, impact=[1, 1, 5, 5], effort=[2, 2, 3, 3], number=2)
    one = _one(ctx, id)
    assert (one.impact, one.effort) == (3.0, 2.5)
    assert one.impact_score and one.impact_score.disagree and (one.impact_score.low, one.impact_score.high) == (1, 5)
    assert one.impact_score.by_facilitator is None and one.effort_score and not one.effort_score.disagree
    priorities.score_action(ctx, id=id, axis="effort", value=5)
    assert (_one(ctx, id).impact, _one(ctx, id).effort) == (3.0, 5.0)
    assert sorted(one.number for one in _rounds(ctx)) == [1, 2, 3]


def _rounds(ctx: Context) -> list[Any]:
    return ctx.service.image(ctx.workshop_id).all(Round)


def test_a_decision_overrides_the_place_and_keeps_the_score(ctx: Context) -> None:
    id = priorities.add_action(ctx, name="Estimate", impact=2, effort=4)
    assert _one(ctx, id).quadrant == "money_pit"
    priorities.decide_action(ctx, id=id, impact=4.5, effort=2.5, reason="Patients asked for it", decided_by="A. Lind")
    one = _one(ctx, id)
    assert one.decided and one.quadrant == "quick_wins" and one.impact_score and one.impact_score.mean == 2
    priorities.decide_action(ctx, id=id, impact=4, effort=2, reason="Again")
    assert _one(ctx, id).impact == 4
    priorities.withdraw_decision(ctx, id=id)
    assert _one(ctx, id).quadrant == "money_pit"


def test_pain_removed_counts_each_pain_once(ctx: Context) -> None:
    made = build(ctx)
    view = priorities.priorities(ctx)
    assert {one.id for one in view.suggestions} == {made["opening"], made["future"]} and view.pain == 20
    id = priorities.add_action_from(ctx, source_id=made["opening"])
    assert _one(ctx, id).name == "Fill in once" and (_one(ctx, id).pain, _one(ctx, id).pains) == (20, 2)
    priorities.carry_out(ctx, id=id, things=[made["opening"], made["future"]])
    assert (_one(ctx, id).pain, _one(ctx, id).pains) == (20, 2)
    assert priorities.priorities(ctx).suggestions == ()
    with pytest.raises(CjmError, match="already"):
        priorities.add_action_from(ctx, source_id=made["future"])


def test_removing_takes_scores_along_and_undo_brings_all_back(ctx: Context) -> None:
    made = build(ctx)
    id = priorities.add_action_from(ctx, source_id=made["future"])
    priorities.score_action(ctx, id=id, axis="impact", value=5)
    priorities.score_action(ctx, id=id, axis="effort", value=2)
    before = _one(ctx, id)
    priorities.remove_action(ctx, id=id)
    view = priorities.priorities(ctx)
    assert view.actions == () and made["future"] in {one.id for one in view.suggestions}
    history.undo(ctx)
    after = _one(ctx, id)
    assert (after.impact, after.effort, after.pain) == (before.impact, before.effort, before.pain)
    priorities.remove_action(ctx, id=id)
    history.restore(ctx, kind="actions", id=id)
    assert _one(ctx, id).impact == 5 and _one(ctx, id).carries_out == (made["future"],)


def test_midlines_and_names_can_be_changed(ctx: Context) -> None:
    id = priorities.add_action(ctx, name="One view", impact=3, effort=2)
    assert _one(ctx, id).quadrant == "quick_wins"
    priorities.change_matrix(ctx, impact_midline=3.5)
    assert _one(ctx, id).quadrant == "fill_ins"
    priorities.change_matrix(ctx, names={"fill_ins": "Maybe"})
    assert [field.name for field in priorities.priorities(ctx).quadrants] == [
        "Quick wins",
        "Strategic investments",
        "Maybe",
        "Money pit",
    ]
    priorities.change_matrix(ctx, names={"fill_ins": " "})
    assert priorities.priorities(ctx).quadrants[2].name == "Fill-ins"


@command("break_limits_test")
def break_limits(tx: Tx, *, quarter: str = "2027-Q1", number: int = 1) -> None:
    tx.add(Action, name="One view", quarter=quarter)
    tx.add(Round, number=number)


def test_a_quarter_and_the_number_of_a_round_are_checked_by_the_model(ctx: Context) -> None:
    for quarter in ("Q1 2027", "2027-Q5", "2027-Q", "٢٠٢٧-Q1", "2027-Q1\n"):
        with pytest.raises(CjmError, match=r"must be a quarter such as 2027-Q1|is too long"):
            break_limits(ctx, quarter=quarter)
    with pytest.raises(CjmError, match="at most 10000"):
        break_limits(ctx, number=10_001)
    assert priorities.priorities(ctx).actions == () and _rounds(ctx) == []
    break_limits(ctx, quarter="2028-Q4", number=10_000)
    assert priorities.priorities(ctx).actions[0].quarter == "2028-Q4"


def test_quarters_to_choose_from_hold_all_that_are_used(ctx: Context) -> None:
    break_limits(ctx, quarter="2026-Q3")
    break_limits(ctx, quarter="2031-Q2")
    offered = priorities.priorities(ctx).quarters(date(2027, 2, 1), 4)
    assert offered == ("2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2", "2031-Q2")


def test_names_wait_until_the_room_is_known_and_small_rooms_leave_out_what_signs_say(hospital: Priorities) -> None:
    guessed = arrange.arrange(hospital, arrange.Frame(1240, 760, measured=False))
    assert all(one.spot is None for one in guessed)
    low = arrange.arrange(hospital, arrange.Frame(920, 450))
    assert sum(one.spot is not None for one in low) >= len(hospital.ranked) - 2 and not any(one.extra for one in low)


def test_bars_of_the_roadmap_tell_their_whole_name_where_two_lines_fit(hospital: Priorities) -> None:
    told = [note.text for note in plans.roadmap(hospital, width=920, height=480).layout.annotations]
    assert len(told) > len(hospital.actions) and not any("…" in text for text in told)


def test_quarters() -> None:
    assert priorities.quarters("2027-Q4", 3) == ("2027-Q4", "2028-Q1", "2028-Q2")
    assert priorities.quarter_of(date(2027, 3, 31)) == "2027-Q1"


@pytest.fixture
def hospital(sqlite_store: Store) -> Priorities:
    service = Service(sqlite_store)
    return priorities.priorities(Context(service, ACTOR, load_example(service, ACTOR, "hospital", today=TODAY)))


def test_the_hospital_fills_all_four_quadrants(hospital: Priorities) -> None:
    assert all(field.actions for field in hospital.quadrants)
    assert sum(len(field.actions) for field in hospital.quadrants) + len(hospital.unscored) == len(hospital.actions)
    assert sorted(one.number for one in hospital.ranked) == list(range(1, len(hospital.ranked) + 1))
    assert any(one.decided for one in hospital.ranked) and any(one.disagreed for one in hospital.ranked)
    for field in hospital.quadrants:
        worth = [round((one.impact or 0) - (one.effort or 0), 6) for one in field.actions]
        assert worth == sorted(worth, reverse=True)


def test_the_pictures_hold_every_action(hospital: Priorities) -> None:
    frame = arrange.Frame(1240, 760)
    figure = matrix.figure(hospital, frame=frame, selected=hospital.ranked[0].id)
    bubbles = next(trace for trace in figure.data if trace.name == "actions")
    assert {row[0] for row in bubbles.customdata} == {one.id for one in hospital.ranked}
    assert matrix.figure(hospital, frame=frame, selected=hospital.ranked[0].id) is figure
    assert sum(drawn.spot is not None for drawn in arrange.arrange(hospital, frame)) >= len(hospital.ranked) - 1
    assert all(drawn.spot is None for drawn in arrange.arrange(hospital, arrange.Frame(360, 460)))
    for by in ("quarter", "horizon"):
        plan = plans.arrange(hospital, by=by, colour_by="objective")
        assert len({(bar.column, bar.row) for bar in plan.bars}) == len(hospital.actions)
        assert {row[0] for row in plans.roadmap(hospital, by=by, dark=True).data[0].customdata} == {
            o.id for o in hospital.actions
        }
    assert plans.business_case(hospital).data[0].customdata
    assert hospital.case.net_minor == hospital.case.value_minor - hospital.case.cost_minor
    assert all(one.name in matrix.described(hospital) for one in hospital.ranked)


def test_names_are_no_markup(ctx: Context) -> None:
    priorities.add_action(ctx, name="<b>x</b> & <a href='http://x'>y</a>", impact=4, effort=2)
    figure = matrix.figure(priorities.priorities(ctx), frame=arrange.Frame(1240, 760))
    assert "<a" not in str(figure.to_json()).replace("\\u003c", "<").replace("&lt;", "")


def test_money_is_said_shortly() -> None:
    assert [plans.money(minor, "EUR") for minor in (0, 99_900, 3_500_000, -4_500_000, 185_000_000)] == [
        "EUR 0",
        "EUR 999",
        "EUR 35 k",
        "EUR −45 k",
        "EUR 1.85 M",
    ]
    assert paint.number(4.0) == "4" and paint.number(3.25) in {"3.2", "3.3"}


def test_the_threshold_of_disagreement_is_the_workshops_own(ctx: Context) -> None:
    id = priorities.add_action(ctx, name="One view")
    vote(ctx, action=id, impact=[2, 2, 4, 4], effort=[3, 3, 4, 4], number=1)
    one = _one(ctx, id)
    assert one.impact_score and one.impact_score.disagree
    assert one.effort_score and not one.effort_score.disagree
    priorities.change_matrix(ctx, disagreement=1.2)
    assert priorities.priorities(ctx).disagreement == 1.2
    assert not _one(ctx, id).disagreed
    with pytest.raises(CjmError):
        priorities.change_matrix(ctx, disagreement=2.5)


@pytest.mark.parametrize("width", [280, 320, 360, 800, 1240])
def test_the_names_of_quadrants_stand_whole_inside_their_quadrants(ctx: Context, width: int) -> None:
    view, frame = priorities.priorities(ctx), arrange.Frame(width, 460)
    middle, right = frame.x(view.effort_midline), frame.bounds[2]
    for field, heading in zip(view.quadrants, arrange.corners(view, frame, ()), strict=True):
        low, high = (middle, right) if field.key in {"strategic_investments", "money_pit"} else (0, middle)
        assert " ".join(heading.lines) == field.name
        assert low <= heading.rect[0] and heading.rect[2] <= high


def test_a_name_of_two_lines_stands_whole_on_a_narrow_bar() -> None:
    lines = plans._two_lines("Check cover two days before", 112, 122, 14)
    assert lines == ("Check cover", "two days before") or lines == ("Check cover two", "days before")
    assert plans._two_lines("Check cover two days before the visit to the specialist", 112, 122, 14) == ()
