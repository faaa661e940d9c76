"""A contributor’s pages offer only what contributors may do; what is the facilitator’s stands on their screen alone."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.people import invitations, seats
from db.tables import Action, Stage
from pages.shared import guard
from tests.pages.screen import LAPTOP, PHONE, STARTER, app_at

pytestmark = pytest.mark.usefixtures("roles")
THEIRS = {
    # page: what its facilitator finds there, drawn or as a widget; {stage} and {action} stand for the first of each
    "frame": ["Purpose and scope"],
    "customer": ["remove:"],
    "value_stream": ["A further stream", "'leads': True"],
    "pain_points": ["'leads': True"],
    "future_state": ["North star: one line"],
    "priorities": ["Record decision", "Remove action", "Quadrants"],
    "value_stream?stage": ["Change"],
}


@pytest.fixture
def ctx(service: Service) -> Context:
    workshop_id = load_example(service, STARTER, "hospital", browser_key=LAPTOP)
    made = Context(service, seats.actor_at(service, LAPTOP, workshop_id), workshop_id)
    invitations.join(service, PHONE, token=invitations.invite(made).token, name="Ana")
    return made


def everything(app: AppTest, drawn: list[Any]) -> str:
    """Labels and choices of the widgets, and what is drawn."""
    found: list[Any] = [str(drawn)]
    for one in [*app.button, *app.text_input, *app.text_area, *app.segmented_control, *app.get("popover")]:
        found += [getattr(one, "label", ""), getattr(one, "options", ""), getattr(one, "proto", "")]
    return " ".join(map(str, found))


def seen(monkeypatch: pytest.MonkeyPatch, key: str, ctx: Context, page: str) -> str:
    drawn: list[Any] = []
    monkeypatch.setattr(guard, "browser_key", lambda given: key)
    for component in ("shared.draw._draw", "shared.tally._tally", "screens.value_stream.strip._strip"):
        monkeypatch.setattr(f"pages.{component}", lambda **given: drawn.append(given["data"]))
    board = type("Asked", (), {"go": None})()
    monkeypatch.setattr("pages.screens.pain_points.board._board", lambda **given: drawn.append(given["data"]) or board)
    image = ctx.service.image(ctx.workshop_id)
    query = {"stage": image.all(Stage)[0].id, "action": image.all(Action)[0].id, "part": "candidates"}
    if page == "frame":
        query.pop("part")
    app = app_at(page.partition("?")[0], ctx.workshop_id, query if "?" in page or page in {"priorities", "customer"} else None)
    return everything(app, drawn)


@pytest.mark.parametrize("page", THEIRS)
def test_what_only_the_facilitator_may_do_is_offered_to_nobody_else(
    ctx: Context, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    leads = seen(monkeypatch, LAPTOP, ctx, page)
    assert [one for one in THEIRS[page] if one not in leads] == [], "else this test looks for nothing"
    assert [one for one in THEIRS[page] if one in seen(monkeypatch, PHONE, ctx, page)] == []
