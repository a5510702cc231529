"""Running `pactgraph` as people do, for tests: in this process, or as a process of its own.

In this process is twenty times faster and goes through the same `main`, with the real data read
once; what depends on real streams, signals or the environment is run apart.
"""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unittest import mock

from pactgraph import PactGraph, cli
from pactgraph.analysis import Finding
from pactgraph.explorer import explorer_data, marks, render_explorer
from pactgraph.graph import load
from pactgraph.load import Progress
from pactgraph.store import AnyStore

ROOT = Path(__file__).parent.parent
PROGRAM = (sys.executable, "-m", "pactgraph")


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Lines of the result."""
        return self.out.splitlines()


def heed_interrupts() -> None:
    """For a child to be stopped: what is started in the background of a shell ignores Ctrl-C otherwise."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@cache
def real_graph() -> PactGraph:
    """The real data, read once for all tests of this process that only look at them."""
    return load()


_findings = marks.findings


@cache
def _real_findings(pairs: tuple[marks.Mark, ...]) -> list[list[Finding]]:
    return list(_findings(real_graph(), list(pairs)))


def findings_once(
    graph: PactGraph, pairs: list[marks.Mark], advance: Callable[[], None] = lambda: None
) -> Iterator[list[Finding]]:
    """What `marks.findings` gives, of the real data worked out once for all tests of this process: it takes seconds."""
    if graph is not real_graph():
        yield from _findings(graph, pairs, advance)
        return
    for each in _real_findings(tuple(pairs)):
        advance()
        yield each


@cache
def _real_data() -> str:
    return explorer_data(real_graph())


def explorer_of(graph: PactGraph, *, lite: bool = False) -> str:
    """The explorer as one text; what takes long of the real data is worked out once for all tests of this process."""
    return render_explorer(graph, _real_data() if graph is real_graph() else None, lite=lite)


def _load(
    path: str | Path | None = None, *, progress: Progress | None = None, store: Path | AnyStore | None = None
) -> PactGraph:
    if store is None and (path is None or Path(path).resolve() == ROOT / "data"):
        return real_graph()
    return load(path, progress=progress, store=store)


def call(*words: object, stdin: bytes = b"", terminal: bool = False) -> Ran:
    """Run a command in this process; anything that escapes but an exit is a traceback to its user."""
    out, err = io.BytesIO(), io.BytesIO()
    stream = Terminal if terminal else io.TextIOWrapper
    streams = {
        "stdin": io.TextIOWrapper(io.BytesIO(stdin), "utf-8"),
        "stdout": stream(out, "utf-8", write_through=True),
        "stderr": stream(err, "utf-8", write_through=True),
    }
    with mock.patch.multiple(sys, **streams), mock.patch("pactgraph.graph.load", _load):
        try:
            cli.main([str(word) for word in words])
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
    found = Ran(code, out.getvalue().decode(), err.getvalue().decode())
    assert "Traceback" not in found.err, found.err
    return found


def under_hash_seeds(program: str, *words: object) -> set[bytes]:
    """What a Python program writes under several hash seeds: one output, if no order is left to chance."""
    return {
        subprocess.run(
            [sys.executable, "-c", program, *map(str, words)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }


def run(
    *words: object,
    stdin: bytes | str = b"",
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    seconds: float = 60,
) -> Ran:
    """Run a command as a process of its own."""
    ended = subprocess.run(
        [*PROGRAM, *map(str, words)],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        timeout=seconds,
    )
    found = Ran(ended.returncode, ended.stdout.decode(), ended.stderr.decode())
    assert "Traceback" not in found.err, found.err
    return found
