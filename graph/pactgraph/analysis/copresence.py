"""Donors who work side by side on a theme in a country and have no forum in common on it.

Donors are taken two and two within each cell: the cost is linear in the cells, times the pairs of
donors in one cell. Amounts are not comparable, so shared work is counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from ..model import Statement
from .activity import around, holds, weakest
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, unique
from .forums import Forum, forums
from .presence import donor_of, in_scope, narrowest, proof, speaks_of, surest
from .scene import Scene

_Pair = tuple[str, str]


@dataclass(slots=True)
class _Apart:
    """What a pair shares in one country without a forum."""

    themes: dict[str, str] = field(default_factory=dict)
    work: set[str] = field(default_factory=set)
    forums: set[str] = field(default_factory=set)
    statements: list[Statement] = field(default_factory=list)
    #: The first day on which both were told to be at work on one of the themes.
    since: date = date.max


def run(scene: Scene) -> list[Finding]:
    """One finding for each two donors in a country, those with most shared work first.

    Asked of a place, that place; else countries, and regions that lie in none. A state in its own
    country is no donor. A theme counts if both are at work on it, narrowest of those they share, and
    nothing brings them together on it: no forum on the topic there in which both sit, no piece of
    work that both pay for, support, carry out or cooperate with, or help something else for the sake
    of, no word that they coordinate or cooperate. *Certain* if both are certainly there and none of
    these is even possible; *possible* if one may be: a forum whose place or topic is not told, a meeting
    both came to, a seat last seen.
    """
    seats: dict[str, dict[int, Forum]] = defaultdict(dict)
    for n, forum in enumerate(forums(scene)):
        for donor in forum.seats:
            seats[donor][n] = forum
    shared: dict[tuple[str, _Pair], set[str]] = defaultdict(set)
    for (theme, place), donors in scene.donors.items():
        if in_scope(scene, theme, place) and _is_asked(scene, place):
            guests = sorted(donor for donor in donors if donor not in around(place, scene.wholes))
            for pair in combinations(guests, 2):
                if scene.scope.donor in (None, *pair):
                    shared[place, pair].add(theme)
    met: dict[tuple[str, str], dict[_Pair, str]] = {}
    findings = []
    for (place, pair), themes in shared.items():
        apart = _Apart()
        for theme in narrowest(themes, scene.broader):
            if (theme, place) not in met:
                met[theme, place] = dict(_met(scene, theme, place))
            _look(scene, seats, met[theme, place].get(pair), theme, place, pair, apart)
        if apart.themes:
            findings.append(_finding(scene, place, pair, apart))
    return sorted(findings, key=_most_shared)


def _most_shared(finding: Finding) -> tuple[bool, int, int, str, list[str]]:
    value = finding.value
    return finding.reading != CERTAIN, -len(value["themes"]), -value["pieces of work"], finding.subject, value["donors"]


def _is_asked(scene: Scene, place: str) -> bool:
    if scene.scope.country is not None:
        return place == scene.scope.country
    return not scene.wholes.get(place)


def _met(scene: Scene, theme: str, place: str) -> Iterator[tuple[_Pair, str]]:
    """The pairs that one piece of work there brings together, the sure ones last."""
    for sure in (False, True):
        for present in scene.work.get((theme, place), ()):
            tied = _tied(scene, present.activity)
            bodies = sorted(body for body, reading in tied.items() if not sure or reading == CERTAIN)
            for pair in combinations(bodies, 2):
                yield pair, CERTAIN if sure else POSSIBLE


def _tied(scene: Scene, activity: str) -> dict[str, str]:
    """Who pays for a piece of work, supports it, carries it out, works with it or helps for its sake, how surely."""
    told, said = scene.activities[activity], defaultdict[str, list[Statement]](list)
    beside = (scene.talks.get(activity, {}), scene.given_for.get(activity, {}))
    for links in (told.funders, told.supporters, told.implementers, *beside):
        for body, statements in links.items():
            said[donor_of(scene, body)] += statements
    readings = ((body, holds(scene.clock, statements)) for body, statements in said.items())
    return {body: reading for body, reading in readings if reading is not None}


def _look(
    scene: Scene,
    seats: Mapping[str, Mapping[int, Forum]],
    met: str | None,
    theme: str,
    place: str,
    pair: _Pair,
    apart: _Apart,
) -> None:
    """Add the theme to what the pair shares, each by itself, unless they certainly meet on it.

    A whole area counts only if one of them works on it as such, and what both work on is no work apart.
    """
    both_on = {p.activity for p in scene.donors[theme, place][pair[0]]}
    both_on &= {p.activity for p in scene.donors[theme, place][pair[1]]}
    there = [[p for p in scene.donors[theme, place][donor] if p.activity not in both_on] for donor in pair]
    if not all(there) or not any(theme in scene.narrow[p.activity][0] for each in there for p in each):
        return
    readings = [met] if met else []
    said = [s for s in scene.talks.get(pair[0], {}).get(pair[1], ()) if speaks_of(scene, s, theme, place)]
    readings += [reading for reading in (holds(scene.clock, said),) if reading]
    perhaps, sitting = set[str](), list[Statement]()
    one, other = (seats.get(donor, {}) for donor in pair)
    for n in sorted(one.keys() & other.keys()):
        forum = one[n]
        both = [forum.seats[donor] for donor in pair]
        reading = weakest(*(seat.reading for seat in both))
        if reading is not None and (fits := forum.fits(scene, theme, place)) is not None:
            readings.append(weakest(reading, fits) or POSSIBLE)
            perhaps.add(forum.id)
            sitting += [s for seat in both for s in seat.statements]
    if CERTAIN in readings:
        return
    reading = weakest(*(surest(each) for each in there), POSSIBLE if readings else CERTAIN)
    apart.themes[theme] = reading or POSSIBLE
    apart.work |= {present.activity for each in there for present in each}
    apart.forums |= perhaps
    told = [proof(scene, each, theme, place) for each in there]
    came = max(min(scene.clock.seen(s.document) for s in statements) for statements in told)
    apart.since = min(apart.since, came)
    apart.statements += [*sitting, *(s for statements in told for s in statements)]


def _finding(scene: Scene, place: str, pair: _Pair, apart: _Apart) -> Finding:
    sure = CERTAIN in apart.themes.values()
    value: dict[str, object] = {"donors": list(pair), "themes": sorted(apart.themes)}
    if sure and POSSIBLE in apart.themes.values():
        value["perhaps"] = sorted(theme for theme, reading in apart.themes.items() if reading == POSSIBLE)
    if apart.forums:
        value["perhaps meet in"] = sorted(apart.forums)
    return Finding(
        "co-presence",
        place,
        "no common forum known",
        CERTAIN if sure else POSSIBLE,
        {**value, "pieces of work": len(apart.work)},
        place,
        scene.scope.theme,
        unique(apart.statements),
        (
            "An agency stands for the state it is part of, and sits for it.",
            "Only seats that a document tells are known; who else sits in a group is not known.",
            *(
                ("A forum told without place or topic, and a meeting of it, are perhaps common.",)
                if apart.forums
                else ()
            ),
        ),
        f"A sourced seat of both in a forum on one of the themes in {place}, or a word that they coordinate.",
        since=apart.since,
    )


ANALYSIS = Analysis(
    "co-presence",
    "Which donors work side by side with no forum in common?",
    "Two donors are at work on a theme in a country on the day, and no forum on that topic there has both, no piece of "
    "work is of both or what both give help for, and nothing says that they coordinate. Ranked by themes and pieces "
    "of work, counted.",
    "Co-presence without coordination after LittleSis interlocks; definition ours",
    "Bring them to one table, or cite the seat, the shared work or the word that joins them.",
    run,
    needs="`funds` or `supports` of two donors for work on one theme in one place.",
)
