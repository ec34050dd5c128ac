from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.live.mixer import FIRST_S, MOST_S, Mixer
from edge_agent.live.speaker import RATE

BLOCK = 960
ENOUGH = round(FIRST_S * RATE)


def constant(value: int, count: int = ENOUGH) -> np.ndarray:  # type: ignore[type-arg]
    return np.full(count, value, np.int16)


def test_two_voices_are_added() -> None:
    mixer = Mixer()
    mixer.add("a", constant(100))
    mixer.add("b", constant(20))
    assert set(mixer.take(BLOCK)) == {120}


def test_a_voice_is_held_back_until_a_little_of_it_is_there() -> None:
    mixer = Mixer()
    mixer.add("a", constant(100, ENOUGH - 1))
    assert not mixer.take(BLOCK).any()
    mixer.add("a", constant(100, 1))
    assert mixer.take(BLOCK).all()


def test_a_voice_that_waits_too_long_loses_its_oldest_samples() -> None:
    mixer = Mixer()
    mixer.add("a", constant(1))
    mixer.add("a", constant(2, round(MOST_S * RATE)))
    assert set(mixer.take(BLOCK)) == {2}


def test_a_removed_voice_is_silent() -> None:
    mixer = Mixer()
    mixer.add("a", constant(100))
    mixer.remove("a")
    assert not mixer.take(BLOCK).any()


@settings(max_examples=50)
@given(values=st.lists(st.integers(-32768, 32767), min_size=1, max_size=8))
def test_however_many_shout_the_sum_is_limited_and_never_wraps(values: list[int]) -> None:
    mixer = Mixer()
    for number, value in enumerate(values):
        mixer.add(str(number), constant(value))
    assert set(mixer.take(BLOCK)) == {max(-32768, min(32767, sum(values)))}
