"""What holds for every request, whichever route it takes: host, size, headers, the log."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response

from . import pages
from .settings import Limits
from .workers import LOG

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
#: The first part of our addresses' paths; what follows it is the path here.
_PREFIX: Final = "/pactgraph/"
_HEADERS: Final = {
    # Anyone may read, from any page; nobody is known here, so nothing is lent with it.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After, Allow, X-Request-Id",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
#: For how many seconds, and bytes, a refused sender is still listened to.
_LINGER: Final = 2.0
_DISCARDED: Final = 64 * 2**20
_PREFLIGHT: Final = {
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


#: Where a request notes that all of it has come.
_HEARD = "pactgraph.heard"


def refusal(accept: str, status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """What a refused client is told: text for people, JSON for whoever reads that; never a page.

    The message is ours; where it quotes the request, neither form is run by a browser.
    """
    extra = dict(headers or {})
    extra.setdefault("Cache-Control", "no-store")
    kind = _Lingering if status in (413, 414, 415) else Response
    if "json" in accept:
        body = json.dumps({"error": message, "status": status}, ensure_ascii=False)
        return kind(body, status, extra, "application/json")
    return kind(f"{message}\n", status, extra, "text/plain")


class _Lingering(Response):
    """A refusal to who may still be sending: closed at once, the connection would take the answer with it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, then listen for a moment to what comes in vain."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        body = b"" if scope["method"] == "HEAD" else self.body
        await send({"type": "http.response.body", "body": body, "more_body": True})
        left = 0 if scope.get(_HEARD) else _DISCARDED
        with suppress(TimeoutError):
            async with asyncio.timeout(_LINGER):
                while left > 0 and (message := await receive()).get("more_body"):
                    left -= len(message["body"])
        await send({"type": "http.response.body", "body": b""})


class Guard:
    """The outermost layer: refuses what no route should see, completes what every answer has."""

    def __init__(self, app: ASGIApp, limits: Limits, hosts: Iterable[str]) -> None:
        self._app = app
        self._limits = limits
        self._hosts = LOOPBACK | {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status, size = time.monotonic(), 500, 0
        number = secrets.token_hex(6)

        async def complete(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                self._complete(scope, message, number)
            else:
                size += len(message.get("body", b""))
            await send(message)

        async def heard() -> Message:
            message = await receive()
            scope[_HEARD] = not message.get("more_body")
            return message

        path: str = scope["path"]
        if path.startswith(_PREFIX):
            scope["path"] = path[len(_PREFIX) - 1 :]
        try:
            refused = self._refused(scope)
            await (refused or self._app)(scope, heard, complete)
        finally:
            LOG.info(
                json.dumps(
                    {
                        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                        "id": number,
                        "client": (scope.get("client") or ("",))[0],
                        "method": scope["method"],
                        "path": path[:300],
                        "status": status,
                        "bytes": size,
                        "milliseconds": round(1000 * (time.monotonic() - begun), 1),
                    }
                )
            )

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        accept = headers.get("accept", "")
        hosts = headers.getlist("host")
        name = hosts[0].lower() if hosts else ""
        # Behind the last bracket of an IPv6 address or the name stands the port.
        bare = name[: name.find("]") + 1] if name.startswith("[") else name.partition(":")[0]
        if len(hosts) != 1 or bare not in self._hosts:
            return refusal(accept, 400, "this server does not go by the name in the Host header; ask it by its own")
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self._limits.address:
            message = f"the address is longer than {self._limits.address:,} bytes; send the query by POST"
            return refusal(accept, 414, message, {"Connection": "close"})
        return None

    def _complete(self, scope: Scope, message: Message, number: str) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in _HEADERS.items():
            headers[name] = value
        headers["X-Request-Id"] = number
        headers.setdefault("Content-Security-Policy", pages.policy())
        headers.setdefault("Cache-Control", "no-store")
        headers.add_vary_header("Accept")
        headers.add_vary_header("Accept-Encoding")
        if scope["method"] == "OPTIONS":
            headers.update(_PREFLIGHT)
            headers["Access-Control-Allow-Methods"] = headers.get("Allow", "GET, HEAD, OPTIONS")
