"""What people take away: exact tables, equal graphs, equal bytes, and files that are whole or not there."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import jsonschema
import pyoxigraph as ox
import pytest
import rdflib
import yaml

import pactgraph
from command import PROGRAM, ROOT, call, heed_interrupts, real_graph
from conftest import FIXTURE_WORLD, World, claims
from pactgraph import EngineError, PactGraph, export, vocab
from pactgraph.export import csv_text, write_file, write_folder
from pactgraph.model import ENTITY_MODELS, Item

FIRST_COLUMNS = {
    "entities.csv": "id type label aliases documents",
    "relations.csv": "id predicate source target start end status amount amount_max currency document locator",
    "items.csv": "id type key label by to place themes answers document locator",
    "figures.csv": "id what of place value value_max unit period document locator",
}
PAGES = ("network*.html", "explorer*.html", "graph.jsonld", "gaps.json", "SHA256SUMS")


@pytest.fixture(scope="module")
def lao() -> PactGraph:
    """The real data, which are only looked at."""
    return real_graph()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports of the real data, as `make exports` writes them."""
    out = tmp_path_factory.mktemp("built") / "exports"
    ran = call("build", ROOT / "data", "--out", out, "-q")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    return out


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


# -- tables -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FIRST_COLUMNS)
def test_tables_begin_with_the_promised_columns_in_order(lao: PactGraph, name: str) -> None:
    text = export.tables(lao)[name]
    header, *lines = csv.reader(io.StringIO(text, newline=""))
    promised = FIRST_COLUMNS[name].split()
    assert header[: len(promised)] == promised
    assert len(header) == len(set(header))
    assert lines
    assert {len(line) for line in lines} == {len(header)}
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    assert [line[0] for line in lines] == sorted(line[0] for line in lines), "the id first, so that `sort` sorts"
    assert len({line[0] for line in lines}) == len(lines)


def test_there_are_four_tables_with_every_record_in_one_of_them(lao: PactGraph) -> None:
    found = {name: table(text) for name, text in export.tables(lao).items()}
    assert set(found) == set(FIRST_COLUMNS)
    items = {t.id for t in lao.things.values() if isinstance(t.entry, Item)}
    assert {row["id"] for row in found["items.csv"]} == items
    assert {row["id"] for row in found["entities.csv"]} == set(lao.things) - items
    assert {row["id"] for row in found["figures.csv"]} == {f.id for f in lao.figures}
    from_items = {s.id for s in lao.statements if s.origin == "item"}
    assert {row["id"] for row in found["relations.csv"]} == {s.id for s in lao.statements} - from_items


def test_every_row_says_where_it_stands_and_names_things_by_id(lao: PactGraph) -> None:
    found = {name: table(text) for name, text in export.tables(lao).items()}
    for name in ("relations.csv", "items.csv", "figures.csv"):
        for row in found[name]:
            assert lao.things[row["document"]].type == "document"
            assert row["locator"]
            section = row["locator"].partition(", line")[0]
            entry: Any = lao.things[row["document"]].entry
            assert section in {each.key for each in entry.sections}
    for row in found["relations.csv"]:
        assert row["source"] in lao.things
        assert not row["target"] or row["target"] in lao.things
    for row in found["items.csv"]:
        for column in ("by", "to", "place", "themes", "answers"):
            assert all(each in lao.things for each in row[column].split(" | ") if each)
    for row in found["entities.csv"]:
        assert all(lao.things[each].type == "document" for each in row["documents"].split(" | ") if each)


def test_the_documents_column_names_every_document_that_speaks_of_it(lao: PactGraph) -> None:
    documents = {row["id"]: row["documents"] for row in table(export.tables(lao)["entities.csv"])}
    for statement in lao.statements:
        for thing in (statement.subject, statement.object):
            if thing in documents:
                assert statement.document in documents[thing].split(" | "), (thing, statement.id)
    assert "idswg-2021" in documents["unodc"].split(" | ")


RICH = {
    "entities/document/letter.yaml": """\
- id: letter
  name: Letter
  kind: note
  issued: 2021
  sections:
  - {key: "1", title: All, lines: 1-9}
""",
    "entities/programme/all.yaml": """\
- id: border-programme
  name: Border Programme
  kind: programme
  aliases: [The Long Fence, TLF]
- id: other
  name: Other
  kind: project
""",
    "statements/report/a.yaml": claims(
        "  - subject: arle",
        "    predicate: funds",
        "    object: border-programme",
        "    when: 2018/2019-06",
        "    amount: {value: 1.50, max: 2, currency: USD, kind: commitment, comparator: about}",
        "    line: [1, 3]",
        "  - {subject: borduria, predicate: funds, object: border-programme, status: planned, line: 2}",
        "  - {subject: harbour-customs, predicate: implements, object: border-programme, when: 2019, line: 4}",
        "  - {subject: other, predicate: stage, value: started, when: 2018/, line: 5}",
        "  - {subject: other, predicate: not_funded, line: 6}",
        "  figures:",
        "  - {what: posts, of: border-programme, place: arle, value: 10, max: 20, unit: posts, when: 2019, line: 7}",
        "  - {what: posts, of: other, cell: blank, line: 8, id: no-posts}",
    ),
    "statements/report/b.yaml": """\
document: report
blocks:
- section: B
  items:
  - id: report-fence
    type: recommendation
    key: "1.10"
    text: Build it, "well".
    by: borduria
    to: [arle, harbour-customs]
    place: arle
    themes: border-management
    line: 21
""",
    "statements/letter/1.yaml": """\
document: letter
blocks:
- section: "1"
  items:
  - {id: letter-done, type: response, text: Built., by: arle, answers: report-fence, line: 2}
""",
}


def test_rows_of_a_small_world_to_the_letter(world: World) -> None:
    found = export.tables(pactgraph.load(world(RICH)))

    def firsts(name: str) -> list[list[str]]:
        count = len(FIRST_COLUMNS[name].split())
        return [line[:count] for line in csv.reader(io.StringIO(found[name], newline=""))][1:]

    entities = {line[0]: line for line in firsts("entities.csv")}
    assert entities["border-programme"] == [
        "border-programme",
        "programme",
        "Border Programme",
        "The Long Fence | TLF",
        "report",
    ]
    assert entities["arle"][4] == "letter | report"
    theme = next(theme for theme in vocab.themes() if theme.id == "border-management")
    aliases = " | ".join(theme.aliases)
    assert entities["border-management"] == ["border-management", "theme", theme.label, aliases, "report"]
    assert [" ; ".join(line) for line in firsts("relations.csv")] == [
        "report/arle-funds-border-programme ; funds ; arle ; border-programme"
        " ; 2018 ; 2019-06 ;  ; 1.50 ; 2 ; USD ; report ; A, lines 1, 3",
        "report/borduria-funds-border-programme ; funds ; borduria ; border-programme"
        " ;  ;  ; planned ;  ;  ;  ; report ; A, line 2",
        "report/harbour-customs-implements-border-programme ; implements ; harbour-customs ; border-programme"
        " ; 2019 ; 2019 ;  ;  ;  ;  ; report ; A, line 4",
        "report/other-not-funded ; not_funded ; other ;  ;  ;  ;  ;  ;  ;  ; report ; A, line 6",
        "report/other-stage-started ; stage ; other ;  ; 2018 ;  ;  ;  ;  ;  ; report ; A, line 5",
    ]
    assert [" ; ".join(line) for line in firsts("items.csv")] == [
        "letter-done ; response ;  ; Built. ; arle ;  ;  ;  ; report-fence ; letter ; 1, line 2",
        'report-fence ; recommendation ; 1.10 ; Build it, "well". ; borduria ; arle | harbour-customs ; arle'
        " ; border-management ;  ; report ; B, line 21",
    ]
    assert sorted(" ; ".join(line[1:]) for line in firsts("figures.csv")) == [
        "posts ; border-programme ; arle ; 10 ; 20 ; posts ; 2019 ; report ; A, line 7",
        "posts ; other ;  ;  ;  ;  ;  ; report ; A, line 8",
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "=cmd|' /C calc'!A0", "@SUM(1)", "-1+1"])
def test_no_cell_is_a_formula(sign: str) -> None:
    text = csv_text(("a", "b"), [(sign + "x", "x" + sign)])
    (row,) = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert row == [f"'{sign}x", f"x{sign}"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", '=HYPERLINK("http://x")'])
def test_no_formula_of_the_data_is_in_any_table(world: World, text: str) -> None:
    entity = (
        f"- id: odd\n  name: {json.dumps(text)}\n  aliases: [{json.dumps(text + ' too')}]\n  note: {json.dumps(text)}\n"
    )
    entity += "  named_in: [{document: report, section: A, line: 3}]\n"
    graph = pactgraph.load(world({"entities/country/odd.yaml": entity}))
    for made in export.tables(graph).values():
        for line in csv.reader(io.StringIO(made, newline="")):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line)
    row = next(row for row in table(export.tables(graph)["entities.csv"]) if row["id"] == "odd")
    assert (row["label"], row["note"]) == (f"'{text}", f"'{text}")


def test_codes_and_points_are_columns_that_a_map_reads(lao: PactGraph) -> None:
    rows = {row["id"]: row for row in table(export.tables(lao)["entities.csv"])}
    columns = ("iso2", "iso3", "iso3166_2", "m49", "lat", "long")
    assert [rows["lao-pdr"][name] for name in columns[:4]] == ["LA", "LAO", "", "418"]
    assert [rows["houaphanh"][name] for name in columns] == ["", "", "LA-HO", "", "20.38", "103.97"]
    assert [rows["unodc"][name] for name in columns] == [""] * 6
    assert float(rows["australia"]["lat"]) < 0 < float(rows["australia"]["long"]), "no `'` before the minus"
    assert float(rows["united-states"]["long"]) < 0


@pytest.mark.parametrize(
    "text",
    ["a,b", 'a "b"', "a\nb", "ຫົວພັນ", "🌾", "\u202eabc", "a\u2028b", "<b>&amp;", "{{7*7}}", "a\\b", "x" * 100_000],
    ids=lambda text: ascii(text[:8]),
)
def test_a_text_is_the_same_in_every_export(world: World, text: str) -> None:
    entity = f"- id: odd\n  name: {json.dumps(text, ensure_ascii=False)}\n"
    entity += "  named_in: [{document: report, section: A, line: 3}]\n"
    graph = pactgraph.load(world({"entities/country/odd.yaml": entity}))
    row = next(row for row in table(export.tables(graph)["entities.csv"]) if row["id"] == "odd")
    assert row["label"] == text
    label = (ox.NamedNode(vocab.ID + "odd"), ox.NamedNode(vocab.PREFIXES["rdfs"] + "label"), ox.Literal(text))
    for made, form in (
        (export.turtle(graph), ox.RdfFormat.TURTLE),
        (export.nquads(graph), ox.RdfFormat.N_QUADS),
        (export.jsonld(graph), ox.RdfFormat.JSON_LD),
    ):
        assert label in {(q.subject, q.predicate, q.object) for q in ox.parse(made, format=form)}
    assert graph.network.nodes["odd"]["label"] == text


# -- graphs -----------------------------------------------------------------------------------------


def triples(data: bytes, form: ox.RdfFormat) -> set[tuple[Any, Any, Any]]:
    """Triples with their lexical forms as written, which rdflib would tidy."""
    return {(quad.subject, quad.predicate, quad.object) for quad in ox.parse(data, format=form)}


def test_jsonld_and_turtle_of_the_real_data_hold_the_same_triples(built: Path) -> None:
    turtle = triples((built / "graph.ttl").read_bytes(), ox.RdfFormat.TURTLE)
    assert len(turtle) > 50_000
    assert not any(isinstance(node, ox.BlankNode) for triple in turtle for node in triple)
    assert triples((built / "graph.jsonld").read_bytes(), ox.RdfFormat.JSON_LD) == turtle


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib itself, in its JSON-LD reader
def test_rdflib_reads_jsonld_and_turtle_as_the_same_graph(world: World) -> None:
    # A small world: rdflib takes half a minute for the real data, which the test above compares.
    graph = pactgraph.load(world(RICH))
    from_turtle = rdflib.Graph().parse(data=export.turtle(graph), format="turtle")
    from_jsonld = rdflib.Graph().parse(data=export.jsonld(graph), format="json-ld")
    assert set(from_jsonld) == set(from_turtle)
    assert len(from_turtle) > 300


def test_jsonld_of_odd_amounts_and_texts_loses_nothing(world: World) -> None:
    graph = pactgraph.load(world(RICH))
    turtle = triples(export.turtle(graph), ox.RdfFormat.TURTLE)
    assert triples(export.jsonld(graph), ox.RdfFormat.JSON_LD) == turtle
    assert triples(export.nquads(graph), ox.RdfFormat.N_QUADS) == turtle
    decimal = ox.NamedNode(vocab.PREFIXES["xsd"] + "decimal")
    assert ox.Literal("1.50", datatype=decimal) in {each for _, _, each in turtle}


def test_jsonld_carries_its_context_and_short_names(world: World) -> None:
    found = json.loads(export.jsonld(pactgraph.load(world(RICH))))
    assert found["@context"] == json.loads((ROOT / "ontology" / "context.jsonld").read_text())["@context"]
    assert not isinstance(found["@context"], str), "a context that must be fetched would need a network"
    nodes = {node["@id"]: node for node in found["@graph"]}
    assert nodes["id:arle"]["label"] == "Arle"
    assert nodes["id:arle"]["funds"] == ["id:border-programme"]
    statement = nodes["st:report/arle-funds-border-programme"]
    assert statement["type"] == "Statement"
    assert (statement["subject"], statement["predicate"]) == ("id:arle", "funds")
    assert (statement["amount"], statement["when"]) == ("1.50", "2018/2019-06")
    assert list(nodes) == sorted(nodes)


def test_nquads_have_a_graph_for_each_document(world: World) -> None:
    made = export.nquads(pactgraph.load(world(RICH)))
    names = {quad.graph_name.value for quad in ox.parse(made, format=ox.RdfFormat.N_QUADS)}
    assert names == {vocab.DOCUMENT_GRAPH + name for name in ("report", "letter", "entities")}


@pytest.mark.parametrize("kind", ["turtle", "nquads", "jsonld", "graphml", "gexf", "network"])
def test_export_writes_the_file_or_the_screen(tmp_path: Path, world: World, kind: str) -> None:
    out = tmp_path / "new" / "folder" / kind
    small = ("--data", world(RICH))
    ran = call("export", kind, out, *small)
    assert (ran.code, ran.out, ran.err) == (0, "", f"Wrote {out}\n")
    shown = call("export", kind, "-", *small)
    assert shown.code == 0
    assert shown.out.strip() == out.read_text().strip()
    assert os.listdir(out.parent) == [kind]


def test_export_of_tables_and_schema_fills_a_folder(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "mine.txt").write_text("mine")
    assert call("export", "tables", tmp_path / "t", "-q").err == ""
    assert set(os.listdir(tmp_path / "t")) == {*FIRST_COLUMNS, "mine.txt"}
    call("export", "schema", tmp_path / "s")
    assert set(os.listdir(tmp_path / "s")) == set(export.schemas())


# -- the build: complete, fresh, equal bytes --------------------------------------------------------


def test_a_build_writes_what_its_readme_lists_and_sums_that_agree(built: Path) -> None:
    listed = set(re.findall(r"`([\w.<>-]+\.\w+|SHA256SUMS)`", (ROOT / "exports" / "README.md").read_text()))
    found = {path.name for path in built.iterdir()}
    subjects = {name for name in found if name.startswith("network-")}
    assert subjects
    assert found - subjects == {name for name in listed if "<" not in name}
    assert subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=built).returncode == 0
    assert len((built / "SHA256SUMS").read_text().splitlines()) == len(found) - 1


def test_exports_are_fresh(built: Path) -> None:
    """The committed text equals a fresh build; pages are built, not committed."""
    for path in sorted(built.iterdir()):
        if any(path.match(page) for page in PAGES):
            continue
        committed = ROOT / "exports" / path.name
        assert committed.is_file(), f"exports/{path.name} is missing: run `make exports` and commit it"
        same = committed.read_bytes() == path.read_bytes()
        assert same, f"exports/{path.name} is not what data/ gives: run `make exports` and commit the change"
    known = {path.name for path in built.iterdir()} | {"README.md"}
    for path in (ROOT / "exports").iterdir():
        stale = path.name not in known and not path.name.startswith((".", "network-"))
        assert not stale, f"exports/{path.name} is written by nothing: delete it, or run `make exports`"


def test_the_same_data_give_the_same_bytes_whatever_the_surroundings(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "data"
    shutil.copytree(ROOT / "data", copy)
    for number, path in enumerate(sorted(copy.rglob("*"), reverse=True)):
        os.utime(path, (10**9 + number, 10**9 - number))
    surroundings = {
        "PYTHONHASHSEED": "4242",
        "TZ": "America/Los_Angeles",
        "LC_ALL": "C",
        "SOURCE_DATE_EPOCH": "1",
        "HOME": "/nonexistent",
        "COLUMNS": "40",
    }
    cwd = tmp_path / "cwd"
    cwd.mkdir()
    words = [*PROGRAM, "build", "../elsewhere/data", "--out", "out", "-q"]
    subprocess.run(words, cwd=cwd, env={**os.environ, **surroundings}, check=True, timeout=240)
    assert {path.name for path in (cwd / "out").iterdir()} == {path.name for path in built.iterdir()}
    for path in sorted(built.iterdir()):
        assert (cwd / "out" / path.name).read_bytes() == path.read_bytes(), path.name
    for path in built.iterdir():
        text = path.read_text()
        for trace in (str(ROOT), str(tmp_path), "elsewhere/data"):
            assert trace not in text, f"{path.name} says where it was built"


def test_the_kinds_that_are_not_built_are_equal_bytes_too(world: World) -> None:
    graph = pactgraph.load(world(RICH))
    code = (
        "import sys, hashlib, pactgraph; from pactgraph import export; g = pactgraph.load(sys.argv[1])\n"
        "for kind in sys.argv[2:]: print(hashlib.sha256(getattr(export, kind)(g)).hexdigest())"
    )
    kinds = ("nquads", "graphml", "gexf", "jsonld", "turtle")
    env = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    command = [sys.executable, "-c", code, str(graph.folder), *kinds]
    other = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert other.stdout.split() == [hashlib.sha256(getattr(export, kind)(graph)).hexdigest() for kind in kinds]


# -- the schemas of the data files ------------------------------------------------------------------


def test_schemas_are_fresh() -> None:
    made = export.schemas()
    assert set(made) == {"statements.json", *(f"{kind}.json" for kind in ENTITY_MODELS)}
    for name, text in made.items():
        jsonschema.Draft202012Validator.check_schema(json.loads(text))
        committed = ROOT / "data" / "schema" / name
        assert committed.is_file(), f"data/schema/{name} is missing: run `make schema` and commit it"
        assert committed.read_text() == text, f"data/schema/{name} is not what the models give: run `make schema`"
    assert {path.name for path in (ROOT / "data" / "schema").iterdir()} == set(made), "run `make schema`"


class Core(yaml.SafeLoader):
    """YAML 1.2 core scalars, as an editor that completes from the schemas reads them."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})$"), _first)


def validator(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(export.schemas()[f"{kind}.json"]))


def in_editor(text: str) -> Any:
    return yaml.load(text, Loader=Core)


DATA_FILES = sorted(
    [(path, path.parent.name) for path in (ROOT / "data" / "entities").rglob("*.yaml")]
    + [(path, "statements") for path in (ROOT / "data" / "statements").rglob("*.yaml")]
)


@pytest.mark.parametrize(("path", "kind"), DATA_FILES, ids=[f"{p.parent.name}/{p.name}" for p, _ in DATA_FILES])
def test_every_file_of_the_data_fits_its_schema_and_names_it(path: Path, kind: str) -> None:
    text = path.read_text("utf-8")
    errors = [f"{error.json_path}: {error.message[:200]}" for error in validator(kind).iter_errors(in_editor(text))]
    assert not errors, f"{path.relative_to(ROOT)}: its schema refuses what the loader takes:\n" + "\n".join(errors)
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert named, f"{path.relative_to(ROOT)}: its first line is to name its schema for editors"
    assert (path.parent / named[1]).resolve() == ROOT / "data" / "schema" / f"{kind}.json"


ENTITY = "- {id: arle, name: Arle%s}\n"
CLAIM = """\
document: report
blocks:
- section: A
  statements:
  - {subject: arle, predicate: funds, object: b, line: 1%s}
"""


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("country", ENTITY % "", "id: arle\nname: Arle\n"),
        ("country", ENTITY % "", "- {name: Arle}\n"),
        ("country", ENTITY % "", "- {id: arle}\n"),
        ("country", ENTITY % "", ENTITY.replace("arle", "Arle") % ""),
        ("country", ENTITY % "", ENTITY.replace("arle", "a/b") % ""),
        ("country", ENTITY % "", ENTITY % ", colour: red"),
        ("country", ENTITY % ", aliases: [A, B]", ENTITY % ", aliases: [1]"),
        ("country", ENTITY % ", aliases: A", ENTITY % ", aliases: {a: b}"),
        ("country", ENTITY % ", codes: {iso2: LA}", ENTITY % ", codes: {iso2: la}"),
        ("place", "- {id: a, name: A, kind: town}", "- {id: a, name: A, kind: twon}"),
        ("place", "- {id: a, name: A, kind: town}", "- {id: a, name: A}"),
        ("statements", CLAIM % "", "document: report\n"),
        ("statements", CLAIM % "", "document: report\nblocks: []\n"),
        ("statements", CLAIM % "", CLAIM.replace("funds", "fundz") % ""),
        ("statements", CLAIM % "", CLAIM.replace("line: 1", "line: 0") % ""),
        ("statements", CLAIM % "", CLAIM.replace("line: 1", "line: one") % ""),
        ("statements", CLAIM % "", CLAIM.replace(", line: 1", "") % ""),
        ("statements", CLAIM % ", status: planned", CLAIM % ", status: maybe"),
        ("statements", CLAIM % ", when: 2014", CLAIM % ", when: [2014]"),
        ("statements", CLAIM % ", when: 2014-08", CLAIM % ", when: true"),
        ("statements", CLAIM % ", place: [lao, arle]", CLAIM % ", place: [Lao]"),
        ("statements", CLAIM % ", amount: {value: 5, currency: USD}", CLAIM % ", amount: {value: 5}"),
        ("statements", CLAIM % ", act: signature", CLAIM % ", act: signing"),
        ("statements", CLAIM % ", duration: P3Y", CLAIM % ", duration: 3 years"),
    ],
)
def test_decoys_do_not_fit_their_schema(kind: str, good: str, bad: str) -> None:
    assert validator(kind).is_valid(in_editor(good)), next(validator(kind).iter_errors(in_editor(good)))
    assert not validator(kind).is_valid(in_editor(bad))


# -- files whole or not at all ----------------------------------------------------------------------


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def leftovers(folder: Path) -> list[str]:
    return sorted(name for name in os.listdir(folder.parent) if name.startswith(f".{folder.name}.new-"))


OLD: dict[str, Callable[[], str]] = {"a.txt": lambda: "old a\n", "b.txt": lambda: "old b\n"}
NEW: dict[str, Callable[[], str]] = {"a.txt": lambda: "new a\n", "b.txt": lambda: "new b\n"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder that an earlier build wrote, with files of others in it."""
    folder = tmp_path / "exports"
    write_folder(folder, OLD)
    (folder / "README.md").write_text("by hand\n")
    (folder / "sub").mkdir()
    (folder / "sub" / "deep.txt").write_text("deep\n")
    (folder / "link").symlink_to("README.md")
    return folder


def whole(folder: Path) -> str:
    """`old` or `new`, as the folder is; anything between fails."""
    kinds = {(folder / name).read_text().split()[0] for name in OLD}
    assert len(kinds) == 1, "a mixture of old and new"
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert (folder / "README.md").read_text() == "by hand\n"
    assert (folder / "sub" / "deep.txt").read_text() == "deep\n"
    assert os.readlink(folder / "link") == "README.md"
    assert not leftovers(folder)
    return kinds.pop()


def test_a_folder_is_replaced_and_the_files_of_others_are_kept(out: Path) -> None:
    assert whole(out) == "old"
    written: list[str] = []
    write_folder(out, NEW, written.append)
    assert whole(out) == "new"
    assert written == list(NEW)
    assert out.stat().st_mode & 0o777 == 0o755


def test_who_reads_an_old_file_goes_on_reading_it(out: Path) -> None:
    with (out / "a.txt").open() as reader:
        write_folder(out, NEW)
        assert reader.read() == "old a\n"


def test_a_maker_that_fails_leaves_the_old_folder_whole(out: Path) -> None:
    for failure in (ValueError("no"), KeyboardInterrupt(), MemoryError(), OSError(errno.ENOSPC, "No space left")):

        def fail(failure: BaseException = failure) -> str:
            raise failure

        expected = EngineError if isinstance(failure, OSError) else type(failure)
        with pytest.raises(expected):
            write_folder(out, {"a.txt": NEW["a.txt"], "b.txt": fail})
        assert whole(out) == "old"


LIMITED = """
import resource, sys
from pathlib import Path
from pactgraph.errors import EngineError
from pactgraph.export import write_file, write_folder
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
out = Path(sys.argv[1])
for write in (
    lambda: write_folder(out, {"a.txt": lambda: "new a\\n", "b.txt": lambda: "new b " * 100_000}),
    lambda: write_file(out / "a.txt", "new a " * 100_000),
):
    try:
        write()
    except EngineError as error:
        print(error)
"""


def test_a_disk_that_takes_no_more_leaves_the_old_whole(out: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", LIMITED, str(out)], capture_output=True, text=True)
    assert ended.stderr == ""
    assert ended.stdout == f"cannot write {out}: File too large\ncannot write {out / 'a.txt'}: File too large\n"
    assert whole(out) == "old"


AS_ANYONE = """
import ctypes, os, sys
if os.geteuid() == 0:  # root may write everywhere, unless it lays that power down and starts anew
    for power in (1, 2):
        assert ctypes.CDLL(None, use_errno=True).prctl(24, power, 0, 0, 0) == 0
os.execv(sys.executable, [sys.executable, "-m", "pactgraph", *sys.argv[1:]])
"""


def test_a_folder_that_may_not_be_written_stays_whole(out: Path, world: World) -> None:
    small = world()
    os.chmod(out.parent, 0o555)
    try:
        for words in (["build", "--out", out], ["export", "tables", out], ["export", "turtle", out.parent / "x.ttl"]):
            command = [sys.executable, "-c", AS_ANYONE, *map(str, words), "--data", str(small)]
            ended = subprocess.run(command, capture_output=True, text=True)
            assert ended.returncode == 3, ended.stderr
            assert ended.stdout == ""
            assert re.fullmatch(r"pactgraph: cannot write \S+: Permission denied\n", ended.stderr)
    finally:
        os.chmod(out.parent, 0o755)
    assert whole(out) == "old"
    assert sorted(os.listdir(out.parent)) == ["data", "exports"]


KILLED = """
import hashlib, os, random, signal, sys, time
from pathlib import Path
from pactgraph.export import write_folder

out, rounds = Path(sys.argv[1]), int(sys.argv[2])
names = [f"{n}.txt" for n in range(6)]
chance = random.Random(7)
orphans = 0

def build(version):
    write_folder(out, {name: (lambda name=name: f"{version} {name}\\n" * 3000) for name in names})

def version():
    found = {(out / name).read_text() for name in names}
    versions = {text.split()[0] for text in found}
    assert len(versions) == 1, f"torn: {versions}"
    for name in names:
        assert (out / name).read_text() == f"{next(iter(versions))} {name}\\n" * 3000, name
    for line in (out / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
    assert (out / "README.md").read_text() == "by hand"
    return int(versions.pop())

def leftovers():
    return [each for each in os.listdir(out.parent) if each.startswith(f".{out.name}.new-")]

build(0)
(out / "README.md").write_text("by hand")
now = 0
for _ in range(rounds):
    child = os.fork()
    if child == 0:
        turn = now
        while True:
            turn += 1
            build(turn)
    time.sleep(chance.uniform(0, 0.03))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert version() >= now
    orphans += len(leftovers())
    now = version() + 1
    build(now)
    assert version() == now
    assert not leftovers(), "the next run is to clear what a killed one left"
print(orphans)
"""


def test_killed_at_any_moment_the_folder_is_old_or_new_and_the_next_run_tidies_up(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path / "exports"), "60"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > 5, "hardly a kill met a build at work: the test proves nothing"


MANY = """
import sys
from pathlib import Path
from pactgraph.export import write_folder
for turn in range(25):
    write_folder(Path(sys.argv[1]), {n: (lambda n=n: f"{sys.argv[2]} {turn} {n}\\n") for n in ("a.txt", "b.txt")})
"""


def test_two_builds_at_once_take_turns(out: Path) -> None:
    builds = [subprocess.Popen([sys.executable, "-c", MANY, str(out), name]) for name in ("one", "two")]
    seen = set()
    while any(build.poll() is None for build in builds):
        # Held open, a folder is the same one for all that is read from it.
        folder = os.open(out, os.O_RDONLY)
        try:
            texts = []
            for name in ("a.txt", "b.txt"):
                with open(os.open(name, os.O_RDONLY, dir_fd=folder)) as file:
                    texts.append(file.read().rsplit(" ", 1)[0])
            assert texts[0] == texts[1]
            seen.add(texts[0])
        except FileNotFoundError:
            pass  # swapped away and deleted between two looks
        finally:
            os.close(folder)
    assert [build.returncode for build in builds] == [0, 0]
    assert whole(out) in ("one", "two")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_build_that_is_stopped_says_so_in_a_line_and_leaves_the_old_whole(out: Path, number: int, code: int) -> None:
    build = subprocess.Popen(
        [*PROGRAM, "build", str(FIXTURE_WORLD), "--out", str(out)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=heed_interrupts,
    )
    until = time.monotonic() + 30
    while not leftovers(out) and time.monotonic() < until:
        time.sleep(0.005)
    build.send_signal(number)
    result, said = build.communicate(timeout=30)
    assert build.returncode == code
    assert (result, said) == (b"", b"pactgraph: stopped\n")
    assert whole(out) == "old"


def test_the_folder_one_stands_in_is_not_pulled_away(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for where, name in ((out, "."), (out / "sub", "..")):
        monkeypatch.chdir(where)
        before = out.stat().st_ino
        write_folder(Path(name), NEW)
        assert out.stat().st_ino == before
        assert whole(out) == "new"
        write_folder(Path(name), OLD)
        assert whole(out) == "old"
        assert not [each for each in os.listdir(out) if each.startswith(".")]


def test_a_link_to_a_folder_or_file_is_followed_and_kept(out: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").symlink_to("exports")
    write_folder(tmp_path / "elsewhere", NEW)
    assert (tmp_path / "elsewhere").is_symlink()
    assert whole(out) == "new"
    (tmp_path / "file").symlink_to("exports/a.txt")
    write_file(tmp_path / "file", "newer\n")
    assert (tmp_path / "file").is_symlink()
    assert (out / "a.txt").read_text() == "newer\n"
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(EngineError, match="loop"):
        write_file(tmp_path / "loop", "x")
    with pytest.raises(EngineError, match="loop"):
        write_folder(tmp_path / "loop", NEW)


def test_a_folder_is_never_put_in_the_place_of_a_file_nor_a_file_of_a_folder(out: Path) -> None:
    with pytest.raises(EngineError, match="Not a directory"):
        write_folder(out / "README.md", NEW)
    with pytest.raises(EngineError, match="directory"):
        write_file(out / "sub", "x")
    assert whole(out) == "old"


def test_a_device_or_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    before = os.stat("/dev/null")
    write_file(Path("/dev/null"), "x")
    assert os.stat("/dev/null").st_rdev == before.st_rdev
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        write_file(pipe, "through the pipe\n")
        assert reader.communicate(timeout=10)[0] == b"through the pipe\n"
    assert pipe.is_fifo()
    ended = subprocess.run([*PROGRAM, "query", "who-funds", "--json", "-o", "/dev/stdout"], stdout=subprocess.PIPE)
    assert json.loads(ended.stdout)["head"]


def test_a_single_file_is_replaced_whole_and_tidied_up_after(tmp_path: Path) -> None:
    path = tmp_path / "odd [name]*.csv"
    write_file(path, "one\n")
    (tmp_path / f".{path.name}.new-dead").mkdir()
    (tmp_path / f".{path.name}.new-dead" / path.name).write_text("half")
    write_file(path, b"two\n")
    assert contents(tmp_path) == {path.name: b"two\n"}
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_second_kind_of_disk_without_exchange_or_links(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere than on Linux two renames do it, and files are copied where there are no hard links."""
    monkeypatch.setattr(sys, "platform", "darwin")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    write_folder(out, NEW)
    assert whole(out) == "new"


def test_nothing_is_left_by_a_first_build_that_fails(tmp_path: Path) -> None:
    def fail() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        write_folder(tmp_path / "new" / "exports", {"a": lambda: "x", "b": fail})
    assert os.listdir(tmp_path / "new") == []


def test_a_private_umask_does_not_make_exports_private(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write_folder(tmp_path / "exports", NEW)
        write_file(tmp_path / "file", "x")
    finally:
        os.umask(before)
    for path in (tmp_path / "exports", tmp_path / "exports" / "a.txt", tmp_path / "file"):
        assert path.stat().st_mode & 0o044 == 0o044, path
