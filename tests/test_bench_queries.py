"""The bench compares like with like: its plain queries say what the analyses say, on a small world.

The world was made so that each definition has an example and beside it a decoy, both written into
ANSWERS by hand; query and analysis are each held to the same rows. What the queries leave out is not
in it: every date is certain, nothing is a part of anything but its theme's area.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from rdflib import Graph

import worlds
from pactgraph.analysis import ANALYSES, Finding, Scope, run
from pactgraph.analysis.scene import Scene
from pactgraph.graph import PactGraph, load

sys.path.insert(0, str(Path(__file__).parent / "bench"))

from newcomer import QUERIES, Row, answer, copied
from region import generate

NEW, OLD = "report-2021", "report-2015"
#: Many works of one donor, beside whom another is small.
POSTS = [f"post-{n}" for n in range(8)]
CAST: worlds.Cast = {
    **{each: ("country", {}) for each in ("north", "south", "lund", "mere")},
    "fund": ("organisation", {"kind": "fund"}),
    "builders": ("organisation", {"kind": "ngo"}),
    "nurses": ("organisation", {"kind": "ngo", "aliases": ["TWIN"]}),
    "teachers": ("organisation", {"kind": "ngo", "aliases": ["TWIN"]}),
    "village": ("organisation", {"kind": "ngo"}),
    "group": ("mechanism", {"kind": "working-group"}),
    "table": ("mechanism", {"kind": "working-group"}),
    "league": ("mechanism", {"kind": "process"}),
    **{
        each: ("programme", {"kind": "project"})
        for each in (
            "clinic",
            "lab",
            "second-lab",
            "farm",
            "school",
            "talks",
            "more-talks",
            "patrol",
            "archive",
            *POSTS,
        )
    },
    "pact": ("agreement", {"kind": "convention"}),
    "old-plan": ("framework", {"kind": "plan"}),
    "plan": ("framework", {"kind": "plan"}),
    "lapsed-plan": ("framework", {"kind": "plan"}),
    "meeting": ("event", {"kind": "meeting"}),
}


def _work(work: str, theme: str, place: str, document: str = NEW) -> Iterator[tuple[str, dict[str, object]]]:
    yield document, {"subject": work, "predicate": "addresses", "object": theme}
    yield document, {"subject": work, "predicate": "operates_in", "object": place}


def _tie(
    subject: str, predicate: str, target: str, document: str = NEW, **more: object
) -> tuple[str, dict[str, object]]:
    return document, {"subject": subject, "predicate": predicate, "object": target, **more}


def _usd(value: int, kind: str = "commitment") -> dict[str, object]:
    return {"value": value, "currency": "USD", "kind": kind}


CLAIMS: list[tuple[str, dict[str, object]]] = [
    # Two donors on one work; two apart on one theme; money that ended, that never came, that is a plan.
    *_work("clinic", "treatment", "lund"),
    _tie("north", "funds", "clinic", when="2018/2025", amount=_usd(600_000)),
    _tie("south", "funds", "clinic", when="2018/2025", amount=_usd(400_000)),
    _tie("nurses", "implements", "clinic"),
    *_work("lab", "forensics", "lund"),
    _tie("north", "funds", "lab", when="2019/2024", amount=_usd(300_000)),
    _tie("builders", "implements", "lab"),
    *_work("second-lab", "forensics", "lund"),
    _tie("south", "funds", "second-lab", when="2019/2024", amount=_usd(200_000)),
    _tie("teachers", "implements", "second-lab"),
    *_work("farm", "coffee-production", "mere", OLD),
    _tie("north", "funds", "farm", OLD, when="2008/2012"),
    _tie("builders", "implements", "farm", OLD, when="2008/2012"),
    _tie("south", "funds", "farm", OLD, when="2019", status="planned"),
    *_work("school", "prevention", "mere"),
    _tie("south", "funds", "school", when="2016/2018"),
    _tie("teachers", "implements", "school"),
    (NEW, {"subject": "north", "predicate": "funds", "object": "school", "status": "denied", "id": "no-money"}),
    *_work("talks", "prevention", "mere"),
    _tie("south", "funds", "talks", when="2020/2025"),
    _tie("builders", "implements", "talks"),
    *_work("more-talks", "prevention", "mere"),
    _tie("fund", "funds", "more-talks", when="2020/2025"),
    _tie("nurses", "implements", "more-talks"),
    _tie("fund", "funds", "more-talks", when="2021-03", amount=_usd(70_000), id="once"),
    _tie("fund", "funds", "more-talks", when="2021-03", amount=_usd(70_000), id="twice"),
    *_work("patrol", "border-management", "mere"),
    _tie("fund", "funds", "patrol", when="2019-01-01/2021-12-31", amount=_usd(100_000)),
    _tie("fund", "funds", "patrol", when="2020/2020", amount=_usd(40_000, "disbursement")),
    *(each for post in POSTS for each in _work(post, "corruption", "mere")),
    *(_tie("fund", "funds", post, when="2020/2025") for post in POSTS),
    (NEW, {"subject": "archive", "predicate": "stage", "value": "ended", "when": "2018"}),
    _tie("village", "implements", "archive"),
    (NEW, {"subject": "clinic", "predicate": "requires", "amount": _usd(1_500_000, "requirement")}),
    (NEW, {"subject": "lab", "predicate": "requires", "amount": _usd(300_000, "requirement")}),
    # Seats: one payer without, the others with.
    _tie("group", "operates_in", "lund"),
    _tie("group", "addresses", "treatment"),
    _tie("north", "member_of", "group"),
    _tie("table", "operates_in", "mere"),
    _tie("table", "addresses", "prevention"),
    _tie("south", "member_of", "table"),
    _tie("fund", "member_of", "table"),
    _tie("lund", "member_of", "league"),
    _tie("mere", "member_of", "league"),
    _tie("village", "cooperates_with", "builders"),
    # Law: one consented, one signed; a reservation; a plan that ended, with and without a successor.
    _tie("pact", "addresses", "prevention"),
    _tie("lund", "signs", "pact", act="ratification", when="2010-05-01"),
    _tie("mere", "signs", "pact", act="accession", when="2011-05-01"),
    _tie("north", "signs", "pact", act="signature", when="2009-05-01"),
    _tie("mere", "signs", "pact", act="reservation", when="2011-05-01"),
    (NEW, {"subject": "old-plan", "predicate": "stage", "value": "covers", "when": "2010/2019"}),
    (NEW, {"subject": "lapsed-plan", "predicate": "stage", "value": "covers", "when": "2010/2018"}),
    (NEW, {"subject": "plan", "predicate": "stage", "value": "covers", "when": "2020/2030"}),
    _tie("plan", "succeeds", "old-plan", when="2020-01-01"),
    (NEW, {"subject": "meeting", "predicate": "not_held", "id": "no-meeting"}),
]


def _item(kind: str, n: int, document: str = NEW, **fields: object) -> tuple[str, dict[str, object]]:
    return document, {"id": f"{document}-{kind}-{n}", "type": kind, **fields}


ITEMS = [
    _item("recommendation", 1, by="group", to="lund", place="lund", themes="treatment"),
    _item("response", 1, by="lund", answers=f"{NEW}-recommendation-1", about="clinic", grade="done"),
    _item("recommendation", 2, by="group", to="mere", place="mere", themes="precursor-control"),
    _item("need", 1, by="lund", place="lund", themes="prevention"),
    _item("need", 2, by="mere", place="mere", themes="forensics"),
    _item("need", 3, by="mere", place="mere", themes="coffee-production"),
    _item("priority", 1, by="lund", place="lund", themes="forensics"),
    _item("priority", 2, by="mere", place="mere", themes="treatment"),
    _item("challenge", 1, place="mere", themes="opium-cultivation"),
    _item("challenge", 2, place="lund", themes="treatment"),
    _item("challenge", 3, OLD, place="lund", themes="corruption"),
]


@pytest.fixture(scope="module")
def world() -> PactGraph:
    return worlds.build(CAST, {NEW: "2021-06-30", OLD: "2015-06-30"}, CLAIMS, ITEMS)


@pytest.fixture(scope="module")
def plain(world: PactGraph) -> Graph:
    return copied(world)


#: What each definition finds in this world, worked out by hand from the claims above.
ANSWERS: dict[str, set[Row]] = {
    "coverage": {
        ("north", "lund", "treatment"),
        ("south", "lund", "treatment"),
        ("north", "lund", "forensics"),
        ("south", "lund", "forensics"),
        ("south", "mere", "prevention"),
        ("fund", "mere", "prevention"),
        ("fund", "mere", "border-management"),
        ("fund", "mere", "corruption"),
    },
    "unfunded": {(f"{NEW}-recommendation-2",), (f"{NEW}-need-1",), (f"{NEW}-need-2",), (f"{NEW}-need-3",)},
    "funding-gap": {("clinic", "500000"), ("lab", "0")},
    "orphans": {("school",)},
    "dependency": {
        ("lab", "north"),
        ("second-lab", "south"),
        ("talks", "south"),
        ("more-talks", "fund"),
        ("patrol", "fund"),
        *((post, "fund") for post in POSTS),
    },
    "concentration": {("lund", "0.52")},
    "proliferation": {("north", "1", "2"), ("south", "2", "3"), ("fund", "1", "10")},
    # South has one link of eleven in mere and three of fifteen in all; the fund has ten there.
    "significance": {("north", "lund"), ("south", "lund"), ("fund", "mere")},
    "cliff": {("mere", "patrol")},
    "ending": {("farm",), ("patrol",), ("archive",)},
    "absorption": {("patrol", "USD", "40")},
    "chains": {("patrol",), ("fund",), *((post,) for post in POSTS)},
    "priorities": {(f"{NEW}-priority-2", "treatment", "mere")},
    "overlap": {("forensics", "lund"), ("prevention", "mere")},
    "co-presence": {("lund", "north", "south")},
    "brokers": {("builders",), ("south",), ("league",)},
    "places": {("mere", "cultivation")},
    "denials": {(f"{NEW}/no-money",), (f"{NEW}/no-meeting",)},
    "prospects": {
        *(("lund", "prevention", donor) for donor in ("north", "south", "fund")),
        *(("mere", "precursor-control", donor) for donor in ("south", "fund")),
        *(("mere", "forensics", donor) for donor in ("north", "south", "fund")),
        *(("mere", "treatment", donor) for donor in ("north", "south", "fund")),
        *(("mere", "coffee-production", donor) for donor in ("north", "south", "fund")),
    },
    "instruments": {("lapsed-plan",)},
    "continuity": {("coffee-production", "mere", "2012-12-31")},
    "stale": {("farm",), ("archive",)},
    "treaties": {("pact", "lund", "consented"), ("pact", "mere", "consented"), ("pact", "north", "signatory")},
    "obligations": {("pact", "lund", "prevention"), ("pact", "mere", "reservation")},
    "seats": {("group", "south")},
    "responses": {(f"{NEW}-recommendation-1", "lund", "answered"), (f"{NEW}-recommendation-2", "mere", "silent")},
    "duplicates": {("nurses", "teachers"), (f"{NEW}/once", f"{NEW}/twice")},
    "knowledge": {
        ("corruption", "lund", "2015-06-30"),
        *((theme, "lund", "2021-06-30") for theme in ("treatment", "forensics", "prevention")),
        *(
            (theme, "mere", "2021-06-30")
            for theme in (
                "coffee-production",
                "prevention",
                "border-management",
                "precursor-control",
                "forensics",
                "treatment",
                "opium-cultivation",
                "corruption",
            )
        ),
    },
}
#: Without the areas above them.
THEMES = {claim["object"] for _, claim in CLAIMS if claim["predicate"] == "addresses"} | {
    i["themes"] for _, i in ITEMS if "themes" in i
}


def _narrow(found: Iterable[Finding]) -> list[Finding]:
    return [f for f in found if f.theme in THEMES]


def _number(words: object) -> str:
    return "".join(character for character in str(words) if character.isdigit())


def _day_before(spell: str) -> str:
    return (date.fromisoformat(spell.split("/")[0]) - timedelta(days=1)).isoformat()


#: The rows of the same core in what an analysis finds.
CORES: dict[str, Callable[[list[Finding]], Iterable[tuple[str | None, ...]]]] = {
    "coverage": lambda found: (
        (f.subject, f.country, f.theme) for f in _narrow(found) if f.state == "covered" and f.reading == "certain"
    ),
    "unfunded": lambda found: ((f.subject,) for f in found if f.state != "covered"),
    "funding-gap": lambda found: ((f.subject, _number(f.value["missing"])) for f in found),
    "orphans": lambda found: ((f.subject,) for f in found if f.subject in CAST and f.reading == "certain"),
    "dependency": lambda found: ((f.subject, f.value["funder"]) for f in found if f.state == "one funder"),
    "concentration": lambda found: ((f.country, f.value["HHI"]) for f in found if f.state == "HHI" and not f.theme),
    "proliferation": lambda found: ((f.subject, f.value["countries"], f.value["works"]) for f in found),
    "significance": lambda found: ((donor, f.country) for f in found if f.country for donor in f.value["significant"]),
    "cliff": lambda found: ((f.country, work) for f in found for work in f.value.get("end before", ())),
    "ending": lambda found: ((f.subject,) for f in found if f.reading == "certain"),
    "absorption": lambda found: (
        (f.subject, f.value["committed"].split()[0], _number(f.value["absorbed"])) for f in found
    ),
    "chains": lambda found: ((f.subject,) for f in found if f.state == "break"),
    "priorities": lambda found: ((f.subject, f.theme, f.country) for f in found if f.state == "not known"),
    "overlap": lambda found: ((f.theme, f.country) for f in found),
    "co-presence": lambda found: ((f.country, *f.value["donors"]) for f in found if f.reading == "certain"),
    "brokers": lambda found: ((f.subject,) for f in found if f.reading == "certain"),
    "places": lambda found: ((f.subject, f.value["problem"]) for f in found if f.state == "not known"),
    "denials": lambda found: ((s.id,) for f in found for s in f.statements),
    "prospects": lambda found: ((f.country, f.theme, each.donor) for f in found for each in f.prospects),
    "instruments": lambda found: ((f.subject,) for f in found if f.gap),
    "continuity": lambda found: (
        (f.theme, f.country, _day_before(spell)) for f in _narrow(found) for spell in f.value.get("nobody known", ())
    ),
    "stale": lambda found: ((f.subject,) for f in found if f.gap),
    "treaties": lambda found: (
        (f.subject, party, how) for f in found for how in ("consented", "signatory") for party in f.value.get(how, ())
    ),
    "obligations": lambda found: (
        row
        for f in found
        for row in (
            [(f.subject, f.country, f.theme)]
            if f.theme and f.state == "not known"
            else [(f.subject, party, "reservation") for party in f.value.get("by", ())]
        )
    ),
    "seats": lambda found: ((f.subject, donor) for f in found for donor in f.value.get("without a seat", ())),
    "responses": lambda found: (
        (f.subject, who, how) for f in found for how in ("answered", "silent") for who in f.value.get(how, ())
    ),
    "duplicates": lambda found: ((f.subject, other) for f in found for other in f.value["with"]),
    "knowledge": lambda found: ((f.theme, f.country, f.value["newest"]) for f in _narrow(found) if f.state == "known"),
}


def test_every_analysis_has_a_query() -> None:
    assert set(QUERIES) == set(ANALYSES) == set(ANSWERS) == set(CORES)
    for path in QUERIES.values():
        assert "# Left out: " in path.read_text("utf-8"), f"{path.name} does not say what it leaves out"


@pytest.mark.parametrize("name", ANALYSES)
def test_the_analysis_finds_the_core(world: PactGraph, name: str) -> None:
    assert set(CORES[name](run(world, [name], Scope(world.clock())))) == ANSWERS[name]


@pytest.mark.parametrize("name", ANALYSES)
def test_the_plain_query_says_the_same(world: PactGraph, plain: Graph, name: str) -> None:
    assert answer(plain, name, world.clock().first) == ANSWERS[name]


def test_the_world_of_the_bench_grows_as_its_size_does(tmp_path: Path) -> None:
    found = []
    for size in (1_000, 2_000):
        generate(size, tmp_path / str(size))
        graph = load(tmp_path / str(size))
        scene = Scene(graph, Scope(graph.clock()))
        pairs = sum(len(donors) * (len(donors) - 1) for donors in scene.donors.values())
        found.append((len(graph.statements), len(scene.activities), len(scene.work), len(scene.donors), pairs))
    small, large = found
    assert large == tuple(2 * each for each in small)
    assert min(small) > 100
