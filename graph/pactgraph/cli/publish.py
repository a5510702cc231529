"""The command of those who run a server: publish."""

from __future__ import annotations

from pathlib import Path

import click

from ..words import count
from .options import data_folder, in_json, options, read, remote, silent
from .screen import progress, say, say_json


@click.command(
    short_help="Put the data on a SPARQL server.", epilog="Example: pactgraph publish http://localhost:7878/query"
)
@click.argument("url", metavar="URL")
@click.option("--graphs", "graph_store", metavar="URL", help="Where it takes graphs, if not at its usual address.")
@click.option("--update", metavar="URL", help="Where it takes SPARQL Update, if not at its usual address.")
@options(data_folder, in_json, silent)
def publish(
    url: str, graph_store: str | None, update: str | None, data: Path | None, as_json: bool, quiet: bool
) -> None:
    """Make the SPARQL server that takes queries at URL hold the data: one named graph a document.

    Only graphs that differ are sent, each replaced in one request; graphs of documents that are gone
    are removed. What was stopped goes on where it stopped. User and password are taken from
    PACTGRAPH_STORE_USER and PACTGRAPH_STORE_PASSWORD, or from a netrc file.
    """
    from ..publish import Addresses, graphs_of
    from ..publish import publish as put

    server = remote(url)
    graph = read(data, quiet=quiet)
    named = Addresses(graph_store or "", update or "") if graph_store or update else None
    with progress("Publishing", 0, quiet) as advance:
        done = put(graphs_of(graph.records), graph.data_version, server, addresses=named, progress=advance)
    if as_json:
        say_json({"sent": list(done.sent), "kept": list(done.kept), "removed": list(done.removed)})
    elif not quiet:
        say(f"Sent {count(len(done.sent), 'graph')}, kept {len(done.kept)}, removed {len(done.removed)}.")
