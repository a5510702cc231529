"""Tables written small, so that they travel as plain JSON that any mail filter can read.

Texts stand in order, each once, without what it shares with the one before. Tables stand by column; a column
names its values by number and is written in the shortest of a few ways, which its own keys tell:
`graph/explorer/src/unpack.ts` undoes them, the last first.

- Every list of numbers is told as steps, each from the one before, since neighbours are near.
- `parts`: what stands in the lists, once each; `of`: the values themselves, once each. In their place are numbers.
- `rise`: each number is told as the step from that of the row before.
- `runs`: each value stands in so many rows; `steps`: each stands so many rows after the one before, in all other
  rows stands `or`.

What is left is under `s` if it numbers texts, and under `n` if it is numbers. Whole numbers, and lists of them, are
written as one text: each number by its digits in base 43, the lowest first, the last one from another set of signs.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, get_type_hints

from .rows import Tables

Column = dict[str, Any]
#: Signs that neither JSON nor HTML escapes; brackets mark lists. The first 43 end a number, the others go on.
_SIGNS = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"&<>[\\]')
_BASE = 43
#: How many characters a text shares with the one before it, as one of these.
_SHARED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#: What may stand between two texts: the first that is in none of them; the last is in no text that YAML can hold.
_BETWEEN = "~^`|@#%$!*\x01"


def pack(tables: Tables) -> dict[str, Any]:
    """The tables as plain values for JSON: `texts`, what stands `between` them, and `tables` by name.

    >>> from .rows import WordRow
    >>> nothing = {each.name: () for each in fields(Tables)}
    >>> packed = pack(Tables(**{**nothing, "words": (WordRow("stage", "ended", "ended early"),) * 9}))
    >>> packed["texts"], packed["tables"]["words"]["columns"]["words"]
    ('0ended~5 early~0stage', {'s': '$', 'runs': '5'})
    """
    used = sorted({text for table in fields(tables) for text in _texts(getattr(tables, table.name))})
    between = next(sign for sign in _BETWEEN if not any(sign in text for text in used))
    number = {text: place for place, text in enumerate(used)}
    made = {table.name: _table(getattr(tables, table.name), number) for table in fields(tables)}
    return {"between": between, "texts": between.join(_shortened(used)), "tables": made}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif not isinstance(value, int):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _shortened(texts: Sequence[str]) -> Iterator[str]:
    before = ""
    for text in texts:
        shared = 0
        # Not past what JavaScript counts as two characters.
        while text[shared : shared + 1] == before[shared : shared + 1] < "\U00010000" and shared < min(
            len(text), len(_SHARED) - 1
        ):
            shared += 1
        yield _SHARED[shared] + text[shared:]
        before = text


def _table(rows: Sequence[Any], number: dict[str, int]) -> dict[str, Any]:
    if not rows:
        return {"rows": 0, "columns": {}}
    hints = get_type_hints(type(rows[0]))
    columns = {
        name: _column([_numbered(getattr(row, name), number) for row in rows], "s" if "str" in str(hint) else "n")
        for name, hint in hints.items()
    }
    return {"rows": len(rows), "columns": {name: _written(column) for name, column in columns.items()}}


def _numbered(value: Any, number: dict[str, int]) -> Any:
    """The value with numbers for texts; a list of numbers as steps."""
    if isinstance(value, str):
        return number[value]
    if not isinstance(value, tuple):
        return int(value)
    inner = [_numbered(each, number) for each in value]
    return _steps(inner) if inner and all(isinstance(each, int) for each in inner) else inner


def _steps(numbers: list[int]) -> list[int]:
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def _column(values: list[Any], sort: str) -> Column:
    """The shortest way to write it."""
    ways: list[Column] = [{sort: values}]
    if any(isinstance(value, list) and value and isinstance(value[0], list) for value in values):
        parts, inner = _once([part for value in values for part in value])
        places = iter(inner)
        ways.append({"parts": parts, sort: [[next(places) for _ in value] for value in values]})
    for way in tuple(ways):
        of, numbers = _once(way[sort])
        ways.append({**way, "of": of, sort: numbers})
    if all(isinstance(value, int) for value in values):
        ways.append({"rise": 1, sort: _steps(values)})
    return min(
        ({**way, sort: None, **written} for way in ways for written in _by_row(way[sort], sort)),
        key=lambda column: len(json.dumps(column)),
    )


def _written(column: Column) -> Column:
    """The same with every list of values that are whole numbers as a text; `or` is one value."""
    return {
        key: _signs(each) if key != "or" and isinstance(each, list) and _is_whole(each) else each
        for key, each in column.items()
    }


def _is_whole(value: Any) -> bool:
    return all(map(_is_whole, value)) if isinstance(value, list) else isinstance(value, int)


def _signs(values: list[Any]) -> str:
    """Numbers and lists of them as signs.

    >>> _signs([0, -1, 21, 22, [1, [2]]]), len(_signs([43 * 43]))
    ("!#OQ#[$[']]", 3)
    """
    return "".join(f"[{_signs(each)}]" if isinstance(each, list) else _digits(each) for each in values)


@cache
def _digits(number: int) -> str:
    rest = 2 * number if number >= 0 else -2 * number - 1  # 0, -1, 1, -2, 2 …
    found = ""
    while rest >= _BASE:
        rest, digit = divmod(rest, _BASE)
        found += _SIGNS[_BASE + digit]
    return found + _SIGNS[rest]


def _once(values: list[Any]) -> tuple[list[Any], list[int]]:
    """The different values, the commonest first, and for each value which it is.

    All are numbers or lists of them, which Python writes as JSON does, and seven times as fast.
    """
    written = [*map(repr, values)]
    counted = Counter(written)
    order = sorted(counted, key=lambda text: (-counted[text], text))
    number = {text: place for place, text in enumerate(order)}
    return [json.loads(text) for text in order], [number[text] for text in written]


def _by_row(values: list[Any], sort: str) -> Iterator[Column]:
    """All values, runs of equal ones, or those that are not the commonest one."""
    yield {sort: values}
    written = [*map(repr, values)]
    starts = [place for place, text in enumerate(written) if place == 0 or text != written[place - 1]]
    lengths = [after - place for place, after in zip(starts, [*starts[1:], len(values)], strict=True)]
    yield {sort: [values[place] for place in starts], "runs": lengths}
    counted = Counter(written)
    commonest = min(counted, key=lambda text: (-counted[text], text))
    others = [place for place, text in enumerate(written) if text != commonest]
    yield {sort: [values[place] for place in others], "steps": _steps(others), "or": json.loads(commonest)}
