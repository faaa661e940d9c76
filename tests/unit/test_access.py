"""Every command and every view asks who is there: the whole table, made from the code."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import cjm
from cjm.access import RIGHTS, Actor, Right, Role
from cjm.commands import COMMANDS
from cjm.errors import NotAllowed
from cjm.service import Context, Service
from cjm.views import VIEWS

for module in pkgutil.iter_modules(cjm.__path__):
    if module.name != "__main__":
        importlib.import_module(f"cjm.{module.name}")


class NeverReached:
    """A store that fails the test when a refused command or view touches it."""

    def reading(self) -> None:
        raise AssertionError("read before asking who is there")

    writing = reading


def context(role: Role) -> Context:
    return Context(Service(NeverReached()), Actor("Somebody", role), "workshop")  # type: ignore[arg-type]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_command_asks_first(role: Role, name: str) -> None:
    wrong_arguments = {"no_such_argument": 1}
    expected = AssertionError if COMMANDS[name].right in RIGHTS[role] else NotAllowed
    with pytest.raises(expected):
        COMMANDS[name](context(role), **wrong_arguments)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", sorted(VIEWS))
def test_view_asks_first(role: Role, name: str) -> None:
    expected = AssertionError if VIEWS[name].right in RIGHTS[role] else NotAllowed
    with pytest.raises(expected):
        VIEWS[name](context(role))


def test_leaders_only_read() -> None:
    assert RIGHTS[Role.LEADER] == {Right.READ}
    assert all(command.right in {Right.EDIT, Right.FACILITATE} for command in COMMANDS.values())
