"""What the parts of a brief are cut from: the graph at its clocks, the analyses, names and sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from .. import edtf, words
from ..analysis import Finding, Scope, first, run
from ..analysis.scene import Scene
from ..analysis.timeline import timeline
from ..chart import Bar, Chart
from ..chart import timeline as timeline_chart
from ..graph import PactGraph
from ..model import Item, Statement
from .page import Cited, Notes

_ANSWERS = ("action", "outcome", "response")


@dataclass(frozen=True)
class Material:
    """One brief's view of the graph."""

    graph: PactGraph
    scope: Scope

    @cached_property
    def scene(self) -> Scene:
        """The graph as the analyses look at it, nothing narrowed."""
        return Scene(self.graph, Scope(self.scope.clock))

    @cached_property
    def notes(self) -> Notes:
        """The sources that the brief cites."""
        return Notes(self.graph, self.scene.looked)

    @property
    def nothing(self) -> str:
        """What a cell says of which nothing is known."""
        return self.notes.nothing

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """Every statement by id: help that a document reports without naming a programme has the id of one."""
        return {statement.id: statement for statement in self.graph.statements}

    def name(self, thing: str, unnamed: str = ", no programme named") -> str:
        """The name of a thing; of an item what it says; of help without a name, whom it is for, and `unnamed`."""
        if thing in self.graph.things:
            return self.graph.things[thing].label.rstrip(".")
        statement = self.statements.get(thing)
        if statement is None or statement.object is None:
            return thing
        return f"help to {self.name(statement.object)}{unnamed}"

    def names(self, things: Iterable[str]) -> str:
        """Names in a row, or that none is known."""
        return "; ".join(dict.fromkeys(self.name(thing) for thing in things)) or self.nothing

    def cite(self, text: str, statements: Iterable[Statement]) -> Cited:
        """The text with the numbers of the statements' places; without words, that nothing is known."""
        return self.notes.cite(text or self.nothing, (statement.locator for statement in statements))

    def findings(
        self, analysis: str, *, country: str | None = None, theme: str | None = None, donor: str | None = None
    ) -> list[Finding]:
        """The findings of an analysis at the brief's clocks, narrowed."""
        return run(self.graph, [analysis], replace(self.scope, country=country, theme=theme, donor=donor))

    def gaps(self, analysis: str, *, country: str | None = None, theme: str | None = None) -> list[Finding]:
        """The gaps it finds, those to talk of first at the head."""
        return first(self.findings(analysis, country=country, theme=theme))

    def said(self, statement: Statement) -> str:
        """A statement as a sentence, with its date and what it is on the day if that is not plain."""
        target = self.name(statement.object) if statement.object else words.target(self.graph.things, statement)
        sentence = f"{self.name(statement.subject)} {words.verb(statement)} {target}".rstrip()
        state = words.state_text(statement, self.scope.clock)
        stated = words.amount(statement.amount)
        if stated and statement.predicate == "requires":
            sentence, stated = f"{sentence} {stated}", ""
        act = (statement.claim.act or "") if statement.claim else ""
        act = "" if act == "signature" else act.replace("-", " ")
        role = ((statement.claim.role if statement.claim else None) or "").replace("-", " ")
        more = [act, role, stated, words.when(statement.when), "" if state == "in force" else state]
        told = ", ".join(part for part in more if part)
        return f"{sentence} ({told})" if told else sentence

    def holders(self, ties: Iterable[Statement]) -> tuple[Cited, ...]:
        """Who is tied, each once with role, date and state; of a tie told twice the newest document has the word."""
        clock = self.scope.clock
        told: dict[tuple[str, str | None], list[Statement]] = {}
        for tie in sorted(ties, key=lambda s: clock.seen(s.document), reverse=True):
            told.setdefault((tie.subject, tie.when), []).append(tie)
        cells = []
        for (holder, when), by in told.items():
            role = ((by[0].claim.role if by[0].claim else None) or "").replace("-", " ")
            state = words.state_text(by[0], clock)
            more = ", ".join(each for each in (role, words.when(when), "" if state == "in force" else state) if each)
            cells.append(self.cite(f"{self.name(holder)}{f' ({more})' if more else ''}", by))
        return tuple(sorted(cells, key=lambda cell: ("set aside" in cell.text, cell.text)))

    def about(self, things: Iterable[str]) -> list[Statement]:
        """Every statement that is known of any of these things, by id."""
        wanted = set(things)
        return [
            s
            for s in self.graph.statements
            if (s.subject in wanted or s.object in wanted) and self.scope.clock.knows(s.document)
        ]

    def items(self, *types: str) -> list[Item]:
        """The items of these types whose document is known, in the order of the documents."""
        found = [
            t for t in self.graph.things.values() if t.type in types and self.scope.clock.knows(t.sources[0].document)
        ]
        return [t.item for t in sorted(found, key=lambda t: (t.sources[0].document, t.sources[0].lines, t.id))]

    def answers(self, item: str) -> list[Item]:
        """What was done or replied to an ask, in order of id.

        What only tells of the situation is no answer, nor is what a plan sets down to be done.
        """
        clock = self.scope.clock
        told = {
            s.subject
            for s in self.graph.matching(predicate="responds_to", object=item)
            if s.origin == "item" and clock.knows(s.document)
        }
        found = [self.graph.things[each].item for each in sorted(told) if self.graph.things[each].type in _ANSWERS]
        return [each for each in found if each.type == "response" or not self._is_of_a_plan(each)]

    def _is_of_a_plan(self, item: Item) -> bool:
        things = self.graph.things
        wholes = [things[whole] for whole in item.part_of]
        return any(
            whole.type in ("framework", "document")
            or (isinstance(whole.entry, Item) and self._is_of_a_plan(whole.item))
            for whole in wholes
        )

    def timeline(self, title: str, things: Iterable[str], most: int = 8) -> Chart | None:
        """When they began and ended, as a picture; None if no date is known of any. The latest `most` are drawn."""
        spans = timeline(self.scene, things)
        bars = [
            Bar(
                words.name_of(self.graph.things[span.thing]),
                span.kind,
                _open(span.began),
                _open(span.ended),
                span.endless,
                span.seen,
            )
            for span in spans
        ]
        return timeline_chart(title, bars[-most:], self.scope.clock.last) if bars else None


def _open(days: tuple[date, date] | None) -> tuple[date, date] | None:
    """Days with both ends; what began at some time before a day has no day."""
    return days if days is not None and days[0] > edtf.BEGINNING else None
