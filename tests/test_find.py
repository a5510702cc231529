"""Search: every spelling that people and documents use finds the thing, and nothing else comes first."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pactgraph
from command import call, real_graph
from conftest import World, claims
from pactgraph import PactGraph
from pactgraph.find import fold
from pactgraph.model import Item


@pytest.fixture(scope="module")
def lao() -> PactGraph:
    """The real data, which are only looked at."""
    return real_graph()


def first(graph: PactGraph, text: str) -> str:
    hits = graph.find(text)
    assert hits, f"nothing is found for {text!r}"
    return hits[0].thing.id


@pytest.mark.parametrize(
    "text",
    ["Huapanh", "Houaphan", "Houaphanh", "Huaphan", "houaphan", "HOUAPHANH", " houaphanh ", "Hùaphån", "Houa-phanh"],
)
def test_every_spelling_of_the_province_finds_it_first(lao: PactGraph, text: str) -> None:
    assert first(lao, text) == "houaphanh"


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("LCDC", "lcdc"),
        ("lcdc", "lcdc"),
        ("AMLIO", "amlio"),
        ("UNODC", "unodc"),
        ("unodc", "unodc"),
        ("IDSWG", "idswg"),
        ("Lao PDR", "lao-pdr"),
        ("Laos", "lao-pdr"),
        ("Japan", "japan"),
        ("border-management-lao", "border-management-lao"),
    ],
)
def test_acronyms_names_and_ids(lao: PactGraph, text: str, thing: str) -> None:
    assert first(lao, text) == thing


@pytest.mark.parametrize(
    ("text", "thing"),
    [("Houaphang", "houaphanh"), ("Austalia", "australia"), ("Germny", "germany"), ("Vientianne", "vientiane")],
)
def test_a_slip_of_the_finger(lao: PactGraph, text: str, thing: str) -> None:
    assert first(lao, text) == thing


@pytest.mark.parametrize("text", ["xyzzyqqq", "qqqqqqqqqqqqqq", "", "   ", "-", "???", "%", "\u0301", "12345678"])
def test_nonsense_finds_nothing(lao: PactGraph, text: str) -> None:
    assert lao.find(text) == []


def test_every_name_of_every_entity_finds_it_among_the_first(lao: PactGraph) -> None:
    """Two things may share a name; then both are there, with nothing that fits less before them."""
    entities = [thing for thing in lao.things.values() if not isinstance(thing.entry, Item)]
    for thing in entities[::59]:  # another part of them after every change of the data
        for name in (thing.id, thing.label, *thing.aliases):
            hits = lao.find(name, 20)
            mine = next((hit for hit in hits if hit.thing.id == thing.id), None)
            assert mine, (thing.id, name)
            assert mine.score == hits[0].score, (thing.id, name, hits[0])


def test_a_part_of_a_name_finds_it(lao: PactGraph) -> None:
    assert all("border" in fold(hit.name) for hit in lao.find("border", 5))
    assert "drug-treatment-lao" in {hit.thing.id for hit in lao.find("drug treatment", 20)}


def test_the_words_of_a_name_find_it_in_any_order_and_without_the_words_between(lao: PactGraph) -> None:
    for text in ("methadone needle exchange", "needle methadone", "methad exch"):
        assert any(hit.name.startswith("Methadone and needle exchange") for hit in lao.find(text)), text
    # Decoys: a word that is in no such name, and letters from the middle of a word.
    for text in ("methadone submarine", "thadone needle"):
        assert not any(hit.name.startswith("Methadone and needle exchange") for hit in lao.find(text)), text


def test_an_entity_comes_before_an_item_that_mentions_it(lao: PactGraph) -> None:
    for text in ("treatment", "Lao PDR", "border"):
        kinds = [isinstance(hit.thing.entry, Item) for hit in lao.find(text, 5)]
        assert not kinds[0], text


def test_accents_case_and_marks_count_for_nothing(world: World) -> None:
    country = '- {id: cote, name: "Côte d’Écume", aliases: ["Æbelø", "Łódź", "ຫົວພັນ"], named_in: [C]}\n'
    citation = "{document: report, section: A, line: 3}"
    graph = pactgraph.load(world({"entities/country/b.yaml": country.replace("C]}", f"{citation}]}}")}))
    for text in (
        "Cote d'Ecume",
        "COTE D ECUME",
        "côte-d’écume",
        "Łódź",
        "ຫົວພັນ",
        unicodedata.normalize("NFD", "Côte d’Écume"),
    ):
        assert first(graph, text) == "cote", text


def test_the_name_that_was_found_is_shown(lao: PactGraph) -> None:
    hit = lao.find("huapanh")[0]
    assert (hit.thing.id, hit.name) == ("houaphanh", "Huapanh")
    assert lao.find("UNODC")[0].name == "UNODC", "an id says less than a name"


def test_best_first_and_never_more_than_asked_for(lao: PactGraph) -> None:
    for text in ("lao", "border", "programme"):
        hits = lao.find(text, 7)
        assert len(hits) == 7
        assert [(-hit.score, hit.thing.id) for hit in hits] == sorted((-hit.score, hit.thing.id) for hit in hits)
        assert hits == lao.find(text, 50)[:7]
        assert all(0 < hit.score <= 100 for hit in hits)


def test_the_same_answer_in_every_run(lao: PactGraph) -> None:
    again = pactgraph.load()
    for text in ("lao", "border", "huapan", "un", "commission"):
        assert [(h.thing.id, h.name, h.score) for h in lao.find(text)] == [
            (h.thing.id, h.name, h.score) for h in again.find(text)
        ]


@settings(max_examples=30)
@given(st.text(max_size=40))
def test_no_text_makes_it_fail(text: str) -> None:
    hits = real_graph().find(text)
    assert len(hits) <= 10
    if not fold(text):
        assert hits == []


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_long_text_is_no_burden(lao: PactGraph) -> None:
    assert lao.find("drug " * 2000) == []


def test_an_empty_world_finds_nothing_of_others(world: World, tmp_path: Path) -> None:
    graph = pactgraph.load(
        world(
            {
                "statements/report/c.yaml": claims(
                    "  - {subject: borduria, predicate: funds, object: border-programme, line: 4}"
                )
            }
        )
    )
    assert first(graph, "The Long Fence") == "border-programme"
    assert first(graph, "kingdom") == "borduria"
    assert graph.find("Houaphanh") == []


def test_what_is_found_by_its_id_says_what_it_is_called() -> None:
    done = call("find", "dublin-group-2017-myanmar-precursors", "-q")
    first = next(line for line in done.lines if line.startswith("dublin-group-2017-myanmar-precursors\t"))
    assert first.split("\t")[2].startswith("Stimulants are made with chemicals trafficked in")
    # The decoy: what is found by another name is shown by that one.
    assert call("find", "LCDC", "-q").lines[1].split("\t")[::2] == ["lcdc", "LCDC"]
