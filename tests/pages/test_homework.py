"""“My stage” and the page of homework, without a browser."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.homework import mark_cards_seen
from cjm.homework.heat_map import heat_map
from cjm.pain_points import NewEntry, add_entries
from cjm.people import invitations, roster, seats
from cjm.workshops import create_workshop
from db.tables import Entry, Lane, NothingToAdd, Stage
from pages.shared import guard
from tests.pages.screen import LAPTOP, PHONE, STARTER, app_at

pytestmark = pytest.mark.usefixtures("roles")


@pytest.fixture
def ctx(service: Service) -> Context:
    workshop_id = load_example(service, STARTER, "hospital", browser_key=LAPTOP)
    return Context(service, seats.actor_at(service, LAPTOP, workshop_id), workshop_id)


def shown(monkeypatch: pytest.MonkeyPatch, key: str, page: str, workshop_id: str) -> tuple[AppTest, list[Any]]:
    drawn: list[Any] = []
    monkeypatch.setattr(guard, "browser_key", lambda given: key)
    monkeypatch.setattr("pages.shared.draw._draw", lambda **given: drawn.append(given["data"]["tree"]))
    return app_at(page, workshop_id), drawn


def test_the_facilitator_sees_the_heat_map_and_sets_the_date(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    app, drawn = shown(monkeypatch, LAPTOP, "homework.py", ctx.workshop_id)
    text = str(drawn)
    assert "Intake" in text and "Quotes" in text and "S. Meyer" in text
    assert "New since the workshop · 3" in text and "Three clipboards today" in text
    app.date_input(key="homework_due").set_value(date(2026, 12, 11)).run()
    assert not app.exception
    assert heat_map(ctx).due_on == date(2026, 12, 11)
    box = next(box for box in app.multiselect if box.label == "Ask about")
    box.set_value(list(box.value)[:2]).run()
    assert len(heat_map(ctx).asked) == 2


def test_a_contributor_is_sent_to_their_own_stage(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    meyer = next(one.id for one in roster.roster(ctx).people if one.name == "S. Meyer")
    invitations.join(ctx.service, PHONE, token=invitations.invite(ctx).token, name="S. Meyer", am=meyer)
    app, drawn = shown(monkeypatch, PHONE, "homework.py", ctx.workshop_id)
    assert "for the facilitator" in app.info[0].value and "D. Whitfield" not in str(drawn)
    app.button(key="to_stage").click().run()
    assert not app.exception


def test_an_empty_workshop_breaks_neither(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop_id = create_workshop(service, STARTER, name="Shop", browser_key=LAPTOP)
    _, drawn = shown(monkeypatch, LAPTOP, "homework.py", workshop_id)
    assert "There is no stage yet" in str(drawn)
    shown(monkeypatch, LAPTOP, "stage.py", workshop_id)


def test_the_facilitator_enters_what_somebody_without_a_device_says(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    olga = roster.add_person(ctx, name="Olga")
    app, _ = shown(monkeypatch, LAPTOP, "homework.py", ctx.workshop_id)
    assert app.selectbox(key="homework_who").value == olga, "those without a device come first"
    app.button(key="homework_add").click().run()
    assert "Write the card first" in app.toast[0].value
    app.text_area(key="homework_text").set_value("I never get a letter").run()
    app.button(key="homework_add").click().run()
    assert not app.exception and app.text_area(key="homework_text").value == ""
    card = next(one for one in ctx.service.image(ctx.workshop_id).all(Entry) if one.text == "I never get a letter")
    assert card.author_id == olga
    app.selectbox(key="homework_lane").set_value(heat_map(ctx).asked[1][0]).run()
    app.button(key="homework_nothing").click().run()
    app.button(key="homework_done").click().run()
    assert not app.exception
    assert next(one for one in heat_map(ctx).people if one.name == "Olga").state == "done"
    image = ctx.service.image(ctx.workshop_id)
    assert [row.participant_id for row in image.all(NothingToAdd)].count(olga) == 1


def test_of_very_many_new_cards_a_screenful_is_listed_the_unread_first(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    image = ctx.image()
    stage, lane = image.all(Stage)[0].id, next(one.id for one in image.all(Lane) if one.kind == "pain_point")
    texts = [NewEntry(text=f"Late thought {number:03d}") for number in range(80)]
    add_entries(ctx, stage_id=stage, lane_id=lane, entries=texts)
    view = heat_map(ctx)
    unread = {one.text for one in view.late if not one.seen}
    mark_cards_seen(ctx, ids=[one.id for one in view.late if one.text.startswith("Late thought 07")])
    _, drawn = shown(monkeypatch, LAPTOP, "homework.py", ctx.workshop_id)
    text = str(drawn)
    listed = [one for one in unread if f"Read: {one}" in text]
    assert len(listed) == 60 and not any(one.startswith("Late thought 07") for one in listed)
    assert f"{len(view.late) - 60} more" in text and f"New since the workshop · {heat_map(ctx).unread}" in text
