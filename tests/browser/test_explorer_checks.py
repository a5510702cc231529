"""What of the thirty checks (docs/checks.md) no view's own tests hold: links, sight, hearing, and what joins the views.

Known from the documents: the Dublin report says 7,008 arrests in Cambodia in 2015 in its text (line 516) and 7,088 in its
table (lines 527 and 529).
"""

# The fixtures of the page are used here by their names.
# ruff: noqa: F401, F811
from __future__ import annotations

import io
import json
import re
from collections import defaultdict
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from test_explorer_console import Console, full, open_full
from test_explorer_map import _contrast, _light
from test_explorer_page import AXE, CHROMIUM, ROUTES, Open, Opened, _written, browser, hostile, open_page, real

import worlds
from command import call, real_graph
from pactgraph.query import rows

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")]
#: What a reader sees, chooses and has typed: the heading, the text, every field.
STATE = """() => ({
    title: document.title, heading: document.querySelector("main h1").textContent, text: document.body.innerText,
    fields: [...document.querySelectorAll("input, select")].map((e) => e.type === "checkbox" ? e.checked : e.value),
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
            const links = [...document.querySelectorAll("main a.evidence[href*='ev=s%2F']")].map((a) => a.getAttribute("href"));
            const found = [];
            for (const href of links) {
                const link = document.querySelector(`main a.evidence[href="${CSS.escape(href)}"]`);
                link.focus();
                link.click();
                const open = await until(() => document.activeElement === document.querySelector(".drawer h2"));
                const said = Object.fromEntries([...document.querySelectorAll(".drawer dl > div")].map(
                    (row) => [row.querySelector("dt").textContent, row.querySelector("dd").textContent]));
                document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
                const back = await until(() => !document.querySelector(".drawer") && document.activeElement.getAttribute("href") === href);
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


def test_two_figures_and_two_sums_stand_side_by_side(open_page: Open, real: Path, tmp_path: Path) -> None:
    opened = open_page(real, "#/e/cambodia?ev=d%2Fdublin-group-2017%2Farrests-in-cambodia-2015")
    one, other = opened.page.locator(".drawer .rival").all_inner_texts()
    assert "7,008" in one
    assert "line 516" in one
    assert "7,088" in other
    assert "lines 527, 529" in other


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


def test_a_link_opens_the_same_in_a_new_window_and_back_and_forward_lead_through(
    open_full: Any, full: Path
) -> None:
    links = (
        *ROUTES,
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
        walked.page.wait_for_timeout(150)
        walked.page.evaluate("document.activeElement.blur()")
        states[link] = walked.page.evaluate(STATE)
    views = {link[2:].split("?")[0].split("/")[0] for link in links}
    assert views == {"", "find", "e", "matrix", "gaps", "time", "asks", "map", "compare", "net", "sources", "about", "q"}
    assert len({json.dumps(state) for state in states.values()}) == len(links), "no two are the same page"
    new = walked.context.new_page()
    for link in links:
        new.goto("about:blank")
        new.goto(full.as_uri() + link)
        new.wait_for_selector("body[data-state=ready]")
        new.wait_for_timeout(300)
        assert new.evaluate(STATE) == states[link], link
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
            told = dict(zip(head, line, strict=True))
            found[told["donor"], theme].add(told["to"])
    print(len(shown))
    for donor, _, theme, reading, count in shown:
        print(count == len(found[donor, theme]), count, reading, donor, theme, sorted(found[donor,theme]))
    assert 0
