"""Where the recorder hands on what was captured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from edge_agent.capture.bus import Said
    from edge_agent.capture.frames import AudioChunk, Frame


class Stream(Protocol):
    """Where everything captured goes."""

    def publish_frame(self, frame: Frame) -> None:
        """Hand on a picture."""
        ...

    def publish_chunk(self, chunk: AudioChunk) -> None:
        """Hand on sound."""
        ...

    def publish_mark(self, mark: Said) -> None:
        """Hand on a mark."""
        ...
