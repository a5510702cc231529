"""What opened and closed between two days, and whether the world changed or what we know of it.

The analyses run three times: for the former day as it was known then, for the former day as it is
known now, and for today. A gap that goes or comes between the first two does so because a newer
document tells of the former day; between the last two, because time passed. What no document of
the former day spoke of at all is new to us, whenever it came about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ..graph import PactGraph
from ..model import Statement
from .finding import Finding, Scope

OPENED = "opened"
CLOSED = "closed"
#: Why: something came, ended or ran out; or a document issued since tells more of the former day.
FACT = "fact changed"
KNOWLEDGE = "knowledge changed"

_Key = tuple[str, str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Shift:
    """A gap that opened or closed."""

    change: str
    why: str
    #: The gap; of a closed one as it was.
    finding: Finding
    #: What stands there now instead of a closed gap, if the analysis still speaks of it.
    now: Finding | None = None
    #: What a closed gap rested on that held on the former day, perhaps, and does not now.
    over: tuple[Statement, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON: the gap with what became of it."""
        now = self.now.as_dict() if self.now else None
        over = [statement.id for statement in self.over]
        return {"change": self.change, "why": self.why, **self.finding.as_dict(), "now": now, "over": over}


def shifts(graph: PactGraph, names: Iterable[str], scope: Scope, former: str) -> list[Shift]:
    """What opened and closed since `former` (a day, month or year), closed ones first.

    Three runs of the analyses. Raises `UsageError` for what is no day or no analysis.
    """
    from . import run

    names = list(names)

    def at(as_of: str | None, known_by: str | None) -> dict[_Key, Finding]:
        found = run(graph, names, replace(scope, clock=graph.clock(as_of, known_by)))
        return {(each.analysis, each.subject, each.country, each.theme): each for each in found}

    then_clock = graph.clock(former, former)
    known_by = scope.clock.known_by.isoformat()
    then, then_known_now = at(former, former), at(former, known_by)
    now = {(each.analysis, each.subject, each.country, each.theme): each for each in run(graph, names, scope)}

    def is_gap(found: dict[_Key, Finding], key: _Key) -> bool:
        return key in found and found[key].gap

    shifted = []
    for key in sorted({*then, *now}, key=lambda key: [part or "" for part in key]):
        was, is_now = is_gap(then, key), is_gap(now, key)
        if was == is_now:
            continue
        told = [then_clock.knows(statement.document) for statement in (then if was else now)[key].statements]
        why = KNOWLEDGE if is_gap(then_known_now, key) == is_now or not any(told) else FACT
        if is_now:
            shifted.append(Shift(OPENED, why, now[key]))
            continue
        over = (s for s in then[key].statements if then_clock.possibly(s) and not scope.clock.possibly(s))
        shifted.append(Shift(CLOSED, why, then[key], now.get(key), tuple(over)))
    return sorted(shifted, key=lambda shift: shift.change != CLOSED)
