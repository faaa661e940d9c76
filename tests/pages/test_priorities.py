"""Step 5 on the screen, without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from cjm import priorities, workshops
from cjm.core.service import Context, Service
from cjm.examples import load_example
from tests.pages.screen import ACTOR, app_at


def opened(workshop_id: str, action: str = "") -> AppTest:
    return app_at("priorities", workshop_id, {"action": action} if action else None)


def test_an_empty_workshop_takes_its_first_action(service: Service) -> None:
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))
    app = opened(ctx.workshop_id)
    app.text_input(key="prio_name").input("Recognise her")
    app.segmented_control(key="prio_new_impact").set_value(5)
    app.segmented_control(key="prio_new_effort").set_value(2)
    app.button(key="prio_add_now").click().run()
    assert not app.exception
    (one,) = priorities.priorities(ctx).ranked
    assert (one.name, one.impact, one.effort, one.quadrant) == ("Recognise her", 5, 2, "quick_wins")
    assert app.text_input(key="prio_name").value == ""


def test_an_action_without_a_name_is_refused_and_what_was_chosen_stays(service: Service) -> None:
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))
    app = opened(ctx.workshop_id)
    app.segmented_control(key="prio_new_impact").set_value(4)
    app.button(key="prio_add_now").click().run()
    assert not app.exception and "needs a name" in app.toast[0].value
    assert app.segmented_control(key="prio_new_impact").value == 4 and priorities.priorities(ctx).actions == ()


@pytest.mark.parametrize("shown", ["matrix", "roadmap", "case"])
def test_every_picture_of_the_hospital(service: Service, shown: str) -> None:
    app = opened(load_example(service, ACTOR, "hospital"))
    app.segmented_control(key="prio_shown").set_value(shown).run()
    assert not app.exception and not app.error
    for colour in ("objective", "theme") if shown != "case" else ():
        app.segmented_control(key="prio_colour").set_value(colour).run()
        assert not app.exception


def test_what_is_looked_at_stands_in_the_address(service: Service) -> None:
    workshop_id = load_example(service, ACTOR, "hospital")
    app = opened(workshop_id)
    app.segmented_control(key="prio_shown").set_value("roadmap").run()
    app.segmented_control(key="prio_colour").set_value("theme").run()
    app.segmented_control(key="prio_planned").set_value("horizon").run()
    assert {name: app.query_params[name] for name in ("show", "colour", "plan", "w")} == {
        "show": "roadmap",
        "colour": "theme",
        "plan": "horizon",
        "w": workshop_id,
    }
    app.segmented_control(key="prio_shown").set_value("matrix").run()
    assert "show" not in app.query_params and app.query_params["w"] == workshop_id
    app.query_params["show"] = "nonsense"
    app.run()
    assert not app.exception and app.segmented_control(key="prio_shown").value == "matrix"


def test_an_action_in_the_address_is_open(service: Service) -> None:
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    one = priorities.priorities(ctx).ranked[2]
    app = opened(ctx.workshop_id, one.id)
    assert app.text_input(key=f"prio_name_{one.id}").value == one.name
    app.button(key="prio_back").click().run()
    assert app.query_params["action"] == one.id and not [field for field in app.text_input if field.key == f"prio_name_{one.id}"]


def test_who_comes_second_sees_both_names(service: Service) -> None:
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    one = priorities.priorities(ctx).ranked[2]
    app = opened(ctx.workshop_id, one.id)
    priorities.edit_action(ctx, id=one.id, fields=priorities.ActionFields(owner="Theirs"))
    app.text_input(key=f"prio_owner_{one.id}").input("Mine").run()
    assert not app.exception and app.text_input(key=f"prio_owner_{one.id}").value == "Theirs"
    app.button(key=f"prio_owner_{one.id}:use_mine").click().run()
    found = priorities.priorities(ctx).action(one.id)
    assert found is not None and found.owner == "Mine"


def test_the_panel_saves_what_is_left_scores_and_decides(service: Service) -> None:
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    id = priorities.priorities(ctx).ranked[-1].id
    app = opened(ctx.workshop_id, id)
    app.text_input(key=f"prio_owner_{id}").input("P. Okafor").run()
    app.segmented_control(key=f"prio_has_support_{id}").set_value("yes").run()
    app.selectbox(key=f"prio_horizon_{id}").set_value("mid").run()
    app.number_input(key=f"prio_value_{id}").set_value(12000).run()
    assert not app.exception
    one = priorities.priorities(ctx).action(id)
    assert one is not None
    assert (one.owner, one.has_support, one.horizon, one.value_minor) == ("P. Okafor", "yes", "mid", 1_200_000)
    app.slider(key=f"prio_di_{id}").set_value(4.5)
    app.slider(key=f"prio_de_{id}").set_value(1.5)
    app.text_area(key=f"prio_dr_{id}").input("Patients asked for it")
    app.button(key=f"prio_dn_{id}").click().run()
    assert not app.exception
    decided = priorities.priorities(ctx).action(id)
    assert decided is not None and decided.decided and decided.quadrant == "quick_wins"
    app.button(key=f"prio_remove_{id}").click().run()
    assert not app.exception and priorities.priorities(ctx).action(id) is None


def test_midlines_and_names_are_changed_on_the_page(service: Service) -> None:
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    app = opened(ctx.workshop_id)
    app.slider(key="prio_mid_impact").set_value(4.0).run()
    app.text_input(key="prio_field_money_pit").input("Not now").run()
    assert not app.exception
    view = priorities.priorities(ctx)
    assert view.impact_midline == 4.0 and view.quadrants[3].name == "Not now"


def test_a_browser_that_still_builds_the_page_cannot_send_it_empty(service: Service) -> None:
    """It sends, and shows, the defaults of fields when it is asked for a rerun too early: those are what is stored."""
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    one = next(one for one in priorities.priorities(ctx).ranked if one.owner and one.due_on)
    app = opened(ctx.workshop_id, one.id)
    for _ in range(2):
        assert app.text_input(key=f"prio_owner_{one.id}").proto.default == one.owner
        assert app.multiselect(key=f"prio_carries_{one.id}").proto.default
        app.run()
    app.date_input(key=f"prio_due_{one.id}").set_value(None).run()
    found = priorities.priorities(ctx).action(one.id)
    assert not app.exception and found is not None and found.due_on == one.due_on
