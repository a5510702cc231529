"""Single-donor dependency: what rests on one funder alone, counted because shares are rarely known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..model import UNSTATED, Programme, Statement
from .activity import Activity, funders, holds, lies_in, named, supporters
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, Scope, unique
from .scene import Scene


def run(scene: Scene) -> list[Finding]:
    """Programmes whose funders come to one donor on the day.

    *Certain*: one donor certainly funds it, and no document knows of another funder, supporter or
    unnamed others. *Possible*: one donor certainly funds it, others only perhaps, by support of
    unstated form, by a plan, by what may be the same work under another name, or unnamed. What a
    document knows only as a donor's own support, and a part of what is reported, are no gaps.
    Donors are counted: the documents do not state every funder's share.
    """
    found = scene.activities
    findings = {
        activity.id: finding
        for activity in found.values()
        if activity.id in scene.graph.things and (finding := _judge(scene, activity)) is not None
    }
    return [
        replace(finding, gap=False) if _is_told_already(found[each], findings) else finding
        for each, finding in findings.items()
    ]


def _judge(scene: Scene, activity: Activity) -> Finding | None:
    scope, clock, found = scene.scope, scene.clock, scene.activities
    twins = scene.kin.get(activity.id, {})
    if scope.country is not None and lies_in(clock, activity.places.get(scope.country, ())) is None:
        return None
    if scope.theme is not None and lies_in(clock, activity.themes.get(scope.theme, ())) is None:
        return None
    paying = funders(clock, found, activity)
    sure = [donor for donor, backing in paying.items() if backing.reading == CERTAIN]
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
        },
        scope.country,
        scope.theme,
        unique([*paying[donor].statements, *(s for other in perhaps for s in others[other])]),
        tuple(assumptions),
        f"A second funder of {activity.id}, cited.",
        gap=not own,
    )


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
    "is even possibly paying or supporting; possible otherwise. Effective number of donors below 2.",
    "Frot and Santiso 2010 (monopoly index); counted form ours",
    "Find a second funder, or a plan for when the first one leaves.",
    run,
)
