"""Slows down guessing. Kept in the process: a restart forgives, a second process counts for itself."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from cjm.core.errors import CjmError

BROWSER_TRIES, BROWSER_SECONDS = 6, 120.0
ALL_TRIES, ALL_SECONDS = 60, 600.0
MOST_BROWSERS = 10_000


class TooManyGuesses(CjmError):
    """Wait a while."""


class Guesses:
    """Wrong guesses of late: per browser, and of everybody together, since browsers can be made up. ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._wrong: dict[tuple[str, str], deque[float]] = {}
        self._all: dict[str, deque[float]] = {}

    def check(self, what: str, browser: str) -> None:
        """Call before looking at a guess of kind ``what``. Raises TooManyGuesses with how long to wait."""
        now = self._clock()
        with self._lock:
            mine = _recent(self._wrong.get((what, browser), deque()), now - BROWSER_SECONDS)
            everyone = _recent(self._all.get(what, deque()), now - ALL_SECONDS)
            if len(mine) >= BROWSER_TRIES:
                raise TooManyGuesses(f"Too many wrong tries. Wait {_wait(mine[0] + BROWSER_SECONDS - now)}, then try again.")
            if len(everyone) >= ALL_TRIES:
                raise TooManyGuesses(
                    "Too many wrong tries on this server just now. Scan the QR code or use the link, or wait "
                    f"{_wait(everyone[-ALL_TRIES] + ALL_SECONDS - now)}."
                )

    def wrong(self, what: str, browser: str) -> None:
        """A guess was wrong."""
        now = self._clock()
        with self._lock:
            if len(self._wrong) >= MOST_BROWSERS:
                self._wrong = {key: tries for key, tries in self._wrong.items() if _recent(tries, now - BROWSER_SECONDS)}
            self._wrong.setdefault((what, browser), deque(maxlen=BROWSER_TRIES)).append(now)
            self._all.setdefault(what, deque(maxlen=ALL_TRIES)).append(now)

    def right(self, what: str, browser: str) -> None:
        """A guess was right: this browser starts afresh."""
        with self._lock:
            self._wrong.pop((what, browser), None)


def _recent(tries: deque[float], since: float) -> deque[float]:
    while tries and tries[0] <= since:
        tries.popleft()
    return tries


def _wait(seconds: float) -> str:
    if seconds <= 90:
        return "a second" if seconds < 1.5 else f"{round(seconds)} seconds"
    return f"{round(seconds / 60)} minutes"
