from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.scoring.combined import (
    ENOUGH_CARDS,
    ENOUGH_RATERS,
    RaterMean,
    combine,
    leniencies,
    reliability,
)

NAMES = ("a", "b", "c")
CARD = st.dictionaries(st.sampled_from(NAMES), st.none() | st.integers(1, 5))
RATINGS = st.dictionaries(st.integers(1, 5), CARD, max_size=5)
MEANS = st.dictionaries(
    st.integers(1, 8), st.builds(RaterMean, st.integers(0, 60), st.floats(1.5, 4)), max_size=8
)


def test_the_mean_stands_with_its_range_and_those_who_could_not_judge() -> None:
    found = combine({1: {"a": 4}, 2: {"a": 5}, 3: {"a": None}}, ["a", "b"], {})
    assert (found["a"].mean, found["a"].raters, found["a"].could_not_judge) == (4.5, 2, 1)
    assert (found["a"].lowest, found["a"].highest, found["a"].corrected) == (4, 5, None)
    assert (found["b"].mean, found["b"].raters) == (None, 0)


def test_nothing_is_said_of_leniency_without_enough_cards_and_raters() -> None:
    enough = {rater: RaterMean(ENOUGH_CARDS, 3.0 + rater / 10) for rater in range(ENOUGH_RATERS)}
    assert set(leniencies(enough)) == set(enough)
    assert leniencies({**enough, 0: RaterMean(ENOUGH_CARDS - 1, 5.0)}) == {}


def test_half_of_a_deviation_is_taken_as_the_raters_own_at_nine_cards() -> None:
    assert reliability(9) == pytest.approx(0.5)
    assert reliability(36) == pytest.approx(0.8)


@given(RATINGS, MEANS, st.permutations(range(1, 6)))
@settings(max_examples=50)
def test_who_is_called_what_changes_nothing(
    ratings: dict[int, dict[str, int | None]], means: dict[int, RaterMean], order: list[int]
) -> None:
    called = dict(zip(range(1, 6), order, strict=True)) | {6: 6, 7: 7, 8: 8}
    found = combine(ratings, NAMES, leniencies(means))
    renamed = combine(
        {called[rater]: card for rater, card in reversed(ratings.items())},
        NAMES,
        leniencies({called[rater]: one for rater, one in means.items()}),
    )
    for name in NAMES:
        assert renamed[name].mean == pytest.approx(found[name].mean)
        assert renamed[name].corrected == pytest.approx(found[name].corrected)


@given(
    st.lists(st.floats(1.5, 3.5), min_size=ENOUGH_RATERS - 1, max_size=6),
    st.integers(ENOUGH_CARDS, 200),
    st.floats(0, 1),
)
@settings(max_examples=50)
def test_a_lenient_rater_who_grows_more_lenient_moves_only_what_is_not_yet_sure(
    others: list[float], cards: int, more: float
) -> None:
    """All but the share that is not reliable is taken off again; with many cards, nearly all."""
    means = {rater: RaterMean(50, mean) for rater, mean in enumerate(others, 1)}
    before = leniencies({**means, 0: RaterMean(cards, 3.6)})
    after = leniencies({**means, 0: RaterMean(cards, 3.6 + more)})
    assert all(after[rater] == before[rater] for rater in means)
    left = (more - (after[0] - before[0])) / 2  # of two raters' mean
    assert left == pytest.approx((1 - reliability(cards)) * more / 2)


@given(RATINGS, MEANS)
@settings(max_examples=50)
def test_what_comes_out_lies_on_the_scale_and_between_the_ratings(
    ratings: dict[int, dict[str, int | None]], means: dict[int, RaterMean]
) -> None:
    for one in combine(ratings, NAMES, leniencies(means)).values():
        if one.mean is None or one.lowest is None or one.highest is None:
            assert one.raters == 0
        else:
            assert one.lowest <= one.mean <= one.highest
        assert one.corrected is None or 1 <= one.corrected <= 5
