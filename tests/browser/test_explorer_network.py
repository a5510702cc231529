"""The network of the explorer in a real browser: what is drawn, counted, walked by keyboard, saved and printed.

What the invented world of `test_view` must show is worked out by hand from its statements; on the real data, lines are
counted here from the records, by the rule that the page states.
"""

from __future__ import annotations

import json
import re
import runpy
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from test_explorer_page import AXE, CHROMIUM, Open, Opened, browser, hostile, open_page, real, violations

import pactgraph
import test_view
from command import explorer_of, real_graph
from conftest import World
from pactgraph import words

__all__ = ["browser", "hostile", "open_page", "real"]  # fixtures

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]
NETWORKS = (
    "#/net",
    "#/net?focus=lao-pdr",
    "#/net?focus=japan&layout=map",
    "#/net?focus=idswg&view=list",
    "#/net?focus=japan&to=idswg",
    "#/net?overview=1&pick=unodc",
)
#: Each node with what tells its kind without colour: outline, corners, dashes; and the lines of its name.
_NODES = """() => [...document.querySelectorAll(".node")].map((g) => {
    const shape = g.querySelector(".shape");
    return {
        id: g.dataset.id, kind: g.dataset.kind, name: g.getAttribute("aria-label"),
        at: g.parentNode.getAttribute("transform"),
        sign: [shape.tagName, shape.getAttribute("d"), shape.getAttribute("rx") > 5,
            shape.classList.contains("dashed")].join(),
        fill: getComputedStyle(shape).fill,
        text: [...g.parentNode.querySelectorAll("text")].map((line) => line.textContent).join(" "),
    }})"""
_LINES = "() => [...document.querySelectorAll('[data-line]')].map((g) => g.dataset.line).sort()"
_LEGEND = """() => Object.fromEntries([...document.querySelectorAll(".filters input[data-kind]")].map(
    (box) => [box.dataset.kind, box.closest("label").querySelector("b").textContent]))"""


def nodes(opened: Opened) -> dict[str, dict[str, Any]]:
    return {node["id"]: node for node in opened.page.evaluate(_NODES)}


def lines(opened: Opened) -> list[str]:
    return opened.page.evaluate(_LINES)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of two donors, an agency, a group, and statements of every sort."""
    folder = tmp_path_factory.mktemp("invented")
    return _written(folder, pactgraph.load(test_view.write_world(folder / "data")))


def _written(folder: Path, graph: pactgraph.PactGraph) -> Path:
    path = folder / "explorer.html"
    path.write_text(explorer_of(graph), "utf-8", newline="\n")
    return path


# ---- what is drawn


def test_the_lines_are_those_worked_out_by_hand(open_page: Open, invented: Path) -> None:
    opened = open_page(invented, "#/net?focus=round-table")
    # Two chairs contradict each other, two more take turns, one is secretary; who is said to be no member is not drawn.
    assert set(nodes(opened)) == {"round-table", "arle", "office", "bank"}
    assert lines(opened) == [
        "new/arle-co-chairs-round-table",
        "new/bank-co-chairs-round-table",
        "new/office-secretariat-of-round-table",
        "old/arle-chairs",
        "old/office-chairs",
    ]
    assert opened.page.locator(".wire.full[data-line]").count() == 1
    assert opened.page.locator(".wire.pale[data-line]").count() == 4
    assert opened.page.locator(".crop g > circle.wire").count() == 4, "a dot at the end of each who chairs"
    assert "4 nodes and 5 lines on 30 June 2021" in opened.text(".says")

    opened.to("#/net?focus=work-2")
    # Planned money and an unknown payer: the plan is dotted, the unknown is no line, the theme is no node.
    assert set(nodes(opened)) == {"work-2", "bank", "office", "new-ask"}
    assert opened.page.locator(".wire.planned[data-line]").get_attribute("data-line") == "new/bank-funds-work-2"

    opened.to("#/net?focus=work-2&known=2017-12-31")
    assert set(nodes(opened)) == {"work-2"}
    assert "No relation of it can be drawn" in opened.text(".net")

    opened.to("#/net?focus=work-0")
    # Payers left unnamed are not one payer; what ended in 2016 is shown on request alone.
    assert set(nodes(opened)) == {"work-0", "borland"}
    assert "USD 4,430,000" in opened.page.evaluate("document.querySelector('.words').textContent")
    opened.page.get_by_label("also what has ended or not begun").check()
    opened.wait("location.hash", "#/net?focus=work-0&ended=1")
    opened.wait("document.querySelectorAll('.node').length", 3)
    assert opened.page.locator(".wire.over[data-line]").get_attribute("data-line") == "old/office-implements-work-0"


_ATTRIBUTES = {"theme", "document"}
_NOT_DRAWN = {"denied", "not known", "set aside", "ended", "not yet"}


def _expected(focus: str, as_of: str, known_by: str, most: int = 60) -> tuple[set[str], set[str]]:
    """Nodes and lines around a focus that is no theme and no document, counted from the records."""
    graph = real_graph()
    clock = graph.clock(as_of or None, known_by or None)

    def is_node(id_: str | None) -> bool:
        return id_ == focus or (id_ != "unstated" and graph.things[id_ or ""].type not in _ATTRIBUTES)

    drawn = [
        s
        for s in graph.statements
        if s.object and s.object != s.subject and clock.knows(s.document) and words.state(s, clock) not in _NOT_DRAWN
        and is_node(s.subject) and is_node(s.object)
    ]  # fmt: skip
    reached = {end for s in drawn if focus in (s.subject, s.object) for end in (s.subject, s.object or "")} | {focus}
    degree = Counter(end for s in drawn if {s.subject, s.object} <= reached for end in (s.subject, s.object))
    ranked = sorted(reached, key=lambda id_: (id_ != focus, -degree[id_], id_))[:most]
    return set(ranked), {s.id for s in drawn if {s.subject, s.object} <= set(ranked)}


@pytest.mark.parametrize(("as_of", "known_by"), [("", ""), ("2017-10-26", "2017-12-31"), ("2016", ""), ("2020-05", "")])
def test_the_lines_are_those_of_the_records(open_page: Open, real: Path, as_of: str, known_by: str) -> None:
    opened = open_page(real)
    several = set()
    for focus in ("lao-pdr", "japan", "unodc", "idswg", "mekong-mou-1993", "patrol"):
        opened.to(f"#/net?focus={focus}&asof={as_of}&known={known_by}")
        expected_nodes, expected_lines = _expected(focus, as_of, known_by)
        assert set(lines(opened)) == expected_lines, focus
        assert set(nodes(opened)) == expected_nodes, focus
        assert f"{len(expected_lines)} line" in opened.text(".says")
        several.add(len(expected_lines))
    assert len(several) > 3


def test_at_first_sixty_nodes_each_with_shape_fill_and_a_name_that_nothing_covers(open_page: Open, real: Path) -> None:
    opened = open_page(real)
    for focus in ("lao-pdr", "unodc", "japan", "idswg", "treatment", "mekong-mou"):
        for layout in ("chain", "map"):
            opened.to(f"#/net?focus={focus}&layout={layout}")
            found = nodes(opened)
            assert 1 < len(found) <= 60, focus
            for node in found.values():
                assert node["sign"], node
                assert node["fill"] != "none", node
                assert node["text"].strip(), node
            covered = opened.page.evaluate(
                """() => {
                    const boxes = [...document.querySelectorAll(".node")].map((g) => {
                        const all = [...g.parentNode.querySelectorAll(".shape, text")]
                            .map((e) => e.getBoundingClientRect());
                        return [Math.min(...all.map((r) => r.left)), Math.min(...all.map((r) => r.top)),
                            Math.max(...all.map((r) => r.right)), Math.max(...all.map((r) => r.bottom)), g.dataset.id];
                    });
                    return boxes.flatMap((a, i) => boxes.slice(i + 1)
                        .filter((b) => a[0] < b[2] && b[0] < a[2] && a[1] + 1 < b[3] && b[1] + 1 < a[3])
                        .map((b) => `${a[4]} and ${b[4]}`));
                }"""
            )
            assert covered == [], f"{focus} {layout}"
            small = opened.page.evaluate(
                "() => Math.min(...[...document.querySelectorAll('.node ~ text')].map((e) => parseFloat("
                "getComputedStyle(e).fontSize) * e.getScreenCTM().a))"
            )
            assert small > 10.5, "names can be read"


def test_the_legend_counts_what_is_on_screen_and_is_the_filter(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/net?focus=lao-pdr")
    before = nodes(opened)
    counts = Counter(node["kind"] for node in before.values())
    assert opened.page.evaluate(_LEGEND) == {kind: str(count) for kind, count in counts.items()}
    opened.page.locator(".filters input[data-kind=programme]").uncheck()
    opened.wait("location.hash", "#/net?focus=lao-pdr&kinds=-programme")
    after = nodes(opened)
    assert after
    assert all(node["kind"] != "programme" for node in after.values())
    assert {id_: node["at"] for id_, node in after.items()} == {id_: before[id_]["at"] for id_ in after}, (
        "nothing moves"
    )
    on_screen = Counter(node["kind"] for node in after.values())
    for kind, told in opened.page.evaluate(_LEGEND).items():
        assert told in (str(counts[kind]), f"{on_screen[kind]} of {counts[kind]}")
        assert int(told.split()[0]) == on_screen[kind]
    drawn = opened.page.evaluate("document.querySelector('.legend-drawn').textContent")
    assert "Programme" not in drawn, "what is printed lists what is on screen alone"
    assert f"Agencies {on_screen['agency']}" in drawn
    opened.page.locator(".filters input[data-line-family=work]").uncheck()
    opened.wait("location.hash", "#/net?focus=lao-pdr&kinds=-programme&preds=-work")
    assert opened.page.locator(".wire.work[data-line]").count() == 0
    hash_ = opened.page.evaluate("location.hash")
    shown = nodes(opened)
    opened.page.reload()
    opened.ready()
    assert opened.page.evaluate("location.hash") == hash_
    assert nodes(opened) == shown
    opened.to("#/net?focus=lao-pdr&kinds=country.agency")
    assert {node["kind"] for node in nodes(opened).values()} == {"country", "agency"}


def test_two_openings_put_every_node_in_the_same_place(browser: Any, real: Path) -> None:
    for route in ("#/net?focus=lao-pdr&depth=2", "#/net?focus=unodc&layout=map"):
        places = []
        for _ in range(2):
            opened = Opened(browser, real, route).ready()
            opened.wait("document.querySelectorAll('.node').length > 30")
            places.append(nodes(opened))
            opened.context.close()
        assert places[0] == places[1]


def test_more_is_shown_on_demand(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/net?focus=lao-pdr")
    first = nodes(opened)
    opened.page.get_by_role("link", name="Show next 20").click()
    opened.wait("location.hash", "#/net?focus=lao-pdr&show=80")
    assert set(first) < set(nodes(opened))
    assert len(nodes(opened)) == 80
    opened.to("#/net?focus=patrol")
    opened.wait("!!document.querySelector('[data-id=unodc]')")
    few = len(nodes(opened))
    opened.page.locator("[data-id=unodc]").focus()
    opened.page.keyboard.press("e")
    opened.wait("location.hash", "#/net?focus=patrol&open=unodc")
    opened.wait("document.querySelectorAll('.node').length > " + str(few))
    assert len(nodes(opened)) <= few + 20
    opened.wait("document.activeElement.dataset.id", "unodc")
    assert opened.page.get_attribute("[data-id=unodc]", "aria-expanded") == "true"
    opened.page.keyboard.press("e")
    opened.wait("location.hash", "#/net?focus=patrol")
    opened.to("#/net?focus=lao-pdr&depth=2&show=9999")
    assert 60 < len(nodes(opened)) <= 400


def test_each_kind_is_told_by_its_shape_without_colour(open_page: Open, real: Path) -> None:
    opened = open_page(real)
    signs: dict[str, set[str]] = {}
    fills: dict[str, str] = {}
    for route in ("lao-pdr", "idswg", "myanmar", "mekong-mou-1993", "treatment", "dublin-group-2017", "china"):
        opened.to(f"#/net?focus={route}&show=120")
        for node in nodes(opened).values():
            signs.setdefault(node["kind"], set()).add(node["sign"])
            fills[node["kind"]] = node["fill"]
    assert len(signs) >= 12, sorted(signs)
    assert all(len(each) == 1 for each in signs.values())
    assert len({sign for each in signs.values() for sign in each}) == len(signs), "no two kinds look alike in grey"
    assert fills["donor"] == "rgb(218, 216, 9)"
    assert fills["programme"] == "rgb(165, 213, 255)"
    hollow = {kind for kind, fill in fills.items() if fill == "rgb(255, 255, 255)"}
    assert hollow <= {"event", "place", "item", "theme", "document"}
    assert len(set(fills.values())) == len(fills) - len(hollow) + 1, "and each filled kind has a colour of its own"


# ---- paths


def _paths(opened: Opened) -> list[list[str]]:
    return opened.page.evaluate(  # type: ignore[no-any-return]
        """() => [...document.querySelectorAll(".way > p")].map((p) => [...p.querySelectorAll("a")].map(
            (a) => a.getAttribute("href").replace("#/e/", "")))"""
    )


def test_paths_are_the_shortest_and_use_nothing_that_is_denied(open_page: Open, invented: Path) -> None:
    opened = open_page(invented, "#/net?focus=bank&to=office")
    assert _paths(opened) == [["bank", "round-table", "office"], ["bank", "work-2", "office"]]
    assert set(nodes(opened)) == {"bank", "round-table", "work-2", "office"}, "drawn alone"
    assert opened.page.locator(".way").first.locator("a.evidence").count() == 3, "office chairs and is secretary"
    opened.page.locator(".way a.evidence").first.click()
    opened.wait("document.querySelector('.drawer h2')?.textContent", "River Bank co-chairs Round Table")
    # That the bank funds work-1 is denied, so it is no step to who was asked for the same.
    opened.to("#/net?focus=bank&to=asked")
    assert _paths(opened) == [["bank", "round-table", "arle", "work-1", "asked"]]
    # Unnamed payers of both are not one body.
    opened.to("#/net?focus=borland&to=asked")
    assert "No path of at most 6 steps" in opened.text(".says")


# ---- keyboard, list, evidence


def test_by_keyboard_alone_to_a_node_its_evidence_and_back(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/net?focus=idswg")
    page = opened.page
    measured = "document.querySelector('.crop svg').getBoundingClientRect().width"
    width = page.evaluate(measured)
    page.locator(".zoom button").last.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.id") == "idswg", "Tab enters once, at the focus"
    page.keyboard.press("ArrowLeft")
    left = page.evaluate("document.activeElement.dataset.id")
    assert left not in ("idswg", None)
    page.keyboard.press("ArrowDown")
    below = page.evaluate("document.activeElement.dataset.id")
    assert below not in (left, "idswg")
    at = nodes(opened)
    x, y = (re.findall(r"[\d.]+", at[id_]["at"]) for id_ in (left, below))
    assert x[0] == y[0], "down stays in the column"
    assert float(x[1]) < float(y[1])
    ring = page.evaluate(
        "getComputedStyle(document.activeElement.querySelector('.ring')).strokeWidth + "
        "getComputedStyle(document.activeElement.querySelector('.ring')).stroke"
    )
    assert ring.startswith("3px")
    assert "none" not in ring
    page.keyboard.press("Enter")
    opened.wait("document.querySelector('.drawer h2') === document.activeElement")
    assert "relations" in opened.text(".drawer h3").lower()
    page.keyboard.press("Escape")
    opened.wait("document.querySelector('.drawer') === null")
    opened.wait("document.activeElement.dataset.id", below)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.frame')") is None, "Tab leaves"
    opened.wait(measured, width)  # The drawer has given the room back.
    page.locator("[data-id=idswg]").focus()
    page.keyboard.press("+")
    opened.wait(f"{measured} > {width * 1.2}")
    opened.wait("location.hash.includes('zoom=125')")
    page.keyboard.press("0")
    opened.wait(measured, width)
    name = page.get_attribute("[data-id=idswg]", "aria-label")
    assert re.fullmatch(r"Illicit Drug Sector Working Group, mechanism, \d+ relations, \d+ in force", name)
    assert page.get_attribute(".crop svg", "role") == "group"
    assert page.evaluate("document.querySelector('[data-line]').closest('[aria-hidden=true]') !== null")


def test_what_one_points_at_is_named_and_a_line_opens_its_evidence(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/net?focus=idswg")
    opened.page.locator("[data-id=lcdc]").focus()
    told = opened.page.evaluate("document.querySelector('.words .pointed').textContent")
    assert "chairs" in told
    assert opened.page.locator("[data-line].dim").count() > 10
    line = "idswg-2021/lcdc-chairs-idswg"
    on_it = opened.page.evaluate(
        """(id) => {
            const path = document.querySelector(`[data-line='${id}']`);
            path.scrollIntoView({ block: "center", inline: "center" });
            const { x, y } = path.getPointAtLength(path.getTotalLength() * 0.3).matrixTransform(path.getScreenCTM());
            return [x, y];
        }""",
        line,
    )
    opened.page.mouse.move(on_it[0], on_it[1])
    opened.wait("document.querySelector('.crop svg > title')?.textContent.includes('C.1, line 60')")
    assert opened.page.locator(".words .pointed text").count() == 1, "the line by which the mouse is has its name"
    opened.page.mouse.move(on_it[0], on_it[1] + 400)
    opened.wait("document.querySelector('.crop svg > title')", None)
    opened.page.mouse.click(on_it[0], on_it[1])
    opened.wait("document.querySelector('.drawer h2') !== null")
    assert "C.1, line 60" in opened.text(".drawer")


def test_the_list_says_what_the_picture_shows(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/net?focus=japan")
    drawn = lines(opened)
    opened.page.locator("h1").focus()
    opened.page.keyboard.press("l")
    opened.wait("location.hash", "#/net?focus=japan&view=list")
    rows = opened.page.evaluate(
        "() => [...document.querySelectorAll('.table')][0].querySelectorAll('tbody tr a.evidence').length"
    )
    assert rows == len(drawn)
    found = opened.page.evaluate(
        """() => [...document.querySelectorAll(".table tbody a.evidence")].map(
            (a) => new URLSearchParams(a.hash.split("?")[1]).get("ev").slice(2)).sort()"""
    )
    assert set(drawn) <= set(found)
    opened.page.keyboard.press("l")
    opened.wait("location.hash", "#/net?focus=japan")
    opened.page.locator("main [role=combobox]").focus()
    opened.page.keyboard.type("l")
    assert opened.page.evaluate("location.hash") == "#/net?focus=japan", "silent where one types"


def test_one_begins_with_a_search_or_a_ready_focus_never_with_everything(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/e/lcdc")
    opened.page.locator("main").get_by_role("link", name="Network", exact=True).click()
    opened.wait("location.hash", "#/net?focus=lcdc")
    opened.page.locator("h1").focus()
    opened.page.keyboard.press("g")
    opened.page.keyboard.press("n")
    opened.wait("location.hash", "#/net")
    assert opened.page.locator(".node").count() == 0
    opened.page.locator("main [role=combobox]").fill("huapanh")
    opened.page.keyboard.press("Enter")
    opened.wait("document.querySelector('main h1').textContent", "Houaphanh: network")
    assert opened.page.title().startswith("Houaphanh: network")
    opened.wait("document.activeElement.textContent", "Houaphanh: network")
    opened.to("#/net?focus=nobody&asof=2017")
    assert "There is no “nobody” in these data." in opened.text("main")


# ---- taking away


def test_svg_and_png_hold_every_name_the_legend_and_the_days(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/net?focus=patrol&asof=2017-10-26&known=2017-12-31")
    page = opened.page
    found = nodes(opened)
    with page.expect_download() as saved:
        page.get_by_role("button", name="as SVG").click()
    assert saved.value.suggested_filename == "network-patrol.svg"
    text = Path(saved.value.path()).read_text("utf-8")
    names = list(_seen(ElementTree.fromstring(text)))
    for node in found.values():
        assert all(
            part in names for part in page.locator(f"[data-id='{node['id']}'] + .name text").all_text_contents()
        ), node
    counts = Counter(node["kind"] for node in found.values())
    assert f"Programmes {counts['programme']}" in names or f"Programme {counts['programme']}" in names
    assert any(re.fullmatch(r"Work \d+", name) for name in names)
    assert any("implements" in name for name in names), "few lines are named on paper"
    assert any("26 October 2017" in name and "known by 31 December 2017" in name for name in names)
    for banned in ("class=", "tabindex", "var(", "onclick"):
        assert banned not in text
    with page.expect_download() as saved:
        page.get_by_role("button", name="as PNG").click()
    image = Path(saved.value.path()).read_bytes()
    assert image.startswith(b"\x89PNG")
    width, height = (int.from_bytes(image[at : at + 4], "big") for at in (16, 20))
    left, top, wide, high = map(float, re.search(r'viewBox="([^"]*)"', text)[1].split())  # type: ignore[index]
    assert (width, height) == (round(2 * wide), round(2 * high))
    assert (left, top) == (0, 0)
    opened.requests[:] = [url for url in opened.requests if not url.startswith(("blob:", "data:"))]


def _seen(shape: ElementTree.Element) -> Iterator[str]:
    """The texts of a saved picture but those that are switched off."""
    if shape.get("display") == "none":
        return
    if shape.tag.endswith("}text"):
        yield shape.text or ""
    for each in shape:
        yield from _seen(each)


@pytest.mark.parametrize("focus", ["patrol", "idswg", "lao-pdr"])
def test_it_prints_on_one_sheet(open_page: Open, real: Path, focus: str) -> None:
    opened = open_page(real, f"#/net?focus={focus}")
    paper = opened.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    assert b"/Subtype /Image" not in paper, "vector"
    opened.page.emulate_media(media="print")
    assert opened.page.locator(".legend-drawn").is_visible()
    assert opened.page.locator("button:visible, input:visible").count() == 0
    if focus == "patrol":
        assert "implements" in opened.page.evaluate("document.querySelector('.onpaper').textContent")


# ---- hostile, empty, small, large


def test_hostile_names_are_text_in_the_picture(open_page: Open, hostile: Path) -> None:
    opened = open_page(hostile, "#/net?focus=work-2")
    page = opened.page
    found = nodes(opened)
    for number, name in enumerate(test_view.HOSTILE):
        assert name.split()[0][:8] in found[f"odd-{number}"]["name"]
    page.locator("[data-id=odd-1]").focus()
    page.keyboard.press("Enter")
    opened.wait("document.querySelector('.drawer h2') !== null")
    for route in (
        "#/net?focus=odd-0",
        "#/net?focus=odd-0&to=odd-1",
        "#/net?overview=1&pick=odd-2",
        "#/net?focus=<b>x&to=<i>",
    ):
        opened.to(route)
    opened.to("#/net?focus=work-2&open=<script>.odd-1&kinds=-<b>&show=-5&depth=9&layout=x")
    assert page.evaluate("window.marker") is None
    assert page.locator("main img, main iframe, main svg script, main foreignObject").count() == 0
    opened.to("#/net?focus=work-2")
    with page.expect_download() as saved:
        page.get_by_role("button", name="as SVG").click()
    text = Path(saved.value.path()).read_text("utf-8")
    assert "<script" not in text
    assert "<img" not in text
    opened.requests[:] = [url for url in opened.requests if not url.startswith("blob:")]


def test_no_data_and_one_thing_have_a_network_page(open_page: Open, tmp_path: Path, world: World) -> None:
    empty = tmp_path / "empty"
    (empty / "entities/country").mkdir(parents=True)
    (empty / "statements").mkdir()
    (empty / "entities/country/all.yaml").write_text("[]\n", "utf-8")
    nothing = open_page(_written(tmp_path, pactgraph.load(empty)))
    for route in ("#/net", "#/net?overview=1", "#/net?focus=x"):
        nothing.to(route)
        assert nothing.text("main h1").strip(), route
    (tmp_path / "one").mkdir()
    one = open_page(_written(tmp_path / "one", pactgraph.load(world())))
    one.to("#/net?focus=border-programme")
    assert "border-programme" in nodes(one)
    one.to("#/net?overview=1&pick=border-programme")
    assert "Border Programme" in one.text(".says")


@pytest.mark.skipif(not AXE.exists(), reason="needs `npm ci` in graph/explorer for axe-core")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (640, "light"), (1280, "dark")])
def test_nothing_in_the_network_bars_anybody(open_page: Open, real: Path, width: int, scheme: str) -> None:
    opened = open_page(real, width=width, color_scheme=scheme)
    opened.page.evaluate(AXE.read_text("utf-8"))
    for route in (*NETWORKS, "#/net?focus=idswg&ev=n%2Flcdc"):
        opened.to(route)
        assert violations(opened, scheme) == [], route


def test_the_overview_is_walked_by_keys_and_says_what_it_shows(open_page: Open, real: Path) -> None:
    graph = real_graph()
    opened = open_page(real, "#/net?overview=1")
    assert f"{len(graph.things):,} things" in opened.text(".says")
    page = opened.page
    page.locator("canvas").focus()
    picture = "document.querySelector('canvas').toDataURL()"
    page.wait_for_timeout(200)  # The canvas takes the size of its window in the next frame.
    before = page.evaluate(picture)
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(200)
    assert page.evaluate(picture) != before
    page.keyboard.press("0")
    page.wait_for_timeout(200)
    assert page.evaluate(picture) == before, "0 shows the whole again"
    rows = page.locator(".table tbody tr")
    assert rows.first.locator("a").first.inner_text() == "Lao PDR", "most relations first"
    rows.first.get_by_role("link", name="Show in the picture").click()
    opened.wait("location.hash", "#/net?overview=1&pick=lao-pdr")
    assert "Chosen: Lao PDR" in opened.text(".says")
    opened.wait("document.querySelector('canvas').getBoundingClientRect().top >= -1")
    box = page.locator("canvas").bounding_box()
    page.mouse.click(box["x"] + 2, box["y"] + 2)
    opened.wait("!location.hash.includes('pick=lao-pdr')")


def test_twenty_thousand_things_pan_without_freezing(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without its gaps, which take minutes: it is the picture that is asked about.
    monkeypatch.setattr("pactgraph.explorer.marks.findings", lambda graph, pairs, advance: iter([[]] * len(pairs)))
    bench = runpy.run_path(str(Path(__file__).parent.parent / "bench/generate.py"))
    bench["generate"](20_000, tmp_path / "world")
    path = _written(tmp_path, pactgraph.load(tmp_path / "world"))
    opened = open_page(path)
    page = opened.page
    spent = page.evaluate(
        """() => new Promise((done) => {
            const start = performance.now();
            location.hash = "#/net?overview=1";
            setTimeout(() => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))));
        })"""
    )
    assert "20,084 things" in opened.text(".says"), "20,000, the themes, the documents"
    page.evaluate(
        """() => {
            window.tasks = [];
            new PerformanceObserver((list) => tasks.push(...list.getEntries().map((each) => each.duration)))
                .observe({ entryTypes: ["longtask"] });
        }"""
    )
    page.locator("canvas").focus()
    box = page.locator("canvas").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for _ in range(4):
        page.mouse.move(*middle)
        page.mouse.down()
        for step in range(30):
            page.mouse.move(middle[0] - step * 9, middle[1] - step * 5)
        page.mouse.up()
        page.keyboard.press("+")
        time.sleep(0.2)
    longest = max(page.evaluate("tasks"), default=0)
    print(f"overview of 20,084 things: open {spent:.0f} ms, longest task while panning {longest:.0f} ms")
    assert longest < 600, "the budget is 200 ms on a quiet machine; this one is shared"
    for route in ("#/net", "#/net?focus=country-0", "#/net?focus=programme-20&depth=2"):
        opened.to(route)
        assert opened.page.locator(".node").count() <= 60


def test_the_picture_moves_under_the_mouse_and_the_wheel_scrolls_the_page(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/net?focus=lao-pdr", width=900)
    page = opened.page
    box = page.locator(".frame").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 40)
    page.mouse.wheel(0, 200)
    opened.wait("scrollY > 100")
    width = "document.querySelector('.crop svg').getBoundingClientRect().width"
    before = page.evaluate(width)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    opened.wait(f"{width} > {before}")
    at = page.evaluate("document.querySelector('.frame').scrollLeft")
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 60, steps=4)
    page.mouse.up()
    assert page.evaluate("document.querySelector('.frame').scrollLeft") > at
    assert "ev=" not in json.dumps(page.evaluate("location.hash")), "a drag opens nothing"


def test_pictures_follow_the_window_without_an_error(open_page: Open, real: Path) -> None:
    opened = open_page(real)
    for route in ("#/net?focus=idswg", "#/map?place=lao-pdr", "#/time", "#/net?overview=1"):
        opened.to(route)
        for width, height in ((1280, 3000), (700, 500), (1280, 800)):
            opened.page.set_viewport_size({"width": width, "height": height})
            opened.page.wait_for_timeout(150)
        assert "cannot be shown" not in opened.text("body"), route
