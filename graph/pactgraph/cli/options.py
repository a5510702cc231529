"""Options that commands share, completion of what people type, and reading the data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..errors import PactError, UsageError
from .screen import progress

if TYPE_CHECKING:
    from ..graph import PactGraph

_Command = TypeVar("_Command", bound=Callable[..., Any])
_FILE = click.Path(path_type=Path)

data_folder = click.option("--data", type=_FILE, help="Folder with entities/ and statements/.")
silent = click.option("-q", "--quiet", is_flag=True, help="Say nothing while working.")
in_json = click.option("--json", "as_json", is_flag=True, help="Answer, and report errors, as JSON.")
to_file = click.option("-o", "--output", type=_FILE, help="Write to this file instead of the screen.")
at_day = click.option("--as-of", metavar="DATE", help="What was true then: a day, month or year.")
known_then = click.option("--known-by", metavar="DATE", help="Use only documents issued by then.")


def options(*wanted: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Several options in the order in which help lists them."""

    def decorate(command: _Command) -> _Command:
        for option in reversed(wanted):
            command = option(command)
        return command

    return decorate


def things(context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    """Completion of ids: those that begin with the letters typed."""
    try:
        graph = read(context.params.get("data"), quiet=True)
    except PactError:
        return []
    return [thing for thing in graph.things if thing.startswith(typed)]


def question_names(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    """Completion of named questions."""
    from ..query import questions

    return [name for name in questions() if name.startswith(typed)]


def analysis_names(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    """Completion of analyses."""
    from ..analysis import ANALYSES

    return [name for name in ANALYSES if name.startswith(typed)]


def read(data: Path | None, *, quiet: bool) -> PactGraph:
    """The graph of a folder, with a progress bar on a terminal if it takes long."""
    from ..graph import load

    with progress("Reading", 0, quiet) as advance:
        return load(data, progress=lambda done, total: advance(done, total))


def one_folder(argument: Path | None, option: Path | None) -> Path | None:
    """The folder of data, which may be given as an argument or as an option."""
    if argument is not None and option is not None:
        raise UsageError("give the folder of data once: as an argument or with --data")
    return argument or option
