"""What holds on every page of a workshop, without a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from cjm import workshops
from cjm.core.service import Context, Service
from cjm.examples import load_example
from tests.pages.screen import ACTOR, app_at

PAGES = (
    "frame",
    "customer",
    "value_stream",
    "pain_points",
    "future_state",
    "priorities",
    "trash",
    "projects",
    "check_in",
    "versions",
    "side_by_side",
    "kpis",
    "reviews",
    "insights",
    "closing",
    "customers_turn",
    "customer_review",
)


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every statement that is sent to a database while this is open."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(sa.engine.Engine, "before_cursor_execute", note)


def opened(workshop_id: str, page: str) -> AppTest:
    app = app_at(page, workshop_id)
    assert not app.error
    return app


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_nobody_changed_costs_one_query(service: Service, statements: list[str], page: str) -> None:
    """Which revision is the latest; who sits at the browser is another, where there are seats."""
    app = opened(load_example(service, ACTOR, "hospital"), page)
    app.run()
    statements.clear()
    app.run()
    assert not app.exception
    assert [" ".join(one.split()) for one in statements if "FROM seats" not in one] == [
        "SELECT workshops.revision FROM workshops WHERE workshops.id = ?"
    ]


@pytest.mark.parametrize("page", PAGES)
def test_a_workshop_in_the_trash_is_restored_before_it_is_worked_on(service: Service, page: str) -> None:
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))
    workshops.trash_workshop(ctx)
    app = opened(ctx.workshop_id, page)
    assert "“A shop” is in the trash" in app.info[0].value
    app.button(key="restore_workshop").click().run()
    assert not app.exception and not app.info
    assert ctx.image().workshop.deleted_at is None


@pytest.mark.parametrize("page", [*PAGES[:-1], "matrix", "stage", "now", "my_projects"])
def test_it_says_which_workshop_this_is(service: Service, page: str) -> None:
    app = app_at(page, workshops.create_workshop(service, ACTOR, name="Shop & <b>returns</b>"))
    said = "".join(one.proto.body for one in app.get("html"))
    assert '<div class="cjm-where" dir="auto">Shop &amp; &lt;b&gt;returns&lt;/b&gt;</div>' in said
