"""Commands of those who look something up: find, show."""

from __future__ import annotations

from pathlib import Path

import click

from .. import answers, words
from .options import at_day, data_folder, in_json, known_then, options, read, silent, things
from .screen import say, say_json, table


@click.command(short_help="Find things by name.", epilog="Example: pactgraph find huapanh")
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="How many at most.")
@options(data_folder, in_json, silent)
def find(text: tuple[str, ...], limit: int, data: Path | None, as_json: bool, quiet: bool) -> None:
    """Find things by name: aliases, acronyms and other spellings count."""
    hits = read(data, quiet=quiet).find(" ".join(text), limit)
    if as_json:
        say_json(answers.hits(hits))
    elif hits:
        # What was found by its id says what it is called: the id stands there already.
        names = [hit.thing.label if hit.name == hit.thing.id else hit.name for hit in hits]
        table(("id", "type", "name"), [(h.thing.id, h.thing.type, name) for h, name in zip(hits, names, strict=True)])
    elif not quiet:
        say(f"Nothing is called like {' '.join(text)!r} in these data.", err=True)


@click.command(short_help="Show all that is said of one thing.", epilog="Example: pactgraph show lcdc --as-of 2021")
@click.argument("thing", metavar="ID", shell_complete=things)
@options(data_folder, at_day, known_then, in_json, silent)
def show(thing: str, data: Path | None, as_of: str | None, known_by: str | None, as_json: bool, quiet: bool) -> None:
    """Show one thing: its names, and every statement about it with its source and its state on the day."""
    graph = read(data, quiet=quiet)
    graph.expect(thing)
    clock = graph.clock(as_of, known_by)
    shown = answers.about(graph, thing, clock)
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
