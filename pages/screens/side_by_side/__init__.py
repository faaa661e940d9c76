"""The page of two journeys side by side."""

from __future__ import annotations

from pages.frontend.source import source

CSS = source("screens/side_by_side/drawn.css")
"""For what is drawn."""
STYLE = f"<style>{source('screens/side_by_side/page.css')}</style>"
"""For the page around it."""
