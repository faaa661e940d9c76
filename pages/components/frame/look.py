"""What the parts of the frame share: their style and a few words."""

from __future__ import annotations

from pathlib import Path

from cjm.words import STEPS

CSS = (Path(__file__).parents[1] / "frame.css").read_text()
PURPOSES = {"action": "Agree and act", "alignment": "Alignment alone"}
STEP_NAMES = {"frame": "Frame", **{key: name for key, name, _ in STEPS}}
