"""Answers as rows and frames. Known answers are read off the sector working group's report, section A.1, line 15."""

from __future__ import annotations

import builtins
import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from unittest import mock

import pyoxigraph as ox
import pytest

import pactgraph
from command import real_graph
from conftest import World
from pactgraph import QueryError, Table, UsageError, vocab
from pactgraph.query import run
from pactgraph.table import plain, table

#: Section A.1, line 15: the border programme is paid for by the government of Japan and by the UN fund for peace.
BORDER = [
    ("japan", "border-management-lao", None, "yes", "idswg-2021", "A.1, line 15"),
    ("un-peace-and-development-trust-fund", "border-management-lao", None, "yes", "idswg-2021", "A.1, line 15"),
]


def literal(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(vocab.PREFIXES["xsd"] + kind))


def values(*rows: str) -> Table:
    """A table made of rows of SPARQL terms, one column `x`."""
    return real_graph().table(f"SELECT ?x {{ VALUES ?x {{ {' '.join(rows)} }} }}")


def test_a_named_question_on_the_shipped_data_gives_rows() -> None:
    answer = pactgraph.query("who-funds", programme="border-management-lao")
    assert answer.columns == ("funder", "programme", "when", "on_the_day", "source", "locator")
    assert list(answer) == BORDER
    assert len(answer) == 2


def test_a_parameter_narrows_and_a_clock_is_heard() -> None:
    assert list(pactgraph.query("who-funds", programme="border-management-lao", funder="japan")) == BORDER[:1]
    # The only document that says so is the report of 2021.
    assert not list(pactgraph.query("who-funds", programme="border-management-lao", known_by="2018-01-01"))
    assert not list(pactgraph.query("who-funds", programme="border-management-lao", funder="canada"))


def test_a_parameter_may_be_a_number_or_a_day() -> None:
    graph = real_graph()
    since = graph.table("started-since", since=date(2018, 1, 1))
    assert len(since)
    assert since == graph.table("started-since", since="2018-01-01")
    assert since != graph.table("started-since", since=date(2012, 1, 1))
    assert graph.table("answer-counts", at_most=1) == graph.table("answer-counts", at_most="1")


def test_sparql_gives_rows_too() -> None:
    answer = pactgraph.query("SELECT ?who { ?st rdf:subject ?who ; rdf:predicate pact:funds ; "
                             "rdf:object id:border-management-lao } ORDER BY ?who")  # fmt: skip
    assert answer.rows == (("japan",), ("un-peace-and-development-trust-fund",))


def test_yes_or_no_and_a_graph_are_tables_too() -> None:
    graph = real_graph()
    assert graph.table("ASK { id:japan pact:funds id:border-management-lao }").rows == ((True,),)
    assert graph.table("ASK { id:canada pact:funds id:border-management-lao }").rows == ((False,),)
    made = graph.table("CONSTRUCT { ?who pact:funds id:border-management-lao } "
                       "WHERE { ?who pact:funds id:border-management-lao }")  # fmt: skip
    assert made.columns == ("subject", "predicate", "object")
    assert sorted(map(str, made)) == [str((row[0], "funds", "border-management-lao")) for row in BORDER]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("who-fundz", "did you mean 'who-funds'"),
        ("who_funds", "no question 'who_funds'"),
    ],
)
def test_an_unknown_question_names_the_nearest(text: str, names: str) -> None:
    with pytest.raises(UsageError, match=names):
        pactgraph.query(text)


def test_what_cannot_be_asked_says_why() -> None:
    with pytest.raises(UsageError, match="has no parameter 'fonder'; did you mean 'funder'"):
        pactgraph.query("who-funds", fonder="japan")
    with pytest.raises(UsageError, match="belong to named questions"):
        pactgraph.query("SELECT ?x { ?x a pact:Country }", as_of="2021")
    with pytest.raises(QueryError, match="SERVICE"):
        pactgraph.query("SELECT * { SERVICE <http://x.example/> { ?a ?b ?c } }")


def test_a_folder_of_ones_own_is_asked_by_its_graph(world: World) -> None:
    graph = pactgraph.load(world())
    assert graph.table("who-funds").rows == (("arle", "border-programme", None, "yes", "report", "A, line 1"),)


# -- plain values -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (None, None),
        (ox.NamedNode(vocab.ID + "lcdc"), "lcdc"),
        (ox.NamedNode("https://example.org/x"), "https://example.org/x"),
        (ox.Literal("Huapanh"), "Huapanh"),
        (ox.Literal("Laos", language="en"), "Laos"),
        (literal("20", "integer"), 20),
        (literal("7", "nonNegativeInteger"), 7),
        (literal("2966.50", "decimal"), Decimal("2966.50")),
        (literal("1.5E3", "double"), 1500.0),
        (literal("true", "boolean"), True),
        (literal("0", "boolean"), False),
        (literal("2021-12-31", "date"), date(2021, 12, 31)),
        # What is not as its datatype says stays as it was written.
        (literal("many", "integer"), "many"),
        (literal("1,5", "decimal"), "1,5"),
        (literal("2021-13-01", "date"), "2021-13-01"),
        (literal("maybe", "boolean"), "maybe"),
        # An EDTF date is no day.
        (ox.Literal("2021"), "2021"),
        (literal("2021", "gYear"), "2021"),
    ],
)
def test_a_term_becomes_a_plain_value_of_its_kind(term: Any, value: Any) -> None:
    found = plain(term)
    assert found == value
    assert type(found) is type(value)


def test_a_query_that_fails_while_it_is_read_says_so() -> None:
    class Broken:
        variables = (ox.Variable("x"),)

        def __iter__(self) -> Any:
            raise OSError("the engine stopped")

    with pytest.raises(QueryError, match="the engine stopped"):
        table(Broken())  # type: ignore[arg-type]


# -- frames -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["to_pandas", "to_polars"])
def test_a_frame_has_the_columns_and_rows_of_the_answer(form: str) -> None:
    frame = getattr(pactgraph.query("who-funds", programme="border-management-lao"), form)()
    assert list(frame.columns) == ["funder", "programme", "when", "on_the_day", "source", "locator"]
    assert frame.shape == (2, 6)
    assert list(frame["funder"]) == ["japan", "un-peace-and-development-trust-fund"]
    assert [value for value in frame["when"] if value is not None and value == value] == []


@pytest.mark.parametrize("form", ["to_pandas", "to_polars"])
def test_amounts_can_be_added_up_in_a_frame(form: str) -> None:
    for answer, total in ((values("20", "4.5"), 24.5), (values("20", "4.5", "1e1"), 34.5), (values("20", "1e1"), 30)):
        column = getattr(answer, form)()["x"]
        assert str(column.dtype).lower() == "float64"
        assert column.sum() == total
    assert getattr(values("20", "15"), form)()["x"].sum() == 35


@pytest.mark.parametrize("form", ["to_pandas", "to_polars"])
def test_a_column_of_several_kinds_becomes_text(form: str) -> None:
    assert list(getattr(values("20", '"many"', "id:lcdc"), form)()["x"]) == ["20", "many", "lcdc"]
    assert list(getattr(values("true", "1"), form)()["x"]) == ["True", "1"]


@pytest.mark.parametrize("form", ["to_pandas", "to_polars"])
def test_what_is_not_known_is_empty_and_not_nought(form: str) -> None:
    frame = getattr(real_graph().table("SELECT ?x ?y { VALUES (?x ?y) { (1.5 1) (UNDEF 2) } } ORDER BY ?y"), form)()
    first, second = frame["x"]
    assert first == 1.5
    assert second is None or math.isnan(second)


@pytest.mark.parametrize("form", ["to_pandas", "to_polars"])
def test_an_answer_without_rows_is_a_frame_without_rows(form: str) -> None:
    frame = getattr(pactgraph.query("who-funds", programme="border-management-lao", funder="canada"), form)()
    assert frame.shape == (0, 6)
    assert "funder" in list(frame.columns)


@pytest.mark.parametrize(("form", "package"), [("to_pandas", "pandas"), ("to_polars", "polars")])
def test_without_the_package_the_error_says_what_to_install(form: str, package: str) -> None:
    real = builtins.__import__

    def without(name: str, globals: Mapping[str, Any] | None = None, *rest: Any) -> Any:
        if name == package:
            raise ImportError(name)
        return real(name, globals, *rest)

    answer = Table(("x",), ((1,),))
    with (
        mock.patch("builtins.__import__", without),
        pytest.raises(UsageError, match=rf"{package}.*pactgraph\[frames\]"),
    ):
        getattr(answer, form)()


def test_the_function_and_the_module_of_one_name_do_not_hide_each_other() -> None:
    assert callable(pactgraph.query)
    assert run.__module__ == "pactgraph.query"
