"""Money as documents state it: who gave what to whom, each sum once, at a stated boundary.

What counts as money is decided here, once for all analyses:

- a *flow* is a sum on one `funds` or `supports` statement; one on several subjects or objects is one
  joint flow, never multiplied and never split;
- support of a form not stated may not be money: its sum is possible, never certain;
- pledges, plans, stated costs and requirements are no money and stand apart;
- a sum for a span of years is certain once the span has passed (a commitment: once it has begun) and
  possible while it runs: it is never cut into years;
- sums of one donor for one work may be the same money told twice, or at two stages. *Certain* is the
  most that cannot be so (one kind, periods that do not meet), *possible* is all of them added;
- a whole and its parts once: the parts' sum is certain, what is stated for the whole beyond them is
  possible;
- a currency that is not named is one of its own, and none is converted without the user's rate.

Three boundaries, at which the same money is counted once: *first* (it leaves a donor who is not
known to be given money), *entry* (it enters the first programme, or a country's or body's work) and
*last* (it reaches a work that passes no money on). A body that passes money on is no end.

Cost: linear in statements, but for wholes in wholes (each sum with every whole above it) and a sort
of the sums of one donor for one work.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from .. import edtf
from ..clock import Clock, Reading
from ..graph import PactGraph
from ..model import UNSTATED, Amount, Organisation, Statement
from .activity import Activity, around
from .finding import CERTAIN, POSSIBLE, unique
from .rates import Rate, Rates

if TYPE_CHECKING:
    from .scene import Scene

FIRST, ENTRY, LAST = "first", "entry", "last"
#: The counting boundaries, with the words that say what is counted at them.
BOUNDARIES = {
    FIRST: "the first provider: what leaves a donor who is not known to be given money",
    ENTRY: "programme entry: what enters the first programme, or a country's or body's own work",
    LAST: "the last mile: what reaches a work that is not known to pass money on",
}
SO_FAR, ON_THE_DAY = "so far", "on the day"
COSTS = ("cost", "requirement")
#: Kinds that tell of one stage in the life of the same money.
_STAGE = {"unstated": "given", "contribution": "given"}
_FUNDS = ("fund", "un-fund")


class Money(NamedTuple):
    """A sum read narrowly and widely; no upper end is None, as for "more than"."""

    low: Fraction
    high: Fraction | None

    def __add__(self, other: object) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.low + other.low, None if None in (self.high, other.high) else _plus(self, other))


def _plus(one: Money, other: Money) -> Fraction:
    return (one.high or Fraction()) + (other.high or Fraction())


NOTHING = Money(Fraction(), Fraction())


@dataclass(frozen=True, slots=True)
class Flow:
    """One sum on one hop; several providers or receivers share it in parts that are not stated."""

    providers: tuple[str, ...]
    receivers: tuple[str, ...]
    via: tuple[str, ...]
    #: The activities that it pays for; a fund that is filled is none.
    works: tuple[str, ...]
    currency: str
    kind: str
    money: Money
    about: bool
    statements: tuple[Statement, ...]
    #: The boundaries at which it is counted.
    crosses: frozenset[str] = frozenset()
    rate: Rate | None = None

    @property
    def is_paid(self) -> bool:
        """Whether the document says that it funds, and not merely supports."""
        return self.statements[0].predicate == "funds"

    @property
    def stage(self) -> str:
        """At which stage the money is told of: committed, disbursed, spent, or only that it was given."""
        return _STAGE.get(self.kind, self.kind)

    @property
    def days(self) -> tuple[date, date]:
        """The days on which it may have flowed."""
        bounds = self.statements[0].bounds
        if self.statements[0].when is None:
            return edtf.BEGINNING, edtf.END
        return bounds.possible_from, bounds.possible_until


@dataclass(frozen=True, slots=True)
class Piece:
    """Money that is counted once: of these providers, for this work."""

    providers: tuple[str, ...]
    work: str
    currency: str
    money: Money
    about: bool
    flows: tuple[Flow, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements it rests on."""
        return unique(s for flow in self.flows for s in flow.statements)

    @property
    def and_others(self) -> bool:
        """Whether a document says that others, unnamed, gave it too."""
        return any(s.claim is not None and s.claim.and_others for s in self.statements)

    @property
    def stages(self) -> set[str]:
        """The stages at which its sums are told of; sums of unlike stages say nothing of shares."""
        return {flow.stage for flow in self.flows}

    def times(self, part: Fraction) -> Piece:
        """A stated part of it."""
        high = None if self.money.high is None else self.money.high * part
        return replace(self, money=Money(self.money.low * part, high))


@dataclass(frozen=True, slots=True)
class Total:
    """What pieces of one currency add up to."""

    currency: str
    money: Money
    about: bool
    pieces: tuple[Piece, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements it rests on."""
        return unique(s for piece in self.pieces for s in piece.statements)

    def __str__(self) -> str:
        return shown(self.currency, self.money, self.about)


class Stated(NamedTuple):
    """A stated cost or requirement: what work takes, which is not money that anyone gave."""

    subject: str
    currency: str
    kind: str
    money: Money
    about: bool
    statement: Statement
    rate: Rate | None


@dataclass(frozen=True)
class Ledger:
    """All sums that documents known by the clock's day state, sorted by what they are."""

    clock: Clock
    found: Mapping[str, Activity]
    flows: tuple[Flow, ...]
    pledges: tuple[Flow, ...]
    #: What is planned, and so is no money yet.
    plans: tuple[Flow, ...]
    stated: tuple[Stated, ...]
    #: Statements that somebody funds something, without a sum, by the boundaries they cross.
    unpriced: Mapping[str, tuple[Statement, ...]]
    #: Who is known to be given money, and who gives any on, with the statements.
    given: Mapping[str, tuple[Statement, ...]]
    giving: Mapping[str, tuple[Statement, ...]]
    _made: dict[tuple[str, str], list[Piece]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def rates(self) -> tuple[Rate, ...]:
        """The rates that were used."""
        told: list[Flow | Stated] = [*self.flows, *self.pledges, *self.plans, *self.stated]
        return tuple(sorted({each.rate for each in told if each.rate}, key=str))

    def counted(self, boundary: str, view: str = SO_FAR) -> Iterator[Flow]:
        """The flows that cross the boundary, as far as they count: up to the day, or running on it."""
        for flow in self.flows:
            if boundary not in flow.crosses:
                continue
            money = _so_far(self.clock, flow) if view == SO_FAR else _on_the_day(self.clock, flow)
            if money is not None:
                yield replace(flow, money=money)

    def pieces(self, boundary: str, view: str = SO_FAR) -> list[Piece]:
        """The counted flows settled into money that is counted once; made once a run."""
        if (boundary, view) not in self._made:
            self._made[boundary, view] = settle(self.counted(boundary, view), self.found)
        return self._made[boundary, view]


def ledger(
    graph: PactGraph,
    clock: Clock,
    found: Mapping[str, Activity],
    states: Mapping[str, tuple[str, ...]],
    rates: Rates | None = None,
) -> Ledger:
    """Every sum that is stated, with the boundaries that it crosses."""
    sums: dict[tuple[str, int], list[Statement]] = defaultdict(list)
    stated: list[Stated] = []
    hops: list[Statement] = []
    given: dict[str, list[Statement]] = defaultdict(list)
    giving: dict[str, list[Statement]] = defaultdict(list)
    by_id = {statement.id: statement for statement in graph.statements}
    for statement in graph.statements:
        if not clock.knows(statement.document) or statement.rank == "outranked":
            continue
        amount, hop = statement.amount, statement.predicate in ("funds", "supports")
        told = statement.status not in ("planned", "denied", "unknown")
        if statement.predicate == "funds" and statement.object and told:
            if not {*_donors(states, statement.subject)} & {*_donors(states, statement.object)}:
                given[statement.object].append(statement)
                giving[statement.subject].append(statement)
            if amount is None or amount.kind == "pledge":
                hops.append(statement)
        if amount is None or statement.status in ("denied", "unknown"):
            continue
        if hop and amount.kind not in COSTS:
            # One entry with several subjects or objects is one sum, told of all of them.
            sums[statement.document, id(statement.entry)].append(statement)
        elif amount.kind in COSTS:
            money, about = _sum(amount, statement, by_id, clock)
            currency, money, rate = _converted(amount.currency, money, rates)
            stated.append(Stated(_needing(statement), currency, amount.kind, money, about, statement, rate))

    def passes_on(body: str) -> bool:
        entry = graph.things[body].entry if body in graph.things else None
        if isinstance(entry, Organisation) and entry.kind in _FUNDS:
            return True
        return graph.things[body].type in ("organisation", "mechanism") and bool(giving.get(body))

    def crossed(givers: Sequence[str], takers: Sequence[str]) -> frozenset[str]:
        inside = any(graph.things[each].type == "programme" for each in givers)
        at = set()
        # A state that is given money still has its own, which nobody gave it.
        if not inside and not any(given.get(each) for each in givers if graph.things[each].type != "country"):
            at.add(FIRST)
        ends = not any(passes_on(each) for each in takers)
        if ends and not inside:
            at.add(ENTRY)
        if ends and not any(graph.things[each].type == "programme" and giving.get(each) for each in takers):
            at.add(LAST)
        return frozenset(at)

    flows: dict[str, list[Flow]] = {"money": [], "pledge": [], "planned": []}
    for together in sums.values():
        first = together[0]
        amount = first.amount
        claim = first.claim
        if amount is None or claim is None:
            continue
        givers = tuple(sorted({s.subject for s in together}))
        takers = tuple(sorted({s.object for s in together if s.object}))
        providers = tuple(sorted({donor for each in givers for donor in _donors(states, each)}))
        if set(providers) == {donor for each in takers for donor in _donors(states, each)}:
            continue  # Within one state: it has left nobody.
        money, about = _sum(amount, first, by_id, clock)
        currency, money, rate = _converted(amount.currency, money, rates)
        works = tuple(sorted({s.object if s.object in found else s.id for s in together if s.object}))
        sort = "pledge" if amount.kind == "pledge" else "planned" if first.status == "planned" else "money"
        flows[sort].append(
            Flow(
                providers,
                takers,
                claim.via,
                () if any(passes_on(each) for each in takers) else works,
                currency,
                amount.kind,
                money,
                about,
                unique(together),
                crossed(givers, takers),
                rate,
            )
        )
    unpriced: dict[str, list[Statement]] = defaultdict(list)
    for statement in hops:
        for boundary in crossed((statement.subject,), (statement.object or "",)):
            unpriced[boundary].append(statement)
    return Ledger(
        clock,
        found,
        tuple(_told_once(flows["money"])),
        tuple(_told_once(flows["pledge"])),
        tuple(_told_once(flows["planned"])),
        tuple(stated),
        {boundary: unique(each) for boundary, each in unpriced.items()},
        {each: unique(statements) for each, statements in given.items()},
        {each: unique(statements) for each, statements in giving.items()},
    )


def _donors(states: Mapping[str, tuple[str, ...]], body: str) -> tuple[str, ...]:
    return states.get(body) or (body,)


def _needing(statement: Statement) -> str:
    """What the cost or requirement is of: what requires it, or the item that names it."""
    return statement.object if statement.origin == "item" and statement.object else statement.subject


def _told_once(flows: list[Flow]) -> list[Flow]:
    """Without what another document only repeats: the same origin, or the same sum, hop and time, as one flow."""
    origin = {statement.id: flow for flow in flows for statement in flow.statements}
    kept: dict[object, dict[str, list[Flow]]] = defaultdict(lambda: defaultdict(list))
    for flow in flows:
        first = flow.statements[0]
        told = first.claim.same_text if first.claim else ()
        others = [origin.get(each if "/" in each else f"{first.document}/{each}") for each in told]
        if any(other and (other.currency, other.kind) == (flow.currency, flow.kind) for other in others):
            continue
        sign = (flow.providers, flow.receivers, flow.currency, flow.kind, flow.money, first.when, first.predicate)
        kept[sign][first.document].append(flow)
    found = []
    for by_document in kept.values():
        # What one document says twice are two sums; what two documents say once each is one.
        for same in zip_longest(*by_document.values()):
            known = [flow for flow in same if flow]
            found.append(replace(known[0], statements=unique(s for flow in known for s in flow.statements)))
    return sorted(found, key=lambda flow: flow.statements[0].id)


def _sum(amount: Amount, statement: Statement, by_id: Mapping[str, Statement], clock: Clock) -> tuple[Money, bool]:
    """The sum as the document qualifies it, and whether it is only about right."""
    about = amount.comparator == "about"
    if amount.value is None:
        reference = amount.than or ""
        than = by_id.get(reference if "/" in reference else f"{statement.document}/{reference}")
        known = than.amount if than else None
        if known is None or known.value is None or known.currency != amount.currency:
            return Money(Fraction(), None), about
        value, top, about = Fraction(known.value), Fraction(known.max or known.value), known.comparator == "about"
    else:
        value, top = Fraction(amount.value), Fraction(amount.max or amount.value)
    if amount.comparator in ("more-than", "at-least"):
        money = Money(value, None)
    elif amount.comparator in ("less-than", "up-to"):
        money = Money(Fraction(), top)
    else:
        money = Money(value, top)
    return (money if amount.span == "total" else _over_years(money, statement, clock)), about


def _over_years(money: Money, statement: Statement, clock: Clock) -> Money:
    """A yearly sum over the years for which it is stated; at least one, and without an end, who knows how many."""
    bounds = statement.bounds
    sure = max(1, (bounds.certain_until.toordinal() - bounds.certain_from.toordinal() + 1) // 365)
    if statement.when is None or bounds.possible_until == edtf.END or bounds.possible_from == edtf.BEGINNING:
        return Money(money.low, None)
    most = -(-(bounds.possible_until.toordinal() - bounds.possible_from.toordinal() + 1) // 366)
    return Money(money.low * min(sure, most), None if money.high is None else money.high * max(1, most))


def _converted(currency: str, money: Money, rates: Rates | None) -> tuple[str, Money, Rate | None]:
    rate = rates.by_origin.get(currency) if rates else None
    if rates is None or rate is None:
        return currency, money, None
    high = None if money.high is None else money.high * rate.value
    return rates.target, Money(money.low * rate.value, high), rate


def _so_far(clock: Clock, flow: Flow) -> Money | None:
    """What of the flow counts up to the clock's last day; None if it had not begun."""
    readings = [_begun(clock, flow, statement) for statement in flow.statements]
    if not any(readings):
        return None
    return Money(flow.money.low if flow.is_paid and CERTAIN in readings else Fraction(), flow.money.high)


def _begun(clock: Clock, flow: Flow, statement: Statement) -> str | None:
    """How surely the whole sum counts by the clock's last day, going by one statement; None if it does not."""
    if statement.when is None:
        reading = clock.reading(statement)
        if reading in (Reading.UNKNOWN, Reading.NOT_KNOWN_THEN):
            return None
        sure = reading not in (Reading.PERHAPS, Reading.SUSPENDED)
    else:
        bounds = statement.bounds
        if bounds.possible_from > clock.last:
            return None
        seen = clock.seen(statement.document)
        passed = min(bounds.possible_until, seen) if bounds.possible_until == edtf.END else bounds.possible_until
        sure = (bounds.certain_from if flow.kind == "commitment" else passed) <= clock.last
    return CERTAIN if sure and statement.is_plain else POSSIBLE


def _on_the_day(clock: Clock, flow: Flow) -> Money | None:
    """The whole sum of what runs on the day; None if it does not."""
    if not any(clock.possibly(each) for each in flow.statements):
        return None
    sure = flow.is_paid and any(clock.certainly(each) for each in flow.statements)
    return Money(flow.money.low if sure else Fraction(), flow.money.high)


def settle(flows: Iterable[Flow], found: Mapping[str, Activity]) -> list[Piece]:
    """Flows as pieces of money that is counted once, apart by providers, work and currency.

    A sum for several works, or with several providers beside one of them alone, is never split. The
    pieces of a list add up to its total, whatever they are then grouped by.
    """
    groups: dict[tuple[tuple[str, ...], str], dict[str, list[Flow]]] = defaultdict(lambda: defaultdict(list))
    alone: set[tuple[str, str, str]] = set()
    for flow in flows:
        # Money for several works is one piece, of no one of them; its name is that of the statement.
        work = _only(flow.works or flow.receivers) or flow.statements[0].id
        groups[flow.providers, flow.currency][work].append(flow)
        if len(flow.providers) == 1:
            alone.add((flow.providers[0], flow.currency, work))
    pieces = []
    for (providers, currency), works in sorted(groups.items()):
        own = {work: _of_one_work(told) for work, told in works.items()}
        if len(providers) > 1:
            # What one of them gives alone may be its part of what they give together.
            for work, money in own.items():
                if any((donor, currency, work) in alone for donor in providers):
                    own[work] = Money(Fraction(), money.high)
        for work, money in _parts_once(own, found).items():
            told = works[work]
            pieces.append(Piece(providers, work, currency, money, any(f.about for f in told), tuple(told)))
    return pieces


def _only(several: Sequence[str]) -> str | None:
    return several[0] if len(several) == 1 else None


def _of_one_work(flows: list[Flow]) -> Money:
    """What one donor surely gave for one work, and what it gave if no sum is told twice."""
    stages: dict[str, list[Flow]] = defaultdict(list)
    for flow in flows:
        stages[flow.stage].append(flow)
    low = max(_most_apart(each) for each in stages.values())
    highs = [flow.money.high for flow in flows]
    return Money(low, None if None in highs else sum((high for high in highs if high), Fraction()))


def _most_apart(flows: list[Flow]) -> Fraction:
    """The most that sums come to whose days do not meet: no two of them can be the same money."""
    ordered = sorted(flows, key=lambda flow: flow.days[1])
    ends = [flow.days[1] for flow in ordered]
    best = [Fraction()]
    for n, flow in enumerate(ordered):
        before = bisect_left(ends, flow.days[0], 0, n)
        best.append(max(best[-1], best[before] + flow.money.low))
    return best[-1]


def _parts_once(own: Mapping[str, Money], found: Mapping[str, Activity]) -> dict[str, Money]:
    """Each work's money without what its parts account for."""
    above = {work: _above(work, found) & own.keys() for work in own}
    # Works that are parts of each other are one another's wholes; none of them is then the whole.
    above = {work: {whole for whole in wholes if work not in above[whole]} for work, wholes in above.items()}
    below: dict[str, list[str]] = defaultdict(list)
    for work, wholes in above.items():
        for whole in wholes:
            below[whole].append(work)
    kept: dict[str, Money] = {}
    for work in sorted(own, key=lambda each: len(below[each])):
        if not below[work]:
            kept[work] = own[work]
            continue
        high = own[work].high
        parts = sum((kept[part].low for part in below[work]), Fraction())
        beyond = sum((kept[part].high or Fraction() for part in below[work] if below[part]), Fraction())
        kept[work] = Money(Fraction(), None if high is None else max(Fraction(), high - parts - beyond))
    return kept


def _above(work: str, found: Mapping[str, Activity]) -> set[str]:
    """What the work is a part of, through any number of parts."""
    seen: set[str] = set()
    level = [work]
    for each in level:
        for whole in found[each].wholes if each in found else ():
            if whole not in seen and whole != work:
                seen.add(whole)
                level.append(whole)
    return seen


def totals(pieces: Iterable[Piece]) -> list[Total]:
    """The pieces added up, apart by currency."""
    groups: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        groups[piece.currency].append(piece)
    return [
        Total(currency, sum((each.money for each in told), NOTHING), any(each.about for each in told), tuple(told))
        for currency, told in sorted(groups.items())
    ]


# -- where and for what ---------------------------------------------------------------------------


def share_in(scene: Scene, piece: Piece, country: str | None = None, theme: str | None = None) -> Fraction | None:
    """Which part of the piece is for a place and a theme: all, none, a stated part, or None: it is not said.

    It is all if every place and theme named for the work lies within. A sum for several is split only
    by percentages that a document gives for all of them.
    """
    parts = [
        within(leaves(scene, piece, kind), wanted)
        for kind, wanted in (("places", country), ("themes", theme))
        if wanted is not None
    ]
    if Fraction() in parts:
        return Fraction()
    if None in parts or sum(part not in (None, 1) for part in parts) > 1:
        return None
    return min((part for part in parts if part is not None), default=Fraction(1))


class Leaf(NamedTuple):
    """A place or theme of a work that names none narrower, with all it lies in, and its stated percentage."""

    id: str
    within: frozenset[str]
    share: Fraction | None


def within(found: Sequence[Leaf], wanted: str) -> Fraction | None:
    """Which part of the leaves lies in a place or theme; None if it is some, and not said how much."""
    inside = [leaf for leaf in found if wanted in leaf.within]
    if not inside:
        return Fraction()
    if len(inside) == len(found):
        return Fraction(1)
    shares = [leaf.share for leaf in found if leaf.share is not None]
    if len(shares) == len(found) and sum(shares) <= 1:
        return sum((leaf.share for leaf in inside if leaf.share is not None), Fraction())
    return None


def leaves(scene: Scene, piece: Piece, kind: str) -> list[Leaf]:
    """The narrowest `places` or `themes` named for the piece: on its statements, or else for its work."""
    up: Mapping[str, str] | Mapping[str, list[str]] = scene.wholes if kind == "places" else scene.broader
    links: dict[str, list[Statement]] = defaultdict(list)
    own = [_named_by(statement, kind) for statement in piece.statements]
    shares: dict[str, Fraction] = {}
    if all(own):
        for statement, each in zip(piece.statements, own, strict=True):
            for name in each:
                links[name].append(statement)
    else:
        predicates = ("operates_in", "located_in") if kind == "places" else ("addresses",)
        for work in {work for flow in piece.flows for work in flow.works} & scene.activities.keys():
            for name, statements in getattr(scene.activities[work], kind).items():
                links[name] += [s for s in statements if s.status != "denied" and s.rank != "outranked"]
        for name, statements in links.items():
            for statement in statements:
                percent = statement.claim.share if statement.claim else None
                if percent is not None and statement.predicate in predicates and statement.object == name:
                    shares[name] = Fraction(percent) / 100
    named = {each for each, statements in links.items() if statements}
    around_it = {each: frozenset(around(each, up)) for each in named}
    wider = {whole for each, wholes in around_it.items() for whole in wholes if whole != each}
    return [Leaf(each, around_it[each], shares.get(each)) for each in sorted(named - wider)]


def _named_by(statement: Statement, kind: str) -> tuple[str, ...]:
    claim = statement.claim
    if claim is None:
        return ()
    return claim.place if kind == "places" else claim.themes


#: A country and a theme; None where a sum is not split.
Cell = tuple[str | None, str | None]


def spread(scene: Scene, pieces: Iterable[Piece], by_theme: bool = True) -> dict[Cell, list[Piece]]:
    """The pieces by country and theme, with what is not split under None; together they are the total."""
    cells: dict[Cell, list[Piece]] = defaultdict(list)
    for piece in pieces:
        places = _shares(leaves(scene, piece, "places"), lambda leaf: _countries(scene, leaf))
        themes = _shares(leaves(scene, piece, "themes"), lambda leaf: [leaf.id]) if by_theme else {None: Fraction(1)}
        if len(places) > 1 and len(themes) > 1:
            themes = {None: Fraction(1)}  # Percentages of places and of themes say nothing of both together.
        for country, one in places.items():
            for theme, other in themes.items():
                cells[country, theme].append(piece.times(one * other))
    return cells


def _shares(found: Sequence[Leaf], named: Callable[[Leaf], Sequence[str]]) -> dict[str | None, Fraction]:
    """How the leaves divide a sum: all to one, or by stated percentages, or under None."""
    ends = [_only(named(leaf)) for leaf in found]
    if ends and None not in ends and len(set(ends)) == 1:
        return {ends[0]: Fraction(1)}
    shares = [leaf.share for leaf in found if leaf.share is not None]
    if not found or len(shares) < len(found) or sum(shares) > 1:
        return {None: Fraction(1)}
    divided: dict[str | None, Fraction] = defaultdict(Fraction)
    for end, share in zip(ends, shares, strict=True):
        divided[end] += share
    divided[None] += 1 - sum(shares)
    return {end: share for end, share in divided.items() if share}


def _countries(scene: Scene, leaf: Leaf) -> list[str]:
    things = scene.graph.things
    return sorted(each for each in leaf.within if things[each].type == "country")


class Kept(NamedTuple):
    """The pieces of a place, theme and donor, and those of which it is not said how much is for them."""

    pieces: list[Piece]
    unsplit: list[Piece]


def kept(
    scene: Scene, pieces: Iterable[Piece], country: str | None, theme: str | None, donor: str | None = None
) -> Kept:
    """The pieces narrowed; a stated part of a piece is a smaller piece."""
    found = Kept([], [])
    for piece in pieces:
        if donor is not None and donor not in piece.providers:
            continue
        share = share_in(scene, piece, country, theme)
        if share is None or (donor is not None and len(piece.providers) > 1 and share):
            found.unsplit.append(piece)
        elif share:
            found.pieces.append(piece.times(share))
    return found


# -- words ------------------------------------------------------------------------------------------


def number(value: Fraction) -> str:
    """A sum as people write it, to the cent where it is not whole.

    >>> number(Fraction(1500000)), number(Fraction(1, 3))
    ('1,500,000', '0.33')
    """
    return f"{value.numerator:,}" if value.denominator == 1 else f"{float(value):,.2f}"


def percent(share: Fraction) -> str:
    """A share in per cent, rounded, but never to a nothing or an all that it is not.

    >>> percent(Fraction(1, 3)), percent(Fraction(1, 10000)), percent(Fraction(1))
    ('33%', 'less than 1%', '100%')
    """
    if 0 < share < Fraction(1, 100):
        return "less than 1%"
    return "more than 99%" if Fraction(99, 100) < share < 1 else f"{round(share * 100)}%"


def shown(currency: str, money: Money, about: bool = False) -> str:
    """A sum with its currency, narrow and wide.

    >>> shown("USD", Money(Fraction(5), Fraction(7)), about=True), shown("unstated", Money(Fraction(5), None))
    ('USD about 5 to 7', 'unnamed currency 5 or more')
    """
    name = "unnamed currency" if currency == UNSTATED else currency
    sign = "about " if about else ""
    if money.high is None:
        return f"{name} {sign}{number(money.low)} or more"
    if money.low == money.high:
        return f"{name} {sign}{number(money.low)}"
    if not money.low:
        return f"{name} at most {sign}{number(money.high)}"
    return f"{name} {sign}{number(money.low)} to {number(money.high)}"


def summed(pieces: Iterable[Piece]) -> list[str]:
    """The totals of the pieces in words, one a currency."""
    return [str(total) for total in totals(pieces)]


def rules(scene: Scene) -> tuple[str, ...]:
    """What every total assumes, in words: boundary, currencies, rates."""
    boundary = scene.scope.boundary
    words = [f"Counted at {BOUNDARIES[boundary]}."]
    if scene.ledger.rates:
        words += [f"Converted at a rate that you gave: {rate}." for rate in scene.ledger.rates]
    else:
        words.append("Currencies are never added; one that is not named is one of its own.")
    return tuple(words)


def differences(scene: Scene, country: str | None, theme: str | None) -> tuple[dict[str, object], tuple[str, ...]]:
    """The total at each boundary, and in words why they differ from the one that is asked for."""
    asked = scene.scope.boundary
    at = {boundary: kept(scene, scene.ledger.pieces(boundary), country, theme).pieces for boundary in BOUNDARIES}
    sums: dict[str, object] = {
        f"at {name}": summed(at[boundary])
        for boundary, name in ((FIRST, "first provider"), (ENTRY, "programme entry"), (LAST, "last mile"))
        if at[boundary]
    }
    words = []
    mine = {flow.statements[0].id: flow for piece in at[asked] for flow in piece.flows}
    for boundary in BOUNDARIES:
        other = {flow.statements[0].id: flow for piece in at[boundary] for flow in piece.flows}
        words += [_why(flow, boundary, here=False) for each, flow in sorted(other.items()) if each not in mine]
        words += [_why(flow, boundary, here=True) for each, flow in sorted(mine.items()) if each not in other]
    return sums, tuple(dict.fromkeys(words))


def _why(flow: Flow, boundary: str, here: bool) -> str:
    """Why a flow is counted at one boundary and not at another."""
    ends = f"from {', '.join(flow.providers)} to {', '.join(flow.receivers)}"
    hop = f"{shown(flow.currency, flow.money, flow.about)} {ends}"
    name = BOUNDARIES[boundary].split(":")[0]
    return f"At {name} {'without' if here else 'also'} {hop}: {(_LEFT_OUT if here else _TAKEN_IN)[boundary]}."


_TAKEN_IN = {
    FIRST: "it leaves its donor, and what of it enters a programme is not said",
    ENTRY: "it enters a programme, or a country's or body's own work",
    LAST: "it reaches a work that is not known to pass money on",
}
_LEFT_OUT = {
    FIRST: "who gives it is given money by others, whose sums count there",
    ENTRY: "it enters no programme",
    LAST: "who is given it passes money on",
}
