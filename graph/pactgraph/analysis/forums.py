"""Forums and who sits in them; what the analyses of coordination share.

A forum is a mechanism or an agreement in which bodies hold seats. Costs one pass over the statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..clock import Clock
from ..model import Statement
from .activity import Backing, around, weakest
from .finding import CERTAIN, POSSIBLE
from .presence import donor_of

if TYPE_CHECKING:
    from .scene import Scene

SEATS = (
    "chairs",
    "co_chairs",
    "secretariat_of",
    "focal_point_of",
    "member_of",
    "observer_of",
    "participates_in",
)
#: A forum with this topic is one on every topic: it is there for coordination.
_COORDINATION = "policy-coordination"


@dataclass(slots=True)
class Forum:
    """A forum with where and on what it works, as far as told, and its seats by the donor they count for."""

    id: str
    places: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    seats: dict[str, Backing] = field(default_factory=dict)

    def fits(self, scene: Scene, theme: str, place: str) -> str | None:
        """Whether it is on the theme in the place; perhaps, where it does not say its place or topic."""
        return weakest(self._on(scene, theme), self.serves(scene, place))

    def serves(self, scene: Scene, place: str) -> str | None:
        """Whether it works in the place, or in a part of it, or in what that lies in."""
        if not self.places:
            return POSSIBLE
        mine = set(around(place, scene.wholes))
        return CERTAIN if any(mine.intersection(around(each, scene.wholes)) for each in self.places) else None

    def _on(self, scene: Scene, theme: str) -> str | None:
        if not self.topics:
            return POSSIBLE
        return CERTAIN if self.topics.intersection((_COORDINATION, *around(theme, scene.broader))) else None


def forums(scene: Scene) -> Iterator[Forum]:
    """The forums with a seat on the day, by id. Who came to a meeting of one has perhaps a seat in it."""
    things, clock = scene.graph.things, scene.clock
    found: dict[str, Forum] = {
        each.id: Forum(each.id) for each in things.values() if each.type in ("mechanism", "agreement")
    }
    told: dict[str, dict[str, list[Statement]]] = {each: defaultdict(list) for each in found}
    came: list[Statement] = []
    meetings: dict[str, list[str]] = defaultdict(list)
    for statement in scene.graph.statements:
        subject, target, predicate = statement.subject, statement.object, statement.predicate
        if target is None or not clock.knows(statement.document):
            continue
        if predicate in SEATS and target in found:
            told[target][donor_of(scene, subject)].append(statement)
        elif predicate in (*SEATS, "hosts") and things[target].type == "event":
            came.append(statement)
        elif predicate == "part_of" and things[subject].type == "event" and target in found and statement.is_plain:
            meetings[subject].append(target)
        elif predicate == "operates_in" and subject in found and statement.is_plain:
            found[subject].places.add(target)
        elif predicate == "addresses" and subject in found and statement.is_plain:
            found[subject].topics.add(target)
    for statement in came:
        if statement.is_plain and statement.bounds.possible_from <= clock.last:
            for forum in meetings.get(statement.object or "", ()):
                told[forum][donor_of(scene, statement.subject)].append(statement)
    for each in found.values():
        for donor, statements in told[each.id].items():
            seats = [s for s in statements if s.object != each.id or _seat(clock, s)]
            sure = any(s.object == each.id and _seat(clock, s) == CERTAIN for s in seats)
            if seats:
                each.seats[donor] = Backing(CERTAIN if sure else POSSIBLE, tuple(seats))
    return (forum for _, forum in sorted(found.items()) if forum.seats)


def _seat(clock: Clock, statement: Statement) -> str | None:
    """How surely the seat is held on the day; one held by turn is held by each who takes turns."""
    if statement.rank == "outranked" or statement.status in ("planned", "denied", "unknown"):
        return None
    by_turn = statement.claim is not None and statement.claim.by_turn is not None
    if clock.certainly(statement):
        return CERTAIN
    if by_turn and statement.rank != "disputed" and statement.bounds.certainly(clock.first, clock.last):
        return CERTAIN
    return POSSIBLE if clock.possibly(statement) else None
