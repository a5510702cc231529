"""Who works on what where: activities with their places, themes, funders, at a clock.

An *activity* is a programme, or help that a document reports without naming a programme (a
`funds` or `supports` statement to a body, with its own themes and places). The analyses read
nothing else, so what counts as work on a theme in a country is decided here once:

- themes are those it addresses and those named on its statements, with all broader ones;
- places are where it operates and those named on its statements, with all they lie in;
- a part that names no theme, or no place, has those of its whole; a part of a programme is what is
  `part_of` it and what the programme itself implements;
- what a programme does for a body is that programme's work, not a donor's;
- a funder is who funds it; who supports it in a form not stated is a supporter, never a funder; who
  does either for a whole does so perhaps for each part, for which one is not said;
- what is planned is not there yet, and what another document denies is there perhaps;
- a theme or place without a date of its own goes for as long as the activity;
- an agency stands for the state it is part of, so that a donor counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import permutations
from typing import NamedTuple

from .. import vocab
from ..clock import Clock, Reading
from ..graph import PactGraph
from ..model import UNSTATED, Statement
from .finding import CERTAIN, POSSIBLE

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
    #: What documents say of its life: asked for, started, ended.
    stages: list[Statement] = field(default_factory=list)
    #: The programmes that it is a part of.
    wholes: Links = field(default_factory=lambda: defaultdict(list))
    #: Where a document says that nobody funds it; what is denied of one donor stands with that donor.
    unfunded: list[Statement] = field(default_factory=list)
    #: The links through which it has the themes or places of its whole.
    borrowed: list[Statement] = field(default_factory=list)

    def proof(self, clock: Clock, theme: str, place: str) -> list[Statement]:
        """The statements that put it on a theme in a place."""
        found = [*self.themes.get(theme, ()), *self.places.get(place, ())]
        return [*self.borrowed, *(s for s in found if _is_lasting(s) or clock.possibly(s))]


class Backing(NamedTuple):
    """That a donor pays for or supports an activity on the day, and on what that rests."""

    reading: str
    statements: tuple[Statement, ...]


def activities(graph: PactGraph, clock: Clock) -> dict[str, Activity]:
    """Every activity of which the documents known by the clock's day speak, by id, whatever its own day."""
    states = states_of(graph)
    wholes = wholes_of(graph)
    broader = {theme.id: theme.broader for theme in vocab.themes()}
    found: dict[str, Activity] = {
        thing.id: Activity(thing.id) for thing in graph.things.values() if thing.type == "programme"
    }

    def qualify(activity: Activity, statement: Statement) -> None:
        activity.statements.append(statement)
        claim = statement.claim
        for theme in claim.themes if claim else ():
            for each in around(theme, broader):
                activity.themes[each].append(statement)
        for place in claim.place if claim else ():
            for each in around(place, wholes):
                activity.places[each].append(statement)

    def help_for(target: str, statement: Statement) -> Activity:
        """The activity that a donor's help to anything but a programme is, with what lies in the target."""
        activity = found.setdefault(statement.id, Activity(statement.id))
        thing = graph.things[target]
        if statement.status == "denied":
            return activity
        places = [target] if thing.type in ("country", "place") else [*states.get(target, ())]
        if thing.type in vocab.ITEM_TYPES:
            places += thing.item.place
            for theme in thing.item.themes:
                for each in around(theme, broader):
                    activity.themes[each].append(statement)
        for place in places:
            for each in around(place, wholes):
                activity.places[each].append(statement)
        return activity

    for statement in graph.statements:
        subject, target, predicate = statement.subject, statement.object, statement.predicate
        if not clock.knows(statement.document):
            continue
        if predicate in ("funds", "supports", "implements") and target is not None:
            by_programme = graph.things[subject].type == "programme"
            activity = found.get(target)
            if activity is None and predicate != "implements" and not by_programme:
                activity = help_for(target, statement)
            if activity is None:
                continue
            if predicate == "implements" and subject in found and statement.is_plain:
                activity.wholes[subject].append(statement)
            if statement.status == "denied":
                activity.statements.append(statement)
            else:
                qualify(activity, statement)
            if predicate == "implements" or by_programme:
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
            elif predicate == "part_of" and target in found and statement.is_plain:
                activity.wholes[target].append(statement)
            elif predicate == "stage":
                activity.stages.append(statement)
            elif predicate == "not_funded":
                activity.statements.append(statement)
                activity.unfunded.append(statement)
    for activity in found.values():
        for links in (activity.funders, activity.supporters):
            for donor, statements in links.items():
                links[donor] = [s for s in statements if not _is_beside(s, donor, statements)]
    _inherit(found)
    return dict(sorted(found.items()))


def around(start: str, up: Mapping[str, str] | Mapping[str, list[str]]) -> Iterator[str]:
    """A theme or a place, and all that it lies in."""
    seen = [start]
    for node in seen:
        parents = up.get(node) or ()
        seen += [p for p in ((parents,) if isinstance(parents, str) else parents) if p not in seen]
    return iter(seen)


def _is_beside(denial: Statement, donor: str, statements: list[Statement]) -> bool:
    """Whether one agency is said not to pay, which says nothing of what others of its state pay."""
    if denial.status != "denied" or denial.subject == donor:
        return False
    return not any(s.subject == denial.subject and s.status != "denied" for s in statements)


def _inherit(found: dict[str, Activity]) -> None:
    """Give parts that name no theme, or no place, those of their nearest wholes that name any."""
    before = {each.id: (dict(each.themes), dict(each.places)) for each in found.values()}
    for activity in found.values():
        for kind, mine in enumerate((activity.themes, activity.places)):
            level, seen = dict(activity.wholes), {activity.id}
            while level and not mine:
                above: Links = defaultdict(list)
                for whole, links in level.items():
                    for each, statements in before[whole][kind].items():
                        mine[each] += [s for s in statements if s not in mine[each]]
                        activity.borrowed += [s for s in links if s not in activity.borrowed]
                    for higher, more in found[whole].wholes.items():
                        above[higher] += [*links, *more]
                seen |= level.keys()
                level = {whole: links for whole, links in above.items() if whole not in seen}


def _all_wholes(found: Mapping[str, Activity], activity: Activity) -> dict[str, list[Statement]]:
    """What it is a part of, through any number of parts, nearest first, with the links."""
    links: dict[str, list[Statement]] = {}
    below = [activity]
    for part in below:
        for whole, statements in part.wholes.items():
            if whole not in links and whole != activity.id:
                links[whole] = [*links.get(part.id, ()), *statements]
                below.append(found[whole])
    return links


def wholes_of(graph: PactGraph) -> dict[str, list[str]]:
    """What each place lies in."""
    up: dict[str, list[str]] = defaultdict(list)
    kinds = {thing.id: thing.type for thing in graph.things.values()}
    for statement in graph.statements:
        if statement.predicate not in ("part_of", "located_in") or not statement.is_plain:
            continue
        if statement.object and kinds[statement.subject] == "place" and kinds[statement.object] in ("country", "place"):
            up[statement.subject].append(statement.object)
    return up


def crossing(graph: PactGraph, wholes: Mapping[str, list[str]]) -> dict[str, dict[str, list[Statement]]]:
    """For each place those that hold a part of it while neither lies in the other, with what is said of that part.

    So a region reaches into a country of which one province is told to be in it.
    """
    found: dict[str, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for statement in graph.statements:
        part = statement.subject
        if statement.object not in wholes.get(part, ()) or not statement.is_plain:
            continue
        for one, other in permutations([each for each in around(part, wholes) if each != part], 2):
            if one not in around(other, wholes) and other not in around(one, wholes):
                found[one][other].append(statement)
    return found


def states_of(graph: PactGraph) -> dict[str, tuple[str, ...]]:
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


def kin(graph: PactGraph, clock: Clock) -> dict[str, dict[str, Backing]]:
    """For each programme those that are, or perhaps are, the same work under another name."""
    near: dict[str, list[tuple[str, Statement]]] = defaultdict(list)
    for statement in graph.statements:
        same = statement.predicate in ("same_as", "maybe_same_as") and clock.knows(statement.document)
        if same and statement.object and statement.status != "denied" and statement.rank != "outranked":
            near[statement.subject].append((statement.object, statement))
            near[statement.object].append((statement.subject, statement))

    def is_programme(thing: str) -> bool:
        return graph.things[thing].type == "programme"

    found: dict[str, dict[str, Backing]] = {}
    for start in near:
        if not is_programme(start):
            continue
        seen = {start: Backing(CERTAIN, ())}
        # Twice, the sure ways first: what is the same must not be reached by a perhaps.
        for sure in (True, False):
            queue = [*seen]
            for node in queue:
                for other, link in near[node]:
                    surely = link.predicate == "same_as" and link.is_plain
                    if other in seen or (sure and not surely) or not is_programme(other):
                        continue
                    reading = weakest(seen[node].reading, CERTAIN if surely else POSSIBLE)
                    seen[other] = Backing(reading or POSSIBLE, (*seen[node].statements, link))
                    queue.append(other)
        found[start] = {other: backing for other, backing in seen.items() if other != start}
    return found


def funders(clock: Clock, found: Mapping[str, Activity], activity: Activity) -> dict[str, Backing]:
    """Who pays for it on the day; who pays for a whole of it does so perhaps."""
    return _backers(clock, found, activity, "funders")


def supporters(clock: Clock, found: Mapping[str, Activity], activity: Activity) -> dict[str, Backing]:
    """Who supports it on the day in a form not stated; who supports a whole of it does so perhaps."""
    return _backers(clock, found, activity, "supporters")


def _backers(clock: Clock, found: Mapping[str, Activity], activity: Activity, word: str) -> dict[str, Backing]:
    backing: dict[str, Backing] = {}
    ways = [(activity, list[Statement](), CERTAIN)]
    ways += [(found[whole], links, POSSIBLE) for whole, links in _all_wholes(found, activity).items()]
    for each, links, at_best in ways:
        donors: Links = getattr(each, word)
        for donor, statements in donors.items():
            reading = weakest(at_best, holds(clock, statements))
            if reading is not None and donor not in backing:
                backing[donor] = Backing(reading, (*links, *telling(clock, statements)))
    return backing


def named(donors: Iterable[str]) -> list[str]:
    """The donors that documents name, by id."""
    return sorted({*donors} - {UNSTATED})


def telling(clock: Clock, statements: Iterable[Statement]) -> list[Statement]:
    """Those that `holds` went by: what holds, and what denies it."""
    return [s for s in statements if _there(clock, s) or _denies(clock, s)]


def holds(clock: Clock, statements: Iterable[Statement]) -> str | None:
    """`certain` if one of the statements certainly holds and none denies it, `possible` if one may, else None."""
    reading, denied = None, False
    for statement in statements:
        if clock.certainly(statement):
            reading = CERTAIN
        elif _denies(clock, statement):
            denied = True
        elif reading is None and _there(clock, statement):
            reading = POSSIBLE
    return POSSIBLE if denied and reading else reading


def lies_in(clock: Clock, statements: Iterable[Statement], vouching: Container[str] = ()) -> str | None:
    """As `holds`, for the themes and places of an activity.

    What a document says of them without a date goes for as long as that document (one of `vouching`)
    has the activity go on: a project of three years keeps its theme for three years. That another,
    newer document knows the activity says only that it may still be there: work moves.
    """
    statements = list(statements)
    reading = holds(clock, statements)
    if reading == CERTAIN or any(_denies(clock, s) for s in statements):
        return reading
    lasting = [statement for statement in statements if _is_lasting(statement)]
    if any(statement.document in vouching for statement in lasting):
        return CERTAIN
    return POSSIBLE if lasting else reading


def going_on(clock: Clock, activity: Activity, besides: Iterable[Statement] = ()) -> set[str]:
    """The documents that have the activity certainly go on, by who pays for it or carries it out."""
    ties = ("funds", "supports", "implements")
    told = (*activity.statements, *besides)
    return {s.document for s in told if s.predicate in ties and clock.certainly(s)}


def _is_lasting(statement: Statement) -> bool:
    said = statement.predicate in ("addresses", "operates_in", "located_in")
    return said and statement.when is None and statement.is_plain and statement.status in (None, "active")


def _there(clock: Clock, statement: Statement) -> bool:
    return clock.possibly(statement) and clock.reading(statement) is not Reading.PLANNED


def _denies(clock: Clock, statement: Statement) -> bool:
    return statement.rank != "outranked" and clock.reading(statement) is Reading.DENIED


def weakest(*readings: str | None) -> str | None:
    """What holds of several things together: none if one does not, possible if one is only that."""
    if None in readings:
        return None
    return POSSIBLE if POSSIBLE in readings else CERTAIN
