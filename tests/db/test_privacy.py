"""What one person wrote for themselves stays theirs: in views, in the activity, and against the commands of others."""

from __future__ import annotations

import json

import pytest

from cjm import pain_points, value_stream, workshops
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.service import Context, Service
from db.engine import Store
from db.tables import Entry, Lane, ValueStream


@command("test_write_for_oneself")
def write_for_oneself(tx: Tx, *, stage_id: str, lane_id: str, text: str) -> str:
    tx.summarise(f"Added “{text}”")
    return tx.add(Entry, stage_id=stage_id, lane_id=lane_id, text=text, visibility="private")


class Table:
    """A facilitator, Ana and Ben, and a card that Ana keeps to herself."""

    def __init__(self, store: Store) -> None:
        service = Service(store)
        lead = Actor("Lead", Role.FACILITATOR, "lead")
        workshop_id = workshops.create_workshop(service, lead, name="W")
        self.lead = Context(service, lead, workshop_id)
        self.ana = Context(service, Actor("Ana", Role.CONTRIBUTOR, "ana"), workshop_id)
        self.ben = Context(service, Actor("Ben", Role.CONTRIBUTOR, "ben"), workshop_id)
        image = self.lead.image()
        self.stream = image.all(ValueStream)[0].id
        self.lane = image.all(Lane)[0].id
        self.stage = value_stream.add_stage(self.lead, stream_id=self.stream, name="Intake")
        self.card = write_for_oneself(self.ana, stage_id=self.stage, lane_id=self.lane, text="SECRET")


@pytest.fixture
def table(store: Store) -> Table:
    return Table(store)


def test_only_its_author_reads_of_it(table: Table) -> None:
    assert "SECRET" in history.recent(table.ana)[0].summary
    line = history.next_undo(table.ana)
    assert line is not None and "SECRET" in line.summary
    assert "SECRET" in json.dumps(pain_points.board_json(table.ana))
    for other in (table.ben, table.lead):
        assert all("SECRET" not in line.summary for line in history.recent(other))
        assert "SECRET" not in json.dumps(pain_points.board_json(other))


def test_others_can_neither_change_nor_undo_it(table: Table) -> None:
    revision = table.ana.image().revision
    for other in (table.ben, table.lead):
        with pytest.raises(CjmError, match="isn’t there any more"):
            pain_points.edit_entry(other, id=table.card, fields={"note": "x"})
        pain_points.remove_entries(other, ids=[table.card])
        with pytest.raises(NotAllowed):
            history.undo(other, revision=revision)
    assert table.lead.image().get(Entry, table.card).note == ""
    history.undo(table.ana)
    assert table.lead.image().find(Entry, table.card) is None


def test_it_goes_along_with_its_stage(table: Table) -> None:
    other = value_stream.add_stage(table.lead, stream_id=table.stream, name="Care")
    value_stream.merge_stages(table.lead, id=table.stage, into=other)
    assert table.lead.image().get(Entry, table.card).stage_id == other
    assert "SECRET" not in history.recent(table.ben)[0].summary
    value_stream.remove_stage(table.lead, id=other)
    assert table.lead.image().find(Entry, table.card) is None
    history.undo(table.lead)
    assert table.lead.image().get(Entry, table.card).stage_id == other


def test_people_who_see_the_same_share_one_view(table: Table) -> None:
    assert pain_points.board_json(table.ben) is pain_points.board_json(table.lead)
    assert pain_points.board_json(table.ben) is not pain_points.board_json(table.ana)
