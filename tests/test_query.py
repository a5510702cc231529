"""Named questions: their headers, their examples, their clocks; and that each answers what it asks.

The answers are compared with plain loops over the records, written here a second time from the
question's words, and with decoys laid beside the true answer.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import pytest

import pactgraph
from command import real_graph
from conftest import World, claims
from pactgraph import PactGraph, QueryError, UsageError, vocab
from pactgraph.clock import Reading
from pactgraph.edtf import bounds
from pactgraph.model import Item, Statement
from pactgraph.query import GROUPS, Parameter, Question, bind, check, questions, rows, run, serialise
from pactgraph.resources import queries_dir

#: Questions to which the Lao report rightly has no answer, and why.
UNANSWERED: dict[str, str] = {}

KINDS = {*vocab.ENTITY_TYPES, *vocab.ITEM_TYPES, "entity", "text", "number", "day"}


@pytest.fixture(scope="module")
def lao() -> PactGraph:
    """The real data, which are only looked at."""
    return real_graph()


def answer(graph: PactGraph, name: str, **values: str) -> list[dict[str, str]]:
    """The rows of a named question, each by column."""
    names, found = rows(graph.ask(name, **values))
    return [dict(zip(names, row, strict=True)) for row in found]


def example_of(question: Question) -> dict[str, str]:
    """The parameters in a question's example."""
    words = shlex.split(question.example)
    assert words[:3] == ["pactgraph", "query", question.name], question.example
    return dict(word.split("=", 1) for word in words[3:])


# -- the library ------------------------------------------------------------------------------------


def test_the_library_is_the_folder() -> None:
    assert list(questions()) == sorted(path.stem for path in queries_dir().glob("*.rq"))
    assert len(questions()) >= 60


@pytest.mark.parametrize("name", questions())
def test_a_question_says_what_it_asks_takes_and_an_example(name: str) -> None:
    question = questions()[name]
    assert question.text[0].isupper()
    assert "?" in question.text or question.text.startswith("Who says it")
    names = [parameter.name for parameter in question.parameters]
    assert len(names) == len(set(names))
    for parameter in question.parameters:
        assert set(parameter.kind.split("|")) <= KINDS, parameter
        assert parameter.text, f"{name}: what is the parameter {parameter.name} for?"
        assert f"?{parameter.name}" in question.sparql.split("WHERE {")[1], f"{parameter.name} is not asked about"
    assert set(example_of(question)) <= set(names)


@pytest.mark.parametrize("name", questions())
def test_its_first_lines_are_its_header_and_its_where_can_be_bound(name: str) -> None:
    text = (queries_dir() / f"{name}.rq").read_text("utf-8")
    header = [line for line in text.splitlines() if line.startswith("# ")][: len(questions()[name].parameters) + 3]
    assert [line.split(":")[0] for line in header] == [
        "# group",
        "# question",
        *["# parameter"] * len(questions()[name].parameters),
        "# example",
    ]
    assert text.count("WHERE {") == 1, "parameters are bound behind it"
    assert "ORDER BY" in text, "equal data are to give equal answers"
    assert questions()[name].group in GROUPS


def test_no_heading_of_the_library_is_empty_or_too_long_to_look_through() -> None:
    sizes = {group: sum(q.group == group for q in questions().values()) for group in GROUPS}
    assert all(3 <= size <= 25 for size in sizes.values()), sizes


@pytest.mark.parametrize("name", questions())
def test_its_example_has_an_answer_in_the_real_data(lao: PactGraph, name: str) -> None:
    found = answer(lao, name, **example_of(questions()[name]))
    if name in UNANSWERED:
        assert not found, f"{name} has an answer now: take it out of UNANSWERED"
    else:
        assert found


@pytest.mark.parametrize("name", questions())
def test_nothing_was_known_before_the_first_document(lao: PactGraph, name: str) -> None:
    values = example_of(questions()[name])
    issued = {lao.records.document(s.document).issued or "" for s in lao.statements}
    first = min(bounds(each).possible_until for each in issued)
    assert not answer(lao, name, **values, known_by=str(first - timedelta(days=1)))
    assert answer(lao, name, **values, known_by="2100") == answer(lao, name, **values)


@pytest.mark.parametrize("name", questions())
def test_every_row_of_evidence_names_its_source(lao: PactGraph, name: str) -> None:
    """What is worked out over a set has no single source; all else says where it stands."""
    worked_out = {
        *("no-funder", "one-funder", "on-theme", "disagreements", "series", "one-source", "how-many-sources"),
        *("newest-on", "known-under", "no-implementer", "money-per-programme"),
    }
    for row in answer(lao, name, **example_of(questions()[name])):
        if name not in worked_out:
            assert row["source"] in lao.things
            assert row["locator"]


@pytest.mark.parametrize("name", questions())
def test_no_question_has_a_correlated_not_exists(name: str) -> None:
    text = re.sub(r"#[^\n]*", "", (queries_dir() / f"{name}.rq").read_text("utf-8"))
    assert not re.search(r"NOT\s+EXISTS", text, re.IGNORECASE), "write a difference of two sets: MINUS"


@pytest.mark.parametrize("name", questions())
def test_a_question_passes_its_own_checks_and_is_quick(lao: PactGraph, name: str) -> None:
    check(questions()[name].sparql, name)
    start = time.monotonic()
    first = answer(lao, name)
    assert time.monotonic() - start < 2, "it goes through the data more than once"
    assert answer(lao, name) == first


@pytest.mark.parametrize("name", questions())
def test_no_row_comes_twice_and_the_order_tells_rows_apart(lao: PactGraph, name: str) -> None:
    """Without parameters, with those of the example, and with some other things that the parameters take."""
    sparql = questions()[name].sparql
    keys = re.findall(r"\?(\w+)", sparql.rsplit("ORDER BY", 1)[1])
    asked: list[dict[str, str]] = [{}, example_of(questions()[name])]
    for parameter in questions()[name].parameters:
        things = sorted(t.id for t in lao.things.values() if t.type in parameter.kind.split("|"))
        asked += [{parameter.name: value} for value in things[:: max(1, len(things) // 7)]]
        if parameter.kind == "entity":
            asked += [{parameter.name: value} for value in ("lao-pdr", "unodc", "opium-survey-lao", "mekong-mou-1993")]
    for values in asked:
        found = answer(lao, name, **values)
        assert len({tuple(row.values()) for row in found}) == len(found)
        # A key that is no column is a day by which rows are put in order; the columns must do without it.
        assert len({tuple(row[key] for key in keys if key in row) for row in found}) == len(found)


#: They look at stated periods, which are over when their dates say so.
OF_PERIODS = {"ended", "ends-before"}


@pytest.mark.parametrize("name", sorted(set(questions()) - OF_PERIODS))
def test_what_is_asked_of_a_day_leaves_out_what_was_called_over_before(name: str) -> None:
    """Without a date `ended` holds from its document's day on, which the four days do not show (`Clock.reading`)."""
    text = questions()[name].sparql
    for until in re.findall(r"\?(\w+) >= \?asOfFirst", text):
        said = re.findall(rf"\?(\w+) (?=rdf:|pact:)(?:[^.{{}}]|\.\S)*pact:possibleUntil \?{until}\b", text)
        for statement in said:
            assert f'MINUS {{ ?{statement} pact:status "ended" ;' in text, statement
            assert re.search(rf'\?{statement} pact:status \?\w+ \. FILTER\([^)]*"suspended"\)', text), statement


@pytest.mark.parametrize("name", questions())
def test_no_order_rests_on_a_date_as_it_is_written(name: str) -> None:
    """EDTF literals have no order in SPARQL: `2016~` and `2016/2020` are put in order as text."""
    sparql = questions()[name].sparql
    dates = {"when", *re.findall(r"pact:when \?(\w+)", sparql)}
    open_keys = set(re.findall(r"(?<!STR\()\?(\w+)", sparql.rsplit("ORDER BY", 1)[1]))
    assert not dates & open_keys


# -- parameters -------------------------------------------------------------------------------------


def bound(graph: PactGraph, name: str, **values: str) -> list[dict[str, str]]:
    """The rows with these values and no others: defaults are left out, and a thing need not be in the data."""
    import pyoxigraph as ox

    question, clock = questions()[name], graph.clock()
    kinds = {parameter.name: parameter.kind for parameter in question.parameters}
    xsd = vocab.PREFIXES["xsd"]
    types = {"number": f"{xsd}integer", "day": f"{xsd}date", "text": f"{xsd}string"}

    def term(kind: str, value: str) -> ox.NamedNode | ox.Literal:
        return (
            ox.Literal(value, datatype=ox.NamedNode(types[kind])) if kind in types else ox.NamedNode(vocab.ID + value)
        )

    days = {"asOfFirst": clock.first, "asOfLast": clock.last, "knownBy": clock.known_by}
    terms = {key: term(kinds[key], value) for key, value in values.items()}
    sparql = bind(question.sparql, terms, {key: term("day", day.isoformat()) for key, day in days.items()})
    names, found = rows(run(graph.store, sparql, name=name))
    return [dict(zip(names, row, strict=True)) for row in found]


PARAMETERS = [(question.name, parameter) for question in questions().values() for parameter in question.parameters]
#: Where nothing is said of somebody, that is what is asked for.
ASKS_WHO_IS_MISSING = {("not-sitting-in", "actor")}


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=lambda each: getattr(each, "name", each))
def test_of_what_no_document_speaks_there_is_no_answer(lao: PactGraph, name: str, parameter: Parameter) -> None:
    """A parameter that stands in an OPTIONAL alone, or inside a MINUS or a sub-select, would change nothing."""
    values = {p.name: p.default for p in questions()[name].parameters if p.default is not None}
    # An amount is never below nothing, nothing began in 9999, and nothing ends before the day.
    nothing = {"number": "-1", "day": "1000-01-01" if parameter.name == "before" else "9999-12-31"}
    found = bound(lao, name, **{**values, parameter.name: nothing.get(parameter.kind, "no-such-thing")})
    assert bool(found) == ((name, parameter.name) in ASKS_WHO_IS_MISSING)


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=lambda each: getattr(each, "name", each))
def test_a_parameter_only_narrows_the_answer(lao: PactGraph, name: str, parameter: Parameter) -> None:
    """What is answered with a value is answered without it too; where it is a column, it is that value's rows."""
    if parameter.kind in ("number", "day"):
        return
    others = {p.name: p.default for p in questions()[name].parameters if p.default is not None}
    others.pop(parameter.name, None)
    if (name, parameter.name) in ASKS_WHO_IS_MISSING:
        return
    everything = bound(lao, name, **others)
    column = sorted({row[parameter.name] for row in everything if row.get(parameter.name)})
    things = sorted(t.id for t in lao.things.values() if t.type in parameter.kind.split("|"))
    values = column[:: max(1, len(column) // 3)] or things[:: max(1, len(things) // 3)]
    example = example_of(questions()[name]).get(parameter.name, parameter.default)
    for value in {*values, *([example] if example else [])}:
        found = bound(lao, name, **others, **{parameter.name: value})
        if not everything or parameter.name in everything[0]:
            assert found == [row for row in everything if row[parameter.name] == value], value
        else:
            assert [row for row in found if row not in everything] == [], value


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=lambda each: getattr(each, "name", each))
def test_a_parameter_takes_every_kind_of_thing_that_the_answer_has(
    lao: PactGraph, name: str, parameter: Parameter
) -> None:
    """A region may act, a programme may support: who is in the answer may be asked for."""
    kinds = set(parameter.kind.split("|"))
    if not kinds & {"text", "number", "day", "entity"}:
        found = {row[parameter.name] for row in answer(lao, name) if row.get(parameter.name)}
        assert {lao.things[each].type for each in found} <= kinds


@pytest.mark.parametrize("name", questions())
def test_a_parameter_of_a_kind_refuses_what_is_not_of_it(lao: PactGraph, name: str) -> None:
    for parameter in questions()[name].parameters:
        kinds = set(parameter.kind.split("|"))
        if kinds & {"text", "number", "day"}:
            continue
        with pytest.raises(UsageError, match="unknown id"):
            lao.ask(name, **{parameter.name: "no-such-thing"})
        if "entity" in kinds:
            continue
        other = next(thing for thing in lao.things.values() if thing.type not in kinds)
        with pytest.raises(UsageError, match=f"{parameter.name} takes a .*; '{other.id}' is a {other.type}"):
            lao.ask(name, **{parameter.name: other.id})


def test_an_unknown_parameter_or_question_offers_the_nearest(lao: PactGraph) -> None:
    with pytest.raises(UsageError, match="did you mean 'funder'"):
        lao.ask("who-funds", fundr="japan")
    with pytest.raises(UsageError, match="did you mean 'who-funds'"):
        lao.ask("who-fund")
    with pytest.raises(UsageError, match="did you mean 'japan'"):
        lao.ask("who-funds", funder="jappan")


def test_every_value_of_a_parameter_narrows_the_answer(lao: PactGraph) -> None:
    everything = answer(lao, "who-funds")
    for funder in {row["funder"] for row in everything}:
        assert answer(lao, "who-funds", funder=funder) == [row for row in everything if row["funder"] == funder]
    for programme in {row["programme"] for row in everything}:
        assert answer(lao, "who-funds", programme=programme) == [
            row for row in everything if row["programme"] == programme
        ]


@pytest.mark.parametrize(
    "text", ["'", '"', "\\", '"} UNION {?s ?p ?o} #', "a\nb", "?s", "\u2028", "{{7*7}}", "} DROP ALL {"]
)
def test_a_text_is_bound_as_a_literal_that_no_query_can_leave(world: World, text: str) -> None:
    import pyoxigraph as ox

    graph = pactgraph.load(world())
    query = bind("SELECT ?x WHERE { BIND(?x AS ?y) }", {"x": ox.Literal(text)}, {})
    assert [solution["x"].value for solution in graph.query(query)] == [text]


# -- clocks, denials, plans, quarrels ---------------------------------------------------------------

SECOND = """\
- id: letter
  name: Letter of the harbour
  kind: note
  issued: 2022-03-01
  sections:
  - {key: "1", title: All of it, lines: 1-9}
"""
DECOYS = {
    "entities/organisation/all.yaml": "".join(
        f"- id: {name}\n  name: {name.title()}\n  kind: agency\n"
        for name in ("giver", "denier", "planner", "quarreller", "rival", "loser", "winner", "unsure", "past")
    ),
    "entities/document/letter.yaml": SECOND,
    "statements/report/a.yaml": claims(
        *(
            f"  - {{subject: {subject}, predicate: funds, object: border-programme{more}, line: {line}}}"
            for line, (subject, more) in enumerate(
                (
                    ("giver", ""),
                    ("denier", ", status: denied"),
                    ("planner", ", status: planned"),
                    ("unsure", ", status: unknown"),
                    ("quarreller", ", id: q"),
                    ("rival", ", id: r"),
                    ("loser", ", id: l"),
                    ("winner", ", id: w"),
                    ("past", ", when: 2010/2012"),
                ),
                1,
            )
        ),
        "  - {subject: borduria, predicate: member_of, object: giver, line: 11}",
        "  - {subject: arle, predicate: member_of, object: giver, line: 11}",
        "  disagreements:",
        "  - {id: either, about: One of the two., between: [q, r]}",
        "  - {id: settled, about: One of the two., between: [l, w], prefer: w, because: The text says so.}",
    ),
    "statements/letter/1.yaml": """\
document: letter
blocks:
- section: "1"
  statements:
  - {subject: arle, predicate: funds, object: border-programme, line: 1}
""",
}


def test_decoys_never_come_out_of_who_funds(world: World) -> None:
    graph = pactgraph.load(world(DECOYS))
    by_day: dict[str, set[str]] = {
        "2020-06-15": {"giver", "winner"},
        "2011": {"giver", "winner", "past"},
    }
    for day, expected in by_day.items():
        found = {row["funder"]: row["on_the_day"] for row in answer(graph, "who-funds", as_of=day, known_by="2021")}
        assert set(found) == expected, day
        assert found["giver"] == ("yes" if day == "2020-06-15" else "perhaps")
    assert "arle" in {row["funder"] for row in answer(graph, "who-funds", as_of="2022-03-01")}
    for name in ("who-supports", "one-funder", "on-theme"):
        text = str(answer(graph, name, as_of="2020-06-15", known_by="2021"))
        for decoy in ("denier", "planner", "unsure", "quarreller", "rival", "loser", "past", "arle"):
            assert f"'{decoy}'" not in text, (name, decoy)


def test_what_is_denied_planned_and_disputed_is_found_where_it_is_asked_for(world: World) -> None:
    graph = pactgraph.load(world(DECOYS))
    assert {row["subject"]: row["status"] for row in answer(graph, "denied")} == {
        "denier": "denied",
        "unsure": "unknown",
    }
    assert [row["subject"] for row in answer(graph, "planned")] == ["planner"]
    assert {row["statement"]: row["rank"] for row in answer(graph, "disagreements")} == {
        "report/q": "disputed",
        "report/r": "disputed",
        "report/l": "outranked",
        "report/w": "preferred",
    }


def test_the_second_clock_sees_no_later_document(world: World) -> None:
    """An answer, a fulfilled plan, a funder that only a later document reports did not count before it."""
    graph = pactgraph.load(
        world(
            {
                "entities/document/letter.yaml": SECOND,
                "statements/report/b.yaml": """\
document: report
blocks:
- section: B
  items:
  - {id: report-ask, type: recommendation, text: Fund the fence., to: [borduria], line: 21}
  statements:
  - {subject: borduria, predicate: produces, object: border-programme, status: planned, id: plan, line: 22}
  - {subject: border-programme, predicate: addresses, object: treatment, status: planned, line: 23}
""",
                "statements/letter/1.yaml": """\
document: letter
blocks:
- section: "1"
  items:
  - {id: letter-answer, type: response, text: It is funded., answers: [report-ask], by: [borduria], line: 1}
  statements:
  - {subject: borduria, predicate: produces, object: border-programme, fulfils: report/plan, line: 2}
  - {subject: border-programme, predicate: addresses, object: treatment, line: 3}
  - {subject: borduria, predicate: funds, object: border-programme, line: 4}
""",
            }
        )
    )
    before, after = {"known_by": "2021"}, {"known_by": "2023"}
    assert [row["item"] for row in answer(graph, "unanswered", **before)] == ["report-ask"]
    assert answer(graph, "unanswered", **after) == []
    assert answer(graph, "answers", **before) == []
    assert [row["answer"] for row in answer(graph, "answers", **after)] == ["letter-answer"]
    assert {row["relation"] for row in answer(graph, "planned", **before)} == {"produces", "addresses"}
    assert {row["relation"] for row in answer(graph, "planned", **after)} == {"addresses"}
    assert answer(graph, "on-theme", **before) == []
    assert {row["programme"] for row in answer(graph, "on-theme", **after)} == {"border-programme"}
    assert [row["only_funder"] for row in answer(graph, "one-funder", **before)] == ["arle"]
    assert answer(graph, "one-funder", **after, as_of="2022-03-01") == []


def test_a_programme_not_heard_of_lacks_no_funder(world: World) -> None:
    graph = pactgraph.load(
        world(
            {
                "entities/document/letter.yaml": SECOND,
                "entities/programme/b.yaml": "- id: new-programme\n  name: New\n  kind: programme\n",
                "statements/letter/1.yaml": """\
document: letter
blocks:
- section: "1"
  statements:
  - {subject: harbour-customs, predicate: implements, object: new-programme, line: 1}
""",
            }
        )
    )
    assert answer(graph, "no-funder", known_by="2021") == []
    assert [row["programme"] for row in answer(graph, "no-funder")] == ["new-programme"]


def test_a_denied_chair_is_not_shown_as_a_chair(world: World) -> None:
    graph = pactgraph.load(
        world(
            {
                "entities/mechanism/a.yaml": "- id: group\n  name: Group\n  kind: working-group\n",
                "statements/report/b.yaml": claims(
                    "  - {subject: arle, predicate: chairs, object: group, line: 3}",
                    "  - {subject: borduria, predicate: chairs, object: group, status: denied, line: 4}",
                    "  - {subject: harbour-customs, predicate: chairs, object: group, status: planned, line: 5}",
                ),
            }
        )
    )
    assert {row["holder"]: row["status"] for row in answer(graph, "who-chairs")} == {
        "arle": "",
        "borduria": "denied",
        "harbour-customs": "planned",
    }


# -- against plain sets -----------------------------------------------------------------------------


def stated(graph: PactGraph, *predicates: str) -> list[Statement]:
    """Statements of these predicates that stand as facts."""
    return [s for s in graph.statements if s.predicate in predicates and s.is_plain and s.object is not None]


def on_the_day(graph: PactGraph, statements: Iterable[Statement]) -> list[Statement]:
    """Those that may hold on the data's own day: not what its document calls over or at rest."""
    clock = graph.clock()
    return [
        s
        for s in statements
        if s.bounds.possibly(clock.first, clock.last)
        and clock.reading(s) is not Reading.ENDED
        and s.status != "suspended"
    ]


Row = tuple[str, ...]


def who_funds(graph: PactGraph) -> set[Row]:
    clock = graph.clock()
    return {
        (
            s.subject,
            s.object or "",
            "yes" if s.bounds.certainly(clock.first, clock.last) else "perhaps",
            str(s.locator),
        )
        for s in on_the_day(graph, stated(graph, "funds"))
    }


def who_implements(graph: PactGraph) -> set[Row]:
    found = on_the_day(graph, stated(graph, "implements"))
    return {
        (s.subject, s.object or "", str(s.locator)) for s in found if graph.things[s.object or ""].type == "programme"
    }


def who_supports(graph: PactGraph) -> set[Row]:
    found = on_the_day(graph, stated(graph, "funds", "supports"))
    return {(s.subject, s.predicate, s.object or "", str(s.locator)) for s in found}


def no_funder(graph: PactGraph) -> set[Row]:
    funded = {s.object for s in stated(graph, "funds")}
    return {(t.id,) for t in graph.things.values() if t.type == "programme" and t.id not in funded}


def one_funder(graph: PactGraph) -> set[Row]:
    funders: dict[str, set[str]] = {}
    for s in on_the_day(graph, stated(graph, "funds")):
        if graph.things[s.object or ""].type == "programme":
            funders.setdefault(s.object or "", set()).add(s.subject)
    return {(programme, *names) for programme, names in funders.items() if len(names) == 1}


def denied(graph: PactGraph) -> set[Row]:
    negatives = {"not_funded", "not_member", "not_held"}
    return {
        (s.subject, s.predicate, s.object or "", s.status or "")
        for s in graph.statements
        if s.predicate in negatives or s.status in ("denied", "unknown")
    } | {
        (t.id, t.type.title(), place, t.entry.status or "")
        for t in graph.things.values()
        if isinstance(t.entry, Item) and t.entry.status in ("denied", "unknown")
        for place in t.entry.place or ("",)
    }


def planned(graph: PactGraph) -> set[Row]:
    done = {
        each if "/" in each else f"{s.document}/{each}" for s in graph.statements if s.claim for each in s.claim.fulfils
    }
    return {
        (s.subject, s.predicate, s.object or "", s.value or "")
        for s in graph.statements
        if s.status == "planned" and s.id not in done
    }


def unanswered(graph: PactGraph) -> set[Row]:
    answers = ("action", "outcome", "response")
    answered = {s.object for s in stated(graph, "responds_to") if graph.things[s.subject].type in answers}
    return {(t.id,) for t in graph.things.values() if t.type == "recommendation" and t.id not in answered}


def figures(graph: PactGraph) -> set[Row]:
    return {
        (f.entry.what, f.entry.of or "", f.entry.place or "", f.entry.when or "", str(f.locator)) for f in graph.figures
    }


def on_theme(graph: PactGraph) -> set[Row]:
    themes = {"treatment"}
    for _ in vocab.themes():
        themes |= {theme.id for theme in vocab.themes() if theme.broader in themes}
    funders: dict[str, list[str]] = {}
    for s in on_the_day(graph, stated(graph, "funds")):
        funders.setdefault(s.object or "", []).append(s.subject)
    return {
        (s.subject, s.object or "", funder)
        for s in stated(graph, "addresses")
        if s.object in themes and graph.things[s.subject].type == "programme"
        for funder in funders.get(s.subject, [""])
    }


def in_place(graph: PactGraph) -> set[Row]:
    within = {"lao-pdr"}
    for _ in range(10):
        within |= {s.subject for s in stated(graph, "part_of", "located_in") if s.object in within}
    found = on_the_day(graph, stated(graph, "operates_in"))
    return {(s.subject, s.object or "", str(s.locator)) for s in found if s.object in within}


@pytest.mark.parametrize(
    ("name", "columns", "expected"),
    [
        ("who-funds", "funder programme on_the_day locator", who_funds),
        ("who-implements", "implementer programme locator", who_implements),
        ("who-supports", "supporter how programme locator", who_supports),
        ("no-funder", "programme", no_funder),
        ("one-funder", "programme only_funder", one_funder),
        ("denied", "subject relation object status", denied),
        ("planned", "subject relation object value", planned),
        ("unanswered", "item", unanswered),
        ("figures", "measure of place when locator", figures),
        ("on-theme", "programme narrower funder", on_theme),
        ("in-place", "what place_named locator", in_place),
    ],
)
def test_a_question_answers_what_a_plain_loop_over_the_records_finds(
    lao: PactGraph, name: str, columns: str, expected: Callable[[PactGraph], set[Row]]
) -> None:
    found = {tuple(row[column] for column in columns.split()) for row in answer(lao, name)}
    assert found == expected(lao)
    assert found or name in UNANSWERED


def test_says_who_says_everything_of_a_subject(lao: PactGraph) -> None:
    for thing in ("idswg", "border-management-lao", "lcdc", "unodc"):
        expected = sorted(
            (s.predicate, s.object or "", s.value or "", str(s.locator)) for s in lao.statements if s.subject == thing
        )
        found = answer(lao, "says-who", subject=thing)
        assert sorted((r["relation"], r["object"], r["value"], r["locator"]) for r in found) == expected


def test_the_clock_of_questions_agrees_with_the_clock_of_records(lao: PactGraph) -> None:
    for day in ("2015", "2019-06", "2021-12-31", "2025"):
        clock = lao.clock(day)
        sure = {s.id for s in stated(lao, "funds") if clock.reading(s) is Reading.YES}
        found = answer(lao, "who-funds", as_of=day)
        yes = {(row["funder"], row["programme"]) for row in found if row["on_the_day"] == "yes"}
        assert {(s.subject, s.object) for s in lao.statements if s.id in sure} == yes, day


def test_asks_lists_every_item_that_asks(lao: PactGraph) -> None:
    asks = {"recommendation", "need", "target", "priority", "benchmark", "challenge"}
    expected = {t.id for t in lao.things.values() if isinstance(t.entry, Item) and t.type in asks}
    assert {row["item"] for row in answer(lao, "asks")} == expected
    assert {row["type"] for row in answer(lao, "asks", type="need")} <= {"need"}


# -- formats ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", questions())
def test_every_format_parses_and_has_equal_rows(lao: PactGraph, name: str) -> None:
    def fresh(form: str) -> str:
        return serialise(lao.ask(name), form).decode()

    results = lao.ask(name)
    names = [variable.value for variable in results.variables]
    expected = [["" if s[n] is None else s[n].value for n in names] for s in results]

    from_csv = list(csv.reader(io.StringIO(fresh("csv"), newline="")))
    assert from_csv == [names, *expected]

    found = json.loads(fresh("json"))
    assert found["head"]["vars"] == names
    bindings = found["results"]["bindings"]
    assert [[b.get(n, {"value": ""})["value"] for n in names] for b in bindings] == expected

    space = "{http://www.w3.org/2005/sparql-results#}"
    tree = ET.fromstring(fresh("xml"))
    assert [v.get("name") for v in tree.iter(f"{space}variable")] == names
    from_xml = []
    for result in tree.iter(f"{space}result"):
        values = {b.get("name"): "".join(b.itertext()) for b in result.iter(f"{space}binding")}
        from_xml.append([values.get(n, "") for n in names])
    assert from_xml == expected

    header, *lines = fresh("tsv").rstrip("\n").split("\n")
    assert header.split("\t") == [f"?{n}" for n in names]
    # TSV holds terms as Turtle writes them; the values are inside.
    assert [len(line.split("\t")) for line in lines] == [len(names)] * len(expected)
    for line, row in zip(lines, expected, strict=True):
        for cell, value in zip(line.split("\t"), row, strict=True):
            assert value.replace("\\", "\\\\").replace('"', '\\"') in cell


def test_a_format_that_does_not_fit_names_those_that_do(lao: PactGraph) -> None:
    with pytest.raises(UsageError, match="json, csv, tsv, xml"):
        serialise(lao.query("ASK {}"), "turtle")
    with pytest.raises(UsageError, match="turtle, ntriples"):
        serialise(lao.query("CONSTRUCT WHERE { ?s ?p ?o }"), "csv")


def test_xml_with_a_character_that_xml_has_not_is_refused(lao: PactGraph) -> None:
    text = 'SELECT ("a\\u0001b" AS ?x) {}'
    with pytest.raises(QueryError, match="control character"):
        serialise(lao.query(text), "xml")
    assert json.loads(serialise(lao.query(text), "json"))["results"]["bindings"][0]["x"]["value"] == "a\x01b"


def test_results_as_csv_are_exact_and_not_defused(lao: PactGraph) -> None:
    """SPARQL's CSV is a format of record, and `-5` in it is a number: only the tables of `export` defuse."""
    assert serialise(lao.query('SELECT (-5 AS ?n) ("=1+1" AS ?t) {}'), "csv") == b"n,t\r\n-5,=1+1\r\n"


def test_a_query_too_long_is_refused_before_it_is_read(lao: PactGraph) -> None:
    with pytest.raises(QueryError, match="100,000 characters"):
        lao.query("#" * 100_001)
    assert lao.query("ASK {}" + "#" * 99_000)


def test_questions_can_be_kept_in_another_folder(tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text(
        "# question: What is there?\n# parameter: what: text = all — which\n# example: pactgraph query mine\n\n"
        "SELECT ?what WHERE { }\n"
    )
    mine = questions(tmp_path)["mine"]
    assert mine.parameters[0].default == "all"
    (tmp_path / "mine.rq").write_text("# question: What?\n# parameter: what is this\n# example: x\n")
    questions.cache_clear()
    with pytest.raises(QueryError, match=r"mine\.rq"):
        questions(tmp_path)
    questions.cache_clear()
