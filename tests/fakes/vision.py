"""A face detector and a landmark model that find what the test says, and count their calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.inference.ports import FaceBox, FaceMesh
from tests.fakes.faces import Face

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.ports import Region

EYES_AND_MORE = np.array(
    [[280, 240], [360, 240], [320, 270], [320, 290], [240, 250], [400, 250]], np.float32
)


@dataclass
class FixedDetector:
    """Finds `faces` faces in every picture."""

    faces: int = 1
    calls: int = 0

    def detect(self, image: NDArray[np.uint8]) -> tuple[FaceBox, ...]:
        """Give boxes, each larger than the one before."""
        assert image.ndim == 3
        self.calls += 1
        return tuple(
            FaceBox(200, 150, 100.0 + n, 100.0 + n, 0.9, EYES_AND_MORE) for n in range(self.faces)
        )


@dataclass
class FixedLandmarks:
    """Finds the neutral face with `presence`."""

    presence: float = 1.0
    regions: tuple[Region, ...] = ()

    def landmarks(self, image: NDArray[np.uint8], region: Region) -> FaceMesh:
        """Give the face, wherever it was looked for."""
        assert image.ndim == 3
        self.regions = (*self.regions, region)
        return FaceMesh(points=Face().points(), presence=self.presence)
