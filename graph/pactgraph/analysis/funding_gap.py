"""Funding gaps: what a document says is required, less what is known to be given for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from ..model import Item, Statement
from .activity import around
from .finding import CERTAIN, NOT_KNOWN, POSSIBLE, Analysis, Finding, Prospect, unique
from .flows import NOTHING, Flow, Money, Stated, percent, rules, settle, shown, summed
from .scene import Scene

#: By these a thing is sure to be a part of what needs the money, or perhaps serves it.
_PART = "part_of"
_SERVES = frozenset({"contributes_to", "aligned_with"})
_PLACED = frozenset({"operates_in", "located_in", "addresses"})


#: Flows by what they are for, each with its place in the ledger's order.
_ByTarget = Mapping[str, Mapping[int, Flow]]


class _Money(NamedTuple):
    """What is given, and what is only pledged."""

    counted: _ByTarget
    pledged: _ByTarget


def run(scene: Scene) -> list[Finding]:
    """One finding for each stated requirement: required, given, and what is missing; stated costs apart.

    Given is what is counted at the scope's boundary for the thing itself or a part of it; perhaps also
    for what serves it, and what is undated or reaches beyond the period of the requirement. Pledges are
    listed beside it and added to nothing. No sum known is not known, never 0. A stated cost says what work
    cost, not that money is missing: it is no gap.
    """
    ties, said = _ties(scene)
    money = _Money(_by_target(scene.ledger.counted(scene.scope.boundary)), _by_target(scene.ledger.pledges))
    findings = []
    for need in scene.ledger.stated:
        about = _about(scene, need)
        if _in_scope(scene, need, about, said) and (finding := _judge(scene, need, about, ties, money)):
            findings.append(finding)
    return findings


def _judge(
    scene: Scene,
    need: Stated,
    about: Mapping[str, tuple[Statement, ...]],
    ties: Mapping[str, list[tuple[str, bool, Statement]]],
    money: _Money,
) -> Finding | None:
    works = _works(about, ties)
    given, elsewhere, links = _given(need, works, money)
    pledged = _for_any(works, money.pledged)
    donors = sorted({donor for flow in (*given, *elsewhere, *pledged) for donor in flow.providers})
    if scene.scope.donor not in (None, *donors):
        return None
    here = [flow for flow in given if flow.currency == need.currency]
    others = [*elsewhere, *(flow for flow in given if flow.currency != need.currency)]
    available = sum((piece.money for piece in settle(here, scene.activities)), NOTHING)
    required = shown(need.currency, need.money, need.about)
    value: dict[str, object] = {"required" if need.kind == "requirement" else "cost": required}
    if need.statement.when:
        value["for"] = need.statement.when
    assumptions = list(rules(scene)) if given or pledged else []
    state, reading, missing = _missing(need, available, bool(here))
    if here:
        value |= {"given": shown(need.currency, available), "missing": missing}
        if need.money.low and available.high is not None:
            value["given of required"] = percent(min(Fraction(1), available.low / need.money.low))
    else:
        value |= {"given": "no sum known", "missing": missing, "last looked": scene.looked}
        assumptions.append("No document states a sum for it; that is not the same as none.")
    if others:
        value["in other currencies"] = summed(settle(others, scene.activities))
    if pledged:
        value["pledged"] = [shown(flow.currency, flow.money, flow.about) for flow in pledged]
        assumptions.append("A pledge is no money: it is added to nothing.")
    if need.kind == "cost":
        value = {key: each for key, each in value.items() if key != "missing"}
        state, reading = "cost stated", CERTAIN
        assumptions.append("A stated cost says what work cost, not that money for it is missing.")
    elif need.statement.when and need.statement.bounds.possible_until < scene.clock.first:
        assumptions.append("The period of the requirement is over; what came of it is not said.")
    if donors:
        value["donors"] = donors
    proof = [need.statement, *links, *(s for flow in (*given, *pledged) for s in flow.statements)]
    return Finding(
        "funding-gap",
        need.subject,
        state,
        reading,
        value,
        scene.scope.country,
        scene.scope.theme,
        unique(proof),
        tuple(assumptions) or rules(scene),
        f"A sourced sum that is given for {need.subject}: `amount` on a `funds` statement.",
        tuple(
            Prospect(
                donor,
                "pledged money for it",
                tuple(s.id for flow in pledged if donor in flow.providers for s in flow.statements),
            )
            for donor in sorted({donor for flow in pledged for donor in flow.providers})
        ),
        gap=need.kind == "requirement" and state != "met",
    )


def _missing(need: Stated, available: Money, known: bool) -> tuple[str, str, str]:
    """State, reading and the missing sum in words."""
    if not known:
        most = "not known" if need.money.high is None else f"at most {shown(need.currency, need.money, need.about)}"
        return NOT_KNOWN, CERTAIN, most
    least = Fraction() if available.high is None else max(Fraction(), need.money.low - available.high)
    top = None if need.money.high is None else max(Fraction(), need.money.high - available.low)
    words = shown(need.currency, Money(least, top), need.about)
    if top == 0:
        return "met", CERTAIN, words
    return ("short", CERTAIN, words) if least else ("perhaps short", POSSIBLE, words)


def _about(scene: Scene, need: Stated) -> dict[str, tuple[Statement, ...]]:
    """What the money is for: the thing itself, and what an item stands under or is about."""
    found: dict[str, tuple[Statement, ...]] = {need.subject: ()}
    entry = scene.graph.things[need.subject].entry
    if isinstance(entry, Item):
        found |= dict.fromkeys((*entry.part_of, *entry.about), (need.statement,))
    return found


def _ties(scene: Scene) -> tuple[dict[str, list[tuple[str, bool, Statement]]], dict[str, list[Statement]]]:
    """What is part of each thing, surely, or serves it, perhaps; and where and on what each thing is."""
    ties: dict[str, list[tuple[str, bool, Statement]]] = defaultdict(list)
    said: dict[str, list[Statement]] = defaultdict(list)
    for statement in scene.graph.statements:
        if not scene.clock.knows(statement.document) or not statement.is_plain or not statement.object:
            continue
        if statement.predicate == _PART or statement.predicate in _SERVES:
            ties[statement.object].append((statement.subject, statement.predicate == _PART, statement))
        elif statement.predicate in _PLACED:
            said[statement.subject].append(statement)
    return ties, said


def _works(
    about: Mapping[str, tuple[Statement, ...]], ties: Mapping[str, list[tuple[str, bool, Statement]]]
) -> dict[str, tuple[bool, tuple[Statement, ...]]]:
    """The things whose money is given for it, how surely, and by which statements; sure ways first."""
    works = {each: (True, proof) for each, proof in about.items()}
    for surely in (True, False):
        queue = [*works]
        for each in queue:
            sure, proof = works[each]
            for part, is_part, statement in ties.get(each, ()):
                if part not in works and (is_part or not surely):
                    works[part] = (sure and is_part, (*proof, statement))
                    queue.append(part)
    return works


def _by_target(flows: Iterable[Flow]) -> _ByTarget:
    found: dict[str, dict[int, Flow]] = defaultdict(dict)
    for n, flow in enumerate(flows):
        for each in (*flow.works, *flow.receivers):
            found[each][n] = flow
    return found


def _for_any(works: Iterable[str], flows: _ByTarget) -> list[Flow]:
    """The flows that are for any of the works, in the ledger's order."""
    found = {n: flow for each in works for n, flow in flows.get(each, {}).items()}
    return [found[n] for n in sorted(found)]


def _given(
    need: Stated, works: Mapping[str, tuple[bool, tuple[Statement, ...]]], money: _Money
) -> tuple[list[Flow], list[Flow], list[Statement]]:
    """The flows for it in its period, those whose sum is for other things too, and what ties them to it."""
    given, links = [], []
    shared = []
    bounds = need.statement.bounds
    dated = need.statement.when is not None
    for flow in _for_any(works, money.counted):
        targets = [each for each in (flow.works or flow.receivers) if each in works]
        if not targets:
            continue
        first, last = flow.days
        if dated and (last < bounds.possible_from or first > bounds.possible_until):
            continue
        links += [s for each in targets for s in works[each][1]]
        if len(targets) < len(flow.works or flow.receivers):
            shared.append(flow)
            continue
        inside = not dated or (first >= bounds.possible_from and last <= bounds.possible_until)
        sure = inside and all(works[each][0] for each in targets)
        given.append(flow if sure else replace(flow, money=Money(Fraction(), flow.money.high)))
    return given, shared, links


def _in_scope(
    scene: Scene, need: Stated, about: Mapping[str, tuple[Statement, ...]], said: Mapping[str, list[Statement]]
) -> bool:
    """Whether the thing lies in the place and on the theme of the scope, as far as a document says where it is."""
    entry = scene.graph.things[need.subject].entry
    places = [*entry.place] if isinstance(entry, Item) else []
    themes = [*entry.themes] if isinstance(entry, Item) else []
    for each in about:
        for statement in said.get(each, ()):
            (themes if statement.predicate == "addresses" else places).append(statement.object or "")
    up: Iterator[tuple[str | None, list[str], Mapping[str, str] | Mapping[str, list[str]]]] = iter(
        [(scene.scope.country, places, scene.wholes), (scene.scope.theme, themes, scene.broader)]
    )
    return all(wanted is None or any(wanted in around(each, wider) for each in named) for wanted, named, wider in up)


ANALYSIS = Analysis(
    "funding-gap",
    "What is required, and what of it is known to be given?",
    "Missing = required less given, each between its least and most; given is the money for the thing or its parts, "
    "at the stated boundary, a commitment and its disbursement once; pledges apart. Not known where no sum is stated."
    " Stated costs are listed apart.",
    "OCHA FTS; UN INFO required, available, spent",
    "Find who gives money for it and how much, or ask for it.",
    run,
    needs="`requires` with an `amount`, or a need with one; `amount` on `funds`.",
)
