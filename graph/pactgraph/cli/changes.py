"""The command of those who ask what is new: diff."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import words
from ..errors import DataError, Problem, UsageError
from .options import data_folder, in_json, options, read, silent, to_file
from .screen import deliver, say

if TYPE_CHECKING:
    from ..diff import Change
    from ..model import Records

_FORMS = ("table", "csv", "json", "md")
#: How many records of one sort are listed below a heading, unless all are asked for.
_LINES = 10
_TITLES = {
    "added": "Added",
    "changed": "Changed",
    "ended": "Ended, or given an end",
    "withdrawn": "Withdrawn",
}
_PLURALS = {
    "entity": "entities",
    "item": "items",
    "statement": "statements",
    "figure": "figures",
    "disagreement": "disagreements",
}
_COLUMNS = ("kind", "what", "id", "sentence", "before", "after", "document", "locator")


@click.command(
    short_help="Say what is new since then, or in another folder.",
    epilog="Example: pactgraph diff 2017-12-31 2021-12-31",
)
@click.argument("old")
@click.argument("new", required=False)
@click.option("--all", "everything", is_flag=True, help=f"Every line, not the first {_LINES} of a sort.")
@click.option("--format", "form", type=click.Choice(_FORMS), default="table", show_default=True)
@options(data_folder, to_file, in_json, silent)
def diff(
    old: str,
    new: str | None,
    everything: bool,
    form: str,
    data: Path | None,
    output: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Say what was added, changed, ended or withdrawn from OLD to NEW.

    Each is a folder of data, a git revision of the data folder, or a day. Two days compare what
    documents issued by then say. Without NEW, a folder or a revision is compared with the data folder
    as it is. A name that is a date is one: for a folder called 2021 write ./2021. An old revision is
    read by the rules and themes of today, and what they refuse is named.
    """
    from ..diff import diff as compare

    form = "json" if as_json else form
    if form == "table" and output is not None:
        raise UsageError("a table is for the screen; with -o choose --format csv, json or md")
    before, after, names = _both(old, new, data, quiet)
    changes = compare(before, after)
    match form:
        case "json":
            deliver(_json(changes, names), output)
        case "csv":
            deliver(_csv(changes), output)
        case "md":
            deliver(_markdown(changes, names), output)
        case _:
            say(_words(changes, names, everything))


# -- the two sides ------------------------------------------------------------------------------------


def _both(old: str, new: str | None, data: Path | None, quiet: bool) -> tuple[Records, Records, tuple[str, str]]:
    """The records of both sides and how the sides are named; the problems of both, if they have any."""
    from ..diff import known

    days = [side for side in (old, new) if side is not None and _is_day(side)]
    if days and new is None:
        raise UsageError(f"{old} is a day; give a second one, as in: pactgraph diff {old} 2021-12-31")
    if len(days) == 1:
        raise UsageError(
            f"{days[0]} is a day and can only be compared with another day; for a folder write ./{days[0]}"
        )
    if new is not None and len(days) == 2:
        records = read(data, quiet=quiet).records
        return known(records, old), known(records, new), (f"what was known by {old}", f"what was known by {new}")
    found: list[Records] = []
    problems: list[Problem] = []
    for side, word in (("OLD", old), ("NEW", new)):
        try:
            found.append(_one(word, data, quiet))
        except DataError as error:
            told = f"in {side} ({word or 'the data folder'}): "
            problems += [replace(problem, message=told + problem.message) for problem in error.problems]
    if problems:
        raise DataError(problems)
    return found[0], found[1], (old, new or "the data folder")


def _is_day(word: str) -> bool:
    """Whether a side is a date, as `--known-by` takes it: a day, a month or a year."""
    from .. import edtf

    try:
        edtf.bounds(word)
    except edtf.EdtfError:
        return False
    return "/" not in word and "[" not in word and edtf.precision(word) != "other"


def _one(word: str | None, data: Path | None, quiet: bool) -> Records:
    """The records of a folder or of a revision; without either, of the data folder."""
    from .. import resources

    if word is None:
        return read(data, quiet=quiet).records
    if os.path.isdir(word):  # which says no, and fails not, for a name that no folder can have
        with _naming(Path(word), f"{word.rstrip('/')}/"):
            return read(Path(word), quiet=quiet).records
    from ..revision import checked_out

    # As git names a file of a revision.
    with checked_out(data or resources.data_dir(), word, os.environ) as folder, _naming(folder, f"{word}:"):
        return read(folder, quiet=quiet).records


@contextmanager
def _naming(folder: Path, prefix: str) -> Iterator[None]:
    """Name the files of problems so that a person finds them: from where the person stands, not from the folder."""
    try:
        yield
    except DataError as error:
        raise DataError(
            [
                replace(each, file=prefix.rstrip("/:") if each.file == str(folder) else prefix + each.file)
                for each in error.problems
            ]
        ) from None


# -- what is printed ----------------------------------------------------------------------------------


def _heads(changes: Sequence[Change]) -> list[tuple[str, str]]:
    """Each kind with its heading: how many there are, and of what."""
    from ..diff import counts

    heads = []
    for kind, found in counts(changes).items():
        parts = ", ".join(words.count(number, what, _PLURALS[what]) for what, number in found.items())
        heads.append((kind, f"{_TITLES[kind]}: {parts}"))
    return heads


def _nothing(names: tuple[str, str]) -> str:
    return f"Nothing differs between {names[0]} and {names[1]}."


def _words(changes: Sequence[Change], names: tuple[str, str], everything: bool) -> str:
    """Counts first, then each kind with its records; a long list is cut, and says so."""
    from ..diff import WHATS

    if not changes:
        return _nothing(names)
    heads = _heads(changes)
    out = [f"From {names[0]} to {names[1]}:", *(f"  {head}" for _, head in heads)]
    cut = False
    for kind, head in heads:
        out += ["", head]
        for what in WHATS:
            mine = [change for change in changes if (change.kind, change.what) == (kind, what)]
            shown = mine if everything or len(mine) <= _LINES + 1 else mine[:_LINES]
            out += [f"  {change.sentence}{_source(change)}" for change in shown]
            if len(shown) < len(mine):
                cut = True
                out.append(f"  … and {len(mine) - len(shown):,} more {_PLURALS[what]}")
    if cut:
        out += ["", "All of them: --all, or --format csv, json or md"]
    return "\n".join(out)


def _source(change: Change) -> str:
    where = ": ".join(each for each in (change.document, change.locator) if each)
    return f"  [{where}]" if where else ""


def _json(changes: Sequence[Change], names: tuple[str, str]) -> str:
    import json

    from ..diff import counts

    said = {
        "old": names[0],
        "new": names[1],
        "counts": counts(changes),
        "changes": [change.as_dict() for change in changes],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _csv(changes: Sequence[Change]) -> str:
    from ..export import csv_text, value_text

    rows = []
    for change in changes:
        cells = change.as_dict()
        for name in ("before", "after"):
            cells[name] = " | ".join(f"{key}: {value_text(value)}" for key, value in cells[name].items())
        rows.append([cells[name] for name in _COLUMNS])
    return csv_text(_COLUMNS, rows)


def _markdown(changes: Sequence[Change], names: tuple[str, str]) -> str:
    if not changes:
        return _nothing(names) + "\n"
    out = [f"# From {names[0]} to {names[1]}"]
    for kind, head in _heads(changes):
        out += ["", f"## {head}", ""]
        out += [f"- {change.sentence}{_source(change)}" for change in changes if change.kind == kind]
    return "\n".join([*out, ""])
