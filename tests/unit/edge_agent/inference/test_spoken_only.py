"""Words are believed only where somebody spoke."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.inference.ports import Word
from edge_agent.inference.speech_gate import FRAME_S
from edge_agent.inference.spoken_only import SpokenOnly
from tests.fakes.voice import LoudnessVoice, ScriptedRecogniser

RATE = 16_000
times = st.lists(st.floats(0.0, 5.0), min_size=2, max_size=12).map(sorted)


def speech(
    *spans: tuple[float, float], length: float = 5.0
) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    samples = np.zeros(round(length * RATE), dtype=np.int16)
    for start, end in spans:
        samples[round(start * RATE) : round(end * RATE)] = 5000
    return samples


def heard(words: list[Word], *spans: tuple[float, float]) -> tuple[Word, ...]:
    recogniser = SpokenOnly(ScriptedRecogniser(tuple(words)), LoudnessVoice())
    return recogniser.recognise(speech(*spans)).words


def test_silence_is_not_even_handed_to_the_recogniser() -> None:
    scripted = ScriptedRecogniser((Word("you", 0.0, 1.0),))
    found = SpokenOnly(scripted, LoudnessVoice()).recognise(speech())
    assert (found.words, found.confidence, scripted.heard) == ((), 0.0, [])


def test_what_the_recogniser_is_sure_from_comes_with_its_words() -> None:
    scripted = ScriptedRecogniser((Word("we", 1.0, 1.3),))
    found = SpokenOnly(scripted, LoudnessVoice(), 0.6).recognise(speech((0.9, 1.4)))
    assert (found.confidence, found.least_confidence) == (0.8, 0.6)


def test_a_word_that_reaches_into_a_pause_ends_with_the_speech() -> None:
    (word,) = heard([Word("life.", 1.0, 2.5)], (0.96, 1.6), (2.4, 3.0))
    assert word.start == 1.0
    assert word.end == pytest.approx(1.6, abs=0.033)


def test_a_word_that_begins_in_a_pause_begins_with_the_speech() -> None:
    (word,) = heard([Word("it", 0.0, 2.0)], (1.6, 3.0))
    assert word.start == pytest.approx(1.6, abs=0.033)
    assert word.end == 2.0


def test_a_word_over_silence_is_dropped_when_most_are_not() -> None:
    said = [Word("we", 1.0, 1.3), Word("sold", 1.3, 1.8), Word("bonds", 4.0, 4.5)]
    assert [word.text for word in heard(said, (0.9, 2.0))] == ["we", "sold"]


def test_a_text_that_lies_mostly_over_silence_is_refused() -> None:
    said = [Word("hm", 1.0, 1.3), *(Word("you", 3.0 + at, 3.1 + at) for at in (0.1, 0.4, 0.8))]
    assert heard(said, (0.9, 1.4)) == ()


@settings(max_examples=50, deadline=None)
@given(times)
def test_clipped_words_lie_within_speech_and_stay_in_order(edges: list[float]) -> None:
    pairs = list(itertools.pairwise(edges))
    words = [Word(str(index), start, end) for index, (start, end) in enumerate(pairs)]
    kept = heard(words, (0.5, 1.5), (2.0, 4.5))
    for word in kept:
        old = words[int(word.text)]
        assert word.end - word.start <= old.end - old.start + 1e-9
        assert any(
            start - FRAME_S <= word.start <= word.end <= end + FRAME_S
            for start, end in ((0.5, 1.5), (2.0, 4.5))
        )
    assert all(after.start >= before.end for before, after in itertools.pairwise(kept))
    assert [word.start for word in kept] == sorted(word.start for word in kept)
