"""From the records to the tables of the page: everything in words that Python says in words elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from .. import edtf, vocab, words
from ..analysis import ANALYSES, Finding
from ..graph import PactGraph
from ..load import without_collector
from ..model import Claim, Dated, Entity, Item, Locator, Observation, Statement, Thing, slug_of
from ..query import GROUPS, Question, questions
from ..sources import same_texts
from . import marks
from .marks import Mark
from .rows import (
    AnalysisRow,
    ConflictRow,
    DocumentRow,
    FigureRow,
    FindingRow,
    MarkRow,
    Pair,
    ParameterRow,
    PredicateRow,
    ProspectRow,
    QuestionRow,
    StatementRow,
    StepRow,
    Tables,
    ThingRow,
    WordRow,
)

_BASES = {"derived": "worked out", "relative": "told relative to another", "layout": "read from the layout of the page"}


def tables(graph: PactGraph, steps: tuple[StepRow, ...] = (), advance: Callable[[], None] = lambda: None) -> Tables:
    """All tables, in the order of the records. Runs every analysis for each mark; `advance` is told of each."""
    number = {statement.id: place for place, statement in enumerate(graph.statements)}
    same: dict[str, list[str]] = defaultdict(list)
    for one, other in sorted(same_texts(graph.records)):
        same[one].append(other)
    pairs = marks.marked_days(graph)
    findings, prospects = _findings(graph, pairs, number, advance)
    return Tables(
        things=tuple(_thing(graph, thing) for thing in graph.things.values()),
        statements=tuple(_statement(graph, statement, same) for statement in graph.statements),
        figures=tuple(_figure(graph, figure) for figure in graph.figures),
        conflicts=tuple(
            ConflictRow(c.id, c.about, c.between, c.prefer or "", c.because or "") for c in graph.records.conflicts
        ),
        documents=_documents(graph),
        analyses=tuple(
            AnalysisRow(each.name, each.question, each.definition, each.origin, each.closes)
            for each in ANALYSES.values()
        ),
        marks=_marks(pairs, findings),
        findings=findings,
        prospects=prospects,
        predicates=tuple(
            PredicateRow(p.name, p.family, words.phrase(p.name), p.inverse, p.name in words.NEGATIVE)
            for p in vocab.PREDICATES.values()
        ),
        questions=tuple(QuestionRow(q.name, q.group, q.text, q.example) for q in _in_order()),
        parameters=tuple(
            ParameterRow(q.name, p.name, p.kind, p.default or "", p.text) for q in _in_order() for p in q.parameters
        ),
        words=_words(graph),
        steps=steps,
    )


def _findings(
    graph: PactGraph, pairs: list[Mark], number: Mapping[str, int], advance: Callable[[], None]
) -> tuple[tuple[FindingRow, ...], tuple[ProspectRow, ...]]:
    """Each finding once, with the marks at which it stands so; and whom they name as to be asked.

    Those of one question stand together, in the order of the catalogue.
    """
    prospects: dict[ProspectRow, int] = {}
    standing: dict[_Question, dict[FindingRow, list[int]]] = {}
    with without_collector():
        for mark, found in enumerate(marks.findings(graph, pairs, advance)):
            following = date.fromordinal(date.fromisoformat(pairs[mark].as_of).toordinal() + 365).isoformat()
            for finding in found:
                row = _finding(graph, finding, number, prospects, following)
                rows = standing.setdefault((row.analysis, row.subject, row.country, row.theme), {})
                rows.setdefault(row, []).append(mark)
    # Prospects with the same reason stand together, because lists of near numbers are written small.
    by_reason = sorted(prospects, key=lambda row: (row.because, row.donor, row.but, row.statements))
    number_of = {prospects[row]: place for place, row in enumerate(by_reason)}
    order = {name: place for place, name in enumerate(ANALYSES)}
    return tuple(
        replace(row, marks=_runs(held), prospects=tuple(number_of[each] for each in row.prospects))
        for question in sorted(standing, key=lambda question: order[question[0]])
        for row, held in standing[question].items()
    ), tuple(by_reason)


def _marks(pairs: list[Mark], findings: tuple[FindingRow, ...]) -> tuple[MarkRow, ...]:
    standing = Counter(
        (mark, row.analysis)
        for row in findings
        if row.gap
        for first, last in zip(row.marks[::2], row.marks[1::2], strict=True)
        for mark in range(first, last + 1)
    )
    return tuple(
        MarkRow(pair.as_of, pair.known_by, tuple(standing[mark, name] for name in ANALYSES))
        for mark, pair in enumerate(pairs)
    )


#: Analysis, subject, country and theme.
_Question = tuple[str, str, str, str]


def _runs(numbers: list[int]) -> tuple[int, ...]:
    """First and last of each run of following numbers.

    >>> _runs([2, 3, 4, 7])
    (2, 4, 7, 7)
    """
    starts = [n for n in numbers if n - 1 not in numbers]
    ends = [n for n in numbers if n + 1 not in numbers]
    return tuple(each for pair in zip(starts, ends, strict=True) for each in pair)


def locator_text(locator: Locator) -> str:
    """A place in a document as one text, `document|section|12,14`."""
    return f"{locator.document}|{locator.section}|{','.join(map(str, locator.lines))}"


def _days(bounds: edtf.Bounds) -> str:
    return "/".join(day.isoformat() for day in bounds)


def _pairs(*pairs: Pair) -> tuple[Pair, ...]:
    """Those of the terms of which anything is told."""
    return tuple((term, text) for term, text in pairs if text)


def _names(graph: PactGraph, ids: tuple[str, ...]) -> str:
    return ", ".join(words.label_of(graph.things, each) for each in ids)


def _thing(graph: PactGraph, thing: Thing) -> ThingRow:
    entry = thing.entry
    point = getattr(entry, "point", None)
    codes = getattr(entry, "codes", None)
    item = entry if isinstance(entry, Item) else None
    lead = words.capital(thing.type) + (f" {item.key}" if item and item.key else "") if item else ""
    return ThingRow(
        thing.id,
        thing.type,
        thing.label,
        lead,
        thing.aliases,
        _item_facts(graph, item) if item else _facts(entry),
        tuple(map(locator_text, thing.sources)),
        getattr(entry, "broader", ""),
        item.themes if item else (),
        item.place if item else (),
        (item.status if item.status == "planned" else item.grade or "") if item else "",
        (point.lat, point.long) if point else (),
        (codes.iso3166_2 or codes.m49 or "") if codes else "",
    )


def _facts(entry: Entity | Item | vocab.Theme) -> tuple[Pair, ...]:
    if isinstance(entry, vocab.Theme):
        return _pairs(("Definition", entry.definition), ("Codes", ", ".join(entry.notations)), ("Scope", entry.note))
    if not isinstance(entry, Entity):
        return ()
    codes = entry.codes.model_dump(exclude_none=True) if entry.codes else {}
    return _pairs(
        ("Kind", (entry.kind or "").replace("-", " ")),
        *(("Named", f"{name.name}{f' ({words.when(name.when)})' if name.when else ''}") for name in entry.names),
        ("Exists", words.when(entry.life)),
        ("Codes", ", ".join(f"{_CODES.get(key, key)} {code}" for key, code in codes.items())),
        ("Note", entry.note or ""),
    )


_CODES = {
    "iso2": "ISO 3166-1",
    "iso3": "ISO 3166-1",
    "iso3166_2": "ISO 3166-2",
    "m49": "UN M49",
    "dac": "OECD DAC",
    "crs_channel": "OECD CRS channel",
    "untc": "UN Treaty Collection",
}


def _item_facts(graph: PactGraph, item: Item) -> tuple[Pair, ...]:
    return _pairs(
        ("Put as", (item.modality or "").replace("-", " ")),
        ("Stands at", item.status or ""),
        ("Answer judged", (item.grade or "").replace("-", " ")),
        ("When", words.when(item.when)),
        ("Amount", words.amount(item.amount)),
        ("So that they act", _names(graph, item.so_that)),
        *(("Worded", f"{wording.text} ({words.when(wording.when)})") for wording in item.wordings),
        *_doubts(graph, item),
    )


def _doubts(graph: PactGraph, entry: Dated) -> tuple[Pair, ...]:
    return _pairs(
        ("Said by", _names(graph, entry.according_to)),
        ("Date", _BASES.get(entry.basis or "", "")),
        ("Printed as", f"{entry.reading.printed}: {entry.reading.because}" if entry.reading else ""),
        ("Note", entry.note or ""),
    )


def _statement(graph: PactGraph, statement: Statement, same: Mapping[str, list[str]]) -> StatementRow:
    claim = statement.claim
    end = statement.object or slug_of(statement.value or "")
    plain = f"{statement.document}/{statement.subject}-{statement.predicate.replace('_', '-')}-{end}"
    return StatementRow(
        "" if statement.id == plain else statement.id,
        statement.subject,
        statement.predicate,
        statement.object or "",
        statement.value or "",
        locator_text(statement.locator),
        statement.when or "",
        _days(statement.bounds),
        statement.status or "",
        statement.rank,
        statement.origin,
        bool(claim and claim.by_turn),
        claim.themes if claim else (),
        claim.place if claim else (),
        words.amount(statement.amount),
        _qualifiers(graph, claim) if claim else (),
        tuple(same.get(statement.id, ())),
    )


def _qualifiers(graph: PactGraph, claim: Claim) -> tuple[Pair, ...]:
    return _pairs(
        ("Act", (claim.act or "").replace("-", " ")),
        ("Role", (claim.role or "").replace("-", " ")),
        ("By turn", claim.by_turn or ""),
        ("As chair of", _names(graph, (claim.as_holder_of,) if claim.as_holder_of else ())),
        ("Through", _names(graph, claim.via)),
        ("On behalf of", _names(graph, claim.on_behalf_of)),
        ("Where", _names(graph, claim.place)),
        ("Themes", _names(graph, claim.themes)),
        ("For", _names(graph, claim.purpose)),
        ("Share", f"{claim.share} %" if claim.share else ""),
        ("Length", claim.duration or ""),
        ("Others", "the document says that there are others" if claim.and_others else ""),
        *_doubts(graph, claim),
    )


def _figure(graph: PactGraph, figure: Observation) -> FigureRow:
    entry = figure.entry
    plain = "-".join(part for part in (entry.what, entry.of, entry.place, slug_of(entry.when or "")) if part)
    return FigureRow(
        "" if figure.id == f"{figure.locator.document}/{plain}" else figure.id,
        entry.what,
        entry.of or "",
        entry.place or "",
        words.measure(entry),
        entry.when or "",
        locator_text(figure.locator),
        figure.rank,
        _doubts(graph, entry),
    )


def _documents(graph: PactGraph) -> tuple[DocumentRow, ...]:
    """Those that can be cited, oldest first."""
    found = []
    for thing in graph.things.values():
        if thing.type != "document" or not getattr(thing.entry, "sections", ()):
            continue
        entry = graph.records.document(thing.id)
        issued = edtf.bounds(entry.issued or "")
        period = edtf.bounds(entry.reports) if entry.reports else None
        found.append(
            DocumentRow(
                thing.id,
                entry.issuer,
                words.when(entry.issued),
                issued.possible_from.isoformat(),
                issued.possible_until.isoformat(),
                words.when(entry.reports),
                (period.possible_from.isoformat(), period.possible_until.isoformat()) if period else (),
                tuple((section.key, section.title) for section in entry.sections),
            )
        )
    return tuple(sorted(found, key=lambda row: (row.last, row.id)))


def _finding(
    graph: PactGraph,
    finding: Finding,
    number: Mapping[str, int],
    prospects: dict[ProspectRow, int],
    following: str,
) -> FindingRow:
    priority = finding.priority
    value = finding.value if isinstance(finding.value, dict) else {"value": finding.value}
    own_name = words.label_of(graph.things, finding.subject)
    asked = [
        ProspectRow(told.donor, told.because, told.but, tuple(sorted(number[each] for each in told.statements)))
        for told in finding.prospects
    ]
    return FindingRow(
        (),
        finding.analysis,
        finding.subject,
        finding.state,
        finding.reading,
        finding.country or "",
        finding.theme or "",
        tuple(
            (str(key).replace("_", " "), tuple(_parts(each)))
            for key, each in value.items()
            # The day of the last look is the one by which the mark's documents were known.
            if each != own_name and key != "last looked"
        ),
        tuple(sorted(number[statement.id] for statement in finding.statements)),
        tuple(dict.fromkeys(map(locator_text, finding.locators))),
        finding.assumptions,
        finding.closes_if.replace(finding.subject, "{subject}").replace(following, "{next}"),
        finding.gap,
        priority.stated_by if priority else (),
        priority.documents if priority else 0,
        priority.hangs_on_it if priority else (),
        (priority.open_since or "") if priority else "",
        tuple(prospects.setdefault(each, len(prospects)) for each in asked),
    )


def _parts(value: Any) -> list[str]:
    """What stands in a value, piece by piece."""
    if isinstance(value, Mapping):
        return [piece for key, each in value.items() for piece in (*_parts(key), ":", *_parts(each))]
    if isinstance(value, (list, tuple)):
        return [piece for each in value for piece in _parts(each)]
    return [str(value)]


def _in_order() -> list[Question]:
    """The named questions by heading, then by name."""
    return sorted(questions().values(), key=lambda asked: (GROUPS.index(asked.group), asked.name))


def _words(graph: PactGraph) -> tuple[WordRow, ...]:
    """Every date of the data, and every stage, as people say them."""
    dated = {s.when for s in graph.statements} | {f.entry.when for f in graph.figures}
    stages = {s.value: s for s in graph.statements if s.predicate == "stage" and s.value}
    return (
        *(WordRow("when", each, words.when(each)) for each in sorted(filter(None, dated))),
        *(WordRow("stage", value, words.verb(statement)) for value, statement in sorted(stages.items())),
    )
