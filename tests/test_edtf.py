"""Vague dates: which texts are dates, which four days they mean, and laws that hold for all of them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactgraph.edtf import BEGINNING, END, EdtfError, bounds, precision


def days(*texts: str) -> tuple[date, ...]:
    """Days from `2014-08-31` texts; `<` and `>` stand for no bound."""
    return tuple({"<": BEGINNING, ">": END}.get(text) or date.fromisoformat(text) for text in texts)


@pytest.mark.parametrize(
    ("text", "possible_from", "certain_from", "certain_until", "possible_until"),
    [
        ("2016", "2016-01-01", "2016-12-31", "2016-01-01", "2016-12-31"),
        ("2016-06", "2016-06-01", "2016-06-30", "2016-06-01", "2016-06-30"),
        ("2016-02", "2016-02-01", "2016-02-29", "2016-02-01", "2016-02-29"),
        ("2015-02", "2015-02-01", "2015-02-28", "2015-02-01", "2015-02-28"),
        ("2016-06-01", "2016-06-01", "2016-06-01", "2016-06-01", "2016-06-01"),
        ("2016-02-29", "2016-02-29", "2016-02-29", "2016-02-29", "2016-02-29"),
        ("201X", "2010-01-01", "2019-12-31", "2010-01-01", "2019-12-31"),
        ("20XX", "2000-01-01", "2099-12-31", "2000-01-01", "2099-12-31"),
        ("201X-08", "2010-08-01", "2019-08-31", "2010-08-01", "2019-08-31"),
        ("201X-02", "2010-02-01", "2019-02-28", "2010-02-01", "2019-02-28"),
        ("201X-08-15", "2010-08-15", "2019-08-15", "2010-08-15", "2019-08-15"),
        ("201X-02-29", "2012-02-29", "2016-02-29", "2012-02-29", "2016-02-29"),
        ("2016-XX", "2016-01-01", "2016-12-31", "2016-01-01", "2016-12-31"),
        ("2016-06-XX", "2016-06-01", "2016-06-30", "2016-06-01", "2016-06-30"),
        ("2016-XX-XX", "2016-01-01", "2016-12-31", "2016-01-01", "2016-12-31"),
        ("2016-33", "2016-01-01", "2016-03-31", "2016-01-01", "2016-03-31"),
        ("2016-36", "2016-10-01", "2016-12-31", "2016-10-01", "2016-12-31"),
        ("2016-38", "2016-05-01", "2016-08-31", "2016-05-01", "2016-08-31"),
        ("2017-40", "2017-01-01", "2017-06-30", "2017-01-01", "2017-06-30"),
        ("2017-41", "2017-07-01", "2017-12-31", "2017-07-01", "2017-12-31"),
        ("2016~", "2015-01-01", "2017-12-31", "2015-01-01", "2017-12-31"),
        ("2016-01~", "2015-12-01", "2016-02-29", "2015-12-01", "2016-02-29"),
        ("2016-06-01~", "2016-05-31", "2016-06-02", "2016-05-31", "2016-06-02"),
        ("XXXX-05", "<", ">", "<", ">"),
        ("XXXX-02-29", "<", ">", "<", ">"),
        ("2014/2018", "2014-01-01", "2014-12-31", "2018-01-01", "2018-12-31"),
        ("2014-08/2018-03", "2014-08-01", "2014-08-31", "2018-03-01", "2018-03-31"),
        ("2014-08-05/2018", "2014-08-05", "2014-08-05", "2018-01-01", "2018-12-31"),
        ("2014-08-05/2014-08-05", "2014-08-05", "2014-08-05", "2014-08-05", "2014-08-05"),
        ("2014~/2018", "2013-01-01", "2015-12-31", "2018-01-01", "2018-12-31"),
        ("1997/..", "1997-01-01", "1997-12-31", ">", ">"),
        ("2018/", "2018-01-01", "2018-12-31", "2018-12-31", ">"),
        ("/2015-12", "<", "2015-12-01", "2015-12-01", "2015-12-31"),
        ("../2015-12", "<", "<", "2015-12-01", "2015-12-31"),
        ("[2015-07..2015-12]", "2015-07-01", "2015-12-31", "2015-07-01", "2015-12-31"),
        ("[2015, 2017-06]", "2015-01-01", "2017-06-30", "2015-01-01", "2017-06-30"),
        ("[..2015]", "<", "2015-12-31", "<", "2015-12-31"),
        ("[2015..]", "2015-01-01", ">", "2015-01-01", ">"),
        # The coarser precision decides: 2016 is not before 2016-06, and what started then ended after.
        ("2016-06/2016", "2016-06-01", "2016-06-30", "2016-06-01", "2016-12-31"),
        ("2016/2016-06", "2016-01-01", "2016-06-30", "2016-06-01", "2016-06-30"),
        ("2016/2016", "2016-01-01", "2016-12-31", "2016-01-01", "2016-12-31"),
        ("2016-06-15/2016-06", "2016-06-15", "2016-06-15", "2016-06-15", "2016-06-30"),
        ("2016-06-15/2016", "2016-06-15", "2016-06-15", "2016-06-15", "2016-12-31"),
        ("2016/2016-01-01", "2016-01-01", "2016-01-01", "2016-01-01", "2016-01-01"),
        ("2016-12-31/201X", "2016-12-31", "2016-12-31", "2016-12-31", "2019-12-31"),
    ],
)
def test_a_date_means_four_days(
    text: str, possible_from: str, certain_from: str, certain_until: str, possible_until: str
) -> None:
    assert bounds(text) == days(possible_from, certain_from, certain_until, possible_until)


@pytest.mark.parametrize("mark", ["~", "?", "%"])
@pytest.mark.parametrize("text", ["2016", "2016-06", "2016-06-01"])
def test_a_date_that_is_doubted_is_certain_on_no_day(text: str, mark: str) -> None:
    found, exact = bounds(text + mark), bounds(text)
    assert found.certain_from > found.certain_until
    assert found.possible_from < exact.possible_from
    assert found.possible_until > exact.possible_until


def words(text: str) -> list[str]:
    return text.split()


WRONG_DAYS = words("""
    2016-02-30 2015-02-29 1900-02-29 2016-04-31 2016-13 2016-00 2016-06-00 2016-06-32 2016-13-01 2016-32
    2016-44 2016-99 201X-02-30 20XX-13 201X-06-31 XXXX-13 XXXX-00 XXXX-05-45 XXXX-02-30 XXXX-06-31 XXXX-05-00
    2011-02-29/2012 2012/2012-02-30 2016-40-05 2016-33-01 2016-33-XX XXXX-40-01
    """)
WRONG_FORMS = [
    *words("""
    2016-6 2016-6-1 2016-06-1 01/06/2016 06/2016 16 216 20166 2016.5 20:16 yes no on true null ~ ? % / // .. ../..
    /.. ../ . -
    2016-06-01T12:00 2016-06-01T12:00:00Z 2016/06 20160601 2016-W23 2016- 2016-- -2016 +2016 Y2016 2016BC 2016s 2016-Q1
    2016~~ 2016?~ ~2016 2016~-06 XX16 2X16 X016 XXXX XXXX-XX 20X6 0000 0016 0000-01-01 [2016 2016]
    [] [..] [,] [2016,] [2015..2016..2017]
    [2016/2017] {2016} 2016/2017/2018 2016//2017 2016/x x/2016 2016/2017~~ [2016..x] 1e3
    .inf 2,016 ２０１６ ٢٠١٦ 2016‑06 2016–06 2016–2018
    """),
    "",
    " ",
    "June 2016",
    "1 June 2016",
    "2016 ",
    " 2016",
    "2016\n",
    "2016\t",
    "2016 - 2018",
    "2016/ 2017",
    "about 2016",
    "2016\x00",
]


@pytest.mark.parametrize("text", WRONG_DAYS)
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(EdtfError) as caught:
        bounds(text)
    assert "there is no" in str(caught.value) or "needs its month" in str(caught.value)


@pytest.mark.parametrize("text", WRONG_FORMS)
def test_what_is_no_date_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(EdtfError) as caught:
        bounds(text)
    assert str(caught.value).startswith("'")
    assert len(str(caught.value)) > len(repr(text)) + 10, "says what to write instead"


@pytest.mark.parametrize("text", ["June 2016", "2016-6", "16", "01-06-2016"])
def test_a_wrong_form_is_told_the_right_ones(text: str) -> None:
    with pytest.raises(EdtfError, match="2014-08, 2014-08-31, 2014/2018"):
        bounds(text)


@pytest.mark.parametrize(
    "text",
    [
        "2018/2014",
        "2016-06/2015",
        "2016/2015-12",
        "2016-06/2016-05",
        "2016-06-15/2016-06-14",
        "[2016..2015]",
        "[2016-06..2016-05]",
        "202X/201X",
    ],
)
def test_an_end_before_the_start_is_refused(text: str) -> None:
    with pytest.raises(EdtfError, match="ends before it starts"):
        bounds(text)


@pytest.mark.parametrize(
    "text", ["9999", "9999~", "9999-12~", "9999-12-31~", "9999-12-31", "1000~", "1000-01-01~", "9999/..", "../1000~"]
)
def test_the_ends_of_the_calendar_do_not_break(text: str) -> None:
    found = bounds(text)
    assert found.possible_from <= found.possible_until


@pytest.mark.parametrize("text", ["9" * 5000, "2016-" * 5000, "[" * 100_000, "/" * 100_000, "~" * 100_000])
def test_a_long_text_is_refused_in_a_short_message(text: str) -> None:
    with pytest.raises(EdtfError) as caught:
        bounds(text)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("2016", "year"),
        ("2016~", "year"),
        ("2016-06", "month"),
        ("2016-06?", "month"),
        ("2016-06-01", "day"),
        ("2016-06-01%", "day"),
        ("201X", "other"),
        ("2016-40", "other"),
        ("2014/2018", "other"),
        ("2018/", "other"),
        ("[2015..2016]", "other"),
    ],
)
def test_precision_is_kept(text: str, known: str) -> None:
    assert precision(text) == known


# -- laws -----------------------------------------------------------------------------------------

_DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31))
_EXACT = st.one_of(
    _DAYS.map(lambda d: f"{d:%Y}".zfill(4)),
    _DAYS.map(lambda d: d.isoformat()[:7]),
    _DAYS.map(lambda d: d.isoformat()),
    st.builds(lambda d, n: f"{d.isoformat()[:4]}-{n}", _DAYS, st.integers(33, 41)),
    _DAYS.map(lambda d: d.isoformat()[:3] + "X"),
    _DAYS.map(lambda d: d.isoformat()[:2] + "XX"),
    _DAYS.map(lambda d: f"{d.isoformat()[:3]}X-{d.isoformat()[5:7]}"),
    _DAYS.map(lambda d: f"{d.isoformat()[:3]}X{d.isoformat()[4:]}"),
    _DAYS.map(lambda d: f"{d.isoformat()[:7]}-XX"),
)
_SINGLE = st.builds(lambda text, mark: text + mark, _EXACT, st.sampled_from(["", "", "~", "?", "%"]))
_INTERVAL = st.builds(
    lambda a, b: f"{a}/{b}", _SINGLE | st.sampled_from(["", ".."]), _SINGLE | st.sampled_from(["", ".."])
)
_SETS = st.builds(lambda a, b, sep: f"[{a}{sep}{b}]", _SINGLE, _SINGLE, st.sampled_from(["..", ",", ", "]))


def found_or_none(text: str) -> tuple[date, date, date, date] | None:
    """The four days, or None if the text is refused as it should be: an end before its start."""
    try:
        return bounds(text)
    except EdtfError as error:
        if "ends before" in str(error) or "neither" in str(error):
            return None
        if "no such day" in str(error) and "X-02-29" in text:
            return None  # a decade in which no year is a leap year
        raise


@given(_SINGLE | _INTERVAL | _SETS)
def test_what_is_certain_is_possible(text: str) -> None:
    found = found_or_none(text)
    if found is None:
        return
    possible_from, certain_from, certain_until, possible_until = found
    assert possible_from <= possible_until
    assert possible_from <= certain_from <= possible_until
    assert possible_from <= certain_until <= possible_until


@given(_DAYS)
def test_the_four_days_of_a_day_are_that_day(day: date) -> None:
    assert bounds(day.isoformat()) == (day, day, day, day)
    assert bounds(f"{day}/{day}") == (day, day, day, day)


@given(_DAYS)
def test_a_day_lies_in_its_month_and_the_month_in_its_year(day: date) -> None:
    text = day.isoformat()
    month, year = bounds(text[:7]), bounds(text[:4])
    assert year.possible_from <= month.possible_from <= day <= month.possible_until <= year.possible_until
    assert month.possible_from.day == 1
    assert day.month == 12 or (month.possible_until + timedelta(1)).day == 1
    assert year.certainly(year.possible_from, year.possible_until)
    assert not year.certainly(day, day)
    assert year.possibly(day, day)


@given(_EXACT, st.sampled_from("~?%"))
def test_doubt_never_shrinks(text: str, mark: str) -> None:
    exact, wide = found_or_none(text), found_or_none(text + mark)
    if exact is None or wide is None:
        assert exact == wide
        return
    assert wide[0] <= exact[0]
    assert wide[3] >= exact[3]
    assert wide[1] >= exact[1]
    assert wide[2] <= exact[2]


@given(_INTERVAL, _DAYS)
def test_what_certainly_holds_on_a_day_possibly_holds(text: str, day: date) -> None:
    if found_or_none(text) is None:
        return
    found = bounds(text)
    assert found.possibly(day, day) or not found.certainly(day, day)


@given(_DAYS, _DAYS, _DAYS)
def test_an_interval_of_days_is_those_days(a: date, b: date, day: date) -> None:
    start, end = min(a, b), max(a, b)
    found = bounds(f"{start}/{end}")
    assert found == (start, start, end, end)
    assert found.certainly(day, day) == found.possibly(day, day) == (start <= day <= end)
    if start != end:
        with pytest.raises(EdtfError, match="ends before"):
            bounds(f"{end}/{start}")


@given(st.text(max_size=30) | st.text("0123456789X-/.[]~?%, ", max_size=24))
def test_any_other_text_is_refused_as_no_date(text: str) -> None:
    with suppress(EdtfError):
        found = bounds(text)
        assert found.possible_from <= found.possible_until


@given(
    st.from_regex(r"\A[0-9X]{4}(-[0-9X]{2}){0,2}[~?%]?\Z")
    | st.from_regex(r"\A[0-9X]{4}-[0-9]{2}-[0-9]{2}/[0-9]{4}-[0-4][0-9]~?\Z")
)
def test_what_nearly_is_a_date_is_one_or_is_refused(text: str) -> None:
    with suppress(EdtfError):
        bounds(text)
