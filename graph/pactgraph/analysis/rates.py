"""Exchange rates that a user gives: a small CSV file, checked, and shown with every sum that used it.

No rate comes with PactGraph, none is inverted or chained, and a currency that a document does not
name has no rate. All rows lead to one currency, with one rate for each other one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from .. import edtf, money
from ..errors import EngineError, UsageError

_COLUMNS = ("from", "to", "rate", "date", "source")
_HEADER = ",".join(_COLUMNS)
#: Wide enough for a currency of which millions make one of another, and no power of ten.
_RATE = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,12})?")
_LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of `target` one unit of `origin` is, on which day, and who says so."""

    origin: str
    target: str
    printed: str
    day: str
    source: str

    @property
    def value(self) -> Fraction:
        """The rate as a number."""
        return Fraction(self.printed)

    def __str__(self) -> str:
        return f"1 {self.origin} = {self.printed} {self.target} ({self.day}, {self.source})"


@dataclass(frozen=True, slots=True)
class Rates:
    """A table of rates into one currency."""

    target: str
    by_origin: Mapping[str, Rate]


def read_rates(path: str | Path) -> Rates:
    """The rates of a CSV file with the columns `from,to,rate,date,source`.

    Raises `UsageError` that names every wrong line and how to mend it, and `EngineError` if the file
    cannot be read.
    """
    path = Path(path)
    try:
        text = path.read_bytes()[: _LONGEST + 1].decode("utf-8-sig")
    except OSError as error:
        raise EngineError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: is not UTF-8 text; save the table as CSV in UTF-8") from None
    if len(text) > _LONGEST:
        raise UsageError(f"{path}: is longer than {_LONGEST:,} characters; keep the rates that are needed")
    return parse_rates(text, path.name)


def parse_rates(text: str, name: str = "rates") -> Rates:
    r"""As `read_rates`, for text.

    >>> parse_rates("from,to,rate,date,source\nAUD,USD,0.75,2017-06-30,a bank").target
    'USD'
    """
    problems: list[str] = []
    found: dict[str, Rate] = {}
    target, header_seen = "", False
    for line, row in _rows(text, name, problems):
        cells = [cell.strip() for cell in row]
        if not header_seen:
            header_seen = True
            if tuple(cells) == _COLUMNS:
                continue
            problems.append(f"{name}:{line}: the first line is not the heading; make it `{_HEADER}`")
            break
        if len(cells) != len(_COLUMNS):
            problems.append(
                f"{name}:{line}: has {len(cells)} columns, not {len(_COLUMNS)}; write `{_HEADER}`, with a text "
                "that has a comma in quotes"
            )
            continue
        rate = Rate(*cells)
        target = target or rate.target
        wrong = [*_wrong(rate, target, found)]
        problems += [f"{name}:{line}: {each}" for each in wrong]
        if not wrong:
            found[rate.origin] = rate
    if not header_seen:
        problems.append(f"{name}:1: is empty; make the first line `{_HEADER}`")
    elif not found and not problems:
        problems.append(f"{name}:2: has no rates; add a line such as `AUD,USD,0.75,2017-06-30,name of the source`")
    if problems:
        raise UsageError("\n".join(problems))
    return Rates(target, found)


def _rows(text: str, name: str, problems: list[str]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        problems.append(f"{name}:{reader.line_num}: is not CSV ({error}); check the quotes")


def _wrong(rate: Rate, target: str, found: Mapping[str, Rate]) -> Iterator[str]:
    for code in (rate.origin, rate.target):
        if code == money.UNSTATED:
            yield "a currency that a document does not name has no rate; remove the line"
        elif code not in money.currencies():
            offer = code.upper()
            hint = f"did you mean {offer}?" if offer in money.currencies() else "write a code of ISO 4217, as AUD"
            yield f"{code!r} is not a currency code; {hint}"
    if rate.origin == rate.target:
        yield f"{rate.origin} to itself needs no rate; remove the line"
    if rate.target != target:
        yield f"leads to {rate.target}, the lines above to {target}; give all rates into one currency"
    if rate.origin in found:
        yield f"a second rate for {rate.origin}; keep one, for the day that fits best"
    if not _RATE.fullmatch(rate.printed) or not Fraction(rate.printed):
        yield f"{rate.printed!r} is not a rate; write digits above 0 with at most one point, as 0.75"
    if "/" in rate.day or "[" in rate.day or not _is_date(rate.day):
        yield f"{rate.day!r} is not a date; write a day, a month or a year, as 2017-06-30"
    if not rate.source:
        yield "has no source; say who gives the rate"


def _is_date(text: str) -> bool:
    try:
        edtf.bounds(text)
    except edtf.EdtfError:
        return False
    return edtf.precision(text) != "other" and text[-1].isdigit()
