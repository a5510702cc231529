"""The map of the explorer in a real browser, opened from a file, the network off.

What is known from the documents themselves, written down before the map was made:

- Dublin report, line 97: community-based treatment goes to districts of six provinces: Vientiane Capital,
  Vientiane province, Bolikhamxay, Xayabouly, Khammuane and Savannakhet. Nothing else is told of any of the six.
- Line 51: poppies were found in 2015 in Phongsali, Houaphan, Luang Namtha, Luang Phrabang, Oudomxai, Bokeo and
  Xiangkhoang. So on the day of the report the problem is told of another day there, and not at all in the six.
- Sector group's report, line 15: a Community Policing project in Huapanh; line 38: the United States pay for
  alternative development there; line 41: so do Luxembourg and Germany.

All other numbers are compared with what the analyses count of the same data and day.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from test_explorer_page import AXE, CHROMIUM, Open, Opened, browser, hostile, open_page, real

import pactgraph
import test_view
from command import call, explorer_of, real_graph
from conftest import World
from pactgraph.analysis.activity import around, going_on, lies_in, weakest
from pactgraph.analysis.finding import CERTAIN, Scope
from pactgraph.analysis.presence import asks, at_work
from pactgraph.analysis.scene import Scene

__all__ = ["browser", "hostile", "open_page", "real"]  # fixtures

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]
Numbers = dict[str, tuple[int, int]]
TREATED = ("vientiane-capital", "vientiane-province", "bolikhamxay", "xayabouly", "khammuane", "savannakhet")
POPPIES = ("phongsali", "houaphanh", "luang-namtha", "luang-phrabang", "oudomxai", "bokeo", "xiangkhoang")
REPORT = "&asof=2017-10-26&known=2017-10-26"


def marks(opened: Opened) -> Numbers:
    """The places drawn, with the number certain and the number possible."""
    found = opened.page.evaluate(
        "() => [...document.querySelectorAll('.spot')].map((a) => [a.dataset.place, a.dataset.count])"
    )
    return {place: _pair(count) for place, count in found}


def table(opened: Opened, of: str) -> Numbers:
    """The table beside the map, all of its pages: certain and possible of each place."""
    while (more := opened.page.locator("section:has(> h2:text-is('All places')) button.more")).count():
        more.first.click()
    found = opened.page.evaluate(
        f"() => [...document.querySelectorAll('td [data-place]')].map((a) => [a.dataset.place, a.dataset.{of}])"
    )
    return {place: _pair(count) for place, count in found}


def _pair(text: str) -> tuple[int, int]:
    certain, possible = map(int, text.split())
    return certain, possible


def _counted(pieces: dict[str, dict[str, str]]) -> Numbers:
    return {
        place: (sum(reading == CERTAIN for reading in of.values()), sum(reading != CERTAIN for reading in of.values()))
        for place, of in pieces.items()
    }


def work(graph: pactgraph.PactGraph, as_of: str, known_by: str, theme: str) -> Numbers:
    """What Python counts: on a theme the cells that all analyses share; without one, who is at work and where."""
    scene = Scene(graph, Scope(graph.clock(as_of or None, known_by or None)))
    pieces: dict[str, dict[str, str]] = {}
    if theme:
        for (on, place), present in scene.work.items():
            if on == theme:
                pieces[place] = {each.activity: each.reading for each in present}
        return _counted(pieces)
    for one in scene.activities.values():
        backing = at_work(scene.clock, one)
        if backing is None:
            continue
        vouching = going_on(scene.clock, one, backing.statements)
        for place, statements in one.places.items():
            reading = weakest(lies_in(scene.clock, statements, vouching), backing.reading)
            if reading is not None:
                pieces.setdefault(place, {})[one.id] = reading
    return _counted(pieces)


def problems(graph: pactgraph.PactGraph, as_of: str, known_by: str, theme: str) -> Numbers:
    """Challenges and needs by the places that they name, and what these lie in: certain if told for the day."""
    scene = Scene(graph, Scope(graph.clock(as_of or None, known_by or None)))
    clock = scene.clock
    pieces: dict[str, dict[str, str]] = {}
    for thing in asks(scene, ("challenge", "need")):
        if theme and not any(theme in around(each, scene.broader) for each in thing.item.themes):
            continue
        for statement in graph.statements:
            if statement.subject != thing.id or statement.predicate != "located_in" or statement.object is None:
                continue
            if statement.bounds.possible_from <= clock.last or clock.possibly(statement):
                for place in around(statement.object, scene.wholes):
                    held = pieces.setdefault(place, {})
                    if held.get(thing.id) != CERTAIN:
                        held[thing.id] = CERTAIN if clock.certainly(statement) else "possible"
    return _counted(pieces)


# ---- what it counts


def test_provinces_have_the_work_that_the_report_names(open_page: Open, real: Path) -> None:
    opened = open_page(real, f"#/map?place=lao-pdr{REPORT}")
    drawn = marks(opened)
    assert {place: drawn[place] for place in TREATED} == dict.fromkeys(TREATED, (1, 0))
    for place in POPPIES:
        if place != "houaphanh":
            assert drawn[place] == (0, 0), "where poppies are told of, nobody is told to be at work"
    assert "champasak" not in drawn, "a province that no document names has no mark"
    opened.to(f"#/map?place=savannakhet{REPORT}")
    panel = opened.page.locator(".panel > section").first
    assert panel.locator("h2").inner_text() == "Savannakhet"
    row = panel.locator("tbody tr").first
    assert "Community-based treatment" in row.inner_text()
    assert "certain" in row.inner_text()
    row.locator(".told a.evidence").first.click()
    opened.wait("document.querySelector('.drawer h2') === document.activeElement")
    assert "line 97" in opened.text(".drawer")


def test_provinces_have_the_problem_that_the_report_states(open_page: Open, real: Path) -> None:
    opened = open_page(real, f"#/map?show=problems&theme=opium-cultivation&place=lao-pdr{REPORT}")
    drawn = marks(opened)
    assert {place: drawn[place] for place in POPPIES} == dict.fromkeys(POPPIES, (0, 1)), "told of 2015, asked of 2017"
    assert {place: drawn[place] for place in TREATED} == dict.fromkeys(TREATED, (0, 0))
    opened.to("#/map?show=problems&theme=opium-cultivation&place=lao-pdr&known=2017-10-26&asof=2015")
    assert {place: marks(opened)[place] for place in POPPIES} == dict.fromkeys(POPPIES, (1, 0)), "and certain in 2015"
    opened.to("#/map?show=problems&theme=opium-cultivation&place=lao-pdr&known=2017-10-26&asof=2014")
    assert {place: marks(opened)[place] for place in POPPIES} == dict.fromkeys(POPPIES, (0, 0)), "and not told before"


def test_one_province_with_its_programmes(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/map?place=houaphanh")
    table_ = opened.page.locator(".panel .table").first
    while table_.locator("xpath=..").locator("button.more").first.is_visible():
        table_.locator("xpath=..").locator("button.more").first.click()
    text = re.sub(r"\s+", " ", table_.inner_text())
    for line in ("A.1, line 15", "A.9 United States, line 38", "A.9 Luxembourg, line 41", "A.9 Germany, line 41"):
        assert f"idswg-2021: {line}" in text or line in re.sub(r"\s+", " ", table_.evaluate("e => e.textContent")), line
    assert marks(opened)["houaphanh"][0] >= 4
    assert "line 47" not in text, "what Canada supports is told of no province"
    links = opened.page.locator(".panel p.tools a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    assert links == ["#/e/houaphanh", "#/matrix?place=houaphanh", "#/net?focus=houaphanh"]


@pytest.mark.parametrize(
    ("as_of", "known_by", "theme"),
    [
        ("", "", ""),
        ("", "", "drugs-and-health"),
        ("2017-10-26", "2017-10-26", ""),
        ("2017-10-26", "", "law-enforcement"),
        ("2014", "", ""),
        ("2020-05", "2019-12-31", "alternative-development"),
        ("1990", "", ""),
    ],
)
def test_every_number_is_what_the_analyses_count(
    open_page: Open, real: Path, as_of: str, known_by: str, theme: str
) -> None:
    graph = real_graph()
    query = f"asof={as_of}&known={known_by}&theme={theme}"
    opened = open_page(real, f"#/map?{query}")
    for of, count in (("work", work), ("problems", problems)):
        expected = count(graph, as_of, known_by, theme)
        found: Numbers = {}
        for place in ("", "lao-pdr", "myanmar", "viet-nam", "cambodia", "china"):
            opened.to(f"#/map?{query}&show={of}&place={place}")
            drawn, rows = marks(opened), table(opened, of)
            assert {each: rows[each] for each in drawn} == drawn, "the table says what the picture says"
            found |= rows
        assert {place: pair for place, pair in found.items() if pair != (0, 0)} == {
            place: pair for place, pair in expected.items() if place in found and pair != (0, 0)
        }
        left_out = {place for place, pair in expected.items() if pair != (0, 0)} - found.keys()
        # Those of states without a level of their own are counted in their state.
        assert left_out <= {"bangkok", "domodedovo-airport", "zhukovsky-airport", "melbourne", "sydney"}, left_out


def test_gaps_are_those_of_the_command_and_say_their_day(open_page: Open, real: Path) -> None:
    told = json.loads(call("gaps", "places", "responses", "unfunded", "--format", "json").out)
    opened = open_page(real, "#/map?show=gaps&asof=2017-12-31")
    assert "Worked out for 31 December 2017" in opened.text("main")
    opened.to("#/map?show=gaps&place=myanmar")
    assert "Worked out for 31 December 2021" in opened.text("main")
    items = opened.page.locator(".panel section li").all_inner_texts()
    question = "Where is a problem with drugs stated, and nobody told to work on it there?"
    shown = next(int(re.search(r"(\d+) gap", text)[1]) for text in items if text.startswith(question))  # type: ignore[index]
    scene = Scene(real_graph(), Scope(real_graph().clock()))
    mine = [
        gap
        for gap in told
        if gap["analysis"] == "places" and gap["country"] and "myanmar" in around(gap["country"], scene.wholes)
    ]
    assert shown == len(mine) > 0


# ---- how it is used


def test_a_mark_says_what_it_counts_and_is_walked_by_keyboard(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/map")
    page = opened.page
    certain, possible = marks(opened)["lao-pdr"]
    stated = sum(table(opened, "problems")["lao-pdr"])
    lao = f"Lao PDR: {certain} pieces of work certain, {possible} possible, {stated} stated problems"
    for name in (
        lao,
        "Thailand: 0 pieces of work certain, 1 possible, 0 stated problems",
        "India: no work known, 0 stated problems",
    ):
        assert page.get_by_role("link", name=name, exact=True).count() == 1, name
    assert page.locator(".spot[tabindex='0']").count() == 1, "one stop for the tabulator"
    points = {each: real_graph().things[each].entry.point for each in marks(opened)}  # type: ignore[union-attr]
    page.locator(".spot[tabindex='0']").focus()
    page.keyboard.press("Home")
    for place in sorted(points, key=lambda each: (float(points[each].long), each)):
        opened.wait("document.activeElement.dataset.place", place)
        page.wait_for_timeout(30)
        is_seen = """() => { const place = document.activeElement.getBoundingClientRect();
            const frame = document.querySelector(".ground .sea").getBoundingClientRect();
            return place.right > frame.left && place.left < frame.right
                && place.bottom > frame.top && place.top < frame.bottom }"""
        assert page.evaluate(is_seen), f"{place} is in sight"
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    north = sorted(points, key=lambda each: (-float(points[each].lat), each))
    opened.wait("document.activeElement.dataset.place", north[-1])
    page.keyboard.press("0")
    page.locator(".spot[data-place=lao-pdr]").focus()
    page.keyboard.press("Enter")
    opened.wait("location.hash", "#/map?place=lao-pdr")
    opened.wait("document.activeElement.textContent", "Lao PDR")
    page.go_back()
    opened.wait("document.querySelector('main h1').textContent", "Where work is done and problems are stated")


def test_it_is_moved_and_zoomed_without_losing_its_numbers(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/map")
    page = opened.page
    before = marks(opened)
    place = "document.querySelector('.spot[data-place=cambodia] .pill')"
    where = f"(({{x, y}}) => [x, y].map(Math.round))({place}.getBoundingClientRect())"
    start = page.evaluate(where)
    page.locator("button[aria-label='Closer']").click()
    opened.wait(f"String({where}) !== {','.join(map(str, start))!r}")
    page.locator("text=Show all").click()
    opened.wait(where, start)
    box = page.locator(".ground .sea").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] - 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + box["height"] - 60, steps=4)
    page.mouse.up()
    opened.wait(where, [start[0] + 100, start[1] - 20])
    pill = page.locator(".spot[data-place=cambodia] .pill").bounding_box()
    assert pill is not None
    page.mouse.move(pill["x"] + 5, pill["y"] + 5)
    page.mouse.down()
    page.mouse.move(pill["x"] + 65, pill["y"] + 5, steps=4)
    page.mouse.up()
    opened.wait(where, [start[0] + 160, start[1] - 20])
    assert page.evaluate("location.hash") == "#/map", "dragging opens nothing, not even by a mark"
    page.locator(".spot[data-place=cambodia]").focus()
    page.keyboard.press("0")
    opened.wait(where, start)
    page.keyboard.press("Shift+ArrowRight")
    opened.wait(f"{where}[0] < {start[0]}")
    page.keyboard.press("0")
    page.mouse.move(box["x"] + 200, box["y"] + 100)
    page.mouse.wheel(0, -200)
    page.wait_for_timeout(100)
    assert page.evaluate(where)[0] == start[0], "the wheel alone scrolls the page"
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    opened.wait(f"String({where}) !== {','.join(map(str, start))!r}")
    assert marks(opened) == before


def test_no_fill_stands_without_its_number(open_page: Open, real: Path) -> None:
    """Never colour alone: what is filled and in sight has its number in sight, and the step is that of the number."""
    opened = open_page(real, "#/map")
    for route in ("#/map", "#/map?show=problems&place=lao-pdr", "#/map?show=gaps&place=myanmar"):
        opened.to(route)
        filled = opened.page.evaluate(
            """() => [...document.querySelectorAll(".ground path")]
                .filter((e) => /step-[1-5]/.test(e.getAttribute("class"))).length"""
        )
        drawn = marks(opened)
        assert 0 < filled <= sum(pair != (0, 0) for pair in drawn.values())
        texts = opened.page.evaluate(
            """() => Object.fromEntries([...document.querySelectorAll(".spot")].map(
                (a) => [a.dataset.place, a.querySelector(".number").textContent]))"""
        )
        for place, (certain, possible) in drawn.items():
            wanted = f"{certain or ''}{'+' if certain and possible else ''}{f'{possible}?' if possible else ''}" or "·"
            assert texts[place] == wanted
    opened.to("#/map")
    sight = opened.page.evaluate(
        """() => { const frame = document.querySelector(".ground .sea").getBoundingClientRect();
            const pill = document.querySelector(".spot[data-place=china] .pill").getBoundingClientRect();
            return pill.left >= frame.left && pill.right <= frame.right && pill.top >= frame.top }"""
    )
    assert sight, "of China a part is in sight, so its number is"


def test_places_without_a_point_stand_beside(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/map?show=problems")
    beside = opened.text(".beside")
    for name in ("Golden Triangle", "Mekong region", "United Kingdom"):
        assert name in beside
    assert "Lao PDR" not in beside
    opened.to("#/map?show=problems&place=myanmar")
    assert "Southern Shan" in opened.text(".beside")
    assert "Golden Triangle" not in opened.text(".beside")
    opened.to("#/map?place=nowhere&theme=nothing")
    assert "There is no place “nowhere” in these data" in opened.text("main")
    assert "There is no theme “nothing” in these data" in opened.text("main")
    assert "Natural Earth’s; no position is taken" in opened.page.evaluate(
        "document.querySelector('.map-svg').textContent"
    )


def test_the_table_and_the_picture_are_taken_away(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/map?place=lao-pdr&asof=2017")
    page = opened.page
    with page.expect_download() as saved:
        page.locator("section:has(> h2:text-is('All places')) button:text-is('CSV')").click()
    lines = Path(saved.value.path()).read_text("utf-8-sig").splitlines()
    assert saved.value.suggested_filename == "map-work-lao-pdr.csv"
    assert lines[0].startswith("id,Place,Kind,Work: certain,Work: possible,")
    assert any(line.startswith("savannakhet,Savannakhet,province,") for line in lines)
    with page.expect_download() as drawn:
        page.locator("figcaption button:text-is('SVG')").click()
    text = Path(drawn.value.path()).read_text("utf-8")
    words = "".join(ElementTree.fromstring(text).itertext())
    for word in ("Savannakhet", "certain", "nothing known", "Natural Earth’s", "As of 2017"):
        assert word in words
    with page.expect_download() as image:
        page.locator("figcaption button:text-is('PNG')").click()
    assert Path(image.value.path()).read_bytes().startswith(b"\x89PNG")
    opened.requests[:] = [url for url in opened.requests if not url.startswith(("blob:", "data:"))]


# ---- hostile, empty, one


def _write(folder: Path, names: tuple[str, str]) -> Path:
    """A country and a province with points, and one programme in it, all named to do harm."""
    files: dict[str, Any] = {
        "entities/country/all.yaml": [
            {
                "id": "laos",
                "name": names[0],
                "codes": {"iso2": "LA", "iso3": "LAO", "m49": "418"},
                "point": {"lat": "19.64", "long": "102.57"},
            }
        ],
        "entities/place/all.yaml": [
            {
                "id": "far",
                "name": names[1],
                "kind": "province",
                "part_of": "laos",
                "codes": {"iso3166_2": "LA-HO"},
                "point": {"lat": "20.38", "long": "103.97"},
                "named_in": [{"document": "report", "section": "A", "line": 1}],
            }
        ],
        "entities/organisation/all.yaml": [{"id": "body", "name": names[0], "kind": "agency"}],
        "entities/programme/all.yaml": [{"id": "work", "name": names[1], "kind": "project"}],
        "entities/document/all.yaml": [
            {
                "id": "report",
                "name": names[0],
                "kind": "report",
                "issued": "2020-06-30",
                "sections": [{"key": "A", "title": names[1], "lines": "1-9"}],
            }
        ],
        "statements/report/all.yaml": {
            "document": "report",
            "blocks": [
                {
                    "section": "A",
                    "statements": [
                        {
                            "subject": "body",
                            "predicate": "implements",
                            "object": "work",
                            "when": "2019/2021",
                            "line": 1,
                        },
                        {"subject": "work", "predicate": "operates_in", "object": "far", "line": 2},
                    ],
                }
            ],
        },
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content), "utf-8")
    return folder


def _explorer(folder: Path, graph: pactgraph.PactGraph) -> Path:
    path = folder / "explorer.html"
    path.write_text(explorer_of(graph), "utf-8", newline="\n")
    return path


@pytest.mark.parametrize("pair", range(0, len(test_view.HOSTILE) - 1, 2))
def test_hostile_names_are_text_on_the_map(open_page: Open, tmp_path: Path, pair: int) -> None:
    names = (test_view.HOSTILE[pair], test_view.HOSTILE[pair + 1])
    opened = open_page(_explorer(tmp_path, pactgraph.load(_write(tmp_path / "data", names))), "#/map")
    assert marks(opened) == {"laos": (1, 0)}
    opened.to("#/map?place=far")
    assert marks(opened) == {"far": (1, 0)}
    assert opened.page.evaluate("document.querySelector('.spot .name').textContent") == names[1]
    assert opened.page.evaluate("document.querySelector('.panel h2').textContent") == names[1]
    opened.to("#/map?place=<img src=x onerror=window.marker=9>&theme=<b>&show=<i>")
    assert opened.page.evaluate("window.marker") is None
    assert opened.page.locator("main img, main b b, main i, main script").count() == 0


def test_an_empty_graph_and_one_without_points(open_page: Open, tmp_path: Path, world: World) -> None:
    empty = tmp_path / "empty"
    (empty / "entities/country").mkdir(parents=True)
    (empty / "statements").mkdir()
    (empty / "entities/country/all.yaml").write_text("[]\n", "utf-8")
    (tmp_path / "one").mkdir()
    for path in (_explorer(tmp_path, pactgraph.load(empty)), _explorer(tmp_path / "one", pactgraph.load(world()))):
        opened = open_page(path, "#/map")
        assert "These data name no place that has a point on the map." in opened.text("main")
        assert opened.page.locator(".spot").count() == 0


# ---- how it looks


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_on_the_map_are_readable(open_page: Open, real: Path, scheme: str) -> None:
    """Numbers stand on the paper of their pill, and the steps get darker, or lighter, one after the other."""
    opened = open_page(real, "#/map", color_scheme=scheme)
    colours = opened.page.evaluate(
        """() => { const of = (e, k) => getComputedStyle(e)[k];
            const legend = [...document.querySelectorAll(".key .land")].map((e) => of(e, "fill"));
            const [number, pill] = [".number", ".pill"].map((each) => document.querySelector(`.spot ${each}`));
            return [of(number, "fill"), of(pill, "fill"), of(pill, "stroke"), ...legend] }"""
    )
    ink, pill, line, *steps = (_light(colour) for colour in colours)
    assert _contrast(ink, pill) >= 4.5
    assert min(_contrast(line, step) for step in steps) >= 3 or min(_contrast(pill, step) for step in steps) >= 3
    assert len(steps) == 5
    assert steps in (sorted(steps), sorted(steps, reverse=True)), "in grey they keep their order"
    assert all(_contrast(one, other) > 1.1 for one, other in pairwise(steps))


def _light(colour: str) -> float:
    parts = [int(each) / 255 for each in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.skipif(not AXE.exists(), reason="needs `npm ci` in graph/explorer for axe-core")
def test_nothing_bars_anybody_at_twice_the_size(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/map", width=640, height=400)
    opened.page.evaluate(AXE.read_text("utf-8"))
    for route in ("#/map", "#/map?place=lao-pdr&show=problems"):
        opened.to(route)
        told = "axe.run(document).then((told) => told.violations.map((each) => [each.id, each.nodes[0].html]))"
        assert opened.page.evaluate(told) == [], route
