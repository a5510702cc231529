"""The command line: the only part that prints, reads the environment or exits.

Results go to standard output, so that they can be piped; everything said to a person while it
works goes to standard error. Here stand the entrance and what becomes of every failure; the
commands stand in `keep` (check, build, export), `look` (find, show), `ask` (query, questions),
`changes` (diff), `gaps` and `sources`, their words in `words`, the printing in `screen`. Libraries
are imported where they are used: `pactgraph --help` should not wait for a graph.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import click
from click.shell_completion import shell_complete

from ..errors import DataError, PactError
from . import ask, assistant, brief, changes, gaps, keep, look, publish, serve, sources, when
from .screen import printable

_COMPLETION = "_PACTGRAPH_COMPLETE"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="pactgraph", message="pactgraph %(version)s")
def cli() -> None:
    """Who funds, chairs, signs and implements what in drug-control cooperation, and says who.

    \b
    First questions:
      pactgraph gaps                          what nobody is known to fund, what rests on one donor
      pactgraph query who-funds               who funds what, with its source
      pactgraph show border-management-lao    all that is said of one thing

    \b
    Completion of commands, ids and questions by the tab key, in bash (also zsh, fish):
      eval "$(_PACTGRAPH_COMPLETE=bash_source pactgraph)"

    Exit codes: 0 done, 1 the data has problems, 2 wrong usage, 3 an engine or file failed.
    """  # noqa: D301 - \b keeps click from filling the lines after it


for _command in (
    keep.check,
    keep.build,
    look.find,
    look.show,
    ask.query,
    ask.questions,
    gaps.gaps,
    changes.diff,
    keep.export,
    publish.publish,
    brief.brief,
    when.timeline,
    sources.sources,
    serve.serve,
    assistant.mcp,
):
    cli.add_command(_command)


class _StoppedError(BaseException):
    """The system asked us to end."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line; every failure ends in one clear message and the exit code of its kind."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in words
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal without some letter shows its number; that is no reason to fail.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        with _heeding_sigterm():
            if instruction := os.environ.get(_COMPLETION):
                sys.exit(shell_complete(cli, {}, "pactgraph", _COMPLETION, instruction))
            with cli.make_context("pactgraph", words) as context:
                cli.invoke(context)
            # Here, where it can be reported, and not when the interpreter closes the stream.
            sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except click.ClickException as error:
        _fail(error.format_message(), 2, as_json)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except (KeyboardInterrupt, click.Abort):
        _fail("stopped", 130, as_json)
    except _StoppedError:
        _fail("stopped", 143, as_json)
    except DataError as error:
        _fail_for_data(error, as_json)
    except PactError as error:
        _fail(str(error), error.exit_code, as_json)
    except BrokenPipeError:
        # The reader of our pipe has seen enough.
        _drop_output()
        sys.exit(0)
    except OSError as error:
        _drop_output()
        _fail(f"cannot write the result: {error.strerror or error}", 3, as_json)
    sys.exit(0)


@contextmanager
def _heeding_sigterm() -> Iterator[None]:
    """Turn the signal into an exception, so that what was begun is cleared away."""

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        raise _StoppedError

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _drop_output() -> None:
    """Send what is still to be written nowhere: Python would complain while it closes the stream."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail_for_data(error: DataError, as_json: bool) -> NoReturn:
    if as_json:
        problems = [problem.as_dict() for problem in error.problems]
        click.echo(json.dumps({"problems": problems}, ensure_ascii=False, indent=1), err=True)
    else:
        click.echo(printable(str(error)), err=True)
    sys.exit(error.exit_code)


def _fail(message: str, code: int, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps({"error": message, "exit": code}, ensure_ascii=False, indent=1), err=True)
    else:
        click.echo(f"pactgraph: {printable(message)}", err=True)
    sys.exit(code)
