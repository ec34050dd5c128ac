"""Rate and pauses beside what is known: cut speech, silences put in, slower playback."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from edge_agent.features.keywords import KeywordSpotter
from edge_agent.features.utterance import UtteranceMeasures, in_media_time, measure
from edge_agent.inference.models import model_path
from edge_agent.inference.recognisers import recogniser
from edge_agent.inference.silero import SileroVoiceActivity
from edge_agent.inference.utterances import UtteranceCutter
from tests.integration.speech_clips import (
    MEDIA,
    MODELS,
    RATE,
    needs_media,
    read,
    resampled,
    silence,
    speak,
)
from wire.language import Language

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.ports import SpeechRecognizer

pytestmark = pytest.mark.integration

PHRASES = {
    "I opened accounts for customers": 9,
    "we checked every risk": 6,
    "my team sold bonds": 4,
    "the manager approved the loan": 8,
}
"""Syllables counted by hand ("every" as three)."""
ONE_SITTING_S = 1.5
"""Silence after which an utterance has ended for certain."""


@cache
def english() -> SpeechRecognizer:
    return recogniser("moonshine", Language.EN, MODELS)


def measured(samples: NDArray[np.int16]) -> UtteranceMeasures:
    """Measure the one utterance that the sound holds."""
    cutter = UtteranceCutter(SileroVoiceActivity(model_path(MODELS, "silero_vad")))
    sound = np.concatenate((silence(0.5), samples, silence(ONE_SITTING_S)))
    heard = [
        utterance
        for at in range(0, len(sound), 320)
        for utterance in cutter.hear(sound[at : at + 320], at / RATE)
    ]
    (utterance,) = (*heard, *cutter.flush())
    words = in_media_time(english().recognise(utterance.samples), utterance.start_pts)
    spotter = KeywordSpotter([], Language.EN)
    return measure(words, utterance.start_pts, utterance.end_pts, Language.EN, spotter)


def bare(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    """Leave out the silence that the synthesiser puts around a phrase."""
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 100)
    return samples[loud[0] : loud[-1]]


def parted(gap_s: float) -> NDArray[np.int16]:
    """Speak the phrases with silences of `gap_s` between them."""
    spoken = [part for one in PHRASES for part in (silence(gap_s), bare(speak(one)))]
    return np.concatenate(spoken[1:])


@pytest.mark.parametrize("gap_s", [0.4, 0.5, 0.6, 0.8])
def test_pauses_are_counted_and_as_long_as_the_silences(gap_s: float) -> None:
    found = measured(parted(gap_s))
    assert found.pauses == 3
    assert found.pause_s == pytest.approx(3 * gap_s, abs=3 * 0.1)


@pytest.mark.parametrize("gap_s", [0.1, 0.2])
def test_short_silences_are_no_pauses(gap_s: float) -> None:
    assert measured(parted(gap_s)).pauses == 0


@pytest.mark.parametrize("words_per_minute", [100, 120, 150, 180, 210])
def test_the_rate_is_that_of_the_voice(words_per_minute: int) -> None:
    spoken = bare(speak(" ".join(PHRASES), speed=words_per_minute))
    found = measured(spoken)
    true = 60.0 * sum(PHRASES.values()) / (len(spoken) / RATE - found.pause_s)
    assert found.rate == pytest.approx(true, rel=0.12)


@needs_media
@pytest.mark.parametrize("slower", [0.8, 1.25, 1.5])
def test_slower_playback_slows_the_rate_in_proportion(slower: float) -> None:
    clip = read(MEDIA / "en-libri-1995-1837-0001.wav")
    as_spoken, slowed = measured(clip), measured(resampled(clip, round(RATE / slower)))
    assert slowed.words == as_spoken.words
    assert slowed.rate * slower == pytest.approx(as_spoken.rate, rel=0.08)


@needs_media
def test_silence_around_speech_is_no_pause_and_no_word() -> None:
    spoken = read(MEDIA / "en-libri-1995-1837-0001.wav")
    among = measured(np.concatenate((silence(6.0), spoken, silence(6.0))))
    alone = measured(spoken)
    assert (among.words, among.pauses) == (alone.words, alone.pauses)
    assert among.rate == pytest.approx(alone.rate, rel=0.02)
