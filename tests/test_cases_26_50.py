"""Hard cases 26 to 50: each can be written by hand, and each question gets the printed answer.

The folders stand in tests/fixtures/cases; the expected answers are the Query lines of the list of
cases, written down before the code was run. "On" is `as_of`, "known by" is `known_by`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from pactgraph import edtf
from pactgraph.clock import Answer, Clock, Reading, matching
from pactgraph.load import load_records
from pactgraph.model import Figure, Item, Observation, Records, Statement

CASES = Path(__file__).parent / "fixtures" / "cases"


@cache
def case(number: int) -> Records:
    return load_records(CASES / f"case-{number}")


def ask(number: int, as_of: str | None = None, *, known_by: str | None = None, **triple: str) -> Answer:
    """What the case's records answer to a subject, predicate, object of a day."""
    records = case(number)
    return Clock(records, as_of, known_by).answer(matching(records, **triple))


def certain(number: int, as_of: str, **triple: str) -> list[Statement]:
    """Statements that certainly hold on the day, as facts."""
    records = case(number)
    clock = Clock(records, as_of)
    return [statement for statement in matching(records, **triple) if clock.certainly(statement)]


def possible(number: int, as_of: str, **triple: str) -> list[Statement]:
    """Statements that certainly or perhaps hold on the day."""
    records = case(number)
    clock = Clock(records, as_of)
    return [s for s in matching(records, **triple) if clock.reading(s) in (Reading.YES, Reading.PERHAPS)]


def statement(number: int, ident: str) -> Statement:
    return next(s for s in case(number).statements if s.id == ident)


def figures(number: int, what: str, place: str | None = None, known_by: str | None = None) -> list[Observation]:
    clock = Clock(case(number), known_by=known_by)
    found = [f for f in case(number).figures if f.entry.what == what and place in (None, f.entry.place)]
    return [f for f in found if clock.knows(f.locator.document)]


def figure(number: int, what: str, place: str, when: str) -> Figure:
    (found,) = [f.entry for f in figures(number, what, place) if f.entry.when == when]
    return found


def wholes(records: Records, thing: str) -> set[str]:
    """What a thing is in or part of, however far up; itself too."""
    seen, todo = set(), [thing]
    while todo:
        here = todo.pop()
        seen.add(here)
        links = [s for s in records.statements if s.subject == here and s.predicate in ("part_of", "located_in")]
        todo += [s.object for s in links if s.object and s.object not in seen and s.is_plain]
    return seen


def items(number: int, *types: str) -> list[Item]:
    """Items in the order of their documents."""
    found = [thing for thing in case(number).things.values() if thing.type in types]
    return [t.item for t in sorted(found, key=lambda t: (t.sources[0].document, t.sources[0].lines))]


@pytest.mark.parametrize("number", range(26, 51))
def test_the_case_can_be_written_and_loads_without_a_warning(number: int) -> None:
    records = case(number)
    assert records.statements or records.figures
    assert records.warnings == ()


# -- 26: who adopted it ---------------------------------------------------------------------------


def test_the_draft_is_a_draft_before_the_workshop_and_adopted_by_it_after() -> None:
    """Case 26, A L28."""
    draft = {"subject": "asod-workshop-2009", "predicate": "adopts", "object": "asean-work-plan-2009-2015-draft"}
    assert ask(26, "2009-06", **draft).answer == "no"
    drafted = {"subject": "asean-work-plan-2009-2015-draft", "predicate": "stage"}
    assert ask(26, "2009-06", **drafted).answer == "yes"
    assert ask(26, "2010", **draft).answer == "yes"
    assert {s.subject for s in matching(case(26), predicate="adopts", object=draft["object"])} == {"asod-workshop-2009"}


def test_adoption_of_a_draft_says_nothing_of_the_plan_itself() -> None:
    """Case 26, A L28: higher approval is not stated."""
    assert "asean-work-plan-2009-2015" in wholes(case(26), "asean-work-plan-2009-2015-draft")
    assert ask(26, "2010", predicate="adopts", object="asean-work-plan-2009-2015").answer == "not known"


def test_a_class_adopts_as_a_class_and_only_sourced_members_are_told() -> None:
    """Case 26, D L84: Brunei may have adopted as a member, but no list of members is in the set."""
    plan = "asean-golden-triangle-plan-2017-2019"
    assert ask(26, "2017-01", subject="asean-member-states", predicate="adopts", object=plan).answer == "yes"
    assert ask(26, "2017-01", subject="lao-pdr", predicate="adopts", object=plan).answer == "yes"
    assert ask(26, "2017-01", subject="brunei", predicate="adopts", object=plan).answer == "not known"
    assert [s.subject for s in matching(case(26), predicate="member_of")] == ["lao-pdr"]
    assert ask(26, "2017", known_by="2017-09", subject="lao-pdr", predicate="adopts").answer == "not known"


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
    assert {s.object for s in possible(27, day, subject="lcdc", predicate="part_of")} == parents


def test_only_the_month_of_the_move_is_unsure_for_the_new_parent() -> None:
    """Case 27, D L65."""
    ministry = {"subject": "lcdc", "predicate": "part_of", "object": "mps-lao"}
    assert ask(27, "2016-05-31", **ministry).answer == "no"
    assert ask(27, "2016-06-15", **ministry).perhaps
    after = ask(27, "2016-07-01", **ministry)
    assert (after.answer, after.perhaps) == ("yes", False)
    assert ask(27, "2016-07-01", subject="lcdc", predicate="part_of", object="prime-minister-office-lao").answer == "no"
    assert ask(27, "2016-07-01", known_by="2016-12", **ministry).answer == "not known"


def test_four_printed_names_are_one_body_though_it_is_listed_beside_its_ministry() -> None:
    """Case 27, D L65; I L29, L38, L58."""
    printed = [
        "Lao National Commission on Drug Control and Supervision",
        "Lao Commission for Drug Control and Supervision",
        "Laos Commission on Drug Control",
        "Lao National Commission for Drug Control and Supervision",
    ]
    things = case(27).things.values()
    assert [[t.id for t in things if name in (t.label, *t.aliases)] for name in printed] == [["lcdc"]] * 4
    beside = matching(case(27), predicate="coordinates", object="national-drug-policy-lao")
    assert {s.subject for s in beside} == {"lcdc", "mps-lao"}
    assert "mps-lao" in wholes(case(27), "lcdc")


# -- 28: renamed ----------------------------------------------------------------------------------


def names(thing: str, as_of: str) -> set[str | None]:
    return {s.value for s in certain(28, as_of, subject=thing, predicate="named")}


def test_the_signatory_of_1993_has_the_name_of_its_time_and_is_found_under_the_new_one() -> None:
    """Case 28, M L63, L80."""
    assert "UNDCP" in case(28).things["unodc"].aliases
    assert ask(28, "1993", subject="unodc", predicate="signs", object="mekong-mou-1993").answer == "yes"
    assert names("unodc", "1993") == {"United Nations International Drug Control Programme"}


def test_the_name_of_2017_is_the_new_one_and_the_switch_is_unknown() -> None:
    """Case 28, M L63: "now", so the old name had ended when this was written."""
    assert names("unodc", "2017") == {"United Nations Office on Drugs and Crime"}
    assert names("unodc", "2005") == set()


def test_a_planned_name_is_never_the_name() -> None:
    """Case 28, H L78, L100."""
    unit = "cyber-narcotics-unit-seoul"
    planned = statement(28, "honlap-43/cyber-narcotics-unit-seoul-named-dark-web-investigation-team")
    assert names(unit, "2019-07") == {"Cyber Narcotics Investigation Unit"}
    assert names(unit, "2019-10") == set()
    for day in ("2019-07", "2019-08", "2019-10"):
        assert Clock(case(28), day).reading(planned) is Reading.PLANNED
    old = statement(28, "honlap-43/cyber-narcotics-unit-seoul-named-cyber-narcotics-investigation-unit")
    assert Clock(case(28), "2019-10").reading(old) is Reading.LAST_SEEN
    assert ask(28, "2019-07", known_by="2019-07", subject=unit, predicate="named").answer == "not known"


def test_an_undated_document_does_not_vouch_for_all_time_to_come() -> None:
    """Cases 26 and 28: A is of 2009-07-01 or later, M of 2016 or later, but not of the end of time."""
    assert Clock(case(26)).data_day < date(2050, 1, 1)
    assert Clock(case(28)).data_day < date(2050, 1, 1)
    assert names("unodc", "2050") == set()


# -- 29: one programme, two names -----------------------------------------------------------------


def test_payers_of_2017_are_on_the_programme_and_partners_are_not_payers() -> None:
    """Case 29, D L101, L553."""
    assert {s.subject for s in certain(29, "2017-10", predicate="funds")} == {"dibp-australia"}
    with_it = certain(29, "2017-10", predicate="cooperates_with", object="patrol")
    assert {s.subject for s in with_it} == {"united-states", "australia"}
    assert {place for s in with_it if s.claim for place in s.claim.place} == {"lao-pdr"}


def test_payers_of_2021_are_on_the_lao_part_and_do_not_rise_or_sink() -> None:
    """Case 29, I L15."""
    lao = certain(29, "2021", predicate="funds", object="border-management-lao")
    assert {s.subject for s in lao} == {"japan", "un-peace-and-development-trust-fund"}
    assert certain(29, "2021", predicate="funds", object="border-management-programme") == []
    patrol = ask(29, "2021", subject="dibp-australia", predicate="funds", object="patrol")
    assert (patrol.answer, str(patrol.last_seen)) == ("not known", "2017-10-26")
    assert ask(29, "2021", subject="dibp-australia", predicate="funds", object="border-management-lao").answer == (
        "not known"
    )
    assert ask(29, "2021", known_by="2020", predicate="funds", object="border-management-lao").answer == "not known"


def test_the_two_names_are_joined_by_one_sourced_line() -> None:
    """Case 29, D L738."""
    (link,) = matching(case(29), predicate="same_as")
    assert (link.subject, link.object) == ("patrol", "border-management-programme")
    assert (link.document, link.locator.lines) == ("dublin-group-2017", (738,))
    assert len(case(29).things["patrol"].aliases) == 3
    parts = {s.subject for s in matching(case(29), predicate="part_of", object="border-management-programme")}
    assert parts == {"border-management-lao", "border-management-viet-nam"}


# -- 30: same name, different country -------------------------------------------------------------


def container_units(country: str) -> list[Statement]:
    records = case(30)
    return [
        s
        for s in matching(records, predicate="located_in", object=country)
        if "container-control-programme" in wholes(records, s.subject)
        and getattr(records.things[s.subject].entry, "kind", "") == "unit"
    ]


def test_units_in_lao_pdr_are_planned_in_2017_and_one_stands_in_2021() -> None:
    """Case 30, D L99, I L15."""
    plan = statement(30, "dublin-group-2017/container-control-units-lao-stage-set-up")
    then, now = Clock(case(30), "2017-10"), Clock(case(30), "2021")
    assert then.reading(plan) is Reading.PLANNED
    assert [s.subject for s in container_units("lao-pdr") if then.possibly(s)] == []
    standing = [s.subject for s in container_units("lao-pdr") if now.certainly(s)]
    assert standing == ["container-control-unit-thanaleng-lao"]
    done = statement(30, "idswg-2021/container-control-unit-thanaleng-lao-stage-set-up")
    assert done.claim is not None
    assert done.claim.fulfils == (plan.id,)


def test_units_and_networks_of_the_same_name_are_one_per_country() -> None:
    """Case 30, I L12; D L268, L330, L539, L553, L740."""
    networks = {f.entry.of: (f.entry.place, f.entry.value) for f in figures(30, "border-liaison-offices")}
    assert networks == {
        "border-liaison-offices-lao": ("lao-pdr", "20"),
        "border-liaison-offices-myanmar": ("myanmar", "5"),
        "border-liaison-offices-cambodia": ("cambodia", "12"),
    }
    countries = ("lao-pdr", "myanmar", "cambodia", "viet-nam")
    found = {country: {s.subject for s in container_units(country)} for country in countries}
    assert {country: len(units) for country, units in found.items()} == {
        "lao-pdr": 1,
        "myanmar": 1,
        "cambodia": 1,
        "viet-nam": 2,
    }
    assert len(set().union(*found.values())) == 5
    assert ask(30, "2017-10", subject="border-liaison-offices-cambodia", predicate="stage").answer == "not known"


def test_two_labels_for_one_port_are_maybe_the_same_and_not_merged() -> None:
    """Case 30, D L553, L618."""
    (doubt,) = matching(case(30), predicate="maybe_same_as")
    assert doubt.subject != doubt.object
    assert {doubt.subject, doubt.object or ""} <= set(case(30).things)
    assert matching(case(30), predicate="same_as") == []


# -- 31: places in places -------------------------------------------------------------------------


@pytest.mark.parametrize("spelling", ["Houaphan", "Houaphanh", "Huapanh"])
def test_every_spelling_finds_all_mentions_and_they_roll_up_to_the_country(spelling: str) -> None:
    """Case 31, D L51, L97, L115; I L15, L24."""
    records = case(31)
    (place,) = [t.id for t in records.things.values() if t.type == "place" and spelling in (t.label, *t.aliases)]
    mentions = {(s.document, s.locator.lines) for s in matching(records, predicate="operates_in", object=place)}
    assert mentions == {
        ("dublin-group-2017", (97,)),
        ("dublin-group-2017", (115,)),
        ("idswg-2021", (15,)),
        ("idswg-2021", (24,)),
    }
    rolled_up = [f for f in records.figures if "lao-pdr" in wholes(records, f.entry.place or "")]
    assert [f.locator.lines for f in rolled_up] == [(51,)]


def test_a_label_belongs_to_its_time_and_the_switch_is_not_stated() -> None:
    """Case 31, D L179, L308."""
    labels = {
        day: {s.value for s in certain(31, day, subject="kokang", predicate="named")}
        for day in ("2003", "2004", "2010")
    }
    assert labels == {"2003": {"Kokang Special Region"}, "2004": set(), "2010": {"Kokang Self-Administered Zone"}}


def test_a_list_beside_does_not_cut_what_is_inside() -> None:
    """Case 31, D L312, L318."""
    records = case(31)
    listed = {s.object for s in matching(records, subject="wfp", predicate="operates_in")}
    assert listed == {"shan", "wa"}
    assert wholes(records, "wa") == {"wa", "shan", "myanmar"}
    assert wholes(records, "hopong") >= {"shan", "myanmar"}
    assert "lao-pdr" not in wholes(records, "wa")


# -- 32: territories ------------------------------------------------------------------------------


def repliers(known_by: str) -> dict[str, int]:
    records = case(32)
    clock = Clock(records, known_by=known_by)
    replies = matching(records, predicate="responds_to", object="honlap-43-recommendations")
    kinds = [records.things[s.subject].type for s in replies if clock.knows(s.document)]
    return {kind: kinds.count(kind) for kind in set(kinds)}


def test_nine_states_and_apart_from_them_one_territory_replied() -> None:
    """Case 32, H L25."""
    assert repliers("2019-09") == {"country": 9, "place": 1}
    assert repliers("2019-06") == {}
    assert getattr(case(32).things["macao"].entry, "kind", None) == "territory"


def test_a_reply_once_given_stays_given() -> None:
    """Case 32, H L25: by the deadline, so before the note."""
    reply = {"subject": "china", "predicate": "responds_to", "object": "honlap-43-recommendations"}
    assert ask(32, "2019-09", **reply).answer == "yes"
    assert ask(32, "2019-05", **reply).answer == "no"
    assert ask(32, "2019-09", known_by="2019-06", **reply).answer == "not known"


def test_macao_was_in_tokyo_as_a_region() -> None:
    """Case 32, D L567."""
    there = ask(32, "2017-02", subject="macao", predicate="participates_in", object="adec-22")
    assert there.answer == "yes"
    assert [s.claim.role for s in there.statements if s.claim] == ["region"]
    assert "Macau" in case(32).things["macao"].aliases
    counts = {f.entry.what: f.entry.value for f in case(32).figures}
    assert counts == {"countries-attending": "29", "regions-attending": "2"}
    assert ask(32, "2017-02", subject="china", predicate="participates_in", object="adec-22").answer == "not known"


def test_what_china_did_leaves_macao_out_unless_asked() -> None:
    """Case 32, H paras 5 and 6 (L48, L50)."""
    records = case(32)
    items_of = {a: {s.object for s in matching(records, subject=a, predicate="implements")} for a in ("china", "macao")}
    assert items_of == {"china": {"honlap-43-1a-china"}, "macao": {"honlap-43-1a-macao"}}
    with_parts = {t for t in records.things if "china" in wholes(records, t)}
    assert with_parts == {"china", "macao", "hong-kong"}


# -- 33: two sets of chairs -----------------------------------------------------------------------


def test_in_2017_the_commission_chairs() -> None:
    """Case 33, D L80."""
    on = ask(33, "2017-08-31", predicate="chairs", object="idswg")
    assert on.answer == "yes"
    assert {s.subject for s in on.statements} == {"lcdc"}


def test_in_2021_the_chair_is_disputed_with_the_commission_preferred_and_the_ministry_listed() -> None:
    """Case 33, I L5, L60."""
    on = ask(33, "2021-06", predicate="chairs", object="idswg")
    assert on.answer == "disputed"
    assert [s.subject for s in on.statements if s.rank == "preferred"] == ["lcdc"]
    assert {"lcdc", "mps-lao"} <= {s.subject for s in on.statements}


def test_each_chair_asked_alone_is_yes_for_the_preferred_and_never_for_the_rival() -> None:
    """Case 33, I L5, L60."""
    assert ask(33, "2021-06", subject="lcdc", predicate="chairs", object="idswg").answer == "yes"
    rival = ask(33, "2021-06", subject="mps-lao", predicate="chairs", object="idswg")
    assert rival.answer != "yes"
    assert [s.rank for s in rival.statements] == ["outranked"]
    assert ask(33, "2021-06", known_by="2020", predicate="chairs", object="idswg").answer == "not known"


def test_no_chair_is_deleted_and_the_preference_has_its_reason() -> None:
    """Case 33, I L5, L60; D L65."""
    header = [s for s in case(33).statements if s.id.startswith("idswg-2021/chair-in-header")]
    assert len(header) == 4
    assert {s.claim.role for s in header if s.claim} == {"chair-or-co-chair"}
    (conflict,) = case(33).conflicts
    assert conflict.prefer == "idswg-2021/lcdc-chairs-idswg"
    assert conflict.because
    assert {s.subject for s in certain(33, "2021-06", predicate="co_chairs")} == {"mini-dublin-vientiane", "unodc"}
    assert "mps-lao" in wholes(case(33), "lcdc")


# -- 34: yearly turn ------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2017-08-31", "2017-10-26", "2021-06"])
@pytest.mark.parametrize("country", ["australia", "japan"])
def test_each_of_two_that_take_turns_is_perhaps_the_chair(day: str, country: str) -> None:
    """Case 34, D L80, I L60: the turn is known, its order is not."""
    on = ask(34, day, subject=country, predicate="chairs", object="mini-dublin-vientiane")
    assert (on.answer, on.perhaps) == ("yes", True)


def test_the_holder_of_one_seat_holds_the_other() -> None:
    """Case 34, I L60."""
    seat = certain(34, "2021-06", predicate="co_chairs", object="idswg")
    assert [(s.subject, s.claim.role) for s in seat if s.claim] == [("mini-dublin-vientiane", "chair")]
    for country in ("australia", "japan"):
        assert ask(34, "2021-06", subject=country, predicate="co_chairs", object="idswg").answer == "not known"


def test_a_turn_is_stated_for_one_group_only_and_each_country_has_its_own() -> None:
    """Case 34, D L13, L80, L171, L393."""
    turns = {s.object for s in case(34).statements if s.claim and s.claim.role == "yearly-turn"}
    assert turns == {"mini-dublin-vientiane"}
    on_the_day = certain(34, "2017-08-25", predicate="chairs", object="mini-dublin-myanmar-2017-08-25")
    assert {s.subject for s in on_the_day} == {"australia"}
    joint = certain(34, "2017-10", predicate="co_chairs", object="mini-dublin-myanmar")
    assert {s.subject for s in joint} == {"australia", "japan"}
    regional = certain(34, "2017-10", predicate="chairs", object="dublin-group-regional")
    assert {s.subject for s in regional} == {"australia"}


def test_to_host_a_meeting_is_not_to_chair_it() -> None:
    """Case 34, D L407."""
    meeting = "mini-dublin-cambodia-2017-09-29"
    host = "embassy-of-australia-cambodia"
    assert ask(34, "2017-09", subject=host, predicate="hosts", object=meeting).answer == "yes"
    for seat in ("chairs", "co_chairs"):
        assert ask(34, "2017-09", predicate=seat, object=meeting).answer == "not known"
        assert ask(34, "2017-10", predicate=seat, object="mini-dublin-cambodia").answer == "not known"


# -- 35: capacities -------------------------------------------------------------------------------


def test_who_only_wrote_was_absent_and_elsewhere_is_not_listed() -> None:
    """Case 35, D L407, L171."""
    cambodia, myanmar = "mini-dublin-cambodia-2017-09-29", "mini-dublin-myanmar-2017-08-25"
    assert ask(35, "2017-09-29", subject="germany", predicate="participates_in", object=cambodia).answer == "no"
    (wrote,) = items(35, "response")
    assert set(wrote.by) == {"european-union", "germany"}
    assert wrote.about == (cambodia,)
    assert ask(35, "2017-08-25", subject="germany", predicate="participates_in", object=myanmar).answer == "not known"


def test_a_part_in_the_report_is_no_seat_at_the_meeting() -> None:
    """Case 35, D L571, L577."""
    meeting = "mini-dublin-cambodia-2017-09-29"
    for country in ("united-kingdom", "sweden"):
        assert matching(case(35), subject=country, predicate="cooperates_with", object="cambodia")
        assert ask(35, "2017-09-29", subject=country, predicate="participates_in", object=meeting).answer == "not known"


def test_observers_and_speakers_are_not_members() -> None:
    """Case 35, D L171, L407."""
    roles = {
        (s.subject, s.claim.role)
        for s in certain(35, "2017-08-25", predicate="participates_in")
        if s.claim and s.claim.role
    }
    assert roles == {("thailand", "observer"), ("mpf-myanmar", "speaker"), ("unodc", "speaker")}
    members = {s.subject for s in certain(35, "2017-10", predicate="member_of")}
    assert {"unodc", "japan", "sweden"} <= members
    assert not members & {"thailand", "mpf-myanmar", "germany"}


# -- 36: repeated with changes --------------------------------------------------------------------


def wording(item: Item, day: str) -> str:
    """The last wording that certainly stood by the day."""
    last = edtf.bounds(day).possible_until
    stood = [w for w in item.wordings if "?" not in w.when and edtf.bounds(w.when).possible_from <= last]
    return stood[-1].text if stood else ""


def test_the_ask_of_2016_is_rebuilt_without_what_2017_added() -> None:
    """Case 36, D L623: the paper of 2016 is not in the set, so by 2016 nothing was known to us."""
    item = case(36).things["dublin-group-2017-cambodia-monitoring"].item
    assert "tracking" not in wording(item, "2016")
    assert "tracking" in wording(item, "2017-10")
    asked = {"subject": item.id, "predicate": "addressed_to", "object": "cambodia"}
    assert ask(36, "2017-10", known_by="2017-10", **asked).answer == "yes"
    assert ask(36, "2016", known_by="2016", **asked).answer == "not known"


def test_progress_is_a_blanket_claim_and_the_extent_of_a_change_is_unsure() -> None:
    """Case 36, D L585, L625."""
    (progress,) = items(36, "response")
    assert progress.grade == "blanket"
    assert progress.answers == ("dublin-group-2017-cambodia-recommendations",)
    prison = case(36).things["dublin-group-2017-cambodia-treatment-in-prison"].item
    assert wording(prison, "2016") == ""
    assert [w.when for w in prison.wordings] == ["2016?", "2017"]


# -- 37: grades of silence ------------------------------------------------------------------------


def reply_of(actor: str, ask_id: str, known_by: str = "2019-09") -> str:
    """What the actor said on one recommendation: a reply or its grade, a blanket, or a kind of silence."""
    records = case(37)
    if not Clock(records, known_by=known_by).knows("honlap-43"):
        return "no answers yet"
    replies = [item for item in items(37, "response") if actor in item.by]
    if direct := [item for item in replies if ask_id in item.answers]:
        return direct[0].grade or "replied"
    whole = records.things[ask_id].item.part_of
    if [item for item in replies if item.grade == "blanket" and set(item.answers) & set(whole)]:
        return "blanket"
    heard = {s.subject for s in matching(records, predicate="responds_to", object=whole[0])}
    return "silent here" if actor in heard else "no reply included"


@pytest.mark.parametrize(
    ("actor", "recommendation", "expected"),
    [
        ("united-states", "honlap-43-3c", "blanket"),
        ("united-states", "honlap-43-2f", "not-applicable"),
        ("france", "honlap-43-3c", "silent here"),
        ("tajikistan", "honlap-43-3c", "silent here"),
        ("russian-federation", "honlap-43-3c", "silent here"),
        ("russian-federation", "honlap-43-2f", "replied"),
        ("macao", "honlap-43-3c", "replied"),
        ("india", "honlap-43-3c", "no reply included"),
    ],
)
def test_a_reply_a_blanket_and_two_kinds_of_silence(actor: str, recommendation: str, expected: str) -> None:
    """Case 37, H L25, L62, L252-256, L294-306."""
    assert reply_of(actor, recommendation) == expected
    assert reply_of(actor, recommendation, known_by="2018-12") == "no answers yet"


def test_six_reply_to_the_ask_itself() -> None:
    """Case 37, H L296-306."""
    direct = matching(case(37), predicate="responds_to", object="honlap-43-3c")
    assert len({actor for s in direct for actor in case(37).things[s.subject].item.by}) == 6


# -- 38: replies that say no ----------------------------------------------------------------------


def test_a_reply_keeps_what_it_lacks_and_may_raise_a_need() -> None:
    """Case 38, H paras 17, 47, 57, 67 (L76, L158, L182, L208)."""
    grades = {item.answers: item.grade for item in items(38, "response") if item.grade}
    assert grades == {
        ("honlap-43-1b",): "partly",
        ("honlap-43-2a",): "partly",
        ("honlap-43-2b",): "lacks",
        ("honlap-43-2c",): "off-topic",
    }
    (need,) = items(38, "need")
    assert (need.by, need.about) == (("philippines",), ("honlap-43-57",))
    reply = {"subject": "honlap-43-17", "predicate": "responds_to", "object": "honlap-43-1b"}
    assert ask(38, "2019-08-22", known_by="2019-09", **reply).answer == "yes"
    assert ask(38, "2019-08-22", known_by="2019-06", **reply).answer == "not known"


def test_a_survey_never_held_in_2017_is_still_wanted_in_2021_and_not_reported_done() -> None:
    """Case 38, D L155, I L25-28."""
    never = {"subject": "drug-use-survey-lao", "predicate": "not_held"}
    assert ask(38, "2017-10", **never).answer == "yes"
    later = ask(38, "2021", **never)
    assert (later.answer, str(later.last_seen)) == ("not known", "2017-10-26")
    wanted = {"subject": "idswg", "predicate": "recommends", "object": "idswg-2021-drug-use-survey"}
    assert ask(38, "2021", **wanted).answer == "yes"
    done = [s for s in case(38).statements if s.subject == "drug-use-survey-lao" and s.predicate != "not_held"]
    assert done == []


# -- 39: who must act -----------------------------------------------------------------------------


def test_members_are_asked_so_that_myanmar_acts() -> None:
    """Case 39, D L394."""
    (access,) = [item for item in items(39, "recommendation") if "myanmar" in item.so_that]
    assert access.to == ("mini-dublin-myanmar",)
    asked = {"subject": access.id, "predicate": "addressed_to"}
    assert ask(39, "2017-10", known_by="2017-10", **asked).answer == "yes"
    assert ask(39, "2016", known_by="2016", **asked).answer == "not known"
    assert ask(39, "2017-10", predicate="addressed_to", object="myanmar").answer == "not known"


def test_split_bullets_share_their_line_and_an_unmarked_one_counts() -> None:
    """Case 39, D L151, L620, L768-772."""
    split = [item for item in items(39, "recommendation") if item.line == (620,)]
    assert {item.to for item in split} == {("cambodia",), ("donors-cambodia",), ("moh-cambodia",)}
    assert len([item for item in items(39, "recommendation") if item.to == ("viet-nam",)]) == 4
    assert case(39).things["dublin-group-2017-lao-1"].item.to == ()


# -- 40: needs without an addressee ---------------------------------------------------------------


def test_open_needs_of_2017_are_all_there_with_the_addressee_blank() -> None:
    """Case 40, D L127, L364-374, L589, L748-754."""
    known = {s.object for s in certain(40, "2017-10", predicate="needs")}
    assert len(known) == 6
    assert {item.to for item in items(40, "need")} == {()}
    ways = {item.by[0]: item.modality for item in items(40, "need") if item.id in known}
    assert ways == {"lao-pdr": "need", "myanmar": "need", "cambodia": "obstacle", "viet-nam": "may-consider"}


def test_in_2021_only_the_lao_need_is_stated_again_and_the_rest_was_last_seen() -> None:
    """Case 40, I L24."""
    assert {s.subject for s in certain(40, "2021", predicate="needs")} == {"lao-pdr"}
    (again,) = matching(case(40), predicate="maybe_same_as")
    assert (again.subject, again.object) == ("idswg-2021-ad", "dublin-group-2017-lao-ad")
    for country in ("myanmar", "cambodia", "viet-nam"):
        later = ask(40, "2021", subject=country, predicate="needs")
        assert (later.answer, str(later.last_seen)) == ("not known", "2017-10-26")


# -- 41: a need found unneeded, a relation with a gap ---------------------------------------------


def test_a_need_claimed_and_rejected_is_disputed() -> None:
    """Case 41, D L320."""
    need = {"predicate": "needs", "object": "dublin-group-2017-myanmar-food"}
    on = ask(41, "2012-07", **need)
    assert on.answer == "disputed"
    speakers = {s.entry.according_to for s in on.statements if hasattr(s.entry, "according_to")}
    assert speakers == {("myanmar",), ("wfp", "unodc")}
    assert ask(41, "2012-07", known_by="2017-09", **need).answer == "not known"


def test_a_denial_on_an_unsure_day_is_not_a_perhaps_yes() -> None:
    """Case 41, D L320: somewhere in June the need was found wanting."""
    denial = statement(41, "dublin-group-2017/no-urgent-need")
    assert Clock(case(41), "2012-07").answer([denial]).answer == "no"
    assert Clock(case(41), "2012-06-15").answer([replace(denial, rank="normal")]).answer != "yes"


@pytest.mark.parametrize(("day", "expected"), [("2005", "yes"), ("2010", "no"), ("2012-12", "yes"), ("2014", "no")])
def test_a_relation_in_two_terms_has_a_gap_between_them(day: str, expected: str) -> None:
    """Case 41, D L320."""
    on = ask(41, day, subject="wfp", predicate="cooperates_with", object="unodc")
    assert (on.answer, on.perhaps) == (expected, False)


def test_the_ten_years_are_flagged_and_outranked_by_both_terms() -> None:
    """Case 41, D L320."""
    ranks = {s.id.split("/")[1]: s.rank for s in matching(case(41), predicate="cooperates_with")}
    assert ranks == {"wfp-first-term": "preferred", "wfp-second-term": "preferred", "wfp-ten-years": "outranked"}


# -- 42: nested actions ---------------------------------------------------------------------------


def test_numbers_that_repeat_are_told_apart_by_their_path_and_keep_their_order() -> None:
    """Case 42, A L55-158."""
    keys = [item.key for item in items(42, "action") if item.key]
    assert [key for key in keys if str(key).endswith(".1.1")] == ["I.1.1", "II.1.1", "III.1.1"]
    assert keys[-2:] == ["III.1.9", "III.1.10"]
    element = "asean-work-plan-2009-2015-ii-3"
    assert len(matching(case(42), predicate="part_of", object=element)) == 3
    assert wholes(case(42), f"{element}-1") >= {"asean-work-plan-2009-2015-ii", "asean-work-plan-2009-2015"}


def test_an_inherited_period_is_marked_so() -> None:
    """Case 42, A L55-158: the actions have no date of their own."""
    parts = matching(case(42), predicate="part_of")
    assert {(s.when, s.basis) for s in parts} == {("2009/2015", "derived")}


def test_a_review_is_planned_and_later_due_with_its_outcome_not_known() -> None:
    """Case 42, A L52."""
    (review,) = [s for s in matching(case(42), predicate="implements") if s.when == "2012"]
    before, after = Clock(case(42), "2011"), Clock(case(42), "2013")
    assert before.reading(review) is after.reading(review) is Reading.PLANNED
    assert before.answer([review]).answer == after.answer([review]).answer == "not known"
    assert review.bounds.possible_from > before.last
    assert review.bounds.possible_until < after.first


# -- 43: listed twice -----------------------------------------------------------------------------


def test_the_closing_list_has_eight_of_which_seven_stand_on_the_page_too() -> None:
    """Case 43, M L290-302, L443-457."""
    closing = {s.subject for s in matching(case(43), predicate="part_of", object="mekong-mou-closing-2")}
    page = {s.subject for s in matching(case(43), predicate="part_of", object="mekong-mou-page-2")}
    pairs = {s.subject: s.object for s in matching(case(43), predicate="same_as")}
    assert (len(closing), len(page), len(pairs)) == (8, 7, 7)
    assert set(pairs.values()) == page
    (only,) = closing - set(pairs)
    assert case(43).things[only].item.key == "2.8"


def test_the_revision_of_2018_is_the_tenth_and_of_2014_is_not_known() -> None:
    """Case 43, M L172, L174."""

    def covering(year: str) -> set[str]:
        return {s.subject for s in possible(43, year, predicate="stage")}

    assert covering("2018") == {"sub-regional-action-plan", "sub-regional-action-plan-revision-10"}
    assert covering("2014") == {"sub-regional-action-plan"}
    assert ask(43, "2014", subject="sub-regional-action-plan", predicate="stage").answer == "yes"


# -- 44: not done for lack of money ---------------------------------------------------------------


def funder(as_of: str, known_by: str | None = None) -> str:
    """Who pays for the Lao survey: a name, nobody (as stated), a plan, or not known."""
    records = case(44)
    clock = Clock(records, as_of, known_by)
    payers = matching(records, predicate="supports", object="opium-survey-lao")
    if paid := [s for s in payers if clock.certainly(s)]:
        return paid[0].subject
    if clock.answer(matching(records, subject="opium-survey-lao", predicate="not_funded")).answer == "yes":
        return "nobody, stated"
    due = [s for s in payers if clock.reading(s) is Reading.PLANNED and s.bounds.possibly(clock.first, clock.last)]
    return f"{due[0].subject} planned" if due else "not known"


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2015", "united-states"), ("2016-12", "nobody, stated"), ("2019", "not known"), ("2022", "inl planned")],
)
def test_nobody_paid_is_stated_for_its_years_and_not_known_after(day: str, expected: str) -> None:
    """Case 44, D L47, I L24, L38."""
    assert funder(day) == expected
    assert "united-states" in wholes(case(44), "inl")


def test_the_plan_for_2022_was_not_known_in_2017() -> None:
    """Case 44, I L38."""
    assert funder("2022", known_by="2020") == "not known"


def test_not_done_lasts_longer_than_its_reason() -> None:
    """Case 44, I L24: the last one was of 2015; why there was none in 2019 is not said."""
    assert ask(44, "2019", subject="opium-survey-lao", predicate="not_held").answer == "yes"
    assert ask(44, "2019", subject="opium-survey-lao", predicate="not_funded").answer != "yes"


def test_a_part_left_out_does_not_undo_the_whole() -> None:
    """Case 44, D L302."""
    assert ask(44, "2016", subject="unodc", predicate="implements", object="opium-survey-myanmar").answer == "yes"
    assert ask(44, "2016", subject="opium-area-estimate-myanmar", predicate="not_held").answer == "yes"
    assert ask(44, "2016", subject="opium-survey-myanmar", predicate="not_held").answer == "not known"


# -- 45: "no programme", said aloud ---------------------------------------------------------------


def test_three_donors_say_that_they_have_none_and_canada_says_nothing() -> None:
    """Case 45, D L706, L710, L720."""
    supports = {"predicate": "supports", "object": "viet-nam"}
    donors = ("european-union", "france", "japan", "canada", "germany")
    assert {donor: ask(45, "2017-10", subject=donor, **supports).answer for donor in donors} == {
        "european-union": "no",
        "france": "no",
        "japan": "no",
        "canada": "not known",
        "germany": "not known",
    }
    assert all(s.claim and s.claim.themes for s in case(45).statements if s.status == "denied")


def test_a_denial_ages_like_a_fact() -> None:
    """Case 45, D L706: "currently", in a report of 2017."""
    eu = {"subject": "european-union", "predicate": "supports", "object": "viet-nam"}
    later = ask(45, "2021", **eu)
    assert (later.answer, str(later.last_seen)) == ("not known", "2017-10-26")
    assert ask(45, "2011", **eu).answer == "not known"


def test_facts_stand_beside_the_denial() -> None:
    """Case 45, D L706, L710, L561."""
    border = {"subject": "european-union", "predicate": "supports", "object": "eu-asean-border-programme"}
    (on,) = ask(45, "2011", **border).statements
    assert ask(45, "2011", **border).answer == "yes"
    assert on.claim is not None
    assert on.claim.themes == ("border-management",)
    assert ask(45, "2017-10", **border).answer == "no"
    assert ask(45, "2017-10", subject="france", predicate="implements").answer == "yes"
    assert ask(45, "2017-10", subject="bka-germany", predicate="supports", object="cambodia").answer == "no"


# -- 46: kinds of blank ---------------------------------------------------------------------------


def test_nought_is_a_value_and_a_blank_is_never_nought() -> None:
    """Case 46, D L32, L36."""
    nought, blank = (figure(46, "cocaine-seized", "lao-pdr", year) for year in ("2010", "2014"))
    assert (nought.value, nought.cell) == ("0", None)
    assert (blank.value, blank.cell) == (None, "blank")


def test_five_kinds_of_blank_stay_apart() -> None:
    """Case 46, D L59, L431, L462, L650, L653."""
    blanks = {f.entry.cell for f in case(46).figures if f.entry.cell}
    assert blanks == {"blank", "not-applicable", "not-reported", "dash", "unknown"}
    assert all(f.entry.value is None for f in case(46).figures if f.entry.cell)


def test_the_official_estimate_has_its_speaker_and_the_true_number_is_unknown() -> None:
    """Case 46, D L59."""
    known = [f.entry for f in figures(46, "pill-users", "lao-pdr", known_by="2017-10")]
    assert [(f.value, f.according_to) for f in known if f.value] == [("40000", ("lao-pdr",))]
    assert [f.cell for f in known if f.cell] == ["unknown"]
    assert figures(46, "pill-users", "lao-pdr", known_by="2017-09") == []


# -- 47: half years and commas --------------------------------------------------------------------


def test_a_half_year_is_read_with_its_printed_form_and_not_ranked_against_a_year() -> None:
    """Case 47, D L38, L39, L44."""
    half = figure(47, "heroin-seized", "lao-pdr", "2017-40")
    assert (half.value, half.reading.printed if half.reading else "") == ("68.35", "68,35")
    spans = [edtf.bounds(when) for when in ("2016", "2017-40")]
    assert len({(b.possible_until - b.possible_from).days // 30 for b in spans}) == 2
    assert figures(47, "heroin-seized", "lao-pdr", known_by="2016") == []


def test_what_cannot_be_decided_is_only_printed() -> None:
    """Case 47, D L38."""
    cannabis = figure(47, "cannabis-seized", "lao-pdr", "2016")
    assert (cannabis.value, cannabis.cell) == (None, "unread")
    assert cannabis.reading is not None
    assert cannabis.reading.printed == "462,988"


def test_the_table_settles_the_comma_and_the_parts_the_sum() -> None:
    """Case 47, D L637, L641, L649."""
    values = [Decimal(f.entry.value or 0) for f in figures(47, "heroin-seized", "viet-nam")]
    assert len(values) == 2
    assert {round(value, 1) for value in values} == {Decimal("607.8")}
    whole = figure(47, "cannabis-seized", "viet-nam", "2016")
    by_id = {f.id: f.entry for f in case(47).figures}
    parts = [by_id[f"dublin-group-2017/{part}"] for part in whole.parts]
    assert sum(Decimal(part.value or 0) for part in parts) == Decimal(whole.value or 0) == 1356


# -- 48: text against table -----------------------------------------------------------------------


def values(what: str, when: str) -> dict[str, str]:
    """Values of a year with their ranks."""
    return {f.entry.value or "": f.rank for f in figures(48, what) if f.entry.when == when}


def test_rival_values_are_disputed_and_those_of_one_source_or_of_two_that_agree_are_not() -> None:
    """Case 48, D L441, L458-463, L476, L516, L527."""
    assert values("crystal-seized", "2016") == {"179.845": "disputed", "66.33": "disputed"}
    assert values("crystal-seized", "2015") == {"72.9": "normal"}
    assert values("arrests", "2015") == {"7008": "disputed", "7088": "disputed"}
    assert values("arrests", "2014") == {"3142": "normal"}
    assert values("cocaine-seized", "2016") == {"14.04": "disputed", "14.00": "disputed"}
    assert {Decimal(value) for value in values("pills-seized", "2016")} == {Decimal(441624)}
    assert set(values("pills-seized", "2016").values()) == {"normal"}


def test_rounding_is_no_conflict() -> None:
    """Case 48, D L420, L441."""
    assert values("crystal-users", "2016") == {"71": "normal", "71.04": "normal"}


def test_a_source_older_than_what_it_is_cited_for_is_kept_and_can_be_seen() -> None:
    """Case 48, D L447."""
    (cited,) = [f.entry for f in case(48).figures if f.entry.according_to]
    assert cited.according_to == ("nacd-beijing-2015",)
    issued = case(48).document("nacd-beijing-2015").issued
    assert edtf.bounds(issued or "").possible_until < edtf.bounds(cited.when or "").possible_from


# -- 49: ranges, bounds, parts --------------------------------------------------------------------


def exceeds(entry: Figure, number: int) -> str:
    """Whether the figure is at least `number`: yes, no, or cannot say."""
    low, high = Decimal(entry.value or 0), Decimal(entry.max or entry.value or 0)
    if entry.comparator == "up-to":
        low = Decimal(0)
    if entry.comparator in ("more-than", "at-least"):
        high = Decimal("Infinity")
    return "yes" if low >= number else "no" if high < number else "cannot say"


def test_a_range_answers_only_what_lies_outside_it() -> None:
    """Case 49, D L420."""
    (users,) = [f.entry for f in figures(49, "drug-users", "cambodia", known_by="2017-10")]
    assert exceeds(users, 20_000) == "cannot say"
    assert exceeds(users, 13_000) == "yes"
    assert exceeds(users, 30_000) == "no"
    assert figures(49, "drug-users", "cambodia", known_by="2017-09") == []


def test_open_and_closed_ends_are_told_apart() -> None:
    """Case 49, D L51, L490, L726; H para 60 (L192)."""
    ends = {f.entry.what: f.entry.comparator for f in case(49).figures if f.entry.comparator != "exactly"}
    assert ends == {
        "share-of-opium-poppy": "more-than",
        "hiv-prevalence": "up-to",
        "notifications-answered": "more-than",
    }
    (price,) = figures(49, "crystal-price")
    assert (price.entry.value, price.entry.max) == ("30000", "35000")


def test_parts_sum_to_the_whole_or_to_more_than_its_bound() -> None:
    """Case 49, D L51, L539."""
    by_id = {f.id: f.entry for f in case(49).figures}
    sums = {
        entry.what: (sum(Decimal(by_id[f"dublin-group-2017/{part}"].value or 0) for part in entry.parts), entry.value)
        for entry in by_id.values()
        if entry.parts
    }
    assert sums == {"border-liaison-offices": (12, "12"), "share-of-opium-poppy": (72, "70")}


def test_districts_are_not_sites_and_the_six_may_be_among_the_28() -> None:
    """Case 49, D L97; I L20, L23."""
    districts = figures(49, "community-treatment-districts", known_by="2017-10")
    assert [(f.entry.value, f.entry.unit) for f in districts] == [("28", "districts")]
    assert figures(49, "community-treatment-sites", known_by="2017-10") == []
    (sites,), (added,) = figures(49, "community-treatment-sites"), figures(49, "community-treatment-sites-added")
    assert (sites.entry.value, sites.entry.parts, added.entry.value) == ("28", (), "6")
    assert added.entry.note
    assert "lao-pdr" in wholes(case(49), added.entry.place or "")


# -- 50: misprints --------------------------------------------------------------------------------


def test_seminars_are_counted_by_the_corrected_date() -> None:
    """Case 50, D L724."""

    def held(as_of: str) -> int:
        clock = Clock(case(50), as_of)
        return sum(s.bounds.certain_from <= clock.last for s in matching(case(50), predicate="produces"))

    assert held("2013-12") == 2
    assert held("2014-12") == 3
    third = statement(50, "dublin-group-2017/dea-produces-seminar-vinh-3")
    assert third.claim is not None
    assert third.claim.reading is not None
    assert (third.when, third.claim.reading.printed) == ("2014-08", "August 2104")


def test_a_law_stays_as_printed_and_may_be_another() -> None:
    """Case 50, H L156, L298."""
    (doubt,) = matching(case(50), predicate="maybe_same_as")
    assert (doubt.subject, doubt.object) == ("macao-law-272-2003", "macao-law-7-2003")
    assert matching(case(50), predicate="same_as") == []


def test_a_unit_that_cannot_be_right_is_left_unread_and_words_are_read_with_their_reason() -> None:
    """Case 50, D L16, L201; A L55."""
    (crystal,) = figures(50, "crystal-seized")
    assert (crystal.entry.cell, crystal.entry.value) == ("unread", None)
    readings = [crystal.entry.reading, case(50).things["asean-work-plan-2009-2015-i"].item.reading]
    readings += [s.claim.reading for s in matching(case(50), subject="dublin-group-2017", predicate="named") if s.claim]
    assert {r.printed for r in readings if r and r.because} == {"3312 MT", "education", "Regional Report on South Asia"}
