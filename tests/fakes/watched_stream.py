"""A stream that somebody watches."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edge_agent.capture.bus import Said
    from edge_agent.capture.frames import AudioChunk, Frame, Packet


class WatchedStream:
    """Implements `record.ports.Stream`; keeps the packets."""

    def __init__(self) -> None:
        self.is_watched = True
        self.packets: list[Packet] = []

    def publish_frame(self, frame: Frame) -> None:
        """Nobody looks."""

    def publish_chunk(self, chunk: AudioChunk) -> None:
        """Nobody listens."""

    def publish_mark(self, mark: Said) -> None:
        """Nobody is told."""

    def publish_packet(self, packet: Packet) -> None:
        self.packets.append(packet)
