"""There is one primary customer, one emotion a stage, one place of a stage in a stream: whatever way they come."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from cjm import customer, pain_points, value_stream, workshops
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.document import export_document
from cjm.core.errors import CjmError
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.imports.document import import_document
from db.engine import Store
from db.tables import Customer, Emotion, Entry, Lane, ValueStream, ValueStreamStage

ACTOR = Actor("Facilitator", Role.FACILITATOR)


@pytest.fixture
def ctx(store: Store) -> Context:
    service = Service(store)
    return Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="W"))


def primary(ctx: Context) -> list[str]:
    return [one.name for one in ctx.image().all(Customer) if one.primary]


def two_customers(ctx: Context) -> tuple[str, str]:
    patient, payer = customer.add_candidate(ctx, name="Patient"), customer.add_candidate(ctx, name="Payer")
    customer.agree_on_customer(ctx, id=patient, because="x")
    customer.remove_candidate(ctx, id=patient)
    customer.agree_on_customer(ctx, id=payer, because="y")
    return patient, payer


def test_a_restored_customer_is_a_candidate_beside_the_new_one(ctx: Context) -> None:
    patient, _ = two_customers(ctx)
    history.restore(ctx, kind="customers", id=patient)
    assert primary(ctx) == ["Payer"]
    assert ctx.image().get(Customer, patient).because == "x"


def test_undoing_the_removal_is_refused_instead(ctx: Context) -> None:
    two_customers(ctx)
    removal = next(line for line in history.recent(ctx) if "emoved" in line.summary)
    with pytest.raises(CjmError, match="one primary customer"):
        history.undo(ctx, revision=removal.revision)
    assert primary(ctx) == ["Payer"]


def test_a_stage_has_one_emotion(ctx: Context) -> None:
    stage = value_stream.add_stage(ctx, stream_id=ctx.image().all(ValueStream)[0].id, name="Intake")
    pain_points.set_emotion(ctx, stage_id=stage, value=-1)
    first = ctx.image().all(Emotion)[0].id
    pain_points.set_emotion(ctx, stage_id=stage, value=None)
    pain_points.set_emotion(ctx, stage_id=stage, value=2)
    with pytest.raises(CjmError, match="“Intake” has an emotion already"):
        history.restore(ctx, kind="emotions", id=first)
    assert [one.value for one in ctx.image().all(Emotion)] == [2]


def test_a_card_does_not_come_back_onto_a_stage_that_is_gone(ctx: Context) -> None:
    stage = value_stream.add_stage(ctx, stream_id=ctx.image().all(ValueStream)[0].id, name="Intake")
    card = pain_points.add_entry(ctx, stage_id=stage, lane_id=ctx.image().all(Lane)[0].id, text="waits")
    value_stream.remove_stage(ctx, id=stage)
    with pytest.raises(CjmError, match="Its stage isn’t there any more"):
        pain_points.restore_entry(ctx, id=card)
    assert ctx.image().find(Entry, card) is None
    history.restore(ctx, kind="stages", id=stage)
    assert ctx.image().find(Entry, card) is not None
    assert len(ctx.image().all(ValueStreamStage)) == 1


def test_a_document_with_two_is_refused_with_the_path(ctx: Context) -> None:
    raw = json.loads(export_document(Context(ctx.service, ACTOR, load_example(ctx.service, ACTOR, "hospital"))))

    def doubled(kind: str) -> dict[str, Any]:
        return {**raw, kind: [*raw[kind], {**raw[kind][0], "id": str(uuid.uuid4())}]}

    for kind in ("emotions", "value_stream_stages", "links"):
        with pytest.raises(CjmError, match=rf"^{kind}\[{len(raw[kind])}\]: "):
            import_document(ctx.service, ACTOR, json.dumps(doubled(kind)).encode())
    with pytest.raises(CjmError, match=r"^customers\[1\]: There is one primary customer"):
        customers = [{**one, "primary": True} for one in raw["customers"]]
        import_document(ctx.service, ACTOR, json.dumps({**raw, "customers": customers}).encode())
