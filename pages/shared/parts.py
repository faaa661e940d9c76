"""The part of a page and the thing that is open stand in the address, so that a link or a reload leads back to them."""

from __future__ import annotations

import streamlit as st

from cjm.core.service import Context


def _key(context: Context, page: str) -> str:
    return f"{page}_part:{context.workshop_id}"


def choose_part(context: Context, page: str, label: str, parts: dict[str, str], start: str) -> None:
    """One of ``parts`` (name to words) side by side: the one in the address, else the last one here, else ``start``."""
    key = _key(context, page)
    asked = st.query_params.get("part")
    if asked in parts:
        st.session_state[key] = asked
    st.session_state.setdefault(key, start)

    def chosen() -> None:
        st.query_params["part"] = st.session_state[key]
        open_item(None)

    st.segmented_control(
        label,
        list(parts),
        key=key,
        format_func=parts.__getitem__,
        required=True,
        on_change=chosen,
        label_visibility="collapsed",
        persist_state="session",
    )


def part_of(context: Context, page: str) -> str:
    """The part that is shown."""
    return str(st.session_state[_key(context, page)])


def go_to_part(part: str) -> None:
    """Show another part of this page."""
    st.query_params["part"] = part
    open_item(None)
    st.rerun()


def opened() -> str | None:
    """The id of what is open for editing."""
    return st.query_params.get("open")


def open_item(id: str | None) -> None:
    """Open this one, or none."""
    if id:
        st.query_params["open"] = id
    else:
        st.query_params.pop("open", None)


def toggle(id: str) -> None:
    """Open this one, or close it if it is open."""
    open_item(None if opened() == id else id)


def folded(name: str) -> bool:
    """Whether a secondary part is folded away on the phone; it is until somebody unfolds it."""
    return not st.session_state.get(f"unfold:{name}", False)


def fold(name: str) -> None:
    """Fold, or unfold."""
    st.session_state[f"unfold:{name}"] = folded(name)
