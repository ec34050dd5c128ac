"""A voice of known pitch: harmonics that fall off as a throat's do, in bursts as syllables are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 16_000


def buzz(hertz: float, seconds: float, fall: float = 1.0, seed: int = 0) -> NDArray[np.int16]:
    """Give samples whose pitch wanders by a semitone about `hertz`; `fall` is the timbre."""
    times = np.arange(round(seconds * RATE)) / RATE
    wander = np.cumsum(2.0 ** (np.sin(2 * np.pi * 0.7 * times + seed) / 12.0)) / RATE
    phases = 2 * np.pi * hertz * wander
    count = int(4000 / hertz)
    parts = (np.sin(number * phases) / number**fall for number in range(1, count + 1))
    voice = sum(parts, start=np.zeros(len(times)))
    syllables = np.clip(np.sin(2 * np.pi * 3.0 * times + seed) + 0.7, 0.05, None)
    sound = voice * syllables / np.abs(voice * syllables).max()
    return np.asarray(sound * 9000, dtype=np.int16)
