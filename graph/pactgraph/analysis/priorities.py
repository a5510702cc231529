"""Priorities that nobody works on, and whose priorities they are: the plan's, donors', agencies'.

A priority is what a document says that somebody `prioritises`: an item with its themes and places,
or a theme. It is judged for each of its themes in each of its places. Costs one pass over these
statements; each is compared with those of the same place, of what it lies in and what lies in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..model import Item, Organisation, Statement
from .activity import around, holds, telling
from .finding import CERTAIN, COVERED, NOT_KNOWN, POSSIBLE, STATED_NONE, Analysis, Finding, unique
from .presence import cells_of_priority, in_scope, proof, states_of_body, surest, wider
from .scene import Scene

#: Whose priority it can be, in the order in which they are told.
RECIPIENT = "recipient"
DONORS = "donors"
AGENCIES = "agencies"
_SETS = (RECIPIENT, DONORS, AGENCIES)


@dataclass(slots=True)
class _Wish:
    """A priority in one cell: who holds it, in which of the three sets, and the statements."""

    thing: str
    theme: str
    place: str
    holders: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    statements: list[Statement] = field(default_factory=list)


def run(scene: Scene) -> list[Finding]:
    """One finding for each priority that may stand on the day, in each of its themes and places.

    *Certainly unmet*: it certainly stands and nobody is even possibly at work in the cell. *Possibly
    unmet*: it stands perhaps, or work on a broader theme, in a wider place or in a region that holds a
    part of the place may reach it. It is covered, certainly or possibly, if somebody is at work there, paid
    or not. Its document looked at the place when it told the priority; the day of the last look is given.

    Whose it is: the recipient's (the state of the place, its bodies, plans), donors', agencies'
    (bodies of no state); what a programme sets itself is of those who carry it out. Another set
    *shares* it that holds the same theme or a narrower one in the same place or within it; a broader
    theme, a wider place or a region that holds a part of the place share it perhaps.
    """
    wishes = list(_wishes(scene))
    near: dict[str, list[_Wish]] = defaultdict(list)
    for wish in wishes:
        for place in around(wish.place, scene.wholes):
            near[place].append(wish)
    return [
        finding
        for wish in wishes
        if in_scope(scene, wish.theme, wish.place) and (finding := _judge(scene, wish, near)) is not None
    ]


def _wishes(scene: Scene) -> Iterator[_Wish]:
    found: dict[tuple[str, str, str], _Wish] = {}
    for statement in scene.graph.statements:
        if statement.predicate != "prioritises" or statement.object is None:
            continue
        if not scene.clock.knows(statement.document) or holds(scene.clock, [statement]) is None:
            continue
        for theme, place in cells_of_priority(scene, statement):
            wish = found.setdefault((statement.object, theme, place), _Wish(statement.object, theme, place))
            wish.holders[_set_of(scene, statement.subject, place)].add(statement.subject)
            wish.statements.append(statement)
    return iter([found[key] for key in sorted(found)])


def _set_of(scene: Scene, holder: str, place: str) -> str:
    """In which of the three sets the holder's priorities for a place are."""
    thing = scene.graph.things[holder]
    if thing.type == "programme":
        activity = scene.activities.get(holder)
        doers = sorted(activity.implementers) if activity else []
        sets = {_set_of(scene, doer, place) for doer in doers if scene.graph.things[doer].type != "programme"}
        return next((each for each in _SETS if each in sets), AGENCIES)
    if thing.type not in ("country", "place", "organisation"):
        return RECIPIENT  # A plan, or a group in which the states themselves meet.
    states = states_of_body(scene, holder)
    if set(states) & set(around(place, scene.wholes)):
        return RECIPIENT
    of_un = isinstance(thing.entry, Organisation) and thing.entry.kind == "un-office"
    return DONORS if states or (holder in scene.backers and not of_un) else AGENCIES


def _judge(scene: Scene, wish: _Wish, near: Mapping[str, list[_Wish]]) -> Finding | None:
    scope, clock = scene.scope, scene.clock
    standing = holds(clock, wish.statements)
    if standing is None:
        return None
    present = scene.work.get((wish.theme, wish.place), [])
    donors = scene.donors.get((wish.theme, wish.place), {})
    holders = {holder for who in wish.holders.values() for holder in who}
    if scope.donor is not None and scope.donor not in {*donors, *holders}:
        return None
    shares, sharing = _shared(scene, wish, near)
    label = scene.graph.things[wish.thing].label
    wanted = {each: sorted(wish.holders[each]) for each in _SETS if wish.holders[each]}
    sets = {"wanted by": [*wanted], **shares}
    assumptions = ["Whoever is at work on the theme in the place, paid or not, meets the priority."]
    if shares:
        assumptions.append("Shared as far as themes and places go: what each wants of them is not compared.")
    told = (*unique(telling(clock, wish.statements)), *unique(sharing))
    reading = surest(present)
    if reading is not None:
        return Finding(
            "priorities",
            wish.thing,
            COVERED,
            reading,
            {"item": label, "theme": wish.theme, **sets, "work": sorted({each.activity for each in present})},
            wish.place,
            wish.theme,
            tuple(dict.fromkeys((*told, *unique(proof(scene, present, wish.theme, wish.place))))),
            tuple(assumptions),
            gap=False,
        )
    none = _denials(scene, wish)
    denied = holds(clock, none)
    perhaps = wider(scene, wish.theme, wish.place)
    reach = sorted({each.activity for each, _, _ in perhaps})
    by = none if denied else [s for each, theme, place in perhaps for s in proof(scene, [each], theme, place)]
    return Finding(
        "priorities",
        wish.thing,
        STATED_NONE if denied else NOT_KNOWN,
        denied or (POSSIBLE if perhaps else standing),
        {
            "item": label,
            "theme": wish.theme,
            **sets,
            **({"perhaps through": reach} if reach and not denied else {}),
            **({} if denied else {"last looked": scene.looked}),
        },
        wish.place,
        wish.theme,
        tuple(dict.fromkeys((*told, *unique(by)))),
        (
            "No programme on it was found in the documents; that is not the same as none.",
            *(("Whether it still stands is not said.",) if standing == POSSIBLE else ()),
            *(("Work told only more broadly may reach it.",) if reach and not denied else ()),
            *assumptions[1:],
        ),
        f"A sourced statement that somebody is at work on {wish.theme} in {wish.place}.",
    )


def _denials(scene: Scene, wish: _Wish) -> list[Statement]:
    """Where a document says that what the priority is about was not paid for or not held."""
    entry = scene.graph.things[wish.thing].entry
    about = {wish.thing, *(entry.about if isinstance(entry, Item) else ())}
    return [s for each in about for s in scene.negatives.get(each, ()) if scene.clock.possibly(s)]


def _shared(scene: Scene, wish: _Wish, near: Mapping[str, list[_Wish]]) -> tuple[dict[str, list[str]], list[Statement]]:
    """Which other sets hold it too, surely or perhaps, and by which statements."""
    surely: set[str] = set()
    perhaps: set[str] = set()
    by: list[Statement] = []
    above = {*around(wish.place, scene.wholes), *scene.crossing.get(wish.place, ())}
    inside = near[wish.place]
    around_it = [other for place in above - {wish.place} for other in near[place] if other.place == place]
    for other in (*inside, *around_it):
        narrower = wish.theme in around(other.theme, scene.broader)
        others = {each for each in _SETS if other.holders[each] and not wish.holders[each]}
        if not others or not (narrower or other.theme in around(wish.theme, scene.broader)):
            continue
        certainly = narrower and other.place not in above - {wish.place}
        certainly &= holds(scene.clock, other.statements) == CERTAIN
        (surely if certainly else perhaps).update(others)
        by += other.statements
    perhaps -= surely
    shares = {"shared by": surely, "perhaps shared by": perhaps}
    return {word: [each for each in _SETS if each in sets] for word, sets in shares.items() if sets}, by


ANALYSIS = Analysis(
    "priorities",
    "Which priorities does nobody work on, and whose are they?",
    "Each theme of a stated priority in each of its places: certainly unmet if it stands on the day and no work there "
    "is even possibly known, possibly unmet if it only perhaps stands, or if broader work, or work in a region that "
    "holds a part of the place, may reach it; else covered. "
    "With the sets that hold it: recipient, donors, agencies.",
    "FSC plans against targets; FAO ADAM's three sets of priorities",
    "Find who works on it, or ask those who hold the same priority.",
    run,
    needs="items of type priority, or `prioritises`, with `themes` and `place`.",
)
