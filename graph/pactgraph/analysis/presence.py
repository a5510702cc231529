"""Who is at work on which theme in which place on the day; what the analyses of presence share.

`coverage` gives the same cells one by one, with what is not known. Here they are laid out once for
analyses that compare cells: who works there at all, and which donors pay or support. Costs one pass
over the activities, each times its own themes and places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..clock import Clock
from ..model import Item, Mechanism, Statement, Thing
from .activity import (
    Activity,
    Backing,
    around,
    funders,
    going_on,
    holds,
    lies_in,
    named,
    supporters,
    telling,
    weakest,
)
from .finding import CERTAIN, POSSIBLE, Prospect

if TYPE_CHECKING:
    from .scene import Scene

#: By these a document says that somebody is at work.
TIES = ("funds", "supports", "implements")
#: Stages after which nobody is at work, and those before which nobody is yet.
_OVER = ("ended", "completed", "dropped")
#: Bodies that meet.
_MEET = ("working-group", "committee", "donor-group", "forum", "process")
_BEFORE = ("proposed", "asked", "drafted", "planned", "approved")

Cell = tuple[str, str]


class Present(NamedTuple):
    """That an activity is there on the day, how surely, and by which statements somebody is at work on it."""

    activity: str
    reading: str
    statements: tuple[Statement, ...]


class Candidates:
    """Donors who could be asked, each with the first reason given for it and the statements of all."""

    def __init__(self, donors: frozenset[str], home: str = "") -> None:
        self._donors = donors
        #: The country asked for, which is no donor at home.
        self._home = home
        self._reasons: dict[str, tuple[str, list[str]]] = {}
        self._order: dict[str, None] = {}
        self._against: dict[str, tuple[str, bool, list[str]]] = {}

    def note(self, donor: str, because: str, statements: Iterable[Statement]) -> None:
        """Give a reason; those given first stand first. Who is no donor is passed over."""
        if donor in self._donors and donor != self._home:
            self._order.setdefault(because)
            reason = self._reasons.setdefault(donor, (because, []))
            reason[1].extend(s.id for s in statements)

    def object_to(self, donor: str, but: str, statements: Iterable[Statement], last: bool = False) -> None:
        """Tell what speaks against asking a donor; with `last`, it comes after those of whom nothing such is told.

        What is told first stands.
        """
        objection = self._against.setdefault(donor, (but, last, []))
        objection[2].extend(s.id for s in statements)

    def ranked(self) -> tuple[Prospect, ...]:
        """The donors by reason, then by name."""
        ranks = list(self._order)
        made = []
        for donor, (because, ids) in self._reasons.items():
            but, last, more = self._against.get(donor, ("", False, []))
            prospect = Prospect(donor, because, tuple(dict.fromkeys((*ids, *more))), but)
            made.append((last, ranks.index(because), donor, prospect))
        return tuple(prospect for _, _, _, prospect in sorted(made, key=lambda each: each[:3]))


def at_work(clock: Clock, activity: Activity) -> Backing | None:
    """Whether anybody is at work on it on the day, by whom it is paid, supported or carried out.

    Where a document names nobody, that it has begun makes it possible; what was only asked for or
    planned, and what has ended, is no work.
    """
    ties = [s for s in activity.statements if s.predicate in TIES]
    stages = [s for s in activity.stages if s.is_plain]
    begun = [s for s in stages if s.value not in (*_OVER, *_BEFORE)]
    over = [s for s in stages if s.value in _OVER and _is_past(clock, s)]
    if ties:
        reading = holds(clock, ties)
        if over and reading == POSSIBLE:
            reading = None
        return Backing(reading, tuple(telling(clock, ties))) if reading else None
    if over or (stages and not begun) or (begun and all(s.bounds.possible_from > clock.last for s in begun)):
        return None
    there = [s for s in activity.statements if s.is_plain and (lies_in(clock, [s]) is not None)]
    return Backing(POSSIBLE, (*there, *begun)) if there else None


def _is_past(clock: Clock, stage: Statement) -> bool:
    if stage.when is None:
        return clock.first >= clock.seen(stage.document)
    return stage.bounds.certain_from < clock.first


def work(scene: Scene) -> dict[Cell, list[Present]]:
    """For each theme and place the activities on which anybody is at work there."""
    cells: dict[Cell, list[Present]] = defaultdict(list)
    for activity in scene.activities.values():
        backing = at_work(scene.clock, activity)
        if backing is not None:
            for cell, reading in _cells(scene.clock, activity, backing):
                cells[cell].append(Present(activity.id, reading, backing.statements))
    return cells


def donors_there(scene: Scene) -> dict[Cell, dict[str, list[Present]]]:
    """For each theme and place the donors who pay for or support work there, with that work.

    Who only backs a whole of it is no donor of a part whose whole is there too.
    """
    cells: dict[Cell, dict[str, list[Present]]] = defaultdict(dict)
    found, clock = scene.activities, scene.clock
    for activity in found.values():
        backed: dict[str, Backing] = {}
        for backers in (funders, supporters):
            for donor, backing in backers(clock, found, activity).items():
                before = backed.get(donor, Backing(backing.reading, ()))
                reading = CERTAIN if CERTAIN in (before.reading, backing.reading) else POSSIBLE
                backed[donor] = Backing(reading, (*before.statements, *backing.statements))
        for donor in named(backed):
            own = donor in activity.funders or donor in activity.supporters
            for (theme, place), reading in _cells(clock, activity, backed[donor]):
                wholes = (found[whole] for whole in activity.wholes)
                if own or not any(theme in whole.themes and place in whole.places for whole in wholes):
                    cells[theme, place].setdefault(donor, []).append(
                        Present(activity.id, reading, backed[donor].statements)
                    )
    return cells


def _cells(clock: Clock, activity: Activity, backing: Backing) -> Iterator[tuple[Cell, str]]:
    """The cells in which the activity lies on the day, with how surely it is at work there."""
    vouching = going_on(clock, activity, backing.statements)
    themes = {theme: lies_in(clock, statements, vouching) for theme, statements in activity.themes.items()}
    places = {place: lies_in(clock, statements, vouching) for place, statements in activity.places.items()}
    for theme, on_theme in themes.items():
        for place, in_place in places.items():
            reading = weakest(on_theme, in_place, backing.reading)
            if reading is not None:
                yield (theme, place), reading


def narrow(scene: Scene) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """For each activity its themes and its places, without those in which another of its own lies."""
    return {
        activity.id: (
            frozenset(narrowest(activity.themes, scene.broader)),
            frozenset(narrowest(activity.places, scene.wholes)),
        )
        for activity in scene.activities.values()
    }


def wider(scene: Scene, theme: str, place: str) -> list[tuple[Present, str, str]]:
    """Work on a broader theme or in a wider place of which no narrower is told: perhaps it reaches the cell.

    So may work in a region that holds only a part of the place; what is said of that part is added to its proof.
    """
    found = []
    wholes = [*around(place, scene.wholes)]
    for above in around(theme, scene.broader):
        for whole in (*wholes, *scene.crossing.get(place, ())):
            if (above, whole) == (theme, place):
                continue
            for present in scene.work.get((above, whole), ()):
                themes, places = scene.narrow[present.activity]
                if above in (theme, *themes) and whole in (place, *places):
                    joining = () if whole in wholes else scene.crossing[place][whole]
                    found.append((present._replace(statements=(*present.statements, *joining)), above, whole))
    return found


def surest(present: Iterable[Present]) -> str | None:
    """How surely any of it is there; None if nothing is."""
    readings = {each.reading for each in present}
    return CERTAIN if CERTAIN in readings else POSSIBLE if readings else None


def proof(scene: Scene, present: Iterable[Present], theme: str, place: str) -> list[Statement]:
    """The statements that put the work there."""
    return [s for p in present for s in (*p.statements, *scene.activities[p.activity].proof(scene.clock, theme, place))]


def narrowest(each: Iterable[str], up: Mapping[str, str] | Mapping[str, list[str]]) -> list[str]:
    """Themes, or places, without those in which another of them lies; by id."""
    found = set(each)
    return sorted(found - {whole for part in found for whole in around(part, up) if whole != part})


def telling_themes(scene: Scene, item: Item) -> tuple[str, ...]:
    """Its themes; without whole areas where it names narrower ones, for somebody works on each area."""
    return tuple(each for each in item.themes if scene.broader.get(each)) or item.themes


def asked_in(scene: Scene, item: Item) -> tuple[str, ...]:
    """The places that an item names; if none, those in which the groups work that it is by."""
    return item.place or tuple(dict.fromkeys(s.object or "" for s in asking_there(scene, item)))


def asking_there(scene: Scene, item: Item) -> list[Statement]:
    """Where an item that names no place has its places from: what is told of where the groups work that it is by."""
    return [] if item.place else [s for body in item.by for s in scene.works_in.get(body, ())]


def places_of(scene: Scene, item: Item) -> tuple[str, ...]:
    """Where an item applies: as `asked_in`; if nothing is told of that, the states of those it is by or for."""
    states = (state for body in (*item.by, *item.to) for state in states_of_body(scene, body))
    return asked_in(scene, item) or tuple(dict.fromkeys(states))


def is_own_business(scene: Scene, item: Item) -> bool:
    """Whether what is asked is how a group meets, itself or by its terms, which is no work that somebody pays for."""
    for target in item.about:
        each = scene.graph.things[target].entry
        wholes = getattr(each, "part_of", ())
        for body in (each, *(scene.graph.things[whole].entry for whole in wholes)):
            if isinstance(body, Mechanism) and body.kind in _MEET:
                return item.type != "need"
    return False


def cells_of_priority(scene: Scene, statement: Statement) -> Iterator[Cell]:
    """The themes and places of what a statement says somebody prioritises; if it names no place, of whoever does."""
    thing, claim = scene.graph.things[statement.object or ""], statement.claim
    themes: tuple[str, ...] = claim.themes if claim else ()
    places: tuple[str, ...] = claim.place if claim else ()
    if isinstance(thing.entry, Item):
        themes = thing.entry.themes or themes
        places = places_of(scene, thing.entry) or places
    elif thing.type == "theme":
        themes = (thing.id,)
    else:
        places = (thing.id,)
    for place in places or states_of_body(scene, statement.subject):
        for theme in themes:
            yield theme, place


def states_of_body(scene: Scene, body: str) -> tuple[str, ...]:
    """The state that it is or is part of; none for what is of no state."""
    return (body,) if scene.graph.things[body].type == "country" else scene.states.get(body, ())


def donor_of(scene: Scene, body: str) -> str:
    """The donor for which a body counts: its state, or itself."""
    return next(iter(states_of_body(scene, body)), body)


def talks(scene: Scene) -> dict[str, dict[str, list[Statement]]]:
    """Who perhaps coordinates or cooperates with whom on the day, both ways, agencies as their states."""
    found: dict[str, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for statement in scene.graph.statements:
        said = statement.predicate in ("coordinates_with", "cooperates_with")
        if said and statement.object is not None and holds(scene.clock, [statement]) is not None:
            one, other = donor_of(scene, statement.subject), donor_of(scene, statement.object)
            found[one][other].append(statement)
            found[other][one].append(statement)
    return found


def purposes(activity: Activity) -> dict[str, list[Statement]]:
    """For which further things it is paid for or supported, by the statements that say so."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for statement in activity.statements:
        if statement.predicate in ("funds", "supports") and statement.claim:
            for purpose in statement.claim.purpose:
                found[purpose].append(statement)
    return found


def speaks_of(scene: Scene, statement: Statement, theme: str, place: str) -> bool:
    """Whether a statement is about the cell: its themes and places, where it names any, are near."""
    claim = statement.claim
    return claim is None or (
        _is_near(theme, claim.themes, scene.broader) and _is_near(place, claim.place, scene.wholes)
    )


def _is_near(one: str, others: Iterable[str], up: Mapping[str, str] | Mapping[str, list[str]]) -> bool:
    """Whether it lies in one of the others, or one of them in it; so it is if there are none."""
    others = list(others)
    return not others or any(one in around(each, up) or each in around(one, up) for each in others)


def in_scope(scene: Scene, theme: str, place: str) -> bool:
    """Whether a cell lies within the theme and the place that were asked for."""
    scope = scene.scope
    return (scope.theme is None or scope.theme in around(theme, scene.broader)) and (
        scope.country is None or scope.country in around(place, scene.wholes)
    )


def asks(scene: Scene, types: Iterable[str]) -> list[Thing]:
    """The items of these types that were known by the clock's day."""
    wanted = frozenset(types)
    return [t for t in scene.graph.things.values() if t.type in wanted and scene.clock.knows(t.sources[0].document)]
