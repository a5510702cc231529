"""Where SPARQL runs. Here: what any store can do, and Oxigraph embedded, in memory.

`disk` keeps the same on disk, `remote` asks a server. Loading is one bulk load of N-Quads text
(about 2.5 microseconds a quad); adding quads one by one costs half as much again. The union of all
named graphs is the default graph.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from . import resources, vocab
from .load import without_collector
from .model import Conflict, Observation, Records, Statement, Thing
from .rdf import conflict_lines, figure_lines, lines_of, quads, statement_lines, thing_lines

#: Named graph of the vocabulary itself, so that queries can use labels and `skos:broader`.
ONTOLOGY_GRAPH = ox.NamedNode(vocab.DOCUMENT_GRAPH + "ontology")

Results = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean


class AnyStore(Protocol):
    """What answers SPARQL about these data, wherever they are held."""

    @property
    def product(self) -> str:
        """Whose engine it is, as far as that changes what it may be asked: see `query.agreed`."""

    def graphs(self) -> frozenset[str]:
        """Addresses of the named graphs: one a document, identities, the vocabulary."""

    def query(self, sparql: str, *, union: bool = True) -> Results:
        """Run a query over the union of all named graphs, or over those it names by FROM.

        Raises what the engine raises, or `EngineError`.
        """


class Embedded:
    """An Oxigraph store in this process, read through SPARQL."""

    product = "oxigraph"

    def __init__(self, engine: ox.Store) -> None:
        self.engine = engine

    def __len__(self) -> int:
        return len(self.engine)

    def graphs(self) -> frozenset[str]:
        """Addresses of the named graphs: one a document, identities, the vocabulary."""
        return frozenset(graph.value for graph in self.engine.named_graphs() if isinstance(graph, ox.NamedNode))

    def query(self, sparql: str, *, union: bool = True) -> Results:
        """Run a query over the union of all named graphs, or over those it names by FROM.

        Raises what the engine raises.
        """
        return self.engine.query(sparql, use_default_graph_as_union=union)


def fill(engine: ox.Store, records: Records) -> None:
    """Load the records and the vocabulary into an empty engine."""
    with without_collector():
        text = "\n".join(lines_of(records)).encode()
        # Lenient: every address here is made of ids that the models have checked.
        engine.bulk_load(text, format=ox.RdfFormat.N_QUADS, lenient=True)
    engine.bulk_load(vocabulary(), format=ox.RdfFormat.TURTLE, to_graph=ONTOLOGY_GRAPH)


def vocabulary() -> bytes:
    """The vocabulary and its themes, as Turtle."""
    return b"\n".join((resources.ontology_dir() / name).read_bytes() for name in ("pact.ttl", "themes.ttl"))


def version(digests: Mapping[str, bytes]) -> str:
    """What a filled store is the same by: data files, vocabulary, the program and the engine.

    `digests` are those of the data files, as `load.digests` gives them.
    """
    found = hashlib.sha256(ox.__version__.encode())
    for name, digest in sorted(digests.items()):
        found.update(f"{name}\0{digest.hex()}\n".encode())
    found.update(vocabulary())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:32]


class Store(Embedded):
    """An in-memory store of the records and the vocabulary."""

    def __init__(self, records: Records) -> None:
        super().__init__(ox.Store())
        fill(self.engine, records)
        self._records = records

    def replace(self, records: Records) -> int:
        """Make the store equal to `records`, touching only what differs; returns quads changed.

        Costs one pass over the records to compare them and then grows with the change alone.
        """
        old, new = self._lines_apart(self._records, records)
        gone, come = old - new, new - old
        # Two statements of one document may share a direct triple: it goes with the last of them.
        gone -= _direct_lines(records, gone)
        for quad in quads(gone):
            self.engine.remove(quad)
        self.engine.extend(quads(come))
        self._records = records
        return len(gone) + len(come)

    @staticmethod
    def _lines_apart(old: Records, new: Records) -> tuple[set[str], set[str]]:
        """The lines of what is in one of the two only; the same object in both is the same."""
        before: set[str] = set()
        after: set[str] = set()
        for left, right in zip(_by_id(old), _by_id(new), strict=True):
            before.update(
                line for key, record in left.items() if right.get(key) is not record for line in _lines(record)
            )
            after.update(
                line for key, record in right.items() if left.get(key) is not record for line in _lines(record)
            )
        return before, after


_Record = Thing | Statement | Observation | Conflict


def _by_id(records: Records) -> list[dict[str, _Record]]:
    return [
        dict(records.things),
        {statement.id: statement for statement in records.statements},
        {figure.id: figure for figure in records.figures},
        {conflict.id: conflict for conflict in records.conflicts},
    ]


def _lines(record: _Record) -> list[str]:
    match record:
        case Thing():
            texts = thing_lines(record)
        case Statement():
            texts = statement_lines(record)
        case Observation():
            texts = figure_lines(record)
        case Conflict():
            texts = conflict_lines(record)
    return [line for text in texts for line in text.split("\n")]


def _direct_lines(records: Records, wanted: set[str]) -> set[str]:
    """Those of `wanted` that are direct triples of statements still there."""
    keys = {line.split(" ", 1)[0] for line in wanted if line.startswith(f"<{vocab.ID}")}
    return {
        line
        for statement in records.statements
        if f"<{vocab.ID}{statement.subject}>" in keys and statement.object is not None and statement.is_plain
        for line in _lines(statement)
        if line in wanted
    }
