"""Answers made comparable: rows, yes and no, graphs, and CSV, which has no datatypes."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
FORMATS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".csv": ox.QueryResultsFormat.CSV,
    ".tsv": ox.QueryResultsFormat.TSV,
}


@dataclass(frozen=True)
class Answer:
    """An answer: `kind` is ask, rows, graph or csv. Rows are ordered only where a test says so."""

    kind: str
    value: Any
    ordered: bool = False


def of_engine(results: Any) -> Answer:
    """What the engine gives, or its reader of results."""
    if isinstance(results, ox.QueryBoolean):
        return Answer("ask", bool(results))
    if isinstance(results, ox.QueryTriples):
        return Answer("graph", _graph(results))
    names = [variable.value for variable in results.variables]
    return Answer("rows", [{n: s[n] for n in names if s[n] is not None} for s in results])


def of_triples(data: bytes) -> Answer:
    """A graph written as N-Triples."""
    return Answer("graph", _graph(quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)))


def of_results(data: bytes, suffix: str) -> Answer:
    """A results document, by the suffix that its files have."""
    if suffix == ".csv":
        rows = csv.DictReader(io.StringIO(data.decode(), newline=""))
        return Answer("csv", Counter(tuple(sorted((name, _cell(cell)) for name, cell in row.items())) for row in rows))
    return of_engine(ox.parse_query_results(data, format=FORMATS[suffix]))


def expected(path: Path) -> Answer:
    """What a test says must come."""
    if path.suffix not in (".ttl", ".rdf", ".nt"):
        return of_results(path.read_bytes(), path.suffix)
    graph = Graph().parse(path)
    top = graph.value(None, URIRef(RDF + "type"), RS.ResultSet)
    if top is None:
        return Answer("graph", graph)
    if (boolean := graph.value(top, RS.boolean)) is not None:
        return Answer("ask", bool(boolean))
    solutions = list(graph.objects(top, RS.solution))
    places = {node: graph.value(node, RS["index"]) for node in solutions}
    ordered = bool(places) and all(places.values())
    if ordered:
        solutions.sort(key=lambda node: int(places[node]))
    rows = [
        {str(graph.value(b, RS.variable)): graph.value(b, RS.value) for b in graph.objects(node, RS.binding)}
        for node in solutions
    ]
    return Answer("rows", rows, ordered)


def same(wanted: Answer, found: Answer, *, lax: bool = False) -> bool:
    """Whether an answer is the one that is wanted; `lax` lets a row come less often, as REDUCED may."""
    if wanted.kind != found.kind:
        return False
    match wanted.kind:
        case "ask" | "csv":
            return bool(wanted.value == found.value)
        case "graph":
            return isomorphic(_by_value(wanted.value), _by_value(found.value))
    if lax and (len(found.value) > len(wanted.value) or not found.value):
        return False
    counted = not lax
    return isomorphic(
        _as_graph(wanted.value, counted=counted, ordered=wanted.ordered),
        _as_graph(found.value, counted=counted, ordered=wanted.ordered),
    )


def _cell(text: str) -> str:
    """A cell of CSV: numbers are compared by value, blank nodes as such."""
    if text.startswith("_:"):
        return "_:"
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text


def _graph(triples: Any) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(tuple(_term(term) for term in triple))
    return graph


def _term(term: Any) -> Any:
    """A term for comparison: numbers by value, for engines may write 1.0 as 1."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        term = Literal(term.value, lang=term.language, datatype=None if term.language else URIRef(term.datatype.value))
    if isinstance(term, Literal) and term.datatype is not None and term.value is not None:
        number = term.value
        if type(number) is not bool and (isinstance(number, (int, float)) or type(number).__name__ == "Decimal"):
            return Literal(f"{float(number):.12g}", datatype=term.datatype)
    if isinstance(term, Literal) and str(term.datatype) == "http://www.w3.org/2001/XMLSchema#string":
        return Literal(str(term))
    return term


def _by_value(graph: Graph) -> Graph:
    out = Graph()
    for triple in graph:
        out.add(tuple(_term(term) for term in triple))
    return out


def _as_graph(rows: list[dict[str, Any]], *, counted: bool, ordered: bool) -> Graph:
    """Rows as a graph, so that blank nodes are compared by what they are in, not by name."""
    graph = Graph()
    cells = [tuple(sorted((name, _term(term)) for name, term in row.items())) for row in rows]
    pairs = enumerate(cells) if ordered else Counter(cells).items()
    for number, pair in enumerate(pairs):
        place, row = pair if ordered else (pair[1], pair[0])
        node = BNode(f"row{number}")
        graph.add((node, RS["index"], Literal(place if counted or ordered else 1)))
        for name, term in row:
            graph.add((node, URIRef(f"urn:v:{name}"), term))
    return graph
