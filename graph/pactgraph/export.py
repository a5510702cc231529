"""What people take away: tables, RDF files, network files, and writing them whole or not at all.

Every function here returns text or bytes; `write_file` and `write_folder` are the only ones that
touch a disk. Equal data give equal bytes: no clock, no random order.
"""

from __future__ import annotations

import base64
import contextlib
import csv
import ctypes
import errno
import fcntl
import glob
import hashlib
import io
import json
import os
import re
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from . import resources, vocab
from .analysis import Finding
from .analysis.since import Shift
from .chart import Chart
from .errors import EngineError
from .graph import PactGraph
from .model import ENTITY_MODELS, Item, Observation, Statement, StatementsFile, Thing
from .rdf import lines_of, quads, serialise
from .words import label_of

#: A cell that begins so may be run as a formula by a spreadsheet program.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_JOIN = " | "


# -- tables ---------------------------------------------------------------------------------------


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str | Decimal]]) -> str:
    """A CSV table: UTF-8, one header row, line feeds; texts that look like formulas are defused by `'`."""
    out = _Lines()
    # With this line end, and only so, the writer puts a cell that holds a bare return into quotes.
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in row])
    return "\n".join([*out, ""])


class _Lines(list[str]):
    """Takes what a CSV writer writes, line by line, without the ends."""

    def write(self, line: str) -> None:
        self.append(line.removesuffix("\r\n"))


def tables(graph: PactGraph) -> dict[str, str]:
    """The four tables by file name. Items' own links stand in `items.csv`, not in `relations.csv`."""
    mentions = _mentions(graph)
    entities = [t for t in graph.things.values() if not isinstance(t.entry, Item)]
    items = [t for t in graph.things.values() if isinstance(t.entry, Item)]
    relations = [s for s in graph.statements if s.origin != "item"]
    return {
        "entities.csv": csv_text(
            _ENTITY_COLUMNS,
            (_entity_row(t, mentions) for t in entities),
        ),
        "relations.csv": csv_text(_RELATION_COLUMNS, (_relation_row(s) for s in relations)),
        "items.csv": csv_text(_ITEM_COLUMNS, (_item_row(t) for t in items)),
        "figures.csv": csv_text(_FIGURE_COLUMNS, (_figure_row(f) for f in graph.figures)),
    }


def _mentions(graph: PactGraph) -> dict[str, set[str]]:
    """The documents that speak of each thing."""
    found: dict[str, set[str]] = defaultdict(set)
    for statement in graph.statements:
        claim = statement.claim
        extra = (*claim.via, *claim.place, *claim.themes, *claim.purpose, *claim.according_to) if claim else ()
        for each in (statement.subject, statement.object, *extra):
            if each:
                found[each].add(statement.document)
    for figure in graph.figures:
        for thing in (figure.entry.of, figure.entry.place):
            if thing:
                found[thing].add(figure.locator.document)
    for thing_id, thing_found in graph.things.items():
        found[thing_id].update(source.document for source in thing_found.sources)
    return found


_CODE_COLUMNS = ("iso2", "iso3", "iso3166_2", "m49")
_ENTITY_COLUMNS = (
    *("id", "type", "label", "aliases", "documents", "kind", "part_of", "note"),
    *_CODE_COLUMNS,
    *("lat", "long"),
)


def _entity_row(thing: Thing, mentions: Mapping[str, set[str]]) -> list[str | Decimal]:
    entry = thing.entry
    codes = getattr(entry, "codes", None)
    point = getattr(entry, "point", None)
    return [
        thing.id,
        thing.type,
        thing.label,
        _JOIN.join(thing.aliases),
        _JOIN.join(sorted(mentions.get(thing.id, ()))),
        getattr(entry, "kind", None) or "",
        _JOIN.join(getattr(entry, "part_of", ())) or getattr(entry, "broader", ""),
        getattr(entry, "note", None) or "",
        *(getattr(codes, name, None) or "" for name in _CODE_COLUMNS),
        # As numbers: a `'` before the minus of the south would hide it from a map.
        *((Decimal(point.lat), Decimal(point.long)) if point else ("", "")),
    ]


_RELATION_COLUMNS = (
    *("id", "predicate", "source", "target", "start", "end", "status", "amount", "amount_max", "currency"),
    *("document", "locator", "value", "when", "basis", "rank", "act", "role", "via", "place", "themes", "purpose"),
    *("according_to", "and_others", "by_turn", "as_holder_of", "money_kind", "comparator", "note"),
)


def span_of(when: str | None) -> tuple[str, str]:
    """Start and end of an EDTF text, each empty if not known; a single date is both."""
    if not when:
        return "", ""
    if "/" not in when:
        return when, when
    start, end = when.split("/")
    return start, end


def _relation_row(statement: Statement) -> list[str]:
    claim, amount = statement.claim, statement.amount
    start, end = span_of(statement.when)
    row = [
        statement.id,
        statement.predicate,
        statement.subject,
        statement.object or "",
        start,
        end,
        statement.status or "",
        (amount.value or "") if amount else "",
        (amount.max or "") if amount else "",
        amount.currency if amount else "",
        statement.document,
        str(statement.locator),
        statement.value or "",
        statement.when or "",
        statement.basis,
        statement.rank,
    ]
    if claim is None:
        return row + [""] * (len(_RELATION_COLUMNS) - len(row))
    lists = (claim.via, claim.place, claim.themes, claim.purpose, claim.according_to)
    return [
        *row,
        claim.act or "",
        claim.role or "",
        *(_JOIN.join(each) for each in lists),
        "yes" if claim.and_others else "",
        claim.by_turn or "",
        claim.as_holder_of or "",
        amount.kind if amount else "",
        amount.comparator if amount else "",
        claim.note or "",
    ]


_ITEM_COLUMNS = (
    *("id", "type", "key", "label", "by", "to", "place", "themes", "answers", "document", "locator"),
    *("part_of", "about", "status", "when", "modality", "grade", "according_to", "note"),
)


def _item_row(thing: Thing) -> list[str]:
    item, locator = thing.item, thing.sources[0]
    return [
        thing.id,
        thing.type,
        item.key or "",
        thing.label,
        *(_JOIN.join(each) for each in (item.by, item.to, item.place, item.themes, item.answers)),
        locator.document,
        str(locator),
        *(_JOIN.join(each) for each in (item.part_of, item.about)),
        item.status or "",
        item.when or "",
        item.modality or "",
        item.grade or "",
        _JOIN.join(item.according_to),
        item.note or "",
    ]


_FIGURE_COLUMNS = (
    *("id", "what", "of", "place", "value", "value_max", "unit", "period", "document", "locator"),
    *("comparator", "cell", "printed", "because", "rank", "according_to", "note"),
)


def _figure_row(figure: Observation) -> list[str]:
    entry = figure.entry
    return [
        figure.id,
        entry.what,
        entry.of or "",
        entry.place or "",
        entry.value or "",
        entry.max or "",
        entry.unit or "",
        entry.when or "",
        figure.locator.document,
        str(figure.locator),
        entry.comparator if entry.value else "",
        entry.cell or "",
        entry.reading.printed if entry.reading else "",
        entry.reading.because if entry.reading else "",
        figure.rank,
        _JOIN.join(entry.according_to),
        entry.note or "",
    ]


# -- findings -------------------------------------------------------------------------------------

_FINDING_COLUMNS = (
    *("analysis", "subject", "country", "theme", "state", "reading", "value", "statements", "sources"),
    *("assumptions", "closes_if", "prospects"),
)


def findings_json(findings: Iterable[Finding]) -> str:
    """Findings with every part of their proof."""
    return json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=1) + "\n"


def shifts_json(found: Iterable[Shift]) -> str:
    """What opened and closed, each gap with every part of its proof."""
    return json.dumps([shift.as_dict() for shift in found], ensure_ascii=False, indent=1) + "\n"


def shifts_csv(found: Iterable[Shift]) -> str:
    """What opened and closed as a table: the columns of findings behind the change and its reason."""
    rows = ([shift.change, shift.why, *_finding_row(shift.finding)] for shift in found)
    return csv_text(("change", "why", *_FINDING_COLUMNS), rows)


def findings_csv(findings: Iterable[Finding]) -> str:
    """Findings as a table; lists are joined by ` | `."""
    return csv_text(_FINDING_COLUMNS, (_finding_row(finding) for finding in findings))


def _finding_row(finding: Finding) -> list[str]:
    found = finding.as_dict()
    prospects = _JOIN.join(f"{p.donor} ({p.because})" for p in finding.prospects)
    return [
        *(str(found[key] or "") for key in ("analysis", "subject", "country", "theme", "state", "reading")),
        value_text(finding.value),
        *(_JOIN.join(found[key]) for key in ("statements", "sources", "assumptions")),
        finding.closes_if,
        prospects,
    ]


def value_text(value: Any) -> str:
    """A finding's value on one line.

    >>> value_text({"funders": ["japan"], "perhaps also": []})
    'funders: japan; perhaps also: none'
    """
    if isinstance(value, dict):
        return "; ".join(f"{key}: {value_text(each)}" for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(value_text(each) for each in value) or "none"
    return str(value)


def findings_markdown(graph: PactGraph, findings: Sequence[Finding]) -> str:
    """Findings to read and to paste: one heading an analysis, one line a finding, sources numbered."""
    out: list[str] = []
    numbers: dict[str, int] = {}
    heading = ""
    for finding in findings:
        if finding.analysis != heading:
            heading = finding.analysis
            out += ["", f"## {heading.capitalize()}", ""]
        marks = "".join(f"[{numbers.setdefault(source, len(numbers) + 1)}]" for source in finding.sources)
        where = ", ".join(label_of(graph.things, each) for each in (finding.theme, finding.country) if each)
        out.append(
            f"- **{label_of(graph.things, finding.subject)}** — {finding.state} ({finding.reading})"
            f"{f'; {where}' if where else ''}. {_for_people(graph, finding)}. {marks}"
        )
    out += ["", "## Sources", "", *(f"{number}. {source}" for source, number in numbers.items()), ""]
    return "\n".join(out).lstrip("\n")


def findings_html(graph: PactGraph, findings: Sequence[Finding], title: str, charts: Sequence[Chart] = ()) -> str:
    """Findings as a page without script that prints well, with pictures of what the table below them holds."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources.templates_dir()), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    rows = [
        {
            "analysis": finding.analysis,
            "subject": label_of(graph.things, finding.subject),
            "theme": label_of(graph.things, finding.theme) if finding.theme else "",
            "country": label_of(graph.things, finding.country) if finding.country else "",
            "state": finding.state,
            "reading": finding.reading,
            "value": _for_people(graph, finding),
            "sources": finding.sources,
            "closes_if": finding.closes_if,
        }
        for finding in findings
    ]
    pictures = [(chart.title, chart.alt, base64.b64encode(chart.svg().encode()).decode()) for chart in charts]
    return environment.get_template("gaps.html").render(title=title, rows=rows, pictures=pictures)


def _for_people(graph: PactGraph, finding: Finding) -> str:
    """A finding's value and whom one could ask, in names; what the heading says already is left out."""
    value, things = finding.value, graph.things
    if isinstance(value, dict):
        value = {
            key: [label_of(things, item) for item in each] if isinstance(each, list) else label_of(things, str(each))
            for key, each in value.items()
            if key != "item"
        }
    reasons: dict[str, list[str]] = defaultdict(list)
    for prospect in finding.prospects:
        reasons[prospect.because].append(label_of(things, prospect.donor))
    asked = "; ".join(f"{', '.join(names)} ({because})" for because, names in reasons.items())
    return value_text(value) + (f". Could be asked: {asked}" if asked else "")


# -- graphs ---------------------------------------------------------------------------------------


def turtle(graph: PactGraph) -> bytes:
    """The whole graph as Turtle, sorted."""
    return serialise(lines_of(graph.records), ox.RdfFormat.TURTLE)


def nquads(graph: PactGraph) -> bytes:
    """The whole graph as N-Quads with one named graph a document, sorted."""
    return serialise(lines_of(graph.records), ox.RdfFormat.N_QUADS)


def jsonld(graph: PactGraph) -> bytes:
    """The whole graph as JSON-LD with the context of `ontology/context.jsonld` inside, one line a node, sorted."""
    context = json.loads((resources.ontology_dir() / "context.jsonld").read_text("utf-8"))["@context"]
    words = _Words(context)
    nodes: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in {quad.triple for quad in quads(lines_of(graph.records))}:
        key, short = words.pair(predicate.value, value)
        nodes[words.address(str(subject.value))][key].append(short)
    lines = []
    for address, found in sorted(nodes.items()):
        node: dict[str, Any] = {"@id": address}
        for key in sorted(found):
            # What RDF holds as a set has no order of its own.
            values = sorted(found[key], key=lambda each: json.dumps(each, sort_keys=True))
            node[key] = values if len(values) > 1 or key in words.sets else values[0]
        lines.append(json.dumps(node, ensure_ascii=False))
    head, body = json.dumps(context, ensure_ascii=False, indent=1), ",\n".join(lines)
    return f'{{"@context": {head},\n"@graph": [\n{body}\n]}}\n'.encode()


class _Words:
    """A JSON-LD context read backwards: the shortest way to say an address or a value.

    Knows what `ontology/context.jsonld` uses of the language: prefixes, terms, types, sets, an alias.
    """

    def __init__(self, context: Mapping[str, Any]) -> None:
        plain = {name: value for name, value in context.items() if isinstance(value, str)}
        self._prefixes = sorted(
            ((iri, name) for name, iri in plain.items() if iri.endswith(("/", "#"))), key=lambda pair: -len(pair[0])
        )
        self._terms: dict[str, str] = {}
        self._typed: dict[tuple[str, str], str] = {}
        self.sets = set()
        self._type = next((name for name, iri in plain.items() if iri == "@type"), "@type")
        for name, value in sorted(context.items()):
            entry = value if isinstance(value, dict) else {"@id": value}
            if (
                not isinstance(entry.get("@id"), str)
                or entry["@id"].startswith("@")
                or entry["@id"].endswith(("/", "#"))
            ):
                continue
            iri, kind = self._full(entry["@id"], plain), entry.get("@type", "")
            self._terms.setdefault(iri, name)
            self._typed.setdefault((iri, kind if kind.startswith("@") else self._full(kind, plain)), name)
            if entry.get("@container") == "@set":
                self.sets.add(name)

    @staticmethod
    def _full(short: str, plain: Mapping[str, str]) -> str:
        prefix, colon, rest = short.partition(":")
        return plain[prefix] + rest if colon and prefix in plain else short

    def address(self, iri: str) -> str:
        """`id:lao-pdr` for the address of the Lao PDR."""
        for start, name in self._prefixes:
            if iri.startswith(start) and not iri.startswith("//", len(start)):
                return f"{name}:{iri.removeprefix(start)}"
        return iri

    def pair(self, predicate: str, value: Any) -> tuple[str, Any]:
        """Key and value of one triple."""
        if isinstance(value, ox.NamedNode):
            if predicate == vocab.PREFIXES["rdf"] + "type":
                return self._type, self._terms.get(value.value) or self.address(value.value)
            if key := self._typed.get((predicate, "@id")):
                return key, self.address(value.value)
            if key := self._typed.get((predicate, "@vocab")):
                return key, self._terms.get(value.value) or self.address(value.value)
            return self._typed.get((predicate, "")) or self.address(predicate), {"@id": self.address(value.value)}
        kind = value.datatype.value
        text = kind == vocab.PREFIXES["xsd"] + "string"
        if key := self._typed.get((predicate, "" if text else kind)):
            return key, value.value
        said = {"@value": value.value} | ({} if text else {"@type": self.address(kind)})
        return self._typed.get((predicate, "")) or self.address(predicate), said


def graphml(graph: PactGraph) -> bytes:
    """The network as GraphML, for Gephi, yEd, igraph."""
    import networkx as nx

    out = io.BytesIO()
    nx.write_graphml(graph.network, out, named_key_ids=True)
    return out.getvalue()


def gexf(graph: PactGraph) -> bytes:
    """The network as GEXF, edges by the id of their statement, without the date that NetworkX puts into it."""
    import networkx as nx

    network = graph.network.copy()
    for _, _, statement, attributes in network.edges(keys=True, data=True):
        attributes["id"] = statement
    text = "\n".join(nx.generate_gexf(network))
    return (re.sub(r' lastmodifieddate="[^"]*"', "", text) + "\n").encode()


def schemas() -> dict[str, str]:
    """JSON Schemas of the data files, by file name, for editors and other validators."""
    found: dict[str, dict[str, Any]] = {"statements.json": StatementsFile.model_json_schema()}
    for kind, model in ENTITY_MODELS.items():
        schema = model.model_json_schema()
        definitions = schema.pop("$defs", {})
        definitions[model.__name__] = schema
        found[f"{kind}.json"] = {
            "title": f"A file below entities/{kind}/",
            "type": "array",
            "items": {"$ref": f"#/$defs/{model.__name__}"},
            "$defs": definitions,
        }
    for name, schema in found.items():
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["$id"] = f"{vocab.BASE}schema/{name}"
    return {name: json.dumps(schema, indent=1, sort_keys=True) + "\n" for name, schema in found.items()}


# -- writing --------------------------------------------------------------------------------------


def write_file(path: Path, content: str | bytes) -> None:
    """Write one file whole or not at all: beside it, flushed to the disk, then in its place.

    A link is followed; what is no regular file (a terminal, a pipe) is written to directly. Raises
    `EngineError` that names the file; what was there before stays.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(_bytes(content))
            return
        target = _resolved(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(target) as beside:
            _write(beside / target.name, _bytes(content))
            os.replace(beside / target.name, target)
            _flush_folder(target.parent)
    except OSError as error:
        raise EngineError(f"cannot write {path}: {error.strerror or error}") from None


def write_folder(
    folder: Path,
    files: Mapping[str, Callable[[], str | bytes]],
    done: Callable[[str], None] = lambda _name: None,
    *,
    sums: bool = True,
) -> None:
    """Replace the named files of a folder all at once; other files in it are kept.

    A whole new folder is made beside the old one and the two change places in one step, so that a
    reader, or a build that is killed, sees the old files or the new ones and never a mixture. Only
    a folder that cannot be moved, because somebody stands in it or it is a mounted disk, gets the
    finished files one after the other. `done` is called with each name; `sums` adds `SHA256SUMS`.

    Raises `EngineError`; the old folder stays as it was.
    """
    try:
        target = _resolved(folder)
        if target.exists() and not target.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if _movable(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            with _alone(target) as beside:
                if target.is_dir():
                    shutil.copytree(target, beside, dirs_exist_ok=True, symlinks=True, copy_function=_link)
                _fill(beside, files, done, sums=sums)
                _change_places(beside, target)
                _flush_folder(target.parent)
        else:
            target.mkdir(parents=True, exist_ok=True)
            with _alone(target / "files") as beside:
                for name in _fill(beside, files, done, sums=sums):
                    os.replace(beside / name, target / name)
                _flush_folder(target)
    except OSError as error:
        raise EngineError(f"cannot write {folder}: {error.strerror or error}") from None


def _fill(
    folder: Path, files: Mapping[str, Callable[[], str | bytes]], done: Callable[[str], None], *, sums: bool
) -> list[str]:
    """Make every file in a folder that nobody sees yet; returns their names."""
    digests = {}
    for name, make in files.items():
        data = _bytes(make())
        digests[name] = hashlib.sha256(data).hexdigest()
        _write(folder / name, data)
        done(name)
    if sums:
        listing = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
        _write(folder / "SHA256SUMS", listing.encode())
    _flush_folder(folder)
    return [*files, *(["SHA256SUMS"] if sums else [])]


def _write(path: Path, data: bytes) -> None:
    # What stands there may be another name of a file that readers still see: never write into it.
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        os.fchmod(file.fileno(), 0o644)  # for others to read, whatever the umask
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except RuntimeError:  # what Python 3.11 says to a link that leads to itself
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None


def _movable(folder: Path) -> bool:
    """Whether another folder can take its place without pulling the ground from under anyone."""
    return not os.path.ismount(folder) and not Path.cwd().is_relative_to(folder)


def _link(source: str, target: str) -> str:
    """A file of the old folder into the new one, as it is; copied where the disk knows no links."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target)
    return target


@contextlib.contextmanager
def _alone(target: Path) -> Iterator[Path]:
    """A new folder beside `target`, removed in the end, while no other build writes there.

    Clears what a killed build left behind.
    """
    parent = os.open(target.parent, os.O_RDONLY)
    try:
        fcntl.flock(parent, fcntl.LOCK_EX)
        for leftover in target.parent.glob(f".{glob.escape(target.name)}.new-*"):
            _remove(leftover)
        beside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.new-"))
        try:
            os.chmod(beside, 0o755)  # noqa: S103 - a folder that others read, as mkdir would make it
            yield beside
        finally:
            _remove(beside)
    finally:
        os.close(parent)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


def _change_places(new: Path, old: Path) -> None:
    """Put `new` where `old` is; in one step where the system can, else by two renames."""
    if not old.exists():
        os.rename(new, old)
        return
    if sys.platform == "linux":
        exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        at_cwd, swap = -100, 2
        if exchange is not None and exchange(at_cwd, os.fsencode(new), at_cwd, os.fsencode(old), swap) == 0:
            return
        if exchange is not None and ctypes.get_errno() not in (errno.ENOSYS, errno.EINVAL):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    aside = new.with_name(new.name + "-old")
    os.rename(old, aside)
    os.rename(new, old)
    _remove(aside)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
