"""Seats, responses, duplicates, knowledge: known answers, one rule each, and laws.

The known answers were worked out by hand from the documents: see known_answers.md, "Law, time, seats, answers".
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import only_document
from pactgraph.analysis import Finding, Scope, run
from pactgraph.graph import PactGraph
from worlds import build

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def every() -> PactGraph:
    return PactGraph(DATA)


@pytest.fixture(scope="module")
def lao() -> PactGraph:
    return only_document("idswg-2021")


@pytest.fixture(scope="module")
def dublin() -> PactGraph:
    return only_document("dublin-group-2017")


def ask(graph: PactGraph, name: str, as_of: str | None = None, known_by: str | None = None, **scope: Any) -> Any:
    """The findings of one analysis by subject; for knowledge, by country and theme."""
    found = run(graph, [name], Scope(graph.clock(as_of, known_by), **scope))
    if name == "knowledge":
        return {(f.subject, f.theme): f for f in found}
    assert len({f.subject for f in found}) == len(found)
    return {f.subject: f for f in found}


def lines(finding: Finding) -> set[int]:
    return {line for statement in finding.statements for line in statement.locator.lines}


# -- seats --------------------------------------------------------------------------------------------


def test_seats_of_the_lao_working_group(lao: PactGraph) -> None:
    found = ask(lao, "seats")["idswg"]
    assert found.value["chair"] == ["lcdc"], "the header's other names are outranked"
    assert found.value["co-chair"] == ["mini-dublin-vientiane", "unodc"]
    assert found.value["by turn"] == ["australia", "japan"]
    assert found.value["without a seat"] == [
        "canada",
        "germany",
        "un-peace-and-development-trust-fund",
        "united-states",
    ]
    assert found.value["perhaps without a seat"] == ["luxembourg", "switzerland", "united-kingdom"]
    assert found.value["seat without money"] == ["unodc"]
    assert (found.state, found.gap) == ("funders without a seat told", True)
    assert {5, 60, 15, 41, 47} <= lines(found)
    assert any("eligible" in each for each in found.assumptions)


def test_who_sits_and_pays_is_not_missed(lao: PactGraph) -> None:
    value = ask(lao, "seats")["idswg"].value
    told = {each for word in ("without a seat", "perhaps without a seat", "seat without money") for each in value[word]}
    assert not told & {"japan", "australia", "embassy-of-japan-vientiane", "lao-pdr", "lcdc", "inl", "idswg"}


def test_where_a_group_works_is_not_guessed(dublin: PactGraph) -> None:
    found = ask(dublin, "seats", as_of="2017-10-26")["mini-dublin-myanmar"]
    assert found.value["alternative chair"] == ["japan"]
    assert "chair" not in found.value, "who holds the chair itself is not told"
    assert found.value["co-chair"] == ["australia", "japan"]
    # It is the group in Myanmar (line 169); who pays there, perhaps, and is not named among those who came (171):
    # Finland and Germany (358). Decoys: Sweden and the European Union came.
    assert "without a seat" not in found.value
    assert {"finland", "germany"} <= set(found.value["perhaps without a seat"])
    assert not {"sweden", "european-union"} & set(found.value["perhaps without a seat"])
    assert {"italy", "netherlands", "sweden"} <= set(found.value["no chair told"])
    elsewhere = ask(dublin, "seats", as_of="2017-10-26")["asod"]
    assert not {"without a seat", "perhaps without a seat"} & set(elsewhere.value)
    assert any("Where it works is not told" in each for each in elsewhere.assumptions)


def test_a_host_is_not_asked_for_its_own_money() -> None:
    said: list[tuple[str, dict[str, Any]]] = [
        ("d2", {"subject": "arle", "predicate": "member_of", "object": "group"}),
        ("d2", {"subject": "group", "predicate": "operates_in", "object": "cascara"}),
        ("d2", {"subject": "group", "predicate": "addresses", "object": "treatment"}),
        ("d2", {"subject": "clinics", "predicate": "addresses", "object": "treatment"}),
        ("d2", {"subject": "clinics", "predicate": "operates_in", "object": "cascara"}),
        *(("d2", {"subject": each, "predicate": "funds", "object": "clinics"}) for each in ("borduria", "cascara")),
    ]
    value = ask(build(CAST, DOCUMENTS, said), "seats")["group"].value
    assert (value["without a seat"], value["seat without money"]) == (["borduria"], ["arle"])
    elsewhere = [
        row if row[1].get("object") != "treatment" else (row[0], {**row[1], "object": "prevention"}) for row in said[:3]
    ]
    assert "without a seat" not in ask(build(CAST, DOCUMENTS, [*elsewhere, *said[3:]]), "seats")["group"].value


def test_an_alternative_chair_is_no_chair() -> None:
    said: list[tuple[str, dict[str, Any]]] = [
        ("d2", {"subject": "arle", "predicate": "chairs", "object": "group", "role": "alternative-chair"}),
        ("d2", {"subject": "borduria", "predicate": "chairs", "object": "group", "role": "regional-chair"}),
    ]
    value = ask(build(CAST, DOCUMENTS, said), "seats")["group"].value
    assert (value["chair"], value["alternative chair"]) == (["borduria"], ["arle"])
    assert "no chair told" not in value
    both = [*said, ("d2", {"subject": "arle", "predicate": "chairs", "object": "group"})]
    value = ask(build(CAST, DOCUMENTS, both), "seats")["group"].value
    assert (value["chair"], value["alternative chair"]) == (["arle", "borduria"], ["arle"])


def test_seats_of_a_country_and_a_donor(every: PactGraph) -> None:
    assert "idswg" in ask(every, "seats", country="lao-pdr")
    assert "mini-dublin-cambodia" not in ask(every, "seats", country="lao-pdr")
    assert "idswg" in ask(every, "seats", donor="germany")


# -- responses ------------------------------------------------------------------------------------------

ROWS: dict[str, tuple[str, dict[str, set[str]], set[int]]] = {
    "honlap-43-rec-2f": (
        "answered",
        {
            "answered": {"nepal"},
            "partly": {"russian-federation"},
            "not applicable": {"united-states"},
            "silent": {
                *("china", "france", "macao-china", "new-zealand", "philippines", "republic-of-korea", "tajikistan"),
            },
        },
        {254, 256, 62, 25},
    ),
    "honlap-43-rec-3c": (
        "answered",
        {
            "answered": {"macao-china", "new-zealand", "republic-of-korea"},
            "partly": {"china", "nepal", "philippines"},
            "blanket": {"united-states"},
            "silent": {"france", "russian-federation", "tajikistan"},
        },
        {296, 306, 62, 25},
    ),
    "honlap-43-rec-2b": (
        "answered",
        {
            "answered": {"china", "nepal", "new-zealand"},
            "partly": {"france", "macao-china"},
            "lacks": {"philippines"},
            "off-topic": {"russian-federation"},
            "blanket": {"united-states"},
            "silent": {"republic-of-korea", "tajikistan"},
        },
        {172, 184, 62},
    ),
    "honlap-43-rec-1b": (
        "partly",
        {
            "partly": {
                *("china", "macao-china", "nepal", "new-zealand", "philippines", "republic-of-korea"),
                "russian-federation",
            },
            "lacks": {"tajikistan"},
            "blanket": {"united-states"},
            "silent": {"france"},
        },
        {68, 82},
    ),
}
_WORDS = ("answered", "partly", "lacks", "planned", "blanket", "off-topic", "not applicable", "silent")


@pytest.mark.parametrize("row", ROWS)
def test_rows_of_the_matrix(every: PactGraph, row: str) -> None:
    state, cells, printed = ROWS[row]
    found = ask(every, "responses")[row]
    assert (found.state, found.gap) == (state, False)
    assert {word: set(found.value[word]) for word in _WORDS if word in found.value} == cells
    assert printed <= lines(found)
    assert "india" not in str(found.value), "nothing of India's is included"


STATES = {
    **{f"dublin-group-2017-cambodia-rec-{n}": ("blanket", "possible", False) for n in (1, 2, 6, 9, 10)},
    "dublin-group-2017-cambodia-recommendations": ("blanket", "possible", True),
    **{f"dublin-group-2017-lao-rec-{n}": ("not known", "certain", True) for n in range(1, 9)},
    **{f"dublin-group-2017-myanmar-rec-{n}": ("silent", "certain", True) for n in range(1, 9)},
    **{f"dublin-group-2017-viet-nam-rec-{n}": ("silent", "certain", True) for n in range(1, 5)},
    "dublin-group-2017-myanmar-drug-law-registration": ("answered", "certain", False),
    **{
        f"idswg-2021-{each}": ("answered", "certain", False)
        for each in ("border-security", "treatment", "precursors", "judicial-instruments", "alternative-development")
    },
    **{f"idswg-2021-{each}": ("answered", "certain", False) for each in ("regional-cooperation", "gender-measures")},
    "idswg-2021-special-economic-zones": ("off-topic", "certain", True),
    **{
        f"idswg-2021-{each}": ("partly", "certain", False)
        for each in ("data-and-survey", "civil-society", "sdg-mapping")
    },
    "idswg-2021-terms-of-reference": ("silent", "certain", True),
    "mekong-mou-ungass-sentencing": ("not known", "certain", False),
}


@pytest.mark.parametrize("row", STATES)
def test_what_came_of_each_recommendation(every: PactGraph, row: str) -> None:
    found = ask(every, "responses")[row]
    assert (found.state, found.reading, found.gap) == STATES[row]
    assert found.sources[0].startswith(every.things[row].sources[0].document)


def test_before_the_note_of_2019_nobody_has_answered(every: PactGraph) -> None:
    assert not [each for each in ask(every, "responses", known_by="2018-12-31") if each.startswith("honlap")]


def test_the_answers_of_one_state(every: PactGraph) -> None:
    found = ask(every, "responses", country="nepal")
    assert found["honlap-43-rec-2f"].value["answered"] == ["nepal"]
    assert set(found["honlap-43-rec-2f"].value) == {"item", "answered"}
    assert "dublin-group-2017-viet-nam-rec-1" not in found


def test_what_a_group_asked_is_of_the_country_where_it_works(every: PactGraph) -> None:
    found = ask(every, "responses", country="lao-pdr")
    assert {"idswg-2021-terms-of-reference", "dublin-group-2017-lao-rec-6"} <= found.keys()
    assert not [each for each in found if "cambodia" in each or "viet-nam" in each]


# -- duplicates --------------------------------------------------------------------------------------------


def test_the_data_have_no_undecided_pair(every: PactGraph) -> None:
    assert not run(every, ["duplicates"], Scope(every.clock()))


CAST: dict[str, tuple[str, dict[str, Any]]] = {
    **{c: ("country", {}) for c in ("arle", "borduria", "cascara")},
    "group": ("mechanism", {"kind": "donor-group"}),
    "ministry-of-arle": ("organisation", {"kind": "ministry", "part_of": "arle"}),
    "clinics": ("programme", {"kind": "programme"}),
}
DOCUMENTS = {"d1": "2018-11-30", "d2": "2021-06-30"}


def pays(document: str = "d1", when: str | None = "2016-03", value: str = "500", **more: Any) -> Any:
    amount = {"value": value, "currency": "USD", "kind": "commitment"}
    claim = {"subject": "arle", "predicate": "funds", "object": "clinics", "amount": amount, "when": when, **more}
    return document, {key: each for key, each in claim.items() if each is not None}


@pytest.mark.parametrize(
    ("other", "reading"),
    [
        (pays("d2", "2016-03"), "certain"),
        (pays("d2", "2016-03-15"), "certain"),
        (pays("d2", "2016-04"), "possible"),
        (pays("d2", "2016"), "possible"),
        (pays("d2", None), "possible"),
        (pays("d2", "2016-06"), None),
        (pays("d2", "2016-03", "501"), None),
        (pays("d2", "2016-03", subject="borduria"), None),
        (pays("d2", "2016-03", status="denied"), None),
        (pays("d2", "2016-03", same_text=["d1/s1"]), None),
    ],
)
def test_one_sum_told_twice(other: Any, reading: str | None) -> None:
    found = run(build(CAST, DOCUMENTS, [pays(), other]), ["duplicates"])
    assert [f.reading for f in found] == ([reading] if reading else [])
    if reading:
        assert (found[0].state, found[0].gap) == ("perhaps told twice", True)
        assert len(found[0].statements) == 2


def test_names_alike_until_somebody_decides() -> None:
    def pair(**more: Any) -> Any:
        cast = {
            **CAST,
            "border-liaison": ("programme", {"kind": "programme", "aliases": ["BLP"]}),
            "border-liaison-two": ("programme", {"kind": "programme", "aliases": ["BLP"], **more}),
        }
        said = [("d1", {"subject": "arle", "predicate": "funds", "object": "border-liaison"})]
        return run(build(cast, DOCUMENTS, said), ["duplicates"])

    found = pair()
    assert [(f.subject, f.reading, f.value["with"]) for f in found] == [
        ("border-liaison", "possible", ["border-liaison-two"])
    ]
    assert not pair(distinct_from=["border-liaison"])


# -- knowledge ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "themes"),
    [
        ("cambodia", {"community-based-treatment", "harm-reduction", "prevention", "forensics"}),
        ("myanmar", {"food-security", "police-reform", "rehabilitation"}),
        ("lao-pdr", {"cannabis-cultivation"}),
    ],
)
def test_what_was_told_long_ago(every: PactGraph, country: str, themes: set[str]) -> None:
    found = ask(every, "knowledge")[country, None]
    assert (found.state, found.gap, found.value["newest"]) == ("known long ago", True, "2017-10-26")
    assert themes <= set(found.value["themes"])
    assert not {"treatment", "prevention", "border-management", "drug-law"} & set(
        ask(every, "knowledge")["lao-pdr", None].value["themes"]
    )


def test_the_newest_document_of_a_cell(every: PactGraph) -> None:
    cell = ask(every, "knowledge")["lao-pdr", "treatment"]
    assert (cell.value["newest"], cell.value["independent documents"], cell.gap) == ("2021-12-31", 2, False)
    assert cell.value["documents"] == ["dublin-group-2017", "idswg-2021"]


def test_in_its_own_year_nothing_is_old(dublin: PactGraph) -> None:
    assert not [f for f in run(dublin, ["knowledge"], Scope(dublin.clock("2017-10-26"))) if f.gap]


def test_only_what_somebody_needs_is_told_as_old() -> None:
    work: list[tuple[str, dict[str, Any]]] = [
        ("d1", {"subject": "clinics", "predicate": "addresses", "object": ["treatment", "prevention"]}),
        ("d1", {"subject": "clinics", "predicate": "operates_in", "object": "cascara"}),
        ("d1", {"subject": "arle", "predicate": "funds", "object": "clinics"}),
    ]
    need = [("d1", {"id": "d1-need", "type": "need", "themes": ["treatment"], "place": ["cascara"]})]
    graph = build(CAST, {"d1": "2018-11-30"}, work, need)
    old = ask(graph, "knowledge", as_of="2022-06-01")["cascara", None]
    assert old.value == {"themes": ["treatment"], "newest": "2018-11-30", "needs and priorities": 1}
    assert ("cascara", None) not in ask(graph, "knowledge", as_of="2021-06-01"), "not yet three years"
    assert ("cascara", None) not in ask(build(CAST, {"d1": "2018-11-30"}, work), "knowledge", as_of="2022-06-01")


def test_a_repeated_text_is_no_second_source() -> None:
    said: list[tuple[str, dict[str, Any]]] = [
        ("d1", {"subject": "arle", "predicate": "funds", "object": "clinics"}),
        ("d1", {"subject": "clinics", "predicate": "addresses", "object": "treatment"}),
        ("d1", {"subject": "clinics", "predicate": "operates_in", "object": "cascara"}),
        (
            "d2",
            {
                "subject": "arle",
                "predicate": "funds",
                "object": "clinics",
                "themes": ["treatment"],
                "place": ["cascara"],
            },
        ),
    ]
    cell = ask(build(CAST, DOCUMENTS, said), "knowledge")["cascara", "treatment"]
    assert (cell.value["independent documents"], cell.value["newest"]) == (2, "2021-06-30")
    said[3][1]["same_text"] = ["d1/s1"]
    cell = ask(build(CAST, DOCUMENTS, said), "knowledge")["cascara", "treatment"]
    assert (cell.value["independent documents"], cell.value["newest"]) == (1, "2021-06-30")


# -- laws -------------------------------------------------------------------------------------------------------

_laws = settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
_one = st.sampled_from
_ASKS: list[tuple[str, dict[str, Any]]] = [
    ("d1", {"id": "d1-set", "type": "recommendation", "by": ["group"]}),
    (
        "d1",
        {"id": "d1-a", "type": "recommendation", "by": ["group"], "to": ["arle", "borduria"], "part_of": ["d1-set"]},
    ),
    ("d1", {"id": "d1-b", "type": "recommendation", "by": ["group"], "part_of": ["d1-set"], "themes": ["treatment"]}),
    ("d2", {"id": "d2-c", "type": "recommendation", "to": ["ministry-of-arle"], "place": ["cascara"]}),
]
_answers = st.builds(
    lambda kind, by, to, grade, word, document: (
        document,
        {
            "type": kind,
            "by": [by] if by else [],
            "answers": [to],
            **({"grade": grade} if grade else {}),
            **({"status": word} if word else {}),
        },
    ),
    _one(("response", "action", "outcome", "challenge")),
    _one((None, "arle", "borduria", "cascara", "ministry-of-arle", "clinics")),
    _one(("d1-set", "d1-a", "d1-b")),
    _one((None, "done", "partly", "lacks", "off-topic", "blanket", "not-applicable")),
    _one((None, None, "planned")),
    _one(("d1", "d2")),
)
_heard = st.lists(_one(("arle", "borduria", "cascara")), max_size=2, unique=True)


def matrix(heard: list[str], answers: list[Any], **options: Any) -> Any:
    claims = [("d2", {"subject": each, "predicate": "responds_to", "object": "d1-set"}) for each in heard]
    named = [(document, {"id": f"{document}-answer-{n}", **item}) for n, (document, item) in enumerate(answers)]
    # An answer written in the first document to an ask of the second would not be known then.
    return build(CAST, DOCUMENTS, claims, [*_ASKS, *named], **options)


def silent(graph: PactGraph) -> set[tuple[str, str]]:
    return {(f.subject, who) for f in run(graph, ["responses"]) for who in f.value.get("silent", ())}


@_laws
@given(_heard, st.lists(_answers, max_size=4), _answers)
def test_law_an_answer_never_adds_a_silent_cell(heard: list[str], answers: list[Any], more: Any) -> None:
    assert silent(matrix(heard, [*answers, more])) <= silent(matrix(heard, answers))


@_laws
@given(_heard, st.lists(_answers, max_size=5))
def test_law_each_respondent_has_one_cell_and_silence_is_of_whoever_was_asked_or_heard(
    heard: list[str], answers: list[Any]
) -> None:
    for found in run(matrix(heard, answers), ["responses"]):
        cells = [who for word in _WORDS for who in found.value.get(word, ())]
        assert len(cells) == len(set(cells))
        asked = {"d1-a": {"arle", "borduria"}, "d2-c": {"arle"}}.get(found.subject, set())
        assert set(found.value.get("silent", ())) <= asked | set(heard)
        assert found.statements
        assert found.closes_if
        assert bool(cells) != (found.state == "not known")


@_laws
@given(_heard, st.lists(_answers, max_size=4))
def test_law_names_and_order_change_nothing(heard: list[str], answers: list[Any]) -> None:
    ids = [*CAST, "d1-set", "d1-a", "d1-b", "d2-c"]
    names = {each: f"{each[:3]}{'zyxwvutsrqponmlkjihg'[n]}-{each}" for n, each in enumerate(ids)}
    back = {new: each for each, new in names.items()}

    def shown(graph: PactGraph, old: dict[str, str]) -> list[Any]:
        return sorted(
            (
                f.analysis,
                old.get(f.subject, f.subject),
                f.state,
                f.reading,
                f.gap,
                sorted(
                    (
                        word,
                        sorted(str(old.get(each, each)) for each in part) if isinstance(part, list) else part,
                    )
                    for word, part in f.value.items()
                ),
            )
            for f in run(graph, ["responses", "seats", "duplicates", "knowledge"])
        )

    plain = shown(matrix(heard, answers), {})
    assert shown(matrix(heard, answers, backwards=True), {}) == plain
    renamed = matrix(heard, answers, name=lambda each: names.get(each, each))
    assert shown(renamed, back) == plain
