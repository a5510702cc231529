"""Briefs on the real data: what must stand in them was read in the documents; what must not stands beside it."""

from __future__ import annotations

import re

import pytest

from command import call, real_graph
from pactgraph.analysis import Scope
from pactgraph.brief import Brief, as_markdown, brief
from pactgraph.brief.page import Bullets, Heading, Picture, Table, Text, text_of
from pactgraph.errors import UsageError


def made(subject: str, as_of: str | None = None, known_by: str | None = None, **more: bool) -> Brief:
    return brief(real_graph(), subject, Scope(real_graph().clock(as_of, known_by)), **more)


def section(found: Brief, heading: str) -> str:
    """What stands below a heading, as text."""
    out: list[str] = []
    inside = False
    for block in found.blocks:
        if isinstance(block, Heading):
            inside = block.text == heading
        elif inside:
            match block:
                case Text(words):
                    out.append(text_of(words))
                case Bullets(items):
                    out += [text_of(item) for item in items]
                case Table(_, _, rows):
                    out += [" | ".join(text_of(cell) for cell in row) for row in rows]
                case Picture(chart):
                    out += [" | ".join(row) for row in chart.rows]
    return "\n".join(out)


def row(text: str, begins: str) -> str:
    """The line that begins so."""
    (found,) = [line for line in text.splitlines() if line.startswith(begins)]
    return found


SUBJECTS = [
    ("lao-pdr", False),
    ("myanmar", False),
    ("japan", True),
    ("unodc", False),
    ("border-management-lao", False),
    ("idswg", False),
    ("honlap-43", False),
    ("treatment", False),
    ("drug-control-masterplan-lao-2016-2020", False),
    ("mekong-mou-1993", False),
]
EACH = pytest.mark.parametrize(("subject", "as_donor"), SUBJECTS)


@EACH
def test_every_line_has_a_source_or_says_that_nothing_is_known(subject: str, as_donor: bool) -> None:
    found = made(subject, as_donor=as_donor)
    numbers = {source.number for source in found.sources}
    assert numbers == set(range(1, len(numbers) + 1))
    cited = {int(mark) for mark in re.findall(r"\\?\[(\d+)\\?\]", as_markdown(found).split("## Sources")[0])}
    assert cited <= numbers
    for block in found.blocks:
        if isinstance(block, Table):
            for cells in block.rows:
                line = " ".join(text_of(cell) for cell in cells)
                assert re.search(r"\[\d+\]", line) or "not known, last looked" in line or "more" in line, line
        if isinstance(block, Bullets):
            assert all(re.search(r"\[\d+\]", text_of(item)) for item in block.items)


@EACH
def test_no_id_reaches_a_reader(subject: str, as_donor: bool) -> None:
    text = as_markdown(made(subject, as_donor=as_donor))
    assert not re.findall(r"\b(?:dublin-group-2017|idswg-2021|mekong-mou|honlap-43)/[a-z-]+", text)
    assert "{" not in text.replace("\\{", "")


def test_who_pays_in_the_lao_pdr_is_who_the_report_says() -> None:
    told = section(made("lao-pdr"), "Who pays for and supports what")
    japan = row(told, "Japan")
    # Line 15 of the sector group's report: Japan and the fund pay for border management, with no word of doubt.
    assert re.search(r"Border Management Programme, Lao PDR \[\d+\]", japan)
    assert "Border Management Programme, Lao PDR" in row(told, "United Nations Peace and Development Trust Fund")
    # Line 41: Luxembourg supports (no word of money); Germany funds from 2020.
    assert re.search(r"supported by Luxembourg \(supports\)", row(told, "Luxembourg"))
    assert "Sustainable livelihoods programme through coffee in Houaphanh (from 2020, end not stated)" in row(
        told, "Germany"
    )
    # Decoys: Japan works with others on alternative development (24), which is neither money nor support; the
    # European Union's projects ended in 2015 (44); Denmark is in Myanmar.
    assert "lternative development" not in japan
    assert not [line for line in told.splitlines() if line.startswith(("European Union", "Denmark"))]


def test_a_brief_goes_by_both_clocks() -> None:
    assert "the newest of 2017-10-26." in made("lao-pdr", known_by="2018").about
    then = section(made("lao-pdr", "2017-10-26", "2018"), "Who pays for and supports what")
    assert "Germany" not in then, "the coffee programme was first told of in 2021"
    now = section(made("lao-pdr"), "Who pays for and supports what")
    assert "Germany" in now


def test_what_rests_on_one_donor_names_the_donor() -> None:
    told = section(made("lao-pdr"), "What rests on one donor")
    assert "Project against cybercrime and darknet crime through digital evidence: Canada alone. [" in told
    assert "Border Management" not in told, "two pay for it"


def test_a_country_as_donor_is_another_brief() -> None:
    gives = section(made("japan", as_donor=True), "Work it pays for or supports, with the others who do")
    assert "Border Management Programme, Lao PDR" in row(gives, "Japan")
    gets = as_markdown(made("japan"))
    assert "Work it pays for" not in gets


def test_what_came_of_an_ask_stands_beside_it() -> None:
    told = section(made("idswg"), "What it asked or was asked, and what came of it")
    border = row(told, "A.1 Make border security stronger.")
    assert "through community policing" in border, "line 15: the programme also does community policing"
    zones = row(told, "A.2 Regulate Special Economic Zones properly.")
    # Line 16 reports training against money laundering under it, which is no regulation of zones; that zones are
    # common and oversight is weak is a note on the situation, and came of nothing.
    assert "(off-topic)" in zones
    assert "oversight" not in zones


def test_a_timeline_draws_what_is_dated_and_leaves_out_what_is_not() -> None:
    charts = [c for c in made("lao-pdr").pictures if c.title.startswith("When")]
    bars = {line[0]: line for line in charts[0].rows}
    name = "Project against cybercrime and darknet crime through digital evidence"
    assert bars[name][2:4] == ("2021-01-01", "2023-12-31"), "line 47: 2021-23"
    assert not [each for each in bars if "Border Management" in each], "no date is stated for it"


@pytest.mark.parametrize(("typed", "meant"), [("laos", "lao-pdr"), ("hongkong", "hong-kong"), ("idsw", "idswg")])
def test_an_unknown_subject_gets_the_nearest(typed: str, meant: str) -> None:
    with pytest.raises(UsageError, match=f"unknown id '{typed}'; did you mean .*{meant}"):
        made(typed)


def test_the_command_writes_the_form_that_the_file_is_called_by(tmp_path: object) -> None:
    for name, begins in (("b.html", b"<!doctype html>"), ("b.md", b"# Lao PDR"), ("b.docx", b"PK")):
        assert call("brief", "lao-pdr", "-o", f"{tmp_path}/{name}").code == 0
        with open(f"{tmp_path}/{name}", "rb") as file:
            assert file.read().startswith(begins)
    assert call("brief", "lao-pdr").out.startswith("# Lao PDR")
    assert call("brief", "lao-pdr", "--format", "docx").code == 2
    assert call("brief", "nobody-at-all").code == 2
