"""A connection that its client cannot keep waiting: uvicorn's own, with an end to patience.

uvicorn limits how long an idle connection is kept, but not how long a client may take to send the
head of a request, or to take what was sent to it.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from .settings import Limits

#: Seconds for which a refused sender is still listened to.
_LINGER = 2.0
_REFUSAL = (
    b"HTTP/1.1 %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n"
    b"X-Content-Type-Options: nosniff\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n"
)


def connection_class(limits: Limits) -> type[asyncio.Protocol]:
    """The class of connections, for `uvicorn.Config(http=…)`."""

    class Connection(H11Protocol):
        """One connection; cut off when its client is too slow."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self._sending: asyncio.TimerHandle | None = None
            self._taking: asyncio.TimerHandle | None = None

            self._refused = False

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            # A client that takes little at a time is noticed only when little is kept for it.
            transport.set_write_buffer_limits(high=64 * 1024)
            self._sending = self.loop.call_later(limits.sending, self._cut)

        def data_received(self, data: bytes) -> None:
            if self._refused:
                return
            super().data_received(data)
            if self.cycle is not None and not self.cycle.response_complete:
                _cancel(self._sending)
            elif self.cycle is not None and (self._sending is None or self._sending.cancelled()):
                self._sending = self.loop.call_later(limits.sending, self._cut)

        def pause_writing(self) -> None:
            super().pause_writing()
            _cancel(self._taking)
            self._taking = self.loop.call_later(limits.taking, self._cut)

        def resume_writing(self) -> None:
            super().resume_writing()
            _cancel(self._taking)

        def connection_lost(self, exc: Exception | None) -> None:
            _cancel(self._sending)
            _cancel(self._taking)
            super().connection_lost(exc)

        def send_400_response(self, msg: str) -> None:
            """Refuse what is no request, and stay for a moment, so that the refusal arrives."""
            too_long = len(self.conn.trailing_data[0]) > 2 * limits.address
            status = "431 Request Header Fields Too Large" if too_long else "400 Bad Request"
            said = b"the head of the request is too long\n" if too_long else b"this is no HTTP request\n"
            self.transport.write(_REFUSAL % (status.encode(), len(said)) + said)
            if self.transport.can_write_eof():
                self.transport.write_eof()
            self._refused = True
            self.loop.call_later(_LINGER, self._cut)

        def _cut(self) -> None:
            self.transport.abort()

    return Connection


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
