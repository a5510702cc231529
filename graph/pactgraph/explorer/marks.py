"""The pairs of days for which the page carries findings.

The page moves both clocks itself, but analyses are Python's alone. They are therefore run beforehand: for what each
newest document made known, on its own last day, and with all documents on many days. The page shows the pair
nearest to the day that was chosen, and says which it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .. import edtf
from ..analysis import ANALYSES, Finding, Scope, run
from ..graph import PactGraph
from ..model import Document

#: Statements read in all runs together, so that an export takes seconds: each run reads every statement.
_MOST = 250_000
#: Years beyond the newest document for which gaps are worked out: plans end in them, but no document looks far ahead.
_AHEAD = 5
#: Years between two days, if every year were too many.
_STEPS = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class Mark:
    """A pair of days: what was true on `as_of`, from the documents that may have been written by `known_by`."""

    as_of: str
    known_by: str


def marked_days(graph: PactGraph) -> list[Mark]:
    """In order of knowledge, then of day.

    Each document's last day is one, known by that day and known by now. With all documents there are also the ends of
    the years from that in which the oldest document may have been written to the last that any document speaks of,
    but not more than five beyond the newest document. A graph too large for all of them has the newest days.
    """
    most = _MOST // max(1, len(graph.statements))
    days = sorted({graph.clock().seen(document) for document in documents(graph)})[-max(1, (most + 1) // 2) :]
    if not days:
        return []
    newest = days[-1].isoformat()
    stated = {
        day.year
        for statement in graph.statements
        for day in (statement.bounds.possible_from, statement.bounds.possible_until)
        if edtf.BEGINNING < day < edtf.END
    }
    first, last = days[0].year, min(max({days[-1].year, *stated}), days[-1].year + _AHEAD)
    step = next((step for step in _STEPS if (last - first) // step < most - 2 * len(days)), None)
    years = range(first, last + 1, step) if step else ()
    ends = {f"{year:04}-12-31" for year in years} | {day.isoformat() for day in days}
    return [
        *(Mark(day.isoformat(), day.isoformat()) for day in days[:-1]),
        *(Mark(day, newest) for day in sorted(ends)),
    ]


def documents(graph: PactGraph) -> list[str]:
    """Those that can be cited."""
    return [thing.id for thing in graph.things.values() if isinstance(thing.entry, Document) and thing.entry.sections]


def findings(
    graph: PactGraph, pairs: list[Mark], advance: Callable[[], None] = lambda: None
) -> Iterator[list[Finding]]:
    """For each pair what the page shows: the gaps, and of an analysis that never has any, as an index, everything."""
    names = [name for name in ANALYSES if name != "coverage"]  # The page makes the matrix itself.
    found = []
    for pair in pairs:
        found.append(run(graph, names, Scope(graph.clock(pair.as_of, pair.known_by))))
        advance()
    with_gaps = {finding.analysis for each in found for finding in each if finding.gap}
    for each in found:
        yield [finding for finding in each if finding.gap or finding.analysis not in with_gaps]
