"""Every command and every view, registered: whoever imports this module knows them all, whatever was drawn or asked before."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable

import cjm
from cjm.core.command import COMMANDS
from cjm.core.errors import CjmError

WITHOUT = ("cjm.__main__", "cjm.examples.", "cjm.figures.")
"""What runs when it is imported, and what holds neither commands nor views but takes long."""


def _everything() -> None:
    for module in pkgutil.walk_packages(cjm.__path__, "cjm."):
        if not module.name.startswith(WITHOUT):
            importlib.import_module(module.name)


_everything()


def require_commands(names: Iterable[str]) -> None:
    """Raises CjmError if a screen would send what is no command, or none that a screen may send."""
    unknown = sorted(name for name in names if name not in COMMANDS or not COMMANDS[name].live)
    if unknown:
        sent = ", ".join(unknown)
        raise CjmError(
            f"The program isn’t whole: its screens send {sent}, which nothing carries out. Install it again, all of one version."
        )
