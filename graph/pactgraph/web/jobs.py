"""What a worker does: each kind of job takes the graph and plain values and gives a whole answer.

Runs in a process that may be ended at any moment and holds nothing that others wait for. Every
answer is whole in memory before its first byte leaves, so a status of 200 is never taken back.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import io
import json
import re
import resource
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version as package_version
from typing import Any, NamedTuple
from xml.parsers import expat

import pyoxigraph as ox

from .. import analysis, answers, brief, export, rdf
from ..analysis import Scope
from ..errors import EngineError, PactError, QueryError, UsageError
from ..explorer import render_explorer
from ..graph import PactGraph
from ..query import GRAPH_FORMATS, RESULT_FORMATS, ask, calls, questions, rows, run
from ..store import Embedded, Results, vocabulary
from . import api, describe, pages
from .protocol import GRAPH_TYPES, RESULT_TYPES, TOO_MUCH, Offer, Reply

#: Smaller answers are not worth compressing.
_COMPRESSED_FROM = 1024


class TooLargeError(EngineError):
    """An answer is longer than the server sends."""


Values = Mapping[str, Any]


class Most(NamedTuple):
    """What a query may take: the bytes of its answer, the rows of a table, the servers that it may call."""

    size: int
    rows: int
    services: tuple[str, ...] = ()


def do(graph: PactGraph, kind: str, values: Values, *, most: Most, compress: bool) -> Reply:
    """Do one job. What is wrong with the request becomes a reply that says so."""
    try:
        reply = _KINDS[kind](graph, values, most)
        if len(reply.body) > most.size:
            raise TooLargeError(_too_large(most.size))
    except TooLargeError as error:
        return refusal(503, str(error))
    except MemoryError:
        return refusal(503, TOO_MUCH)
    except UsageError as error:
        return refusal(422, _for_http(str(error)))
    except PactError as error:
        return refusal(400, str(error))
    if compress and len(reply.body) >= _COMPRESSED_FROM and not reply.content_type.startswith(_PACKED):
        packed = gzip.compress(reply.body, 4, mtime=0)
        return replace(reply, body=packed, encoding="gzip")
    return reply


#: A word processor's file is compressed already.
_PACKED = "application/vnd.openxmlformats"


def _for_http(message: str) -> str:
    """What to do next, for who has no command line."""
    return message.replace("`pactgraph find`", "/api/search?q=…")


def refusal(status: int, message: str) -> Reply:
    """A refusal; the server gives its text the form that the client reads."""
    return Reply(status, "", message.encode(), stable=False)


def version(graph: PactGraph) -> str:
    """What two servers that answer alike have in common: a hash of their data, their questions and the programs."""
    found = hashlib.sha256(f"{package_version('pactgraph')} {ox.__version__}".encode())
    found.update(vocabulary())
    for asked in questions().values():
        found.update(asked.sparql.encode())
    for text in rdf.lines_of(graph.records):
        found.update(text.encode())
    return found.hexdigest()[:16]


# SPARQL

#: Words whose presence makes each answer another.
_UNSTABLE = re.compile(r"\b(?:now|rand|uuid|struuid|bnode)\b", re.IGNORECASE)


class _Dataset(Embedded):
    """The store as a request narrows it: its default graph and the named graphs that it may see."""

    def __init__(self, engine: ox.Store, default: list[str], named: list[str]) -> None:
        super().__init__(engine)
        self._default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.NamedNode(each) for each in default]
        self._named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(each) for each in named]

    def query(self, sparql: str, *, union: bool = True) -> Results:
        """Run a query; the request's dataset goes before what the query says by FROM."""
        return self.engine.query(sparql, default_graph=self._default, named_graphs=self._named)


class _Bounded(io.BytesIO):
    """A file in memory that takes so much and no more."""

    def __init__(self, largest: int) -> None:
        super().__init__()
        self._left = largest
        self._largest = largest

    def write(self, data: Any) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise OverflowError(_too_large(self._largest))
        return super().write(data)


def _too_large(largest: int) -> str:
    return f"the answer is larger than {largest / 2**20:,.0f} MiB; ask for less, or in parts with LIMIT and OFFSET"


def _too_many(rows: int) -> str:
    return f"the answer has more than {rows:,} rows; ask for less, or in parts with ORDER BY, LIMIT and OFFSET"


#: Between two rows of each form, as the engine writes it, and how often it stands around them.
_MARKS: Mapping[str, tuple[bytes, int]] = {
    "json": (b"},{", -1),
    "xml": (b"<result>", 0),
    "csv": (b"\n", 1),
    "tsv": (b"\n", 1),
}
#: A text inside an answer, in which such a mark means nothing. In TSV and XML none can hold it.
_TEXTS = {"json": re.compile(rb'"(?:[^"\\]|\\.)*"'), "csv": re.compile(rb'"[^"]*"')}


def more_rows(body: bytes, form: str, most: int) -> bool:
    """Whether results have more rows than that. The engine counts none, and writes them by itself."""
    mark, around = _MARKS[form]
    if body.count(mark) - around <= most:
        return False
    if form in _TEXTS:
        body = _TEXTS[form].sub(b"", body)
    return body.count(mark) - around > most


@contextmanager
def closed() -> Iterator[None]:
    """Let the process open no file and no connection, whatever the engine is talked into."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _sparql(graph: PactGraph, values: Values, most: Most) -> Reply:
    text: str = values["query"]
    store: Embedded = graph.embedded
    if values["default"] is not None:
        known = store.graphs()
        for address in (*values["default"], *values["named"]):
            if address not in known:
                raise EngineError(
                    "the dataset names a graph that is not one of these data, and nothing is fetched; leave "
                    "default-graph-uri and named-graph-uri out, or take the graphs that the service description lists"
                )
        store = _Dataset(graph.embedded.engine, values["default"], values["named"])
    if calls(text, most.services):
        return _calling(store, text, values, most)
    with closed():
        try:
            results = run(store, text, services=most.services)
            return _written(results, values, most, stable=_UNSTABLE.search(text) is None)
        except QueryError as error:
            if _out_of_files(error):
                return refusal(400, "the query would reach another address; only reading these data is allowed")
            raise


def _calling(store: Embedded, text: str, values: Values, most: Most) -> Reply:
    """The answer to a query that calls listed servers: it may open connections, and is another each time."""
    try:
        return _written(run(store, text, services=most.services), values, most, stable=False)
    except (EngineError, QueryError) as error:
        failed = error.__context__
        if not isinstance(failed, OSError | RuntimeError):
            raise
    # In our words: the engine quotes what the other server sent.
    status = re.match(r"Error (\d{3}) ", str(failed))
    how = f"answered with status {status[1]}" if status else "could not be reached, or sent what is no table of results"
    if "redirect" in str(failed).lower():
        how = "sends to another address, where nothing follows it"
    return refusal(
        502,
        f"a server that the query calls by SERVICE {how}; try the address by itself, or write SERVICE SILENT to go on "
        "without what cannot be reached",
    )


def _out_of_files(error: Exception) -> bool:
    return errno.errorcode[errno.EMFILE] in str(error) or "Too many open files" in str(error)


def _written(results: Results, values: Values, most: Most, *, stable: bool) -> Reply:
    """Results in the form that was negotiated for their kind; nothing is worked out if there is none."""
    is_graph = isinstance(results, ox.QueryTriples)
    wanted = values["graph" if is_graph else "results"]
    if wanted is None:
        types = GRAPH_TYPES if is_graph else RESULT_TYPES
        offered = ", ".join(medias[0] for medias in types.values())
        return refusal(406, f"this query is answered as one of {offered}; name one in the Accept header")
    offer = Offer(*wanted)
    if offer.form == "html":
        names, found = rows(results)
        if len(found) > most.rows:
            raise TooLargeError(_too_many(most.rows))
        return Reply(200, offer.content_type, pages.results(values, names, found), stable=stable)
    forms: Mapping[str, Any] = GRAPH_FORMATS if is_graph else RESULT_FORMATS
    file = _Bounded(most.size)
    try:
        results.serialize(file, format=forms[offer.form])
    except OverflowError as error:
        raise TooLargeError(str(error)) from None
    except (ValueError, OSError, RuntimeError) as error:
        raise EngineError(f"the query failed: {error}") from None
    body = file.getvalue()
    if not is_graph and more_rows(body, offer.form, most.rows):
        raise TooLargeError(_too_many(most.rows))
    if offer.form in ("xml", "rdfxml"):
        body = _as_xml(body)
        if not body:
            return refusal(406, "the answer holds what XML cannot, such as a control character; ask for another form")
    return Reply(200, offer.content_type, body, stable=stable)


def _as_xml(body: bytes) -> bytes:
    """XML that a parser reads back as it was meant; empty if there is no such XML."""
    # Raw, a reader would take it for the end of a line. The engine's own lines end without it.
    body = body.replace(b"\r", b"&#13;")
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(body, True)
    except expat.ExpatError:
        return b""
    return body


def _question(graph: PactGraph, values: Values, most: Most) -> Reply:
    asked = questions().get(values["name"])
    if asked is None:
        return refusal(404, "there is no such question; /questions lists them")
    clock = graph.clock(values["as_of"], values["known_by"])
    results = ask(graph.store, asked, graph.things, clock, values["values"])
    return _written(results, values, most, stable=True)


def _questions(graph: PactGraph, values: Values, _most: Most) -> Reply:
    library = questions()
    if values["form"] == "html":
        return _html(pages.questions(library))
    return _json(answers.questions(library.values()))


# The JSON API


def _json(value: Any) -> Reply:
    return Reply(200, "application/json", json.dumps(value, ensure_ascii=False).encode())


def _html(body: bytes, status: int = 200) -> Reply:
    return Reply(status, "text/html; charset=utf-8", body)


def _find(graph: PactGraph, values: Values, _most: Most) -> Reply:
    found = graph.find(values["q"], values["limit"])
    return _html(pages.found(values["q"], found)) if values["form"] == "html" else _json(answers.hits(found))


def _thing(graph: PactGraph, values: Values, _most: Most) -> Reply:
    if values["id"] not in graph.things:
        return refusal(404, "nothing here has this id; /api/search?q=… looks names up")
    return _json(answers.about(graph, values["id"], graph.clock(values["as_of"], values["known_by"])))


def _statements(graph: PactGraph, values: Values, _most: Most) -> Reply:
    found = graph.matching(values["subject"], values["predicate"], values["object"])
    clock = graph.clock(values["as_of"], values["known_by"])
    document = values["document"]
    if document is not None and document not in graph.things:
        raise UsageError(f"unknown id {document!r}")
    found = [s for s in found if document in (None, s.document) and clock.knows(s.document)]
    page = found[values["offset"] : values["offset"] + values["limit"]]
    told = [
        {
            **answers.statement(graph, each, clock),
            "subject": each.subject,
            "predicate": each.predicate,
            "object": each.object,
            "value": each.value,
            "status": each.status,
            "rank": each.rank,
            "document": each.document,
            "locator": str(each.locator),
        }
        for each in page
    ]
    return _json({"total": len(found), "offset": values["offset"], "statements": told})


def _sources(graph: PactGraph, values: Values, _most: Most) -> Reply:
    return _json(answers.sources(graph, values["ids"]))


def _analyses(_graph: PactGraph, _values: Values, _most: Most) -> Reply:
    return _json(answers.analyses(analysis.ANALYSES))


def _analysis(graph: PactGraph, values: Values, _most: Most) -> Reply:
    name = values["name"]
    if name not in analysis.ANALYSES:
        return refusal(404, "there is no such analysis; /api/analyses lists them")
    fields = ("country", "theme", "donor", "before")
    clock = graph.clock(values["as_of"], values["known_by"])
    scope = Scope(clock, **{field: values[field] for field in fields}, boundary=values["boundary"])
    findings = answers.wanted(analysis.run(graph, [name], scope), [name], everything=values["all"])
    return Reply(200, "application/json", export.findings_json(findings).encode())


def _brief(graph: PactGraph, values: Values, _most: Most) -> Reply:
    if values["id"] not in graph.things:
        return refusal(404, "nothing here has this id; /api/search?q=… looks names up")
    scope = Scope(graph.clock(values["as_of"], values["known_by"]))
    made = brief.brief(graph, values["id"], scope, as_donor=values["as_donor"], as_form=values["fill"])
    match values["form"]:
        case "html":
            return Reply(200, values["media"], brief.as_html(made).encode(), policy=brief.html_policy(made))
        case "md":
            return Reply(200, values["media"], brief.as_markdown(made).encode())
        case "docx":
            return Reply(200, values["media"], brief.as_docx(made))
        case _:
            return _json(answers.brief(made))


def _openapi(_graph: PactGraph, values: Values, _most: Most) -> Reply:
    return _json(api.openapi(values["server"], questions()))


# Pages and descriptions


def _record(graph: PactGraph, values: Values, _most: Most) -> Reply:
    """What stands at an address of the data: a thing, a statement, a figure, a document's graph."""
    kind, name = values["kind"], values["id"]
    if not describe.is_there(graph, kind, name):
        return refusal(404, "these data have nothing at this address; /search looks names up")
    if values["form"] == "html":
        return _html(pages.record(graph, kind, name))
    lines = describe.lines_at(graph, kind, name)
    form = GRAPH_FORMATS[values["form"]]
    return Reply(200, values["media"], rdf.serialise(lines, form))


def _ontology(_graph: PactGraph, values: Values, _most: Most) -> Reply:
    triples = ox.parse(vocabulary(), format=ox.RdfFormat.TURTLE)
    lines = [f"{quad.triple} ." for quad in triples]
    return Reply(200, values["media"], rdf.serialise(lines, GRAPH_FORMATS[values["form"]]))


def _description(graph: PactGraph, values: Values, _most: Most) -> Reply:
    lines = describe.service(graph, values["server"], calls=values["calls"]) if values["service"] else []
    lines += describe.dataset(graph, values["server"])
    return Reply(200, values["media"], rdf.serialise(lines, GRAPH_FORMATS[values["form"]]))


def _home(graph: PactGraph, values: Values, _most: Most) -> Reply:
    return _html(pages.query_form() if values["service"] else pages.home(graph))


def _explorer(graph: PactGraph, _values: Values, _most: Most) -> Reply:
    return _html(render_explorer(graph).encode())


_KINDS: Mapping[str, Callable[[PactGraph, Values, Most], Reply]] = {
    "sparql": _sparql,
    "question": _question,
    "questions": _questions,
    "find": _find,
    "thing": _thing,
    "statements": _statements,
    "sources": _sources,
    "analyses": _analyses,
    "analysis": _analysis,
    "brief": _brief,
    "openapi": _openapi,
    "record": _record,
    "ontology": _ontology,
    "description": _description,
    "home": _home,
    "explorer": _explorer,
}
