"""One decoded picture of a file: half the size of its RGB until that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from av.video.reformatter import VideoReformatter
    from numpy.typing import NDArray

LONGEST_SIDE = 1280
"""Pixels; larger pictures are scaled down when they are decoded."""


@dataclass(frozen=True, slots=True)
class FilmPicture:
    """A frame as the file has it, no larger than LONGEST_SIDE."""

    frame: VideoFrame
    quarters: int
    """Quarter turns anticlockwise, as np.rot90 turns, until it is upright."""

    @classmethod
    def of(cls, frame: VideoFrame, scaler: VideoReformatter) -> FilmPicture:
        """Take a decoded frame; one `scaler` for all spares each its own threads and tables."""
        quarters = round(frame.rotation / 90) % 4  # the scaled frame would not say so
        share = min(1.0, LONGEST_SIDE / max(frame.width, frame.height))
        width, height = (
            max(round(side * share) // 2 * 2, 2) for side in (frame.width, frame.height)
        )
        return cls(scaler.reformat(frame, width, height, threads=1), quarters)

    @property
    def nbytes(self) -> int:
        """Bytes that it holds."""
        return sum(plane.buffer_size for plane in self.frame.planes)

    def rgb(self, scaler: VideoReformatter) -> NDArray[np.uint8]:
        """Give height x width x 3, upright."""
        frame = scaler.reformat(self.frame, format="rgb24", threads=1)
        image = np.asarray(frame.to_ndarray(), np.uint8)
        return np.ascontiguousarray(np.rot90(image, self.quarters)) if self.quarters else image
