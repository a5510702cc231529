"""The command of those who let others ask: serve."""

from __future__ import annotations

from pathlib import Path

import click

from .options import data_folder, in_json, options, silent
from .screen import say, say_json


@click.command(
    short_help="Answer SPARQL, pages and a JSON API over HTTP.", epilog="Example: pactgraph serve --port 8000"
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; only this machine.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A name that others call it by; may be repeated.")
@click.option("--time-limit", type=click.FloatRange(0.1, 3600), metavar="SECONDS", help="For one query.  [default: 10]")
@click.option("--memory", type=click.IntRange(64), metavar="MIB", help="For one query.  [default: 256]")
@click.option("--rows", type=click.IntRange(1), metavar="N", help="Of one answer.  [default: 250000]")
@click.option("--at-once", type=click.IntRange(1, 256), metavar="N", help="Queries worked on at once.  [default: 32]")
@click.option(
    *("--service", "services"),
    multiple=True,
    metavar="HOST[:PORT]",
    help="A server that queries may call by SERVICE; may be repeated. Give only those you trust.  [default: none]",
)
@options(data_folder, in_json, silent)
def serve(
    port: int,
    host: str,
    names: tuple[str, ...],
    time_limit: float | None,
    memory: int | None,
    rows: int | None,
    at_once: int | None,
    services: tuple[str, ...],
    data: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Serve the graph: a SPARQL endpoint, a page for everything, named questions and a JSON API.

    Reading only. Queries run in processes of their own, which are ended at a limit; updates, addresses
    outside these data and SERVICE to any server that --service does not list are refused. Logs go to
    standard error as JSON, a line a request. On SIGHUP the data are read again, and taken over if they
    are sound.
    """
    from dataclasses import replace

    from ..web.run import run
    from ..web.settings import Limits, service

    limits = replace(Limits(), services=tuple(service(each) for each in services))
    if time_limit is not None:
        limits = replace(limits, seconds=time_limit)
    if memory is not None:
        limits = replace(limits, memory=memory * 2**20)
    if rows is not None:
        limits = replace(limits, rows=rows)
    if at_once is not None:
        limits = replace(limits, at_once=at_once)

    def ready(address: str) -> None:
        if as_json:
            say_json({"address": f"{address}/", "sparql": f"{address}/sparql", "api": f"{address}/openapi.json"})
            return
        say(f"PactGraph at {address}/ (SPARQL: {address}/sparql, API: {address}/openapi.json); Ctrl-C ends it")

    run(data, limits, host=host, port=port, names=names, ready=ready, log=not quiet)
