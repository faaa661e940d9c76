"""The page of two journeys side by side."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
CSS = (_HERE / "drawn.css").read_text()
"""For what is drawn."""
STYLE = f"<style>{(_HERE / 'page.css').read_text()}</style>"
"""For the page around it."""
