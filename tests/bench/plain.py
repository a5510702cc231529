"""The pipeline a newcomer would write, for comparison: SafeLoader, pydantic, rdflib in memory.

It makes the same triples from the same files (a test of the bench compares the counts), checks what
pydantic checks of itself, and knows no lines, no cross-references and no caches.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import PROV, SKOS, XSD

from pactgraph import edtf, vocab

PACT = Namespace(vocab.PACT)
ID = Namespace(vocab.ID)
STATEMENT = Namespace(vocab.STATEMENT)
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")


class Entity(BaseModel):
    """A newcomer's entity."""

    id: str
    name: str
    kind: str | None = None
    aliases: list[str] = []
    named_in: list[dict[str, str | int]] = []
    issued: str | None = None
    sections: list[dict[str, str]] = []


class Amount(BaseModel):
    """A newcomer's amount."""

    value: int
    currency: str
    kind: str


class Claim(BaseModel):
    """A newcomer's statement."""

    id: str
    subject: str
    predicate: str
    object: str
    when: str | int
    line: int
    amount: Amount | None = None
    themes: list[str] = []
    note: str | None = None


def build(folder: Path) -> Graph:
    """The graph of a folder written by `generate`."""
    graph = Graph()
    for path in sorted((folder / "entities").rglob("*.yaml")):
        with path.open(encoding="utf-8") as file:
            for entry in yaml.safe_load(file):
                _entity(graph, path.parent.name, Entity.model_validate(entry))
    for path in sorted((folder / "statements").rglob("*.yaml")):
        with path.open(encoding="utf-8") as file:
            content = yaml.safe_load(file)
        for block in content["blocks"]:
            for entry in block["statements"]:
                _claim(graph, content["document"], block["section"], Claim.model_validate(entry))
    return graph


def _entity(graph: Graph, kind: str, entity: Entity) -> None:
    node = ID[entity.id]
    graph.add((node, RDF.type, PACT[kind.capitalize()]))
    graph.add((node, RDFS.label, Literal(entity.name)))
    for alias in entity.aliases:
        graph.add((node, SKOS.altLabel, Literal(alias)))
    if entity.kind:
        graph.add((node, PACT.kind, Literal(entity.kind)))
    for place in entity.named_in:
        graph.add((node, PACT.namedIn, ID[str(place["document"])]))
        graph.add((node, PACT.namedAt, Literal(f"{place['document']}: {place['section']}, line {place['line']}")))
    if entity.issued:
        graph.add((node, PACT.issuedUntil, Literal(edtf.bounds(entity.issued).possible_until)))


def _claim(graph: Graph, document: str, section: str, claim: Claim) -> None:
    node = STATEMENT[f"{document}/{claim.id}"]
    graph.add((node, RDF.type, PACT.Statement))
    graph.add((node, RDF.subject, ID[claim.subject]))
    graph.add((node, RDF.predicate, PACT[claim.predicate]))
    graph.add((node, RDF.object, ID[claim.object]))
    graph.add((node, PROV.hadPrimarySource, ID[document]))
    graph.add((node, PACT.locator, Literal(f"{section}, line {claim.line}")))
    graph.add((node, PACT.basis, Literal("stated")))
    graph.add((node, PACT.rank, Literal("normal")))
    graph.add((node, PACT.when, Literal(str(claim.when), datatype=EDTF)))
    names = ("possibleFrom", "certainFrom", "certainUntil", "possibleUntil")
    for name, value in zip(names, edtf.bounds(str(claim.when)), strict=True):
        graph.add((node, PACT[name], Literal(value if isinstance(value, date) else None)))
    graph.add((ID[claim.subject], PACT[claim.predicate], ID[claim.object]))
    if claim.amount:
        graph.add((node, PACT.amount, Literal(str(claim.amount.value), datatype=XSD.decimal)))
        graph.add((node, PACT.currency, Literal(claim.amount.currency)))
        graph.add((node, PACT.moneyKind, Literal(claim.amount.kind)))
        graph.add((node, PACT.span, Literal("total")))
        graph.add((node, PACT.comparator, Literal("exactly")))
    for theme in claim.themes:
        graph.add((node, PACT.theme, ID[theme]))
    if claim.note:
        graph.add((node, RDFS.comment, Literal(claim.note)))
