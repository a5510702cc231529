"""What a meeting should talk of first: the parts of a gap's priority, each of which it shows.

There is no score. Gaps are ordered by their parts, in this order: certain before possible; more
documents that speak of it independently; more bodies that state it; more that hangs on it; longer
open. Whoever disagrees with the order sees every part and can sort by another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..model import Statement
from .finding import CERTAIN, Finding, Priority
from .scene import Scene

#: By these a document says that somebody asks for it or needs it.
_ASKING = frozenset({"recommends", "needs", "prioritises", "asked_to_fund"})
#: By these a thing hangs on another.
_HANGING = frozenset({"part_of", "contributes_to", "concerns", "responds_to"})


def with_priority(scene: Scene, findings: Iterable[Finding]) -> list[Finding]:
    """The findings in their order, each gap with its priority. Costs one pass over the statements."""
    hanging = _hanging(scene)
    return [
        replace(finding, priority=_priority(scene, finding, hanging)) if finding.gap else finding
        for finding in findings
    ]


def first(findings: Iterable[Finding]) -> list[Finding]:
    """The gaps among the findings, those to talk of first at the head."""
    return sorted((finding for finding in findings if finding.priority is not None), key=_key)


def _key(finding: Finding) -> tuple[bool, int, int, int, str, str, str]:
    priority = finding.priority or Priority((), 0, (), None)
    return (
        finding.reading != CERTAIN,
        -priority.documents,
        -len(priority.stated_by),
        -len(priority.hangs_on_it),
        priority.open_since or "~",
        finding.analysis,
        finding.subject,
    )


def _hanging(scene: Scene) -> Mapping[str, set[str]]:
    """For each thing those that are part of it, work for it, speak of it or answer it."""
    found: dict[str, set[str]] = defaultdict(set)
    things = scene.graph.things
    for statement in scene.graph.statements:
        whole = statement.object
        # Half of everything is part of, or about, some country: that says nothing of its weight.
        if statement.predicate not in _HANGING or whole is None or things[whole].type in ("country", "place", "theme"):
            continue
        if scene.clock.possibly(statement):
            found[whole].add(statement.subject)
    return found


def _priority(scene: Scene, finding: Finding, hanging: Mapping[str, set[str]]) -> Priority:
    clock = scene.clock
    stated_by = {s.subject for s in finding.statements if s.predicate in _ASKING}
    in_order = sorted(finding.statements, key=lambda s: (clock.seen(s.document), s.id))
    documents = independent(in_order, scene.copies) | {locator.document for locator in finding.locators}
    days = [clock.seen(document) for document in documents]
    told = min(days, default=None)
    # What is still to come, as an end of next year, has been open since it was told.
    came = finding.since if finding.since and finding.since <= clock.first else told
    return Priority(
        tuple(sorted(stated_by)),
        len(documents),
        tuple(sorted(hanging.get(finding.subject, ()))),
        max(told, came).isoformat() if told and came else None,
    )


def independent(statements: Iterable[Statement], copies: Mapping[str, set[str]]) -> set[str]:
    """Documents of the statements, which come oldest first, without those that only repeat an older text."""
    counted, documents = set[str](), set[str]()
    for statement in statements:
        if counted.isdisjoint(copies.get(statement.id, ())):
            counted.add(statement.id)
            documents.add(statement.document)
    return documents
