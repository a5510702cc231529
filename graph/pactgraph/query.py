"""SPARQL over a store: the library of named questions, safe parameters, result formats.

A named question is a file `queries/<name>.rq` whose comment lines say under which heading it is
listed, what it asks, which parameters it has and an example. Parameters are bound as terms, never pasted as text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pyoxigraph as ox

from . import resources, vocab
from .clock import Clock
from .errors import QueryError, UsageError
from .model import Thing, near
from .store import AnyStore, Results

MAX_QUERY = 100_000
#: Oxigraph's parser and evaluator recurse, and a stack that overflows ends the process: some
#: thousand brackets, or twice as many operators or clauses, are enough.
MAX_NESTING = 60
MAX_CHAIN = 2_000

#: The usual prefixes; and as the protocol lets a relative address be legal, it is one of ours.
PROLOGUE = f"BASE <{vocab.BASE}>\n" + "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in vocab.PREFIXES.items())
_DATE = f"{vocab.PREFIXES['xsd']}date"

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
#: Older engines write these out before they parse, wherever they stand; newer ones in strings alone.
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)", re.DOTALL)
#: Letters of names, as SPARQL's grammar has them (PN_CHARS_BASE), and what may follow a first one.
_LETTER = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF"
    r"\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_MORE = _LETTER + r"0-9_\u00B7\u0300-\u036F\u203F\u2040"
_LOCAL = rf"[{_MORE}:%-]|\\[_~.!$&'()*+,;=/?\#@%-]"
#: The words of SPARQL, each exactly as long as the engine takes it: what the checks pass over
#: inside a string, an address or a name must be inside it for the engine too.
_TOKEN = re.compile(
    rf"""(?P<space>\s+|\#[^\r\n]*)
    |(?P<string>\"{{3}}(?:[^"\\]|\\.|"(?!""))*\"{{3}}|'{{3}}(?:[^'\\]|\\.|'(?!''))*'{{3}}
       |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    |(?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
    |(?P<variable>[?$][{_MORE}]+|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<name>(?:[{_LETTER}](?:[{_MORE}.-]*[{_MORE}-])?|_)?:(?:{_LOCAL}|\.(?={_LOCAL}))*)
    |(?P<word>[{_MORE}]+)
    |(?P<open><<|[{{(\[])
    |(?P<close>>>|[}})\]])
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
#: After one of these, `<` can only open an address.
_OPERATORS = frozenset("=<>!&|+-*/,;.^")
#: What would be hidden from the checks, were `<...>` a comparison.
_DOUBTFUL = re.compile(r"['()\[\]]")
_HAS_HOST = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
#: A call of another server in the one form that is allowed: a whole address, its host in plain letters or numbers.
_CALL = re.compile(
    r"SERVICE[ \t\r\n]*(?:SILENT[ \t\r\n]*)?"
    r"<(?P<scheme>https?)://(?P<host>[A-Z0-9.-]+)(?::(?P<port>[0-9]+))?(?:[/?#][!#-&(-;=?-\[\]_a-z~]*)?>",
    re.IGNORECASE | re.ASCII,
)
_PORTS = {"http": 80, "https": 443}


#: The headings under which the library is listed, in that order.
GROUPS = (
    "Money and work",
    "Law, plans and bodies",
    "Seats and meetings",
    "Asks and answers",
    "Needs and plans",
    "Figures",
    "Changes, sharing and paths",
    "Sources and doubt",
)


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
    group: str = ""


_PARAMETER = re.compile(r"(\w+)\s*:\s*([\w|]+)(?:\s*=\s*(\S+))?\s*(?:—\s*(.*))?")


@lru_cache(maxsize=2)
def questions(folder: Path | None = None) -> dict[str, Question]:
    """The library, by name."""
    found = {}
    for path in sorted((folder or resources.queries_dir()).glob("*.rq"), key=lambda path: path.stem):
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
        found[path.stem] = Question(
            path.stem,
            header["question"][0],
            tuple(parameters),
            header["example"][0],
            text,
            header.get("group", [""])[0],
        )
    return found


def question(name: str) -> Question:
    """One named question. Raises `UsageError` that names the nearest if there is none."""
    library = questions()
    if name not in library:
        raise UsageError(f"no question {name!r}{near(name, library)}; `pactgraph questions` lists them")
    return library[name]


@cache
def agreed(product: str) -> frozenset[str] | None:
    """The questions that an engine is known to answer rightly; None if it is not known to err.

    For an engine that errs, `queries/<product>.txt` lists them, one a line.
    """
    path = resources.queries_dir() / f"{product}.txt"
    if product not in _ERRING:
        return None
    return frozenset(line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))


#: Engines seen to give wrong answers without a word, and what they do.
_ERRING = {"virtuoso": "Virtuoso drops rows from some joins and comparisons and does not say so"}


def doubt(store: AnyStore, asked: Question | None = None) -> str:
    """Why a store may not be asked this question, or any SPARQL of one's own; empty if it may."""
    right = agreed(store.product)
    if right is None or (asked is not None and asked.name in right):
        return ""
    return _ERRING[store.product]


def ask(
    store: AnyStore,
    asked: Question,
    things: Mapping[str, Thing],
    clock: Clock,
    values: Mapping[str, str],
) -> Results:
    """Answer a named question at a clock.

    Raises `UsageError` for a parameter that does not fit, `QueryError` for a store whose engine is
    not known to answer the question rightly.
    """
    if reason := doubt(store, asked):
        raise QueryError(f"{asked.name}: not answered on this server: {reason}; ask another store, or none")
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
        try:
            date.fromisoformat(value)
        except ValueError:
            raise UsageError(f"{parameter.name} must be a day such as 2021-12-31, not {value!r}") from None
        return ox.Literal(value, datatype=ox.NamedNode(_DATE))
    thing = things.get(value)
    if thing is None:
        raise UsageError(f"unknown id {value!r}{near(value, things)}; `pactgraph find` looks names up")
    kinds = parameter.kind.split("|")
    if "entity" not in kinds and thing.type not in kinds:
        raise UsageError(f"{parameter.name} takes a {' or '.join(kinds)}; {value!r} is a {thing.type}")
    return ox.NamedNode(vocab.ID + value)


def run(store: AnyStore, sparql: str, *, name: str = "query", services: Collection[str] = ()) -> Results:
    """Run a read-only query with the usual prefixes in place. SERVICE may call the `services` alone; see `calls`.

    Raises `QueryError` if it is too long or too deeply nested, if it would change data or reach
    another address, or if the engine refuses it; the message says where.
    """
    own_graphs = check(sparql, name, store.graphs(), services)
    # A prologue on one line keeps the line numbers of errors those of the query.
    prologue = PROLOGUE.replace("\n", " ")
    try:
        return store.query(prologue + sparql, union=not own_graphs)
    except SyntaxError as error:
        raise QueryError(f"{name}: {_place(sparql, str(error), len(prologue))}") from None
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"{name}: {error}") from None


def calls(sparql: str, services: Collection[str]) -> bool:
    """Whether the query calls other servers, each of them one of `services`, and nothing else can be read into it.

    A service is a host in lower case, for the usual port of http or https, or a host, a colon and a
    port. This asks nothing of the words that `check` reads: the engine finds a call only where the
    seven letters are, so in such a query they may stand nowhere else, nor be written as a code.
    """
    if not services or re.search(r"\\u", sparql, re.IGNORECASE) or "service" in _CALL.sub(" ", sparql).lower():
        return False
    found = list(_CALL.finditer(sparql))
    return bool(found) and all(_is_listed(call, services) for call in found)


def _is_listed(call: re.Match[str], services: Collection[str]) -> bool:
    host, usual = call["host"].lower(), _PORTS[call["scheme"].lower()]
    port = int(call["port"] or usual)
    return f"{host}:{port}" in services or (port == usual and host in services)


def check(sparql: str, name: str = "query", graphs: Collection[str] = (), services: Collection[str] = ()) -> bool:
    """Whether the query names by FROM the graphs it is about; refuses what must not reach the engine.

    `graphs` are those that FROM may name, `services` those that SERVICE may call. Reads the query
    once, word by word. Raises `QueryError`; see `run`.
    """
    if len(sparql) > MAX_QUERY:
        raise QueryError(f"{name}: has more than {MAX_QUERY:,} characters")
    if calls(sparql, services):
        # Found to be sound; for the rest of the reading, another word that an address and a group follow.
        sparql = _CALL.sub(lambda call: "GRAPH".ljust(len("SERVICE")) + call[0][len("SERVICE") :], sparql)
    texts = dict.fromkeys((sparql, _ESCAPE.sub(_written_out, sparql)))
    found = [_check_words(text, name, graphs, services) for text in texts]  # both, though the first may say yes
    return any(found)


def _check_words(sparql: str, name: str, graphs: Collection[str], services: Collection[str]) -> bool:
    depth = chain = 0
    dataset = own_graphs = False
    base, prefixes, before = vocab.BASE, dict(vocab.PREFIXES), ("", "")
    for kind, text, line in _tokens(sparql, name):
        if kind == "iri" and before[1].upper() == "BASE":
            base = urljoin(base, text[1:-1])
        elif kind == "iri" and before[0].upper() == "PREFIX":
            prefixes[before[1][:-1]] = urljoin(base, text[1:-1])
        before = (before[1], text)
        if dataset and text.upper() != "NAMED":
            if _address(kind, text, base, prefixes) not in graphs:
                raise QueryError(
                    f"{name}: line {line}: FROM {text} is not a graph of these data and nothing is fetched; "
                    "leave FROM out, or give the full address of a document's graph"
                )
            dataset, own_graphs = False, True
        match kind:
            case "open":
                depth += 1
                if depth > MAX_NESTING:
                    raise QueryError(f"{name}: line {line}: is nested more than {MAX_NESTING} brackets deep")
            case "close":
                depth = max(0, depth - 1)
            case "word" | "name":
                # Parts of words: the engine reads `1SERVICE` as 1 and SERVICE, and `SERVICE:x` as SERVICE and :x.
                part = text.partition(":")[0].upper()
                chain += kind == "word" and not text.isdigit()
                dataset = dataset or "FROM" in part
                for word in _REFUSED if kind == "word" else ("SERVICE",):
                    if word in part:
                        allowed = "only reading these data is allowed"
                        if word == "SERVICE" and services:
                            allowed = (
                                f"it may call {', '.join(services)} alone, by a whole address in <…>, and where it "
                                "does, the word stands nowhere else and no sign is written as \\u…"
                            )
                        raise QueryError(f"{name}: line {line}: {word} {_REFUSED[word]}; {allowed}")
            case "sign":
                chain += 1
        if chain > MAX_CHAIN:
            raise QueryError(
                f"{name}: has more than {MAX_CHAIN:,} operators and clauses; long lists of values belong in VALUES"
            )
    return own_graphs


def _address(kind: str, text: str, base: str, prefixes: Mapping[str, str]) -> str:
    """The full address of what FROM names; if there is none, the text as it stands, which no graph is called."""
    if kind == "iri":
        return urljoin(base, text[1:-1])
    prefix, _, local = text.partition(":")
    return prefixes[prefix] + local if kind == "name" and prefix in prefixes and "\\" not in local else text


def _tokens(sparql: str, name: str) -> Iterator[tuple[str, str, int]]:
    """Kind, text and line of each word that means something.

    Whether `<` opens an address or means less-than is decided as the engine does, by what stands
    before it. Where both can be, it is taken for an address and its signs are counted too; if it
    would hide more than that, the query is refused.
    """
    brackets: list[str] = []
    operand = False
    position, line = 0, 1
    while match := _TOKEN.match(sparql, position):
        kind, found = match.lastgroup or "", match.group()
        position = match.end()
        if found.startswith("<") and operand and brackets[-1:] == ["("] and not _HAS_HOST.match(found):
            if found == "<<" or (kind == "iri" and _DOUBTFUL.search(found)):
                raise QueryError(f"{name}: line {line}: put a space after the '<' that means less than")
            for _ in range(sum(not each.isalnum() for each in found)):
                yield "sign", found, line
        if kind == "open":
            brackets.append(found)
        elif kind == "close" and brackets:
            brackets.pop()
        if kind != "space":
            yield kind, found, line
            operand = not (
                kind == "open" or (kind == "sign" and found in _OPERATORS) or (kind == "word" and not _is_value(found))
            )
        line += found.count("\n")


def _is_value(word: str) -> bool:
    # Glued to a number or a truth value, a word is one too for all we know.
    return word[0].isdigit() or word.lower().startswith(("true", "false"))


def _written_out(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    # Beyond the last character there is nothing to write; the engine refuses it.
    return chr(int(code, 16)) if code and int(code, 16) < 0x110000 else match.group()


def _place(sparql: str, message: str, shift: int) -> str:
    """Line, column and text of a syntax error.

    Oxigraph points behind what it could not read, at times lines behind. rdflib's parser points at
    its beginning, so it is asked for the place, where it also refuses the query.
    """
    said = message
    if match := re.match(r"error at (\d+):(\d+): ", message):
        line, column = int(match[1]), int(match[2])
        column -= shift if line == 1 and column > shift else 0
        said = message[match.end() :]
    else:
        line, column = 1, 1
    reason = next((each for each in _REASONS if each in said), "")
    if not reason:
        line, column = _earlier(sparql) or (line, column)
    lines = sparql.split("\n")
    here = " ".join(lines[line - 1][column - 1 :].split())[:60] if line <= len(lines) else ""
    where = f"line {line}, column {column}: "
    if reason:
        return f"{where}{_REASONS[reason]}{f', near {here!r}' if here else ''}"
    return f"{where}cannot be read {f'from {here!r} on' if here else 'to its end'}"


#: What the engine says in words, among the many things it would have expected.
_REASONS = {
    "Prefix not found": "unknown prefix",
    "IRI parsing failed": "not an address",
    "contains a variable that is unbound": "SELECT has a variable that is neither grouped nor counted",
}


def _earlier(sparql: str) -> tuple[int, int] | None:
    """Line and column from which rdflib cannot read on; None if it can."""
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parseQuery(PROLOGUE + sparql)
    except ParseBaseException as error:
        return error.lineno - PROLOGUE.count("\n"), error.col
    except Exception:  # noqa: BLE001 - a second opinion, which may fail in its own ways
        return None
    return None


@contextmanager
def _engine_errors() -> Iterator[None]:
    """Answers are worked out while they are read, so the engine may fail as late as that."""
    try:
        yield
    # An answer that comes over a line is parsed on the way: cut short, it is a syntax error.
    except (ValueError, OSError, RuntimeError, SyntaxError) as error:
        raise QueryError(f"the query failed: {error}") from None


@_engine_errors()
def rows(results: Results) -> tuple[list[str], list[list[str]]]:
    """Column names and rows as short text: ids without their address, literals without datatype.

    Raises `QueryError` if the engine fails on the way.
    """
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
    """Results in a W3C format, exactly: cells are not defused for spreadsheets as those of `export` are.

    Raises `UsageError` if the form does not fit the kind of query, `QueryError` if the engine fails
    on the way or the form cannot hold the result.
    """
    graph = isinstance(results, ox.QueryTriples)
    fitting: Mapping[str, ox.QueryResultsFormat | ox.RdfFormat] = GRAPH_FORMATS if graph else RESULT_FORMATS
    if form not in fitting:
        raise UsageError(f"this query cannot be written as {form!r}; try table, {', '.join(fitting)}")
    with _engine_errors():
        written: bytes = results.serialize(format=fitting[form]) or b""  # type: ignore[arg-type]
    if form in ("xml", "rdfxml") and _NOT_XML.search(written.decode()):
        raise QueryError(f"a result holds a control character, which no {form} can; ask for another format")
    return written


_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
