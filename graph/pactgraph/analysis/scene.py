"""What an analysis looks at: the graph and the scope it is asked in, with what all analyses share, made once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from .. import edtf, query, vocab
from ..clock import Clock
from ..graph import PactGraph
from .activity import Activity, Backing, activities, kin, states_of, wholes_of
from .finding import Scope


@dataclass(frozen=True)
class Scene:
    """One run's view of the graph. What stands in it is read, never changed."""

    graph: PactGraph
    scope: Scope

    @property
    def clock(self) -> Clock:
        """The two clocks of the scope."""
        return self.scope.clock

    @cached_property
    def activities(self) -> Mapping[str, Activity]:
        """Every piece of work that is known, by id; see `activity`."""
        return activities(self.graph, self.clock)

    @cached_property
    def kin(self) -> Mapping[str, Mapping[str, Backing]]:
        """For each programme those that are, or perhaps are, the same work under another name."""
        return kin(self.graph, self.clock)

    @cached_property
    def states(self) -> Mapping[str, tuple[str, ...]]:
        """The state that each body is part of."""
        return states_of(self.graph)

    @cached_property
    def wholes(self) -> Mapping[str, list[str]]:
        """What each place lies in."""
        return wholes_of(self.graph)

    @cached_property
    def broader(self) -> Mapping[str, str]:
        """The theme above each theme; "" above a top one."""
        return {theme.id: theme.broader for theme in vocab.themes()}

    @property
    def looked(self) -> str:
        """The day of the last look: that of the newest document known."""
        return self.clock.data_day.isoformat() if self.clock.data_day > edtf.BEGINNING else "never"

    def ask(self, name: str, **values: str) -> list[dict[str, str]]:
        """The rows of a named question at the scope's clocks, each by column; for analyses natural in SPARQL."""
        graph = self.graph
        columns, found = query.rows(query.ask(graph.store, query.question(name), graph.things, self.clock, values))
        return [dict(zip(columns, row, strict=True)) for row in found]
