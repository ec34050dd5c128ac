"""How long the benchmark says that somebody waits for the first words of what they say."""

from __future__ import annotations

import numpy as np
import pytest

from edge_agent.inference.ports import Recognised, Word
from edge_agent.inference.streaming import Decoder, Final, Partial
from edge_agent.inference.utterances import Utterance
from tests.benchmarks.speech_streaming import Ear, delays
from tests.fakes.voice import ScriptedRecogniser

WORDS = (Word("well", 0.2, 0.5),)
FINAL = Final(Utterance(np.zeros(32_000, np.int16), 1.0, 3.0), Recognised(WORDS, 0.9))
LOUD = np.arange(1.2, 2.5, 0.01)


def heard(*shown: tuple[float, Partial]) -> tuple[float, float]:
    ear = Ear(Decoder(ScriptedRecogniser(WORDS)), out=[*shown, (3.5, FINAL)])
    return delays(3.5, FINAL, ear, LOUD)


def test_the_first_words_are_the_first_partial_ones() -> None:
    empty, words = Partial(1.0, ()), Partial(1.0, WORDS)
    assert heard((1.5, empty), (2.0, words), (2.5, words))[0] == pytest.approx(0.8)


def test_an_utterance_without_partial_words_waits_for_its_final_ones() -> None:
    assert heard()[0] == pytest.approx(2.3)


def test_partial_words_of_another_utterance_are_not_its_own() -> None:
    assert heard((0.5, Partial(0.0, WORDS)))[0] == pytest.approx(2.3)
