"""Commands of those who doubt: sources check, sources show."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .options import data_folder, in_json, options, read, silent, things
from .screen import say, say_json, table


@click.group(short_help="Check citations against the texts; what one document supports.")
def sources() -> None:
    """Check citations against the documents' texts, or list what one document supports."""


@sources.command(epilog="Example: pactgraph sources check ../shared/sources --json")
@click.argument("texts", metavar="TEXTS_DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--at-least",
    type=click.FloatRange(0, 100),
    default=97.0,
    show_default=True,
    help="Percent that must be confirmed; below it the exit code is 1.",
)
@options(data_folder, in_json, silent)
def check(texts: Path, at_least: float, data: Path | None, as_json: bool, quiet: bool) -> None:
    """Find, at the cited lines of <document>.txt, a name of what each record speaks of.

    A record that cannot be confirmed is a place for a person to look, not an error: the passage may
    say "it". The data can say which words stand there instead (`named_as`).
    """
    from ..sources import check as check_all
    from ..sources import read_texts

    graph = read(data, quiet=quiet)
    checks = check_all(graph.records, read_texts(texts, graph.records))
    documents = sorted({each.locator.document for each in checks})
    failed = [each for each in checks if not each.confirmed]
    counts = {
        document: (
            sum(each.locator.document == document for each in checks),
            sum(each.locator.document == document for each in failed),
        )
        for document in documents
    }
    share = 100 * (1 - len(failed) / len(checks)) if checks else 100.0
    if as_json:
        say_json(
            {
                "confirmed": round(share, 2),
                "documents": {name: {"records": all_, "unconfirmed": bad} for name, (all_, bad) in counts.items()},
                "unconfirmed": [
                    {"id": e.id, "source": f"{e.locator.document}: {e.locator}", "looked_for": list(e.looked_for)}
                    for e in failed
                ],
            }
        )
    else:
        rows = [(e.id, f"{e.locator.document}: {e.locator}", ", ".join(e.looked_for[:4])) for e in failed]
        if rows:
            table(("not confirmed", "source", "looked for"), rows)
        for name, (all_, bad) in counts.items():
            say(f"{name}: {all_ - bad:,} of {all_:,} confirmed")
        say(f"{share:.1f} % of {len(checks):,} records confirmed")
    if share < at_least:
        sys.exit(1)


@sources.command(epilog="Example: pactgraph sources show idswg-2021")
@click.argument("document", metavar="ID", shell_complete=things)
@options(data_folder, in_json, silent)
def show(document: str, data: Path | None, as_json: bool, quiet: bool) -> None:
    """List what one document supports, and what would lose its only support without it."""
    from ..sources import support

    graph = read(data, quiet=quiet)
    found = support(graph.records, document)
    if as_json:
        say_json(found.as_dict())
        return
    entry = graph.things[document]
    say(f"{entry.label}  ({document})")
    say(f"{len(found.statements):,} statements, {len(found.items):,} items, {len(found.figures):,} figures.")
    say(f"Only here: {len(found.facts_alone):,} facts and {len(found.things_alone):,} things.")
    say(f"Said elsewhere too: {len(found.shared):,} facts, of which {len(found.repeated):,} only as the same text.\n")
    rows = [("fact", fact) for fact in found.facts_alone] + [("thing", thing) for thing in found.things_alone]
    table(("only here", "what"), rows)
