"""One contract for all recognisers, on real weights: words where somebody spoke, else none."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from edge_agent.errors import ModelError, SettingsError
from edge_agent.inference import recognisers
from edge_agent.inference.model_table import speech_models
from tests.integration.speech_clips import KOREAN, MODELS, RATE, silence, speak
from wire.language import Language

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from edge_agent.inference.ports import SpeechRecognizer

pytestmark = pytest.mark.integration

RECOGNISERS = {
    "moonshine": Language.EN,
    "whisper": Language.ZH,
    f"vosk:{KOREAN}": Language.EN,
}
"""Setting and language; a Korean model stands for any that a technician installs."""

_TIME = np.arange(6 * RATE) / RATE
_RNG = np.random.default_rng(7)
NOTHING_SAID = {
    "no samples": silence(0.0),
    "a moment of silence": silence(0.1),
    "silence": silence(6.0),
    "hiss": _RNG.normal(0, 900, len(_TIME)).astype(np.int16),
    "loud noise": np.clip(_RNG.normal(0, 9000, len(_TIME)), -32768, 32767).astype(np.int16),
    "a tone": (8000 * np.sin(2 * np.pi * 440 * _TIME)).astype(np.int16),
    "mains hum": (4000 * np.sin(2 * np.pi * 50 * _TIME)).astype(np.int16),
    "a sweep": (8000 * np.sin(2 * np.pi * (200 + 150 * _TIME) * _TIME)).astype(np.int16),
    "clicks": np.where(np.arange(len(_TIME)) % 8000 < 20, 20_000, 0).astype(np.int16),
}


@pytest.fixture(scope="module", params=RECOGNISERS, ids=["moonshine", "whisper", "vosk"])
def recogniser(request: pytest.FixtureRequest) -> SpeechRecognizer:
    """Load each once, and let go of it before the next."""
    return recognisers.recogniser(request.param, RECOGNISERS[request.param], MODELS)


@cache
def spoken() -> NDArray[np.int16]:
    """Speech that any of them makes something of, between silences."""
    said = speak("Good morning. I have worked in a bank for seven years.")
    return np.concatenate((silence(0.5), said, silence(0.5)))


@pytest.mark.parametrize("sound", NOTHING_SAID)
def test_what_is_not_speech_gives_no_words(recogniser: SpeechRecognizer, sound: str) -> None:
    found = recogniser.recognise(NOTHING_SAID[sound])
    assert (found.words, found.confidence) == ((), 0.0)


def test_words_come_in_order_within_the_sound(recogniser: SpeechRecognizer) -> None:
    words = recogniser.recognise(spoken()).words
    assert len(words) >= 3
    starts = [word.start for word in words]
    assert starts == sorted(starts)
    assert all(0.0 <= word.start <= word.end <= len(spoken()) / RATE for word in words)
    assert all(word.text.strip() for word in words)


def test_the_confidence_is_a_share(recogniser: SpeechRecognizer) -> None:
    assert 0.0 <= recogniser.recognise(spoken()).confidence <= 1.0


def test_an_utterance_leaves_nothing_for_the_next(recogniser: SpeechRecognizer) -> None:
    first = recogniser.recognise(spoken())
    assert recogniser.recognise(silence(2.0)).words == ()
    assert len(recogniser.recognise(spoken()).words) == pytest.approx(len(first.words), abs=2)


def test_the_longest_utterance_is_taken(recogniser: SpeechRecognizer) -> None:
    whole = np.resize(spoken(), 30 * RATE)
    words = recogniser.recognise(whole).words
    assert all(word.end <= 30.0 for word in words)


def test_the_samples_are_left_as_they_were(recogniser: SpeechRecognizer) -> None:
    samples = spoken().copy()
    samples.flags.writeable = False
    recogniser.recognise(samples)
    assert np.array_equal(samples, spoken())


WRONG = [("moonshine", Language.ZH), ("whisper", Language.EN), ("vosk:", Language.EN)]
WRONG += [("", Language.ZH), ("Whisper", Language.ZH), ("google", Language.EN)]


@pytest.mark.parametrize(("setting", "language"), WRONG)
def test_a_setting_that_names_no_recogniser_of_the_language_is_named(
    setting: str, language: Language
) -> None:
    with pytest.raises(SettingsError, match=rf"K-SETTINGS-001: speech\.{language.value}: "):
        recognisers.recogniser(setting, language, MODELS)


def test_a_folder_without_models_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="K-MODEL-001"):
        recognisers.recogniser("moonshine", Language.EN, tmp_path)


def test_what_a_setting_loads_is_named_for_the_record() -> None:
    assert speech_models("whisper")[0] == "silero_vad"
    assert "moonshine_decoder" in speech_models("moonshine")
    assert speech_models(f"vosk:{KOREAN}") == ("silero_vad",)
