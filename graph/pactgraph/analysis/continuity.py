"""Stretches in which nobody is at work in a cell, and how one thing takes over from another.

A cell is a theme in a country. Its window goes from the first day on which somebody is certainly at
work there to the asked day. Costs for each cell the sorting of its own spells, and one pass over the
statements for hand-overs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from .. import edtf, vocab
from ..model import Statement
from .activity import Activity, around
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, unique
from .scene import Scene
from .timeline import Days, timeline

_OVER = frozenset({"ended", "completed", "dropped"})


class Spell(NamedTuple):
    """Days, both inclusive, as numbers of the calendar."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{date.fromordinal(self.first)}/{date.fromordinal(self.last)}"


@dataclass(frozen=True, slots=True)
class _Life:
    """When an activity was, or a link of it held: certainly, and at most."""

    sure: tuple[Spell, ...]
    at_most: tuple[Spell, ...]
    statements: tuple[Statement, ...] = ()


def run(scene: Scene) -> list[Finding]:
    """Cells with a break, and hand-overs.

    A break is *certain* where no activity in the cell is even possibly at work, nor any on a broader theme
    of which no narrower is told; *possible* where none in the cell certainly is. Work told without
    dates is there possibly on every day, so a cell with such work has no certain break. Cells with a
    possible break only are given if a country or theme is asked for. A gap is a certain break that
    lasts until the day. What succeeds another *meets* it, *overlaps* it or comes after days between
    (*before*), where documents state the end of one and the start of the other.
    """
    return [*_breaks(scene), *_handovers(scene)]


@dataclass(slots=True)
class _Cell:
    """What is known of one theme in one place."""

    sure: list[Spell] = field(default_factory=list)
    at_most: list[Spell] = field(default_factory=list)
    work: list[str] = field(default_factory=list)
    proof: list[Statement] = field(default_factory=list)
    #: The days of work on this theme itself, with no narrower one told: perhaps it reaches the narrower.
    on_itself: list[Spell] = field(default_factory=list)


def _breaks(scene: Scene) -> list[Finding]:
    clock, scope = scene.clock, scene.scope
    findings = []
    cells = _cells(scene)
    for (theme, place), cell in sorted(cells.items()):
        is_asked = scope.theme is None or scope.theme in around(theme, scene.broader)
        if not cell.sure or not cell.on_itself or not is_asked:
            continue
        window = Spell(min(spell.first for spell in cell.sure), clock.last.toordinal())
        above = [
            cells[up, place].on_itself for up in around(theme, scene.broader) if up != theme and (up, place) in cells
        ]
        nobody = breaks(window, [*cell.at_most, *(spell for spells in above for spell in spells)])
        narrowly, perhaps = breaks(window, cell.at_most), breaks(window, cell.sure)
        if not nobody and (not perhaps or (scope.country is None and scope.theme is None)):
            continue
        value: dict[str, object] = {"window": str(window)}
        if nobody:
            value["nobody known"] = [str(spell) for spell in nobody]
        if narrowly != nobody:
            value["nobody but on a broader theme"] = [str(spell) for spell in narrowly]
        if perhaps not in (nobody, narrowly):
            value["nobody certain"] = [str(spell) for spell in perhaps]
        findings.append(
            Finding(
                "continuity",
                place,
                "break",
                CERTAIN if nobody else POSSIBLE,
                {**value, "work": sorted(cell.work)},
                place,
                theme,
                unique(cell.proof),
                ("No document known tells of work there in between; that is not the same as none.",),
                f"A sourced statement of work on {theme} in {place} in one of these stretches.",
                gap=bool(nobody) and nobody[-1].last >= clock.first.toordinal(),
                since=date.fromordinal(nobody[-1].first) if nobody else None,
            )
        )
    return findings


def _cells(scene: Scene) -> dict[tuple[str, str], _Cell]:
    """The cells that are asked for, with the days of each activity in them."""
    things, scope = scene.graph.things, scene.scope
    cells: dict[tuple[str, str], _Cell] = defaultdict(_Cell)
    for activity in scene.activities.values():
        if scope.donor not in (None, *activity.funders, *activity.supporters):
            continue
        if scope.country is None:
            places = [place for place in activity.places if things[place].type == "country"]
        else:
            places = [scope.country] if scope.country in activity.places else []
        life = _life(scene, activity)
        if not places or not life.at_most:
            continue
        at = {place: _links(scene, activity.places[place]) for place in places}
        for theme, told in activity.themes.items():
            on = _links(scene, told)
            for place, there in at.items():
                cell = cells[theme, place]
                cell.sure += meet(meet(life.sure, on.sure), there.sure)
                spells = meet(meet(life.at_most, on.at_most), there.at_most)
                cell.at_most += spells
                cell.work.append(activity.id)
                cell.proof += life.statements
                if theme in scene.narrow[activity.id][0]:
                    cell.on_itself += spells
    return cells


def _life(scene: Scene, activity: Activity) -> _Life:
    """When it was at work: its stated periods, or else the days of those who pay for it or carry it out."""
    clock = scene.clock
    stages = [s for s in activity.stages if s.is_plain and clock.knows(s.document)]
    periods = [s for s in stages if s.value in vocab.PERIODS and s.when]
    ties = [s for s in activity.statements if s.predicate in vocab.TIES and _counts(s)]
    told = periods or ties
    sure, at_most = _spells(told)
    begun = [s for s in stages if s.value == "started" and s.when]
    over = [s for s in stages if s.value in _OVER]
    lasting = Spell(
        min((s.bounds.possible_from.toordinal() for s in begun), default=1),
        max((s.bounds.certain_from.toordinal() for s in over), default=edtf.END.toordinal()),
    )
    return _Life(tuple(sure), tuple(meet(at_most, [lasting]) if not periods else at_most), (*told, *begun, *over))


def _links(scene: Scene, statements: Iterable[Statement]) -> _Life:
    """When a theme or place of an activity held: always, if one is told without a date."""
    told = [s for s in statements if _counts(s) and scene.clock.knows(s.document)]
    every = (Spell(1, edtf.END.toordinal()),)
    if any(s.when is None for s in told):
        return _Life(every, every)
    sure, at_most = _spells(told)
    return _Life(tuple(sure), tuple(at_most))


def _counts(s: Statement) -> bool:
    return s.status not in ("planned", "denied", "unknown") and s.rank != "outranked"


def _spells(statements: Iterable[Statement]) -> tuple[list[Spell], list[Spell]]:
    sure, at_most = [], []
    for s in statements:
        low, first, last, high = (day.toordinal() for day in s.bounds)
        if s.is_plain and first <= last:
            sure.append(Spell(first, last))
        at_most.append(Spell(low, high))
    return sure, at_most


def meet(one: Iterable[Spell], other: Iterable[Spell]) -> list[Spell]:
    """The days that are in both."""
    others = list(other)
    both = [Spell(max(a.first, b.first), min(a.last, b.last)) for a in one for b in others]
    return [spell for spell in both if spell.first <= spell.last]


def breaks(window: Spell, spells: Iterable[Spell]) -> list[Spell]:
    """The stretches of the window that no spell covers, in order."""
    found, day = [], window.first
    for spell in sorted(spells):
        if spell.first > window.last:
            break
        if spell.first > day:
            found.append(Spell(day, spell.first - 1))
        day = max(day, spell.last + 1)
    if day <= window.last:
        found.append(Spell(day, window.last))
    return found


def _handovers(scene: Scene) -> list[Finding]:
    clock, scope = scene.clock, scene.scope
    told: dict[str, list[Statement]] = {}
    for s in scene.graph.matching(predicate="succeeds"):
        if s.is_plain and s.object and clock.possibly(s):
            told.setdefault(s.object, []).append(s)
    spans = {span.thing: span for span in timeline(scene, {*told, *(s.subject for by in told.values() for s in by)})}
    findings = []
    for former, by in sorted(told.items()):
        before = spans.get(former)
        later = [(span.began, s) for s in by if (span := spans.get(s.subject)) and span.began]
        if before is None or before.ended is None or not later or not _is_asked(scene, former):
            continue
        began, link = min(later, key=lambda each: (each[0], each[1].id))
        relation, reading, days = handover(before.ended, began)
        after = spans[link.subject]
        findings.append(
            Finding(
                "continuity",
                former,
                relation,
                reading,
                {"ended": _shown(before.ended), "to": link.subject, "began": _shown(began), "days between": days},
                scope.country,
                scope.theme,
                unique([link, *before.statements, *after.statements]),
                ("Measured between the stated end of one and the stated start of the other.",),
                f"A document that tells what was done between {former} and {link.subject}.",
                gap=False,
            )
        )
    return findings


def handover(ended: Days, began: Days) -> tuple[str, str, str]:
    """How the start of one thing lies to the end of another: the relation, how surely, and the days between."""
    least = began[0].toordinal() - ended[1].toordinal() - 1
    most = began[1].toordinal() - ended[0].toordinal() - 1
    days = str(least) if least == most else f"{max(least, 0)} to {max(most, 0)}"
    for relation, holds_least, holds_most in (
        ("before", least > 0, most > 0),
        ("overlaps", most < 0, least < 0),
        ("meets", least == most == 0, True),
    ):
        if holds_least:
            return relation, CERTAIN, days if relation != "overlaps" else "0"
        if holds_most:
            return relation, POSSIBLE, days
    raise AssertionError("one of the three holds")


def _shown(days: Days) -> str:
    first, last = (day.isoformat() for day in days)
    return first if first == last else f"{first} to {last}"


def _is_asked(scene: Scene, thing: str) -> bool:
    scope = scene.scope
    if scope.country is None and scope.theme is None and scope.donor is None:
        return True
    activity = scene.activities.get(thing)
    return activity is not None and all(
        each is None or each in there
        for each, there in (
            (scope.country, activity.places),
            (scope.theme, activity.themes),
            (scope.donor, {**activity.funders, **activity.supporters}),
        )
    )


ANALYSIS = Analysis(
    "continuity",
    "When was nobody at work on a theme in a country, and how did one thing take over from another?",
    "The window of a cell less the days on which any activity is possibly at work there or on a broader theme (certain "
    "break), or certainly there (possible break); between what succeeds another: meets, overlaps, or before with the "
    "days between.",
    "Allen's relations, as in OWL-Time; the window is ours",
    "Find a source for the days between.",
    run,
    needs="work with `addresses`, `operates_in` and `when`.",
)
