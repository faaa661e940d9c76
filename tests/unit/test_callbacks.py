"""What a widget calls back draws nothing: in a fragment it would take the place of what stands first on the page, its style."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DRAWS_NOTHING = {"rerun", "switch_page", "session_state", "query_params", "context", "cache_data", "cache_resource", "get_option"}
SAYS = "pages/shared/act.py:say"
"""The one place that shows what a callback says, after it."""


@dataclass
class Module:
    """The functions of one file by name, and what it has from others of ours."""

    path: str
    tree: ast.Module
    functions: dict[str, list[ast.FunctionDef]] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef):
                self.functions.setdefault(node.name, []).append(node)
            elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("pages"):
                for alias in node.names:
                    self.imported[alias.asname or alias.name] = (node.module, alias.name)


def modules() -> dict[str, Module]:
    """Every file of the pages, by its dotted name."""
    found = {}
    for path in sorted((ROOT / "pages").rglob("*.py")):
        at = path.relative_to(ROOT)
        dotted = ".".join(at.with_suffix("").parts).removesuffix(".__init__")
        found[dotted] = Module(at.as_posix(), ast.parse(path.read_text(encoding="utf-8")))
    return found


def named(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Names in an expression, and those of modules: ``address.put`` is ("address", "put")."""
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            yield one.value.id, one.attr
        elif isinstance(one, ast.Name):
            yield one.id, ""


def parameters(node: ast.AST) -> set[str]:
    """What is handed to a function or to one inside it: no functions of the module."""
    return {one.arg for one in ast.walk(node) if isinstance(one, ast.arg)}


class Walk:
    """From what widgets call back to all that it may call."""

    def __init__(self) -> None:
        self.modules = modules()
        self.reached: set[tuple[str, int]] = set()
        self.callbacks = 0
        self.drawing: list[str] = []

    def found(self, module: Module, name: str, attribute: str) -> Iterator[tuple[Module, ast.FunctionDef]]:
        if not attribute and name in module.functions:
            yield from ((module, one) for one in module.functions[name])
            return
        if name not in module.imported:
            return
        place, original = module.imported[name]
        there = self.modules.get(f"{place}.{original}") if attribute else self.modules.get(place)
        if there is None:
            return
        if not attribute and original not in there.functions and original in there.imported:
            yield from self.found(there, original, "")
        for one in there.functions.get(attribute or original, []):
            yield there, one

    def follow(self, module: Module, node: ast.AST, given: set[str]) -> None:
        for name, attribute in named(node):
            for there, one in () if name in given else self.found(module, name, attribute):
                self.enter(there, one)

    def enter(self, module: Module, function: ast.FunctionDef) -> None:
        if (module.path, function.lineno) in self.reached or f"{module.path}:{function.name}" == SAYS:
            return
        self.reached.add((module.path, function.lineno))
        for call in (node.func for node in ast.walk(function) if isinstance(node, ast.Call)):
            if isinstance(call, ast.Attribute) and ast.unparse(call.value) == "st" and call.attr not in DRAWS_NOTHING:
                self.drawing.append(f"{module.path}:{call.lineno} {ast.unparse(call)} in {function.name}")
        for statement in function.body:
            self.follow(module, statement, parameters(function))

    def start(self, module: Module) -> None:
        for function in [None, *(one for named in module.functions.values() for one in named)]:
            body = function or module.tree
            made = {
                target.id: node.value
                for node in ast.walk(body)
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            for node in ast.walk(body):
                if not isinstance(node, ast.keyword) or not (node.arg or "").startswith("on_"):
                    continue
                self.callbacks += 1
                self.follow(module, node.value, parameters(body))
                for name, attribute in named(node.value):
                    if not attribute and name in made:
                        self.follow(module, made[name], parameters(body))


def test_nothing_is_drawn_by_what_a_widget_calls_back() -> None:
    walk = Walk()
    for module in walk.modules.values():
        walk.start(module)
    assert walk.callbacks > 40 and len(walk.reached) > 40, "the callbacks were not found"
    assert not walk.drawing, "\n".join(walk.drawing)


def test_what_a_callback_says_is_said_by_every_fragment_and_dialog() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "pages").rglob("*.py"))
        if path.name != "act.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "st.fragment" in line or "st.dialog" in line
    ]
    assert not bare, "use pages.shared.act.fragment and dialog"
