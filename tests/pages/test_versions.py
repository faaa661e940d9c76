"""Versions, without a browser."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cjm import versions, workshops
from cjm.core.access import Role
from cjm.core.history import undo
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.people import invitations, seats
from pages.shared import guard
from tests.pages.screen import ACTOR, LAPTOP, PHONE, STARTER, app_at


@pytest.fixture
def ctx(service: Service) -> Context:
    return Context(service, ACTOR, load_example(service, ACTOR, "hospital"))


def shown(monkeypatch: pytest.MonkeyPatch, ctx: Context, query: dict[str, str] | None = None) -> tuple[AppTest, list[Any]]:
    drawn: list[Any] = []
    monkeypatch.setattr("pages.shared.draw._draw", lambda **given: drawn.append(given["data"]["tree"]))
    return app_at("versions", ctx.workshop_id, query), drawn


def test_two_versions_compared_on_the_board_and_in_words(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    review, closing = versions.snapshots(ctx)
    _, drawn = shown(monkeypatch, ctx, {"from": closing.id})
    text = str(drawn)
    assert "End of the workshop" in text and "First review" in text and "compared from here" in text
    assert "Moved from Follow-up" in text and "Disputes bounce between offices" in text and "as before" in text
    phone = text[text.index("by-stage") :]
    assert "'aria-label': 'Billing'" in phone and "Moved from Follow-up" in phone
    assert "as before" not in phone, "only what differs"
    _, drawn = shown(monkeypatch, ctx, {"look": "words", "to": review.id, "from": closing.id})
    text = str(drawn)
    assert "“Disputes bounce between offices” moved from Follow-up to Billing" in text
    assert "['ins', {}, ['span', {'class': 'unseen'}, 'now: ']" in text and "compared to this" in text


def test_keep_rename_delete_and_undo(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    app, _ = shown(monkeypatch, ctx)
    app.text_input(key="version_name").set_value("Before lunch")
    next(button for button in app.button if button.label == "Keep this version").click().run()
    kept = versions.snapshots(ctx)[0]
    assert not app.exception and kept.name == "Before lunch"
    app, drawn = shown(monkeypatch, ctx, {"from": kept.id})
    assert "Nothing differs" in str(drawn)
    app.button(key=f"delete:{kept.id}").click().run()
    assert not app.exception and versions.snapshots(ctx)[0].deleted
    assert "In the trash · 1" in str(drawn)
    undo(ctx)
    assert not versions.snapshots(ctx)[0].deleted


def test_restoring_makes_a_copy_and_keeps_the_present(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    workshops.finish_step(ctx, step="customer", finished=True)
    before = ctx.image().revision
    closing = next(one for one in versions.snapshots(ctx) if one.reason == "closing")
    app, _ = shown(monkeypatch, ctx, {"from": closing.id})
    app.button(key=f"restore:{closing.id}").click().run()
    assert not app.exception
    listed = workshops.list_workshops(ctx.service, ACTOR)
    copy = next(one for one in listed if one.id != ctx.workshop_id)
    assert copy.name.startswith("Riverside Hospital: planned care as of ")
    there = Context(ctx.service, ACTOR, copy.id)
    assert there.image().workshop.finished_steps == [] and ctx.image().workshop.finished_steps == ["customer"]
    kept = next(one for one in versions.snapshots(ctx) if one.reason in {"before_restore", "step_done"})
    assert versions.document_of(ctx, kept.id).workshop.finished_steps == ["customer"]
    assert ctx.image().revision == before + 1


@pytest.mark.usefixtures("roles")
def test_leaders_read_and_compare_and_change_nothing(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop_id = load_example(service, STARTER, "hospital", browser_key=LAPTOP)
    lead = Context(service, seats.actor_at(service, LAPTOP, workshop_id), workshop_id)
    invitations.join(service, PHONE, token=invitations.invite(lead, Role.LEADER).token, name="A. Lind")
    monkeypatch.setattr(guard, "browser_key", lambda given: PHONE)
    review, closing = versions.snapshots(lead)
    versions.delete_snapshot(lead, id=review.id)
    app, drawn = shown(monkeypatch, lead, {"from": closing.id})
    assert not app.exception and not app.info and "Moved from Follow-up" in str(drawn)
    app, words = shown(monkeypatch, lead, {"from": closing.id, "look": "words"})
    assert "“Disputes bounce between offices” moved from Follow-up to Billing" in str(words)
    assert not app.button and not app.text_input and "In the trash" not in str(drawn) + str(words)


def test_an_empty_workshop_says_what_versions_are(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="Shop"))
    app, drawn = shown(monkeypatch, ctx)
    assert not app.exception and "No version yet" in str(drawn)


def test_done_for_now_is_a_button_of_each_step(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Any] = []
    monkeypatch.setattr("pages.shared.draw._draw", lambda **given: drawn.append(given["data"]["tree"]))
    app_at("customer", ctx.workshop_id)
    assert "finish:customer" in str(drawn) and "open again" not in str(drawn)
    workshops.finish_step(ctx, step="customer")
    drawn.clear()
    app_at("customer", ctx.workshop_id)
    assert "Done for now: open again" in str(drawn)
