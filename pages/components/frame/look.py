"""What the parts of the frame share: their style and a few words."""

from __future__ import annotations

from cjm.words import STEPS
from pages.components.source import source

CSS = source("components/frame.css")
PURPOSES = {"action": "Agree and act", "alignment": "Alignment alone"}
STEP_NAMES = {"frame": "Frame", **{key: name for key, name, _ in STEPS}}
