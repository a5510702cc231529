"""Briefs and forms in a real browser: printed, read from a file without a network, by keyboard, on a small screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import pactgraph
from pactgraph.analysis import Scope
from pactgraph.brief import FORMS, as_html, brief

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync")

#: The longest of each kind, when every subject was printed; a brief is one page to four.
LONGEST = [
    ("lao-pdr", False),
    ("myanmar", False),
    ("border-management", False),
    ("united-states", True),
    ("japan", True),
    ("unodc", False),
    ("honlap-43", False),
    ("idswg", False),
]
READ = [("lao-pdr", None), ("japan", None), *((None, form) for form in FORMS)]


@pytest.fixture(scope="module")
def graph() -> pactgraph.PactGraph:
    """The real data."""
    return pactgraph.load()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for all tests of the module."""
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(_ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def opened(graph: pactgraph.PactGraph, browser: Any, tmp_path: Path) -> Iterator[Any]:
    """A function that opens a brief from a file; whatever the page asks for, or complains of, fails the test."""
    context = browser.new_context(offline=True)
    asked: list[str] = []
    complaints: list[str] = []

    def show(subject: str | None, as_donor: bool = False, form: str | None = None, width: int = 1000) -> Any:
        made = brief(graph, subject, Scope(graph.clock()), as_donor=as_donor, as_form=form)
        path = tmp_path / "brief.html"
        path.write_text(as_html(made), "utf-8")
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path.as_uri())
        return page

    yield show
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in asked if url.startswith("file:")]) <= 1
    assert complaints == []


def pages(page: Any) -> int:
    """How many sheets of paper it prints on."""
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize(("subject", "as_donor"), LONGEST)
def test_a_brief_is_one_page_or_two(opened: Any, subject: str, as_donor: bool) -> None:
    assert 1 <= pages(opened(subject, as_donor)) <= 2


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_printed_whole(opened: Any, form: str) -> None:
    page = opened(None, form=form)
    assert 2 <= pages(page) <= 20
    page.emulate_media(media="print")
    # On paper nothing scrolls: what is wider than the sheet is lost.
    wide = "[...document.querySelectorAll('.wide, figure')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    page.set_viewport_size({"width": 680, "height": 900})
    assert page.evaluate(wide) == 0


@pytest.mark.parametrize(("subject", "form"), READ)
def test_on_a_small_screen_the_page_does_not_scroll_sideways(
    opened: Any, subject: str | None, form: str | None
) -> None:
    page = opened(subject, form=form, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("[...document.images].every(each => each.complete && each.naturalWidth > 0)")


@pytest.mark.parametrize(("subject", "form"), [("lao-pdr", None), (None, "implementation-note")])
def test_every_table_is_reached_by_keyboard_and_has_a_name(opened: Any, subject: str | None, form: str | None) -> None:
    page = opened(subject, form=form, width=390)
    tables = page.locator("table").count()
    assert tables >= 2
    assert page.locator(".wide[tabindex='0'][role=region] > table").count() == tables
    names = page.eval_on_selector_all(".wide", "found => found.map(each => each.getAttribute('aria-label'))")
    assert all(names)
    reached: set[str] = set()
    for _ in range(page.locator("a, .wide").count() + 1):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''"))
    assert set(names) <= reached


def test_a_mark_leads_to_its_source(opened: Any) -> None:
    page = opened("lao-pdr")
    link = page.locator(".marks a").first
    target = link.get_attribute("href")
    link.click()
    assert page.locator(target).is_visible()
    assert "line" in page.locator(target).inner_text()


def test_what_the_pictures_say_stands_in_tables_on_the_screen_and_not_on_paper(opened: Any) -> None:
    page = opened("lao-pdr")
    assert page.locator(".twins table").count() == page.locator("figure img").count() > 0
    assert page.locator(".twins").is_visible()
    page.emulate_media(media="print")
    assert not page.locator(".twins").is_visible()
