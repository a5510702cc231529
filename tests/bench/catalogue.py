"""Second part of `make bench`: the whole catalogue of analyses, cold on the real data and growing on generated worlds.

Cold means a new process: imports, reading, analyses. The worlds are those of `region.py`, of which the
large one is the small one ten times over, so that linear work grows as the statements do. Growth is
told twice. As *work*: the lines of Python that an analysis executes, which no neighbour on the machine
and no cache changes; the bench fails if it grows by more than the statements times `FACTOR`, but for
the path-based, whose bound is in `BOUNDS`. As *time*, beside that of one plain walk over the same
statements. What C does alone (a sort, a join of sets, Oxigraph) is no line of Python and shows in time
only. All times are the processor's, for those of the clock tell of the neighbours.

The ratio is to `newcomer.py`: the core of the same definition as a plain SPARQL query over rdflib, on
the small world in the same run, each stopped after `LIMIT` seconds. What the queries leave out (vague
dates, states, proof) makes the comparison kind to rdflib. Ours is asked alone, of a graph that is read
and nothing else, as theirs is.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from types import FrameType
from typing import Any

HERE = Path(__file__).resolve().parent
SIZES = (1_000, 10_000)
REPEATS = 3
#: Beyond the growth of the statements; a sort of ten times as many costs a third more for each.
FACTOR = 1.15
#: What the path-based cost, and so need not keep to `FACTOR`.
BOUNDS = {"brokers": "cut points: links; betweenness: nodes x links, and none above 500 nodes"}
#: Seconds of the processor after which a plain query is stopped.
LIMIT = 30
COLD = 5.0


def main() -> int:
    """Run everything, print the table; 1 if a target is missed."""
    start = time.perf_counter()
    cold = _process("cold")
    wall = time.perf_counter() - start
    print(f"Real data, cold: {cold['all']:.2f} s in all; reading {cold['read']:.2f}, analyses {cold['analyses']:.2f}")
    print(f"  (by the clock {wall:.2f}; of {os.cpu_count()} processors, with {os.getloadavg()[0]:.1f} at work)")
    print(f"  {cold['findings']:,} findings of {cold['count']} analyses")
    timed, counted = {}, {}
    with tempfile.TemporaryDirectory() as temporary:
        for size in SIZES:
            folder = Path(temporary, str(size))
            subprocess.run([sys.executable, HERE / "region.py", str(size), folder], check=True)
            timed[size], counted[size] = _process("timing", folder), _process("counting", folder)
        plain = _process("plain", Path(temporary, str(SIZES[0])))
    worse = _print(timed, counted, plain)
    kept = "reached" if cold["all"] <= COLD else "MISSED"
    print(f"\n{kept:8} the whole catalogue on the real data, cold: {cold['all']:.2f} s (target at most {COLD:g})")
    told = ", ".join(worse) or "all"
    print(
        f"{'MISSED' if worse else 'reached':8} work grows with the statements, {FACTOR} times as much allowed: {told}"
    )
    for name, bound in BOUNDS.items():
        print(f"         but {name}: {bound}")
    return int(cold["all"] > COLD or bool(worse))


def _print(timed: dict[int, Any], counted: dict[int, Any], plain: dict[str, float | None]) -> list[str]:
    """The table; the analyses whose work grows by more than it may."""
    small, large = SIZES

    def growth(found: dict[int, Any], name: str) -> float:
        return float(found[large][name] / found[small][name])

    statements, walk = growth(counted, "statements"), growth(timed, "(walk)")
    print(f"\n{small:,} to {large:,} entities: statements grow {statements:.1f} times,", end=" ")
    print(f"the time of a plain walk over them {walk:.1f}.")
    print(f"{'':16}{'s at 10k':>10}{'work grows':>12}{'time grows':>12}{'rdflib/ours, 1k':>18}")
    worse = []
    for name in counted[large]:
        if name == "statements":
            continue
        work, seconds, other = growth(counted, name), "", ""
        if name in timed[large]:
            seconds = f"{timed[large][name]:>10.3f}"
            ratio = (plain[name] or LIMIT) / timed[small][name] if name in plain else 0
            other = f"{'' if plain.get(name) else 'more than '}{ratio:,.1f}" if ratio else ""
        grown = f"{growth(timed, name):>12.1f}" if seconds else ""
        print(f"{name:16}{seconds:>10}{work:>12.2f}{grown:>12}{other:>18}")
        if work > statements * FACTOR and name not in BOUNDS:
            worse.append(f"{name} ({work:.1f})")
    print(f"{'all in one run':16}{timed[large]['(all)']:>10.3f}{'':12}{growth(timed, '(all)'):>12.1f}")
    return worse


def _process(name: str, folder: Path | str = "") -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, __file__, name, folder],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=HERE,
        # Sets in one order, so that two runs count alike.
        env={**os.environ, "PYTHONHASHSEED": "0"},
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def cold(_folder: str) -> dict[str, Any]:
    """What one command does: read, analyse."""
    import pactgraph
    from pactgraph.analysis import ANALYSES, run

    start = time.process_time()
    graph = pactgraph.load()
    read = time.process_time() - start
    found = run(graph)
    return {
        "read": read,
        "analyses": time.process_time() - start - read,
        "all": time.process_time(),
        "findings": len(found),
        "count": len(ANALYSES),
    }


def timing(folder: str) -> dict[str, float]:
    """The seconds of each analysis alone, with all that it needs; the fastest of several runs."""
    import pactgraph
    from pactgraph.analysis import ANALYSES, Scope, run
    from pactgraph.analysis.scene import Scene
    from pactgraph.load import without_collector

    graph = pactgraph.load(folder)
    scope = Scope(graph.clock())
    len(graph.store)
    times: dict[str, float] = {}

    def measure(name: str, what: Callable[[], object]) -> None:
        start = time.process_time()
        what()
        times[name] = min(times.get(name, float("inf")), time.process_time() - start)

    for _ in range(REPEATS):
        with without_collector():  # as `run` does
            measure("(walk)", lambda: [s for s in graph.statements if s.predicate == "funds" and s.object])
            for name, analysis in ANALYSES.items():
                measure(name, lambda analysis=analysis: analysis.run(Scene(graph, scope)))  # type: ignore[misc]
        measure("(all)", lambda: run(graph))
    return times


def counting(folder: str) -> dict[str, int]:
    """The lines of Python that each analysis executes; what all share is made before and counted apart."""
    import pactgraph
    from pactgraph.analysis import ANALYSES, Scope
    from pactgraph.analysis.priority import with_priority
    from pactgraph.analysis.scene import Scene

    graph = pactgraph.load(folder)
    scene = Scene(graph, Scope(graph.clock()))
    len(graph.store)
    shared = [name for name, each in vars(Scene).items() if isinstance(each, cached_property)]
    counts = {"statements": len(graph.statements)}
    counts["(shared)"] = _lines(lambda: [getattr(scene, name) for name in shared])
    found: list[Any] = []
    for name, analysis in ANALYSES.items():
        counts[name] = _lines(lambda analysis=analysis: found.extend(analysis.run(scene)))  # type: ignore[misc]
    counts["(priority)"] = _lines(lambda: with_priority(scene, found))
    return counts


def _lines(what: Callable[[], object]) -> int:
    count = 0

    def trace(_frame: FrameType, _event: str, _argument: object) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        what()
    finally:
        sys.settrace(before)
    return count


def plain(folder: str) -> dict[str, float | None]:
    """The seconds of each plain query on rdflib's own store; None if it had to be stopped."""
    import newcomer

    import pactgraph

    graph = pactgraph.load(folder)
    copied, day = newcomer.copied(graph), graph.clock().first
    # A child for each, which has the store at once and can be stopped.
    context = multiprocessing.get_context("fork")

    def ask(name: str, send: Any) -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
        start = time.process_time()
        newcomer.answer(copied, name, day)
        send.send(time.process_time() - start)

    times: dict[str, float | None] = {}
    for name in newcomer.QUERIES:
        print(f"  rdflib, {name}", file=sys.stderr)
        receive, send = context.Pipe(duplex=False)
        child = context.Process(target=ask, args=(name, send))
        child.start()
        send.close()
        child.join()
        if child.exitcode:
            if -child.exitcode not in (signal.SIGXCPU, signal.SIGKILL):
                raise SystemExit(f"the plain query of {name} failed")
            times[name] = None
        else:
            times[name] = receive.recv()
    return times


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(
            json.dumps({"cold": cold, "timing": timing, "counting": counting, "plain": plain}[sys.argv[1]](sys.argv[2]))
        )
    else:
        sys.exit(main())
