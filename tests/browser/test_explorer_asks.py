"""The recommendations of the explorer in a browser, compared with `pactgraph gaps responses` and with the documents.

Counted by hand in the note of HONLAP before the view was run: nineteen recommendations, 1(a)-(e), 2(a)-(f), 3(a)-(e),
4(a)-(c), with a paragraph of its own for each state that replied to each (paragraphs 5 to 137); paragraph 12, of the
United States, is one sentence for all but the one on poppy. France has six paragraphs (45, 53, 60, 69, 77, 104) and
Tajikistan six (20, 28, 36, 67, 75, 118), so each is silent on thirteen.
"""

# The fixtures of the page are used here by their names.
# ruff: noqa: F401, F811
from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from test_explorer_page import AXE, CHROMIUM, Open, Opened, _written, browser, open_page, real, violations
from test_explorer_time import hostile_world

import pactgraph
import test_view
import worlds
from command import call

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")]
HOW = ("answered", "partly", "lacks", "planned", "blanket", "off-topic", "not applicable", "silent")
#: Of each recommendation those who have no paragraph under it, by hand; the United States spoke of all but 2(f).
SILENT = {
    **dict.fromkeys(("1b", "1c", "1d", "3e"), frozenset({"france"})),
    **dict.fromkeys(("1a", "1e", "3b", "4b"), frozenset({"france", "tajikistan"})),
    "2a": {"tajikistan"},
    "2b": {"republic-of-korea", "tajikistan"},
    "2c": set(),
    "2d": {"republic-of-korea"},
    "2e": {"republic-of-korea", "tajikistan"},
    "2f": {
        *("china", "france", "macao-china", "new-zealand"),
        *("philippines", "republic-of-korea", "tajikistan"),
    },
    "3a": {"china", "france", "philippines", "tajikistan"},
    "3c": {"france", "russian-federation", "tajikistan"},
    "3d": {"tajikistan"},
    "4a": {"france", "republic-of-korea", "tajikistan"},
    "4c": {"france", "new-zealand", "tajikistan"},
}


def cells(opened: Opened) -> dict[str, str]:
    """Each cell with what it says: `ask respondent`, and `ask` for the whole row."""
    shown = opened.page.evaluate(
        "[...document.querySelectorAll('[data-ask]')].map((a) => [a.dataset.ask, a.dataset.how])"
    )
    assert len(shown) == len(dict(shown)), "each cell once"
    return dict(shown)


def test_who_was_silent_in_the_note_of_honlap(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/asks?by=honlap-meeting-41")
    found = cells(opened)
    asked = {each.removeprefix("honlap-43-rec-").split(" ")[0] for each in found if "-rec-" in each}
    assert asked == set(SILENT)
    for ask, silent in SILENT.items():
        mine = {
            cell.split(" ")[1]
            for cell, how in found.items()
            if cell.startswith(f"honlap-43-rec-{ask} ") and how == "silent"
        }
        assert mine == silent, ask
    assert found["honlap-43-rec-2f united-states"] == "not applicable", "paragraph 12: but for the one on poppy"
    assert found["honlap-43-rec-1a united-states"] == "blanket"
    assert not [cell for cell in found if cell.endswith(" india")], "India sent nothing that is in it"
    assert "19 recommendations, 19 with an answer" in opened.text("main")

    def total(name: str) -> str:
        return opened.page.inner_text(f"[data-total='{name}']")

    assert [total(f"Silent {who}") for who in ("france", "tajikistan", "china", "nepal", "united-states")] == [
        *("13", "13", "2", "0", "0")
    ]
    assert opened.page.locator("main tbody tr").first.inner_text().startswith("2(f)"), "the least answered stands first"


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", ()),
        ("asof=2017-10-26&known=2018", ("--known-by", "2018")),
        ("known=2019-12-31", ("--known-by", "2019-12-31")),
    ],
)
def test_cells_are_those_of_the_command(open_page: Open, real: Path, query: str, options: tuple[str, ...]) -> None:
    told = json.loads(call("gaps", "responses", "--all", "--format", "json", *options).out)
    opened = open_page(real, f"#/asks?{query}")
    found = cells(opened)
    for finding in told:
        ask = finding["subject"]
        assert found[ask] == finding["state"], ask
        expected = {who: how for how in HOW for who in finding["value"].get(how, ())}
        mine = {cell.split(" ", 1)[1]: how for cell, how in found.items() if cell.startswith(f"{ask} ") and how}
        assert mine == expected, ask
    assert {cell for cell in found if " " not in cell} == {finding["subject"] for finding in told}
    if not options:
        assert sum(how == "answered" for how in found.values()) > 100


def test_what_has_no_answer_can_be_asked_for_first(open_page: Open, real: Path) -> None:
    told = json.loads(call("gaps", "responses", "--all", "--format", "json").out)
    unanswered = {f["subject"] for f in told if not {"answered", "partly", "lacks", "planned"} & f["value"].keys()}
    opened = open_page(real, "#/asks")
    assert opened.page.get_attribute("[data-state='open']", "data-count") == str(len(unanswered))
    opened.page.locator("[data-state='open']").click()
    opened.wait("location.hash", "#/asks?state=open")
    assert {cell.split(" ")[0] for cell in cells(opened)} == unanswered
    # Dublin 2017, lines 151 to 165: eight recommendations for the Lao PDR, of whose fate no later document tells.
    assert {f"dublin-group-2017-lao-rec-{n}" for n in range(1, 9)} <= unanswered
    # I 12 to 34: the sector group tells of work on border security, so it is answered.
    assert "idswg-2021-border-security" not in unanswered


def test_filters_narrow_and_are_taken_away(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/asks?who=france")
    assert {cell.split(" ")[1] for cell in cells(opened) if " " in cell} == {"france"}
    opened.to("#/asks?to=viet-nam")
    # Dublin 2017, lines 768 to 772: four recommendations to the Government of Viet Nam.
    assert {cell.split(" ")[0] for cell in cells(opened)} == {
        f"dublin-group-2017-viet-nam-rec-{n}" for n in range(1, 5)
    }
    opened.to("#/asks?place=myanmar&theme=drug-law")
    assert len({cell.split(" ")[0] for cell in cells(opened)}) == 4, "D 233: what the consultation asked for"
    opened.page.get_by_label("Remove the filter: Theme").click()
    opened.wait("location.hash", "#/asks?place=myanmar")
    opened.to("#/asks?by=nobody&theme=%3Cb%3E")
    assert "No recommendation fits these choices." in opened.text("main")
    opened.to("#/e/idswg-2021-treatment")
    opened.page.get_by_role("link", name="Recommendations", exact=True).last.click()
    opened.wait("location.hash", "#/asks/idswg-2021-treatment")
    opened.page.locator("h1").focus()
    for key in "gr":
        opened.page.keyboard.press(key)
    opened.wait("location.hash", "#/asks")


def test_a_cell_opens_its_evidence_by_keyboard(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/asks?by=honlap-meeting-41")
    page = opened.page
    grid = page.locator("table[role=grid]")
    assert grid.locator("a[tabindex='0']").count() == 1, "one tab stop"
    grid.locator("a[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    opened.wait("document.activeElement.dataset.ask", "honlap-43-rec-2f france")
    page.keyboard.press("Enter")
    opened.wait("document.querySelector('.drawer h2')?.textContent.startsWith('France on Recommendation 2(f)')")
    drawer = opened.text(".drawer")
    assert "silent: no answer told" in drawer
    assert "That is not the same as none." in drawer
    assert "I, lines 24, 25" in drawer, "where it says who replied"
    page.keyboard.press("Escape")
    opened.wait("document.activeElement.dataset.ask", "honlap-43-rec-2f france")
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    opened.wait("document.activeElement.dataset.ask", "honlap-43-rec-2e")
    page.locator("[data-ask='honlap-43-rec-2f nepal']").focus()
    page.keyboard.press("Enter")
    opened.wait("document.querySelector('.drawer h2')?.textContent.startsWith('Nepal')")
    assert "line 254" in opened.text(".drawer"), "paragraph 83 stands on line 254"


def test_one_ask_is_followed_through_documents(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/asks/honlap-43-rec-2f")
    text = opened.text("main")
    assert "Forty-first meeting of HONLAP asks for it" in text
    assert "27 November 2017 and 30 November 2017" in text, "H, line 24: when the meeting was held"
    assert "10 countries and bodies reply" in text, "H, line 25: nine states, and Macao, China"
    steps = opened.page.locator(".time [data-bar]").count()
    assert steps == opened.page.locator("main tbody tr").count() >= 4, "the picture and the table say the same"
    opened.page.locator("main tbody a.evidence").first.click()
    opened.wait("document.querySelector('.drawer h2') !== null")
    opened.to("#/asks/dublin-group-2017-lao-rec-3")
    text = opened.text("main")
    assert "explains it (challenge), and is no answer" in text
    assert "Recommendation A.5" in text, "four years on the sector group asks for data and a survey too"
    assert "No document says that they ask for the same." in text
    opened.to("#/asks/idswg-2021-treatment?known=2018")
    assert opened.text("main h1").startswith("Not known on these days")
    opened.to("#/asks/no-such-ask")
    assert "There is no “no-such-ask”" in opened.text("main h1")


def test_the_second_clock_hides_later_answers(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/asks?by=mini-dublin-vientiane&known=2018")
    assert set(cells(opened).values()) <= {"not known", "silent", ""}
    opened.to("#/asks?known=2018")
    assert not [cell for cell in cells(opened) if cell.startswith("honlap")], "the note is of 2019"
    opened.to("#/asks?known=1990")
    assert "No recommendation is known in these data." in opened.text("main")


def test_reload_gives_the_same_and_the_csv_every_cell(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/asks?by=honlap-43&state=partly&ev=a%2Fhonlap-43-rec-3a")
    before = opened.text("body")
    opened.page.reload()
    opened.ready()
    assert opened.text("body") == before
    opened.to("#/asks")
    with opened.page.expect_download() as saved:
        opened.page.get_by_role("button", name="Save “Recommendations” as CSV").click()
    opened.requests[:] = [url for url in opened.requests if not url.startswith("blob:")]
    rows = list(csv.DictReader(io.StringIO(Path(saved.value.path()).read_text("utf-8-sig"))))
    found = cells(opened)
    told = {f"{row['recommendation']} {row['respondent']}": row["answer"] for row in rows if row["respondent"]}
    assert told == {cell: how for cell, how in found.items() if " " in cell and how}
    assert all(row["statements"] for row in rows if row["answer"] not in ("", "silent"))


def test_hostile_names_are_text(open_page: Open, tmp_path: Path) -> None:
    opened = open_page(_written(tmp_path, pactgraph.load(hostile_world(tmp_path / "data"))))
    page = opened.page
    for number, name in enumerate((*test_view.HOSTILE, "=1+1")):
        opened.to(f"#/asks/new-wild-{number}")
        assert page.evaluate("document.querySelector('main h1').textContent") == name
        opened.to(f"#/asks?ev=a%2Fnew-wild-{number}%2Fodd-{number}")
        assert name in page.evaluate("document.querySelector('.drawer h2').textContent")
        assert page.get_attribute(f"[data-ask='new-wild-{number} odd-{number}']", "data-how") == "answered"
    opened.to("#/asks?by=<img src=x onerror=window.marker=9>")
    assert page.evaluate("window.marker") is None
    assert page.locator("main img, main iframe, main script").count() == 0
    opened.to("#/asks")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save “Recommendations” as CSV").click()
    opened.requests[:] = [url for url in opened.requests if not url.startswith("blob:")]
    assert b",'=1+1," in Path(saved.value.path()).read_bytes()


def test_no_data_and_one_ask(open_page: Open, tmp_path: Path) -> None:
    cast: worlds.Cast = {"arle": ("country", {})}
    nothing = open_page(_written(tmp_path, worlds.build(cast, {"late": "2020-06-15"})), "#/asks")
    assert "No recommendation is known in these data." in nothing.text("main")
    (tmp_path / "one").mkdir()
    ask = {"id": "late-ask", "type": "recommendation", "to": ["arle"]}
    graph = worlds.build(cast, {"late": "2020-06-15"}, items=[("late", ask)])
    one = open_page(_written(tmp_path / "one", graph), "#/asks")
    assert cells(one) == {"late-ask": "silent", "late-ask arle": "silent"}
    one.to("#/asks/late-ask")
    assert "nobody is named" in one.text("main"), "who asks is not told"


def test_paper_holds_the_grid_and_no_controls(open_page: Open, real: Path) -> None:
    opened = open_page(real, "#/asks?by=honlap-meeting-41", width=703, height=1000)
    opened.page.emulate_media(media="print")
    assert opened.page.evaluate("document.querySelector('.matrix').getBoundingClientRect().right") <= 704
    assert opened.page.locator("button:visible, select:visible").count() == 0
    assert "Asked by Forty-first meeting of HONLAP" in opened.text("main"), "paper says what was chosen"


@pytest.mark.skipif(not AXE.exists(), reason="needs `npm ci` in graph/explorer for axe-core")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (640, "light")])
def test_nothing_bars_anybody(open_page: Open, real: Path, width: int, scheme: str) -> None:
    """At 640 px it is as at 200 % on a screen of 1280."""
    opened = open_page(real, width=width, color_scheme=scheme)
    opened.page.evaluate(AXE.read_text("utf-8"))
    for route in ("#/asks", "#/asks/honlap-43-rec-2f", "#/asks?by=idswg&ev=a%2Fidswg-2021-treatment"):
        opened.to(route)
        assert violations(opened, scheme) == [], route
