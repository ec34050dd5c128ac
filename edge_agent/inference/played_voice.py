"""When the kiosk itself plays a voice: then, and for a moment after, nothing is speech."""

from __future__ import annotations

import math

TAIL_S = 0.3
"""A room goes on sounding so long after the loudspeaker is still (a small office's
reverberation time, ISO 3382-2)."""


class PlayedVoice:
    """The stretches of media time in which a far end or a synthetic voice played."""

    def __init__(self) -> None:
        """Begin with nothing played."""
        self._played: list[tuple[float, float]] = []
        """(start, end); the last end is infinite while it plays."""

    def mark(self, pts: float, *, playing: bool) -> None:
        """Take note that playing begins or ends; what is told twice changes nothing.

        What played while media time stood still, as it does between a replay's answers, is in no
        sound that is heard here.
        """
        if playing and not self._is_playing:
            self._played.append((pts, math.inf))
        elif self._is_playing and not playing:
            start, _ = self._played.pop()
            if pts > start:
                self._played.append((start, pts))

    def in_new_time(self) -> PlayedVoice:
        """Give another to go on with when media time restarts at 0: what plays, plays on."""
        further = PlayedVoice()
        further.mark(0.0, playing=self._is_playing)
        return further

    def covers(self, start: float, end: float) -> bool:
        """Say whether any of [start, end) sounds of it, the room's echo included."""
        return any(first < end and start < last + TAIL_S for first, last in self._played[-8:])

    def seconds(self, start: float, end: float) -> float:
        """Give how long it played in [start, end)."""
        shared = (min(end, last) - max(start, first) for first, last in self._played)
        return sum(part for part in shared if part > 0)

    @property
    def _is_playing(self) -> bool:
        return bool(self._played) and self._played[-1][1] == math.inf
