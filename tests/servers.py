"""SPARQL servers for tests: on loopback, in a folder of the test's own, ended by their process.

Oxigraph's comes with the `oxigraph` package, Virtuoso with Debian's `virtuoso-opensource-7-bin`.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

OXIGRAPH = shutil.which("oxigraph", path=Path(sys.executable).parent) or shutil.which("oxigraph")
VIRTUOSO = shutil.which("virtuoso-t")

#: One thread a query: with more, even the same question may be answered differently twice.
_VIRTUOSO_INI = """\
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
ServerThreads = 10
CheckpointInterval = 0
ThreadsPerQuery = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 1000000
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def oxigraph(folder: Path | None = None, *, read_only: bool = False) -> Iterator[str]:
    """The address of an Oxigraph server, in memory if no folder is given."""
    port = free_port()
    where = ["--location", str(folder)] if folder else []
    words = [str(OXIGRAPH), "serve-read-only" if read_only else "serve", *where, "--bind", f"127.0.0.1:{port}"]
    with running(words, folder, f"http://127.0.0.1:{port}/query") as url:
        yield url


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """The address of a Virtuoso whose user and password are `dba`."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO_INI.format(sql=free_port(), http=port))
    words = [str(VIRTUOSO), "+configfile", "virtuoso.ini", "+foreground"]
    with running(words, folder, f"http://127.0.0.1:{port}/sparql") as url:
        yield url


@contextmanager
def running(words: list[str], folder: Path | None, url: str) -> Iterator[str]:
    process = subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while True:
            try:
                httpx.get(url, params={"query": "ASK {}"}, trust_env=False).raise_for_status()
                break
            except httpx.HTTPError:
                assert process.poll() is None, f"{words[0]} ended with {process.returncode}"
                assert time.monotonic() < end, f"{words[0]} did not answer within a minute"
                time.sleep(0.05)
        yield url
    finally:
        process.kill()
        process.wait()
