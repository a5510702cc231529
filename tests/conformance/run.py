"""The W3C's SPARQL 1.1 query tests, asked through our door and of the bare engine in the same run.

    git clone https://github.com/w3c/rdf-tests
    python tests/conformance/run.py rdf-tests/sparql/sparql11

Evaluation tests are asked of the engine alone and then through `query.run` and `query.serialise`, as
`pactgraph query` does: parsed, checked, run, written in a W3C format and read again. Ours must lose
none that the engine passes. Syntax tests: what is legal must be let through, what is not refused.
Entailment regimes, updates and federation are left out: there is none of them here.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from pactgraph.errors import PactError
from pactgraph.query import run, serialise

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
LEFT_OUT = ("entailment", "service", "syntax-fed", "protocol", "graph-store-protocol", "service-description")
_FORMATS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".csv": ox.QueryResultsFormat.CSV,
    ".tsv": ox.QueryResultsFormat.TSV,
}
Answer = tuple[str, Any]
PURPOSE = "refused on purpose"
_ON_PURPOSE = "is not a graph of these data"


class Case(NamedTuple):
    """One test of a manifest."""

    name: str
    kind: str
    text: str
    data: tuple[Path, ...]
    graphs: tuple[tuple[str, Path], ...]
    expected: Path | None


class Door:
    """A store of one test's data with what `query` asks of a store."""

    product = "oxigraph"

    def __init__(self, case: Case) -> None:
        self.engine = ox.Store()
        for path in case.data:
            self._load(path, ox.DefaultGraph())
        for address, path in case.graphs:
            self._load(path, ox.NamedNode(address))

    def _load(self, path: Path, graph: ox.NamedNode | ox.DefaultGraph) -> None:
        form = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}
        base = path.as_uri()
        self.engine.load(path.read_bytes(), format=form[path.suffix], base_iri=base, to_graph=graph)

    def graphs(self) -> frozenset[str]:
        return frozenset(g.value for g in self.engine.named_graphs() if isinstance(g, ox.NamedNode))

    def query(self, sparql: str, *, union: bool = True) -> Any:
        # The tests have a default graph of their own; ours is the union of all, which is another dataset.
        del union
        return self.engine.query(sparql)


def main(folder: Path) -> int:
    """Run all and print scores; 1 if ours fails one that the engine passes."""
    scores: Counter[tuple[str, str]] = Counter()
    lost, both, syntax, purpose = [], [], [], []
    for manifest in sorted(folder.glob("*/manifest.ttl")):
        if manifest.parent.name in LEFT_OUT:
            continue
        for case in cases(manifest):
            name = f"{manifest.parent.name}/{case.name}"
            if case.kind in ("QueryEvaluationTest", "CSVResultFormatTest"):
                scores["evaluation", "all"] += 1
                bare, ours = _passes(case, _of_engine), _passes(case, _through_our_door)
                scores["evaluation", "engine"] += bare is True
                scores["evaluation", "ours"] += ours is True
                if ours == PURPOSE:
                    purpose.append(name)
                elif bare is True and ours is not True:
                    lost.append(f"{name}: {ours}")
                elif ours is not True:
                    both.append(f"{name}: {ours}")
            elif case.kind in ("PositiveSyntaxTest11", "NegativeSyntaxTest11"):
                scores["syntax", "all"] += 1
                legal = _is_let_through(case)
                right = legal == case.kind.startswith("Positive")
                scores["syntax", "ours"] += right
                if legal == PURPOSE:
                    purpose.append(name)
                elif not right:
                    syntax.append(f"{name}: {'let through' if legal else 'refused'}")
    for title, found in (
        ("Lost on our way", lost),
        ("Refused on purpose: FROM names what is no graph of the data", purpose),
        ("Failed by the engine too", both),
        ("Syntax", syntax),
    ):
        print(f"{title}: {len(found)}", *found, sep="\n  ")
    print(
        f"Evaluation: ours {scores['evaluation', 'ours']}, the engine alone {scores['evaluation', 'engine']} of "
        f"{scores['evaluation', 'all']}. Syntax: {scores['syntax', 'ours']} of {scores['syntax', 'all']}."
    )
    return 1 if lost else 0


def cases(manifest: Path) -> Iterator[Case]:
    """The tests of a manifest, in its order of ids."""
    store = ox.Store()
    base = manifest.as_uri()
    store.load(manifest.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=base)

    def value(subject: Any, predicate: str) -> Any:
        return next((q.object for q in store.quads_for_pattern(subject, ox.NamedNode(predicate), None)), None)

    def values(subject: Any, predicate: str) -> list[Any]:
        return [q.object for q in store.quads_for_pattern(subject, ox.NamedNode(predicate), None)]

    def file(term: Any) -> Path:
        return Path(term.value.removeprefix("file://"))

    for quad in sorted(store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), None), key=str):
        kind = getattr(quad.object, "value", "").removeprefix(MF)
        if not kind.endswith(("QueryEvaluationTest", "CSVResultFormatTest", "SyntaxTest11")) or "Update" in kind:
            continue
        action, result = value(quad.subject, MF + "action"), value(quad.subject, MF + "result")
        text = value(action, QT + "query") if isinstance(action, ox.BlankNode) else action
        graphs = []
        for each in values(action, QT + "graphData") if isinstance(action, ox.BlankNode) else ():
            inside = value(each, QT + "graph") if isinstance(each, ox.BlankNode) else each
            graphs.append((inside.value, file(inside)))
        yield Case(
            quad.subject.value.rsplit("#", 1)[-1],
            kind,
            f"BASE <{text.value}>\n" + file(text).read_text("utf-8"),
            tuple(file(each) for each in values(action, QT + "data")) if isinstance(action, ox.BlankNode) else (),
            tuple(graphs),
            file(result) if isinstance(result, ox.NamedNode) else None,
        )


def _passes(case: Case, ask: Any) -> bool | str:
    """Whether the answer is the expected one; else what is wrong."""
    try:
        found = ask(case)
    except (PactError, SyntaxError, ValueError, OSError, RuntimeError) as error:
        return PURPOSE if _ON_PURPOSE in str(error) else f"{type(error).__name__}: {str(error)[:120]}"
    if case.expected is None:
        return True
    return _same(_expected(case.expected), found) or "another answer"


def _of_engine(case: Case) -> Answer:
    results = Door(case).query(case.text)
    if case.expected is not None and case.expected.suffix == ".csv":
        return _read(results.serialize(format=ox.QueryResultsFormat.CSV), ".csv")
    return _answer(results)


def _through_our_door(case: Case) -> Answer:
    """As the command does: checked, run, written; and read again as a client would."""
    store: Any = Door(case)
    results = run(store, case.text, name=case.name)
    if isinstance(results, ox.QueryTriples):
        triples = ox.parse(serialise(results, "ntriples"), format=ox.RdfFormat.N_TRIPLES)
        return "graph", _graph(t.triple for t in triples)
    wanted = case.expected.suffix if case.expected else ".srj"
    form = {".srx": "xml", ".csv": "csv", ".tsv": "tsv"}.get(wanted, "json")
    if form == "csv":
        return _read(serialise(results, "csv"), ".csv")
    written = serialise(results, form)
    return _answer(ox.parse_query_results(written, format=_FORMATS[wanted if wanted in _FORMATS else ".srj"]))


def _is_let_through(case: Case) -> bool | str:
    try:
        run(Door(case), case.text)
    except (PactError, SyntaxError, ValueError) as error:
        if _ON_PURPOSE in str(error):
            return PURPOSE
        # A function that the engine does not have is legal to write.
        return "is not supported" in str(error)
    return True


def _answer(results: Any) -> Answer:
    if isinstance(results, ox.QueryBoolean):
        return "ask", bool(results)
    if isinstance(results, ox.QueryTriples):
        return "graph", _graph(results)
    names = [variable.value for variable in results.variables]
    return "rows", [{n: s[n] for n in names if s[n] is not None} for s in results]


def _expected(path: Path) -> Answer:
    if path.suffix in (".ttl", ".rdf"):
        graph = Graph().parse(path)
        if (None, URIRef(RDF + "type"), RS.ResultSet) not in graph:
            return "graph", graph
        return _result_set(graph)
    return _read(path.read_bytes(), path.suffix)


def _read(data: bytes, suffix: str) -> Answer:
    if suffix == ".csv":
        # A CSV result has no datatypes: numbers are compared by value, blank nodes as such.
        rows = csv.DictReader(io.StringIO(data.decode(), newline=""))
        return "csv", Counter(tuple(sorted((name, _cell(cell)) for name, cell in row.items())) for row in rows)
    return _answer(ox.parse_query_results(data, format=_FORMATS[suffix]))


def _cell(text: str) -> str:
    if text.startswith("_:"):
        return "_:"
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text


def _result_set(graph: Graph) -> Answer:
    top = next(graph.subjects(URIRef(RDF + "type"), RS.ResultSet))
    if (boolean := graph.value(top, RS.boolean)) is not None:
        return "ask", bool(boolean)
    rows = []
    for solution in graph.objects(top, RS.solution):
        row = {}
        for binding in graph.objects(solution, RS.binding):
            row[str(graph.value(binding, RS.variable))] = graph.value(binding, RS.value)
        rows.append(row)
    return "rows", rows


def _graph(triples: Any) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(tuple(_rdflib(term) for term in triple))
    return graph


def _rdflib(term: Any) -> Any:
    """A term for comparison: numbers by value, for engines may write 1.0 as 1."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        term = Literal(term.value, lang=term.language, datatype=None if term.language else URIRef(term.datatype.value))
    if isinstance(term, Literal) and term.datatype is not None and term.value is not None:
        number = term.value
        if isinstance(number, (int, float)) or type(number).__name__ == "Decimal":
            return Literal(f"{float(number):.12g}", datatype=term.datatype)
    if isinstance(term, Literal) and str(term.datatype) == "http://www.w3.org/2001/XMLSchema#string":
        return Literal(str(term))
    return term


def _same(expected: Answer, found: Answer) -> bool:
    if expected[0] != found[0]:
        return False
    if expected[0] in ("ask", "csv"):
        return bool(expected[1] == found[1])
    if expected[0] == "graph":
        return isomorphic(_numbers(expected[1]), _numbers(found[1]))
    return isomorphic(_as_graph(expected[1]), _as_graph(found[1]))


def _numbers(graph: Graph) -> Graph:
    out = Graph()
    for triple in graph:
        out.add(tuple(_rdflib(term) for term in triple))
    return out


def _as_graph(rows: list[dict[str, Any]]) -> Graph:
    """Rows as a graph, so that blank nodes are compared by what they are in, not by name."""
    graph = Graph()
    for number, (row, times) in enumerate(Counter(tuple(sorted(r.items(), key=lambda p: p[0])) for r in rows).items()):
        node = BNode(f"row{number}")
        graph.add((node, RS["index"], Literal(times)))
        for name, term in row:
            graph.add((node, URIRef(f"urn:v:{name}"), _rdflib(term)))
    return graph


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: run.py FOLDER   (sparql/sparql11 of the repository w3c/rdf-tests)")
    sys.exit(main(Path(sys.argv[1]).resolve()))
