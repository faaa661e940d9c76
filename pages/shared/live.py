"""Reruns the fragment it stands in when the workshop has moved on in another tab."""

from __future__ import annotations

import streamlit as st

from cjm.core.service import Context
from cjm.people.seats import NoSeat
from pages.frontend.served import served
from pages.frontend.source import source
from pages.shared.guard import still

_LISTEN = """
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const host = parentElement;
  host.__seen = data.revision;
  host.__move = (revision) => setTriggerValue("moved", revision);
  if (host.__workshop === data.workshop) return;
  if (host.__leave) host.__leave();
  host.__workshop = data.workshop;
  let last = 0, timer = null, wanted = 0, since = 0, quiet = 0, heard = null;
  // Two fragments that ask in the same tick are taken for one, and one of them stays as it was: they take turns.
  const turns = (window.__cjmTurns = window.__cjmTurns || { next: 0 });
  const fire = () => {
    timer = null;
    const leaving = window.__cjmLeaving;
    if (wanted <= host.__seen || (leaving && leaving.path === location.pathname && Date.now() - leaving.at < 4000)) return;
    const now = Date.now();
    // Asked for while a page is being turned, the old page's part comes when its place is gone, and then Streamlit shows nothing at all.
    const state = document.querySelector("[data-testid=stApp]")?.getAttribute("data-test-script-state");
    quiet = state === "running" || state === "rerunRequested" ? 0 : quiet + 1;
    if (quiet < 2 && now - since < 5000) { timer = setTimeout(fire, 60); return; }
    if (now < turns.next) { timer = setTimeout(fire, turns.next - now); return; }
    turns.next = now + 150;
    last = now;
    host.__move(wanted);
  };
  const live = cjmLive(data.workshop);
  host.__leave = live.subscribe((event) => {
    let revision = event.type === "patch" ? event.last : event.type === "hello" ? event.revision : 0;
    if (event.type === "session" && data.people) { // who is here changes without a revision
      if (heard !== null && heard !== event.session.people) revision = host.__seen + 0.5;
      heard = event.session.people;
    }
    if (revision <= host.__seen) return;
    wanted = Math.max(wanted, revision);
    if (timer) return;
    [since, quiet] = [Date.now(), 0];
    timer = setTimeout(fire, Math.max(250, 1000 - (Date.now() - last)));
  });
  return () => { if (timer) clearTimeout(timer); if (host.__leave) host.__leave(); host.__workshop = null; };
}
"""
_live = st.components.v2.component(
    "cjm_live", js=served("live", source("frontend/kit/ids.js", "frontend/kit/live.js") + _LISTEN), html="<span></span>"
)


def _nothing() -> None:
    """The rerun is all that is wanted."""


def live(context: Context, revision: int, *, key: str = "live", people: bool = False) -> None:
    """Call inside a fragment; ``revision`` is that of the view it draws, ``people`` says that it shows who is here. Draws the whole page anew for who has another seat now."""
    try:
        stays = still(context) is context
    except NoSeat:
        stays = False
    if not stays:
        st.rerun(scope="app")
    _live(
        key=key,
        data={"workshop": context.workshop_id, "revision": revision, "people": people},
        on_moved_change=_nothing,
        height=1,
    )
