"""Amounts as documents state them: ranges, comparators, spans, currencies that are not named.

An amount is text from end to end (`1.50` is not `1.5`: it was printed to the cent), becomes a
`Decimal` only to be added, and is never added across currencies, kinds or pledges.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from reprlib import repr as quoted

NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,6})?")

#: The word for a currency that a document does not name; `candidates` may say which it could be.
UNSTATED = "unstated"


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """The alphabetic codes of ISO 4217, from the package `iso4217`."""
    from iso4217 import Currency

    return frozenset(currency.code for currency in Currency)


def number(text: object) -> str:
    """Check a number as printed and return its text.

    >>> number(5700), number("82.50")
    ('5700', '82.50')

    Raises `ValueError` for anything but plain digits with at most one decimal point: a thousands
    comma may be a decimal comma in the next table, so neither is guessed.
    """
    if isinstance(text, int) and not isinstance(text, bool) and text >= 0:
        text = str(text)
    if not isinstance(text, str) or not NUMBER.fullmatch(text):
        raise ValueError(f"{quoted(text)} is not a number; write digits and one point, as 1500000 or 4.43")
    return text


@dataclass(frozen=True, slots=True)
class Sum:
    """What a list of amounts adds up to in one currency and kind, and what it leaves out."""

    currency: str
    kind: str
    low: Decimal
    high: Decimal
    parts: int


def totals(amounts: Iterable[tuple[str, str, str, str]]) -> list[Sum]:
    """Sums of `(value, value_max, currency, kind)` texts, apart by currency and kind.

    An empty `value_max` means the value itself. An unnamed currency is a currency of its own:
    it is never added to a named one. Sorted by currency, then kind.

    >>> [(s.currency, str(s.high)) for s in totals([("4", "", "USD", ""), ("1", "2", "USD", ""), ("3", "", "AUD", "")])]
    [('AUD', '3'), ('USD', '6')]
    """
    groups: dict[tuple[str, str], list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for value, value_max, currency, kind in amounts:
        groups[currency, kind].append((Decimal(value), Decimal(value_max or value)))
    with localcontext(prec=60):  # the ordinary 28 digits would round a sum of large amounts
        return [
            Sum(
                currency, kind, sum((p[0] for p in parts), Decimal()), sum((p[1] for p in parts), Decimal()), len(parts)
            )
            for (currency, kind), parts in sorted(groups.items())
        ]
