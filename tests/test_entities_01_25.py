"""The first twenty-five hard cases asked of the real data, and what must hold of all of it.

The cases are those of `test_cases_01_25`, there on data of their own, here on the five documents
together. Where another document adds knowledge, the question names the day of knowledge, and the
docstring says so. The letters are those of the documents: D Dublin Group, I sector group, H heads of
agencies, M memorandum, A work plan of ASEAN; L is a line of the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from pactgraph import edtf, money, resources
from pactgraph.alike import likely_duplicates
from pactgraph.clock import Answer, Clock, matching
from pactgraph.load import load_records
from pactgraph.model import Entity, Item, Records, Statement
from test_cases_01_25 import DUBLIN, amounts, said

DUBLIN_GROUP, SECTOR_GROUP = "dublin-group-2017", "idswg-2021"


@pytest.fixture(scope="session")
def real() -> Records:
    """Read once; nothing here changes it."""
    return load_records(resources.data_dir())


def ask(
    real: Records,
    as_of: str,
    known_by: str | None = None,
    subject: str | None = None,
    predicate: str | None = None,
    object: str | None = None,
) -> Answer:
    return Clock(real, as_of=as_of, known_by=known_by).answer(matching(real, subject, predicate, object))


def steps(real: Records, thing: str, *values: str) -> list[Statement]:
    return [s for s in matching(real, thing, "stage") if s.value in values]


def step(real: Records, thing: str, value: str, as_of: str, known_by: str | None = None) -> str:
    return said(Clock(real, as_of=as_of, known_by=known_by).answer(steps(real, thing, value)))


def who(real: Records, predicate: str, object: str, as_of: str, known_by: str | None = None) -> set[str]:
    """The subjects of which a plain yes can be said."""
    clock = Clock(real, as_of=as_of, known_by=known_by)
    found = matching(real, None, predicate, object)
    return {s.subject for s in found if said(clock.answer(t for t in found if t.subject == s.subject)) == "yes"}


def states(real: Records, actors: Iterable[str]) -> set[str]:
    """Each agency as the state that it is part of, by its very nature, through any bodies between."""
    above = {s.subject: s.object or "" for s in matching(real, predicate="part_of") if s.origin == "identity"}
    found = set()
    for actor in actors:
        while actor in above and real.things[actor].type != "country":
            actor = above[actor]
        found.add(actor)
    return found


def pairs(real: Records, predicate: str) -> set[tuple[str, str | None]]:
    return {(s.subject, s.object) for s in matching(real, predicate=predicate)}


def maybe(real: Records, thing: str) -> set[str]:
    """What may be the same as the thing, whichever way it was written."""
    found = matching(real, predicate="maybe_same_as")
    return {end for s in found for end in (s.subject, s.object) if end and thing in (s.subject, s.object)} - {thing}


def plan_on(real: Records, plan: Statement, as_of: str, known_by: str | None = None) -> str:
    """What has become of a plan on the day; to be overdue is computed, never written."""
    clock = Clock(real, as_of=as_of, known_by=known_by)
    if not clock.knows(plan.document):
        return "not known then"
    assert said(clock.answer([plan])) != "yes"
    claims = [(s.document, s.claim.fulfils) for s in real.statements if s.claim and clock.knows(s.document)]
    if any(plan.id in (ref, f"{document}/{ref}") for document, refs in claims for ref in refs):
        return "fulfilled at least in part"
    if plan.bounds.possible_until < clock.first:
        return "overdue"
    return "not yet" if plan.bounds.possible_from > clock.last else "planned"


# -- All of the data ----------------------------------------------------------------------------------


def test_there_is_as_much_as_the_documents_hold(real: Records):
    """The measure of the whole, each entity once over all five and each relation as it is written."""
    entities = [t for t in real.things.values() if isinstance(t.entry, Entity) and t.type != "theme"]
    items = [t for t in real.things.values() if isinstance(t.entry, Item)]
    written = {id(s.claim) for s in real.statements if s.origin == "statement"}
    assert len(entities) >= 840
    assert len(items) >= 660
    assert len(written) >= 1450
    assert len(real.figures) >= 380


@pytest.mark.parametrize(
    ("document", "relations", "items", "figures"),
    [
        ("dublin-group-2017", 870, 285, 370),
        ("honlap-43", 370, 150, 44),
        ("idswg-2021", 210, 68, 10),
        ("mekong-mou", 120, 99, 9),
        ("asean-work-plan-2009-2015", 46, 80, 1),
    ],
)
def test_no_document_has_lost_its_part(real: Records, document: str, relations: int, items: int, figures: int):
    """A tenth below what each held when all five had been merged: no count of the texts, a guard against loss."""
    written = {id(s.claim) for s in real.statements if s.origin == "statement" and s.document == document}
    told = [t for t in real.things.values() if isinstance(t.entry, Item) and t.sources[0].document == document]
    assert len(written) >= relations
    assert len(told) >= items
    assert len([f for f in real.figures if f.locator.document == document]) >= figures


def test_names_are_trimmed_and_said_once(real: Records):
    for thing in real.things.values():
        names = (thing.label, *thing.aliases)
        assert [n for n in names if not n or n != " ".join(n.split())] == [], thing.id
        assert len(set(names)) == len(names), thing.id


def test_no_two_things_are_alike_and_undecided(real: Records):
    assert likely_duplicates(real) == []


def test_every_statement_stands_in_lines_of_a_section_of_its_document(real: Records):
    documents = {each.document for each in real.statements}
    assert len(documents) == 5
    sections = {(d, section.key): section for d in documents for section in real.document(d).sections}
    for each in (*real.statements, *real.figures):
        where = each.locator
        assert where.lines, each.id
        assert all(sections[where.document, where.section].covers(line) for line in where.lines), each.id


def test_nothing_is_the_same_as_what_it_only_may_be(real: Records):
    sure, unsure = pairs(real, "same_as"), pairs(real, "maybe_same_as")
    assert not sure & (unsure | {(other, one) for one, other in unsure})
    assert not [one for one, other in sure | unsure if one == other]


def test_a_reading_is_as_printed_without_marks_of_the_file_format(real: Records):
    """A backslash before a dollar sign is the text file's, not the document's."""
    readings = [(s.id, s.amount.reading.printed) for s in real.statements if s.amount and s.amount.reading]
    assert [each for each in readings if "\\" in each[1]] == []


# -- 1 Money ------------------------------------------------------------------------------------------


def test_case_01_in_2017_canada_supports_the_global_programme_and_no_funder_of_the_lao_one_is_stated(real: Records):
    """D L99."""
    for known_by in (None, "2017-10"):
        assert said(ask(real, "2017-10", known_by, "canada", "supports", "container-control-programme")) == "yes"
        assert who(real, "funds", "container-control-lao", "2017-10", known_by) == set()
    assert ("container-control-lao", "container-control-programme") in pairs(real, "part_of")
    assert matching(real, "canada", "funds", "container-control-programme") == []


def test_case_01_in_2021_japan_and_australia_fund_the_lao_component_and_canada_was_last_seen_in_2017(real: Records):
    """I L15; D L99: silence is no denial."""
    assert who(real, "funds", "container-control-lao", "2021", "2021") == {"japan", "australia"}
    assert who(real, "funds", "container-control-lao", "2021", "2020") == set()
    answer = ask(real, "2021", None, "canada", "supports", "container-control-programme")
    assert (answer.answer, answer.last_seen) == ("not known", DUBLIN)
    container = [s for s in matching(real, "canada") if s.object and s.object.startswith("container-control")]
    assert {s.status for s in container} == {None}


def test_case_01_the_cambodian_component_is_funded_by_two_states(real: Records):
    """D L553."""
    assert states(real, who(real, "funds", "container-control-cambodia", "2017-10")) == {"australia", "canada"}


def test_case_02_australia_is_in_cambodian_border_offices_in_2017_and_of_2021_not_known(real: Records):
    """D L539."""
    (paid,) = matching(real, "dibp-australia", "funds", "cambodia")
    assert paid.claim
    assert (paid.claim.via, paid.claim.purpose) == (("unodc",), ("border-liaison-offices-cambodia",))
    for known_by in (None, "2017-10"):
        assert said(ask(real, "2017-10", known_by, "dibp-australia", "funds", "cambodia")) == "yes"
    later = ask(real, "2021", None, "dibp-australia", "funds", "cambodia")
    assert (later.answer, later.last_seen) == ("not known", DUBLIN)


def test_case_02_lao_border_management_has_japan_and_a_fund_whose_contributors_are_not_stated(real: Records):
    """I L15."""
    fund = "un-peace-and-development-trust-fund"
    assert who(real, "funds", "border-management-lao", "2021") == {"japan", fund}
    assert who(real, "funds", "border-management-lao", "2021", "2017-10") == set()
    assert matching(real, None, "supports", fund) == []


def test_case_02_two_departments_of_one_state_count_once_and_are_not_joined(real: Records):
    """D L539, I L44."""
    both = {"dibp-australia", "home-affairs-australia"}
    assert states(real, both) == {"australia"}
    joined = [s for p in ("same_as", "maybe_same_as", "succeeds") for s in matching(real, predicate=p)]
    assert not [s for s in joined if {s.subject, s.object} & both]


def test_case_03_denmark_is_in_myanmar_through_a_fund_with_no_amount_of_its_own(real: Records):
    """D L336."""
    for known_by in (None, "2017-10"):
        assert said(ask(real, "2017-10", known_by, "denmark", "funds", "lift-fund")) == "yes"
        assert said(ask(real, "2017-10", known_by, "lift-fund", "funds", "myanmar")) == "yes"
        assert len(who(real, "funds", "lift-fund", "2017-10", known_by)) == 12
    assert matching(real, "denmark", "funds", "myanmar") == []
    assert {s.amount for s in matching(real, object="lift-fund")} == {None}
    assert said(ask(real, "2012", None, "denmark", "funds", "lift-fund")) == "not known"


def test_case_03_australia_has_two_routes_to_myanmar_and_no_sum_for_either(real: Records):
    """D L334, L336: a total upstream is neither nothing nor all of it downstream."""
    routes = {s.object for s in matching(real, "australia", "funds")}
    assert {"lift-fund", "global-fund"} <= routes
    assert said(ask(real, "2015", None, "australia", "funds", "global-fund")) == "yes"
    assert said(ask(real, "2015", "2016", "australia", "funds", "global-fund")) == "not known"
    assert {s.amount for s in matching(real, "global-fund", "funds")} == {None}
    (paid,) = matching(real, "australia", "funds", "global-fund")
    assert amounts([paid]) == [("200000000", "", "AUD", "contribution")]


def test_case_03_the_target_area_is_not_the_whole_area(real: Records):
    """D L336."""
    roles = {s.object: s.claim.role for s in matching(real, "lift-fund", "operates_in") if s.claim}
    assert roles == {"shan-state": "target", "myanmar": None}


def test_case_04_the_wa_project_had_money_in_2005_with_no_yearly_sum_and_none_after_its_span(real: Records):
    """D L312."""
    (paid,) = matching(real, "japan", "funds", "wa-project")
    assert paid.amount
    assert (paid.amount.value, paid.amount.span) == ("4430000", "total")
    assert said(ask(real, "2005", None, "japan", "funds", "wa-project")) == "yes"
    assert said(ask(real, "2010", "2017-10", "japan", "funds", "wa-project")) == "no"
    assert said(ask(real, "2005", "2010", "japan", "funds", "wa-project")) == "not known"


def test_case_04_money_came_in_2002_before_the_monitoring_ran_and_is_flagged(real: Records):
    """D L302, L312."""
    assert ask(real, "2002-06", None, "japan", "funds", "crop-monitoring-myanmar").answer == "yes"
    assert said(ask(real, "2002-06", None, "unodc", "implements", "crop-monitoring-myanmar")) == "no"
    assert step(real, "crop-monitoring-myanmar", "started", "2002-06") == "no"
    flags = [w for w in real.warnings if "crop-monitoring-myanmar" in w.message]
    assert [w.severity for w in flags] == ["warning"]
    (paid,) = matching(real, "japan", "funds", "crop-monitoring-myanmar")
    assert (paid.when, paid.rank) == ("2002/2017", "normal")


def test_case_04_of_the_sum_for_2010_northern_shan_has_a_share_that_is_not_stated(real: Records):
    """D L312."""
    paid = {s.when: s for s in matching(real, "japan", "funds", "wfp-relief-myanmar")}
    assert paid["2009"].claim
    assert paid["2010"].claim
    assert paid["2010"].amount
    assert paid["2009"].claim.place == ("northern-shan",)
    assert set(paid["2010"].claim.place) == {"myanmar", "northern-shan"}
    assert (paid["2010"].amount.comparator, paid["2010"].claim.share) == ("about", None)
    assert said(ask(real, "2010", None, "japan", "funds", "wfp-relief-myanmar")) == "yes"
    assert said(ask(real, "2010", "2011", "japan", "funds", "wfp-relief-myanmar")) == "not known"


def _places_of_jica(real: Records, as_of: str, known_by: str | None = None) -> set[tuple[str | None, str | None]]:
    clock = Clock(real, as_of=as_of, known_by=known_by)
    found = matching(real, "northern-shan-cooperation", "operates_in")
    return {(s.object, s.claim.role) for s in found if s.claim and clock.certainly(s)}


def test_case_05_the_work_drifts_from_its_targets_which_stay_and_its_end_is_derived(real: Records):
    """D L310."""
    targets = {("kyaukme", "target"), ("muse", "target"), ("laukai", "target")}
    assert _places_of_jica(real, "2015-01") == targets
    assert _places_of_jica(real, "2017-01") == targets | {("lashio-area", "actual")}
    assert _places_of_jica(real, "2017-01", "2017-01") == set()
    (term,) = steps(real, "northern-shan-cooperation", "covers")
    assert (term.when, term.basis) == ("2014-03/2019-03", "derived")
    assert steps(real, "northern-shan-cooperation", "ended") == []


def test_case_05_a_cost_is_no_contribution(real: Records):
    """D L308."""
    (cost,) = matching(real, "kokang-development", "requires")
    assert amounts([cost]) == [("11000000", "", "USD", "cost")]
    assert matching(real, None, "supports", "kokang-development") == []
    assert states(real, who(real, "implements", "kokang-development", "2008")) == {"japan"}


def test_case_06_aid_of_2016_has_a_number_and_that_of_2017_is_only_expected(real: Records):
    """D L342: neither yes nor no, however much later it is asked."""
    aid = {s.when: s for s in matching(real, "united-states", "supports", "myanmar") if s.locator.lines == (342,)}
    now, plan = aid["2016"], aid["2017"]
    assert now.amount
    assert now.amount.reading
    assert now.claim
    assert (now.amount.value, now.amount.comparator, now.amount.currency) == ("11000000", "about", "USD")
    assert now.amount.reading.printed.startswith("$")
    assert len(now.claim.themes) == 3
    assert said(ask(real, "2016", None, "united-states", "supports", "myanmar")) == "yes"
    assert said(ask(real, "2016", "2017-09", "united-states", "supports", "myanmar")) == "not known"
    assert plan.amount
    assert (plan.amount.comparator, plan.amount.than, plan.amount.value) == ("more-than", "aid-2016", None)
    for known_by in ("2017-10", "2021"):
        assert Clock(real, as_of="2017", known_by=known_by).answer([plan]).answer == "not known"


def test_case_07_the_firm_total_is_in_one_currency_and_the_unnamed_dollar_stands_apart(real: Records):
    """I L44: of what the sector group tells; older sums of other documents have ended by then."""
    clock = Clock(real, as_of="2021", known_by="2021")
    sums = money.totals(amounts(s for s in matching(real, subject="australia") if clock.certainly(s)))
    assert [(s.currency, str(s.high), s.parts) for s in sums] == [("AUD", "4500000", 1), ("unstated", "30000000", 1)]
    (regional,) = matching(real, "australia", "funds", "map-tnc")
    assert regional.amount
    assert regional.amount.maybe == ("AUD", "USD")
    assert ("map-tnc", "mekong-region") in pairs(real, "operates_in")


@pytest.mark.parametrize("programme", ["map-tnc", "strengthening-cargo-borders"])
def test_case_07_whether_it_ran_in_2019_is_not_known_and_in_2017_nobody_had_heard_of_it(real: Records, programme: str):
    """I L44: three years, with no start."""
    assert said(ask(real, "2021", "2021", "australia", "supports", programme)) == "yes"
    assert said(ask(real, "2019-01", None, "australia", "supports", programme)) == "not known"
    earlier = ask(real, "2019-01", "2017-10", "australia", "supports", programme)
    assert (earlier.answer, earlier.statements) == ("not known", ())


def test_case_08_payers_of_2017_are_australia_cambodia_and_others_unnamed_and_of_2010_not_known(real: Records):
    """D L531, L565: the switch has no date."""
    now, before = "methadone-equity-fund-cambodia", "methadone-ministry-cambodia"
    for known_by in (None, "2017-10"):
        assert who(real, "funds", now, "2017-10", known_by) == {"australia", "cambodia"}
    assert all(s.claim and s.claim.and_others for s in matching(real, None, "funds", now))
    for programme in (now, before):
        assert said(ask(real, "2010", None, "australia", "funds", programme)) == "not known"
    assert said(ask(real, "2017-10-26", None, "australia", "funds", before)) == "no"
    (switch,) = matching(real, now, "succeeds", before)
    assert switch.when is None
    cambodian = [s for s in matching(real, "japan", "supports", "global-smart") if s.locator.lines == (565,)]
    assert [s.claim.and_others for s in cambodian if s.claim] == [True]


def test_case_09_money_was_sought_with_japan_and_the_workshop_paid_by_someone_not_stated(real: Records):
    """A L28, L38, L42."""
    workshop = "asod-workshop-2009"
    assert ask(real, "2009-06", None, "japan", "asked_to_fund", workshop).answer == "yes"
    assert ask(real, "2009-06", "2009-06", "japan", "asked_to_fund", workshop).answer == "not known"
    assert matching(real, "japan", "supports", workshop) == []
    assert [s.subject for s in matching(real, None, "supports", workshop)] == ["unstated"]
    assert said(ask(real, "2009-07-01", None, workshop, "adopts", "asean-work-plan-2009-2015-draft")) == "yes"


def test_case_09_the_status_report_was_paid_by_the_united_states(real: Records):
    """A L11."""
    assert {s.subject for s in matching(real, None, "funds", "drug-free-asean-status-report")} == {"united-states"}


def test_case_10_the_need_is_60_million_and_is_never_money_given(real: Records):
    """D L127: what is secured of it is stated nowhere, so the gap cannot be computed."""
    need = real.things["dublin-group-2017-lao-plan-money"].item
    assert need.amount
    assert (need.amount.value, need.amount.currency, need.amount.kind) == ("60000000", "USD", "requirement")
    assert need.according_to == ("lao-drug-control-authorities",)
    for known_by in (None, "2017-10"):
        assert said(ask(real, "2017-10", known_by, "lao-pdr", "needs", need.id)) == "yes"
    assert said(ask(real, "2017-10", "2016", "lao-pdr", "needs", need.id)) == "not known"
    assert amounts(matching(real, None, "supports", "drug-control-masterplan-lao-2016-2020")) == []


def test_case_10_a_shortfall_before_2016_is_claimed_with_no_size(real: Records):
    """D L145."""
    shortfall, plan = real.things["dublin-group-2017-lao-shortfall"].item, "drug-control-masterplan-lao-2009-2015"
    assert shortfall.amount is None
    assert said(ask(real, "2014", None, shortfall.id, "concerns", plan)) == "yes"
    assert said(ask(real, "2014", "2014", shortfall.id, "concerns", plan)) == "not known"
    assert said(ask(real, "2017-10", None, shortfall.id, "concerns", plan)) == "no"


def _backers_in_houaphanh(real: Records, as_of: str, known_by: str | None = None) -> tuple[set[str], set[str]]:
    """States that pay or help, and those that the programme is said to be run with, on the day."""
    clock = Clock(real, as_of=as_of, known_by=known_by)
    whole = "alternative-development-houaphanh"
    projects = {whole} | maybe(real, whole)
    projects |= {p for project in projects for p in maybe(real, project)}
    projects |= {part for part, project in pairs(real, "part_of") if project in projects}
    helped = {s.subject for s in matching(real, predicate="supports") if s.object in projects and clock.certainly(s)}
    partners = {s.subject for s in matching(real, None, "cooperates_with", whole) if clock.certainly(s)}
    return states(real, helped), partners


def test_case_11_in_2017_luxembourg_and_the_united_states_back_houaphanh_with_money_paid_before(real: Records):
    """D L97, L107, L115."""
    for known_by in (None, "2017-10"):
        assert _backers_in_houaphanh(real, "2017-10", known_by) == ({"luxembourg", "united-states"},) * 2
    (paid,) = matching(real, "united-states", "funds", "us-alternative-development-houaphanh")
    assert (paid.basis, paid.bounds.possible_until) == ("document", DUBLIN)
    assert said(ask(real, "2021", None, "united-states", "funds", "us-alternative-development-houaphanh")) == "no"


def test_case_11_in_2021_germany_is_new_the_united_states_count_once_and_japan_stands_in_one_line_only(real: Records):
    """I L24, L38, L41: Japan's own paragraph is silent, which denies nothing."""
    for known_by in (None, "2021"):
        helpers, partners = _backers_in_houaphanh(real, "2021", known_by)
        assert helpers == {"luxembourg", "germany", "united-states"}
        assert partners - helpers == {"japan"}
    phase = "luxembourg-alternative-development-houaphanh-phase-2"
    assert step(real, phase, "started", "2018-12") == "no"
    assert step(real, phase, "started", "2019-01") == "yes"
    assert step(real, phase, "started", "2019-01", "2017-10") == "not known"


def test_case_11_how_many_projects_there_are_is_not_known(real: Records):
    """D L97, I L24, L38, L41: maybe one, never merged."""
    whole = "alternative-development-houaphanh"
    for state in ("us", "luxembourg"):
        assert f"{state}-alternative-development-houaphanh" in maybe(real, whole)
    assert not [pair for pair in pairs(real, "same_as") if whole in pair]


def _payers_in_southern_shan(real: Records, as_of: str, known_by: str | None = None) -> dict[str, str]:
    clock = Clock(real, as_of=as_of, known_by=known_by)
    works = {"southern-shan-crops", "action-164014", "action-164033"}
    found = [s for s in matching(real, predicate="funds") if s.object in works]
    return {a: said(clock.answer([s for s in found if s.subject == a])) for a in {s.subject for s in found}}


def test_case_12_payers_change_while_the_work_goes_on(real: Records):
    """D L352, L358."""
    before = {"european-union": "yes", "finland": "not known", "germany": "not known"}
    assert _payers_in_southern_shan(real, "2015-06") == before
    assert _payers_in_southern_shan(real, "2015-12") == before | {"european-union": "no"}
    after = {"european-union": "no", "finland": "yes", "germany": "yes"}
    assert _payers_in_southern_shan(real, "2017-10", "2017-10") == after
    assert set(_payers_in_southern_shan(real, "2015-06", "2015").values()) == {"not known"}
    assert said(ask(real, "2017-10", None, "unodc", "implements", "southern-shan-crops")) == "yes"
    assert said(ask(real, "2017-10", None, "european-union", "supports", "southern-shan-crops")) == "no"
    assert steps(real, "southern-shan-crops", "ended") == []


@pytest.mark.parametrize("part", ["action-164014", "action-164033"])
def test_case_12_each_contract_pays_for_a_part_of_one_work_in_the_place_it_moved_to(real: Records, part: str):
    """D L352, L356."""
    assert (part, "southern-shan-crops") in pairs(real, "part_of")
    assert said(ask(real, "2015-06", None, part, "operates_in", "hopong")) == "yes"
    (planned,) = matching(real, part, "operates_in", "pinlaung")
    assert planned.status == "planned"
    assert said(ask(real, "2017-10", None, "unodc", "signs", "unodc-pinlaung-memorandum")) == "no"
    assert step(real, part, "ended", "2015-08") == "no"
    assert step(real, part, "ended", "2015-12") == "yes"


# -- 2 Plans, programmes, time ------------------------------------------------------------------------


def test_case_13_myanmar_runs_in_2018_under_the_extension_alone(real: Records):
    """D L276; by 2015 no document of the set was out, so its first end is read from a report of 2017."""
    programme = "unodc-country-programme-myanmar"
    assert step(real, programme, "covers", "2018-06") == "no"
    assert step(real, programme, "extended", "2018-06") == "yes"
    assert step(real, programme, "extended", "2019-01") == "no"
    (term,) = steps(real, programme, "covers")
    assert term.bounds.possible_until == date(2017, 12, 31)
    assert step(real, programme, "signed", "2015") == "yes"
    assert step(real, programme, "extended", "2018-06", "2015") == "not known"
    assert step(real, "unodc-country-programme-viet-nam", "signed", "2014") == "yes"


def test_case_13_the_lao_plan_is_in_its_period_before_it_is_approved(real: Records):
    """D L67; I L64 names a masterplan without its edition."""
    plan, unstated = "drug-control-masterplan-lao-2016-2020", "drug-control-masterplan-lao"
    assert step(real, plan, "covers", "2016-03") == "yes"
    assert step(real, plan, "approved", "2016-03") == "no"
    assert step(real, plan, "approved", "2016-06") == "yes"
    assert step(real, plan, "covers", "2021") == "no"
    assert said(ask(real, "2021", "2021", "lcdc", "implements", unstated)) == "yes"
    assert said(ask(real, "2021", "2020", "lcdc", "implements", unstated)) == "not known"
    assert plan in maybe(real, unstated)


def _target_of_asean(real: Records, as_of: str) -> list[str]:
    day = edtf.bounds(as_of)
    wordings = real.things["asean-work-plan-2009-2015-drug-free"].item.wordings
    found = [w for w in wordings if edtf.bounds(w.when).possibly(day.possible_from, day.possible_until)]
    return [w.text.removesuffix(".")[-4:] for w in found]


def test_case_14_the_target_of_asean_was_2020_and_from_2000_2015(real: Records):
    """A L9."""
    assert _target_of_asean(real, "1998-06") == []
    assert _target_of_asean(real, "1999-12") == ["2020"]
    assert _target_of_asean(real, "2001") == ["2015"]


def test_case_14_myanmars_plan_ends_in_2014_or_2019_with_no_day_on_which_that_changed(real: Records):
    """D L177, L241: on 2012 both can be meant; on 2017 the first term is over."""
    plan = "opium-elimination-plan-15-years-myanmar"
    assert [step(real, plan, value, "2012") for value in ("covers", "extended")] == ["yes", "yes"]
    assert [step(real, plan, value, "2017", "2017-10") for value in ("covers", "extended")] == ["no", "yes"]
    ends = {s.value: s.bounds.possible_until.year for s in steps(real, plan, "covers", "extended")}
    assert ends == {"covers": 2014, "extended": 2019}
    assert maybe(real, plan) == {"drug-control-plan-20-years-myanmar"}
    assert not [pair for pair in pairs(real, "same_as") if plan in pair]


def test_case_15_the_preferred_plan_is_in_force_and_its_rivals_are_flagged(real: Records):
    """D L506, L604, L612."""
    old, new = "drug-control-plan-2013-2015-cambodia", "drug-control-plan-2016-2018-cambodia"
    assert step(real, old, "covers", "2014") == "yes"
    assert step(real, new, "covers", "2014") == "no"
    assert step(real, old, "covers", "2014", "2016") == "not known"
    for known_by in (None, "2017-10"):
        assert step(real, new, "in-effect", "2017-10", known_by) == "yes"
        assert step(real, old, "in-effect", "2017-10", known_by) == "not known"
    ranks = {s.locator.lines[0]: s.rank for s in steps(real, old, "in-effect") + steps(real, new, "in-effect")}
    assert ranks == {506: "preferred", 604: "outranked", 612: "outranked"}


def test_case_15_a_plan_for_2017_to_2020_was_asked_for_and_nobody_answered(real: Records):
    """D L612."""
    (asked,) = steps(real, "drug-control-plan-2017-2020-cambodia", "asked")
    assert matching(real, "drug-control-plan-2017-2020-cambodia", "stage") == [asked]
    request = "dublin-group-2017-cambodia-rec-1"
    assert said(ask(real, "2017-10", "2017-10", request, "addressed_to", "cambodia")) == "yes"
    assert "drug-control-plan-2017-2020-cambodia" in real.things[request].item.about
    assert matching(real, None, "responds_to", request) == []


def test_case_16_a_three_year_plan_turns_rolling_with_a_revision_known_for_2018_only(real: Records):
    """M L72, L172, L174; a cost is not funding."""
    plan, tenth = "sub-regional-action-plan", "sub-regional-action-plan-revision-10"
    assert [step(real, plan, "covers", day) for day in ("1996", "2005", "2018")] == ["yes", "no", "no"]
    assert [step(real, plan, "extended", day) for day in ("1996", "2005", "2018")] == ["no", "yes", "yes"]
    assert step(real, plan, "extended", "2005", "2010") == "not known"
    revisions = [part for part, whole in pairs(real, "part_of") if whole == plan and steps(real, part, "covers")]
    assert [part for part in revisions if step(real, part, "covers", "2018") == "yes"] == [tenth]
    assert [part for part in revisions if step(real, part, "covers", "2005") == "yes"] == []
    (rolling,) = steps(real, plan, "extended")
    assert rolling.bounds.certain_until == edtf.END
    (cost,) = matching(real, plan, "requires")
    assert amounts([cost]) == [("15000000", "", "USD", "cost")]
    assert amounts(matching(real, None, "supports", plan)) == []


def test_case_17_a_memorandum_planned_for_2014_is_overdue_in_2017_with_its_outcome_not_known(real: Records):
    """D L716."""
    memorandum = "nca-state-bank-viet-nam-memorandum"
    (plan,) = matching(real, "nca-uk", "signs", memorandum)
    assert plan_on(real, plan, "2014-06") == "planned"
    assert plan_on(real, plan, "2017-10", "2017-10") == "overdue"
    for as_of in ("2014-06", "2017-10", "2021"):
        assert said(ask(real, as_of, None, "nca-uk", "signs", memorandum)) == "not known"


def test_case_17_container_units_planned_in_2017_are_one_site_by_the_end_of_2021(real: Records):
    """D L99, I L15: set up some time between."""
    (plan,) = steps(real, "container-control-units-lao", "set-up")
    assert plan_on(real, plan, "2017-10", "2017-10") == "planned"
    assert plan_on(real, plan, "2021-12", "2021") == "fulfilled at least in part"
    unit = "container-control-unit-thanaleng"
    assert step(real, unit, "set-up", "2021-12", "2021") == "yes"
    assert step(real, unit, "set-up", "2019") == "not known"
    assert step(real, unit, "set-up", "2017-10", "2017-10") == "not known"


def test_case_17_the_unit_at_thanaleng_did_not_stand_when_units_were_only_planned(real: Records):
    """D L99, I L15: the start lies between the two reports."""
    (done,) = steps(real, "container-control-unit-thanaleng", "set-up")
    assert (done.when, done.basis) == ("[2017-11..2021-12]", "derived")
    assert step(real, "container-control-unit-thanaleng", "set-up", "2017-10") == "no"


def test_case_17_what_is_planned_for_later_is_not_said_to_be_done(real: Records):
    """D L237, L604, I L38."""
    (policy,) = steps(real, "national-drug-control-policy-myanmar", "approved")
    assert [plan_on(real, policy, day) for day in ("2017-10", "2017-12", "2021")] == ["not yet", "planned", "overdue"]
    (survey,) = [s for s in steps(real, "opium-survey-lao", "completed") if s.status == "planned"]
    assert plan_on(real, survey, "2022", "2021") == "planned"
    assert plan_on(real, survey, "2022", "2017-10") == "not known then"
    intentions = matching(real, "cambodia", "implements", "dublin-group-2017-cambodia-intentions-2016")
    assert [plan_on(real, plan, "2017-10", "2017-10") for plan in intentions] == ["overdue"]


def test_case_18_the_memorandum_is_not_signed_its_stage_is_disputed_and_of_2021_it_is_not_known(real: Records):
    """D L334: the denial of 2017 does not reach to 2021."""
    memorandum = "border-force-customs-memorandum-myanmar"
    for known_by in (None, "2017-10"):
        assert step(real, memorandum, "signed", "2017-10", known_by) == "no"
        assert step(real, memorandum, "drafted", "2017-10", known_by) == "disputed"
    later = Clock(real, as_of="2021").answer(steps(real, memorandum, "signed"))
    assert (later.answer, later.last_seen) == ("not known", DUBLIN)


def test_case_18_the_association_is_set_up_and_of_2020_not_known(real: Records):
    """I L48, L51, L69: the preferred of two stages."""
    association = "womens-association-vanmai"
    assert step(real, association, "set-up", "2021-12", "2021") == "yes"
    assert step(real, association, "set-up", "2020") == "not known"
    assert step(real, association, "set-up", "2021-12", "2020") == "not known"
    ranks = {s.locator.lines[-1]: s.rank for s in steps(real, association, "set-up", "planned")}
    assert ranks == {69: "preferred", 51: "outranked"}


def test_case_18_the_campaign_stays_planned(real: Records):
    """I L51, L69."""
    campaign = matching(real, None, "implements", "stigma-campaign-2021-2022")
    assert {s.status for s in campaign} == {"planned"}
    assert said(ask(real, "2021", "2021", None, "implements", "stigma-campaign-2021-2022")) == "not known"


def _counted(real: Records, what: str, of: str, as_of: str, known_by: str) -> tuple[list[str], date | None]:
    """Values counted on the day; if none, the last day before it on which any was."""
    clock = Clock(real, as_of=as_of, known_by=known_by)
    known = [f for f in real.figures if (f.entry.what, f.entry.of) == (what, of) and clock.knows(f.locator.document)]
    now = [f"{f.entry.comparator} {f.entry.value}" for f in known if f.bounds.certainly(clock.first, clock.last)]
    earlier = [f.bounds.possible_until for f in known if f.bounds.possible_until < clock.first]
    return now, max(earlier, default=None) if not now else None


def test_case_19_patients_were_counted_in_2014_and_not_on_the_day_of_the_report(real: Records):
    """D L726: the case has 2014 as last seen; L677 counts again in July 2017, so that is the last here."""
    patients, methadone = "methadone-patients", "methadone-viet-nam"
    assert _counted(real, patients, methadone, "2014-09", "2017-10") == (["more-than 20028"], None)
    assert _counted(real, patients, methadone, "2015", "2017-10") == ([], date(2014, 9, 20))
    assert _counted(real, patients, methadone, "2017-10", "2017-10") == ([], date(2017, 7, 31))
    assert _counted(real, patients, methadone, "2014-09", "2015") == ([], None)


def test_case_19_a_report_of_2017_pays_in_2014_only(real: Records):
    """D L726."""
    (paid,) = matching(real, "united-states", "funds", "pepfar-viet-nam")
    assert paid.amount
    assert (paid.amount.comparator, paid.amount.value) == ("about", "69000000")
    assert said(ask(real, "2014", None, "united-states", "funds", "pepfar-viet-nam")) == "yes"
    assert said(ask(real, "2017-10", None, "united-states", "funds", "pepfar-viet-nam")) == "no"


def test_case_19_british_schemes_were_funded_earlier_with_no_date(real: Records):
    """I L47: an undated document lies between bounds."""
    paid = [s for s in matching(real, "united-kingdom", "funds") if s.document == SECTOR_GROUP]
    assert {(s.when, s.basis) for s in paid} == {("[..2021]", "relative")}
    for each in paid:
        assert ask(real, "2021", "2021", "united-kingdom", "funds", each.object).statements == (each,)
        for known_by in (None, "2017-10"):
            assert said(ask(real, "2017-10", known_by, "united-kingdom", "funds", each.object)) == "not known"


def test_case_19_each_date_says_how_it_was_come_by(real: Records):
    """D L145, L342, L389, L726."""
    (moved,) = [s for s in steps(real, "lcdc", "moved") if s.locator.lines == (145,)]
    assert (moved.when, moved.basis) == ("2016", "relative")
    signed = matching(real, None, "signs", "amended-letter-of-agreement-myanmar")
    assert {(s.when, s.basis) for s in signed} == {("[..2017-10-26]", "document")}
    assert real.things["dublin-group-2017-myanmar-outlook"].item.basis == "relative"
    outlook = ask(real, "2017-10", None, "dublin-group-2017-myanmar-outlook", "concerns")
    assert said(outlook) == "no"


def test_case_20_the_unit_is_open_in_2017_of_2012_not_known_and_the_year_of_opening_is_not_stated(real: Records):
    """D L553, L618."""
    unit, other = "port-control-unit-sihanoukville-cambodia", "container-control-unit-sihanoukville-cambodia"
    for known_by in (None, "2017-10"):
        assert step(real, unit, "set-up", "2012-01", known_by) == "not known"
        assert step(real, unit, "set-up", "2017-10", known_by) == "yes"
    (opened,) = steps(real, unit, "set-up")
    assert (opened.when, opened.bounds.possible_from) == ("XXXX-05", edtf.BEGINNING)
    assert maybe(real, unit) == {other}
    asked = real.things["dublin-group-2017-cambodia-rec-6"].item
    assert asked.when == "2016/"
    assert other in asked.about


# -- 3 Agreements and law -----------------------------------------------------------------------------


def _parties(real: Records, as_of: str, known_by: str | None = None) -> set[str]:
    """Who has signed the memorandum, or the Protocol that lets new members in."""
    texts = ("mekong-mou-1993", "mekong-mou-protocol")
    return {p for text in texts for p in who(real, "signs", text, as_of, known_by)}


def test_case_21_parties_are_four_states_and_undcp_and_later_six(real: Records):
    """M L37-39, L63-88: the year of the Protocol is read from the page."""
    first = {"china", "lao-pdr", "myanmar", "thailand", "unodc"}
    assert _parties(real, "1992") == set()
    assert _parties(real, "1994") == first
    assert _parties(real, "1996") == first | {"cambodia", "viet-nam"}
    assert _parties(real, "1996", "1996") == set()
    assert "UNDCP" in real.things["unodc"].aliases
    assert {s.basis for s in matching(real, None, "signs", "mekong-mou-protocol")} == {"layout"}
    acts = matching(real, None, "signs", "mekong-mou-1993")
    assert {s.subject for s in acts if s.claim and s.claim.role == "non-state"} == {"unodc"}
    assert said(ask(real, "2050", None, "unodc", "secretariat_of", "mekong-mou-1993")) != "yes"


def _instruments(real: Records, as_of: str, known_by: str | None = None) -> set[str]:
    """Texts of the Mekong memorandum signed or adopted by the day, by whichever verb the brochure has."""
    clock = Clock(real, as_of=as_of, known_by=known_by)
    texts = [t for t in real.things if t.startswith("mekong-mou-") and real.things[t].type == "agreement"]
    done = {
        text: matching(real, None, "signs", text) + matching(real, None, "adopts", text) + steps(real, text, "signed")
        for text in texts
    }
    return {text for text, acts in done.items() if any(said(clock.answer([act])) == "yes" for act in acts)}


def test_case_22_instruments_grow_from_three_to_five(real: Records):
    """M L70, L96-100, L118, L130; a draft adopted in 1992 is not counted."""
    three = {"mekong-mou-1993", "mekong-mou-protocol", "mekong-mou-addendum"}
    draft = {"mekong-mou-1993-draft"}
    assert _instruments(real, "2010") - draft == three
    assert _instruments(real, "2016") - draft == three | {"mekong-mou-addendum-amendment", "mekong-mou-second-addendum"}
    assert _instruments(real, "2010", "2010") == set()


def test_case_22_when_china_signed_is_vague_but_by_2003_it_had(real: Records):
    """M L96-100."""
    days = ("2000", "2001-06", "2003")
    answers = [said(ask(real, day, None, "china", "signs", "mekong-mou-addendum")) for day in days]
    assert answers == ["no", "not known", "yes"]
    assert said(ask(real, "2003", "2003", "china", "signs", "mekong-mou-addendum")) == "not known"


def test_case_22_the_amendment_changes_the_addendum_and_the_second_is_adopted_not_signed(real: Records):
    """M L118, L130."""
    assert {s.object for s in matching(real, "mekong-mou-addendum-amendment", "amends")} == {"mekong-mou-addendum"}
    second = "mekong-mou-second-addendum"
    assert matching(real, None, "signs", second) == steps(real, second, "signed") == []
    assert {s.subject for s in matching(real, None, "adopts", second)} == {"mekong-ministers-ha-noi-2015"}


def _acts(real: Records, party: str, instrument: str, as_of: str, known_by: str | None = None) -> set[str | None]:
    clock = Clock(real, as_of=as_of, known_by=known_by)
    found = matching(real, party, "signs", instrument)
    return {s.claim.act for s in found if s.claim and said(clock.answer([s])) == "yes"}


def test_case_23_cambodia_signs_in_2005_and_the_process_is_complete_in_2008_with_no_act_for_each(real: Records):
    """D L496, L690: accession is said of the Protocol of 1972 alone."""
    treaties = "un-drug-conventions"
    assert _acts(real, "cambodia", treaties, "2005-07-06") == set()
    assert _acts(real, "cambodia", treaties, "2006-01") == {"signature"}
    assert _acts(real, "cambodia", treaties, "2006-01", "2006-01") == set()
    assert _acts(real, "cambodia", treaties, "2008") == {"signature", None}
    assert _acts(real, "cambodia", "single-convention-protocol-1972", "2008") == {"accession"}
    assert _acts(real, "viet-nam", "untoc", "2013") == {"ratification"}
    assert _acts(real, "viet-nam", "trafficking-in-persons-protocol", "2013") == {"ratification"}


def test_case_23_entry_into_force_is_stated_nowhere_and_a_class_stays_a_class(real: Records):
    """D L496."""
    assert not [s for s in real.statements if s.claim and s.claim.act == "entry-into-force"]
    treaties = ("un-drug-conventions", "untoc", "single-convention-protocol-1972")
    assert not [s for treaty in treaties for s in steps(real, treaty, "in-effect")]
    assert real.things["un-drug-conventions"].entry.kind == "class"
    assert not [part for part, whole in pairs(real, "part_of") if whole == "un-drug-conventions"]


def test_case_23_a_memorandum_of_agencies_is_none_of_states(real: Records):
    """D L571, L577."""
    assert {s.subject for s in matching(real, None, "signs", "sweden-cambodia-agreement")} == {"sweden", "cambodia"}
    police = {s.subject for s in matching(real, None, "signs", "nca-cambodian-police-memorandum")}
    assert police == {"nca-uk", "cambodian-national-police"}
    assert states(real, police) == {"united-kingdom", "cambodia"}


def test_case_24_the_law_is_approved_before_it_takes_effect(real: Records):
    """D L686, L692."""
    law = "administrative-violations-law-viet-nam"
    assert [step(real, law, "approved", day) for day in ("2012-05", "2013-01")] == ["no", "yes"]
    assert [step(real, law, "in-effect", day) for day in ("2013-01", "2013-08")] == ["no", "yes"]
    assert step(real, law, "in-effect", "2013-08", "2014") == "not known"


def test_case_24_the_code_is_not_yet_in_effect_in_2017_and_in_2018_only_expected(real: Records):
    """D L694, L696."""
    code = "penal-code-viet-nam-2015"
    (plan,) = steps(real, code, "in-effect")
    assert plan_on(real, plan, "2017-10", "2017-10") == "not yet"
    assert step(real, code, "in-effect", "2018-02") == "not known"
    assert step(real, code, "approved", "2017-10") == "yes"


def test_case_24_one_decree_revises_another_and_a_bill_has_passed_one_house(real: Records):
    """D L229, L692."""
    assert said(ask(real, "2016-06", None, "decree-90-2016-viet-nam", "amends", "decree-96-2012-viet-nam")) == "no"
    assert said(ask(real, "2017", None, "decree-90-2016-viet-nam", "amends", "decree-96-2012-viet-nam")) == "yes"
    bill = "narcotics-law-1993-revision-myanmar"
    assert {s.subject for s in matching(real, None, "adopts", bill)} == {"myanmar-upper-house"}
    assert said(ask(real, "2017-10", None, "myanmar-upper-house", "adopts", bill)) == "yes"
    assert steps(real, bill, "approved", "adopted", "in-effect") == []


def _origins(statements: list[Statement]) -> list[str]:
    """Statements that are not told after another of them."""
    ids = {s.id for s in statements}
    copied = {s.id: {r if "/" in r else f"{s.document}/{r}" for r in s.claim.same_text} for s in statements if s.claim}
    return [each for each, origins in copied.items() if not ids & origins]


def test_case_25_two_documents_tell_of_the_last_projects_end_from_one_origin(real: Records):
    """D L123, I L44: late 2015."""
    project = "eu-last-alternative-development-project"
    told = steps(real, project, "ended")
    assert {s.document for s in told} == {DUBLIN_GROUP, SECTOR_GROUP}
    assert _origins(told) == [f"{DUBLIN_GROUP}/{project}-stage-ended"]
    for known_by in (None, "2017-10"):
        answers = [step(real, project, "ended", day, known_by) for day in ("2015-05", "2015-09", "2016-01")]
        assert answers == ["no", "not known", "yes"]
    assert step(real, project, "ended", "2016-01", "2016-01") == "not known"


@pytest.mark.parametrize(
    ("subject", "predicate", "object"),
    [("lcdc", "chairs", "idswg"), ("japan", "implements", "japan-drug-crime-training")],
)
def test_case_25_passages_repeated_after_four_years_are_one_origin_each(
    real: Records, subject: str, predicate: str, object: str
):
    """D L80 = I L60, D L111 = I L38."""
    told = [s for s in matching(real, subject, predicate, object) if s.rank != "outranked"]
    assert {s.document for s in told} == {DUBLIN_GROUP, SECTOR_GROUP}
    assert len(_origins(told)) == 1


def test_case_25_a_passage_repeated_in_one_document_is_one_statement_with_both_lines(real: Records):
    """D L688 = L692."""
    (plan,) = steps(real, "renovation-plan-viet-nam", "approved")
    assert plan.locator.lines == (688, 692)


def test_case_25_one_philippine_memorandum_with_ports_answers_two_recommendations(real: Records):
    """H paras 94, 101; the one on money is another."""
    ports = {s.object for s in matching(real, "philippine-ports-authority", "signs")}
    assert ports == {"philippines-ports-memorandum"}
    answers = {s.subject for s in matching(real, None, "concerns", "philippines-ports-memorandum")}
    asked = {s.object for s in matching(real, predicate="responds_to") if s.subject in answers}
    assert asked == {"honlap-43-rec-3b", "honlap-43-rec-3c"}
    assert said(ask(real, "2019", "2019-07", "philippine-ports-authority", "signs")) == "not known"
    told = matching(real, "philippine-ports-authority", "signs", "philippines-ports-memorandum")
    assert (len(told), len(_origins(told))) == (2, 1)
