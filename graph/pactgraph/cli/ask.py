"""Commands of those who ask: query, questions."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import answers
from ..errors import UsageError
from ..words import count
from .options import at_day, data_folder, in_json, known_then, options, question_names, read, silent, to_file
from .screen import deliver, interruptible, say, say_json, table

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
@options(data_folder, at_day, known_then, to_file, in_json, silent)
def query(
    source: str,
    values: tuple[str, ...],
    form: str,
    data: Path | None,
    as_of: str | None,
    known_by: str | None,
    output: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Answer a named question, or a SPARQL query from a file or from standard input (-)."""
    from .. import query as sparql

    form = "json" if as_json else form
    if form == "table" and output is not None:
        raise UsageError("a table is for the screen; with -o choose --format csv, tsv, json or xml")
    answer: Callable[[], Results]
    if source in sparql.questions():
        graph = read(data, quiet=quiet)
        asked, clock = sparql.question(source), graph.clock(as_of, known_by)
        pairs = _pairs(values)

        def answer() -> Results:
            return sparql.ask(graph.store, asked, graph.things, clock, pairs)
    else:
        text = _text_of(source)
        if values or as_of or known_by:
            raise UsageError("parameters and clocks belong to named questions; write them into the SPARQL instead")
        graph = read(data, quiet=quiet)

        def answer() -> Results:
            return sparql.run(graph.store, text, name=source)

    if form != "table":
        deliver(interruptible(lambda: sparql.serialise(answer(), form)), output)
        return
    names, rows = interruptible(lambda: sparql.rows(answer()))
    table(names, rows)
    if not quiet:
        say(count(len(rows), "row"), err=True)


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
@options(in_json, silent)
def questions(name: str | None, as_json: bool, quiet: bool) -> None:
    """List the named questions under their headings, or show one with its parameters and its SPARQL."""
    from .. import query as sparql

    chosen = [sparql.question(name)] if name else list(sparql.questions().values())
    if as_json:
        say_json(answers.questions(chosen))
    elif name:
        say(chosen[0].sparql.rstrip())
    elif sys.stdout.isatty():
        for group in sparql.GROUPS:
            say(group)
            table(("name", "question", "parameters"), [_listed(q) for q in chosen if q.group == group])
    else:
        table(("name", "question", "parameters", "group"), [(*_listed(q), q.group) for q in chosen])


def _listed(asked: Question) -> tuple[str, str, str]:
    return asked.name, asked.text, " ".join(p.name for p in asked.parameters)
