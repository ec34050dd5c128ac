"""Noises and clips for `capture_truth`: what is mixed with what."""

from __future__ import annotations

import wave
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.app.senses_hearing import Hearing
from edge_agent.capture.frames import AudioChunk
from edge_agent.features.noise import FRAME_S, frames
from edge_agent.inference.models import model_path
from edge_agent.inference.silero import SileroVoiceActivity
from edge_agent.inference.streaming_rhythm import Stage
from tests.integration.speech_clips import MEDIA, MODELS, RATE, read, resampled, silence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.utterances import Utterance

    Sound = NDArray[np.float64]

ROOM = np.random.default_rng(5)


@cache
def two_cities() -> NDArray[np.int16]:
    """Give 44 s of a man who reads Dickens."""
    with wave.open(str(Path(__file__).parents[2] / ".cache" / "media" / "two_cities.wav")) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
        return resampled(samples, file.getframerate())


@cache
def clips() -> dict[str, NDArray[np.int16]]:
    """Give the clips by name."""
    return {
        "libri": read(MEDIA / "en-libri-1995-1837-0001.wav"),
        "two_cities": two_cities(),
        "aishell": read(MEDIA / "zh-aishell-BAC009S0724W0121.wav"),
        "funasr": read(MEDIA / "zh-funasr-example.wav"),
    }


def noise(kind: str, count: int) -> Sound:
    """Give so many samples of noise of power 1."""
    made = {"white": _white, "pink": _pink, "hum": _hum, "fan": _fan, "babble": _babble}[kind](
        count
    )
    return np.asarray(made / made.std())


def _white(count: int) -> Sound:
    return ROOM.standard_normal(count)


def _pink(count: int) -> Sound:
    spectrum = np.fft.rfft(_white(count))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    sound: Sound = np.fft.irfft(spectrum, count)
    return sound


def _hum(count: int) -> Sound:
    times = np.arange(count) / RATE
    parts = ((50, 1.0), (150, 0.5), (250, 0.3))
    tones = [share * np.sin(2 * np.pi * hertz * times) for hertz, share in parts]
    return np.asarray(np.sum(tones, axis=0))


def _fan(count: int) -> Sound:
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    low: Sound = np.fft.irfft(np.fft.rfft(_white(count)) / (1 + (hertz / 300) ** 2), count)
    times = np.arange(count) / RATE
    return np.asarray(low / low.std() + 0.5 * np.sin(2 * np.pi * 100 * times))


def _babble(count: int) -> Sound:
    """Eight voices at once, every other one backwards."""
    voices = [*clips().values()] * 2
    parts = [
        np.roll(np.tile(one / one.std(), count // len(one) + 2), ROOM.integers(len(one)))
        for one in voices
    ]
    talk = [part[:count][:: 1 - 2 * (n % 2)] for n, part in enumerate(parts)]
    return np.asarray(np.sum(talk, axis=0))


def mixed(clip: NDArray[np.int16], kind: str, decibels: float) -> tuple[NDArray[np.int16], float]:
    """Give the clip in noise so far below its speech (A-weighted), and the noise's level."""
    speech = np.concatenate((silence(2.0), clip, silence(1.0))) * (6000 / np.abs(clip).max())
    added = noise(kind, len(speech)) * 300.0
    spoken = _power(speech, heard(_whole(speech))[0])
    added *= np.sqrt(spoken / _power(added, None) / 10 ** (decibels / 10))
    level = 10 * np.log10(_power(added, None))
    return np.clip(np.rint(speech + added), -32768, 32767).astype(np.int16), float(level)


def heard(samples: NDArray[np.int16]) -> tuple[Hearing, list[Utterance]]:
    """Give the judgement of where there is speech, and the closed utterances."""
    hearing = Hearing(SileroVoiceActivity(model_path(MODELS, "silero_vad")))
    found = hearing.hear(AudioChunk(0.0, 0.0, RATE, samples))
    return hearing, [one for one in (*found, *hearing.flush()) if one.stage is Stage.CLOSED]


def _whole(sound: Sound) -> NDArray[np.int16]:
    return np.asarray(np.rint(sound), dtype=np.int16)


def _power(sound: Sound, hearing: Hearing | None) -> float:
    """Give the mean weighted power, where `hearing` is given of its speech only."""
    told = frames(AudioChunk(0.0, 0.0, RATE, _whole(sound)))
    spoken = [p for at, p in told if hearing is None or hearing.speech_s(at, at + FRAME_S) > 0.016]
    return float(np.mean(spoken))
