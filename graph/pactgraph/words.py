"""Statements and figures in words: names, relations, dates, amounts, states. No id and no code reaches a reader.

What is said here is said alike on the screen, in tables and on pages; how it is laid out is theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from . import money
from .clock import Clock, Reading
from .model import Amount, Figure, Item, Statement, Thing

#: Where a name is cut that shares a line with others.
SHORT: Final = 70

_PHRASES = {
    "asked_to_fund": "is asked to fund",
    "not_funded": "is not funded by anybody",
    "requires": "requires",
    "addresses": "addresses",
    "co_chairs": "co-chairs",
    "secretariat_of": "is secretariat of",
    "focal_point_of": "is focal point of",
    "member_of": "is member of",
    "observer_of": "is observer of",
    "not_member": "is not a member of",
    "not_held": "was not held",
    "part_of": "is part of",
    "located_in": "is located in",
    "same_as": "is the same as",
    "maybe_same_as": "may be the same as",
    "stage": "came to the stage:",
    "named": "was named:",
    "addressed_to": "is addressed to",
    "concerns": "is about",
}
#: What became of a thing, by the stage that it came to.
_STAGES = {
    "asked": "was asked for",
    "in-effect": "came into effect",
    "set-up": "was set up",
    "started": "started",
    "covers": "covers a period",
    "ended": "ended",
}
#: Predicates that deny; what they say is never drawn.
NEGATIVE = frozenset({"not_funded", "not_member", "not_held"})

#: What a statement is on the day, in the order of the legend; see `state`.
STATES = (
    "in force",
    "perhaps",
    "last seen",
    "disputed",
    "suspended",
    "planned",
    "ended",
    "not yet",
    "denied",
    "not known",
    "set aside",
)
#: States in which a statement is in the table alone, whatever the day.
NEVER_DRAWN = frozenset({"denied", "not known", "set aside"})
#: States that are shown only on request.
AT_REQUEST = frozenset({"ended", "not yet"})

_READINGS = {
    Reading.YES: "in force",
    Reading.PERHAPS: "perhaps",
    Reading.LAST_SEEN: "last seen",
    Reading.NOT_YET: "not yet",
    Reading.ENDED: "ended",
    Reading.DENIED: "denied",
    Reading.SUSPENDED: "suspended",
    Reading.PLANNED: "planned",
    Reading.UNKNOWN: "not known",
    Reading.NOT_KNOWN_THEN: "not known",
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_PARTS = {
    **{33 + n: f"{word} quarter of" for n, word in enumerate(("first", "second", "third", "last"))},
    **{37 + n: f"{word} four months of" for n, word in enumerate(("first", "middle", "last"))},
    **{40 + n: f"{word} half of" for n, word in enumerate(("first", "second"))},
}
_VAGUE = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}
_COMPARATORS = {"exactly": "", "up-to": "up to "}


def phrase(predicate: str) -> str:
    """The relation as it reads between subject and object.

    >>> phrase("member_of"), phrase("cooperates_with")
    ('is member of', 'cooperates with')
    """
    return _PHRASES.get(predicate, predicate.replace("_", " "))


def verb(statement: Statement) -> str:
    """The relation as this statement has it: of a stage, what became of the thing."""
    if statement.predicate == "stage" and statement.value is not None:
        return _STAGES.get(statement.value, f"was {statement.value}")
    return phrase(statement.predicate)


def target(things: Mapping[str, Thing], statement: Statement, longest: int | None = None) -> str:
    """What stands behind the relation, a thing's name or a text; nothing behind a stage, which `verb` says whole."""
    if statement.object is not None:
        return _inside(things, statement.object, longest)
    text = "" if statement.predicate == "stage" else statement.value or ""
    return text if longest is None else cut(text, longest)


def _inside(things: Mapping[str, Thing], thing: str, longest: int | None) -> str:
    """A name in the middle of a sentence: what an item says does not end it."""
    if thing not in things:
        return thing
    told = name_of(things[thing], longest)
    return told.removesuffix(".") if isinstance(things[thing].entry, Item) else told


def name(predicate: str) -> str:
    """The relation as a word in a list.

    >>> name("co_chairs"), name("asked_to_fund")
    ('co-chairs', 'asked to fund')
    """
    return "co-chairs" if predicate == "co_chairs" else predicate.replace("_", " ")


def name_of(thing: Thing, longest: int | None = None) -> str:
    """What people call it; an item by its type and number, then what it says. Cut, if that is too long."""
    label = thing.label if longest is None else cut(thing.label, longest)
    if not isinstance(thing.entry, Item):
        return label
    key = f" {thing.item.key}" if thing.item.key else ""
    return f"{capital(thing.type)}{key}: {label}"


def label_of(things: Mapping[str, Thing], thing: str) -> str:
    """The name of the thing with that id, of an item what it says; the id itself where none is known."""
    return things[thing].label if thing in things else thing


def sentence(things: Mapping[str, Thing], statement: Statement, longest: int | None = None) -> str:
    """A statement as people would say it, without its date and its state; each name cut, if `longest` is given.

    >>> from pactgraph import load
    >>> graph = load()
    >>> sentence(graph.things, graph.matching("lcdc", "chairs", "idswg")[0])
    'Lao National Commission for Drug Control and Supervision chairs Illicit Drug Sector Working Group'
    """
    subject = _inside(things, statement.subject, longest)
    told = f"{subject} {verb(statement)} {target(things, statement, longest)}".rstrip()
    if stated := amount(statement.amount):
        # What is required is the sum itself; all else has one beside it.
        told += f" {stated}" if statement.predicate == "requires" else f", {stated}"
    return f"NOT: {told}" if statement.status == "denied" else told


def is_drawable(statement: Statement) -> bool:
    """Whether it can ever be a line: not denied, not said to be unknown, not set aside for another."""
    return (
        statement.object is not None
        and statement.status not in ("denied", "unknown")
        and statement.rank != "outranked"
        and statement.predicate not in NEGATIVE
    )


def state(statement: Statement, clock: Clock) -> str:
    """What it is on the day, as one of `STATES`; `network.js` decides the same for other days."""
    if statement.status == "denied" or statement.predicate in NEGATIVE:
        return "denied"
    if statement.rank == "outranked":
        return "set aside"
    reading = _READINGS[clock.reading(statement)]
    if reading in ("in force", "perhaps", "last seen", "suspended"):
        if statement.rank == "disputed":
            return "disputed"
        if statement.status == "suspended":
            return "suspended"
    return reading


def state_text(statement: Statement, clock: Clock) -> str:
    """The state with what a reader must know beside it, as `disputed, last seen 2017-10-26`."""
    found = state(statement, clock)
    reading = _READINGS[clock.reading(statement)]
    words = [found]
    if found in ("denied", "disputed", "suspended", "set aside") and reading not in (found, "in force", "suspended"):
        words.append(reading)
    if words[-1] == "last seen":
        words[-1] += f" {clock.seen(statement.document).isoformat()}"
    return ", ".join(words)


def when(text: str | None) -> str:
    """An EDTF date in words; empty if nothing is stated.

    >>> when("2014-08/2018"), when("2018/"), when("2018/.."), when("[2015-07..2015-12]")
    ('August 2014 to 2018', 'from 2018, end not stated', 'from 2018, no end', 'once from July 2015 to December 2015')
    >>> when("2016~"), when("2017-40"), when("201X"), when("2017-10-26"), when("/2015")
    ('about 2016', 'first half of 2017', 'the 2010s', '26 October 2017', 'until 2015, start not stated')
    """
    if text is None:
        return ""
    if text.startswith("["):
        return _one_of(text[1:-1])
    if "/" not in text:
        return _date(text)
    start, end = text.split("/")
    if start in ("", ".."):
        return f"until {_date(end)}" + (", start not stated" if start == "" else "")
    if end in ("", ".."):
        return f"from {_date(start)}, " + ("end not stated" if end == "" else "no end")
    return f"{_date(start)} to {_date(end)}"


def _one_of(inner: str) -> str:
    if ".." not in inner:
        return "once in " + " or ".join(_date(part.strip()) for part in inner.split(","))
    start, _, end = inner.partition("..")
    if start and end:
        return f"once from {_date(start)} to {_date(end)}"
    return f"once after {_date(start)}" if start else f"once until {_date(end)}"


def _date(text: str) -> str:
    vague = _VAGUE.get(text[-1:], "")
    year, month, day = ([*text.rstrip("~?%").split("-"), "", ""])[:3]
    digits = len(year.rstrip("X"))
    if digits == 0:
        year = "a year not stated"
    elif digits < 4:
        year = f"the {year.replace('X', '0')}s"
    if month in ("", "XX"):
        return vague + year
    if int(month) > 12:
        return f"{vague}{_PARTS[int(month)]} {year}"
    words = f"{_MONTHS[int(month) - 1]} {year}"
    return vague + (f"{int(day)} {words}" if day not in ("", "XX") else words)


def amount(stated: Amount | None, notes: bool = True) -> str:
    """Money as stated; empty if none is. Without `notes`, the bare sum for a line of the picture.

    >>> amount(Amount(value="4430000", currency="USD", comparator="about", kind="pledge"))
    'about USD 4,430,000 (pledge)'
    >>> amount(Amount(value="30", max="35", currency="unstated", maybe=("AUD", "USD"), span="per-year"))
    '30 to 35 a year (currency not stated: AUD or USD)'
    >>> amount(Amount(value="30", currency="LAK", kind="cost"), notes=False)
    'LAK 30'
    >>> amount(Amount(currency="USD", comparator="more-than", than="report/aid-2016"))
    'more than another sum'
    """
    if stated is None:
        return ""
    number, comparator = _range(stated), _comparator(stated)
    if not number:
        return f"{comparator}another sum"
    beside = []
    if stated.currency == money.UNSTATED:
        maybe = f": {' or '.join(stated.maybe)}" if stated.maybe else ""
        beside.append(f"currency not stated{maybe}")
    else:
        number = f"{stated.currency} {number}"
    if stated.kind != "unstated":
        beside.append(stated.kind)
    span = " a year" if stated.span == "per-year" else ""
    return f"{comparator}{number}{span}" + (f" ({', '.join(beside)})" if notes and beside else "")


def measure(figure: Figure) -> str:
    """What was measured as the document qualifies it; what stands in its place, in brackets, where nothing was.

    >>> measure(Figure(what="opium-seized", value="1200", max="1500", comparator="about", unit="kilograms", line=(1,)))
    'about 1,200 to 1,500 kilograms'
    >>> measure(Figure(what="opium-seized", cell="not-reported", line=(1,)))
    '(not reported)'
    """
    if figure.cell is not None:
        return f"({figure.cell.replace('-', ' ')})"
    return f"{_comparator(figure)}{_range(figure)} {figure.unit}"


def _range(stated: Amount | Figure) -> str:
    return " to ".join(_thousands(end) for end in (stated.value, stated.max) if end is not None)


def _comparator(stated: Amount | Figure) -> str:
    return _COMPARATORS.get(stated.comparator, stated.comparator.replace("-", " ") + " ")


def _thousands(number: str) -> str:
    whole, point, rest = number.partition(".")
    return f"{int(whole):,}{point}{rest}"


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> count(1, "relation"), count(7028, "relation"), count(0, "country", "countries")
    ('1 relation', '7,028 relations', '0 countries')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def period(clock: Clock) -> str:
    """The day or days that were asked about."""
    return f"{clock.first}" if clock.first == clock.last else f"{clock.first} to {clock.last}"


def capital(text: str) -> str:
    """A phrase with a capital; the rest as it is."""
    return text[:1].upper() + text[1:]


def cut(text: str, length: int = SHORT) -> str:
    """Text cut to a length, with a mark where it was.

    >>> cut("border management", 8)
    'border …'
    """
    return text if len(text) <= length else text[: length - 1] + "…"
