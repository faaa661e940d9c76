"""What is sent twice, what the trash keeps shut, and what the process keeps in memory."""

from __future__ import annotations

import pytest

from cjm import pain_points, value_stream, workshops
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.errors import CjmError, InTrash
from cjm.core.service import KEPT_REVISIONS, Context, Held, Service
from db.engine import Store
from db.tables import Theme, ValueStream

ACTOR = Actor("Facilitator", Role.FACILITATOR)


@pytest.fixture
def ctx(store: Store) -> Context:
    service = Service(store)
    return Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="W"))


def test_a_request_id_belongs_to_one_command_of_one_workshop(ctx: Context) -> None:
    made = pain_points.add_theme(ctx.once("the-same-id"), name="One")
    assert pain_points.add_theme(ctx.once("the-same-id"), name="One") == made
    other = Context(ctx.service, ACTOR, workshops.create_workshop(ctx.service, ACTOR, name="Other"))
    with pytest.raises(CjmError, match="sent before as something else"):
        pain_points.add_theme(other.once("the-same-id"), name="One")
    with pytest.raises(CjmError, match="sent before as something else"):
        pain_points.add_lane(ctx.once("the-same-id"), name="One")
    with pytest.raises(CjmError, match="sent before as something else"):
        workshops.create_workshop(ctx.service, ACTOR, name="Third", request_id="the-same-id")
    assert [len(one.image().all(Theme)) for one in (ctx, other)] == [1, 0]


def test_a_workshop_in_the_trash_takes_nothing_but_its_restoring(ctx: Context) -> None:
    pain_points.add_theme(ctx, name="One")
    workshops.trash_workshop(ctx)
    for act in (lambda: pain_points.add_theme(ctx, name="Two"), lambda: history.undo(ctx, revision=2)):
        with pytest.raises(InTrash, match="Restore it first"):
            act()
    workshops.restore_workshop(ctx)
    pain_points.add_theme(ctx, name="Two")
    workshops.trash_workshop(ctx)
    history.undo(ctx)
    assert [theme.name for theme in ctx.image().all(Theme)] == ["One", "Two"]


def test_writing_does_not_pile_up_views(ctx: Context) -> None:
    stage = value_stream.add_stage(ctx, stream_id=ctx.image().all(ValueStream)[0].id, name="Intake")
    for number in range(20):
        pain_points.set_emotion(ctx, stage_id=stage, value=number % 2)
        pain_points.board_json(ctx)
        workshops.progress(ctx)
        history.recent(ctx)
    assert len(ctx.service.views[ctx.workshop_id]) <= KEPT_REVISIONS


def test_one_run_reads_one_revision(ctx: Context) -> None:
    run = object()
    page = Context(ctx.service, ACTOR, ctx.workshop_id, held=Held(lambda: run))
    before = workshops.progress(page).revision
    pain_points.add_theme(ctx, name="From elsewhere")
    assert workshops.progress(page).revision == before == page.image().revision
    run = object()
    assert workshops.progress(page).revision == before + 1
    pain_points.add_theme(page.once("a-request"), name="Mine")
    assert workshops.progress(page).revision == before + 2
