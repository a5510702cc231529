"""Orphans: work that goes on without a known funder, cells that hold only such work, and under-aided places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from .. import vocab
from ..clock import Reading
from ..model import UNSTATED, Statement
from .activity import Activity, Backing, funders, holds, lies_in, named, supporters, telling
from .cells import shares
from .finding import CERTAIN, NOT_KNOWN, POSSIBLE, STATED_NONE, Analysis, Finding, Prospect, unique
from .flows import percent
from .presence import TIES
from .scene import Scene
from .significance import certain_links, weigh

_WORK = frozenset({"implements", "funds", "supports", "operates_in", "located_in", "produces"})
_OVER = frozenset({"ended", "completed", "dropped"})
#: Figures that say how great the need of a place is; what follows names the index.
_INDEX = "need-index"
#: Under-aided: less than this part of what the need alone would give.
_HALF = Fraction(1, 2)


def run(scene: Scene) -> list[Finding]:
    """Programmes at work on the day without a certain funder, cells of only such work, and under-aided places.

    *Certain*: it is certainly at work, and nobody is even perhaps known to pay for it or support it, through a
    whole, a part, a body that carries it out or work that may be the same. *Possible*: it was last seen at work,
    or somebody is perhaps; they are the prospects, and after them whoever paid before. What is only asked for or
    planned, what rests and what has ended, as when all its ties have, is no orphan.
    """
    found = []
    open_works: dict[str, Finding] = {}
    over, helped = _over(scene), _helped(scene)
    for activity in scene.activities.values():
        if activity.id not in scene.graph.things or activity.id in over or not _in_scope(scene, activity):
            continue
        if finding := _judge(scene, activity, helped):
            open_works[activity.id] = finding
            if scene.scope.donor in (None, *(prospect.donor for prospect in finding.prospects)):
                found.append(finding)
    if scene.scope.donor is None:
        found += _cells(scene, open_works)
    return found + list(_under_aided(scene))


def _judge(scene: Scene, activity: Activity, helped: dict[str, dict[str, list[Statement]]]) -> Finding | None:
    clock, found = scene.clock, scene.activities
    working = _working(scene, activity)
    paying = funders(clock, found, activity)
    if working is None or any(backing.reading == CERTAIN for backing in paying.values()):
        return None
    reasons: dict[str, tuple[str, list[Statement]]] = {}

    def note(donor: str, because: str, statements: tuple[Statement, ...] | list[Statement]) -> None:
        if donor != UNSTATED:
            reasons.setdefault(donor, (because, []))[1].extend(statements)

    for donor, backing in paying.items():
        note(donor, "perhaps pays for it, or for a whole of it", backing.statements)
    for donor, backing in supporters(clock, found, activity).items():
        note(donor, "supports it, in a form not stated", backing.statements)
    for twin, tie in scene.kin.get(activity.id, {}).items():
        for backers in (funders(clock, found, found[twin]), supporters(clock, found, found[twin])):
            for donor, backing in backers.items():
                note(donor, "is at work on what may be the same", (*tie.statements, *backing.statements))
    for part in scene.parts.get(activity.id, ()):
        for links in (found[part].funders, found[part].supporters):
            for donor, statements in links.items():
                if holds(clock, statements) is not None:
                    note(donor, "pays for or supports a part of it", statements)
    for doer, statements in activity.implementers.items():
        if holds(clock, statements) is None:
            continue
        if doer in found:
            for backers in (funders(clock, found, found[doer]), supporters(clock, found, found[doer])):
                for donor, backing in backers.items():
                    note(
                        donor,
                        "pays for or supports a programme that carries it out",
                        (*statements, *backing.statements),
                    )
        for donor, by in helped.get(doer, {}).items():
            if near := [s for s in by if _is_near(scene, activity, s)]:
                note(donor, "pays for or supports a body that carries it out", [*statements, *near])
        for state in scene.states.get(doer) or ((doer,) if scene.graph.things[doer].type == "country" else ()):
            note(state, "carries it out itself, and may pay for it", statements)
    for donor, statements in activity.funders.items():
        if planned := [s for s in statements if clock.reading(s) is Reading.PLANNED]:
            note(donor, "plans to pay for it", planned)
    denied = holds(clock, activity.unfunded)
    unnamed = paying.get(UNSTATED)
    why = ["No document known says who pays for it; that is not the same as nobody."]
    if denied:
        why = ["A document says that it was not funded."]
    if unnamed:
        why.append("A document says that it is paid for, and not by whom.")
    if reasons:
        why.append("Somebody may pay for it; see who could be asked.")
    wholes = [funders(clock, found, found[whole]) for whole in activity.wholes]
    covered = any(backing.reading == CERTAIN for backers in wholes for backing in backers.values())
    if covered:
        why.append("It is a part of work that is paid for.")
    if working.reading == POSSIBLE:
        why.append("It was at work when last heard of; whether it still is, is not said.")
    perhaps = named(reasons)
    for donor, statements in (*activity.funders.items(), *activity.supporters.items()):
        if donor not in perhaps and (past := [s for s in statements if clock.reading(s) is Reading.ENDED]):
            note(donor, "paid for or supported it before", past)
    ranks = list(dict.fromkeys(because for because, _ in reasons.values()))
    proof = unique([*telling(clock, activity.unfunded), *(s for _, by in reasons.values() for s in by)])
    return Finding(
        "orphans",
        activity.id,
        STATED_NONE if denied else NOT_KNOWN,
        denied or (POSSIBLE if perhaps or unnamed else working.reading),
        {
            **({"funders": []} if denied else {}),
            "last looked": scene.looked,
            **({"perhaps": perhaps} if perhaps else {}),
        },
        scene.scope.country,
        scene.scope.theme,
        # That it is at work comes first: that is the line to open.
        tuple(dict.fromkeys((*unique(working.statements), *proof))),
        tuple(why),
        f"A sourced statement that somebody funds {activity.id}.",
        tuple(
            Prospect(donor, because, tuple(dict.fromkeys(s.id for s in by)))
            for donor, (because, by) in sorted(reasons.items(), key=lambda each: (ranks.index(each[1][0]), each[0]))
        ),
        gap=not covered or denied is not None,
    )


def _working(scene: Scene, activity: Activity) -> Backing | None:
    """Whether it is at work on the day; not if all its ties ended or rest, unless a document has it there that day."""
    told = [s for s in activity.statements if s.predicate in _WORK]
    ties = [s for s in told if s.predicate in TIES and s.status not in vocab.UNREAL and s.rank != "outranked"]
    going = [s for s in told if _goes_on(scene, s)]
    sure = any(scene.clock.certainly(s) for s in going)
    if ties and not any(s in going for s in ties) and (not sure or any(s.status == "suspended" for s in ties)):
        return None
    return Backing(CERTAIN if sure else POSSIBLE, tuple(going)) if going else None


def _goes_on(scene: Scene, statement: Statement) -> bool:
    return scene.clock.possibly(statement) and scene.clock.reading(statement) is not Reading.PLANNED


def _over(scene: Scene) -> set[str]:
    """What a document says has ended by the day."""
    return {
        statement.subject
        for statement in scene.graph.statements
        if statement.predicate == "stage"
        and statement.value in _OVER
        and statement.is_plain
        and scene.clock.knows(statement.document)
        and statement.bounds.certain_from <= scene.clock.first
    }


def _helped(scene: Scene) -> dict[str, dict[str, list[Statement]]]:
    """For each body those who pay for or support the body itself."""
    found: dict[str, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for statement in scene.graph.statements:
        target = statement.object
        if statement.predicate not in ("funds", "supports") or target is None or statement.status == "denied":
            continue
        if target in scene.activities or statement.subject in scene.activities or not _goes_on(scene, statement):
            continue
        for donor in scene.states.get(statement.subject) or (statement.subject,):
            found[target][donor].append(statement)
    return found


def _is_near(scene: Scene, activity: Activity, help_told: Statement) -> bool:
    """Whether help for a body may be for this work of it: not if it is for another country."""
    things, given = scene.graph.things, scene.activities.get(help_told.id)
    there, here = (
        {place for place in (each.places if each else ()) if things[place].type == "country"}
        for each in (given, activity)
    )
    return not there or not here or bool(there & here)


def _in_scope(scene: Scene, activity: Activity) -> bool:
    scope, clock = scene.scope, scene.clock
    wanted = ((scope.country, activity.places), (scope.theme, activity.themes))
    return all(each is None or lies_in(clock, there.get(each, ())) is not None for each, there in wanted)


def _cells(scene: Scene, open_works: dict[str, Finding]) -> Iterator[Finding]:
    """Themes in a country on which work goes on, and all of it is an orphan."""
    clock, things, scope = scene.clock, scene.graph.things, scene.scope
    paid: set[tuple[str, str]] = set()
    orphaned: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for activity in scene.activities.values():
        finding = open_works.get(activity.id)
        if finding is None and not any(
            b.reading == CERTAIN for b in funders(clock, scene.activities, activity).values()
        ):
            continue
        for place, by in activity.places.items():
            if (scope.country or place) != place or (scope.country is None and things[place].type != "country"):
                continue
            if lies_in(clock, by) is None:
                continue
            for theme, statements in activity.themes.items():
                if scope.theme in (None, theme) and lies_in(clock, statements) is not None:
                    if finding is None:
                        paid.add((place, theme))
                    else:
                        orphaned[place, theme].append(finding)
    for (place, theme), here in sorted(orphaned.items()):
        if (place, theme) in paid:
            continue
        perhaps = sorted({prospect.donor for finding in here for prospect in finding.prospects})
        yield Finding(
            "orphans",
            theme,
            NOT_KNOWN,
            POSSIBLE if any(finding.reading == POSSIBLE for finding in here) else CERTAIN,
            {
                "in": place,
                "works": sorted(finding.subject for finding in here),
                "last looked": scene.looked,
                **({"perhaps": perhaps} if perhaps else {}),
            },
            place,
            theme,
            unique(
                s
                for finding in here
                for s in (*finding.statements, *scene.activities[finding.subject].proof(clock, theme, place))
            ),
            ("Work is known there, and of none of it who pays.",),
            f"A sourced statement that somebody funds work on {theme} in {place}.",
            # The works are on the board themselves.
            gap=False,
        )


def _under_aided(scene: Scene) -> Iterator[Finding]:
    """Countries with less than half of what their share of the need would give, by each index in the data."""
    clock = scene.clock
    indices: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for figure in scene.graph.figures:
        entry = figure.entry
        if entry.what.startswith(_INDEX) and entry.place and entry.value and clock.knows(figure.locator.document):
            indices[entry.what][entry.place] = Fraction(entry.value)
    if scene.scope.donor is not None or scene.looked == "never":
        return
    if not indices:
        yield Finding(
            "orphans",
            "under-aided",
            NOT_KNOWN,
            CERTAIN,
            {"lacks": "a need index", "write it as": f"figures of `what: {_INDEX}-…`", "last looked": scene.looked},
            scene.scope.country,
            scene.scope.theme,
            (),
            ("Who gets less than the need would give cannot be asked without an index of need, with its source.",),
            f"Figures `what: {_INDEX}-<name>`, with `place`, `value` and `unit`, in data/statements/<document>/.",
            gap=False,
        )
        return
    found = certain_links(scene)
    weights, why = weigh(scene, found)
    low: dict[str, list[str]] = defaultdict(list)
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for index, values in sorted(indices.items()):
        need = shares(values)
        given = shares({place: sum(weights.get(place, {}).values(), Fraction()) for place in values})
        for place, share in sorted(need.items()):
            told[place][index] = f"need {percent(share)}, given {percent(given.get(place, Fraction()))}"
            if given and given.get(place, Fraction()) < share * _HALF:
                low[place].append(index)
    for place, by in sorted(low.items()):
        proof = unique(s for link in found for s in link.statements if link.country in told)
        if scene.scope.country not in (None, place) or not proof:
            continue
        yield Finding(
            "orphans",
            place,
            "under-aided",
            CERTAIN if len(by) == len(indices) else POSSIBLE,
            {**told[place], "weighed by": "links of funding" if why else "money"},
            place,
            scene.scope.theme,
            proof,
            (
                "Shares are of the places for which the index is given.",
                "Less than half of the need's share; our threshold.",
            ),
            f"Sourced statements of work that is paid for in {place}.",
        )


ANALYSIS = Analysis(
    "orphans",
    "Which work goes on without a known funder?",
    "A programme at work on the day whose funder is certainly nobody known: certain if it certainly is at work and "
    "nobody even perhaps pays for or supports it, possible otherwise; not one all of whose ties ended; stated none if"
    " a document says that it is not funded. A cell all of whose work is such. Under-aided is a country with less "
    "than half of what its share of the need would give, by an index of need that stands in the data with its source;"
    " without one, the finding says so.",
    "OECD watch list (Utz 2010) for under-aided; orphans and threshold ours",
    "Find who pays, or ask those who may.",
    run,
    needs="programmes with `implements`; figures `need-index-…` for under-aided places.",
)
