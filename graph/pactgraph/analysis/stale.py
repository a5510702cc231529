"""What a plan, a status or a role says that the day has overtaken, or that the data themselves contradict.

One finding a thing; where several rules meet it, the first of them gives the state. Costs one pass
over the statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from .. import edtf, vocab
from ..model import Locator, Statement, Thing
from .activity import around
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, unique
from .scene import Scene

OVERDUE = "overdue"
AFTER_END = "told as active after its end"
BACKWARDS = "ends before it starts"
DISSOLVED = "role after the body's end"
EARLY_MONEY = "money before the start"
CONTRADICTORY = "contradictory"
LONG_AGO = "last seen long ago"
#: In the order in which they give a thing its state; the last three are for whoever keeps the data.
_STATES = (OVERDUE, AFTER_END, DISSOLVED, BACKWARDS, EARLY_MONEY, CONTRADICTORY, LONG_AGO)
_ON_THE_BOARD = frozenset(_STATES[:4])

#: A seat that no document has told of for longer than this was last seen long ago; our threshold.
YEARS = 3
_TIES = frozenset(vocab.TIES)
_OVER = frozenset({"ended", "dropped"})
_BEGUN = frozenset({"started", "set-up"})
_SEATS = frozenset({"chairs", "co_chairs", "secretariat_of"})
_ROLES = _SEATS | _TIES | {"focal_point_of", "coordinates"}
#: What is planned is what is signed, paid for, done or attended, not who does so.
_OF_THE_OBJECT = _TIES | {"signs", "adopts", "participates_in", "hosts"}
#: Of their parts, the whole is what a meeting talks of.
_PLANS = ("framework", "agreement")
#: Stages of which one shows that another was reached.
_REACHED: Mapping[str, frozenset[str]] = {
    "started": frozenset({"started", "completed", "ended", "covers"}),
    "set-up": frozenset({"set-up", "started", "completed", "ended"}),
    "approved": frozenset({"approved", "adopted", "in-effect", "signed"}),
    "in-effect": frozenset({"in-effect"}),
    "covers": frozenset({"covers", "started", "in-effect", "extended"}),
}


@dataclass(slots=True)
class _Told:
    """What is told of one thing, as far as the rules ask."""

    stages: list[Statement] = field(default_factory=list)
    ties: list[Statement] = field(default_factory=list)
    roles: list[Statement] = field(default_factory=list)
    seats: list[Statement] = field(default_factory=list)


@dataclass(slots=True)
class _Trouble:
    """Why a thing is reported."""

    state: str
    reading: str
    value: dict[str, str]
    statements: tuple[Statement, ...]
    why: str
    locators: tuple[Locator, ...] = ()
    board: bool = True


def run(scene: Scene) -> list[Finding]:
    """One finding for each thing of which a status is stale or contradictory.

    *Overdue*: planned for a time that has passed, and nobody reported it. *Told as active after its end*: a
    document issued after the stated end still has somebody at work on it, without a date. *Role after
    the body's end*: the same of a body that was dissolved. *Ends before it starts*: by the stated
    dates, read widely. These are for the board. *Money before the start*, *contradictory* (rivals of
    which an editor preferred none) and *last seen long ago* (a seat of which no document of the last
    three years tells) are told and are no gaps.
    """
    told = _gather(scene)
    troubles: dict[str, list[_Trouble]] = defaultdict(list)
    plans = list(_overdue(scene, told))
    late = {thing for thing, _ in plans}
    for thing, trouble in (*plans, *_items(scene, late), *_statuses(scene, told), *_rivals(scene)):
        troubles[thing].append(trouble)
    return [
        _finding(scene, thing, sorted(found, key=lambda t: _STATES.index(t.state)))
        for thing, found in sorted(troubles.items())
        if _is_asked(scene, thing, found)
    ]


def _gather(scene: Scene) -> Mapping[str, _Told]:
    told: dict[str, _Told] = defaultdict(_Told)
    for s in scene.graph.statements:
        if s.rank == "outranked" or not scene.clock.knows(s.document):
            continue
        if s.predicate == "stage":
            told[s.subject].stages.append(s)
        if s.object is not None and s.predicate in _TIES and s.status not in ("planned", "denied", "unknown"):
            told[s.object].ties.append(s)
        if s.predicate in _ROLES and s.is_plain:
            told[s.subject].roles.append(s)
        if s.object is not None and s.predicate in _SEATS and s.status not in ("planned", "denied", "unknown"):
            told[s.object].seats.append(s)
    return told


def _overdue(scene: Scene, told: Mapping[str, _Told]) -> Iterable[tuple[str, _Trouble]]:
    """Plans whose time has come and gone, of which no later word is known."""
    graph, clock = scene.graph, scene.clock
    fulfilled: set[str] = set()
    done: dict[tuple[str, str, str | None], list[Statement]] = defaultdict(list)
    plans = []
    for s in graph.statements:
        if not clock.knows(s.document):
            continue
        for reference in s.claim.fulfils if s.claim else ():
            fulfilled.add(reference if "/" in reference else f"{s.document}/{reference}")
        if s.status == "planned" and s.origin == "statement" and s.when is not None and s.rank != "outranked":
            plans.append(s)
        elif s.is_plain:
            done[s.subject, s.predicate, s.object or s.value].append(s)
    due: dict[str, list[tuple[date, Statement]]] = defaultdict(list)
    for s in plans:
        day = _due(s.when or "")
        same = done.get((s.subject, s.predicate, s.object or s.value), ())
        is_done = s.id in fulfilled or any(_reaches(each, s) for each in same)
        if day < clock.first and not is_done and not _is_reached(told, s):
            due[_planned(scene, s)].append((day, s))
    for thing, found in due.items():
        last = max(day for day, _ in found)
        yield (
            thing,
            _Trouble(
                OVERDUE,
                CERTAIN,
                {"due": last.isoformat(), "last looked": scene.looked},
                tuple(s for _, s in found),
                "It was planned for then; no later document says that it came about or was dropped.",
            ),
        )


def _reaches(fact: Statement, plan: Statement) -> bool:
    """Whether what is told as a fact holds on a day for which the same was planned."""
    is_open = fact.when is None or fact.when.endswith("/")
    last = fact.bounds.certain_until if is_open else fact.bounds.possible_until
    return last >= plan.bounds.possible_from


def _due(when: str) -> date:
    """The last day on which what is planned for then may begin."""
    bounds = edtf.bounds(when)
    return bounds.certain_from if bounds.certain_from < edtf.END else bounds.possible_until


def _planned(scene: Scene, s: Statement) -> str:
    """The thing that is planned; for help to somebody, the help itself."""
    if s.predicate not in _OF_THE_OBJECT or s.object is None:
        return s.subject
    things = scene.graph.things
    is_help = s.predicate in _TIES and things[s.object].type in ("country", "place", "organisation", "mechanism")
    return s.id if is_help else s.object


def _is_reached(told: Mapping[str, _Told], plan: Statement) -> bool:
    """Whether the thing is told to have come as far as was planned, or further."""
    reached = _REACHED.get(plan.value or "", frozenset({plan.value or ""}))
    stages = told[plan.subject].stages if plan.predicate == "stage" and plan.subject in told else ()
    return any(s.is_plain and s.value in reached and s.document != plan.document for s in stages)


def _items(scene: Scene, told_already: set[str]) -> Iterable[tuple[str, _Trouble]]:
    """Planned actions whose time has passed and that nothing answers; parts of a plan are told by the plan."""
    things, clock = scene.graph.things, scene.clock
    answered = {s.object for s in scene.graph.matching(predicate="responds_to") if clock.knows(s.document)}
    late: dict[str, tuple[date, Thing]] = {}
    for thing in things.values():
        if thing.type not in vocab.ITEM_TYPES or not clock.knows(thing.sources[0].document):
            continue
        item = thing.item
        if item.status != "planned" or item.when is None or thing.id in answered:
            continue
        if (day := _due(item.when)) < clock.first:
            late[thing.id] = (day, thing)
    about: dict[str, list[Statement]] = defaultdict(list)
    for s in scene.graph.statements:
        for each in {s.subject, s.object or ""} & late.keys():
            if clock.knows(s.document):
                about[each].append(s)
    for each, (day, thing) in late.items():
        wholes = [whole for whole in thing.item.part_of if whole in late or things[whole].type in _PLANS]
        yield (
            each,
            _Trouble(
                OVERDUE,
                CERTAIN,
                {"due": day.isoformat(), "last looked": scene.looked},
                tuple(about[each]),
                "It was planned for then; no later document says that it came about or was dropped.",
                thing.sources,
                board=not wholes and not told_already & {*thing.item.about},
            ),
        )


def _statuses(scene: Scene, told: Mapping[str, _Told]) -> Iterable[tuple[str, _Trouble]]:
    clock = scene.clock
    for thing, each in told.items():
        over = [s for s in each.stages if s.is_plain and s.value in _OVER and s.when]
        periods = [s for s in each.stages if s.is_plain and s.value in vocab.PERIODS and s.when]
        begun = [s for s in each.stages if s.is_plain and s.value in _BEGUN and s.when]
        end = max((s.bounds.certain_from for s in over), default=None)
        ends = over
        if end is None and periods:
            end, ends = max(s.bounds.possible_until for s in periods), periods
        if end is not None and end < clock.first:
            for state, statements in ((AFTER_END, each.ties), (DISSOLVED, each.roles if over else [])):
                later = [s for s in statements if s.when is None and s.status != "ended" and _told_after(scene, s, end)]
                if later:
                    value = {
                        "ended": end.isoformat(),
                        "told on": max(clock.seen(s.document) for s in later).isoformat(),
                    }
                    reading = CERTAIN if any(s.is_plain for s in later) else POSSIBLE
                    yield (
                        thing,
                        _Trouble(
                            state, reading, value, (*ends, *later), "Either the end or the later word is out of date."
                        ),
                    )
        starts = [s.bounds.possible_from for s in begun] or [s.bounds.possible_from for s in periods]
        if starts and over and end is not None and max(s.bounds.certain_from for s in over) < min(starts):
            value = {"started": min(starts).isoformat(), "ended": end.isoformat()}
            yield (
                thing,
                _Trouble(BACKWARDS, CERTAIN, value, (*begun, *over), "By the stated dates it ends before it starts."),
            )
        if begun:
            start = min(s.bounds.possible_from for s in begun)
            early = [
                s for s in each.ties if s.predicate == "funds" and s.when and edtf.bounds(s.when).certain_from < start
            ]
            if early:
                value = {"started": start.isoformat(), "paid from": min(s.when or "" for s in early)}
                yield (
                    thing,
                    _Trouble(
                        EARLY_MONEY, CERTAIN, value, (*begun, *early), "The two dates do not fit; nothing is changed."
                    ),
                )
        standing = [clock.seen(s.document) for s in each.seats if s.when is None or "/" in s.when]
        if standing:
            seen = max(standing)
            if seen < _before(clock.first, YEARS):
                value = {"last seen": seen.isoformat(), "seats": str(len({s.subject for s in each.seats}))}
                why = f"No document of the last {YEARS} years tells who holds its seats."
                yield thing, _Trouble(LONG_AGO, CERTAIN, value, tuple(each.seats), why)


def _told_after(scene: Scene, s: Statement, end: date) -> bool:
    """Whether its document was certainly written after the end."""
    return s.bounds.certain_from > end and s.bounds.certain_from <= scene.clock.last


def _before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


def _rivals(scene: Scene) -> Iterable[tuple[str, _Trouble]]:
    """Statements that cannot all be true, of which none is preferred."""
    by_id = {s.id: s for s in scene.graph.statements if s.rank == "disputed"}
    for conflict in scene.graph.records.conflicts:
        rivals = [by_id[each] for each in conflict.between if each in by_id and scene.clock.knows(by_id[each].document)]
        if conflict.prefer is None and len(rivals) > 1:
            shared = {s.object for s in rivals} if len({s.object for s in rivals}) == 1 else set()
            for thing in sorted({each for each in shared if each} or {s.subject for s in rivals}):
                value = {"disagreement": conflict.id}
                yield (
                    thing,
                    _Trouble(CONTRADICTORY, CERTAIN, value, tuple(rivals), "No editor has preferred one of them."),
                )


def _finding(scene: Scene, thing: str, found: list[_Trouble]) -> Finding:
    first = found[0]
    also = [trouble.state for trouble in found[1:] if trouble.state != first.state]
    return Finding(
        "stale",
        thing,
        first.state,
        first.reading,
        {**{k: v for trouble in reversed(found) for k, v in trouble.value.items()}, **({"also": also} if also else {})},
        scene.scope.country,
        scene.scope.theme,
        unique(s for trouble in found for s in trouble.statements),
        tuple(dict.fromkeys(trouble.why for trouble in found)),
        f"A newer document that tells how {thing} stands, or a correction of the data.",
        gap=any(trouble.board and trouble.state in _ON_THE_BOARD for trouble in found),
        locators=tuple(dict.fromkeys(place for trouble in found for place in trouble.locators)),
        since=date.fromisoformat(first.value["due"]) if "due" in first.value else None,
    )


def _is_asked(scene: Scene, thing: str, found: list[_Trouble]) -> bool:
    """Whether it, or a statement about it, names the place, theme and donor asked for."""
    scope, things = scene.scope, scene.graph.things
    if scope.country is None and scope.theme is None and scope.donor is None:
        return True
    activity = scene.activities.get(thing)
    places = set(activity.places) if activity else set()
    themes = set(activity.themes) if activity else set()
    bodies: set[str] = set()
    named = {
        thing,
        *(each for t in found for s in t.statements for each in (s.subject, s.object or "")),
    } & things.keys()
    for each in named:
        if things[each].type in ("country", "place"):
            places.update(around(each, scene.wholes))
        if things[each].type in vocab.ITEM_TYPES:
            item = things[each].item
            places.update(whole for place in item.place for whole in around(place, scene.wholes))
            themes.update(up for theme in item.themes for up in around(theme, scene.broader))
        bodies.update(scene.states.get(each) or (each,))
    for trouble in found:
        for s in trouble.statements:
            claim = s.claim
            places.update(whole for place in (claim.place if claim else ()) for whole in around(place, scene.wholes))
            themes.update(up for theme in (claim.themes if claim else ()) for up in around(theme, scene.broader))
    wanted = ((scope.country, places | bodies), (scope.theme, themes), (scope.donor, bodies))
    return all(each is None or each in there for each, there in wanted)


ANALYSIS = Analysis(
    "stale",
    "Which plans, statuses and roles has time overtaken, or do the data contradict?",
    "Planned for a time that has passed and not reported since; told as active, or in a role, by a document written "
    "after the stated end; an end before a start. Told beside the board: money before the start, rivals of which none "
    f"is preferred, seats of which nothing was told for {YEARS} years.",
    "Mohinga checks of implementing activities past their end (Mitchell 2019)",
    "Ask how it stands and cite the answer; `fulfils` ties it to the plan.",
    run,
    needs="`status: planned` with `when`, `stage` and ties with dates.",
)
