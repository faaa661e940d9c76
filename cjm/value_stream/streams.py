"""Commands on a whole stream."""

from __future__ import annotations

from typing import Any

from cjm.core.access import Right
from cjm.core.carrying import waits_at
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.value_stream.common import stages_of
from cjm.value_stream.reshape import ON_A_STAGE, drop_stage
from db.tables import Customer, Emotion, Entry, Handoff, ValueStream, ValueStreamStage


def start_stream(tx: Tx) -> None:
    """A new workshop begins with one stream."""
    tx.add(ValueStream, name="Main journey")


@command("add_stream", right=Right.EDIT)
def add_stream(tx: Tx, *, name: str) -> str:
    agreed = next((customer.id for customer in tx.image.all(Customer) if customer.primary), None)
    id = tx.add(ValueStream, name=name.strip(), customer_id=agreed)
    tx.summarise(f"Added the stream “{name.strip()}”")
    return id


@command("edit_stream", right=Right.EDIT)
def edit_stream(
    tx: Tx,
    *,
    id: str,
    name: str | None = None,
    trigger: str | None = None,
    end: str | None = None,
    customer_id: str | None = None,
    no_customer: bool = False,
    expected_version: int | None = None,
) -> None:
    """Changes what is given; ``no_customer`` takes the customer away."""
    given: dict[str, Any] = {
        key: value.strip() for key, value in {"name": name, "trigger": trigger, "end": end}.items() if value is not None
    }
    if customer_id is not None or no_customer:
        given["customer_id"] = customer_id
    tx.change(ValueStream, id, expected_version=expected_version, **given)
    tx.summarise(f"Changed the stream “{tx.image.get(ValueStream, id).name}”")


@command("remove_stream", right=Right.EDIT)
def remove_stream(tx: Tx, *, id: str) -> None:
    """Takes the stream out, with its handoffs and what is only in it. Empty stages that no other stream holds go too."""
    gone = tx.image.get(ValueStream, id)
    if len(tx.image.all(ValueStream)) == 1:
        raise CjmError("This is the only stream: a journey needs one. Rename it instead.")
    stages = stages_of(tx.image, id)
    for handoff in tx.image.by(Handoff, "value_stream_id").get(id, []):
        tx.remove(Handoff, handoff.id)
    for place in tx.image.by(ValueStreamStage, "value_stream_id").get(id, []):
        tx.remove(ValueStreamStage, place.id)
    own = [*tx.whole.by(Entry, "value_stream_id").get(id, []), *tx.whole.by(Emotion, "value_stream_id").get(id, [])]
    for row in own:
        tx.remove(type(row), row.id, along=True)
    for stage in stages:
        empty = not any(tx.whole.by(model, "stage_id").get(stage.id) for model in ON_A_STAGE[:-2])
        empty = empty and not waits_at(tx.connection, tx.whole, stage.id)
        if empty and not tx.image.by(ValueStreamStage, "stage_id").get(stage.id):
            drop_stage(tx, stage.id)
    tx.remove(ValueStream, id)
    tx.summarise(f"Removed the stream “{gone.name}”")
