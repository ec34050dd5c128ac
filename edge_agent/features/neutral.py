"""A person's own neutral face: what every measure is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from edge_agent.features.brows import brow_height
from edge_agent.features.eyes import eye_aspect_ratio
from edge_agent.features.face_points import pick
from edge_agent.features.gaze import gaze
from edge_agent.features.head_pose import head_pose
from edge_agent.features.mouth import smile_extent
from edge_agent.features.ranked import Ranked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from edge_agent.features.head_pose import HeadPose

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
    pose: HeadPose


@dataclass(frozen=True, slots=True)
class Neutral:
    """What this face shows when it does nothing."""

    smile_extent: float
    brow_height: float
    gaze_yaw: float
    gaze_pitch: float
    head_yaw: float
    head_pitch: float


_COMPARED = (
    "smile_extent",
    "brow_height",
    "gaze_yaw",
    "gaze_pitch",
    "pose.yaw",
    "pose.pitch",
)
_values = attrgetter(*_COMPARED)


def read(points: NDArray[np.float32]) -> FaceReading:
    """Read all measures off 478 landmarks."""
    face = pick(points)
    pose = head_pose(face)
    looks = gaze(face, pose)
    return FaceReading(
        eye_aspect_ratio=eye_aspect_ratio(face),
        smile_extent=smile_extent(face),
        brow_height=brow_height(face, pose),
        gaze_yaw=looks.yaw,
        gaze_pitch=looks.pitch,
        pose=pose,
    )


class NeutralFace:
    """The median of each measure over the first half minute of a tracked face."""

    def __init__(self) -> None:
        self.face: Neutral | None = None
        """Unknown until enough was seen."""
        self._seen = tuple(Ranked() for _ in _COMPARED)
        self._seen_s = 0.0

    def observe(self, reading: FaceReading, seconds: float) -> None:
        """Take in what held for `seconds`."""
        if self._seen_s >= SETTLED_AFTER_S:
            return
        for ranked, value in zip(self._seen, _values(reading), strict=True):
            ranked.add(value)
        self._seen_s += seconds
        if self._seen_s >= KNOWN_AFTER_S:
            self.face = Neutral(*(ranked.percentile(0.5) for ranked in self._seen))
