"""Every command and view is known from the start, to the application, the command line and the tests alike."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest

from cjm.core import registry
from cjm.core.command import COMMANDS
from cjm.core.errors import CjmError
from cjm.core.view import VIEWS
from pages.server.sends import SENDS
from tests.conftest import ROOT

SENT = re.compile(r"""(?:\bdo: |\.(?:act|send)\()["']([a-z_]+)["']""")
DEFINES = re.compile(r"^@(?:command|sealed)\(\s*\"(\w+)\"", re.MULTILINE)
FOR_TESTS = {"add_theme", "add_to_frame", "set_entry_links"}
"""What no screen offers: tests make with it what screens make as part of something larger."""
SAYS = "from cjm.core.command import COMMANDS; from cjm.core.view import VIEWS; print(*sorted(COMMANDS), '|', *sorted(VIEWS))"


def sources(folder: str, ending: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / folder).rglob(f"*.{ending}")))


def known_after(start: str) -> tuple[set[str], set[str]]:
    """The commands and views that a new process knows that has imported ``start``, and nothing else."""
    said = subprocess.run([sys.executable, "-c", f"import {start}; {SAYS}"], cwd=ROOT, capture_output=True, text=True, check=True)
    commands, _, views = said.stdout.partition("|")
    return set(commands.split()), set(views.split())


@pytest.mark.parametrize("start", ["app", "cjm.__main__", "pages.server.lifetime"])
def test_a_process_that_has_just_started_knows_them_all(start: str) -> None:
    commands, views = known_after(start)
    assert commands >= {"undo", *DEFINES.findall(sources("cjm", "py")), *SENDS}
    assert commands == {name for name, made in COMMANDS.items() if made.__module__.startswith("cjm.")}
    assert views == {name for name in VIEWS if name.startswith("cjm.")}


def test_what_the_scripts_send_is_listed() -> None:
    sent = set(SENT.findall(sources("pages", "js") + sources("pages", "py")))  # a small script stands in its Python file
    assert sorted(sent ^ SENDS) == [], "write what a script sends into pages/server/sends.py"


def test_every_command_is_sent_by_a_script_or_called() -> None:
    made = {one.__name__ for name, one in COMMANDS.items() if one.__module__.startswith("cjm.") and name not in SENDS}
    nodes = [node for folder in ("cjm", "pages") for node in ast.walk(ast.parse(sources(folder, "py")))]
    called = {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.attr for node in nodes if isinstance(node, ast.Attribute)
    }
    assert made - called == FOR_TESTS, "take it out, or give people a way to it"


def test_what_the_scripts_send_can_be_carried_out() -> None:
    registry.require_commands(SENDS)


def test_without_it_the_application_does_not_start() -> None:
    with pytest.raises(CjmError, match="send trash_workshop, unheard_of, which"):
        registry.require_commands({"undo", "unheard_of", "trash_workshop"})
