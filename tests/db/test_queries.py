"""Every view costs the same number of queries, whatever the workshop holds."""

from __future__ import annotations

import inspect

import sqlalchemy as sa

from cjm import customer, frame, future_state, pain_points, priorities, value_stream, workshops
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from cjm.core.view import VIEWS
from cjm.examples import load_example
from db.engine import Store

MODULES = (history, customer, frame, future_state, pain_points, priorities, value_stream, workshops)


def test_a_view_costs_one_query_once_the_workshop_is_known(sqlite_store: Store) -> None:
    service, actor = Service(sqlite_store), Actor("Test", Role.FACILITATOR)
    context = Context(service, actor, load_example(service, actor, "hospital"))
    service.image(context.workshop_id)
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", note)
    try:
        counted = {}
        for name, view in sorted(VIEWS.items()):
            parameters = list(inspect.signature(view.compute).parameters.values())[1:]
            if any(parameter.default is parameter.empty for parameter in parameters):
                continue
            statements.clear()
            view(context)
            counted[name] = len(statements)
    finally:
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", note)
    assert len(counted) >= len(MODULES) - 1
    assert set(counted.values()) == {1}, counted


def test_loading_is_one_query_a_kind(sqlite_store: Store) -> None:
    service, actor = Service(sqlite_store), Actor("Test", Role.FACILITATOR)
    counts = []
    for workshop_id in (
        workshops.create_workshop(service, actor, name="Empty"),
        load_example(service, actor, "hospital"),
    ):
        statements: list[str] = []

        def note(connection: object, cursor: object, statement: str, *_: object, kept: list[str] = statements) -> None:
            kept.append(statement)

        sa.event.listen(sa.engine.Engine, "before_cursor_execute", note)
        try:
            Service(sqlite_store).image(workshop_id)
        finally:
            sa.event.remove(sa.engine.Engine, "before_cursor_execute", note)
        counts.append(len(statements))
    assert counts[0] == counts[1]
