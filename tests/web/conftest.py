"""The application in this process, without sockets, over real worker processes and the real data.

The workers are started once for all tests of a process: they read only, and each test asks anew.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import httpx
import pytest

from pactgraph.web import Limits, Workers
from pactgraph.web.app import create_app

#: Longer than any sound request takes on a busy machine.
LIMITS = replace(Limits(), seconds=20.0)


class Client:
    """Asks the application as a server would, each request in the one event loop that is its own."""

    def __init__(self, workers: Workers) -> None:
        self.workers = workers
        self.app = create_app(workers)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        transport = httpx.ASGITransport(self.app)
        self._client = httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=60)

    def begin(self, method: str, path: str, **options: Any) -> Future[httpx.Response]:
        """Begin a request; others may be begun before its answer comes."""
        return asyncio.run_coroutine_threadsafe(self._client.request(method, path, **options), self._loop)

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """The answer to a request."""
        return self.begin(method, path, **options).result(60)

    def get(self, path: str, **options: Any) -> httpx.Response:
        """The answer to a GET."""
        return self.request("GET", path, **options)

    def ask(self, query: str, accept: str = "application/sparql-results+json") -> httpx.Response:
        """The answer to a SPARQL query."""
        return self.get("/sparql", params={"query": query}, headers={"Accept": accept})

    def call(self, work: Callable[[], Any]) -> Any:
        """Call a function in the event loop."""

        async def there() -> Any:
            return work()

        return asyncio.run_coroutine_threadsafe(there(), self._loop).result(60)

    def close(self) -> None:
        """End the loop and the workers."""
        asyncio.run_coroutine_threadsafe(self._client.aclose(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        self.workers.close()


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    """The application over the real data."""
    made = Client(Workers(None, LIMITS))
    yield made
    made.close()
