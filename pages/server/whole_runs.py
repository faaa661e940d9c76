"""What is asked for of a page is done one after the other and to its end, so that what was pressed is done, once.

Streamlit ends a run where another one is asked for, at the next touch of the page or of the session state, and tells only the first
run of what was pressed. So a press was lost where the next one, or a field that was left, overtook it before it came to its button;
overtaken between its command and the drawing, it was made again by whoever saw the form as it was. Two that wait are put together by
Streamlit, with the fields of the later one: a form that empties itself was sent without its text. A run lasts a few hundredths of a
second: what is asked for meanwhile waits, and a press is put together with nothing that comes after it.

What the page asks for itself (``st.rerun``, ``st.switch_page``), and the end of a session, still end the run.
"""

from __future__ import annotations

from typing import TypeVar
from weakref import WeakKeyDictionary

from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequest, ScriptRequests, ScriptRequestType

Asked = TypeVar("Asked", ScriptRequest, ScriptRequest | None)

_request = ScriptRequests._request_rerun_locked
_yield = ScriptRequests.on_scriptrunner_yield
_ready = ScriptRequests.on_scriptrunner_ready


class _Line:
    """What one session waits for, behind the request that Streamlit itself keeps."""

    def __init__(self) -> None:
        self.waiting: list[RerunData] = []
        self.itself = False
        """The run that is on has asked for another one."""


_lines: WeakKeyDictionary[ScriptRequests, _Line] = WeakKeyDictionary()


def _line(requests: ScriptRequests) -> _Line:
    return _lines.setdefault(requests, _Line())


def _pressed(data: RerunData) -> bool:
    states = data.widget_states.widgets if data.widget_states else ()
    return any(state.WhichOneof("value") == "trigger_value" and state.trigger_value for state in states)


def _requested(requests: ScriptRequests, data: RerunData) -> bool:
    run = get_script_run_ctx(suppress_warning=True)
    if run is not None and run.script_requests is requests:
        _line(requests).itself = True
    return _lined_up(requests, data)


def _lined_up(requests: ScriptRequests, data: RerunData) -> bool:
    line = _line(requests)
    if requests._state is ScriptRequestType.RERUN and (line.waiting or _pressed(requests._rerun_data)):
        line.waiting.append(data)
        return True
    return _request(requests, data)


def _next(requests: ScriptRequests, asked: Asked) -> Asked:
    """What waits behind ``asked`` comes next."""
    line = _line(requests)
    if asked is not None:
        line.itself = False
        if asked.type is ScriptRequestType.RERUN:
            waiting, line.waiting = line.waiting, []
            with requests._lock:
                for data in waiting:
                    _lined_up(requests, data)
    return asked


def _yielded(requests: ScriptRequests) -> ScriptRequest | None:
    if requests._state is ScriptRequestType.RERUN and not _line(requests).itself:
        return None
    return _next(requests, _yield(requests))


def _readied(requests: ScriptRequests) -> ScriptRequest:
    return _next(requests, _ready(requests))


def install() -> None:
    """For all sessions of this process."""
    ScriptRequests._request_rerun_locked = _requested  # type: ignore[method-assign, assignment]
    ScriptRequests.on_scriptrunner_yield = _yielded  # type: ignore[method-assign, assignment]
    ScriptRequests.on_scriptrunner_ready = _readied  # type: ignore[method-assign, assignment]
