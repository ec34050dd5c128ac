"""Ways in which sound is spoilt on its way, for `capture_truth`: each takes samples at 16 kHz."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from tests.integration.speech_clips import RATE, resampled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Samples = NDArray[np.int16]

_SPOKEN = 0.05
"""Share of the peak that somebody who speaks exceeds now and then."""


def _whole(sound: NDArray[np.float64]) -> Samples:
    return np.asarray(np.clip(np.rint(sound), -32768, 32767), dtype=np.int16)


def _noise(clip: Samples, decibels: float) -> NDArray[np.float64]:
    """Give white noise so far below the clip's mean power."""
    sound = np.random.default_rng(7).standard_normal(len(clip))
    return np.asarray(sound * clip.std() / 10 ** (decibels / 20))


def steady(clip: Samples, decibels: float) -> Samples:
    """Add white noise so far below the clip."""
    return _whole(clip + _noise(clip, decibels))


def gated(clip: Samples, decibels: float) -> Samples:
    """Add it only where somebody speaks, and nothing at all elsewhere, as a noise gate does."""
    loud = np.abs(clip.astype(np.int32)) > _SPOKEN * np.abs(clip.astype(np.int32)).max()
    window = np.ones(RATE // 5) / (RATE // 5)
    is_open = np.convolve(loud, window, "same") > 0.02
    return _whole(np.where(is_open, clip + _noise(clip, decibels), 0.0))


def low_pass(clip: Samples, hertz: float) -> Samples:
    """Leave out what is above `hertz`."""
    spectrum = np.fft.rfft(clip)
    spectrum[np.fft.rfftfreq(len(clip), 1 / RATE) >= hertz] = 0
    return _whole(np.fft.irfft(spectrum, len(clip)))


def dropouts(clip: Samples, lost_s: float, every_s: float) -> Samples:
    """Put zeros for the first `lost_s` of every `every_s`."""
    at = np.arange(len(clip)) % round(every_s * RATE)
    return np.where(at < lost_s * RATE, 0, clip).astype(np.int16)


def flat(clip: Samples, decibels: float) -> Samples:
    """Overdrive by so much above -6 dBFS and cut there."""
    gain = 16000 / np.abs(clip.astype(np.int32)).max() * 10 ** (decibels / 20)
    return _whole(np.clip(clip * gain, -16000, 16000))


def sped(clip: Samples, factor: float) -> Samples:
    """Play it so much faster, pitch and all."""
    return resampled(clip, round(RATE * factor))


def echoing(clip: Samples, decay_s: float) -> Samples:
    """Let it sound in a room with such a time to decay by 60 dB."""
    times = np.arange(round(decay_s * RATE)) / RATE
    tail = np.random.default_rng(8).standard_normal(len(times)) * np.exp(-6.9 * times / decay_s)
    tail[0] = 3.0
    size = 2 ** int(np.ceil(np.log2(len(clip) + len(tail))))
    sound = np.fft.irfft(np.fft.rfft(clip, size) * np.fft.rfft(tail, size), size)[: len(clip)]
    return _whole(sound * (16000 / np.abs(sound).max()))


DAMAGES: Mapping[str, Callable[[Samples], Samples]] = {
    "clear": lambda clip: clip,
    "steady 20 dB": partial(steady, decibels=20.0),
    "steady 10 dB": partial(steady, decibels=10.0),
    "steady 5 dB": partial(steady, decibels=5.0),
    "steady 0 dB": partial(steady, decibels=0.0),
    "gated 10 dB": partial(gated, decibels=10.0),
    "gated 5 dB": partial(gated, decibels=5.0),
    "gated 0 dB": partial(gated, decibels=0.0),
    "below 2500 Hz": partial(low_pass, hertz=2500.0),
    "below 1500 Hz": partial(low_pass, hertz=1500.0),
    "below 800 Hz": partial(low_pass, hertz=800.0),
    "lost 20 of 200 ms": partial(dropouts, lost_s=0.02, every_s=0.2),
    "lost 100 of 300 ms": partial(dropouts, lost_s=0.1, every_s=0.3),
    "lost 125 of 250 ms": partial(dropouts, lost_s=0.125, every_s=0.25),
    "flat by 20 dB": partial(flat, decibels=20.0),
    "flat by 30 dB": partial(flat, decibels=30.0),
    "half speed": partial(sped, factor=0.5),
    "0.7 speed": partial(sped, factor=0.7),
    "1.5 speed": partial(sped, factor=1.5),
    "echo 0.6 s": partial(echoing, decay_s=0.6),
    "echo 1.5 s": partial(echoing, decay_s=1.5),
}
