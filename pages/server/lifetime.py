"""The running service, for pages and routes."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit

from streamlit import config
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ThreadState

import cjm.core.registry  # noqa: F401  every command, also where a page runs without the web application
from cjm.core.database import open_database
from cjm.core.service import Service
from cjm.core.settings import public_url
from cjm.live.hub import Hub

_lock = threading.Lock()
_service: Service | None = None
_hub: Hub | None = None


def install(service: Service | None, hub: Hub | None = None) -> None:
    """The lifespan puts service and hub here, and takes them away."""
    global _service, _hub
    _service, _hub = service, hub


def service() -> Service:
    """The service; made here when a page runs without the web application, as in its tests."""
    global _service
    with _lock:
        if _service is None:
            _service = Service(open_database())
        return _service


def hub() -> Hub:
    """What tells open screens of changes. Only the web application has one."""
    if _hub is None:
        raise RuntimeError("There is no hub outside the web application.")
    return _hub


def this_run() -> object | None:
    """An object of this run of the script or of one of its fragments; None where there is no run."""
    run = get_script_run_ctx(suppress_warning=True)
    return None if run is None else run.parallel_coordinator  # made anew for every run, and for nothing else


def in_callback() -> bool:
    """Whether a widget's callback runs: nothing may be drawn then."""
    return get_script_run_ctx(suppress_warning=True) is not None and ThreadState.get().run_location is RunLocation.CALLBACK


def base_path() -> str:
    """The path beneath which Streamlit puts the application, such as /maps; empty for the root of its address."""
    path = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def address(used: str | None) -> str:
    """Where people find the application: what the operator says, else where ``used`` was asked for; with the path it is beneath."""
    found = public_url(used)
    return found if urlsplit(found).path else found + base_path()
