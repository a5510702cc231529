"""Sector outputs and needs for which no funder is known.

Costs one pass over the statements, and for each ask the work tied to it and the work on its themes in its
places. An ask that names no place is held against all work on its themes, wherever it is; who is at work
there is put together once for all asks of the same themes and places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..clock import Reading
from ..model import UNSTATED, Statement, Thing
from .activity import (
    Activity,
    around,
    funders,
    holds,
    lies_in,
    named,
    supporters,
    telling,
    weakest,
)
from .finding import CERTAIN, COVERED, NOT_KNOWN, POSSIBLE, STATED_NONE, Analysis, Finding, Prospect, unique
from .presence import Candidates, asked_in, is_own_business, telling_themes
from .scene import Scene

_ASKS = ("recommendation", "need", "target", "benchmark")
#: An answer counts if it reports work; a need or challenge under the ask is another question.
_ANSWERS = ("action", "outcome", "response")
#: Answers that an editor found to be none.
_NO_ANSWER = ("off-topic", "lacks", "not-applicable")
_ON_THEME = "known to pay for or support work on the same theme there"
#: Where nobody is on a narrower theme that it names: work on the area as such may reach it.
_ON_AREA = "known to pay for or support work on its whole area there"


class _Tie(NamedTuple):
    """What a document ties to an ask: a thing, how surely, and by which statement."""

    thing: str
    reading: str
    link: Statement


class _Near(NamedTuple):
    """Donors at work on the themes of an ask in its places; the same as prospects, if no work is tied to the ask."""

    because: str
    donors: Mapping[str, list[Statement]]
    prospects: tuple[Prospect, ...]


class _World(NamedTuple):
    """What every ask is judged against."""

    scene: Scene
    ties: Mapping[str, list[_Tie]]
    #: What is said of each ask itself.
    said: Mapping[str, list[Statement]]
    donors: frozenset[str]
    #: Who backs the work on each theme, in each place and anywhere (""); each work with its rank by id.
    backed: Mapping[tuple[str, str], Mapping[int, Mapping[str, list[Statement]]]]
    #: Who backs work on the themes in the places of an ask, once it was asked for.
    near: dict[tuple[tuple[str, ...], tuple[str, ...]], _Near]


def run(scene: Scene) -> list[Finding]:
    """One finding for each output and need: who funds work that a document ties to it.

    *Tied* are the activities it is about, those that items answering it are about or by, the
    programme that sets it itself, and help given for it. What may be the same work under another
    name, a part of funded work, and an answer still planned are tied perhaps. A gap is *certain* if
    no donor is known on its themes in its country either, and *possible* if one is, though no
    document ties that work to it. What a group is asked of its own meetings is no gap.
    """
    clock, found = scene.clock, scene.activities
    everyone = {d for a in found.values() for d in (*a.funders, *a.supporters)}
    backed: dict[tuple[str, str], dict[int, Mapping[str, list[Statement]]]] = defaultdict(dict)
    for n, activity in enumerate(found.values()):
        backers: dict[str, list[Statement]] = defaultdict(list)
        for each in (funders(clock, found, activity), supporters(clock, found, activity)):
            for donor, backing in each.items():
                backers[donor] += backing.statements
        if not backers:
            continue
        places = [place for place, statements in activity.places.items() if lies_in(clock, statements) is not None]
        for theme, statements in activity.themes.items():
            if lies_in(clock, statements) is not None:
                for place in ("", *places):
                    backed[theme, place][n] = backers
    ties, said = _ties(scene)
    world = _World(scene, ties, said, frozenset(named(everyone)), backed, {})
    asks = [t for t in scene.graph.things.values() if t.type in _ASKS]
    return [finding for thing in asks if (finding := _judge(world, thing)) is not None]


def _judge(world: _World, thing: Thing) -> Finding | None:
    scope, clock = world.scene.scope, world.scene.clock
    item = thing.item
    if not clock.knows(thing.sources[0].document):
        return None
    if scope.theme is not None and not any(scope.theme in around(each, world.scene.broader) for each in item.themes):
        return None
    places = asked_in(world.scene, item)
    within = {whole for place in places for whole in around(place, world.scene.wholes)}
    if scope.country is not None and within and scope.country not in within:
        return None
    theme = item.themes[0] if item.themes else None
    country = places[0] if places else None
    ties = world.ties.get(thing.id, [])
    donors: dict[str, list[Statement]] = defaultdict(list)
    readings: dict[str, str] = {}
    unnamed: list[Statement] = []
    for activity, reading, links in _tied(world, ties):
        for donor, backing in funders(clock, world.scene.activities, activity).items():
            if donor == UNSTATED:
                unnamed += backing.statements
                continue
            donors[donor] += [*links, *backing.statements]
            sure = weakest(reading, backing.reading) == CERTAIN
            readings[donor] = CERTAIN if sure or readings.get(donor) == CERTAIN else POSSIBLE
    if donors:
        if scope.donor is not None and scope.donor not in donors:
            return None
        perhaps = sorted(donor for donor, reading in readings.items() if reading == POSSIBLE)
        return Finding(
            "unfunded",
            thing.id,
            COVERED,
            CERTAIN if CERTAIN in readings.values() else POSSIBLE,
            {"funders": sorted(donors), **({"perhaps": perhaps} if perhaps else {}), "item": thing.label},
            country,
            theme,
            statements=unique(s for each in donors.values() for s in each),
            assumptions=("Work is tied to it where an item that answers it is about that work.",),
            gap=False,
        )
    prospects = _prospects(world, thing, ties)
    if scope.donor is not None and scope.donor not in {prospect.donor for prospect in prospects}:
        return None
    said = world.said.get(thing.id, [])
    asked = unique(s for s in said if s.predicate != "not_funded")
    denials = [s for activity, _, _ in _tied(world, ties) for s in activity.unfunded]
    denials += [s for s in said if s.predicate == "not_funded"]
    denied = holds(clock, denials)
    if denied is not None:
        state, reading, why = STATED_NONE, denied, ["A document says that it was not funded."]
    else:
        state, reading = NOT_KNOWN, POSSIBLE if prospects or unnamed else CERTAIN
        why = ["No document ties funded work to it; that is not the same as none."]
        if prospects:
            why.append("Donors are at work near it, so some of that may answer it.")
        if unnamed:
            why.append("A document says that such work was paid for, and not by whom.")
    value: dict[str, object] = {"item": thing.label, "last looked": world.scene.looked}
    if state == STATED_NONE:
        value = {"funders": [], **value}
    tying = [tie.link for tie in ties]
    own = is_own_business(world.scene, item)
    if own:
        why.append("It is about how a group meets, which nobody need pay for.")
    return Finding(
        "unfunded",
        thing.id,
        state,
        reading,
        value,
        country,
        theme,
        # Where it is asked comes first: that is the line to open.
        statements=tuple(dict.fromkeys((*asked, *unique([*tying, *unnamed, *telling(clock, denials)])))),
        assumptions=tuple(why),
        closes_if=f"A sourced statement that somebody funds work which answers {thing.id}.",
        prospects=prospects,
        gap=not own,
        locators=thing.sources,
    )


def _tied(world: _World, ties: list[_Tie]) -> Iterator[tuple[Activity, str, tuple[Statement, ...]]]:
    """The activities tied to an ask, with those that may be the same work, how surely, and by what."""
    for tie in ties:
        if tie.thing not in world.scene.activities:
            continue
        yield world.scene.activities[tie.thing], tie.reading, (tie.link,)
        for twin, backing in world.scene.kin.get(tie.thing, {}).items():
            reading = weakest(tie.reading, backing.reading) or POSSIBLE
            yield world.scene.activities[twin], reading, (tie.link, *backing.statements)


def _ties(scene: Scene) -> tuple[dict[str, list[_Tie]], dict[str, list[Statement]]]:
    """For each ask what a document ties to it, and what is said of the ask itself."""
    said: dict[str, list[Statement]] = defaultdict(list)
    about: dict[str, list[tuple[str, Statement]]] = defaultdict(list)
    answers: dict[str, list[str]] = defaultdict(list)
    graph = scene.graph
    for statement in graph.statements:
        subject, predicate = statement.subject, statement.predicate
        if not scene.clock.knows(statement.document):
            continue
        if predicate in ("addresses", "located_in", "addressed_to", "not_funded"):
            said[subject].append(statement)
        if not statement.object:
            continue
        if predicate in ("recommends", "needs", "prioritises"):
            said[statement.object].append(statement)
        if predicate == "concerns":
            about[subject].append((statement.object, statement))
        elif predicate in ("implements", "prioritises") and statement.origin == "item":
            about[statement.object].append((subject, statement))
        elif predicate in ("funds", "supports") and statement.status != "denied":
            about[statement.object].append((statement.id, statement))
        elif predicate == "responds_to":
            answers[statement.object].append(subject)
    ties: dict[str, list[_Tie]] = {}
    for thing in graph.things.values():
        if thing.type not in _ASKS:
            continue
        ties[thing.id] = [_Tie(target, CERTAIN, link) for target, link in about.get(thing.id, [])]
        for answer in answers.get(thing.id, []):
            if graph.things[answer].type not in _ANSWERS:
                continue
            item = graph.things[answer].item
            if item.grade in _NO_ANSWER or item.status == "denied":
                continue
            reading = POSSIBLE if item.status in ("planned", "unknown") else CERTAIN
            ties[thing.id] += [_Tie(target, reading, link) for target, link in about.get(answer, [])]
    return ties, said


def _prospects(world: _World, thing: Thing, ties: list[_Tie]) -> tuple[Prospect, ...]:
    """Donors who could be asked: first those of tied work, then those on one of its themes there; by name."""
    clock = world.scene.clock
    candidates = Candidates(world.donors)
    tied = list(_tied(world, ties))
    for activity, _, links in tied:
        for donor, backing in supporters(clock, world.scene.activities, activity).items():
            candidates.note(donor, "supports work tied to it, in a form not stated", [*links, *backing.statements])
    for activity, _, links in tied:
        for donor, statements in (*activity.funders.items(), *activity.supporters.items()):
            if planned := [s for s in statements if clock.reading(s) is Reading.PLANNED]:
                candidates.note(donor, "plans to pay for or support work tied to it", [*links, *planned])
    for activity, _, links in tied:
        for doer, statements in activity.implementers.items():
            if doing := [s for s in statements if clock.possibly(s)]:
                for donor in world.scene.states.get(doer) or (doer,):
                    candidates.note(donor, "does or plans work tied to it", [*links, *doing])
    near = _near(world, thing)
    if not tied:
        return near.prospects
    for donor, statements in near.donors.items():
        candidates.note(donor, near.because, statements)
    return candidates.ranked()


def _near(world: _World, thing: Thing) -> _Near:
    """The donors on its themes in its places, or in the place that was asked for, or anywhere."""
    asked = world.scene.scope.country
    places = asked_in(world.scene, thing.item) or ((asked,) if asked else ())
    themes = thing.item.themes
    if (themes, places) not in world.near:
        telling = telling_themes(world.scene, thing.item)
        because, donors = _ON_THEME, _at_work(world, telling, places)
        if not donors and telling != themes:
            because, donors = _ON_AREA, _at_work(world, themes, places, as_such=True)
        candidates = Candidates(world.donors)
        for donor, statements in donors.items():
            candidates.note(donor, because, statements)
        world.near[themes, places] = _Near(because, donors, candidates.ranked())
    return world.near[themes, places]


def _at_work(
    world: _World, themes: tuple[str, ...], places: tuple[str, ...], as_such: bool = False
) -> Mapping[str, list[Statement]]:
    """The donors on the themes in the places; `as_such`: of work that names no narrower theme, and so may reach any."""
    narrow = world.scene.narrow
    works = list(world.scene.activities) if as_such else []
    donors: dict[str, list[Statement]] = defaultdict(list)
    for theme in themes:
        there = {n: each for place in places or ("",) for n, each in world.backed.get((theme, place), {}).items()}
        for n, backers in sorted(there.items()):
            if as_such and theme not in narrow[works[n]][0]:
                continue
            for donor, statements in backers.items():
                donors[donor] += statements
    return donors


ANALYSIS = Analysis(
    "unfunded",
    "Which outputs and needs have no known funder?",
    "An ask is covered if work that a document ties to it has a funder on the day; stated none if a document says "
    "it was not funded; else not known: certainly if no donor is known on its theme there either, possibly if one is.",
    "FAO ADAM and FSC: plans against presence, with evidence",
    "Find who pays for the work, or ask the donors named as prospects.",
    run,
    needs="recommendations, needs, targets and benchmarks.",
)
