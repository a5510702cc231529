"""The words of PactGraph: addresses, kinds of things, predicates, themes.

`ontology/pact.ttl` defines the same words for people and for other programs; a test holds the
two equal in both directions. Here they are as code needs them: which kinds a predicate joins and
to which family it belongs.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from . import resources

BASE: Final = "https://w3id.org/pactgraph/"
PACT: Final = BASE + "ontology#"
ID: Final = BASE + "id/"
STATEMENT: Final = BASE + "statement/"
FIGURE: Final = BASE + "figure/"
DOCUMENT_GRAPH: Final = BASE + "graph/"

#: Prefixes bound in every export and put before every query.
PREFIXES: Final = {
    "pact": PACT,
    "id": ID,
    "st": STATEMENT,
    "fig": FIGURE,
    "dcterms": "http://purl.org/dc/terms/",
    "frapo": "http://purl.org/cerif/frapo/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    # Its usual prefix, `geo`, is GeoSPARQL to most tools.
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

#: Who and what there is: one folder of `data/entities/` each, `theme` apart (ontology/themes.ttl).
ENTITY_TYPES: Final = (
    "country",
    "place",
    "organisation",
    "mechanism",
    "programme",
    "agreement",
    "framework",
    "event",
    "document",
    "theme",
)
#: What documents ask, need, plan, report and answer: entities that stand in a statements file.
ITEM_TYPES: Final = (
    "recommendation",
    "need",
    "action",
    "outcome",
    "benchmark",
    "response",
    "priority",
    "target",
    "challenge",
)
_ACTORS: Final = frozenset({"country", "place", "organisation", "mechanism"})
_LAW: Final = frozenset({"agreement", "framework"})
_WORK: Final = frozenset({"programme", "event", "framework", "agreement"})
_PLACES: Final = frozenset({"country", "place"})
_ITEMS: Final = frozenset(ITEM_TYPES)
_ANY: Final = frozenset(ENTITY_TYPES) | _ITEMS
_NOTHING: Final[frozenset[str]] = frozenset()


class Predicate(NamedTuple):
    """A word that joins a subject to an object (or to a value) in a statement."""

    name: str
    #: `money`, `work`, `seat`, `law`, `structure` or `ask`: how it is drawn and filtered.
    family: str
    #: Kinds its subject and its object may be of; an empty set of objects means it takes none.
    subjects: frozenset[str]
    objects: frozenset[str]
    #: Whether it takes a `value` (text): never, always, or in place of an object.
    value: str = "never"
    #: How it reads from the object's side, for pages and tables.
    inverse: str = ""


def _p(
    name: str,
    family: str,
    subjects: frozenset[str],
    objects: frozenset[str],
    inverse: str = "",
    value: str = "never",
) -> Predicate:
    return Predicate(name, family, subjects, objects, value, inverse)


_BACKED: Final = _ACTORS | _WORK | frozenset({"document", "action", "need"})

PREDICATES: Final[dict[str, Predicate]] = {
    p.name: p
    for p in (
        # Money and help. To ask for supporters includes funders, never the reverse.
        _p("funds", "money", _ACTORS | {"programme"}, _BACKED, "funded by"),
        _p("supports", "money", _ACTORS | {"programme"}, _BACKED, "supported by"),
        _p("asked_to_fund", "money", _ACTORS, _BACKED, "funding sought from"),
        _p("not_funded", "money", _ANY, _NOTHING),
        _p("requires", "money", _ANY, _NOTHING),
        # Work.
        _p(
            "implements",
            "work",
            _ACTORS | _WORK,
            _WORK | {"document", "action", "outcome", "response"},
            "implemented by",
        ),
        _p("operates_in", "work", _ACTORS | _WORK, _PLACES, "place of work of"),
        _p("addresses", "work", _ANY, frozenset({"theme"}), "addressed by"),
        _p("contributes_to", "work", _ANY, _WORK | {"document", "target", "outcome"}, "gains from"),
        _p("cooperates_with", "work", _ACTORS | {"programme"}, _ACTORS | {"programme"}, "cooperates with"),
        _p("coordinates_with", "work", _ACTORS | {"programme"}, _ACTORS | {"programme"}, "coordinates with"),
        _p("coordinates", "work", _ACTORS, _ANY - {"theme"}, "coordinated by"),
        _p(
            "produces",
            "work",
            _ACTORS | {"programme"},
            _WORK | {"document"},
            "produced by",
        ),
        # Seats.
        _p("chairs", "seat", _ACTORS, frozenset({"mechanism", "event"}), "chaired by"),
        _p("co_chairs", "seat", _ACTORS, frozenset({"mechanism", "event"}), "co-chaired by"),
        _p("secretariat_of", "seat", _ACTORS, frozenset({"mechanism", "agreement", "framework"}), "has as secretariat"),
        _p("focal_point_of", "seat", _ACTORS, frozenset({"mechanism", "agreement", "framework"}), "has as focal point"),
        _p("member_of", "seat", _ACTORS, _ACTORS | {"agreement"}, "has as member"),
        _p("observer_of", "seat", _ACTORS, _ACTORS | {"agreement"}, "has as observer"),
        _p("participates_in", "seat", _ACTORS, _WORK | {"mechanism"}, "attended by"),
        _p("hosts", "seat", _ACTORS | {"place"}, _WORK | {"mechanism", "organisation"}, "hosted by"),
        _p("not_member", "seat", _ACTORS, _ACTORS | {"agreement"}, "does not have as member"),
        _p("not_held", "seat", _WORK | {"mechanism"}, _NOTHING),
        # Law. Acts (signature, ratification, ...) are kept apart in `act`; nobody is "a party" here.
        _p("signs", "law", _ACTORS | {"programme"}, _LAW | {"programme"}, "signed by"),
        _p("adopts", "law", _ACTORS | {"event"}, _LAW | {"document", "programme"}, "adopted by"),
        _p("governs", "law", _LAW | {"document"}, _ANY - {"theme"}, "governed by"),
        _p("succeeds", "law", _ANY - {"theme"}, _ANY - {"theme"}, "succeeded by"),
        _p("aligned_with", "law", _LAW | {"programme"}, _LAW, "aligned with it"),
        _p("amends", "law", _LAW | {"document"}, _LAW | {"document"}, "amended by"),
        # Structure and the life of a thing.
        _p("part_of", "structure", _ANY - {"theme"}, _ANY - {"theme"}, "has as part"),
        _p("located_in", "structure", _ANY - {"theme"}, _PLACES, "place of"),
        _p("same_as", "structure", _ANY - {"theme"}, _ANY - {"theme"}, "same as"),
        _p("maybe_same_as", "structure", _ANY - {"theme"}, _ANY - {"theme"}, "maybe the same as"),
        _p("stage", "structure", _ANY - {"theme"}, _NOTHING, value="always"),
        _p("named", "structure", _ANY - {"theme"}, _NOTHING, value="always"),
        # Asks and answers. Most are made by the loader from the fields of an item.
        _p("recommends", "ask", _ACTORS | _WORK | {"document"}, _ITEMS, "recommended by"),
        _p("addressed_to", "ask", _ITEMS, _ACTORS | _WORK, "is asked"),
        _p("responds_to", "ask", _ITEMS | _ACTORS, _ITEMS, "answered by"),
        _p("needs", "ask", _ACTORS | _WORK, _ITEMS | {"programme", "document"}, "needed by"),
        _p("prioritises", "ask", _ACTORS | _WORK | {"document"}, _ITEMS | {"theme", "place"}, "prioritised by"),
        _p("concerns", "ask", _ITEMS, _ANY, "is concerned by"),
        _p("measures", "ask", _ITEMS | {"document", "programme"}, _ANY, "measured by"),
    )
}

#: What a document can say of a thing's life, as the value of `stage`; `when` says the date, and
#: for `covers` and `extended` the period.
STAGES: Final = (
    "proposed",
    "asked",
    "drafted",
    "planned",
    "approved",
    "adopted",
    "signed",
    "in-effect",
    "published",
    "set-up",
    "started",
    "covers",
    "extended",
    "revised",
    "renamed",
    "moved",
    "completed",
    "ended",
    "dropped",
)
#: Done once and not undone: on every later day it has been done.
DEEDS: Final = frozenset({"signs", "adopts", "amends", "succeeds", "responds_to"})
#: Stages that are a period, from the first day to the last of the dates that name it.
PERIODS: Final = frozenset({"covers", "extended"})
#: Stages that end a thing.
OVER: Final = frozenset({"completed", "ended", "dropped"})
#: Who pays for a thing, helps it or does it: by these, work is known to go on.
TIES: Final = frozenset({"funds", "supports", "implements"})
#: Acts under a treaty or a contract, as the depositary keeps them apart.
ACTS: Final = (
    "signature",
    "definitive-signature",
    "ratification",
    "acceptance",
    "approval",
    "accession",
    "succession",
    "formal-confirmation",
    "provisional-application",
    "entry-into-force",
    "reservation",
    "declaration",
    "objection",
    "withdrawal-of-reservation",
    "withdrawal",
    "denunciation",
)
#: What a statement says of its own content. None of them given means: said as a fact.
STATUSES: Final = ("planned", "active", "ended", "suspended", "unknown", "denied")
#: Statuses of what is not so, or not yet, or of which the document says that it is not known.
UNREAL: Final = frozenset({"planned", "denied", "unknown"})
#: How a statement stands among its rivals; `normal` if it has none.
RANKS: Final = ("preferred", "normal", "disputed", "outranked")
MONEY_KINDS: Final = (
    "unstated",
    "pledge",
    "commitment",
    "disbursement",
    "expenditure",
    "contribution",
    "cost",
    "requirement",
)
COMPARATORS: Final = ("exactly", "about", "more-than", "at-least", "less-than", "up-to")
#: How a date was come by: printed, worked out, told relative to another, read from the page's
#: layout, or only bounded by the date of the document.
BASES: Final = ("stated", "derived", "relative", "layout", "document")


class Theme(NamedTuple):
    """A concept of `ontology/themes.ttl`."""

    id: str
    label: str
    aliases: tuple[str, ...]
    broader: str
    notations: tuple[str, ...]
    note: str
    definition: str


@lru_cache(maxsize=4)
def themes(folder: Path | None = None) -> tuple[Theme, ...]:
    """The themes of `themes.ttl` in id order. Read once per process, through Oxigraph's parser."""
    import pyoxigraph as ox

    skos = PREFIXES["skos"]
    path = (folder or resources.ontology_dir()) / "themes.ttl"
    values: dict[str, dict[str, list[str]]] = {}
    for triple in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE):
        subject, predicate = triple.subject, triple.predicate.value
        if isinstance(subject, ox.NamedNode) and subject.value.startswith(ID):
            slug = subject.value.removeprefix(ID)
            value = triple.object.value if not isinstance(triple.object, ox.Triple) else ""
            values.setdefault(slug, {}).setdefault(predicate.removeprefix(skos), []).append(value)
    return tuple(
        Theme(
            slug,
            found["prefLabel"][0],
            tuple(sorted(found.get("altLabel", ()))),
            found.get("broader", [""])[0].removeprefix(ID),
            tuple(sorted(found.get("notation", ()))),
            (found.get("scopeNote") or [""])[0],
            (found.get("definition") or [""])[0],
        )
        for slug, found in sorted(values.items())
        if "prefLabel" in found and "inScheme" in found
    )
