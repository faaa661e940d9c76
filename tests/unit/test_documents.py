"""What the documents say of the code is so: links, pictures, paths, settings, limits, commands and words."""

from __future__ import annotations

import argparse
import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from cjm.__main__ import parser
from cjm.core.access import Role
from db.tables import PARTS

ROOT = Path(__file__).resolve().parents[2]
OURS = [folder for folder in ROOT.iterdir() if folder.is_dir() and (not folder.name.startswith(".") or folder.name == ".github")]
"""Not what is installed or kept beside the program."""
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(path for folder in OURS for path in folder.rglob("*.md"))])
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
OPERATIONS = ROOT / "docs" / "operations.md"
README_LINES = 200

FENCED = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
REFERENCE = re.compile(r"^\s{0,3}\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
SOURCE = re.compile(r"""<(?:img|a)\b[^>]*\b(?:src|href)\s*=\s*["']([^"']+)["']""")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
PLACE = re.compile(r"`((?:cjm|db|pages|tests|docs)/[\w./-]*|app\.py|\.streamlit/[\w.]+|\.ci/\w+|[a-z-]+\.txt)`")
SETTING = re.compile(r"CJM_[A-Z0-9_]*[A-Z0-9]")
NAMED_IN = re.compile(r"((?:`[\w.]+`(?:, | and |; )?)+),? (?:in|of|such as this one in) `([\w./]+\.(?:py|js))`")
MODULE_COMMAND = re.compile(r"python -m cjm ([a-z]+)")
TARGET = re.compile(r"`make ([a-z-]+)|^make ([a-z-]+)", re.MULTILINE)


def prose(path: Path) -> str:
    """A document without its blocks of code."""
    return FENCED.sub("", path.read_text(encoding="utf-8"))


def linked(path: Path) -> list[str]:
    """Everything in a document that leads somewhere."""
    text = CODE.sub("", prose(path))
    return [*LINK.findall(text), *REFERENCE.findall(text), *SOURCE.findall(text)]


def anchors(path: Path) -> set[str]:
    """What leads to each heading: small letters, no punctuation, a dash for a blank, and a number where it comes again."""
    made: set[str] = set()
    for heading in HEADING.findall(prose(path)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        number = 0
        while (unlike := f"{slug}-{number}" if number else slug) in made:
            number += 1
        made.add(unlike)
    return made


def rows(path: Path, first: str) -> list[list[str]]:
    """The rows of the table whose head begins with ``first``."""
    _, _, after = path.read_text(encoding="utf-8").partition(f"\n| {first} |")
    assert after, f"{path.name} has no table that begins with {first}"
    table = after.split("\n\n", 1)[0].split("\n")[2:]
    return [[cell.strip() for cell in line.strip().strip("|").split(" | ")] for line in table if line.startswith("|")]


@cache
def read_by_code() -> set[str]:
    """Every setting whose name is a text by itself somewhere in the program, or stands in the Makefile."""
    names: set[str] = set()
    files = [ROOT / "app.py", *(file for folder in ("pages", "cjm", "db") for file in sorted((ROOT / folder).rglob("*.py")))]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and SETTING.fullmatch(node.value):
                names.add(node.value)
    return names | set(SETTING.findall((ROOT / "Makefile").read_text(encoding="utf-8")))


def subcommands() -> set[str]:
    """What ``python -m cjm`` can be told to do."""
    return {name for action in parser()._actions if isinstance(action, argparse._SubParsersAction) for name in action.choices}


def limits() -> Iterator[tuple[str, str]]:
    """What the table of limits says, and where in the code it stands."""
    for cells in rows(OPERATIONS, "What | At most"):
        yield cells[1], cells[2].strip("`")


def test_there_are_documents() -> None:
    wanted = {
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "docs/architecture.md",
        "docs/glossary.md",
        "docs/operations.md",
        "docs/security.md",
        "docs/decisions/README.md",
    }
    assert wanted <= set(NAMES)
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name: str) -> None:
    document = ROOT / name
    dead = []
    for target in linked(document):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        file, _, anchor = target.partition("#")
        there = (document.parent / unquote(file)).resolve() if file else document
        known = there.is_relative_to(ROOT) and there.exists()
        if not known or (anchor and (there.suffix != ".md" or anchor not in anchors(there))):
            dead.append(target)
    assert dead == [], f"{name} leads nowhere"


@pytest.mark.parametrize("name", NAMES)
def test_every_file_and_folder_that_is_named_is_there(name: str) -> None:
    assert sorted(place for place in set(PLACE.findall(prose(ROOT / name))) if not (ROOT / place).exists()) == []


def test_every_picture_is_shown() -> None:
    shown = {(ROOT / target).resolve() for target in linked(ROOT / "README.md")}
    assert sorted(path.name for path in (ROOT / ".github" / "pictures").iterdir() if path not in shown) == []


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= README_LINES


def test_the_table_of_settings_has_what_the_code_reads_and_nothing_else() -> None:
    told = {name for cells in rows(OPERATIONS, "Setting") for name in SETTING.findall(cells[0])}
    assert sorted(read_by_code() - told) == [], "write it into the table of docs/operations.md"
    assert sorted(told - read_by_code()) == [], "nothing reads it any more"


@cache
def used_elsewhere() -> set[str]:
    """What looks like a setting in tests and scripts."""
    files = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "pages").rglob("*.js")]
    return {found for file in files for found in SETTING.findall(file.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("name", NAMES)
def test_no_document_names_a_setting_that_nothing_reads(name: str) -> None:
    named = set(SETTING.findall((ROOT / name).read_text(encoding="utf-8")))
    assert sorted(named - read_by_code() - used_elsewhere()) == []


def test_every_command_is_told_and_no_other() -> None:
    told = {name for document in DOCUMENTS for name in MODULE_COMMAND.findall(document.read_text(encoding="utf-8"))}
    assert told == subcommands()
    in_table = {name for cells in rows(OPERATIONS, "Command") for name in MODULE_COMMAND.findall(cells[0])}
    assert in_table == subcommands()


def test_every_target_of_make_that_is_told_is_there() -> None:
    found = {one or other for document in DOCUMENTS for one, other in TARGET.findall(document.read_text(encoding="utf-8"))}
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert found and sorted(found - targets) == []


@pytest.mark.parametrize(("told", "place"), limits(), ids=lambda one: str(one))
def test_limits_are_those_of_the_code(told: str, place: str) -> None:
    found = re.fullmatch(r"([a-z_.]+)\.([A-Z_]+)(?:\[\"(\w+)\"\])?", place)
    assert found, place
    value = getattr(importlib.import_module(found[1]), found[2])
    value = value[found[3]] if found[3] else value
    assert told.split(" (")[0] == f"{value:,.0f}"


def test_the_glossary_has_every_kind_and_role() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    wanted = [*PARTS, *(role.value for role in Role)]
    assert [name for name in wanted if f"`{name}`" not in glossary] == []


def test_every_decision_is_listed_with_its_day() -> None:
    folder = ROOT / "docs" / "decisions"
    row = re.compile(r"\| (\d{4}-\d\d-\d\d) \| \[[^\]]+\]\(([\w-]+\.md)\)")
    listed = set(row.findall((folder / "README.md").read_text(encoding="utf-8")))
    told = set()
    for note in folder.glob("0*.md"):
        title, _, date, *_ = note.read_text(encoding="utf-8").splitlines()
        assert title.startswith("# "), note.name
        told.add((date, note.name))
    assert listed == told


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_to_stand_in_a_file_stands_there(name: str) -> None:
    missing = []
    for names, file in NAMED_IN.findall(re.sub(r"\n\s+", " ", prose(ROOT / name))):
        text = (ROOT / file).read_text(encoding="utf-8")
        missing += [(one, file) for one in re.findall(r"`(?:\w+\.)*(\w+)`", names) if not re.search(rf"\b{one}\b", text)]
    assert missing == []
