"""What the script of a page reads: every statement in words, with the days that decide its state."""

from __future__ import annotations

from typing import Any

from .. import edtf, words
from ..graph import PactGraph
from ..model import Claim, Conflict, Document, Observation, Statement
from .nodes import Picture
from .selection import Selection


class Sources:
    """The documents that a page cites, numbered in the order of their issue."""

    def __init__(self, graph: PactGraph, selection: Selection) -> None:
        self._graph = graph
        cited = {s.document for s in (*selection.relations, *selection.facts)}
        for conflict in graph.records.conflicts:
            if any(s.id in conflict.between for s in selection.relations):
                cited |= {reference.split("/")[0] for reference in conflict.between}
        self._documents = sorted((graph.records.document(id_) for id_ in cited), key=self._age)
        self.number = {document.id: n for n, document in enumerate(self._documents, 1)}

    @staticmethod
    def _age(document: Document) -> tuple[str, str]:
        return edtf.bounds(document.issued or "").possible_until.isoformat(), document.id

    def list(self) -> list[dict[str, Any]]:
        """Number, title, issuer and date of each."""
        things = self._graph.things
        return [
            {
                "number": number,
                "title": document.name,
                "issuer": ", ".join(things[id_].label for id_ in document.issuer if id_ in things),
                "issued": words.when(document.issued),
            }
            for number, document in enumerate(self._documents, 1)
        ]

    def for_script(self) -> dict[str, dict[str, Any]]:
        """By number: title, the days between which it was written, the period it reports on."""
        return {str(number): self._for_script(document) for number, document in enumerate(self._documents, 1)}

    @staticmethod
    def _for_script(document: Document) -> dict[str, Any]:
        issued = edtf.bounds(document.issued or "")
        reports = edtf.bounds(document.reports) if document.reports else None
        return {
            "title": document.name,
            "first": issued.possible_from.isoformat(),
            "last": issued.possible_until.isoformat(),
            "reports": [reports.possible_from.isoformat(), reports.possible_until.isoformat()] if reports else None,
        }

    def section(self, statement: Statement) -> str:
        """Title of the section, in our words."""
        document = self._graph.records.document(statement.document)
        return next((s.title for s in document.sections if s.key == statement.locator.section), "")


def page_data(graph: PactGraph, selection: Selection, picture: Picture, sources: Sources, asked: str) -> dict[str, Any]:
    """The picture and the statements, as plain values."""
    conflicts = _conflicts(graph)
    stated = {s.id: s for s in graph.statements}
    wanted = {s.id: s for s in (*selection.relations, *selection.facts)}
    for id_ in list(wanted):
        rivals = conflicts[id_].between if id_ in conflicts else ()
        wanted.update((rival, stated[rival]) for rival in rivals if rival in stated)
    rows = {s.id for s in selection.relations}
    return {
        "asOf": asked,
        "focus": selection.focus,
        "nodes": picture.nodes,
        "edges": picture.edges,
        "options": picture.options,
        "columns": picture.columns,
        "width": picture.width,
        "height": picture.height,
        "neverDrawn": sorted(words.NEVER_DRAWN),
        "sources": sources.for_script(),
        "statements": {
            id_: _statement(graph, wanted[id_], sources, id_ in rows, conflicts.get(id_)) for id_ in sorted(wanted)
        },
    }


def _conflicts(graph: PactGraph) -> dict[str, Conflict]:
    return {id_: conflict for conflict in graph.records.conflicts for id_ in conflict.between}


def _statement(
    graph: PactGraph, statement: Statement, sources: Sources, is_row: bool, conflict: Conflict | None
) -> dict[str, Any]:
    bounds = statement.bounds
    rivals = [id_ for id_ in conflict.between if id_ != statement.id] if conflict else []
    counted = {figure.id: figure for figure in graph.figures}
    value: dict[str, Any] = {
        "row": is_row,
        "from": statement.subject,
        "to": statement.object,
        "subject": words.name_of(graph.things[statement.subject]),
        "phrase": words.verb(statement),
        "object": words.target(graph.things, statement),
        "predicate": statement.predicate,
        "negative": statement.predicate in words.NEGATIVE,
        "days": [day.isoformat() for day in bounds],
        "dated": statement.when is not None,
        "open": statement.when is None or statement.when.endswith("/"),
        "turn": bool(statement.claim and statement.claim.by_turn),
        "status": statement.status or "",
        "rank": statement.rank,
        "when": words.when(statement.when),
        "amount": words.amount(statement.amount),
        "sum": words.amount(statement.amount, notes=False),
        "more": _qualifiers(graph, statement),
        "source": sources.number[statement.document],
        "place": str(statement.locator),
        "section": sources.section(statement),
    }
    if conflict:
        value["conflict"] = {
            "about": conflict.about,
            "because": conflict.because or "",
            "rivals": [id_ for id_ in rivals if id_ not in counted],
            "figures": [_figure(graph, counted[id_]) for id_ in rivals if id_ in counted],
        }
    return value


def _qualifiers(graph: PactGraph, statement: Statement) -> list[tuple[str, str]]:
    """Term and text of what the statement adds, in a fixed order."""
    entry, more = statement.entry, []

    def names(ids: tuple[str, ...]) -> str:
        return ", ".join(graph.things[id_].label for id_ in ids)

    if isinstance(entry, Claim):
        more = [
            ("Act", (entry.act or "").replace("-", " ")),
            ("Role", (entry.role or "").replace("-", " ")),
            ("By turn", entry.by_turn or ""),
            ("As chair of", names((entry.as_holder_of,) if entry.as_holder_of else ())),
            ("Through", names(entry.via)),
            ("On behalf of", names(entry.on_behalf_of)),
            ("Where", names(entry.place)),
            ("Themes", names(entry.themes)),
            ("For", names(entry.purpose)),
            ("Share", f"{entry.share} %" if entry.share else ""),
            ("Others", "the document says that there are others" if entry.and_others else ""),
            ("Said by", names(entry.according_to)),
            ("Printed as", f"{entry.reading.printed}: {entry.reading.because}" if entry.reading else ""),
            ("Note", entry.note or ""),
        ]
    if statement.basis in ("derived", "relative", "layout"):
        more.append(
            (
                "Date",
                {"derived": "worked out", "relative": "told relative to another"}.get(
                    statement.basis, "read from the layout of the page"
                ),
            )
        )
    return [(term, text) for term, text in more if text]


def _figure(graph: PactGraph, figure: Observation) -> str:
    entry = figure.entry
    of = f" of {graph.things[entry.of].label}" if entry.of else ""
    title = graph.records.document(figure.locator.document).name
    return f"{words.capital(entry.what.replace('-', ' '))}{of}: {words.measure(entry)} ({title}, {figure.locator})"
