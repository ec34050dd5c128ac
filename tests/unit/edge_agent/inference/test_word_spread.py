"""Estimated word times are in order, within the speech, and share it by the words' length."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_agent.inference.word_spread import spread

texts = st.lists(st.text("abcdefgh银行", min_size=1, max_size=9), max_size=12)
stretches = (
    st.lists(st.floats(0.05, 3.0), min_size=2, max_size=9)
    .map(lambda steps: list(accumulate(steps)))
    .map(lambda edges: list(zip(edges[::2], edges[1::2], strict=False)))
)


@given(texts, stretches)
def test_words_come_in_order_within_the_speech(
    said: list[str], speech: list[tuple[float, float]]
) -> None:
    words = spread(said, speech)
    assert [word.text for word in words] == said
    for word in words:
        assert speech[0][0] - 1e-9 <= word.start <= word.end <= speech[-1][1] + 1e-9
    assert all(after.start >= before.end - 1e-9 for before, after in pairwise(words))


def test_a_word_has_its_letters_share_of_the_speech_and_none_of_the_silence() -> None:
    one, two = spread(["a", "bcd"], [(1.0, 1.5), (4.0, 5.5)])
    assert (one.start, one.end) == pytest.approx((1.0, 1.5))
    assert (two.start, two.end) == pytest.approx((4.0, 5.5))


def test_without_speech_there_is_no_word() -> None:
    assert spread(["word"], []) == ()
    assert spread([], [(0.0, 1.0)]) == ()
