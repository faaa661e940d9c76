"""What the log is told when something breaks: enough to mend it, and nothing of what people wrote."""

from __future__ import annotations

import logging
import secrets
import threading
import time
import traceback
from collections.abc import Callable
from typing import Any

from db.faults import DatabaseFault

log = logging.getLogger("cjm")

SPEAKS_FOR_ITSELF = (
    TypeError,
    AttributeError,
    NameError,
    ArithmeticError,
    RecursionError,
    ImportError,
    MemoryError,
    DatabaseFault,
)
"""Errors whose words come from the program. Others may quote what they failed on: a KeyError its key, a validation its input."""


class Seldom:
    """Lets one line through in ``seconds``, and tells with the next how many there were besides. ``clock`` gives seconds."""

    def __init__(self, seconds: float = 1.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._last: float | None = None
        self._more = 0

    def now(self) -> int | None:
        """How many were kept back since the last line; None if this one is kept back too."""
        with self._lock:
            now = self._clock()
            if self._last is not None and now - self._last < self._seconds:
                self._more += 1
                return None
            self._last, more, self._more = now, self._more, 0
            return more


_faults = Seldom()


def tell_fault(fault: DatabaseFault) -> None:
    """Log a fault of the database: one line, at most one a second."""
    more = _faults.now()
    if more is not None:
        log.error("%s%s", fault, f" (and {more} more since the last line)" if more else "")


def incident(error: BaseException) -> str:
    """Log what nobody at a screen can mend; returns the number under which it stands in the log."""
    number = secrets.token_hex(3).upper()
    log.error("incident %s\n%s", number, told(error))
    return number


def told(error: BaseException | None) -> str:
    """The traceback of ``error`` and of what led to it, with the words of those errors only that can't quote people."""
    parts: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        words = f": {error}" if isinstance(error, SPEAKS_FOR_ITSELF) else ""
        frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
        parts.append(f"Traceback (most recent call last):\n{frames}{type(error).__module__}.{type(error).__qualname__}{words}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\nwhich came of, or while handling, this:\n\n".join(reversed(parts))


def quiet_logs() -> None:
    """From now on every logger of this process, the web server's too, tells of exceptions in this way."""
    make = logging.getLogRecordFactory()
    if getattr(make, "quiet", False):
        return

    def quiet(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = told(record.exc_info[1])  # a formatter takes this instead of asking the exception
        return record

    quiet.quiet = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(quiet)
