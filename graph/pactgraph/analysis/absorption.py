"""Absorption and predictability: what of the committed is spent, and what of the planned was given."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from .activity import lies_in
from .finding import CERTAIN, NOT_KNOWN, POSSIBLE, Analysis, Finding, unique
from .flows import Flow, Money, percent, rules, settle, shown
from .scene import Scene

_SPENT = ("disbursement", "expenditure")
#: Below this part, money waits for work; our choice.
_SLOW = Fraction(1, 2)


def run(scene: Scene) -> list[Finding]:
    """One finding for each work and currency with a commitment and a disbursement or expenditure.

    Sums may be joined by those a plan announced and another statement fulfils: predictability. Where
    the data hold no such pair, one finding says which are lacking. A gap is less than half absorbed.
    """
    if scene.looked == "never":
        return []
    committed: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    spent: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    for flow in scene.ledger.counted(scene.scope.boundary):
        if len(flow.works) != 1 or not _in_scope(scene, flow):
            continue
        if flow.kind == "commitment":
            committed[flow.works[0], flow.currency].append(flow)
        elif flow.kind in _SPENT:
            spent[flow.works[0], flow.currency].append(flow)
    findings = [
        finding
        for work, currency in sorted(committed.keys() & spent.keys())
        if (finding := _absorbed(scene, work, committed[work, currency], spent[work, currency]))
    ]
    findings += _predicted(scene)
    if findings or scene.scope.donor is not None:
        return findings
    lacks = [
        word for word, known in (("commitments", committed), ("disbursements or expenditures", spent)) if not known
    ]
    return [
        Finding(
            "absorption",
            "absorption",
            NOT_KNOWN,
            CERTAIN,
            {"lacks": lacks or ["both for one work"], "write it as": "amount: {kind: …}", "last looked": scene.looked},
            scene.scope.country,
            scene.scope.theme,
            (),
            ("No work has both a commitment and a disbursement: nothing can be said of absorption.",),
            "Sums of both kinds for one work: `amount: {kind: commitment}` and `amount: {kind: disbursement}` on "
            "`funds` statements in data/statements/<document>/.",
            gap=False,
        )
    ]


def _absorbed(scene: Scene, work: str, committed: list[Flow], spent: list[Flow]) -> Finding | None:
    whole = _sum(scene, committed)
    used = _sum(scene, spent)
    if not whole.low or whole.high is None:
        return None
    least, most = used.low / whole.high, None if used.high is None else used.high / whole.low
    unspent = Money(
        Fraction() if used.high is None else max(Fraction(), whole.low - used.high),
        max(Fraction(), whole.high - used.low),
    )
    currency = committed[0].currency
    return Finding(
        "absorption",
        work,
        "absorption",
        CERTAIN if least == most else POSSIBLE,
        {
            "committed": shown(currency, whole),
            "spent": shown(currency, used),
            "absorbed": percent(least)
            if least == most
            else f"{percent(least)} to {'more' if most is None else percent(most)}",
            "not spent": shown(currency, unspent),
            "donors": sorted({donor for flow in (*committed, *spent) for donor in flow.providers}),
        },
        scene.scope.country,
        scene.scope.theme,
        unique(s for flow in (*committed, *spent) for s in flow.statements),
        (
            *rules(scene),
            "A disbursement and an expenditure may be the same money: the larger is certain, both are possible.",
        ),
        f"Later disbursements for {work}, cited.",
        gap=most is not None and most < _SLOW,
    )


def _sum(scene: Scene, flows: list[Flow]) -> Money:
    low, high = Fraction(), Fraction()
    open_end = False
    for piece in settle(flows, scene.activities):
        low += piece.money.low
        high += piece.money.high or 0
        open_end |= piece.money.high is None
    return Money(low, None if open_end else high)


def _predicted(scene: Scene) -> list[Finding]:
    """Where a statement of money fulfils a plan of money: what of the planned was given."""
    plans = {statement.id: flow for flow in scene.ledger.plans for statement in flow.statements}
    findings = []
    for flow in scene.ledger.counted(scene.scope.boundary):
        claim = flow.statements[0].claim
        for reference in claim.fulfils if claim else ():
            plan = plans.get(reference if "/" in reference else f"{flow.statements[0].document}/{reference}")
            if plan is None or plan.currency != flow.currency or not _in_scope(scene, flow):
                continue
            planned, given = plan.money, flow.money
            if not planned.low or planned.high is None or given.high is None:
                continue
            least, most = given.low / planned.high, given.high / planned.low
            findings.append(
                Finding(
                    "absorption",
                    flow.works[0] if flow.works else flow.receivers[0],
                    "predictability",
                    CERTAIN if least == most else POSSIBLE,
                    {
                        "planned": shown(plan.currency, planned, plan.about),
                        "given": shown(flow.currency, given, flow.about),
                        "given of planned": percent(least) if least == most else f"{percent(least)} to {percent(most)}",
                        "donors": list(flow.providers),
                    },
                    scene.scope.country,
                    scene.scope.theme,
                    unique([*plan.statements, *flow.statements]),
                    (*rules(scene), "What was planned is no money; it is compared, and added to nothing."),
                    "The rest of what was planned, given and cited.",
                    gap=most < _SLOW,
                )
            )
    return findings


def _in_scope(scene: Scene, flow: Flow) -> bool:
    scope = scene.scope
    if scope.donor not in (None, *flow.providers):
        return False
    activity = scene.activities.get(flow.works[0]) if flow.works else None
    for wanted, there in ((scope.country, activity and activity.places), (scope.theme, activity and activity.themes)):
        if wanted is not None and (not there or lies_in(scene.clock, there.get(wanted, ())) is None):
            return False
    return True


ANALYSIS = Analysis(
    "absorption",
    "What of the money committed is spent, and what of the planned was given?",
    "Absorption = disbursed and spent / committed, for each work and currency, up to the day; not spent = committed "
    "less spent, never below nothing. Predictability = given / planned, where a statement fulfils a plan. Each "
    "between its least and its most. Lateness is not told: documents rarely give the days of payments.",
    "AMP; GPEDC indicator 5a; AIMS execution gap",
    "Ask what holds the money up, or find later reports of what was paid.",
    run,
    needs="`amount: {kind: commitment}` and `{kind: disbursement}` (or expenditure) on the `funds` of one work.",
)
