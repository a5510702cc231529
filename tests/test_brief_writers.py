"""A brief written three ways: the same words, nothing run, nothing asked for, no blank cell."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest

from command import real_graph
from pactgraph.analysis import Scope
from pactgraph.brief import brief
from pactgraph.brief.page import Brief, Bullets, Cited, Heading, Picture, Source, Table, Text
from pactgraph.brief.writers import as_docx, as_html, as_markdown
from pactgraph.chart import Bar, heat_map, timeline

HOSTILE = '<img src=x onerror=alert(1)> [a](javascript:b) | **x** {{ 7*7 }} "\u202e'

CHART = heat_map("Who is there", "theme", ["Arle"], [("treatment", ["covered"]), ("borders", ["not known"])])
BRIEF = Brief(
    "Cascara: who does what",
    "As of 2021-12-31, from 2 documents.",
    (
        Heading("Money"),
        Text(Cited("Arle pays for the clinics.", (1, 2))),
        Bullets(("First.", Cited(HOSTILE, (2,)))),
        Bullets(()),
        Heading("By theme", 3),
        Table(
            "Donors",
            ("donor", "work"),
            (("Arle", Cited("clinics", (1,))), ("Borduria", "not known, last looked 2021-12-31")),
        ),
        Picture(CHART),
        Picture(timeline("When", [Bar("Clinics", "programme", None, None)], date(2021, 12, 31))),
    ),
    (Source(1, "Report", "A, line 1"), Source(2, HOSTILE, "B")),
)


class Reader(HTMLParser):
    """The text of a page, its tags, and what its links point to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._skip = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._skip = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._skip = False

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.words += data.split()


def words_of_docx(data: bytes) -> str:
    paper = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return " ".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def plain(text: str) -> list[str]:
    """The letters and digits alone, to compare across forms."""
    return sorted(re.findall(r"[a-z0-9]+", text.lower()))


def test_all_three_forms_say_the_same() -> None:
    page = Reader(as_html(BRIEF))
    html = " ".join(page.words).replace(f"{BRIEF.title} · PactGraph", "", 1)
    paper = words_of_docx(as_docx(BRIEF))
    # Captions of pictures stand below them and again over their tables; numbers of the list of sources differ in form.
    for sentence in ("Arle pays for the clinics.", "not known, last looked 2021-12-31", "Who is there", "borders"):
        for form in (html, paper, as_markdown(BRIEF)):
            assert sentence in form
    assert set(plain(html)) - {"1", "2"} == set(plain(paper)) - {"1", "2"}
    markdown = re.sub(r"\\(.)|&#8203;", r"\1", as_markdown(BRIEF))
    assert set(plain(html)) - set(plain(markdown)) <= {"the", "pictures", "as", "tables"}


def test_html_runs_and_fetches_nothing_whatever_the_words() -> None:
    html = as_html(BRIEF)
    page = Reader(html)
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "iframe", "object", "form", "link"}
    assert all(not name.startswith("on") for _, attributes in page.tags for name in attributes)
    for tag, attributes in page.tags:
        for name in ("src", "href"):
            assert str(attributes.get(name, "#")).startswith(("#", "data:image/svg+xml;base64,")), (tag, attributes)
    assert sum(tag == "img" for tag, _ in page.tags) == 2, "the pictures, and no image of a hostile name"
    policy = [str(each.get("content")) for tag, each in page.tags if tag == "meta" and "http-equiv" in each]
    assert policy[0].startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "{{ 7*7 }}" in html.replace("&#34;", '"'), "words are no template"


def test_every_mark_leads_to_its_source_and_pictures_have_words() -> None:
    page = Reader(as_html(BRIEF))
    targets = {attributes["id"] for tag, attributes in page.tags if tag == "span" and "id" in attributes}
    links = {str(attributes["href"])[1:] for tag, attributes in page.tags if tag == "a"}
    assert links == targets == {"source-1", "source-2"}
    assert all(attributes.get("alt") for tag, attributes in page.tags if tag == "img")
    assert {"row", "col"} == {attributes.get("scope") for tag, attributes in page.tags if tag == "th"}


def test_markdown_keeps_hostile_words_as_words() -> None:
    text = as_markdown(BRIEF)
    assert "<img" not in text.replace("\\<img", "")
    assert "[a](javascript" not in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} <= {3, 6}
    assert "\n- +" not in as_markdown(Brief("x", "y", (Text("- no list"), Text("1. no list")), ()))
    assert "\n1. no list" not in as_markdown(Brief("x", "y", (Text("1. no list"),), ()))


def test_docx_has_headings_repeated_headers_and_texts_for_pictures() -> None:
    data = as_docx(BRIEF)
    paper = docx.Document(io.BytesIO(data))
    styles = [paragraph.style.name for paragraph in paper.paragraphs if paragraph.style is not None]
    assert styles.count("Heading 1") == 1
    assert "Heading 3" in styles
    assert all("tblHeader" in table.rows[0]._tr.xml for table in paper.tables)
    assert len(paper.inline_shapes) == 2
    assert paper.inline_shapes[0]._inline.docPr.get("descr") == CHART.alt
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "macro" in name.lower() or name.endswith(".bin")]


@pytest.mark.parametrize("write", [as_html, as_markdown, as_docx])
def test_the_same_brief_gives_the_same_bytes(write: object) -> None:
    assert callable(write)
    assert write(BRIEF) == write(BRIEF)


@pytest.mark.parametrize("row", [("Arle", ""), ("Arle", " "), ("Arle",), ("Arle", Cited(""))])
def test_a_blank_cell_is_refused(row: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="blank cell"):
        Table("Donors", ("donor", "work"), (row,))


def converted(data: bytes, to: str, folder: Path) -> bytes:
    """What a word processor makes of the file."""
    (folder / "brief.docx").write_bytes(data)
    home = f"-env:UserInstallation=file://{folder}/home"
    command = ["soffice", home, "--headless", "--convert-to", to, "--outdir", str(folder), str(folder / "brief.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"brief.{to.split(':')[0]}").read_bytes()


WORD_PROCESSOR = pytest.mark.skipif(shutil.which("soffice") is None, reason="no word processor on this machine")


@WORD_PROCESSOR
def test_a_word_processor_reads_the_file(tmp_path: Path) -> None:
    text = converted(as_docx(BRIEF), "txt:Text", tmp_path).decode("utf-8", errors="replace")
    assert "Arle pays for the clinics." in text


@WORD_PROCESSOR
@pytest.mark.slow
def test_a_word_processor_shows_every_table_of_a_long_brief_on_few_pages(tmp_path: Path) -> None:
    made = brief(real_graph(), "lao-pdr", Scope(real_graph().clock()))
    tables = [block for block in made.blocks if isinstance(block, Table)]
    data = as_docx(made)
    page = converted(data, "html", tmp_path).decode("utf-8", errors="replace")
    assert len(re.findall(r"<table\b", page)) == len(tables) + len(made.pictures)
    for table in tables:
        assert table.caption.split("”")[0] in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)), table.caption
    paper = converted(data, "pdf", tmp_path)
    assert 2 <= len(re.findall(rb"/Type\s*/Page[^s]", paper)) <= 4
