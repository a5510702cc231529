"""The object users hold: records, RDF, network, questions, from one folder of YAML.

>>> import pactgraph
>>> graph = pactgraph.load()
>>> graph.things["lao-pdr"].label
'Lao PDR'
>>> sorted({s.subject for s in graph.matching(predicate="funds", object="border-management-lao")})
['japan', 'un-peace-and-development-trust-fund']
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from . import clock as clocks
from . import query as sparql
from . import resources
from .find import Hit, find
from .load import Loader, Progress
from .model import Observation, Records, Statement, Thing
from .store import Results, Store

if TYPE_CHECKING:
    import networkx as nx
    import rdflib


class PactGraph:
    """What one folder of data says, ready to be asked.

    `records` holds everything that was read; `rdf`, `network` and `store` are built when first
    used. The object follows its folder only when `reload` is called.
    """

    def __init__(self, folder: Path, progress: Progress | None = None) -> None:
        self.folder = folder
        self._loader = Loader(folder)
        self.records: Records = self._loader.load(progress)

    @property
    def things(self) -> Mapping[str, Thing]:
        """Entities, items and themes by id."""
        return self.records.things

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement, by id."""
        return self.records.statements

    @property
    def figures(self) -> tuple[Observation, ...]:
        """Every figure, by id."""
        return self.records.figures

    @cached_property
    def store(self) -> Store:
        """The embedded SPARQL store."""
        return Store(self.records)

    @cached_property
    def rdf(self) -> rdflib.Dataset:
        """The graph through rdflib's API, on the same Oxigraph store; one named graph a document."""
        import rdflib
        from oxrdflib import OxigraphStore

        from .vocab import PREFIXES

        dataset = rdflib.Dataset(store=OxigraphStore(store=self.store.engine), default_union=True)
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri, replace=True)
        return dataset

    @cached_property
    def network(self) -> nx.MultiDiGraph[str]:
        """The graph as NetworkX knows it: nodes are things, edges are statements keyed by id."""
        from .network import build_network

        return build_network(self.records)

    def clock(self, as_of: str | None = None, known_by: str | None = None) -> clocks.Clock:
        """The two clocks for this data: a day in the world, a day of knowledge."""
        return clocks.Clock(self.records, as_of, known_by)

    def matching(
        self, subject: str | None = None, predicate: str | None = None, object: str | None = None
    ) -> list[Statement]:
        """The statements with this subject, predicate and object; None matches any."""
        return clocks.matching(self.records, subject, predicate, object)

    def query(self, text: str) -> Results:
        """Run a SPARQL query; usual prefixes are known. Raises `QueryError`."""
        return sparql.run(self.store, text)

    def ask(self, name: str, as_of: str | None = None, known_by: str | None = None, **values: str) -> Results:
        """Answer a named question of the library at two clocks. Raises `UsageError`."""
        return sparql.ask(self.store, sparql.question(name), self.things, self.clock(as_of, known_by), values)

    def find(self, text: str, limit: int = 10) -> list[Hit]:
        """The things whose names are nearest to `text`."""
        return find(self.things, text, limit)

    def reload(self) -> int:
        """Read changed files again and bring the store up to date; returns quads changed.

        Costs the hashes of all files, the reading of the changed ones, and one pass over the
        records. If the data now have problems, raises `DataError` and everything stays as it was.
        """
        records = self._loader.load()
        changed = 0
        if "store" in self.__dict__:
            changed = self.store.replace(records)
        self.records = records
        self.__dict__.pop("network", None)
        return changed


def load(path: str | Path | None = None, *, progress: Progress | None = None) -> PactGraph:
    """Read a folder of data (the one that ships with PactGraph if none is given).

    `progress` is called with files read and files in all. Raises `DataError` with every problem.
    """
    return PactGraph(Path(path) if path is not None else resources.data_dir(), progress)
