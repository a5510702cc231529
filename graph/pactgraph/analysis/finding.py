"""The shape of every analysis and of every result.

A result carries its proof: the statements it rests on, where they stand, what was assumed, and
what would change it. A gap is a question for the coordinator, never a verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from ..clock import Clock
from ..model import Locator, Statement

if TYPE_CHECKING:
    from .rates import Rates
    from .scene import Scene

#: The three states of a cell or an ask, kept apart because unknown is not none.
COVERED = "covered"
STATED_NONE = "stated none"
NOT_KNOWN = "not known"
#: Readings: with vague dates read narrowly, or widely.
CERTAIN = "certain"
POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Scope:
    """What an analysis is asked about; None does not narrow."""

    clock: Clock
    country: str | None = None
    theme: str | None = None
    donor: str | None = None
    #: For what ends: the day before which. EDTF day; None is a year after the clock's day.
    before: str | None = None
    #: Exchange rates that the user gives; None converts nothing.
    rates: Rates | None = None
    #: Where money is counted: `first` provider, programme `entry`, `last` mile; see `flows`.
    boundary: str = "entry"


@dataclass(frozen=True, slots=True)
class Prospect:
    """A donor who could be asked, and why we think so; ordered by rule, never scored."""

    donor: str
    because: str
    statements: tuple[str, ...]
    #: What speaks against asking, as a document's word that it does no such work; empty if nothing does.
    but: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        told = {"donor": self.donor, "because": self.because, "statements": list(self.statements)}
        return {**told, "but": self.but} if self.but else told


@dataclass(frozen=True, slots=True)
class Priority:
    """Why a gap may matter, in parts that are shown and never added up; see `priority`."""

    #: Who asks for it or states the need; empty if the document names nobody.
    stated_by: tuple[str, ...]
    #: Documents that speak of it, none of them only repeating another.
    documents: int
    #: What is part of it, works for it, speaks of it or answers it.
    hangs_on_it: tuple[str, ...]
    #: The day by which a document first spoke of it; the day on which it came about, if that was later.
    open_since: str | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "stated_by": list(self.stated_by),
            "documents": self.documents,
            "hangs_on_it": list(self.hangs_on_it),
            "open_since": self.open_since,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of an analysis."""

    analysis: str
    subject: str
    state: str
    reading: str
    value: Any
    country: str | None = None
    theme: str | None = None
    statements: tuple[Statement, ...] = ()
    assumptions: tuple[str, ...] = ()
    closes_if: str = ""
    prospects: tuple[Prospect, ...] = ()
    #: Whether a coordinator would want to see it on a board of gaps.
    gap: bool = field(default=True)
    #: Where the subject itself is told, for an item of which no statement need speak.
    locators: tuple[Locator, ...] = ()
    #: By when it had come about, where that takes more than to be told of: an end, a plan fallen due, a second donor.
    since: date | None = None
    #: Of a gap, once the analyses have run.
    priority: Priority | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """Where it is told and where the statements stand, once each."""
        places = (*self.locators, *(statement.locator for statement in self.statements))
        return tuple(dict.fromkeys(f"{place.document}: {place}" for place in places))

    def as_dict(self) -> dict[str, Any]:
        """Plain values with the keys that `gaps --format json` promises."""
        return {
            "analysis": self.analysis,
            "subject": self.subject,
            "country": self.country,
            "theme": self.theme,
            "state": self.state,
            "reading": self.reading,
            "value": self.value,
            "statements": [statement.id for statement in self.statements],
            "sources": list(self.sources),
            "assumptions": list(self.assumptions),
            "closes_if": self.closes_if,
            "prospects": [prospect.as_dict() for prospect in self.prospects],
            "priority": self.priority.as_dict() if self.priority else None,
        }


@dataclass(frozen=True, slots=True)
class Analysis:
    """An analysis of the catalogue: what it asks, how it is defined, who thought of it, how a gap is closed."""

    name: str
    question: str
    definition: str
    origin: str
    closes: str
    run: Callable[[Scene], list[Finding]]
    #: The fields of `Scope`, beside the clock, that narrow or steer it.
    parameters: tuple[str, ...] = ("country", "theme", "donor")
    #: What must stand in `data/statements/<document>/` for it to find anything.
    needs: str = field(kw_only=True)


def unique(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements once each, by id."""
    return tuple({statement.id: statement for statement in sorted(statements, key=lambda s: s.id)}.values())
