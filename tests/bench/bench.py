"""`make bench`: build, rebuild, queries and memory, each against the plain pipeline in the same run.

Every measurement is a process of its own, so that peak memory is its own; the two pipelines take
turns, so that a slow minute of the machine hits both. Ratios are what counts. Nothing here is a test.
"""

from __future__ import annotations

import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SIZES = (1_000, 10_000)
REPEATS = {1_000: 3, 10_000: 2}
PACKAGES = ("pactgraph", "pydantic", "pyoxigraph", "rdflib", "networkx", "PyYAML", "ryaml")

#: Twelve queries of the kinds that users ask; the same text for both engines.
QUERIES = {
    "two hops, one country": """SELECT DISTINCT ?funder WHERE {
        ?p pact:operates_in id:country-0 . ?funder pact:funds ?p }""",
    "four-way join, count": """SELECT (COUNT(*) AS ?n) WHERE {
        ?a pact:funds ?p . ?b pact:implements ?p . ?p pact:operates_in ?c . ?b pact:member_of ?m }""",
    "country by theme": """SELECT DISTINCT ?c ?t WHERE { ?p pact:operates_in ?c ; pact:addresses ?t }""",
    "sums by country": """SELECT ?c ?currency (SUM(?amount) AS ?sum) WHERE {
        ?st rdf:predicate pact:funds ; rdf:object ?p ; pact:amount ?amount ; pact:currency ?currency .
        ?p pact:operates_in ?c } GROUP BY ?c ?currency""",
    "gap: no funder, no implementer": """SELECT ?p WHERE { ?p a pact:Programme
        MINUS { ?x pact:funds ?p } MINUS { ?y pact:implements ?p } }""",
    "gap: cell without programme": """SELECT ?c ?t WHERE {
        { SELECT DISTINCT ?c WHERE { ?p pact:operates_in ?c } }
        { SELECT DISTINCT ?t WHERE { ?p pact:addresses ?t } }
        MINUS { ?q pact:operates_in ?c ; pact:addresses ?t } }""",
    "statement with all qualifiers": """SELECT ?s ?o ?when ?amount ?note WHERE {
        ?st rdf:predicate pact:funds ; rdf:subject ?s ; rdf:object ?o .
        OPTIONAL { ?st pact:when ?when } OPTIONAL { ?st pact:amount ?amount } OPTIONAL { ?st rdfs:comment ?note } }""",
    "path of funders": "SELECT DISTINCT ?m WHERE { id:country-0 pact:funds/^pact:funds/pact:funds/^pact:funds ?m }",
    "path through seats": """SELECT DISTINCT ?x WHERE {
        ?o pact:member_of/^pact:member_of ?x . ?o pact:participates_in id:event-47 }""",
    "certain on a day": """SELECT ?s ?o WHERE { ?st rdf:predicate pact:funds ; rdf:subject ?s ; rdf:object ?o ;
        pact:certainFrom ?from ; pact:certainUntil ?until .
        FILTER(?from <= "2015-06-30"^^xsd:date && ?until >= "2015-06-30"^^xsd:date) }""",
    "words in names": 'SELECT ?x ?n WHERE { ?x rdfs:label ?n FILTER(CONTAINS(LCASE(?n), "river border")) }',
    "largest twenty": """SELECT ?st ?amount WHERE { ?st pact:amount ?amount ; pact:currency "USD" }
        ORDER BY DESC(?amount) ?st LIMIT 20""",
}
TARGETS = {
    "cold build at 10k, times faster": (8.0, "at least"),
    "rebuild after one changed file, part of the cold build": (0.05, "at most"),
    "query mix at 10k, times faster (geometric mean)": (10.0, "at least"),
    "growth of the build from 1k to 10k": (11.0, "at most"),
    "peak memory at 10k, part of the plain one": (1.0, "at most"),
}


def main() -> None:
    """Run everything and print the tables."""
    print(f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in PACKAGES))
    found: dict[tuple[str, int], dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for size in SIZES:
            folder = Path(temporary, str(size))
            subprocess.run([sys.executable, HERE / "generate.py", str(size), folder], check=True)
            runs: dict[str, list[dict[str, Any]]] = {"ours": [], "plain": []}
            for turn in range(REPEATS[size]):
                for name, results in runs.items():
                    print(f"  {size:>6} entities, {name}, run {turn + 1}", file=sys.stderr)
                    results.append(_process(name, folder))
            for name, results in runs.items():
                found[name, size] = _median(results)
    _print(found)


def _process(name: str, folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, __file__, name, folder], check=True, stdout=subprocess.PIPE, text=True, cwd=HERE
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _median(results: list[dict[str, Any]]) -> dict[str, Any]:
    first = results[0]
    merged: dict[str, Any] = {"rows": first["rows"], "triples": first["triples"]}
    for key in ("build", "rebuild", "network", "memory"):
        if key in first:
            merged[key] = statistics.median(result[key] for result in results)
    merged["queries"] = {q: statistics.median(r["queries"][q] for r in results) for q in first["queries"]}
    return merged


def ours(folder: Path) -> dict[str, Any]:
    """PactGraph: YAML to a store that answers, one changed file, the query mix, the network."""
    import pactgraph

    start = time.perf_counter()
    graph = pactgraph.load(folder)
    triples = len(graph.store)
    result: dict[str, Any] = {"build": time.perf_counter() - start, "triples": triples}
    result["memory"] = _peak()
    result.update(_ask(lambda text: len(list(graph.query(text)))))  # type: ignore[arg-type]
    path = sorted((folder / "statements").rglob("*.yaml"))[-1]
    before = path.read_text("utf-8")
    times = []
    for line in range(901, 906):
        path.write_text(before.replace("line: 1\n", f"line: {line}\n", 1), "utf-8")
        start = time.perf_counter()
        graph.reload()
        times.append(time.perf_counter() - start)
    path.write_text(before, "utf-8")
    result["rebuild"] = statistics.median(times)
    start = time.perf_counter()
    len(graph.network)
    result["network"] = time.perf_counter() - start
    return result


def plain(folder: Path) -> dict[str, Any]:
    """The newcomer's pipeline."""
    import plain as newcomer

    from pactgraph.query import PROLOGUE

    start = time.perf_counter()
    graph = newcomer.build(folder)
    result: dict[str, Any] = {"build": time.perf_counter() - start, "triples": len(graph), "memory": _peak()}
    result.update(_ask(lambda text: len(list(graph.query(PROLOGUE + text)))))
    return result


def _ask(run: Any) -> dict[str, Any]:
    rows, times = {}, {}
    for name, text in QUERIES.items():
        start = time.perf_counter()
        rows[name] = run(text)
        times[name] = time.perf_counter() - start
    return {"rows": rows, "queries": times}


def _peak() -> float:
    """Peak resident memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _print(found: dict[tuple[str, int], dict[str, Any]]) -> None:
    print(f"\n{'':40}{'ours':>10}{'plain':>10}{'plain/ours':>12}")
    for size in SIZES:
        mine, theirs = found["ours", size], found["plain", size]
        print(f"{size:,} entities: {mine['triples']:,} triples (plain {theirs['triples']:,})")
        for key, unit in (("build", "s"), ("memory", "MiB")):
            print(
                f"  {key + ' (' + unit + ')':38}{mine[key]:>10.2f}{theirs[key]:>10.2f}{theirs[key] / mine[key]:>12.1f}"
            )
        print(f"  {'rebuild, one file changed (s)':38}{mine['rebuild']:>10.3f}")
        print(f"  {'network besides (s)':38}{mine['network']:>10.2f}")
        for name in QUERIES:
            a, b = mine["queries"][name], theirs["queries"][name]
            differ = "" if mine["rows"][name] == theirs["rows"][name] else "  ROWS DIFFER"
            print(f"  {name:38}{a * 1000:>8.1f}ms{b * 1000:>8.0f}ms{b / a:>12.1f}{differ}")
    large, small = SIZES[-1], SIZES[0]
    mine, theirs = found["ours", large], found["plain", large]
    ratios = [theirs["queries"][name] / mine["queries"][name] for name in QUERIES]
    reached = (
        theirs["build"] / mine["build"],
        mine["rebuild"] / mine["build"],
        statistics.geometric_mean(ratios),
        mine["build"] / found["ours", small]["build"],
        mine["memory"] / theirs["memory"],
    )
    total = sum(theirs["queries"].values()) / sum(mine["queries"].values())
    print(f"\nThe mix as a whole at {large:,}: {total:.1f} times faster.\n")
    for (name, (target, side)), value in zip(TARGETS.items(), reached, strict=True):
        kept = value >= target if side == "at least" else value <= target
        print(f"{'reached' if kept else 'MISSED':8} {name}: {value:.3g} (target {side} {target:g})")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps({"ours": ours, "plain": plain}[sys.argv[1]](Path(sys.argv[2]))))
    else:
        main()
