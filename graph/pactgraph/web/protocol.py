"""What a request asks for: its query, its dataset, the forms it can read. Opens nothing, knows no data.

Follows SPARQL 1.1 Protocol, section 2.1: a query comes by GET, by a form, or as the body itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from ..errors import PactError

#: Media types of results by short name, the one we prefer first. Some clients ask for the general one.
RESULT_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
GRAPH_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "turtle": ("text/turtle",),
    "ntriples": ("application/n-triples",),
    "rdfxml": ("application/rdf+xml", "application/xml"),
    "jsonld": ("application/ld+json", "application/json"),
}
HTML: Final[Mapping[str, tuple[str, ...]]] = {"html": ("text/html",)}
JSON: Final[Mapping[str, tuple[str, ...]]] = {"json": ("application/json",)}

#: More fields than any form of ours has.
_FIELDS = 200
#: Said of a worker that was lost, and by one that runs out.
TOO_MUCH: Final = (
    "the query was stopped: it needed more memory than one request may take, or brought the engine down; "
    "ask for less, add LIMIT, and sort terms of many kinds by STR(?x)"
)
_UPDATE = "only reading these data is allowed; send a query as `query`"


class RefusedError(PactError):
    """A request that is refused: its HTTP status, and what to do instead."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        self.status = status
        self.headers = dict(headers or {})
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Offer:
    """A form in which an answer can be had: its media type as it will be named, its short name."""

    media: str
    form: str

    @property
    def content_type(self) -> str:
        """The value of the Content-Type header."""
        charset = self.media.startswith("text/")
        return f"{self.media}; charset=utf-8" if charset else self.media


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL query as it came: None as a dataset means that the request names none."""

    text: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    #: A short name that the request gives in place of an Accept header.
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status and its whole body."""

    status: int
    content_type: str
    body: bytes
    encoding: str = ""
    #: Whether the same request has the same answer as long as the data are the same.
    stable: bool = True
    #: What a browser may do with it, if that is not what our plain pages may.
    policy: str = ""


def negotiate(accept: str, types: Mapping[str, tuple[str, ...]], form: str | None = None) -> Offer | None:
    """The form that suits the client best; None if none does.

    A short name in the address, if it is one of ours, goes before the header. Of equal wishes the
    one that is more exact wins, then the one named first.

    >>> negotiate("text/csv;q=0.5, application/json", RESULT_TYPES)
    Offer(media='application/json', form='json')
    >>> negotiate("text/*, image/png", GRAPH_TYPES), negotiate("image/png", GRAPH_TYPES)
    (Offer(media='text/turtle', form='turtle'), None)
    """
    if form is not None and form in types:
        return Offer(types[form][0], form)
    offers = [Offer(media, name) for name, medias in types.items() for media in medias]
    ranges = _ranges(accept) or [("*/*", 1.0)]
    best: tuple[float, int, int] | None = None
    chosen = None
    for offer in offers:
        # The most exact range that fits speaks for the offer, also when it says no.
        fits = [(_exactness(wish), -place, q) for place, (wish, q) in enumerate(ranges) if _fits(wish, offer.media)]
        if not fits:
            continue
        exact, place, q = max(fits)
        if q > 0 and (best is None or (q, exact, place) > best):
            best, chosen = (q, exact, place), offer
    return chosen


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(",")[:100]:
        media, *parameters = (each.strip() for each in part.split(";"))
        kind, slash, _ = media.partition("/")
        if not slash or not kind:
            continue
        q = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    q = min(1.0, max(0.0, float(value)))
                except ValueError:
                    q = 0.0
        # Not a number compares with nothing.
        found.append((media.lower(), q if q == q else 0.0))
    return found


def _fits(wish: str, media: str) -> bool:
    return wish in ("*/*", media) or (wish.endswith("/*") and media.startswith(wish[:-1]))


def _exactness(wish: str) -> int:
    return 0 if wish == "*/*" else 1 if wish.endswith("/*") else 2


def takes_gzip(header: str) -> bool:
    """Whether the client can read a compressed answer.

    >>> takes_gzip("br, gzip"), takes_gzip("gzip;q=0"), takes_gzip("*"), takes_gzip("")
    (True, False, True, False)
    """
    wishes = {}
    for part in header.lower().split(","):
        name, _, parameters = part.partition(";")
        wishes[name.strip()] = parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return wishes.get("gzip", wishes.get("*", False))


def fields(text: bytes, where: str) -> list[tuple[str, str]]:
    """Names and values of a query string or a form, decoded once. Raises `RefusedError`."""
    try:
        return parse_qsl(
            text.decode("utf-8"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_FIELDS,
        )
    except UnicodeDecodeError:
        raise RefusedError(400, f"{where} is not UTF-8; encode it as UTF-8, then as percent signs") from None
    except ValueError:
        raise RefusedError(400, f"{where} has more than {_FIELDS} fields; send fewer") from None


def media_of(content_type: str) -> str:
    """The media type of a body. Raises `RefusedError` if it comes in another encoding than UTF-8."""
    media, *parameters = (part.strip() for part in content_type.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip(" \"'").lower() not in ("utf-8", "utf8", "us-ascii"):
            raise RefusedError(415, "the body must be UTF-8; encode it so and say charset=utf-8")
    return media.lower()


def read_query(method: str, address: bytes, content_type: str, body: bytes) -> Query | None:
    """The query of a request; None if a GET names none, which asks what this endpoint is.

    Raises `RefusedError` for everything that the protocol does not know.
    """
    in_address = fields(address, "the address")
    if method != "POST":
        return _query(in_address, None, may_be_absent=True)
    media = media_of(content_type)
    if media == "application/x-www-form-urlencoded":
        in_body = fields(body, "the form")
        for name in ("query", "update"):
            if any(key == name for key, _ in in_address):
                raise RefusedError(400, f"`{name}` stands in the address of a POST; put it into the form, once")
        return _query([*in_address, *in_body], None, may_be_absent=False)
    if media == "application/sparql-query":
        try:
            return _query(in_address, body.decode("utf-8"), may_be_absent=False)
        except UnicodeDecodeError as error:
            raise RefusedError(400, f"the query is not UTF-8 from byte {error.start} on; encode it as UTF-8") from None
    if media == "application/sparql-update":
        raise RefusedError(403, f"updates are refused: {_UPDATE}")
    raise RefusedError(
        415,
        "a POST needs the content type application/sparql-query, with the query as its body, "
        "or application/x-www-form-urlencoded, with the form field `query`",
        {"Accept-Post": "application/sparql-query, application/x-www-form-urlencoded"},
    )


def _query(given: Sequence[tuple[str, str]], body: str | None, *, may_be_absent: bool) -> Query | None:
    by: dict[str, list[str]] = {}
    for name, value in given:
        by.setdefault(name, []).append(value)
    for name in ("update", "using-graph-uri", "using-named-graph-uri"):
        if name in by:
            raise RefusedError(403, f"`{name}` belongs to updates: {_UPDATE}")
    queries = by.get("query", [])
    if body is not None:
        if queries:
            raise RefusedError(400, "the query is given twice, in the address and as the body; leave one out")
        queries = [body]
    if not queries:
        if may_be_absent:
            return None
        raise RefusedError(400, "there is no query; put one into the field `query`")
    if len(queries) > 1:
        raise RefusedError(400, f"`query` is given {len(queries)} times; give it once")
    if not queries[0].strip():
        raise RefusedError(400, "the query is empty; send one such as ASK {}")
    datasets = [tuple(dict.fromkeys(by.get(name, []))) for name in ("default-graph-uri", "named-graph-uri")]
    if not any(datasets):
        return Query(queries[0], form=by.get("format", [None])[0])
    return Query(queries[0], datasets[0], datasets[1], by.get("format", [None])[0])
