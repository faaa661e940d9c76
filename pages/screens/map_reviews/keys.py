"""The left and right keys turn the pages of a walk, as on any shared screen."""

from __future__ import annotations

import time

import streamlit as st

_JS = """
export default function (component) {
  const { data, parentElement: host, setTriggerValue } = component;
  host.__turn = (way) => setTriggerValue("turn", `${way}|${Date.now()}`);
  if (host.__keys) return;
  // what takes arrows itself keeps them: fields, lists, groups of choices
  const own = "input, textarea, select, [contenteditable=true], [role=radiogroup], [role=listbox], [role=slider], [role=dialog], [role=tablist]";
  host.__keys = (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    if (event.composedPath().some((one) => one.matches?.(own))) return;
    event.preventDefault();
    host.__turn(event.key === "ArrowLeft" ? "back" : "next");
  };
  window.addEventListener("keydown", host.__keys);
  return () => { window.removeEventListener("keydown", host.__keys); host.__keys = null; };
}
"""
_keys = st.components.v2.component("cjm_turn", js=_JS, html="<span></span>")
LASTS = 10.0
"""Seconds for which a key that was pressed during a run is remembered."""


def _pressed() -> None:
    way = (st.session_state["live_review_keys"].turn or "").partition("|")[0]
    if way:
        st.session_state.setdefault("review_turns", []).append((time.monotonic(), way))


def turned() -> str | None:
    """“back” or “next” for a key that was pressed, once."""
    _keys(key="live_review_keys", data={}, on_turn_change=_pressed)
    waiting: list[tuple[float, str]] = st.session_state.get("review_turns", [])
    while waiting:
        at, way = waiting.pop(0)
        if time.monotonic() - at < LASTS:
            return way
    return None
