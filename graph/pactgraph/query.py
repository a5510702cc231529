"""SPARQL over a store: the library of named questions, safe parameters, result formats.

A named question is a file `queries/<name>.rq` whose comment lines say what it asks, which
parameters it has and an example. Parameters are bound as terms, never pasted as text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from . import resources, vocab
from .clock import Clock
from .errors import QueryError, UsageError
from .model import Thing, near
from .store import Results, Store

MAX_QUERY = 100_000
#: Oxigraph's parser recurses: a few thousand braces end the process.
MAX_NESTING = 60

PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in vocab.PREFIXES.items())
_DATE = f"{vocab.PREFIXES['xsd']}date"

#: Strings, IRIs and comments, which hide words and brackets that mean nothing.
_HIDDEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>|#[^\n]*',
    re.DOTALL,
)
_REFUSED = {
    "SERVICE": "would call another server",
    "LOAD": "would change the data",
    "INSERT": "would change the data",
    "DELETE": "would change the data",
    "CLEAR": "would change the data",
    "DROP": "would change the data",
    "CREATE": "would change the data",
    "COPY": "would change the data",
    "MOVE": "would change the data",
    "ADD": "would change the data",
}
_WORD = re.compile(r"(?<![\w?$:@-])(" + "|".join(_REFUSED) + r")(?![\w:-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named question: its SPARQL variable, what it takes, its default."""

    name: str
    kind: str
    default: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A named question of the library."""

    name: str
    text: str
    parameters: tuple[Parameter, ...]
    example: str
    sparql: str


_PARAMETER = re.compile(r"(\w+)\s*:\s*([\w|]+)(?:\s*=\s*(\S+))?\s*(?:—\s*(.*))?")


@lru_cache(maxsize=2)
def questions(folder: Path | None = None) -> dict[str, Question]:
    """The library, by name."""
    found = {}
    for path in sorted((folder or resources.queries_dir()).glob("*.rq")):
        text = path.read_text("utf-8")
        header: dict[str, list[str]] = {}
        for line in text.splitlines():
            if not line.startswith("#"):
                break
            key, _, value = line.lstrip("# ").partition(":")
            header.setdefault(key.strip(), []).append(value.strip())
        parameters = []
        for value in header.get("parameter", []):
            match = _PARAMETER.fullmatch(value)
            if match is None:
                raise QueryError(f"{path.name}: cannot read the parameter line {value!r}")
            parameters.append(Parameter(match[1], match[2], match[3], match[4] or ""))
        found[path.stem] = Question(path.stem, header["question"][0], tuple(parameters), header["example"][0], text)
    return found


def question(name: str) -> Question:
    """One named question. Raises `UsageError` that names the nearest if there is none."""
    library = questions()
    if name not in library:
        raise UsageError(f"no question {name!r}{near(name, library)}; `pactgraph questions` lists them")
    return library[name]


def ask(
    store: Store,
    asked: Question,
    things: Mapping[str, Thing],
    clock: Clock,
    values: Mapping[str, str],
) -> Results:
    """Answer a named question at a clock. Raises `UsageError` for a parameter that does not fit."""
    terms: dict[str, ox.NamedNode | ox.Literal] = {}
    known = {parameter.name: parameter for parameter in asked.parameters}
    for name in values:
        if name not in known:
            have = ", ".join(known) or "none"
            raise UsageError(f"{asked.name} has no parameter {name!r}{near(name, known)}; it has: {have}")
    for parameter in asked.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is not None:
            terms[parameter.name] = _term(parameter, value, things)
    moments = {"asOfFirst": clock.first, "asOfLast": clock.last, "knownBy": clock.known_by}
    days = {name: ox.Literal(moment.isoformat(), datatype=ox.NamedNode(_DATE)) for name, moment in moments.items()}
    return run(store, bind(asked.sparql, terms, days), name=asked.name)


def bind(
    sparql: str,
    parameters: Mapping[str, ox.NamedNode | ox.Literal],
    constants: Mapping[str, ox.NamedNode | ox.Literal],
) -> str:
    """A query with its variables bound to RDF terms, each written by the RDF library with its escapes.

    `constants` (the clocks) stand wherever their variable stood, inner groups included.
    `parameters` may be in the projection, so they join as VALUES at the head of the pattern.
    """
    for name, term in constants.items():
        # Split and join: a replacement pattern would read the backslashes of an escaped literal.
        sparql = str(term).join(re.split(rf"\?{name}\b", sparql))
    if parameters:
        values = " ".join(f"VALUES ?{name} {{ {term} }}" for name, term in parameters.items())
        sparql = sparql.replace("WHERE {", f"WHERE {{ {values}", 1)
    return sparql


def _term(parameter: Parameter, value: str, things: Mapping[str, Thing]) -> ox.NamedNode | ox.Literal:
    """The RDF term of a parameter's value, checked by what the parameter takes."""
    if parameter.kind == "text":
        return ox.Literal(value)
    if parameter.kind == "number":
        if not re.fullmatch(r"[0-9]{1,9}", value):
            raise UsageError(f"{parameter.name} must be a whole number, not {value!r}")
        return ox.Literal(value, datatype=ox.NamedNode(vocab.PREFIXES["xsd"] + "integer"))
    if parameter.kind == "day":
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise UsageError(f"{parameter.name} must be a day such as 2021-12-31, not {value!r}")
        return ox.Literal(value, datatype=ox.NamedNode(_DATE))
    thing = things.get(value)
    if thing is None:
        raise UsageError(f"unknown id {value!r}{near(value, things)}; `pactgraph find` looks names up")
    kinds = parameter.kind.split("|")
    if "entity" not in kinds and thing.type not in kinds:
        raise UsageError(f"{parameter.name} takes a {' or '.join(kinds)}; {value!r} is a {thing.type}")
    return ox.NamedNode(vocab.ID + value)


def run(store: Store, sparql: str, *, name: str = "query") -> Results:
    """Run a read-only query with the usual prefixes in place.

    Raises `QueryError` if it is too long or too deeply nested, if it would change data or reach
    another address, or if the engine refuses it; the message says where.
    """
    check(sparql, name)
    # A prologue on one line keeps the line numbers of errors those of the query.
    prologue = PROLOGUE.replace("\n", " ")
    try:
        return store.query(prologue + sparql)
    except SyntaxError as error:
        raise QueryError(f"{name}: {_place(str(error), len(prologue))}") from None
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"{name}: {error}") from None


def check(sparql: str, name: str = "query") -> None:
    """Refuse what must not reach the engine. Raises `QueryError`; see `run`."""
    if len(sparql) > MAX_QUERY:
        raise QueryError(f"{name}: has {len(sparql):,} characters; at most {MAX_QUERY:,} are read")
    bare = _HIDDEN.sub(" ", sparql)
    depth = deepest = 0
    for character in bare:
        if character in "{([":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "})]":
            depth -= 1
    if deepest > MAX_NESTING:
        raise QueryError(f"{name}: is nested {deepest} deep; at most {MAX_NESTING} are read")
    if found := _WORD.search(bare):
        word = found.group().upper()
        raise QueryError(f"{name}: {word} {_REFUSED[word]}; only reading the loaded data is allowed")


def _place(message: str, shift: int) -> str:
    """The engine's message with its column moved back over the prologue."""
    match = re.search(r"error at 1:(\d+)", message)
    if match and int(match[1]) > shift:
        return message.replace(match.group(), f"error at 1:{int(match[1]) - shift}")
    return message


def rows(results: Results) -> tuple[list[str], list[list[str]]]:
    """Column names and rows as short text: ids without their address, literals without datatype."""
    if isinstance(results, ox.QueryBoolean):
        return ["answer"], [["yes" if results else "no"]]
    if isinstance(results, ox.QueryTriples):
        return ["subject", "predicate", "object"], [[short(term) for term in triple] for triple in results]
    names = [variable.value for variable in results.variables]
    return names, [[short(solution[name]) for name in names] for solution in results]


def short(term: Any) -> str:
    """A term as people write it."""
    if term is None:
        return ""
    value: str = getattr(term, "value", str(term))
    if isinstance(term, ox.NamedNode):
        for prefix in (vocab.ID, vocab.STATEMENT, vocab.FIGURE, vocab.PACT):
            if value.startswith(prefix):
                return value.removeprefix(prefix)
    return value


RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def serialise(results: Results, form: str) -> bytes:
    """Results in a W3C format. Raises `UsageError` if the form does not fit the kind of query."""
    if isinstance(results, ox.QueryTriples):
        fitting = list(GRAPH_FORMATS)
        if form in GRAPH_FORMATS:
            return results.serialize(format=GRAPH_FORMATS[form]) or b""
    else:
        fitting = list(RESULT_FORMATS)
        if form in RESULT_FORMATS:
            return results.serialize(format=RESULT_FORMATS[form]) or b""
    raise UsageError(f"this query cannot be written as {form!r}; try table, {', '.join(fitting)}")
