"""The camera and microphone ports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from edge_agent.capture.frames import AudioChunk, Frame


class Camera(Protocol):
    """A source of pictures."""

    def read(self) -> Frame:
        """Wait for the next picture; raises CameraError when there will be none."""
        ...

    def close(self) -> None:
        """Release the device; safe to call twice."""
        ...


class Microphone(Protocol):
    """A source of sound."""

    def read(self) -> AudioChunk:
        """Wait for the next samples (10 to 100 ms); raises MicrophoneError when there are none."""
        ...

    def close(self) -> None:
        """Release the device; safe to call twice."""
        ...
