"""How the bench judges the explorer's budgets: what fails, what a slow machine is allowed, what is never allowed."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

BENCH = runpy.run_path(str(Path(__file__).parent / "bench/explorer.py"))
BUDGETS: dict[str, int] = BENCH["BUDGETS"]
REFERENCE: float = BENCH["REFERENCE"]
MET = sorted(set(BUDGETS) - set(BENCH["NOT_MET"]))


def over(work: float = REFERENCE, **measured: float) -> list[str]:
    """What fails if all else is at its budget."""
    lines, failed = BENCH["judged"]({**BUDGETS, **measured}, work)
    assert all(any(line.startswith(name) for line in lines) for name in BUDGETS), "each stands in the table"
    assert sum("FAILED" in line for line in lines) == len(failed)
    return failed  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", MET)
def test_a_fifth_above_a_budget_passes_and_more_fails(name: str) -> None:
    assert over(**{name: BUDGETS[name] * 1.19}) == []
    assert over(**{name: BUDGETS[name] * 1.21}) == [name]


def test_a_slower_machine_is_allowed_longer_times_and_nothing_else() -> None:
    slow, size = "slowest change of view (ms)", "lite edition (kB)"
    twice = {slow: BUDGETS[slow] * 2.3, size: BUDGETS[size] * 2.3}
    assert over(REFERENCE * 2, **twice) == [size]
    assert over(REFERENCE / 2, **{slow: BUDGETS[slow] * 1.21}) == [slow], "a faster one is held to the budget"


def test_on_a_machine_that_is_far_too_slow_only_sizes_are_judged() -> None:
    lines, failed = BENCH["judged"]({name: budget * 99 for name, budget in BUDGETS.items()}, REFERENCE * 6)
    assert failed == [name for name in BUDGETS if not name.endswith("(ms)")]
    assert "too slow or too busy" in lines[-1]


@pytest.mark.parametrize("name", BENCH["NOT_MET"])
def test_what_is_known_to_be_above_may_not_get_worse(name: str) -> None:
    known = BENCH["NOT_MET"][name]
    assert known > BUDGETS[name], "once it is met, it is no longer to be listed"
    assert over(**{name: known * 1.19}) == []
    assert over(**{name: known * 1.21}) == [name]
