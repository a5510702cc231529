"""Hard cases 26 to 50, asked of the real data: each question gets the answer printed in the list of cases.

`test_cases_26_50.py` asks the same of small folders written for one case each. Here all five documents
speak at once, so where a case was thought of with one of them in hand, `known_by` names the day until
which it alone had spoken. "On" is `as_of`, "known by" is `known_by`. Letters stand for the documents:
D dublin-group-2017, I idswg-2021, H honlap-43, M mekong-mou, A asean-work-plan-2009-2015; L is a line.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest

from pactgraph import edtf, resources
from pactgraph.clock import Answer, Clock, Reading, matching
from pactgraph.load import load_records
from pactgraph.model import Figure, Item, Observation, Records, Statement
from test_cases_26_50 import exceeds, wholes, wording


@cache
def data() -> Records:
    return load_records(resources.data_dir())


def ask(as_of: str | None = None, *, known_by: str | None = None, **triple: str) -> Answer:
    """What the data answer to a subject, predicate, object of a day."""
    return Clock(data(), as_of, known_by).answer(matching(data(), **triple))


def certain(as_of: str, **triple: str) -> list[Statement]:
    """Statements that certainly hold on the day, as facts."""
    clock = Clock(data(), as_of)
    return [statement for statement in matching(data(), **triple) if clock.certainly(statement)]


def subjects(as_of: str, **triple: str) -> set[str]:
    return {statement.subject for statement in certain(as_of, **triple)}


def statement(ident: str) -> Statement:
    return next(s for s in data().statements if s.id == ident)


def item(ident: str) -> Item:
    return data().things[ident].item


def items(*types: str) -> list[Item]:
    return [thing.item for thing in data().things.values() if thing.type in types]


def names(thing: str, as_of: str) -> set[str | None]:
    return {s.value for s in certain(as_of, subject=thing, predicate="named")}


def figures(what: str, place: str, known_by: str | None = None) -> list[Observation]:
    """Figures of the place itself, not of one thing in it."""
    clock = Clock(data(), known_by=known_by)
    found = [f for f in data().figures if (f.entry.what, f.entry.place) == (what, place)]
    return [f for f in found if clock.knows(f.locator.document)]


def figure(what: str, place: str, when: str | None) -> Figure:
    (found,) = [f.entry for f in figures(what, place) if f.entry.when == when]
    return found


def values(what: str, when: str) -> dict[Decimal, str]:
    """Values for Cambodia in a year with their ranks, without those of a single seizure."""
    found = [f for f in figures(what, "cambodia") if f.entry.when == when and f.entry.of is None]
    return {Decimal(f.entry.value or 0): f.rank for f in found}


# -- 26: who adopted it ---------------------------------------------------------------------------


def test_the_draft_is_a_draft_before_the_workshop_and_adopted_by_it_after() -> None:
    """Case 26, A L28: higher approval is not stated."""
    draft = "asean-work-plan-2009-2015-draft"
    adopts = {"subject": "asod-workshop-2009", "predicate": "adopts", "object": draft}
    assert ask("2009-06", **adopts).answer == "no"
    assert ask("2009-06", subject=draft, predicate="stage").answer == "yes"
    assert ask("2010", **adopts).answer == "yes"
    assert ask("2010", known_by="2010", **adopts).answer == "not known"
    assert subjects("2010", predicate="adopts", object=draft) == {"asod-workshop-2009"}
    assert ask("2010", predicate="adopts", object="asean-work-plan-2009-2015").answer == "not known"


def test_brunei_adopted_by_class_and_only_sourced_members_are_told() -> None:
    """Case 26, D L84: that Brunei is a member, no document of the set says."""
    plan = {"predicate": "adopts", "object": "asean-golden-triangle-plan-2017-2019"}
    assert subjects("2017-01", **plan) == {"asean-member-states", "lao-pdr"}
    assert ask("2017-01", subject="brunei-darussalam", **plan).answer == "not known"
    assert [s.subject for s in matching(data(), predicate="member_of", object="asean-member-states")] == ["lao-pdr"]
    assert ask("2017-01", known_by="2017-09", **plan).answer == "not known"


# -- 27: moved body -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "parents"),
    [
        ("2016-05-31", {"prime-minister-office-lao"}),
        ("2016-06-15", {"prime-minister-office-lao", "mps-lao"}),
        ("2016-07-01", {"mps-lao"}),
        ("2021-06", {"mps-lao"}),
    ],
)
def test_the_parent_follows_the_move_and_its_month_is_either(day: str, parents: set[str]) -> None:
    """Case 27, D L65, I L61."""
    both = ("prime-minister-office-lao", "mps-lao")
    under = {parent: ask(day, subject="lcdc", predicate="part_of", object=parent).answer for parent in both}
    assert {parent for parent, answer in under.items() if answer == "yes"} == parents
    assert set(under.values()) <= {"yes", "no"}
    assert ask(day, known_by="2016-12", subject="lcdc", predicate="part_of").answer == "not known"


@pytest.mark.parametrize(
    "name",
    [
        "Lao National Commission on Drug Control and Supervision",
        "Lao Commission for Drug Control and Supervision",
        "Laos Commission on Drug Control",
        "Lao National Commission for Drug Control and Supervision",
    ],
)
def test_four_printed_names_are_one_body(name: str) -> None:
    """Case 27, D L65; I L29, L38, L58."""
    assert [t.id for t in data().things.values() if name in (t.label, *t.aliases)] == ["lcdc"]


# -- 28: renamed ----------------------------------------------------------------------------------


def test_the_signatory_of_1993_has_the_name_of_its_time_and_is_found_under_the_new_one() -> None:
    """Case 28, M L63, L80."""
    assert "unodc" in subjects("1993", predicate="signs", object="mekong-mou-1993")
    assert names("unodc", "1993") == {"United Nations International Drug Control Programme"}
    assert names("unodc", "2005") == set()
    assert names("unodc", "2017") == {"United Nations Office on Drugs and Crime"}


def test_a_planned_name_is_never_the_name() -> None:
    """Case 28, H L78, L100."""
    unit = "cyber-narcotics-unit-seoul"
    (planned,) = [s for s in matching(data(), subject=unit, predicate="named") if s.status == "planned"]
    assert names(unit, "2019-07") == {"Cyber Narcotics Investigation Unit"}
    assert names(unit, "2019-10") == set()
    assert Clock(data(), "2019-10").reading(planned) is Reading.PLANNED
    assert ask("2019-07", known_by="2019-07", subject=unit, predicate="named").answer == "not known"


# -- 29: one programme, two names -----------------------------------------------------------------


def test_payers_of_2017_are_on_the_programme_and_partners_are_not_payers() -> None:
    """Case 29, D L101, L553."""
    assert subjects("2017-10", predicate="funds", object="patrol") == {"dibp-australia"}
    partners = certain("2017-10", predicate="cooperates_with", object="patrol")
    assert {s.subject for s in partners} == {"united-states", "australia"}
    assert {place for s in partners if s.claim for place in s.claim.place} == {"lao-pdr"}


def test_payers_of_2021_are_on_the_lao_part_and_do_not_rise_or_sink() -> None:
    """Case 29, I L15; the link of the two names is D L738."""
    lao = {"predicate": "funds", "object": "border-management-lao"}
    assert subjects("2021", **lao) == {"japan", "un-peace-and-development-trust-fund"}
    assert ask("2021", known_by="2020", **lao).answer == "not known"
    assert ask("2021", predicate="funds", object="border-management-programme").answer == "not known"
    patrol = ask("2021", predicate="funds", object="patrol")
    assert (patrol.answer, str(patrol.last_seen)) == ("not known", "2017-10-26")
    (link,) = matching(data(), subject="patrol", predicate="same_as")
    assert (link.object, link.document, link.locator.lines) == (
        "border-management-programme",
        "dublin-group-2017",
        (738,),
    )


# -- 30: same name, different country -------------------------------------------------------------


def control_units(country: str, as_of: str | None = None) -> set[str]:
    """Container and port control units that lie in the country; those only that stand on the day."""
    clock = Clock(data(), as_of) if as_of else None
    return {
        s.subject
        for s in matching(data(), predicate="located_in")
        if getattr(data().things[s.subject].entry, "kind", "") == "unit"
        and "control unit" in data().things[s.subject].label.lower()
        and country in wholes(data(), s.subject)
        and (clock is None or clock.certainly(s))
    }


def test_units_in_lao_pdr_are_planned_in_2017_and_one_stands_in_2021() -> None:
    """Case 30, D L99, I L15."""
    plan = statement("dublin-group-2017/container-control-units-lao-stage-set-up")
    assert Clock(data(), "2017-10").reading(plan) is Reading.PLANNED
    assert control_units("lao-pdr", "2017-10") == set()
    assert control_units("lao-pdr", "2021") == {"container-control-unit-thanaleng"}
    (done,) = matching(data(), subject="container-control-unit-thanaleng", predicate="stage")
    assert done.claim is not None
    assert done.claim.fulfils == (plan.id,)


def test_no_unit_and_no_network_serves_two_countries() -> None:
    """Case 30, I L12; D L268, L330, L539, L553, L618, L740: the two labels at Sihanoukville may be one unit."""
    found = {land: control_units(land) for land in ("lao-pdr", "myanmar", "cambodia", "viet-nam")}
    assert {land: len(units) for land, units in found.items()} == {
        "lao-pdr": 1,
        "myanmar": 1,
        "cambodia": 2,
        "viet-nam": 2,
    }
    assert sum(map(len, found.values())) == len(set().union(*found.values()))
    (doubt,) = [s for s in matching(data(), predicate="maybe_same_as") if s.subject in found["cambodia"]]
    assert {doubt.subject, doubt.object} == found["cambodia"]
    networks = [f.entry for f in data().figures if f.entry.what == "border-liaison-offices"]
    assert {(f.of, f.place, f.value) for f in networks if (f.of or "").startswith("border")} == {
        ("border-liaison-offices-lao", "lao-pdr", "20"),
        ("border-liaison-offices-myanmar", "myanmar", "5"),
        ("border-liaison-offices-cambodia", "cambodia", "12"),
    }


# -- 31: places in places -------------------------------------------------------------------------


@pytest.mark.parametrize("spelling", ["Houaphan", "Houaphanh", "Huapanh"])
def test_every_spelling_finds_all_mentions_and_they_roll_up_to_the_country(spelling: str) -> None:
    """Case 31: the lines are all those in which D and I print the name."""
    (place,) = [t.id for t in data().things.values() if t.type == "place" and spelling in (t.label, *t.aliases)]
    said = [s for s in matching(data(), object=place) if s.predicate in ("operates_in", "located_in")]
    told = [(s.document, s.locator.lines) for s in said + matching(data(), subject=place)]
    told += [(f.locator.document, f.locator.lines) for f in data().figures if f.entry.place == place]
    lines = {(document, line) for document, lines in told for line in lines}
    assert {("dublin-group-2017", line) for line in (51, 97, 107, 115)} <= lines
    assert {("idswg-2021", line) for line in (15, 23, 24, 38, 41, 48)} <= lines
    assert "lao-pdr" in wholes(data(), place)


def test_a_label_belongs_to_its_time_and_the_switch_is_not_stated() -> None:
    """Case 31, D L179, L308."""
    labels = {day: names("kokang", day) for day in ("2003", "2004", "2010")}
    assert labels == {"2003": {"Kokang Special Region"}, "2004": set(), "2010": {"Kokang Self-Administered Zone"}}


def test_a_list_beside_does_not_cut_what_is_inside() -> None:
    """Case 31, D L312, L318, L320, L352."""
    assert {s.object for s in matching(data(), subject="wfp", predicate="operates_in")} >= {"shan-state", "wa"}
    for place in ("wa", "kokang", "hopong", "pinlaung"):
        assert {"shan-state", "myanmar"} <= wholes(data(), place)
    assert "Ho Pone" in data().things["hopong"].aliases
    assert "Pin Laung" in data().things["pinlaung"].aliases


# -- 32: territories ------------------------------------------------------------------------------


@pytest.mark.parametrize(("known_by", "expected"), [("2019-09", (9, 1)), ("2019-06", (0, 0))])
def test_nine_states_and_apart_from_them_one_territory_replied(known_by: str, expected: tuple[int, int]) -> None:
    """Case 32, H L25."""
    clock = Clock(data(), known_by=known_by)
    replies = matching(data(), predicate="responds_to", object="honlap-43-recommendations")
    replied = {s.subject for s in replies if clock.knows(s.document)}
    kinds = [data().things[who].type for who in replied]
    territories = {who for who in replied if getattr(data().things[who].entry, "kind", "") == "territory"}
    assert (kinds.count("country"), len(territories)) == expected
    assert territories <= {"macao-china"}


def test_macao_was_in_tokyo_as_a_region_and_china_is_not_said_to_have_been() -> None:
    """Case 32, D L567."""
    there = {"predicate": "participates_in", "object": "adec-22"}
    (macao,) = certain("2017-02-22", subject="macao-china", **there)
    assert macao.claim is not None
    assert macao.claim.role == "region"
    assert "Macau" in data().things["macao-china"].aliases
    assert ask("2017-02-22", subject="china", **there).answer == "not known"
    counts = {f.entry.what: f.entry.value for f in data().figures if f.entry.of == "adec-22"}
    assert (counts["countries-attending"], counts["regions-attending"]) == ("29", "2")


def test_what_china_did_leaves_macao_out_unless_asked() -> None:
    """Case 32, H paras 5, 6, 70 and 85 (L48, L50, L218, L264)."""
    did = {
        who: {s.object for s in matching(data(), subject=who, predicate="implements")}
        for who in ("china", "macao-china")
    }
    assert "honlap-43-r-5" in did["china"]
    assert {"honlap-43-r-6", "honlap-43-r-70", "honlap-43-r-85"} <= did["macao-china"]
    assert not did["china"] & did["macao-china"]
    assert "china" in wholes(data(), "macao-china")


# -- 33: two sets of chairs -----------------------------------------------------------------------


def test_in_2017_the_commission_chairs() -> None:
    """Case 33, D L80."""
    on = ask("2017-08-31", predicate="chairs", object="idswg")
    assert on.answer == "yes"
    assert {s.subject for s in on.statements} == {"lcdc"}


def test_in_2021_the_chair_is_disputed_with_the_commission_preferred_and_the_ministry_listed() -> None:
    """Case 33, I L5, L60; D L65."""
    on = ask("2021-06", predicate="chairs", object="idswg")
    assert on.answer == "disputed"
    assert [s.subject for s in on.statements if s.rank == "preferred"] == ["lcdc"]
    embassies = {"embassy-of-australia-vientiane", "embassy-of-japan-vientiane"}
    assert {s.subject for s in on.statements if s.rank == "outranked"} == {"mps-lao", "unodc", *embassies}
    assert {s.claim.role for s in on.statements if s.claim and s.rank == "outranked"} == {"chair-or-co-chair"}
    assert ask("2021-06", known_by="2020", predicate="chairs", object="idswg").answer == "not known"
    assert "mps-lao" in wholes(data(), "lcdc")


# -- 34: yearly turn ------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2017-08-31", "2021-06"])
@pytest.mark.parametrize("country", ["australia", "japan"])
def test_each_of_two_that_take_turns_is_perhaps_the_chair(day: str, country: str) -> None:
    """Case 34, D L80, I L60: the turn is known, its order is not; that holder co-chairs the working group."""
    for seat in (
        {"predicate": "chairs", "object": "mini-dublin-vientiane"},
        {"predicate": "co_chairs", "object": "idswg"},
    ):
        on = ask(day, subject=country, **seat)
        assert (on.answer, on.perhaps) == ("yes", True)


def test_a_turn_is_stated_for_one_seat_only_and_each_country_has_its_own_group() -> None:
    """Case 34, D L13, L80, L171, L393."""
    turns = [s for s in data().statements if s.claim and s.claim.by_turn and s.claim.as_holder_of is None]
    assert {s.object for s in turns} == {"mini-dublin-vientiane"}
    meeting = "mini-dublin-myanmar-2017-08-25"
    assert subjects("2017-08-25", predicate="chairs", object=meeting) == {"australia"}
    assert subjects("2017-10", predicate="co_chairs", object="mini-dublin-myanmar") == {"australia", "japan"}
    assert subjects("2017-10", predicate="chairs", object="dublin-group") == {"australia"}


def test_to_host_a_meeting_is_not_to_chair_it() -> None:
    """Case 34, D L407."""
    meeting = "mini-dublin-cambodia-2017-09-29"
    assert subjects("2017-09-29", predicate="hosts", object=meeting) == {"embassy-of-australia-phnom-penh"}
    for seat in ("chairs", "co_chairs"):
        assert ask("2017-09-29", predicate=seat, object=meeting).answer == "not known"
        assert ask("2017-10", predicate=seat, object="mini-dublin-cambodia").answer == "not known"


# -- 35: capacities -------------------------------------------------------------------------------


def test_who_only_wrote_was_absent_and_elsewhere_is_not_listed() -> None:
    """Case 35, D L407, L171, L561-577."""
    cambodia, myanmar = "mini-dublin-cambodia-2017-09-29", "mini-dublin-myanmar-2017-08-25"
    assert ask("2017-09-29", subject="germany", predicate="participates_in", object=cambodia).answer == "no"
    wrote = [i for i in items("response") if cambodia in i.about]
    assert {who for i in wrote for who in i.by} == {"european-union", "germany"}
    assert ask("2017-08-25", subject="germany", predicate="participates_in", object=myanmar).answer == "not known"
    for land in ("united-kingdom", "sweden"):
        assert matching(data(), subject=land, predicate="cooperates_with", object="cambodia")
        assert ask("2017-09-29", subject=land, predicate="participates_in", object=cambodia).answer == "not known"


def test_observers_and_speakers_are_not_members() -> None:
    """Case 35, D L171, L407."""
    present = {"predicate": "participates_in", "object": "mini-dublin-myanmar-2017-08-25"}
    roles = {s.subject: s.claim.role for s in certain("2017-08-25", **present) if s.claim and s.claim.role}
    assert roles == {"thailand": "observer", "myanmar-police": "speaker", "unodc": "speaker"}
    members = subjects("2017-10", predicate="member_of", object="mini-dublin-myanmar")
    assert {"unodc", "japan", "sweden"} <= members
    assert not members & {"thailand", "myanmar-police", "germany"}


# -- 36: repeated with changes --------------------------------------------------------------------


def test_the_ask_of_2016_is_rebuilt_without_what_2017_added() -> None:
    """Case 36, D L623: the paper of 2016 is not in the set, so by 2016 nothing was known to us."""
    tracking, asked = "how many people who use drugs are arrested", "dublin-group-2017-cambodia-rec-9"
    assert wording(item(asked), "2016")
    assert tracking not in wording(item(asked), "2016")
    assert tracking in wording(item(asked), "2017-10")
    assert ask("2016", known_by="2017-10", predicate="recommends", object=asked).answer == "yes"
    assert ask("2016", known_by="2016", predicate="recommends", object=asked).answer == "not known"


def test_progress_is_a_blanket_claim_and_the_extent_of_a_change_is_unsure() -> None:
    """Case 36, D L585, L625."""
    whole = "dublin-group-2017-cambodia-recommendations"
    parts = {s.subject for s in matching(data(), predicate="part_of", object=whole)}
    assert [i.grade for i in items("response") if whole in i.answers] == ["blanket"]
    assert [i.id for i in items("response") if parts & set(i.answers)] == []
    assert [w.when for w in item("dublin-group-2017-cambodia-rec-10").wordings] == ["2016?", "2017"]


# -- 37: grades of silence ------------------------------------------------------------------------


def reply_of(actor: str, asked: str, known_by: str = "2019-09") -> str:
    """What the actor said on one recommendation: a reply or its grade, a blanket, or a kind of silence."""
    if not Clock(data(), known_by=known_by).knows("honlap-43"):
        return "no answers yet"
    whole = "honlap-43-recommendations"
    replies = [i for i in items("response") if actor in i.by]
    if direct := [i for i in replies if asked in i.answers]:
        return "not-applicable" if direct[0].grade == "not-applicable" else "replied"
    if [i for i in replies if i.grade == "blanket" and whole in i.answers]:
        return "blanket"
    heard = {s.subject for s in matching(data(), predicate="responds_to", object=whole)}
    return "silent here" if actor in heard else "no reply included"


@pytest.mark.parametrize(
    ("actor", "asked", "expected"),
    [
        ("united-states", "honlap-43-rec-3c", "blanket"),
        ("united-states", "honlap-43-rec-2f", "not-applicable"),
        ("france", "honlap-43-rec-3c", "silent here"),
        ("tajikistan", "honlap-43-rec-3c", "silent here"),
        ("russian-federation", "honlap-43-rec-3c", "silent here"),
        ("russian-federation", "honlap-43-rec-2f", "replied"),
        ("macao-china", "honlap-43-rec-3c", "replied"),
        ("india", "honlap-43-rec-3c", "no reply included"),
    ],
)
def test_a_reply_a_blanket_and_two_kinds_of_silence(actor: str, asked: str, expected: str) -> None:
    """Case 37, H L25, L62, L252-256, L294-306."""
    assert reply_of(actor, asked) == expected
    assert reply_of(actor, asked, known_by="2018-12") == "no answers yet"


def test_six_reply_to_the_ask_itself() -> None:
    """Case 37, H L296-306."""
    direct = matching(data(), predicate="responds_to", object="honlap-43-rec-3c")
    assert len({actor for s in direct for actor in item(s.subject).by}) == 6


# -- 38: replies that say no ----------------------------------------------------------------------


def test_a_reply_keeps_what_it_lacks_and_may_raise_a_need() -> None:
    """Case 38, H paras 17, 47, 57, 67 (L76, L158, L182, L208)."""
    grades = {key: item(f"honlap-43-r-{key}").grade for key in (17, 47, 57, 67)}
    assert grades == {17: "partly", 47: "partly", 57: "lacks", 67: "off-topic"}
    (staff,) = [i for i in items("challenge") if "honlap-43-r-17" in i.about]
    assert "people" in data().things[staff.id].label
    (need,) = [i for i in items("need") if "honlap-43-r-57" in i.about]
    assert need.by == ("philippines",)
    reply = {"subject": "honlap-43-r-17", "predicate": "responds_to", "object": "honlap-43-rec-1b"}
    assert ask("2019-08-22", known_by="2019-09", **reply).answer == "yes"
    assert ask("2019-08-22", known_by="2019-06", **reply).answer == "not known"


def test_a_survey_never_held_in_2017_is_still_wanted_in_2021_and_not_reported_done() -> None:
    """Case 38, D L155, I L25-28."""
    survey = "national-drug-use-survey-lao"
    assert ask("2017-10", subject=survey, predicate="not_held").answer == "yes"
    wanted = {s.object for s in certain("2021", predicate="recommends") if s.object and survey in item(s.object).about}
    assert wanted == {"idswg-2021-data-and-survey"}
    assert {s.value for s in matching(data(), subject=survey, predicate="stage")} == {"asked"}
    later = ask("2021", subject=survey, predicate="not_held")
    assert (later.answer, str(later.last_seen)) == ("not known", "2017-10-26")


# -- 39: who must act -----------------------------------------------------------------------------


def test_members_are_asked_so_that_myanmar_acts() -> None:
    """Case 39, D L394."""
    asked = [i for i in items("recommendation") if "myanmar" in i.so_that]
    assert "dublin-group-2017-myanmar-rec-2" in {i.id for i in asked}
    assert {i.to for i in asked} == {("mini-dublin-myanmar",)}
    assert ask("2017-10", known_by="2017-10", predicate="addressed_to", object="myanmar").answer == "not known"
    through = {"subject": "dublin-group-2017-myanmar-rec-2", "predicate": "addressed_to"}
    assert ask("2017-10", known_by="2017-10", **through).answer == "yes"
    assert ask("2016", known_by="2016", **through).answer == "not known"


def test_split_bullets_share_their_line_and_an_unmarked_one_counts() -> None:
    """Case 39, D L151-165, L620, L768-772."""
    cited = {t.id: {(s.document, line) for s in t.sources for line in s.lines} for t in data().things.values()}
    split = [i for i in items("recommendation") if ("dublin-group-2017", 620) in cited[i.id]]
    assert {i.to for i in split} == {("cambodia",), ("donors-cambodia",), ("ministry-of-health-cambodia",)}
    assert len([i for i in items("recommendation") if i.to == ("viet-nam",)]) == 4
    lao = [i for i in items("recommendation") if i.id.startswith("dublin-group-2017-lao-rec-")]
    assert {i.to for i in lao} == {()}
    assert {i.key for i in lao} == set("12345678")


# -- 40: needs without an addressee ---------------------------------------------------------------


def test_open_needs_of_2017_are_all_there_with_the_addressee_blank() -> None:
    """Case 40, D L127, L364-375, L589, L746-754: other parts of D add needs of the same four."""
    known = {s.object: s.subject for s in certain("2017-10", predicate="needs") if s.object}
    assert {item(need).to for need in known} == {()}
    lands = {land: sum(who == land for who in known.values()) for land in known.values()}
    assert lands["myanmar"] >= 5
    assert lands["cambodia"] >= 4
    assert lands["viet-nam"] >= 7
    assert lands["lao-pdr"] >= 3
    listed = {"myanmar-need-1": "need", "cambodia-need-supply": "obstacle", "viet-nam-need-data": "may-consider"}
    assert {key: item(f"dublin-group-2017-{key}").modality for key in listed} == listed


def test_in_2021_only_lao_needs_are_stated_and_the_rest_was_last_seen() -> None:
    """Case 40, I L24: alternative development is wanted again."""
    assert subjects("2021", predicate="needs") == {"lao-pdr"}
    again = {s.subject for s in certain("2021", predicate="located_in", object="lao-pdr")}
    assert "idswg-2021-need-alternatives" in again
    for land in ("myanmar", "cambodia", "viet-nam"):
        later = ask("2021", subject=land, predicate="needs")
        assert (later.answer, str(later.last_seen)) == ("not known", "2017-10-26")


# -- 41: a need found unneeded, a relation with a gap ---------------------------------------------


def test_a_need_claimed_and_rejected_is_disputed() -> None:
    """Case 41, D L320."""
    need = {"predicate": "needs", "object": "dublin-group-2017-myanmar-food-ten-villages"}
    on = ask("2012-07", **need)
    assert on.answer == "disputed"
    assert [s.claim.according_to for s in on.statements if s.claim] == [("wfp", "unodc")]
    assert ask("2012-07", known_by="2017-09", **need).answer == "not known"


@pytest.mark.parametrize(("day", "expected"), [("2005", "yes"), ("2010", "no"), ("2012-12", "yes"), ("2014", "no")])
def test_a_relation_in_two_terms_has_a_gap_between_them(day: str, expected: str) -> None:
    """Case 41, D L320: the phrase on ten years is kept and outranked."""
    terms = {"subject": "wfp", "predicate": "cooperates_with", "object": "unodc"}
    on = ask(day, **terms)
    assert (on.answer, on.perhaps) == (expected, False)
    assert [s.rank for s in matching(data(), **terms)].count("outranked") == 1


# -- 42: nested actions ---------------------------------------------------------------------------


def test_numbers_that_repeat_are_told_apart_by_their_path_and_dates_are_inherited() -> None:
    """Case 42, A L55-158."""
    plan = "asean-work-plan-2009-2015"
    three = matching(data(), predicate="part_of", object=f"{plan}-ii-3")
    assert [item(s.subject).key for s in three] == ["II.3.1", "II.3.2", "II.3.3"]
    assert {(s.when, s.basis) for s in three} == {("2009/2015", "derived")}
    keys = [i.key or "" for i in items("action") if plan in wholes(data(), i.id)]
    assert {key for key in keys if key.endswith(".1.1")} == {"I.1.1", "II.1.1", "III.1.1"}
    assert [key for key in keys if key.endswith(".1.10")] == ["III.1.10"]


def test_a_review_is_planned_and_later_due_with_its_outcome_not_known() -> None:
    """Case 42, A L52."""
    (review,) = matching(data(), predicate="implements", object="asean-work-plan-2009-2015-mid-term")
    before, after = Clock(data(), "2011"), Clock(data(), "2013")
    assert before.reading(review) is after.reading(review) is Reading.PLANNED
    assert before.answer([review]).answer == after.answer([review]).answer == "not known"
    assert review.bounds.possible_from > before.last
    assert review.bounds.possible_until < after.first


# -- 43: listed twice -----------------------------------------------------------------------------


@pytest.mark.parametrize(("area", "page", "closing"), [(1, 6, 6), (2, 7, 8), (3, 3, 3), (4, 3, 4)])
def test_outcomes_stand_in_two_lists(area: int, page: int, closing: int) -> None:
    """Case 43, M L227-243, L284-302, L346-356, L401-411, L423-479."""
    lists = {
        name: matching(data(), predicate="part_of", object=f"mekong-mou-{name}-{area}") for name in ("page", "closing")
    }
    assert {name: len(outcomes) for name, outcomes in lists.items()} == {"page": page, "closing": closing}


def test_of_eight_outcomes_on_law_enforcement_seven_stand_in_both_lists() -> None:
    """Case 43, M L290-302, L443-457."""
    closing = {s.subject for s in matching(data(), predicate="part_of", object="mekong-mou-closing-2")}
    both = {s.subject for s in matching(data(), predicate="same_as")} & closing
    assert (len(closing), len(both)) == (8, 7)
    (only,) = closing - both
    assert "psychoactive" in data().things[only].label


def test_the_revision_of_2018_is_the_tenth_and_of_2014_is_not_known() -> None:
    """Case 43, M L172, L174."""
    whole, tenth = "sub-regional-action-plan", "sub-regional-action-plan-revision-10"
    assert subjects("2018", predicate="stage") >= {whole, tenth}
    revisions = {s.subject for s in matching(data(), predicate="part_of", object=whole) if "revision" in s.subject}
    assert revisions == {tenth}
    assert ask("2014", subject=whole, predicate="stage").answer == "yes"
    assert ask("2014", subject=tenth, predicate="stage").answer == "no"


# -- 44: not done for lack of money ---------------------------------------------------------------


def funder(as_of: str, known_by: str | None = None) -> str:
    """Who pays for the Lao opium survey: a name, nobody (as stated), a plan, or not known.

    A plan may be to hold it, as I prints of the United States; then who pays for it is not said.
    """
    clock = Clock(data(), as_of, known_by)
    survey = "opium-survey-lao"
    backers = matching(data(), predicate="supports", object=survey)
    if paid := [s for s in backers if clock.certainly(s)]:
        return paid[0].subject
    if clock.answer(matching(data(), subject=survey, predicate="not_funded")).answer == "yes":
        return "nobody, stated"
    plans = [s for s in backers + matching(data(), predicate="implements", object=survey) if s.status == "planned"]
    due = [s for s in plans if clock.reading(s) is Reading.PLANNED and s.bounds.possibly(clock.first, clock.last)]
    return f"{due[0].subject} planned" if due else "not known"


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2015", "united-states"), ("2016-12", "nobody, stated"), ("2019", "not known"), ("2022", "inl planned")],
)
def test_nobody_paid_is_stated_for_its_years_and_not_known_after(day: str, expected: str) -> None:
    """Case 44, D L47, I L24, L38."""
    assert funder(day) == expected
    assert "united-states" in wholes(data(), "inl")
    assert funder("2022", known_by="2020") == "not known"


def test_not_done_lasts_longer_than_its_reason_and_a_part_left_out_does_not_undo_the_whole() -> None:
    """Case 44, D L47, L302, I L24: why there was no survey in 2019 is not said."""
    assert ask("2019", subject="opium-survey-lao", predicate="not_held").answer == "yes"
    assert ask("2019", subject="opium-survey-lao", predicate="not_funded").answer != "yes"
    assert ask("2016", subject="unodc", predicate="implements", object="opium-survey-myanmar").answer == "yes"
    assert ask("2016", subject="opium-area-estimate-myanmar", predicate="not_held").answer == "yes"
    assert ask("2016", subject="opium-survey-myanmar", predicate="not_held").answer == "not known"


# -- 45: "no programme", said aloud ---------------------------------------------------------------


def test_three_donors_say_that_they_have_none_and_canada_says_nothing() -> None:
    """Case 45, D L706, L710, L720: each denial is bounded by its topic, and ages like a fact."""
    supports = {"predicate": "supports", "object": "viet-nam"}
    denials = [s for s in matching(data(), **supports) if s.status == "denied"]
    assert {s.subject for s in denials} == {"european-union", "france", "japan"}
    assert all(s.claim and s.claim.themes for s in denials)
    for donor in ("european-union", "france", "japan"):
        assert ask("2017-10", subject=donor, **supports).answer == "no"
        assert ask("2021", subject=donor, **supports).answer == "not known"
    assert ask("2017-10", subject="canada", **supports).answer == "not known"


def test_facts_stand_beside_the_denial() -> None:
    """Case 45, D L561, L706, L710."""
    border = "eu-asean-migration-border-programme"
    assert ask("2011", subject="european-union", predicate="supports", object=border).answer == "yes"
    assert ask("2017-10", subject="european-union", predicate="supports", object=border).answer == "no"
    themes = {s.object for s in matching(data(), subject=border, predicate="addresses")}
    assert "border-management" in themes
    assert "drug-trafficking" not in themes
    assert ask("2017-10", subject="france", predicate="implements").answer == "yes"
    assert ask("2017-10", subject="bka-germany", predicate="supports", object="cambodia").answer == "no"


# -- 46: kinds of blank ---------------------------------------------------------------------------


def test_nought_is_a_value_and_a_blank_is_never_nought() -> None:
    """Case 46, D L32, L36."""
    nought, blank = (figure("cocaine-seized", "lao-pdr", year) for year in ("2010", "2014"))
    assert (nought.value, nought.cell) == ("0", None)
    assert (blank.value, blank.cell) == (None, "blank")


def test_five_kinds_of_blank_stay_apart() -> None:
    """Case 46, D L59, L431, L462, L516, L650, L653."""
    cells = {f.entry.cell for f in data().figures if f.entry.cell}
    assert cells >= {"blank", "not-applicable", "not-reported", "dash", "unknown"}
    assert all(f.entry.value is None for f in data().figures if f.entry.cell)
    assert figure("arrests-by-drug", "cambodia", None).cell == "not-reported"


def test_the_official_estimate_has_its_speaker_and_the_true_number_is_unknown() -> None:
    """Case 46, D L59."""
    known = [f.entry for f in figures("ya-ba-users", "lao-pdr", known_by="2017-10")]
    (official,) = [f for f in known if f.value]
    assert (official.value, official.according_to) == ("40000", ("lao-pdr",))
    assert "low" in (official.note or "")
    assert [f.cell for f in known if f.cell] == ["unknown"]
    assert figures("ya-ba-users", "lao-pdr", known_by="2017-09") == []


# -- 47: half years and commas --------------------------------------------------------------------


def test_a_half_year_is_read_with_its_printed_form_and_not_ranked_against_a_year() -> None:
    """Case 47, D L38, L39, L44."""
    half = figure("heroin-seized", "lao-pdr", "2017-40")
    assert (half.value, half.unit) == ("68.35", "kilograms")
    assert half.reading is not None
    assert half.reading.printed == "68,35"
    assert str(edtf.bounds("2017-40").possible_until) == "2017-06-30"
    assert [f for f in figures("heroin-seized", "lao-pdr") if f.entry.when == "2017"] == []
    assert figures("heroin-seized", "lao-pdr", known_by="2016") == []


def test_what_cannot_be_decided_is_only_printed() -> None:
    """Case 47, D L38."""
    cannabis = figure("cannabis-seized", "lao-pdr", "2016")
    assert (cannabis.value, cannabis.cell) == (None, "unread")
    assert cannabis.reading is not None
    assert cannabis.reading.printed == "462,988"


def test_the_table_settles_the_comma_and_the_parts_the_sum() -> None:
    """Case 47, D L637, L641, L649."""
    heroin = [f.entry for f in figures("heroin-seized", "viet-nam") if f.entry.when == "2016"]
    assert len(heroin) == 2
    assert {round(Decimal(f.value or 0), 1) for f in heroin} == {Decimal("607.8")}
    whole = figure("cannabis-seized", "viet-nam", "2016")
    by_id = {f.id: f.entry for f in data().figures}
    parts = [by_id[f"dublin-group-2017/{part}"] for part in whole.parts]
    assert sum(Decimal(part.value or 0) for part in parts) == Decimal(whole.value or 0) == 1356


# -- 48: text against table -----------------------------------------------------------------------


def test_rival_values_are_disputed_and_those_of_one_source_or_of_two_that_agree_are_not() -> None:
    """Case 48, D L441, L458-463, L476, L516, L527."""
    assert values("crystal-seized", "2016") == {Decimal("179.845"): "disputed", Decimal("66.33"): "disputed"}
    assert values("crystal-seized", "2015") == {Decimal("72.9"): "normal"}
    assert values("ecstasy-seized", "2016") == {Decimal(496890): "disputed", Decimal(49578): "disputed"}
    assert values("arrests", "2015") == {Decimal(7008): "disputed", Decimal(7088): "disputed"}
    assert values("arrests", "2014") == {Decimal(3142): "normal"}
    assert values("cocaine-seized", "2016") == {Decimal("14.04"): "disputed", Decimal("14.00"): "disputed"}
    assert values("pills-seized", "2016") == {Decimal(441624): "normal"}


def test_rounding_is_no_conflict() -> None:
    """Case 48, D L420, L441."""
    assert values("crystal-users", "2016") == {Decimal(71): "normal"}
    assert values("crystal-users-among-admitted", "2016") == {Decimal("71.04"): "normal"}


def test_a_source_older_than_what_it_is_cited_for_is_kept_and_can_be_seen() -> None:
    """Case 48, D L447."""
    cited = figure("crystal-users-among-admitted", "cambodia", "2016")
    assert cited.according_to == ("nacd-paper-2015",)
    issued = data().document("nacd-paper-2015").issued
    assert edtf.bounds(issued or "").possible_until < edtf.bounds(cited.when or "").possible_from


# -- 49: ranges, bounds, parts --------------------------------------------------------------------


def test_a_range_answers_only_what_lies_outside_it() -> None:
    """Case 49, D L420."""
    (users,) = [f.entry for f in figures("drug-users", "cambodia", known_by="2017-10")]
    assert exceeds(users, 20_000) == "cannot say"
    assert exceeds(users, 13_000) == "yes"
    assert exceeds(users, 30_000) == "no"
    assert figures("drug-users", "cambodia", known_by="2017-09") == []


def test_open_and_closed_ends_are_told_apart() -> None:
    """Case 49, D L51, L53, L490, L726; H para 60 (L192)."""
    assert figure("share-of-opium-poppy", "lao-pdr", "2015").comparator == "more-than"
    assert figure("hiv-prevalence-among-people-who-inject-drugs", "viet-nam", None).comparator == "up-to"
    assert figure("notifications-answered", "france", None).comparator == "more-than"
    growth, price = figure("opium-yield-against-2007", "lao-pdr", None), figure("crystal-price", "cambodia", "2015")
    assert (growth.value, growth.max) == ("2.4", "5")
    assert (price.value, price.max) == ("30000", "35000")


def test_parts_sum_to_the_whole_or_to_more_than_its_bound() -> None:
    """Case 49, D L51, L539."""
    by_id = {f.id: f.entry for f in data().figures}
    sums = {
        entry.what: (sum(Decimal(by_id[f"dublin-group-2017/{part}"].value or 0) for part in entry.parts), entry.value)
        for entry in by_id.values()
        if entry.parts and entry.what in ("border-liaison-offices", "share-of-opium-poppy")
    }
    assert sums == {"border-liaison-offices": (12, "12"), "share-of-opium-poppy": (72, "70")}


def test_districts_are_not_sites_and_the_six_may_be_among_the_28() -> None:
    """Case 49, D L97; I L20, L23."""
    districts, sites = "community-based-treatment-districts", "community-based-treatment-sites"
    assert [f.entry.value for f in figures(districts, "lao-pdr", known_by="2017-10")] == ["28"]
    assert figures(sites, "lao-pdr", known_by="2017-10") == []
    (now,), (added,) = figures(sites, "lao-pdr"), figures(f"additional-{sites}", "houaphanh")
    assert (now.entry.value, now.entry.parts, added.entry.value) == ("28", (), "6")
    assert added.entry.note
    assert "lao-pdr" in wholes(data(), "houaphanh")


# -- 50: misprints --------------------------------------------------------------------------------


def test_seminars_are_counted_by_the_corrected_date() -> None:
    """Case 50, D L724."""

    def held(as_of: str) -> set[str | None]:
        clock = Clock(data(), as_of)
        told = [s for s in matching(data(), predicate="produces") if (s.object or "").startswith("seminar-vinh-")]
        return {s.object for s in told if s.bounds.certain_from <= clock.last}

    assert len(held("2013-12")) == 2
    assert len(held("2014-12")) == 3
    third = [s.claim for s in matching(data(), object="seminar-vinh-2014-08") if s.predicate == "produces"]
    assert {c.reading.printed for c in third if c and c.reading} == {"August 2104"}


def test_a_law_stays_as_printed_and_may_be_another() -> None:
    """Case 50, H L156, L298."""
    (doubt,) = matching(data(), subject="law-272-2003-macao", predicate="maybe_same_as")
    assert doubt.object == "law-7-2003-macao"
    assert matching(data(), subject="law-272-2003-macao", predicate="same_as") == []


def test_a_unit_that_cannot_be_right_is_left_unread_and_words_are_read_with_their_reason() -> None:
    """Case 50, D L16, L187, L201; A L55."""
    crystal = figure("crystal-seized", "myanmar", "2016-01-01/2017-07")
    assert (crystal.cell, crystal.value) == ("unread", None)
    readings = [crystal.reading, item("asean-work-plan-2009-2015-i").reading]
    readings += [s.claim.reading for s in matching(data(), subject="dublin-group-2017", predicate="named") if s.claim]
    readings += [f.entry.reading for f in figures("heroin-seized", "myanmar")]
    assert {r.printed for r in readings if r and r.because} == {
        "3312 MT",
        "education",
        "Regional Report on South Asia",
        "2016/2017",
    }
