"""How findings are laid out on a screen: the board and the matrix. Makes text; prints nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..words import count, cut, label_of, period

if TYPE_CHECKING:
    from ..analysis import Finding, Scope
    from ..graph import PactGraph

#: What a meeting begins with: the sorts of gap that have a line on the board, and how it begins.
_AGENDA = {
    "prospects": "Asked for, nobody known to pay",
    "responses": "Recommended, no answer to the point",
    "funding-gap": "Money missing",
    "dependency": "Rests on one donor alone",
    "instruments": "Ended or ends, nothing known after it",
    "overlap": "May overlap",
    "seats": "Pays on its themes, no seat told",
    "places": "Problem told, no programme certain",
}
_SIGNS = {("covered", "certain"): "●", ("covered", "possible"): "◐", ("stated none", "certain"): "✗"}


def title(scope: Scope) -> str:
    """What a page of gaps is about."""
    where = ", ".join(each for each in (scope.country, scope.theme, scope.donor) if each)
    return f"Gaps{f' for {where}' if where else ''}, as of {period(scope.clock)}"


def board(graph: PactGraph, findings: Sequence[Finding], scope: Scope) -> str:
    """What a chair would open a meeting with, at most a screen: one gap of each sort, and how much more there is."""
    from ..analysis import ANALYSES, first

    documents = sum(1 for t in graph.things.values() if getattr(t.entry, "sections", ()) and scope.clock.knows(t.id))
    gaps = first(findings)
    own = " (the data's own day)" if {scope.clock.first, scope.clock.last} == {scope.clock.data_day} else ""
    out = [f"{title(scope)}{own}, from {count(documents, 'document')}: {len(gaps)} open questions.", ""]
    of_each = {name: [finding for finding in gaps if finding.analysis == name] for name in ANALYSES}
    for name, heading in _AGENDA.items():
        mine = of_each.get(name, [])
        if not mine:
            continue
        finding = max(mine, key=_latest) if name == "instruments" else mine[0]
        if name == "overlap":
            # What may be the same work goes before what is only alike; else the order stands.
            finding = min(mine, key=lambda each: (each.reading != "certain", each.state != "duplication candidate"))
        sure = "" if finding.reading == "certain" else " (possibly)"
        out.append(f"{heading}: {cut(_said(graph, finding), 100)}{sure}")
        source = f"  [{finding.sources[0]}]" if finding.sources else ""
        out.append(f"    {priority(finding)}{source}")
    counts = [f"{name} {len(mine)}" for name, mine in of_each.items() if mine]
    out += ["", "All: " + " · ".join(counts)]
    cells = Counter(finding.state for finding in findings if finding.analysis == "coverage")
    if cells:
        states = ("covered", "stated none", "not known")
        out.append("Coverage cells: " + ", ".join(f"{cells[state]} {state}" for state in states))
    where = f" --country {scope.country}" if scope.country else ""
    out += [
        "",
        f"Deeper: pactgraph gaps prospects{where} · pactgraph gaps coverage --country {scope.country or 'lao-pdr'} · "
        "pactgraph gaps --list",
    ]
    return "\n".join(out)


def _latest(finding: Finding) -> tuple[bool, str]:
    """What ended last, or ends first, is what a meeting can still mend."""
    return finding.state == "ends", str(finding.value["day"])


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


def _said(graph: PactGraph, finding: Finding) -> str:
    """A gap in one line, by what matters of its sort."""

    def names(ids: Iterable[str]) -> str:
        return ", ".join(label_of(graph.things, each) for each in ids)

    value = finding.value
    subject = label_of(graph.things, finding.subject).rstrip(".")
    where = names([finding.country]) if finding.country else subject
    theme = names([finding.theme]) if finding.theme else ""
    match finding.analysis:
        case "prospects":
            ask = names(prospect.donor for prospect in finding.prospects[:3])
            return f"{theme}, {where}; could be asked: {ask or 'nobody is near'}"
        case "funding-gap":
            over = f" for {value['for']}" if "for" in value else ""
            return f"{cut(subject, 38)}: {value['required']} required{over}, given: {value['given']}"
        case "responses":
            return f"{subject}: {finding.state}"
        case "dependency":
            return f"{subject}: {names([value['funder']])}"
        case "seats":
            return f"{subject}: {names(value['without a seat'])}"
        case "overlap":
            same = "; may be the same work" if finding.state == "duplication candidate" else ""
            return f"{theme}, {where}: {names(value['hands'])}{same}"
        case "instruments":
            return f"{cut(subject)}: {finding.state} {value['day']}"
        case "places":
            return f"{value['problem']} in {where}, on {theme}"
        case _:
            from ..export import value_text

            return f"{subject}: {finding.state}; {value_text(value)}"


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
