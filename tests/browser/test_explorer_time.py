"""The timeline of the explorer in a real browser, compared with what `pactgraph timeline` says of the same days.

Known from the documents: the Mekong brochure, line 172, says that the sub-regional plan has gone on since 1995 and
without a limit of time; the Dublin report, line 67, has the Lao master plan run from 2016 to 2020, and line 123 has the
European Union's last project end in late 2015 and never says when it began.
"""

# The fixtures of the page are used here by their names.
# ruff: noqa: F401, F811
from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from test_explorer_page import (
    AXE,
    CHROMIUM,
    Open,
    Opened,
    _written,
    browser,
    open_page,
    real,
    violations,
)

import pactgraph
import test_view
import worlds
from command import call
from conftest import World

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")]
#: What narrows the page, and what narrows the command in the same way.
FILTERS = (
    ("", ()),
    ("place=lao-pdr", ("--country", "lao-pdr")),
    ("theme=treatment&kind=framework", ("--theme", "treatment", "--kind", "framework")),
    ("asof=2017-10-26&known=2017-12-31", ("--as-of", "2017-10-26", "--known-by", "2017-12-31")),
    ("asof=2010&place=myanmar", ("--as-of", "2010", "--country", "myanmar")),
    ("known=1990", ("--known-by", "1990")),
)
ALL = "all=programme%2Cagreement%2Cframework%2Cevent"


def bars(opened: Opened) -> list[str]:
    script = "[...document.querySelectorAll('[data-bar]')].map((a) => a.dataset.bar)"
    return opened.page.evaluate(script)  # type: ignore[no-any-return]


def table(opened: Opened) -> list[dict[str, str]]:
    """The table beside the picture, as it is saved."""
    with opened.page.expect_download() as saved:
        opened.page.get_by_role("button", name="Save “The same as a table” as CSV").click()
    opened.requests[:] = [url for url in opened.requests if not url.startswith("blob:")]
    return list(csv.DictReader(io.StringIO(Path(saved.value.path()).read_text("utf-8-sig"))))


@pytest.mark.parametrize(("query", "options"), FILTERS)
def test_it_says_what_the_command_says(open_page: Open, real: Path, query: str, options: tuple[str, ...]) -> None:
    told = json.loads(call("timeline", "--json", *options).out)
    opened = open_page(real, f"#/time?{query}&{ALL}")
    if not told:
        assert "Nothing in these data has a date" in opened.text("main")
        assert bars(opened) == []
        return
    rows = table(opened)
    assert [{key: row[key] for key in told[0] if key != "source"} for row in rows] == [
        {key: row[key] for key in row if key != "source"} for row in told
    ]
    assert [row["Source"] for row in rows] == [row["source"] for row in told]
    assert sorted(bars(opened)) == sorted(row["id"] for row in told), "each row has its bar"
    assert opened.page.get_attribute("#time-count", "data-all") == str(len(told))


def test_the_first_view_is_small_and_each_lane_gives_more_or_closes(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/time")
    page = opened.page
    assert 40 <= len(bars(opened)) <= 60
    cut = page.evaluate(
        """() => [...document.querySelectorAll(".time svg")].flatMap((svg) => [...svg.querySelectorAll("text")]
            .filter((t) => t.getBBox().x + t.getBBox().width > svg.viewBox.baseVal.width || t.getBBox().x < 0)
            .map((t) => t.textContent))"""
    )
    assert cut == [], "every label stands whole in the picture"
    page.locator("[data-more='programme']").click()
    opened.wait("location.hash", "#/time?all=programme")
    opened.wait("[...document.querySelectorAll('[data-lane=programme]')][0].textContent.trim()", "▾ Programmes (41)")
    page.locator("[data-lane='event']").click()
    opened.wait("location.hash", "#/time?all=programme&shut=event")
    opened.wait("document.querySelector('[data-lane=event]').getAttribute('aria-expanded')", "false")
    assert not [bar for bar in bars(opened) if "meeting" in bar]
    page.reload()
    opened.ready()
    assert page.get_attribute("[data-lane='event']", "aria-expanded") == "false", "the link holds it"


def test_vague_is_drawn_vague_and_what_is_not_stated_open(open_page: Open, real: Path) -> None:
    opened = open_page(real, f"#/time?{ALL}")

    def marks(bar: str) -> list[str]:
        script = """(bar) => [...document.querySelectorAll(`[data-bar='${bar}'] > :is(rect, path)`)]
            .map((e) => e.getAttribute("class")).filter((name) => !/hit|shape/.test(name))"""
        return opened.page.evaluate(script, bar)  # type: ignore[no-any-return]

    assert marks("drug-control-masterplan-lao-2016-2020") == ["vague", "certain"], "its period is stated by the day"
    assert marks("sub-regional-action-plan") == ["vague", "certain", "certain"], "no end: full to the edge, and a point"
    assert marks("eu-last-alternative-development-project") == ["open", "vague"], "begun nobody says when"
    assert marks("mekong-mou-1993") == ["open", "vague"], "signed in 1993, and of no end is told"
    assert marks("mini-dublin-idswg-meeting-2017") == ["certain"], "a meeting of a day"
    both = "document.querySelector(`[data-bar='drug-control-masterplan-lao-2016-2020'] .%s`).getBBox()"
    wide, full = (opened.page.evaluate(f"(({both % kind}).width)") for kind in ("vague", "certain"))
    assert full == pytest.approx(wide, abs=0.5)


def test_a_bar_opens_its_evidence_by_keyboard(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/time?place=lao-pdr&kind=framework")
    page = opened.page
    assert page.locator(".bar-row[tabindex='0']").count() == 1, "one tab stop"
    page.locator(".bar-row[tabindex='0']").focus()
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    opened.wait("document.activeElement.dataset.bar", "drug-control-masterplan-lao-2009-2015")
    assert "began 1 January 2009, ended 31 December 2015; over" in page.evaluate("document.activeElement.ariaLabel")
    page.keyboard.press("Enter")
    opened.wait("document.querySelector('.drawer h2')?.textContent.includes('2009-2015')")
    drawer = opened.text(".drawer")
    assert "Lao 2(i), line 67" in drawer
    assert "1 January 2009" in drawer
    page.keyboard.press("Escape")
    opened.wait("document.querySelector('.drawer') === null")
    opened.wait("document.activeElement.dataset.bar", "drug-control-masterplan-lao-2009-2015")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        # Dublin 2017, line 67: for 2016 to 2020.
        ("2015-12-31", "not begun"),
        ("2016-01-01", "running"),
        ("2020-12-31", "running"),
        ("2021-01-01", "over"),
        ("2015", "not begun"),
    ],
)
def test_its_last_day_is_in_and_the_day_after_is_over(open_page: Open, real: Path, day: str, said: str) -> None:
    opened = open_page(real, f"#/time?asof={day}&place=lao-pdr&kind=framework")
    label = opened.page.get_attribute("[data-bar='drug-control-masterplan-lao-2016-2020']", "aria-label")
    assert label.endswith(f"; {said}")


def test_a_year_gives_perhaps_and_a_missing_end_stays_open(open_page: Open, tmp_path: Path) -> None:
    cast: worlds.Cast = {"arle": ("country", {}), "fence": ("programme", {"kind": "programme"})}
    cast = {**cast, "plan": ("framework", {"kind": "plan"})}
    claims = [
        {"subject": "fence", "predicate": "stage", "value": "started", "when": "2017"},
        {"subject": "plan", "predicate": "stage", "value": "covers", "when": "2012/2014"},
    ]
    graph = worlds.build(cast, {"late": "2020-06-15"}, [("late", claim) for claim in claims])
    opened = open_page(_written(tmp_path, graph))
    for day, fence, plan in (
        ("2016-12-31", "not begun", "over"),
        ("2017-05-05", "perhaps running", "over"),
        ("2017-12-31", "begun, end not stated", "over"),
        ("2014-06-01", "not begun", "running"),
    ):
        opened.to(f"#/time?asof={day}")
        said = {bar: opened.page.get_attribute(f"[data-bar='{bar}']", "aria-label") for bar in ("fence", "plan")}
        assert said["fence"].endswith(f"; {fence}"), day
        assert said["plan"].endswith(f"; {plan}"), day


def test_the_slider_moves_every_view_by_month_and_year(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/time")
    page = opened.page
    line = "Number(document.querySelector('.time g.asof line').getAttribute('x1'))"
    before = page.evaluate(line)
    slider = page.locator(".slider")
    slider.focus()
    steps = (
        ("ArrowLeft", "2021-11"),
        ("PageDown", "2020-11"),
        ("PageUp", "2021-11"),
        ("ArrowRight", None),
        ("PageDown", "2020-12"),
    )
    for key, month in steps:
        page.keyboard.press(key)
        opened.wait("location.hash", f"#/time?asof={month}" if month else "#/time")
    opened.wait(f"{line} < {before}")
    opened.wait("document.querySelector('.clocks [role=status]').textContent.startsWith('As of December 2020: ')")
    assert slider.get_attribute("aria-valuetext") == "December 2020"
    page.keyboard.press("Home")
    opened.wait("location.hash.endsWith('-01')")
    first = page.evaluate("location.hash")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("location.hash") == first, "the end is the end"
    page.keyboard.press("End")
    opened.wait("location.hash.endsWith('-12')")
    page.keyboard.press("PageDown")
    assert page.evaluate("document.activeElement.className") == "slider", "it keeps the focus"
    href = page.get_attribute("nav a >> nth=1", "href")
    assert href.startswith("#/matrix?asof=20"), "the day goes along"
    opened.to("#/matrix?place=lao-pdr&asof=2017-05")
    page.locator(".slider").focus()
    page.keyboard.press("ArrowRight")
    opened.wait("location.hash", "#/matrix?place=lao-pdr&asof=2017-06")


def test_the_years_of_the_picture_count_each_start_once(open_page: Open, real: Path) -> None:
    told = json.loads(call("timeline", "--json", "--country", "lao-pdr").out)
    opened = open_page(real, "#/time?place=lao-pdr")
    counted = opened.page.evaluate(
        "[...document.querySelectorAll('[data-year]')].map((g) => [g.dataset.year, g.dataset.certain])"
    )
    years = [row["began"].strip("[")[:4] for row in told if row["began"] != "not known"]
    within = [
        row["began"] for row in told if row["began"].startswith("[") and row["began"][1:5] != row["began"][-11:-7]
    ]
    assert within == [], "all of these begin within one year"
    assert {year: int(count) for year, count in counted} == {year: years.count(year) for year in years}


def test_lanes_by_donor_and_what_is_told_with_a_body(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/e/luxembourg")
    opened.page.get_by_role("link", name="Timeline", exact=True).last.click()
    opened.wait("location.hash", "#/time?focus=luxembourg")
    # Sector group 2021, line 41, and Dublin 2017, line 115: both phases in Houaphanh are Luxembourg's.
    assert {
        "luxembourg-alternative-development-houaphanh-phase-2",
        "luxembourg-alternative-development-houaphanh",
    } <= set(bars(opened))
    opened.to("#/time?by=donor")
    lanes = opened.page.evaluate("[...document.querySelectorAll('[data-lane]')].map((a) => a.dataset.lane)")
    assert "luxembourg" in lanes
    assert lanes[-1] == "", "those of which no donor is told stand last"
    assert len(bars(opened)) <= 60
    opened.to("#/e/lao-pdr")
    opened.page.get_by_role("link", name="Timeline", exact=True).last.click()
    opened.wait("location.hash", "#/time?place=lao-pdr")
    opened.page.locator("h1").focus()
    for key in "gt":
        opened.page.keyboard.press(key)
    opened.wait("location.hash", "#/time")


def test_reload_and_back_give_the_same(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/time?by=place&theme=treatment&asof=2019&known=2019-12-31")
    before = opened.text("main")
    opened.page.reload()
    opened.ready()
    assert opened.text("main") == before
    opened.page.get_by_label("Remove the filter: Theme Treatment").click()
    opened.wait("location.hash", "#/time?by=place&asof=2019&known=2019-12-31")
    opened.page.go_back()
    opened.wait("location.hash", "#/time?by=place&theme=treatment&asof=2019&known=2019-12-31")
    assert opened.text("main") == before
    opened.to("#/time?by=nonsense&kind=nonsense&place=%3Cb%3E&focus=nothing")
    assert "Nothing that fits has a date" in opened.text("main")


def test_it_can_be_taken_away_with_its_legend(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/time?place=lao-pdr")
    with opened.page.expect_download() as saved:
        opened.page.get_by_role("button", name="as SVG").click()
    opened.requests[:] = [url for url in opened.requests if not url.startswith("blob:")]
    picture = Path(saved.value.path()).read_text("utf-8")
    for text in ("vague: perhaps then", "start or end not stated", "Programmes (10)", "As of 31 December 2021"):
        assert text in picture
    assert "<pattern" in picture, "the hatching goes along"


def hostile_world(folder: Path) -> Path:
    """Names that are markup and formulas, of things with dates and of those who ask and answer."""
    names = (*test_view.HOSTILE, "=1+1")
    test_view.write_world(folder, names=names)
    wild = [{"id": f"wild-{n}", "kind": "programme", "name": name} for n, name in enumerate(names)]
    cited = [{"document": "old", "section": "S1", "line": 1}]
    items: list[dict[str, Any]] = []
    for n, name in enumerate(names):
        ask = {"id": f"new-wild-{n}", "type": "recommendation", "text": name, "by": ["round-table"], "to": [f"odd-{n}"]}
        answer = {"id": f"new-reply-{n}", "type": "action", "text": name, "by": [f"odd-{n}"], "answers": [ask["id"]]}
        items += [{**ask, "line": 1}, {**answer, "line": 1}]
    says = [
        {"subject": one["id"], "predicate": "stage", "value": "covers", "when": "2015/2018", "line": 1} for one in wild
    ]
    entries = [{**one, "named_in": cited} for one in wild]
    (folder / "entities/programme/wild.yaml").write_text(json.dumps(entries), "utf-8")
    block = {"document": "new", "blocks": [{"section": "S1", "items": items, "statements": says}]}
    (folder / "statements/new/wild.yaml").write_text(json.dumps(block), "utf-8")
    return folder


def test_hostile_names_are_text(open_page: Open, tmp_path: Path) -> None:
    opened = open_page(_written(tmp_path, pactgraph.load(hostile_world(tmp_path / "data"))))
    page = opened.page
    for route in ("#/time", "#/time?by=donor", "#/time?focus=wild-1", "#/time?by=place&ev=w%2Fwild-0"):
        opened.to(route)
    opened.to("#/time?all=programme")
    for number, name in enumerate((*test_view.HOSTILE, "=1+1")):
        assert page.get_attribute(f"[data-bar='wild-{number}']", "aria-label").startswith(name)
    assert page.evaluate("window.marker") is None
    assert page.locator("main img, main iframe, main script").count() == 0
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save “The same as a table” as CSV").click()
    opened.requests[:] = [url for url in opened.requests if not url.startswith("blob:")]
    assert b",'=1+1," in Path(saved.value.path()).read_bytes()


def test_no_data_and_one_thing(open_page: Open, tmp_path: Path, world: World) -> None:
    nothing = open_page(_written(tmp_path, worlds.build({"arle": ("country", {})}, {"late": "2020-06-15"})), "#/time")
    assert "Nothing in these data has a date" in nothing.text("main")
    assert nothing.page.locator("svg").count() == 0
    (tmp_path / "one").mkdir()
    one = open_page(_written(tmp_path / "one", pactgraph.load(world())), "#/time")
    assert one.text("main h1") == "Timeline"


def test_a_picture_is_printed_on_one_page(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/time", width=703, height=1000)
    opened.page.emulate_media(media="print")
    opened.page.wait_for_timeout(200)
    box = opened.page.evaluate(
        "(({ bottom, width }) => [bottom, width])(document.querySelector('.time svg').getBoundingClientRect())"
    )
    assert box[1] <= 703
    assert box[0] <= 1016, "an A4 page within its margins holds the heading and all sixty bars"
    assert opened.page.locator("[data-more]:visible, button:visible").count() == 0


@pytest.mark.skipif(not AXE.exists(), reason="needs `npm ci` in graph/explorer for axe-core")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (640, "light")])
def test_nothing_bars_anybody(open_page: Open, real: Path, width: int, scheme: str) -> None:
    """At 640 px it is as at 200 % on a screen of 1280."""
    opened = open_page(real, width=width, color_scheme=scheme)
    opened.page.evaluate(AXE.read_text("utf-8"))
    for route in ("#/time", "#/time?by=donor&focus=japan", "#/time?place=lao-pdr&ev=w%2Fmekong-mou-1993"):
        opened.to(route)
        assert violations(opened, scheme) == [], route
