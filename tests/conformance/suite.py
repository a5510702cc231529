"""The W3C's test suites as they lie in a folder: which tests there are, their queries, data and expected results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pyoxigraph as ox

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"

#: Folders of what is not here, and why.
LEFT_OUT = {
    "entailment": "no entailment regime: triples are those that stand in the data",
    "service": "SERVICE is refused",
    "syntax-fed": "SERVICE is refused",
    "graph-store-protocol": "reading only; it has no tests in this form",
    "http-rdf-update": "Graph Store Protocol writes: reading only",
}
LOADED = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".n3": ox.RdfFormat.N3,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
}
#: Where a query names graphs of its own; good enough for what stands in the suites.
_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?(?:<([^<>]*)>|(\w*):(\w+))", re.IGNORECASE)
_PREFIX = re.compile(r"\bPREFIX\s+(\w*):\s*<([^<>]*)>", re.IGNORECASE)
_COMMENT = re.compile(r"(?m)(?:^|\s)#.*$")


@dataclass(frozen=True)
class Case:
    """One test of a query: `kind` is evaluation, legal, illegal or update."""

    name: str
    kind: str
    text: str
    data: tuple[Path, ...] = ()
    graphs: tuple[tuple[str, Path], ...] = ()
    #: Graphs that the query names itself, as addresses.
    own: tuple[str, ...] = ()
    expected: Path | None = None
    #: Whether a row may come less often than expected, for REDUCED.
    lax: bool = False


@dataclass(frozen=True)
class Exchange:
    """One request of a protocol test and what must come of it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: tuple[str, ...]
    form: str
    boolean: str


@dataclass(frozen=True)
class Talk:
    """A protocol test: its requests in their order, and the graphs that it is about."""

    name: str
    exchanges: tuple[Exchange, ...]
    graphs: tuple[tuple[str, Path], ...]


class Manifest:
    """A manifest, read."""

    def __init__(self, path: Path) -> None:
        self.folder = path.parent
        self._store = ox.Store()
        self._store.load(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())

    def value(self, subject: Any, predicate: str) -> Any:
        return next(iter(self.values(subject, predicate)), None)

    def values(self, subject: Any, predicate: str) -> list[Any]:
        if not isinstance(subject, ox.NamedNode | ox.BlankNode):
            return []
        quads = self._store.quads_for_pattern(subject, ox.NamedNode(predicate), None)
        return [quad.object for quad in quads]

    def members(self, head: Any) -> list[Any]:
        found = []
        while isinstance(head, ox.BlankNode):
            found.append(self.value(head, RDF + "first"))
            head = self.value(head, RDF + "rest")
        return found

    def entries(self) -> Iterator[tuple[Any, str]]:
        """The tests and their types, in the manifest's order."""
        listed = next(iter(self._store.quads_for_pattern(None, ox.NamedNode(MF + "entries"), None)), None)
        for test in self.members(listed.object if listed else None):
            kinds = [kind.value.removeprefix(MF) for kind in self.values(test, RDF + "type")]
            yield test, next((kind for kind in kinds if kind.endswith(("Test", "Test11"))), "")


def manifests(folder: Path) -> list[Path]:
    """The manifests that are about what is here, below a folder."""
    found = sorted(folder.rglob("manifest.ttl"))
    return [path for path in found if path.parent.name not in LEFT_OUT and "sparql12" not in path.parts]


def cases(path: Path) -> Iterator[Case]:
    """The query tests, and the updates, of a manifest."""
    manifest = Manifest(path)
    for test, kind in manifest.entries():
        action, result = manifest.value(test, MF + "action"), manifest.value(test, MF + "result")
        text = action
        if isinstance(action, ox.BlankNode):
            text = manifest.value(action, QT + "query") or manifest.value(action, UT + "request")
        if not isinstance(text, ox.NamedNode) or kind in ("ProtocolTest", "GraphStoreProtocolTest"):
            continue
        if _file(text).suffix == ".ru" or "Update" in kind:
            found = "update"
        elif "Syntax" in kind:
            found = "legal" if kind.startswith("Positive") else "illegal"
        else:
            found = "evaluation"
        written = _file(text).read_bytes().decode("utf-8")
        plain = _COMMENT.sub(" ", written)
        prefixes = dict(_PREFIX.findall(plain))
        named = (iri or prefixes.get(prefix, "") + local for iri, prefix, local in _FROM.findall(plain))
        own = tuple(urljoin(text.value, address) for address in named)
        yield Case(
            f"{manifest.folder.name}/{test.value.rsplit('#', 1)[-1]}",
            found,
            f"BASE <{text.value}>\n{written}",
            tuple(_file(each) for each in manifest.values(action, QT + "data")),
            tuple(_named(manifest, each, QT) for each in manifest.values(action, QT + "graphData")),
            own if found in ("evaluation", "legal") else (),
            _file(result) if isinstance(result, ox.NamedNode) else None,
            manifest.value(test, MF + "resultCardinality") == ox.NamedNode(MF + "LaxCardinality"),
        )


def talks(path: Path) -> Iterator[Talk]:
    """The protocol tests of a manifest."""
    manifest = Manifest(path)
    for test, kind in manifest.entries():
        if kind != "ProtocolTest":
            continue
        requests = manifest.members(manifest.value(manifest.value(test, MF + "action"), HT + "requests"))
        graphs = tuple(_named(manifest, each, UT) for each in manifest.values(test, UT + "graphData"))
        yield Talk(test.value.rsplit("#", 1)[-1], tuple(_exchange(manifest, each) for each in requests), graphs)


def _exchange(manifest: Manifest, request: Any) -> Exchange:
    def text(subject: Any, name: str) -> str:
        return getattr(manifest.value(subject, name), "value", "")

    body, response = manifest.value(request, HT + "body"), manifest.value(request, HT + "resp")
    headers = manifest.members(manifest.value(request, HT + "headers"))
    return Exchange(
        text(request, HT + "methodName"),
        text(request, HT + "absolutePath"),
        {text(each, HT + "fieldName"): text(each, HT + "fieldValue") for each in headers},
        text(body, CNT + "chars").encode(text(body, CNT + "characterEncoding") or "utf-8"),
        tuple(each.value[-3:] for each in manifest.values(response, MF + "expectedStatus")),
        text(response, MF + "expectedFormat"),
        text(response, MF + "expectedBoolean"),
    )


def _named(manifest: Manifest, node: Any, words: str) -> tuple[str, Path]:
    """The address of a named graph and the file that is in it."""
    if isinstance(node, ox.NamedNode):
        return node.value, _file(node)
    inside, label = manifest.value(node, words + "graph"), manifest.value(node, RDFS + "label")
    return (label or inside).value, _file(inside)


def _file(term: Any) -> Path:
    return Path(term.value.removeprefix("file://"))


def load(engine: ox.Store, path: Path, graph: ox.NamedNode | ox.DefaultGraph) -> None:
    """Read a file of data into a graph of an engine."""
    engine.load(path.read_bytes(), format=LOADED[path.suffix], base_iri=path.as_uri(), to_graph=graph)
