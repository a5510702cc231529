"""Commands of those who ask: query, questions."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import answers
from ..errors import UsageError
from ..words import count
from .options import (
    at_day,
    data_folder,
    in_json,
    is_address,
    known_then,
    options,
    question_names,
    read,
    read_store,
    remote,
    silent,
    to_file,
    where_kept,
)
from .screen import apart, deliver, interruptible, say, say_json, table

if TYPE_CHECKING:
    from ..query import Question
    from ..store import Results


@click.command(
    short_help="Answer a named question or a SPARQL query.",
    epilog="Example: pactgraph query who-funds funder=japan --as-of 2021",
)
@click.argument("source", metavar="NAME|FILE|-", shell_complete=question_names)
@click.argument("values", nargs=-1, metavar="[PARAMETER=VALUE …]")
@click.option("--format", "form", default="table", show_default=True, help="table csv tsv json xml turtle ntriples …")
@options(data_folder, where_kept, at_day, known_then, to_file, in_json, silent)
def query(
    source: str,
    values: tuple[str, ...],
    form: str,
    data: Path | None,
    where: str | None,
    as_of: str | None,
    known_by: str | None,
    output: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Answer a named question, or a SPARQL query from a file or from standard input (-)."""
    from ..query import ask, question, questions, rows, run, serialise

    form = "json" if as_json else form
    if form == "table" and output is not None:
        raise UsageError("a table is for the screen; with -o choose --format csv, tsv, json or xml")
    answer: Callable[[], Results]
    opened: Callable[[], object]
    if source in questions():
        graph = opened = cache(lambda: read(data, quiet=quiet, where=where))
        asked, pairs = question(source), _pairs(values)

        def answer() -> Results:
            return ask(graph().store, asked, graph().things, graph().clock(as_of, known_by), pairs)
    else:
        text = _text_of(source)
        if values or as_of or known_by:
            raise UsageError("parameters and clocks belong to named questions; write them into the SPARQL instead")
        store = opened = cache(lambda: read_store(data, quiet=quiet, where=where))

        def answer() -> Results:
            return run(store(), text, name=source)

    # A store on disk has threads of its own once it is open, and what has threads is not copied; a server's engine
    # is not in this process.
    on_disk, away = where and not is_address(where), where and is_address(where)
    if not on_disk:
        opened()
    done = interruptible if away else partial(apart, first=opened)
    if form != "table":
        deliver(done(lambda: serialise(answer(), form)), output)
        return
    names, found = done(lambda: rows(answer()))
    table(names, found)
    if not quiet:
        say(count(len(found), "row"), err=True)


def _text_of(source: str) -> str:
    """The text of a query from a file or from standard input."""
    from ..query import MAX_QUERY, question

    path = Path(source)
    if source != "-" and not path.is_file():
        question(source)  # not a file: say which named question is nearest
    try:
        # One character more than is allowed, of at most four bytes: enough to see that it is too long.
        if source == "-":
            return sys.stdin.buffer.read(4 * MAX_QUERY + 4).decode()
        with path.open("rb") as file:
            return file.read(4 * MAX_QUERY + 4).decode()
    except OSError as error:
        raise UsageError(f"cannot read {source}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"cannot read {source}: byte {error.start} is not UTF-8") from None


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in values:
        name, mark, value = text.partition("=")
        if not mark:
            raise UsageError(f"{text!r} is not a parameter; write name=value")
        if name in found:
            raise UsageError(f"the parameter {name!r} is given twice")
        found[name] = value
    return found


@click.command(short_help="List the named questions.", epilog="Example: pactgraph questions who-funds")
@click.argument("name", required=False, shell_complete=question_names)
@options(where_kept, in_json, silent)
def questions(name: str | None, where: str | None, as_json: bool, quiet: bool) -> None:
    """List the named questions under their headings, or show one with its parameters and its SPARQL.

    With --store and an address: those alone that the server there is known to answer rightly.
    """
    from ..query import GROUPS, doubt, question
    from ..query import questions as library

    chosen = [question(name)] if name else list(library().values())
    if where and is_address(where):
        server = remote(where)
        chosen = [asked for asked in chosen if not doubt(server, asked)]
    if as_json:
        say_json(answers.questions(chosen))
    elif name:
        say(question(name).sparql.rstrip())
    elif sys.stdout.isatty():
        for group in GROUPS:
            say(group)
            table(("name", "question", "parameters"), [_listed(q) for q in chosen if q.group == group])
    else:
        table(("name", "question", "parameters", "group"), [(*_listed(q), q.group) for q in chosen])


def _listed(asked: Question) -> tuple[str, str, str]:
    return asked.name, asked.text, " ".join(p.name for p in asked.parameters)
