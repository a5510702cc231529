"""Entities that may be one thing met twice: names close in spelling, or the same acronym.

A pair is decided in the data, and then no longer listed: merged, joined by `same_as` or
`maybe_same_as` or `part_of`, or kept apart by `distinct_from` on one of the two identities.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from .find import fold
from .model import Entity, Records, Thing

#: Likeness (of 100) from which two names are listed.
CLOSE = 90
#: A word that more names share than this says nothing about any two of them.
_COMMON = 40
_DECIDING = frozenset({"same_as", "maybe_same_as", "part_of", "succeeds", "located_in"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ids, the two names that are alike, and how."""

    one: str
    other: str
    names: tuple[str, str]
    how: str


def likely_duplicates(records: Records) -> list[Pair]:
    """The undecided pairs, by id. Costs a comparison for each two names that share a rare word."""
    entities = [thing for thing in records.things.values() if isinstance(thing.entry, Entity)]
    decided = _decided(records)
    found: dict[tuple[str, str], Pair] = {}
    for one, other, names, how in (*_same_names(entities), *_close_names(entities)):
        key = (min(one.id, other.id), max(one.id, other.id))
        if key not in decided and key not in found:
            found[key] = Pair(*key, names if one.id == key[0] else (names[1], names[0]), how)
    return [found[key] for key in sorted(found)]


def _decided(records: Records) -> set[tuple[str, str]]:
    pairs = {
        (statement.subject, statement.object)
        for statement in records.statements
        if statement.predicate in _DECIDING and statement.object is not None
    }
    for thing in records.things.values():
        if isinstance(thing.entry, Entity):
            pairs |= {(thing.id, other) for other in thing.entry.distinct_from}
    return {(min(pair), max(pair)) for pair in pairs}


_Found = tuple[Thing, Thing, tuple[str, str], str]


def _same_names(entities: list[Thing]) -> Iterator[_Found]:
    """Two things of one name or acronym, whatever their types."""
    by_name: dict[str, dict[str, tuple[Thing, str]]] = defaultdict(dict)
    for thing in entities:
        for name in (thing.label, *thing.aliases):
            by_name[fold(name)][thing.id] = (thing, name)
    for sharing in by_name.values():
        for (one, first), (other, second) in combinations(sharing.values(), 2):
            yield one, other, (first, second), "the same name"


def _close_names(entities: list[Thing]) -> Iterator[_Found]:
    """Two things of one type whose shown names are spelt alike and hold the same numbers."""
    from rapidfuzz import fuzz

    names = {thing.id: fold(thing.label) for thing in entities}
    by_word: dict[tuple[str, str], list[Thing]] = defaultdict(list)
    for thing in entities:
        for word in {word for word in names[thing.id].split() if len(word) > 3}:
            by_word[thing.type, word].append(thing)
    seen = set()
    for sharing in by_word.values():
        if len(sharing) > _COMMON:
            continue
        for one, other in combinations(sharing, 2):
            pair = (one.id, other.id)
            if pair in seen:
                continue
            seen.add(pair)
            left, right = names[one.id], names[other.id]
            if re.findall("[0-9]+", left) == re.findall("[0-9]+", right) and fuzz.ratio(left, right) >= CLOSE:
                yield one, other, (one.label, other.label), "names close in spelling"
