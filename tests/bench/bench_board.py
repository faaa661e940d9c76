"""How long a cold browser needs to show a board of 400 cards, beside stock Streamlit's empty page, in one run.

Each measurement starts a browser of its own, with nothing in its caches, and takes turns between the two; the clock is the
browser's, from the start of the navigation until the page has been painted. ``make bench`` prints both medians and their
ratio (aim: 1.2).
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from tests import chromium
from tests.bench.bench_pages import ROOT, fill, serving

CARDS = 400
ROUNDS = 9
AIM = 1.2

WATCH = """(wanted) => {
  const shown = () => {
    if (!wanted) return !!document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]');
    let cards = 0;
    for (const host of document.querySelectorAll('[data-testid^=stBidiComponent], [data-testid^=stBidiComponent] *'))
      if (host.shadowRoot) cards += host.shadowRoot.querySelectorAll('.card').length;
    return cards >= wanted;
  };
  const painted = () => setTimeout(() => (window.__shown = performance.now()));
  const look = () => requestAnimationFrame(shown() ? painted : look);
  requestAnimationFrame(look);
}"""
"""Looks once a frame, and notes when what was looked for has been painted. An empty page stands when its script has run."""


def cold(playwright: Playwright, url: str, cards: int) -> float:
    """Milliseconds from navigation to a page that shows so many cards, in a browser that has just been started."""
    browser = chromium.launch(playwright.chromium)
    try:
        page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        page.add_init_script(f"({WATCH})({cards})")
        page.goto(url, wait_until="commit")
        page.wait_for_function("() => window.__shown", timeout=60_000)
        return float(page.evaluate("() => window.__shown"))
    finally:
        browser.close()


def main(rounds: int = ROUNDS) -> None:
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        empty = folder / "empty"
        empty.mkdir()
        (empty / "empty.py").write_text("import streamlit as st\n")
        url = f"sqlite:///{folder}/bench.db"
        workshop_id = fill(url, (CARDS,))[str(CARDS)]
        with (
            serving(empty / "empty.py", empty, {}) as (stock_port, _),
            serving(ROOT / "app.py", ROOT, {"CJM_DATABASE_URL": url, "CJM_OPEN": "1"}) as (port, _),
        ):
            pages = {
                "(stock empty)": (f"http://127.0.0.1:{stock_port}/", 0),
                f"{CARDS} cards": (f"http://127.0.0.1:{port}/pain_points?w={workshop_id}", CARDS),
            }
            taken: dict[str, list[float]] = {name: [] for name in pages}
            for number in range(rounds + 1):
                for name, (address, cards) in pages.items():
                    spent = cold(playwright, address, cards)
                    if number:  # the first time warms the servers up
                        taken[name].append(spent)
        stock, board = (statistics.median(times) for times in taken.values())
        print(f"{'cold browser':<16}{'median ms':>11}{'fastest':>9}{'slowest':>9}{'/ stock empty':>15}")
        for name, times in taken.items():
            middle = statistics.median(times)
            print(f"{name:<16}{middle:>11.0f}{min(times):>9.0f}{max(times):>9.0f}{middle / stock:>15.2f}")
        print(f"aim: {AIM}; {'reached' if board / stock <= AIM else 'missed'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
