"""The writes of step 4 but for handoffs: a stage's future, what it removes and uses, the north star."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.vocabulary import shortened
from db.tables import Entry, FutureState, Lane, Stage


class FutureFields(BaseModel):
    """What can be written of one stage's future; what is not given stays as it is."""

    model_config = ConfigDict(extra="forbid")

    experience: str | None = None
    moment_that_matters: bool | None = None
    unchanged: bool | None = None
    people: str | None = None
    process: str | None = None
    technology: str | None = None
    data: str | None = None
    emotion: int | None = None
    emotion_reason: str | None = None


_WROTE = {
    "experience": "Wrote what the customer will experience at",
    "people": "Wrote what changes for people at",
    "process": "Wrote what changes in the process at",
    "technology": "Wrote what changes in technology at",
    "data": "Wrote what changes in data at",
    "emotion": "Set the expected emotion at",
    "emotion_reason": "Wrote why it will feel so at",
}


def _future_of(tx: Tx, stage_id: str) -> str:
    """The stage's future state, begun if there is none."""
    tx.image.get(Stage, stage_id)
    present = tx.image.by(FutureState, "stage_id").get(stage_id)
    return present[0].id if present else tx.add(FutureState, stage_id=stage_id)


@command("write_future_state", right=Right.EDIT)
def write_future_state(tx: Tx, *, stage_id: str, fields: FutureFields, expected_version: int | None = None) -> str:
    """Write fields of one stage's future. Raises Conflict if somebody else has written one of them since
    ``expected_version``, 0 being before there was any."""
    given = fields.model_dump(exclude_unset=True)
    for name in given:
        if given[name] is None and name != "emotion":
            raise CjmError("Nothing was written. Write it again.")
    future_id = _future_of(tx, stage_id)
    if expected_version == 0 and _untouched(tx.image.get(FutureState, future_id), given):
        expected_version = None
    tx.change(FutureState, future_id, expected_version=expected_version, **given)
    name = tx.image.get(Stage, stage_id).name
    tx.summarise(_sentence(given, name))
    return future_id


def _untouched(future: FutureState, names: Iterable[str]) -> bool:
    """Whether nobody has written these fields yet: what began a future in between may have left them alone."""
    return all(getattr(future, name) in ("", False, None) for name in names)


def _sentence(given: dict[str, object], stage_name: str) -> str:
    if "moment_that_matters" in given:
        if given["moment_that_matters"]:
            return f"Marked “{stage_name}” as a moment that matters"
        return f"“{stage_name}” is no longer a moment that matters"
    if "unchanged" in given:
        return f"“{stage_name}” stays as it is" if given["unchanged"] else f"“{stage_name}” will change"
    started = next((_WROTE[name] for name in given if name in _WROTE), "Changed the future of")
    return f"{started} “{stage_name}”"


def _entry_of_kind(tx: Tx, entry_id: str, kind: str) -> Entry:
    entry = tx.image.get(Entry, entry_id)
    if tx.image.get(Lane, entry.lane_id).kind != kind:
        raise CjmError("This card is of another kind by now. Look at it on the board.")
    return entry


@command("remove_pain", right=Right.EDIT)
def remove_pain(tx: Tx, *, stage_id: str, entry_id: str, removed: bool) -> None:
    """Say that the future of a stage removes a pain point, or that nothing removes it after all."""
    entry = _entry_of_kind(tx, entry_id, "pain_point")
    future_id = _future_of(tx, stage_id)
    if removed:
        tx.set_links("removes", future_id, [*tx.image.linked_from("removes", future_id), entry_id])
        tx.summarise(f"“{shortened(entry.text)}” will be gone")
        return
    for other in tx.image.linked_to("removes", entry_id):
        if other == future_id or entry.stage_id == stage_id:
            tx.set_links("removes", other, [one for one in tx.image.linked_from("removes", other) if one != entry_id])
    tx.summarise(f"“{shortened(entry.text)}” will still be there")


@command("remove_pains_elsewhere", right=Right.EDIT)
def remove_pains_elsewhere(tx: Tx, *, stage_id: str, entry_ids: list[str]) -> None:
    """Say which pain points of other stages this stage's future removes as well."""
    for entry_id in entry_ids:
        _entry_of_kind(tx, entry_id, "pain_point")
    future_id = _future_of(tx, stage_id)
    own = [
        one
        for one in tx.image.linked_from("removes", future_id)
        if (entry := tx.image.find(Entry, one)) is None or entry.stage_id == stage_id
    ]
    alive = [one for one in own if tx.image.find(Entry, one) is not None]
    tx.set_links("removes", future_id, [*alive, *entry_ids])
    tx.summarise(f"Said which pains elsewhere the future of “{tx.image.get(Stage, stage_id).name}” removes")


@command("use_opportunity", right=Right.EDIT)
def use_opportunity(tx: Tx, *, stage_id: str, entry_id: str, used: bool) -> None:
    """Say that the future of a stage realises an opportunity, or that it does not."""
    entry = _entry_of_kind(tx, entry_id, "opportunity")
    future_id = _future_of(tx, stage_id)
    present = [one for one in tx.image.linked_from("realises", future_id) if one != entry_id]
    tx.set_links("realises", future_id, [*present, entry_id] if used else present)
    stage_name = tx.image.get(Stage, stage_id).name
    tx.summarise(f"“{stage_name}” {'uses' if used else 'no longer uses'} “{shortened(entry.text)}”")


@command("write_north_star", right=Right.EDIT)
def write_north_star(tx: Tx, *, text: str, expected_version: int | None = None) -> None:
    """The one line that all futures point to. Raises Conflict if somebody else has written another since ``expected_version``."""
    tx.change_workshop(expected_version=expected_version, north_star=text)
    tx.summarise("Wrote the north star" if text.strip() else "Took the north star away")
