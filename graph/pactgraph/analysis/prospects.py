"""Whom to ask: for each theme and country with a stated ask and no certain donor, the donors by reason.

Reasons have a stated order and no score; each donor stands with the best one and the statements of
all. Costs, for each open cell, the work on any theme in its country, on its own theme in the neighbouring
countries, and the seats of the forums that serve it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..clock import Reading
from ..model import UNSTATED, Item, Organisation, Statement
from .activity import Activity, around
from .finding import CERTAIN, NOT_KNOWN, POSSIBLE, Analysis, Finding, Prospect, unique
from .forums import Forum, forums
from .presence import (
    Candidates,
    Cell,
    asking_there,
    asks,
    cells_of_priority,
    donor_of,
    in_scope,
    is_own_business,
    places_of,
    proof,
    speaks_of,
    surest,
    telling_themes,
)
from .scene import Scene

_ASKS = ("recommendation", "need", "target", "benchmark", "priority")
#: By these a document says that somebody asks for it or needs it, and on what and where.
_ASKING = ("recommends", "needs", "prioritises", "addressed_to", "addresses", "located_in")

PLANS = "plans or was asked to pay for it or do it here, or holds it a priority here"
PERHAPS = "is perhaps at work on it here, or was last seen so"
BEFORE = "paid for or supported work on it here that ended, or what such work succeeds"
NEIGHBOUR = "pays for or supports it in another country of the same agreement, group or region"
HERE = "pays for or supports other themes here"
FORUM = "sits in a forum for this country"
DENIED = "a document says that it does no such work here"
ENDED = "its work on it here ended"

#: Donors with statements, by theme and place.
_Told = dict[Cell, list[tuple[str, list[Statement]]]]


@dataclass(slots=True)
class _World:
    """What every open cell is judged against, made once."""

    scene: Scene
    planned: _Told = field(default_factory=lambda: defaultdict(list))
    over: _Told = field(default_factory=lambda: defaultdict(list))
    #: For each place the themes on which a donor is at work in it.
    themes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    denials: dict[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    #: Agreements, groups and regions to which each country belongs, with the statement.
    groups: dict[str, dict[str, Statement]] = field(default_factory=lambda: defaultdict(dict))
    members: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    #: Who can be asked at all.
    donors: frozenset[str] = frozenset()
    #: The forums by where they work, with all that lies around, each with its rank by id.
    forums: dict[str, dict[int, Forum]] = field(default_factory=lambda: defaultdict(dict))
    _proofs: dict[Cell, dict[str, tuple[Statement, ...]]] = field(default_factory=dict)

    def proofs(self, theme: str, place: str) -> dict[str, tuple[Statement, ...]]:
        """For each donor at work in a cell the statements that say so."""
        if (theme, place) not in self._proofs:
            there = self.scene.donors.get((theme, place), {}).items()
            told = {donor: tuple(dict.fromkeys(proof(self.scene, each, theme, place))) for donor, each in there}
            self._proofs[theme, place] = told
        return self._proofs[theme, place]


def run(scene: Scene) -> list[Finding]:
    """One finding for each open cell, those without any donor in the wide reading first.

    A cell is a theme and a country, or a place that lies in none, of which an ask tells; where it names
    no place, that is where the group works that asks. A cell is open if no donor is certainly at work on
    it there. *Certain* if none is even possibly, else *possible*. Reasons, best first: `PLANS`, `PERHAPS`,
    `BEFORE`, `NEIGHBOUR`, `HERE`, `FORUM`. Countries count as neighbours only as far as the data join
    them, by an agreement or group of which both are members, or by a region in which both lie. What
    speaks against asking is told with each donor; of whom a document says that it does no such work,
    comes last. How a group meets is no ask that a donor could take on.
    """
    cells: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for thing in asks(scene, _ASKS):
        if thing.item.status in ("denied", "ended") or is_own_business(scene, thing.item):
            continue  # not asked, or done, or nothing that a donor could take on
        wheres = places_of(scene, thing.item)
        for place in dict.fromkeys(_country(scene, each) for each in wheres):
            for theme in telling_themes(scene, thing.item):
                if in_scope(scene, theme, place) or any(in_scope(scene, theme, each) for each in wheres):
                    cells[place, theme].append(thing.item)
    world = _made(scene)
    said: dict[str, list[Statement]] = defaultdict(list)
    for statement in scene.graph.statements:
        if statement.predicate in _ASKING and scene.clock.knows(statement.document):
            for end in (statement.subject, statement.object or ""):
                if end in scene.graph.things and isinstance(scene.graph.things[end].entry, Item):
                    said[end].append(statement)
    findings = [
        finding
        for (place, theme), items in sorted(cells.items())
        if (finding := _judge(world, theme, place, items, said)) is not None
    ]
    return sorted(findings, key=lambda f: f.reading != CERTAIN)


def _country(scene: Scene, place: str) -> str:
    """The country that a place lies in; itself, if it lies in none."""
    above = around(place, scene.wholes)
    return next((each for each in above if scene.graph.things[each].type == "country"), place)


def _judge(
    world: _World, theme: str, place: str, items: list[Item], said: Mapping[str, list[Statement]]
) -> Finding | None:
    scene = world.scene
    there = scene.donors.get((theme, place), {})
    if any(surest(present) == CERTAIN for donor, present in there.items() if donor != place):
        return None
    prospects = _prospects(world, theme, place)
    if scene.scope.donor is not None and scene.scope.donor not in {each.donor for each in prospects}:
        return None
    perhaps = sorted({*there} - {place})
    return Finding(
        "prospects",
        place,
        NOT_KNOWN,
        POSSIBLE if perhaps else CERTAIN,
        {
            "theme": theme,
            "asked in": sorted({item.id for item in items}),
            **({"perhaps": perhaps} if perhaps else {}),
            "last looked": scene.looked,
        },
        place,
        theme,
        unique(s for item in items for s in (*said.get(item.id, ()), *asking_there(scene, item))),
        (
            "No donor is certainly known on it there; that is not the same as none.",
            "Reasons are ordered by rule, not scored; nobody named has been asked.",
        ),
        f"A sourced statement that somebody pays for or supports work on {theme} in {place}.",
        prospects,
    )


def _prospects(world: _World, theme: str, place: str) -> tuple[Prospect, ...]:
    scene = world.scene
    candidates = Candidates(world.donors, place)
    for denial in world.denials.get(place, ()):
        if speaks_of(scene, denial, theme, place):
            candidates.object_to(denial.subject, DENIED, [denial], last=True)
    for donor, statements in world.planned.get((theme, place), ()):
        candidates.note(donor, PLANS, statements)
    for donor, told in world.proofs(theme, place).items():
        candidates.note(donor, PERHAPS, told)
    for donor, statements in world.over.get((theme, place), ()):
        candidates.note(donor, BEFORE, statements)
        candidates.object_to(donor, ENDED, statements)
    for other in sorted({each for group in world.groups.get(place, ()) for each in world.members[group]}):
        for donor, told in world.proofs(theme, other).items() if other != place else ():
            candidates.note(donor, NEIGHBOUR, (*_joined(world, place, other), *told))
    for other in world.themes.get(place, ()):
        if other != theme:
            for donor, told in world.proofs(other, place).items():
                candidates.note(donor, HERE, told)
    serving = {n: forum for each in around(place, scene.wholes) for n, forum in world.forums.get(each, {}).items()}
    for _, forum in sorted(serving.items()):
        for donor, seat in forum.seats.items():
            candidates.note(donor, FORUM, seat.statements)
    return candidates.ranked()


def _can_pay(scene: Scene, donor: str) -> bool:
    """Whether it is a donor to ask; an office of the UN carries out work with the money of others."""
    entry = scene.graph.things[donor].entry
    return donor != UNSTATED and not (isinstance(entry, Organisation) and entry.kind == "un-office")


def _joined(world: _World, place: str, other: str) -> list[Statement]:
    """What makes two countries neighbours for the data: the first group or region, by id, to which both belong."""
    mine, theirs = world.groups[place], world.groups[other]
    common = min(mine.keys() & theirs.keys())
    return [mine[common], theirs[common]]


def _made(scene: Scene) -> _World:
    clock = scene.clock
    world = _World(scene, donors=frozenset(donor for donor in scene.backers if _can_pay(scene, donor)))
    for n, forum in enumerate(forums(scene)):
        for each in {whole for place in forum.places for whole in around(place, scene.wholes)}:
            world.forums[each][n] = forum
    for theme, place in sorted(scene.donors):
        world.themes[place].append(theme)
    for activity in scene.activities.values():
        _look_at(world, activity)
    for statement in scene.graph.statements:
        if statement.object is not None and clock.knows(statement.document) and statement.rank != "outranked":
            _read(world, statement, statement.object)
    return world


def _read(world: _World, statement: Statement, target: str) -> None:
    """Note what one statement says of plans, denials, predecessors and groups."""
    scene, subject, predicate = world.scene, statement.subject, statement.predicate
    if predicate in ("funds", "supports") and statement.status == "denied" and subject not in scene.states:
        # That one agency does nothing says nothing of its state, which is the donor.
        if scene.clock.reading(statement) in (Reading.DENIED, Reading.LAST_SEEN):
            for place in (statement.claim.place if statement.claim else ()) or (target,):
                world.denials[place].append(statement)
    elif predicate in ("member_of", "located_in") and scene.graph.things[subject].type == "country":
        if scene.clock.possibly(statement):
            world.groups[subject].setdefault(target, statement)
            world.members[target].add(subject)
    elif predicate == "prioritises" and scene.clock.possibly(statement):
        for cell in cells_of_priority(scene, statement):
            world.planned[cell].append((donor_of(scene, subject), [statement]))
    elif predicate == "asked_to_fund" or (predicate == "implements" and _is_ahead(scene, statement)):
        for cell in _cells(scene, target):
            world.planned[cell].append((donor_of(scene, subject), [statement]))
    elif predicate == "succeeds" and target in scene.activities and subject in scene.activities:
        earlier = scene.activities[target]
        for links in (earlier.funders, earlier.supporters):
            for donor, statements in links.items():
                for cell in _cells(scene, subject):
                    world.over[cell].append((donor, [statement, *statements]))


def _look_at(world: _World, activity: Activity) -> None:
    """Note who plans to pay for the activity, and who no longer does."""
    scene = world.scene
    for links in (activity.funders, activity.supporters):
        for donor, statements in links.items():
            planned = [s for s in statements if _is_ahead(scene, s)]
            over = [s for s in statements if s.rank != "outranked" and scene.clock.reading(s) is Reading.ENDED]
            for told, by in ((planned, world.planned), (over, world.over)):
                if told:
                    for cell in _cells(scene, activity.id):
                        by[cell].append((donor, told))


def _is_ahead(scene: Scene, statement: Statement) -> bool:
    """Whether it is planned, and its time has not passed."""
    if scene.clock.reading(statement) is not Reading.PLANNED:
        return False
    return statement.when is None or statement.bounds.possible_until >= scene.clock.first


def _cells(scene: Scene, thing: str) -> list[Cell]:
    """The themes and places of a piece of work, or of an item that reports or plans some."""
    entry = scene.graph.things[thing].entry if thing in scene.graph.things else None
    if isinstance(entry, Item):
        places = {whole for place in places_of(scene, entry) for whole in around(place, scene.wholes)}
        themes = {above for theme in entry.themes for above in around(theme, scene.broader)}
        return [(theme, place) for theme in sorted(themes) for place in sorted(places)]
    activity = scene.activities.get(thing)
    return [(theme, place) for theme in activity.themes for place in activity.places] if activity else []


ANALYSIS = Analysis(
    "prospects",
    "Whom could one ask to take on what no donor certainly does?",
    "Each theme and country of which an ask tells (without a place: where the group works that asks) and where no "
    "donor is certainly at work on it, with the donors by "
    "reason: " + "; ".join((PLANS, PERHAPS, BEFORE, NEIGHBOUR, HERE, FORUM)) + ". With what speaks against asking.",
    "FAO ADAM, matching needs with donors by evidence; order of reasons ours",
    "Ask them, or cite a donor who is at work on it.",
    run,
    needs="needs and recommendations with `themes` and `place`.",
)
