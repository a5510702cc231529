"""The network that a notebook gets: as many nodes and edges as records, typed, in files that others read."""

from __future__ import annotations

import io
from datetime import date
from typing import get_type_hints

import networkx as nx
import pytest

import pactgraph
from command import real_graph
from conftest import World, claims
from pactgraph import PactGraph, export, vocab
from pactgraph.network import EdgeAttributes, NodeAttributes, build_network, view, with_narrower


@pytest.fixture(scope="module")
def lao() -> PactGraph:
    """The real data, which are only looked at."""
    return real_graph()


@pytest.fixture
def small(world: World) -> PactGraph:
    """A network whose views can be counted by hand."""
    return pactgraph.load(
        world(
            {
                "statements/report/a.yaml": claims(
                    "  - {subject: arle, predicate: funds, object: border-programme, when: 2018/2019, line: 1}",
                    "  - {subject: arle, predicate: funds, object: border-programme, when: 2017, id: before, line: 1}",
                    "  - {subject: borduria, predicate: supports, object: border-programme, when: 2016~, line: 2}",
                    "  - {subject: harbour-customs, predicate: implements, object: border-programme, line: 3}",
                    "  - {subject: borduria, predicate: funds, object: border-programme, status: denied, line: 4}",
                    "  - subject: harbour-customs",
                    "    predicate: cooperates_with",
                    "    object: borduria",
                    "    themes: treatment",
                    "    line: 5",
                    "  - {subject: border-programme, predicate: addresses, object: border-management, line: 6}",
                    "  - {subject: border-programme, predicate: stage, value: started, when: 2018, line: 7}",
                )
            }
        )
    )


def names(network: nx.MultiDiGraph) -> set[str]:
    return {f"{s} {d['predicate']} {t}" for s, t, d in network.edges(data=True)}


def test_as_many_nodes_as_things_and_edges_as_statements_between_things(lao: PactGraph) -> None:
    network = lao.network
    assert isinstance(network, nx.MultiDiGraph)
    assert set(network) == set(lao.things)
    between = {s.id: s for s in lao.statements if s.object is not None}
    assert {key for _, _, key in network.edges(keys=True)} == set(between)
    assert network.number_of_edges() == len(between)
    for subject, target, key in network.edges(keys=True):
        assert (between[key].subject, between[key].object) == (subject, target)


def test_every_attribute_is_there_and_of_its_type(lao: PactGraph) -> None:
    node_types, edge_types = get_type_hints(NodeAttributes), get_type_hints(EdgeAttributes)
    for _, data in lao.network.nodes(data=True):
        assert {key: type(value) for key, value in data.items()} == node_types
    for _, _, data in lao.network.edges(data=True):
        assert {key: type(value) for key, value in data.items()} == edge_types
        assert data["family"] == vocab.PREDICATES[data["predicate"]].family
        assert data["document"] in lao.things
        assert data["locator"]
        for day in ("possible_from", "certain_from", "certain_until", "possible_until"):
            date.fromisoformat(data[day])
        assert data["possible_from"] <= data["certain_from"]
        assert data["certain_until"] <= data["possible_until"]


def test_a_notebook_user_needs_nothing_else(lao: PactGraph) -> None:
    """Who funds most, who stands between, what hangs together: with NetworkX alone."""
    network = lao.network
    funds = [(s, t) for s, t, data in network.edges(data=True) if data["predicate"] == "funds" and data["plain"]]
    assert {(s.subject, s.object) for s in lao.statements if s.predicate == "funds" and s.is_plain} == set(funds)
    simple = nx.Graph(network.to_undirected())
    assert max(nx.degree_centrality(simple).values()) <= 1
    assert len(max(nx.connected_components(simple), key=len)) > len(simple) / 2
    assert nx.shortest_path(simple, "japan", "lao-pdr")
    assert network.nodes["unodc"]["label"]


def test_two_statements_of_the_same_are_two_edges_and_a_stage_is_none(small: PactGraph) -> None:
    edges = small.network.get_edge_data("arle", "border-programme")
    assert set(edges) == {"report/arle-funds-border-programme", "report/before"}
    assert not any(data["predicate"] == "stage" for _, _, data in small.network.edges(data=True))
    denied = small.network.edges["borduria", "border-programme", "report/borduria-funds-border-programme"]
    assert (denied["status"], denied["plain"]) == ("denied", False)


def test_views_by_predicate_and_family(small: PactGraph) -> None:
    assert names(view(small.network, predicates={"implements"})) == {"harbour-customs implements border-programme"}
    money = {"arle funds border-programme", "borduria supports border-programme", "borduria funds border-programme"}
    assert names(view(small.network, families={"money"})) == money
    assert names(view(small.network, families={"money"}, predicates={"funds"})) == {
        "arle funds border-programme",
        "borduria funds border-programme",
    }
    assert names(view(small.network)) == names(small.network)
    assert names(view(small.network, predicates={"chairs"})) == set()
    assert set(view(small.network, predicates={"implements"})) == {"harbour-customs", "border-programme"}


def test_views_by_theme_take_narrower_ones_and_what_touches_their_work(small: PactGraph) -> None:
    assert names(view(small.network, themes={"treatment"})) == {"harbour-customs cooperates_with borduria"}
    on_borders = names(view(small.network, themes={"border-management"}))
    assert "arle funds border-programme" in on_borders
    assert "border-programme addresses border-management" in on_borders
    assert "harbour-customs cooperates_with borduria" not in on_borders
    broader = next(theme.broader for theme in vocab.themes() if theme.id == "border-management")
    assert broader
    assert names(view(small.network, themes={broader})) >= on_borders


def test_views_by_day_certain_and_possible(small: PactGraph) -> None:
    def funds(day: date, *, certain: bool = False) -> set[str]:
        part = view(small.network, predicates={"funds", "supports"}, on=day, certain=certain)
        return {key for s, t, key, d in part.edges(keys=True, data=True) if d["status"] != "denied"}

    now, before = "report/arle-funds-border-programme", "report/before"
    about = "report/borduria-supports-border-programme"
    assert now in funds(date(2018, 12, 31), certain=True)
    assert now in funds(date(2018, 6, 1))
    assert now not in funds(date(2018, 6, 1), certain=True), "it may have begun later in that year"
    assert funds(date(2017, 6, 1)) >= {before}
    assert now not in funds(date(2017, 6, 1))
    assert funds(date(2020, 1, 1), certain=True) == set()
    assert about in funds(date(2016, 6, 1))
    for day in (date(2016, 6, 1), date(2018, 6, 1), date(2021, 1, 1)):
        assert funds(day, certain=True) <= funds(day)


def test_a_view_is_read_only_and_follows_its_network(small: PactGraph) -> None:
    part = view(small.network, families={"money"})
    with pytest.raises(nx.NetworkXError, match=r"[Ff]rozen"):
        part.add_edge("a", "b")


def test_narrower_themes_are_found_to_the_bottom() -> None:
    tops = {theme.id for theme in vocab.themes() if not theme.broader}
    assert with_narrower(tops) == {theme.id for theme in vocab.themes()}
    assert with_narrower(()) == frozenset()
    leaf = next(t.id for t in vocab.themes() if t.id not in {each.broader for each in vocab.themes()})
    assert with_narrower({leaf}) == {leaf}


Edge = tuple[str, str, str]


def edges_of(network: nx.Graph) -> dict[Edge, dict[str, object]]:
    return {(source, target, key): dict(data) for source, target, key, data in network.edges(keys=True, data=True)}


def test_graphml_parses_back_to_the_same_network(lao: PactGraph) -> None:
    back = nx.read_graphml(io.BytesIO(export.graphml(lao)), force_multigraph=True)
    assert dict(back.nodes(data=True)) == dict(lao.network.nodes(data=True))
    assert edges_of(back) == edges_of(lao.network)
    assert back.is_directed()


def test_gexf_parses_back_to_the_same_network(small: PactGraph) -> None:
    back = nx.read_gexf(io.BytesIO(export.gexf(small)))
    assert {
        node: {k: data[k] for k in ("type", "kind", "aliases", "label")} for node, data in back.nodes(data=True)
    } == {node: dict(data) for node, data in small.network.nodes(data=True)}
    expected = {key: {**data, "id": key[2]} for key, data in edges_of(small.network).items()}
    assert edges_of(back) == expected
    assert b"lastmodified" not in export.gexf(small)


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b> & \"quoted\" 'so'",
        "مكتب المخدرات",
        "\u202eright to left",
        "🌾 poppy",
        "ຫົວພັນ",
        "]]> <!-- -->",
        "two lines",
        "{{7*7}}",
    ],
)
def test_what_stands_in_a_label_comes_back_from_both_files(world: World, text: str) -> None:
    import json

    name = json.dumps(text, ensure_ascii=False)
    entity = f"- id: odd\n  name: {name}\n  named_in: [{{document: report, section: A, line: 3}}]\n"
    graph = pactgraph.load(world({"entities/country/odd.yaml": entity}))
    assert nx.read_graphml(io.BytesIO(export.graphml(graph)), force_multigraph=True).nodes["odd"]["label"] == text
    assert nx.read_gexf(io.BytesIO(export.gexf(graph))).nodes["odd"]["label"] == text


def test_two_builds_are_equal_in_order_too(lao: PactGraph) -> None:
    again = build_network(pactgraph.load().records)
    assert list(again.edges(keys=True, data=True)) == list(lao.network.edges(keys=True, data=True))
    assert list(again.nodes(data=True)) == list(lao.network.nodes(data=True))
