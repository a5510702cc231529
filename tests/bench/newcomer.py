"""The definitions of the catalogue as a newcomer would ask them: plain SPARQL over rdflib, one query each.

The queries stand in `plain_queries/`, each with what it leaves out of the definition: vague dates,
states and proof from all of them. What they say is held equal to the analyses, on a small world, by
tests/test_bench_queries.py. Of `brokers` the query gives the links, and NetworkX the cut points.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
from rdflib import RDF, Graph

from pactgraph import rdf, resources, vocab
from pactgraph.graph import PactGraph
from pactgraph.query import PROLOGUE

QUERIES = {path.stem: path for path in sorted((Path(__file__).parent / "plain_queries").glob("*.rq"))}
Row = tuple[str, ...]
_ACTORS = ("Country", "Organisation")


def copied(graph: PactGraph) -> Graph:
    """The same triples in rdflib's own store, without named graphs, which would only slow it."""
    quads = ox.parse("\n".join(rdf.lines_of(graph.records)).encode(), format=ox.RdfFormat.N_QUADS)
    triples = [quad.triple for quad in quads]
    triples += [quad.triple for quad in ox.parse(path=resources.ontology_dir() / "themes.ttl")]
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    return Graph().parse(data=text, format="nt")


def answer(graph: Graph, name: str, day: date) -> set[Row]:
    """The rows of a definition on the day; ids without their address."""
    text = QUERIES[name].read_text("utf-8")
    for word, value in (("$day", day), ("$until", day + timedelta(days=365))):
        text = text.replace(word, f'"{value}"^^xsd:date')
    rows = {tuple(_short(str(value)) for value in row) for row in graph.query(PROLOGUE + text)}  # type: ignore[union-attr]
    return _cut_points(graph, rows) if name == "brokers" else rows


def _short(value: str) -> str:
    for base in (vocab.ID, vocab.STATEMENT):
        value = value.removeprefix(base)
    return value


def _cut_points(graph: Graph, links: set[Row]) -> set[Row]:
    """Those without whom two actors are no longer joined."""
    network: nx.Graph[str] = nx.Graph(list(links))
    kinds = {
        _short(str(thing)): str(kind).removeprefix(vocab.PACT)
        for thing, kind in graph.subject_objects(RDF.type)
        if str(kind).startswith(vocab.PACT)
    }
    found = set()
    for node in nx.articulation_points(network):
        rest = network.subgraph(nx.node_connected_component(network, node) - {node})
        sides = [any(kinds.get(each) in _ACTORS for each in side) for side in nx.connected_components(rest)]
        if sum(sides) > 1 and kinds.get(node) not in ("Programme", "Event"):
            found.add((node,))
    return found
