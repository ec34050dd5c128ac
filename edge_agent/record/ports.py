"""Where the recorder hands on what was captured, and where a part is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from edge_agent.capture.bus import Said
    from edge_agent.capture.frames import AudioChunk, Frame, Packet
    from edge_agent.record.part_writer import Tally
    from wire.upload import Gap


class Stream(Protocol):
    """Where everything captured goes."""

    def publish_frame(self, frame: Frame) -> None:
        """Hand on a picture."""
        ...

    def publish_chunk(self, chunk: AudioChunk) -> None:
        """Hand on sound."""
        ...

    @property
    def is_watched(self) -> bool:
        """Say whether anybody wants encoded packets."""
        ...

    def publish_packet(self, packet: Packet) -> None:
        """Hand on an encoded packet; may be called from any thread."""
        ...

    def publish_mark(self, mark: Said) -> None:
        """Hand on a mark."""
        ...


class Writer(Protocol):
    """Where a part's fragments go; every method may raise SpoolError."""

    def fragment(self, plaintext: bytes, start: float, duration: float, tally: Tally) -> None:
        """Keep a fragment; `start` is media time in the part, both are seconds."""
        ...

    def gap(self, gap: Gap) -> None:
        """Note a gap."""
        ...

    def close(self, tally: Tally) -> None:
        """End the part."""
        ...

    def abandon(self) -> None:
        """Let go of it as it is."""
        ...
