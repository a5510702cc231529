"""From the entries of all files to records: ids, references, kinds, cycles, days.

Each file is linked by itself against the whole of ids and documents (`_FileLinker`), so that when
one file changes and the ids do not, only that file is linked again; what only the whole can tell
is checked every time (`_Whole`). All problems are gathered, none stops the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from . import edtf, vocab
from .edtf import Bounds
from .errors import DataError, Problem
from .files import Parsed, ShapeError, SourceFile
from .model import (
    ENTITY_MODELS,
    UNSTATED,
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
    Section,
    Statement,
    StatementsFile,
    Thing,
    near,
    slug_of,
)
from .strict_yaml import Marked, Path_, read_bytes, read_carefully

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


class _Place(NamedTuple):
    """Where an entry stands, so that a line can be found if it turns out to be wrong."""

    source: SourceFile
    path: Path_


@dataclass(slots=True)
class _Linked:
    """What one file gave."""

    things: list[tuple[Thing, _Place]] = field(default_factory=list)
    statements: dict[str, Statement] = field(default_factory=dict)
    figures: dict[str, Observation] = field(default_factory=dict)
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    places: dict[str, _Place] = field(default_factory=dict)
    #: Ids that something is said of, or with.
    mentioned: set[str] = field(default_factory=set)
    #: Statements and figures that others point at: who points, at what.
    references: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Linkage:
    """Records, and what is needed to make the next ones from few changed files."""

    records: Records
    files: Mapping[str, tuple[Parsed, _Linked]]
    kinds: Mapping[str, str]
    documents: Mapping[str, Document]


class _Problems:
    """Gathers problems; finds their lines by reading the file again, carefully."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self._marks: dict[str, Marked] = {}

    def blame(self, place: _Place, path: Path_, message: str, mend: str = "", severity: str = "error") -> None:
        """Note a problem at `path` below an entry."""
        source = place.source
        if source.name not in self._marks:
            self._marks[source.name] = read_carefully(read_bytes(source.path, source.name), source.name)
        where: Path_ = (*place.path, *path)
        marks = self._marks[source.name].marks
        while where not in marks:
            where = where[:-1]
        self.found.append(Problem(source.name, *marks[where], message, mend, severity))


def link(parsed: Iterable[Parsed], before: Linkage | None = None) -> Linkage:
    """All records of the parsed files.

    With the linkage of an earlier call, files whose entries are the same objects are taken over,
    unless an id went away or changed its kind, or a cited document changed: then all are linked.
    Raises `DataError` with every problem.
    """
    whole = _Whole(list(parsed), before)
    return whole.link()


def explain(parsed: Iterable[Parsed], misshapen: Iterable[ShapeError]) -> list[Problem]:
    """What can be said when some files could not be used: repeated ids, and near ids for misspelt ones."""
    whole = _Whole(list(parsed), None)
    whole.gather_things()
    return whole.problems.found + [problem for error in misshapen for problem in error.problems(whole.nearest)]


def _names_unstated(entries: list[Entity] | StatementsFile) -> bool:
    if not isinstance(entries, StatementsFile):
        return False
    return any(UNSTATED in claim.subject for block in entries.blocks for claim in block.statements)


def _things_of(parsed: Parsed) -> list[tuple[Thing, _Place]]:
    source, entries = parsed
    if not isinstance(entries, StatementsFile):
        return [(_thing_of(entity), _Place(source, (i,))) for i, entity in enumerate(entries)]
    return [
        (
            Thing(item.id, item.type, item.text, (), item, (Locator(entries.document, block.section, item.line),)),
            _Place(source, ("blocks", b, "items", i)),
        )
        for b, block in enumerate(entries.blocks)
        for i, item in enumerate(block.items)
    ]


def _thing_of(entity: Entity) -> Thing:
    names = dict.fromkeys((*entity.aliases, *entity.spellings, *(name.name for name in entity.names)))
    sources = tuple(Locator(c.document, c.section, c.line) for c in entity.named_in)
    return Thing(entity.id, entity.type, entity.name, tuple(names), entity, sources)


class _Whole:
    """All files together: what is known of every id and document, and the checks that need it."""

    def __init__(self, parsed: list[Parsed], before: Linkage | None) -> None:
        self.parsed = parsed
        self.before = before
        self.problems = _Problems()
        self.things: dict[str, Thing] = {}
        self.documents: dict[str, Document] = {}
        self.windows: dict[str, Bounds] = {}
        self.sections: dict[str, dict[str, Section]] = {}
        self.statements: dict[str, Statement] = {}
        self.figures: dict[str, Observation] = {}
        self.conflicts: dict[str, Conflict] = {}
        self.places: dict[str, _Place] = {}
        self.files: dict[str, tuple[Parsed, _Linked]] = {}
        self._names: dict[str, str] = {}

    def link(self) -> Linkage:
        self.gather_things()
        self._gather_documents()
        kinds = {thing.id: thing.type for thing in self.things.values()}
        before = self.before
        stands = before is not None and before.kinds.items() <= kinds.items() and before.documents == self.documents
        for parsed in self.parsed:
            name = parsed.source.name
            old = before.files.get(name) if before and stands else None
            linked = self.files[name][1]
            if old is not None and old[0] is parsed:
                self.files[name] = old
                linked = old[1]
            else:
                _FileLinker(self, parsed, linked).link()
            self._merge(linked)
        self._rank()
        self._check_references()
        self._check_cycles()
        self._flag_money_before_the_start()
        self._check_supported()
        if any(problem.severity == "error" for problem in self.problems.found):
            raise DataError(self.problems.found)
        records = Records(
            dict(sorted(self.things.items())),
            tuple(self.statements[key] for key in sorted(self.statements)),
            tuple(self.figures[key] for key in sorted(self.figures)),
            tuple(self.conflicts[key] for key in sorted(self.conflicts)),
            tuple(sorted(self.problems.found)),
        )
        return Linkage(records, self.files, kinds, self.documents)

    def gather_things(self) -> None:
        """Entities and items of every file, themes, and whether any id stands twice."""
        self.things = {t.id: Thing(t.id, "theme", t.label, t.aliases, t) for t in vocab.themes()}
        if any(_names_unstated(parsed.entries) for parsed in self.parsed):
            self.things[UNSTATED] = Thing(UNSTATED, "organisation", "Not stated", (), _UNSTATED_ENTITY)
        for parsed in self.parsed:
            old = self.before.files.get(parsed.source.name) if self.before else None
            things = old[1].things if old is not None and old[0] is parsed else _things_of(parsed)
            self.files[parsed.source.name] = (parsed, _Linked(things))
            for thing, place in things:
                if thing.id not in self.things:
                    self.things[thing.id] = thing
                    self.places[thing.id] = place
                    continue
                first = self.places.get(thing.id)
                where = first.source.name if first else "ontology/themes.ttl"
                message = f"id {thing.id!r} is already used in {where}"
                self.problems.blame(place, ("id",), message, "choose another, or merge the two")

    def _gather_documents(self) -> None:
        for thing in self.things.values():
            entry = thing.entry
            if not isinstance(entry, Document) or not entry.sections:
                continue
            self.documents[thing.id] = entry
            self.windows[thing.id] = edtf.bounds(entry.issued or "")
            self.sections[thing.id] = {section.key: section for section in entry.sections}
            if len(self.sections[thing.id]) < len(entry.sections):
                place = self.places[thing.id]
                self.problems.blame(place, ("sections",), "two sections have the same key", "rename one")

    def _merge(self, linked: _Linked) -> None:
        """Take a file's records over; what stands twice is a problem."""
        for mine, new, what in (
            (self.statements, linked.statements, "statement"),
            (self.figures, linked.figures, "figure"),
            (self.conflicts, linked.conflicts, "disagreement"),
        ):
            twice = mine.keys() & new.keys()
            for key in sorted(twice):
                self.twice(what, key, linked.places[key])
            mine.update(new)  # type: ignore[arg-type]  # each of the three pairs is of one kind
        self.places.update(linked.places)

    def twice(self, what: str, key: str, place: _Place) -> None:
        """Note that a statement, figure or disagreement stands twice."""
        first = self.places[key].source.name if key in self.places else place.source.name
        self.problems.blame(
            place,
            (),
            f"{what} {key!r} stands twice (first in {first})",
            "add its line to the first one, or give this one an `id`",
        )

    def nearest(self, target: str) -> str:
        """`Did you mean …?` with the id that a misspelt id, or a name, was meant for."""
        if not self._names:
            for thing in self.things.values():
                for name in (thing.label, *thing.aliases):
                    self._names.setdefault(slug_of(name), thing.id)
            self._names.update((key, key) for key in self.things)
        found = process.extractOne(slug_of(target), self._names.keys(), scorer=fuzz.ratio, score_cutoff=60)
        return f"Did you mean {self._names[found[0]]!r}?" if found and found[0] else ""

    def _rank(self) -> None:
        for key, conflict in self.conflicts.items():
            for ref in conflict.between:
                rank = "disputed"
                if conflict.prefer is not None:
                    rank = "preferred" if ref == conflict.prefer else "outranked"
                if ref in self.statements:
                    self.statements[ref] = replace(self.statements[ref], rank=rank)
                elif ref in self.figures:
                    self.figures[ref] = replace(self.figures[ref], rank=rank)
                    self.conflicts[key] = replace(self.conflicts[key], figures=self.conflicts[key].figures | {ref})
                else:
                    known = [*self.statements, *self.figures]
                    mend = near(ref, known)[2:]
                    self.problems.blame(self.places[key], ("between",), f"unknown statement {ref!r}", mend)

    def _check_references(self) -> None:
        for _, linked in self.files.values():
            for source, target in linked.references:
                if target not in self.statements and target not in self.figures:
                    known = [*self.statements, *self.figures]
                    self.problems.blame(
                        self.places[source], (), f"unknown statement {target!r}", near(target, known)[2:]
                    )

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
                    self.problems.blame(
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
                self.problems.blame(
                    self.places[paid.id],
                    ("when",),
                    f"money for {paid.object!r} from {paid.when}, but it started {start.when}",
                    "look at both; nothing is changed",
                    "warning",
                )

    def _check_supported(self) -> None:
        mentioned = set[str]().union(*(linked.mentioned for _, linked in self.files.values()))
        for thing in self.things.values():
            entry = thing.entry
            if thing.id in mentioned or thing.id not in self.places or not isinstance(entry, Entity):
                continue
            if entry.named_in or entry.part_of or isinstance(entry, Country):
                continue
            if isinstance(entry, Document) and entry.sections:
                continue
            self.problems.blame(
                self.places[thing.id],
                (),
                f"nothing is said of {thing.id!r} and no document names it",
                "add `named_in`, or remove it",
            )


class _FileLinker:
    """Links the entries of one file against the whole."""

    def __init__(self, whole: _Whole, parsed: Parsed, linked: _Linked) -> None:
        self.whole = whole
        self.source, self.entries = parsed
        self.linked = linked
        self.blame = whole.problems.blame

    def link(self) -> None:
        if isinstance(self.entries, StatementsFile):
            self._gather_file(self.entries)
            return
        for i, entity in enumerate(self.entries):
            self._gather_identity(entity, _Place(self.source, (i,)))

    def _locate(self, locator: Locator, place: _Place, path: Path_) -> bool:
        """Whether the document has that section and line; else a problem is noted."""
        sections = self.whole.sections.get(locator.document)
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
        thing = self.whole.things.get(target)
        if thing is None:
            hint = self.whole.nearest(target)
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

    def _gather_file(self, file: StatementsFile) -> None:
        source = self.source
        top = _Place(source, ())
        folder = source.name.split("/")[1]
        if file.document != folder:
            self.blame(top, ("document",), f"document {file.document!r} in folder {folder!r}", "move the file")
        if file.document not in self.whole.windows:
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
                if key in self.linked.conflicts:
                    self.whole.twice("disagreement", key, place)
                self.linked.places[key] = place
                self.linked.conflicts[key] = Conflict(
                    key, file.document, conflict.about, full, prefer, conflict.because
                )

    def _when(self, entry: Dated, document: str, place: _Place, status: str | None) -> tuple[Bounds, str]:
        """Four days and their basis: the rule for what a document says in the present tense.

        Without `when`, the document vouches for the days on which it may have been issued, and
        for no other: before, the start is not known; after, it was only last seen. An end that is
        left open (`2018/`) is vouched for until then. An end stated to be none (`2018/..`) stays.
        """
        window = self.whole.windows[document]
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
                "say `status: planned` if it was still to come"
                if isinstance(entry, Claim)
                else "correct the date; what is expected is an item of the type `target`",
            )
        return bounds, basis

    def _check_slugs(self, entry: Any, fields: dict[str, frozenset[str]], place: _Place) -> bool:
        good = True
        for name, kinds in fields.items():
            value = getattr(entry, name)
            if not value:
                continue
            targets = (value,) if isinstance(value, str) else value
            self.linked.mentioned.update(targets)
            for i, target in enumerate(targets):
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
        than = (claim.amount.than,) if claim.amount and claim.amount.than else ()
        pointed = [_full_id(ref, here[0]) for ref in (*claim.fulfils, *claim.same_text, *than)]
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
                    pointed,
                )

    def _gather_item(self, item: Item, here: tuple[str, str], place: _Place) -> None:
        locator = Locator(*here, item.line)
        if self.whole.things[item.id].entry is not item:
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
        if self.whole.things[entity.id].entry is not entity:
            return
        for i, citation in enumerate(entity.named_in):
            self._locate(Locator(citation.document, citation.section, citation.line), place, ("named_in", i))
        if entity.life is not None:
            edtf.bounds(entity.life)
        self._check_slugs(entity, {"distinct_from": _EVERYTHING}, place)
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

    def _add_statement(self, statement: Statement, place: _Place, pointed: Iterable[str] = ()) -> None:
        linked = self.linked
        if statement.id in linked.statements:
            self.whole.twice("statement", statement.id, place)
            return
        linked.statements[statement.id] = statement
        linked.places[statement.id] = place
        linked.mentioned.add(statement.subject)
        if statement.object is not None:
            linked.mentioned.add(statement.object)
        linked.references += [(statement.id, target) for target in pointed]

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
        if key in self.linked.figures:
            self.whole.twice("figure", key, place)
            return
        self.linked.figures[key] = Observation(key, locator, figure, bounds)
        self.linked.places[key] = place
        self.linked.references += [(key, _full_id(part, here[0])) for part in figure.parts]


def _full_id(reference: str, document: str) -> str:
    return reference if "/" in reference else f"{document}/{reference}"


def _issued(window: Bounds) -> str:
    first, last = window.possible_from, window.possible_until
    return first.isoformat() if first == last else f"between {first} and {last}"


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
