"""The catalogue of analyses. Each is one module: question, definition, origin, how a gap is closed.

An analysis names no output format: it returns findings, `export` and the command line write them.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import UsageError
from ..graph import PactGraph
from ..model import near
from . import coverage, dependency, ending, unfunded
from .finding import Analysis, Finding, Prospect, Scope
from .scene import Scene

ANALYSES: dict[str, Analysis] = {
    module.ANALYSIS.name: module.ANALYSIS for module in (coverage, unfunded, dependency, ending)
}

__all__ = ["ANALYSES", "Analysis", "Finding", "Prospect", "Scope", "run"]


def run(graph: PactGraph, names: Iterable[str] = (), scope: Scope | None = None) -> list[Finding]:
    """The findings of the named analyses (all, if none is named), in catalogue order.

    Raises `UsageError` for an unknown analysis, country, theme or donor.
    """
    wanted = list(names) or list(ANALYSES)
    for name in wanted:
        if name not in ANALYSES:
            raise UsageError(f"no analysis {name!r}{near(name, ANALYSES)}; there are {', '.join(ANALYSES)}")
    scope = scope or Scope(graph.clock())
    for field, kinds in (
        ("country", ("country", "place")),
        ("theme", ("theme",)),
        ("donor", ("country", "organisation")),
    ):
        value = getattr(scope, field)
        if value is not None and (value not in graph.things or graph.things[value].type not in kinds):
            raise UsageError(f"no {field} {value!r}{near(value, graph.things)}; `pactgraph find` looks names up")
    scene = Scene(graph, scope)
    return [finding for name in ANALYSES if name in wanted for finding in ANALYSES[name].run(scene)]
