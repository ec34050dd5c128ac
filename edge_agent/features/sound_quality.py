"""Level, peak, clipping and noise of the microphone's sound, window by window."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.capture.frames import AudioChunk
from edge_agent.features.noise import NoiseMeter, snr
from wire.messages.feature_window import SoundQuality

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from edge_agent.features.noise import SpeechClock

SILENCE = -120.0
"""dBFS; what a message takes for no sound at all."""
_FULL = 32768.0
_CLIPS = 32767
"""A sample's magnitude that only a converter at its limit gives."""
_FLAT = 3
"""So many equal samples in a row at the sound's own extreme are a top that was cut off."""
_LOUD = 1036
"""An extreme below -30 dBFS is no overdriven sound's, and slow waves stay there for long."""


class SoundMeter:
    """Hears every chunk; each sample is counted in exactly one window."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self._chunks: deque[AudioChunk] = deque()
        self._noise = NoiseMeter()

    def hear(self, chunk: AudioChunk) -> None:
        """Take the next samples."""
        self._chunks.append(chunk)

    def take(self, start: float, end: float, speech: SpeechClock) -> SoundQuality:
        """Measure the samples heard in [start, end) of media time and forget those before `end`.

        Windows are taken in order. `speech` is what the voice activity model said of them.
        """
        sound = self._sound(start, end)
        while self._chunks and self._chunks[0].end <= end:
            self._chunks.popleft()
        noise, spoken = self._noise.measure(sound, speech)
        return SoundQuality(
            level=level(sound.samples),
            peak=peak(sound.samples),
            clipped=clipped(sound.samples),
            noise=None if noise is None else _decibels(math.sqrt(noise) * _FULL),
            snr=None if spoken is None or noise is None else snr(spoken, noise),
            far_end_s=min(speech.far_end_s(start, end), end - start),
            speech_s=min(speech.speech_s(start, end), end - start),
        )

    def _sound(self, start: float, end: float) -> AudioChunk:
        """Give what was heard in [start, end) in one piece."""
        parts = [part for chunk in self._chunks for part in _within(chunk, start, end)]
        samples = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int16)
        rate = self._chunks[0].rate if self._chunks else 1
        first = max(start, self._chunks[0].pts) if self._chunks else start
        return AudioChunk(first, 0.0, rate, samples)


def level(samples: NDArray[np.int16]) -> float:
    """Give the root mean square in dBFS, -120 for silence."""
    if not len(samples):
        return SILENCE
    return _decibels(math.sqrt(float(np.mean(np.square(samples, dtype=np.float64)))))


def peak(samples: NDArray[np.int16]) -> float:
    """Give the largest magnitude in dBFS, -120 for silence."""
    return _decibels(float(_magnitudes(samples).max(initial=0)))


def clipped(samples: NDArray[np.int16]) -> float:
    """Give the share of samples at full scale, or flat at the sound's own extremes.

    What was overdriven before it was turned down is cut off below full scale.
    """
    if not len(samples):
        return 0.0
    cut = _magnitudes(samples) >= _CLIPS
    for extreme in (int(samples.max()), int(samples.min())):
        if abs(extreme) >= _LOUD:
            cut |= _flat(samples == extreme)
    return float(np.mean(cut))


def _flat(extreme: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Give the runs that are long enough to be a cut."""
    edges = np.flatnonzero(np.diff(extreme, prepend=False, append=False))
    flat = np.zeros_like(extreme)
    for start, end in edges.reshape(-1, 2):
        flat[start:end] = end - start >= _FLAT
    return flat


def _magnitudes(samples: NDArray[np.int16]) -> NDArray[np.int32]:
    """Give absolute values (-32768 has none in 16 bits)."""
    return np.abs(samples.astype(np.int32))


def _decibels(amplitude: float) -> float:
    """Give an amplitude in dBFS within a message's bounds."""
    if amplitude <= 0:
        return SILENCE
    return min(0.0, max(SILENCE, 20.0 * math.log10(amplitude / _FULL)))


def _within(chunk: AudioChunk, start: float, end: float) -> Iterator[NDArray[np.int16]]:
    """Yield the chunk's samples in [start, end); neighbouring windows share none and lose none."""
    first, after = _index(chunk, start), _index(chunk, end)
    if first < after:
        yield chunk.samples[first:after]


def _index(chunk: AudioChunk, pts: float) -> int:
    """Give the first sample at or after `pts`."""
    return min(len(chunk.samples), max(0, math.ceil((pts - chunk.pts) * chunk.rate - 1e-6)))
