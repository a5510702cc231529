"""Sector outputs and needs for which no funder is known."""

from __future__ import annotations

from collections import defaultdict

from ..graph import PactGraph
from ..model import Statement, Thing
from .activity import Activity, activities, holds, weakest
from .finding import CERTAIN, COVERED, NOT_KNOWN, POSSIBLE, STATED_NONE, Analysis, Finding, Prospect, Scope, unique

_ASKS = ("recommendation", "need", "target", "benchmark")


def run(graph: PactGraph, scope: Scope) -> list[Finding]:
    """One finding for each output and need: who funds work that a document ties to it.

    *Tied* are the activities it is about, and those that items answering it are about or by. A gap
    is *certain* if no donor is known on its themes in its country either, and *possible* if one is,
    though no document ties that work to it.
    """
    found = activities(graph)
    ties = _ties(graph)
    asks = [t for t in graph.things.values() if t.type in _ASKS]
    return [finding for thing in asks if (finding := _judge(graph, scope, thing, found, ties)) is not None]


def _judge(
    graph: PactGraph,
    scope: Scope,
    thing: Thing,
    found: dict[str, Activity],
    ties: dict[str, list[tuple[str, Statement]]],
) -> Finding | None:
    item, clock = thing.item, scope.clock
    if not clock.knows(thing.sources[0].document):
        return None
    if scope.theme is not None and scope.theme not in _with_broader(graph, item.themes):
        return None
    if scope.country is not None and item.place and scope.country not in item.place:
        return None
    proof = [s for s in graph.matching(subject=thing.id) if s.predicate in ("addresses", "located_in", "addressed_to")]
    tied = [(found[target], link) for target, link in ties.get(thing.id, []) if target in found]
    donors: dict[str, list[Statement]] = defaultdict(list)
    readings: dict[str, str] = {}
    for activity, link in tied:
        for donor, statements in activity.funders.items():
            if scope.donor not in (None, donor):
                continue
            reading = holds(clock, statements)
            if reading is not None:
                donors[donor] += [link, *(s for s in statements if clock.possibly(s))]
                readings[donor] = CERTAIN if CERTAIN in (reading, readings.get(donor)) else POSSIBLE
    theme = item.themes[0] if item.themes else None
    country = item.place[0] if item.place else None
    if donors:
        statements = [s for each in donors.values() for s in each]
        sure = CERTAIN if CERTAIN in readings.values() else POSSIBLE
        value: dict[str, object] = {"funders": sorted(donors), "item": thing.label}
        tie = ("Work is tied to it where an item that answers it is about that work.",)
        return Finding(
            "unfunded",
            thing.id,
            COVERED,
            sure,
            value,
            country,
            theme,
            statements=unique(statements),
            assumptions=tie,
            gap=False,
        )
    denial = [s for activity, _ in tied for s in activity.denials]
    denial += graph.matching(subject=thing.id, predicate="not_funded")
    denial = [s for s in denial if clock.knows(s.document)]
    prospects = _prospects(scope, item.themes, item.place, found)
    closes = f"A sourced statement that somebody funds work which answers {thing.id}."
    value = {"funders": [], "item": thing.label, "last looked": clock.data_day.isoformat()}
    if denial:
        return Finding(
            "unfunded",
            thing.id,
            STATED_NONE,
            CERTAIN,
            value,
            country,
            theme,
            statements=unique([*proof, *denial]),
            assumptions=("A document says that it was not funded.",),
            closes_if=closes,
            prospects=prospects,
        )
    return Finding(
        "unfunded",
        thing.id,
        NOT_KNOWN,
        POSSIBLE if prospects else CERTAIN,
        value,
        country,
        theme,
        statements=unique([*proof, *(link for _, link in tied)]),
        assumptions=(
            "No document ties funded work to it; that is not the same as none.",
            *(("Donors work on its theme in its country, so some of that may answer it.",) if prospects else ()),
        ),
        closes_if=closes,
        prospects=prospects,
    )


def _ties(graph: PactGraph) -> dict[str, list[tuple[str, Statement]]]:
    """For each ask, the things that a document ties to it, with the statement that does so."""
    about: dict[str, list[tuple[str, Statement]]] = defaultdict(list)
    answers: dict[str, list[str]] = defaultdict(list)
    for statement in graph.statements:
        if statement.predicate == "concerns" and statement.object:
            about[statement.subject].append((statement.object, statement))
        elif statement.predicate == "implements" and statement.object and statement.origin == "item":
            about[statement.object].append((statement.subject, statement))
        elif statement.predicate == "responds_to" and statement.object:
            answers[statement.object].append(statement.subject)
    ties: dict[str, list[tuple[str, Statement]]] = {}
    for thing in graph.things.values():
        if thing.type not in _ASKS:
            continue
        # An answer counts if it reports work; a need or challenge under the ask is another question.
        actions = [a for a in answers.get(thing.id, []) if graph.things[a].type in ("action", "outcome", "response")]
        ties[thing.id] = [tie for source in (thing.id, *actions) for tie in about.get(source, [])]
    return ties


def _with_broader(graph: PactGraph, themes: tuple[str, ...]) -> set[str]:
    from .. import vocab

    broader = {theme.id: theme.broader for theme in vocab.themes()}
    found: set[str] = set()
    for theme in themes:
        each: str | None = theme
        while each:
            found.add(each)
            each = broader.get(each)
    return found


def _prospects(
    scope: Scope, themes: tuple[str, ...], places: tuple[str, ...], found: dict[str, Activity]
) -> tuple[Prospect, ...]:
    """Donors known on one of the themes, in one of the places where the ask names any; by name."""
    clock = scope.clock
    reasons: dict[str, list[str]] = defaultdict(list)
    for activity in found.values():
        for theme in themes:
            on_theme = holds(clock, activity.themes.get(theme, ()))
            here = [holds(clock, activity.places.get(place, ())) for place in places] or [CERTAIN]
            if on_theme is None or not any(here):
                continue
            for donor, statements in (*activity.funders.items(), *activity.supporters.items()):
                if weakest(on_theme, holds(clock, statements)) is not None:
                    reasons[donor] += [s.id for s in statements if clock.possibly(s)]
    return tuple(
        Prospect(donor, "known to pay for or support work on the same theme there", tuple(dict.fromkeys(ids)))
        for donor, ids in sorted(reasons.items())
    )


ANALYSIS = Analysis(
    "unfunded",
    "Which outputs and needs have no known funder?",
    "An ask is covered if work that a document ties to it has a funder on the day; stated none if a document says "
    "it was not funded; else not known: certainly if no donor is known on its theme there either, possibly if one is.",
    "FAO ADAM and FSC: plans against presence, with evidence",
    "Find who pays for the work, or ask the donors named as prospects.",
    run,
)
