"""Speech mixed with noise at a known ratio is measured at that ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from edge_agent.capture.frames import AudioChunk
from edge_agent.features.noise import NoiseMeter, frames, snr, weight
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
    sound: Sound = low / low.std() + hum(seconds)
    return sound


def bursts(seconds: float) -> Sound:
    """Six tenths of every second sound, the rest is silent."""
    times = np.arange(round(seconds * RATE)) / RATE
    spoken = (times % 1.0 >= 0.3) & (times % 1.0 < 0.9)
    return np.where(
        spoken, np.sin(2 * np.pi * 220 * times) * (1 + np.sin(2 * np.pi * 4 * times)), 0
    )


def sound(shares: Sound) -> AudioChunk:
    samples = np.clip(np.rint(shares * 2000.0), -32768, 32767)
    return AudioChunk(0.0, 0.0, RATE, samples.astype(np.int16))


def power_of(shares: Sound) -> float:
    """Give the mean weighted power, pauses left out."""
    spoken = [
        power for at, power in frames(sound(shares)) if BURSTS.speech_s(at, at + 0.032) > 0.03
    ]
    return float(np.mean(spoken))


def mixed(speech: Sound, noise: Sound, decibels: float) -> AudioChunk:
    gain = np.sqrt(power_of(speech) / power_of(noise) / 10 ** (decibels / 10))
    return sound(speech + gain * noise)


def spoken_db() -> float:
    return float(10 * np.log10(power_of(bursts(10.0))))


@pytest.mark.parametrize(
    ("hertz", "decibels"),
    [(31.5, -39.4), (63, -26.2), (125, -16.1), (250, -8.6), (500, -3.2), (1000, 0.0), (4000, 1.0)],
)
def test_frequencies_are_weighed_as_the_standards_table_says(hertz: float, decibels: float) -> None:
    assert 10 * np.log10(weight(hertz)) == pytest.approx(decibels, abs=0.15)


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
def test_a_tone_of_a_kilohertz_has_its_own_power_at_every_rate(rate: int) -> None:
    times = np.arange(rate) / rate
    tone = np.rint(16384 * np.sin(2 * np.pi * 1000 * times)).astype(np.int16)
    powers = [power for _, power in frames(AudioChunk(0.0, 0.0, rate, tone))]
    assert len(powers) == 31
    assert 10 * np.log10(np.mean(powers)) == pytest.approx(-9.03, abs=0.05)


@pytest.mark.parametrize("kind", [white, pink, hum, fan])
@pytest.mark.parametrize("decibels", [0.0, 10.0, 20.0, 30.0])
def test_noise_is_told_within_a_decibel_and_its_ratio_to_speech_within_two(
    kind: Callable[[float], Sound], decibels: float
) -> None:
    speech, noise = bursts(10.0), kind(10.0)
    gain = np.sqrt(power_of(speech) / power_of(noise) / 10 ** (decibels / 10))
    between, spoken = NoiseMeter().measure(sound(speech + gain * noise), BURSTS)
    assert between is not None
    assert spoken is not None
    wanted = np.mean([power for _, power in frames(sound(gain * noise))])
    assert 10 * np.log10(between / wanted) == pytest.approx(0.0, abs=1.0)
    assert snr(spoken, between) == pytest.approx(decibels, abs=2.0)


def test_voices_that_fill_every_pause_are_told_by_the_quietest_moments() -> None:
    always = Spoken((0.0, 10.0))
    between, _ = NoiseMeter().measure(mixed(bursts(10.0), white(10.0), 10.0), always)
    assert between is not None
    assert 10 * np.log10(between) == pytest.approx(spoken_db() - 10.0, abs=1.0)


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
    between, _ = meter.measure(
        AudioChunk(10.0, 0.0, RATE, loud.samples),
        Spoken(*((10.3 + n, 10.9 + n) for n in range(10))),
    )
    assert between is not None
    assert 10 * np.log10(between) == pytest.approx(spoken_db() - 10.0, abs=1.0)


def test_before_the_first_pause_nothing_is_told() -> None:
    short = AudioChunk(0.0, 0.0, RATE, np.full(RATE, 500, dtype=np.int16))
    assert NoiseMeter().measure(short, Spoken((0.0, 1.0)))[0] is None
    assert SoundMeter().take(0.0, 1.0, Spoken()).noise is None


def gated(speech: Sound, noise: Sound) -> AudioChunk:
    """Let nothing through between words."""
    times = np.arange(len(speech)) / RATE % 1.0
    is_open = (times >= 0.25) & (times < 0.95)
    return sound(np.where(is_open, speech + noise, 0.0))


@pytest.mark.parametrize("decibels", [0.0, 5.0, 10.0])
@pytest.mark.parametrize("kind", [white, pink, fan])
def test_noise_that_a_gate_lets_through_with_the_speech_is_told(
    kind: Callable[[float], Sound], decibels: float
) -> None:
    speech, noise = bursts(10.0), kind(10.0)
    gain = np.sqrt(power_of(speech) / power_of(noise) / 10 ** (decibels / 10))
    under, spoken = NoiseMeter().measure(gated(speech, gain * noise), BURSTS)
    assert under is not None
    assert spoken is not None
    assert snr(spoken, under) == pytest.approx(decibels, abs=4.0)


def test_a_faint_hiss_between_words_does_not_hide_the_noise_under_them() -> None:
    noise = white(10.0)
    loud = gated(bursts(10.0), 0.2 * noise).samples + np.rint(noise[::-1] * 8.0)
    under, spoken = NoiseMeter().measure(AudioChunk(0.0, 0.0, RATE, loud.astype(np.int16)), BURSTS)
    assert under is not None
    assert spoken is not None
    assert snr(spoken, under) < 15.0


def test_digital_silence_says_nothing_of_the_noise() -> None:
    always_silent = AudioChunk(0.0, 0.0, RATE, np.zeros(10 * RATE, dtype=np.int16))
    assert NoiseMeter().measure(always_silent, BURSTS)[0] is None


def test_speech_between_digital_silences_stands_well_over_its_own_softest_moments() -> None:
    between, speech = NoiseMeter().measure(sound(bursts(10.0)), BURSTS)
    assert between is not None
    assert speech is not None
    assert snr(speech, between) > 15.0


@given(st.floats(1e-10, 1.0), st.floats(1e-10, 1.0), st.floats(1e-3, 1.0))
@settings(max_examples=50)
def test_a_softer_copy_of_a_sound_has_the_same_ratio(
    speech: float, noise: float, gain: float
) -> None:
    assert snr(speech * gain, noise * gain) == pytest.approx(snr(speech, noise), abs=1e-6)
