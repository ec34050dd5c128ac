"""What is no answer gives no word: noises, music, another language, the kiosk's own voice."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from edge_agent.features.capture_limits import LEAST_CONFIDENCE
from edge_agent.inference.models import model_path
from edge_agent.inference.played_voice import PlayedVoice
from edge_agent.inference.silero import SileroVoiceActivity
from edge_agent.inference.streaming import Final, Partial, SpeechLine
from tests.integration.speech_clips import (
    MEDIA,
    MODELS,
    RATE,
    english,
    errors,
    needs_media,
    opened,
    read,
    silence,
    speak,
)
from wire.language import Language

pytestmark = pytest.mark.integration

Sound = NDArray[np.int16]
_RNG = np.random.default_rng(11)
_LENGTH_S = 8
_TIME = np.arange(_LENGTH_S * RATE) / RATE


def brown(level: float) -> Sound:
    """A fan: noise that falls by 6 dB an octave, with the blades' hum."""
    noise = np.cumsum(_RNG.normal(0.0, 1.0, len(_TIME)))
    noise -= np.convolve(noise, np.ones(801) / 801, mode="same")
    hum = 0.3 * np.sin(2 * np.pi * 118 * _TIME) * noise.std()
    return np.asarray((noise + hum) / noise.std() * level, dtype=np.int16)


def keyboard() -> Sound:
    """Short decaying bursts, six a second, unevenly."""
    typed = np.zeros(len(_TIME))
    for at in np.cumsum(_RNG.uniform(0.08, 0.25, 6 * _LENGTH_S)) * RATE:
        end = min(len(typed), int(at) + 400)
        length = end - int(at)
        if length > 0:
            decay = np.exp(-np.arange(length) / 60)
            typed[int(at) : end] += _RNG.normal(0, 9000, length) * decay
    return np.asarray(np.clip(typed, -32768, 32767), dtype=np.int16)


def chords() -> Sound:
    """Chords of harmonics that change twice a second, as music does."""
    notes = [(262, 330, 392), (220, 262, 330), (175, 220, 262), (196, 247, 294)]
    played = np.zeros(len(_TIME))
    for number in range(2 * _LENGTH_S):
        span = slice(number * RATE // 2, (number + 1) * RATE // 2)
        decay = np.exp(-3 * (_TIME[span] - _TIME[span][0]))
        for note in notes[number % 4]:
            tones = [np.sin(2 * np.pi * k * note * _TIME[span]) / k for k in (1, 2, 3)]
            played[span] += 2500 * decay * np.sum(tones, axis=0)
    return np.asarray(played, dtype=np.int16)


NOISES = {
    "silence": silence(_LENGTH_S),
    "faint noise": _RNG.normal(0, 30, len(_TIME)).astype(np.int16),
    "white noise": _RNG.normal(0, 2500, len(_TIME)).astype(np.int16),
    "a fan": brown(2000.0),
    "mains hum": np.asarray(
        3000 * np.sin(2 * np.pi * 50 * _TIME) + 1500 * np.sin(2 * np.pi * 150 * _TIME), np.int16
    ),
    "a keyboard": keyboard(),
    "chords": chords(),
}


def line(language: Language, played: PlayedVoice | None = None) -> SpeechLine:
    voice = SileroVoiceActivity(model_path(MODELS, "silero_vad"))
    return SpeechLine(voice, opened(language), language, played)


def understood(hears: SpeechLine, samples: Sound) -> list[Partial | Final]:
    parts = (hears.hear(samples[at : at + 320], at / RATE) for at in range(0, len(samples), 320))
    return [*(one for part in parts for one in part), *hears.flush()]


def finals(found: list[Partial | Final]) -> list[Final]:
    return [one for one in found if isinstance(one, Final) and one.words]


def certainty(found: list[Partial | Final]) -> float:
    """Mean over the words, as an answer's verdict takes it; 0 without words."""
    said = [(len(one.words), one.recognised.confidence) for one in finals(found)]
    return sum(count * sure for count, sure in said) / max(1, sum(count for count, _ in said))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("noise", NOISES)
def test_nothing_that_is_not_speech_gives_a_word(language: Language, noise: str) -> None:
    assert not any(one.words for one in understood(line(language), NOISES[noise]))


@needs_media
@pytest.mark.parametrize("clip", ["zh-funasr-example.wav", "zh-aishell-BAC009S0724W0121.wav"])
def test_chinese_in_an_english_interview_cannot_be_scored(clip: str) -> None:
    assert certainty(understood(line(Language.EN), read(MEDIA / clip))) < LEAST_CONFIDENCE


@needs_media
def test_english_in_a_chinese_interview_cannot_be_scored() -> None:
    clip = read(MEDIA / "en-libri-1995-1837-0001.wav")
    assert certainty(understood(line(Language.ZH), clip)) < LEAST_CONFIDENCE


def test_a_synthetic_english_voice_in_a_chinese_interview_cannot_be_scored() -> None:
    said = speak("I have worked in a bank for seven years and sold many bonds.")
    assert certainty(understood(line(Language.ZH), said)) < LEAST_CONFIDENCE


@needs_media
@pytest.mark.parametrize("language", Language)
def test_the_right_language_is_believed(language: Language) -> None:
    name = "zh-funasr-example.wav" if language is Language.ZH else "en-libri-1995-1837-0001.wav"
    assert certainty(understood(line(language), read(MEDIA / name))) > LEAST_CONFIDENCE


QUESTION = speak("Please tell me about a risk that you found in time.")
SAID = "I found an error in the credit file of a customer."
ANSWER = speak(SAID)


def test_the_question_read_aloud_gives_no_word_and_the_answer_keeps_all() -> None:
    played, gap = PlayedVoice(), silence(0.6)
    over = len(QUESTION) / RATE
    played.mark(0.0, playing=True)
    played.mark(over, playing=False)
    sound = np.concatenate((QUESTION, gap, ANSWER, silence(1.5)))
    found = finals(understood(line(Language.EN, played), sound))
    heard = [word for one in found for text in one.words for word in english(text.text)]
    assert errors(english(SAID), heard) <= 2
    assert not {"please", "tell", "risk", "time"} & set(heard)
    assert all(word.start > over for one in found for word in one.words)


@pytest.mark.parametrize("language", Language)
def test_times_of_partial_and_final_words_are_in_order_within_the_speech(
    language: Language,
) -> None:
    sound = np.concatenate((silence(1.0), ANSWER, silence(0.5), QUESTION, silence(1.5)))
    for one in understood(line(language), sound):
        starts = [word.start for word in one.words]
        assert starts == sorted(starts)
        begins = one.utterance.start_pts if isinstance(one, Final) else one.start_pts
        assert all(begins - 1e-6 <= word.start <= word.end for word in one.words)
        assert all(word.end <= len(sound) / RATE for word in one.words)
