"""Places of which a document states a problem with drugs, and where nobody is told to work on it.

Three problems are looked for: cultivation, trafficking and use. They are stated by items (challenges
and needs), by seizures, and by figures of a place. Which words state which problem, and which work
answers it, stands in `PROBLEMS`: that table is ours. Costs one pass over items, statements and
figures, and for each place found the work in it and in what it lies in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from .. import vocab
from ..model import Event, Observation, Statement
from .activity import around, holds
from .finding import CERTAIN, COVERED, NOT_KNOWN, POSSIBLE, Analysis, Finding, unique
from .presence import Present, asks, in_scope, proof, surest
from .scene import Scene


class Problem(NamedTuple):
    """A problem with drugs: what states it and what answers it."""

    name: str
    #: Themes of items that state it, with narrower ones.
    themes: tuple[str, ...]
    #: What figures of it measure.
    figures: re.Pattern[str]
    #: The area of work that answers it, and themes below that do not: to count poppies replaces none.
    answer: str
    no_answer: tuple[str, ...] = ()


PROBLEMS = (
    Problem(
        "cultivation",
        ("opium-cultivation", "cannabis-cultivation"),
        re.compile(r"^(share-of-)?opium-poppy|^opium-production|^share-of-households-in-poppy-growing"),
        "alternative-development",
        ("opium-cultivation", "cannabis-cultivation", "crop-eradication"),
    ),
    Problem(
        "trafficking",
        ("drug-trafficking", "border-management", "precursor-control", "synthetic-drugs", "drug-production"),
        re.compile(r"-seized$|trafficking-cases$"),
        "law-enforcement",
    ),
    Problem(
        "use",
        ("drugs-and-health", "drug-use-survey"),
        re.compile(r"(^|-)users$|^people-who-(use|inject)-drugs$|^share-of-drug-users$|drug-dependent-persons$"),
        "drugs-and-health",
    ),
)
_STATING = ("challenge", "need")


@dataclass(slots=True)
class _Told:
    """How a problem of a place is told."""

    statements: list[Statement] = field(default_factory=list)
    figures: list[Observation] = field(default_factory=list)


def run(scene: Scene) -> list[Finding]:
    """One finding for each place and problem stated of it.

    *Covered* if work that answers it is told of the place or of a part of it, certainly or possibly on
    the day. Else not known: *possible* if work of a place it lies in, of which no narrower place is
    told, may reach it, or if the problem was told of another day than the asked one; *certain* if
    neither. Counting poppies, or destroying them, is no answer to their being grown. Of donor countries,
    to which nobody gives, nothing is asked: that drugs reach them is not a want of programmes there.
    """
    found: dict[tuple[str, str], _Told] = defaultdict(_Told)
    for problem, place, by in _stated(scene):
        told = found[place, problem.name]
        (told.figures if isinstance(by, Observation) else told.statements).append(by)  # type: ignore[arg-type]
    problems = {problem.name: problem for problem in PROBLEMS}
    givers = _givers(scene)
    findings = [
        finding
        for (place, name), told in sorted(found.items())
        if givers.isdisjoint(around(place, scene.wholes))
        and (finding := _judge(scene, place, problems[name], told)) is not None
    ]
    return sorted(findings, key=lambda f: (f.state != NOT_KNOWN, f.reading != CERTAIN))


def _givers(scene: Scene) -> set[str]:
    """Who pays for work elsewhere, and in whose own places nobody from elsewhere is told to pay for any."""
    gives: set[str] = set()
    receives: set[str] = set()
    for activity in scene.activities.values():
        payers = {state for payer in activity.funders for state in scene.states.get(payer, (payer,))}
        homes = {whole for place in activity.places for whole in around(place, scene.wholes)}
        gives |= payers - homes
        receives |= {home for home in homes if payers - {home}}
    return gives - receives


def _stated(scene: Scene) -> Iterator[tuple[Problem, str, Statement | Observation]]:
    """Each problem of each place, with a statement or a figure that tells it."""
    graph, clock = scene.graph, scene.clock
    of_item: dict[str, list[Statement]] = defaultdict(list)
    for statement in graph.statements:
        if statement.predicate in ("located_in", "addresses") and clock.knows(statement.document):
            of_item[statement.subject].append(statement)
    for thing in asks(scene, _STATING):
        if thing.item.status in vocab.UNREAL:
            continue
        for place in thing.item.place:
            for problem in PROBLEMS:
                stating = _stating(scene, problem, thing.item.themes)
                for statement in of_item[thing.id]:
                    if statement.object in (place, *stating) and stating and _has_begun(scene, statement):
                        yield problem, place, statement
    for thing in graph.things.values():
        if isinstance(thing.entry, Event) and thing.entry.kind == "seizure":
            for statement in of_item.get(thing.id, ()):
                if statement.predicate == "located_in" and statement.is_plain and _has_begun(scene, statement):
                    yield PROBLEMS[1], statement.object or "", statement
    for figure in graph.figures:
        entry = figure.entry
        if entry.place is None or entry.value is None or not clock.knows(figure.locator.document):
            continue
        if Decimal(entry.max or entry.value) > 0 and figure.bounds.possible_from <= clock.last:
            for problem in PROBLEMS:
                if problem.figures.search(entry.what) and figure.rank != "outranked":
                    yield problem, entry.place, figure


def _stating(scene: Scene, problem: Problem, themes: Iterable[str]) -> list[str]:
    return [theme for theme in themes if set(problem.themes) & set(around(theme, scene.broader))]


def _has_begun(scene: Scene, statement: Statement) -> bool:
    return statement.bounds.possible_from <= scene.clock.last or scene.clock.possibly(statement)


def _judge(scene: Scene, place: str, problem: Problem, told: _Told) -> Finding | None:
    scope, clock = scene.scope, scene.clock
    if not in_scope(scene, problem.answer, place) and not any(in_scope(scene, t, place) for t in problem.themes):
        return None
    present = [(p, place) for p in _answering(scene, problem, place)]
    donors = {d for d, work in scene.donors.get((problem.answer, place), {}).items() if work}
    if scope.donor is not None and scope.donor not in donors:
        return None
    figures = sorted(told.figures, key=lambda f: f.id)
    value: dict[str, object] = {"problem": problem.name}
    reading = surest(p for p, _ in present)
    state, assumptions = COVERED, ["Which work answers which problem is our reading."]
    if reading is not None:
        value["work"] = sorted({p.activity for p, _ in present})
    else:
        state = NOT_KNOWN
        if figures:
            value["figures"] = [figure.id for figure in figures]
        present = [
            (p, whole)
            for whole in around(place, scene.wholes)
            if whole != place
            for p in _answering(scene, problem, whole)
            if whole in scene.narrow[p.activity][1]
        ]
        of_the_day = holds(clock, told.statements) == CERTAIN
        of_the_day |= any(f.bounds.certainly(clock.first, clock.last) for f in told.figures)
        reading = CERTAIN if of_the_day and not present else POSSIBLE
        assumptions.append("No programme on it was found in the documents; that is not the same as none.")
        if not of_the_day:
            assumptions.append("The problem was told of another day; that it is still there is assumed.")
        if present:
            assumptions.append("Work told only of a wider place may reach it.")
            value["perhaps through"] = sorted({p.activity for p, _ in present})
        value["last looked"] = scene.looked
    return Finding(
        "places",
        place,
        state,
        reading,
        value,
        place,
        problem.answer,
        tuple(
            dict.fromkeys(
                (
                    *unique(told.statements),
                    *unique(s for p, where in present for s in proof(scene, [p], problem.answer, where)),
                )
            )
        ),
        tuple(assumptions),
        f"A sourced statement that somebody is at work on {problem.answer} in {place}.",
        gap=state == NOT_KNOWN,
        locators=tuple(figure.locator for figure in figures) if state == NOT_KNOWN else (),
    )


def _answering(scene: Scene, problem: Problem, place: str) -> list[Present]:
    """The work in a place that answers the problem."""
    there = scene.work.get((problem.answer, place), ())
    return [p for p in there if _answers(scene, problem, p.activity)]


def _answers(scene: Scene, problem: Problem, activity: str) -> bool:
    for theme, statements in scene.activities[activity].themes.items():
        answers = problem.answer in around(theme, scene.broader) and theme not in problem.no_answer
        if answers and any(_names(statement, theme) for statement in statements):
            return True
    return False


def _names(statement: Statement, theme: str) -> bool:
    """Whether a statement names the theme itself, not one below it."""
    item = getattr(statement.entry, "themes", ())
    return statement.object == theme or theme in item


ANALYSIS = Analysis(
    "places",
    "Where is a problem with drugs stated, and nobody told to work on it there?",
    "A place of which cultivation, trafficking or use is stated, by an item, a seizure or a figure, without work that "
    "answers it: alternative development, law enforcement, drugs and health. Possible only, where work of a wider "
    "place may reach it or the problem was told of another day. Countries that only give are left out.",
    "Problem against presence by place, after OCHA 3W; table of problems ours",
    "Find who works there, or ask those who work on the same in a neighbouring place.",
    run,
    needs="items of type challenge or need with `place` and `themes`, or figures of cultivation and seizures there.",
)
