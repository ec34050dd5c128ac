"""Whether a voice is being played, by the energy of what is really played. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOUD_DBFS = -50.0
"""Comfort noise and a quiet room's microphone are below it; speech is 20 dB above."""
HANGOVER_S = 0.6
"""So long after the last loud samples the voice still counts as playing: pauses between words,
the output's buffers, and the room."""
_FULL = 32768.0


def level_dbfs(samples: NDArray[np.int16]) -> float:
    """Give the RMS level of 16-bit samples in decibels of full scale; -120 is silence."""
    if not len(samples):
        return -120.0
    rms = float(np.sqrt(np.mean(np.square(samples.astype(np.float64) / _FULL))))
    return max(20.0 * float(np.log10(rms)), -120.0) if rms > 0 else -120.0


class FarEndGate:
    """Tells when playing begins and ends; `now` is monotonic seconds."""

    def __init__(self) -> None:
        self.is_playing = False
        self._loud_at = 0.0

    def heard(self, samples: NDArray[np.int16], now: float) -> bool | None:
        """Take what is played next; gives the new state where it changes, else None."""
        if level_dbfs(samples) >= LOUD_DBFS:
            self._loud_at = now
            is_playing = True
        else:
            is_playing = self.is_playing and now - self._loud_at < HANGOVER_S
        if is_playing == self.is_playing:
            return None
        self.is_playing = is_playing
        return is_playing
