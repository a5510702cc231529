"""Records as a NetworkX MultiDiGraph: one node a thing, one edge a statement, keyed by its id.

Opens no file. Node and edge attributes are the typed fields below; times are ISO days, so that
GraphML and GEXF can carry them. A statement without an object (a denial by nobody, a stage of a
life) is no edge and stands in `graph.statements` alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TypedDict

import networkx as nx

from . import vocab
from .load import without_collector
from .model import Records, Statement, Thing


class NodeAttributes(TypedDict):
    """What every node has."""

    type: str
    label: str
    kind: str
    aliases: str


class EdgeAttributes(TypedDict):
    """What every edge has; empty text where nothing is stated."""

    predicate: str
    family: str
    document: str
    locator: str
    when: str
    status: str
    rank: str
    plain: bool
    possible_from: str
    certain_from: str
    certain_until: str
    possible_until: str
    amount: str
    currency: str
    themes: str


def build_network(records: Records) -> nx.MultiDiGraph[str]:
    """The whole network; about 3 microseconds a statement, in id order."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    with without_collector():
        _fill(network, records)
    return network


def _fill(network: nx.MultiDiGraph[str], records: Records) -> None:
    network.add_nodes_from((thing.id, dict(node_attributes(thing))) for thing in records.things.values())
    network.add_edges_from(
        # The stubs of NetworkX know no keyed edges.
        (statement.subject, statement.object, statement.id, dict(edge_attributes(statement)))  # type: ignore[misc]
        for statement in records.statements
        if statement.object is not None
    )


def node_attributes(thing: Thing) -> NodeAttributes:
    """A thing's attributes as a node."""
    kind = getattr(thing.entry, "kind", None) or ""
    return {"type": thing.type, "label": thing.label, "kind": kind, "aliases": " | ".join(thing.aliases)}


def edge_attributes(statement: Statement) -> EdgeAttributes:
    """A statement's attributes as an edge."""
    amount, claim, bounds = statement.amount, statement.claim, statement.bounds
    return {
        "predicate": statement.predicate,
        "family": vocab.PREDICATES[statement.predicate].family,
        "document": statement.document,
        "locator": str(statement.locator),
        "when": statement.when or "",
        "status": statement.status or "",
        "rank": statement.rank,
        "plain": statement.is_plain,
        "possible_from": bounds.possible_from.isoformat(),
        "certain_from": bounds.certain_from.isoformat(),
        "certain_until": bounds.certain_until.isoformat(),
        "possible_until": bounds.possible_until.isoformat(),
        "amount": (amount.value or "") if amount else "",
        "currency": amount.currency if amount else "",
        "themes": " | ".join(claim.themes) if claim else "",
    }


def view(
    network: nx.MultiDiGraph[str],
    *,
    predicates: Collection[str] = (),
    families: Collection[str] = (),
    themes: Iterable[str] = (),
    on: date | None = None,
    certain: bool = False,
) -> nx.MultiDiGraph[str]:
    """A read-only part of the network; what is left out of the call is not filtered by.

    `themes` keeps edges that name one of them (or a narrower one) and edges that touch a thing
    which addresses one. `on` keeps what possibly, or with `certain` certainly, held on that day.
    Nodes without an edge in the view are left out.

    >>> import pactgraph
    >>> network = pactgraph.load().network
    >>> sorted(view(network, predicates=["funds"], themes=["border-management"]).predecessors("border-management-lao"))
    ['japan', 'un-peace-and-development-trust-fund']
    >>> len(view(network, predicates=["funds"], on=date(1900, 1, 1), certain=True))
    0
    """
    wanted = with_narrower(themes)
    about = {
        subject
        for subject, target, data in network.edges(data=True)
        if data["predicate"] == "addresses" and target in wanted and data["plain"]
    }
    first, last = ("certain_from", "certain_until") if certain else ("possible_from", "possible_until")
    moment = on.isoformat() if on else ""

    def keep(subject: str, target: str, key: str) -> bool:
        data = network.edges[subject, target, key]
        if predicates and data["predicate"] not in predicates:
            return False
        if families and data["family"] not in families:
            return False
        if wanted and not (
            wanted.intersection(data["themes"].split(" | "))
            or target in wanted
            or about.intersection((subject, target))
        ):
            return False
        return not on or data[first] <= moment <= data[last]

    kept = [edge for edge in network.edges(keys=True) if keep(*edge)]
    part: nx.MultiDiGraph[str] = network.edge_subgraph(kept)  # type: ignore[arg-type]  # stubs forget keys
    return part


def with_narrower(themes: Iterable[str]) -> frozenset[str]:
    """The themes and all below them in the scheme."""
    wanted = set(themes)
    grown = True
    while grown:
        found = {theme.id for theme in vocab.themes() if theme.broader in wanted} - wanted
        wanted |= found
        grown = bool(found)
    return frozenset(wanted)
