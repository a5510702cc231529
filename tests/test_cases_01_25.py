"""The first twenty-five hard cases of the data model, each on data of its own: does the format hold what the text says?

`fixtures/cases/case-NN/` holds the case as a person would write it; the answers below are those of the
case's query. A case has four words: yes, no, not known, disputed. A yes that rests only on the wide
reading of a vague date cannot be said, so `said` gives "not known" for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from pactgraph import edtf, money
from pactgraph.clock import Answer, Clock, matching
from pactgraph.load import load_records
from pactgraph.model import Records, Statement

CASES = Path(__file__).parent / "fixtures" / "cases"
#: The last day on which the Dublin Group's report can vouch for what it says in the present tense.
DUBLIN = date(2017, 10, 26)


@lru_cache
def case(number: int) -> Records:
    return load_records(CASES / f"case-{number:02}")


def ask(
    number: int,
    as_of: str,
    known_by: str | None = None,
    subject: str | None = None,
    predicate: str | None = None,
    object: str | None = None,
) -> Answer:
    records = case(number)
    return Clock(records, as_of=as_of, known_by=known_by).answer(matching(records, subject, predicate, object))


def said(answer: Answer) -> str:
    return "not known" if answer.perhaps else answer.answer


def step(number: int, thing: str, value: str, as_of: str, known_by: str | None = None) -> Answer:
    return Clock(case(number), as_of=as_of, known_by=known_by).answer(steps(number, thing, value))


def steps(number: int, thing: str, *values: str) -> list[Statement]:
    return [s for s in matching(case(number), thing, "stage") if s.value in values]


def who(number: int, predicate: str, object: str, as_of: str, known_by: str | None = None) -> set[str]:
    """The subjects of which a plain yes can be said."""
    subjects = {s.subject for s in matching(case(number), None, predicate, object)}
    return {s for s in subjects if said(ask(number, as_of, known_by, s, predicate, object)) == "yes"}


def rolled_up(number: int, actors: Iterable[str]) -> set[str]:
    """Each agency as the state that it is part of, by its very nature."""
    states = {s.subject: s.object or "" for s in matching(case(number), predicate="part_of") if s.origin == "identity"}
    return {states.get(actor, actor) for actor in actors}


def pairs(number: int, predicate: str) -> set[tuple[str, str | None]]:
    return {(s.subject, s.object) for s in matching(case(number), predicate=predicate)}


def amounts(statements: Iterable[Statement]) -> list[tuple[str, str, str, str]]:
    found = [s.amount for s in statements if s.amount and s.amount.value is not None]
    return [(a.value, a.max or "", a.currency, a.kind) for a in found]


@pytest.mark.parametrize("number", range(1, 26))
def test_the_case_loads(number: int):
    assert case(number).statements


# -- 1 Money ------------------------------------------------------------------------------------------


def test_case_01_in_2017_canada_supports_the_global_programme_and_no_funder_of_the_lao_one_is_stated():
    """D L99."""
    for known_by in (None, "2017-10"):
        assert said(ask(1, "2017-10", known_by, "canada", "supports", "container-control-global")) == "yes"
        assert who(1, "funds", "container-control-lao", "2017-10", known_by) == set()
        assert said(ask(1, "2017-10", known_by, predicate="funds", object="container-control-lao")) == "not known"


def test_case_01_in_2021_japan_and_australia_fund_the_lao_component():
    """I L15."""
    assert who(1, "funds", "container-control-lao", "2021") == {"japan", "australia"}
    assert who(1, "funds", "container-control-lao", "2021", "2021") == {"japan", "australia"}
    assert who(1, "funds", "container-control-lao", "2021", "2020") == set()


def test_case_01_canada_was_last_seen_in_2017_and_is_never_said_to_have_stopped():
    """D L99, I L15: silence is no denial."""
    for known_by in (None, "2017-10", "2021"):
        answer = ask(1, "2021", known_by, "canada", "supports", "container-control-global")
        assert (answer.answer, answer.last_seen) == ("not known", DUBLIN)
    canada = matching(case(1), subject="canada")
    assert not [s for s in canada if s.status in ("ended", "denied") or s.value == "ended"]


def test_case_01_to_ask_for_supporters_gives_funders_too_and_never_the_reverse():
    """D L99, L553, I L15."""
    records = case(1)
    assert {s.subject for s in matching(records, None, "supports", "container-control-lao")} == {"japan", "australia"}
    assert matching(records, None, "funds", "container-control-global") == []
    assert matching(records, "canada", "funds", "container-control-lao") == []


def test_case_01_a_programme_and_its_country_component_are_two_things():
    """D L99, L553."""
    whole = "container-control-global"
    assert pairs(1, "part_of") >= {("container-control-lao", whole), ("container-control-cambodia", whole)}
    assert rolled_up(1, who(1, "funds", "container-control-cambodia", "2017-10")) == {"australia", "canada"}
    assert case(1).things["container-control-lao"].type == "programme"


def test_case_02_australia_is_in_cambodian_border_offices_in_2017_through_its_department_and_unodc():
    """D L539."""
    for known_by in (None, "2017-10"):
        assert said(ask(2, "2017-10", known_by, "dibp", "funds", "cambodia")) == "yes"
    (paid,) = matching(case(2), "dibp", "funds")
    assert paid.claim
    assert (paid.claim.via, paid.object) == (("unodc",), "cambodia")
    assert paid.claim.purpose == ("border-liaison-offices-cambodia",)
    assert rolled_up(2, ["dibp"]) == {"australia"}


def test_case_02_of_2021_the_cambodian_offices_are_not_known():
    """D L539, nothing later."""
    for known_by in (None, "2017-10", "2021"):
        answer = ask(2, "2021", known_by, "dibp", "funds", "cambodia")
        assert (answer.answer, answer.last_seen) == ("not known", DUBLIN)


def test_case_02_lao_border_management_has_japan_and_a_fund_whose_contributors_are_not_stated():
    """I L15; the decoy of D L101 works with its partners and is not paid by them."""
    fund = "un-peace-and-development-trust-fund"
    assert who(2, "funds", "border-management-lao", "2021") == {"japan", fund}
    assert who(2, "funds", "border-management-lao", "2021", "2017-10") == set()
    assert matching(case(2), None, "supports", fund) == []
    assert matching(case(2), None, "supports", "patrol") == []


def test_case_02_two_departments_of_one_state_count_once_and_are_not_joined():
    """D L539, I L44."""
    assert rolled_up(2, ["dibp", "home-affairs-australia", "australia"]) == {"australia"}
    joined = {"same_as", "maybe_same_as", "succeeds"}
    assert not [s for s in case(2).statements if s.predicate in joined]


def test_case_03_denmark_is_in_myanmar_through_a_fund_with_no_amount_of_its_own():
    """D L336."""
    for known_by in (None, "2017-10"):
        assert said(ask(3, "2017-10", known_by, "denmark", "funds", "lift")) == "yes"
        assert said(ask(3, "2017-10", known_by, "lift", "funds", "myanmar")) == "yes"
    assert matching(case(3), "denmark", "funds", "myanmar") == []
    assert [s.amount for s in matching(case(3), object="lift")] == [None] * 13
    assert len(who(3, "funds", "lift", "2017-10")) == 12


def test_case_03_of_2012_and_of_before_the_report_denmark_is_not_known():
    """D L336: no years are given."""
    answer = ask(3, "2012", None, "denmark", "funds", "lift")
    assert (said(answer), answer.last_seen) == ("not known", None)
    assert said(ask(3, "2017-10", "2017-09", "denmark", "funds", "lift")) == "not known"


def test_case_03_australia_has_two_routes_to_myanmar_and_no_sum_for_either():
    """D L334, L336: a total upstream is neither nothing nor all of it downstream."""
    records = case(3)
    routes = {s.object for s in matching(records, "australia", "funds")}
    assert routes == {"lift", "global-fund"}
    assert said(ask(3, "2015", None, "australia", "funds", "global-fund")) == "yes"
    assert said(ask(3, "2015", "2016", "australia", "funds", "global-fund")) == "not known"
    assert [s.amount for s in matching(records, "global-fund", "funds")] == [None]
    (total,) = money.totals(amounts(matching(records, "australia", "funds")))
    assert (total.currency, str(total.high), total.kind) == ("AUD", "200000000", "contribution")
    (spent,) = matching(records, "lift", "funds")
    assert spent.amount
    assert (spent.amount.currency, spent.amount.comparator, spent.when) == ("USD", "about", None)


def test_case_03_the_target_area_is_not_the_whole_area():
    """D L336."""
    (target,) = matching(case(3), "lift", "operates_in")
    assert target.claim
    assert (target.object, target.claim.role) == ("shan-state", "target")


def test_case_04_the_wa_project_had_money_in_2005_with_no_yearly_sum_and_none_after_its_span():
    """D L312."""
    assert said(ask(4, "2005", None, "japan", "funds", "wa-project")) == "yes"
    assert said(ask(4, "2005", "2010", "japan", "funds", "wa-project")) == "not known"
    (paid,) = matching(case(4), "japan", "funds", "wa-project")
    assert paid.amount
    assert (paid.amount.value, paid.amount.span) == ("4430000", "total")
    assert said(ask(4, "2010", "2017-10", "japan", "funds", "wa-project")) == "no"
    assert Clock(case(4), as_of="2010").reading(paid) == "ended"


def test_case_04_money_came_in_2002_before_the_monitoring_ran():
    """D L302, L312."""
    assert ask(4, "2002-06", None, "japan", "funds", "crop-monitoring-myanmar").answer == "yes"
    assert said(ask(4, "2002-06", None, "unodc", "implements", "crop-monitoring-myanmar")) == "no"
    assert said(ask(4, "2010", None, "unodc", "implements", "crop-monitoring-myanmar")) == "yes"
    assert said(step(4, "crop-monitoring-myanmar", "started", "2002-06")) == "no"


def test_case_04_money_before_the_start_is_flagged_and_nothing_is_altered():
    """D L302, L312."""
    (paid,) = matching(case(4), "japan", "funds", "crop-monitoring-myanmar")
    assert (paid.when, paid.rank) == ("2002/2017", "normal")
    flags = [w for w in case(4).warnings if "crop-monitoring-myanmar" in w.message]
    assert [w.severity for w in flags] == ["warning"]
    assert not [w for w in case(4).warnings if "wa-project" in w.message]


def test_case_04_of_the_sum_for_2010_northern_shan_has_a_share_that_is_not_stated():
    """D L312."""
    paid = {s.when: s for s in matching(case(4), "japan", "funds", "wfp-relief-myanmar")}
    assert paid["2009"].claim
    assert paid["2010"].claim
    assert paid["2009"].claim.place == ("northern-shan",)
    assert set(paid["2010"].claim.place) == {"myanmar", "northern-shan"}
    assert ("northern-shan", "myanmar") in pairs(4, "part_of")
    assert paid["2010"].amount
    assert (paid["2010"].amount.comparator, paid["2010"].claim.share) == ("about", None)
    assert said(ask(4, "2010", None, "japan", "funds", "wfp-relief-myanmar")) == "yes"
    assert said(ask(4, "2010", "2011", "japan", "funds", "wfp-relief-myanmar")) == "not known"


def _places_of_jica(as_of: str, known_by: str | None = None) -> set[tuple[str, str | None]]:
    found = matching(case(5), "northern-shan-cooperation", "operates_in")
    clock = Clock(case(5), as_of=as_of, known_by=known_by)
    return {(s.object or "", s.claim.role) for s in found if s.claim and clock.certainly(s)}


def test_case_05_the_work_drifts_from_its_targets_which_stay():
    """D L310."""
    targets = {("kyaukme", "target"), ("muse", "target"), ("laukai", "target")}
    assert _places_of_jica("2015-01") == targets
    assert _places_of_jica("2017-01") == targets | {("lashio-area", "actual")}
    assert _places_of_jica("2017-01", "2017-01") == set()
    assert said(ask(5, "2015-01", None, "northern-shan-cooperation", "operates_in", "lashio-area")) == "no"


def test_case_05_the_end_is_derived_and_the_cost_is_no_contribution():
    """D L308, L310."""
    (term,) = steps(5, "northern-shan-cooperation", "covers")
    assert term.claim
    assert (term.when, term.basis, term.claim.duration) == ("2014-03/2019-03", "derived", "P5Y")
    assert steps(5, "northern-shan-cooperation", "ended") == []
    (cost,) = matching(case(5), "kokang-development", "requires")
    assert cost.amount
    assert (cost.amount.kind, cost.amount.comparator, cost.amount.value) == ("cost", "about", "11000000")
    assert matching(case(5), predicate="supports") == []
    assert rolled_up(5, who(5, "implements", "kokang-development", "2008")) == {"japan"}


def test_case_06_aid_of_2016_was_about_11_million_over_three_sectors_with_the_sign_as_printed():
    """D L342."""
    (aid,) = [s for s in matching(case(6), "united-states", "supports", "myanmar") if s.when == "2016"]
    assert aid.amount
    assert aid.amount.reading
    assert aid.claim
    assert (aid.amount.value, aid.amount.comparator, aid.amount.currency) == ("11000000", "about", "USD")
    assert aid.amount.reading.printed.startswith("$")
    assert len(aid.claim.themes) == 3
    assert said(ask(6, "2016", None, "united-states", "supports", "myanmar")) == "yes"
    assert said(ask(6, "2016", "2017-09", "united-states", "supports", "myanmar")) == "not known"
    assert matching(case(6), None, "funds", "myanmar") == []


def test_case_06_of_2017_more_is_expected_with_no_number_and_it_stays_expected():
    """D L342: neither yes nor no, however much later it is asked."""
    (plan,) = [s for s in matching(case(6), "united-states", "supports", "myanmar") if s.when == "2017"]
    assert plan.amount
    assert (plan.amount.comparator, plan.amount.than, plan.amount.value) == ("more-than", "aid-2016", None)
    for known_by in ("2017-10", "2021"):
        answer = ask(6, "2017", known_by, "united-states", "supports", "myanmar")
        assert answer.answer == "not known"
        assert plan in answer.statements
        assert not Clock(case(6), as_of="2017", known_by=known_by).certainly(plan)


def test_case_07_the_firm_total_is_in_one_currency_and_the_unnamed_dollar_stands_apart():
    """I L44."""
    records = case(7)
    clock = Clock(records, as_of="2021", known_by="2021")
    sums = money.totals(amounts(s for s in matching(records, subject="australia") if clock.certainly(s)))
    assert [(s.currency, str(s.high), s.parts) for s in sums] == [("AUD", "4500000", 1), ("unstated", "30000000", 1)]
    (regional,) = matching(records, "australia", "funds")
    assert regional.amount
    assert regional.amount.maybe == ("AUD", "USD")
    assert ("map-tnc", "mekong") in pairs(7, "operates_in")


@pytest.mark.parametrize("programme", ["map-tnc", "strengthening-cargo-borders"])
def test_case_07_whether_it_ran_in_2019_is_not_known_and_in_2017_nobody_had_heard_of_it(programme: str):
    """I L44: three years, with no start."""
    assert said(ask(7, "2021", "2021", "australia", "supports", programme)) == "yes"
    answer = ask(7, "2019-01", None, "australia", "supports", programme)
    assert (said(answer), answer.last_seen) == ("not known", None)
    for as_of in ("2017-10", "2019-01", "2021"):
        earlier = ask(7, as_of, "2017-10", "australia", "supports", programme)
        assert (earlier.answer, earlier.statements) == ("not known", ())


def test_case_07_a_duration_without_a_start_gives_no_dates():
    """I L44."""
    (cargo,) = matching(case(7), "australia", "supports", "strengthening-cargo-borders")
    assert cargo.claim
    assert (cargo.when, cargo.claim.duration, cargo.claim.via) == (None, "P3Y", ("home-affairs-australia",))


def test_case_08_payers_of_2017_are_australia_cambodia_and_others_unnamed():
    """D L531."""
    now = "methadone-equity-fund-cambodia"
    for known_by in (None, "2017-10"):
        assert who(8, "funds", now, "2017-10", known_by) == {"australia", "cambodia"}
    assert all(s.claim and s.claim.and_others for s in matching(case(8), None, "funds", now))
    assert all(s.claim and s.claim.and_others for s in matching(case(8), "japan", "supports", "global-smart"))
    assert matching(case(8), "japan", "funds") == []


def test_case_08_who_paid_in_2010_is_not_known_for_the_switch_has_no_date():
    """D L531."""
    for programme in ("methadone-ministry-cambodia", "methadone-equity-fund-cambodia"):
        assert said(ask(8, "2010", None, "australia", "funds", programme)) == "not known"
    (switch,) = matching(case(8), predicate="succeeds")
    assert (switch.when, switch.object) == (None, "methadone-ministry-cambodia")


def test_case_08_on_the_day_of_the_report_the_former_arrangement_is_over():
    """D L531."""
    assert said(ask(8, "2017-10-26", None, "australia", "funds", "methadone-ministry-cambodia")) == "no"
    assert said(ask(8, "2017-10-26", "2017-10-25", "australia", "funds", "methadone-ministry-cambodia")) == "not known"


def test_case_09_money_was_sought_with_japan_and_japan_is_never_said_to_have_paid():
    """A L38."""
    assert ask(9, "2009-06", None, "japan", "asked_to_fund", "asod-workshop-2009").answer == "yes"
    assert ask(9, "2009-06", "2009-06", "japan", "asked_to_fund", "asod-workshop-2009").answer == "not known"
    assert matching(case(9), "japan", "supports") == []
    (sought,) = matching(case(9), "japan", "asked_to_fund")
    assert sought.claim
    assert sought.claim.via == ("asean-secretariat",)


def test_case_09_the_workshop_was_held_and_paid_by_someone_not_stated():
    """A L28, L42."""
    assert said(ask(9, "2009-07-01", None, "asod-workshop-2009", "adopts", "asean-work-plan-draft")) == "yes"
    payers = matching(case(9), None, "supports", "asod-workshop-2009")
    assert [s.subject for s in payers] == ["unstated"]


def test_case_09_the_status_report_was_paid_by_the_united_states():
    """A L11."""
    report = "drug-free-asean-status-report"
    assert {s.subject for s in matching(case(9), None, "funds", report)} == {"united-states"}
    assert {s.subject for s in matching(case(9), None, "produces", report)} == {"unodc"}


def test_case_10_the_need_is_60_million_and_the_gap_cannot_be_computed():
    """D L127."""
    need = case(10).things["dublin-group-2017-lao-plan-money"].item
    assert need.amount
    assert (need.amount.value, need.amount.currency, need.amount.kind) == ("60000000", "USD", "requirement")
    assert need.according_to == ("lao-drug-control-authorities",)
    for known_by in (None, "2017-10"):
        assert said(ask(10, "2017-10", known_by, "lao-pdr", "needs", need.id)) == "yes"
    assert said(ask(10, "2017-10", "2016", "lao-pdr", "needs", need.id)) == "not known"
    assert matching(case(10), None, "supports", "lao-master-plan-2016-2020") == []


def test_case_10_the_price_of_a_need_stands_once_and_is_never_money_given():
    """D L127: an amount belongs to one hop, so its links to plan and theme carry none."""
    priced = [s.predicate for s in case(10).statements if s.amount]
    assert priced == ["needs"]
    assert money.totals(amounts(matching(case(10), predicate="supports"))) == []


def test_case_10_a_shortfall_before_2016_is_claimed_with_no_size():
    """D L145."""
    shortfall = case(10).things["dublin-group-2017-lao-shortfall"].item
    assert shortfall.amount is None
    assert said(ask(10, "2014", None, shortfall.id, "concerns", "lao-master-plan-2009-2015")) == "yes"
    assert said(ask(10, "2014", "2014", shortfall.id, "concerns", "lao-master-plan-2009-2015")) == "not known"
    assert said(ask(10, "2017-10", None, shortfall.id, "concerns", "lao-master-plan-2009-2015")) == "no"


def _backers_in_houaphanh(as_of: str, known_by: str | None = None) -> tuple[set[str], set[str]]:
    """States that pay or help, and states that UNODC says it works with, on the day."""
    records = case(11)
    clock = Clock(records, as_of=as_of, known_by=known_by)
    projects = {t.id for t in records.things.values() if t.type == "programme"} - {"global-smart"}
    helped = {s.subject for s in matching(records, predicate="supports") if s.object in projects and clock.certainly(s)}
    partners = {s.object or "" for s in matching(records, "unodc", "cooperates_with") if clock.certainly(s)}
    return rolled_up(11, helped), partners


def test_case_11_in_2017_luxembourg_and_the_united_states_back_houaphanh_with_money_paid_before():
    """D L97, L107, L115."""
    for known_by in (None, "2017-10"):
        assert _backers_in_houaphanh("2017-10", known_by) == ({"luxembourg", "united-states"},) * 2
    (paid,) = matching(case(11), "united-states", "funds")
    assert (paid.basis, paid.bounds.possible_until) == ("document", DUBLIN)
    assert said(ask(11, "2021", None, "united-states", "funds", "houaphanh-project-united-states")) == "no"


def test_case_11_in_2021_germany_is_new_the_united_states_count_once_and_japan_stands_in_one_line_only():
    """I L24, L38, L41: Japan's own paragraph is silent, which denies nothing."""
    for known_by in (None, "2021"):
        helpers, partners = _backers_in_houaphanh("2021", known_by)
        assert helpers == {"luxembourg", "germany", "united-states"}
        assert partners - helpers == {"japan"}
    assert {s.subject for s in matching(case(11), predicate="funds")} >= {"inl"}
    assert not [s for s in case(11).statements if s.status == "denied"]


def test_case_11_the_second_phase_is_a_part_that_started_in_2019():
    """I L41."""
    phase, project = "houaphanh-project-luxembourg-phase-2", "houaphanh-project-luxembourg"
    assert (phase, project) in pairs(11, "part_of")
    assert said(step(11, phase, "started", "2018-12")) == "no"
    assert said(step(11, phase, "started", "2019-01")) == "yes"
    assert said(step(11, phase, "started", "2019-01", "2017-10")) == "not known"
    assert said(step(11, project, "started", "2015-12")) == "no"


def test_case_11_how_many_projects_there_are_is_not_known():
    """D L97, I L24, L38, L41: maybe one, never merged."""
    assert pairs(11, "same_as") == set()
    maybe = {subject for subject, whole in pairs(11, "maybe_same_as") if whole == "alternative-development-houaphanh"}
    assert maybe == {"houaphanh-project-luxembourg", "houaphanh-project-united-states", "alternative-development-inl"}


def _payers_in_southern_shan(as_of: str, known_by: str | None = None) -> dict[str, str]:
    records = case(12)
    clock = Clock(records, as_of=as_of, known_by=known_by)
    found = matching(records, predicate="funds")
    return {a: said(clock.answer([s for s in found if s.subject == a])) for a in {s.subject for s in found}}


def test_case_12_payers_change_while_the_work_goes_on():
    """D L352, L358."""
    before = {"european-union": "yes", "finland": "not known", "germany": "not known"}
    assert _payers_in_southern_shan("2015-06") == before
    assert _payers_in_southern_shan("2015-12") == before | {"european-union": "no"}
    after = {"european-union": "no", "finland": "yes", "germany": "yes"}
    assert _payers_in_southern_shan("2017-10", "2017-10") == after
    assert set(_payers_in_southern_shan("2015-06", "2015").values()) == {"not known"}


def test_case_12_two_contracts_pay_for_two_parts_of_one_work_in_the_place_they_moved_to():
    """D L352, L356."""
    parts = {"action-164014", "action-164033"}
    assert {part for part, whole in pairs(12, "part_of") if whole == "southern-shan-crops"} == parts
    assert {part for _, part in pairs(12, "governs")} == parts
    for part in parts:
        assert said(ask(12, "2015-06", None, part, "operates_in", "hopong")) == "yes"
        assert said(ask(12, "2015-06", None, part, "operates_in", "pinlaung")) != "yes"
        (planned,) = matching(case(12), part, "operates_in", "pinlaung")
        assert planned.claim
        assert planned.status == "planned"
        assert planned.claim.note


def test_case_12_the_end_is_that_of_the_parts_and_not_of_the_work():
    """D L352."""
    assert said(step(12, "action-164014", "ended", "2015-08")) == "no"
    assert said(step(12, "action-164014", "ended", "2015-12")) == "yes"
    assert steps(12, "southern-shan-crops", "ended") == []
    assert said(ask(12, "2017-10", None, "unodc", "implements", "southern-shan-crops")) == "yes"


# -- 2 Plans, programmes, time ------------------------------------------------------------------------


def test_case_13_myanmar_runs_in_2018_under_the_extension_alone():
    """D L276."""
    assert said(step(13, "myanmar-country-programme", "covers", "2018-06")) == "no"
    assert said(step(13, "myanmar-country-programme", "extended", "2018-06")) == "yes"
    assert said(step(13, "myanmar-country-programme", "extended", "2019-01")) == "no"
    (extension,) = steps(13, "myanmar-country-programme", "extended")
    (term,) = steps(13, "myanmar-country-programme", "covers")
    assert (term.when, extension.bounds.possible_until) == ("2014/2017", date(2018, 12, 31))


def test_case_13_without_the_extension_it_was_due_to_end_in_2017_and_no_document_of_the_set_is_that_old():
    """D L276: the first term, signed in 2014, is rebuilt from a report of 2017; by 2015 none of the set was out."""
    (term,) = steps(13, "myanmar-country-programme", "covers")
    assert term.bounds.possible_until == date(2017, 12, 31)
    assert said(step(13, "myanmar-country-programme", "signed", "2015")) == "yes"
    assert said(step(13, "myanmar-country-programme", "signed", "2014-07")) == "no"
    assert step(13, "myanmar-country-programme", "extended", "2018-06", "2015").statements == ()


def test_case_13_the_lao_plan_is_in_its_period_before_it_is_approved():
    """D L67: a plan for 2016 to 2020 covers all of 2016."""
    assert said(step(13, "lao-master-plan-2016-2020", "covers", "2016-03")) == "yes"
    assert said(step(13, "lao-master-plan-2016-2020", "approved", "2016-03")) == "no"
    assert said(step(13, "lao-master-plan-2016-2020", "approved", "2016-03", "2016-06")) == "not known"


def test_case_13_the_lao_plan_once_approved_stays_so():
    """D L67."""
    assert said(step(13, "lao-master-plan-2016-2020", "approved", "2016-06")) == "yes"
    assert said(step(13, "lao-master-plan-2016-2020", "approved", "2021", "2021")) == "yes"
    assert said(step(13, "viet-nam-country-programme", "signed", "2014")) == "yes"


def test_case_13_in_2021_a_masterplan_is_named_without_its_edition():
    """I L64."""
    assert said(ask(13, "2021", "2021", "lao-master-plan-edition-unstated", "governs", "lcdc")) == "yes"
    assert said(ask(13, "2021", "2020", "lao-master-plan-edition-unstated", "governs", "lcdc")) == "not known"
    assert said(step(13, "lao-master-plan-2016-2020", "covers", "2021")) == "no"
    assert pairs(13, "same_as") == set()
    assert pairs(13, "maybe_same_as") == {("lao-master-plan-edition-unstated", "lao-master-plan-2016-2020")}


def _target_of_asean(as_of: str) -> list[str]:
    item = case(14).things["asean-work-plan-2009-2015-drug-free"].item
    day = edtf.bounds(as_of)
    found = [w for w in item.wordings if edtf.bounds(w.when).possibly(day.possible_from, day.possible_until)]
    return [w.text.removesuffix(".")[-4:] for w in found]


def test_case_14_the_target_of_asean_was_2020_and_from_2000_2015():
    """A L9."""
    assert _target_of_asean("1998-06") == []
    assert _target_of_asean("1999-12") == ["2020"]
    assert _target_of_asean("2001") == ["2015"]


def test_case_14_myanmars_plan_ends_in_2014_or_2019_with_no_day_on_which_that_changed():
    """D L177: on 2012 both can be meant; on 2017 the first term is over."""
    plan = "myanmar-opium-plan-15-years"
    assert said(step(14, plan, "covers", "2012")) == "yes"
    assert said(step(14, plan, "extended", "2012")) == "yes"
    assert said(step(14, plan, "covers", "2017", "2017-10")) == "no"
    assert said(step(14, plan, "extended", "2017", "2017-10")) == "yes"
    assert said(step(14, plan, "extended", "2017", "2016")) == "not known"
    ends = {s.value: s.bounds.possible_until.year for s in steps(14, plan, "covers", "extended")}
    assert ends == {"covers": 2014, "extended": 2019}


def test_case_14_two_descriptions_may_be_one_plan_and_are_not_merged():
    """D L177, L241."""
    assert pairs(14, "maybe_same_as") == {("myanmar-drug-plan-20-years", "myanmar-opium-plan-15-years")}
    assert pairs(14, "same_as") == set()


def test_case_15_in_2014_the_plan_of_2013_is_in_its_period_and_in_2017_the_next_is_in_force():
    """D L506."""
    assert said(step(15, "cambodia-drug-plan-2013-2015", "covers", "2014")) == "yes"
    assert said(step(15, "cambodia-drug-plan-2016-2018", "covers", "2014")) == "no"
    assert said(step(15, "cambodia-drug-plan-2013-2015", "covers", "2014", "2016")) == "not known"
    assert said(step(15, "cambodia-drug-plan-2016-2018", "covers", "2017-10", "2017-10")) == "yes"


def test_case_15_the_preferred_plan_is_in_force_and_its_rivals_are_flagged():
    """D L506, L604, L612."""
    for known_by in (None, "2017-10"):
        assert said(step(15, "cambodia-drug-plan-2016-2018", "in-effect", "2017-10", known_by)) == "yes"
        assert said(step(15, "cambodia-drug-plan-2013-2015", "in-effect", "2017-10", known_by)) == "not known"
    ranks = {s.locator.lines[0]: s.rank for s in case(15).statements if s.value == "in-effect"}
    assert ranks == {506: "preferred", 604: "outranked", 612: "outranked"}
    (conflict,) = case(15).conflicts
    assert conflict.because
    assert len(conflict.between) == 3


def test_case_15_a_plan_for_2017_to_2020_was_asked_for_and_nobody_answered():
    """D L612."""
    ask_item = "dublin-group-2017-cambodia-new-plan"
    assert said(ask(15, "2017-10", "2017-10", ask_item, "addressed_to", "cambodia")) == "yes"
    assert matching(case(15), None, "responds_to", ask_item) == []
    assert {s.value for s in matching(case(15), "cambodia-drug-plan-2017-2020", "stage")} == {"asked"}


def test_case_16_a_three_year_plan_turns_rolling_with_a_revision_known_for_2018_only():
    """M L172, L174."""
    plan, tenth = "sub-regional-action-plan", "sub-regional-action-plan-10"
    assert [said(step(16, plan, "covers", day)) for day in ("1996", "2005", "2018")] == ["yes", "no", "no"]
    assert [said(step(16, plan, "extended", day)) for day in ("1996", "2005", "2018")] == ["no", "yes", "yes"]
    assert said(step(16, tenth, "covers", "2018")) == "yes"
    assert [part for part, _ in pairs(16, "part_of") if said(step(16, part, "covers", "2005")) == "yes"] == []
    assert said(step(16, plan, "extended", "2005", "2010")) == "not known"


def test_case_16_no_end_is_stated_to_be_none_and_a_cost_is_not_funding():
    """M L72, L172."""
    (rolling,) = steps(16, "sub-regional-action-plan", "extended")
    assert rolling.bounds.certain_until == edtf.END
    (cost,) = matching(case(16), predicate="requires")
    assert cost.amount
    assert (cost.amount.kind, cost.amount.comparator, cost.basis) == ("cost", "more-than", "layout")
    assert matching(case(16), predicate="supports") == []


def plan_on(number: int, plan: Statement, as_of: str, known_by: str | None = None) -> str:
    """What has become of a plan on the day; to be overdue is computed, never written."""
    records = case(number)
    clock = Clock(records, as_of=as_of, known_by=known_by)
    if not clock.knows(plan.document):
        return "not known then"
    assert said(clock.answer([plan])) != "yes"
    claims = [(s.document, s.claim.fulfils) for s in records.statements if s.claim and clock.knows(s.document)]
    if any(plan.id in (ref, f"{document}/{ref}") for document, refs in claims for ref in refs):
        return "fulfilled at least in part"
    if plan.bounds.possible_until < clock.first:
        return "overdue"
    return "not yet" if plan.bounds.possible_from > clock.last else "planned"


def test_case_17_a_memorandum_planned_for_2014_is_overdue_in_2017_with_its_outcome_not_known():
    """D L716: the report of 2017 still has it in the future."""
    (plan,) = matching(case(17), "nca", "signs")
    assert plan_on(17, plan, "2014-06") == "planned"
    assert plan_on(17, plan, "2017-10", "2017-10") == "overdue"
    assert plan_on(17, plan, "2017-10", "2017-09") == "not known then"
    for as_of in ("2014-06", "2017-10", "2021"):
        assert said(ask(17, as_of, None, "nca", "signs")) == "not known"


def test_case_17_intentions_of_2016_are_overdue_in_2017_too():
    """D L604."""
    (plan,) = matching(case(17), "cambodia", "implements")
    assert plan_on(17, plan, "2016") == "planned"
    assert plan_on(17, plan, "2017-10", "2017-10") == "overdue"
    assert said(ask(17, "2017-10", None, "cambodia", "implements")) == "not known"


def test_case_17_container_units_were_planned_in_2017():
    """D L99: a plan is no unit."""
    (plan,) = steps(17, "container-control-units-lao", "set-up")
    assert plan_on(17, plan, "2017-10", "2017-10") == "planned"
    assert plan_on(17, plan, "2021-12", "2021") == "fulfilled at least in part"
    assert said(step(17, "container-control-units-lao", "set-up", "2017-10", "2017-10")) == "not known"
    assert said(step(17, "container-control-unit-thanaleng", "set-up", "2017-10")) == "no"


def test_case_17_by_the_end_of_2021_one_unit_stands_and_fulfils_the_plan_in_part():
    """I L15: set up some time between."""
    unit = "container-control-unit-thanaleng"
    assert said(step(17, unit, "set-up", "2021-12", "2021")) == "yes"
    assert said(step(17, unit, "set-up", "2019")) == "not known"
    (done,) = steps(17, unit, "set-up")
    assert done.claim
    assert done.claim.fulfils == ("dublin-group-2017/container-control-units-lao-stage-set-up",)
    assert pairs(17, "part_of") >= {(unit, "container-control-units-lao")}
    assert (done.when, done.basis) == ("[2017-11..2021-12]", "derived")


def test_case_17_what_is_planned_for_later_is_not_said_to_be_done():
    """D L237, I L38."""
    assert said(step(17, "myanmar-drug-policy", "approved", "2017-12")) == "not known"
    (survey,) = steps(17, "opium-survey-lao-2022", "completed")
    assert plan_on(17, survey, "2022", "2021") == "planned"
    assert plan_on(17, survey, "2022", "2017-10") == "not known then"
    (policy,) = steps(17, "myanmar-drug-policy", "approved")
    assert [plan_on(17, policy, day) for day in ("2017-10", "2017-12", "2021")] == ["not yet", "planned", "overdue"]


def test_case_18_the_memorandum_is_not_signed_and_its_stage_is_disputed():
    """D L334."""
    memorandum = "border-force-customs-memorandum"
    for known_by in (None, "2017-10"):
        assert said(step(18, memorandum, "signed", "2017-10", known_by)) == "no"
        assert said(step(18, memorandum, "drafted", "2017-10", known_by)) == "disputed"
    assert said(ask(18, "2017-10", None, predicate="signs", object=memorandum)) == "not known"


def test_case_18_of_2021_the_memorandum_is_not_known():
    """D L334: the denial of 2017 does not reach to 2021."""
    answer = step(18, "border-force-customs-memorandum", "signed", "2021")
    assert (answer.answer, answer.last_seen) == ("not known", DUBLIN)


def test_case_18_the_association_is_set_up_and_of_2020_not_known():
    """I L48, L51, L69: the preferred of two stages."""
    association = "vanmai-womens-association"
    assert said(step(18, association, "set-up", "2021-12", "2021")) == "yes"
    assert said(step(18, association, "set-up", "2020")) == "not known"
    assert said(step(18, association, "set-up", "2021-12", "2020")) == "not known"
    assert {s.status: s.rank for s in steps(18, association, "set-up")} == {None: "preferred", "planned": "outranked"}


def test_case_18_the_campaign_stays_planned():
    """I L51, L69: said twice, from one hand."""
    assert said(step(18, "stigma-campaign-lao", "started", "2021", "2021")) == "not known"
    assert {s.status for s in steps(18, "stigma-campaign-lao", "started")} == {"planned"}


def _counted(what: str, as_of: str, known_by: str | None = None) -> tuple[list[str], date | None]:
    """Values counted on the day; if none, the last day before it on which any was."""
    clock = Clock(case(19), as_of=as_of, known_by=known_by)
    known = [f for f in case(19).figures if f.entry.what == what and clock.knows(f.locator.document)]
    now = [f"{f.entry.comparator} {f.entry.value}" for f in known if f.bounds.certainly(clock.first, clock.last)]
    earlier = [f.bounds.possible_until for f in known if f.bounds.possible_until < clock.first]
    return now, max(earlier, default=None) if not now else None


def test_case_19_patients_were_counted_in_2014_and_not_since():
    """D L726."""
    assert _counted("methadone-patients", "2014-09", "2017-10") == (["more-than 20028"], None)
    assert _counted("methadone-patients", "2017-10", "2017-10") == ([], date(2014, 9, 20))
    assert _counted("methadone-patients", "2014-09", "2015") == ([], None)


def test_case_19_a_report_of_2017_pays_in_2014_only():
    """D L726."""
    assert said(ask(19, "2014", None, "united-states", "funds", "viet-nam")) == "yes"
    assert said(ask(19, "2017-10", None, "united-states", "funds", "viet-nam")) == "no"
    (paid,) = matching(case(19), "united-states", "funds", "viet-nam")
    assert paid.amount
    assert paid.amount.reading
    assert (paid.amount.comparator, paid.amount.reading.printed) == ("about", "$69 million")


@pytest.mark.parametrize("scheme", ["wildlife-trade-lao-customs", "cash-smuggling-lao-customs"])
def test_case_19_british_schemes_were_funded_earlier_with_no_date(scheme: str):
    """I L47: an undated document lies between bounds."""
    (paid,) = matching(case(19), "united-kingdom", "funds", scheme)
    assert (paid.when, paid.basis) == (None, "document")
    assert Clock(case(19), known_by="2021").reading(paid) == "ended"
    assert ask(19, "2021-12-31", "2021", "united-kingdom", "funds", scheme).statements == (paid,)
    assert said(ask(19, "2017-10", None, "united-kingdom", "funds", scheme)) == "not known"
    assert said(ask(19, "2017-10", "2017-10", "united-kingdom", "funds", scheme)) == "not known"


def test_case_19_each_date_says_how_it_was_come_by():
    """D L145, L342, L389."""
    basis = {s.locator.lines[0]: s.basis for s in case(19).statements if s.document == "dublin-group-2017"}
    assert basis == {145: "relative", 342: "document", 389: "relative", 726: "stated"}
    outlook = "dublin-group-2017-myanmar-outlook"
    assert said(ask(19, "2017-10", None, outlook, "concerns", "myanmar-drug-plan-20-years")) == "no"


def test_case_20_the_unit_is_open_in_2017_and_of_2012_not_known():
    """D L553."""
    unit = "port-control-unit-sihanoukville"
    for known_by in (None, "2017-10"):
        assert said(step(20, unit, "set-up", "2012-01", known_by)) == "not known"
        assert said(step(20, unit, "set-up", "2017-10", known_by)) == "yes"
    assert said(step(20, unit, "set-up", "2017-10", "2017-09")) == "not known"


def test_case_20_the_year_of_opening_is_not_stated_and_two_names_are_not_merged():
    """D L553, L618."""
    (opened,) = steps(20, "port-control-unit-sihanoukville", "set-up")
    assert opened.when == "XXXX-05"
    assert opened.bounds.possible_from == edtf.BEGINNING
    assert opened.bounds.certain_from <= DUBLIN
    assert pairs(20, "same_as") == set()
    assert pairs(20, "maybe_same_as") == {("port-control-unit-sihanoukville", "container-control-unit-sihanoukville")}
    asked = case(20).things["dublin-group-2017-cambodia-borders"].item
    assert (asked.when, asked.about) == ("2016/", ("container-control-unit-sihanoukville",))


# -- 3 Agreements and law -----------------------------------------------------------------------------


def _parties(as_of: str, known_by: str | None = None) -> set[str]:
    """Who has signed the memorandum, or the Protocol that lets new members in."""
    return {p for i in ("mekong-mou-1993", "mekong-mou-protocol") for p in who(21, "signs", i, as_of, known_by)}


def test_case_21_parties_are_four_states_and_undcp_and_later_six():
    """M L37-39, L63-88."""
    assert _parties("1992") == set()
    first = {"china", "lao-pdr", "myanmar", "thailand", "unodc"}
    assert _parties("1994") == first
    assert _parties("1996") == first | {"cambodia", "viet-nam"}
    assert _parties("1996", "1996") == set()
    assert "UNDCP" in case(21).things["unodc"].aliases


def test_case_21_capacity_and_basis_are_told():
    """M L39, L70-88, L172: one year is read from the page, and the action plan's words agree with it."""
    acts = [s for s in matching(case(21), predicate="signs") if s.claim]
    assert {s.subject for s in acts if s.claim and s.claim.role == "non-state"} == {"unodc"}
    assert {s.basis for s in acts if s.object == "mekong-mou-protocol"} == {"layout"}
    (words,) = steps(21, "sub-regional-action-plan", "set-up")
    assert (words.when, words.basis) == ("1995", "stated")


def test_case_21_an_open_date_of_issue_does_not_make_the_present_tense_last_for_ever():
    """M L39: the brochure is of 2016 or later."""
    assert said(ask(21, "2050", None, "unodc", "secretariat_of", "mekong-mou-1993")) != "yes"


def _instruments(as_of: str, known_by: str | None = None) -> set[str]:
    """Instruments signed or adopted by the day, by whichever verb the text has."""
    clock = Clock(case(22), as_of=as_of, known_by=known_by)
    found = matching(case(22), predicate="signs") + matching(case(22), predicate="adopts")
    made = {s.object for s in found if said(clock.answer([s])) == "yes"}
    stages = [s for s in matching(case(22), predicate="stage") if s.value == "signed"]
    return {i for i in made if i} | {s.subject for s in stages if said(clock.answer([s])) == "yes"}


def test_case_22_instruments_grow_from_three_to_five():
    """M L70, L96-100, L118, L130."""
    three = {"mekong-mou-1993", "mekong-mou-protocol", "mekong-mou-addendum"}
    assert _instruments("2010") == three
    assert _instruments("2016") == three | {"mekong-mou-addendum-amendment", "mekong-mou-second-addendum"}
    assert _instruments("2010", "2010") == set()


def test_case_22_when_china_signed_is_vague_but_by_2003_it_had():
    """M L96-100."""
    assert said(ask(22, "2000", None, "china", "signs", "mekong-mou-addendum")) == "no"
    assert said(ask(22, "2001-06", None, "china", "signs", "mekong-mou-addendum")) == "not known"
    assert said(ask(22, "2003", None, "china", "signs", "mekong-mou-addendum")) == "yes"
    assert said(ask(22, "2003", "2003", "china", "signs", "mekong-mou-addendum")) == "not known"


def test_case_22_the_amendment_changes_the_addendum_and_the_second_is_adopted_not_signed():
    """M L118, L130."""
    changes = pairs(22, "amends")
    assert ("mekong-mou-addendum-amendment", "mekong-mou-addendum") in changes
    assert ("mekong-mou-addendum-amendment", "mekong-mou-1993") not in changes
    assert matching(case(22), None, "signs", "mekong-mou-second-addendum") == []
    assert {s.subject for s in matching(case(22), None, "adopts")} == {"mekong-ministers-ha-noi-2015"}


def _acts(party: str, instrument: str, as_of: str, known_by: str | None = None) -> set[str | None]:
    clock = Clock(case(23), as_of=as_of, known_by=known_by)
    found = matching(case(23), party, "signs", instrument)
    return {s.claim.act for s in found if s.claim and said(clock.answer([s])) == "yes"}


def test_case_23_in_2006_cambodia_has_signed_and_the_process_is_not_finished():
    """D L496."""
    assert _acts("cambodia", "un-drug-conventions", "2005-07-06") == set()
    assert _acts("cambodia", "un-drug-conventions", "2006-01") == {"signature"}
    assert _acts("cambodia", "un-drug-conventions", "2006-01", "2006-01") == set()


def test_case_23_in_2008_the_process_is_complete_with_no_act_named_for_each_treaty():
    """D L496: accession is said of the Protocol of 1972 alone."""
    assert _acts("cambodia", "un-drug-conventions", "2008") == {"signature", None}
    assert _acts("cambodia", "single-convention-protocol-1972", "2008") == {"accession"}
    assert _acts("viet-nam", "trafficking-protocol", "2013") == {"ratification"}


def test_case_23_entry_into_force_is_stated_nowhere_and_a_class_stays_a_class():
    """D L496."""
    assert not [s for s in case(23).statements if s.claim and s.claim.act == "entry-into-force"]
    assert not [s for s in case(23).statements if s.value == "in-effect"]
    assert case(23).things["un-drug-conventions"].entry.kind == "class"
    assert not [whole for _, whole in pairs(23, "part_of") if whole == "un-drug-conventions"]


def test_case_23_a_memorandum_of_agencies_is_none_of_states():
    """D L571, L577."""
    assert {s.subject for s in matching(case(23), None, "signs", "sweden-cambodia-agreement")} == {"sweden", "cambodia"}
    police = {s.subject for s in matching(case(23), None, "signs", "nca-cambodian-police-memorandum")}
    assert police == {"nca", "cambodian-national-police"}
    assert rolled_up(23, police) == {"united-kingdom", "cambodia"}


def test_case_24_the_law_is_approved_before_it_takes_effect():
    """D L686, L692."""
    law = "administrative-violations-law-viet-nam"
    assert said(step(24, law, "approved", "2012-05")) == "no"
    assert said(step(24, law, "approved", "2013-01")) == "yes"
    assert said(step(24, law, "in-effect", "2013-01")) == "no"
    assert said(step(24, law, "in-effect", "2013-08")) == "yes"
    assert said(step(24, law, "in-effect", "2013-08", "2014")) == "not known"


def test_case_24_the_code_is_not_yet_in_effect_in_2017():
    """D L694, L696: its own date, not its name's, counts."""
    (plan,) = steps(24, "penal-code-2015", "in-effect")
    assert plan_on(24, plan, "2017-10", "2017-10") == "not yet"
    assert plan_on(24, plan, "2018-01-01", "2017-10") == "planned"
    assert said(step(24, "penal-code-2015", "in-effect", "2017-10", "2017-10")) != "yes"


def test_case_24_in_2018_the_code_is_expected_to_be_in_effect_and_nobody_confirms_it():
    """D L694, L696."""
    answer = step(24, "penal-code-2015", "in-effect", "2018-02")
    assert said(answer) == "not known"
    assert [s.status for s in answer.statements] == ["planned"]
    assert said(step(24, "penal-code-2015", "approved", "2017-10")) == "yes"


def test_case_24_one_decree_revises_another_and_a_bill_has_passed_one_house():
    """D L229, L692."""
    assert pairs(24, "amends") == {("decree-90-2016", "decree-96-2012")}
    assert said(ask(24, "2016-06", None, "decree-90-2016", "amends")) == "no"
    assert said(ask(24, "2017", None, "decree-90-2016", "amends")) == "yes"
    assert said(ask(24, "2017-10", None, "myanmar-upper-house", "adopts")) == "yes"
    assert steps(24, "narcotics-law-1993-revision", "approved", "adopted", "in-effect") == []


def _origins(statements: list[Statement]) -> list[str]:
    """Statements that are not told after another of them."""
    ids = {s.id for s in statements}
    return [s.id for s in statements if s.claim and not ids & set(s.claim.same_text)]


def test_case_25_two_documents_tell_of_the_last_projects_end_from_one_origin():
    """D L123, I L44."""
    told = steps(25, "last-eu-project-lao", "ended")
    assert {s.document for s in told} == {"dublin-group-2017", "idswg-2021"}
    assert _origins(told) == ["dublin-group-2017/last-eu-project-lao-stage-ended"]
    clock = Clock(case(25), as_of="2016-01", known_by="2017-10")
    assert [s.document for s in told if clock.knows(s.document)] == ["dublin-group-2017"]


def test_case_25_the_project_had_not_ended_in_may_2015_and_had_in_2016():
    """D L123, I L44: late 2015."""
    for known_by in (None, "2017-10"):
        assert said(step(25, "last-eu-project-lao", "ended", "2015-05", known_by)) == "no"
        assert said(step(25, "last-eu-project-lao", "ended", "2015-09", known_by)) == "not known"
        assert said(step(25, "last-eu-project-lao", "ended", "2016-01", known_by)) == "yes"
    assert said(step(25, "last-eu-project-lao", "ended", "2016-01", "2016-01")) == "not known"


def test_case_25_passages_repeated_after_four_years_are_one_origin_each():
    """D L80 = I L60, D L111 = I L38, D L688 = L692."""
    for subject, predicate in (("lcdc", "chairs"), ("japan", "implements")):
        told = matching(case(25), subject, predicate)
        assert len(told) == 2
        assert len(_origins(told)) == 1
        assert said(ask(25, "2021", "2021", subject, predicate)) == "yes"
    (plan,) = steps(25, "renovation-plan-viet-nam", "approved")
    assert plan.locator.lines == (688, 692)


def test_case_25_one_philippine_memorandum_with_ports_answers_two_recommendations():
    """H paras 94, 101; the one on money is another."""
    memoranda = {s.object for s in matching(case(25), "ppa", "signs")}
    assert memoranda == {"philippines-ports-memorandum"}
    answers = {s.subject for s in matching(case(25), None, "concerns", "philippines-ports-memorandum")}
    assert len(answers) == 2
    asked = {s.object for s in matching(case(25), predicate="responds_to") if s.subject in answers}
    assert asked == {"honlap-43-3b", "honlap-43-3c"}
    assert said(ask(25, "2019", "2019-08", "ppa", "signs")) == "not known"
