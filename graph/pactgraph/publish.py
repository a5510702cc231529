"""Filling a SPARQL server: the named graphs of the data, one at a time, and only those that differ.

The list of what is there (`remote.PUBLISHED`) is the thread: a graph is on it once it is there
whole, the list has its version once all are. So a stopped run goes on where it stopped, and who
asks meanwhile is told that not all is there. A graph is replaced in one request, by the Graph Store
Protocol where the server has it, else by SPARQL Update.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import httpx
import pyoxigraph as ox

from . import vocab
from .errors import EngineError, UsageError
from .model import Records
from .rdf import lines_of
from .remote import HASH, PUBLISHED, VERSION, RemoteStore, failure, shown
from .store import ONTOLOGY_GRAPH, vocabulary

_KIND = f"<{vocab.PREFIXES['rdf']}type> <{vocab.PREFIXES['prov']}Collection>"
#: What a server says that has no Graph Store Protocol at the address.
_ABSENT = (404, 405, 501)


class Done(NamedTuple):
    """What a run did, by the graphs' addresses."""

    sent: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]


class Addresses(NamedTuple):
    """Where a server takes changes; empty where it does not."""

    graphs: str
    update: str


def graphs_of(records: Records) -> dict[str, str]:
    """The N-Triples of each named graph, sorted, by its address."""
    found: dict[str, set[str]] = defaultdict(set)
    for text in lines_of(records):
        for line in text.split("\n"):
            triple, graph, _ = line.rsplit(" ", 2)
            found[graph[1:-1]].add(triple)
    found[ONTOLOGY_GRAPH.value] = {str(quad.triple) for quad in ox.parse(vocabulary(), format=ox.RdfFormat.TURTLE)}
    return {graph: "".join(f"{triple} .\n" for triple in sorted(triples)) for graph, triples in sorted(found.items())}


def publish(
    graphs: Mapping[str, str],
    version: str,
    store: RemoteStore,
    *,
    addresses: Addresses | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Done:
    """Make a server hold these graphs, and of ours no others. Returns what was sent, kept, removed.

    `graphs` are those of `graphs_of`, `version` is `store.version` of what they were made from.
    Costs one request a changed graph and two more. Raises `EngineError` that says what is done so
    far; a second run goes on from there.
    """
    server = _Server(store, addresses or _usual(store))
    held = store.held()
    hashes = {graph: hashlib.sha256(text.encode()).hexdigest() for graph, text in graphs.items()}
    there = set(store.ours())
    kept = [graph for graph in graphs if graph in there and held.graphs.get(graph) == hashes[graph]]
    wanted = [graph for graph in graphs if graph not in kept]
    gone = sorted(there - set(graphs))
    if not wanted and not gone and held.version == version:
        return Done((), tuple(kept), ())
    sent: list[str] = []
    removed: list[str] = []
    steps = len(wanted) + len(gone)
    try:
        # From here on the list has no version: whoever asks is told that not all is there.
        server.replace(PUBLISHED, _list(hashes, kept))
        for graph in wanted:
            server.replace(graph, graphs[graph])
            server.add(PUBLISHED, _noted(graph, hashes[graph]))
            sent.append(graph)
            progress(len(sent), steps)
        for graph in gone:
            server.drop(graph)
            removed.append(graph)
            progress(len(sent) + len(removed), steps)
        server.add(PUBLISHED, f'<{PUBLISHED}> <{VERSION}> "{version}" .\n')
    except EngineError as error:
        raise EngineError(
            f"{error}\nStopped after {len(sent)} of {len(wanted)} graphs ({len(kept)} were there already); "
            "the same command goes on from here"
        ) from None
    return Done(tuple(sent), tuple(kept), tuple(removed))


def _list(hashes: Mapping[str, str], graphs: Iterable[str]) -> str:
    return "".join([f"<{PUBLISHED}> {_KIND} .\n", *(_noted(graph, hashes[graph]) for graph in graphs)])


def _noted(graph: str, digest: str) -> str:
    return f'<{graph}> <{HASH}> "{digest}" .\n'


def _usual(store: RemoteStore) -> Addresses:
    """Where a server that takes queries at this address usually takes changes."""
    url = store.url.partition("?")[0]
    base, _, last = url.rpartition("/")
    if store.product == "virtuoso":
        return Addresses(f"{base}/sparql-graph-crud-auth", f"{base}/sparql-auth")
    if last == "query":
        return Addresses(f"{base}/{'store' if store.product == 'oxigraph' else 'data'}", f"{base}/update")
    if base.endswith("/repositories"):
        return Addresses(f"{url}/rdf-graphs/service", f"{url}/statements")
    return Addresses("", url)


class _Server:
    """The three changes a server is asked for, by whichever of its two ways."""

    def __init__(self, store: RemoteStore, addresses: Addresses) -> None:
        own = httpx.URL(store.url)
        for address in filter(None, addresses):
            other = httpx.URL(address)
            if (other.scheme, other.host) != (own.scheme, own.host):
                raise UsageError(f"{shown(address)} is another server than {shown(store.url)}: name one at a time")
        self._client = store.client
        self._graphs, self._update = addresses
        if not any(addresses):
            raise UsageError("name an address for changes: of the Graph Store Protocol or of SPARQL Update")

    def replace(self, graph: str, triples: str) -> None:
        """Make a graph hold exactly these triples, in one request."""
        update = f"DROP SILENT GRAPH <{graph}> ;\nINSERT DATA {{ GRAPH <{graph}> {{\n{triples}}} }}"
        self._change("PUT", graph, triples, update)

    def add(self, graph: str, triples: str) -> None:
        """Add triples to a graph."""
        self._change("POST", graph, triples, f"INSERT DATA {{ GRAPH <{graph}> {{\n{triples}}} }}")

    def drop(self, graph: str) -> None:
        """Remove a graph."""
        self._change("DELETE", graph, "", f"DROP SILENT GRAPH <{graph}>")

    def _change(self, method: str, graph: str, triples: str, update: str) -> None:
        if self._graphs:
            # N-Triples are Turtle, which every server takes.
            response = self._client.send(
                method,
                self._graphs,
                body=triples.encode(),
                headers={"Content-Type": "text/turtle"} if triples else {},
                params={"graph": graph},
            )
            if response.is_success or (method == "DELETE" and response.status_code == 404):
                response.close()
                return
            if response.status_code not in _ABSENT or not self._update:
                raise failure(response, f"to change <{graph}>")
            response.close()
            self._graphs = ""
        response = self._client.send(
            "POST", self._update, body=update.encode(), headers={"Content-Type": "application/sparql-update"}
        )
        if not response.is_success:
            raise failure(response, f"to change <{graph}>")
        response.close()
