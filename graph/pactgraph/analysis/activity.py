"""Who works on what where: activities with their places, themes, funders, at a clock.

An *activity* is a programme, or help that a document reports without naming a programme (a
`funds` or `supports` statement to a body, with its own themes and places). The analyses read
nothing else, so what counts as work on a theme in a country is decided here once:

- themes are those it addresses and those named on its statements, with all broader ones;
- places are where it operates and those named on its statements, with all they lie in;
- what a programme does for a body is that programme's work, not a donor's;
- a funder is who funds it; who supports it in a form not stated is a supporter, never a funder;
- an agency stands for the state it is part of, so that a donor counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .. import vocab
from ..clock import Clock
from ..graph import PactGraph
from ..model import Statement

#: Each relation of an activity, with the statements that say so.
Links = dict[str, list[Statement]]


@dataclass(slots=True)
class Activity:
    """A programme or a piece of direct support, with everything said of it."""

    id: str
    statements: list[Statement] = field(default_factory=list)
    themes: Links = field(default_factory=lambda: defaultdict(list))
    places: Links = field(default_factory=lambda: defaultdict(list))
    funders: Links = field(default_factory=lambda: defaultdict(list))
    supporters: Links = field(default_factory=lambda: defaultdict(list))
    implementers: Links = field(default_factory=lambda: defaultdict(list))
    denials: list[Statement] = field(default_factory=list)
    ends: list[Statement] = field(default_factory=list)

    def proof(self, *, theme: str | None = None, place: str | None = None, donor: str | None = None) -> list[Statement]:
        """The statements that put it on a theme, in a place, with a donor."""
        found = []
        if theme is not None:
            found += self.themes.get(theme, [])
        if place is not None:
            found += self.places.get(place, [])
        if donor is not None:
            found += self.funders.get(donor, []) + self.supporters.get(donor, [])
        return found


def activities(graph: PactGraph) -> dict[str, Activity]:
    """Every activity in the data, by id, whatever the day."""
    states = _states(graph)
    wholes = _wholes(graph)
    broader = {theme.id: theme.broader for theme in vocab.themes()}
    found: dict[str, Activity] = {
        thing.id: Activity(thing.id) for thing in graph.things.values() if thing.type == "programme"
    }

    def around(start: str, up: dict[str, str] | dict[str, list[str]]) -> Iterator[str]:
        seen = [start]
        for node in seen:
            parents = up.get(node) or ()
            seen += [p for p in ((parents,) if isinstance(parents, str) else parents) if p not in seen]
        return iter(seen)

    def qualify(activity: Activity, statement: Statement) -> None:
        activity.statements.append(statement)
        claim = statement.claim
        for theme in claim.themes if claim else ():
            for each in around(theme, broader):
                activity.themes[each].append(statement)
        for place in claim.place if claim else ():
            for each in around(place, wholes):
                activity.places[each].append(statement)

    for statement in graph.statements:
        subject, target, predicate = statement.subject, statement.object, statement.predicate
        if predicate in ("funds", "supports", "implements") and target is not None:
            activity = found.get(target)
            if activity is None and predicate != "implements" and graph.things[subject].type != "programme":
                activity = found.setdefault(statement.id, Activity(statement.id))
                if graph.things[target].type in ("country", "place"):
                    for each in around(target, wholes):
                        activity.places[each].append(statement)
                for each in states.get(target, ()):
                    activity.places[each].append(statement)
            if activity is None:
                continue
            qualify(activity, statement)
            if statement.status == "denied":
                activity.denials.append(statement)
            elif predicate == "implements" or graph.things[subject].type == "programme":
                activity.implementers[subject].append(statement)
            else:
                donors = activity.funders if predicate == "funds" else activity.supporters
                for donor in states.get(subject) or (subject,):
                    donors[donor].append(statement)
        elif subject in found:
            activity = found[subject]
            if predicate == "addresses" and target is not None:
                activity.statements.append(statement)
                for each in around(target, broader):
                    activity.themes[each].append(statement)
            elif predicate in ("operates_in", "located_in") and target is not None:
                qualify(activity, statement)
                for each in around(target, wholes):
                    activity.places[each].append(statement)
            elif predicate == "not_funded":
                activity.statements.append(statement)
                activity.denials.append(statement)
            elif predicate == "stage":
                activity.statements.append(statement)
                activity.ends.append(statement)
    return dict(sorted(found.items()))


def _wholes(graph: PactGraph) -> dict[str, list[str]]:
    """What each place lies in."""
    up: dict[str, list[str]] = defaultdict(list)
    kinds = {thing.id: thing.type for thing in graph.things.values()}
    for statement in graph.statements:
        if statement.predicate not in ("part_of", "located_in") or not statement.is_plain:
            continue
        if statement.object and kinds[statement.subject] == "place" and kinds[statement.object] in ("country", "place"):
            up[statement.subject].append(statement.object)
    return up


def _states(graph: PactGraph) -> dict[str, tuple[str, ...]]:
    """The state that each body is part of, through any number of bodies."""
    up: dict[str, list[str]] = defaultdict(list)
    for statement in graph.statements:
        if statement.predicate == "part_of" and statement.object and statement.is_plain:
            up[statement.subject].append(statement.object)
    found: dict[str, tuple[str, ...]] = {}
    for thing in graph.things.values():
        if thing.type != "organisation":
            continue
        seen = [thing.id]
        for node in seen:
            seen += [parent for parent in up.get(node, ()) if parent not in seen]
        countries = tuple(sorted(each for each in seen if graph.things[each].type == "country"))
        if countries:
            found[thing.id] = countries
    return found


def holds(clock: Clock, statements: Iterable[Statement]) -> str | None:
    """`certain` if one of the statements certainly holds, `possible` if one may, else None."""
    reading = None
    for statement in statements:
        if clock.certainly(statement):
            return "certain"
        if clock.possibly(statement):
            reading = "possible"
    return reading


def weakest(*readings: str | None) -> str | None:
    """What holds of several things together: none if one does not, possible if one is only that."""
    if None in readings:
        return None
    return "possible" if "possible" in readings else "certain"
