"""Pages for people, made from the same records as everything else. No script; every text is escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import jinja2

from .. import resources, vocab, words
from ..model import Item
from .protocol import GRAPH_TYPES, RESULT_TYPES

if TYPE_CHECKING:
    from ..clock import Clock
    from ..find import Hit
    from ..graph import PactGraph
    from ..model import Locator, Observation, Statement, Thing
    from ..query import Question

_EXAMPLE = """SELECT ?funder ?programme WHERE {
  ?funder pact:funds ?programme .
}
LIMIT 20"""


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources.templates_dir() / "web"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
    )


def prepare() -> None:
    """Read every template, for a process that may soon open no file."""
    environment = _environment()
    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name)
    _style()


@cache
def _style() -> str:
    return (resources.templates_dir() / "web" / "style.css").read_text("utf-8")


@cache
def policy() -> str:
    """What our pages may do, as a Content-Security-Policy: nothing but show themselves and send a form here."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def _page(template: str, **values: Any) -> bytes:
    return _environment().get_template(template).render(style=_style(), **values).encode()


def home(graph: PactGraph) -> bytes:
    """The entrance: what there is, and a field to search in."""
    documents = [thing for thing in graph.things.values() if getattr(thing.entry, "sections", ())]
    return _page(
        "home.html",
        counts=[
            words.count(len(graph.things), "thing"),
            words.count(len(graph.statements), "statement"),
            words.count(len(documents), "document"),
        ],
        day=graph.clock().data_day,
        documents=documents,
    )


def query_form() -> bytes:
    """A field for a query, with the forms of results; sent as any client would."""
    forms = {**{name: medias[0] for name, medias in RESULT_TYPES.items()}, "html": "table"}
    return _page("query.html", example=_EXAMPLE, forms=forms, graphs={n: m[0] for n, m in GRAPH_TYPES.items()})


def found(text: str, hits: Sequence[Hit]) -> bytes:
    """What a search found."""
    return _page("found.html", text=text, hits=hits)


def questions(library: Mapping[str, Question]) -> bytes:
    """The named questions."""
    return _page("questions.html", questions=list(library.values()))


def results(values: Mapping[str, Any], names: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Results as a table."""
    from ..query import questions as library

    asked = library().get(values.get("name", ""))
    given = values.get("values", {})
    clocks = {name: values.get(name) or "" for name in ("as_of", "known_by")}
    return _page("results.html", asked=asked, given=given, clocks=clocks, names=names, rows=list(rows))


def record(graph: PactGraph, kind: str, name: str) -> bytes:
    """One record of the data, whatever it is."""
    clock = graph.clock()
    match kind:
        case "id":
            return _thing(graph, name, clock)
        case "statement":
            told = next(s for s in graph.statements if s.id == name)
            row = _told(graph, told, clock)
            qualifiers = _qualifiers(told)
            ends = _known(graph, told.subject, told.object)
            return _page("statement.html", address=vocab.STATEMENT + name, row=row, qualifiers=qualifiers, ends=ends)
        case "graph":
            count = sum(1 for s in graph.statements if s.document == name)
            thing = graph.things.get(name)
            return _page("graph.html", address=vocab.DOCUMENT_GRAPH + name, name=name, thing=thing, count=count)
        case "figure":
            one = next(f for f in graph.figures if f.id == name)
            return _page("figure.html", address=vocab.FIGURE + name, one=_measured(graph, one))
        case _:
            conflict = next(c for c in graph.records.conflicts if c.id == name)
            address = vocab.BASE + "disagreement/" + name
            return _page("disagreement.html", address=address, conflict=conflict)


def _thing(graph: PactGraph, name: str, clock: Clock) -> bytes:
    it = graph.things[name]
    entry = it.entry
    notes = [text for text in (getattr(entry, "definition", ""), getattr(entry, "note", "")) if text]
    groups: dict[str, list[dict[str, Any]]] = {}
    for told in graph.statements:
        if name == told.subject:
            groups.setdefault(words.capital(words.name(told.predicate)), []).append(_told(graph, told, clock))
        elif name == told.object:
            inverse = vocab.PREDICATES[told.predicate].inverse or words.name(told.predicate)
            groups.setdefault(words.capital(inverse), []).append(_told(graph, told, clock))
    figures = [_measured(graph, f) for f in graph.figures if name in (f.entry.of, f.entry.place)]
    return _page(
        "thing.html",
        address=vocab.ID + name,
        it=it,
        title=words.name_of(it) if isinstance(entry, Item) else it.label,
        notes=notes,
        groups=sorted(groups.items()),
        figures=figures,
        day=clock.data_day,
        is_document=bool(getattr(entry, "sections", ())),
        places=[_place(graph, locator) for locator in it.sources],
    )


def _told(graph: PactGraph, told: Statement, clock: Clock) -> dict[str, Any]:
    return {
        "id": told.id,
        "subject": told.subject,
        "object": told.object if told.object in graph.things else None,
        "sentence": words.sentence(graph.things, told),
        "when": words.when(told.when),
        "state": words.state_text(told, clock),
        "place": _place(graph, told.locator),
    }


def _measured(graph: PactGraph, one: Observation) -> dict[str, Any]:
    about = _known(graph, one.entry.of, one.entry.place)
    return {
        "id": one.id,
        "what": one.entry.what.replace("-", " "),
        "value": words.measure(one.entry),
        "when": words.when(one.entry.when),
        "about": about,
        "place": _place(graph, one.locator),
    }


def _place(graph: PactGraph, locator: Locator) -> dict[str, str]:
    return {"document": locator.document, "label": words.label_of(graph.things, locator.document), "at": str(locator)}


def _known(graph: PactGraph, *names: str | None) -> list[Thing]:
    return [graph.things[name] for name in names if name is not None and name in graph.things]


def _qualifiers(told: Statement) -> list[tuple[str, str]]:
    pairs = [("relation", words.name(told.predicate)), ("basis", told.basis), ("rank", told.rank)]
    if told.claim is not None:
        fields = ("role", "act", "duration", "by_turn", "note")
        pairs += [(field.replace("_", " "), getattr(told.claim, field) or "") for field in fields]
    if told.status:
        pairs.append(("status", told.status))
    return [(name, text) for name, text in pairs if text]
