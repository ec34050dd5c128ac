"""A person's own neutral face: what every measure is compared with."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.features.brows import brow_height
from edge_agent.features.eyes import eye_aspect_ratio
from edge_agent.features.gaze import gaze
from edge_agent.features.head_pose import head_pose
from edge_agent.features.mouth import smile_extent

if TYPE_CHECKING:
    from numpy.typing import NDArray

KNOWN_AFTER_S = 3.0
"""Seconds of one tracked face after which a neutral one is known."""
SETTLED_AFTER_S = 30.0
"""Until then it is refined; from then on it stays for the interview."""


@dataclass(frozen=True, slots=True)
class FaceReading:
    """What one picture of a face shows."""

    eye_aspect_ratio: float
    smile_extent: float
    brow_height: float
    gaze_yaw: float
    gaze_pitch: float


def read(points: NDArray[np.float32]) -> FaceReading:
    """Read all measures off 478 landmarks."""
    looks = gaze(points, head_pose(points))
    return FaceReading(
        eye_aspect_ratio=eye_aspect_ratio(points),
        smile_extent=smile_extent(points),
        brow_height=brow_height(points),
        gaze_yaw=looks.yaw,
        gaze_pitch=looks.pitch,
    )


class NeutralFace:
    """The median of each measure over the first half minute of a tracked face."""

    def __init__(self) -> None:
        self.face: FaceReading | None = None
        """Unknown until enough was seen."""
        self._readings: list[FaceReading] = []
        self._seen_s = 0.0

    def observe(self, reading: FaceReading, seconds: float) -> None:
        """Take in what held for `seconds`."""
        if self._seen_s >= SETTLED_AFTER_S:
            return
        self._readings.append(reading)
        self._seen_s += seconds
        if self._seen_s >= KNOWN_AFTER_S:
            self.face = _median(self._readings)


def _median(readings: list[FaceReading]) -> FaceReading:
    middle = np.median(np.array([astuple(reading) for reading in readings]), axis=0)
    return FaceReading(*(float(value) for value in middle))
