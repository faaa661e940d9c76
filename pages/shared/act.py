"""Hands a command over, once, and says how it went."""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections.abc import Callable
from datetime import date
from functools import partial, wraps
from hashlib import sha256
from typing import ParamSpec, TypeVar

import streamlit as st
from pydantic import BaseModel
from streamlit.errors import StreamlitAPIException

from cjm.core.errors import CjmError, Conflict, DatabaseFault, just_now
from cjm.core.incidents import tell_fault
from cjm.core.service import Context
from pages.server.lifetime import in_callback, this_run
from pages.shared.guard import still
from pages.shared.text import plain

P = ParamSpec("P")
R = TypeVar("R")
PLAIN = (str, int, float, date, tuple, list, dict, set, BaseModel)


def request_id(form: str) -> str:
    """The id that the next command of ``form`` carries, made when the form is drawn."""
    key = f"request:{form}"
    if key not in st.session_state:
        st.session_state[key] = str(uuid.uuid4())
    made: str = st.session_state[key]
    return made


def _given(command: Callable[..., object]) -> str:
    """The values that ``command`` was made with: what is typed differently is another command of the same form."""
    if isinstance(command, partial):
        values = [*command.args, *command.keywords.values()]
    else:
        closed = [cell.cell_contents for cell in getattr(command, "__closure__", None) or ()]
        values = [*closed, *(getattr(command, "__defaults__", None) or ())]
    given = [value for value in values if isinstance(value, PLAIN)]
    return sha256(repr(given).encode("utf-8", "replace")).hexdigest()[:16] if given else ""


def not_stored(fault: DatabaseFault) -> str:
    """What to say where a fault of the database met a press, which keeps its request id; it is logged, too."""
    tell_fault(fault)
    return f"Not stored yet: {just_now(fault)} just now. Press again in a moment; it is stored once."


def run(context: Context, form: str, command: Callable[[Context], R], *, done: str = "", based_on: int | None = None) -> R | None:
    """Carry out ``command`` with the request id of ``form``; show the sentence if it is refused.

    A run that the next press overtakes before its result is drawn keeps its id, so that the same again is the same command; the
    browser besides sends no second press before the first one's answer is drawn (``drafts.js``, ``draw.js``).

    What a fault of the database kept from being stored, or perhaps did not, keeps its id too: pressed again, it is stored once.

    Works in callbacks and in the page. Returns the result, or None if it was refused; what somebody else changed since the
    version ``based_on`` is raised as Conflict, so that the form can show both texts.
    """
    id_of = f"{form}:{_given(command)}"
    final = True
    try:
        result = command(still(context).once(request_id(id_of), based_on))
    except CjmError as error:
        if isinstance(error, Conflict) and based_on is not None:
            raise
        object_to(str(error))
        st.session_state["refused"] = str(error)
        return None
    except DatabaseFault as fault:
        final = False
        later = not_stored(fault)
        object_to(later)
        st.session_state["refused"] = later
        return None
    finally:
        # Wherever the session state is touched Streamlit may end a run that was overtaken: then the id stays.
        if final:
            st.session_state.pop(f"request:{id_of}", None)
    st.session_state.pop("refused", None)
    if done:
        say(done)
    return result


_said = threading.local()
SAY_NEXT = "say_next"
OBJECTS = "info"
"""The icon of what stays a little longer: why something was not done."""


def say(words: str, icon: str = "check") -> None:
    """Show ``words``, which may be a user's, in a corner for a moment.

    What a callback says is shown by the run that follows it: drawn in the callback of a fragment it would take the place of what
    stands first on the page, and that is the page's style.
    """
    if in_callback():
        st.session_state.setdefault(SAY_NEXT, []).append((words, icon))
        return
    now = this_run()
    if getattr(_said, "run", None) is not now:
        _said.run, _said.words = now, []
    shown = st.toast(plain(words), icon=f":material/{icon}:", duration="long" if icon == OBJECTS else "short")
    _said.words.append((shown, words, icon))


def object_to(words: str) -> None:
    """Say why something was not done."""
    say(words, OBJECTS)


def rerun() -> None:
    """Draw the page anew. What was said in this run is said in the next one: the browser would mostly drop it with this one."""
    if getattr(_said, "run", None) is this_run():
        for shown, words, icon in _said.words:
            with contextlib.suppress(StreamlitAPIException):  # a fragment may not take it back
                shown.empty()
            st.session_state.setdefault(SAY_NEXT, []).append((words, icon))
    st.rerun()


def tell() -> None:
    """Say what the last run, or a callback before this one, had to say."""
    for words, icon in st.session_state.pop(SAY_NEXT, []):
        say(words, icon)


def telling(draws: Callable[P, R]) -> Callable[P, R]:
    """Makes ``draws``, the body of a fragment or dialog, say at its end what its callbacks had to say: nothing else is moved by it."""

    @wraps(draws)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        result = draws(*args, **kwargs)
        tell()
        return result

    return drawn


def fragment(draws: Callable[P, R]) -> Callable[P, R]:
    """A part of a page that runs by itself, and says what its callbacks had to say."""
    return st.fragment(telling(draws))


def dialog(title: str, draws: Callable[P, R]) -> Callable[P, R]:
    """The same over the page."""
    return st.dialog(title)(telling(draws))
