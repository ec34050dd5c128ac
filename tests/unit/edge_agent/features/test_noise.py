"""Speech mixed with noise at a known ratio is measured at that ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from edge_agent.capture.frames import AudioChunk
from edge_agent.features.noise import FAINTEST, NoiseMeter, snr
from edge_agent.features.sound_quality import SoundMeter
from tests.fakes.spoken import Spoken

if TYPE_CHECKING:
    from collections.abc import Callable

RATE = 16_000
BURSTS = Spoken(*((second + 0.3, second + 0.9) for second in range(10)))
"""What the sound of `bursts` says, and when."""
Sound = NDArray[np.float64]


def white(seconds: float) -> Sound:
    return np.random.default_rng(1).standard_normal(round(seconds * RATE))


def pink(seconds: float) -> Sound:
    spectrum = np.fft.rfft(white(seconds))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    spectrum[0] = 0.0
    sound: Sound = np.fft.irfft(spectrum)
    return sound


def hum(seconds: float) -> Sound:
    times = np.arange(round(seconds * RATE)) / RATE
    sound: Sound = np.sin(2 * np.pi * 50 * times) + 0.4 * np.sin(2 * np.pi * 150 * times)
    return sound


def fan(seconds: float) -> Sound:
    spectrum = np.fft.rfft(white(seconds))
    hertz = np.fft.rfftfreq(round(seconds * RATE), 1 / RATE)
    low: Sound = np.fft.irfft(spectrum / (1 + (hertz / 300) ** 2))
    return low / low.std() + hum(seconds)


def bursts(seconds: float) -> Sound:
    """Six tenths of every second sound, the rest is silent."""
    times = np.arange(round(seconds * RATE)) / RATE
    spoken = (times % 1.0 >= 0.3) & (times % 1.0 < 0.9)
    return np.where(
        spoken, np.sin(2 * np.pi * 220 * times) * (1 + np.sin(2 * np.pi * 4 * times)), 0
    )


def mixed(speech: Sound, noise: Sound, decibels: float, amplitude: float = 2000.0) -> AudioChunk:
    power = np.mean(speech[speech != 0] ** 2)
    noise = noise * np.sqrt(power / 10 ** (decibels / 10) / np.mean(noise**2))
    samples = np.rint((speech + noise) * amplitude / np.sqrt(power))
    return AudioChunk(0.0, 0.0, RATE, np.clip(samples, -32768, 32767).astype(np.int16))


@pytest.mark.parametrize("kind", [white, pink, hum, fan])
@pytest.mark.parametrize("decibels", [0.0, 10.0, 20.0, 30.0])
def test_noise_is_told_within_a_decibel_and_its_ratio_to_speech_within_two(
    kind: Callable[[float], Sound], decibels: float
) -> None:
    between, speech = NoiseMeter().measure(mixed(bursts(10.0), kind(10.0), decibels), BURSTS)
    assert between is not None
    assert speech is not None
    wanted = 20 * np.log10(2000.0 / 32768.0) - decibels
    assert 10 * np.log10(between) == pytest.approx(wanted, abs=1.0)
    assert snr(speech, between) == pytest.approx(decibels, abs=2.0)


def test_voices_that_fill_every_pause_are_told_by_the_quietest_moments() -> None:
    always = Spoken((0.0, 10.0))
    between, _ = NoiseMeter().measure(mixed(bursts(10.0), white(10.0), 10.0), always)
    assert between is not None
    wanted = 20 * np.log10(2000.0 / 32768.0) - 10.0
    assert 10 * np.log10(between) == pytest.approx(wanted, abs=1.0)


def test_a_click_between_words_is_no_noise() -> None:
    quiet = mixed(bursts(10.0), white(10.0), 30.0)
    clicked = quiet.samples.copy()
    clicked[1600:1700] = 32767
    with_click, _ = NoiseMeter().measure(AudioChunk(0.0, 0.0, RATE, clicked), BURSTS)
    without, _ = NoiseMeter().measure(quiet, BURSTS)
    assert with_click == pytest.approx(without, rel=0.05)


def test_a_fan_that_was_switched_on_is_the_noise_ten_seconds_later() -> None:
    meter = NoiseMeter()
    meter.measure(mixed(bursts(10.0), white(10.0), 40.0), BURSTS)
    loud = mixed(bursts(10.0), white(10.0), 10.0)
    between, _ = meter.measure(AudioChunk(10.0, 0.0, RATE, loud.samples), Spoken())
    assert between is not None
    assert 10 * np.log10(between) > -45.0


def test_before_the_first_pause_nothing_is_told() -> None:
    short = AudioChunk(0.0, 0.0, RATE, np.full(RATE, 500, dtype=np.int16))
    assert NoiseMeter().measure(short, Spoken((0.0, 1.0)))[0] is None
    assert SoundMeter().take(0.0, 1.0, Spoken()).noise is None


def test_speech_in_digital_silence_is_as_far_above_it_as_rounding_allows() -> None:
    between, speech = NoiseMeter().measure(
        mixed(bursts(10.0), np.full(10 * RATE, 1e-9), 200.0), BURSTS
    )
    assert between == FAINTEST
    assert speech is not None
    assert snr(speech, between) < 120.0


@given(st.floats(1e-10, 1.0), st.floats(1e-10, 1.0), st.floats(1e-3, 1.0))
@settings(max_examples=50)
def test_a_softer_copy_of_a_sound_has_the_same_ratio(
    speech: float, noise: float, gain: float
) -> None:
    assert snr(speech * gain, noise * gain) == pytest.approx(snr(speech, noise), abs=1e-6)
