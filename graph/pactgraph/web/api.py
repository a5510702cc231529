"""The JSON API as a table: from it come the routes, the reading of parameters, and the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from .. import vocab
from ..analysis.flows import BOUNDARIES
from .protocol import GRAPH_TYPES, JSON, RESULT_TYPES, RefusedError

if TYPE_CHECKING:
    from ..query import Parameter as QuestionParameter
    from ..query import Question

Kind = Literal["text", "id", "day", "number", "flag"]
#: Longer than any id, name or date.
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address: what it takes, what it means, its default."""

    name: str
    kind: Kind
    text: str
    default: str | int | bool | None = None
    required: bool = False
    choices: tuple[str, ...] = ()
    largest: int = 0
    in_path: bool = False

    def read(self, value: str) -> str | int | bool:
        """The value as it is used. Raises `RefusedError` that says what is taken."""
        if self.kind == "number":
            if not re.fullmatch(r"[0-9]{1,6}", value) or int(value) > self.largest:
                raise RefusedError(422, f"`{self.name}` takes a whole number up to {self.largest:,}")
            return int(value)
        if self.kind == "flag":
            if value not in ("true", "false"):
                raise RefusedError(422, f"`{self.name}` takes true or false")
            return value == "true"
        if self.choices and value not in self.choices:
            raise RefusedError(422, f"`{self.name}` takes one of {', '.join(self.choices)}")
        if len(value) > _LONGEST or (self.required and not value.strip()):
            raise RefusedError(422, f"`{self.name}` takes one to {_LONGEST} characters")
        return value

    def as_openapi(self) -> dict[str, Any]:
        """The parameter as an OpenAPI document lists it."""
        types = {"number": "integer", "flag": "boolean"}
        schema: dict[str, Any] = {"type": types.get(self.kind, "string")}
        if self.kind == "number":
            schema |= {"minimum": 0, "maximum": self.largest}
        if self.kind in ("text", "id"):
            schema["maxLength"] = _LONGEST
        if self.choices:
            schema["enum"] = list(self.choices)
        if self.default is not None:
            schema["default"] = self.default
        found = {"name": self.name, "in": "path" if self.in_path else "query", "description": self.text}
        return {**found, "required": self.required or self.in_path, "schema": schema}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of the JSON API."""

    path: str
    #: The kind of job, see `jobs`; also its name in OpenAPI.
    job: str
    summary: str
    parameters: tuple[Parameter, ...] = ()
    #: Media types, the usual one first, by the short name that `format` takes.
    types: Mapping[str, tuple[str, ...]] | None = None
    missing: str = ""


_AS_OF = Parameter("as_of", "day", "What was true then: a day, a month or a year. Left out: the data's own day.")
_KNOWN_BY = Parameter("known_by", "day", "Use only documents issued by then: a day, a month or a year.")
_CLOCKS = (_AS_OF, _KNOWN_BY)


def _id(text: str) -> Parameter:
    return Parameter("id", "id", text, in_path=True)


ENDPOINTS: Final = (
    Endpoint(
        "/api/search",
        "find",
        "Things by name: aliases, acronyms and other spellings count",
        (
            Parameter("q", "text", "The name, or some of it.", required=True),
            Parameter("limit", "number", "How many at most.", default=10, largest=100),
        ),
    ),
    Endpoint(
        "/api/entities/{id}",
        "thing",
        "One thing: its names, every statement and figure about it with source and state on the day",
        (_id("The thing's id, as in its address."), *_CLOCKS),
        missing="There is no such thing.",
    ),
    Endpoint(
        "/api/statements",
        "statements",
        "Statements by subject, predicate, object or document; who asks for `supports` is also given `funds`",
        (
            Parameter("subject", "id", "Id of the subject."),
            Parameter("predicate", "text", "The relation.", choices=tuple(vocab.PREDICATES)),
            Parameter("object", "id", "Id of the object."),
            Parameter("document", "id", "Id of the document that says it."),
            *_CLOCKS,
            Parameter("limit", "number", "How many at most.", default=100, largest=10_000),
            Parameter("offset", "number", "How many to pass over.", default=0, largest=999_999),
        ),
    ),
    Endpoint("/api/analyses", "analyses", "The analyses, with their definitions"),
    Endpoint(
        "/api/analyses/{name}",
        "analysis",
        "What one analysis finds; a gap is a question for the coordinator, and not known is not none",
        (
            Parameter("name", "id", "Name of the analysis.", in_path=True),
            Parameter("country", "id", "Only this country or place."),
            Parameter("theme", "id", "Only this theme."),
            Parameter("donor", "id", "Only this donor."),
            Parameter("before", "day", "For what ends: before this day. Left out: a year on."),
            Parameter("boundary", "text", "Where money is counted.", default="entry", choices=tuple(BOUNDARIES)),
            Parameter("all", "flag", "Also what is covered, not gaps alone.", default=False),
            *_CLOCKS,
        ),
        missing="There is no such analysis.",
    ),
    Endpoint(
        "/api/briefs/{id}",
        "brief",
        "One or two pages about one thing, every line with its sources",
        (
            _id("What the brief is about."),
            Parameter("fill", "text", "Name of a form of the documents to fill instead."),
            Parameter("as_donor", "flag", "Of a country: what it gives, not what it gets.", default=False),
            *_CLOCKS,
        ),
        types={
            "json": ("application/json",),
            "html": ("text/html",),
            "md": ("text/markdown",),
            "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
        },
        missing="There is no such thing.",
    ),
)


def read(parameters: Sequence[Parameter], given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The values of a request, every parameter present. Raises `RefusedError` for what does not fit."""
    known = {parameter.name: parameter for parameter in parameters if not parameter.in_path}
    found: dict[str, Any] = {}
    for name, value in given:
        if name == "format":
            continue
        if name not in known:
            taken = ", ".join(known) or "none"
            raise RefusedError(422, f"a parameter is not taken here; taken are: {taken}")
        if name in found:
            raise RefusedError(400, f"`{name}` is given twice; give it once")
        found[name] = known[name].read(value)
    for name, parameter in known.items():
        if parameter.required and name not in found:
            raise RefusedError(422, f"`{name}` is missing: {parameter.text}")
        found.setdefault(name, parameter.default)
    return found


# The document

_PROBLEM: Final = {
    "type": "object",
    "required": ["error", "status"],
    "properties": {
        "error": {"type": "string", "description": "What is wrong, and what to do instead."},
        "status": {"type": "integer"},
    },
}
_REFUSALS: Final = {
    "400": "The request cannot be read.",
    "406": "None of the forms that the client reads.",
    "422": "A parameter, or its value, does not fit.",
    "429": "Too many requests of this client at once.",
    "503": "Stopped at a limit, or no room at the moment.",
}


def openapi(server: str, library: Mapping[str, Question]) -> dict[str, Any]:
    """The OpenAPI 3.1 document of everything that is asked with parameters."""
    paths: dict[str, Any] = {}
    for endpoint in ENDPOINTS:
        types = endpoint.types or JSON
        paths[endpoint.path] = _get(endpoint.job, endpoint.summary, endpoint.parameters, types, endpoint.missing)
    paths["/questions"] = _get("questions", "The named questions", (), JSON)
    for question in library.values():
        parameters = (*map(_of_question, question.parameters), *_CLOCKS)
        paths[f"/questions/{question.name}"] = _get(
            f"question-{question.name}", question.text, parameters, RESULT_TYPES
        )
    paths["/sparql"] = _sparql()
    paths["/health"] = _get("health", "Whether the server answers, and from which data", (), JSON)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "PactGraph",
            "version": "1",
            "description": "A sourced knowledge graph of drug-control cooperation in the Greater Mekong.",
            "license": {"name": "CC BY 4.0 (data)", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": {"Problem": _PROBLEM}},
    }


def _of_question(parameter: QuestionParameter) -> Parameter:
    kinds: dict[str, Kind] = {"text": "text", "day": "day", "number": "number"}
    kind = kinds.get(parameter.kind, "id")
    takes = {"text": "A text", "day": "A day such as 2021-12-31", "number": "A whole number"}
    text = takes.get(parameter.kind, f"Id of a {parameter.kind.replace('|', ' or ')}")
    text = f"{text}: {parameter.text}" if parameter.text else text
    return Parameter(parameter.name, kind, text, parameter.default, largest=999_999_999)


def _get(
    name: str,
    summary: str,
    parameters: Sequence[Parameter],
    types: Mapping[str, tuple[str, ...]],
    missing: str = "",
) -> dict[str, Any]:
    listed = [parameter.as_openapi() for parameter in parameters]
    if len(types) > 1:
        form = Parameter("format", "text", "In place of an Accept header.", choices=tuple(types))
        listed.append(form.as_openapi())
    content: dict[str, Any] = {medias[0]: {} for medias in types.values()}
    refusals = {**_REFUSALS, **({"404": missing} if missing else {})}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": listed,
            "responses": {"200": {"description": "The answer.", "content": content}, **_refused(refusals)},
        }
    }


def _refused(refusals: Mapping[str, str]) -> dict[str, Any]:
    # JSON for who names it in the Accept header, else the message by itself.
    content = {
        "application/json": {"schema": {"$ref": "#/components/schemas/Problem"}},
        "text/plain": {"schema": {"type": "string"}},
    }
    return {status: {"description": text, "content": content} for status, text in sorted(refusals.items())}


def _sparql() -> dict[str, Any]:
    graphs = {"type": "array", "items": {"type": "string", "format": "uri"}}
    fields = {
        "query": {"type": "string", "description": "One SPARQL 1.1 query; updates are refused."},
        "default-graph-uri": {**graphs, "description": "Graphs of these data to merge as the default graph."},
        "named-graph-uri": {**graphs, "description": "Graphs of these data that GRAPH may name."},
    }
    medias = [medias[0] for types in (RESULT_TYPES, GRAPH_TYPES) for medias in types.values()]
    refusals = {**_REFUSALS, "413": "The body is too large.", "415": "A content type that is not read."}
    responses = {
        "200": {"description": "The answer.", "content": {media: {} for media in medias}},
        **_refused(refusals),
    }
    form = {"type": "object", "required": ["query"], "properties": fields}
    return {
        "get": {
            "operationId": "query",
            "summary": "SPARQL 1.1 Protocol, query operation; without a query, the service description",
            "parameters": [{"name": name, "in": "query", "schema": schema} for name, schema in fields.items()],
            "responses": responses,
        },
        "post": {
            "operationId": "query-by-post",
            "summary": "SPARQL 1.1 Protocol, query operation",
            "requestBody": {
                "required": True,
                "content": {
                    "application/x-www-form-urlencoded": {"schema": form},
                    "application/sparql-query": {"schema": {"type": "string"}},
                },
            },
            "responses": responses,
        },
    }
