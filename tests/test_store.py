"""Where SPARQL runs: on disk, on real servers, through bad lines; and that every answer is the same one.

Servers are started on loopback in the test's own folder and ended by their process (`servers.py`).
The answers they are held against are those of the store in memory, which the tests of the questions
hold against the documents.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest import mock

import httpx
import pytest

import pactgraph
import servers
import test_questions_asks
import test_questions_figures
import test_questions_who
from command import PROGRAM, call, real_graph, run
from conftest import World, claims
from pactgraph import PactGraph, QueryError, UsageError, vocab
from pactgraph.disk import open_or_build
from pactgraph.errors import EngineError
from pactgraph.load import digests
from pactgraph.model import Records
from pactgraph.publish import Addresses, graphs_of, publish
from pactgraph.query import agreed, ask, questions, rows
from pactgraph.query import run as ask_sparql
from pactgraph.remote import PUBLISHED, Client, Login, RemoteStore
from pactgraph.store import AnyStore, Store, version

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
DBA = Login("dba", "dba")
#: Free questions of every form, over the union, over named graphs, over graphs named by FROM.
FREE = (
    COUNT,
    "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    f"SELECT (COUNT(*) AS ?n) FROM <{vocab.DOCUMENT_GRAPH}idswg-2021> WHERE {{ ?s ?p ?o }}",
    f"SELECT ?g FROM NAMED <{vocab.DOCUMENT_GRAPH}idswg-2021> WHERE {{ GRAPH ?g {{ id:japan pact:funds ?o }} }}",
    "SELECT ?o ?missing WHERE { id:japan pact:funds ?o . OPTIONAL { ?o pact:nothing ?missing } } ORDER BY ?o",
    "ASK { id:japan pact:funds ?o }",
    "ASK { id:japan pact:funds id:japan }",
    "CONSTRUCT { ?o pact:fundedBy id:japan } WHERE { id:japan pact:funds ?o }",
    "DESCRIBE id:border-management-lao",
    "SELECT ?s WHERE { ?s ?p ?o } LIMIT 0",
)


def asked() -> dict[str, list[dict[str, str]]]:
    """By question, the parameters with which the tests ask it: none, its example's, those of its cases."""
    found: dict[str, list[dict[str, str]]] = {}
    for name, question in questions().items():
        found[name] = [{}, dict(word.split("=", 1) for word in shlex.split(question.example)[3:])]
    for case in test_questions_asks.CASES:
        found[case.question].append(dict(case.values))
    for other in test_questions_figures.CASES:
        found[other.question].append(dict(word.split("=", 1) for word in other.parameters.split()))
    for third in test_questions_who.CASES:
        found[third.question].append(dict(third.asked))
    return {name: [v for place, v in enumerate(given) if v not in given[:place]] for name, given in found.items()}


ASKED = asked()


def answer(store: AnyStore, name: str, values: dict[str, str]) -> tuple[list[str], list[list[str]]]:
    graph, values = real_graph(), dict(values)
    clock = graph.clock(values.pop("as_of", None), values.pop("known_by", None))
    return rows(ask(store, questions()[name], graph.things, clock, values))


@cache
def _in_memory(name: str, pairs: tuple[tuple[str, str], ...]) -> tuple[list[str], list[list[str]]]:
    return answer(real_graph().embedded, name, dict(pairs))


def in_memory(name: str, values: dict[str, str]) -> tuple[list[str], list[list[str]]]:
    """The answer that every store is held against."""
    return _in_memory(name, tuple(values.items()))


def sorted_rows(store: AnyStore, sparql: str) -> tuple[list[str], list[list[str]]]:
    names, found = rows(ask_sparql(store, sparql))
    return names, sorted(found)


def never() -> Records:
    raise AssertionError("it was built, which was not needed")


# -- on disk ----------------------------------------------------------------------------------------


def kept(folder: Path, data: Path) -> tuple[str, Callable[[], Records]]:
    return version(digests(data)), lambda: pactgraph.load(data).records


def test_a_store_is_built_once_for_the_same_bytes(world: World, tmp_path: Path) -> None:
    data, folder = world(), tmp_path / "kept"
    built = open_or_build(folder, *kept(folder, data))
    assert rows(built.query(COUNT)) == rows(Store(pactgraph.load(data).records).query(COUNT))
    for file in data.rglob("*.yaml"):
        os.utime(file, (1, 1))
    open_or_build(folder, version(digests(data)), never)
    changed = version(digests(world({"entities/country/more.yaml": "- {id: syldavia, name: Syldavia}\n"})))
    with pytest.raises(AssertionError, match="was built"):
        open_or_build(folder, changed, never)


def test_another_vocabulary_program_or_engine_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"a.yaml": b"1"}
    before = version(files)
    assert version({"b.yaml": b"1"}) != before != version({"a.yaml": b"2"})
    with mock.patch("pactgraph.store.vocabulary", return_value=b"other"):
        assert version(files) != before
    monkeypatch.setattr("pyoxigraph.__version__", "0.0")
    assert version(files) != before


def test_the_loader_and_the_quick_look_have_the_same_hashes(world: World) -> None:
    data = world()
    assert pactgraph.load(data).data_version == version(digests(data))


@pytest.mark.parametrize(
    "moment",
    [
        "pactgraph.disk._flush",
        "pathlib.Path.rename",
        "pathlib.Path.replace",
        "pactgraph.disk._remove_unread",
    ],
)
def test_a_build_that_is_killed_leaves_a_usable_store(world: World, tmp_path: Path, moment: str) -> None:
    data, folder = world(), tmp_path / "kept"
    old = version(digests(data))
    open_or_build(folder, *kept(folder, data))
    newer = world({"entities/country/more.yaml": "- {id: syldavia, name: Syldavia}\n"})
    program = (
        "import os, sys, unittest.mock, pactgraph\n"
        "from pathlib import Path\n"
        f"stop = unittest.mock.patch({moment!r}, lambda *_: os.kill(os.getpid(), 9)).start()\n"
        "graph = pactgraph.load(sys.argv[1], store=Path(sys.argv[2]))\n"
        "graph.store\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(newer), str(folder)], capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    new = version(digests(newer))
    assert (folder / "present").read_text() == (new if moment.endswith("_unread") else old)
    if not moment.endswith("_unread"):
        open_or_build(folder, old, never)
    store = open_or_build(folder, *kept(folder, newer))
    assert rows(store.query("ASK { id:syldavia ?p ?o }".replace("id:syldavia", f"<{vocab.ID}syldavia>")))[1] == [
        ["yes"]
    ]
    assert not list(folder.glob(".new-*")), "what the killed build left is cleared away"


@pytest.mark.parametrize("harm", ["no CURRENT", "short table", "no table", "no folder", "present is noise"])
def test_a_torn_store_is_built_again(world: World, tmp_path: Path, harm: str) -> None:
    data, folder = world(), tmp_path / "kept"
    open_or_build(folder, *kept(folder, data))
    build = folder / version(digests(data))
    table = max(build.glob("*.sst"), key=lambda path: path.stat().st_size)
    match harm:
        case "no CURRENT":
            (build / "CURRENT").unlink()
        case "short table":
            os.truncate(table, 100)
        case "no table":
            table.unlink()
        case "no folder":
            build.rename(tmp_path / "elsewhere")
        case "present is noise":
            (folder / "present").write_bytes(b"\xff\xfe")
    with pytest.raises(AssertionError, match="was built"):
        open_or_build(folder, version(digests(data)), never)
    again = open_or_build(folder, *kept(folder, data))
    assert rows(again.query(COUNT)) == rows(Store(pactgraph.load(data).records).query(COUNT))


def test_two_processes_read_while_a_third_builds_anew(world: World, tmp_path: Path) -> None:
    data, folder = world(), tmp_path / "kept"
    old = open_or_build(folder, *kept(folder, data))
    expected = rows(old.query(COUNT))
    question = tmp_path / "count.rq"
    question.write_text(COUNT)
    words = [*PROGRAM, "query", str(question), "--store", str(folder), "--data", str(data), "-q"]
    both = [subprocess.Popen(words, stdout=subprocess.PIPE) for _ in range(2)]
    said = {process.communicate()[0].decode() for process in both}
    assert said == {f"n\n{expected[1][0][0]}\n"}
    newer = world({"entities/country/more.yaml": "- {id: syldavia, name: Syldavia}\n"})
    new = open_or_build(folder, *kept(folder, newer))
    assert rows(old.query(COUNT)) == expected, "who reads the old one goes on reading it"
    assert rows(new.query(COUNT)) != expected
    del old
    world({"entities/country/more.yaml": "- {id: syldavia, name: Syldavia, aliases: [S]}\n"})
    open_or_build(folder, *kept(folder, newer))
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 2, "what nobody reads is cleared away"


def test_a_folder_with_something_else_in_it_is_left_alone(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "thesis"
    folder.mkdir()
    (folder / "chapter.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"is no store: it holds 'chapter\.txt'"):
        open_or_build(folder, *kept(folder, world()))
    assert [path.name for path in folder.iterdir()] == ["chapter.txt"]


def test_a_place_where_nothing_can_be_written_is_named(world: World, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(EngineError, match=r"cannot use the store in .*file"):
        open_or_build(file, *kept(file, world()))


def test_data_with_problems_build_nothing_and_are_reported(world: World, tmp_path: Path) -> None:
    data = world({"statements/report/b.yaml": "noise: ["})
    ran = call("query", "who-funds", "--data", data, "--store", tmp_path / "kept")
    assert ran.code == 1
    assert "b.yaml" in ran.err
    assert not (tmp_path / "kept").exists()


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> AnyStore:
    graph = real_graph()
    return open_or_build(tmp_path_factory.mktemp("kept"), graph.data_version, lambda: graph.records)


@pytest.mark.parametrize("name", questions())
def test_the_disk_answers_as_memory_does(on_disk: AnyStore, name: str) -> None:
    for values in ASKED[name]:
        assert answer(on_disk, name, values) == in_memory(name, values), values


@pytest.mark.parametrize("sparql", FREE)
def test_the_disk_answers_free_questions_as_memory_does(on_disk: AnyStore, sparql: str) -> None:
    assert sorted_rows(on_disk, sparql) == sorted_rows(real_graph().embedded, sparql)


# -- an Oxigraph server -----------------------------------------------------------------------------

needs_oxigraph = pytest.mark.skipif(servers.OXIGRAPH is None, reason="no Oxigraph server: pip install oxigraph")
needs_virtuoso = pytest.mark.skipif(
    servers.VIRTUOSO is None, reason="no Virtuoso: apt-get install --no-install-recommends virtuoso-opensource-7-bin"
)

#: What other people keep on the same server; none of it may be in an answer.
STRANGERS = (
    f"INSERT DATA {{ GRAPH <http://example.org/other> {{ <{vocab.ID}japan> <{vocab.PACT}funds> <{vocab.ID}nowhere> }} "
    f"<{vocab.ID}japan> <{vocab.PACT}funds> <{vocab.ID}nobody> }}"
)


@pytest.fixture(scope="module")
def at_oxigraph() -> Iterator[RemoteStore]:
    graph = real_graph()
    with servers.oxigraph() as url:
        httpx.post(
            url.replace("/query", "/update"),
            content=STRANGERS,
            headers={"Content-Type": "application/sparql-update"},
            trust_env=False,
        ).raise_for_status()
        store = RemoteStore(url)
        publish(graphs_of(graph.records), graph.data_version, store)
        yield RemoteStore(url)


@needs_oxigraph
@pytest.mark.parametrize("name", questions())
def test_an_oxigraph_server_answers_as_memory_does(at_oxigraph: RemoteStore, name: str) -> None:
    for values in ASKED[name]:
        assert answer(at_oxigraph, name, values) == in_memory(name, values), values


@needs_oxigraph
@pytest.mark.parametrize("sparql", FREE)
def test_an_oxigraph_server_answers_free_questions_as_memory_does(at_oxigraph: RemoteStore, sparql: str) -> None:
    assert sorted_rows(at_oxigraph, sparql) == sorted_rows(real_graph().embedded, sparql)


@needs_oxigraph
def test_a_query_that_cannot_be_read_is_refused_as_in_memory(at_oxigraph: RemoteStore) -> None:
    for wrong in ("SELECT ?s WHERE { ?s ?p }", "SELECT ?s WHERE { ?s nix:p ?o }", "LOAD <http://example.org/>"):
        said = []
        for store in (real_graph().embedded, at_oxigraph):
            with pytest.raises(QueryError) as refused:
                ask_sparql(store, wrong)
            said.append(str(refused.value))
        assert said[0] == said[1]


@needs_oxigraph
def test_a_page_that_is_no_endpoint_is_told(at_oxigraph: RemoteStore) -> None:
    page = at_oxigraph.url.replace("/query", "/")
    with pytest.raises(EngineError, match=r"refuses|does not answer"):
        RemoteStore(page + "nowhere").graphs()


@needs_oxigraph
def test_the_command_asks_the_server_and_says_when_it_holds_other_data(
    at_oxigraph: RemoteStore, world: World, tmp_path: Path
) -> None:
    here = call("query", "who-funds", "funder=japan")
    there = run("query", "who-funds", "funder=japan", "--store", at_oxigraph.url)
    assert (there.code, there.out) == (0, here.out)
    assert "warning" not in there.err
    (tmp_path / "q.rq").write_text(COUNT)
    free = run("query", tmp_path / "q.rq", "--store", at_oxigraph.url)
    assert free.out == call("query", tmp_path / "q.rq").out
    other = run("query", "who-funds", "--store", at_oxigraph.url, "--data", world())
    assert "warning: the server holds other data" in other.err


@needs_oxigraph
def test_an_analysis_that_asks_questions_finds_the_same_there(at_oxigraph: RemoteStore) -> None:
    words = ("gaps", "denials", "--all", "--format", "json")
    asked_for: list[str] = []

    def count(_handler: BaseHTTPRequestHandler, body: bytes) -> bool:
        asked_for.append(body.decode())
        return False

    with between(at_oxigraph.url, count) as through:
        there = run(*words, "--store", through)
    assert (there.code, there.out) == (0, call(*words).out)
    assert any("denied" in each for each in asked_for), "the server was not asked"


# -- publishing -------------------------------------------------------------------------------------


def small(world: World, **more: str) -> PactGraph:
    return pactgraph.load(world(more))


def put(graph: PactGraph, store: RemoteStore, **options: Addresses) -> tuple[list[str], int, list[str]]:
    """Short names of what was sent, how many were kept, short names of what was removed."""
    done = publish(graphs_of(graph.records), graph.data_version, store, **options)  # type: ignore[arg-type]
    short = [[each.removeprefix(vocab.DOCUMENT_GRAPH) for each in found] for found in (done.sent, done.removed)]
    return short[0], len(done.kept), short[1]


LETTER = {
    "entities/document/letter.yaml": (
        "- {id: letter, name: Letter, kind: note, issued: 2022-03-01, sections: [{key: C, title: All, lines: 1-9}]}\n"
    ),
    "statements/letter/c.yaml": (
        "document: letter\nblocks:\n- section: C\n  statements:\n"
        "  - {subject: borduria, predicate: funds, object: border-programme, line: 1}\n"
    ),
}


@needs_oxigraph
@pytest.mark.parametrize("way", ["graph store", "update"])
def test_only_what_differs_is_sent_and_what_is_gone_is_removed(world: World, way: str) -> None:
    with servers.oxigraph() as url:
        httpx.put(
            url.replace("/query", "/store"),
            params={"graph": "http://example.org/other"},
            content="<http://example.org/a> <http://example.org/b> <http://example.org/c> .",
            headers={"Content-Type": "text/turtle"},
            trust_env=False,
        ).raise_for_status()
        update = url.replace("/query", "/update")
        options = {"addresses": Addresses("", update)} if way == "update" else {}
        store = RemoteStore(url)
        first = pactgraph.load(world(LETTER))
        assert put(first, store, **options) == (["entities", "letter", "ontology", "report"], 0, [])
        assert put(first, store, **options) == ([], 4, [])
        changed = pactgraph.load(
            world(
                {
                    **LETTER,
                    "statements/report/b.yaml": claims(
                        "  - {subject: arle, predicate: supports, object: border-programme, line: 3}"
                    ),
                }
            )
        )
        assert put(changed, store, **options) == (["report"], 3, [])
        assert sorted_rows(RemoteStore(url), COUNT) == sorted_rows(changed.embedded, COUNT)
        without = pactgraph.load(world())
        assert put(without, store, **options) == (["entities", "report"], 1, ["letter"])
        assert sorted_rows(RemoteStore(url), COUNT) == sorted_rows(without.embedded, COUNT)
        # Lost on the server behind our back: sent again, although the list has it.
        httpx.delete(
            url.replace("/query", "/store"), params={"graph": f"{vocab.DOCUMENT_GRAPH}report"}, trust_env=False
        ).raise_for_status()
        assert put(without, store, **options) == (["report"], 2, [])
        there = httpx.get(
            url.replace("/query", "/store"), params={"graph": "http://example.org/other"}, trust_env=False
        )
        assert there.status_code == 200, "other people's graphs stay"


@needs_oxigraph
def test_a_server_that_is_only_read_refuses_and_stays_as_it_was(world: World, tmp_path: Path) -> None:
    place = tmp_path / "served"
    open_or_build(tmp_path / "kept", *kept(tmp_path, world()))
    build = next(path for path in (tmp_path / "kept").iterdir() if path.is_dir())
    build.rename(place)
    with servers.oxigraph(place, read_only=True) as url:
        store = RemoteStore(url, pause=0.01)
        assert len(store.graphs()) == 3, "filled in another way, it can be asked"
        ran = run("publish", url, "--data", world(LETTER))
        assert ran.code == 3
        assert "refuses to change" in ran.err
        assert "Stopped after 0 of 4 graphs" in ran.err


@contextmanager
def between(url: str, decide: Callable[[BaseHTTPRequestHandler, bytes], bool]) -> Iterator[str]:
    """A server before the server: `decide` answers a request itself (True) or lets it through (False)."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if decide(self, body):
                return
            headers = {k: v for k, v in self.headers.items() if k.lower() in ("content-type", "accept")}
            target = url.rpartition("/")[0] + self.path
            reply = httpx.request(self.command, target, content=body, headers=headers, trust_env=False)
            self.send_response(reply.status_code)
            for name in ("content-type", "server"):
                if name in reply.headers:
                    self.send_header(name, reply.headers[name])
            self.send_header("Content-Length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content)

        do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None:
            pass

        def version_string(self) -> str:
            return "between"

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/query"
        finally:
            server.shutdown()
            thread.join()


def say(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> bool:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
    return True


@needs_oxigraph
def test_a_publish_that_is_killed_goes_on_where_it_stopped(world: World) -> None:
    data = world(LETTER)
    process: list[subprocess.Popen[bytes]] = []
    puts: list[str] = []

    def kill_at_the_third(handler: BaseHTTPRequestHandler, _body: bytes) -> bool:
        if handler.command == "PUT" and PUBLISHED.rpartition("/")[2] not in handler.path:
            puts.append(handler.path)
            if len(puts) == 3:
                process[0].kill()
                process[0].wait()
                return True
        return False

    with servers.oxigraph() as url, between(url, kill_at_the_third) as through:
        process.append(subprocess.Popen([*PROGRAM, "publish", through, "--data", str(data)]))
        assert process[0].wait() == -signal.SIGKILL
        with pytest.raises(EngineError, match="holds a part only: `pactgraph publish` goes on"):
            RemoteStore(url).graphs()
        asked_now = run("query", "who-funds", "--data", data, "--store", url)
        assert asked_now.code == 3
        assert asked_now.out == ""
        ran = run("publish", url, "--data", data)
        assert ran.out == "Sent 2 graphs, kept 2, removed 0.\n", ran.err
        assert sorted_rows(RemoteStore(url), COUNT) == sorted_rows(pactgraph.load(data).embedded, COUNT)


@needs_oxigraph
def test_a_server_that_stops_on_the_way_is_told_with_what_is_done(world: World) -> None:
    graph, puts = pactgraph.load(world(LETTER)), []

    def fail_at_the_third(handler: BaseHTTPRequestHandler, _body: bytes) -> bool:
        if handler.command == "PUT":
            puts.append(handler.path)
        return len(puts) > 3 and say(handler, 507, b"the disk\x1b[31m is full")

    steps: list[tuple[int, int]] = []
    with servers.oxigraph() as url, between(url, fail_at_the_third) as through:
        store = RemoteStore(through)
        with (
            mock.patch.object(RemoteStore, "product", "oxigraph"),
            pytest.raises(EngineError, match=r"507\): the disk\[31m is full\nStopped after 2 of 4 graphs"),
        ):
            publish(graphs_of(graph.records), graph.data_version, store, progress=lambda *step: steps.append(step))
        assert steps == [(1, 4), (2, 4)]
        assert put(graph, RemoteStore(url)) == (["ontology", "report"], 2, [])


# -- the line, and who is let in --------------------------------------------------------------------


@needs_oxigraph
def test_a_busy_server_is_asked_again(at_oxigraph: RemoteStore) -> None:
    statuses = [503, 429, 503]

    def busy(handler: BaseHTTPRequestHandler, _body: bytes) -> bool:
        return bool(statuses) and say(handler, statuses.pop(), Retry_After="0")

    with between(at_oxigraph.url, busy) as through:
        store = RemoteStore(through, pause=0.01)
        assert sorted_rows(store, FREE[1]) == sorted_rows(real_graph().embedded, FREE[1])
    assert not statuses


def test_a_server_that_stays_busy_or_is_not_there_is_named() -> None:
    asked_times: list[int] = []

    def busy(handler: BaseHTTPRequestHandler, _body: bytes) -> bool:
        asked_times.append(1)
        return say(handler, 503, b"not now")

    with between("http://127.0.0.1:9/query", busy) as through:
        with pytest.raises(EngineError, match=r"/query refuses .* \(503\): not now"):
            RemoteStore(through, pause=0.001).graphs()
        assert len(asked_times) == 5
    with pytest.raises(EngineError, match=r"cannot reach http://127\.0\.0\.1:"):
        RemoteStore(f"http://127.0.0.1:{servers.free_port()}/query", pause=0.001).graphs()


@needs_oxigraph
@pytest.mark.parametrize("how", ["the line breaks", "the answer ends early", "the server limits it"])
def test_half_an_answer_is_none(at_oxigraph: RemoteStore, how: str) -> None:
    whole = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}},'

    def half(handler: BaseHTTPRequestHandler, body: bytes) -> bool:
        if b"COUNT" not in body:
            return False
        kind = {"Content_Type": "application/sparql-results+json"}
        if how == "the line breaks":
            handler.send_response(200)
            handler.send_header("Content-Type", "application/sparql-results+json")
            handler.send_header("Content-Length", "1000")
            handler.end_headers()
            handler.wfile.write(whole)
            handler.close_connection = True
            return True
        if how == "the answer ends early":
            return say(handler, 200, whole, **kind)
        return say(handler, 200, whole[:-1] + b"]}}", X_SPARQL_MaxRows="1", **kind)

    with between(at_oxigraph.url, half) as through, pytest.raises(EngineError, match=r"broke|failed|a part of"):
        rows(ask_sparql(RemoteStore(through, pause=0.001), COUNT))


def guarded(scheme: str, right: str, seen: list[str]) -> Callable[[BaseHTTPRequestHandler, bytes], bool]:
    def decide(handler: BaseHTTPRequestHandler, _body: bytes) -> bool:
        given = handler.headers.get("Authorization", "")
        seen.append(given)
        return given != right and say(handler, 401, b"who are you?", WWW_Authenticate=f'{scheme} realm="here"')

    return decide


#: `desk` and `s3cret`, as Basic writes them.
RIGHT = "Basic ZGVzazpzM2NyZXQ="


@needs_oxigraph
@pytest.mark.parametrize("place", ["environment", "netrc"])
def test_credentials_come_from_the_environment_or_a_netrc_file(
    at_oxigraph: RemoteStore, tmp_path: Path, place: str
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login desk password s3cret\ndefault login other password wrong\n")
    names = {"PACTGRAPH_STORE_USER": "desk", "PACTGRAPH_STORE_PASSWORD": "s3cret"}
    env = names if place == "environment" else {"NETRC": str(netrc), "PACTGRAPH_STORE_USER": ""}
    seen: list[str] = []
    with between(at_oxigraph.url, guarded("Basic", RIGHT, seen)) as through:
        ran = run("query", "who-funds", "funder=japan", "--store", through, env=env)
    assert (ran.code, ran.out) == (0, call("query", "who-funds", "funder=japan").out), ran.err
    assert seen[:2] == ["", RIGHT], "said when asked for, not before"


@needs_oxigraph
def test_wrong_credentials_are_told_and_never_shown(at_oxigraph: RemoteStore) -> None:
    with between(at_oxigraph.url, guarded("Basic", RIGHT, [])) as through:
        for user, password in (("desk", "wr0ng"), ("", "")):
            env = {"PACTGRAPH_STORE_USER": user, "PACTGRAPH_STORE_PASSWORD": password, "NETRC": "/dev/null"}
            ran = run("publish", through, env=env)
            assert ran.code == 3
            assert "(401): set PACTGRAPH_STORE_USER and PACTGRAPH_STORE_PASSWORD" in ran.err
            assert not password or password not in ran.out + ran.err
    halved = run("publish", at_oxigraph.url, env={"PACTGRAPH_STORE_USER": "desk", "PACTGRAPH_STORE_PASSWORD": ""})
    assert halved.code == 2
    secret = run("publish", "http://desk:s3cret@127.0.0.1:9/query?key=hidden")
    assert secret.code == 2
    assert "s3cret" not in secret.err
    assert "hidden" not in secret.err
    assert "s3cret" not in repr(Login("desk", "s3cret"))


def test_a_netrc_file_that_cannot_be_read_is_named_without_its_lines(tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login desk s3cret\n")
    ran = run("query", "who-funds", "--store", "http://127.0.0.1:9/query", env={"NETRC": str(netrc)})
    assert ran.code == 2
    assert "s3cret" not in ran.err


def test_a_password_does_not_go_over_plain_http_to_another_machine() -> None:
    client = Client("http://far.example/query", Login("desk", "s3cret"))

    def far(request: httpx.Request) -> httpx.Response:
        assert "authorization" not in request.headers
        return httpx.Response(401, headers={"www-authenticate": 'Basic realm="far"'})

    client._http = httpx.Client(transport=httpx.MockTransport(far))
    with pytest.raises(EngineError, match=r"far\.example wants the password over plain http"):
        client.send("POST", "http://far.example/query", headers={})


@needs_oxigraph
def test_it_is_sent_on_within_a_server_only(at_oxigraph: RemoteStore) -> None:
    elsewhere: list[str] = []

    def other(handler: BaseHTTPRequestHandler, _body: bytes) -> bool:
        elsewhere.append(handler.headers.get("Authorization", ""))
        return say(handler, 200)

    with between(at_oxigraph.url, other) as away:
        target = away

        def send_on(handler: BaseHTTPRequestHandler, _body: bytes) -> bool:
            return say(handler, 307, Location=target)

        with between(at_oxigraph.url, send_on) as through:
            with pytest.raises(EngineError, match=r"sends on to 127\.0\.0\.1; give that address"):
                RemoteStore(through).graphs()
            assert not elsewhere

    def moved(handler: BaseHTTPRequestHandler, _body: bytes) -> bool:
        if handler.path == "/old":
            return say(handler, 308, Location="/query")
        return False

    with between(at_oxigraph.url, moved) as through:
        store = RemoteStore(through.replace("/query", "/old"))
        assert sorted_rows(store, COUNT) == sorted_rows(real_graph().embedded, COUNT)


@pytest.mark.parametrize("address", ["ftp://host/", "file:///etc/passwd", "http://", "http://[::1", "https:///x"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    ran = run("query", "who-funds", "--store", address)
    assert ran.code == 2
    assert "address" in ran.err


def test_changes_go_to_the_server_that_is_asked() -> None:
    ran = run("publish", "http://127.0.0.1:9/query", "--update", "http://other.example/update")
    assert ran.code == 2
    assert "another server" in ran.err


# -- a Virtuoso -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def at_virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    graph = real_graph()
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as url:
        publish(graphs_of(graph.records), graph.data_version, RemoteStore(url, DBA))
        yield RemoteStore(url)


@needs_virtuoso
@pytest.mark.parametrize("name", questions())
def test_virtuoso_answers_as_memory_does_or_is_not_asked(at_virtuoso: RemoteStore, name: str) -> None:
    right = agreed("virtuoso")
    assert right is not None
    for values in ASKED[name]:
        if name in right:
            assert answer(at_virtuoso, name, values) == in_memory(name, values), values
        else:
            with pytest.raises(QueryError, match=f"{name}: not answered on this server: Virtuoso drops rows"):
                answer(at_virtuoso, name, values)


@needs_virtuoso
def test_virtuoso_does_err_where_it_is_not_asked(at_virtuoso: RemoteStore) -> None:
    """Should this fail, Virtuoso was mended: ask it again all that `queries/virtuoso.txt` leaves out."""
    assert "in-force" not in (agreed("virtuoso") or ())
    with mock.patch.object(sys.modules["pactgraph.query"], "doubt", return_value=""):
        wrong = answer(at_virtuoso, "in-force", {})
    assert wrong != answer(real_graph().embedded, "in-force", {})


@needs_virtuoso
def test_virtuoso_is_known_behind_another_name(at_virtuoso: RemoteStore) -> None:
    with between(at_virtuoso.url, lambda handler, _body: handler.path == "/") as through:
        hidden = RemoteStore(through.replace("/query", "/sparql"))
        hidden.client.product = "nginx"
        assert hidden.product == "virtuoso"


@needs_virtuoso
def test_free_questions_to_virtuoso_carry_a_warning(at_virtuoso: RemoteStore, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK { id:japan pact:funds ?what }")
    ran = run("query", tmp_path / "q.rq", "--store", at_virtuoso.url)
    assert (ran.code, ran.out) == (0, "answer\nyes\n")
    assert "warning: this answer may lack rows: Virtuoso drops rows" in ran.err
    listed = run("questions", "--store", at_virtuoso.url)
    assert {line.split("\t")[0] for line in listed.lines[1:]} == agreed("virtuoso")


def test_the_list_for_virtuoso_names_questions_in_order() -> None:
    right = sorted(agreed("virtuoso") or ())
    assert set(right) < set(questions())
    written = (Path(pactgraph.__file__).parent / "queries" / "virtuoso.txt").read_text("utf-8").splitlines()
    assert [line for line in written if not line.startswith("#")] == right


@needs_virtuoso
def test_virtuoso_asks_for_the_password_before_it_changes(at_virtuoso: RemoteStore, world: World) -> None:
    ran = run("publish", at_virtuoso.url, "--data", world(), env={"NETRC": "/dev/null"})
    assert ran.code == 3
    assert "(401)" in ran.err
    env = {"PACTGRAPH_STORE_USER": "dba", "PACTGRAPH_STORE_PASSWORD": "wr0ng"}
    assert run("publish", at_virtuoso.url, "--data", world(), env=env).code == 3
