"""The object users hold: records, RDF, network, questions, from one folder of YAML.

>>> import pactgraph
>>> graph = pactgraph.load()
>>> graph.things["lao-pdr"].label
'Lao PDR'
>>> sorted({s.subject for s in graph.matching(predicate="funds", object="border-management-lao")})
['japan', 'un-peace-and-development-trust-fund']
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from . import clock as clocks
from . import resources
from .alike import Pair, likely_duplicates
from .disk import open_or_build
from .errors import UsageError
from .find import Hit, find, unknown
from .load import Loader, Progress
from .model import Observation, Records, Statement, Thing
from .query import ask, question, run
from .store import AnyStore, Results, Store, version
from .table import Table, table

if TYPE_CHECKING:
    import networkx as nx
    import rdflib


class PactGraph:
    """What one folder of data says, ready to be asked.

    `records` holds everything that was read; `rdf`, `network` and `store` are built when first
    used. The object follows its folder only when `reload` is called. `store` says where SPARQL
    runs: in memory (None), in a folder on disk, or on a store that is already open.
    """

    def __init__(self, folder: Path, progress: Progress | None = None, store: Path | AnyStore | None = None) -> None:
        self.folder = folder
        self._where = store
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

    @property
    def data_version(self) -> str:
        """What a store filled from these data is the same by; see `store.version`."""
        return version(self._loader.digests)

    @cached_property
    def store(self) -> AnyStore:
        """Where SPARQL runs."""
        if self._where is None:
            return self.embedded
        if isinstance(self._where, Path):
            return open_or_build(self._where, self.data_version, lambda: self.records)
        return self._where

    @cached_property
    def embedded(self) -> Store:
        """The SPARQL store in memory."""
        return Store(self.records)

    @cached_property
    def rdf(self) -> rdflib.Dataset:
        """The graph through rdflib's API, on an Oxigraph store in memory; one named graph a document."""
        import rdflib
        from oxrdflib import OxigraphStore

        from .vocab import PREFIXES

        dataset = rdflib.Dataset(store=OxigraphStore(store=self.embedded.engine), default_union=True)
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri, replace=True)
        return dataset

    @cached_property
    def network(self) -> nx.MultiDiGraph[str]:
        """The graph as NetworkX knows it: nodes are things, edges are statements keyed by id."""
        from .network import build_network

        return build_network(self.records)

    @cached_property
    def alike(self) -> list[Pair]:
        """Identities that may be one, undecided; see `likely_duplicates`."""
        return likely_duplicates(self.records)

    def clock(self, as_of: str | None = None, known_by: str | None = None) -> clocks.Clock:
        """The two clocks for this data: a day in the world, a day of knowledge."""
        return clocks.Clock(self.records, as_of, known_by)

    def matching(
        self, subject: str | None = None, predicate: str | None = None, object: str | None = None
    ) -> list[Statement]:
        """The statements with this subject, predicate and object; None matches any."""
        return clocks.matching(self.records, subject, predicate, object)

    def query(self, text: str) -> Results:
        """Run a SPARQL query; usual prefixes are known. Raises `QueryError`.

        It runs in this process, which the engine ends if it is to sort terms of many kinds: `ORDER BY STR(?x)`
        does not. `pactgraph query` and `pactgraph serve` outlive that.
        """
        return run(self.store, text)

    def ask(self, name: str, as_of: str | None = None, known_by: str | None = None, **values: str) -> Results:
        """Answer a named question of the library at two clocks. Raises `UsageError`."""
        return ask(self.store, question(name), self.things, self.clock(as_of, known_by), values)

    def table(
        self, text_or_name: str, /, *, as_of: str | None = None, known_by: str | None = None, **values: str | int | date
    ) -> Table:
        """A named question with its parameters, or a SPARQL query, answered in rows; see `Table`.

        Raises `UsageError` for an unknown question or parameter, `QueryError` for SPARQL that is refused.
        """
        if re.fullmatch(r"[\w-]+", text_or_name):
            given = {name: str(value) for name, value in values.items()}
            return table(self.ask(text_or_name, as_of, known_by, **given))
        if values or as_of or known_by:
            raise UsageError("parameters and clocks belong to named questions; write them into the SPARQL instead")
        return table(self.query(text_or_name))

    def find(self, text: str, limit: int = 10) -> list[Hit]:
        """The things whose names are nearest to `text`."""
        return find(self.things, text, limit)

    def expect(self, id: str) -> Thing:
        """The thing with this id. Raises `UsageError` with the ids of what is named nearest, if there is none."""
        if id not in self.things:
            raise UsageError(unknown(id, (hit.thing.id for hit in self.find(id, 3))))
        return self.things[id]

    def reload(self) -> int:
        """Read changed files again and bring the store up to date; returns quads changed.

        Costs the hashes of all files, the reading of the changed ones, and one pass over the
        records. If the data now have problems, raises `DataError` and everything stays as it was.
        """
        records = self._loader.load()
        changed = 0
        if "embedded" in self.__dict__:
            changed = self.embedded.replace(records)
        if isinstance(self._where, Path):
            self.__dict__.pop("store", None)  # opened anew, at the new version
        self.records = records
        self.__dict__.pop("network", None)
        self.__dict__.pop("alike", None)
        return changed


def load(
    path: str | Path | None = None, *, progress: Progress | None = None, store: Path | AnyStore | None = None
) -> PactGraph:
    """Read a folder of data (the one that ships with PactGraph if none is given).

    `progress` is called with files read and files in all; `store` is where SPARQL runs, see
    `PactGraph`. Raises `DataError` with every problem.
    """
    return PactGraph(Path(path) if path is not None else resources.data_dir(), progress, store)


def query(
    text_or_name: str, /, *, as_of: str | None = None, known_by: str | None = None, **parameters: str | int | date
) -> Table:
    """Ask the data that ship with PactGraph: a named question with its parameters, or SPARQL. Gives rows.

    The data are read once, which takes some seconds; `load` and `PactGraph.table` are for other folders.
    Raises `UsageError` for an unknown question or parameter, `QueryError` for SPARQL that is refused.

    >>> for funder, *_, document, place in query("who-funds", programme="border-management-lao"):
    ...     print(funder, document, place)
    japan idswg-2021 A.1, line 15
    un-peace-and-development-trust-fund idswg-2021 A.1, line 15
    """
    return _shipped().table(text_or_name, as_of=as_of, known_by=known_by, **parameters)


@cache
def _shipped() -> PactGraph:
    return load()
