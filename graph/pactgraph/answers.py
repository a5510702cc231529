"""Answers as plain values: what `--json` prints and what the JSON API sends, so that both say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import words

if TYPE_CHECKING:
    from .analysis import Analysis, Finding
    from .brief import Brief
    from .clock import Clock
    from .find import Hit
    from .graph import PactGraph
    from .model import Observation, Statement
    from .query import Question

#: How many places are named for one thing of which much is said.
MOST_PLACES = 5


def hits(found: Iterable[Hit]) -> list[dict[str, str]]:
    """What a search found, best first."""
    return [{"id": h.thing.id, "type": h.thing.type, "label": h.thing.label, "name": h.name} for h in found]


def about(graph: PactGraph, thing: str, clock: Clock) -> dict[str, Any]:
    """One thing: its names, every statement and figure about it with its source and its state on the day."""
    it = graph.things[thing]
    return {
        "id": it.id,
        "type": it.type,
        "label": it.label,
        "aliases": list(it.aliases),
        "statements": [
            statement(graph, s, clock)
            for s in graph.statements
            if thing in (s.subject, s.object) and clock.knows(s.document)
        ],
        "figures": [
            figure(f) for f in graph.figures if thing in (f.entry.of, f.entry.place) and clock.knows(f.locator.document)
        ],
    }


def statement(graph: PactGraph, told: Statement, clock: Clock) -> dict[str, str]:
    """One statement in words."""
    return {
        "id": told.id,
        "statement": words.sentence(graph.things, told, words.SHORT),
        "when": told.when or "",
        "state": words.state_text(told, clock),
        "source": f"{told.document}: {told.locator}",
    }


def figure(told: Observation) -> dict[str, str]:
    """One figure in words."""
    return {
        "id": told.id,
        "figure": told.entry.what,
        "value": words.measure(told.entry),
        "when": told.entry.when or "",
        "source": f"{told.locator.document}: {told.locator}",
    }


def sources(graph: PactGraph, ids: Iterable[str]) -> dict[str, list[str]]:
    """Where the things, statements and figures with these ids are told; what has none of these ids is left out.

    A thing that no document introduces has the places of what is said of it. Costs one pass over the records.
    """
    wanted = set(ids)
    found = {
        each: [f"{place.document}: {place}" for place in graph.things[each].sources]
        for each in sorted(wanted)
        if each in graph.things
    }
    bare = {thing for thing, places in found.items() if not places}
    for told in graph.statements:
        place = f"{told.document}: {told.locator}"
        if told.id in wanted:
            found[told.id] = [place]
        for thing in bare & {told.subject, told.object}:
            found[thing].append(place)
    found.update({f.id: [f"{f.locator.document}: {f.locator}"] for f in graph.figures if f.id in wanted})
    return {each: list(dict.fromkeys(places))[:MOST_PLACES] for each, places in found.items()}


def questions(chosen: Iterable[Question]) -> list[dict[str, Any]]:
    """Named questions with what they take."""
    return [
        {
            "name": q.name,
            "group": q.group,
            "question": q.text,
            "parameters": [{"name": p.name, "takes": p.kind, "default": p.default} for p in q.parameters],
            "example": q.example,
        }
        for q in chosen
    ]


def analyses(chosen: Mapping[str, Analysis]) -> list[dict[str, Any]]:
    """Analyses with their definitions."""
    keys = ("name", "question", "definition", "origin", "closes", "parameters")
    return [{key: getattr(each, key) for key in keys} for each in chosen.values()]


def wanted(findings: Sequence[Finding], names: Sequence[str], *, everything: bool) -> list[Finding]:
    """Those of the findings of the named analyses that are shown, unless everything is.

    A matrix is asked for whole, and so is an index, which is no gap; of the others a meeting wants the gaps.
    """
    with_gaps = {f.analysis for f in findings if f.gap}
    return [f for f in findings if everything or f.gap or (names and f.analysis not in with_gaps)]


def brief(made: Brief) -> dict[str, Any]:
    """A brief as Markdown, with the numbered places that it rests on."""
    from .brief import as_markdown

    return {
        "title": made.title,
        "about": made.about,
        "markdown": as_markdown(made),
        "sources": [source._asdict() for source in made.sources],
    }
