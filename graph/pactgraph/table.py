"""Answers as rows of plain values, and as frames of pandas or polars where those are installed.

`query` gives what the engine gives; here it becomes what people calculate with. What is written to
files and screens is made of text instead, by `query.rows` and `query.serialise`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from . import vocab
from .errors import QueryError, UsageError
from .query import short
from .store import Results

if TYPE_CHECKING:
    import pandas
    import polars

#: What a cell holds; None where the question found nothing for it.
Value = str | int | float | Decimal | bool | date | None

_XSD = vocab.PREFIXES["xsd"]
_WHOLE = frozenset(
    _XSD + name
    for name in (
        *("integer", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)


@dataclass(frozen=True, slots=True)
class Table:
    """An answer: the names of its columns, and its rows as tuples of plain values.

    Things, statements and predicates are their short ids; whole numbers are int, amounts Decimal, days
    date; other literals, EDTF dates among them, are text. Iterating gives the rows.

    >>> import pactgraph
    >>> answer = pactgraph.query("who-funds", programme="border-management-lao")
    >>> answer.columns[:2], len(answer)
    (('funder', 'programme'), 2)
    >>> [funder for funder, *_ in answer]
    ['japan', 'un-peace-and-development-trust-fund']
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a pandas frame; amounts become floats. Raises `UsageError` if pandas is not installed."""
        try:
            import pandas as pd
        except ImportError:
            raise UsageError(_missing("pandas")) from None
        return pd.DataFrame(self._by_column(), columns=list(self.columns))

    def to_polars(self) -> polars.DataFrame:
        """The rows as a polars frame; amounts become floats. Raises `UsageError` if polars is not installed."""
        try:
            import polars as pl
        except ImportError:
            raise UsageError(_missing("polars")) from None
        return pl.DataFrame(self._by_column(), infer_schema_length=None)

    def _by_column(self) -> dict[str, list[Any]]:
        return {name: _alike([row[place] for row in self.rows]) for place, name in enumerate(self.columns)}


def _missing(package: str) -> str:
    return f"{package} is not installed; install it, or `pactgraph[frames]`, which names it"


def _alike(values: list[Value]) -> list[Any]:
    """The values of a column in one type, as frames want them: mixed numbers as floats, all else mixed as text."""
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int, float, Decimal} and kinds & {float, Decimal}:
        return [None if value is None else float(value) for value in values]  # type: ignore[arg-type]
    if len(kinds) > 1:
        return [None if value is None else str(value) for value in values]
    return values


def table(results: Results) -> Table:
    """Results of the engine as a table: of a SELECT its variables, of a graph its triples, else one yes or no.

    Reads them to their end, which is where the engine works. Raises `QueryError` if it fails on the way.
    """
    try:
        if isinstance(results, ox.QueryBoolean):
            return Table(("answer",), ((bool(results),),))
        if isinstance(results, ox.QueryTriples):
            triples = tuple(tuple(plain(term) for term in triple) for triple in results)
            return Table(("subject", "predicate", "object"), triples)
        names = tuple(variable.value for variable in results.variables)
        return Table(names, tuple(tuple(plain(solution[name]) for name in names) for solution in results))
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"the query failed: {error}") from None


def plain(term: Any) -> Value:
    """A term as a plain value; a literal that is not what its datatype says is text.

    >>> xsd = vocab.PREFIXES["xsd"]
    >>> plain(ox.NamedNode(vocab.ID + "lcdc")), plain(ox.Literal("2021-12-31", datatype=ox.NamedNode(xsd + "date")))
    ('lcdc', datetime.date(2021, 12, 31))
    >>> plain(ox.Literal("4.50", datatype=ox.NamedNode(xsd + "decimal"))), plain(ox.Literal(7)), plain(None)
    (Decimal('4.50'), 7, None)
    """
    if term is None:
        return None
    text = short(term)
    if not isinstance(term, ox.Literal):
        return text
    kind = term.datatype.value
    try:
        if kind in _WHOLE:
            return int(text)
        if kind == _XSD + "decimal":
            return Decimal(text)
        if kind in (_XSD + "double", _XSD + "float"):
            return float(text)
        if kind == _XSD + "date":
            return date.fromisoformat(text)
    except (ValueError, InvalidOperation):
        return text
    if kind == _XSD + "boolean" and text in ("true", "false", "1", "0"):
        return text in ("true", "1")
    return text
