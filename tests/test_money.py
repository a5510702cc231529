"""Numbers as printed, codes of currencies, and sums that never mix what may not be mixed."""

from __future__ import annotations

from decimal import Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactgraph.money import UNSTATED, currencies, number, totals


@pytest.mark.parametrize(
    ("given_value", "text"),
    [
        (0, "0"),
        (5700, "5700"),
        (10**17, "1" + "0" * 17),
        ("0", "0"),
        ("0.5", "0.5"),
        ("1.50", "1.50"),
        ("1.10", "1.10"),
        ("0.000001", "0.000001"),
        ("82.50", "82.50"),
        ("1500000", "1500000"),
        ("9" * 18, "9" * 18),
    ],
)
def test_a_number_stays_as_printed(given_value: object, text: str) -> None:
    assert number(given_value) == text


WRONG = [
    *[
        "-5",
        "+5",
        "-0",
        ".5",
        "5.",
        "1.2.3",
        ".inf",
        "-.inf",
        ".nan",
        "inf",
        "nan",
        "NaN",
        "Infinity",
        "yes",
        "no",
        "on",
        "true",
        "null",
        "none",
        "~",
        "1e400",
        "1e3",
        "1E3",
        "1e-3",
        "0x10",
        "0b11",
        "0o17",
    ],
    *[
        "1,500,000",
        "1.500.000",
        "1'500",
        "4,5",
        "68,35",
        "0150",
        "00",
        "01",
        "007",
        "1:30",
        "12:30:45",
        "1_500_000",
        "5%",
        "$5",
        "5$",
        "5USD",
        "USD5",
        "5k",
        "5m",
        "1/2",
        "½",
        "²",
        "٣",
        "５",
        "−5",
        "1.1234567",
    ],
    *[
        "",
        " ",
        "5 ",
        " 5",
        "5\n",
        "1 500 000",
        "1\u00a0500",
        "5 million",
        "five",
        "9" * 19,
        "9" * 5000,
        "0." + "9" * 5000,
    ],
    *[None, True, False, -5, 5.0, 0.1, float("inf"), float("nan"), [], [5], {"value": 5}, (), b"5", Decimal(5)],
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda value: repr(value)[:20])
def test_what_is_no_number_is_refused_with_how_to_write_it(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"write digits and one point, as 1500000 or 4\.43") as caught:
        number(wrong)
    assert len(str(caught.value)) < 300, "a long text is cut in the message"


@given(st.text(max_size=20) | st.floats() | st.integers(max_value=-1) | st.none() | st.booleans())
def test_anything_is_a_plain_number_or_refused(value: object) -> None:
    try:
        text = number(value)
    except ValueError:
        return
    assert text == value
    assert text.isascii()
    assert Decimal(text) >= 0


@pytest.mark.parametrize("size", [1, 17, 18])
def test_a_whole_number_of_eighteen_digits_is_one(size: int) -> None:
    assert number(10**size - 1) == "9" * size


@pytest.mark.parametrize("size", [19, 40, 400])
def test_a_whole_number_beyond_any_budget_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="write digits"):
        number(10**size - 1)


@pytest.mark.parametrize("code", ["USD", "EUR", "AUD", "LAK", "THB", "MMK", "VND", "KHR", "CNY", "JPY", "GBP", "CHF"])
def test_codes_of_iso_4217_are_known(code: str) -> None:
    assert code in currencies()


@pytest.mark.parametrize(
    "code", ["XQZ", "US$", "$", "usd", "Usd", "none", "NO", "", "EURO", "US", "USDT", "BTC", UNSTATED]
)
def test_other_words_are_no_codes(code: str) -> None:
    assert code not in currencies()


# -- laws -----------------------------------------------------------------------------------------

_NUMBERS = st.integers(0, 10**12).map(str) | st.decimals(0, 10**9, places=2).map(lambda d: f"{d:f}")
_RANGES = st.tuples(_NUMBERS, st.sampled_from(["", "0", "5.50"])).map(
    lambda pair: (pair[0], str(Decimal(pair[0]) + Decimal(pair[1])) if pair[1] else "")
)
_AMOUNTS = st.lists(
    st.builds(
        lambda values, currency, kind: (*values, currency, kind),
        _RANGES,
        st.sampled_from(["USD", "AUD", "EUR", UNSTATED]),
        st.sampled_from(["pledge", "commitment", "unstated"]),
    ),
    max_size=12,
)


@given(_AMOUNTS, st.randoms())
def test_the_order_of_amounts_does_not_matter(amounts: list[tuple[str, str, str, str]], random: object) -> None:
    shuffled = list(amounts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert totals(shuffled) == totals(amounts)


@given(_AMOUNTS)
def test_currencies_and_kinds_are_never_mixed(amounts: list[tuple[str, str, str, str]]) -> None:
    sums = totals(amounts)
    assert [(s.currency, s.kind) for s in sums] == sorted({(currency, kind) for _, _, currency, kind in amounts})
    assert sum(s.parts for s in sums) == len(amounts)
    for one in sums:
        own = [a for a in amounts if (a[2], a[3]) == (one.currency, one.kind)]
        assert totals(own) == [one]
        assert one.low == sum(Decimal(a[0]) for a in own)
        assert one.high == sum(Decimal(a[1] or a[0]) for a in own)
        assert one.low <= one.high


@given(_AMOUNTS, st.integers(0, 1000))
def test_sums_scale(amounts: list[tuple[str, str, str, str]], factor: int) -> None:
    scaled = [
        (str(Decimal(low) * factor), str(Decimal(high) * factor) if high else "", *rest) for low, high, *rest in amounts
    ]
    for one, many in zip(totals(amounts), totals(scaled), strict=True):
        assert (many.low, many.high, many.parts) == (one.low * factor, one.high * factor, one.parts)


@given(_AMOUNTS, _AMOUNTS)
def test_what_is_added_apart_is_added_together(
    some: list[tuple[str, str, str, str]], others: list[tuple[str, str, str, str]]
) -> None:
    together = {(s.currency, s.kind): s for s in totals(some + others)}
    for one in totals(some):
        rest = [s for s in totals(others) if (s.currency, s.kind) == (one.currency, one.kind)]
        total = together[one.currency, one.kind]
        assert total.low == one.low + sum(s.low for s in rest)
        assert total.high == one.high + sum(s.high for s in rest)


def test_many_large_amounts_are_added_to_the_cent() -> None:
    (total,) = totals([("999999999999999999.99", "", "USD", "cost")] * 1000)
    assert total.high == Decimal("999999999999999999990.00")
    # Thirty digits and more: the ordinary precision of decimals, 28 digits, would round.
    (total,) = totals([("999999999999999999.999999", "", "USD", "cost")] * 10_001)
    assert total.low == Decimal(999999999999999999999999 * 10_001).scaleb(-6, Context(prec=60))


def test_no_amounts_have_no_sum() -> None:
    assert totals([]) == []
