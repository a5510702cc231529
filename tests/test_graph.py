"""`pactgraph.load()`: what users hold, and that it follows its folder file by file without a difference."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

import pactgraph
from command import real_graph
from conftest import MINIMAL, World, claims
from pactgraph import DataError, PactGraph, Problem, QueryError, Statement, Thing, UsageError, vocab
from pactgraph.query import rows

#: rdflib's Dataset uses what rdflib itself calls deprecated.
pytestmark = pytest.mark.filterwarnings(r"ignore:Dataset\.default_context is deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def lao() -> PactGraph:
    """The real data, which are only looked at."""
    return real_graph()


def dump(graph: PactGraph) -> list[bytes]:
    """Everything in the store, byte for byte, sorted."""
    import pyoxigraph as ox

    return sorted(graph.store.engine.dump(format=ox.RdfFormat.N_QUADS).splitlines())


# -- what is in it ----------------------------------------------------------------------------------


def test_load_gives_records_rdf_network_and_store(lao: PactGraph) -> None:
    assert isinstance(lao.rdf, rdflib.Dataset)
    assert isinstance(lao.network, nx.MultiDiGraph)
    assert isinstance(lao.things["unodc"], Thing)
    assert all(isinstance(each, Statement) for each in lao.statements)
    assert lao.records.things is lao.things
    assert list(lao.things) == sorted(lao.things)
    assert [s.id for s in lao.statements] == sorted(s.id for s in lao.statements)
    assert [f.id for f in lao.figures] == sorted(f.id for f in lao.figures)
    assert lao.rdf is lao.rdf
    assert lao.network is lao.network


def test_load_takes_text_or_path_and_says_how_far_it_is(world: World) -> None:
    folder = world()
    steps: list[tuple[int, int]] = []
    graph = pactgraph.load(str(folder), progress=lambda done, total: steps.append((done, total)))
    assert graph.folder == folder
    count = len(list(folder.rglob("*.yaml")))
    assert steps == [(n, count) for n in range(1, count + 1)]
    assert pactgraph.load(folder).statements == graph.statements


def test_load_refuses_with_every_problem(tmp_path: Path, world: World) -> None:
    with pytest.raises(DataError, match="no such folder"):
        pactgraph.load(tmp_path / "nowhere")
    broken = world({"entities/country/b.yaml": "- id: B\n", "entities/country/c.yaml": "- id: C\n"})
    with pytest.raises(DataError) as caught:
        pactgraph.load(broken)
    assert {problem.file for problem in caught.value.problems} == {"entities/country/b.yaml", "entities/country/c.yaml"}


def test_rdf_is_the_store_through_rdflib(lao: PactGraph) -> None:
    unodc = rdflib.URIRef(vocab.ID + "unodc")
    assert str(lao.rdf.value(unodc, rdflib.RDFS.label)) == lao.things["unodc"].label
    assert {str(graph.identifier) for graph in lao.rdf.graphs()} >= {vocab.DOCUMENT_GRAPH + "idswg-2021"}
    found = {str(row.s) for row in lao.rdf.query("SELECT ?s WHERE { ?s a pact:Statement }")}
    assert found == {vocab.STATEMENT + s.id for s in lao.statements}
    prefixes = dict(lao.rdf.namespaces())
    assert {name: str(prefixes[name]) for name in vocab.PREFIXES} == dict(vocab.PREFIXES)


def test_query_knows_the_usual_prefixes_and_refuses_in_its_own_words(lao: PactGraph) -> None:
    assert rows(lao.query("SELECT ?l { id:lao-pdr rdfs:label ?l }")) == (["l"], [["Lao PDR"]])
    assert rows(lao.query("ASK { id:japan pact:funds ?x }")) == (["answer"], [["yes"]])
    names, found = rows(lao.query("CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?s { id:lao-pdr } ?s ?p ?o }"))
    assert names == ["subject", "predicate", "object"]
    assert ["lao-pdr", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "Country"] in found
    with pytest.raises(QueryError, match="line 1, column 1"):
        lao.query("SELEC *")
    with pytest.raises(QueryError, match="SERVICE would call another server"):
        lao.query("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")


def test_the_parameters_of_a_question_are_keywords(lao: PactGraph) -> None:
    assert {row[0] for row in rows(lao.ask("who-funds", funder="japan"))[1]} == {"japan"}
    assert rows(lao.ask("who-funds", known_by="1999")) == (rows(lao.ask("who-funds"))[0], [])
    with pytest.raises(UsageError):
        lao.ask("who-funds", as_of="someday")


def test_find_and_matching(lao: PactGraph) -> None:
    assert lao.find("huapanh", limit=1)[0].thing.id == "houaphanh"
    funds = lao.matching(predicate="funds", object="border-management-lao")
    assert {s.subject for s in funds} == {"japan", "un-peace-and-development-trust-fund"}
    assert set(lao.matching(predicate="supports")) >= set(lao.matching(predicate="funds"))
    assert lao.matching(subject="japan", predicate="signs", object="lao-pdr") == []
    for wrong in ({"subject": "jpan"}, {"predicate": "fund"}, {"object": "nowhere"}):
        with pytest.raises(UsageError):
            lao.matching(**wrong)


# -- reload -----------------------------------------------------------------------------------------


def test_reload_without_a_change_changes_nothing(world: World) -> None:
    graph = pactgraph.load(world())
    before, records = dump(graph), graph.records
    for path in graph.folder.rglob("*.yaml"):
        path.touch()
    assert graph.reload() == 0
    assert dump(graph) == before
    assert graph.records.statements == records.statements


def test_reload_of_one_changed_file_is_as_a_fresh_load(world: World) -> None:
    graph = pactgraph.load(world())
    assert dump(graph)
    assert graph.network.number_of_edges() == 2
    path = graph.folder / "statements/report/a.yaml"
    path.write_text(
        path.read_text() + "  - {subject: borduria, predicate: supports, object: border-programme, line: 3}\n"
    )
    changed = graph.reload()
    fresh = pactgraph.load(graph.folder)
    assert 0 < changed == len(set(dump(fresh)) ^ set(dump(pactgraph.load(world()))))
    assert len(graph.statements) == 3


def test_reload_is_seen_through_everything_already_held(world: World) -> None:
    graph = pactgraph.load(world())
    rdf, network = graph.rdf, graph.network
    path = graph.folder / "entities/country/all.yaml"
    path.write_text(path.read_text().replace("name: Arle", "name: Arle of the Sea"))
    graph.reload()
    arle = rdflib.URIRef(vocab.ID + "arle")
    assert str(rdf.value(arle, rdflib.RDFS.label)) == "Arle of the Sea"
    assert graph.network.nodes["arle"]["label"] == "Arle of the Sea"
    assert network.nodes["arle"]["label"] == "Arle", "a network in hand stays as it was"
    assert graph.find("of the sea")[0].thing.id == "arle"
    assert rows(graph.query("SELECT ?l { id:arle rdfs:label ?l }"))[1] == [["Arle of the Sea"]]


def test_reload_before_anything_is_built(world: World) -> None:
    graph = pactgraph.load(world())
    (graph.folder / "entities/country/c.yaml").write_text(
        "- {id: cordia, name: Cordia, named_in: [{document: report, section: A, line: 3}]}\n"
    )
    graph.reload()
    assert dump(graph) == dump(pactgraph.load(graph.folder))
    assert "cordia" in graph.network


def test_a_broken_edit_raises_and_everything_stays(world: World) -> None:
    graph = pactgraph.load(world())
    before, records, network = dump(graph), graph.records, graph.network
    path = graph.folder / "statements/report/a.yaml"
    good = path.read_text()
    for bad in (
        good.replace("border-programme", "border-program"),
        good.replace("predicate: funds", "predicate: fundz"),
        good + "  - {subject: [unclosed",
        "",
        good.replace("line: 1", "line: 99"),
    ):
        path.write_text(bad)
        with pytest.raises(DataError) as caught:
            graph.reload()
        assert "statements/report/a.yaml" in {problem.file for problem in caught.value.problems}
        assert graph.records is records
        assert graph.network is network
        assert dump(graph) == before
    path.write_text(good)
    assert graph.reload() == 0
    assert dump(graph) == before


def test_a_folder_that_is_gone_raises_and_everything_stays(world: World) -> None:
    graph = pactgraph.load(world())
    before = dump(graph)
    shutil.rmtree(graph.folder)
    with pytest.raises(DataError):
        graph.reload()
    assert dump(graph) == before
    assert graph.things["arle"]


def test_two_statements_share_a_direct_triple_until_the_last_is_gone(world: World) -> None:
    once = "  - {subject: arle, predicate: funds, object: border-programme, line: 1}"
    again = "  - {subject: arle, predicate: funds, object: border-programme, when: 2019, id: again, line: 3}"
    rest = "  - {subject: harbour-customs, predicate: implements, object: border-programme, line: 2}"
    graph = pactgraph.load(world({"statements/report/a.yaml": claims(once, again, rest)}))
    ask = "ASK { id:arle pact:funds id:border-programme }"
    path = graph.folder / "statements/report/a.yaml"
    assert bool(graph.query(ask))
    path.write_text(claims(again, rest))
    graph.reload()
    assert bool(graph.query(ask))
    path.write_text(claims(rest, "  - {subject: arle, predicate: supports, object: border-programme, line: 4}"))
    graph.reload()
    assert not bool(graph.query(ask))
    assert dump(graph) == dump(pactgraph.load(graph.folder))


#: What may or may not stand in the world of the next test. Several only make sense together, so that
#: some edits are broken: a disagreement needs both its sides, a plan's fulfilment its plan.
LINES = (
    "  - {subject: arle, predicate: funds, object: border-programme, line: 1}",
    "  - {subject: arle, predicate: funds, object: border-programme, when: 2019, id: again, line: 3}",
    "  - {subject: borduria, predicate: funds, object: border-programme, id: rival, line: 4}",
    "  - {subject: borduria, predicate: funds, object: border-programme, status: planned, id: plan, line: 5}",
    "  - {subject: arle, predicate: supports, object: border-programme, fulfils: plan, line: 6}",
    "  - {subject: arle, predicate: funds, object: border-programme, amount: {value: 1.50, currency: USD},"
    " id: money, line: 7}",
)
REST = (
    "  - {subject: harbour-customs, predicate: implements, object: border-programme, line: 2}",
    "  - {subject: borduria, predicate: member_of, object: harbour-customs, line: 8}",
    "  - {subject: arle, predicate: member_of, object: harbour-customs, line: 8}",
)
QUARREL = (
    "  disagreements:",
    "  - {id: who, about: Who pays., between: [again, rival]}",
)
SETTLED = (
    *QUARREL[:1],
    "  - {id: who, about: Who pays., between: [again, rival], prefer: rival, because: So it says.}",
)
SECTION_B = """\
document: report
blocks:
- section: B
  items:
  - {id: report-ask, type: recommendation, text: Build it., to: [arle], by: borduria, themes: treatment, line: 21}
  statements:
  - {subject: arle, predicate: funds, object: border-programme, id: in-b, line: 22}
  figures:
  - {what: posts, of: border-programme, value: 7, unit: posts, line: 23}
"""

states = st.fixed_dictionaries(
    {
        "lines": st.sets(st.integers(0, len(LINES) - 1)),
        "quarrel": st.sampled_from([(), QUARREL, SETTLED]),
        "name": st.sampled_from(["Arle", "Arle", "New Arle"]),
        "issued": st.sampled_from(["2020-06-15", "2020-06-15", "2021", "[2019-12-31..2021-02]"]),
        "alias": st.sampled_from(["", "  aliases: [The Long Fence]\n"]),
        "section_b": st.booleans(),
        "broken": st.sampled_from([False, False, False, True]),
        "moved": st.booleans(),
    }
)


def lay(folder: Path, state: dict[str, object]) -> None:
    """Write the world of a state, touching only files that differ."""
    chosen: set[int] = state["lines"]  # type: ignore[assignment]
    files = dict(MINIMAL)
    files["entities/country/all.yaml"] = files["entities/country/all.yaml"].replace(
        "name: Arle\n", f"name: {state['name']}\n"
    )
    files["entities/document/all.yaml"] = files["entities/document/all.yaml"].replace(
        "2020-06-15", str(state["issued"])
    )
    files["entities/programme/all.yaml"] = (
        "- id: border-programme\n  name: Border Programme\n  kind: programme\n" + str(state["alias"])
    )
    lines = [line for number, line in enumerate(LINES) if number in chosen]
    quarrel: tuple[str, ...] = state["quarrel"]  # type: ignore[assignment]
    text = claims(*lines, *REST, *quarrel)
    # The same statements from a file of another name: nothing may hang on where they stood.
    files[f"statements/report/{'moved' if state['moved'] else 'a'}.yaml"] = (
        files.pop("statements/report/a.yaml") and text
    )
    if state["section_b"]:
        files["statements/report/b.yaml"] = SECTION_B
    if state["broken"]:
        files["statements/report/c.yaml"] = claims(
            "  - {subject: nobody-at-all, predicate: funds, object: arle, line: 9}"
        )
    for path in folder.rglob("*.yaml"):
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text() != content:
            path.write_text(content)


def loaded_or_problems(folder: Path) -> PactGraph | tuple[Problem, ...]:
    try:
        return pactgraph.load(folder)
    except DataError as error:
        return error.problems


@settings(max_examples=40)
@given(st.lists(states, min_size=2, max_size=5))
def test_any_sequence_of_edits_ends_where_a_fresh_load_is(sequence: list[dict[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay(
            folder,
            {
                "lines": {0},
                "quarrel": (),
                "name": "Arle",
                "issued": "2020-06-15",
                "alias": "",
                "section_b": False,
                "broken": False,
                "moved": False,
            },
        )
        graph = pactgraph.load(folder)
        assert dump(graph)
        for state in sequence:
            lay(folder, state)
            before = dump(graph), graph.records
            fresh = loaded_or_problems(folder)
            if not isinstance(fresh, PactGraph):
                with pytest.raises(DataError) as caught:
                    graph.reload()
                assert caught.value.problems == fresh
                assert (dump(graph), graph.records) == before
                continue
            graph.reload()
            assert dump(graph) == dump(fresh)
            assert graph.records == fresh.records
            assert sorted(graph.network.edges(keys=True)) == sorted(fresh.network.edges(keys=True))
            assert dict(graph.network.nodes(data=True)) == dict(fresh.network.nodes(data=True))


def test_the_real_data_reload_file_by_file(tmp_path: Path, lao: PactGraph) -> None:
    """Files of statements are taken away and put back: the store ends equal, byte for byte."""
    folder = tmp_path / "data"
    shutil.copytree(lao.folder, folder)
    graph = pactgraph.load(folder)
    whole = dump(graph)
    assert whole == dump(lao)
    for path in sorted((folder / "statements").rglob("*.yaml"))[::25]:
        text = path.read_text()
        path.unlink()
        try:
            graph.reload()
            assert len(dump(graph)) < len(whole)
        except DataError:
            assert dump(graph) == whole  # others refer to it
        path.write_text(text)
        graph.reload()
        assert dump(graph) == whole, path.name
