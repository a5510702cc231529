"""What is taken away from the page: spreadsheets, a presentation, paper."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from test_explorer_page import ROUTES, Open, Opened, browser, hostile, open_page, pytestmark  # noqa: F401

from command import real_graph
from pactgraph.explorer import explorer_data, read_steps, render_explorer

EXAMPLE = Path(__file__).parent.parent.parent / "docs/examples/steps.yaml"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of the real data with the steps that stand in the repository."""
    path = tmp_path_factory.mktemp("shown") / "explorer.html"
    page = explorer_data(real_graph(), read_steps(EXAMPLE, real_graph()))
    path.write_text(render_explorer(real_graph(), page, lite=True), "utf-8", newline="\n")
    return path


def saved(opened: Opened, button: str, folder: Path) -> Path:
    """The file that a button gives."""
    with opened.page.expect_download() as download:
        opened.page.locator(button).first.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    opened.requests[:] = [url for url in opened.requests if not url.startswith("blob:")]
    return path


def sheets(path: Path) -> dict[str, ElementTree.Element]:
    """Each sheet of a spreadsheet by its name; every part of the file is sound XML."""
    with zipfile.ZipFile(path) as parts:
        assert parts.testzip() is None
        read = {name: ElementTree.fromstring(parts.read(name)) for name in parts.namelist()}
    names = [each.attrib["name"] for each in read["xl/workbook.xml"].iter(f"{MAIN}sheet")]
    return {name: read[f"xl/worksheets/sheet{number}.xml"] for number, name in enumerate(names, 1)}


def as_office_reads(path: Path, folder: Path) -> dict[str, list[list[str]]]:
    """Each sheet as LibreOffice opens it, saved by it as CSV."""
    office = shutil.which("soffice")
    if not office:
        pytest.skip("needs LibreOffice")
    # Comma, quotes, UTF-8, all sheets.
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    out = folder / "csv"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", form, "--outdir", str(out), str(path)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return {
        made.stem.removeprefix(f"{path.stem}-"): list(csv.reader(io.StringIO(made.read_text("utf-8"))))
        for made in out.iterdir()
    }


def test_a_spreadsheet_holds_hostile_names_as_text(open_page: Open, hostile: Path, tmp_path: Path) -> None:  # noqa: F811
    opened = open_page(hostile, "#/find?type=organisation")
    path = saved(opened, "text=XLSX", tmp_path)
    assert path.name == "found.xlsx"
    table, about = sheets(path).values()
    assert not list(table.iter(f"{MAIN}f")), "no formula"
    texts = {"".join(cell.itertext()): cell for cell in table.iter(f"{MAIN}c") if cell.get("t") == "inlineStr"}
    assert "=1+1" in texts
    assert "@SUM(A1)" in texts, "as it is, for it is typed as text"
    numbers = [cell for cell in table.iter(f"{MAIN}c") if cell.get("t") is None]
    assert numbers, "counts are numbers"
    assert all(float(cell[0].text or "") >= 0 for cell in numbers)
    assert table.find(f".//{MAIN}pane").attrib["state"] == "frozen"  # type: ignore[union-attr]
    assert len(list(table.iter(f"{MAIN}col"))) == 4
    assert "Table" in "".join(about.itertext())
    read = as_office_reads(path, tmp_path)
    rows = next(rows for name, rows in read.items() if name != "About")
    assert rows[0] == ["id", "Name", "Kind", "Statements"]
    names = {row[0]: row[1] for row in rows}
    assert "=1+1" in names.values()
    assert "#NAME?" not in str(rows)
    assert "Err:" not in str(rows)


def test_a_spreadsheet_says_of_which_days_it_is(open_page: Open, shown: Path, tmp_path: Path) -> None:  # noqa: F811
    opened = open_page(shown, "#/sources?asof=2017&known=2018")
    path = saved(opened, "text=XLSX", tmp_path)
    read = as_office_reads(path, tmp_path)
    about = {row[0]: row[1] for row in read["About"]}
    assert about["As of"] == "2017"
    assert about["Known by"] == "2 documents, the newest of 26 October 2017"
    assert about["View code, to paste into the search"] == "#/sources?asof=2017&known=2018"
    assert {row[2] for row in read["About"] if row[0] == "Document"} == {
        "asean-work-plan-2009-2015",
        "dublin-group-2017",
    }
    rows = read["Sources"]
    assert rows[0][:2] == ["id", "Document"]
    assert len(rows) == 6


def test_days_are_days_and_vague_dates_are_text(open_page: Open, shown: Path, tmp_path: Path) -> None:  # noqa: F811
    opened = open_page(shown, "#/e/unodc")
    path = saved(opened, "text=XLSX", tmp_path)
    rows = next(rows for name, rows in as_office_reads(path, tmp_path).items() if name != "About")
    assert len(rows) > 1
    opened.to("#/gaps/unfunded?country=lao-pdr")
    gaps = saved(opened, "text=XLSX", tmp_path)
    assert gaps.name == "gaps-unfunded.xlsx"
    board, about = sheets(gaps)
    assert about == "About"
    assert board == "Which outputs and needs have no", "a sheet's name is at most 31 characters"


def step(opened: Opened) -> str:
    return opened.page.inner_text(".steps [role=status] strong")


def test_steps_are_walked_by_keyboard_and_stand_in_the_address(open_page: Open, shown: Path) -> None:  # noqa: F811
    opened = open_page(shown, "#/")
    page = opened.page
    page.locator("a:text-is('Present')").focus()
    page.keyboard.press("Enter")
    opened.wait("location.hash", "#/matrix?place=lao-pdr&present=1")
    assert step(opened) == "1 of 7"
    assert "Who funds or supports which work" in opened.text(".steps")
    assert page.locator("header.top nav:visible, .clocks:visible, footer:visible, main button:visible").count() == 0
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "20px"
    page.locator("h1").focus()
    page.keyboard.press("ArrowRight")
    opened.wait("document.querySelector('.steps strong').textContent", "2 of 7")
    assert "As of 2017, from 2 documents, known by 26 October 2017" in opened.text(".steps")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    opened.wait("document.querySelector('.steps strong').textContent", "1 of 7")
    for place in (2, 3, 4, 5, 6, 7, 7, 7):
        page.keyboard.press("ArrowRight")
        opened.wait("document.querySelector('.steps strong').textContent", f"{place} of 7")
    before = page.evaluate("location.hash")
    page.reload()
    opened.ready()
    assert (page.evaluate("location.hash"), step(opened)) == (before, "7 of 7")
    page.go_back()
    opened.wait("document.querySelector('.steps strong').textContent", "6 of 7")
    page.keyboard.press("Escape")
    opened.wait("document.querySelector('.steps') === null")
    assert "present" not in page.evaluate("location.hash")
    assert page.locator("header.top nav:visible").count() == 1
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "16px"


def test_arrows_move_in_the_matrix_before_they_move_the_steps(open_page: Open, shown: Path) -> None:  # noqa: F811
    opened = open_page(shown, "#/matrix?place=lao-pdr&present=1")
    page = opened.page
    page.locator(".matrix a[tabindex='0']").focus()
    first = page.evaluate("document.activeElement.dataset.cell")
    page.keyboard.press("ArrowRight")
    opened.wait(f"document.activeElement.dataset.cell !== {first!r}")
    assert step(opened) == "1 of 7"
    page.keyboard.press("Enter")
    opened.wait("document.querySelector('.drawer') !== null")
    page.keyboard.press("Escape")
    opened.wait("document.querySelector('.drawer') === null")
    assert step(opened) == "1 of 7", "Esc closes the evidence first"


@pytest.mark.parametrize("number", ["8", "0", "-1", "x", "1.5"])
def test_a_step_that_is_none_breaks_nothing(open_page: Open, shown: Path, number: str) -> None:  # noqa: F811
    opened = open_page(shown, f"#/gaps?present={number}")
    assert opened.text("main h1") == "Gaps"
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("ArrowLeft")
    opened.page.keyboard.press("Escape")
    opened.wait("document.querySelector('.steps') === null")


def test_without_steps_the_view_itself_is_presented(open_page: Open, hostile: Path) -> None:  # noqa: F811
    opened = open_page(hostile, "#/gaps")
    opened.page.click("a:text-is('Present')")
    opened.wait("location.hash", "#/gaps?present=1")
    assert opened.page.locator(".steps strong").count() == 0
    opened.page.keyboard.press("Escape")
    opened.wait("location.hash", "#/gaps")


@pytest.fixture(scope="module")
def reader() -> Any:
    return pytest.importorskip("pypdf").PdfReader


@pytest.fixture(scope="module")
def printed(browser: Any, shown: Path, reader: Any) -> Iterator[Any]:  # noqa: F811
    """The sheets of a view as text."""
    context = browser.new_context(offline=True)

    def print_(route: str) -> list[str]:
        page = context.new_page()
        page.goto(shown.as_uri() + route)
        page.wait_for_selector("body[data-state=ready]")
        sheets = reader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
        page.close()
        # A network is wider than it is high, so it is printed across.
        size = (842, 595) if route.startswith("#/net") else (595, 842)
        for sheet in sheets:
            assert (float(sheet.mediabox.width), float(sheet.mediabox.height)) == pytest.approx(size, abs=2), "A4"
        return [sheet.extract_text() for sheet in sheets]

    yield print_
    context.close()


@pytest.mark.parametrize("route", [*ROUTES, "#/gaps?present=4"])
def test_every_sheet_says_its_days_and_its_data(printed: Any, route: str) -> None:
    mark = "&" if "?" in route else "?"
    texts = printed(f"{route}{mark}asof=2017&known=2019")
    for number, text in enumerate(texts, 1):
        assert "as of 2017, known by 31 December 2019 (4 documents) · data of 31 December 2021, " in text, route
        assert re.search(r"data of 31 December 2021, [0-9a-f]{12}", text)
        assert f"{number} / {len(texts)}" in text


def plain(text: str) -> str:
    """Without spaces, and without the ligatures that a font sets."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def test_an_entity_is_printed_without_cut_rows(printed: Any, shown: Path, open_page: Open) -> None:  # noqa: F811
    opened = open_page(shown, "#/e/idswg")
    opened.page.emulate_media(media="print")
    kept = opened.page.evaluate(
        """() => [...document.querySelectorAll("tr, .card, .facts")].every(
            (each) => getComputedStyle(each).breakInside === "avoid")"""
    )
    assert kept
    texts = printed("#/e/idswg")
    rows = [row.split("\n") for row in opened.page.locator("main tbody tr").all_inner_texts()]
    assert len(rows) > 10
    squeezed = [plain(text) for text in texts]
    for row in rows:
        cells = [plain(cell) for cell in "\n".join(row).split("\t") if cell.strip()]
        assert any(all(cell in text for cell in cells) for text in squeezed), row
