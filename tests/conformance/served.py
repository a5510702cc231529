"""`pactgraph serve` over the data of the test suites: the same server and workers, other graphs.

    python served.py FOLDER            prints the address

Every file of data is a named graph; a request chooses its test's own by default-graph-uri and
named-graph-uri, as the protocol has it. So the union of all, our usual default, is in nobody's way.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyoxigraph as ox
from suite import LOADED, cases, load, manifests, talks

from pactgraph.graph import PactGraph
from pactgraph.store import Embedded
from pactgraph.web import Limits, workers, zygote
from pactgraph.web.run import run

#: A graph that is there and has nothing in it, for tests without data.
EMPTY = "urn:pactgraph:nothing"
WORLD = Path(__file__).parent.parent / "fixtures" / "world"


def suites(folder: Path) -> PactGraph:
    """The data of all tests below a folder, in place of a folder of ours."""
    engine = ox.Store()
    graphs: dict[str, Path | None] = {EMPTY: None}
    for manifest in manifests(folder):
        for case in cases(manifest):
            graphs.update((path.as_uri(), path) for path in case.data)
            graphs.update(case.graphs)
            graphs.update(own_graphs(case.own))
        for talk in talks(manifest):
            graphs.update(talk.graphs)
            # Named by requests, but about nothing that is asked.
            graphs.setdefault("http://kasei.us/2009/09/sparql/data/data0.rdf", None)
    for address, path in graphs.items():
        engine.add_graph(ox.NamedNode(address))
        if path is not None:
            load(engine, path, ox.NamedNode(address))
    graph = PactGraph(WORLD)
    graph.__dict__["embedded"] = Embedded(engine)
    return graph


def own_graphs(addresses: tuple[str, ...]) -> dict[str, Path | None]:
    """The graphs that a query names itself: a file of the suite, or nothing, for a test of syntax alone."""
    found: dict[str, Path | None] = {}
    for address in addresses:
        path = Path(address.removeprefix("file://"))
        found[address] = path if path.suffix in LOADED and path.is_file() else None
    return found


if __name__ == "__main__":
    if len(sys.argv) == 4:  # as the process that holds the data
        zygote.load = suites
        zygote.main(sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3]))
    else:
        workers.ZYGOTE = (__file__,)
        run(
            Path(sys.argv[1]),
            Limits(),
            host="127.0.0.1",
            port=0,
            names=(),
            ready=lambda address: print(address, flush=True),
            log=False,
        )
