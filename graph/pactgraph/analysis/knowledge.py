"""How old our knowledge is: for each theme and country the newest document that tells of it, and how many do.

Costs one pass over the activities and items, each times its own themes and places.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from .. import vocab
from ..model import Statement
from .activity import around
from .finding import CERTAIN, Analysis, Finding, unique
from .presence import narrowest, places_of
from .priority import independent
from .scene import Scene

#: Older than this is told as old where somebody states a need or a priority; our threshold.
YEARS = 3
_WISHES = ("need", "priority")
_Cell = tuple[str, str]


@dataclass(slots=True)
class _Known:
    """What documents known by the day tell of a cell."""

    statements: list[Statement] = field(default_factory=list)
    #: Needs and priorities stated for it.
    wishes: list[str] = field(default_factory=list)


def run(scene: Scene) -> list[Finding]:
    """One finding for each theme and country of which anything is told, and one for each country with old knowledge.

    The age is that of the newest document that tells of work, a need, an ask or an answer in the cell, whatever the
    day it tells of. Documents are counted as independent unless one only repeats another. Old is a
    cell with a stated need or priority and no document of the three years before the day: all such
    of a country are one gap.
    """
    cells = _cells(scene)
    limit = scene.clock.first.replace(year=max(1, scene.clock.first.year - YEARS), day=min(scene.clock.first.day, 28))
    findings, old = [], dict[str, list[tuple[str, _Known, date]]]()
    for (theme, country), known in sorted(cells.items()):
        in_order = sorted(unique(known.statements), key=lambda s: (scene.clock.seen(s.document), s.id))
        documents, newest = independent(in_order, scene.copies), scene.clock.seen(in_order[-1].document)
        if known.wishes and newest < limit:
            old.setdefault(country, []).append((theme, known, newest))
        findings.append(
            Finding(
                "knowledge",
                country,
                "known",
                CERTAIN,
                {"newest": newest.isoformat(), "independent documents": len(documents), "documents": sorted(documents)},
                country,
                theme,
                _proof(in_order),
                ("Counted by the documents' own dates; one that repeats another is not counted.",),
                f"A newer document that tells of {theme} in {country}.",
                gap=False,
            )
        )
    return [*_old(scene, old), *findings]


def _cells(scene: Scene) -> dict[_Cell, _Known]:
    things, scope = scene.graph.things, scene.scope
    cells: dict[_Cell, _Known] = defaultdict(_Known)

    def is_asked(theme: str, place: str) -> bool:
        if scope.theme is not None and scope.theme != theme:
            return False
        return scope.country == place if scope.country is not None else things[place].type == "country"

    for activity in scene.activities.values():
        if scope.donor is not None and scope.donor not in {**activity.funders, **activity.supporters}:
            continue
        told: dict[str, list[Statement]] = defaultdict(list)
        for s in activity.statements:
            if scene.clock.knows(s.document):
                told[s.document].append(s)
        on = {theme: {s.document for s in statements} for theme, statements in activity.themes.items()}
        at = {place: {s.document for s in statements} for place, statements in activity.places.items()}
        for theme, telling in on.items():
            for place, also in at.items():
                if is_asked(theme, place):
                    for document in telling & also or telling | also:
                        cells[theme, place].statements += told[document]
    said: dict[str, list[Statement]] = defaultdict(list)
    for s in scene.graph.statements:
        if s.origin == "item" and scene.clock.knows(s.document):
            for each in {s.subject, s.object or ""}:
                said[each].append(s)
    for thing in things.values():
        if (
            thing.type not in vocab.ITEM_TYPES
            or scope.donor is not None
            or not scene.clock.knows(thing.sources[0].document)
        ):
            continue
        item = thing.item
        own = set(narrowest(item.themes, scene.broader))
        themes = {up for theme in item.themes for up in around(theme, scene.broader)}
        places = places_of(scene, item)
        for theme in themes:
            for place in {whole for each in places for whole in around(each, scene.wholes)}:
                if is_asked(theme, place):
                    cells[theme, place].statements += [
                        s for s in said[thing.id] if s.document == thing.sources[0].document
                    ]
                    if thing.type in _WISHES and theme in own:
                        cells[theme, place].wishes.append(thing.id)
    return {cell: known for cell, known in cells.items() if known.statements}


def _proof(in_order: list[Statement]) -> tuple[Statement, ...]:
    """One statement of each document, the newest at the head."""
    first: dict[str, Statement] = {}
    for s in in_order:
        first.setdefault(s.document, s)
    return tuple(reversed(first.values()))


def _old(scene: Scene, old: dict[str, list[tuple[str, _Known, date]]]) -> list[Finding]:
    findings = []
    told: dict[str, list[Statement]] = {
        wish: [] for cells in old.values() for _, known, _ in cells for wish in known.wishes
    }
    for s in scene.graph.statements:
        if scene.clock.knows(s.document):
            for each in told.keys() & {s.subject, s.object}:
                told[each].append(s)
    for country, cells in old.items():
        narrow = narrowest((theme for theme, _, _ in cells), scene.broader)
        kept = [each for each in cells if each[0] in narrow]
        wishes = sorted({wish for _, known, _ in kept for wish in known.wishes})
        findings.append(
            Finding(
                "knowledge",
                country,
                "known long ago",
                CERTAIN,
                {
                    "themes": narrow,
                    "newest": max(newest for _, _, newest in kept).isoformat(),
                    "needs and priorities": len(wishes),
                },
                country,
                None,
                unique(s for wish in wishes for s in told[wish]),
                (
                    f"A need or priority is stated there, and no document of the {YEARS} years before tells of it.",
                    "That nothing newer is known is not that nothing is done.",
                ),
                f"A newer document on these themes in {country}.",
                locators=tuple(scene.graph.things[wish].sources[0] for wish in wishes),
                since=_years_on(min(newest for _, _, newest in kept)),
            )
        )
    return findings


def _years_on(day: date) -> date:
    return day.replace(year=day.year + YEARS, day=min(day.day, 28))


ANALYSIS = Analysis(
    "knowledge",
    "How old is what we know of a theme in a country, and from how many documents is it?",
    "For each theme and country the day of the newest document that tells of it, and the documents that do so "
    f"independently. Old: a need or priority is stated, and nothing newer than {YEARS} years is known.",
    "Ours; last cited after Security Force Monitor",
    "Read a newer document of the country, or ask its group.",
    run,
    needs="anything on a theme in a country; needs and priorities make it a gap.",
)
