"""PactGraph: who funds, chairs, signs and implements what in drug-control cooperation, and says who.

    >>> import pactgraph
    >>> graph = pactgraph.load()
    >>> type(graph.rdf), type(graph.network)
    (<class 'rdflib.graph.Dataset'>, <class 'networkx.classes.multidigraph.MultiDiGraph'>)

What is listed in `__all__` stays; everything else may move.
"""

from __future__ import annotations

from .clock import Answer, Clock, Reading
from .errors import DataError, EngineError, PactError, Problem, QueryError, UsageError

# `query` is the function here and hides the module of that name: import from it, `from pactgraph.query import …`.
from .graph import PactGraph, load, query
from .model import Observation, Records, Statement, Thing
from .table import Table

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Clock",
    "DataError",
    "EngineError",
    "Observation",
    "PactError",
    "PactGraph",
    "Problem",
    "QueryError",
    "Reading",
    "Records",
    "Statement",
    "Table",
    "Thing",
    "UsageError",
    "load",
    "query",
]
