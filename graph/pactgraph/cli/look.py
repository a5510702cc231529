"""Commands of those who look something up: find, show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import words
from ..errors import UsageError
from .options import at_day, data_folder, in_json, known_then, options, read, silent, things
from .screen import say, say_json, table

if TYPE_CHECKING:
    from ..clock import Clock
    from ..graph import PactGraph


@click.command(short_help="Find things by name.", epilog="Example: pactgraph find huapanh")
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="How many at most.")
@options(data_folder, in_json, silent)
def find(text: tuple[str, ...], limit: int, data: Path | None, as_json: bool, quiet: bool) -> None:
    """Find things by name: aliases, acronyms and other spellings count."""
    hits = read(data, quiet=quiet).find(" ".join(text), limit)
    if as_json:
        say_json([{"id": h.thing.id, "type": h.thing.type, "label": h.thing.label, "name": h.name} for h in hits])
    elif hits:
        table(("id", "type", "name"), [(h.thing.id, h.thing.type, h.name) for h in hits])
    elif not quiet:
        say(f"Nothing is called like {' '.join(text)!r} in these data.", err=True)


@click.command(short_help="Show all that is said of one thing.", epilog="Example: pactgraph show lcdc --as-of 2021")
@click.argument("thing", metavar="ID", shell_complete=things)
@options(data_folder, at_day, known_then, in_json, silent)
def show(thing: str, data: Path | None, as_of: str | None, known_by: str | None, as_json: bool, quiet: bool) -> None:
    """Show one thing: its names, and every statement about it with its source and its state on the day."""
    graph = read(data, quiet=quiet)
    if thing not in graph.things:
        hits = graph.find(thing, 3)
        hint = f"; did you mean {', '.join(hit.thing.id for hit in hits)}?" if hits else ""
        raise UsageError(f"unknown id {thing!r}{hint}")
    clock = graph.clock(as_of, known_by)
    shown = _all_about(graph, thing, clock)
    if as_json:
        say_json(shown)
        return
    it = graph.things[thing]
    say(f"{it.label}  ({it.type}, {it.id})")
    if meaning := getattr(it.entry, "definition", None):
        say(meaning)
    if it.aliases:
        say(f"also: {', '.join(it.aliases)}")
    if it.sources:
        say(f"read in: {', '.join(f'{source.document}: {source}' for source in it.sources)}")
    if note := getattr(it.entry, "note", None):
        say(f"note: {note}")
    say(f"\nOn {words.period(clock)}:")
    keys = ("statement", "when", "state", "source")
    table(keys, [[statement[key] for key in keys] for statement in shown["statements"]])
    if shown["figures"]:
        say()
        keys = ("figure", "value", "when", "source")
        table(keys, [[figure[key] for key in keys] for figure in shown["figures"]])


def _all_about(graph: PactGraph, thing: str, clock: Clock) -> dict[str, Any]:
    it = graph.things[thing]
    return {
        "id": it.id,
        "type": it.type,
        "label": it.label,
        "aliases": list(it.aliases),
        "statements": [
            {
                "id": s.id,
                "statement": words.sentence(graph.things, s, words.SHORT),
                "when": s.when or "",
                "state": words.state_text(s, clock),
                "source": f"{s.document}: {s.locator}",
            }
            for s in graph.statements
            if thing in (s.subject, s.object) and clock.knows(s.document)
        ],
        "figures": [
            {
                "id": f.id,
                "figure": f.entry.what,
                "value": words.measure(f.entry),
                "when": f.entry.when or "",
                "source": f"{f.locator.document}: {f.locator}",
            }
            for f in graph.figures
            if thing in (f.entry.of, f.entry.place) and clock.knows(f.locator.document)
        ],
    }
