"""`make soak`: half an hour of mixed load on `pactgraph serve`, hostile queries among it.

Eight clients ask the named questions, every text as never asked before; four others send, one after the
other, queries that must be stopped or refused. Every ten seconds the memory of the server and all its
processes is added up (private pages, and shared ones once: PSS). In the end no good query may have failed,
and the memory of the last third may not be above that of the second third by more than a twentieth.

    python tests/bench/soak.py [MINUTES]
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from itertools import cycle
from pathlib import Path

import httpx

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from load import mix, ours, wrk  # noqa: E402

import pactgraph  # noqa: E402

_DOUBLES = " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(40))
_REGEX = 'REGEX(CONCAT(STR(?o), STR(?u)), "(a|a)*(b|b)*$")'
#: What somebody might send, and the status with which it must end.
HOSTILE = {
    "cartesian product": ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", 503),
    "exponential path": ("SELECT * { ?s (!<x:y>|^!<x:y>)* ?o . ?o (!<x:y>|^!<x:y>)* ?r }", 503),
    "costly regex": (f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o . ?t ?q ?u FILTER({_REGEX}) }}", 503),
    "text that doubles": (f'SELECT ?a40 {{ BIND("aaaaaaaa" AS ?a0) {_DOUBLES} }}', 503),
    "an order that ends the engine": ("SELECT * { ?s ?p ?o } ORDER BY ?o", 503),
    "brackets": ("SELECT * " + "{" * 3000 + "}" * 3000, 400),
    "another host": ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 400),
    "a file": ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 400),
    "an update": ("DELETE WHERE { ?s ?p ?o }", 400),
}


def main(minutes: float) -> None:
    """Run it, print what was seen, end with 1 if it was not good."""
    graph = pactgraph.load()
    texts = mix(graph)
    seen: Counter[str] = Counter()
    odd: list[str] = []
    stop = threading.Event()
    with tempfile.TemporaryDirectory() as folder, ours() as (address, server):
        threads = [
            threading.Thread(target=_attack, args=(address, place, seen, odd, stop), daemon=True) for place in range(4)
        ]
        for thread in threads:
            thread.start()
        memory: list[tuple[float, float]] = []
        begin = time.monotonic()
        asking = wrk(address, texts, 8, Path(folder, "paths.txt"), seconds=minutes * 60, fresh=True, say=True)
        while asking.poll() is None:
            time.sleep(10)
            memory.append((time.monotonic() - begin, _memory(server.pid)))
            if len(memory) % 12 == 0:
                print(
                    f"{memory[-1][0] / 60:5.1f} min  {memory[-1][1]:6.0f} MiB  {sum(seen.values())} hostile", flush=True
                )
        stop.set()
        said, refused = asking.communicate()
        found = json.loads(said.partition("RESULT ")[2].partition("\n")[0])
        for thread in threads:
            thread.join(30)
    third = len(memory) // 3
    before, after = (
        statistics.median(mib for _, mib in memory[third : 2 * third]),
        statistics.median(mib for _, mib in memory[2 * third :]),
    )
    print(f"{found['requests']:,} good queries in {found['seconds'] / 60:.1f} min, {found['failed']} failed;"
          f" p50 {found['p50']:.0f}, p95 {found['p95']:.0f}, p99 {found['p99']:.0f} ms")  # fmt: skip
    print(
        f"{sum(seen.values()):,} hostile ones: " + ", ".join(f"{name} {count}" for name, count in sorted(seen.items()))
    )
    print(
        f"memory: second third {before:.0f} MiB, last third {after:.0f} MiB, most {max(mib for _, mib in memory):.0f}"
    )
    for line, count in Counter(refused.splitlines()).most_common(10):
        print(f"refused {count} times:", line)
    for line in odd[:20]:
        print("unexpected:", line)
    sys.exit(bool(odd) or found["failed"] > 0 or after > before * 1.05)


def _attack(address: str, place: int, seen: Counter[str], odd: list[str], stop: threading.Event) -> None:
    hostile = list(HOSTILE.items())
    with httpx.Client(timeout=60, trust_env=False) as client:
        for name, (text, expected) in cycle(hostile[place * 2 :] + hostile[: place * 2]):
            if stop.is_set():
                return
            try:
                status = client.get(address, params={"query": text}).status_code
            except httpx.HTTPError as error:
                odd.append(f"{name}: {error!r}")
                continue
            seen[name] += 1
            if status != expected:
                odd.append(f"{name}: {status}")
            time.sleep(0.2)


def _memory(pid: int) -> float:
    """MiB of a process and all below it; a page that several share counts once."""
    total = 0
    for process in [pid, *_below(pid)]:
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue  # it has ended since
    return total / 1024


def _below(pid: int) -> list[int]:
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                parents[int(entry)] = int(Path(f"/proc/{entry}/stat").read_text("ascii").rpartition(")")[2].split()[1])
            except OSError:
                continue
    found, wanted = [], {pid}
    while wanted:
        wanted = {child for child, parent in parents.items() if parent in wanted}
        found.extend(wanted)
    return found


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 30)
