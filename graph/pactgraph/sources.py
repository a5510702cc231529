"""Sources checked by machine: does the passage that a record cites name what the record speaks of?

It does not read meaning: it finds, at the cited lines of the document's text, one of the known names
of the subject or the object (or the words that the record says stand there for them, `named_as`).
What it cannot find is a place for a person to look, not an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import UsageError
from .find import fold
from .model import Item, Locator, Observation, Records, Statement

MAX_TEXT = 20_000_000


@dataclass(frozen=True, slots=True)
class Check:
    """Whether one record's passage names what it speaks of, and the names that were looked for."""

    id: str
    locator: Locator
    confirmed: bool
    looked_for: tuple[str, ...]


def read_texts(folder: Path, records: Records) -> dict[str, list[str]]:
    """The texts of the cited documents, `<document>.txt` each, as lines folded for comparison.

    Raises `UsageError` if the folder or the text of a cited document is not there.
    """
    texts = {}
    for document in sorted({statement.document for statement in records.statements}):
        path = folder / f"{document}.txt"
        if not path.is_file() or path.stat().st_size > MAX_TEXT:
            raise UsageError(f"no text of {document} at {path}")
        texts[document] = [fold(line) for line in path.read_text("utf-8").split("\n")]
    return texts


def check(records: Records, texts: Mapping[str, list[str]]) -> list[Check]:
    """One check for each statement as written, item and figure, in the order of their ids."""
    written = [s for s in records.statements if s.origin == "statement"]
    items = [thing for thing in records.things.values() if isinstance(thing.entry, Item)]
    found = [_check(each.id, each.locator, _names_of_statement(records, each), texts) for each in written]
    found += [_check(item.id, item.sources[0], _names_of_item(records, item.item), texts) for item in items]
    found += [_check(figure.id, figure.locator, _names_of_figure(records, figure), texts) for figure in records.figures]
    return sorted(found, key=lambda each: each.id)


def _check(record: str, locator: Locator, names: Iterable[str], texts: Mapping[str, list[str]]) -> Check:
    lines = texts[locator.document]
    passage = " ".join(lines[line - 1] for line in locator.lines if line <= len(lines))
    wanted = tuple(dict.fromkeys(name for name in map(fold, names) if name))
    # Whole words, so that `who` is not found in `whole`; a plural still counts.
    padded = f" {passage} "
    confirmed = any(f" {name} " in padded or f" {name}s " in padded for name in wanted)
    return Check(record, locator, confirmed, wanted)


def _names_of(records: Records, ids: Iterable[str | None]) -> list[str]:
    names = []
    for each in ids:
        if each is not None:
            thing = records.things[each]
            names += [thing.label, *thing.aliases]
    return names


def _names_of_statement(records: Records, statement: Statement) -> list[str]:
    claim = statement.claim
    return [*(claim.named_as if claim else ()), *_names_of(records, (statement.subject, statement.object))]


def _names_of_item(records: Records, item: Item) -> list[str]:
    return [*item.named_as, *_names_of(records, (*item.by, *item.to, *item.about, *item.place, *item.themes))]


def _names_of_figure(records: Records, figure: Observation) -> list[str]:
    entry = figure.entry
    # A figure is also confirmed by its own digits, as printed.
    digits = [entry.reading.printed] if entry.reading else [entry.value] if entry.value else []
    return [*entry.named_as, *digits, *_names_of(records, (entry.of, entry.place))]


@dataclass(frozen=True, slots=True)
class Support:
    """What one document says, and what of it no other document says independently."""

    statements: tuple[str, ...]
    items: tuple[str, ...]
    figures: tuple[str, ...]
    #: Facts (`subject predicate object`) that no other document states independently.
    facts_alone: tuple[str, ...]
    #: Facts that another document states too, and those of them that are only the same text again.
    shared: tuple[str, ...]
    repeated: tuple[str, ...]
    #: Things that no other document speaks of.
    things_alone: tuple[str, ...]

    def as_dict(self) -> dict[str, list[str]]:
        """Plain values, for JSON."""
        return {name: list(getattr(self, name)) for name in self.__slots__}


def support(records: Records, document: str) -> Support:
    """What rests on `document`. The same text in two documents is no independent support.

    Raises `UsageError` if it is no document that is cited.
    """
    mine = [s for s in records.statements if s.document == document]
    if not mine:
        raise UsageError(f"{document!r} is no document that is cited")
    written = [s for s in mine if s.origin == "statement"]
    copies = same_texts(records)
    others: dict[str, list[Statement]] = {}
    for statement in records.statements:
        if statement.document != document:
            others.setdefault(_fact(statement), []).append(statement)
    alone, shared, repeated = set(), set(), set()
    for statement in written:
        fact = _fact(statement)
        elsewhere = others.get(fact, [])
        if elsewhere:
            shared.add(fact)
            if all((statement.id, each.id) in copies for each in elsewhere):
                repeated.add(fact)
        if not elsewhere or fact in repeated:
            alone.add(fact)
    spoken_of_elsewhere = {each for s in records.statements if s.document != document for each in (s.subject, s.object)}
    mentioned = {each for s in mine for each in (s.subject, s.object) if each is not None}
    kept = {t.id for t in records.things.values() if t.type in ("theme", "country")}
    return Support(
        tuple(s.id for s in written),
        tuple(t.id for t in records.things.values() if isinstance(t.entry, Item) and t.sources[0].document == document),
        tuple(f.id for f in records.figures if f.locator.document == document),
        tuple(sorted(alone)),
        tuple(sorted(shared)),
        tuple(sorted(repeated)),
        tuple(sorted(mentioned - spoken_of_elsewhere - kept)),
    )


def _fact(statement: Statement) -> str:
    status = f" ({statement.status})" if statement.status else ""
    return f"{statement.subject} {statement.predicate} {statement.object or statement.value or ''}".rstrip() + status


def same_texts(records: Records) -> set[tuple[str, str]]:
    """Pairs of statements of which one repeats the text of the other, both ways round."""
    pairs = set()
    for statement in records.statements:
        for reference in statement.claim.same_text if statement.claim else ():
            full = reference if "/" in reference else f"{statement.document}/{reference}"
            pairs |= {(statement.id, full), (full, statement.id)}
    return pairs
