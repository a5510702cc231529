"""A folder of YAML in, records out, or every problem of every file at once.

Three steps, each on what the one before found sound: the form of each file (`strict_yaml`), the
shape of each entry (`model`), and what only the whole can tell (ids, references, kinds, cycles,
dates against documents). No other module reads YAML.
"""

from __future__ import annotations

import gc
import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from . import edtf, vocab
from .edtf import Bounds
from .errors import DataError, Problem
from .model import (
    ENTITY_MODELS,
    Claim,
    Conflict,
    Country,
    Dated,
    Document,
    Entity,
    Figure,
    Item,
    Locator,
    Observation,
    Records,
    Statement,
    StatementsFile,
    Thing,
    near,
    slug_of,
)
from .strict_yaml import Marked, Path_, read, read_bytes, read_carefully


def _list_of(model: type[Entity]) -> TypeAdapter[Any]:
    return TypeAdapter(list[model])  # type: ignore[valid-type]  # the model is only known as a value


_ENTITY_LISTS = {kind: _list_of(model) for kind, model in ENTITY_MODELS.items()}
_LEFTOVER = re.compile(r"^(\..*|#.*#|.*~|.*\.sw[a-p]|.*\.bak|.*\.orig)$")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
#: Which predicate an item's `by` stands for, by the item's type.
_BY = {
    "recommendation": "recommends",
    "need": "needs",
    "priority": "prioritises",
    "target": "prioritises",
    "benchmark": "prioritises",
    "challenge": "needs",
    "action": "implements",
    "outcome": "implements",
    "response": "implements",
}

Progress = Callable[[int, int], None]


class SourceFile(NamedTuple):
    """A data file: its place, and how it is named in messages."""

    path: Path
    name: str
    #: `entities/<kind>` or `statements`.
    kind: str


class Parsed(NamedTuple):
    """One file's entries, before anything is known of the others."""

    source: SourceFile
    entries: list[Entity] | StatementsFile


def load_records(folder: Path) -> Records:
    """Read everything below `folder/entities` and `folder/statements`. Raises as `Loader.load`."""
    return Loader(folder).load()


class Loader:
    """Reads a folder, and reads again only the files that changed since.

    A file is known by the hash of its bytes, so a touched or restored file costs nothing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._parsed: dict[str, tuple[bytes, Parsed]] = {}

    def load(self, progress: Progress | None = None) -> Records:
        """The records as the folder stands now.

        `progress` is called with files read and files in all. Costs about 40 microseconds a
        statement and grows linearly. Raises `DataError` with all the problems found; what was
        read before stays as it was.
        """
        with _no_collector():
            sources, problems = find_files(self.folder)
            parsed: dict[str, tuple[bytes, Parsed]] = {}
            for count, source in enumerate(sources, 1):
                try:
                    data = read_bytes(source.path, source.name)
                    digest = hashlib.blake2b(data, digest_size=16).digest()
                    before = self._parsed.get(source.name)
                    same = before is not None and before[0] == digest
                    parsed[source.name] = before if before and same else (digest, read_file(source, data))
                except DataError as error:
                    problems.extend(error.problems)
                if progress:
                    progress(count, len(sources))
            linker = _Linker(entry for _, entry in parsed.values())
            # References are judged on a complete set: a file that failed would look like a missing target.
            if problems:
                raise DataError([*problems, *linker.problems_of_ids()])
            records = linker.records()
            self._parsed = parsed
            return records


@contextmanager
def _no_collector() -> Iterator[None]:
    """The cyclic collector off: it would walk a heap that only grows, at three times the cost of the work."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def find_files(folder: Path) -> tuple[list[SourceFile], list[Problem]]:
    """The data files below `folder` in path order, and what is wrong with the tree itself."""
    problems: list[Problem] = []
    if not folder.is_dir():
        return [], [Problem(str(folder), 0, 0, "no such folder", "give the folder with entities/ and statements/")]
    sources: list[SourceFile] = []
    root = folder.resolve()
    for top in ("entities", "statements"):
        for here, folders, files in os.walk(folder / top, onerror=lambda e: problems.append(_unreadable(e, folder))):
            folders[:] = sorted(f for f in folders if not _LEFTOVER.match(f))
            for linked in [f for f in folders if Path(here, f).is_symlink()]:
                folders.remove(linked)
                name = Path(here, linked).relative_to(folder).as_posix()
                problems.append(Problem(name, 0, 0, "is a link to a folder", "put the files here instead"))
            for file in sorted(files):
                path = Path(here, file)
                if _LEFTOVER.match(file) or path.suffix.lower() not in (".yaml", ".yml"):
                    continue
                name = path.relative_to(folder).as_posix()
                if path.is_symlink() and not _stays_inside(path, root):
                    problems.append(Problem(name, 0, 0, "is a link out of the data, or to nothing", "put a file there"))
                    continue
                kind, mend = _kind_of(name)
                if kind is None:
                    problems.append(Problem(name, 0, 0, "is in no folder that is read", mend))
                else:
                    sources.append(SourceFile(path, name, kind))
    # By name, not by folder walk: the same files are the same order on every system.
    sources.sort(key=lambda source: source.name)
    if not sources and not problems:
        problems.append(Problem(str(folder), 0, 0, "has no data files", "add entities/<kind>/*.yaml"))
    return sources, problems


def _unreadable(error: OSError, folder: Path) -> Problem:
    name = os.path.relpath(error.filename or folder, folder)
    return Problem(name, 0, 0, f"cannot be listed: {error.strerror}", "check its permissions")


def _stays_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def _kind_of(name: str) -> tuple[str | None, str]:
    parts = name.split("/")
    if parts[0] == "statements" and len(parts) > 2:
        return "statements", ""
    if parts[0] == "statements":
        return None, "put it into statements/<document>/"
    if len(parts) > 2 and parts[1] in ENTITY_MODELS:
        return parts[1], ""
    known = ", ".join(sorted(ENTITY_MODELS))
    hint = near(parts[1], ENTITY_MODELS) if len(parts) > 2 else ""
    return None, f"put it into entities/<kind>/, where kind is one of {known}{hint}"


def read_file(source: SourceFile, data: bytes) -> Parsed:
    """One file's entries, checked as far as one file can be. Raises `DataError` with all its problems."""
    if b"@" in data and (found := list(_EMAIL.finditer(data.decode("utf-8", "replace")))):
        text = data.decode("utf-8", "replace")
        raise DataError(
            [
                Problem(
                    source.name,
                    text.count("\n", 0, match.start()) + 1,
                    match.start() - text.rfind("\n", 0, match.start()),
                    "an e-mail address: data names offices, never persons",
                    "remove it",
                )
                for match in found
            ]
        )
    try:
        return Parsed(source, _validate(source, read(data, source.name)))
    except ValidationError:
        pass
    # The careful reader keeps text as written and knows lines; it decides.
    marked = read_carefully(data, source.name)
    try:
        return Parsed(source, _validate(source, marked.value))
    except ValidationError as error:
        details = error.errors(include_url=False)
        # A list whose members all failed counts as empty; the members' own errors say it better.
        apart = [d for d in details if d["type"] != "too_short" or not _has_inner(d, details)]
        raise DataError([_explain(detail, source, marked) for detail in apart]) from None


def _has_inner(outer: ErrorDetails, details: list[ErrorDetails]) -> bool:
    depth = len(outer["loc"])
    return any(len(d["loc"]) > depth and d["loc"][:depth] == outer["loc"] for d in details)


def _validate(source: SourceFile, value: Any) -> list[Entity] | StatementsFile:
    if source.kind == "statements":
        return StatementsFile.model_validate(value)
    entries: list[Entity] = _ENTITY_LISTS[source.kind].validate_python(value)
    return entries


def _explain(detail: ErrorDetails, source: SourceFile, marked: Marked) -> Problem:
    """A pydantic error as a problem with a place and a mend."""
    path: Path_ = tuple(detail["loc"])
    place = path
    while place not in marked.marks:
        place = place[:-1]
    line, column = marked.marks[place]
    field = next((str(part) for part in reversed(path) if isinstance(part, str)), "file")
    kind, context, given = detail["type"], detail.get("ctx", {}), detail["input"]
    mend = ""
    match kind:
        case "missing":
            message = f"`{field}` is missing"
            mend = f"add `{field}: …`"
        case "extra_forbidden":
            message = f"unknown field `{field}`"
            known = _fields_at(source, path)
            mend = near(field, known)[2:].capitalize() or f"known here: {', '.join(known)}"
        case "literal_error":
            words = re.findall(r"'([^']*)'", str(context.get("expected", "")))
            message = f"`{field}` cannot be {given!r}"
            mend = f"{near(str(given), words)[2:].capitalize()} one of {', '.join(words)}".strip()
        case "string_type" if given is None:
            message, mend = f"`{field}` has no value", "write one, or remove the line"
        case "string_type":
            message, mend = f"`{field}` must be text, not {given!r}", "put it between quotes if it is meant as text"
        case "string_pattern_mismatch" if context.get("pattern", "").startswith("^[a-z][a-z0-9]*(-"):
            message = f"`{field}`: {_short(given)} is not an id"
            mend = f"ids are lower-case words with hyphens, such as {slug_of(str(given)) or 'border-office'}"
        case "value_error":
            message = f"`{field}`: {context['error']}" if path else str(context["error"])
        case "list_type" | "tuple_type" | "dict_type" | "model_type":
            message = f"`{field}` has the wrong form: {detail['msg'].lower()}"
            mend = "see data/README.md for an example"
        case _:
            message = f"`{field}`: {detail['msg']}"
            mend = f"given: {_short(given)}"
    return Problem(source.name, line, column, message, mend)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _fields_at(source: SourceFile, path: Path_) -> list[str]:
    """Names of the fields that may stand where `path` ends."""
    model: Any = StatementsFile if source.kind == "statements" else ENTITY_MODELS[source.kind]
    for part in path[:-1]:
        if isinstance(part, str) and part in model.model_fields:
            inner = _models_in(model.model_fields[part].annotation)
            model = inner[0] if inner else model
    return sorted(model.model_fields)


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models_in(part)]


class _Place(NamedTuple):
    """Where an entry stands, so that a line can be found if it turns out to be wrong."""

    source: SourceFile
    path: Path_


class _Linker:
    """What only the whole can tell: builds the records and gathers the problems."""

    def __init__(self, parsed: Iterable[Parsed]) -> None:
        self.parsed = list(parsed)
        self.problems: list[Problem] = []
        self.things: dict[str, Thing] = {}
        self.places: dict[str, _Place] = {}
        self.statements: dict[str, Statement] = {}
        self.statement_places: dict[str, _Place] = {}
        self.figures: dict[str, Observation] = {}
        self.conflicts: list[Conflict] = []
        self._marks: dict[str, Marked] = {}
        self._windows: dict[str, Bounds] = {}
        self._sections: dict[str, dict[str, Any]] = {}

    # -- problems ---------------------------------------------------------------------------

    def blame(self, place: _Place, path: Path_, message: str, mend: str = "", severity: str = "error") -> None:
        """Note a problem at `path` below an entry; the file is read again for the line."""
        source = place.source
        if source.name not in self._marks:
            self._marks[source.name] = read_carefully(read_bytes(source.path, source.name), source.name)
        where: Path_ = (*place.path, *path)
        marks = self._marks[source.name].marks
        while where not in marks:
            where = where[:-1]
        self.problems.append(Problem(source.name, *marks[where], message, mend, severity))

    def problems_of_ids(self) -> list[Problem]:
        """Repeated ids only: what can be said even when some files could not be read."""
        self._gather_things()
        return self.problems

    # -- things -----------------------------------------------------------------------------

    def _gather_things(self) -> None:
        for theme in vocab.themes():
            self.things[theme.id] = Thing(theme.id, "theme", theme.label, theme.aliases, theme)
        if self._names_unstated():
            self.things[UNSTATED] = Thing(UNSTATED, "organisation", "Not stated", (), _UNSTATED_ENTITY)
        for source, entries in self.parsed:
            if isinstance(entries, StatementsFile):
                for b, block in enumerate(entries.blocks):
                    for i, item in enumerate(block.items):
                        locator = Locator(entries.document, block.section, item.line)
                        thing = Thing(item.id, item.type, item.text, (), item, (locator,))
                        self._add_thing(thing, _Place(source, ("blocks", b, "items", i)))
            else:
                for i, entity in enumerate(entries):
                    names = (*entity.aliases, *entity.spellings, *(n.name for n in entity.names))
                    sources = tuple(Locator(c.document, c.section, c.line) for c in entity.named_in)
                    self._add_thing(
                        Thing(entity.id, entity.type, entity.name, tuple(dict.fromkeys(names)), entity, sources),
                        _Place(source, (i,)),
                    )

    def _names_unstated(self) -> bool:
        files = [entries for _, entries in self.parsed if isinstance(entries, StatementsFile)]
        return any(UNSTATED in claim.subject for file in files for block in file.blocks for claim in block.statements)

    def _add_thing(self, thing: Thing, place: _Place) -> None:
        if thing.id in self.things:
            first = self.places.get(thing.id)
            where = first.source.name if first else "ontology/themes.ttl"
            self.blame(
                place, ("id",), f"id {thing.id!r} is already used in {where}", "choose another, or merge the two"
            )
            return
        self.things[thing.id] = thing
        self.places[thing.id] = place

    # -- the whole ----------------------------------------------------------------------------

    def records(self) -> Records:
        """All records, or `DataError` with every problem."""
        self._gather_things()
        self._gather_documents()
        for source, entries in self.parsed:
            if isinstance(entries, StatementsFile):
                self._gather_file(source, entries)
            else:
                for i, entity in enumerate(entries):
                    self._gather_identity(entity, _Place(source, (i,)))
        self._rank()
        self._check_references_between_statements()
        self._check_cycles()
        self._flag_money_before_the_start()
        self._check_supported()
        if any(problem.severity == "error" for problem in self.problems):
            raise DataError(self.problems)
        return Records(
            dict(sorted(self.things.items())),
            tuple(self.statements[key] for key in sorted(self.statements)),
            tuple(self.figures[key] for key in sorted(self.figures)),
            tuple(sorted(self.conflicts, key=lambda conflict: conflict.id)),
            tuple(sorted(self.problems)),
        )

    def _gather_documents(self) -> None:
        for thing in self.things.values():
            entry = thing.entry
            if not isinstance(entry, Document) or not entry.sections:
                continue
            self._windows[thing.id] = edtf.bounds(entry.issued or "")
            self._sections[thing.id] = {section.key: section for section in entry.sections}
            if len(self._sections[thing.id]) < len(entry.sections):
                self.blame(self.places[thing.id], ("sections",), "two sections have the same key", "rename one")

    def _window(self, document: str) -> Bounds:
        return self._windows[document]

    def _locate(self, locator: Locator, place: _Place, path: Path_) -> bool:
        """Whether the document has that section and line; else a problem is noted."""
        sections = self._sections.get(locator.document)
        if sections is None:
            if not self._resolve(locator.document, frozenset({"document"}), place, path):
                return False
            self.blame(place, path, f"document {locator.document!r} lists no `sections`", "list them in its entity")
            return False
        section = sections.get(locator.section)
        if section is None:
            mend = near(locator.section, sections)[2:] or f"it has {', '.join(sections)}"
            self.blame(place, path, f"{locator.document} has no section {locator.section!r}", mend)
            return False
        for line in locator.lines:
            if not section.covers(line):
                self.blame(
                    place,
                    (*path, "line"),
                    f"line {line} is not in section {locator.section!r} of {locator.document} ({section.lines})",
                    "correct the line, or the section's lines in the document's entity",
                )
                return False
        return True

    def _resolve(self, target: str, kinds: frozenset[str], place: _Place, path: Path_) -> bool:
        """Whether `target` is known and of one of `kinds`; else a problem is noted."""
        thing = self.things.get(target)
        if thing is None:
            hint = self._nearest(target)
            self.blame(place, path, f"unknown id {target!r}", hint or "add it below entities/, or correct the id")
            return False
        if thing.type not in kinds:
            self.blame(
                place,
                path,
                f"{target!r} is a {thing.type}; here stands one of {', '.join(sorted(kinds))}",
                "use another predicate or field, or another id",
            )
            return False
        return True

    def _nearest(self, target: str) -> str:
        hint = near(target, self.things)
        if not hint:
            wanted = slug_of(target)
            same = [t.id for t in self.things.values() if wanted in {slug_of(n) for n in (t.label, *t.aliases)}]
            hint = f"; did you mean {same[0]!r}?" if same else ""
        return hint[2:].capitalize()

    # -- files of statements --------------------------------------------------------------------

    def _gather_file(self, source: SourceFile, file: StatementsFile) -> None:
        top = _Place(source, ())
        folder = source.name.split("/")[1]
        if file.document != folder:
            self.blame(top, ("document",), f"document {file.document!r} in folder {folder!r}", "move the file")
        if file.document not in self._windows:
            if self._resolve(file.document, frozenset({"document"}), top, ("document",)):
                self.blame(top, ("document",), f"{file.document!r} lists no `sections`", "list them in its entity")
            return
        for b, block in enumerate(file.blocks):
            spot = _Place(source, ("blocks", b))
            if not self._locate(Locator(file.document, block.section, ()), spot, ("section",)):
                continue
            here = (file.document, block.section)
            for i, item in enumerate(block.items):
                self._gather_item(item, here, _Place(source, (*spot.path, "items", i)))
            for i, claim in enumerate(block.statements):
                self._gather_claim(claim, here, _Place(source, (*spot.path, "statements", i)))
            for i, figure in enumerate(block.figures):
                self._gather_figure(figure, here, _Place(source, (*spot.path, "figures", i)))
            for i, conflict in enumerate(block.disagreements):
                place = _Place(source, (*spot.path, "disagreements", i))
                full = tuple(_full_id(ref, file.document) for ref in conflict.between)
                prefer = _full_id(conflict.prefer, file.document) if conflict.prefer else None
                key = f"{file.document}/{conflict.id}"
                self.places[key] = place
                self.conflicts.append(Conflict(key, file.document, conflict.about, full, prefer, conflict.because))

    def _when(self, entry: Dated, document: str, place: _Place, status: str | None) -> tuple[Bounds, str]:
        """Four days and their basis: the rule for what a document says in the present tense.

        Without `when`, the document vouches for the days on which it may have been issued, and
        for no other: before, the start is not known; after, it was only last seen. An end that is
        left open (`2018/`) is vouched for until then. An end stated to be none (`2018/..`) stays.
        """
        window = self._window(document)
        basis = entry.basis or ("stated" if entry.when else "document")
        if entry.when is None:
            if status == "planned":
                return Bounds(window.possible_from, edtf.END, edtf.BEGINNING, edtf.END), basis
            return Bounds(edtf.BEGINNING, window.possible_from, window.possible_until, edtf.END), basis
        bounds = edtf.bounds(entry.when)
        if isinstance(entry, Claim) and entry.predicate == "stage" and entry.value in vocab.PERIODS:
            bounds = Bounds(bounds.possible_from, bounds.possible_from, bounds.possible_until, bounds.possible_until)
        if entry.when.startswith("XXXX"):
            # A month without a year: some year not after the document.
            bounds = Bounds(edtf.BEGINNING, window.possible_until, edtf.BEGINNING, window.possible_until)
        if entry.when.endswith("/") and status == "ended":
            # It has ended, no later than the document says so.
            bounds = bounds._replace(possible_until=window.possible_until)
        elif entry.when.endswith("/") and bounds.certain_from <= window.possible_until:
            bounds = bounds._replace(certain_until=max(bounds.certain_until, window.possible_until))
        ahead = bounds.possible_from > window.possible_until
        if ahead and status not in ("planned", "unknown") and not isinstance(entry, Item):
            self.blame(
                place,
                ("when",),
                f"{entry.when} is after the document's own date ({_issued(window)})",
                "say `status: planned` if it was still to come",
            )
        return bounds, basis

    def _check_slugs(self, entry: Any, fields: dict[str, frozenset[str]], place: _Place) -> bool:
        good = True
        for name, kinds in fields.items():
            value = getattr(entry, name)
            if not value:
                continue
            for i, target in enumerate((value,) if isinstance(value, str) else value):
                good &= self._resolve(target, kinds, place, (name, i))
        return good

    def _gather_claim(self, claim: Claim, here: tuple[str, str], place: _Place) -> None:
        locator = Locator(*here, claim.line)
        predicate = vocab.PREDICATES[claim.predicate]
        fields = {"subject": predicate.subjects, "object": predicate.objects, **_CLAIM_FIELDS}
        good = self._check_slugs(claim, fields, place)
        if not (self._locate(locator, place, ()) and good):
            return
        bounds, basis = self._when(claim, here[0], place, claim.status)
        stage = claim.predicate == "stage" and claim.value not in vocab.PERIODS
        if claim.status is None and (stage or claim.predicate in vocab.DEEDS):
            bounds = bounds._replace(certain_until=edtf.END, possible_until=edtf.END)
        several = len(claim.subject) * max(1, len(claim.object)) > 1
        for subject in claim.subject:
            for target in claim.object or (None,):
                tail = target or (slug_of(claim.value) if claim.value else "")
                local = "-".join(part for part in (subject, slug_of(claim.predicate), tail) if part)
                if claim.id is not None:
                    local = f"{claim.id}-{subject}-{tail}".rstrip("-") if several else claim.id
                self._add_statement(
                    Statement(
                        f"{here[0]}/{local}",
                        locator,
                        subject,
                        claim.predicate,
                        target,
                        claim.value,
                        claim.when,
                        basis,
                        claim.status,
                        bounds,
                        "statement",
                        claim,
                    ),
                    place,
                )

    def _gather_item(self, item: Item, here: tuple[str, str], place: _Place) -> None:
        locator = Locator(*here, item.line)
        if self.things.get(item.id) is None or self.things[item.id].entry is not item:
            return  # its id was refused
        if not (self._locate(locator, place, ()) and self._check_slugs(item, _ITEM_FIELDS, place)):
            return
        bounds, basis = self._when(item, here[0], place, item.status)
        links = [(actor, _BY[item.type], item.id) for actor in item.by]
        links += [(item.id, "addressed_to", target) for target in item.to]
        links += [(item.id, "located_in", target) for target in item.place]
        links += [(item.id, "addresses", target) for target in item.themes]
        links += [(item.id, "responds_to", target) for target in item.answers]
        links += [(item.id, "part_of", target) for target in item.part_of]
        links += [(item.id, "concerns", target) for target in item.about]
        # What is planned or denied is the item's content; that the document names it is a fact.
        status = None if item.type != "action" else item.status
        for subject, predicate, target in links:
            local = f"{subject}-{slug_of(predicate)}-{target}"
            if self._fits(subject, predicate, target, place):
                self._add_statement(
                    Statement(
                        f"{here[0]}/{local}",
                        locator,
                        subject,
                        predicate,
                        target,
                        None,
                        item.when,
                        basis,
                        status if predicate == "implements" else None,
                        bounds,
                        "item",
                        item,
                    ),
                    place,
                )

    def _fits(self, subject: str, predicate: str, target: str, place: _Place) -> bool:
        word = vocab.PREDICATES[predicate]
        return self._resolve(subject, word.subjects, place, ()) and self._resolve(target, word.objects, place, ())

    def _gather_identity(self, entity: Entity, place: _Place) -> None:
        if self.things[entity.id].entry is not entity:
            return
        for i, citation in enumerate(entity.named_in):
            self._locate(Locator(citation.document, citation.section, citation.line), place, ("named_in", i))
        if entity.life is not None:
            edtf.bounds(entity.life)
        if isinstance(entity, Document):
            self._check_slugs(entity, {"issuer": _ACTORS}, place)
        if entity.part_of and not entity.named_in:
            self.blame(place, ("part_of",), "`part_of` needs a source", "add `named_in`, or write it as a statement")
            return
        for i, whole in enumerate(entity.part_of):
            word = vocab.PREDICATES["part_of"]
            if not self._resolve(whole, word.objects, place, ("part_of", i)):
                continue
            citation = entity.named_in[0]
            always = Bounds(edtf.BEGINNING, edtf.BEGINNING, edtf.END, edtf.END)
            self._add_statement(
                Statement(
                    f"{citation.document}/{entity.id}-part-of-{whole}",
                    Locator(citation.document, citation.section, citation.line),
                    entity.id,
                    "part_of",
                    whole,
                    None,
                    None,
                    "document",
                    None,
                    always,
                    "identity",
                    entity,
                ),
                place,
            )

    def _add_statement(self, statement: Statement, place: _Place) -> None:
        if statement.id in self.statements:
            first = self.statement_places[statement.id].source.name
            self.blame(
                place,
                (),
                f"statement {statement.id!r} stands twice (first in {first})",
                "add its line to the first one, or give this one an `id`",
            )
            return
        self.statements[statement.id] = statement
        self.statement_places[statement.id] = place

    def _gather_figure(self, figure: Figure, here: tuple[str, str], place: _Place) -> None:
        locator = Locator(*here, figure.line)
        fields = {"of": _EVERYTHING, "place": _PLACES, "according_to": _SPEAKERS}
        if not (self._locate(locator, place, ()) and self._check_slugs(figure, fields, place)):
            return
        bounds, _ = self._when(figure, here[0], place, None)
        local = figure.id or "-".join(
            part for part in (figure.what, figure.of, figure.place, slug_of(figure.when or "")) if part
        )
        key = f"{here[0]}/{local}"
        if key in self.figures:
            self.blame(place, (), f"figure {key!r} stands twice", "give this one an `id`")
            return
        self.figures[key] = Observation(key, locator, figure, bounds)
        self.places[f"figure:{key}"] = place

    # -- what only the whole can tell -------------------------------------------------------------

    def _rank(self) -> None:
        for conflict in self.conflicts:
            for ref in conflict.between:
                rank = "disputed"
                if conflict.prefer is not None:
                    rank = "preferred" if ref == conflict.prefer else "outranked"
                if ref in self.statements:
                    self.statements[ref] = replace(self.statements[ref], rank=rank)
                elif ref in self.figures:
                    self.figures[ref] = replace(self.figures[ref], rank=rank)
                else:
                    known = [*self.statements, *self.figures]
                    self.blame(
                        self.places[conflict.id], ("between",), f"unknown statement {ref!r}", near(ref, known)[2:]
                    )

    def _check_references_between_statements(self) -> None:
        for statement in self.statements.values():
            claim = statement.claim
            if claim is None or not (claim.fulfils or claim.same_text or (claim.amount and claim.amount.than)):
                continue
            than = (claim.amount.than,) if claim.amount and claim.amount.than else ()
            for ref in (*claim.fulfils, *claim.same_text, *than):
                full = _full_id(ref, statement.document)
                if full not in self.statements and full not in self.figures:
                    place = self.statement_places[statement.id]
                    self.blame(place, (), f"unknown statement {full!r}", near(full, self.statements)[2:])
        for key, figure in self.figures.items():
            for ref in figure.entry.parts:
                full = _full_id(ref, figure.locator.document)
                if full not in self.figures:
                    self.blame(self.places[f"figure:{key}"], ("parts",), f"unknown figure {full!r}", "give it an `id`")

    def _check_cycles(self) -> None:
        parents: dict[str, list[str]] = defaultdict(list)
        for statement in self.statements.values():
            if statement.predicate == "part_of" and statement.object and statement.is_plain:
                parents[statement.subject].append(statement.object)
        state: dict[str, int] = {}
        for start in parents:
            # Depth first with a stack of our own: a chain of thousands is sound, a recursion is not.
            trail: list[str] = []
            stack: list[tuple[str, bool]] = [(start, False)]
            while stack:
                node, leaving = stack.pop()
                if leaving:
                    state[node] = 2
                    trail.pop()
                elif state.get(node) == 1:
                    members = [*trail[trail.index(node) :], node]
                    self.blame(
                        self.places[node], (), f"part_of goes in a circle: {' -> '.join(members)}", "remove one of them"
                    )
                elif state.get(node) is None:
                    state[node] = 1
                    trail.append(node)
                    stack.append((node, True))
                    stack.extend((parent, False) for parent in parents.get(node, ()))

    def _flag_money_before_the_start(self) -> None:
        starts = {
            s.subject: s
            for s in self.statements.values()
            if s.predicate == "stage" and s.value == "started" and s.when and s.status is None
        }
        for paid in self.statements.values():
            start = starts.get(paid.object or "")
            if start is None or paid.predicate not in ("funds", "supports") or not paid.when:
                continue
            if edtf.BEGINNING < paid.bounds.possible_from < start.bounds.possible_from:
                self.blame(
                    self.statement_places[paid.id],
                    ("when",),
                    f"money for {paid.object!r} from {paid.when}, but it started {start.when}",
                    "look at both; nothing is changed",
                    "warning",
                )

    def _check_supported(self) -> None:
        mentioned = {UNSTATED}
        for statement in self.statements.values():
            mentioned.add(statement.subject)
            mentioned.add(statement.object or "")
            if isinstance(statement.entry, Item):
                mentioned.update((*statement.entry.according_to, *statement.entry.so_that))
            if statement.claim is not None:
                for name in _CLAIM_FIELDS:
                    value = getattr(statement.claim, name)
                    mentioned.update((value,) if isinstance(value, str) else value or ())
        for figure in self.figures.values():
            mentioned.update((figure.entry.of or "", figure.entry.place or "", *figure.entry.according_to))
        for thing in self.things.values():
            entry = thing.entry
            if isinstance(entry, Entity) and thing.id not in mentioned and not entry.named_in:
                if isinstance(entry, Country) or (isinstance(entry, Document) and entry.sections):
                    continue
                self.blame(
                    self.places[thing.id],
                    (),
                    f"nothing is said of {thing.id!r} and no document names it",
                    "add `named_in`, or remove it",
                )


def _full_id(reference: str, document: str) -> str:
    return reference if "/" in reference else f"{document}/{reference}"


def _issued(window: Bounds) -> str:
    first, last = window.possible_from, window.possible_until
    return first.isoformat() if first == last else f"between {first} and {last}"


def document_window(records: Records, document: str) -> tuple[date, date]:
    """First and last day on which the document may have been issued."""
    window = edtf.bounds(records.document(document).issued or "")
    return window.possible_from, window.possible_until


#: Who did it, where a document says that it was done and not by whom; never counted as a donor.
UNSTATED = "unstated"
_UNSTATED_ENTITY = ENTITY_MODELS["organisation"](id=UNSTATED, name="Not stated", kind="group")  # type: ignore[call-arg]

_EVERYTHING = frozenset(vocab.ENTITY_TYPES) | frozenset(vocab.ITEM_TYPES)
_ACTORS = frozenset({"country", "place", "organisation", "mechanism"})
_SPEAKERS = _ACTORS | {"document", "programme"}
_PLACES = frozenset({"country", "place"})
_ALL_ITEMS = frozenset(vocab.ITEM_TYPES)
_THEMES = frozenset({"theme"})
_CLAIM_FIELDS = {
    "via": _ACTORS | {"programme"},
    "place": _PLACES,
    "themes": _THEMES,
    "purpose": _EVERYTHING,
    "on_behalf_of": _ACTORS,
    "as_holder_of": frozenset({"mechanism"}),
    "according_to": _SPEAKERS,
}
_ITEM_FIELDS = {
    "by": _ACTORS | {"programme", "event", "document", "framework", "agreement"},
    "to": _ACTORS | {"programme", "agreement", "framework", "event"},
    "so_that": _ACTORS,
    "about": _EVERYTHING,
    "place": _PLACES,
    "themes": _THEMES,
    "answers": _ALL_ITEMS,
    "part_of": _EVERYTHING,
    "according_to": _SPEAKERS,
}
