"""Funding cliffs: what of the funding that stands on the day is over by the next period."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction

from .. import edtf
from ..clock import Reading
from ..errors import UsageError
from ..model import Statement
from .cells import Link, links
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, unique
from .flows import Flow, percent, rules
from .scene import Scene

#: How much of it must end to be a cliff.
_HALF = Fraction(1, 2)


def run(scene: Scene) -> list[Finding]:
    """One finding for each country in which funding certainly stands on the day.

    By money (state *falls* or *holds*) if every link has a sum with a beginning and an end, in one
    currency: each sum evenly over its days, what falls in the period before the asked day against what
    falls in a period of equal length after it. Else links of funding are counted (states *links end* and
    *no cliff seen*): those whose stated end comes before the asked day, of those whose end is stated. An
    end that is not stated is never taken for one.
    """
    until = _until(scene)
    if until <= scene.clock.first:
        return []  # What is over by then is told by `ending`.
    by_country: dict[str, list[Link]] = defaultdict(list)
    for link in links(scene):
        if link.pays and not link.part and link.reading == CERTAIN and scene.scope.donor in (None, link.donor):
            by_country[link.country].append(link)
    plans: dict[str, list[Statement]] = defaultdict(list)
    for statement in scene.graph.statements:
        planned = scene.clock.knows(statement.document) and scene.clock.reading(statement) is Reading.PLANNED
        if statement.predicate == "funds" and statement.object and planned:
            plans[statement.object].append(statement)
        if statement.predicate == "succeeds" and statement.object and scene.clock.possibly(statement):
            plans[statement.object].append(statement)
    flows: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    for flow in scene.ledger.flows:
        if scene.scope.boundary in flow.crosses and scene.clock.certainly(flow.statements[0]):
            for work in flow.works:
                for donor in flow.providers:
                    flows[donor, work].append(flow)
    return [_judge(scene, country, here, until, plans, flows) for country, here in sorted(by_country.items())]


def _judge(
    scene: Scene,
    country: str,
    here: list[Link],
    until: date,
    plans: dict[str, list[Statement]],
    flows: dict[tuple[str, str], list[Flow]],
) -> Finding:
    ending, perhaps, beyond, _ = _ends(scene, here, until)
    stated = len(ending) + len(perhaps) + len(beyond)
    coming = unique(s for link in (*ending, *perhaps) for s in plans.get(link.activity, ()))
    value: dict[str, object] = {
        "links now": str(len(here)),
        "until": until.isoformat(),
        **({"end before": sorted({link.activity for link in ending})} if ending else {}),
        **({"perhaps end before": sorted({link.activity for link in perhaps})} if perhaps else {}),
        **({"donors": sorted({link.donor for link in (*ending, *perhaps)})} if ending or perhaps else {}),
        "end stated": f"{stated} of {len(here)}",
    }
    assumptions = ["An end that is not stated is not taken for one: such work may end too."]
    money = _spread(scene, here, until, flows)
    if isinstance(money, str):
        value["no sums"] = money
        assumptions.append("Links of funding are counted, whatever is paid: the sums are too sparse.")
        surely, maybe = len(ending), len(ending) + len(perhaps)
        falls = bool(stated) and maybe >= stated * _HALF
        reading = CERTAIN if not falls or surely >= stated * _HALF else POSSIBLE
        state = "links end" if falls else "no cliff seen"
    else:
        drop, words = money
        value |= words
        assumptions += [*rules(scene), "Each sum is spread evenly over its days, which no document says."]
        falls, reading = drop >= _HALF, CERTAIN
        state = "falls" if falls else "holds"
    if coming:
        assumptions.append("Something is planned or reported to follow.")
    return Finding(
        "cliff",
        country,
        state,
        reading,
        value,
        country,
        scene.scope.theme,
        unique([*(s for link in here for s in link.statements), *coming]),
        tuple(assumptions),
        f"An extension or a successor of what ends in {country}, cited.",
        gap=falls,
    )


def _ends(scene: Scene, here: list[Link], until: date) -> tuple[list[Link], list[Link], list[Link], list[Link]]:
    """The links that end before the day, perhaps do, reach beyond it, and whose end is not stated."""
    ends: tuple[list[Link], list[Link], list[Link], list[Link]] = ([], [], [], [])
    for link in here:
        telling = [s for s in link.statements if s.predicate == "funds" and scene.clock.certainly(s)]
        if not all(_closed(s) for s in telling):
            ends[3].append(link)
        elif max(s.bounds.possible_until for s in telling) < until:
            ends[0].append(link)
        elif max(s.bounds.certain_until for s in telling) < until:
            ends[1].append(link)
        else:
            ends[2].append(link)
    return ends


def _closed(statement: Statement) -> bool:
    return (
        statement.when is not None and statement.bounds.possible_until < edtf.END and not statement.when.endswith("/")
    )


def _spread(
    scene: Scene, here: list[Link], until: date, flows: dict[tuple[str, str], list[Flow]]
) -> tuple[Fraction, dict[str, object]] | str:
    """The drop of firm money from the period before the day to the one after it, or why it cannot be told."""
    told = [(link, flows.get((link.donor, link.activity), [])) for link in here]
    known = sum(bool(each) for _, each in told)
    if known < len(told):
        return f"a sum is known of {known} of {len(told)} links"
    used = {flow.statements[0].id: flow for _, each in told for flow in each}
    if len({flow.currency for flow in used.values()}) > 1:
        return "sums are in several currencies, and no rate was given"
    if not all(_closed(flow.statements[0]) and flow.days[0] > edtf.BEGINNING for flow in used.values()):
        return "a sum has no beginning or no end"
    if any(flow.money.low != flow.money.high for flow in used.values()):
        return "a sum is known only within bounds"
    if any(len(flow.works) > 1 or len(flow.providers) > 1 for flow in used.values()):
        return "a sum is for several works or of several donors, and not split"
    start = scene.clock.first
    length = until.toordinal() - start.toordinal()
    before = after = Fraction()
    for flow in used.values():
        before += _within(flow, start.toordinal(), until.toordinal())
        after += _within(flow, until.toordinal(), until.toordinal() + length)
    if not before:
        return "nothing is due before the day"
    drop = max(Fraction(), 1 - after / before)
    return drop, {"falls by": percent(drop)}


def _within(flow: Flow, first: int, end: int) -> Fraction:
    """What of the sum falls on the days from `first` to before `end`, spread evenly."""
    start, last = (day.toordinal() for day in flow.days)
    shared = min(end, last + 1) - max(first, start)
    return flow.money.low * max(0, shared) / (last + 1 - start)


def _until(scene: Scene) -> date:
    """The asked day; a year on, if none is asked for."""
    first = scene.clock.first
    if scene.scope.before is None:
        return date.fromordinal(min(first.toordinal() + 365, edtf.END.toordinal()))
    try:
        day = edtf.bounds(scene.scope.before).possible_from
    except edtf.EdtfError as error:
        raise UsageError(str(error)) from None
    return day


ANALYSIS = Analysis(
    "cliff",
    "Where does funding that stands today end soon?",
    "Drop = 1 - firm money in the period after the asked day / firm money in the period before it, each sum spread "
    "evenly; half or more is a cliff. Where sums are too sparse, links of funding (a donor at a work) are counted: at"
    " least half of those whose end is stated end before the day; perhaps, if an end is vague. The day is a year on, "
    "if not given.",
    "DAC forward spending survey; definition ours",
    "Ask the donors that leave for an extension, or others to follow.",
    run,
    ("country", "theme", "donor", "before"),
    needs="`funds` with `when: start/end`, or sums with their periods.",
)
