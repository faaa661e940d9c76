"""Activity and trash, without a browser."""

from __future__ import annotations

from datetime import UTC, datetime

from streamlit.testing.v1 import AppTest

from cjm import customer, frame, workshops
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.service import Context, Service
from cjm.examples import load_example
from db.tables import PARTS, CustomerMark
from tests.pages.screen import ACTOR, app_at


def opened(workshop_id: str) -> AppTest:
    app = app_at("trash", workshop_id)
    assert not app.error
    return app


def test_empty_and_full(service: Service) -> None:
    opened(workshops.create_workshop(service, ACTOR, name="A shop"))
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    for department in frame.summary(ctx).departments[:2]:
        frame.remove_from_frame(ctx, kind="departments", id=department.id)
    for number in range(60):
        frame.add_names(ctx, kind="participants", names=[f"Person {number}"])
    opened(ctx.workshop_id)


def test_somebody_elses_act_is_undone_and_the_undo_too(service: Service) -> None:
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))
    theirs = Context(service, Actor("Ana", Role.CONTRIBUTOR, "00000000-0000-4000-8000-000000000001"), ctx.workshop_id)
    customer.add_candidate(theirs, name="Supplier")
    customer.add_candidate(ctx, name="Visitor")
    line = next(line for line in history.recent(ctx) if line.actor_name == "Ana")
    history.undo(ctx, revision=line.revision)
    assert [one.name for one in customer.summary(ctx).candidates] == ["Visitor"]
    assert next(one for one in history.recent(ctx) if one.revision == line.revision).undone
    history.undo(ctx, revision=history.recent(ctx)[0].revision)
    assert [one.name for one in customer.summary(ctx).candidates] == ["Supplier", "Visitor"]


@command("test_remove_everything")
def remove_everything(tx: Tx) -> None:
    """One of every kind at a time would take long; what is asked is whether each kind finds its way back."""
    for model in (one for one in PARTS.values() if one is not CustomerMark):  # what a customer takes back nobody brings back
        for row in tx.image.all(model)[:3]:
            tx.remove(model, row.id)
    tx.summarise("Removed a few of every kind")


def test_every_kind_in_the_trash_can_be_restored(service: Service) -> None:
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    before = living(ctx)
    remove_everything(ctx)
    kinds = {item.kind for item in history.trash(ctx)}
    assert next(item for item in history.trash(ctx) if item.kind == "stages").along >= 1, "what went along is counted there"
    assert kinds >= {"organisations", "customers", "stages", "lanes", "agenda_items"} and "links" not in kinds
    while waiting := history.trash(ctx):
        for item in waiting:
            try:
                history.restore(ctx, kind=item.kind, id=item.id)
            except CjmError as error:  # it went along with another, or that comes first
                assert "any more" in str(error)
        assert len(history.trash(ctx)) < len(waiting)
    assert living(ctx) == before


def living(ctx: Context) -> dict[str, set[str]]:
    rows = ctx.service.image(ctx.workshop_id).rows
    return {kind: {id for id, row in of_kind.items() if row.deleted_at is None} for kind, of_kind in rows.items()}


def test_days_and_times_are_the_readers() -> None:
    moment = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert history.local_day(moment, "Europe/Berlin") == "24 November 2026"
    assert history.local_time(moment, "Europe/Berlin") == "00:30"
    assert history.local_time(moment, "Nowhere/At all") == "23:30"
