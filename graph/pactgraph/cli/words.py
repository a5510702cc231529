"""How records and findings are said on a screen. Makes text; prints nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..analysis import Finding, Scope
    from ..clock import Clock
    from ..graph import PactGraph
    from ..model import Figure, Statement

#: How many gaps of each analysis stand on the board, which is to fit a screen.
_LINES = 3
_SIGNS = {("covered", "certain"): "●", ("covered", "possible"): "◐", ("stated none", "certain"): "✗"}


def cut(text: str, length: int) -> str:
    """Text cut to a length, with a mark where it was.

    >>> cut("border management", 8)
    'border …'
    """
    return text if len(text) <= length else text[: length - 1] + "…"


def period(clock: Clock) -> str:
    """The days that were asked about."""
    return f"{clock.first}" if clock.first == clock.last else f"{clock.first} to {clock.last}"


def state(statement: Statement, reading: str) -> str:
    """What a statement says of the day, and whether others contradict it."""
    doubt = f", {statement.rank}" if statement.rank in ("disputed", "outranked") else ""
    return f"{reading}{doubt}"


def measure(figure: Figure) -> str:
    """A figure's value as the document qualifies it."""
    if figure.value is None:
        return f"({figure.cell})"
    sign = {"exactly": ""}.get(figure.comparator, figure.comparator.replace("-", " ") + " ")
    return f"{sign}{figure.value}{f' to {figure.max}' if figure.max else ''} {figure.unit}"


def sentence(graph: PactGraph, statement: Statement) -> str:
    """A statement as people would say it, with names for ids."""

    def name(thing: str) -> str:
        return cut(graph.things[thing].label, 70)

    amount = statement.amount
    money = f" ({amount.value}{f' to {amount.max}' if amount.max else ''} {amount.currency})" if amount else ""
    denial = "NOT: " if statement.status == "denied" else ""
    verb = statement.predicate.replace("_", " ")
    target = name(statement.object) if statement.object else (statement.value or "")
    return f"{denial}{name(statement.subject)} {verb} {target}{money}".rstrip()


def title(scope: Scope) -> str:
    """What a page of gaps is about."""
    where = ", ".join(each for each in (scope.country, scope.theme, scope.donor) if each)
    return f"Gaps{f' for {where}' if where else ''}, as of {period(scope.clock)}"


def board(graph: PactGraph, findings: Sequence[Finding]) -> str:
    """At most a screen: each analysis with its count and its first gaps, certain ones first."""
    from ..analysis import ANALYSES

    clock = graph.clock()
    documents = sum(1 for thing in graph.things.values() if getattr(thing.entry, "sections", ()))
    out = [f"Gaps as of {clock.data_day} (the data's own day), from {documents} document{'s' * (documents != 1)}:"]
    for name, each in ANALYSES.items():
        mine = [finding for finding in findings if finding.analysis == name]
        gaps = sorted((f for f in mine if f.gap), key=lambda f: _order(clock, f))
        if name == "coverage":
            counts = {word: sum(f.state == word for f in mine) for word in ("covered", "stated none", "not known")}
            out += ["", each.question, "  cells: " + ", ".join(f"{count} {word}" for word, count in counts.items())]
            continue
        out += ["", f"{each.question}  {len(gaps)} open"]
        for finding in gaps[:_LINES]:
            known = graph.things.get(finding.subject)
            label = cut(known.label if known else finding.subject, 60)
            source = f"  [{finding.sources[0]}]" if finding.sources else ""
            out.append(f"  {finding.reading:8}  {label}{_why(finding)}{source}")
    out += ["", "Deeper: pactgraph gaps unfunded · pactgraph gaps coverage --country lao-pdr · pactgraph gaps --list"]
    return "\n".join(out)


def _order(clock: Clock, finding: Finding) -> tuple[bool | int, str, str]:
    """What a meeting wants first: what is certain, with the newest evidence; of ends, those to come."""
    newest = max((clock.seen(statement.document).isoformat() for statement in finding.statements), default="")
    if finding.analysis == "ending":
        states = ("ends", "ended", "last seen")
        return states.index(finding.state), _latest_first(str(finding.value["day"])), finding.subject
    return finding.reading != "certain", _latest_first(newest), finding.subject


def _latest_first(day: str) -> str:
    """A key that sorts ISO days from the latest; what is no day comes last."""
    return "".join(chr(ord("9") - int(c)) if c.isdigit() else c for c in day) if day[:1].isdigit() else "~"


def _why(finding: Finding) -> str:
    match finding.analysis:
        case "unfunded":
            names = ", ".join(prospect.donor for prospect in finding.prospects[:3])
            return f" (could ask: {names})" if names else " (no donor known on its theme there)"
        case "dependency":
            return f": {finding.value['funder']} alone"
        case _:
            donors = f" ({', '.join(finding.value['donors'])})" if finding.value["donors"] else ""
            return f": {finding.state} {finding.value['day']}{donors}"


Table = tuple[Sequence[str], Sequence[Sequence[str]]]


def matrix(graph: PactGraph, findings: Sequence[Finding], scope: Scope) -> tuple[str, Table, list[str]] | None:
    """The coverage matrix of one place, themes down, donors across: heading, table, what stands below.

    Without a place in the scope it is the one where most is covered. None if nothing is.
    """
    places = sorted({finding.country for finding in findings if finding.country})
    countries = [place for place in places if graph.things[place].type == "country"]
    place = scope.country or max(
        countries or places, key=lambda p: sum(f.country == p and f.state == "covered" for f in findings), default=None
    )
    here = [finding for finding in findings if finding.country == place]
    donors = sorted({finding.subject for finding in here if finding.state != "not known"})
    if place is None or not donors:
        return None
    themes = sorted({finding.theme for finding in here if finding.theme and finding.state != "not known"})
    cells = {(f.theme, f.subject): _SIGNS.get((f.state, f.reading), "·") for f in here}
    rows = [(theme, *(cells.get((theme, donor), "·") for donor in donors)) for theme in themes]
    silent = len({finding.theme for finding in here}) - len(themes)
    notes = [f"● covered  ◐ perhaps  ✗ stated none  · not known (which is not none); {silent} themes without any"]
    others = [each for each in places if each != place]
    if others and scope.country is None:
        notes.append(f"Other places: {', '.join(others)} (--country)")
    return f"{graph.things[place].label}, as of {period(scope.clock)}", (("theme", *donors), rows), notes
