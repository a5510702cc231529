"""The RDF that is written: what stands in it, where, and that the same data are the same bytes."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st

import pactgraph
from command import under_hash_seeds
from conftest import World, claims
from pactgraph import vocab
from pactgraph.load import load_records
from pactgraph.rdf import (
    ENTITIES_GRAPH,
    class_of,
    lines_of,
    literal,
    property_of,
    quads,
    serialise,
    thing_lines,
)
from pactgraph.vocab import DOCUMENT_GRAPH, FIGURE, ID, PACT, STATEMENT

TYPE = vocab.PREFIXES["rdf"] + "type"

#: A second document of the minimal world, so that two can say the same or the contrary.
SECOND = """\
- id: letter
  name: Letter of the harbour
  kind: note
  issued: 2021-03-01
  sections:
  - {key: "1", title: All of it, lines: 1-9}
"""

#: Texts that a careless writer of N-Quads or Turtle breaks.
HOSTILE = [
    'said "so"',
    "back\\slash and \\u0041 and \\",
    "two\nlines\r\nand\ttab",
    "line\u2028separator and paragraph\u2029separator",
    "next\x85line, form\x0cfeed",
    "مكتب المخدرات",
    "\u202eright to left override",
    "🌾 poppy 👩🏽\u200d🌾",
    "Lào Cai, ຫົວພັນ",
    '"^^<http://example.org/x>',
    '" . <http://example.org/a> <http://example.org/b> "c',
    "# no comment",
    "@prefix is a word too",
    "\ufeffmarked",
]


def quads_of(folder: Path) -> list[ox.Quad]:
    return quads(lines_of(load_records(folder)))


def value(term: object) -> str:
    """Address or text of a term; the default graph and blank nodes have none here."""
    return term.value if isinstance(term, (ox.NamedNode, ox.Literal)) else ""


def named(quad: ox.Quad) -> tuple[str, str, str]:
    return value(quad.subject), value(quad.predicate), value(quad.object)


def direct(found: Iterable[ox.Quad], predicate: str = "funds") -> list[tuple[str, str, str]]:
    """Graph, subject and object, as ids, of the direct triples of a predicate."""
    return sorted(
        (
            value(quad.graph_name).removeprefix(DOCUMENT_GRAPH),
            value(quad.subject).removeprefix(ID),
            value(quad.object).removeprefix(ID),
        )
        for quad in found
        if quad.predicate.value == property_of(predicate) and isinstance(quad.object, ox.NamedNode)
    )


# Direct triples ------------------------------------------------------------------------------------


STATUSES = [
    (None, True),
    ("active", True),
    ("ended", True),
    ("suspended", True),
    ("planned", False),
    ("denied", False),
    ("unknown", False),
]


@pytest.mark.parametrize(("status", "has"), STATUSES)
def test_only_what_is_said_as_a_fact_has_a_direct_triple(world: World, status: str | None, has: bool) -> None:
    extra = f", status: {status}" if status else ""
    statement = f"  - {{subject: borduria, predicate: funds, object: border-programme, line: 3{extra}}}"
    found = quads_of(world({"statements/report/b.yaml": claims(statement)}))
    expected = [("report", "arle", "border-programme")]  # the minimal world's own
    if has:
        expected.append(("report", "borduria", "border-programme"))
    assert direct(found) == expected
    node = f"{STATEMENT}report/borduria-funds-border-programme"
    about = {name: text for subject, name, text in map(named, found) if subject == node}
    assert about[TYPE] == PACT + "Statement", "the statement's node stands in every case"
    assert about.get(PACT + "status") == status


def test_every_status_is_tried_above() -> None:
    assert {status for status, _ in STATUSES} - {None} == set(vocab.STATUSES)


@pytest.mark.parametrize(
    ("preference", "left", "expected"),
    [
        ("", [], {"one": "disputed", "two": "disputed"}),
        (", prefer: one, because: It is signed.", ["arle"], {"one": "preferred", "two": "outranked"}),
        (", prefer: two, because: It is later.", ["borduria"], {"one": "outranked", "two": "preferred"}),
    ],
)
def test_of_rivals_only_the_preferred_one_has_a_direct_triple(
    world: World, preference: str, left: list[str], expected: dict[str, str]
) -> None:
    found = quads_of(
        world(
            {
                "statements/report/b.yaml": claims(
                    "  - {id: one, subject: arle, predicate: supports, object: border-programme, line: 3}",
                    "  - {id: two, subject: borduria, predicate: supports, object: border-programme, line: 4}",
                    "  disagreements:",
                    f"  - {{id: payer, about: Who pays., between: [one, two]{preference}}}",
                )
            }
        )
    )
    assert [subject for _, subject, _ in direct(found, "supports")] == left
    ranks = {
        value(quad.subject).removeprefix(STATEMENT + "report/"): value(quad.object)
        for quad in found
        if quad.predicate.value == PACT + "rank" and value(quad.object) != "normal"
    }
    assert ranks == expected


def test_a_denial_elsewhere_takes_nothing_from_who_says_yes(world: World) -> None:
    found = quads_of(
        world(
            {
                "entities/document/second.yaml": SECOND,
                "statements/letter/a.yaml": (
                    'document: letter\nblocks:\n- section: "1"\n  statements:\n'
                    "  - {subject: arle, predicate: funds, object: border-programme, status: denied, line: 2}\n"
                ),
            }
        )
    )
    assert direct(found) == [("report", "arle", "border-programme")]


def test_words_without_an_object_have_no_direct_triple(world: World) -> None:
    found = quads_of(
        world(
            {
                "statements/report/b.yaml": claims(
                    "  - {subject: border-programme, predicate: stage, value: started, line: 3}",
                    "  - {subject: border-programme, predicate: named, value: The Fence, line: 3}",
                    "  - {subject: border-programme, predicate: not_funded, line: 4}",
                    "  - subject: border-programme",
                    "    predicate: requires",
                    "    amount: {value: 5, currency: USD}",
                    "    line: 5",
                )
            }
        )
    )
    used = {quad.predicate.value for quad in found}
    for word in ("stage", "named", "not_funded", "requires"):
        assert property_of(word) not in used
        predicate = ox.NamedNode(vocab.PREFIXES["rdf"] + "predicate")
        assert any(q.predicate == predicate and q.object == ox.NamedNode(property_of(word)) for q in found)


# Where things stand --------------------------------------------------------------------------------


def test_entities_and_documents_have_their_named_graphs(world: World) -> None:
    found = quads_of(
        world(
            {
                "entities/document/second.yaml": SECOND,
                "statements/letter/a.yaml": (
                    'document: letter\nblocks:\n- section: "1"\n'
                    "  items:\n"
                    "  - {id: letter-money, type: need, text: Money for the fence., by: arle, line: 1}\n"
                    "  statements:\n"
                    "  - {subject: arle, predicate: supports, object: border-programme, line: 2}\n"
                    "  figures:\n"
                    "  - {what: posts, of: border-programme, value: 12, unit: posts, line: 3}\n"
                    "  disagreements:\n"
                    "  - {id: how, about: In which form., between: [arle-supports-border-programme,"
                    " report/arle-funds-border-programme]}\n"
                ),
            }
        )
    )
    where: dict[str, set[str]] = {}
    for quad in found:
        where.setdefault(value(quad.subject), set()).add(value(quad.graph_name))
    letter, report = DOCUMENT_GRAPH + "letter", DOCUMENT_GRAPH + "report"
    assert where[ID + "border-programme"] == {ENTITIES_GRAPH}
    assert where[ID + "treatment"] == {ENTITIES_GRAPH}, "a theme"
    assert where[ID + "letter"] == {ENTITIES_GRAPH}, "a document is an entity, what it says is not"
    assert where[ID + "letter-money"] == {letter}
    assert where[STATEMENT + "letter/arle-supports-border-programme"] == {letter}
    assert where[STATEMENT + "report/arle-funds-border-programme"] == {report}
    assert where[FIGURE + "letter/posts-border-programme"] == {letter}
    assert where[vocab.BASE + "disagreement/letter/how"] == {letter}
    assert where[ID + "arle"] == {ENTITIES_GRAPH, letter}, "of a direct triple, the graph of who says it"
    # To drop a source is to drop its graph: nothing of it stands anywhere else.
    assert set.union(*where.values()) == {ENTITIES_GRAPH, letter, report}


def test_a_disagreement_points_at_what_is_there(world: World) -> None:
    found = quads_of(
        world(
            {
                "statements/report/b.yaml": (
                    "document: report\nblocks:\n- section: A\n  figures:\n"
                    "  - {id: in-text, what: posts, of: border-programme, value: 12, unit: posts, line: 3}\n"
                    "  - {id: in-table, what: posts, of: border-programme, value: 21, unit: posts, line: 4}\n"
                    "  disagreements:\n"
                    "  - {id: posts, about: How many., between: [in-text, in-table], prefer: in-text, because: Sums.}\n"
                )
            }
        )
    )
    subjects = {quad.subject for quad in found}
    pointed = {quad.object for quad in found if quad.predicate.value in (PACT + "between", PACT + "prefers")}
    assert len(pointed) == 2
    assert pointed <= subjects


def test_every_thing_has_its_own_class_and_a_published_one(world: World) -> None:
    found = {named(quad) for quad in quads_of(world())}
    assert (ID + "arle", TYPE, PACT + class_of("country")) in found
    assert (ID + "arle", TYPE, "https://schema.org/Country") in found
    assert (ID + "treatment", TYPE, vocab.PREFIXES["skos"] + "Concept") in found


def test_no_blank_nodes(world: World) -> None:
    graph = pactgraph.load(world())
    for quad in [*quads(lines_of(graph.records)), *graph.store.engine.quads_for_pattern(None, None, None, None)]:
        assert not any(
            isinstance(term, ox.BlankNode) for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
        ), quad


def test_no_blank_nodes_in_the_real_data() -> None:
    graph = pactgraph.load()
    terms = {part for q in quads(lines_of(graph.records)) for part in (q.subject, q.object, q.graph_name)}
    assert not [term for term in terms if isinstance(term, ox.BlankNode)]


# Literals ------------------------------------------------------------------------------------------


def _read(text: str) -> str:
    """What a parser reads where `literal` wrote `text`."""
    (quad,) = quads([f"<x:s> <x:p> {literal(text)} <x:g> ."])
    return value(quad.object)


@pytest.mark.parametrize("text", HOSTILE)
def test_literals_come_back(text: str) -> None:
    assert _read(text) == text


@given(st.text())
@example("\\\\\n")
@example('"""')
@example("\x00\x7f\ud7ff\ue000\U0010ffff")
def test_any_text_comes_back(text: str) -> None:
    assert _read(text) == text


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_no_text_can_add_or_hide_a_line(texts: list[str]) -> None:
    found = quads(f"<x:s{n}> <x:p> {literal(text)} <x:g> ." for n, text in enumerate(texts))
    assert [value(quad.object) for quad in found] == texts


def test_a_literal_has_its_datatype() -> None:
    (quad,) = quads([f"<x:s> <x:p> {literal('1.50', vocab.PREFIXES['xsd'] + 'decimal')} <x:g> ."])
    assert quad.object == ox.Literal("1.50", datatype=ox.NamedNode(vocab.PREFIXES["xsd"] + "decimal"))


#: The forms in which graphs are written, with what a reader calls them.
FORMS = [
    (ox.RdfFormat.TURTLE, "turtle"),
    (ox.RdfFormat.N_TRIPLES, "nt"),
    (ox.RdfFormat.N_QUADS, "nquads"),
    (ox.RdfFormat.TRIG, "trig"),
    (ox.RdfFormat.JSON_LD, "json-ld"),
    (ox.RdfFormat.RDF_XML, "xml"),
]


def _lines_with(world: World, texts: list[str]) -> list[str]:
    """The minimal world with the texts as aliases; made here, because the loader refuses some of them."""
    records = load_records(world())
    return [*lines_of(records), *thing_lines(replace(records.things["arle"], aliases=tuple(texts)))]


@pytest.mark.parametrize(("form", "name"), FORMS, ids=[name for _, name in FORMS])
def test_what_is_written_reads_back_the_same(world: World, form: ox.RdfFormat, name: str) -> None:
    # XML knows no form feed.
    texts = [text for text in HOSTILE if "@prefix" not in text and not (name == "xml" and "\x0c" in text)]
    lines = _lines_with(world, texts)
    data = serialise(lines, form)
    expected = set(quads(lines))
    read = list(ox.parse(data, format=form))
    if name in ("nquads", "trig"):
        assert set(read) == expected
    else:
        assert {quad.triple for quad in read} == {quad.triple for quad in expected}
    assert not any(isinstance(term, ox.BlankNode) for quad in read for term in (quad.subject, quad.object))


@pytest.mark.parametrize(
    "form",
    [
        ox.RdfFormat.TURTLE,
        ox.RdfFormat.TRIG,
        ox.RdfFormat.N_TRIPLES,
        ox.RdfFormat.N_QUADS,
    ],
)
def test_a_text_that_looks_like_a_prefix_breaks_no_file(world: World, form: ox.RdfFormat) -> None:
    lines = _lines_with(world, ["@prefix is a word too", "x\n@prefix : <x:> ."])
    assert {q.triple for q in ox.parse(serialise(lines, form), format=form)} == {q.triple for q in quads(lines)}


def test_rdflib_reads_the_turtle_too(world: World) -> None:
    texts = [text for text in HOSTILE if "@prefix" not in text]
    lines = _lines_with(world, texts)
    graph = rdflib.Graph().parse(data=serialise(lines, ox.RdfFormat.TURTLE), format="turtle")
    assert len(graph) == len({quad.triple for quad in quads(lines)})
    assert {str(alias) for alias in graph.objects(None, rdflib.SKOS.altLabel)} >= set(texts)


# Same bytes from same data -------------------------------------------------------------------------

_WRITE = """
import sys
from pathlib import Path
import pyoxigraph as ox
from pactgraph.load import load_records
from pactgraph.rdf import lines_of, serialise
lines = list(lines_of(load_records(Path(sys.argv[1]))))
for form in (ox.RdfFormat.TURTLE, ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG, ox.RdfFormat.JSON_LD):
    sys.stdout.buffer.write(serialise(lines, form))
"""


def test_bytes_do_not_depend_on_the_hash_seed(world: World) -> None:
    folder = world({"entities/document/second.yaml": SECOND})
    (output,) = under_hash_seeds(_WRITE, folder)
    assert output.startswith(b"@prefix ")


def _turtle(folder: Path) -> bytes:
    return serialise(lines_of(load_records(folder)), ox.RdfFormat.TURTLE)


def test_bytes_do_not_depend_on_how_files_are_named_or_cut(world: World, tmp_path: Path) -> None:
    ordered = world(
        {
            "entities/document/second.yaml": SECOND,
            "statements/report/b.yaml": claims(
                "  - {subject: borduria, predicate: supports, object: border-programme, line: 3}",
                "  - {subject: arle, predicate: cooperates_with, object: borduria, line: 4}",
            ),
        }
    )
    shuffled = tmp_path / "shuffled"
    shutil.copytree(ordered, shuffled)
    (shuffled / "statements/report/a.yaml").rename(shuffled / "statements/report/z-last.yaml")
    deeper = shuffled / "entities/document/0-new"
    deeper.mkdir()
    (shuffled / "entities/document/second.yaml").rename(deeper / "0.yaml")
    # The same entries in the reverse order, in files of other names.
    countries = shuffled / "entities/country/all.yaml"
    arle, borduria = countries.read_text("utf-8").split("- id: borduria")
    (shuffled / "entities/country/1.yaml").write_text("- id: borduria" + borduria, "utf-8")
    countries.write_text(arle, "utf-8")
    statements = shuffled / "statements/report/b.yaml"
    head, first, second = statements.read_text("utf-8").split("  - {")
    statements.write_text(f"{head}  - {{{second}  - {{{first}", "utf-8")
    assert _turtle(shuffled) == _turtle(ordered)


def test_a_line_twice_is_a_triple_once(world: World) -> None:
    lines = list(lines_of(load_records(world())))
    assert serialise([*lines, *reversed(lines)], ox.RdfFormat.TURTLE) == serialise(lines, ox.RdfFormat.TURTLE)


def test_prefixes_are_those_of_the_vocabulary(world: World) -> None:
    head = [line for line in _turtle(world()).decode().splitlines() if line.startswith("@prefix ")]
    assert head == sorted(head)
    for line in head:
        name, iri = line.removeprefix("@prefix ").removesuffix(" .").split(": ")
        assert iri == f"<{vocab.PREFIXES[name]}>"


@pytest.mark.parametrize("form", [ox.RdfFormat.TURTLE, ox.RdfFormat.N_QUADS, ox.RdfFormat.JSON_LD])
@pytest.mark.parametrize("printed", ["1.50", "4.430000", "0.10", "60000000", "100.0"])
def test_amounts_keep_their_digits(world: World, form: ox.RdfFormat, printed: str) -> None:
    folder = world(
        {
            "statements/report/b.yaml": claims(
                "  - subject: borduria",
                "    predicate: funds",
                "    object: border-programme",
                f'    amount: {{value: "{printed}", currency: USD}}',
                "    line: 3",
            )
        }
    )
    data = serialise(lines_of(load_records(folder)), form)
    (found,) = [q.object for q in ox.parse(data, format=form) if q.predicate.value == PACT + "amount"]
    assert isinstance(found, ox.Literal)
    assert (found.value, found.datatype.value) == (printed, vocab.PREFIXES["xsd"] + "decimal")


# Through the library that users know ---------------------------------------------------------------


# rdflib warns about itself here; nothing that we call is deprecated.
_OF_ITS_OWN = pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")


@_OF_ITS_OWN
def test_rdflib_sees_what_oxigraph_holds(world: World) -> None:
    graph = pactgraph.load(world())
    held = set(graph.store.engine)
    assert len(held) == len(graph.store) == sum(1 for _ in graph.rdf.quads((None, None, None, None)))
    assert {str(each.identifier) for each in graph.rdf.graphs()} >= {value(quad.graph_name) for quad in held}
    triples = {quad.triple for quad in held}
    (row,) = graph.rdf.query("SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } }").bindings
    assert [str(count) for count in row.values()] == [str(len(triples))]
    assert len(set(graph.rdf.triples((None, None, None)))) == len(triples)


@_OF_ITS_OWN
def test_rdflib_finds_a_direct_triple_and_its_statement(world: World) -> None:
    graph = pactgraph.load(world()).rdf
    pact, id_ = rdflib.Namespace(PACT), rdflib.Namespace(ID)
    assert set(graph.subjects(pact.funds, id_["border-programme"])) == {id_.arle}
    (node,) = graph.subjects(rdflib.RDF.predicate, pact.funds)
    assert str(node) == STATEMENT + "report/arle-funds-border-programme"
    assert set(graph.objects(node, rdflib.PROV.hadPrimarySource)) == {id_.report}
