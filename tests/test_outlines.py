"""The outlines of the explorer's map: small, and each around the point that the data give for its code."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
OUTLINES = ROOT / "graph/explorer/src/outlines.json"
POINTS = ROOT / "tests/fixtures/natural_earth/points.csv"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
#: Small states and islands whose outline is a few corners or none; their number stands at the point all the same.
COARSE = {"Fr. S. Antarctic Lands", "Hong Kong", "Qatar", "Solomon Is.", "Kep"}

Ring = list[tuple[float, float]]


def numbers(text: str) -> Iterator[int]:
    """Base64 VLQ, as in source maps."""
    value = shift = 0
    for letter in text:
        digit = _LETTERS.index(letter)
        value |= (digit & 31) << shift
        shift += 5
        if not digit & 32:
            yield -(value >> 1) if value & 1 else value >> 1
            value = shift = 0


def outlines() -> dict[str, list[Ring]]:
    """The rings of each country (M49) and province (ISO 3166-2), in degrees."""
    told: dict[str, Any] = json.loads(OUTLINES.read_text("utf-8"))
    lines: list[Ring] = []
    for text in told["lines"]:
        x = y = 0
        lines.append([])
        steps = list(numbers(text))
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            lines[-1].append((x / told["grid"], y / told["grid"]))

    def ring(text: str) -> Ring:
        return [point for each in numbers(text) for point in (lines[each] if each >= 0 else lines[~each][::-1])]

    shapes = dict(told["countries"])
    for provinces in told["provinces"].values():
        shapes |= provinces
    return {code: [ring(text) for text in rings] for code, rings in shapes.items()}


def holds(rings: list[Ring], x: float, y: float) -> bool:
    """Whether a point lies in the rings, by the even-odd rule that the page fills by."""
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


def test_they_are_small_and_say_whose_they_are() -> None:
    assert OUTLINES.stat().st_size <= 30_000
    note = json.loads(OUTLINES.read_text("utf-8"))["note"]
    assert "Natural Earth, public domain" in note
    assert "world-atlas 2.0.2" in note
    assert "legacy-plugin-chart-country-map 0.20.3" in note


def test_every_point_lies_in_its_own_outline() -> None:
    shapes = outlines()
    rows = {row["code"]: row for row in csv.DictReader(POINTS.read_text("utf-8").splitlines())}
    provinces = {code for code, row in rows.items() if "-" in code and row["name"] not in COARSE}
    assert len(provinces) > 140
    assert not provinces - shapes.keys(), "every province that has a point has an outline"
    assert not shapes.keys() - rows.keys(), "and nothing is drawn that the table does not know"
    assert shapes.keys() >= {"104", "116", "156", "418", "704", "764", "036", "554", "643"}
    for code, rings in shapes.items():
        inside = holds(rings, float(rows[code]["long"]), float(rows[code]["lat"]))
        assert inside or rows[code]["name"] in COARSE, f"{code} {rows[code]['name']}"
    houaphanh = rows["LA-HO"]
    assert not holds(shapes["LA-SV"], float(houaphanh["long"]), float(houaphanh["lat"]))
    assert not holds(shapes["704"], float(houaphanh["long"]), float(houaphanh["lat"]))


def test_neighbours_share_their_border() -> None:
    """Else slits would open between them: each province has a line of its outline in common with another."""
    told = json.loads(OUTLINES.read_text("utf-8"))
    lao = {
        code: {each if each >= 0 else ~each for ring in rings for each in numbers(ring)}
        for code, rings in told["provinces"]["418"].items()
    }
    for code, mine in lao.items():
        assert any(mine & other for name, other in lao.items() if name != code), code
