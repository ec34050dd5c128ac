"""How long a silence is waited for, and where a long utterance is cut to be decoded."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_agent.inference.streaming_rhythm import (
    LONGEST_PATIENCE_S,
    PATIENCE_S,
    SILENCE_S,
    SOON_S,
    Offers,
    Rhythm,
    Stage,
    patience,
)
from wire.language import Language

stretches = (
    st.lists(st.floats(0.05, 4.0), min_size=2, max_size=40)
    .map(lambda steps: list(accumulate(steps)))
    .map(lambda edges: list(zip(edges[::2], edges[1::2], strict=False)))
)


@given(stretches, st.none() | st.floats(0.0, 4.0))
def test_patience_is_bounded(speech: list[tuple[float, float]], waited_s: float | None) -> None:
    assert SOON_S <= patience(speech, waited_s) <= LONGEST_PATIENCE_S


def test_fluent_speech_is_not_waited_for_longer_than_little_speech() -> None:
    assert patience([(0.0, 4.0), (4.8, 8.0)], None) == SILENCE_S
    assert patience([(0.0, 0.5)], None) == PATIENCE_S


def test_who_speaks_word_by_word_is_waited_for() -> None:
    words = [(at, at + 0.5) for at in (0.0, 1.5, 3.0, 4.5, 6.0)]
    assert patience(words, None) == pytest.approx(1.6)


def test_when_much_was_said_a_shorter_silence_ends_it() -> None:
    assert patience([(0.0, 9.5)], None) == SOON_S
    offers = Offers(None)
    assert offers.due(9.5, 0.32, SOON_S) is Stage.PAUSED
    assert offers.due(10.0, 0.32, SOON_S) is None


@pytest.mark.parametrize("language", Language)
def test_an_open_utterance_is_offered_at_growing_lengths(language: Language) -> None:
    offers = Offers(Rhythm.of(language))
    lengths = [step * 0.032 for step in range(1, 850)]
    due = [length for length in lengths if offers.due(length, 0.0, SILENCE_S) is Stage.OPEN]
    assert due[0] == pytest.approx(Rhythm.of(language).first_s, abs=0.04)
    steps = [after - before for before, after in pairwise(due)]
    assert steps == pytest.approx(sorted(steps), abs=0.07)
    assert sum(due) <= 4 * lengths[-1]


def test_a_pause_is_offered_once_and_never_without_a_rhythm_before_it() -> None:
    offers = Offers(None)
    silences = [step * 0.032 for step in range(28)]
    due = [offers.due(3.0, silence_s, SILENCE_S) for silence_s in silences]
    assert due.count(Stage.PAUSED) == 1
    assert due[: due.index(Stage.PAUSED)] == [None] * 13


@pytest.mark.parametrize("language", list(Language))
def test_for_captions_an_open_utterance_is_offered_at_least_once_a_second(
    language: Language,
) -> None:
    offers = Offers(Rhythm.of_captions(language))
    lengths = [at / 10 for at in range(1, 281)]
    offered = [one for one in lengths if offers.due(one, 0.0, 0.9) is Stage.OPEN]
    assert offered[0] <= 0.7
    assert all(after - before <= 1.0 for before, after in pairwise(offered))
    assert offered[-1] >= 27.0


def test_a_rhythm_may_begin_and_end_while_somebody_speaks() -> None:
    offers = Offers(None)
    assert offers.due(3.0, 0.0, 0.9) is None
    offers.rhythm = Rhythm.of_captions(Language.EN)
    assert offers.due(3.1, 0.0, 0.9) is Stage.OPEN
    offers.rhythm = None
    assert offers.due(9.0, 0.0, 0.9) is None
