"""The routes. Each reads its request, has a job done, and sends the whole answer."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..explorer import explorer_policy
from . import api, describe, protocol
from .guard import Guard, refusal
from .kept import Kept
from .protocol import GRAPH_TYPES, HTML, JSON, RESULT_TYPES, Offer, RefusedError, Reply

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from .workers import Workers

#: Bytes of an answer that are handed over at a time.
_PIECE: Final = 64 * 1024
_CLOSE: Final = {"Connection": "close"}
#: Always asked for again: cheap, since it is answered by the version of the data alone.
_CACHED: Final = "public, no-cache"


def create_app(workers: Workers, *, hosts: Iterable[str] = ()) -> Starlette:
    """The application over running workers. `hosts` are the names it goes by, beside those of this machine."""
    server = _Server(workers)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await asyncio.to_thread(workers.close)

    def get(path: str, answer: Callable[[Request], Awaitable[Response]]) -> Route:
        return Route(path, _with_options(answer, ("GET",)), methods=["GET", "OPTIONS"])

    routes = [
        get("/", server.home),
        Route("/sparql", _with_options(server.sparql, ("GET", "POST")), methods=["GET", "POST", "OPTIONS"]),
        get("/.well-known/void", server.void),
        get("/void", server.void),
        get("/ontology", server.ontology),
        *(get(f"/{kind}/{{id:path}}", server.record(kind)) for kind in describe.KINDS),
        get("/explorer", server.explorer),
        get("/search", server.search),
        get("/questions", server.questions),
        get("/questions/{name}", server.question),
        *(get(endpoint.path, server.endpoint(endpoint)) for endpoint in api.ENDPOINTS),
        get("/openapi.json", server.openapi),
        get("/health", server.health),
    ]
    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(Guard, limits=workers.limits, hosts=tuple(hosts))],
        exception_handlers={RefusedError: _refused, HTTPException: _failed, Exception: _broken},
    )


def _with_options(
    answer: Callable[[Request], Awaitable[Response]], methods: tuple[str, ...]
) -> Callable[[Request], Awaitable[Response]]:
    allowed = ", ".join([*methods, "HEAD", "OPTIONS"])

    async def either(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": allowed})
        return await answer(request)

    return either


def _accept(request: Request) -> str:
    return ", ".join(request.headers.getlist("accept"))


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)  # noqa: S101 - registered for it alone
    return refusal(_accept(request), error.status, str(error), error.headers)


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
    said = {
        404: "there is nothing at this address; begin at /",
        405: "this address does not take this method; the Allow header lists those that it takes",
    }
    return refusal(_accept(request), error.status_code, said.get(error.status_code, error.detail), error.headers)


async def _broken(request: Request, _error: Exception) -> Response:
    return refusal(_accept(request), 500, "the server failed; the log has more under the X-Request-Id")


class _Answer(Response):
    """A finished answer, sent in pieces, and counted for as long as its client has not taken it."""

    def __init__(self, body: bytes, status: int, headers: Mapping[str, str], workers: Workers) -> None:
        super().__init__(b"", status, {**headers, "Content-Length": str(len(body))})
        self._whole = body
        self._workers = workers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        self._workers.hold(len(self._whole))
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            if scope["method"] != "HEAD":
                view = memoryview(self._whole)
                for at in range(0, len(view), _PIECE):
                    await send({"type": "http.response.body", "body": bytes(view[at : at + _PIECE]), "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            self._workers.hold(-len(self._whole))


class _Server:
    """The answers of each route."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._kept = Kept(workers.limits.kept)
        self._making = asyncio.Lock()

    # SPARQL

    async def sparql(self, request: Request) -> Response:
        """The query operation; without a query, the description of the service."""
        body = b""
        if request.method == "POST":
            body = await self._body(request)
        content_type = request.headers.get("content-type", "")
        asked = protocol.read_query(request.method, request.scope["query_string"], content_type, body)
        if asked is None:
            return await self._described(request, service=True)
        accept = _accept(request)
        results = protocol.negotiate(accept, {**RESULT_TYPES, **HTML}, asked.form)
        graph = protocol.negotiate(accept, GRAPH_TYPES, asked.form)
        values = {
            "query": asked.text,
            "default": asked.default_graphs,
            "named": asked.named_graphs,
            "results": _pair(results),
            "graph": _pair(graph),
        }
        return await self._do(request, "sparql", values)

    async def _body(self, request: Request) -> bytes:
        limits = self._workers.limits
        if request.headers.get("content-encoding", "identity") != "identity":
            raise RefusedError(415, "a compressed body is not read; send it as it is", _CLOSE)
        too_large = RefusedError(413, f"the body is larger than {limits.body:,} bytes; send a shorter query", _CLOSE)
        length = request.headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or len(length) > 15 or int(length) > limits.body:
            raise too_large
        found = bytearray()
        try:
            async with asyncio.timeout(limits.sending):
                async for part in request.stream():
                    found += part
                    if len(found) > limits.body:
                        raise too_large
        except TimeoutError:
            raise RefusedError(408, f"the body did not come within {limits.sending:g} seconds", _CLOSE) from None
        except ClientDisconnect:
            raise RefusedError(400, "the body ended early", _CLOSE) from None
        return bytes(found)

    # Descriptions and records

    async def home(self, request: Request) -> Response:
        """The entrance for people; for programs, the dataset's description."""
        return await self._described(request, service=False)

    async def explorer(self, request: Request) -> Response:
        """The explorer, the same file as the command writes: it asks for nothing more, this server included."""
        # One at a time: it takes many seconds, and who waited gets what is kept by then.
        async with self._making:
            answer = await self._do(request, "explorer", {}, self._workers.limits.making)
        answer.headers["Content-Security-Policy"] = f"{explorer_policy()}; frame-ancestors 'none'"
        return answer

    async def void(self, request: Request) -> Response:
        """The dataset's description."""
        return await self._described(request, service=False, page=False)

    async def _described(self, request: Request, *, service: bool, page: bool = True) -> Response:
        types = {**GRAPH_TYPES, **HTML} if page else GRAPH_TYPES
        offer = self._offer(request, types if service or not page else {**HTML, **GRAPH_TYPES})
        calls = bool(self._workers.limits.services)
        values = {"service": service, "calls": calls, "server": str(request.base_url).rstrip("/"), **_named(offer)}
        return await self._do(request, "home" if offer.form == "html" else "description", values)

    async def ontology(self, request: Request) -> Response:
        """The vocabulary."""
        return await self._do(request, "ontology", _named(self._offer(request, GRAPH_TYPES)))

    def record(self, kind: str) -> Callable[[Request], Awaitable[Response]]:
        """What stands at an address of the data."""

        async def answer(request: Request) -> Response:
            offer = self._offer(request, {**HTML, **GRAPH_TYPES})
            values = {"kind": kind, "id": request.path_params["id"], **_named(offer)}
            return await self._do(request, "record", values)

        return answer

    # Questions and the JSON API

    async def search(self, request: Request) -> Response:
        """The page of a search."""
        values = api.read(api.ENDPOINTS[0].parameters, self._given(request))
        return await self._do(request, "find", {**values, "form": "html"})

    async def questions(self, request: Request) -> Response:
        """The list of named questions."""
        api.read((), self._given(request))
        return await self._do(request, "questions", _named(self._offer(request, {**JSON, **HTML})))

    async def question(self, request: Request) -> Response:
        """The answer to a named question."""
        given = [(name, value) for name, value in self._given(request) if value and name != "format"]
        by = dict(given)
        if len(by) < len(given):
            raise RefusedError(400, "a parameter is given twice; give it once")
        clocks = {name: by.pop(name, None) for name in ("as_of", "known_by")}
        offer = self._offer(request, {**RESULT_TYPES, **HTML})
        values = {"name": request.path_params["name"], "values": by, **clocks, "results": _pair(offer), "graph": None}
        return await self._do(request, "question", values)

    def endpoint(self, endpoint: api.Endpoint) -> Callable[[Request], Awaitable[Response]]:
        """An address of the JSON API."""

        async def answer(request: Request) -> Response:
            values = api.read(endpoint.parameters, self._given(request))
            offer = self._offer(request, endpoint.types or JSON)
            return await self._do(request, endpoint.job, {**request.path_params, **values, **_named(offer)})

        return answer

    async def openapi(self, request: Request) -> Response:
        """The description of what is asked with parameters."""
        return await self._do(request, "openapi", {"server": str(request.base_url).rstrip("/")})

    async def health(self, _request: Request) -> Response:
        """Whether requests are answered, and from which data."""
        alive, told = self._workers.health()
        return JSONResponse(told, 200 if alive else 503)

    # What they share

    @staticmethod
    def _given(request: Request) -> list[tuple[str, str]]:
        return protocol.fields(request.scope["query_string"], "the address")

    def _offer(self, request: Request, types: Mapping[str, tuple[str, ...]]) -> Offer:
        form = dict(self._given(request)).get("format")
        if form is not None and form not in types:
            raise RefusedError(422, f"`format` takes one of {', '.join(types)}")
        offer = protocol.negotiate(_accept(request), types, form)
        if offer is None:
            offered = ", ".join(medias[0] for medias in types.values())
            raise RefusedError(406, f"this address answers as one of {offered}; name one in the Accept header")
        return offer

    async def _do(
        self, request: Request, kind: str, values: Mapping[str, Any], seconds: float | None = None
    ) -> Response:
        """Have a job done and send its answer, or nothing if the client has it already."""
        compress = protocol.takes_gzip(request.headers.get("accept-encoding", ""))
        tag = _tag(self._workers.version, kind, repr(sorted(values.items())))
        known = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
        if request.method != "POST" and tag in known:
            return Response(status_code=304, headers={"ETag": tag, "Cache-Control": _CACHED})
        key = f"{tag} {compress}"
        if kept := self._kept.get(key):
            return self._sent(request, kept, tag)
        client = request.client.host if request.client else ""
        work = asyncio.ensure_future(self._workers.run(kind, values, client=client, compress=compress, seconds=seconds))
        gone = asyncio.ensure_future(_gone(request))
        try:
            await asyncio.wait((work, gone), return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                raise RefusedError(400, "the client has gone")
            reply = work.result()
        finally:
            for task in (work, gone):
                task.cancel()
            with suppress(asyncio.CancelledError, RefusedError):
                await work
        self._kept.put(key, reply)
        return self._sent(request, reply, tag)

    def _sent(self, request: Request, reply: Reply, tag: str) -> Response:
        if not reply.content_type:
            return refusal(_accept(request), reply.status, reply.body.decode())
        headers = {"Content-Type": reply.content_type}
        if reply.encoding:
            headers["Content-Encoding"] = reply.encoding
        if reply.policy:
            headers["Content-Security-Policy"] = f"{reply.policy}; frame-ancestors 'none'"
        if reply.stable and request.method != "POST":
            headers |= {"ETag": tag, "Cache-Control": _CACHED}
        return _Answer(reply.body, reply.status, headers, self._workers)


async def _gone(request: Request) -> None:
    """Return when the client has hung up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _pair(offer: Offer | None) -> tuple[str, str] | None:
    return (offer.media, offer.form) if offer else None


def _named(offer: Offer) -> dict[str, str]:
    return {"form": offer.form, "media": offer.content_type}


def _tag(*parts: str) -> str:
    """A weak entity tag: the same answer, though perhaps compressed."""
    found = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return f'W/"{found}"'
