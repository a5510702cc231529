"""What is shown, and how it fits where it goes: a terminal, a pipe or a file.

A terminal gets tables that fit it, and no control sequence out of a document or a query; a pipe
gets plain lines, columns apart by tabs. Colours and progress are for terminals alone.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from ..errors import QueryError

if TYPE_CHECKING:
    from rich.progress import Progress

_Result = TypeVar("_Result")
#: Enough for any query that `query.check` lets pass, where the system gives threads little.
_STACK = 64 * 2**20
#: Seconds after which a person wants to see that something goes on.
_PATIENCE = 0.7


def printable(text: str) -> str:
    r"""Text without what a terminal would obey or hide: control characters, overrides of direction.

    >>> printable("a\x1b[31mb\u202ec\u00a0d")
    'a[31mbc d'
    """
    return "".join(c if c.isprintable() or c == "\n" else " " if c.isspace() else "" for c in text)


def say(text: str = "", *, err: bool = False) -> None:
    """A line for people."""
    stream = sys.stderr if err else sys.stdout
    click.echo(printable(text) if stream.isatty() else text, err=err)


def say_json(value: Any) -> None:
    """An answer for programs; a terminal sees its control characters as escapes."""
    click.echo(json.dumps(value, ensure_ascii=sys.stdout.isatty(), indent=1))


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table that fits the terminal; piped, plain columns apart by tabs, the first the most useful."""
    if not sys.stdout.isatty():
        click.echo(plain_table(header, rows), nl=False)
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in header:
        shown.add_column(printable(name), overflow="fold")
    for row in rows:
        # Text, not markup: a label may hold brackets.
        shown.add_row(*(Text(printable(str(cell))) for cell in row))
    Console().print(shown)


def plain_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    r"""Lines of cells apart by tabs; white space inside a cell becomes one space.

    >>> plain_table(("id", "name"), [("arle", "Two\nlines")])
    'id\tname\narle\tTwo lines\n'
    """
    return "".join("\t".join(" ".join(str(cell).split()) for cell in row) + "\n" for row in (header, *rows))


def deliver(content: str | bytes, output: Path | None) -> None:
    """To the file that was named, whole or not at all, or to standard output."""
    if output is not None and str(output) != "-":
        from ..export import write_file

        write_file(output, content)
        return
    data = content.encode() if isinstance(content, str) else content
    if data and not data.endswith(b"\n"):
        data += b"\n"
    if sys.stdout.isatty():
        click.echo(printable(data.decode()), nl=False)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


@contextmanager
def progress(what: str, total: int, quiet: bool) -> Iterator[Callable[..., None]]:
    """A progress bar on a terminal's standard error, for work that is not over at once."""
    if quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    with ExitStack() as shown:
        bars: list[Progress] = []
        begun, step = time.monotonic(), 0

        def advance(done: int | None = None, of: int | None = None) -> None:
            nonlocal total, step
            step, total = (step + 1 if done is None else done), of or total
            if not bars and time.monotonic() - begun > _PATIENCE:
                bars.append(shown.enter_context(_bar(what)))
            if bars:
                bars[0].update(bars[0].task_ids[0], completed=step, total=total)

        yield advance


def _bar(what: str) -> Progress:
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    bar.add_task(what, total=None)
    return bar


def interruptible(work: Callable[[], _Result]) -> _Result:
    """The result of `work`, done in a thread so that Ctrl-C is heard.

    The query engine, once started, does not listen; the process ends although the thread goes on.
    """
    results: list[_Result] = []
    failures: list[BaseException] = []
    over = threading.Event()

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again below, where it belongs
            # Without its frames: they hold results of the engine, which may be dropped in this thread only.
            error.__context__ = None
            failures.append(error.with_traceback(None))
        finally:
            over.set()

    before = threading.stack_size(_STACK)
    try:
        threading.Thread(target=run, daemon=True).start()
    finally:
        threading.stack_size(before)
    over.wait()
    if failures:
        raise failures[0]
    return results[0]


def apart(work: Callable[[], _Result], first: Callable[[], object] = lambda: None) -> _Result:
    """The result of `work`, done in a copy of this process, which the engine may end without ending this one.

    Some queries make the engine abort: a sort of terms that have no one order, a stack that is used
    up. Raises `QueryError` then. What has threads cannot be copied; there `work` is done in a thread.
    `first` is done in the copy as well, and may show its progress, which `work` may not.
    """
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return interruptible(work)
    theirs, ours = os.pipe()
    parent = os.getpid()
    pid = os.fork()
    if not pid:
        _be_apart(work, first, ours, parent)
    os.close(ours)
    try:
        with open(theirs, "rb") as answer:
            told = answer.read()
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    if not told:
        raise QueryError(
            "the query was stopped: it brought the engine down; sort terms of many kinds by STR(?x), or ask for less"
        )
    result, failure = pickle.loads(told)  # noqa: S301 - written by our own copy
    if failure is not None:
        raise failure
    found: _Result = result
    return found


def _be_apart(work: Callable[[], Any], first: Callable[[], object], end: int, parent: int) -> NoReturn:
    """Do the work, tell of it, and be gone."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        import resource  # which there is where processes can be copied

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        def leave() -> None:
            while os.getppid() == parent:
                time.sleep(1)
            os._exit(1)

        threading.Thread(target=leave, daemon=True).start()

        def hushed() -> Any:
            # The engine tells there of its own end, which is told of in our words.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            return work()

        try:
            first()
            told = pickle.dumps((interruptible(hushed), None))
        except Exception as error:  # noqa: BLE001 - raised again by who asked
            told = pickle.dumps((None, error))
        with open(end, "wb") as answer:
            answer.write(told)
        os._exit(0)
    except BaseException:  # noqa: BLE001 - whatever it was, nothing is told, and that tells enough
        os._exit(1)
