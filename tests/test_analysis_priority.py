"""What a meeting should talk of first, and what opened or closed between two days."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from command import call, real_graph
from conftest import World
from pactgraph import PactGraph, load
from pactgraph.analysis import Finding, Priority, Scope, first, run
from pactgraph.analysis.since import Shift, shifts
from pactgraph.errors import UsageError

#: A second document, of 2022, laid over the minimal world (whose report is of 2020-06-15).
LATER = (
    "- {id: later, name: Later report, kind: report, issued: 2022-06-15, sections: [{key: A, title: A, lines: 1-9}]}\n"
)


def told(world: World, report: str = "", later: str = "", items: str = "", later_items: str = "") -> PactGraph:
    """The minimal world with a need for nurses about whom nobody pays, and what is added to either document."""
    need = "  - {id: report-need, type: need, text: Nurses, by: arle, about: nurses, line: 3}\n"
    files = {
        "entities/document/later.yaml": LATER,
        "entities/country/cascara.yaml": "- {id: cascara, name: Cascara}\n- {id: doria, name: Doria}\n",
        "entities/programme/nurses.yaml": "- {id: nurses, name: Nurses of the hills, kind: programme}\n",
        "statements/report/b.yaml": f"document: report\nblocks:\n- section: A\n  items:\n{need}{items}"
        + (f"  statements:\n{report}" if report else ""),
        "statements/later/a.yaml": "document: later\nblocks:\n- section: A\n"
        + (f"  items:\n{later_items}" if later_items else "")
        + f"  statements:\n  - {{subject: arle, predicate: cooperates_with, object: borduria, line: 1}}\n{later}",
    }
    return load(world(files))


def gap(graph: PactGraph, subject: str) -> Finding:
    (found,) = [f for f in run(graph, ["unfunded"]) if f.subject == subject]
    return found


def test_a_gap_shows_who_states_it_how_many_say_so_what_hangs_on_it_and_since_when(world: World) -> None:
    graph = told(
        world,
        items="  - {id: report-part, type: need, text: Beds, part_of: report-need, line: 4}\n",
        later="  - {subject: borduria, predicate: needs, object: report-need, line: 2}\n",
    )
    assert gap(graph, "report-need").priority == Priority(("arle", "borduria"), 2, ("report-part",), "2020-06-15")
    # Decoys: nobody states the part for himself, one document has it, nothing hangs on it.
    assert gap(graph, "report-part").priority == Priority((), 1, (), "2020-06-15")


def test_a_document_that_repeats_another_is_not_counted(world: World) -> None:
    again = "  - {subject: borduria, predicate: needs, object: report-need, line: 2%s}\n"
    first_told = "  - {subject: borduria, predicate: needs, object: report-need, line: 5}\n"
    own = told(world, report=first_told, later=again % "")
    copied = told(world, report=first_told, later=again % ", same_text: [report/borduria-needs-report-need]")
    assert [gap(graph, "report-need").priority.documents for graph in (own, copied)] == [2, 1]  # type: ignore[union-attr]


SINCE = {
    # Told in 2017 (D) as to end in 2020, or as planned for 2018; nothing was open before that day.
    ("instruments", "national-drug-strategy-viet-nam-2020"): "2020-12-31",  # D 686
    ("stale", "penal-code-viet-nam-2015"): "2018-01-01",  # D 694
    ("continuity", "myanmar"): "2019-01-01",  # D 276: extended to the end of 2018
    ("knowledge", "myanmar"): "2020-10-26",  # three years after D
    # Over or overdue before anybody told us of it.
    ("ending", "eu-last-alternative-development-project"): "2017-10-26",  # D 123: late 2015
    ("stale", "nca-state-bank-viet-nam-memorandum"): "2017-10-26",  # D 716: due in 2014
    # The group was told of in 2017 (D 80); that Canada, Germany and others pay without a seat, in 2021 (I 15, 41, 47).
    ("seats", "idswg"): "2021-12-31",
    # The need stood in 2017 (D 69) and in 2021 (I 34).
    ("prospects", "drug-law"): "2017-10-26",
}


@pytest.mark.parametrize(("analysis", "subject"), SINCE)
def test_a_gap_is_open_since_it_came_about_and_was_told(analysis: str, subject: str) -> None:
    graph = real_graph()
    found = [f for f in run(graph, [analysis], Scope(graph.clock("2021-12-31"))) if f.gap]
    mine = [f for f in found if subject in (f.subject, f.theme) and (analysis != "prospects" or f.country == "lao-pdr")]
    if analysis == "continuity":
        mine = [f for f in mine if f.theme == "corruption"]
    assert {f.priority.open_since for f in mine if f.priority} == {SINCE[analysis, subject]}


def test_what_takes_two_is_open_since_the_second(world: World) -> None:
    pays = "  - {subject: %s, predicate: supports, object: cascara, themes: treatment, line: 5}\n"
    graph = told(world, report=pays % "arle", later=pays % "doria")
    (pair,) = [f for f in run(graph, ["co-presence"]) if {*f.value["donors"]} == {"arle", "doria"}]
    (both,) = [f for f in run(graph, ["overlap"]) if f.theme == "treatment" and f.gap]
    assert {f.priority.open_since for f in (pair, both) if f.priority} == {"2022-06-15"}


def test_only_gaps_have_a_priority(world: World) -> None:
    graph = told(world, report="  - {subject: arle, predicate: funds, object: nurses, line: 6}\n")
    found = gap(graph, "report-need")
    assert (found.state, found.priority) == ("covered", None)
    assert found not in first(run(graph))


def test_the_order_is_that_of_the_parts_one_after_the_other() -> None:
    def made(subject: str, reading: str, priority: Priority) -> Finding:
        return Finding("unfunded", subject, "not known", reading, {}, priority=priority)

    in_order = [
        made("certain", "certain", Priority((), 1, (), "2021-01-01")),
        made("documents", "possible", Priority((), 3, (), "2021-01-01")),
        made("bodies", "possible", Priority(("a", "b"), 2, (), "2021-01-01")),
        made("hangs", "possible", Priority(("a",), 2, ("x", "y"), "2021-01-01")),
        made("long", "possible", Priority(("a",), 2, ("x",), "2017-01-01")),
        made("short", "possible", Priority(("a",), 2, ("x",), "2021-01-01")),
        made("undated", "possible", Priority(("a",), 2, ("x",), None)),
    ]
    covered = replace(in_order[0], subject="covered", priority=None)
    assert [f.subject for f in first([*in_order[::-1], covered])] == [f.subject for f in in_order]


NEW = "  - {subject: borduria, predicate: funds, object: nurses, when: %s, line: 2}\n"


def since(graph: PactGraph, day: str = "2020-06-15") -> dict[str, Shift]:
    return {shift.finding.subject: shift for shift in shifts(graph, ["unfunded"], Scope(graph.clock()), day)}


def test_the_screen_tells_shifts_of_one_place_apart_by_their_themes() -> None:
    """Treatment (D 72, 153) was taken up in 2021 (I 20), as was precursor control (D 76; I 33)."""
    done = call("gaps", "prospects", "--country", "lao-pdr", "--since", "2019-01-01")
    closed = [line.split("\t")[3] for line in done.out.splitlines() if line.startswith("closed")]
    assert {"Lao PDR, Treatment of drug use disorders", "Lao PDR, Precursor chemical control"} <= {*closed}
    assert len({*closed}) == len(closed)


def test_money_that_was_there_all_the_time_closes_a_gap_by_knowledge(world: World) -> None:
    shift = since(told(world, later=NEW % "2019/2023"))["report-need"]
    assert (shift.change, shift.why) == ("closed", "knowledge changed")
    assert shift.now is not None
    assert shift.now.value["funders"] == ["borduria"]


def test_money_that_came_later_closes_it_by_fact(world: World) -> None:
    shift = since(told(world, later=NEW % "2021/2023"))["report-need"]
    assert (shift.change, shift.why) == ("closed", "fact changed")


def test_money_that_ran_out_opens_a_gap_by_fact(world: World) -> None:
    ended = told(world, report="  - {subject: arle, predicate: funds, object: nurses, when: 2019/2021, line: 6}\n")
    shift = since(ended)["report-need"]
    assert (shift.change, shift.why, shift.now) == ("opened", "fact changed", None)


def test_what_is_reported_no_more_says_what_is_over(world: World) -> None:
    paid = "  - {subject: arle, predicate: funds, object: nurses, when: 2019/2021, line: 6}\n"
    graph = told(world, report=paid)
    found = shifts(graph, ["dependency"], Scope(graph.clock()), "2020-06-15")
    (shift,) = (each for each in found if each.finding.subject == "nurses")
    assert (shift.change, shift.why, shift.now) == ("closed", "fact changed", None)
    assert [(s.subject, s.predicate, s.object) for s in shift.over] == [("arle", "funds", "nurses")]
    shown = call("gaps", "dependency", "--since", "2020-06-15", "--data", graph.folder)
    assert "over: 2019 to 2021 [report: A, line 6]" in shown.out


def test_a_need_first_heard_of_later_opens_by_knowledge_and_what_stays_is_not_told(world: World) -> None:
    graph = told(world, later_items="  - {id: later-need, type: need, text: Boats, by: arle, line: 3}\n")
    found = since(graph)
    assert (found["later-need"].change, found["later-need"].why) == ("opened", "knowledge changed")
    assert "report-need" not in found
    assert since(graph, "2022-06-15") == {}


def test_the_command_says_what_opened_and_closed(world: World) -> None:
    folder = told(world, later=NEW % "2021/2023").folder
    told_so = call("gaps", "unfunded", "--since", "2020-06-15", "--data", str(folder))
    assert "1 closed, 0 opened" in told_so.out
    assert "fact changed" in told_so.out
    as_json = call("gaps", "unfunded", "--since", "2020-06-15", "--json", "--data", str(folder))
    (shift,) = json.loads(as_json.out)
    assert (shift["change"], shift["subject"], shift["now"]["state"]) == ("closed", "report-need", "covered")
    assert call("gaps", "--since", "soon", "--data", str(folder)).code == 2


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [("country", "laos", "lao-pdr"), ("theme", "treatmnt", "treatment"), ("donor", "Japn", "japan")],
)
def test_a_slip_gets_the_nearest_known_of_its_kind(field: str, typed: str, meant: str) -> None:

    graph = real_graph()
    with pytest.raises(UsageError, match=f"no {field} .*did you mean .*{meant}"):
        run(graph, ["coverage"], Scope(graph.clock(), **{field: typed}))
