"""The catalogue of analyses. Each is one module: question, definition, origin, how a gap is closed.

An analysis names no output format: it returns findings, `export` and the command line write them.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import UsageError
from ..graph import PactGraph
from ..load import without_collector
from ..model import near
from . import (
    absorption,
    brokers,
    chains,
    cliff,
    concentration,
    continuity,
    copresence,
    coverage,
    denials,
    dependency,
    duplicates,
    ending,
    funding_gap,
    instruments,
    knowledge,
    obligations,
    orphans,
    overlap,
    places,
    priorities,
    proliferation,
    prospects,
    responses,
    seats,
    significance,
    stale,
    treaties,
    unfunded,
)
from .finding import Analysis, Finding, Priority, Prospect, Scope
from .flows import BOUNDARIES
from .priority import first, with_priority
from .scene import Scene

ANALYSES: dict[str, Analysis] = {
    module.ANALYSIS.name: module.ANALYSIS
    for module in (
        coverage,
        unfunded,
        funding_gap,
        orphans,
        dependency,
        concentration,
        proliferation,
        significance,
        cliff,
        ending,
        absorption,
        chains,
        priorities,
        overlap,
        copresence,
        brokers,
        places,
        denials,
        prospects,
        instruments,
        continuity,
        stale,
        treaties,
        obligations,
        seats,
        responses,
        duplicates,
        knowledge,
    )
}

__all__ = ["ANALYSES", "Analysis", "Finding", "Priority", "Prospect", "Scope", "first", "run"]

#: The kinds of thing that each field of a scope may name.
_KINDS = {
    "country": ("country", "place"),
    "theme": ("theme",),
    "donor": ("country", "organisation", "mechanism", "programme"),
}


def run(graph: PactGraph, names: Iterable[str] = (), scope: Scope | None = None) -> list[Finding]:
    """The findings of the named analyses (all, if none is named), in catalogue order.

    Raises `UsageError` for an unknown analysis, country, theme, donor or boundary.
    """
    wanted = list(names) or list(ANALYSES)
    for name in wanted:
        if name not in ANALYSES:
            raise UsageError(f"no analysis {name!r}{near(name, ANALYSES)}; there are {', '.join(ANALYSES)}")
    scope = scope or Scope(graph.clock())
    for field, kinds in _KINDS.items():
        value = getattr(scope, field)
        if value is not None and (value not in graph.things or graph.things[value].type not in kinds):
            raise UsageError(f"no {field} {value!r}{_nearest(graph, value, kinds)}")
    if scope.boundary not in BOUNDARIES:
        raise UsageError(
            f"no boundary {scope.boundary!r}{near(scope.boundary, BOUNDARIES)}; there are {', '.join(BOUNDARIES)}"
        )
    scene = Scene(graph, scope)
    with without_collector():
        found = [finding for name in ANALYSES if name in wanted for finding in ANALYSES[name].run(scene)]
        return with_priority(scene, found)


def _nearest(graph: PactGraph, word: str, kinds: tuple[str, ...]) -> str:
    """The ids of these kinds whose names are nearest, for whoever typed a name or a slip."""
    hits = [hit.thing.id for hit in graph.find(word, 50) if hit.thing.type in kinds][:3]
    return f"; did you mean {' or '.join(hits)}?" if hits else "; `pactgraph find` looks names up"
