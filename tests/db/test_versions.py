"""Versions: taken, named, deleted and taken back; the document stands in the database as it was."""

from __future__ import annotations

import json
import zlib
from typing import Any

import pytest
import sqlalchemy as sa

from cjm import pain_points, versions, workshops
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.document import encode, export_document
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.service import Context, Service
from cjm.examples import load_example
from db.engine import Store
from db.tables import SNAPSHOTS, Lane, Stage

ACTOR = Actor("Ana", Role.FACILITATOR)


@pytest.fixture
def here(store: Store) -> Context:
    service = Service(store)
    return Context(service, ACTOR, load_example(service, ACTOR, "hospital"))


def mine(here: Context) -> list[versions.Snapshot]:
    """Those that the test took: the example brings its own."""
    return [one for one in versions.snapshots(here) if one.made_by == "Ana" and not one.deleted]


def add_card(here: Context, text: str) -> str:
    image = here.image()
    lane = next(lane for lane in image.all(Lane) if lane.kind == "pain_point")
    return pain_points.add_entry(here, stage_id=image.all(Stage)[0].id, lane_id=lane.id, text=text)


def stored(here: Context) -> int:
    with here.service.store.reading() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(SNAPSHOTS)).scalar_one())


def test_a_snapshot_is_the_document_of_that_moment(here: Context) -> None:
    text = export_document(here)
    id = versions.take_snapshot(here, name="First")
    add_card(here, "Came later")
    assert encode(versions.document_of(here, id)) == text
    assert mine(here)[0].holds.startswith("8 stages, ")


def test_one_that_is_older_than_the_rule_of_one_line_is_still_read(here: Context) -> None:
    id = versions.take_snapshot(here, name="First")
    raw = json.loads(export_document(here))
    raw["stages"][0]["name"] = "Reach\nout"
    with here.service.store.writing() as connection:
        kept = zlib.compress(json.dumps(raw).encode())
        connection.execute(sa.update(SNAPSHOTS).where(SNAPSHOTS.c.id == id).values(document=kept))
    assert versions.document_of(here, id).rows["stages"][0].name == "Reach out"  # type: ignore[attr-defined]


def test_the_same_is_not_kept_twice(here: Context) -> None:
    id = versions.take_snapshot(here, name="First")
    before = stored(here)
    with pytest.raises(CjmError, match="Nothing has changed since “First”"):
        versions.take_snapshot(here)
    card = add_card(here, "There and gone")
    workshops.finish_step(here, step="customer")
    assert stored(here) == before + 1 and mine(here)[0].name == "Customer done for now"
    pain_points.remove_entry(here, id=card)
    assert versions.take_snapshot(here, name="Again") != id


def test_done_for_now_keeps_a_version_of_what_it_says(here: Context) -> None:
    workshops.finish_step(here, step="pain_points")
    kept = mine(here)[0]
    assert (kept.reason, kept.name) == ("step_done", "Pain points done for now")
    assert versions.document_of(here, kept.id).workshop.finished_steps == ["pain_points"]
    assert kept.revision == here.image().revision
    workshops.finish_step(here, step="pain_points", finished=False)
    assert here.image().workshop.finished_steps == [] and len(mine(here)) == 1
    with pytest.raises(CjmError, match="no such step"):
        workshops.finish_step(here, step="lunch")


def test_each_act_is_undone_by_the_one_button(here: Context) -> None:
    id = versions.take_snapshot(here, name="First")
    versions.rename_snapshot(here, id=id, name="  Before\nlunch ")
    assert mine(here)[0].called == "Before lunch"
    assert history.undo(here) == "Renamed the version “First” to “Before lunch”"
    assert mine(here)[0].called == "First"
    versions.delete_snapshot(here, id=id)
    assert mine(here) == []
    with pytest.raises(CjmError, match="isn’t there any more"):
        versions.document_of(here, id)
    history.undo(here)
    assert [one.id for one in mine(here)] == [id]
    versions.delete_snapshot(here, id=id)
    versions.put_back_snapshot(here, id=id)
    with pytest.raises(CjmError, match="is back already"):
        versions.put_back_snapshot(here, id=id)
    assert [one.id for one in mine(here)] == [id]


def test_who_undoes_taking_has_it_in_the_trash(here: Context) -> None:
    id = versions.take_snapshot(here)
    assert mine(here)[0].called == "Taken by hand"
    history.undo(here)
    assert mine(here) == [] and next(one for one in versions.snapshots(here) if one.id == id).deleted


@pytest.mark.parametrize(("name", "why"), [("x" * 201, "too long"), ("a\x00b", "contains")])
def test_bad_names_are_refused(here: Context, name: str, why: str) -> None:
    before = stored(here)
    with pytest.raises(CjmError, match=why):
        versions.take_snapshot(here, name=name)
    assert stored(here) == before


def test_another_workshop_does_not_reach_it(here: Context) -> None:
    id = versions.take_snapshot(here)
    other = Context(here.service, ACTOR, workshops.create_workshop(here.service, ACTOR, name="Other"))
    acts: list[Any] = [
        lambda: versions.document_of(other, id),
        lambda: versions.delete_snapshot(other, id=id),
        lambda: versions.rename_snapshot(other, id=id, name="Mine"),
    ]
    for act in acts:
        with pytest.raises(CjmError, match="isn’t there any more"):
            act()


def test_reviewers_read_none(here: Context) -> None:
    with pytest.raises(NotAllowed):
        versions.snapshots(Context(here.service, Actor("R", Role.REVIEWER, "r"), here.workshop_id))
