"""Vocabulary and code held equal in both directions: pact.ttl, shapes.ttl, context.jsonld, themes.ttl.

Two graphs serve here. `everything` is an invented world that uses every kind, predicate and field
that the data format has, so that what is defined but never written shows. The real data is the
other, so that what is written but not defined shows.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pyoxigraph as ox
import pyshacl
import pytest
from pydantic import BaseModel
from rdflib import DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, TIME, XSD, BNode, Graph, URIRef
from rdflib import Literal as Lit
from rdflib.collection import Collection
from rdflib.namespace import SH, DefinedNamespace, Namespace

import pactgraph
from pactgraph import model, rdf, resources, vocab
from pactgraph.errors import DataError
from pactgraph.load import load_records
from pactgraph.model import Records
from pactgraph.vocab import ID, PACT, PREDICATES, PREFIXES

ONTOLOGY = resources.ontology_dir()
FIXTURES = Path(__file__).parent / "fixtures"
OWN = Namespace(PACT)
SHAPE = Namespace("https://w3id.org/pactgraph/shapes#")
NAMESPACES = {**PREFIXES, "shape": str(SHAPE), "edtf": "http://id.loc.gov/datatypes/edtf/", "dis": rdf.DISAGREEMENT}
KINDS = (*vocab.ENTITY_TYPES, *vocab.ITEM_TYPES)

PACT_TTL = Graph().parse(ONTOLOGY / "pact.ttl")
SHAPES_TTL = Graph().parse(ONTOLOGY / "shapes.ttl")
THEMES_TTL = Graph().parse(ONTOLOGY / "themes.ttl")
CONTEXT: dict[str, Any] = json.loads((ONTOLOGY / "context.jsonld").read_text("utf-8"))["@context"]
DEFINED = {str(term) for term in PACT_TTL.subjects() if str(term).startswith(PACT)}


def own(graph: Graph) -> set[str]:
    """The addresses of ours in a graph, wherever they stand."""
    found = {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}
    found |= {str(term.datatype) for term in graph.objects() if isinstance(term, Lit) and term.datatype}
    return {address for address in found if address.startswith(PACT)}


def as_graph(records: Records) -> Graph:
    """What `rdf.py` writes, in one graph; through N-Triples, which keep every digit."""
    return Graph().parse(data=rdf.serialise(rdf.lines_of(records), ox.RdfFormat.N_TRIPLES), format="nt")


def term(text: str) -> Any:
    """A term from `pact:x`, `"text"`, `"text"^^xsd:date` or `_:x`."""
    if text.startswith("_:"):
        return BNode(text[2:])
    if text.startswith('"'):
        value, _, datatype = text.rpartition('"')
        return Lit(value[1:], datatype=term(datatype[2:]) if datatype else None)
    prefix, _, name = text.partition(":")
    return URIRef(NAMESPACES[prefix] + name)


def literals(of: type[BaseModel], field: str) -> tuple[str, ...]:
    """The words of a field of a model whose type is a Literal, optional or not; none if it is not."""
    annotation = of.model_fields[field].annotation
    for each in (annotation, *get_args(annotation)):
        if get_origin(each) is Literal:
            return get_args(each)
    return ()


# The world that uses everything --------------------------------------------------------------------

_CODES: dict[str, dict[str, str]] = {
    "country": {"iso2": "AR", "iso3": "ARL", "m49": "999", "dac": "99999"},
    "place": {"iso3166_2": "AR-01"},
    "organisation": {"crs_channel": "99999"},
    "agreement": {"untc": "VI-99"},
}
_CITED: list[dict[str, Any]] = [{"document": "the-document", "section": "A", "line": 1}]


def _of_kinds(kinds: frozenset[str], but: str = "") -> str:
    return "the-" + next(kind for kind in KINDS if kind in kinds and kind != but)


def _entity(kind: str) -> dict[str, Any]:
    entity: dict[str, Any] = {
        "id": f"the-{kind}",
        "name": f"The {kind}",
        "kind": next(iter(literals(model.ENTITY_MODELS[kind], "kind")), "kingdom"),
        "aliases": [f"A {kind}", f"One {kind}"],
        "spellings": [f"Th {kind}"],
        "distinct_from": ["the-event"] if kind == "place" else ["the-place"],
        "names": [{"name": f"Old {kind}", "when": "/1999"}],
        "life": "1990/..",
        "note": "Invented.",
        "named_in": _CITED,
    }
    if kind in ("country", "place"):
        entity["point"] = {"lat": "-12.50", "long": 101.25} if kind == "place" else {"lat": 12, "long": "-0.75"}
    if kind in _CODES:
        entity["codes"] = _CODES[kind]
    if kind == "document":
        entity |= {"issuer": ["the-organisation", "the-country"], "issued": "2020-06", "reports": "2019"}
        entity["sections"] = [{"key": "A", "title": "All of it", "lines": "1-99"}]
    return entity


def _files() -> dict[str, Any]:
    amount: dict[str, Any] = {
        "value": "1.50",
        "max": "2.50",
        "currency": "unstated",
        "maybe": ["USD", "AUD"],
        "kind": "cost",
    }
    reading = {"printed": "1,50", "because": "A decimal comma."}
    amount["reading"] = reading
    items: list[dict[str, Any]] = [
        {"id": f"the-document-{kind}", "type": kind, "text": f"The {kind}.", "line": 2} for kind in vocab.ITEM_TYPES
    ]
    items[0] |= {
        "key": "1.1",
        "by": "the-country",
        "to": ["the-mechanism", "the-organisation"],
        "so_that": ["the-country", "the-organisation"],
        "about": "the-programme",
        "place": "the-place",
        "themes": "treatment",
        "according_to": ["the-country", "the-organisation"],
        "status": "planned",
        "modality": "should",
        "grade": "partly",
        "when": "2021",
        "amount": amount,
        "basis": "derived",
        "reading": reading,
        "wordings": [{"when": "2019", "text": "Before."}, {"when": "2020", "text": "After."}],
        "note": "Invented.",
    }
    items[1] |= {"answers": ["the-document-recommendation"], "part_of": "the-framework"}
    statements: list[dict[str, Any]] = []
    for name, predicate in PREDICATES.items():
        subject = _item_or_entity(_of_kinds(predicate.subjects))
        claim: dict[str, Any] = {"id": f"plain-{name.replace('_', '-')}", "subject": subject, "predicate": name}
        if predicate.objects:
            claim["object"] = _item_or_entity(_of_kinds(predicate.objects, subject.removeprefix("the-")))
        if predicate.value == "always":
            claim["value"] = "started" if name == "stage" else "The old name"
        if name == "requires":
            claim["amount"] = {"value": 5, "currency": "USD"}
        statements.append({**claim, "line": 3})
    full: dict[str, Any] = {
        "id": "full",
        "subject": "the-organisation",
        "predicate": "funds",
        "object": "the-programme",
        "status": "planned",
        "when": "2021/2023",
        "basis": "derived",
        "amount": {**amount, "kind": "pledge", "comparator": "about", "span": "per-year"},
        "act": "signature",
        "role": "donor",
        "via": ["the-mechanism", "the-country"],
        "place": ["the-country", "the-place"],
        "themes": ["treatment", "prevention"],
        "purpose": ["the-event", "the-framework"],
        "on_behalf_of": ["the-country", "the-place"],
        "according_to": ["the-country", "the-document"],
        "by_turn": "yearly",
        "as_holder_of": "the-mechanism",
        "and_others": True,
        "share": "33.30",
        "duration": "P3Y",
        "reading": reading,
        "fulfils": ["plain-funds", "plain-supports"],
        "same_text": ["plain-signs", "plain-adopts"],
        "note": "Invented.",
        "line": [4, 5],
    }
    ranked = [
        {"id": f"chair-{n}", "subject": "the-country", "predicate": "chairs", "object": "the-mechanism", "line": 6}
        for n in range(4)
    ]
    more = {
        "id": "more",
        "subject": "the-country",
        "predicate": "supports",
        "object": "the-event",
        "status": "planned",
        "amount": {"comparator": "more-than", "than": "plain-requires", "currency": "USD"},
        "line": 9,
    }
    figures = [
        {
            "id": "counted",
            "what": "sites",
            "of": "the-programme",
            "place": "the-place",
            "value": "12.0",
            "max": "13.0",
            "comparator": "about",
            "unit": "sites",
            "when": "2019",
            "basis": "relative",
            "parts": ["not-counted", "half-counted"],
            "line": 7,
            "reading": reading,
            "according_to": ["the-country", "the-organisation"],
            "note": "Invented.",
        },
        {"id": "not-counted", "what": "sites", "cell": "dash", "line": 8},
        {"id": "half-counted", "what": "sites", "value": 6, "unit": "sites", "line": 8},
    ]
    disagreements = [
        {"id": "open", "about": "Who.", "between": ["chair-0", "chair-1"]},
        {"id": "closed", "about": "Who.", "between": ["chair-2", "chair-3"], "prefer": "chair-2", "because": "So."},
    ]
    block = {
        "section": "A",
        "items": items,
        "statements": [*statements, full, more, *ranked],
        "figures": figures,
        "disagreements": disagreements,
    }
    files: dict[str, Any] = {f"entities/{kind}/all.yaml": [_entity(kind)] for kind in model.ENTITY_MODELS}
    return {**files, "statements/the-document/all.yaml": {"document": "the-document", "blocks": [block]}}


def _item_or_entity(id_: str) -> str:
    """Ids in the invented world: items begin with their document's, the theme is a real one."""
    kind = id_.removeprefix("the-")
    if kind == "theme":
        return "treatment"
    return f"the-document-{kind}" if kind in vocab.ITEM_TYPES else id_


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Records:
    folder = tmp_path_factory.mktemp("everything")
    for name, content in _files().items():
        path = folder / name
        path.parent.mkdir(parents=True)
        # JSON is YAML.
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False), "utf-8")
    return load_records(folder)


@pytest.fixture(scope="module")
def full(everything: Records) -> Graph:
    return as_graph(everything)


@pytest.fixture(scope="module")
def real() -> Graph:
    return as_graph(load_records(resources.data_dir()))


def worlds() -> Iterator[Path]:
    """The invented worlds that other tests use; whether each of them loads is for those to say."""
    yield from sorted(path.parent for path in FIXTURES.rglob("entities") if path.is_dir())


#: What the invented world leaves out, because it stands in the records alone: to have it in the
#: graph, it needs a term. `named_as` is for checking citations, and the source's own words.
NOT_IN_THE_GRAPH: dict[type[BaseModel], set[str]] = {
    model.Claim: {"named_as"},
    model.Item: {"named_as"},
    model.Figure: {"named_as"},
    model.Disagreement: set(),
    model.Amount: set(),
    model.Document: {"part_of"},  # becomes a statement, as plain-part-of
    model.Country: {"part_of"},
    model.Place: {"part_of"},
    model.Point: set(),
    model.Codes: set(),
}


def test_the_world_uses_every_field_of_the_format() -> None:
    """Else a field that is added to the format would not be missed in the vocabulary."""
    files = _files()
    (block,) = files["statements/the-document/all.yaml"]["blocks"]
    entities = [entity for name, content in files.items() if name.startswith("entities") for entity in content]
    used: dict[type[BaseModel], list[dict[str, Any]]] = {
        model.Claim: block["statements"],
        model.Item: block["items"],
        model.Figure: block["figures"],
        model.Disagreement: block["disagreements"],
        model.Amount: [each["amount"] for each in (*block["statements"], *block["items"]) if "amount" in each],
        model.Document: [entity for entity in entities if "issued" in entity],
        model.Country: [entity for entity in entities if entity["id"] == "the-country"],
        model.Place: [entity for entity in entities if entity["id"] == "the-place"],
        model.Point: [entity["point"] for entity in entities if "point" in entity],
        model.Codes: [entity["codes"] for entity in entities if "codes" in entity],
    }
    for record, written in used.items():
        fields = {field for each in written for field in each}
        assert set(record.model_fields) - NOT_IN_THE_GRAPH[record] - fields - {"codes"} == set(), record.__name__


# pact.ttl ------------------------------------------------------------------------------------------


def test_what_is_written_is_defined_and_what_is_defined_is_written(full: Graph) -> None:
    written = own(full) | own(THEMES_TTL)
    assert written - DEFINED == set(), "define these in ontology/pact.ttl"
    assert DEFINED - written == set(), "nothing writes these: remove them from ontology/pact.ttl"


def test_the_real_data_uses_defined_terms_only(real: Graph) -> None:
    assert own(real) - DEFINED == set()


def test_the_fixtures_use_defined_terms_only() -> None:
    for world in worlds():
        try:
            records = load_records(world)
        except DataError:
            continue
        assert own(as_graph(records)) - DEFINED == set(), world.name


def test_every_name_in_the_code_is_defined() -> None:
    source = Path(rdf.__file__).read_text("utf-8")
    names = set(re.findall(r"\{PACT\}([A-Za-z_]+)(?=>|\")", source))
    assert len(names) > 25, "the pattern no longer finds how rdf.py writes names"
    names |= {rdf.class_of(kind) for kind in KINDS} | set(PREDICATES)
    assert {PACT + name for name in names} <= DEFINED
    for path in resources.queries_dir().glob("*.rq"):
        used = set(re.findall(r"\bpact:([A-Za-z_][\w-]*)", path.read_text("utf-8")))
        assert {PACT + name for name in used} <= DEFINED, path.name


@pytest.mark.parametrize("address", sorted(DEFINED), ids=lambda address: address.removeprefix(PACT))
def test_every_term_has_label_definition_and_example(address: str) -> None:
    node = URIRef(address)
    for needed in (RDFS.label, SKOS.definition, SKOS.example):
        (text,) = PACT_TTL.objects(node, needed)
        assert isinstance(text, Lit)
        assert text.language == "en"
        assert text.strip() == str(text) != ""
    assert len(set(PACT_TTL.objects(node, RDF.type))) == 1


def test_no_two_terms_share_a_definition() -> None:
    definitions = list(PACT_TTL.objects(None, SKOS.definition))
    assert len(definitions) == len(set(definitions)) == len(DEFINED)


def test_the_header_says_what_it_is() -> None:
    (header,) = PACT_TTL.subjects(RDF.type, OWL.Ontology)
    assert str(header) == PACT.rstrip("#")
    for needed in (DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionInfo):
        assert PACT_TTL.value(header, needed) is not None
    notes = " ".join(str(note) for note in PACT_TTL.objects(header, SKOS.scopeNote))
    for word in ("0001-01-01", "9999-12-31", "denied", "planned", "direct triple"):
        assert word in notes


@pytest.mark.parametrize("name", ["pact.ttl", "themes.ttl"])
def test_no_blank_nodes(name: str) -> None:
    graph = Graph().parse(ONTOLOGY / name)
    assert not [each for triple in graph for each in triple if isinstance(each, BNode)]


def test_classes_and_predicates_are_what_the_code_says() -> None:
    classes = {str(node).removeprefix(PACT) for node in PACT_TTL.subjects(RDF.type, OWL.Class)}
    assert classes == {rdf.class_of(kind) for kind in KINDS} | {"Item", "Statement", "Figure", "Disagreement"}
    for kind in vocab.ITEM_TYPES:
        assert (OWN[rdf.class_of(kind)], RDFS.subClassOf, OWN.Item) in PACT_TTL
    assert set(rdf.PUBLISHED_CLASSES) == set(vocab.ENTITY_TYPES)
    for kind, published in rdf.PUBLISHED_CLASSES.items():
        assert (OWN[rdf.class_of(kind)], RDFS.subClassOf, URIRef(published)) in PACT_TTL
    for name, predicate in PREDICATES.items():
        # What takes no object is never a triple of its own, only the object of rdf:predicate.
        form = OWL.ObjectProperty if predicate.objects else OWL.AnnotationProperty
        assert (OWN[name], RDF.type, form) in PACT_TTL, name
    assert {str(each) for each in PACT_TTL.subjects(RDF.type, OWL.AnnotationProperty)} == {
        PACT + name for name, predicate in PREDICATES.items() if not predicate.objects
    }


def kinds_in(property_: URIRef, listed: URIRef) -> frozenset[str]:
    """The kinds that a domain or range lists; all of them if it lists none."""
    names = {str(each).removeprefix(PACT) for each in PACT_TTL.objects(property_, listed)}
    if "Item" in names:
        names = names - {"Item"} | {rdf.class_of(kind) for kind in vocab.ITEM_TYPES}
    return frozenset(kind for kind in KINDS if rdf.class_of(kind) in names or not names)


@pytest.mark.parametrize("name", sorted(PREDICATES))
def test_a_predicate_joins_the_kinds_that_the_code_lets_it_join(name: str) -> None:
    predicate = PREDICATES[name]
    assert kinds_in(OWN[name], SDO.domainIncludes) == predicate.subjects
    if predicate.objects:
        assert kinds_in(OWN[name], SDO.rangeIncludes) == predicate.objects
    else:
        assert PACT_TTL.value(OWN[name], SDO.rangeIncludes) is None


def test_domains_and_ranges_hold_in_the_graphs(full: Graph, real: Graph) -> None:
    for graph in (full, real):
        types: dict[Any, set[str]] = defaultdict(set)
        for node, type_ in graph.subject_objects(RDF.type):
            types[node].add(str(type_))
        for subject, property_, value in graph:
            if not str(property_).startswith(PACT):
                continue
            domain = {str(each) for each in PACT_TTL.objects(property_, SDO.domainIncludes)}
            assert not domain or domain & types[subject], f"{property_} on {subject}"
            if isinstance(value, Lit):
                assert PACT_TTL.value(property_, RDF.type) == OWL.DatatypeProperty, property_
                expected = PACT_TTL.value(property_, RDFS.range) or term("edtf:EDTF")
                assert (value.datatype or XSD.string) == expected, f"{property_} {value!r}"
            else:
                assert PACT_TTL.value(property_, RDF.type) == OWL.ObjectProperty, property_
                range_ = {str(each) for each in PACT_TTL.objects(property_, SDO.rangeIncludes)}
                assert not range_ or range_ & types[value], f"{property_} to {value}"


def test_every_listed_domain_is_used(full: Graph) -> None:
    """Of properties that are no predicates: what domainIncludes lists does occur."""
    for property_, domain in PACT_TTL.subject_objects(SDO.domainIncludes):
        name = str(property_).removeprefix(PACT)
        if name in PREDICATES:
            continue
        carriers = set(full.subjects(RDF.type, domain)) & set(full.subjects(property_))
        assert carriers, f"nothing of {domain} has {name}"


def test_strict_domains_and_ranges_agree_with_the_lists() -> None:
    for strict, listed in ((RDFS.domain, SDO.domainIncludes), (RDFS.range, SDO.rangeIncludes)):
        for property_, class_ in PACT_TTL.subject_objects(strict):
            if str(class_).startswith(PACT):
                assert set(PACT_TTL.objects(property_, listed)) == {class_}, property_


#: Terms of vocabularies that rdflib does not carry, seen in their own files (FRAPO's OWL, ELI 1.5, W3C Basic Geo).
FRAPO = {"funds", "supports", "hasMonetaryValue", "hasCurrencyCode", "providesFractionOfTotalFunding"}
ELI = {"LegalResource", "amends"}
WGS84 = {"lat", "long"}
CLOSED: dict[str, type[DefinedNamespace]] = {
    str(space): space for space in (DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, TIME, XSD)
}


def test_published_terms_exist() -> None:
    header = URIRef(PACT.rstrip("#"))
    used = {each for triple in PACT_TTL for each in triple if isinstance(each, URIRef)}
    used |= {each for triple in SHAPES_TTL for each in triple if isinstance(each, URIRef)}
    used |= {URIRef(each) for each in rdf.PUBLISHED_CLASSES.values()}
    for node in (
        used
        - set(PACT_TTL.objects(header, None))
        - set(SHAPES_TTL.objects(SHAPES_TTL.value(None, RDF.type, OWL.Ontology)))
    ):
        space, name = re.fullmatch(r"(.*[/#])([^/#]*)", str(node)).groups()  # type: ignore[union-attr]
        if space in CLOSED:
            assert node in CLOSED[space], f"{node} does not exist"
        elif space == "http://purl.org/cerif/frapo/":
            assert name in FRAPO, f"look {node} up, then list it here"
        elif space == "http://data.europa.eu/eli/ontology#":
            assert name in ELI, f"look {node} up, then list it here"
        elif space == PREFIXES["wgs84"]:
            assert name in WGS84, f"look {node} up, then list it here"
        else:
            assert space in (PACT, str(SHAPE), str(SH)) or node in (header, URIRef(str(SHAPE).rstrip("#"))), node


def test_prefixes_mean_the_same_everywhere() -> None:
    for graph in (PACT_TTL, SHAPES_TTL, THEMES_TTL):
        for prefix, space in graph.namespaces():
            assert NAMESPACES.get(prefix, str(space)) == str(space), prefix
    for name, value in CONTEXT.items():
        if name in PREFIXES:
            assert value == PREFIXES[name], name


# Words of the code ---------------------------------------------------------------------------------


def test_words_in_the_models_are_those_of_the_vocabulary() -> None:
    assert literals(model.Claim, "status") == vocab.STATUSES
    assert literals(model.Item, "status") == vocab.STATUSES
    assert literals(model.Dated, "basis") == vocab.BASES
    assert literals(model.Amount, "kind") == vocab.MONEY_KINDS
    assert literals(model.Amount, "comparator") == vocab.COMPARATORS
    assert literals(model.Figure, "comparator") == vocab.COMPARATORS
    assert literals(model.Item, "type") == vocab.ITEM_TYPES
    assert (*model.ENTITY_MODELS, "theme") == vocab.ENTITY_TYPES


#: The ranks a statement can have; the loader gives them, and `everything` has all four.
RANKS = ("preferred", "normal", "disputed", "outranked")


def test_ranks_are_all_there(full: Graph) -> None:
    assert {str(rank) for rank in full.objects(None, OWN.rank)} == set(RANKS)


WORDS = {
    "statement-status": vocab.STATUSES,
    "item-status": vocab.STATUSES,
    "statement-basis": vocab.BASES,
    "statement-act": vocab.ACTS,
    "stage": vocab.STAGES,
    "rank": RANKS,
    "money-kind": vocab.MONEY_KINDS,
    "money-span": literals(model.Amount, "span"),
    "amount-comparator": vocab.COMPARATORS,
    "amount-or-comparison": tuple(word for word in vocab.COMPARATORS if word not in ("exactly", "about")),
    "item-modality": literals(model.Item, "modality"),
    "item-grade": literals(model.Item, "grade"),
    "figure-cell": literals(model.Figure, "cell"),
    "predicate-with-object": tuple(PACT + p.name for p in PREDICATES.values() if p.objects),
    "predicate-with-value": tuple(PACT + p.name for p in PREDICATES.values() if p.value == "always"),
    "predicate-alone": tuple(PACT + p.name for p in PREDICATES.values() if not p.objects and p.value != "always"),
    "thing-class": tuple(PACT + rdf.class_of(kind) for kind in KINDS),
    **{f"{kind}-kind": literals(of, "kind") for kind, of in model.ENTITY_MODELS.items() if literals(of, "kind")},
}


def lists_below(node: Any) -> Iterator[tuple[str, ...]]:
    """The members of every sh:in at or below a shape."""
    for members in SHAPES_TTL.objects(node, SH["in"]):
        yield tuple(str(each) for each in Collection(SHAPES_TTL, members))
    for predicate in (SH.property, SH.qualifiedValueShape):
        for inner in SHAPES_TTL.objects(node, predicate):
            if isinstance(inner, BNode):
                yield from lists_below(inner)
    for predicate in (SH["or"], SH.xone, SH["and"]):
        for branches in SHAPES_TTL.objects(node, predicate):
            for inner in Collection(SHAPES_TTL, branches):
                yield from lists_below(inner)


@pytest.mark.parametrize("shape", sorted(WORDS))
def test_lists_in_the_shapes_are_those_of_the_code(shape: str) -> None:
    (found,) = lists_below(SHAPE[shape])
    assert found == WORDS[shape] or (shape.startswith("predicate") and set(found) == set(WORDS[shape]))
    assert len(found) == len(set(found))


def test_every_list_in_the_shapes_is_compared() -> None:
    with_lists = {shape for shape in all_shapes() if any(lists_below(SHAPE[shape]))}
    assert with_lists == set(WORDS)


def test_patterns_in_the_shapes_are_those_of_the_models() -> None:
    def pattern(of: type[BaseModel], field: str) -> str:
        info = of.model_fields[field]
        found = [getattr(each, "pattern", None) for each in info.metadata]
        inner = re.search(r"pattern='([^']*)'", repr(info.annotation).replace("\\\\", "\\"))
        return str(next((each for each in found if each), inner and inner[1]))

    codes = {}
    (branches,) = SHAPES_TTL.objects(SHAPE.codes, SH["or"])
    for branch in Collection(SHAPES_TTL, branches):
        datatype = str(SHAPES_TTL.value(branch, SH.datatype)).removeprefix(PACT)
        codes[datatype] = str(SHAPES_TTL.value(branch, SH.pattern))
    assert codes.pop("dacPurpose") == "^[0-9]{5}$"
    assert codes == {f"code-{name}": pattern(model.Codes, name) for name in model.Codes.model_fields}
    assert str(SHAPES_TTL.value(SHAPE["statement-duration"], SH.pattern)) == pattern(model.Claim, "duration")
    assert str(SHAPES_TTL.value(SHAPE["figure-measure"], SH.pattern)) == model.SLUG_PATTERN
    address = str(SHAPES_TTL.value(SHAPE.thing, SH.pattern)).replace("\\", "")
    assert address == "^" + ID + model.SLUG_PATTERN.removeprefix("^")


# shapes.ttl ----------------------------------------------------------------------------------------


def all_shapes() -> list[str]:
    nodes = {*SHAPES_TTL.subjects(RDF.type, SH.NodeShape), *SHAPES_TTL.subjects(RDF.type, SH.PropertyShape)}
    return sorted(str(node).removeprefix(str(SHAPE)) for node in nodes)


def test_shapes_speak_of_defined_terms_and_reach_every_class(full: Graph) -> None:
    assert own(SHAPES_TTL) <= DEFINED
    targets = {str(each) for each in SHAPES_TTL.objects(None, SH.targetClass)}
    assert targets == {str(each) for each in full.objects(None, RDF.type) if str(each).startswith(PACT)}


@pytest.mark.parametrize("shape", all_shapes())
def test_every_shape_says_how_to_mend(shape: str) -> None:
    (message,) = SHAPES_TTL.objects(SHAPE[shape], SH.message)
    assert str(message).endswith(".")
    assert message.language == "en"  # type: ignore[attr-defined]
    reached = {SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf} & set(SHAPES_TTL.predicates(SHAPE[shape]))
    assert reached or (None, SH.property, SHAPE[shape]) in SHAPES_TTL, "nothing is ever checked by it"


def violations(graph: Graph, only: str = "") -> dict[str, set[str]]:
    """The messages of what is wrong, by the name of the shape; of one shape, if it is named."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=SHAPES_TTL, use_shapes=[str(SHAPE[only])] if only else None)
    found: dict[str, set[str]] = defaultdict(set)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        shape = str(report.value(result, SH.sourceShape)).removeprefix(str(SHAPE))
        found[shape] |= {str(message) for message in report.objects(result, SH.resultMessage)}
    return found


def test_the_shapes_are_sound() -> None:
    conforms, _, text = pyshacl.validate(SHAPES_TTL, shacl_graph=SHAPES_TTL, meta_shacl=True)
    assert conforms, text


def test_the_invented_world_conforms(full: Graph) -> None:
    assert violations(full) == {}


def test_the_real_data_conforms(real: Graph) -> None:
    assert violations(real) == {}


def test_the_fixtures_conform() -> None:
    """All of them in one graph would mix their facts up; a few are enough."""
    for world in list(worlds())[::10]:
        try:
            records = load_records(world)
        except DataError:
            continue
        assert violations(as_graph(records)) == {}, world.name


@pytest.fixture(scope="module")
def small(everything: Records) -> Graph:
    """As much of the invented world as the decoys need: most themes and plain statements left out."""
    kept = {"treatment", "prevention", "drugs-and-health"}
    things = {id_: thing for id_, thing in everything.things.items() if thing.type != "theme" or id_ in kept}
    wanted = {"full", "plain-funds", "plain-supports", "plain-signs", "plain-adopts", "plain-stage", "plain-named"}
    wanted |= {"plain-not-funded", "plain-requires", "more", *(f"chair-{n}" for n in range(4))}
    statements = tuple(
        each for each in everything.statements if each.origin == "item" or each.id.split("/")[1] in wanted
    )
    return as_graph(replace(everything, things=things, statements=statements))


ITEM = "id:the-document-recommendation"
FULL = "st:the-document/full"
MORE = "st:the-document/more"
FIGURE = "fig:the-document/counted"
CELL = "fig:the-document/not-counted"

#: One decoy or more for each rule: shape, node, property, and what the property's values become.
DECOYS: list[tuple[str, str, str, list[str]]] = [
    ("thing", "id:Bad_Name", "rdf:type", ["pact:Theme", "skos:Concept"]),
    ("thing", FULL, "rdf:object", ["_:nameless"]),
    ("thing-label", "id:the-country", "rdfs:label", []),
    ("thing-label", "id:the-country", "rdfs:label", ['"One"', '"Two"']),
    ("thing-label", FULL, "rdf:object", ["id:nobody"]),
    ("thing-class", "id:the-country", "rdf:type", ["pact:Country", "pact:Place", "schema:Country", "schema:Place"]),
    ("thing-class", "id:the-country", "rdf:type", ["schema:Country"]),
    ("country-class", "id:the-country", "rdf:type", ["pact:Country"]),
    ("place-class", "id:the-place", "rdf:type", ["pact:Place"]),
    ("organisation-class", "id:the-organisation", "rdf:type", ["pact:Organisation"]),
    ("mechanism-class", "id:the-mechanism", "rdf:type", ["pact:Mechanism"]),
    ("programme-class", "id:the-programme", "rdf:type", ["pact:Programme"]),
    ("agreement-class", "id:the-agreement", "rdf:type", ["pact:Agreement"]),
    ("framework-class", "id:the-framework", "rdf:type", ["pact:Framework"]),
    ("event-class", "id:the-event", "rdf:type", ["pact:Event"]),
    ("document-class", "id:the-document", "rdf:type", ["pact:Document"]),
    ("theme-class", "id:treatment", "rdf:type", ["pact:Theme"]),
    ("item-class", ITEM, "rdf:type", ["pact:Recommendation"]),
    ("place-kind", "id:the-place", "pact:kind", ['"planet"']),
    ("organisation-kind", "id:the-organisation", "pact:kind", []),
    ("mechanism-kind", "id:the-mechanism", "pact:kind", ['"club"']),
    ("programme-kind", "id:the-programme", "pact:kind", ['"project"', '"survey"']),
    ("agreement-kind", "id:the-agreement", "pact:kind", ['"handshake"']),
    ("framework-kind", "id:the-framework", "pact:kind", ['"Plan"']),
    ("event-kind", "id:the-event", "pact:kind", ['"party"']),
    ("document-kind", "id:the-document", "pact:kind", []),
    ("document-issued-from", "id:the-document", "pact:issuedFrom", ['"2021-01-01"^^xsd:date']),
    ("document-issued-until", "id:the-document", "pact:issuedUntil", ['"2021"']),
    ("cited-document", FULL, "prov:hadPrimarySource", ["id:the-country"]),
    ("cited-document-issued", "id:the-document", "dcterms:issued", []),
    ("cited-document-issued-from", "id:the-document", "pact:issuedFrom", []),
    ("cited-document-issued-until", "id:the-document", "pact:issuedUntil", []),
    ("codes", "id:the-country", "skos:notation", ['"la"^^pact:code-iso2']),
    ("codes", "id:the-country", "skos:notation", ['"LAO"^^pact:code-iso2']),
    ("codes", "id:the-country", "skos:notation", ['"418"']),
    ("codes", "id:treatment", "skos:notation", ['"123"^^pact:dacPurpose']),
    ("latitude", "id:the-place", "wgs84:lat", ['"90.01"^^xsd:decimal']),
    ("latitude", "id:the-country", "wgs84:lat", []),
    ("latitude", "id:the-country", "wgs84:lat", ['"12"^^xsd:decimal', '"13"^^xsd:decimal']),
    ("longitude", "id:the-place", "wgs84:long", ['"-180.5"^^xsd:decimal']),
    ("longitude", "id:the-place", "wgs84:long", ['"101.25"']),
    ("longitude", "id:the-place", "wgs84:long", []),
    ("item-source", ITEM, "prov:hadPrimarySource", []),
    ("item-locator", ITEM, "pact:locator", ['""']),
    ("item-status", ITEM, "pact:status", ['"perhaps"']),
    ("item-modality", ITEM, "pact:modality", ['"shall"']),
    ("item-grade", ITEM, "pact:grade", ['"good"']),
    ("statement", "_:nameless", "rdf:type", ["pact:Statement"]),
    ("statement", "st:nowhere", "rdf:type", ["pact:Statement"]),
    ("statement-subject", FULL, "rdf:subject", []),
    ("statement-subject", FULL, "rdf:subject", ["id:the-country", "id:the-place"]),
    ("statement-predicate", FULL, "rdf:predicate", []),
    ("statement-predicate", FULL, "rdf:predicate", ["pact:funds", "pact:supports"]),
    ("statement-object", FULL, "rdf:object", ["id:the-country", "id:the-place"]),
    ("predicate-with-object", FULL, "rdf:predicate", ["pact:loves"]),
    ("predicate-with-object", FULL, "rdf:predicate", ["pact:not_funded"]),
    ("predicate-with-value", FULL, "pact:value", ['"started"']),
    ("predicate-alone", FULL, "rdf:object", []),
    ("predicate-alone", "st:the-document/plain-stage", "pact:value", []),
    ("stage", "st:the-document/plain-stage", "pact:value", ['"begun"']),
    ("statement-source", FULL, "prov:hadPrimarySource", []),
    ("statement-source", FULL, "prov:hadPrimarySource", ["id:the-document", "id:the-country"]),
    ("statement-locator", FULL, "pact:locator", []),
    ("statement-status", FULL, "pact:status", ['"perhaps"']),
    ("statement-status", FULL, "pact:status", ['"planned"', '"active"']),
    ("statement-basis", FULL, "pact:basis", ['"guessed"']),
    ("statement-act", FULL, "pact:act", ['"handshake"']),
    ("statement-duration", FULL, "pact:duration", ['"three years"']),
    ("statement-share", FULL, "pact:share", ['"a third"']),
    ("statement-fulfils", FULL, "pact:fulfils", ["st:the-document/nothing"]),
    ("statement-same-text-as", FULL, "pact:sameTextAs", ["id:the-country"]),
    ("statement-made-from", FULL, "pact:madeFrom", ["id:the-country"]),
    ("days-possible-from", FULL, "pact:possibleFrom", []),
    ("days-possible-from", FIGURE, "pact:possibleFrom", ['"2019"']),
    ("days-certain-from", FULL, "pact:certainFrom", []),
    ("days-certain-until", FULL, "pact:certainUntil", []),
    ("days-possible-until", FULL, "pact:possibleUntil", ['"2023-12-31"^^xsd:date', '"2024-12-31"^^xsd:date']),
    ("days-in-order", FULL, "pact:possibleFrom", ['"2024-01-01"^^xsd:date']),
    ("days-in-order", FIGURE, "pact:possibleUntil", ['"2018-12-31"^^xsd:date']),
    ("days-possible-before-certain", FULL, "pact:certainFrom", ['"2020-12-31"^^xsd:date']),
    ("days-certain-before-possible", FULL, "pact:certainUntil", ['"2024-01-01"^^xsd:date']),
    ("rank", FULL, "pact:rank", ['"best"']),
    ("rank", FIGURE, "pact:rank", []),
    ("amount-has-currency", FULL, "pact:currency", []),
    ("amount-has-currency", ITEM, "pact:currency", []),
    ("amount-number", FULL, "pact:amount", ['"a lot"']),
    ("amount-number", FIGURE, "pact:amount", ['"1"^^xsd:decimal', '"2"^^xsd:decimal']),
    ("amount-max", FULL, "pact:amountMax", ['"2"', '"3"']),
    ("amount-range", FULL, "pact:amountMax", ['"1.49"^^xsd:decimal']),
    ("amount-comparator", FIGURE, "pact:comparator", ['"roughly"']),
    ("amount-or-comparison", FULL, "pact:amount", []),
    ("amount-or-comparison", MORE, "pact:comparator", ['"exactly"']),
    ("amount-comparator", MORE, "pact:comparator", []),
    ("money-currency", FULL, "pact:currency", ['"dollars"']),
    ("money-currency-candidate", FULL, "pact:currencyCandidate", ['"US$"']),
    ("money-kind", FULL, "pact:moneyKind", ['"gift"']),
    ("money-span", FULL, "pact:span", []),
    ("figure", "_:nameless", "rdf:type", ["pact:Figure"]),
    ("figure-measure", FIGURE, "pact:measure", ['"Sites visited"']),
    ("figure-source", FIGURE, "prov:hadPrimarySource", []),
    ("figure-locator", FIGURE, "pact:locator", []),
    ("figure-cell", CELL, "pact:cell", ['"nil"']),
    ("amount-or-cell", FIGURE, "pact:cell", ['"dash"']),
    ("amount-or-cell", CELL, "pact:cell", []),
    ("figure-has-unit", FIGURE, "pact:unit", []),
    ("disagreement-label", "dis:the-document/open", "rdfs:label", []),
    ("disagreement-source", "dis:the-document/open", "prov:hadPrimarySource", []),
    ("disagreement-between", "dis:the-document/open", "pact:between", ["st:the-document/chair-0"]),
    ("disagreement-between-known", "dis:the-document/open", "pact:between", ["st:the-document/x", "st:the-document/y"]),
    ("disagreement-prefers", "dis:the-document/closed", "pact:prefers", ["id:the-country"]),
    ("preference-has-reason", "dis:the-document/closed", "pact:because", []),
]


def test_there_is_a_decoy_for_every_shape() -> None:
    assert {shape for shape, *_ in DECOYS} == set(all_shapes())


def test_the_decoys_start_from_a_sound_graph(small: Graph) -> None:
    assert violations(small) == {}


@pytest.mark.parametrize(
    ("shape", "node", "property_", "values"),
    DECOYS,
    ids=[f"{shape}-{n}" for n, (shape, *_) in enumerate(DECOYS)],
)
def test_a_decoy_is_refused(small: Graph, shape: str, node: str, property_: str, values: list[str]) -> None:
    graph = Graph()
    graph += small
    graph.remove((term(node), term(property_), None))
    for value in values:
        graph.add((term(node), term(property_), term(value)))
    # A shape that stands below another is reached only when all are checked; one alone is faster.
    found = violations(graph, "" if (None, SH.property, SHAPE[shape]) in SHAPES_TTL else shape)
    assert found[shape] == {str(SHAPES_TTL.value(SHAPE[shape], SH.message))}


def test_a_day_on_which_it_is_never_certain_is_no_fault(small: Graph) -> None:
    node = term(FIGURE)
    first, last = small.value(node, OWN.certainFrom), small.value(node, OWN.certainUntil)
    assert str(first) > str(last), "a bare year"
    assert violations(small) == {}


# context.jsonld ------------------------------------------------------------------------------------


def expand(name: str) -> str:
    """The address of a term of the context."""
    value = CONTEXT[name]
    text = value["@id"] if isinstance(value, dict) else value
    prefix, _, rest = text.partition(":")
    return str(CONTEXT[prefix] + rest) if prefix in CONTEXT and not rest.startswith("//") else str(text)


TERMS = {
    name: value for name, value in CONTEXT.items() if not name.startswith("@") and not str(value).endswith(("#", "/"))
}


def test_the_context_has_every_term_under_its_own_name() -> None:
    used_as_type = {value.get("@type") for value in TERMS.values() if isinstance(value, dict)}
    for address in DEFINED:
        name = address.removeprefix(PACT)
        if (URIRef(address), RDF.type, RDFS.Datatype) in PACT_TTL:
            assert f"pact:{name}" in used_as_type, name
        else:
            assert expand(name) == address, name
    assert {expand(name) for name in TERMS if expand(name).startswith(PACT)} <= DEFINED


def test_the_context_types_what_has_a_type(full: Graph, real: Graph) -> None:
    counts: dict[tuple[Any, Any], int] = defaultdict(int)
    for graph in (full, real):
        for subject, property_, _ in graph:
            counts[subject, property_] += 1
    many = {str(property_) for (_, property_), count in counts.items() if count > 1}
    for name, value in TERMS.items():
        entry = value if isinstance(value, dict) else {}
        property_ = URIRef(expand(name))
        form, range_ = PACT_TTL.value(property_, RDF.type), PACT_TTL.value(property_, RDFS.range)
        if form == OWL.ObjectProperty:
            assert entry.get("@type") == "@id", name
        elif form == OWL.DatatypeProperty:
            datatype: str | None = "edtf:EDTF" if range_ is None else str(range_).replace(str(XSD), "xsd:")
            datatype = None if range_ == XSD.string else datatype
            assert entry.get("@type") == datatype, name
        if str(property_) in many and form is not None:
            assert entry.get("@container") == "@set", f"{name} can have several values"


def test_the_context_fetches_nothing() -> None:
    assert set(json.loads((ONTOLOGY / "context.jsonld").read_text("utf-8"))) == {"@context"}
    assert CONTEXT["@version"] == 1.1
    assert "@import" not in json.dumps(CONTEXT)
    assert "@base" not in CONTEXT
    assert "@vocab" not in CONTEXT, "a word that is misspelt must not become a term"


# rdflib's JSON-LD parser makes a graph of a class that rdflib has given up.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_the_graph_as_json_has_readable_keys_and_comes_back(full: Graph) -> None:
    written = full.serialize(format="json-ld", context=CONTEXT)
    nodes = {node["@id"]: node for node in json.loads(written)["@graph"]}
    for node in nodes.values():
        assert set(node) - {"@id"} <= set(TERMS), node["@id"]
    country = nodes["id:the-country"]
    assert country["label"] == "The country"
    assert country["iso3"] == "ARL"
    assert (country["lat"], country["long"]) == ("12", "-0.75")
    assert sorted(country["aliases"]) == ["A country", "Old country", "One country", "Th country"]
    assert "Country" in country["type"]
    statement = next(node for id_, node in nodes.items() if id_.endswith("the-document/full"))
    assert (statement["amount"], statement["amountMax"], statement["share"]) == ("1.50", "2.50", "33.30")
    assert statement["subject"] == "id:the-organisation"
    assert statement["possibleFrom"] == "2021-01-01"
    assert sorted(statement["via"]) == ["id:the-country", "id:the-mechanism"]
    again = Graph().parse(data=written, format="json-ld")
    assert set(again) == set(full)


# themes.ttl ----------------------------------------------------------------------------------------

THEMES = sorted(str(node) for node in THEMES_TTL.subjects(RDF.type, SKOS.Concept))
SCHEME = URIRef(ID + "themes")


@pytest.mark.parametrize("address", THEMES, ids=lambda address: address.removeprefix(ID))
def test_every_theme_has_label_scheme_and_a_way_to_the_top(address: str) -> None:
    node = URIRef(address)
    assert re.fullmatch(model.SLUG_PATTERN, address.removeprefix(ID))
    (label,) = THEMES_TTL.objects(node, SKOS.prefLabel)
    assert label.language == "en"  # type: ignore[attr-defined]
    assert set(THEMES_TTL.objects(node, SKOS.inScheme)) == {SCHEME}
    for notation in THEMES_TTL.objects(node, SKOS.notation):
        assert re.fullmatch("[0-9]{5}", str(notation))
        assert notation.datatype == OWN.dacPurpose  # type: ignore[attr-defined]
    seen = [node]
    while (broader := list(THEMES_TTL.objects(seen[-1], SKOS.broader))) and len(seen) < 10:
        assert len(broader) == 1, "a theme has one broader theme: sums would count it twice"
        assert broader[0] not in seen, "in a circle"
        seen.append(broader[0])  # type: ignore[arg-type]
    assert (seen[-1], SKOS.topConceptOf, SCHEME) in THEMES_TTL
    assert (seen[-1], RDF.type, SKOS.Concept) in THEMES_TTL


def test_the_four_areas_are_on_top() -> None:
    tops = {str(node).removeprefix(ID) for node in THEMES_TTL.subjects(SKOS.topConceptOf, SCHEME)}
    assert tops == {
        "drugs-and-health",
        "law-enforcement",
        "legal-and-judicial",
        "alternative-development",
        "across-areas",
    }
    assert {str(node).removeprefix(ID) for node in THEMES_TTL.objects(SCHEME, SKOS.hasTopConcept)} == tops
    areas = {
        str(node).removeprefix(ID)
        for node in THEMES_TTL.subjects(SKOS.topConceptOf, SCHEME)
        if re.match(r"Area (I|II|III|IV) of the Mekong action plan", str(THEMES_TTL.value(node, SKOS.scopeNote)))
    }
    assert areas == tops - {"across-areas"}
    for node in THEMES_TTL.subjects(SKOS.topConceptOf, SCHEME):
        assert THEMES_TTL.value(node, SKOS.broader) is None


def test_themes_as_the_code_reads_them() -> None:
    assert [ID + theme.id for theme in vocab.themes()] == THEMES
    labels = [name.casefold() for theme in vocab.themes() for name in (theme.label, *theme.aliases)]
    assert len(labels) == len(set(labels)), "one name, two themes"


# README.md -----------------------------------------------------------------------------------------

README = (ONTOLOGY / "README.md").read_text("utf-8")
QUERIES = re.findall(r"```sparql\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def shipped() -> pactgraph.PactGraph:
    return pactgraph.load()


def test_the_readme_has_three_queries() -> None:
    assert len(QUERIES) == 3


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_the_queries_of_the_readme_work(shipped: pactgraph.PactGraph, query: str) -> None:
    results = shipped.query(query)
    assert isinstance(results, ox.QuerySolutions)
    rows = list(results)
    assert rows, "no answer"
    for variable in results.variables:
        assert any(row[variable] is not None for row in rows), f"?{variable.value} is never bound"


def test_the_readme_names_every_file() -> None:
    for path in ONTOLOGY.iterdir():
        assert f"`{path.name}`" in README or path.name == "README.md"
    for address in (ID, vocab.STATEMENT, vocab.FIGURE, PACT):
        assert f"<{address}" in README
