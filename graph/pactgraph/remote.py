"""SPARQL at an address: any SPARQL 1.1 endpoint that holds what `publish` put there.

Queries name their dataset, so that other people's graphs on the same server have no part in an
answer. Answers are read as they come. What the server says of itself decides what it may be asked:
see `query.agreed`. Filling a server is `publish`'s work; the HTTP of both is here.
"""

from __future__ import annotations

import email.utils
import io
import time
from collections.abc import Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any, NamedTuple, cast

import httpx
import pyoxigraph as ox

from . import vocab
from .errors import EngineError, QueryError, UsageError
from .store import Results

#: The graph in which `publish` notes what it put where: outside the graphs that queries see.
PUBLISHED = vocab.BASE + "published"
#: Of a graph in that list: the hash of its triples. Of the list itself, once all is there: `store.version`.
HASH = vocab.PREFIXES["schema"] + "sha256"
VERSION = vocab.PREFIXES["schema"] + "version"

#: Seconds to connect, and seconds without a byte in which an answer is given up.
_CONNECT, _SILENCE = 10, 300
_TRIES = 5
_MAX_WAIT = 30.0
#: Too many requests; not now. Anything else would be the same the next time.
_LATER = (429, 503)
_JSON, _TRIPLES = "application/sparql-results+json", "application/n-triples"
#: Seconds for which the list of graphs is taken to be the same.
_FRESH = 10


@dataclass(frozen=True, slots=True)
class Login:
    """Who asks; never shown."""

    user: str
    password: str

    def __repr__(self) -> str:
        return f"Login({self.user!r})"


class Client:
    """HTTP with one server: credentials when asked for, time-outs, patience, and no other host.

    Raises `UsageError` for an address that cannot be used, `EngineError` for what the server does.
    """

    def __init__(self, url: str, login: Login | None = None, *, pause: float = 0.5) -> None:
        self.url = checked(url)
        self._auth = _OnDemand(login) if login else None
        self._pause = pause
        self._http = httpx.Client(timeout=httpx.Timeout(_SILENCE, connect=_CONNECT), follow_redirects=False)
        self.product = ""

    def send(
        self,
        method: str,
        url: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str],
        params: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """The server's answer, whose body is still to be read; any status but those that mean "later"."""
        request = self._http.build_request(method, url, content=body, headers=headers, params=params)
        for left in reversed(range(_TRIES)):
            wait = self._pause * 2 ** (_TRIES - 1 - left)
            try:
                response = self._redirected(request)
            except httpx.TimeoutException:
                raise EngineError(f"{shown(url)} did not answer in time") from None
            except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
                if not left:
                    raise EngineError(f"cannot reach {shown(url)}: {error}") from None
            except httpx.HTTPError as error:
                raise EngineError(f"cannot reach {shown(url)}: {error}") from None
            else:
                self.product = self.product or response.headers.get("server", "")
                if response.status_code not in _LATER or not left:
                    return response
                wait = max(wait, _asked_for(response))
                response.close()
            time.sleep(min(wait, _MAX_WAIT))
        raise AssertionError  # the last try returns or raises

    def _redirected(self, request: httpx.Request) -> httpx.Response:
        response = self._http.send(request, auth=self._auth, stream=True)
        if response.status_code not in (307, 308):
            return response
        response.close()
        target = request.url.join(response.headers.get("location", ""))
        if (target.scheme, target.host, target.port) != (request.url.scheme, request.url.host, request.url.port):
            raise EngineError(f"{shown(str(request.url))} sends on to {target.host}; give that address if you trust it")
        again = self._http.build_request(request.method, target, content=request.content, headers=request.headers)
        return self._http.send(again, auth=self._auth, stream=True)

    def __del__(self) -> None:
        if "_http" in self.__dict__:
            self._http.close()


class _OnDemand(httpx.Auth):
    """Credentials in the way the server asks for them, once it asks."""

    def __init__(self, login: Login) -> None:
        self._login = login
        self._way: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._way is None:
            response = yield request
            asked = response.headers.get("www-authenticate", "").lower() if response.status_code == 401 else ""
            if "digest" in asked:
                self._way = httpx.DigestAuth(self._login.user, self._login.password)
            elif "basic" in asked:
                if request.url.scheme != "https" and not _is_here(request.url.host):
                    raise EngineError(f"{request.url.host} wants the password over plain http; give it as https")
                self._way = httpx.BasicAuth(self._login.user, self._login.password)
            else:
                return
        yield from self._way.auth_flow(request)


def checked(url: str) -> str:
    """The address, if it can be one. Raises `UsageError`, which does not repeat it."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        raise UsageError("the store's address is none that can be read; write https://host/path") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise UsageError("the store's address must begin with http:// or https:// and a host")
    if parsed.userinfo:
        raise UsageError("no user or password in an address: set PACTGRAPH_STORE_USER and PACTGRAPH_STORE_PASSWORD")
    return url


def shown(url: str) -> str:
    """An address as messages name it: without what may be secret in it."""
    parsed = httpx.URL(url)
    return str(parsed.copy_with(userinfo=None, query=None, fragment=None))


def _is_here(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def _asked_for(response: httpx.Response) -> float:
    """The seconds a server asks us to wait."""
    text = response.headers.get("retry-after", "")
    if text.isdigit():
        return float(text)
    with suppress(ValueError):
        return email.utils.parsedate_to_datetime(text).timestamp() - time.time()
    return 0.0


def failure(response: httpx.Response, doing: str) -> EngineError:
    """What a server's refusal means, in one line; closes the answer."""
    where, status = shown(str(response.url)), response.status_code
    if status in (401, 403):
        response.close()
        return EngineError(
            f"{where} refuses {doing} ({status}): set PACTGRAPH_STORE_USER and PACTGRAPH_STORE_PASSWORD, "
            "or name the host in your netrc file, as a user who may"
        )
    return EngineError(f"{where} refuses {doing} ({status}): {_said(response)}")


def _said(response: httpx.Response) -> str:
    """The beginning of what a server says to its refusal."""
    text = b""
    with suppress(httpx.HTTPError):
        for part in response.iter_bytes():
            text += part
            if len(text) > 2000:
                break
    response.close()
    said = " ".join(text.decode("utf-8", "replace").split())
    return "".join(c for c in said if c.isprintable())[:300] or response.reason_phrase


class Held(NamedTuple):
    """What a server holds of ours."""

    #: The hash of each graph that was put there whole, by address; empty texts where nothing was noted.
    graphs: dict[str, str]
    #: `store.version` of the data, once all of it is there.
    version: str | None
    #: Whether `publish` put it there, and so noted what.
    noted: bool


class RemoteStore:
    """A SPARQL 1.1 endpoint, asked over HTTP."""

    def __init__(self, url: str, login: Login | None = None, *, pause: float = 0.5) -> None:
        self.client = Client(query_address(url), login, pause=pause)
        self.url = self.client.url
        self._held: tuple[float, Held] | None = None
        self._product: str | None = None

    @property
    def product(self) -> str:
        """`oxigraph`, `virtuoso`, or `other`; by its answers too, since a proxy may hide its name."""
        if self._product is None:
            # `bif:` functions are Virtuoso's own: any other engine refuses the call or knows no answer.
            odd = self._post('ASK { FILTER(<bif:upper>("a") = "A") }', {})
            said = self.client.product.lower()
            if "virtuoso" in said or (odd.status_code == 200 and _is_yes(odd)):
                self._product = "virtuoso"
            else:
                self._product = "oxigraph" if "oxigraph" in said else "other"
            odd.close()
        return self._product

    def held(self) -> Held:
        """What the server holds, as `publish` noted it; else the graphs below our address."""
        noted = self._solutions(
            f"SELECT ?graph ?said ?value WHERE {{ GRAPH <{PUBLISHED}> {{ ?graph ?said ?value }} }}",
        )
        if noted:
            graphs = {graph: value for graph, said, value in noted if said == HASH}
            return Held(graphs, next((value for _, said, value in noted if said == VERSION), None), noted=True)
        return Held(dict.fromkeys(self.ours(), ""), None, noted=False)

    def ours(self) -> list[str]:
        """Graphs on the server whose address is one of ours; found by looking at all."""
        start = vocab.DOCUMENT_GRAPH
        found = self._solutions(
            f'SELECT DISTINCT ?graph WHERE {{ GRAPH ?graph {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?graph), "{start}")) }}'
        )
        return sorted(row[0] for row in found)

    def graphs(self) -> frozenset[str]:
        """Addresses of the named graphs. Raises `EngineError` if there are none, or not yet all."""
        held = self._recently_held()
        if not held.graphs and not held.noted:
            raise EngineError(f"{shown(self.url)} holds no graph of PactGraph; `pactgraph publish` puts them there")
        if held.noted and held.version is None:
            raise EngineError(f"{shown(self.url)} holds a part only: `pactgraph publish` goes on where it stopped")
        return frozenset(held.graphs)

    def version(self) -> str | None:
        """`store.version` of what the server holds; None if that was not noted."""
        return self._recently_held().version

    def _recently_held(self) -> Held:
        if self._held is None or time.monotonic() - self._held[0] > _FRESH:
            self._held = (time.monotonic(), self.held())
        return self._held[1]

    def query(self, sparql: str, *, union: bool = True) -> Results:
        """Run a query over the union of our graphs, or over those it names by FROM.

        Raises `SyntaxError` as the embedded engine does, before anything is sent; `EngineError` for
        what the server does, `OSError` if the connection breaks while the answer is read.
        """
        _EMPTY.query(sparql)
        graphs = sorted(self.graphs()) if union else []
        response = self._post(sparql, {"default-graph-uri": graphs, "named-graph-uri": graphs})
        if response.status_code != 200:
            if response.status_code == 400:
                raise QueryError(f"{shown(self.url)} cannot read the query: {_said(response)}")
            raise failure(response, "the query")
        # Virtuoso answers in part rather than not at all, and says so in a header only.
        if any(name in response.headers for name in ("x-sparql-maxrows", "x-sql-state")):
            response.close()
            raise EngineError(f"{shown(self.url)} gives a part of the answer only; ask for less, or raise its limits")
        kind = response.headers.get("content-type", "").partition(";")[0].strip()
        if kind in (_TRIPLES, "text/plain", "text/turtle"):
            return _triples(response)
        if kind not in (_JSON, "application/json"):
            response.close()
            raise EngineError(f"{shown(self.url)} answers with {kind or 'nothing'}; is it the address for queries?")
        return _solutions(_file(response))

    def _post(self, sparql: str, dataset: Mapping[str, list[str]]) -> httpx.Response:
        form = httpx.QueryParams({"query": sparql, **dataset})
        headers = {
            "Accept": f"{_JSON}, {_TRIPLES};q=0.9",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self.client.send("POST", self.url, body=str(form).encode(), headers=headers)

    def _solutions(self, sparql: str) -> list[list[str]]:
        response = self._post(sparql, {})
        if response.status_code != 200:
            raise failure(response, "a question about its graphs")
        with suppress(SyntaxError, ValueError, OSError):
            found = ox.parse_query_results(_file(response), ox.QueryResultsFormat.JSON)
            if isinstance(found, ox.QuerySolutions):
                return [[row[name].value for name in found.variables] for row in found]
        raise EngineError(f"{shown(self.url)} does not answer as SPARQL does; is it the address for queries?")


#: Reads a query as the embedded engine does, so that what it refuses is refused everywhere alike.
_EMPTY = ox.Store()


def query_address(url: str) -> str:
    """The address that takes queries; of a bare host, that of an Oxigraph server."""
    parsed = httpx.URL(checked(url))
    return str(parsed.copy_with(path="/query")) if parsed.path in ("", "/") else url


class _Answer(io.RawIOBase):
    """An answer as a file, read as it comes; a break in the line is an `OSError`."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self._parts = response.iter_bytes()
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            while not self._rest and (part := next(self._parts, None)) is not None:
                self._rest = part
        except httpx.HTTPError as error:
            raise OSError(f"the connection broke while the answer came: {error}") from None
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def _file(response: httpx.Response) -> io.BufferedReader:
    return io.BufferedReader(_Answer(response))


def _solutions(stream: IO[bytes]) -> Results:
    try:
        found = ox.parse_query_results(stream, ox.QueryResultsFormat.JSON)
    except SyntaxError as error:
        raise EngineError(f"the server's answer cannot be read: {error}") from None
    # Virtuoso answers ASK as a SELECT with one row.
    if isinstance(found, ox.QuerySolutions) and [v.value for v in found.variables] == ["__ASK_RETVAL"]:
        return _boolean(next(iter(found))[0].value in ("1", "true"))
    return found


def _is_yes(response: httpx.Response) -> bool:
    with suppress(SyntaxError, ValueError, OSError, EngineError, StopIteration):
        found = _solutions(_file(response))
        return isinstance(found, ox.QueryBoolean) and bool(found)
    return False


def _boolean(value: bool) -> ox.QueryBoolean:
    found = ox.Store().query("ASK {}" if value else "ASK { FILTER(false) }")
    return cast("ox.QueryBoolean", found)


def _triples(response: httpx.Response) -> Results:
    # The engine has no triples without a store: they pass through one, which drops repeated ones too.
    passage = ox.Store()
    try:
        passage.load(_file(response).read(), format=ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        raise EngineError(f"the server's answer cannot be read: {error}") from None
    return passage.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
