"""A brief as HTML that prints well, as Markdown, as a word processor's file.

HTML has no script and asks for nothing: pictures stand in it, and its policy lets nothing else in.
All three say the same; a test compares their words.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from .. import resources
from .page import Brief, Bullets, Heading, Picture, Source, Table, Text, Words, parts, text_of

if TYPE_CHECKING:
    from docx.document import Document as Docx

#: Characters that Markdown would take for its own.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~]")
#: What would begin a list at the head of a paragraph.
_LIST = re.compile(r"^([-+](?=\s)|\d+(?=[.)]\s))")
#: The only date in a DOCX file that we set: archives made twice must not differ.
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def by_document(sources: Iterable[Source]) -> dict[str, list[Source]]:
    """The numbered places under the document in which they stand."""
    found: dict[str, list[Source]] = {}
    for source in sources:
        found.setdefault(source.document, []).append(source)
    return found


def as_html(brief: Brief) -> str:
    """One page without script that opens from a file and prints in black and white."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources.templates_dir()),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("brief.html").render(
        brief=brief,
        style=_style(brief),
        policy=html_policy(brief),
        blocks=[(type(block).__name__.lower(), block) for block in brief.blocks],
        image=lambda chart: "data:image/svg+xml;base64," + base64.b64encode(chart.svg().encode()).decode(),
        parts=parts,
        documents=by_document(brief.sources),
    )


def html_policy(brief: Brief) -> str:
    """What a browser may do with the page: show it. It stands in it, for a server to send as well."""
    digest = base64.b64encode(hashlib.sha256(_style(brief).encode()).digest()).decode()
    return f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'"


def _style(brief: Brief) -> str:
    return (resources.templates_dir() / "brief.css").read_text("utf-8") + _foot(brief)


def _foot(brief: Brief) -> str:
    """What stands at the foot of every sheet, beside its number: what it is about, and its days."""
    title = brief.title if len(brief.title) <= 70 else f"{brief.title[:69]}…"
    text = f"{title} · {brief.about.partition('. ')[0]}"
    # A name is text, whatever stands in it: all but letters, digits and spaces is written as its number.
    safe = re.sub(r"[^\w ]", lambda sign: f"\\{ord(sign[0]):x} ", text)
    return f':root {{ --foot: "{safe}"; }}\n'


def as_markdown(brief: Brief) -> str:
    """Text to paste and to keep under version control; a picture is its table."""
    out = [f"# {_plain(brief.title)}", "", _plain(brief.about), ""]
    for block in brief.blocks:
        match block:
            case Heading(text, level):
                out += [f"{'#' * level} {_MARKUP.sub(_escaped, text)}", ""]
            case Text(words):
                out += [_cited(words), ""]
            case Bullets(items):
                out += [*(f"- {_cited(item)}" for item in items), *([""] if items else [])]
            case Table(caption, header, rows):
                out += _table(caption, header, rows)
            case Picture(chart):
                out += _table(chart.title, chart.header, chart.rows)
    out += ["## Sources", ""]
    for document, sources in by_document(brief.sources).items():
        places = "; ".join(f"[{source.number}] {_plain(source.place)}" for source in sources)
        out.append(f"- {_plain(document)}: {places}")
    return "\n".join(out).rstrip() + "\n"


def _table(caption: str, header: tuple[str, ...], rows: tuple[tuple[Words, ...], ...]) -> list[str]:
    lines = [header, *rows]
    cells = ["| " + " | ".join(_cited(cell) for cell in line) + " |" for line in lines]
    return [f"**{_plain(caption)}**", "", cells[0], "|" + " --- |" * len(header), *cells[1:], ""]


def _cited(words: Words) -> str:
    return "; ".join(
        f"{_plain(part.text)} {''.join(f'[{mark}]' for mark in part.marks)}".rstrip() for part in parts(words)
    )


def _plain(text: str) -> str:
    return _LIST.sub(_escaped, _MARKUP.sub(_escaped, " ".join(text.split())))


def _escaped(found: re.Match[str]) -> str:
    # A number that would begin a list keeps its digits; the mark behind it is escaped by a blank entity.
    return f"{found.group()}&#8203;" if found.group()[0].isdigit() else f"\\{found.group()}"


def as_docx(brief: Brief) -> bytes:
    """A file for word processors, with real headings, table headers and texts beside pictures."""
    import docx
    from docx.shared import Cm, Pt

    paper = docx.Document()
    properties = paper.core_properties
    properties.title, properties.author, properties.comments = brief.title, "PactGraph", ""
    properties.created = properties.modified = _EPOCH
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    paper.styles["Normal"].font.size = Pt(10)
    paper.styles["Normal"].paragraph_format.space_after = Pt(4)
    paper.add_heading(brief.title, 1)
    paper.add_paragraph(brief.about)
    for block in brief.blocks:
        match block:
            case Heading(text, level):
                paper.add_heading(text, level)
            case Text(words):
                paper.add_paragraph(text_of(words))
            case Bullets(items):
                for item in items:
                    paper.add_paragraph(text_of(item), style="List Bullet")
            case Table(caption, header, rows):
                _docx_table(paper, caption, header, rows)
            case Picture(chart):
                paper.add_picture(io.BytesIO(chart.png()), width=None if chart.narrow else Cm(17))
                drawing = paper.inline_shapes[-1]._inline.docPr
                drawing.set("descr", chart.alt)
                drawing.set("title", chart.title)
                paper.add_paragraph(chart.title, style="Caption")
    if brief.pictures:
        paper.add_heading("The pictures as tables", 2)
        for chart in brief.pictures:
            _docx_table(paper, chart.title, chart.header, chart.rows)
    paper.add_heading("Sources", 2)
    for document, sources in by_document(brief.sources).items():
        places = "; ".join(f"[{source.number}] {source.place}" for source in sources)
        for run in paper.add_paragraph(f"{document}: {places}").runs:
            run.font.size = Pt(8)
    out = io.BytesIO()
    paper.save(out)
    return _undated(out.getvalue())


def _docx_table(paper: Docx, caption: str, header: tuple[str, ...], rows: tuple[tuple[Words, ...], ...]) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Cm, Pt

    paper.add_paragraph(caption, style="Caption").paragraph_format.keep_with_next = True
    table = paper.add_table(rows=1, cols=len(header), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, header, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(text).bold = True
    repeated = OxmlElement("w:tblHeader")  # the header comes again on every page, and is read out as one
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = text_of(words)
    table.autofit = False
    widths = [Cm(17 * share) for share in _shares([header, *([text_of(words) for words in row] for row in rows)])]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # Word reads the cells', LibreOffice the columns'
    size = Pt(8) if len(header) < 8 else Pt(6.5)
    for row_made in table.rows:
        row_made._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row_made.cells, widths, strict=True):
            cell.width = width
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
                for run in paragraph.runs:
                    run.font.size = size


def _shares(lines: Sequence[Sequence[str]]) -> list[float]:
    """How wide each column is, of all: by its usual length, and no narrower than a word and the cell's own margins.

    >>> _shares([("donor", "work"), ("Japan", "x" * 56)])
    [0.25, 0.75]
    """
    weights = [
        max(
            5 + max(len(word[:12]) for text in column for word in text.split()),
            min(60, sum(map(len, column)) // len(column)),
        )
        for column in zip(*lines, strict=True)
    ]
    return [weight / sum(weights) for weight in weights]


def _undated(archive: bytes) -> bytes:
    """The same archive with the same date on every member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            member = zipfile.ZipInfo(name, _EPOCH.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            write.writestr(member, read.read(name))
    return out.getvalue()
