"""A track of packets that are encoded already; sent as they are (aiortc)."""

from __future__ import annotations

import asyncio
import time
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import av
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from edge_agent.capture.packet_line import PacketLine

if TYPE_CHECKING:
    from av.stream import Stream

    from edge_agent.capture.frames import Packet

_TICKS: Final = {"video": 90_000, "audio": 48_000}


class PacketTrack(MediaStreamTrack):
    """Gives packets in order, from a key picture on; what waits too long is lost by groups."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.lost = 0
        """Packets that were not sent because too many waited."""
        self.took_s: float | None = None
        """How long the newest packet took from the picture in memory until it was sent."""
        self._line = PacketLine()
        self._arrived = asyncio.Event()
        self._last_tick = -1
        self._captured_at: float | None = None

    def offer(self, packet: Packet) -> None:
        """Take a packet; never waits."""
        if self.readyState == "live":
            self._line.put(packet)
            self._arrived.set()

    async def recv(self) -> av.Packet[Stream]:
        """Wait for the next packet; raises MediaStreamError when the track was stopped."""
        self._note_sent()
        while (taken := self._line.take()) is None:
            self._arrived.clear()
            await self._arrived.wait()
            if self.readyState != "live":
                raise MediaStreamError
        packet, lost = taken
        self.lost += lost
        self._captured_at = packet.captured_at
        return self._sendable(packet)

    def stop(self) -> None:
        """Give no more packets."""
        super().stop()
        self._arrived.set()

    def _note_sent(self) -> None:
        """Take the time: whoever asks for the next packet has sent the last one."""
        if self._captured_at is not None:
            self.took_s = max(time.time() - self._captured_at, 0.0)
            self._captured_at = None

    def _sendable(self, packet: Packet) -> av.Packet[Stream]:
        tick = max(round(packet.pts * _TICKS[self.kind]), self._last_tick + 1)
        self._last_tick = tick
        sendable = av.Packet(packet.content)
        sendable.pts, sendable.time_base = tick, Fraction(1, _TICKS[self.kind])
        return sendable
