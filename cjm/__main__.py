"""The command line: python -m cjm --help."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

import cjm.core.registry  # noqa: F401  every command of what it imports, restores or undoes
from cjm.core.access import Actor, Role
from cjm.core.database import open_database, reason
from cjm.core.document import document_schema, export_document
from cjm.core.document_check import LARGEST
from cjm.core.errors import CjmError, just_now
from cjm.core.service import Context, Service
from cjm.core.settings import link, public_url
from cjm.examples import EXAMPLES, load_example
from cjm.imports.document import import_document
from cjm.people.invitations import ROLES, invite
from cjm.workshops import list_workshops
from db.faults import DatabaseFault

ACTOR = Actor("Command line", Role.FACILITATOR)
STEPS = 5


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message[:1].upper()}{message[1:]}; see “{self.prog} --help”.\n")


def example(service: Service, options: argparse.Namespace) -> None:
    print(load_example(service, ACTOR, options.name))


def show_list(service: Service, options: argparse.Namespace) -> None:
    for workshop in list_workshops(service, ACTOR):
        name = " ".join(workshop.name.split())
        print(f"{workshop.id}  {workshop.starts_on or '----------'}  step {workshop.reached} of {STEPS}  {name}")


def known(service: Service, workshop_id: str) -> Context:
    """Raises CjmError if there is no such workshop."""
    if all(workshop.id != workshop_id for workshop in list_workshops(service, ACTOR)):
        raise CjmError(f"There is no workshop “{workshop_id}”; “python -m cjm list” shows all.")
    return Context(service, ACTOR, workshop_id)


def make_link(service: Service, options: argparse.Namespace) -> None:
    print(link(invite(known(service, options.workshop), Role(options.role)).token, public_url()))


def export(service: Service, options: argparse.Namespace) -> None:
    data = export_document(known(service, options.workshop))
    if options.out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        write_whole(Path(options.out), data)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is either all there or as it was before. Raises CjmError."""
    temporary = ""
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a pipe or device, or an error that says what it is
            return
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = file.name
            file.write(data)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise CjmError(f"“{path}” can’t be written: {reason(error)}.") from error


def import_file(service: Service, options: argparse.Namespace) -> None:
    try:
        with contextlib.nullcontext(sys.stdin.buffer) if options.file == "-" else Path(options.file).open("rb") as file:
            data = file.read(LARGEST + 1)  # one more than is taken is enough to refuse it
    except OSError as error:
        raise CjmError(f"“{options.file}” can’t be read: {reason(error)}.") from error
    print(import_document(service, ACTOR, data))


def only_migrate(service: Service, options: argparse.Namespace) -> None:
    print("The database has the tables of this version.")


def parser() -> Parser:
    made = Parser(
        prog="python -m cjm",
        description="Workshops from the command line. The database is the SQLite file data/cjm.db unless CJM_DATABASE_URL "
        "names another; every command first brings it to this version.",
    )
    commands = made.add_subparsers(title="commands", required=True, metavar="COMMAND", parser_class=Parser)

    def add(name: str, text: str, do: Callable[[Service, argparse.Namespace], None] | None) -> Parser:
        command = commands.add_parser(name, help=text, description=text[:1].upper() + text[1:] + ".")
        command.set_defaults(do=do)
        return command

    add("example", "make a workshop of an example and print its id", example).add_argument(
        "name", metavar="NAME", help=f"which example: {', '.join(EXAMPLES)}"
    )
    add("list", "list the workshops, one a line: id, date, step reached, name", show_list)
    command = add("export", "write a workshop as one JSON document", export)
    command.add_argument("workshop", metavar="WORKSHOP", help="the id that “list” shows")
    command.add_argument("--out", metavar="F", help="the file to write; otherwise it is printed")
    command = add("link", "make one more link that lets people into a workshop and print it", make_link)
    command.add_argument("workshop", metavar="WORKSHOP", help="the id that “list” shows")
    command.add_argument(
        "--role",
        metavar="ROLE",
        choices=[role.value for role in ROLES],
        default=Role.CONTRIBUTOR.value,
        help=f"what they will be: {', '.join(role.value for role in ROLES)}",
    )
    add("import", "make a workshop of a JSON document and print its id", import_file).add_argument(
        "file", metavar="F", help="the file to read; - reads what is piped in"
    )
    add("schema", "print the JSON schema of the document", None)
    add("migrate", "bring the database to the tables of this version", only_migrate)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit status: 0, or 2 after one sentence on what the user can mend."""
    options = parser().parse_args(arguments)
    try:
        if options.do is None:
            print(json.dumps(document_schema(), indent=1))
        else:
            store = open_database()
            try:
                options.do(Service(store), options)
            finally:
                store.close()
        sys.stdout.flush()
    except CjmError as error:
        print(error, file=sys.stderr)
        return 2
    except DatabaseFault as fault:
        print(f"The database can’t do that now: {just_now(fault)}. Try again.", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows the rest
    sys.exit(main())
