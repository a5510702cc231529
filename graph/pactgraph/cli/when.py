"""The command of those who ask what was when: timeline."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import UsageError
from .options import at_day, data_folder, in_json, known_then, options, read, silent, things, to_file
from .screen import deliver, say_json, table

if TYPE_CHECKING:
    from ..analysis.timeline import Span

_FORMS = ("table", "csv", "json", "svg", "png")
_KINDS = ("programme", "agreement", "framework", "event")


@click.command(
    short_help="When programmes, plans, agreements and meetings began and ended.",
    epilog="Example: pactgraph timeline --country lao-pdr -o lao.svg",
)
@click.argument("ids", nargs=-1, metavar="[ID …]", shell_complete=things)
@click.option("--country", shell_complete=things, help="Only what works, lies or applies in this country or place.")
@click.option("--theme", shell_complete=things, help="Only what works on this theme or is about it.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(_KINDS), help="Only this kind; may be given again.")
@click.option("--format", "form", type=click.Choice(_FORMS), help="If not given: as the file is called, else a table.")
@options(data_folder, at_day, known_then, to_file, in_json, silent)
def timeline(
    ids: tuple[str, ...],
    country: str | None,
    theme: str | None,
    kinds: tuple[str, ...],
    form: str | None,
    data: Path | None,
    as_of: str | None,
    known_by: str | None,
    output: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """List or draw what is dated: programmes, agreements, plans and laws, meetings.

    A start or an end that nobody states stays open; a year is not made a day. In the picture what is
    certain is solid, what is vague is hatched, and an arrow stands where the end is not known.
    """
    from ..analysis import Scope
    from ..analysis.scene import Scene
    from ..analysis.timeline import timeline as spans_of
    from ..analysis.timeline import within
    from ..brief.material import Material
    from ..export import csv_text

    graph = read(data, quiet=quiet)
    for each in (*ids, *filter(None, (country, theme))):
        graph.expect(each)
    scope = Scope(graph.clock(as_of, known_by))
    scene = Scene(graph, scope)
    wanted = within(scene, country, theme) & set(ids or graph.things)
    if kinds:
        wanted = {each for each in wanted if graph.things[each].type in kinds}
    spans = spans_of(scene, wanted)
    suffix = output.suffix.removeprefix(".") if output is not None else ""
    form = "json" if as_json else form or (suffix if suffix in _FORMS else "table")
    columns = ("id", "kind", "began", "ended", "seen", "source")
    rows = [_row(span) for span in spans]
    if form in ("svg", "png"):
        if output is None:
            raise UsageError(f"a picture is not for the screen; say where to: -o timeline.{form}")
        chart = Material(graph, scope).timeline("When", wanted, most=60)
        if chart is None:
            raise UsageError("nothing here has a date that a document states")
        deliver(chart.svg() if form == "svg" else chart.png(), output)
    elif form == "json":
        say_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif form == "csv":
        deliver(csv_text(columns, rows), output)
    else:
        table(columns, rows)


def _row(span: Span) -> tuple[str, ...]:
    sources = "; ".join(dict.fromkeys(f"{s.document}: {s.locator}" for s in span.statements[:2]))
    ended = "no end" if span.endless else _days(span.ended)
    return span.thing, span.kind, _days(span.began), ended, _days(span.seen) if span.seen else "", sources


def _days(days: tuple[date, date] | None) -> str:
    """As EDTF where it can be said so: a day, a year, or once between two days."""
    if days is None:
        return "not known"
    first, last = days
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last) == (1, 1, date(first.year, 12, 31)):
        return str(first.year)
    return f"[{first}..{last}]"
