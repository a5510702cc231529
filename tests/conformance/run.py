"""The W3C's SPARQL tests, asked of the bare engine, of our command and of our endpoint, in one run.

    git clone https://github.com/w3c/rdf-tests
    python tests/conformance/run.py rdf-tests/sparql
    python tests/conformance/run.py rdf-tests/sparql --page docs/conformance.md

Evaluation tests ask for an answer, syntax tests whether a query is let through, update tests whether
it is refused; protocol and service description tests go to the endpoint, which is a real server on a
socket of this machine. Ends with an error if a door loses what the engine passes, if a failure has no
reason here, or if a reason is no longer needed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
from compare import expected, same
from doors import MEDIA, TRIPLES, Command, Door, Endpoint, Engine, RefusedError, endpoint
from rdflib import RDF, Graph, Namespace, URIRef
from suite import LEFT_OUT, Case, Exchange, cases, manifests, talks

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
#: Why a test fails that fails: with the engine, and so with us.
_LEXICAL = "the store keeps a number's value and writes it its own way (`01` is `1`); so amounts are read from records"
_INSIDE = "`GRAPH` with a variable that is used, bound or counted inside its own braces"
_ZERO = "a path of length zero from a term that is not in the data"
REASONS = {
    **dict.fromkeys(("distinct/distinct-1", "distinct/distinct-9", "csv-tsv-res/tsv03"), _LEXICAL),
    **dict.fromkeys(("expr-builtin/dawg-str-1", "expr-builtin/dawg-str-2", "open-world/open-eq-01"), _LEXICAL),
    **dict.fromkeys((f"expr-builtin/sameTerm-{each}" for each in ("simple", "eq", "not-eq")), _LEXICAL),
    **dict.fromkeys(("expr-equals/eq-graph-1", "expr-equals/eq-graph-2"), _LEXICAL),
    **dict.fromkeys(("graph/graph-variable-scope", "graph/graph-optional", "bindings/graph"), _INSIDE),
    **dict.fromkeys(("aggregates/agg-empty-group-count-graph", "negation/graph-minus"), _INSIDE),
    **dict.fromkeys((f"property-path/zero_or_more_set_{each}" for each in ("start", "end")), _ZERO),
    **dict.fromkeys((f"property-path/zero_or_one_set_{each}" for each in ("start", "end")), _ZERO),
    "aggregates/agg-groupconcat-04": "`GROUP_CONCAT` keeps no language tag",
    "aggregates/agg-groupconcat-06": "`GROUP_CONCAT` keeps no language tag",
    "functions/bnode01": "`BNODE(str)` gives the same node in every row",
    "open-world/date-2": "a date with a time zone and one without are held to differ, not to be beyond comparison",
    "expr-builtin/case-insensitive-booleans": "`TRUE` and `False` must be written small",
    "syntax-sparql3/syn-bad-26": "`?x<?a&&?b>?y` is read as two comparisons, not as an address",
}
#: The properties of the schema of service descriptions.
_TERMS = (
    *("endpoint", "supportedLanguage", "feature", "resultFormat", "defaultDataset", "availableGraphs"),
    *("defaultGraph", "namedGraph", "name", "graph", "extensionFunction", "inputFormat", "languageExtension"),
)
#: Tests of an endpoint that takes updates.
WRITING = "asks for an update to be done; every update is refused"
BEGIN, END = "<!-- made by tests/conformance/run.py: begin -->", "<!-- end -->"


@dataclass
class Score:
    """What a run found."""

    passed: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    all: Counter[tuple[str, str]] = field(default_factory=Counter)
    failed: dict[str, dict[str, str]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    def count(self, suite: str, kind: str, name: str, found: dict[str, str]) -> None:
        """Note what the doors made of a test: for each door what is wrong, empty if nothing is."""
        self.all[suite, kind] += 1
        for door, wrong in found.items():
            self.passed[suite, kind, door] += not wrong
        bad = {door: wrong for door, wrong in found.items() if wrong}
        if bad:
            self.failed[name] = bad
        if bad and "engine" not in bad and name not in REASONS:
            self.lost.append(name)


def main(folder: Path, page: Path | None = None) -> int:
    """Run all and print scores; 1 if something fails that should not."""
    score = Score()
    with endpoint(folder) as served:
        doors: dict[str, tuple[Door, str]] = {
            "engine": (Engine(), ""),
            "command": (Command(), ""),
            "endpoint": (served, ""),
            "endpoint, JSON": (served, ".srj"),
            "endpoint, XML": (served, ".srx"),
            "endpoint, TSV": (served, ".tsv"),
        }
        for manifest in manifests(folder):
            suite = manifest.parent.parent.name
            for case in cases(manifest):
                found = {name: _wrong(case, door, suffix, served) for name, (door, suffix) in doors.items()}
                score.count(suite, {"legal": "syntax", "illegal": "syntax"}.get(case.kind, case.kind), case.name, found)
            for talk in talks(manifest):
                if talk.name.startswith("update_"):
                    score.left_out[f"protocol/{talk.name}"] = WRITING
                    continue
                wrong = next(filter(None, (_talk(served, each) for each in talk.exchanges)), "")
                score.count(suite, "protocol", f"protocol/{talk.name}", {"endpoint": wrong})
            if manifest.parent.name == "service-description":
                for name, wrong in _description(served).items():
                    score.count(suite, "service description", f"service-description/{name}", {"endpoint": wrong})
    text = written(score)
    print(text)
    for name in score.lost:
        print(f"lost on our way: {name}: {score.failed[name]}")
    unsaid = [name for name in score.failed if name not in REASONS]
    idle = sorted(REASONS.keys() & _names(folder) - score.failed.keys())
    for name in unsaid:
        print(f"fails without a reason here: {name}: {score.failed[name]}")
    for name in idle:
        print(f"has a reason and passes: {name}")
    if page is not None:
        before, _, rest = page.read_text("utf-8").partition(BEGIN)
        _, _, after = rest.partition(END)
        page.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", "utf-8")
    return 1 if score.lost or unsaid or idle else 0


def _names(folder: Path) -> set[str]:
    return {case.name for manifest in manifests(folder) for case in cases(manifest)}


def _wrong(case: Case, door: Door, suffix: str, served: Endpoint) -> str:
    """What is wrong with a door's answer to a test; empty if nothing is."""
    own = case.expected.suffix if case.expected and case.expected.suffix in MEDIA else ".srj"
    if case.kind == "update" and isinstance(door, Endpoint):
        return _writes(case, served)
    try:
        # A CSV file says less than the other forms do, so it is compared with CSV alone.
        answer = door.ask(case, own if own == ".csv" else suffix or own)
    except RefusedError as error:
        said = " ".join(str(error).split())[:160]
        if case.kind == "legal":
            # A function that the engine does not have is legal to write.
            return "" if "is not supported" in said else f"refused: {said}"
        return said if case.kind == "evaluation" else ""
    if case.kind in ("illegal", "update"):
        return "let through"
    if case.kind == "legal" or case.expected is None:
        return ""
    return "" if same(expected(case.expected), answer, lax=case.lax) else "another answer"


def _writes(case: Case, served: Endpoint) -> str:
    """Whether an update gets in by any of the ways that there are."""
    plain, form = {"Content-Type": "application/sparql-query"}, {"Content-Type": "application/x-www-form-urlencoded"}
    body = case.text.encode()
    for answer in (
        served.request("POST", "/sparql/", plain, body),
        served.request("POST", "/sparql/", {"Content-Type": "application/sparql-update"}, body),
        served.request("POST", "/sparql/", form, b"update=" + body.replace(b"&", b"%26").replace(b"+", b"%2B")),
    ):
        if not 400 <= answer.status_code < 500:
            return f"{answer.status_code}"
    return ""


def _talk(served: Endpoint, exchange: Exchange) -> str:
    """What is wrong with the answer to one request of a protocol test."""
    answer = served.request(exchange.method, exchange.path, exchange.headers, exchange.body)
    if not any(str(answer.status_code)[0] == status[0] for status in exchange.statuses):
        return f"{answer.status_code}, not {' or '.join(exchange.statuses)}: {answer.text[:160]}"
    media = answer.headers["content-type"].partition(";")[0]
    if exchange.form == "RDF" and media not in ("text/turtle", TRIPLES, "application/rdf+xml"):
        return f"{media} for a graph"
    if exchange.form == "tabular" and media not in MEDIA.values():
        return f"{media} for rows"
    if exchange.form == "boolean":
        if media != MEDIA[".srj"]:
            return f"{media} for yes or no"
        if exchange.boolean and answer.json()["boolean"] is not (exchange.boolean == "true"):
            return "another answer"
    return ""


def _description(served: Endpoint) -> dict[str, str]:
    """The three tests of a service description, which stand in their manifest as words alone."""
    answer = served.request("GET", "/sparql/", {"Accept": "text/turtle"}, b"")
    graph = Graph()
    try:
        graph.parse(data=answer.text, format="turtle")
    except (SyntaxError, ValueError) as error:
        return dict.fromkeys(("returns-rdf", "has-endpoint-triple", "conforms-to-schema"), str(error))
    address = URIRef(f"{served.url}/sparql")
    services = list(graph.subjects(RDF.type, SD.Service))
    unknown = {str(p) for p in graph.predicates() if p.startswith(SD)} - {str(SD[name]) for name in _TERMS}
    wrong = ""
    if len(services) != 1 or unknown:
        wrong = f"{len(services)} services; unknown terms: {', '.join(sorted(unknown)) or 'none'}"
    for node in graph.objects(None, SD.namedGraph):
        if graph.value(node, SD.name) is None:
            wrong = "a named graph without sd:name, of which there must be one"
    return {
        "returns-rdf": "" if answer.status_code == 200 else f"{answer.status_code}",
        "has-endpoint-triple": "" if (None, SD.endpoint, address) in graph else f"no sd:endpoint {address}",
        "conforms-to-schema": wrong,
    }


def written(score: Score) -> str:
    """The scores and failures as Markdown."""
    doors = ("engine", "command", "endpoint", "endpoint, JSON", "endpoint, XML", "endpoint, TSV")
    lines = [
        f"pyoxigraph {ox.__version__}. Passed, of all:",
        "",
        f"| tests | all | {' | '.join(doors)} |",
        f"|---|---|{'---|' * len(doors)}",
    ]
    for suite, kind in score.all:
        cells = [str(score.passed[suite, kind, door]) if (suite, kind, door) in score.passed else "" for door in doors]
        lines.append(f"| {suite}: {kind} | {score.all[suite, kind]} | {' | '.join(cells)} |")
    for suite in dict.fromkeys(suite for suite, _ in score.all):
        kinds = [kind for kind in ("evaluation", "syntax") if (suite, kind) in score.all]
        cells = [str(sum(score.passed[suite, kind, door] for kind in kinds)) for door in doors]
        total = sum(score.all[suite, kind] for kind in kinds)
        lines.append(f"| **{suite}: queries** (evaluation and syntax) | {total} | {' | '.join(cells)} |")
    lines += ["", "Failed, and why:", ""]
    by: dict[tuple[str, str], list[str]] = {}
    for name, bad in score.failed.items():
        who = "all" if len(bad) == len(doors) else ", ".join(bad)
        by.setdefault((REASONS.get(name, "not known"), who), []).append(name)
    lines += ["| test | fails with | reason |", "|---|---|---|"]
    lines += [f"| {', '.join(f'`{n}`' for n in names)} | {who} | {why} |" for (why, who), names in by.items()]
    lines += ["", "Left out:", ""]
    lines += [f"- `{folder}`: {why}" for folder, why in LEFT_OUT.items()]
    out: dict[str, list[str]] = {}
    for name, why in score.left_out.items():
        out.setdefault(why, []).append(name)
    lines += [f"- {', '.join(f'`{n}`' for n in names)}: {why}" for why, names in out.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Run the W3C's SPARQL tests.")
    parser.add_argument("folder", type=Path, help="`sparql` of the repository w3c/rdf-tests, or a folder below it")
    parser.add_argument("--page", type=Path, help="a page whose table is written anew")
    asked = parser.parse_args()
    sys.exit(main(asked.folder.resolve(), asked.page))
