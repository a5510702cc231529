"""Two clocks: what was true on a day, and what was known by a day.

The one place where "is it so on that day?" is decided, for records; `queries/*.rq` ask the same of
the four days that each statement carries in RDF. The rule for present-tense facts of an old
document stands in `load._Linker._when` and in docs/decisions/0003-time.md: they hold on the days
on which the document was written, and were *last seen* afterwards, which is neither yes nor no.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from . import edtf, vocab
from .errors import UsageError
from .model import Document, Records, Statement


class Reading(StrEnum):
    """What one statement says of the asked day."""

    YES = "yes"
    PERHAPS = "perhaps"
    LAST_SEEN = "last seen"
    NOT_YET = "not yet"
    ENDED = "ended"
    DENIED = "denied"
    SUSPENDED = "suspended"
    PLANNED = "planned"
    UNKNOWN = "unknown"
    NOT_KNOWN_THEN = "not known then"


@dataclass(frozen=True, slots=True)
class Answer:
    """What all statements together say: `yes`, `no`, `not known` or `disputed`, and on what it rests."""

    answer: str
    statements: tuple[Statement, ...]
    #: Whether the yes holds only in the wide reading of vague dates.
    perhaps: bool = False
    #: For `not known`: the last day on which a document vouched for it.
    last_seen: date | None = None


class Clock:
    """A day (or month, or year) in the world and a day of knowledge.

    `as_of` and `known_by` are EDTF dates without vagueness; a month or a year means the whole of
    it. Left out, `as_of` is the last day on which the newest cited document may have been written
    (the data's own day, never the machine's), and every document counts.

    Raises `UsageError` for a date that is none.
    """

    def __init__(self, records: Records, as_of: str | None = None, known_by: str | None = None) -> None:
        self._windows = {
            thing.id: _issued(thing.entry)
            for thing in records.things.values()
            if isinstance(thing.entry, Document) and thing.entry.sections
        }
        self._reports = {doc: records.document(doc).reports for doc in self._windows}
        self.known_by = _period(known_by)[1] if known_by else edtf.END
        known = [window for doc, window in self._windows.items() if self.knows(doc)]
        self.data_day = max((last for _, last in known), default=edtf.BEGINNING)
        self.first, self.last = _period(as_of) if as_of else (self.data_day, self.data_day)

    def knows(self, document: str) -> bool:
        """Whether the document had been issued, in its latest reading, by the day of knowledge."""
        window = self._windows.get(document)
        return window is not None and window[1] <= self.known_by

    def seen(self, document: str) -> date:
        """The last day on which the document may have been written."""
        return self._windows[document][1]

    def reading(self, statement: Statement) -> Reading:
        """What the statement says of the day."""
        if not self.knows(statement.document):
            return Reading.NOT_KNOWN_THEN
        bounds = statement.bounds
        certain = bounds.certainly(self.first, self.last)
        if statement.status == "denied":
            if certain:
                return Reading.DENIED
            # Beside the days it speaks of, a denial says nothing, least of all the contrary.
            return Reading.LAST_SEEN if self._beside(statement) is Reading.LAST_SEEN else Reading.UNKNOWN
        if statement.status == "unknown":
            return Reading.UNKNOWN
        if statement.status == "planned":
            return Reading.PLANNED
        if statement.status == "ended" and statement.when is None:
            window = self._windows[statement.document]
            return Reading.ENDED if self.first >= window[1] else Reading.PERHAPS
        if certain and statement.claim is not None and statement.claim.by_turn is not None:
            return Reading.PERHAPS  # One of several on any day, and no calendar says which.
        if certain and statement.status == "suspended":
            return Reading.SUSPENDED
        return Reading.YES if certain else self._beside(statement)

    def _beside(self, statement: Statement) -> Reading:
        """The reading on a day on which it does not certainly hold."""
        bounds, when = statement.bounds, statement.when
        if bounds.possible_until < self.first:
            return Reading.ENDED
        if bounds.possible_from > self.last:
            return Reading.NOT_YET
        open_end = when is None or when.endswith("/")
        if open_end and self.first > self.seen(statement.document):
            return Reading.LAST_SEEN
        if when is None and self.last < self._windows[statement.document][0]:
            return Reading.PERHAPS if self._reported(statement) else Reading.UNKNOWN
        return Reading.PERHAPS

    def _reported(self, statement: Statement) -> bool:
        """Whether the day lies in the period that the document reports on."""
        period = self._reports[statement.document]
        if period is None or statement.predicate == "stage":
            return False
        return edtf.bounds(period).possibly(self.first, self.last)

    def certainly(self, statement: Statement) -> bool:
        """Whether it is stated as a fact and certainly holds on the day."""
        return statement.is_plain and self.reading(statement) is Reading.YES

    def possibly(self, statement: Statement) -> bool:
        """Whether it certainly or perhaps holds, was last seen before, is planned, or is disputed.

        What is told as suspended does not, on any day: that it was taken up again is not told. Nor does what
        is denied: that the denial was last seen some time ago is no word for the contrary.
        """
        if statement.rank == "outranked" or statement.status in ("suspended", "denied"):
            return False
        return self.reading(statement) in _POSSIBLE

    def answer(self, statements: Iterable[Statement]) -> Answer:
        """Put together what several statements of the same thing say of the day."""
        by: dict[Reading, list[Statement]] = {}
        outranked = []
        for statement in statements:
            if statement.rank == "outranked":
                outranked.append(statement)
                continue
            reading = self.reading(statement)
            if statement.status == "suspended" and reading in _POSSIBLE:
                reading = Reading.UNKNOWN  # It rested on another day; of this one it says nothing.
            by.setdefault(reading, []).append(statement)
        yes = by.get(Reading.YES, [])
        said = {(statement.subject, statement.object, statement.value) for statement in yes}
        rivals = [
            statement
            for statement in outranked
            if self.reading(statement) is Reading.YES
            and (statement.subject, statement.object, statement.value) not in said
        ]
        if yes and rivals:
            return Answer("disputed", tuple(yes + rivals))
        no = by.get(Reading.DENIED, []) + by.get(Reading.SUSPENDED, [])
        if yes and (no or all(statement.rank == "disputed" for statement in yes)):
            return Answer("disputed", tuple(yes + no))
        if yes:
            return Answer("yes", tuple(yes))
        if no:
            return Answer("no", tuple(no))
        if perhaps := by.get(Reading.PERHAPS):
            disputed = all(statement.rank == "disputed" for statement in perhaps)
            return Answer("disputed" if disputed else "yes", tuple(perhaps), perhaps=True)
        if seen := by.get(Reading.LAST_SEEN):
            latest = max(self.seen(statement.document) for statement in seen)
            return Answer("not known", tuple(seen), last_seen=latest)
        # What ended before says nothing of a day for which more is planned.
        planned = by.get(Reading.PLANNED, [])
        if due := [s for s in planned if s.when is None or s.bounds.possibly(self.first, self.last)]:
            return Answer("not known", tuple(due))
        if ended := by.get(Reading.ENDED, []) + by.get(Reading.NOT_YET, []):
            return Answer("no", tuple(ended))
        return Answer("not known", tuple(by.get(Reading.UNKNOWN, []) + planned + outranked))


_POSSIBLE = frozenset({Reading.YES, Reading.PERHAPS, Reading.LAST_SEEN, Reading.PLANNED})


def _issued(document: Document) -> tuple[date, date]:
    """First and last day on which the document may have been issued."""
    window = edtf.bounds(document.issued or "")
    return window.possible_from, window.possible_until


def matching(
    records: Records, subject: str | None = None, predicate: str | None = None, object: str | None = None
) -> list[Statement]:
    """The statements with this subject, predicate and object; None matches any.

    Who asks for `supports` is also given `funds`, for to pay is to support; never the reverse.
    Raises `UsageError` for an unknown id or predicate.
    """
    for word in (subject, object):
        if word is not None and word not in records.things:
            raise UsageError(f"unknown id {word!r}")
    if predicate is not None and predicate not in vocab.PREDICATES:
        raise UsageError(f"unknown predicate {predicate!r}")
    predicates = {"supports", "funds"} if predicate == "supports" else {predicate}
    return [
        statement
        for statement in records.statements
        if subject in (None, statement.subject)
        and object in (None, statement.object)
        and (predicate is None or statement.predicate in predicates)
    ]


def _period(text: str) -> tuple[date, date]:
    try:
        bounds = edtf.bounds(text)
    except edtf.EdtfError as error:
        raise UsageError(f"{error}") from None
    if "/" in text or "[" in text or edtf.precision(text) == "other":
        raise UsageError(f"{text!r} must be a day, a month or a year")
    return bounds.possible_from, bounds.possible_until
