"""Style of step 2's page, and the small marks that its parts share."""

from __future__ import annotations

from cjm.value_stream.flow_layout import HEIGHT, WIDTH
from pages.frontend.source import source
from pages.shared.draw import Tree
from pages.shared.palette import department_css

CSS = source("screens/value_stream/look.css")
STYLE = f"""<style>
.st-key-vs_graph {{ container-type: inline-size; overflow: hidden; align-items: center }}
.st-key-vs_graph iframe {{
  --shown: min(100cqw, calc(var(--vs-graph, calc(100dvh - 400px)) * {WIDTH / HEIGHT:.4f}));
  width: calc(var(--shown) * 1.08) !important; height: calc(var(--shown) * {1.08 * HEIGHT / WIDTH:.4f}) !important; max-width: none;
  margin: calc(var(--shown) * {-0.04 * HEIGHT / WIDTH:.4f}) calc((100cqw - var(--shown) * 1.08) / 2); display: block }}
@media (max-width: 1500px) {{ .st-key-bar {{ gap: 8px !important }} .st-key-bar h1 {{ font-size: 18px !important; line-height: 20px !important }} }}
@media (min-width: 768px) and (max-width: 1500px) {{ .st-key-bar > :first-child {{ max-width: 265px }} }}
@media (min-width: 768px) {{ .st-key-vs_side {{ max-height: var(--vs-room, none); overflow-y: auto; scrollbar-width: thin; padding: 2px }} }}
@media (max-width: 767px) {{ .st-key-vs_graph {{ display: none }} }}
</style>"""
"""agraph's frame keeps the canvas's shape and grows with the room that fit.js measures; vis-network leaves a margin of a tenth."""


def badge(letters: str, colour: int) -> Tree:
    """A department's letters on its colour."""
    if colour < 0:
        return ["span", {"class": "dept nobody", "title": "Nobody leads this stage yet"}, "?"]
    return ["span", {"class": "dept", "style": department_css(colour)}, letters]


def risk_mark(risk: int | None) -> Tree:
    """The risk as a number on its heat."""
    if risk is None:
        return ["span", {"class": "risk none", "title": "Risk not rated"}, "?"]
    return ["span", {"class": f"risk heat{risk}", "title": f"Risk {risk} of 5"}, str(risk)]
