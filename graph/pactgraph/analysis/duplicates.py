"""Records that may be one thing written twice: names close in spelling, and sums told twice.

Names are compared as in `alike`, whose cost stands there. Sums are taken two and two only among those of one provider,
one receiver and one amount.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from .. import edtf
from ..model import Statement
from ..sources import same_texts
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, unique
from .scene import Scene

#: Two sums of one provider to one receiver within so many days may be one.
DAYS = 31
_MONEY = frozenset({"funds", "supports"})
_WHY = "A pair is a question: it is never merged without a person's yes."


def run(scene: Scene) -> list[Finding]:
    """One finding for each thing that may be another met twice, and for each sum that may be told twice.

    Names: one name or acronym, or two of one type close in spelling with the same numbers, that nobody has
    decided; a decision in the data (`same_as`, `maybe_same_as`, `part_of`, `distinct_from`) closes the pair. Sums: the
    same amount, currency, provider and receiver, told without saying that one repeats the other, with dates at most 31
    days apart; certain if the dates are certainly that near, possible if a vague date may be. All readings are
    *possible* for names: likeness is no proof.
    """
    return [*_names(scene), *_sums(scene)]


def _names(scene: Scene) -> Iterator[Finding]:
    graph, scope = scene.graph, scene.scope
    if scope.country is not None or scope.theme is not None or scope.donor is not None:
        return
    pairs: dict[str, list[tuple[str, tuple[str, str], str]]] = defaultdict(list)
    for pair in graph.alike:
        pairs[pair.one].append((pair.other, pair.names, pair.how))
    if not pairs:
        return
    named = {each for one, others in pairs.items() for each in (one, *(other for other, _, _ in others))}
    told: dict[str, Statement] = {}
    for s in graph.statements:
        if scene.clock.knows(s.document):
            for each in {s.subject, s.object or ""} & named:
                told.setdefault(each, s)
    places = {each: [p for p in graph.things[each].sources if scene.clock.knows(p.document)] for each in named}
    for one, others in sorted(pairs.items()):
        known = [each for each in others if (told.get(each[0]) or places[each[0]])]
        if not known or not (told.get(one) or places[one]):
            continue
        met = [one, *(other for other, _, _ in known)]
        yield Finding(
            "duplicates",
            one,
            "perhaps the same",
            POSSIBLE,
            {"with": [other for other, _, _ in known], "because": sorted({how for _, _, how in known})},
            None,
            None,
            unique(told[each] for each in met if each in told),
            (_WHY,),
            "Merge them, write `same_as` or `maybe_same_as`, or `distinct_from` in one identity.",
            locators=tuple(place for each in met for place in places[each]),
        )


def _sums(scene: Scene) -> Iterator[Finding]:
    by_sum: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for s in scene.graph.statements:
        amount = s.amount
        if s.predicate not in _MONEY or amount is None or amount.value is None or s.object is None:
            continue
        if scene.clock.knows(s.document) and s.rank != "outranked" and s.status not in ("denied", "unknown"):
            key = (s.subject, s.object, amount.value, amount.max or "", amount.currency)
            by_sum[key].append(s)
    copies = same_texts(scene.graph.records)
    for (provider, receiver, *_), statements in sorted(by_sum.items()):
        if scene.scope.donor not in (None, provider, *scene.states.get(provider, ())):
            continue
        if scene.scope.country is not None and not _is_there(scene, receiver, statements):
            continue
        met: dict[str, list[str]] = defaultdict(list)
        readings: dict[str, str] = {}
        for one, other in combinations(sorted(statements, key=lambda s: s.id), 2):
            reading = _near(one, other)
            if reading is None or (one.id, other.id) in copies:
                continue
            met[one.id].append(other.id)
            readings[one.id] = CERTAIN if CERTAIN in (reading, readings.get(one.id)) else POSSIBLE
        for one_id, others in met.items():
            yield Finding(
                "duplicates",
                one_id,
                "perhaps told twice",
                readings[one_id],
                {"with": others, "provider": provider, "receiver": receiver},
                scene.scope.country,
                scene.scope.theme,
                unique(s for s in statements if s.id in (one_id, *others)),
                (f"The same amount, provider and receiver, at most {DAYS} days apart.", _WHY),
                "Write `same_text` on one, or a note that says why they are two.",
            )


def _near(one: Statement, other: Statement) -> str | None:
    """Whether the two dates are at most so many days apart; perhaps, where one is vague or not told."""
    if one.when is None or other.when is None:
        return POSSIBLE if one.document != other.document else None
    (low, last), (other_low, other_last) = _days(one), _days(other)
    least = max(other_low.toordinal() - last.toordinal(), low.toordinal() - other_last.toordinal(), 0)
    most = max(other_last.toordinal() - low.toordinal(), last.toordinal() - other_low.toordinal())
    return None if least > DAYS else CERTAIN if most <= DAYS else POSSIBLE


def _days(s: Statement) -> tuple[date, date]:
    bounds = edtf.bounds(s.when or "")
    return bounds.possible_from, bounds.possible_until


def _is_there(scene: Scene, receiver: str, statements: list[Statement]) -> bool:
    country = scene.scope.country
    activity = scene.activities.get(receiver)
    if receiver == country or country in scene.states.get(receiver, ()) or (activity and country in activity.places):
        return True
    return any(country in s.claim.place for s in statements if s.claim)


ANALYSIS = Analysis(
    "duplicates",
    "Which records may be one thing written twice?",
    "Names alike and not decided in the data; the same amount, currency, provider and receiver with dates at most "
    f"{DAYS} days apart, in two statements neither of which is told to repeat the other.",
    "AIMS duplicate finder; nomenklatura's decisions as statements",
    "Decide the pair in the data.",
    run,
    needs="nothing: it looks at names, and at sums with the same giver, taker and month.",
)
