"""A 720p30 camera and a microphone for the live benchmark: a film with the time painted in."""

from __future__ import annotations

import threading
import time
from itertools import islice
from typing import TYPE_CHECKING

import av
import numpy as np

from edge_agent.capture.frames import AudioChunk, Frame
from provisioning.demo import media, options
from tests.benchmarks.live_code import paint

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

WIDTH, HEIGHT, RATE = 1280, 720, 30
SOUND_RATE = media.RATE
_PICTURES = 45
_CHUNK_S = 0.02
_PAUSE_S = 1.5


def pictures(film: Path) -> list[NDArray[np.uint8]]:
    """Give a second and a half of a film; shown forth and back it has no jump."""
    with av.open(str(film), mode="r") as container:
        frames = islice(container.decode(video=0), _PICTURES)
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in frames]


class PaintedCamera:
    """Paints each picture's wall time into it at the moment at which it is there."""

    def __init__(self, film: list[NDArray[np.uint8]]) -> None:
        self._film = [*film, *film[-2:0:-1]]
        self._number = 0
        self._due = time.monotonic()
        self._closed = threading.Event()

    def read(self) -> Frame:
        """Wait for the next picture."""
        self._due = max(self._due + 1 / RATE, time.monotonic() - 1 / RATE)
        image = self._film[self._number % len(self._film)].copy()
        self._number += 1
        self._closed.wait(max(self._due - time.monotonic(), 0.0))
        at = time.time()
        paint(image, at)
        return Frame(time.monotonic(), at, image)

    def close(self) -> None:
        """End a wait."""
        self._closed.set()


class SpokenMicrophone:
    """Speaks in real time, the same words over and over."""

    def __init__(self, samples: NDArray[np.int16]) -> None:
        """Take what is said, at `SOUND_RATE`."""
        self._said = samples
        self._place = 0
        self._due = time.monotonic()
        self._closed = threading.Event()

    def read(self) -> AudioChunk:
        """Wait for the next 20 ms."""
        self._due += _CHUNK_S
        self._closed.wait(max(self._due - time.monotonic(), 0.0))
        length = round(_CHUNK_S * SOUND_RATE)
        samples = self._said.take(np.arange(self._place, self._place + length), mode="wrap")
        self._place += length
        return AudioChunk(self._due - _CHUNK_S, time.time(), SOUND_RATE, samples)

    def close(self) -> None:
        """End a wait."""
        self._closed.set()


def speech() -> NDArray[np.int16]:
    """Give the packaged speech, and a pause after it."""
    said = media.read_sound(options.PACKAGED_MEDIA / "two_cities.wav")
    return np.concatenate((said, np.zeros(round(_PAUSE_S * SOUND_RATE), np.int16)))
