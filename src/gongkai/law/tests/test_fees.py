"""The processing fee by item and by page, with the values that the rules give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.fees import fee_by_item, fee_by_page, fee_of_item


@pytest.mark.parametrize(
    ("items", "yuan"),
    [(0, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (35, 3000), (40, 4000), (41, 4300), (50, 7000), (51, 7400)],
)
def test_by_item(items: int, yuan: int) -> None:
    assert fee_by_item(items) == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (250, 4700)],
)
def test_by_page(pages: int, yuan: int) -> None:
    assert fee_by_page(pages) == yuan


@given(st.integers(1, 500))
def test_each_further_one_costs_at_least_as_much_as_the_one_before(number: int) -> None:
    assert fee_of_item(number + 1) >= fee_of_item(number) == fee_by_item(number) - fee_by_item(number - 1)
    assert fee_by_page(number + 1) - fee_by_page(number) >= fee_by_page(number) - fee_by_page(number - 1)


def test_negative_counts_are_refused() -> None:
    for fee in (fee_by_item, fee_by_page):
        with pytest.raises(ValueError, match="不能为负数"):
            fee(-1)
    with pytest.raises(ValueError, match="正整数"):
        fee_of_item(0)
