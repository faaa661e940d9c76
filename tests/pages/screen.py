"""Opens pages without a browser, and who looks at them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from cjm.core.access import Actor, Role
from pages.shared.address import SCRIPTS, script_of

ROUTER = Path(__file__).parents[2] / "pages" / "router.py"
ACTOR = STARTER = Actor("Facilitator", Role.FACILITATOR)
LAPTOP = "laptop-browser-key-0123456789abcdef"
PHONE = "phone-browser-key-0123456789abcdef"


def app_at(page: str, workshop_id: str = "", query: dict[str, str] | None = None, **state: Any) -> AppTest:
    """``page``.py of a workshop, run once without a fault; ``query`` stands in its address."""
    app = AppTest.from_file(str(ROUTER), default_timeout=30)
    if workshop_id:
        app.query_params["w"] = workshop_id
    for name, value in (query or {}).items():
        app.query_params[name] = value
    for name, value in state.items():
        app.session_state[name] = value
    address = page.removesuffix(".py")
    if address in SCRIPTS:
        app.run()  # until then Streamlit takes the name of the file for the address
    app.switch_page(script_of(address)).run()
    assert not app.exception
    return app
