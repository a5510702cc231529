"""Answers that are kept: the same bytes for the same request, within their room, and never what may change."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from pactgraph.web.kept import Kept
from pactgraph.web.protocol import Reply
from pactgraph.web.workers import Workers

from .conftest import LIMITS, Client

ROOM = 80


def reply(size: int, name: str = "") -> Reply:
    return Reply(200, "text/plain", name.encode().ljust(size, b"."))


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 12)), max_size=60))
def test_never_more_than_its_room_and_never_the_answer_to_another(asked: list[tuple[str, int]]) -> None:
    kept = Kept(ROOM)
    first: dict[str, Reply] = {}
    for key, size in asked:
        found = kept.get(key)
        if found is None:
            first[key] = reply(size, key)
            kept.put(key, first[key])
        else:
            assert found is first[key]
        there = {key: each for key in "abcdefgh" if (each := kept.get(key))}
        assert sum(len(each.body) for each in there.values()) <= ROOM
        assert all(each is first[key] for key, each in there.items())


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept = Kept(ROOM)
    for key in "abcdefgh":
        kept.put(key, reply(10, key))
    kept.get("a")
    kept.put("i", reply(10, "i"))
    assert kept.get("b") is None
    assert [key for key in "acdefghi" if kept.get(key)] == list("acdefghi")


def test_what_is_too_large_refused_or_another_next_time_is_not_kept() -> None:
    kept = Kept(ROOM)
    kept.put("large", reply(11))
    kept.put("fits", reply(10))
    kept.put("refused", Reply(503, "", b"no"))
    kept.put("now", Reply(200, "text/plain", b"noon", stable=False))
    assert [key for key in ("large", "fits", "refused", "now") if kept.get(key)] == ["fits"]


@contextmanager
def counted(client: Client) -> Iterator[list[str]]:
    """The jobs that workers are given."""
    jobs: list[str] = []
    run = client.workers.run

    async def noted(kind: str, *arguments: object, **options: object) -> Reply:
        jobs.append(kind)
        return await run(kind, *arguments, **options)  # type: ignore[arg-type]

    with mock.patch.object(client.workers, "run", noted):
        yield jobs


def test_the_second_who_asks_costs_no_worker_and_reads_the_same(client: Client) -> None:
    with counted(client) as jobs:
        query = "SELECT ?s { ?s a pact:Country } ORDER BY ?s # asked twice"
        one, other = client.ask(query), client.ask(query)
        assert jobs == ["sparql"]
        assert (one.content, one.headers["etag"]) == (other.content, other.headers["etag"])
        # Decoys: another form, another query, the same query as a form's body, which is the same job.
        assert client.ask(query, "text/csv").text.startswith("s\r\n")
        assert client.ask(query + " or so").content == one.content
        assert jobs == ["sparql"] * 3
        accept = {"Accept": "application/sparql-results+json"}
        assert client.request("POST", "/sparql", data={"query": query}, headers=accept).content == one.content
        assert jobs == ["sparql"] * 3


def test_who_cannot_unpack_gets_it_plain(client: Client) -> None:
    query = "SELECT * { ?s a pact:Country ; ?p ?o } ORDER BY ?s ?p ?o LIMIT 200"
    with counted(client) as jobs:
        for _ in range(2):
            packed = client.get("/sparql", params={"query": query}, headers={"Accept-Encoding": "gzip"})
            plain = client.get("/sparql", params={"query": query}, headers={"Accept-Encoding": "identity"})
            assert packed.headers["content-encoding"] == "gzip"
            assert "content-encoding" not in plain.headers
            assert packed.content == plain.content  # httpx has unpacked it
            assert len(gzip.compress(plain.content)) < len(plain.content)
        assert jobs == ["sparql", "sparql"]


def test_two_who_want_the_explorer_at_once_have_it_made_once() -> None:
    made = Reply(200, "text/html", b"<p>made")

    async def slow(kind: str, *_arguments: object, **_options: object) -> Reply:
        jobs.append(kind)
        await asyncio.sleep(0.3)
        return made

    jobs: list[str] = []
    client = Client(Workers(None, LIMITS))  # One that has kept nothing.
    try:
        with mock.patch.object(client.workers, "run", slow), ThreadPoolExecutor(2) as crowd:
            pages = [crowd.submit(client.get, "/explorer") for _ in range(2)]
            assert [page.result().content for page in pages] == [made.body] * 2
    finally:
        client.close()
    assert jobs == ["explorer"]


def test_chance_and_the_clock_are_asked_anew(client: Client) -> None:
    with counted(client) as jobs:
        values = {client.ask("SELECT (RAND() AS ?n) {}").text for _ in range(3)}
        assert len(values) == len(jobs) == 3


def test_a_failure_is_no_answer_to_keep(client: Client) -> None:
    with counted(client) as jobs:
        assert [client.ask("SELECT { nonsense").status_code for _ in range(2)] == [400, 400]
        assert len(jobs) == 2
