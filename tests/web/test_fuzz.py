"""Requests nobody thought of: never a fault of the server, never a torn or unreadable body, never input as markup."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from typing import Any
from urllib.parse import quote, quote_from_bytes
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import checks

from pactgraph.query import questions
from pactgraph.web import api, guard

from .conftest import Client

#: The same examples each time, few enough for every run; more with `--hypothesis-seed` and a larger number.
settings.register_profile(
    "web",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
FEW, SOME = (
    settings(settings.get_profile("web"), max_examples=2),
    settings(settings.get_profile("web"), max_examples=80),
)
#: What markup would begin with, were it let through.
MARK = "<zq onload=x>"

_READERS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}


@pytest.fixture(autouse=True, scope="module")
def _impatient() -> Iterator[None]:
    """A refused sender is listened to for a moment only: here, none is still sending."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guard, "_LINGER", 0.05)
        yield


def check(answer: httpx.Response) -> None:
    """What holds for every answer."""
    if answer.status_code == 307:  # a slash too many
        assert answer.headers["location"].startswith("http://localhost/")
        return
    media, _, rest = answer.headers["content-type"].partition(";")
    # Stopped at a limit is an answer; a fault of ours is not.
    assert answer.status_code < 500 or answer.status_code == 503, (answer.status_code, answer.text[:300])
    # As it came: what is compressed is longer once it is read.
    size = answer.num_bytes_downloaded if "content-encoding" in answer.headers else len(answer.content)
    assert size == int(answer.headers["content-length"])
    assert answer.headers["x-content-type-options"] == "nosniff"
    if answer.status_code >= 400:
        assert media in ("text/plain", "application/json")
        assert len(answer.text.strip()) > 10
    if media in _READERS:
        list(ox.parse(answer.content, format=_READERS[media], base_iri="urn:x"))
    elif media.endswith("json"):
        json.loads(answer.content)
    elif media.endswith("xml"):
        ElementTree.fromstring(answer.content)
    elif media == "text/csv":
        list(csv.reader(io.StringIO(answer.text, newline=""), strict=True))
    elif media == "text/html":
        assert MARK not in answer.text
        assert "<script" not in answer.text
    else:
        assert media in ("text/plain", "text/tab-separated-values", "text/markdown") or "openxml" in media
    assert not media.startswith("text/") or rest.strip() == "charset=utf-8"


def test_every_operation_of_the_description_keeps_to_it(client: Client) -> None:
    document = client.get("/openapi.json").json()
    description = schemathesis.openapi.from_dict(document)
    wanted = [
        checks.not_a_server_error,
        *(checks.CHECKS.get_one(f"{name}_conformance") for name in ("status_code", "content_type", "response_schema")),
    ]
    count = 0
    for found in description.get_all_operations():
        operation = found.ok()
        for mode in schemathesis.GenerationMode:

            @FEW
            @given(case=operation.as_strategy(generation_mode=mode))
            def run(case: Any) -> None:
                nonlocal count
                asked = requests.Request(**plain(case.as_transport_kwargs(base_url="http://localhost"))).prepare()
                answer = client.request(
                    asked.method or "", asked.url or "", content=asked.body, headers=dict(asked.headers)
                )
                count += 1
                check(answer)
                if answer.status_code != 503:
                    case.validate_response(answer, checks=wanted)

            # An operation without parameters has no wrong ones.
            wrong = mode == schemathesis.GenerationMode.NEGATIVE
            with suppress(Unsatisfiable) if wrong else nullcontext():
                run()
    assert count > 300


def plain(options: dict[str, Any]) -> dict[str, Any]:
    """Those of a call's options that make the request; the others say how it is sent."""
    kept = ("method", "url", "params", "headers", "cookies", "data", "json", "files")
    return {name: value for name, value in options.items() if name in kept}


TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["japan", "lao-pdr", "funds", "2016", "2016-13", "0", "-1", "true", "", "json", "html", "docx", "xml"]
    ),
    st.text(max_size=5).map(lambda text: MARK + text),
    st.sampled_from(
        ['"', "'", "\\", "\x00", "\r\nX: y", "?x", "}", "<urn:x>", "\u202e", "\ufffe", "1" * 400, "\U000f0000"]
    ),
)
NAMES = sorted(
    {p.name for question in questions().values() for p in question.parameters}
    | {p.name for endpoint in api.ENDPOINTS for p in endpoint.parameters}
    | {"format", "nonsense"}
)
ACCEPTED = [
    *("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"),
    *("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json", "text/html", "*/*"),
    *("application/json", "image/png", "text/*;q=0.3, */*;q=nan", ";;;", "a/b;q=" + "9" * 50),
]
ACCEPTS = st.one_of(st.sampled_from(ACCEPTED).map(str.encode), st.just(b"text/html"), st.binary(max_size=30))


@SOME
@given(
    path=st.one_of(
        st.sampled_from([f"/questions/{name}" for name in questions()]),
        st.sampled_from(["/questions", "/search", "/sparql", "/void", "/ontology", "/health", "/openapi.json", "/"]),
        st.sampled_from([endpoint.path for endpoint in api.ENDPOINTS]),
        st.tuples(st.sampled_from(["id", "statement", "figure", "graph", "questions", "api/briefs", "x"]), TEXTS).map(
            "/".join
        ),
    ),
    inside=TEXTS,
    pairs=st.lists(st.tuples(st.one_of(st.sampled_from(NAMES), TEXTS), TEXTS), max_size=4),
    accept=ACCEPTS,
)
def test_addresses_and_parameters(
    client: Client, path: str, inside: str, pairs: list[tuple[str, str]], accept: bytes
) -> None:
    path = quote(path.replace("{id}", inside).replace("{name}", inside))
    address = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
    check(client.request("GET", f"/{path.lstrip('/')}?{address}", headers=[(b"accept", accept)]))


#: Words from which queries are made that the parser takes, or nearly.
WORDS = [
    *(
        "SELECT",
        "ASK",
        "CONSTRUCT",
        "DESCRIBE",
        "*",
        "?s",
        "?p",
        "?o",
        "{",
        "}",
        "WHERE",
        "a",
        "pact:Country",
        ".",
        ";",
    ),
    *("FILTER", "(", ")", "OPTIONAL", "UNION", "MINUS", "BIND", "AS", "COUNT", "1", "0.0", "false", '"x"', "'\\u0001'"),
    *("GROUP BY", "ORDER BY", "LIMIT", "3", "VALUES", "GRAPH", "<urn:x>", "<", ">", "/", "+", "FROM", "SERVICE", "\\"),
    *('"' + MARK + '"', "STRDT", "IRI", "UUID()", "<<", ">>", "#", "\n", "\x00", "\U0001f600", "PREFIX", ":", "LOAD"),
]
WHOLE = [
    *("ASK {}", "SELECT ?s { ?s a pact:Country } LIMIT 3", "CONSTRUCT WHERE { ?s a pact:Country } LIMIT 3"),
    *(
        'SELECT (0 AS ?n) ("\\u0001" AS ?c) {}',
        f'SELECT ("{MARK}" AS ?x) {{}}',
        f'CONSTRUCT {{ <urn:x> <urn:1> "{MARK}" }} {{}}',
    ),
]
QUERIES = st.one_of(st.sampled_from(WHOLE), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), TEXTS)
TYPES = [
    *("application/sparql-query", "application/x-www-form-urlencoded", "text/plain", "", "application/sparql-update"),
    *("application/sparql-query; charset=utf-16", "multipart/form-data; boundary=x", "application/sparql-query;;=;"),
]


@SOME
@given(query=QUERIES, accept=ACCEPTS, form=st.one_of(st.none(), TEXTS), graph=st.one_of(st.none(), TEXTS))
def test_queries(client: Client, query: str, accept: bytes, form: str | None, graph: str | None) -> None:
    given_pairs = {"query": query, "format": form, "default-graph-uri": graph}
    address = "&".join(f"{k}={quote(v, safe='')}" for k, v in given_pairs.items() if v is not None)
    check(client.request("GET", f"/sparql?{address}", headers=[(b"accept", accept)]))


@SOME
@given(
    method=st.sampled_from(["POST", "POST", "POST", "PUT", "HEAD", "OPTIONS", "PATCH"]),
    body=st.one_of(
        QUERIES.map(str.encode), QUERIES.map(lambda q: b"query=" + quote(q).encode()), st.binary(max_size=60)
    ),
    content_type=st.one_of(st.sampled_from(TYPES).map(str.encode), st.binary(max_size=30)),
    accept=ACCEPTS,
    more=st.lists(
        st.tuples(
            st.sampled_from(
                [b"if-none-match", b"content-encoding", b"content-length", b"accept-encoding", b"host", b"origin"]
            ),
            st.one_of(
                st.sampled_from([b"*", b"gzip", b"-1", b"9" * 30, b'W/"x"', b"localhost:x", b"[::1"]),
                st.binary(max_size=12),
            ),
        ),
        max_size=2,
    ),
    address=st.one_of(st.just(b""), st.binary(max_size=20)),
)
def test_bodies_and_headers(
    client: Client, method: str, body: bytes, content_type: bytes, accept: bytes, more: Any, address: bytes
) -> None:
    headers = [(b"content-type", content_type), (b"accept", accept), *more]
    path = "/sparql?" + quote_from_bytes(address, safe="=&")
    answer = client.request(method, path, content=body, headers=headers)
    if method == "HEAD" or answer.status_code in (204, 304):
        assert answer.content == b""
        assert answer.status_code != 500
    else:
        check(answer)


def test_the_check_itself_sees_what_is_wrong() -> None:
    headers = {"Content-Type": "application/json", "X-Content-Type-Options": "nosniff"}
    check(httpx.Response(200, headers=headers, content=b"{}"))
    html = {**headers, "Content-Type": "text/html; charset=utf-8"}
    for broken in (
        httpx.Response(500, headers=headers, content=b'{"error": "the server failed"}'),
        httpx.Response(200, headers=headers, content=b'{"head":'),
        httpx.Response(200, headers=html, content=f"<p>{MARK}</p>".encode()),
        httpx.Response(400, headers=html, content=b"<p>a refusal is no page</p>"),
        httpx.Response(
            200, headers={**headers, "Content-Type": "text/turtle; charset=utf-8"}, content=b"<urn:a> <urn:b>"
        ),
    ):
        with pytest.raises((AssertionError, ValueError, SyntaxError)):
            check(broken)
