"""The ways by which a test is asked: the bare engine, the command, the endpoint."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import httpx
import pyoxigraph as ox
from compare import Answer, of_engine, of_results, of_triples
from served import EMPTY, own_graphs
from suite import Case, load

from pactgraph.errors import PactError
from pactgraph.query import run, serialise

MEDIA = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}
TRIPLES = "application/n-triples"


class RefusedError(Exception):
    """The door did not let it through; the message says why."""


class Door(Protocol):
    """Answers a test's query, written in the form of a suffix where that is a form of rows."""

    def ask(self, case: Case, suffix: str) -> Answer:
        """The answer. Raises `RefusedError`."""


class _Store:
    """A store of one test's data, as `query.run` wants one."""

    product = "oxigraph"

    def __init__(self, case: Case) -> None:
        self.engine = ox.Store()
        for path in case.data:
            load(self.engine, path, ox.DefaultGraph())
        for address, path in {**dict(case.graphs), **own_graphs(case.own)}.items():
            self.engine.add_graph(ox.NamedNode(address))
            if path is not None:
                load(self.engine, path, ox.NamedNode(address))

    def graphs(self) -> frozenset[str]:
        return frozenset(g.value for g in self.engine.named_graphs() if isinstance(g, ox.NamedNode))

    def query(self, sparql: str, *, union: bool = True) -> Any:
        # The tests have a default graph of their own; ours is the union of all, which is another dataset.
        del union
        return self.engine.query(sparql)


class Engine:
    """pyoxigraph by itself."""

    def ask(self, case: Case, suffix: str) -> Answer:
        try:
            results = _Store(case).query(case.text)
            if suffix == ".csv" and isinstance(results, ox.QuerySolutions):
                return of_results(results.serialize(format=ox.QueryResultsFormat.CSV), ".csv")
            return of_engine(results)
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            raise RefusedError(str(error)) from None


class Command:
    """As `pactgraph query` does it: checked, run, written in a W3C format; and read again as a client would."""

    def ask(self, case: Case, suffix: str) -> Answer:
        store: Any = _Store(case)
        try:
            results = run(store, case.text, name=case.name)
            if isinstance(results, ox.QueryTriples):
                return of_triples(serialise(results, "ntriples"))
            form = {".srx": "xml", ".srj": "json", ".csv": "csv", ".tsv": "tsv"}[suffix]
            return of_results(serialise(results, form), suffix)
        except (PactError, SyntaxError, ValueError, OSError, RuntimeError) as error:
            raise RefusedError(f"{type(error).__name__}: {error}") from None


class Endpoint:
    """`/sparql` of a running server, over HTTP."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client = httpx.Client(timeout=30)

    def ask(self, case: Case, suffix: str) -> Answer:
        answer = self.post(case, f"{MEDIA[suffix]}, {TRIPLES}")
        if answer.status_code != 200:
            raise RefusedError(f"{answer.status_code}: {answer.text}")
        media = answer.headers["content-type"].partition(";")[0]
        if media == TRIPLES:
            return of_triples(answer.content)
        return of_results(answer.content, next(each for each, name in MEDIA.items() if name == media))

    def post(self, case: Case, accept: str) -> httpx.Response:
        """A query as the body, its dataset in the address unless the query names one."""
        dataset: dict[str, list[str]] = {}
        if not case.own:
            dataset = {
                "default-graph-uri": [path.as_uri() for path in case.data] or [EMPTY],
                "named-graph-uri": [address for address, _ in case.graphs],
            }
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        return self._client.post(f"{self.url}/sparql", params=dataset, content=case.text.encode(), headers=headers)

    def request(self, method: str, path: str, headers: dict[str, str], body: bytes) -> httpx.Response:
        """A request of a protocol test, whose endpoint is called `/sparql/`."""
        path = path.replace("/sparql/", "/sparql", 1)
        return self._client.request(method, self.url + path, headers=headers, content=body)

    def close(self) -> None:
        self._client.close()


@contextmanager
def endpoint(folder: Path) -> Iterator[Endpoint]:
    """A server over the data of all tests below a folder, for as long as it is needed."""
    program = [sys.executable, str(Path(__file__).parent / "served.py"), str(folder)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            url = process.stdout.readline().strip()
            if not url:
                raise RuntimeError("the server did not start")
            door = Endpoint(url)
            yield door
            door.close()
        finally:
            process.terminate()
