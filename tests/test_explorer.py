"""The explorer without a browser: what it carries, and that its own logic says what Python says.

The logic in TypeScript is bundled and run by node on cases that are made here, from the real data, the
fixture world and an invented one; without node and its packages those tests are skipped, and say so.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import shutil
import string
import subprocess
from collections import Counter
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import pactgraph
import test_view
import worlds
from command import call, explorer_of, real_graph, under_hash_seeds
from conftest import FIXTURE_WORLD
from pactgraph import analysis, resources, words
from pactgraph.analysis import Scope
from pactgraph.analysis.scene import Scene
from pactgraph.analysis.timeline import KINDS, timeline, within
from pactgraph.errors import DataError
from pactgraph.explorer import marked_days, read_steps, render_explorer, typescript
from pactgraph.explorer.marks import Mark
from pactgraph.explorer.packed import pack
from pactgraph.explorer.payload import tables
from pactgraph.explorer.rows import Tables, WordRow
from pactgraph.explorer.steps import VIEWS
from pactgraph.query import questions

SOURCES = Path(__file__).parent.parent / "graph" / "explorer"
EXAMPLE = Path(__file__).parent.parent / "docs/examples/steps.yaml"
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(
    NODE is None or not (SOURCES / "node_modules").is_dir(), reason="needs node and `npm ci` in graph/explorer"
)
#: As-of and known-by on which both sides must agree; the empty one is the default.
DAYS = (
    ("", ""),
    ("1990", ""),
    ("2010-06-15", ""),
    ("2014", ""),
    ("2015-06-01", ""),
    ("2017-10", ""),
    ("2017-10-26", "2017-12-31"),
    ("2017-10-26", ""),
    ("2020-05-01", ""),
    ("2021-06-30", ""),
    ("", "2019-12-31"),
    ("2021", "2019-12-31"),
    ("2026-02", ""),
    ("2018", "2000"),
)
PLACES, THEMES = ("lao-pdr", "myanmar", "arle"), ("treatment", "law-enforcement")
HOW = ("answered", "partly", "lacks", "planned", "blanket", "off-topic", "not applicable", "silent")
SEARCHES = (
    *("lcdc", "huapanh", "houaphan", "unodc", "LAO PDR", "japan", "australa", "tretment", "border managment"),
    *("a", "zz", "mini dublin", "Côte d'Ivoire", "office for rivers", "ofr", "work", "aid", "alternative"),
)


@pytest.fixture(scope="module")
def real() -> pactgraph.PactGraph:
    return real_graph()


@cache
def real_tables() -> Tables:
    """Worked out once: it runs every analysis for each mark."""
    return tables(real_graph())


@pytest.fixture(scope="module")
def page(real: pactgraph.PactGraph) -> str:
    return explorer_of(real, lite=True)


@pytest.fixture(scope="module")
def full(real: pactgraph.PactGraph) -> str:
    return explorer_of(real)


def _denying(folder: Path) -> Path:
    """A world in which documents deny money, of a donor told to pay, its agency, a place, or say that it rests."""
    test_view.write_world(folder, programmes=5)
    says = [
        {"subject": ["work-3", "work-4"], "predicate": "operates_in", "object": "arle", "line": 1},
        {"subject": "work-3", "predicate": "addresses", "object": "treatment", "line": 1},
        {"subject": "work-4", "predicate": "addresses", "object": "border-management", "line": 1},
        {"subject": "borland", "predicate": "funds", "object": ["work-3", "work-4"], "when": "2020/..", "line": 1},
        {"subject": "office", "predicate": "part_of", "object": "borland", "line": 1},
        {"subject": "office", "predicate": "funds", "object": "work-3", "status": "denied", "line": 1},
        {"subject": "arle", "predicate": "funds", "object": "work-3", "status": "suspended", "line": 1},
        {
            "subject": "arle",
            "predicate": "funds",
            "object": "work-4",
            "status": "suspended",
            "when": "2019/2021",
            "line": 1,
        },
        {"subject": "borland", "predicate": "funds", "object": "work-4", "status": "denied", "id": "no-4", "line": 1},
        {
            "subject": "arle",
            "predicate": "funds",
            "object": "borland",
            "status": "denied",
            "themes": "prevention",
            "line": 1,
        },
    ]
    block = {"document": "new", "blocks": [{"section": "S1", "statements": says}]}
    (folder / "statements/new/2.yaml").write_text(json.dumps(block), "utf-8")
    return folder


def _lasting() -> pactgraph.PactGraph:
    """A world in which each rule of the spans of things decides one of them."""
    things = {
        "approved-before": [("covers", "2016/2020"), ("approved", "2015-11")],
        "ended-before": [("started", "2019"), ("ended", "2015")],
        "two-vague-starts": [("started", "[2012..2017]"), ("set-up", "2014-03-01")],
        "endless": [("covers", "2012/.."), ("ended", "2018")],
        "vague-both": [("started", "[2014..2019]"), ("ended", "[2013..2016]")],
        "before-anybody-knew": [("extended", "/2015-12")],
        "proposed": [("proposed", "2014")],
    }
    kinds: dict[str, Any] = dict.fromkeys(things, ("framework", {"kind": "plan"}))
    cast = kinds | {"arle": ("country", {})} | dict.fromkeys(("paid-on", "seen"), ("programme", {"kind": "programme"}))
    cast |= dict.fromkeys(("meeting", "called-off"), ("event", {"kind": "meeting"}))
    said: list[dict[str, Any]] = [
        {"subject": thing, "predicate": "stage", "value": value, "when": when}
        for thing, stages in things.items()
        for value, when in stages
    ]
    said += [
        {"subject": "arle", "predicate": "supports", "object": "paid-on", "when": "2012/2014"},
        {"subject": "arle", "predicate": "funds", "object": "paid-on", "when": "2013/"},
        {"subject": "arle", "predicate": "funds", "object": "seen", "when": "2014"},
        {"subject": "arle", "predicate": "participates_in", "object": "meeting", "when": "2017"},
        {"subject": "meeting", "predicate": "located_in", "object": "arle", "when": "2017-08-30/2017-08-31"},
        {"subject": "arle", "predicate": "participates_in", "object": "called-off", "when": "2017-08-31"},
        {"subject": "called-off", "predicate": "not_held"},
        {"subject": "vague-both", "predicate": "addresses", "object": "community-based-treatment"},
    ]
    return worlds.build(cast, {"late": "2020-06-15"}, [("late", claim) for claim in said])


def _asking() -> pactgraph.PactGraph:
    """A world of a set of asks and its parts, answered in every way, in part before and in part after a day."""
    cast: dict[str, Any] = dict.fromkeys(("arle", "borland", "cressia"), ("country", {}))
    cast |= {"group": ("mechanism", {"kind": "working-group"}), "office": ("organisation", {"kind": "ministry"})}
    ask = {"type": "recommendation", "by": ["group"]}
    items: list[tuple[str, dict[str, Any]]] = [
        ("early", {"id": "early-set", **ask}),
        ("early", {"id": "early-one", "part_of": ["early-set"], "to": ["arle", "borland"], **ask}),
        ("early", {"id": "early-two", "part_of": ["early-set"], "themes": ["treatment"], **ask}),
        ("early", {"id": "early-three", "part_of": ["early-two"], "place": ["arle"], **ask}),
        ("early", {"id": "early-why", "type": "challenge", "answers": ["early-one"]}),
        ("late", {"id": "late-nobody", "to": ["cressia"], "type": "recommendation"}),
    ]
    answers: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("early-set", "arle", {"grade": "blanket"}),
        ("early-set", "borland", {"grade": "off-topic"}),
        ("early-set", "cressia", {}),
        ("early-one", "office", {"grade": "done"}),
        ("early-one", "", {"grade": "lacks"}),
        ("early-two", "arle", {"grade": "not-applicable"}),
        ("early-one", "cressia", {"status": "planned"}),
        ("early-three", "cressia", {"grade": "partly"}),
        ("early-three", "cressia", {"grade": "lacks"}),
    )
    items += [
        ("late", {"id": f"late-{n}", "type": "action", "answers": [asked], **({"by": [who]} if who else {}), **more})
        for n, (asked, who, more) in enumerate(answers)
    ]
    said: list[dict[str, Any]] = [
        {"subject": "office", "predicate": "part_of", "object": "borland"},
        {"subject": "arle", "predicate": "responds_to", "object": "early-set"},
        {"subject": "cressia", "predicate": "responds_to", "object": "early-one", "status": "denied"},
        {"subject": "group", "predicate": "operates_in", "object": "cressia"},
    ]
    documents = {"early": "2016-06-15", "late": "2020-06-15"}
    return worlds.build(cast, documents, [("late", claim) for claim in said], items)


def _case(name: str, graph: pactgraph.PactGraph) -> dict[str, Any]:
    return {
        "world": name,
        "packed": pack(real_tables() if graph is real_graph() else tables(graph)),
        "sentences": {s.id: words.sentence(graph.things, s) for s in graph.statements},
        "figures": [f.id for f in graph.figures],
        "searches": {text: [[h.thing.id, h.name, round(h.score, 6)] for h in graph.find(text)] for text in SEARCHES},
        "days": [_day(graph, as_of, known_by) for as_of, known_by in DAYS],
    }


def _day(graph: pactgraph.PactGraph, as_of: str, known_by: str) -> dict[str, Any]:
    clock = graph.clock(as_of or None, known_by or None)
    cells = analysis.run(graph, ["coverage"], Scope(clock))
    # A theme on which nobody is known in a place is one cell there, which the page does not need.
    found = [cell for cell in cells if "donors" not in cell.value]
    return {
        "asOf": as_of,
        "knownBy": known_by,
        "first": clock.first.isoformat(),
        "last": clock.last.isoformat(),
        "dataDay": clock.data_day.isoformat() if clock.data_day.year > 1 else "",
        "readings": {s.id: str(clock.reading(s)) for s in graph.statements},
        "states": {s.id: words.state_text(s, clock) for s in graph.statements},
        "cells": {
            f"{f.subject} {f.country} {f.theme}": [
                f.state,
                f.reading,
                f.value.get("funds", []),
                f.value.get("supports", []),
                f.value.get("ended", []),
                [s.id for s in f.statements],
            ]
            for f in found
        },
        "places": sorted({cell.country for cell in cells if cell.country}),
        "spans": _spans(graph, Scope(clock)),
        "within": _within(graph, Scope(clock)),
        "asks": {f.subject: _ask(f) for f in analysis.run(graph, ["responses"], Scope(clock))},
    }


def _spans(graph: pactgraph.PactGraph, scope: Scope) -> list[list[Any]]:
    """As the page has them: each end as its two days, or null."""

    def days(between: tuple[date, date] | None) -> list[str] | None:
        return [day.isoformat() for day in between] if between else None

    return [
        [s.thing, s.kind, days(s.began), days(s.ended), s.endless, days(s.seen), [each.id for each in s.statements]]
        for s in timeline(Scene(graph, scope))
    ]


def _within(graph: pactgraph.PactGraph, scope: Scope) -> dict[str, list[str]]:
    """What lasts in some places and on some themes, by what was asked for."""
    scene = Scene(graph, scope)
    pairs = [(place, None) for place in PLACES] + [(None, theme) for theme in THEMES] + [(PLACES[0], THEMES[0])]
    lasting = {thing.id for thing in graph.things.values() if thing.type in KINDS}
    return {f"{place or ''} {theme or ''}": sorted(within(scene, place, theme) & lasting) for place, theme in pairs}


def _ask(finding: analysis.Finding) -> list[Any]:
    cells = {who: how for how in HOW for who in finding.value.get(how, ())}
    return [finding.state, finding.gap, cells, sorted(s.id for s in finding.statements)]


@needs_node
@pytest.mark.slow
def test_the_page_works_out_what_python_works_out(real: pactgraph.PactGraph, tmp_path: Path) -> None:
    cases_of = {
        "real": real,
        "lasting": _lasting(),
        "asking": _asking(),
        "fixture": pactgraph.load(FIXTURE_WORLD),
        "denying": pactgraph.load(_denying(tmp_path / "denying")),
        "invented": pactgraph.load(test_view.write_world(tmp_path / "world", programmes=5, names=test_view.HOSTILE)),
    }
    cases = tmp_path / "cases"
    cases.mkdir()
    for name, graph in cases_of.items():
        (cases / f"{name}.json").write_text(json.dumps(_case(name, graph)), "utf-8")
    done = _npm("test", PACT_CASES=str(cases))
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert f"# pass {len(cases_of) * (len(DAYS) + 2) + 6}" in done.stdout, "every case was run"


@needs_node
@pytest.mark.slow
def test_the_committed_bundle_is_what_the_sources_give() -> None:
    for script in ("types", "stale"):
        done = _npm(script)
        assert done.returncode == 0, f"say make explorer: {done.stdout}{done.stderr}"


def test_the_types_are_those_of_the_tables() -> None:
    assert (SOURCES / "src/rows.ts").read_text("utf-8") == typescript.declarations(), "say make explorer"
    assert "readonly subject: string;" in typescript.declarations()
    assert "readonly facts: readonly (readonly [string, string])[];" in typescript.declarations()


def test_the_files_are_small_and_name_no_other_address(page: str, full: str) -> None:
    assert len(page.encode()) <= 1_000_000
    assert len(full.encode()) <= 3_500_000
    outside = re.compile(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|url\((?!#|["']?data:)|@import|\bimport\(""")
    for edition in (page, full):
        shell = edition[: edition.index('<script type="application/json"')]
        assert not outside.findall(shell.replace("http://www.w3.org/", ""))
    for script in ("console", "worker"):
        assert not outside.findall(_block(full, script).decode().replace("http://www.w3.org/", "")), script
    assert not outside.search("fill:url(#vague)"), "a hatching of the page itself"
    for decoy in ('<script src="https://x.example/a.js">', "<link href=//x.example/a.css>", "a{background:url(x)}"):
        assert outside.search(decoy)


def test_the_policy_names_script_and_style_by_hash(page: str) -> None:
    head = page[: page.index("</head>")]
    assert head.index("<meta charset") < head.index("Content-Security-Policy") < head.index("<style>")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', head)[1].replace("&#39;", "'")  # type: ignore[index]
    for tag in ("script", "style"):
        text = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]  # type: ignore[index]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    for word in ("default-src 'none'", "connect-src 'none'", "form-action 'none'", "base-uri 'none'"):
        assert word in policy
    assert "unsafe" not in policy
    assert page.count("<script") == 2


def test_the_full_edition_adds_one_script_an_engine_and_a_worker_to_the_policy(page: str, full: str) -> None:
    policies = [re.search(r'Content-Security-Policy" content="([^"]*)"', each)[1] for each in (page, full)]  # type: ignore[index]
    lite, more = ({line.split(" ")[0]: line for line in text.replace("&#39;", "'").split("; ")} for text in policies)
    digest = base64.b64encode(hashlib.sha256(_block(full, "console")).digest()).decode()
    assert {name: line for name, line in more.items() if lite.get(name) != line} == {
        "script-src": f"{lite['script-src']} 'sha256-{digest}' 'wasm-unsafe-eval'",
        "worker-src": "worker-src blob:",
        "trusted-types": "trusted-types pactgraph",
    }
    assert set(lite) <= set(more)


def test_what_the_console_loads_is_what_the_store_holds(real: pactgraph.PactGraph, full: str) -> None:
    engine = ox.Store()
    engine.load(_block(full, "triples"), format=ox.RdfFormat.TRIG)
    assert set(engine) == set(real.embedded.engine)
    language = json.loads(_block(full, "language"))
    assert set(language["graphs"]) == real.embedded.graphs()
    assert language["questions"] == {name: asked.sparql for name, asked in questions().items()}
    assert ["pact:funds", "funds"] in language["terms"]


def test_the_blocks_are_as_long_as_the_page_says(full: str) -> None:
    told = re.search(r'data-blocks="([^"]*)"', full)[1]  # type: ignore[index]
    assert [each.split("=")[0] for each in told.split(" ")] == ["console", "worker", "language", "triples", "engine"]
    for each in told.split(" "):
        name, length = each.split("=")
        assert len(_packed(full, name)) == int(length), name


def test_the_engine_is_the_one_that_the_lock_file_names() -> None:
    """Its loader and its notice name it too, so that a change of one alone is seen."""
    wanted = json.loads((SOURCES / "package.json").read_text("utf-8"))["devDependencies"]
    notice = (resources.templates_dir() / "explorer/NOTICE.txt").read_text("utf-8")
    assert f"Oxigraph {wanted['oxigraph']} " in notice
    assert f"Preact {wanted['preact']} " in notice
    wasm = gzip.decompress((resources.templates_dir() / "explorer/engine.wasm.gz").read_bytes())
    assert wasm.startswith(b"\0asm")
    major, minor, _ = wanted["oxigraph"].split(".")
    assert ox.__version__.startswith(f"{major}.{minor}."), "the same line of releases as the command's engine"


def _packed(page: str, name: str) -> str:
    start = page.index(f'<script type="application/gzip" id="{name}">')
    return page[page.index(">", start) + 1 : page.index("</script>", start)]


def _block(page: str, name: str) -> bytes:
    return gzip.decompress(base64.b64decode(_packed(page, name), validate=True))


def test_the_sources_make_no_markup_and_store_nothing() -> None:
    banned = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|localStorage|sessionStorage|"
        r"indexedDB|document\.cookie|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon"
    )
    for path in sorted((SOURCES / "src").rglob("*.ts*")):
        assert not banned.search(path.read_text("utf-8")), path.name
    assert banned.search("a.innerHTML = b")


def test_no_committed_file_names_a_registry() -> None:
    lock = json.loads((SOURCES / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert all("integrity" in entry and "resolved" not in entry for entry in packages.values())
    wanted = json.loads((SOURCES / "package.json").read_text("utf-8"))["devDependencies"]
    assert all(re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version) for version in wanted.values()), "pinned"


def test_names_cannot_leave_their_block(tmp_path: Path) -> None:
    graph = pactgraph.load(test_view.write_world(tmp_path / "world", names=test_view.HOSTILE))
    page = render_explorer(graph, lite=True)
    data = page[page.index('<script type="application/json"') :]
    assert data.count("<") == 4, "the block's own tags, and the end of the page"
    assert data.isascii()
    inside = data[data.index(">") + 1 : data.index("</script>")]
    assert set(test_view.HOSTILE) <= set(_texts(json.loads(inside))), "whole, as text"
    assert len(inside) == int(re.search(r'data-length="(\d+)"', page)[1])  # type: ignore[index]


def _texts(packed: dict[str, Any]) -> list[str]:
    """The texts of a page, each with what it shares with the one before."""
    texts = [""]
    for text in packed["texts"].split(packed["between"]):
        shared = string.digits + string.ascii_uppercase + string.ascii_lowercase
        texts.append(texts[-1][: shared.index(text[0])] + text[1:])
    return texts[1:]


def test_texts_are_whole_whatever_stands_in_them(tmp_path: Path) -> None:
    """A text may hold every sign that could stand between two, and characters that JavaScript counts twice."""
    odd = ("~^`|@#%$!*", "\U0001f600 one", "\U0001f600 two", "~^`|@#%$!*a", "x" * 80 + "1", "x" * 80 + "2")
    nothing: dict[str, Any] = {each.name: () for each in fields(Tables)}
    packed = pack(Tables(**{**nothing, "words": tuple(WordRow("when", each, each) for each in odd)}))
    assert set(_texts(packed)) == {*odd, "when"}
    assert packed["between"] == "\x01"


def test_equal_data_give_equal_bytes() -> None:
    # Documents' own days alone: more days are more of the same, and take a minute.
    few = "import pactgraph, pactgraph.explorer as e, sys; e.marks._MOST = 0; "
    assert len(under_hash_seeds(few + "sys.stdout.write(e.render_explorer(pactgraph.load()))")) == 1


def test_packed_tables_hold_every_row(real: pactgraph.PactGraph) -> None:
    packed = pack(real_tables())["tables"]
    assert packed["things"]["rows"] == len(real.things)
    assert packed["statements"]["rows"] == len(real.statements)
    assert packed["figures"]["rows"] == len(real.figures)
    assert packed["findings"]["rows"] >= sum(f.gap for f in analysis.run(real))
    assert packed["marks"]["rows"] == len(marked_days(real))


def test_the_days_worked_out_are_those_of_documents_and_years(real: pactgraph.PactGraph) -> None:
    marks = marked_days(real)
    # When each document was issued at the latest, as its file says; and five years ahead of the newest.
    issued = ["2012-12-31", "2017-10-26", "2019-08-22", "2019-12-31", "2021-12-31"]
    assert [mark.as_of for mark in marks if mark.as_of == mark.known_by] == issued
    with_all = [mark.as_of for mark in marks if mark.known_by == "2021-12-31"]
    assert with_all == sorted({*issued, *(f"{year}-12-31" for year in range(2012, 2027))})
    assert len(marks) == len(set(marks)) == len(with_all) + 4


def test_a_large_graph_has_fewer_days_and_always_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = pactgraph.load(test_view.write_world(tmp_path / "world", programmes=5))
    every = marked_days(graph)
    monkeypatch.setattr("pactgraph.explorer.marks._MOST", 0)
    few = marked_days(graph)
    newest = max(mark.known_by for mark in every)
    assert few == [Mark(newest, newest)]
    # Two documents: what was known by the older one is given up last, after the years between.
    monkeypatch.setattr("pactgraph.explorer.marks._MOST", 3 * len(graph.statements))
    assert [mark for mark in every if mark.as_of in {mark.known_by for mark in every}] == marked_days(graph)


def test_findings_of_a_mark_are_those_of_the_analyses_on_that_day(real: pactgraph.PactGraph) -> None:
    made = real_tables()
    for number in (1, 10, len(made.marks) - 1):
        mark = made.marks[number]
        wanted = Counter(
            (f.analysis, f.subject, f.country or "", f.theme or "", f.state, f.reading, len(f.statements))
            for f in analysis.run(real, (), Scope(real.clock(mark.as_of, mark.known_by)))
            if f.gap
        )
        standing = [
            row
            for row in made.findings
            if row.gap and any(a <= number <= b for a, b in zip(row.marks[::2], row.marks[1::2], strict=True))
        ]
        told = Counter(
            (row.analysis, row.subject, row.country, row.theme, row.state, row.reading, len(row.statements))
            for row in standing
        )
        assert told == wanted, mark
        by_analysis = Counter(key[0] for key in wanted.elements())
        assert mark.open == tuple(by_analysis[name] for name in analysis.ANALYSES), mark
        assert len(wanted) > 300


STEPS = """\
steps:
  - view: "#/matrix?place=lao-pdr&asof=2017"
    say: Who pays for what.
  - view: "#/gaps/unfunded"
    say: What nobody pays for.
"""


def test_steps_are_read_and_faults_are_told_by_line(real: pactgraph.PactGraph, tmp_path: Path) -> None:
    path = tmp_path / "steps.yaml"
    path.write_text(STEPS, "utf-8")
    assert [step.say for step in read_steps(path, real)] == ["Who pays for what.", "What nobody pays for."]
    for old, new, line, said in (
        ("#/matrix", "#/matrx", 2, "there is no view 'matrx'; did you mean 'matrix'?"),
        ("#/matrix", "matrix", 2, "a view begins with #/"),
        ("place=lao-pdr", "place=laos", 2, "these data have no 'laos'"),
        ("asof=2017", "asof=2017-13", 2, "asof: "),
        ("unfunded", "unfundet", 4, "there is no analysis 'unfundet'; did you mean 'unfunded'?"),
        ("    say: What", "    sya: What", 5, "unknown field 'sya'; did you mean 'say'?"),
        ("    say: What nobody pays for.\n", "", 4, "'say' is missing"),
        ('  - view: "#/gaps/unfunded"', "  - &a view: b", 4, "anchor &a is not allowed"),
    ):
        assert old in STEPS
        path.write_text(STEPS.replace(old, new), "utf-8")
        with pytest.raises(DataError) as refused:
            read_steps(path, real)
        told = [str(each) for each in refused.value.problems]
        assert any(each.startswith(f"steps.yaml:{line}") and said in each for each in told), told
    path.write_text("steps: []\n", "utf-8")
    with pytest.raises(DataError):
        read_steps(path, real)


def test_the_steps_in_the_repository_are_of_these_data(real: pactgraph.PactGraph) -> None:
    assert len(read_steps(EXAMPLE, real)) == 7


def test_steps_may_name_every_view_that_the_page_has() -> None:
    listed = re.search(r"const VIEWS:[^\n]*? = \{(.*?)\};", (SOURCES / "src/main.tsx").read_text("utf-8"), re.DOTALL)
    assert listed
    assert {"", *re.findall(r"(\w+):", listed[1])} == set(VIEWS), "say it in explorer/steps.py"


def test_what_the_page_says_stands_in_one_file() -> None:
    text = re.compile(r"(?<!=)>\s*([A-Za-z][^<>{}=;()&]*?)\s*</?[A-Za-z]")
    attribute = re.compile(r"""\b(?:aria-label|aria-description|title|placeholder|alt)=["'][^"']*[A-Za-z]""")
    found = {
        path.name: text.findall(source) + attribute.findall(source)
        for path in sorted((SOURCES / "src").rglob("*.tsx"))
        if (source := path.read_text("utf-8"))
    }
    assert {name: told for name, told in found.items() if told} == {}, "move it into strings.ts"
    assert text.findall("<b>\n  Who pays\n</b>") == ["Who pays"]
    assert attribute.findall('<a title="Back">')


def test_the_command_writes_both_editions(tmp_path: Path, page: str, full: str) -> None:
    done = call("export", "explorer", "--lite", tmp_path / "x.html", "-q")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert (tmp_path / "x.html").read_text("utf-8") == page
    done = call("export", "explorer", tmp_path / "y.html")
    assert (done.code, done.err) == (0, f"Wrote {tmp_path / 'y.html'}\n")
    assert (tmp_path / "y.html").read_text("utf-8") == full


def test_steps_belong_to_the_explorer_alone(tmp_path: Path) -> None:
    assert call("export", "turtle", "--steps", EXAMPLE, tmp_path / "x.ttl").code == 2
    wrong = tmp_path / "steps.yaml"
    wrong.write_text("steps:\n  - {view: '#/nowhere', say: x}\n", "utf-8")
    done = call("export", "explorer", "--lite", "--steps", wrong, tmp_path / "x.html")
    assert done.code == 1
    assert "steps.yaml:2" in done.err
    assert not (tmp_path / "x.html").exists()


def test_options_of_other_kinds_are_refused(tmp_path: Path) -> None:
    assert call("export", "turtle", "--lite", tmp_path / "x.ttl").code == 2
    assert call("export", "explorer", "--lite", "--as-of", "2017", tmp_path / "x.html").code == 2


def _npm(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["npm", "run", "--silent", script],
        cwd=SOURCES,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
