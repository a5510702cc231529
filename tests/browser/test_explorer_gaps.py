"""The board of gaps in a real browser: for each pair of days worked out it counts what the command counts.

Known from the documents: the work plan of the South-East Asian states is the only one issued by the end of 2012, so
on that day nothing else may be cited; the report of 2021 was issued last, so nobody could cite it in 2019.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from test_explorer_page import Open, browser, open_page, pytestmark, real  # noqa: F401

from command import call, real_graph
from pactgraph.explorer import marked_days

COUNTS = """() => Object.fromEntries([...document.querySelectorAll("main tbody tr")].map((row) => [
    row.querySelector("a").getAttribute("href").split("/")[2].split("?")[0],
    Number(row.querySelector("td.number").innerText.replaceAll(",", "")) || 0]))"""


def test_each_mark_counts_what_the_command_counts(open_page: Open, real: Path) -> None:  # noqa: F811
    opened = open_page(real, "#/gaps")
    seen = set()
    for mark in marked_days(real_graph()):
        done = call("gaps", "--as-of", mark.as_of, "--known-by", mark.known_by, "--format", "json")
        told = Counter(gap["analysis"] for gap in json.loads(done.out))
        opened.to(f"#/gaps?asof={mark.as_of}&known={mark.known_by}")
        opened.wait("document.querySelector('.fixed')?.dataset.mark", f"{mark.as_of} {mark.known_by}")
        shown = {name: count for name, count in opened.page.evaluate(COUNTS).items() if count}
        assert shown == {name: count for name, count in told.items() if name != "coverage"}, mark
        assert "nearest" not in opened.text(".fixed"), "it is the very day"
        seen.add(tuple(sorted(shown.items())))
    assert len(seen) > 10, "the clocks do move them"


@pytest.mark.parametrize(
    ("days", "mark", "said"),
    [
        ("", "2021-12-31 2021-12-31", ""),
        ("asof=2016-05", "2015-12-31 2021-12-31", "nearest worked-out day at or before May 2016"),
        ("asof=2017", "2017-12-31 2021-12-31", "nearest worked-out day at or before 2017"),
        ("asof=2040", "2026-12-31 2021-12-31", "nearest worked-out day at or before 2040"),
        ("asof=1990", "2012-12-31 2021-12-31", "none lies at or before 1990"),
        ("known=2018", "2017-10-26 2017-10-26", ""),
        ("known=2018&asof=2010", "2017-10-26 2017-10-26", "none lies at or before 2010"),
    ],
)
def test_the_nearest_day_is_shown_and_said(
    open_page: Open,  # noqa: F811
    real: Path,  # noqa: F811
    days: str,
    mark: str,
    said: str,
) -> None:
    opened = open_page(real, f"#/gaps?{days}")
    assert opened.page.get_attribute(".fixed", "data-mark") == mark
    text = opened.text(".fixed")
    assert said in text
    assert said or "worked-out day" not in text


def test_before_the_first_document_nothing_is_claimed(open_page: Open, real: Path) -> None:  # noqa: F811
    opened = open_page(real, "#/gaps?known=2001")
    assert "No document was known by then" in opened.text("body")
    assert "No analysis found a gap." in opened.text("main")


def test_what_was_not_known_is_not_cited(open_page: Open, real: Path) -> None:  # noqa: F811
    opened = open_page(real, "#/gaps/unfunded?known=2012-12-31")
    cards = " ".join(opened.page.locator(".card").all_inner_texts())
    assert "asean-work-plan-2009-2015: " in cards
    for later in ("dublin-group-2017", "mekong-mou", "idswg-2021"):
        assert f"{later}: " not in cards
    opened.to("#/gaps/unfunded?known=2019-12-31")
    assert "idswg-2021: " not in " ".join(opened.page.locator(".card").all_inner_texts())
    opened.to("#/gaps/unfunded")
    opened.wait("document.querySelector('main').innerText.includes('idswg-2021: ')")


def test_each_card_says_what_why_and_what_would_close_it(open_page: Open, real: Path) -> None:  # noqa: F811
    opened = open_page(real, "#/gaps?asof=2019-12-31")
    asked = [name for name, count in opened.page.evaluate(COUNTS).items() if count]
    assert len(asked) > 15
    for name in asked:
        opened.to(f"#/gaps/{name}?asof=2019-12-31")
        cards = opened.page.locator(".card").all()
        for card in cards[:3]:
            text = card.inner_text()
            assert "Closes it: " in text, (name, text)
            assert not re.search(r"\{(subject|next)\}", text), (name, text)
            assert "Evidence: " in text, (name, text)
        if cards:
            assert "Worked out for 31 December 2019, from the 5 documents" in opened.text(".fixed")
    opened.to("#/gaps/prospects?country=lao-pdr")
    could = opened.page.locator(".card", has_text="Could be asked").first.inner_text()
    assert "Could be asked: " in could
    assert "(" in could.split("Could be asked: ")[1], "with its reason"


def test_evidence_of_a_gap_follows_the_clocks(open_page: Open, real: Path) -> None:  # noqa: F811
    opened = open_page(real, "#/gaps/unfunded?known=2019-12-31")
    opened.page.locator(".card a.evidence").last.click()
    opened.wait("document.querySelector('.drawer h2') === document.activeElement")
    assert "from the 4 documents known by 31 December 2019" in opened.text(".drawer")
    ending = opened.page.evaluate("location.hash")
    opened.to(ending.replace("known=2019-12-31", "known=2012-12-31"))
    assert "does not stand on the days chosen" in opened.text(".drawer")
    opened.to("#/gaps/ending?asof=2017-12-31&ev=g%2Fending~aciar-livelihoods-research-myanmar~~")
    assert "on or after 2018-12-31" in opened.text(".drawer"), "a year on from the day worked out"
    opened.to("#/gaps/ending?ev=g%2Fno~such~~")
    assert "There is no such evidence" in opened.text(".drawer")
