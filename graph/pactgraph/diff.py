"""What differs between two sets of records, in words a person can read out at a meeting.

Two folders, two revisions or two days of knowledge all come here as two `Records`; where they were
read is the caller's affair. A record is told once: a statement, an item, a figure, a disagreement or
an entity. What the loader makes of an item's fields or of an entity's `part_of` is told with that
item or entity, and a rank with the disagreement that gave it.

The order of files, of entries in a file and of members of a list carries no meaning and is never a change.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from . import edtf, vocab, words
from .clock import Clock
from .model import (
    UNSTATED,
    Claim,
    Conflict,
    Document,
    Entity,
    Item,
    Locator,
    Observation,
    Records,
    Statement,
    Thing,
)

#: What can be said of a record, in the order in which it is told.
KINDS = ("added", "changed", "ended", "withdrawn")
#: What a record can be, in the order in which it is told.
WHATS = ("entity", "item", "statement", "figure", "disagreement")
#: Families of predicates in the order in which a meeting asks for them.
_FAMILIES = ("money", "seat", "law", "work", "structure", "ask")
#: Fields that hold a date.
_DATES = frozenset({"when", "life", "issued", "reports"})
#: Fields that hold ids of things, by which a document speaks of them.
_CLAIM_IDS = ("via", "place", "themes", "purpose", "on_behalf_of", "according_to")
_ITEM_IDS = ("by", "to", "so_that", "about", "place", "answers", "part_of", "according_to")


@dataclass(frozen=True, slots=True)
class Change:
    """One record that is not as it was: what became of it, and where that can be read."""

    #: One of `KINDS`.
    kind: str
    #: One of `WHATS`.
    what: str
    id: str
    sentence: str
    #: The fields that differ, as they were and as they are; empty for what was added or withdrawn.
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    #: Where the new record, or the withdrawn one, was read; empty for what no document names.
    document: str
    locator: str

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def diff(old: Records, new: Records) -> list[Change]:
    """What was added, changed, ended or withdrawn from `old` to `new`: by kind, by what it is, and by id.

    Of statements those on money go first, then seats, law and work: what a meeting asks first.

    *Ended*: it now has an end (a date, or the status `ended`) and had none before; or a statement that
    is new says so of a thing, or of a fact, which was known without an end. A record whose id alone
    differs is a change; so is one that is only read at another line, which is said in few words.
    Costs one pass over the records of both sides; what is the same object on both is not looked into.
    """
    sides = _Side(old), _Side(new)
    changes: list[Change] = []
    for what in WHATS:
        before, after = (side.records_of(what) for side in sides)
        gone = [_entry(sides[0], what, key) for key in before.keys() - after.keys()]
        come = [_entry(sides[1], what, key) for key in after.keys() - before.keys()]
        pairs = _same_but_for_the_id(gone, come)
        renamed = {id(entry) for pair in pairs for entry in pair}
        pairs += [
            (_entry(sides[0], what, key), _entry(sides[1], what, key))
            for key in before.keys() & after.keys()
            if before[key] is not after[key] and before[key] != after[key]
        ]
        changes += [found for pair in pairs if (found := _change(*pair)) is not None]
        changes += [_whole("withdrawn", entry) for entry in gone if id(entry) not in renamed]
        changes += [_new(entry, *sides) for entry in come if id(entry) not in renamed]
    predicates = {s.id: s.predicate for side in sides for s in side.records_of("statement").values()}

    def order(change: Change) -> tuple[int, int, int, str]:
        family = vocab.PREDICATES[predicates[change.id]].family if change.what == "statement" else _FAMILIES[0]
        return KINDS.index(change.kind), WHATS.index(change.what), _FAMILIES.index(family), change.id

    return sorted(changes, key=order)


def counts(changes: Iterable[Change]) -> dict[str, dict[str, int]]:
    """How many changes there are of each kind, by what was changed.

    >>> counts([Change("added", "item", "x", "", {}, {}, "", "")])["added"]
    {'item': 1}
    """
    found = Counter((change.kind, change.what) for change in changes)
    return {
        kind: {what: found[kind, what] for what in WHATS if found[kind, what]}
        for kind in KINDS
        if any(found[kind, what] for what in WHATS)
    }


def known(records: Records, day: str) -> Records:
    """The records as far as documents issued by `day` say them.

    An entity is there if one of these documents speaks of it, a disagreement if both sides are known.
    Identities are not dated: names are as they are now. Raises `UsageError` for a date that is none.
    """
    clock = Clock(records, known_by=day)
    statements = tuple(s for s in records.statements if clock.knows(s.document))
    figures = tuple(f for f in records.figures if clock.knows(f.locator.document))
    items = {
        thing.id: thing
        for thing in records.things.values()
        if isinstance(thing.entry, Item) and clock.knows(thing.sources[0].document)
    }
    spoken_of = {thing for thing, _ in _mentions(statements, items.values(), figures)}
    for thing in records.things.values():
        if isinstance(thing.entry, Document) and clock.knows(thing.id):
            spoken_of |= {thing.id, *thing.entry.issuer}

    def there(thing: Thing) -> bool:
        if isinstance(thing.entry, Item):
            return thing.id in items
        if isinstance(thing.entry, Document) and thing.entry.sections:
            return clock.knows(thing.id)
        named = any(clock.knows(source.document) for source in thing.sources)
        return thing.type == "theme" or named or thing.id in spoken_of

    return replace(
        records,
        things={thing.id: thing for thing in records.things.values() if there(thing)},
        statements=statements,
        figures=figures,
        conflicts=tuple(
            c
            for c in records.conflicts
            if all(clock.knows(each) for each in (c.document, *(ref.partition("/")[0] for ref in c.between)))
        ),
        warnings=(),
    )


def _mentions(
    statements: Iterable[Statement], items: Iterable[Thing], figures: Iterable[Observation]
) -> Iterator[tuple[str, Locator]]:
    """Every id that a document speaks of, with the place."""
    for statement in statements:
        yield statement.subject, statement.locator
        if statement.object is not None:
            yield statement.object, statement.locator
        if statement.claim is not None:
            for thing in _ids_in(statement.claim, _CLAIM_IDS):
                yield thing, statement.locator
            if statement.claim.as_holder_of is not None:
                yield statement.claim.as_holder_of, statement.locator
    for item in items:
        for thing in _ids_in(item.item, _ITEM_IDS):
            yield thing, item.sources[0]
    for figure in figures:
        for each in (figure.entry.of, figure.entry.place, *figure.entry.according_to):
            if each is not None:
                yield each, figure.locator


def _ids_in(entry: Claim | Item, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from getattr(entry, name)


# -- one record, ready to be compared -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Entry:
    """A record as fields with plain values, and how it is said."""

    what: str
    id: str
    fields: Mapping[str, Any]
    document: str
    locator: str
    #: What it is about, for a sentence on its change; and the whole of it, for one on its coming or going.
    head: str
    sentence: str
    record: Thing | Statement | Observation | Conflict


class _Side:
    """The records of one side by what they are and by id, and what the search for ends needs of them."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self._of: dict[str, dict[str, Any]] = {what: {} for what in WHATS}
        for thing in records.things.values():
            if isinstance(thing.entry, Item):
                self._of["item"][thing.id] = thing
            elif isinstance(thing.entry, Entity) and thing.id != UNSTATED:
                self._of["entity"][thing.id] = thing
        self._of["statement"] = {s.id: s for s in records.statements if s.origin == "statement"}
        self._of["figure"] = {f.id: f for f in records.figures}
        self._of["disagreement"] = {c.id: c for c in records.conflicts}

    def records_of(self, what: str) -> dict[str, Any]:
        """The records of one sort by id."""
        return self._of[what]

    def name(self, thing: str) -> str:
        """A thing's name, cut; its id if it is not known here."""
        return words.cut(words.label_of(self.records.things, thing))

    def seen(self, document: str) -> date:
        """The last day on which the document may have been written."""
        return edtf.bounds(self.records.document(document).issued or "").possible_until

    @cached_property
    def mentioned(self) -> dict[str, Locator]:
        """Where each thing is first spoken of."""
        items = (thing for thing in self.records.things.values() if isinstance(thing.entry, Item))
        found: dict[str, Locator] = {}
        for thing, locator in _mentions(self.records.statements, items, self.records.figures):
            found.setdefault(thing, locator)
        return found

    @cached_property
    def facts(self) -> dict[tuple[str | None, ...], list[Statement]]:
        """Statements by what they say of whom, whoever says it."""
        found = defaultdict(list)
        for statement in self.records.statements:
            found[_fact(statement)].append(statement)
        return dict(found)

    @cached_property
    def ties(self) -> dict[str, list[Statement]]:
        """Who pays for, helps or does a thing, as far as that is said as a fact."""
        return self._by_thing(lambda s: s.object if s.predicate in vocab.TIES else None)

    @cached_property
    def periods(self) -> dict[str, list[Statement]]:
        """The periods that things are said to cover."""
        return self._by_thing(lambda s: s.subject if s.predicate == "stage" and s.value in vocab.PERIODS else None)

    @cached_property
    def over(self) -> dict[str, list[Statement]]:
        """What is said to be over."""
        return self._by_thing(lambda s: s.subject if s.predicate == "stage" and s.value in vocab.OVER else None)

    def _by_thing(self, thing_of: Any) -> dict[str, list[Statement]]:
        found = defaultdict(list)
        for statement in self.records.statements:
            thing = thing_of(statement)
            if thing is not None and statement.status not in vocab.UNREAL and statement.rank != "outranked":
                found[thing].append(statement)
        return dict(found)


def _entry(side: _Side, what: str, key: str) -> _Entry:
    record = side.records_of(what)[key]
    make: Any = {
        "entity": _entity,
        "item": _item,
        "statement": _statement,
        "figure": _figure,
        "disagreement": _disagreement,
    }[what]
    made: _Entry = make(side, record)
    return made


def _entity(side: _Side, thing: Thing) -> _Entry:
    entity = thing.entry
    assert isinstance(entity, Entity)  # noqa: S101 - for the type checker: themes and items are kept apart
    fields = _fields(entity, {"named_in"}, {"type": thing.type})
    if entity.named_in:
        fields["named_in"] = sorted(f"{source.document}: {_where(source)}" for source in thing.sources)
    cited = [source for source in thing.sources if source.document in side.records.things]
    source = cited[0] if cited else side.mentioned.get(thing.id)
    head = f"{words.cut(thing.label)} ({thing.type})"
    place = (source.document, _where(source)) if source else ("", "")
    return _Entry("entity", thing.id, fields, *place, head, head, thing)


def _item(_side: _Side, thing: Thing) -> _Entry:
    source, head = thing.sources[0], words.name_of(thing, words.SHORT)
    return _Entry("item", thing.id, _fields(thing.item, {"line"}), source.document, _where(source), head, head, thing)


def _statement(side: _Side, statement: Statement) -> _Entry:
    claim = statement.claim
    assert claim is not None  # noqa: S101 - for the type checker: only what was written as a statement comes here
    said = {name: getattr(statement, name) for name in ("subject", "predicate", "object", "value")}
    fields = _fields(claim, {"line", *said}, {name: value for name, value in said.items() if value is not None})
    for name in ("fulfils", "same_text"):
        if name in fields:
            fields[name] = sorted(_full(each, statement.document) for each in fields[name])
    if "than" in fields.get("amount", {}):
        fields["amount"]["than"] = _full(fields["amount"]["than"], statement.document)
    head = words.sentence(side.records.things, statement, words.SHORT)
    when = f", {words.when(statement.when)}" if statement.when else ""
    status = f" ({statement.status})" if statement.status not in (None, "denied") else ""
    return _Entry(
        "statement",
        statement.id,
        fields,
        statement.document,
        _where(statement.locator),
        head,
        f"{head}{when}{status}",
        statement,
    )


def _figure(side: _Side, figure: Observation) -> _Entry:
    entry = figure.entry
    fields = _fields(entry, {"line"})
    if "parts" in fields:
        fields["parts"] = sorted(_full(each, figure.locator.document) for each in fields["parts"])
    about = [side.name(each) for each in (entry.of, entry.place) if each is not None]
    when = f", {words.when(entry.when)}" if entry.when else ""
    head = entry.what.replace("-", " ") + (f" ({', '.join(about)})" if about else "") + when
    return _Entry(
        "figure",
        figure.id,
        fields,
        figure.locator.document,
        _where(figure.locator),
        head,
        f"{head}: {words.measure(entry)}",
        figure,
    )


def _disagreement(side: _Side, conflict: Conflict) -> _Entry:
    fields: dict[str, Any] = {"about": conflict.about, "between": sorted(conflict.between)}
    if conflict.prefer is not None:
        fields["prefer"] = conflict.prefer
    if conflict.because is not None:
        fields["because"] = conflict.because
    records = {**side.records_of("statement"), **side.records_of("figure")}
    sources = [records[ref].locator for ref in conflict.between if ref in records]
    here = "; ".join(dict.fromkeys(_where(source) for source in sources if source.document == conflict.document))
    head = f"Disagreement: {words.cut(conflict.about)}"
    said = f"{head} ({f'preferred: {conflict.prefer}' if conflict.prefer else 'none preferred'})"
    return _Entry("disagreement", conflict.id, fields, conflict.document, here, head, said, conflict)


def _fields(entry: BaseModel, left_out: set[str], first: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What an entry says beyond its id, as plain values; a list in an order of its own, since its own means nothing."""
    fields = dict(first or {})
    for name in type(entry).model_fields:
        if name in entry.model_fields_set and name not in left_out and name != "id":
            value = getattr(entry, name)
            if value != type(entry).model_fields[name].get_default():
                fields[name] = _plain(value)
    return fields


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return {
            name: _plain(getattr(value, name))
            for name, known_field in type(value).model_fields.items()
            if getattr(value, name) != known_field.get_default()
        }
    if isinstance(value, tuple):
        return sorted({_key(each): each for each in map(_plain, value)}.values(), key=_key)
    return value


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


# -- what became of it --------------------------------------------------------------------------------


def _same_but_for_the_id(gone: list[_Entry], come: list[_Entry]) -> list[tuple[_Entry, _Entry]]:
    """Those that went and those that came which say the same in the same place: one of each, else it is a guess."""
    if not gone or not come:
        return []
    found: dict[str, tuple[list[_Entry], list[_Entry]]] = defaultdict(lambda: ([], []))
    for side, entries in enumerate((gone, come)):
        for entry in entries:
            place = (entry.document, entry.locator) if entry.what != "entity" else ()
            found[_key([entry.fields, place])][side].append(entry)
    return [(old[0], new[0]) for old, new in found.values() if len(old) == len(new) == 1]


def _change(old: _Entry, new: _Entry) -> Change | None:
    """What differs between two states of one record; None if nothing that means anything does."""
    names = [*new.fields, *(name for name in old.fields if name not in new.fields)]
    differ = [name for name in names if old.fields.get(name) != new.fields.get(name)]
    before = {name: old.fields[name] for name in differ if name in old.fields}
    after = {name: new.fields[name] for name in differ if name in new.fields}
    parts = [_told(name, old.fields.get(name), new.fields.get(name)) for name in differ]
    if old.id != new.id:
        before["id"], after["id"] = old.id, new.id
        parts.append(f"id {new.id} (was {old.id})")
    # An entity has no place of its own: where it is named is one of its fields.
    if new.what not in ("entity", "disagreement") and (old.document, old.locator) != (new.document, new.locator):
        before["locator"], after["locator"] = old.locator, new.locator
        parts.append(f"read at {new.locator} (was {old.locator})")
    if not parts:
        return None
    kind = "ended" if _got_an_end(old, new) else "changed"
    return Change(
        kind, new.what, new.id, f"{new.head.rstrip('.')}: {'; '.join(parts)}", before, after, new.document, new.locator
    )


def _told(name: str, before: Any, after: Any) -> str:
    """One field's change in words."""
    label = name.replace("_", " ")
    say = words.when if name in _DATES else _value
    if isinstance(before or after, list):
        gone = [_value(each) for each in before or () if each not in (after or ())]
        come = [_value(each) for each in after or () if each not in (before or ())]
        if len(gone) + len(come) > 6:
            return f"{label}: {len(come)} more, {len(gone)} fewer"
        told = [f"{word} {', '.join(each)}" for word, each in (("with", come), ("without", gone)) if each]
        return f"{label} {' and '.join(told)}"
    if before is None:
        return f"{label} {say(after)} (not said before)"
    if after is None:
        return f"{label} no longer said (was {say(before)})"
    if isinstance(before, str) and isinstance(after, str):
        before, after = _apart(before, after)
    return f"{label} {say(after)} (was {say(before)})"


def _apart(one: str, other: str) -> tuple[str, str]:
    """Two texts, from shortly before where they part, if what is shown of them would be the same.

    >>> _apart("short", "shorter")
    ('short', 'shorter')
    """
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    if same < words.SHORT // 2:
        return one, other
    start = one.rfind(" ", 0, same - 20) + 1
    return f"…{one[start:]}", f"…{other[start:]}"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return words.cut(", ".join(f"{name.replace('_', ' ')} {_value(each)}" for name, each in value.items()))
    return words.cut(str(value)) if not isinstance(value, str) or " " not in value else f'"{words.cut(value)}"'


def _got_an_end(old: _Entry, new: _Entry) -> bool:
    """Whether a record has an end now and had none."""
    before, after = old.fields, new.fields
    if new.what == "entity":
        return _closed(after.get("life")) and not _closed(before.get("life"))
    if new.what not in ("item", "statement") or after.get("predicate") in vocab.DEEDS:
        return False
    if after.get("status") in vocab.UNREAL:
        return False
    if after.get("predicate") == "stage" and after.get("value") in vocab.OVER:
        return before.get("status") in vocab.UNREAL
    if after.get("status") == "ended" and before.get("status") != "ended":
        return True
    return _closed(after.get("when")) and _open(before.get("when")) and before.get("status") != "ended"


def _closed(when: str | None) -> bool:
    return when is not None and "/" in when and not when.endswith(("/", "/.."))


def _open(when: str | None) -> bool:
    return when is None or when.endswith(("/", "/.."))


def _whole(kind: str, entry: _Entry) -> Change:
    return Change(kind, entry.what, entry.id, entry.sentence, {}, {}, entry.document, entry.locator)


def _new(entry: _Entry, old: _Side, new: _Side) -> Change:
    """A record that was not there: added, or the news of an end."""
    if not isinstance(entry.record, Statement):
        return _whole("added", entry)
    statement = entry.record
    if statement.status not in vocab.UNREAL and statement.rank != "outranked":
        if statement.predicate == "stage":
            if _ends_a_thing(statement, old, new):
                return replace(
                    _whole("ended", entry),
                    sentence=f"{entry.sentence} (no end was known before)",
                    after=_end_of(statement),
                )
        elif earlier := _ends_a_fact(statement, old, new):
            last = max(earlier, key=lambda s: (old.seen(s.document), s.id))
            told = f"{words.when(last.when) or 'no date'}, {last.document}: {_where(last.locator)}"
            return replace(
                _whole("ended", entry),
                sentence=f"{entry.sentence} (before: {told})",
                before=_end_of(last),
                after=_end_of(statement),
            )
    said = sorted({s.document for s in old.facts.get(_fact(statement), ()) if s.status == statement.status})
    again = f" (said before by {', '.join(said)})" if said else ""
    return replace(_whole("added", entry), sentence=entry.sentence + again)


def _end_of(statement: Statement) -> dict[str, str]:
    return {name: value for name in ("when", "status") if (value := getattr(statement, name)) is not None}


def _ends_a_thing(stage: Statement, old: _Side, new: _Side) -> bool:
    """Whether a stage says that a thing, known before and of no known end, is over or has an end.

    It has one already if all work on it that is told is dated; and it goes on if work on it is dated beyond.
    """
    thing = stage.subject
    if thing not in old.records.things or thing in old.over:
        return False
    entry = old.records.things[thing].entry
    if isinstance(entry, Entity) and _closed(entry.life):
        return False
    ties = old.ties.get(thing, [])
    if ties and not any(_open(tie.when) and tie.status != "ended" for tie in ties):
        return False
    if stage.value in vocab.OVER:
        return not any(_beyond(tie, stage.bounds.certain_from) for tie in new.ties.get(thing, ()))
    if stage.value not in vocab.PERIODS or not _closed(stage.when):
        return False
    if any(_closed(period.when) for period in old.periods.get(thing, ())):
        return False
    later = [*new.ties.get(thing, ()), *new.periods.get(thing, ())]
    return not any(_beyond(each, stage.bounds.possible_until) for each in later)


def _beyond(statement: Statement, day: date) -> bool:
    """Whether a statement with a date says that it goes on after the day."""
    return statement.when is not None and statement.status != "ended" and statement.bounds.certain_until > day


def _ends_a_fact(statement: Statement, old: _Side, new: _Side) -> list[Statement]:
    """The earlier statements of a fact, all without an end, if this one says that it has an end."""
    if statement.predicate in vocab.DEEDS or not (statement.status == "ended" or _closed(statement.when)):
        return []
    earlier = [s for s in old.facts.get(_fact(statement), ()) if s.status not in vocab.UNREAL and s.rank != "outranked"]
    if not all(_open(s.when) and s.status != "ended" for s in earlier):
        return []
    # An end that lies before what was vouched for then is of an earlier time.
    end = statement.bounds.possible_until
    return earlier if all(end >= old.seen(s.document) for s in earlier) else []


def _fact(statement: Statement) -> tuple[str | None, ...]:
    return statement.subject, statement.predicate, statement.object, statement.value


# -- places -------------------------------------------------------------------------------------------


def _where(locator: Locator) -> str:
    """A locator in words, its lines in order."""
    return str(replace(locator, lines=tuple(sorted(set(locator.lines)))))


def _full(reference: str, document: str) -> str:
    return reference if "/" in reference else f"{document}/{reference}"
