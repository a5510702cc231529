"""The explorer in a real browser: headless Chromium, opened from a file, the network off, all it asks for recorded.

What it shows is compared with what the commands say of the same data and days. What is known from the documents
themselves: the sector group's report says in C.1, line 60, that the Lao commission chairs the group, while its header
(line 5) lists others; in A.1, line 15, Japan is among those who pay for Lao border management.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import pactgraph
import test_view
from command import call, explorer_of, real_graph
from conftest import World

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parent.parent.parent / "graph/explorer/node_modules/axe-core/axe.min.js"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-3d-apis",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
ROUTES = (
    "#/",
    "#/find?q=huapanh",
    "#/find?type=theme",
    "#/e/lao-pdr",
    "#/e/lcdc?ev=s%2Fidswg-2021%2Flcdc-chairs-idswg",
    "#/matrix?place=lao-pdr",
    "#/matrix?place=lao-pdr&ev=c%2Fjapan%2Flao-pdr%2Fborder-management",
    "#/gaps",
    "#/gaps/prospects?country=lao-pdr",
    "#/time",
    "#/time?by=donor&theme=treatment&ev=w%2Fmekong-mou-1993",
    "#/asks",
    "#/asks/honlap-43-rec-2f",
    "#/map",
    "#/map?show=problems&place=lao-pdr&theme=opium-cultivation",
    "#/map?show=gaps&place=shan-state&asof=2017-10-26",
    "#/compare",
    "#/compare?of=days&a=2017-10-26&b=2021-12-31&with=now&family=money",
    "#/compare?of=donors&a=japan&b=united-states&only=both",
    "#/compare?of=countries&a=lao-pdr&b=myanmar&ev=t%2Flao-pdr%2Ftreatment",
    "#/net",
    "#/net?focus=lao-pdr",
    "#/net?focus=japan&to=idswg",
    "#/net?overview=1&pick=unodc",
    "#/sources",
    "#/sources/idswg-2021?section=A.1",
    "#/about",
)
#: Sets the address and waits until the page has heard of it.
_TO = """(route) => new Promise((heard) => {
    addEventListener("hashchange", heard, { once: true });
    setTimeout(heard, 120);
    location.hash = route;
})"""
#: Waits for three frames and what is done after each: an address is heard of before its view is drawn.
_DRAWN = """async () => {
    for (let frame = 0; frame < 3; frame++) {
        await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
    }
}"""
Open = Callable[..., "Opened"]


class Opened:
    """A page on disk, opened with the network off, and all that it asked for or complained of."""

    def __init__(self, browser: Any, path: Path, route: str = "#/", width: int = 1280, height: int = 800, **more: Any):
        self.path = path
        self.context = browser.new_context(viewport={"width": width, "height": height}, **more)
        self.context.set_offline(True)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url.split("#")[0]))
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.goto(path.as_uri() + route)

    def wait(self, script: str, expected: object = True, seconds: float = 10) -> None:
        """Poll, for `wait_for_function` with a string is refused by the page's policy."""
        end = time.monotonic() + seconds
        while (found := self.page.evaluate(script)) != expected:
            assert time.monotonic() < end, f"{script} is {found!r}, not {expected!r}"
            time.sleep(0.02)
        if "location.hash" in script:
            self.page.evaluate(_DRAWN)

    def ready(self) -> Opened:
        self.wait("document.body.dataset.state", "ready")
        return self

    def to(self, route: str) -> None:
        """Go to another view, as a link does, and let it be drawn."""
        self.page.evaluate(_TO, route)
        self.page.evaluate(_DRAWN)

    def text(self, selector: str) -> str:
        return self.page.inner_text(selector)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for all tests of the module."""
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(_ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of the real data."""
    return _written(tmp_path_factory.mktemp("real"), real_graph())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Names that are markup, scripts, formulas and control of direction."""
    folder = tmp_path_factory.mktemp("hostile")
    names = (*test_view.HOSTILE, "=1+1", "@SUM(A1)")
    return _written(folder, pactgraph.load(test_view.write_world(folder / "data", programmes=5, names=names)))


def _written(folder: Path, graph: pactgraph.PactGraph) -> Path:
    path = folder / "explorer.html"
    path.write_text(explorer_of(graph, lite=True), "utf-8", newline="\n")
    return path


@pytest.fixture
def open_page(browser: Any) -> Iterator[Open]:
    """Open a page; afterwards nothing but the file may have been asked for, and nothing complained of."""
    opened: list[Opened] = []

    def open_(path: Path, route: str = "#/", **more: Any) -> Opened:
        one = Opened(browser, path, route, **more)
        opened.append(one)
        return one.ready()

    yield open_
    for one in opened:
        assert set(one.requests) == {one.path.as_uri()}
        assert one.complaints == []
        one.context.close()


def test_every_view_opens_from_a_file_and_asks_for_nothing(open_page: Open, real: Path) -> None:
    opened = open_page(real)
    for route in ROUTES:
        opened.to(route)
        assert opened.page.locator("main h1").count() == 1, route
        assert opened.text("main h1").strip(), route


def test_nothing_runs_but_the_page_itself(open_page: Open, real: Path) -> None:
    opened = open_page(real)
    refused = opened.page.evaluate(
        """async () => {
            const refused = [];
            // Later, for what a test runs at once may use eval whatever the page's policy says.
            await new Promise((done) => setTimeout(() => {
                try { window.eval("window.marker = 1"); } catch { refused.push("eval"); }
                done();
            }));
            try { document.body.innerHTML = "<p>x"; } catch { refused.push("innerHTML"); }
            try {
                const handler = document.createElement("img");
                handler.setAttribute("onerror", "window.marker = 2");
                handler.src = "data:,";
                document.body.append(handler);
            } catch { refused.push("handler"); }
            try {
                const script = document.createElement("script");
                script.textContent = "window.marker = 3";
                document.body.append(script);
            } catch { refused.push("script"); }
            return refused;
        }"""
    )
    opened.page.wait_for_timeout(150)
    assert refused == ["eval", "innerHTML", "handler", "script"]
    assert opened.page.evaluate("window.marker") is None
    opened.complaints.clear()  # The refusals are told of on the console.


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("LCDC", "Lao National Commission for Drug Control and Supervision"),
        ("huapanh", "Houaphanh"),
        ("Houapanh", "Houaphanh"),  # spelt as nowhere
        ("UNODC", "United Nations Office on Drugs and Crime"),
    ],
)
def test_search_finds_by_alias_and_by_spelling(open_page: Open, real: Path, typed: str, heading: str) -> None:
    opened = open_page(real)
    page = opened.page
    box = page.locator("main [role=combobox]")
    box.focus()
    page.keyboard.type(typed)
    opened.wait("document.querySelectorAll('main [role=option]').length > 0")
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    assert page.locator(f"[id='{active}']").get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    opened.wait("document.querySelector('main h1').textContent", heading)
    # The heading has the focus, so that a screen reader says where one is.
    opened.wait("document.activeElement.textContent", heading)


def test_suggestions_close_and_nothing_found_says_so(open_page: Open, real: Path) -> None:
    opened = open_page(real)
    box = opened.page.locator("main [role=combobox]")
    box.focus()
    opened.page.keyboard.type("japan")
    opened.wait("document.querySelectorAll('main [role=option]').length > 0")
    opened.page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    box.fill("xqzzv")
    opened.page.keyboard.press("Enter")
    opened.wait("location.hash", "#/find?q=xqzzv")
    assert "Nothing in these data is called like" in opened.text("main")


@pytest.mark.parametrize(("as_of", "known_by"), [("", ""), ("2017-10-26", "2017-12-31"), ("2020", "")])
def test_cells_of_the_matrix_are_those_of_the_command(open_page: Open, real: Path, as_of: str, known_by: str) -> None:
    options = [*(("--as-of", as_of) if as_of else ()), *(("--known-by", known_by) if known_by else ())]
    told = json.loads(call("gaps", "coverage", "--country", "lao-pdr", "--format", "json", "--all", *options).out)
    opened = open_page(real, f"#/matrix?place=lao-pdr&all=1&asof={as_of}&known={known_by}")
    shown = opened.page.evaluate(
        """() => [...document.querySelectorAll("[data-cell]")].map((a) => [
            a.dataset.cell, [a.dataset.state, a.dataset.reading, Number(a.querySelector("b")?.textContent ?? 0)]])"""
    )
    cells = dict(shown)
    expected = {
        f"{cell['subject']} lao-pdr {cell['theme']}": [
            cell["state"],
            cell["reading"],
            len({*cell["value"].get("funds", []), *cell["value"].get("supports", [])}),
        ]
        for cell in told
    }
    assert len(cells) == len(shown)
    assert {key: expected[key] for key in cells} == cells
    missing = {key for key, cell in expected.items() if cell[0] != "not known"} - cells.keys()
    assert not missing, "every cell of which something is known is there"
    assert sum(cell[0] == "covered" for cell in cells.values()) > 10


def test_a_known_cell_opens_its_evidence_by_keyboard(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/matrix?place=lao-pdr")
    page = opened.page
    page.locator(".matrix a[tabindex='0']").focus()
    first = page.evaluate("document.activeElement.dataset.cell")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    opened.wait(f"document.activeElement.dataset.cell !== {first!r}")
    page.locator("[data-cell='japan lao-pdr border-management']").focus()
    page.keyboard.press("Enter")
    opened.wait("document.querySelector('.drawer h2')?.textContent", "Japan, Border security and management, Lao PDR")
    drawer = opened.text(".drawer")
    assert "covered" in drawer
    assert "Japan funds" in drawer
    assert "A.1, line 15" in drawer
    page.keyboard.press("Escape")
    opened.wait("document.querySelector('.drawer') === null")
    opened.wait("document.activeElement.dataset.cell", "japan lao-pdr border-management")


def test_a_total_opens_what_it_counts_and_counts_each_work_once(open_page: Open, real: Path) -> None:
    told = json.loads(call("gaps", "coverage", "--country", "lao-pdr", "--theme", "treatment", "--format", "json").out)
    work = {each for cell in told for each in (*cell["value"].get("funds", []), *cell["value"].get("supports", []))}
    opened = open_page(real, "#/matrix?place=lao-pdr&theme=treatment")
    rows = opened.page.locator(".matrix tbody th").all_inner_texts()
    assert rows[0].startswith("Treatment")
    assert "Border security and management" not in rows, "only the theme and what is narrower"
    total = opened.page.locator(".matrix tbody tr").first.locator(".sum a")
    assert total.inner_text() == str(len(work)) != "0"
    total.click()
    opened.wait("document.querySelectorAll('.drawer .statements > li').length", len(work))


@pytest.mark.parametrize(("as_of", "known_by"), [("", ""), ("2017", "2018")])
@pytest.mark.parametrize("thing", ["lcdc", "lao-pdr", "unodc", "treatment", "idswg-2021-border-security"])
def test_a_page_counts_the_statements_that_the_command_shows(
    open_page: Open, real: Path, thing: str, as_of: str, known_by: str
) -> None:
    options = [*(("--as-of", as_of) if as_of else ()), *(("--known-by", known_by) if known_by else ())]
    told = json.loads(call("show", thing, "--json", *options).out)["statements"]
    opened = open_page(real, f"#/e/{thing}?asof={as_of}&known={known_by}")
    assert opened.page.get_attribute("#statement-count", "data-count") == str(len(told))
    for _ in range(20):
        buttons = opened.page.locator("main section:not(:has(h2:text-is('Figures'))) button.more")
        if not buttons.count():
            break
        buttons.first.click()
    rows = opened.page.locator("main a.evidence[href*='ev=s%2F']")
    assert rows.count() == len(told), "each statement has a line with its source"


def test_a_line_opens_its_evidence_and_who_says_otherwise(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/e/idswg")
    page = opened.page
    row = page.locator("a.evidence[href*='idswg-2021%2Flcdc-chairs-idswg']").first
    row.focus()
    page.keyboard.press("Enter")
    opened.wait("document.querySelector('.drawer h2') === document.activeElement")
    drawer = opened.text(".drawer")
    assert "Lao National Commission for Drug Control and Supervision chairs Illicit Drug Sector Working Group" in drawer
    assert "C.1, line 60" in drawer
    assert "Header, line 5" in drawer, "the rivals stand beside it"
    assert "Editor’s choice, because:" in drawer
    assert "PactGraph idswg-2021/lcdc-chairs-idswg." in drawer
    page.keyboard.press("Escape")
    opened.wait("document.querySelector('.drawer') === null")
    opened.wait("document.activeElement.getAttribute('href')", row.get_attribute("href"))


def test_every_state_is_a_link(open_page: Open, real: Path) -> None:
    opened = open_page(real)
    page = opened.page
    for route in (*ROUTES, "#/matrix?place=myanmar&all=1&asof=2016-05&known=2017-12-31"):
        opened.to(route)
        before = opened.text("body")
        page.reload()
        opened.ready()
        assert opened.text("body") == before, route
    opened.to("#/e/japan?asof=2017")
    assert page.get_attribute("nav a >> nth=1", "href") == "#/matrix?asof=2017", "the day goes along"
    opened.to("#/sources")
    page.go_back()
    opened.wait("document.querySelector('main h1').textContent", "Japan")
    opened.to("#/e/no-such-thing")
    assert "There is no “no-such-thing” in these data." in opened.text("main h1")
    opened.to("#/matrix?place=nowhere&asof=yesterday")
    assert "“yesterday” is no day, month or year" in opened.text("body")
    assert "No work is told of in “nowhere”" in opened.text("main")
    opened.to("#/e/lcdc?ev=s%2Fnothing")
    assert "There is no such evidence" in opened.text(".drawer")


def test_the_clocks_move_every_view_and_begin_at_the_datas_own_day(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/e/lcdc")
    page = opened.page
    assert page.input_value("#asof") == "2021-12-31"
    page.clock.set_fixed_time("2031-05-05T10:00:00")
    page.reload()
    opened.ready()
    assert page.input_value("#asof") == "2021-12-31", "the machine's day says nothing"
    page.fill("#asof", "2030")
    page.keyboard.press("Enter")
    opened.wait("location.hash", "#/e/lcdc?asof=2030")
    assert "last seen 2021-12-31" in opened.text("main")
    assert "in force" not in opened.text("main table >> nth=1")
    page.select_option("select >> nth=0", "2017-10-26")
    opened.wait("location.hash", "#/e/lcdc?asof=2030&known=2017-10-26")
    assert "idswg-2021" not in opened.text("main table >> nth=1"), "the report of 2021 was not known"
    page.locator("h1").focus()
    page.keyboard.press("[")
    opened.wait("location.hash", "#/e/lcdc?asof=2029-12&known=2017-10-26")


def test_cards_are_the_gaps_of_the_command(open_page: Open, real: Path) -> None:
    told = json.loads(call("gaps", "unfunded", "--format", "json").out)
    opened = open_page(real, "#/gaps/unfunded")
    assert f"{len(told)} of {len(told)} shown" in opened.text("main")
    card = opened.page.locator(".card").first
    assert "stated by" in card.inner_text().lower()
    card.locator("a.evidence").last.click()
    opened.wait("document.querySelector('.drawer h2') === document.activeElement")
    assert "Rests on" in opened.text(".drawer")
    opened.to("#/gaps/unfunded?country=myanmar")
    mine = [gap for gap in told if gap["country"] == "myanmar"]
    assert f"{len(mine)} of {len(told)} shown" in opened.text("main")


def test_keys_lead_everywhere_and_can_be_switched_off(open_page: Open, real: Path) -> None:
    opened = open_page(real)
    page = opened.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "combobox"
    page.keyboard.type("gm/[")
    assert page.evaluate("document.activeElement.value") == "gm/[", "keys are silent where one types"
    page.keyboard.press("Escape")
    page.locator("h1").focus()
    for keys, view in (
        ("gm", "matrix"),
        ("gg", "gaps"),
        ("gt", "time"),
        ("gr", "asks"),
        ("gp", "map"),
        ("gc", "compare"),
        ("gd", "sources"),
        ("gf", "find"),
        ("?", "about"),
    ):
        for key in keys:
            page.keyboard.press(key)
        opened.wait("document.body.dataset.view", view)
    page.locator("main input[type=checkbox]").uncheck()
    page.locator("h1").focus()
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.wait_for_timeout(100)
    assert page.evaluate("document.body.dataset.view") == "about"


def test_hostile_names_run_nothing_and_are_read_as_text(open_page: Open, hostile: Path) -> None:
    opened = open_page(hostile)
    page = opened.page
    for number, name in enumerate(test_view.HOSTILE):
        opened.to(f"#/e/odd-{number}")
        assert page.evaluate("document.querySelector('main h1').textContent") == name
        page.locator("main a.evidence").first.click()
        opened.wait("document.querySelector('.drawer h2') !== null")
        assert name in page.evaluate("document.querySelector('.drawer').textContent")
    for route in (
        "#/",
        "#/find",
        "#/matrix",
        "#/gaps",
        "#/gaps/unfunded",
        "#/sources",
        "#/about",
        "#/e/work-2",
        "#/map",
        "#/compare",
    ):
        opened.to(route)
    opened.to("#/find?q=<img src=x onerror=window.marker=9>&type=<b>")
    assert page.evaluate("window.marker") is None
    assert page.locator("main img, main iframe, main b b").count() == 0


def test_a_table_is_saved_as_csv_without_formulas(open_page: Open, hostile: Path) -> None:
    opened = open_page(hostile, "#/find?type=organisation")
    with opened.page.expect_download() as saved:
        opened.page.click("text=CSV")
    content = Path(saved.value.path()).read_bytes()
    assert saved.value.suggested_filename == "found.csv"
    assert content.startswith(b"\xef\xbb\xbfid,Name,Kind,Statements\r\n")
    assert b",'=1+1," in content
    assert b",'@SUM(A1)," in content
    assert b"\nodd-8," in content, "ids stand beside names"
    opened.requests[:] = [url for url in opened.requests if not url.startswith("blob:")]


def test_no_data_and_one_thing_are_shown_plainly(open_page: Open, tmp_path: Path, world: World) -> None:
    empty = tmp_path / "empty"
    (empty / "entities/country").mkdir(parents=True)
    (empty / "statements").mkdir()
    (empty / "entities/country/all.yaml").write_text("[]\n", "utf-8")
    nothing = open_page(_written(tmp_path, pactgraph.load(empty)))
    for route in ("#/", "#/find", "#/matrix", "#/gaps", "#/map", "#/compare", "#/sources", "#/about", "#/e/x"):
        nothing.to(route)
        assert nothing.text("main h1").strip() or nothing.text("main").strip(), route
    (tmp_path / "one").mkdir()
    few = pactgraph.load(world())
    one = open_page(_written(tmp_path / "one", few))
    one.to("#/find?q=long+fence")
    assert "Border Programme" in one.text("main")
    one.to("#/e/border-programme")
    assert one.text("main h1") == "Border Programme"


def test_a_phone_needs_no_sideways_scrolling(open_page: Open, real: Path) -> None:
    opened = open_page(real, width=390, height=844)
    for route in ROUTES:
        opened.to(route)
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390, route
        small = opened.page.evaluate(
            """() => [...document.querySelectorAll("button, select, input:not([type=checkbox])")]
                .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 24)
                .map((e) => e.outerHTML.slice(0, 90))"""
        )
        assert small == [], route


@pytest.mark.skipif(not AXE.exists(), reason="needs `npm ci` in graph/explorer for axe-core")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_nothing_bars_anybody(open_page: Open, real: Path, width: int, scheme: str) -> None:
    opened = open_page(real, width=width, color_scheme=scheme)
    opened.page.evaluate(AXE.read_text("utf-8"))
    for route in ROUTES:
        opened.to(route)
        assert violations(opened, scheme) == [], route


def violations(opened: Opened, scheme: str) -> list[list[str]]:
    """What axe finds: all rules by day; in the dark, where nothing but the colours differs, their contrast."""
    options = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}
    return opened.page.evaluate(  # type: ignore[no-any-return]
        """(options) => axe.run(document, options).then((told) => told.violations.map(
            (each) => [each.id, each.nodes[0].target.join(), each.nodes[0].html, each.nodes[0].failureSummary]))""",
        options,
    )


def test_paper_has_both_days_and_no_controls(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/matrix?place=lao-pdr&asof=2017&known=2017-12-31")
    opened.page.emulate_media(media="print")
    assert "As of 2017, from 2 documents, known by 31 December 2017" in opened.text(".dates")
    assert opened.page.locator("button:visible, input:visible, nav:visible").count() == 0
    assert opened.page.locator(".matrix:visible").count() == 1
    opened.to("#/e/lao-pdr")
    table = opened.page.locator(".table", has=opened.page.locator("h3:text('Place of work of')"))
    rows = table.locator("tbody tr").count()
    assert rows == 25
    assert f"{rows} of " in table.inner_text(), "what is left out on paper is said"
    assert table.locator("th:visible").first.inner_text() == "Who or what"


def test_a_file_that_was_cut_off_says_so(browser: Any, real: Path, tmp_path: Path) -> None:
    content = real.read_bytes()
    cut = tmp_path / "cut.html"
    cut.write_bytes(content[: len(content) * 6 // 10])
    opened = Opened(browser, cut)
    opened.wait("document.body.dataset.state", "error")
    assert "This file is incomplete: it holds 0." in opened.text("#told")
    opened.context.close()


def test_without_scripts_the_shell_says_what_this_is(browser: Any, real: Path) -> None:
    opened = Opened(browser, real, java_script_enabled=False)
    text = opened.text("body")
    assert "This page needs scripts" in text
    assert "31 December 2021" in text
    assert "5 documents" in text
    opened.context.close()


def test_it_is_usable_within_a_second_or_so(browser: Any, real: Path) -> None:
    opened = Opened(browser, real).ready()
    spent = opened.page.evaluate("performance.getEntriesByName('pactgraph-ready')[0].startTime")
    assert spent < 3000, "the budget is 1,000 ms on a quiet machine; this one is shared"
    opened.context.close()
