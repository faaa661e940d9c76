"""What people wrote stands in every figure as they wrote it: quotes are quotes, tags are no tags, ``%{x}`` is no variable."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, get_type_hints

import plotly.graph_objects as go
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cjm import figures, map_reviews
from cjm.core.access import Actor, Role
from cjm.core.service import Service
from cjm.core.state import WorkshopState
from cjm.examples import load_example
from cjm.figures import curves, kpi, matrix, over_time, paint, plans, timeline, two_curves
from cjm.figures.arrange import Frame
from cjm.kpis.reading import watched_in
from cjm.priorities import priorities
from cjm.projects import projects
from db.engine import Store
from db.migrate import migrate
from db.tables import PARTS, Workshop
from tests.canaries import free_texts

TODAY = date(2027, 2, 1)
STYLED = re.compile(r'</?b>|<br>|<span style="[a-z]+-?[a-z]*:(#[0-9A-F]{6}|\d+px)">|</span>')
"""The tags that the figures themselves make."""
KNOWN = {"mu": "μ", "amp": "&", "lt": "<", "gt": ">", "nbsp": "\xa0", "times": "×", "plusmn": "±", "deg": "°"}
"""The named entities that Plotly decodes (``svg_text_utils.js``); every other one is shown as it is."""
NAUGHTY = ('"Q"', "it's", "%{x}", "%{text}", "<b>B</b>", "<br>", "&quot;", "&lt;i&gt;", "A&B;", "&#37;", "<extra>", "$x^2$")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> WorkshopState:
    """The hospital: something is in every figure."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('words')}/x.db")
    migrate(store)
    service = Service(store)
    image = service.image(load_example(service, Actor("Test", Role.FACILITATOR), "hospital"))
    store.close()
    return image


def said(image: WorkshopState, words: str) -> WorkshopState:
    """The same, and people write ``words`` wherever they write what they like."""
    rows = {
        kind: {
            id: row.model_copy(update=dict.fromkeys(free_texts(type(row)), words)) if kind != "kpi_readings" else row
            for id, row in of.items()
        }
        for kind, of in image.rows.items()
    }
    assert set(rows) == {*PARTS, Workshop.table_name}
    return WorkshopState(image.revision, rows)


def drawn(image: WorkshopState) -> dict[str, go.Figure]:
    """Every figure of the product, by the name of what makes it."""
    ranked, all_of, frame = priorities.compute(image), projects.compute(image, today=TODAY), Frame(1240, 760)
    told = image.workshop.name
    points = tuple(curves.Point(str(at), told, at - 2, 2 - at, told, told) for at in range(5))
    pairs = tuple(two_curves.Point(told, (at - 2, 2 - at), (told, told)) for at in range(5))
    watched = next(one for one in watched_in(image) if one.readings and one.changes)
    return {
        "matrix.figure": matrix.figure(ranked, frame=frame),
        "plans.roadmap": plans.roadmap(ranked),
        "plans.business_case": plans.business_case(ranked),
        "timeline.timeline": timeline.timeline(all_of, quarter="2027-Q1"),
        "kpi.figure": kpi.figure(watched),
        "over_time.figure": over_time.figure(map_reviews.reviews.compute(image).over_time),
        "curves.figure": curves.figure(points),
        "two_curves.figure": two_curves.figure((told, told), pairs),
    }


def texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a figure that a reader can see, and the property it stands in."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("customdata", "font", "textfont", "tickfont", "line", "marker", "base", "template"):
                yield from texts(inner, key)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner, name)
    elif isinstance(value, str):
        yield name, value


def as_plotly_shows(text: str) -> str:
    """Tags are taken out, then entities decoded once."""

    def decoded(match: re.Match[str]) -> str:
        what = match[1]
        if what.startswith("#"):
            return chr(int(what[2:], 16) if what[1] == "x" else int(what[1:]))
        return KNOWN.get(what, match[0])

    return re.sub(r"&(#\d+|#x[\da-fA-F]+|[a-z]+);", decoded, STYLED.sub("", text))


SHOWN = {"text", "hovertext", "ticktext", "name"}


def check(image: WorkshopState, words: str) -> None:
    for name, figure in drawn(said(image, words)).items():
        found = list(texts(figure.to_dict()))
        assert {text for kind, text in found if kind.endswith("template")} <= {paint.SHOWN}, name
        seen = [text for kind, text in found if kind in SHOWN]
        stray = [text for text in seen if re.search(r"<[^<>]*>", STYLED.sub("", text))]
        assert stray == [], f"{name}: tags that people wrote"
        shown = [as_plotly_shows(text) for text in seen]
        assert any(words in text for text in shown), f"{name}: {words!r} is not shown as it was written"
        cut = [text for text in shown if words not in text and ("quot;" in text or "&#x27;" in text or "&amp;" in text)]
        assert cut == [], name


@pytest.mark.parametrize("words", NAUGHTY)
def test_naughty_words_are_shown_as_they_are(whole: WorkshopState, words: str) -> None:
    check(whole, words)


@example(words="&&lt;")
@given(words=st.text("\"'<>&%{}$;#abqx/=", min_size=1, max_size=9))
def test_so_are_any(whole: WorkshopState, words: str) -> None:
    check(whole, words)


def test_every_figure_is_looked_at(whole: WorkshopState) -> None:
    made: set[str] = set()
    for module in pkgutil.iter_modules(figures.__path__):
        there = importlib.import_module(f"cjm.figures.{module.name}")
        for name, what in vars(there).items():
            what = getattr(what, "__wrapped__", what)
            own = inspect.isfunction(what) and what.__module__ == there.__name__ and not name.startswith("_")
            if own and get_type_hints(what).get("return") is go.Figure:
                made.add(f"{module.name}.{name}")
    assert made == set(drawn(whole))
