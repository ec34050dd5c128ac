"""How far the pictures lag behind the sound, window by window."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_S = 10.0
"""As much as a message takes."""


class SyncMeter:
    """Compares when pictures and sound of the same media time left their devices."""

    def __init__(self) -> None:
        self._seen: list[tuple[float, float]] = []
        self._heard: list[tuple[float, float]] = []

    def see(self, pts: float, captured_at: float) -> None:
        """Take a picture's media time and the wall time at which it left the camera."""
        self._seen.append((pts, captured_at - pts))

    def hear(self, pts: float, captured_at: float) -> None:
        """Take the media time of a chunk's end and when that left the microphone."""
        self._heard.append((pts, captured_at - pts))

    def take(self, start: float, end: float) -> float | None:
        """Give the lag of [start, end) in seconds and forget all before; None without both.

        It is a difference of medians, so that one late delivery does not count.
        """
        seen, heard = _within(self._seen, start, end), _within(self._heard, start, end)
        self._seen = [one for one in self._seen if one[0] >= end]
        self._heard = [one for one in self._heard if one[0] >= end]
        if not seen or not heard:
            return None
        return max(-_MOST_S, min(_MOST_S, median(seen) - median(heard)))


def _within(marks: Sequence[tuple[float, float]], start: float, end: float) -> list[float]:
    return [lead for pts, lead in marks if start <= pts < end]
