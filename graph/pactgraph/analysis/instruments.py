"""Plans, laws and agreements that end, have ended, or have ended and are still relied on.

`ending` asks the same of programmes; the two never report the same thing. Costs one pass over the
statements, and for each instrument its own stages and uses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..clock import Reading
from ..model import Statement
from .activity import around, weakest
from .ending import End, asked_days, end_of
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, unique
from .scene import Scene

#: Ended, and yet somebody works by it.
LAPSED = "lapsed in use"
_TYPES = ("agreement", "framework")
#: By these somebody relies on the object; by `governs` the object relies on the subject.
_RELYING = frozenset({"aligned_with", "implements", "supports", "funds", "contributes_to"})
_ACTING = frozenset({"signs", "adopts", "implements", "supports", "funds"})


@dataclass(slots=True)
class _Instrument:
    """What documents known by the day say of an instrument."""

    stages: list[Statement] = field(default_factory=list)
    #: Who relies on it, and the statement that says so.
    uses: list[tuple[str, Statement]] = field(default_factory=list)
    successors: list[Statement] = field(default_factory=list)
    #: What is, or may be, the same instrument under another name.
    twins: list[tuple[str, Statement]] = field(default_factory=list)
    themes: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    donors: set[str] = field(default_factory=set)


def run(scene: Scene) -> list[Finding]:
    """One finding for each instrument that does not certainly reach the asked day.

    *Ended* and *ends* as in `ending`. *Lapsed in use*: its stated end has passed, and a statement
    told to hold after that end relies on it: something is aligned with it, carries it out, supports
    it, serves it or is governed by it. Certain if that certainly holds on the day; possible if it
    was last seen, or if it names no edition and this is the last one known. What has itself ended
    relies on nothing. An instrument with a successor is no gap unless it is lapsed in use.
    """
    found = _gather(scene)
    day, vouched = asked_days(scene.scope)
    ends = {each: end_of(scene.scope, told.stages, [], day, vouched) for each, told in found.items()}
    findings = []
    for each, told in sorted(found.items()):
        end = ends[each]
        if end is not None and _in_scope(scene, told):
            findings.append(_finding(scene, each, end, _uses(scene, found, ends, each), told))
    return findings


def _gather(scene: Scene) -> Mapping[str, _Instrument]:
    things, clock = scene.graph.things, scene.clock
    found: dict[str, _Instrument] = defaultdict(_Instrument)

    def is_one(thing: str | None) -> bool:
        if thing is None:
            return False
        kind = things[thing].type
        return kind in _TYPES or (kind == "document" and getattr(things[thing].entry, "kind", None) == "plan")

    for s in scene.graph.statements:
        if not clock.knows(s.document):
            continue
        subject, target, predicate = s.subject, s.object, s.predicate
        if is_one(subject):
            # A plan is completed when it is written: that is not its end.
            if predicate == "stage" and s.value != "completed":
                found[subject].stages.append(s)
            elif predicate == "governs" and target is not None:
                found[subject].uses.append((target, s))
            elif predicate == "addresses" and target is not None:
                found[subject].themes.update(around(target, scene.broader))
            elif predicate in ("operates_in", "located_in", "part_of") and target is not None:
                found[subject].places.update(_places(scene, target))
        if target is not None and is_one(target):
            if predicate in _RELYING:
                found[target].uses.append((subject, s))
            if predicate in _ACTING:
                found[target].places.update(_places(scene, subject))
            if predicate in ("supports", "funds"):
                found[target].donors.update(scene.states.get(subject) or (subject,))
            if predicate == "succeeds" and clock.certainly(s):
                found[target].successors.append(s)
            if predicate in ("same_as", "maybe_same_as") and is_one(subject) and s.status != "denied":
                found[target].twins.append((subject, s))
                found[subject].twins.append((target, s))
        for purpose in s.claim.purpose if s.claim else ():
            if is_one(purpose):
                found[purpose].uses.append((subject, s))
    return found


def _places(scene: Scene, thing: str) -> list[str]:
    if scene.graph.things[thing].type in ("country", "place"):
        return list(around(thing, scene.wholes))
    return list(scene.states.get(thing, ()))


def _in_scope(scene: Scene, told: _Instrument) -> bool:
    scope = scene.scope
    wanted = ((scope.country, told.places), (scope.theme, told.themes), (scope.donor, told.donors))
    return all(each is None or each in there for each, there in wanted)


def _uses(
    scene: Scene, found: Mapping[str, _Instrument], ends: Mapping[str, End | None], thing: str
) -> dict[str, tuple[str, list[Statement]]]:
    """Who is told to rely on it after its end, how surely, and by which statements."""
    end = ends[thing]
    if end is None or end.state != "ended":
        return {}
    ways: list[tuple[str, list[tuple[str, Statement]], list[Statement]]] = [(CERTAIN, found[thing].uses, [])]
    for twin, link in found[thing].twins:
        surely = link.predicate == "same_as" and link.is_plain
        if surely or _is_last_edition(found, ends, thing, twin):
            ways.append((CERTAIN if surely else POSSIBLE, found[twin].uses, [link]))
    uses: dict[str, tuple[str, list[Statement]]] = {}
    for at_best, told, links in ways:
        for user, s in told:
            over = ends.get(user)
            if (over is not None and over.state == "ended") or not _is_after(scene, s, end):
                continue
            sure = scene.clock.certainly(s) and at_best == end.reading == CERTAIN
            before = uses.get(user, (POSSIBLE, []))
            uses[user] = (CERTAIN if sure else before[0], [*before[1], *links, s])
    return uses


def _is_last_edition(found: Mapping[str, _Instrument], ends: Mapping[str, End | None], thing: str, twin: str) -> bool:
    """Whether a name without edition can mean this one, ended as it is: nothing succeeds it and no other is left."""
    others = {other for other, _ in found[twin].twins} - {thing}
    standing = [o for o in others if (end := ends.get(o)) is None or end.state != "ended"]
    return ends.get(twin) is None and not found[thing].successors and not standing


def _is_after(scene: Scene, s: Statement, end: End) -> bool:
    """Whether the statement is told to hold beyond the end."""
    is_told = scene.clock.possibly(s) and scene.clock.reading(s) is not Reading.PLANNED
    return is_told and s.status != "ended" and (end.day is None or s.bounds.certain_until > end.day)


def _finding(
    scene: Scene, thing: str, end: End, uses: dict[str, tuple[str, list[Statement]]], told: _Instrument
) -> Finding:
    value: dict[str, object] = {"day": end.day.isoformat() if end.day else "not stated"}
    state, reading = end.state, end.reading
    why = [end.assumption]
    if uses:
        state = LAPSED
        readings = [how for how, _ in uses.values()]
        reading = weakest(end.reading, CERTAIN if CERTAIN in readings else POSSIBLE) or POSSIBLE
        value["relied on by"] = sorted(uses)
        why.append("A document tells of somebody who works by it after that day.")
        if CERTAIN not in readings:
            why.append("Which edition is meant, or whether it is still so on the day, is not said.")
    if told.successors:
        value["succeeded by"] = sorted({s.subject for s in told.successors})
    return Finding(
        "instruments",
        thing,
        state,
        reading,
        value,
        scene.scope.country,
        scene.scope.theme,
        unique([*end.proof, *told.successors, *(s for _, by in uses.values() for s in by)]),
        tuple(why),
        f"A document that reports an extension of {thing}, or what succeeds it.",
        gap=bool(uses) or not told.successors,
        since=end.day,
    )


ANALYSIS = Analysis(
    "instruments",
    "Which plans, laws and agreements end or have ended, and who still relies on them?",
    "An instrument whose stated end lies before the day and that nothing is known to succeed. Lapsed in use: its end "
    "has passed, and something that has not ended is told, after that end, to be aligned with it, to carry it out, to "
    "serve it or to be governed by it.",
    "Ours, after the expiring activities of AMP",
    "Find the extension or the successor, and write it as `stage: extended` or `succeeds`.",
    run,
    ("country", "theme", "donor", "before"),
    needs="`stage` (covers, extended, in-effect, ended) of agreements, plans and laws, `succeeds`.",
)
