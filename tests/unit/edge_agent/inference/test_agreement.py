"""Of several guesses the one in the middle is believed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from edge_agent.inference.agreement import most_agreed

texts = st.lists(st.text("银行地产ab", max_size=8), min_size=1, max_size=6)


@given(texts)
def test_what_is_believed_is_one_of_the_guesses(guesses: list[str]) -> None:
    assert 0 <= most_agreed(guesses) < len(guesses)


@given(st.text("银行地产", min_size=1, max_size=8), texts)
def test_what_most_guesses_say_is_believed(said: str, others: list[str]) -> None:
    guesses = [*others, *[said] * (len(others) + 1)]
    assert guesses[most_agreed(guesses)] == said


def test_the_guess_between_two_others_is_believed() -> None:
    assert most_agreed(["果州市发地产", "广州市佛地产", "广州市发地产"]) == 2


def test_case_and_punctuation_do_not_count() -> None:
    assert most_agreed(["We sold bonds.", "we sold, bonds", "they fold pounds"]) == 0
