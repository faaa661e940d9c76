"""Our scripts and styles, as text."""

from __future__ import annotations

import re
from pathlib import Path

_PAGES = Path(__file__).parent.parent
_INDENT = re.compile(r"^\s+(//.*$)?", re.MULTILINE)


def source(*files: str) -> str:
    """Files beneath ``pages/`` in a row, without indentation: some of them Streamlit sends with every run."""
    return _INDENT.sub("", "\n".join((_PAGES / file).read_text(encoding="utf-8") for file in files))
