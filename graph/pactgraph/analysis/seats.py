"""Who sits where: chairs as told over time, who pays on a forum's topics without a seat, seats without money.

Seats are those of `forums`. Costs one pass over the statements, and for each forum the cells of the places in which
it works.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..model import Mechanism, Organisation, Statement
from .activity import around
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, unique
from .forums import Forum, forums
from .presence import donor_of, proof, states_of_body
from .scene import Scene

_CHAIRS = frozenset({"chairs", "co_chairs"})
_ALTERNATIVE = "alternative-chair"
#: Forums of those who coordinate; a network or a process has no seats that steer.
_STEERING = ("working-group", "donor-group", "committee", "forum", "task-force")


@dataclass(slots=True)
class _Chairs:
    """Who held the chair, on the day and ever, as far as told."""

    chair: dict[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    co_chair: dict[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    #: Who stands in for the chair.
    alternative: dict[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    #: Who holds it one at a time, without a calendar.
    by_turn: dict[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    ever: set[str] = field(default_factory=set)


def run(scene: Scene) -> list[Finding]:
    """One finding for each forum in which somebody is told to hold a seat on the day.

    Who pays for work on the forum's topics in the places where it works and holds no seat told there is
    *without a seat*: certainly, if it certainly pays there and the forum's place and topics are told; else
    perhaps. A host state is not asked for its own. Who holds a seat and is told to pay for or support
    nothing there holds a *seat without money*. *Never in the chair*: a seat, and no chair told, ever. No
    document says who is eligible, so nobody is missed for that reason alone.
    """
    chairs = _chairs(scene)
    found = []
    for forum in forums(scene):
        entry = scene.graph.things[forum.id].entry
        if isinstance(entry, Mechanism) and entry.kind in _STEERING and _is_asked(scene, forum):
            found.append(_finding(scene, forum, chairs.get(forum.id, _Chairs())))
    return found


def _chairs(scene: Scene) -> Mapping[str, _Chairs]:
    things, clock = scene.graph.things, scene.clock
    found: dict[str, _Chairs] = defaultdict(_Chairs)
    meetings: dict[str, list[str]] = defaultdict(list)
    held = []
    for s in scene.graph.statements:
        if s.object is None or not clock.knows(s.document):
            continue
        if s.predicate == "part_of" and things[s.subject].type == "event" and s.is_plain:
            meetings[s.subject].append(s.object)
        elif s.predicate in _CHAIRS and s.rank != "outranked" and s.status not in ("planned", "denied", "unknown"):
            held.append(s)
    for s in held:
        for forum in (s.object, *meetings.get(s.object or "", ())):
            told = found[forum or ""]
            told.ever.add(donor_of(scene, s.subject))
            if forum == s.object and clock.possibly(s):
                held_as = told.chair if s.predicate == "chairs" else told.co_chair
                if s.claim and s.claim.by_turn:
                    held_as = told.by_turn
                elif s.claim and s.claim.role == _ALTERNATIVE:
                    held_as = told.alternative
                held_as[s.subject].append(s)
    return found


def _is_asked(scene: Scene, forum: Forum) -> bool:
    scope = scene.scope
    if scope.country is not None and not (forum.places and forum.serves(scene, scope.country) == CERTAIN):
        return False
    if scope.donor is not None and scope.donor not in forum.seats and scope.donor not in _paying(scene, forum):
        return False
    return scope.theme is None or not forum.topics or bool(forum.fits(scene, scope.theme, next(iter(forum.places), "")))


def _paying(scene: Scene, forum: Forum) -> dict[str, tuple[str, list[Statement]]]:
    """Who pays for or supports work on the forum's topics where it works, how surely that is within it."""
    found: dict[str, tuple[str, list[Statement]]] = {}
    if not forum.places:
        return found
    hosts = {whole for place in forum.places for whole in around(place, scene.wholes)}
    for place in sorted(forum.places):
        for theme in scene.broader:
            fits = forum.fits(scene, theme, place)
            donors = scene.donors.get((theme, place))
            if fits is None or not donors or (scene.scope.theme is not None and theme != scene.scope.theme):
                continue
            for donor, present in donors.items():
                if donor in hosts:
                    continue
                money = [p for p in present if p.reading == CERTAIN and _funds(p.statements)]
                reading = CERTAIN if fits == CERTAIN and money else POSSIBLE
                before = found.get(donor, (POSSIBLE, []))
                best = CERTAIN if CERTAIN in (reading, before[0]) else POSSIBLE
                # One cell is proof enough; a certain one replaces a possible.
                if not before[1] or (reading == CERTAIN and before[0] == POSSIBLE):
                    found[donor] = (best, list(proof(scene, money or present, theme, place)))
    return found


def _funds(statements: tuple[Statement, ...]) -> bool:
    return any(s.predicate == "funds" for s in statements)


def _finding(scene: Scene, forum: Forum, chairs: _Chairs) -> Finding:
    things = scene.graph.things
    paying = _paying(scene, forum)
    seated = forum.seats.keys() - {forum.id}
    without = sorted(each for each, (reading, _) in paying.items() if each not in seated and reading == CERTAIN)
    perhaps = sorted(each for each, (reading, _) in paying.items() if each not in seated and reading == POSSIBLE)
    hosts = {state for place in forum.places for state in around(place, scene.wholes)}
    hosts |= {state for host in hosts for state in states_of_body(scene, host)}
    seats = sorted(seated)
    idle = [
        each
        for each in seats
        if forum.places and each not in paying and each not in hosts and things[each].type != "mechanism"
    ]
    value: dict[str, object] = {}
    for word, held in (
        ("chair", chairs.chair),
        ("co-chair", chairs.co_chair),
        ("alternative chair", chairs.alternative),
        ("by turn", chairs.by_turn),
    ):
        if held:
            value[word] = sorted(held)
    value["seats"] = seats
    if never := [each for each in seats if chairs.ever and each not in chairs.ever]:
        value["no chair told"] = never
    missing = {"without a seat": without, "perhaps without a seat": perhaps, "seat without money": idle}
    value.update({word: each for word, each in missing.items() if each})
    if mix := _mix(scene, forum):
        value["bodies"] = mix
    if forum.topics:
        value["topics"] = sorted(forum.topics)
    money = [s for each in without for s in paying[each][1] if s.predicate == "funds"]
    why = [
        "An agency sits for the state it is part of.",
        "Only seats that a document tells are known; who is eligible is not told.",
        *(
            ("Turns are told without a calendar, so how long each held the chair is not known.",)
            if chairs.by_turn
            else ()
        ),
        *(() if forum.places else ("Where it works is not told, so who pays there without a seat cannot be asked.",)),
    ]
    return Finding(
        "seats",
        forum.id,
        "funders without a seat told" if without or perhaps else "seats told",
        CERTAIN if without or not perhaps else POSSIBLE,
        value,
        scene.scope.country,
        scene.scope.theme,
        unique(
            [
                *(s for backing in forum.seats.values() for s in backing.statements),
                *(s for each in (*without, *perhaps) for s in paying[each][1]),
            ]
        ),
        tuple(why),
        f"A sourced list of the members of {forum.id}: `member_of` statements, or `not_member` for who is not.",
        gap=bool(without),
        since=min((scene.clock.seen(s.document) for s in money), default=None),
    )


def _mix(scene: Scene, forum: Forum) -> list[str]:
    """The kinds of bodies that hold its seats, most first, by what the data call them."""
    kinds: Counter[str] = Counter()
    for body in {s.subject for backing in forum.seats.values() for s in backing.statements}:
        entry = scene.graph.things[body].entry
        kinds[
            (entry.kind or "body") if isinstance(entry, (Organisation, Mechanism)) else scene.graph.things[body].type
        ] += 1
    return [f"{count} {kind}" for kind, count in sorted(kinds.items(), key=lambda each: (-each[1], each[0]))]


ANALYSIS = Analysis(
    "seats",
    "Who chairs and sits in which forum, and who pays on its topics without a seat?",
    "For each forum with a seat told on the day: chairs and alternative chairs, those who hold the chair by turn, "
    "seats of which no chair was ever told, donors at work on its topics where it works without a seat told, seats of "
    "bodies not told to pay or support there, kinds of bodies beside its topics.",
    "Ours; the chair rotations of the mini-Dublin Groups",
    "Find the list of members, or ask the donor whether it wants a seat.",
    run,
    needs="`member_of`, `chairs`, `participates_in` of a group with `operates_in` and `addresses`.",
)
