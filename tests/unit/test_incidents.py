"""What stands in the log: enough to mend a bug, a line for a fault of the database, and nothing of what people wrote."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import BaseModel
from streamlit.error_util import handle_user_script_exception

from cjm.core import incidents
from cjm.core.access import Actor, Role
from cjm.core.errors import CjmError
from cjm.core.incidents import Seldom, incident, quiet_logs, tell_fault, told
from cjm.core.service import Context, Service
from cjm.live.hub import carry_out
from cjm.pain_points import add_theme
from cjm.workshops import create_workshop
from db.engine import Store
from db.faults import DatabaseFault
from db.tables import TABLES
from pages.shared.errors import on_script_error

ACTOR = Actor("Test", Role.FACILITATOR)
CANARY = "Dr. Kowalczyk shouts at patients"


class Number(BaseModel):
    of: int


def validated(_: Store) -> None:
    Number.model_validate({"of": CANARY})


def looked_up(_: Store) -> None:
    {}[CANARY]


def converted(_: Store) -> None:
    int(CANARY)


def stored_twice(store: Store) -> None:
    with store.writing() as connection:
        row = {"id": CANARY, "name": CANARY, "workshop_id": CANARY}
        connection.execute(sa.insert(TABLES["themes"]).values(**row))


def wrongly_asked(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(sa.text("SELECT nothing FROM nowhere WHERE x = :words"), {"words": CANARY})


def led_to_another(_: Store) -> None:
    try:
        raise CjmError(f"“{CANARY}” is somebody else’s.")
    except CjmError as error:
        raise RuntimeError(CANARY) from error


MISHAPS = [validated, looked_up, converted, stored_twice, wrongly_asked, led_to_another]


def met(mishap: Callable[[Store], None], store: Store) -> Exception:
    with pytest.raises(Exception) as caught:
        mishap(store)
    return caught.value


@pytest.mark.parametrize("mishap", MISHAPS)
def test_an_incident_says_where_and_not_what(
    store: Store, caplog: pytest.LogCaptureFixture, mishap: Callable[[Store], None]
) -> None:
    number = incident(met(mishap, store))
    assert number in caplog.text and f"in {mishap.__name__}" in caplog.text and "Error" in caplog.text
    assert "Kowalczyk" not in caplog.text


@pytest.mark.parametrize("mishap", MISHAPS)
def test_no_logger_says_more(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, mishap: Callable[[Store], None]) -> None:
    """The web server logs what leaves a route, asyncio what nobody waited for."""
    before = logging.getLogRecordFactory()
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    log = logging.getLogger("uvicorn.error")
    log.addHandler(handler)
    try:
        quiet_logs()
        quiet_logs()
        error = met(mishap, sqlite_store)
        log.error("Exception in ASGI application", exc_info=error)
    finally:
        log.removeHandler(handler)
        logging.setLogRecordFactory(before)
    assert f"in {mishap.__name__}" in out.getvalue() and "Kowalczyk" not in out.getvalue()


def test_what_a_program_says_of_itself_stays(caplog: pytest.LogCaptureFixture) -> None:
    try:
        getattr(None, "nothing".lower())
    except AttributeError as error:
        incident(error)
    assert "'NoneType' object has no attribute 'nothing'" in caplog.text


@pytest.fixture
def context(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Context:
    monkeypatch.setattr(incidents, "_faults", Seldom())
    service = Service(sqlite_store)
    return Context(service, ACTOR, create_workshop(service, ACTOR, name="Shop"))


def test_an_act_that_meets_a_bug_leaves_nothing_of_its_words(
    context: Context, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def carry(_: Any, *, name: str) -> None:
        raise ValueError(f"what is {name}?")

    monkeypatch.setattr(add_theme, "carry_out", carry)
    assert carry_out(context, {"id": "act-12345", "do": "add_theme", "with": {"name": CANARY}})["aside"] == "incident"
    on_script_error(ValueError(CANARY))
    assert caplog.text.count("builtins.ValueError") == 2 and "Kowalczyk" not in caplog.text


def test_what_breaks_a_page_is_logged_once_and_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    for error in (ValueError(CANARY), CjmError(f"“{CANARY}” is gone."), DatabaseFault("busy", "SQLITE_BUSY")):
        handle_user_script_exception(error, on_script_error)
    ours = [record for record in caplog.records if "ScriptRunContext" not in record.getMessage()]
    assert {record.name for record in ours} == {"cjm"} and len(ours) <= 2 and "builtins.ValueError" in caplog.text
    assert "Kowalczyk" not in caplog.text


def test_faults_of_the_database_are_a_line_and_seldom_one(
    context: Context, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = [0.0]
    monkeypatch.setattr(incidents, "_faults", Seldom(1.0, lambda: now[0]))

    def carry(*_: Any, **__: Any) -> None:
        raise DatabaseFault("full", "SQLITE_FULL")

    monkeypatch.setattr(add_theme, "carry_out", carry)
    for number in range(50):
        carry_out(context, {"id": f"act-{number:05}", "do": "add_theme", "with": {"name": CANARY}})
    now[0] = 1.5
    tell_fault(DatabaseFault("busy", "SQLITE_BUSY"))
    lines = [record.getMessage() for record in caplog.records]
    assert lines == ["the database is full: SQLITE_FULL", "the database is busy: SQLITE_BUSY (and 49 more since the last line)"]
    assert "Kowalczyk" not in caplog.text and "Traceback" not in caplog.text


def test_statements_hide_what_they_were_given(store: Store) -> None:
    error = met(wrongly_asked, store)
    assert isinstance(error, sa.exc.DBAPIError) and "Kowalczyk" not in str(error)
    with pytest.raises(sa.exc.DBAPIError) as caught, store.reading() as connection:
        connection.execute(sa.text("SELECT nothing FROM nowhere WHERE x = :words"), {"words": CANARY})
    assert "Kowalczyk" not in str(caught.value)
    assert "Kowalczyk" not in told(caught.value)
