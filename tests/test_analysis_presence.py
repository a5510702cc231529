"""The analyses of presence: known answers on the real data, small worlds, and laws on generated ones.

The known answers were worked out by hand from two reports, line by line: see known_answers.md. Each
stands beside its decoy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import World, only_document
from pactgraph.analysis import ANALYSES, Finding, Scope, run
from pactgraph.graph import PactGraph
from test_analysis import _IDS, LAND, LAO, LATER, UN_FUND, _days, _laws, _one, _shown, _worlds, lines, made, statement

PRESENCE = ("priorities", "overlap", "co-presence", "brokers", "places", "denials", "prospects")
D = "dublin-group-2017-"
IN_2017 = "2017-10-26"


@pytest.fixture(scope="module")
def lao() -> PactGraph:
    """The real data as if the Lao report of 2021 alone had been read."""
    return only_document("idswg-2021")


@pytest.fixture(scope="module")
def dublin() -> PactGraph:
    """The real data as if the report of 2017 alone had been read."""
    return only_document("dublin-group-2017")


def ask(graph: PactGraph, name: str, as_of: str | None = None, **scope: Any) -> list[Finding]:
    return run(graph, [name], Scope(graph.clock(as_of), **scope))


def cells(found: Iterable[Finding]) -> dict[tuple[str, str | None], Finding]:
    """By subject and theme, of which there is one finding each."""
    made_up = {(f.subject, f.theme): f for f in found}
    assert len(made_up) == len(list(found))
    return made_up


# -- priorities -------------------------------------------------------------------------------------

PRIORITIES = [
    ("lao-priority-1", "drug-law", "not known", "certain", {69}),
    ("lao-priority-2", "data-and-research", "not known", "possible", {22, 70, 111}),
    ("lao-priority-3", "prevention", "covered", "certain", {71, 105}),
    ("lao-priority-4", "treatment", "covered", "certain", {72, 97, 105}),
    ("lao-priority-5", "alternative-development", "covered", "certain", {74, 107, 115}),
    ("lao-priority-6", "law-enforcement", "covered", "certain", {75, 107, 111, 119}),
    ("lao-priority-7", "precursor-control", "covered", "certain", {76, 101}),
    ("lao-priority-7", "forensics", "not known", "possible", {76}),
    ("lao-priority-8", "regional-cooperation", "covered", "certain", {77, 101}),
    ("lao-priority-9", "policy-coordination", "not known", "certain", {78}),
]


@pytest.mark.parametrize(("item", "theme", "state", "reading", "printed"), PRIORITIES)
def test_priorities_of_the_lao_plan(
    dublin: PactGraph, item: str, theme: str, state: str, reading: str, printed: set[int]
) -> None:
    found = cells(ask(dublin, "priorities", IN_2017, country=LAO))[D + item, theme]
    assert (found.state, found.reading, found.gap) == (state, reading, state == "not known")
    assert printed <= lines(found)
    assert found.country == LAO
    assert found.value["wanted by"] == ["recipient"]


def test_whose_priorities_they_are(dublin: PactGraph) -> None:
    found = cells(ask(dublin, "priorities", IN_2017, country=LAO))
    for item, theme in (("lao-priority-3", "prevention"), ("lao-priority-4", "treatment")):
        assert found[D + item, theme].value["perhaps shared by"] == ["donors"], "the EU wants something broader"
        assert 123 in lines(found[D + item, theme])
    for item, theme in (("lao-priority-1", "drug-law"), ("lao-priority-7", "forensics")):
        assert not {"shared by", "perhaps shared by"} & found[D + item, theme].value.keys()
    assert found[D + "lao-eu-commitment", "human-rights"].value["wanted by"] == ["donors"]
    everywhere = ask(dublin, "priorities", IN_2017)
    for n in range(1, 6):
        assert {f.country for f in everywhere if f.subject == f"{D}cambodia-plan-{n}"} == {"cambodia"}


def test_a_plan_that_ended_has_no_priorities(dublin: PactGraph) -> None:
    assert ask(dublin, "priorities", IN_2017, country=LAO)
    assert not [f for f in ask(dublin, "priorities", "2021-12-31") if "lao-priority" in f.subject]


# -- overlap --------------------------------------------------------------------------------------------


def test_what_may_overlap_in_the_lao_pdr(lao: PactGraph) -> None:
    found = cells(ask(lao, "overlap"))
    bank = found[LAO, "anti-money-laundering"]
    assert (bank.state, bank.reading, bank.gap) == ("duplication candidate", "certain", True)
    assert bank.value["hands"] == ["australia", "united-states"]
    assert {38, 44} <= lines(bank)
    precursors = found[LAO, "precursor-control"]
    assert (precursors.state, precursors.reading, precursors.gap) == ("fragmented", "certain", False)
    assert {"australia", "canada", "japan", "united-states"} <= set(precursors.value["hands"])
    assert {33, 44, 47} <= lines(precursors)
    assert {"japan", UN_FUND, "united-states"} <= set(found[LAO, "border-management"].value["hands"])
    # Carried out by one office, or paid for by one donor; nobody but one on prevention.
    assert {f.theme for f in found.values() if f.state == "duplication candidate"} == {"anti-money-laundering"}
    assert not [f for f in found.values() if f.theme == "prevention"]
    assert not [f for f in found.values() if "duplication" in f.state and "candidate" not in f.state]


# -- co-presence ------------------------------------------------------------------------------------------


def test_donors_without_a_common_forum_in_the_lao_pdr(lao: PactGraph) -> None:
    found = {tuple(f.value["donors"]): f for f in ask(lao, "co-presence", country=LAO)}
    both = found["australia", "united-states"]
    assert both.reading == "certain"
    assert {"border-management", "anti-money-laundering"} <= set(both.value["themes"])
    assert {38, 44} <= lines(both)
    japan = found["japan", "united-states"]
    assert "border-management" in japan.value["themes"]
    assert not {"treatment", "precursor-control", "community-based-treatment"} & set(japan.value["themes"])
    assert "border-management" in found[UN_FUND, "united-states"].value["themes"]
    assert {"anti-money-laundering", "precursor-control"} <= set(found["australia", "canada"].value["themes"])
    assert {"anti-money-laundering", "precursor-control"} <= set(found["canada", "united-states"].value["themes"])
    assert "precursor-control" in found["canada", "japan"].value["themes"]
    assert "anti-money-laundering" in found["australia", "switzerland"].value["themes"]
    assert "anti-money-laundering" in found["canada", "switzerland"].value["themes"]
    assert "border-management" in found["australia", UN_FUND].value["themes"]
    assert ("switzerland", "united-states") not in found, "they support one programme"
    assert ("canada", "luxembourg") not in found, "what the one supports is the purpose of the other's help"
    for pair in (("australia", "japan"), ("germany", "luxembourg"), ("japan", UN_FUND), ("germany", "switzerland")):
        assert pair not in found
    assert not [pair for pair in found if LAO in pair], "the host is no guest"


# -- brokers ----------------------------------------------------------------------------------------------


def test_through_whom_others_hang_together(lao: PactGraph) -> None:
    found = {f.subject: f for f in ask(lao, "brokers")}
    assert found["vanmai-cooperative"].value["cuts off"] == ["malongo"]
    assert found["coffee-communities-houaphanh"].value["cuts off"] == ["dgrv"]
    assert 24 in lines(found["vanmai-cooperative"])
    assert found["vanmai-cooperative"].reading == "certain"
    assert {"european-union", "united-kingdom"} <= set(found[LAO].value["cuts off"])
    assert not found.keys() & {"japan", "germany", "mini-dublin-vientiane", "united-states"}


# -- places -------------------------------------------------------------------------------------------------

OPEN_PLACES = [
    ("phongsali", "cultivation", "possible", {51}),
    *((p, "cultivation", "possible", {51}) for p in ("luang-namtha", "luang-phrabang", "oudomxai", "bokeo")),
    ("xiangkhoang", "cultivation", "possible", {51}),
    *((p, "cultivation", "possible", {185, 336}) for p in ("kachin-state", "chin-state", "kayah-state")),
    ("pursat", "trafficking", "possible", {443}),
    *((p, "trafficking", "possible", {702}) for p in ("son-la", "tay-ninh")),
]


@pytest.mark.parametrize(("place", "problem", "reading", "printed"), OPEN_PLACES)
def test_places_with_a_problem_and_without_work(
    dublin: PactGraph, place: str, problem: str, reading: str, printed: set[int]
) -> None:
    (found,) = (f for f in ask(dublin, "places", IN_2017, country=place) if f.value["problem"] == problem)
    assert (found.subject, found.state, found.reading, found.gap) == (place, "not known", reading, True)
    assert printed <= lines(found)


@pytest.mark.parametrize(("place", "printed"), [("houaphanh", {107, 115}), ("shan-state", {185, 288})])
def test_places_with_a_problem_and_with_work(dublin: PactGraph, place: str, printed: set[int]) -> None:
    found = [f for f in ask(dublin, "places", IN_2017) if (f.subject, f.value["problem"]) == (place, "cultivation")]
    assert [(f.state, f.reading, f.gap) for f in found] == [("covered", "certain", False)]
    assert printed <= lines(found[0])


def test_a_problem_told_by_a_figure_alone_has_its_place_in_the_document(dublin: PactGraph) -> None:
    (found,) = (f for f in ask(dublin, "places", IN_2017) if (f.subject, f.value["problem"]) == ("phnom-penh", "use"))
    assert found.value["figures"] == ["dublin-group-2017/share-of-drug-users-cambodia-phnom-penh"]
    assert any("line 420" in source for source in found.sources)


# -- denials ----------------------------------------------------------------------------------------------------

DENIALS = [
    ("dublin-group-2017", "2016-06-01", "opium-survey-lao", "stated none", "possible", 47),
    ("dublin-group-2017", IN_2017, "national-drug-use-survey-lao", "stated none", "certain", 155),
    ("dublin-group-2017", IN_2017, "dublin-group-2017-lao-drug-making", "stated none", "certain", 55),
    ("dublin-group-2017", "2021-12-31", "dublin-group-2017-lao-drug-making", "stated none", "possible", 55),
    ("dublin-group-2017", IN_2017, "dublin-group-2017-lao-follow-up", "stated none", "certain", 155),
    ("dublin-group-2017", IN_2017, "european-union", "stated none", "certain", 706),
    ("dublin-group-2017", IN_2017, "france", "stated none", "certain", 710),
    ("dublin-group-2017", IN_2017, "japan", "stated none", "certain", 720),
    ("dublin-group-2017", IN_2017, "bka-germany", "stated none", "certain", 561),
    ("dublin-group-2017", IN_2017, "opium-area-estimate-myanmar", "stated none then", "possible", 302),
    ("dublin-group-2017", IN_2017, "counter-narcotics-set-up-myanmar", "stated none", "possible", 225),
    ("dublin-group-2017", IN_2017, "unodc", "stated none", "certain", 352),
    ("idswg-2021", "2021-12-31", "mekong-mou-in-person-meetings", "stated none", "possible", 29),
    ("idswg-2021", "2021-12-31", "opium-survey-lao", "stated none then", "possible", 24),
    ("honlap-43", None, "prosecution-service-republic-of-korea", "not known", "certain", 142),
]


@pytest.mark.parametrize(("document", "day", "thing", "state", "reading", "line"), DENIALS)
def test_what_documents_deny(document: str, day: str | None, thing: str, state: str, reading: str, line: int) -> None:
    found = [f for f in ask(only_document(document), "denials", day) if f.subject == thing and line in lines(f)]
    assert {(f.state, f.reading, f.gap) for f in found} == {(state, reading, state != "stated none then")}


def test_a_plan_is_no_denial(lao: PactGraph, dublin: PactGraph) -> None:
    assert not [f for f in ask(lao, "denials") if lines(f) & {38, 51}]
    told = {f.subject for f in ask(dublin, "denials", IN_2017, country=LAO)}
    assert "dublin-group-2017-lao-drug-making" in told
    assert "dublin-group-2017-lao-no-follow-up" not in told, "what is lacking is asserted"


# -- prospects ----------------------------------------------------------------------------------------------------


def test_whom_to_ask_in_the_lao_pdr(lao: PactGraph) -> None:
    found = cells(ask(lao, "prospects", country=LAO))
    survey = found[LAO, "opium-cultivation"]
    assert (survey.state, survey.reading) == ("not known", "certain")
    assert survey.prospects[0].donor == "united-states"
    assert survey.prospects[0].because.startswith("plans")
    assert {24} <= lines(survey)
    assert any(s.endswith("inl-implements-opium-survey-lao") for s in survey.prospects[0].statements)
    use = found[LAO, "drug-use-survey"]
    assert {p.because for p in use.prospects} == {"pays for or supports other themes here"}
    assert {"japan", "australia"} <= {p.donor for p in use.prospects}, "other themes come before the seat in the group"
    for theme, printed in (("special-economic-zones", {16, 60}), ("drug-law", {34, 60})):
        asked = found[LAO, theme]
        assert (asked.reading, asked.gap) == ("certain", True)
        assert printed <= lines(asked), "where it is asked, and where the group works that asks"
        assert {p.because for p in asked.prospects} == {"pays for or supports other themes here"}
    covered = ("treatment", "border-management", "precursor-control", "alternative-development", "data-and-research")
    covered = (*covered, "criminal-intelligence", "regional-cooperation", "gender-equality")
    for theme in (*covered, "policy-coordination", "civil-society", "sustainable-development-goals"):
        assert (LAO, theme) not in found
    assert not {"unodc", "unstated", LAO} & {p.donor for f in found.values() for p in f.prospects}


def test_a_donor_that_does_no_such_work_comes_last(dublin: PactGraph) -> None:
    found = cells(ask(dublin, "prospects", IN_2017, country="viet-nam"))["viet-nam", "cybercrime"]
    last = found.prospects[-1]
    assert (last.donor, last.but) == ("european-union", "a document says that it does no such work here")
    assert not [p for p in found.prospects[:-1] if p.but]
    assert any("european-union-supports-viet-nam" in s for s in last.statements)
    assert not {"france", "japan"} & {p.donor for p in found.prospects}, "nothing but the denial is told of them"


# -- small worlds: one rule each ------------------------------------------------------------------------------------

Small = Callable[..., PactGraph]
MORE = {
    "entities/place/all.yaml": LAND["entities/place/all.yaml"]
    + """\
- {id: coast, name: Coast, kind: province, part_of: cascara, named_in: [{document: report, section: A}]}
- {id: triangle, name: Triangle, kind: region, named_in: [{document: report, section: A}]}
""",
    "entities/mechanism/all.yaml": """\
- {id: donor-group, name: Donor Group, kind: donor-group, named_in: [{document: report, section: A}]}
- {id: law-forum, name: Law Forum, kind: forum, named_in: [{document: report, section: A}]}
""",
    "entities/event/all.yaml": """\
- {id: talks, name: Talks, kind: meeting, named_in: [{document: report, section: A}]}
- {id: haul, name: Haul, kind: seizure, named_in: [{document: report, section: A}]}
""",
}
CLINICS = ("clinics addresses treatment", "clinics operates_in cascara")
NURSES = ("nurses addresses treatment", "nurses operates_in cascara")
POPPY = "{id: report-poppy, type: challenge, text: Poppy, themes: opium-cultivation, place: hills, line: 1}"
WISH = "{id: report-wish, type: priority, text: Wish, by: cascara, themes: treatment, place: cascara, line: 1}"
NEED = "{id: report-need, type: need, text: Nurses, themes: treatment, place: cascara, line: 1}"


@pytest.fixture
def small(world: World) -> Small:
    """A function that makes a graph of statements, items and figures of one report, and of a later one."""

    def build(
        *said: str, items: Iterable[str] = (), figures: Iterable[str] = (), later: Iterable[str] = ()
    ) -> PactGraph:
        files: dict[str, str | bytes | None] = {**LAND, **MORE, "statements/report/a.yaml": None}
        if later:
            files["entities/document/all.yaml"] = LAND["entities/document/all.yaml"] + LATER
        for document, rows in (("report", said), ("later", tuple(later))):
            text = f"document: {document}\nblocks:\n- section: A\n"
            parts = {"statements": [statement(each, n) for n, each in enumerate(rows, 1)]}
            if document == "report":
                parts |= {"items": list(items), "figures": list(figures)}
            for part, entries in parts.items():
                text += f"  {part}:\n" + "".join(f"  - {entry}\n" for entry in entries) if entries else ""
            if any(parts.values()):
                files[f"statements/{document}/a.yaml"] = text
        return PactGraph(world(files))

    return build


@pytest.mark.parametrize(
    ("said", "state", "reading"),
    [
        ((), "not known", "certain"),
        (("arle funds clinics", *CLINICS), "covered", "certain"),
        (("league implements clinics", *CLINICS), "covered", "certain"),
        (("arle funds clinics, status: planned", *CLINICS), "not known", "certain"),
        (("clinics stage, value: asked", *CLINICS), "not known", "certain"),
        (("clinics stage, value: ended, when: 2015", *CLINICS), "not known", "certain"),
        (("clinics stage, value: started, when: 2015", *CLINICS), "covered", "possible"),
        (("arle funds clinics, when: 2018/2020", *CLINICS), "covered", "possible"),
        (
            ("arle funds clinics, when: 2018/2020", *CLINICS, "clinics stage, value: ended, when: 2019"),
            "not known",
            "certain",
        ),
        (("arle funds clinics", "clinics addresses prevention", CLINICS[1]), "not known", "certain"),
        (("arle funds clinics", "clinics addresses drugs-and-health", CLINICS[1]), "not known", "possible"),
        (("arle funds clinics", CLINICS[0], "clinics operates_in borduria"), "not known", "certain"),
        (("arle funds clinics", CLINICS[0], "clinics operates_in hills"), "covered", "certain"),
    ],
)
def test_what_meets_a_priority(small: Small, said: tuple[str, ...], state: str, reading: str) -> None:
    (found,) = ask(small(*said, items=[WISH]), "priorities")
    assert (found.state, found.reading, found.gap) == (state, reading, state != "covered")


@pytest.mark.parametrize(
    ("where", "work", "of_it", "state", "reading"),
    [
        ("cascara", "triangle", "hills", "not known", "possible"),
        ("hills", "triangle", "hills", "not known", "possible"),
        ("coast", "triangle", "hills", "not known", "certain"),
        ("cascara", "triangle", "borduria", "not known", "certain"),
        ("triangle", "cascara", "hills", "not known", "possible"),
        ("triangle", "hills", "hills", "covered", "certain"),
        ("triangle", "coast", "hills", "not known", "certain"),
        ("triangle", "cascara", "borduria", "not known", "certain"),
    ],
)
def test_a_region_that_holds_a_part_of_a_country_may_be_reached_from_there(
    small: Small, where: str, work: str, of_it: str, state: str, reading: str
) -> None:
    told = ("arle funds clinics", CLINICS[0], f"clinics operates_in {work}", f"{of_it} located_in triangle")
    (found,) = ask(small(*told, items=[WISH.replace("place: cascara", f"place: {where}")]), "priorities")
    assert (found.state, found.reading) == (state, reading)
    if "triangle" in (where, work) and "cascara" in (where, work) and of_it == "hills":
        assert "report/hills-located-in-triangle" in {s.id for s in found.statements}, "what joins the two is shown"


def test_a_priority_of_a_region_is_perhaps_shared_by_a_country_partly_in_it(small: Small) -> None:
    wish = "arle prioritises treatment, place: triangle"
    there = cells(ask(small(wish, "hills located_in triangle", items=[WISH]), "priorities"))
    assert there["report-wish", "treatment"].value["perhaps shared by"] == ["donors"]
    elsewhere = cells(ask(small(wish, "borduria located_in triangle", items=[WISH]), "priorities"))
    assert "perhaps shared by" not in elsewhere["report-wish", "treatment"].value


def test_a_priority_denied_by_its_document(small: Small) -> None:
    wish = WISH.replace("themes:", "about: clinics, themes:")
    (found,) = ask(small("clinics not_funded", items=[wish]), "priorities")
    assert (found.state, found.reading) == ("stated none", "certain")


@pytest.mark.parametrize(
    ("other", "shares"),
    [
        ("arle prioritises treatment, place: cascara", {"shared by": ["donors"]}),
        ("arle-aid prioritises community-based-treatment, place: hills", {"shared by": ["donors"]}),
        ("arle prioritises drugs-and-health, place: cascara", {"perhaps shared by": ["donors"]}),
        ("league prioritises treatment, place: cascara", {"shared by": ["agencies"]}),
        ("arle prioritises treatment, place: borduria", {}),
        ("arle prioritises border-management, place: cascara", {}),
        ("police prioritises treatment, place: cascara", {}),
    ],
)
def test_who_shares_a_priority(small: Small, other: str, shares: dict[str, list[str]]) -> None:
    found = cells(ask(small(other, items=[WISH]), "priorities"))["report-wish", "treatment"]
    assert {k: v for k, v in found.value.items() if "shared" in k} == shares


TWICE = ("arle funds clinics", "borduria funds nurses", *CLINICS, *NURSES)


@pytest.mark.parametrize(
    ("joint", "state"),
    [
        (None, "duplication candidate"),
        ("league implements clinics", "duplication candidate"),
        ("arle cooperates_with borduria, themes: border-management", "duplication candidate"),
        ("arle cooperates_with cascara", "duplication candidate"),
        ("arle cooperates_with borduria", "possible overlap"),
        ("arle-aid coordinates_with nurses", "possible overlap"),
        ("nurses part_of clinics", "possible overlap"),
        ("nurses maybe_same_as clinics", "possible overlap"),
        ("arle supports nurses", "possible overlap"),
        ("nurses addresses harm-reduction", "possible overlap"),
        ("arle supports police, themes: treatment, purpose: nurses", "possible overlap"),
        ("arle supports police, themes: treatment, purpose: border", "duplication candidate"),
    ],
)
def test_what_joins_work_of_the_same_themes(small: Small, joint: str | None, state: str) -> None:
    found = cells(ask(small(*TWICE, *([joint] if joint else [])), "overlap"))["cascara", "treatment"]
    assert (found.state, found.reading) == (state, "certain")


def test_one_pair_of_hands_is_no_overlap(small: Small) -> None:
    assert not ask(small("arle funds clinics", "arle-aid funds nurses", *CLINICS, *NURSES), "overlap")
    elsewhere = ("nurses addresses treatment", "nurses operates_in borduria")
    assert not ask(small("arle funds clinics", "borduria funds nurses", *CLINICS, *elsewhere), "overlap")


def test_work_of_a_wider_place_overlaps_perhaps(small: Small) -> None:
    inside = ("nurses addresses treatment", "nurses operates_in hills")
    found = cells(ask(small("arle funds clinics", "borduria funds nurses", *CLINICS, *inside), "overlap"))
    assert {(place, f.reading) for (place, _), f in found.items()} == {("hills", "possible")}


SIDE_BY_SIDE = ("arle funds clinics", "borduria funds nurses", *CLINICS, *NURSES)
TURNS = ("arle co_chairs donor-group, by_turn: yearly", "borduria co_chairs donor-group, by_turn: yearly")
SEATS = ("arle-aid member_of donor-group", "borduria chairs donor-group")


@pytest.mark.parametrize(
    ("said", "reading"),
    [
        ((), "certain"),
        (SEATS[:1], "certain"),
        (SEATS, "possible"),
        ((*SEATS, "donor-group operates_in cascara"), "possible"),
        ((*SEATS, "donor-group addresses treatment"), "possible"),
        ((*SEATS, "donor-group operates_in cascara", "donor-group addresses policy-coordination"), None),
        ((*TURNS, "donor-group operates_in cascara", "donor-group addresses treatment"), None),
        ((*SEATS, "donor-group operates_in cascara", "donor-group addresses drugs-and-health"), None),
        ((*SEATS, "donor-group operates_in hills", "donor-group addresses treatment"), None),
        ((*SEATS, "donor-group operates_in cascara", "donor-group addresses border-management"), "certain"),
        ((*SEATS, "donor-group operates_in borduria", "donor-group addresses treatment"), "certain"),
        (("talks part_of law-forum", "arle participates_in talks", "borduria participates_in talks"), "possible"),
        (("arle coordinates_with borduria",), None),
        (("borduria cooperates_with clinics",), None),
        (("arle funds nurses",), None),
        (("borduria funds clinics, status: planned",), "certain"),
        (("arle supports police, purpose: nurses",), None),
        (("arle-aid funds border, purpose: nurses",), None),
        (("arle supports police, purpose: nurses, when: 2018/2020",), "possible"),
        (("arle supports police, purpose: nurses, status: planned",), "certain"),
        (("arle supports police, purpose: nurses, status: denied",), "certain"),
        (("arle supports police, purpose: border",), "certain"),
    ],
)
def test_what_brings_two_donors_together(small: Small, said: tuple[str, ...], reading: str | None) -> None:
    found = ask(small(*SIDE_BY_SIDE, *said), "co-presence")
    assert [f.reading for f in found] == ([reading] if reading else [])


def test_the_host_is_no_guest_and_an_agency_is_its_state(small: Small) -> None:
    assert not ask(small("arle funds clinics", "cascara funds nurses", *CLINICS, *NURSES), "co-presence")
    assert not ask(small("arle funds clinics", "arle-bank funds nurses", *CLINICS, *NURSES), "co-presence")


def test_whose_leaving_cuts_others_off(small: Small) -> None:
    chain = ("arle funds clinics", "league implements clinics", "league cooperates_with borduria")
    found = {f.subject: f for f in ask(small(*chain), "brokers")}
    assert found.keys() == {"league"}
    assert found["league"].reading == "certain"
    assert found["league"].value["cuts off"] == ["arle", "borduria"], "two parts of one size: both are cut off"
    again = {f.subject: f for f in ask(small(*chain, "arle cooperates_with borduria"), "brokers")}
    assert not again
    perhaps = ask(small(*chain, "arle cooperates_with borduria, when: 2015/2020"), "brokers")
    assert [(f.subject, f.reading) for f in perhaps] == [("league", "possible")]


@pytest.mark.parametrize(
    ("said", "state", "reading"),
    [
        ((), "not known", "certain"),
        (("clinics addresses coffee-production", "clinics operates_in hills"), "covered", "certain"),
        (("clinics addresses opium-cultivation", "clinics operates_in hills"), "not known", "certain"),
        (("clinics addresses treatment", "clinics operates_in hills"), "not known", "certain"),
        (("clinics addresses alternative-development", "clinics operates_in cascara"), "not known", "possible"),
        (("clinics addresses alternative-development", "clinics operates_in borduria"), "not known", "certain"),
    ],
)
def test_what_answers_a_problem_of_a_place(small: Small, said: tuple[str, ...], state: str, reading: str) -> None:
    graph = small("arle funds clinics", *said, items=[POPPY])
    (found,) = ask(graph, "places")
    assert (found.subject, found.value["problem"], found.state, found.reading) == (
        "hills",
        "cultivation",
        state,
        reading,
    )


def test_how_a_problem_is_told(small: Small) -> None:
    seized = "{what: heroin-seized, place: hills, value: 3, unit: kilograms, when: 2019, line: 2}"
    (found,) = ask(small(figures=[seized]), "places")
    assert (found.value["problem"], found.reading) == ("trafficking", "possible"), "a year ago"
    assert found.sources == ("report: A, line 2",)
    assert not ask(small(figures=[seized.replace("value: 3", "value: 0")]), "places")
    assert not ask(small(figures=["{what: schools, place: hills, value: 3, unit: schools, line: 2}"]), "places")
    (haul,) = ask(small("haul located_in hills"), "places")
    assert (haul.value["problem"], haul.reading) == ("trafficking", "certain")
    assert not ask(small("talks located_in hills"), "places"), "where one meets is no problem"


def test_of_a_country_that_only_gives_nothing_is_asked(small: Small) -> None:
    seized = ["{what: heroin-seized, place: arle, value: 3, unit: kilograms, when: 2019, line: 2}"]
    abroad = ("arle funds clinics", "clinics operates_in borduria")
    assert not ask(small(*abroad, figures=seized), "places")
    # Decoys: who gives nothing, who gives at home alone, who gives and is given to.
    for said in ((), ("arle funds clinics", "clinics operates_in arle")):
        assert [f.subject for f in ask(small(*said, figures=seized), "places")] == ["arle"]
    given_to = (*abroad, "borduria funds nurses", "nurses operates_in arle")
    assert [f.subject for f in ask(small(*given_to, figures=seized), "places")] == ["arle"]


def test_where_drugs_arrive_no_programme_is_wanted(dublin: PactGraph) -> None:
    # Lines 702 and 716: drugs go to Sydney and Melbourne, cannabis is grown in the United Kingdom.
    found = {finding.subject for finding in ask(dublin, "places", IN_2017)}
    assert not found & {"sydney", "melbourne", "australia", "united-kingdom"}
    assert {"bokeo", "shan-state", "phnom-penh", "son-la"} <= found, "though Viet Nam and others give as well"


@pytest.mark.parametrize(
    ("status", "day", "found"),
    [
        ("denied", None, ("stated none", "certain", True)),
        ("denied", "2022", ("stated none", "possible", True)),
        ("denied, when: 2015", None, ("stated none then", "possible", False)),
        ("unknown", None, ("not known", "certain", True)),
        ("planned", None, None),
        ("active", None, None),
    ],
)
def test_a_problem_that_a_document_denies_is_a_denial_and_no_problem(
    small: Small, status: str, day: str | None, found: tuple[str, str, bool] | None
) -> None:
    graph = small("arle funds clinics", *CLINICS, items=[POPPY.replace("line", f"status: {status}, line")])
    told = ask(graph, "denials", day)
    assert [(f.state, f.reading, f.gap) for f in told] == ([found] if found else [])
    assert all(f.subject == "report-poppy" and f.statements and f.value["item"] == "Poppy" for f in told)
    assert bool(ask(graph, "denials", day, country="cascara", theme="opium-cultivation")) == bool(found)
    assert not ask(graph, "denials", day, country="borduria")
    assert bool(ask(graph, "places", day)) == (status == "active")


def test_reasons_to_ask_come_in_their_order(small: Small) -> None:
    said = (
        *("arle funds border", "border addresses drug-law", "border operates_in cascara"),
        *("borduria funds clinics, when: 2010/2012", *CLINICS),
        *("arle-aid member_of law-forum", "law-forum operates_in cascara"),
    )
    (found,) = (f for f in ask(small(*said, items=[NEED]), "prospects") if f.theme == "treatment")
    assert [(p.donor, p.because.split(",")[0], p.but) for p in found.prospects] == [
        ("borduria", "paid for or supported work on it here that ended", "its work on it here ended"),
        ("arle", "pays for or supports other themes here", ""),
    ]
    (found,) = ask(small(*said, "arle funds nurses, status: planned", *NURSES, items=[NEED]), "prospects")
    assert [p.donor for p in found.prospects] == ["arle", "borduria"]
    denied = "borduria supports cascara, status: denied, themes: treatment"
    (found,) = ask(small(*said, denied, items=[NEED]), "prospects")
    assert [(p.donor, bool(p.but)) for p in found.prospects] == [("arle", False), ("borduria", True)]


ASK = "{id: report-ask, type: recommendation, text: Nurses, by: donor-group, themes: treatment, line: 1}"
WORKS = "donor-group operates_in cascara"


@pytest.mark.parametrize(
    ("ask_", "said", "places"),
    [
        (ASK, (WORKS,), ["cascara"]),
        (ASK, (), []),
        (ASK, (f"{WORKS}, status: planned",), []),
        (ASK, (f"{WORKS}, status: denied",), []),
        (ASK, ("donor-group operates_in hills",), ["cascara"]),
        (ASK, (WORKS, "donor-group operates_in borduria"), ["borduria", "cascara"]),
        (ASK.replace("line", "place: borduria, line"), (WORKS,), ["borduria"]),
        (ASK.replace("line", "to: arle, line"), (WORKS,), ["cascara"]),
        (ASK.replace("line", "to: arle, line"), (), ["arle"]),
        (ASK.replace("line", "to: cascara, line"), (), ["cascara"]),
        (ASK.replace("donor-group", "league"), ("league operates_in cascara",), []),
        (ASK.replace("line", "about: donor-group, line"), (WORKS,), []),
        (ASK.replace("recommendation", "need").replace("line", "about: donor-group, line"), (WORKS,), ["cascara"]),
    ],
)
def test_an_ask_without_a_place_is_of_where_the_group_works_that_asks(
    small: Small, ask_: str, said: tuple[str, ...], places: list[str]
) -> None:
    graph = small("arle funds border", "border operates_in cascara", *said, items=[ask_])
    found = ask(graph, "prospects")
    assert [f.country for f in found] == places
    if said == (WORKS,) and places == ["cascara"] and "place" not in ask_:
        assert "report/donor-group-operates-in-cascara" in {s.id for s in found[0].statements}


@pytest.mark.parametrize("name", ["unfunded", "responses"])
@pytest.mark.parametrize(("works", "there"), [(True, {"cascara"}), (False, {"cascara", "borduria"})])
def test_other_analyses_take_the_same_place(small: Small, name: str, works: bool, there: set[str]) -> None:
    if name == "responses" and not works:
        there = set()
    graph = small("arle funds border", *([WORKS] if works else []), items=[ASK])
    assert {each for each in ("cascara", "borduria") if ask(graph, name, country=each)} == there


def test_a_neighbour_is_one_only_if_the_data_say_so(small: Small) -> None:
    there = ("arle funds clinics", CLINICS[0], "clinics operates_in borduria")
    assert not ask(small(*there, items=[NEED]), "prospects")[0].prospects
    group = ("borduria member_of league", "cascara member_of league")
    (found,) = ask(small(*there, *group, items=[NEED]), "prospects")
    assert [p.donor for p in found.prospects] == ["arle"]
    assert {"report/borduria-member-of-league", "report/cascara-member-of-league"} <= set(found.prospects[0].statements)
    assert not ask(small("arle funds clinics", *CLINICS, items=[NEED]), "prospects"), "it has a certain donor"


# -- laws, on generated worlds ------------------------------------------------------------------------------------

_BODIES = ("c1", "c2", "a1", "a2", "o1", "o2")
_ON = ("treatment", "community-based-treatment", "drugs-and-health", "border-management", "opium-cultivation")
_WHERE = ("c3", "h1", "h2", "c2")


def _made_of(subject: Any, predicate: str, target: Any, **more: Any) -> st.SearchStrategy[dict[str, Any]]:
    fields = {"subject": subject, "predicate": st.just(predicate), "object": target, **more}
    return st.fixed_dictionaries(fields)


_few = st.lists(_one(*_ON), max_size=1), st.lists(_one(*_WHERE), max_size=1)
_joints = st.one_of(
    _made_of(_one("c1", "a1", "p1"), "coordinates_with", _one("c2", "o1", "p2"), themes=_few[0], place=_few[1]),
    _made_of(_one("c1", "a1", "p1"), "cooperates_with", _one("c2", "o1", "p2", "p3"), themes=_few[0], place=_few[1]),
)
_wishes = st.one_of(
    _made_of(_one("c3", "c1", "o1", "p1"), "prioritises", _one("n1", "n2"), themes=st.just([]), place=st.just([])),
    _made_of(_one("c3", "c1", "a1"), "prioritises", _one(*_ON), themes=st.just([]), place=_few[1]),
)
_seats = st.one_of(
    _made_of(_one(*_BODIES), "member_of", st.just("m1")),
    _made_of(st.just("m1"), "operates_in", _one(*_WHERE)),
    _made_of(st.just("m1"), "addresses", _one(*_ON)),
    _made_of(_one("c2", "c3"), "member_of", st.just("o2")),
)
_others = st.lists(
    st.tuples(st.one_of(_joints, _wishes, _seats), _one(None, "2015/2018", "2017/.."), _one("d1", "d2")), max_size=10
)
_presence = st.tuples(_worlds, _others).map(lambda each: ([*each[0][0], *each[1]], each[0][1]))
_funding = _made_of(_one("c1", "c2", "a1", "o1"), "funds", _one("p1", "p2", "p3", "p4"))


def findings(graph: PactGraph, day: str | None, *names: str) -> list[Finding]:
    return run(graph, names or PRESENCE, Scope(graph.clock(day)))


def unmet(found: Iterable[Finding], *readings: str) -> set[tuple[str, str | None, str | None]]:
    return {(f.subject, f.theme, f.country) for f in found if f.state == "not known" and f.reading in readings}


@_laws
@given(_presence, _days)
def test_law_presence_carries_its_proof(world: Any, day: str | None) -> None:
    graph = made(world)
    known, figures = {s.id for s in graph.statements}, {f.id for f in graph.figures}
    for each in findings(graph, day):
        assert each.assumptions
        assert each.closes_if or each.state == "covered"
        assert each.statements or each.value.get("figures"), "what claims something has its proof"
        assert {s.id for s in each.statements} <= known
        assert set(each.value.get("figures", ())) <= figures
        assert all(p.because and p.statements and set(p.statements) <= known for p in each.prospects)
        assert all(each.value.values()), "an empty value would be read as none"
        if each.state == "not known":
            assert each.value["last looked"]
            assert not any(isinstance(value, (int, float)) for value in each.value.values())


@_laws
@given(_presence, _days)
def test_law_certain_presence_is_vouched_for_on_the_day(world: Any, day: str | None) -> None:
    graph = made(world)
    clock = graph.clock(day)
    ties = ("funds", "supports", "implements")
    for each in findings(graph, day):
        there = [s for s in each.statements if s.predicate in ties]
        if each.state == "covered":
            assert any(clock.possibly(s) for s in each.statements)
            assert each.reading == "possible" or any(clock.certainly(s) for s in there)
        if each.analysis in ("overlap", "co-presence") and each.reading == "certain":
            assert any(clock.certainly(s) for s in there)
        if each.analysis in ("priorities", "places") and (each.state, each.reading) == ("not known", "certain"):
            # What is certainly absent is possibly absent: nothing perhaps reaches it either.
            assert "perhaps through" not in each.value
        if each.analysis == "prospects":
            assert (each.reading == "certain") == ("perhaps" not in each.value)


@_laws
@given(_presence, _funding, _one(*_ON), _one(*_WHERE), _days)
def test_law_coverage_never_adds_an_unmet_priority(
    world: Any, more: dict[str, Any], theme: str, place: str, day: str | None
) -> None:
    claims, items = world
    covering = [
        (more, "2010/..", "d2"),
        ({"subject": more["object"], "predicate": "addresses", "object": theme}, "2010/..", "d2"),
        ({"subject": more["object"], "predicate": "operates_in", "object": place}, "2010/..", "d2"),
    ]
    for name in ("priorities", "places"):
        before = findings(made(world), day, name)
        after = findings(made(([*claims, covering[0]], items)), day, name)
        assert unmet(after, "certain", "possible") <= unmet(before, "certain", "possible")
        assert unmet(after, "certain") <= unmet(before, "certain")
        cell = findings(made(([*claims, *covering], items)), day, name)
        assert not [f for f in cell if name == "priorities" and f.gap and (f.theme, f.country) == (theme, place)]


@_laws
@given(_presence, _joints, _one(None, "2017/.."), _days)
def test_law_coordination_never_adds_a_candidate_or_a_pair(
    world: Any, joint: dict[str, Any], when: str | None, day: str | None
) -> None:
    claims, items = world

    def told(graph: PactGraph) -> tuple[set[Any], set[Any]]:
        found = findings(graph, day, "overlap", "co-presence")
        twice = {(f.subject, f.theme, work) for f in found for work in f.value.get("may be the same", ())}
        apart = {
            (f.subject, *f.value["donors"], theme) for f in found if "donors" in f.value for theme in f.value["themes"]
        }
        return twice, apart

    before, after = told(made(world)), told(made(([*claims, (joint, when, "d2")], items)))
    assert after[0] <= before[0]
    assert after[1] <= before[1]


@_laws
@given(_presence, _days)
def test_law_levels_of_overlap_are_nested(world: Any, day: str | None) -> None:
    for each in findings(made(world), day, "overlap"):
        work = set(each.value["work"])
        similar, twice = set(each.value.get("similar", ())), set(each.value.get("may be the same", ()))
        assert twice <= similar <= work
        assert each.state == ("duplication candidate" if twice else "possible overlap" if similar else "fragmented")
        assert len(work) > 1


@_laws
@given(_presence, _days)
def test_law_names_and_order_change_no_presence(world: Any, day: str | None) -> None:
    names = {each: f"{'zyxwvutsrqponmlkjihgfedcba'[n]}-{each}" for n, each in enumerate(_IDS)}
    back = {new: each for each, new in names.items()}
    plain = _shown(findings(made(world), day), {})
    assert _shown(findings(made(world, backwards=True), day), {}) == plain
    assert _shown(findings(made(world, names.__getitem__), day), back) == plain


@_laws
@given(_presence, _days, _one(*_WHERE), _one(*_ON), _one("c1", "o1"))
def test_law_a_scope_only_leaves_out(world: Any, day: str | None, place: str, theme: str, donor: str) -> None:
    graph = made(world)
    for name in ("priorities", "overlap", "places", "prospects"):
        every = {(f.subject, f.country, f.theme, f.state, f.reading) for f in findings(graph, day, name)}
        scopes: tuple[dict[str, Any], ...] = ({"country": place}, {"theme": theme}, {"donor": donor})
        for scope in scopes:
            some = run(graph, [name], Scope(graph.clock(day), **scope))
            assert {(f.subject, f.country, f.theme, f.state, f.reading) for f in some} <= every


@pytest.mark.parametrize("name", PRESENCE)
def test_every_analysis_says_what_it_is(name: str) -> None:
    each = ANALYSES[name]
    assert each.question.endswith("?")
    assert each.definition
    assert each.origin
    assert each.closes
