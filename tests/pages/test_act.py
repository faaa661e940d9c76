"""What a page hands over is stored once, and what is typed differently is something else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cjm import future_state
from cjm.core.service import Context, Service
from cjm.examples import load_example
from db.engine import Store
from db.faults import DatabaseFault
from tests.pages.screen import ACTOR


def form(workshop_id: str, made_by: str) -> None:
    """A page with one form, whose command is made as pages make theirs."""
    from functools import partial

    import streamlit as st

    from cjm import future_state
    from cjm.core.service import Context
    from pages.server.lifetime import service
    from pages.shared.act import run
    from tests.pages.screen import ACTOR

    context = Context(service(), ACTOR, workshop_id)
    typed = st.text_input("North star", key="typed")
    if st.button("Write", key="write"):
        command = (
            partial(future_state.write_north_star, text=typed)
            if made_by == "partial"
            else lambda c: future_state.write_north_star(c, text=typed)
        )
        run(context, "north_star", command)


@pytest.mark.parametrize("made_by", ["partial", "lambda"])
def test_another_text_after_one_that_was_lost_at_the_commit_is_stored_too(
    service: Service, monkeypatch: pytest.MonkeyPatch, made_by: str
) -> None:
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    app = AppTest.from_function(form, default_timeout=30, kwargs={"workshop_id": ctx.workshop_id, "made_by": made_by}).run()
    real, lost = Store.writing, [True]

    @contextmanager
    def writing(store: Store) -> Iterator[Any]:
        with real(store) as connection:
            yield connection
        if lost and lost.pop():
            raise DatabaseFault("away", "lost at the commit")  # it is stored, and nobody has heard of it

    monkeypatch.setattr(Store, "writing", writing)
    for text in ("One call away", "Home by noon"):
        app.text_input(key="typed").input(text)
        app.button(key="write").click().run()
        assert not app.exception and not lost
    assert future_state.journey(ctx).north_star == "Home by noon"
