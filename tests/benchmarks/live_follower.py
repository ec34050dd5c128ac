"""Follows the recording's own packets, to see whether a picture comes late or not at all."""

from __future__ import annotations

import statistics
import threading
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Self

from edge_agent.capture.bus import AnswerBeganMark, PacketHeader
from edge_agent.capture.media_stream import MediaStream
from edge_agent.live.packet_feed import PACKETS
from tests.benchmarks.live_camera import RATE

if TYPE_CHECKING:
    from pathlib import Path

LATE_S = 0.1
"""From a picture's lying in memory to its packet's coming here: three pictures' time."""


class Follower:
    """Notes each recorded picture until it is left."""

    def __init__(self, socket: Path) -> None:
        """Take the recorder's `media.sock`."""
        self._stream = MediaStream(socket, PACKETS)
        self._thread = threading.Thread(target=self._follow)
        self.took_s: list[float] = []
        """Of each picture from memory to here."""
        self.answer_began: list[float] = []
        """Media time of each answer's beginning."""
        self._pts: list[float] = []
        self._offsets: list[float] = []

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._stream.close()
        self._thread.join()

    @property
    def late(self) -> int:
        """Count the pictures that came late, and those that are missing between two that came."""
        slow = sum(took > LATE_S for took in self.took_s)
        holes = (round((after - before) * RATE) - 1 for before, after in pairwise(self._pts))
        return slow + sum(hole for hole in holes if hole > 0)

    @property
    def wall(self) -> float:
        """Give the wall time of media time 0 in the newest answer (POSIX seconds)."""
        return statistics.median(self._offsets)

    def _follow(self) -> None:
        for header, _ in self._stream:
            if isinstance(header, AnswerBeganMark):
                self.answer_began.append(header.pts)
                self._offsets.clear()
            elif isinstance(header, PacketHeader) and header.kind == "video":
                self.took_s.append(time.time() - header.captured_at)
                self._pts.append(header.pts)
                self._offsets.append(header.captured_at - header.pts)
