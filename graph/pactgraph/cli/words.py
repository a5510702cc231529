"""How findings are laid out on a screen: the board and the matrix. Makes text; prints nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..words import count, cut, label_of, period

if TYPE_CHECKING:
    from ..analysis import Finding, Scope
    from ..graph import PactGraph

#: How many gaps stand on the board, which is to fit a screen, and how many of one analysis.
_FIRST, _OF_EACH = 8, 2
_SIGNS = {("covered", "certain"): "●", ("covered", "possible"): "◐", ("stated none", "certain"): "✗"}


def title(scope: Scope) -> str:
    """What a page of gaps is about."""
    where = ", ".join(each for each in (scope.country, scope.theme, scope.donor) if each)
    return f"Gaps{f' for {where}' if where else ''}, as of {period(scope.clock)}"


def board(graph: PactGraph, findings: Sequence[Finding]) -> str:
    """What a chair would open a meeting with, at most a screen: what to talk of first, and how much more there is."""
    from ..analysis import ANALYSES, first

    clock = graph.clock()
    documents = sum(1 for thing in graph.things.values() if getattr(thing.entry, "sections", ()))
    gaps = first(findings)
    out = [
        f"Gaps as of {clock.data_day} (the data's own day), from {count(documents, 'document')}: {len(gaps)} open.",
        "",
        "To talk of first:",
    ]
    shown: Counter[str] = Counter()
    for finding in gaps:
        if shown[finding.analysis] == _OF_EACH or shown.total() == _FIRST:
            continue
        shown[finding.analysis] += 1
        label = cut(label_of(graph.things, finding.subject))
        out.append(f"  {finding.analysis}, {finding.reading}: {label}{cut(_why(finding), 90)}")
        out.append(f"    {priority(finding)}  [{finding.sources[0] if finding.sources else 'no statement'}]")
    counts = Counter(finding.analysis for finding in gaps)
    out += ["", "Open: " + " · ".join(f"{name} {counts[name]}" for name in ANALYSES if counts[name])]
    cells = Counter(finding.state for finding in findings if finding.analysis == "coverage")
    if cells:
        words = ("covered", "stated none", "not known")
        out.append("Coverage cells: " + ", ".join(f"{cells[word]} {word}" for word in words))
    out += ["", "Deeper: pactgraph gaps unfunded · pactgraph gaps coverage --country lao-pdr · pactgraph gaps --list"]
    return "\n".join(out)


def priority(finding: Finding) -> str:
    """The parts of a gap's priority in words; there is no number to add them up to."""
    found = finding.priority
    if found is None:
        return ""
    by = ", ".join(found.stated_by[:3]) + (" …" if len(found.stated_by) > 3 else "")
    parts = [
        f"stated by {by}" if by else "",
        count(found.documents, "document"),
        f"{len(found.hangs_on_it)} hang{'s' * (len(found.hangs_on_it) == 1)} on it" if found.hangs_on_it else "",
        f"open since {found.open_since}" if found.open_since else "",
    ]
    return "; ".join(part for part in parts if part)


def _why(finding: Finding) -> str:
    match finding.analysis:
        case "unfunded":
            names = ", ".join(prospect.donor for prospect in finding.prospects[:3])
            return f" (could ask: {names})" if names else " (no donor known on its theme there)"
        case "dependency":
            return f": {finding.value['funder']} alone"
        case "ending":
            donors = f" ({', '.join(finding.value['donors'])})" if finding.value["donors"] else ""
            return f": {finding.state} {finding.value['day']}{donors}"
        case _:
            from ..export import value_text

            return f": {finding.state}; {value_text(finding.value)}"


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
