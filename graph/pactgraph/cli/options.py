"""Options that commands share, completion of what people type, and reading the data."""

from __future__ import annotations

import netrc
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import click

from ..errors import PactError, UsageError
from .screen import progress, say

if TYPE_CHECKING:
    from ..graph import PactGraph
    from ..remote import RemoteStore
    from ..store import AnyStore

_Command = TypeVar("_Command", bound=Callable[..., Any])
_FILE = click.Path(path_type=Path)

data_folder = click.option("--data", type=_FILE, help="Folder with entities/ and statements/.")
where_kept = click.option(
    "--store", "where", metavar="URL|DIR", help="Ask a SPARQL server, or a store kept in this folder."
)
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


def read(data: Path | None, *, quiet: bool, where: str | None = None) -> PactGraph:
    """The graph of a folder, with a progress bar on a terminal if it takes long.

    `where` is the value of `--store`; if a server holds other data than the folder, that is said.
    """
    from ..graph import load

    with progress("Reading", 0, quiet) as advance:
        if where is None:
            return load(data, progress=lambda done, total: advance(done, total))
        server = remote(where) if is_address(where) else None
        graph = load(data, progress=lambda done, total: advance(done, total), store=server or Path(where))
    if server and server.version() != graph.data_version:
        say(
            "warning: the server holds other data than were read here, or what another version of PactGraph made "
            f"of them; `pactgraph publish {where}` makes them the same",
            err=True,
        )
    return graph


def read_store(data: Path | None, *, quiet: bool, where: str | None) -> AnyStore:
    """What answers SPARQL; the data are read only if it has to be filled."""
    from .. import resources
    from ..disk import open_or_build
    from ..load import digests
    from ..query import doubt
    from ..store import version

    if where is None:
        return read(data, quiet=quiet).store
    if is_address(where):
        server = remote(where)
        if reason := doubt(server):
            say(f"warning: this answer may lack rows: {reason}", err=True)
        return server
    folder = data or resources.data_dir()
    return open_or_build(Path(where), version(digests(folder)), lambda: read(data, quiet=quiet).records)


def is_address(where: str) -> bool:
    """Whether a store is named by an address, and not by a folder."""
    return "://" in where


def remote(url: str) -> RemoteStore:
    """A SPARQL server, asked as the user whom the environment or a netrc file names."""
    from ..remote import Login, RemoteStore, checked

    host = urlsplit(checked(url)).hostname or ""
    user, password = os.environ.get("PACTGRAPH_STORE_USER"), os.environ.get("PACTGRAPH_STORE_PASSWORD")
    if user and password:
        return RemoteStore(url, Login(user, password))
    if user or password:
        raise UsageError("set both PACTGRAPH_STORE_USER and PACTGRAPH_STORE_PASSWORD, or neither")
    named = _in_netrc(host)
    return RemoteStore(url, Login(*named) if named else None)


def _in_netrc(host: str) -> tuple[str, str] | None:
    """User and password of a host that stands in the user's netrc file by its name."""
    path = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    if not path.is_file():
        return None
    try:
        hosts = netrc.netrc(path).hosts
    except (netrc.NetrcParseError, OSError, UnicodeDecodeError):
        # Its own message may hold the line, and with it a password.
        raise UsageError(f"cannot read {path}; mend it, or name another file in NETRC") from None
    if host not in hosts:
        return None
    user, _, password = hosts[host]
    return user, password or ""


def one_folder(argument: Path | None, option: Path | None) -> Path | None:
    """The folder of data, which may be given as an argument or as an option."""
    if argument is not None and option is not None:
        raise UsageError("give the folder of data once: as an argument or with --data")
    return argument or option
