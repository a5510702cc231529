"""The network page without a browser: what is shown, what is never drawn, and that nothing runs or is fetched."""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import pactgraph
from command import under_hash_seeds
from conftest import World
from pactgraph import UsageError, words
from pactgraph.view import layout, page, render_network

HOSTILE = (
    "<script>window.marker=1</script>",
    "</script><img src=x onerror=window.marker=2>",
    "javascript:window.marker=3",
    "\"'><svg onload=window.marker=4>",
    "{{ 7*7 }} ${window.marker=5}",
    "عربي \u202eright to left\u202c",
    "line\u2028separator\u2029here",
    "<!--<script>",
)


def write_world(folder: Path, programmes: int = 3, names: tuple[str, ...] = ()) -> Path:
    """A small invented world: two donors, an agency, a group, and statements of every sort."""
    entities = {
        "country": [{"id": "arle", "name": "Arle"}, {"id": "borland", "name": "Borland"}],
        "organisation": [
            {"id": "office", "name": "Office for Rivers", "kind": "un-office", "aliases": ["OFR"]},
            {"id": "bank", "name": "River Bank", "kind": "bank"},
            {"id": "asked", "name": "Asked Fund", "kind": "fund"},
        ],
        "mechanism": [{"id": "round-table", "name": "Round Table", "kind": "forum"}],
        "programme": [{"id": f"work-{n}", "name": f"Work {n}", "kind": "project"} for n in range(programmes)],
        "document": [
            {"id": "old", "name": "Old report", "kind": "report", "issued": "2017-10-26", "sections": _ALL},
            {
                "id": "new",
                "name": "New report",
                "kind": "report",
                "issued": "2021-06-30",
                "reports": "2020/2021",
                "sections": _ALL,
            },
        ],
    }
    for number, name in enumerate(names):
        entities["organisation"].append(
            {"id": f"odd-{number}", "name": name, "kind": "agency", "aliases": [name + "!"]}
        )
    for kind, entries in entities.items():
        _write(folder / "entities" / kind / "all.yaml", entries)
    old = [
        _says("office", "implements", "work-0", when="2014/2016"),
        _says(
            "borland", "funds", "work-0", when="2015/", amount={"value": 4430000, "currency": "USD", "kind": "pledge"}
        ),
        _says("bank", "funds", "work-1", status="denied"),
        _says("asked", "asked_to_fund", "work-1"),
        _says("unstated", "funds", "work-0"),
        _says("unstated", "funds", "work-1"),
        _says("arle", "supports", "work-1"),
        _says("arle", "chairs", "round-table", id="arle-chairs"),
        _says("office", "chairs", "round-table", id="office-chairs"),
    ]
    new = [
        _says("bank", "funds", "work-2", status="planned", when="2023"),
        _says("office", "implements", "work-2", when="2020/.."),
        _says("office", "secretariat_of", "round-table"),
        _says("borland", "not_member", "round-table"),
        _says("arle", "co_chairs", "round-table", by_turn="yearly"),
        _says("bank", "co_chairs", "round-table", by_turn="yearly"),
        _says("arle", "funds", "work-2", status="unknown"),
        *(_says("office", "implements", f"work-{n}", when="2020/..") for n in range(3, programmes)),
        *(_says(f"odd-{n}", "implements", "work-2") for n in range(len(names))),
        _says("work-2", "addresses", "treatment"),
        {"subject": "work-2", "predicate": "stage", "value": "approved", "when": "2020", "line": 1},
    ]
    item = {
        "id": "new-ask",
        "type": "recommendation",
        "key": "7",
        "text": "Do the work.",
        "about": ["work-2"],
        "line": 1,
    }
    rivals = {"id": "chair", "about": "Who chairs.", "between": ["arle-chairs", "office-chairs"]}
    _write(folder / "statements/old/1.yaml", _block("old", statements=old, disagreements=[rivals]))
    _write(folder / "statements/new/1.yaml", _block("new", statements=new, items=[item]))
    return folder


_ALL = [{"key": "S1", "title": "All of it"}]


def _says(subject: str, predicate: str, target: str, **more: object) -> dict[str, object]:
    return {"subject": subject, "predicate": predicate, "object": target, "line": 1, **more}


def _block(document: str, **content: object) -> dict[str, object]:
    return {"document": document, "blocks": [{"section": "S1", **content}]}


def _write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1, ensure_ascii=True), "utf-8")  # JSON is YAML


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> pactgraph.PactGraph:
    """Three programmes and who has to do with them, planned, denied and disputed."""
    return pactgraph.load(write_world(tmp_path_factory.mktemp("world")))


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> pactgraph.PactGraph:
    """Ninety programmes of one agency."""
    return pactgraph.load(write_world(tmp_path_factory.mktemp("crowded"), programmes=90))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> pactgraph.PactGraph:
    """Names that are markup, scripts and control of direction."""
    return pactgraph.load(write_world(tmp_path_factory.mktemp("hostile"), names=HOSTILE))


class Page(HTMLParser):
    """What a browser's parser would see: scripts, text, attributes, rows."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.styles: list[str] = []
        self.text = ""
        self._inside = ""
        self.feed(html)
        self.data = json.loads(next(text for found, text in self.scripts if found.get("id") == "data"))
        self.rows = [found["data-id"] for tag, found in self.tags if tag == "tr" and "data-id" in found]
        self.code = [text for found, text in self.scripts if found.get("type") != "application/json"]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag
        if tag == "script":
            self.scripts.append((dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] = (self.scripts[-1][0], self.scripts[-1][1] + data)
        elif self._inside == "style":
            self.styles.append(data)
        else:
            self.text += data


def test_same_bytes_under_another_hash_seed(tmp_path: Path) -> None:
    folder = write_world(tmp_path, programmes=70, names=HOSTILE)
    program = (
        "import sys, hashlib, pactgraph; from pactgraph.view import render_network\n"
        "graph = pactgraph.load(sys.argv[1])\n"
        "for focus in (None, 'office', 'treatment', 'new'):\n"
        "    print(hashlib.sha256(render_network(graph, focus=focus, depth=2).encode()).hexdigest())"
    )
    assert len(under_hash_seeds(program, folder)) == 1


def test_policy_names_every_script_and_style_by_hash(invented: pactgraph.PactGraph) -> None:
    parsed = Page(render_network(invented))
    tag, policy = parsed.tags[3]
    assert (tag, policy["http-equiv"]) == ("meta", "Content-Security-Policy"), (
        "the policy comes right after the charset"
    )
    content = policy["content"] or ""
    assert content.startswith("default-src 'none'; ")
    assert "unsafe" not in content
    for text in (*parsed.code, *parsed.styles):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in content
    assert len(parsed.code) == 2
    assert "\r" not in page.vis_network()


def test_no_address_is_asked(hostile: pactgraph.PactGraph) -> None:
    html = render_network(hostile)
    parsed = Page(html)
    for tag, attributes in parsed.tags:
        for name, value in attributes.items():
            assert not name.startswith("on"), f"inline handler on {tag}"
            if name in ("src", "href", "action", "style", "data"):
                assert (value or "").startswith("#"), f"{tag} {name}={value}"
    own = html.replace(page.vis_network(), "")
    assert not re.search(r"url\(|@import|\bimport\(|https?://|\beval\(|innerHTML|new Function", own)


def test_parts_a_reader_needs_without_scripts(invented: pactgraph.PactGraph) -> None:
    html = render_network(invented, known_by="2021-12-31")
    parsed = Page(html)
    assert html.lower().startswith('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')
    assert "Network of drug-control cooperation" in parsed.text
    assert "Known by 2021-12-31" in " ".join(parsed.text.split())
    assert "Scripts are off" in parsed.text
    assert "from 2015, end not stated" in parsed.text
    assert "USD 4,430,000 (pledge)" in parsed.text
    assert "New report; issued 30 June 2021." in " ".join(parsed.text.split())


def test_default_day_is_the_datas_own(invented: pactgraph.PactGraph) -> None:
    assert Page(render_network(invented)).data["asOf"] == "2021-06-30"
    assert Page(render_network(invented, known_by="2018")).data["asOf"] == "2017-10-26"
    assert Page(render_network(invented, as_of="2016-05")).data["asOf"] == "2016-05"
    with pytest.raises(UsageError, match="date in EDTF"):
        render_network(invented, as_of="May 2016")


def test_later_documents_are_not_in_a_page_of_earlier_knowledge(invented: pactgraph.PactGraph) -> None:
    parsed = Page(render_network(invented, known_by="2018"))
    assert parsed.rows
    assert all(row.startswith("old/") for row in parsed.rows)
    assert "New report" not in parsed.text
    assert not any(key.startswith("new/") for key in parsed.data["statements"])


def test_rows_are_the_lines_and_what_is_never_drawn(invented: pactgraph.PactGraph) -> None:
    parsed = Page(render_network(invented, focus="office", depth=3))
    lines = {edge["id"] for edge in parsed.data["edges"]}
    rows = set(parsed.rows)
    assert lines < rows
    assert len(parsed.rows) == len(rows)
    by_id = {statement.id: statement for statement in invented.statements}
    assert {by_id[row].status for row in rows - lines} <= {"denied", "unknown", None}
    shown = {node["id"] for node in parsed.data["nodes"]}
    between = {s.id for s in invented.statements if s.subject in shown and s.object in shown}
    assert rows == between


def test_decoys_are_not_drawn_as_facts(invented: pactgraph.PactGraph) -> None:
    parsed = Page(render_network(invented, focus="work-1", depth=4))
    edges = {edge["id"]: edge for edge in parsed.data["edges"]}
    for table_only in ("old/bank-funds-work-1", "new/borland-not-member-round-table", "new/arle-funds-work-2"):
        assert table_only in parsed.rows
        assert table_only not in edges
    planned = edges["new/bank-funds-work-2"]
    assert (planned["line"], planned["dashes"]) == ("planned", [1, 5])
    assert edges["old/asked-asked-to-fund-work-1"]["line"] == "asks", "to be asked for money is not to give it"
    kinds = {node["id"]: node["kind"] for node in parsed.data["nodes"]}
    assert kinds["borland"] == "donor"
    assert kinds["bank"] == kinds["asked"] == "agency", "a plan, a denial or a request makes no donor"
    assert kinds["arle"] == "country", "who supports is not said to fund"


def test_payers_left_unnamed_are_not_one_payer(invented: pactgraph.PactGraph) -> None:
    for parsed in (Page(render_network(invented)), Page(render_network(invented, focus="work-0", depth=2))):
        nodes = {node["id"] for node in parsed.data["nodes"]}
        assert "work-0" in nodes
        assert "unstated" not in nodes
        assert "old/unstated-funds-work-0" in parsed.data["statements"], "the panel still says it"
    near = Page(render_network(invented, focus="work-0", depth=2)).data["nodes"]
    assert "work-1" not in {node["id"] for node in near}, "nor does it join two programmes"


@pytest.mark.parametrize(
    ("day", "statement", "state"),
    [
        ("2015-06-01", "old/office-implements-work-0", "in force"),
        ("2014-06-01", "old/office-implements-work-0", "perhaps"),
        ("2018", "old/office-implements-work-0", "ended"),
        ("2018-01-01", "old/borland-funds-work-0", "last seen 2017-10-26"),
        ("2014-12-31", "old/borland-funds-work-0", "not yet"),
        ("2021-06-30", "old/bank-funds-work-1", "denied, last seen 2017-10-26"),
        ("2017-10-26", "old/arle-chairs", "disputed"),
        ("2021-06-30", "old/arle-chairs", "disputed, last seen 2017-10-26"),
        ("2030", "new/bank-funds-work-2", "planned"),
        ("2010", "old/bank-funds-work-1", "denied, not known"),
        ("2021-06-30", "new/arle-funds-work-2", "not known"),
        ("2021-06-30", "new/arle-co-chairs-round-table", "perhaps"),
        ("2020-05-01", "new/office-secretariat-of-round-table", "perhaps"),
        ("2019-05-01", "new/office-secretariat-of-round-table", "not known"),
    ],
)
def test_state_in_words(invented: pactgraph.PactGraph, day: str, statement: str, state: str) -> None:
    found = next(s for s in invented.statements if s.id == statement)
    assert words.state_text(found, invented.clock(day)) == state


def test_rivals_stand_beside_a_disputed_statement(invented: pactgraph.PactGraph) -> None:
    claim = Page(render_network(invented)).data["statements"]["old/arle-chairs"]
    assert claim["rank"] == "disputed"
    assert claim["conflict"]["rivals"] == ["old/office-chairs"]


def test_overview_is_capped_by_a_rule_that_the_page_states(crowded: pactgraph.PactGraph) -> None:
    html = render_network(crowded)
    parsed = Page(html)
    assert len(parsed.data["nodes"]) <= 60
    text = " ".join(parsed.text.split())
    assert re.search(r"\d+ nodes and \d+ relations are in this page; \d+ more nodes are not shown", text)
    assert "those with most such relations among them first" in text
    left_out = next(name for name in (f"work-{n}" for n in range(90)) if f"<code>{name}</code>" in html)
    assert left_out not in {node["id"] for node in parsed.data["nodes"]}
    assert "pactgraph export network OUT.html --focus" in text
    assert len(Page(render_network(crowded, limit=5)).data["nodes"]) <= 5


def _ticked(html: str) -> dict[str, bool]:
    """For each relation in the legend whether it is drawn at first."""
    found = re.findall(r'<input type="checkbox"( checked)? data-filter="predicate" value="([a-z_]+)">', html)
    return {name: bool(checked) for checked, name in found}


def test_the_overview_first_draws_who_pays_works_and_presides_and_the_rest_on_request(world: World) -> None:
    graph = pactgraph.load(
        world(
            {
                "entities/mechanism/all.yaml": "- {id: round, name: The Round, kind: committee}\n",
                "statements/report/b.yaml": """\
document: report
blocks:
- section: B
  statements:
  - {subject: arle, predicate: cooperates_with, object: harbour-customs, line: 21}
  - {subject: arle, predicate: member_of, object: round, line: 22}
""",
            }
        )
    )
    html = render_network(graph)
    assert _ticked(html) == {"funds": True, "implements": True, "cooperates_with": False}
    # The Round is tied by its seat alone: a node that only a tick would connect is not in the picture.
    assert {node["id"] for node in Page(html).data["nodes"]} == {"arle", "harbour-customs", "border-programme"}
    assert _ticked(render_network(graph, focus="arle")) == {
        "funds": True,
        "implements": True,
        "cooperates_with": True,
        "member_of": True,
    }


def test_nearest_come_first_around_a_focus(crowded: pactgraph.PactGraph) -> None:
    near = Page(render_network(crowded, focus="round-table", depth=1)).data["nodes"]
    assert {node["id"] for node in near} == {"round-table", "arle", "office", "bank", "borland"}
    far = Page(render_network(crowded, focus="round-table", depth=2)).data["nodes"]
    assert len(far) == 60
    assert {"round-table", "arle", "office"} <= {node["id"] for node in far}


def test_items_appear_around_what_they_concern(invented: pactgraph.PactGraph) -> None:
    overview = {node["kind"] for node in Page(render_network(invented)).data["nodes"]}
    assert not {"recommendation", "theme", "document"} & overview
    nodes = {node["id"]: node for node in Page(render_network(invented, focus="work-2")).data["nodes"]}
    assert nodes["new-ask"]["shape"] == "triangleDown"
    assert nodes["new-ask"]["name"] == "Recommendation 7: Do the work."
    assert nodes["work-2"]["themes"] == ["Treatment of drug use disorders"]
    assert "treatment" not in nodes


def test_a_theme_or_a_document_as_focus(invented: pactgraph.PactGraph) -> None:
    theme = {node["id"] for node in Page(render_network(invented, focus="treatment")).data["nodes"]}
    assert theme == {"treatment", "work-2"}
    document = Page(render_network(invented, focus="old"))
    assert document.rows
    assert all(row.startswith("old/") for row in document.rows)


def test_unknown_focus_names_the_nearest(invented: pactgraph.PactGraph) -> None:
    with pytest.raises(UsageError, match="did you mean round-table"):
        render_network(invented, focus="round-tabel")
    with pytest.raises(UsageError, match="depth"):
        render_network(invented, focus="office", depth=0)
    with pytest.raises(UsageError, match="limit"):
        render_network(invented, limit=0)


def test_a_focus_of_which_nothing_is_said_still_makes_a_page(invented: pactgraph.PactGraph) -> None:
    parsed = Page(render_network(invented, focus="harm-reduction"))
    assert parsed.rows == []
    assert "No relation is stated" in parsed.text


def test_hostile_names_are_text(hostile: pactgraph.PactGraph) -> None:
    html = render_network(hostile)
    parsed = Page(html)
    assert {tag for tag, _ in parsed.tags}.isdisjoint({"img", "iframe", "object", "link", "base"})
    assert len(parsed.scripts) == 3, "no script of a name became one of the page"
    names = {node["name"] for node in parsed.data["nodes"]}
    for name in HOSTILE:
        assert name in names
        assert name in parsed.text or "\u2028" in name
    block = html.split('id="data">')[1].split("</script>")[0]
    assert not re.search("[<>&\u2028\u2029]", block)


def test_two_labels_never_share_a_place(crowded: pactgraph.PactGraph) -> None:
    nodes = Page(render_network(crowded, focus="office", depth=2)).data["nodes"]
    assert len({(node["x"], node["y"]) for node in nodes}) == len(nodes)
    assert all(node["fixed"] is True and node["physics"] is False for node in nodes)
    for one in nodes:
        for other in nodes:
            if one["id"] < other["id"] and abs(one["x"] - other["x"]) < layout.STRIP:
                assert abs(one["y"] - other["y"]) >= 24, (one["label"], other["label"])


def test_the_page_is_utf8_wherever_it_is_written(tmp_path: Path) -> None:
    folder = write_world(tmp_path / "data", names=HOSTILE)
    program = (
        "import sys, pathlib, pactgraph; from pactgraph.view import render_network\n"
        "pathlib.Path(sys.argv[2]).write_text(render_network(pactgraph.load(sys.argv[1])), 'utf-8', newline='\\n')"
    )
    out = tmp_path / "out.html"
    subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", program, str(folder), str(out)],
        env={**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
        check=True,
    )
    assert "عربي" in out.read_bytes().decode("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out.html"], "pyvis left nothing behind"


def test_the_data_that_ship_make_a_page() -> None:
    graph = pactgraph.load()
    parsed = Page(render_network(graph))
    assert 2 <= len(parsed.data["nodes"]) <= 60
    assert parsed.rows
