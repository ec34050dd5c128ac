"""What a voice is like, in a few numbers: its pitch and the mean shape of its spectrum."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.inference.mel import HOP, RATE, log_mel

if TYPE_CHECKING:
    from numpy.typing import NDArray

_COEFFICIENTS = 12
"""Cepstral coefficients after the zeroth, which is loudness (Davis and Mermelstein 1980)."""
_PITCH_FRAME = 640
"""40 ms: two periods of the lowest voice."""
_LOWEST_HERTZ, _HIGHEST_HERTZ = 60.0, 400.0
_VOICED = 0.6
"""Normalised autocorrelation from which a frame has a pitch."""
_LOUD_DB = 25.0
"""Frames that much below the loudest tenth are pauses or breath."""
LONGEST_S = 8.0
"""As much of an utterance is looked at."""


@dataclass(frozen=True, slots=True)
class VoicePrint:
    """Some seconds of one voice."""

    pitches: NDArray[np.float64]
    """Semitones over 100 Hz of every voiced frame."""
    cepstra: NDArray[np.float64]
    """The same frames' cepstral coefficients, frames x 12."""

    @property
    def voiced_s(self) -> float:
        """How much voice there is."""
        return len(self.pitches) * HOP / RATE

    @property
    def pitch(self) -> float:
        """Median, in semitones over 100 Hz."""
        return float(np.median(self.pitches))


def voice_print(samples: NDArray[np.int16]) -> VoicePrint:
    """Look at the voiced frames of 16 kHz samples, 100 a second."""
    samples = samples[: round(LONGEST_S * RATE)]
    if len(samples) < _PITCH_FRAME:
        return VoicePrint(np.zeros(0), np.zeros((0, _COEFFICIENTS)))
    frames = _frames(samples)
    power = np.mean(frames**2, axis=1)
    pitches, strength = _pitches(frames - frames.mean(axis=1, keepdims=True))
    cepstra = (_cosines() @ log_mel(samples, 0.0).astype(np.float64))[:, : len(frames)].T
    loud = power > np.quantile(power, 0.9) * 10.0 ** (-_LOUD_DB / 10.0)
    voiced = (strength >= _VOICED) & loud
    return VoicePrint(pitches[voiced], cepstra[voiced])


def joined(prints: tuple[VoicePrint, ...]) -> VoicePrint:
    """Give several prints of one voice as one."""
    return VoicePrint(
        np.concatenate([one.pitches for one in prints]),
        np.concatenate([one.cepstra for one in prints]),
    )


def _frames(samples: NDArray[np.int16]) -> NDArray[np.float64]:
    padded = np.pad(samples / 32768.0, _PITCH_FRAME // 2)
    return np.lib.stride_tricks.sliding_window_view(padded, _PITCH_FRAME)[::HOP][:-1]


def _pitches(frames: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give each frame's pitch in semitones over 100 Hz and how periodic it is, 0..1.

    Autocorrelation over that of the window (Boersma 1993).
    """
    window = np.hanning(_PITCH_FRAME)
    heard = _autocorrelation(frames * window)
    own = _autocorrelation(window[np.newaxis])
    shape = heard / np.maximum(heard[:, :1], 1e-12) / (own / own[:, :1])
    first, last = round(RATE / _HIGHEST_HERTZ), round(RATE / _LOWEST_HERTZ)
    lags = np.arange(first, last)
    # Of equal peaks the shortest lag is the period: longer ones are octaves below.
    searched = shape[:, first:last] - 0.01 * np.log2(lags / first)
    best = searched.argmax(axis=1)
    strength = np.take_along_axis(shape[:, first:last], best[:, np.newaxis], axis=1)[:, 0]
    return 12.0 * np.log2(RATE / lags[best] / 100.0), strength


def _autocorrelation(frames: NDArray[np.float64]) -> NDArray[np.float64]:
    spectra = np.fft.rfft(frames, 2 * _PITCH_FRAME, axis=1)
    return np.fft.irfft(np.abs(spectra) ** 2, axis=1)[:, : _PITCH_FRAME // 2]


@cache
def _cosines() -> NDArray[np.float64]:
    """Give the rows of the cosine transform from 80 bands to the coefficients."""
    bands = np.arange(80) + 0.5
    orders = np.arange(1, _COEFFICIENTS + 1)[:, np.newaxis]
    return np.asarray(np.cos(np.pi / 80 * orders * bands) * np.sqrt(2 / 80))
