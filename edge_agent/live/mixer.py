"""Several voices become one, sample by sample. Pure but for the lock."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from edge_agent.live.speaker import RATE

Samples = NDArray[np.int16]
FIRST_S = 0.04
"""A voice is held back so long at first, so that packets may come unevenly."""
MOST_S = 0.2
"""A voice that waits longer loses its oldest samples: talk must not lag."""


class Mixer:
    """Adds what each voice has ready; a voice that has nothing is silent."""

    def __init__(self) -> None:
        self._waiting: dict[str, Samples] = {}
        self._begun: set[str] = set()
        self._lock = threading.Lock()

    def add(self, voice: str, samples: Samples) -> None:
        """Take samples of a voice (48 kHz, mono)."""
        with self._lock:
            before = self._waiting.get(voice, np.zeros(0, np.int16))
            waiting = np.concatenate([before, samples])[-round(MOST_S * RATE) :]
            self._waiting[voice] = waiting
            if len(waiting) >= round(FIRST_S * RATE):
                self._begun.add(voice)

    def remove(self, voice: str) -> None:
        """Forget a voice."""
        with self._lock:
            self._waiting.pop(voice, None)
            self._begun.discard(voice)

    def take(self, count: int) -> Samples:
        """Give the next `count` samples of all voices together, limited to 16 bits."""
        total = np.zeros(count, np.int32)
        with self._lock:
            for voice in tuple(self._begun):
                part = self._waiting[voice][:count]
                total[: len(part)] += part
                self._waiting[voice] = self._waiting[voice][count:]
                if not len(self._waiting[voice]):
                    self._begun.discard(voice)
        return np.clip(total, -32768, 32767).astype(np.int16)
