"""Money: each sum once, at a stated boundary, and the analyses that rest on it.

The known answers were worked out by hand from the documents: see known_answers.md. Each table stands
beside its decoys. Small worlds show one rule each; the laws hold on generated ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pactgraph
from conftest import only_document
from pactgraph.analysis import Finding, Scope, run
from pactgraph.analysis.cells import hhi, shares
from pactgraph.analysis.flows import BOUNDARIES, Piece, kept, shown, spread, totals
from pactgraph.analysis.rates import Rates, parse_rates, read_rates
from pactgraph.analysis.scene import Scene
from pactgraph.analysis.significance import significant_in
from pactgraph.errors import EngineError, UsageError
from pactgraph.graph import PactGraph
from test_analysis import _GROUND, LAND, LAO, UN_FUND, R, _Claim, _days, _laws, _World, _worlds, lines, made, small

__all__ = ["small"]  # the fixture

Small = Callable[..., PactGraph]
PLAN = "dublin-group-2017-lao-plan-money"
MONEY = (
    "funding-gap",
    "orphans",
    "dependency",
    "concentration",
    "proliferation",
    "significance",
    "cliff",
    "absorption",
)


@pytest.fixture(scope="module")
def everything() -> PactGraph:
    return pactgraph.load()


@pytest.fixture(scope="module")
def lao() -> PactGraph:
    """The real data as if the Lao report alone had been read."""
    return only_document("idswg-2021")


@pytest.fixture(scope="module")
def dublin() -> PactGraph:
    """The real data as if the report of 2017 alone had been read."""
    return only_document("dublin-group-2017")


def scene(graph: PactGraph, as_of: str | None = None, **scope: Any) -> Scene:
    return Scene(graph, Scope(graph.clock(as_of), **scope))


def ask(graph: PactGraph, name: str, as_of: str | None = None, **scope: Any) -> list[Finding]:
    return run(graph, [name], Scope(graph.clock(as_of), **scope))


def by_subject(found: list[Finding]) -> dict[str, Finding]:
    return {finding.subject: finding for finding in found}


def sums(world: Scene, boundary: str = "entry") -> dict[str, tuple[int, int | None]]:
    """The totals of a place, theme and donor, by currency: certain, possible."""
    scope = world.scope
    found = kept(world, world.ledger.pieces(boundary), scope.country, scope.theme, scope.donor)
    return {t.currency: (_whole(t.money.low), _whole(t.money.high)) for t in totals(found.pieces)}  # type: ignore[misc]


def _whole(value: Fraction | None) -> int | None:
    assert value is None or value.denominator == 1
    return None if value is None else value.numerator


# -- the sixteen sums of the documents ---------------------------------------------------------------

USD = {"entry": (282_110_000, 293_110_000), "first": (82_110_000, 93_110_000), "last": (282_110_000, 293_110_000)}
AUD = {"entry": (12_000_000, 16_500_000), "first": (212_000_000, 216_500_000), "last": (12_000_000, 16_500_000)}


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_each_sum_once_at_each_boundary(everything: PactGraph, boundary: str) -> None:
    assert sums(scene(everything), boundary) == {
        "USD": USD[boundary],
        "AUD": AUD[boundary],
        "unstated": (30_000_000, 30_000_000),
    }


def test_why_a_sum_counts_at_one_boundary_and_not_at_another(everything: PactGraph) -> None:
    """LIFT's money goes to a country, not from one programme to another (D 336)."""
    (told,) = [f for f in ask(everything, "chains", boundary="first") if f.state == "sums"]
    lift = "USD about 200,000,000 from lift-fund to myanmar"
    assert [each for each in told.assumptions if lift in each] == [
        f"At programme entry also {lift}: it enters a programme, or a country's or body's own work.",
        f"At the last mile also {lift}: it reaches a work that is not known to pass money on.",
    ]


@pytest.mark.parametrize(
    ("country", "money", "unsplit"),
    [
        ("myanmar", {"USD": (213_110_000, 224_110_000), "AUD": (12_000_000, 12_000_000)}, []),
        ("viet-nam", {"USD": (69_000_000, 69_000_000)}, []),
        (LAO, {"AUD": (0, 4_500_000)}, ["map-tnc"]),
        ("cambodia", {}, []),
    ],
)
def test_sums_of_a_country(everything: PactGraph, country: str, money: dict[str, Any], unsplit: list[str]) -> None:
    world = scene(everything, country=country)
    assert sums(world) == money
    assert [piece.work for piece in kept(world, world.settled, country, None).unsplit] == unsplit


def test_a_cumulated_sum_is_certain_once_its_span_has_passed(everything: PactGraph) -> None:
    def of(day: str) -> dict[str, tuple[int, int | None]]:
        return sums(scene(everything, day, donor="japan"))

    assert of("2018-01-01")["USD"] == (13_110_000, 13_110_000)
    assert of("2016-12-31")["USD"] == (10_310_000, 13_110_000), "2002-2017 still ran"
    assert of("2001-06-01")["USD"] == (0, 4_430_000), "1996-2007 ran, and is not cut into years"
    assert of("1990-01-01") == {}


def test_lift_is_no_sum_of_its_donors(everything: PactGraph) -> None:
    assert sums(scene(everything, donor="denmark")) == {}
    assert sums(scene(everything, donor="lift-fund")) == {"USD": (200_000_000, 200_000_000)}
    assert sums(scene(everything, donor="denmark"), "first") == {}


def test_what_a_boundary_leaves_out_is_said_in_words(everything: PactGraph) -> None:
    words = by_subject(ask(everything, "chains"))["money"].assumptions
    assert any("global-fund" in each and "AUD 200,000,000" in each and "first provider also" in each for each in words)
    assert any("lift-fund" in each and "first provider without" in each for each in words)
    assert any("programme entry" in each for each in words)
    first = by_subject(ask(everything, "chains", boundary="first"))["money"].assumptions
    assert any("programme entry without" in each and "global-fund" in each for each in first)


# -- funding gaps --------------------------------------------------------------------------------------


def test_the_plan_whose_money_is_hard_to_find(everything: PactGraph) -> None:
    found = by_subject(ask(everything, "funding-gap"))
    assert {each: (f.state, f.reading, f.gap) for each, f in found.items()} == {
        PLAN: ("not known", "certain", True),
        "kokang-development": ("cost stated", "certain", False),
        "sub-regional-action-plan": ("cost stated", "certain", False),
    }
    plan = found[PLAN]
    assert plan.value["required"] == "USD 60,000,000"
    assert plan.value["missing"] == "at most USD 60,000,000"
    assert plan.value["given"] == "no sum known", "which is not 0"
    assert lines(plan) == {127}
    assert found["kokang-development"].value["cost"] == "USD about 11,000,000"
    assert found["sub-regional-action-plan"].value["cost"] == "USD 15,000,000 or more"
    assert "missing" not in found["kokang-development"].value
    assert by_subject(ask(everything, "funding-gap", country=LAO)).keys() == {PLAN, "sub-regional-action-plan"}
    assert by_subject(ask(everything, "funding-gap", country="myanmar")).keys() == {
        "kokang-development",
        "sub-regional-action-plan",
    }


# -- orphans --------------------------------------------------------------------------------------------

ORPHANS = {
    "digital-forensics-laboratory-lao": ("certain", set[str](), True),
    "aml-programme-lao": ("possible", {"switzerland", "united-states"}, True),
    "project-lao-031": ("possible", {"luxembourg"}, True),
    "strengthening-cargo-borders": ("possible", {"australia"}, True),
    "alternative-development-houaphanh": ("possible", {"germany"}, True),
    "luxembourg-alternative-development-houaphanh": ("possible", {"luxembourg"}, True),
    "us-alternative-development-houaphanh": ("possible", {"united-states"}, True),
    "us-cbt-support-lao": ("possible", {"united-states"}, True),
    "uk-lao-customs-programmes": ("possible", {"united-kingdom"}, True),
    "ilsta-workshops": ("possible", {"canada", "luxembourg"}, True),
    "centre-of-excellence-cbtx": ("possible", {"japan", "united-states"}, False),
    "community-policing-houaphanh": ("possible", {"japan", UN_FUND}, False),
}


@pytest.mark.parametrize("programme", ORPHANS)
def test_orphans_of_the_lao_pdr(lao: PactGraph, programme: str) -> None:
    reading, perhaps, gap = ORPHANS[programme]
    found = by_subject(ask(lao, "orphans", country=LAO))[programme]
    assert (found.state, found.reading, found.gap) == ("not known", reading, gap)
    assert perhaps <= {prospect.donor for prospect in found.prospects}
    assert bool(found.prospects) == bool(perhaps)
    assert found.statements


@pytest.mark.parametrize(
    "decoy",
    [
        *("border-management-lao", "drug-treatment-lao", "map-tnc", "canada-cybercrime-project"),
        *("national-drug-use-survey-lao", "opium-survey-lao", "eu-last-alternative-development-project"),
    ],
)
def test_what_is_no_orphan(lao: PactGraph, decoy: str) -> None:
    assert decoy in lao.things
    assert decoy not in by_subject(ask(lao, "orphans", country=LAO))
    assert decoy not in by_subject(ask(lao, "orphans"))


def test_a_whole_of_which_a_part_is_paid_for(lao: PactGraph) -> None:
    whole = by_subject(ask(lao, "orphans"))["border-management-programme"]
    assert whole.reading == "possible", "Japan and the fund pay for its part in the country (15)"
    assert {"japan", UN_FUND} <= {prospect.donor for prospect in whole.prospects}


def test_what_has_ended_or_is_paid_for_is_no_orphan(small: Small) -> None:
    def orphans(*said: str) -> dict[str, tuple[str, str]]:
        found = by_subject(ask(small(*said), "orphans"))
        return {each: (f.state, f.reading) for each, f in found.items() if each in ("clinics", "nurses")}

    where = ("clinics operates_in cascara", "league implements clinics")
    assert orphans(*where) == {"clinics": ("not known", "certain")}
    assert orphans(*where, "clinics stage, value: completed, when: 2019") == {}
    assert orphans(*where, "arle funds clinics") == {}
    assert orphans(*where, "arle funds clinics, status: planned") == {"clinics": ("not known", "possible")}
    assert orphans(*where, "clinics not_funded") == {"clinics": ("stated none", "certain")}
    assert orphans(*where, "arle supports league") == {"clinics": ("not known", "possible")}
    elsewhere = "arle supports league, place: borduria"
    assert orphans(*where, elsewhere) == {"clinics": ("not known", "certain")}, "help for its work in another country"
    assert orphans("clinics addresses treatment") == {}, "not known to be at work"
    parted = (*where, "nurses part_of clinics")
    assert orphans(*parted, "arle funds nurses")["clinics"] == ("not known", "possible"), "a part of it is paid for"
    assert orphans(*parted, "arle funds nurses, status: planned")["clinics"] == ("not known", "certain")


@pytest.mark.parametrize(
    ("said", "day", "expected"),
    [
        # At work on the document's own day, 2020-06-15; of 2023 that is only the last that was heard.
        (["league implements clinics", "clinics operates_in cascara"], None, "certain"),
        (["league implements clinics", "clinics operates_in cascara"], "2023", "possible"),
        (["clinics operates_in cascara"], None, "certain"),
        (["clinics operates_in cascara"], "2023", "possible"),
        (["league implements clinics, when: 2019/2024", "clinics operates_in cascara"], "2023", "certain"),
        # Every tie ended years ago, and no document of the day speaks of the place: not at work.
        (["league implements clinics, when: 2015/2017", "clinics operates_in cascara"], "2023", None),
        (["arle funds clinics, when: 2015/2017", "clinics operates_in cascara"], "2023", None),
        # The same while a document still has it there: the one who paid is asked first, and does not pay perhaps.
        (["arle funds clinics, when: 2015/2017", "clinics operates_in cascara"], None, "certain"),
        (["league implements clinics, status: suspended", "clinics operates_in cascara"], None, None),
        (["league implements clinics, status: suspended", "clinics operates_in cascara"], "2023", None),
    ],
)
def test_an_orphan_is_as_sure_as_that_it_is_at_work(
    small: Small, said: list[str], day: str | None, expected: str | None
) -> None:
    found = by_subject(ask(small(*said), "orphans", as_of=day)).get("clinics")
    assert (found.reading if found else None) == expected
    if found:
        assert "perhaps" not in found.value
        before = [(p.donor, p.because) for p in found.prospects]
        assert before == ([("arle", "paid for or supported it before")] if "arle" in said[0] else [])
        assert found.statements[0].predicate in ("implements", "operates_in"), "the line to open tells of the work"


ORPHANS_LATER = {
    # As of 2021-12-31 with all documents: what only the report of 2017 tells of is possible at most.
    "drug-law-review-myanmar": "possible",  # D 231
    "universal-treatment-curriculum": "possible",  # D 742
    "pepfar-viet-nam": None,  # D 726: the money was for 2014; in 2017 nobody is told to pay or carry out
    "digital-forensics-laboratory-lao": "certain",  # I 68
}


@pytest.mark.parametrize("programme", ORPHANS_LATER)
def test_orphans_that_were_last_seen_in_2017(everything: PactGraph, programme: str) -> None:
    found = by_subject(ask(everything, "orphans")).get(programme)
    assert (found.reading if found else None) == ORPHANS_LATER[programme]


def test_who_paid_before_is_whom_to_ask_and_pays_no_perhaps(dublin: PactGraph) -> None:
    found = by_subject(ask(dublin, "orphans", country="viet-nam"))["pepfar-viet-nam"]
    assert (found.reading, "perhaps" in found.value) == ("certain", False)
    assert [(p.donor, p.because) for p in found.prospects] == [("united-states", "paid for or supported it before")]


def test_only_what_the_newest_report_tells_of_is_certainly_an_orphan(everything: PactGraph) -> None:
    certain = [f for f in ask(everything, "orphans") if f.reading == "certain" and f.state != "under-aided" and f.gap]
    assert {f.subject for f in certain} == {"digital-forensics-laboratory-lao"}


def test_without_an_index_of_need_nobody_is_called_under_aided(everything: PactGraph) -> None:
    found = by_subject(ask(everything, "orphans"))["under-aided"]
    assert (found.state, found.gap) == ("not known", False)
    assert "need-index" in found.closes_if
    assert "data/statements/" in found.closes_if
    assert not [f for f in ask(everything, "orphans") if f.state == "under-aided"]


# -- donors in a cell ----------------------------------------------------------------------------------------

CELLS = {
    "treatment": ({"japan", "united-states"}, set[str](), False),
    "cybercrime": ({"canada"}, {"luxembourg"}, True),
    "synthetic-drugs": ({"canada"}, set(), True),
    "anti-money-laundering": (
        {"australia"},
        {"switzerland", "united-states", "canada", "united-kingdom", "luxembourg"},
        True,
    ),
    "alternative-development": ({"germany", "united-states"}, {"luxembourg"}, False),
    # The programme that Germany pays for may be the one in which three more take part (I 24, 41, 38).
    "coffee-production": ({"germany"}, {"luxembourg", "united-states"}, True),
    "container-control": ({"australia", "japan"}, set(), False),
    "community-policing": (set[str](), {"japan", UN_FUND}, False),
}


@pytest.mark.parametrize("theme", CELLS)
def test_donors_in_a_cell_of_the_lao_pdr(lao: PactGraph, theme: str) -> None:
    sure, perhaps, gap = CELLS[theme]
    (found,) = ask(lao, "concentration", country=LAO, theme=theme)
    assert (found.subject, found.country, found.theme, found.state) == (LAO, LAO, theme, "donor count")
    assert set(found.value.get("funders", ())) == sure
    assert set(found.value.get("perhaps", ())) == perhaps
    assert found.reading == ("possible" if perhaps else "certain")
    assert found.gap == gap
    assert "HHI" not in found.value, "a count never bears the index's name"
    assert found.value["no HHI"]


def test_an_index_only_where_all_sums_are_known(dublin: PactGraph, lao: PactGraph) -> None:
    (found,) = ask(dublin, "concentration", "2005", country="myanmar", theme="drugs-and-health")[:1] or [None]
    assert found is None or found.state == "donor count"
    myanmar = next(f for f in ask(dublin, "concentration", "2005", country="myanmar") if f.theme is None)
    assert (myanmar.state, myanmar.value["HHI"], myanmar.gap) == ("HHI", "1.00", True)
    assert myanmar.value["of"] == ["USD 7,230,000"], "Kokang's cost is no money"
    assert myanmar.value["top"] == {"japan": "100%"}
    assert {f.state for f in ask(lao, "concentration")} == {"donor count"}


# -- significance, proliferation ---------------------------------------------------------------------------


def test_significant_relations_counted(dublin: PactGraph) -> None:
    found = by_subject(ask(dublin, "significance", "2017-10-26"))
    assert {f.state for f in found.values()} == {"counted"}
    of = {each: set(found[each].value["significant"]) for each in ("myanmar", "cambodia", "viet-nam", LAO)}
    assert of == {
        "myanmar": {"lift-fund", "global-fund", "australia", "united-states", "finland", "germany"},
        "cambodia": {"australia", "canada", "european-union", "united-states"},
        "viet-nam": {"australia", "european-union"},
        LAO: {"australia"},
    }
    assert found["myanmar"].value["shares"]["australia"] == "25%"
    assert found["cambodia"].value["shares"]["australia"] == "50%"
    assert found["australia"].value["share of all"] == "41%", "7 of 17"
    assert found["australia"].value["concentration"] == "4 of 4 relations"
    assert not {"cambodia", "japan"} & set(found["cambodia"].value["shares"])
    assert all("not significant" not in found[each].value for each in of)


LINKS = {
    "australia": ("4", "7"),
    "united-states": ("2 to 3", "3 to 6"),
    "european-union": ("2", "2"),
    **dict.fromkeys(("canada", "finland", "germany", "lift-fund", "global-fund"), ("1", "1")),
}


def test_over_how_many_countries_donors_spread(dublin: PactGraph) -> None:
    found = by_subject(ask(dublin, "proliferation", "2017-10-26"))
    assert {each: (found[each].value["countries"], found[each].value["link count"]) for each in LINKS} == LINKS
    assert found["japan"].reading == "possible", "its monitoring ends on some day of that year"
    assert "cambodia" not in found, "its own money"
    assert [each for each, f in found.items() if f.gap] == ["european-union"], "one work in each of two countries"


# -- cliffs -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "before", "state", "reading", "now", "key"),
    [
        (None, None, "no cliff seen", "certain", "13", None),
        ("2022-06-01", "2024-01-01", "links end", "certain", "2", "end before"),
        ("2022-06-01", None, "links end", "possible", "2", "perhaps end before"),
    ],
)
def test_cliffs_in_the_lao_pdr(
    lao: PactGraph, day: str | None, before: str | None, state: str, reading: str, now: str, key: str | None
) -> None:
    (found,) = ask(lao, "cliff", day, before=before, country=LAO)
    assert (found.state, found.reading, found.value["links now"], found.gap) == (state, reading, now, key is not None)
    canada = ["canada-cybercrime-project", "canada-synthetic-drugs-project"]
    assert found.value.get(key or "end before") == (canada if key else None)
    assert "coffee-livelihoods-houaphanh" not in str(found.value), "no end is stated"
    assert found.value["no sums"]


def test_a_day_that_has_passed_has_no_cliff(lao: PactGraph) -> None:
    assert ask(lao, "cliff", before="2020-01-01") == []


# -- absorption, chains -----------------------------------------------------------------------------------


def test_absorption_says_what_it_lacks(everything: PactGraph) -> None:
    (found,) = ask(everything, "absorption")
    assert (found.state, found.gap) == ("not known", False)
    assert found.value["lacks"] == ["commitments", "disbursements or expenditures"]
    assert "kind: commitment" in found.closes_if
    assert "data/statements/" in found.closes_if


BREAKS = {
    "three-mdg-fund": ("where its money goes", {360}),
    UN_FUND: ("who fills it", {15}),
    "map-tnc": (["who carries it out"], {44}),
    "inl-alternative-development": (["who carries it out"], {38}),
    "hiv-services-myanmar": (["who carries it out"], {334}),
    "pepfar-viet-nam": (["who carries it out"], {726}),
}


def test_where_chains_break(everything: PactGraph) -> None:
    found = by_subject(ask(everything, "chains"))
    for each, (missing, printed) in BREAKS.items():
        assert (found[each].state, found[each].gap, found[each].value["not said"]) == ("break", True, missing)
        assert printed <= lines(found[each])
    assert found["map-tnc"].reading == "possible", "a part has a doer"
    for each in ("drug-treatment-lao", "precursor-control-programme", "wa-project"):
        assert (found[each].state, found[each].gap) == ("traced", False)
        assert found[each].value["carried out by"] == ["unodc"]
    lift = found["dublin-group-2017/lift-fund-funds-myanmar"]
    assert lift.value["through"] == ["lift-fund"]
    assert len(lift.value["from"]) == 12
    assert "lift-fund" not in found, "filled, and passes on"
    assert found["money"].value["followed to a doer"][1].startswith("USD 13,110,000 of USD about 282,110,000")


def test_a_state_passes_on_its_own_money(everything: PactGraph) -> None:
    methadone = by_subject(ask(everything, "chains"))["methadone-equity-fund-cambodia"]
    assert methadone.value["from"] == ["australia"]
    assert "through" not in methadone.value


@pytest.mark.parametrize("name", [*MONEY, "chains"])
def test_every_finding_can_be_read(everything: PactGraph, name: str) -> None:
    found = ask(everything, name)
    assert found
    for each in found:
        assert each.statements or each.state == "not known"
        assert each.assumptions
        assert each.closes_if
        assert not any(isinstance(value, (float, Fraction)) for value in each.value.values())


@pytest.mark.parametrize("name", [*MONEY, "chains"])
@pytest.mark.parametrize("scope", [{"country": LAO}, {"theme": "treatment"}, {"donor": "japan"}])
def test_a_scope_narrows(everything: PactGraph, name: str, scope: dict[str, str]) -> None:
    wide, narrow = ask(everything, name), ask(everything, name, **scope)
    assert len(narrow) <= len(wide)
    for each in narrow:
        if "donor" in scope and each.state != "not known":
            told = {s.subject for s in each.statements} | {s.object for s in each.statements}
            assert "japan" in told or any(b.startswith(("jica", "embassy-of-japan")) for b in told if b)


def test_boundaries_are_named(everything: PactGraph) -> None:
    with pytest.raises(UsageError, match="first, entry, last"):
        ask(everything, "chains", boundary="midway")


# -- rates ----------------------------------------------------------------------------------------------------

HEADER = "from,to,rate,date,source\n"


def test_a_rate_is_used_and_shown(everything: PactGraph) -> None:
    rates = parse_rates(HEADER + 'AUD,USD,0.5,2017-06-30,"a bank, its page 3"\n')
    world = scene(everything, rates=rates)
    assert sums(world) == {"USD": (288_110_000, 301_360_000), "unstated": (30_000_000, 30_000_000)}
    found = by_subject(ask(everything, "chains", rates=rates))["money"]
    assert any("1 AUD = 0.5 USD (2017-06-30, a bank, its page 3)" in each for each in found.assumptions)
    assert not any("AUD =" in each for each in by_subject(ask(everything, "chains"))["money"].assumptions)


def test_rates_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_bytes(
        b"\xef\xbb\xbf" + HEADER.encode() + b"AUD,USD,0.75,2017,a bank\r\n\r\nEUR,USD,1.1,2017-06,a bank\r\n"
    )
    rates = read_rates(path)
    assert (rates.target, {*rates.by_origin}) == ("USD", {"AUD", "EUR"})
    with pytest.raises(EngineError, match="nowhere"):
        read_rates(tmp_path / "nowhere.csv")
    path.write_bytes(b"\xff\xfe,")
    with pytest.raises(UsageError, match="UTF-8"):
        read_rates(path)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("", 1, "make the first line"),
        (HEADER, 2, "add a line"),
        ("AUD,USD,0.75,2017,a bank\n", 1, "make it `from,to,rate,date,source`"),
        (HEADER + "AUD,USD,0.75,2017\n", 2, "has 4 columns"),
        (HEADER + "aud,USD,0.75,2017,a bank\n", 2, "did you mean AUD"),
        (HEADER + "XXQ,USD,0.75,2017,a bank\n", 2, "ISO 4217"),
        (HEADER + "unstated,USD,0.75,2017,a bank\n", 2, "has no rate"),
        (HEADER + "USD,USD,1,2017,a bank\n", 2, "needs no rate"),
        (HEADER + "AUD,USD,0.75,2017,a bank\nEUR,AUD,1.5,2017,a bank\n", 3, "all rates into one currency"),
        (HEADER + "AUD,USD,0.75,2017,a bank\n\nAUD,USD,0.76,2018,a bank\n", 4, "a second rate for AUD"),
        (HEADER + 'AUD,USD,"0,75",2017,a bank\n', 2, "0.75"),
        (HEADER + "AUD,USD,-1,2017,a bank\n", 2, "digits above 0"),
        (HEADER + "AUD,USD,0.000,2017,a bank\n", 2, "digits above 0"),
        (HEADER + "AUD,USD,1e3,2017,a bank\n", 2, "digits above 0"),
        (HEADER + "AUD,USD,0.75,30.6.2017,a bank\n", 2, "as 2017-06-30"),
        (HEADER + "AUD,USD,0.75,2016/2017,a bank\n", 2, "as 2017-06-30"),
        (HEADER + "AUD,USD,0.75,2017~,a bank\n", 2, "as 2017-06-30"),
        (HEADER + "AUD,USD,0.75,2017, \n", 2, "who gives the rate"),
        (HEADER + 'AUD,USD,0.75,2017,"a bank\n', 2, "check the quotes"),
    ],
)
def test_what_is_wrong_with_rates_is_named_by_line(text: str, line: int, word: str) -> None:
    with pytest.raises(UsageError) as error:
        parse_rates(text, "rates.csv")
    assert f"rates.csv:{line}: " in str(error.value)
    assert word in str(error.value)


def test_every_wrong_line_is_named_at_once() -> None:
    with pytest.raises(UsageError) as error:
        parse_rates(HEADER + "AUD,USD,x,2017,a bank\nEUR,USD,1,never,a bank\nGBP,USD,1,2017,a bank\n", "r")
    assert [each.split(": ")[0] for each in str(error.value).splitlines()] == ["r:2", "r:3"]


# -- small worlds: one rule each ------------------------------------------------------------------------------


def total(graph: PactGraph, boundary: str = "entry", as_of: str | None = None, **scope: Any) -> Any:
    found = sums(scene(graph, as_of, **scope), boundary)
    return found.get("USD") if found.keys() <= {"USD"} else found


def usd(value: str, more: str = "") -> str:
    return f"amount: {{value: {value}, currency: USD{more}}}"


@pytest.fixture
def rows(world: Any) -> Small:
    """A function that makes a graph of statements as they stand in a file, for those with several subjects."""

    def build(*said: str) -> PactGraph:
        claims = "".join(f"  - {{{row}, line: {n}}}\n" for n, row in enumerate(said, 1))
        text = f"document: report\nblocks:\n- section: A\n  statements:\n{claims}"
        return PactGraph(world({**LAND, "statements/report/a.yaml": text}))

    return build


JOINT = f"subject: [arle, borduria], predicate: funds, object: clinics, {usd('10')}"


def test_a_joint_sum_is_one_and_is_not_split(rows: Small) -> None:
    graph = rows(JOINT)
    assert total(graph) == (10, 10)
    (piece,) = scene(graph).settled
    assert piece.providers == ("arle", "borduria")
    assert not kept(scene(graph), [piece], None, None, "arle").pieces, "Arle's part is not said"
    assert kept(scene(graph), [piece], None, None, "arle").unsplit == [piece]
    both = rows(f"subject: arle, predicate: funds, object: [border, clinics], {usd('10')}")
    assert total(both) == (10, 10), "one sum for two works"
    beside = rows(JOINT, f"id: alone, subject: arle, predicate: funds, object: clinics, {usd('4')}")
    assert total(beside) == (4, 14), "the four may be Arle's part of the ten"


def test_no_index_is_made_of_a_joint_sum(rows: Small) -> None:
    where = (
        "subject: clinics, predicate: operates_in, object: cascara",
        "subject: clinics, predicate: addresses, object: treatment",
    )
    found = ask(rows(JOINT, *where), "concentration")
    assert {f.state for f in found} == {"donor count"}
    assert found[0].value["no HHI"] == "a joint sum is not split among those who give it"


def test_support_may_be_no_money(small: Small) -> None:
    assert total(small(f"arle supports clinics, {usd('10')}")) == (0, 10)


@pytest.mark.parametrize("status", ["planned", "denied", "unknown"])
def test_what_is_not_a_fact_is_no_money(small: Small, status: str) -> None:
    assert total(small(f"arle funds clinics, status: {status}, {usd('10')}")) is None


def test_the_words_of_a_sum_are_kept(small: Small) -> None:
    def of(value: str, more: str) -> Any:
        (found,) = totals(scene(small(f"arle funds clinics, {usd(value, more)}")).settled)
        return found.money.low, found.money.high, str(found)

    assert of("5", ", max: 7") == (5, 7, "USD 5 to 7")
    assert of("5", ", comparator: about") == (5, 5, "USD about 5")
    assert of("5", ", comparator: more-than") == (5, None, "USD 5 or more")
    assert of("5", ", comparator: up-to") == (0, 5, "USD at most 5")
    assert of("5.50", "")[2] == "USD 5.50"


def test_a_sum_told_by_another_is_read_from_it(small: Small) -> None:
    graph = small(
        f"arle funds border, id: before, when: 2018, {usd('10')}",
        "arle funds clinics, amount: {comparator: more-than, than: before, currency: USD}",
    )
    assert total(graph) == (20, None)


def test_a_yearly_sum_counts_for_its_years(small: Small) -> None:
    graph = small(f"arle funds clinics, when: 2016-01-01/2018-12-31, {usd('10', ', span: per-year')}")
    assert total(graph) == (30, 30)
    vague = small(f"arle funds clinics, when: 2016/2018, {usd('10', ', span: per-year')}")
    assert total(vague) == (10, 30), "from some day of 2016 to some day of 2018"
    assert total(small(f"arle funds clinics, {usd('10', ', span: per-year')}")) == (10, None)


def test_the_same_money_is_not_counted_twice(small: Small) -> None:
    told_again = small(
        f"arle funds clinics, when: 2018, {usd('10')}", later=[f"arle funds clinics, when: 2018, {usd('10')}"]
    )
    assert total(told_again) == (10, 10)
    assert {s.document for p in scene(told_again).settled for s in p.statements} == {"report", "later"}
    grown = small(
        f"arle funds clinics, when: 2016/2018, {usd('10')}", later=[f"arle funds clinics, when: 2016/2020, {usd('16')}"]
    )
    assert total(grown) == (16, 26), "the sixteen may hold the ten"
    apart = small(
        f"arle funds clinics, id: one, when: 2017, {usd('10')}", f"arle funds clinics, id: two, when: 2018, {usd('6')}"
    )
    assert total(apart) == (16, 16)
    stages = small(
        f"arle funds clinics, id: one, when: 2017, {usd('10', ', kind: commitment')}",
        f"arle funds clinics, id: two, when: 2018, {usd('6', ', kind: disbursement')}",
    )
    assert total(stages) == (10, 16), "committed and then disbursed"
    repeated = small(
        f"arle funds clinics, id: one, {usd('10')}",
        later=[f"arle funds clinics, same_text: report/one, {usd('11')}"],
    )
    assert total(repeated) == (10, 10)


def test_a_whole_and_its_parts_once(small: Small) -> None:
    parts = [
        "nurses part_of clinics",
        "gift part_of clinics",
        f"arle funds nurses, {usd('4')}",
        f"arle funds gift, {usd('3')}",
    ]
    assert total(small(*parts)) == (7, 7)
    assert total(small(*parts, f"arle funds clinics, {usd('7')}")) == (7, 7)
    assert total(small(*parts, f"arle funds clinics, {usd('10')}")) == (7, 10)
    assert total(small(*parts, f"arle funds clinics, {usd('5')}")) == (7, 7)
    assert total(small(*parts, f"borduria funds clinics, {usd('10')}")) == (17, 17), "another donor's"
    deep = [*parts, "clinics part_of border", f"arle funds border, {usd('20')}"]
    assert total(small(*deep)) == (7, 20)
    assert total(small(*deep, f"arle funds clinics, {usd('10')}")) == (7, 20)
    mutual = [
        "clinics implements nurses",
        "nurses implements clinics",
        f"arle funds nurses, {usd('4')}",
        f"arle funds clinics, {usd('3')}",
    ]
    assert total(small(*mutual)) == (7, 7), "parts of each other are no whole"


def test_three_boundaries(small: Small) -> None:
    graph = small(
        f"arle funds league, {usd('100')}",
        f"league funds clinics, {usd('60')}",
        f"clinics funds nurses, {usd('20')}",
        f"borduria funds border, {usd('7')}",
    )
    assert {b: total(graph, b) for b in BOUNDARIES} == {"first": (107, 107), "entry": (67, 67), "last": (27, 27)}
    body = small(f"arle funds league, {usd('100')}")
    assert {b: total(body, b) for b in BOUNDARIES} == {"first": (100, 100), "entry": (100, 100), "last": (100, 100)}
    within = small(f"arle funds arle-aid, {usd('100')}", f"arle-aid funds clinics, {usd('60')}")
    assert {b: total(within, b) for b in BOUNDARIES} == dict.fromkeys(BOUNDARIES, (60, 60)), "it had left nobody"


def test_a_sum_for_several_places_is_split_by_stated_percentages_only(small: Small) -> None:
    places = ("clinics operates_in cascara", "clinics operates_in borduria")
    graph = small(f"arle funds clinics, {usd('100')}", *places)
    world = scene(graph, country="cascara")
    assert total(graph, country="cascara") is None
    assert [p.work for p in kept(world, world.settled, "cascara", None).unsplit] == ["clinics"]
    stated = [f"{each}, share: {n}" for each, n in zip(places, (60, 30), strict=True)]
    graph = small(f"arle funds clinics, {usd('100')}", *stated)
    assert total(graph, country="cascara") == (60, 60)
    cells = spread(scene(graph), scene(graph).settled, by_theme=False)
    assert {cell[0]: sum(p.money.low for p in each) for cell, each in cells.items()} == {
        "cascara": 60,
        "borduria": 30,
        None: 10,
    }
    half = small(f"arle funds clinics, {usd('100')}", stated[0], places[1])
    assert total(half, country="cascara") is None, "a percentage of one says nothing of the other"


def need(amount: str, more: str = "") -> str:
    return f"{{id: report-need, type: need, text: Money, about: clinics, line: 1, by: cascara, {amount}{more}}}"


REQUIRED = ", kind: requirement"


def gap(graph: PactGraph, **scope: Any) -> Finding:
    return by_subject(ask(graph, "funding-gap", **scope))["report-need"]


def test_funding_gaps(small: Small) -> None:
    ask_for = [need(usd("100", REQUIRED))]
    short = gap(small(f"arle funds clinics, {usd('30')}", items=ask_for))
    assert (short.state, short.reading, short.gap) == ("short", "certain", True)
    assert short.value["missing"] == "USD 70"
    assert short.value["given of required"] == "30%"
    assert {s.object for s in short.statements} == {"report-need", "clinics"}
    parts = gap(small("nurses part_of clinics", f"arle funds nurses, {usd('120')}", items=ask_for))
    assert (parts.state, parts.gap) == ("met", False)
    serves = gap(small("border contributes_to clinics", f"arle funds border, {usd('120')}", items=ask_for))
    assert (serves.state, serves.reading, serves.value["missing"]) == ("perhaps short", "possible", "USD at most 100")
    both_ways = ("nurses contributes_to clinics", "nurses part_of border", "border part_of clinics")
    surely = gap(small(*both_ways, f"arle funds nurses, {usd('120')}", items=ask_for))
    assert (surely.state, surely.reading) == ("met", "certain"), "a part of a part, whatever else it serves"
    other = gap(small(f"arle funds border, {usd('120')}", items=ask_for))
    assert (other.state, other.value["given"]) == ("not known", "no sum known")
    pledged = gap(small(f"arle funds clinics, {usd('100', ', kind: pledge')}", items=ask_for))
    assert (pledged.state, pledged.value["pledged"]) == ("not known", ["USD 100"])
    assert [p.donor for p in pledged.prospects] == ["arle"]
    foreign = small("arle funds clinics, amount: {value: 50, currency: EUR}", items=ask_for)
    assert (gap(foreign).state, gap(foreign).value["in other currencies"]) == ("not known", ["EUR 50"])
    rates = parse_rates(HEADER + "EUR,USD,2,2020,a bank\n")
    assert gap(foreign, rates=rates).state == "met"
    dated = [need(usd("100", REQUIRED), ", when: 2016/2018")]
    assert gap(small(f"arle funds clinics, when: 2010, {usd('100')}", items=dated)).state == "not known"
    assert gap(small(f"arle funds clinics, when: 2017, {usd('100')}", items=dated)).state == "met"
    assert gap(small(f"arle funds clinics, when: 2017/2019, {usd('100')}", items=dated)).state == "perhaps short"


def test_the_main_funder_of_several(small: Small) -> None:
    def of(*said: str) -> tuple[str, str, object] | None:
        found = by_subject(ask(small(*said), "dependency")).get("clinics")
        return (found.value["funder"], found.state, found.value.get("share")) if found else None

    def funds(donor: str, amount: str) -> str:
        return f"{donor} funds clinics, {amount}"

    assert of(funds("arle", usd("90")), funds("borduria", usd("10"))) == ("arle", "main funder", "90%")
    assert of(funds("arle", usd("50")), funds("borduria", usd("50"))) is None
    assert of(funds("arle", usd("90")), "borduria funds clinics") is None, "its sum is not known"
    assert of(funds("arle", usd("90")), funds("borduria", "amount: {value: 1, currency: EUR}")) is None
    mixed = usd("10", ", kind: disbursement")
    assert of(funds("arle", usd("90", ", kind: commitment")), funds("borduria", mixed)) is None, "unlike kinds"
    assert of(funds("arle", "and_others: true, " + usd("90")), funds("borduria", usd("10"))) is None, "and others"
    assert of(funds("arle", usd("90")), funds("borduria", usd("10")), funds("unstated", usd("1"))) is None
    assert of(funds("arle", "share: 70"), funds("borduria", "share: 30")) == ("arle", "main funder", "70%")
    assert of(funds("arle", usd("60", ", max: 90")), funds("borduria", usd("10", ", max: 70"))) is None, "perhaps less"
    alone = by_subject(ask(small(funds("arle", usd("5"))), "dependency"))["clinics"]
    assert (alone.state, alone.value["sums"]) == ("one funder", ["USD 5"])


GROUND = (
    "clinics addresses treatment",
    "clinics operates_in cascara",
    "border addresses treatment",
    "border operates_in cascara",
)


def test_the_index_of_a_cell(small: Small) -> None:
    def of(*said: str) -> Finding:
        return next(f for f in ask(small(*GROUND, *said), "concentration") if f.theme == "treatment")

    found = of(f"arle funds clinics, {usd('75')}", f"borduria funds border, {usd('25')}")
    assert (found.state, found.value["HHI"], found.value["of 10,000"]) == ("HHI", "0.62", "6,250")
    assert (found.value["effective donors"], found.value["donors"], found.gap) == ("1.6", "2", True)
    assert found.value["top"] == {"arle": "75%", "borduria": "25%"}
    even = of(f"arle funds clinics, {usd('50')}", f"borduria funds border, {usd('50')}")
    assert (even.value["HHI"], even.gap) == ("0.50", False)
    for sparse in (
        [f"arle funds clinics, {usd('75')}", "borduria funds border"],
        [f"arle funds clinics, {usd('75')}", "borduria funds border, amount: {value: 5, currency: EUR}"],
        [f"arle funds clinics, {usd('75', ', comparator: more-than')}"],
        [f"arle funds clinics, and_others: true, {usd('75')}"],
        [f"arle funds clinics, {usd('75')}", f"unstated funds clinics, {usd('5')}"],
    ):
        assert of(*sparse).state == "donor count"
    own = of(f"arle funds clinics, {usd('75')}", "cascara funds clinics")
    assert own.value["donors"] == "1", "a state's own money at home is no donor's"


def test_significance_by_money(small: Small) -> None:
    both = (
        "border addresses treatment",
        "border operates_in borduria",
        "clinics addresses treatment",
        "clinics operates_in cascara",
    )
    graph = small(
        *both,
        f"arle funds clinics, {usd('95')}",
        f"league funds clinics, {usd('5')}",
        f"league funds border, {usd('95')}",
        f"arle funds border, {usd('5')}",
    )
    found = by_subject(ask(graph, "significance"))
    assert found["cascara"].state == "weighed"
    assert (found["cascara"].value["significant"], found["cascara"].value["not significant"]) == (["arle"], ["league"])
    assert (found["cascara"].value["fragmentation"], found["cascara"].gap) == ("1 of 2 relations", True)
    assert found["arle"].value["concentration"] == "1 of 2 relations"
    counted = by_subject(ask(small(*both, f"arle funds clinics, {usd('95')}", "league funds border"), "significance"))
    assert {f.state for f in counted.values()} == {"counted"}


def test_those_level_with_the_last_are_significant_too() -> None:
    here = {"a": Fraction(80, 100), "b": Fraction(10, 100), "c": Fraction(10, 100)}
    whole = dict.fromkeys(here, Fraction(1))
    assert significant_in(here, whole) == {"a", "b", "c"}
    here = {"a": Fraction(80, 100), "b": Fraction(11, 100), "c": Fraction(9, 100)}
    assert significant_in(here, whole) == {"a", "b"}
    here = {"a": Fraction(95, 100), "b": Fraction(5, 100)}
    assert significant_in(here, here) == {"a", "b"}, "as large there as everywhere"


def test_a_cliff_by_money(small: Small) -> None:
    place = ("clinics operates_in cascara", "border operates_in cascara")
    ends = f"arle funds clinics, when: 2020-01-01/2021-06-14, {usd('900')}"
    goes_on = f"borduria funds border, when: 2020-01-01/2029-12-31, {usd('100')}"
    (found,) = ask(small(*place, ends, goes_on), "cliff", "2020-06-15")
    assert (found.state, found.reading, found.gap) == ("falls", "certain", True)
    assert found.value["end before"] == ["clinics"]
    (found,) = ask(small(*place, goes_on), "cliff", "2020-06-15")
    assert (found.state, found.gap) == ("holds", False)
    (found,) = ask(small(*place, ends, "borduria funds border, when: 2020-01-01/2029-12-31"), "cliff", "2020-06-15")
    assert (found.state, found.gap) == ("links end", True), "counted: one of two"
    assert "sum" in found.value["no sums"]


def test_absorption_and_predictability(small: Small) -> None:
    committed = f"arle funds clinics, id: one, when: 2018, {usd('100', ', kind: commitment')}"
    spent = f"arle funds clinics, id: two, when: 2019, {usd('30', ', kind: disbursement')}"
    (found,) = ask(small(committed, spent), "absorption")
    assert (found.subject, found.state, found.reading, found.gap) == ("clinics", "absorption", "certain", True)
    assert (found.value["absorbed"], found.value["not spent"]) == ("30%", "USD 70")
    both = f"arle funds clinics, id: three, when: 2019, {usd('25', ', kind: expenditure')}"
    (found,) = ask(small(committed, spent, both), "absorption")
    assert (found.value["absorbed"], found.reading) == ("30% to 55%", "possible")
    wide = f"arle funds clinics, id: wide, when: 2018, {usd('100', ', max: 200, kind: commitment')}"
    (found,) = ask(small(wide, spent), "absorption")
    assert (found.value["absorbed"], found.value["not spent"]) == ("15% to 30%", "USD 70 to 170")
    (found,) = ask(small(spent), "absorption")
    assert found.value["lacks"] == ["commitments"]
    plan = f"arle funds clinics, id: plan, when: 2019, status: planned, {usd('40')}"
    (found,) = ask(small(plan, f"arle funds clinics, id: done, when: 2019, fulfils: plan, {usd('30')}"), "absorption")
    assert (found.state, found.value["given of planned"], found.gap) == ("predictability", "75%", False)


def test_chains_of_a_small_world(small: Small) -> None:
    graph = small("arle funds league", "league funds clinics", "police implements clinics", "borduria funds border")
    found = by_subject(ask(graph, "chains"))
    assert (found["clinics"].state, found["clinics"].value["from"]) == ("traced", ["arle"])
    assert found["clinics"].value["through"] == ["league"]
    assert found["border"].state == "break"
    abroad = small("arle funds cascara", "cascara funds clinics", "clinics operates_in borduria")
    assert by_subject(ask(abroad, "chains"))["clinics"].value["from"] == ["cascara"], "a state's money is its own"
    circle = by_subject(ask(small("league funds police", "police funds league"), "chains"))
    assert {each for each, f in circle.items() if f.state == "circle"} == {"league", "police"}


FIGURES = """\
document: report
blocks:
- section: A
  statements:
  - {subject: clinics, predicate: operates_in, object: cascara, line: 1}
  - {subject: border, predicate: operates_in, object: borduria, line: 2}
  - {subject: league, predicate: funds, object: clinics, line: 3}
  - {subject: league, predicate: funds, object: border, line: 4}
  - {subject: arle, predicate: funds, object: border, line: 5}
  - {subject: donor-group, predicate: funds, object: border, line: 6}
  figures:
  - {what: need-index-users, place: cascara, value: 80, unit: index, line: 7}
  - {what: need-index-users, place: borduria, value: 20, unit: index, line: 8}
"""


def test_under_aided_by_an_index_of_need(world: Any) -> None:
    graph = PactGraph(world({**LAND, "statements/report/a.yaml": FIGURES}))
    found = [f for f in ask(graph, "orphans") if f.state == "under-aided"]
    assert [(f.subject, f.reading, f.gap) for f in found] == [("cascara", "certain", True)]
    assert found[0].value["need-index-users"] == "need 80%, given 25%"
    assert found[0].statements
    assert "under-aided" not in by_subject(ask(graph, "orphans"))


# -- laws -----------------------------------------------------------------------------------------------------

_numbers = st.integers(1, 99).map(str)
_sums = st.fixed_dictionaries(
    {
        "value": _numbers,
        "currency": st.sampled_from(["USD", "USD", "EUR", "unstated"]),
        "kind": st.sampled_from(["unstated", "contribution", "commitment", "disbursement", "expenditure"]),
        "comparator": st.sampled_from(["exactly", "exactly", "about", "more-than", "up-to"]),
        "span": st.sampled_from(["total", "total", "total", "per-year"]),
    }
)
_flow = st.fixed_dictionaries(
    {
        "subject": st.sampled_from(["c1", "c2", "o1", "o2", "p1"]),
        "predicate": st.sampled_from(["funds", "funds", "funds", "supports"]),
        "object": st.sampled_from(["p1", "p2", "p3", "p4", "o2", "c3", "h1"]),
        "status": st.sampled_from([None, None, None, "planned", "ended"]),
        "amount": _sums,
    }
).filter(lambda claim: claim["subject"] != claim["object"])
_part = st.builds(
    lambda pair: {"subject": pair[1], "predicate": "part_of", "object": pair[0]},
    st.sampled_from([("p1", "p2"), ("p1", "p3"), ("p2", "p3"), ("p3", "p4")]),
)
_told = st.tuples(
    st.one_of(_flow, _flow, _flow, _part),
    st.sampled_from([None, "2018", "2017/2019", "2018/2021", "2016-03/2018-02", "2016/"]),
    st.sampled_from(["d1", "d2"]),
)
_rich = st.lists(_told, min_size=1, max_size=10).map(lambda more: (_GROUND + more, []))


def of(world: Any) -> PactGraph:
    claims, items = world
    return made((claims, items or _NOTHING_ASKED))


_NOTHING_ASKED: list[tuple[_Claim, str]] = [({"type": "need"}, "d1")] * 3


def added(pieces: list[Piece]) -> Mapping[str, Any]:
    return {t.currency: t.money for t in totals(pieces)}


@_laws
@given(_rich, _days, st.sampled_from([*BOUNDARIES]), st.booleans())
def test_law_cells_and_donors_sum_to_the_total(world: Any, day: str | None, boundary: str, running: bool) -> None:
    view = scene(of(world), day)
    pieces = view.ledger.pieces(boundary, "on the day" if running else "so far")
    cells = spread(view, pieces)
    assert added([piece for each in cells.values() for piece in each]) == added(pieces)
    by_donor = [[p for p in pieces if p.providers == who] for who in sorted({p.providers for p in pieces})]
    assert added([piece for each in by_donor for piece in each]) == added(pieces)
    for total_of in totals(pieces):
        parts = shares({repr(piece): piece.money.low for piece in total_of.pieces})
        assert sum(parts.values(), Fraction()) in (0, 1)


@_laws
@given(_rich, _days, st.sampled_from([*BOUNDARIES]))
def test_law_certain_lies_within_possible_and_every_sum_has_its_statement(
    world: Any, day: str | None, boundary: str
) -> None:
    graph = of(world)
    view = scene(graph, day)
    known = {s.id for s in graph.statements if s.amount}
    for piece in (*view.ledger.pieces(boundary), *view.ledger.pieces(boundary, "on the day")):
        assert piece.money.low >= 0
        assert piece.money.high is None or piece.money.low <= piece.money.high
        assert piece.statements
        assert {s.id for s in piece.statements} <= known
        assert all(view.clock.knows(s.document) for s in piece.statements)


@_laws
@given(_rich, st.sampled_from([*BOUNDARIES]))
def test_law_no_total_is_more_than_all_its_sums(world: Any, boundary: str) -> None:
    view = scene(of(world))
    told: dict[str, Fraction | None] = {}
    for flow in view.ledger.counted(boundary):
        before = told.get(flow.currency, Fraction())
        told[flow.currency] = None if before is None or flow.money.high is None else before + flow.money.high
    for each in totals(view.ledger.pieces(boundary)):
        most = told[each.currency]
        assert most is None or (each.money.high is not None and each.money.high <= most)


def _without_pledges(found: list[Finding]) -> list[Any]:
    rows = [
        {k: v for k, v in f.as_dict().items() if k in ("analysis", "subject", "country", "theme", "value")}
        for f in found
    ]
    return sorted(map(repr, rows))


@_laws
@given(_rich, _flow, _days)
def test_law_pledges_change_no_total(world: Any, more: _Claim, day: str | None) -> None:
    claims, items = world
    pledge = {**more, "status": None, "predicate": "funds", "amount": {**more["amount"], "kind": "pledge"}}
    plain = {key: value for key, value in pledge.items() if key != "amount"}
    # That somebody pays may be news; that the sum is a pledge must not be.
    after, before = of(([*claims, (pledge, None, "d2")], items)), of(([*claims, (plain, None, "d2")], items))
    for boundary in BOUNDARIES:
        assert added(scene(after, day).ledger.pieces(boundary)) == added(scene(before, day).ledger.pieces(boundary))
    names = [name for name in MONEY if name != "funding-gap"]
    assert _without_pledges(run(after, names, Scope(after.clock(day)))) == _without_pledges(
        run(before, names, Scope(before.clock(day)))
    )


@_laws
@given(_rich, st.integers(2, 9), _days)
def test_law_scaling_a_currency_changes_no_share(world: Any, by: int, day: str | None) -> None:
    claims, items = world
    claims = [c for c in claims if c[0].get("amount", {}).get("currency", "USD") == "USD"]
    scaled = [
        (
            {**c, "amount": {**c["amount"], "value": str(int(c["amount"]["value"]) * by)}} if "amount" in c else c,
            when,
            d,
        )
        for c, when, d in claims
    ]

    def told(graph: PactGraph) -> list[Any]:
        found = run(graph, ["concentration", "dependency", "significance", "proliferation"], Scope(graph.clock(day)))
        sums_of = ("of", "sums", "in a middling country")
        return sorted(
            repr(
                (
                    f.analysis,
                    f.subject,
                    f.theme,
                    f.state,
                    f.reading,
                    f.gap,
                    {k: v for k, v in f.value.items() if k not in sums_of},
                )
            )
            for f in found
        )

    assert told(of((claims, items))) == told(of((scaled, items)))


_weights = st.dictionaries(st.sampled_from("abcdefgh"), st.fractions(0, 10**9), min_size=1)


@given(_weights)
def test_law_the_index_lies_between_one_of_n_and_one(weights: dict[str, Fraction]) -> None:
    index, n = hhi(weights), sum(1 for each in weights.values() if each)
    assert index is None if not n else index is not None and Fraction(1, n) <= index <= 1


@given(_weights.filter(lambda each: len(each) > 1))
def test_law_merging_two_donors_never_lowers_the_index(weights: dict[str, Fraction]) -> None:
    first, second, *others = sorted(weights)
    merged = {first: weights[first] + weights[second], **{each: weights[each] for each in others}}
    assert (hhi(merged) or 0) >= (hhi(weights) or 0)


@given(_weights, st.fractions(Fraction(1, 1000), 1000))
def test_law_scaling_changes_no_share(weights: dict[str, Fraction], by: Fraction) -> None:
    assert shares({each: value * by for each, value in weights.items()}) == shares(weights)


@_laws
@given(
    st.lists(st.tuples(_numbers, st.sampled_from(["p2", "p3"])), min_size=1, max_size=2, unique_by=lambda e: e[1]),
    _numbers,
)
def test_law_a_whole_with_its_parts_gives_the_parts_once(parts: list[tuple[str, str]], whole: str) -> None:
    def claim(work: str, value: str) -> Any:
        return (
            {"subject": "c1", "predicate": "funds", "object": work, "amount": {"value": value, "currency": "USD"}},
            None,
            "d1",
        )

    ties = [({"subject": part, "predicate": "part_of", "object": "p1"}, None, "d1") for _, part in parts]
    alone = of(([*ties, *(claim(part, value) for value, part in parts)], []))
    both = of(([*ties, *(claim(part, value) for value, part in parts), claim("p1", whole)], []))
    summed = sum(int(value) for value, _ in parts)
    assert total(alone) == (summed, summed)
    assert total(both) == (summed, max(summed, int(whole)))


@_laws
@given(_rich, _days, st.booleans())
def test_law_names_and_order_change_no_sum(world: Any, day: str | None, backwards: bool) -> None:
    names: dict[str, str] = {}

    def other(each: str) -> str:
        return names.setdefault(each, f"{'zyxwvutsrqponmlkjihgfedcba'[len(names) % 26]}{len(names)}-{each}")

    claims, items = world
    plain, turned = of(world), made((claims, items or _NOTHING_ASKED), other, backwards)
    for boundary in BOUNDARIES:
        assert added(scene(plain, day).ledger.pieces(boundary)) == added(scene(turned, day).ledger.pieces(boundary))


@_laws
@given(_worlds, _days)
def test_law_a_rate_of_one_to_one_adds_currencies(world: _World, day: str | None) -> None:
    graph = made(world)
    rates = Rates("USD", parse_rates(HEADER + "EUR,USD,1,2020,a bank\n").by_origin)
    before, after = added(scene(graph, day).settled), added(scene(graph, day, rates=rates).settled)
    assert "EUR" not in after
    assert after.get("unstated") == before.get("unstated")
    # Sums of one donor for one work may turn out to be the same money: never more than both.
    both = [before[each] for each in ("USD", "EUR") if each in before]
    if both:
        assert after["USD"].low <= sum(each.low for each in both)
        assert after["USD"].high == sum(each.high for each in both)


def test_words_of_sums() -> None:
    assert R  # the prefix of the Lao report's items, shared with the other tables
    from pactgraph.analysis.flows import Money

    assert shown("USD", Money(Fraction(0), Fraction(5))) == "USD at most 5"
    assert shown("USD", Money(Fraction(0), None)) == "USD 0 or more"
