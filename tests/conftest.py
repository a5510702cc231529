"""Fixtures and small helpers for all tests.

Policy. A test builds the smallest world that shows its point, in `tmp_path`, with `world`: a minimal
valid folder over which the test's own files are laid, so that every problem found is the test's own.
What needs a world with answers worked out by hand uses `tests/fixtures/world/` (its README.md is the
list of answers); the real data in `data/` is tested only by tests that are about the real data.
Nothing is cached between tests but the real data and their findings, which no test changes; nothing
opens a socket but to what the test itself started on loopback, nothing writes outside `tmp_path`.
Bad input is asserted by file, line and a word that helps: never merely that something was raised.
"""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import settings

import command
from pactgraph import resources
from pactgraph.errors import DataError, Problem
from pactgraph.graph import PactGraph
from pactgraph.load import load_records
from pactgraph.model import Document, Item

# Repeatable: the same examples on every machine. To look further: pytest --hypothesis-profile=explore
settings.register_profile("explore", deadline=None, database=None, max_examples=5000)
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None, max_examples=100)
settings.load_profile("repeatable")

FIXTURE_WORLD = Path(__file__).parent / "fixtures" / "world"

#: The minimal valid world. Sections: A has the lines 1-20, B the lines 21-40. Written on 2020-06-15.
MINIMAL: Mapping[str, str] = {
    "entities/country/all.yaml": """\
- id: arle
  name: Arle
- id: borduria
  name: Borduria
  aliases: [Kingdom of Borduria]
""",
    "entities/organisation/all.yaml": """\
- id: harbour-customs
  name: Harbour Customs of Arle
  kind: customs
""",
    "entities/programme/all.yaml": """\
- id: border-programme
  name: Border Programme
  kind: programme
  aliases: [The Long Fence]
""",
    "entities/document/all.yaml": """\
- id: report
  name: Report of the year
  kind: report
  issued: 2020-06-15
  sections:
  - {key: A, title: The border, lines: 1-20}
  - {key: B, title: The harbour, lines: 21-40}
""",
    "statements/report/a.yaml": """\
document: report
blocks:
- section: A
  statements:
  - {subject: arle, predicate: funds, object: border-programme, line: 1}
  - {subject: harbour-customs, predicate: implements, object: border-programme, line: 2}
""",
}


@pytest.fixture(autouse=True, scope="session")
def findings_once() -> Iterator[None]:
    """The findings of the real data take seconds, and dozens of tests want them: they are worked out once."""
    with mock.patch("pactgraph.explorer.marks.findings", command.findings_once):
        yield


Files = Mapping[str, str | bytes | None]
World = Callable[..., Path]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A function that lays files, given as `{relative path: text or bytes}`, over the minimal world.

    None leaves a file of the minimal world out. Each call begins anew. Returns the folder.
    """

    def build(files: Files | None = None) -> Path:
        folder = tmp_path / "data"
        shutil.rmtree(folder, ignore_errors=True)
        for name, text in {**MINIMAL, **(files or {})}.items():
            if text is None:
                continue
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder

    return build


def problems(folder: Path) -> list[Problem]:
    """Every problem that loading the folder names, in order; none if it loads.

    Anything raised but `DataError` is a traceback for the user, and so for the test.
    """
    try:
        load_records(folder)
    except DataError as error:
        return list(error.problems)
    return []


def only(folder: Path) -> Problem:
    """The one problem of the folder."""
    found = problems(folder)
    assert len(found) == 1, "\n".join(map(str, found)) or "no problem was found"
    return found[0]


def block(field: str, *lines: str, section: str = "A") -> str:
    """A file below `statements/report/` with one block; the first of `lines` stands in line 5."""
    return "\n".join(["document: report", "blocks:", f"- section: {section}", f"  {field}:", *lines, ""])


def claims(*lines: str, section: str = "A") -> str:
    """A file of statements; the first of `lines` stands in line 5."""
    return block("statements", *lines, section=section)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail if the body takes more processor time; what waits for ever is interrupted.

    Processor time, because what counts is the work: a busy machine is no fault of the code.
    """

    def give_up(*_: object) -> None:
        raise TimeoutError(f"took more than {10 * seconds} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, 10 * seconds)
    start = time.process_time()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    # A call into C is not interrupted, only measured.
    assert time.process_time() - start <= seconds, f"took more than {seconds} s"


def only_document(document: str) -> PactGraph:
    """The real data as if no other document had been read: for answers worked out from that one by hand."""
    graph = PactGraph(resources.data_dir())
    records = graph.records
    others = {
        thing.id
        for thing in records.things.values()
        if (isinstance(thing.entry, Item) and thing.sources[0].document != document)
        or (isinstance(thing.entry, Document) and thing.entry.sections and thing.id != document)
    }
    statements = tuple(s for s in records.statements if s.document == document)
    spoken_of = {each for s in statements for each in (s.subject, s.object)}
    kept = {
        thing.id: thing
        for thing in records.things.values()
        if thing.id not in others
        and (thing.id in spoken_of or thing.type in ("theme", "country", "document") or isinstance(thing.entry, Item))
    }
    graph.records = replace(
        records,
        things=kept,
        statements=statements,
        figures=tuple(f for f in records.figures if f.locator.document == document),
        conflicts=tuple(c for c in records.conflicts if c.document == document),
    )
    return graph
