"""What an analysis looks at: the graph and the scope it is asked in, with what all analyses share, made once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from .. import edtf, vocab
from ..clock import Clock
from ..graph import PactGraph
from ..model import Statement
from ..query import ask, question, rows
from ..sources import same_texts
from .activity import Activity, Backing, activities, crossing, kin, states_of, wholes_of
from .finding import Scope
from .flows import ON_THE_DAY, Ledger, Piece, ledger
from .presence import Cell, Present, donors_there, narrow, purposes, talks, work


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
    def crossing(self) -> Mapping[str, Mapping[str, list[Statement]]]:
        """For each place those that hold only a part of it, as a region a country's province; see `activity`."""
        return crossing(self.graph, self.wholes)

    @cached_property
    def broader(self) -> Mapping[str, str]:
        """The theme above each theme; "" above a top one."""
        return {theme.id: theme.broader for theme in vocab.themes()}

    @cached_property
    def work(self) -> Mapping[Cell, list[Present]]:
        """For each theme and place the activities on which anybody is at work there on the day."""
        return work(self)

    @cached_property
    def donors(self) -> Mapping[Cell, Mapping[str, list[Present]]]:
        """For each theme and place the donors who pay for or support work there on the day."""
        return donors_there(self)

    @cached_property
    def backers(self) -> frozenset[str]:
        """Whoever is told to pay for or support any work, or to have done so, or to plan it."""
        return frozenset(donor for a in self.activities.values() for donor in (*a.funders, *a.supporters))

    @cached_property
    def narrow(self) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
        """For each activity its themes and its places, without those in which another of its own lies."""
        return narrow(self)

    @cached_property
    def works_in(self) -> Mapping[str, list[Statement]]:
        """For each group the statements that say where it works."""
        found: dict[str, list[Statement]] = {}
        for statement in self.graph.statements:
            if statement.predicate != "operates_in" or self.graph.things[statement.subject].type != "mechanism":
                continue
            if statement.is_plain and self.clock.knows(statement.document):
                found.setdefault(statement.subject, []).append(statement)
        return found

    @cached_property
    def talks(self) -> Mapping[str, Mapping[str, list[Statement]]]:
        """Who perhaps coordinates or cooperates with whom on the day, both ways, agencies as their states."""
        return talks(self)

    @cached_property
    def given_for(self) -> Mapping[str, Mapping[str, list[Statement]]]:
        """For each piece of work who pays for or supports another with this one as the purpose, as told."""
        found: dict[str, dict[str, list[Statement]]] = {}
        for activity in self.activities.values():
            for purpose, statements in purposes(activity).items():
                for statement in statements:
                    found.setdefault(purpose, {}).setdefault(statement.subject, []).append(statement)
        return found

    @cached_property
    def negatives(self) -> Mapping[str, list[Statement]]:
        """Of each thing what documents say that it was not paid for or not held."""
        found: dict[str, list[Statement]] = {}
        for statement in self.graph.statements:
            if statement.predicate in ("not_funded", "not_held") and self.clock.knows(statement.document):
                found.setdefault(statement.subject, []).append(statement)
        return found

    @cached_property
    def copies(self) -> Mapping[str, set[str]]:
        """For each statement that is told again in the same words, the others."""
        found: dict[str, set[str]] = {}
        for one, other in same_texts(self.graph.records):
            found.setdefault(one, set()).add(other)
        return found

    @cached_property
    def parts(self) -> Mapping[str, tuple[str, ...]]:
        """The works that are a part of each work."""
        found: dict[str, list[str]] = {}
        for activity in self.activities.values():
            for whole in activity.wholes:
                found.setdefault(whole, []).append(activity.id)
        return {whole: tuple(sorted(parts)) for whole, parts in found.items()}

    @cached_property
    def ledger(self) -> Ledger:
        """Every sum that documents state, at the scope's rates; see `flows`."""
        return ledger(self.graph, self.clock, self.activities, self.states, self.scope.rates)

    @cached_property
    def settled(self) -> list[Piece]:
        """The money known up to the day, each sum once, at the scope's boundary."""
        return self.ledger.pieces(self.scope.boundary)

    @cached_property
    def running(self) -> list[Piece]:
        """The sums that run on the day, each once, at the scope's boundary."""
        return self.ledger.pieces(self.scope.boundary, ON_THE_DAY)

    @property
    def looked(self) -> str:
        """The day of the last look: that of the newest document known."""
        return self.clock.data_day.isoformat() if self.clock.data_day > edtf.BEGINNING else "never"

    def ask(self, name: str, **values: str) -> list[dict[str, str]]:
        """The rows of a named question at the scope's clocks, each by column; for analyses natural in SPARQL."""
        graph = self.graph
        columns, found = rows(ask(graph.store, question(name), graph.things, self.clock, values))
        return [dict(zip(columns, row, strict=True)) for row in found]
