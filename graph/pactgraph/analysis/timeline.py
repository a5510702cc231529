"""When things began and ended, as far as anybody says: programmes, instruments, plans, meetings.

A span is made of what documents state: the periods of a thing's stages, the stages that open or
close it, the acts that adopt or sign it, and the dates of those who pay for it or carry it out. A day
stated as a year stays a year; what nobody states is None, never the day of the document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .. import edtf, vocab
from ..model import Statement
from .activity import around
from .finding import unique
from .scene import Scene

#: The types of thing that last, or are held on a day.
KINDS = ("programme", "agreement", "framework", "event")
_OPENS = frozenset({"started", "in-effect", "set-up", "signed", "adopted", "approved", "published"})
_ACTS = frozenset({"adopts", "signs"})

Days = tuple[date, date]
_LAST: Days = (edtf.END, edtf.END)


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when something lasts; each end is the days between which it lies, or not known."""

    thing: str
    kind: str
    began: Days | None
    ended: Days | None
    #: A document states that it has no end.
    endless: bool
    #: The days on which a document saw it at work, without saying when it began or ended.
    seen: Days | None
    statements: tuple[Statement, ...]


def timeline(scene: Scene, things: Iterable[str] | None = None) -> list[Span]:
    """The spans of these things, or of all that last, those that began first at the head.

    What has no date at all is left out, for it would be a bar without ends. One pass over the statements.
    """
    graph = scene.graph
    wanted = {t for t in (graph.things if things is None else things) if graph.things[t].type in KINDS}
    told: dict[str, list[Statement]] = defaultdict(list)
    for statement in graph.statements:
        if not statement.is_plain or not scene.clock.knows(statement.document):
            continue
        if statement.when is None and statement.predicate != "not_held":
            continue
        if statement.subject in wanted:
            told[statement.subject].append(statement)
        if statement.object in wanted and statement.object != statement.subject:
            told[statement.object].append(statement)
    spans = [span for thing in wanted if (span := _span(scene, thing, told[thing])) is not None]
    return sorted(spans, key=lambda span: (span.began or span.seen or span.ended or _LAST, span.thing))


def within(scene: Scene, place: str | None = None, theme: str | None = None) -> set[str]:
    """What works, lies or applies in a place; what works on a theme, or is about it; both, if both are named.

    A place holds what lies in it, and a theme its narrower ones.
    """
    found = set(scene.graph.things)
    if place is not None:
        found = _told(scene, ("operates_in", "located_in"), place, scene.wholes)
        found |= {activity.id for activity in scene.activities.values() if place in activity.places}
    if theme is not None:
        on_theme = _told(scene, ("addresses",), theme, scene.broader)
        found &= on_theme | {activity.id for activity in scene.activities.values() if theme in activity.themes}
    return found & scene.graph.things.keys()


def _told(
    scene: Scene, predicates: tuple[str, ...], wanted: str, up: Mapping[str, str] | Mapping[str, list[str]]
) -> set[str]:
    """The subjects of what is plainly told by these of something, or of what lies in it."""
    return {
        s.subject
        for s in scene.graph.statements
        if s.predicate in predicates
        and s.object
        and s.is_plain
        and scene.clock.knows(s.document)
        and wanted in around(s.object, up)
    }


def _span(scene: Scene, thing: str, told: list[Statement]) -> Span | None:
    kind = scene.graph.things[thing].type
    if kind == "event":
        return _held(thing, told)
    began: list[tuple[Days, Statement]] = []
    ended: list[tuple[Days, Statement]] = []
    periods: list[Statement] = []
    running: list[Statement] = []
    sightings: list[Statement] = []
    endless = False
    for statement in told:
        bounds, is_period = statement.bounds, "/" in (statement.when or "")
        if statement.predicate == "stage" and statement.subject == thing:
            if statement.value in vocab.PERIODS:
                periods.append(statement)
            elif statement.value in _OPENS:
                began.append(((bounds.possible_from, bounds.certain_from), statement))
                endless |= is_period and (statement.when or "").endswith("/..")
            elif statement.value in vocab.OVER:
                # A deed's certain days run on from it: the day itself is where they begin.
                ended.append(((bounds.possible_from, bounds.certain_from), statement))
        elif statement.predicate in _ACTS and statement.object == thing:
            began.append(((bounds.possible_from, bounds.certain_from), statement))
        elif statement.predicate in vocab.TIES and statement.object == thing and kind == "programme":
            (running if is_period else sightings).append(statement)
    # The period that a thing has of its own says when it began: it may be set up before, or approved after.
    own = any(_edges(statement)[0] for statement in periods)
    if own:
        began = []
    for statement in (*periods, *running):
        start, end = _edges(statement)
        began += [(start, statement)] if start and (not own or statement in periods) else []
        ended += [(end, statement)] if end else []
        endless |= (statement.when or "").endswith("/..")
    began = [each for each in began if each[0][0] > edtf.BEGINNING]
    first = _extreme(began, min)
    last = _extreme(ended, max)
    if first is not None and last is not None and first[0][0] > last[0][1]:
        last = None  # What ended before it began again: of that no end is told.
    paid_on = any(s.predicate in vocab.TIES and _edges(s)[1] is None for s in running)
    if last is not None and (endless or (paid_on and all(s.predicate in vocab.TIES for s in last[1]))):
        last = None
    sightings = [s for s in sightings if s.bounds.possible_from > edtf.BEGINNING]
    if first is None and last is None and not sightings:
        return None
    seen = (
        (min(s.bounds.possible_from for s in sightings), max(s.bounds.possible_until for s in sightings))
        if sightings
        else None
    )
    proof = [s for each in (first, last) if each is not None for s in each[1]]
    starts, ends = first[0] if first else None, last[0] if last else None
    if starts is not None and ends is not None:  # neither reaches beyond the other
        starts, ends = (starts[0], min(starts[1], ends[1])), (max(ends[0], starts[0]), ends[1])
    return Span(
        thing,
        kind,
        starts,
        ends,
        endless,
        seen,
        unique(proof or sightings),
    )


def _extreme(
    told: list[tuple[Days, Statement]], pick: Callable[[Iterable[date]], date]
) -> tuple[Days, list[Statement]] | None:
    """Between which days the first (or the last) of several lies, each known only as between two days."""
    if not told:
        return None
    days = pick(days[0] for days, _ in told), pick(days[1] for days, _ in told)
    return days, [statement for between, statement in told if between[0] == days[0] or between[1] == days[1]]


def _edges(statement: Statement) -> tuple[Days | None, Days | None]:
    """Between which days a period began and ended; a single date is both."""
    bounds = statement.bounds
    if "/" not in (statement.when or ""):
        return (bounds.possible_from, bounds.possible_until), (bounds.possible_from, bounds.possible_until)
    began = (bounds.possible_from, bounds.certain_from) if bounds.possible_from > edtf.BEGINNING else None
    ended = (bounds.certain_until, bounds.possible_until) if bounds.possible_until < edtf.END else None
    return began, ended


def _held(thing: str, told: list[Statement]) -> Span | None:
    """A meeting is held on the days of the most exact statement about it."""
    if any(s.predicate == "not_held" for s in told):
        return None
    dated = [s for s in told if s.bounds.possible_until < edtf.END or s.predicate in vocab.DEEDS]

    def days(statement: Statement) -> Days:
        deed = statement.predicate in vocab.DEEDS or statement.predicate == "stage"
        bounds = statement.bounds
        return bounds.possible_from, bounds.certain_from if deed else bounds.possible_until

    best = min(dated, key=lambda s: (days(s)[1] - days(s)[0], s.id), default=None)
    if best is None:
        return None
    return Span(thing, "event", days(best), days(best), False, None, (best,))
