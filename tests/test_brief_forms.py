"""The documents' own forms beside their documents: what must stand in each was counted and read in the text."""

from __future__ import annotations

import itertools
import re

import pytest

from command import call, real_graph
from pactgraph.analysis import Scope
from pactgraph.brief import FORMS, Brief, as_markdown, brief
from pactgraph.brief.page import Bullets, Heading, Picture, Table, Text, text_of
from pactgraph.errors import UsageError

NOT_KNOWN = "not known, last looked 2021-12-31"


def filled(form: str, subject: str | None = None, as_of: str | None = None, known_by: str | None = None) -> Brief:
    return brief(real_graph(), subject, Scope(real_graph().clock(as_of, known_by)), as_form=form)


def rows(found: Brief, caption: str) -> list[tuple[str, ...]]:
    """The rows of the table, or of the picture, whose caption begins so."""
    tables = [(block.caption, block.rows) for block in found.blocks if isinstance(block, Table)]
    charts = [(chart.title, chart.rows) for chart in found.pictures]
    (wanted,) = [each for title, each in (*tables, *charts) if title.startswith(caption)]
    return [tuple(text_of(cell) for cell in row) for row in wanted]


def bullets(found: Brief, heading: str) -> list[str]:
    """The list below a heading, without the numbers of its sources."""
    out: list[str] = []
    inside = False
    for block in found.blocks:
        if isinstance(block, Heading):
            inside = block.text == heading
        elif inside and isinstance(block, Bullets):
            out += [re.sub(r" *\[\d+\]", "", text_of(item)) for item in block.items]
    return out


def row(table: list[tuple[str, ...]], begins: str) -> tuple[str, ...]:
    (found,) = [each for each in table if each[0].startswith(begins)]
    return found


# All of them.

EACH = [
    *((name, None) for name in FORMS),
    ("country-chapter", "myanmar"),
    ("country-chapter", "cambodia"),
    ("country-chapter", "viet-nam"),
    ("implementation-note", "dublin-group-2017"),
    ("implementation-note", "idswg-2021"),
    ("annex-2", "mini-dublin-vientiane"),
]


@pytest.mark.parametrize(("form", "subject"), EACH)
@pytest.mark.parametrize(("as_of", "known_by"), [(None, None), ("2015", None), (None, "2018"), ("2016", "2016")])
def test_no_cell_is_blank_and_every_mark_has_its_source(
    form: str, subject: str | None, as_of: str | None, known_by: str | None
) -> None:
    found = filled(form, subject, as_of, known_by)
    told: list[str] = []
    for block in found.blocks:
        match block:
            case Table(_, _, cells):
                told += [text_of(cell) for line in cells for cell in line]
            case Picture(chart):
                told += [cell for line in chart.rows for cell in line]
            case Bullets(items):
                told += [text_of(item) for item in items]
            case Text(words) | Heading(words):
                told.append(text_of(words))
    assert told
    assert all(each.strip(" .;,") for each in told)
    assert {int(mark) for mark in re.findall(r"\[(\d+)\]", " ".join(told))} == {s.number for s in found.sources}
    assert not re.search(r"\b(?:dublin-group-2017|idswg-2021|mekong-mou|honlap-43)[/-][a-z]", as_markdown(found))


@pytest.mark.parametrize("form", FORMS)
def test_no_heading_stands_over_nothing(form: str) -> None:
    blocks = filled(form).blocks
    for above, below in itertools.pairwise(blocks):
        if isinstance(above, Heading) and isinstance(below, Heading):
            assert below.level > above.level, f"nothing below {above.text!r}"


@pytest.mark.parametrize(
    ("form", "subject", "says"),
    [
        ("annex-2", "lao-pdr", "annex-2 is about a mechanism .*, not lao-pdr .a country.: for example idswg"),
        ("annex-2", "mekong-senior-officials-committee", "whose report has numbered outputs"),
        ("country-chapter", "idswg", "is about a country .*: for example lao-pdr"),
        ("country-chapter", "bangladesh", "in which somebody is known to work, not bangladesh"),
        ("implementation-note", "japan", "is about a document that holds recommendations, not japan"),
        ("implementation-note", "drug-free-asean-status-report", "that holds recommendations, not drug-free-asean"),
        ("action-plan", "honlap-43", "is about a framework .*: for example sub-regional-action-plan"),
        ("action-plan", "penal-code-lao", "that has outcomes or actions, not penal-code-lao"),
        ("work-plan", "honlap-43", "that is itself a plan, not honlap-43 .a document.: for example asean-work-plan"),
        ("no-such-form", None, "no form 'no-such-form'; there are annex-2, country-chapter, implementation-note"),
    ],
)
def test_what_does_not_fit_a_form_is_told_what_would(form: str, subject: str | None, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        filled(form, subject)


def test_a_form_is_no_brief_of_a_donor() -> None:
    assert call("brief", "--form", "country-chapter", "--as-donor").code == 2


def test_the_list_names_every_form_with_what_it_is_for() -> None:
    lines = call("brief", "--form", "list").lines
    assert [line.split(":")[0] for line in lines] == list(FORMS)
    assert all(
        line.endswith(f"if none is named: {form.usual}") for line, form in zip(lines, FORMS.values(), strict=True)
    )


# Annex 2 of the sector working group: lines 5 to 70 of its report.


def test_annex_2_has_the_eleven_outputs_in_order() -> None:
    table = rows(filled("annex-2"), "Outputs and activities")
    keys = [line[0].split()[0] for line in table]
    # The report's rows from border security (line 12) to the SDGs (53); the partners (35 to 47) are no output.
    assert keys == ["A.1", "A.2", "A.3", "A.4", "A.5", "A.6", "A.7", "A.8", "A.10", "A.11", "A.12"]


def test_annex_2_says_what_was_done_and_what_is_in_the_way() -> None:
    table = rows(filled("annex-2"), "Outputs and activities")
    _, done, beside, way = row(table, "A.1 ")
    assert "community policing" in done
    assert "porous borders" in way
    assert "porous borders" not in done, "the situation is no progress"
    # Lines 12 and 15: 20 offices; Japan and the fund pay for border management, Japan and Australia for containers.
    assert "20 offices" in beside
    for payer in (
        "Japan funds Border",
        "Trust Fund funds Border",
        "Japan funds Container",
        "Australia funds Container",
    ):
        assert payer in beside
    assert "Australia funds Border" not in beside
    _, done, beside, _ = row(table, "A.2 ")
    # Line 19 tells of money laundering, under special zones; it is supported, not funded.
    assert done.count("(off-topic)") == 1
    assert "Switzerland supports Anti-Money" in beside
    assert "funds" not in beside
    _, done, beside, way = row(table, "A.8 ")
    assert "begun to revise the drug law" in done
    assert (beside, way) == (NOT_KNOWN, NOT_KNOWN), "the report leaves both cells empty (line 34)"
    _, done, _, _ = row(table, "A.10 ")
    assert re.search(r"campaign against the stigma[^;]*\(planned, 2021 to 2022\)", done)


def test_annex_2_names_the_chair_before_those_whom_only_the_header_lists() -> None:
    offices = rows(filled("annex-2"), "Illicit Drug Sector Working Group: offices")
    chair = row(offices, "Chair")[1]
    assert chair.startswith("Lao National Commission for Drug Control and Supervision [")
    assert chair.count("set aside") == 4, "line 5 lists a ministry, two embassies and UNODC for chair and co-chairs"
    assert chair.count("Lao National Commission") == 1, "told in 2017 and 2021, and still one chair"
    assert "Mini Dublin Group, Lao PDR" in row(offices, "Co-chairs")[1]
    assert row(offices, "Members")[1] == NOT_KNOWN


def test_annex_2_keeps_what_stands_outside_the_outputs() -> None:
    found = filled("annex-2")
    principles = bullets(found, "C.1 VDCAP: The VDCAP principles")
    # Lines 61 to 64 name seven principles with a text of their own.
    names = {line.split(":")[0] for line in principles if ":" in line}
    assert len(names) == 7
    assert {"Ownership", "Alignment", "Business as a Partner in Development"} <= names
    technology = bullets(found, "C.2: Innovation and technology")
    assert "The country's first laboratory for digital forensics was opened (ended, 2019)" in technology
    states = bullets(found, "A.9 United States: Support from the United States")
    assert "Bring an opium production survey to its end (planned, 2022)" in states
    union = bullets(found, "A.9 European Union: Support from the European Union")
    assert any("until 2015" in line and "ended" in line for line in union)
    assert not [line for line in union if "border security" in line], "what is an output stands in the table"
    partners = rows(found, "Funding on the day")
    assert not [line for line in partners if line[0] == "European Union"], "it has paid for nothing since 2015"


def test_annex_2_before_the_report_was_written_knows_no_output() -> None:
    found = filled("annex-2", known_by="2018")
    (only,) = rows(found, "Outputs and activities")
    assert set(only) == {"not known, last looked 2017-10-26"}
    assert row(rows(found, "Illicit Drug"), "Focal points")[1] == "not known, last looked 2017-10-26"
    assert "Lao National Commission" in row(rows(found, "Illicit Drug"), "Chair")[1], "line 80 of 2017 says so too"


# The Dublin Group's chapters.


def test_the_lao_chapter_has_the_recommendations_by_their_numbers() -> None:
    table = rows(filled("country-chapter"), "Each with what came of it")
    numbers = [found.group(1) for line in table if (found := re.match(r"(\d+) ", line[0]))]
    # Lines 151 to 165: eight, of which the second and the fourth ask two things; 145 has one more, without number.
    assert numbers == ["1", "2", "2", "3", "4", "4", "5", "6", "7", "8"]
    assert len(table) == 11
    assert row(table, "5 ")[2] == NOT_KNOWN
    assert not [line for line in table if "border security" in line[0]], (
        "asked in another group's report, not of the country"
    )


def test_the_lao_chapter_has_needs_with_their_price_and_figures_with_their_date() -> None:
    found = filled("country-chapter")
    needs = bullets(found, "4. Needs")
    # Line 127: 60 million dollars in five years.
    assert [
        line for line in needs if line.startswith("Money to carry out the Master Plan") and "USD 60,000,000" in line
    ]
    figures = {re.sub(r" \[\d+\]", "", line[0]): line[1:] for line in rows(found, "The newest figure")}
    assert figures["Opium poppy cultivation"] == ("about 5,700 hectares", "2015")
    assert figures["Heroin seized"] == ("68.35 kilograms", "first half of 2017")
    assert figures["ATS tablets seized"][1] == "first half of 2017"
    assert not [name for name in figures if name.startswith(("Ats", "Ya Ba pills"))]


def test_figures_go_by_the_day() -> None:
    then = rows(filled("country-chapter", as_of="2016"), "The newest figure")
    assert row(then, "Opium poppy cultivation [")[1:] == ("about 5,700 hectares", "2015")
    assert not [line for line in then if "2017" in line[2]]
    assert [line for line in rows(filled("country-chapter"), "The newest figure") if "2017" in line[2]]


def test_the_lao_chapter_tells_of_programmes_that_nobody_is_known_to_pay_for() -> None:
    found = filled("country-chapter")
    table = rows(found, "Programmes of which no donor is known")
    # Line 123: the last project of the European Union ended in late 2015; line 119 of 2017: Australia's own work.
    assert "European Union (until 2015, start not stated, ended)" in row(table, "Last alternative development")[2]
    assert "Australia" in row(table, "Australian capacity building")[1]
    assert not [line for line in table if line[0].startswith("Border Management")], "Japan and the fund pay for it"
    assert [line for line in rows(found, "Funding on the day") if line[0] == "Luxembourg" and "(supports)" in line[1]]


def test_the_lao_chapter_has_plans_bodies_and_the_meeting() -> None:
    found = filled("country-chapter")
    told = "\n".join(line[0] for line in rows(found, "Laws, plans and agreements as stated"))
    assert "2016-2020 was approved (May 2016)" in told
    assert "came to the stage" not in told
    assert "China adopts" not in told, "another state's act stands in its own chapter"
    plans = {line[0]: line for line in rows(found, "Laws, plans and agreements of")}
    plan = plans["National Drug Control Master Plan of the Lao PDR 2016-2020"]
    assert plan[2:4] == ("2016-01-01", "2020-12-31")
    bodies = [line[0] for line in rows(found, "Bodies as stated")]
    assert len([line for line in bodies if "Supervision chairs Illicit Drug" in line]) == 1
    # Line 133: both groups met on 31 August 2017.
    assert [line for line in rows(found, "Who chairs, and when") if "31 August 2017" in line[0]]


@pytest.mark.parametrize(
    ("country", "asks", "first", "last", "met"),
    [
        # 6.3 has eight bullets (391 to 402); the workshop on the drug law and the police review ask besides.
        ("myanmar", None, "Keep the list of current and past", "Watch what politics", "25 August 2017"),
        # 7: four bullets to the Government (764 to 771).
        ("viet-nam", 4, "Let agencies coordinate", "Take a larger part in the Mini Dublin Group", None),
        # 1.7.3 (606 to 628), from the national plan to care in prison.
        (
            "cambodia",
            None,
            "Revise the national plan of 2013-2015",
            "Give people who use drugs treatment",
            "29 September 2017",
        ),
    ],
)
def test_other_chapters(country: str, asks: int | None, first: str, last: str, met: str | None) -> None:
    found = filled("country-chapter", country)
    table = rows(found, "Each with what came of it")
    assert asks is None or len(table) == asks
    order = [next(n for n, line in enumerate(table) if line[0].startswith(text)) for text in (first, last)]
    assert order == sorted(order)
    assert last in table[-1][0]
    assert met is None or [line for line in rows(found, "Who chairs, and when") if met in line[0]]
    assert not [line for line in table if "Lao PDR" in line[1]]


def test_the_bodies_of_a_country_are_told_with_those_who_chair_them() -> None:
    bodies = [line[0] for line in rows(filled("country-chapter", "myanmar"), "Bodies as stated")]
    # Line 245: the minister of home affairs chairs the committee, the chief of police is its joint secretary.
    seats = [line for line in bodies if "is member of Central Committee for Drug Abuse Control (" in line]
    assert [line.split("(")[1].split(",")[0] for line in sorted(seats)] == ["chair", "joint secretary"]


def test_an_accession_is_no_signature() -> None:
    told = [line[0] for line in rows(filled("country-chapter", "cambodia"), "Laws, plans and agreements as stated")]
    assert [line for line in told if "Protocol of 1972" in line and "(accession, September 2007)" in line]


# The HONLAP note: paragraphs 5 to 137.

TEN = ["China", "France", "Macao, China", "Nepal", "New Zealand", "Philippines", "Republic of Korea"]
TEN += ["Russian Federation", "Tajikistan", "United States"]


def test_the_note_counts_recommendations_respondents_and_paragraphs() -> None:
    found = filled("implementation-note")
    (text,) = [text_of(block.words) for block in found.blocks if isinstance(block, Text)]
    # Issues 1 to 4 have five, six, five and three recommendations; paragraph 3 names ten; paragraphs 5 to 137 are 133.
    assert text.startswith("19 recommendations; 10 respondents known by their replies; 133 replies.")
    (chart,) = found.pictures
    assert list(chart.header[1:]) == TEN
    keys = [f"{issue}({letter})" for issue, many in ((1, 5), (2, 6), (3, 5), (4, 3)) for letter in "abcdef"[:many]]
    assert [line[0] for line in chart.rows] == keys


@pytest.mark.parametrize(
    ("key", "silent"),
    [
        ("1(a)", {"France", "Tajikistan"}),  # 5 to 12
        ("2(c)", set()),  # 59 to 67: nine, and the United States by its word on all
        ("2(d)", {"Republic of Korea"}),  # 68 to 75
        ("2(f)", set(TEN) - {"Nepal", "Russian Federation", "United States"}),  # 83 and 84; and 12
        ("3(a)", {"China", "France", "Philippines", "Tajikistan"}),  # 85 to 89
        ("4(c)", {"France", "New Zealand", "Tajikistan"}),  # 132 to 137
    ],
)
def test_the_note_names_the_silent(key: str, silent: set[str]) -> None:
    found = filled("implementation-note")
    line = row(rows(found, "Recommendation by recommendation"), key)
    names = set(line[-1].split(": ")[1].split("; ")) if silent else set()
    assert names == silent
    assert line[-1].startswith(str(len(silent)))
    assert sum(int(cell) for cell in line[1:-1]) + len(silent) == 10
    cells = dict(zip(TEN, row(list(found.pictures[0].rows), key)[1:], strict=True))
    assert {who for who, word in cells.items() if word == "silent"} == silent


def test_the_note_tells_an_answer_from_what_is_none() -> None:
    words = {line[0]: dict(zip(TEN, line[1:], strict=True)) for line in filled("implementation-note").pictures[0].rows}
    # 12: the United States acted on all but poppy, without a word on how; poppy is not its concern.
    assert {each["United States"] for key, each in words.items() if key != "2(f)"} == {"blanket"}
    assert words["2(f)"]["United States"] == "not applicable"
    assert words["1(a)"]["New Zealand"] == "answered"  # 8: a standard practice, and forums found
    assert words["1(a)"]["Philippines"] == "lacks"  # 9: laws in conflict, protocols needed
    assert words["1(a)"]["Russian Federation"] == "off-topic"  # 11: frozen proceeds, nothing on evidence
    assert words["1(b)"]["Tajikistan"] == "lacks"  # 20: only begun; equipment and people lacking
    assert words["3(d)"]["Nepal"] == "blanket"  # 106 repeats what was asked
    assert words["2(f)"]["Nepal"] == "answered"  # 83: poppy is eradicated


def test_a_note_without_questionnaire_calls_nobody_silent() -> None:
    for document, many in (("dublin-group-2017", 46), ("idswg-2021", 12)):
        found = filled("implementation-note", document)
        table = rows(found, "Each with what came of it")
        assert len(table) == many
        assert "silent" not in as_markdown(found).casefold()
    assert "community policing" in row(table, "A.1 ")[2]


def test_a_note_before_the_meeting_reported_has_no_recommendation() -> None:
    found = filled("implementation-note", known_by="2018")
    assert [text_of(block.words) for block in found.blocks if isinstance(block, Text)] == [
        "0 recommendations; of whom a reply was asked is not known."
    ]


# The Mekong action plan: pages of the areas (lines 205 to 411) and the closing list (419 to 479).

AREA = "Sub-regional Action Plan, thematic area "


@pytest.mark.parametrize(
    ("area", "number", "outcomes", "activities"),
    [
        ("I: drugs and health", 1, 6, 7),
        ("II: law enforcement cooperation", 2, 8, 7),
        ("III: legal and judicial cooperation", 3, 3, 8),
        ("IV: sustainable alternative development", 4, 4, 11),
    ],
)
def test_the_action_plan_has_four_areas_each_with_its_outcomes_and_activities(
    area: str, number: int, outcomes: int, activities: int
) -> None:
    kinds = [line[0] for line in rows(filled("action-plan"), f"{AREA}{area}:")]
    goal = [f"Outcome {number}"]
    assert kinds[: outcomes + 1] == goal + [f"Outcome {number}.{n}" for n in range(1, outcomes + 1)]
    assert kinds[outcomes + 1 :] == ["Need"] + ["Action"] * activities


def test_the_action_plan_says_each_thing_once_with_both_wordings() -> None:
    found = filled("action-plan")
    whats = [line[1] for block in found.blocks if isinstance(block, Table) for line in block.rows]
    assert len(whats) == len({text_of(each) for each in whats})
    goal = rows(found, f"{AREA}IV: ")[0]
    assert goal[0] == "Outcome 4"
    assert "elsewhere: No more illicit opium" in goal[1], "line 405 says eliminated, line 471 reduce"
    (impact,) = rows(found, "Sub-regional Action Plan, tenth revision")
    assert impact[0] == "Outcome Impact"


def test_the_action_plan_goes_down_its_activities_in_the_order_of_the_page() -> None:
    told = [line[1] for line in rows(filled("action-plan"), f"{AREA}I: ") if line[0] == "Action"]
    # Lines 215 to 221: three parts stand below the second.
    heads = [
        "Do more research",
        "Better policies",
        "Higher standards",
        "Amend laws",
        "Build networks",
        "Build structures",
    ]
    assert [text.startswith(head) for text, head in zip(told, [*heads, "Train the staff"], strict=True)] == [True] * 7


def test_near_an_outcome_stands_only_work_on_all_its_themes() -> None:
    health = rows(filled("action-plan"), f"{AREA}I: ")
    need = next(line for line in health if line[0] == "Need")
    # Cooperation on drugs and health (209): a partnership against transnational crime is no such work.
    assert "Transnational Crime" not in need[3]
    crime = rows(filled("action-plan"), f"{AREA}III: ")[0]
    assert "Mekong-Australia Partnership: Transnational Crime: Australia" in crime[3]
    precursors = next(line for line in rows(filled("action-plan"), f"{AREA}II: ") if line[0] == "Outcome 2.5")
    # Line 33 of the sector group's report: Japan and the United States pay for precursor control.
    assert precursors[3].startswith("Precursor Control Programme: Japan, United States")
    assert not re.search(r": *\[|: *;", precursors[3]), "no work without a donor"


def test_the_action_plan_before_its_brochure_is_not_known() -> None:
    assert not [block for block in filled("action-plan", known_by="2016").blocks if isinstance(block, Table)]


# The ASEAN work plan: lines 9 to 158.


@pytest.mark.parametrize(
    ("part", "elements", "keys"),
    [
        ("Part I", 2, ["I.1.1", "I.1.6", "I.2.1", "I.2.4"]),
        ("Part II", 3, ["II.1.1", "II.1.9", "II.2.1", "II.2.9", "II.3.1", "II.3.3"]),
        ("Part III", 3, ["III.1.1", "III.1.9", "III.1.10", "III.2.1", "III.2.8", "III.3.1", "III.3.6"]),
    ],
)
def test_the_work_plan_has_its_actions_in_order(part: str, elements: int, keys: list[str]) -> None:
    told = [line[0] for line in rows(filled("work-plan"), f"{part}:")]
    actions = [key for key in told if key.count(".") == 2]
    assert len(told) - len(actions) == elements
    assert len(actions) == {"Part I": 6 + 4, "Part II": 9 + 9 + 3, "Part III": 10 + 8 + 6}[part]
    assert [key for key in actions if key in keys] == keys
    assert told == sorted(told, key=lambda key: [int(n) for n in key.split(".")[1:]]), "II.2 before II.2.1, 9 before 10"


def test_the_work_plan_has_its_benchmarks_and_its_reviews() -> None:
    found = filled("work-plan")
    keys = [line[0] for line in rows(found, "I: ")]
    # Lines 15 to 36: three reductions with three, four and three benchmarks.
    assert [key for key in keys if "." in key] == [
        *("i.a", "i.b", "i.c", "ii.a", "ii.b", "ii.c", "ii.d", "iii.a", "iii.b", "iii.c")
    ]
    assert {"i", "ii", "iii"} < set(keys)
    reviews = [line[1] for line in rows(found, "Monitoring: ")]
    assert len(reviews) == 4, "lines 50 to 53"
    assert [text for text in reviews if text.startswith("Review at mid-term (planned, 2012)")]


def test_a_plan_is_no_evidence_of_itself() -> None:
    found = filled("work-plan")
    reduction = next(line for line in rows(found, "I: ") if line[0] == "ii")
    # Part II of the plan takes the reduction up; that it was reached, nobody says.
    assert reduction[2] == NOT_KNOWN
    reported = {line[2] for part in ("Part I:", "Part II:", "Part III:") for line in rows(found, part)}
    assert reported == {NOT_KNOWN}, "no document reports on the plan"


def test_evidence_beside_an_action_names_programmes_and_funders() -> None:
    found = filled("work-plan")
    precursors = next(line for line in rows(found, "Part II:") if line[0] == "II.1.3")
    assert "Precursor Control Programme: Japan, United States" in precursors[3]
    exchange = next(line for line in rows(found, "Part III:") if line[0] == "III.1.9")
    # Exchange on reducing demand: cooperation against crime is on the wider theme alone.
    assert "Transnational Crime" not in exchange[3]
    then = next(line for line in rows(filled("work-plan", known_by="2018"), "Part II:") if line[0] == "II.1.3")
    assert "Precursor Control Programme: Japan" not in then[3], "told of in 2021"
