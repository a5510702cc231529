"""The page of the thirty checks: each is there once, and each test that it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs/checks.md").read_text("utf-8")
ROWS = re.findall(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+) \|$", PAGE, re.MULTILINE)
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)))


def test_each_of_the_thirty_checks_has_its_row() -> None:
    assert [int(number) for number, *_ in ROWS] == list(range(1, 31))
    for number, _, state, shown in ROWS:
        assert state in ("holds", "in part", "not shown"), number
        assert "::" in shown, f"{number}: no test is named"


@pytest.mark.parametrize(("file", "name"), NAMED, ids=["::".join(each) for each in NAMED])
def test_a_test_that_the_page_names_is_there(file: str, name: str) -> None:
    text = (TESTS / file).read_text("utf-8")
    assert re.search(rf"^def {name}\(", text, re.MULTILINE), f"docs/checks.md names {file}::{name}"
