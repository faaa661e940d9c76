"""Guessing is slowed down: each browser, and all of them together."""

from __future__ import annotations

import pytest

from cjm.core.limiter import ALL_SECONDS, ALL_TRIES, BROWSER_SECONDS, BROWSER_TRIES, Guesses, TooManyGuesses


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_browser_that_guesses_wrong_has_to_wait() -> None:
    clock = Clock()
    guesses = Guesses(clock)
    for _ in range(BROWSER_TRIES):
        guesses.check("code", "anna")
        guesses.wrong("code", "anna")
    with pytest.raises(TooManyGuesses, match="Wait 2 minutes"):
        guesses.check("code", "anna")
    guesses.check("code", "ben")
    guesses.check("operator", "anna")
    clock.now += BROWSER_SECONDS - 1
    with pytest.raises(TooManyGuesses, match="Wait a second"):
        guesses.check("code", "anna")
    clock.now += 1
    guesses.check("code", "anna")


def test_a_right_one_starts_afresh() -> None:
    guesses = Guesses(Clock())
    for _ in range(3):
        for _ in range(BROWSER_TRIES - 1):
            guesses.wrong("code", "anna")
        guesses.right("code", "anna")
    guesses.check("code", "anna")


def test_browsers_made_up_to_guess_are_slowed_down_together() -> None:
    clock = Clock()
    guesses = Guesses(clock)
    for number in range(ALL_TRIES):
        guesses.check("code", f"browser {number}")
        guesses.wrong("code", f"browser {number}")
    with pytest.raises(TooManyGuesses, match="QR code"):
        guesses.check("code", "one more")
    guesses.check("operator", "one more")
    clock.now += ALL_SECONDS
    guesses.check("code", "one more")
