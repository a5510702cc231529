"""From the records to the tables of the page: everything in words that Python says in words elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from .. import analysis, edtf, vocab, words
from ..analysis import ANALYSES, Finding, Prospect
from ..graph import PactGraph
from ..model import Claim, Dated, Entity, Item, Locator, Observation, Statement, Thing, slug_of
from ..query import GROUPS, Question, questions
from ..sources import same_texts
from .rows import (
    AnalysisRow,
    ConflictRow,
    DocumentRow,
    FigureRow,
    FindingRow,
    Pair,
    ParameterRow,
    PredicateRow,
    ProspectRow,
    QuestionRow,
    StatementRow,
    Tables,
    ThingRow,
    WordRow,
)

_BASES = {"derived": "worked out", "relative": "told relative to another", "layout": "read from the layout of the page"}


def tables(graph: PactGraph) -> Tables:
    """All tables, in the order of the records; runs every analysis for the data's own day."""
    findings = _shown(analysis.run(graph))
    number = {statement.id: place for place, statement in enumerate(graph.statements)}
    same: dict[str, list[str]] = defaultdict(list)
    for one, other in sorted(same_texts(graph.records)):
        same[one].append(other)
    ranks = {id(finding): place for place, finding in enumerate(analysis.first(findings))}
    prospects: dict[ProspectRow, int] = {}
    for finding in findings:
        for each in finding.prospects:
            prospects.setdefault(_prospect(each, number), len(prospects))
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
        findings=tuple(_finding(graph, finding, number, ranks.get(id(finding), -1), prospects) for finding in findings),
        prospects=tuple(prospects),
        predicates=tuple(
            PredicateRow(p.name, p.family, words.phrase(p.name), p.inverse, p.name in words.NEGATIVE)
            for p in vocab.PREDICATES.values()
        ),
        questions=tuple(QuestionRow(q.name, q.group, q.text, q.example) for q in _in_order()),
        parameters=tuple(
            ParameterRow(q.name, p.name, p.kind, p.default or "", p.text) for q in _in_order() for p in q.parameters
        ),
        words=_words(graph),
    )


def _shown(findings: list[Finding]) -> list[Finding]:
    """The gaps; of an analysis that has none, as an index, everything. The page makes the matrix itself."""
    with_gaps = {finding.analysis for finding in findings if finding.gap}
    return [
        finding
        for finding in findings
        if finding.gap or (finding.analysis not in with_gaps and finding.analysis != "coverage")
    ]


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
        (point.lat, point.long) if point else (),
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
    plain = f"{statement.document}/{statement.subject}-{statement.predicate.replace('_', '-')}-{statement.object}"
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


def _prospect(told: Prospect, number: Mapping[str, int]) -> ProspectRow:
    return ProspectRow(told.donor, told.because, told.but, tuple(number[each] for each in told.statements))


def _finding(
    graph: PactGraph,
    finding: Finding,
    number: Mapping[str, int],
    rank: int,
    prospects: Mapping[ProspectRow, int],
) -> FindingRow:
    priority = finding.priority
    value = finding.value if isinstance(finding.value, dict) else {"value": finding.value}
    own_name = words.label_of(graph.things, finding.subject)
    return FindingRow(
        finding.analysis,
        finding.subject,
        finding.state,
        finding.reading,
        finding.country or "",
        finding.theme or "",
        tuple(
            (str(key).replace("_", " "), tuple(_parts(graph, number, each)))
            for key, each in value.items()
            if each != own_name
        ),
        tuple(number[statement.id] for statement in finding.statements),
        tuple(dict.fromkeys(map(locator_text, finding.locators))),
        finding.assumptions,
        finding.closes_if.replace(finding.subject, "{subject}"),
        finding.gap,
        rank,
        priority.stated_by if priority else (),
        priority.documents if priority else 0,
        priority.hangs_on_it if priority else (),
        (priority.open_since or "") if priority else "",
        tuple(prospects[_prospect(each, number)] for each in finding.prospects),
    )


def _parts(graph: PactGraph, number: Mapping[str, int], value: Any) -> list[Pair]:
    """What stands in a value, piece by piece: things and statements by id, all else as text."""
    if isinstance(value, Mapping):
        return [
            piece
            for key, each in value.items()
            for piece in (*_parts(graph, number, key), ("text", ":"), *_parts(graph, number, each))
        ]
    if isinstance(value, (list, tuple)):
        return [piece for each in value for piece in _parts(graph, number, each)]
    text = str(value)
    if text in graph.things:
        return [("thing", text)]
    if text in number:
        return [("statement", text)]
    return [("text", text)]


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
