"""Instruments, continuity, stale statuses, treaties, obligations: known answers, one rule each, and laws.

The known answers were worked out by hand from the documents: see known_answers.md, "Law, time, seats, answers".
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import only_document
from pactgraph import edtf
from pactgraph.analysis import Finding, Scope, run
from pactgraph.analysis.continuity import Spell, breaks, handover, meet
from pactgraph.graph import PactGraph
from worlds import build

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def every() -> PactGraph:
    return PactGraph(DATA)


@pytest.fixture(scope="module")
def dublin() -> PactGraph:
    return only_document("dublin-group-2017")


def ask(graph: PactGraph, name: str, as_of: str | None = None, known_by: str | None = None, **scope: Any) -> Any:
    """The findings of one analysis by subject."""
    found = run(graph, [name], Scope(graph.clock(as_of, known_by), **scope))
    assert len({(f.subject, f.country, f.theme) for f in found}) == len(found)
    return {f.subject: f for f in found}


def lines(finding: Finding) -> set[int]:
    return {line for statement in finding.statements for line in statement.locator.lines}


# -- instruments ------------------------------------------------------------------------------------

ENDED = {
    "asean-golden-triangle-plan-2017-2019": ("2019-12-31", 84),
    "sub-regional-action-plan-revision-10": ("2019-12-31", 174),
    "drug-control-plan-20-years-myanmar": ("2019-12-31", 241),
    "opium-elimination-plan-15-years-myanmar": ("2019-12-31", 177),
    "drug-control-plan-2016-2018-cambodia": ("2018-12-31", 506),
    "harm-reduction-plan-2015-2017-cambodia": ("2017-12-31", 545),
    "renovation-plan-viet-nam": ("2020-12-31", 688),
    "national-drug-strategy-viet-nam-2020": ("2020-12-31", 686),
    "nsedp-lao-7": ("2015-12-31", 67),
    "asean-work-plan-2009-2015": ("2015-12-31", 5),
    "asean-socio-cultural-community-blueprint": ("2015-12-31", 42),
    "national-target-programme-drugs-viet-nam-2012-2015": ("2015-12-31", 686),
}
SUCCEEDED = {
    "drug-control-masterplan-lao-2009-2015": "drug-control-masterplan-lao-2016-2020",
    "drug-control-plan-2013-2015-cambodia": "drug-control-plan-2016-2018-cambodia",
}


def test_a_plan_that_ended_is_still_worked_by(every: PactGraph) -> None:
    found = ask(every, "instruments")["drug-control-masterplan-lao-2016-2020"]
    assert (found.state, found.reading, found.gap) == ("lapsed in use", "possible", True)
    assert found.value == {"day": "2020-12-31", "relied on by": ["lcdc"]}
    assert {67, 64} <= lines(found)


@pytest.mark.parametrize("instrument", ENDED)
def test_plans_that_ended(every: PactGraph, instrument: str) -> None:
    day, line = ENDED[instrument]
    found = ask(every, "instruments")[instrument]
    assert (found.state, found.reading, found.value, found.gap) == ("ended", "certain", {"day": day}, True)
    assert line in lines(found)


@pytest.mark.parametrize("instrument", SUCCEEDED)
def test_what_has_a_successor_is_not_on_the_board(every: PactGraph, instrument: str) -> None:
    found = ask(every, "instruments")[instrument]
    assert (found.state, found.value["succeeded by"], found.gap) == ("ended", [SUCCEEDED[instrument]], False)


def test_instruments_that_are_not_reported(every: PactGraph, dublin: PactGraph) -> None:
    found = ask(every, "instruments")
    # A rolling plan has no end; a draft policy is late, not ended; ten years are not over.
    for each in ("sub-regional-action-plan", "national-drug-control-policy-myanmar", "asean-work-plan-2016-2025"):
        assert each in every.things
        assert each not in found
    assert not [each for each in found if every.things[each].type == "programme"], "`ending` has them"
    later = ask(every, "instruments", before="2026-01-01")["asean-work-plan-2016-2025"]
    assert (later.state, later.value["day"]) == ("ends", "2025-12-31")
    then = ask(dublin, "instruments", as_of="2017-10-26")
    assert "drug-control-masterplan-lao-2016-2020" not in then, "in force, and its end more than a year away"
    assert then["drug-control-masterplan-lao-2009-2015"].state == "ended", "to speak of its money is no use of it (145)"


def test_endings_are_told_once(every: PactGraph) -> None:
    both = {"instruments", "ending"}
    found = run(every, both, Scope(every.clock()))
    assert len({f.subject for f in found}) == len(found)


def test_instruments_of_a_country(every: PactGraph) -> None:
    found = ask(every, "instruments", country="cambodia")
    assert "drug-control-plan-2016-2018-cambodia" in found
    assert "renovation-plan-viet-nam" not in found


# -- continuity ---------------------------------------------------------------------------------------


def test_handovers(every: PactGraph) -> None:
    found = [f for f in run(every, ["continuity"], Scope(every.clock())) if f.state != "break"]
    assert {f.subject: (f.value["to"], f.state, f.reading, f.value["days between"]) for f in found} == {
        "kokang-development": ("northern-shan-cooperation", "before", "certain", "1065"),
        "drug-control-masterplan-lao-2009-2015": ("drug-control-masterplan-lao-2016-2020", "meets", "certain", "0"),
        "drug-control-plan-2013-2015-cambodia": ("drug-control-plan-2016-2018-cambodia", "meets", "certain", "0"),
    }
    assert {308, 310} <= lines(found[-1])
    assert not any(f.gap for f in found)


def test_a_cell_with_undated_work_has_no_certain_break(every: PactGraph) -> None:
    found = run(every, ["continuity"], Scope(every.clock(), country="myanmar", theme="alternative-development"))
    assert {f.reading for f in found if f.state == "break"} == {"possible"}


def test_breaks_that_last(every: PactGraph) -> None:
    found = {(f.country, f.theme): f for f in run(every, ["continuity"], Scope(every.clock())) if f.state == "break"}
    corruption = found["myanmar", "corruption"]
    assert (corruption.reading, corruption.gap) == ("certain", True)
    assert corruption.value["nobody known"] == ["2019-01-01/2021-12-31"]
    assert 276 in lines(corruption)
    assert ("viet-nam", "human-trafficking") not in found, "work on crime in general may reach it"
    scope = Scope(every.clock(), country="viet-nam", theme="human-trafficking")
    (trade,) = (f for f in run(every, ["continuity"], scope) if f.state == "break")
    assert (trade.reading, trade.gap) == ("possible", False)


def test_breaks_of_a_small_world() -> None:
    said: list[tuple[str, dict[str, Any]]] = [
        ("d1", {"subject": "clinics", "predicate": "addresses", "object": "community-based-treatment"}),
        ("d1", {"subject": "clinics", "predicate": "operates_in", "object": "cascara"}),
        ("d1", {"subject": "arle", "predicate": "funds", "object": "clinics", "when": "2010-01-01/2011-12-31"}),
        (
            "d1",
            {"subject": "arle", "predicate": "funds", "object": "clinics", "when": "2014/2018-06-30", "id": "later"},
        ),
    ]
    (found,) = run(build(CAST, DOCUMENTS, said), ["continuity"])
    assert found.value == {
        "window": "2010-01-01/2021-06-30",
        "nobody known": ["2012-01-01/2013-12-31", "2018-07-01/2021-06-30"],
        "nobody certain": ["2012-01-01/2014-12-30", "2018-07-01/2021-06-30"],
        "work": ["clinics"],
    }
    assert (found.reading, found.gap) == ("certain", True)
    went_on = ("d2", {"subject": "bureau", "predicate": "implements", "object": "clinics"})
    assert not run(build(CAST, DOCUMENTS, [*said, went_on]), ["continuity"]), "work without a date may always be there"
    planned = ("d2", {"subject": "bureau", "predicate": "implements", "object": "clinics", "status": "planned"})
    assert run(build(CAST, DOCUMENTS, [*said, planned]), ["continuity"])[0].value == found.value


@pytest.mark.parametrize(
    ("ended", "began", "answer"),
    [
        (("2015-12-31", "2015-12-31"), ("2016-01-01", "2016-01-01"), ("meets", "certain", "0")),
        (("2011-03-31", "2011-03-31"), ("2014-03-01", "2014-03-01"), ("before", "certain", "1065")),
        (("2015-12-31", "2015-12-31"), ("2015-06-01", "2015-06-01"), ("overlaps", "certain", "0")),
        (("2015-01-01", "2015-12-31"), ("2016-01-01", "2016-01-01"), ("before", "possible", "0 to 364")),
        (("2015-12-31", "2015-12-31"), ("2015-01-01", "2015-12-31"), ("overlaps", "certain", "0")),
    ],
)
def test_how_one_thing_takes_over(ended: Any, began: Any, answer: Any) -> None:
    def days(pair: tuple[str, str]) -> tuple[date, date]:
        return date.fromisoformat(pair[0]), date.fromisoformat(pair[1])

    assert handover(days(ended), days(began)) == answer


_spells = st.lists(
    st.tuples(st.integers(1, 60), st.integers(0, 20)).map(lambda s: Spell(s[0], s[0] + s[1])), max_size=6
)


@given(_spells, _spells)
def test_law_breaks_and_spells_make_up_the_window(one: list[Spell], more: list[Spell]) -> None:
    window = Spell(5, 70)

    def days(spells: list[Spell]) -> set[int]:
        return {day for spell in spells for day in range(spell.first, spell.last + 1)}

    inside = days([window])
    assert days(breaks(window, one)) == inside - days(one)
    assert days(breaks(window, [*one, *more])) <= days(breaks(window, one)), "more work never makes a break"
    assert days(meet(one, more)) == days(one) & days(more)


# -- stale ----------------------------------------------------------------------------------------------

OVERDUE = {
    "nca-state-bank-viet-nam-memorandum": ("2014-12-31", 716),
    "national-drug-control-policy-myanmar": ("2018-01-31", 237),
    "national-drug-use-survey-myanmar": ("2018-07-31", 280),
    "penal-code-viet-nam-2015": ("2018-01-01", 694),
    "criminal-procedure-code-viet-nam": ("2018-01-01", 694),
    "treatment-facility-mapping-myanmar": ("2017-12-31", 284),
    "community-services-field-training-myanmar": ("2017-12-31", 284),
    "cyber-narcotics-unit-seoul": ("2019-08-31", 78),
    "regulatory-compliance-system-philippines": ("2020-12-31", 224),
    "asean-work-plan-2009-2015-mid-term": ("2012-12-31", 52),
    "asean-work-plan-2009-2015-final": ("2015-12-31", 53),
    "dublin-group-2017-cambodia-intentions-2016": ("2016-12-31", 604),
    "dublin-group-2017-myanmar-coffee-next-harvest": ("2017-12-31", 290),
    "dublin-group-2017/aid-2017": ("2017-12-31", 342),
    "control-of-drug-offences-course": ("2018-12-31", 565),
    "quarterly-donor-meetings-cambodia": ("2017-12-29", 608),
}


@pytest.mark.parametrize("thing", OVERDUE)
def test_plans_whose_day_has_passed(every: PactGraph, thing: str) -> None:
    day, line = OVERDUE[thing]
    found = ask(every, "stale")[thing]
    assert (found.state, found.reading, found.gap) == ("overdue", "certain", True)
    assert found.value["due"] == day
    assert line in lines(found) | {n for place in found.locators for n in place.lines}


@pytest.mark.parametrize(
    "thing",
    ["asod-workshop-2009", "container-control-units-lao", "opium-survey-lao", "border-communities-study"],
)
def test_plans_that_came_about_or_are_not_due(every: PactGraph, thing: str) -> None:
    assert thing in every.things
    assert thing not in ask(every, "stale")


def test_parts_of_what_is_late_are_not_on_the_board_beside_it(every: PactGraph) -> None:
    found = ask(every, "stale")
    assert not any(found[f"dublin-group-2017-cambodia-intention-{n}"].gap for n in range(1, 8))
    assert not found["dublin-group-2017-golden-triangle-plan-1"].gap, "the plan has ended, and `instruments` says so"
    assert not found["mekong-mou-1993-yearly-meeting"].gap


def test_before_its_day_nothing_is_late(dublin: PactGraph) -> None:
    found = ask(dublin, "stale", as_of="2017-10-26")
    assert "nca-state-bank-viet-nam-memorandum" in found
    assert not {"penal-code-viet-nam-2015", "quarterly-donor-meetings-cambodia"} & found.keys()


def test_contradictions_are_told_and_are_no_gaps(every: PactGraph) -> None:
    found = ask(every, "stale")
    assert (found["crop-monitoring-myanmar"].state, found["crop-monitoring-myanmar"].gap) == (
        "money before the start",
        False,
    )
    assert {302, 312} <= lines(found["crop-monitoring-myanmar"])
    memorandum = found["border-force-customs-memorandum-myanmar"]
    assert (memorandum.state, memorandum.gap) == ("contradictory", False)
    assert (found["mini-dublin-myanmar"].state, found["mini-dublin-myanmar"].gap) == ("last seen long ago", False)
    assert "idswg" not in found, "told of in 2021"


# -- treaties ----------------------------------------------------------------------------------------------


def test_who_stands_where(every: PactGraph) -> None:
    found = ask(every, "treaties")
    assert {each: f.value for each, f in found.items() if each in ("untoc", "un-drug-conventions")} == {
        "untoc": {
            "consented": ["viet-nam"],
            "signatory": ["cambodia"],
            "perhaps consented": ["cambodia"],
            "not told": ["china", "lao-pdr", "myanmar", "thailand"],
        },
        "un-drug-conventions": {"signatory": ["cambodia"], "perhaps consented": ["cambodia"]},
    }
    assert found["single-convention-protocol-1972"].value == {"consented": ["cambodia"]}
    assert found["trafficking-in-persons-protocol"].value == {"consented": ["viet-nam"]}
    assert found["eu-viet-nam-pca"].value == {"signatory": ["european-union", "viet-nam"]}
    assert found["mekong-mou-1993"].value == {
        "signatory": ["china", "lao-pdr", "myanmar", "thailand", "unodc"],
        "named as parties": ["cambodia", "china", "lao-pdr", "myanmar", "thailand", "unodc", "viet-nam"],
    }
    assert {each for each, f in found.items() if f.gap} == {"untoc"}
    assert {496, 690} <= lines(found["untoc"])
    assert any("in force" in each for each in found["untoc"].assumptions)


def test_no_act_is_made_of_a_plan_or_a_denial(every: PactGraph) -> None:
    decoys = {
        *("nca-state-bank-viet-nam-memorandum", "border-force-customs-memorandum-myanmar", "unodc-pinlaung-memorandum"),
        "national-target-programme-drugs-viet-nam-2012-2015",
    }
    assert decoys <= every.things.keys()
    assert not decoys & ask(every, "treaties").keys()


@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("2005-01-01", None),
        ("2006-01-01", {"signatory": ["cambodia"]}),
        ("2011-06-01", {"signatory": ["cambodia"], "perhaps consented": ["cambodia"]}),
        ("2012-06-15", {"signatory": ["cambodia"], "perhaps consented": ["cambodia", "viet-nam"]}),
        ("2013-01-01", {"consented": ["viet-nam"], "signatory": ["cambodia"], "perhaps consented": ["cambodia"]}),
    ],
)
def test_status_moves_with_the_acts(every: PactGraph, day: str, value: Any) -> None:
    found = ask(every, "treaties", as_of=day).get("untoc")
    assert (found.value if found else None) == value


def test_treaties_of_a_country(every: PactGraph) -> None:
    found = ask(every, "treaties", country="thailand")
    assert found["untoc"].value == {"not told": ["thailand"]}
    assert found["mekong-mou-1993"].value["signatory"] == ["thailand"]
    assert "eu-viet-nam-pca" not in found


CAST: dict[str, tuple[str, dict[str, Any]]] = {
    **{c: ("country", {}) for c in ("arle", "borduria", "cascara")},
    "league": ("organisation", {"kind": "group"}),
    "bureau": ("organisation", {"kind": "ministry", "part_of": "arle"}),
    "pact": ("agreement", {"kind": "convention"}),
    "plan": ("framework", {"kind": "plan"}),
    "next-plan": ("framework", {"kind": "plan"}),
    "clinics": ("programme", {"kind": "programme"}),
}
DOCUMENTS = {"d1": "2018-11-30", "d2": "2021-06-30"}


def signs(subject: str, act: str | None, when: str | None, document: str = "d2", **more: Any) -> Any:
    claim = {"subject": subject, "predicate": "signs", "object": "pact", "act": act, "when": when, **more}
    return document, {key: value for key, value in claim.items() if value is not None}


def status(*said: Any, as_of: str | None = None) -> Any:
    found = ask(build(CAST, DOCUMENTS, said), "treaties", as_of=as_of).get("pact")
    return found.value if found else None


IN_FORCE = ("d2", {"subject": "pact", "predicate": "stage", "value": "in-effect", "when": "2010"})


@pytest.mark.parametrize(
    "act",
    [
        "ratification",
        "acceptance",
        "approval",
        "accession",
        "succession",
        "formal-confirmation",
        "definitive-signature",
    ],
)
def test_kinds_of_consent_count_alike(act: str) -> None:
    assert status(signs("arle", act, "2012")) == {"consented": ["arle"]}
    assert status(signs("arle", act, "2012"), IN_FORCE) == {"party": ["arle"]}
    assert status(signs("arle", act, "2012"), IN_FORCE, as_of="2012-06-01") == {"perhaps party": ["arle"]}


def in_force(when: str | None, **more: Any) -> Any:
    claim = {"subject": "pact", "predicate": "stage", "value": "in-effect", "when": when, **more}
    return "d2", {key: value for key, value in claim.items() if value is not None}


RATIFIED, SIGNED, JOINED = (
    signs("arle", act, when) for act, when in (("ratification", "2012"), ("signature", "2011"), (None, "2013"))
)
#: What is said, the day, and where arle stands: certainly, and what else perhaps.
STANDINGS: list[tuple[tuple[Any, ...], str | None, str, str]] = [
    ((RATIFIED,), None, "consented", ""),
    ((RATIFIED, in_force("2010")), None, "party", ""),
    # "2019" is some day of 2019: on the first of June of it the instrument may be in force, or not yet.
    ((RATIFIED, in_force("2019")), "2019-06-01", "consented", "party"),
    ((RATIFIED, in_force("2019")), "2018-06-01", "consented", ""),
    ((RATIFIED, in_force("2019")), "2020-06-01", "party", ""),
    ((RATIFIED, in_force("2019", status="planned")), "2020-06-01", "consented", ""),
    ((RATIFIED, signs("arle", "entry-into-force", "2019")), "2019-06-01", "consented", "party"),
    ((RATIFIED, signs("borduria", "entry-into-force", "2014")), None, "consented", ""),
    ((RATIFIED,), "2012-06-01", "", "consented"),
    ((RATIFIED, in_force("2010")), "2012-06-01", "", "party"),
    ((SIGNED, RATIFIED), "2012-06-01", "signatory", "consented"),
    ((SIGNED, RATIFIED, in_force("2010")), "2012-06-01", "signatory", "party"),
    ((SIGNED, RATIFIED), None, "consented", ""),
    ((SIGNED,), None, "signatory", ""),
    ((SIGNED,), "2011-06-01", "", "signatory"),
    ((SIGNED, JOINED), None, "signatory", "consented"),
    ((SIGNED, JOINED, in_force("2010")), None, "signatory", "party"),
    ((JOINED,), None, "act not stated", ""),
    ((RATIFIED, signs("arle", "denunciation", "2015"), signs("arle", "accession", "2018")), None, "consented", ""),
]


@pytest.mark.parametrize(("said", "day", "sure", "perhaps"), STANDINGS)
def test_the_analysis_and_the_question_read_a_standing_alike(
    said: tuple[Any, ...], day: str | None, sure: str, perhaps: str
) -> None:
    order = ("", "act not stated", "signatory", "consented", "party")
    graph = build(CAST, DOCUMENTS, said)
    told = ask(graph, "treaties", as_of=day)["pact"].value
    stands = {key.removeprefix("perhaps "): key.startswith("perhaps ") for key in told if "arle" in told[key]}
    assert {key for key, maybe in stands.items() if not maybe} == ({sure} if sure else set())
    assert {key for key, maybe in stands.items() if maybe} == ({perhaps} if perhaps else set())
    found = graph.table("party-to", as_of=day, party="arle")
    rows = [dict(zip(found.columns, row, strict=True)) for row in found]
    surest, widest = (max((str(row[key] or "") for row in rows), key=order.index) for key in ("standing", "perhaps"))
    assert (surest, widest if widest != surest else "") == (sure, perhaps)


def test_a_signature_alone_waits_where_others_have_consented() -> None:
    assert status(signs("arle", "signature", "2012-01-15")) == {"signatory": ["arle"]}
    both = status(signs("arle", "signature", "2012-01-15"), signs("borduria", "ratification", "2013"))
    assert both == {
        "consented": ["borduria"],
        "signatory": ["arle"],
        "consent pending": ["arle"],
        "months pending, at most": "113",
    }


def test_who_left_is_no_party_until_it_comes_back() -> None:
    left = (signs("arle", "ratification", "2010"), signs("arle", "denunciation", "2015"))
    assert status(*left) == {"withdrawn": ["arle"]}
    assert status(*left, as_of="2014-06-01") == {"consented": ["arle"]}
    assert status(*left, as_of="2015-06-01") == {"signatory": ["arle"], "perhaps withdrawn": ["arle"]}
    assert status(*left, signs("arle", "accession", "2018")) == {"consented": ["arle"]}


RESERVED = (signs("arle", "ratification", "2010"), signs("arle", "reservation", "2010"))


@pytest.mark.parametrize(
    ("later", "day", "stands", "is_open"),
    [
        ((), None, "consented", "certain"),
        ((signs("arle", "withdrawal-of-reservation", "2015"),), None, "consented", None),
        ((signs("arle", "withdrawal-of-reservation", "2015"),), "2014-06-01", "consented", "certain"),
        ((signs("arle", "withdrawal-of-reservation", "2015"),), "2015-06-01", "consented", "possible"),
        ((signs("borduria", "withdrawal-of-reservation", "2015"),), None, "consented", "certain"),
        ((signs("arle", "withdrawal", "2015"),), None, "withdrawn", None),
        ((signs("arle", "denunciation", "2015"),), None, "withdrawn", None),
        (
            (signs("arle", "reservation", "2012"), signs("arle", "withdrawal-of-reservation", "2015")),
            None,
            "consented",
            "possible",
        ),
    ],
)
def test_to_withdraw_a_reservation_is_not_to_leave_the_treaty(
    later: tuple[Any, ...], day: str | None, stands: str, is_open: str | None
) -> None:
    said = [*RESERVED, *later]
    told = status(*said, as_of=day)
    assert told is not None
    assert "arle" in told[stands]
    found = ask(build(CAST, DOCUMENTS, said), "obligations", as_of=day).get("pact")
    assert (found.reading if found and found.state == "open reservation" else None) == is_open


@pytest.mark.parametrize("status_word", ["planned", "denied", "unknown"])
def test_what_is_not_stated_as_a_fact_is_no_act(status_word: str) -> None:
    assert status(signs("arle", "ratification", "2012", status=status_word)) is None


# -- obligations ------------------------------------------------------------------------------------------------


def test_what_is_lacking_is_said_with_where_to_write_it(every: PactGraph) -> None:
    found = ask(every, "obligations")
    for each in ("reservations", "articles"):
        assert (found[each].state, found[each].gap) == ("not known", False)
        assert "data/" in found[each].closes_if
        assert found[each].value["lacks"]


def test_obligations_of_viet_nam_in_2017(dublin: PactGraph) -> None:
    found = {(f.subject, f.country): f for f in run(dublin, ["obligations"], Scope(dublin.clock("2017-10-26")))}
    crime = found["untoc", "viet-nam"]
    assert (crime.theme, crime.state, crime.reading) == ("organised-crime", "covered", "certain")
    assert "unodc-country-programme-viet-nam-crime" in crime.value["work"]
    assert 690 in lines(crime)
    trade = found["trafficking-in-persons-protocol", "viet-nam"]
    assert (trade.theme, trade.state, trade.reading, trade.gap) == ("human-trafficking", "covered", "certain", False)
    assert trade.value["work"] == ["patrol"], "the national programme that UNODC helped to write is a plan"


def test_work_on_a_basis_of_which_no_consent_is_told() -> None:
    graph = only_document("honlap-43")
    found = {(f.subject, f.country): f for f in run(graph, ["obligations"], Scope(graph.clock("2018")))}
    basis = found["convention-1988", "russian-federation"]
    assert (basis.state, basis.gap, basis.value["work"]) == ("not known", False, ["pen-online"])
    assert 206 in lines(basis)


def test_an_obligation_without_known_work_is_a_gap() -> None:
    theme = ("d2", {"subject": "pact", "predicate": "addresses", "object": "treatment"})
    work = [
        ("d2", {"subject": "borduria", "predicate": "implements", "object": "clinics"}),
        ("d2", {"subject": "clinics", "predicate": "addresses", "object": "treatment"}),
        ("d2", {"subject": "clinics", "predicate": "operates_in", "object": "arle"}),
    ]
    bound = signs("arle", "ratification", "2012")
    alone = ask(build(CAST, DOCUMENTS, [bound, theme]), "obligations")["pact"]
    assert (alone.state, alone.reading, alone.gap, alone.country) == ("not known", "certain", True, "arle")
    assert ask(build(CAST, DOCUMENTS, [bound, theme, *work]), "obligations")["pact"].state == "covered"
    signed = signs("arle", "signature", "2012")
    assert "pact" not in ask(build(CAST, DOCUMENTS, [signed, theme]), "obligations"), "a signature binds to no work"


# -- small worlds: instruments and statuses ------------------------------------------------------------------------

_PLAN = ("d1", {"subject": "plan", "predicate": "stage", "value": "covers", "when": "2015/2019"})


def plan(*said: Any, **clock: str) -> Any:
    return ask(build(CAST, DOCUMENTS, [_PLAN, *said]), "instruments", **clock).get("plan")


def test_lapsed_in_use_needs_a_word_told_after_the_end() -> None:
    def use(document: str) -> Any:
        return document, {"subject": "bureau", "predicate": "implements", "object": "plan"}

    found = plan(use("d2"))
    assert (found.state, found.reading, found.value["relied on by"]) == ("lapsed in use", "certain", ["bureau"])
    assert plan(use("d2"), as_of="2023").reading == "possible"
    assert plan(use("d1")).state == "ended", "told before the end"
    planned = ("d2", {"subject": "bureau", "predicate": "implements", "object": "plan", "status": "planned"})
    assert plan(planned).state == "ended"
    succeeded = ("d2", {"subject": "next-plan", "predicate": "succeeds", "object": "plan"})
    assert not plan(succeeded).gap
    assert plan(succeeded, use("d2")).gap, "who works by the old one has not heard of the new"


def test_who_has_ended_relies_on_nothing() -> None:
    aligned = ("d2", {"subject": "next-plan", "predicate": "aligned_with", "object": "plan"})
    over = ("d2", {"subject": "next-plan", "predicate": "stage", "value": "covers", "when": "2016/2018"})
    assert plan(aligned).state == "lapsed in use"
    assert plan(aligned, over).state == "ended"


def test_told_as_active_after_its_end() -> None:
    said = [
        ("d1", {"subject": "clinics", "predicate": "stage", "value": "ended", "when": "2015-06"}),
        ("d1", {"subject": "bureau", "predicate": "implements", "object": "clinics", "when": "2012/2015"}),
    ]
    assert "clinics" not in ask(build(CAST, DOCUMENTS, said), "stale")
    said.append(("d2", {"subject": "bureau", "predicate": "implements", "object": "clinics"}))
    found = ask(build(CAST, DOCUMENTS, said), "stale")["clinics"]
    assert (found.state, found.gap, found.value["ended"]) == ("told as active after its end", True, "2015-06-30")


def test_a_role_after_the_bodys_end() -> None:
    said = [
        ("d1", {"subject": "bureau", "predicate": "stage", "value": "dropped", "when": "2016"}),
        ("d2", {"subject": "bureau", "predicate": "implements", "object": "clinics"}),
    ]
    assert ask(build(CAST, DOCUMENTS, said), "stale")["bureau"].state == "role after the body's end"


# -- laws ------------------------------------------------------------------------------------------------------------

_laws = settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
_days = st.sampled_from((None, "2012-06-01", "2016", "2019-05", "2022-01-01"))
_whens = st.sampled_from((None, "2010", "2012", "2014-05-01", "2015", "2017~", "[2010..2016]"))
_one = st.sampled_from
_acts = st.builds(
    lambda who, act, when, document, word: signs(who, act, when, document, status=word),
    _one(("arle", "borduria", "cascara", "bureau")),
    _one(
        (
            None,
            "signature",
            "ratification",
            "accession",
            "denunciation",
            "withdrawal",
            "withdrawal-of-reservation",
            "reservation",
        )
    ),
    _whens,
    _one(("d1", "d2")),
    _one((None, None, None, "planned", "denied")),
)
_lives = st.builds(
    lambda thing, value, when: ("d1", {"subject": thing, "predicate": "stage", "value": value, "when": when}),
    _one(("plan", "next-plan", "clinics")),
    _one(("covers", "ended", "completed")),
    _one(("2010/2014", "2012/2016", "2015", "2016-03/2018")),
)
_uses = st.builds(
    lambda row, document, word: (document, {**row, **({"status": word} if word else {})}),
    _one(
        (
            {"subject": "bureau", "predicate": "implements", "object": "plan"},
            {"subject": "bureau", "predicate": "implements", "object": "clinics"},
            {"subject": "arle", "predicate": "funds", "object": "clinics", "when": "2011/2013"},
            {"subject": "borduria", "predicate": "funds", "object": "clinics", "when": "2016"},
            {"subject": "next-plan", "predicate": "succeeds", "object": "plan"},
            {"subject": "next-plan", "predicate": "aligned_with", "object": "plan"},
            {"subject": "pact", "predicate": "addresses", "object": "treatment"},
            {"subject": "clinics", "predicate": "addresses", "object": "treatment"},
            {"subject": "clinics", "predicate": "operates_in", "object": "cascara"},
            {"subject": "cascara", "predicate": "member_of", "object": "league"},
            {"subject": "arle", "predicate": "member_of", "object": "league"},
            {"subject": "borduria", "predicate": "member_of", "object": "league"},
        )
    ),
    _one(("d1", "d2")),
    _one((None, None, "planned")),
)
_worlds = st.lists(st.one_of(_acts, _acts, _lives, _uses), min_size=2, max_size=12)
_MINE = ("instruments", "continuity", "stale", "treaties", "obligations")


@_laws
@given(_worlds, _acts, _days)
def test_law_treaty_status_depends_on_acts_up_to_the_day_alone(world: Any, act: Any, day: str | None) -> None:
    day = day or "2021-06-30"
    last = edtf.bounds(day).possible_until
    later = (act[0], {**act[1], "when": "2018-01"})
    more = build(CAST, DOCUMENTS, [*world, later])
    before = ask(build(CAST, DOCUMENTS, world), "treaties", as_of=day)
    now = ask(more, "treaties", as_of=day)
    if last < date(2018, 1, 1):
        assert {each: f.value for each, f in before.items()} == {each: f.value for each, f in now.items()}


_STATUSES = ("act not stated", "signatory", "consented", "party", "withdrawn")


@_laws
@given(_worlds, _days)
def test_law_a_certain_status_is_also_possible(world: Any, day: str | None) -> None:
    graph = build(CAST, DOCUMENTS, world)
    clock = graph.clock(day)
    for found in ask(graph, "treaties", as_of=day).values():
        acts = [s for s in found.statements if s.predicate == "signs"]
        for party in ("arle", "borduria", "cascara", "bureau"):
            sure = [each for each in _STATUSES if party in found.value.get(each, ())]
            perhaps = [each for each in _STATUSES if party in found.value.get(f"perhaps {each}", ())]
            mine = [s for s in acts if s.subject == party]
            assert len(sure) <= 1
            assert len(perhaps) <= 1
            assert bool(sure or perhaps) == bool(mine)
            assert not sure or any(clock.certainly(s) for s in mine)
            assert not (sure and perhaps) or _STATUSES.index(sure[0]) < _STATUSES.index(perhaps[0])
            if sure in (["consented"], ["party"]):
                assert any(s.claim and s.claim.act in ("ratification", "accession") for s in mine if clock.certainly(s))


@_laws
@given(_worlds, _days)
def test_law_findings_trace_to_statements(world: Any, day: str | None) -> None:
    graph = build(CAST, DOCUMENTS, world)
    known = {s.id for s in graph.statements}
    for found in run(graph, _MINE, Scope(graph.clock(day))):
        assert {s.id for s in found.statements} <= known
        assert found.statements or found.state == "not known"
        assert found.assumptions
        assert found.closes_if or found.state == "covered"
        if found.state == "not known":
            assert not any(isinstance(part, (int, float)) or not part for part in found.value.values())


def _shown(found: list[Finding], back: dict[str, str]) -> list[Any]:
    def old(value: Any) -> Any:
        if isinstance(value, dict):
            return sorted((key, old(each)) for key, each in value.items())
        return sorted(old(each) for each in value) if isinstance(value, list) else back.get(value, value)

    return sorted(
        (
            f.analysis,
            back.get(f.subject, f.subject),
            back.get(f.country or "", f.country or ""),
            f.state,
            f.reading,
            f.gap,
            repr(old(f.value)),
        )
        for f in found
    )


@_laws
@given(_worlds, _days)
def test_law_names_and_order_change_nothing(world: Any, day: str | None) -> None:
    names = {each: f"{'zyxwvutsrqponmlkjihg'[n]}-{each}" for n, each in enumerate(CAST)}
    back = {new: each for each, new in names.items()}

    def shown(graph: PactGraph, names_back: dict[str, str]) -> list[Any]:
        return _shown(run(graph, _MINE, Scope(graph.clock(day))), names_back)

    plain = shown(build(CAST, DOCUMENTS, world), {})
    assert shown(build(CAST, DOCUMENTS, world, backwards=True), {}) == plain
    renamed = build(CAST, DOCUMENTS, world, name=lambda each: names.get(each, each))
    assert shown(renamed, back) == plain
