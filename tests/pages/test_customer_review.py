"""The customers' turn on the screen, without a browser: the facilitator's page, and what a customer gets to see of any page."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cjm import customer_review
from cjm.core.access import Role
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.pain_points import add_entry
from cjm.people import invitations, seats
from cjm.value_stream import remove_stream
from cjm.workshops import create_workshop, trash_workshop
from db.tables import Lane, Stage, ValueStream
from pages.shared import guard
from pages.shared.draw import Tree
from tests.pages.screen import LAPTOP, PHONE, STARTER, app_at

pytestmark = pytest.mark.usefixtures("roles")


@pytest.fixture
def ctx(service: Service) -> Context:
    workshop_id = load_example(service, STARTER, "hospital", browser_key=LAPTOP)
    return Context(service, seats.actor_at(service, LAPTOP, workshop_id), workshop_id)


def shown(
    monkeypatch: pytest.MonkeyPatch, key: str, page: str, workshop_id: str, press: str = "", **query: str
) -> tuple[AppTest, str]:
    """The page and all that it draws; ``press`` presses the first button whose act begins so."""
    drawn: list[Tree] = []
    waiting = [press]

    def draw(tree: Tree, *, key: str, css: str = "") -> str | None:
        drawn.append(tree)
        act = next((act for act in _acts(tree) if waiting[0] and act.startswith(waiting[0])), None)
        if act:
            waiting[0] = ""
        return act

    monkeypatch.setattr(guard, "browser_key", lambda given: key)
    for module in ("shared.page", "screens.customer_review.said", "screens.customer_review.see", "shared.invitation"):
        monkeypatch.setattr(f"pages.{module}.draw", draw)
    app = app_at(page, workshop_id, query)
    return app, str(drawn)


def _acts(tree: Any) -> list[str]:
    if not isinstance(tree, list):
        return []
    own = [tree[1]["act"]] if len(tree) > 1 and isinstance(tree[1], dict) and "act" in tree[1] else []
    return own + [act for part in tree for act in _acts(part)]


def let_in(ctx: Context, role: Role, key: str) -> None:
    invitations.join(ctx.service, key, token=invitations.invite(ctx, role).token, name="Somebody" if role is Role.LEADER else "")


def test_an_empty_workshop_says_how_to_begin(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop_id = create_workshop(service, STARTER, name="Shop", browser_key=LAPTOP)
    app, text = shown(monkeypatch, LAPTOP, "customers_turn", workshop_id)
    assert "cards are shown, 0 of 0 stay inside" in text
    app.button(key="make_reviewer").click().run()
    assert not app.exception
    _, text = shown(monkeypatch, LAPTOP, "customers_turn", workshop_id, part="said")
    assert "No customer has said anything yet" in text


def test_the_facilitator_sees_what_came_and_takes_it_over(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    _, text = shown(monkeypatch, LAPTOP, "customers_turn", ctx.workshop_id)
    assert "4 customers" in text and "said 13 things. 6 are open." in text
    assert "“It was over an hour, twice”" in text and "Show the 7 that are settled" in text and "became" not in text
    _, text = shown(monkeypatch, LAPTOP, "customers_turn", ctx.workshop_id, settled="shown")
    assert "became “Nobody says what to bring along”" in text
    shown(monkeypatch, LAPTOP, "customers_turn", ctx.workshop_id, press="all:")
    assert customer_review.what_came(ctx).open == 4
    shown(monkeypatch, LAPTOP, "customers_turn", ctx.workshop_id, press="aside:")
    assert customer_review.what_came(ctx).open == 3


def test_a_correction_is_typed(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    every = [one for stage in customer_review.what_came(ctx).stages for one in stage.said]
    said = next(one for one in every if one.state == "open" and one.mark == "wrong")
    app, _ = shown(monkeypatch, LAPTOP, "customers_turn", ctx.workshop_id, part="said", open=said.id)
    app.text_area(key=f"closely_text:{said.id}").set_value("Waits more than an hour")
    next(one for one in app.button if one.label == "Save card").click().run()
    assert not app.exception
    cards = {one.card for stage in customer_review.what_came(ctx).stages for one in stage.said}
    assert "Waits more than an hour" in cards and customer_review.what_came(ctx).open == 5


def test_lanes_and_cards_are_switched(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    before = customer_review.sharing(ctx).shown
    lane = next(one for one in customer_review.sharing(ctx).lanes if one.kind == "opportunity")
    more = sum(card.why == "lane" for card in lane.cards)
    shown(monkeypatch, LAPTOP, "customers_turn", ctx.workshop_id, press=f"lane:show:{lane.id}", part="see")
    assert customer_review.sharing(ctx).shown == before + more > before
    _, text = shown(monkeypatch, LAPTOP, "customers_turn", ctx.workshop_id, press="card:hide:", part="see", lane=lane.id)
    assert customer_review.sharing(ctx).shown == before + more - 1 and "left out by hand" in text
    shown(monkeypatch, LAPTOP, "customers_turn", ctx.workshop_id, press="future", part="see")
    assert customer_review.sharing(ctx).future_shared


def test_the_journey_is_chosen_where_there_are_two(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    _, emergency, abroad = ctx.image().all(ValueStream)
    shown(monkeypatch, LAPTOP, "customers_turn", ctx.workshop_id, press=f"journey:{abroad.id}", part="see")
    assert customer_review.sharing(ctx).stream == abroad.id
    remove_stream(ctx, id=abroad.id)
    remove_stream(ctx, id=emergency.id)
    _, text = shown(monkeypatch, LAPTOP, "customers_turn", ctx.workshop_id, part="see")
    assert "Journey" not in text


def test_leaders_read_what_came_and_decide_nothing(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    let_in(ctx, Role.LEADER, PHONE)
    app, text = shown(monkeypatch, PHONE, "customers_turn", ctx.workshop_id, part="see")
    assert "“It was over an hour, twice”" in text and "Set aside" not in text and "stay inside" not in text
    assert not app.button and not app.get("button_group")


@pytest.mark.parametrize("page", ["frame", "pain_points", "customers_turn", "matrix", "trash", "projector", "now", "versions"])
def test_a_customer_has_one_page(ctx: Context, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    let_in(ctx, Role.REVIEWER, PHONE)
    app, text = shown(monkeypatch, PHONE, page, ctx.workshop_id)
    assert [one.value.partition(". ")[0] for one in app.info] == ["This page is for the team"]
    assert text == "[]"
    app.button(key="to_review").click().run()
    assert not app.exception and not app.info and app.get("bidi_component")


def test_a_customer_finds_their_way_back_from_the_list_of_workshops(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    let_in(ctx, Role.REVIEWER, PHONE)
    monkeypatch.setattr(guard, "browser_key", lambda given: PHONE)
    drawn: list[Any] = []
    monkeypatch.setattr("pages.shared.draw._draw", lambda **given: drawn.append(given["data"]["tree"]))
    app_at("workshops")
    text = str(drawn)
    assert "You are invited to look at this" in text and "Riverside Hospital" in text
    assert "last change" not in text and "people" not in text.split("Riverside Hospital")[1][:400]


def test_a_workshop_in_the_trash_is_shown_to_no_customer(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    let_in(ctx, Role.REVIEWER, PHONE)
    trash_workshop(ctx)
    app, _ = shown(monkeypatch, PHONE, "customer_review", ctx.workshop_id)
    assert "isn’t shown at the moment" in app.info[0].value and not app.button


def test_what_came_since_is_released_one_by_one_or_together(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    image = ctx.image()
    stage, lane = image.all(Stage)[0].id, next(one.id for one in image.all(Lane) if one.kind == "touchpoint")
    before = customer_review.sharing(ctx).shown
    made = [add_entry(ctx, stage_id=stage, lane_id=lane, text=f"Came later {number}") for number in range(3)]
    app, text = shown(monkeypatch, LAPTOP, "customers_turn", ctx.workshop_id, part="see")
    assert "3 new since you chose" in text and f"{before}" in text and "What they see · 3 new" in str(app.get("button_group")[0])
    shown(monkeypatch, LAPTOP, "customers_turn", ctx.workshop_id, press=f"release:{made[0]}:", part="see")
    assert (customer_review.sharing(ctx).shown, len(customer_review.sharing(ctx).waiting)) == (before + 1, 2)
    shown(monkeypatch, LAPTOP, "customers_turn", ctx.workshop_id, press=f"card:hide:{made[1]}", part="see")
    assert len(customer_review.sharing(ctx).waiting) == 1
    add_entry(ctx, stage_id=stage, lane_id=lane, text="And one more")
    shown(monkeypatch, LAPTOP, "customers_turn", ctx.workshop_id, press="release::", part="see")
    assert (customer_review.sharing(ctx).shown, customer_review.sharing(ctx).waiting) == (before + 3, ())
