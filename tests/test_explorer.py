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
import subprocess
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import pactgraph
import test_view
from command import call, under_hash_seeds
from conftest import FIXTURE_WORLD
from pactgraph import analysis, resources, words
from pactgraph.analysis import Scope
from pactgraph.explorer import render_explorer, typescript
from pactgraph.explorer.packed import pack
from pactgraph.explorer.payload import tables
from pactgraph.query import questions

SOURCES = Path(__file__).parent.parent / "graph" / "explorer"
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
SEARCHES = (
    *("lcdc", "huapanh", "houaphan", "unodc", "LAO PDR", "japan", "australa", "tretment", "border managment"),
    *("a", "zz", "mini dublin", "Côte d'Ivoire", "office for rivers", "ofr", "work", "aid", "alternative"),
)


@pytest.fixture(scope="module")
def real() -> pactgraph.PactGraph:
    return pactgraph.load()


@pytest.fixture(scope="module")
def page(real: pactgraph.PactGraph) -> str:
    return render_explorer(real, lite=True)


@pytest.fixture(scope="module")
def full(real: pactgraph.PactGraph) -> str:
    return render_explorer(real)


def _denying(folder: Path) -> Path:
    """A world in which documents deny money: of a donor who is told to pay, of one of its agencies, of a place."""
    test_view.write_world(folder, programmes=5)
    says = [
        {"subject": ["work-3", "work-4"], "predicate": "operates_in", "object": "arle", "line": 1},
        {"subject": "work-3", "predicate": "addresses", "object": "treatment", "line": 1},
        {"subject": "work-4", "predicate": "addresses", "object": "border-management", "line": 1},
        {"subject": "borland", "predicate": "funds", "object": ["work-3", "work-4"], "when": "2020/..", "line": 1},
        {"subject": "office", "predicate": "part_of", "object": "borland", "line": 1},
        {"subject": "office", "predicate": "funds", "object": "work-3", "status": "denied", "line": 1},
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


def _case(name: str, graph: pactgraph.PactGraph) -> dict[str, Any]:
    return {
        "world": name,
        "packed": pack(tables(graph)),
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
    }


@needs_node
@pytest.mark.slow
def test_the_page_works_out_what_python_works_out(real: pactgraph.PactGraph, tmp_path: Path) -> None:
    worlds = {
        "real": real,
        "fixture": pactgraph.load(FIXTURE_WORLD),
        "denying": pactgraph.load(_denying(tmp_path / "denying")),
        "invented": pactgraph.load(test_view.write_world(tmp_path / "world", programmes=5, names=test_view.HOSTILE)),
    }
    cases = tmp_path / "cases"
    cases.mkdir()
    for name, graph in worlds.items():
        (cases / f"{name}.json").write_text(json.dumps(_case(name, graph)), "utf-8")
    done = _npm("test", PACT_CASES=str(cases))
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert f"# pass {len(worlds) * (len(DAYS) + 2) + 4}" in done.stdout, "every case was run"


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
    outside = re.compile(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|url\((?!["']?data:)|@import|\bimport\(""")
    for edition in (page, full):
        shell = edition[: edition.index('<script type="application/json"')]
        assert not outside.findall(shell.replace("http://www.w3.org/", ""))
    for script in ("console", "worker"):
        assert not outside.findall(_block(full, script).decode().replace("http://www.w3.org/", "")), script
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
    texts = json.loads(inside)["texts"]
    assert set(test_view.HOSTILE) <= set(texts), "whole, as text"
    assert len(inside) == int(re.search(r'data-length="(\d+)"', page)[1])  # type: ignore[index]


def test_equal_data_give_equal_bytes() -> None:
    code = "import pactgraph, pactgraph.explorer as e, sys; sys.stdout.write(e.render_explorer(pactgraph.load()))"
    assert len(set(under_hash_seeds(code))) == 1


def test_packed_tables_hold_every_row(real: pactgraph.PactGraph) -> None:
    packed = pack(tables(real))["tables"]
    assert packed["things"]["rows"] == len(real.things)
    assert packed["statements"]["rows"] == len(real.statements)
    assert packed["figures"]["rows"] == len(real.figures)
    assert packed["findings"]["rows"] >= sum(f.gap for f in analysis.run(real))


def test_the_command_writes_both_editions(tmp_path: Path, page: str, full: str) -> None:
    done = call("export", "explorer", "--lite", tmp_path / "x.html", "-q")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert (tmp_path / "x.html").read_text("utf-8") == page
    done = call("export", "explorer", tmp_path / "y.html")
    assert (done.code, done.err) == (0, f"Wrote {tmp_path / 'y.html'}\n")
    assert (tmp_path / "y.html").read_text("utf-8") == full


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
