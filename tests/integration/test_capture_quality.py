"""Noise, another voice, darkness and a picture that stands still, by the real models."""

from __future__ import annotations

import math
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from edge_agent.app.senses_hearing import Hearing
from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.features.answer import AnswerSound
from edge_agent.features.capture_limits import LEAST_SNR
from edge_agent.features.noise import frames
from edge_agent.features.picture_quality import PictureMeter
from edge_agent.features.sound_quality import SoundMeter
from edge_agent.features.speaker import SpeakerCheck
from edge_agent.features.utterance import UtteranceMeasures
from edge_agent.inference.models import model_path
from edge_agent.inference.silero import SileroVoiceActivity
from edge_agent.inference.vision import open_tracker
from tests.integration.speech_clips import (
    MEDIA,
    MODELS,
    RATE,
    needs_media,
    read,
    resampled,
    silence,
)
from wire.messages.answer_features import SoundVerdict
from wire.messages.utterance_features import Speaker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wire.messages.feature_window import PictureQuality

pytestmark = [pytest.mark.integration, needs_media]
LIBRI = MEDIA / "en-libri-1995-1837-0001.wav"
TWO_CITIES = Path(__file__).parents[2] / ".cache" / "media" / "two_cities.wav"
CLEAR = UtteranceMeasures(
    start=0.0,
    end=9.0,
    words=30,
    confidence=0.9,
    rate=0.0,
    pauses=0,
    pause_s=0.0,
    fillers=0,
    hits=(),
)


def power(samples: NDArray[np.float64]) -> float:
    whole = AudioChunk(0.0, 0.0, RATE, np.asarray(np.rint(samples), dtype=np.int16))
    powers = np.array([one for _, one in frames(whole)])
    return float(powers[powers > powers.max() * 1e-3].mean())


def mixed(clip: NDArray[np.int16], decibels: float) -> NDArray[np.int16]:
    """Give the clip after two quiet seconds, in white noise so far below it (A-weighted)."""
    speech = np.concatenate((silence(2.0), clip, silence(1.0))) * (8000 / np.abs(clip).max())
    noise = np.random.default_rng(2).standard_normal(len(speech)) * 300.0
    noise *= math.sqrt(power(speech) / power(noise) / 10 ** (decibels / 10))
    return np.asarray(np.clip(np.rint(speech + noise), -32768, 32767), dtype=np.int16)


def heard(samples: NDArray[np.int16]) -> tuple[AnswerSound, list[float]]:
    """Give what an answer of this sound amounts to, and its windows' ratios."""
    hearing = Hearing(SileroVoiceActivity(model_path(MODELS, "silero_vad")))
    meter, answer, ratios = SoundMeter(), AnswerSound(), []
    for at in range(0, len(samples), 320):
        chunk = AudioChunk(at / RATE, 0.0, RATE, samples[at : at + 320])
        meter.hear(chunk)
        hearing.hear(chunk)
    hearing.flush()
    for second in range(len(samples) // RATE):
        window = meter.take(float(second), second + 1.0, hearing)
        answer.add_window(window, 1.0)
        ratios += [] if window.snr is None else [window.snr]
    answer.add_utterance(CLEAR, 8.0)
    return answer, ratios


@pytest.mark.parametrize("decibels", [0.0, 5.0, 10.0, 20.0, 30.0])
def test_speech_in_white_noise_is_told_within_three_decibels_of_its_ratio(decibels: float) -> None:
    _, ratios = heard(mixed(read(LIBRI), decibels))
    mean = 10 * np.log10(np.mean([10 ** (one / 10) for one in ratios]))
    assert mean == pytest.approx(decibels, abs=3.0)


@pytest.mark.parametrize("decibels", [LEAST_SNR + 3.0, 30.0])
def test_speech_well_over_the_noise_is_good(decibels: float) -> None:
    assert heard(mixed(read(LIBRI), decibels))[0].verdict() is SoundVerdict.GOOD


@pytest.mark.parametrize("decibels", [LEAST_SNR - 3.0, 5.0])
def test_speech_in_too_much_noise_is_noisy(decibels: float) -> None:
    assert heard(mixed(read(LIBRI), decibels))[0].verdict() is SoundVerdict.NOISY


def two_cities() -> NDArray[np.int16]:
    with wave.open(str(TWO_CITIES)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
        return resampled(samples, file.getframerate())


def acquainted(voice: NDArray[np.int16]) -> SpeakerCheck:
    check = SpeakerCheck()
    for at in range(0, 12 * RATE, 4 * RATE):
        check.judge(voice[at : at + 4 * RATE])
    return check


@pytest.mark.parametrize("gain", [0.15, 1.0])
def test_a_reader_is_never_taken_for_another_voice(gain: float) -> None:
    voice = np.asarray(two_cities() * gain, dtype=np.int16)
    check = acquainted(voice)
    parts = [voice[at : at + 4 * RATE] for at in range(12 * RATE, 40 * RATE, 4 * RATE)]
    told = [check.judge(part) for part in parts]
    assert Speaker.OTHER not in told
    assert Speaker.CANDIDATE in told


def test_a_woman_beside_a_man_is_told_and_never_taken_for_him() -> None:
    check, woman = acquainted(two_cities()), read(LIBRI)
    told = [check.judge(woman[at : at + 4 * RATE]) for at in (0, 2 * RATE, 4 * RATE)]
    assert Speaker.CANDIDATE not in told
    assert Speaker.OTHER in told


def pictures(count: int) -> list[NDArray[np.uint8]]:
    with av.open(str(MEDIA / "webcam-400.mp4")) as file:
        decoded = (one.to_ndarray(format="rgb24") for one in file.decode(video=0))
        return [np.asarray(next(decoded), dtype=np.uint8) for _ in range(count)]


def looked_at(images: list[NDArray[np.uint8]]) -> PictureQuality:
    tracker, meter = open_tracker(MODELS, behaviour=False), PictureMeter()
    for number, image in enumerate(images):
        meter.observe(tracker.observe(Frame(number / 15, 0.0, image)))
    return meter.take(0.0, 10.0, skipped=0)


def test_a_man_at_a_webcam_is_framed_lit_and_moves() -> None:
    seen = looked_at(pictures(30))
    assert (seen.frames_framed, seen.frames_dark, seen.frames_frozen) == (30, 0, 0)


def test_the_same_picture_again_and_again_is_frozen_and_faint_noise_is_not() -> None:
    (image,) = pictures(1)
    assert looked_at([image] * 15).frames_frozen == 14
    noise = np.random.default_rng(0)
    lively = [image ^ noise.integers(0, 2, image.shape, dtype=np.uint8) for _ in range(15)]
    assert looked_at(lively).frames_frozen == 0


def test_a_covered_camera_is_dark_and_shows_no_face() -> None:
    seen = looked_at([np.asarray(image // 40, dtype=np.uint8) for image in pictures(10)])
    assert (seen.frames_dark, seen.frames_with_face) == (10, 0)
