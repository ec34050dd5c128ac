from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.record.key_rhythm import KeyRhythm

RATE = 30


def keys(rhythm: KeyRhythm, seconds: float, asked: set[int] = frozenset()) -> list[int]:  # type: ignore[assignment]
    due = []
    for number in range(round(seconds * RATE)):
        if number in asked:
            rhythm.ask()
        if rhythm.is_due(number / RATE):
            due.append(number)
    return due


def test_a_key_picture_begins_each_second() -> None:
    assert keys(KeyRhythm(), 3.5) == [0, 30, 60, 90]


def test_one_that_is_asked_for_comes_at_once_and_the_rhythm_stays() -> None:
    assert keys(KeyRhythm(), 3.0, {40}) == [0, 30, 40, 60]


def test_one_asked_for_just_after_a_key_picture_waits_a_moment() -> None:
    assert keys(KeyRhythm(), 2.0, {31}) == [0, 30, 36]


@settings(max_examples=50)
@given(asked=st.sets(st.integers(0, 299)))
def test_however_often_it_is_asked_one_more_a_second_comes_at_most(asked: set[int]) -> None:
    due = keys(KeyRhythm(), 10.0, asked)
    assert {number for number in range(300) if number % 30 == 0} <= set(due)
    more = [number for number in due if number % 30]
    assert all(after - before >= RATE for before, after in pairwise(more))
