from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.people.guessable import WORDS, is_guessable
from hub.people.managing import one_time_password
from hub.people.passwords import LONGEST, SHORTEST


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "passwordpassword",
        "qwertyuiop123",
        "123456789012",
        "aaaaaaaaaaaaaaaa",
        "abcdefghijklmnop",
        "interviews2026!",
        "interviewkiosk",
        "lifangfang12",
        "面试面试面试面试面试面试",
    ],
)
def test_what_would_be_guessed_early_is_refused(password: str) -> None:
    assert is_guessable(password, "lifangfang")


@pytest.mark.parametrize(
    "password",
    [
        "a sentence of my own",
        "correct horse battery staple",
        "wo ai bei jing tian an men",
        "Tr0ub4dor&3xx-and-more",
        "明天早上七点在老地方吃豆浆油条",
    ],
)
def test_a_sentence_is_taken(password: str) -> None:
    assert not is_guessable(password, "lifangfang")


def test_a_first_password_is_never_refused() -> None:
    assert not any(is_guessable(one_time_password(), "lifangfang") for _ in range(20))


@pytest.mark.parametrize("word", [word for word in WORDS if len(word) < SHORTEST])
def test_a_word_of_this_place_does_not_become_a_password_by_repetition(word: str) -> None:
    assert is_guessable(word * (SHORTEST // len(word) + 1), "lifangfang")


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=SHORTEST, max_size=LONGEST))
def test_any_text_has_an_answer(password: str) -> None:
    assert is_guessable(password, "lifangfang") in {True, False}
