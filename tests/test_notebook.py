"""The notebook of `docs/`: it is sound, runs from top to bottom, and shows what is stored in it."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from command import ROOT
from notebook import lines

TOUR = ROOT / "docs" / "tour.ipynb"
MEND = "to mend it, and then to read what changed: python tests/notebook.py docs/tour.ipynb --write"


def read() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(TOUR.read_text("utf-8"))
    return found


def code(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def executed(path: Path) -> subprocess.CompletedProcess[str]:
    """The notebook run by IPython in a process of its own, so that it finds nothing but what it makes."""
    program = [sys.executable, str(ROOT / "tests" / "notebook.py"), str(path)]
    return subprocess.run(program, capture_output=True, text=True, cwd=path.parent, timeout=300)


def test_every_cell_runs_and_shows_what_is_stored() -> None:
    ran = executed(TOUR)
    assert ran.returncode == 0, ran.stderr
    for cell, shown in zip(code(read()), json.loads(ran.stdout), strict=True):
        assert cell["outputs"] == shown, f"the cell {cell['id']} no longer shows what is stored; {MEND}"


def test_a_changed_answer_and_a_cell_that_fails_are_noticed(tmp_path: Path) -> None:
    notebook = read()
    cells = code(notebook)
    changed = copy.deepcopy(notebook)
    changed["cells"] = [
        {**cells[0], "source": lines("print('one')\n41 + 1")},
        {**cells[1], "source": lines("raise ValueError('no such thing')")},
    ]
    path = tmp_path / "changed.ipynb"
    path.write_text(json.dumps(changed))
    failed = executed(path)
    assert failed.returncode != 0
    assert "no such thing" in failed.stderr
    changed["cells"] = changed["cells"][:1]
    path.write_text(json.dumps(changed))
    (shown,) = json.loads(executed(path).stdout)
    assert [each["output_type"] for each in shown] == ["stream", "execute_result"]
    assert shown[0]["text"] == ["one\n"]
    assert shown[1]["data"]["text/plain"] == ["42"]


def test_it_is_a_sound_notebook_with_its_outputs_in_order() -> None:
    nbformat.validate(nbformat.reads(TOUR.read_text("utf-8"), as_version=4))
    assert [cell["execution_count"] for cell in code(read())] == list(range(1, len(code(read())) + 1))


def test_it_is_written_as_it_would_be_written_again() -> None:
    text = json.dumps(read(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert TOUR.read_text("utf-8") == text


#: Read off the sector working group's report: line 15 (who pays), the header and line 60 (who chairs).
KNOWN = {
    "find": ["houaphanh · place"],
    "ask": ["('japan', 'border-management-lao', None, 'yes', 'idswg-2021', 'A.1, line 15')"],
    "network": ["un-peace-and-development-trust-fund funds border-management-lao"],
    "sparql": ["lcdc                             preferred  idswg-2021: C.1, line 60", "mps-lao", "Header, line 5"],
    "says": ["chairs Illicit Drug Sector Working Group  [idswg-2021: C.1, line 60]"],
}


@pytest.mark.parametrize("cell", KNOWN)
def test_what_it_shows_is_what_the_documents_say(cell: str) -> None:
    (found,) = (each for each in code(read()) if each["id"] == cell)
    shown = "".join("".join(output.get("text", ())) for output in found["outputs"])
    for words in KNOWN[cell]:
        assert words in shown
    assert "canada" not in shown


def test_the_picture_is_stored_as_svg_and_told_in_words() -> None:
    (found,) = (each for each in code(read()) if each["id"] == "chart")
    told, picture = found["outputs"]
    assert "The table holds the same" in "".join(told["text"])
    assert "<svg" in "".join(picture["data"]["image/svg+xml"])
