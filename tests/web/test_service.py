"""SERVICE opens for listed servers alone: real ones on this machine, and some that mean no good."""

from __future__ import annotations

import http.server
import re
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import httpx
import pytest

from command import real_graph
from pactgraph.errors import UsageError
from pactgraph.query import calls
from pactgraph.store import AnyStore, Results
from pactgraph.web import Workers, jobs, settings
from servers import OXIGRAPH, free_port, oxigraph
from test_cli import REACHING_OUT

from .conftest import LIMITS, Client
from .test_clients import start, stop

if OXIGRAPH is None:  # pragma: no cover
    pytest.skip("needs the oxigraph server", allow_module_level=True)

SECONDS = 3.0
SMALL = "SELECT ?s { ?s a pact:Country } LIMIT 3"
NOTE = "<urn:remote:note>"
SECRET = "what-stands-inside"


@dataclass
class Heard:
    """What came to a port of this machine."""

    port: int = 0
    requests: list[str] = field(default_factory=list)


class Rude(http.server.BaseHTTPRequestHandler):
    """A server whose answers are named by the path."""

    heard: ClassVar[Heard]
    target: ClassVar[str]
    over: ClassVar[threading.Event]
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        self.heard.requests.append(self.path)
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.close_connection = True
        what, _, more = self.path.strip("/").partition("/")
        json_type = "application/sparql-results+json"
        rows = b'{"head":{"vars":["x"]},"results":{"bindings":['
        row = b'{"x":{"type":"literal","value":"' + SECRET.encode() + b'"}},'
        match what:
            case "redirect":
                self.answer(int(more), b"", json_type, Location=self.target)
            case "status":
                self.answer(int(more), SECRET.encode(), "text/plain")
            case "page":
                self.answer(200, f"<html>{SECRET}</html>".encode(), "text/html")
            case "half":
                self.answer(200, rows + row[:-10], json_type)
            case "cut":
                self.answer(200, rows + row, json_type, **{"Content-Length": "100000"})
            case "garbage":
                self.answer(200, SECRET.encode() + bytes(range(256)), more.replace("_", "/") or json_type)
            case "yes":
                self.answer(200, b'{"head":{},"boolean":true}', json_type)
            case "slow":
                self.over.wait(30)
            case "trickle":
                self.answer(200, rows, json_type, **{"Content-Length": "100000"})
                while not self.over.wait(0.2):
                    self.wfile.write(b" ")
            case "endless":
                self.answer(200, rows, json_type, **{"Content-Length": str(10**12)})
                self.pour(row * 1000)
            case "text":
                self.answer(200, rows + row.partition(b"what")[0], json_type, **{"Content-Length": str(10**12)})
                self.pour(b"a" * 2**16)
            case "head":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                self.pour(b"X-More: " + b"a" * 1000 + b"\r\n")
            case _:
                self.answer(200, rows + row[:-1] + b"]}}", json_type)

    def do_GET(self) -> None:
        self.do_POST()

    def answer(self, status: int, body: bytes, media: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": media, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def pour(self, part: bytes) -> None:
        try:
            while not self.over.is_set():
                self.wfile.write(part)
        except OSError:
            pass


class Quiet(http.server.ThreadingHTTPServer):
    """Says nothing of clients that were ended."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        pass


@dataclass
class Servers:
    """Those around us: a sound one and a rude one, which are listed, and one that is not."""

    sound: str
    rude: Heard
    other: Heard
    closed: int

    @property
    def sound_port(self) -> int:
        return urlsplit(self.sound).port or 0

    def listed(self) -> tuple[str, ...]:
        ports = (self.sound_port, self.rude.port, self.closed)
        return (*(f"127.0.0.1:{port}" for port in ports), f"localhost:{self.rude.port}")


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    over = threading.Event()
    rude, other = Heard(), Heard()
    handlers = [
        type("Listed", (Rude,), {"heard": rude, "over": over}),
        type("Other", (Rude,), {"heard": other, "over": over}),
    ]
    running: list[Quiet] = [Quiet(("127.0.0.1", 0), each) for each in handlers]
    rude.port, other.port = (each.server_port for each in running)
    for each in running:
        threading.Thread(target=each.serve_forever).start()
    Rude.target = f"http://127.0.0.1:{other.port}/"
    try:
        with oxigraph() as sound:
            remember(sound, "seen")
            yield Servers(sound, rude, other, free_port())
    finally:
        over.set()
        for each in running:
            each.shutdown()
            each.server_close()


def remember(sound: str, note: str) -> None:
    """Let the sound server say this of Japan, and of nothing else."""
    text = f"<https://w3id.org/pactgraph/id/japan> {NOTE} '{note}' ."
    address = sound.replace("/query", "/store?default")
    httpx.put(address, content=text, headers={"Content-Type": "text/turtle"}, trust_env=False).raise_for_status()


@pytest.fixture(scope="module")
def calling(servers: Servers) -> Iterator[Client]:
    """A server that may call the listed ones, and gives a query three seconds."""
    made = Client(Workers(None, replace(LIMITS, seconds=SECONDS, services=servers.listed())))
    yield made
    made.close()


def joined(servers: Servers) -> str:
    return f"SELECT ?name ?note {{ id:japan rdfs:label ?name SERVICE <{servers.sound}> {{ id:japan {NOTE} ?note }} }}"


# What is allowed


def test_the_description_tells_of_calls_where_a_server_is_listed(calling: Client, client: Client) -> None:
    feature = "<http://www.w3.org/ns/sparql-service-description#feature>"
    for asked, federated in ((calling, True), (client, False)):
        told = asked.get("/sparql", headers={"Accept": "application/n-triples"}).text
        assert f"{feature} <http://www.w3.org/ns/sparql-service-description#UnionDefaultGraph>" in told
        assert ("#BasicFederatedQuery>" in told) is federated


def test_a_listed_server_is_called_and_its_rows_are_joined_to_ours(calling: Client, servers: Servers) -> None:
    query = joined(servers)
    rows = calling.ask(query).json()["results"]["bindings"]
    assert [(row["name"]["value"], row["note"]["value"]) for row in rows] == [("Japan", "seen")]
    assert calling.ask(query, "text/csv").text == "name,note\r\nJapan,seen\r\n"
    assert "seen" in calling.ask(query, "text/html").text
    assert calling.ask(query.replace("SELECT ?name ?note", "ASK"), "application/json").json()["boolean"] is True
    graph = query.replace("SELECT ?name ?note", f"CONSTRUCT {{ id:japan {NOTE} ?note }} WHERE")
    assert '"seen"' in calling.ask(graph, "application/n-triples").text
    for other in (
        query.replace("SERVICE <", "service\n\tSilent<"),
        query.replace("SERVICE <", "SERVICE<"),
        query.replace("127.0.0.1", "127.0.0.1", 1) + " # and no more",
        query.replace("http:", "HTTP:"),
        query.replace("}", "} OPTIONAL { ?x ?y 'one \\\\ \"two\"' }", 1),
    ):
        assert "seen" in calling.ask(other).text, other


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LocalHost"])
def test_a_host_is_known_in_any_case(calling: Client, servers: Servers, host: str) -> None:
    answer = calling.ask(f"SELECT * {{ SERVICE <http://{host}:{servers.rude.port}/a?b=%20&c#d> {{ ?s ?p ?x }} }}")
    assert answer.status_code == 200, answer.text
    assert SECRET in answer.text


def test_the_answer_is_asked_for_anew_each_time(calling: Client, servers: Servers) -> None:
    query = joined(servers)
    for note in ("first", "second"):
        remember(servers.sound, note)
        answer = calling.ask(query)
        assert note in answer.text
        assert "etag" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"
    remember(servers.sound, "seen")
    # The decoy: what stays here is kept as ever.
    assert "etag" in calling.ask(SMALL).headers


# What is refused


def refused(client: Client, servers: Servers, query: str) -> str:
    heard = (len(servers.rude.requests), len(servers.other.requests))
    answer = client.ask(query, "*/*")
    assert answer.status_code == 400, (query, answer.text)
    assert (len(servers.rude.requests), len(servers.other.requests)) == heard, query
    return answer.text


def test_without_a_list_every_call_is_refused_as_before(client: Client, servers: Servers) -> None:
    query = f"SELECT * {{ SERVICE <http://127.0.0.1:{servers.rude.port}/> {{ ?s ?p ?x }} }}"
    assert "SERVICE would call another server; only reading these data is allowed" in refused(client, servers, query)


#: OTHER is a port nobody listed, LISTED one that is.
ADDRESSES = [
    "http://127.0.0.1:OTHER/",
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "http://localhost.:LISTED/",
    "http://127.0.0.2:LISTED/",
    "http://2130706433:LISTED/",
    "http://0x7f.1:LISTED/",
    "http://127.1:LISTED/",
    "http://[::ffff:127.0.0.1]:LISTED/",
    "http://[::1]:LISTED/",
    "http://%31%32%37.0.0.1:LISTED/",
    "http://127.0.0.1%3aLISTED/",
    "http://user@127.0.0.1:LISTED/",
    "http://user:word@127.0.0.1:LISTED/",
    "http://127.0.0.1:LISTED@127.0.0.1:OTHER/",
    "http://127.0.0.1:LISTED\\\\@127.0.0.1:OTHER/",
    "http://evil.example:LISTED/",
    "http://127.0.0.1.evil.example:LISTED/",
    "http://l\u00f6calhost:LISTED/",
    "http://localho\u017ft:LISTED/",
    "http://127.0.0.1:LISTED0/",
    "http://127.0.0.1:MORE/",
    "http://127.0.0.1:/",
    "http:///127.0.0.1:LISTED/",
    "http:/127.0.0.1:LISTED/",
    "http:127.0.0.1:LISTED",
    "//127.0.0.1:LISTED/",
    "/sparql",
    "",
    "file:///etc/passwd",
    "ftp://127.0.0.1:LISTED/",
    "urn:x",
    "http://127.0.0.1:LISTED/it's",
    "http://127.0.0.1:LISTED/\\u0041",
    "http://127.0.0.1:LISTED/service",
]


@pytest.mark.parametrize("address", ADDRESSES[:-1])
def test_only_the_host_and_port_of_the_list_are_called(calling: Client, servers: Servers, address: str) -> None:
    said = refused(calling, servers, f"SELECT * {{ SERVICE <{at(address, servers)}> {{ ?s ?p ?x }} }}")
    if "\\" not in address:
        assert "may call 127.0.0.1:" in said
        assert "alone" in said


def test_the_word_may_stand_in_the_path_of_the_address(calling: Client, servers: Servers) -> None:
    query = f"SELECT * {{ SERVICE <{at(ADDRESSES[-1], servers)}> {{ ?s ?p ?x }} }}"
    assert SECRET in calling.ask(query).text


def at(text: str, servers: Servers) -> str:
    listed, other = servers.rude.port, servers.other.port
    # A port of more than sixteen bits that would be the other one, were it cut to them.
    return text.replace("LISTED", str(listed)).replace("OTHER", str(other)).replace("MORE", str(listed + 2**16))


#: GOOD is listed, BAD is not; each would call BAD, or leaves room for a doubt.
TRICKS = [
    "SELECT * { SERVICE <GOOD> { ?a ?b ?c } SERVICE <BAD> { ?d ?e ?f } }",
    "SELECT * { SERVICE <BAD> { ?a ?b ?c } SERVICE <GOOD> { ?d ?e ?f } }",
    "SELECT * { SERVICE <GOOD> { ?a ?b ?c SERVICE <BAD> { ?d ?e ?f } } }",
    "SELECT * { SERVICE <GOOD> { ?a ?b ?c } SERVICE SILENT <BAD> { ?d ?e ?f } }",
    "SELECT * { BIND(<BAD> AS ?x) SERVICE <GOOD> { ?a ?b ?c } SERVICE ?x { ?d ?e ?f } }",
    "SELECT * { BIND(<GOOD> AS ?x) SERVICE ?x { ?a ?b ?c } }",
    "SELECT * { SERVICE SILENT ?x { ?a ?b ?c } }",
    "PREFIX good: <GOOD> SELECT * { SERVICE good: { ?a ?b ?c } }",
    "PREFIX bad: <BAD> SELECT * { SERVICE <GOOD> { ?a ?b ?c } SERVICE bad: { ?d ?e ?f } }",
    "PREFIX : <BAD> SELECT * { SERVICE <GOOD> { ?a ?b ?c } SERVICE:x { ?d ?e ?f } }",
    "BASE <GOOD> SELECT * { SERVICE <x> { ?a ?b ?c } }",
    "BASE <BAD> SELECT * { SERVICE <> { ?a ?b ?c } }",
    "BASE <BAD> SELECT * { SERVICE <GOOD> { ?a ?b ?c } SERVICE <x> { ?d ?e ?f } }",
    "SELECT * { SERVICE # <GOOD>\n <BAD> { ?a ?b ?c } }",
    "SELECT * { SERVICE #\n <GOOD> { ?a ?b ?c } }",
    "SELECT * { # SERVICE <GOOD>\rSERVICE <BAD> { ?a ?b ?c } }",
    "SELECT * { SERVICE <GOOD> { ?a ?b ?c } # SERVICE\n}",
    "SELECT * { SERVICE <GOOD> { ?a ?b 'SERVICE' } }",
    "SELECT * { SERVICE <GOOD> { ?a ?b ?service } }",
    "SELECT * { SERVICE <GOOD> { ?a ?b ?c } 'x'@enSERVICE <BAD> { ?d ?e ?f } }",
    "SELECT * { SERVICE <GOOD> { ?a ?b ?c } SERV\\u0049CE <BAD> { ?d ?e ?f } }",
    "SELECT * { SERV\\u0049CE <GOOD> { ?a ?b ?c } }",
    "SELECT * { SERVICE <GOOD> { ?a ?b '\\u0041' } }",
    "SELECT * { SERVICE \\u003cGOOD> { ?a ?b ?c } }",
    "SELECT * { SERVICE <GOOD\\u003e{} SERVICE <BAD> { ?a ?b ?c } }",
    "SELECT * { \u017fERVICE <GOOD> { ?a ?b ?c } }",
    "SELECT * { SERVICE\u00a0<GOOD> { ?a ?b ?c } }",
    "SELECT * FROM <BAD> { SERVICE <GOOD> { ?a ?b ?c } }",
    "SELECT * FROM SERVICE <GOOD> { ?a ?b ?c }",
    "LOAD <BAD> ; SELECT * { SERVICE <GOOD> { ?a ?b ?c } }",
    "INSERT { ?a ?b ?c } WHERE { SERVICE <GOOD> { ?a ?b ?c } }",
    "SELECT * { SERVICE <GOOD> " + "{" * 200 + "}" * 200 + " }",
    *(
        f"SELECT * {{ SERVICE <GOOD> {{ ?g ?h ?i }} {text.partition('{')[2]}".replace("URL", "BAD")
        for text in REACHING_OUT
        if text.startswith("SELECT * {")
    ),
]


@pytest.mark.parametrize("trick", TRICKS, ids=range(len(TRICKS)))
def test_a_query_with_one_call_that_is_not_allowed_is_refused_whole(
    calling: Client, servers: Servers, trick: str
) -> None:
    good, bad = f"http://127.0.0.1:{servers.rude.port}/", f"http://127.0.0.1:{servers.other.port}/"
    refused(calling, servers, trick.replace("GOOD", good).replace("BAD", bad))


def test_no_list_no_call() -> None:
    for query in ("SELECT * { SERVICE <http://a.example/> {} }", "ASK {}"):
        assert not calls(query, ())
    assert not calls("ASK {}", ("a.example",))
    for address, listed in (
        ("http://a.example/", True),
        ("https://a.example", True),
        ("http://a.example:80/", True),
        ("https://a.example:443/", True),
        ("http://a.example:443/", False),
        ("http://a.example:8080/", False),
        ("http://b.example/", False),
        ("http://b.example:3030/", True),
        ("https://b.example:03030/", True),
    ):
        assert calls(f"SELECT * {{ SERVICE <{address}> {{}} }}", ("a.example", "b.example:3030")) is listed, address


def test_only_a_query_that_calls_may_open_anything(monkeypatch: pytest.MonkeyPatch, servers: Servers) -> None:
    seen: list[int] = []
    run = jobs.run

    def watched(store: AnyStore, sparql: str, **options: tuple[str, ...]) -> Results:
        seen.append(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        return run(store, sparql, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "run", watched)
    here = f"SERVICE <{servers.sound}> {{ ?s {NOTE} ?o }}"
    form = ("application/sparql-results+json", "json")
    for query, listed, may in (
        (f"SELECT * {{ {here} }}", True, True),
        (f"SELECT * {{ {here} }}", False, False),
        ("SELECT * { ?s a pact:Country }", True, False),
        (f"SELECT ?service {{ ?service a pact:Country }} # {here}", True, False),
    ):
        values = {"query": query, "default": None, "named": None, "results": form, "graph": None}
        most = jobs.Most(10**6, 1000, servers.listed() if listed else ())
        reply = jobs.do(real_graph(), "sparql", values, most=most, compress=False)
        assert reply.status == (200 if may or "pact:Country" in query else 400), reply.body
        assert reply.stable is (not may and reply.status == 200)
        assert (seen.pop() > 0) is may, query


# Servers that mean no good


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(calling: Client, servers: Servers, status: int) -> None:
    heard = len(servers.other.requests)
    answer = calling.ask(rude(servers, f"redirect/{status}"))
    assert answer.status_code == 502
    assert "another address" in answer.text
    assert str(servers.other.port) not in answer.text
    assert len(servers.other.requests) == heard
    assert servers.rude.requests[-1] == f"/redirect/{status}"


def rude(servers: Servers, path: str, silent: str = "") -> str:
    return (
        f"SELECT ?name ?x {{ id:japan rdfs:label ?name SERVICE {silent} <http://127.0.0.1:{servers.rude.port}/{path}> "
        "{ ?s ?p ?x } }"
    )


FAILING = [
    *("status/500", "status/503", "status/404", "page", "half", "cut", "yes", "garbage"),
    *("garbage/application_sparql-results+xml", "garbage/text_csv", "garbage/text_turtle"),
]


@pytest.mark.parametrize("path", FAILING)
@pytest.mark.parametrize("form", ["application/sparql-results+json", "text/html"])
def test_a_failing_server_is_an_error_that_says_so(calling: Client, servers: Servers, path: str, form: str) -> None:
    for query in (rude(servers, path), rude(servers, path) + " ORDER BY ?x"):
        answer = calling.ask(query, form)
        # Of a body that ends too early, the engine's sort tells without end, until it is ended.
        endless = path == "cut" and "ORDER" in query
        assert answer.status_code == (503 if endless else 502), answer.text
        assert answer.headers["content-type"] == ("application/json" if "json" in form else "text/plain; charset=utf-8")
        assert "SERVICE" in answer.text
        assert SECRET not in answer.text
        if match := re.fullmatch(r"status/(\d+)", path):
            assert f"status {match[1]}" in answer.text
    assert calling.ask(SMALL).status_code == 200


def test_one_that_is_not_there_is_said_to_be(calling: Client, servers: Servers) -> None:
    for head in ("SELECT *", "ASK", "CONSTRUCT { ?s ?p ?x }"):
        accept = "text/turtle" if head.startswith("CONSTRUCT") else "application/json"
        answer = calling.ask(f"{head} {{ SERVICE <http://127.0.0.1:{servers.closed}/> {{ ?s ?p ?x }} }}", accept)
        assert answer.status_code == 502, answer.text
        assert "could not be reached" in answer.text


def test_what_is_wrong_with_the_query_itself_is_not_said_of_the_server(calling: Client, servers: Servers) -> None:
    answer = calling.ask(f"SELECT * {{ SERVICE <{servers.sound}> {{ ?s ?p }} }}")
    assert answer.status_code == 400
    assert "line 1" in answer.text


def test_silent_goes_on_without_it(calling: Client, servers: Servers) -> None:
    gone = rude(servers, "", "SILENT").replace(str(servers.rude.port), str(servers.closed))
    for query in (gone, *(rude(servers, path, "SILENT") for path in ("status/500", "redirect/302", "page"))):
        rows = calling.ask(query).json()["results"]["bindings"]
        assert [{name: term["value"] for name, term in row.items()} for row in rows] == [{"name": "Japan"}]
    # Broken off in the midst, it is an error still: the engine is silent only of what never began.
    assert calling.ask(rude(servers, "half", "SILENT")).status_code == 502


@pytest.mark.parametrize("path", ["slow", "trickle", "endless", "text", "head"])
@pytest.mark.parametrize("silent", ["", "SILENT"])
def test_who_sends_nothing_or_no_end_is_left_at_the_limit(
    calling: Client, servers: Servers, path: str, silent: str
) -> None:
    begun = time.monotonic()
    waiting = calling.begin("GET", "/sparql", params={"query": rude(servers, path, silent)})
    slowest = 0.0
    while not waiting.done() and time.monotonic() - begun < SECONDS:
        asked = time.monotonic()
        assert calling.ask(SMALL).status_code == 200
        slowest = max(slowest, time.monotonic() - asked)
        time.sleep(0.2)
    answer = waiting.result(30)
    assert time.monotonic() - begun < SECONDS + 1.5
    assert slowest < 2
    # A head without end is the engine's own refusal, which SILENT makes none of.
    wanted = {"head": {502, 503}, "text": {502, 503}}.get(path, {503})
    assert answer.status_code in (wanted if not silent else wanted | {200}), answer.text[:300]
    assert SECRET not in answer.text
    if path in ("slow", "trickle"):
        assert "SERVICE" in answer.text
        assert "stopped after 3 seconds" in answer.text


# The option


def test_the_option_opens_it_and_a_host_that_is_none_is_refused(servers: Servers, tmp_path: Path) -> None:
    running = start(tmp_path / "log", "--service", f"127.0.0.1:{servers.sound_port}", "--service", "LocalHost")
    try:
        address, headers = running.url + "/sparql", {"Accept": "text/csv"}
        answer = httpx.get(address, params={"query": joined(servers)}, headers=headers)
        assert answer.text == "name,note\r\nJapan,seen\r\n"
        other = joined(servers).replace(str(servers.sound_port), str(servers.other.port))
        assert httpx.get(address, params={"query": other}).status_code == 400
    finally:
        stop(running)
    for text in (
        "http://a.example",
        "a.example/sparql",
        "user@a.example",
        "a.example:0",
        "a.example:70000",
        "",
        "*",
        "::1",
        "[::1]",
    ):
        with pytest.raises(UsageError, match="give a host as it stands in an address"):
            settings.service(text)
    command = [sys.executable, "-m", "pactgraph", "serve", "--port", "0", "--service", "http://a.example/"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert ran.returncode == 2
    assert "give a host" in ran.stderr
