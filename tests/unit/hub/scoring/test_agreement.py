from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.scoring.agreement import alpha_of, icc, r_wg, unit_sums
from hub.scoring.agreement_intervals import ENOUGH_INTERVIEWS, agreement

if TYPE_CHECKING:
    from hub.scoring.agreement_intervals import Cards

NONE = None
SHROUT_AND_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]
"""Table 2 of Shrout & Fleiss (1979): six targets, four judges."""
KRIPPENDORFF = [
    [1, 1, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [5, 5, 5],
    [1, 1],
    [3],
]
"""Example C of Krippendorff (2011): twelve units, up to four observers."""
CARDS = st.lists(
    st.dictionaries(
        st.integers(1, 4),
        st.dictionaries(st.sampled_from("abc"), st.integers(1, 5), min_size=1),
        min_size=2,
    ),
    min_size=ENOUGH_INTERVIEWS,
    max_size=14,
)


def test_icc_is_that_of_the_published_example() -> None:
    found = icc(SHROUT_AND_FLEISS)
    assert found is not None
    assert [round(one, 2) for one in found] == [0.29, 0.62]


def test_alpha_is_that_of_the_published_example() -> None:
    found = alpha_of(unit_sums(KRIPPENDORFF))
    assert found is not None
    assert round(found, 3) == 0.849


def test_r_wg_is_that_of_its_formula() -> None:
    # one item of variance 0.5: 1 - 0.5 / 2; three such items: 3 * 0.75 / (3 * 0.75 + 0.25)
    assert r_wg([[3, 4]]) == pytest.approx(0.75)
    assert r_wg([[3, 4], [2, 1], [5, 4]]) == pytest.approx(0.9)
    assert r_wg([[4, 4], [2, 2, 2]]) == 1
    assert r_wg([[1, 5]]) == 0
    assert r_wg([[3], []]) is None


def test_where_nothing_differs_no_reliability_is_claimed() -> None:
    assert alpha_of(unit_sums([[3, 3], [3, 3]])) is None
    assert icc([[3, 3], [3, 3]]) is None
    assert icc([[3, 4]]) is None


@given(st.lists(st.lists(st.integers(1, 5), min_size=2, max_size=4), min_size=2, max_size=8))
@settings(max_examples=50)
def test_the_order_of_raters_and_of_units_changes_no_alpha(units: list[list[int]]) -> None:
    turned = [list(reversed(unit)) for unit in reversed(units)]
    assert alpha_of(unit_sums(units)) == pytest.approx(alpha_of(unit_sums(turned)))


@given(st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=3, max_size=8))
@settings(max_examples=50)
def test_the_order_of_raters_changes_no_icc_and_more_raters_are_no_less_reliable(
    table: list[list[int]],
) -> None:
    found = icc(table)
    assert icc([row[1:] + row[:1] for row in table]) == pytest.approx(found)
    if found is not None and found[0] >= 0:
        assert found[1] >= found[0] - 1e-9


def test_too_few_interviews_give_no_figure_and_say_how_many() -> None:
    some = [{1: {"a": 3}, 2: {"a": 4}}] * (ENOUGH_INTERVIEWS - 1) + [{1: {"a": 5}}]
    found = agreement(some)
    assert (found.interviews, found.raters) == (ENOUGH_INTERVIEWS - 1, 2)
    assert found.r_wg is found.alpha is found.icc_single is found.icc_average is None


def test_the_icc_is_of_the_raters_who_share_the_most_interviews() -> None:
    pair: list[Cards] = [
        {1: {"a": n % 5 + 1, "b": NONE}, 2: {"a": n % 5 + 1, "b": 2}} for n in range(11)
    ]
    other: list[Cards] = [{1: {"a": 3}, 3: {"a": 1}}] * 4
    found = agreement([*other, *pair])
    assert (found.icc_interviews, found.icc_raters, found.raters) == (11, 2, 3)
    assert found.icc_average is not None
    assert found.icc_average.value == pytest.approx(1)


@given(CARDS)
@settings(max_examples=10, deadline=None)
def test_an_interval_holds_its_figure_and_comes_out_the_same_again(
    interviews: list[dict[int, dict[str, int | None]]],
) -> None:
    found = agreement(interviews)
    for one in (found.r_wg, found.alpha, found.icc_average):
        if one is not None:
            assert all(left <= right for left, right in pairwise((one.low, one.value, one.high)))
    assert found == agreement(interviews)
