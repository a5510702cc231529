"""Tables written small, so that they travel as plain JSON that any mail filter can read.

By column, because the keys are then written once; a column whose rows are mostly alike holds only the
others, one with equal neighbours only how many there are; and every text is a number into one list, the most
used texts first. `graph/explorer/src/unpack.ts` reads it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from itertools import pairwise
from typing import Any, get_type_hints

from .rows import Tables

#: A column: `n` or `s` holds numbers, or numbers of texts, one a row; `d` lists of numbers, each number as what it is
#: more than the one before. With `runs`, each stands in so many rows one after the other; with `steps`, each stands
#: so many rows after the one before, and in all others stands `or`.
Column = dict[str, Any]


def pack(tables: Tables) -> dict[str, Any]:
    """The tables as plain values for JSON: `texts`, and `tables` by name with their columns.

    >>> from .rows import WordRow
    >>> nothing = {each.name: () for each in fields(Tables)}
    >>> packed = pack(Tables(**{**nothing, "words": (WordRow("stage", "ended", "ended"),) * 9}))
    >>> packed["texts"], packed["tables"]["words"]["columns"]["sort"]
    (['ended', 'stage'], {'s': [1], 'runs': [9]})
    """
    used: Counter[str] = Counter()
    for table in fields(tables):
        for row in getattr(tables, table.name):
            for each in fields(row):
                _count(getattr(row, each.name), used)
    texts = sorted(used, key=lambda text: (-used[text], text))
    number = {text: place for place, text in enumerate(texts)}
    made = {table.name: _table(getattr(tables, table.name), number) for table in fields(tables)}
    return {"texts": texts, "tables": made}


def _count(value: Any, used: Counter[str]) -> None:
    if isinstance(value, str):
        used[value] += 1
    elif isinstance(value, tuple):
        for each in value:
            _count(each, used)


def _table(rows: Sequence[Any], number: dict[str, int]) -> dict[str, Any]:
    if not rows:
        return {"rows": 0, "columns": {}}
    hints = get_type_hints(type(rows[0]))
    columns = {}
    for name, hint in hints.items():
        values = [_numbered(getattr(row, name), number) for row in rows]
        if hint == tuple[int, ...]:
            columns[name] = _column([[n - before for before, n in pairwise((0, *each))] for each in values], "d")
        else:
            columns[name] = _column(values, "s" if "str" in str(hint) else "n")
    return {"rows": len(rows), "columns": columns}


def _numbered(value: Any, number: dict[str, int]) -> Any:
    if isinstance(value, str):
        return number[value]
    if isinstance(value, tuple):
        return [_numbered(each, number) for each in value]
    return int(value)


def _column(values: list[Any], sort: str) -> Column:
    """The shortest of all values, of runs of equal ones, and of the values that are not the commonest one."""
    written = [json.dumps(value) for value in values]
    counted = Counter(written)
    commonest = min(counted, key=lambda text: (-counted[text], text))
    others = [place for place, text in enumerate(written) if text != commonest]
    steps = [place - before for place, before in zip(others, [0, *others], strict=False)]
    starts = [place for place, text in enumerate(written) if place == 0 or text != written[place - 1]]
    lengths = [after - place for place, after in zip(starts, [*starts[1:], len(values)], strict=True)]
    ways: tuple[Column, ...] = (
        {sort: values},
        {sort: [values[place] for place in starts], "runs": lengths},
        {sort: [values[place] for place in others], "steps": steps, "or": json.loads(commonest)},
    )
    return min(ways, key=lambda column: len(json.dumps(column)))
