"""Single-donor dependency: what rests on one funder alone; by shares of money where sums allow it, else counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from ..model import UNSTATED, Programme, Statement
from .activity import Activity, funders, holds, lies_in, named, supporters
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, Scope, unique
from .flows import ON_THE_DAY, Flow, percent, rules, settle, summed
from .scene import Scene

#: Who gives more than this is more than all the others together.
_HALF = Fraction(1, 2)


def run(scene: Scene) -> list[Finding]:
    """Programmes whose funders come to one donor on the day.

    *Certain*: one donor certainly funds it, and no document knows of another funder, supporter or
    unnamed others. *Possible*: one donor certainly funds it, others only perhaps, by support of
    unstated form, by a plan, by what may be the same work under another name, or unnamed. What a
    document knows only as a donor's own support, and a part of what is reported, are no gaps.
    Donors are counted: the documents do not state every funder's share. Where they state the sums of
    all who pay, in one currency, or a percentage, a donor with more than half is told too, as *main funder*.
    """
    found = scene.activities
    sums: dict[str, list[Flow]] = defaultdict(list)
    for flow in scene.ledger.counted(scene.scope.boundary, ON_THE_DAY):
        for work in flow.works:
            sums[work].append(flow)
    findings = {
        activity.id: finding
        for activity in found.values()
        if activity.id in scene.graph.things and (finding := _judge(scene, activity, sums[activity.id])) is not None
    }
    return [
        replace(finding, gap=False) if _is_told_already(found[each], findings) else finding
        for each, finding in findings.items()
    ]


def _judge(scene: Scene, activity: Activity, sums: list[Flow]) -> Finding | None:
    scope, clock, found = scene.scope, scene.clock, scene.activities
    twins = scene.kin.get(activity.id, {})
    if scope.country is not None and lies_in(clock, activity.places.get(scope.country, ())) is None:
        return None
    if scope.theme is not None and lies_in(clock, activity.themes.get(scope.theme, ())) is None:
        return None
    paying = funders(clock, found, activity)
    sure = [donor for donor, backing in paying.items() if backing.reading == CERTAIN]
    if len(sure) > 1 and UNSTATED not in paying:
        return _by_money(scene, activity, sums, {donor: backing.statements for donor, backing in paying.items()})
    if len(sure) != 1 or sure == [UNSTATED] or scope.donor not in (None, sure[0]):
        return None
    donor = sure[0]
    backing = supporters(clock, found, activity)
    others: dict[str, list[Statement]] = {}
    for each in (paying, backing):
        for other, by in each.items():
            others.setdefault(other, []).extend(by.statements)
    for other, statements in activity.funders.items():
        if planned := [s for s in statements if s.status == "planned" and clock.possibly(s)]:
            others.setdefault(other, []).extend(planned)
    maybe_same = []
    for twin, tie in twins.items():
        for backers in (funders(clock, found, found[twin]), supporters(clock, found, found[twin])):
            for other in backers.keys() - {donor, UNSTATED}:
                others.setdefault(other, []).extend((*tie.statements, *backers[other].statements))
                maybe_same.append(twin)
    perhaps = named(others.keys() - {donor})
    unnamed = UNSTATED in others or any(s.claim is not None and s.claim.and_others for s in paying[donor].statements)
    assumptions = ["Donors are counted: the documents do not state every funder's share."]
    if unnamed:
        assumptions.append("A document says that there are others, unnamed.")
    if formless := named(backing.keys() - {donor}):
        assumptions.append("Support of unstated form is not counted as funding: " + ", ".join(formless) + ".")
    if maybe_same:
        assumptions.append("May be the same work under another name: " + ", ".join(dict.fromkeys(maybe_same)) + ".")
    entry = scene.graph.things[activity.id].entry
    own = isinstance(entry, Programme) and entry.kind == "support"
    if own:
        assumptions.append("Known only as what this donor does, so it rests on the donor by definition.")
    return Finding(
        "dependency",
        activity.id,
        "one funder",
        POSSIBLE if perhaps or unnamed else CERTAIN,
        {
            "funder": donor,
            **({"perhaps also": perhaps} if perhaps else {}),
            **({"implementers": doers} if (doers := _doers(scope, activity)) else {}),
            **({"sums": told} if (told := summed(settle(_alone(sums, donor), found))) else {}),
        },
        scope.country,
        scope.theme,
        unique([*paying[donor].statements, *(s for other in perhaps for s in others[other])]),
        tuple(assumptions),
        f"A second funder of {activity.id}, cited.",
        gap=not own,
    )


def _alone(sums: list[Flow], donor: str) -> list[Flow]:
    """The sums that one donor gives for one work, apart from joint ones."""
    return [flow for flow in sums if flow.providers == (donor,) and len(flow.works) == 1]


def _by_money(
    scene: Scene, activity: Activity, sums: list[Flow], paying: Mapping[str, tuple[Statement, ...]]
) -> Finding | None:
    """The donor with more than half of the money, however sums known within bounds are read."""
    if any(s.claim is not None and s.claim.and_others for statements in paying.values() for s in statements):
        return None
    part = _stated_shares(paying) or _shares_of_sums(scene, sums, paying)
    if part is None:
        return None
    donor, (least, most) = max(part.items(), key=lambda each: each[1])
    if least <= _HALF or scene.scope.donor not in (None, donor):
        return None
    return Finding(
        "dependency",
        activity.id,
        "main funder",
        POSSIBLE,
        {
            "funder": donor,
            "share": percent(least) if least == most else f"{percent(least)} to {percent(most)}",
            "others": sorted(paying.keys() - {donor}),
            **({"sums": told} if (told := summed(settle(_alone(sums, donor), scene.activities))) else {}),
        },
        scene.scope.country,
        scene.scope.theme,
        unique([*(s for statements in paying.values() for s in statements), *(s for f in sums for s in f.statements)]),
        (*rules(scene), "What is printed may not be all that was paid; a sum for several years counts whole."),
        f"A sum of another funder of {activity.id} that is as large, cited.",
    )


def _stated_shares(paying: Mapping[str, tuple[Statement, ...]]) -> dict[str, tuple[Fraction, Fraction]] | None:
    """The percentages that documents give, if they give one for everyone who pays."""
    part = {}
    for donor, statements in paying.items():
        stated = {s.claim.share for s in statements if s.claim and s.claim.share and s.predicate == "funds"}
        if len(stated) != 1:
            return None
        part[donor] = (Fraction(stated.pop() or 0) / 100,) * 2
    return part if sum(least for least, _ in part.values()) <= 1 else None


def _shares_of_sums(
    scene: Scene, sums: list[Flow], paying: Mapping[str, tuple[Statement, ...]]
) -> dict[str, tuple[Fraction, Fraction]] | None:
    """Each one's share of the money, least and most; None if a sum is lacking, not its own, or unlike the others."""
    given = {donor: settle(_alone(sums, donor), scene.activities) for donor in paying}
    pieces = [piece for each in given.values() for piece in each]
    if not all(given.values()) or len({piece.currency for piece in pieces}) > 1:
        return None
    if any(flow.providers not in [(donor,) for donor in paying] or len(flow.works) > 1 for flow in sums):
        return None
    if len({flow.stage for flow in sums}) > 1:
        return None  # What one has committed and another has disbursed are not parts of one whole.
    low = {donor: sum((piece.money.low for piece in each), Fraction()) for donor, each in given.items()}
    high: dict[str, Fraction] = {}
    for donor, each in given.items():
        tops = [piece.money.high for piece in each]
        if None in tops:
            return None
        high[donor] = sum((top for top in tops if top), Fraction())
    part = {}
    for donor in paying:
        others_low = sum((value for other, value in low.items() if other != donor), Fraction())
        others_high = sum((value for other, value in high.items() if other != donor), Fraction())
        least = low[donor] / (low[donor] + others_high) if low[donor] else Fraction()
        part[donor] = (least, high[donor] / (high[donor] + others_low) if high[donor] else Fraction())
    return part


def _doers(scope: Scope, activity: Activity) -> list[str]:
    return sorted(each for each, statements in activity.implementers.items() if holds(scope.clock, statements))


def _is_told_already(activity: Activity, findings: Mapping[str, Finding]) -> bool:
    """Whether a whole of it is reported with the same donor: its money is to be talked of once."""
    return any(
        findings[whole].gap and findings[whole].value["funder"] == findings[activity.id].value["funder"]
        for whole in activity.wholes
        if whole in findings
    )


ANALYSIS = Analysis(
    "dependency",
    "What rests on a single donor?",
    "A programme with exactly one certain funder on the day, an agency counted as its state. Certain if nobody else "
    "is even possibly paying or supporting; possible otherwise. Main funder: one of several with more than half of the "
    "money, where the sums or shares of all are stated. Effective number of donors below 2.",
    "Frot and Santiso 2010 (monopoly index); counted form ours",
    "Find a second funder, or a plan for when the first one leaves.",
    run,
    needs="`funds` statements of programmes.",
)
