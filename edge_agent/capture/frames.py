"""What capture hands on: one picture, or one run of samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture."""

    pts: float
    """Seconds of media time; from a device, monotonic seconds."""
    captured_at: float
    """Wall time (POSIX seconds) at which it left the device."""
    image: NDArray[np.uint8]
    """Height x width x 3, RGB."""


@dataclass(frozen=True, slots=True)
class AudioChunk:
    """Mono signed 16-bit PCM."""

    pts: float
    """Seconds of media time of the first sample; from a device, monotonic seconds."""
    captured_at: float
    """Wall time (POSIX seconds) at which the last sample left the device."""
    rate: int
    """Hertz."""
    samples: NDArray[np.int16]

    @property
    def duration(self) -> float:
        """Seconds."""
        return len(self.samples) / self.rate

    @property
    def end(self) -> float:
        """Media time just after the last sample."""
        return self.pts + self.duration


@dataclass(frozen=True, slots=True)
class Packet:
    """One encoded picture (H.264, Annex B), or 20 ms of encoded sound (Opus)."""

    kind: Literal["video", "audio"]
    pts: float
    """Seconds of media time."""
    captured_at: float
    """Wall time (POSIX seconds) at which the picture or the last sample left the device."""
    is_key: bool
    """A picture that needs no other; it begins with the stream's SPS and PPS. Sound always is."""
    content: bytes
