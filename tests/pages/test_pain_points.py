"""Step 3 on the screen, without a browser: the board is one element, and its data is not part of the page's rerun."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from cjm import workshops
from cjm.core.service import Service
from cjm.examples import load_example
from tests.pages.screen import ACTOR, app_at


def opened(workshop_id: str) -> AppTest:
    return app_at("pain_points", workshop_id)


def sent(app: AppTest) -> list[str]:
    """The data of every board on the page."""
    return [one.proto.json for one in _leaves(app.main) if getattr(one.proto, "component_name", "") == "cjm_board"]


def _leaves(node: object) -> list[object]:
    children = getattr(node, "children", None)
    return [leaf for child in children.values() for leaf in _leaves(child)] if children else [node]


def test_an_empty_workshop_shows_the_board_and_does_not_fail(service: Service) -> None:
    app = opened(workshops.create_workshop(service, ACTOR, name="A shop"))
    assert len(sent(app)) == 1


def test_the_hospital_is_not_sent_with_every_rerun(service: Service) -> None:
    app = opened(load_example(service, ACTOR, "hospital"))
    assert len(sent(app)[0]) < 1000
