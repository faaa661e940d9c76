"""Commands on what is handed over between stages."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.value_stream.common import UNITS, Unit, places_of
from db.tables import Handoff, ValueStream

Risk = Annotated[int, Field(ge=1, le=5)]


def _two_stages(tx: Tx, stream_id: str, start: str, end: str) -> None:
    if start == end:
        raise CjmError("A handoff goes from one stage to another: choose two different ones.")
    here = {place.stage_id for place in places_of(tx.image, stream_id)}
    if start not in here or end not in here:
        raise CjmError("One of the two stages isn’t in this stream any more.")


@command("add_handoff", right=Right.EDIT)
def add_handoff(tx: Tx, *, stream_id: str, from_stage_id: str, to_stage_id: str, what: str = "", risk: Risk | None = None) -> str:
    """Also accepts what is proposed between neighbours."""
    tx.image.get(ValueStream, stream_id)
    _two_stages(tx, stream_id, from_stage_id, to_stage_id)
    id = tx.add(
        Handoff, value_stream_id=stream_id, from_stage_id=from_stage_id, to_stage_id=to_stage_id, what=what.strip(), risk=risk
    )
    tx.summarise(f"Added the handoff “{what.strip()}”" if what.strip() else "Added a handoff")
    return id


@command("edit_handoff", right=Right.EDIT)
def edit_handoff(
    tx: Tx,
    *,
    id: str,
    what: str | None = None,
    risk: Risk | None = None,
    no_risk: bool = False,
    risk_note: str | None = None,
    mitigation: str | None = None,
    dependency: str | None = None,
    crucial: bool | None = None,
    from_stage_id: str | None = None,
    to_stage_id: str | None = None,
    waiting: float | None = None,
    waiting_unit: Unit = "minutes",
    no_waiting: bool = False,
    expected_version: int | None = None,
) -> None:
    """Changes what is given; ``no_risk`` and ``no_waiting`` empty those."""
    handoff = tx.image.get(Handoff, id)
    fields: dict[str, Any] = {
        "what": what.strip() if what is not None else None,
        "risk": risk,
        "risk_note": risk_note,
        "mitigation": mitigation,
        "dependency": dependency,
        "crucial": crucial,
        "from_stage_id": from_stage_id,
        "to_stage_id": to_stage_id,
        "waiting_minutes": round(waiting * UNITS[waiting_unit]) if waiting is not None else None,
    }
    given = {key: value for key, value in fields.items() if value is not None}
    if no_risk:
        given["risk"] = None
    if no_waiting:
        given["waiting_minutes"] = None
    if from_stage_id or to_stage_id:
        _two_stages(tx, handoff.value_stream_id, from_stage_id or handoff.from_stage_id, to_stage_id or handoff.to_stage_id)
    tx.change(Handoff, id, expected_version=expected_version, **given)
    name = tx.image.get(Handoff, id).what
    tx.summarise(f"Changed the handoff “{name}”" if name else "Changed a handoff")


@command("remove_handoff", right=Right.EDIT)
def remove_handoff(tx: Tx, *, id: str) -> None:
    handoff = tx.image.get(Handoff, id)
    tx.remove(Handoff, id)
    tx.summarise(f"Removed the handoff “{handoff.what}”" if handoff.what else "Removed a handoff")
