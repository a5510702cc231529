"""Commands of those who keep the data and take files away: check, build, export."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import vocab
from ..errors import DataError, UsageError
from .options import (
    at_day,
    data_folder,
    in_json,
    known_then,
    one_folder,
    options,
    read,
    silent,
    things,
)
from .screen import deliver, progress, say, say_json
from .words import board

if TYPE_CHECKING:
    from ..graph import PactGraph

_KINDS = ("tables", "turtle", "nquads", "jsonld", "graphml", "gexf", "network", "explorer", "schema")
_FOLDERS = ("tables", "schema")


@click.command(short_help="Name every problem in the data at once.", epilog="Example: pactgraph check data --json")
@click.argument("folder", metavar="[DATA]", required=False, type=click.Path(path_type=Path))
@options(data_folder, in_json, silent)
def check(folder: Path | None, data: Path | None, as_json: bool, quiet: bool) -> None:
    """Name every problem in the data at once: file, line, what is wrong, how to mend it."""
    try:
        graph = read(one_folder(folder, data), quiet=quiet)
    except DataError as error:
        # Here the problems are the result, not a failure on the way to one.
        if as_json:
            say_json({"problems": [problem.as_dict() for problem in error.problems]})
        else:
            say(str(error))
        sys.exit(error.exit_code)
    alike = graph.alike
    warnings = [warning.as_dict() for warning in graph.records.warnings]
    if as_json:
        pairs = [{"one": pair.one, "other": pair.other, "names": list(pair.names), "how": pair.how} for pair in alike]
        say_json({"problems": [], "warnings": warnings, "likely_duplicates": pairs, **_counts(graph)})
        return
    for warning in graph.records.warnings:
        say(str(warning))
    for pair in alike:
        say(f"maybe one thing: {pair.one} and {pair.other}: {pair.how}: {' | '.join(pair.names)}")
    if alike:
        say("    mend: merge them, join them by `same_as` or `maybe_same_as`, or say `distinct_from` in one of them")
    if not quiet:
        say("No problems. " + _counts_text(graph))


def _counts(graph: PactGraph) -> dict[str, int]:
    items = sum(1 for thing in graph.things.values() if hasattr(thing.entry, "text"))
    return {
        "entities": len(graph.things) - items,
        "items": items,
        "statements": len(graph.statements),
        "figures": len(graph.figures),
    }


def _counts_text(graph: PactGraph) -> str:
    return ", ".join(f"{count:,} {word}" for word, count in _counts(graph).items()) + "."


@click.command(short_help="Check, analyse and write all exports.", epilog="Example: pactgraph build data --out exports")
@click.argument("folder", metavar="[DATA]", required=False, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("exports"), show_default=True, help="Where to.")
@options(data_folder, in_json, silent)
def build(folder: Path | None, out: Path, data: Path | None, as_json: bool, quiet: bool) -> None:
    """Check the data, build the graph, run the analyses and write all exports, whole or not at all."""
    from .. import analysis, export
    from ..analysis import Scope
    from ..explorer import explorer_data, marked_days, render_explorer
    from ..view import render_network

    graph = read(one_folder(folder, data), quiet=quiet)
    scope = Scope(graph.clock())
    findings = analysis.run(graph, (), scope)
    gaps = [finding for finding in findings if finding.gap]
    known = [f for f in findings if f.analysis == "coverage" and f.state != "not known"]
    focus = _busiest(graph)
    with progress("Working out the gaps of other days", len(marked_days(graph)), quiet) as advance:
        page = explorer_data(graph, (), advance)
    files: dict[str, Callable[[], str | bytes]] = {
        **{name: lambda text=text: text for name, text in export.tables(graph).items()},  # type: ignore[misc]
        "graph.ttl": lambda: export.turtle(graph),
        "graph.jsonld": lambda: export.jsonld(graph),
        "gaps.json": lambda: export.findings_json(gaps),
        "gaps.csv": lambda: export.findings_csv(gaps),
        "gaps.md": lambda: export.findings_markdown(graph, gaps),
        "coverage.csv": lambda: export.findings_csv(known),
        "explorer.html": lambda: render_explorer(graph, page),
        "explorer-lite.html": lambda: render_explorer(graph, page, lite=True),
        "network.html": lambda: render_network(graph),
        **{
            f"network-{thing}.html": lambda thing=thing: render_network(graph, focus=thing, depth=1)  # type: ignore[misc]
            for thing in focus
        },
    }
    with progress("Writing exports", len(files), quiet) as advance:
        export.write_folder(out, files, lambda _name: advance())
    if as_json:
        say_json({"folder": str(out), "files": list(files), "gaps": len(gaps), **_counts(graph)})
    elif not quiet:
        pages = ", ".join(f"{out}/network-{thing}.html" for thing in focus)
        say(f"Read {_counts_text(graph)}")
        say(
            f"Wrote {len(files)} files to {out}/: tables (CSV), graph.ttl, graph.jsonld, gaps, explorer, network pages."
        )
        say(f"\n{board(graph, findings, scope)}\n")
        say(f"Open {out}/explorer.html in a browser (no network needed): everything, SPARQL too.")
        say(f"To hand on: {out}/explorer-lite.html, a quarter of its size; pictures by subject: {pages}.")


def _busiest(graph: PactGraph, count: int = 3) -> list[str]:
    """The actors that fund, support or implement most: whose own pages are worth a file."""
    from collections import Counter

    seen = Counter(s.subject for s in graph.statements if s.predicate in vocab.TIES and s.origin == "statement")
    return [thing for thing, _ in sorted(seen.items(), key=lambda pair: (-pair[1], pair[0]))[:count]]


@click.command(
    short_help="Write one kind of file.", epilog="Example: pactgraph export network unodc.html --focus unodc --depth 2"
)
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--focus", shell_complete=things, help="For network: the thing in the middle.")
@click.option("--depth", type=click.IntRange(1, 4), default=1, show_default=True, help="For network: how many steps.")
@click.option("--lite", is_flag=True, help="For explorer: without the SPARQL console, a third of the size.")
@click.option("--steps", type=click.Path(path_type=Path), help="For explorer: the steps of Present, a YAML file.")
@options(data_folder, at_day, known_then, in_json, silent)
def export(
    kind: str,
    out: Path,
    focus: str | None,
    depth: int,
    lite: bool,
    steps: Path | None,
    data: Path | None,
    as_of: str | None,
    known_by: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write one kind of file: tables and schema into the folder OUT, all others to the file OUT (- is the screen)."""
    from .. import export as exports

    if kind != "network" and (focus or as_of or known_by):
        raise UsageError("--focus, --as-of and --known-by belong to `export network`; the other kinds hold everything")
    if lite and kind != "explorer":
        raise UsageError("--lite belongs to `export explorer`")
    if steps and kind != "explorer":
        raise UsageError("--steps belongs to `export explorer`")
    made: dict[str, str] = {}
    if kind == "schema":
        made = exports.schemas()
    else:
        graph = read(data, quiet=quiet)
        if kind == "tables":
            made = exports.tables(graph)
        elif kind == "network":
            from ..view import render_network

            deliver(render_network(graph, focus=focus, depth=depth, as_of=as_of, known_by=known_by), out)
        elif kind == "explorer":
            from ..explorer import explorer_data, marked_days, read_steps, render_explorer

            told = read_steps(steps, graph) if steps else ()
            with progress("Working out the gaps", len(marked_days(graph)), quiet) as advance:
                page = explorer_data(graph, told, advance)
            deliver(render_explorer(graph, page, lite=lite), out)
        else:
            deliver(getattr(exports, kind)(graph), out)
    if kind in _FOLDERS:
        files: dict[str, Callable[[], str | bytes]] = {
            name: lambda text=text: text  # type: ignore[misc]
            for name, text in made.items()
        }
        exports.write_folder(out, files, sums=False)
    if str(out) == "-":
        return
    if as_json:
        say_json({"wrote": [str(out / name) for name in made] or [str(out)]})
    elif not quiet:
        say(f"Wrote {out}", err=True)
