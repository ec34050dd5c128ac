"""Whisper's input: a log-mel spectrogram, computed with numpy alone.

Source: Radford et al. 2022, section 2.2: 80 bands of 0 to 8 kHz (Slaney's mel scale), windows of
25 ms every 10 ms; the numbers equal those of the published `log_mel_spectrogram`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 16_000
HOP = 160
"""Samples between frames (10 ms)."""
_WINDOW = 400
_BANDS = 80
_LINEAR_HERTZ = 200.0 / 3
"""Hertz per mel below the knee."""
_KNEE_HERTZ = 1000.0
_STEP = np.log(6.4) / 27
"""Log Hertz per mel above the knee."""
_RANGE = 8.0
"""Decades kept below the loudest value."""
_AT_A_TIME = 256
"""Frames transformed together: all 3000 at once would take 30 MB."""


def log_mel(samples: NDArray[np.int16], pad_s: float) -> NDArray[np.float32]:
    """Give 80 x frames for 16 kHz samples followed by `pad_s` seconds of silence."""
    sound = np.pad(samples.astype(np.float32) / 32768.0, (0, int(pad_s * RATE)))
    framed = np.pad(sound, _WINDOW // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(framed, _WINDOW)[::HOP][:-1]
    mel = _filters() @ _power(frames).T
    logged = np.log10(np.maximum(mel, 1e-10))
    kept = np.maximum(logged, logged.max() - _RANGE)
    scaled: NDArray[np.float32] = ((kept + 4.0) / 4.0).astype(np.float32)
    return scaled


def _power(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the power of each frame's 201 frequencies; few at a time, for they pass as complex."""
    power = np.empty((len(frames), _WINDOW // 2 + 1), dtype=np.float32)
    for at in range(0, len(frames), _AT_A_TIME):
        some = slice(at, at + _AT_A_TIME)
        power[some] = np.abs(np.fft.rfft(frames[some] * _hann(), axis=1)) ** 2
    return power


@cache
def _hann() -> NDArray[np.float32]:
    """Give the periodic Hann window."""
    return np.hanning(_WINDOW + 1)[:-1].astype(np.float32)


def _mel_of(hertz: float) -> float:
    """Give Slaney's mel of a frequency."""
    if hertz < _KNEE_HERTZ:
        return hertz / _LINEAR_HERTZ
    return float(_KNEE_HERTZ / _LINEAR_HERTZ + np.log(hertz / _KNEE_HERTZ) / _STEP)


def _hertz_of(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Undo `_mel_of`."""
    knee = _KNEE_HERTZ / _LINEAR_HERTZ
    above = _KNEE_HERTZ * np.exp(_STEP * (mels - knee))
    return np.where(mels < knee, mels * _LINEAR_HERTZ, above)


@cache
def _filters() -> NDArray[np.float32]:
    """Give the 80 x 201 triangular filters, each of unit area."""
    edges = _hertz_of(np.linspace(0.0, _mel_of(RATE / 2), _BANDS + 2))
    bins = np.linspace(0.0, RATE / 2, _WINDOW // 2 + 1)
    slopes = edges[:, np.newaxis] - bins[np.newaxis]
    widths = np.diff(edges)[:, np.newaxis]
    rising, falling = -slopes[:-2] / widths[:-1], slopes[2:] / widths[1:]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    area = 2.0 / (edges[2:] - edges[:-2])
    filters: NDArray[np.float32] = (triangles * area[:, np.newaxis]).astype(np.float32)
    return filters
