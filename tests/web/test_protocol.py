"""SPARQL 1.1 Protocol: a table of requests with the status and the content type that must come."""

from __future__ import annotations

import csv
import gzip
import io
import json
import time
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import httpx
import pytest
import rdflib
from rdflib.namespace import RDF, VOID

from command import explorer_of, real_graph
from pactgraph import vocab
from pactgraph.explorer import explorer_policy
from pactgraph.web.protocol import GRAPH_TYPES, RESULT_TYPES, negotiate, read_query, takes_gzip

from .conftest import Client

# rdflib warns of itself when it reads JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
ASK = "ASK {}"
SELECT = "SELECT ?s { ?s a pact:Country } LIMIT 2"
CONSTRUCT = "CONSTRUCT { ?s a pact:Country } WHERE { ?s a pact:Country } LIMIT 2"
DESCRIBE = "DESCRIBE <https://w3id.org/pactgraph/id/japan>"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
GRAPH = vocab.DOCUMENT_GRAPH
PACKED = {"Content-Type": QUERY, "Content-Encoding": "gzip"}
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"


def get(query: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": query, **more})


def post(body: str | bytes, content_type: str | None, path: str = "/sparql") -> tuple[str, str, dict[str, Any]]:
    headers = {"Content-Type": content_type} if content_type is not None else {}
    return "POST", path, {"content": body, "headers": headers}


GOOD: dict[str, tuple[tuple[str, str, dict[str, Any]], str]] = {
    "query by GET": (("GET", get(ASK), {}), JSON),
    "query by form": (post(urlencode({"query": ASK}), FORM), JSON),
    "query by form, with a charset": (post(urlencode({"query": ASK}), FORM + "; charset=UTF-8"), JSON),
    "query as the body": (post(ASK, QUERY), JSON),
    "query as the body, with a charset": (post(ASK, QUERY + ";charset=utf-8"), JSON),
    "content type in capitals": (post(ASK, "Application/SPARQL-Query"), JSON),
    "an unknown field beside it": (("GET", get(ASK, results="json", output="x"), {}), JSON),
    "dataset, one default graph": (("GET", get(ASK, **{"default-graph-uri": GRAPH + "idswg-2021"}), {}), JSON),
    "dataset, named": (("GET", get(ASK, **{"named-graph-uri": GRAPH + "idswg-2021"}), {}), JSON),
    "dataset in the form": (post(urlencode({"query": ASK, "default-graph-uri": GRAPH + "honlap-43"}), FORM), JSON),
    "dataset beside a body": (
        post(ASK, QUERY, "/sparql?" + urlencode({"default-graph-uri": GRAPH + "honlap-43"})),
        JSON,
    ),
    "SELECT": (("GET", get(SELECT), {}), JSON),
    "CONSTRUCT": (("GET", get(CONSTRUCT), {}), "text/turtle; charset=utf-8"),
    "DESCRIBE": (("GET", get(DESCRIBE), {}), "text/turtle; charset=utf-8"),
    "path with the first part of our addresses": (("GET", "/pactgraph" + get(ASK), {}), JSON),
}


@pytest.mark.parametrize("name", GOOD)
def test_it_answers(client: Client, name: str) -> None:
    (method, path, options), content_type = GOOD[name]
    answer = client.request(method, path, **options)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == content_type


BAD: dict[str, tuple[tuple[str, str, dict[str, Any]], int, str]] = {
    "no query by POST": (post("", FORM), 400, "no query"),
    "empty query": (("GET", "/sparql?query=", {}), 400, "empty"),
    "blank query": (("GET", "/sparql?query=%20%0A", {}), 400, "empty"),
    "empty body": (post("", QUERY), 400, "empty"),
    "two queries": (("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", {}), 400, "once"),
    "two queries in a form": (post("query=ASK%7B%7D&query=ASK%7B%7D", FORM), 400, "once"),
    "query in address and form": (post("query=ASK%7B%7D", FORM, get(ASK)), 400, "address"),
    "query in address and body": (post(ASK, QUERY, get(ASK)), 400, "twice"),
    "syntax error": (("GET", get("SELECT WHERE"), {}), 400, "line 1"),
    "unknown prefix": (("GET", get("ASK { ?s nope:p ?o }"), {}), 400, "prefix"),
    "unknown function": (("GET", get("SELECT (<urn:f>(1) AS ?x) {}"), {}), 400, "urn:f"),
    "no content type": (post(ASK, None), 415, "application/sparql-query"),
    "text/plain": (post(ASK, "text/plain"), 415, "application/sparql-query"),
    "multipart": (post(ASK, "multipart/form-data; boundary=x"), 415, "application/sparql-query"),
    "other charset": (post(ASK.encode("utf-16"), QUERY + ";charset=utf-16"), 415, "UTF-8"),
    "body not UTF-8": (post(b'ASK { ?s ?p "\xe9" }', QUERY), 400, "UTF-8"),
    "form not UTF-8": (post(b"query=ASK%7B%7D%E9", FORM), 400, "UTF-8"),
    "address not UTF-8": (("GET", "/sparql?query=ASK%7B%7D%23%E9", {}), 400, "UTF-8"),
    "compressed body": (
        (
            "POST",
            "/sparql",
            {"content": gzip.compress(b"ASK {}"), "headers": PACKED},
        ),
        415,
        "compressed",
    ),
    "foreign default graph": (("GET", get(ASK, **{"default-graph-uri": "http://127.0.0.1/x"}), {}), 400, "fetched"),
    "foreign named graph": (("GET", get(ASK, **{"named-graph-uri": "file:///etc/passwd"}), {}), 400, "fetched"),
    "update by GET": (("GET", "/sparql?update=CLEAR%20ALL", {}), 403, "reading"),
    "update by form": (post("update=CLEAR+ALL", FORM), 403, "reading"),
    "update as the body": (post("CLEAR ALL", "application/sparql-update"), 403, "reading"),
    "update as a query": (post("INSERT DATA { <urn:a> <urn:b> <urn:c> }", QUERY), 400, "INSERT"),
    "using-graph-uri": (post("query=ASK%7B%7D&using-graph-uri=urn:x", FORM), 403, "updates"),
    "body too large": (post("#" * (2**20 + 1) + "\nASK {}", QUERY), 413, "larger"),
    "address too long": (("GET", get("#" + "x" * 40_000 + "\nASK {}"), {}), 414, "POST"),
    "too many fields": (("GET", "/sparql?query=ASK%7B%7D" + "&a=" * 300, {}), 400, "fields"),
    "no such form": (("GET", get(SELECT), {"headers": {"Accept": "image/png"}}), 406, JSON),
    "graph form for rows": (("GET", get(SELECT), {"headers": {"Accept": "text/turtle"}}), 406, JSON),
    "row form for a graph": (("GET", get(CONSTRUCT), {"headers": {"Accept": "text/csv"}}), 406, "text/turtle"),
}


@pytest.mark.parametrize("name", BAD)
def test_it_refuses_and_says_what_to_do(client: Client, name: str) -> None:
    (method, path, options), status, word = BAD[name]
    answer = client.request(method, path, **options)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert word in answer.text


def test_who_has_sent_everything_is_refused_without_a_wait(client: Client) -> None:
    begun = time.monotonic()
    answer = client.request("POST", "/sparql", content="ASK {}", headers={"Content-Type": "text/turtle"})
    assert answer.status_code == 415
    assert time.monotonic() - begun < 1.5, "there is nothing more to listen for"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
@pytest.mark.parametrize("path", ["/sparql", "/id/japan", "/graph/honlap-43", "/api/search"])
def test_other_methods_are_405_with_those_allowed(client: Client, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    allowed = {each.strip() for each in answer.headers["allow"].split(",")}
    assert {"GET", "HEAD", "OPTIONS"} <= allowed
    assert ("POST" in allowed) == (path == "/sparql")


def test_a_refusal_is_json_for_who_reads_json(client: Client) -> None:
    answer = client.get("/sparql?query=", headers={"Accept": "application/json"})
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {"error": "the query is empty; send one such as ASK {}", "status": 400}


WISHES = [
    (SELECT, "", JSON),
    (SELECT, "*/*", JSON),
    (SELECT, "application/json", "application/json"),
    (SELECT, "application/xml", "application/xml"),
    (SELECT, "text/*", "text/xml; charset=utf-8"),
    (SELECT, "text/csv", "text/csv; charset=utf-8"),
    (SELECT, "TEXT/CSV", "text/csv; charset=utf-8"),
    (SELECT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
    (SELECT, "text/csv;q=0.2, application/sparql-results+xml;q=0.9", XML),
    (SELECT, "application/sparql-results+json;q=0, */*", "application/json"),
    (SELECT, "text/csv, */*", "text/csv; charset=utf-8"),
    (SELECT, "image/png, text/csv;q=0.1", "text/csv; charset=utf-8"),
    (SELECT, "nonsense, text/csv;q=x;y", JSON),
    (ASK, XML, XML),
    (CONSTRUCT, "application/n-triples", "application/n-triples"),
    (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
    (CONSTRUCT, "application/ld+json", "application/ld+json"),
    (CONSTRUCT, f"{JSON}, text/turtle;q=0.3", "text/turtle; charset=utf-8"),
]


@pytest.mark.parametrize(("query", "accept", "content_type"), WISHES)
def test_the_form_is_negotiated(client: Client, query: str, accept: str, content_type: str) -> None:
    answer = client.ask(query, accept)
    if accept == "nonsense, text/csv;q=x;y":
        assert answer.status_code == 406
        return
    assert answer.status_code == 200
    assert answer.headers["content-type"] == content_type
    assert "Accept" in answer.headers["vary"]


def test_all_forms_say_the_same(client: Client) -> None:
    query = "SELECT ?id ?label { ?id a pact:Country ; rdfs:label ?label } ORDER BY ?id"
    rows = [
        (row["id"]["value"], row["label"]["value"]) for row in client.ask(query, JSON).json()["results"]["bindings"]
    ]
    assert len(rows) > 10
    space = {"s": "http://www.w3.org/2005/sparql-results#"}
    tree = ElementTree.fromstring(client.ask(query, XML).content)
    assert [tuple("".join(b.itertext()) for b in r) for r in tree.iterfind(".//s:result", space)] == rows
    assert [tuple(r) for r in csv.reader(io.StringIO(client.ask(query, "text/csv").text))][1:] == rows
    lines = client.ask(query, "text/tab-separated-values").text.splitlines()
    assert lines[0] == "?id\t?label"
    assert [line.split("\t")[0] for line in lines[1:]] == [f"<{row[0]}>" for row in rows]


def test_all_graph_forms_say_the_same(client: Client) -> None:
    formats = {"text/turtle": "turtle", "application/n-triples": "nt", "application/rdf+xml": "xml"}
    found = [set(rdflib.Graph().parse(data=client.ask(DESCRIBE, a).content, format=f)) for a, f in formats.items()]
    found.append(set(rdflib.Graph().parse(data=client.ask(DESCRIBE, "application/ld+json").text, format="json-ld")))
    assert len(found[0]) > 20
    assert all(each == found[0] for each in found)


def test_falsy_values_and_control_characters_in_xml(client: Client) -> None:
    query = 'SELECT (0 AS ?zero) (false AS ?no) ("" AS ?empty) ("a\\rb<&>" AS ?text) {}'
    tree = ElementTree.fromstring(client.ask(query, XML).content)
    said = {b.get("name"): "".join(b.itertext()) for b in tree.iter("{http://www.w3.org/2005/sparql-results#}binding")}
    assert said == {"zero": "0", "no": "false", "empty": "", "text": "a\rb<&>"}
    for character in ("\\u0001", "\\uFFFE", "\\u000B"):
        control = f'SELECT ("{character}" AS ?x) {{}}'
        assert client.ask(control, XML).status_code == 406
        assert client.ask(control, JSON).status_code == 200
    # A property without a local name has no place in RDF/XML.
    nameless = "CONSTRUCT { <urn:a> <urn:1> 1 } {}"
    assert client.ask(nameless, "application/rdf+xml").status_code == 406
    assert client.ask(nameless, "text/turtle").status_code == 200


def count(client: Client, query: str, **dataset: str | list[str]) -> int:
    named = {name.replace("_", "-"): value for name, value in dataset.items()}
    answer = client.get("/sparql", params={"query": query, **named}, headers={"Accept": JSON})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def test_the_dataset_of_the_request(client: Client) -> None:
    here = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    one, other = GRAPH + "idswg-2021", GRAPH + "honlap-43"
    both = count(client, f"SELECT (COUNT(*) AS ?n) FROM <{one}> FROM <{other}> {{ ?s ?p ?o }}")
    assert 0 < count(client, here, default_graph_uri=one) < both < count(client, here)
    assert count(client, here, default_graph_uri=[one, other]) == both
    # What is not named is not there.
    assert count(client, named, default_graph_uri=one) == 0
    assert count(client, here, named_graph_uri=one) == 0
    assert count(client, named, named_graph_uri=one) == count(client, here, default_graph_uri=one)
    # The request goes before the query.
    own = f"SELECT (COUNT(*) AS ?n) FROM <{other}> {{ ?s ?p ?o }}"
    assert count(client, own, default_graph_uri=one) == count(client, here, default_graph_uri=one)


def test_from_may_be_relative_or_prefixed(client: Client) -> None:
    wanted = count(client, f"SELECT (COUNT(*) AS ?n) FROM <{GRAPH}honlap-43> {{ ?s ?p ?o }}")
    assert wanted > 0
    for prologue, named in (
        ("", "<graph/honlap-43>"),
        (f"BASE <{GRAPH}>", "<honlap-43>"),
        (f"BASE <{GRAPH}idswg-2021>", "<honlap-43>"),
        (f"PREFIX g: <{GRAPH}>", "g:honlap-43"),
        (f"BASE <{vocab.BASE}> prefix : <graph/>", ":honlap-43"),
    ):
        query = f"{prologue} SELECT (COUNT(*) AS ?n) FROM {named} {{ ?s ?p ?o }}"
        assert count(client, query) == wanted, query
    for prologue, named in (
        ("", "<graph/nothing>"),
        ("", "<honlap-43>"),
        ("BASE <file:///etc/>", "<passwd>"),
        ("PREFIX g: <file:///etc/>", "g:passwd"),
        ("", "g:honlap-43"),
        (f"PREFIX g: <{GRAPH}>", "h:honlap-43"),
    ):
        answer = client.ask(f"{prologue} SELECT * FROM {named} {{ ?s ?p ?o }}")
        assert answer.status_code == 400, named
        assert "nothing is fetched" in answer.text


def test_a_form_is_decoded_once(client: Client) -> None:
    body = "query=" + quote('SELECT ("%41+b" AS ?x) {}', safe="")
    answer = client.request("POST", "/sparql", content=body, headers={"Content-Type": FORM, "Accept": JSON})
    assert answer.json()["results"]["bindings"][0]["x"]["value"] == "%41+b"
    answer = client.request("POST", "/sparql", content="query=ASK+%7B%7D", headers={"Content-Type": FORM})
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/sparql", get(SELECT), "/id/japan", "/health", "/openapi.json", "/nothing"])
def test_head_is_get_without_a_body(client: Client, path: str) -> None:
    whole = client.get(path)
    head = client.request("HEAD", path)
    assert head.status_code == whole.status_code
    assert head.content == b""
    for name in ("content-type", "content-length", "etag", "vary"):
        if path != "/health" or name != "content-length":
            assert head.headers.get(name) == whole.headers.get(name), name


def test_options_and_preflight(client: Client) -> None:
    headers = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answer = client.request("OPTIONS", "/sparql", headers=headers)
    assert answer.status_code == 204
    assert answer.content == b""
    assert answer.headers["allow"] == "GET, POST, HEAD, OPTIONS"
    assert answer.headers["access-control-allow-methods"] == "GET, POST, HEAD, OPTIONS"
    assert "Content-Type" in answer.headers["access-control-allow-headers"]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert client.request("OPTIONS", "/id/japan").headers["allow"] == "GET, HEAD, OPTIONS"


def test_the_etag_changes_with_question_and_form_and_saves_work(client: Client) -> None:
    first = client.ask(SELECT)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    again = client.get(get(SELECT), headers={"Accept": JSON, "If-None-Match": f'"x", {tag}'})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    others = [client.ask(SELECT, XML), client.ask(SELECT + " "), client.ask(ASK)]
    assert tag not in {other.headers["etag"] for other in others}
    # What is another each time has none, and neither has a refusal.
    for query in ("SELECT (NOW() AS ?x) {}", "SELECT (rand() AS ?x) {}", "SELECT (STRUUID() AS ?x) {}", "nonsense"):
        answer = client.ask(query)
        assert "etag" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"


def test_gzip_for_who_takes_it(client: Client) -> None:
    query = "SELECT * { ?s a pact:Country ; ?p ?o } ORDER BY ?s ?p ?o"
    packed = client.get(get(query), headers={"Accept": JSON, "Accept-Encoding": "gzip"})
    plain = client.get(get(query), headers={"Accept": JSON, "Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 4
    assert packed.content == plain.content
    small = client.get(get(ASK), headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in small.headers


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"]
)
def test_the_service_describes_itself(client: Client, accept: str) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})
    assert answer.status_code == 200
    formats = {"application/rdf+xml": "xml", "application/n-triples": "nt", "application/ld+json": "json-ld"}
    graph = rdflib.Graph().parse(data=answer.text, format=formats.get(accept, "turtle"))
    (service,) = graph.subjects(RDF.type, SD.Service)
    assert str(graph.value(service, SD.endpoint)) == "http://localhost/sparql"
    assert (service, SD.feature, SD.UnionDefaultGraph) in graph
    assert len(set(graph.objects(service, SD.resultFormat))) == 8
    data = graph.value(service, SD.defaultDataset)
    names = {str(graph.value(node, SD.name)) for node in graph.objects(data, SD.namedGraph)}
    asked = client.ask("SELECT DISTINCT ?g { GRAPH ?g {} }").json()["results"]["bindings"]
    assert names == {row["g"]["value"] for row in asked}
    triples = int(graph.value(graph.value(data, SD.defaultGraph), VOID.triples))  # type: ignore[call-overload]
    assert triples == count(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")


def test_void_stands_at_its_well_known_address(client: Client) -> None:
    answer = client.get("/.well-known/void")
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    dataset = rdflib.URIRef(vocab.BASE + "dataset")
    assert str(graph.value(dataset, VOID.sparqlEndpoint)) == "http://localhost/sparql"
    for dump in graph.objects(None, VOID.dataDump):
        path = str(dump).removeprefix("http://localhost")
        assert client.get(path).headers["content-type"] == "application/n-triples"


def test_negotiation_by_itself() -> None:
    # Decoys beside what fits: a refused type does not come back by a wildcard.
    assert negotiate("text/csv;q=0, text/*;q=0.1", {"csv": ("text/csv",)}) is None
    assert negotiate("text/csv;q=nan", RESULT_TYPES) is None
    assert negotiate("*/*;q=0", GRAPH_TYPES) is None
    chosen = negotiate("application/xml", RESULT_TYPES, "tsv")
    assert chosen is not None
    assert chosen.form == "tsv"
    assert not takes_gzip("identity")
    query = read_query("GET", b"query=ASK%7B%7D&named-graph-uri=urn:a&named-graph-uri=urn:a", "", b"")
    assert query is not None
    assert (query.default_graphs, query.named_graphs) == ((), ("urn:a",))


def test_an_answer_has_what_browsers_must_be_told(client: Client) -> None:
    for answer in (client.ask(ASK), client.ask("nonsense"), client.get("/nothing"), client.get("/")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "script" not in answer.headers["content-security-policy"]
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "server" not in answer.headers


def test_the_explorer_is_the_file_that_the_command_writes(client: Client) -> None:
    """Its own policy goes with it: that of our plain pages would let none of it run."""
    answer = client.get("/explorer")
    assert answer.status_code == 200
    assert answer.text == explorer_of(real_graph())
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == f"{explorer_policy()}; frame-ancestors 'none'"
    assert "'unsafe-" not in answer.headers["content-security-policy"]
    again = client.get("/explorer", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert 'href="/explorer"' in client.get("/", headers={"Accept": "text/html"}).text


def test_json_results_are_json(client: Client) -> None:
    answer: httpx.Response = client.ask(ASK)
    assert json.loads(answer.text) == {"head": {}, "boolean": True}
