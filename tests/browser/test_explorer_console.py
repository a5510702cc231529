"""The explorer's full edition in headless Chromium: the named questions and SPARQL, answered in the page.

Opened from a file, the network off, no graphics. What the page answers is compared with what `pactgraph query`
answers, for every shipped question. Known from the documents themselves: the sector group's report says in A.1,
line 15, that Japan and the United Nations trust fund pay for Lao border management.
"""

# ruff: noqa: F401, F811 - `browser` is a fixture, imported by name and taken by name
from __future__ import annotations

import csv
import io
import json
import re
import shlex
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from test_explorer_page import _ARGUMENTS, AXE, CHROMIUM, ROUTES, Opened, browser, violations

import pactgraph
import test_view
from command import call, explorer_of, real_graph
from pactgraph.query import questions, rows, run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]
Open = Callable[..., "Console"]
#: A query whose answer would take days.
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c > ?i) }"


class Console(Opened):
    """The page, and what one does with its questions."""

    def answer(self, seconds: float = 10) -> None:
        """Wait for an answer."""
        self.wait("document.querySelector('section.answer, main [role=alert]') !== null", seconds=seconds)

    def ask(self, name: str, **values: str) -> None:
        """Go to a question, as a link does, and wait for its answer."""
        self.to("#/q")
        self.to(f"#/q/{name}?{urlencode(values)}")
        self.answer()

    def write(self, sparql: str) -> None:
        """Type a query over what stands in the editor, and run it by the keyboard."""
        if "#/q?" not in self.page.evaluate("location.hash"):
            self.to("#/q?own=1")
        content = self.page.locator(".editor .cm-content")
        content.focus()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(sparql)
        self.page.keyboard.press("Control+Enter")

    def saved(self) -> list[list[str]]:
        """The answer's table as its CSV: ids and texts, as the command writes them; names apart are left out."""
        if not self.page.locator("section.answer table").count():
            return []
        with self.page.expect_download() as download:
            self.page.click("section.answer caption button")
        text = Path(download.value.path()).read_text("utf-8-sig")
        head, *lines = csv.reader(io.StringIO(text))
        kept = [place for place, name in enumerate(head) if not name.endswith(": name")]
        return [[line[place] for place in kept] for line in lines]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The full edition of the real data."""
    return _written(tmp_path_factory.mktemp("full") / "explorer.html", explorer_of(real_graph()))


def _written(path: Path, page: str) -> Path:
    path.write_text(page, "utf-8", newline="\n")
    return path


@pytest.fixture
def open_full(browser: Any) -> Iterator[Open]:
    """Open a page; afterwards nothing but the file and its worker was asked for, and nothing complained of."""
    opened: list[Console] = []

    def open_(path: Path, route: str = "#/", **more: Any) -> Console:
        one = Console(browser, path, route, **more)
        opened.append(one)
        one.ready()
        return one

    yield open_
    for one in opened:
        others = [url for url in one.requests if url != one.path.as_uri()]
        assert all(url.startswith("blob:") for url in others), others
        assert one.complaints == []
        one.context.close()


def test_every_view_opens_and_only_the_console_makes_a_worker(open_full: Open, full: Path) -> None:
    opened = open_full(full)
    for route in (*ROUTES, "#/q", "#/q/no-such-question"):
        opened.to(route)
        assert opened.text("main h1").strip(), route
    assert set(opened.requests) == {full.as_uri()}
    opened.ask("who-chairs")
    opened.ask("who-funds")
    blobs = [url for url in opened.requests if url != full.as_uri()]
    assert len(blobs) == 1, "one worker for all questions"


def test_a_known_answer_with_names_and_evidence(open_full: Open, full: Path) -> None:
    opened = open_full(full, "#/q/who-funds?programme=border-management-lao")
    opened.answer()
    lines = opened.page.locator("section.answer tbody tr").all_inner_texts()
    assert len(lines) == 2
    assert "Japan japan" in lines[0]
    assert "A.1, line 15" in lines[0]
    assert "un-peace-and-development-trust-fund" in lines[1]
    assert opened.page.input_value("form.ask [role=combobox] >> nth=1") == "Border Management Programme, Lao PDR"
    opened.page.click("section.answer tbody a:has-text('Japan') >> nth=0")
    opened.wait("document.querySelector('main h1').textContent", "Japan")
    opened.page.go_back()
    opened.answer()
    opened.page.click("section.answer tbody a:text-is('A.1, line 15') >> nth=0")
    opened.wait("document.querySelector('main h1').textContent.includes('Annual report')")


def _examples() -> list[tuple[str, dict[str, str]]]:
    """Each question as it stands and with the values of its example, clocks included."""
    found: list[tuple[str, dict[str, str]]] = []
    for name, asked in questions().items():
        words = shlex.split(asked.example.removeprefix(f"pactgraph query {name}"))
        values = dict(word.split("=", 1) for word in words if "=" in word)
        for option, key in (("--as-of", "asof"), ("--known-by", "known")):
            if option in words:
                values[key] = words[words.index(option) + 1]
        found += [(name, {}), *([(name, values)] if values else [])]
    return found


def _expected(name: str, values: dict[str, str]) -> list[list[str]]:
    given = dict(values)
    as_of, known_by = given.pop("asof", None), given.pop("known", None)
    _, found = rows(real_graph().ask(name, as_of, known_by, **given))
    return [[_cell(text) for text in row] for row in found]


def _cell(text: str) -> str:
    """As it stands in a CSV: no formula; a number as a spreadsheet would write it."""
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return repr(float(text))
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def test_every_question_has_the_rows_of_the_command(open_full: Open, full: Path) -> None:
    opened = open_full(full)
    opened.ask("who-funds")
    differ, count = {}, 0
    for name, values in [*_examples(), ("who-funds", {"asof": "2017", "known": "2018"}), ("running", {"asof": "2015"})]:
        opened.ask(name, **values)
        assert not opened.page.locator("main [role=alert]").count(), (name, opened.text("main"))
        shown = [[_cell(text.removeprefix("'")) for text in row] for row in opened.saved()]
        expected = _expected(name, values)
        count += bool(expected)
        if shown != expected:
            differ[name, str(values)] = (len(shown), len(expected), sorted(shown) == sorted(expected))
    assert differ == {}
    assert count > 100, "most have rows, so that the comparison says something"


@pytest.mark.parametrize("width", [1280, 390])
def test_a_question_its_fields_and_its_answer_stand_together(open_full: Open, full: Path, width: int) -> None:
    opened = open_full(full, "#/q/who-funds?funder=japan", width=width)
    opened.answer()
    high = "(selector) => [...document.querySelectorAll(selector)].map((e) => e.getBoundingClientRect().height)"
    assert all(20 < each < 150 for each in opened.page.evaluate(high, "main form .field"))
    assert len(opened.page.evaluate(high, "main form .field")) == 2
    assert opened.page.locator("main form button").first.bounding_box()["y"] < 800, "one need not look for it"


def test_what_the_page_takes_of_an_address_is_never_a_parameter() -> None:
    """Else a question's parameter and the state of the view could not be told apart."""
    ours = {"asof", "known", "ev", "as", "s", "own"}
    assert not ours & {parameter.name for asked in questions().values() for parameter in asked.parameters}


@pytest.mark.parametrize(("as_of", "known_by"), [("", ""), ("2014", ""), ("2017-10-26", "2017-12-31"), ("", "2018")])
def test_both_clocks_are_bound_as_the_command_binds_them(
    open_full: Open, full: Path, as_of: str, known_by: str
) -> None:
    opened = open_full(full)
    values = {key: text for key, text in (("asof", as_of), ("known", known_by)) if text}
    for name in ("running", "in-force", "donors-on", "seats-of"):
        opened.ask(name, **values)
        assert [[_cell(text) for text in row] for row in opened.saved()] == _expected(name, values), name
    command = opened.text("p.command code")
    done = call(*shlex.split(command)[1:], "--format", "csv")
    assert done.code == 0, "the command that the page names can be said"


def test_a_form_takes_names_and_says_what_does_not_fit(open_full: Open, full: Path) -> None:
    opened = open_full(full, "#/q/who-funds")
    page = opened.page
    opened.answer()
    field = page.locator("form.ask [role=combobox]").first
    field.fill("japn")
    opened.wait("document.querySelectorAll('form.ask [role=option]').length > 0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert field.input_value() == "Japan"
    page.keyboard.press("Enter")
    opened.wait("location.hash", "#/q/who-funds?funder=japan")
    opened.answer()
    expected = _expected("who-funds", {"funder": "japan"})
    opened.wait("Number(document.querySelector('section.answer')?.dataset.rows)", len(expected))
    field.fill("nobody at all")
    page.keyboard.press("Enter")
    opened.wait("document.querySelector('main [role=alert]') !== null")
    assert "funder: nothing in these data has the id “nobody at all”" in opened.text("main [role=alert]")
    opened.to("#/q/ends-before?before=soon")
    opened.wait("document.querySelector('main [role=alert]')?.textContent.includes('must be a day')")
    opened.to("#/q/who-funds?funder=treatment")
    opened.wait("document.querySelector('main [role=alert]')?.textContent.includes('“treatment” is a theme')")
    opened.to("#/q/path")
    presets = page.locator("form.ask [role=combobox]").evaluate_all("(all) => all.map((one) => one.value)")
    assert presets == ["Malongo", "Germany"], "what is asked if nothing is chosen stands in the fields"


def test_a_query_of_ones_own_is_a_link(open_full: Open, full: Path) -> None:
    opened = open_full(full)
    opened.write("SELECT ?funder WHERE { ?funder pact:funds id:border-management-lao } ORDER BY ?funder")
    opened.answer()
    opened.wait("location.hash.startsWith('#/q?s=')")
    assert opened.saved() == [["japan"], ["un-peace-and-development-trust-fund"]]
    route = opened.page.evaluate("location.hash")
    again = open_full(full, route)
    again.wait(
        "document.querySelector('.editor').shadowRoot.textContent.includes('pact:funds id:border-management-lao')"
    )
    assert not again.page.locator("section.answer").count(), "what a link holds is not run unasked"
    again.page.click("button.run")
    again.answer()
    assert again.saved() == opened.saved()
    again.to("#/q?s=notdeflate")
    again.wait("document.querySelector('main .notice')?.textContent.includes('cannot be read')")


def test_each_kind_of_query_and_each_way_to_see_it(open_full: Open, full: Path) -> None:
    opened = open_full(full)
    opened.write("ASK { id:japan pact:funds id:border-management-lao }")
    opened.answer()
    assert opened.text("section.answer [role=status]") == "yes"
    opened.write("ASK { id:border-management-lao pact:funds id:japan }")
    opened.wait("document.querySelector('section.answer [role=status]')?.textContent", "no")
    opened.write(
        "CONSTRUCT { ?f pact:funds id:border-management-lao } WHERE { ?f pact:funds id:border-management-lao }"
    )
    opened.wait("document.querySelector('section.answer')?.dataset.kind", "graph")
    assert sorted(opened.saved()) == [
        ["japan", "funds", "border-management-lao"],
        ["un-peace-and-development-trust-fund", "funds", "border-management-lao"],
    ]
    opened.page.select_option("section.answer select", "data")
    opened.wait("document.querySelector('section.answer pre')?.textContent.split('\\n').length", 3)
    assert "<https://w3id.org/pactgraph/id/japan> <https://w3id.org/pactgraph/ontology#funds>" in opened.text("pre")
    opened.write(
        "SELECT ?st WHERE { ?st rdf:subject id:lcdc ; rdf:predicate pact:chairs ; rdf:object id:idswg } ORDER BY ?st"
    )
    opened.wait("document.querySelector('section.answer')?.dataset.kind", "table")
    with opened.page.expect_download() as download:
        opened.page.click("section.answer button:text-is('Save')")
    assert download.value.suggested_filename == "sparql.json"
    found = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert found["head"]["vars"] == ["st"]
    assert len(found["results"]["bindings"]) == 2
    opened.page.select_option("section.answer select", "list")
    opened.wait("document.querySelectorAll('section.answer .statements li').length", 2)
    line = opened.text("section.answer .statements li >> nth=0")
    assert "Lao National Commission for Drug Control and Supervision chairs Illicit Drug Sector Working Group" in line
    opened.page.click("section.answer .statements a.evidence >> nth=0")
    opened.wait("document.querySelector('.drawer h2') !== null")


def test_graphs_can_be_named_and_the_union_is_asked_else(open_full: Open, full: Path) -> None:
    opened = open_full(full)
    graph = real_graph()
    count = "SELECT (COUNT(*) AS ?n) {} WHERE {{ ?s ?p ?o }}"
    for source in ("", "FROM <https://w3id.org/pactgraph/graph/idswg-2021>"):
        text = count.format(source)
        opened.write(text)
        opened.wait("document.querySelector('.progress').textContent", "")
        opened.answer()
        assert opened.saved() == rows(run(graph.store, text))[1], source
    opened.write(count.format("FROM <https://w3id.org/pactgraph/graph/nowhere>"))
    opened.wait("document.querySelector('main [role=alert]')?.textContent.includes('is not a graph of these data')")


#: A query, where the error is shown to stand, and what is said of it.
WRONG = (
    ("SELECT * WHERE {\n  ?s ?p\n}", "Line 3, column 1", "cannot be read"),
    ("SELECT ?x WHERE {\n  ?x foo:bar 1\n}", "Line 2, column 6", "unknown prefix “foo:”"),
    ("SELECT * WHERE {\n  ?s ?p ?o .\n  FILTER(?o > )\n}", "Line 3, column 13", "missing behind “>”"),
    (
        "SELECT * WHERE {\n  ?s ?p ?o\n  OPTINAL { ?s ?q ?r }\n}",
        "Line 3, column 3",
        "“OPTINAL” is no word of SPARQL",
    ),
    ("SELEC ?x WHERE { ?x ?y ?z }", "Line 1, column 1", "none of SELECT, ASK, CONSTRUCT, DESCRIBE"),
    ("SELECT ?x WHERE {\n ?x ?y ?z", "Line 1, column 17", "“{” is never closed"),
    ("SELECT ?a (COUNT(?b) AS ?n) WHERE { ?a ?c ?b }", "Line 1, column ", "neither grouped nor counted"),
    ("SELECT * WHERE { SERVICE <http://x.example/> { ?a ?b ?c } }", "Line 1, column 18", "another server"),
    ("DELETE WHERE { ?s ?p ?o }", "Line 1, column 1", "would change the data"),
    ("", "", "there is no query"),
)


def test_an_error_says_where_and_what(open_full: Open, full: Path) -> None:
    opened = open_full(full)
    for sparql, place, word in WRONG:
        opened.write(sparql or " ")
        opened.wait("document.querySelector('main [role=alert]') !== null")
        told = opened.text("main [role=alert]")
        assert told.startswith(place), sparql
        assert word in told, sparql
        if place:
            opened.wait("document.querySelector('.editor').shadowRoot.querySelector('.cm-wrong') !== null")
        opened.write("ASK {}")
        opened.wait("document.querySelector('main [role=alert]') === null")
        opened.answer()
        opened.wait("document.querySelector('.editor').shadowRoot.querySelector('.cm-wrong') === null")


def test_stop_ends_a_query_within_a_second_and_the_next_one_works(open_full: Open, full: Path) -> None:
    opened = open_full(full, "#/q/who-funds")
    opened.answer()
    opened.write(ENDLESS)
    opened.page.wait_for_timeout(700)
    assert opened.text(".progress").strip() == "Asking …"
    opened.page.locator("main h1").focus()  # the page itself stays usable
    begun = time.monotonic()
    opened.page.click("button:text-is('Stop')")
    opened.wait("document.querySelector('main').textContent.includes('Stopped.')")
    assert time.monotonic() - begun < 1
    opened.write("SELECT (COUNT(*) AS ?n) WHERE { ?s pact:funds ?o }")
    opened.answer()
    assert opened.saved() == rows(real_graph().query("SELECT (COUNT(*) AS ?n) WHERE { ?s pact:funds ?o }"))[1]
    end = time.monotonic() + 10  # Chromium gives a busy worker two seconds before it ends its thread.
    while len(opened.page.workers) > 1:
        assert time.monotonic() < end, "the one that was stopped is left to work on"
        opened.page.wait_for_timeout(100)
    opened.write(ENDLESS)
    opened.page.wait_for_timeout(200)
    opened.ask("who-chairs")
    assert opened.page.locator("section.answer table").count(), "leaving gives a query up"


def test_a_query_that_brings_the_engine_down_takes_nothing_with_it(open_full: Open, full: Path) -> None:
    opened = open_full(full)
    opened.write("SELECT * WHERE " + "{" * 9_000 + "}" * 9_000)
    opened.wait("document.querySelector('main [role=alert]') !== null", seconds=30)
    assert "gave up" in opened.text("main [role=alert]") or "nested" in opened.text("main [role=alert]")
    opened.write("ASK { ?s ?p ?o }")
    opened.answer()
    assert opened.text("section.answer [role=status]") == "yes"


def test_too_many_rows_are_cut_and_it_is_said(open_full: Open, full: Path) -> None:
    opened = open_full(full)
    opened.write("SELECT ?s ?p ?o ?a WHERE { ?s ?p ?o . ?a ?b ?c } # all with all")
    opened.answer()
    assert "Only the first 10,000 rows are here" in opened.text("section.answer")
    assert opened.page.locator("section.answer tbody tr").count() == 100
    opened.write("SELECT ?s WHERE { ?s ?p ?o } LIMIT 7")
    opened.wait("document.querySelector('section.answer')?.dataset.rows", "7")
    assert "Only the first" not in opened.text("section.answer")


def test_the_editor_suggests_and_lets_go(open_full: Open, full: Path) -> None:
    opened = open_full(full, "#/q?own=1")
    page = opened.page
    opened.wait("document.querySelector('.editor')?.shadowRoot?.querySelector('.cm-content') !== null")
    content = page.locator(".editor .cm-content")
    content.focus()
    for typed, offered in (
        ("id:lcd", "id:lcdc"),
        ("pact:fund", "pact:funds"),
        ("pact:Stat", "pact:Statement"),
        ("rdf", "rdf:"),
    ):
        page.keyboard.press("Control+a")
        page.keyboard.type(typed)
        option = page.locator(".editor .cm-tooltip-autocomplete li", has_text=offered)
        option.first.wait_for(timeout=3000)
        page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT g m / [")
    assert page.evaluate("location.hash") == "#/q?own=1", "single keys are silent in the editor"
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run", "Tab leaves the editor"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.className") == "editor"


def test_nothing_runs_but_the_page_itself(open_full: Open, full: Path) -> None:
    opened = open_full(full, "#/q/who-funds")
    opened.answer()
    refused = opened.page.evaluate(
        """async () => {
            const refused = [];
            // Later, for what a test runs at once may use eval whatever the page's policy says.
            await new Promise((done) => setTimeout(() => {
                try { window.eval("window.marker = 1"); } catch { refused.push("eval"); }
                done();
            }));
            const tries = {
                innerHTML: () => { document.body.innerHTML = "<p>x"; },
                script: () => {
                    const one = document.createElement("script");
                    one.text = "window.marker = 2";
                    document.body.append(one);
                },
                worker: () => new Worker(URL.createObjectURL(new Blob(["postMessage(1)"]))),
                policy: () => trustedTypes.createPolicy("pactgraph", { createScript: (text) => text }),
                other: () => trustedTypes.createPolicy("other", { createScript: (text) => text }),
            };
            for (const [name, one] of Object.entries(tries)) try { one(); } catch { refused.push(name); }
            try { await fetch("https://x.example/"); } catch { refused.push("fetch"); }
            return refused;
        }"""
    )
    assert refused == ["eval", "innerHTML", "script", "worker", "policy", "other", "fetch"]
    assert opened.page.evaluate("window.marker") is None
    opened.complaints.clear()  # The refusals are told of on the console.
    opened.requests[:] = [url for url in opened.requests if not url.startswith("https:")]


def test_hostile_names_in_answers_are_text(browser: Any, open_full: Open, tmp_path: Path) -> None:
    names = (*test_view.HOSTILE, "=1+1")
    graph = pactgraph.load(test_view.write_world(tmp_path / "data", programmes=5, names=names))
    opened = open_full(_written(tmp_path / "hostile.html", explorer_of(graph)))
    opened.write("SELECT ?x ?name WHERE { ?x rdfs:label ?name . FILTER(STRSTARTS(STR(?x), STR(id:odd))) } ORDER BY ?x")
    opened.answer()
    cells = opened.page.locator("section.answer tbody").evaluate("(body) => body.textContent")
    for name in test_view.HOSTILE:
        assert name in cells
    assert ["odd-8", "'=1+1"] in opened.saved()
    opened.write("id:odd")  # suggestions show names too
    opened.page.keyboard.press("Control+Space")
    opened.page.wait_for_timeout(300)
    assert opened.page.evaluate("window.marker") is None


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_file_that_was_cut_off_says_so_and_does_what_it_can(
    browser: Any, full: Path, tmp_path: Path, part: float
) -> None:
    content = full.read_bytes()
    cut = tmp_path / "cut.html"
    cut.write_bytes(content[: int(len(content) * part)])
    opened = Console(browser, cut).ready()
    assert "This file is incomplete" in opened.text("#told")
    opened.to("#/e/japan")
    assert opened.text("main h1") == "Japan"
    opened.to("#/q/who-funds")
    assert "This file was cut off" in opened.text("main .notice")
    assert opened.complaints == []
    opened.context.close()


def test_a_file_cut_within_its_data_says_so(browser: Any, full: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.html"
    cut.write_bytes(full.read_bytes()[:500_000])
    opened = Console(browser, cut)
    opened.wait("document.body.dataset.state", "error")
    assert "This file is incomplete: it holds 0." in opened.text("#told")
    opened.context.close()


@pytest.mark.parametrize(
    ("flags", "why"), [(["--js-flags=--jitless"], "no WebAssembly"), ([], "no DecompressionStream")]
)
def test_without_what_the_console_needs_all_else_works(
    browser: Any,
    full: Path,
    flags: list[str],
    why: str,
) -> None:
    chromium = browser.browser_type.launch(executable_path=str(CHROMIUM), args=[*_ARGUMENTS, *flags])
    opened = Console(chromium, full)
    if not flags:
        opened.page.add_init_script("delete window.DecompressionStream")
        opened.page.reload()
    opened.wait("document.body.dataset.state", "ready", seconds=30)
    for route in ROUTES:
        opened.to(route)
        assert opened.text("main h1").strip(), route
    opened.to("#/q/who-funds")
    assert why in opened.text("main .notice")
    assert "pactgraph query who-funds" in opened.text("main")
    assert opened.complaints == []
    assert set(opened.requests) == {full.as_uri()}
    chromium.close()


def test_the_lite_edition_lists_questions_and_says_who_answers(browser: Any, tmp_path: Path) -> None:
    path = _written(tmp_path / "lite.html", explorer_of(real_graph(), lite=True))
    opened = Console(browser, path, "#/q").ready()
    assert opened.page.locator("main li").count() == len(questions())
    assert "Open the full edition" in opened.text("main .notice")
    opened.to("#/q/who-funds?funder=japan&asof=2021")
    assert "Open the full edition" in opened.text("main .notice")
    assert opened.text("p.command code") == "pactgraph query who-funds funder=japan --as-of 2021"
    assert opened.complaints == []
    assert set(opened.requests) == {path.as_uri()}
    opened.context.close()


@pytest.mark.skipif(not AXE.exists(), reason="needs `npm ci` in graph/explorer for axe-core")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_nothing_bars_anybody(open_full: Open, full: Path, width: int, scheme: str) -> None:
    opened = open_full(full, width=width, color_scheme=scheme)
    opened.page.evaluate(AXE.read_text("utf-8"))
    for route in ("#/q", "#/q/who-funds?funder=japan", "#/q/who-funds?funder=japan&as=list", "#/q/path", "#/q?own=1"):
        opened.to(route)
        if "own" in route:
            opened.page.wait_for_selector(".editor .cm-content")
        elif "?" in route:
            opened.answer()
        assert violations(opened, scheme) == [], route
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width, route
