"""Records as RDF, in the terms of `ontology/pact.ttl`. Opens no file.

Every statement is a node with a readable address, its source, locator, four days and qualifiers;
beside it stands the direct triple (`id:japan pact:funds id:…`), but only for what is stated as a
fact and not disputed, so that a naive query cannot pick up plans, denials or one side of a quarrel.
No blank nodes: an export would rename them and bury the one line that changed.

Written as N-Quads text, because that is what Oxigraph loads fastest; one named graph per document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import takewhile

import pyoxigraph as ox

from . import edtf, vocab
from .edtf import Bounds
from .model import (
    Amount,
    Claim,
    Conflict,
    Country,
    Document,
    Entity,
    Item,
    Locator,
    Observation,
    Place,
    Reading,
    Records,
    Statement,
    Thing,
)
from .vocab import DOCUMENT_GRAPH, FIGURE, ID, PACT, PREFIXES, STATEMENT

#: Named graph of identities: they belong to no document.
ENTITIES_GRAPH = DOCUMENT_GRAPH + "entities"
DISAGREEMENT = vocab.BASE + "disagreement/"
EDTF_TYPE = "http://id.loc.gov/datatypes/edtf/EDTF"

_TYPE = f"<{PREFIXES['rdf']}type>"
_LABEL = f"<{PREFIXES['rdfs']}label>"
_COMMENT = f"<{PREFIXES['rdfs']}comment>"
_ALT_LABEL = f"<{PREFIXES['skos']}altLabel>"
_NOTATION = f"<{PREFIXES['skos']}notation>"
_SOURCE = f"<{PREFIXES['prov']}hadPrimarySource>"
_XSD = PREFIXES["xsd"]
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile(r'[\\"\n\r\t]')

#: The published class beside our own, for readers that know no PactGraph.
PUBLISHED_CLASSES = {
    "country": "https://schema.org/Country",
    "place": "https://schema.org/Place",
    "organisation": PREFIXES["org"] + "Organization",
    "mechanism": PREFIXES["org"] + "OrganizationalCollaboration",
    "programme": "https://schema.org/Project",
    "agreement": "https://schema.org/Legislation",
    "framework": "https://schema.org/CreativeWork",
    "event": "https://schema.org/Event",
    "document": "https://schema.org/Report",
    "theme": PREFIXES["skos"] + "Concept",
}


def class_of(kind: str) -> str:
    """Local name of the class of a type, as `Recommendation` for `recommendation`."""
    return kind.capitalize()


def property_of(predicate: str) -> str:
    """Address of a predicate's property, as `…#co_chairs`: the names people write in YAML."""
    return PACT + predicate


def literal(text: str, datatype: str = "") -> str:
    """A literal in N-Quads."""
    if _TO_ESCAPE.search(text):
        text = _TO_ESCAPE.sub(lambda match: _ESCAPES[match.group()], text)
    return f'"{text}"^^<{datatype}>' if datatype else f'"{text}"'


def day(value: date) -> str:
    """A day as an xsd:date literal; the first and last day there are mean "no bound"."""
    return f'"{value.isoformat()}"^^<{_XSD}date>'


def lines_of(records: Records) -> Iterator[str]:
    """All N-Quads, in the order of the records; a text may hold several lines."""
    for thing in records.things.values():
        yield from thing_lines(thing)
    for statement in records.statements:
        yield from statement_lines(statement)
    for figure in records.figures:
        yield from figure_lines(figure)
    for conflict in records.conflicts:
        yield from conflict_lines(conflict)


def thing_lines(thing: Thing) -> list[str]:
    """An entity, item or theme."""
    entry = thing.entry
    graph = f" <{DOCUMENT_GRAPH}{thing.sources[0].document}> ." if isinstance(entry, Item) else f" <{ENTITIES_GRAPH}> ."
    pairs = [(_TYPE, f"<{PACT}{class_of(thing.type)}>"), (_LABEL, literal(thing.label))]
    if thing.type in PUBLISHED_CLASSES:
        pairs.append((_TYPE, f"<{PUBLISHED_CLASSES[thing.type]}>"))
    else:
        pairs.append((_TYPE, f"<{PACT}Item>"))
    pairs += [(_ALT_LABEL, literal(alias)) for alias in thing.aliases]
    if isinstance(entry, Item):
        pairs += _item_pairs(entry, thing.sources[0])
    elif isinstance(entry, Entity):
        pairs += _entity_pairs(entry)
    subject = f"<{ID}{thing.id}> "
    return [f"{subject}{predicate} {value}{graph}" for predicate, value in pairs]


def _entity_pairs(entry: Entity) -> list[tuple[str, str]]:
    pairs = []
    if entry.kind:
        pairs.append((f"<{PACT}kind>", literal(entry.kind)))
    if entry.life:
        pairs.append((f"<{PACT}life>", literal(entry.life, EDTF_TYPE)))
    if entry.note:
        pairs.append((_COMMENT, literal(entry.note)))
    if entry.codes:
        codes = entry.codes.model_dump(exclude_none=True)
        pairs += [(_NOTATION, literal(code, f"{PACT}code-{name}")) for name, code in codes.items()]
    if isinstance(entry, Country | Place) and entry.point:
        pairs.append((f"<{PREFIXES['wgs84']}lat>", literal(entry.point.lat, _XSD + "decimal")))
        pairs.append((f"<{PREFIXES['wgs84']}long>", literal(entry.point.long, _XSD + "decimal")))
    pairs += [(f"<{PREFIXES['owl']}differentFrom>", f"<{ID}{other}>") for other in entry.distinct_from]
    # A name of some time only: an alias to find it by, and here the time.
    pairs += [(f"<{PACT}nameAt>", literal(f"{name.when}: {name.name}")) for name in entry.names if name.when]
    for citation in entry.named_in:
        locator = Locator(citation.document, citation.section, citation.line)
        pairs.append((f"<{PACT}namedIn>", f"<{ID}{citation.document}>"))
        pairs.append((f"<{PACT}namedAt>", literal(f"{citation.document}: {locator}")))
    if isinstance(entry, Document):
        pairs += [(f"<{PREFIXES['dcterms']}publisher>", f"<{ID}{issuer}>") for issuer in entry.issuer]
        if entry.issued:
            issued = edtf.bounds(entry.issued)
            pairs.append((f"<{PREFIXES['dcterms']}issued>", literal(entry.issued, EDTF_TYPE)))
            pairs.append((f"<{PACT}issuedFrom>", day(issued.possible_from)))
            pairs.append((f"<{PACT}issuedUntil>", day(issued.possible_until)))
        if entry.reports:
            pairs.append((f"<{PACT}reports>", literal(entry.reports, EDTF_TYPE)))
    return pairs


def _item_pairs(item: Item, locator: Locator) -> list[tuple[str, str]]:
    pairs = [
        (_SOURCE, f"<{ID}{locator.document}>"),
        (f"<{PACT}locator>", literal(str(locator))),
    ]
    texts = {"key": item.key, "status": item.status, "modality": item.modality, "grade": item.grade}
    pairs += [(f"<{PACT}{name}>", literal(text)) for name, text in texts.items() if text]
    if item.when:
        pairs.append((f"<{PACT}when>", literal(item.when, EDTF_TYPE)))
    if item.basis:
        pairs.append((f"<{PACT}basis>", literal(item.basis)))
    pairs += _reading_pairs(item.reading)
    if item.note:
        pairs.append((_COMMENT, literal(item.note)))
    pairs += [(f"<{PACT}so_that>", f"<{ID}{actor}>") for actor in item.so_that]
    pairs += [(f"<{PACT}accordingTo>", f"<{ID}{speaker}>") for speaker in item.according_to]
    pairs += [(f"<{PACT}wording>", literal(f"{wording.when}: {wording.text}")) for wording in item.wordings]
    if item.amount:
        pairs += _amount_pairs(item.amount)
    return pairs


def _amount_pairs(amount: Amount) -> list[tuple[str, str]]:
    decimal = _XSD + "decimal"
    pairs = [
        (f"<{PACT}currency>", literal(amount.currency)),
        (f"<{PACT}moneyKind>", literal(amount.kind)),
        (f"<{PACT}span>", literal(amount.span)),
        (f"<{PACT}comparator>", literal(amount.comparator)),
    ]
    if amount.value:
        pairs.append((f"<{PACT}amount>", literal(amount.value, decimal)))
    if amount.max:
        pairs.append((f"<{PACT}amountMax>", literal(amount.max, decimal)))
    pairs += [(f"<{PACT}currencyCandidate>", literal(code)) for code in amount.maybe]
    return pairs + _reading_pairs(amount.reading)


def _reading_pairs(reading: Reading | None) -> list[tuple[str, str]]:
    if reading is None:
        return []
    return [(f"<{PACT}printed>", literal(reading.printed)), (f"<{PACT}because>", literal(reading.because))]


def _bounds_pairs(bounds: Bounds) -> list[tuple[str, str]]:
    return [
        (f"<{PACT}possibleFrom>", day(bounds.possible_from)),
        (f"<{PACT}certainFrom>", day(bounds.certain_from)),
        (f"<{PACT}certainUntil>", day(bounds.certain_until)),
        (f"<{PACT}possibleUntil>", day(bounds.possible_until)),
    ]


_LOCATOR = f"<{PACT}locator>"
_RANK = f"<{PACT}rank>"
_WHEN = f"<{PACT}when>"
_LISTS = {
    "via": "via",
    "place": "place",
    "themes": "theme",
    "purpose": "purpose",
    "on_behalf_of": "onBehalfOf",
    "according_to": "accordingTo",
}
_UNQUALIFIED = frozenset({"id", "subject", "predicate", "object", "value", "line", "when", "basis", "status"})
_DAY = lru_cache(maxsize=4096)(day)
#: What every statement has, as one template: filling it is most of the cost of a build.
_STATEMENT = "\n".join(
    f"<{STATEMENT}%(id)s> {line} <{DOCUMENT_GRAPH}%(document)s> ."
    for line in (
        f"{_TYPE} <{PACT}Statement>",
        f"<{PREFIXES['rdf']}subject> <{ID}%(subject)s>",
        f"<{PREFIXES['rdf']}predicate> <{PACT}%(predicate)s>",
        f"{_SOURCE} <{ID}%(document)s>",
        f"{_LOCATOR} %(locator)s",
        f'<{PACT}basis> "%(basis)s"',
        f'{_RANK} "%(rank)s"',
        f"<{PACT}possibleFrom> %(possible_from)s",
        f"<{PACT}certainFrom> %(certain_from)s",
        f"<{PACT}certainUntil> %(certain_until)s",
        f"<{PACT}possibleUntil> %(possible_until)s",
    )
)


def statement_lines(statement: Statement) -> list[str]:
    """A statement's node and, if it is stated as plain fact, its direct triple."""
    document, bounds = statement.locator.document, statement.bounds
    lines = [
        _STATEMENT
        % {
            "id": statement.id,
            "document": document,
            "subject": statement.subject,
            "predicate": statement.predicate,
            "locator": literal(str(statement.locator)),
            "basis": statement.basis,
            "rank": statement.rank,
            "possible_from": _DAY(bounds.possible_from),
            "certain_from": _DAY(bounds.certain_from),
            "certain_until": _DAY(bounds.certain_until),
            "possible_until": _DAY(bounds.possible_until),
        }
    ]
    graph = f" <{DOCUMENT_GRAPH}{document}> ."
    node = f"<{STATEMENT}{statement.id}> "
    if statement.object is not None:
        lines.append(f"{node}<{PREFIXES['rdf']}object> <{ID}{statement.object}>{graph}")
        if statement.is_plain:
            lines.append(f"<{ID}{statement.subject}> <{PACT}{statement.predicate}> <{ID}{statement.object}>{graph}")
    if statement.value is not None:
        lines.append(f"{node}<{PACT}value> {literal(statement.value)}{graph}")
    if statement.when is not None:
        lines.append(f"{node}{_WHEN} {literal(statement.when, EDTF_TYPE)}{graph}")
    if statement.status is not None:
        lines.append(f'{node}<{PACT}status> "{statement.status}"{graph}')
    if isinstance(statement.entry, Claim):
        lines += [f"{node}{name} {value}{graph}" for name, value in _qualifier_pairs(statement.entry, statement)]
    elif isinstance(statement.entry, Item):
        lines.append(f"{node}<{PACT}madeFrom> <{ID}{statement.entry.id}>{graph}")
    return lines


def _qualifier_pairs(claim: Claim, statement: Statement) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    # Most statements have no qualifier: what was written is asked, not every field.
    written = claim.model_fields_set
    if written <= _UNQUALIFIED:
        return pairs
    for field, name in _LISTS.items():
        pairs += [(f"<{PACT}{name}>", f"<{ID}{target}>") for target in getattr(claim, field)]
    for field in ("role", "act", "duration"):
        if text := getattr(claim, field):
            pairs.append((f"<{PACT}{field}>", literal(text)))
    if claim.amount is not None:
        pairs += _amount_pairs(claim.amount)
    if claim.share is not None:
        pairs.append((f"<{PACT}share>", literal(claim.share, _XSD + "decimal")))
    if claim.by_turn is not None:
        pairs.append((f"<{PACT}byTurn>", literal(claim.by_turn)))
    if claim.as_holder_of is not None:
        pairs.append((f"<{PACT}asHolderOf>", f"<{ID}{claim.as_holder_of}>"))
    if claim.and_others:
        pairs.append((f"<{PACT}andOthers>", literal("true", _XSD + "boolean")))
    pairs += _reading_pairs(claim.reading)
    if claim.amount is not None and claim.amount.than is not None:
        than = _full(claim.amount.than, statement.document)
        pairs.append((f"<{PACT}than>", literal(than)))
    for field, name in (("fulfils", "fulfils"), ("same_text", "sameTextAs")):
        for reference in getattr(claim, field):
            pairs.append((f"<{PACT}{name}>", f"<{STATEMENT}{_full(reference, statement.document)}>"))
    if claim.note is not None:
        pairs.append((_COMMENT, literal(claim.note)))
    return pairs


def _full(reference: str, document: str) -> str:
    return reference if "/" in reference else f"{document}/{reference}"


def figure_lines(figure: Observation) -> list[str]:
    """A figure's node."""
    entry = figure.entry
    decimal = _XSD + "decimal"
    pairs = [
        (_TYPE, f"<{PACT}Figure>"),
        (f"<{PACT}measure>", literal(entry.what)),
        (_SOURCE, f"<{ID}{figure.locator.document}>"),
        (_LOCATOR, literal(str(figure.locator))),
        (_RANK, literal(figure.rank)),
        *_bounds_pairs(figure.bounds),
    ]
    if entry.value is not None:
        pairs.append((f"<{PACT}amount>", literal(entry.value, decimal)))
        pairs.append((f"<{PACT}comparator>", literal(entry.comparator)))
    if entry.max is not None:
        pairs.append((f"<{PACT}amountMax>", literal(entry.max, decimal)))
    texts = {"unit": entry.unit, "cell": entry.cell}
    pairs += [(f"<{PACT}{name}>", literal(text)) for name, text in texts.items() if text]
    pairs += [
        (f"<{PACT}{name}>", f"<{ID}{target}>") for name, target in (("of", entry.of), ("place", entry.place)) if target
    ]
    pairs += [(f"<{PACT}accordingTo>", f"<{ID}{speaker}>") for speaker in entry.according_to]
    if entry.when is not None:
        pairs.append((_WHEN, literal(entry.when, EDTF_TYPE)))
    if entry.basis is not None:
        pairs.append((f"<{PACT}basis>", literal(entry.basis)))
    pairs += [(f"<{PACT}hasPart>", f"<{FIGURE}{_full(part, figure.locator.document)}>") for part in entry.parts]
    pairs += _reading_pairs(entry.reading)
    if entry.note is not None:
        pairs.append((_COMMENT, literal(entry.note)))
    graph = f" <{DOCUMENT_GRAPH}{figure.locator.document}> ."
    return [f"<{FIGURE}{figure.id}> {name} {value}{graph}" for name, value in pairs]


def conflict_lines(conflict: Conflict) -> list[str]:
    """A disagreement's node, which points at what stands against what."""

    def address(reference: str) -> str:
        return f"<{FIGURE if reference in conflict.figures else STATEMENT}{reference}>"

    pairs = [
        (_TYPE, f"<{PACT}Disagreement>"),
        (_LABEL, literal(conflict.about)),
        (_SOURCE, f"<{ID}{conflict.document}>"),
        *((f"<{PACT}between>", address(reference)) for reference in conflict.between),
    ]
    if conflict.prefer and conflict.because:
        pairs.append((f"<{PACT}prefers>", address(conflict.prefer)))
        pairs.append((f"<{PACT}because>", literal(conflict.because)))
    graph = f" <{DOCUMENT_GRAPH}{conflict.document}> ."
    return [f"<{DISAGREEMENT}{conflict.id}> {name} {value}{graph}" for name, value in pairs]


def quads(lines: Iterable[str]) -> list[ox.Quad]:
    """N-Quads as quads; for the few that a reload changes."""
    return list(ox.parse("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS))


def serialise(lines: Iterable[str], form: ox.RdfFormat) -> bytes:
    """The lines in another syntax: sorted, so that equal data are equal bytes.

    Read from the text, never back from a store: Oxigraph's store rewrites `1.10` as `1.1`.
    """
    found = set(quads(lines))
    if form in (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG):
        ordered: list[ox.Quad] | list[ox.Triple] = sorted(found, key=lambda q: (str(q.graph_name), *_order(q)))
    else:
        ordered = sorted({quad.triple for quad in found}, key=_order)
    prefixes = {name: iri for name, iri in PREFIXES.items() if name not in ("owl", "frapo")}
    text: bytes = ox.serialize(ordered, format=form, prefixes=prefixes) or b""
    # Oxigraph writes the prefixes in random order; they stand first, and what follows is ours.
    split = text.split(b"\n")
    head = list(takewhile(lambda line: line.startswith(b"@prefix "), split))
    return b"\n".join([*sorted(head), *split[len(head) :]])


def _order(triple: ox.Quad | ox.Triple) -> tuple[str, bool, str, str]:
    predicate = triple.predicate.value
    return str(triple.subject), predicate != PREFIXES["rdf"] + "type", predicate, str(triple.object)
