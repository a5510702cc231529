"""What ends, has ended, or was last seen before a given day."""

from __future__ import annotations

from datetime import date

from .. import edtf
from ..clock import Reading
from ..errors import UsageError
from ..graph import PactGraph
from ..model import Statement
from .activity import Activity, activities
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, Scope, unique

_WATCHED = ("funds", "supports", "implements", "stage", "chairs", "co_chairs", "member_of", "signs")
_OVER = frozenset({"ended", "completed", "dropped", "covers", "extended"})


def run(graph: PactGraph, scope: Scope) -> list[Finding]:
    """Statements of work, money, seats and periods that do not certainly reach the day, and why.

    States: *ended* (an end is stated and lies before the clock's day), *ends* (an end is stated
    before the asked day), *last seen* (no end stated, and no document vouches for it on the asked
    day). A thing that another succeeds is no gap.
    """
    day = _day(scope)
    succeeded = {s.object: s for s in graph.matching(predicate="succeeds") if s.is_plain}
    places = {a.id: a for a in activities(graph).values()}
    findings = []
    for statement in graph.statements:
        if statement.predicate not in _WATCHED or statement.origin != "statement" or not statement.is_plain:
            continue
        if statement.predicate == "stage" and statement.value not in _OVER:
            continue
        if not scope.clock.knows(statement.document) or not _in_scope(scope, statement, places):
            continue
        state, reading = _end(scope, statement, day)
        if state is None:
            continue
        thing = statement.object if statement.predicate in ("funds", "supports", "implements") else statement.subject
        successor = succeeded.get(thing)
        bounds = statement.bounds
        last = (
            scope.clock.seen(statement.document).isoformat()
            if state == "last seen"
            else bounds.possible_until.isoformat()
        )
        findings.append(
            Finding(
                "ending",
                thing or statement.subject,
                state,
                reading,
                {
                    "relation": f"{statement.subject} {statement.predicate} {statement.object or statement.value}",
                    "day": last,
                },
                scope.country,
                scope.theme,
                unique([statement, *([successor] if successor else [])]),
                (
                    ("No end is stated; the document vouches for it only until it was written.",)
                    if state == "last seen"
                    else ("The end is as stated; vague dates are read to their last day.",)
                ),
                f"A later document that reports it after {day.isoformat()}, or a successor.",
                gap=successor is None,
            )
        )
    return findings


def _day(scope: Scope) -> date:
    if scope.before is None:
        last = scope.clock.last
        return date(last.year + 1, last.month, min(last.day, 28))
    try:
        return edtf.bounds(scope.before).possible_from
    except edtf.EdtfError as error:
        raise UsageError(str(error)) from None


def _end(scope: Scope, statement: Statement, day: date) -> tuple[str | None, str]:
    """How the statement stands to the day: its state, and whether surely."""
    bounds = statement.bounds
    stated = statement.when is not None and not statement.when.endswith(("/", "/.."))
    over = statement.status == "ended"
    if stated or over:
        if scope.clock.reading(statement) is Reading.ENDED:
            return "ended", CERTAIN
        if bounds.possible_until < day:
            return "ends", CERTAIN
        if bounds.certain_until < day:
            return "ends", POSSIBLE
        return None, CERTAIN
    if statement.when is not None and statement.when.endswith("/.."):
        return None, CERTAIN
    if scope.clock.seen(statement.document) < day:
        return "last seen", POSSIBLE
    return None, CERTAIN


def _in_scope(scope: Scope, statement: Statement, found: dict[str, Activity]) -> bool:
    target = found.get(statement.object or "") or found.get(statement.subject) or found.get(statement.id)
    if scope.donor not in (None, statement.subject):
        return False
    if scope.country is None and scope.theme is None:
        return True
    if target is None:
        return False
    return (scope.country is None or scope.country in target.places) and (
        scope.theme is None or scope.theme in target.themes
    )


ANALYSIS = Analysis(
    "ending",
    "What ends, has ended or was last seen before a given day?",
    "Statements of work, money, seats and periods whose stated end lies before the day (certainly if its last "
    "possible day does), and those without a stated end that no document vouches for on the day.",
    "AMP expiring activities; last seen after Security Force Monitor's first and last cited",
    "Find a newer source, a successor or an extension.",
    run,
)
