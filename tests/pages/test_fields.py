"""What a browser that still builds a page would send by itself is what is stored, and what it sends empty is not saved."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from cjm import kpis, leaders, priorities, projects
from cjm import value_stream as vs
from cjm.core.service import Context, Service
from cjm.examples import load_example
from pages.shared import fields
from tests.pages.screen import ACTOR, app_at

PAGES = Path(__file__).parents[2] / "pages"


@pytest.fixture
def ctx(service: Service, monkeypatch: pytest.MonkeyPatch) -> Context:
    monkeypatch.setattr(fields, "SETTLES", 600.0)
    return Context(service, ACTOR, load_example(service, ACTOR, "hospital"))


def test_every_field_that_is_saved_when_left_is_drawn_by_one_of_the_functions_that_see_to_it() -> None:
    for file in PAGES.rglob("*.py"):
        if file.name != "fields.py":
            assert not re.search(r"\b_?(follow|saver)\(", file.read_text()), file


def test_a_number_of_a_kpi_is_not_emptied(ctx: Context) -> None:
    kpi = next(one for one in kpis.kpis(ctx).watched if one.baseline is not None and one.target is not None)
    app = app_at("kpis", ctx.workshop_id, {"kpi": kpi.id, "part": "about"})
    for name in ("baseline", "target"):
        assert app.number_input(key=f"kpi_{name}_{kpi.id}").proto.default == getattr(kpi, name)
    for name in ("baseline", "target"):
        app.number_input(key=f"kpi_{name}_{kpi.id}").set_value(None).run()
    now = kpis.kpis(ctx).kpi(kpi.id)
    assert now is not None and (now.baseline, now.target) == (kpi.baseline, kpi.target) and not app.exception


def test_the_department_that_leads_a_stage_is_not_emptied(ctx: Context) -> None:
    stage = next(one for one in vs.stream(ctx).stages if one.department)
    app = app_at("value_stream", ctx.workshop_id, {"stage": stage.id})
    field = app.selectbox(key=f"vs_s_lead:{stage.id}")
    assert field.options[field.proto.default] == stage.department
    field.set_value(None).run()
    assert not app.exception
    assert next(one.department for one in vs.stream(ctx).stages if one.id == stage.id) == stage.department


def test_a_question_to_the_leaders_and_what_an_action_carries_out_are_drawn_as_stored(ctx: Context) -> None:
    one = next(one for one in priorities.priorities(ctx).ranked if one.carries_out)
    leaders.ask_leaders(ctx, id=one.id, needed=True, question="Fund a pilot?")
    app = app_at("priorities", ctx.workshop_id, {"action": one.id})
    for _ in range(2):
        assert app.checkbox(key=f"prio_asks_{one.id}").proto.default is True
        assert app.text_input(key=f"prio_question_{one.id}").proto.default == "Fund a pilot?"
        assert app.multiselect(key=f"prio_carries_{one.id}").proto.default
        app.run()
    app.text_input(key=f"prio_question_{one.id}").input("Fund two?").run()
    assert leaders.leaders(ctx).question(one.id) == "Fund two?"
    app.checkbox(key=f"prio_asks_{one.id}").uncheck().run()
    assert not app.exception and leaders.leaders(ctx).question(one.id) is None


def test_what_a_project_waits_for_is_drawn_as_stored_and_stays_where_it_is_refused(ctx: Context) -> None:
    view = projects.projects(ctx, today=date(2027, 2, 17))
    one = next(one for one in view.projects if one.depends_on)
    app = app_at("projects", ctx.workshop_id, {"project": one.id})
    assert app.multiselect(key=f"pr_on_{one.id}").proto.default
    other = one.depends_on[0][0]
    app = app_at("projects", ctx.workshop_id, {"project": other})
    before = app.multiselect(key=f"pr_on_{other}").value
    app.multiselect(key=f"pr_on_{other}").set_value([*before, one.id]).run()  # each would wait for the other
    assert not app.exception and app.multiselect(key=f"pr_on_{other}").value == before
