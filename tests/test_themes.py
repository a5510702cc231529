"""The scheme of themes against the texts, and what the documents list against the scheme.

`LISTS` was worked out by reading the five lists and the issues in their documents; each row has the
line and the words printed there. The structure of `themes.ttl` that the code relies on is in
`test_ontology`; here it is what the scheme says. Where the texts are not at hand, what needs them is skipped.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef

from command import run
from pactgraph import resources, vocab
from pactgraph.find import fold
from pactgraph.load import load_records
from pactgraph.model import Item, Records
from pactgraph.vocab import ID

SCHEME = Graph().parse(resources.ontology_dir() / "themes.ttl")
CONCEPTS = sorted(str(node).removeprefix(ID) for node in SCHEME.subjects(RDF.type, SKOS.Concept))
#: Beside the checkout, as the check of the citations has it.
SOURCES = Path(__file__).parents[2] / "shared" / "sources"
needs_texts = pytest.mark.skipif(not SOURCES.is_dir(), reason="the documents' texts are not beside the project")

#: Purpose codes that were checked in the code list; 15160, human rights, is one of them.
CHECKED_CODES = {
    *("16063", "12330", "31165", "43050"),
    *("15132", "15134", "15130", "15113", "15210", "13040", "31120", "43040", "15160"),
}


@pytest.fixture(scope="module")
def real() -> Records:
    """Read once; nothing here changes it."""
    return load_records(resources.data_dir())


@pytest.fixture(scope="module")
def texts() -> dict[str, list[str]]:
    """The lines of each document's text, folded."""
    return {path.stem: [fold(line) for line in path.read_text("utf-8").split("\n")] for path in SOURCES.glob("*.txt")}


def node(theme: str) -> URIRef:
    return URIRef(ID + theme)


def stands_in(text: str, label: str) -> bool:
    """Whether the folded text has the label, as whole words, or its plural."""
    wanted = fold(label)
    return f" {wanted} " in f" {text} " or f" {wanted}s " in f" {text} "


def labels(theme: str) -> list[str]:
    return [str(label) for kind in (SKOS.prefLabel, SKOS.altLabel) for label in SCHEME.objects(node(theme), kind)]


def with_broader(theme: str) -> set[str]:
    above = {str(broader).removeprefix(ID) for broader in SCHEME.objects(node(theme), SKOS.broader)}
    return {theme}.union(*map(with_broader, above))


# The scheme ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", CONCEPTS)
def test_every_theme_is_defined_in_one_sentence(theme: str) -> None:
    (definition,) = SCHEME.objects(node(theme), SKOS.definition)
    assert isinstance(definition, Literal)
    assert definition.language == "en"
    assert re.fullmatch(r"[A-Z][^.!?]{20,160}\.", definition), definition


@pytest.mark.parametrize("theme", CONCEPTS)
def test_every_theme_has_its_place_in_the_tree(theme: str) -> None:
    assert list(SCHEME.objects(node(theme), SKOS.inScheme)) == [node("themes")]
    above = [*SCHEME.objects(node(theme), SKOS.broader), *SCHEME.objects(node(theme), SKOS.topConceptOf)]
    assert len(above) == 1, "one broader theme, or a top concept"


def test_no_definition_is_said_of_two_themes() -> None:
    said = Counter(str(definition) for definition in SCHEME.objects(None, SKOS.definition))
    assert [definition for definition, times in said.items() if times > 1] == []


def test_no_label_leads_to_two_themes() -> None:
    """Neither by case nor by a hyphen, and none is given twice for the same theme."""
    given = Counter(fold(label) for theme in CONCEPTS for label in labels(theme))
    assert [label for label, times in given.items() if times > 1] == []


def test_notations_are_codes_that_were_checked() -> None:
    codes = {str(code) for code in SCHEME.objects(None, SKOS.notation)}
    assert codes <= CHECKED_CODES
    # Those that speak of drug control itself have a theme.
    assert {"16063", "12330", "31165", "43050"} <= codes


def test_whole_words_are_looked_for() -> None:
    assert stands_in(fold("much ATS, two SEZs"), "ATS")
    assert stands_in(fold("much ATS, two SEZs"), "SEZ")
    assert stands_in(fold("Anti-corruption, re-\nintegration"), "re-integration")
    assert not stands_in(fold("cats and formats"), "ATS")
    assert not stands_in(fold("drug law-enforcement"), "drug laws")


@needs_texts
@pytest.mark.parametrize("theme", CONCEPTS)
def test_alternative_labels_are_the_documents_own_words(texts: dict[str, list[str]], theme: str) -> None:
    whole = [" ".join(lines) for lines in texts.values()]
    assert len(whole) == 5
    for label in SCHEME.objects(node(theme), SKOS.altLabel):
        assert any(stands_in(text, str(label)) for text in whole), label


@needs_texts
def test_every_theme_is_found_by_a_word_of_the_documents(texts: dict[str, list[str]]) -> None:
    whole = [" ".join(lines) for lines in texts.values()]
    unheard = [t for t in CONCEPTS if not any(stands_in(text, label) for text in whole for label in labels(t))]
    # What the documents treat across the areas is our own heading.
    assert unheard == ["across-areas"]


@needs_texts
def test_definitions_are_our_own_words(texts: dict[str, list[str]]) -> None:
    whole = [" ".join(lines) for lines in texts.values()]
    assert [d for d in SCHEME.objects(None, SKOS.definition) if any(fold(str(d)) in text for text in whole)] == []


def test_every_theme_is_in_use(real: Records) -> None:
    """By two statements at least, its own and not those of a narrower theme; a heading needs none."""
    used = Counter(s.object for s in real.statements if s.predicate == "addresses")
    used.update(theme for s in real.statements if s.claim for theme in s.claim.themes)
    assert [theme for theme in CONCEPTS if used[theme] < 2] == ["across-areas"]


def test_the_code_knows_the_definitions() -> None:
    by_id = {theme.id: theme for theme in vocab.themes()}
    assert sorted(by_id) == CONCEPTS, "a list of a document is no theme"
    assert all(theme.definition for theme in by_id.values())
    assert by_id["corruption"].definition in run("show", "corruption").out


# The documents' own lists --------------------------------------------------------------------------

MEKONG, DUBLIN, ASEAN = "mekong-mou", "dublin-group-2017", "asean-work-plan-2009-2015"
LAO, CAMBODIA = f"{DUBLIN}-lao-priority", f"{DUBLIN}-cambodia-plan"
VIET_NAM, AREA = "unodc-country-programme-viet-nam", "sub-regional-action-plan-area"

#: Document, member, line, the words printed there, the themes that they name.
LISTS: list[tuple[str, str, int, str, set[str]]] = [
    (MEKONG, f"{AREA}-1", 178, "Drugs and health", {"drugs-and-health"}),
    (MEKONG, f"{AREA}-2", 179, "Law Enforcement Cooperation", {"law-enforcement"}),
    (MEKONG, f"{AREA}-3", 180, "Legal and Judicial Cooperation", {"legal-and-judicial"}),
    (MEKONG, f"{AREA}-4", 181, "Sustainable Alternative Development", {"alternative-development"}),
    (DUBLIN, f"{LAO}-1", 69, "legal instruments", {"drug-law"}),
    (DUBLIN, f"{LAO}-2", 70, "Data/Information collection and analysis", {"data-and-research"}),
    # To teach the laws to the public is told as one thing with the harm that drugs do.
    (DUBLIN, f"{LAO}-3", 71, "adverse consequences from drug abuse", {"prevention"}),
    (DUBLIN, f"{LAO}-4", 72, "Treatment and vocational training", {"treatment", "rehabilitation"}),
    (
        DUBLIN,
        f"{LAO}-5",
        74,
        "replacing opium poppy and cannabis cultivation",
        {"alternative-development", "opium-cultivation", "cannabis-cultivation"},
    ),
    (DUBLIN, f"{LAO}-6", 75, "Law enforcement", {"law-enforcement"}),
    (DUBLIN, f"{LAO}-7", 76, "Precursor control, analysis and test", {"precursor-control", "forensics"}),
    (DUBLIN, f"{LAO}-8", 77, "International cooperation", {"regional-cooperation"}),
    (DUBLIN, f"{LAO}-9", 78, "organisational machinery", {"policy-coordination"}),
    (DUBLIN, f"{CAMBODIA}-1", 508, "Drug Demand Reduction", {"drugs-and-health", "prevention"}),
    (DUBLIN, f"{CAMBODIA}-2", 509, "Drug Supply Reduction", {"law-enforcement", "drug-trafficking"}),
    (DUBLIN, f"{CAMBODIA}-3", 510, "Treatment, Rehabilitation, and Re-Integration", {"treatment", "rehabilitation"}),
    (DUBLIN, f"{CAMBODIA}-4", 511, "Law Enforcement", {"law-enforcement"}),
    (DUBLIN, f"{CAMBODIA}-5", 512, "International Cooperation", {"regional-cooperation"}),
    (
        DUBLIN,
        f"{VIET_NAM}-crime",
        732,
        "organised crime and illicit trafficking",
        {"organised-crime", "drug-trafficking"},
    ),
    (
        DUBLIN,
        f"{VIET_NAM}-corruption",
        733,
        "Corruption and anti-money laundering",
        {"corruption", "anti-money-laundering"},
    ),
    (DUBLIN, f"{VIET_NAM}-terrorism", 734, "Counter terrorism", {"terrorism-prevention"}),
    (DUBLIN, f"{VIET_NAM}-justice", 735, "Criminal justice", {"legal-and-judicial"}),
    (DUBLIN, f"{VIET_NAM}-demand", 736, "Drug demand reduction and HIV/AIDS", {"drugs-and-health", "harm-reduction"}),
    (
        ASEAN,
        f"{ASEAN}-i",
        55,
        "illicit crops cultivation",
        {"alternative-development", "opium-cultivation", "cannabis-cultivation"},
    ),
    (
        ASEAN,
        f"{ASEAN}-ii",
        78,
        "illicit manufacturing and trafficking of drugs and drug-related crime",
        {"law-enforcement", "drug-trafficking", "drug-production"},
    ),
    (ASEAN, f"{ASEAN}-iii", 118, "prevalence of illicit drug use", {"drugs-and-health"}),
]

#: The fifth list is of headings: issue, line, words, themes of its collection.
ISSUES: list[tuple[int, int, str, set[str]]] = [
    (1, 42, "Internet in addressing drug trafficking and abuse", {"cybercrime", "drug-trafficking", "prevention"}),
    (2, 146, "diversion of and trafficking in precursors", {"precursor-control"}),
    (3, 258, "coordinating border management strategies", {"border-management", "criminal-intelligence"}),
    (4, 348, "children and young people to prevent and treat drug abuse", {"youth", "prevention", "treatment"}),
]


def issue(number: int) -> URIRef:
    return node(f"honlap-43-issue-{number}")


def recommendations(real: Records, number: int) -> list[Item]:
    items = [thing.entry for thing in real.things.values() if isinstance(thing.entry, Item)]
    return [item for item in items if re.fullmatch(rf"honlap-43-rec-{number}[a-z]", item.id)]


def test_thirty_members_are_looked_at() -> None:
    assert len(LISTS) + len(ISSUES) == 4 + 9 + 5 + 5 + 3 + 4 == 30


@pytest.mark.parametrize(("document", "member", "line", "themes"), [(d, m, n, t) for d, m, n, _, t in LISTS])
def test_members_lead_to_the_themes_they_name(
    real: Records, document: str, member: str, line: int, themes: set[str]
) -> None:
    """What is told of the member at its line in the list; elsewhere the document may say more of it."""
    told = {
        s.object
        for s in real.statements
        if (s.subject, s.predicate, s.document) == (member, "addresses", document) and line in s.locator.lines
    }
    assert told == themes


@pytest.mark.parametrize(
    ("whole", "part", "count"),
    [
        ("sub-regional-action-plan", f"{AREA}-.*", 4),
        ("drug-control-masterplan-lao-2016-2020", f"{LAO}-.*", 9),
        ("drug-control-plan-2016-2018-cambodia", f"{CAMBODIA}-.*", 5),
        (VIET_NAM, f"{VIET_NAM}-.*", 5),
        (ASEAN, f"{ASEAN}-i+", 3),
    ],
)
def test_no_member_was_left_out(real: Records, whole: str, part: str, count: int) -> None:
    """A part that the data know and the table does not would be a list read wrongly."""
    parts = {s.subject for s in real.statements if (s.predicate, s.object) == ("part_of", whole)}
    members = {each for each in parts if re.fullmatch(part, each)}
    assert len(members) == count
    assert members <= {member for _, member, *_ in LISTS}


@pytest.mark.parametrize(("number", "themes"), [(n, t) for n, _, _, t in ISSUES])
def test_issues_are_collections_of_themes(real: Records, number: int, themes: set[str]) -> None:
    assert (issue(number), RDF.type, SKOS.Collection) in SCHEME
    assert list(SCHEME.objects(issue(number), DCTERMS.source)) == [node("honlap-43")]
    members = {str(member).removeprefix(ID) for member in SCHEME.objects(issue(number), SKOS.member)}
    assert members == themes <= set(CONCEPTS)
    assert str(issue(number)).removeprefix(ID) not in real.things, "a heading is no entity"


@pytest.mark.parametrize(
    ("number", "asked", "themes"), [(n, a, t) for (n, _, _, t), a in zip(ISSUES, (5, 6, 5, 3), strict=True)]
)
def test_what_an_issue_asks_lies_in_its_themes(real: Records, number: int, asked: int, themes: set[str]) -> None:
    found = recommendations(real, number)
    assert len(found) == asked
    for item in found:
        assert themes & set().union(*map(with_broader, item.themes)), item.id


def test_there_are_four_issues() -> None:
    collections = {str(each) for each in SCHEME.subjects(RDF.type, SKOS.Collection)}
    assert collections == {str(issue(number)) for number, *_ in ISSUES}


@needs_texts
def test_the_lists_are_printed_where_the_table_says(texts: dict[str, list[str]]) -> None:
    rows = [(document, line, words) for document, _, line, words, _ in LISTS]
    rows += [("honlap-43", line, words) for _, line, words, _ in ISSUES]
    for document, line, words in rows:
        assert stands_in(texts[document][line - 1], words), (document, line)


# What readers missed in the scheme -----------------------------------------------------------------

#: Who or what speaks of it, and the theme it was read to have; then one that must not have it.
HAS = [
    (f"{DUBLIN}-cambodia-corruption", "corruption"),  # L514
    ("unodc-country-programme-myanmar", "corruption"),  # L276
    ("ilsta-workshops", "corruption"),  # sector group, L41
    ("patrol", "migrant-smuggling"),  # L101
    ("mekong-ministerial-meeting", "migrant-smuggling"),  # memorandum, L158
    ("sweden-cambodia-agreement", "migrant-smuggling"),  # L571
    ("patrol", "environmental-crime"),  # L101
    (f"{DUBLIN}-viet-nam-strategy-priorities", "environmental-crime"),  # L742
    ("eu-asean-security-initiatives", "export-control"),  # L557
    ("exbs-viet-nam", "export-control"),  # L724
    ("lift-fund", "food-security"),  # L336
    ("wfp-food-kokang", "food-security"),  # L320
    ("mekong-mou-1993", "drug-production"),  # L37
    ("clandestine-laboratory-teams-new-zealand", "drug-production"),  # heads of agencies, L222
    ("poppy-and-cannabis-eradication-nepal", "crop-eradication"),  # L254
    (f"{ASEAN}-vision-i-b", "cannabis-cultivation"),  # L23
    (f"{MEKONG}-closing-4-2", "cannabis-cultivation"),  # L475, as marijuana
    (f"{MEKONG}-ungass-measures", "controlled-medicines"),  # L134
    (f"{ASEAN}-ii-2-6", "controlled-medicines"),  # L105, online pharmacies
    (f"{MEKONG}-area-1-activity-2-3", "youth"),  # L219
    ("honlap-43-rec-4a", "youth"),  # L352
    (f"{DUBLIN}-lao-rec-5", "sentencing"),  # L159
    (f"{DUBLIN}-lao-rec-4-legal", "mutual-legal-assistance"),  # L157
    (f"{DUBLIN}-viet-nam-need-services", "compulsory-treatment"),  # L753
    (f"{DUBLIN}-cambodia-rec-10", "prison-health"),  # L625
    (f"{DUBLIN}-viet-nam-heroin", "opiates"),  # L762
    (f"{DUBLIN}-cambodia-cocaine-transit", "cocaine"),  # L476
]
HAS_NOT = [
    (f"{DUBLIN}-viet-nam-economic-police", "corruption"),  # L742: economic crime is not said to be corruption
    (f"{DUBLIN}-viet-nam-uk-cannabis", "migrant-smuggling"),  # L716: migrants as staff, none smuggled
    ("national-programme-human-trafficking-viet-nam", "migrant-smuggling"),  # L742: trafficking in persons alone
    ("task-force-wildlife-trafficking", "environmental-crime"),  # sector group, L47: the narrower theme says it
    ("container-control-viet-nam", "export-control"),  # L740: STCs are not spelled out
    ("wfp-asset-creation-myanmar", "food-security"),  # L320: ponds and water supply
    (f"{ASEAN}-vision-i-a", "cannabis-cultivation"),  # L22: poppy alone
    (f"{DUBLIN}-viet-nam-afp-laundering", "cannabis-cultivation"),  # L702: the money is meant
    ("honlap-43-r-48", "controlled-medicines"),  # L160: the act counts for precursors
    (f"{DUBLIN}-lao-poppy-places", "opiates"),  # L51: where poppy grows, not the drug
    ("honlap-43-rec-4b", "youth"),  # L368: teachers
    (f"{MEKONG}-ungass-prevention-treatment", "youth"),  # L142: told apart
    (f"{DUBLIN}-cambodia-rec-5-threshold", "sentencing"),  # L617: what is possession, not how it is punished
]


def themes_of(real: Records, thing: str) -> set[str | None]:
    assert thing in real.things
    return {s.object for s in real.statements if (s.subject, s.predicate) == (thing, "addresses")}


@pytest.mark.parametrize(("thing", "theme"), HAS)
def test_what_speaks_of_a_theme_has_it(real: Records, thing: str, theme: str) -> None:
    assert theme in themes_of(real, thing)


@pytest.mark.parametrize(("thing", "theme"), HAS_NOT)
def test_what_does_not_speak_of_it_has_it_not(real: Records, thing: str, theme: str) -> None:
    assert theme in CONCEPTS
    assert theme not in themes_of(real, thing)
