"""Gives jobs to worker processes, ends those that take too long, and says no when there are too many.

The engine cannot be told to stop, and some queries bring its process down; so each job runs in a
process of its own that can be lost. The server sees the loss as the end of a local socket.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import socket
import subprocess
import sys
from collections import Counter, deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import DataError, EngineError, Problem, UsageError
from . import pipe
from .protocol import TOO_MUCH, RefusedError, Reply
from .settings import Limits

#: Where requests and failures are told of, a line of JSON each.
LOG = logging.getLogger("pactgraph.web")
#: What the process that holds the data runs, before its folder, descriptor and limits.
ZYGOTE: tuple[str, ...] = ("-m", "pactgraph.web.zygote")
#: Seconds for a process to leave by itself.
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class _Worker:
    number: int
    end: socket.socket


class _Zygote:
    """One loaded state of the data and the workers forked from it."""

    def __init__(self, folder: Path | None, limits: Limits) -> None:
        ours, theirs = socket.socketpair()
        self._orders = ours
        arguments = {name: getattr(limits, name) for name in ("memory", "seconds", "answer", "rows", "services")}
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [
                *(sys.executable, *ZYGOTE, str(folder or ""), str(theirs.fileno())),
                json.dumps(arguments),
            ],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # which may be where a protocol is spoken
            # A pool of threads of a numeric library would not outlive a fork.
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "svg"},
        )
        theirs.close()
        self.idle: list[_Worker] = []
        self._next = 0
        try:
            self.hello, _ = pipe.receive(ours)
        except EOFError:
            raise EngineError("the data could not be loaded: the process that holds them ended") from None
        if problems := self.hello.get("problems"):
            self.close()
            raise DataError([Problem(**problem) for problem in problems])
        if message := self.hello.get("error"):
            self.close()
            raise UsageError(message) if self.hello["exit"] == UsageError.exit_code else EngineError(message)

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def fork(self) -> _Worker:
        """A fresh worker; if there can be none, its socket is at its end."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        self._next += 1
        with theirs, contextlib.suppress(OSError):
            socket.send_fds(self._orders, [pipe.ORDER.pack(pipe.FORK, self._next)], [theirs.fileno()])
        return _Worker(self._next, ours)

    def end(self, worker: _Worker) -> None:
        """End a worker at once, whatever it does."""
        worker.end.close()
        with contextlib.suppress(OSError):
            self._orders.sendall(pipe.ORDER.pack(pipe.END, worker.number))

    def close(self) -> None:
        """End all workers and the process itself."""
        for worker in self.idle:
            worker.end.close()
        self.idle.clear()
        self._orders.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Workers:
    """The workers of a server, and the queue before them.

    Loads the data when made. Raises `DataError` or `EngineError` if they cannot be used.
    """

    def __init__(self, folder: Path | None = None, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._folder = folder
        self._zygote = _Zygote(folder, self.limits)
        self._zygote.idle = [self._zygote.fork() for _ in range(min(2, self.limits.at_once))]
        self._busy: Counter[_Zygote] = Counter()
        self._free = self.limits.at_once
        self._queue: deque[asyncio.Future[None]] = deque()
        self._waiting: Counter[str] = Counter()
        self._unfetched = 0
        self._reloading: asyncio.Task[None] | None = None
        self.ended = 0
        self.failure = ""

    @property
    def version(self) -> str:
        """The version of the data that new requests are answered from."""
        found: str = self._zygote.hello["version"]
        return found

    def health(self) -> tuple[bool, dict[str, Any]]:
        """Whether requests are answered, and what there is to say of it."""
        alive = self._zygote.is_alive
        told = {
            "status": "ok" if alive and not self.failure else "stale" if alive else "down",
            "data": self._zygote.hello,
            "running": self.limits.at_once - self._free,
            "waiting": self._waiting.total(),
            "stopped": self.ended,
        }
        if self.failure:
            told["last_reload"] = self.failure
        return alive, told

    async def run(
        self,
        kind: str,
        values: Mapping[str, Any],
        *,
        client: str = "",
        compress: bool = False,
        seconds: float | None = None,
    ) -> Reply:
        """Have a job done, in so many seconds. Raises `RefusedError` if it is stopped, or there is no room for it."""
        seconds = self.limits.seconds if seconds is None else seconds
        called = _CALLED if self.limits.services and kind == "sparql" else ""
        async with self._turn(client):
            zygote = self._zygote
            if not zygote.is_alive:
                self.reload()
            worker = zygote.idle.pop() if zygote.idle else zygote.fork()
            self._busy[zygote] += 1
            kept = False
            try:
                async with asyncio.timeout(seconds):
                    job = {"kind": kind, "values": values, "compress": compress, "seconds": seconds}
                    await pipe.send_soon(worker.end, job)
                    head, body = await pipe.receive_soon(worker.end)
                kept = not head.pop("last")
                if trace := head.pop("trace"):
                    LOG.error(json.dumps({"kind": kind, "failed": trace}))
                return Reply(body=body, **head)
            except TimeoutError:
                raise RefusedError(503, _too_long(seconds) + called) from None
            except (EOFError, OSError):
                if not zygote.is_alive:
                    raise RefusedError(503, "the data are being loaded again; try in a moment", _SOON) from None
                raise RefusedError(503, TOO_MUCH + called) from None
            finally:
                self._busy[zygote] -= 1
                self._give_back(zygote, worker, kept=kept)

    def _give_back(self, zygote: _Zygote, worker: _Worker, *, kept: bool) -> None:
        if kept and zygote is self._zygote:
            zygote.idle.append(worker)
        else:
            self.ended += not kept
            zygote.end(worker)
            if zygote is self._zygote and not zygote.idle:
                zygote.idle.append(zygote.fork())
        if zygote is not self._zygote and not self._busy[zygote]:
            del self._busy[zygote]
            zygote.close()

    @asynccontextmanager
    async def _turn(self, client: str) -> AsyncIterator[None]:
        """Wait for one of the places, in the order of coming."""
        if self._unfetched > self.limits.unfetched:
            raise RefusedError(503, "too many answers wait to be fetched; try in a moment", _SOON)
        if self._free and not self._queue:
            self._free -= 1
        else:
            await self._wait(client)
        try:
            yield
        finally:
            self._leave()

    def _leave(self) -> None:
        """Hand a place to the first who still waits; nobody in between can take it."""
        while self._queue:
            first = self._queue.popleft()
            if not first.done():
                first.set_result(None)
                return
        self._free += 1

    async def _wait(self, client: str) -> None:
        if self._waiting[client] >= self.limits.waiting_of_one:
            raise RefusedError(429, "you have too many requests waiting; send fewer at once", _SOON)
        if self._waiting.total() >= self.limits.waiting:
            raise RefusedError(503, "too many requests are waiting; try in a moment", _SOON)
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(mine)
        self._waiting[client] += 1
        try:
            async with asyncio.timeout(self.limits.patience):
                await mine
        except BaseException as stop:
            if mine.done() and not mine.cancelled():
                self._leave()  # The place came in the same moment.
            if not isinstance(stop, TimeoutError):
                raise
            raise RefusedError(503, "all workers were busy for too long; try in a moment", _SOON) from None
        finally:
            self._waiting[client] -= 1
            if not self._waiting[client]:
                del self._waiting[client]

    def hold(self, size: int) -> None:
        """Count bytes of an answer that its client has yet to take; negative when it has, or has gone."""
        self._unfetched += size

    def reload(self) -> None:
        """Read the data again beside the running state, and go over to them if they are sound.

        Requests that are worked on end with the state they began with. If the data have problems,
        everything stays and `health` says so.
        """
        if self._reloading is None or self._reloading.done():
            self._reloading = asyncio.get_running_loop().create_task(self._reload())

    async def _reload(self) -> None:
        try:
            fresh = await asyncio.to_thread(_Zygote, self._folder, self.limits)
        except (DataError, EngineError, UsageError, OSError) as error:
            self.failure = str(error)
            return
        fresh.idle = [fresh.fork() for _ in range(min(2, self.limits.at_once))]
        old, self._zygote, self.failure = self._zygote, fresh, ""
        if not self._busy[old]:
            del self._busy[old]
            await asyncio.to_thread(old.close)

    def close(self) -> None:
        """End every process."""
        for zygote in {self._zygote, *self._busy}:
            zygote.close()


_SOON = {"Retry-After": "2"}
#: Said where a query may call another server, which may have been slow, or have sent too much or half of it.
_CALLED = "; if it calls a server by SERVICE, the fault may be there"


def _too_long(seconds: float) -> str:
    return (
        f"the query was stopped after {seconds:g} seconds; ask for less: join its patterns by shared variables, "
        "name a type or an id, or add LIMIT"
    )
