"""Vague dates: EDTF (ISO 8601-2) in, four calendar days out.

A date such as `2014`, `2014-08/..` or `XXXX-05` says when something held without
pretending to know the day. What code needs of it are four days, `Bounds`: from when and
until when it *certainly* held, and from when and until when it *possibly* did.

Only the part of EDTF that documents need is read, and strictly: `2016-6` or `June 2016`
is an error, never a guess. The library `edtf` was not taken: it pads unknown ends by ten
years and refuses `2016-33~` (docs/decisions/0003-time.md).
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from reprlib import repr as quoted
from typing import NamedTuple

#: Stand for "no bound" on either side; they are never printed as dates.
BEGINNING = date.min
END = date.max


class Bounds(NamedTuple):
    """Four days, all inclusive, that say what a vague date lets us say of any day.

    It certainly holds on day t when `certain_from <= t <= certain_until`, and possibly when
    `possible_from <= t <= possible_until`. `certain_from > certain_until` means that there is
    no day on which it certainly holds, as with a bare year.
    """

    possible_from: date
    certain_from: date
    certain_until: date
    possible_until: date

    def certainly(self, first: date, last: date) -> bool:
        """Whether it certainly held at some moment of the days `first` to `last`."""
        return self.certain_from <= last and self.certain_until >= first

    def possibly(self, first: date, last: date) -> bool:
        """Whether it may have held at some moment of the days `first` to `last`."""
        return self.possible_from <= last and self.possible_until >= first


#: Months that a sub-year code of EDTF level 2 stands for: quarters, four-month terms, halves.
_PARTS = {
    **{33 + n: (1 + 3 * n, 3 + 3 * n) for n in range(4)},
    **{37 + n: (1 + 4 * n, 4 + 4 * n) for n in range(3)},
    **{40 + n: (1 + 6 * n, 6 + 6 * n) for n in range(2)},
}
_DATE = re.compile(r"(?P<year>[0-9X]{4})(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<vague>[~?%])?")
_FORMS = "2014, 2014-08, 2014-08-31, 2014/2018, 2014/.., 2016~, 201X, 2017-40 (first half)"


class EdtfError(ValueError):
    """A text that is not a date this module reads."""


@lru_cache(maxsize=65536)
def bounds(text: str) -> Bounds:
    """The four days of an EDTF text.

    >>> bounds("2014-08/2018").certain_from.isoformat()
    '2014-08-31'
    >>> bounds("2014-08/..").certainly(date(2020, 1, 1), date(2020, 1, 1))
    True
    >>> bounds("2014").certainly(date(2014, 6, 1), date(2014, 6, 1))
    False
    >>> bounds("2014").certainly(date(2014, 1, 1), date(2014, 12, 31))
    True

    Raises `EdtfError` with the accepted forms if `text` is none of them, if a day does not
    exist, or if an interval ends before it starts.
    """
    if text.startswith("[") and text.endswith("]"):
        first, last = _one_of(text)
        return Bounds(first, last, first, last)
    if "/" not in text:
        first, last = _span(text)
        return Bounds(first, last, first, last)
    if text.count("/") > 1:
        raise EdtfError(f"{quoted(text)} has more than one '/': an interval is start/end")
    start, end = text.split("/")
    if start in ("", "..") and end in ("", ".."):
        raise EdtfError(f"{quoted(text)} has neither a start nor an end")
    low, late = (BEGINNING, BEGINNING) if start == ".." else (BEGINNING, END)
    if start not in ("", ".."):
        low, late = _span(start)
    early, high = (END, END) if end == ".." else (BEGINNING, END)
    if end not in ("", ".."):
        early, high = _span(end)
    if high < low:
        raise EdtfError(f"{quoted(text)} ends before it starts")
    # It held from its start to its end, so even an unknown end is not before the known start.
    if start == "":
        late = high if end == ".." else early
    if end == "":
        early = late
    # And where the two vague ends overlap, one says something of the other: `2016-06/2016` did not end in May.
    return Bounds(low, min(late, high), max(early, low), high)


def precision(text: str) -> str:
    """`year`, `month`, `day` or `other`: how exact a single EDTF date is."""
    parts = text.rstrip("~?%").split("-")
    if "X" in text or "/" in text or "[" in text or (len(parts) == 2 and int(parts[1]) > 12):
        return "other"
    return ("year", "month", "day")[len(parts) - 1]


def _one_of(text: str) -> tuple[date, date]:
    """First and last day of `[a..b]`, `[..b]`, `[a..]` or `[a,b]`: one day in there, unknown which."""
    inner = text[1:-1]
    if inner == "..":
        raise EdtfError(f"{quoted(text)} has neither a start nor an end")
    if ".." in inner:
        start, _, end = inner.partition("..")
        first = _span(start)[0] if start else BEGINNING
        last = _span(end)[1] if end else END
    else:
        spans = [_span(part.strip()) for part in inner.split(",")]
        first, last = min(s[0] for s in spans), max(s[1] for s in spans)
    if last < first:
        raise EdtfError(f"{quoted(text)} ends before it starts")
    return first, last


def _span(text: str) -> tuple[date, date]:
    """First and last day that a single date may mean; `~`, `?` and `%` widen it by its own unit."""
    match = _DATE.fullmatch(text)
    if not match:
        raise EdtfError(f"{quoted(text)} is not a date in EDTF; write one of {_FORMS}")
    year, month, day, vague = match.group("year", "month", "day", "vague")
    if set(year.rstrip("X")) & {"X"} or (year == "XXXX" and month in (None, "XX")):
        raise EdtfError(f"{quoted(text)}: only last digits of a year may be X, as in 201X")
    if year.startswith("0"):
        raise EdtfError(f"{quoted(text)}: the year is not one of our time")
    if month == "XX" and day not in (None, "XX"):
        raise EdtfError(f"{quoted(text)}: a day needs its month")
    first_month, last_month = _months(text, month)
    if (year == "XXXX" or day is not None) and month != "XX" and first_month != last_month:
        raise EdtfError(f"{quoted(text)}: there is no month {month} here; use one of 01 to 12")
    # 2000 has a 29 February: what does not exist then never does.
    low, high = (2000, 2000) if year == "XXXX" else (int(year.replace("X", "0")), int(year.replace("X", "9")))
    if day is None or day == "XX":
        first = date(low, first_month, 1)
        last = date(high, last_month, calendar.monthrange(high, last_month)[1])
    else:
        last_days = ((year, calendar.monthrange(year, first_month)[1]) for year in range(low, high + 1))
        days = [date(year, first_month, int(day)) for year, last_day in last_days if 1 <= int(day) <= last_day]
        if not days:
            raise EdtfError(f"{quoted(text)}: there is no such day in the calendar")
        first, last = days[0], days[-1]
    if year == "XXXX":
        # A month whose year is not printed: any year, until the document's own date bounds it.
        return BEGINNING, END
    return _widen(first, last, month, day) if vague else (first, last)


def _months(text: str, month: str | None) -> tuple[int, int]:
    if month is None or month == "XX":
        return 1, 12
    number = int(month)
    if 1 <= number <= 12:
        return number, number
    if number in _PARTS:
        return _PARTS[number]
    raise EdtfError(f"{quoted(text)}: there is no month {month} (33-36 are quarters, 40 and 41 halves)")


def _widen(first: date, last: date, month: str | None, day: str | None) -> tuple[date, date]:
    """About a date: one unit of its own precision to either side (our rule, docs/decisions/0003)."""
    before = date.fromordinal(max(first.toordinal() - 1, BEGINNING.toordinal()))
    after = date.fromordinal(min(last.toordinal() + 1, END.toordinal()))
    if day is not None:
        return before, after
    if month is not None:
        return before.replace(day=1), _month_end(after)
    return before.replace(month=1, day=1), after.replace(month=12, day=31)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
