"""Still pictures: the same bytes from the same input, text that stays text, greys alone, a table twin."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from pactgraph.chart import LOOKS, Bar, Chart, Link, chain, heat_map, timeline

HOSTILE = "$x^2$ <script>alert('x')</script> & co. \u202e ยาบ้า"


def year(number: int) -> tuple[date, date]:
    return date(number, 1, 1), date(number, 12, 31)


def day(text: str) -> tuple[date, date]:
    return date.fromisoformat(text), date.fromisoformat(text)


def heat() -> Chart:
    rows = [("Treatment", ["covered", "not known"]), (HOSTILE, ["perhaps", "stated none"])]
    return heat_map("Coverage", "theme", ["Japan", HOSTILE], rows)


def line() -> Chart:
    bars = [
        Bar("Plan", "plan", day("2016-01-01"), day("2020-12-31")),
        Bar(HOSTILE, "programme", year(2017), None),
        Bar("Old work", "programme", None, year(2018)),
        Bar("Treaty", "agreement", year(1997), None, endless=True),
        Bar("Meeting", "event", day("2019-10-22"), day("2019-10-25")),
        Bar("Seen", "programme", None, None, seen=year(2014)),
    ]
    return timeline("When", bars, date(2021, 12, 31))


def money() -> Chart:
    links = [Link("Japan", "Borders", "funds"), Link("Borders", HOSTILE, "implements", certain=False)]
    return chain("Money", ["donors", "programmes", "agencies"], links)


EVERY = pytest.mark.parametrize("make", [heat, line, money])


def texts(chart: Chart) -> str:
    """All that is written in the picture, line breaks as blanks."""
    root = ET.fromstring(chart.svg())
    return " ".join(" ".join(each.itertext()).strip() for each in root.iter("{http://www.w3.org/2000/svg}text"))


@EVERY
def test_the_same_input_gives_the_same_bytes(make: object) -> None:
    assert callable(make)
    assert make().svg() == make().svg()
    assert make().png() == make().png()


@EVERY
def test_names_are_text_whatever_they_hold(make: object) -> None:
    assert callable(make)
    svg = make().svg()
    root = ET.fromstring(svg)
    assert not [each for each in root.iter() if each.tag.endswith("script")]
    assert "<script" not in svg
    assert "$x^2$" in texts(make()), "a dollar sign is no formula"
    assert not re.findall(r'(?:href|src)="(?!#)', svg), "nothing outside is asked for"


@EVERY
def test_it_is_drawn_in_greys(make: object) -> None:
    assert callable(make)
    colours = set(re.findall(r"#([0-9a-f]{6})", make().svg()))
    assert colours
    assert all(each[0:2] == each[2:4] == each[4:6] for each in colours)


@EVERY
def test_the_picture_for_word_processors_is_wide_enough_to_print(make: object) -> None:
    assert callable(make)
    chart = make()
    image = Image.open(BytesIO(chart.png()))
    assert image.info["dpi"] == pytest.approx((200, 200), abs=1)
    assert image.width < 1150 if chart.narrow else image.width >= 1400, "a narrow one is drawn as wide as it is printed"


def test_a_heat_map_has_a_sign_for_every_state_and_the_table_has_the_word() -> None:
    found = heat()
    assert found.header == ("theme", "Japan", HOSTILE)
    assert found.rows == (("Treatment", "covered", "not known"), (HOSTILE, "perhaps", "stated none"))
    assert {"●", "·", "◐", "✗"} <= set(texts(found).split())
    assert (
        found.alt
        == "Coverage: 2 by 2 cells, 1 covered, 1 not known, 1 perhaps, 1 stated none. The table holds the same."
    )
    assert len({sign for sign, _ in LOOKS.values() if sign.strip()}) == 9


def test_numbers_in_a_heat_map_are_their_own_signs_and_the_largest_is_darkest() -> None:
    svg = heat_map("Counts", "donor", ["a", "b", "c"], [("x", ["0", "2", "8"])]).svg()
    greys = [int(each[:2], 16) for each in re.findall(r"fill: #([0-9a-f]{6}); stroke: #999999", svg)]
    assert len(greys) == 3
    assert greys == sorted(greys, reverse=True)
    assert greys[0] == 255, "none is white"


def test_a_timeline_tells_what_is_not_known_from_what_is_endless() -> None:
    assert line().rows == (
        ("Plan", "plan", "2016-01-01", "2020-12-31", "–"),
        (HOSTILE, "programme", "2017", "not known", "–"),
        ("Old work", "programme", "not known", "2018", "–"),
        ("Treaty", "agreement", "1997", "no end", "–"),
        ("Meeting", "event", "2019-10-22", "2019-10-25", "–"),
        ("Seen", "programme", "not known", "not known", "2014"),
    )
    signs = texts(line()).split()
    # Of one the end is not known, of one the start, of one both; the treaty has no end, which is known.
    assert (signs.count("▷"), signs.count("◁")) == (2, 2)
    assert "3 with a start or an end that is not known" in line().alt


def test_a_vague_start_is_hatched_and_a_plain_one_is_not() -> None:
    def hatched(bar: Bar) -> bool:
        """Whether any hatching is left to see: some of the bar is not covered by its solid part."""
        svg = timeline("x", [bar], date(2021, 1, 1)).svg()
        boxes = [
            [float(n) for n in re.findall(r"-?\d+\.\d+", path)]
            for path in re.findall(r'<path d="(M [^"]+z)\s*" clip-path', svg)
        ]
        spans = [(min(box[0::2]), max(box[0::2])) for box in boxes]
        return len(spans) < 2 or spans[0] != spans[-1]

    assert hatched(Bar("vague", "plan", year(2017), day("2020-01-01")))
    assert not hatched(Bar("plain", "plan", day("2017-01-01"), day("2020-01-01")))


def test_a_chain_puts_each_name_behind_those_that_pass_on_to_it_and_stops_in_circles() -> None:
    found = money()
    assert found.rows[1] == ("Borders", HOSTILE, "implements", "possible")
    words = texts(found)
    assert words.index("Japan") < words.index("Borders")
    circle = chain("Round", ["a"], [Link("x", "y", "funds"), Link("y", "x", "funds"), Link("x", "x", "funds")])
    assert circle.svg()


@pytest.mark.parametrize(
    "chart",
    [heat_map("none", "a", [], []), timeline("none", [], date(2021, 1, 1)), chain("none", [], [])],
)
def test_nothing_is_still_a_picture(chart: Chart) -> None:
    assert ET.fromstring(chart.svg()) is not None
    assert chart.rows == ()
