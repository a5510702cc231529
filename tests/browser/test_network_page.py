"""The network page in a real browser: headless Chromium, the network off, everything asked for recorded."""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import pactgraph
from pactgraph import words
from pactgraph.view import render_network

sync_api = pytest.importorskip("playwright.sync_api")
FIXTURE_WORLD = Path(__file__).parent.parent / "fixtures" / "world"
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
#: Days on which Python and the page must say the same of every statement.
DAYS = (
    "1990",
    "2014",
    "2014-06-01",
    "2015-06-01",
    "2016-12-31",
    "2017-10",
    "2017-10-26",
    "2019",
    "2020-05-01",
    "2021-06-30",
    "2035",
)


def _worlds() -> ModuleType:
    """`tests/test_view.py`, for its worlds; the tests are no package."""
    path = Path(__file__).parent.parent / "test_view.py"
    spec = importlib.util.spec_from_file_location("view_worlds", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["view_worlds"] = module
    spec.loader.exec_module(module)
    return module


WORLDS = _worlds()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for all tests of the module."""
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(_ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> pactgraph.PactGraph:
    """Names that are markup and scripts."""
    return pactgraph.load(WORLDS.write_world(tmp_path_factory.mktemp("hostile"), programmes=12, names=WORLDS.HOSTILE))


class Opened:
    """A page on disk, opened with the network off, and all that it asked for or complained of."""

    def __init__(self, browser: Any, path: Path, width: int = 1280, height: int = 800) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": height})
        self.context.set_offline(True)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.goto(path.as_uri())

    def wait(self, script: str, expected: object = True, seconds: float = 5) -> None:
        """Poll, for `wait_for_function` with a string is refused by the page's policy."""
        end = time.monotonic() + seconds
        while (found := self.page.evaluate(script)) != expected:
            assert time.monotonic() < end, f"{script} is {found!r}, not {expected!r}"
            time.sleep(0.02)

    def shown(self) -> dict[str, list[str]]:
        """Ids of what is drawn and listed."""
        return self.page.evaluate("pactNetwork.shown()")  # type: ignore[no-any-return]

    def counts(self, filter_: str) -> dict[str, int]:
        """The numbers of the legend."""
        found = self.page.evaluate(
            "[...document.querySelectorAll('[data-count]')].map((b) => [b.dataset.count, Number(b.dataset.number)])"
        )
        return {key.split(":", 1)[1]: number for key, number in found if key.startswith(filter_ + ":")}


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Write a page and open it; afterwards nothing may have been asked for or complained of."""
    opened: list[Opened] = []

    def open_(html: str, width: int = 1280, height: int = 800) -> Opened:
        path = tmp_path / "network.html"
        path.write_text(html, "utf-8", newline="\n")
        one = Opened(browser, path, width, height)
        opened.append(one)
        return one

    yield open_
    for one in opened:
        assert one.requests == [(tmp_path / "network.html").as_uri()]
        assert one.complaints == []
        one.context.close()


def test_legend_counts_are_the_nodes_on_screen(open_page: Any, hostile: pactgraph.PactGraph) -> None:
    opened = open_page(render_network(hostile))
    opened.wait("document.body.dataset.state", "ready")
    shown = opened.shown()
    assert len(shown["nodes"]) == sum(opened.counts("kind").values()) <= 60
    assert len(shown["rows"]) == sum(opened.counts("predicate").values())
    assert opened.page.locator("tbody tr:visible").count() == len(shown["rows"])
    canvas = opened.page.locator("#picture canvas")
    assert canvas.get_attribute("role") == "img"
    assert "The table below" in (canvas.get_attribute("aria-label") or "")


def test_unticking_takes_nodes_lines_and_rows_away(open_page: Any, hostile: pactgraph.PactGraph) -> None:
    opened = open_page(render_network(hostile))
    before = opened.shown()
    opened.page.uncheck("input[data-filter=kind][value=programme]")
    after = opened.shown()
    assert not [id_ for id_ in after["nodes"] if id_.startswith("work-")]
    assert set(after["rows"]) < set(before["rows"])
    assert opened.counts("kind")["programme"] == 0
    assert opened.page.locator("tbody tr:visible").count() == len(after["rows"])
    opened.page.uncheck("input[data-filter=predicate][value=chairs]")
    assert "old/arle-chairs" in after["rows"]
    assert "old/arle-chairs" not in opened.shown()["rows"]
    opened.page.click("#show-all")
    assert opened.shown() == before


def test_all_filters_off_says_so(open_page: Any, hostile: pactgraph.PactGraph) -> None:
    opened = open_page(render_network(hostile))
    for box in opened.page.locator("input[data-filter=predicate]").all():
        box.uncheck()
    assert opened.shown() == {"nodes": [], "lines": [], "rows": []}
    assert "Nothing to draw" in opened.page.inner_text("#empty")
    assert opened.page.is_visible("#no-rows")


def test_hostile_names_run_nothing_and_are_read_as_text(open_page: Any, hostile: pactgraph.PactGraph) -> None:
    opened = open_page(render_network(hostile, focus="work-2", depth=2))
    page = opened.page
    for number in range(len(WORLDS.HOSTILE)):
        spot = page.evaluate(f"pactNetwork.at('odd-{number}')")
        page.evaluate("(y) => window.scrollBy(0, y)", spot["y"] - 400)
        spot = page.evaluate(f"pactNetwork.at('odd-{number}')")
        page.mouse.move(spot["x"] + 1, spot["y"])
        page.wait_for_timeout(250)  # the text on hover
        page.mouse.click(spot["x"], spot["y"])
        assert page.evaluate("document.getElementById('panel-title').textContent") == WORLDS.HOSTILE[number]
        page.keyboard.press("Escape")
    assert page.evaluate("window.marker") is None
    assert page.locator("img, iframe, object").count() == 0
    assert "<script>window.marker=1</script>" in page.inner_text("tbody")


def test_find_box_leads_to_a_node(open_page: Any, hostile: pactgraph.PactGraph) -> None:
    opened = open_page(render_network(hostile))
    page = opened.page
    page.fill("#find", "ofr")  # an alias
    page.press("#find", "Enter")
    assert page.inner_text("#panel-title") == "Office for Rivers"
    page.keyboard.press("Escape")
    assert page.is_hidden("#panel")
    assert page.evaluate("document.activeElement.id") == "find"
    page.fill("#find", "nowhere at all")
    page.press("#find", "Enter")
    assert "Nothing in this picture is called" in page.inner_text("#status")


def test_a_click_on_a_node_opens_its_statements_with_sources(open_page: Any, hostile: pactgraph.PactGraph) -> None:
    opened = open_page(render_network(hostile, focus="work-0"))
    page = opened.page
    page.locator("#frame").scroll_into_view_if_needed()
    spot = page.evaluate("pactNetwork.at('borland')")
    page.mouse.click(spot["x"], spot["y"])
    panel = page.inner_text("#panel")
    assert "Borland funds Work 0" in panel
    assert "USD 4,430,000 (pledge)" in panel
    assert "Old report" in panel
    assert "S1, line 1 (All of it)" in panel
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.classList.contains('vis-network')")


def test_a_row_opens_by_keyboard_and_gets_the_focus_back(open_page: Any, hostile: pactgraph.PactGraph) -> None:
    opened = open_page(render_network(hostile))
    page = opened.page
    button = page.locator("tr[data-id='old/arle-chairs'] button")
    button.focus()
    page.keyboard.press("Enter")
    panel = page.inner_text("#panel")
    assert "Arle chairs Round Table" in panel
    assert "Office for Rivers chairs Round Table" in panel, "the rival stands beside it"
    assert "Who chairs." in panel
    page.keyboard.press("Escape")
    assert button.evaluate("(b) => b === document.activeElement")


def test_arrow_keys_walk_and_enter_opens(open_page: Any, hostile: pactgraph.PactGraph) -> None:
    opened = open_page(render_network(hostile))
    page = opened.page
    page.focus(".vis-network")
    page.keyboard.press("ArrowDown")
    first = page.inner_text("#status")
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#status") != first
    page.keyboard.press("Enter")
    assert page.inner_text("#panel-title") in page.inner_text("#panel")
    assert "[" in page.inner_text("#panel-body")
    page.keyboard.press("Escape")
    page.focus("#find")
    page.keyboard.press("ArrowRight")
    assert page.is_hidden("#panel"), "keys belong to the picture alone, not to the window"


@pytest.mark.parametrize("focus", [None, "office"])
def test_the_page_reads_every_day_as_python_does(
    open_page: Any, hostile: pactgraph.PactGraph, focus: str | None
) -> None:
    opened = open_page(render_network(hostile, focus=focus, depth=3))
    by_id = {statement.id: statement for statement in hostile.statements}
    seen = set()
    for day in DAYS:
        opened.page.fill("#as-of", day)
        opened.page.press("#as-of", "Enter")
        assert opened.page.inner_text("#as-of-shown") == day
        states = opened.page.evaluate("pactNetwork.states()")
        clock = hostile.clock(day)
        assert states == {id_: words.state_text(by_id[id_], clock) for id_ in states}
        seen |= set(states.values())
    assert {"in force", "perhaps", "ended", "not yet", "disputed"} <= seen


@pytest.mark.parametrize("folder", [None, FIXTURE_WORLD], ids=["real data", "fixture world"])
def test_larger_worlds_are_read_as_python_does(open_page: Any, folder: Path | None) -> None:
    graph = pactgraph.load(folder)
    opened = open_page(render_network(graph, limit=1000))
    by_id = {statement.id: statement for statement in graph.statements}
    for day in DAYS:
        opened.page.fill("#as-of", day)
        opened.page.press("#as-of", "Enter")
        states = opened.page.evaluate("pactNetwork.states()")
        clock = graph.clock(day)
        assert states == {id_: words.state_text(by_id[id_], clock) for id_ in states}


def test_another_day_changes_what_is_drawn(open_page: Any, hostile: pactgraph.PactGraph) -> None:
    opened = open_page(render_network(hostile))
    page = opened.page
    first = opened.shown()
    page.fill("#as-of", "2010")
    page.press("#as-of", "Enter")
    assert opened.shown() != first
    assert "not yet" in page.evaluate("Object.values(pactNetwork.states())")
    page.fill("#as-of", "2017-02-30")
    page.press("#as-of", "Enter")
    assert "is no date" in page.inner_text("#status")
    assert page.get_attribute("#as-of", "aria-invalid") == "true"
    page.click("#as-of-reset")
    assert opened.shown() == first
    assert page.inner_text("#as-of-shown") == "2021-06-30"


def test_nothing_moves(open_page: Any) -> None:
    opened = open_page(render_network(pactgraph.load()))
    before = opened.page.evaluate("pactNetwork.positions()")
    given = opened.page.evaluate("JSON.parse(document.getElementById('data').textContent).nodes")
    opened.page.wait_for_timeout(3000)
    after = opened.page.evaluate("pactNetwork.positions()")
    assert after == before
    places = {node["id"]: {"x": node["x"], "y": node["y"]} for node in given}
    assert after == {id_: places[id_] for id_ in opened.shown()["nodes"]}, "each stands where Python put it"


def test_the_wheel_scrolls_the_page(open_page: Any) -> None:
    opened = open_page(render_network(pactgraph.load()))
    page = opened.page
    box = page.locator("#frame").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    page.mouse.wheel(0, 300)
    opened.wait("window.scrollY > 0")
    width = page.evaluate("document.querySelector('#picture canvas').clientWidth")
    page.click("#zoom-in")
    assert page.evaluate("document.querySelector('#picture canvas').clientWidth") > width
    page.click("#zoom-fit")
    assert page.evaluate("document.querySelector('#picture canvas').clientWidth") <= box["width"]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (640, 400), (1280, 800), (1920, 1080)])
def test_no_page_scrolls_sideways(open_page: Any, hostile: pactgraph.PactGraph, width: int, height: int) -> None:
    opened = open_page(render_network(hostile, focus="office", depth=2), width, height)
    assert opened.page.evaluate("document.body.dataset.state") == "ready"
    assert opened.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_without_scripts_the_table_and_a_notice_are_there(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "network.html"
    path.write_text(render_network(pactgraph.load()), "utf-8", newline="\n")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    # Playwright switches scripts off without rendering <noscript>; its text is tested in test_view.py.
    assert page.is_visible("text=the table below holds the same relations")
    assert page.locator("tbody tr:visible").count() > 10
    context.close()


def test_a_cut_file_shows_an_error_not_a_blank(browser: Any, tmp_path: Path) -> None:
    html = render_network(pactgraph.load())
    path = tmp_path / "network.html"
    path.write_text(html[: html.index('id="data">') + 500], "utf-8", newline="\n")
    context = browser.new_context()
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.is_visible("text=If this line stays, the file was cut off")
    assert page.locator("tbody tr:visible").count() > 10
    broken = html.replace('{"asOf"', '{"asOf', 1)
    path.write_text(broken, "utf-8", newline="\n")
    page.goto(path.as_uri())
    assert "The picture cannot be drawn" in page.inner_text("#error")
    context.close()


def test_prints_with_picture_legend_and_table(open_page: Any) -> None:
    opened = open_page(render_network(pactgraph.load()))
    opened.page.emulate_media(media="print")
    assert opened.page.is_visible("#legend")
    assert opened.page.is_visible("#picture canvas")
    assert opened.page.is_visible("tbody tr")
    assert opened.page.is_hidden("#tools")
    assert opened.page.is_hidden("#legend input >> nth=0")
