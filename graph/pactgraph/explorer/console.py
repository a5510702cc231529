"""What the full edition holds beside the lite one: the console's scripts, the engine, the triples, the questions.

Each stands in the page as base64 of gzip: what a browser unpacks by itself is deflate, and what an HTML text
holds is text. The page reads them on first use of the console and not before.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from .. import vocab
from ..graph import PactGraph
from ..query import questions
from ..rdf import lines_of, serialise
from ..store import ONTOLOGY_GRAPH, vocabulary


def blocks(graph: PactGraph, folder: Path) -> dict[str, str]:
    """The blocks by name, in the order of the page; `folder` is that of the built files."""
    # The same quads as `store.fill` loads, so that an answer here is that of `pactgraph query`.
    told = [line for text in lines_of(graph.records) for line in text.split("\n")]
    defined = [f"{quad.triple} {ONTOLOGY_GRAPH} ." for quad in ox.parse(vocabulary(), format=ox.RdfFormat.TURTLE)]
    lines = [*told, *defined]
    packed = {
        "console": _packed((folder / "console.js").read_bytes()),
        "worker": _packed((folder / "worker.js").read_bytes()),
        "language": _packed(json.dumps(_language(lines), separators=(",", ":")).encode()),
        "triples": _packed(serialise(lines, ox.RdfFormat.TRIG)),
        "engine": (folder / "engine.wasm.gz").read_bytes(),
    }
    return {name: base64.b64encode(block).decode() for name, block in packed.items()}


def _packed(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def _language(lines: Sequence[str]) -> dict[str, object]:
    """What the console knows of queries: the named ones, prefixes, graphs, and our terms with their labels."""
    label = vocab.PREFIXES["rdfs"] + "label"
    labels = {
        f"pact:{quad.subject.value.removeprefix(vocab.PACT)}": quad.object.value
        for quad in ox.parse(vocabulary(), format=ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.Literal)
        and quad.predicate.value == label
        and quad.subject.value.startswith(vocab.PACT)
    }
    return {
        "questions": {name: asked.sparql for name, asked in questions().items()},
        "prefixes": dict(vocab.PREFIXES),
        "graphs": sorted({line[line.rindex("<") + 1 : line.rindex(">")] for line in lines}),
        "terms": sorted(labels.items()),
    }
