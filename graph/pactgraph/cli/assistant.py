"""The command of those who work with an assistant: mcp."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from .options import data_folder, in_json, options, silent
from .screen import say


@click.command(
    short_help="Serve the graph to assistants over the Model Context Protocol.",
    epilog="Example: pactgraph mcp --data data",
)
@options(data_folder, in_json, silent)
def mcp(data: Path | None, as_json: bool, quiet: bool) -> None:
    """Serve the graph to assistants over the Model Context Protocol, on standard input and output.

    An assistant starts it itself: put the command `pactgraph` with the argument `mcp` into its settings.
    It can search, show, ask the named questions, run the analyses, make briefs and run SPARQL that only
    reads; every answer names its sources.
    """
    from ..assistant import serve

    with _stopped_at_once(quiet):
        serve(data)


@contextmanager
def _stopped_at_once(quiet: bool) -> Iterator[None]:
    """End the process on a signal, without waiting for the thread that reads standard input.

    Nothing is being written; the processes that hold the data end when this one has gone.
    """

    def stop(number: int, _frame: FrameType | None) -> NoReturn:
        if not quiet:
            say("pactgraph: stopped", err=True)
        os._exit(128 + number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
