"""Projects and check-ins: what stands out, who may change what, circles, rhythm, and the texts to copy."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cjm import closing, priorities, workshops
from cjm import projects as pr
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.errors import CjmError, Conflict, NotAllowed
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.figures import timeline
from cjm.guidance.gaps import gaps_of
from cjm.people import roster
from cjm.projects import ProjectFields, Projects, ProjectView, TaskFields
from db.engine import Store
from db.tables import Action, Participant, Project, ProjectUpdate, Task

ACTOR = Actor("Facilitator", Role.FACILITATOR)
TODAY = date(2027, 2, 17)


@pytest.fixture
def ctx(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    return Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A hospital"))


def all_of(ctx: Context, today: date = TODAY) -> Projects:
    return pr.projects(ctx, today=today)


def one_of(ctx: Context, id: str, today: date = TODAY) -> ProjectView:
    found = all_of(ctx, today).project(id)
    assert found is not None
    return found


def as_person(ctx: Context, name: str) -> Context:
    """The same workshop for a contributor of that name."""
    id = next(one.id for one in ctx.service.image(ctx.workshop_id).all(Participant) if one.name == name)
    return Context(ctx.service, Actor(name, Role.CONTRIBUTOR, id, id), ctx.workshop_id)


def named(view: Projects, name: str) -> ProjectView:
    return next(one for one in view.projects if one.name == name)


def test_an_action_becomes_a_project_in_one_command(sqlite_store: Store) -> None:
    service = Service(sqlite_store)
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital", today=TODAY))
    note = next(one for one in ctx.image().all(Action) if one.name == "Results with nurse’s note")
    made = one_of(ctx, pr.make_project(ctx, action_id=note.id))
    berg = as_person(ctx, "N. Berg").actor.participant_id
    assert (made.name, made.owner, made.participant_id, made.due_on) == (note.name, "N. Berg", berg, note.due_on)
    assert (made.letters, made.status, made.action_id) == ("CT", "planned", note.id)
    assert made.problem  # the worst pain behind the action
    with pytest.raises(CjmError, match="carries this action out already"):
        pr.make_project(ctx, action_id=note.id)
    history.undo(ctx)
    assert note.id in {one.id for one in all_of(ctx).loose}


def test_a_circle_of_dependencies_is_refused_in_a_sentence(ctx: Context) -> None:
    a, b, c = (pr.add_project(ctx, name=name) for name in "ABC")
    pr.set_dependencies(ctx, id=a, on=[b])
    pr.set_dependencies(ctx, id=b, on=[c])
    with pytest.raises(CjmError, match="circle: “A” waits for “B” waits for “C” already"):
        pr.set_dependencies(ctx, id=c, on=[a])
    with pytest.raises(CjmError, match="can’t wait for itself"):
        pr.set_dependencies(ctx, id=a, on=[a])
    assert one_of(ctx, a).told == (("waits", "Waits for “B”"),)
    pr.move_project(ctx, id=b, status="done")
    assert one_of(ctx, a).marks == ()
    pr.remove_project(ctx, id=b)
    assert one_of(ctx, a).depends_on == ()
    history.undo(ctx)
    assert one_of(ctx, a).depends_on == ((b, "B"),)


def test_moving_keeps_the_dates_and_can_be_undone(ctx: Context) -> None:
    id = pr.add_project(ctx, name="A")
    pr.move_project(ctx, id=id, status="running")
    assert one_of(ctx, id).starts_on is not None
    pr.move_project(ctx, id=id, status="done")
    assert one_of(ctx, id).done_on is not None and one_of(ctx, id).standing == "done"
    history.undo(ctx)
    assert (one_of(ctx, id).status, one_of(ctx, id).done_on) == ("running", None)
    with pytest.raises(CjmError):
        pr.move_project(ctx, id=id, status="sleeping")  # type: ignore[arg-type]


def test_an_end_before_the_start_is_refused(ctx: Context) -> None:
    id = pr.add_project(ctx, name="A", due_on=date(2027, 1, 15))
    with pytest.raises(CjmError, match="before it starts"):
        pr.edit_project(ctx, id=id, fields=ProjectFields(starts_on=date(2027, 2, 1)))
    with pytest.raises(CjmError, match="needs a name"):
        pr.edit_project(ctx, id=id, fields=ProjectFields(name=" "))
    version = one_of(ctx, id).version
    pr.edit_project(ctx, id=id, fields=ProjectFields(outcome="Less waiting"), expected_version=version)
    with pytest.raises(Conflict):
        pr.edit_project(ctx, id=id, fields=ProjectFields(outcome="No waiting"), expected_version=version)


def test_what_was_handed_in_belongs_to_the_check_in_that_is_opened(ctx: Context) -> None:
    roster.add_person(ctx, name="Ada")
    a, b = pr.add_project(ctx, name="A", owner="ada "), pr.add_project(ctx, name="B")
    ada = as_person(ctx, "Ada")
    pr.set_check_ins(ctx, next_on=date(2027, 2, 22))
    pr.save_update(ada, project_id=a, since_last="Two offers", confidence="green")
    assert [one.id for one in pr.not_handed_in(all_of(ctx))] == [b]
    assert "Monday, 22 February" in pr.reminder_text(all_of(ctx)) and "nobody yet: B" in pr.reminder_text(all_of(ctx))
    meeting = pr.open_check_in(ctx, held_on=date(2027, 2, 23))
    assert pr.open_check_in(ctx) == meeting
    current = one_of(ctx, a).current
    assert current and (current.check_in_id, current.own, current.said_by) == (meeting, True, "Ada")
    pr.save_update(ctx, project_id=a, next_steps="Choose one")
    pr.save_update(ctx, project_id=b, confidence="red", blocked="No money")
    current = one_of(ctx, a).current
    assert current and (current.since_last, current.next_steps, current.own) == ("Two offers", "Choose one", True)
    pr.close_check_in(ctx, id=meeting)
    view = all_of(ctx, date(2027, 2, 23))
    assert view.next_on == date(2027, 3, 8)  # the rhythm of Mondays stays
    assert view.check_in is None and view.past[0].words == 2
    assert one_of(ctx, b).told == (("blocked", "Blocked: No money"),) and one_of(ctx, b).standing == "at_risk"
    with pytest.raises(CjmError, match="closed already"):
        pr.close_check_in(ctx, id=meeting)
    history.undo(ctx)
    assert all_of(ctx).check_in is not None and all_of(ctx).next_on == date(2027, 2, 22)


def test_two_who_write_about_one_project_see_that(ctx: Context) -> None:
    a = pr.add_project(ctx, name="A")
    pr.save_update(ctx, project_id=a, since_last="First")
    version = one_of(ctx, a).current.version  # type: ignore[union-attr]
    pr.save_update(ctx, project_id=a, since_last="Second", expected_version=version)
    with pytest.raises(Conflict):
        pr.save_update(ctx, project_id=a, since_last="Third", expected_version=version)
    with pytest.raises(CjmError, match="few words"):
        pr.save_update(ctx, project_id=pr.add_project(ctx, name="B"), since_last="  ")


def test_contributors_change_their_own_projects_only(ctx: Context) -> None:
    for name in ("Ada", "Bob"):
        roster.add_person(ctx, name=name)
    mine, other = pr.add_project(ctx, name="A", owner="Ada"), pr.add_project(ctx, name="B", owner="Bob")
    ada = as_person(ctx, "Ada")
    task = pr.add_task(ctx, project_id=other, name="Ask them")
    pr.move_project(ada, id=mine, status="running")
    own = pr.add_task(ada, project_id=mine, name="Ask us")
    pr.tick_task(ada, id=own)
    assert one_of(ctx, mine).tasks_done == 1
    refused = (
        lambda: pr.save_update(ada, project_id=other, since_last="x"),
        lambda: pr.tick_task(ada, id=task),
        lambda: pr.edit_task(ada, id=task, fields=TaskFields(name="y")),
        lambda: pr.remove_task(ada, id=task),
        lambda: pr.move_project(ada, id=other, status="done"),
        lambda: pr.set_dependencies(ada, id=other, on=[mine]),
        lambda: pr.edit_project(ada, id=other, fields=ProjectFields(owner="Ada")),
        lambda: pr.edit_project(ada, id=mine, fields=ProjectFields(owner="Bob")),
    )
    for act in refused:
        with pytest.raises(NotAllowed, match="project"):
            act()
    pr.remove_project(ctx, id=other)
    with pytest.raises(NotAllowed):
        history.restore(ada, kind="projects", id=other)
    with pytest.raises(NotAllowed):
        pr.open_check_in(ada)


def test_the_hospital_has_one_of_each(sqlite_store: Store) -> None:
    service = Service(sqlite_store)
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital", today=TODAY))
    view = all_of(ctx)
    standing = {one.name: one.standing for one in view.projects}
    assert standing == {
        "Call-back instead of hold": "done",
        "48-hour follow-up call": "done",
        "E-referral with receipt": "late",
        "One patient view for agents": "at_risk",
        "Check cover two days before": "at_risk",
        "Self-service booking": "on_track",
        "Fill in once": "on_track",
    }
    assert named(view, "Check cover two days before").marks == ("silent",)
    assert named(view, "One patient view for agents").marks == ("blocked", "help")
    assert named(view, "48-hour follow-up call").outcome_kind == "standard"
    assert [one.name for one in view.to_hear][:3] == [
        "E-referral with receipt",
        "Check cover two days before",
        "One patient view for agents",
    ]
    text = pr.update_text(view)
    assert "On track: Self-service booking (J. Alvarez, by 30 Apr)" in text
    assert "E-referral with receipt (P. Okafor): 33 days late" in text and "No word" not in text and "no word since" in text
    assert "Help needed:" in text and text.rstrip().endswith("2027")
    assert pr.update_text(all_of(Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="Shop")))) == ""


def test_owners_are_asked_when_a_check_in_is_near(sqlite_store: Store) -> None:
    service = Service(sqlite_store)
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital", today=TODAY))
    meyer, lind = as_person(ctx, "S. Meyer"), as_person(ctx, "A. Lind")
    upcoming = ctx.image().workshop.next_check_in_on
    assert upcoming
    near, far = date.fromordinal(upcoming.toordinal() - 3), date.fromordinal(upcoming.toordinal() - 8)
    assert pr.asked_now(meyer, near) and not pr.asked_now(meyer, far) and not pr.asked_now(lind, near)
    pr.open_check_in(ctx, held_on=far)
    assert pr.asked_now(meyer, far)


def test_removing_takes_everything_along(ctx: Context) -> None:
    a = pr.add_project(ctx, name="A")
    pr.add_task(ctx, project_id=a, name="T")
    pr.save_update(ctx, project_id=a, since_last="S")
    pr.remove_project(ctx, id=a)
    image = ctx.image()
    assert not image.all(Project) and not image.all(Task) and not image.all(ProjectUpdate)
    history.undo(ctx)
    assert one_of(ctx, a).tasks and one_of(ctx, a).current
    assert priorities.priorities(ctx).actions == ()


def test_what_a_project_lacks_is_said_at_the_foot(ctx: Context) -> None:
    id = pr.add_project(ctx, name="A")
    told = []
    for mend in (ProjectFields(owner="Ada"), ProjectFields(due_on=date(2027, 3, 1)), None, ProjectFields(outcome="Less waiting")):
        found = gaps_of(ctx.image(), "projects")
        told.append((found[0].sentence, found[0].page, found[0].query))
        if mend is None:
            pr.set_check_ins(ctx, next_on=date(2027, 2, 22))
        else:
            pr.edit_project(ctx, id=id, fields=mend)
    at = (("project", id),)
    assert told == [
        ("Nobody owns the project “A” yet", "projects", at),
        ("By when is the project “A” done?", "projects", at),
        ("No check-in is planned: when do you ask how the projects stand?", "check_in", ()),
        ("What will have changed when the project “A” is done?", "projects", at),
    ]
    assert gaps_of(ctx.image(), "projects") == ()


def test_the_timeline_shows_what_touches_the_quarter(sqlite_store: Store) -> None:
    service = Service(sqlite_store)
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital", today=TODAY))
    view = all_of(ctx)
    assert timeline.quarters_of(view) == ("2026-Q4", "2027-Q1", "2027-Q2")
    rows = [one.name for one in timeline.shown(view, "2027-Q1")]
    assert len(rows) == 7
    assert rows.index("Fill in once") == rows.index("One patient view for agents") + 1  # what waits stands below
    assert [one.name for one in timeline.shown(view, "2027-Q2")] == [
        "One patient view for agents",
        "Fill in once",
        "Self-service booking",
    ]
    told = timeline.described(view, "2027-Q1")
    assert "E-referral with receipt, running, 33 days late" in told and "Call-back instead of hold, done, done 22 Jan" in told
    made = timeline.timeline(view, quarter="2027-Q1")
    text = str(made.to_dict())
    assert "today, 17 Feb" in text and "▲ 33 days late" in text and "■ blocked" in text and "○ silent" in text
    assert timeline.timeline(view, quarter="2027-Q1") is made  # one figure a revision
    pr.edit_project(ctx, id=named(view, "Fill in once").id, fields=ProjectFields(name="<b>x</b> & y"))
    assert "&lt;b&gt;x" in str(timeline.timeline(all_of(ctx), quarter="2027-Q1").to_dict())


def test_who_sat_down_twice_keeps_their_projects(ctx: Context) -> None:
    stays, goes = (roster.add_person(ctx, name=name) for name in ("Ada Byron", "Ada"))
    id = pr.add_project(ctx, name="A", owner="Ada")
    pr.save_update(as_person(ctx, "Ada"), project_id=id, since_last="Begun")
    roster.merge_people(ctx, keep=stays, doubled=goes)
    now = one_of(ctx, id)
    assert (now.owner, now.participant_id) == ("Ada Byron", stays) and now.current and now.current.own
    pr.save_update(as_person(ctx, "Ada Byron"), project_id=id, since_last="Half done")


def test_an_owner_who_comes_later_is_linked_by_hand(ctx: Context) -> None:
    id = pr.add_project(ctx, name="A", owner="Ada")
    roster.add_person(ctx, name="Ada")
    with pytest.raises(NotAllowed):  # a name is typed quickly: the facilitator says that it is the same person
        pr.save_update(as_person(ctx, "Ada"), project_id=id, since_last="Begun")
    pr.edit_project(ctx, id=id, fields=ProjectFields(owner="Ada"))
    pr.save_update(as_person(ctx, "Ada"), project_id=id, since_last="Begun")


def test_a_crowded_quarter_is_told_department_by_department(sqlite_store: Store) -> None:
    service = Service(sqlite_store)
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital", today=TODAY))
    assert timeline.crowded(all_of(ctx), "2027-Q1") == {}, "seven need no choice"
    for number in range(20):
        id = pr.add_project(ctx, name=f"Project {number:02}", owner="Ada" if number % 2 else "Grace")
        pr.edit_project(ctx, id=id, fields=ProjectFields(starts_on=date(2027, 1, 5), due_on=date(2027, 3, 1)))
    view = all_of(ctx)
    assert len(timeline.shown(view, "2027-Q1")) == 27
    whose = timeline.crowded(view, "2027-Q1")
    assert (whose[""], whose["owner:Ada"], whose["department:"]) == ("All 27", "Ada: 10", "No department: 20")
    assert {one.owner for one in timeline.shown(view, "2027-Q1", "owner:Ada")} == {"Ada"}
    told = timeline.described(view, "2027-Q1", "owner:Ada")
    assert "Project 01" in told and "Project 02" not in told
    made = timeline.timeline(view, quarter="2027-Q1")
    assert "No department · 20" in str(made.to_dict()) and len(set(made.data[0].y)) == 27
    assert made.layout.height < 27 * 36, "denser than where there are few"


def test_words_without_a_reason_leave_what_blocks_it_and_how_sure_one_is(ctx: Context) -> None:
    roster.add_person(ctx, name="Ada")
    id = pr.add_project(ctx, name="A", owner="Ada")
    ada = as_person(ctx, "Ada")
    pr.save_update(ada, project_id=id, blocked="No money", confidence="red", since_last="Asked twice")
    pr.close_check_in(ctx, id=pr.open_check_in(ctx, held_on=date(2027, 2, 1)))
    pr.save_update(ada, project_id=id, since_last="Asked again")
    one = one_of(ctx, id)
    now = one.current
    assert now and (now.blocked, now.since_last, now.confidence) == ("No money", "Asked again", None)
    assert ("blocked", "Blocked: No money") in one.told and (one.confidence, one.standing) == ("red", "at_risk")
    pr.save_update(ada, project_id=id, blocked="", confidence="green")
    assert (one_of(ctx, id).marks, one_of(ctx, id).standing) == ((), "planned")
    pr.close_check_in(ctx, id=pr.open_check_in(ctx, held_on=date(2027, 2, 15)))
    pr.save_update(ada, project_id=id, next_steps="Go on")
    assert one_of(ctx, id).marks == (), "what was solved stays solved"


def test_what_was_taken_at_the_closing_is_on_the_owners_page_and_in_the_reminder(sqlite_store: Store) -> None:
    service = Service(sqlite_store)
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    today = date.today()
    roster.add_person(ctx, name="Olga", without_device=True)
    olga = as_person(ctx, "Olga")
    note = next(one for one in ctx.image().all(Action) if one.name == "Results with nurse’s note")
    assert not pr.owns_some(olga)
    closing.choose_actions(ctx, ids=[note.id])
    if note.taken_at is not None:
        closing.give_back_action(ctx, id=note.id)
    closing.take_action(ctx, id=note.id, for_participant=olga.actor.participant_id, due_on=today + timedelta(days=3))
    (promise,) = all_of(olga, today).promised_by(olga.actor.participant_id)
    assert (promise.name, promise.due_on, promise.told) == (note.name, today + timedelta(days=3), "")
    assert pr.owns_some(olga) and not all_of(olga, today).owned_by(olga.actor.participant_id)
    late = all_of(olga, today + timedelta(days=5)).promised_by(olga.actor.participant_id)
    assert [(one.state, one.told) for one in late] == [("late", "2 days late")]
    pr.set_check_ins(ctx, next_on=today + timedelta(days=7))
    assert f"Olga: {note.name}, by " in pr.reminder_text(all_of(ctx, today))
    roster.add_person(ctx, name="Olga")
    made = one_of(ctx, pr.make_project(ctx, action_id=note.id), today)
    assert made.participant_id == olga.actor.participant_id, "whoever took it, not who is called the same"
    assert all_of(ctx, today).promised_by(olga.actor.participant_id) == ()
