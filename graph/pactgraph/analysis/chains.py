"""Chains from funder to doer: what can be followed, where money enters and is not seen to leave, and circles.

Cost: linear in statements of funding, but for the original funders of each work (its ancestors in the
graph of who funds whom, which is small beside the statements).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import networkx as nx

from ..clock import Reading
from ..model import UNSTATED, Organisation, Statement
from .activity import Activity, holds
from .cells import is_home
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, unique
from .flows import LAST, NOTHING, Piece, differences, kept, percent, rules, shown, summed, totals
from .scene import Scene

_FUNDS = ("fund", "un-fund")
_BEFORE = frozenset({Reading.NOT_YET, Reading.UNKNOWN, Reading.NOT_KNOWN_THEN, Reading.DENIED})


def run(scene: Scene) -> list[Finding]:
    """For each work that is paid for, whether money can be followed from funder to doer; each break; the sums.

    All that was paid up to the day counts. *Traced* is a work of which a document says who carries it
    out, or which is a body's own, or which is paid through a body. A break is a work without a doer, a
    fund that is filled and not seen to pay, one that pays and of which nobody says who fills it, and
    money that goes in a circle.
    """
    hops = [
        s
        for s in unique(s for each in scene.ledger.given.values() for s in each)
        if scene.clock.reading(s) not in _BEFORE
    ]
    graph = _graph(scene, hops)
    by_work: dict[str, list[Statement]] = defaultdict(list)
    for statement in hops:
        target = statement.object or ""
        work = target if target in scene.activities else statement.id
        activity = scene.activities.get(work)
        if activity and activity.places and all(is_home(scene, statement.subject, place) for place in activity.places):
            continue  # A state's own money at home is no cooperation.
        by_work[work].append(statement)
    money: dict[str, list[Piece]] = defaultdict(list)
    for piece in scene.settled:
        money[piece.work].append(piece)
    traced: dict[str, tuple[list[str], str | None, list[Statement]]] = {}
    findings = []
    for work, told in sorted(by_work.items()):
        if _is_fund(scene, told[0].object or ""):
            continue
        traced[work] = _doers(scene, work, told)
        if _in_scope(scene, work, told, graph):
            findings.append(_followed(scene, work, told, traced[work], graph, money[work]))
    findings += _funds(scene, hops, by_work, graph)
    findings += _circles(scene, graph, hops)
    findings += _sums(scene, traced)
    return findings


def _graph(scene: Scene, hops: list[Statement]) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    # A state passes on its own money, not what it was given: nothing flows through it.
    for statement in hops:
        if statement.object and scene.graph.things[statement.object].type not in ("country", "place"):
            graph.add_edge(statement.subject, statement.object)
    graph.add_nodes_from(statement.subject for statement in hops)
    return graph


def _is_fund(scene: Scene, body: str) -> bool:
    entry = scene.graph.things[body].entry
    return isinstance(entry, Organisation) and entry.kind in _FUNDS


def _doers(scene: Scene, work: str, told: list[Statement]) -> tuple[list[str], str | None, list[Statement]]:
    """Who carries a work out, how surely that is known, and by which statements."""
    things = scene.graph.things
    target = told[0].object or ""
    if work not in things and things[target].type in ("organisation", "mechanism"):
        return [target], CERTAIN, []
    if things[target].type in ("event", "document", "framework", "agreement"):
        return [], CERTAIN, []  # What was paid for is there itself.
    activity = scene.activities.get(work)
    found: dict[str, list[Statement]] = {}
    for doer, statements in activity.implementers.items() if activity else ():
        if sure := [s for s in statements if s.is_plain and scene.clock.reading(s) not in _BEFORE]:
            found[doer] = sure
    for statement in told:
        for body in statement.claim.via if statement.claim else ():
            if things[body].type in ("organisation", "mechanism"):
                found.setdefault(body, []).append(statement)
    if found:
        return sorted(found), CERTAIN, [s for each in found.values() for s in each]
    perhaps: list[str] = []
    for near in _near(scene, activity):
        perhaps += [doer for doer, statements in near.implementers.items() if holds(scene.clock, statements)]
    planned = (
        [d for d, each in activity.implementers.items() if any(s.status == "planned" for s in each)] if activity else []
    )
    return sorted({*perhaps, *planned}), POSSIBLE if perhaps or planned else None, []


def _near(scene: Scene, activity: Activity | None) -> list[Activity]:
    """The wholes and the parts of a work: who carries these out may carry it out."""
    if activity is None:
        return []
    return [scene.activities[each] for each in (*sorted(activity.wholes), *scene.parts.get(activity.id, ()))]


def _followed(
    scene: Scene,
    work: str,
    told: list[Statement],
    traced: tuple[list[str], str | None, list[Statement]],
    graph: nx.DiGraph[str],
    sums: list[Piece],
) -> Finding:
    doers, reading, proof = traced
    givers = {statement.subject for statement in told} - {UNSTATED}
    heads = {each for giver in givers for each in _origins(graph, giver)}
    origins = sorted({donor for each in heads for donor in scene.states.get(each, (each,))})
    value: dict[str, object] = {
        **({"from": origins} if origins else {}),
        **({"through": through} if (through := sorted(givers - heads)) else {}),
        **({"carried out by" if reading == CERTAIN else "perhaps carried out by": doers} if doers else {}),
    }
    if work not in scene.graph.things:
        value["to"] = told[0].object
    if sums:
        value["sums"] = summed(sums)
    missing = [] if origins else ["who pays"]
    missing += [] if reading == CERTAIN else ["who carries it out"]
    wholes = scene.activities[work].wholes if work in scene.activities else {}
    known = not missing
    return Finding(
        "chains",
        work,
        "traced" if known else "break",
        POSSIBLE if reading == POSSIBLE else CERTAIN,
        value if known else {**value, "not said": missing},
        scene.scope.country,
        scene.scope.theme,
        unique([*told, *proof]),
        ("Support of unstated form is no link in a chain of money.", *(rules(scene) if sums else ())),
        f"{'A later report of' if known else 'A sourced statement of'} who carries out {work}.",
        # Who carries out the whole may carry out the part: that is asked of the whole.
        gap=not known and not any(scene.activities[whole].implementers for whole in wholes),
    )


def _origins(graph: nx.DiGraph[str], giver: str) -> list[str]:
    """Those at the head of the chain: who is not known to be given money; the giver, if all is a circle."""
    above = nx.ancestors(graph, giver) | {giver}
    return sorted(each for each in above if not graph.in_degree(each)) or [giver]


def _in_scope(scene: Scene, work: str, told: list[Statement], graph: nx.DiGraph[str]) -> bool:
    scope = scene.scope
    activity = scene.activities.get(work)
    for wanted, there in ((scope.country, activity and activity.places), (scope.theme, activity and activity.themes)):
        if wanted is not None and (not there or all(s.status == "denied" for s in there.get(wanted, ()))):
            return False
    if scope.donor is None:
        return True
    donors = {each for s in told for giver in _origins(graph, s.subject) for each in (giver, s.subject)}
    return scope.donor in donors | {state for donor in donors for state in scene.states.get(donor, ())}


def _funds(
    scene: Scene, hops: list[Statement], by_work: Mapping[str, list[Statement]], graph: nx.DiGraph[str]
) -> list[Finding]:
    """Funds that are filled and not seen to pay, and funds that pay and of which nobody says who fills them."""
    into: dict[str, list[Statement]] = defaultdict(list)
    out: dict[str, list[Statement]] = defaultdict(list)
    for statement in hops:
        out[statement.subject].append(statement)
        into[statement.object or ""].append(statement)
    findings = []
    for body in sorted({*into, *out}):
        if not _is_fund(scene, body) or (into.get(body) and out.get(body)):
            continue
        filled = bool(into.get(body))
        told = into[body] if filled else out[body]
        works = [s.object if s.object in scene.activities else s.id for s in out.get(body, ())]
        narrowed = scene.scope.country or scene.scope.theme
        if narrowed and not any(_in_scope(scene, each or "", by_work[each or ""], graph) for each in works):
            continue
        donors = {scene.states.get(s.subject, (s.subject,))[0] for s in into.get(body, ())}
        if scene.scope.donor not in (None, body, *donors):
            continue
        findings.append(
            Finding(
                "chains",
                body,
                "break",
                CERTAIN,
                {
                    **(
                        {"from": sorted({s.subject for s in told})}
                        if filled
                        else {"to": sorted({s.object or "" for s in told})}
                    ),
                    "not said": "where its money goes" if filled else "who fills it",
                },
                scene.scope.country,
                scene.scope.theme,
                unique(told),
                ("A fund is taken to pass money on; who is paid for work is an end.",),
                f"A sourced statement of {'what' if filled else 'who fills'} {body}{' pays for' if filled else ''}.",
            )
        )
    return findings


def _circles(scene: Scene, graph: nx.DiGraph[str], hops: list[Statement]) -> list[Finding]:
    """Bodies and programmes among which money goes round, each of them."""
    findings = []
    for circle in nx.strongly_connected_components(graph):
        if len(circle) < 2 and not any(graph.has_edge(each, each) for each in circle):
            continue
        told = [s for s in hops if s.subject in circle and s.object in circle]
        states = {state for each in circle for state in scene.states.get(each, (each,))}
        if scene.scope.donor not in (None, *states) or scene.scope.country or scene.scope.theme:
            continue
        reading = CERTAIN if all(scene.clock.certainly(s) for s in told) else POSSIBLE
        findings += [
            Finding(
                "chains",
                each,
                "circle",
                reading,
                {"among": sorted(circle)},
                None,
                None,
                unique(told),
                ("Money that goes round has no first provider: none of it counts at that boundary.",),
                "Which of these statements are of other money, or of another time.",
            )
            for each in circle
        ]
    return sorted(findings, key=lambda finding: finding.subject)


def _sums(scene: Scene, traced: Mapping[str, tuple[list[str], str | None, list[Statement]]]) -> list[Finding]:
    """How much of the money at the last mile can be followed to a doer, and the totals at each boundary."""
    scope = scene.scope
    found = kept(scene, scene.ledger.pieces(LAST), scope.country, scope.theme, scope.donor)
    if not found.pieces and not found.unsplit:
        return []
    followed = [p for p in found.pieces if all(traced.get(w, ([], None, []))[1] == CERTAIN for w in _works(p))]
    value: dict[str, object] = {}
    parts = []
    by_currency = {total.currency: total for total in totals(followed)}
    for total in totals(found.pieces):
        mine = by_currency[total.currency].money if total.currency in by_currency else NOTHING
        parts.append(f"{shown(total.currency, mine)} of {shown(total.currency, total.money, total.about)}")
        if total.money.low:
            parts[-1] += f" ({percent(mine.low / total.money.low)} of the certain)"
    if parts:
        value["followed to a doer"] = parts
    sums, words = differences(scene, scope.country, scope.theme)
    value |= sums
    if found.unsplit:
        value["shared with others, not split"] = summed(found.unsplit)
    unpriced = scene.ledger.unpriced.get(scope.boundary, ())
    told = [*(s for p in (*found.pieces, *found.unsplit) for s in p.statements)]
    return [
        Finding(
            "chains",
            scope.country or scope.theme or scope.donor or "money",
            "sums",
            CERTAIN if all(piece.money.low == piece.money.high for piece in found.pieces) else POSSIBLE,
            value,
            scope.country,
            scope.theme,
            unique(told),
            (
                *rules(scene),
                *words,
                f"Of {len(unpriced)} more statements of funding in all documents no sum is known.",
            ),
            "Sums on the statements of funding that have none.",
            gap=False,
        )
    ]


def _works(piece: Piece) -> list[str]:
    return sorted({work for flow in piece.flows for work in flow.works}) or [piece.work]


ANALYSIS = Analysis(
    "chains",
    "Where can money be followed from funder to doer, and where does the chain break?",
    "A work is traced if a document says who pays for it and who carries it out. Breaks: no doer; a fund filled and "
    "not seen to pay; a fund that pays and that nobody is said to fill; money in a circle. With the part of the money"
    " at the last mile that can be followed, and the totals at the three boundaries.",
    "IATI dashboard: incoming flows that name the provider's activity; breaks ours",
    "Find who carries the work out, or who fills the fund.",
    run,
    needs="`funds` and `implements` statements of a work.",
)
