"""Two real browser pages on one board of 400 cards: from the key that adds a card on one to the card on the other.

Both clocks are the browser's own: ``keydown`` is noted where it is pressed, the card by a ``MutationObserver`` where it appears.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from typing import Any

from tests import chromium
from tests.bench.bench_pages import ROOT, fill, serving

CARDS = 400
SAMPLES = 40
PAUSE = 300
"""Milliseconds between two cards."""
AIM = 120

WATCH = """() => {
  const rootOf = () => {
    for (const host of document.querySelectorAll('[data-testid^=stBidiComponent], [data-testid^=stBidiComponent] *'))
      if (host.shadowRoot && host.shadowRoot.querySelector('.board')) return host.shadowRoot;
  };
  const root = rootOf();
  const now = () => performance.timeOrigin + performance.now();
  window.__pressed = [];
  window.__came = {};
  document.addEventListener('keydown', (event) => { if (event.key === 'Enter') window.__pressed.push(now()); }, true);
  new MutationObserver((changes) => {
    const at = now();
    for (const change of changes) for (const node of change.addedNodes) {
      const said = node.nodeType === 1 && /Sample (\\d+) of this/.exec(node.textContent);
      if (said && !(said[1] in window.__came)) window.__came[said[1]] = at;
    }
  }).observe(root, { childList: true, subtree: true });
}"""


def opened(browser: Any, url: str) -> Any:
    page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.goto(url)
    page.locator(".board .card").nth(CARDS - 1).wait_for(state="attached", timeout=60_000)
    page.wait_for_timeout(1500)
    page.evaluate(WATCH)
    return page


def samples(url: str, count: int = SAMPLES) -> list[float]:
    """Milliseconds from key to card, of so many cards."""
    with chromium.browsing() as browser:
        writing, watching = opened(browser, url), opened(browser, url)
        line = writing.locator(".board .typed")
        for number in range(count):
            line.fill(f"Sample {number} of this morning")
            line.press("Enter")
            writing.wait_for_timeout(PAUSE)
        watching.wait_for_function("(count) => Object.keys(window.__came).length >= count", arg=count, timeout=15_000)
        pressed, came = writing.evaluate("() => window.__pressed"), watching.evaluate("() => window.__came")
    return [came[str(number)] - pressed[number] for number in range(count)]


def browsers(count: int = SAMPLES) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/typing.db"
        workshop_id = fill(url, (CARDS,))[str(CARDS)]
        with serving(ROOT / "app.py", ROOT, {"CJM_DATABASE_URL": url, "CJM_OPEN": "1"}) as (port, _):
            taken = samples(f"http://127.0.0.1:{port}/pain_points?w={workshop_id}", count)
    p95 = statistics.quantiles(taken, n=100, method="inclusive")[94]
    print(
        f"two browsers, {CARDS} cards, {count} samples: from key to card on the other p50 {statistics.median(taken):.0f} ms, "
        f"p95 {p95:.0f} ms, slowest {max(taken):.0f} ms; aim: under {AIM}; {'reached' if p95 < AIM else 'missed'}"
    )


if __name__ == "__main__":
    browsers(int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
