"""What the parts of the frame share: their style and a few words."""

from __future__ import annotations

from cjm.core.vocabulary import STEPS
from pages.frontend.source import source

CSS = source("screens/frame/drawn.css")
PURPOSES = {"action": "Agree and act", "alignment": "Alignment alone"}
STEP_NAMES = {"frame": "Frame", **{key: name for key, name, _ in STEPS}}
