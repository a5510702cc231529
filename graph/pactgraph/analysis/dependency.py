"""Single-donor dependency: what rests on one funder alone, counted because shares are rarely known."""

from __future__ import annotations

from ..graph import PactGraph
from ..model import UNSTATED, Statement
from .activity import Activity, activities, holds
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, Scope, unique


def run(graph: PactGraph, scope: Scope) -> list[Finding]:
    """Programmes whose funders come to one donor on the day.

    *Certain*: one donor certainly funds it, and no document knows of another funder, supporter or
    unnamed others. *Possible*: one donor certainly funds it, others only perhaps, by support of
    unstated form, or unnamed. Money shares are used only where every funder's amount is stated in
    one currency; else donors are counted, and the assumption says so.
    """
    return [
        finding
        for activity in activities(graph).values()
        if activity.id in graph.things and (finding := _judge(graph, scope, activity)) is not None
    ]


def _judge(graph: PactGraph, scope: Scope, activity: Activity) -> Finding | None:
    clock = scope.clock
    if scope.country is not None and holds(clock, activity.places.get(scope.country, ())) is None:
        return None
    if scope.theme is not None and holds(clock, activity.themes.get(scope.theme, ())) is None:
        return None
    sure = sorted(d for d, s in activity.funders.items() if holds(clock, s) == CERTAIN)
    perhaps = sorted(d for d, s in activity.funders.items() if holds(clock, s) == POSSIBLE)
    backers = sorted(d for d, s in activity.supporters.items() if d not in sure and holds(clock, s))
    if len(sure) != 1 or sure == [UNSTATED] or scope.donor not in (None, sure[0]):
        return None
    donor = sure[0]
    paying = [s for s in activity.funders[donor] if clock.certainly(s)]
    unnamed = UNSTATED in perhaps or any(s.claim is not None and s.claim.and_others for s in paying)
    others = [*perhaps, *backers]
    reading = POSSIBLE if others or unnamed else CERTAIN
    proof: list[Statement] = [*paying]
    for other in others:
        proof += [
            s for s in (*activity.funders.get(other, ()), *activity.supporters.get(other, ())) if clock.possibly(s)
        ]
    assumptions = ["Donors are counted: the documents do not state every funder's share."]
    if unnamed:
        assumptions.append("A document says that there are others, unnamed.")
    if backers:
        assumptions.append("Support of unstated form is not counted as funding: " + ", ".join(backers) + ".")
    return Finding(
        "dependency",
        activity.id,
        "one funder",
        reading,
        {"funder": donor, "perhaps also": others, "implementers": sorted(activity.implementers)},
        scope.country,
        scope.theme,
        unique(proof),
        tuple(assumptions),
        f"A second funder of {activity.id}, cited.",
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
