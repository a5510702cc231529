"""A real server on a free port of this machine, asked by the programs that people use."""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from pactgraph import vocab

# rdflib warns of itself when it reads some forms.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
CHROMIUM = Path("/usr/bin/chromium")
FUNDERS = "SELECT ?funder { ?funder pact:funds id:border-management-lao } ORDER BY ?funder"
JAPAN = vocab.ID + "japan"
FOUND = [JAPAN, vocab.ID + "un-peace-and-development-trust-fund"]


@dataclass
class Running:
    """A server in a process of its own, its address, and what it wrote."""

    process: subprocess.Popen[str]
    url: str
    log: Path

    @property
    def port(self) -> int:
        found = urlsplit(self.url).port
        assert found is not None
        return found


def start(log: Path, *words: str) -> Running:
    """Start `pactgraph serve` and wait until it says where it is."""
    return started([sys.executable, "-m", "pactgraph", "serve", "--port", "0", *words], log)


def started(command: list[str], log: Path) -> Running:
    with log.open("w") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert process.stdout
    line = process.stdout.readline()
    assert line.startswith("PactGraph at http://127.0.0.1:"), line + log.read_text()
    return Running(process, line.split()[2].rstrip("/"), log)


def stop(running: Running) -> None:
    running.process.send_signal(signal.SIGTERM)
    running.process.wait(20)
    assert running.process.stdout
    running.process.stdout.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that gives a query two seconds."""
    running = start(tmp_path_factory.mktemp("serve") / "log", "--time-limit", "2")
    yield running
    stop(running)


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl(server: Running) -> None:
    def curl(*words: str) -> str:
        return subprocess.run(["curl", "-sS", *words], capture_output=True, text=True, check=True, timeout=20).stdout

    query = ["--data-urlencode", f"query={FUNDERS}", server.url + "/sparql"]
    assert curl("-G", "-H", "Accept: text/csv", *query).split() == ["funder", *FOUND]
    assert curl("-H", "Accept: text/csv", *query).split() == ["funder", *FOUND]
    body = ["-H", "Content-Type: application/sparql-query", "--data-binary", FUNDERS, server.url + "/sparql"]
    assert [row["funder"]["value"] for row in json.loads(curl(*body))["results"]["bindings"]] == FOUND
    assert "HTTP/1.1 405" in curl("-i", "-X", "DELETE", server.url + "/sparql")
    assert "Content-Length" in curl("-I", server.url + "/id/japan").title()
    packed = curl("--compressed", "-i", "-G", "-H", "Accept: text/turtle", server.url + "/id/japan")
    assert "content-encoding: gzip" in packed.lower()
    assert "id:japan" in packed


def test_sparqlwrapper(server: Running) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    for method in (wrapper.GET, wrapper.POST):
        for how in (wrapper.URLENCODED, wrapper.POSTDIRECTLY) if method == wrapper.POST else (wrapper.URLENCODED,):
            asked = wrapper.SPARQLWrapper(server.url + "/sparql")
            asked.setMethod(method)
            asked.setRequestMethod(how)
            asked.setQuery(FUNDERS)
            for form in (wrapper.JSON, wrapper.XML, wrapper.CSV, wrapper.TSV):
                asked.setReturnFormat(form)
                found = asked.queryAndConvert()
                text = (
                    json.dumps(found) if form == wrapper.JSON else found.toxml() if form == wrapper.XML else str(found)
                )
                assert all(each in text for each in FOUND)
    asked = wrapper.SPARQLWrapper(server.url + "/sparql", defaultGraph=vocab.DOCUMENT_GRAPH + "idswg-2021")
    asked.setQuery(f"CONSTRUCT {{ <{JAPAN}> ?p ?o }} WHERE {{ <{JAPAN}> ?p ?o }}")
    for form in (wrapper.TURTLE, wrapper.XML, wrapper.RDFXML, wrapper.JSONLD):
        asked.setReturnFormat(form)
        found = asked.queryAndConvert()
        assert JAPAN in (found.serialize() if isinstance(found, rdflib.Graph) else str(found))
    asked.setReturnFormat(wrapper.JSON)
    asked.setQuery("SELECT nonsense")
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

    with pytest.raises(QueryBadFormed, match="line 1"):
        asked.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["json", "xml", "csv"])
def test_rdflib_as_a_client(server: Running, method: str, form: str) -> None:
    store = SPARQLStore(server.url + "/sparql", method=method, returnFormat=form)  # type: ignore[arg-type]
    graph = rdflib.Graph(store)
    assert [str(row[0]) for row in graph.query(FUNDERS)] == FOUND  # type: ignore[index]
    if form != "csv":  # in which rdflib reads no yes and no
        assert (rdflib.URIRef(JAPAN), rdflib.RDF.type, rdflib.URIRef(vocab.PACT + "Country")) in graph


def test_a_page_of_another_origin(server: Running, tmp_path: Path) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip("needs Debian's chromium")
    (tmp_path / "index.html").write_text("<!doctype html><title>elsewhere</title>")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as elsewhere:
        threading.Thread(target=elsewhere.serve_forever).start()
        try:
            with sync_api.sync_playwright() as playwright:
                arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
                browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
                page = browser.new_page()
                page.goto(f"http://localhost:{elsewhere.server_port}/")
                ask = """async ([url, query, type]) => {
                    const get = {headers: {"Accept": "application/sparql-results+json"}};
                    const post = {method: "POST", headers: {"Content-Type": type}, body: query};
                    const answer = await fetch(url, type ? post : get);
                    return [answer.status, await answer.text(), answer.headers.get("etag")];
                }"""
                # With this type a browser asks first whether it may.
                status, text, _ = page.evaluate(ask, [server.url + "/sparql", FUNDERS, "application/sparql-query"])
                assert status == 200
                assert [row["funder"]["value"] for row in json.loads(text)["results"]["bindings"]] == FOUND
                status, text, tag = page.evaluate(ask, [server.url + "/sparql?query=ASK%7B%7D", "", ""])
                assert (status, json.loads(text)["boolean"]) == (200, True)
                assert tag.startswith('W/"')
                status, text, _ = page.evaluate(ask, [server.url + "/sparql?query=nonsense", "", ""])
                assert status == 400
                assert "line 1" in text
                # Our own pages need nothing that their policy forbids.
                complaints: list[str] = []
                page.on("console", lambda message: complaints.append(message.text))
                page.on("pageerror", lambda error: complaints.append(str(error)))
                for path in (
                    "/",
                    "/id/lao-pdr",
                    "/questions/who-funds?funder=japan",
                    "/sparql",
                    "/api/briefs/japan?format=html",
                ):
                    response = page.goto(server.url + path)
                    assert response is not None
                    assert response.status == 200
                    assert page.locator("h1").count() == 1
                    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("system-ui")
                page.goto(server.url + "/")
                page.get_by_role("searchbox").fill("huapanh")
                page.keyboard.press("Enter")
                page.wait_for_url("**/search?q=huapanh")
                assert page.get_by_role("link", name="Huaphan").count() > 0 or "houaphan" in page.content().lower()
                browser.close()
                assert [text for text in complaints if "favicon" not in text and "404" not in text] == []
        finally:
            elsewhere.shutdown()


def raw(server: Running, request: bytes, wait: float = 10) -> bytes:
    """What the server says to these bytes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=wait) as end:
        end.sendall(request)
        found = b""
        while part := end.recv(65536):
            found += part
            if b"\r\n\r\n" in found and b"connection: close" not in found.lower():
                break
        return found


def is_served(server: Running) -> bool:
    """Whether an ordinary client is answered at once."""
    begun = time.monotonic()
    answer = httpx.get(server.url + "/sparql", params={"query": FUNDERS}, timeout=10)
    return answer.status_code == 200 and time.monotonic() - begun < 2


def test_an_answer_leaves_at_once(server: Running) -> None:
    # Head and body go out apart. Held back until the head is acknowledged, each answer came 40 ms late.
    with httpx.Client() as kept:
        took = []
        for number in range(40):
            begun = time.monotonic()
            assert kept.get(server.url + "/sparql", params={"query": f"ASK {{}} #{number}"}).status_code == 200
            took.append(time.monotonic() - begun)
    # At its beginning a connection acknowledges at once. A busy machine may be late, but not each time.
    assert min(took[20:]) < 0.03, took


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET /sparql HTTP/1.1\r\n\r\n", b"400"),
        (b"GET /sparql HTTP/1.1\r\nHost: evil.example\r\n\r\n", b"400"),
        (b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", b"400"),
        (b"GET http://evil.example/sparql HTTP/1.1\r\nHost: evil.example\r\n\r\n", b"400"),
        (b"GET //evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", b"404"),
        (b"GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", b"404"),
        (b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000 + b"\r\n\r\n", b"431"),
        (b"GARBAGE\r\n\r\n", b"400"),
        (b"TRACE /sparql HTTP/1.1\r\nHost: localhost\r\n\r\n", b"405"),
        (b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
         b"Content-Length: 104857600\r\n\r\n", b"413"),
    ],
)  # fmt: skip
def test_malformed_requests(server: Running, request_line: bytes, status: bytes) -> None:
    answer = raw(server, request_line)
    assert answer.startswith(b"HTTP/1.1 " + status), answer[:200]
    assert b"evil" not in answer
    assert is_served(server)


def test_a_body_too_large_is_refused_while_it_is_sent(server: Running) -> None:
    for content in (b" " * 30_000_000, iter([b" " * 1_000_000] * 30)):
        answer = httpx.post(
            server.url + "/sparql", content=content, headers={"Content-Type": "application/sparql-query"}
        )
        assert answer.status_code == 413
        assert answer.headers["connection"] == "close"


def test_a_body_without_end_is_cut(server: Running) -> None:
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as end:
        end.sendall(head)
        sent = 0
        try:
            for _ in range(20_000):
                end.sendall(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
                sent += 0x10000
        except OSError:
            pass
        assert sent < 80 * 2**20
    assert is_served(server)


def test_many_half_sent_requests_keep_nobody_waiting(server: Running) -> None:
    ends = [socket.create_connection(("127.0.0.1", server.port), timeout=10) for _ in range(60)]
    try:
        for number, end in enumerate(ends):
            end.sendall(
                b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\n" if number % 2 else b"POST /sparq"
            )
        assert is_served(server)
    finally:
        for end in ends:
            end.close()


def test_clients_that_take_nothing_keep_nobody_waiting(server: Running) -> None:
    request = (
        b"GET /sparql?query=SELECT%20*%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%2050000 HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    ends = [socket.create_connection(("127.0.0.1", server.port), timeout=10) for _ in range(4)]
    try:
        for end in ends:
            end.sendall(request)
        time.sleep(0.5)
        assert is_served(server)
    finally:
        for end in ends:
            end.close()


def test_a_crowd_is_served_or_told_to_wait(server: Running) -> None:
    with ThreadPoolExecutor(40) as crowd, httpx.Client(timeout=30, limits=httpx.Limits(max_connections=40)) as asked:
        answers = list(
            crowd.map(lambda _: asked.get(server.url + "/sparql", params={"query": FUNDERS}).status_code, range(400))
        )
    assert set(answers) <= {200, 429, 503}
    assert answers.count(200) > 300
    assert is_served(server)


def test_the_log_has_a_line_of_json_for_each_request(server: Running) -> None:
    answer = httpx.get(server.url + "/id/japan?format=turtle")
    number = answer.headers["x-request-id"]
    time.sleep(0.2)
    lines = [json.loads(line) for line in server.log.read_text().splitlines() if line.startswith("{")]
    (line,) = [each for each in lines if each.get("id") == number]
    assert (line["method"], line["path"], line["status"], line["client"]) == ("GET", "/id/japan", 200, "127.0.0.1")
    assert line["bytes"] == int(answer.headers["content-length"])


def test_slow_clients_are_cut(tmp_path: Path) -> None:
    # As `serve` does, with less patience than can be asked of it.
    program = (
        "from pathlib import Path; from pactgraph.web.run import run; from pactgraph.web.settings import Limits; "
        "run(None, Limits(sending=0.5, taking=0.5), host='127.0.0.1', port=0, names=(), "
        "ready=lambda address: print('PactGraph at', address, flush=True), log=False)"
    )
    running = started([sys.executable, "-c", program], tmp_path / "log")
    try:
        half = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n" + (
            b"Content-Type: application/sparql-query\r\nContent-Length: 9\r\n"
        )
        assert raw(running, b"GET / HTTP/1.1\r\nHo") == b""
        assert raw(running, half + b"\r\nASK").startswith(b"HTTP/1.1 408")
        # A whole request first, half of one behind it.
        begun = time.monotonic()
        with socket.create_connection(("127.0.0.1", running.port), timeout=10) as end:
            end.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert end.recv(65536).startswith(b"HTTP/1.1 200")
            end.sendall(b"GET /hea")
            while end.recv(65536):
                pass
        assert time.monotonic() - begun < 8
        # The decoy: who only thinks between two requests is kept.
        with httpx.Client() as kept:
            for _ in range(3):
                assert kept.get(running.url + "/health").status_code == 200
                time.sleep(0.8)
        # Asks for much, takes nothing, and so gets no more than what was under way.
        with socket.socket() as end:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            end.settimeout(20)
            end.connect(("127.0.0.1", running.port))
            end.sendall(b"GET /graph/dublin-group-2017?format=ntriples HTTP/1.1\r\nHost: localhost\r\n\r\n")
            found = len(end.recv(1))  # once it has begun
            time.sleep(2.5)
            try:
                while part := end.recv(65536):
                    found += len(part)
            except ConnectionResetError:
                pass
        whole = httpx.get(
            running.url + "/graph/dublin-group-2017?format=ntriples", headers={"Accept-Encoding": "identity"}
        )
        assert 0 < found < int(whole.headers["content-length"])
    finally:
        stop(running)


def test_the_server_ends_in_order(tmp_path: Path) -> None:
    running = start(tmp_path / "log", "-q")
    group = children_of(running.process.pid)
    assert group
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(15) in (0, 130, -2)
    assert running.process.stdout
    running.process.stdout.close()
    for _ in range(50):
        if not any(is_running(pid) for pid in group):
            break
        time.sleep(0.1)
    assert not any(is_running(pid) for pid in group)
    assert running.log.read_text().replace("pactgraph: stopped\n", "") == ""


def children_of(pid: int) -> list[int]:
    """Processes below a process, and below those."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *children_of(int(child))]
    return found


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_taken_port_is_said_to_be(server: Running) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "pactgraph", "serve", "--port", str(server.port)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ran.returncode == 3
    assert "choose another --port" in ran.stderr


def test_bad_data_end_it_with_their_problems(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "pactgraph", "serve", "--port", "0", "--data", str(tmp_path / "nowhere")],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ran.returncode == 1
    assert "nowhere" in ran.stderr
