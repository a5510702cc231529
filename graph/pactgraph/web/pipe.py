"""What server, zygote and workers say to each other: a length, a head in JSON, a body.

The ends are local sockets between processes of one user; nothing here is reached from outside.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from typing import Any

_LENGTHS = struct.Struct(">IQ")
#: To the zygote: what to do, with the worker of which number.
ORDER = struct.Struct(">cI")
FORK, END = b"F", b"E"


def send(end: socket.socket, head: Any, body: bytes = b"") -> None:
    """Send a message, however long that takes."""
    text = json.dumps(head).encode()
    end.sendall(_LENGTHS.pack(len(text), len(body)) + text)
    if body:  # the other side may have gone by now, content with the head
        end.sendall(body)


def receive(end: socket.socket) -> tuple[Any, bytes]:
    """The next message. Raises `EOFError` if the other side has gone."""
    head, body = _LENGTHS.unpack(_exactly(end, _LENGTHS.size))
    return json.loads(_exactly(end, head)), _exactly(end, body)


def _exactly(end: socket.socket, count: int) -> bytes:
    found = bytearray()
    while len(found) < count:
        part = end.recv(min(count - len(found), 1 << 20))
        if not part:
            raise EOFError
        found += part
    return bytes(found)


async def receive_soon(end: socket.socket) -> tuple[Any, bytes]:
    """As `receive`, while others are served."""
    loop = asyncio.get_running_loop()

    async def exactly(count: int) -> bytearray:
        found = bytearray(count)
        view, done = memoryview(found), 0
        while done < count:
            part = await loop.sock_recv_into(end, view[done:])
            if not part:
                raise EOFError
            done += part
        return found

    head, body = _LENGTHS.unpack(await exactly(_LENGTHS.size))
    return json.loads(await exactly(head)), bytes(await exactly(body))


async def send_soon(end: socket.socket, head: Any) -> None:
    """As `send`, while others are served."""
    text = json.dumps(head).encode()
    await asyncio.get_running_loop().sock_sendall(end, _LENGTHS.pack(len(text), 0) + text)
