"""The graph over HTTP: a SPARQL endpoint, entity pages, named questions, a JSON API.

`app` has the routes, `guard` what holds for every request, `protocol` reads requests and negotiates,
`api` is the table from which routes and OpenAPI are made. What needs the data is a job: `jobs` says
what each does, `zygote` loads the data once and forks the workers that do them, `workers` gives the
jobs out and ends what takes too long. The server's own process holds no data and runs no query.
Why so: docs/decisions/0008-serve.md.
"""

from __future__ import annotations

from .settings import Limits
from .workers import Workers

__all__ = ["Limits", "Workers"]
