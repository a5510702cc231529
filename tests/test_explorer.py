"""The explorer without a browser: what it carries, and that its own logic says what Python says.

The logic in TypeScript is bundled and run by node on cases that are made here, from the real data, the
fixture world and an invented one; without node and its packages those tests are skipped, and say so.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import pactgraph
import test_view
from command import under_hash_seeds
from conftest import FIXTURE_WORLD
from pactgraph import analysis, resources, words
from pactgraph.analysis import Scope
from pactgraph.cli import main
from pactgraph.explorer import render_explorer, typescript
from pactgraph.explorer.packed import pack
from pactgraph.explorer.payload import tables
from pactgraph.model import UNSTATED

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
    return render_explorer(real)


def _case(name: str, graph: pactgraph.PactGraph) -> dict[str, Any]:
    return {
        "world": name,
        "packed": pack(tables(graph)),
        "sentences": {s.id: words.sentence(graph.things, s) for s in graph.statements},
        "figures": [f.id for f in graph.figures],
        "searches": {
            text: [[h.thing.id, h.name, round(h.score, 6)] for h in graph.find(text)] for text in SEARCHES
        },
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
        "invented": pactgraph.load(test_view.write_world(tmp_path / "world", programmes=5, names=test_view.HOSTILE)),
    }
    cases = tmp_path / "cases"
    cases.mkdir()
    for name, graph in worlds.items():
        (cases / f"{name}.json").write_text(json.dumps(_case(name, graph)), "utf-8")
    done = _npm("test", PACT_CASES=str(cases))
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert f"# pass {len(worlds) * (len(DAYS) + 2) + 4}" in done.stdout, "every case was run"


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
