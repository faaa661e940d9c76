"""Counting hands: as quick as one can click, and no hand is lost on a slow line."""

from __future__ import annotations

import re

import streamlit as st

from cjm.core.service import Context
from pages.frontend.source import source
from pages.shared.draw import JS, Tree, answered, pressed, presses

_DRAW = re.sub(r"export default function\s*\(", "function cjmDraw(", JS)
_TALLY = """
// Buttons with the act "hands:ID:BY" go into the outbox and are counted on the screen at once; all others go to Python.
export default function (component) {
  const { data, parentElement: host } = component;
  const waiting = (host.__waiting = host.__waiting || []);
  const live = cjmLive(data.workshop);
  const show = () => {
    const more = {};
    for (const one of waiting) more[one.id] = (more[one.id] || 0) + one.by;
    for (const el of host.querySelectorAll("[data-votes]")) {
      const votes = Math.max(0, Number(el.dataset.stored) + (more[el.dataset.votes] || 0));
      el.textContent = String(votes);
    }
    for (const el of host.querySelectorAll("[data-squares]")) {
      const votes = Math.max(0, Number(el.dataset.stored) + (more[el.dataset.squares] || 0));
      Array.from(el.children).forEach((square, index) => square.classList.toggle("on", index < votes));
    }
  };
  const counts = (value) => {
    const [verb, id, by] = String(value).split(":");
    if (verb !== "hands") return false;
    const act = live.send({ do: "count_hands", with: { id, by: Number(by) } });
    waiting.push({ act: act.id, id, by: Number(by), revision: Infinity });
    show();
    return true;
  };
  for (let i = waiting.length - 1; i >= 0; i -= 1) if (waiting[i].revision <= data.revision) waiting.splice(i, 1);
  const unwatch = cjmDraw({ ...component, counts });
  show();
  host.__show = show;
  if (host.__workshop !== data.workshop) {
    if (host.__leave) host.__leave();
    host.__workshop = data.workshop;
    host.__leave = live.subscribe((event) => {
      if (event.type !== "acks") return;
      for (const ack of event.acks) {
        const index = waiting.findIndex((one) => one.act === ack.id);
        if (index < 0) continue;
        if (ack.ok) waiting[index].revision = ack.revision;
        else { waiting.splice(index, 1); host.__show(); }
      }
    });
  }
  return () => { unwatch(); if (host.__leave) host.__leave(); host.__leave = null; host.__workshop = null; };
}
"""
_tally = st.components.v2.component(
    "cjm_tally",
    js=source("frontend/kit/ids.js", "frontend/kit/live.js") + _DRAW + _TALLY,
    css=source("frontend/kit/draw.css"),
    html="<div></div>",
)


def tally(context: Context, tree: Tree, revision: int, *, key: str, css: str = "") -> str | None:
    """``draw``, whose buttons with the act ``hands:ID:BY`` count without waiting for the server.

    Mark a number with ``data-votes``, a row of squares with ``data-squares`` (the id) and both with ``data-stored``.
    """
    data = {"tree": tree, "css": css, "workshop": context.workshop_id, "revision": revision, "answered": answered(key)}
    _tally(key=key, data=data, on_act_change=presses(key))
    return pressed(key)
