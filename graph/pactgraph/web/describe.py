"""What stands at an address of the data, and the descriptions of service and dataset, as N-Quads lines.

The service description follows SPARQL 1.1 Service Description, the dataset's VoID.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import cast

import pyoxigraph as ox

from .. import rdf, vocab
from ..graph import PactGraph
from ..store import ONTOLOGY_GRAPH, vocabulary

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_A = f"<{vocab.PREFIXES['rdf']}type>"
_TERMS = vocab.PREFIXES["dcterms"]
_WRITTEN = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD"),
)
#: The parts of an address behind the base, each with its own kind of record.
KINDS = ("id", "statement", "figure", "disagreement", "graph")


def is_there(graph: PactGraph, kind: str, name: str) -> bool:
    """Whether the data have something at an address."""
    match kind:
        case "id":
            return name in graph.things
        case "statement":
            return any(s.id == name for s in graph.statements)
        case "figure":
            return any(f.id == name for f in graph.figures)
        case "disagreement":
            return any(c.id == name for c in graph.records.conflicts)
        case _:
            return vocab.DOCUMENT_GRAPH + name in graph.embedded.graphs()


def lines_at(graph: PactGraph, kind: str, name: str) -> list[str]:
    """The triples to send for an address at which something is.

    A thing comes with every statement and figure about it, a document's graph with all that it says.
    """
    records = graph.records
    match kind:
        case "id":
            return [
                *rdf.thing_lines(graph.things[name]),
                *chain.from_iterable(
                    rdf.statement_lines(s) for s in records.statements if name in (s.subject, s.object)
                ),
                *chain.from_iterable(
                    rdf.figure_lines(f) for f in records.figures if name in (f.entry.of, f.entry.place)
                ),
            ]
        case "statement":
            return [line for s in records.statements if s.id == name for line in rdf.statement_lines(s)]
        case "figure":
            return [line for f in records.figures if f.id == name for line in rdf.figure_lines(f)]
        case "disagreement":
            return [line for c in records.conflicts if c.id == name for line in rdf.conflict_lines(c)]
        case _:
            address = vocab.DOCUMENT_GRAPH + name
            if address == ONTOLOGY_GRAPH.value:
                return [f"{quad.triple} ." for quad in ox.parse(vocabulary(), format=ox.RdfFormat.TURTLE)]
            # From the text, not from the store, which rewrites numbers.
            end = f" <{address}> ."
            return [line for text in rdf.lines_of(records) for line in text.split("\n") if line.endswith(end)]


def service(graph: PactGraph, server: str, *, calls: bool = False) -> list[str]:
    """What the endpoint can do, whether it `calls` other servers, and which graphs a query may name."""
    endpoint, data = f"<{server}/sparql>", f"<{server}/sparql#dataset>"
    default = f"<{server}/sparql#default-graph>"
    lines = [
        f"{endpoint} {_A} <{_SD}Service> .",
        f"{endpoint} <{_SD}endpoint> {endpoint} .",
        f"{endpoint} <{_SD}supportedLanguage> <{_SD}SPARQL11Query> .",
        f"{endpoint} <{_SD}feature> <{_SD}UnionDefaultGraph> .",
        *([f"{endpoint} <{_SD}feature> <{_SD}BasicFederatedQuery> ."] if calls else []),
        *(f"{endpoint} <{_SD}resultFormat> <{_FORMATS}{form}> ." for form in _WRITTEN),
        f"{endpoint} <{_SD}defaultDataset> {data} .",
        f"{endpoint} <{_SD}availableGraphs> {data} .",
        f"{data} {_A} <{_SD}Dataset> .",
        f"{data} {_A} <{_SD}GraphCollection> .",
        f"{data} <{_SD}defaultGraph> {default} .",
        f"{default} {_A} <{_SD}Graph> .",
        f"{default} {_A} <{_VOID}Dataset> .",
        f"{default} <{_VOID}triples> {_number(_triples(graph, None))} .",
    ]
    for number, address in enumerate(sorted(graph.embedded.graphs())):
        # A name in the description, and the graph that it names.
        node = f"<{server}/sparql#named-graph-{number}>"
        lines += [
            f"{data} <{_SD}namedGraph> {node} .",
            f"{node} {_A} <{_SD}NamedGraph> .",
            f"{node} <{_SD}name> <{address}> .",
            f"{node} <{_SD}graph> <{address}> .",
            f"<{address}> {_A} <{_SD}Graph> .",
            f"<{address}> <{_VOID}triples> {_number(_triples(graph, address))} .",
        ]
    return lines


def dataset(graph: PactGraph, server: str) -> list[str]:
    """The dataset in VoID: what it is about, how large, in which words, where to ask and to fetch."""
    it = f"<{vocab.BASE}dataset>"
    kinds = Counter(thing.type for thing in graph.things.values())
    lines = [
        f"{it} {_A} <{_VOID}Dataset> .",
        f'{it} <{_TERMS}title> "PactGraph" .',
        f'{it} <{_TERMS}description> "Who funds, chairs, signs and implements what in drug-control cooperation '
        'in the Greater Mekong, and who says so" .',
        f"{it} <{_TERMS}license> <https://creativecommons.org/licenses/by/4.0/> .",
        f"{it} <{_VOID}sparqlEndpoint> <{server}/sparql> .",
        f"{it} <{_VOID}uriSpace> {rdf.literal(vocab.BASE)} .",
        f"{it} <{_VOID}exampleResource> <{vocab.ID}{min(graph.things)}> .",
        f"{it} <{_VOID}triples> {_number(_triples(graph, None))} .",
        f"{it} <{_VOID}entities> {_number(len(graph.things))} .",
        f"{it} <{_VOID}documents> {_number(sum(1 for each in graph.things.values() if _is_read(each.entry)))} .",
    ]
    lines += [f"{it} <{_VOID}feature> <{_FORMATS}{form}> ." for form in _WRITTEN[4:]]
    used = ("dcterms", "org", "prov", "rdfs", "schema", "skos", "wgs84")
    lines += [f"{it} <{_VOID}vocabulary> <{iri}> ." for iri in (vocab.PACT, *(vocab.PREFIXES[name] for name in used))]
    for address in sorted(graph.embedded.graphs()):
        lines.append(f"{it} <{_VOID}subset> <{address}> .")
        lines.append(f"<{address}> {_A} <{_VOID}Dataset> .")
        dump = f"{server}/graph/{address.removeprefix(vocab.DOCUMENT_GRAPH)}"
        lines.append(f"<{address}> <{_VOID}dataDump> <{dump}?format=ntriples> .")
    for kind, number in sorted(kinds.items()):
        part = f"<{vocab.BASE}dataset#{kind}>"
        lines.append(f"{it} <{_VOID}classPartition> {part} .")
        lines.append(f"{part} <{_VOID}class> <{vocab.PACT}{rdf.class_of(kind)}> .")
        lines.append(f"{part} <{_VOID}entities> {_number(number)} .")
    return lines


def _is_read(entry: object) -> bool:
    return bool(getattr(entry, "sections", ()))


def _triples(graph: PactGraph, address: str | None) -> int:
    """Triples of a named graph, or of their union, in which a triple of two graphs counts once."""
    engine = graph.embedded.engine
    if address is not None:
        return sum(1 for _ in engine.quads_for_pattern(None, None, None, ox.NamedNode(address)))
    rows = engine.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", use_default_graph_as_union=True)
    return int(next(iter(cast(ox.QuerySolutions, rows)))["n"].value)


def _number(count: int) -> str:
    return rdf.literal(str(count), vocab.PREFIXES["xsd"] + "integer")
