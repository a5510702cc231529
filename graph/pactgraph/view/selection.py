"""Which nodes and statements a page shows, by rules that it states.

A picture of more than sixty nodes is a hairball, so there is a limit; what is cut is named on the
page. Themes and documents are attributes of what is drawn, not nodes, unless the page is about one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .. import vocab, words
from ..clock import Clock
from ..errors import UsageError
from ..graph import PactGraph
from ..model import UNSTATED, Statement
from ..network import with_narrower

#: Most nodes a person can read at once.
LIMIT = 60
_ACTORS = frozenset({"country", "place", "organisation", "mechanism"})
_ATTRIBUTES = frozenset({"theme", "document"})
#: Half of all lines would end at the one country that a report is about.
_WHERE = frozenset({"operates_in", "located_in"})
_HEADS = frozenset({"chairs", "co_chairs", "secretariat_of"})
#: What the overview draws first: who pays, who works, who presides. The others wait for their tick.
_FIRST = vocab.TIES | _HEADS


@dataclass(frozen=True, slots=True)
class Selection:
    """What a page shows, and what it leaves out."""

    focus: str | None
    depth: int
    #: Ids of the nodes, by the rule.
    nodes: tuple[str, ...]
    #: Statements between them: the lines and the rows of the table.
    relations: tuple[Statement, ...]
    #: Other statements about one of them that name no second thing: stages, names, budgets, themes.
    facts: tuple[Statement, ...]
    #: Ids of what the rule would have shown next.
    left_out: tuple[str, ...]
    donors: frozenset[str]
    rule: str
    #: Predicates of `relations` that are drawn only when they are ticked.
    later: frozenset[str]


def select(graph: PactGraph, clock: Clock, focus: str | None, depth: int, limit: int | None) -> Selection:
    """Choose for the overview or for one thing and what surrounds it.

    Raises `UsageError` for an unknown focus (with the nearest id), a depth or a limit below 1.
    """
    if depth < 1:
        raise UsageError("depth counts steps from the focus: 1 or more")
    if limit is not None and limit < 1:
        raise UsageError("limit is the number of nodes: 1 or more")
    if focus is not None:
        graph.expect(focus)
    known = [statement for statement in graph.statements if clock.knows(statement.document)]
    donors = frozenset(
        s.subject for s in known if s.predicate == "funds" and s.is_plain and graph.things[s.subject].type in _ACTORS
    )
    if focus is None:
        ranked, pool, rule = _overview(graph, known)
    else:
        ranked, pool, rule = _around(graph, known, focus, depth)
    chosen = ranked[: limit or LIMIT]
    relations = _between(pool, set(chosen))
    later = frozenset(s.predicate for s in relations) - _FIRST if focus is None else frozenset()
    linked = {end for s in relations if s.predicate not in later for end in _ends(s)}
    relations = tuple(s for s in relations if linked.issuperset(_ends(s)))
    # A node whose partners were all cut would stand alone and say nothing.
    shown = tuple(id_ for id_ in chosen if id_ in linked or (id_ == focus and graph.things[id_].type != "document"))
    return Selection(
        focus,
        depth,
        shown,
        relations,
        _facts(graph, known, set(shown)),
        tuple(id_ for id_ in ranked if id_ not in shown),
        donors,
        rule,
        later,
    )


def _is_actor(graph: PactGraph, id_: str) -> bool:
    return graph.things[id_].type in _ACTORS and id_ != UNSTATED


def _is_attribute(graph: PactGraph, id_: str) -> bool:
    # Payers that several documents leave unnamed are not one payer, so they are no node either.
    return graph.things[id_].type in _ATTRIBUTES or id_ == UNSTATED


def _between(pool: Iterable[Statement], nodes: set[str]) -> tuple[Statement, ...]:
    return tuple(s for s in pool if s.object is not None and {s.subject, s.object} <= nodes and s.subject != s.object)


def _overview(graph: PactGraph, known: list[Statement]) -> tuple[list[str], list[Statement], str]:
    """Who pays, for what, who does it, and where they meet."""
    known = [s for s in known if s.predicate not in _WHERE]
    plain = [s for s in known if s.is_plain and words.is_drawable(s)]
    wanted = {thing.id for thing in graph.things.values() if thing.type in ("mechanism", "programme")}
    for statement in plain:
        if not _is_actor(graph, statement.subject):
            continue
        if statement.predicate in _FIRST:
            wanted.add(statement.subject)
    first = [s for s in known if s.predicate in _FIRST and words.is_drawable(s)]
    lines = Counter(end for s in _between(first, wanted) for end in _ends(s))
    ranked = sorted((id_ for id_ in wanted if lines[id_]), key=lambda id_: (-lines[id_], id_))
    rule = (
        "Programmes, mechanisms, who funds or supports anything, who implements it, and who chairs or serves a "
        "mechanism; those with most such relations among them first. Other relations between them are drawn when "
        "they are ticked below; where they work is on the page of each"
    )
    return ranked, known, rule


def _around(graph: PactGraph, known: list[Statement], focus: str, depth: int) -> tuple[list[str], list[Statement], str]:
    """One thing and what lies within `depth` steps of it; of a document, what it says."""
    themes = with_narrower([focus]) if graph.things[focus].type == "theme" else frozenset()
    is_document = graph.things[focus].type == "document"
    drawn = themes | {focus}
    pool = [
        s
        for s in known
        if s.object is not None and all(end in drawn or not _is_attribute(graph, end) for end in _ends(s))
    ]
    if is_document:
        pool = [s for s in pool if s.document == focus or focus in (s.subject, s.object)]
    near_by: dict[str, list[Statement]] = defaultdict(list)
    for statement in pool:
        for end in _ends(statement):
            near_by[end].append(statement)
    distance = dict.fromkeys(sorted(drawn), 0)
    edge = pool if is_document else [s for id_ in sorted(drawn) for s in near_by[id_]]
    edge += [s for s in pool if s.claim and themes.intersection(s.claim.themes)]
    for step in range(1, depth + 1):
        reached = sorted({end for s in edge for end in _ends(s)} - set(distance))
        distance.update(dict.fromkeys(reached, step))
        edge = [s for id_ in reached for s in near_by[id_]]
    lines = Counter(end for s in pool if words.is_drawable(s) for end in _ends(s) if set(_ends(s)) <= set(distance))
    ranked = sorted(distance, key=lambda id_: (id_ != focus, distance[id_], -lines[id_], id_))
    return ranked, pool, "Nearest first, then those with most relations"


def _ends(statement: Statement) -> tuple[str, ...]:
    return (statement.subject,) if statement.object is None else (statement.subject, statement.object)


def _facts(graph: PactGraph, known: list[Statement], shown: set[str]) -> tuple[Statement, ...]:
    """What is said of a shown node without a second node: stages, names, budgets, themes, documents."""
    facts = []
    for statement in known:
        ends = _ends(statement)
        others = [end for end in ends if end not in shown]
        if len(others) == len(ends) or (len(ends) == 2 and not others):
            continue
        if all(_is_attribute(graph, end) for end in others):
            facts.append(statement)
    return tuple(facts)
