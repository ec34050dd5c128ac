"""Packets that wait for a subscriber: whole groups of pictures are lost, never one of a group.

Pure. A picture that is no key picture can only be shown after the one before it, so that after
any loss the next picture given is a key picture.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edge_agent.capture.frames import Packet

MOST_S = 1.0
"""Of media time may wait; what is older is no live view any more."""
_MOST_PACKETS = 256


class PacketLine:
    """A bounded queue of one stream of packets."""

    def __init__(self) -> None:
        self._waiting: deque[Packet] = deque()
        self._needs_key = True
        self._lost = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, packet: Packet) -> None:
        """Take a packet; when too much waits, all that waits is lost."""
        if self._is_full(packet):
            self._lose_all()
        if packet.kind == "video":
            if self._needs_key and not packet.is_key:
                self._lost += 1
                return
            self._needs_key = False
        self._waiting.append(packet)

    def take(self) -> tuple[Packet, int] | None:
        """Give the oldest, and how many were lost since the last one given; None: none waits."""
        if not self._waiting:
            return None
        lost, self._lost = self._lost, 0
        return self._waiting.popleft(), lost

    def begin_anew(self) -> None:
        """Lose what waits, and go on with a key picture."""
        self._lose_all()

    def _is_full(self, packet: Packet) -> bool:
        if not self._waiting:
            return False
        is_late = abs(packet.pts - self._waiting[0].pts) > MOST_S
        return is_late or len(self._waiting) >= _MOST_PACKETS

    def _lose_all(self) -> None:
        self._lost += len(self._waiting)
        self._waiting.clear()
        self._needs_key = True
