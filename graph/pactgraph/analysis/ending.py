"""What work ends, has ended, or was last seen before a given day; `instruments` asks the same of plans and law."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from .. import edtf, vocab
from ..clock import Reading
from ..errors import UsageError
from ..model import Statement
from .activity import Activity, named
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, Scope, unique
from .scene import Scene


@dataclass(frozen=True, slots=True)
class End:
    """How a thing ends, how surely, on which day, by which statements."""

    state: str
    reading: str
    day: date | None
    proof: tuple[Statement, ...]
    assumption: str


def run(scene: Scene) -> list[Finding]:
    """Programmes that do not certainly reach the day, and how we know.

    States: *ended* (a document says so, or the stated end lies before the clock's day), *ends* (the
    stated end lies before the asked day), *last seen* (no end is stated, and no document vouches
    for it on the asked day), *suspended* (the newest word of it is that it rests). What something else
    succeeds, or of which more is planned, is no gap. One finding a thing.
    """
    graph, scope, found = scene.graph, scene.scope, scene.activities
    day, vouched = asked_days(scope)
    successors = {s.object: s for s in graph.matching(predicate="succeeds") if scope.clock.certainly(s)}
    stages: dict[str, list[Statement]] = {}
    for statement in graph.matching(predicate="stage"):
        if scope.clock.knows(statement.document):
            stages.setdefault(statement.subject, []).append(statement)
    findings = []
    for thing, activity in found.items():
        if not _in_scope(scope, activity):
            continue
        ties = [s for s in activity.statements if s.predicate in vocab.TIES]
        end = end_of(scope, stages.get(thing, []), ties, day, vouched)
        if end is None:
            continue
        successor = successors.get(thing)
        more = [s for s in ties if s.status == "planned" and scope.clock.possibly(s) and _still_due(scope, s, end)]
        findings.append(
            Finding(
                "ending",
                thing,
                end.state,
                end.reading,
                {"day": end.day.isoformat() if end.day else "not stated", "donors": _donors(activity)},
                scope.country,
                scope.theme,
                unique([*end.proof, *([successor] if successor else []), *more]),
                (end.assumption, *(("More is planned; that it came is not yet reported.",) if more else ())),
                f"A document that reports it on or after {day.isoformat()}, an extension, or a successor.",
                gap=successor is None and not more,
                since=end.day,
            )
        )
    return findings


def end_of(scope: Scope, stages: list[Statement], ties: list[Statement], day: date, vouched: date) -> End | None:
    """How a thing ends before `day`, from its stages first and from its ties if they say nothing."""
    over = [s for s in stages if s.value in vocab.OVER and s.is_plain]
    latest = max(over, key=lambda s: s.bounds.certain_from, default=None)
    if latest is not None and not [s for s in ties if _open_after(s, latest)]:
        if latest.when is None:
            reading = CERTAIN if scope.clock.certainly(latest) else POSSIBLE
            return End("ended", reading, None, (latest,), "A document says that it has ended.")
        if end := _before(scope, latest.bounds.certain_from, latest.bounds.possible_from, day, (latest,)):
            return end
    spans = [s for s in stages if s.value in vocab.PERIODS and s.is_plain and s.when]
    if any(s.when is not None and s.when.endswith("/..") for s in spans):
        return None
    periods = [s for s in spans if _closed(s)]
    if periods:
        latest = max(periods, key=lambda s: s.bounds.possible_until)
        return _before(scope, latest.bounds.possible_until, latest.bounds.certain_until, day, (latest,))
    due = [s for s in stages if s.value in vocab.OVER and s.status == "planned" and s.when]
    if due and max(s.bounds.possible_until for s in due) < day:
        latest = max(due, key=lambda s: s.bounds.possible_until)
        due_day = latest.bounds.possible_until
        if due_day < scope.clock.first:
            # Overdue: whether it came about was not heard of again.
            return End(
                "last seen", POSSIBLE, due_day, (latest,), "An end was planned for then; whether it came is not said."
            )
        return End("ends", POSSIBLE, due_day, (latest,), "The end is planned, not reported.")
    told = [s for s in ties if s.status not in vocab.UNREAL and s.rank != "outranked"]
    if not told:
        return None
    if all(s.status == "ended" for s in told):
        days = [s.bounds.possible_until for s in told if s.when and s.bounds.possible_until < edtf.END]
        return End("ended", CERTAIN, max(days, default=None), tuple(told), "The document says that it has ended.")
    live = [s for s in told if s.status != "ended"]
    if rest := _rest(scope, live):
        return rest
    live = [s for s in live if s.status != "suspended"] or live
    if all(_closed(s) for s in live):
        last = max(live, key=lambda s: s.bounds.possible_until)
        return _before(scope, last.bounds.possible_until, last.bounds.certain_until, day, tuple(live))
    paid = [s for s in live if s.predicate == "funds"]
    if paid and all(_closed(s) for s in paid):
        last = max(paid, key=lambda s: s.bounds.possible_until)
        if end := _before(scope, last.bounds.possible_until, last.bounds.certain_until, day, tuple(paid)):
            return replace(end, reading=POSSIBLE, assumption="All funding that is known ends then; the work may go on.")
    if any(s.when is not None and s.when.endswith("/..") for s in live):
        return None
    seen = max(_seen(scope, s) for s in live)
    if seen >= vouched:
        return None
    newest = tuple(s for s in live if _seen(scope, s) == seen)
    return End("last seen", POSSIBLE, seen, newest, "No end is stated; no document vouches for it after that day.")


def _rest(scope: Scope, live: list[Statement]) -> End | None:
    """That it was told to rest, unless somebody else is told at work on it as late or later."""
    resting = [s for s in live if s.status == "suspended" and scope.clock.reading(s) is not Reading.ENDED]
    if not resting:
        return None
    seen = max(_seen(scope, s) for s in resting)
    if any(_seen(scope, s) >= seen for s in live if s.status != "suspended"):
        return None
    newest = tuple(s for s in resting if _seen(scope, s) == seen)
    sure = any(scope.clock.reading(s) is Reading.SUSPENDED for s in newest)
    why = "A document says that it rests; that it was taken up again is not told."
    return End("suspended", CERTAIN if sure else POSSIBLE, seen, newest, why)


def _still_due(scope: Scope, plan: Statement, end: End) -> bool:
    """Whether a plan reaches beyond the end, and its own time has not passed."""
    until = plan.bounds.possible_until
    return until >= scope.clock.first and (end.day is None or until > end.day)


def _donors(activity: Activity) -> list[str]:
    """Who pays or paid for it, or supports or supported it."""
    links = (*activity.funders.items(), *activity.supporters.items())
    return named(donor for donor, statements in links if any(s.status not in ("denied", "planned") for s in statements))


def _seen(scope: Scope, statement: Statement) -> date:
    """The last day for which the statement vouches: the date it names, or that of its document."""
    if statement.when is not None and "/" not in statement.when:
        return min(statement.bounds.possible_until, scope.clock.seen(statement.document))
    return scope.clock.seen(statement.document)


def _before(scope: Scope, latest: date, earliest: date, day: date, proof: tuple[Statement, ...]) -> End | None:
    """A stated end against the two days; a vague end is read to its last day to be certain."""
    if latest < scope.clock.first:
        return End("ended", CERTAIN, latest, proof, "The stated end has passed.")
    if latest < day:
        return End("ends", CERTAIN, latest, proof, "The end is as stated.")
    if earliest < day:
        return End("ends", POSSIBLE, latest, proof, "The end is stated vaguely and may come before the day.")
    return None


def _closed(statement: Statement) -> bool:
    when = statement.when or ""
    return "/" in when and not when.endswith(("/", "/.."))


def _open_after(tie: Statement, over: Statement) -> bool:
    """Whether a tie is reported to go on after a stated end, as work that outlives its contract."""
    if tie.status in ("ended", "planned") or tie.when is None:
        return False
    return tie.bounds.certain_until > over.bounds.certain_from


def asked_days(scope: Scope) -> tuple[date, date]:
    """The day before which an end counts, and the day for which somebody must vouch.

    Both are the day that was asked for. Left out, ends of the coming 365 days count, and what
    nobody vouches for on the clock's own day: nothing can be vouched for in the future.
    """
    if scope.before is None:
        return date.fromordinal(scope.clock.last.toordinal() + 365), scope.clock.first
    try:
        day = edtf.bounds(scope.before).possible_from
    except edtf.EdtfError as error:
        raise UsageError(str(error)) from None
    return day, day


def _in_scope(scope: Scope, activity: Activity) -> bool:
    wanted = (
        (scope.country, activity.places),
        (scope.theme, activity.themes),
        (scope.donor, {**activity.funders, **activity.supporters}),
    )
    return all(each is None or each in there for each, there in wanted)


ANALYSIS = Analysis(
    "ending",
    "What ends, has ended or was last seen before a given day?",
    "A programme whose stated end lies before the day (certainly, if its last possible day does), "
    "or that has no stated end and that no document vouches for on the day, or that by the newest word of it rests. "
    "Not given: ends of the coming 365 days.",
    "AMP expiring activities; last seen after Security Force Monitor's first and last cited",
    "Find a newer source, an extension or a successor.",
    run,
    ("country", "theme", "donor", "before"),
    needs="`stage` (covers, extended, ended) or `when` on the `funds`, `supports` and `implements` of a work.",
)
