"""The flow as a picture: the one place that calls streamlit-agraph.

agraph assigns ``Node.title`` with innerHTML, opens it as an address on a double click, and falls back to the id without one. So
no user's text ever goes there: every title is the same closed tag, which is empty as HTML. Labels are drawn on a canvas, where
text is text. Ids are ours.
"""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit_agraph import Config, Edge, Node, agraph

from cjm.value_stream.flow_layout import Band, Box, Flow, Label, Segment
from pages.shared.palette import department_fill

NO_TITLE = "</b>"
FONT = "Helvetica, Arial, sans-serif"
"""vis-network draws ten-pixel text if a family has a digit, and its frame has no Source Sans."""
RISKS = {
    False: ("#6B777C", "#6B777C", "#6B777C", "#C96A34", "#BF4D17", "#7A2405"),
    True: ("#8C989D", "#8C989D", "#8C989D", "#B55C24", "#EE8A45", "#FFC79A"),
}
"""A line's colour by risk, unrated first, light and dark."""
WIDTHS = (1.5, 1.5, 1.5, 2.5, 4.0, 6.0)
ZOOM = 2.5
"""All but borders is drawn this much larger: vis-network shrinks a picture to its place, but never enlarges one."""


def _invisible(id: str, x: float, y: float) -> Node:
    return Node(id=id, title=NO_TITLE, label="", shape="dot", size=0, x=x * ZOOM, y=y * ZOOM, color="rgba(0,0,0,0)", chosen=False)


def _lane(index: int, band: Band, ink: str, ground: str) -> tuple[list[Node], Edge]:
    nodes = [_invisible(f"lane:{index}:{side}", x, band.y) for side, x in (("left", band.left), ("right", band.right))]
    name = Node(
        id=f"lane:{index}:name",
        title=NO_TITLE,
        label=band.name,
        shape="text",
        x=band.left * ZOOM / 2,
        y=band.y * ZOOM,
        chosen=False,
        font={"size": band.font * ZOOM, "face": FONT, "color": ink},
    )
    edge = Edge(
        nodes[0].id,
        nodes[1].id,
        color={"color": ground, "opacity": 1},
        width=band.height * ZOOM,
        arrows="",
        smooth=False,
        chosen=False,
        selectionWidth=0,
        hoverWidth=0,
    )
    return [*nodes, name], edge


def _box(box: Box, kind: str, dark: bool, ink: str, paper: str) -> Node:
    fill, text = department_fill(box.colour, dark) if box.colour >= 0 else (paper, ink)
    border = ink if box.is_key or box.unknown else fill if box.colour >= 0 else ink
    return Node(
        id=f"{kind}:{box.id}",
        title=NO_TITLE,
        label=box.label,
        shape="box",
        x=box.x * ZOOM,
        y=box.y * ZOOM,
        margin=4 * ZOOM,
        color={"background": fill, "border": border, "highlight": {"background": fill, "border": ink}},
        borderWidth=3 if box.is_key else 2,
        borderWidthSelected=5,
        shapeProperties={"borderRadius": 6 * ZOOM, "borderDashes": [5 * ZOOM, 4 * ZOOM] if box.unknown else False},
        font={"size": box.font * ZOOM, "face": FONT, "color": text},
        widthConstraint={"minimum": (box.width - 8) * ZOOM, "maximum": (box.width + 40) * ZOOM},
        heightConstraint={"minimum": (box.height - 8) * ZOOM},
    )


def _label(label: Label, ink: str, ground: str) -> Node:
    return Node(
        id=f"handoff:{label.id}",
        title=NO_TITLE,
        label=label.text,
        shape="box",
        x=label.x * ZOOM,
        y=label.y * ZOOM,
        margin=2 * ZOOM,
        color={"background": ground, "border": ground, "highlight": {"background": ground, "border": ink}},
        borderWidth=1,
        borderWidthSelected=2,
        shapeProperties={"borderRadius": 4 * ZOOM},
        font={"size": 16 * ZOOM, "face": FONT, "color": ink},
    )


def _line(segment: Segment, ends: list[str], colour: str) -> Edge:
    risk = segment.risk or 0
    smooth: Any = {"enabled": True, "type": "curvedCW" if segment.bend > 0 else "curvedCCW", "roundness": abs(segment.bend)}
    arrow: Any = {"to": {"enabled": True, "scaleFactor": (0.9 if risk < 4 else 0.7) * ZOOM}} if segment.arrow else ""
    return Edge(
        *ends,
        color={"color": colour, "highlight": colour},
        width=WIDTHS[risk] * ZOOM,
        dashes=[9 * ZOOM, 6 * ZOOM] if segment.dashed else False,
        arrows=arrow,
        smooth=smooth if segment.bend else False,
        selectionWidth=1,
    )


def elements(flow: Flow, dark: bool, nonce: str, kind: str = "stage") -> tuple[list[Node], list[Edge]]:
    """What agraph draws, in the order in which it lies on top of one another."""
    ink, ground, paper = ("#EDF1F0", "#1A2024", "#232B30") if dark else ("#172026", "#E8ECE9", "#FFFFFF")
    nodes: list[Node] = [_invisible(f"corner:{nonce}", 4, 4), _invisible("corner", flow.width - 4, flow.height - 4)]
    edges: list[Edge] = []
    for index, band in enumerate(flow.bands):
        made, lane = _lane(index, band, ink, ground)
        nodes += made
        edges.append(lane)
    for segment in flow.segments:
        ends = [one.replace("box:", f"{kind}:").replace("label:", "handoff:") for one in (segment.start, segment.end)]
        edges.append(_line(segment, ends, RISKS[dark][segment.risk or 0]))
    nodes += [_label(label, ink, ground) for label in flow.labels]
    nodes += [_box(box, kind, dark, ink, paper) for box in flow.boxes]
    return nodes, edges


def graph(flow: Flow, *, nonce: str, kind: str = "stage") -> tuple[str, str] | None:
    """Draw it; returns (``kind`` or ``handoff``, id) of what was clicked last. A new ``nonce`` forgets the click.

    It goes in as the name of an invisible corner: agraph has no key, and vis-network complains of options it does not know.
    The canvas is as high as its frame, whose size is a matter of style; it keeps the shape of ``flow``, so what vis-network
    fitted once goes on fitting.
    """
    nodes, edges = elements(flow, st.context.theme.type == "dark", nonce, kind)
    config = Config(
        height=0,
        width=0,
        directed=True,
        physics=False,
        autoResize=True,
        groups={},
        interaction={
            "dragNodes": False,
            "dragView": False,
            "zoomView": False,
            "hover": False,
            "selectConnectedEdges": False,
            "tooltipDelay": 10**8,
        },
    )
    config.width, config.height = "100%", "calc(100vh - 0px)"
    clicked = agraph(nodes=nodes, edges=edges, config=config)
    found, _, rest = str(clicked or "").partition(":")
    return (found, rest) if found in (kind, "handoff") else None
