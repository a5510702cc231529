"""The process that holds the data: it loads them once, then forks workers and ends them on order.

It has one thread and runs no query, so that forking is safe at any moment and takes milliseconds: a
worker begins with the loaded store in shared memory. Started by `workers` as
`python -m pactgraph.web.zygote FOLDER DESCRIPTOR LIMITS`; its standard input and output are not used.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

from ..errors import DataError, PactError
from ..graph import PactGraph, load
from ..query import questions
from . import jobs, pages, pipe

#: What workers would otherwise each load for themselves, or could not while they may open no file.
_AHEAD = (
    "docx",
    "jinja2",
    "matplotlib.backends.backend_svg",
    "pactgraph.brief.writers",
    "pyparsing",
    "rapidfuzz",
    "rdflib.plugins.sparql.parser",
)
_OUR_FAULT = "the server failed at this request; its log has more under the X-Request-Id"
#: A worker that has done so many jobs, or has grown by so much, makes room for a fresh one.
_JOBS, _GROWTH_KIB = 1000, 128 * 1024


def main(folder: str, descriptor: int, limits: dict[str, Any]) -> None:
    """Load the data, say what they are, then obey orders until the server is gone."""
    orders = socket.socket(fileno=descriptor)
    for number in (signal.SIGINT, signal.SIGHUP):
        # Meant for the server, which tells us what follows from it.
        signal.signal(number, signal.SIG_IGN)
    try:
        graph = load(Path(folder) if folder else None)
        store = graph.embedded
        hello = {
            "version": jobs.version(graph),
            "triples": len(store),
            "graphs": len(store.graphs()),
            "things": len(graph.things),
            "statements": len(graph.statements),
            "data_day": graph.clock().data_day.isoformat(),
        }
    except DataError as error:
        pipe.send(orders, {"problems": [problem.as_dict() for problem in error.problems]})
        return
    except PactError as error:
        pipe.send(orders, {"error": str(error), "exit": error.exit_code})
        return
    for name in _AHEAD:
        importlib.import_module(name)
    pages.prepare()
    questions()
    # What is here now stays: a collector that walks it would copy every shared page.
    gc.collect()
    gc.freeze()
    pipe.send(orders, hello)
    _obey(orders, graph, limits)


def _obey(orders: socket.socket, graph: PactGraph, limits: dict[str, Any]) -> None:
    children: dict[int, int] = {}
    try:
        while True:
            ready, _, _ = select.select([orders], [], [], 1.0)
            if ready:
                message, ends, _, _ = socket.recv_fds(orders, pipe.ORDER.size, 1)
                if len(message) < pipe.ORDER.size:
                    return  # The server has gone.
                order, number = pipe.ORDER.unpack(message)
                if order == pipe.FORK:
                    end = socket.socket(fileno=ends[0])
                    pid = os.fork()
                    if pid == 0:
                        orders.close()
                        _work(end, graph, limits)
                    end.close()
                    children[number] = pid
                elif number in children:
                    os.kill(children[number], signal.SIGKILL)
            # An ended child keeps its number until it is fetched here, so no order can hit a stranger.
            for number, pid in list(children.items()):
                if os.waitpid(pid, os.WNOHANG)[0]:
                    del children[number]
    finally:
        for pid in children.values():
            os.kill(pid, signal.SIGKILL)


def _work(end: socket.socket, graph: PactGraph, limits: dict[str, Any]) -> NoReturn:
    """Do jobs until told to stop; never returns into the zygote's own work."""
    try:
        # Rust reports a failed allocation there; the server tells of it in its own words.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        memory = _address_space() + int(limits["memory"])
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for count in range(_JOBS):
            job, _ = pipe.receive(end)
            _allow(job["seconds"])
            trace = ""
            try:
                most = jobs.Most(limits["answer"], limits["rows"], tuple(limits["services"]))
                reply = jobs.do(graph, job["kind"], job["values"], most=most, compress=job["compress"])
            except Exception:  # noqa: BLE001 - a fault of ours, which the server logs
                reply, trace = jobs.refusal(500, _OUR_FAULT), traceback.format_exc()
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - begun
            last = count == _JOBS - 1 or grown > _GROWTH_KIB
            head = {
                "status": reply.status,
                "content_type": reply.content_type,
                "encoding": reply.encoding,
                "stable": reply.stable,
                "policy": reply.policy,
                "last": last,
                "trace": trace,
            }
            pipe.send(end, head, reply.body)
            if last:
                break
    except BaseException:  # noqa: BLE001 - whatever it was, the server sees that this worker has gone
        os._exit(1)
    os._exit(0)


def _allow(seconds: float) -> None:
    """Processor time for one more job, should nobody be left to end it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _address_space() -> int:
    """Bytes of address space that this process has now; elsewhere than on Linux, a guess that is ample."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 8 * 2**30


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3]))
