"""The types of the page's tables in TypeScript, made from `rows`, so that both sides mean the same.

`python -m pactgraph.explorer.typescript` writes them to standard output; `make explorer` puts them into
`graph/explorer/src/rows.ts`, and a test compares that file.
"""

from __future__ import annotations

import inspect
import re
import sys
from dataclasses import fields
from types import EllipsisType
from typing import Any, get_args, get_type_hints

from . import rows
from .rows import Tables

_HEAD = """\
// Made by `make explorer` from graph/pactgraph/explorer/rows.py; a test holds the two equal. Do not edit.
"""
_PLAIN = {str: "string", int: "number", bool: "number"}


def declarations() -> str:
    """One interface a table row, and `Tables` with all of them."""
    hints = get_type_hints(Tables)
    tables = [get_args(hints[each.name])[0] for each in fields(Tables)]
    return "\n".join([_HEAD, *(_interface(row) for row in (*tables, Tables))])


def _interface(row: type) -> str:
    hints = get_type_hints(row)
    notes = _notes(row)
    lines = [f"/** {inspect.cleandoc(row.__doc__ or '')} */", f"export interface {row.__name__} {{"]
    for each in fields(row):
        if note := notes.get(each.name):
            lines.append(f"  /** {note} */")
        lines.append(f"  readonly {each.name}: {_type(hints[each.name])};")
    return "\n".join([*lines, "}", ""])


def _type(hint: Any) -> str:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and hint.__module__ == rows.__name__:
        return hint.__name__
    arguments = get_args(hint)
    if len(arguments) == 2 and isinstance(arguments[1], EllipsisType):
        return f"readonly {_type(arguments[0])}[]" if arguments[0] in _PLAIN else f"readonly ({_type(arguments[0])})[]"
    return f"readonly [{', '.join(map(_type, arguments))}]"


def _notes(row: type) -> dict[str, str]:
    """What the `#:` lines above each field say."""
    return {
        name: " ".join(line.strip().removeprefix("#:").strip() for line in note.strip().splitlines())
        for note, name in re.findall(r"((?:^ +#:.*\n)+)^ +(\w+):", inspect.getsource(row), re.MULTILINE)
    }


if __name__ == "__main__":
    sys.stdout.write(declarations())
