"""What of the thirty checks (docs/checks.md) no view's own tests hold: links, sight, hearing, what joins the views.

Known from the documents: the Dublin report says 7,008 arrests in Cambodia in 2015 in its text (line 516) and 7,088 in
its table (lines 527 and 529).
"""

# The fixtures of the page are used here by their names.
# ruff: noqa: F401, F811
from __future__ import annotations

import io
import json
import re
import time
import unicodedata
from collections import defaultdict
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from test_explorer_console import Console, full, open_full
from test_explorer_map import _contrast, _light
from test_explorer_page import AXE, CHROMIUM, ROUTES, Open, Opened, _written, browser, hostile, open_page, real

import pactgraph
from command import call, real_graph
from conftest import World
from pactgraph.analysis import Scope
from pactgraph.brief import as_html, brief
from pactgraph.query import rows

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")]
#: What a reader sees, chooses and has typed: the heading, the text, every field.
STATE = """() => ({
    title: document.title, heading: document.querySelector("main h1").textContent,
    text: document.querySelector(".body").innerText,
    fields: [...document.querySelectorAll("input, select")].map((e) => e.type === "checkbox" ? e.checked : e.value),
    zoom: document.querySelector(".crop")?.style.width,
    now: [...document.querySelectorAll("[aria-current]")].map((e) => e.textContent)})"""


# ---- what one types (10), what one asks of a line (13, 14), the day (17)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("cote divoire", "Côte d'Ivoire"), ("LCDC", "Lao National Commission"), ("Cambodja", "Cambodia")],
)
def test_without_accents_by_acronym_and_with_a_slip_it_stands_first(
    open_page: Open, real: Path, typed: str, name: str
) -> None:
    opened = open_page(real)
    opened.page.locator("main [role=combobox]").focus()
    opened.page.keyboard.type(typed)
    opened.wait(f"document.querySelector('main [role=option]')?.textContent.includes({json.dumps(name)})")


def test_each_line_of_a_page_opens_where_it_is_told_and_when(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/e/idswg")
    while (more := opened.page.locator("main button.more")).count():
        more.first.click()
    told = opened.page.evaluate(
        """async () => {
            const until = async (is) => {
                for (let turn = 0; turn < 400; turn++) {
                    if (is()) return true;
                    await new Promise((done) => setTimeout(done, 5));
                }
                return false;
            };
            const lines = [...document.querySelectorAll("main a.evidence[href*='ev=s%2F']")];
            const links = lines.map((a) => a.getAttribute("href"));
            const found = [];
            for (const href of links) {
                const link = document.querySelector(`main a.evidence[href="${CSS.escape(href)}"]`);
                link.focus();
                link.click();
                const open = await until(() => document.activeElement === document.querySelector(".drawer h2"));
                const said = Object.fromEntries([...document.querySelectorAll(".drawer dl > div")].map(
                    (row) => [row.querySelector("dt").textContent, row.querySelector("dd").textContent]));
                const escape = new KeyboardEvent("keydown", { key: "Escape", bubbles: true });
                document.activeElement.dispatchEvent(escape);
                const isBack = () => document.activeElement.getAttribute("href") === href;
                const back = await until(() => !document.querySelector(".drawer") && isBack());
                found.push([href, open, back, said]);
            }
            return found;
        }"""
    )
    shown = json.loads(call("show", "idswg", "--json").out)["statements"]
    assert len(told) == len(shown) > 30
    for href, opens, back, said in told:
        assert opens, href
        assert back, f"{href}: Esc leads back to the line"
        assert re.search(r"issued .*\d{4}", said["Document"]), href
        assert re.search(r"lines? \d+", said["Place in it"]), href
        assert said["When"], href


def test_two_figures_and_two_sums_stand_side_by_side(open_page: Open, real: Path, tmp_path: Path, world: World) -> None:
    opened = open_page(real, "#/e/cambodia?ev=d%2Fdublin-group-2017%2Farrests-in-cambodia-2015")
    one, other = opened.page.locator(".drawer .rival").all_inner_texts()
    assert "7,008" in one
    assert "line 516" in one
    assert "7,088" in other
    assert "lines 527, 529" in other
    pays = {"subject": "arle", "predicate": "funds", "object": "border-programme"}
    sums = [
        {"id": "one", **pays, "amount": {"value": 1200000, "currency": "USD"}, "line": 3},
        {"id": "two", **pays, "amount": {"value": 1400000, "currency": "USD"}, "line": 8},
    ]
    rivals = [{"id": "sums", "about": "How much Arle gives.", "between": ["one", "two"]}]
    block = {"section": "A", "statements": sums, "disagreements": rivals}
    files = {
        "statements/report/a.yaml": json.dumps({"document": "report", "blocks": [block]}),
        "entities/organisation/all.yaml": None,
    }
    opened = open_page(_written(tmp_path, pactgraph.load(world(files))), "#/e/border-programme?ev=s%2Freport%2Fone")
    one, other = opened.page.locator(".drawer .rival").all_inner_texts()
    assert "USD 1,200,000" in one
    assert "A, line 3" in one
    assert "USD 1,400,000" in other
    assert "A, line 8" in other


@pytest.mark.parametrize("known_by", ["", "2018-12-31"])
def test_a_page_counts_the_statements_that_sparql_finds(open_page: Open, real: Path, known_by: str) -> None:
    opened = open_page(real)
    for thing in ("lcdc", "idswg", "unodc", "japan"):
        query = f"""SELECT (COUNT(DISTINCT ?st) AS ?n) WHERE {{
            ?st a pact:Statement ; prov:hadPrimarySource/pact:issuedUntil ?issued ; rdf:subject|rdf:object id:{thing}
            FILTER(?issued <= "{known_by or "2021-12-31"}"^^xsd:date) }}"""
        opened.to(f"#/e/{thing}?known={known_by}")
        (count,) = rows(real_graph().query(query))[1]
        assert opened.page.get_attribute("#statement-count", "data-count") == count[0] != "0", thing


def test_the_new_day_is_said_once_however_often_a_key_is_pressed(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/matrix?place=lao-pdr")
    page = opened.page
    page.evaluate(
        """() => {
            window.said = [];
            const place = document.querySelector(".clocks [role=status]");
            new MutationObserver(() => place.textContent && said.push(place.textContent))
                .observe(place, { childList: true, characterData: true, subtree: true });
        }"""
    )
    page.locator(".slider").focus()
    for _ in range(6):
        page.keyboard.press("PageDown")
        page.wait_for_timeout(80)
    opened.wait("said.length", 1)
    page.wait_for_timeout(700)
    assert page.evaluate("said.length") == 1
    assert page.evaluate("said[0]").startswith("As of December 2015: ")


# ---- the clock played by year


def test_the_clock_is_played_a_year_at_a_time_and_pauses(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/matrix?place=lao-pdr")
    page = opened.page
    play = page.get_by_role("button", name="Play: a year at a time")
    play.focus()
    length = page.evaluate("history.length")
    page.keyboard.press("Enter")
    # The documents' own days begin with the work plan of 2012; gaps are worked out from that year on.
    opened.wait("location.hash", "#/matrix?place=lao-pdr&asof=2012")
    opened.wait("location.hash", "#/matrix?place=lao-pdr&asof=2013")
    opened.wait("document.querySelector('.clocks [role=status]').textContent.startsWith('As of 2013: ')")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Pause", "the focus stays"
    page.keyboard.press("Enter")
    at = page.evaluate("location.hash")
    page.wait_for_timeout(2500)
    assert page.evaluate("location.hash") == at, "it has paused"
    assert page.evaluate("history.length") == length, "what was passed over is not gone back through"
    opened.to("#/matrix?place=lao-pdr&asof=2025")
    page.get_by_role("button", name="Play: a year at a time").click()
    opened.wait("location.hash", "#/matrix?place=lao-pdr&asof=2026")
    opened.wait("document.querySelector('.play').getAttribute('aria-label')", "Play: a year at a time")
    page.wait_for_timeout(2300)
    assert page.evaluate("location.hash") == "#/matrix?place=lao-pdr&asof=2026", "the last year ends it"


def test_who_wants_no_motion_goes_a_year_with_each_press(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/time?asof=2015", reduced_motion="reduce")
    opened.page.get_by_role("button", name="A year later").click()
    opened.wait("location.hash", "#/time?asof=2016")
    opened.page.wait_for_timeout(2300)
    assert opened.page.evaluate("location.hash") == "#/time?asof=2016", "nothing runs of itself"


# ---- every state is a link (25)


def test_a_link_opens_the_same_in_a_new_window_and_back_and_forward_lead_through(open_full: Any, full: Path) -> None:
    # Twenty, of every view; `test_every_state_is_a_link` reloads each of the longer list.
    links = (
        *("#/", "#/find?type=theme", "#/e/lao-pdr?show=day", "#/e/lcdc?ev=s%2Fidswg-2021%2Flcdc-chairs-idswg"),
        *("#/gaps", "#/gaps/prospects?country=lao-pdr", "#/time?by=donor&theme=treatment&ev=w%2Fmekong-mou-1993"),
        *("#/asks/honlap-43-rec-2f", "#/map?show=gaps&place=shan-state&asof=2017-10-26", "#/net?focus=japan&to=idswg"),
        *("#/compare?of=donors&a=japan&b=united-states&only=both", "#/sources/idswg-2021?section=A.1", "#/about"),
        "#/net?overview=1&pick=unodc",
        "#/matrix?place=myanmar&all=1&theme=treatment&asof=2016-05&known=2017-12-31",
        "#/asks?by=honlap-meeting-41&state=partly&ev=a%2Fhonlap-43-rec-3a",
        "#/net?focus=lao-pdr&kinds=-programme&depth=2&layout=map&zoom=156",
        "#/net?focus=idswg&view=list&ended=1",
        "#/q",
        "#/q?own=1",
    )
    walked = open_full(full)
    states = {}
    for link in links:
        walked.to(link)
        walked.page.evaluate("document.activeElement.blur()")
        states[link] = walked.page.evaluate(STATE)
    views = {link[2:].split("?")[0].split("/")[0] for link in links}
    assert views == {
        "",
        "find",
        "e",
        "matrix",
        "gaps",
        "time",
        "asks",
        "map",
        "compare",
        "net",
        "sources",
        "about",
        "q",
    }
    assert len({json.dumps(state) for state in states.values()}) == len(links), "no two are the same page"
    new = walked.context.new_page()
    for link in links:
        new.goto("about:blank")
        new.goto(full.as_uri() + link)
        new.wait_for_selector("body[data-state=ready]")
        end = time.monotonic() + 10
        while (found := new.evaluate(STATE)) != states[link]:
            assert time.monotonic() < end, (link, found, states[link])
            time.sleep(0.05)
    new.close()
    for link in reversed(links[:-1]):
        walked.page.go_back()
        walked.wait("location.hash", link)
    for link in links[1:8]:
        walked.page.go_forward()
        walked.wait("location.hash", link)
        walked.wait("document.querySelector('main h1').textContent", states[link]["heading"])


def test_an_address_that_is_none_says_so_and_leads_home(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/nonsense?asof=2017")
    # Words that every object of JavaScript knows are no views either.
    for wrong in ("nonsense", "constructor", "__proto__", "toString", "e\u200b", "<b>x"):
        opened.to(f"#/{wrong}?asof=2017")
        assert f"There is no “{wrong}” here." in opened.page.evaluate("document.querySelector('main h1').textContent")
    opened.page.get_by_role("link", name="To the start page").click()
    opened.wait("document.querySelector('main h1').textContent.startsWith('Who does what')")
    assert opened.page.evaluate("location.hash") == "#/?asof=2017", "the day goes along"
    # What is no longer there has the search beside it, and the nearest names.
    opened.to("#/e/lao-pdrr")
    assert "Lao PDR" in opened.text("main")
    assert opened.page.locator("header [role=combobox]").is_visible()


def test_the_zoom_of_the_network_is_in_its_link(open_page: Open, real: Path) -> None:
    width = "document.querySelector('.crop svg').getBoundingClientRect().width"
    opened = open_page(real, "#/net?focus=idswg")
    page = opened.page
    before = page.evaluate(width)
    length = page.evaluate("history.length")
    for _ in range(2):
        page.get_by_role("button", name="Larger", exact=True).click()
    opened.wait("location.hash", "#/net?focus=idswg&zoom=156")
    assert page.evaluate("history.length") == length
    near = page.evaluate(width)
    assert near == pytest.approx(before * 1.5625, rel=0.01)
    page.reload()
    opened.ready()
    opened.wait(f"Math.abs({width} - {near}) < {near * 0.01}")
    for zoom in ("0", "-5", "99999", "x", "NaN"):
        opened.to(f"#/net?focus=idswg&zoom={zoom}")
        assert before * 0.29 <= page.evaluate(width) <= before * 3.01, zoom


def test_pictures_take_the_whole_of_a_wide_screen(open_page: Open, real: Path) -> None:
    opened = open_page(real, width=1920, height=1080)
    width = "document.querySelector('main').getBoundingClientRect().width"
    for route, least in (("#/net?focus=lao-pdr", 1850), ("#/time", 1850), ("#/map", 1850), ("#/e/lao-pdr", 1600)):
        opened.to(route)
        assert opened.page.evaluate(width) >= least, route
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 1920, route
    assert opened.page.evaluate(width) == 1600, "lines of text are not longer than can be read"


# ---- the matrix beside SPARQL (23)


def test_cells_of_the_matrix_hold_what_sparql_finds(open_page: Open, real: Path) -> None:
    """The question `donors-on` names who is told to back what; cells count parts of what is backed beside it."""
    graph = real_graph()
    opened = open_page(real, "#/matrix?place=lao-pdr&all=1")
    shown = opened.page.evaluate(
        """() => [...document.querySelectorAll("[data-cell][data-state=covered]")].map((a) => [
            ...a.dataset.cell.split(" "), a.dataset.reading, Number(a.querySelector("b")?.textContent ?? 0)])"""
    )
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for theme in {theme for _, _, theme, _, _ in shown}:
        head, lines = rows(graph.ask("donors-on", place="lao-pdr", theme=theme))
        for line in lines:
            row = dict(zip(head, line, strict=True))
            found[row["donor"], theme].add(row["to"])
    donors = {donor for donor, *_ in shown}
    told = {(donor, theme) for (donor, theme), work in found.items() if work and donor in donors}
    assert told <= {(donor, theme) for donor, _, theme, _, _ in shown}
    for donor, _, theme, _, count in shown:
        # What an agency of a state backs, and parts of what is backed, are counted by the matrix alone.
        assert count >= len(found[donor, theme]), (donor, theme)
    assert sum(count == len(found[donor, theme]) for donor, _, theme, _, count in shown) > 60


# ---- cards of gaps (24)


def test_each_card_names_where_it_is_told_and_what_was_searched(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/gaps")
    names = sorted({gap["analysis"] for gap in json.loads(call("gaps", "--format", "json").out)} - {"coverage"})
    assert len(names) > 15
    documents = "|".join(map(re.escape, sorted({d for s in real_graph().statements for d in [s.document]})))
    for name in names:
        opened.to(f"#/gaps/{name}")
        cards = opened.page.locator(".card").all_inner_texts()
        assert cards, name
        assert "from the 5 documents known by 31 December 2021" in opened.text(".fixed"), name
        for card in cards:
            assert "Closes it: " in card, (name, card)
            statements = re.search(r"Evidence: (\d+) statements?", card)
            assert statements, (name, card)
            assert re.search(rf"({documents}): ", card) or statements[1] == "0", (name, card)


# ---- paper (28)


@pytest.mark.parametrize("country", ["thailand", "china", "japan", "cambodia", "lao-pdr", "myanmar", "viet-nam"])
def test_a_brief_of_a_country_on_paper(browser: Any, tmp_path: Path, country: str) -> None:
    reader = pytest.importorskip("pypdf").PdfReader
    made = brief(real_graph(), country, Scope(real_graph().clock()))
    path = tmp_path / "brief.html"
    path.write_text(as_html(made), "utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    found = reader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    for sheet in found:
        assert (float(sheet.mediabox.width), float(sheet.mediabox.height)) == pytest.approx((595, 842), abs=2), "A4"
    texts = [sheet.extract_text() for sheet in found]
    assert len(texts) <= 2
    for number, text in enumerate(texts, 1):
        assert "As of 2021-12-31, from 5 documents, the newest of 2021-12-31" in text.splitlines()[-1] + text, country
        assert f"{number} / {len(texts)}" in text
    body, _, sources = "\n".join(texts).rpartition("Sources")
    listed = set(re.findall(r"\[(\d+)\]", sources))
    assert set(re.findall(r"\[(\d+)\]", body)) <= listed == {str(each.number) for each in made.sources}
    # A row stands on one sheet: each of its cells is found whole there.
    squeezed = [re.sub(r"\s", "", unicodedata.normalize("NFKC", text)) for text in texts]
    page.emulate_media(media="print")
    cells = page.locator("tbody tr:visible").evaluate_all(
        "(all) => all.map((row) => [...row.cells].map((cell) => cell.innerText))"
    )
    assert cells
    for row in cells:
        wanted = [re.sub(r"\s", "", unicodedata.normalize("NFKC", cell)) for cell in row]
        assert any(all(cell in text for cell in wanted) for text in squeezed), row
    page.close()


# ---- who does not see colours (29)

#: The samples by which a view tells its kinds and states apart.
SIGNS = (
    ("#/matrix?place=lao-pdr", ".legend .cell"),
    ("#/asks", ".legend .cell"),
    ("#/about", "main .sign"),
    ("#/compare?of=donors&a=japan&b=united-states", "main section >> nth=0 >> .kinds [aria-hidden]"),
    ("#/net?focus=lao-pdr&ended=1", ".filters label:has([data-kind]) .sign-drawn"),
    ("#/net?focus=lao-pdr&ended=1", ".filters label:has([data-line-family]) .sign-drawn"),
    ("#/net?focus=lao-pdr&ended=1", ".filters .tone .sign-drawn"),
    ("#/time", ".time svg > g:last-child > g"),
)
#: Machado and others, 2009, whole deuteranopia, of linear red, green and blue.
DEUTAN = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))


@pytest.mark.parametrize("sight", ["achromatopsia", "deuteranopia"])
def test_signs_are_told_apart_without_colour(open_page: Open, real: Path, sight: str) -> None:
    image = pytest.importorskip("PIL.Image")
    opened = open_page(real)
    opened.context.new_cdp_session(opened.page).send("Emulation.setEmulatedVisionDeficiency", {"type": sight})
    for route, where in SIGNS:
        opened.to(route)
        opened.page.wait_for_timeout(100)
        # The words beside a sign would tell it anyway.
        opened.page.evaluate(
            "document.querySelectorAll('.time svg > g:last-child text').forEach((e) => { e.style.display = 'none'; })"
        )
        opened.page.locator(where).first.scroll_into_view_if_needed()
        seen = image.open(io.BytesIO(opened.page.screenshot())).convert("RGB")
        red, green, blue = (each.tobytes() for each in seen.split())
        assert (red == green == blue) == (sight == "achromatopsia")
        samples = []
        for sample in opened.page.locator(where).all():
            box = sample.bounding_box()
            left, top, wide, high = (round(box[key]) for key in ("x", "y", "width", "height"))
            assert 0 <= top < 790, "it is in the picture"
            padded = image.new("L", (60, 60), 255)
            padded.paste(seen.crop((left - 1, top, left + min(wide, 50) + 1, top + min(high, 50))).convert("L"))
            samples.append(padded)
        assert len(samples) >= 3, route
        for one, other in combinations(range(len(samples)), 2):
            pairs = zip(samples[one].tobytes(), samples[other].tobytes(), strict=True)
            assert sum(abs(a - b) > 40 for a, b in pairs) >= 6, (route, one, other)


def test_words_keep_their_contrast_for_who_sees_no_green(open_page: Open, real: Path) -> None:
    opened = open_page(real)
    seen = set()
    for route in ROUTES:
        opened.to(route)
        found = opened.page.evaluate(PAIRS)
        seen |= {tuple(pair) for pair in found}
        for ink, paper in found:
            assert _contrast(_deutan(ink), _deutan(paper)) >= 4.5, (route, ink, paper)
        outlines = opened.page.evaluate(
            """() => [...document.querySelectorAll(".node .shape")].map((e) => getComputedStyle(e).stroke)"""
        )
        for stroke in set(outlines):
            assert _contrast(_deutan(stroke), 1) >= 3, route
    assert len(seen) > 10


#: Colours of words and of what lies behind them.
PAIRS = """() => {
    const found = new Set();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const element = walk.currentNode.parentElement;
        if (!walk.currentNode.textContent.trim() || !element.checkVisibility()) continue;
        if (element.closest("svg, option, .hidden")) continue;
        let paper = "rgb(255, 255, 255)";
        for (let at = element; at; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor;
            if (!/, 0\\)$/.test(colour)) { paper = colour; break; }
        }
        found.add(JSON.stringify([getComputedStyle(element).color, paper]));
    }
    return [...found].map((pair) => JSON.parse(pair));
}"""


def _deutan(colour: str) -> float:
    """How light a colour is to who sees no green."""
    parts = [int(each) / 255 for each in re.findall(r"\d+", colour)[:3]]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    red, green, blue = (min(1, max(0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in DEUTAN)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# ---- who listens, and who needs it twice as large (22)

#: Of each view one; what a view draws has its own tests.
HEARD = (
    "#/",
    "#/find?q=huapanh",
    "#/e/lcdc?ev=s%2Fidswg-2021%2Flcdc-chairs-idswg",
    "#/matrix?place=lao-pdr",
    "#/gaps/prospects?country=lao-pdr",
    "#/net?focus=idswg",
    "#/net?overview=1",
    "#/time?place=lao-pdr",
    "#/asks?by=idswg",
    "#/map?place=lao-pdr",
    "#/compare?of=donors&a=japan&b=united-states",
    "#/q",
    "#/sources/idswg-2021",
    "#/about",
    "#/nonsense",
)
#: What must have a name, or nobody who listens knows what it is.
NAMED = "button|link|checkbox|combobox|textbox|searchbox|slider|table|grid|figure|img|region|search|navigation|heading"


def test_what_a_screen_reader_is_given_has_names_and_an_order(open_page: Open, real: Path) -> None:
    """The tree that a browser gives to a screen reader; none was run."""
    opened = open_page(real)
    for route in HEARD:
        opened.to(route)
        tree = opened.page.locator("body").aria_snapshot()
        for landmark in ("- banner:", '- navigation "Views":', "- main:", "- contentinfo:"):
            assert landmark in tree, (route, landmark)
        nameless = re.findall(rf"^ *- '?(?:{NAMED})(?: \[[^\]]*\])*:?$", tree, re.MULTILINE)
        assert nameless == [], route
        levels = [int(each) for each in re.findall(r"heading .*\[level=(\d)\]", tree)]
        assert levels[0] == 1, route
        assert levels.count(1) == 1, route
        assert all(after <= before + 1 for before, after in pairwise(levels)), (route, levels)
        # Its name is not that of its buttons.
        pictures = re.findall(r"^ *- '?(figure|table|grid) \"([^\"]*)", tree, re.MULTILINE)
        assert not [name for _, name in pictures if name.startswith("Save") or "as CSV" in name], route
        if any(kind == "figure" for kind, _ in pictures):
            assert re.search(r"- '?(table|grid) |link \"(List|Show as a list)", tree), f"{route}: a twin of the picture"


@pytest.mark.skipif(not AXE.exists(), reason="needs `npm ci` in graph/explorer for axe-core")
def test_nothing_bars_anybody_at_twice_the_size(open_page: Open, real: Path) -> None:
    """As at 200 % on a screen of 1280; network, time, asks, map and compare have their own."""
    opened = open_page(real, width=640, height=400)
    opened.page.evaluate(AXE.read_text("utf-8"))
    for route in (*(each for each in ROUTES if not re.match(r"#/(net|time|asks|map|compare)", each)), "#/nonsense"):
        opened.to(route)
        told = "axe.run(document).then((told) => told.violations.map((each) => [each.id, each.nodes[0].html]))"
        assert opened.page.evaluate(told) == [], route
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 640, route
