"""Two days, two donors, two countries side by side, in a real browser, from a file, the network off.

What is known from the sector group's report of 2021 itself, written down before the page was made:

- Line 41: Germany has paid for the coffee programme in Houaphanh "since 2020"; line 38: Japan has supported the
  Ministry of Public Security "since 2018". Both began after 26 October 2017, and were told since. Luxembourg's
  project there began in early 2016: it did not begin between the two days.
- The Mekong brochure, line 80: Lao PDR and Myanmar signed the memorandum of 1993; Dublin report, line 171: Japan and
  others sit in the mini-Dublin Group of Myanmar.
- Line 20: Japan and the United States pay for treatment, line 35: and for precursor control. Line 15: Japan pays for
  border management, and with Australia for container control; line 19: the United States, not Japan, support work
  against money laundering.

All else is compared with what Python's clock and analyses say of the same days.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_explorer_map import _explorer, _write
from test_explorer_page import AXE, CHROMIUM, Open, Opened, browser, hostile, open_page, real

import pactgraph
import test_view
from command import call, real_graph
from conftest import World
from pactgraph import words

__all__ = ["browser", "hostile", "open_page", "real"]  # fixtures

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]
DAYS = "#/compare?of=days&a=2017-10-26&b=2021-12-31"
THERE = {"in force", "perhaps", "last seen", "disputed", "suspended"}


def whole(opened: Opened) -> None:
    """Show every row of every table."""
    while (more := opened.page.locator("main button.more")).count():
        more.first.click()


def changes(opened: Opened) -> dict[str, tuple[str, bool]]:
    """Each statement in the table with what became of it, and whether it was told since."""
    whole(opened)
    found = opened.page.evaluate(
        """() => [...document.querySelectorAll("[data-change]")].map(
            (e) => [e.dataset.statement, e.dataset.change, e.dataset.late])"""
    )
    assert len({each[0] for each in found}) == len(found)
    return {statement: (change, late == "1") for statement, change, late in found}


def sides(opened: Opened, section: str) -> dict[str, str]:
    """The lines under a heading, each with its side."""
    whole(opened)
    found = opened.page.evaluate(
        f"""() => [...document.querySelectorAll("main section")]
            .filter((e) => e.querySelector("h2").textContent === {json.dumps(section)})
            .flatMap((e) => [...e.querySelectorAll("[data-side]")])
            .map((line) => [line.dataset.line, line.dataset.side])"""
    )
    assert len({line for line, _ in found}) == len(found)
    return dict(found)


# ---- two days


def test_what_began_is_what_the_report_says(open_page: Open, real: Path) -> None:
    opened = open_page(real, f"{DAYS}&family=money&only=began")
    rows = opened.page.locator("main tbody tr").all_inner_texts()
    for words_ in (
        "Germany funds Sustainable livelihoods programme through coffee",
        "Japan supports Ministry of Public Security",
    ):
        (row,) = [text for text in rows if words_ in text]
        assert "began" in row
        assert "told since" in row
        assert "not known then" in row
        assert "in force" in row
    assert not any("Luxembourg" in text for text in rows)
    opened.page.locator("main tbody tr", has_text="Germany funds").locator("a.evidence").click()
    opened.wait("document.querySelector('.drawer h2') === document.activeElement")
    assert "line 41" in opened.text(".drawer")


@pytest.mark.parametrize(("known", "with_"), [("", ""), ("", "now"), ("2019-12-31", "")])
def test_changes_are_those_of_the_two_clocks(open_page: Open, real: Path, known: str, with_: str) -> None:
    graph = real_graph()
    limit = known or "9999-12-31"
    then = with_ != "now"
    former = graph.clock("2017-10-26", min("2017-10-26", limit) if then else known or None)
    latter = graph.clock("2021-12-31", min("2021-12-31", limit) if then else known or None)
    hindsight = graph.clock("2017-10-26", latter.known_by.isoformat())
    began, ended, learnt, same = set(), set(), set(), 0
    for statement in graph.statements:
        if not latter.knows(statement.document):
            continue
        before, after = words.state(statement, hindsight), words.state(statement, latter)
        if before == "not yet" and after in THERE - {"perhaps"}:
            began.add(statement.id)
        if before in {*THERE, "denied", "planned", "set aside"} and after == "ended":
            ended.add(statement.id)
        if before == after and former.knows(statement.document):
            same += 1
        elif before == after or before == "not known":
            learnt.add(statement.id)
    opened = open_page(real, f"{DAYS}&known={known}&with={with_}&only=began")
    found = changes(opened)
    assert set(found) == began
    assert {each for each, (_, late) in found.items() if late} == {
        s.id for s in graph.statements if s.id in began and not former.knows(s.document)
    }
    assert f"{same:,} statements known on both days read the same" in opened.text("main")
    opened.to(f"{DAYS}&known={known}&with={with_}&only=ended")
    assert set(changes(opened)) == ended
    opened.to(f"{DAYS}&known={known}&with={with_}&family=seat&only=learnt")
    seats = {s.id for s in graph.statements if pactgraph.vocab.PREDICATES[s.predicate].family == "seat"}
    assert set(changes(opened)) == learnt & seats
    if with_ == "now":
        assert not any(late for _, late in changes(opened).values()), "with today's knowledge nothing is told since"


def test_the_earlier_day_stands_first_and_bad_days_are_reported(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/compare?of=days&a=2021-12-31&b=2017-10-26")
    assert "26 October 2017 and 31 December 2021" in opened.text("main h2")
    opened.to("#/compare?of=days&a=yesterday&b=2021-12-31&asof=2016")
    assert "“yesterday” is no day, month or year" in opened.text("main")
    assert "the as-of day above does not move it" in opened.text("main")
    opened.to("#/compare?of=days&a=2021&b=2021&with=now")
    assert "Nothing that is told changes between these two days." in opened.text("main")
    opened.to("#/compare?of=days&about=lcdc&a=2017-10-26&b=2021-12-31")
    assert set(changes(opened)) <= {s.id for s in real_graph().statements if "lcdc" in (s.subject, s.object)}
    opened.page.locator("main a:text-is('Take the filters away')").click()
    opened.wait("document.querySelector('main').textContent.includes('read the same on both')")


# ---- two donors


def test_two_donors_share_what_the_report_says(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/compare?of=donors&a=japan&b=united-states")
    work = sides(opened, "Pieces of work that they pay for or support")
    names = {each: thing.label for each, thing in real_graph().things.items()}
    both = {names[each] for each, side in work.items() if side == "both"}
    only_japan = {names.get(each, each) for each, side in work.items() if side == "a"}
    only_states = {names.get(each, each) for each, side in work.items() if side == "b"}
    assert {"Precursor Control Programme", "Evidence-based drug treatment and care, Lao PDR"} <= both
    assert {"Border Management Programme, Lao PDR", "Container Control Programme, Lao PDR"} <= only_japan
    assert "Anti-Money Laundering/Countering the Financing of Terrorism Programme, Lao PDR" in only_states
    assert not any("japan-supports-viet-nam" in each for each in work), "what a document denies is no work"
    assert sides(opened, "Seats and signatures")["mini-dublin-myanmar"] == "both", "line 171"


@pytest.mark.parametrize(("as_of", "known_by"), [("", ""), ("2017-10-26", "2017-12-31")])
def test_cells_of_two_donors_are_those_of_the_command(open_page: Open, real: Path, as_of: str, known_by: str) -> None:
    options = [*(("--as-of", as_of) if as_of else ()), *(("--known-by", known_by) if known_by else ())]
    expected: dict[str, set[str]] = {}
    for donor in ("japan", "united-states"):
        for cell in json.loads(call("gaps", "coverage", "--donor", donor, "--format", "json", "--all", *options).out):
            if cell["state"] == "covered" and cell["country"] == "lao-pdr":
                expected.setdefault(f"{cell['theme']} lao-pdr", set()).add(donor)
    side = {frozenset({"japan"}): "a", frozenset({"united-states"}): "b", frozenset({"japan", "united-states"}): "both"}
    opened = open_page(real, f"#/compare?of=donors&a=japan&b=united-states&place=lao-pdr&asof={as_of}&known={known_by}")
    assert sides(opened, "Themes and places") == {line: side[frozenset(donors)] for line, donors in expected.items()}
    assert expected
    opened.page.locator("main tbody a.evidence").first.click()
    opened.wait("document.querySelector('.drawer h2') === document.activeElement")
    assert "Rests on" in opened.text(".drawer")


# ---- two countries


def test_two_countries_have_the_donors_and_themes_of_the_command(open_page: Open, real: Path) -> None:
    donors: dict[str, set[str]] = {}
    themes: dict[str, set[str]] = {}
    for place, side in (("lao-pdr", "a"), ("myanmar", "b")):
        for cell in json.loads(call("gaps", "coverage", "--country", place, "--format", "json", "--all").out):
            if cell["state"] == "covered":
                donors.setdefault(cell["subject"], set()).add(side)
                themes.setdefault(cell["theme"], set()).add(side)

    def one(found: dict[str, set[str]]) -> dict[str, str]:
        return {each: "both" if len(of) == 2 else next(iter(of)) for each, of in found.items()}

    opened = open_page(real, "#/compare?of=countries&a=lao-pdr&b=myanmar")
    assert sides(opened, "Donors present") == one(donors)
    assert sides(opened, "Themes on which work is paid for or supported") == one(themes)
    treaties = sides(opened, "Treaties and agreements: what was signed or joined")
    assert treaties["mekong-mou-1993"] == "both", "both signed the memorandum of 1993"
    assert (
        treaties["memorandum-jica-border-affairs"] == "b" if "memorandum-jica-border-affairs" in treaties else treaties
    )
    asks = sides(opened, "Needs and priorities stated, by theme")
    assert asks["opium-cultivation"] == "both"
    graph = real_graph()
    items = [t.item for t in graph.things.values() if t.type in ("need", "priority")]
    for place, side in (("lao-pdr", "a"), ("myanmar", "b")):
        for theme in {theme for item in items if place in item.place for theme in item.themes}:
            assert asks[theme] in (side, "both"), (place, theme)


# ---- how it is used


def test_sides_are_told_by_sign_and_word_and_can_be_taken_alone(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/compare?of=donors&a=japan&b=united-states")
    work = sides(opened, "Pieces of work that they pay for or support")
    section = opened.page.locator(
        "section", has=opened.page.locator("h2:text-is('Pieces of work that they pay for or support')")
    )
    counts = section.locator(".kinds a").all_inner_texts()
    tally = [sum(side == each for side in work.values()) for each in ("a", "both", "b")]
    assert [" ".join(text.split()) for text in counts] == [
        f"◧ {tally[0]} only Japan",
        f"■ {tally[1]} both",
        f"◨ {tally[2]} only United States",
    ]
    section.locator(".kinds a").nth(1).click()
    opened.wait("new Set([...document.querySelectorAll('[data-side]')].map((e) => e.dataset.side)).size", 1)
    assert set(sides(opened, "Pieces of work that they pay for or support").values()) == {"both"}
    opened.page.select_option("main select >> nth=0", "australia")
    opened.wait("location.hash.includes('a=australia')")
    assert "only Australia" in opened.text("main")
    assert "nothing known" in open_page(real, "#/compare?of=countries&a=lao-pdr&b=japan").text("main")


def test_a_table_is_taken_away_and_a_page_leads_here(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/e/japan?asof=2021")
    opened.page.click("text=Compare Japan with …")
    opened.wait("document.querySelector('main h1').textContent", "Compare two donors")
    assert "asof=2021" in opened.page.evaluate("location.hash"), "the day goes along"
    with opened.page.expect_download() as saved:
        opened.page.locator("main section button:text-is('CSV')").nth(1).click()
    lines = Path(saved.value.path()).read_text("utf-8-sig").splitlines()
    assert saved.value.suggested_filename == "compare-work.csv"
    assert lines[0].startswith("id,Side,What,Japan,")
    opened.to("#/e/lcdc")
    opened.page.click("text=What changed between two days")
    opened.wait("document.querySelector('main h1').textContent", "Compare two days")
    opened.to("#/e/treatment")
    assert opened.page.locator("text=Compare Treatment").count() == 0, "a theme is no donor and no country"
    opened.requests[:] = [url for url in opened.requests if not url.startswith("blob:")]


def test_what_cannot_be_compared_is_said(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/compare?of=donors&a=nobody&b=japan")
    assert "“nobody” cannot be compared here" in opened.text("main")
    opened.to("#/compare?of=donors&a=japan&b=japan")
    assert "Both sides are the same" in opened.text("main")
    opened.to("#/compare?of=countries&a=treatment")
    assert "“treatment” cannot be compared here" in opened.text("main")
    opened.to("#/compare?of=nonsense")
    assert opened.text("main h1") == "Compare two days"


# ---- hostile, empty, one


def test_hostile_names_are_text_side_by_side(open_page: Open, hostile: Path, tmp_path: Path) -> None:
    opened = open_page(hostile, "#/compare?of=days&a=2019&b=2021-06-30")
    text = opened.page.evaluate("document.querySelector('main').textContent")
    assert all(name in text for name in test_view.HOSTILE), "implementing since 2021 is news"
    opened.to("#/compare?of=donors&a=<img src=x onerror=window.marker=9>&b=<b>")
    opened.to("#/compare?of=countries&a=<i>&about=<script>")
    assert opened.page.evaluate("window.marker") is None
    assert opened.page.locator("main img, main b b, main i, main script").count() == 0
    names = (test_view.HOSTILE[0], test_view.HOSTILE[1])
    few = open_page(
        _explorer(tmp_path, pactgraph.load(_write(tmp_path / "data", names))), "#/compare?of=countries&a=laos"
    )
    assert few.page.evaluate("window.marker") is None


def test_an_empty_graph_and_one_entity(open_page: Open, tmp_path: Path, world: World) -> None:
    empty = tmp_path / "empty"
    (empty / "entities/country").mkdir(parents=True)
    (empty / "statements").mkdir()
    (empty / "entities/country/all.yaml").write_text("[]\n", "utf-8")
    (tmp_path / "one").mkdir()
    nothing = open_page(_explorer(tmp_path, pactgraph.load(empty)), "#/compare")
    one = open_page(_explorer(tmp_path / "one", pactgraph.load(world())), "#/compare")
    for opened in (nothing, one):
        for of in ("donors", "countries"):
            opened.to(f"#/compare?of={of}")
            assert opened.text("main h1") == f"Compare two {of}"
    assert "These data have too little to compare" in nothing.text("main")


@pytest.mark.skipif(not AXE.exists(), reason="needs `npm ci` in graph/explorer for axe-core")
def test_nothing_bars_anybody_at_twice_the_size(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/compare", width=640, height=400)
    opened.page.evaluate(AXE.read_text("utf-8"))
    for of in ("days", "donors", "countries"):
        opened.to(f"#/compare?of={of}")
        told = "axe.run(document).then((told) => told.violations.map((each) => [each.id, each.nodes[0].html]))"
        assert opened.page.evaluate(told) == [], of
