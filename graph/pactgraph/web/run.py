"""Run the application on a socket until told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import uvicorn

from ..errors import EngineError
from .app import create_app
from .connection import connection_class
from .settings import Limits
from .workers import LOG, Workers


def run(
    folder: Path | None,
    limits: Limits,
    *,
    host: str,
    port: int,
    names: Iterable[str],
    ready: Callable[[str], None],
    log: bool,
) -> None:
    """Serve until SIGINT or SIGTERM; `ready` is told the address once requests are taken.

    Raises `EngineError` if the address cannot be listened at, `DataError` if the data have problems.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio lets small packets go at once only on a socket that says TCP.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    with listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError as error:
            where = f"{host}, port {port}"
            raise EngineError(f"cannot listen at {where}: {error.strerror}; choose another --port") from None
        workers = Workers(folder, limits)
        try:
            _serve(workers, listening, host, names, ready, log=log)
        finally:
            workers.close()


def _serve(
    workers: Workers,
    listening: socket.socket,
    host: str,
    names: Iterable[str],
    ready: Callable[[str], None],
    *,
    log: bool,
) -> None:
    limits = workers.limits
    name = f"[{host}]" if ":" in host else host
    LOG.handlers = [logging.StreamHandler(sys.stderr)] if log else [logging.NullHandler()]
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    config = uvicorn.Config(
        create_app(workers, hosts=(name, *names)),
        http=connection_class(limits),
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=limits.connections,
        h11_max_incomplete_event_size=2 * limits.address,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)

    async def main() -> None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, workers.reload)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        if server.started:
            ready(f"http://{name}:{listening.getsockname()[1]}")
        await serving

    asyncio.run(main())
