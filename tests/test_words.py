"""Statements and figures in words: what reaches a person holds no code, and no plan or denial passes for a fact."""

from __future__ import annotations

import pytest

import pactgraph
from conftest import World, block, claims
from pactgraph import vocab, words
from pactgraph.load import load_records

#: A statement as written, and how it is said; Arle funds, Harbour Customs implements.
SAID = [
    ("subject: arle, predicate: funds, object: border-programme", "Arle funds Border Programme"),
    (
        "subject: arle, predicate: funds, object: border-programme, "
        "amount: {value: 4500.5, currency: AUD, kind: pledge}",
        "Arle funds Border Programme, AUD 4,500.5 (pledge)",
    ),
    (
        "subject: arle, predicate: supports, object: border-programme, "
        "amount: {value: 20, max: 35, currency: unstated, comparator: about}",
        "Arle supports Border Programme, about 20 to 35 (currency not stated)",
    ),
    (
        "subject: borduria, predicate: funds, object: border-programme, status: denied",
        "NOT: Borduria funds Border Programme",
    ),
    # The status of a plan stands beside the sentence, as its date does.
    (
        "subject: borduria, predicate: funds, object: border-programme, status: planned",
        "Borduria funds Border Programme",
    ),
    (
        "subject: borduria, predicate: asked_to_fund, object: border-programme",
        "Borduria is asked to fund Border Programme",
    ),
    ("subject: borduria, predicate: not_member, object: arle", "Borduria is not a member of Arle"),
    (
        "subject: border-programme, predicate: requires, amount: {value: 5, currency: USD, comparator: up-to}",
        "Border Programme requires up to USD 5",
    ),
    ("subject: border-programme, predicate: not_funded", "Border Programme is not funded by anybody"),
    ("subject: border-programme, predicate: stage, value: set-up", "Border Programme was set up"),
    ("subject: border-programme, predicate: stage, value: covers, when: 2018/2020", "Border Programme covers a period"),
    ("subject: border-programme, predicate: named, value: The Wall", "Border Programme was named: The Wall"),
]


@pytest.mark.parametrize(("written", "said"), SAID)
def test_a_statement_is_said_in_names_and_words(world: World, written: str, said: str) -> None:
    line = f"  - {{id: it, {written}, line: 3}}"
    records = load_records(world({"statements/report/b.yaml": claims(line)}))
    (statement,) = [s for s in records.statements if s.id == "report/it"]
    assert words.sentence(records.things, statement) == said


def test_an_item_in_a_sentence_says_what_it_is_and_does_not_end_it(world: World) -> None:
    item = "  - {id: report-ask, type: recommendation, key: '4', text: Mend it., by: arle, to: borduria, line: 4}"
    records = load_records(world({"statements/report/i.yaml": block("items", item)}))
    said = {s.predicate: words.sentence(records.things, s) for s in records.statements if s.origin == "item"}
    assert said == {
        "recommends": "Arle recommends Recommendation 4: Mend it",
        "addressed_to": "Recommendation 4: Mend it is addressed to Borduria",
    }


def test_names_are_cut_only_when_asked_and_an_unknown_id_stands_for_itself(world: World) -> None:
    records = load_records(world())
    (funds,) = [s for s in records.statements if s.predicate == "funds"]
    assert words.sentence(records.things, funds, 10) == "Arle funds Border Pr…"
    assert words.sentence(records.things, funds, len("Border Programme")) == "Arle funds Border Programme"
    assert words.sentence({}, funds) == "arle funds border-programme"
    assert (words.label_of(records.things, "arle"), words.label_of(records.things, "arlee")) == ("Arle", "arlee")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("value: 20, unit: posts", "20 posts"),
        ("value: 1234567.50, unit: hectares", "1,234,567.50 hectares"),
        ("value: 999, max: 1000, unit: posts, comparator: about", "about 999 to 1,000 posts"),
        ("value: 0, unit: posts", "0 posts"),
        ("value: 30, unit: posts, comparator: up-to", "up to 30 posts"),
        ("value: 30, unit: posts, comparator: more-than", "more than 30 posts"),
        ("cell: not-applicable", "(not applicable)"),
        ("cell: blank", "(blank)"),
    ],
)
def test_a_figure_is_said_as_the_document_qualifies_it(world: World, written: str, said: str) -> None:
    line = f"  - {{what: posts, place: arle, {written}, line: 5}}"
    (figure,) = load_records(world({"statements/report/f.yaml": block("figures", line)})).figures
    assert words.measure(figure.entry) == said


def test_every_stage_is_said_as_what_became_of_the_thing(world: World) -> None:
    lines = [
        f"  - {{subject: border-programme, predicate: stage, value: {stage}, line: {number}}}"
        for number, stage in enumerate(vocab.STAGES, start=1)
    ]
    records = load_records(world({"statements/report/b.yaml": claims(*lines)}))
    said = {s.value: words.sentence(records.things, s) for s in records.statements if s.predicate == "stage"}
    assert len(set(said.values())) == len(vocab.STAGES)
    for stage, sentence in said.items():
        assert "-" not in sentence, stage
        assert " stage" not in sentence, stage


def test_every_sentence_of_the_data_is_free_of_codes() -> None:
    graph = pactgraph.load()
    for statement in graph.statements:
        said = words.sentence(graph.things, statement)
        assert "_" not in words.verb(statement), said
        assert said == " ".join(said.split()), said
